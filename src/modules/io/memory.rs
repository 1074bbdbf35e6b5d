//! `StringIO` and `BytesIO`: files in memory.

use super::base::{self, BUFFERED_BASE, TEXT_BASE};
use super::endings::Endings;
use super::text::{Newline, char_bytes};
use super::{count_argument, room_argument, unsupported};
use crate::objects::bytes::{Bytes, with_required};
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::int;
use crate::objects::memoryview;
use crate::objects::native::{
    Args, Buffer, ClassDef, Exports, Native, NativeDef, NativeObject, PropertyDef,
};
use crate::objects::scalar::class_argument;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Value};
use crate::text::pace::PART;
use crate::vm::{Vm, VmResult};
use std::borrow::Cow;
use std::cell::{Cell, RefCell, RefMut};

/// The data of a `StringIO`.
struct TextMemory {
    text: RefCell<String>,
    /// The position in bytes of `text`, always between characters; past its end by that many
    /// characters if larger.
    at: Cell<usize>,
    /// The text is ASCII, so that characters are bytes.
    ascii: Cell<bool>,
    newline: Cell<Newline>,
    endings: Endings,
    closed: Cell<bool>,
}

impl NativeObject for TextMemory {}

/// The data of a `BytesIO`.
struct ByteMemory {
    bytes: RefCell<Vec<u8>>,
    at: Cell<usize>,
    closed: Cell<bool>,
    /// The views returned by `getbuffer()`.
    exports: Exports,
}

impl NativeObject for ByteMemory {}

impl ByteMemory {
    /// The bytes, for a change of their number.
    fn resizable(&self, vm: &Vm) -> VmResult<RefMut<'_, Vec<u8>>> {
        self.exports.check(vm, Exports::HELD)?;
        Ok(self.bytes.borrow_mut())
    }
}

/// The object behind the views of a `BytesIO`, which is not a buffer itself.
struct ByteMemoryBuffer {
    memory: Value,
}

impl NativeObject for ByteMemoryBuffer {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.memory);
    }

    fn buffer(&self) -> Option<Buffer<'_>> {
        let memory = self.memory.native::<ByteMemory>()?;
        let (data, exports) = (&memory.bytes, &memory.exports);
        Some(Buffer { data, format: "B", item_size: 1, readonly: false, exports })
    }
}

static BYTES_IO_BUFFER: ClassDef = ClassDef {
    name: "_BytesIOBuffer",
    module: "_io",
    kind: Kind::Native,
    subclassable: false,
    ..ClassDef::BASE
};

fn closed(vm: &Vm) -> crate::vm::Raised {
    vm.value_error("I/O operation on closed file")
}

fn data<'a>(vm: &Vm, this: &'a Value) -> VmResult<&'a TextMemory> {
    let this = this.native::<TextMemory>().expect("the receiver was checked");
    if this.closed.get() { Err(closed(vm)) } else { Ok(this) }
}

fn text<'a>(vm: &Vm, a: &Args<'a>) -> VmResult<&'a TextMemory> {
    data(vm, a.at(0))
}

fn byte_data<'a>(vm: &Vm, this: &'a Value) -> VmResult<&'a ByteMemory> {
    let this = this.native::<ByteMemory>().expect("the receiver was checked");
    if this.closed.get() { Err(vm.value_error("I/O operation on closed file.")) } else { Ok(this) }
}

fn bytes<'a>(vm: &Vm, a: &Args<'a>) -> VmResult<&'a ByteMemory> {
    byte_data(vm, a.at(0))
}

fn text_new(_: &Vm, a: Args<'_>) -> VmResult {
    let class = class_argument(a);
    let memory = TextMemory {
        text: RefCell::default(),
        at: Cell::new(0),
        ascii: Cell::new(true),
        newline: Cell::new(Newline::Only("\n")),
        endings: Endings::default(),
        closed: Cell::new(false),
    };
    Ok(Native::new(class, memory).into_value())
}

