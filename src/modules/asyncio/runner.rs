//! `asyncio.run` and `asyncio.Runner`.

use crate::event_loop::future::{self, Phase};
use crate::event_loop::task::{self, Task};
use crate::event_loop::{self, context, exceptions, gather, report, run, running};
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::live::live_objects_of;
use crate::runtime::{Kind, Ref, Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::Cell;

/// `asyncio.run`
pub const RUN: NativeDef = NativeDef::new(
    "run(main, *, debug=None, loop_factory=None)",
    "Execute the coroutine and return the result.\n\nThis function runs the passed coroutine, taking care of\nmanaging the asyncio event loop, finalizing asynchronous\ngenerators and closing the default executor.\n\nThis function cannot be called when another asyncio event loop is\nrunning in the same thread.",
    |vm, args| {
        if running(vm).is_inside_loop() {
            return Err(
                vm.runtime_error("asyncio.run() cannot be called from a running event loop")
            );
        }
        let this = new_native(&vm.class_for(&RUNNER), Runner::default());
        let runner = data(vm, &this)?;
        runner.debug.set(args.some(1).cloned().unwrap_or_default());
        runner.loop_factory.set(args.some(2).cloned().unwrap_or_default());
        runner.open(vm)?;
        let result = runner.run(vm, &this, &args[0], Value::UNSET);
        let handled =
            result.as_ref().map_or_else(|raised| raised.0.as_value().clone(), |_| Value::UNSET);
        match (result, runner.close_while_handling(vm, handled)) {
            (Ok(value), Ok(())) => Ok(value),
            (Err(raised), Ok(())) => Err(raised),
            (Err(raised), Err(second)) => {
                second.0.context.set(raised.into_value());
                Err(second)
            }
            (Ok(_), Err(raised)) => Err(raised),
        }
    },
);

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Created,
    Open,
    Closed,
}

/// The data of a runner.
#[derive(Default)]
pub struct Runner {
    stage: Cell<Stage>,
    debug: Slot,
    loop_factory: Slot,
    loop_: Slot,
    context: Slot,
    set_event_loop: Cell<bool>,
}

fn data<'a>(vm: &Vm, runner: &'a Value) -> VmResult<&'a Runner> {
    runner.native::<Runner>().ok_or_else(|| vm.type_error("a runner was expected"))
}

impl NativeObject for Runner {
    fn traverse(&self, visit: Visitor<'_>) {
        for slot in [&self.debug, &self.loop_factory, &self.loop_, &self.context] {
            visit(&slot.get());
        }
    }
}

impl Runner {
    fn open(&self, vm: &Vm) -> VmResult<()> {
        match self.stage.get() {
            Stage::Closed => return Err(vm.runtime_error("Runner is closed")),
            Stage::Open => return Ok(()),
            Stage::Created => {}
        }
        let factory = self.loop_factory.get();
        if factory.is_unset() {
            let loop_value = super::policy::new_event_loop(vm)?;
            super::policy::set_event_loop(vm, &loop_value)?;
            self.set_event_loop.set(true);
            self.loop_.set(loop_value);
        } else {
            self.loop_.set(vm.call(&factory, &[])?);
        }
        let debug = self.debug.get();
        if !debug.is_unset() {
            let debug = vm.truthy(&debug)?;
            vm.call_method(&self.loop_.get(), &intern("set_debug"), &[Value::bool(debug)])?;
        }
        self.context.set(context::copy_current(vm, running(vm)));
        self.stage.set(Stage::Open);
        Ok(())
    }

