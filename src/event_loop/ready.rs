//! The ready queue: entries that run in the next pass of the loop.

use super::future::NativeCallback;
use super::task::{self, Task};
use super::{EventLoop, context, handle, handle::Handle, origin, report, running};
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm, VmResult};

/// An entry of the ready queue. The common ones hold their data inline, so that a switch between
/// tasks allocates nothing.
pub enum Entry {
    /// Starts or resumes a task.
    Step(Ref<Task>),
    /// Resumes a task with an exception.
    Throw(Ref<Task>, Raised),
    /// Resumes a task because the future it awaits is done.
    Wakeup(Ref<Task>, Value),
    /// The timer of a task's `sleep` was due, if the task still waits for that number.
    SleepDone(Ref<Task>, u32),
    /// A native callback of a finished future: its data, and the future.
    Native(&'static NativeCallback, Value, Value),
    /// A native callback with its data, in a context.
    InContext(&'static NativeCallback, Value, Value),
    /// A program's callback of a finished future: function, context, future.
    Callback(Value, Value, Value),
    /// A `Handle` of `call_soon`, `call_later` and the like.
    Handle(Value),
}

impl Entry {
    /// The object named in a report about a slow step.
    pub fn subject(&self) -> Option<Value> {
        match self {
            Entry::Step(task) | Entry::Throw(task, _) | Entry::Wakeup(task, _) => {
                Some(task.as_value().clone())
            }
            Entry::Handle(handle) => Some(handle.clone()),
            Entry::Callback(function, ..) => Some(function.clone()),
            Entry::SleepDone(..) | Entry::Native(..) | Entry::InContext(..) => None,
        }
    }

    /// Visits the values it holds.
    pub fn traverse(&self, visit: Visitor<'_>) {
        match self {
            Entry::Step(task) | Entry::SleepDone(task, _) => visit(task.as_value()),
            Entry::Throw(task, raised) => {
                visit(task.as_value());
                visit(raised.0.as_value());
            }
            Entry::Wakeup(task, future) => {
                visit(task.as_value());
                visit(future);
            }
            Entry::Native(_, a, b) | Entry::InContext(_, a, b) => {
                visit(a);
                visit(b);
            }
            Entry::Callback(function, context, future) => {
                visit(function);
                visit(context);
                visit(future);
            }
            Entry::Handle(handle) => visit(handle),
        }
    }

    /// The task that it resumes.
    pub fn task(&self) -> Option<Ref<Task>> {
        match self {
            Entry::Step(task) | Entry::Throw(task, _) | Entry::Wakeup(task, _) => {
                Some(task.clone())
            }
            _ => None,
        }
    }

    /// Runs the entry for a loop of the program, which reports exceptions itself.
    ///
    /// # Errors
    /// Any exception raised by the entry.
    pub fn perform(self, vm: &Vm) -> VmResult<()> {
        match self {
            Entry::Step(task) => task::step(vm, running(vm), None, &task, Ok(Value::NONE)),
            Entry::Wakeup(task, future) => task::wakeup(vm, running(vm), None, &task, future),
            Entry::Throw(task, raised) => task::step(vm, running(vm), None, &task, Err(raised)),
            Entry::Native(callback, target, future) => (callback.run)(vm, &target, &future),
            Entry::InContext(callback, target, context) => {
                let call = || (callback.run)(vm, &target, &Value::NONE);
                context::run_in(running(vm), context, call)
            }
            Entry::Callback(function, context, future) => {
                let call = || vm.call(&function, std::slice::from_ref(&future)).map(drop);
                context::run_in(running(vm), context, call)
            }
            Entry::Handle(value) => handle::of(&value).map_or(Ok(()), |handle| handle.run(vm)),
            Entry::SleepDone(task, number) => {
                // Only tasks of the built-in loop have such timers.
                if let Some(event_loop) = task.future.loop_.get().native::<EventLoop>() {
                    task::sleep_done(event_loop, task, number);
                }
                Ok(())
            }
        }
    }

    /// Runs the entry. Exceptions go to the loop's exception handler.
    ///
    /// # Errors
    /// KeyboardInterrupt and SystemExit, which end the loop.
    #[inline]
    pub fn run(self, vm: &Vm, event_loop: &EventLoop, loop_value: &Value) -> VmResult<()> {
        let (running, here) = (&*event_loop.running, Some(event_loop));
        match self {
            Entry::Step(task) => match task::step(vm, running, here, &task, Ok(Value::NONE)) {
                Ok(()) => Ok(()),
                Err(raised) => failed(vm, loop_value, raised, "Task.task_step()"),
            },
            Entry::Wakeup(task, future) => match task::wakeup(vm, running, here, &task, future) {
                Ok(()) => Ok(()),
                Err(raised) => failed(vm, loop_value, raised, "Task.task_wakeup()"),
            },
            Entry::SleepDone(task, number) => {
                task::sleep_done(event_loop, task, number);
                Ok(())
            }
            Entry::Throw(task, raised) => match task::step(vm, running, here, &task, Err(raised)) {
                Ok(()) => Ok(()),
                Err(raised) => failed(vm, loop_value, raised, "Task.task_step()"),
            },
            Entry::Native(callback, target, future) => {
                event_loop.running.recorder.because(&future);
                match (callback.run)(vm, &target, &future) {
                    Ok(()) => Ok(()),
                    Err(raised) => failed(vm, loop_value, raised, callback.name),
                }
            }
            Entry::InContext(callback, target, context) => {
                let call = || (callback.run)(vm, &target, &Value::NONE);
                match context::run_in(&event_loop.running, context, call) {
                    Ok(()) => Ok(()),
                    Err(raised) => failed(vm, loop_value, raised, callback.name),
                }
            }
            Entry::Callback(function, context, future) => {
                let running = &event_loop.running;
                running.recorder.callback(&running.clock, &function);
                let call = || vm.call(&function, std::slice::from_ref(&future)).map(drop);
                let result = context::run_in(&event_loop.running, context, call);
                running.recorder.left(&running.clock);
                match result {
                    Ok(()) => Ok(()),
                    Err(raised) => {
                        let none = Tuple::empty();
                        let handle =
                            Handle::call(vm, loop_value, None, function, none, Value::UNSET);
                        handle_failed(vm, loop_value, raised, &handle)
                    }
                }
            }
            Entry::Handle(value) => {
                let Some(handle) = handle::of(&value).filter(|h| !h.cancelled.get()) else {
                    return Ok(());
                };
                running.recorder.callback(&running.clock, &handle.callback.get());
                let result = handle.run(vm);
                running.recorder.left(&running.clock);
                match result {
                    Ok(()) => Ok(()),
                    Err(raised) => handle_failed(vm, loop_value, raised, &value),
                }
            }
        }
    }
}

/// KeyboardInterrupt and SystemExit end the loop; everything else is reported and dropped.
fn unless_exit(vm: &Vm, raised: Raised) -> VmResult<()> {
    if vm.ends_program(&raised) {
        return Err(raised);
    }
    Ok(())
}

/// Reports the failure of a handle's call.
///
/// # Errors
/// KeyboardInterrupt and SystemExit.
#[cold]
pub fn handle_failed(vm: &Vm, loop_value: &Value, raised: Raised, handle: &Value) -> VmResult<()> {
    let callback = handle::of(handle).map_or(String::new(), |h| h.callback_text(vm));
    let message = format!("Exception in callback {callback}");
    raised.0.mark_raised_in_library();
    let mut context = vec![("exception", raised.0.as_value().clone()), ("handle", handle.clone())];
    let origin = handle::of(handle).map(|h| h.origin.get()).unwrap_or_default();
    if let Some(made) = origin::source_traceback(vm, &origin)? {
        context.push(("source_traceback", made));
    }
    unless_exit(vm, raised)?;
    report::call_exception_handler(vm, loop_value, &message, &context)
}

#[cold]
fn failed(vm: &Vm, loop_value: &Value, raised: Raised, callback: &str) -> VmResult<()> {
    raised.0.mark_raised_in_library();
    let exception = raised.0.as_value().clone();
    unless_exit(vm, raised)?;
    let message = format!("Exception in callback {callback}");
    report::call_exception_handler(vm, loop_value, &message, &[("exception", exception)])
}
