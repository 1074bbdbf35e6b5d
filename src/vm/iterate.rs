//! Iteration.

use super::{R, Vm};
use crate::runtime::Value;

impl Vm {
    /// `iter(value)`
    ///
    /// # Errors
    /// TypeError if the value is not iterable; what `__iter__` raises.
    pub fn iter(&self, value: &Value) -> R {
        unimplemented!()
    }

    /// The next item of an iterator; none at its end (a StopIteration is swallowed).
    ///
    /// # Errors
    /// What `__next__` raises, but for StopIteration; TypeError if it is no iterator.
    pub fn next(&self, iterator: &Value) -> R<Option<Value>> {
        unimplemented!()
    }

    /// Calls `each` with every item of an iterable. Lists and tuples are walked in place.
    ///
    /// # Errors
    /// As [`Vm::iter`] and [`Vm::next`]; what `each` raises.
    pub fn for_each(&self, iterable: &Value, each: impl FnMut(Value) -> R<()>) -> R<()> {
        unimplemented!()
    }

    /// All items of an iterable.
    ///
    /// # Errors
    /// As [`Vm::iter`] and [`Vm::next`].
    pub fn to_vec(&self, iterable: &Value) -> R<Vec<Value>> {
        unimplemented!()
    }
}
