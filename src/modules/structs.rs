//! `struct`: values packed into bytes as laid out in C.

use super::ModuleDef;
use crate::objects::bytes::{self, Bytes, buffer, is_buffer};
use crate::objects::exception::Exc;
use crate::objects::float;
use crate::objects::int::{is_int, to_i64};
use crate::objects::iterator;
use crate::objects::memoryview;
use crate::objects::native::{
    Args, ClassDef, ExclusiveIterate, Native, NativeDef, NativeIterator, NativeObject, PropertyDef,
};
use crate::objects::packed::{self, Form, Item};
use crate::objects::scalar::class_argument;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::vm::{Raised, Vm, VmResult};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// The type for a format character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// `x`: a byte without value.
    Padding,
    /// `s`: bytes of one length.
    Text,
    /// `p`: bytes after their length.
    Pascal,
    /// `P`: an address, which may be passed as a negative int.
    Pointer,
    /// Numbers.
    Items(Item),
}

/// A run of one format character.
struct Run {
    code: u8,
    meaning: Meaning,
    count: usize,
    /// The size of one value in bytes.
    size: usize,
    /// The offset of the run's first byte.
    offset: usize,
    /// Whether too large a number becomes an infinite one, as in C.
    saturates: bool,
}

/// A format that has been read.
struct Layout {
    format: String,
    runs: Vec<Run>,
    /// The type and offset of each value, if all are numbers and there are few.
    fields: Option<Vec<(Item, usize)>>,
    size: usize,
    /// The number of values that are packed.
    values: usize,
    little: bool,
}

/// The data of a `Struct`.
struct Struct(RefCell<Rc<Layout>>);

impl NativeObject for Struct {}

/// The formats read recently. As in CPython, all are dropped when there are too many.
#[derive(Default)]
struct Formats(RefCell<FxHashMap<String, Rc<Layout>>>);

const MOST_FORMATS: usize = 100;

/// The maximum number of values that are unpacked one by one, without a buffer.
const MOST_FIELDS: usize = 64;

/// An address as a number.
const ADDRESS: Item = Item { form: Form::Unsigned, size: 8 };

/// The type and offset of each value of these runs, if all are numbers.
fn fields(runs: &[Run]) -> Option<Vec<(Item, usize)>> {
    let mut fields = Vec::new();
    for run in runs {
        let item = match run.meaning {
            Meaning::Padding => continue,
            Meaning::Text | Meaning::Pascal => return None,
            Meaning::Pointer => ADDRESS,
            Meaning::Items(item) => item,
        };
        fields.extend((0..run.count).map(|i| (item, run.offset + i * run.size)));
    }
    Some(fields)
}

/// `struct.error` to be raised.
#[cold]
fn error(vm: &Vm, message: impl Into<String>) -> Raised {
    let message = message.into();
    let args = [message.as_str().into()];
    vm.module_error(("struct", "error"), &args, || vm.error(Exc::ValueError, message))
}

/// The layout of a format that may have been read before.
fn layout(vm: &Vm, format: &Value) -> VmResult<Rc<Layout>> {
    let Some(text) = format.get::<Str>() else {
        if is_buffer(format) && format.get::<Bytes>().is_none() {
            return vm.hash(format).and_then(|_| Layout::read(vm, format)).map(Rc::new);
        }
        return Layout::read(vm, format).map(Rc::new);
    };
    let formats = vm.extension::<Formats>();
    if let Some(known) = formats.0.borrow().get(text.as_str()) {
        return Ok(known.clone());
    }
    let layout = Rc::new(Layout::read(vm, format)?);
    let mut known = formats.0.borrow_mut();
    if known.len() >= MOST_FORMATS {
        known.clear();
    }
    known.insert(text.as_str().to_string(), layout.clone());
    Ok(layout)
}

