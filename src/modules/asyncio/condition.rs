//! `Condition`.

use super::locks::{Lock, acquire_lock, new_lock};
use super::native_coroutines::{deferred_none, immediate};
use super::resources::Usage;
use super::waiters::{Bound, Waiters, repr};
use crate::event_loop::exceptions;
use crate::event_loop::recorder::events::Thing;
use crate::objects::generator::{Awaited, Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::{ClassDef, NativeDef, NativeObject, readable};
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Raised, Vm, VmResult};

/// The data of a condition variable.
#[derive(Default)]
pub struct Condition {
    lock: Slot,
    waiters: Waiters,
    bound: Bound,
}

impl NativeObject for Condition {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.lock.get());
        self.waiters.traverse(visit);
        self.bound.traverse(visit);
    }

    fn clear(&self) {
        self.lock.set(Value::UNSET);
        self.waiters.clear();
    }
}

/// A condition with its own lock.
pub fn new_condition(vm: &Vm) -> Value {
    let condition = Condition::default();
    condition.lock.set(new_lock(vm));
    super::runner::new_native(&vm.class_for(&CONDITION), condition)
}

impl Condition {
    pub(super) fn usage(&self) -> Usage {
        Usage { words: String::new(), size: 0, waiting: self.waiters.len() }
    }

    /// Whether the lock is held.
    ///
    /// # Errors
    /// Any exception raised by `locked` of a lock written in Python.
    pub fn is_locked(&self, vm: &Vm) -> VmResult<bool> {
        let lock = self.lock.get();
        match lock.native::<Lock>() {
            Some(lock) => Ok(lock.is_locked()),
            None => {
                let locked = vm.call_method(&lock, &intern("locked"), &[])?;
                vm.truthy(&locked)
            }
        }
    }

    /// The coroutine that acquires the lock.
    ///
    /// # Errors
    /// Any exception raised by `acquire` of a lock written in Python.
    pub fn acquire(&self, vm: &Vm) -> VmResult {
        let lock = self.lock.get();
        if lock.native::<Lock>().is_some() && !super::waiters::is_derived(vm, &lock) {
            return Ok(acquire_lock("Lock.acquire", lock, Value::TRUE));
        }
        vm.call_method(&lock, &intern("acquire"), &[])
    }

    /// Releases the lock.
    ///
    /// # Errors
    /// RuntimeError if it is not held.
    pub fn release(&self, vm: &Vm) -> VmResult<()> {
        let lock = self.lock.get();
        if let Some(data) = lock.native::<Lock>()
            && !super::waiters::is_derived(vm, &lock)
        {
            return data.release(vm, &lock);
        }
        vm.call_method(&lock, &intern("release"), &[]).map(drop)
    }

    /// Wakes `count` of the tasks that wait.
    ///
    /// # Errors
    /// RuntimeError if the lock is not held.
    pub fn notify(&self, vm: &Vm, count: usize) -> VmResult<()> {
        if !self.is_locked(vm)? {
            return Err(vm.runtime_error("cannot notify on un-acquired lock"));
        }
        self.waiters.wake(count, Value::FALSE);
        Ok(())
    }
}

/// The data of a condition object.
///
/// # Errors
/// TypeError for anything else.
pub fn data<'a>(vm: &Vm, condition: &'a Value) -> VmResult<&'a Condition> {
    condition.native::<Condition>().ok_or_else(|| vm.type_error("a condition was expected"))
}

/// The coroutine `Condition.wait()`.
pub fn wait(condition: &Value) -> Value {
    let body = Wait { condition: condition.clone(), stage: Stage::Start };
    NativeCoroutine::new("Condition.wait", body)
}

struct Wait {
    condition: Value,
    stage: Stage,
}

enum Stage {
    Start,
    /// Waits to be notified.
    Notified(Value),
    /// Was notified (or cancelled) and reacquires the lock. The second field is the most recent
    /// cancellation in the meantime, raised once the lock is acquired.
    Locking(Input, Option<Raised>),
}

impl NativeCoroutineBody for Wait {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let condition = data(vm, &self.condition)?;
        match std::mem::replace(&mut self.stage, Stage::Start) {
            Stage::Start => {
                input?;
                if !condition.is_locked(vm)? {
                    return Err(vm.runtime_error("cannot wait on un-acquired lock"));
                }
                let future = condition.bound.future(vm, &self.condition, Thing::Condition)?;
                condition.release(vm)?;
                condition.waiters.push(future.clone());
                self.stage = Stage::Notified(future.clone());
                Ok(Step::Await(future))
            }
            Stage::Notified(future) => {
                condition.waiters.remove(&future);
                self.stage = Stage::Locking(input, None);
                condition.acquire(vm).map(Step::Await)
            }
            Stage::Locking(outcome, cancelled) => {
                let result = match input {
                    Err(raised) if exceptions::is_cancelled(vm, &raised) => {
                        self.stage = Stage::Locking(outcome, Some(raised));
                        return condition.acquire(vm).map(Step::Await);
                    }
                    Err(raised) => Err(raised),
                    Ok(_) => match cancelled {
                        Some(raised) => Err(raised),
                        None => outcome,
                    },
                };
                if result.is_err() {
                    // It may have been notified anyway: notify another task instead.
                    condition.waiters.wake(1, Value::FALSE);
                }
                result.map(|_| Step::Return(Value::TRUE))
            }
        }
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.condition);
        if let Stage::Notified(future) = &self.stage {
            visit(future);
        }
    }

    fn awaited(&self, vm: &Vm) -> Option<Awaited> {
        let class = vm.class_of(&self.condition).name();
        if let Stage::Locking(..) = self.stage {
            let held = self.condition.native::<Condition>().map(|condition| condition.lock.get());
            let holder = held.as_ref().and_then(|lock| lock.native::<Lock>()?.held());
            return Some(Awaited { holder, ..Awaited::new(format!("the lock of {class}")) });
        }
        Some(Awaited { lack: "that no running task notifies", ..Awaited::new(class) })
    }
}

