//! `_multiprocessing`: semaphores shared by processes; and `_posixshmem`: shared memory by name.

use super::ModuleDef;
use super::asyncio::new_object;
use super::os::files::given;
use crate::event_loop::clock::{Nanos, SECOND};
use crate::event_loop::threads::ThreadId;
use crate::event_loop::{run, running};
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, NativeDef, NativeObject, readable};
use crate::objects::str::{Str, intern};
use crate::runtime::semaphore::Semaphore;
use crate::runtime::{Kind, Value};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use std::cell::Cell;
use std::ffi::CString;
use std::time::Duration;

/// `_multiprocessing`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_multiprocessing",
    functions: &[NativeDef::new("sem_unlink(name, /)", "", |vm, a| {
        Semaphore::unlink(&name(vm, a.at(0))?).map_err(|e| vm.os_error(&e, None))?;
        Ok(Value::NONE)
    })],
    classes: &[&SEMAPHORE],
    needs: |_| Some(Capability::Processes),
    init: Some(|vm, _| {
        vm.class_for(&SEMAPHORE).set(&intern("SEM_VALUE_MAX"), MOST.into());
        Ok(())
    }),
    source: "flags = {'HAVE_SEM_OPEN': 1, 'HAVE_SEM_TIMEDWAIT': 1, 'HAVE_FD_TRANSFER': 1}\n",
    ..ModuleDef::BASE
};

/// `_posixshmem`
pub static SHARED_MEMORY: ModuleDef = ModuleDef {
    name: "_posixshmem",
    doc: "POSIX shared memory module",
    functions: &[
        NativeDef::new(
            "shm_open(path, flags, mode=511)",
            "Open a shared memory object.  Returns a file descriptor (integer).",
            |vm, a| {
                let (flags, mode) = (vm.index_clipped(a.at(1))?, a.opt(2));
                let mode = mode.map_or(Ok(0o777), |mode| vm.index_clipped(mode))?;
                let opened = rustix::shm::open(
                    text(vm, a.at(0))?,
                    rustix::shm::OFlags::from_bits_retain(flags as u32),
                    rustix::fs::Mode::from_bits_retain(mode as u32),
                );
                given(vm, opened.map_err(|e| failed_on(vm, e, a.at(0)))?)
            },
        ),
        NativeDef::new(
            "shm_unlink(path)",
            "Remove a shared memory object (similar to unlink()).",
            |vm, a| {
                rustix::shm::unlink(text(vm, a.at(0))?).map_err(|e| failed_on(vm, e, a.at(0)))?;
                Ok(Value::NONE)
            },
        ),
    ],
    needs: |_| Some(Capability::AllFiles),
    ..ModuleDef::BASE
};

fn failed_on(vm: &Vm, error: rustix::io::Errno, path: &Value) -> crate::vm::Raised {
    crate::modules::io::stream::os_error(vm, &error.into(), path)
}

fn text<'a>(vm: &Vm, value: &'a Value) -> VmResult<&'a str> {
    value.get::<Str>().map(|text| text.as_str()).ok_or_else(|| {
        let shown = vm.argument_type(value);
        vm.type_error(format!("argument 1 must be str, not {shown}"))
    })
}

fn name(vm: &Vm, value: &Value) -> VmResult<CString> {
    CString::new(text(vm, value)?).map_err(|_| vm.value_error("embedded null character"))
}

/// The kind of semaphore that its holder may acquire again.
const RECURSIVE: i64 = 0;
/// The largest value of a semaphore.
const MOST: i64 = i32::MAX as i64;
/// The maximum length of a wait during which Ctrl-C goes unnoticed.
const LOOK: Nanos = SECOND / 50;

/// The data of a `SemLock`.
struct SemLock {
    semaphore: Semaphore,
    kind: i64,
    most: i64,
    name: Option<String>,
    /// The number of times this process has acquired it.
    count: Cell<i64>,
    /// The thread that took it last.
    holder: Cell<ThreadId>,
}

impl NativeObject for SemLock {}

impl SemLock {
    fn is_mine(&self, vm: &Vm) -> bool {
        self.count.get() > 0 && self.holder.get() == running(vm).threads.current()
    }

