//! Futures: results that arrive later, and their callbacks.

use super::ready::Entry;
use super::recorder::events::Kind as Recorded;
use super::task::{Sleep, Task};
use super::{context, custom, exceptions, origin, report};
use crate::objects::exception::{Exc, Exception};
use crate::objects::str::intern;
use crate::runtime::heap::NEEDS_FINALIZER;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Slot, Value};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::{Cell, RefCell};

/// The state of a future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Not done.
    Pending,
    /// Cancelled.
    Cancelled,
    /// Done, with a result.
    Finished,
    /// Done, with an exception.
    Failed,
}

/// A callback written in Rust.
pub struct NativeCallback {
    /// The name in messages: `gather.<locals>._done_callback()`.
    pub name: &'static str,
    /// The function, called with the callback's data and the finished future.
    pub run: fn(&Vm, &Value, &Value) -> VmResult<()>,
}

/// The name of the callback of the outer future of `shield()`; its data is the inner one.
pub const SHIELD: &str = "shield.<locals>._outer_done_callback()";

/// A callback of a future.
pub enum Callback {
    /// Resumes a task that awaits it.
    Wakeup(Ref<Task>),
    /// A native callback with its data.
    Native(&'static NativeCallback, Value),
    /// A function of the program, with its context.
    Call(Value, Value),
}

impl Callback {
    fn traverse(&self, visit: Visitor<'_>) {
        match self {
            Callback::Wakeup(task) => visit(task.as_value()),
            Callback::Native(_, target) => visit(target),
            Callback::Call(function, context) => {
                visit(function);
                visit(context);
            }
        }
    }

    fn into_entry(self, future: Value) -> Entry {
        match self {
            Callback::Wakeup(task) => Entry::Wakeup(task, future),
            Callback::Native(callback, target) => Entry::Native(callback, target, future),
            Callback::Call(function, context) => Entry::Callback(function, context, future),
        }
    }
}

/// Most futures have one callback, which needs no list.
#[derive(Default)]
enum Callbacks {
    #[default]
    None,
    One(Callback),
    Many(Vec<Callback>),
}

impl Callbacks {
    fn as_slice(&self) -> &[Callback] {
        match self {
            Callbacks::None => &[],
            Callbacks::One(one) => std::slice::from_ref(one),
            Callbacks::Many(many) => many,
        }
    }
}

/// The state shared by futures and tasks.
pub struct State {
    /// The phase.
    pub phase: Cell<Phase>,
    /// The result or the exception, once done. For a cancelled task, the CancelledError that ended
    /// it: raised once, for the first caller, and unset afterwards.
    result: Slot,
    /// The loop it belongs to; unset until `__init__` has run.
    pub loop_: Slot,
    callbacks: RefCell<Callbacks>,
    /// The message that it was cancelled with; unset if there is none.
    cancel_message: Slot,
    /// The exception's traceback when it came here.
    traceback: Slot,
    /// The exception has not been retrieved.
    pub log_traceback: Cell<bool>,
    /// It is awaited, and was passed to the driver of the coroutine: `_asyncio_future_blocking`.
    pub blocking: Cell<bool>,
    /// The location of creation, if recorded (see [`origin`]); otherwise unset.
    pub origin: Slot,
}

impl State {
    /// A pending future's state.
    pub fn new(loop_value: Value) -> State {
        State {
            phase: Cell::new(Phase::Pending),
            result: Slot::default(),
            loop_: loop_value.into(),
            callbacks: RefCell::default(),
            cancel_message: Slot::default(),
            traceback: Slot::default(),
            log_traceback: Cell::new(false),
            blocking: Cell::new(false),
            origin: Slot::default(),
        }
    }

    /// Visits the values it holds.
    pub fn traverse(&self, visit: Visitor<'_>) {
        let State { result, loop_, cancel_message, traceback, origin, .. } = self;
        for slot in [result, loop_, cancel_message, traceback, origin] {
            visit(&slot.get());
        }
        self.callbacks.borrow().as_slice().iter().for_each(|c| c.traverse(visit));
    }

    /// Drops the references that can be part of a cycle.
    pub fn clear(&self) {
        drop(self.callbacks.take());
        self.result.set(Value::UNSET);
        self.traceback.set(Value::UNSET);
    }

