//! `Lock`, `Event`, `Semaphore`, `BoundedSemaphore`.

use super::native_coroutines::{deferred_none, immediate};
use super::resources::Usage;
use super::waiters::{Bound, Waiters, is_derived, repr};
use crate::event_loop::recorder::Holder;
use crate::event_loop::recorder::events::Thing;
use crate::event_loop::{exceptions, future, running};
use crate::objects::generator::{Awaited, Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::int;
use crate::objects::native::{Args, ClassDef, NativeDef, NativeObject, PropertyDef, readable};
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};

/// The data of a lock.
#[derive(Default)]
pub struct Lock {
    locked: Cell<bool>,
    /// The task that took it last.
    holder: Cell<Holder>,
    waiters: Waiters,
    bound: Bound,
}

impl NativeObject for Lock {
    fn traverse(&self, visit: Visitor<'_>) {
        self.waiters.traverse(visit);
        self.bound.traverse(visit);
    }

    fn clear(&self) {
        self.waiters.clear();
    }
}

impl Lock {
    /// Whether it is held.
    pub fn is_locked(&self) -> bool {
        self.locked.get()
    }

    /// The task and the call that hold it; none if it is free.
    pub fn held(&self) -> Option<Holder> {
        self.is_locked().then(|| self.holder.get())
    }

    pub(super) fn usage(&self) -> Usage {
        let held = self.is_locked();
        let words = if held { "held" } else { "free" }.to_string();
        Usage { words, size: usize::from(held), waiting: self.waiters.len() }
    }

    /// Releases the lock and wakes the first waiter.
    ///
    /// # Errors
    /// RuntimeError if it is not held.
    pub fn release(&self, vm: &Vm, this: &Value) -> VmResult<()> {
        if !self.locked.replace(false) {
            return Err(vm.runtime_error("Lock is not acquired."));
        }
        if vm.is_traced.get() {
            running(vm).recorder.released(Thing::Lock, self.bound.number(vm, this));
        }
        self.wake_first();
        Ok(())
    }

    fn take(&self, vm: &Vm, this: &Value) {
        self.locked.set(true);
        let number = self.bound.number(vm, this);
        self.holder.set(running(vm).recorder.acquired(vm, Thing::Lock, number));
    }

    fn wake_first(&self) {
        if let Some(first) = self.waiters.first() {
            future::finish(&first, Value::TRUE);
        }
    }
}

/// A new lock object.
pub fn new_lock(vm: &Vm) -> Value {
    super::runner::new_native(&vm.class_for(&LOCK), Lock::default())
}

/// The coroutine `Lock.acquire()` of a plain lock; returns `result`.
pub fn acquire_lock(name: &'static str, lock: Value, result: Value) -> Value {
    NativeCoroutine::new(name, AcquireLock { lock, result, future: Value::UNSET })
}

struct AcquireLock {
    lock: Value,
    result: Value,
    future: Value,
}

impl NativeCoroutineBody for AcquireLock {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let Some(lock) = self.lock.native::<Lock>() else {
            return Err(vm.type_error("a lock was expected"));
        };
        if self.future.is_unset() {
            input?;
            if !lock.locked.get() && (lock.waiters.is_empty() || lock.waiters.all_cancelled()) {
                lock.take(vm, &self.lock);
                return Ok(Step::Return(self.result.clone()));
            }
            self.future = lock.bound.future(vm, &self.lock, Thing::Lock)?;
            lock.waiters.push(self.future.clone());
            return Ok(Step::Await(self.future.clone()));
        }
        lock.waiters.remove(&self.future);
        if let Err(raised) = input {
            if exceptions::is_cancelled(vm, &raised) && !lock.locked.get() {
                lock.wake_first();
            }
            return Err(raised);
        }
        lock.take(vm, &self.lock);
        Ok(Step::Return(self.result.clone()))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.lock);
        visit(&self.result);
        visit(&self.future);
    }

    fn awaited(&self, vm: &Vm) -> Option<Awaited> {
        let lock = self.lock.native::<Lock>()?;
        Some(Awaited { holder: lock.held(), ..Awaited::new(vm.class_of(&self.lock).name()) })
    }
}

