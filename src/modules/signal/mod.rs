//! `signal`: handlers in the program's language, and the alarm clock.
//!
//! A signal sets flags; the handler is called when the main thread looks at them, which it does at
//! backward jumps, in waits and in each pass of the loop.

use super::ModuleDef;
use crate::event_loop::{run, running};
use crate::objects::native::{Args, NativeDef};
use crate::objects::tuple::Tuple;
use crate::runtime::{Slot, Value};
use crate::vm::threads::MAIN;
use crate::vm::{Vm, VmResult};
use signal_hook::flag;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "signal",
    doc: "This module provides mechanisms to use signal handlers in Python.",
    functions: &[
        NativeDef::new("_set_handler(signal, handler, is_default, is_ignored)", "", set_handler),
        NativeDef::new("_set_timer(seconds, interval)", "", set_timer),
        NativeDef::new("_get_timer()", "", |vm, _| Ok(vm.extension::<Alarm>().state())),
        NativeDef::new("pause()", "Wait until a signal arrives.", |vm, _| {
            let signals = vm.extension::<Signals>();
            let before = signals.handled.get();
            while signals.handled.get() == before {
                running(vm).reactor.pause(Duration::from_millis(20));
                run::check_interrupt(vm)?;
            }
            Ok(Value::NONE)
        }),
    ],
    source: include_str!("signal.py"),
    ..ModuleDef::BASE
};

/// What is known of a signal for which the program has ever set a handler.
struct Handler {
    /// The handler; None for what the system or, for SIGINT, the machine does by itself.
    call: Slot,
    arrived: Arc<AtomicBool>,
    is_default: Arc<AtomicBool>,
}

/// The handlers, by signal.
#[derive(Default)]
pub struct Signals {
    handlers: RefCell<BTreeMap<i32, Handler>>,
    handled: std::cell::Cell<u64>,
}

impl Signals {
    /// Calls the handlers of the signals that have arrived.
    ///
    /// # Errors
    /// What a handler raises.
    pub fn deliver(&self, vm: &Vm) -> VmResult<()> {
        vm.signalled.store(false, SeqCst);
        let arrived: Vec<(i32, Value)> = self
            .handlers
            .borrow()
            .iter()
            .filter(|(_, h)| h.arrived.swap(false, SeqCst))
            .map(|(signal, h)| (*signal, h.call.get()))
            .collect();
        for (signal, handler) in arrived {
            self.handled.set(self.handled.get() + 1);
            self.call(vm, signal, &handler)?;
        }
        Ok(())
    }

    fn call(&self, vm: &Vm, signal: i32, handler: &Value) -> VmResult<()> {
        if !vm.is_callable(handler) {
            return Ok(());
        }
        let frame = match vm.modules.get_text("sys") {
            Some(sys) => {
                let get = crate::objects::str::intern("_getframe");
                vm.call_method(&sys, &get, &[]).unwrap_or(Value::NONE)
            }
            None => Value::NONE,
        };
        vm.call(handler, &[i64::from(signal).into(), frame]).map(drop)
    }

