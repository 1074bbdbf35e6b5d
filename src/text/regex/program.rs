//! Programs for the matcher, made of patterns.
//!
//! A program works on bytes: UTF-8 for text. A branching instruction knows with which bytes each of
//! its branches can begin, so most choices are already decided and need no backtracking point.

use super::class::{Class, Fold};
use super::decode::{At, Greed, MAXREPEAT, Node};
use crate::text::surrogate;
use memchr::memmem;

/// No position, no mark.
pub const NONE: usize = usize::MAX;
/// The number of an instruction without a record of dead ends.
pub const NO_MEMORY: u32 = u32::MAX;
/// The end of the subject, as a byte.
pub const END: usize = 256;

/// The bytes, or [`END`], with which a match can begin.
pub type Firsts = [bool; 257];

/// A repeat of one character.
#[derive(Debug)]
pub struct Many {
    /// The set of characters.
    pub class: u32,
    /// The least number.
    pub min: u32,
    /// The greatest number.
    pub max: u32,
    /// The number that is tried first.
    pub greed: Greed,
    /// The bytes that the rest can begin with.
    pub next: Box<Firsts>,
    /// Nothing that follows can begin with a character of the set: only the longest run matches.
    pub exclusive: bool,
    /// The number of its record of dead ends.
    pub memory: u32,
}

/// An instruction. Branching ones try the first branch first.
#[allow(missing_docs)] // Fields are described with their instructions.
#[derive(Debug)]
pub enum Inst {
    /// This byte.
    Byte(u8),
    /// These bytes.
    Bytes(Box<[u8]>),
    /// A character of this set.
    Class(u32),
    /// A condition on the place.
    At(At),
    /// Notes the place.
    Mark(u32),
    /// Two branches; bit 0 of a table entry says that the first can begin with that byte, bit 1 the
    /// second.
    Split { first: u32, second: u32, table: Box<[u8; 257]>, memory: u32 },
    /// Goes on elsewhere.
    Jump(u32),
    /// A run of one set's characters.
    Many(Box<Many>),
    /// Begins a counted loop.
    LoopInit(u32),
    /// Decides whether a counted loop continues with its body, which is next, or at `exit`.
    Until { counter: u32, min: u32, max: u32, greed: Greed, exit: u32 },
    /// The start of an iteration of a lazy loop that was first avoided.
    LazyPass(u32),
    /// Ends a pass.
    Again { counter: u32, until: u32 },
    /// Begins an atomic part.
    AtomicBegin,
    /// Ends it.
    AtomicEnd,
    /// Begins a condition on the surrounding text; a negative one continues at `after`.
    LookBegin { back: u32, negative: bool, after: u32 },
    /// Ends it.
    LookEnd { negative: bool },
    /// A group's text again.
    GroupRef(u32, Fold),
    /// Continues at `no` if a group has not matched.
    IfGroup { group: u32, no: u32 },
    /// Goes back.
    Fail,
    /// All fits.
    Accept,
}