fn text_init(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<TextMemory>();
    if a.opt(2).is_some() {
        this.newline.set(Newline::of(vm, "StringIO", a.opt(2))?);
    }
    match a.some(1) {
        None => {
            drop(this.text.take());
            this.ascii.set(true);
        }
        Some(initial) => {
            let Some(initial) = initial.get::<Str>() else {
                let shown = vm.class_ref(initial).message_name();
                return Err(
                    vm.type_error(format!("initial_value must be str or None, not {shown}"))
                );
            };
            this.ascii.set(initial.is_ascii());
            this.text.replace(this.translated(initial.as_str()).into_owned());
        }
    }
    this.at.set(0);
    Ok(Value::NONE)
}

impl TextMemory {
    fn translated<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if !matches!(self.newline.get(), Newline::Only(_)) {
            self.endings.note(text);
        }
        match self.newline.get() {
            Newline::Universal if text.contains('\r') => {
                Cow::Owned(Newline::Universal.on_reading(text.to_string()))
            }
            Newline::Universal => Cow::Borrowed(text),
            newline => newline.on_writing(text).map_or(Cow::Borrowed(text), Cow::Owned),
        }
    }

    /// The number of characters in a part of the text.
    fn characters(&self, part: &str) -> usize {
        if self.ascii.get() { part.len() } else { part.chars().count() }
    }

    /// The length in bytes of this many characters of a part, or of all if there are fewer.
    fn bytes_of(&self, part: &str, count: usize) -> usize {
        if self.ascii.get() { count.min(part.len()) } else { char_bytes(part, count) }
    }

    /// The next line, with at most this many characters.
    fn line(&self, limit: Option<usize>) -> Value {
        let newline = match self.newline.get() {
            Newline::Universal => Newline::Only("\n"),
            newline => newline,
        };
        self.take(|rest| {
            let end = newline.line_end(rest.as_bytes(), true).unwrap_or(rest.len());
            limit.map_or(end, |n| end.min(self.bytes_of(rest, n)))
        })
    }

    fn write(&self, vm: &Vm, new: &Str) -> VmResult<()> {
        let is_ascii = new.is_ascii();
        let new = self.translated(new.as_str());
        if new.is_empty() {
            return Ok(());
        }
        if !is_ascii {
            self.ascii.set(false);
        }
        let mut text = self.text.borrow_mut();
        let at = self.at.get();
        let missing = at.saturating_sub(text.len());
        vm.grow_text(&mut text, missing.saturating_add(new.len()))?;
        if at == text.len() {
            text.push_str(&new);
        } else if at > text.len() {
            text.extend(std::iter::repeat_n('\0', missing));
            text.push_str(&new);
        } else {
            let end = at + self.bytes_of(&text[at..], self.characters(&new));
            text.replace_range(at..end, &new);
            self.at.set(at + new.len());
            return Ok(());
        }
        self.at.set(text.len());
        Ok(())
    }

    fn take(&self, count: impl FnOnce(&str) -> usize) -> Value {
        let text = self.text.borrow();
        let at = self.at.get().min(text.len());
        let rest = &text[at..];
        let end = count(rest);
        self.at.set(self.at.get().max(at + end));
        Value::from(&rest[..end])
    }
}

fn text_write(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = text(vm, &a)?;
    let Some(new) = a[1].get::<Str>() else {
        let shown = vm.class_ref(a.at(1)).name();
        return Err(vm.type_error(format!("string argument expected, got '{shown}'")));
    };
    this.write(vm, new)?;
    Ok(Value::from(new.len()))
}

fn text_read(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = text(vm, &a)?;
    let count = count_argument(vm, a.some(1))?;
    Ok(this.take(|rest| count.map_or(rest.len(), |n| this.bytes_of(rest, n))))
}

fn text_readline(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = text(vm, &a)?;
    let limit = count_argument(vm, a.some(1))?;
    Ok(this.line(limit))
}

fn text_next(vm: &Vm, this: &Value) -> VmResult<Option<Value>> {
    if base::is_derived(vm, this) {
        return base::next(vm, this);
    }
    let line = data(vm, this)?.line(None);
    Ok(if vm.len(&line)? == 0 { None } else { Some(line) })
}

