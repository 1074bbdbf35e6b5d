//! Tasks: coroutines that the loop drives, one step at a time.
//!
//! A task that is not done is in one of three states, as in CPython: it waits for a future (or a
//! sleep) one of whose callbacks wakes it; a step of it is in the ready queue; or it is running.

use super::future::{self, Callback, Future, NativeCallback, Phase, State};
use super::ready::Entry;
use super::recorder::Holder;
use super::recorder::events::{Kind as Recorded, Thing};
use super::{EventLoop, Running, context, custom, exceptions, origin};
use crate::objects::generator::{FUTURE_ITER, Flavor, Generator, NativeCoroutine};
use crate::objects::native::keyword_names;
use crate::objects::str::{Str, intern};
use crate::runtime::heap::NEEDS_FINALIZER;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Slot, Value};
use crate::vm::{Outcome, Raised, Vm, VmResult};
use std::cell::Cell;

/// The state of a task's current `sleep`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sleep {
    /// The task does not sleep.
    None,
    /// It waits for the timer of this number.
    Pending(u32),
    /// The timer was due; the task's step is in the ready queue.
    Done,
    /// The sleep was cancelled; the task's step is in the ready queue.
    Cancelled,
}

/// The payload of `asyncio.Task`.
pub struct Task {
    /// The state shared with futures.
    pub future: State,
    /// The coroutine; unset once it is done with.
    pub coroutine: Slot,
    /// The future it waits for; unset if none.
    pub waiter: Slot,
    /// The sleep it waits for.
    pub sleep: Cell<Sleep>,
    sleeps: Cell<u32>,
    /// Its number in recorded events.
    pub recorded: Cell<u32>,
    /// The task and the call that made it.
    pub made: Cell<Holder>,
    /// Cancel it with its next step.
    must_cancel: Cell<bool>,
    /// The number of cancellation requests.
    pub cancel_requests: Cell<u32>,
    /// Complain if it dies while pending.
    pub log_destroy_pending: Cell<bool>,
    /// The context; unset for an empty one that was never used.
    pub context: Slot,
    /// The loop's time at which the pass began in which it was created or last ran, in seconds.
    pub since: Cell<f64>,
    /// Its name, or the number N of `Task-N`: most names are never used.
    pub name: Slot,
}

impl Object for Task {
    const KIND: Kind = Kind::Task;

    fn traverse(&self, visit: Visitor<'_>) {
        self.future.traverse(visit);
        for slot in [&self.coroutine, &self.waiter, &self.context, &self.name] {
            visit(&slot.get());
        }
    }

    fn clear(&self) {
        self.future.clear();
        for slot in [&self.coroutine, &self.waiter, &self.context] {
            slot.set(Value::UNSET);
        }
    }
}

impl Task {
    /// The payload of a task that has no coroutine yet.
    pub fn payload(loop_value: Value) -> Task {
        Task {
            future: State::new(loop_value),
            coroutine: Slot::default(),
            waiter: Slot::default(),
            sleep: Cell::new(Sleep::None),
            sleeps: Cell::new(0),
            recorded: Cell::new(0),
            made: Cell::default(),
            must_cancel: Cell::new(false),
            cancel_requests: Cell::new(0),
            log_destroy_pending: Cell::new(true),
            context: Slot::default(),
            since: Cell::new(0.0),
            name: Slot::new(Value::small_int(0)),
        }
    }

    /// Whether it is cancelled with its next step.
    pub fn is_being_cancelled(&self) -> bool {
        self.must_cancel.get() || self.sleep.get() == Sleep::Cancelled
    }

    /// Whether it waits for the timer with this number.
    pub fn sleeps_until(&self, number: u32) -> bool {
        self.sleep.get() == Sleep::Pending(number)
    }

    /// Records that the task is about to wait for a timer, and returns the timer's number.
    pub fn begin_sleep(&self) -> u32 {
        let number = self.sleeps.get().wrapping_add(1);
        self.sleeps.set(number);
        self.sleep.set(Sleep::Pending(number));
        number
    }

    /// The name.
    pub fn name(&self) -> String {
        match self.name.get().get::<Str>() {
            Some(text) => text.as_str().to_string(),
            None => format!("Task-{}", self.number().unwrap_or(0)),
        }
    }

    /// The number of a task without its own name.
    pub fn number(&self) -> Option<i64> {
        self.name.get().as_small_int()
    }

    /// The number of pending cancellation requests.
    pub fn cancelling(&self) -> u32 {
        self.cancel_requests.get()
    }

    /// Whether its next step is to raise CancelledError.
    pub fn must_cancel(&self) -> bool {
        self.must_cancel.get()
    }

