//! The event loop: tasks, futures, timers, readiness of files, and the clock they share.
//!
//! - [`choices`]: what else could happen next, for programs whose orders are explored;
//! - [`clock`]: the time, for everything in the interpreter;
//! - [`future`], [`task`]: results that come later, and the coroutines that the loop drives;
//! - [`ready`], [`timers`], [`reactor`]: callbacks to run now, callbacks to run later, files to wait for;
//! - [`run`]: the passes of the loop;
//! - [`sleep`], [`gather`]: the two that asyncio programs spend their time in;
//! - [`context`]: the values of context variables;
//! - [`handle`]: calls that can be cancelled;
//! - [`custom`]: loops written by programs;
//! - [`snapshot`], [`tree`]: the unfinished tasks at one moment, and as a text;
//! - [`inspection`]: requests to look at a program that runs;
//! - [`deadlock`]: the report of waiting tasks when nothing can ever happen again;
//! - [`partial`]: the warning of tasks that wait for each other while others run;
//! - [`foreign`], [`watcher`]: Rust futures that tasks await, and loops that Rust executors poll;
//! - [`files`]: the mechanism of `add_reader` and `add_writer`;
//! - [`signals`]: the mechanism of `add_signal_handler`;
//! - [`signal_handlers`]: the mechanism of `signal.signal`;
//! - [`threads`]: which of the program's threads runs;
//! - [`hooks`]: the loop as the machine sees it;
//! - [`recorder`]: the events that traces and reports are made from;
//! - [`report`]: messages on standard error.
//!
//! **Order is behaviour.** Entries run in the order and in the pass of the loop in which CPython
//! 3.13's `Lib/asyncio` runs them. Each pass waits for files, moves due timers to the ready queue,
//! and runs exactly the entries that are in the queue then.

pub mod choices;
pub mod clock;
pub mod context;
pub mod custom;
pub mod deadlock;
pub mod exceptions;
pub mod files;
pub mod foreign;
pub mod fork;
pub mod future;
pub mod gather;
pub mod handle;
mod hooks;
pub mod inspection;
pub mod origin;
pub mod partial;
pub mod profiler;
pub mod reactor;
pub mod ready;
pub mod recorder;
pub mod report;
pub mod run;
pub mod signal_handlers;
pub mod signals;
pub mod sleep;
pub mod snapshot;
pub mod task;
pub mod threads;
pub mod timers;
pub mod tree;
pub mod watcher;

pub use future::await_future;
pub use report::note_unraisable;

use crate::objects::exception::Exc;
use crate::objects::generator::{Generator, Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::{ClassDef, Native, NativeObject};
use crate::objects::special::SpecialMethod;
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Slot, Value};
use crate::vm::{Outcome, Vm, VmResult};
use clock::Clock;
use future::NativeCallback;
use ready::Entry;
use recorder::events::Thing;
use signal_handlers::SignalHandlers;
use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use task::Task;
use threads::Threads;
use timers::{Due, Timers};