fn text_seek(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = text(vm, &a)?;
    let offset = vm.index_clipped(a.at(1))?;
    let whence = a.opt(2).map_or(Ok(0), |w| vm.index_clipped(w))?;
    match whence {
        0 if offset < 0 => {
            return Err(vm.value_error(format!("Negative seek position {offset}")));
        }
        0 => {
            let text = this.text.borrow();
            let offset = offset as usize;
            let behind = offset.saturating_sub(this.characters(&text));
            this.at.set(this.bytes_of(&text, offset) + behind);
        }
        1 | 2 if offset != 0 => {
            return Err(vm.error(Exc::OSError, "Can't do nonzero cur-relative seeks"));
        }
        1 => {}
        2 => this.at.set(this.text.borrow().len()),
        _ => {
            return Err(vm.value_error(format!("Invalid whence ({whence}, should be 0, 1 or 2)")));
        }
    }
    text_tell(vm, a)
}

fn text_tell(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = text(vm, &a)?;
    let text = this.text.borrow();
    let at = this.at.get();
    let inside = at.min(text.len());
    Ok(Value::from(this.characters(&text[..inside]) + (at - inside)))
}

/// The argument of `truncate`; none for the current position. `negative` begins the message for a
/// number below 0.
fn size_argument(vm: &Vm, size: Option<&Value>, negative: &str) -> VmResult<Option<usize>> {
    let Some(size) = size else { return Ok(None) };
    let size = vm.index_clipped(size)?;
    match usize::try_from(size) {
        Ok(size) => Ok(Some(size)),
        Err(_) => Err(vm.value_error(format!("{negative} size value {size}"))),
    }
}

fn text_truncate(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = text(vm, &a)?;
    let size = match size_argument(vm, a.some(1), "Negative")? {
        Some(size) => this.bytes_of(&this.text.borrow(), size),
        None => this.at.get(),
    };
    let mut text = this.text.borrow_mut();
    text.truncate(size);
    Ok(Value::from(this.characters(&text)))
}

fn bytes_new(_: &Vm, a: Args<'_>) -> VmResult {
    let class = class_argument(a);
    let memory = ByteMemory {
        bytes: RefCell::default(),
        at: Cell::new(0),
        closed: Cell::new(false),
        exports: Exports::default(),
    };
    Ok(Native::new(class, memory).into_value())
}

fn need_bytes(vm: &Vm, value: &Value) -> VmResult<Vec<u8>> {
    with_required(vm, value, <[u8]>::to_vec)
}

fn bytes_init(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<ByteMemory>();
    let initial = a.some(1).map_or(Ok(Vec::new()), |v| need_bytes(vm, v))?;
    *this.resizable(vm)? = initial;
    this.at.set(0);
    Ok(Value::NONE)
}

impl ByteMemory {
    fn write(&self, vm: &Vm, new: &[u8]) -> VmResult {
        let mut bytes = self.resizable(vm)?;
        if new.is_empty() {
            return Ok(Value::small_int(0));
        }
        let at = self.at.get();
        if at > bytes.len() {
            let missing = at - bytes.len();
            vm.fill(&mut bytes, &0, missing)?;
        }
        let (over, more) = new.split_at(new.len().min(bytes.len() - at));
        for (to, from) in bytes[at..at + over.len()].chunks_mut(PART).zip(over.chunks(PART)) {
            vm.tick_bytes(from.len())?;
            to.copy_from_slice(from);
        }
        vm.append(&mut bytes, more)?;
        self.at.set(at + new.len());
        Ok(Value::from(new.len()))
    }

    fn take(&self, count: impl FnOnce(&[u8]) -> usize) -> Value {
        let bytes = self.bytes.borrow();
        let at = self.at.get().min(bytes.len());
        let rest = &bytes[at..];
        let end = count(rest);
        self.at.set(self.at.get().max(at + end));
        Value::from(&rest[..end])
    }
}

fn bytes_write(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = bytes(vm, &a)?;
    if let Some(new) = a[1].get_exact::<Bytes>() {
        return this.write(vm, &new.data);
    }
    this.exports.check(vm, Exports::HELD)?;
    this.write(vm, &need_bytes(vm, a.at(1))?)
}

