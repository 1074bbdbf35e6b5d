//! Binary and unary operators on any operands (Python reference, "Emulating numeric types").

use super::{Vm, VmResult};
use crate::objects::arith;
use crate::objects::native::Body;
use crate::objects::slots::TypeSlot;
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::runtime::{Kind, Value};
use hob_grammar::ast::BinaryOp;

impl Vm {
    /// `left op right`
    ///
    /// # Errors
    /// TypeError if neither operand supports it; any exception raised by the methods.
    pub fn binary(&self, op: BinaryOp, left: &Value, right: &Value) -> VmResult {
        self.tick(1)?;
        if let Some(result) = arith::binary(self, op, left, right) {
            return result;
        }
        self.check_native_stack()?;
        let (class, other) = (self.class_ref(left), self.class_ref(right));
        let (own, reflected) = (SpecialMethod::operator(op), SpecialMethod::reflected(op));
        if class.is(other) {
            return match self.try_operator(own, left, right)? {
                Some(result) => Ok(result),
                None => Err(self.unsupported(op, "", left, right)),
            };
        }
        // A derived class's own reflected method comes first.
        let reflected_first = other.is_subclass_of(class) && {
            let theirs = other.slot(reflected);
            !theirs.is_absent() && !theirs.is(&class.slot(reflected))
        };
        if reflected_first && let Some(result) = self.try_operator(reflected, right, left)? {
            return Ok(result);
        }
        if let Some(result) = self.try_operator(own, left, right)? {
            return Ok(result);
        }
        if !reflected_first && let Some(result) = self.try_operator(reflected, right, left)? {
            return Ok(result);
        }
        Err(self.unsupported(op, "", left, right))
    }

    /// The right operand's part of `left op right`, after the left one has declined.
    pub(super) fn binary_reflected(&self, op: BinaryOp, left: &Value, right: &Value) -> VmResult {
        if !self.class_ref(left).is(self.class_ref(right))
            && let Some(result) = self.try_operator(SpecialMethod::reflected(op), right, left)?
        {
            return Ok(result);
        }
        Err(self.unsupported(op, "", left, right))
    }

    fn try_operator(
        &self,
        special: SpecialMethod,
        object: &Value,
        operand: &Value,
    ) -> VmResult<Option<Value>> {
        let result = match self.slot(object, special) {
            TypeSlot::Native(Body::Binary(body) | Body::Sequence(body, _)) => {
                Some(body(self, object, operand)?)
            }
            slot => self.call_slot(&slot, object, &[operand])?,
        };
        Ok(result.filter(|result| !result.is(&Value::NOT_IMPLEMENTED)))
    }

    #[cold]
    fn unsupported(
        &self,
        op: BinaryOp,
        suffix: &str,
        left: &Value,
        right: &Value,
    ) -> super::Raised {
        let (class, other) =
            (self.class_of(left).message_name(), self.class_of(right).message_name());
        // Sequences have their own wording for concatenation and repetition.
        let is_sequence = |v: &Value, special: SpecialMethod| {
            let base = self.class_ref(v).native_base();
            let slot = base.map(|base| base.slot(special));
            matches!(slot, Some(TypeSlot::Native(Body::Sequence(..))))
        };
        if op == BinaryOp::Add && is_sequence(left, SpecialMethod::Add) {
            let base = match left.kind() {
                Some(Kind::Tuple) => Some(self.types.tuple.clone()),
                _ => self.class_ref(left).native_base(),
            };
            let name = base.map_or(class.clone(), |base| base.name());
            return self.type_error(match name.as_str() {
                "bytes" | "bytearray" => format!("can't concat {other} to {class}"),
                "array" => format!("can only append array (not \"{other}\") to array"),
                _ => format!("can only concatenate {name} (not \"{other}\") to {name}"),
            });
        }
        let left_repeats = is_sequence(left, SpecialMethod::Mul);
        if op == BinaryOp::Mul && (left_repeats || is_sequence(right, SpecialMethod::RMul)) {
            let by = if left_repeats { &other } else { &class };
            return self.type_error(format!("can't multiply sequence by non-int of type '{by}'"));
        }
        let symbol = operator_symbol(op);
        let shown = if op == BinaryOp::Pow && suffix.is_empty() {
            "** or pow()".to_string()
        } else {
            format!("{symbol}{suffix}")
        };
        let mut message =
            format!("unsupported operand type(s) for {shown}: '{class}' and '{other}'");
        if op == BinaryOp::RShift
            && left
                .get::<crate::objects::native::NativeFunction>()
                .is_some_and(|f| f.def.name() == "print")
        {
            message.push_str(". Did you mean \"print(<message>, file=<output_stream>)\"?");
        }
        self.type_error(message)
    }

