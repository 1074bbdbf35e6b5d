//! Comparison (Python reference, "Comparisons").

use super::{Vm, VmResult};
use crate::bytecode::Comparison;
use crate::objects::arith;
use crate::objects::bytes::Bytes;
use crate::objects::class::Class;
use crate::objects::native::Body;
use crate::objects::slots::TypeSlot;
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::objects::str_sequence;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value};

impl Vm {
    /// `left is right or left == right`, as containers compare items.
    ///
    /// # Errors
    /// Any exception raised by `__eq__`.
    #[inline]
    pub fn eq(&self, left: &Value, right: &Value) -> VmResult<bool> {
        match quick_eq(left, right) {
            Some(equal) => Ok(equal),
            None => self.compare_truth(Comparison::Eq, left, right),
        }
    }

    /// `left op right`, whose result can be any value.
    ///
    /// # Errors
    /// TypeError if the operands cannot be ordered; any exception raised by the methods.
    pub fn compare(&self, op: Comparison, left: &Value, right: &Value) -> VmResult {
        self.tick(1)?;
        match op {
            Comparison::Is => return Ok(Value::bool(left.is(right))),
            Comparison::IsNot => return Ok(Value::bool(!left.is(right))),
            Comparison::In => return self.contains(right, left).map(Value::bool),
            Comparison::NotIn => {
                return self.contains(right, left).map(|found| Value::bool(!found));
            }
            _ => {}
        }
        if let Some(truth) = arith::compare(op, left, right) {
            return Ok(Value::bool(truth));
        }
        if let (Some(a), Some(b)) = (left.get_exact::<Str>(), right.get_exact::<Str>()) {
            return Ok(Value::bool(str_sequence::compare(op, a, b)));
        }
        self.rich_compare(op, left, right)
    }

    /// The truth of `left op right`.
    ///
    /// # Errors
    /// Same as [`Vm::compare`].
    pub fn compare_truth(&self, op: Comparison, left: &Value, right: &Value) -> VmResult<bool> {
        let result = self.compare(op, left, right)?;
        self.truthy(&result)
    }

    fn rich_compare(&self, op: Comparison, left: &Value, right: &Value) -> VmResult {
        self.check_native_stack()?;
        let (class, other) = (self.class_ref(left), self.class_ref(right));
        let reflected_first = !other.is(class)
            && other.is_subclass_of(class)
            && other.has_slot(SpecialMethod::comparison(reflect(op)));
        if reflected_first && let Some(result) = self.try_compare(reflect(op), right, left)? {
            return Ok(result);
        }
        if let Some(result) = self.try_compare(op, left, right)? {
            return Ok(result);
        }
        if !reflected_first {
            return self.compare_reflected(op, left, right);
        }
        self.compare_identity(op, left, right)
    }

    /// The right operand's method for `left op right`, after the left one has declined.
    pub(super) fn compare_reflected(
        &self,
        op: Comparison,
        left: &Value,
        right: &Value,
    ) -> VmResult {
        match self.try_compare(reflect(op), right, left)? {
            Some(result) => Ok(result),
            None => self.compare_identity(op, left, right),
        }
    }

    /// The comparison of operands whose types both decline.
    fn compare_identity(&self, op: Comparison, left: &Value, right: &Value) -> VmResult {
        match op {
            Comparison::Eq => Ok(Value::bool(left.is(right))),
            Comparison::Ne => Ok(Value::bool(!left.is(right))),
            _ => Err(self.type_error(format!(
                "'{}' not supported between instances of '{}' and '{}'",
                op.symbol(),
                self.class_ref(left).message_name(),
                self.class_ref(right).message_name()
            ))),
        }
    }

    /// `left op right` by the method of `left` alone; none if that declines.
    ///
    /// # Errors
    /// Any exception raised by the method.
    pub fn try_compare(
        &self,
        op: Comparison,
        left: &Value,
        right: &Value,
    ) -> VmResult<Option<Value>> {
        let slot = self.slot(left, SpecialMethod::comparison(op));
        let result = match slot {
            TypeSlot::Native(Body::Compare(compare, op)) => compare(self, left, right, *op)?,
            TypeSlot::Method(method) if method.kind() != Some(Kind::Function) => {
                // As in CPython, a method that cannot be bound is the same as none.
                let Ok(bound) = self.bind(method.clone(), left) else { return Ok(None) };
                self.call(&bound, std::slice::from_ref(right))?
            }
            slot => match self.call_slot(&slot, left, &[right])? {
                Some(result) => result,
                None => return Ok(None),
            },
        };
        Ok(if result.is(&Value::NOT_IMPLEMENTED) { None } else { Some(result) })
    }
}

/// The comparison with its operands exchanged.
fn reflect(op: Comparison) -> Comparison {
    match op {
        Comparison::Lt => Comparison::Gt,
        Comparison::Le => Comparison::Ge,
        Comparison::Gt => Comparison::Lt,
        Comparison::Ge => Comparison::Le,
        other => other,
    }
}

/// Whether two values are equal, if that can be decided without the program's code.
#[inline]
pub fn quick_eq(a: &Value, b: &Value) -> Option<bool> {
    if a.is(b) {
        return Some(true);
    }
    if a.both_small_ints(b) {
        return Some(false);
    }
    match (a.get_exact::<Str>(), b.get_exact::<Str>()) {
        (Some(a), Some(b)) => Some(a.same_text(b)),
        (Some(_), None) if !b.is_object() => Some(false),
        (None, Some(_)) if !a.is_object() => Some(false),
        (None, None) => quick_eq_objects(a, b),
        _ => None,
    }
}

/// Longer tuples are compared and hashed by code that can be interrupted.
pub(super) const FEW_ITEMS: usize = 16;

/// [`quick_eq`] for values that are not both strings or small ints: bytes, objects whose classes
/// inherit it from `object`, and short tuples of such values, except tuples.
#[inline(never)]
pub(super) fn quick_eq_objects(a: &Value, b: &Value) -> Option<bool> {
    let (Some(left), Some(right)) = (a.get_exact::<Tuple>(), b.get_exact::<Tuple>()) else {
        return quick_eq_others(a, b);
    };
    if left.len() != right.len() || left.len() > FEW_ITEMS {
        return if left.len() != right.len() { Some(false) } else { None };
    }
    for (a, b) in left.items().iter().zip(right.items()) {
        let equal = match (a.get_exact::<Str>(), b.get_exact::<Str>()) {
            _ if a.is(b) => true,
            _ if a.both_small_ints(b) => false,
            (Some(a), Some(b)) => a.same_text(b),
            _ => quick_eq_others(a, b)?,
        };
        if !equal {
            return Some(false);
        }
    }
    Some(true)
}

fn quick_eq_others(a: &Value, b: &Value) -> Option<bool> {
    if let Some((a, b)) = a.float_pair(b) {
        return Some(a == b);
    }
    match (a.get_exact::<Bytes>(), b.get_exact::<Bytes>()) {
        (Some(a), Some(b)) => Some(*a.data == *b.data),
        _ => (compares_by_identity(a) && compares_by_identity(b)).then(|| a.is(b)),
    }
}

/// Whether a value is an instance of a class of the program, or a class, that equals nothing else.
fn compares_by_identity(value: &Value) -> bool {
    let Some(header) = value.header() else { return false };
    let is_plain =
        |class: &Value| class.get::<Class>().is_some_and(|class| class.special_methods().plain_eq);
    match header.kind() {
        Kind::Instance => header.class().is_some_and(is_plain),
        // Unless the program has set a metaclass, it is `type`.
        Kind::Class => header.class().is_none_or(is_plain),
        _ => false,
    }
}
