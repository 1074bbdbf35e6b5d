//! Access to the operands of instructions, outside the loop's own macros.

use crate::bytecode::{Comparison, Instruction, Opcode, Operand};
use crate::objects::code::Code;
use crate::objects::function::{Cell, Function};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::frame::Frame;
use hob_grammar::ast::BinaryOp;

/// An instruction as one word, from which each arm of the loop extracts the fields that it needs:
/// extracting them for all arms at once would fill the processor's registers.
#[derive(Clone, Copy)]
pub(super) struct Fetched(u64);

impl From<Instruction> for Fetched {
    fn from(instruction: Instruction) -> Fetched {
        // SAFETY: it is an instruction.
        unsafe { Fetched::at(&raw const instruction) }
    }
}

impl From<Fetched> for Instruction {
    fn from(i: Fetched) -> Instruction {
        Instruction::new(i.op(), i.x(), i.a(), i.b(), i.c())
    }
}

impl Fetched {
    /// # Safety
    /// `pc` must point to an instruction.
    #[inline(always)]
    pub unsafe fn at(pc: *const Instruction) -> Fetched {
        // SAFETY: as the caller promises; an instruction is eight bytes without padding.
        Fetched(unsafe { *pc.cast::<u64>() })
    }

    /// The bit offset of a field, given where it begins in memory.
    #[inline(always)]
    fn bits(self, start: u32, width: u32) -> u64 {
        if cfg!(target_endian = "little") {
            self.0 >> start
        } else {
            self.0 >> (64 - width - start)
        }
    }

    #[inline(always)]
    pub fn op(self) -> Opcode {
        // SAFETY: the first byte of an instruction is its opcode.
        unsafe { std::mem::transmute::<u8, Opcode>(self.bits(0, 8) as u8) }
    }

    #[inline(always)]
    pub fn x(self) -> u8 {
        self.bits(8, 8) as u8
    }

    #[inline(always)]
    pub fn a(self) -> u16 {
        self.bits(16, 16) as u16
    }

    #[inline(always)]
    pub fn b(self) -> u16 {
        self.bits(32, 16) as u16
    }

    #[inline(always)]
    pub fn c(self) -> u16 {
        self.bits(48, 16) as u16
    }

    /// `b` and `c` as one signed number.
    #[inline(always)]
    pub fn wide_operand(self) -> i32 {
        (u32::from(self.b()) | u32::from(self.c()) << 16) as i32
    }

    /// `c` as a signed number.
    #[inline(always)]
    pub fn int(self) -> i64 {
        i64::from(self.c() as i16)
    }
}

/// The registers and constants of the running frame, for instructions outside the loop. Indexes
/// are checked.
pub(in crate::vm) struct Operands<'a> {
    registers: *mut Value,
    count: usize,
    constants: &'a [Value],
}

impl<'a> Operands<'a> {
    /// Those of a frame that runs this code.
    ///
    /// # Safety
    /// The frame must be the running one, and remain so as long as they are used; `code` must be
    /// its code.
    pub unsafe fn of(frame: *mut Frame, code: &'a Code) -> Operands<'a> {
        // SAFETY: as the caller promises.
        let registers = unsafe { (*frame).registers };
        Operands { registers, count: usize::from(code.registers), constants: &code.constants }
    }

    /// Those of the running frame.
    ///
    /// # Safety
    /// The same as for [`Operands::of`]; the frame must have code.
    pub unsafe fn of_running(frame: *mut Frame) -> Operands<'a> {
        // SAFETY: as the caller promises.
        unsafe { Operands::of(frame, &*(*frame).code) }
    }

    /// A register. Values are moved in and out of it, and never borrowed: code run by an
    /// instruction may write to the frame's variables.
    fn place(&self, register: usize) -> *mut Value {
        assert!(register < self.count, "an operand names a register of its frame");
        // SAFETY: the frame has this many registers, and outlives `self`.
        unsafe { self.registers.add(register) }
    }

    fn replace(&self, register: usize, value: Value) -> Value {
        // SAFETY: registers hold a value at all times, and are never borrowed (see `place`).
        unsafe { self.place(register).replace(value) }
    }

