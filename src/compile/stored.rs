//! Code objects as bytes, so that a library that was compiled once need not be compiled again.
//!
//! The form is for this build of the interpreter alone: a number of the build stands at its start,
//! a checksum after it. Then come the strings that are interned, each once, and the module's code
//! with the code inside it. All numbers are little-endian. Reading what was damaged, or written by
//! another build, gives nothing.

use crate::bytecode::{Instruction, Opcode};
use crate::objects::bytes::Bytes;
use crate::objects::code::{AttributeCache, Code, CodeFlags, Guard, Source};
use crate::objects::complex::Complex;
use crate::objects::int;
use crate::objects::set::Set;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::value::View;
use crate::runtime::{Ref, Value};
use hob_grammar::ast::Span;
use num_bigint::BigInt;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;
use std::rc::Rc;

/// Bytes before the payload: the build's number and the checksum.
pub const HEADER: usize = 16;
/// The greatest nesting of code and tuples.
const MAX_DEPTH: u32 = 200;

/// A module's code as bytes, under the number of this build; none if a constant has no form here.
pub fn write(code: &Code, build: u64) -> Option<Vec<u8>> {
    let mut body = Writer::default();
    body.code(code)?;
    let mut payload = Writer::default();
    payload.list(body.strings.iter(), |w, text| w.bytes(text.as_str().as_bytes()));
    payload.out.extend(body.out);
    Some(seal(&payload.out, build))
}

/// A payload behind the header of this build.
pub fn seal(payload: &[u8], build: u64) -> Vec<u8> {
    let header = [build.to_le_bytes(), checksum(payload).to_le_bytes()].concat();
    [&header, payload].concat()
}

/// The code that [`write`] made of a module with this source, if the same build did.
pub fn read(bytes: &[u8], build: u64, source: &Rc<Source>) -> Option<Ref<Code>> {
    let (header, payload) = bytes.split_at_checked(HEADER)?;
    let mut header = Reader { rest: header, strings: Vec::new(), source };
    if header.u64()? != build || header.u64()? != checksum(payload) {
        return None;
    }
    let mut reader = Reader { rest: payload, strings: Vec::new(), source };
    reader.strings = reader.list(|r| Some(intern(r.text()?)))?;
    reader.code(0)
}

fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// The type of a constant; the first byte of its form.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Tag {
    None,
    True,
    False,
    Ellipsis,
    SmallInt,
    BigInt,
    Float,
    Complex,
    Text,
    Name,
    Bytes,
    Tuple,
    FrozenSet,
    Code,
}

impl Tag {
    const ALL: [Tag; 14] = {
        use Tag::*;
        [
            None, True, False, Ellipsis, SmallInt, BigInt, Float, Complex, Text, Name, Bytes,
            Tuple, FrozenSet, Code,
        ]
    };
}

#[derive(Default)]
struct Writer {
    out: Vec<u8>,
    strings: Vec<Ref<Str>>,
    /// The strings' numbers, by identity.
    numbers: FxHashMap<u64, u32>,
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

    fn name(&mut self, name: &Ref<Str>) {
        let next = self.strings.len() as u32;
        let number = *self.numbers.entry(name.as_value().bits()).or_insert(next);
        if number == next {
            self.strings.push(name.clone());
        }
        self.u32(number);
    }

    fn list<T>(&mut self, items: impl ExactSizeIterator<Item = T>, put: impl Fn(&mut Self, T)) {
        self.u32(items.len() as u32);
        items.for_each(|item| put(self, item));
    }

    fn constants(&mut self, values: &[Value]) -> Option<()> {
        self.u32(values.len() as u32);
        values.iter().try_for_each(|value| self.constant(value))
    }

    fn code(&mut self, code: &Code) -> Option<()> {
        self.name(&code.name);
        self.name(&code.qualname);
        self.u32(code.first_line);
        let f = code.flags;
        let flags = [f.varargs, f.varkeywords, f.generator, f.coroutine, f.class_body, f.module];
        self.out.extend(flags.map(u8::from));
        for n in [
            code.positional,
            code.plain_parameters,
            code.positional_only,
            code.keyword_only,
            code.registers,
            code.attribute_hint,
        ] {
            self.u16(n);
        }
        self.list(code.locals.iter(), Writer::name);
        self.list(code.cells.iter(), |w, cell| w.u16(*cell));
        self.list(code.free.iter(), Writer::name);
        self.list(code.names.iter(), Writer::name);
        self.list(code.attribute_caches.iter(), |w, cache| w.name(&cache.name));
        self.u32(code.global_caches.len() as u32);
        self.list(code.instructions.iter(), |w, i| {
            w.out.extend([i.op as u8, i.x]);
            [i.a, i.b, i.c].into_iter().for_each(|operand| w.u16(operand));
        });
        self.list(code.spans.iter(), |w, span| {
            w.u32(span.start);
            w.u32(span.end);
        });
        self.list(code.guards.iter(), |w, guard| {
            [guard.start, guard.end, guard.handler].into_iter().for_each(|n| w.u32(n));
            w.u16(guard.depth);
        });
        match &code.doc {
            Some(doc) => self.text(doc),
            None => self.tag(Tag::None),
        }
        self.constants(&code.constants)
    }