impl Layout {
    fn read(vm: &Vm, value: &Value) -> VmResult<Layout> {
        if let Some(text) = value.get::<Str>() {
            if !text.is_ascii() {
                vm.call_method(value, &intern("encode"), &["ascii".into()])?;
            }
            return Layout::parse(vm, text.as_str());
        }
        match buffer(vm, value)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()) {
            Some(format) => Layout::parse(vm, &format),
            None => {
                let shown = vm.argument_type(value);
                Err(vm.type_error(format!(
                    "Struct() argument 1 must be a str or bytes object, not {shown}"
                )))
            }
        }
    }

    fn parse(vm: &Vm, format: &str) -> VmResult<Layout> {
        let (rest, native, little) = match format.as_bytes().first() {
            Some(b'@') => (&format[1..], true, cfg!(target_endian = "little")),
            Some(b'=') => (&format[1..], false, cfg!(target_endian = "little")),
            Some(b'<') => (&format[1..], false, true),
            Some(b'>' | b'!') => (&format[1..], false, false),
            _ => (format, true, cfg!(target_endian = "little")),
        };
        let too_long = || error(vm, "total struct size too long");
        let (mut runs, mut size, mut values, mut count) = (Vec::new(), 0usize, 0usize, None);
        for (index, code) in rest.bytes().enumerate() {
            if index % 256 == 255 {
                vm.tick(256)?;
            }
            if code == 0 {
                return Err(error(vm, "embedded null character"));
            }
            if (code.is_ascii_whitespace() || code == 0x0B) && count.is_none() {
                continue;
            }
            if code.is_ascii_digit() {
                let more = count.unwrap_or(0usize).checked_mul(10);
                let more = more.and_then(|n| n.checked_add(usize::from(code - b'0')));
                count = Some(more.filter(|n| *n <= isize::MAX as usize).ok_or_else(too_long)?);
                continue;
            }
            let mut run =
                Layout::run(code, native).ok_or_else(|| error(vm, "bad char in struct format"))?;
            if native {
                size = size.checked_next_multiple_of(run.size).ok_or_else(too_long)?;
            }
            (run.count, run.offset) = (count.take().unwrap_or(1), size);
            size = (run.size.checked_mul(run.count))
                .and_then(|more| size.checked_add(more))
                .filter(|size| *size <= isize::MAX as usize)
                .ok_or_else(too_long)?;
            values += match run.meaning {
                Meaning::Padding => 0,
                Meaning::Text | Meaning::Pascal => 1,
                _ => run.count,
            };
            vm.grow(&mut runs, 1)?;
            runs.push(run);
        }
        if count.is_some() {
            return Err(error(vm, "repeat count given without format specifier"));
        }
        let fields = (values <= MOST_FIELDS).then(|| fields(&runs)).flatten();
        Ok(Layout { format: format.to_string(), runs, fields, size, values, little })
    }

    fn run(code: u8, native: bool) -> Option<Run> {
        let meaning = match code {
            b'x' => Meaning::Padding,
            b's' => Meaning::Text,
            b'p' => Meaning::Pascal,
            b'P' if native => Meaning::Pointer,
            b'n' | b'N' | b'P' if !native => return None,
            b'l' if !native => Meaning::Items(Item { form: Form::Signed, size: 4 }),
            b'L' if !native => Meaning::Items(Item { form: Form::Unsigned, size: 4 }),
            code => Meaning::Items(Item::native(code)?),
        };
        let size = match meaning {
            Meaning::Items(item) => item.size,
            Meaning::Pointer => 8,
            _ => 1,
        };
        let saturates = native && code == b'f';
        Some(Run { code, meaning, count: 1, size, offset: 0, saturates })
    }

    fn check_count(&self, vm: &Vm, function: &str, got: usize) -> VmResult<()> {
        if got == self.values {
            return Ok(());
        }
        let expected = self.values;
        let message = format!("{function} expected {expected} items for packing (got {got})");
        Err(error(vm, message))
    }

    /// Packs as many values as the format has.
    fn pack(&self, vm: &Vm, values: &[Value]) -> VmResult<Vec<u8>> {
        let mut out = vm.repeated(&[0], self.size)?;
        let mut values = values.iter();
        for run in &self.runs {
            match run.meaning {
                Meaning::Padding => {}
                Meaning::Text | Meaning::Pascal => {
                    let Some(value) = values.next() else { break };
                    pack_text(vm, run, value, &mut out[run.offset..run.offset + run.count])?;
                }
                _ => {
                    let room = out[run.offset..].chunks_exact_mut(run.size).take(run.count);
                    for (to, value) in room.zip(values.by_ref()) {
                        vm.tick(1)?;
                        packed::store(to, bits(vm, run, value)?, self.little);
                    }
                }
            }
        }
        Ok(out)
    }

    /// The values packed into as many bytes as the format has.
    fn unpack(&self, vm: &Vm, data: &[u8]) -> VmResult {
        if let Some(fields) = &self.fields {
            let values =
                fields.iter().map(|(item, at)| item.read(&data[*at..*at + item.size], self.little));
            return Ok(Tuple::new(values).into_value());
        }
        let mut values = vm.vec_with_capacity(self.values)?;
        for run in &self.runs {
            let data = &data[run.offset..run.offset + run.size * run.count];
            match run.meaning {
                Meaning::Padding => {}
                Meaning::Text => values.push(Value::from(data)),
                Meaning::Pascal => {
                    let length = data.first().map_or(0, |n| usize::from(*n));
                    let rest = data.get(1..).unwrap_or_default();
                    values.push(Value::from(&rest[..length.min(rest.len())]));
                }
                Meaning::Items(item) => {
                    for part in data.chunks(item.size * 1024) {
                        vm.tick(1024)?;
                        let items = part.chunks_exact(item.size);
                        values.extend(items.map(|one| item.read(one, self.little)));
                    }
                }
                Meaning::Pointer => {
                    values.extend(data.chunks_exact(8).map(|one| ADDRESS.read(one, self.little)));
                }
            }
        }
        Ok(Tuple::new(values).into_value())
    }
}

