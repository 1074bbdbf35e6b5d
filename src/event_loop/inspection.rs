//! Requests to look at a program that runs: signals that ask for the tree of tasks, and other
//! processes that ask through a service.
//!
//! A signal sets flags, which the main thread looks at as it does for the program's own handlers: at
//! backward jumps, in waits and in each pass of the loop. The answer runs no code of the program.

use super::snapshot::Snapshot;
use super::{Running, running, tree};
use crate::runtime::process;
use crate::vm::Vm;
use signal_hook::flag;
use std::cell::{Cell, OnceCell, RefCell};
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Answers other processes.
pub trait Service {
    /// Begins, when the first event loop starts.
    fn open(&self);
    /// Answers those that ask now.
    fn serve(&self, vm: &Vm);
    /// Leaves everything to the original, in a copy of the process.
    fn forget(&self);
    /// Ends.
    fn close(&self);
}

/// The requests that have arrived.
#[derive(Default)]
pub struct Inspection {
    /// The signals that ask for the tree of tasks.
    signals: RefCell<Vec<(i32, Arc<AtomicBool>)>>,
    service: OnceCell<Box<dyn Service>>,
    is_open: Cell<bool>,
    /// Set by [`process::INPUT_SIGNAL`].
    visited: Arc<AtomicBool>,
}

impl Inspection {
    /// Lets signals ask for the tree of tasks, unless the program handles them.
    pub fn watch(&self, vm: &Vm, running: &Running, signals: &[i32]) {
        for signal in signals {
            let asked = Arc::new(AtomicBool::new(false));
            for set in [&asked, &vm.signalled, &vm.attention] {
                // Without a handler, the signal does what the system lets it do.
                let _ = flag::register(*signal, set.clone());
            }
            running.reactor.wake_on(*signal);
            self.signals.borrow_mut().push((*signal, asked));
        }
    }

    /// Lets a service answer other processes from the first event loop on.
    pub fn offer(&self, service: Box<dyn Service>) {
        let _ = self.service.set(service);
    }

    /// Opens the service, if there is one and it is not open.
    #[inline]
    pub fn open(&self, vm: &Vm, running: &Running) {
        if self.service.get().is_some() && !self.is_open.get() {
            self.open_now(vm, running);
        }
    }

    #[cold]
    fn open_now(&self, vm: &Vm, running: &Running) {
        self.is_open.set(true);
        for set in [&self.visited, &vm.signalled, &vm.attention] {
            let _ = flag::register(process::INPUT_SIGNAL, set.clone());
        }
        running.reactor.wake_on(process::INPUT_SIGNAL);
        if let Some(service) = self.service.get() {
            service.open();
        }
    }

    /// In a copy of the process: the service is the original's.
    pub fn forget(&self) {
        self.is_open.set(false);
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

    /// Whether signals ask for the tree.
    pub fn is_watching(&self) -> bool {
        !self.signals.borrow().is_empty()
    }

    /// Answers the requests that have arrived.
    #[cold]
    pub fn serve(&self, vm: &Vm) {
        if self.visited.swap(false, Relaxed)
            && let Some(service) = self.service.get()
        {
            service.serve(vm);
        }
        let arrived: Vec<i32> = self
            .signals
            .borrow()
            .iter()
            .filter(|(_, asked)| asked.swap(false, Relaxed))
            .map(|(signal, _)| *signal)
            .collect();
        let running = running(vm);
        let handles =
            |signal: &i32| running.signals.has(*signal) || running.signal_handlers.knows(*signal);
        if arrived.iter().any(|signal| !handles(signal)) {
            self.show(vm);
        }
    }

    /// Writes the tree of tasks to standard error.
    #[cold]
    pub fn show(&self, vm: &Vm) {
        let mut text = tree::report(vm, &Snapshot::take(vm));
        if io::stderr().is_terminal() {
            // The terminal has shown the key there.
            text.insert(0, '\n');
        }
        // There is nobody to tell of a failure.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}
