//! Binary and unary operators on any operands.

use super::{R, Vm};
use crate::runtime::Value;
use hob_grammar::ast::BinaryOp;

impl Vm {
    /// `left op right`
    ///
    /// # Errors
    /// TypeError if neither operand supports it; what the methods raise.
    pub fn binary(&self, op: BinaryOp, left: &Value, right: &Value) -> R {
        unimplemented!()
    }

    /// `left op= right`: the new value of the left side.
    ///
    /// # Errors
    /// As [`Vm::binary`].
    pub fn in_place(&self, op: BinaryOp, left: &Value, right: &Value) -> R {
        unimplemented!()
    }

    /// `-value`
    ///
    /// # Errors
    /// TypeError; what `__neg__` raises.
    pub fn negate(&self, value: &Value) -> R {
        unimplemented!()
    }

    /// `+value`
    ///
    /// # Errors
    /// TypeError; what `__pos__` raises.
    pub fn plus(&self, value: &Value) -> R {
        unimplemented!()
    }

    /// `~value`
    ///
    /// # Errors
    /// TypeError; what `__invert__` raises.
    pub fn invert(&self, value: &Value) -> R {
        unimplemented!()
    }
}
