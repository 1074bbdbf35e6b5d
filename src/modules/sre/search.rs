//! Searches: one match after another, by the matcher or an automaton.

use super::pattern::Pattern;
use super::subject::Subject;
use crate::event_loop::run::check_interrupt;
use crate::objects::exception::Exc;
use crate::text::regex::matcher::{Input, Matcher, Stop};
use crate::text::regex::program::NONE;
use crate::vm::{Vm, VmResult};

pub use crate::text::regex::matcher::Mode;

/// A match: offsets in the subject.
#[derive(Clone)]
pub struct Found {
    /// Start and end of the whole.
    pub whole: (usize, usize),
    /// Starts and ends of the groups, alternating.
    marks: Box<[usize]>,
    /// The group that was closed last; 0 for none.
    pub last_group: usize,
}

impl Found {
    /// The number of groups.
    pub fn groups(&self) -> usize {
        self.marks.len() / 2
    }

    /// The span of a group that took part; group 0 is the whole match.
    pub fn span(&self, group: usize) -> Option<(usize, usize)> {
        match group {
            0 => Some(self.whole),
            _ => span(&self.marks, group),
        }
    }
}

fn span(marks: &[usize], group: usize) -> Option<(usize, usize)> {
    let (start, end) = (*marks.get(2 * group - 2)?, *marks.get(2 * group - 1)?);
    (start != NONE && end != NONE && start <= end).then_some((start, end))
}

/// The matches of a pattern in a range of a subject, one after another.
pub struct Search<'a> {
    vm: &'a Vm,
    pattern: &'a Pattern,
    subject: &'a Subject,
    /// None only while it is being returned.
    matcher: Option<Box<Matcher>>,
    /// The first position of the next match, and the end of the range.
    pub at: usize,
    end: usize,
    /// Whether the last match was empty: the next one must not be empty at the same offset.
    pub after_empty: bool,
}

impl<'a> Search<'a> {
    /// The matches between two offsets.
    pub fn new(
        vm: &'a Vm,
        pattern: &'a Pattern,
        subject: &'a Subject,
        (at, end): (usize, usize),
    ) -> Search<'a> {
        let matcher = Some(pattern.spare.take().unwrap_or_default());
        Search { vm, pattern, subject, matcher, at, end, after_empty: false }
    }

    fn matcher(&self) -> &Matcher {
        self.matcher.as_deref().expect("there until the end")
    }

    /// Looks for the next match.
    ///
    /// # Errors
    /// KeyboardInterrupt and the like; MemoryError for patterns with too much backtracking state.
    pub fn next(&mut self, mode: Mode) -> VmResult<bool> {
        self.vm.tick(4)?;
        if self.at > self.end {
            return Ok(false);
        }
        let input = Input {
            bytes: &self.subject.bytes()[..self.end],
            wide: self.subject.is_wide(),
            start: self.at,
            mode,
            must_advance: self.after_empty,
        };
        let found = self.run(input)?;
        match found {
            true => {
                let (start, end) = self.whole();
                self.after_empty = start == end;
                self.at = end;
            }
            false => self.at = self.end + 1,
        }
        Ok(found)
    }

    fn run(&mut self, input: Input<'_>) -> VmResult<bool> {
        let Search { vm, pattern, matcher, .. } = self;
        let Some(matcher) = matcher.as_deref_mut() else { return Ok(false) };
        if input.mode == Mode::Search
            && let Some(found) = pattern.engines.find(self.subject, input)
        {
            let Some(whole) = found else { return Ok(false) };
            if pattern.groups == 0 {
                matcher.span = whole;
                return Ok(true);
            }
            let input = Input { start: whole.0, mode: Mode::Match, ..input };
            return run_matcher(vm, pattern, self.subject, matcher, input);
        }
        let found = run_matcher(vm, pattern, self.subject, matcher, input)?;
        if input.mode == Mode::Search {
            let end = if found { matcher.span.1 } else { self.end };
            pattern.engines.note(self.subject, matcher.steps(), end - input.start);
        }
        Ok(found)
    }

    /// The span of the match.
    pub fn whole(&self) -> (usize, usize) {
        self.matcher().span
    }

    /// The span of a group that took part in the match; group 0 is the whole match.
    pub fn span(&self, group: usize) -> Option<(usize, usize)> {
        match group {
            0 => Some(self.whole()),
            _ => span(&self.matcher().marks, group),
        }
    }

    /// The match, to be kept.
    pub fn found(&self) -> Found {
        let matcher = self.matcher();
        Found {
            whole: matcher.span,
            marks: matcher.marks.as_slice().into(),
            last_group: matcher.last_group as usize,
        }
    }
}

impl Drop for Search<'_> {
    fn drop(&mut self) {
        if let Some(mut matcher) = self.matcher.take() {
            matcher.shrink();
            self.pattern.spare.set(Some(matcher));
        }
    }
}

fn run_matcher(
    vm: &Vm,
    pattern: &Pattern,
    subject: &Subject,
    matcher: &mut Matcher,
    input: Input<'_>,
) -> VmResult<bool> {
    let mut raised = None;
    let mut poll = |steps| match vm.tick(steps as usize).and_then(|()| check_interrupt(vm)) {
        Ok(()) => true,
        Err(error) => {
            raised = Some(error);
            false
        }
    };
    let program = pattern.engines.program(subject.is_text());
    match matcher.find(program, pattern.groups, input, &mut poll) {
        Ok(found) => Ok(found),
        Err(stop) => Err(match (raised, stop) {
            (Some(raised), _) => raised,
            (None, Stop::Asked | Stop::Memory) => {
                vm.error(Exc::MemoryError, "too much to go back to in a regular expression")
            }
        }),
    }
}
