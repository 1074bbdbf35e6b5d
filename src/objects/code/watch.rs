//! The instructions of a code object at which events happen.

use super::Code;
use super::events::Event;
use crate::bytecode::Opcode;
use rustc_hash::FxHashMap;
use std::cell::{Cell, OnceCell, RefCell};

/// The number of tools that may watch: those of the program, then profiling and tracing functions.
pub const TOOLS: usize = 8;

/// Who watches a code object, and where.
#[derive(Default)]
pub struct Watch {
    /// The events that each tool wants from this code alone.
    local: [Cell<u32>; TOOLS],
    /// The events that any tool wants from this code alone.
    any_local: Cell<u32>,
    /// The monitor's generation for which the watched instructions are up to date; 0 for none.
    generation: Cell<u64>,
    /// The line that begins at each instruction; 0 for none.
    lines: OnceCell<Box<[u32]>>,
    /// Instructions that are targets of a jump or a handler.
    targets: OnceCell<Box<[bool]>>,
    /// The tools (bits) for which an event at an instruction is disabled.
    disabled: RefCell<FxHashMap<(u32, u8), u8>>,
    /// The generation of `disabled`.
    restarts: Cell<u64>,
}

impl Watch {
    /// The monitor's generation for which the watched instructions are up to date; 0 for none.
    pub fn generation(&self) -> &Cell<u64> {
        &self.generation
    }

    /// The events that a tool wants from this code alone.
    pub fn local_events(&self, tool: usize) -> u32 {
        self.local[tool].get()
    }

    /// Sets them.
    pub fn set_local_events(&self, tool: usize, events: u32) {
        self.local[tool].set(events);
        self.any_local.set(self.local.iter().fold(0, |all, events| all | events.get()));
    }

    /// Whether any tool wants events from this code alone.
    pub fn is_local(&self) -> bool {
        self.any_local.get() != 0
    }

    /// The tools (bits) that want an event from this code alone.
    pub fn local_tools(&self, event: Event) -> u8 {
        if self.any_local.get() & event.bit() == 0 {
            return 0;
        }
        let wants = |tool: &usize| self.local[*tool].get() & event.bit() != 0;
        (0..TOOLS).filter(wants).fold(0, |tools, tool| tools | 1 << tool)
    }

    /// The tools (bits) for which an event at an instruction is disabled.
    pub fn disabled(&self, index: u32, event: Event, restarts: u64) -> u8 {
        if self.restarts.get() != restarts {
            return 0;
        }
        self.disabled.borrow().get(&(index, event as u8)).copied().unwrap_or(0)
    }

    /// Disables an event at an instruction for a tool.
    pub fn disable(&self, index: u32, event: Event, tool: usize, restarts: u64) {
        let mut disabled = self.disabled.borrow_mut();
        if self.restarts.replace(restarts) != restarts {
            disabled.clear();
        }
        *disabled.entry((index, event as u8)).or_default() |= 1 << tool;
    }

    /// The line that begins at an instruction; 0 for none.
    pub fn line_at(&self, code: &Code, index: usize) -> u32 {
        self.lines(code).get(index).copied().unwrap_or(0)
    }

    fn targets(&self, code: &Code) -> &[bool] {
        self.targets.get_or_init(|| {
            let mut targets = vec![false; code.instructions.len()];
            let jumps = (0..code.instructions.len()).filter_map(|at| jump_target(code, at));
            let handlers = code.guards.iter().map(|guard| guard.handler as usize);
            for target in jumps.chain(handlers) {
                if let Some(place) = targets.get_mut(target) {
                    *place = true;
                }
            }
            targets.into()
        })
    }

    fn lines(&self, code: &Code) -> &[u32] {
        self.lines.get_or_init(|| {
            let targets = self.targets(code);
            let mut before = 0;
            let begun = code.spans.all().iter().enumerate().map(|(at, span)| {
                if span.start == span.end {
                    return 0;
                }
                let line = code.source.position(span.start).0;
                let begins = std::mem::replace(&mut before, line) != line || targets[at];
                if begins { line } else { 0 }
            });
            begun.collect()
        })
    }

    /// The first instruction of each line, with the lines.
    pub fn line_starts<'a>(&'a self, code: &'a Code) -> impl Iterator<Item = (usize, u32)> + 'a {
        self.lines(code).iter().copied().enumerate().filter(|(_, line)| *line != 0)
    }