fn bytes_read(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = bytes(vm, &a)?;
    let count = count_argument(vm, a.some(1))?;
    Ok(this.take(|rest| count.map_or(rest.len(), |n| n.min(rest.len()))))
}

/// The length of the first line.
fn line_length(bytes: &[u8]) -> usize {
    memchr::memchr(b'\n', bytes).map_or(bytes.len(), |i| i + 1)
}

fn bytes_readline(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = bytes(vm, &a)?;
    let limit = count_argument(vm, a.some(1))?.unwrap_or(usize::MAX);
    Ok(this.take(|rest| line_length(rest).min(limit)))
}

fn bytes_next(vm: &Vm, this: &Value) -> VmResult<Option<Value>> {
    let this = byte_data(vm, this)?;
    let is_at_end = this.at.get() >= this.bytes.borrow().len();
    Ok(if is_at_end { None } else { Some(this.take(line_length)) })
}

fn bytes_readinto(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = bytes(vm, &a)?;
    let (target, length) = room_argument(vm, "readinto", a.at(1))?;
    // The target may be a view of the same bytes.
    let read = {
        let bytes = this.bytes.borrow();
        let at = this.at.get().min(bytes.len());
        vm.copied(&bytes[at..at + length.min(bytes.len() - at)])?
    };
    memoryview::fill(&target, &read);
    this.at.set(this.at.get() + read.len());
    Ok(Value::from(read.len()))
}

fn bytes_seek(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = bytes(vm, &a)?;
    let offset = vm.index_clipped(a.at(1))?;
    let base = match a.opt(2).map_or(Ok(0), |w| vm.index_clipped(w))? {
        0 if offset < 0 => {
            return Err(vm.value_error(format!("negative seek value {offset}")));
        }
        0 => 0,
        1 => this.at.get() as i64,
        2 => this.bytes.borrow().len() as i64,
        whence => {
            return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)")));
        }
    };
    this.at.set(base.saturating_add(offset).max(0) as usize);
    Ok(Value::from(this.at.get()))
}

fn bytes_truncate(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = bytes(vm, &a)?;
    let size = size_argument(vm, a.some(1), "negative")?.unwrap_or(this.at.get());
    this.resizable(vm)?.truncate(size);
    Ok(Value::from(size))
}

fn getbuffer(vm: &Vm, a: Args<'_>) -> VmResult {
    bytes(vm, &a)?;
    let buffer = ByteMemoryBuffer { memory: a.at(0).clone() };
    memoryview::over(vm, &Native::new(&vm.class_for(&BYTES_IO_BUFFER), buffer).into_value())
}

/// The attributes of a file in memory, for its state.
fn attributes(vm: &Vm, file: &Value) -> VmResult {
    match vm.own_dict(file).filter(|dict| !dict.is_empty()) {
        Some(dict) => Ok(dict.copy(vm)?.into_value()),
        None => Ok(Value::NONE),
    }
}

/// The parts of a state, the last of which are the attributes.
fn state_parts<'a, const N: usize>(vm: &Vm, a: Args<'a>) -> VmResult<&'a [Value; N]> {
    let parts = a.at(1).get::<Tuple>().and_then(|state| state.items().try_into().ok());
    parts.ok_or_else(|| {
        let class = vm.class_ref(a.at(0)).message_name();
        let shown = vm.class_ref(a.at(1)).message_name();
        vm.type_error(format!("{class}.__setstate__ argument should be {N}-tuple, got {shown}"))
    })
}

fn set_attributes(vm: &Vm, file: &Value, place: &str, attributes: &Value) -> VmResult<()> {
    if attributes.is_none() {
        return Ok(());
    }
    let Some(more) = attributes.get::<Dict>() else {
        let shown = vm.class_ref(attributes).message_name();
        let message = format!("{place} item of state should be a dict, got a {shown}");
        return Err(vm.type_error(message));
    };
    match vm.own_dict(file) {
        Some(own) => own.merge(vm, more),
        None => Ok(()),
    }
}