/// `__aenter__` of a class that the program derived: awaits its `acquire()`.
fn enter_derived(vm: &Vm, this: &Value) -> Option<Value> {
    if !is_derived(vm, this) {
        return None;
    }
    let this = this.clone();
    Some(deferred_none("_ContextManagerMixin.__aenter__", move |vm| {
        vm.call_method(&this, &intern("acquire"), &[])
    }))
}

/// `__aexit__`: calls `release()`.
fn exit(_: &Vm, args: Args<'_>) -> VmResult {
    let this = args[0].clone();
    Ok(immediate("_ContextManagerMixin.__aexit__", move |vm| {
        if !is_derived(vm, &this) {
            if let Some(lock) = this.native::<Lock>() {
                return lock.release(vm, &this).map(|()| Value::NONE);
            }
            if let Some(semaphore) = this.native::<Semaphore>() {
                return semaphore.release(vm, &this).map(|()| Value::NONE);
            }
        }
        vm.call_method(&this, &intern("release"), &[]).map(|_| Value::NONE)
    }))
}

/// `asyncio.Lock`
pub static LOCK: ClassDef = ClassDef {
    name: "Lock",
    module: "asyncio.locks",
    doc: "Primitive lock objects.\n\nA primitive lock is a synchronization primitive that is not owned\nby a particular task when locked.  A primitive lock is in one\nof two states, 'locked' or 'unlocked'.",
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
            super::new_object(vm, &args[0], Lock::default())
        }),
        NativeDef::new("__init__(self)", "", |_, _| Ok(Value::NONE)),
        NativeDef::new("locked(self) -> bool", "Return True if lock is acquired.", |_, args| {
            Ok(Value::bool(args.data::<Lock>().is_locked()))
        }),
        NativeDef::new(
            "async acquire(self)",
            "Acquire a lock.\n\nThis method blocks until the lock is unlocked, then sets it to\nlocked and returns True.",
            |_, args| Ok(acquire_lock("Lock.acquire", args[0].clone(), Value::TRUE)),
        ),
        NativeDef::new(
            "release(self) -> None",
            "Release a lock.\n\nWhen the lock is locked, reset it to unlocked, and return.\nIf any other tasks are blocked waiting for the lock to become\nunlocked, allow exactly one of them to proceed.\n\nWhen invoked on an unlocked lock, a RuntimeError is raised.",
            |vm, args| args.data::<Lock>().release(vm, &args[0]).map(|()| Value::NONE),
        ),
        NativeDef::new("async __aenter__(self)", "", |vm, args| {
            Ok(match enter_derived(vm, &args[0]) {
                Some(entering) => entering,
                None => {
                    acquire_lock("_ContextManagerMixin.__aenter__", args[0].clone(), Value::NONE)
                }
            })
        }),
        NativeDef::new("async __aexit__(self, exc_type, exc, tb)", "", exit),
        NativeDef::new("__repr__(self)", "", |vm, args| {
            let lock = args.data::<Lock>();
            let state = if lock.is_locked() { "locked" } else { "unlocked" };
            Ok(repr(vm, &args[0], state, lock.waiters.len()))
        }),
    ],
    properties: &[
        readable!("_locked", Lock, |_, lock| Ok(Value::bool(lock.is_locked()))),
        readable!("_waiters", Lock, |vm, lock| lock.waiters.or_none(vm)),
    ],
    ..ClassDef::BASE
};

/// The data of an event.
#[derive(Default)]
pub struct Event {
    set: Cell<bool>,
    waiters: Waiters,
    bound: Bound,
}

impl NativeObject for Event {
    fn traverse(&self, visit: Visitor<'_>) {
        self.waiters.traverse(visit);
        self.bound.traverse(visit);
    }

    fn clear(&self) {
        self.waiters.clear();
    }
}

impl Event {
    pub(super) fn usage(&self) -> Usage {
        let words = if self.set.get() { "set" } else { "not set" }.to_string();
        Usage { words, size: 0, waiting: self.waiters.len() }
    }

    /// Sets the flag and wakes all waiters.
    pub fn set(&self) {
        if !self.set.replace(true) {
            self.waiters.wake(usize::MAX, Value::TRUE);
        }
    }

    /// Resets the flag.
    pub fn reset(&self) {
        self.set.set(false);
    }
}

