//! `struct`: values packed into bytes as C lays them out.

use super::ModuleDef;
use crate::objects::bytes::{ByteArray, Bytes, buffer, require};
use crate::objects::exception::Exc;
use crate::objects::float;
use crate::objects::int::{from_big, is_int, to_big};
use crate::objects::list::List;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::scalar::class_argument;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Raised, Vm, VmResult};
use num_bigint::BigInt;

/// A run of one format character.
struct Item {
    code: u8,
    count: usize,
    /// The size of one value in bytes.
    size: usize,
    /// Where the run starts.
    offset: usize,
}

/// The data of a `Struct`: a format that has been read.
struct Layout {
    format: String,
    items: Vec<Item>,
    size: usize,
    little: bool,
}

impl NativeObject for Layout {}

/// `struct.error` to be raised.
#[cold]
fn error(vm: &Vm, message: impl Into<String>) -> Raised {
    let message = message.into();
    let made = vm.import_module("struct").and_then(|module| {
        let class = vm.get_attribute(&module, &intern("error"))?;
        vm.call(&class, &[message.as_str().into()])
    });
    match made.map(Value::into_ref) {
        Ok(Ok(exception)) => Raised(exception),
        Ok(Err(_)) => vm.error(Exc::ValueError, message),
        Err(raised) => raised,
    }
}

impl Layout {
    fn parse(vm: &Vm, value: &Value) -> VmResult<Layout> {
        let format = match value.get::<Str>() {
            Some(text) => text.as_str().to_string(),
            None => match buffer(value) {
                Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                None => {
                    let shown = vm.class_ref(value).message_name();
                    return Err(vm.type_error(format!(
                        "Struct() argument 1 must be a str or bytes object, not {shown}"
                    )));
                }
            },
        };
        let (rest, native, little) = match format.as_bytes().first() {
            Some(b'@') => (&format[1..], true, cfg!(target_endian = "little")),
            Some(b'=') => (&format[1..], false, cfg!(target_endian = "little")),
            Some(b'<') => (&format[1..], false, true),
            Some(b'>' | b'!') => (&format[1..], false, false),
            _ => (&format[..], true, cfg!(target_endian = "little")),
        };
        let (mut items, mut size, mut count) = (Vec::new(), 0usize, None::<usize>);
        for code in rest.bytes() {
            if code.is_ascii_whitespace() {
                continue;
            }
            if code.is_ascii_digit() {
                let more = count.unwrap_or(0).checked_mul(10);
                let more = more.and_then(|n| n.checked_add(usize::from(code - b'0')));
                count = Some(
                    more.filter(|n| *n < 1 << 40)
                        .ok_or_else(|| error(vm, "total struct size too long"))?,
                );
                continue;
            }
            let one = match code {
                b'x' | b'c' | b'b' | b'B' | b'?' | b's' | b'p' => 1,
                b'h' | b'H' | b'e' => 2,
                b'i' | b'I' | b'f' => 4,
                b'l' | b'L' if native => 8,
                b'l' | b'L' => 4,
                b'q' | b'Q' | b'd' => 8,
                b'n' | b'N' | b'P' if native => 8,
                _ => return Err(error(vm, "bad char in struct format")),
            };
            if native {
                size = size.next_multiple_of(one);
            }
            let count = count.take().unwrap_or(1);
            items.push(Item { code, count, size: one, offset: size });
            size += one * count;
        }
        if count.is_some() {
            return Err(error(vm, "repeat count given without format specifier"));
        }
        Ok(Layout { format, items, size, little })
    }

    /// How many values are packed.
    fn values(&self) -> usize {
        let count = |item: &Item| match item.code {
            b'x' => 0,
            b's' | b'p' => 1,
            _ => item.count,
        };
        self.items.iter().map(count).sum()
    }

