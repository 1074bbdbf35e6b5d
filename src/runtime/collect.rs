//! The cycle collector: frees objects that only refer to each other.
//!
//! Trial deletion, as in CPython's `Modules/gcmodule.c`: take from each container's count the
//! references that come from other containers; what is left with a positive count is referenced
//! from outside (the stack, Rust code, tables) and keeps everything reachable from it alive. The
//! rest is garbage. It is first finalized (which may bring objects back), then emptied; the
//! reference counts do the freeing.

use super::heap::{self, Header, PageHead};
use super::kind::Kind;
use super::live;
use super::value::Value;
use crate::text::pace::{AtOnce, Ended, Pace};
use rustc_hash::FxHashMap;

/// The number of containers examined between two ticks.
const PART: usize = 1024;

/// Collects if enough objects were created since the last collection to make another worthwhile.
///
/// # Errors
/// Same as [`collect`].
pub fn collect_if_due(pace: &dyn Pace) -> Result<(), Ended> {
    if heap::take_due() && is_automatic() {
        collect(pace)?;
        heap::set_limit((heap::live_objects() * 2).max(MIN_LIMIT));
    }
    Ok(())
}

/// Whether collections are automatic (`gc.isenabled()`).
pub fn is_automatic() -> bool {
    heap::is_automatic()
}

/// Turns automatic collections on or off.
pub fn set_automatic(on: bool) {
    heap::set_automatic(on);
}

/// A heap with fewer objects than this is never collected automatically.
pub const MIN_LIMIT: usize = 500_000;

/// Frees unreachable cycles and returns how many containers they had.
///
/// # Errors
/// The caller stopped the search for garbage. Nothing was freed; a later collection starts again.
pub fn collect(pace: &dyn Pace) -> Result<usize, Ended> {
    collect_in_order(pace, &[], || ())
}

/// Like [`collect`], but finalizes some objects before all others, in order, if they still exist.
/// Calls `finalized` before anything is cleared.
fn collect_in_order(
    pace: &dyn Pace,
    first: &[*const Header],
    finalized: impl FnOnce(),
) -> Result<usize, Ended> {
    let mut garbage = unreachable(pace)?;
    if !first.is_empty() {
        let places: FxHashMap<_, _> = first.iter().enumerate().map(|(i, p)| (*p, i)).collect();
        let place = |value: &Value| {
            value.header().and_then(|h| places.get(&std::ptr::from_ref(h)).copied())
        };
        garbage.sort_by_key(|value| place(value).unwrap_or(usize::MAX));
    }
    if garbage.is_empty() {
        heap::reset_allocated();
        return Ok(0);
    }
    super::weak::clear_weakrefs_of_garbage(&garbage);
    // Tasks are finalized last: their coroutines are older, and CPython finalizes by age.
    let (tasks, others): (Vec<&Value>, Vec<&Value>) =
        garbage.iter().partition(|value| value.kind() == Some(Kind::Task));
    for value in others.into_iter().chain(tasks) {
        heap::finalize(value);
    }
    finalized();
    // A finalizer may have made some of it reachable again, and with it everything reachable from
    // it.
    let dead = still_garbage(&garbage, pace)?;
    let count = dead.len();
    for value in &dead {
        heap::clear(value);
    }
    drop(dead);
    drop(garbage);
    heap::reset_allocated();
    Ok(count)
}

