//! Creating and querying tasks: `create_task`, `sleep`, `gather`, `shield`, …

use crate::event_loop::future::{self, Future, NativeCallback, Phase};
use crate::event_loop::task;
use crate::event_loop::{self, gather, running, sleep};
use crate::objects::bound::BoundMethod;
use crate::objects::function::Function;
use crate::objects::native::{Args, NativeDef, NativeFunction};
use crate::objects::special::SpecialMethod;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "async sleep(delay, result=None)",
        "Coroutine that completes after a given time (in seconds).",
        |_, args| {
            let result = args.opt(1).cloned().unwrap_or(Value::NONE);
            Ok(sleep::sleep(args[0].clone(), result))
        },
    ),
    NativeDef::new(
        "create_task(coro, *, name=None, context=None) -> asyncio.Task",
        "Schedule the execution of a coroutine object in a spawn task.\n\nReturn a Task object.",
        create_task,
    ),
    NativeDef::new(
        "ensure_future(coro_or_future, *, loop=None) -> asyncio.Task",
        "Wrap a coroutine or an awaitable in a future.\n\nIf the argument is a Future, it is returned directly.",
        |vm, args| {
            let loop_value = args.some(1).cloned().unwrap_or_default();
            event_loop::ensure_future(vm, &args[0], &loop_value)
        },
    ),
    NativeDef::new(
        "gather(*coros_or_futures, return_exceptions=False) -> asyncio.Future",
        "Return a future aggregating results from the given coroutines/futures.\n\nCoroutines will be wrapped in a future and scheduled in the event\nloop. They will not necessarily be scheduled in the same order as\npassed in.\n\nAll futures must share the same event loop.  If all the tasks are\ndone successfully, the returned future's result is the list of\nresults (in the order of the original sequence, not necessarily\nthe order of results arrival).  If *return_exceptions* is True,\nexceptions in the tasks are treated the same as successful\nresults, and gathered in the result list; otherwise, the first\nraised exception will be immediately propagated to the returned\nfuture.",
        |vm, args| {
            let return_exceptions = args.opt(0).map_or(Ok(false), |v| vm.truthy(v))?;
            gather::gather(vm, args.rest(), return_exceptions)
        },
    ),
    NativeDef::new(
        "shield(arg) -> asyncio.Future",
        "Wait for a future, shielding it from cancellation.",
        shield,
    ),
    NativeDef::new(
        "iscoroutine(obj) -> bool",
        "Return True if obj is a coroutine object.",
        |vm, args| {
            Ok(Value::bool(
                task::is_coroutine(&args[0]) || event_loop::is_foreign_coroutine(vm, &args[0]),
            ))
        },
    ),
    NativeDef::new(
        "iscoroutinefunction(func) -> bool",
        "Return True if func is a decorated coroutine function.",
        |vm, args| Ok(Value::bool(is_coroutine_function(vm, &args[0]))),
    ),
    NativeDef::new("isfuture(obj) -> bool", "Return True if obj is a Future.", |vm, args| {
        Ok(Value::bool(future::is_future(&args[0]) || future::is_foreign(vm, &args[0])?))
    }),
    NativeDef::new(
        "set_event_loop(loop) -> None",
        "Set the event loop for the current context.",
        |vm, args| {
            let class = vm.class_for(&super::loop_interface::ABSTRACT_EVENT_LOOP);
            if !args[0].is_none() && !vm.is_instance_of(&args[0], &class) {
                let kind = vm.class_of(&args[0]).message_name();
                return Err(vm.type_error(format!(
                    "loop must be an instance of AbstractEventLoop or None, not '{kind}'"
                )));
            }
            super::policy::set_event_loop(vm, &args[0]).map(|()| Value::NONE)
        },
    ),
    NativeDef::new(
        "new_event_loop() -> asyncio.EventLoop",
        "Create and return a new event loop object.",
        |vm, _| super::policy::new_event_loop(vm),
    ),
];

/// Whether a value is a function declared with `async def`, or counts as one: `partial` of one,
/// marked by `inspect.markcoroutinefunction` or with `_is_coroutine`, as once by
/// `asyncio.coroutine`.
pub fn is_coroutine_function(vm: &Vm, value: &Value) -> bool {
    let mut function = value.clone();
    loop {
        if let Some(method) = function.get::<BoundMethod>() {
            function = method.function.clone();
        } else if vm.class_of(&function).full_name() == "functools.partial"
            && let Ok(Some(inner)) = vm.find_attribute(&function, &intern("func"))
        {
            function = inner;
        } else {
            break;
        }
    }
    if let Some(native) = function.get::<NativeFunction>() {
        return native.def.is_coroutine_function();
    }
    if let Some(f) = function.get::<Function>()
        && f.code.flags.coroutine
        && !f.code.flags.generator
    {
        return true;
    }
    let marked = |mark: &str, module: &str, name: &str| {
        let Ok(Some(mark)) = vm.find_attribute(&function, &intern(mark)) else { return false };
        let module = vm.import_module(module);
        module.is_ok_and(|m| vm.get_attribute(&m, &intern(name)).is_ok_and(|v| v.is(&mark)))
    };
    marked("_is_coroutine_marker", "inspect", "_is_coroutine_mark")
        || marked("_is_coroutine", "asyncio.coroutines", "_is_coroutine")
}

fn create_task(vm: &Vm, args: Args<'_>) -> VmResult {
    let loop_value = running(vm).current_loop(vm)?;
    let name = args.opt(1).cloned().unwrap_or(Value::NONE);
    let context = args.some(2).cloned().unwrap_or_default();
    super::loop_create_task(vm, &loop_value, &args[0], name, context)
}

fn shield(vm: &Vm, args: Args<'_>) -> VmResult {
    let inner = event_loop::ensure_future(vm, &args[0], &Value::UNSET)?;
    let Some(state) = future::state_of(&inner) else {
        return event_loop::call_library(vm, "shield", &[inner], &[]);
    };
    if state.is_done() {
        return Ok(inner);
    }
    let outer = Future::new(&state.loop_.get());
    future::add_native_callback(&inner, &SHIELD_INNER, &outer);
    future::add_native_callback(&outer, &SHIELD_OUTER, &inner);
    Ok(outer)
}

/// Passes a future's outcome to another one, unless that was cancelled.
pub static SHIELD_INNER: NativeCallback = NativeCallback {
    name: "shield.<locals>._inner_done_callback()",
    run: |vm, outer, inner| {
        let (Some(outer_state), Some(state)) = (future::state_of(outer), future::state_of(inner))
        else {
            return Ok(());
        };
        if outer_state.is_cancelled() {
            state.log_traceback.set(false);
            return Ok(());
        }
        match state.phase.get() {
            Phase::Cancelled => {
                future::cancel(vm, outer, Value::UNSET)?;
            }
            Phase::Failed => future::fail(outer, state.raise(vm).0),
            _ => future::finish(outer, state.outcome()),
        }
        Ok(())
    },
};

static SHIELD_OUTER: NativeCallback = NativeCallback {
    name: future::SHIELD,
    run: |_, inner, outer| {
        if !future::is_done(inner) {
            future::remove_native_callback(inner, &SHIELD_INNER, outer);
        }
        Ok(())
    },
};

/// Whether a value can be awaited.
pub fn is_awaitable(vm: &Vm, value: &Value) -> bool {
    task::is_coroutine(value)
        || future::is_future(value)
        || vm.has_slot(value, SpecialMethod::Await)
}

/// A tuple of values as one value.
pub fn pair(first: Value, second: Value) -> Value {
    Tuple::new([first, second]).into_value()
}
