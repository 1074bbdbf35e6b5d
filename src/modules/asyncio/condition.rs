//! `Condition` and what is built on it: `Barrier`.

use super::locks::{Lock, acquire_lock, new_lock};
use super::native_coroutines::{deferred_none, immediate};
use super::waiters::{Bound, Waiters, repr};
use crate::event_loop::exceptions;
use crate::objects::generator::{Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::{ClassDef, NativeDef, NativeObject, PropertyDef, readable};
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::Cell;

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

impl Condition {
    fn is_locked(&self, vm: &Vm) -> VmResult<bool> {
        let lock = self.lock.get();
        match lock.native::<Lock>() {
            Some(lock) => Ok(lock.is_locked()),
            None => {
                let locked = vm.call_method(&lock, &intern("locked"), &[])?;
                vm.truthy(&locked)
            }
        }
    }

    fn acquire(&self, vm: &Vm) -> VmResult {
        let lock = self.lock.get();
        if lock.native::<Lock>().is_some() && !super::waiters::is_derived(vm, &lock) {
            return Ok(acquire_lock("Lock.acquire", lock, Value::TRUE));
        }
        vm.call_method(&lock, &intern("acquire"), &[])
    }

    fn release(&self, vm: &Vm) -> VmResult<()> {
        let lock = self.lock.get();
        if let Some(data) = lock.native::<Lock>()
            && !super::waiters::is_derived(vm, &lock)
        {
            return data.release(vm);
        }
        vm.call_method(&lock, &intern("release"), &[]).map(drop)
    }

    fn notify(&self, vm: &Vm, count: usize) -> VmResult<()> {
        if !self.is_locked(vm)? {
            return Err(vm.runtime_error("cannot notify on un-acquired lock"));
        }
        self.waiters.wake(count, Value::FALSE);
        Ok(())
    }
}

/// The data of a condition object.
fn data<'a>(vm: &Vm, condition: &'a Value) -> VmResult<&'a Condition> {
    condition.native::<Condition>().ok_or_else(|| vm.type_error("a condition was expected"))
}

/// The coroutine `Condition.wait()`.
fn wait(condition: &Value) -> Value {
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
    /// Has been notified (or cancelled) and takes the lock again. The second is the most recent
    /// cancellation meanwhile, which is raised once the lock is taken.
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
                let future = condition.bound.future(vm, &self.condition)?;
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
                    // It may have been notified all the same: another task shall be instead.
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
        NativeDef::new("locked(self)", "Return True if the lock is acquired.", |vm, args| {
            Ok(Value::bool(args.data::<Condition>().is_locked(vm)?))
        }),
        NativeDef::new("async acquire(self)", "Acquire the underlying lock.", |vm, args| {
            args.data::<Condition>().acquire(vm)
        }),
        NativeDef::new("release(self)", "Release the underlying lock.", |vm, args| {
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
            "notify(self, n=1)",
            "By default, wake up one task waiting on this condition, if any.\nIf the calling task has not acquired the lock when this method\nis called, a RuntimeError is raised.",
            |vm, args| {
                let count = args.opt(1).map_or(Ok(1), |n| vm.index_clipped(n))?;
                let count = usize::try_from(count).unwrap_or(0);
                args.data::<Condition>().notify(vm, count).map(|()| Value::NONE)
            },
        ),
        NativeDef::new(
            "notify_all(self)",
            "Wake up all tasks waiting on this condition.",
            |vm, args| args.data::<Condition>().notify(vm, usize::MAX).map(|()| Value::NONE),
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

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Filling,
    Draining,
    Resetting,
    Broken,
}

/// The data of a barrier.
#[derive(Default)]
pub struct Barrier {
    condition: Slot,
    parties: Cell<i64>,
    count: Cell<i64>,
    phase: Cell<Phase>,
}

impl NativeObject for Barrier {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.condition.get());
    }
}

impl Barrier {
    fn with_condition<T>(
        &self,
        vm: &Vm,
        body: impl FnOnce(&Condition) -> VmResult<T>,
    ) -> VmResult<T> {
        body(data(vm, &self.condition.get())?)
    }

    fn notify_all(&self, vm: &Vm) -> VmResult<()> {
        self.with_condition(vm, |c| c.notify(vm, usize::MAX))
    }

