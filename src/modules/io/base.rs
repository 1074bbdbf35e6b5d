//! The base classes of all file objects, with the methods defined in terms of others.

use super::{count_argument, room_argument};
use crate::objects::bytes::Bytes;
use crate::objects::int::to_i64;
use crate::objects::list::List;
use crate::objects::memoryview;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::scalar::class_argument;
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use std::cell::Cell;

/// The data of file objects that a program's own class derives from an abstract class.
#[derive(Default)]
struct Base {
    closed: Cell<bool>,
}

impl NativeObject for Base {}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = class_argument(a);
    let new = Native::new(class, Base::default()).into_value();
    vm.note_finalizer(&new);
    Ok(new)
}

/// `__del__`: an object that is no longer referenced is closed. Errors are reported, not raised.
fn finalize(vm: &Vm, a: Args<'_>) -> VmResult {
    if let Ok(closed) = vm.get_attribute(a.at(0), &intern("closed"))
        && !vm.truthy(&closed).unwrap_or(true)
        && let Err(raised) = call(vm, a.at(0), "close", &[])
    {
        vm.unraisable(&raised, a.at(0));
    }
    Ok(Value::NONE)
}

/// `readinto` and `readinto1` through the object's `read` or `read1`.
fn read_into(vm: &Vm, a: Args<'_>, by: &str) -> VmResult {
    let (target, room) = room_argument(vm, "readinto", a.at(1))?;
    let read = call(vm, a.at(0), by, &[Value::from(room)])?;
    let Some(bytes) = read.get::<Bytes>().map(|bytes| &bytes.data) else {
        return Err(vm.type_error("read() should return bytes"));
    };
    if bytes.len() > room {
        let (given, message) = (bytes.len(), "read() returned too much data:");
        return Err(vm.value_error(format!("{message} {room} bytes requested, {given} returned")));
    }
    memoryview::fill(&target, bytes);
    Ok(Value::from(bytes.len()))
}

fn call(vm: &Vm, object: &Value, name: &str, args: &[Value]) -> VmResult {
    vm.call_method(object, &intern(name), args)
}

