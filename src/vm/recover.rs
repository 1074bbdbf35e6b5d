//! Cleans up after a program that a limit has ended, without running any of its code, so that the
//! host can continue to use the interpreter.
//!
//! Anything that waits to run is dropped: threads, tasks, callbacks, suspended generators,
//! finalizers, handlers of signals, functions for the program's end. Modules and their names stay:
//! a host must make a new interpreter for each of several programs that must not affect each other.

use super::Vm;
use crate::objects::generator::{Generator, NativeCoroutine};
use crate::objects::weak::WeakRef;
use crate::runtime::live;

/// Drops code of the program that a part of the library was going to run later.
pub type Forget = fn(&Vm);

impl Vm {
    /// Registers a function to call once when a limit has ended the program. Registering it again
    /// does nothing.
    pub fn when_ended(&self, forget: Forget) {
        let mut all = self.when_ended.borrow_mut();
        if !all.iter().any(|known| std::ptr::fn_addr_eq(*known, forget)) {
            all.push(forget);
        }
    }

    /// Cleans up after the program that a limit has ended. The limit still counts as tripped, so
    /// nothing dropped here runs code.
    #[cold]
    pub(super) fn clear_away(&self) {
        debug_assert!(self.meter.has_tripped());
        self.event_loop.clear_away(self);
        for forget in self.when_ended.take() {
            forget(self);
        }
        for generator in live::live_objects_of::<Generator>() {
            self.retire(generator.as_value());
        }
        for coroutine in live::live_objects_of::<NativeCoroutine>() {
            self.retire(coroutine.as_value());
        }
        for reference in live::live_objects_of::<WeakRef>() {
            drop(reference.callback.take());
        }
        live::forget_finalizers();
    }
}
