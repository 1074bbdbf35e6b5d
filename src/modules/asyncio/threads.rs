//! Blocking functions, and calls from other threads. Parts that do not need the loop itself are in
//! `executors.py`.

use super::event_loop_methods;
use crate::event_loop::{self, future, task};
use crate::modules::ModuleDef;
use crate::objects::dict::Dict;
use crate::objects::native::NativeDef;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// `asyncio._executors`
pub static EXECUTORS: ModuleDef = ModuleDef {
    name: "asyncio._executors",
    source: include_str!("executors.py"),
    ..ModuleDef::BASE
};

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "async to_thread(func, /, *args, **kwargs)",
        "Asynchronously run function *func* in a separate thread.\n\nAny *args and **kwargs supplied for this function are directly passed\nto *func*. Also, the current :class:`contextvars.Context` is propagated,\nallowing context variables from the main thread to be accessed in the\nseparate thread.\n\nReturn a coroutine that can be awaited to get the eventual result of *func*.",
        |vm, args| {
            if crate::modules::time::is_sleep(&args[0]) && args.keywords().is_empty() {
                let (function, rest) = (args[0].clone(), args.rest().to_vec());
                return Ok(super::native_coroutines::deferred("to_thread", move |vm| {
                    let current = event_loop::running(vm).current_loop(vm)?;
                    event_loop_methods::run_in_executor(
                        vm,
                        &current,
                        &Value::NONE,
                        &function,
                        &rest,
                    )
                }));
            }
            let keywords = Dict::new();
            for (name, value) in args.keywords() {
                keywords.set_text(name.as_str(), value.clone());
            }
            let rest = Tuple::new(args.rest().to_vec()).into_value();
            helper(vm, "to_thread", &[args[0].clone(), rest, keywords.into_value()])
        },
    ),
    NativeDef::new(
        "run_coroutine_threadsafe(coro, loop) -> concurrent.futures.Future",
        "Submit a coroutine object to a given event loop.\n\nReturn a concurrent.futures.Future to access the result.",
        |vm, args| {
            if !task::is_coroutine(&args[0]) && !event_loop::is_foreign_coroutine(vm, &args[0]) {
                return Err(vm.type_error("A coroutine object is required"));
            }
            helper(vm, "run_coroutine_threadsafe", &[args[0].clone(), args[1].clone()])
        },
    ),
    NativeDef::new(
        "wrap_future(future, *, loop=None) -> asyncio.Future",
        "Wrap concurrent.futures.Future object.",
        |vm, args| {
            if future::is_future(&args[0]) {
                return Ok(args[0].clone());
            }
            let own_loop = args.some(1).cloned().unwrap_or(Value::NONE);
            helper(vm, "wrap_future", &[args[0].clone(), own_loop])
        },
    ),
];

fn helper(vm: &Vm, name: &str, args: &[Value]) -> VmResult {
    let module = vm.import_module(EXECUTORS.name)?;
    vm.call_method(&module, &intern(name), args)
}