/// # Errors
/// ValueError if the file object's `closed` is true.
pub fn check_open(vm: &Vm, object: &Value) -> VmResult<()> {
    let closed = vm.get_attribute(object, &intern("closed"))?;
    if vm.truthy(&closed)? {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    Ok(())
}

/// The check made by the library's Python classes before an operation.
fn check_able(vm: &Vm, a: Args<'_>, what: &str) -> VmResult {
    let able = call(vm, a.at(0), what, &[])?;
    if vm.truthy(&able)? {
        return Ok(Value::TRUE);
    }
    Err(super::unsupported(vm, &format!("File or stream is not {what}.")))
}

fn enter(vm: &Vm, a: Args<'_>) -> VmResult {
    check_open(vm, a.at(0))?;
    Ok(a[0].clone())
}

fn exit(vm: &Vm, a: Args<'_>) -> VmResult {
    call(vm, a.at(0), "close", &[])?;
    Ok(Value::NONE)
}

fn iter(vm: &Vm, a: Args<'_>) -> VmResult {
    check_open(vm, a.at(0))?;
    Ok(a[0].clone())
}

/// `__next__` through the object's `readline`.
///
/// # Errors
/// Any exception raised by `readline`; TypeError if its result has no length.
pub fn next(vm: &Vm, this: &Value) -> VmResult<Option<Value>> {
    let line = call(vm, this, "readline", &[])?;
    Ok(if vm.len(&line)? == 0 { None } else { Some(line) })
}

/// Whether the class of a file object is derived, so that methods may be overridden.
pub fn is_derived(vm: &Vm, file: &Value) -> bool {
    vm.class_ref(file).is_heap
}

/// `readlines(hint)`. `is_enough` decides from the total size and the hint whether to stop.
///
/// # Errors
/// Any exception raised by the iteration.
pub fn lines_up_to(vm: &Vm, a: Args<'_>, is_enough: fn(i64, i64) -> bool) -> VmResult {
    let limit = count_argument(vm, a.some(1))?.unwrap_or(0) as i64;
    if limit <= 0 {
        return vm.to_vec(a.at(0)).map(Value::from);
    }
    let iterator = vm.iter(a.at(0))?;
    let (lines, mut size) = (List::new(Vec::new()), 0);
    while !is_enough(size, limit)
        && let Some(line) = vm.next(&iterator)?
    {
        size = size.saturating_add(vm.len(&line)? as i64);
        lines.push(line);
    }
    Ok(lines.into_value())
}

fn readlines(vm: &Vm, a: Args<'_>) -> VmResult {
    lines_up_to(vm, a, |size, hint| size > hint)
}

fn writelines(vm: &Vm, a: Args<'_>) -> VmResult {
    check_open(vm, a.at(0))?;
    vm.for_each(a.at(1), |line| call(vm, a.at(0), "write", &[line]).map(drop))?;
    Ok(Value::NONE)
}

fn readline(vm: &Vm, a: Args<'_>) -> VmResult {
    let limit = a.some(1).and_then(to_i64).filter(|n| *n >= 0);
    let mut line = Vec::new();
    while limit.is_none_or(|limit| (line.len() as i64) < limit) {
        let read = call(vm, a.at(0), "read", &[Value::small_int(1)])?;
        let Some(bytes) = crate::objects::bytes::buffer(vm, &read)? else { break };
        line.extend_from_slice(&bytes);
        if bytes.is_empty() || bytes.contains(&b'\n') {
            break;
        }
    }
    Ok(Value::from(&line[..]))
}

fn close(vm: &Vm, a: Args<'_>) -> VmResult {
    if let Some(base) = a[0].native::<Base>()
        && !base.closed.get()
    {
        let flushed = call(vm, a.at(0), "flush", &[]);
        base.closed.set(true);
        flushed?;
    }
    Ok(Value::NONE)
}

fn closed(_: &Vm, this: &Value) -> VmResult {
    Ok(Value::bool(this.native::<Base>().is_some_and(|base| base.closed.get())))
}

/// `RawIOBase.read`: through `readinto`.
fn raw_read(vm: &Vm, a: Args<'_>) -> VmResult {
    let count = a.some(1).and_then(to_i64).unwrap_or(-1);
    if count < 0 {
        return call(vm, a.at(0), "readall", &[]);
    }
    let data: Vec<u8> = vm.padded(&[], 0, (count as usize, 0))?;
    let room = crate::objects::bytes::ByteArray { data: data.into(), ..Default::default() };
    let room = crate::runtime::Ref::new(room);
    let read = call(vm, a.at(0), "readinto", &[room.as_value().clone()])?;
    match to_i64(&read) {
        Some(n) => Ok(Value::from(&room.data.borrow()[..(n.max(0) as usize).min(count as usize)])),
        None => Ok(Value::NONE),
    }
}

fn raw_readall(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut all = Vec::new();
    loop {
        let read = call(vm, a.at(0), "read", &[Value::from(super::stream::BUFFER_SIZE)])?;
        match crate::objects::bytes::buffer(vm, &read)? {
            Some(bytes) if !bytes.is_empty() => vm.append(&mut all, &bytes[..])?,
            None if read.is_none() && all.is_empty() => return Ok(Value::NONE),
            _ => return Ok(Value::from(&all[..])),
        }
    }
}

macro_rules! unsupported {
    ($name:literal) => {
        |vm, _| Err(super::unsupported(vm, $name))
    };
}

/// `io.IOBase`
pub static IO_BASE: ClassDef = ClassDef {
    name: "_IOBase",
    module: "_io",
    doc: "The abstract base class for all I/O classes.",
    methods: &[
        NativeDef::static_method("__new__(cls, /, *args, **kwargs)", "Create a new object.", new),
        NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", |_, _| {
            Ok(Value::NONE)
        }),
        NativeDef::new("__del__(self, /)", "", finalize),
        NativeDef::new("__enter__(self, /)", "", enter),
        NativeDef::new("__exit__(self, /, *args)", "", exit),
        NativeDef::new("__iter__(self, /)", "Implement iter(self).", iter),
        NativeDef::next(next),
        NativeDef::new("readlines(self, hint=-1, /)", "Return a list of lines.", readlines),
        NativeDef::new("writelines(self, lines, /)", "Write a list of lines.", writelines),
        NativeDef::new("readline(self, size=-1, /)", "Read and return a line.", readline),
        NativeDef::new("close(self, /)", "Flush and close the object.", close),
        NativeDef::new("flush(self, /)", "Flush write buffers.", |vm, a| {
            check_open(vm, a.at(0))?;
            Ok(Value::NONE)
        }),
        NativeDef::new("isatty(self, /)", "Whether this is a terminal.", |vm, a| {
            check_open(vm, a.at(0))?;
            Ok(Value::FALSE)
        }),
        NativeDef::new("readable(self, /)", "Whether it can be read.", |_, _| Ok(Value::FALSE)),
        NativeDef::new("writable(self, /)", "Whether it can be written.", |_, _| Ok(Value::FALSE)),
        NativeDef::new("seekable(self, /)", "Whether it has positions.", |_, _| Ok(Value::FALSE)),
        NativeDef::new("fileno(self, /)", "Return the file descriptor.", unsupported!("fileno")),
        NativeDef::new(
            "seek(self, offset, whence=0, /)",
            "Change the position.",
            unsupported!("seek"),
        ),
        NativeDef::new("tell(self, /)", "Return the position.", |vm, a| {
            call(vm, a.at(0), "seek", &[Value::small_int(0), Value::small_int(1)])
        }),
        NativeDef::new(
            "truncate(self, size=None, /)",
            "Cut the file off.",
            unsupported!("truncate"),
        ),
        NativeDef::new("_checkClosed(self, /, msg=None)", "", |vm, a| {
            check_open(vm, a.at(0))?;
            Ok(Value::NONE)
        }),
        NativeDef::new("_checkReadable(self, /, msg=None)", "", |vm, a| {
            check_able(vm, a, "readable")
        }),
        NativeDef::new("_checkWritable(self, /, msg=None)", "", |vm, a| {
            check_able(vm, a, "writable")
        }),
        NativeDef::new("_checkSeekable(self, /, msg=None)", "", |vm, a| {
            check_able(vm, a, "seekable")
        }),
    ],
    properties: &[PropertyDef {
        name: "closed",
        doc: "Whether the file is closed.",
        get: closed,
        set: None,
    }],
    ..ClassDef::BASE
};