    fn text(&mut self, text: &Ref<Str>) {
        if text.is_interned() {
            self.tag(Tag::Name);
            self.name(text);
        } else {
            self.tag(Tag::Text);
            self.bytes(text.as_str().as_bytes());
        }
    }

    fn constant(&mut self, value: &Value) -> Option<()> {
        match value.view() {
            View::None => self.tag(Tag::None),
            View::Bool(true) => self.tag(Tag::True),
            View::Bool(false) => self.tag(Tag::False),
            View::Ellipsis => self.tag(Tag::Ellipsis),
            View::Int(i) => {
                self.tag(Tag::SmallInt);
                self.u64(i as u64);
            }
            View::Float(f) => {
                self.tag(Tag::Float);
                self.u64(f.to_bits());
            }
            View::NotImplemented | View::Unset => return None,
            View::Obj(_) => return self.object(value),
        }
        Some(())
    }

    fn object(&mut self, value: &Value) -> Option<()> {
        if let Some(text) = value.get::<Str>() {
            self.text(text);
        } else if let Some(code) = value.get::<Code>() {
            self.tag(Tag::Code);
            self.code(code)?;
        } else if let Some(tuple) = value.get::<Tuple>() {
            self.tag(Tag::Tuple);
            self.constants(tuple.items())?;
        } else if let Some(set) = value.get::<Set>() {
            self.tag(Tag::FrozenSet);
            self.constants(&set.items())?;
        } else if let Some(bytes) = value.get::<Bytes>() {
            self.tag(Tag::Bytes);
            self.bytes(&bytes.data);
        } else if let Some(complex) = value.get::<Complex>() {
            self.tag(Tag::Complex);
            self.u64(complex.real.to_bits());
            self.u64(complex.imag.to_bits());
        } else {
            let big = int::to_big(value)?;
            self.tag(Tag::BigInt);
            self.bytes(&big.to_signed_bytes_le());
        }
        Some(())
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    strings: Vec<Ref<Str>>,
    source: &'a Rc<Source>,
}

impl<'a> Reader<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*taken)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take().map(|[byte]| byte)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.u32()? as usize;
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    fn name(&mut self) -> Option<Ref<Str>> {
        let number = self.u32()? as usize;
        self.strings.get(number).cloned()
    }

    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.u32()? as usize;
        // Every item takes a byte at least: a wrong count asks for no more room than that.
        let mut items = Vec::with_capacity(count.min(self.rest.len()));
        for _ in 0..count {
            items.push(one(self)?);
        }
        Some(items)
    }

    fn code(&mut self, depth: u32) -> Option<Ref<Code>> {
        let (name, qualname, first_line) = (self.name()?, self.name()?, self.u32()?);
        let [varargs, varkeywords, generator, coroutine, class_body, module] =
            self.take::<6>()?.map(|flag| flag != 0);
        let flags = CodeFlags { varargs, varkeywords, generator, coroutine, class_body, module };
        let [positional, plain_parameters, positional_only, keyword_only] =
            [self.u16()?, self.u16()?, self.u16()?, self.u16()?];
        let (registers, attribute_hint) = (self.u16()?, self.u16()?);
        let locals = self.list(Reader::name)?;
        let cells = self.list(Reader::u16)?;
        let free = self.list(Reader::name)?;
        let names = self.list(Reader::name)?;
        let attribute_caches =
            self.list(|r| Some(AttributeCache::new(r.name()?)))?.into_boxed_slice();
        let globals = self.u32()?.min(u32::from(u16::MAX) + 1);
        let instructions = self.list(Reader::instruction)?;
        let spans = self.list(|r| Some(Span { start: r.u32()?, end: r.u32()? }))?;
        let guards = self.list(|r| {
            let (start, end, handler, depth) = (r.u32()?, r.u32()?, r.u32()?, r.u16()?);
            Some(Guard { start, end, handler, depth })
        })?;
        let doc = self.constant(depth)?.into_ref::<Str>().ok();
        let constants = self.list(|r| r.constant(depth))?;
        Some(Ref::new(Code {
            name,
            qualname,
            source: self.source.clone(),
            first_line,
            flags,
            positional,
            plain_parameters,
            positional_only,
            keyword_only,
            locals,
            cells,
            free,
            registers,
            instructions: instructions.into(),
            spans,
            constants,
            names,
            attribute_caches,
            global_caches: (0..globals).map(|_| Default::default()).collect(),
            guards,
            doc,
            attribute_hint,
            iterable_coroutine: std::cell::Cell::new(false),
            recorded: std::cell::Cell::new(0),
            watch: std::cell::RefCell::default(),
        }))
    }

    fn instruction(&mut self) -> Option<Instruction> {
        let [op, x] = self.take()?;
        let op = *Opcode::ALL.get(usize::from(op))?;
        Some(Instruction::new(op, x, self.u16()?, self.u16()?, self.u16()?))
    }

    fn constant(&mut self, depth: u32) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        Some(match *Tag::ALL.get(usize::from(self.u8()?))? {
            Tag::None => Value::NONE,
            Tag::True => Value::TRUE,
            Tag::False => Value::FALSE,
            Tag::Ellipsis => Value::ELLIPSIS,
            Tag::SmallInt => int::from_i64(self.u64()? as i64),
            Tag::BigInt => int::from_big(BigInt::from_signed_bytes_le(self.bytes()?)),
            Tag::Float => Value::float(f64::from_bits(self.u64()?)),
            Tag::Complex => {
                let (real, imag) = (f64::from_bits(self.u64()?), f64::from_bits(self.u64()?));
                Ref::new(Complex { real, imag }).into_value()
            }
            Tag::Text => Str::new(self.text()?).into_value(),
            Tag::Name => self.name()?.into_value(),
            Tag::Bytes => Bytes::new(self.bytes()?).into_value(),
            Tag::Tuple => Tuple::new(self.list(|r| r.constant(depth + 1))?).into_value(),
            Tag::FrozenSet => {
                Set::of_scalars(self.list(|r| r.constant(depth + 1))?.into_iter()).into_value()
            }
            Tag::Code => self.code(depth + 1)?.into_value(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::{Bounds, Mode, Optimization, compile_module};
    use crate::objects::register_kinds;

    const PROGRAM: &str = r#"
"""doc"""
import sys as system, os.path
big, small, half, imaginary = 2**100, -7, -0.5, 2j
texts = ("name", "a longer text\n", b"bytes\xff", (..., None, True, (1, "é")), "\ud800")

def outer(a, /, b=1, *rest, key, **more):
    "says what it does"
    held = []
    async def inner(x):
        nonlocal held
        async with x as y:
            held += [i async for i in y if i]
        try:
            return await x(y, *rest, **more)
        except* ValueError as group:
            raise
    return inner

class C[T](object):
    attribute: int = 1
    def __init__(self): self.x, self.y = 1, 2
"#;

    fn compiled() -> (Rc<Source>, Ref<Code>) {
        register_kinds();
        let source = Source::new("program.py", PROGRAM);
        let parsed = hob_grammar::parse_module(PROGRAM).expect("the program is correct");
        let floor = Bounds::of_stack(1 << 20);
        let compiled =
            compile_module(&parsed.module, source.clone(), Mode::File, Optimization::None, floor);
        (source, compiled.expect("the program compiles").code)
    }

    #[test]
    fn code_comes_back_as_it_was() {
        let (source, code) = compiled();
        let bytes = write(&code, 1).expect("it has a form");
        let again = read(&bytes, 1, &source).expect("it can be read");
        assert_eq!(write(&again, 1), Some(bytes));
    }

    #[test]
    fn nothing_comes_of_damaged_bytes() {
        let (source, code) = compiled();
        let bytes = write(&code, 1).expect("it has a form");
        assert!(read(&bytes, 2, &source).is_none(), "another build's");
        for at in (0..bytes.len()).step_by(7) {
            assert!(read(&bytes[..at], 1, &source).is_none(), "cut at {at}");
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assert!(read(&damaged, 1, &source).is_none(), "changed at {at}");
            // With a checksum that fits it may be other code, and nothing worse.
            let sum = checksum(&damaged[HEADER..]).to_le_bytes();
            damaged[8..HEADER].copy_from_slice(&sum);
            drop(read(&damaged, 1, &source));
        }
    }
}
