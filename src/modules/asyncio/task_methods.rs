//! `asyncio.Task`: its methods and attributes.

use super::future_methods::{FUTURE, cancel, instance};
use super::submodules::HELPERS;
use crate::event_loop::future::Future;
use crate::event_loop::task::{self, Sleep, Task};
use crate::event_loop::{custom, get_event_loop, running};
use crate::objects::native::{Args, ClassDef, NativeDef, PropertyDef};
use crate::objects::str::intern;
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};

/// `asyncio.Task`
pub static TASK: ClassDef = ClassDef {
    name: "Task",
    module: "_asyncio",
    doc: "A coroutine wrapped in a Future.",
    base: Some(&FUTURE),
    kind: Kind::Task,
    subclassable: true,
    has_dict: true,
    iterates_by_index: false,
    collection: None,
    methods: &[
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |_, args| {
            Ok(instance(Task::payload(Value::UNSET), &args[0]))
        }),
        NativeDef::new(
            "__init__(self, coro, *, loop=None, name=None, context=None, eager_start=False)",
            "",
            |vm, args| {
                let task = args.this::<Task>();
                let loop_value = match args.some(2) {
                    Some(given) => given.clone(),
                    None => get_event_loop(vm)?,
                };
                task.future.loop_.set(loop_value);
                let eager = args.opt(5).map_or(Ok(false), |v| vm.truthy(v))?;
                let name = args.some(3).cloned().unwrap_or_default();
                let context = args.some(4).cloned().unwrap_or_default();
                task::init(
                    vm,
                    task,
                    args[1].clone(),
                    task::Options { name, context, eager, making: 0 },
                )?;
                Ok(Value::NONE)
            },
        ),
        NativeDef::new("get_name(self, /) -> str", "", |_, args| {
            let task = args.this::<Task>();
            if task.number().is_some() {
                task.name.set(task.name().into());
            }
            Ok(task.name.get())
        }),
        NativeDef::new("set_name(self, value, /) -> None", "", |vm, args| {
            let task = args.this::<Task>();
            task.name.set(vm.str(&args[1])?.into_value());
            running(vm).recorder.renamed(task);
            Ok(Value::NONE)
        }),
        NativeDef::new("get_coro(self, /)", "", |_, args| {
            let coroutine = args.this::<Task>().coroutine.get();
            Ok(coroutine.or_none())
        }),
        NativeDef::new("get_context(self, /)", "", |vm, args| {
            Ok(custom::task_context(vm, args.this::<Task>()))
        }),
        NativeDef::new(
            "cancel(self, /, msg=None) -> bool",
            "Request that this task cancel itself.\n\nThis arranges for a CancelledError to be thrown into the\nwrapped coroutine on the next cycle through the event loop.\nThe coroutine then has a chance to clean up or even deny\nthe request using try/except/finally.",
            cancel,
        ),
        NativeDef::new(
            "cancelling(self, /) -> int",
            "Return the count of the task's cancellation requests.\n\nThis count is incremented when .cancel() is called\nand may be decremented using .uncancel().",
            |_, args| Ok(i64::from(args.this::<Task>().cancelling()).into()),
        ),
        NativeDef::new(
            "uncancel(self, /) -> int",
            "Decrement the task's count of cancellation requests.\n\nThis should be used by tasks that catch CancelledError\nand wish to continue indefinitely until they are cancelled again.\n\nReturns the remaining number of cancellation requests.",
            |_, args| Ok(i64::from(args.this::<Task>().uncancel()).into()),
        ),
        NativeDef::new("set_result(self, result, /)", "", |vm, _| {
            Err(vm.runtime_error("Task does not support set_result operation"))
        }),
        NativeDef::new("set_exception(self, exception, /)", "", |vm, _| {
            Err(vm.runtime_error("Task does not support set_exception operation"))
        }),
        NativeDef::new(
            "get_stack(self, /, *, limit=None)",
            "Return the list of stack frames for this task's coroutine.\n\nIf the coroutine is not done, this returns the stack where it is\nsuspended.  If the coroutine has completed successfully or was\ncancelled, this returns an empty list.  If the coroutine was\nterminated by an exception, this returns the list of traceback\nframes.\n\nThe frames are always ordered from oldest to newest.",
            |vm, args| {
                let limit = args.some(1).cloned().unwrap_or(Value::NONE);
                let helpers = vm.import_module(HELPERS.name)?;
                vm.call_method(&helpers, &intern("get_stack"), &[args[0].clone(), limit])
            },
        ),
        NativeDef::new(
            "print_stack(self, /, *, limit=None, file=None)",
            "Print the stack or traceback for this task's coroutine.",
            print_stack,
        ),
    ],
    properties: &[
        PropertyDef {
            name: "_coro",
            doc: "",
            get: |_, this| Ok(this.get::<Task>().map_or(Value::NONE, |t| t.coroutine.get())),
            set: None,
        },
        PropertyDef {
            name: "_fut_waiter",
            doc: "",
            get: |_, this| {
                let Some(task) = this.get::<Task>() else { return Ok(Value::NONE) };
                // A sleep has no future of its own; this one is as pending.
                if matches!(task.sleep.get(), Sleep::Pending(_)) {
                    return Ok(Future::new(&task.future.loop_.get()));
                }
                Ok(task.waiter.get().or_none())
            },
            set: None,
        },
        PropertyDef {
            name: "_must_cancel",
            doc: "",
            get: |_, this| Ok(Value::bool(this.get::<Task>().is_some_and(|t| t.must_cancel()))),
            set: None,
        },
        PropertyDef {
            name: "_log_destroy_pending",
            doc: "",
            get: |_, this| {
                Ok(Value::bool(this.get::<Task>().is_some_and(|t| t.log_destroy_pending.get())))
            },
            set: Some(|vm, this, value| {
                let on = vm.truthy(&value)?;
                if let Some(task) = this.get::<Task>() {
                    task.log_destroy_pending.set(on);
                }
                Ok(())
            }),
        },
    ],
};

fn print_stack(vm: &Vm, args: Args<'_>) -> VmResult {
    let given = |index| args.some(index).cloned().unwrap_or(Value::NONE);
    let helpers = vm.import_module(HELPERS.name)?;
    vm.call_method(&helpers, &intern("print_stack"), &[args[0].clone(), given(1), given(2)])
}
