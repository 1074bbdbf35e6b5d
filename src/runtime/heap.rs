//! Allocation and reference counts.
//!
//! Small objects live in pages of 64 KiB, each cut into slots of one size, so that allocating is
//! popping a free list and the collector finds all objects by walking pages. Larger ones come from
//! the system's allocator and are kept in a table.
//!
//! ```text
//! object:  | Header 16 B | payload | tail values … | dict (if HAS_DICT) |
//! ```
//!
//! Invariants:
//! - a slot is in use if and only if its `kind` is not [`Kind::Free`];
//! - an object with a count of zero is being destroyed, and only [`release`] touches it;
//! - each interpreter has its own heap, which is the thread's while that interpreter is entered
//!   ([`Heap::exchange`]); values never leave their thread (they are not `Send`).

pub use super::header::{
    FINALIZED, HAS_DICT, HAS_WEAKREFS, Header, MAY_HOLD_FILES, NEEDS_FINALIZER,
};
use super::kind::{self, Kind, KindOps};
use super::slot::Slot;
use super::value::Value;
use super::weak::Holders;
use rustc_hash::{FxHashMap, FxHashSet};
use std::alloc::{Layout, alloc, dealloc};
use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

const PAGE_SIZE: usize = 64 * 1024;
pub(super) const UNIT: usize = 16;
pub(super) const MAX_UNITS: usize = 32;
const HEADERS_AT: usize = UNIT;
/// Memory for pages is allocated by region; untouched parts cost nothing.
const REGION_SIZE: usize = 16 * PAGE_SIZE;
const REGION: Layout = match Layout::from_size_align(REGION_SIZE, PAGE_SIZE) {
    Ok(layout) => layout,
    Err(_) => panic!("the page size is a power of two"),
};
/// The addresses of the regions of a repeatable heap: far from anything that the system places
/// itself.
const PLACE: usize = 0x2000_0000_0000;
/// The addresses kept for them.
const PLACE_SIZE: usize = 1 << 40;
/// The part of a page that becomes free slots at a time, so that a program with few objects of a
/// size touches little memory.
const STRETCH: usize = 4 * 1024;

/// A function the interpreter installs: it runs the object's finalizer, which may bring the
/// object back to life.
pub type FinalizeHook = fn(&Value);
/// A function the interpreter installs: it tells weak references that their object is dead, and runs
/// the callbacks of those in the first list.
pub type WeakrefHook = fn(Vec<Value>, Vec<Value>);

/// The memory of an interpreter.
pub struct Heap {
    /// For each size class, the first free slot.
    pub(super) free: [Cell<*mut Header>; MAX_UNITS + 1],
    pub(super) pages: RefCell<Vec<Page>>,
    /// For each size class, the index in `pages` of the one with slots that were never used; beyond
    /// the end if there is none.
    fresh: [Cell<usize>; MAX_UNITS + 1],
    /// The start of the next page, and the end of the memory for pages.
    region: Cell<(usize, usize)>,
    /// The starts of all regions.
    regions: RefCell<Vec<usize>>,
    /// The address of the next region, so that objects have the same addresses in each run; 0 for
    /// anywhere.
    place: Cell<usize>,
    pub(super) large: RefCell<Option<FxHashSet<*mut Header>>>,
    /// Objects alive now.
    pub(super) live: Cell<usize>,
    /// Objects made since the last collection.
    allocated: Cell<usize>,
    /// The nesting depth of destruction on the native stack.
    depth: Cell<u32>,
    /// Dead objects that are destroyed when the nesting unwinds.
    deferred: RefCell<Vec<*const Header>>,
    /// Whether there are any.
    has_deferred: Cell<bool>,
    pub(super) weakrefs: RefCell<Option<FxHashMap<*const Header, Holders>>>,
    /// With more live objects than this, a collection is due when new memory is needed.
    limit: Cell<usize>,
    /// A collection is due.
    due: Cell<bool>,
    /// Whether collections are automatic.
    automatic: Cell<bool>,
    /// The flag that makes the interpreter check whether a collection is due.
    attention: RefCell<Option<Arc<AtomicBool>>>,
    finalize: Cell<Option<FinalizeHook>>,
    pub(super) weakref_callbacks: Cell<Option<WeakrefHook>>,
}

#[derive(Clone, Copy)]
pub(super) struct Page {
    start: *mut u8,
    pub(super) units: usize,
    /// The number of slots with a header; the others were never used.
    used: usize,
}

