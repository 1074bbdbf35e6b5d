//! Small blocks of memory for threads that build and drop many trees.
//!
//! A thread that has asked for it ([`use_on_this_thread`]) takes blocks of up to [`LARGEST`] bytes
//! from a region of the process, and keeps freed blocks in lists by size, from which later requests
//! are served. The C library's general allocator takes several times as long for that. The region
//! recognizes its blocks by their addresses, so any thread may free them. Its memory is never
//! returned: the pool is for a process that does one thing and ends.

use std::alloc::Layout;
use std::cell::Cell;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The size of the region in bytes. It reserves addresses; memory is used on demand.
const REGION: usize = 1 << 34;
/// The size of the pieces in which threads take parts of the region.
const PIECE: usize = 1 << 18;
/// The size of the largest blocks. Sizes are multiples of [`STEP`].
const LARGEST: usize = 512;
const STEP: usize = 16;

/// An address such that no block is at it or within the region's size after it.
const NOWHERE: usize = 1 << (usize::BITS - 1);
/// The start of the region; [`NOWHERE`] while no thread uses the pool.
static START: AtomicUsize = AtomicUsize::new(NOWHERE);
/// The size of the part of the region that threads have taken.
static TAKEN: AtomicUsize = AtomicUsize::new(0);

/// The blocks of a thread.
struct Lists {
    /// Whether the thread allocates its small blocks from the pool.
    is_used: Cell<bool>,
    /// The first free block of each size. A free block begins with the address of the next one.
    free: [Cell<*mut u8>; LARGEST / STEP + 1],
    /// The rest of the thread's latest piece.
    rest: Cell<(usize, usize)>,
}

thread_local! {
    static LISTS: Lists = const {
        Lists {
            is_used: Cell::new(false),
            free: [const { Cell::new(null_mut()) }; LARGEST / STEP + 1],
            rest: Cell::new((0, 0)),
        }
    };
}

/// Makes this thread allocate its small blocks from the pool from now on. If there is no memory for
/// the region, nothing changes.
pub fn use_on_this_thread() {
    if START.load(Relaxed) == NOWHERE {
        let Some(start) = reserve() else { return };
        // The region of a thread that was faster stays, and this one is never touched.
        let _ = START.compare_exchange(NOWHERE, start, Relaxed, Relaxed);
    }
    LISTS.with(|lists| lists.is_used.set(true));
    super::memory::work_specially();
}

/// Addresses for the region.
fn reserve() -> Option<usize> {
    use rustix::mm::{MapFlags, ProtFlags, mmap_anonymous};
    let flags = MapFlags::PRIVATE | MapFlags::NORESERVE;
    // SAFETY: a new mapping, at an address that the system chooses, overlaps nothing.
    let start =
        unsafe { mmap_anonymous(null_mut(), REGION, ProtFlags::READ | ProtFlags::WRITE, flags) };
    start.ok().map(|start| start as usize)
}

/// The number of steps of a block for this layout; none if the pool has no such blocks.
#[inline]
fn steps(layout: Layout) -> Option<usize> {
    let fits = layout.size() <= LARGEST && layout.align() <= STEP;
    fits.then_some(layout.size().div_ceil(STEP))
}

/// Whether a block is the pool's.
#[inline]
pub(super) fn owns(block: *mut u8) -> bool {
    (block as usize).wrapping_sub(START.load(Relaxed)) < REGION
}

/// A block, if this thread uses the pool and the pool has such blocks.
pub(super) fn take(layout: Layout) -> Option<*mut u8> {
    let steps = steps(layout).filter(|steps| *steps > 0)?;
    LISTS.with(|lists| {
        if !lists.is_used.get() {
            return None;
        }
        let first = lists.free[steps].get();
        if first.is_null() {
            return lists.cut(steps * STEP);
        }
        // SAFETY: a free block begins with the address of the next; nobody else uses it.
        let next = unsafe { first.cast::<*mut u8>().read() };
        prefetch(next);
        lists.free[steps].set(next);
        Some(first)
    })
}

/// Asks the processor for a block that the next request will read: the blocks of a tree that was
/// dropped have often left its nearest cache.
#[inline]
fn prefetch(block: *mut u8) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a hint; it reads nothing, and any address is allowed.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(block.cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = block;
}

/// Frees a block that the pool owns.
pub(super) fn give(block: *mut u8, layout: Layout) {
    let steps = layout.size().div_ceil(STEP);
    LISTS.with(|lists| {
        // SAFETY: the block is free, and has at least one step, which holds an address.
        unsafe { block.cast::<*mut u8>().write(lists.free[steps].get()) };
        lists.free[steps].set(block);
    });
}

/// Whether a block of one layout also has room for another size.
pub(super) fn has_room(layout: Layout, size: usize) -> bool {
    layout.size().div_ceil(STEP) == size.div_ceil(STEP)
}

impl Lists {
    /// A new block from the thread's piece of the region; none if the region is used up.
    #[cold]
    fn cut(&self, size: usize) -> Option<*mut u8> {
        let (mut start, mut end) = self.rest.get();
        if end - start < size {
            let at = TAKEN.fetch_add(PIECE, Relaxed);
            if at >= REGION {
                TAKEN.fetch_sub(PIECE, Relaxed);
                return None;
            }
            start = START.load(Relaxed) + at;
            end = start + PIECE;
        }
        self.rest.set((start + size, end));
        Some(start as *mut u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_used_again_and_do_not_overlap() {
        use_on_this_thread();
        let layout = |size| Layout::from_size_align(size, 8).expect("a sound layout");
        let (first, second) = (take(layout(40)).unwrap(), take(layout(33)).unwrap());
        assert!(owns(first) && owns(second));
        assert_eq!((second as usize).abs_diff(first as usize), 48);
        give(first, layout(40));
        assert_eq!(take(layout(48)), Some(first));
        assert_ne!(take(layout(48)), Some(second));
    }

    #[test]
    fn large_and_empty_blocks_are_others() {
        use_on_this_thread();
        let layout = |size, align| Layout::from_size_align(size, align).expect("a sound layout");
        assert!(take(layout(LARGEST + 1, 8)).is_none());
        assert!(take(layout(64, 64)).is_none());
        assert!(take(layout(0, 1)).is_none());
        let other = Box::new([0u8; 2 * LARGEST]);
        assert!(!owns((&raw const *other).cast_mut().cast()));
    }

    #[test]
    fn room_is_counted_in_steps() {
        let layout = Layout::from_size_align(17, 8).expect("a sound layout");
        assert!(has_room(layout, 32));
        assert!(!has_room(layout, 33));
        assert!(!has_room(layout, 16));
    }
}
