//! The state of event loops kept per interpreter or per thread.

use super::clock::Clock;
use super::signal_handlers::SignalHandlers;
use super::task::Task;
use super::threads::Threads;
use super::{
    choices, foreign, inspection, loop_object::EventLoop, partial, profiler, reactor, recorder,
    signals, snapshot,
};
use crate::objects::native::{ClassDef, Native};
use crate::runtime::{Ref, Slot, Value};
use crate::vm::{Vm, VmResult};
use rustc_hash::FxHashSet;
use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

/// The classes of the objects that the loop makes.
///
/// They are declared by the module `asyncio`, which is above the loop and gives them their methods.
pub struct Classes {
    /// `asyncio.Future`
    pub future: &'static ClassDef,
    /// `asyncio.Task`
    pub task: &'static ClassDef,
    /// The future that `asyncio.gather()` returns.
    pub gathering_future: &'static ClassDef,
    /// The class of event loops.
    pub event_loop: &'static ClassDef,
    /// `contextvars.Context`
    pub context: &'static ClassDef,
}

/// The loop's state per interpreter, independent of the loops that a program makes.
pub struct Running {
    /// The classes of the loop's objects.
    pub classes: &'static Classes,
    /// The program's threads.
    pub threads: Threads,
    /// The loop that runs now; unset if none.
    pub(super) current_loop: Slot,
    /// The task that runs now; unset if none.
    pub current_task: Slot,
    /// The current context; unset for an empty one.
    pub context: Slot,
    /// The hooks of `sys.set_asyncgen_hooks()`: called when iteration over an asynchronous
    /// generator begins …
    pub asyncgen_first: Slot,
    /// … and when one is dropped before it is exhausted; unset for none.
    pub asyncgen_finalizer: Slot,
    /// The loop passed to `set_event_loop`; unset for none.
    pub(super) set_loop: Slot,
    /// The event loop policy; unset until a program requests or sets it.
    pub policy: Slot,
    /// Whether `set_event_loop` was ever called.
    pub(super) set_loop_called: Cell<bool>,
    pub(super) tasks: Cell<i64>,
    /// Whether new loops are in debug mode.
    pub debug: Cell<bool>,
    /// The number of calls that a task records as its origin (see [`origin`]).
    pub origins: Cell<usize>,
    /// The number of calls that a coroutine records as its origin
    /// (`sys.get_coroutine_origin_tracking_depth`).
    coroutine_depth: Cell<usize>,
    /// The time.
    pub clock: Clock,
    /// Waits for files and for other threads.
    pub reactor: reactor::Reactor,
    pub(super) sleep_marker: OnceCell<Value>,
    /// The task that Ctrl-C cancels, while `asyncio.run` runs one; unset otherwise.
    pub main_task: Slot,
    /// The runner of that task.
    pub runner: Slot,
    /// `signal.getsignal(SIGINT)` while it runs; unset until a program requests it.
    pub on_interrupt: Slot,
    /// The number of times Ctrl-C was pressed since that task was started.
    pub interrupts: Cell<u32>,
    /// The loop's time at which the current pass began, in seconds, accurate to a few milliseconds:
    /// reports show how long tasks have waited.
    pub pass_began: Cell<f64>,
    /// In sessions, the tasks that have failed since the session last checked.
    pub failed: RefCell<Option<Vec<Value>>>,
    /// Whether the running code was entered at a prompt and is not in a task, so that it may run
    /// loops although the session's own loop is running.
    pub at_prompt: Cell<bool>,
    /// The handlers set by `add_signal_handler`.
    pub signals: signals::Signals,
    /// The handlers set by `signal.signal()`.
    pub signal_handlers: SignalHandlers,
    /// Rust futures that tasks await, and Rust tasks that drive loops.
    pub foreign: foreign::Foreign,
    /// The events of tasks and loops.
    pub recorder: recorder::Recorder,
    /// Decides what happens next if several things could.
    pub choices: choices::Choices,
    /// The maximum length of a step in seconds, and the function to call for longer ones; unset for
    /// none.
    pub on_blocked: Slot,
    /// Tasks that wait for each other.
    pub circles: partial::Circles,
    /// The tasks that are passing on a request to cancel, as bits.
    pub(super) passing_on: RefCell<FxHashSet<u64>>,
    /// Requests to show the program's tasks.
    pub inspection: inspection::Inspection,
    /// Samples for `hob profile`.
    pub profiler: profiler::Profiler,
}

/// The part of [`Running`] that belongs to a thread, saved while another thread runs.
#[derive(Default)]
pub struct ThreadState {
    current_loop: Value,
    current_task: Value,
    context: Value,
    set_loop: Value,
    asyncgen_first: Value,
    asyncgen_finalizer: Value,
    cause: recorder::Cause,
}

/// The interpreter's share of the loop's state.
///
/// # Panics
/// If the interpreter was made with another implementation of
/// [`LoopHooks`](crate::vm::LoopHooks).
#[inline]
pub fn running(vm: &Vm) -> &Running {
    let hooks: &dyn Any = &**vm.event_loop();
    hooks.downcast_ref().expect("the interpreter was made with this event loop")
}

