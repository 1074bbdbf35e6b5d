//! Interrupting a program from another thread.

use super::interpreter::Interpreter;
use crate::event_loop::{self, reactor::Waker};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// A handle that interrupts the program of an interpreter from any thread, like Ctrl-C.
///
/// Made by [`Interpreter::interrupter`]. It does not keep the interpreter alive.
#[derive(Clone)]
pub struct Interrupter {
    pub(super) interrupt: Arc<AtomicBool>,
    pub(super) attention: Arc<AtomicBool>,
    waker: Waker,
}

impl Interrupter {
    pub(super) fn new(interpreter: &Interpreter) -> Interrupter {
        let _entered = interpreter.enter();
        let vm = interpreter.vm();
        Interrupter {
            interrupt: vm.interrupt.clone(),
            attention: vm.attention.clone(),
            waker: event_loop::running(vm).reactor.waker(),
        }
    }

    /// Raises KeyboardInterrupt in the program; inside `asyncio.run`, cancels its main task first. If no
    /// program runs, the next one is interrupted.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let python = hob::Interpreter::new();
    /// let interrupter = python.interrupter();
    /// let timer = std::thread::spawn(move || {
    ///     std::thread::sleep(Duration::from_millis(20));
    ///     interrupter.interrupt();
    /// });
    /// let error = python.exec("while True: pass").unwrap_err();
    /// assert_eq!(error.class_name(), "KeyboardInterrupt");
    /// # timer.join().unwrap();
    /// ```
    pub fn interrupt(&self) {
        self.interrupt.store(true, Relaxed);
        self.attention.store(true, Relaxed);
        self.waker.wake();
    }
}

impl std::fmt::Debug for Interrupter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Interrupter").finish_non_exhaustive()
    }
}
