//! `asyncio.TaskGroup`.

use super::any_task;
use super::native_coroutines::immediate;
use crate::event_loop::future::{self, Future, NativeCallback};
use crate::event_loop::{exceptions, report, running};
use crate::objects::exception::{Exc, Exception};
use crate::objects::generator::{Awaited, Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::{Args, ClassDef, NativeDef, NativeObject, readable};
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Slot, Value};
use crate::vm::{Raised, Vm, VmResult};
use indexmap::IndexMap;
use std::cell::{Cell, RefCell};

/// The data of a task group.
#[derive(Default)]
pub struct TaskGroup {
    entered: Cell<bool>,
    exiting: Cell<bool>,
    aborting: Cell<bool>,
    parent_cancel_requested: Cell<bool>,
    loop_: Slot,
    parent: Slot,
    /// Unfinished tasks, by identity, each with its position in the order of creation.
    tasks: RefCell<IndexMap<u64, (usize, Value)>>,
    made: Cell<usize>,
    errors: RefCell<Vec<Value>>,
    /// A KeyboardInterrupt or SystemExit; unset if none.
    base_error: Slot,
    /// Ends when the last task does, while `__aexit__` waits.
    on_completed: Slot,
}

impl NativeObject for TaskGroup {
    fn traverse(&self, visit: Visitor<'_>) {
        self.tasks.borrow().values().for_each(|(_, task)| visit(task));
        self.errors.borrow().iter().for_each(&mut *visit);
        for slot in [&self.loop_, &self.parent, &self.base_error, &self.on_completed] {
            visit(&slot.get());
        }
    }

    fn clear(&self) {
        drop(self.tasks.take());
        drop(self.errors.take());
        self.parent.set(Value::UNSET);
    }
}

static TASK_DONE: NativeCallback =
    NativeCallback { name: "TaskGroup._on_task_done()", run: task_done };

/// The data of a task group object.
fn data<'a>(vm: &Vm, group: &'a Value) -> VmResult<&'a TaskGroup> {
    group.native::<TaskGroup>().ok_or_else(|| vm.type_error("a task group was expected"))
}

fn is_base_error(vm: &Vm, exception: &Ref<Exception>) -> bool {
    let raised = Raised(exception.clone());
    vm.ends_program(&raised)
}

fn task_done(vm: &Vm, group_value: &Value, task: &Value) -> VmResult<()> {
    let group = data(vm, group_value)?;
    let removed = group.tasks.borrow_mut().swap_remove(&task.bits());
    drop(removed);
    if group.tasks.borrow().is_empty() {
        let waiting = group.on_completed.get();
        future::finish(&waiting, Value::TRUE);
    }
    let Some(error) = any_task::failure(vm, task)? else { return Ok(()) };
    group.errors.borrow_mut().push(error.clone());
    if let Some(exception) = error.get::<Exception>()
        && is_base_error(vm, exception)
        && group.base_error.is_unset()
    {
        group.base_error.set(error.clone());
    }
    let parent = group.parent.get();
    if any_task::is_done(vm, &parent)? {
        let message = format!(
            "Task {} has errored out but its parent task {} is already completed",
            vm.repr_text(task),
            vm.repr_text(&parent)
        );
        let entries = [("exception", error), ("task", task.clone())];
        return report::call_exception_handler(vm, &group.loop_.get(), &message, &entries);
    }
    if !group.aborting.get() && !group.parent_cancel_requested.get() {
        // The parent may be anywhere in the body: cancelling it ends that.
        group.abort(vm)?;
        group.parent_cancel_requested.set(true);
        future::cancel(vm, &parent, Value::UNSET)?;
    }
    Ok(())
}

impl TaskGroup {
    /// Cancels all tasks, in the order of their creation.
    fn abort(&self, vm: &Vm) -> VmResult<()> {
        self.aborting.set(true);
        let mut tasks: Vec<(usize, Value)> = self.tasks.borrow().values().cloned().collect();
        tasks.sort_unstable_by_key(|(made, _)| *made);
        for (_, task) in tasks {
            if !any_task::is_done(vm, &task)? {
                future::cancel(vm, &task, Value::UNSET)?;
            }
        }
        Ok(())
    }

