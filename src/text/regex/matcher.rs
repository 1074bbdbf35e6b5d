//! The backtracking matcher.
//!
//! It keeps backtracking points, and how to undo what was recorded since, on its own stack. The
//! stack is bounded, and a hook is called regularly to ask whether to continue, so no pattern
//! blocks the interpreter. A search that backtracks often begins to record each (choice, position)
//! that failed: nothing that begins there matches, wherever the match began. With that, the time is
//! bounded by the product of the sizes of pattern and text, unless the pattern has conditions,
//! counted loops or references to groups.

use super::class::{Class, Fold, is_word};
use super::decode::{At, Greed, MAXREPEAT};
use super::program::{END, Inst, Many, NO_MEMORY, NONE, Program, Start};
use crate::text::surrogate;
use memchr::{memchr, memchr2, memchr3};

/// The reason that a search ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The hook said so.
    Asked,
    /// Too much to go back to.
    Memory,
}

/// The hook that is asked whether to continue, with the number of steps since the last call.
pub type Poll<'a> = dyn FnMut(u64) -> bool + 'a;

/// The required extent of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// At the start of the range.
    Match,
    /// From the start of the range to its end.
    FullMatch,
    /// Anywhere in the range.
    Search,
}

/// The range of a search.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The subject up to its end: UTF-8 if it is text.
    pub bytes: &'a [u8],
    /// Whether some characters have more than one byte.
    pub wide: bool,
    /// The first position.
    pub start: usize,
    /// The required extent of the match.
    pub mode: Mode,
    /// Whether an empty match at the start does not count.
    pub must_advance: bool,
}

/// Steps between two calls of the hook: well under a millisecond's work.
const POLL: u64 = 1 << 16;
/// The greatest size of the stack, in entries.
const MAX_STACK: usize = 1 << 25;
/// Steps after which dead ends are recorded, and how many more for each byte of the subject.
const REMEMBER_AFTER: (u64, u64) = (2048, 16);
/// The maximum size of the record of dead ends, in bits.
const MAX_MEMORY: usize = 1 << 30;

/// An entry of the stack.
#[derive(Clone, Copy)]
enum Entry {
    /// Go on here.
    Way { pc: u32, at: usize },
    /// Give back characters of a greedy run, down to `least`.
    Longest { pc: u32, least: usize, at: usize },
    /// Take one more character of a lazy run.
    Shortest { pc: u32, count: u32, at: usize },
    /// The start of an atomic part, and where to continue if it does not match.
    Fence { on_fail: u32, at: usize },
    /// A mark's earlier value.
    Mark { mark: u32, last_group: u32, old: usize },
    /// A counter's earlier value.
    Counter { counter: u32, passes: u32, last: usize },
}

/// No continuation.
const NOWHERE: u32 = u32::MAX;

/// The state of a search, reused by the next one to save allocations.
#[derive(Default)]
pub struct Matcher {
    /// The span of the match.
    pub span: (usize, usize),
    /// The marks of groups: starts and ends, alternating; [`NONE`] if a group has not matched.
    pub marks: Vec<usize>,
    /// The group that was closed last; 0 for none.
    pub last_group: u32,
    stack: Vec<Entry>,
    /// The number of iterations and the start of the last one, for each counted loop.
    counters: Vec<(u32, usize)>,
    steps: u64,
    asked_at: u64,
    remember_at: u64,
    dead_ends: Vec<u64>,
    /// The number of positions in the record of dead ends; 0 while nothing is recorded.
    places: usize,
    /// The first of them.
    first_place: usize,
}

#[inline(always)]
fn decode<const WIDE: bool>(bytes: &[u8], at: usize) -> (u32, usize) {
    let first = bytes[at];
    if !WIDE || first < 0x80 {
        return (u32::from(first), at + 1);
    }
    let more = |i: usize| u32::from(bytes.get(at + i).copied().unwrap_or(0) & 0x3f);
    let first = u32::from(first);
    let (code, length) = match first {
        0..0xe0 => ((first & 0x1f) << 6 | more(1), 2),
        0xe0..0xf0 => ((first & 0xf) << 12 | more(1) << 6 | more(2), 3),
        _ => ((first & 7) << 18 | more(1) << 12 | more(2) << 6 | more(3), 4),
    };
    let code =
        if code >= 0x10f000 { char::from_u32(code).map_or(code, surrogate::code_of) } else { code };
    (code, at + length)
}

