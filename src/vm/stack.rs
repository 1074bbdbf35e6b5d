//! The stack of frames and registers of running functions.
//!
//! Two fixed regions, one of frames and one of registers. Untouched pages cost no memory, so the
//! regions are large enough for any sensible recursion limit; exhausting either is a
//! RecursionError. For the same reason they come from the system and not from the process's
//! allocator, which would count them as memory that a program has in use.

use super::frame::Frame;
use crate::runtime::Value;
use std::alloc::{GlobalAlloc, Layout, System, handle_alloc_error};
use std::cell::Cell;

const FRAMES: usize = 200_000;
const REGISTERS: usize = 4_000_000;
/// The same for a thread other than the main one.
const THREAD_FRAMES: usize = 20_000;
const THREAD_REGISTERS: usize = 400_000;
/// Registers beyond the end that [`Stack::has_room`] checks: for the arguments of a call that is
/// about to find that there is no room.
const MARGIN: usize = 1024;

/// The stacks of frames and registers.
pub(crate) struct Stack {
    frames: Cell<*mut Frame>,
    registers: Cell<*mut Value>,
    /// The number of each.
    sizes: Cell<(usize, usize)>,
    /// The addresses at which they end.
    frames_end: Cell<usize>,
    registers_end: Cell<usize>,
    /// The next free frame.
    pub next_frame: Cell<*mut Frame>,
    /// The first register that no running frame's window covers.
    pub top: Cell<*mut Value>,
}

fn layouts((frames, registers): (usize, usize)) -> (Layout, Layout) {
    let frames = Layout::array::<Frame>(frames).expect("a size below isize::MAX");
    (frames, Layout::array::<Value>(registers + MARGIN).expect("a size below isize::MAX"))
}

impl Stack {
    /// Empty stacks for the main thread.
    pub fn new() -> Stack {
        let sizes = (FRAMES, REGISTERS);
        Stack::of_size(sizes).unwrap_or_else(|| handle_alloc_error(layouts(sizes).1))
    }

    /// Empty stacks for another thread; none if the system gives no memory.
    pub fn for_thread() -> Option<Stack> {
        Stack::of_size((THREAD_FRAMES, THREAD_REGISTERS))
    }

    fn of_size(sizes: (usize, usize)) -> Option<Stack> {
        let layouts = layouts(sizes);
        // SAFETY: neither layout is of size zero. The memory is written before it is read: a frame
        // when it is pushed, registers when a window is opened.
        let (frames, registers) = unsafe {
            (System.alloc(layouts.0).cast::<Frame>(), System.alloc(layouts.1).cast::<Value>())
        };
        if frames.is_null() || registers.is_null() {
            // SAFETY: what is not null was allocated with this layout.
            unsafe {
                if !frames.is_null() {
                    System.dealloc(frames.cast(), layouts.0);
                }
                if !registers.is_null() {
                    System.dealloc(registers.cast(), layouts.1);
                }
            }
            return None;
        }
        Some(Stack {
            frames: Cell::new(frames),
            registers: Cell::new(registers),
            sizes: Cell::new(sizes),
            frames_end: Cell::new(frames.wrapping_add(sizes.0) as usize),
            registers_end: Cell::new(registers.wrapping_add(sizes.1) as usize),
            next_frame: Cell::new(frames),
            top: Cell::new(registers),
        })
    }

    /// Replaces the running thread's stacks by another thread's, and returns them.
    pub fn exchange(&self, other: Stack) -> Stack {
        self.frames.swap(&other.frames);
        self.registers.swap(&other.registers);
        self.sizes.swap(&other.sizes);
        self.frames_end.swap(&other.frames_end);
        self.registers_end.swap(&other.registers_end);
        self.next_frame.swap(&other.next_frame);
        self.top.swap(&other.top);
        other
    }

    /// The number of bytes of both in use.
    pub fn used(&self) -> usize {
        let frames = self.next_frame.get() as usize - self.frames.get() as usize;
        frames + (self.top.get() as usize - self.registers.get() as usize)
    }

    /// Whether a window of `registers` at `base`, and a frame for it, fit.
    #[inline(always)]
    pub fn has_room(&self, base: *mut Value, registers: usize) -> bool {
        base as usize + registers * size_of::<Value>() <= self.registers_end.get()
            && (self.next_frame.get() as usize) < self.frames_end.get()
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        let (frames, registers) = layouts(self.sizes.get());
        // SAFETY: both were allocated with these layouts, and no frame is running any more.
        unsafe {
            System.dealloc(self.frames.get().cast(), frames);
            System.dealloc(self.registers.get().cast(), registers);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_may_end_where_the_registers_end() {
        let stack = Stack::of_size((10, 100)).unwrap();
        let base = stack.top.get();
        assert!(stack.has_room(base, 100));
        assert!(!stack.has_room(base, 101));
        assert!(stack.has_room(base.wrapping_add(60), 40));
        assert!(!stack.has_room(base.wrapping_add(60), 41));
    }

    #[test]
    fn there_is_room_for_as_many_frames_as_the_region_has() {
        let stack = Stack::of_size((3, 100)).unwrap();
        let first = stack.next_frame.get();
        for pushed in 0..3 {
            stack.next_frame.set(first.wrapping_add(pushed));
            assert!(stack.has_room(stack.top.get(), 1), "after {pushed} frames");
        }
        stack.next_frame.set(first.wrapping_add(3));
        assert!(!stack.has_room(stack.top.get(), 1));
    }

    #[test]
    fn exchanged_stacks_keep_their_own_ends() {
        let (large, small) = (Stack::of_size((10, 100)).unwrap(), Stack::of_size((2, 20)).unwrap());
        let (large_top, small_top) = (large.top.get(), small.top.get());
        let outer = large.exchange(small);
        assert_eq!((large.top.get(), outer.top.get()), (small_top, large_top));
        assert!(!large.has_room(small_top, 21) && outer.has_room(large_top, 100));
        drop(large.exchange(outer));
        assert!(large.has_room(large_top, 100));
    }
}
