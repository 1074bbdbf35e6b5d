//! A thread that wakes loops that are polled: at a time, or when their reactor has an event.
//!
//! A loop that blocks waits in its own reactor. One that a Rust executor polls can't, so while it
//! is idle, this thread waits in its place: for the descriptor of its reactor, which is itself a
//! file that becomes readable, and for its next deadline. There is one for the whole process,
//! started when first needed.

use super::foreign::Shared;
use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Registry, Token};
use std::collections::BTreeMap;
use std::io;
use std::os::fd::RawFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// The events that one loop waits for.
struct Entry {
    /// The reactor's descriptor, if it is registered.
    descriptor: Option<RawFd>,
    /// The deadline, if there is one.
    deadline: Option<Instant>,
    /// The loop to wake; none while it is not waiting.
    shared: Option<Arc<Shared>>,
}

struct Watcher {
    registry: Registry,
    waker: mio::Waker,
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    by_number: BTreeMap<usize, Entry>,
    last: usize,
}

static WATCHER: Mutex<Option<&'static Watcher>> = Mutex::new(None);

/// Wakes the watcher itself.
const WAKE: Token = Token(0);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watcher {
    /// The process's watcher.
    fn get() -> io::Result<&'static Watcher> {
        let mut known = lock(&WATCHER);
        if let Some(watcher) = *known {
            return Ok(watcher);
        }
        let poll = Poll::new()?;
        let registry = poll.registry().try_clone()?;
        let waker = mio::Waker::new(poll.registry(), WAKE)?;
        let watcher = Box::leak(Box::new(Watcher { registry, waker, entries: Mutex::default() }));
        let thread = std::thread::Builder::new().name("hob watcher".to_string());
        thread.spawn(|| watcher.run(poll))?;
        Ok(known.insert(watcher))
    }

    fn run(&self, mut poll: Poll) {
        let mut events = Events::with_capacity(64);
        loop {
            let next = lock(&self.entries).by_number.values().filter_map(|e| e.deadline).min();
            let timeout = next.map(|when| when.saturating_duration_since(Instant::now()));
            // An interrupted wait counts as one that ended early.
            let _ = poll.poll(&mut events, timeout);
            let now = Instant::now();
            let mut woken = Vec::new();
            {
                let mut entries = lock(&self.entries);
                let mut wake = |entry: &mut Entry| {
                    entry.deadline = None;
                    woken.extend(entry.shared.take());
                };
                for event in &events {
                    if let Some(entry) = entries.by_number.get_mut(&event.token().0) {
                        wake(entry);
                    }
                }
                for entry in entries.by_number.values_mut() {
                    if entry.deadline.is_some_and(|when| when <= now) {
                        wake(entry);
                    }
                }
            }
            woken.iter().for_each(|shared| shared.wake_loop());
        }
    }
}

/// The watcher's entry for one interpreter.
#[derive(Debug)]
pub struct Watch(usize);

impl Watch {
    /// An entry that does not wait.
    ///
    /// # Errors
    /// Errors of the operating system when the watcher can't be started.
    pub fn new() -> io::Result<Watch> {
        let mut entries = lock(&Watcher::get()?.entries);
        entries.last += 1;
        let number = entries.last;
        let entry = Entry { descriptor: None, deadline: None, shared: None };
        entries.by_number.insert(number, entry);
        Ok(Watch(number))
    }

    /// Wakes the loop once: at the deadline, or when its reactor's descriptor becomes readable.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn wait(
        &self,
        descriptor: Option<RawFd>,
        deadline: Option<Instant>,
        shared: &Arc<Shared>,
    ) -> io::Result<()> {
        let watcher = Watcher::get()?;
        let mut entries = lock(&watcher.entries);
        let others = entries.by_number.iter().filter(|(number, _)| **number != self.0);
        let first = others.filter_map(|(_, entry)| entry.deadline).min();
        let Some(entry) = entries.by_number.get_mut(&self.0) else { return Ok(()) };
        entry.deadline = deadline;
        entry.shared = Some(shared.clone());
        if let Some(descriptor) = descriptor {
            let mut source = SourceFd(&descriptor);
            let token = Token(self.0);
            if entry.descriptor == Some(descriptor) {
                // Checks the descriptor again: it may already be readable.
                watcher.registry.reregister(&mut source, token, Interest::READABLE)?;
            } else {
                watcher.registry.register(&mut source, token, Interest::READABLE)?;
                entry.descriptor = Some(descriptor);
            }
        }
        drop(entries);
        // The watcher's own wait must not last longer.
        if deadline.is_some_and(|when| first.is_none_or(|first| when < first)) {
            watcher.waker.wake()?;
        }
        Ok(())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let Ok(watcher) = Watcher::get() else { return };
        let removed = lock(&watcher.entries).by_number.remove(&self.0);
        if let Some(descriptor) = removed.and_then(|entry| entry.descriptor) {
            // A closed descriptor is no longer watched anyway.
            let _ = watcher.registry.deregister(&mut SourceFd(&descriptor));
        }
    }
}