impl Page {
    fn capacity(self) -> usize {
        (PAGE_SIZE - HEADERS_AT) / (self.units * UNIT)
    }
}

thread_local! {
    /// Never destroyed: values in other thread-locals may outlive any order of destruction. Objects
    /// made outside all interpreters stay when the thread ends.
    pub(super) static HEAP: ManuallyDrop<Heap> = const { ManuallyDrop::new(Heap::new()) };
}

impl Heap {
    /// An empty heap.
    pub const fn new() -> Heap {
        Heap {
            free: [const { Cell::new(std::ptr::null_mut()) }; MAX_UNITS + 1],
            pages: RefCell::new(Vec::new()),
            fresh: [const { Cell::new(usize::MAX) }; MAX_UNITS + 1],
            region: Cell::new((0, 0)),
            regions: RefCell::new(Vec::new()),
            place: Cell::new(0),
            large: RefCell::new(None),
            live: Cell::new(0),
            allocated: Cell::new(0),
            depth: Cell::new(0),
            deferred: RefCell::new(Vec::new()),
            has_deferred: Cell::new(false),
            weakrefs: RefCell::new(None),
            limit: Cell::new(super::collect::MIN_LIMIT),
            due: Cell::new(false),
            automatic: Cell::new(true),
            attention: RefCell::new(None),
            finalize: Cell::new(None),
            weakref_callbacks: Cell::new(None),
        }
    }

    /// Gives the objects of a heap that is still empty the same addresses in each run, as long as the
    /// program does the same.
    pub fn repeat_addresses(&self) {
        self.place.set(PLACE);
    }

    /// Exchanges this heap and the thread's heap.
    pub fn exchange(&self) {
        HEAP.with(|heap| {
            let Heap {
                free,
                pages,
                fresh,
                region,
                regions,
                place,
                large,
                live,
                allocated,
                depth,
                deferred,
                has_deferred,
                weakrefs,
                limit,
                due,
                automatic,
                attention,
                finalize,
                weakref_callbacks,
            } = self;
            free.iter().zip(&heap.free).for_each(|(ours, theirs)| ours.swap(theirs));
            fresh.iter().zip(&heap.fresh).for_each(|(ours, theirs)| ours.swap(theirs));
            pages.swap(&heap.pages);
            region.swap(&heap.region);
            regions.swap(&heap.regions);
            place.swap(&heap.place);
            large.swap(&heap.large);
            live.swap(&heap.live);
            allocated.swap(&heap.allocated);
            depth.swap(&heap.depth);
            deferred.swap(&heap.deferred);
            has_deferred.swap(&heap.has_deferred);
            weakrefs.swap(&heap.weakrefs);
            limit.swap(&heap.limit);
            due.swap(&heap.due);
            automatic.swap(&heap.automatic);
            attention.swap(&heap.attention);
            finalize.swap(&heap.finalize);
            weakref_callbacks.swap(&heap.weakref_callbacks);
        });
    }
}

impl Default for Heap {
    fn default() -> Heap {
        Heap::new()
    }
}

/// The maximum nesting of destruction before it continues from a list.
const MAX_DEPTH: u32 = 200;

/// The thread's heap, valid during a call on this thread.
#[inline(always)]
fn current<'a>() -> &'a Heap {
    // SAFETY: the heap is never destroyed, and references to it stay on its thread, since it is not
    // `Sync`.
    HEAP.with(|heap| unsafe { &*std::ptr::from_ref::<Heap>(heap) })
}

/// Makes room for an object and fills in its header: one reference, no flags.
/// Takes over the reference to `class`.
#[inline]
pub(super) fn allocate(kind: Kind, size: usize, class: Option<Value>) -> *mut Header {
    let class = match class {
        Some(class) => class.into_bits() as *const Header,
        None => std::ptr::null(),
    };
    allocate_bytes(kind, size, class)
}

#[inline(never)]
fn allocate_bytes(kind: Kind, size: usize, class: *const Header) -> *mut Header {
    let heap = current();
    let units = size.div_ceil(UNIT);
    if let Some(place) = heap.free.get(units)
        && !place.get().is_null()
    {
        heap.live.set(heap.live.get() + 1);
        heap.allocated.set(heap.allocated.get() + 1);
        let pointer = place.get();
        // SAFETY: the slot is free, and of this size; a free slot's class field is the next one.
        return unsafe {
            #[cfg(feature = "heap-checks")]
            super::checks::expect_free(pointer, units);
            place.set((*pointer).class.get().cast_mut());
            begin_object(pointer, kind, units, class)
        };
    }
    allocate_new(heap, kind, size, class)
}