/// The start of the character before `at`.
#[inline(always)]
fn back<const WIDE: bool>(bytes: &[u8], mut at: usize) -> usize {
    at -= 1;
    while WIDE && at > 0 && bytes[at] & 0xc0 == 0x80 {
        at -= 1;
    }
    at
}

/// The end of the run of a set's characters that starts at `at`: at most `max` of them.
#[inline]
fn run<const WIDE: bool>(class: &Class, bytes: &[u8], mut at: usize, max: usize) -> (usize, usize) {
    let mut count = 0;
    if !WIDE {
        let most = bytes.len().min(at.saturating_add(max));
        let run = bytes[at..most].iter().position(|&byte| !class.has_byte(byte));
        let count = run.unwrap_or(most - at);
        return (at + count, count);
    }
    while count < max && at < bytes.len() {
        let byte = bytes[at];
        if byte < 0x80 {
            if !class.has_byte(byte) {
                break;
            }
            at += 1;
        } else {
            let (code, next) = decode::<true>(bytes, at);
            if !class.contains(code) {
                break;
            }
            at = next;
        }
        count += 1;
    }
    (at, count)
}

impl Matcher {
    /// Searches for a match. If there is one, `span`, `marks` and `last_group` describe it.
    ///
    /// # Errors
    /// `Stop` if the hook ends the search, or it would take too much memory.
    pub fn find(
        &mut self,
        program: &Program,
        groups: usize,
        input: Input<'_>,
        poll: &mut Poll<'_>,
    ) -> Result<bool, Stop> {
        self.marks.clear();
        self.marks.resize(2 * groups, NONE);
        self.counters.clear();
        self.counters.resize(program.counters, (0, NONE));
        self.last_group = 0;
        (self.steps, self.asked_at, self.places) = (0, 0, 0);
        self.remember_at = match program.memories {
            0 => u64::MAX,
            _ => {
                let (base, each) = REMEMBER_AFTER;
                base + each * (input.bytes.len() - input.start) as u64
            }
        };
        let mut search = Search { program, input, poll, state: self };
        match input.wide {
            true => search.find::<true>(),
            false => search.find::<false>(),
        }
    }

    /// Frees memory that only an unusual search needed.
    pub fn shrink(&mut self) {
        const KEPT: usize = 1 << 15;
        if self.stack.capacity() > KEPT {
            self.stack = Vec::new();
        }
        if self.dead_ends.capacity() > KEPT {
            self.dead_ends = Vec::new();
        }
    }

    /// The steps of the last search: a measure of its cost.
    pub fn steps(&self) -> u64 {
        self.steps
    }
}

struct Search<'a, 'p> {
    program: &'a Program,
    input: Input<'a>,
    poll: &'a mut Poll<'p>,
    state: &'a mut Matcher,
}

impl Search<'_, '_> {
    fn find<const WIDE: bool>(&mut self) -> Result<bool, Stop> {
        let Input { bytes, start, mode, must_advance, .. } = self.input;
        if mode != Mode::Search {
            return self.run::<WIDE>(start, must_advance);
        }
        let mut at = start;
        loop {
            let Some(next) = self.candidate(at) else { return Ok(false) };
            if self.run::<WIDE>(next, must_advance && next == start)? {
                return Ok(true);
            }
            if next >= bytes.len() {
                return Ok(false);
            }
            at = match WIDE {
                true => decode::<true>(bytes, next).1,
                false => next + 1,
            };
            self.count(1)?;
        }
    }

    /// The next position worth trying.
    #[inline]
    fn candidate(&self, at: usize) -> Option<usize> {
        let rest = &self.input.bytes[at..];
        let found = match &self.program.start {
            Start::Anywhere => Some(0),
            Start::Beginning => (at == 0).then_some(0),
            Start::Literal(finder) => finder.find(rest),
            Start::One(one) => memchr(*one, rest),
            Start::Two(one, two) => memchr2(*one, *two, rest),
            Start::Three(one, two, three) => memchr3(*one, *two, *three, rest),
            Start::Set(set) => rest.iter().position(|&byte| set[usize::from(byte)]),
        };
        found.map(|offset| at + offset)
    }