    fn pack(&self, vm: &Vm, function: &str, values: &[Value]) -> VmResult<Vec<u8>> {
        if values.len() != self.values() {
            let (expected, got) = (self.values(), values.len());
            return Err(error(
                vm,
                format!("{function} expected {expected} items for packing (got {got})"),
            ));
        }
        let mut out = vec![0; self.size];
        let mut values = values.iter();
        for item in &self.items {
            if item.code == b'x' {
                continue;
            }
            if matches!(item.code, b's' | b'p') {
                let Some(value) = values.next() else { break };
                let Some(bytes) = buffer(value) else {
                    let code = char::from(item.code);
                    return Err(error(vm, format!("argument for '{code}' must be a bytes object")));
                };
                let room = &mut out[item.offset..item.offset + item.count];
                let start = usize::from(item.code == b'p').min(room.len());
                let length = bytes.len().min(room.len() - start);
                room[start..start + length].copy_from_slice(&bytes[..length]);
                if start == 1 {
                    room[0] = length.min(255) as u8;
                }
                continue;
            }
            for (i, value) in values.by_ref().take(item.count).enumerate() {
                let mut bytes = self.bytes(vm, item, value)?;
                if !self.little {
                    bytes.reverse();
                }
                let at = item.offset + i * item.size;
                out[at..at + item.size].copy_from_slice(&bytes);
            }
        }
        Ok(out)
    }

    /// One value, least byte first.
    fn bytes(&self, vm: &Vm, item: &Item, value: &Value) -> VmResult<Vec<u8>> {
        match item.code {
            b'?' => Ok(vec![u8::from(vm.truthy(value)?)]),
            b'c' => match buffer(value).filter(|b| b.len() == 1) {
                Some(bytes) => Ok(bytes.to_vec()),
                None => Err(error(vm, "char format requires a bytes object of length 1")),
            },
            b'e' | b'f' | b'd' => {
                let Ok(x) = float::require(vm, value) else {
                    return Err(error(vm, "required argument is not a float"));
                };
                let overflow =
                    |name| vm.overflow_error(format!("float too large to pack with {name} format"));
                match item.code {
                    b'd' => Ok(x.to_le_bytes().to_vec()),
                    b'f' if x.is_finite() && (x as f32).is_infinite() => Err(overflow('f')),
                    b'f' => Ok((x as f32).to_le_bytes().to_vec()),
                    _ => match half(x) {
                        Some(bits) => Ok(bits.to_le_bytes().to_vec()),
                        None => Err(overflow('e')),
                    },
                }
            }
            code => {
                if !is_int(value) && !vm.class_ref(value).has("__index__") {
                    return Err(error(vm, "required argument is not an integer"));
                }
                let index = vm.index(value)?;
                let value = to_big(&index).map(|v| v.into_owned()).unwrap_or_default();
                let bits = item.size as u32 * 8;
                let signed = code.is_ascii_lowercase();
                let (least, most) = match signed {
                    true => (-(BigInt::from(1) << (bits - 1)), (BigInt::from(1) << (bits - 1)) - 1),
                    false => (BigInt::from(0), (BigInt::from(1) << bits) - 1),
                };
                if value < least || value > most {
                    let code = char::from(code);
                    return Err(error(
                        vm,
                        format!("'{code}' format requires {least} <= number <= {most}"),
                    ));
                }
                let mut bytes = value.to_signed_bytes_le();
                let fill = if value < BigInt::from(0) { 0xFF } else { 0 };
                bytes.resize(item.size.max(bytes.len()), fill);
                bytes.truncate(item.size);
                Ok(bytes)
            }
        }
    }

    fn unpack(&self, data: &[u8]) -> Vec<Value> {
        let mut values = Vec::new();
        for item in &self.items {
            let run = &data[item.offset..item.offset + item.size * item.count];
            match item.code {
                b'x' => {}
                b's' => values.push(Value::from(run)),
                b'p' => {
                    let length = run.first().map_or(0, |n| usize::from(*n));
                    let rest = run.get(1..).unwrap_or_default();
                    values.push(Value::from(&rest[..length.min(rest.len())]));
                }
                _ => values.extend(run.chunks_exact(item.size).map(|one| self.value(item, one))),
            }
        }
        values
    }