    fn run(&self, vm: &Vm, this: &Value, coroutine: &Value, given: Value) -> VmResult {
        if !task::is_coroutine(coroutine) && !event_loop::is_foreign_coroutine(vm, coroutine) {
            let shown = vm.repr_text(coroutine);
            return Err(vm.value_error(format!("a coroutine was expected, got {shown}")));
        }
        let running = running(vm);
        if running.is_inside_loop() {
            return Err(vm.runtime_error("Runner.run() cannot be called from a running event loop"));
        }
        self.open(vm)?;
        let loop_value = self.loop_.get();
        // All runs of a runner share its context, which the first one may have to make.
        let context =
            if given.is_unset() { context::materialise(vm, &self.context) } else { given };
        let task = super::loop_create_task(vm, &loop_value, coroutine, Value::UNSET, context)?;
        // Ctrl-C is handled by the main thread.
        let is_main = running.threads.current() == running.threads.main();
        if is_main {
            running.main_task.set(task.clone());
            running.runner.set(this.clone());
            running.on_interrupt.set(Value::UNSET);
            running.interrupts.set(0);
        }
        let result = run_until_complete(vm, &loop_value, &task);
        if is_main {
            running.main_task.set(Value::UNSET);
            running.runner.set(Value::UNSET);
            running.on_interrupt.set(Value::UNSET);
        }
        match result {
            Err(raised)
                if is_main
                    && running.interrupts.get() > 0
                    && exceptions::is_cancelled(vm, &raised) =>
            {
                match task.get::<Task>() {
                    Some(task) if task.uncancel() == 0 => {
                        let interrupt = vm.error_with(Exc::KeyboardInterrupt, []);
                        interrupt.0.context.set(raised.into_value());
                        Err(interrupt)
                    }
                    _ => Err(raised),
                }
            }
            result => result,
        }
    }

    /// Like [`Runner::close`], at the end of a block left by an exception (or None), which becomes
    /// the context of what tasks raise meanwhile.
    fn close_while_handling(&self, vm: &Vm, exception: Value) -> VmResult<()> {
        let outer = vm.handled_by_library.replace(exception);
        let result = self.close(vm);
        vm.handled_by_library.set(outer);
        result
    }

    fn close(&self, vm: &Vm) -> VmResult<()> {
        if self.stage.get() != Stage::Open {
            return Ok(());
        }
        let loop_value = self.loop_.take();
        let result = shut_down(vm, &loop_value);
        if self.set_event_loop.get() {
            super::policy::set_event_loop(vm, &Value::NONE)?;
        }
        self.stage.set(Stage::Closed);
        let closed = vm.call_method(&loop_value, &intern("close"), &[]);
        result.and(closed.map(drop))
    }
}

/// `loop.run_until_complete(future)`, through the program's own method if the loop's class has one.
fn run_until_complete(vm: &Vm, loop_value: &Value, future: &Value) -> VmResult {
    if !event_loop::has_own_methods(vm, loop_value) {
        return run::run_until_complete(vm, loop_value, future);
    }
    vm.call_method(loop_value, &intern("run_until_complete"), std::slice::from_ref(future))
}

/// The time that the end of a run waits for threads, in seconds.
const THREAD_JOIN_TIMEOUT: i64 = 300;

/// Cancels the remaining tasks and closes asynchronous generators.
///
/// # Errors
/// As for `run_until_complete`.
pub fn shut_down(vm: &Vm, loop_value: &Value) -> VmResult<()> {
    cancel_all_tasks(vm, loop_value)?;
    for method in ["shutdown_asyncgens", "shutdown_default_executor"] {
        let event_loop = loop_value.native::<event_loop::EventLoop>();
        if method == "shutdown_default_executor" && event_loop.is_some_and(|l| l.deadlocked.get()) {
            break;
        }
        let timeout = [Value::from(THREAD_JOIN_TIMEOUT)];
        let args = if method == "shutdown_asyncgens" { &[] } else { &timeout[..] };
        let coroutine = vm.call_method(loop_value, &intern(method), args)?;
        run_until_complete(vm, loop_value, &coroutine)?;
    }
    Ok(())
}

/// All unfinished tasks of a loop.
pub fn all_tasks(loop_value: &Value) -> Vec<Ref<Task>> {
    let mut tasks = live_objects_of::<Task>();
    tasks.retain(|t| !t.future.is_done() && t.future.loop_.get().is(loop_value));
    tasks
}

