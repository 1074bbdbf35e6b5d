//! `_thread._ThreadHandle`: a thread as seen by others.

use super::{deadline, local};
use crate::diagnostics;
use crate::event_loop::running;
use crate::event_loop::threads::{self, ThreadId, Wake};
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Made,
    Started,
    Done,
}

/// The data of a handle.
#[derive(Default)]
struct Handle {
    stage: Cell<Stage>,
    thread: Cell<ThreadId>,
    /// The threads that wait for its end.
    waiting: RefCell<Vec<ThreadId>>,
}

impl NativeObject for Handle {}

/// The handles of threads for which the program waits when it ends.
#[derive(Default)]
struct Joinable(RefCell<Vec<Value>>);

impl Handle {
    /// Whether the thread has begun and not ended. A thread that a fork did not copy has ended.
    fn is_running(&self, vm: &Vm) -> bool {
        self.stage.get() == Stage::Started && running(vm).threads.is_alive(self.thread.get())
    }

    fn finish(&self, vm: &Vm) {
        self.stage.set(Stage::Done);
        for thread in self.waiting.take() {
            running(vm).threads.unpark(thread);
        }
    }

    /// Waits for the thread's end, for this many seconds if not negative.
    fn join(&self, vm: &Vm, timeout: f64) -> VmResult<()> {
        let current = running(vm).threads.current();
        if self.stage.get() == Stage::Made {
            return Err(vm.runtime_error("thread not started"));
        }
        if self.stage.get() == Stage::Started && self.thread.get() == current {
            return Err(vm.runtime_error("Cannot join current thread"));
        }
        let deadline = deadline(vm, timeout)?;
        while self.is_running(vm) {
            self.waiting.borrow_mut().push(current);
            if running(vm).threads.park(vm, deadline)? == Wake::TimedOut {
                break;
            }
        }
        Ok(())
    }
}

fn new(vm: &Vm) -> Value {
    Native::new(&vm.class_for(&HANDLE), Handle::default()).into_value()
}

/// `_thread._ThreadHandle`
pub static HANDLE: ClassDef = ClassDef {
    name: "_ThreadHandle",
    module: "_thread",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::static_method("__new__(cls)", "", |vm, _| Ok(new(vm))),
        NativeDef::new("join(self, timeout=None)", "", |vm, args| {
            let timeout =
                args.some(1).map_or(Ok(-1.0), |t| crate::objects::float::require(vm, t))?;
            args.data::<Handle>().join(vm, timeout)?;
            Ok(Value::NONE)
        }),
        NativeDef::new("is_done(self)", "", |vm, args| {
            let handle = args.data::<Handle>();
            Ok(Value::bool(handle.stage.get() != Stage::Made && !handle.is_running(vm)))
        }),
        NativeDef::new("_set_done(self)", "", |vm, args| {
            args.data::<Handle>().finish(vm);
            Ok(Value::NONE)
        }),
    ],
    properties: &[PropertyDef {
        name: "ident",
        doc: "",
        get: |_, this| {
            Ok(this.native::<Handle>().map_or(Value::NONE, |h| (h.thread.get() as i64).into()))
        },
        set: None,
    }],
    ..ClassDef::BASE
};

/// `_thread._make_thread_handle`
pub fn make_thread_handle(vm: &Vm, args: Args<'_>) -> VmResult {
    let handle = new(vm);
    if let Some(data) = handle.native::<Handle>() {
        data.thread.set(vm.index_clipped(&args[0])? as ThreadId);
        data.stage.set(Stage::Started);
    }
    Ok(handle)
}

/// `_thread.start_joinable_thread`
pub fn start_joinable_thread(vm: &Vm, args: Args<'_>) -> VmResult {
    if !vm.is_callable(&args[0]) {
        return Err(vm.type_error("thread function must be callable"));
    }
    let handle = args.some(1).cloned().unwrap_or_else(|| new(vm));
    let Some(data) = handle.native::<Handle>() else {
        return Err(vm.type_error("'handle' must be a _ThreadHandle"));
    };
    if data.stage.get() != Stage::Made {
        return Err(vm.runtime_error("thread already started"));
    }
    let is_daemon = args.opt(2).map_or(Ok(true), |d| vm.truthy(d))?;
    let (own, function) = (handle.clone(), args[0].clone());
    let thread = threads::start(vm, args[0].clone(), move |vm, id, result| {
        if let Err(raised) = result
            && !vm.is_exception(&raised, Exc::SystemExit)
        {
            diagnostics::unraisable(vm, &raised, &function);
        }
        local::forget_thread(vm, id);
        if let Some(data) = own.native::<Handle>() {
            data.thread.set(id);
            data.finish(vm);
        }
        let ended = {
            let joinable = vm.extension::<Joinable>();
            let mut joinable = joinable.0.borrow_mut();
            let at = joinable.iter().position(|h| h.is(&own));
            at.map(|at| joinable.remove(at))
        };
        drop(ended);
    })?;
    data.thread.set(thread);
    data.stage.set(Stage::Started);
    if !is_daemon {
        vm.extension::<Joinable>().0.borrow_mut().push(handle.clone());
    }
    Ok(handle)
}

/// `_thread._shutdown`
pub fn wait_for_all(vm: &Vm, _: Args<'_>) -> VmResult {
    let joinable = vm.extension::<Joinable>();
    loop {
        let next = joinable.0.borrow().last().cloned();
        match next {
            Some(value) => match value.native::<Handle>() {
                Some(handle) if !handle.is_running(vm) => {
                    let mut joinable = joinable.0.borrow_mut();
                    joinable.retain(|other| !other.is(&value));
                }
                Some(handle) if handle.thread.get() != running(vm).threads.current() => {
                    handle.join(vm, -1.0)?;
                }
                _ => return Ok(Value::NONE),
            },
            None => return Ok(Value::NONE),
        }
    }
}
