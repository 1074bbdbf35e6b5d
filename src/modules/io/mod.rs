//! `io`: file objects.
//!
//! [`stream`] moves and buffers bytes; [`binary`] and [`text`] are the file objects on top of it,
//! [`memory`] those without a file, [`base`] the base classes of these and of a program's own
//! classes.

pub mod base;
pub mod binary;
pub mod endings;
pub mod memory;
mod positions;
pub mod stdin;
pub mod stream;
pub mod text;
mod writing;

use super::ModuleDef;
use super::os::blocking;
use crate::objects::bytes::{self, Bytes};
use crate::objects::exception::Exc;
use crate::objects::memoryview;
use crate::objects::native::{Args, Native, NativeDef};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::runtime::fd;
use crate::text::os_text;
use crate::vm::capabilities::Capability;
use crate::vm::flags::Flag;
use crate::vm::reach::Access;
use crate::vm::{Raised, Vm, VmResult};
use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use stream::{Source, Stream};

/// The class `io.UnsupportedOperation`, once it is made.
#[derive(Default)]
struct Classes {
    unsupported: RefCell<Option<Value>>,
}

fn unsupported_class(vm: &Vm) -> VmResult {
    let classes = vm.extension::<Classes>();
    if let Some(known) = &*classes.unsupported.borrow() {
        return Ok(known.clone());
    }
    let bases = [Exc::OSError, Exc::ValueError].map(|exc| vm.exception_class(exc).into_value());
    let namespace = crate::objects::dict::Dict::new();
    namespace.set_text("__module__", "io");
    let made = vm.call(
        vm.types.type_.as_value(),
        &["UnsupportedOperation".into(), Tuple::new(bases).into_value(), namespace.into_value()],
    )?;
    classes.unsupported.replace(Some(made.clone()));
    Ok(made)
}

/// An `io.UnsupportedOperation` to be raised.
#[cold]
pub fn unsupported(vm: &Vm, what: &str) -> Raised {
    let made = unsupported_class(vm).and_then(|class| vm.call(&class, &[what.into()]));
    vm.raised_by(made, || vm.error(Exc::OSError, what))
}

/// The object that an argument exports for reading into, and its number of bytes.
///
/// # Errors
/// TypeError for an object that cannot be written to.
pub fn room_argument(vm: &Vm, method: &str, value: &Value) -> VmResult<(Value, usize)> {
    let target = bytes::writable(vm, value)?;
    match memoryview::room(&target) {
        Some(room) => Ok((target, room)),
        None => {
            let message = format!("{method}() argument must be read-write bytes-like object");
            Err(vm.type_error(message))
        }
    }
}

/// A size argument: none for None, unset and negative numbers.
///
/// # Errors
/// TypeError if it is not an integer.
pub fn count_argument(vm: &Vm, value: Option<&Value>) -> VmResult<Option<usize>> {
    match value {
        None => Ok(None),
        Some(value) => Ok(usize::try_from(vm.index_clipped(value)?).ok()),
    }
}

/// A text argument that may be None.
///
/// # Errors
/// TypeError if it is not text.
pub fn text_argument<'a>(
    vm: &Vm,
    function: &str,
    name: &str,
    value: Option<&'a Value>,
) -> VmResult<Option<&'a str>> {
    match value {
        None => Ok(None),
        Some(value) if value.is_none() => Ok(None),
        Some(value) => match value.get::<Str>() {
            Some(text) => Ok(Some(text.as_str())),
            None => {
                let shown = vm.argument_type(value);
                Err(vm.type_error(format!(
                    "{function}() argument '{name}' must be str or None, not {shown}"
                )))
            }
        },
    }
}

/// A stream over a descriptor that is already open. If closing the stream must not close it, the
/// stream works on a duplicate.
fn open_descriptor(vm: &Vm, number: i64, closes: bool) -> VmResult<Source> {
    let bad = || vm.os_error(&std::io::Error::from_raw_os_error(9), None);
    vm.require(Capability::Descriptors)?;
    let number = i32::try_from(number).map_err(|_| bad())?;
    if number < 0 {
        return Err(vm.value_error("negative file descriptor"));
    }
    let borrowed = fd::borrow(number).ok_or_else(bad)?;
    let copy = borrowed.try_clone_to_owned().map_err(|e| vm.os_error(&e, None))?;
    let owned = if closes { fd::own(number).ok_or_else(bad)? } else { vm.admit_file(copy)? };
    Ok(Source::File(owned.into()))
}

/// The flags of `os.open` for a mode of `open()`.
fn open_flags(mode: &str) -> i64 {
    use rustix::fs::OFlags;
    let access = match (mode.contains('+'), mode.contains('r')) {
        (true, _) => OFlags::RDWR,
        (_, true) => OFlags::RDONLY,
        _ => OFlags::WRONLY,
    };
    let rest = match mode.chars().find(|c| "wax".contains(*c)) {
        Some('w') => OFlags::CREATE | OFlags::TRUNC,
        Some('a') => OFlags::CREATE | OFlags::APPEND,
        Some(_) => OFlags::CREATE | OFlags::EXCL,
        None => OFlags::empty(),
    };
    i64::from((access | rest | OFlags::CLOEXEC).bits())
}

