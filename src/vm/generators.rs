//! Driving heap frames from Rust.

use super::{R, Raised, Vm};
use crate::runtime::Value;

/// What driving a generator or coroutine led to.
pub enum Outcome {
    /// It handed this out and waits.
    Yielded(Value),
    /// It returned.
    Returned(Value),
}

impl Vm {
    /// Resumes a generator or coroutine (written in the language or in Rust) with a value sent in
    /// or an exception thrown in, up to its next `yield` to the outside or its end. The innermost
    /// frame of a chain is resumed directly.
    ///
    /// # Errors
    /// What it raises; ValueError if it is already running, RuntimeError if a coroutine is
    /// finished already; TypeError for sending a value to one that has not started.
    pub fn resume(&self, generator: &Value, input: Result<Value, Raised>) -> R<Outcome> {
        unimplemented!()
    }
}
