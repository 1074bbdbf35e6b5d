//! The event loop of the calling code: the running one, or the one that was set.

use super::loop_object::new_event_loop;
use super::running::running;
use crate::objects::exception::Exc;
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// `asyncio.get_event_loop()`: the running loop, or the one that was set.
///
/// # Errors
/// RuntimeError if there is neither.
pub fn get_event_loop(vm: &Vm) -> VmResult {
    let running = running(vm);
    if let Some(current) = running.current_loop_or_none() {
        return Ok(current);
    }
    match own_policy(vm) {
        Some(policy) => vm.call_method(&policy, &intern("get_event_loop"), &[]),
        None => loop_that_was_set(vm),
    }
}

/// The event loop policy; none if no program has requested it.
pub fn own_policy(vm: &Vm) -> Option<Value> {
    Some(running(vm).policy.get()).filter(|policy| !policy.is_unset())
}

/// The loop passed to `set_event_loop`.
///
/// # Errors
/// RuntimeError if there is none.
pub fn loop_that_was_set(vm: &Vm) -> VmResult {
    let running = running(vm);
    if running.set_loop.is_unset() {
        if running.set_loop_called.get() || running.threads.current() != running.threads.main() {
            let name = thread_name(vm).unwrap_or_else(|| "MainThread".to_string());
            let message = format!("There is no current event loop in thread '{name}'.");
            return Err(vm.runtime_error(message));
        }
        let message = "There is no current event loop";
        vm.warn(Exc::DeprecationWarning, message, 1)?;
        running.set_event_loop(new_event_loop(vm));
    }
    Ok(running.set_loop.get())
}

/// The name of the running thread, if `threading` was imported.
fn thread_name(vm: &Vm) -> Option<String> {
    let threading = vm.modules.get_text("threading")?;
    let thread = vm.call_method(&threading, &intern("current_thread"), &[]).ok()?;
    let name = vm.get_attribute(&thread, &intern("name")).ok()?;
    Some(vm.str(&name).ok()?.as_str().to_string())
}
