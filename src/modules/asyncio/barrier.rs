//! `Barrier`: a condition and a count of the tasks that wait for it.

use super::condition::{self, Condition};
use super::native_coroutines::immediate;
use super::resources::Usage;
use super::waiters::repr;
use crate::event_loop::recorder::events::Thing;
use crate::event_loop::{exceptions, running};
use crate::objects::generator::{Awaited, Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::{ClassDef, NativeDef, NativeObject, PropertyDef};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::Cell;

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
    /// Its number in recorded events.
    number: Cell<u32>,
}

impl NativeObject for Barrier {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.condition.get());
    }
}

impl Barrier {
    pub(super) fn usage(&self) -> Usage {
        let here = usize::try_from(self.waiting()).unwrap_or(0);
        let words = format!("{here} of {} here", self.parties.get());
        Usage { words, size: here, waiting: here }
    }

    fn with_condition<T>(
        &self,
        vm: &Vm,
        body: impl FnOnce(&Condition) -> VmResult<T>,
    ) -> VmResult<T> {
        body(condition::data(vm, &self.condition.get())?)
    }

    fn notify_all(&self, vm: &Vm) -> VmResult<()> {
        self.with_condition(vm, |c| c.notify(vm, usize::MAX))
    }

    /// A task leaves: the last one starts the next round.
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
    /// Waits until it is full, as the task with this index.
    Wait(i64),
}

fn broken(vm: &Vm, message: &str) -> Raised {
    exceptions::raise(vm, &exceptions::BROKEN_BARRIER_ERROR, &[message.into()])
}

impl WaitBarrier {
    fn again(&self, vm: &Vm, barrier: &Barrier) -> VmResult<Step> {
        let recorder = &running(vm).recorder;
        let number = recorder.resource(vm, &barrier.number, &self.barrier);
        recorder.will_wait(Thing::Barrier, number);
        Ok(Step::Await(condition::wait(&barrier.condition.get())))
    }

    /// Continues with the lock held; none when it is done.
    fn advance(&mut self, vm: &Vm, barrier: &Barrier) -> VmResult<Step> {
        if let BarrierStage::Block = self.stage {
            if matches!(barrier.phase.get(), Phase::Draining | Phase::Resetting) {
                return self.again(vm, barrier);
            }
            if barrier.phase.get() == Phase::Broken {
                return Err(broken(vm, "Barrier aborted"));
            }
            let index = barrier.count.get();
            barrier.count.set(index + 1);
            self.stage = BarrierStage::Wait(index);
            if index + 1 == barrier.parties.get() {
                barrier.phase.set(Phase::Draining);
                if vm.is_traced.get() {
                    let recorder = &running(vm).recorder;
                    let number = recorder.resource(vm, &barrier.number, &self.barrier);
                    recorder.lets_go(Thing::Barrier, number);
                }
                barrier.notify_all(vm)?;
                return Ok(Step::Return(index.into()));
            }
        }
        let BarrierStage::Wait(index) = self.stage else { return self.again(vm, barrier) };
        match barrier.phase.get() {
            Phase::Filling => self.again(vm, barrier),
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
            // The lock was never acquired: the task was cancelled before.
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

    fn awaited(&self, vm: &Vm) -> Option<Awaited> {
        let barrier = self.barrier.native::<Barrier>()?;
        let class = vm.class_of(&self.barrier).name();
        let text = format!("{class} ({} of {} here)", barrier.waiting(), barrier.parties.get());
        Some(Awaited::new(text))
    }
}

/// Changes a barrier while holding its lock.
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
            barrier.condition.set(condition::new_condition(vm));
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
