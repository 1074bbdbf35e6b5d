//! Checks, for tests, that code follows the instruction table's rules about temporaries: each value
//! in a temporary is consumed exactly once on every path, and none is missing on any path.

use crate::bytecode::{Field, Instruction, Opcode, Operand};
use crate::objects::code::Code;

/// The contents of a temporary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Nothing,
    Value,
    /// A value on some paths only: it may only be dropped.
    Perhaps,
}

use Holds::{Nothing, Perhaps};

type Held = Vec<Holds>;

/// The first mistake in a code object or a nested one.
pub fn verify(code: &Code) -> Result<(), String> {
    let mut verifier = Verifier { code, states: vec![None; code.instructions.len()] };
    verifier.run().map_err(|error| format!("{}: {error}", code.qualname.as_str()))?;
    code.constants.iter().filter_map(|c| c.get::<Code>()).try_for_each(|inner| verify(inner))
}

/// The temporaries that hold a value before an instruction; none if that is unreachable or depends on
/// the path.
pub fn held_temporaries(code: &Code, at: usize) -> Option<Vec<bool>> {
    let mut verifier = Verifier { code, states: vec![None; code.instructions.len()] };
    verifier.run().ok()?;
    let held = verifier.states.get_mut(at)?.take()?;
    held.iter()
        .map(|place| match place {
            Nothing => Some(false),
            Holds::Value => Some(true),
            Perhaps => None,
        })
        .collect()
}

struct Verifier<'a> {
    code: &'a Code,
    /// The contents of the temporaries before each instruction.
    states: Vec<Option<Held>>,
}

