//! Loops written by programs: objects with the methods `call_soon`, `call_at`, `time` and the like.
//!
//! Futures, tasks, sleeps and timeouts on such a loop are the built-in ones. Where they would use
//! the ready queue and the timers of an [`EventLoop`], they call the loop's methods, as CPython's
//! do.

use super::future::{self, NativeCallback};
use super::handle::{self, Handle};
use super::ready::Entry;
use super::task::Task;
use super::{EventLoop, context, running};
use crate::objects::native::{
    ClassDef, Native, NativeDef, NativeObject, PropertyDef, keyword_names,
};
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Slot, Value};
use crate::vm::{Vm, VmResult, with_current};
use std::cell::RefCell;

/// An entry of the ready queue as a callable, to be passed to `call_soon`. It runs once.
struct Scheduled(RefCell<Option<Entry>>);

impl NativeObject for Scheduled {
    fn traverse(&self, visit: Visitor<'_>) {
        if let Some(entry) = &*self.0.borrow() {
            entry.traverse(visit);
        }
    }

    fn clear(&self) {
        drop(self.0.take());
    }
}

impl Scheduled {
    /// The sleep that the entry ends: its task and number.
    fn sleep(&self) -> Option<(Ref<Task>, u32)> {
        match self.0.borrow().as_ref()? {
            Entry::SleepDone(task, number) => Some((task.clone(), *number)),
            _ => None,
        }
    }

    /// The task that the entry resumes.
    fn task(&self) -> Option<Value> {
        match self.0.borrow().as_ref()? {
            Entry::Step(task) | Entry::Throw(task, _) | Entry::Wakeup(task, _) => {
                Some(task.as_value().clone())
            }
            _ => None,
        }
    }
}

static SCHEDULED: ClassDef = ClassDef {
    name: "TaskStepMethWrapper",
    module: "_asyncio",
    doc: "Resumes a task, or runs a callback of asyncio itself.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[NativeDef::new("__call__(self, *args)", "", |vm, args| {
        let entry = args.data::<Scheduled>().0.take();
        entry.map_or(Ok(()), |entry| entry.perform(vm)).map(|()| Value::NONE)
    })],
    properties: &[PropertyDef {
        name: "__self__",
        doc: "The task.",
        get: |_, this| {
            let task = this.native::<Scheduled>().and_then(Scheduled::task);
            Ok(task.unwrap_or(Value::NONE))
        },
        set: None,
    }],
    ..ClassDef::BASE
};

/// The sleep that a callable made from an entry ends: its task and number.
pub fn sleep_of(callable: &Value) -> Option<(Ref<Task>, u32)> {
    callable.native::<Scheduled>()?.sleep()
}

/// An entry as a callable.
pub fn callable(vm: &Vm, entry: Entry) -> Value {
    Native::new(&vm.class_for(&SCHEDULED), Scheduled(RefCell::new(Some(entry)))).into_value()
}

/// A native callback as a function of the finished future.
pub fn native_callable(vm: &Vm, callback: &'static NativeCallback, target: Value) -> Value {
    Native::new(&vm.class_for(&BOUND), Bound { callback, target }).into_value()
}

/// A native callback with its data, as a callable.
struct Bound {
    callback: &'static NativeCallback,
    target: Value,
}

impl NativeObject for Bound {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.target);
    }
}

static BOUND: ClassDef = ClassDef {
    name: "_DoneCallback",
    module: "_asyncio",
    doc: "A callback of asyncio itself.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::new("__call__(self, future, /)", "", |vm, args| {
            let Bound { callback, target } = args.data::<Bound>();
            (callback.run)(vm, target, &args[1]).map(|()| Value::NONE)
        }),
        NativeDef::new("__repr__(self)", "", |_, args| {
            let name = args.data::<Bound>().callback.name.trim_end_matches("()");
            Ok(format!("<callback {name}>").into())
        }),
    ],
    ..ClassDef::BASE
};

/// Adds to a loop's ready queue; through `call_soon` if it is a program's.
///
/// # Errors
/// Any exception raised by the program's method.
#[inline]
pub fn schedule(vm: &Vm, loop_value: &Value, entry: Entry) -> VmResult<()> {
    match loop_value.native::<EventLoop>() {
        Some(event_loop) => {
            event_loop.push(entry);
            Ok(())
        }
        None => call_soon(vm, loop_value, entry),
    }
}

/// [`schedule`] for callers that cannot report an exception.
#[inline]
pub fn schedule_anyway(loop_value: &Value, entry: Entry) {
    match loop_value.native::<EventLoop>() {
        Some(event_loop) => event_loop.push(entry),
        None => with_current(|vm| {
            if let Err(raised) = call_soon(vm, loop_value, entry) {
                vm.unraisable(&raised, loop_value);
            }
        }),
    }
}

#[cold]
fn call_soon(vm: &Vm, loop_value: &Value, entry: Entry) -> VmResult<()> {
    let (mut arguments, context) = match entry {
        Entry::Callback(function, context, future) => (vec![function, future], Slot::new(context)),
        entry => {
            let context = entry.task().map(|task| task_context(vm, &task));
            (vec![callable(vm, entry)], Slot::new(context.unwrap_or_default()))
        }
    };
    arguments.push(context::materialise(vm, &context));
    let method = vm.get_attribute(loop_value, &intern("call_soon"))?;
    vm.call_keywords(&method, &arguments, keyword_names(&["context"]).items()).map(drop)
}

