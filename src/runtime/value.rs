//! The value: eight bytes, either immediate or a pointer to a counted heap object.
//!
//! ```text
//! top 16 bits      meaning
//! 0x0000           pointer to a heap object (48 significant bits)
//! 0x0001           a singleton: None, False, True, …, or "unset"
//! 0x0002 ..= 0xFFFA a float: its IEEE bits plus 2^49
//! 0xFFFE           an int of 48 bits, two's complement
//! ```
//!
//! A float's own top bits run from 0x0000 to 0xFFF8 once every NaN is made canonical, so adding
//! 2^49 never collides with the tags. Pointers carry no tag and are followed without masking.

use super::heap::{self, Header};
use super::kind::{Kind, Object};
use super::reference::Ref;
use std::num::NonZeroU64;

const FLOAT_OFFSET: u64 = 1 << 49;
const INT_TAG: u64 = 0xFFFE << 48;
const SINGLETON_TAG: u64 = 1 << 48;
const CANONICAL_NAN: u64 = 0x7FF8 << 48;

/// The smallest int held without a heap object.
pub const MIN_SMALL_INT: i64 = -(1 << 47);
/// The largest int held without a heap object.
pub const MAX_SMALL_INT: i64 = (1 << 47) - 1;

/// Any Python value. Cloning counts a reference, dropping releases it.
#[repr(transparent)]
pub struct Value(NonZeroU64);

/// The content of a value, for native code to match on.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// `None`
    None,
    /// `True` or `False`
    Bool(bool),
    /// An int of 48 bits. (Larger ones are objects of [`Kind::Int`].)
    Int(i64),
    /// A float. (Instances of float's subclasses are objects of [`Kind::Float`].)
    Float(f64),
    /// `...`
    Ellipsis,
    /// `NotImplemented`
    NotImplemented,
    /// No value: an unbound local, a missing optional argument, a deleted entry.
    Unset,
    /// A heap object.
    Obj(&'a Header),
}