    /// Calls the program's own handler of SIGINT; false if it has none.
    ///
    /// # Errors
    /// What the handler raises.
    pub fn interrupt(&self, vm: &Vm) -> VmResult<bool> {
        let handler = self.handlers.borrow().get(&2).map(|h| h.call.get());
        match handler {
            Some(handler) if !handler.is_none() => {
                if handler.get::<crate::objects::function::Function>().is_none()
                    && !vm.is_callable(&handler)
                    && vm.truthy(&handler).is_ok_and(|is_ignored| !is_ignored)
                {
                    // SIG_DFL
                    let _ = vm.output.flush();
                    let _ = signal_hook::low_level::emulate_default_handler(2);
                }
                self.handled.set(self.handled.get() + 1);
                self.call(vm, 2, &handler)?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}

fn set_handler(vm: &Vm, a: Args<'_>) -> VmResult {
    let signal = vm.index_clipped(a.at(0))? as i32;
    if vm.threads.current() != MAIN {
        return Err(vm.value_error("signal only works in main thread of the main interpreter"));
    }
    let failed = |e: std::io::Error| vm.os_error(&e, None);
    if signal_hook::consts::FORBIDDEN.contains(&signal) {
        return Err(failed(std::io::Error::from_raw_os_error(22)));
    }
    let signals = vm.extension::<Signals>();
    let is_known = signals.handlers.borrow().contains_key(&signal);
    if !is_known {
        let arrived = Arc::new(AtomicBool::new(false));
        let is_default = Arc::new(AtomicBool::new(false));
        if signal != 2 {
            flag::register_conditional_default(signal, is_default.clone()).map_err(failed)?;
            for set in [&arrived, &vm.signalled, &vm.attention] {
                flag::register(signal, set.clone()).map_err(failed)?;
            }
            running(vm).reactor.wake_on(signal);
        }
        let handler = Handler { call: Slot::new(Value::NONE), arrived, is_default };
        signals.handlers.borrow_mut().insert(signal, handler);
    }
    let is_default = vm.truthy(a.at(2))?;
    let old = signals.handlers.borrow().get(&signal).map(|h| {
        h.is_default.store(is_default, SeqCst);
        h.call.replace(a[1].clone())
    });
    drop(old);
    Ok(Value::NONE)
}

/// When the alarm clock rings next, and how often after that.
#[derive(Clone, Copy, Default)]
struct Ring {
    next: Option<Instant>,
    interval: Duration,
}

/// The alarm clock: a thread of the system that sends SIGALRM.
#[derive(Default)]
struct Alarm {
    shared: Arc<(Mutex<Ring>, Condvar)>,
    started: std::cell::Cell<bool>,
}

impl Alarm {
    /// The seconds until it rings, and the interval.
    fn state(&self) -> Value {
        let ring = self.shared.0.lock().map_or_else(|e| *e.into_inner(), |r| *r);
        let left =
            ring.next.map_or(0.0, |n| n.saturating_duration_since(Instant::now()).as_secs_f64());
        Tuple::new([left, ring.interval.as_secs_f64()].map(Value::float)).into_value()
    }
}

fn set_timer(vm: &Vm, a: Args<'_>) -> VmResult {
    let span = |value: &Value| -> VmResult<Duration> {
        let seconds = crate::objects::float::require(vm, value)?;
        Ok(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
    };
    let (first, interval) = (span(a.at(0))?, span(a.at(1))?);
    let alarm = vm.extension::<Alarm>();
    let old = alarm.state();
    let next = if first.is_zero() { None } else { Instant::now().checked_add(first) };
    *alarm.shared.0.lock().unwrap_or_else(|e| e.into_inner()) = Ring { next, interval };
    alarm.shared.1.notify_all();
    if !alarm.started.replace(true) {
        let shared = alarm.shared.clone();
        let thread = std::thread::Builder::new().name("alarm".to_string());
        let started = thread.spawn(move || ring_on_time(&shared));
        started.map_err(|e| vm.os_error(&e, None))?;
    }
    Ok(old)
}

fn ring_on_time((ring, changed): &(Mutex<Ring>, Condvar)) {
    let mut now = ring.lock().unwrap_or_else(|e| e.into_inner());
    loop {
        let left = now.next.map(|next| next.saturating_duration_since(Instant::now()));
        now = match left {
            None => changed.wait(now).unwrap_or_else(|e| e.into_inner()),
            Some(left) if !left.is_zero() => {
                changed.wait_timeout(now, left).map_or_else(|e| e.into_inner().0, |w| w.0)
            }
            Some(_) => {
                let interval = now.interval;
                now.next = (!interval.is_zero()).then(|| Instant::now() + interval);
                let _ = rustix::process::kill_process(
                    rustix::process::getpid(),
                    rustix::process::Signal::ALARM,
                );
                now
            }
        };
    }
}