/// [`allocate`] where new memory is needed.
#[cold]
#[inline(never)]
fn allocate_new(heap: &Heap, kind: Kind, size: usize, class: *const Header) -> *mut Header {
    let units = size.div_ceil(UNIT);
    if let Some(place) = heap.free.get(units) {
        place.set(add_slots(heap, units));
        return allocate_bytes(kind, size, class);
    }
    heap.live.set(heap.live.get() + 1);
    heap.allocated.set(heap.allocated.get() + 1);
    // SAFETY: the memory is new, and large enough for a header.
    unsafe { begin_object(add_large(heap, size), kind, 0, class) }
}

/// Fills in the header of an object in a slot of this many units (0 outside the pages).
///
/// # Safety
/// The memory must be unused, and large enough for a header.
#[inline(always)]
unsafe fn begin_object(
    pointer: *mut Header,
    kind: Kind,
    units: usize,
    class: *const Header,
) -> *mut Header {
    let header = Header {
        refs: Cell::new(1),
        kind: Cell::new(kind),
        flags: Cell::new(0),
        units: units as u16,
        class: Cell::new(class),
    };
    // SAFETY: as the caller promises.
    unsafe { pointer.write(header) };
    pointer
}

/// Asks for a collection if there are many live objects. Called when new memory is needed, so that
/// a program whose memory does not grow never pays for one.
fn ask_for_collection(heap: &Heap) {
    if heap.live.get() > heap.limit.get()
        && !heap.due.replace(true)
        && let Some(attention) = &*heap.attention.borrow()
    {
        attention.store(true, std::sync::atomic::Ordering::Relaxed);
    }
}

