//! Copies of the process: the loop's state in the child of a fork.
//!
//! An interpreter has one OS thread, so its own state is complete in the child. What it shares with
//! the system or with helper threads is recreated there: the reactor, the sockets of signals, the
//! thread that ends time slices. As in CPython, no loop is running in the child, and of the
//! program's threads only the one that forked remains.

use super::Running;
use crate::runtime::{Value, process};
use crate::vm::{Vm, VmResult};

/// Copies the process. Returns 0 in the child, and the child's number in the parent.
///
/// # Errors
/// OSError.
pub fn fork(vm: &Vm, running: &Running) -> VmResult<i32> {
    // Output that waits in a buffer would be written twice.
    let _ = vm.output.flush();
    let child = process::fork().map_err(|error| vm.os_error(&error, None))?;
    if child == 0 {
        running.threads.keep_current();
        running.reactor.renew();
        running.signals.renew();
        running.inspection.forget();
        running.profiler.forget();
        running.set_current_loop(Value::UNSET);
        running.current_task.set(Value::UNSET);
        running.main_task.set(Value::UNSET);
        running.interrupts.set(0);
        process::forget_wakeup();
    }
    Ok(child)
}