fn pack_text(vm: &Vm, run: &Run, value: &Value, room: &mut [u8]) -> VmResult<()> {
    let bytes = match value.native::<memoryview::MemoryView>() {
        Some(_) => None,
        None => buffer(vm, value)?,
    };
    let Some(bytes) = bytes else {
        let code = char::from(run.code);
        return Err(error(vm, format!("argument for '{code}' must be a bytes object")));
    };
    let start = usize::from(run.meaning == Meaning::Pascal).min(room.len());
    let length = bytes.len().min(room.len() - start);
    // The length of a Pascal string is in one byte.
    room[start..start + length].copy_from_slice(&bytes[..length]);
    if start == 1 {
        room[0] = length.min(255) as u8;
    }
    Ok(())
}

/// The bits of one value.
#[inline]
fn bits(vm: &Vm, run: &Run, value: &Value) -> VmResult<u64> {
    let Meaning::Items(item) = run.meaning else { return pointer(vm, value) };
    match item.form {
        Form::Signed | Form::Unsigned => {
            if !value.is_small_int() && !is_int(value) && !vm.class_ref(value).has("__index__") {
                return Err(error(vm, "required argument is not an integer"));
            }
            item.integer(vm, value)?.ok_or_else(|| {
                let (code, (least, most)) = (char::from(run.code), item.range());
                error(vm, format!("'{code}' format requires {least} <= number <= {most}"))
            })
        }
        Form::Bool => Ok(u64::from(vm.truthy(value)?)),
        Form::Byte => match value.get::<Bytes>().map(|bytes| &*bytes.data) {
            Some([byte]) => Ok(u64::from(*byte)),
            _ => Err(error(vm, "char format requires a bytes object of length 1")),
        },
        Form::Float => {
            let Ok(x) = float::require(vm, value) else {
                return Err(error(vm, "required argument is not a float"));
            };
            if run.saturates {
                return Ok(u64::from((x as f32).to_bits()));
            }
            item.float_bits(x).ok_or_else(|| {
                if is_int(value) {
                    return error(vm, "int too large to convert");
                }
                let code = char::from(run.code);
                vm.overflow_error(format!("float too large to pack with {code} format"))
            })
        }
    }
}