/// `io.RawIOBase`
pub static RAW_BASE: ClassDef = ClassDef {
    name: "_RawIOBase",
    module: "_io",
    doc: "Base class for raw binary I/O.",
    base: Some(&IO_BASE),
    methods: &[
        NativeDef::new("read(self, size=-1, /)", "Read bytes.", raw_read),
        NativeDef::new("readall(self, /)", "Read until the end.", raw_readall),
        NativeDef::new("readinto(self, buffer, /)", "Read into.", unsupported!("readinto")),
        NativeDef::new("write(self, b, /)", "Write bytes.", unsupported!("write")),
    ],
    ..ClassDef::BASE
};

/// `io.BufferedIOBase`
pub static BUFFERED_BASE: ClassDef = ClassDef {
    name: "_BufferedIOBase",
    module: "_io",
    doc: "Base class for buffered binary I/O.",
    base: Some(&IO_BASE),
    methods: &[
        NativeDef::new("read(self, size=-1, /)", "Read bytes.", unsupported!("read")),
        NativeDef::new("read1(self, size=-1, /)", "Read bytes.", unsupported!("read1")),
        NativeDef::new("readinto(self, buffer, /)", "", |vm, a| read_into(vm, a, "read")),
        NativeDef::new("readinto1(self, buffer, /)", "", |vm, a| read_into(vm, a, "read1")),
        NativeDef::new("write(self, b, /)", "Write bytes.", unsupported!("write")),
        NativeDef::new("detach(self, /)", "Give the raw stream away.", unsupported!("detach")),
    ],
    ..ClassDef::BASE
};

/// `io.TextIOBase`
pub static TEXT_BASE: ClassDef = ClassDef {
    name: "_TextIOBase",
    module: "_io",
    doc: "Base class for text I/O.",
    base: Some(&IO_BASE),
    methods: &[
        NativeDef::new("read(self, size=-1, /)", "Read text.", unsupported!("read")),
        NativeDef::new("readline(self, size=-1, /)", "Read a line.", unsupported!("readline")),
        NativeDef::new("write(self, s, /)", "Write text.", unsupported!("write")),
        NativeDef::new("detach(self, /)", "Give the buffer away.", unsupported!("detach")),
    ],
    properties: &[
        PropertyDef { name: "encoding", doc: "", get: |_, _| Ok(Value::NONE), set: None },
        PropertyDef { name: "newlines", doc: "", get: |_, _| Ok(Value::NONE), set: None },
        PropertyDef { name: "errors", doc: "", get: |_, _| Ok(Value::NONE), set: None },
    ],
    ..ClassDef::BASE
};
