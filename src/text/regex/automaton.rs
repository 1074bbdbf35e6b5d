//! Finite automata, for patterns whose meaning they express exactly.
//!
//! The automaton finds where a match is; the [matcher](super::matcher) then fills in its groups.
//! Patterns that can match the empty text, or repeat such a part, are left to the matcher, because
//! Python has its own rules for empty matches; so are conditions, references to groups and atomic
//! parts. Word characters are defined by Python, too: where that matters, automata are used only
//! for ASCII.

use super::class::Class;
use super::decode::{At, Greed, MAXREPEAT, Node};
use super::program::is_nullable;
use crate::text::surrogate;
use regex_automata::meta::{Cache, Config, Regex};
use regex_automata::{Anchored, Input};
use regex_syntax::hir::{self, Hir};

/// Texts that an automaton is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// Text of ASCII characters only.
    Ascii,
    /// UTF-8 text.
    Unicode,
    /// Bytes.
    Bytes,
}

/// The maximum size in bytes of an automaton's states before it is made deterministic.
const SIZE_LIMIT: usize = 4 << 20;
/// The memory in bytes for deterministic states, which are made while searching.
const CACHE_LIMIT: usize = 4 << 20;

/// An automaton for a pattern.
pub struct Automaton {
    regex: Regex,
    cache: Cache,
    /// Whether the pattern requires the end of the subject, or the newline before it. The automaton
    /// knows only the end.
    asks_for_end: bool,
}

impl Automaton {
    /// The automaton of a pattern, if automata can express it and it is not too large.
    pub fn new(node: &Node, alphabet: Alphabet) -> Option<Automaton> {
        if is_nullable(node) {
            return None;
        }
        let mut translator = Translator { alphabet, asks_for_end: false };
        let hir = translator.translate(node)?;
        let config = Config::new()
            .utf8_empty(false)
            .nfa_size_limit(Some(SIZE_LIMIT))
            .hybrid_cache_capacity(CACHE_LIMIT)
            .onepass(false);
        let regex = Regex::builder().configure(config).build_from_hir(&hir).ok()?;
        let cache = regex.create_cache();
        Some(Automaton { regex, cache, asks_for_end: translator.asks_for_end })
    }

    /// Whether the automaton expresses the pattern's meaning for this subject.
    pub fn suits(&self, subject: &[u8]) -> bool {
        !(self.asks_for_end && subject.ends_with(b"\n"))
    }

    /// The first match that begins at `start` or later.
    pub fn find(&mut self, subject: &[u8], start: usize) -> Option<(usize, usize)> {
        let input = Input::new(subject).range(start..).anchored(Anchored::No);
        let found = self.regex.search_with(&mut self.cache, &input)?;
        Some((found.start(), found.end()))
    }
}

struct Translator {
    alphabet: Alphabet,
    asks_for_end: bool,
}

impl Translator {
    fn translate(&mut self, node: &Node) -> Option<Hir> {
        Some(match node {
            Node::Literal(code) => self.literal(*code),
            Node::Class(class) => self.class(class),
            Node::At(at) => Hir::look(self.look(*at)?),
            Node::Mark(_) => Hir::empty(),
            Node::Fail => Hir::fail(),
            Node::Sequence(nodes) => {
                let parts: Option<Vec<Hir>> = nodes.iter().map(|n| self.translate(n)).collect();
                Hir::concat(parts?)
            }
            Node::Branch(nodes) => {
                let ways: Option<Vec<Hir>> = nodes.iter().map(|n| self.translate(n)).collect();
                Hir::alternation(ways?)
            }
            Node::Repeat { greed: Greed::Possessive, .. } => return None,
            Node::Repeat { body, min, max, greed } => {
                if is_nullable(body) {
                    return None;
                }
                Hir::repetition(hir::Repetition {
                    min: *min,
                    max: (*max != MAXREPEAT).then_some(*max),
                    greedy: *greed == Greed::Greedy,
                    sub: Box::new(self.translate(body)?),
                })
            }
            Node::Atomic(_) | Node::Look { .. } | Node::GroupRef(..) | Node::IfGroup(..) => {
                return None;
            }
        })
    }

    fn literal(&self, code: u32) -> Hir {
        let limit = match self.alphabet {
            Alphabet::Ascii => 128,
            Alphabet::Bytes => 256,
            Alphabet::Unicode => u32::MAX,
        };
        match surrogate::to_char(code) {
            Some(c) if self.alphabet == Alphabet::Unicode => {
                Hir::literal(c.encode_utf8(&mut [0; 4]).as_bytes())
            }
            Some(_) if code < limit => Hir::literal([code as u8]),
            _ => Hir::fail(),
        }
    }

    fn class(&self, class: &Class) -> Hir {
        let limit: u8 = match self.alphabet {
            Alphabet::Ascii => 127,
            Alphabet::Bytes => 255,
            Alphabet::Unicode => {
                let ranges = class.ranges();
                let ranges = ranges.iter().map(|&(a, b)| hir::ClassUnicodeRange::new(a, b));
                return Hir::class(hir::Class::Unicode(hir::ClassUnicode::new(ranges)));
            }
        };
        let bytes = (0..=limit).filter(|byte| class.has_byte(*byte));
        let ranges = bytes.map(|byte| hir::ClassBytesRange::new(byte, byte));
        Hir::class(hir::Class::Bytes(hir::ClassBytes::new(ranges)))
    }

    fn look(&mut self, at: At) -> Option<hir::Look> {
        Some(match at {
            At::Start => hir::Look::Start,
            At::LineStart => hir::Look::StartLF,
            At::LineEnd => hir::Look::EndLF,
            At::VeryEnd => hir::Look::End,
            At::End => {
                self.asks_for_end = true;
                hir::Look::End
            }
            At::Boundary { unicode: true } | At::NoBoundary { unicode: true }
                if self.alphabet == Alphabet::Unicode =>
            {
                return None;
            }
            At::Boundary { .. } => hir::Look::WordAscii,
            At::NoBoundary { .. } => hir::Look::WordAsciiNegate,
        })
    }
}