    /// Watches the instructions at which one of the `wanted` events happens.
    pub fn apply(&self, code: &Code, wanted: impl Fn(u32, Event) -> bool) {
        for at in 0..code.instructions.len() {
            self.apply_at(code, at, &wanted);
        }
    }

    /// Like [`Watch::apply`], for one instruction.
    pub fn apply_at(&self, code: &Code, at: usize, wanted: &impl Fn(u32, Event) -> bool) {
        let Some(instruction) = code.instructions.get(at) else { return };
        let index = at as u32;
        let wants = |event| wanted(index, event);
        let own = || match instruction.op {
            Opcode::Return => {
                let shows_end = code.flags.generator && wants(Event::StopIteration);
                shows_end || wants(Event::PyReturn)
            }
            Opcode::Yield | Opcode::YieldFrom => {
                let events =
                    [Event::PyYield, Event::PyResume, Event::PyThrow, Event::StopIteration];
                events.into_iter().any(wants)
            }
            Opcode::Jump => wants(Event::Jump),
            Opcode::ForIter | Opcode::ForIterElse if wants(Event::StopIteration) => true,
            op => is_call(op) && wants(Event::Call) || is_branch(op) && wants(Event::Branch),
        };
        // Where a branch went, and that a call has returned or a generator has ended, is visible at
        // the next instruction.
        let arrival = || {
            let before = at.checked_sub(1).and_then(|before| code.instructions.get(before));
            let after_call =
                before.is_some_and(|i| is_call(i.op)) && wanted(index - 1, Event::Call);
            let is_reached = self.targets(code)[at] || before.is_some_and(|i| is_branch(i.op));
            let may_end = is_reached || before.is_some_and(|i| i.op == Opcode::YieldFrom);
            after_call
                || is_reached && wants(Event::Branch)
                || may_end && wants(Event::StopIteration)
        };
        // The first instruction reports that a frame begins, and updates this.
        let watched = at == 0
            || wants(Event::Instruction)
            || wants(Event::Line) && self.line_at(code, at) != 0
            || own()
            || arrival();
        if watched != code.instructions.is_watched(at) {
            code.instructions.watch(at, watched);
        }
    }
}

/// Stops watching all instructions of a code object.
pub fn clear(code: &Code) {
    for at in (0..code.instructions.len()).filter(|at| code.instructions.is_watched(*at)) {
        code.instructions.watch(at, false);
    }
}

/// Whether an instruction is a call in the program's text.
pub fn is_call(op: Opcode) -> bool {
    matches!(
        op,
        Opcode::Call
            | Opcode::CallKeywords
            | Opcode::CallMethod
            | Opcode::CallMethodKeywords
            | Opcode::CallSpread
    )
}

/// Whether an instruction jumps or not.
pub fn is_branch(op: Opcode) -> bool {
    matches!(
        op,
        Opcode::JumpIfTrue
            | Opcode::JumpIfFalse
            | Opcode::JumpIfNone
            | Opcode::JumpIfNotNone
            | Opcode::JumpIfCompare
            | Opcode::JumpUnlessCompare
            | Opcode::JumpIfCompareInt
            | Opcode::JumpUnlessCompareInt
            | Opcode::ForIter
            | Opcode::ForIterElse
    )
}

/// The instruction after one that runs a generator or a coroutine, when that has ended.
pub fn after_end(code: &Code, at: usize) -> Option<usize> {
    match code.instructions.get(at)?.op {
        Opcode::ForIterElse => jump_target(code, at),
        _ => Some(at + 1),
    }
}

/// The target of a jump.
pub fn jump_target(code: &Code, at: usize) -> Option<usize> {
    let i = code.instructions.get(at)?;
    let distance = match i.op {
        Opcode::Jump
        | Opcode::JumpIfTrue
        | Opcode::JumpIfFalse
        | Opcode::JumpIfNone
        | Opcode::JumpIfNotNone => i64::from(i.wide_operand()),
        Opcode::JumpIfCompare
        | Opcode::JumpUnlessCompare
        | Opcode::JumpIfCompareInt
        | Opcode::JumpUnlessCompareInt => i64::from(i.a as i16),
        Opcode::ForIter | Opcode::ForIterElse => i.int(),
        _ => return None,
    };
    usize::try_from(at as i64 + 1 + distance).ok()
}