macro_rules! singletons {
    ($($(#[$doc:meta])* $name:ident = $number:literal;)*) => {
        impl Value { $($(#[$doc])* pub const $name: Value = Value::from_bits(SINGLETON_TAG | $number);)* }
    };
}

singletons! {
    /// No value at all; never seen by a program.
    UNSET = 0;
    /// `None`
    NONE = 1;
    /// `False`
    FALSE = 2;
    /// `True`
    TRUE = 3;
    /// `...`
    ELLIPSIS = 4;
    /// `NotImplemented`
    NOT_IMPLEMENTED = 5;
}

impl Value {
    /// The bits of [`Value::UNSET`].
    pub(super) const UNSET_BITS: u64 = SINGLETON_TAG;

    #[inline(always)]
    const fn from_bits(bits: u64) -> Value {
        match NonZeroU64::new(bits) {
            Some(bits) => Value(bits),
            None => panic!("a value is never zero"),
        }
    }

    /// The raw bits: equal for identical values, and a stable identity while the value lives.
    #[inline(always)]
    pub fn bits(&self) -> u64 {
        self.0.get()
    }

    /// `True` or `False`.
    #[inline(always)]
    pub fn bool(b: bool) -> Value {
        Value::from_bits(SINGLETON_TAG | (2 + b as u64))
    }

    /// An int that fits 48 bits.
    ///
    /// Other ints go through `objects::int`, which decides between the two forms; out of range,
    /// the value is cut to 48 bits.
    #[inline(always)]
    pub fn small_int(i: i64) -> Value {
        debug_assert!((MIN_SMALL_INT..=MAX_SMALL_INT).contains(&i));
        Value::from_bits(INT_TAG | (i as u64 & 0xFFFF_FFFF_FFFF))
    }

    /// A float.
    #[inline(always)]
    pub fn float(f: f64) -> Value {
        let bits = if f.is_nan() { CANONICAL_NAN } else { f.to_bits() };
        Value::from_bits(bits.wrapping_add(FLOAT_OFFSET))
    }

    /// A float that a processor instruction computed from the floats of other values.
    ///
    /// # Safety
    /// If the float is a NaN, it must be one of the two canonical ones (quiet, without payload),
    /// as arithmetic on such NaNs, and invalid operations, give: other NaNs collide with tags.
    #[inline(always)]
    pub(crate) unsafe fn computed_float(f: f64) -> Value {
        debug_assert!(!f.is_nan() || f.to_bits() & !(1 << 63) == CANONICAL_NAN);
        Value::from_bits(f.to_bits().wrapping_add(FLOAT_OFFSET))
    }

    /// Whether this is the same singleton, int or object (`is`).
    #[inline(always)]
    pub fn is(&self, other: &Value) -> bool {
        self.0 == other.0
    }

    /// Whether this is [`Value::UNSET`].
    #[inline(always)]
    pub fn is_unset(&self) -> bool {
        self.is(&Value::UNSET)
    }

    /// The value, or None in place of [`Value::UNSET`].
    #[inline]
    pub fn or_none(self) -> Value {
        if self.is_unset() { Value::NONE } else { self }
    }

    /// Whether this is `None`.
    #[inline(always)]
    pub fn is_none(&self) -> bool {
        self.is(&Value::NONE)
    }

    /// Whether this is `True` or `False`.
    #[inline(always)]
    pub fn is_bool(&self) -> bool {
        self.bits() & !1 == SINGLETON_TAG | 2
    }

    /// Whether this is an int without a heap object.
    #[inline(always)]
    pub fn is_small_int(&self) -> bool {
        self.bits() >= INT_TAG
    }

    /// Whether both are ints without a heap object.
    #[inline(always)]
    pub fn both_small_ints(&self, other: &Value) -> bool {
        self.bits() & other.bits() >= INT_TAG
    }

    /// Whether this is an immediate float.
    #[inline(always)]
    pub fn is_float(&self) -> bool {
        self.bits().wrapping_sub(FLOAT_OFFSET) < INT_TAG - FLOAT_OFFSET
    }

    /// Whether this points to a heap object.
    #[inline(always)]
    pub fn is_object(&self) -> bool {
        self.bits() < SINGLETON_TAG
    }

    /// The int, if this is one of 48 bits.
    #[inline(always)]
    pub fn as_small_int(&self) -> Option<i64> {
        if self.is_small_int() { Some(self.small_int_unchecked()) } else { None }
    }

    /// The int of a value for which [`Value::is_small_int`] holds; otherwise a meaningless number.
    #[inline(always)]
    pub fn small_int_unchecked(&self) -> i64 {
        ((self.bits() << 16) as i64) >> 16
    }

    /// The sum of two values for which [`Value::both_small_ints`] holds, if it is a small int.
    #[inline(always)]
    pub fn small_add(&self, other: &Value) -> Option<Value> {
        // With the 48 bits at the top of the word, overflow of the word is overflow of the int.
        let sum = ((self.bits() << 16) as i64).checked_add((other.bits() << 16) as i64)?;
        Some(Value::from_bits(INT_TAG | (sum as u64 >> 16)))
    }

    /// The difference of two values for which [`Value::both_small_ints`] holds, if it is a small int.
    #[inline(always)]
    pub fn small_sub(&self, other: &Value) -> Option<Value> {
        let difference = ((self.bits() << 16) as i64).checked_sub((other.bits() << 16) as i64)?;
        Some(Value::from_bits(INT_TAG | (difference as u64 >> 16)))
    }

    /// The product of two values for which [`Value::both_small_ints`] holds, if it is a small int.
    #[inline(always)]
    pub fn small_mul(&self, other: &Value) -> Option<Value> {
        let product = ((self.bits() << 16) as i64).checked_mul(other.small_int_unchecked())?;
        Some(Value::from_bits(INT_TAG | (product as u64 >> 16)))
    }

    /// The order of two values for which [`Value::both_small_ints`] holds.
    #[inline(always)]
    pub fn small_cmp(&self, other: &Value) -> std::cmp::Ordering {
        ((self.bits() << 16) as i64).cmp(&((other.bits() << 16) as i64))
    }

    /// Both as floats, if at least one is a float and the other a float or small int.
    #[inline(always)]
    pub fn float_pair(&self, other: &Value) -> Option<(f64, f64)> {
        let (a, b) = (self.is_float(), other.is_float());
        if a && b {
            Some((self.float_unchecked(), other.float_unchecked()))
        } else if a && other.is_small_int() {
            Some((self.float_unchecked(), other.small_int_unchecked() as f64))
        } else if b && self.is_small_int() {
            Some((self.small_int_unchecked() as f64, other.float_unchecked()))
        } else {
            None
        }
    }

    /// The float, if this is an immediate one.
    #[inline(always)]
    pub fn as_float(&self) -> Option<f64> {
        if self.is_float() { Some(self.float_unchecked()) } else { None }
    }

    /// The float of a value for which [`Value::is_float`] holds; otherwise a meaningless number.
    #[inline(always)]
    pub fn float_unchecked(&self) -> f64 {
        f64::from_bits(self.bits().wrapping_sub(FLOAT_OFFSET))
    }

    /// The content.
    #[inline(always)]
    pub fn view(&self) -> View<'_> {
        let bits = self.bits();
        if bits >= INT_TAG {
            View::Int(self.small_int_unchecked())
        } else if bits >= FLOAT_OFFSET {
            View::Float(self.float_unchecked())
        } else if let Some(header) = self.header() {
            View::Obj(header)
        } else {
            match bits & 0xFF {
                1 => View::None,
                2 => View::Bool(false),
                3 => View::Bool(true),
                4 => View::Ellipsis,
                5 => View::NotImplemented,
                _ => View::Unset,
            }
        }
    }

    /// The header of the heap object this points to.
    #[inline(always)]
    pub fn header(&self) -> Option<&Header> {
        // SAFETY: a value without a tag is a pointer to a live object: this value holds a reference.
        if self.is_object() { Some(unsafe { &*(self.bits() as *const Header) }) } else { None }
    }

    /// The kind of the heap object this points to.
    #[inline(always)]
    pub fn kind(&self) -> Option<Kind> {
        self.header().map(|h| h.kind())
    }

    /// The object, if it is of type `T` or of a subclass that the program derived from it.
    #[inline(always)]
    pub fn get<T: Object>(&self) -> Option<&Ref<T>> {
        match self.header() {
            Some(h) if h.kind() == T::KIND => {
                // SAFETY: the kind says that the object is a `T`; `Ref<T>` and `Value` are both one
                // pointer-sized word that holds one reference.
                Some(unsafe { &*(self as *const Value as *const Ref<T>) })
            }
            _ => None,
        }
    }

    /// The object, which is of type `T` or of a subclass that the program derived from it.
    ///
    /// # Safety
    /// It must be: `self.kind() == Some(T::KIND)`.
    #[inline(always)]
    pub(crate) unsafe fn get_unchecked<T: Object>(&self) -> &Ref<T> {
        debug_assert!(self.kind() == Some(T::KIND));
        // SAFETY: as in `get`, with the kind as the caller promises.
        unsafe { &*(self as *const Value as *const Ref<T>) }
    }

    /// The object, if it is of type `T` itself and not of a derived class.
    #[inline(always)]
    pub fn get_exact<T: Object>(&self) -> Option<&Ref<T>> {
        match self.header() {
            Some(h) if h.is_exactly(T::KIND) => {
                // SAFETY: as in `get`.
                Some(unsafe { &*(self as *const Value as *const Ref<T>) })
            }
            _ => None,
        }
    }

    /// Turns the value into the object it is, or returns it unchanged.
    pub fn into_ref<T: Object>(self) -> Result<Ref<T>, Value> {
        match self.get::<T>() {
            Some(r) => Ok(r.clone()),
            None => Err(self),
        }
    }

    /// The value for a raw object pointer, taking over one reference.
    ///
    /// # Safety
    /// `pointer` must be a live object of which the caller owns one reference.
    pub(crate) unsafe fn from_raw(pointer: *const Header) -> Value {
        // SAFETY: pointers are not null.
        Value(unsafe { NonZeroU64::new_unchecked(pointer as u64) })
    }

    /// The raw word, with ownership of the reference.
    pub(crate) fn into_bits(self) -> u64 {
        let bits = self.bits();
        std::mem::forget(self);
        bits
    }
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Value {
        if let Some(header) = self.header() {
            header.retain();
        }
        Value(self.0)
    }
}

impl Drop for Value {
    #[inline(always)]
    fn drop(&mut self) {
        if self.is_object() {
            let pointer = self.bits() as *const Header;
            // SAFETY: this value owns one reference to the object, and releases it once.
            unsafe { heap::release(pointer) }
        }
    }
}

impl Default for Value {
    fn default() -> Value {
        Value::UNSET
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.view() {
            View::None => write!(f, "None"),
            View::Bool(b) => write!(f, "{b}"),
            View::Int(i) => write!(f, "{i}"),
            View::Float(x) => write!(f, "{x:?}"),
            View::Ellipsis => write!(f, "Ellipsis"),
            View::NotImplemented => write!(f, "NotImplemented"),
            View::Unset => write!(f, "<unset>"),
            View::Obj(h) => write!(f, "<{:?} at {:#x}>", h.kind(), self.bits()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_keep_their_bits() {
        for f in
            [0.0, -0.0, 1.5, -1.5, f64::MAX, f64::MIN, f64::INFINITY, f64::NEG_INFINITY, 5e-324]
        {
            let v = Value::float(f);
            assert!(v.is_float() && !v.is_object() && !v.is_small_int());
            assert_eq!(v.as_float().unwrap().to_bits(), f.to_bits());
        }
        for nan in [f64::NAN, -f64::NAN, f64::from_bits(u64::MAX)] {
            assert!(Value::float(nan).as_float().unwrap().is_nan());
        }
    }

    #[test]
    fn ints_keep_their_sign() {
        for i in [0, 1, -1, 42, MIN_SMALL_INT, MAX_SMALL_INT] {
            let v = Value::small_int(i);
            assert!(v.is_small_int() && !v.is_float() && !v.is_object());
            assert_eq!(v.as_small_int(), Some(i));
        }
        assert!(!Value::small_int(1).both_small_ints(&Value::float(-1.0)));
        assert!(!Value::float(-f64::INFINITY).both_small_ints(&Value::float(f64::NAN)));
        assert!(!Value::TRUE.is_small_int() && Value::TRUE.is_bool() && !Value::NONE.is_bool());
    }
}
