//! Runs coroutines from Rust: to their end, or as Rust futures.

use super::error::{Error, Result};
use super::interpreter::Interpreter;
use super::object::Object;
use crate::event_loop::future::{self, NativeCallback};
use crate::event_loop::run::{self, Rest};
use crate::event_loop::task::{Task, is_coroutine};
use crate::event_loop::watcher::Watch;
use crate::event_loop::{self, EventLoop, running};
use crate::modules::asyncio::runner;
use crate::objects::str::intern;
use crate::runtime::{Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::OnceCell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

/// The number of passes that a future makes before it lets others run on its thread.
const PASSES: usize = 64;
/// The number of passes that a cancelled task has for its clean-up.
const LAST_PASSES: usize = 1000;

/// The event loop in which Rust runs coroutines. It is made on first use, and again after a limit
/// has ended the program.
#[derive(Default)]
struct OwnLoop {
    value: Slot,
    watch: OnceCell<Watch>,
}

impl OwnLoop {
    fn value(&self, vm: &Vm) -> Value {
        if self.value.get().native::<EventLoop>().is_none_or(EventLoop::is_closed) {
            self.value.set(event_loop::new_event_loop(vm));
        }
        self.value.get()
    }
}

/// A coroutine of a program as a Rust future: see [`Interpreter::run_async`].
#[must_use = "a future does nothing unless it is polled"]
pub struct Run {
    interpreter: Interpreter,
    state: State,
}

enum State {
    /// Not polled yet: holds the awaitable.
    New(Result<Object>),
    /// The task, or another future.
    Waiting(Object),
    Done,
}

/// Makes the Rust future of a finished task be polled once more.
static DONE: NativeCallback = NativeCallback {
    name: "run_async()",
    run: |vm, _, _| {
        let running = running(vm);
        running.foreign.shared(running).wake_loop();
        Ok(())
    },
};

impl Interpreter {
    /// Runs a coroutine, or another awaitable, to its end, and returns its result. Tasks that it
    /// leaves behind continue when the interpreter next runs.
    ///
    /// ```
    /// # fn main() -> hob::Result<()> {
    /// let python = hob::Interpreter::builder().clock(hob::Clock::Virtual).build();
    /// python.exec("import asyncio\nasync def late(x):\n    await asyncio.sleep(3600)\n    return x")?;
    /// let coroutine = python.call("late", (42,))?;
    /// assert_eq!(python.run(&coroutine)?.extract::<i64>()?, 42);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Any exception raised by the coroutine; RuntimeError if it waits for an event that cannot
    /// happen, or if the interpreter is already running an event loop.
    pub fn run(&self, awaitable: &Object) -> Result<Object> {
        let awaitable = self.value(awaitable)?;
        let result = self.within(|vm| {
            let loop_value = vm.extension::<OwnLoop>().value(vm);
            run::run_until_complete(vm, &loop_value, &awaitable)
        });
        self.flush();
        result.map(|value| Object::new(self, value))
    }

    /// A coroutine, or another awaitable, as a Rust future. It can be polled by any executor, next
    /// to other futures of this interpreter and of others on the same thread; each poll runs passes
    /// of the interpreter's event loop. Dropping the future cancels the task and runs its `finally`
    /// blocks up to the first wait; the rest continues when the interpreter next runs.
    ///
    /// # Errors
    /// The output is any exception raised by the coroutine, or RuntimeError if the interpreter is
    /// already running an event loop.
    pub fn run_async(&self, awaitable: &Object) -> Run {
        let awaitable = self.to_python(awaitable);
        self.futures().set(self.futures().get() + 1);
        Run { interpreter: self.clone(), state: State::New(awaitable) }
    }

    /// Wakes the futures of [`Interpreter::run_async`] if there is something for them to do.
    #[cold]
    pub(super) fn wake_futures(&self) {
        let vm = self.vm();
        let running = running(vm);
        let own = vm.extension::<OwnLoop>().value.get();
        // A running loop itself finds what is ready.
        if running.current_loop_or_none().is_none()
            && own.native::<EventLoop>().is_some_and(EventLoop::has_ready)
        {
            running.foreign.shared(running).wake_loop();
        }
    }
}

/// Cancels the remaining tasks in the interpreter's own loop, at its end.
pub(super) fn end(vm: &Vm) {
    let Some(own) = vm.extension_if_made::<OwnLoop>() else { return };
    let loop_value = own.value.take();
    if loop_value.native::<EventLoop>().is_none_or(EventLoop::is_closed) {
        return;
    }
    let tasks = runner::all_tasks(&loop_value);
    for task in &tasks {
        if let Err(raised) = future::cancel(vm, task.as_value(), Value::UNSET) {
            vm.unraisable(&raised, task.as_value());
        }
    }
    let is_done = || tasks.iter().all(|task| task.future.is_done());
    if let Err(raised) = run::run_polled(vm, &loop_value, LAST_PASSES, is_done) {
        vm.unraisable(&raised, &loop_value);
    }
}

impl Run {
    /// Begins to run the awaitable.
    fn start(&self, vm: &Vm, awaitable: &Value) -> VmResult {
        let loop_value = vm.extension::<OwnLoop>().value(vm);
        let main = event_loop::ensure_future(vm, awaitable, &loop_value)?;
        if !future::is_future(awaitable)
            && let Some(task) = main.get::<Task>()
        {
            task.log_destroy_pending.set(false);
        }
        future::add_native_callback(&main, &DONE, &Value::NONE);
        Ok(main)
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Poll<Result<Object>> {
        let interpreter = self.interpreter.clone();
        let _entered = interpreter.enter();
        let vm = interpreter.vm();
        let failed = |raised| Poll::Ready(Err(Error::raised(&interpreter, raised)));
        let main = match std::mem::replace(&mut self.state, State::Done) {
            // The budgets apply from here to the end of the run, however often it is polled.
            State::New(Ok(awaitable)) => {
                match vm.run_for_host(|vm| self.start(vm, awaitable.value())) {
                    Ok(main) => Object::new(&interpreter, main),
                    Err(raised) => return failed(raised),
                }
            }
            State::New(Err(error)) => return Poll::Ready(Err(error)),
            State::Waiting(main) => main,
            State::Done => panic!("the future was polled after it was done"),
        };
        let Some(state) = future::state_of(main.value()) else {
            return failed(vm.type_error("a future was expected"));
        };
        let is_closed = state.loop_.get().native::<EventLoop>().is_none_or(EventLoop::is_closed);
        if is_closed && !state.is_done() {
            return failed(vm.runtime_error("the event loop of the coroutine was closed"));
        }
        let own = vm.extension::<OwnLoop>();
        let loop_value = own.value(vm);
        let running = running(vm);
        let shared = running.foreign.shared(running);
        shared.add_driver(context.waker());
        let rest =
            vm.go_on_for_host(|vm| run::run_polled(vm, &loop_value, PASSES, || state.is_done()));
        let _ = vm.output.flush();
        let rest = match rest {
            Ok(rest) => rest,
            Err(raised) => return failed(raised),
        };
        if state.is_done() {
            return match state.result(vm) {
                Ok(value) => Poll::Ready(Ok(Object::new(&interpreter, value))),
                Err(raised) => failed(raised),
            };
        }
        self.state = State::Waiting(main);
        let deadline = match rest {
            Rest::Turn => {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            Rest::Until(left) => Some(left),
            Rest::At(when) => {
                running.clock.wake_at(when, context.waker());
                None
            }
            Rest::WakeUp => None,
        };
        let deadline = vm.meter.at_most(deadline).map(|left| Instant::now() + left);
        let descriptor = running.reactor.descriptor();
        if descriptor.is_some() || deadline.is_some() {
            let watched = match own.watch.get() {
                Some(watch) => Ok(watch),
                None => Watch::new().map(|watch| own.watch.get_or_init(|| watch)),
            };
            let waits = watched.and_then(|watch| watch.wait(descriptor, deadline, shared));
            if let Err(error) = waits {
                return failed(vm.os_error(&error, None));
            }
        }
        Poll::Pending
    }

    /// Cancels the task, and lets it clean up.
    fn cancel(&self, vm: &Vm, main: &Value) -> VmResult<()> {
        let Some(state) = future::state_of(main).filter(|state| !state.is_done()) else {
            return Ok(());
        };
        if state.loop_.get().native::<EventLoop>().is_none_or(EventLoop::is_closed) {
            return Ok(());
        }
        future::cancel(vm, main, Value::UNSET)?;
        // Inside the loop, the task is cancelled in its next pass.
        if running(vm).current_loop_or_none().is_none() {
            let loop_value = state.loop_.get();
            vm.go_on_for_host(|vm| {
                run::run_polled(vm, &loop_value, LAST_PASSES, || state.is_done())
            })?;
            let _ = vm.output.flush();
        }
        Ok(())
    }
}

impl Future for Run {
    type Output = Result<Object>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<Object>> {
        self.get_mut().advance(context)
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let futures = self.interpreter.futures();
        futures.set(futures.get() - 1);
        let state = std::mem::replace(&mut self.state, State::Done);
        let _entered = self.interpreter.enter();
        let vm = self.interpreter.vm();
        let (ended, subject) = match &state {
            State::Waiting(main) => (self.cancel(vm, main.value()), main),
            // A coroutine that never began need not warn.
            State::New(Ok(awaitable)) if is_coroutine(awaitable.value()) => {
                let closed = vm.call_method(awaitable.value(), &intern("close"), &[]);
                (closed.map(drop), awaitable)
            }
            _ => return,
        };
        if let Err(raised) = ended {
            vm.unraisable(&raised, subject.value());
        }
        // Others may have relied on this one to run the passes.
        if futures.get() > 0 {
            let running = running(vm);
            running.foreign.shared(running).wake_loop();
        }
    }
}
