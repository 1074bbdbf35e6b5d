//! Checks of the heap's invariants, for the feature `heap-checks`.
//!
//! - A free slot holds a pattern, from the moment it is freed until it is allocated: a write
//!   through a stale pointer is noticed, and a read through one finds no object.
//! - From time to time, at a backward jump or a call, the heap is walked: each free slot is on the
//!   free list of its size, and the number of live objects is correct. Then garbage is collected,
//!   which checks that no object has fewer references than other objects have to it.
//!
//! `HOB_HEAP_CHECKS=N` in the environment sets the number of jumps and calls between two walks.

use super::collect;
use super::heap::{HEAP, Header, MAX_UNITS, UNIT, slots};
use super::kind::Kind;
use crate::text::pace::AtOnce;
use std::cell::Cell;
use std::sync::OnceLock;

/// The bytes of a free slot after its header.
const PATTERN: u8 = 0xa5;
/// Jumps and calls between two walks, unless the environment says otherwise.
const INTERVAL: u32 = 200;

/// # Safety
/// The slot has `units` units, and nothing uses it.
pub(super) unsafe fn mark_free(slot: *mut Header, units: usize) {
    // SAFETY: the slot's memory after the header, as the caller promises.
    unsafe { slot.add(1).cast::<u8>().write_bytes(PATTERN, units * UNIT - size_of::<Header>()) };
}

/// Checks that nothing was written to a free slot.
///
/// # Safety
/// The slot has `units` units, is free, and was marked.
pub(super) unsafe fn expect_free(slot: *const Header, units: usize) {
    let length = units * UNIT - size_of::<Header>();
    // SAFETY: the slot's memory after the header, which was written when it was marked.
    let rest = unsafe { std::slice::from_raw_parts(slot.add(1).cast::<u8>(), length) };
    let touched = rest.iter().position(|byte| *byte != PATTERN);
    assert_eq!(touched, None, "a free slot of {units} units at {slot:p} was written to");
}

fn interval() -> u32 {
    static INTERVAL_SET: OnceLock<u32> = OnceLock::new();
    *INTERVAL_SET.get_or_init(|| {
        let wanted = std::env::var("HOB_HEAP_CHECKS").ok().and_then(|text| text.parse().ok());
        wanted.unwrap_or(INTERVAL).max(1)
    })
}

thread_local! {
    static PASSED: Cell<u32> = const { Cell::new(0) };
}

/// To be called at each backward jump and call: checks the heap and collects garbage, if it is due.
///
/// # Panics
/// If an invariant does not hold.
pub fn at_safepoint() {
    let passed = PASSED.get() + 1;
    PASSED.set(passed % interval());
    if passed == interval() {
        check();
        if collect::is_automatic() {
            // This pace never stops the work.
            let _ = collect::collect(&AtOnce);
        }
    }
}

/// Walks the thread's heap.
///
/// # Panics
/// If an invariant does not hold.
pub fn check() {
    HEAP.with(|heap| {
        let mut free = 0;
        for units in 1..=MAX_UNITS {
            let mut next = heap.free[units].get().cast_const();
            while !next.is_null() {
                // SAFETY: slots on a free list have a header, whose class is the next of them.
                let header = unsafe { &*next };
                assert_eq!(header.kind(), Kind::Free, "a slot on a free list is in use");
                assert_eq!(header.units(), units, "a slot is on the free list of another size");
                // SAFETY: it was marked when it became free.
                unsafe { expect_free(next, units) };
                free += 1;
                next = header.next_free();
            }
        }
        let mut found = (0, 0);
        for page in heap.pages.borrow().iter() {
            for slot in slots(*page) {
                // SAFETY: the slots of pages always have a header.
                match unsafe { (*slot).kind() } {
                    Kind::Free => found.0 += 1,
                    _ => found.1 += 1,
                }
            }
        }
        let large = heap.large.borrow().as_ref().map_or(0, |large| large.len());
        assert_eq!(found.0, free, "free slots, and those on the free lists");
        assert_eq!(found.1 + large, heap.live.get(), "objects, and the number of live ones");
    });
}
