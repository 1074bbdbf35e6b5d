//! The running frame as the interpreter loop sees it, and access to the operands of its instructions.
//!
//! The reasons why the unsafe blocks here and in the arms of the loop are sound:
//!
//! - *(frame)* The frame in [`Vm::frame`] is the running one and has code: the caller of the loop
//!   guarantees this for the first frame, and the VM for each frame that a transfer or a call
//!   enters. Its function keeps its code alive. `registers`, `code` and `constants` are the
//!   frame's.
//! - *(operand)* An instruction's operands name existing registers, constants, names, caches and
//!   windows of the frame and its code, and its jumps stay inside the code; `bytecode::Field` says
//!   which operand is which. Only the compiler makes instructions, and it ends all paths with one
//!   that leaves the frame. The methods of a cursor are called only with operands of the
//!   instruction before `pc`.
//! - *(borrow)* References into registers and caches are released before the location is written:
//!   only the frame's own instructions write registers, and the loop and the functions that fill
//!   caches write those.

use crate::bytecode::{Instruction, Operand};
use crate::objects::code::{AttributeCache, Code, GlobalCache};
use crate::objects::str::Str;
use crate::runtime::{Ref, Value};
use crate::vm::Vm;
use crate::vm::frame::Frame;
use std::cell::UnsafeCell;

/// An expression that calls functions that take the running frame, or windows and operands of its
/// instruction.
macro_rules! machine {
    ($call:expr) => {{
        // SAFETY: (frame), (operand)
        unsafe { $call }
    }};
}

/// The contents of a cache or table, borrowed.
macro_rules! look {
    ($contents:expr) => {{
        let contents = $contents;
        // SAFETY: (borrow)
        unsafe { &*contents }
    }};
}

/// The function or value that an entry of a cache leads to.
macro_rules! target {
    ($entry:expr) => {{
        let entry = $entry;
        // SAFETY: the object has the entry's layout, and no code has run since that was checked.
        unsafe { entry.value() }
    }};
}

/// Like [`target`], but borrowed until something else runs.
macro_rules! target_of {
    ($entry:expr) => {{
        let entry = $entry;
        // SAFETY: as for `target`.
        unsafe { entry.target() }
    }};
}

/// The slot of an attribute in an instance.
macro_rules! place {
    ($instance:expr, $entry:expr) => {{
        let (tail, index) = ($instance.tail(), $entry.slot as usize);
        debug_assert!(index < tail.len());
        // SAFETY: the instance has the entry's layout, and so it has the slot.
        unsafe { tail.get_unchecked(index) }
    }};
}

/// The location after another one in a window.
macro_rules! after {
    ($place:expr) => {{
        let place: *mut Value = $place;
        // SAFETY: (operand)
        unsafe { place.add(1) }
    }};
}

/// Replaces the value at a location.
macro_rules! replace {
    ($place:expr, $value:expr) => {{
        let (place, value): (*mut Value, Value) = ($place, $value);
        // SAFETY: (operand): the location is a register, which holds a value at all times.
        unsafe { place.replace(value) }
    }};
}

/// The object of a value whose kind was checked.
macro_rules! object {
    ($value:expr, $type:ty) => {{
        let value = $value;
        // SAFETY: the kind says that it is of this type.
        unsafe { value.get_unchecked::<$type>() }
    }};
}

/// A field of a frame.
macro_rules! field {
    ($frame:expr, $field:ident) => {{
        let frame = $frame;
        // SAFETY: (frame)
        unsafe { &mut (*frame).$field }
    }};
}

pub(super) use {after, field, look, machine, object, place, replace, target, target_of};

/// A position in the running frame, [`Vm::frame`], with copies of the frame's fields. `pc` is
/// stored back ([`Cursor::save`]) before anything that may read the frame.
///
/// It has only as many fields as the processor's registers can hold along with an instruction's
/// operands.
pub(super) struct Cursor {
    /// The next instruction.
    pub pc: *const Instruction,
    registers: *mut Value,
    constants: *const Value,
    code: *const Code,
}