/// The position in a state. `wanted` begins the message for one that is not an integer.
fn state_position(vm: &Vm, wanted: &str, position: &Value) -> VmResult<i64> {
    if !int::is_int(position) {
        let shown = vm.class_ref(position).message_name();
        return Err(vm.type_error(format!("{wanted} {shown}")));
    }
    match vm.index_clipped(position)? {
        below if below < 0 => Err(vm.value_error("position value cannot be negative")),
        position => Ok(position),
    }
}

fn bytes_state(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = bytes(vm, &a)?;
    let contents = Bytes::copied(vm, &this.bytes.borrow())?.into_value();
    let parts = [contents, Value::from(this.at.get()), attributes(vm, a.at(0))?];
    Ok(Tuple::new(parts).into_value())
}

fn bytes_set_state(vm: &Vm, a: Args<'_>) -> VmResult {
    let [contents, position, attributes] = state_parts::<3>(vm, a)?;
    let contents = need_bytes(vm, contents)?;
    let this = a.data::<ByteMemory>();
    *this.resizable(vm)? = contents;
    let wanted = "second item of state must be an integer, not";
    this.at.set(state_position(vm, wanted, position)? as usize);
    set_attributes(vm, a.at(0), "third", attributes)?;
    Ok(Value::NONE)
}

fn text_state(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = text(vm, &a)?;
    let contents = Value::from(vm.joined_text([this.text.borrow().as_str()])?);
    let newline = match this.newline.get() {
        Newline::Universal => Value::NONE,
        Newline::Kept => "".into(),
        Newline::Only(end) => end.into(),
    };
    let parts = [contents, newline, text_tell(vm, a)?, attributes(vm, a.at(0))?];
    Ok(Tuple::new(parts).into_value())
}

fn text_set_state(vm: &Vm, a: Args<'_>) -> VmResult {
    let [contents, newline, position, attributes] = state_parts::<4>(vm, a)?;
    let this = text(vm, &a)?;
    let Some(contents) = contents.get::<Str>() else {
        let shown = vm.class_ref(contents).message_name();
        return Err(vm.type_error(format!("initial_value must be str or None, not {shown}")));
    };
    this.newline.set(Newline::of(vm, "StringIO", Some(newline))?);
    // The contents are already translated.
    this.ascii.set(contents.is_ascii());
    this.text.replace(contents.as_str().to_string());
    let wanted = "third item of state must be an integer, got";
    let position = Value::from(state_position(vm, wanted, position)?);
    text_seek(vm, Args::new(&[a[0].clone(), position]))?;
    set_attributes(vm, a.at(0), "fourth", attributes)?;
    Ok(Value::NONE)
}

macro_rules! constant {
    ($signature:literal, $check:ident, $value:expr) => {
        NativeDef::new($signature, "", |vm, a| {
            $check(vm, &a)?;
            Ok($value)
        })
    };
}

/// `io.StringIO`
pub static STRING_IO: ClassDef = ClassDef {
    name: "StringIO",
    module: "_io",
    doc: "Text I/O implementation using an in-memory buffer.",
    base: Some(&TEXT_BASE),
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create a new object.",
            text_new,
        ),
        NativeDef::new(
            "__init__(self, /, initial_value='', newline='\\n')",
            "Initialize self.",
            text_init,
        ),
        NativeDef::new("getvalue(self, /)", "Retrieve the entire contents.", |vm, a| {
            Ok(Value::from(vm.joined_text([text(vm, &a)?.text.borrow().as_str()])?))
        }),
        NativeDef::new("__getstate__(self, /)", "", text_state),
        NativeDef::new("__setstate__(self, state, /)", "", text_set_state),
        NativeDef::new("write(self, s, /)", "Write string to file.", text_write),
        NativeDef::new("read(self, size=-1, /)", "Read at most size characters.", text_read),
        NativeDef::new("readline(self, size=-1, /)", "Read until newline.", text_readline),
        NativeDef::next(text_next),
        NativeDef::new("seek(self, pos, whence=0, /)", "Change stream position.", text_seek),
        NativeDef::new("tell(self, /)", "Tell the current file position.", text_tell),
        NativeDef::new("truncate(self, pos=None, /)", "Truncate to pos.", text_truncate),
        NativeDef::new("close(self, /)", "Close the IO object.", |_, a| {
            a.data::<TextMemory>().closed.set(true);
            Ok(Value::NONE)
        }),
        constant!("readable(self, /)", text, Value::TRUE),
        constant!("writable(self, /)", text, Value::TRUE),
        constant!("seekable(self, /)", text, Value::TRUE),
        NativeDef::new("fileno(self, /)", "", |vm, _| Err(unsupported(vm, "fileno"))),
    ],
    properties: &[
        PropertyDef {
            name: "closed",
            doc: "",
            get: |_, v| Ok(Value::bool(v.native::<TextMemory>().is_some_and(|m| m.closed.get()))),
            set: None,
        },
        PropertyDef {
            name: "newlines",
            doc: "",
            get: |_, v| {
                Ok(v.native::<TextMemory>().map_or(Value::NONE, |memory| memory.endings.value()))
            },
            set: None,
        },
        PropertyDef { name: "line_buffering", doc: "", get: |_, _| Ok(Value::FALSE), set: None },
    ],
    has_dict: true,
    ..ClassDef::BASE
};

