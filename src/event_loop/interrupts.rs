//! Ctrl-C: cancels the main task of `asyncio.run`, or raises KeyboardInterrupt.

use super::running::{Running, running};
use super::task::Task;
use super::{signals, task};
use crate::objects::exception::Exc;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// Handles Ctrl-C where the VM would raise KeyboardInterrupt.
///
/// While `asyncio.run` runs its main task, the first Ctrl-C cancels that task, and
/// KeyboardInterrupt is raised when it has ended.
///
/// # Errors
/// KeyboardInterrupt.
pub fn interrupt(vm: &Vm) -> VmResult<()> {
    let running = running(vm);
    if running.signals.deliver(running, signals::INTERRUPT) {
        return Ok(());
    }
    if running.signal_handlers.interrupt(vm)? {
        return Ok(());
    }
    interrupt_main_task(vm)
}

/// Handles Ctrl-C as `asyncio.run` does.
///
/// # Errors
/// KeyboardInterrupt.
pub fn interrupt_main_task(vm: &Vm) -> VmResult<()> {
    let running = running(vm);
    if let Some(task) = running.main_task.get().get::<Task>() {
        running.interrupts.set(running.interrupts.get() + 1);
        if running.interrupts.get() == 1 && !task.future.is_done() {
            show_to_user(vm, running);
            task::cancel(vm, task, Value::UNSET)?;
            return Ok(());
        }
    } else if running.is_inside_loop() {
        show_to_user(vm, running);
    }
    Err(vm.error_with(Exc::KeyboardInterrupt, []))
}

/// When the tasks are about to be cancelled, shows the user of the command what they wait for.
fn show_to_user(vm: &Vm, running: &Running) {
    if running.inspection.is_watching() {
        running.inspection.show(vm);
    }
}
