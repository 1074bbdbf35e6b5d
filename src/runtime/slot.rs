//! A mutable place for a value inside a shared object.

use super::Value;
use std::cell::UnsafeCell;

/// A cell that holds a [`Value`] and can be changed through a shared reference.
///
/// Reading clones. The old value of a write is dropped only after the new one is in place, so a
/// finalizer that looks at the slot sees a consistent state.
#[repr(transparent)]
pub struct Slot(UnsafeCell<Value>);

impl Slot {
    /// A slot that holds `value`.
    pub const fn new(value: Value) -> Slot {
        Slot(UnsafeCell::new(value))
    }

    /// A clone of the value.
    #[inline(always)]
    pub fn get(&self) -> Value {
        // SAFETY: no reference into the slot outlives a call, and cloning a value runs no other code.
        unsafe { (*self.0.get()).clone() }
    }

    /// Stores `value` and returns the previous value.
    #[inline(always)]
    pub fn replace(&self, value: Value) -> Value {
        // SAFETY: as in `get`; nothing is dropped while the slot is borrowed.
        unsafe { std::mem::replace(&mut *self.0.get(), value) }
    }

    /// Puts `value` in.
    #[inline(always)]
    pub fn set(&self, value: Value) {
        drop(self.replace(value));
    }

    /// Takes the value and leaves the slot unset.
    #[inline(always)]
    pub fn take(&self) -> Value {
        self.replace(Value::UNSET)
    }

    /// Whether the slot holds no value.
    #[inline(always)]
    pub fn is_unset(&self) -> bool {
        // SAFETY: as in `get`.
        unsafe { (*self.0.get()).is_unset() }
    }

    /// Passes the value in place to `look`.
    ///
    /// `look` is for the collector and comparisons of identity: it must not write this slot, which
    /// is hard for a plain function of the value.
    pub(super) fn with<R>(&self, look: impl FnOnce(&Value) -> R) -> R {
        let value = self.get();
        look(&value)
    }

    /// The place itself.
    pub(crate) fn as_ptr(&self) -> *mut Value {
        self.0.get()
    }
}

impl Default for Slot {
    fn default() -> Slot {
        Slot::new(Value::UNSET)
    }
}

impl From<Value> for Slot {
    fn from(value: Value) -> Slot {
        Slot::new(value)
    }
}

impl std::fmt::Debug for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.with(|v| v.fmt(f))
    }
}

impl Slot {
    /// Slots as plain values, for objects that are never written after creation.
    ///
    /// The collector does not clear such an object (see [`super::heap`]), so that the values stay
    /// in place as long as the object lives.
    pub(crate) fn frozen(slots: &[Slot]) -> &[Value] {
        // SAFETY: a slot is a value in an `UnsafeCell`, which has the same layout; the callers are
        // immutable objects (tuples), whose slots are written only while they are being made.
        unsafe { &*(slots as *const [Slot] as *const [Value]) }
    }
}