/// A new event object.
pub fn new_event(vm: &Vm) -> Value {
    super::runner::new_native(&vm.class_for(&EVENT), Event::default())
}

/// The coroutine `Event.wait()`.
pub fn wait_event(event: Value) -> Value {
    NativeCoroutine::new("Event.wait", WaitEvent { event, future: Value::UNSET })
}

struct WaitEvent {
    event: Value,
    future: Value,
}

impl NativeCoroutineBody for WaitEvent {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let Some(event) = self.event.native::<Event>() else {
            return Err(vm.type_error("an event was expected"));
        };
        if self.future.is_unset() {
            input?;
            if event.set.get() {
                return Ok(Step::Return(Value::TRUE));
            }
            self.future = event.bound.future(vm, &self.event, Thing::Event)?;
            event.waiters.push(self.future.clone());
            return Ok(Step::Await(self.future.clone()));
        }
        event.waiters.remove(&self.future);
        input.map(|_| Step::Return(Value::TRUE))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.event);
        visit(&self.future);
    }

    fn awaited(&self, vm: &Vm) -> Option<Awaited> {
        let text = vm.class_of(&self.event).name();
        Some(Awaited { lack: "that no running task sets", ..Awaited::new(text) })
    }
}

/// `asyncio.Event`
pub static EVENT: ClassDef = ClassDef {
    name: "Event",
    module: "asyncio.locks",
    doc: "Asynchronous equivalent to threading.Event.\n\nClass implementing event objects. An event manages a flag that can be set\nto true with the set() method and reset to false with the clear() method.\nThe wait() method blocks until the flag is true. The flag is initially\nfalse.",
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
            super::new_object(vm, &args[0], Event::default())
        }),
        NativeDef::new("__init__(self)", "", |_, _| Ok(Value::NONE)),
        NativeDef::new(
            "is_set(self) -> bool",
            "Return True if and only if the internal flag is true.",
            |_, args| Ok(Value::bool(args.data::<Event>().set.get())),
        ),
        NativeDef::new(
            "set(self) -> None",
            "Set the internal flag to true. All tasks waiting for it to\nbecome true are awakened. Tasks that call wait() once the flag is\ntrue will not block at all.",
            |vm, args| {
                let event = args.data::<Event>();
                event.bound.lets_go(vm, &args[0], Thing::Event);
                event.set();
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "clear(self) -> None",
            "Reset the internal flag to false. Subsequently, tasks calling\nwait() will block until set() is called to set the internal flag\nto true again.",
            |_, args| {
                args.data::<Event>().reset();
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "async wait(self)",
            "Block until the internal flag is true.\n\nIf the internal flag is true on entry, return True\nimmediately.  Otherwise, block until another task calls\nset() to set the flag to true, then return True.",
            |_, args| Ok(wait_event(args[0].clone())),
        ),
        NativeDef::new("__repr__(self)", "", |vm, args| {
            let event = args.data::<Event>();
            let state = if event.set.get() { "set" } else { "unset" };
            Ok(repr(vm, &args[0], state, event.waiters.len()))
        }),
    ],
    properties: &[
        readable!("_value", Event, |_, event| Ok(Value::bool(event.set.get()))),
        readable!("_waiters", Event, |vm, event| event.waiters.to_deque(vm)),
    ],
    ..ClassDef::BASE
};

/// The data of a semaphore.
#[derive(Default)]
pub struct Semaphore {
    value: Cell<i64>,
    /// For a bounded one: the value that it must not exceed.
    limit: Cell<Option<i64>>,
    takers: Takers,
    waiters: Waiters,
    bound: Bound,
}

/// The tasks that have taken units of a semaphore and not yet given them back, for reports.
#[derive(Default)]
struct Takers {
    known: RefCell<Vec<Holder>>,
    /// Whether a task gave back what it had not taken: the semaphore counts events, which nobody
    /// holds.
    are_none: Cell<bool>,
}

impl Takers {
    /// The maximum number of tasks to remember.
    const MOST: usize = 16;

    fn add(&self, taker: impl FnOnce() -> Holder) {
        let mut known = self.known.borrow_mut();
        if known.len() < Takers::MOST && !self.are_none.get() {
            known.push(taker());
        }
    }