/// The coroutine `Condition.wait_for(predicate)`.
struct WaitFor {
    condition: Value,
    predicate: Value,
}

impl NativeCoroutineBody for WaitFor {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        input?;
        let result = vm.call(&self.predicate, &[])?;
        if vm.truthy(&result)? {
            return Ok(Step::Return(result));
        }
        vm.call_method(&self.condition, &intern("wait"), &[]).map(Step::Await)
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.condition);
        visit(&self.predicate);
    }
}

/// `asyncio.Condition`
pub static CONDITION: ClassDef = ClassDef {
    name: "Condition",
    module: "asyncio.locks",
    doc: "Asynchronous equivalent to threading.Condition.\n\nThis class implements condition variable objects. A condition variable\nallows one or more tasks to wait until they are notified by another\ntask.\n\nA new Lock object is created and used as the underlying lock.",
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
            super::new_object(vm, &args[0], Condition::default())
        }),
        NativeDef::new("__init__(self, lock=None)", "", |vm, args| {
            let lock = args.some(1).cloned().unwrap_or_else(|| new_lock(vm));
            for method in ["locked", "acquire", "release"] {
                vm.get_attribute(&lock, &intern(method))?;
            }
            args.data::<Condition>().lock.set(lock);
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "locked(self) -> bool",
            "Return True if the lock is acquired.",
            |vm, args| Ok(Value::bool(args.data::<Condition>().is_locked(vm)?)),
        ),
        NativeDef::new("async acquire(self)", "Acquire the underlying lock.", |vm, args| {
            args.data::<Condition>().acquire(vm)
        }),
        NativeDef::new("release(self) -> None", "Release the underlying lock.", |vm, args| {
            args.data::<Condition>().release(vm).map(|()| Value::NONE)
        }),
        NativeDef::new(
            "async wait(self)",
            "Wait until notified.\n\nIf the calling task has not acquired the lock when this\nmethod is called, a RuntimeError is raised.\n\nThis method releases the underlying lock, and then blocks\nuntil it is awakened by a notify() or notify_all() call for\nthe same condition variable in another task.  Once\nawakened, it re-acquires the lock and returns True.",
            |_, args| Ok(wait(&args[0])),
        ),
        NativeDef::new(
            "async wait_for(self, predicate)",
            "Wait until a predicate becomes true.\n\nThe predicate should be a callable whose result will be\ninterpreted as a boolean value.  The method will repeatedly\nwait() until it evaluates to true.  The final predicate value is\nthe return value.",
            |_, args| {
                let body = WaitFor { condition: args[0].clone(), predicate: args[1].clone() };
                Ok(NativeCoroutine::new("Condition.wait_for", body))
            },
        ),
        NativeDef::new(
            "notify(self, n=1) -> None",
            "By default, wake up one task waiting on this condition, if any.\nIf the calling task has not acquired the lock when this method\nis called, a RuntimeError is raised.",
            |vm, args| {
                let count = args.opt(1).map_or(Ok(1), |n| vm.index_clipped(n))?;
                let count = usize::try_from(count).unwrap_or(0);
                let condition = args.data::<Condition>();
                condition.bound.lets_go(vm, &args[0], Thing::Condition);
                condition.notify(vm, count).map(|()| Value::NONE)
            },
        ),
        NativeDef::new(
            "notify_all(self) -> None",
            "Wake up all tasks waiting on this condition.",
            |vm, args| {
                let condition = args.data::<Condition>();
                condition.bound.lets_go(vm, &args[0], Thing::Condition);
                condition.notify(vm, usize::MAX).map(|()| Value::NONE)
            },
        ),
        NativeDef::new("async __aenter__(self)", "", |_, args| {
            let this = args[0].clone();
            Ok(deferred_none("_ContextManagerMixin.__aenter__", move |vm| {
                vm.call_method(&this, &intern("acquire"), &[])
            }))
        }),
        NativeDef::new("async __aexit__(self, exc_type, exc, tb)", "", |_, args| {
            let this = args[0].clone();
            Ok(immediate("_ContextManagerMixin.__aexit__", move |vm| {
                vm.call_method(&this, &intern("release"), &[]).map(|_| Value::NONE)
            }))
        }),
        NativeDef::new("__repr__(self)", "", |vm, args| {
            let condition = args.data::<Condition>();
            let state = if condition.is_locked(vm)? { "locked" } else { "unlocked" };
            Ok(repr(vm, &args[0], state, condition.waiters.len()))
        }),
    ],
    properties: &[
        readable!("_lock", Condition, |_, condition| Ok(condition.lock.get())),
        readable!("_waiters", Condition, |vm, condition| condition.waiters.to_deque(vm)),
    ],
    ..ClassDef::BASE
};
