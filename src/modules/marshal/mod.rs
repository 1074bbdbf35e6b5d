//! `marshal`: values as bytes in CPython's format 4, and back.
//!
//! The format is that of CPython's *Python/marshal.c*, and each can read the other's output. Which
//! objects are marked as shared differs, and so may the bytes. The form of compiled code is the
//! interpreter's own (`code.rs`).

mod code;

use super::ModuleDef;
use crate::objects::bytes::{self, Bytes};
use crate::objects::code::Code;
use crate::objects::complex::Complex;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::int;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::set::Set;
use crate::objects::str::{Str, intern, intern_ref};
use crate::objects::tuple::Tuple;
use crate::runtime::value::View;
use crate::runtime::{Kind, Ref, Value};
use crate::text::surrogate;
use crate::vm::{Raised, Vm, VmResult};
use num_bigint::{BigInt, Sign};
use std::collections::HashMap;

/// The format version written, and the newest one that can be read.
const VERSION: i64 = 4;

/// The maximum nesting of values written or read.
const MOST_DEPTH: usize = 2000;

/// A type's code has this bit if later parts of the data refer to the value.
const SHARED: u8 = 0x80;

/// The bits in a digit of a big int.
const DIGIT_BITS: usize = 15;

/// `marshal`
pub static MODULE: ModuleDef = ModuleDef {
    name: "marshal",
    doc: "This module contains functions that can read and write Python values in\na binary format. Code objects are written as the text that they were compiled from.",
    functions: &[
        NativeDef::new(
            "dump(value, file, version=4, /, *, allow_code=True)",
            "Write the value on the open file.",
            dump,
        ),
        NativeDef::new(
            "dumps(value, version=4, /, *, allow_code=True)",
            "Return the bytes object that would be written to a file by dump(value, file).",
            |vm, a| Ok(Bytes::new(write(vm, a.at(0), a.opt(1), a.opt(2))?).into_value()),
        ),
        NativeDef::new(
            "load(file, /, *, allow_code=True)",
            "Read one value from the open file and return it.",
            load,
        ),
        NativeDef::new(
            "loads(bytes, /, *, allow_code=True)",
            "Convert the bytes-like object to a value.",
            |vm, a| {
                let data = bytes::with_required(vm, a.at(0), <[u8]>::to_vec)?;
                read_value(vm, Source::Data(&data), a.opt(1))
            },
        ),
    ],
    constants: &[("version", |_| VERSION.into())],
    ..ModuleDef::BASE
};

fn dump(vm: &Vm, a: Args<'_>) -> VmResult {
    let data = write(vm, a.at(0), a.opt(2), a.opt(3))?;
    vm.call_method(a.at(1), &intern("write"), &[Bytes::new(data).into_value()])
}

fn load(vm: &Vm, a: Args<'_>) -> VmResult {
    read_value(vm, Source::File(a.at(0)), a.opt(1))
}

fn write(
    vm: &Vm,
    value: &Value,
    version: Option<&Value>,
    allow_code: Option<&Value>,
) -> VmResult<Vec<u8>> {
    let version = version.map_or(Ok(VERSION), |version| vm.index_clipped(version))?;
    let allows_code = allow_code.map_or(Ok(true), |allow| vm.truthy(allow))?;
    let mut writer = Writer { vm, out: Vec::new(), shared: HashMap::new(), version, allows_code };
    writer.value(value, 0)?;
    Ok(writer.out)
}

