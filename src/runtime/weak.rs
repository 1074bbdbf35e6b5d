//! Weak references: links from their holders to a target, and the table of holders by target.

use super::heap::{HAS_WEAKREFS, HEAP, Header, Heap};
use super::{Ref, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::Cell;

/// A weak reference's side of the link; the object's side is a table in the heap.
pub struct WeakLink {
    target: Cell<*const Header>,
    /// The number of this link among those to the target.
    number: Cell<u64>,
}

/// The weak references to an object, in the order in which they were made.
#[derive(Default)]
pub(super) struct Holders {
    /// With ascending numbers. A dead reference is null until the list is next compacted.
    list: Vec<(u64, *const Header)>,
    /// The number of the dead in the list.
    dead: usize,
    next: u64,
}

impl Holders {
    fn add(&mut self, holder: *const Header) -> u64 {
        let number = self.next;
        self.next += 1;
        self.list.push((number, holder));
        number
    }

    fn remove(&mut self, number: u64) {
        let Ok(at) = self.list.binary_search_by_key(&number, |(number, _)| *number) else { return };
        self.list[at].1 = std::ptr::null();
        self.dead += 1;
        if self.dead * 2 > self.list.len() {
            self.list.retain(|(_, holder)| !holder.is_null());
            self.dead = 0;
        }
    }

    fn live(&self) -> impl Iterator<Item = *const Header> {
        self.list.iter().map(|(_, holder)| *holder).filter(|holder| !holder.is_null())
    }
}

impl WeakLink {
    /// A link to nothing.
    pub fn new() -> WeakLink {
        WeakLink { target: Cell::new(std::ptr::null()), number: Cell::new(0) }
    }

    /// Points the link of the object `holder` at `target`. The holder calls [`WeakLink::unlink`]
    /// when it dies. Immediates cannot be weakly referenced.
    pub fn link<T: super::Object>(holder: &Ref<T>, link: &WeakLink, target: &Value) {
        let Some(header) = target.header() else { return };
        header.set_flags(HAS_WEAKREFS);
        let pointer: *const Header = header;
        link.target.set(pointer);
        HEAP.with(|heap| {
            let mut table = heap.weakrefs.borrow_mut();
            let holders = table.get_or_insert_with(FxHashMap::default).entry(pointer).or_default();
            link.number.set(holders.add(holder.header()));
        });
    }

    /// The object, while it lives.
    pub fn upgrade(&self) -> Option<Value> {
        let pointer = self.target.get();
        if pointer.is_null() {
            return None;
        }
        // SAFETY: the heap nulls the link before the object is freed. An object that is being
        // destroyed (count zero) must not be revived.
        unsafe {
            if (*pointer).refs() == 0 {
                return None;
            }
            (*pointer).retain();
            Some(Value::from_raw(pointer))
        }
    }

    /// Forgets the target; called when the holder dies.
    pub fn unlink(&self) {
        let pointer = self.target.replace(std::ptr::null());
        if !pointer.is_null() {
            HEAP.with(|heap| {
                if let Some(table) = heap.weakrefs.borrow_mut().as_mut()
                    && let Some(holders) = table.get_mut(&pointer)
                {
                    holders.remove(self.number.get());
                }
            });
        }
    }

    /// Clears the target without telling the heap, which has already removed the link.
    pub fn sever(&self) {
        self.target.set(std::ptr::null());
    }
}

impl Default for WeakLink {
    fn default() -> WeakLink {
        WeakLink::new()
    }
}

/// The live weak-reference objects that point at `target`.
pub fn weakrefs_to(target: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    find_weakref(target, |holder| {
        all.push(holder.clone());
        false
    });
    all
}

/// The first live weak-reference object to `target` that is accepted. `accept` must not run code that
/// makes or drops weak references.
pub fn find_weakref(target: &Value, accept: impl FnMut(&Value) -> bool) -> Option<Value> {
    let pointer: *const Header = target.header()?;
    HEAP.with(|heap| {
        let table = heap.weakrefs.borrow();
        let mut holders = table.as_ref()?.get(&pointer)?.live().map(|holder| {
            // SAFETY: holders are taken out of the table when they die.
            unsafe {
                (*holder).retain();
                Value::from_raw(holder)
            }
        });
        holders.find(accept)
    })
}

/// Breaks the weak references to an object that is about to be destroyed, and passes their holders
/// to the hook.
pub(super) fn clear_weakrefs(heap: &Heap, pointer: *const Header) {
    let holders = take_holders(heap, pointer);
    if let Some(hook) = heap.weakref_callbacks.get() {
        hook(holders, Vec::new());
    }
}

/// Breaks the weak references to unreachable objects before any of these is finalized or emptied.
/// The callback of an unreachable reference is not called: it belongs to the garbage. (CPython's
/// `handle_weakrefs`.)
pub(super) fn clear_weakrefs_of_garbage(garbage: &[Value]) {
    let referred: Vec<&Header> = garbage
        .iter()
        .filter_map(|value| value.header())
        .filter(|header| header.has(HAS_WEAKREFS))
        .collect();
    if referred.is_empty() {
        return;
    }
    let dead: FxHashSet<*const Header> =
        garbage.iter().filter_map(|value| value.header()).map(std::ptr::from_ref).collect();
    let (silent, called): (Vec<Value>, Vec<Value>) = HEAP.with(|heap| {
        let holders = referred.into_iter().flat_map(|header| take_holders(heap, header));
        holders.partition(|h| h.header().is_some_and(|h| dead.contains(&std::ptr::from_ref(h))))
    });
    if let Some(hook) = HEAP.with(|heap| heap.weakref_callbacks.get()) {
        hook(called, silent);
    }
}

/// The live weak references to an object, which the heap removes, the newest first.
fn take_holders(heap: &Heap, pointer: *const Header) -> Vec<Value> {
    let holders = heap.weakrefs.borrow_mut().as_mut().and_then(|t| t.remove(&pointer));
    let mut holders: Vec<Value> = holders
        .unwrap_or_default()
        .live()
        // SAFETY: holders are removed from the table when they die, so these are alive.
        .filter(|h| unsafe { (**h).refs() > 0 })
        .map(|h| {
            // SAFETY: as above; the reference counted here is transferred to the value.
            unsafe {
                (*h).retain();
                Value::from_raw(h)
            }
        })
        .collect();
    holders.reverse();
    holders
}
