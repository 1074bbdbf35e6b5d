//! Frames: one running or suspended function body each.

use crate::bytecode::{Instruction, Opcode};
use crate::objects::code::Code;
use crate::objects::function::Function;
use crate::objects::generator::{Generator, State};
use crate::runtime::heap::Header;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Value};
use std::cell::UnsafeCell;
use std::mem::ManuallyDrop;
use std::ptr::null_mut;

/// The use of a frame's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum OnReturn {
    /// The result goes into the caller's register `dst`.
    Store,
    /// The result must be None; the caller's register `dst` receives the frame's `extra`: the new
    /// instance.
    Init,
    /// Nobody's.
    Discard,
    /// The result is that of an operand's special method for the caller's current operator or
    /// comparison, whose operands are still in place. The instruction stores the result or jumps;
    /// if it is NotImplemented, the right operand is tried. `extra` is True for an augmented
    /// assignment's own method.
    Operator,
    /// The result is that of `__bool__` (or `__len__`, if `extra` is True) for the caller's current
    /// instruction, which tests the truth of its operand.
    Truth,
    /// The interpreter loop that was entered from Rust ends with the result.
    Exit,
    /// The frame is the root of a generator that a `ForIter` of the caller runs: a yielded item
    /// goes into `dst`, and the caller jumps; at the end it continues after the loop.
    ForIter,
    /// The frame is the root of a generator that Rust code resumed (`send`, `next`, a task):
    /// yielding or returning ends the interpreter loop.
    Resume,
    /// Like `Resume`, but what the frame yields is first passed to the consumer that resumed it
    /// (see [`super::generators::Sink`]).
    Drain,
    /// The frame is awaited by the caller (`YieldFrom`): its result goes into `dst`, and its
    /// yielded values go to the driver of the chain.
    Await,
    /// Like `Await`, for the next item of an asynchronous generator.
    AwaitItem,
}

/// A running or suspended function body: on the stack of frames, or inside a generator.
#[repr(C)]
pub struct Frame {
    /// The next instruction. In a frame that is not running: the one after the pending call.
    pub(crate) pc: *const Instruction,
    /// Register 0.
    pub(crate) registers: *mut Value,
    /// The code; null for a frame that represents a native coroutine. The function keeps it alive.
    pub(crate) code: *const Code,
    /// The frame that receives the result.
    pub(crate) caller: *mut Frame,
    /// The function: keeps code, globals and closure alive.
    pub(crate) function: Value,
    /// The namespace of a class body, module or `exec`; unset otherwise.
    pub(crate) namespace: Value,
    /// The exception that a handler of this frame is handling; unset if none.
    pub(crate) handled: Value,
    /// See [`OnReturn`].
    pub(crate) extra: Value,
    /// The frame's [`super::FrameObject`]; unset until it is needed.
    pub(crate) object: Value,
    /// On the stack: where the registers ended before this frame was pushed. On a root with
    /// [`OnReturn::Drain`]: the address of the reference to its sink.
    pub(crate) outer_top: *mut Value,
    /// On the root of a running chain: the root of the chain that was running before.
    pub(crate) outer_root: *mut Frame,
    /// The generator or native coroutine that this frame is in; null for one on the stack.
    pub(crate) generator: *const Header,
    /// On the root of a running chain: the [`super::Vm::depth`] below it. On an awaited frame: the
    /// number of frames from the root to it.
    pub(crate) base_depth: u32,
    /// The use of the result.
    pub(crate) on_return: OnReturn,
    /// The register of the caller that receives the result.
    pub(crate) dst: u16,
}

impl Frame {
    /// A frame that represents a native coroutine.
    pub fn native() -> Frame {
        Frame {
            pc: std::ptr::null(),
            registers: null_mut(),
            code: std::ptr::null(),
            caller: null_mut(),
            function: Value::UNSET,
            namespace: Value::UNSET,
            handled: Value::UNSET,
            extra: Value::UNSET,
            object: Value::UNSET,
            outer_top: null_mut(),
            outer_root: null_mut(),
            generator: std::ptr::null(),
            base_depth: 0,
            on_return: OnReturn::Exit,
            dst: 0,
        }
    }

    /// Records the object that contains a heap frame.
    pub fn adopt(frame: &UnsafeCell<Frame>, owner: &Value) {
        let header: *const Header = owner.header().map_or(std::ptr::null(), |h| h);
        // SAFETY: the object is under construction, and its frame is not running.
        unsafe { (*frame.get()).generator = header }
    }

    /// Visits the values that a heap frame owns, except its registers.
    pub fn traverse_owned(frame: &UnsafeCell<Frame>, visit: Visitor<'_>) {
        // SAFETY: the collector only reads, and runs no code of the program meanwhile.
        let frame = unsafe { &*frame.get() };
        let Frame { function, namespace, handled, extra, object, .. } = frame;
        [function, namespace, handled, extra, object].into_iter().for_each(visit);
    }