    fn enter(&self, vm: &Vm, this: &Value) -> VmResult<()> {
        if self.entered.get() {
            let shown = vm.repr_text(this);
            return Err(vm.runtime_error(format!("TaskGroup {shown} has already been entered")));
        }
        let running = running(vm);
        self.loop_.set(running.current_loop(vm)?);
        let Some(task) = any_task::current(vm)? else {
            let shown = vm.repr_text(this);
            return Err(
                vm.runtime_error(format!("TaskGroup {shown} cannot determine the parent task"))
            );
        };
        self.parent.set(task);
        self.entered.set(true);
        Ok(())
    }
}

/// The coroutine `TaskGroup.__aexit__`.
struct Exit {
    group: Value,
    /// The exception that ended the block; None if none.
    exception: Value,
    /// A cancellation to raise once all tasks are done.
    cancelled: Option<Raised>,
    started: bool,
}

impl NativeCoroutineBody for Exit {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let group_value = self.group.clone();
        let group = data(vm, &group_value)?;
        if self.started {
            group.on_completed.set(Value::UNSET);
            if let Err(raised) = input {
                if !exceptions::is_cancelled(vm, &raised) {
                    return Err(raised);
                }
                // The parent was cancelled from outside, unless the group itself did it.
                if !group.aborting.get() {
                    self.cancelled = Some(raised);
                    group.abort(vm)?;
                }
            }
        } else {
            input?;
            self.started = true;
            self.start(vm, group)?;
        }
        if !group.tasks.borrow().is_empty() {
            let future = Future::new(&group.loop_.get());
            group.on_completed.set(future.clone());
            return Ok(Step::Await(future));
        }
        self.finish(vm, group).map(|()| Step::Return(Value::NONE))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.group);
        visit(&self.exception);
        if let Some(raised) = &self.cancelled {
            visit(raised.0.as_value());
        }
    }

    fn awaited(&self, vm: &Vm) -> Option<Awaited> {
        let group = self.group.native::<TaskGroup>()?;
        let futures = group.tasks.borrow().values().map(|(_, task)| task.clone()).collect();
        Some(Awaited { futures, ..Awaited::new(vm.class_of(&self.group).name()) })
    }
}

impl Exit {
    fn start(&mut self, vm: &Vm, group: &TaskGroup) -> VmResult<()> {
        group.exiting.set(true);
        let Some(exception) = self.exception.get::<Exception>() else { return Ok(()) };
        if is_base_error(vm, exception) && group.base_error.is_unset() {
            group.base_error.set(self.exception.clone());
        }
        let raised = Raised(exception.clone());
        if exceptions::is_cancelled(vm, &raised) {
            self.cancelled = Some(raised);
        }
        if !group.aborting.get() {
            group.abort(vm)?;
        }
        Ok(())
    }

    fn finish(&mut self, vm: &Vm, group: &TaskGroup) -> VmResult<()> {
        if let Ok(base_error) = group.base_error.get().into_ref::<Exception>() {
            return Err(Raised(base_error));
        }
        let parent = group.parent.get();
        if group.parent_cancel_requested.get() && any_task::uncancel(vm, &parent)? == 0 {
            // No one else requested the cancellation: the errors are raised in its place.
            self.cancelled = None;
        }
        let no_errors = group.errors.borrow().is_empty();
        if let Some(raised) = self.cancelled.take()
            && no_errors
        {
            return Err(raised);
        }
        if let Some(exception) = self.exception.get::<Exception>()
            && !exceptions::is_cancelled(vm, &Raised(exception.clone()))
        {
            group.errors.borrow_mut().push(self.exception.clone());
        }
        let errors = group.errors.take();
        if errors.is_empty() {
            return Ok(());
        }
        // A cancellation from outside that is replaced by the errors is not lost: it is raised at
        // the parent's next await.
        if any_task::cancelling(vm, &parent)? > 0 {
            any_task::uncancel(vm, &parent)?;
            future::cancel(vm, &parent, Value::UNSET)?;
        }
        let class = vm.exception_class(Exc::BaseExceptionGroup);
        let arguments = ["unhandled errors in a TaskGroup".into(), errors.into()];
        let group = vm.call(class.as_value(), &arguments)?;
        let group = vm.to_exception(&group)?;
        group.suppress_context.set(true);
        Err(Raised(group))
    }
}

