//! Compiled code as bytes.
//!
//! The interpreter makes its code objects from this form alone, whether a text was just compiled, is
//! kept in a cache, or belongs to the library. First come the strings that are interned, each once,
//! then the module's code with the code inside it. All numbers are little-endian.

use crate::constants::{Literal, looks_like_name};
use crate::spans;
use crate::template::{Constant, Template};
use crate::text::surrogate;
use hob_grammar::ast::Name;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// The type of a constant; the first byte of its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Tag {
    None,
    True,
    False,
    Ellipsis,
    SmallInt,
    BigInt,
    Float,
    Imaginary,
    /// Text.
    Text,
    /// The number of an interned string.
    Name,
    Bytes,
    Tuple,
    FrozenSet,
    Code,
}

impl Tag {
    /// All tags, by number.
    pub const ALL: [Tag; 14] = {
        use Tag::*;
        [
            None, True, False, Ellipsis, SmallInt, BigInt, Float, Imaginary, Text, Name, Bytes,
            Tuple, FrozenSet, Code,
        ]
    };
}

/// A number that distinguishes bytes from most others, such as one text of the library from the
/// others, or from damaged copies.
pub fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// [`fingerprint`] of the length and the ends of bytes, to find a text among a few that differ in
/// these. The middle is not read, since that would load all of it into memory.
pub fn fingerprint_of_ends(bytes: &[u8]) -> u64 {
    const END: usize = 128;
    let size = bytes.len();
    let mut hasher = FxHasher::default();
    hasher.write_usize(size);
    hasher.write(&bytes[..size.min(END)]);
    hasher.write(&bytes[size.saturating_sub(END)..]);
    hasher.finish()
}

/// A module's code as bytes.
pub fn write(code: &Template) -> Vec<u8> {
    let mut body = Writer::default();
    body.code(code);
    let mut whole = Writer::default();
    whole.list(body.strings.iter(), |w, text| w.bytes(text.as_bytes()));
    whole.out.extend(body.out);
    whole.out
}

#[derive(Default)]
struct Writer {
    out: Vec<u8>,
    strings: Vec<Name>,
    numbers: FxHashMap<Name, u32>,
}

impl Writer {
    fn tag(&mut self, tag: Tag) {
        self.out.push(tag as u8);
    }

    fn u16(&mut self, n: u16) {
        self.out.extend(n.to_le_bytes());
    }

    fn u32(&mut self, n: u32) {
        self.out.extend(n.to_le_bytes());
    }

    fn u64(&mut self, n: u64) {
        self.out.extend(n.to_le_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.u32(bytes.len() as u32);
        self.out.extend(bytes);
    }

    fn name(&mut self, name: &str) {
        let number = match self.numbers.get(name) {
            Some(number) => *number,
            None => {
                let number = self.strings.len() as u32;
                self.strings.push(Name::new(name));
                self.numbers.insert(Name::new(name), number);
                number
            }
        };
        self.u32(number);
    }

    fn list<T>(&mut self, items: impl ExactSizeIterator<Item = T>, put: impl Fn(&mut Self, T)) {
        self.u32(items.len() as u32);
        items.for_each(|item| put(self, item));
    }

    fn names(&mut self, names: &[Name]) {
        self.list(names.iter(), |w, name| w.name(name));
    }

    fn code(&mut self, code: &Template) {
        self.name(&code.name);
        self.name(&code.qualname);
        self.u32(code.first_line);
        let f = code.flags;
        let flags = [
            f.varargs,
            f.varkeywords,
            f.generator,
            f.coroutine,
            f.class_body,
            f.module,
            f.string_annotations,
        ];
        self.out.extend(flags.map(u8::from));
        for n in [
            code.positional,
            code.positional_only,
            code.keyword_only,
            code.registers,
            code.attribute_hint,
        ] {
            self.u16(n);
        }
        self.names(&code.locals);
        self.list(code.cells.iter(), |w, cell| w.u16(*cell));
        self.names(&code.free);
        self.names(&code.names);
        self.names(&code.attributes);
        self.u32(code.globals);
        self.list(code.instructions.iter(), |w, i| {
            w.out.extend([i.op as u8, i.x]);
            [i.a, i.b, i.c].into_iter().for_each(|operand| w.u16(operand));
        });
        self.bytes(&spans::pack(&code.spans));
        self.list(code.guards.iter(), |w, guard| {
            [guard.start, guard.end, guard.handler].into_iter().for_each(|n| w.u32(n));
            w.u16(guard.depth);
        });
        match &code.doc {
            Some(doc) => self.text(doc),
            None => self.tag(Tag::None),
        }
        self.list(code.constants.iter(), |w, constant| match constant {
            Constant::Literal(literal) => w.literal(literal),
            Constant::Code(code) => {
                w.tag(Tag::Code);
                w.code(code);
            }
        });
    }

    fn text(&mut self, text: &str) {
        self.tag(Tag::Text);
        self.bytes(text.as_bytes());
    }

    fn literal(&mut self, literal: &Literal) {
        match literal {
            Literal::None => self.tag(Tag::None),
            Literal::True => self.tag(Tag::True),
            Literal::False => self.tag(Tag::False),
            Literal::Ellipsis => self.tag(Tag::Ellipsis),
            Literal::Small(i) => {
                self.tag(Tag::SmallInt);
                self.u64(*i as u64);
            }
            Literal::Int(big) => {
                self.tag(Tag::BigInt);
                self.bytes(&big.to_signed_bytes_le());
            }
            Literal::Float(bits) => {
                self.tag(Tag::Float);
                self.u64(*bits);
            }
            Literal::Imaginary(bits) => {
                self.tag(Tag::Imaginary);
                self.u64(*bits);
            }
            Literal::Str(text) if looks_like_name(text) => {
                self.tag(Tag::Name);
                self.name(text);
            }
            Literal::Str(text) => self.text(text),
            Literal::Surrogates(wtf8) => self.text(&surrogate::from_wtf8(wtf8)),
            Literal::Bytes(bytes) => {
                self.tag(Tag::Bytes);
                self.bytes(bytes);
            }
            Literal::Tuple(items) => {
                self.tag(Tag::Tuple);
                self.list(items.iter(), Writer::literal);
            }
            Literal::FrozenSet(items) => {
                self.tag(Tag::FrozenSet);
                self.list(items.iter(), Writer::literal);
            }
        }
    }
}
