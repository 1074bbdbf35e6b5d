//! Tasks of any class. The built-in ones are accessed directly, others, such as those made by a
//! task factory in Python, through their methods.

use crate::event_loop::custom::native_callable;
use crate::event_loop::future::{self, NativeCallback, Phase};
use crate::event_loop::running;
use crate::event_loop::task::Task;
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// The running task, if there is one.
///
/// # Errors
/// Any exception raised by the program's `asyncio.tasks.current_task`.
pub fn current(vm: &Vm) -> VmResult<Option<Value>> {
    if let Some(task) = running(vm).task() {
        return Ok(Some(task.into_value()));
    }
    // Tasks written in Python register with the library's module while they run.
    let Some(tasks) = vm.modules.get_text("asyncio.tasks") else { return Ok(None) };
    let task = vm.call_method(&tasks, &intern("current_task"), &[])?;
    Ok(Some(task).filter(|task| !task.is_none()))
}

/// `task.done()`
///
/// # Errors
/// Any exception raised by the method.
pub fn is_done(vm: &Vm, task: &Value) -> VmResult<bool> {
    match future::state_of(task) {
        Some(state) => Ok(state.is_done()),
        None => {
            let done = vm.call_method(task, &intern("done"), &[])?;
            vm.truthy(&done)
        }
    }
}

/// The exception of a task that has failed.
///
/// # Errors
/// Any exception raised by the task's methods.
pub fn failure(vm: &Vm, task: &Value) -> VmResult<Option<Value>> {
    if let Some(state) = future::state_of(task) {
        return match state.phase.get() {
            Phase::Failed => state.exception(vm).map(Some),
            _ => Ok(None),
        };
    }
    let cancelled = vm.call_method(task, &intern("cancelled"), &[])?;
    if vm.truthy(&cancelled)? {
        return Ok(None);
    }
    let exception = vm.call_method(task, &intern("exception"), &[])?;
    Ok(Some(exception).filter(|exception| !exception.is_none()))
}

/// `task.add_done_callback(callback)`
///
/// # Errors
/// Any exception raised by the method.
pub fn on_done(
    vm: &Vm,
    task: &Value,
    callback: &'static NativeCallback,
    target: &Value,
) -> VmResult<()> {
    if future::state_of(task).is_some() {
        future::add_native_callback(task, callback, target);
        return Ok(());
    }
    let callback = native_callable(vm, callback, target.clone());
    vm.call_method(task, &intern("add_done_callback"), &[callback]).map(drop)
}

/// `task.cancelling()`
///
/// # Errors
/// Any exception raised by the method.
pub fn cancelling(vm: &Vm, task: &Value) -> VmResult<i64> {
    match task.get::<Task>() {
        Some(task) => Ok(task.cancelling().into()),
        None => vm.index_clipped(&vm.call_method(task, &intern("cancelling"), &[])?),
    }
}

/// `task.uncancel()`
///
/// # Errors
/// Any exception raised by the method.
pub fn uncancel(vm: &Vm, task: &Value) -> VmResult<i64> {
    match task.get::<Task>() {
        Some(task) => Ok(task.uncancel().into()),
        None => vm.index_clipped(&vm.call_method(task, &intern("uncancel"), &[])?),
    }
}
