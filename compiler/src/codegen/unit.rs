//! A unit under construction: the instructions, registers, labels and guards of one code object.

use crate::bytecode::{Comparison, Instruction, Opcode, Operand};
use crate::constants::{Constants, Literal};
use crate::scope::{ScopeId, VariableId};
use crate::template::Guard;
use hob_grammar::ast::{Name, Span, Stmt};
use rustc_hash::FxHashMap;

/// A register's number.
pub(super) type Reg = u16;

/// A set of registers.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct RegisterSet {
    first: u64,
    rest: Vec<u64>,
}

impl RegisterSet {
    pub fn contains(&self, r: Reg) -> bool {
        match usize::from(r) / 64 {
            0 => self.first >> r & 1 == 1,
            n => self.rest.get(n - 1).is_some_and(|word| word >> (r % 64) & 1 == 1),
        }
    }

    fn word(&mut self, r: Reg) -> &mut u64 {
        match usize::from(r) / 64 {
            0 => &mut self.first,
            n => {
                if self.rest.len() < n {
                    self.rest.resize(n, 0);
                }
                &mut self.rest[n - 1]
            }
        }
    }

    pub fn insert(&mut self, r: Reg) {
        *self.word(r) |= 1 << (r % 64);
    }

    pub fn remove(&mut self, r: Reg) {
        *self.word(r) &= !(1 << (r % 64));
    }

    fn intersect(&mut self, other: &RegisterSet) {
        self.first &= other.first;
        for (index, word) in self.rest.iter_mut().enumerate() {
            *word &= other.rest.get(index).copied().unwrap_or(0);
        }
    }
}

/// A jump target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label(u32);

#[derive(Default)]
struct LabelState {
    /// The instruction it precedes, once known.
    target: Option<u32>,
    /// The variables that are bound at every jump to it so far; none without a jump.
    assigned: Option<RegisterSet>,
}

/// The storage of a unit's variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a register.
    Register(Reg),
    /// In a cell that a register holds.
    Cell(Reg),
    /// In a cell of the closure.
    Free(u16),
}

/// The location of an expression's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Val {
    /// In a variable, which keeps it.
    Variable(Reg),
    /// In a temporary, which is emptied when read.
    Temporary(Reg),
    /// A constant with a small index.
    Constant(u16),
}

impl Val {
    /// The operand that consumes the value.
    pub fn operand(self) -> u16 {
        match self {
            Val::Variable(r) => Operand::register(r).0,
            Val::Temporary(r) => Operand::last_use(r).0,
            Val::Constant(c) => Operand::constant(c).0,
        }
    }

    /// The operand that leaves the value where it is.
    pub fn kept(self) -> u16 {
        match self {
            Val::Variable(r) | Val::Temporary(r) => Operand::register(r).0,
            Val::Constant(c) => Operand::constant(c).0,
        }
    }
}

