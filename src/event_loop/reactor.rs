//! Waiting for files, sockets and other threads.
//!
//! One reactor serves all loops of an interpreter: only one of them runs at a time. It is created
//! when the loop first has to wait.

use super::poller::{Interest, Poller, Ready};
use crate::runtime::kind::Visitor;
use crate::runtime::{Value, memory, process};
use rustix::event::{PollFd, PollFlags, poll};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, RawFd};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// The events for which a file is ready, among those for which it is watched.
#[derive(Clone, Copy, Debug)]
pub struct Readiness {
    /// Something can be read, or the other side is gone.
    pub readable: bool,
    /// Something can be written, or the other side is gone.
    pub writable: bool,
}

/// Called in the pass in which a file is ready, with the target passed to `watch`.
pub type OnReady = fn(&super::EventLoop, &Value, Readiness);

struct Watched {
    event_loop: Value,
    target: Value,
    on_ready: OnReady,
    interest: Interest,
    /// Whether only the program can make it ready.
    in_memory: bool,
}

/// Wakes a waiting loop, from any thread.
#[derive(Clone, Default)]
pub struct Waker(Arc<OnceLock<UnixStream>>);

impl Waker {
    /// Wakes the loop, if it waits.
    pub fn wake(&self) {
        if let Some(mut end) = self.0.get() {
            // Failure means that a wake-up is already pending.
            let _ = end.write(&[0]);
        }
    }
}

/// The number of the alarm among watched files.
const ALARM: u64 = 0;

/// A pair of sockets. Data that threads and signals write to one ends the wait for the other.
struct Alarm {
    ours: UnixStream,
    theirs: UnixStream,
    signals: Vec<(i32, signal_hook::SigId)>,
}

impl Alarm {
    fn new() -> io::Result<Alarm> {
        let (ours, theirs) = UnixStream::pair()?;
        ours.set_nonblocking(true)?;
        theirs.set_nonblocking(true)?;
        Ok(Alarm { ours, theirs, signals: Vec::new() })
    }

    fn add(&mut self, signal: i32) -> io::Result<()> {
        if self.signals.iter().all(|(known, _)| *known != signal) {
            let id = process::send_on(signal, self.theirs.try_clone()?)?;
            self.signals.push((signal, id));
        }
        Ok(())
    }

    fn read_dry(&mut self) {
        let mut bytes = [0; 64];
        while matches!(self.ours.read(&mut bytes), Ok(n) if n == bytes.len()) {}
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        for (_, id) in &self.signals {
            signal_hook::low_level::unregister(*id);
        }
    }
}

/// Waits for files, sockets and other threads.
#[derive(Default)]
pub struct Reactor {
    poller: RefCell<Option<Poller>>,
    /// Memory for the files that are ready.
    ready: RefCell<Vec<Ready>>,
    waker: RefCell<Waker>,
    /// The signals that end a wait.
    wake_on: RefCell<Vec<i32>>,
    alarm: RefCell<Option<Alarm>>,
    last: Cell<u64>,
    /// The largest number of watched files since memory was last returned.
    most_watched: Cell<usize>,
    watched: RefCell<BTreeMap<u64, Watched>>,
    /// Threads at work that will wake the loop.
    pub threads: Cell<usize>,
}

impl Reactor {
    /// Something that wakes the loop from elsewhere.
    pub fn waker(&self) -> Waker {
        self.waker.borrow().clone()
    }

    /// Makes a signal end the loop's wait. The caller must also make the signal set a flag that is
    /// checked after the wait.
    pub fn wake_on(&self, signal: i32) {
        self.wake_on.borrow_mut().push(signal);
        if let Some(alarm) = &mut *self.alarm.borrow_mut() {
            // Without it a wait ends no sooner than it would have.
            let _ = alarm.add(signal);
        }
    }

    fn with_poller<T>(&self, body: impl FnOnce(&mut Poller) -> io::Result<T>) -> io::Result<T> {
        let mut poller = self.poller.borrow_mut();
        if poller.is_none() {
            let new = Poller::new()?;
            let mut alarm = Alarm::new()?;
            new.add(&alarm.ours, ALARM, Interest::READ)?;
            self.wake_on.borrow().iter().try_for_each(|signal| alarm.add(*signal))?;
            let _ = self.waker.borrow().0.set(alarm.theirs.try_clone()?);
            self.alarm.replace(Some(alarm));
            *poller = Some(new);
        }
        match poller.as_mut() {
            Some(poller) => body(poller),
            None => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    /// Records that the alarm has ended a wait.
    fn reset_alarm(&self) {
        if let Some(alarm) = &mut *self.alarm.borrow_mut() {
            alarm.read_dry();
        }
    }

    /// Watches a file for a loop; `on_ready` is called with `target` in each pass in which it is ready.
    /// Returns the file's number.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn watch(
        &self,
        file: impl AsFd,
        interest: Interest,
        event_loop: &Value,
        target: Value,
        on_ready: OnReady,
    ) -> io::Result<u64> {
        let number = self.last.get() + 1;
        self.last.set(number);
        self.with_poller(|poller| poller.add(file, number, interest))?;
        let mut watched = self.watched.borrow_mut();
        let event_loop = event_loop.clone();
        let file = Watched { event_loop, target, on_ready, interest, in_memory: false };
        watched.insert(number, file);
        self.most_watched.set(self.most_watched.get().max(watched.len()));
        Ok(number)
    }

    /// Changes the events for which a file is watched. A file watched for none keeps its number.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn set_interest(&self, file: impl AsFd, number: u64, interest: Interest) -> io::Result<()> {
        let mut watched = self.watched.borrow_mut();
        let Some(known) = watched.get_mut(&number) else { return Ok(()) };
        let before = std::mem::replace(&mut known.interest, interest);
        self.with_poller(|poller| match (before, interest) {
            (Interest::NONE, Interest::NONE) => Ok(()),
            (Interest::NONE, _) => poller.add(file, number, interest),
            (_, Interest::NONE) => poller.remove(file),
            _ => poller.modify(file, number, interest),
        })
    }

