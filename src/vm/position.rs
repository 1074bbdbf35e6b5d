//! Positions of suspended frames.

use super::Vm;
use crate::objects::code::Code;
use crate::objects::generator::{Generator, State};
use crate::runtime::Ref;

impl Vm {
    /// The code of a generator or coroutine, and its current line.
    pub fn generator_position(&self, generator: &Ref<Generator>) -> Option<(Ref<Code>, u32)> {
        // SAFETY: the frame lives in the generator, and is only read here.
        let (code, index) = unsafe {
            let frame = &*generator.frame.get();
            (frame.shared_code()?, frame.current_index())
        };
        let line = match generator.state.get() {
            State::Created => code.first_line,
            _ => code.line(index),
        };
        Some((code, line))
    }
}
