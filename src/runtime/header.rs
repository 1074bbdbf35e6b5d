//! The header of every heap object: its count, kind, flags, size and class.

use super::heap::release;
use super::kind::Kind;
use super::value::Value;
use std::cell::Cell;

/// The header of every heap object.
#[repr(C)]
pub struct Header {
    pub(super) refs: Cell<u32>,
    pub(super) kind: Cell<Kind>,
    pub(super) flags: Cell<u8>,
    /// The size class: slot size in units of 16 bytes, or 0 for an object outside the pages.
    pub(super) units: u16,
    /// The class of an instance of a class that the program made, or of one that shares its kind
    /// with others; null for a plain object of a built-in type. In a free slot: the next free one.
    pub(super) class: Cell<*const Header>,
}

/// The object's last tail value is its attribute dictionary.
pub const HAS_DICT: u8 = 1;
/// A finalizer must run before the object is destroyed: `__del__`, or a coroutine's warning.
pub const NEEDS_FINALIZER: u8 = 2;
/// The finalizer has run.
pub const FINALIZED: u8 = 4;
/// Weak references point here.
pub const HAS_WEAKREFS: u8 = 8;
/// The payload is of a native type whose drop may be observable: it may hold a file.
pub const MAY_HOLD_FILES: u8 = 16;

impl Header {
    /// The kind, which determines the type of the payload.
    #[inline(always)]
    pub fn kind(&self) -> Kind {
        self.kind.get()
    }

    /// Whether this is an object of the kind's own type, and not of a derived class.
    #[inline(always)]
    pub fn is_exactly(&self, kind: Kind) -> bool {
        self.kind.get() == kind && self.class.get().is_null()
    }

    /// Whether this is an object of one of the kinds from [`Kind::Str`] to [`Kind::Dict`] without a
    /// class of its own: it has no attributes of its own either.
    #[inline(always)]
    pub fn is_plain_sequence(&self) -> bool {
        let (first, last) = (Kind::Str as u8, Kind::Dict as u8);
        (self.kind.get() as u8).wrapping_sub(first) <= last - first && self.class.get().is_null()
    }

    /// Whether this is an object of its kind's own type without room for attributes of its own.
    #[inline(always)]
    pub fn is_plain(&self) -> bool {
        self.class.get().is_null() && !self.has(HAS_DICT)
    }

    /// The number of references.
    #[inline(always)]
    pub fn refs(&self) -> u32 {
        self.refs.get()
    }

    /// Whether the given flag bits are all set.
    #[inline(always)]
    pub fn has(&self, flags: u8) -> bool {
        self.flags.get() & flags == flags
    }

    /// Sets flag bits.
    #[inline(always)]
    pub fn set_flags(&self, flags: u8) {
        self.flags.set(self.flags.get() | flags);
    }

    /// Clears flag bits.
    pub fn clear_flags(&self, flags: u8) {
        self.flags.set(self.flags.get() & !flags);
    }

    /// The object's class, unless it is a plain object of a built-in type.
    #[inline(always)]
    pub fn class(&self) -> Option<&Value> {
        if self.class.get().is_null() {
            None
        } else {
            // SAFETY: a class pointer that is not null is a counted reference, and an object's
            // `Value` is exactly that pointer.
            Some(unsafe { &*self.class.as_ptr().cast::<Value>() })
        }
    }

    /// Changes the object's class (`obj.__class__ = C`), which must be of the object's kind; none
    /// makes it a plain object of its built-in type.
    pub fn set_class(&self, class: Option<&Value>) {
        let new = class.map_or(std::ptr::null(), |c| c.clone().into_bits() as *const Header);
        let old = self.class.replace(new);
        if !old.is_null() {
            // SAFETY: the object owned a reference to its old class.
            unsafe { release(old) }
        }
    }

    #[inline(always)]
    pub(super) fn retain(&self) {
        self.refs.set(self.refs.get() + 1);
    }

    /// The size class.
    #[cfg(feature = "heap-checks")]
    pub(super) fn units(&self) -> usize {
        usize::from(self.units)
    }

    /// The next slot on the free list that this free slot is on.
    #[cfg(feature = "heap-checks")]
    pub(super) fn next_free(&self) -> *const Header {
        self.class.get()
    }
}