impl Verifier<'_> {
    fn run(&mut self) -> Result<(), String> {
        let first = self.code.locals.len();
        let temporaries = usize::from(self.code.registers).checked_sub(first);
        let Some(temporaries) = temporaries else { return Err("too few registers".into()) };
        let mut work = vec![(0, vec![Nothing; temporaries])];
        while let Some((at, held)) = work.pop() {
            let Some(state) = self.states.get_mut(at) else {
                return Err(format!("control leaves the code at {at}"));
            };
            let held = match state {
                Some(known) => {
                    let merge = |(a, b): (&Holds, &Holds)| if a == b { *a } else { Perhaps };
                    let merged: Held = known.iter().zip(&held).map(merge).collect();
                    if merged == *known {
                        continue;
                    }
                    merged
                }
                None => held,
            };
            *state = Some(held.clone());
            self.step(at, held, &mut work).map_err(|error| format!("at {at}: {error}"))?;
        }
        Ok(())
    }

    fn index(&self, register: u16) -> Option<usize> {
        usize::from(register).checked_sub(self.code.locals.len())
    }

    fn step(&self, at: usize, mut held: Held, work: &mut Vec<(usize, Held)>) -> Result<(), String> {
        let instruction = self.code.instructions.get(at).ok_or("control leaves the code")?;
        let Instruction { op, x, a, b, c } = instruction;
        // These two leave out operands by `x`.
        let unused = match op {
            Opcode::Raise => 2 - usize::from(x.min(2)),
            Opcode::RaiseAssertion => 2 * (1 - usize::from(x.min(1))),
            _ => 0,
        };
        // A window's slots may be unset, and are moved unchanged.
        let moves = op == Opcode::Move;
        let fields = op.fields().into_iter().zip([u16::from(x), a, b, c]).take(4 - unused);
        for (field, bits) in fields.clone() {
            match field {
                Field::Register => self.require(&held, bits)?,
                Field::Read if !Operand(bits).is_constant() && !moves => {
                    self.require(&held, Operand(bits).index() as u16)?;
                }
                _ => {}
            }
        }
        for (field, bits) in fields.clone() {
            if field == Field::Read && Operand(bits).is_last_use() {
                self.take(&mut held, Operand(bits).index() as u16, moves)?;
            }
            if field == Field::Window {
                let (count, optional) = window(instruction);
                for r in bits..bits + count {
                    self.take(&mut held, r, optional)?;
                }
            }
        }
        if op == Opcode::YieldFrom {
            self.take(&mut held, b, false)?;
        }
        // On an exception, what the instruction consumed is gone.
        if let Some(guard) = self.code.guard_at(at as u32) {
            let mut caught = held.clone();
            let depth = self.index(guard.depth).ok_or("a guard's depth is a variable")?;
            caught[depth..].fill(Nothing);
            caught[depth] = Holds::Value;
            work.push((guard.handler as usize, caught));
        }
        let unwritten = held.clone();
        for (field, bits) in fields {
            if field == Field::Write {
                for r in bits..bits + written(instruction) {
                    self.put(&mut held, r, op)?;
                }
            }
        }
        let to = |distance: i64| (at as i64 + 1 + distance) as usize;
        match op {
            Opcode::Return | Opcode::Raise | Opcode::Reraise | Opcode::RaiseAssertion => {}
            Opcode::Jump => work.push((to(i64::from(instruction.wide_operand())), held)),
            Opcode::JumpIfTrue | Opcode::JumpIfFalse => {
                work.push((to(i64::from(instruction.wide_operand())), held.clone()));
                work.push((at + 1, held));
            }
            Opcode::JumpIfNone | Opcode::JumpIfNotNone => {
                // A temporary with None need not be dropped.
                let mut none = held.clone();
                if let Some(t) = self.index(Operand(a).index() as u16)
                    && !Operand(a).is_constant()
                {
                    none[t] = Nothing;
                }
                let (jumps, goes_on) =
                    if op == Opcode::JumpIfNone { (none, held) } else { (held, none) };
                work.push((to(i64::from(instruction.wide_operand())), jumps));
                work.push((at + 1, goes_on));
            }
            Opcode::JumpIfCompare
            | Opcode::JumpUnlessCompare
            | Opcode::JumpIfCompareInt
            | Opcode::JumpUnlessCompareInt => {
                work.push((to(i64::from(a as i16)), held.clone()));
                work.push((at + 1, held));
            }
            Opcode::ForIter => {
                work.push((to(i64::from(c as i16)), held));
                work.push((at + 1, unwritten));
            }
            Opcode::ForIterElse => {
                work.push((to(i64::from(c as i16)), unwritten));
                work.push((at + 1, held));
            }
            _ => work.push((at + 1, held)),
        }
        Ok(())
    }

    fn require(&self, held: &Held, register: u16) -> Result<(), String> {
        match self.index(register) {
            Some(t) if held.get(t) != Some(&Holds::Value) => {
                Err(format!("t{t} is used, and holds {:?}", held.get(t)))
            }
            _ => Ok(()),
        }
    }

    fn take(&self, held: &mut Held, register: u16, optional: bool) -> Result<(), String> {
        let t = self.index(register).ok_or("a variable is used up")?;
        if !optional {
            self.require(held, register)?;
        }
        held[t] = Nothing;
        Ok(())
    }

    fn put(&self, held: &mut Held, register: u16, op: Opcode) -> Result<(), String> {
        let Some(t) = self.index(register) else { return Ok(()) };
        let Some(place) = held.get_mut(t) else { return Err(format!("there is no t{t}")) };
        if op == Opcode::Drop {
            *place = Nothing;
            return Ok(());
        }
        match std::mem::replace(place, Holds::Value) {
            Nothing => Ok(()),
            _ => Err(format!("t{t} is overwritten")),
        }
    }
}

/// The size of an instruction's window, and whether slots in it may be empty.
fn window(instruction: Instruction) -> (u16, bool) {
    let Instruction { op, x, c, .. } = instruction;
    match op {
        Opcode::BuildDict => (2 * c, false),
        Opcode::BuildList | Opcode::BuildTuple | Opcode::BuildSet | Opcode::BuildString => {
            (c, false)
        }
        Opcode::BuildSlice => (3, false),
        Opcode::Call | Opcode::CallKeywords => (u16::from(x) + 1, false),
        Opcode::CallMethod | Opcode::CallMethodKeywords => (u16::from(x) + 2, false),
        Opcode::CallSpread => (3, true),
        Opcode::MakeFunction => (4, true),
        Opcode::MatchClass | Opcode::CallExit | Opcode::LoadSlice | Opcode::StoreSlice => {
            (2, false)
        }
        _ => (1, false),
    }
}

/// The number of registers that an instruction writes.
fn written(instruction: Instruction) -> u16 {
    let Instruction { op, x, c, .. } = instruction;
    match op {
        Opcode::LoadMethod
        | Opcode::LoadSuperMethod
        | Opcode::LoadSpecial
        | Opcode::MatchExceptionGroup => 2,
        Opcode::UnpackSequence => c,
        Opcode::UnpackRest => u16::from(x) + 1 + c,
        _ => 1,
    }
}
