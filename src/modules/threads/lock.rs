//! `_thread.lock` and `_thread.RLock`.

use super::{TIMEOUT_MAX, deadline};
use crate::event_loop::threads::{ThreadId, Wake};
use crate::event_loop::{run, running};
use crate::objects::float;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// The data of a lock of either kind.
#[derive(Default)]
pub struct Lock {
    /// The number of times it is held; at most 1 for a plain lock.
    held: Cell<u64>,
    /// The thread that holds it.
    owner: Cell<ThreadId>,
    /// The threads that wait for it, in order.
    waiting: RefCell<VecDeque<ThreadId>>,
}

impl NativeObject for Lock {}

/// A new `_thread.lock`.
pub fn new(vm: &Vm) -> Value {
    Native::new(&vm.class_for(&LOCK), Lock::default()).into_value()
}

impl Lock {
    fn take(&self, vm: &Vm, times: u64) {
        self.held.set(times);
        self.owner.set(running(vm).threads.current());
    }

    /// Waits until the lock is free, and acquires it; false if it timed out.
    pub(crate) fn acquire(&self, vm: &Vm, blocking: bool, timeout: f64) -> VmResult<bool> {
        if self.held.get() == 0 {
            self.take(vm, 1);
            return Ok(true);
        }
        if !blocking {
            return Ok(false);
        }
        let deadline = deadline(vm, timeout)?;
        self.wait_for(vm, || running(vm).threads.park(vm, deadline))
    }

    /// The method `acquire()`. A signal that arrived during the wait is handled before it returns, with
    /// the lock held: the caller may be in a `try` whose `finally` releases it, and not be any more
    /// in its next call.
    fn acquire_and_attend(&self, vm: &Vm, blocking: bool, timeout: f64) -> VmResult<bool> {
        let waits = self.held.get() > 0;
        let acquired = self.acquire(vm, blocking, timeout)?;
        let threads = &running(vm).threads;
        if waits && threads.current() == threads.main() {
            run::check_interrupt(vm)?;
        }
        Ok(acquired)
    }

    /// Acquires the lock, whatever happens meanwhile: an exception of a signal handler is raised
    /// when the lock is held.
    fn acquire_through(&self, vm: &Vm) -> VmResult<()> {
        let mut late = Ok(());
        if self.held.get() == 0 {
            self.take(vm, 1);
            return Ok(());
        }
        self.wait_for(vm, || {
            running(vm).threads.park_through(vm, || {
                let raised = run::check_interrupt(vm);
                vm.check_limits()?;
                if late.is_ok() {
                    late = raised;
                }
                Ok(())
            })
        })?;
        late
    }

    /// Waits by `park` until the lock is free, and acquires it; false if `park` timed out.
    fn wait_for(&self, vm: &Vm, mut park: impl FnMut() -> VmResult<Wake>) -> VmResult<bool> {
        let this = running(vm).threads.current();
        self.waiting.borrow_mut().push_back(this);
        loop {
            let wake = park();
            if matches!(wake, Ok(Wake::Woken)) && self.held.get() > 0 {
                // Another thread was faster: it is still this one's turn.
                self.waiting.borrow_mut().push_front(this);
                continue;
            }
            self.waiting.borrow_mut().retain(|t| *t != this);
            return match wake? {
                Wake::Woken => {
                    self.take(vm, 1);
                    Ok(true)
                }
                _ => Ok(false),
            };
        }
    }

    /// Releases the lock, regardless of the holder.
    pub(crate) fn free(&self, vm: &Vm) {
        self.held.set(0);
        self.owner.set(0);
        loop {
            let next = self.waiting.borrow_mut().pop_front();
            match next {
                Some(next) if !running(vm).threads.unpark(next) => {}
                _ => break,
            }
        }
    }

    pub(crate) fn is_mine(&self, vm: &Vm) -> bool {
        self.held.get() > 0 && self.owner.get() == running(vm).threads.current()
    }
}

/// The arguments `blocking` and `timeout`.
fn wait_arguments(vm: &Vm, args: &Args<'_>) -> VmResult<(bool, f64)> {
    let blocking = args.opt(1).map_or(Ok(true), |b| vm.truthy(b))?;
    let timeout = args.opt(2).map_or(Ok(-1.0), |timeout| seconds(vm, timeout))?;
    if !blocking && timeout != -1.0 {
        return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
    }
    if timeout < 0.0 && timeout != -1.0 {
        return Err(vm.value_error("timeout value must be a non-negative number"));
    }
    if timeout > TIMEOUT_MAX {
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    }
    Ok((blocking, timeout))
}

/// A time span: a float or an int.
fn seconds(vm: &Vm, value: &Value) -> VmResult<f64> {
    match float::value_of(value) {
        Some(seconds) if seconds.is_nan() => {
            Err(vm.value_error("Invalid value NaN (not a number)"))
        }
        Some(seconds) => Ok(seconds),
        None => float::require(vm, &vm.index(value)?),
    }
}

fn acquire(vm: &Vm, args: Args<'_>) -> VmResult {
    let (blocking, timeout) = wait_arguments(vm, &args)?;
    args.data::<Lock>().acquire_and_attend(vm, blocking, timeout).map(Value::bool)
}

fn enter(vm: &Vm, args: Args<'_>) -> VmResult {
    args.data::<Lock>().acquire(vm, true, -1.0).map(Value::bool)
}

fn release(vm: &Vm, args: Args<'_>) -> VmResult {
    let lock = args.data::<Lock>();
    if lock.held.get() == 0 {
        return Err(vm.runtime_error("release unlocked lock"));
    }
    lock.free(vm);
    Ok(Value::NONE)
}