/// The classes of the objects that the loop makes.
///
/// They are declared by the module `asyncio`, which stands above the loop and gives them their
/// methods.
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
    current_loop: Slot,
    /// The task that runs now; unset if none.
    pub current_task: Slot,
    /// The current context; unset for an empty one.
    pub context: Slot,
    /// The hooks of `sys.set_asyncgen_hooks()`: called when the iteration of an asynchronous generator
    /// begins …
    pub asyncgen_first: Slot,
    /// … and when one is dropped that is not exhausted; unset for none.
    pub asyncgen_finalizer: Slot,
    /// The loop that `set_event_loop` was given; unset for none.
    set_loop: Slot,
    /// The event loop policy; unset until a program asks for it or sets one.
    pub policy: Slot,
    /// Whether `set_event_loop` was ever called.
    set_loop_called: Cell<bool>,
    tasks: Cell<i64>,
    /// Whether new loops are in debug mode.
    pub debug: Cell<bool>,
    /// The number of calls around its creation that a task records (see [`origin`]).
    pub origins: Cell<usize>,
    /// The time.
    pub clock: Clock,
    /// Waits for files and for other threads.
    pub reactor: reactor::Reactor,
    sleep_marker: OnceCell<Value>,
    /// The task that Ctrl-C cancels, while `asyncio.run` runs one; unset otherwise.
    pub main_task: Slot,
    /// The runner of that task.
    pub runner: Slot,
    /// `signal.getsignal(SIGINT)` while it runs; unset until a program asks for it.
    pub on_interrupt: Slot,
    /// The number of times Ctrl-C was pressed since that task was started.
    pub interrupts: Cell<u32>,
    /// The loop's time at which the pass that runs began, in seconds, to a few milliseconds: reports
    /// tell how long tasks have waited.
    pub pass_began: Cell<f64>,
    /// In sessions, the tasks that have failed since the session looked.
    pub failed: RefCell<Option<Vec<Value>>>,
    /// Whether what runs was entered at a prompt and is in no task, so that it may run loops
    /// although the session's own loop is running.
    pub at_prompt: Cell<bool>,
    /// The handlers set by `add_signal_handler`.
    pub signals: signals::Signals,
    /// The handlers set by `signal.signal()`.
    pub signal_handlers: SignalHandlers,
    /// Rust futures that tasks await, and Rust tasks that drive loops.
    pub foreign: foreign::Foreign,
    /// The events of tasks and loops.
    pub recorder: recorder::Recorder,
    /// Decides what happens next where several things could.
    pub choices: choices::Choices,
    /// The length of a step in seconds, and the function that is told of longer ones; unset for
    /// none.
    pub on_blocked: Slot,
    /// Tasks that wait for each other.
    pub circles: partial::Circles,
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
            inspection: inspection::Inspection::default(),
            profiler: profiler::Profiler::default(),
        }
    }

    /// The shared state of an interpreter, for what outlives a borrow of it.
    ///
    /// # Panics
    /// As for [`running`].
    pub fn of(vm: &Vm) -> Rc<Running> {
        let hooks: Rc<dyn Any> = vm.event_loop().clone();
        hooks.downcast().expect("the interpreter was made with this event loop")
    }

    /// Puts a thread's part in place of the running thread's, which is returned.
    pub fn exchange(&self, other: ThreadState) -> ThreadState {
        ThreadState {
            current_loop: self.current_loop.replace(other.current_loop),
            current_task: self.current_task.replace(other.current_task),
            context: self.context.replace(other.context),
            set_loop: self.set_loop.replace(other.set_loop),
            asyncgen_first: self.asyncgen_first.replace(other.asyncgen_first),
            asyncgen_finalizer: self.asyncgen_finalizer.replace(other.asyncgen_finalizer),
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

    /// `asyncio.set_event_loop`; unset or None for none.
    pub fn set_event_loop(&self, loop_value: Value) {
        self.set_loop_called.set(true);
        self.set_loop.set(if loop_value.is_none() { Value::UNSET } else { loop_value });
    }

    /// Forgets the loop that [`Self::set_event_loop`] was given; returns it, and whether there was a call.
    pub fn take_event_loop(&self) -> (Value, bool) {
        (self.set_loop.take(), self.set_loop_called.take())
    }

    /// Starts recording.
    pub fn start_recorder(&self, vm: &Vm, mode: recorder::Mode) {
        self.recorder.start(vm, &self.clock, mode);
        vm.notes_coroutines.set(self.records_coroutines() || self.debug.get());
    }

    /// Starts to record everything from here on; true if everything is recorded already.
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

    /// Ends what [`Running::begin_trace`] began; its result says whether that was anything.
    pub fn end_trace(&self, vm: &Vm, goes_on: bool) {
        if !goes_on {
            self.recorder.forget();
            self.start_recorder(vm, recorder::Mode::Ring);
        }
    }

    /// Whether the making of coroutines is recorded. A run whose order is given makes just the objects
    /// that it makes without a recording, since their addresses may matter to it.
    fn records_coroutines(&self) -> bool {
        self.recorder.is_full() && !self.choices.is_on()
    }

    /// The next task's number.
    fn next_task(&self) -> i64 {
        self.tasks.set(self.tasks.get() + 1);
        self.tasks.get()
    }
}

/// `asyncio.get_event_loop()`: the running loop, or the one that was set.
///
/// # Errors
/// RuntimeError if there is neither.
pub fn get_event_loop(vm: &Vm) -> VmResult {
    let running = running(vm);
    if let Some(current) = running.current_loop_or_none() {
        return Ok(current);
    }
    match own_policy(vm) {
        Some(policy) => vm.call_method(&policy, &intern("get_event_loop"), &[]),
        None => loop_that_was_set(vm),
    }
}

/// The event loop policy; none if no program has asked for it.
pub fn own_policy(vm: &Vm) -> Option<Value> {
    Some(running(vm).policy.get()).filter(|policy| !policy.is_unset())
}

/// The loop that `set_event_loop` was given.
///
/// # Errors
/// RuntimeError if there is none.
pub fn loop_that_was_set(vm: &Vm) -> VmResult {
    let running = running(vm);
    if running.set_loop.is_unset() {
        if running.set_loop_called.get() || running.threads.current() != running.threads.main() {
            let name = thread_name(vm).unwrap_or_else(|| "MainThread".to_string());
            let message = format!("There is no current event loop in thread '{name}'.");
            return Err(vm.runtime_error(message));
        }
        let message = "There is no current event loop";
        vm.warn(Exc::DeprecationWarning, message, 1)?;
        running.set_event_loop(new_event_loop(vm));
    }
    Ok(running.set_loop.get())
}

/// The name of the running thread, if `threading` was imported.
fn thread_name(vm: &Vm) -> Option<String> {
    let threading = vm.modules.get_text("threading")?;
    let thread = vm.call_method(&threading, &intern("current_thread"), &[]).ok()?;
    let name = vm.get_attribute(&thread, &intern("name")).ok()?;
    Some(vm.str(&name).ok()?.as_str().to_string())
}

/// The data of an event loop object.
pub struct EventLoop {
    /// The interpreter's share.
    pub running: Rc<Running>,
    ready: RefCell<VecDeque<Entry>>,
    /// The timers.
    pub timers: RefCell<Timers>,
    /// Whether `stop()` was called: the pass that runs is the last.
    pub stopping: Cell<bool>,
    closed: Cell<bool>,
    is_running: Cell<bool>,
    /// `get_debug()`: slow steps are reported, and coroutines and tasks remember where they were
    /// made.
    pub debug: Cell<bool>,
    /// `slow_callback_duration`: how long a step may take, in seconds, before debug mode reports
    /// it.
    pub slow_callback_duration: Slot,
    /// The program's exception handler; unset or None for the default one.
    pub exception_handler: Slot,
    /// The program's task factory; unset or None for plain tasks.
    pub task_factory: Slot,
    /// The future that `run_until_complete` runs for; unset if none.
    pub main: Slot,
    /// The executor of `run_in_executor(None, …)`; unset if none was needed yet.
    pub executor: Slot,
    /// Whether `shutdown_default_executor()` was called.
    pub executor_shut_down: Cell<bool>,
    /// Whether it has ended in a deadlock: the threads of its executor never end, either.
    pub deadlocked: Cell<bool>,
    /// The files of `add_reader` and `add_writer`, by descriptor.
    files: RefCell<BTreeMap<std::os::fd::RawFd, Value>>,
    /// Whether `shutdown_asyncgens()` was called.
    pub generators_shut_down: Cell<bool>,
    /// The parts that the library's Python needs, by the name of their maker; unset if none was
    /// needed.
    pub library_parts: Slot,
}

impl NativeObject for EventLoop {
    fn traverse(&self, visit: Visitor<'_>) {
        self.ready.borrow().iter().for_each(|entry| entry.traverse(visit));
        self.files.borrow().values().for_each(&mut *visit);
        for timer in self.timers.borrow().iter() {
            match &timer.due {
                Due::Sleep(task, _) => visit(task.as_value()),
                Due::Handle(handle) => visit(handle),
            }
        }
        for slot in [&self.exception_handler, &self.task_factory, &self.main, &self.executor] {
            visit(&slot.get());
        }
        visit(&self.library_parts.get());
    }

    fn clear(&self) {
        drop(self.ready.take());
        let timers = self.timers.borrow_mut().take();
        drop(timers);
        self.exception_handler.set(Value::UNSET);
        self.task_factory.set(Value::UNSET);
        self.executor.set(Value::UNSET);
        self.library_parts.set(Value::UNSET);
    }
}

/// Drops everything that loops were to run, when a limit has ended the program.
fn forget_program(running: &Running) {
    for native in crate::runtime::heap::live_objects_of::<Native>() {
        let value = native.into_value();
        if let Some(event_loop) = value.native::<EventLoop>() {
            event_loop.close(&value);
        }
    }
    drop(running.exchange(ThreadState::default()));
    running.main_task.set(Value::UNSET);
}

/// A new event loop object.
pub fn new_event_loop(vm: &Vm) -> Value {
    new_event_loop_of(vm, &vm.class_for(running(vm).classes.event_loop))
}

/// A new event loop object of a class derived from the event loop's.
pub fn new_event_loop_of(vm: &Vm, class: &Ref<crate::objects::class::Class>) -> Value {
    let event_loop = EventLoop {
        running: Running::of(vm),
        ready: RefCell::default(),
        timers: RefCell::default(),
        stopping: Cell::new(false),
        closed: Cell::new(false),
        is_running: Cell::new(false),
        debug: Cell::new(running(vm).debug.get()),
        slow_callback_duration: Slot::new(Value::float(0.1)),
        exception_handler: Slot::default(),
        task_factory: Slot::default(),
        main: Slot::default(),
        executor: Slot::default(),
        executor_shut_down: Cell::new(false),
        deadlocked: Cell::new(false),
        files: RefCell::default(),
        generators_shut_down: Cell::new(false),
        library_parts: Slot::default(),
    };
    let made = Native::new(class, event_loop).into_value();
    if let Err(raised) = report::log_debug(vm, "Using selector: %s", "EpollSelector".into()) {
        vm.unraisable(&raised, &made);
    }
    made
}

impl EventLoop {
    /// Whether the making of coroutines is noted: in debug mode, and while everything is recorded.
    pub fn notes_coroutines(&self) -> bool {
        self.debug.get() || self.running.records_coroutines()
    }

    /// Lets coroutines and tasks remember where they are made, as this loop's debug mode wants.
    pub fn apply_debug(&self, vm: &Vm) {
        vm.notes_coroutines.set(self.notes_coroutines());
        if self.debug.get() {
            self.running.origins.set(origin::DEBUG_DEPTH);
        }
    }

    /// Whether nothing is ready to run.
    pub fn is_idle(&self) -> bool {
        self.ready.borrow().is_empty()
    }

    /// Adds to the ready queue.
    #[inline]
    pub fn push(&self, entry: Entry) {
        if let Entry::Wakeup(task, _) = &entry {
            self.running.recorder.ready(task.recorded.get(), Thing::Task);
        }
        self.ready.borrow_mut().push_back(entry);
    }

    /// Adds a native callback to the ready queue, which runs in a copy of the current context.
    pub fn push_in_context(&self, vm: &Vm, callback: &'static NativeCallback, target: Value) {
        let context = context::copy_current(vm, &self.running);
        self.push(Entry::InContext(callback, target, context));
    }

    /// Adds the timer of a handle that has a deadline.
    pub fn schedule(&self, value: &Value) {
        if let Some(handle) = handle::of(value)
            && let Some(when) = handle.when
        {
            handle.scheduled.set(true);
            self.timers.borrow_mut().push(when, Due::Handle(value.clone()));
        }
    }

    /// Notes that a timer in the heap was cancelled.
    pub fn timer_cancelled(&self) {
        self.timers.borrow_mut().cancelled += 1;
    }

    /// Whether something can run in the next pass.
    pub fn has_ready(&self) -> bool {
        !self.ready.borrow().is_empty()
    }

    /// Whether the loop runs.
    pub fn is_running(&self) -> bool {
        self.is_running.get()
    }

    /// Sets whether the loop runs, for a session that drives it pass by pass.
    pub fn set_running(&self, runs: bool) {
        self.is_running.set(runs);
    }

    /// Whether the loop is closed.
    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// Closes the loop: drops everything that is scheduled, and stops watching files and signals.
    /// `loop_value` is the loop's own object.
    pub fn close(&self, loop_value: &Value) {
        self.closed.set(true);
        let ready = self.ready.take();
        let timers = self.timers.borrow_mut().take();
        drop((ready, timers));
        files::forget_all(self);
        crate::vm::with_current(|vm| {
            self.running.signals.remove_all(vm, &self.running, loop_value);
        });
        self.executor_shut_down.set(true);
    }

    /// # Errors
    /// RuntimeError `Event loop is closed`.
    #[inline]
    pub fn check_closed(&self, vm: &Vm) -> VmResult<()> {
        if self.closed.get() { Err(vm.runtime_error("Event loop is closed")) } else { Ok(()) }
    }
}

/// The data of an event loop object.
///
/// # Errors
/// TypeError for other types.
pub fn loop_data<'a>(vm: &Vm, value: &'a Value) -> VmResult<&'a EventLoop> {
    value.native::<EventLoop>().ok_or_else(|| {
        vm.type_error(format!(
            "an event loop was expected, not {}",
            vm.class_of(value).message_name()
        ))
    })
}

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
    let names = crate::objects::native::keyword_names(&names);
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
/// TypeError for what cannot be awaited; ValueError for a future of another loop; RuntimeError
/// if there is no loop.
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