impl Running {
    /// The state of a new interpreter's loops, whose objects are of these classes.
    pub fn new(classes: &'static Classes) -> Running {
        Running {
            classes,
            threads: Threads::default(),
            current_loop: Slot::default(),
            current_task: Slot::default(),
            context: Slot::default(),
            asyncgen_first: Slot::default(),
            asyncgen_finalizer: Slot::default(),
            set_loop: Slot::default(),
            policy: Slot::default(),
            set_loop_called: Cell::default(),
            tasks: Cell::default(),
            debug: Cell::default(),
            origins: Cell::default(),
            coroutine_depth: Cell::default(),
            clock: Clock::default(),
            reactor: reactor::Reactor::default(),
            sleep_marker: OnceCell::default(),
            main_task: Slot::default(),
            runner: Slot::default(),
            on_interrupt: Slot::default(),
            interrupts: Cell::default(),
            pass_began: Cell::default(),
            failed: RefCell::default(),
            at_prompt: Cell::default(),
            signals: signals::Signals::default(),
            signal_handlers: SignalHandlers::default(),
            foreign: foreign::Foreign::default(),
            recorder: recorder::Recorder::default(),
            choices: choices::Choices::default(),
            on_blocked: Slot::default(),
            circles: partial::Circles::default(),
            passing_on: RefCell::default(),
            inspection: inspection::Inspection::default(),
            profiler: profiler::Profiler::default(),
        }
    }

    /// The shared state of an interpreter, for objects that outlive a borrow of it.
    ///
    /// # Panics
    /// Same as [`running`].
    pub fn of(vm: &Vm) -> Rc<Running> {
        let hooks: Rc<dyn Any> = vm.event_loop().clone();
        hooks.downcast().expect("the interpreter was made with this event loop")
    }

    /// Replaces the running thread's part by another thread's, and returns it.
    pub fn exchange(&self, other: ThreadState) -> ThreadState {
        ThreadState {
            current_loop: self.current_loop.replace(other.current_loop),
            current_task: self.current_task.replace(other.current_task),
            context: self.context.replace(other.context),
            set_loop: self.set_loop.replace(other.set_loop),
            asyncgen_first: self.asyncgen_first.replace(other.asyncgen_first),
            asyncgen_finalizer: self.asyncgen_finalizer.replace(other.asyncgen_finalizer),
            cause: self.recorder.exchange(other.cause),
        }
    }

    /// The running loop.
    ///
    /// # Errors
    /// RuntimeError `no running event loop`.
    #[inline]
    pub fn current_loop(&self, vm: &Vm) -> VmResult {
        let current = self.current_loop.get();
        if current.is_unset() {
            Err(vm.runtime_error("no running event loop"))
        } else {
            Ok(current)
        }
    }

    /// The running loop, if there is one.
    pub fn current_loop_or_none(&self) -> Option<Value> {
        Some(self.current_loop.get()).filter(|l| !l.is_unset())
    }

    /// Whether a loop runs the code that asks.
    pub fn is_inside_loop(&self) -> bool {
        !self.current_loop.is_unset() && !self.at_prompt.get()
    }

    /// Makes a loop the running one, or none with [`Value::UNSET`].
    pub fn set_current_loop(&self, loop_value: Value) {
        self.current_loop.set(loop_value);
    }

    /// The running task.
    #[inline]
    pub fn task(&self) -> Option<Ref<Task>> {
        self.current_task.get().into_ref().ok()
    }

    /// `asyncio.set_event_loop`; unset or None if there is none.
    pub fn set_event_loop(&self, loop_value: Value) {
        self.set_loop_called.set(true);
        self.set_loop.set(if loop_value.is_none() { Value::UNSET } else { loop_value });
    }

    /// Removes the loop passed to [`Self::set_event_loop`]; returns it, and whether there was a
    /// call.
    pub fn take_event_loop(&self) -> (Value, bool) {
        (self.set_loop.take(), self.set_loop_called.take())
    }

    /// Starts recording.
    pub fn start_recorder(&self, vm: &Vm, mode: recorder::Mode) {
        self.recorder.start(vm, &self.clock, mode);
        self.apply_coroutine_notes(vm);
    }

    /// Starts to record everything from here on; true if everything is already being recorded.
    pub fn begin_trace(&self, vm: &Vm) -> bool {
        if self.recorder.is_full() {
            return true;
        }
        self.recorder.forget();
        self.start_recorder(vm, recorder::Mode::Full);
        snapshot::unfinished().iter().for_each(|task| self.recorder.known(task));
        if let Some(current) = self.task() {
            self.recorder.resume(&self.clock, current.recorded.get());
        }
        false
    }

    /// Ends what [`Running::begin_trace`] began, given its result.
    pub fn end_trace(&self, vm: &Vm, goes_on: bool) {
        if !goes_on {
            self.recorder.forget();
            self.start_recorder(vm, recorder::Mode::Ring);
        }
    }

    /// Whether the creation of coroutines is recorded. A run with a given order creates exactly the
    /// objects that it creates without a recording, since their addresses may matter to it.
    pub(super) fn records_coroutines(&self) -> bool {
        self.recorder.is_full() && !self.choices.is_on()
    }

    /// The number of calls that a coroutine records as its origin.
    pub fn coroutine_depth(&self) -> usize {
        self.coroutine_depth.get()
    }

    /// Lets coroutines record `depth` calls from now on.
    pub fn set_coroutine_depth(&self, vm: &Vm, depth: usize) {
        self.coroutine_depth.set(depth);
        self.apply_coroutine_notes(vm);
    }

    fn apply_coroutine_notes(&self, vm: &Vm) {
        vm.notes_coroutines.set(self.records_coroutines() || self.coroutine_depth.get() > 0);
    }

    /// The next task's number.
    pub(super) fn next_task(&self) -> i64 {
        self.tasks.set(self.tasks.get() + 1);
        self.tasks.get()
    }
}

/// Drops everything that is scheduled, when a limit has ended the program.
pub(super) fn forget_program(running: &Running) {
    for native in crate::runtime::live::live_objects_of::<Native>() {
        let value = native.into_value();
        if let Some(event_loop) = value.native::<EventLoop>() {
            event_loop.close(&value);
        }
    }
    drop(running.exchange(ThreadState::default()));
    running.main_task.set(Value::UNSET);
}