    fn value(&self, item: &Item, bytes: &[u8]) -> Value {
        let mut wide = [0u8; 8];
        for (i, byte) in bytes.iter().enumerate() {
            wide[if self.little { i } else { bytes.len() - 1 - i }] = *byte;
        }
        let bits = u64::from_le_bytes(wide);
        match item.code {
            b'?' => Value::bool(bits != 0),
            b'c' => Value::from(bytes),
            b'd' => Value::float(f64::from_bits(bits)),
            b'f' => Value::float(f64::from(f32::from_bits(bits as u32))),
            b'e' => Value::float(from_half(bits as u16)),
            code if code.is_ascii_lowercase() => {
                let unused = 64 - item.size as u32 * 8;
                Value::from((bits << unused) as i64 >> unused)
            }
            _ => from_big(BigInt::from(bits)),
        }
    }
}

/// A float of 16 bits (IEEE 754 binary16), rounded to nearest even; none if it is too large.
fn half(x: f64) -> Option<u16> {
    let sign = if x.is_sign_negative() { 0x8000 } else { 0 };
    let size = x.abs();
    if x.is_nan() {
        return Some(sign | 0x7E00);
    }
    if x.is_infinite() {
        return Some(sign | 0x7C00);
    }
    // The unit in the last place, which is never smaller than that of the least numbers.
    let exponent = (libm::frexp(size).1 - 1).max(-14);
    let scaled = libm::rint(libm::ldexp(size, 10 - exponent)) as u32;
    let bits = (((exponent + 14) as u32) << 10) + scaled;
    if bits >= 0x7C00 { None } else { Some(sign | bits as u16) }
}

fn from_half(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3FF);
    let size = match bits >> 10 & 0x1F {
        0 => libm::ldexp(fraction, -24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => libm::ldexp(fraction + 1024.0, i32::from(exponent) - 25),
    };
    if bits & 0x8000 != 0 { -size } else { size }
}

fn unpack_all(vm: &Vm, layout: &Layout, data: &Value) -> VmResult {
    let data = require(vm, data)?;
    if data.len() != layout.size {
        return Err(error(vm, format!("unpack requires a buffer of {} bytes", layout.size)));
    }
    Ok(Tuple::new(layout.unpack(&data)).into_value())
}

fn unpack_from(vm: &Vm, layout: &Layout, data: &Value, offset: Option<&Value>) -> VmResult {
    let offset = offset.map_or(Ok(0), |o| vm.index_clipped(o))?;
    let data = require(vm, data)?;
    let length = data.len() as i64;
    let start = if offset < 0 { offset + length } else { offset };
    if start < 0 || length - start < layout.size as i64 {
        let need = layout.size as i64 + start.max(0);
        return Err(error(
            vm,
            format!(
                "unpack_from requires a buffer of at least {need} bytes for unpacking {} bytes at offset {offset} (actual buffer size is {length})",
                layout.size
            ),
        ));
    }
    let start = start as usize;
    Ok(Tuple::new(layout.unpack(&data[start..start + layout.size])).into_value())
}

fn iter_unpack(vm: &Vm, layout: &Layout, data: &Value) -> VmResult {
    let data = require(vm, data)?;
    if layout.size == 0 {
        return Err(error(vm, "cannot iteratively unpack with a struct of length 0"));
    }
    if data.len() % layout.size != 0 {
        let size = layout.size;
        return Err(error(
            vm,
            format!("iterative unpacking requires a buffer of a multiple of {size} bytes"),
        ));
    }
    let items = data.chunks_exact(layout.size).map(|d| Tuple::new(layout.unpack(d)).into_value());
    vm.iter(List::new(items.collect()).as_value())
}

fn pack_into(vm: &Vm, layout: &Layout, room: &Value, offset: &Value, values: &[Value]) -> VmResult {
    let packed = layout.pack(vm, "pack_into", values)?;
    let offset = vm.index_clipped(offset)?;
    let Some(room) = room.get::<ByteArray>() else {
        let shown = vm.class_ref(room).message_name();
        return Err(vm.type_error(format!(
            "pack_into() argument must be read-write bytes-like object, not {shown}"
        )));
    };
    let mut room = room.data.borrow_mut();
    let length = room.len() as i64;
    let start = if offset < 0 { offset + length } else { offset };
    if start < 0 || length - start < packed.len() as i64 {
        let need = (packed.len() as i64).saturating_add(start.max(0));
        let size = packed.len();
        drop(room);
        return Err(error(
            vm,
            format!(
                "pack_into requires a buffer of at least {need} bytes for packing {size} bytes at offset {offset} (actual buffer size is {length})"
            ),
        ));
    }
    let start = start as usize;
    room[start..start + packed.len()].copy_from_slice(&packed);
    Ok(Value::NONE)
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = class_argument(vm, a, &vm.class_for(&STRUCT))?;
    Ok(Native::new(class, Layout::parse(vm, a.at(1))?).into_value())
}