/// Asks for the attention of this thread's interpreter at its next backward jump or call.
pub(super) fn ask_for_attention() {
    let _ = HEAP.try_with(|heap| {
        if let Ok(attention) = heap.attention.try_borrow()
            && let Some(attention) = &*attention
        {
            attention.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    });
}

/// Whether collections happen by themselves (`gc.isenabled()`).
pub(super) fn is_automatic() -> bool {
    HEAP.with(|heap| heap.automatic.get())
}

/// Makes collections happen by themselves, or not.
pub(super) fn set_automatic(on: bool) {
    HEAP.with(|heap| heap.automatic.set(on));
}

/// Whether a collection is due; resets this.
pub(super) fn take_due() -> bool {
    HEAP.with(|heap| heap.due.take())
}

/// Sets how many live objects make a collection due.
pub(super) fn set_limit(limit: usize) {
    HEAP.with(|heap| heap.limit.set(limit));
}

/// Makes unused slots of a size class the free list of that class, which was empty, and returns the
/// first.
#[cold]
#[inline(never)]
fn add_slots(heap: &Heap, units: usize) -> *mut Header {
    let mut pages = heap.pages.borrow_mut();
    let fresh = &heap.fresh[units];
    if pages.get(fresh.get()).is_none_or(|page| page.used == page.capacity()) {
        ask_for_collection(heap);
        fresh.set(pages.len());
        pages.push(Page { start: add_page(heap), units, used: 0 });
    }
    let page = &mut pages[fresh.get()];
    let before = page.used;
    page.used = page.capacity().min((before + 1).max(slots_before_stretch(before, units * UNIT)));
    let mut next = std::ptr::null_mut();
    for pointer in slots(*page).skip(before).rev() {
        let header = Header {
            refs: Cell::new(0),
            kind: Cell::new(Kind::Free),
            flags: Cell::new(0),
            units: units as u16,
            class: Cell::new(next),
        };
        // SAFETY: the slot is in the page, which nothing else refers to yet; slots are aligned.
        unsafe { pointer.write(header) };
        // SAFETY: as above.
        #[cfg(feature = "heap-checks")]
        unsafe {
            super::checks::mark_free(pointer, units)
        };
        next = pointer;
    }
    next
}

/// The number of slots of this size before the end of the part of the page in which slot `first`
/// begins.
fn slots_before_stretch(first: usize, size: usize) -> usize {
    let start = HEADERS_AT + first * size;
    (start / STRETCH * STRETCH + STRETCH - HEADERS_AT) / size
}

/// Memory for a region, at the heap's preferred address if that is free.
fn add_region(heap: &Heap) -> *mut u8 {
    let wanted = heap.place.get();
    if wanted != 0 && wanted < PLACE + PLACE_SIZE {
        heap.place.set(wanted + REGION_SIZE);
        if let Some(start) = super::mapping::map_at(wanted, REGION_SIZE) {
            return start;
        }
    }
    // SAFETY: the layout is not of size zero; a page's memory is written before it is read.
    let start = unsafe { alloc(REGION) };
    if start.is_null() {
        std::alloc::handle_alloc_error(REGION);
    }
    start
}

/// Memory for one page.
fn add_page(heap: &Heap) -> *mut u8 {
    let (mut next, mut end) = heap.region.get();
    if next == end {
        let start = add_region(heap);
        heap.regions.borrow_mut().push(start.expose_provenance());
        (next, end) = (start as usize, start as usize + REGION_SIZE);
    }
    if end - next == REGION_SIZE / 2 && heap.regions.borrow().len() == 2 {
        super::mapping::forget_code();
    }
    heap.region.set((next + PAGE_SIZE, end));
    let page = std::ptr::with_exposed_provenance_mut::<PageHead>(next);
    // SAFETY: the page's memory is unused, aligned, and large enough.
    unsafe { page.write(PageHead { counts: Cell::new(std::ptr::null_mut()) }) };
    page.cast()
}

/// The slots of a page that have a header.
pub(super) fn slots(
    page: Page,
) -> impl DoubleEndedIterator<Item = *mut Header> + ExactSizeIterator {
    let size = page.units * UNIT;
    (0..page.used).map(move |i| page.start.wrapping_add(HEADERS_AT + i * size).cast::<Header>())
}

/// An object outside the pages is preceded by its size.
#[cold]
#[inline(never)]
fn add_large(heap: &Heap, size: usize) -> *mut Header {
    let layout = Layout::from_size_align(size + UNIT, UNIT).expect("a size below isize::MAX");
    // SAFETY: the layout is not of size zero, and has room for the size before the object.
    unsafe {
        let start = alloc(layout);
        if start.is_null() {
            std::alloc::handle_alloc_error(layout);
        }
        start.cast::<usize>().write(size);
        let pointer = start.add(UNIT).cast::<Header>();
        heap.large.borrow_mut().get_or_insert_with(FxHashSet::default).insert(pointer);
        pointer
    }
}

/// Releases a reference; the last one destroys the object.
///
/// # Safety
/// The caller must own a reference to the object, and must not use it afterwards.
#[inline(always)]
pub(super) unsafe fn release(pointer: *const Header) {
    // SAFETY: the caller's reference keeps the object alive until here.
    let header = unsafe { &*pointer };
    let refs = header.refs.get() - 1;
    header.refs.set(refs);
    if refs == 0 {
        // SAFETY: that was the last reference.
        unsafe { destroy(pointer) };
    }
}

/// Destroys an object whose last reference is gone, and the objects that only it held.
///
/// Nested destruction is bounded: below [`MAX_DEPTH`] objects wait in a list, so that dropping a
/// long chain needs no deep native stack.
///
/// # Safety
/// The object's count must have just reached zero.
#[inline(never)]
unsafe fn destroy(pointer: *const Header) {
    let heap = current();
    let depth = heap.depth.get();
    if depth >= MAX_DEPTH {
        return defer(heap, pointer);
    }
    heap.depth.set(depth + 1);
    // SAFETY: the count is zero, and this is the only one to see it reach zero.
    unsafe { destroy_one(heap, pointer) };
    if depth == 0 && heap.has_deferred.get() {
        destroy_deferred(heap);
    }
    heap.depth.set(depth);
}

/// Defers the destruction of an object until the nesting has unwound.
#[cold]
#[inline(never)]
fn defer(heap: &Heap, pointer: *const Header) {
    heap.deferred.borrow_mut().push(pointer);
    heap.has_deferred.set(true);
}

/// Destroys the deferred objects.
#[cold]
#[inline(never)]
fn destroy_deferred(heap: &Heap) {
    loop {
        let Some(pointer) = heap.deferred.borrow_mut().pop() else { break };
        // SAFETY: as in `destroy`; deferred objects are not destroyed before they are removed here.
        unsafe { destroy_one(heap, pointer) };
    }
    heap.has_deferred.set(false);
}

/// # Safety
/// The object's count must be zero and nothing else may be destroying it.
#[inline(always)]
unsafe fn destroy_one(heap: &Heap, pointer: *const Header) {
    // SAFETY: the object is whole until its payload is dropped; from then on only the header is
    // read.
    unsafe {
        let header = &*pointer;
        let has_hooks = header.has(NEEDS_FINALIZER) || header.has(HAS_WEAKREFS);
        if has_hooks && run_hooks(heap, pointer) {
            return;
        }
        (kind::ops(header.kind()).destroy)(pointer.cast_mut());
        let class = header.class.get();
        if !class.is_null() {
            release(class);
        }
        free(heap, pointer.cast_mut());
    }
}

/// Runs the hooks before an object is destroyed, and returns whether they brought it back to life.
///
/// # Safety
/// Same as [`destroy_one`].
#[inline(never)]
unsafe fn run_hooks(heap: &Heap, pointer: *const Header) -> bool {
    // SAFETY: the object is whole. The reference that `resurrectable` owns while the hooks run is the
    // object's only one unless the hooks made more, in which case the object lives on.
    unsafe {
        let header = &*pointer;
        if header.has(NEEDS_FINALIZER)
            && !header.has(FINALIZED)
            && let Some(hook) = heap.finalize.get()
        {
            header.set_flags(FINALIZED);
            header.refs.set(1);
            let resurrectable = Value::from_raw(pointer);
            // A finalizer runs the program's code, which must be allowed to nest again.
            let depth = heap.depth.replace(1);
            hook(&resurrectable);
            heap.depth.set(depth);
            std::mem::forget(resurrectable);
            header.refs.set(header.refs.get() - 1);
            if header.refs.get() > 0 {
                return true;
            }
        }
        if header.has(HAS_WEAKREFS) {
            super::weak::clear_weakrefs(heap, pointer);
        }
    }
    false
}

/// The tail values of an object, its attribute dictionary (last) included.
///
/// # Safety
/// The object's payload must be whole.
#[inline]
unsafe fn tail_of(pointer: *const Header, ops: &KindOps) -> *mut [Slot] {
    // SAFETY: an object has room for as many tail values as its payload says, plus one with
    // `HAS_DICT`; they start right after the payload, whose size is a multiple of 8.
    unsafe {
        let len = (ops.tail_len)(pointer) + usize::from((*pointer).has(HAS_DICT));
        let start = pointer.cast::<u8>().add(ops.size).cast_mut().cast::<Slot>();
        std::ptr::slice_from_raw_parts_mut(start, len)
    }
}

/// # Safety
/// The object must be destroyed, except for its header.
unsafe fn free(heap: &Heap, pointer: *mut Header) {
    heap.live.set(heap.live.get() - 1);
    // SAFETY: the slot belongs to the list of its size class; a large object is preceded by the
    // size with which it was allocated.
    unsafe {
        let units = (*pointer).units as usize;
        if units > 0 {
            #[cfg(feature = "heap-checks")]
            super::checks::mark_free(pointer, units);
            (*pointer).kind.set(Kind::Free);
            (*pointer).class.set(heap.free[units].get());
            heap.free[units].set(pointer);
        } else {
            if let Some(large) = heap.large.borrow_mut().as_mut() {
                large.remove(&pointer);
            }
            let start = pointer.cast::<u8>().sub(UNIT);
            let size = start.cast::<usize>().read();
            dealloc(start, Layout::from_size_align_unchecked(size + UNIT, UNIT));
        }
    }
}

/// Installs the functions to run when an object that needs a finalizer dies and when weak
/// references break, and the flag to set when a collection is due.
pub fn install_hooks(
    finalize: FinalizeHook,
    weakref_callbacks: WeakrefHook,
    attention: Arc<AtomicBool>,
) {
    HEAP.with(|heap| {
        let _ = super::memory::keep_spare();
        *heap.attention.borrow_mut() = Some(attention);
        heap.finalize.set(Some(finalize));
        heap.weakref_callbacks.set(Some(weakref_callbacks));
    });
}

/// Returns the pages of the thread's heap to the operating system.
///
/// # Panics
/// If an object is alive.
pub(super) fn release_pages() {
    HEAP.with(|heap| {
        assert_eq!(heap.live.get(), 0, "objects are alive");
        heap.free.iter().for_each(|free| free.set(std::ptr::null_mut()));
        heap.fresh.iter().for_each(|fresh| fresh.set(usize::MAX));
        heap.region.set((0, 0));
        drop(heap.pages.take());
        for start in heap.regions.take() {
            let region = std::ptr::with_exposed_provenance_mut(start);
            // SAFETY: the region was allocated with this layout, or mapped at a place where the
            // allocator has none, and nothing refers to its pages: no object is alive, and the lists
            // of free slots are empty.
            unsafe {
                match (PLACE..PLACE + PLACE_SIZE).contains(&start) {
                    true => super::mapping::unmap(region, REGION_SIZE),
                    false => dealloc(region, REGION),
                }
            }
        }
    });
}

/// The number of live objects on this thread.
pub fn live_objects() -> usize {
    HEAP.with(|heap| heap.live.get())
}

/// The number of objects made since [`reset_allocated`].
#[inline(always)]
pub fn allocated_objects() -> usize {
    HEAP.with(|heap| heap.allocated.get())
}

/// Resets the allocation counter.
pub fn reset_allocated() {
    HEAP.with(|heap| heap.allocated.set(0));
}

/// The start of a page.
#[repr(C)]
pub(super) struct PageHead {
    /// The collector's count for each slot, while it examines objects of this page; null otherwise.
    pub counts: Cell<*mut u32>,
}

const _: () = assert!(size_of::<PageHead>() <= HEADERS_AT);

/// For each size class, 2^32 divided by the size, rounded up: a multiplication instead of a division
/// by the size, exact for offsets in a page.
const RECIPROCALS: [u64; MAX_UNITS + 1] = {
    let mut reciprocals = [0; MAX_UNITS + 1];
    let mut units = 1;
    while units <= MAX_UNITS {
        reciprocals[units] = (1u64 << 32).div_ceil((units * UNIT) as u64);
        units += 1;
    }
    reciprocals
};

/// The location of an object in a page.
pub(super) struct Place<'a> {
    /// The page.
    pub page: &'a PageHead,
    /// The object's slot.
    pub slot: usize,
}

