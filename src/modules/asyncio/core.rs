//! `_asyncio`: CPython's module in C.

use super::future_methods::FUTURE;
use super::task_methods::TASK;
use crate::event_loop::{self, running};
use crate::modules::ModuleDef;
use crate::objects::native::NativeDef;
use crate::runtime::{Ref, Value};

/// The module. `asyncio` has its contents, too.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_asyncio",
    doc: "Accelerator module for asyncio",
    functions: &[
        NativeDef::new(
            "current_task(loop=None) -> asyncio.Task | None",
            "Return a currently executed task.",
            |vm, args| {
                let running = running(vm);
                let current = running.current_loop_or_none();
                match args.some(0) {
                    None => {
                        running.current_loop(vm)?;
                    }
                    Some(given) if current.as_ref().is_some_and(|l| l.is(given)) => {}
                    Some(_) => return Ok(Value::NONE),
                }
                Ok(running.task().map_or(Value::NONE, Ref::into_value))
            },
        ),
        NativeDef::new(
            "get_running_loop() -> asyncio.EventLoop",
            "Return the running event loop.  Raise a RuntimeError if there is none.",
            |vm, _| running(vm).current_loop(vm),
        ),
        NativeDef::new("_get_running_loop()", "Return the running event loop or None.", |vm, _| {
            Ok(running(vm).current_loop_or_none().unwrap_or(Value::NONE))
        }),
        NativeDef::new(
            "get_event_loop() -> asyncio.EventLoop",
            "Return an asyncio event loop.",
            |vm, _| event_loop::get_event_loop(vm),
        ),
    ],
    classes: &[&FUTURE, &TASK],
    ..ModuleDef::BASE
};