    fn remove(&self, task: u32) {
        let mut known = self.known.borrow_mut();
        match known.iter().rposition(|taker| taker.task == task) {
            Some(at) => drop(known.remove(at)),
            None if known.len() < Takers::MOST => {
                self.are_none.set(true);
                known.clear();
            }
            None => {}
        }
    }
}

impl NativeObject for Semaphore {
    fn traverse(&self, visit: Visitor<'_>) {
        self.waiters.traverse(visit);
        self.bound.traverse(visit);
    }

    fn clear(&self) {
        self.waiters.clear();
    }
}

impl Semaphore {
    pub(super) fn usage(&self) -> Usage {
        let words = format!("{} left", self.value.get());
        Usage { words, size: 0, waiting: self.waiters.len() }
    }

    /// Whether acquiring must wait: the semaphore is used up, or others are already waiting.
    fn is_locked(&self) -> bool {
        self.value.get() == 0 || (!self.waiters.is_empty() && !self.waiters.all_cancelled())
    }

    fn add(&self, n: i64) {
        self.value.set(self.value.get().saturating_add(n));
    }

    /// The running task has taken a unit.
    fn taken(&self, vm: &Vm, this: &Value) {
        self.takers.add(|| running(vm).recorder.here(vm));
        self.note(vm, this);
    }

    /// Tells the recorder how many are left.
    fn note(&self, vm: &Vm, this: &Value) {
        if vm.is_traced.get() {
            let left = usize::try_from(self.value.get()).unwrap_or(0);
            let number = self.bound.number(vm, this);
            running(vm).recorder.sized(Thing::Semaphore, number, left);
        }
    }

    fn release(&self, vm: &Vm, this: &Value) -> VmResult<()> {
        if self.limit.get().is_some_and(|limit| self.value.get() >= limit) {
            return Err(vm.value_error("BoundedSemaphore released too many times"));
        }
        self.add(1);
        self.takers.remove(running(vm).recorder.cause());
        self.note(vm, this);
        self.wake_next();
        Ok(())
    }

    /// Passes the released unit to the first waiter; false if there is none.
    fn wake_next(&self) -> bool {
        match self.waiters.first_pending() {
            Some(waiter) => {
                self.add(-1);
                future::finish(&waiter, Value::TRUE);
                true
            }
            None => false,
        }
    }
}

struct AcquireSemaphore {
    semaphore: Value,
    result: Value,
    future: Value,
}

impl NativeCoroutineBody for AcquireSemaphore {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let Some(semaphore) = self.semaphore.native::<Semaphore>() else {
            return Err(vm.type_error("a semaphore was expected"));
        };
        if self.future.is_unset() {
            input?;
            if !semaphore.is_locked() {
                semaphore.add(-1);
                semaphore.taken(vm, &self.semaphore);
                return Ok(Step::Return(self.result.clone()));
            }
            self.future = semaphore.bound.future(vm, &self.semaphore, Thing::Semaphore)?;
            semaphore.waiters.push(self.future.clone());
            return Ok(Step::Await(self.future.clone()));
        }
        semaphore.waiters.remove(&self.future);
        if let Err(raised) = &input
            && exceptions::is_cancelled(vm, raised)
            && future::state_of(&self.future).is_some_and(|s| s.is_done() && !s.is_cancelled())
        {
            // The unit was passed to this task, which cannot use it: wakes another waiter.
            semaphore.add(1);
        }
        while semaphore.value.get() > 0 && semaphore.wake_next() {}
        match input {
            Ok(_) => semaphore.taken(vm, &self.semaphore),
            Err(_) => semaphore.note(vm, &self.semaphore),
        }
        input.map(|_| Step::Return(self.result.clone()))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.semaphore);
        visit(&self.result);
        visit(&self.future);
    }

    fn awaited(&self, vm: &Vm) -> Option<Awaited> {
        let semaphore = self.semaphore.native::<Semaphore>()?;
        let waiting = semaphore.waiters.len();
        let class = vm.class_of(&self.semaphore).name();
        let takers = semaphore.takers.known.borrow().clone();
        Some(Awaited { takers, ..Awaited::new(format!("{class} (0 left, {waiting} waiting)")) })
    }
}

fn acquire_semaphore(name: &'static str, semaphore: Value, result: Value) -> Value {
    NativeCoroutine::new(name, AcquireSemaphore { semaphore, result, future: Value::UNSET })
}