    /// Whether the frame owns nothing but its registers and the function, as is usual.
    #[inline(always)]
    pub(super) fn owns_function_alone(&self) -> bool {
        let Frame { namespace, handled, extra, object, .. } = self;
        [namespace, handled, extra, object].into_iter().all(Value::is_unset)
    }

    /// The code of the frame in a generator, which always has one.
    pub fn code_of(frame: &UnsafeCell<Frame>) -> &Code {
        // SAFETY: the function, which the frame owns as long as the generator lives, keeps the code
        // alive; both are set once, before the generator is visible.
        unsafe { &*(*frame.get()).code }
    }

    /// The code. Only for frames that are not native.
    ///
    /// # Safety
    /// The frame must not represent a native coroutine.
    #[inline(always)]
    pub(crate) unsafe fn code(&self) -> &Code {
        // SAFETY: the function, which the frame owns, keeps the code alive.
        unsafe { &*self.code }
    }

    /// The code, as an owned reference. None for a native frame.
    #[inline]
    pub(super) fn shared_code(&self) -> Option<Ref<Code>> {
        self.function.get::<Function>()?.code.find(self.code)
    }

    /// The instruction at an address in the code, as it was compiled.
    ///
    /// # Safety
    /// The frame must not be native, and `at` one of its instructions.
    #[inline(always)]
    pub(super) unsafe fn instruction(&self, at: *const Instruction) -> Instruction {
        // SAFETY: as the caller promises.
        let running = unsafe { *at };
        if running.op != Opcode::Watched {
            return running;
        }
        // SAFETY: as above.
        unsafe { self.watched_instruction(at) }
    }

    /// # Safety
    /// Same as [`Frame::instruction`].
    #[cold]
    unsafe fn watched_instruction(&self, at: *const Instruction) -> Instruction {
        // SAFETY: as the caller promises.
        unsafe {
            let instructions = &self.code().instructions;
            let index = at.offset_from(instructions.as_ptr()) as usize;
            instructions.get(index).unwrap_or(*at)
        }
    }

    /// The index of the instruction that is being executed: the one before `pc`.
    pub(crate) fn current_index(&self) -> usize {
        if self.is_native() {
            return 0;
        }
        // SAFETY: `pc` points into, or just past the end of, the instructions of this frame's code.
        let next = unsafe { self.pc.offset_from(self.code().instructions.as_ptr()) }.max(0);
        // For a suspended frame, it is at the instruction that suspended it.
        let is_at = |index: usize, ops: &[Opcode]| {
            // SAFETY: as above.
            let instruction = unsafe { self.code() }.instructions.get(index);
            instruction.is_some_and(|i| ops.contains(&i.op))
        };
        let next = next as usize;
        let before = next.saturating_sub(1);
        let is_suspended = is_at(next, &[Opcode::Yield, Opcode::YieldFrom])
            && !is_at(before, &[Opcode::YieldFrom])
            && self.is_suspended();
        if is_suspended { next } else { before }
    }

    /// Whether this is the frame of a suspended generator or coroutine. No reference is counted, so
    /// this can be called while the generator is being destroyed.
    fn is_suspended(&self) -> bool {
        !self.generator.is_null()
            && self
                .peek_owner()
                .get::<Generator>()
                .is_some_and(|g| g.state.get() == State::Suspended)
    }

    /// The object this heap frame is in.
    pub(crate) fn owner(&self) -> Value {
        Value::clone(&self.peek_owner())
    }

    /// The object that contains this heap frame, uncounted: for brief reads during which nothing is
    /// released.
    #[inline(always)]
    pub(super) fn peek_owner(&self) -> ManuallyDrop<Value> {
        // SAFETY: a heap frame lives inside its owner, which is therefore alive; the uncounted
        // reference is never dropped.
        ManuallyDrop::new(unsafe { Value::from_raw(self.generator) })
    }

    /// The index of the current instruction of a generator's frame.
    pub fn index_of(frame: &UnsafeCell<Frame>) -> usize {
        // SAFETY: as in `code_of`.
        unsafe { (*frame.get()).current_index() }
    }

    /// The object that a generator's frame awaits or delegates to in its `YieldFrom`; unset if
    /// there is none.
    pub fn awaited(frame: &UnsafeCell<Frame>) -> Value {
        // SAFETY: as in `code_of`; operands name registers of the frame.
        unsafe {
            let frame = &*frame.get();
            match frame.code().instructions.get(frame.current_index()) {
                Some(i) if i.op == Opcode::YieldFrom => (*frame.registers.add(i.b.into())).clone(),
                _ => Value::UNSET,
            }
        }
    }

    /// Whether this represents a native coroutine.
    #[inline(always)]
    pub fn is_native(&self) -> bool {
        self.code.is_null()
    }
}