/// How a search finds positions worth trying.
#[derive(Debug)]
pub enum Start {
    /// Each place.
    Anywhere,
    /// Only the start of the subject.
    Beginning,
    /// Positions of these bytes.
    Literal(Box<memmem::Finder<'static>>),
    /// Positions of one of these bytes.
    One(u8),
    /// Positions of one of these bytes.
    Two(u8, u8),
    /// Positions of one of these bytes.
    Three(u8, u8, u8),
    /// Positions of one of these bytes.
    Set(Box<Firsts>),
}

/// A program.
#[derive(Debug)]
pub struct Program {
    /// Its instructions; it begins with the first.
    pub insts: Vec<Inst>,
    /// The sets.
    pub classes: Vec<Class>,
    /// The number of counted loops.
    pub counters: usize,
    /// The number of instructions with a record of dead ends.
    pub memories: usize,
    /// The positions that searches try.
    pub start: Start,
}

impl Program {
    /// Compiles a pattern, for text or for bytes.
    pub fn new(node: &Node, text: bool) -> Program {
        let mut compiler = Compiler {
            insts: Vec::new(),
            classes: Vec::new(),
            counters: 0,
            memories: 0,
            // A match after a group reference depends on more than the position.
            forgets: refers_back(node),
            text,
        };
        compiler.node(node);
        compiler.insts.push(Inst::Accept);
        let firsts = compiler.foresee();
        let start = compiler.start(node, &firsts);
        let Compiler { insts, classes, counters, memories, .. } = compiler;
        Program { insts, classes, counters, memories, start }
    }
}

/// Appends a character in its stored form: UTF-8 in text. Returns false for one that bytes cannot
/// contain.
fn encode(code: u32, text: bool, out: &mut Vec<u8>) -> bool {
    if !text {
        out.push(code as u8);
        return code < 256;
    }
    match surrogate::to_char(code) {
        Some(c) => {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            true
        }
        None => false,
    }
}

/// Whether a match depends on groups.
fn refers_back(node: &Node) -> bool {
    match node {
        Node::GroupRef(..) | Node::IfGroup(..) => true,
        Node::Sequence(nodes) | Node::Branch(nodes) => nodes.iter().any(refers_back),
        Node::Repeat { body, .. } | Node::Atomic(body) | Node::Look { body, .. } => {
            refers_back(body)
        }
        _ => false,
    }
}

/// Whether a pattern can fit without a character.
pub fn is_nullable(node: &Node) -> bool {
    match node {
        Node::Literal(_) | Node::Class(_) | Node::Fail => false,
        Node::At(_) | Node::Mark(_) | Node::Look { .. } | Node::GroupRef(..) => true,
        Node::Sequence(nodes) => nodes.iter().all(is_nullable),
        Node::Branch(nodes) => nodes.iter().any(is_nullable),
        Node::Repeat { body, min, .. } => *min == 0 || is_nullable(body),
        Node::Atomic(body) => is_nullable(body),
        Node::IfGroup(_, yes, no) => is_nullable(yes) || is_nullable(no),
    }
}

/// Roughly how many instructions a pattern needs, at most `limit`.
fn size(node: &Node, limit: usize) -> usize {
    let size = match node {
        Node::Sequence(nodes) | Node::Branch(nodes) => nodes
            .iter()
            .fold(0, |sum, node| if sum < limit { sum + size(node, limit) } else { sum }),
        Node::Repeat { body, min, max, .. } => {
            let copies = if *max == MAXREPEAT { *min } else { *max };
            size(body, limit).saturating_mul((copies as usize).max(1))
        }
        Node::Atomic(body) | Node::Look { body, .. } => 2 + size(body, limit),
        Node::IfGroup(_, yes, no) => 2 + size(yes, limit) + size(no, limit),
        _ => 1,
    };
    size.min(limit)
}

/// Repeats are unrolled if their bodies add up to at most this many instructions.
const UNROLLED: usize = 64;

struct Compiler {
    insts: Vec<Inst>,
    classes: Vec<Class>,
    counters: usize,
    memories: usize,
    /// Whether a match depends on more than the position, so that dead ends are not recorded.
    forgets: bool,
    text: bool,
}

impl Compiler {
    fn here(&self) -> u32 {
        self.insts.len() as u32
    }

    fn push(&mut self, inst: Inst) -> usize {
        self.insts.push(inst);
        self.insts.len() - 1
    }

    fn class(&mut self, class: &Class) -> u32 {
        let known = self.classes.iter().position(|known| known == class);
        known.unwrap_or_else(|| {
            self.classes.push(class.clone());
            self.classes.len() - 1
        }) as u32
    }

    fn memory(&mut self) -> u32 {
        if self.forgets {
            return NO_MEMORY;
        }
        self.memories += 1;
        self.memories as u32 - 1
    }

    fn split(&mut self) -> usize {
        let memory = self.memory();
        self.push(Inst::Split { first: 0, second: 0, table: Box::new([3; 257]), memory })
    }

    fn set_ways(&mut self, split: usize, ways: (u32, u32)) {
        if let Inst::Split { first, second, .. } = &mut self.insts[split] {
            (*first, *second) = ways;
        }
    }

    fn sequence(&mut self, nodes: &[Node]) {
        let mut nodes = nodes.iter();
        while let Some(node) = nodes.next() {
            let Node::Literal(_) = node else {
                self.node(node);
                continue;
            };
            // Consecutive literals are compared at once.
            let (mut bytes, mut next) = (Vec::new(), Some(node));
            let mut possible = true;
            while let Some(Node::Literal(code)) = next {
                possible &= encode(*code, self.text, &mut bytes);
                let rest = nodes.clone().next();
                next = match rest {
                    Some(Node::Literal(_)) => nodes.next(),
                    _ => None,
                };
            }
            self.push(match bytes[..] {
                _ if !possible => Inst::Fail,
                [one] => Inst::Byte(one),
                _ => Inst::Bytes(bytes.into()),
            });
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Literal(_) => self.sequence(std::slice::from_ref(node)),
            Node::Sequence(nodes) => self.sequence(nodes),
            Node::Class(class) => {
                let class = self.class(class);
                self.push(Inst::Class(class));
            }
            Node::At(at) => {
                self.push(Inst::At(*at));
            }
            Node::Mark(mark) => {
                self.push(Inst::Mark(*mark));
            }
            Node::Fail => {
                self.push(Inst::Fail);
            }
            Node::GroupRef(group, fold) => {
                self.push(Inst::GroupRef(*group, *fold));
            }
            Node::Branch(branches) => self.branch(branches),
            Node::Repeat { body, min, max, greed } => self.repeat(body, *min, *max, *greed),
            Node::Atomic(body) => self.atomic(|this| this.node(body)),
            Node::Look { body, back, negative } => {
                let begin = self.push(Inst::Fail);
                // A match inside also depends on the position of the condition.
                let forgets = std::mem::replace(&mut self.forgets, true);
                self.node(body);
                self.forgets = forgets;
                self.push(Inst::LookEnd { negative: *negative });
                let after = self.here();
                self.insts[begin] = Inst::LookBegin { back: *back, negative: *negative, after };
            }
            Node::IfGroup(group, yes, no) => {
                let test = self.push(Inst::Fail);
                self.node(yes);
                let jump = self.push(Inst::Fail);
                self.insts[test] = Inst::IfGroup { group: *group, no: self.here() };
                self.node(no);
                self.insts[jump] = Inst::Jump(self.here());
            }
        }
    }