    /// Stops watching a file.
    pub fn forget(&self, file: impl AsFd, number: u64) {
        let removed = self.watched.borrow_mut().remove(&number);
        if removed.as_ref().is_some_and(|removed| removed.interest != Interest::NONE) {
            // A closed file is no longer watched anyway.
            let _ = self.with_poller(|poller| poller.remove(file));
        }
    }

    /// Returns the memory of connections to the system before a wait, if there were many and most
    /// have ended.
    fn return_memory(&self, timeout: Option<Duration>) {
        const MANY: usize = 256;
        let (most, now) = (self.most_watched.get(), self.watched.borrow().len());
        let is_idle = timeout.is_none_or(|timeout| timeout >= Duration::from_millis(20));
        if is_idle && most >= MANY && now <= most / 4 {
            self.most_watched.set(now);
            memory::return_freed_memory();
        }
    }

    /// Records that only the program itself can make a watched file ready.
    pub fn set_in_memory(&self, number: u64) {
        if let Some(watched) = self.watched.borrow_mut().get_mut(&number) {
            watched.in_memory = true;
        }
    }

    /// Whether something outside the program may wake the loop: a file or a busy thread.
    pub fn waits_outside(&self) -> bool {
        self.threads.get() > 0 || self.watched.borrow().values().any(|file| !file.in_memory)
    }

    /// Whether a file is watched or a thread is busy.
    pub fn is_busy(&self) -> bool {
        self.threads.get() > 0 || !self.watched.borrow().is_empty()
    }

    /// The descriptor that is readable while something is ready; none before the first wait.
    pub fn descriptor(&self) -> Option<RawFd> {
        self.poller.borrow().as_ref().map(Poller::descriptor)
    }

    /// Whether a poll could find anything at all.
    #[inline]
    pub fn has_files(&self) -> bool {
        !self.watched.borrow().is_empty()
    }

    /// Waits until a file is ready, at most `timeout` long (forever without one), and notifies the
    /// loops. Returns true if a file was ready or the waker was used.
    ///
    /// # Errors
    /// Errors of the operating system. An interrupted wait is not an error.
    pub fn wait(&self, timeout: Option<Duration>) -> io::Result<bool> {
        self.return_memory(timeout);
        // A signal may have come before its alarm was set, so that nothing would end the first
        // wait.
        let is_first = self.poller.borrow().is_none();
        let timeout = if is_first { Some(Duration::ZERO) } else { timeout };
        let most = self.watched.borrow().len() + 1;
        let mut ready = self.ready.take();
        self.with_poller(|poller| poller.wait(timeout, most, &mut ready))?;
        let woken = !ready.is_empty();
        for Ready { number, readable, writable } in ready.drain(..) {
            match number {
                ALARM => self.reset_alarm(),
                _ => self.notify(number, readable, writable),
            }
        }
        *self.ready.borrow_mut() = ready;
        Ok(woken)
    }

    /// Tells a file's loop that it is ready.
    fn notify(&self, number: u64, readable: bool, writable: bool) {
        let (event_loop, target, on_ready, interest) = match self.watched.borrow().get(&number) {
            Some(w) => (w.event_loop.clone(), w.target.clone(), w.on_ready, w.interest),
            None => return,
        };
        let Some(event_loop) = event_loop.native::<super::EventLoop>() else { return };
        // In an explored program, data may not have arrived yet.
        let choices = &event_loop.running.choices;
        let readable = readable && interest.read && !choices.is_delayed(event_loop);
        let writable = writable && interest.write;
        if readable || writable {
            on_ready(event_loop, &target, Readiness { readable, writable });
        }
    }

    /// Waits for some time, or until the waker is used.
    pub fn pause(&self, duration: Duration) {
        // A failed wait counts as one that ended early; the caller checks the clock.
        let _ = self.with_poller(|_| Ok(()));
        if let (Some(alarm), Ok(time)) = (&*self.alarm.borrow(), duration.try_into()) {
            let _ = poll(&mut [PollFd::new(&alarm.ours, PollFlags::IN)], Some(&time));
        }
        self.reset_alarm();
    }

    /// Starts over in a copy of the process. The watched files belong to the original, with which
    /// the system's list of them is shared; their handlers are kept unchanged, since dropping them
    /// would shut down connections.
    pub fn renew(&self) {
        drop(self.poller.take());
        drop(self.alarm.take());
        self.waker.replace(Waker::default());
        self.threads.set(0);
        std::mem::forget(self.watched.take());
    }

    /// Visits the values it holds.
    pub fn traverse(&self, visit: Visitor<'_>) {
        self.watched.borrow().values().for_each(|w| visit(&w.target));
    }
}