    /// Counts work done.
    #[inline(always)]
    fn count(&mut self, steps: u64) -> Result<(), Stop> {
        self.state.steps += steps;
        if self.state.steps - self.state.asked_at >= POLL { self.ask() } else { Ok(()) }
    }

    #[cold]
    fn ask(&mut self) -> Result<(), Stop> {
        let steps = self.state.steps - self.state.asked_at;
        self.state.asked_at = self.state.steps;
        if (self.poll)(steps) { Ok(()) } else { Err(Stop::Asked) }
    }

    #[inline(always)]
    fn push(&mut self, entry: Entry) -> Result<(), Stop> {
        if self.state.stack.len() >= MAX_STACK {
            return Err(Stop::Memory);
        }
        self.state.stack.push(entry);
        Ok(())
    }

    /// Whether a choice at a position is a known dead end. If not, it counts as one from now on: it
    /// is tried now, and is only reached again if that fails.
    #[inline(always)]
    fn is_dead_end(&mut self, memory: u32, at: usize) -> bool {
        memory != NO_MEMORY
            && self.state.steps >= self.state.remember_at
            && self.remembered(memory as usize, at)
    }

    #[cold]
    fn remembered(&mut self, memory: usize, at: usize) -> bool {
        let state = &mut *self.state;
        if state.places == 0 {
            let places = self.input.bytes.len() + 1 - self.input.start;
            let bits = places.saturating_mul(self.program.memories);
            if bits > MAX_MEMORY {
                state.remember_at = u64::MAX;
                return false;
            }
            state.dead_ends.clear();
            state.dead_ends.resize(bits.div_ceil(64), 0);
            (state.places, state.first_place) = (places, self.input.start);
        }
        let Some(place) = at.checked_sub(state.first_place) else { return false };
        let bit = memory * state.places + place;
        let word = &mut state.dead_ends[bit / 64];
        let known = *word >> (bit % 64) & 1 == 1;
        *word |= 1 << (bit % 64);
        known
    }

    #[inline(always)]
    fn byte_at(&self, at: usize) -> usize {
        self.input.bytes.get(at).map_or(END, |byte| usize::from(*byte))
    }

    fn set_mark(&mut self, mark: u32, at: usize) -> Result<(), Stop> {
        let old = self.state.marks[mark as usize];
        let last_group = self.state.last_group;
        // Nothing to go back to: nothing to undo.
        if !self.state.stack.is_empty() {
            self.push(Entry::Mark { mark, last_group, old })?;
        }
        self.state.marks[mark as usize] = at;
        if mark % 2 == 1 {
            self.state.last_group = mark / 2 + 1;
        }
        Ok(())
    }

    fn set_counter(&mut self, counter: u32, value: (u32, usize)) -> Result<(), Stop> {
        let (passes, last) = self.state.counters[counter as usize];
        if !self.state.stack.is_empty() {
            self.push(Entry::Counter { counter, passes, last })?;
        }
        self.state.counters[counter as usize] = value;
        Ok(())
    }

    /// Drops backtracking points down to the innermost fence, but keeps undo records. Returns the
    /// fence's position.
    fn close_fence(&mut self) -> usize {
        let stack = &mut self.state.stack;
        let fence = stack.iter().rposition(|entry| matches!(entry, Entry::Fence { .. }));
        let Some(fence) = fence else { return 0 };
        let at = match stack[fence] {
            Entry::Fence { at, .. } => at,
            _ => 0,
        };
        let mut kept = fence;
        for entry in fence + 1..stack.len() {
            if matches!(stack[entry], Entry::Mark { .. } | Entry::Counter { .. }) {
                stack[kept] = stack[entry];
                kept += 1;
            }
        }
        stack.truncate(kept);
        at
    }

    fn undo(&mut self, entry: Entry) {
        match entry {
            Entry::Mark { mark, last_group, old } => {
                self.state.marks[mark as usize] = old;
                self.state.last_group = last_group;
            }
            Entry::Counter { counter, passes, last } => {
                self.state.counters[counter as usize] = (passes, last);
            }
            _ => {}
        }
    }