#[cold]
fn pointer(vm: &Vm, value: &Value) -> VmResult<u64> {
    if !is_int(value) && !vm.class_ref(value).has("__index__") {
        return Err(error(vm, "required argument is not an integer"));
    }
    let index = vm.index(value)?;
    if let Some(negative) = to_i64(&index) {
        return Ok(negative as u64);
    }
    ADDRESS.integer(vm, &index)?.ok_or_else(|| error(vm, "int too large to convert"))
}

fn unpack_all(vm: &Vm, layout: &Layout, data: &Value) -> VmResult {
    let values = bytes::with_required(vm, data, |data| {
        (data.len() == layout.size).then(|| layout.unpack(vm, data))
    })?;
    values.unwrap_or_else(|| {
        Err(error(vm, format!("unpack requires a buffer of {} bytes", layout.size)))
    })
}

/// The offset of a structure in a buffer of `length` bytes.
fn place(vm: &Vm, size: usize, offset: i64, length: usize, doing: &str) -> VmResult<usize> {
    let length = length as i64;
    if offset < 0 {
        if offset + size as i64 > 0 {
            let message = match doing {
                "pack" => format!("no space to pack {size} bytes at offset {offset}"),
                _ => format!("not enough data to unpack {size} bytes at offset {offset}"),
            };
            return Err(error(vm, message));
        }
        if offset + length < 0 {
            let message = format!("offset {offset} out of range for {length}-byte buffer");
            return Err(error(vm, message));
        }
    }
    let start = if offset < 0 { offset + length } else { offset };
    if length - start < size as i64 {
        let need = start as u64 + size as u64;
        let function = if doing == "pack" { "pack_into" } else { "unpack_from" };
        return Err(error(
            vm,
            format!(
                "{function} requires a buffer of at least {need} bytes for {doing}ing {size} bytes at offset {start} (actual buffer size is {length})"
            ),
        ));
    }
    Ok(start as usize)
}

/// An offset, which must fit 64 bits.
fn offset(vm: &Vm, value: &Value) -> VmResult<i64> {
    if let Some(offset) = value.as_small_int() {
        return Ok(offset);
    }
    let index = vm.index(value)?;
    to_i64(&index).ok_or_else(|| {
        let class = vm.class_ref(value).message_name();
        vm.index_error(format!("cannot fit '{class}' into an index-sized integer"))
    })
}

fn unpack_from(vm: &Vm, layout: &Layout, data: &Value, at: Option<&Value>) -> VmResult {
    let offset = at.map_or(Ok(0), |at| offset(vm, at))?;
    let size = layout.size;
    let values = bytes::with_required(vm, data, |data| {
        let fits = usize::try_from(offset).ok().and_then(|at| Some(at..at.checked_add(size)?));
        match fits.and_then(|range| data.get(range)) {
            Some(data) => Ok(layout.unpack(vm, data)),
            None => Err(data.len()),
        }
    })?;
    let start = match values {
        Ok(values) => return values,
        Err(length) => place(vm, size, offset, length, "unpack")?,
    };
    bytes::with_required(vm, data, |data| layout.unpack(vm, &data[start..start + size]))?
}

/// The iterator that `iter_unpack` returns.
struct Unpacking {
    layout: Rc<Layout>,
    data: Value,
    at: usize,
}