/// The context of a task, as an object.
pub fn task_context(vm: &Vm, task: &Ref<Task>) -> Value {
    let running = running(vm);
    // A running task's context is with the loop.
    let current = running.task().is_some_and(|t| t.is(task));
    context::materialise(vm, if current { &running.context } else { &task.context })
}

/// A callable that resumes a task when a future of the program is done.
pub fn wakeup(vm: &Vm, task: &Ref<Task>, future: &Value) -> Value {
    callable(vm, Entry::Wakeup(task.clone(), future.clone()))
}

/// Calls a native callback at a time of the loop's clock, in seconds. Returns the handle.
///
/// # Errors
/// Any exception raised by a program's `call_at`.
pub fn call_at(
    vm: &Vm,
    loop_value: &Value,
    when: f64,
    callback: &'static NativeCallback,
    target: Value,
) -> VmResult {
    if let Some(event_loop) = loop_value.native::<EventLoop>() {
        let handle = Handle::native(vm, loop_value, Some(when), callback, target);
        event_loop.schedule(&handle);
        return Ok(handle);
    }
    let call = callable(vm, Entry::Native(callback, target, Value::NONE));
    vm.call_method(loop_value, &intern("call_at"), &[Value::float(when), call])
}

/// Calls a native callback after some seconds. Returns the handle.
///
/// # Errors
/// TypeError if the delay is not a number; any exception raised by a program's `call_later`.
pub fn call_later(
    vm: &Vm,
    loop_value: &Value,
    delay: &Value,
    callback: &'static NativeCallback,
    target: Value,
) -> VmResult {
    if let Some(event_loop) = loop_value.native::<EventLoop>() {
        let when = event_loop.running.clock.seconds() + handle::seconds(vm, delay)?;
        return call_at(vm, loop_value, when, callback, target);
    }
    let call = callable(vm, Entry::Native(callback, target, Value::NONE));
    vm.call_method(loop_value, &intern("call_later"), &[delay.clone(), call])
}

/// Calls a native callback in the next pass. Returns the handle.
///
/// # Errors
/// Any exception raised by a program's `call_soon`.
pub fn call_next(
    vm: &Vm,
    loop_value: &Value,
    callback: &'static NativeCallback,
    target: Value,
) -> VmResult {
    if let Some(event_loop) = loop_value.native::<EventLoop>() {
        let handle = Handle::native(vm, loop_value, None, callback, target);
        event_loop.push(Entry::Handle(handle.clone()));
        return Ok(handle);
    }
    let call = callable(vm, Entry::Native(callback, target, Value::NONE));
    vm.call_method(loop_value, &intern("call_soon"), &[call])
}

/// The loop's time, in seconds.
///
/// # Errors
/// Any exception raised by a program's `time`.
pub fn time(vm: &Vm, loop_value: &Value) -> VmResult<f64> {
    match loop_value.native::<EventLoop>() {
        Some(event_loop) => Ok(event_loop.running.clock.seconds()),
        None => handle::seconds(vm, &vm.call_method(loop_value, &intern("time"), &[])?),
    }
}

/// Whether a loop runs.
///
/// # Errors
/// Any exception raised by a program's `is_running`.
pub fn is_running(vm: &Vm, loop_value: &Value) -> VmResult<bool> {
    match loop_value.native::<EventLoop>() {
        Some(event_loop) => Ok(event_loop.is_running()),
        None => vm.truthy(&vm.call_method(loop_value, &intern("is_running"), &[])?),
    }
}

/// Whether a loop is in debug mode.
///
/// # Errors
/// AttributeError if it is not a loop; any exception raised by a program's `get_debug`.
pub fn debug(vm: &Vm, loop_value: &Value) -> VmResult<bool> {
    match loop_value.native::<EventLoop>() {
        Some(event_loop) => Ok(event_loop.debug.get()),
        None => vm.truthy(&vm.call_method(loop_value, &intern("get_debug"), &[])?),
    }
}

/// Cancels the handle in a slot, and empties the slot.
///
/// # Errors
/// Any exception raised by a program's `cancel`.
pub fn cancel_slot(vm: &Vm, slot: &Slot) -> VmResult<()> {
    let taken = slot.take();
    if taken.is_unset() || taken.is_none() {
        return Ok(());
    }
    match handle::of(&taken) {
        Some(_) => handle::cancel_slot(&Slot::new(taken)),
        None => drop(vm.call_method(&taken, &intern("cancel"), &[])?),
    }
    Ok(())
}

/// The loop of a future, built-in or not (`futures._get_loop`).
///
/// # Errors
/// AttributeError if it has none.
pub fn loop_of(vm: &Vm, future: &Value) -> VmResult {
    if let Some(state) = future::state_of(future) {
        return Ok(state.loop_.get());
    }
    match vm.find_attribute(future, &intern("get_loop"))? {
        Some(method) => vm.call(&method, &[]),
        None => vm.get_attribute(future, &intern("_loop")),
    }
}

/// Calls a function of the Python library for futures of a program's own class, which Rust
/// functions do not know: `gather`, `shield`, `wait`, `as_completed`.
///
/// # Errors
/// Any exception raised by it.
pub fn call_library(
    vm: &Vm,
    function: &str,
    arguments: &[Value],
    names: &[&'static str],
) -> VmResult {
    let tasks = vm.import_module("asyncio.tasks")?;
    let function = vm.get_attribute(&tasks, &intern(&format!("_py_{function}")))?;
    let names = keyword_names(names);
    vm.call_keywords(&function, arguments, names.items())
}