    fn holds<const WIDE: bool>(&self, condition: At, at: usize) -> bool {
        let bytes = self.input.bytes;
        match condition {
            At::Start => at == 0,
            At::LineStart => at == 0 || bytes[at - 1] == b'\n',
            At::End => at == bytes.len() || (at + 1 == bytes.len() && bytes[at] == b'\n'),
            At::LineEnd => at == bytes.len() || bytes[at] == b'\n',
            At::VeryEnd => at == bytes.len(),
            At::Boundary { unicode } => self.is_boundary::<WIDE>(unicode, at),
            // An empty subject has neither.
            At::NoBoundary { unicode } => {
                !bytes.is_empty() && !self.is_boundary::<WIDE>(unicode, at)
            }
        }
    }

    fn is_boundary<const WIDE: bool>(&self, unicode: bool, at: usize) -> bool {
        let bytes = self.input.bytes;
        let word = |at: usize| {
            let (code, _) = decode::<WIDE>(bytes, at);
            match char::from_u32(code) {
                Some(c) if c.is_ascii() => c == '_' || c.is_ascii_alphanumeric(),
                Some(c) => unicode && is_word(c),
                None => false,
            }
        };
        let before = at > 0 && word(back::<WIDE>(bytes, at));
        let after = at < bytes.len() && word(at);
        before != after
    }

    /// The end of the group's text if it is repeated at `at`.
    fn again<const WIDE: bool>(&self, group: u32, fold: Fold, at: usize) -> Option<usize> {
        let bytes = self.input.bytes;
        let (start, end) = self.group(group)?;
        let text = &bytes[start..end];
        if fold == Fold::Exact {
            return bytes[at..].starts_with(text).then(|| at + text.len());
        }
        let (mut here, mut there) = (at, start);
        while there < end {
            if here >= bytes.len() {
                return None;
            }
            let (one, next_here) = decode::<WIDE>(bytes, here);
            let (other, next_there) = decode::<WIDE>(bytes, there);
            if fold.apply(one) != fold.apply(other) {
                return None;
            }
            (here, there) = (next_here, next_there);
        }
        Some(here)
    }

    fn group(&self, group: u32) -> Option<(usize, usize)> {
        let marks = &self.state.marks[2 * group as usize..];
        (marks[0] != NONE && marks[1] != NONE && marks[0] <= marks[1]).then(|| (marks[0], marks[1]))
    }

    /// A run of one set's characters; returns where it ends, if possible.
    #[inline(always)]
    fn many<const WIDE: bool>(
        &mut self,
        many: &Many,
        pc: usize,
        at: usize,
    ) -> Result<Option<usize>, Stop> {
        let bytes = self.input.bytes;
        let class = &self.program.classes[many.class as usize];
        let count_of = |max: u32| if max == MAXREPEAT { usize::MAX } else { max as usize };
        if many.greed == Greed::Lazy {
            let (end, count) = run::<WIDE>(class, bytes, at, many.min as usize);
            if count < many.min as usize {
                return Ok(None);
            }
            return self.shortest::<WIDE>(many, pc, end, many.min);
        }
        if self.is_dead_end(many.memory, at) {
            return Ok(None);
        }
        let (end, count) = run::<WIDE>(class, bytes, at, count_of(many.max));
        if count >= 64 {
            self.count(count as u64 / 16)?;
        }
        if count < many.min as usize {
            return Ok(None);
        }
        if many.exclusive || many.greed == Greed::Possessive || count == many.min as usize {
            return Ok(many.next[self.byte_at(end)].then_some(end));
        }
        let least = match WIDE {
            true => run::<WIDE>(class, bytes, at, many.min as usize).0,
            false => at + many.min as usize,
        };
        self.longest::<WIDE>(many, pc, least, end)
    }

    /// The longest run up to `end` after which the rest can match.
    #[inline]
    fn longest<const WIDE: bool>(
        &mut self,
        many: &Many,
        pc: usize,
        least: usize,
        mut end: usize,
    ) -> Result<Option<usize>, Stop> {
        let from = end;
        while !many.next[self.byte_at(end)] {
            if end <= least {
                return Ok(None);
            }
            end = back::<WIDE>(self.input.bytes, end);
        }
        if from - end >= 16 {
            self.count((from - end) as u64 / 16)?;
        }
        if end > least {
            let at = back::<WIDE>(self.input.bytes, end);
            self.push(Entry::Longest { pc: pc as u32, least, at })?;
        }
        Ok(Some(end))
    }