    /// Whether it is done, cancelled included.
    #[inline]
    pub fn is_done(&self) -> bool {
        self.phase.get() != Phase::Pending
    }

    /// Whether it was cancelled.
    #[inline]
    pub fn is_cancelled(&self) -> bool {
        self.phase.get() == Phase::Cancelled
    }

    /// The result of a finished future, or the exception of a failed one.
    pub fn outcome(&self) -> Value {
        self.result.get()
    }

    /// The message that it was cancelled with; unset if there is none.
    pub fn cancel_message(&self) -> Value {
        self.cancel_message.get()
    }

    /// Sets the message to be cancelled with.
    pub fn set_cancel_message(&self, message: Value) {
        self.cancel_message.set(message);
    }

    /// Whether there are callbacks.
    pub fn has_callbacks(&self) -> bool {
        !self.callbacks.borrow().as_slice().is_empty()
    }

    /// The data of the native callback of this name.
    pub fn target_of(&self, name: &str) -> Option<Value> {
        let callbacks = self.callbacks.try_borrow().ok()?;
        callbacks.as_slice().iter().find_map(|callback| match callback {
            Callback::Native(native, target) if native.name == name => Some(target.clone()),
            _ => None,
        })
    }

    /// The task that resumes when this is done, if there is one: it awaits this, or a `gather()`
    /// that includes this.
    pub fn waiting_task(&self) -> Option<Ref<Task>> {
        let callbacks = self.callbacks.try_borrow().ok()?;
        callbacks.as_slice().iter().find_map(|callback| match callback {
            Callback::Wakeup(task) => Some(task.clone()),
            Callback::Native(_, target) => {
                let outer = target.get::<Future>().filter(|future| future.gathering.is_some())?;
                outer.state.waiting_task()
            }
            Callback::Call(..) => None,
        })
    }