fn create_task(vm: &Vm, args: Args<'_>) -> VmResult {
    let group = args.data::<TaskGroup>();
    let problem = if !group.entered.get() {
        "has not been entered"
    } else if group.exiting.get() && group.tasks.borrow().is_empty() {
        "is finished"
    } else if group.aborting.get() {
        "is shutting down"
    } else {
        let name = args.opt(2).cloned().unwrap_or(Value::NONE);
        let context = args.some(3).cloned().unwrap_or_default();
        let task = super::loop_create_task(vm, &group.loop_.get(), &args[1], name, context)?;
        if any_task::is_done(vm, &task)? {
            task_done(vm, &args[0], &task)?;
        } else {
            group.made.set(group.made.get() + 1);
            let entry = (group.made.get(), task.clone());
            let old = group.tasks.borrow_mut().insert(task.bits(), entry);
            drop(old);
            any_task::on_done(vm, &task, &TASK_DONE, &args[0])?;
        }
        return Ok(task);
    };
    vm.call_method(&args[1], &intern("close"), &[])?;
    let shown = vm.repr_text(&args[0]);
    Err(vm.runtime_error(format!("TaskGroup {shown} {problem}")))
}

/// `asyncio.TaskGroup`
pub static TASK_GROUP: ClassDef = ClassDef {
    name: "TaskGroup",
    module: "asyncio.taskgroups",
    doc: "Asynchronous context manager for managing groups of tasks.\n\nExample use:\n\n    async with asyncio.TaskGroup() as group:\n        task1 = group.create_task(some_coroutine(...))\n        task2 = group.create_task(other_coroutine(...))\n    print(\"Both tasks have completed now.\")\n\nAll tasks are awaited when the context manager exits.\n\nAny exceptions other than `asyncio.CancelledError` raised within\na task will cancel all remaining tasks and wait for them to exit.\nThe exceptions are then combined and raised as an `ExceptionGroup`.",
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
            super::new_object(vm, &args[0], TaskGroup::default())
        }),
        NativeDef::new("__init__(self)", "", |_, _| Ok(Value::NONE)),
        NativeDef::new("async __aenter__(self)", "", |_, args| {
            let this = args[0].clone();
            Ok(immediate("TaskGroup.__aenter__", move |vm| {
                data(vm, &this)?.enter(vm, &this)?;
                Ok(this)
            }))
        }),
        NativeDef::new("async __aexit__(self, et, exc, tb)", "", |_, args| {
            let body = Exit {
                group: args[0].clone(),
                exception: args[2].clone(),
                cancelled: None,
                started: false,
            };
            Ok(NativeCoroutine::new("TaskGroup.__aexit__", body))
        }),
        NativeDef::new(
            "create_task(self, coro, *, name=None, context=None) -> asyncio.Task",
            "Create a new task in this group and return it.\n\nSimilar to `asyncio.create_task`.",
            create_task,
        ),
        NativeDef::new("__repr__(self)", "", |_, args| {
            let group = args.data::<TaskGroup>();
            let mut text = "<TaskGroup".to_string();
            let (tasks, errors) = (group.tasks.borrow().len(), group.errors.borrow().len());
            if tasks > 0 {
                text.push_str(&format!(" tasks={tasks}"));
            }
            if errors > 0 {
                text.push_str(&format!(" errors={errors}"));
            }
            if group.aborting.get() {
                text.push_str(" cancelling");
            } else if group.entered.get() {
                text.push_str(" entered");
            }
            Ok(format!("{text}>").into())
        }),
    ],
    properties: &[
        readable!("_tasks", TaskGroup, |vm, group| {
            let tasks = group.tasks.borrow().values().map(|(_, task)| task.clone()).collect();
            super::set_of(vm, tasks)
        }),
        readable!("_errors", TaskGroup, |_, group| Ok(group.errors.borrow().clone().into())),
        readable!("_loop", TaskGroup, |_, group| { Ok(group.loop_.get().or_none()) }),
    ],
    ..ClassDef::BASE
};