impl ExclusiveIterate for Unpacking {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        let (start, end) = (self.at, self.at + self.layout.size);
        let values = bytes::with(vm, &self.data, |data| {
            data.get(start..end).map(|data| self.layout.unpack(vm, data))
        })?;
        match values.flatten() {
            Some(values) => {
                self.at = end;
                values.map(Some)
            }
            None => {
                self.data = Value::UNSET;
                Ok(None)
            }
        }
    }

    fn length_hint(&self) -> Option<usize> {
        let length = bytes::buffer_len(&self.data).unwrap_or(0);
        Some(length.saturating_sub(self.at) / self.layout.size)
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.data);
    }
}

static ITERATOR: ClassDef = ClassDef {
    name: "unpack_iterator",
    module: "_struct",
    kind: crate::runtime::Kind::NativeIterator,
    subclassable: false,
    methods: iterator::METHODS,
    ..ClassDef::BASE
};

fn iter_unpack(vm: &Vm, layout: Rc<Layout>, data: &Value) -> VmResult {
    if layout.size == 0 {
        return Err(error(vm, "cannot iteratively unpack with a struct of length 0"));
    }
    let length = bytes::with_required(vm, data, <[u8]>::len)?;
    if length % layout.size != 0 {
        let size = layout.size;
        return Err(error(
            vm,
            format!("iterative unpacking requires a buffer of a multiple of {size} bytes"),
        ));
    }
    Ok(NativeIterator::exclusive(vm, &ITERATOR, Unpacking { layout, data: data.clone(), at: 0 }))
}

fn pack(vm: &Vm, layout: &Layout, values: &[Value]) -> VmResult {
    layout.check_count(vm, "pack", values.len())?;
    Ok(Bytes::new(layout.pack(vm, values)?).into_value())
}

/// `pack_into(buffer, offset, *values)`
fn pack_into(vm: &Vm, layout: &Layout, arguments: &[Value]) -> VmResult {
    let (given, at, values) = match arguments {
        [] => return Err(error(vm, "pack_into expected buffer argument")),
        [_] => return Err(error(vm, "pack_into expected offset argument")),
        [given, at, values @ ..] => (given, at, values),
    };
    layout.check_count(vm, "pack_into", values.len())?;
    let room = &bytes::writable(vm, given)?;
    let Some(length) = memoryview::room(room) else {
        let shown = vm.class_ref(given).message_name();
        return Err(
            vm.type_error(format!("argument must be read-write bytes-like object, not {shown}"))
        );
    };
    let start = place(vm, layout.size, offset(vm, at)?, length, "pack")?;
    let packed = layout.pack(vm, values)?;
    memoryview::with_mut(room, |room| {
        // Packing may have run code that shrank the buffer.
        if let Some(room) = room.get_mut(start..start + packed.len()) {
            room.copy_from_slice(&packed);
        }
    });
    Ok(Value::NONE)
}

/// The format in front of the other arguments of a function.
fn split<'a>(vm: &Vm, arguments: &'a [Value]) -> VmResult<(Rc<Layout>, &'a [Value])> {
    match arguments {
        [format, rest @ ..] => Ok((layout(vm, format)?, rest)),
        [] => Err(vm.type_error("missing format argument")),
    }
}

fn of(a: Args<'_>) -> Rc<Layout> {
    a.data::<Struct>().0.borrow().clone()
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = class_argument(a);
    let layout = Rc::new(Layout::parse(vm, "")?);
    let made = Native::new(class, Struct(RefCell::new(layout))).into_value();
    vm.note_finalizer(&made);
    Ok(made)
}

fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    let layout = layout(vm, a.at(1))?;
    a.data::<Struct>().0.replace(layout);
    Ok(Value::NONE)
}

