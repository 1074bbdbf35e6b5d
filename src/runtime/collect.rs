//! The cycle collector: frees objects that only refer to each other.
//!
//! Trial deletion, as in CPython's `Modules/gcmodule.c`: take from each container's count the
//! references that come from other containers; what is left with a positive count is held from
//! outside (the stack, Rust code, immediates' tables) and keeps alive what it reaches. The rest is
//! garbage. It is first finalized (which may bring objects back), then emptied; the reference
//! counts do the freeing.

use super::heap::{self, Header};
use super::value::Value;
use std::cell::Cell;
use std::collections::HashMap;

/// Collects if so many objects have come since the last time that it is worth the walk.
pub fn collect_if_due() {
    if heap::take_due() && is_automatic() {
        collect();
        heap::set_limit((heap::live_objects() * 2).max(MIN_LIMIT));
    }
}

thread_local! {
    static AUTOMATIC: Cell<bool> = const { Cell::new(true) };
}

/// Whether collections happen by themselves (`gc.isenabled()`).
pub fn is_automatic() -> bool {
    AUTOMATIC.with(|automatic| automatic.get())
}

/// Makes collections happen by themselves, or not.
pub fn set_automatic(on: bool) {
    AUTOMATIC.with(|automatic| automatic.set(on));
}

/// A heap with fewer objects than this is never collected by itself.
pub const MIN_LIMIT: usize = 500_000;

/// Frees unreachable cycles and returns how many containers they had.
pub fn collect() -> usize {
    let garbage = find_garbage();
    if garbage.is_empty() {
        heap::reset_allocated();
        return 0;
    }
    for value in &garbage {
        heap::finalize(value);
    }
    // A finalizer may have made some of it reachable again, and with it all that it reaches.
    let dead = still_garbage(&garbage);
    let count = dead.len();
    for value in &dead {
        heap::clear(value);
    }
    drop(dead);
    drop(garbage);
    heap::reset_allocated();
    count
}

/// All containers that nothing outside of them refers to.
fn find_garbage() -> Vec<Value> {
    let mut outside: HashMap<*const Header, i64> = HashMap::new();
    heap::each_container(|p| {
        // SAFETY: `each_container` shows live objects.
        outside.insert(p, i64::from(unsafe { (*p).refs() }));
    });
    unreached(outside)
}

/// Those of `garbage` (each with one reference held by that list) that are still unreachable.
fn still_garbage(garbage: &[Value]) -> Vec<Value> {
    let held = garbage.iter().filter_map(|v| v.header()).map(|h| {
        let pointer: *const Header = h;
        (pointer, i64::from(h.refs()) - 1)
    });
    unreached(held.collect())
}

fn unreached(mut outside: HashMap<*const Header, i64>) -> Vec<Value> {
    let members: Vec<*const Header> = outside.keys().copied().collect();
    for p in &members {
        heap::traverse(*p, &mut |v| {
            if let Some(h) = v.header()
                && let Some(count) = outside.get_mut(&(h as *const Header))
            {
                *count -= 1;
            }
        });
    }
    let mut reached: Vec<*const Header> =
        outside.iter().filter(|(_, count)| **count > 0).map(|(p, _)| *p).collect();
    for p in &reached {
        outside.remove(p);
    }
    while let Some(p) = reached.pop() {
        heap::traverse(p, &mut |v| {
            if let Some(h) = v.header() {
                let pointer: *const Header = h;
                if outside.remove(&pointer).is_some() {
                    reached.push(pointer);
                }
            }
        });
    }
    // In the order of their addresses, so that a run can be repeated.
    let mut garbage: Vec<*const Header> = outside.into_keys().collect();
    garbage.sort_unstable();
    // SAFETY: nothing was freed since the objects were found alive; each value made here counts a
    // reference of its own.
    garbage
        .into_iter()
        .map(|p| unsafe { Value::from_raw(p) })
        .inspect(|v| {
            std::mem::forget(v.clone());
        })
        .collect()
}
