//! Requests to inspect a running program: signals that ask for the tree of tasks, and other
//! processes that ask through a service.
//!
//! A signal sets flags, which the main thread checks as it does for the program's own handlers: at
//! backward jumps, in waits and in each pass of the loop. The answer runs no code of the program.

use super::snapshot::Snapshot;
use super::{Running, running, tree};
use crate::runtime::process;
use crate::vm::Vm;
use std::cell::{Cell, OnceCell, RefCell};
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

/// The time between the start of the first event loop and the opening of the service. Most programs
/// that end within it never need the service.
const GRACE: Duration = Duration::from_millis(10);

/// Answers other processes.
pub trait Service {
    /// Begins.
    fn open(&self);
    /// Answers those that ask now.
    fn serve(&self, vm: &Vm);
    /// Leaves everything to the original, in a copy of the process.
    fn forget(&self);
    /// Ends.
    fn close(&self);
}

/// The flags that a signal sets: its own, and those that get the main thread's attention.
fn flags(vm: &Vm, own: &Arc<AtomicBool>) -> Vec<Arc<AtomicBool>> {
    [own, &vm.signalled, &vm.attention].map(Arc::clone).into()
}

/// A flag that a signal sets from now on, for the main thread to check.
fn flag_of(vm: &Vm, running: &Running, signal: i32) -> Arc<AtomicBool> {
    let arrived = Arc::new(AtomicBool::new(false));
    // Without a handler, the signal has its default action.
    let _ = process::set_on(signal, flags(vm, &arrived));
    running.reactor.wake_on(signal);
    arrived
}

/// The requests that have arrived.
#[derive(Default)]
pub struct Inspection {
    /// The signals that ask for the tree of tasks.
    signals: RefCell<Vec<(i32, Arc<AtomicBool>)>>,
    /// The signals that end the program, and what to do before.
    ends: RefCell<Vec<(i32, Arc<AtomicBool>)>>,
    farewell: RefCell<Option<Box<dyn Fn(&Vm)>>>,
    service: OnceCell<Box<dyn Service>>,
    stage: Cell<Stage>,
    /// Set by [`process::INPUT_SIGNAL`].
    visited: Arc<AtomicBool>,
    /// Whether the program is sending a signal to itself.
    is_own: Cell<bool>,
}

/// The life of the service.
#[derive(Clone, Copy, Default, PartialEq)]
enum Stage {
    /// No event loop has started.
    #[default]
    Idle,
    /// The next [`process::INPUT_SIGNAL`] opens it.
    Due,
    Open,
}

impl Inspection {
    /// Lets signals ask for the tree of tasks, unless the program handles them.
    pub fn watch(&self, vm: &Vm, running: &Running, signals: &[i32]) {
        let flags = signals.iter().map(|signal| (*signal, flag_of(vm, running, *signal)));
        self.signals.borrow_mut().extend(flags);
    }

    /// Registers something to do before one of these signals ends the program, unless the program
    /// handles or ignores it.
    pub fn before_end(
        &self,
        vm: &Vm,
        running: &Running,
        signals: &[i32],
        farewell: Box<dyn Fn(&Vm)>,
    ) {
        let signals = signals.iter().filter(|signal| !process::is_ignored(**signal));
        let flags = signals.map(|signal| (*signal, flag_of(vm, running, *signal)));
        self.ends.borrow_mut().extend(flags);
        *self.farewell.borrow_mut() = Some(farewell);
    }

    /// Lets a service answer other processes, from shortly after the first event loop starts.
    pub fn offer(&self, service: Box<dyn Service>) {
        let _ = self.service.set(service);
    }

    /// Called when an event loop starts: the first one makes the service open soon.
    #[inline]
    pub fn start(&self, vm: &Vm, running: &Running) {
        if self.stage.get() == Stage::Idle && self.service.get().is_some() {
            self.start_now(vm, running);
        }
    }

    #[cold]
    fn start_now(&self, vm: &Vm, running: &Running) {
        self.stage.set(Stage::Due);
        let _ = process::set_on(process::INPUT_SIGNAL, flags(vm, &self.visited));
        running.reactor.wake_on(process::INPUT_SIGNAL);
        if process::signal_after(GRACE).is_err() {
            self.visit(vm);
        }
    }

    /// Opens the service if that is due, and answers pending requests.
    fn visit(&self, vm: &Vm) {
        let Some(service) = self.service.get() else { return };
        match self.stage.get() {
            Stage::Idle => {}
            Stage::Due => {
                self.stage.set(Stage::Open);
                service.open();
            }
            Stage::Open => service.serve(vm),
        }
    }

    /// In a copy of the process: the service belongs to the original.
    pub fn forget(&self) {
        self.stage.set(Stage::Idle);
        self.farewell.take();
        if let Some(service) = self.service.get() {
            service.forget();
        }
    }

    /// Ends the service.
    pub fn close(&self) {
        if let Some(service) = self.service.get() {
            service.close();
        }
    }

    /// Whether a user who presses Ctrl-C is shown what the tasks wait for.
    pub fn is_watching(&self) -> bool {
        let looks_for_signals = !self.signals.borrow().is_empty() || !self.ends.borrow().is_empty();
        looks_for_signals && !self.is_own.get()
    }

    /// Handles a signal that the program has sent to itself: no user asks what the tasks wait for.
    pub fn handle_own<T>(&self, handle: impl FnOnce() -> T) -> T {
        let outer = self.is_own.replace(true);
        let result = handle();
        self.is_own.set(outer);
        result
    }

    /// Answers the requests that have arrived.
    #[cold]
    pub fn serve(&self, vm: &Vm) {
        if self.visited.swap(false, Relaxed) {
            self.visit(vm);
        }
        let running = running(vm);
        let arrived = |signals: &RefCell<Vec<(i32, Arc<AtomicBool>)>>| {
            let handles =
                |signal: i32| running.signals.has(signal) || running.signal_handlers.knows(signal);
            let signals = signals.borrow();
            let mut arrived = signals.iter().filter(|(_, flag)| flag.swap(false, Relaxed));
            arrived.find(|(signal, _)| !handles(*signal)).map(|(signal, _)| *signal)
        };
        if arrived(&self.signals).is_some() {
            self.show(vm);
        }
        if let Some(signal) = arrived(&self.ends) {
            if let Some(farewell) = self.farewell.take() {
                farewell(vm);
            }
            // Does not return.
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    }

    /// Writes the tree of tasks to standard error.
    #[cold]
    pub fn show(&self, vm: &Vm) {
        let mut text = tree::report(vm, &Snapshot::take(vm));
        if io::stderr().is_terminal() {
            // The terminal has echoed the key there.
            text.insert(0, '\n');
        }
        // There is nowhere to report a failure.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}