fn init_semaphore(vm: &Vm, args: &Args<'_>) -> VmResult<i64> {
    let value = match args.opt(1) {
        Some(value) => int::to_i64(value).map_or_else(|| vm.index_clipped(value), Ok)?,
        None => 1,
    };
    if value < 0 {
        return Err(vm.value_error("Semaphore initial value must be >= 0"));
    }
    args.data::<Semaphore>().value.set(value);
    Ok(value)
}

/// `asyncio.Semaphore`
pub static SEMAPHORE: ClassDef = ClassDef {
    name: "Semaphore",
    module: "asyncio.locks",
    doc: "A Semaphore implementation.\n\nA semaphore manages an internal counter which is decremented by each\nacquire() call and incremented by each release() call. The counter\ncan never go below zero; when acquire() finds that it is zero, it blocks,\nwaiting until some other thread calls release().",
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    collection: None,
    methods: &[
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
            super::new_object(vm, &args[0], Semaphore::default())
        }),
        NativeDef::new("__init__(self, value=1)", "", |vm, args| {
            init_semaphore(vm, &args)?;
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "locked(self) -> bool",
            "Returns True if semaphore cannot be acquired immediately.",
            |_, args| Ok(Value::bool(args.data::<Semaphore>().is_locked())),
        ),
        NativeDef::new(
            "async acquire(self)",
            "Acquire a semaphore.\n\nIf the internal counter is larger than zero on entry,\ndecrement it by one and return True immediately.  If it is\nzero on entry, block, waiting until some other task has\ncalled release() to make it larger than 0, and then return\nTrue.",
            |_, args| Ok(acquire_semaphore("Semaphore.acquire", args[0].clone(), Value::TRUE)),
        ),
        NativeDef::new(
            "release(self) -> None",
            "Release a semaphore, incrementing the internal counter by one.\n\nWhen it was zero on entry and another task is waiting for it to\nbecome larger than zero again, wake up that task.",
            |vm, args| args.data::<Semaphore>().release(vm, &args[0]).map(|()| Value::NONE),
        ),
        NativeDef::new("async __aenter__(self)", "", |vm, args| {
            Ok(match enter_derived(vm, &args[0]) {
                Some(entering) => entering,
                None => {
                    let name = "_ContextManagerMixin.__aenter__";
                    acquire_semaphore(name, args[0].clone(), Value::NONE)
                }
            })
        }),
        NativeDef::new("async __aexit__(self, exc_type, exc, tb)", "", exit),
        NativeDef::new("__repr__(self)", "", |vm, args| {
            let semaphore = args.data::<Semaphore>();
            let state = if semaphore.is_locked() {
                "locked".to_string()
            } else {
                format!("unlocked, value:{}", semaphore.value.get())
            };
            Ok(repr(vm, &args[0], &state, semaphore.waiters.len()))
        }),
    ],
    properties: &[
        PropertyDef {
            name: "_value",
            doc: "",
            get: |_, this| Ok(this.native::<Semaphore>().map_or(0, |s| s.value.get()).into()),
            set: Some(|vm, this, value| {
                if let Some(semaphore) = this.native::<Semaphore>() {
                    semaphore.value.set(vm.index_clipped(&value)?);
                }
                Ok(())
            }),
        },
        readable!("_waiters", Semaphore, |vm, semaphore| semaphore.waiters.or_none(vm)),
    ],
    ..ClassDef::BASE
};

/// `asyncio.BoundedSemaphore`
pub static BOUNDED_SEMAPHORE: ClassDef = ClassDef {
    name: "BoundedSemaphore",
    module: "asyncio.locks",
    doc: "A bounded semaphore implementation.\n\nThis raises ValueError in release() if it would increase the value\nabove the initial value.",
    base: Some(&SEMAPHORE),
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    iterates_by_index: false,
    collection: None,
    methods: &[NativeDef::new("__init__(self, value=1)", "", |vm, args| {
        let value = init_semaphore(vm, &args)?;
        args.data::<Semaphore>().limit.set(Some(value));
        Ok(Value::NONE)
    })],
    properties: &[readable!("_bound_value", Semaphore, |_, semaphore| {
        Ok(semaphore.limit.get().map_or(Value::NONE, Value::from))
    })],
};
