//! `_asyncio`: CPython's module in C.

use super::future_methods::FUTURE;
use super::runner::all_tasks;
use super::submodules::HELPERS;
use super::task_methods::TASK;
use crate::event_loop::task::Task;
use crate::event_loop::{self, running};
use crate::modules::ModuleDef;
use crate::objects::native::NativeDef;
use crate::objects::str::intern;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

/// The module. `asyncio` includes its contents.
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
                    Some(given) => {
                        return elsewhere(vm, "current_task", std::slice::from_ref(given));
                    }
                }
                Ok(running.current_task.get().or_none())
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
        NativeDef::new("_policy()", "The event loop policy, if there is one yet.", |vm, _| {
            Ok(event_loop::own_policy(vm).unwrap_or(Value::NONE))
        }),
        NativeDef::new("_set_running_loop(loop)", "Set the running event loop.", |vm, args| {
            let given = if args[0].is_none() { Value::UNSET } else { args[0].clone() };
            running(vm).set_current_loop(given);
            Ok(Value::NONE)
        }),
        NativeDef::new("_enter_task(loop, task)", "Make a task the current one.", |vm, args| {
            if !is_current(vm, &args[0]) {
                return elsewhere(vm, "enter_task", &[args[0].clone(), args[1].clone()]);
            }
            let current = running(vm).current_task.get();
            if !current.is_unset() {
                let (new, now) = (vm.repr_text(&args[1]), vm.repr_text(&current));
                return Err(vm.runtime_error(format!(
                    "Cannot enter into task {new} while another task {now} is being executed."
                )));
            }
            running(vm).current_task.set(args[1].clone());
            Ok(Value::NONE)
        }),
        NativeDef::new("_leave_task(loop, task)", "End a task's being current.", |vm, args| {
            if !is_current(vm, &args[0]) {
                return elsewhere(vm, "leave_task", &[args[0].clone(), args[1].clone()]);
            }
            let current = running(vm).current_task.get();
            if !current.is(&args[1]) {
                let (old, now) = (vm.repr_text(&args[1]), vm.repr_text(&current.or_none()));
                return Err(vm.runtime_error(format!(
                    "Leaving task {old} does not match the current task {now}."
                )));
            }
            running(vm).current_task.set(Value::UNSET);
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "_swap_current_task(loop, task)",
            "Make a task, or None, the current one; return the one before.",
            |vm, args| {
                if !is_current(vm, &args[0]) {
                    return elsewhere(vm, "swap_task", &[args[0].clone(), args[1].clone()]);
                }
                let new = if args[1].is_none() { Value::UNSET } else { args[1].clone() };
                let running = running(vm);
                let task = new.get::<Task>().map_or(0, |task| task.recorded.get());
                let old = running.current_task.replace(new).or_none();
                running.recorder.resume(&running.clock, task);
                Ok(old)
            },
        ),
        NativeDef::new("_register_task(task)", "Make a task known.", |vm, args| {
            registry(vm, "_scheduled_tasks", "add", &args[0])
        }),
        NativeDef::new("_register_eager_task(task)", "Make an eager task known.", |vm, args| {
            registry(vm, "_eager_tasks", "add", &args[0])
        }),
        NativeDef::new("_unregister_task(task)", "Forget a task.", |vm, args| {
            registry(vm, "_scheduled_tasks", "discard", &args[0])
        }),
        NativeDef::new("_unregister_eager_task(task)", "Forget an eager task.", |vm, args| {
            registry(vm, "_eager_tasks", "discard", &args[0])
        }),
        NativeDef::new(
            "all_tasks(loop=None) -> set",
            "Return a set of all tasks for the loop.",
            |vm, args| {
                let loop_value = match args.some(0) {
                    Some(given) => given.clone(),
                    None => running(vm).current_loop(vm)?,
                };
                super::set_of(vm, known_tasks(vm, &loop_value)?)
            },
        ),
        NativeDef::new("__getattr__(name)", "", |vm, args| {
            let name = vm.str(&args[0])?;
            let helpers = match name.as_str() {
                "_EventLoop" => {
                    return Ok(vm.class_for(&super::event_loop_methods::EVENT_LOOP).into_value());
                }
                "_scheduled_tasks" | "_eager_tasks" | "_current_tasks" => {
                    vm.import_module(HELPERS.name)?
                }
                other => {
                    let message = format!("module '_asyncio' has no attribute '{other}'");
                    return Err(vm.attribute_error(&vm.import_module("_asyncio")?, other, message));
                }
            };
            vm.get_attribute(&helpers, &name)
        }),
    ],
    classes: &[&FUTURE, &TASK],
    ..ModuleDef::BASE
};

/// All unfinished tasks of a loop, including registered ones of other classes.
///
/// # Errors
/// Any exception raised by the methods of tasks of other classes.
pub fn known_tasks(vm: &Vm, loop_value: &Value) -> VmResult<Vec<Value>> {
    let mut tasks: Vec<Value> = all_tasks(loop_value).into_iter().map(Ref::into_value).collect();
    if let Some(helpers) = vm.modules.get_text(HELPERS.name) {
        let registered = intern("registered_tasks");
        let others = vm.call_method(&helpers, &registered, std::slice::from_ref(loop_value))?;
        tasks.extend(vm.to_vec(&others)?);
    }
    Ok(tasks)
}

/// Adds a task of another class to a set of known ones, or removes it.
fn registry(vm: &Vm, set: &str, method: &str, task: &Value) -> VmResult {
    let helpers = vm.import_module(HELPERS.name)?;
    let set = vm.get_attribute(&helpers, &intern(set))?;
    vm.call_method(&set, &intern(method), std::slice::from_ref(task))
}

/// Whether a loop is the running one.
fn is_current(vm: &Vm, loop_value: &Value) -> bool {
    running(vm).current_loop_or_none().is_some_and(|current| current.is(loop_value))
}

/// A function of [`HELPERS`] about the current tasks of loops that are not running.
fn elsewhere(vm: &Vm, function: &str, arguments: &[Value]) -> VmResult {
    vm.call_method(&vm.import_module(HELPERS.name)?, &intern(function), arguments)
}
