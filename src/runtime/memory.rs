//! Counting the memory that a thread has in use.
//!
//! [`CountingAllocator`] wraps another allocator. While no interpreter of the process limits its
//! heap, it passes requests on after checking one flag; otherwise it adds up sizes in a counter of
//! the thread, so that counting needs no atomics.
//!
//! It also keeps a spare block of memory, which is never touched. When the system runs out of
//! memory, the block is freed and the request tried again, so that requests of moderate size never
//! fail: the interpreter raises MemoryError at its next check ([`take_shortage`]).
//!
//! The counter belongs to the interpreter that runs on the thread: code that runs another one
//! exchanges it ([`exchange`]).

use super::pool;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering::Relaxed};

/// An allocator that counts the memory in use by each thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct CountingAllocator<A = System>(A);

impl<A> CountingAllocator<A> {
    /// Counts the memory that `allocator` hands out.
    pub const fn new(allocator: A) -> CountingAllocator<A> {
        CountingAllocator(allocator)
    }
}

/// Set when the first interpreter of the process limits its heap, and never cleared.
static COUNTS: AtomicBool = AtomicBool::new(false);
/// Whether requests are counted, or some thread uses the pool.
static IS_SPECIAL: AtomicBool = AtomicBool::new(false);

/// The size of the spare block. Untouched, it takes up addresses and no memory.
const SPARE: Layout = match Layout::from_size_align(64 << 20, 16) {
    Ok(layout) => layout,
    Err(_) => panic!("the layout is sound"),
};

/// Requests of at least this many bytes must be tried before they are made: they may fail. The
/// spare block has room for several smaller ones.
pub const LARGE: usize = 16 << 20;

/// The spare block; null while it is in use.
static SPARE_BLOCK: AtomicPtr<u8> = AtomicPtr::new(std::ptr::null_mut());

thread_local! {
    static USED: Cell<isize> = const { Cell::new(0) };
    static SHORT: Cell<bool> = const { Cell::new(false) };
}

/// Sets a block aside in case memory runs out, unless there is one. False if there is no memory for
/// it now.
pub fn keep_spare() -> bool {
    if SPARE_BLOCK.load(Relaxed).is_null() {
        // SAFETY: the layout is not of size zero.
        let block = unsafe { System.alloc(SPARE) };
        give_back(SPARE_BLOCK.swap(block, Relaxed));
        return !block.is_null();
    }
    true
}

/// Whether the spare block had to be used on this thread since the last call, and must be replaced
/// by [`keep_spare`].
pub fn take_shortage() -> bool {
    SHORT.take()
}

fn give_back(block: *mut u8) {
    if !block.is_null() {
        // SAFETY: only `keep_spare` makes such blocks, and only this swap returned this one.
        unsafe { System.dealloc(block, SPARE) };
    }
}

/// Returns the spare block to the system because a request of this size failed. False if that
/// cannot help.
#[cold]
fn use_spare(size: usize) -> bool {
    if size >= LARGE {
        return false;
    }
    let block = SPARE_BLOCK.swap(std::ptr::null_mut(), Relaxed);
    if block.is_null() {
        return false;
    }
    give_back(block);
    SHORT.set(true);
    super::heap::ask_for_attention();
    true
}

/// The result of a request for memory, which is repeated without the spare block if it fails.
fn or_with_spare(size: usize, request: impl Fn() -> *mut u8) -> *mut u8 {
    let start = request();
    if start.is_null() && use_spare(size) { request() } else { start }
}

/// Has the C library's allocator keep memory that was freed for the next request. By default it
/// returns blocks of a few hundred kilobytes to the system each time, and the page faults when they
/// are requested again take longer than the work on them. For a process that runs a program and
/// ends; other allocators are left alone.
pub fn keep_freed_memory() {
    map_from(FIRST_MAPPED);
}

/// The size from which blocks are mapped at first.
const FIRST_MAPPED: usize = 1 << 20;

/// Larger blocks are always mapped: the C library's limit.
const MOST_KEPT: usize = 32 << 20;

