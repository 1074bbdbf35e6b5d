//! Binary files: `FileIO`, `BufferedReader`, `BufferedWriter`, `BufferedRandom`.

use super::base::{self, BUFFERED_BASE, RAW_BASE};
use super::stream::{BUFFER_SIZE, Source, Stream};
use super::{count_argument, room_argument, unsupported};
use crate::objects::bytes::with_required;
use crate::objects::exception::Exc;
use crate::objects::int::to_i64;
use crate::objects::memoryview;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::scalar::class_argument;
use crate::objects::str::{Str, intern};
use crate::runtime::kind::Visitor;
use crate::runtime::{Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The data of a binary file.
#[derive(Default)]
pub struct BinaryFile {
    /// The stream, once `__init__` has set it.
    stream: RefCell<Option<Rc<Stream>>>,
    /// The raw file object, once a program has used it.
    raw: Slot,
    is_detached: Cell<bool>,
}

impl BinaryFile {
    /// A file over a stream.
    pub fn new(stream: Rc<Stream>) -> BinaryFile {
        BinaryFile { stream: RefCell::new(Some(stream)), ..BinaryFile::default() }
    }

    /// The stream. A file that was never initialized counts as closed.
    pub fn stream(&self) -> Rc<Stream> {
        self.stream.borrow_mut().get_or_insert_with(|| Rc::new(Stream::closed())).clone()
    }
}

impl NativeObject for BinaryFile {
    fn traverse(&self, visit: Visitor<'_>) {
        if let Some(stream) = &*self.stream.borrow() {
            stream.traverse(visit);
        }
        visit(&self.raw.get());
    }
}

/// The class of a buffered file, by its capabilities.
pub fn class_of(stream: &Stream) -> &'static ClassDef {
    match (stream.readable, stream.writable) {
        (true, true) => &RANDOM,
        (true, false) => &READER,
        _ => &WRITER,
    }
}

fn this(a: &Args<'_>) -> Rc<Stream> {
    a.data::<BinaryFile>().stream()
}

/// Raises ValueError for a closed file, with the message of the called method.
fn check_open(vm: &Vm, a: &Args<'_>, word: &str) -> VmResult<()> {
    check_attached(vm, a)?;
    let stream = this(a);
    if stream.is_closed() && !stream.unbuffered.get() {
        return Err(vm.value_error(format!("{word} closed file")));
    }
    Ok(())
}

/// # Errors
/// ValueError for a file whose `__init__` did not run or failed, or whose raw file was detached.
fn check_attached(vm: &Vm, a: &Args<'_>) -> VmResult<()> {
    let file = a.data::<BinaryFile>();
    if file.is_detached.get() {
        return Err(vm.value_error("raw stream has been detached"));
    }
    if file.stream.borrow().is_none() {
        return Err(vm.value_error("I/O operation on uninitialized object"));
    }
    Ok(())
}

/// The result of a method or attribute of the raw file, if that belongs to the program.
fn of_raw(vm: &Vm, file: &Value, name: &str, is_method: bool) -> VmResult<Option<Value>> {
    let Some(stream) = file.native::<BinaryFile>().map(BinaryFile::stream) else { return Ok(None) };
    let Some(raw) = stream.object().filter(|_| stream.over_raw.get()) else { return Ok(None) };
    match is_method {
        true => vm.call_method(&raw, &intern(name), &[]).map(Some),
        false => vm.get_attribute(&raw, &intern(name)).map(Some),
    }
}

fn read(vm: &Vm, a: Args<'_>) -> VmResult {
    check_open(vm, &a, "read of")?;
    this(&a).check_readable(vm)?;
    let read = this(&a).read_now(vm, read_count(vm, a.some(1))?, |bytes| Value::from(bytes))?;
    Ok(read.unwrap_or(Value::NONE))
}

/// The argument of `read`: none for all.
fn read_count(vm: &Vm, count: Option<&Value>) -> VmResult<Option<usize>> {
    match count.and_then(to_i64) {
        Some(below) if below < -1 => Err(vm.value_error("read length must be non-negative or -1")),
        _ => count_argument(vm, count),
    }
}

fn read1(vm: &Vm, a: Args<'_>) -> VmResult {
    check_open(vm, &a, "read of")?;
    this(&a).check_readable(vm)?;
    let count = count_argument(vm, a.some(1))?.unwrap_or(BUFFER_SIZE);
    Ok(Value::from(&this(&a).read_some(vm, count)?[..]))
}

