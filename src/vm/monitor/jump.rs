//! `frame.f_lineno = line`: continuing at another line.

use super::Told;
use crate::bytecode::Opcode;
use crate::objects::code::Code;
use crate::objects::code::watch::jump_target;
use crate::objects::exception::Exc;
use crate::runtime::{Ref, Value};
use crate::vm::{FrameObject, Vm};

impl Vm {
    /// Makes a frame continue at a line, during the event of another one.
    ///
    /// # Errors
    /// ValueError if the code has no such line, or if the frame's temporaries would have to hold
    /// other values there.
    pub fn jump_to_line(&self, object: &Ref<FrameObject>, line: i64) -> Told {
        let memory = object.watch();
        let Some(frame) = object.live_frame().filter(|_| memory.is_at_line.get()) else {
            let message = match memory.trace.is_unset() {
                true => "f_lineno can only be set in a trace function",
                false => "can only jump from a 'line' trace event",
            };
            return Err(self.value_error(message));
        };
        let code = &object.code;
        let lines: Vec<(usize, u32)> = self.watch_of(code).line_starts(code).collect();
        let last = lines.iter().map(|(_, line)| i64::from(*line)).max().unwrap_or(0);
        if line < i64::from(code.first_line) {
            return Err(
                self.value_error(format!("line {line} comes before the current code block"))
            );
        }
        // As in CPython, a line without code means the next one that has some.
        let wanted = lines.iter().map(|(_, line)| i64::from(*line)).filter(|l| *l >= line).min();
        let Some(wanted) = wanted.filter(|_| line <= last) else {
            return Err(self.value_error(format!("line {line} comes after the current code block")));
        };
        let from = object.instruction() as usize;
        let targets = lines.iter().filter(|(_, line)| i64::from(*line) == wanted);
        let mut reason = "can't jump into the middle of a statement";
        for (target, _) in targets {
            let Some(held) = self.host().held_temporaries(code, *target) else { continue };
            let around = blocks(code, from);
            let entered = blocks(code, *target).into_iter().find(|block| !around.contains(block));
            if let Some(entered) = entered.filter(|_| held.contains(&true)) {
                reason = entered.refusal;
                continue;
            }
            // The compiler has determined which variables are bound without such jumps. SAFETY: the
            // frame is live and between two instructions, and its variables are its first
            // registers.
            let unbound = |at: &usize| unsafe { (*(*frame).registers.add(*at)).is_unset() };
            let is_plain = |at: &usize| !code.cells.contains(&(*at as u16));
            let unbound: Vec<usize> =
                (0..code.locals.len()).filter(is_plain).filter(unbound).collect();
            if !unbound.is_empty() {
                let plural = if unbound.len() == 1 { "" } else { "s" };
                let message = format!("assigning None to {} unbound local{plural}", unbound.len());
                self.warn(Exc::RuntimeWarning, &message, 1)?;
            }
            // SAFETY: the frame is live and between two instructions; `held` has one entry for each
            // temporary, and the target is an instruction of the code.
            unsafe {
                let first = (*frame).registers.add(code.locals.len());
                let fits = |(at, held): (usize, &bool)| !held || !(*first.add(at)).is_unset();
                if !held.iter().enumerate().all(fits) {
                    continue;
                }
                let leaves = |(at, held): (usize, &bool)| !held && !(*first.add(at)).is_unset();
                if !(*frame).handled.is_unset() && held.iter().enumerate().any(leaves) {
                    reason = "can't jump out of an 'except' block";
                    continue;
                }
                for (at, _) in held.iter().enumerate().filter(|(_, held)| !**held) {
                    drop(first.add(at).replace(Value::UNSET));
                }
                for at in unbound {
                    drop((*frame).registers.add(at).replace(Value::NONE));
                }
                (*frame).pc = code.instructions.as_ptr().add(target + 1);
            }
            memory.jumped_to(*target, wanted);
            return Ok(());
        }
        Err(self.value_error(reason))
    }
}

/// The enclosing constructs of an instruction that hold values in temporaries, with the message for
/// a jump into each.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Block {
    start: usize,
    end: usize,
    refusal: &'static str,
}

const LOOP: &str = "can't jump into the body of a for loop";
const WITH: &str = "can't jump into the body of a with statement";
const HANDLER: &str = "can't jump into an 'except' block as there's no exception";

/// The loops, `with` blocks and handlers that enclose an instruction.
fn blocks(code: &Code, at: usize) -> Vec<Block> {
    let op = |at: usize| code.instructions.get(at).map(|i| i.op);
    let loops = (0..code.instructions.len()).filter_map(|at| {
        let to = jump_target(code, at)?;
        match op(at)? {
            Opcode::ForIter => Some(Block { start: to, end: at + 1, refusal: LOOP }),
            Opcode::ForIterElse => Some(Block { start: at, end: to, refusal: LOOP }),
            _ => None,
        }
    });
    let guards = code.guards.iter().filter_map(|guard| {
        let handler = guard.handler as usize;
        let refusal = match (op(handler), op(handler + 1)) {
            (Some(Opcode::PushHandled), Some(Opcode::CallExit)) => WITH,
            // A `try` itself holds nothing.
            (Some(Opcode::PushHandled), _) => return None,
            (Some(Opcode::EndAsyncFor), _) => LOOP,
            _ => HANDLER,
        };
        Some(Block { start: guard.start as usize, end: guard.end as usize, refusal })
    });
    loops.chain(guards).filter(|block| (block.start..block.end).contains(&at)).collect()
}