/// `io.BytesIO`
pub static BYTES_IO: ClassDef = ClassDef {
    name: "BytesIO",
    module: "_io",
    doc: "Buffered I/O implementation using an in-memory bytes buffer.",
    base: Some(&BUFFERED_BASE),
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create a new object.",
            bytes_new,
        ),
        NativeDef::new("__init__(self, /, initial_bytes=b'')", "Initialize self.", bytes_init),
        NativeDef::new("getvalue(self, /)", "Retrieve the entire contents.", |vm, a| {
            Ok(Bytes::copied(vm, &bytes(vm, &a)?.bytes.borrow())?.into_value())
        }),
        NativeDef::new("__getstate__(self, /)", "", bytes_state),
        NativeDef::new("__setstate__(self, state, /)", "", bytes_set_state),
        NativeDef::new("getbuffer(self, /)", "A view of the contents.", getbuffer),
        NativeDef::new("write(self, b, /)", "Write bytes to file.", bytes_write),
        NativeDef::new("read(self, size=-1, /)", "Read at most size bytes.", bytes_read),
        NativeDef::new("read1(self, size=-1, /)", "Read at most size bytes.", bytes_read),
        NativeDef::new("readline(self, size=-1, /)", "Next line from the file.", bytes_readline),
        NativeDef::next(bytes_next),
        NativeDef::new(
            "readlines(self, size=None, /)",
            "List of bytes objects, each a line from the file.\n\nCall readline() repeatedly and return a list of the lines so read.\nThe optional size argument, if given, is an approximate bound on the\ntotal number of bytes in the lines returned.",
            |vm, a| base::lines_up_to(vm, a, |size, limit| size >= limit),
        ),
        NativeDef::new("readinto(self, buffer, /)", "Read bytes into buffer.", bytes_readinto),
        NativeDef::new("seek(self, pos, whence=0, /)", "Change stream position.", bytes_seek),
        NativeDef::new("tell(self, /)", "Current file position, an integer.", |vm, a| {
            Ok(Value::from(bytes(vm, &a)?.at.get()))
        }),
        NativeDef::new("truncate(self, size=None, /)", "Truncate to size.", bytes_truncate),
        NativeDef::new("close(self, /)", "Disable all I/O operations.", |vm, a| {
            let memory = a.data::<ByteMemory>();
            if !memory.closed.get() {
                memory.exports.check(vm, Exports::HELD)?;
            }
            memory.closed.set(true);
            Ok(Value::NONE)
        }),
        constant!("readable(self, /)", bytes, Value::TRUE),
        constant!("writable(self, /)", bytes, Value::TRUE),
        constant!("seekable(self, /)", bytes, Value::TRUE),
    ],
    properties: &[PropertyDef {
        name: "closed",
        doc: "",
        get: |_, v| Ok(Value::bool(v.native::<ByteMemory>().is_some_and(|m| m.closed.get()))),
        set: None,
    }],
    has_dict: true,
    ..ClassDef::BASE
};
