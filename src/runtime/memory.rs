//! Counting the memory that a thread has in use.
//!
//! [`CountingAllocator`] stands before another allocator. While no interpreter of the process limits
//! its heap it passes requests on after a look at one flag; then it adds up sizes in a counter of the
//! thread, so that counting needs no atomics.
//!
//! The counter belongs to the interpreter that runs on the thread: whoever runs another exchanges it
//! ([`exchange`]).

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// An allocator that counts for each thread what it has in use.
#[derive(Clone, Copy, Debug, Default)]
pub struct CountingAllocator<A = System>(A);

impl<A> CountingAllocator<A> {
    /// Counts what goes through `allocator`.
    pub const fn new(allocator: A) -> CountingAllocator<A> {
        CountingAllocator(allocator)
    }
}

/// Set when the first interpreter of the process limits its heap, and then for good.
static COUNTS: AtomicBool = AtomicBool::new(false);

thread_local! {
    static USED: Cell<isize> = const { Cell::new(0) };
}

#[inline]
fn add(bytes: isize) {
    if COUNTS.load(Relaxed) {
        USED.with(|used| used.set(used.get().wrapping_add(bytes)));
    }
}

// SAFETY: every request goes to the allocator behind this one as it is. Counting allocates nothing:
// the counter is a thread-local without a destructor whose first value is a constant.
unsafe impl<A: GlobalAlloc> GlobalAlloc for CountingAllocator<A> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(layout.size() as isize);
        // SAFETY: as the caller promises.
        unsafe { self.0.alloc(layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        add(-(layout.size() as isize));
        // SAFETY: as the caller promises.
        unsafe { self.0.dealloc(pointer, layout) }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        add(layout.size() as isize);
        // SAFETY: as the caller promises.
        unsafe { self.0.alloc_zeroed(layout) }
    }

    #[inline]
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        add((size as isize).wrapping_sub(layout.size() as isize));
        // SAFETY: as the caller promises.
        unsafe { self.0.realloc(pointer, layout, size) }
    }
}

/// Has allocators count from now on. What is in use already is not in the counters.
pub fn start_counting() {
    COUNTS.store(true, Relaxed);
}

/// Bytes that were allocated on this thread since counting began, and not freed.
#[inline]
pub fn used() -> usize {
    USED.with(|used| used.get().max(0).unsigned_abs())
}

/// Puts another count in place of this thread's, which is returned.
pub fn exchange(count: isize) -> isize {
    USED.with(|used| used.replace(count))
}

/// Whether one allocation of this size would succeed now.
pub fn is_available(bytes: usize) -> bool {
    let mut probe: Vec<u8> = Vec::new();
    probe.try_reserve_exact(bytes).is_ok()
}