    /// Withdraws one cancellation request; returns how many are left.
    pub fn uncancel(&self) -> u32 {
        let left = self.cancel_requests.get().saturating_sub(1);
        if self.cancel_requests.replace(left) > 0 && left == 0 {
            self.must_cancel.set(false);
        }
        left
    }
}

/// Whether a value is a coroutine, as `asyncio.iscoroutine` decides for built-in types.
pub fn is_coroutine(value: &Value) -> bool {
    match value.kind() {
        Some(Kind::NativeCoroutine) => {
            value.get::<NativeCoroutine>().is_some_and(|n| n.step_of != Some(FUTURE_ITER))
        }
        Some(Kind::Generator) => {
            value.get::<Generator>().is_some_and(|g| g.flavor == Flavor::Coroutine)
        }
        _ => false,
    }
}

/// The options of a new task, apart from its coroutine.
#[derive(Default)]
pub struct Options {
    /// The name; unset or None for `Task-N`.
    pub name: Value,
    /// The context; unset or None for a copy of the current one.
    pub context: Value,
    /// Run the first step at once, if the loop is running.
    pub eager: bool,
    /// The number of CPython's library calls that create it, for debug mode.
    pub making: usize,
}

/// A new task of a loop, whose first step is scheduled.
///
/// # Errors
/// TypeError if `coroutine` is not a coroutine.
#[inline]
pub fn spawn(
    vm: &Vm,
    loop_value: &Value,
    coroutine: Value,
    options: Options,
) -> VmResult<Ref<Task>> {
    let task = Ref::with_attributes(Task::payload(loop_value.clone()));
    init(vm, &task, coroutine, Options { making: 2, ..options })?;
    Ok(task)
}

/// Sets the coroutine of a new task and schedules its first step.
///
/// # Errors
/// TypeError if `coroutine` is not a coroutine; with `eager`, KeyboardInterrupt and SystemExit.
pub fn init(vm: &Vm, task: &Ref<Task>, coroutine: Value, options: Options) -> VmResult<()> {
    if !is_coroutine(&coroutine) && !super::is_foreign_coroutine(vm, &coroutine) {
        task.log_destroy_pending.set(false);
        let shown = vm.repr_text(&coroutine);
        return Err(vm.type_error(format!("a coroutine was expected, got {shown}")));
    }
    let loop_value = task.future.loop_.get();
    let running = super::running(vm);
    let named = !options.name.is_unset() && !options.name.is_none();
    task.name.set(if named {
        vm.str(&options.name)?.into_value()
    } else {
        running.next_task().into()
    });
    task.context.set(if options.context.is_unset() || options.context.is_none() {
        context::copy_current(vm, running)
    } else {
        options.context
    });
    task.coroutine.set(coroutine);
    vm.admit_task(count_unfinished)?;
    task.recorded.set(running.recorder.next_task());
    task.made.set(running.recorder.here(vm));
    task.since.set(running.pass_began.get());
    running.recorder.made(vm, &running.clock, task);
    if custom::debug(vm, &loop_value)? {
        task.future.origin.set(origin::debug_stack(vm, options.making));
    } else if running.origins.get() > 0 {
        let by = running.task().map(|task| task.name());
        task.future.origin.set(origin::here(vm, by, running.origins.get()));
    }
    task.header().set_flags(NEEDS_FINALIZER);
    if options.eager && custom::is_running(vm, &loop_value)? {
        let outer = running.current_task.replace(task.as_value().clone());
        let cause = running.recorder.cause();
        running.recorder.step(&running.clock, task.recorded.get());
        let here = loop_value.native::<EventLoop>();
        let result = step_inner(vm, running, here, task, Ok(Value::NONE));
        running.recorder.resume(&running.clock, cause);
        drop(running.current_task.replace(outer));
        return result;
    }
    custom::schedule(vm, &loop_value, Entry::Step(task.clone()))
}

/// The number of tasks that are not done.
fn count_unfinished() -> usize {
    let tasks = crate::runtime::live::live_objects_of::<Task>();
    tasks.iter().filter(|task| !task.future.is_done() && !task.coroutine.is_unset()).count()
}

/// [`Callback::Wakeup`] as a native callback, for programs that inspect a future's callbacks.
pub static WAKEUP: NativeCallback = NativeCallback {
    name: "Task.task_wakeup()",
    run: |vm, task, future| match task.get::<Task>() {
        Some(task) => Entry::Wakeup(task.clone(), future.clone()).perform(vm),
        None => Ok(()),
    },
};