    /// The error of a sequence's `__add__`, `__mul__` or the like that is called by name.
    #[cold]
    pub fn not_of_sequence(&self, op: BinaryOp, left: &Value, right: &Value) -> super::Raised {
        if op == BinaryOp::Mul {
            let class = self.class_of(right).message_name();
            let message = format!("'{class}' object cannot be interpreted as an integer");
            return self.type_error(message);
        }
        self.unsupported(op, "", left, right)
    }

    /// `left op= right`: the new value of the left side.
    ///
    /// # Errors
    /// Same as [`Vm::binary`].
    pub fn in_place(&self, op: BinaryOp, left: &Value, right: &Value) -> VmResult {
        if let Some(result) = self.try_operator(SpecialMethod::in_place(op), left, right)? {
            return Ok(result);
        }
        self.in_place_without_own(op, left, right)
    }

    /// An augmented assignment after the left operand's in-place method has declined.
    pub(super) fn in_place_without_own(
        &self,
        op: BinaryOp,
        left: &Value,
        right: &Value,
    ) -> VmResult {
        if let Some(result) = arith::binary(self, op, left, right) {
            return result;
        }
        self.named_as_in_place(op, left, right, self.binary(op, left, right))
    }

    /// The right operand's method for an augmented assignment, after the left one has declined.
    pub(super) fn in_place_reflected(&self, op: BinaryOp, left: &Value, right: &Value) -> VmResult {
        self.named_as_in_place(op, left, right, self.binary_reflected(op, left, right))
    }

    /// Only the operator's own error names the augmented form.
    fn named_as_in_place(
        &self,
        op: BinaryOp,
        left: &Value,
        right: &Value,
        result: VmResult,
    ) -> VmResult {
        result.map_err(|raised| {
            let text = raised.0.first_argument();
            let shown = format!(
                "unsupported operand type(s) for {}: ",
                if op == BinaryOp::Pow { "** or pow()" } else { operator_symbol(op) }
            );
            match text.and_then(|t| t.get::<Str>().map(|s| s.as_str().starts_with(&shown))) {
                Some(true) if raised.0.traceback.get().is_none() => {
                    self.unsupported(op, "=", left, right)
                }
                _ => raised,
            }
        })
    }

    /// `-value`
    ///
    /// # Errors
    /// TypeError; any exception raised by `__neg__`.
    pub fn negate(&self, value: &Value) -> VmResult {
        self.unary(value, SpecialMethod::Neg, "-")
    }

    /// `+value`
    ///
    /// # Errors
    /// TypeError; any exception raised by `__pos__`.
    pub fn plus(&self, value: &Value) -> VmResult {
        self.unary(value, SpecialMethod::Pos, "+")
    }

    /// `~value`
    ///
    /// # Errors
    /// TypeError; any exception raised by `__invert__`.
    pub fn invert(&self, value: &Value) -> VmResult {
        self.unary(value, SpecialMethod::Invert, "~")
    }

    fn unary(&self, value: &Value, special: SpecialMethod, symbol: &str) -> VmResult {
        let slot = self.slot(value, special);
        match self.call_slot(&slot, value, &[])? {
            Some(result) => Ok(result),
            None => {
                let class = self.class_of(value).message_name();
                Err(self.type_error(format!("bad operand type for unary {symbol}: '{class}'")))
            }
        }
    }
}

/// The operator as source text.
pub fn operator_symbol(op: BinaryOp) -> &'static str {
    ["+", "-", "*", "@", "/", "//", "%", "**", "<<", ">>", "|", "^", "&"][op as usize]
}
