//! `input()` at the prompt: tasks continue while it waits for a line.
//!
//! Meanwhile a thread watches the terminal and wakes the loop, since the reactor does not read the
//! terminal. Inside a task, and in a loop of the program's own, `input()` holds up the loop as in
//! any program.

use super::run::pass;
use crate::event_loop::{self, reactor::Waker};
use crate::modules::io::stdin;
use crate::runtime::{Value, fd};
use crate::vm::{Vm, VmResult};
use rustix::event::{PollFd, PollFlags, poll};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

/// Lets the tasks of a session's loop run while its blocks wait for input.
pub fn install(vm: &Vm, loop_value: &Value) {
    let loop_value = loop_value.clone();
    stdin::set_wait(vm, Some(Rc::new(move |vm| wait(vm, &loop_value))));
}

/// Waits for input, and returns false if the caller must wait as usual.
fn wait(vm: &Vm, loop_value: &Value) -> VmResult<bool> {
    let running = event_loop::running(vm);
    if !running.at_prompt.get() || running.task().is_some() {
        return Ok(false);
    }
    let Ok(Some(watch)) = Watch::start(running.reactor.waker()) else { return Ok(false) };
    running.at_prompt.set(false);
    running.clock.hold(true);
    let mut result = Ok(true);
    while result.is_ok() && !watch.is_ready() {
        result = pass(vm, loop_value).map(|()| true);
    }
    running.clock.hold(false);
    running.at_prompt.set(true);
    result
}

/// A thread that watches standard input until there is some, or until this is dropped.
struct Watch {
    ready: Arc<AtomicBool>,
    /// Closing it ends the thread.
    end: Option<UnixStream>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// A watch that wakes a loop; none without standard input.
    fn start(waker: Waker) -> io::Result<Option<Watch>> {
        let Some(input) = fd::borrow(0) else { return Ok(None) };
        let input: OwnedFd = input.try_clone_to_owned()?;
        let (end, ended) = UnixStream::pair()?;
        let ready = Arc::new(AtomicBool::new(false));
        let seen = ready.clone();
        let thread = std::thread::Builder::new().name("input".to_string()).spawn(move || {
            let mut files =
                [PollFd::new(&input, PollFlags::IN), PollFd::new(&ended, PollFlags::IN)];
            while let Err(rustix::io::Errno::INTR) = poll(&mut files, None) {}
            seen.store(true, Ordering::SeqCst);
            waker.wake();
        })?;
        Ok(Some(Watch { ready, end: Some(end), thread: Some(thread) }))
    }

    fn is_ready(&self) -> bool {
        self.ready.load(Ordering::SeqCst)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            // It cannot panic.
            let _ = thread.join();
        }
    }
}