    /// The shortest continuation from `at` of a run with `count` characters, after which the rest
    /// can match.
    #[inline]
    fn shortest<const WIDE: bool>(
        &mut self,
        many: &Many,
        pc: usize,
        mut at: usize,
        mut count: u32,
    ) -> Result<Option<usize>, Stop> {
        let bytes = self.input.bytes;
        let class = &self.program.classes[many.class as usize];
        let from = at;
        let fits = |at: usize| {
            let (code, next) = decode::<WIDE>(bytes, at);
            class.contains(code).then_some(next)
        };
        while !many.next[self.byte_at(at)] {
            if at >= bytes.len() || count == many.max {
                return Ok(None);
            }
            let Some(next) = fits(at) else { return Ok(None) };
            (at, count) = (next, count.saturating_add(1));
        }
        if at - from >= 16 {
            self.count((at - from) as u64 / 16)?;
        }
        if at < bytes.len() && count < many.max && fits(at).is_some() {
            self.push(Entry::Shortest { pc: pc as u32, count, at })?;
        }
        Ok(Some(at))
    }

    /// Matches at one position.
    fn run<const WIDE: bool>(&mut self, start: usize, must_advance: bool) -> Result<bool, Stop> {
        let program = self.program;
        let bytes = self.input.bytes;
        self.state.stack.clear();
        if self.state.last_group != 0 || !self.state.marks.is_empty() {
            self.state.marks.fill(NONE);
            self.state.last_group = 0;
        }
        let (mut pc, mut at) = (0usize, start);
        loop {
            // Whether the instruction matches; if not, backtracks.
            let fits = match &program.insts[pc] {
                Inst::Byte(byte) => {
                    let fits = bytes.get(at) == Some(byte);
                    at += 1;
                    fits
                }
                Inst::Bytes(expected) => {
                    let fits = bytes[at..].starts_with(expected);
                    at += expected.len();
                    fits
                }
                Inst::Class(class) => match at < bytes.len() {
                    true => {
                        let (code, next) = decode::<WIDE>(bytes, at);
                        at = next;
                        program.classes[*class as usize].contains(code)
                    }
                    false => false,
                },
                Inst::At(condition) => self.holds::<WIDE>(*condition, at),
                Inst::Mark(mark) => {
                    self.set_mark(*mark, at)?;
                    true
                }
                Inst::Split { first, second, table, memory } => match table[self.byte_at(at)] {
                    0 => false,
                    1 => {
                        pc = *first as usize;
                        continue;
                    }
                    2 => {
                        pc = *second as usize;
                        continue;
                    }
                    _ => {
                        self.count(1)?;
                        if self.is_dead_end(*memory, at) {
                            false
                        } else {
                            self.push(Entry::Way { pc: *second, at })?;
                            pc = *first as usize;
                            continue;
                        }
                    }
                },
                Inst::Jump(to) => {
                    pc = *to as usize;
                    continue;
                }
                Inst::Many(many) => match self.many::<WIDE>(many, pc, at)? {
                    Some(end) => {
                        at = end;
                        true
                    }
                    None => false,
                },
                Inst::LoopInit(counter) => {
                    self.set_counter(*counter, (0, NONE))?;
                    true
                }
                Inst::Until { counter, min, max, greed, exit } => {
                    self.count(1)?;
                    let (passes, last) = self.state.counters[*counter as usize];
                    let may_go_on = (passes < *max || *max == MAXREPEAT) && last != at;
                    let ahead = pc + 1 + usize::from(*greed == Greed::Lazy);
                    pc = match greed {
                        Greed::Possessive if passes < *min => {
                            self.push(Entry::Fence { on_fail: NOWHERE, at })?;
                            ahead
                        }
                        _ if passes < *min => ahead,
                        Greed::Greedy if may_go_on => {
                            self.push(Entry::Way { pc: *exit, at })?;
                            self.set_counter(*counter, (passes, at))?;
                            ahead
                        }
                        Greed::Possessive if may_go_on => {
                            self.set_counter(*counter, (passes, at))?;
                            self.push(Entry::Fence { on_fail: *exit, at })?;
                            ahead
                        }
                        Greed::Lazy if may_go_on => {
                            self.push(Entry::Way { pc: pc as u32 + 1, at })?;
                            *exit as usize
                        }
                        _ => *exit as usize,
                    };
                    continue;
                }
                Inst::LazyPass(counter) => {
                    let (passes, _) = self.state.counters[*counter as usize];
                    self.set_counter(*counter, (passes, at))?;
                    true
                }
                Inst::Again { counter, until } => {
                    let (passes, last) = self.state.counters[*counter as usize];
                    self.set_counter(*counter, (passes.saturating_add(1), last))?;
                    pc = *until as usize;
                    continue;
                }
                Inst::AtomicBegin => {
                    self.push(Entry::Fence { on_fail: NOWHERE, at })?;
                    true
                }
                Inst::AtomicEnd => {
                    self.close_fence();
                    true
                }
                Inst::LookBegin { back: characters, negative, after } => {
                    let on_fail = if *negative { *after } else { NOWHERE };
                    let mut from = at;
                    let mut left = *characters;
                    while left > 0 && from > 0 {
                        from = back::<WIDE>(bytes, from);
                        left -= 1;
                    }
                    match left {
                        0 => {
                            self.push(Entry::Fence { on_fail, at })?;
                            at = from;
                            true
                        }
                        // There is no such text.
                        _ if *negative => {
                            pc = *after as usize;
                            continue;
                        }
                        _ => false,
                    }
                }
                Inst::LookEnd { negative: false } => {
                    at = self.close_fence();
                    true
                }
                Inst::LookEnd { negative: true } => {
                    while let Some(entry) = self.state.stack.pop() {
                        match entry {
                            Entry::Fence { .. } => break,
                            entry => self.undo(entry),
                        }
                    }
                    false
                }
                Inst::GroupRef(group, fold) => match self.again::<WIDE>(*group, *fold, at) {
                    Some(end) => {
                        at = end;
                        true
                    }
                    None => false,
                },
                Inst::IfGroup { group, no } => {
                    pc = match self.group(*group) {
                        Some(_) => pc + 1,
                        None => *no as usize,
                    };
                    continue;
                }
                Inst::Fail => false,
                Inst::Accept => {
                    let whole = self.input.mode != Mode::FullMatch || at == bytes.len();
                    if whole && !(must_advance && at == start) {
                        self.state.span = (start, at);
                        return Ok(true);
                    }
                    false
                }
            };
            if fits {
                pc += 1;
                continue;
            }
            match self.go_back::<WIDE>()? {
                Some((way, place)) => (pc, at) = (way, place),
                None => return Ok(false),
            }
        }
    }

