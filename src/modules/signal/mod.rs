//! `signal`: the Python interface of [`crate::event_loop::signal_handlers`], masks and timers.

use super::ModuleDef;
use super::os::files::{descriptor, failed};
use crate::event_loop::clock::SECOND;
use crate::event_loop::{run, running};
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef, keyword_names};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::{Value, process};
use crate::text::os_text;
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use std::time::{Duration, Instant};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "signal",
    doc: "This module provides mechanisms to use signal handlers in Python.",
    functions: &[
        NativeDef::new("_set_handler(signal, handler, is_default, is_ignored)", "", set_handler),
        NativeDef::new("_interrupt_handler()", "", |vm, _| interrupt_handler(vm)),
        NativeDef::new(
            "setitimer(which, seconds, interval=0.0, /)",
            "Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF).",
            set_timer,
        ),
        NativeDef::new("getitimer(which, /)", "Returns current value of given itimer.", |vm, a| {
            times(vm, process::timer(crate::modules::os::c_int(vm, a.at(0))?))
        }),
        NativeDef::new("_mask(how, signals)", "", |vm, a| {
            let how = crate::modules::os::c_int(vm, a.at(0))?;
            let old = process::change_mask(how, &numbers(vm, a.at(1))?);
            let old = old.map_err(|error| vm.os_error(&error, None))?;
            // A previously blocked signal may have arrived.
            run::check_interrupt(vm)?;
            Ok(list(&old))
        }),
        NativeDef::new("_pending()", "", |vm, _| {
            Ok(list(&process::pending_signals().map_err(|error| vm.os_error(&error, None))?))
        }),
        NativeDef::new("_take(signals, timeout)", "", take),
        NativeDef::new("_set_wakeup(fd)", "", set_wakeup),
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
    let signal = crate::modules::os::c_int(vm, a.at(0))?;
    let running = running(vm);
    if running.threads.current() != running.threads.main() {
        return Err(vm.value_error("signal only works in main thread of the main interpreter"));
    }
    let (is_default, is_ignored) = (vm.truthy(a.at(2))?, vm.truthy(a.at(3))?);
    let set =
        running.signal_handlers.set(vm, running, signal, a[1].clone(), is_default, is_ignored);
    set.map_err(|error| vm.os_error(&error, None))?;
    Ok(Value::NONE)
}

/// The handler of SIGINT while `asyncio.run` runs; None outside.
fn interrupt_handler(vm: &Vm) -> VmResult {
    let running = running(vm);
    if running.runner.is_unset() {
        return Ok(Value::NONE);
    }
    if running.on_interrupt.is_unset() {
        let method = vm.get_attribute(&running.runner.get(), &intern("_on_sigint"))?;
        let partial = vm.get_attribute(&vm.import_module("functools")?, &intern("partial"))?;
        let names = keyword_names(&["main_task"]);
        let made = vm.call_keywords(&partial, &[method, running.main_task.get()], names.items())?;
        running.on_interrupt.set(made);
    }
    Ok(running.on_interrupt.get())
}

fn times(vm: &Vm, times: std::io::Result<(f64, f64)>) -> VmResult {
    let (left, interval) = times.map_err(|error| {
        let number = error.raw_os_error().map_or(Value::NONE, |n| i64::from(n).into());
        vm.error_with(Exc::OSError, [number, os_text::reason(&error).into()])
    })?;
    Ok(Tuple::new([left, interval].map(Value::float)).into_value())
}

fn set_timer(vm: &Vm, a: Args<'_>) -> VmResult {
    let which = crate::modules::os::c_int(vm, a.at(0))?;
    let first = crate::objects::float::require(vm, a.at(1))?;
    let interval = a.opt(2).map_or(Ok(0.0), |i| crate::objects::float::require(vm, i))?;
    let set = match first < 0.0 || interval < 0.0 {
        true => Err(std::io::Error::from_raw_os_error(libc::EINVAL)),
        false => process::set_timer(which, first, interval),
    };
    times(vm, set)
}

fn numbers(vm: &Vm, signals: &Value) -> VmResult<Vec<i32>> {
    vm.to_vec(signals)?.iter().map(|signal| crate::modules::os::c_int(vm, signal)).collect()
}

fn list(numbers: &[i32]) -> Value {
    List::new(numbers.iter().map(|n| i64::from(*n).into()).collect()).into_value()
}

/// The maximum length of a wait during which other threads do not run.
const LOOK: Duration = Duration::from_millis(20);

/// Waits for one of the signals, with other threads running. None after the timeout; a negative one
/// waits forever.
fn take(vm: &Vm, a: Args<'_>) -> VmResult {
    let signals = numbers(vm, a.at(0))?;
    let seconds = crate::objects::float::require(vm, a.at(1))?;
    let end = Duration::try_from_secs_f64(seconds).ok().and_then(|s| Instant::now().checked_add(s));
    let running = running(vm);
    let _ = vm.output.flush();
    loop {
        let left = end.map_or(LOOK, |end| end.saturating_duration_since(Instant::now()));
        let others = running.threads.has_others();
        let span = if others { Duration::ZERO } else { left.min(LOOK) };
        match process::take_signal(&signals, span) {
            Ok(facts) => return Ok(Tuple::new(facts.map(Value::from)).into_value()),
            Err(error) if matches!(error.raw_os_error(), Some(libc::EAGAIN | libc::EINTR)) => {}
            Err(error) => return Err(vm.os_error(&error, None)),
        }
        run::check_interrupt(vm)?;
        if left.is_zero() {
            return Ok(Value::NONE);
        }
        if others {
            let until = running.clock.monotonic() + SECOND / 1000;
            running.threads.park(vm, Some(until))?;
        }
    }
}

fn set_wakeup(vm: &Vm, a: Args<'_>) -> VmResult {
    let threads = &running(vm).threads;
    if threads.current() != threads.main() {
        let message = "set_wakeup_fd only works in main thread of the main interpreter";
        return Err(vm.value_error(message));
    }
    let number = vm.index_clipped(a.at(0))?;
    if number >= 0 {
        let file = descriptor(vm, a.at(0))?;
        let flags = rustix::fs::fcntl_getfl(file).map_err(|error| failed(vm, error))?;
        if !flags.contains(rustix::fs::OFlags::NONBLOCK) {
            return Err(vm.value_error(format!("the fd {number} must be in non-blocking mode")));
        }
        process::write_on(libc::SIGINT).map_err(|error| vm.os_error(&error, None))?;
    }
    let number = i32::try_from(number).unwrap_or(-1).max(-1);
    Ok(i64::from(process::set_wakeup(number)).into())
}