/// Whether a loop is of a class of the program, which may have methods of its own in place of the
/// built-in ones.
pub fn has_own_methods(vm: &Vm, loop_value: &Value) -> bool {
    loop_value.kind() != Some(Kind::Native) || vm.class_ref(loop_value).def.is_none()
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
fn resume(vm: &Vm, coroutine: &Value, input: Input) -> VmResult<Outcome> {
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

/// Handles Ctrl-C where the VM would raise KeyboardInterrupt.
///
/// While `asyncio.run` runs its main task, the first Ctrl-C cancels that task, and
/// KeyboardInterrupt is raised when it has ended.
///
/// # Errors
/// KeyboardInterrupt.
pub fn interrupt(vm: &Vm) -> VmResult<()> {
    let running = running(vm);
    if running.signals.deliver(running, signals::INTERRUPT) {
        return Ok(());
    }
    if running.signal_handlers.interrupt(vm)? {
        return Ok(());
    }
    interrupt_main_task(vm)
}

/// Handles Ctrl-C as `asyncio.run` does.
///
/// # Errors
/// KeyboardInterrupt.
pub fn interrupt_main_task(vm: &Vm) -> VmResult<()> {
    let running = running(vm);
    if let Some(task) = running.main_task.get().get::<Task>() {
        running.interrupts.set(running.interrupts.get() + 1);
        if running.interrupts.get() == 1 && !task.future.is_done() {
            show_to_user(vm, running);
            task::cancel(vm, task, Value::UNSET)?;
            return Ok(());
        }
    } else if running.is_inside_loop() {
        show_to_user(vm, running);
    }
    Err(vm.error_with(Exc::KeyboardInterrupt, []))
}

/// Shows the user of the command what the tasks wait for, when that is to end.
fn show_to_user(vm: &Vm, running: &Running) {
    if running.inspection.is_watching() {
        running.inspection.show(vm);
    }
}

/// Calls a function of the library's Python for futures of a program's own class, of which Rust
/// functions know nothing: `gather`, `shield`, `wait`, `as_completed`.
///
/// # Errors
/// Any exception raised by it.
pub fn call_library(
    vm: &Vm,
    function: &str,
    arguments: &[Value],
    names: &[&'static str],
) -> VmResult {
    let tasks = vm.import_module("asyncio.tasks")?;
    let function = vm.get_attribute(&tasks, &intern(&format!("_py_{function}")))?;
    let names = crate::objects::native::keyword_names(names);
    vm.call_keywords(&function, arguments, names.items())
}

/// The loop's part when an asynchronous generator is dropped before it is exhausted: it closes it in
/// a task.
///
/// # Errors
/// Any exception raised by a program's own `create_task`.
pub fn finalize_async_generator(vm: &Vm, loop_value: &Value, generator: &Value) -> VmResult<()> {
    let event_loop = loop_data(vm, loop_value)?;
    if event_loop.is_closed() {
        return Ok(());
    }
    let closing = vm.call_method(generator, &intern("aclose"), &[])?;
    let create = vm.get_attribute(loop_value, &intern("create_task"))?;
    let args = crate::objects::tuple::Tuple::new([closing]);
    let context = context::copy_current(vm, &event_loop.running);
    let handle = handle::Handle::call(vm, loop_value, None, create, args, context);
    event_loop.push(Entry::Handle(handle));
    Ok(())
}
