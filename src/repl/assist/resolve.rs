//! The values of expressions in a text, where they can be known without running it.
//!
//! Names are looked up in the session's namespace and among those that the text binds: after `queue
//! = asyncio.Queue()` in a function body being typed, the attributes of `queue.` are known.

use super::cursor::Cursor;
use crate::introspection::look::{Key, Known, annotated};
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::runtime::{Ref, Value};
use crate::vm::Vm;
use hob_grammar::token::Tok;
use std::ops::Range;

/// The maximum nesting of expressions.
const MAX_DEPTH: usize = 50;

/// Resolves the expressions of a text.
pub struct Resolver<'a> {
    /// The interpreter.
    pub vm: &'a Vm,
    /// The session's variables.
    pub namespace: &'a Ref<Dict>,
    /// The text.
    pub cursor: &'a Cursor<'a>,
}

impl Resolver<'_> {
    /// The value of the primary expression whose last token is before `end`.
    pub fn primary_before(&self, end: usize) -> Option<Known> {
        let start = self.cursor.primary(end)?;
        self.primary(start..end, MAX_DEPTH)
    }

    fn kind(&self, i: usize) -> Option<Tok> {
        self.cursor.kind(i)
    }

    fn instance(&self, class: &Ref<Class>) -> Option<Known> {
        Some(Known::Instance(class.clone()))
    }

    /// A primary, optionally after `await`; other expressions are not resolved.
    fn expression(&self, range: Range<usize>, depth: usize) -> Option<Known> {
        if range.is_empty() {
            return None;
        }
        if self.kind(range.start) == Some(Tok::Await) {
            return self.expression(range.start + 1..range.end, depth.checked_sub(1)?)?.awaited();
        }
        let is_whole = self.cursor.primary(range.end) == Some(range.start);
        if is_whole { self.primary(range, depth) } else { None }
    }

    fn primary(&self, range: Range<usize>, depth: usize) -> Option<Known> {
        let depth = depth.checked_sub(1)?;
        let (mut known, mut at) = self.atom(range.clone(), depth)?;
        while at < range.end {
            match self.kind(at)? {
                Tok::Dot => {
                    known = known.attribute(self.vm, self.cursor.text_of(at + 1))?;
                    at += 2;
                }
                Tok::LeftParen => {
                    known = known.called(self.vm)?;
                    at = self.closing(at, range.end)? + 1;
                }
                Tok::LeftBracket => {
                    let end = self.closing(at, range.end)?;
                    known = known.item(self.vm, &self.key(at + 1..end)?)?;
                    at = end + 1;
                }
                _ => return None,
            }
        }
        Some(known)
    }

    /// The value of the first atom of the range, and the index after it.
    fn atom(&self, range: Range<usize>, depth: usize) -> Option<(Known, usize)> {
        let types = &self.vm.types;
        let first = range.start;
        let known = match self.kind(first)? {
            Tok::Name => self.name(self.cursor.text_of(first), first, depth),
            Tok::Str => {
                let prefix = self.cursor.text_of(first).split(['\'', '"']).next().unwrap_or("");
                self.instance(if prefix.contains(['b', 'B']) { &types.bytes } else { &types.str })
            }
            Tok::FStringStart => self.instance(&types.str),
            Tok::Int => self.instance(&types.int),
            Tok::Float => self.instance(&types.float),
            Tok::Imaginary => self.instance(&types.complex),
            Tok::None => Some(Known::Value(Value::NONE)),
            Tok::True | Tok::False => self.instance(&types.bool),
            Tok::LeftBracket => self.instance(&types.list),
            Tok::LeftBrace => {
                let end = self.closing(first, range.end)?;
                let is_dict = end == first + 1 || self.contains(first + 1..end, Tok::Colon);
                self.instance(if is_dict { &types.dict } else { &types.set })
            }
            Tok::LeftParen => {
                let inside = first + 1..self.closing(first, range.end)?;
                if inside.is_empty() || self.contains(inside.clone(), Tok::Comma) {
                    self.instance(&types.tuple)
                } else if self.contains(inside.clone(), Tok::For) {
                    self.instance(&types.generator)
                } else {
                    self.expression(inside, depth)
                }
            }
            _ => None,
        };
        let behind = match self.kind(first)? {
            Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace | Tok::FStringStart => {
                self.closing(first, range.end)? + 1
            }
            _ => first + 1,
        };
        Some((known?, behind))
    }

    /// The index of the bracket that closes the one at `opening`, before `end`.
    fn closing(&self, opening: usize, end: usize) -> Option<usize> {
        self.cursor.partner(opening).filter(|closing| *closing < end)
    }

    /// Whether the token occurs outside inner brackets.
    fn contains(&self, range: Range<usize>, kind: Tok) -> bool {
        let mut depth = 0;
        for i in range {
            match self.cursor.tokens[i].kind {
                Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace | Tok::FStringStart => {
                    depth += 1
                }
                Tok::RightParen | Tok::RightBracket | Tok::RightBrace | Tok::FStringEnd => {
                    depth -= 1;
                }
                found if found == kind && depth == 0 => return true,
                _ => {}
            }
        }
        false
    }

    /// A subscript that is a literal.
    fn key(&self, range: Range<usize>) -> Option<Key> {
        let text = |i: usize| self.cursor.text_of(i);
        let kinds: Vec<Tok> = range.clone().filter_map(|i| self.kind(i)).collect();
        match kinds[..] {
            [Tok::Int] => Some(Key::Int(text(range.start).parse().ok()?)),
            [Tok::Minus, Tok::Int] => Some(Key::Int(-text(range.start + 1).parse::<i64>().ok()?)),
            [Tok::Str] => Some(Key::Text(literal(text(range.start))?)),
            _ => None,
        }
    }

    /// The value of a name at the token `at`.
    fn name(&self, name: &str, at: usize, depth: usize) -> Option<Known> {
        for i in (0..at).rev() {
            if self.kind(i) == Some(Tok::Name) && self.cursor.text_of(i) == name {
                match self.binding(i, at, depth) {
                    Some(Binding::Known(known)) => return Some(known),
                    Some(Binding::Unknown) => return None,
                    None => {}
                }
            }
        }
        let found = self.namespace.get_text(name).or_else(|| self.vm.builtins.get_text(name))?;
        Some(Known::Value(found))
    }

    /// The binding made by the name at token `i`, if it binds.
    fn binding(&self, i: usize, before: usize, depth: usize) -> Option<Binding> {
        let end_of_line = || {
            (i..before).find(|j| self.kind(*j) == Some(Tok::RawNewline)).filter(|end| *end < before)
        };
        let binding = |known: Option<Known>| Some(known.map_or(Binding::Unknown, Binding::Known));
        let starts_statement = matches!(
            self.cursor.kind_before(i),
            None | Some(Tok::RawNewline | Tok::Colon | Tok::Semicolon)
        );
        match (self.cursor.kind_before(i), self.kind(i + 1)) {
            (_, Some(Tok::Equal)) if starts_statement => {
                binding(self.expression(i + 2..end_of_line()?, depth))
            }
            (Some(Tok::As), _) => {
                let start = self.cursor.primary(i - 1)?;
                let context = self.primary(start..i - 1, depth);
                binding(match self.cursor.kind_before(start) {
                    Some(Tok::Except | Tok::Star) => {
                        context.and_then(|known| known.called(self.vm))
                    }
                    Some(Tok::With) => context.map(|known| self.entered(known)),
                    _ => None,
                })
            }
            (Some(Tok::LeftParen | Tok::Comma), Some(Tok::Colon)) if self.is_parameter(i) => {
                let stop = |j: &usize| {
                    matches!(self.kind(*j), Some(Tok::Comma | Tok::Equal | Tok::RightParen))
                };
                let end = (i + 2..before).find(stop)?;
                let annotation = self.expression(i + 2..end, depth);
                binding(match annotation {
                    Some(Known::Value(value)) => annotated(self.vm, self.namespace, &value),
                    _ => None,
                })
            }
            (Some(Tok::LeftParen | Tok::Comma), _) if self.is_parameter(i) => binding(None),
            (Some(Tok::For), _) => binding(None),
            _ => None,
        }
    }

    /// Whether the name is directly inside the parentheses of a `def`.
    pub fn is_parameter(&self, i: usize) -> bool {
        let mut j = i;
        while let Some(before) = j.checked_sub(1) {
            match (self.cursor.tokens[before].kind, self.cursor.partner(before)) {
                (_, Some(partner)) if partner < before => j = partner,
                (Tok::LeftParen, _) => {
                    return before >= 2 && self.kind(before - 2) == Some(Tok::Def);
                }
                (Tok::LeftBracket | Tok::LeftBrace | Tok::RawNewline, _) => return false,
                _ => j = before,
            }
        }
        false
    }

    /// The value that `with known as name` binds: the annotated result of `__aenter__` or
    /// `__enter__`, or else the context manager itself, which is the usual case.
    fn entered(&self, known: Known) -> Known {
        let result = |method: &str| known.attribute(self.vm, method)?.called(self.vm);
        let entered = result("__enter__").or_else(|| result("__aenter__")?.awaited());
        entered.unwrap_or(known)
    }
}

enum Binding {
    Known(Known),
    Unknown,
}

/// The text of a string literal without escapes.
pub fn literal(token: &str) -> Option<String> {
    let start = token.find(['\'', '"'])?;
    let (prefix, quoted) = token.split_at(start);
    let triple = quoted.len() >= 6 && (quoted.starts_with("'''") || quoted.starts_with("\"\"\""));
    let quotes = if triple { 3 } else { 1 };
    let inside = quoted.get(quotes..quoted.len().checked_sub(quotes)?)?;
    (prefix.is_empty() && !inside.contains('\\')).then(|| inside.to_string())
}