fn peek(vm: &Vm, a: Args<'_>) -> VmResult {
    check_open(vm, &a, "peek of")?;
    this(&a).check_readable(vm)?;
    Ok(Value::from(&this(&a).peek(vm)?[..]))
}

fn readinto(vm: &Vm, a: Args<'_>) -> VmResult {
    check_open(vm, &a, "readinto of")?;
    this(&a).check_readable(vm)?;
    let (target, length) = room_argument(vm, "readinto", a.at(1))?;
    let Some(read) = this(&a).read_now(vm, Some(length), <[u8]>::to_vec)? else {
        return Ok(Value::NONE);
    };
    memoryview::fill(&target, &read);
    Ok(Value::from(read.len()))
}

fn readinto1(vm: &Vm, a: Args<'_>) -> VmResult {
    check_open(vm, &a, "readinto of")?;
    this(&a).check_readable(vm)?;
    let (target, length) = room_argument(vm, "readinto1", a.at(1))?;
    let read = this(&a).read_some(vm, length)?;
    memoryview::fill(&target, &read);
    Ok(Value::from(read.len()))
}

fn readline(vm: &Vm, a: Args<'_>) -> VmResult {
    check_open(vm, &a, "readline of")?;
    this(&a).check_readable(vm)?;
    let limit = count_argument(vm, a.some(1))?.unwrap_or(usize::MAX / 2);
    line(vm, &this(&a), limit)
}

fn line(vm: &Vm, stream: &Stream, limit: usize) -> VmResult {
    let end = |bytes: &[u8], _| memchr::memchr(b'\n', bytes).map(|i| i + 1);
    stream.read_line(vm, limit, end, |line| Value::from(line))
}

fn next(vm: &Vm, this: &Value) -> VmResult<Option<Value>> {
    if base::is_derived(vm, this) {
        return base::next(vm, this);
    }
    let read = readline(vm, Args::new(std::slice::from_ref(this)))?;
    Ok(if vm.len(&read)? == 0 { None } else { Some(read) })
}

fn write(vm: &Vm, a: Args<'_>) -> VmResult {
    check_open(vm, &a, "write to")?;
    this(&a).check_writable(vm)?;
    // A copy: writing may run the program's code, which may change a bytearray.
    let bytes = with_required(vm, a.at(1), <[u8]>::to_vec)?;
    if this(&a).unbuffered.get() {
        let written = this(&a).write_through(vm, &bytes)?;
        return Ok(written.map_or(Value::NONE, Value::from));
    }
    this(&a).write(vm, &bytes)?;
    Ok(Value::from(bytes.len()))
}

fn seek(vm: &Vm, a: Args<'_>) -> VmResult {
    this(&a).check_open(vm)?;
    let whence = a.opt(2).map_or(Ok(0), |w| vm.index_clipped(w))?;
    if !(0..=2).contains(&whence) && !this(&a).unbuffered.get() {
        return Err(vm.value_error(format!("whence value {whence} unsupported")));
    }
    Ok(Value::from(this(&a).seek(vm, vm.index_clipped(a.at(1))?, whence)? as i64))
}

fn truncate(vm: &Vm, a: Args<'_>) -> VmResult {
    check_open(vm, &a, "truncate of")?;
    this(&a).check_writable(vm)?;
    let size = count_argument(vm, a.some(1))?.map(|n| n as u64);
    Ok(Value::from(this(&a).truncate(vm, size)? as i64))
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = vm.class_ref(a.at(0)).full_name();
    let name = match vm.find_attribute(a.at(0), &intern("name")) {
        Ok(Some(name)) => name,
        Ok(None) => return Ok(Value::from(format!("<{class}>"))),
        Err(e) if vm.is_exception(&e, Exc::ValueError) => {
            return Ok(Value::from(format!("<{class}>")));
        }
        Err(e) => return Err(e),
    };
    Ok(format!("<{class} name={}>", shown_name(vm, a.at(0), &name)?).into())
}

/// The name of a file, as shown in its repr.
///
/// # Errors
/// RuntimeError if the repr of the name contains the file itself; any exception raised by the name.
pub fn shown_name(vm: &Vm, file: &Value, name: &Value) -> VmResult<String> {
    match vm.guard_repr(file, || vm.repr(name))? {
        Some(shown) => Ok(shown.as_str().to_string()),
        None => {
            let class = vm.class_ref(file).full_name();
            Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__")))
        }
    }
}

