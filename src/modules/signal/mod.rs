//! `signal`: the Python interface of [`crate::event_loop::signal_handlers`], and the alarm clock.

use super::ModuleDef;
use crate::event_loop::threads::MAIN;
use crate::event_loop::{run, running};
use crate::objects::native::{Args, NativeDef};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
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
            let running = running(vm);
            let handled = &running.signal_handlers.handled;
            let before = handled.get();
            while handled.get() == before {
                running.reactor.pause(Duration::from_millis(20));
                run::check_interrupt(vm)?;
            }
            Ok(Value::NONE)
        }),
    ],
    source: include_str!("signal.py"),
    needs: |_| Some(Capability::Signals),
    ..ModuleDef::BASE
};

fn set_handler(vm: &Vm, a: Args<'_>) -> VmResult {
    let signal = vm.index_clipped(a.at(0))? as i32;
    let running = running(vm);
    if running.threads.current() != MAIN {
        return Err(vm.value_error("signal only works in main thread of the main interpreter"));
    }
    let is_default = vm.truthy(a.at(2))?;
    let set = running.signal_handlers.set(vm, running, signal, a[1].clone(), is_default);
    set.map_err(|error| vm.os_error(&error, None))?;
    Ok(Value::NONE)
}

/// The time of the next alarm, and the interval of those after it.
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