static STRUCT: ClassDef = ClassDef {
    name: "Struct",
    module: "_struct",
    doc: "Struct(fmt) --> compiled struct object",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            new,
        ),
        NativeDef::new("__init__(self, /, format)", "Initialize self.", init),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, a| {
            let (name, format) = (vm.class_ref(&a[0]).name(), Value::from(of(a).format.as_str()));
            Ok(format!("{name}({})", vm.repr(&format)?.as_str()).into())
        }),
        NativeDef::new("__reduce__(self, /)", "Helper for pickle.", |vm, a| {
            let class = vm.class_ref(&a[0]).full_name();
            Err(vm.type_error(format!("cannot pickle '{class}' object")))
        }),
        NativeDef::new(
            "pack(self, /, *values)",
            "Return a bytes object containing values v1, v2, ... packed according to the format\nstring S.format.  See help(struct) for more on format strings.",
            |vm, a| pack(vm, &of(a), a.rest()),
        ),
        NativeDef::new(
            "pack_into(self, /, *values)",
            "Pack the values v1, v2, ... according to the format string S.format\nand write the packed bytes into the writable buffer buf starting at\noffset.",
            |vm, a| pack_into(vm, &of(a), a.rest()),
        ),
        NativeDef::new(
            "unpack(self, buffer, /)",
            "Return a tuple containing unpacked values.",
            |vm, a| unpack_all(vm, &of(a), a.at(1)),
        ),
        NativeDef::new(
            "unpack_from(self, /, buffer, offset=0)",
            "Return a tuple containing unpacked values.",
            |vm, a| unpack_from(vm, &of(a), a.at(1), a.opt(2)),
        ),
        NativeDef::new(
            "iter_unpack(self, buffer, /)",
            "Return an iterator yielding tuples.",
            |vm, a| iter_unpack(vm, of(a), a.at(1)),
        ),
    ],
    properties: &[
        PropertyDef {
            name: "format",
            doc: "struct format string",
            get: |_, s| {
                let text = s.native::<Struct>().map(|s| s.0.borrow().format.as_str().into());
                Ok(text.unwrap_or_default())
            },
            set: None,
        },
        PropertyDef {
            name: "size",
            doc: "struct size in bytes",
            get: |_, s| Ok(Value::from(s.native::<Struct>().map_or(0, |s| s.0.borrow().size))),
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
        NativeDef::new("_clearcache()", "Clear the internal cache.", |vm, _| {
            vm.extension::<Formats>().0.borrow_mut().clear();
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "calcsize(format, /)",
            "Return size in bytes of the struct described by the format string.",
            |vm, a| Ok(Value::from(layout(vm, a.at(0))?.size)),
        ),
        NativeDef::new(
            "pack(*args)",
            "pack(format, v1, v2, ...) -> bytes\n\nReturn a bytes object containing the values v1, v2, ... packed according\nto the format string.",
            |vm, a| {
                let (layout, values) = split(vm, a.rest())?;
                pack(vm, &layout, values)
            },
        ),
        NativeDef::new(
            "pack_into(*args)",
            "pack_into(format, buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to the format string and write\nthe packed bytes into the writable buffer starting at offset.",
            |vm, a| {
                let (layout, rest) = split(vm, a.rest())?;
                pack_into(vm, &layout, rest)
            },
        ),
        NativeDef::new(
            "unpack(format, buffer, /)",
            "Return a tuple containing values unpacked according to the format string.",
            |vm, a| unpack_all(vm, &*layout(vm, a.at(0))?, a.at(1)),
        ),
        NativeDef::new(
            "unpack_from(format, /, buffer, offset=0)",
            "Return a tuple containing values unpacked according to the format string.",
            |vm, a| unpack_from(vm, &*layout(vm, a.at(0))?, a.at(1), a.opt(2)),
        ),
        NativeDef::new(
            "iter_unpack(format, buffer, /)",
            "Return an iterator yielding tuples unpacked from the given bytes.",
            |vm, a| iter_unpack(vm, layout(vm, a.at(0))?, a.at(1)),
        ),
    ],
    classes: &[&STRUCT],
    source: "class error(Exception):\n    pass\n\n__all__ = ['calcsize', 'pack', 'pack_into', 'unpack', 'unpack_from', 'iter_unpack', 'Struct', 'error']\n",
    ..ModuleDef::BASE
};