/// The context of a statement, which a jump out of it must undo.
#[derive(Clone)]
pub(super) enum Block<'a> {
    /// A loop; the iterator of a `for` is in a temporary.
    Loop { continue_to: Label, break_to: Label, iterator: Option<Reg> },
    /// A guarded region without anything to do at its end.
    Guarded(usize),
    /// A `try` with `finally`, guarded.
    Finally { guard: usize, body: &'a [Stmt] },
    /// A `with`, guarded; its `__exit__` is in two temporaries.
    With { guard: usize, exit: Reg, is_async: bool, span: Span },
    /// A handler, guarded: the exception is in `exception`, the one handled before it in the next
    /// register. It is an `except` clause, or a `finally` that an exception has entered.
    Handler { guard: usize, exception: Reg, name: Option<(&'a str, Span)>, is_clause: bool },
    /// A clause of `except*`, which no jump may leave.
    StarHandler,
    /// A temporary with a pending value.
    Pending(Reg),
}

impl Block<'_> {
    /// The number of blocks that CPython has for it: handlers are inside the block of their `try`.
    pub fn weight(&self) -> usize {
        match self {
            Block::Handler { is_clause: true, .. } | Block::StarHandler => 2,
            _ => 1,
        }
    }
}

/// A guarded region: open, or with a hole where a jump leaves it.
#[derive(Clone, Copy)]
struct Region {
    start: u32,
    handler: Label,
    depth: Reg,
}

pub(super) struct Unit<'a> {
    /// The unit's own scope.
    pub scope: ScopeId,
    pub name: Name,
    pub qualname: Name,
    instructions: Vec<Instruction>,
    spans: Vec<Span>,
    pub constants: Constants,
    names: Vec<Name>,
    name_indexes: FxHashMap<Name, u32>,
    pub attributes: Vec<Name>,
    pub globals: u32,
    labels: Vec<LabelState>,
    jumps: Vec<(u32, Label)>,
    guards: Vec<(u32, u32, Label, Reg)>,
    regions: Vec<Region>,
    pub blocks: Vec<Block<'a>>,
    /// The location of the unit's variables.
    pub places: FxHashMap<VariableId, Place>,
    pub locals: Vec<Name>,
    pub cells: Vec<Reg>,
    pub free: Vec<VariableId>,
    next_temporary: u32,
    max_registers: u32,
    /// The variables certainly bound here; none if this place cannot be reached.
    assigned: Option<RegisterSet>,
    /// Whether the unit's frame lives on: a generator's or coroutine's.
    pub is_frame: bool,
    /// Whether jumps of 16 bits are avoided.
    pub long_jumps: bool,
    /// Variables that may become unbound again, and are never considered bound.
    pub unsure: RegisterSet,
    /// The attributes that methods of this class set on `self`.
    pub self_attributes: Vec<Name>,
}

/// The reason why a unit cannot be finished as it is.
pub(super) enum Unfinished {
    /// A jump does not fit 16 bits: compile again with `long_jumps`.
    JumpTooLong,
    /// Something does not fit at all.
    TooLarge(&'static str),
}

impl<'a> Unit<'a> {
    pub fn new(scope: ScopeId, name: Name, qualname: Name, long_jumps: bool) -> Unit<'a> {
        Unit {
            scope,
            name,
            qualname,
            instructions: Vec::new(),
            spans: Vec::new(),
            constants: Constants::default(),
            names: Vec::new(),
            name_indexes: FxHashMap::default(),
            attributes: Vec::new(),
            globals: 0,
            labels: Vec::new(),
            jumps: Vec::new(),
            guards: Vec::new(),
            regions: Vec::new(),
            blocks: Vec::new(),
            places: FxHashMap::default(),
            locals: Vec::new(),
            cells: Vec::new(),
            free: Vec::new(),
            next_temporary: 0,
            max_registers: 0,
            assigned: Some(RegisterSet::default()),
            is_frame: false,
            long_jumps,
            unsure: RegisterSet::default(),
            self_attributes: Vec::new(),
        }
    }

    // --- Registers -----------------------------------------------------------------------------

    /// Starts the temporaries after the variables.
    pub fn seal_variables(&mut self) {
        self.next_temporary = self.locals.len() as u32;
        self.max_registers = self.next_temporary;
    }

    /// The next free temporary.
    pub fn top(&self) -> Reg {
        self.next_temporary as Reg
    }

    /// Allocates `count` consecutive temporaries.
    pub fn push(&mut self, count: u32) -> Reg {
        let first = self.next_temporary;
        self.next_temporary += count;
        self.max_registers = self.max_registers.max(self.next_temporary);
        first as Reg
    }

    /// Frees all temporaries from `first` on.
    pub fn pop_to(&mut self, first: Reg) {
        // Registers beyond those that operands can name have wrapped numbers; such code is refused
        // at the end.
        let is_refused = self.max_registers > u32::from(Operand::INDEX);
        debug_assert!(is_refused || u32::from(first) <= self.next_temporary);
        self.next_temporary = u32::from(first);
    }