impl Cursor {
    /// The position at which a frame continues.
    ///
    /// # Safety
    /// The frame must be the running one, and have code.
    #[inline(always)]
    pub unsafe fn at(frame: *const Frame) -> Cursor {
        // SAFETY: (frame)
        unsafe {
            let (code, registers, pc) = ((*frame).code, (*frame).registers, (*frame).pc);
            Cursor { pc, registers, constants: (*code).constants.as_ptr(), code }
        }
    }

    /// Continues in a frame given by the caller or a transfer.
    #[inline(always)]
    pub fn enter(&mut self, frame: *const Frame) {
        // SAFETY: (frame)
        *self = unsafe { Cursor::at(frame) };
    }

    /// Like [`Cursor::enter`], at the first instruction of a frame that was just pushed, without
    /// reading its fields back.
    #[inline(always)]
    pub fn enter_pushed(&mut self, code: *const Code, registers: *mut Value) {
        // SAFETY: (frame)
        let parts = unsafe { &*code };
        let (constants, pc) = (parts.constants.as_ptr(), parts.instructions.as_ptr());
        *self = Cursor { pc, registers, constants, code };
    }

    /// Stores `pc` back into the frame.
    #[inline(always)]
    pub fn save(&self, vm: &Vm) {
        *field!(vm.frame.get(), pc) = self.pc;
    }

    /// The location of the first register of a window, or of a single one.
    #[inline(always)]
    pub fn window(&self, register: impl Into<usize>) -> *mut Value {
        // SAFETY: (operand)
        unsafe { self.registers.add(register.into()) }
    }

    /// A register, borrowed.
    #[inline(always)]
    pub fn register<'a>(&self, register: impl Into<usize>) -> &'a Value {
        // SAFETY: (operand), (borrow)
        unsafe { &*self.window(register) }
    }

    /// A constant.
    #[inline(always)]
    pub fn constant<'a>(&self, index: usize) -> &'a Value {
        // SAFETY: (operand)
        unsafe { &*self.constants.add(index) }
    }

    /// The code of the frame.
    #[inline(always)]
    pub fn code<'a>(&self) -> &'a Code {
        // SAFETY: (frame)
        unsafe { &*self.code }
    }

    /// One of the code's names.
    #[inline(always)]
    pub fn name<'a>(&self, index: u16) -> &'a Ref<Str> {
        // SAFETY: (operand)
        unsafe { self.code().names.get_unchecked(usize::from(index)) }
    }

    /// One of the code's caches of globals.
    #[inline(always)]
    pub fn global_cache<'a>(&self, index: u16) -> &'a UnsafeCell<GlobalCache> {
        // SAFETY: (operand)
        unsafe { self.code().global_caches.get_unchecked(usize::from(index)) }
    }

    /// One of the code's caches of attributes.
    #[inline(always)]
    pub fn attribute_cache<'a>(&self, index: u16) -> &'a AttributeCache {
        // SAFETY: (operand)
        unsafe { self.code().attribute_caches.get_unchecked(usize::from(index)) }
    }

    /// A source operand, read in place.
    #[inline(always)]
    pub fn peek<'a>(&self, operand: u16) -> &'a Value {
        let o = Operand(operand);
        let base = if o.is_constant() { self.constants } else { self.registers.cast_const() };
        // SAFETY: (operand), (borrow)
        unsafe { &*base.add(o.index()) }
    }

    /// The value of a source operand: a temporary at its last use is moved out.
    #[inline(always)]
    pub fn take(&self, operand: u16) -> Value {
        let o = Operand(operand);
        if o.is_last_use() {
            replace!(self.window(o.index()), Value::UNSET)
        } else {
            self.peek(operand).clone()
        }
    }

    /// After a value was read in place: drops it if it is a temporary.
    #[inline(always)]
    pub fn done(&self, operand: u16) {
        let o = Operand(operand);
        if o.is_last_use() {
            drop(replace!(self.window(o.index()), Value::UNSET));
        }
    }

    /// Writes a register; the old value is dropped afterwards.
    #[inline(always)]
    pub fn set(&self, register: impl Into<usize>, value: Value) {
        drop(replace!(self.window(register), value));
    }
}
