//! Comparison.

use super::{R, Vm};
use crate::bytecode::Comparison;
use crate::runtime::Value;

impl Vm {
    /// `left is right or left == right`, as containers compare items.
    ///
    /// # Errors
    /// What `__eq__` raises.
    pub fn eq(&self, left: &Value, right: &Value) -> R<bool> {
        unimplemented!()
    }

    /// `left op right`, which can give any value.
    ///
    /// # Errors
    /// TypeError if the operands cannot be ordered; what the methods raise.
    pub fn compare(&self, op: Comparison, left: &Value, right: &Value) -> R {
        unimplemented!()
    }

    /// The truth of `left op right`.
    ///
    /// # Errors
    /// As [`Vm::compare`].
    pub fn compare_truth(&self, op: Comparison, left: &Value, right: &Value) -> R<bool> {
        unimplemented!()
    }
}
