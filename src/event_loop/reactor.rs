//! Waiting for files, sockets and other threads.
//!
//! One reactor serves all loops of an interpreter: only one of them runs at a time. It is made when
//! the loop first has to wait.

use crate::runtime::kind::Visitor;
use crate::runtime::{Value, memory};
use indexmap::IndexMap;
use mio::event::Source;
use mio::net::UnixStream;
use mio::{Events, Interest, Poll, Token};
use rustc_hash::FxBuildHasher;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::os::fd::RawFd;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// The ways in which a file is ready.
#[derive(Clone, Copy, Debug, Default)]
pub struct Readiness {
    /// Something can be read, or the other side is gone.
    pub readable: bool,
    /// Something can be written.
    pub writable: bool,
    /// The other side writes no more.
    pub read_closed: bool,
}

impl Readiness {
    fn add(&mut self, other: Readiness) {
        self.readable |= other.readable;
        self.writable |= other.writable;
        self.read_closed |= other.read_closed;
    }
}

/// Called in the pass in which a file is ready, with the target passed to `watch`.
pub type OnReady = fn(&super::EventLoop, &Value, Readiness);

struct Watched {
    event_loop: Value,
    target: Value,
    on_ready: OnReady,
    /// Whether only the program can make it ready.
    in_memory: bool,
}

/// Wakes a waiting loop, from any thread.
#[derive(Clone, Default)]
pub struct Waker(Arc<OnceLock<mio::Waker>>);

impl Waker {
    /// Ends the wait of the loop, if it waits.
    pub fn wake(&self) {
        if let Some(waker) = self.0.get() {
            // Failing means that a wake-up is on its way already.
            let _ = waker.wake();
        }
    }
}

const WAKE: Token = Token(0);
const SIGNALLED: Token = Token(usize::MAX);

/// Signals that end the loop's wait, through a pair of sockets.
struct Alarm {
    signals: Vec<(i32, signal_hook::SigId)>,
    ours: UnixStream,
    theirs: std::os::unix::net::UnixStream,
}

impl Alarm {
    fn new(poll: &Poll) -> io::Result<Alarm> {
        let (ours, theirs) = std::os::unix::net::UnixStream::pair()?;
        ours.set_nonblocking(true)?;
        let mut ours = UnixStream::from_std(ours);
        poll.registry().register(&mut ours, SIGNALLED, Interest::READABLE)?;
        Ok(Alarm { signals: Vec::new(), ours, theirs })
    }

    fn add(&mut self, signal: i32) -> io::Result<()> {
        if self.signals.iter().all(|(known, _)| *known != signal) {
            let id = signal_hook::low_level::pipe::register(signal, self.theirs.try_clone()?)?;
            self.signals.push((signal, id));
        }
        Ok(())
    }

    fn read_dry(&mut self) {
        let mut bytes = [0; 64];
        while matches!(self.ours.read(&mut bytes), Ok(n) if n > 0) {}
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
    poll: RefCell<Option<Poll>>,
    events: RefCell<Option<Events>>,
    waker: RefCell<Waker>,
    /// The signals that shall end a wait.
    wake_on: RefCell<Vec<i32>>,
    alarm: RefCell<Option<Alarm>>,
    next: Cell<usize>,
    /// The largest number of watched files since memory was last returned.
    most_watched: Cell<usize>,
    watched: RefCell<BTreeMap<usize, Watched>>,
    /// Files that were ready and have not been read dry: ready again in the next pass.
    again: RefCell<IndexMap<usize, Readiness, FxBuildHasher>>,
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
        if let Some(poll) = &*self.poll.borrow() {
            // Without it a wait ends no sooner than it would have.
            let _ = self.set_alarm(poll);
        }
    }

    fn set_alarm(&self, poll: &Poll) -> io::Result<()> {
        let mut alarm = self.alarm.borrow_mut();
        for signal in self.wake_on.borrow().iter() {
            let alarm = match &mut *alarm {
                Some(alarm) => alarm,
                none => none.insert(Alarm::new(poll)?),
            };
            alarm.add(*signal)?;
        }
        Ok(())
    }

    fn with_poll<T>(&self, body: impl FnOnce(&mut Poll) -> io::Result<T>) -> io::Result<T> {
        let mut poll = self.poll.borrow_mut();
        if poll.is_none() {
            let new = Poll::new()?;
            let waker = mio::Waker::new(new.registry(), WAKE)?;
            let _ = self.waker.borrow().0.set(waker);
            self.set_alarm(&new)?;
            *poll = Some(new);
        }
        match poll.as_mut() {
            Some(poll) => body(poll),
            None => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    /// Watches a file for a loop; `on_ready` is called with `target` when it is ready. Returns the
    /// file's number.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn watch(
        &self,
        source: &mut impl Source,
        interest: Interest,
        event_loop: &Value,
        target: Value,
        on_ready: OnReady,
    ) -> io::Result<usize> {
        let number = self.next.get() + 1;
        self.next.set(number);
        self.with_poll(|poll| poll.registry().register(source, Token(number), interest))?;
        let mut watched = self.watched.borrow_mut();
        watched.insert(
            number,
            Watched { event_loop: event_loop.clone(), target, on_ready, in_memory: false },
        );
        self.most_watched.set(self.most_watched.get().max(watched.len()));
        Ok(number)
    }

    /// Changes the interests of a watched file, or watches it afresh: it is reported again if it is still
    /// ready at the next wait.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn watch_again(
        &self,
        source: &mut impl Source,
        number: usize,
        interest: Interest,
    ) -> io::Result<()> {
        self.with_poll(|poll| poll.registry().reregister(source, Token(number), interest))
    }