    /// A task leaves: the last one lets the next round begin.
    fn leave(&self, vm: &Vm) -> VmResult<()> {
        self.count.set(self.count.get() - 1);
        if self.count.get() == 0 {
            if matches!(self.phase.get(), Phase::Resetting | Phase::Draining) {
                self.phase.set(Phase::Filling);
            }
            self.notify_all(vm)?;
        }
        Ok(())
    }

    fn waiting(&self) -> i64 {
        if self.phase.get() == Phase::Filling { self.count.get() } else { 0 }
    }
}

/// The coroutine `Barrier.wait()`.
struct WaitBarrier {
    barrier: Value,
    stage: BarrierStage,
}

#[derive(Clone, Copy)]
enum BarrierStage {
    Start,
    /// Waits until the barrier no longer drains or resets.
    Block,
    /// Waits until it is full, as the one with this index.
    Wait(i64),
}

fn broken(vm: &Vm, message: &str) -> Raised {
    exceptions::raise(vm, &exceptions::BROKEN_BARRIER_ERROR, &[message.into()])
}

impl WaitBarrier {
    fn again(&self, barrier: &Barrier) -> VmResult<Step> {
        Ok(Step::Await(wait(&barrier.condition.get())))
    }

    /// Goes on with the lock held; none if it is done.
    fn advance(&mut self, vm: &Vm, barrier: &Barrier) -> VmResult<Step> {
        if let BarrierStage::Block = self.stage {
            if matches!(barrier.phase.get(), Phase::Draining | Phase::Resetting) {
                return self.again(barrier);
            }
            if barrier.phase.get() == Phase::Broken {
                return Err(broken(vm, "Barrier aborted"));
            }
            let index = barrier.count.get();
            barrier.count.set(index + 1);
            self.stage = BarrierStage::Wait(index);
            if index + 1 == barrier.parties.get() {
                barrier.phase.set(Phase::Draining);
                barrier.notify_all(vm)?;
                return Ok(Step::Return(index.into()));
            }
        }
        let BarrierStage::Wait(index) = self.stage else { return self.again(barrier) };
        match barrier.phase.get() {
            Phase::Filling => self.again(barrier),
            Phase::Broken | Phase::Resetting => Err(broken(vm, "Abort or reset of barrier")),
            Phase::Draining => Ok(Step::Return(index.into())),
        }
    }
}

impl NativeCoroutineBody for WaitBarrier {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let this = self.barrier.clone();
        let Some(barrier) = this.native::<Barrier>() else {
            return Err(vm.type_error("a barrier was expected"));
        };
        if let BarrierStage::Start = self.stage {
            input?;
            self.stage = BarrierStage::Block;
            return barrier.with_condition(vm, |c| c.acquire(vm)).map(Step::Await);
        }
        let locked = barrier.with_condition(vm, |c| c.is_locked(vm))?;
        let step = match input {
            Ok(_) => self.advance(vm, barrier),
            Err(raised) => Err(raised),
        };
        if matches!(step, Ok(Step::Await(_))) {
            return step;
        }
        if !locked {
            // The lock was not acquired at all: the task was cancelled before.
            return step;
        }
        if let BarrierStage::Wait(_) = self.stage {
            barrier.leave(vm)?;
        }
        barrier.with_condition(vm, |c| c.release(vm))?;
        step
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.barrier);
    }
}

/// Does something to a barrier with its lock held.
struct ChangeBarrier {
    barrier: Value,
    change: fn(&Barrier),
    started: bool,
}

impl NativeCoroutineBody for ChangeBarrier {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        input?;
        let Some(barrier) = self.barrier.native::<Barrier>() else {
            return Err(vm.type_error("a barrier was expected"));
        };
        if !self.started {
            self.started = true;
            return barrier.with_condition(vm, |c| c.acquire(vm)).map(Step::Await);
        }
        (self.change)(barrier);
        barrier.notify_all(vm)?;
        barrier.with_condition(vm, |c| c.release(vm))?;
        Ok(Step::Return(Value::NONE))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.barrier);
    }
}