    fn branch(&mut self, branches: &[Node]) {
        let Some((last, others)) = branches.split_last() else {
            self.push(Inst::Fail);
            return;
        };
        let mut ends = Vec::new();
        for branch in others {
            let split = self.split();
            self.node(branch);
            ends.push(self.push(Inst::Fail));
            self.set_ways(split, (split as u32 + 1, self.here()));
        }
        self.node(last);
        for end in ends {
            self.insts[end] = Inst::Jump(self.here());
        }
    }

    fn atomic(&mut self, body: impl FnOnce(&mut Self)) {
        self.push(Inst::AtomicBegin);
        body(self);
        self.push(Inst::AtomicEnd);
    }

    fn repeat(&mut self, body: &Node, min: u32, max: u32, greed: Greed) {
        let class = match body {
            Node::Class(class) => Some(self.class(class)),
            Node::Literal(code) if !self.text || *code < 128 => {
                Some(self.class(&Class::literal(*code, Fold::Exact, false)))
            }
            _ => None,
        };
        if let Some(class) = class {
            let memory = self.memory();
            let next = Box::new([true; 257]);
            let many = Many { class, min, max, greed, next, exclusive: false, memory };
            self.push(Inst::Many(Box::new(many)));
            return;
        }
        if is_nullable(body) {
            return self.counted(body, min, max, greed);
        }
        let copies = if max == MAXREPEAT { min.max(1) } else { max };
        let whole = size(body, UNROLLED + 1).saturating_mul(copies as usize);
        if whole > UNROLLED && copies > 1 {
            return self.counted(body, min, max, greed);
        }
        match greed {
            Greed::Possessive => self.atomic(|this| this.unrolled(body, min, max, false)),
            greed => self.unrolled(body, min, max, greed == Greed::Lazy),
        }
    }

    /// A repeat whose body consumes at least one character, without a counter.
    fn unrolled(&mut self, body: &Node, min: u32, max: u32, lazy: bool) {
        let order = |body, exit| if lazy { (exit, body) } else { (body, exit) };
        if max == MAXREPEAT && min > 0 {
            for _ in 1..min {
                self.node(body);
            }
            let first = self.here();
            self.node(body);
            let split = self.split();
            self.set_ways(split, order(first, split as u32 + 1));
            return;
        }
        for _ in 0..min {
            self.node(body);
        }
        if max == MAXREPEAT {
            let split = self.split();
            self.node(body);
            self.push(Inst::Jump(split as u32));
            let exit = self.here();
            self.set_ways(split, order(split as u32 + 1, exit));
            return;
        }
        let mut splits = Vec::new();
        for _ in min..max {
            splits.push(self.split());
            self.node(body);
        }
        let exit = self.here();
        for split in splits {
            self.set_ways(split, order(split as u32 + 1, exit));
        }
    }

    fn counted(&mut self, body: &Node, min: u32, max: u32, greed: Greed) {
        let counter = self.counters as u32;
        self.counters += 1;
        self.push(Inst::LoopInit(counter));
        let until = self.push(Inst::Fail);
        if greed == Greed::Lazy {
            self.push(Inst::LazyPass(counter));
        }
        // A match inside also depends on the counter.
        let forgets = std::mem::replace(&mut self.forgets, true);
        self.node(body);
        self.forgets = forgets;
        if greed == Greed::Possessive {
            self.push(Inst::AtomicEnd);
        }
        self.push(Inst::Again { counter, until: until as u32 });
        let exit = self.here();
        self.insts[until] = Inst::Until { counter, min, max, greed, exit };
    }