    /// Backtracks; returns where to continue.
    #[inline]
    fn go_back<const WIDE: bool>(&mut self) -> Result<Option<(usize, usize)>, Stop> {
        loop {
            self.count(1)?;
            let Some(entry) = self.state.stack.pop() else { return Ok(None) };
            match entry {
                Entry::Way { pc, at } => return Ok(Some((pc as usize, at))),
                Entry::Longest { pc, least, at } => {
                    let Inst::Many(many) = &self.program.insts[pc as usize] else { continue };
                    if let Some(at) = self.longest::<WIDE>(many, pc as usize, least, at)? {
                        return Ok(Some((pc as usize + 1, at)));
                    }
                }
                Entry::Shortest { pc, count, at } => {
                    let Inst::Many(many) = &self.program.insts[pc as usize] else { continue };
                    let (_, next) = decode::<WIDE>(self.input.bytes, at);
                    let pc = pc as usize;
                    if let Some(at) = self.shortest::<WIDE>(many, pc, next, count + 1)? {
                        return Ok(Some((pc + 1, at)));
                    }
                }
                Entry::Fence { on_fail: NOWHERE, .. } => {}
                Entry::Fence { on_fail, at } => return Ok(Some((on_fail as usize, at))),
                undo => self.undo(undo),
            }
        }
    }
}
