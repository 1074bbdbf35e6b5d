//! `int`: 48 bits inline, anything larger on the heap.

use crate::runtime::value::{MAX_SMALL_INT, MIN_SMALL_INT};
use crate::runtime::{Kind, Object, Ref, Value, View};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::borrow::Cow;

/// The payload of an int on the heap.
///
/// Invariant: a plain `int` is on the heap only if it does not fit 48 bits, so equal ints have the
/// same form. Instances of derived classes are always on the heap.
pub struct Int {
    /// The number.
    pub value: BigInt,
}

impl Object for Int {
    const KIND: Kind = Kind::Int;
    const IS_CONTAINER: bool = false;
}

/// The int value for a machine integer.
#[inline(always)]
pub fn from_i64(i: i64) -> Value {
    if (MIN_SMALL_INT..=MAX_SMALL_INT).contains(&i) {
        Value::small_int(i)
    } else {
        on_heap(i.into())
    }
}

/// The int value for a number that does not fit 48 bits.
#[cold]
#[inline(never)]
fn on_heap(number: i128) -> Value {
    Ref::new(Int { value: BigInt::from(number) }).into_value()
}

/// The int value for a big integer.
pub fn from_big(value: BigInt) -> Value {
    match value.to_i64() {
        Some(i) if (MIN_SMALL_INT..=MAX_SMALL_INT).contains(&i) => Value::small_int(i),
        _ => Ref::new(Int { value }).into_value(),
    }
}

/// The number, if the value is an int or a bool (bools are ints) that fits 64 bits.
#[inline]
pub fn to_i64(value: &Value) -> Option<i64> {
    match value.view() {
        View::Int(i) => Some(i),
        View::Bool(b) => Some(i64::from(b)),
        View::Obj(_) => value.get::<Int>()?.value.to_i64(),
        _ => None,
    }
}

/// The number, if the value is an int or a bool of any size.
pub fn to_big(value: &Value) -> Option<Cow<'_, BigInt>> {
    match value.view() {
        View::Int(i) => Some(Cow::Owned(BigInt::from(i))),
        View::Bool(b) => Some(Cow::Owned(BigInt::from(i64::from(b)))),
        View::Obj(_) => value.get::<Int>().map(|int| Cow::Borrowed(&int.value)),
        _ => None,
    }
}

/// Whether the value is an int (bools and instances of derived classes included).
pub fn is_int(value: &Value) -> bool {
    value.is_small_int() || value.is_bool() || value.kind() == Some(Kind::Int)
}

impl From<i64> for Value {
    #[inline(always)]
    fn from(i: i64) -> Value {
        from_i64(i)
    }
}

impl From<usize> for Value {
    #[inline(always)]
    fn from(i: usize) -> Value {
        if i <= MAX_SMALL_INT as usize { Value::small_int(i as i64) } else { on_heap(i as i128) }
    }
}

impl From<BigInt> for Value {
    fn from(i: BigInt) -> Value {
        from_big(i)
    }
}

impl From<f64> for Value {
    fn from(f: f64) -> Value {
        Value::float(f)
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Value {
        Value::bool(b)
    }
}