    /// Whether a register is a variable's.
    pub fn is_variable(&self, r: Reg) -> bool {
        usize::from(r) < self.locals.len()
    }

    // --- What is bound -------------------------------------------------------------------------

    /// Whether this place can be reached.
    pub fn reachable(&self) -> bool {
        self.assigned.is_some()
    }

    pub fn is_assigned(&self, r: Reg) -> bool {
        self.assigned.as_ref().is_none_or(|set| set.contains(r))
    }

    pub fn set_assigned(&mut self, r: Reg) {
        if let Some(set) = &mut self.assigned
            && !self.unsure.contains(r)
        {
            set.insert(r);
        }
    }

    pub fn set_unassigned(&mut self, r: Reg) {
        if let Some(set) = &mut self.assigned {
            set.remove(r);
        }
    }

    /// The bound variables at this point, to continue with elsewhere.
    pub fn flow(&self) -> Option<RegisterSet> {
        self.assigned.clone()
    }

    /// Continues with the bound variables that [`Unit::flow`] returned.
    pub fn set_flow(&mut self, flow: Option<RegisterSet>) {
        self.assigned = flow;
    }

    // --- Instructions --------------------------------------------------------------------------

    /// The index of the next instruction.
    pub fn position(&self) -> u32 {
        self.instructions.len() as u32
    }

    /// Adds an instruction, unless it could never run.
    pub fn emit(&mut self, op: Opcode, x: u8, a: u16, b: u16, c: u16, span: Span) {
        if op == Opcode::Yield {
            self.begin_frame(span);
        }
        if self.reachable() {
            let instruction = match (op.with_int(x), self.constants.short_int(Operand(c))) {
                (Some(with_int), Some(int)) => Instruction::new(with_int, x, a, b, int as u16),
                _ => Instruction::new(op, x, a, b, c),
            };
            self.instructions.push(instruction);
            self.spans.push(span);
        }
        if matches!(op, Opcode::Return | Opcode::Raise | Opcode::Reraise | Opcode::RaiseAssertion) {
            self.assigned = None;
        }
    }

    /// The VM considers a frame at its first instruction not yet started, and raises there what is
    /// thrown into it: so this must not be a `Yield` or be guarded.
    fn begin_frame(&mut self, span: Span) {
        if self.is_frame && self.instructions.is_empty() && self.reachable() {
            let r = self.push(1);
            self.instructions.push(Instruction::new(Opcode::Drop, 0, r, 0, 0));
            self.spans.push(unmarked(span));
            self.pop_to(r);
        }
    }

    /// Whether there is an instruction so far at which a line of the program begins.
    pub fn has_lines(&self) -> bool {
        self.spans.iter().any(|span| span.start < span.end)
    }

    pub fn name(&mut self, name: &str) -> u16 {
        if let Some(index) = self.name_indexes.get(name) {
            return *index as u16;
        }
        let index = self.names.len() as u32;
        self.names.push(Name::new(name));
        self.name_indexes.insert(Name::new(name), index);
        index as u16
    }

    /// The cache of an attribute instruction for `name`.
    pub fn attribute(&mut self, name: &str) -> u16 {
        if !self.reachable() {
            return 0;
        }
        let name = Name::new(name);
        if self.attributes.len() > usize::from(u16::MAX) {
            // Too many: share a cache, which is slower but correct.
            if let Some(index) = self.attributes.iter().position(|n| *n == name) {
                return index as u16;
            }
        }
        self.attributes.push(name);
        (self.attributes.len() - 1) as u16
    }

    /// The cache of a global instruction.
    pub fn global_cache(&mut self) -> u16 {
        if !self.reachable() {
            return 0;
        }
        self.globals += 1;
        (self.globals - 1) as u16
    }