/// Resumes a task because the future it waited for is done.
///
/// # Errors
/// Same as [`step`].
#[inline]
pub fn wakeup(
    vm: &Vm,
    running: &Running,
    here: Option<&EventLoop>,
    task: &Ref<Task>,
    future: Value,
) -> VmResult<()> {
    let input = match future::state_of(&future) {
        Some(state) => match state.phase.get() {
            Phase::Failed => Err(state.raise(vm)),
            Phase::Cancelled => Err(state.cancelled(vm)),
            _ => Ok(Value::NONE),
        },
        None => vm.call_method(&future, &intern("result"), &[]).map(|_| Value::NONE),
    };
    // The future lives until the step ends, as in CPython, where it is an argument of the wake-up.
    let result = step(vm, running, here, task, input);
    drop(future);
    result
}

/// Resumes a sleeping task, whose timer was due, in the next pass.
///
/// CPython takes two passes as well: in the first, the timer's callback finishes the future that
/// `sleep` awaits; in the second, the future's callback wakes the task.
pub fn sleep_done(event_loop: &EventLoop, task: Ref<Task>, number: u32) {
    if task.sleeps_until(number) {
        task.sleep.set(Sleep::Done);
        event_loop.running.recorder.ready(task.recorded.get(), Thing::Sleep);
        event_loop.push(Entry::Step(task));
    }
}

/// Runs a task until it next waits, or ends. `here` is its loop, unless that is a program's own.
///
/// # Errors
/// InvalidStateError if it is done; KeyboardInterrupt and SystemExit that its coroutine raises.
#[inline]
pub fn step(
    vm: &Vm,
    running: &Running,
    here: Option<&EventLoop>,
    task: &Ref<Task>,
    mut input: Result<Value, Raised>,
) -> VmResult<()> {
    if task.future.is_done() {
        let shown = vm.repr_text(task.as_value());
        return Err(exceptions::invalid_state(vm, &format!("__step(): already done: {shown}")));
    }
    // Unlike other errors, that of a cancelled future is created when it is delivered, which may be
    // while the code that runs the loop handles an exception.
    if let Err(raised) = &input
        && exceptions::is_cancelled(vm, raised)
    {
        vm.set_context(raised);
    }
    if task.must_cancel.replace(false)
        && !matches!(&input, Err(raised) if exceptions::is_cancelled(vm, raised))
    {
        input = Err(task.future.cancelled(vm));
    }
    task.sleep.set(Sleep::None);
    task.waiter.set(Value::UNSET);
    if !running.current_task.is_unset() {
        let (new, now) = (vm.repr_text(task.as_value()), vm.repr_text(&running.current_task.get()));
        return Err(vm.runtime_error(format!(
            "Cannot enter into task {new} while another task {now} is being executed."
        )));
    }
    task.since.set(running.pass_began.get());
    running.current_task.set(task.as_value().clone());
    running.recorder.step(&running.clock, task.recorded.get());
    let result = step_inner(vm, running, here, task, input);
    running.recorder.left(&running.clock);
    running.current_task.set(Value::UNSET);
    result
}

/// Resumes the coroutine in the task's context, and handles the outcome.
fn step_inner(
    vm: &Vm,
    running: &Running,
    here: Option<&EventLoop>,
    task: &Ref<Task>,
    input: Result<Value, Raised>,
) -> VmResult<()> {
    let coroutine = task.coroutine.get();
    // The loop holds the task's context while it runs: setting a variable may create it.
    let outer = running.context.replace(task.context.take());
    let outcome = super::awaitables::resume(vm, &coroutine, input);
    let result = match outcome {
        Ok(Outcome::Yielded(value) | Outcome::Item(value)) => {
            yielded(vm, running, here, task, value)
        }
        Ok(Outcome::Returned(value)) => {
            let is_cancelled = task.must_cancel.replace(false);
            let kind = if is_cancelled { Recorded::Cancelled } else { Recorded::Done };
            running.recorder.ended(vm, task, kind, None);
            if is_cancelled {
                future::set_cancelled(task.as_value(), task.future.cancel_message());
            } else {
                future::finish(task.as_value(), value);
            }
            settle(task)
        }
        Err(raised) => failed(vm, task, raised),
    };
    task.context.set(running.context.replace(outer));
    result
}

/// Marks a task as done: its coroutine is kept for its repr, but not finalized.
fn settle(task: &Ref<Task>) -> VmResult<()> {
    if task.header().class().is_none() && !task.future.log_traceback.get() {
        task.header().clear_flags(NEEDS_FINALIZER);
    }
    Ok(())
}

