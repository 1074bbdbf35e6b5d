//! Data of objects that threads use in turn.

use super::{run, running};
use crate::vm::{Vm, VmResult};
use std::cell::{RefCell, RefMut};

/// Data that one thread at a time uses, during work that lets others run: CPython has a lock in such
/// objects. No code of the program may run meanwhile, which could ask for the data again.
#[derive(Default)]
pub struct InTurn<T>(RefCell<T>);

impl<T> InTurn<T> {
    /// Data that nobody uses yet.
    pub fn new(data: T) -> InTurn<T> {
        InTurn(RefCell::new(data))
    }

    /// The data, once no other thread uses it.
    ///
    /// # Errors
    /// KeyboardInterrupt; the trip of a limit.
    pub fn take(&self, vm: &Vm) -> VmResult<RefMut<'_, T>> {
        loop {
            if let Ok(data) = self.0.try_borrow_mut() {
                return Ok(data);
            }
            run::check_interrupt(vm)?;
            running(vm).threads.give_way(vm);
        }
    }
}