fn cancel_all_tasks(vm: &Vm, loop_value: &Value) -> VmResult<()> {
    let tasks = super::core::known_tasks(vm, loop_value)?;
    if tasks.is_empty() {
        return Ok(());
    }
    let deadlocked =
        loop_value.native::<event_loop::EventLoop>().is_some_and(|l| l.deadlocked.get());
    for task in &tasks {
        match future::cancel(vm, task, Value::UNSET) {
            // Tasks that wait for each other in a cycle. The report has already said so.
            Err(raised) if deadlocked && vm.is_exception(&raised, Exc::RecursionError) => {
                if let Some(task) = task.get::<Task>() {
                    task::cancel_alone(vm, task);
                }
            }
            other => drop(other?),
        }
    }
    let all = gather::gather(vm, &tasks, true)?;
    run_until_complete(vm, loop_value, &all)?;
    for task in &tasks {
        let exception = match future::state_of(task) {
            Some(state) if state.phase.get() == Phase::Failed => state.outcome(),
            Some(_) => continue,
            None if vm.truthy(&vm.call_method(task, &intern("cancelled"), &[])?)? => continue,
            None => vm.call_method(task, &intern("exception"), &[])?,
        };
        if !exception.is_none() {
            report::call_exception_handler(
                vm,
                loop_value,
                "unhandled exception during asyncio.run() shutdown",
                &[("exception", exception), ("task", task.clone())],
            )?;
        }
    }
    Ok(())
}

/// `asyncio.Runner`
pub static RUNNER: ClassDef = ClassDef {
    name: "Runner",
    module: "asyncio.runners",
    doc: "A context manager that controls event loop life cycle.\n\nThe context manager always creates a new event loop,\nallows to run async functions inside it,\nand properly finalizes the loop at the context manager exit.",
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
            super::new_object(vm, &args[0], Runner::default())
        }),
        NativeDef::new("__init__(self, *, debug=None, loop_factory=None)", "", |_, args| {
            let runner = args.data::<Runner>();
            runner.debug.set(args.some(1).cloned().unwrap_or_default());
            runner.loop_factory.set(args.some(2).cloned().unwrap_or_default());
            Ok(Value::NONE)
        }),
        NativeDef::new("__enter__(self)", "", |vm, args| {
            args.data::<Runner>().open(vm)?;
            Ok(args[0].clone())
        }),
        NativeDef::new("__exit__(self, exc_type, exc_val, exc_tb)", "", |vm, args| {
            args.data::<Runner>().close_while_handling(vm, args[2].clone())?;
            Ok(Value::NONE)
        }),
        NativeDef::new("close(self) -> None", "Shutdown and close event loop.", close),
        NativeDef::new(
            "get_loop(self) -> asyncio.EventLoop",
            "Return embedded event loop.",
            |vm, args| {
                let runner = args.data::<Runner>();
                runner.open(vm)?;
                Ok(runner.loop_.get())
            },
        ),
        NativeDef::new(
            "run(self, coro, *, context=None)",
            "Run a coroutine inside the embedded event loop.",
            |vm, args| {
                let context = args.some(2).cloned().unwrap_or_default();
                args.data::<Runner>().run(vm, &args[0], &args[1], context)
            },
        ),
        NativeDef::new("_on_sigint(self, signum, frame, main_task)", "", |vm, _| {
            event_loop::interrupt_main_task(vm).map(|()| Value::NONE)
        }),
    ],
    ..ClassDef::BASE
};

fn close(vm: &Vm, args: Args<'_>) -> VmResult {
    args.data::<Runner>().close(vm)?;
    Ok(Value::NONE)
}

/// A new native object of a class or a derived one.
pub(super) fn new_native(
    class: &Ref<crate::objects::class::Class>,
    data: impl NativeObject,
) -> Value {
    Native::new(class, data).into_value()
}