/// The coroutine raised: that ends the task.
fn failed(vm: &Vm, task: &Ref<Task>, raised: Raised) -> VmResult<()> {
    let recorder = &super::running(vm).recorder;
    if exceptions::is_cancelled(vm, &raised) {
        recorder.ended(vm, task, Recorded::Cancelled, None);
        task.future.keep_cancelled_error(raised);
        future::set_cancelled(task.as_value(), Value::UNSET);
        return settle(task);
    }
    recorder.ended(vm, task, Recorded::Failed, Some(&raised));
    if !task.future.origin.is_unset() {
        origin::note_passage(task, &raised.0);
    }
    raised.0.mark_raised_in_library();
    future::fail(task.as_value(), raised.0.clone());
    if vm.ends_program(&raised) {
        return Err(raised);
    }
    Ok(())
}

/// Handles a yielded value: a future to wait for, or None for the next pass.
#[inline]
fn yielded(
    vm: &Vm,
    running: &Running,
    here: Option<&EventLoop>,
    task: &Ref<Task>,
    value: Value,
) -> VmResult<()> {
    let recorder = &running.recorder;
    if value.is_none() {
        recorder.wait(vm, task, Thing::Pass, 0);
        return push(vm, here, task, Entry::Step(task.clone()));
    }
    if matches!(task.sleep.get(), Sleep::Pending(_)) {
        if running.is_sleep_marker(&value) {
            recorder.wait(vm, task, Thing::Sleep, 0);
            if task.must_cancel.get() && cancel_sleep(vm, task, task.future.cancel_message()) {
                task.must_cancel.set(false);
            }
            return Ok(());
        }
        // Another driver manually resumed the sleep inside this task, which does not wait for it.
        task.sleep.set(Sleep::None);
    }
    let Some(state) = future::state_of(&value) else {
        return yielded_other(vm, here, task, &value);
    };
    let is_awaited = state.blocking.replace(false);
    let problem = if !state.loop_.get().is(&task.future.loop_.get()) {
        format!(
            "Task {} got Future {} attached to a different loop",
            vm.repr_text(task.as_value()),
            vm.repr_text(&value)
        )
    } else if !is_awaited {
        let (shown, of) = (vm.repr_text(&value), vm.repr_text(task.as_value()));
        format!("yield was used instead of yield from in task {of} with {shown}")
    } else if value.is(task.as_value()) {
        format!("Task cannot await on itself: {}", vm.repr_text(&value))
    } else {
        let (thing, other) = match value.get::<Task>() {
            Some(other) => (Thing::Task, other.recorded.get()),
            None if future::is_gathering(&value) => (Thing::Gather, 0),
            None => (Thing::Future, 0),
        };
        let closes = match value.get::<Task>() {
            Some(other) => !other.waiter.is_unset(),
            None => recorder.waits_for_lock(),
        };
        if closes {
            running.circles.may_have_closed.set(true);
        }
        task.waiter.set(value.clone());
        recorder.wait(vm, task, thing, other);
        future::add_callback(&value, Callback::Wakeup(task.clone()));
        if task.must_cancel.get() && future::cancel(vm, &value, task.future.cancel_message())? {
            task.must_cancel.set(false);
        }
        return Ok(());
    };
    push(vm, here, task, Entry::Throw(task.clone(), vm.runtime_error(problem)))
}

/// Schedules an entry of a task.
#[inline]
fn push(vm: &Vm, here: Option<&EventLoop>, task: &Ref<Task>, entry: Entry) -> VmResult<()> {
    match here {
        Some(event_loop) => {
            event_loop.push(entry);
            Ok(())
        }
        None => custom::schedule(vm, &task.future.loop_.get(), entry),
    }
}

/// Handles a yielded value that is not a built-in future: a future of the program, or a mistake.
#[cold]
fn yielded_other(
    vm: &Vm,
    here: Option<&EventLoop>,
    task: &Ref<Task>,
    value: &Value,
) -> VmResult<()> {
    let message = match wait_for_other(vm, task, value) {
        Ok(None) => return Ok(()),
        Ok(Some(message)) => message,
        Err(raised) => return push(vm, here, task, Entry::Throw(task.clone(), raised)),
    };
    push(vm, here, task, Entry::Throw(task.clone(), vm.runtime_error(message)))
}