    /// The value that an operand names: a temporary at its last use is moved out.
    pub fn take(&self, operand: u16) -> Value {
        let o = Operand(operand);
        if o.is_last_use() {
            self.replace(o.index(), Value::UNSET)
        } else if o.is_constant() {
            self.constants[o.index()].clone()
        } else {
            self.copy(o.index() as u16)
        }
    }

    /// A new reference to the value in a register.
    pub fn copy(&self, register: u16) -> Value {
        // SAFETY: as in `replace`; cloning runs no code of the program.
        unsafe { (*self.place(register.into())).clone() }
    }

    /// Writes a register; the old value is dropped afterwards.
    pub fn set(&self, register: u16, value: Value) {
        drop(self.replace(register.into(), value));
    }

    /// A constant.
    pub fn constant(&self, index: u16) -> &'a Value {
        &self.constants[usize::from(index)]
    }

    /// Moves `N` values out of the window that begins at a register.
    pub fn window<const N: usize>(&self, start: u16) -> [Value; N] {
        std::array::from_fn(|k| self.replace(usize::from(start) + k, Value::UNSET))
    }

    /// Moves `count` pairs of values out of the window that begins at a register, one after another.
    pub fn pairs(&self, start: u16, count: usize) -> impl ExactSizeIterator<Item = [Value; 2]> {
        (0..count).map(move |k| {
            [0, 1].map(|part| self.replace(usize::from(start) + 2 * k + part, Value::UNSET))
        })
    }

    /// Moves `count` values out of the window that begins at a register. Its loop and allocation would
    /// take registers of the processor from the interpreter's loop.
    #[inline(never)]
    pub fn all(&self, start: u16, count: usize) -> Vec<Value> {
        (0..count).map(|k| self.replace(usize::from(start) + k, Value::UNSET)).collect()
    }
}

/// The cell in a register that the compiler made a cell.
///
/// # Safety
/// The register must hold a cell.
#[inline(always)]
pub(super) unsafe fn cell(value: &Value) -> &Ref<Cell> {
    // SAFETY: as the caller promises: `MakeCell` ran at the start of the frame.
    unsafe { value.get_unchecked::<Cell>() }
}

/// The function that a frame runs.
///
/// # Safety
/// The frame must not be native.
#[inline(always)]
pub(super) unsafe fn function<'a>(frame: *mut Frame) -> &'a Ref<Function> {
    // SAFETY: frames with code are made for functions only, and own them.
    unsafe { (*frame).function.get_unchecked::<Function>() }
}

#[inline(always)]
pub(in crate::vm) fn binary_op(x: u8) -> BinaryOp {
    BINARY_OPS[usize::from(x) % BINARY_OPS.len()]
}

/// The binary operators, by number.
const BINARY_OPS: [BinaryOp; 13] = {
    use BinaryOp::*;
    [Add, Sub, Mul, MatMul, TrueDiv, FloorDiv, Mod, Pow, LShift, RShift, BitOr, BitXor, BitAnd]
};

#[inline(always)]
pub(in crate::vm) fn comparison(x: u8) -> Comparison {
    Comparison::ALL[usize::from(x) % Comparison::ALL.len()]
}

#[inline(always)]
pub(super) fn keyword_names(names: &Value) -> &[Value] {
    names.get::<Tuple>().map_or(&[], |t| t.items())
}

/// Moves `N` values out of a window.
///
/// # Safety
/// The window must have this many registers.
#[inline(always)]
pub(super) unsafe fn take_window<const N: usize>(window: *mut Value) -> [Value; N] {
    // SAFETY: as the caller promises.
    std::array::from_fn(|k| unsafe { window.add(k).replace(Value::UNSET) })
}

/// Moves `count` values out of a window.
///
/// # Safety
/// The window must have as many registers.
#[inline(always)]
pub(super) unsafe fn take_all(window: *mut Value, count: usize) -> Vec<Value> {
    // SAFETY: as the caller promises.
    (0..count).map(|k| unsafe { window.add(k).replace(Value::UNSET) }).collect()
}
