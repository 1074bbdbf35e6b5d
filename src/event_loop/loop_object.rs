//! The data of an event loop: its queues, settings and state.

use super::future::NativeCallback;
use super::ready::Entry;
use super::recorder::events::Thing;
use super::running::{Running, running};
use super::timers::{Due, Timers};
use super::{context, files, handle, origin, report};
use crate::objects::class::Class;
use crate::objects::native::{Native, NativeObject};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::os::fd::RawFd;
use std::rc::Rc;

/// The data of an event loop object.
pub struct EventLoop {
    /// The interpreter's share.
    pub running: Rc<Running>,
    pub(super) ready: RefCell<VecDeque<Entry>>,
    /// The timers.
    pub timers: RefCell<Timers>,
    /// Whether `stop()` was called: the current pass is the last.
    pub stopping: Cell<bool>,
    pub(super) closed: Cell<bool>,
    pub(super) is_running: Cell<bool>,
    /// `get_debug()`: slow steps are reported, and coroutines and tasks remember where they were
    /// made.
    pub debug: Cell<bool>,
    /// While it runs in debug mode: the coroutines' depth of recorded calls outside the loop.
    depth_outside: Cell<Option<usize>>,
    /// `slow_callback_duration`: how long a step may take, in seconds, before debug mode reports
    /// it.
    pub slow_callback_duration: Slot,
    /// The program's exception handler; unset or None for the default one.
    pub exception_handler: Slot,
    /// The program's task factory; unset or None for plain tasks.
    pub task_factory: Slot,
    /// The future for which `run_until_complete` runs; unset if none.
    pub main: Slot,
    /// The executor of `run_in_executor(None, …)`; unset until one is needed.
    pub executor: Slot,
    /// Whether `shutdown_default_executor()` was called.
    pub executor_shut_down: Cell<bool>,
    /// Whether it has ended in a deadlock: the threads of its executor never end, either.
    pub deadlocked: Cell<bool>,
    /// The files of `add_reader` and `add_writer`, by descriptor.
    pub(super) files: RefCell<BTreeMap<RawFd, Value>>,
    /// Whether `shutdown_asyncgens()` was called.
    pub generators_shut_down: Cell<bool>,
    /// The objects that the Python library needs, by the name of the function that makes them;
    /// unset until one is needed.
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

/// A new event loop object.
pub fn new_event_loop(vm: &Vm) -> Value {
    new_event_loop_of(vm, &vm.class_for(running(vm).classes.event_loop))
}

/// A new event loop object of a class derived from the event loop's.
pub fn new_event_loop_of(vm: &Vm, class: &Ref<Class>) -> Value {
    let event_loop = EventLoop {
        running: Running::of(vm),
        ready: RefCell::default(),
        timers: RefCell::default(),
        stopping: Cell::new(false),
        closed: Cell::new(false),
        is_running: Cell::new(false),
        debug: Cell::new(running(vm).debug.get()),
        depth_outside: Cell::new(None),
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
    /// Whether the recording of coroutines' origins differs from what this loop's debug mode
    /// requires.
    pub fn differs_in_debug(&self) -> bool {
        self.debug.get() != self.depth_outside.get().is_some()
    }

    /// Makes coroutines and tasks record their origins as this loop's debug mode requires.
    pub fn apply_debug(&self, vm: &Vm) {
        if self.debug.get() {
            self.running.origins.set(origin::DEBUG_DEPTH);
            if self.depth_outside.get().is_none() {
                self.depth_outside.set(Some(self.running.coroutine_depth()));
                self.running.set_coroutine_depth(vm, origin::DEBUG_DEPTH);
            }
        } else {
            self.leave_debug(vm);
        }
    }

    /// Restores the recording of coroutines' origins to the state before this loop ran in debug
    /// mode.
    pub fn leave_debug(&self, vm: &Vm) {
        if let Some(depth) = self.depth_outside.take() {
            self.running.set_coroutine_depth(vm, depth);
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

    /// Adds a native callback to the ready queue, to run in a copy of the current context.
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

    /// Records that a timer in the heap was cancelled.
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

    /// Sets whether the loop runs, for a session that runs it pass by pass.
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

/// The loop's action when an asynchronous generator is dropped before it is exhausted: closes it in
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
    let args = Tuple::new([closing]);
    let context = context::copy_current(vm, &event_loop.running);
    let handle = handle::Handle::call(vm, loop_value, None, create, args, context);
    event_loop.push(Entry::Handle(handle));
    Ok(())
}
