//! System calls that may block for long and cannot be waited for with `poll`.
//!
//! Other threads of the program run meanwhile, and Ctrl-C is noticed.

use super::files::wait_ready;
use crate::event_loop::clock::SECOND;
use crate::event_loop::{run, running};
use crate::objects::exception::Exc;
use crate::vm::{Vm, VmResult};
use rustix::event::{PollFd, PollFlags};
use rustix::pipe::{PipeFlags, pipe_with};
use std::io;
use std::os::unix::fs::FileTypeExt;
use std::path::Path;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

/// Makes a call on a helper OS thread. The end of the call shows as the end of a pipe.
///
/// After an interrupt, the call continues, and its result is dropped; so it must not change
/// anything that the program could notice. If no thread can be started, the call is made directly.
///
/// # Errors
/// KeyboardInterrupt; the trip of a limit; OSError if the thread panicked.
pub fn call<T: Send + 'static>(
    vm: &Vm,
    work: impl Fn() -> T + Send + Clone + 'static,
) -> VmResult<T> {
    let Ok((ended, end)) = pipe_with(PipeFlags::CLOEXEC) else { return Ok(work()) };
    let (sender, result) = mpsc::sync_channel(1);
    let on_thread = work.clone();
    let thread = std::thread::Builder::new().name("hob blocking call".to_string());
    let started = thread.spawn(move || {
        // Nobody waits for the result after an interrupt.
        let _ = sender.send(on_thread());
        drop(end);
    });
    if started.is_err() {
        return Ok(work());
    }
    wait_ready(vm, &mut [PollFd::new(&ended, PollFlags::IN)], None)?;
    result.recv().map_err(|_| vm.error(Exc::OSError, "the call of the system failed"))
}

/// Does work that takes long on a helper OS thread, as [`call`] makes a call. After an interrupt,
/// its result is dropped with what it has taken.
///
/// # Errors
/// Same as [`call`].
pub fn compute<T: Send + 'static>(
    vm: &Vm,
    work: impl FnOnce() -> T + Send + 'static,
) -> VmResult<T> {
    let work = Arc::new(Mutex::new(Some(work)));
    // The call may be made twice if no thread can be started; the work is there once.
    let done = call(vm, move || {
        let work = work.lock().ok().and_then(|mut work| work.take());
        work.map(|work| work())
    })?;
    done.ok_or_else(|| vm.error(Exc::RuntimeError, "the work was done already"))
}

/// Waits by polling, at most 10 ms apart. None if there is nothing at once and the caller does not
/// wait.
///
/// # Errors
/// OSError for an error of `look`; KeyboardInterrupt; the trip of a limit.
pub fn wait_until<T>(
    vm: &Vm,
    at_once: bool,
    mut look: impl FnMut() -> io::Result<Option<T>>,
) -> VmResult<Option<T>> {
    let mut pause = SECOND / 10_000;
    loop {
        match look() {
            Ok(Some(found)) => return Ok(Some(found)),
            Ok(None) if at_once => return Ok(None),
            Ok(None) => {
                let running = running(vm);
                if running.clock.is_virtual() || !running.threads.has_others() {
                    running.threads.give_way(vm);
                    std::thread::sleep(Duration::from_nanos(pause as u64));
                    if running.clock.is_virtual() {
                        // A sleeping thread may have to run first: time passes as in reality.
                        running.clock.advance(pause);
                    }
                    run::check_interrupt(vm)?;
                } else {
                    running.threads.park(vm, Some(running.clock.monotonic() + pause))?;
                }
                pause = (pause * 2).min(SECOND / 100);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => run::check_interrupt(vm)?,
            Err(error) => return Err(vm.os_error(&error, None)),
        }
    }
}

/// Acquires a lock as soon as no one else holds it.
///
/// # Errors
/// The errors of [`wait_until`]; without waiting, also the error for a lock held by another
/// process.
pub fn lock(vm: &Vm, at_once: bool, mut take: impl FnMut() -> io::Result<()>) -> VmResult<()> {
    let taken = wait_until(vm, at_once, || match take() {
        Ok(()) => Ok(Some(())),
        Err(error)
            if !at_once && matches!(error.raw_os_error(), Some(libc::EAGAIN | libc::EACCES)) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    });
    taken.map(|_| ())
}

/// Whether opening a file would wait until its other end is opened, because it is a named pipe,
/// while other threads could run.
pub fn waits_for_other_end(vm: &Vm, path: &Path) -> bool {
    running(vm).threads.has_others()
        && std::fs::metadata(path).is_ok_and(|data| data.file_type().is_fifo())
}