/// The size from which the C library's allocator maps each block, and unmaps it when it is freed.
static MAPPED_FROM: AtomicUsize = AtomicUsize::new(usize::MAX);

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn map_from(size: usize) {
    MAPPED_FROM.store(size, Relaxed);
    let kept = (2 * size).max(MOST_KEPT);
    // SAFETY: the calls change settings of the allocator, which takes a lock for it.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, size as libc::c_int);
        libc::mallopt(libc::M_TRIM_THRESHOLD, kept as libc::c_int);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn map_from(_: usize) {}

/// Has blocks of a size kept when they are freed, from the third request for so large a block on: the
/// program will request more of them. (The C library keeps them, too, once one was freed, but not
/// with other settings than its own.)
#[cold]
#[inline(never)]
fn expect_blocks_of(size: usize) {
    const REQUESTS: usize = 3;
    static REQUESTED: AtomicUsize = AtomicUsize::new(0);
    if (MAPPED_FROM.load(Relaxed)..MOST_KEPT).contains(&size)
        && REQUESTED.fetch_add(1, Relaxed) + 1 >= REQUESTS
    {
        map_from((size + 1).next_power_of_two());
    }
}

/// Has the C library's allocator return all freed memory to the system. That takes a few
/// milliseconds per gigabyte.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn return_freed_memory() {
    // SAFETY: the call unmaps blocks that are free, under the lock of the allocator.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Has the C library's allocator return all freed memory to the system, if it supports that.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn return_freed_memory() {}

#[inline]
fn add(bytes: isize) {
    if COUNTS.load(Relaxed) {
        USED.with(|used| used.set(used.get().wrapping_add(bytes)));
    }
}

// SAFETY: every request goes unchanged to the wrapped allocator, again if it failed, or to the
// pool, which knows its blocks. Counting allocates nothing: the counter is a thread-local without a
// destructor whose first value is a constant.
unsafe impl<A: GlobalAlloc> GlobalAlloc for CountingAllocator<A> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Most sizes are known to be smaller when this is compiled.
        if layout.size() >= FIRST_MAPPED {
            expect_blocks_of(layout.size());
        }
        if !IS_SPECIAL.load(Relaxed) {
            // SAFETY: as the caller promises.
            let start = unsafe { self.0.alloc(layout) };
            if !start.is_null() {
                return start;
            }
        }
        // SAFETY: as the caller promises.
        unsafe { self.alloc_specially(layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        if IS_SPECIAL.load(Relaxed) {
            // SAFETY: as the caller promises.
            return unsafe { self.dealloc_specially(pointer, layout) };
        }
        // SAFETY: as the caller promises.
        unsafe { self.0.dealloc(pointer, layout) }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if layout.size() >= FIRST_MAPPED {
            expect_blocks_of(layout.size());
        }
        if !IS_SPECIAL.load(Relaxed) {
            // SAFETY: as the caller promises.
            let start = unsafe { self.0.alloc_zeroed(layout) };
            if !start.is_null() {
                return start;
            }
        }
        // SAFETY: as the caller promises.
        unsafe { self.alloc_zeroed_specially(layout) }
    }

    #[inline]
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if !IS_SPECIAL.load(Relaxed) {
            // SAFETY: as the caller promises.
            let start = unsafe { self.0.realloc(pointer, layout, size) };
            if !start.is_null() {
                return start;
            }
        }
        // SAFETY: as the caller promises; a request that fails leaves the block as it is.
        unsafe { self.realloc_specially(pointer, layout, size) }
    }
}

/// The rare parts, kept apart from the many places that ask for memory.
impl<A: GlobalAlloc> CountingAllocator<A> {
    /// [`GlobalAlloc::alloc`], counted, and from the pool if this thread uses it.
    ///
    /// # Safety
    /// As for that.
    #[cold]
    #[inline(never)]
    unsafe fn alloc_specially(&self, layout: Layout) -> *mut u8 {
        add(layout.size() as isize);
        if let Some(block) = pool::take(layout) {
            return block;
        }
        // SAFETY: as the caller promises.
        or_with_spare(layout.size(), || unsafe { self.0.alloc(layout) })
    }

    /// [`GlobalAlloc::alloc_zeroed`], counted, and from the pool if this thread uses it.
    ///
    /// # Safety
    /// As for that.
    #[cold]
    #[inline(never)]
    unsafe fn alloc_zeroed_specially(&self, layout: Layout) -> *mut u8 {
        add(layout.size() as isize);
        if let Some(block) = pool::take(layout) {
            // SAFETY: the block is new, and has this size.
            unsafe { block.write_bytes(0, layout.size()) };
            return block;
        }
        // SAFETY: as the caller promises.
        or_with_spare(layout.size(), || unsafe { self.0.alloc_zeroed(layout) })
    }

    /// [`GlobalAlloc::dealloc`], counted, and to the pool if the block is from there.
    ///
    /// # Safety
    /// As for that.
    #[cold]
    #[inline(never)]
    unsafe fn dealloc_specially(&self, pointer: *mut u8, layout: Layout) {
        add(-(layout.size() as isize));
        match pool::owns(pointer) {
            true => pool::give(pointer, layout),
            // SAFETY: as the caller promises.
            false => unsafe { self.0.dealloc(pointer, layout) },
        }
    }

    /// [`GlobalAlloc::realloc`], counted, and moved between the pool and the wrapped allocator.
    ///
    /// # Safety
    /// As for that.
    #[cold]
    #[inline(never)]
    unsafe fn realloc_specially(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if pool::owns(pointer) {
            if pool::has_room(layout, size) {
                add((size as isize).wrapping_sub(layout.size() as isize));
                return pointer;
            }
            // SAFETY: the caller promises that the size is at most what layouts allow.
            let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
            // SAFETY: the size is not zero.
            let start = unsafe { self.alloc_specially(wanted) };
            if !start.is_null() {
                // SAFETY: both blocks have as many bytes, and the new one is apart from the old one,
                // which is not used again.
                unsafe {
                    start.copy_from_nonoverlapping(pointer, layout.size().min(size));
                    self.dealloc_specially(pointer, layout);
                }
            }
            return start;
        }
        add((size as isize).wrapping_sub(layout.size() as isize));
        // SAFETY: as the caller promises; a request that fails leaves the block as it is.
        or_with_spare(size, || unsafe { self.0.realloc(pointer, layout, size) })
    }
}

/// Makes allocators count from now on. Memory already in use is not counted.
pub fn start_counting() {
    COUNTS.store(true, Relaxed);
    work_specially();
}

/// Makes allocators check each request, for counting or for the pool, from now on.
pub(super) fn work_specially() {
    IS_SPECIAL.store(true, Relaxed);
}

/// Bytes that were allocated on this thread since counting began, and not freed.
#[inline]
pub fn used() -> usize {
    USED.with(|used| used.get().max(0).unsigned_abs())
}

/// Replaces this thread's count and returns the old one.
pub fn exchange(count: isize) -> isize {
    USED.with(|used| used.replace(count))
}

/// Whether one allocation of this size would succeed now.
pub fn is_available(bytes: usize) -> bool {
    let mut probe: Vec<u8> = Vec::new();
    probe.try_reserve_exact(bytes).is_ok()
}