/// The page and slot of an object, unless it is outside the pages.
#[inline]
pub(super) fn place_of(object: &Header) -> Option<Place<'_>> {
    let units = usize::from(object.units);
    if units == 0 {
        return None;
    }
    let address = std::ptr::from_ref(object) as usize;
    let page = address & !(PAGE_SIZE - 1);
    let slot = ((address - page - HEADERS_AT) as u64 * RECIPROCALS[units]) >> 32;
    // SAFETY: an object with units is in a page, and pages begin with a head, and stay as long as
    // an object is alive in them. Heads contain only cells.
    let page = unsafe { &*std::ptr::with_exposed_provenance::<PageHead>(page) };
    Some(Place { page, slot: slot as usize })
}

/// The number of slots in the page of an object that is in one.
pub(super) fn slots_in_page(object: &Header) -> usize {
    (PAGE_SIZE - HEADERS_AT) / (usize::from(object.units) * UNIT)
}

/// Whether an object can be part of a reference cycle.
pub fn is_container(header: &Header) -> bool {
    kind::ops(header.kind()).is_container
}

/// Visits all values that a live object holds: payload, tail, dictionary and class.
///
/// # Safety
/// The object must be live and whole, as are those of `try_each_container`.
pub(super) unsafe fn traverse(pointer: *const Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: as the caller promises.
    unsafe {
        let ops = kind::ops((*pointer).kind());
        (ops.traverse)(pointer, visit);
        for slot in &*tail_of(pointer, &ops) {
            visit(&*slot.as_ptr());
        }
        if let Some(class) = (*pointer).class() {
            visit(class);
        }
    }
}

/// Empties a live object that only garbage reaches.
pub(super) fn clear(value: &Value) {
    let Some(header) = value.header() else { return };
    let pointer: *const Header = header;
    // SAFETY: `value` keeps the object alive; the slots are emptied one by one.
    unsafe {
        let ops = kind::ops(header.kind());
        (ops.clear)(pointer);
        if header.kind() != Kind::Tuple {
            for slot in &*tail_of(pointer, &ops) {
                slot.set(Value::UNSET);
            }
        }
    }
}

/// Runs a finalizer that has not run yet, as the collector does before it clears garbage.
pub(super) fn finalize(value: &Value) {
    let Some(header) = value.header() else { return };
    if header.has(NEEDS_FINALIZER) && !header.has(FINALIZED) {
        header.set_flags(FINALIZED);
        if let Some(hook) = HEAP.with(|heap| heap.finalize.get()) {
            hook(value);
        }
    }
}
