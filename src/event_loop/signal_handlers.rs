//! Signals that a program handles itself: `signal.signal`.
//!
//! A signal sets flags. The main thread calls the handler when it checks them: at backward jumps,
//! in waits and in each pass of the loop.

use super::Running;
use super::signals::INTERRUPT;
use crate::objects::function::Function;
use crate::objects::str::intern;
use crate::runtime::{Slot, Value, process, signal_actions};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// A signal for which the program has ever set a handler.
struct Handler {
    /// The handler; None for the default action of the system or, for SIGINT, of the VM.
    call: Slot,
    arrived: Arc<AtomicBool>,
    is_default: Arc<AtomicBool>,
}

/// The handlers passed to `signal.signal()`, by signal.
#[derive(Default)]
pub struct SignalHandlers {
    handlers: RefCell<BTreeMap<i32, Handler>>,
    /// The number of handler calls so far.
    pub handled: Cell<u64>,
}

impl SignalHandlers {
    /// Sets the handler of a valid signal; None leaves it to the system or, for SIGINT, to the VM.
    ///
    /// # Errors
    /// An error of the operating system for a signal that cannot be caught.
    pub fn set(
        &self,
        vm: &Vm,
        running: &Running,
        signal: i32,
        handler: Value,
        is_default: bool,
        is_ignored: bool,
    ) -> io::Result<()> {
        signal_actions::heed(signal);
        let is_known = self.handlers.borrow().contains_key(&signal);
        if !is_known {
            let arrived = Arc::new(AtomicBool::new(false));
            let is_default = Arc::new(AtomicBool::new(false));
            if signal != INTERRUPT {
                process::default_while(signal, is_default.clone())?;
                let flags = [&arrived, &vm.signalled, &vm.attention].map(Arc::clone);
                process::set_on(signal, flags.into())?;
                running.reactor.wake_on(signal);
            }
            let handler = Handler { call: Slot::new(Value::NONE), arrived, is_default };
            self.handlers.borrow_mut().insert(signal, handler);
        }
        if is_ignored {
            signal_actions::ignore(signal)?;
        } else if vm.is_callable(&handler) {
            process::write_on(signal)?;
        }
        let old = self.handlers.borrow().get(&signal).map(|known| {
            known.is_default.store(is_default, SeqCst);
            known.call.replace(handler)
        });
        drop(old);
        Ok(())
    }

    /// Whether the program has ever set the handler of a signal, even if only to the default action.
    pub fn knows(&self, signal: i32) -> bool {
        self.handlers.borrow().contains_key(&signal)
    }

    /// Whether the program has set a handler for SIGINT.
    pub fn has_interrupt(&self) -> bool {
        self.handlers.borrow().get(&INTERRUPT).is_some_and(|handler| !handler.call.get().is_none())
    }

    /// Whether a signal may arrive for which the program has a handler.
    pub fn may_run(&self, vm: &Vm) -> bool {
        self.handlers.borrow().values().any(|handler| vm.is_callable(&handler.call.get()))
    }

    /// Leaves all signals to the system.
    pub fn forget(&self) {
        for (signal, handler) in &*self.handlers.borrow() {
            signal_actions::heed(*signal);
            handler.call.set(Value::NONE);
            handler.is_default.store(true, SeqCst);
        }
    }

    /// Calls the handlers of the signals that have arrived, in numerical order. Those after one
    /// that raises are called at the next check.
    ///
    /// # Errors
    /// Any exception raised by a handler.
    pub fn deliver(&self, vm: &Vm) -> VmResult<()> {
        // A signal that a handler sends to itself waits for the next check, so that the program
        // makes progress.
        let mut from = 0;
        let arrived = |from: i32| {
            let handlers = self.handlers.borrow();
            let mut arrived =
                handlers.range(from..).filter(|(_, handler)| handler.arrived.swap(false, SeqCst));
            arrived.next().map(|(signal, handler)| (*signal, handler.call.get()))
        };
        while let Some((signal, handler)) = arrived(from) {
            from = signal + 1;
            self.handled.set(self.handled.get() + 1);
            self.call(vm, signal, &handler).inspect_err(|_| {
                vm.signalled.store(true, SeqCst);
                vm.attention.store(true, SeqCst);
            })?;
        }
        Ok(())
    }

    fn call(&self, vm: &Vm, signal: i32, handler: &Value) -> VmResult<()> {
        if !vm.is_callable(handler) {
            return Ok(());
        }
        let frame = match vm.modules.get_text("sys") {
            Some(sys) => vm.call_method(&sys, &intern("_getframe"), &[]).unwrap_or(Value::NONE),
            None => Value::NONE,
        };
        vm.call(handler, &[i64::from(signal).into(), frame]).map(drop)
    }

    /// Makes the main thread do what it does when a signal arrives: call its handler. A signal that is
    /// ignored or left to the system does nothing.
    pub fn simulate(&self, vm: &Vm, running: &Running, signal: i32) {
        let handlers = self.handlers.borrow();
        let known = handlers.get(&signal);
        let call = known.map_or(Value::NONE, |known| known.call.get());
        let is_own = signal == INTERRUPT && call.is_none();
        if !is_own && !vm.is_callable(&call) {
            return;
        }
        match known {
            Some(known) if signal != INTERRUPT => {
                known.arrived.store(true, SeqCst);
                vm.signalled.store(true, SeqCst);
            }
            _ => vm.interrupt.store(true, SeqCst),
        }
        vm.attention.store(true, SeqCst);
        running.reactor.waker().wake();
    }

    /// Calls the program's own handler for SIGINT; false if there is none.
    ///
    /// # Errors
    /// Any exception raised by the handler.
    pub fn interrupt(&self, vm: &Vm) -> VmResult<bool> {
        let handler = self.handlers.borrow().get(&INTERRUPT).map(|h| h.call.get());
        match handler {
            Some(handler) if !handler.is_none() => {
                if handler.get::<Function>().is_none()
                    && !vm.is_callable(&handler)
                    && vm.truthy(&handler).is_ok_and(|is_ignored| !is_ignored)
                {
                    // SIG_DFL
                    let _ = vm.output.flush();
                    let _ = signal_hook::low_level::emulate_default_handler(INTERRUPT);
                }
                self.handled.set(self.handled.get() + 1);
                self.call(vm, INTERRUPT, &handler)?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}