/// `__new__` of a file over a raw one: a derived class's `__init__` may have other parameters.
fn new_over(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = class_argument(a);
    let new = Native::new(class, BinaryFile::default()).into_value();
    vm.note_finalizer(&new);
    Ok(new)
}

/// `__init__` of a file over a raw one.
fn init_over(vm: &Vm, a: Args<'_>, mode: &str) -> VmResult {
    let this = a.data::<BinaryFile>();
    drop(this.stream.take());
    drop(this.raw.take());
    let (reads, writes) = (!mode.contains('w'), mode != "rb");
    let needed = [("seekable", reads && writes), ("readable", reads), ("writable", writes)];
    for (ability, _) in needed.iter().filter(|(_, needed)| *needed) {
        let able = vm.call_method(a.at(1), &intern(ability), &[])?;
        if !vm.truthy(&able)? {
            return Err(unsupported(vm, &format!("File or stream is not {ability}.")));
        }
    }
    let size = a.opt(2).map_or(Ok(BUFFER_SIZE as i64), |size| vm.index_clipped(size))?;
    if size <= 0 {
        return Err(vm.value_error("buffer size must be strictly positive"));
    }
    let stream = match a[1].native::<BinaryFile>().filter(|_| !vm.class_ref(a.at(1)).is_heap) {
        Some(file) => {
            this.raw.set(a[1].clone());
            file.stream().buffer_size.set(size as usize);
            file.stream().clone()
        }
        None => {
            let stream = Stream::new(Source::Object(a[1].clone()), Value::UNSET, mode);
            stream.over_raw.set(true);
            stream.buffer_size.set(size as usize);
            this.raw.set(a[1].clone());
            Rc::new(stream)
        }
    };
    drop(this.stream.replace(Some(stream)));
    this.is_detached.set(false);
    Ok(Value::NONE)
}

/// `FileIO.__init__`
fn init_file(vm: &Vm, a: Args<'_>) -> VmResult {
    let mode = a.opt(2).map(|mode| {
        mode.get::<Str>().map(|mode| mode.as_str()).ok_or_else(|| {
            let shown = vm.argument_type(mode);
            vm.type_error(format!("FileIO() argument 'mode' must be str, not {shown}"))
        })
    });
    let mode = mode.transpose()?.unwrap_or("r");
    super::check_raw_mode(vm, mode)?;
    let closes = a.opt(3).map_or(Ok(true), |closes| vm.truthy(closes))?;
    let file = match crate::objects::int::to_i64(a.at(1)) {
        Some(_) => a[1].clone(),
        None => crate::modules::os::file_system_path(vm, a.at(1))?,
    };
    let source = super::open_with(vm, &file, mode, closes, a.some(4))?;
    let stream = Stream::new(source, file, mode);
    stream.unbuffered.set(true);
    stream.closes.set(closes);
    let this = a.data::<BinaryFile>();
    // A file that is initialized again becomes another one.
    if let Some(old) = this.stream.borrow().clone() {
        old.close(vm)?;
    }
    drop(this.stream.replace(Some(Rc::new(stream))));
    Ok(Value::NONE)
}

fn file_repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = vm.class_ref(a.at(0)).full_name();
    let stream = this(&a);
    if stream.is_closed() {
        return Ok(format!("<{class} [closed]>").into());
    }
    let name = match stream.name.get() {
        name if name.is_none() || name.is_unset() => {
            format!("fd={}", stream.number().unwrap_or(-1))
        }
        name => format!("name={}", shown_name(vm, a.at(0), &name)?),
    };
    let (mode, closes) = (shown_mode(&stream.mode), stream.closes.get());
    let closes = if closes { "True" } else { "False" };
    Ok(format!("<{class} {name} mode='{mode}' closefd={closes}>").into())
}

fn raw(vm: &Vm, this: &Value) -> VmResult {
    let Some(file) = this.native::<BinaryFile>() else { return Ok(Value::NONE) };
    if file.raw.is_unset() {
        let raw = match file.stream().object() {
            Some(object) => object,
            None => {
                let class = vm.class_for(&FILE);
                Native::new(&class, BinaryFile::new(file.stream().clone())).into_value()
            }
        };
        file.raw.set(raw);
    }
    Ok(file.raw.get())
}

