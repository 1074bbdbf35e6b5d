//! Counted references to objects of a known type.

use super::heap::{self, HAS_DICT, Header};
use super::kind::{Boxed, Kind, Object};
use super::slot::Slot;
use super::value::Value;
use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;

/// A counted reference to a heap object whose payload is a `T`. Never null.
#[repr(transparent)]
pub struct Ref<T: Object>(NonNull<Header>, PhantomData<T>);

impl<T: Object> Ref<T> {
    /// A new object of the built-in type that `T` is.
    #[inline]
    pub fn new(payload: T) -> Ref<T> {
        Ref::build(payload, None, 0, 0)
    }

    /// A new object of the built-in type that `T` is, which programs may give attributes.
    #[inline]
    pub fn with_attributes(payload: T) -> Ref<T> {
        Ref::build(payload, None, 0, HAS_DICT)
    }

    /// A new object of a class that the program derived from the type, or that shares the type's
    /// kind. With `has_dict`, it gets an attribute dictionary (made when first used).
    pub fn with_class(payload: T, class: Value, has_dict: bool) -> Ref<T> {
        Ref::build(payload, Some(class), 0, if has_dict { HAS_DICT } else { 0 })
    }

    /// A new object followed by `payload.tail_len()` unset values.
    #[inline]
    pub fn with_tail(payload: T, class: Option<Value>, has_dict: bool) -> Ref<T> {
        let tail = payload.tail_len();
        Ref::build(payload, class, tail, if has_dict { HAS_DICT } else { 0 })
    }

    #[inline]
    fn build(payload: T, class: Option<Value>, tail: usize, flags: u8) -> Ref<T> {
        const { assert!(align_of::<Boxed<T>>() <= 16 && size_of::<Boxed<T>>().is_multiple_of(8)) };
        let tail = tail + usize::from(flags & HAS_DICT != 0);
        let pointer =
            heap::allocate(T::KIND, size_of::<Boxed<T>>() + tail * size_of::<Value>(), class);
        // SAFETY: the room is large enough for payload and tail, and nothing else sees it yet.
        unsafe {
            (&raw mut (*pointer.cast::<Boxed<T>>()).payload).write(payload);
            let slots = pointer.cast::<u8>().add(size_of::<Boxed<T>>()).cast::<Value>();
            for i in 0..tail {
                slots.add(i).write(Value::UNSET);
            }
            (*pointer).set_flags(flags);
            Ref(NonNull::new_unchecked(pointer), PhantomData)
        }
    }

    /// A new object followed by `payload.tail_len()` values: the items, as many as there are.
    #[inline]
    pub fn with_items(
        payload: T,
        class: Option<Value>,
        has_dict: bool,
        items: impl Iterator<Item = Value>,
    ) -> Ref<T> {
        let tail = payload.tail_len();
        let places = tail + usize::from(has_dict);
        let pointer =
            heap::allocate(T::KIND, size_of::<Boxed<T>>() + places * size_of::<Value>(), class);
        // SAFETY: the room is large enough for payload and tail. The object is whole, with nothing in
        // its tail, before `items` runs; unset values need not be dropped.
        unsafe {
            (&raw mut (*pointer.cast::<Boxed<T>>()).payload).write(payload);
            let slots = pointer.cast::<u8>().add(size_of::<Boxed<T>>()).cast::<Value>();
            for i in 0..places {
                slots.add(i).write(Value::UNSET);
            }
            if has_dict {
                (*pointer).set_flags(HAS_DICT);
            }
            for (i, item) in items.take(tail).enumerate() {
                slots.add(i).write(item);
            }
            Ref(NonNull::new_unchecked(pointer), PhantomData)
        }
    }

    /// The header.
    #[inline(always)]
    pub fn header(&self) -> &Header {
        // SAFETY: this reference keeps the object alive.
        unsafe { self.0.as_ref() }
    }

    /// The values after the payload, without the attribute dictionary.
    #[inline(always)]
    pub fn tail(&self) -> &[Slot] {
        // SAFETY: the object was made with that many values after the payload.
        unsafe {
            let start = self.0.as_ptr().cast::<u8>().add(size_of::<Boxed<T>>()).cast::<Slot>();
            std::slice::from_raw_parts(start, self.tail_len())
        }
    }

    /// The slot of the attribute dictionary, if objects of this class have one.
    pub fn dict_slot(&self) -> Option<&Slot> {
        if !self.header().has(HAS_DICT) {
            return None;
        }
        // SAFETY: with `HAS_DICT` there is one more value after the tail.
        unsafe {
            let start = self.0.as_ptr().cast::<u8>().add(size_of::<Boxed<T>>()).cast::<Slot>();
            Some(&*start.add(self.tail_len()))
        }
    }

    /// Whether both are the very same object.
    #[inline(always)]
    pub fn is(&self, other: &Ref<T>) -> bool {
        self.0 == other.0
    }

    /// Whether this is the only reference to the object.
    #[inline(always)]
    pub fn is_unique(&self) -> bool {
        self.header().refs() == 1
    }

    /// The payload for writing, if this is the only reference and no weak one exists.
    pub fn payload_mut(&mut self) -> Option<&mut T> {
        if !self.is_unique() || self.header().has(heap::HAS_WEAKREFS) {
            return None;
        }
        // SAFETY: no other reference to the object exists while `self` is borrowed mutably.
        Some(unsafe { &mut (*self.0.as_ptr().cast::<Boxed<T>>()).payload })
    }

    /// The object as a value, sharing this reference.
    #[inline(always)]
    pub fn as_value(&self) -> &Value {
        // SAFETY: both are one word, the object's address.
        unsafe { &*(self as *const Ref<T> as *const Value) }
    }

    /// The object as a value.
    #[inline(always)]
    pub fn into_value(self) -> Value {
        // SAFETY: the reference this one owns is transferred to the value.
        let value = unsafe { Value::from_raw(self.0.as_ptr()) };
        std::mem::forget(self);
        value
    }

    /// The address of the payload, as an identity.
    #[inline(always)]
    pub fn address(&self) -> usize {
        self.0.as_ptr() as usize
    }
}

/// The slot of an object's attribute dictionary, whatever its kind.
#[inline]
pub fn dict_slot(value: &Value) -> Option<&Slot> {
    let header = value.header()?;
    if !header.has(HAS_DICT) {
        return None;
    }
    let ops = super::kind::ops(header.kind());
    let pointer: *const Header = header;
    // SAFETY: with `HAS_DICT` there is one more value after payload and tail; `value` keeps the
    // object alive as long as the slot is borrowed.
    unsafe {
        let start = pointer.cast::<u8>().add(ops.size).cast::<Slot>();
        Some(&*start.add((ops.tail_len)(pointer)))
    }
}

impl<T: Object> Deref for Ref<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: this reference keeps the object alive, and its payload is a `T`.
        unsafe { &(*self.0.as_ptr().cast::<Boxed<T>>()).payload }
    }
}

impl<T: Object> Clone for Ref<T> {
    #[inline(always)]
    fn clone(&self) -> Ref<T> {
        self.header().retain();
        Ref(self.0, PhantomData)
    }
}

impl<T: Object> Drop for Ref<T> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: this reference is released once.
        unsafe { heap::release(self.0.as_ptr()) }
    }
}

impl<T: Object> From<Ref<T>> for Value {
    #[inline(always)]
    fn from(r: Ref<T>) -> Value {
        r.into_value()
    }
}

impl<T: Object> std::fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind: Kind = T::KIND;
        write!(f, "<{kind:?} at {:#x}>", self.address())
    }
}