    /// Watches a file no more.
    pub fn forget(&self, source: &mut impl Source, number: usize) {
        // A file that is closed already is not watched any more either.
        let _ = self.with_poll(|poll| poll.registry().deregister(source));
        let removed = self.watched.borrow_mut().remove(&number);
        drop(removed);
    }

    /// Reports a file as ready again, in the next pass.
    pub fn ready_again(&self, number: usize, readiness: Readiness) {
        self.again.borrow_mut().entry(number).or_default().add(readiness);
    }

    /// Returns the memory of connections to the system before a wait, if most of many have ended.
    fn return_memory(&self, timeout: Option<Duration>) {
        const MANY: usize = 256;
        let (most, now) = (self.most_watched.get(), self.watched.borrow().len());
        let is_idle = timeout.is_none_or(|timeout| timeout >= Duration::from_millis(20));
        if is_idle && most >= MANY && now <= most / 4 {
            self.most_watched.set(now);
            memory::return_freed_memory();
        }
    }

    /// Notes that only the program can make a watched file ready.
    pub fn set_in_memory(&self, number: usize) {
        if let Some(watched) = self.watched.borrow_mut().get_mut(&number) {
            watched.in_memory = true;
        }
    }

    /// Whether something outside the program may wake the loop: a file or a thread at work.
    pub fn waits_outside(&self) -> bool {
        self.threads.get() > 0 || self.watched.borrow().values().any(|file| !file.in_memory)
    }

    /// Whether a file is watched or a thread at work.
    pub fn is_busy(&self) -> bool {
        self.threads.get() > 0 || !self.watched.borrow().is_empty()
    }

    /// The descriptor that is readable while something is ready; none before the first wait.
    pub fn descriptor(&self) -> Option<RawFd> {
        self.poll.borrow().as_ref().map(std::os::fd::AsRawFd::as_raw_fd)
    }

    /// Whether a poll could find anything at all.
    #[inline]
    pub fn has_files(&self) -> bool {
        !self.watched.borrow().is_empty()
    }

    /// Waits until a file is ready, at most `timeout` long (for ever without one), and notifies the
    /// loops. Returns true if a file was ready or the waker was used.
    ///
    /// # Errors
    /// Errors of the operating system. An interrupted wait is no error.
    pub fn wait(&self, timeout: Option<Duration>) -> io::Result<bool> {
        let mut ready = self.again.take();
        if ready.is_empty() {
            self.return_memory(timeout);
        }
        // A signal may have come before its alarm was set, so that nothing would end the first
        // wait.
        let is_first = self.poll.borrow().is_none();
        let timeout = if ready.is_empty() && !is_first { timeout } else { Some(Duration::ZERO) };
        let mut events = self.events.take().unwrap_or_else(|| Events::with_capacity(256));
        let waited = self.with_poll(|poll| poll.poll(&mut events, timeout));
        match waited {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => other?,
        }
        let mut woken = false;
        for event in &events {
            woken = true;
            let number = event.token().0;
            if event.token() == WAKE {
                continue;
            }
            if event.token() == SIGNALLED {
                if let Some(alarm) = &mut *self.alarm.borrow_mut() {
                    alarm.read_dry();
                }
                continue;
            }
            let readiness = Readiness {
                readable: event.is_readable() || event.is_error(),
                writable: event.is_writable() || event.is_write_closed() || event.is_error(),
                read_closed: event.is_read_closed(),
            };
            ready.entry(number).or_default().add(readiness);
        }
        *self.events.borrow_mut() = Some(events);
        woken |= !ready.is_empty();
        for (number, mut readiness) in ready {
            let found = self
                .watched
                .borrow()
                .get(&number)
                .map(|w| (w.event_loop.clone(), w.target.clone(), w.on_ready));
            if let Some((event_loop, target, on_ready)) = found
                && let Some(event_loop) = event_loop.native::<super::EventLoop>()
            {
                if readiness.readable && event_loop.running.choices.is_delayed(event_loop) {
                    // What there is to read has not arrived yet.
                    self.ready_again(number, Readiness { writable: false, ..readiness });
                    readiness = Readiness { writable: readiness.writable, ..Readiness::default() };
                }
                if readiness.readable || readiness.writable {
                    on_ready(event_loop, &target, readiness);
                }
            }
        }
        Ok(woken)
    }

    /// Waits for a time, or until the waker is used.
    pub fn pause(&self, duration: Duration) {
        let mut events = Events::with_capacity(16);
        // A failed wait is one that ended early; the caller looks at the clock.
        let _ = self.with_poll(|poll| poll.poll(&mut events, Some(duration)));
    }

    /// Starts afresh in a copy of the process. The files that were watched are the original's, with
    /// which the system's list of them is shared; those that handle them are kept as they are, since
    /// their end would shut connections down.
    pub fn renew(&self) {
        drop(self.poll.take());
        drop(self.alarm.take());
        self.waker.replace(Waker::default());
        self.again.take();
        self.threads.set(0);
        std::mem::forget(self.watched.take());
    }

    /// Shows the values it holds.
    pub fn traverse(&self, visit: Visitor<'_>) {
        self.watched.borrow().values().for_each(|w| visit(&w.target));
    }
}
