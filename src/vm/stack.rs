//! Where frames and registers of running functions live.
//!
//! Two fixed regions, one of frames and one of registers. Pages of them that were never used cost
//! no memory, so they are large enough for any sensible recursion limit; running out of either is a
//! RecursionError.

use super::frame::Frame;
use crate::runtime::Value;
use std::alloc::{Layout, alloc, dealloc};
use std::cell::Cell;

const FRAMES: usize = 200_000;
const REGISTERS: usize = 4_000_000;
/// Registers behind the end that [`Stack::has_room`] knows: for the arguments of a call that is
/// about to find that there is no room.
const MARGIN: usize = 1024;

/// The stacks of frames and registers.
pub(crate) struct Stack {
    frames: *mut Frame,
    registers: *mut Value,
    /// The next free frame.
    pub next_frame: Cell<*mut Frame>,
    /// The first register that no running frame's window covers.
    pub top: Cell<*mut Value>,
}

fn layouts() -> (Layout, Layout) {
    let frames = Layout::array::<Frame>(FRAMES).expect("a size below isize::MAX");
    (frames, Layout::array::<Value>(REGISTERS + MARGIN).expect("a size below isize::MAX"))
}

impl Stack {
    /// Empty stacks.
    pub fn new() -> Stack {
        let (frames, registers) = layouts();
        // SAFETY: neither layout is of size zero. The memory is written before it is read: a frame
        // when it is pushed, registers when a window is opened.
        let (frames, registers) =
            unsafe { (alloc(frames).cast::<Frame>(), alloc(registers).cast::<Value>()) };
        if frames.is_null() || registers.is_null() {
            std::alloc::handle_alloc_error(layouts().1);
        }
        Stack { frames, registers, next_frame: Cell::new(frames), top: Cell::new(registers) }
    }

    /// Whether a window of `registers` at `base`, and a frame for it, fit.
    #[inline(always)]
    pub fn has_room(&self, base: *mut Value, registers: usize) -> bool {
        let end = self.registers.wrapping_add(REGISTERS) as usize;
        base as usize + registers * size_of::<Value>() <= end
            && (self.next_frame.get() as usize) < self.frames.wrapping_add(FRAMES) as usize
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        let (frames, registers) = layouts();
        // SAFETY: both were allocated with these layouts, and no frame is running any more.
        unsafe {
            dealloc(self.frames.cast(), frames);
            dealloc(self.registers.cast(), registers);
        }
    }
}
