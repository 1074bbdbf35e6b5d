//! Code objects from the compiler's stored form, and that form in files.
//!
//! A file is for one build of the interpreter: it starts with the build's number and a checksum.
//! Reading a file that was damaged, or written by another build, returns nothing.

use crate::bytecode::{Instruction, Opcode};
use crate::objects::bytes::Bytes;
use crate::objects::code::{AttributeCache, Code, CodeFlags, Guard, Source, Spans};
use crate::objects::complex::Complex;
use crate::objects::int;
use crate::objects::set::Set;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use hob_compiler::stored::{Tag, fingerprint};
use num_bigint::BigInt;
use std::rc::Rc;

/// Bytes of a file before the code: the build's number and the checksum.
pub const HEADER: usize = 16;

/// The contents of a file with code in its stored form.
pub fn seal(code: &[u8], build: u64) -> Vec<u8> {
    let header = [build.to_le_bytes(), fingerprint(code).to_le_bytes()].concat();
    [&header, code].concat()
}

/// The code in a file that [`seal`] made, if the same build did.
pub fn open(file: &[u8], build: u64) -> Option<&[u8]> {
    let (header, code) = file.split_at_checked(HEADER)?;
    let (of_build, of_code) = header.split_at(8);
    (of_build == build.to_le_bytes() && of_code == fingerprint(code).to_le_bytes()).then_some(code)
}

/// The code object of a module with this source; none if these bytes were not written by
/// [`hob_compiler::stored::write`], or nest too deeply for the native stack above this address.
pub fn read(code: &[u8], source: &Rc<Source>, stack_floor: usize) -> Option<Ref<Code>> {
    let mut reader = Reader { rest: code, strings: Vec::new(), source, stack_floor };
    reader.strings = reader.list(|r| Some(intern(r.text()?)))?;
    reader.code()
}

struct Reader<'a> {
    rest: &'a [u8],
    strings: Vec<Ref<Str>>,
    source: &'a Rc<Source>,
    stack_floor: usize,
}

impl<'a> Reader<'a> {
    /// Whether there is native stack left.
    fn has_stack(&self) -> bool {
        let here = 0u8;
        &raw const here as usize > self.stack_floor
    }

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
        // Every item takes at least one byte, so a wrong count requests no more room than that.
        let mut items = Vec::with_capacity(count.min(self.rest.len()));
        for _ in 0..count {
            items.push(one(self)?);
        }
        Some(items)
    }

    fn code(&mut self) -> Option<Ref<Code>> {
        let (name, qualname, first_line) = (self.name()?, self.name()?, self.u32()?);
        let [varargs, varkeywords, generator, coroutine, class_body, module, string_annotations] =
            self.take::<7>()?.map(|flag| flag != 0);
        let flags = CodeFlags {
            varargs,
            varkeywords,
            generator,
            coroutine,
            class_body,
            module,
            string_annotations,
        };
        let [positional, positional_only, keyword_only] = [self.u16()?, self.u16()?, self.u16()?];
        let (registers, attribute_hint) = (self.u16()?, self.u16()?);
        let locals = self.list(Reader::name)?;
        let cells = self.list(Reader::u16)?;
        let free = self.list(Reader::name)?;
        let names = self.list(Reader::name)?;
        let attribute_caches =
            self.list(|r| Some(AttributeCache::new(r.name()?)))?.into_boxed_slice();
        let globals = self.u32()?.min(u32::from(u16::MAX) + 1);
        let instructions = self.list(Reader::instruction)?;
        let spans = Spans::packed(self.bytes()?);
        let guards = self.list(|r| {
            let (start, end, handler, depth) = (r.u32()?, r.u32()?, r.u32()?, r.u16()?);
            Some(Guard { start, end, handler, depth })
        })?;
        let doc = self.constant()?.into_ref::<Str>().ok();
        let constants = self.list(Reader::constant)?;
        let is_plain = !varargs && !varkeywords && !generator && !coroutine && keyword_only == 0;
        Some(Ref::new(Code {
            name,
            qualname,
            source: self.source.clone(),
            first_line,
            flags,
            positional,
            plain_parameters: if is_plain { positional } else { u16::MAX },
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

    fn constant(&mut self) -> Option<Value> {
        // Code, tuples and frozensets can be nested in each other's constants.
        if !self.has_stack() {
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
            Tag::Imaginary => {
                let imag = f64::from_bits(self.u64()?);
                Ref::new(Complex { real: 0.0, imag }).into_value()
            }
            Tag::Text => Str::new(self.text()?).into_value(),
            Tag::Name => self.name()?.into_value(),
            Tag::Bytes => Bytes::new(self.bytes()?).into_value(),
            Tag::Tuple => Tuple::new(self.list(Reader::constant)?).into_value(),
            Tag::FrozenSet => {
                Set::of_scalars(self.list(Reader::constant)?.into_iter()).into_value()
            }
            Tag::Code => self.code()?.into_value(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::{Bounds, Mode, Optimization, compile_module};
    use crate::objects::register_kinds;
    use hob_compiler::stored::write;

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

    fn stored() -> (Rc<Source>, Vec<u8>) {
        register_kinds();
        let source = Source::new("program.py", PROGRAM);
        let parsed = hob_grammar::parse_module(PROGRAM).expect("the program is correct");
        let floor = Bounds::of_stack(1 << 20);
        let compiled =
            compile_module(&parsed.module, &source, Mode::File, Optimization::None, floor);
        (source, write(&compiled.expect("the program compiles").code))
    }

    #[test]
    fn a_file_is_for_one_build() {
        let (source, code) = stored();
        let file = seal(&code, 1);
        assert!(read(open(&file, 1).expect("it is whole"), &source, 0).is_some());
        assert!(open(&file, 2).is_none(), "another build's");
    }

    #[test]
    fn nothing_comes_of_damaged_bytes() {
        let (source, code) = stored();
        let file = seal(&code, 1);
        for at in (0..file.len()).step_by(7) {
            assert!(open(&file[..at], 1).is_none(), "cut at {at}");
            let mut damaged = file.clone();
            damaged[at] ^= 0x10;
            assert!(open(&damaged, 1).is_none(), "changed at {at}");
        }
        for at in (0..code.len()).step_by(7) {
            // It may be different code, but nothing worse.
            drop(read(&code[..at], &source, 0));
            let mut damaged = code.clone();
            damaged[at] ^= 0x10;
            drop(read(&damaged, &source, 0));
        }
    }

    #[test]
    fn constants_that_nest_too_deeply_are_refused() {
        register_kinds();
        let source = Source::new("program.py", "");
        for tag in [Tag::Tuple, Tag::FrozenSet] {
            let bytes = [&[tag as u8][..], &1u32.to_le_bytes()].concat().repeat(1_000_000);
            let stack_floor = Bounds::of_stack(256 * 1024).stack_floor;
            let mut reader =
                Reader { rest: &bytes, strings: Vec::new(), source: &source, stack_floor };
            assert!(reader.constant().is_none());
        }
    }
}
