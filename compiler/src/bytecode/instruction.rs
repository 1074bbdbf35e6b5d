//! Encoding and decoding of single instructions.

use super::Opcode;

/// One instruction, as the interpreter reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(8))]
pub struct Instruction {
    /// The operation.
    pub op: Opcode,
    /// The small operand.
    pub x: u8,
    /// The first operand: most often where the result goes.
    pub a: u16,
    /// The second operand.
    pub b: u16,
    /// The third operand.
    pub c: u16,
}

impl Instruction {
    /// An instruction with all its operands.
    pub fn new(op: Opcode, x: u8, a: u16, b: u16, c: u16) -> Instruction {
        Instruction { op, x, a, b, c }
    }

    /// An instruction whose `b` and `c` are one signed number.
    pub fn wide(op: Opcode, x: u8, a: u16, wide: i32) -> Instruction {
        Instruction { op, x, a, b: wide as u16, c: (wide >> 16) as u16 }
    }

    /// `c` as a signed number.
    #[inline(always)]
    pub fn int(self) -> i64 {
        i64::from(self.c as i16)
    }

    /// `b` and `c` as one signed number.
    #[inline(always)]
    pub fn wide_operand(self) -> i32 {
        (u32::from(self.b) | u32::from(self.c) << 16) as i32
    }
}

/// An operand that is read: a variable, a temporary at its last use, or a constant.
///
/// ```text
/// bit 15: last use (the value is moved out)    bit 14: a constant    bits 0 to 13: the index
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operand(pub u16);

impl Operand {
    /// Set in an operand that moves the value out of its register.
    pub const LAST_USE: u16 = 1 << 15;
    /// Set in an operand that names a constant.
    pub const CONSTANT: u16 = 1 << 14;
    /// The bits of the index.
    pub const INDEX: u16 = Operand::CONSTANT - 1;

    /// A register that keeps its value. Some bits of an index beyond [`Operand::INDEX`] are lost;
    /// such code is refused at the end.
    pub fn register(index: u16) -> Operand {
        Operand(index & Operand::INDEX)
    }

    /// A temporary at its last use, like [`Operand::register`].
    pub fn last_use(index: u16) -> Operand {
        Operand(index & Operand::INDEX | Operand::LAST_USE)
    }

    /// A constant. Its index must be at most [`Operand::INDEX`].
    pub fn constant(index: u16) -> Operand {
        debug_assert!(index <= Operand::INDEX);
        Operand(index | Operand::CONSTANT)
    }

    /// The register's or constant's index.
    #[inline(always)]
    pub fn index(self) -> usize {
        usize::from(self.0 & Operand::INDEX)
    }

    /// Whether the value is moved out.
    #[inline(always)]
    pub fn is_last_use(self) -> bool {
        self.0 & Operand::LAST_USE != 0
    }

    /// Whether this names a constant.
    #[inline(always)]
    pub fn is_constant(self) -> bool {
        self.0 & Operand::CONSTANT != 0
    }
}

const _: () = assert!(size_of::<Instruction>() == 8);