fn detach(vm: &Vm, a: Args<'_>) -> VmResult {
    check_attached(vm, &a)?;
    vm.call_method(a.at(0), &intern("flush"), &[])?;
    let object = raw(vm, a.at(0))?;
    let (file, stream) = (a.data::<BinaryFile>(), this(&a));
    match stream.object() {
        Some(_) => stream.detach(vm)?,
        // The raw file continues with the same stream, at the system's position.
        None => {
            stream.give_away(vm)?;
            drop(file.stream.replace(Some(Rc::new(Stream::closed()))));
            file.raw.take();
        }
    }
    file.is_detached.set(true);
    Ok(object)
}

/// `close()`: as in CPython, through the object's own `flush`, which a program may have replaced.
fn close(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = a.data::<BinaryFile>();
    if file.is_detached.get() || file.stream.borrow().is_none() {
        check_attached(vm, &a)?;
    }
    let stream = this(&a);
    if stream.is_closed() {
        return Ok(Value::NONE);
    }
    // The raw file is closed in any case.
    match (vm.call_method(a.at(0), &intern("flush"), &[]), stream.end(vm)) {
        (Ok(_), closed) => closed.map(|()| Value::NONE),
        (Err(raised), Ok(())) => Err(raised),
        (Err(first), Err(second)) => {
            second.0.context.set(first.0.into_value());
            Err(second)
        }
    }
}

macro_rules! methods {
    ($init:expr) => {
        methods!($init, repr)
    };
    ($init:expr, $repr:expr) => {
        &[
            NativeDef::static_method(
                "__new__(cls, /, *args, **kwargs)",
                "Create a new object.",
                new_over,
            ),
            $init,
            NativeDef::new("__repr__(self, /)", "Return repr(self).", $repr),
            NativeDef::new("read(self, size=-1, /)", "Read and return up to size bytes.", read),
            NativeDef::new("read1(self, size=-1, /)", "Read with at most one system call.", read1),
            NativeDef::new("readall(self, /)", "Read until the end.", |vm, a| {
                Ok(Value::from(&this(&a).read(vm, None)?[..]))
            }),
            NativeDef::new("readinto(self, buffer, /)", "Read into a bytearray.", readinto),
            NativeDef::new(
                "readinto1(self, buffer, /)",
                "Read into a bytearray with at most one system call.",
                readinto1,
            ),
            NativeDef::new("peek(self, size=0, /)", "Bytes without advancing.", peek),
            NativeDef::new("readline(self, size=-1, /)", "Read and return a line.", readline),
            NativeDef::next(next),
            NativeDef::new("write(self, buffer, /)", "Write bytes.", write),
            NativeDef::new("flush(self, /)", "Write out buffers.", |vm, a| {
                this(&a).check_open(vm)?;
                this(&a).flush(vm)?;
                Ok(Value::NONE)
            }),
            NativeDef::new("close(self, /)", "Flush and close.", |vm, a| close(vm, a)),
            NativeDef::new("seek(self, target, whence=0, /)", "Change the position.", seek),
            NativeDef::new("tell(self, /)", "Return the position.", |vm, a| {
                this(&a).check_open(vm)?;
                Ok(Value::from(this(&a).tell(vm)? as i64))
            }),
            NativeDef::new("truncate(self, size=None, /)", "Cut the file off.", truncate),
            NativeDef::new("detach(self, /)", "Give the raw stream away.", detach),
            NativeDef::new("fileno(self, /)", "Return the file descriptor.", |vm, a| {
                this(&a).check_open(vm)?;
                if let Some(number) = of_raw(vm, a.at(0), "fileno", true)? {
                    return Ok(number);
                }
                this(&a).number().map(Value::from).ok_or_else(|| unsupported(vm, "fileno"))
            }),
            NativeDef::new("isatty(self, /)", "Whether this is a terminal.", |vm, a| {
                this(&a).check_open(vm)?;
                if let Some(answer) = of_raw(vm, a.at(0), "isatty", true)? {
                    return Ok(answer);
                }
                Ok(Value::bool(this(&a).is_terminal()))
            }),
            NativeDef::new("readable(self, /)", "Whether it can be read.", |vm, a| {
                this(&a).check_open(vm)?;
                Ok(Value::bool(this(&a).readable))
            }),
            NativeDef::new("writable(self, /)", "Whether it can be written.", |vm, a| {
                this(&a).check_open(vm)?;
                Ok(Value::bool(this(&a).writable))
            }),
            NativeDef::new("seekable(self, /)", "Whether it has positions.", |vm, a| {
                this(&a).check_open(vm)?;
                Ok(Value::bool(this(&a).seekable()))
            }),
        ]
    };
}

