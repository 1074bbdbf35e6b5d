//! Parts shared by locks, events and queues: their loop, and their waiting tasks.

use crate::event_loop::future::{self, Future};
use crate::event_loop::recorder::events::Thing;
use crate::event_loop::running;
use crate::objects::class::Class;
use crate::objects::exception::Exception;
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// The loop of an object, set when a task first has to wait for it, and its number in recorded
/// events.
#[derive(Default)]
pub struct Bound {
    event_loop: Slot,
    number: Cell<u32>,
}

impl Bound {
    /// A pending future of the running loop, for a task that is about to wait for `thing`, which is
    /// `owner`.
    ///
    /// # Errors
    /// RuntimeError if no loop is running, or a different one than before.
    pub fn future(&self, vm: &Vm, owner: &Value, thing: Thing) -> VmResult {
        let running = running(vm);
        let current = running.current_loop(vm)?;
        if self.event_loop.is_unset() {
            self.event_loop.set(current.clone());
        } else if !self.event_loop.get().is(&current) {
            let shown = vm.repr_text(owner);
            return Err(vm.runtime_error(format!("{shown} is bound to a different event loop")));
        }
        running.recorder.will_wait(thing, self.number(vm, owner));
        Ok(Future::new(&current))
    }

    /// The number of `owner` in recorded events.
    pub fn number(&self, vm: &Vm, owner: &Value) -> u32 {
        running(vm).recorder.resource(vm, &self.number, owner)
    }

    /// Tells the recorder of a full trace that `owner`, which is `thing`, lets tasks continue.
    pub fn lets_go(&self, vm: &Vm, owner: &Value, thing: Thing) {
        if vm.is_traced.get() {
            running(vm).recorder.lets_go(thing, self.number(vm, owner));
        }
    }

    /// Visits the value it holds.
    pub fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.event_loop.get());
    }
}

/// Futures of waiting tasks, in order of arrival.
#[derive(Default)]
pub struct Waiters(RefCell<VecDeque<Value>>);

impl Waiters {
    /// Gets in line.
    pub fn push(&self, future: Value) {
        self.0.borrow_mut().push_back(future);
    }

    /// Removes a future; returns whether it was waiting.
    pub fn remove(&self, future: &Value) -> bool {
        let removed = {
            let mut waiters = self.0.borrow_mut();
            // The leaving waiter is usually the first.
            match waiters.iter().position(|w| w.is(future)) {
                Some(0) => waiters.pop_front(),
                Some(i) => waiters.remove(i),
                None => None,
            }
        };
        removed.is_some()
    }

    /// The number of waiters.
    pub fn len(&self) -> usize {
        self.0.borrow().len()
    }

    /// Whether there are no waiters.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// Whether all waiters are cancelled.
    pub fn all_cancelled(&self) -> bool {
        self.0.borrow().iter().all(|w| future::state_of(w).is_none_or(|s| s.is_cancelled()))
    }

    /// The first waiter, which stays.
    pub fn first(&self) -> Option<Value> {
        self.0.borrow().front().cloned()
    }

    /// The first waiter whose future is still pending, which is not removed.
    pub fn first_pending(&self) -> Option<Value> {
        self.0.borrow().iter().find(|w| !future::is_done(w)).cloned()
    }

    /// Finishes the first `count` futures that are not done.
    pub fn wake(&self, count: usize, result: Value) {
        let chosen: Vec<Value> = {
            let waiters = self.0.borrow();
            waiters.iter().filter(|w| !future::is_done(w)).take(count).cloned().collect()
        };
        for future in chosen {
            future::finish(&future, result.clone());
        }
    }

    /// Wakes the first waiter whose future is still pending. It and those before it are removed.
    pub fn wake_next(&self) {
        loop {
            let Some(waiter) = self.0.borrow_mut().pop_front() else { return };
            if !future::is_done(&waiter) {
                future::finish(&waiter, Value::NONE);
                return;
            }
        }
    }

    /// Removes and wakes all waiters.
    pub fn wake_all(&self) {
        let all = self.0.take();
        for waiter in all {
            future::finish(&waiter, Value::NONE);
        }
    }

    /// Finishes the futures of all waiters, which are not removed, with an exception or None.
    pub fn end_all(&self, exception: Option<&Ref<Exception>>) {
        let all: Vec<Value> = self.0.borrow().iter().cloned().collect();
        for waiter in all {
            match exception {
                Some(exception) => future::fail(&waiter, exception.clone()),
                None => future::finish(&waiter, Value::NONE),
            }
        }
    }

    /// The waiters as a `deque`, for programs that inspect them.
    ///
    /// # Errors
    /// Any exception raised by importing `collections`.
    pub fn to_deque(&self, vm: &Vm) -> VmResult {
        let waiters: Vec<Value> = self.0.borrow().iter().cloned().collect();
        let collections = vm.import_module("collections")?;
        vm.call_method(&collections, &intern("deque"), &[waiters.into()])
    }

    /// Like [`Waiters::to_deque`]; None if there are no waiters.
    ///
    /// # Errors
    /// Any exception raised by importing `collections`.
    pub fn or_none(&self, vm: &Vm) -> VmResult {
        if self.is_empty() { Ok(Value::NONE) } else { self.to_deque(vm) }
    }

    /// Visits the values it holds.
    pub fn traverse(&self, visit: Visitor<'_>) {
        self.0.borrow().iter().for_each(visit);
    }

    /// Removes the waiters.
    pub fn clear(&self) {
        drop(self.0.take());
    }
}

/// `<asyncio.locks.Lock object at 0x7f… [unlocked, waiters:2]>`
pub fn repr(vm: &Vm, this: &Value, state: &str, waiting: usize) -> Value {
    let class = vm.class_of(this).full_name();
    let waiters = if waiting > 0 { format!(", waiters:{waiting}") } else { String::new() };
    format!("<{class} object at {:#x} [{state}{waiters}]>", this.bits()).into()
}

/// Whether an object's class is one that the program derived: its methods may be overridden.
pub fn is_derived(vm: &Vm, this: &Value) -> bool {
    class_of(vm, this).def.is_none()
}

fn class_of<'a>(vm: &'a Vm, this: &'a Value) -> &'a Ref<Class> {
    vm.class_ref(this)
}