fn locked(_: &Vm, args: Args<'_>) -> VmResult {
    Ok(Value::bool(args.data::<Lock>().held.get() > 0))
}

fn forget(_: &Vm, args: Args<'_>) -> VmResult {
    args.data::<Lock>().held.set(0);
    Ok(Value::NONE)
}

/// `_thread.lock`
pub static LOCK: ClassDef = ClassDef {
    name: "lock",
    module: "_thread",
    doc: "A lock object is a synchronization primitive.  To create a lock,\ncall threading.Lock().",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::static_method("__new__(cls)", "", |vm, _| Ok(new(vm))),
        NativeDef::new(
            "acquire(self, blocking=True, timeout=-1)",
            "Lock the lock.  Without argument, this blocks if the lock is already\nlocked (even by the same thread), waiting for another thread to release\nthe lock, and return True once the lock is acquired.",
            acquire,
        ),
        NativeDef::new(
            "release(self)",
            "Release the lock, allowing another thread that is blocked waiting for\nthe lock to acquire the lock.",
            release,
        ),
        NativeDef::new("locked(self)", "Return whether the lock is in the locked state.", locked),
        NativeDef::new("__enter__(self)", "Lock the lock.", enter),
        NativeDef::new(
            "__exit__(self, exc_type, exc_value, exc_tb, /)",
            "Release the lock.",
            release,
        ),
        NativeDef::new("_at_fork_reinit(self)", "", forget),
        NativeDef::new("__repr__(self)", "", |_, args| {
            let state = if args.data::<Lock>().held.get() > 0 { "locked" } else { "unlocked" };
            Ok(format!("<{state} _thread.lock object at {:#x}>", args[0].bits()).into())
        }),
    ],
    ..ClassDef::BASE
};

fn acquire_again(vm: &Vm, lock: &Lock, blocking: bool, timeout: f64) -> VmResult {
    if lock.is_mine(vm) {
        lock.held.set(lock.held.get() + 1);
        return Ok(Value::bool(true));
    }
    lock.acquire(vm, blocking, timeout).map(Value::bool)
}

fn release_once(vm: &Vm, args: Args<'_>) -> VmResult {
    let lock = args.data::<Lock>();
    if !lock.is_mine(vm) {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    match lock.held.get() {
        1 => lock.free(vm),
        times => lock.held.set(times - 1),
    }
    Ok(Value::NONE)
}

/// `_thread.RLock`
pub static RLOCK: ClassDef = ClassDef {
    name: "RLock",
    module: "_thread",
    doc: "",
    kind: Kind::Native,
    subclassable: true,
    methods: &[
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, _| {
            Ok(Native::new(&vm.class_for(&RLOCK), Lock::default()).into_value())
        }),
        NativeDef::new(
            "acquire(self, blocking=True, timeout=-1)",
            "Lock the lock.  `blocking` indicates whether we should wait\nfor the lock to be available or not.",
            |vm, args| {
                let (blocking, timeout) = wait_arguments(vm, &args)?;
                acquire_again(vm, args.data::<Lock>(), blocking, timeout)
            },
        ),
        NativeDef::new("release(self)", "Release the lock.", release_once),
        NativeDef::new("locked(self)", "Return whether the lock is held.", locked),
        NativeDef::new("__enter__(self)", "Lock the lock.", |vm, args| {
            acquire_again(vm, args.data::<Lock>(), true, -1.0)
        }),
        NativeDef::new(
            "__exit__(self, exc_type, exc_value, exc_tb, /)",
            "Release the lock.",
            release_once,
        ),
        NativeDef::new(
            "_is_owned(self)",
            "For internal use by `threading.Condition`.",
            |vm, args| Ok(Value::bool(args.data::<Lock>().is_mine(vm))),
        ),
        NativeDef::new("_recursion_count(self)", "", |vm, args| {
            let lock = args.data::<Lock>();
            Ok(if lock.is_mine(vm) { (lock.held.get() as i64).into() } else { 0i64.into() })
        }),
        NativeDef::new(
            "_release_save(self)",
            "For internal use by `threading.Condition`.",
            |vm, args| {
                let lock = args.data::<Lock>();
                if lock.held.get() == 0 {
                    return Err(vm.runtime_error("cannot release un-acquired lock"));
                }
                let state = [lock.held.get(), lock.owner.get()];
                lock.free(vm);
                Ok(Tuple::new(state.map(|n| Value::from(n as i64))).into_value())
            },
        ),
        NativeDef::new(
            "_acquire_restore(self, state, /)",
            "For internal use by `threading.Condition`.",
            |vm, args| {
                let state = args[1].get::<Tuple>().and_then(|s| s.items().first().cloned());
                let times = state.map_or(Ok(1), |s| vm.index_clipped(&s))?;
                let lock = args.data::<Lock>();
                let acquired = lock.acquire_through(vm);
                if lock.is_mine(vm) {
                    lock.held.set(times.max(1) as u64);
                }
                acquired.map(|()| Value::NONE)
            },
        ),
        NativeDef::new("_at_fork_reinit(self)", "", forget),
        NativeDef::new("__repr__(self)", "", |_, args| {
            let lock = args.data::<Lock>();
            let state = if lock.held.get() > 0 { "locked" } else { "unlocked" };
            let (owner, count) = (lock.owner.get(), lock.held.get());
            let place = args[0].bits();
            Ok(format!("<{state} _thread.RLock object owner={owner} count={count} at {place:#x}>")
                .into())
        }),
    ],
    ..ClassDef::BASE
};