    /// A constant as an operand; one with a large index is loaded into a temporary.
    pub fn constant(&mut self, literal: Literal, span: Span) -> Val {
        let index = self.constants.index(literal);
        if index <= u32::from(Operand::INDEX) {
            return Val::Constant(index as u16);
        }
        let r = self.push(1);
        self.load_constant(r, index, span);
        Val::Temporary(r)
    }

    pub fn load_constant(&mut self, r: Reg, index: u32, span: Span) {
        if index <= u32::from(Operand::INDEX) {
            self.emit(Opcode::Move, 0, r, Operand::constant(index as u16).0, 0, span);
        } else {
            self.emit(Opcode::LoadConstant, 0, r, index as u16, (index >> 16) as u16, span);
        }
    }

    // --- Jumps ---------------------------------------------------------------------------------

    pub fn label(&mut self) -> Label {
        self.labels.push(LabelState::default());
        Label(self.labels.len() as u32 - 1)
    }

    /// The label refers to the next instruction.
    pub fn bind(&mut self, label: Label) {
        let position = self.position();
        let state = &mut self.labels[label.0 as usize];
        state.target = Some(position);
        match (&mut self.assigned, &state.assigned) {
            (Some(here), Some(there)) => here.intersect(there),
            (here @ None, Some(there)) => *here = Some(there.clone()),
            (_, None) => {}
        }
    }

    /// Whether any jump leads to the label so far.
    pub fn is_used(&self, label: Label) -> bool {
        self.labels[label.0 as usize].assigned.is_some()
    }

    fn note_jump(&mut self, label: Label) {
        let Some(here) = &self.assigned else { return };
        match &mut self.labels[label.0 as usize].assigned {
            Some(set) => set.intersect(here),
            none => *none = Some(here.clone()),
        }
        self.jumps.push((self.instructions.len() as u32, label));
    }

    /// Notes that control may come to the label other than by a jump.
    pub fn reach(&mut self, label: Label) {
        let Some(here) = &self.assigned else { return };
        match &mut self.labels[label.0 as usize].assigned {
            Some(set) => set.intersect(here),
            none => *none = Some(here.clone()),
        }
    }

    pub fn jump(&mut self, label: Label, span: Span) {
        self.note_jump(label);
        self.emit(Opcode::Jump, 0, 0, 0, 0, span);
        self.assigned = None;
    }

    /// A jump that looks at one operand.
    pub fn jump_if(&mut self, op: Opcode, operand: u16, label: Label, span: Span) {
        self.note_jump(label);
        self.emit(op, 0, operand, 0, 0, span);
    }

    /// Jumps if the comparison's outcome is `when`. (`a < b` may be false where `a >= b` is, too.)
    pub fn jump_if_compare(
        &mut self,
        when: bool,
        comparison: Comparison,
        (left, right): (u16, u16),
        label: Label,
        span: Span,
    ) {
        if self.long_jumps {
            let r = self.push(1);
            self.emit(Opcode::Compare, comparison as u8, r, left, right, span);
            let op = if when { Opcode::JumpIfTrue } else { Opcode::JumpIfFalse };
            self.jump_if(op, Operand::last_use(r).0, label, span);
            self.pop_to(r);
            return;
        }
        let op = if when { Opcode::JumpIfCompare } else { Opcode::JumpUnlessCompare };
        self.note_jump(label);
        self.emit(op, comparison as u8, 0, left, right, span);
    }

    /// The instruction at the end of a loop that takes the next item and jumps to its start.
    pub fn for_iter(&mut self, item: Reg, iterator: Reg, body: Label, span: Span) {
        if self.long_jumps {
            let end = self.label();
            self.note_jump(end);
            self.emit(Opcode::ForIterElse, 0, item, iterator, 0, span);
            let flow = self.flow();
            self.jump(body, span);
            self.set_flow(flow);
            self.bind(end);
        } else {
            self.note_jump(body);
            self.emit(Opcode::ForIter, 0, item, iterator, 0, span);
        }
    }

    // --- Guards --------------------------------------------------------------------------------

