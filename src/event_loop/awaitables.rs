//! Tasks and futures for coroutines and other awaitables: `create_task`, `ensure_future`.

use super::current::get_event_loop;
use super::loop_object::loop_data;
use super::task::Task;
use super::{custom, future, task};
use crate::objects::exception::Exc;
use crate::objects::generator::{Generator, Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::keyword_names;
use crate::objects::special::SpecialMethod;
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Outcome, Vm, VmResult};

/// `loop.create_task(coro)` with a name and context: through the task factory if there is one.
///
/// # Errors
/// RuntimeError if the loop is closed; TypeError if `coroutine` is not a coroutine; any
/// exception raised by a factory.
pub fn create_task(
    vm: &Vm,
    loop_value: &Value,
    coroutine: &Value,
    options: task::Options,
) -> VmResult {
    let event_loop = loop_data(vm, loop_value)?;
    event_loop.check_closed(vm)?;
    let factory = event_loop.task_factory.get();
    if factory.is_unset() || factory.is_none() {
        return task::spawn(vm, loop_value, coroutine.clone(), options).map(Ref::into_value);
    }
    let mut args = vec![loop_value.clone(), coroutine.clone()];
    let mut names = Vec::new();
    if !options.context.is_unset() && !options.context.is_none() {
        names.push("context");
        args.push(options.context);
    }
    let names = keyword_names(&names);
    let made = vm.call_keywords(&factory, &args, names.items())?;
    if let Some(task) = made.get::<Task>()
        && !options.name.is_unset()
        && !options.name.is_none()
    {
        task.name.set(vm.str(&options.name)?.into_value());
    }
    Ok(made)
}

/// `asyncio.ensure_future(awaitable)`; `loop_value` is unset for the current one.
///
/// # Errors
/// TypeError if it cannot be awaited; ValueError for a future of another loop; RuntimeError if
/// there is no loop.
pub fn ensure_future(vm: &Vm, awaitable: &Value, loop_value: &Value) -> VmResult {
    if let Some(state) = future::state_of(awaitable) {
        if !loop_value.is_unset() && !state.loop_.get().is(loop_value) {
            return Err(vm.value_error(
                "The future belongs to a different loop than the one specified as the loop argument",
            ));
        }
        return Ok(awaitable.clone());
    }
    if future::is_foreign(vm, awaitable)? {
        if !loop_value.is_unset() && !custom::loop_of(vm, awaitable)?.is(loop_value) {
            return Err(vm.value_error(
                "The future belongs to a different loop than the one specified as the loop argument",
            ));
        }
        return Ok(awaitable.clone());
    }
    let coroutine = if task::is_coroutine(awaitable) || is_foreign_coroutine(vm, awaitable) {
        awaitable.clone()
    } else if vm.has_slot(awaitable, SpecialMethod::Await)
        || awaitable.get::<Generator>().is_some_and(|g| g.is_iterable_coroutine())
    {
        NativeCoroutine::new("_wrap_awaitable", Forward(awaitable.clone()))
    } else {
        return Err(vm.type_error("An asyncio.Future, a coroutine or an awaitable is required"));
    };
    let loop_value = if loop_value.is_unset() { get_event_loop(vm)? } else { loop_value.clone() };
    if has_own_methods(vm, &loop_value) {
        return vm.call_method(&loop_value, &intern("create_task"), &[coroutine]);
    }
    create_task(vm, &loop_value, &coroutine, task::Options::default())
}

/// Whether a loop is of a class of the program, which may override the built-in methods, or the
/// program has replaced some in the built-in class.
pub fn has_own_methods(vm: &Vm, loop_value: &Value) -> bool {
    if loop_value.kind() != Some(Kind::Native) {
        return true;
    }
    let class = vm.class_ref(loop_value);
    class.def.is_none() || class.replaced.get()
}

/// A coroutine that awaits one thing and returns its result.
struct Forward(Value);

impl NativeCoroutineBody for Forward {
    fn resume(&mut self, _: &Vm, input: Input) -> VmResult<Step> {
        let value = input?;
        let awaitable = std::mem::take(&mut self.0);
        Ok(if awaitable.is_unset() { Step::Return(value) } else { Step::Await(awaitable) })
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.0);
    }
}

/// Whether an object of the program's own type has a coroutine's methods (it is a
/// `collections.abc.Coroutine`).
pub fn is_foreign_coroutine(vm: &Vm, value: &Value) -> bool {
    if value.kind() != Some(Kind::Instance) {
        return false;
    }
    let class = vm.class_ref(value);
    ["__await__", "send", "throw", "close"].iter().all(|name| class.has(name))
}

/// Resumes a coroutine of any type.
///
/// # Errors
/// Any exception raised by it.
#[inline]
pub(super) fn resume(vm: &Vm, coroutine: &Value, input: Input) -> VmResult<Outcome> {
    if coroutine.kind() != Some(Kind::Instance) {
        return vm.resume(coroutine, input);
    }
    let result = match input {
        Ok(value) => vm.call_method(coroutine, &vm.names.send, &[value]),
        Err(raised) => vm.call_method(coroutine, &vm.names.throw, &[raised.into_value()]),
    };
    match result {
        Ok(value) => Ok(Outcome::Yielded(value)),
        Err(raised) if vm.is_exception(&raised, Exc::StopIteration) => {
            Ok(Outcome::Returned(raised.0.first_argument().unwrap_or(Value::NONE)))
        }
        Err(raised) => Err(raised),
    }
}