fn change(name: &'static str, barrier: &Value, change: fn(&Barrier)) -> Value {
    NativeCoroutine::new(name, ChangeBarrier { barrier: barrier.clone(), change, started: false })
}

fn wait_barrier(name: &'static str, barrier: &Value) -> Value {
    NativeCoroutine::new(name, WaitBarrier { barrier: barrier.clone(), stage: BarrierStage::Start })
}

/// `asyncio.Barrier`
pub static BARRIER: ClassDef = ClassDef {
    name: "Barrier",
    module: "asyncio.locks",
    doc: "Asyncio equivalent to threading.Barrier\n\nImplements a Barrier primitive.\nUseful for synchronizing a fixed number of tasks at known synchronization\npoints. Tasks block on 'wait()' and are simultaneously awoken once they\nhave all made their call.",
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
            super::new_object(vm, &args[0], Barrier::default())
        }),
        NativeDef::new("__init__(self, parties)", "", |vm, args| {
            let parties = vm.index_clipped(&args[1])?;
            if parties < 1 {
                return Err(vm.value_error("parties must be > 0"));
            }
            let barrier = args.data::<Barrier>();
            barrier.parties.set(parties);
            let condition = Condition::default();
            condition.lock.set(new_lock(vm));
            let class = vm.class_for(&CONDITION);
            barrier.condition.set(super::runner::new_native(&class, condition));
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "async wait(self)",
            "Wait for the barrier.\n\nWhen the specified number of tasks have started waiting, they are all\nsimultaneously awoken.\nReturns an unique and individual index number from 0 to 'parties-1'.",
            |_, args| Ok(wait_barrier("Barrier.wait", &args[0])),
        ),
        NativeDef::new(
            "async reset(self)",
            "Reset the barrier to the initial state.\n\nAny tasks currently waiting will get the BrokenBarrier exception\nraised.",
            |_, args| {
                Ok(change("Barrier.reset", &args[0], |barrier| {
                    barrier.phase.set(if barrier.count.get() > 0 {
                        Phase::Resetting
                    } else {
                        Phase::Filling
                    });
                }))
            },
        ),
        NativeDef::new(
            "async abort(self)",
            "Place the barrier into a 'broken' state.\n\nUseful in case of error.  Any currently waiting tasks and tasks\nattempting to 'wait()' will have BrokenBarrierError raised.",
            |_, args| {
                Ok(change("Barrier.abort", &args[0], |barrier| barrier.phase.set(Phase::Broken)))
            },
        ),
        NativeDef::new("async __aenter__(self)", "", |_, args| {
            Ok(wait_barrier("Barrier.__aenter__", &args[0]))
        }),
        NativeDef::new("async __aexit__(self, *args)", "", |_, _| {
            Ok(immediate("Barrier.__aexit__", |_| Ok(Value::NONE)))
        }),
        NativeDef::new("__repr__(self)", "", |vm, args| {
            let barrier = args.data::<Barrier>();
            let state = match barrier.phase.get() {
                Phase::Filling => "filling",
                Phase::Draining => "draining",
                Phase::Resetting => "resetting",
                Phase::Broken => "broken",
            };
            let waiters = match barrier.phase.get() {
                Phase::Broken => String::new(),
                _ => format!(", waiters:{}/{}", barrier.waiting(), barrier.parties.get()),
            };
            Ok(repr(vm, &args[0], &format!("{state}{waiters}"), 0))
        }),
    ],
    properties: &[
        PropertyDef {
            name: "parties",
            doc: "Return the number of tasks required to trip the barrier.",
            get: |_, this| Ok(this.native::<Barrier>().map_or(0, |b| b.parties.get()).into()),
            set: None,
        },
        PropertyDef {
            name: "n_waiting",
            doc: "Return the number of tasks currently waiting at the barrier.",
            get: |_, this| Ok(this.native::<Barrier>().map_or(0, Barrier::waiting).into()),
            set: None,
        },
        PropertyDef {
            name: "broken",
            doc: "Return True if the barrier is in a broken state.",
            get: |_, this| {
                let phase = this.native::<Barrier>().map(|b| b.phase.get());
                Ok(Value::bool(phase == Some(Phase::Broken)))
            },
            set: None,
        },
    ],
    ..ClassDef::BASE
};