/// Opens a file given by path (str, bytes or an object with `__fspath__`).
///
/// # Errors
/// OSError with the file's name; TypeError for an object that is not a path.
pub fn open_source(vm: &Vm, file: &Value, mode: &str, closes: bool) -> VmResult<Source> {
    match crate::objects::int::to_i64(file) {
        Some(0) => return Ok(Source::Input),
        Some(1) => return Ok(Source::Output),
        Some(2) => return Ok(Source::Error),
        Some(number) => return open_descriptor(vm, number, closes),
        None => {}
    }
    let path = super::os::path_text(vm, file)?;
    if vm.opens_below() {
        let failed = |error: &std::io::Error| stream::os_error(vm, error, file);
        let writes = mode.contains(['w', 'a', 'x', '+']);
        let opened = vm.open_file(&path, open_flags(mode) as i32, writes, failed)?;
        return match opened.metadata() {
            Ok(data) if !data.is_dir() => vm.admit_file(opened).map(Source::File),
            Ok(_) => Err(failed(&std::io::Error::from_raw_os_error(21))),
            Err(error) => Err(failed(&error)),
        };
    }
    let mut options = std::fs::OpenOptions::new();
    let plus = mode.contains('+');
    if mode.contains('a') {
        options.append(true).create(true).read(plus);
    } else if mode.contains('x') {
        options.write(true).create_new(true).read(plus);
    } else if mode.contains('w') {
        options.write(true).create(true).truncate(true).read(plus);
    } else {
        options.read(true).write(plus);
    }
    let path = PathBuf::from(os_text::to_os(&path).unwrap_or_default());
    let opened = match blocking::waits_for_other_end(vm, &path) {
        true => blocking::call(vm, move || options.open(&path))?,
        false => options.open(&path),
    };
    let opened = opened.and_then(|file| {
        if file.metadata()?.is_dir() {
            Err(std::io::Error::from_raw_os_error(21))
        } else {
            Ok(file)
        }
    });
    let opened = opened.map_err(|e| stream::os_error(vm, &e, file))?;
    vm.admit_file(opened).map(Source::File)
}

/// Opens a file given by path or descriptor, or through the program's `opener`.
///
/// # Errors
/// The errors of [`open_source`]; ValueError for a path with `closefd=False`.
pub fn open_with(
    vm: &Vm,
    file: &Value,
    mode: &str,
    closes: bool,
    opener: Option<&Value>,
) -> VmResult<Source> {
    let mut source = open_where_it_is(vm, file, mode, closes, opener)?;
    if mode.contains('a')
        && let Source::File(file) = &mut source
    {
        // As in CPython, where the position is the end even before anything is written.
        let _ = std::io::Seek::seek(file, std::io::SeekFrom::End(0));
    }
    Ok(source)
}

fn open_where_it_is(
    vm: &Vm,
    file: &Value,
    mode: &str,
    closes: bool,
    opener: Option<&Value>,
) -> VmResult<Source> {
    if file.is_bool() {
        vm.warn(Exc::RuntimeWarning, "bool is used as a file descriptor", 1)?;
    }
    let number = crate::objects::int::to_i64(file);
    if number.is_some_and(|number| number < 0) {
        return Err(vm.value_error("negative file descriptor"));
    }
    if number.is_none() && !closes {
        return Err(vm.value_error("Cannot use closefd=False with file name"));
    }
    let Some(opener) = opener.filter(|_| number.is_none()) else {
        return open_source(vm, file, mode, closes);
    };
    let opened = vm.call(opener, &[file.clone(), open_flags(mode).into()])?;
    match vm.index_clipped(&opened)? {
        number @ ..0 => Err(vm.value_error(format!("opener returned {number}"))),
        number => open_descriptor(vm, number, true),
    }
}

/// Checks the letters of a mode of a raw file.
///
/// # Errors
/// ValueError.
pub fn check_raw_mode(vm: &Vm, mode: &str) -> VmResult<()> {
    if !mode.chars().all(|c| "axrwb+".contains(c)) {
        return Err(vm.value_error(format!("invalid mode: {mode}")));
    }
    let count = |letters: &str| mode.chars().filter(|c| letters.contains(*c)).count();
    if count("rwax") != 1 || count("+") > 1 {
        return Err(vm.value_error(
            "Must have exactly one of create/read/write/append mode and at most one plus",
        ));
    }
    Ok(())
}