    /// Opens a guarded region. An exception in it goes into the temporary `depth`.
    pub fn open_guard(&mut self, handler: Label, depth: Reg) -> usize {
        self.begin_frame(Span::default());
        // A variable bound at the start is bound in the handler, too: nothing in between unbinds
        // variables, except those never considered bound.
        self.reach(handler);
        self.max_registers = self.max_registers.max(u32::from(depth) + 1);
        self.regions.push(Region { start: self.position(), handler, depth });
        self.regions.len() - 1
    }

    /// Ends a region here, for good or until [`Unit::resume_guard`].
    pub fn close_guard(&mut self, guard: usize) {
        let (region, end) = (self.regions[guard], self.position());
        if region.start < end {
            self.guards.push((region.start, end, region.handler, region.depth));
        }
    }

    /// Continues a region after a hole.
    pub fn resume_guard(&mut self, guard: usize) {
        self.regions[guard].start = self.position();
    }

    // --- The end -------------------------------------------------------------------------------

    /// Fills in the jumps.
    pub fn finish(mut self) -> Result<Finished, Unfinished> {
        if self.max_registers > u32::from(Operand::INDEX) {
            return Err(Unfinished::TooLarge("too many variables and values in one function"));
        }
        let limit = usize::from(u16::MAX) + 1;
        if self.names.len() > limit
            || self.attributes.len() > limit
            || self.globals as usize > limit
        {
            return Err(Unfinished::TooLarge("too many names in one function"));
        }
        for (at, label) in &self.jumps {
            let target = self.labels[label.0 as usize].target.unwrap_or_default();
            let distance = i64::from(target) - i64::from(*at) - 1;
            let instruction = &mut self.instructions[*at as usize];
            match instruction.op {
                Opcode::JumpIfCompare
                | Opcode::JumpUnlessCompare
                | Opcode::JumpIfCompareInt
                | Opcode::JumpUnlessCompareInt => {
                    instruction.a = short(distance)?;
                }
                Opcode::ForIter | Opcode::ForIterElse => instruction.c = short(distance)?,
                _ => {
                    let Instruction { op, x, a, .. } = *instruction;
                    *instruction = Instruction::wide(op, x, a, distance as i32);
                }
            }
        }
        let labels = &self.labels;
        let guard = |(start, end, handler, depth): &(u32, u32, Label, Reg)| Guard {
            start: *start,
            end: *end,
            handler: labels[handler.0 as usize].target.unwrap_or_default(),
            depth: *depth,
        };
        Ok(Finished {
            guards: self.guards.iter().map(guard).collect(),
            registers: self.max_registers as u16,
            instructions: self.instructions,
            spans: self.spans,
            constants: self.constants,
            names: self.names,
            attributes: self.attributes,
            globals: self.globals,
            locals: self.locals,
            cells: self.cells,
            free: self.free,
            name: self.name,
            qualname: self.qualname,
            self_attributes: self.self_attributes,
        })
    }
}

/// The location of an instruction that the compiler adds: it belongs to `span`, but no line of the
/// program begins there.
pub(super) fn unmarked(span: Span) -> Span {
    Span::new(span.start, span.start)
}

fn short(distance: i64) -> Result<u16, Unfinished> {
    i16::try_from(distance).map(|d| d as u16).map_err(|_| Unfinished::JumpTooLong)
}

/// A unit with nothing left to fill in.
pub(super) struct Finished {
    pub name: Name,
    pub qualname: Name,
    pub instructions: Vec<Instruction>,
    pub spans: Vec<Span>,
    pub constants: Constants,
    pub names: Vec<Name>,
    pub attributes: Vec<Name>,
    pub globals: u32,
    pub locals: Vec<Name>,
    pub cells: Vec<Reg>,
    pub free: Vec<VariableId>,
    pub guards: Vec<Guard>,
    pub registers: u16,
    pub self_attributes: Vec<Name>,
}
