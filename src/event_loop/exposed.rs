//! A loop's ready queue and timers as handles, for programs that look at them or run the loop's
//! passes themselves, as those do that run a loop inside one of its callbacks.

use super::handle::{self, Handle};
use super::ready::Entry;
use super::timers::Due;
use super::{custom, loop_data};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

fn as_handle(vm: &Vm, loop_value: &Value, when: Option<f64>, entry: Entry) -> Value {
    match entry {
        Entry::Handle(handle) => handle,
        entry => {
            let call = custom::callable(vm, entry);
            Handle::call(vm, loop_value, when, call, Tuple::empty(), Value::UNSET)
        }
    }
}

/// The number of entries in the ready queue.
///
/// # Errors
/// TypeError if it is not a built-in loop.
pub fn ready_count(vm: &Vm, loop_value: &Value) -> VmResult<usize> {
    Ok(loop_data(vm, loop_value)?.ready.borrow().len())
}

/// The ready queue as handles, which take the place of the entries.
///
/// # Errors
/// TypeError if it is not a built-in loop.
pub fn ready_handles(vm: &Vm, loop_value: &Value) -> VmResult<Vec<Value>> {
    let event_loop = loop_data(vm, loop_value)?;
    let entries = std::mem::take(&mut *event_loop.ready.borrow_mut());
    let handles: Vec<Value> =
        entries.into_iter().map(|entry| as_handle(vm, loop_value, None, entry)).collect();
    event_loop.ready.borrow_mut().extend(handles.iter().cloned().map(Entry::Handle));
    Ok(handles)
}

/// Removes the first entry of the ready queue.
///
/// # Errors
/// TypeError if it is not a built-in loop.
pub fn take_ready(vm: &Vm, loop_value: &Value) -> VmResult<Option<Value>> {
    let entry = loop_data(vm, loop_value)?.ready.borrow_mut().pop_front();
    Ok(entry.map(|entry| as_handle(vm, loop_value, None, entry)))
}

/// Adds a handle to the ready queue. If it is that of a timer, it leaves the timers.
///
/// # Errors
/// TypeError if it is not a built-in loop, or not a handle.
pub fn make_ready(vm: &Vm, loop_value: &Value, value: &Value) -> VmResult<()> {
    let event_loop = loop_data(vm, loop_value)?;
    let Some(handle) = handle::of(value) else {
        let class = vm.class_of(value).message_name();
        return Err(vm.type_error(format!("a handle was expected, not {class}")));
    };
    let sleep = custom::sleep_of(&handle.callback.get());
    let is_it = |due: &Due| match (due, &sleep) {
        (Due::Sleep(task, number), Some((other, n))) => task.is(other) && number == n,
        (Due::Handle(timer), None) => timer.is(value),
        _ => false,
    };
    let timer = match handle.when {
        Some(_) => event_loop.timers.borrow_mut().remove(is_it),
        None => None,
    };
    handle.scheduled.set(false);
    event_loop.push(Entry::Handle(value.clone()));
    drop(timer);
    Ok(())
}

/// The timers that are not cancelled, as handles in the order in which they are due.
///
/// # Errors
/// TypeError if it is not a built-in loop.
pub fn timer_handles(vm: &Vm, loop_value: &Value) -> VmResult<Vec<Value>> {
    let event_loop = loop_data(vm, loop_value)?;
    let timers = event_loop.timers.borrow();
    let mut live: Vec<_> = timers.iter().filter(|timer| !timer.is_cancelled()).collect();
    live.sort_by(|a, b| b.cmp(a));
    let handle_of = |timer: &&super::timers::Timer| match &timer.due {
        Due::Handle(handle) => handle.clone(),
        Due::Sleep(task, number) => {
            let entry = Entry::SleepDone(task.clone(), *number);
            as_handle(vm, loop_value, Some(timer.when), entry)
        }
    };
    Ok(live.iter().map(handle_of).collect())
}
