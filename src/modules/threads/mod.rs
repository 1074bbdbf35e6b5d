//! `_thread`: starting threads, and the locks on which `threading` is built.
//!
//! `vm::threads` explains threads and their scheduling.

mod handle;
mod local;
mod lock;
mod queue;

pub use lock::Lock;
pub use queue::MODULE as QUEUE;

use super::ModuleDef;
use crate::event_loop::clock::{Nanos, SECOND};
use crate::event_loop::threads::MAIN;
use crate::event_loop::{run, running};
use crate::objects::exception::Exc;
use crate::objects::native::{Args, NativeDef};
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use std::cell::Cell;

/// The smallest size for `_thread.stack_size()`, in bytes.
const SMALLEST_STACK: i64 = 32_768;
/// The longest wait that a program may request, in seconds.
const TIMEOUT_MAX: f64 = 9_223_372_036.0;

/// `_thread`
pub static THREAD: ModuleDef = ModuleDef {
    name: "_thread",
    doc: "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
    functions: FUNCTIONS,
    classes: &[&lock::LOCK, &lock::RLOCK, &handle::HANDLE, &local::LOCAL],
    constants: &[
        ("LockType", |vm| vm.class_for(&lock::LOCK).into_value()),
        ("error", |vm| vm.exception_class(Exc::RuntimeError).into_value()),
        ("TIMEOUT_MAX", |_| Value::float(TIMEOUT_MAX)),
    ],
    source: include_str!("thread.py"),
    ..ModuleDef::BASE
};

const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "allocate_lock()",
        "Create a new lock object. See help(type(threading.Lock())) for\ninformation about locks.",
        |vm, _| Ok(lock::new(vm)),
    ),
    NativeDef::new(
        "get_ident()",
        "Return a non-zero integer that uniquely identifies the current thread\namongst other threads that exist simultaneously.",
        |vm, _| Ok((running(vm).threads.current() as i64).into()),
    ),
    NativeDef::new(
        "get_native_id()",
        "Return a non-negative integer identifying the thread as reported\nby the OS (kernel).",
        |vm, _| {
            let own = running(vm).threads.current() - MAIN;
            Ok((i64::from(std::process::id()) + own as i64).into())
        },
    ),
    NativeDef::new("_get_main_thread_ident()", "", |vm, _| {
        Ok((running(vm).threads.main() as i64).into())
    }),
    NativeDef::new("_is_main_interpreter()", "", |_, _| Ok(Value::bool(true))),
    NativeDef::new("daemon_threads_allowed()", "", |_, _| Ok(Value::bool(true))),
    NativeDef::new(
        "_count()",
        "Return the number of currently running Python threads.",
        |vm, _| Ok((running(vm).threads.count() as i64).into()),
    ),
    NativeDef::new(
        "stack_size(size=0, /)",
        "Return the thread stack size used when creating new threads.",
        stack_size,
    ),
    NativeDef::new("set_name(name)", "", |_, _| Ok(Value::NONE)),
    NativeDef::new(
        "interrupt_main(signum=2, /)",
        "Simulate the arrival of the given signal in the main thread.",
        |vm, a| {
            let signal = a.opt(0).map_or(Ok(2), |signal| vm.index_clipped(signal))?;
            if !(1..65).contains(&signal) {
                return Err(vm.value_error("signal number out of range"));
            }
            let running = running(vm);
            running.signal_handlers.simulate(vm, running, signal as i32);
            if running.threads.current() == running.threads.main() {
                run::check_interrupt(vm)?;
            }
            Ok(Value::NONE)
        },
    ),
    NativeDef::new("exit()", "This is synonymous to ``raise SystemExit''.", |vm, _| {
        Err(vm.error_with(Exc::SystemExit, []))
    }),
    NativeDef::new(
        "start_joinable_thread(function, handle=None, daemon=True)",
        "Start a new thread that others can wait for.",
        handle::start_joinable_thread,
    ),
    NativeDef::new(
        "_make_thread_handle(ident)",
        "Make a handle of a thread that runs already.",
        handle::make_thread_handle,
    ),
    NativeDef::new(
        "_shutdown()",
        "Wait for all threads that are no daemons.",
        handle::wait_for_all,
    ),
];

/// The size that a program has asked for. Threads have stacks of a size of their own.
#[derive(Default)]
struct StackSize(Cell<i64>);

/// `_thread.stack_size(size=0)`
fn stack_size(vm: &Vm, a: Args<'_>) -> VmResult {
    let size = a.opt(0).map_or(Ok(0), |size| vm.index_clipped(size))?;
    if size < 0 {
        return Err(vm.value_error("size must be 0 or a positive value"));
    }
    if (1..SMALLEST_STACK).contains(&size) {
        return Err(vm.value_error(format!("size not valid: {size} bytes")));
    }
    Ok(vm.extension::<StackSize>().0.replace(size).into())
}

/// The deadline for a `timeout` argument in seconds; none if it is negative.
///
/// # Errors
/// TypeError if it is not a number; OverflowError if it is too large.
fn deadline(vm: &Vm, timeout: f64) -> VmResult<Option<Nanos>> {
    if timeout < 0.0 {
        return Ok(None);
    }
    if timeout > TIMEOUT_MAX {
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    }
    let nanos = (timeout * SECOND as f64).ceil() as Nanos;
    Ok(Some(running(vm).clock.monotonic().saturating_add(nanos)))
}