    /// Waits until it can be acquired, letting other threads run. False if it timed out.
    fn wait(&self, vm: &Vm, deadline: Option<Nanos>) -> VmResult<bool> {
        let running = running(vm);
        let mut pause = SECOND / 20_000;
        let _ = vm.output.flush();
        loop {
            run::check_interrupt(vm)?;
            let left = deadline.map_or(LOOK, |end| (end - running.clock.monotonic()).max(0));
            let others = running.threads.has_others();
            let span = if others { 0 } else { left.min(LOOK) };
            match self.semaphore.wait(Duration::from_nanos(span as u64)) {
                Ok(true) => return Ok(true),
                Ok(false) if left == 0 => return Ok(false),
                Ok(false) => {}
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(vm.os_error(&error, None)),
            }
            if others {
                let until = running.clock.monotonic() + left.min(pause);
                running.threads.park(vm, Some(until))?;
                pause = (pause * 2).min(SECOND / 1000);
            }
        }
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    vm.require(Capability::Processes)?;
    let [kind, value, most] = [1, 2, 3].map(|i| vm.index_clipped(a.at(i)));
    let (kind, value, most) = (kind?, value?, most?);
    if !matches!(kind, 0 | 1) {
        return Err(vm.value_error("unrecognized kind"));
    }
    let Some(start) = u32::try_from(value).ok().filter(|_| value <= MOST) else {
        return Err(vm.os_error(&std::io::Error::from_raw_os_error(libc::EINVAL), None));
    };
    let (path, unlink) = (name(vm, a.at(4))?, vm.truthy(a.at(5))?);
    let semaphore = Semaphore::create(&path, start).map_err(|e| vm.os_error(&e, None))?;
    if unlink {
        Semaphore::unlink(&path).map_err(|e| vm.os_error(&e, None))?;
    }
    let name = (!unlink).then(|| path.to_string_lossy().into_owned());
    let (count, holder) = (Cell::new(0), Cell::new(0));
    new_object(vm, a.at(0), SemLock { semaphore, kind, most, name, count, holder })
}

fn rebuild(vm: &Vm, a: Args<'_>) -> VmResult {
    vm.require(Capability::Processes)?;
    let path = name(vm, a.at(4))?;
    let semaphore = Semaphore::open(&path).map_err(|e| vm.os_error(&e, None))?;
    let (kind, most) = (vm.index_clipped(a.at(2))?, vm.index_clipped(a.at(3))?);
    let name = Some(path.to_string_lossy().into_owned());
    let (count, holder) = (Cell::new(0), Cell::new(0));
    new_object(vm, a.at(0), SemLock { semaphore, kind, most, name, count, holder })
}

fn acquire(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<SemLock>();
    if this.kind == RECURSIVE && this.is_mine(vm) {
        this.count.set(this.count.get() + 1);
        return Ok(Value::TRUE);
    }
    let blocks = a.opt(1).map_or(Ok(true), |block| vm.truthy(block))?;
    let seconds = match a.some(2) {
        Some(timeout) => Some(crate::objects::float::require(vm, timeout)?.max(0.0)),
        None => None,
    };
    let seconds = if blocks { seconds } else { Some(0.0) };
    let deadline = seconds.map(|seconds| {
        let span = (seconds * SECOND as f64).min(Nanos::MAX as f64 / 2.0) as Nanos;
        running(vm).clock.monotonic().saturating_add(span)
    });
    let taken = this.wait(vm, deadline)?;
    if taken {
        this.count.set(this.count.get() + 1);
        this.holder.set(running(vm).threads.current());
    }
    Ok(Value::bool(taken))
}

fn release(vm: &Vm, a: &Args<'_>) -> VmResult {
    let this = a.data::<SemLock>();
    if this.kind == RECURSIVE {
        if !this.is_mine(vm) {
            let message = "attempt to release recursive lock not owned by thread";
            return Err(vm.error(Exc::AssertionError, message));
        }
        if this.count.get() > 1 {
            this.count.set(this.count.get() - 1);
            return Ok(Value::NONE);
        }
    } else {
        let value = this.semaphore.value().map_err(|e| vm.os_error(&e, None))?;
        if i64::from(value) >= this.most {
            return Err(vm.value_error("semaphore or lock released too many times"));
        }
    }
    this.semaphore.post().map_err(|e| vm.os_error(&e, None))?;
    this.count.set(this.count.get() - 1);
    Ok(Value::NONE)
}

static SEMAPHORE: ClassDef = ClassDef {
    name: "SemLock",
    module: "_multiprocessing",
    doc: "Semaphore/Mutex type",
    kind: Kind::Native,
    subclassable: true,
    methods: &[
        NativeDef::static_method("__new__(cls, kind, value, maxvalue, name, unlink)", "", new),
        NativeDef::class("_rebuild(cls, handle, kind, maxvalue, name, /)", "", rebuild),
        NativeDef::new(
            "acquire(self, block=True, timeout=None)",
            "Acquire the semaphore/lock.",
            acquire,
        ),
        NativeDef::new("release(self)", "Release the semaphore/lock.", |vm, a| release(vm, &a)),
        NativeDef::new("__enter__(self)", "Enter the semaphore/lock.", acquire),
        NativeDef::new(
            "__exit__(self, exc_type=None, exc_value=None, exc_tb=None, /)",
            "Exit the semaphore/lock.",
            |vm, a| release(vm, &a),
        ),
        NativeDef::new(
            "_count(self)",
            "Num of `acquire()`s minus num of `release()`s for this process.",
            |_, a| Ok(a.data::<SemLock>().count.get().into()),
        ),
        NativeDef::new("_is_mine(self)", "Whether the lock is owned by this thread.", |vm, a| {
            Ok(Value::bool(a.data::<SemLock>().is_mine(vm)))
        }),
        NativeDef::new("_get_value(self)", "Get the value of the semaphore.", |vm, a| {
            let value = a.data::<SemLock>().semaphore.value();
            Ok(i64::from(value.map_err(|e| vm.os_error(&e, None))?).into())
        }),
        NativeDef::new("_is_zero(self)", "Return whether semaphore has value zero.", |vm, a| {
            let value = a.data::<SemLock>().semaphore.value();
            Ok(Value::bool(value.map_err(|e| vm.os_error(&e, None))? == 0))
        }),
        NativeDef::new(
            "_after_fork(self)",
            "Rezero the net acquisition count after fork().",
            |_, a| {
                a.data::<SemLock>().count.set(0);
                Ok(Value::NONE)
            },
        ),
    ],
    properties: &[
        readable!("handle", SemLock, |_, this| Ok(Value::from(this.semaphore.handle()))),
        readable!("kind", SemLock, |_, this| Ok(this.kind.into())),
        readable!("maxvalue", SemLock, |_, this| Ok(this.most.into())),
        readable!("name", SemLock, |_, this| Ok(this
            .name
            .as_deref()
            .map_or(Value::NONE, Value::from))),
    ],
    ..ClassDef::BASE
};
