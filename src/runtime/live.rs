//! Finding live objects: walks over the pages and the table of large objects.

use super::heap::{
    FINALIZED, HAS_WEAKREFS, HEAP, Header, MAY_HOLD_FILES, NEEDS_FINALIZER, UNIT, slots,
};
use super::kind::{self, Kind};
use super::reference::Ref;
use super::value::Value;

/// All objects of the thread's heap that are alive.
pub(super) fn all_live() -> Vec<Value> {
    let mut found = Vec::new();
    HEAP.with(|heap| {
        let mut look = |pointer: *mut Header| {
            // SAFETY: slots of pages always have a header; large ones are live while in the table.
            // The reference counted here is transferred to the value.
            unsafe {
                if (*pointer).kind() != Kind::Free && (*pointer).refs() > 0 {
                    (*pointer).retain();
                    found.push(Value::from_raw(pointer));
                }
            }
        };
        heap.pages.borrow().iter().for_each(|page| slots(*page).for_each(&mut look));
        heap.large.borrow().iter().flatten().copied().for_each(look);
    });
    found
}

/// Ensures that no object alive now runs a finalizer when it is destroyed.
pub fn forget_finalizers() {
    HEAP.with(|heap| {
        let forget = |pointer: *mut Header| {
            // SAFETY: slots of pages always have a header; large ones are live while in the table.
            let header = unsafe { &*pointer };
            if header.kind() != Kind::Free && header.has(NEEDS_FINALIZER) {
                header.set_flags(FINALIZED);
            }
        };
        heap.pages.borrow().iter().for_each(|page| slots(*page).for_each(forget));
        heap.large.borrow().iter().flatten().copied().for_each(forget);
    });
}

/// Calls `see` with every live container, until it fails. It may make objects, and frees none.
pub(super) fn try_each_container<E>(
    mut see: impl FnMut(*const Header) -> Result<(), E>,
) -> Result<(), E> {
    let (pages, large) = HEAP.with(|heap| {
        let large: Vec<_> = heap.large.borrow().iter().flatten().copied().collect();
        (heap.pages.borrow().clone(), large)
    });
    let mut look = |pointer: *mut Header| {
        // SAFETY: slots of pages always have a header; large ones were live in the table, and are not
        // freed here.
        let header = unsafe { &*pointer };
        let is_live = header.kind() != Kind::Free && header.refs() > 0;
        if is_live && kind::ops(header.kind()).is_container { see(pointer) } else { Ok(()) }
    };
    pages.iter().try_for_each(|page| slots(*page).try_for_each(&mut look))?;
    large.into_iter().try_for_each(look)
}

/// Whether a live object's destruction is observable: it has a finalizer or weak references, or may
/// hold a file.
pub(super) fn has_noticeable_objects() -> bool {
    any_has(NEEDS_FINALIZER | HAS_WEAKREFS | MAY_HOLD_FILES)
}

/// Whether a live object has a finalizer.
pub fn has_finalizers() -> bool {
    any_has(NEEDS_FINALIZER)
}

/// Whether a live object has one of these flags.
fn any_has(flags: u8) -> bool {
    HEAP.with(|heap| {
        let has = |pointer: *mut Header| {
            // SAFETY: slots of pages always have a header; large ones are live while in the table.
            let header = unsafe { &*pointer };
            header.kind() != Kind::Free && header.flags.get() & flags != 0
        };
        heap.pages.borrow().iter().any(|page| slots(*page).any(has))
            || heap.large.borrow().iter().flatten().copied().any(has)
    })
}

/// All live objects of a type, in the order of their addresses.
pub fn live_objects_of<T: kind::Object>() -> Vec<Ref<T>> {
    let mut found = Vec::new();
    each_live_object_of::<T>(|pointer| found.push(retained(pointer)));
    found.sort_unstable_by_key(Value::bits);
    found.into_iter().filter_map(|value| value.into_ref().ok()).collect()
}

/// Live objects of a type, at regular distances in memory, and how many each represents: one if
/// there are at most `most`.
pub fn some_live_objects_of<T: kind::Object>(most: usize) -> (Vec<Ref<T>>, usize) {
    let (mut found, mut stride, mut seen) = (Vec::new(), 1, 0usize);
    each_live_object_of::<T>(|pointer| {
        if seen.is_multiple_of(stride) {
            if found.len() == most.max(1) {
                let mut at = 0;
                found.retain(|_| {
                    at += 1;
                    at % 2 == 1
                });
                stride *= 2;
            }
            if seen.is_multiple_of(stride) {
                found.push(pointer);
            }
        }
        seen += 1;
    });
    let found = found.into_iter().map(retained);
    (found.filter_map(|value| value.into_ref().ok()).collect(), stride)
}

/// A reference to a live object.
fn retained(pointer: *mut Header) -> Value {
    // SAFETY: the callers just found the object live in the heap, and have freed nothing since. The
    // reference counted goes over to the value.
    unsafe {
        (*pointer).retain();
        Value::from_raw(pointer)
    }
}

/// Visits every live object of a type. Objects that are being destroyed (count zero) are skipped.
fn each_live_object_of<T: kind::Object>(mut see: impl FnMut(*mut Header)) {
    let smallest = size_of::<kind::Boxed<T>>();
    HEAP.with(|heap| {
        let mut look = |pointer: *mut Header| {
            // SAFETY: slots of pages always have a header; large ones are live while in the table.
            let header = unsafe { &*pointer };
            if header.kind() == T::KIND && header.refs() > 0 {
                see(pointer);
            }
        };
        for page in heap.pages.borrow().iter().filter(|page| page.units * UNIT >= smallest) {
            slots(*page).for_each(&mut look);
        }
        if let Some(large) = heap.large.borrow().as_ref() {
            large.iter().copied().for_each(look);
        }
    });
}