/// `open(…)`
///
/// # Errors
/// The errors of [`open_source`]; ValueError for invalid modes and combinations.
pub fn open(vm: &Vm, a: Args<'_>) -> VmResult {
    let mode = match a.opt(1) {
        None => "r",
        Some(mode) => match mode.get::<Str>() {
            Some(mode) => mode.as_str(),
            None => {
                let shown = vm.argument_type(mode);
                return Err(
                    vm.type_error(format!("open() argument 'mode' must be str, not {shown}"))
                );
            }
        },
    };
    let known = mode.chars().all(|c| "axrwb+tU".contains(c));
    let doubled = mode.char_indices().any(|(i, c)| mode[..i].contains(c));
    if !known || doubled || mode.contains('U') {
        return Err(vm.value_error(format!("invalid mode: '{mode}'")));
    }
    let binary = mode.contains('b');
    if binary && mode.contains('t') {
        return Err(vm.value_error("can't have text and binary mode at once"));
    }
    if mode.chars().filter(|c| "rwax".contains(*c)).count() != 1 {
        return Err(vm.value_error(
            "Must have exactly one of create/read/write/append mode and at most one plus",
        ));
    }
    if binary {
        for (i, name) in [(3, "encoding"), (4, "errors"), (5, "newline")] {
            if a.some(i).is_some() {
                let article = if i == 5 { "a " } else { "an " };
                return Err(
                    vm.value_error(format!("binary mode doesn't take {article}{name} argument"))
                );
            }
        }
    }
    let buffering = a.opt(2).map_or(Ok(-1), |b| vm.index_clipped(b))?;
    if buffering == 0 && !binary {
        return Err(vm.value_error("can't have unbuffered text I/O"));
    }
    let encoding = text_argument(vm, "open", "encoding", a.opt(3))?;
    if !binary && encoding.is_none() {
        warn_of_default(vm, 1)?;
    }
    let encoding = text::encoding_name(vm, encoding)?;
    let errors = text_argument(vm, "open", "errors", a.opt(4))?.unwrap_or("strict");
    let newline = text::Newline::of(vm, "open", a.opt(5))?;
    // For objects with `__fspath__`, the file and errors show the resulting name.
    let file = match a[0].get::<Str>().is_some() || crate::objects::int::to_i64(&a[0]).is_some() {
        true => a[0].clone(),
        false => super::os::file_system_path(vm, a.at(0))?,
    };
    let closes = a.opt(6).map_or(Ok(true), |c| vm.truthy(c))?;
    let source = open_with(vm, &file, mode, closes, a.some(7))?;
    let stream = Rc::new(Stream::new(source, file, mode));
    if buffering > 1 {
        stream.buffer_size.set(buffering as usize);
    }
    if binary {
        stream.unbuffered.set(buffering == 0);
        let def = if buffering == 0 { &binary::FILE } else { binary::class_of(&stream) };
        return Ok(Native::new(&vm.class_for(def), binary::BinaryFile::new(stream)).into_value());
    }
    let file = text::TextFile::new(stream, &encoding, errors, newline);
    file.set_line_buffering(buffering == 1);
    Ok(text::text_file(vm, file))
}

/// The declaration of `open`.
pub const OPEN: NativeDef = NativeDef::new(
    "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None) -> io.TextIOWrapper",
    "Open file and return a stream.  Raise OSError upon failure.",
    open,
);

/// Warns about text opened without an encoding, under `-X warn_default_encoding`.
fn warn_of_default(vm: &Vm, stack_level: i64) -> VmResult<()> {
    if !vm.flags.is_set(Flag::WarnDefaultEncoding) {
        return Ok(());
    }
    vm.warn(Exc::EncodingWarning, "'encoding' argument not specified", stack_level)
}

fn text_encoding(vm: &Vm, a: Args<'_>) -> VmResult {
    if let Some(encoding) = a.some(0) {
        return Ok(encoding.clone());
    }
    warn_of_default(vm, a.opt(1).map_or(Ok(2), |level| vm.index_clipped(level))?)?;
    Ok(if vm.flags.is_set(Flag::Utf8Mode) { "utf-8" } else { "locale" }.into())
}

fn open_code(vm: &Vm, a: Args<'_>) -> VmResult {
    let failed = |error: &std::io::Error| stream::os_error(vm, error, a.at(0));
    let reached = vm.reach(&super::os::path_text(vm, a.at(0))?, Access::Read, failed)?;
    let bytes = std::fs::read(&reached.path).map_err(|error| failed(&error))?;
    let class = vm.class_for(&memory::BYTES_IO);
    vm.call(class.as_value(), &[Bytes::new(bytes).into_value()])
}

/// `_io`: the library's `io` derives abstract base classes from its bases.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_io",
    doc: "The io module provides the Python interfaces to stream handling.",
    functions: &[
        OPEN,
        NativeDef::new("open_code(path)", "Opens the provided file for reading.", open_code),
        NativeDef::new("text_encoding(encoding, stacklevel=2, /)", "", text_encoding),
    ],
    classes: &[
        &memory::STRING_IO,
        &memory::BYTES_IO,
        &binary::FILE,
        &binary::READER,
        &binary::WRITER,
        &binary::RANDOM,
        &text::WRAPPER,
        &base::IO_BASE,
        &base::RAW_BASE,
        &base::BUFFERED_BASE,
        &base::TEXT_BASE,
    ],
    constants: &[
        ("UnsupportedOperation", |vm| unsupported_class(vm).unwrap_or(Value::NONE)),
        ("BlockingIOError", |vm| vm.exception_class(Exc::BlockingIOError).into_value()),
        ("DEFAULT_BUFFER_SIZE", |_| Value::from(stream::BUFFER_SIZE)),
    ],
    source: include_str!("_io.py"),
    ..ModuleDef::BASE
};