fn packed(bytes: VmResult<Vec<u8>>) -> VmResult {
    bytes.map(|bytes| Bytes::new(bytes).into_value())
}

static STRUCT: ClassDef = ClassDef {
    name: "Struct",
    module: "_struct",
    doc: "Create a compiled struct object.",
    methods: &[
        NativeDef::static_method("__new__(cls, format)", "Create a new object.", new),
        NativeDef::new(
            "pack(self, /, *values)",
            "Return a bytes object containing values.",
            |vm, a| packed(a.data::<Layout>().pack(vm, "pack", a.rest())),
        ),
        NativeDef::new(
            "pack_into(self, buffer, offset, /, *values)",
            "Pack values into a buffer.",
            |vm, a| pack_into(vm, a.data::<Layout>(), a.at(1), a.at(2), a.rest()),
        ),
        NativeDef::new(
            "unpack(self, buffer, /)",
            "Return a tuple containing unpacked values.",
            |vm, a| unpack_all(vm, a.data::<Layout>(), a.at(1)),
        ),
        NativeDef::new(
            "unpack_from(self, /, buffer, offset=0)",
            "Return a tuple containing unpacked values.",
            |vm, a| unpack_from(vm, a.data::<Layout>(), a.at(1), a.opt(2)),
        ),
        NativeDef::new(
            "iter_unpack(self, buffer, /)",
            "Return an iterator yielding tuples.",
            |vm, a| iter_unpack(vm, a.data::<Layout>(), a.at(1)),
        ),
    ],
    properties: &[
        PropertyDef {
            name: "format",
            doc: "struct format string",
            get: |_, s| Ok(s.native::<Layout>().map_or(Value::NONE, |s| s.format.as_str().into())),
            set: None,
        },
        PropertyDef {
            name: "size",
            doc: "struct size in bytes",
            get: |_, s| Ok(Value::from(s.native::<Layout>().map_or(0, |s| s.size))),
            set: None,
        },
    ],
    ..ClassDef::BASE
};

/// `struct`
pub static MODULE: ModuleDef = ModuleDef {
    name: "struct",
    doc: "Functions to convert between Python values and C structs.",
    functions: &[
        NativeDef::new(
            "calcsize(format, /)",
            "Return size in bytes of the struct described by the format string.",
            |vm, a| Ok(Value::from(Layout::parse(vm, a.at(0))?.size)),
        ),
        NativeDef::new(
            "pack(format, /, *values)",
            "Return a bytes object containing the values packed according to the format string.",
            |vm, a| packed(Layout::parse(vm, a.at(0))?.pack(vm, "pack", a.rest())),
        ),
        NativeDef::new(
            "pack_into(format, buffer, offset, /, *values)",
            "Pack values and write them into a buffer.",
            |vm, a| pack_into(vm, &Layout::parse(vm, a.at(0))?, a.at(1), a.at(2), a.rest()),
        ),
        NativeDef::new(
            "unpack(format, buffer, /)",
            "Return a tuple containing values unpacked according to the format string.",
            |vm, a| unpack_all(vm, &Layout::parse(vm, a.at(0))?, a.at(1)),
        ),
        NativeDef::new(
            "unpack_from(format, /, buffer, offset=0)",
            "Return a tuple containing values unpacked according to the format string.",
            |vm, a| unpack_from(vm, &Layout::parse(vm, a.at(0))?, a.at(1), a.opt(2)),
        ),
        NativeDef::new(
            "iter_unpack(format, buffer, /)",
            "Return an iterator yielding tuples unpacked from the given bytes.",
            |vm, a| iter_unpack(vm, &Layout::parse(vm, a.at(0))?, a.at(1)),
        ),
    ],
    classes: &[&STRUCT],
    source: "class error(Exception):\n    pass\n",
    ..ModuleDef::BASE
};