/// A value being written.
struct Writer<'a> {
    vm: &'a Vm,
    out: Vec<u8>,
    /// The numbers of the objects written so far, by address.
    shared: HashMap<usize, u32>,
    version: i64,
    allows_code: bool,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value, depth: usize) -> VmResult<()> {
        if depth > MOST_DEPTH {
            return Err(self.vm.value_error("object too deeply nested to marshal"));
        }
        self.vm.check_native_stack()?;
        self.vm.tick(1)?;
        match value.view() {
            View::None => self.out.push(b'N'),
            View::Bool(false) => self.out.push(b'F'),
            View::Bool(true) => self.out.push(b'T'),
            View::Ellipsis => self.out.push(b'.'),
            View::Int(number) => match i32::try_from(number) {
                Ok(number) => {
                    self.out.push(b'i');
                    self.out.extend(number.to_le_bytes());
                }
                Err(_) => self.big_int(&BigInt::from(number))?,
            },
            View::Float(number) => {
                self.code(b'f', b'g');
                self.float(number);
            }
            _ => self.object(value, depth)?,
        }
        Ok(())
    }

    fn object(&mut self, value: &Value, depth: usize) -> VmResult<()> {
        if value.is(self.vm.exception_class(Exc::StopIteration).as_value()) {
            self.out.push(b'S');
            return Ok(());
        }
        let shared = self.version >= 3 && value.header().is_some();
        if shared {
            let address = value.header().map_or(0, |header| std::ptr::from_ref(header) as usize);
            if let Some(number) = self.shared.get(&address) {
                self.out.push(b'r');
                self.out.extend(number.to_le_bytes());
                return Ok(());
            }
            let next = u32::try_from(self.shared.len());
            let next = next.map_err(|_| self.vm.value_error("too many objects"))?;
            self.shared.insert(address, next);
        }
        let start = self.out.len();
        self.contents(value, depth)?;
        if shared && let Some(code) = self.out.get_mut(start) {
            *code |= SHARED;
        }
        Ok(())
    }

    fn contents(&mut self, value: &Value, depth: usize) -> VmResult<()> {
        if let Some(text) = value.get_exact::<Str>() {
            return self.text(text);
        }
        if let Some(complex) = value.get_exact::<Complex>() {
            self.code(b'x', b'y');
            self.float(complex.real);
            self.float(complex.imag);
        } else if let Some(tuple) = value.get_exact::<Tuple>() {
            match u8::try_from(tuple.len()) {
                Ok(length) if self.version >= 4 => self.out.extend([b')', length]),
                _ => self.sized(b'(', tuple.len())?,
            }
            self.items(tuple.items(), depth)?;
        } else if let Some(list) = value.get_exact::<List>() {
            let items = list.to_vec();
            self.sized(b'[', items.len())?;
            self.items(&items, depth)?;
        } else if let Some(dict) = value.get_exact::<Dict>() {
            self.out.push(b'{');
            for (key, item) in dict.entries() {
                self.value(&key, depth + 1)?;
                self.value(&item, depth + 1)?;
            }
            self.out.push(b'0');
        } else if let Some(set) = value.get::<Set>().filter(|_| self.is_plain(value)) {
            let items = set.items();
            self.sized(if set.is_frozen() { b'>' } else { b'<' }, items.len())?;
            self.items(&items, depth)?;
        } else if value.kind() == Some(Kind::Int)
            && self.is_plain(value)
            && let Some(number) = int::to_big(value)
        {
            self.big_int(&number)?;
        } else if self.is_plain(value)
            && let Some(data) = bytes::buffer(self.vm, value)?
        {
            self.sized(b's', data.len())?;
            self.out.extend(&data[..]);
        } else if let Some(code) = value.get::<Code>() {
            if !self.allows_code {
                return Err(self.vm.value_error("marshalling code objects is disallowed"));
            }
            self.out.push(b'c');
            self.value(&code::taken_apart(self.vm, code)?, depth + 1)?;
        } else {
            return Err(self.vm.value_error("unmarshallable object"));
        }
        Ok(())
    }

    /// Whether a value is of a built-in class, and not of a derived one.
    fn is_plain(&self, value: &Value) -> bool {
        !self.vm.class_ref(value).is_heap
    }

    fn text(&mut self, text: &Ref<Str>) -> VmResult<()> {
        let plain = text.as_str();
        if self.version >= 4 && plain.is_ascii() {
            match u8::try_from(plain.len()) {
                Ok(length) => self.out.extend([b'z', length]),
                Err(_) => self.sized(b'a', plain.len())?,
            }
            self.out.extend(plain.as_bytes());
            return Ok(());
        }
        let data = surrogate::text_to_wtf8(plain);
        self.sized(b'u', data.len())?;
        self.out.extend(data);
        Ok(())
    }

    fn items(&mut self, items: &[Value], depth: usize) -> VmResult<()> {
        items.iter().try_for_each(|item| self.value(item, depth + 1))
    }

    fn sized(&mut self, code: u8, length: usize) -> VmResult<()> {
        let length = u32::try_from(length).ok().filter(|length| *length <= i32::MAX as u32);
        let length = length.ok_or_else(|| self.vm.value_error("unmarshallable object"))?;
        self.out.push(code);
        self.out.extend(length.to_le_bytes());
        Ok(())
    }

    /// The code of a type that contains floats, which are text before version 2.
    fn code(&mut self, text: u8, binary: u8) {
        self.out.push(if self.version > 1 { binary } else { text });
    }

    fn float(&mut self, number: f64) {
        if self.version > 1 {
            self.out.extend(number.to_le_bytes());
        } else {
            let text = crate::text::float::repr(number);
            self.out.push(text.len() as u8);
            self.out.extend(text.as_bytes());
        }
    }

    /// The number of digits, negative for a negative number, and the digits in base 2^15.
    fn big_int(&mut self, number: &BigInt) -> VmResult<()> {
        let (sign, digits) = number.to_radix_le(1 << 8);
        let mut out = Vec::new();
        let (mut held, mut bits) = (0u32, 0);
        for byte in digits {
            held |= u32::from(byte) << bits;
            bits += 8;
            if bits >= DIGIT_BITS {
                out.push((held & 0x7fff) as u16);
                held >>= DIGIT_BITS;
                bits -= DIGIT_BITS;
            }
        }
        out.push(held as u16);
        while out.last() == Some(&0) {
            out.pop();
        }
        let count = i32::try_from(out.len());
        let count = count.map_err(|_| self.vm.value_error("unmarshallable object"))?;
        self.out.push(b'l');
        self.out.extend((if sign == Sign::Minus { -count } else { count }).to_le_bytes());
        out.iter().for_each(|digit| self.out.extend(digit.to_le_bytes()));
        Ok(())
    }
}