/// The mode as a raw file shows it: binary and without duplicates.
fn shown_mode(mode: &str) -> String {
    let base = mode.chars().find(|c| "rwxa".contains(*c)).unwrap_or('r');
    match (base, mode.contains('+')) {
        ('r' | 'w', true) => "rb+".to_string(),
        (base, true) => format!("{base}b+"),
        (base, false) => format!("{base}b"),
    }
}

/// The properties, of which only a raw file's name can be set.
const fn properties(set_name: Option<fn(&Vm, &Value, Value) -> VmResult<()>>) -> [PropertyDef; 5] {
    [
        PropertyDef {
            name: "closed",
            doc: "Whether the file is closed.",
            get: |vm, v| match of_raw(vm, v, "closed", false)? {
                Some(closed) => Ok(closed),
                None => {
                    let file = v.native::<BinaryFile>();
                    Ok(Value::bool(file.is_none_or(|file| file.stream().is_closed())))
                }
            },
            set: None,
        },
        PropertyDef {
            name: "name",
            doc: "The file's name.",
            get: |vm, v| match of_raw(vm, v, "name", false)? {
                Some(name) => Ok(name),
                None => {
                    let name = v.native::<BinaryFile>().map(|file| file.stream().name.get());
                    name.filter(|name| !name.is_unset())
                        .ok_or_else(|| vm.no_attribute(v, &intern("name")))
                }
            },
            set: set_name,
        },
        PropertyDef {
            name: "mode",
            doc: "The file's mode.",
            get: |vm, v| match of_raw(vm, v, "mode", false)? {
                Some(mode) => Ok(mode),
                None => {
                    let file = v.native::<BinaryFile>();
                    Ok(file.map_or(Value::NONE, |f| shown_mode(&f.stream().mode).into()))
                }
            },
            set: None,
        },
        PropertyDef {
            name: "closefd",
            doc: "True if the file descriptor will be closed by close().",
            get: |_, v| {
                let file = v.native::<BinaryFile>();
                Ok(Value::bool(file.is_none_or(|file| file.stream().closes.get())))
            },
            set: None,
        },
        PropertyDef { name: "raw", doc: "The raw file.", get: raw, set: None },
    ]
}

const PROPERTIES: &[PropertyDef] = &properties(None);

fn set_name(_: &Vm, file: &Value, name: Value) -> VmResult<()> {
    if let Some(file) = file.native::<BinaryFile>() {
        file.stream().name.set(name);
    }
    Ok(())
}

/// `io.FileIO`
pub static FILE: ClassDef = ClassDef {
    name: "FileIO",
    module: "_io",
    doc: "Open a file.",
    base: Some(&RAW_BASE),
    methods: methods!(
        NativeDef::new(
            "__init__(self, file, mode='r', closefd=True, opener=None)",
            "Initialize self.",
            init_file
        ),
        file_repr
    ),
    properties: &properties(Some(set_name)),
    has_dict: true,
    ..ClassDef::BASE
};

/// A class of buffered files over a raw file, used in one mode.
macro_rules! buffered {
    ($name:literal, $doc:literal, $mode:literal) => {
        ClassDef {
            name: $name,
            module: "_io",
            doc: $doc,
            base: Some(&BUFFERED_BASE),
            methods: methods!(NativeDef::new(
                "__init__(self, raw, buffer_size=8192)",
                "Initialize self.",
                |vm, a| init_over(vm, a, $mode)
            )),
            properties: PROPERTIES,
            has_dict: true,
            ..ClassDef::BASE
        }
    };
}

/// `io.BufferedReader`
pub static READER: ClassDef = buffered!(
    "BufferedReader",
    "Create a new buffered reader using the given readable raw IO object.",
    "rb"
);

/// `io.BufferedWriter`
pub static WRITER: ClassDef =
    buffered!("BufferedWriter", "A buffer for a writeable sequential RawIO object.", "wb");

/// `io.BufferedRandom`
pub static RANDOM: ClassDef =
    buffered!("BufferedRandom", "A buffered interface to random access streams.", "rb+");