/// All live containers, without those with contents that no program can see.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn containers(pace: &dyn Pace) -> Result<Vec<Value>, Ended> {
    let is_whole = |value: &Value| {
        // Empty slots of instances and frames do not count as such.
        let mut whole = true;
        if !matches!(value.kind(), Some(Kind::Tuple | Kind::List | Kind::Dict | Kind::Set)) {
            return true;
        }
        visit_parts(value, |part| whole &= !part.is_unset());
        whole
    };
    let mut found = Vec::new();
    live::try_each_container(|container| {
        pace.tick(4)?;
        // SAFETY: the object is live, and the reference just counted is transferred to the value.
        let value = unsafe {
            (*container).retain();
            Value::from_raw(container.cast_mut())
        };
        if is_whole(&value) {
            found.push(value);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Visits all values that a value refers to directly.
pub fn visit_parts(value: &Value, mut visit: impl FnMut(&Value)) {
    if let Some(header) = value.header() {
        // SAFETY: `value` keeps the object alive.
        unsafe { heap::traverse(header, &mut visit) };
    }
}

/// For each container under consideration, the number of its references that are not known to
/// come from other such containers; none for an object that is not under consideration.
///
/// Objects in pages are counted in a table with an entry for each slot of their page, to which the
/// page points meanwhile; others by address.
#[derive(Default)]
struct Counts {
    tables: Vec<(*const PageHead, *mut [u32])>,
    large: FxHashMap<usize, u32>,
}

/// The count of an object that is not under consideration (any more).
const ABSENT: u32 = u32::MAX;

impl Counts {
    fn set(&mut self, object: &Header, count: u32) {
        let Some(place) = heap::place_of(object) else {
            self.large.insert(std::ptr::from_ref(object) as usize, count);
            return;
        };
        if place.page.counts.get().is_null() {
            let table = Box::into_raw(vec![ABSENT; heap::slots_in_page(object)].into_boxed_slice());
            place.page.counts.set(table.cast());
            self.tables.push((place.page, table));
        }
        // SAFETY: as in `get_mut`.
        unsafe { place.page.counts.get().add(place.slot).write(count) };
    }

    fn get_mut(&mut self, object: &Header) -> Option<&mut u32> {
        let count = match heap::place_of(object) {
            Some(place) => {
                let table = place.page.counts.get();
                if table.is_null() {
                    return None;
                }
                // SAFETY: the table has as many entries as the page has slots, and lives as long as
                // `self`, through which alone it is reached: the collector does not nest.
                unsafe { &mut *table.add(place.slot) }
            }
            None => self.large.get_mut(&(std::ptr::from_ref(object) as usize))?,
        };
        if *count == ABSENT { None } else { Some(count) }
    }

    /// Removes an object from consideration; returns whether it was a candidate.
    fn remove(&mut self, object: &Header) -> bool {
        self.get_mut(object).map(|count| *count = ABSENT).is_some()
    }
}

impl Drop for Counts {
    fn drop(&mut self) {
        for (page, table) in self.tables.drain(..) {
            // SAFETY: nothing was freed since the page was found to have live objects; the table was
            // a box, and only the page knew it.
            unsafe {
                (*page).counts.set(std::ptr::null_mut());
                drop(Box::from_raw(table));
            }
        }
    }
}

/// The last collection before the end of the process: drops what the program's names refer to, and
/// frees what has become unreachable, if that is observable.
///
/// Finalizers run level by level from `named`, the order of CPython's collector by then: those that
/// a name holds, those that these hold, and so on, lists and tuples from their ends. `finalized` is
/// called after the finalizers, before anything is emptied.
pub fn collect_at_end(named: Vec<Value>, let_go: impl FnOnce(), finalized: impl FnOnce()) {
    if !live::has_noticeable_objects() {
        return;
    }
    let order = finalizable_by_level(&named);
    drop(named);
    let_go();
    // This pace never ends the work.
    let _ = collect_in_order(&AtOnce, &order, finalized);
}

/// The containers with finalizers that some values reach.
fn finalizable_by_level(roots: &[Value]) -> Vec<*const Header> {
    if roots.is_empty() {
        return Vec::new();
    }
    let mut unseen = Counts::default();
    let all: Result<(), Ended> = live::try_each_container(|container| {
        // SAFETY: `try_each_container` shows live objects.
        unseen.set(unsafe { &*container }, 0);
        Ok(())
    });
    debug_assert!(all.is_ok(), "nothing here ends the search");
    let mut level: Vec<*const Header> =
        roots.iter().filter_map(|v| v.header()).map(|h| h as _).collect();
    let mut found = Vec::new();
    while !level.is_empty() {
        let mut next = Vec::new();
        for object in level {
            // SAFETY: the roots are kept alive, and nothing is freed here.
            let header = unsafe { &*object };
            if header.has(heap::NEEDS_FINALIZER) {
                found.push(object);
            }
            let start = next.len();
            let mut reach = |v: &Value| {
                if let Some(h) = v.header().filter(|h| unseen.remove(h)) {
                    next.push(std::ptr::from_ref(h));
                }
            };
            // SAFETY: as above.
            unsafe { heap::traverse(object, &mut reach) };
            if matches!(header.kind(), Kind::List | Kind::Tuple) {
                next[start..].reverse();
            }
        }
        level = next;
    }
    found
}

/// Frees everything left in the thread's heap when its interpreter has ended, and the heap's
/// memory. No finalizer runs. Returns how many objects could not be freed, because something still
/// refers to them; they keep their memory.
pub fn free_all() -> usize {
    let all = live::all_live();
    for value in &all {
        if let Some(header) = value.header() {
            header.clear_flags(heap::NEEDS_FINALIZER);
        }
    }
    all.iter().for_each(heap::clear);
    drop(all);
    let left = heap::live_objects();
    if left == 0 {
        heap::release_pages();
    }
    left
}

/// The unreachable containers that [`collect`] would free: nothing outside them refers to them.
///
/// # Errors
/// The caller ended the search.
pub fn unreachable(pace: &dyn Pace) -> Result<Vec<Value>, Ended> {
    let mut members = Vec::new();
    live::try_each_container(|p| {
        if members.len() % PART == PART - 1 {
            pace.tick(PART)?;
        }
        // SAFETY: `try_each_container` shows live objects.
        members.push((p, unsafe { (*p).refs() }));
        Ok(())
    })?;
    // SAFETY: nothing was freed since they were found alive.
    unsafe { unreached(&members, pace) }
}

/// Those of `garbage` (each with one reference held by that list) that are still unreachable.
fn still_garbage(garbage: &[Value], pace: &dyn Pace) -> Result<Vec<Value>, Ended> {
    let held = garbage.iter().filter_map(|v| v.header()).map(|h| {
        let pointer: *const Header = h;
        (pointer, h.refs() - 1)
    });
    let held: Vec<_> = held.collect();
    // SAFETY: `garbage` keeps them alive.
    unsafe { unreached(&held, pace) }
}

/// The members to which only members refer, given the references to be explained.
///
/// # Safety
/// All members must be live containers. (A tick runs no code of the program, and frees nothing.)
unsafe fn unreached(
    members: &[(*const Header, u32)],
    pace: &dyn Pace,
) -> Result<Vec<Value>, Ended> {
    // SAFETY: as the caller promises; nothing is freed here.
    let header = |p: *const Header| unsafe { &*p };
    let mut counts = Counts::default();
    for part in members.chunks(PART) {
        pace.tick(part.len())?;
        part.iter().for_each(|(p, refs)| counts.set(header(*p), *refs));
    }
    for part in members.chunks(PART) {
        pace.tick(part.len())?;
        for (p, _) in part {
            let mut explain = |v: &Value| {
                if let Some(count) = v.header().and_then(|h| counts.get_mut(h)) {
                    assert!(
                        !cfg!(feature = "heap-checks") || *count > 0,
                        "an object has more references than it counts"
                    );
                    *count = count.saturating_sub(1);
                }
            };
            // SAFETY: as the caller promises.
            unsafe { heap::traverse(*p, &mut explain) };
        }
    }
    pace.tick(members.len() / 16)?;
    let mut reached = Vec::new();
    for (p, _) in members {
        if counts.get_mut(header(*p)).is_some_and(|count| *count > 0) {
            reached.push(*p);
        }
    }
    for p in &reached {
        counts.remove(header(*p));
    }
    let mut examined = 0;
    while let Some(p) = reached.pop() {
        examined += 1;
        if examined % PART == 0 {
            pace.tick(PART)?;
        }
        let mut reach = |v: &Value| {
            if let Some(h) = v.header().filter(|h| counts.remove(h)) {
                reached.push(h);
            }
        };
        // SAFETY: `counts` contains only members, which are live containers.
        unsafe { heap::traverse(p, &mut reach) };
    }
    let garbage = members.iter().filter(|(p, _)| counts.get_mut(header(*p)).is_some());
    // SAFETY: nothing was freed since the objects were found alive; each value made here counts its
    // own reference.
    let values = garbage.map(|(p, _)| unsafe { Value::from_raw(*p) });
    Ok(values.inspect(|v| std::mem::forget(v.clone())).collect())
}
