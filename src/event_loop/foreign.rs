//! Rust futures that tasks await, and Rust tasks that drive a loop.
//!
//! Both are woken from anywhere, at any time. A wake-up is noted in [`Shared`], which ends the wait
//! of a loop that blocks, and wakes the Rust tasks that poll one that does not; the loop's next
//! pass then handles it.

use super::Running;
use super::future::{self, Future};
use super::reactor;
use crate::runtime::Value;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::mem;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Wake, Waker};

/// An interpreter's state for Rust futures.
#[derive(Default)]
pub struct Foreign {
    shared: OnceCell<Arc<Shared>>,
    /// The program's futures for unfinished Rust futures, by number.
    waiting: RefCell<HashMap<u64, Value>>,
    next: Cell<u64>,
}

/// The part that other threads access.
pub struct Shared {
    /// Numbers of futures that are to be polled.
    woken: Mutex<Vec<u64>>,
    /// Whether there are any.
    any: AtomicBool,
    /// The Rust tasks that poll the interpreter's loop.
    drivers: Mutex<Vec<Waker>>,
    reactor: reactor::Waker,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    /// Makes the loop run a pass: polls it, or ends its wait.
    pub fn wake_loop(&self) {
        for driver in mem::take(&mut *lock(&self.drivers)) {
            driver.wake();
        }
        self.reactor.wake();
    }

    /// Also wakes this Rust task at the next wake-up.
    pub fn add_driver(&self, waker: &Waker) {
        let mut drivers = lock(&self.drivers);
        if !drivers.iter().any(|known| known.will_wake(waker)) {
            drivers.push(waker.clone());
        }
    }
}

/// Wakes the coroutine that wraps a Rust future.
struct Wakeup {
    number: u64,
    shared: Arc<Shared>,
}

impl Wake for Wakeup {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        lock(&self.shared.woken).push(self.number);
        self.shared.any.store(true, Ordering::Release);
        self.shared.wake_loop();
    }
}

impl Foreign {
    /// The part that other threads reach.
    pub fn shared(&self, running: &Running) -> &Arc<Shared> {
        self.shared.get_or_init(|| {
            Arc::new(Shared {
                woken: Mutex::default(),
                any: AtomicBool::new(false),
                drivers: Mutex::default(),
                reactor: running.reactor.waker(),
            })
        })
    }

    /// Ends the wait of the coroutines whose Rust futures have woken.
    pub fn deliver(&self, running: &Running) {
        let Some(shared) = self.shared.get() else { return };
        if !shared.any.load(Ordering::Relaxed) || !shared.any.swap(false, Ordering::Acquire) {
            return;
        }
        for number in mem::take(&mut *lock(&shared.woken)) {
            if let Some(waiting) = self.remove(running, number) {
                future::finish(&waiting, Value::NONE);
            }
        }
    }

    fn remove(&self, running: &Running, number: u64) -> Option<Value> {
        let removed = self.waiting.borrow_mut().remove(&number);
        if removed.is_some() {
            running.reactor.threads.set(running.reactor.threads.get() - 1);
        }
        removed
    }
}

/// The registration of a Rust future with its interpreter, until it is done.
pub struct Awaited {
    running: Rc<Running>,
    number: u64,
    waker: Waker,
}

impl Awaited {
    /// Registers another Rust future.
    pub fn new(running: Rc<Running>) -> Awaited {
        let foreign = &running.foreign;
        let number = foreign.next.get() + 1;
        foreign.next.set(number);
        let shared = foreign.shared(&running).clone();
        let waker = Waker::from(Arc::new(Wakeup { number, shared }));
        Awaited { running, number, waker }
    }

    /// The waker for polling the Rust future.
    pub fn waker(&self) -> &Waker {
        &self.waker
    }

    /// A future of a loop that is done when the Rust future wakes the coroutine.
    pub fn wait(&self, loop_value: &Value) -> Value {
        let waiting = Future::new(loop_value);
        // The coroutine awaits it: it is not merely yielded.
        if let Some(state) = future::state_of(&waiting) {
            state.blocking.set(true);
        }
        let foreign = &self.running.foreign;
        let before = foreign.waiting.borrow_mut().insert(self.number, waiting.clone());
        if before.is_none() {
            // Like a busy thread that will wake the loop, it is a reason to wait.
            let threads = &self.running.reactor.threads;
            threads.set(threads.get() + 1);
        }
        drop(before);
        waiting
    }
}

impl Drop for Awaited {
    fn drop(&mut self) {
        drop(self.running.foreign.remove(&self.running, self.number));
    }
}