/// Makes a task wait for a future of the program, which has the attribute
/// `_asyncio_future_blocking`; or returns the error message.
fn wait_for_other(vm: &Vm, task: &Ref<Task>, value: &Value) -> VmResult<Option<String>> {
    let blocking = intern("_asyncio_future_blocking");
    let flag = vm.find_attribute(value, &blocking)?.filter(|flag| !flag.is_none());
    let Some(flag) = flag else { return Ok(Some(bad_yield(vm, task, value))) };
    let (shown, of) = (|| vm.repr_text(value), || vm.repr_text(task.as_value()));
    if !custom::loop_of(vm, value)?.is(&task.future.loop_.get()) {
        let message = format!("Task {} got Future {} attached to a different loop", of(), shown());
        return Ok(Some(message));
    }
    if !vm.truthy(&flag)? {
        let message =
            format!("yield was used instead of yield from in task {} with {}", of(), shown());
        return Ok(Some(message));
    }
    vm.set_attribute(value, &blocking, Value::FALSE)?;
    let add = vm.get_attribute(value, &intern("add_done_callback"))?;
    let call = [custom::wakeup(vm, task, value), custom::task_context(vm, task)];
    vm.call_keywords(&add, &call, keyword_names(&["context"]).items())?;
    task.waiter.set(value.clone());
    if task.must_cancel.get() && future::cancel(vm, value, task.future.cancel_message())? {
        task.must_cancel.set(false);
    }
    Ok(None)
}

fn bad_yield(vm: &Vm, task: &Ref<Task>, value: &Value) -> String {
    let shown = vm.repr_text(value);
    let is_generator = value.get::<Generator>().is_some_and(|g| g.flavor == Flavor::Generator);
    if is_generator {
        let task = vm.repr_text(task.as_value());
        format!("yield was used instead of yield from for generator in task {task} with {shown}")
    } else {
        format!("Task got bad yield: {shown}")
    }
}

/// `Task.cancel`: requests that CancelledError be thrown into the coroutine. `message` is unset for
/// none.
///
/// # Errors
/// Any exception raised by the `cancel` of the future that the task waits for.
pub fn cancel(vm: &Vm, task: &Ref<Task>, message: Value) -> VmResult<bool> {
    task.future.log_traceback.set(false);
    if task.future.is_done() {
        return Ok(false);
    }
    super::running(vm).recorder.cancel(vm, task.recorded.get());
    task.cancel_requests.set(task.cancel_requests.get() + 1);
    if !is_running(vm, task) && cancel_sleep(vm, task, message.clone()) {
        return Ok(true);
    }
    let waiter = task.waiter.get();
    if !waiter.is_unset() && pass_on(vm, task, &waiter, message.clone())? {
        return Ok(true);
    }
    task.must_cancel.set(true);
    task.future.set_cancel_message(message);
    Ok(true)
}

/// Passes a request to cancel on to the object that the task waits for.
///
/// # Errors
/// RecursionError if the request comes back, since the tasks wait for each other in a cycle, or if
/// the chain of waiting tasks is too long.
fn pass_on(vm: &Vm, task: &Ref<Task>, waiter: &Value, message: Value) -> VmResult<bool> {
    let is_plain = waiter.get::<Future>().is_some_and(|future| future.gathering.is_none());
    if is_plain {
        return future::cancel(vm, waiter, message);
    }
    vm.check_native_stack()?;
    let passing = &super::running(vm).passing_on;
    let number = task.as_value().bits();
    if !passing.borrow_mut().insert(number) {
        return Err(vm.recursion_error());
    }
    let result = future::cancel(vm, waiter, message);
    passing.borrow_mut().remove(&number);
    result
}

/// Cancels a task without the object that it waits for: the way out of a cycle.
pub fn cancel_alone(vm: &Vm, task: &Ref<Task>) {
    let loop_value = task.future.loop_.get();
    let Some(event_loop) = loop_value.native::<EventLoop>() else { return };
    let waiter = task.waiter.get();
    future::remove_wakeup(&waiter, task);
    task.waiter.set(Value::UNSET);
    event_loop.push(Entry::Throw(task.clone(), exceptions::cancelled(vm, Value::UNSET)));
}

/// Cancels the sleep of a task; false if it is not sleeping.
fn cancel_sleep(vm: &Vm, task: &Ref<Task>, message: Value) -> bool {
    if !matches!(task.sleep.get(), Sleep::Pending(_)) {
        return false;
    }
    let loop_value = task.future.loop_.get();
    let Some(event_loop) = loop_value.native::<EventLoop>() else { return false };
    task.sleep.set(Sleep::Cancelled);
    event_loop.push(Entry::Throw(task.clone(), exceptions::cancelled(vm, message)));
    true
}

/// Whether the task is the one that runs now.
fn is_running(vm: &Vm, task: &Ref<Task>) -> bool {
    super::running(vm).current_task.get().is(task.as_value())
}