    /// Fills in the bytes for each branch. Returns those with which the whole can begin.
    fn foresee(&mut self) -> Firsts {
        let mut known: Vec<Option<Box<Firsts>>> = vec![None; self.insts.len()];
        for at in (0..self.insts.len()).rev() {
            match &self.insts[at] {
                Inst::Split { first, second, .. } => {
                    let (first, second) = (*first as usize, *second as usize);
                    let one = self.firsts(first, &mut known, 0);
                    let two = self.firsts(second, &mut known, 0);
                    let table = std::array::from_fn(|i| u8::from(one[i]) | u8::from(two[i]) << 1);
                    if let Inst::Split { table: place, .. } = &mut self.insts[at] {
                        **place = table;
                    }
                }
                Inst::Many(many) => {
                    let class = self.class_firsts(&self.classes[many.class as usize]);
                    let next = self.firsts(at + 1, &mut known, 0);
                    let exclusive = !(0..256).any(|byte| class[byte] && next[byte]);
                    if let Inst::Many(many) = &mut self.insts[at] {
                        (many.next, many.exclusive) = (Box::new(next), exclusive);
                    }
                }
                _ => {}
            }
        }
        self.firsts(0, &mut known, 0)
    }

    fn class_firsts(&self, class: &Class) -> Firsts {
        let mut firsts = [false; 257];
        let limit = if self.text { 128 } else { 256 };
        for (byte, first) in firsts[..limit].iter_mut().enumerate() {
            *first = class.has_byte(byte as u8);
        }
        if self.text && !class.is_ascii() {
            firsts[0xc2..0xf5].fill(true);
        }
        firsts
    }

    /// The bytes at which an instruction can lead to a match.
    fn firsts(&self, at: usize, known: &mut [Option<Box<Firsts>>], depth: usize) -> Firsts {
        const ALL: Firsts = [true; 257];
        if let Some(firsts) = &known[at] {
            return **firsts;
        }
        // Paths are followed from the last instruction backwards, so that long ones are already
        // partly known.
        if depth > 200 {
            return ALL;
        }
        // The result for loops that lead back here without consuming a character.
        known[at] = Some(Box::new(ALL));
        let only = |byte: usize| {
            let mut firsts = [false; 257];
            firsts[byte] = true;
            firsts
        };
        let mut go = |at: u32| self.firsts(at as usize, known, depth + 1);
        let either = |mut one: Firsts, two: Firsts| {
            one.iter_mut().zip(two).for_each(|(one, two)| *one |= two);
            one
        };
        let next = at as u32 + 1;
        let firsts = match &self.insts[at] {
            Inst::Byte(byte) => only(usize::from(*byte)),
            Inst::Bytes(bytes) => only(usize::from(bytes[0])),
            Inst::Class(class) => self.class_firsts(&self.classes[*class as usize]),
            Inst::At(At::VeryEnd) => only(END),
            Inst::At(At::End | At::LineEnd) => either(only(END), only(usize::from(b'\n'))),
            Inst::At(_) | Inst::Mark(_) | Inst::AtomicBegin => go(next),
            Inst::Jump(to) => go(*to),
            Inst::Split { first, second, .. } => either(go(*first), go(*second)),
            Inst::Many(many) => {
                let class = self.class_firsts(&self.classes[many.class as usize]);
                if many.min == 0 { either(class, go(next)) } else { class }
            }
            Inst::Until { exit, .. } => either(go(next), go(*exit)),
            Inst::LoopInit(_) | Inst::LazyPass(_) => go(next),
            Inst::Again { until, .. } => go(*until),
            // The code after a condition begins at the same position.
            Inst::LookBegin { after, .. } => go(*after),
            Inst::IfGroup { no, .. } => either(go(next), go(*no)),
            Inst::Fail => [false; 257],
            // Choices before the end of an atomic part do not depend on what follows.
            Inst::AtomicEnd | Inst::LookEnd { .. } => ALL,
            Inst::GroupRef(..) | Inst::Accept => ALL,
        };
        known[at] = Some(Box::new(firsts));
        firsts
    }

    fn start(&self, node: &Node, firsts: &Firsts) -> Start {
        let mut nodes = match node {
            Node::Sequence(nodes) => &nodes[..],
            other => std::slice::from_ref(other),
        };
        while let [Node::Mark(_), rest @ ..] = nodes {
            nodes = rest;
        }
        if let Some(Node::At(At::Start)) = nodes.first() {
            return Start::Beginning;
        }
        let mut prefix = Vec::new();
        for node in nodes {
            match node {
                Node::Literal(code) if encode(*code, self.text, &mut prefix) => {}
                Node::Mark(_) => {}
                _ => break,
            }
        }
        if prefix.len() > 1 {
            return Start::Literal(Box::new(memmem::Finder::new(&prefix).into_owned()));
        }
        let bytes: Vec<u8> = (0..=255).filter(|byte| firsts[usize::from(*byte)]).collect();
        match bytes[..] {
            _ if firsts[END] => Start::Anywhere,
            [one] => Start::One(one),
            [one, two] => Start::Two(one, two),
            [one, two, three] => Start::Three(one, two, three),
            _ => Start::Set(Box::new(*firsts)),
        }
    }
}