    /// The callbacks as shown in messages: `cb=[…]`.
    pub fn callbacks_text(&self, vm: &Vm) -> String {
        // The texts are made outside the borrow: they may run the program's `__repr__`.
        enum Shown {
            Text(&'static str),
            Function(Value),
        }
        let shown: Vec<Shown> = self
            .callbacks
            .borrow()
            .as_slice()
            .iter()
            .map(|c| match c {
                Callback::Wakeup(_) => Shown::Text("Task.task_wakeup()"),
                Callback::Native(native, _) => Shown::Text(native.name),
                Callback::Call(function, _) => Shown::Function(function.clone()),
            })
            .collect();
        let text = |shown: &Shown| match shown {
            Shown::Text(text) => (*text).to_string(),
            Shown::Function(function) => report::callback_text(vm, function, None),
        };
        match &shown[..] {
            [] => "cb=[]".to_string(),
            [one] => format!("cb=[{}]", text(one)),
            [one, two] => format!("cb=[{}, {}]", text(one), text(two)),
            [first, .., last] => {
                format!("cb=[{}, <{} more>, {}]", text(first), shown.len() - 2, text(last))
            }
        }
    }

    /// The callbacks as functions with their contexts; an empty context is made for those of asyncio
    /// itself, which need none.
    pub fn callbacks(&self, vm: &Vm) -> Vec<(Value, Value)> {
        // Made outside the borrow: making objects may collect garbage.
        type Copy = Result<(Value, Value), (&'static NativeCallback, Value)>;
        let wakeup = |task: &Ref<Task>| Err((&super::task::WAKEUP, task.as_value().clone()));
        let copies: Vec<Copy> = self
            .callbacks
            .borrow()
            .as_slice()
            .iter()
            .map(|c| match c {
                Callback::Wakeup(task) => wakeup(task),
                Callback::Native(native, target) => Err((*native, target.clone())),
                Callback::Call(function, context) => Ok((function.clone(), context.clone())),
            })
            .collect();
        let shown = copies.into_iter().map(|copy| match copy {
            Ok((function, context)) => (function, context::materialise(vm, &Slot::new(context))),
            Err((native, target)) => {
                let context = match target.get::<Task>() {
                    Some(_) => target.clone().into_ref::<Task>().ok(),
                    None => None,
                };
                let context = match context {
                    Some(task) => custom::task_context(vm, &task),
                    None => context::materialise(vm, &Slot::default()),
                };
                (custom::native_callable(vm, native, target), context)
            }
        });
        shown.collect()
    }

    /// The result of a future that is done.
    ///
    /// # Errors
    /// Its exception; CancelledError if it was cancelled, InvalidStateError if it is not done.
    #[inline]
    pub fn result(&self, vm: &Vm) -> VmResult {
        match self.phase.get() {
            Phase::Finished => Ok(self.result.get()),
            Phase::Failed => Err(self.raise(vm)),
            Phase::Cancelled => Err(self.cancelled(vm)),
            Phase::Pending => Err(exceptions::invalid_state(vm, "Result is not set.")),
        }
    }

    /// The exception of a future that is done, or None.
    ///
    /// # Errors
    /// CancelledError if it was cancelled, InvalidStateError if it is not done.
    pub fn exception(&self, vm: &Vm) -> VmResult {
        match self.phase.get() {
            Phase::Finished => Ok(Value::NONE),
            Phase::Failed => {
                self.log_traceback.set(false);
                Ok(self.result.get())
            }
            Phase::Cancelled => Err(self.cancelled(vm)),
            Phase::Pending => Err(exceptions::invalid_state(vm, "Exception is not set.")),
        }
    }

    /// The exception of a failed future, to be raised again, with its original traceback.
    pub fn raise(&self, vm: &Vm) -> Raised {
        self.log_traceback.set(false);
        match self.result.get().into_ref::<Exception>() {
            Ok(exception) => {
                // Whoever asks again gets none, as in CPython.
                let traceback = self.traceback.take();
                exception.traceback.set(traceback.or_none());
                Raised(exception)
            }
            Err(_) => vm.runtime_error("a failed future without an exception"),
        }
    }

    /// The CancelledError of a cancelled future.
    pub fn cancelled(&self, vm: &Vm) -> Raised {
        let kept = if self.is_cancelled() { self.result.take() } else { Value::UNSET };
        match kept.into_ref::<Exception>() {
            Ok(exception) => Raised(exception),
            Err(_) => exceptions::cancelled(vm, self.cancel_message.get()),
        }
    }

    /// Keeps the CancelledError that ended a task.
    pub fn keep_cancelled_error(&self, raised: Raised) {
        self.result.set(raised.into_value());
    }
}

/// The payload of `asyncio.Future`.
pub struct Future {
    /// The state shared with tasks.
    pub state: State,
    /// For the future returned by `gather()`: its children.
    pub gathering: Option<Box<super::gather::Gathering>>,
}

impl Object for Future {
    const KIND: Kind = Kind::Future;

    fn traverse(&self, visit: Visitor<'_>) {
        self.state.traverse(visit);
        if let Some(gathering) = &self.gathering {
            gathering.traverse(visit);
        }
    }

    fn clear(&self) {
        self.state.clear();
    }
}

impl Future {
    /// A pending future of a loop.
    pub fn new(loop_value: &Value) -> Value {
        Ref::with_attributes(Future { state: State::new(loop_value.clone()), gathering: None })
            .into_value()
    }
}

/// The state of a future or task.
#[inline]
pub fn state_of(value: &Value) -> Option<&State> {
    match value.kind() {
        Some(Kind::Task) => value.get::<Task>().map(|t| &t.future),
        Some(Kind::Future) => value.get::<Future>().map(|f| &f.state),
        _ => None,
    }
}

/// `asyncio.isfuture(value)`
#[inline]
pub fn is_future(value: &Value) -> bool {
    matches!(value.kind(), Some(Kind::Task | Kind::Future))
}

/// Whether the value is the future that `gather()` returns.
pub fn is_gathering(value: &Value) -> bool {
    value.get::<Future>().is_some_and(|future| future.gathering.is_some())
}

/// Whether the value is a future that is done.
pub fn is_done(value: &Value) -> bool {
    state_of(value).is_some_and(State::is_done)
}

/// The result of a future awaited by a coroutine, or none if it is not done and the chain of
/// coroutines must be suspended.
///
/// # Errors
/// The future's exception; CancelledError.
#[inline]
pub fn await_future(vm: &Vm, future: &Value) -> VmResult<Option<Value>> {
    match state_of(future) {
        Some(state) if state.phase.get() == Phase::Pending => {
            state.blocking.set(true);
            Ok(None)
        }
        Some(state) => state.result(vm).map(Some),
        None => Err(vm.type_error("a future was expected")),
    }
}

/// Adds a callback, or schedules it if the future is done.
pub fn add_callback(future: &Value, callback: Callback) {
    let Some(state) = state_of(future) else { return };
    if state.is_done() {
        custom::schedule_anyway(&state.loop_.get(), callback.into_entry(future.clone()));
        return;
    }
    let mut callbacks = state.callbacks.borrow_mut();
    *callbacks = match std::mem::take(&mut *callbacks) {
        Callbacks::None => Callbacks::One(callback),
        Callbacks::One(first) => Callbacks::Many(vec![first, callback]),
        Callbacks::Many(mut many) => {
            many.push(callback);
            Callbacks::Many(many)
        }
    };
}

/// Adds a native callback to a built-in future.
pub fn add_native_callback(future: &Value, callback: &'static NativeCallback, target: &Value) {
    add_callback(future, Callback::Native(callback, target.clone()));
}

/// Whether a value is a future of a program's own class: an object with the attribute
/// `_asyncio_future_blocking`, which is accessed only through its methods.
///
/// # Errors
/// Any exception raised by the attribute.
pub fn is_foreign(vm: &Vm, value: &Value) -> VmResult<bool> {
    let mark = "_asyncio_future_blocking";
    Ok(state_of(value).is_none()
        && vm.class_of(value).has(mark)
        && !vm.get_attribute(value, &intern(mark))?.is_none())
}

/// Whether any of these is a future of a program's own class.
///
/// # Errors
/// Same as [`is_foreign`].
pub fn any_foreign(vm: &Vm, values: &[Value]) -> VmResult<bool> {
    for value in values {
        if is_foreign(vm, value)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Adds a program's function as a callback; without a context, in a copy of the current one.
pub fn add_done_callback(vm: &Vm, future: &Value, function: Value, context: Option<&Value>) {
    let context = match context {
        Some(context) => context.clone(),
        None => context::copy_current(vm, super::running(vm)),
    };
    add_callback(future, Callback::Call(function, context));
}

/// Removes a native callback; returns the number removed.
pub fn remove_native_callback(
    future: &Value,
    callback: &'static NativeCallback,
    target: &Value,
) -> usize {
    keep_callbacks(
        future,
        |c| !matches!(c, Callback::Native(n, t) if std::ptr::eq(*n, callback) && t.is(target)),
    )
}

/// Stops a task from resuming when a future is done.
pub fn remove_wakeup(future: &Value, task: &Ref<Task>) {
    keep_callbacks(
        future,
        |c| !matches!(c, Callback::Wakeup(t) if t.as_value().is(task.as_value())),
    );
}

/// Removes the callbacks that are not to be kept; returns the number removed.
fn keep_callbacks(future: &Value, keep: impl Fn(&Callback) -> bool) -> usize {
    let Some(state) = state_of(future) else { return 0 };
    let removed = {
        let mut callbacks = state.callbacks.borrow_mut();
        match std::mem::take(&mut *callbacks) {
            Callbacks::None => Vec::new(),
            Callbacks::One(one) if keep(&one) => {
                *callbacks = Callbacks::One(one);
                Vec::new()
            }
            Callbacks::One(one) => vec![one],
            Callbacks::Many(many) => {
                let (kept, removed): (Vec<_>, Vec<_>) = many.into_iter().partition(keep);
                *callbacks = Callbacks::Many(kept);
                removed
            }
        }
    };
    removed.len()
}

/// Removes the program's callbacks equal to `function`; returns the number removed.
///
/// # Errors
/// Any exception raised by `__eq__`.
pub fn remove_done_callback(vm: &Vm, future: &Value, function: &Value) -> VmResult<usize> {
    let Some(state) = state_of(future) else { return Ok(0) };
    let all = match state.callbacks.take() {
        Callbacks::None => Vec::new(),
        Callbacks::One(one) => vec![one],
        Callbacks::Many(many) => many,
    };
    let count = all.len();
    let mut kept = Vec::with_capacity(count);
    let mut error = Ok(());
    for callback in all {
        let same = match &callback {
            Callback::Call(f, _) if error.is_ok() => vm.eq(f, function),
            _ => Ok(false),
        };
        match same {
            Ok(true) => {}
            Ok(false) => kept.push(callback),
            Err(raised) => {
                error = Err(raised);
                kept.push(callback);
            }
        }
    }
    let removed = count - kept.len();
    // Callbacks added meanwhile, by an `__eq__`, come after the others.
    let added = state.callbacks.replace(Callbacks::Many(kept));
    match added {
        Callbacks::None => {}
        Callbacks::One(one) => add_callback(future, one),
        Callbacks::Many(many) => many.into_iter().for_each(|c| add_callback(future, c)),
    }
    error.map(|()| removed)
}

/// Schedules all callbacks of a future that has just become done.
fn schedule_callbacks(state: &State, future: &Value) {
    let callbacks = state.callbacks.take();
    if matches!(callbacks, Callbacks::None) {
        return;
    }
    let loop_value = state.loop_.get();
    let schedule = |callback: Callback| {
        custom::schedule_anyway(&loop_value, callback.into_entry(future.clone()));
    };
    match callbacks {
        Callbacks::None => {}
        Callbacks::One(one) => schedule(one),
        Callbacks::Many(many) => many.into_iter().for_each(schedule),
    }
}

/// Ends a pending future with a result. Does nothing if it is already done.
#[inline]
pub fn finish(future: &Value, result: Value) {
    if let Some(state) = state_of(future)
        && !state.is_done()
    {
        state.result.set(result);
        state.phase.set(Phase::Finished);
        schedule_callbacks(state, future);
    }
}

/// [`finish`] for futures of any class (`futures._set_result_unless_cancelled`).
///
/// # Errors
/// Any exception raised by the methods of a program's future.
pub fn finish_any(vm: &Vm, future: &Value, result: Value) -> VmResult<()> {
    if state_of(future).is_some() {
        finish(future, result);
    } else if !vm.truthy(&vm.call_method(future, &intern("cancelled"), &[])?)? {
        vm.call_method(future, &intern("set_result"), &[result])?;
    }
    Ok(())
}

/// Ends a pending future with an exception. Does nothing if it is already done.
pub fn fail(future: &Value, exception: Ref<Exception>) {
    if let Some(state) = state_of(future)
        && !state.is_done()
    {
        state.traceback.set(exception.traceback.get());
        state.result.set(exception.into_value());
        state.phase.set(Phase::Failed);
        schedule_callbacks(state, future);
        state.log_traceback.set(true);
        if future.kind() == Some(Kind::Task) {
            note_failure(state, future);
        }
        if let Some(header) = future.header() {
            header.set_flags(NEEDS_FINALIZER);
        }
    }
}

/// Tells a session about a failed task.
#[cold]
fn note_failure(state: &State, task: &Value) {
    let loop_value = state.loop_.get();
    let Some(event_loop) = loop_value.native::<super::EventLoop>() else { return };
    if let Some(failed) = &mut *event_loop.running.failed.borrow_mut() {
        if failed.len() == failed.capacity() {
            failed.retain(is_unretrieved);
        }
        failed.push(task.clone());
    }
}

/// Whether a future has an exception that was never retrieved.
pub fn is_unretrieved(future: &Value) -> bool {
    state_of(future).is_some_and(|state| state.log_traceback.get())
}

/// Ends a pending future as cancelled; returns whether it was pending.
pub fn set_cancelled(future: &Value, message: Value) -> bool {
    let Some(state) = state_of(future) else { return false };
    state.log_traceback.set(false);
    if state.is_done() {
        return false;
    }
    state.cancel_message.set(message);
    state.phase.set(Phase::Cancelled);
    schedule_callbacks(state, future);
    true
}

/// `future.cancel(msg)`, for any kind of future. `message` is unset for none.
///
/// # Errors
/// Any exception raised by a program's own `cancel`.
pub fn cancel(vm: &Vm, future: &Value, message: Value) -> VmResult<bool> {
    let derived = future.header().is_some_and(|h| h.class().is_some());
    if derived || state_of(future).is_none() {
        let result = if message.is_unset() {
            vm.call_method(future, &intern("cancel"), &[])?
        } else {
            let method = vm.get_attribute(future, &intern("cancel"))?;
            let names = crate::objects::native::keyword_names(&["msg"]);
            vm.call_keywords(&method, &[message], names.items())?
        };
        return vm.truthy(&result);
    }
    cancel_plain(vm, future, message)
}

/// `Future.cancel` and `Task.cancel` themselves, which a program's own `cancel` may call.
///
/// # Errors
/// Any exception raised by a program's own `cancel` of a future that this one waits for.
pub fn cancel_plain(vm: &Vm, future: &Value, message: Value) -> VmResult<bool> {
    if let Some(task) = future.get::<Task>() {
        return super::task::cancel(vm, task, message);
    }
    if let Some(gathering) = future.get::<Future>().and_then(|f| f.gathering.as_ref()) {
        return gathering.cancel(vm, future, &message);
    }
    Ok(set_cancelled(future, message))
}

/// Turns the argument of `set_exception` into an exception.
///
/// # Errors
/// TypeError for other types.
pub fn exception_to_set(vm: &Vm, value: &Value) -> VmResult<Ref<Exception>> {
    if value.get::<Exception>().is_none() && value.get::<crate::objects::class::Class>().is_none() {
        return Err(vm.type_error("invalid exception object"));
    }
    let exception =
        vm.to_exception(value).map_err(|_| vm.type_error("invalid exception object"))?;
    if vm.is_exception(&Raised(exception.clone()), Exc::StopIteration) {
        let new = vm.runtime_error(
            "StopIteration interacts badly with generators and cannot be raised into a Future",
        );
        new.0.cause.set(exception.as_value().clone());
        new.0.context.set(exception.into_value());
        return Ok(new.0);
    }
    Ok(exception)
}

/// A task that dies while it waits dies with its coroutine, and CPython closes that first: the two
/// are in a cycle (task, future, callback), whose parts its collector finalizes in the order of
/// their creation. A task whose step was still in the queue is not in a cycle.
fn close_lost_coroutine(vm: &Vm, task: &Ref<Task>) {
    let waits = !task.waiter.is_unset() || task.sleep.get() != Sleep::None;
    let coroutine = task.coroutine.get();
    // Two references: the task's, and this one.
    if waits && coroutine.header().is_some_and(|header| header.refs() <= 2) {
        vm.finalize_coroutine(&coroutine);
    }
}

/// Whether a value is a loop in debug mode.
pub fn in_debug_mode(vm: &Vm, loop_value: &Value) -> bool {
    !loop_value.is_unset()
        && !loop_value.is_none()
        && custom::debug(vm, loop_value).unwrap_or(false)
}

/// Finalizes a future or task: reports an exception that was never retrieved, or a task that was
/// still pending.
pub fn finalize(vm: &Vm, value: &Value) {
    let Some(state) = state_of(value) else { return };
    let loop_value = state.loop_.get();
    let report = |message: &str, mut entries: Vec<(&str, Value)>| {
        if in_debug_mode(vm, &loop_value)
            && let Ok(Some(made)) = origin::source_traceback(vm, &state.origin.get())
        {
            entries.push(("source_traceback", made));
        }
        // Nothing can be done about an error here, as in any finalizer.
        let _ = report::call_exception_handler(vm, &loop_value, message, &entries);
    };
    if let Some(task) = value.get::<Task>()
        && !state.is_done()
        && task.log_destroy_pending.get()
    {
        super::running(vm).recorder.lost(task.recorded.get(), Recorded::Lost);
        close_lost_coroutine(vm, task);
        report("Task was destroyed but it is pending!", vec![("task", value.clone())]);
    }
    if state.log_traceback.get() {
        if let Some(task) = value.get::<Task>() {
            super::running(vm).recorder.lost(task.recorded.get(), Recorded::Unseen);
        }
        let message = format!("{} exception was never retrieved", vm.class_of(value).name());
        report(&message, vec![("exception", state.outcome()), ("future", value.clone())]);
    }
}
