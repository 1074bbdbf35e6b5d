//! The instructions of a code object, any of which can be watched.
//!
//! A watched instruction has the opcode [`Opcode::Watched`] in place of its own, and unchanged
//! operands. So the interpreter loop never has to look for it, and code that is not watched costs
//! nothing.

use super::{Instruction, Opcode};
use std::cell::{Cell, OnceCell};

/// A sequence of instructions at a fixed address, to which frames point.
pub struct Instructions {
    running: Box<[Cell<Instruction>]>,
    /// The opcodes as compiled; made when the first instruction is watched.
    compiled: OnceCell<Box<[Opcode]>>,
}

impl Instructions {
    /// The address of the first instruction.
    #[inline(always)]
    pub fn as_ptr(&self) -> *const Instruction {
        // A `Cell` has the layout of its contents.
        self.running.as_ptr().cast()
    }

    /// The number of instructions.
    pub fn len(&self) -> usize {
        self.running.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.running.is_empty()
    }

    /// An instruction as it was compiled.
    pub fn get(&self, index: usize) -> Option<Instruction> {
        let mut instruction = self.running.get(index)?.get();
        if let Some(opcodes) = self.compiled.get() {
            instruction.op = opcodes[index];
        }
        Some(instruction)
    }

    /// All instructions as they were compiled.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Instruction> + '_ {
        let opcodes = self.compiled.get();
        self.running.iter().enumerate().map(move |(index, place)| {
            let instruction = place.get();
            let op = opcodes.map_or(instruction.op, |opcodes| opcodes[index]);
            Instruction { op, ..instruction }
        })
    }

    /// Whether an instruction is watched.
    pub fn is_watched(&self, index: usize) -> bool {
        self.running.get(index).is_some_and(|i| i.get().op == Opcode::Watched)
    }

    /// Starts or stops watching an instruction.
    pub fn watch(&self, index: usize, watched: bool) {
        let Some(place) = self.running.get(index) else { return };
        let opcodes =
            self.compiled.get_or_init(|| self.running.iter().map(|i| i.get().op).collect());
        let op = if watched { Opcode::Watched } else { opcodes[index] };
        place.set(Instruction { op, ..place.get() });
    }
}

impl From<Vec<Instruction>> for Instructions {
    fn from(instructions: Vec<Instruction>) -> Instructions {
        let running = instructions.into_iter().map(Cell::new).collect();
        Instructions { running, compiled: OnceCell::new() }
    }
}

impl Clone for Instructions {
    /// The instructions as they were compiled.
    fn clone(&self) -> Instructions {
        Instructions::from(self.iter().collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watched_instruction_keeps_its_operands_and_shows_its_own_opcode() {
        let jump = Instruction::wide(Opcode::Jump, 0, 0, -7);
        let code = Instructions::from(vec![Instruction::new(Opcode::Drop, 0, 3, 0, 0), jump]);
        code.watch(1, true);
        let running = code.running[1].get();
        assert_eq!((running.op, running.wide_operand()), (Opcode::Watched, -7));
        assert_eq!(code.get(1), Some(jump));
        assert!(code.clone().iter().eq(code.iter()) && !code.clone().is_watched(1));
        code.watch(1, false);
        assert!(!code.is_watched(1) && !code.is_watched(2));
        assert_eq!(code.running[1].get(), jump);
    }
}
