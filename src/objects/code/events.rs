//! The events that a program can ask for, as `sys.monitoring` numbers them.

/// The events of running code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Event {
    PyStart,
    PyResume,
    PyReturn,
    PyYield,
    Call,
    Line,
    Instruction,
    Jump,
    Branch,
    StopIteration,
    Raise,
    ExceptionHandled,
    PyUnwind,
    PyThrow,
    Reraise,
    CReturn,
    CRaise,
}

use Event::*;

impl Event {
    /// All, by number, with their names.
    pub const ALL: [(Event, &'static str); 17] = [
        (PyStart, "PY_START"),
        (PyResume, "PY_RESUME"),
        (PyReturn, "PY_RETURN"),
        (PyYield, "PY_YIELD"),
        (Call, "CALL"),
        (Line, "LINE"),
        (Instruction, "INSTRUCTION"),
        (Jump, "JUMP"),
        (Branch, "BRANCH"),
        (StopIteration, "STOP_ITERATION"),
        (Raise, "RAISE"),
        (ExceptionHandled, "EXCEPTION_HANDLED"),
        (PyUnwind, "PY_UNWIND"),
        (PyThrow, "PY_THROW"),
        (Reraise, "RERAISE"),
        (CReturn, "C_RETURN"),
        (CRaise, "C_RAISE"),
    ];

    /// The event as a member of a set.
    pub const fn bit(self) -> u32 {
        1 << self as u8
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Event::ALL[self as usize].1
    }

    /// Whether it can be requested, and disabled, for a single code object: true of those that
    /// belong to an instruction.
    pub fn is_local(self) -> bool {
        self as u8 <= StopIteration as u8
    }
}

/// A set of several events.
pub const fn set(events: &[Event]) -> u32 {
    let (mut set, mut at) = (0, 0);
    while at < events.len() {
        set |= events[at].bit();
        at += 1;
    }
    set
}

/// All events.
pub const ALL: u32 = (1 << Event::ALL.len()) - 1;
/// The events that come with `CALL` and not separately.
pub const WITH_CALL: u32 = set(&[CReturn, CRaise]);
