//! The engines of a pattern, each made when it is first needed.

use super::subject::Subject;
use crate::text::regex::automaton::{Alphabet, Automaton};
use crate::text::regex::decode::Node;
use crate::text::regex::matcher::Input;
use crate::text::regex::program::Program;
use std::cell::{Cell, OnceCell, RefCell};

/// The number of matcher steps that take as long as making an automaton.
const WORTHWHILE: i64 = 10_000;
/// The number of bytes that an automaton processes in the time of one matcher step.
const BYTES_PER_STEP: usize = 8;
/// The number of matcher steps that take as long as calling an automaton.
const CALL: i64 = 10;
/// Subjects shorter than this many bytes are left to the matcher.
const SHORT: usize = 32;

/// An automaton for one alphabet, made once the matcher has taken much longer than it would have.
#[derive(Default)]
struct Candidate {
    /// The number of steps that it would have saved so far.
    gain: Cell<i64>,
    made: OnceCell<Option<Box<RefCell<Automaton>>>>,
}

/// See above.
pub struct Engines {
    node: Node,
    /// For text and for bytes.
    programs: [OnceCell<Box<Program>>; 2],
    /// For ASCII, for other text, for bytes.
    automata: [Candidate; 3],
}

fn alphabet(subject: &Subject) -> Alphabet {
    match subject.is_text() {
        true if subject.is_wide() => Alphabet::Unicode,
        true => Alphabet::Ascii,
        false => Alphabet::Bytes,
    }
}

impl Engines {
    /// The engines of a pattern.
    pub fn new(node: Node) -> Engines {
        Engines { node, programs: Default::default(), automata: Default::default() }
    }

    /// The matcher's program.
    pub fn program(&self, text: bool) -> &Program {
        self.programs[usize::from(text)].get_or_init(|| Box::new(Program::new(&self.node, text)))
    }

    /// Records the matcher's work, for the choice of engine.
    pub fn note(&self, subject: &Subject, steps: u64, bytes: usize) {
        let candidate = &self.automata[alphabet(subject) as usize];
        let gain = steps as i64 - CALL - (bytes / BYTES_PER_STEP) as i64;
        candidate.gain.set(candidate.gain.get().saturating_add(gain).max(0));
    }

    /// Searches with an automaton; `None` if the matcher must do it.
    pub fn find(&self, subject: &Subject, input: Input<'_>) -> Option<Option<(usize, usize)>> {
        let alphabet = alphabet(subject);
        let candidate = &self.automata[alphabet as usize];
        if candidate.gain.get() < WORTHWHILE
            || input.must_advance
            || input.bytes.len() - input.start < SHORT
        {
            return None;
        }
        let made = candidate.made.get_or_init(|| {
            Automaton::new(&self.node, alphabet).map(|automaton| Box::new(RefCell::new(automaton)))
        });
        let mut automaton = made.as_deref()?.try_borrow_mut().ok()?;
        automaton.suits(input.bytes).then(|| automaton.find(input.bytes, input.start))
    }
}