/// The source of the bytes of a value.
enum Source<'a> {
    Data(&'a [u8]),
    File(&'a Value),
}

fn read_value(vm: &Vm, source: Source<'_>, allow_code: Option<&Value>) -> VmResult {
    let allows_code = allow_code.map_or(Ok(true), |allow| vm.truthy(allow))?;
    let mut reader = Reader { vm, source, shared: Vec::new(), allows_code };
    match reader.value(0)? {
        Some(value) => Ok(value),
        None => Err(vm.type_error("NULL object in marshal data for object")),
    }
}

/// Bytes being read.
struct Reader<'a> {
    vm: &'a Vm,
    source: Source<'a>,
    /// The values that later data can refer to; unset while one is being read.
    shared: Vec<Value>,
    allows_code: bool,
}

impl Reader<'_> {
    #[cold]
    fn bad(&self, what: &str) -> Raised {
        self.vm.value_error(format!("bad marshal data ({what})"))
    }

    #[cold]
    fn too_short(&self) -> Raised {
        self.vm.error(Exc::EOFError, "marshal data too short")
    }

    fn take(&mut self, count: usize) -> VmResult<Vec<u8>> {
        match &mut self.source {
            Source::Data(data) => match data.split_at_checked(count) {
                Some((taken, rest)) => {
                    let taken = taken.to_vec();
                    *data = rest;
                    Ok(taken)
                }
                None => Err(self.too_short()),
            },
            Source::File(file) => {
                let given = self.vm.call_method(file, &intern("read"), &[Value::from(count)])?;
                let Some(given) = bytes::buffer(self.vm, &given)? else {
                    let class = self.vm.class_ref(&given).message_name();
                    let message = format!("file.read() returned not bytes but {class}");
                    return Err(self.vm.type_error(message));
                };
                if given.len() < count {
                    return Err(self.too_short());
                }
                given.into_vec(self.vm)
            }
        }
    }

    fn byte(&mut self) -> VmResult<u8> {
        Ok(self.take(1)?[0])
    }

    fn number(&mut self) -> VmResult<i32> {
        let data = self.take(4)?;
        Ok(i32::from_le_bytes([data[0], data[1], data[2], data[3]]))
    }

    fn length(&mut self, what: &str) -> VmResult<usize> {
        let length = self.number()?;
        usize::try_from(length).map_err(|_| self.bad(&format!("{what} size out of range")))
    }

    /// The next value; none for the mark that ends a dict.
    fn value(&mut self, depth: usize) -> VmResult<Option<Value>> {
        if depth > MOST_DEPTH {
            return Err(self.vm.value_error("recursion limit exceeded"));
        }
        self.vm.check_native_stack()?;
        self.vm.tick(1)?;
        let code = match self.byte() {
            Err(raised) if self.vm.is_exception(&raised, Exc::EOFError) => {
                return Err(self.vm.error(Exc::EOFError, "EOF read where object expected"));
            }
            code => code?,
        };
        // The number of the value precedes those of its contents.
        let number = (code & SHARED != 0).then(|| {
            self.shared.push(Value::UNSET);
            self.shared.len() - 1
        });
        let share = |this: &mut Self, value: &Value| {
            if let Some(number) = number {
                this.shared[number] = value.clone();
            }
        };
        let value = match code & !SHARED {
            b'0' => return Ok(None),
            b'N' => Value::NONE,
            b'F' => Value::bool(false),
            b'T' => Value::bool(true),
            b'.' => Value::ELLIPSIS,
            b'S' => self.vm.exception_class(Exc::StopIteration).into_value(),
            b'i' => i64::from(self.number()?).into(),
            b'I' => {
                let data = self.take(8)?;
                data.iter().rev().fold(0i64, |number, byte| number << 8 | i64::from(*byte)).into()
            }
            b'l' => self.big_int()?,
            b'f' => self.float_text()?.into(),
            b'g' => self.float()?.into(),
            b'x' => {
                let (real, imag) = (self.float_text()?, self.float_text()?);
                Ref::new(Complex { real, imag }).into_value()
            }
            b'y' => {
                let (real, imag) = (self.float()?, self.float()?);
                Ref::new(Complex { real, imag }).into_value()
            }
            b's' => {
                let length = self.length("bytes object")?;
                Bytes::new(self.take(length)?).into_value()
            }
            code @ (b'u' | b't' | b'a' | b'A' | b'z' | b'Z') => {
                let length = match code {
                    b'z' | b'Z' => usize::from(self.byte()?),
                    _ => self.length("string")?,
                };
                let text: Value = surrogate::from_wtf8(&self.take(length)?).into();
                match text.get::<Str>().filter(|_| matches!(code, b't' | b'A' | b'Z')) {
                    Some(text) => intern_ref(text).into_value(),
                    None => text,
                }
            }
            code @ (b'(' | b')') => {
                let length = match code {
                    b')' => usize::from(self.byte()?),
                    _ => self.length("tuple")?,
                };
                Tuple::new(self.items(length, depth, "tuple")?).into_value()
            }
            b'[' => {
                let length = self.length("list")?;
                let list = List::new(Vec::new());
                share(self, list.as_value());
                for _ in 0..length {
                    list.push(self.item(depth, "list")?);
                }
                list.into_value()
            }
            b'{' => {
                let dict = Dict::new();
                share(self, dict.as_value());
                while let Some(key) = self.value(depth + 1)? {
                    let Some(item) = self.value(depth + 1)? else { break };
                    dict.insert(self.vm, key, item)?;
                }
                dict.into_value()
            }
            code @ (b'<' | b'>') => {
                let length = self.length("set")?;
                let set = if code == b'<' { Set::new() } else { Set::new_frozen(self.vm) };
                if code == b'<' {
                    share(self, set.as_value());
                }
                for _ in 0..length {
                    let item = self.item(depth, "set")?;
                    set.add(self.vm, item)?;
                }
                set.into_value()
            }
            b'r' => {
                let number = usize::try_from(self.number()?).unwrap_or(usize::MAX);
                match self.shared.get(number) {
                    Some(value) if !value.is_unset() => return Ok(Some(value.clone())),
                    _ => return Err(self.bad("invalid reference")),
                }
            }
            b'c' if !self.allows_code => {
                return Err(self.vm.value_error("unmarshalling code objects is disallowed"));
            }
            b'c' => {
                let parts = self.value(depth + 1)?.unwrap_or(Value::NONE);
                match code::put_together(self.vm, &parts)? {
                    Some(code) => code,
                    None => return Err(self.bad("compiled code of another interpreter")),
                }
            }
            _ => return Err(self.bad("unknown type code")),
        };
        share(self, &value);
        Ok(Some(value))
    }

    fn item(&mut self, depth: usize, what: &str) -> VmResult {
        self.value(depth + 1)?
            .ok_or_else(|| self.vm.type_error(format!("NULL object in marshal data for {what}")))
    }

    fn items(&mut self, count: usize, depth: usize, what: &str) -> VmResult<Vec<Value>> {
        // Grows as items are read: the count may be wrong.
        let mut items = Vec::new();
        for _ in 0..count {
            items.push(self.item(depth, what)?);
        }
        Ok(items)
    }

    fn float(&mut self) -> VmResult<f64> {
        let data = self.take(8)?;
        Ok(f64::from_le_bytes(data.try_into().unwrap_or_default()))
    }

    fn float_text(&mut self) -> VmResult<f64> {
        let length = usize::from(self.byte()?);
        let text = self.take(length)?;
        let number = std::str::from_utf8(&text).ok().and_then(|text| text.parse().ok());
        number.ok_or_else(|| self.bad("could not convert string to float"))
    }

    fn big_int(&mut self) -> VmResult {
        let count = self.number()?;
        let size = count.unsigned_abs() as usize;
        let mut bytes = Vec::new();
        let (mut held, mut bits) = (0u32, 0);
        for place in 0..size {
            let digit = self.take(2)?;
            let digit = u16::from_le_bytes([digit[0], digit[1]]);
            if digit > 0x7fff {
                return Err(self.bad("digit out of range in long"));
            }
            if digit == 0 && place + 1 == size {
                return Err(self.bad("unnormalized long data"));
            }
            held |= u32::from(digit) << bits;
            bits += DIGIT_BITS;
            while bits >= 8 {
                bytes.push(held as u8);
                held >>= 8;
                bits -= 8;
            }
        }
        bytes.push(held as u8);
        let sign = if count < 0 { Sign::Minus } else { Sign::Plus };
        Ok(int::from_big(BigInt::from_bytes_le(sign, &bytes)))
    }
}
