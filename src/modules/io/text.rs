//! Text files: `TextIOWrapper`, and the standard streams.

use super::base::{self, TEXT_BASE};
use super::binary::{self, BinaryFile};
use super::endings::Endings;
use super::stream::{Source, Stream};
use super::{count_argument, text_argument, unsupported};
use crate::objects::encoding;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::scalar::class_argument;
use crate::objects::str::{Str, intern};
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Slot, Value};
use crate::text::codec::Encoding;
use crate::text::surrogate;
use crate::vm::output::Standard;
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Newline mode: which sequences end a line, and their translation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Newline {
    /// `newline=None`: `\n`, `\r`, `\r\n`, all read as `\n`; written as the system's.
    Universal,
    /// `newline=''`: the same three, kept.
    Kept,
    /// One of them alone; written for `\n`.
    Only(&'static str),
}

impl Newline {
    /// The argument `newline` of `open()`.
    ///
    /// # Errors
    /// ValueError for any other text, TypeError for other objects.
    pub fn of(vm: &Vm, function: &str, value: Option<&Value>) -> VmResult<Newline> {
        Ok(match text_argument(vm, function, "newline", value)? {
            None => Newline::Universal,
            Some("") => Newline::Kept,
            Some("\n") => Newline::Only("\n"),
            Some("\r") => Newline::Only("\r"),
            Some("\r\n") => Newline::Only("\r\n"),
            Some(_) => {
                let shown = value.map_or(String::new(), |v| vm.repr_text(v));
                return Err(vm.value_error(format!("illegal newline value: {shown}")));
            }
        })
    }

    /// The number of bytes in the first line; none if it may continue after these bytes.
    pub fn line_end(self, bytes: &[u8], last: bool) -> Option<usize> {
        match self {
            Newline::Only(end) => match end.as_bytes() {
                [byte] => memchr::memchr(*byte, bytes).map(|i| i + 1),
                end => memchr::memmem::find(bytes, end).map(|i| i + end.len()),
            },
            Newline::Universal | Newline::Kept => match memchr::memchr2(b'\n', b'\r', bytes)? {
                i if bytes[i] == b'\n' => Some(i + 1),
                i if bytes.get(i + 1) == Some(&b'\n') => Some(i + 2),
                i if i + 1 < bytes.len() || last => Some(i + 1),
                _ => None,
            },
        }
    }

    /// Text as a reader sees it.
    pub fn on_reading(self, text: String) -> String {
        if self == Newline::Universal && text.contains('\r') {
            return text.replace("\r\n", "\n").replace('\r', "\n");
        }
        text
    }

    /// Stored text.
    pub fn on_writing(self, text: &str) -> Option<String> {
        match self {
            Newline::Only(end) if end != "\n" => Some(text.replace('\n', end)),
            _ => None,
        }
    }
}

/// The data of a text file object: the file, once `__init__` has set it.
pub struct Wrapper {
    file: RefCell<Option<Rc<TextFile>>>,
    is_detached: Cell<bool>,
}

impl Wrapper {
    fn over(file: TextFile) -> Wrapper {
        Wrapper { file: RefCell::new(Some(Rc::new(file))), is_detached: Cell::new(false) }
    }

    fn file(&self, vm: &Vm) -> VmResult<Rc<TextFile>> {
        self.file.borrow().clone().ok_or_else(|| {
            vm.value_error(match self.is_detached.get() {
                true => "underlying buffer has been detached",
                false => "I/O operation on uninitialized object",
            })
        })
    }
}

impl NativeObject for Wrapper {
    fn traverse(&self, visit: Visitor<'_>) {
        if let Some(file) = &*self.file.borrow() {
            file.stream.traverse(visit);
            visit(&file.buffer.get());
        }
    }
}

/// The file of a method's receiver.
fn this(vm: &Vm, a: &Args<'_>) -> VmResult<Rc<TextFile>> {
    a.data::<Wrapper>().file(vm)
}

/// A text file over a stream of bytes.
pub struct TextFile {
    stream: Rc<Stream>,
    /// The binary file object, once a program has used it.
    buffer: Slot,
    encoding: String,
    /// Whether the encoding is UTF-8, without a mark.
    is_utf8: bool,
    errors: String,
    newline: Cell<Newline>,
    endings: Endings,
    line_buffering: Cell<bool>,
    /// Whether the next written text follows others, so that no byte order mark precedes it. None
    /// until the position in the stream is known.
    follows: Cell<Option<bool>>,
    /// Text that has been decoded but not read, and how much of it is consumed.
    ahead: RefCell<(String, usize)>,
}

impl TextFile {
    /// A text file over a stream of bytes.
    pub fn new(stream: Rc<Stream>, encoding: &str, errors: &str, newline: Newline) -> TextFile {
        TextFile {
            stream,
            buffer: Slot::default(),
            encoding: encoding.to_string(),
            is_utf8: Encoding::lookup(encoding).is_ok_and(|e| matches!(e, Encoding::Utf8)),
            errors: errors.to_string(),
            newline: Cell::new(newline),
            endings: Endings::default(),
            line_buffering: Cell::new(false),
            follows: Cell::new(None),
            ahead: RefCell::default(),
        }
    }

    /// Whether lines are written out at once.
    pub fn set_line_buffering(&self, on: bool) {
        self.line_buffering.set(on);
    }

    /// Decodes the complete lines that the stream has already read, if they are UTF-8 with line
    /// endings that need no translation; false if there are none. A stream that is also written
    /// keeps what was not requested, since writing continues where reading stopped.
    fn fill_by_lines(&self) -> bool {
        if !self.is_utf8 || self.stream.writable {
            return false;
        }
        let mut ahead = self.ahead.borrow_mut();
        let (known, used) = &mut *ahead;
        self.stream.take_ahead(|bytes| {
            let lines = &bytes[..memchr::memrchr(b'\n', bytes).map_or(0, |end| end + 1)];
            let text = str::from_utf8(lines).ok()?;
            if text.is_empty() || memchr::memchr(b'\r', lines).is_some() || surrogate::is_in(text) {
                return None;
            }
            known.drain(..*used);
            *used = 0;
            known.push_str(text);
            self.note_endings(text);
            Some(lines.len())
        })
    }

    /// Records the line endings of a text that was read, unless the program has specified a single
    /// one.
    fn note_endings(&self, text: &str) {
        if !matches!(self.newline.get(), Newline::Only(_)) {
            self.endings.note(text);
        }
    }

    /// Decodes at least one more line; false at the end.
    fn fill(&self, vm: &Vm) -> VmResult<bool> {
        if self.fill_by_lines() {
            return Ok(true);
        }
        // Only in these encodings do the bytes of line endings mean nothing else.
        let by_line = !self.encoding.contains("16") && !self.encoding.contains("32");
        let newline = self.newline.get();
        let end = |bytes: &[u8], last| if by_line { newline.line_end(bytes, last) } else { None };
        let bytes = self.stream.read_line(vm, usize::MAX / 2, end, <[u8]>::to_vec)?;
        self.add(vm, &bytes)
    }

    /// Decodes what is available, without waiting for the end of a line if the encoding shows where
    /// characters end; false at the end.
    fn fill_part(&self, vm: &Vm) -> VmResult<bool> {
        let encoding = Encoding::lookup(&self.encoding);
        let is_utf8 = matches!(encoding, Ok(Encoding::Utf8));
        if !is_utf8
            && !matches!(encoding, Ok(Encoding::Ascii | Encoding::Latin1 | Encoding::Cp1252))
        {
            return self.fill(vm);
        }
        let holds_return = !matches!(self.newline.get(), Newline::Only(_));
        let bytes = self.stream.read_part(vm, |bytes| {
            let whole = if is_utf8 { whole_characters(bytes) } else { bytes };
            match memchr::memchr(b'\r', whole).filter(|_| holds_return) {
                None => whole.len(),
                // A line feed that belongs to it may follow.
                Some(at) if at + 1 == whole.len() => at,
                // A translated line ending is always the last character taken, so the position in
                // the file follows from the text ahead.
                Some(at) => at + 1 + usize::from(whole[at + 1] == b'\n'),
            }
        })?;
        self.add(vm, &bytes)
    }

    /// Decodes bytes, and adds them to the text ahead; false without any.
    fn add(&self, vm: &Vm, bytes: &[u8]) -> VmResult<bool> {
        if bytes.is_empty() {
            return Ok(false);
        }
        let text = encoding::decode(vm, bytes, &self.encoding, &self.errors)?;
        self.note_endings(&text);
        let text = self.newline.get().on_reading(text);
        let mut ahead = self.ahead.borrow_mut();
        let (known, used) = &mut *ahead;
        if *used == known.len() {
            *known = text;
        } else {
            known.drain(..*used);
            known.push_str(&text);
        }
        *used = 0;
        Ok(true)
    }

    /// Takes `count` bytes of the text ahead.
    fn take(&self, count: impl FnOnce(&str) -> usize) -> Value {
        let mut ahead = self.ahead.borrow_mut();
        let (known, used) = &mut *ahead;
        let rest = &known[*used..];
        let end = count(rest);
        if *used == 0 && end == known.len() {
            return std::mem::take(known).into();
        }
        let text = Value::from(&rest[..end]);
        *used += end;
        text
    }

    fn read_line(&self, vm: &Vm, limit: Option<usize>) -> VmResult {
        let newline = match self.newline.get() {
            Newline::Universal => Newline::Only("\n"),
            other => other,
        };
        let mut last = false;
        loop {
            let end = {
                let ahead = self.ahead.borrow();
                let rest = &ahead.0[ahead.1..];
                let end = newline.line_end(rest.as_bytes(), last);
                if end.is_none() && last { Some(rest.len()) } else { end }
            };
            if let Some(end) = end {
                return Ok(self.take(|rest| limit.map_or(end, |n| end.min(char_bytes(rest, n)))));
            }
            last = !self.fill(vm)?;
        }
    }

    fn read(&self, vm: &Vm, count: Option<usize>) -> VmResult {
        let has = |count: usize| {
            let ahead = self.ahead.borrow();
            let rest = &ahead.0[ahead.1..];
            rest.len() >= count && rest.chars().take(count).count() == count
        };
        match count {
            None => {
                let bytes = self.stream.read(vm, None)?;
                let rest = match bytes.is_empty() {
                    true => String::new(),
                    false => encoding::decode(vm, &bytes, &self.encoding, &self.errors)?,
                };
                self.note_endings(&rest);
                let rest = self.newline.get().on_reading(rest);
                let mut ahead = self.ahead.borrow_mut();
                let (known, used) = std::mem::take(&mut *ahead);
                Ok(if used == known.len() { rest } else { known[used..].to_string() + &rest }
                    .into())
            }
            Some(count) => {
                while !has(count) && self.fill_part(vm)? {}
                Ok(self.take(|rest| char_bytes(rest, count)))
            }
        }
    }

    fn write(&self, vm: &Vm, text: &Ref<Str>) -> VmResult<()> {
        let changed = self.newline.get().on_writing(text.as_str());
        let line = self.line_buffering.get() && text.as_str().contains(['\n', '\r']);
        if self.encoding.eq_ignore_ascii_case("utf-8") && !surrogate::is_in(text.as_str()) {
            let bytes = changed.as_deref().unwrap_or(text.as_str()).as_bytes();
            self.stream.write(vm, bytes)?;
        } else {
            let text = changed.map_or_else(|| text.clone(), Str::new);
            let bytes = encoding::encode(vm, &text, self.encoding_here(vm), &self.errors)?;
            self.stream.write(vm, &bytes)?;
            self.follows.set(Some(true));
        }
        if line { self.stream.flush(vm) } else { Ok(()) }
    }

    /// The encoding of text at the current position: without a byte order mark, except at the
    /// start.
    fn encoding_here(&self, vm: &Vm) -> &str {
        let is_little = cfg!(target_endian = "little");
        let without_mark = match Encoding::lookup(&self.encoding) {
            Ok(Encoding::Utf8Sig) => "utf-8",
            Ok(Encoding::Utf16) if is_little => "utf-16-le",
            Ok(Encoding::Utf16) => "utf-16-be",
            Ok(Encoding::Utf32) if is_little => "utf-32-le",
            Ok(Encoding::Utf32) => "utf-32-be",
            _ => return &self.encoding,
        };
        let follows = self.follows.get().unwrap_or_else(|| {
            self.stream.seekable() && self.stream.tell(vm).is_ok_and(|position| position != 0)
        });
        if follows { without_mark } else { &self.encoding }
    }

    fn forget_ahead(&self) {
        self.ahead.replace((String::new(), 0));
    }
}

/// UTF-8 without an incomplete character at its end.
fn whole_characters(bytes: &[u8]) -> &[u8] {
    let tail = bytes.len().saturating_sub(3)..bytes.len();
    let start = tail.rev().find(|at| bytes[*at] & 0xc0 == 0xc0);
    match start {
        Some(start) if str::from_utf8(&bytes[start..]).is_err_and(|e| e.error_len().is_none()) => {
            &bytes[..start]
        }
        _ => bytes,
    }
}

/// The number of bytes in the first `count` characters.
pub fn char_bytes(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(i, _)| i)
}

/// A text file object.
pub fn text_file(vm: &Vm, file: TextFile) -> Value {
    Native::new(&vm.class_for(&WRAPPER), Wrapper::over(file)).into_value()
}

/// One of `sys.stdin`, `sys.stdout`, `sys.stderr`: None if the process was started without it.
pub fn standard(vm: &Vm, source: Source) -> Value {
    let errors = vm.output.error_handler();
    let (which, name, mode, errors) = match source {
        Source::Input => (Standard::Input, "<stdin>", "r", errors),
        Source::Output => (Standard::Output, "<stdout>", "w", errors),
        _ => (Standard::Error, "<stderr>", "w", "backslashreplace"),
    };
    if vm.output.is_absent(which) {
        return Value::NONE;
    }
    let is_error = matches!(source, Source::Error);
    let stream = Stream::new(source, name.into(), mode);
    stream.hosted.set(vm.output.is_hosted(which));
    let line_buffering = is_error || stream.is_terminal();
    let newline = if mode == "r" { Newline::Universal } else { Newline::Only("\n") };
    let file = TextFile::new(Rc::new(stream), "utf-8", errors, newline);
    // Standard output flushes its lines itself when necessary.
    file.line_buffering.set(is_error && line_buffering);
    // Its output is flushed with the process's own streams.
    Native::new(&vm.class_for(&WRAPPER), Wrapper::over(file)).ends_unnoticed().into_value()
}

/// Whether a text file of this module has read more than the program has requested.
pub fn has_ahead(file: &Value) -> bool {
    let file = file.native::<Wrapper>().and_then(|wrapper| wrapper.file.borrow().clone());
    file.is_some_and(|file| {
        let (text, used) = &*file.ahead.borrow();
        text.len() > *used || file.stream.available() > 0
    })
}

/// The usual name of an encoding.
///
/// # Errors
/// LookupError for an unknown one.
pub fn encoding_name(vm: &Vm, given: Option<&str>) -> VmResult<String> {
    match given {
        None | Some("locale") => Ok("UTF-8".to_string()),
        Some(other) => {
            encoding::check_known(vm, other)?;
            Ok(other.to_string())
        }
    }
}

fn new(_: &Vm, a: Args<'_>) -> VmResult {
    let wrapper = Wrapper { file: RefCell::default(), is_detached: Cell::new(false) };
    Ok(Native::new(class_argument(a), wrapper).into_value())
}

fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Wrapper>();
    drop(this.file.take());
    this.is_detached.set(false);
    let encoding = text_argument(vm, "TextIOWrapper", "encoding", a.opt(2))?;
    if encoding.is_none() {
        super::warn_of_default(vm, 1)?;
    }
    let encoding = encoding_name(vm, encoding)?;
    let errors = text_argument(vm, "TextIOWrapper", "errors", a.opt(3))?.unwrap_or("strict");
    let newline = Newline::of(vm, "TextIOWrapper", a.opt(4))?;
    let stream = match a[1].native::<BinaryFile>() {
        Some(file) => file.stream().clone(),
        None => {
            let can = |name| match vm.find_attribute(a.at(1), &crate::objects::str::intern(name))? {
                Some(method) => vm.truthy(&vm.call(&method, &[])?),
                None => Ok(true),
            };
            let mode = match (can("readable")?, can("writable")?) {
                (true, true) => "r+",
                (true, false) => "r",
                _ => "w",
            };
            let name = crate::objects::str::intern("name");
            let name = vm.find_attribute(a.at(1), &name)?.unwrap_or(Value::NONE);
            Rc::new(Stream::new(Source::Object(a[1].clone()), name, mode))
        }
    };
    let file = TextFile::new(stream, &encoding, errors, newline);
    file.buffer.set(a[1].clone());
    if let Some(flag) = a.opt(5) {
        file.line_buffering.set(vm.truthy(flag)?);
    }
    if let Some(flag) = a.opt(6) {
        file.stream.unbuffered.set(vm.truthy(flag)?);
    }
    drop(this.file.replace(Some(Rc::new(file))));
    Ok(Value::NONE)
}

fn write(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = this(vm, &a)?;
    this.stream.check_writable(vm)?;
    let Some(text) = a[1].get::<Str>() else {
        let shown = vm.argument_type(a.at(1));
        return Err(vm.type_error(format!("write() argument must be str, not {shown}")));
    };
    this.write(vm, text)?;
    Ok(Value::from(text.len()))
}

fn read(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = this(vm, &a)?;
    this.stream.check_readable(vm)?;
    this.read(vm, count_argument(vm, a.some(1))?)
}

fn readline(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = this(vm, &a)?;
    this.stream.check_readable(vm)?;
    this.read_line(vm, count_argument(vm, a.some(1))?)
}

fn next(vm: &Vm, this: &Value) -> VmResult<Option<Value>> {
    if base::is_derived(vm, this) {
        return base::next(vm, this);
    }
    let line = readline(vm, Args::new(std::slice::from_ref(this)))?;
    Ok(Some(line).filter(|line| !line.get::<Str>().is_some_and(|line| line.is_empty())))
}

fn seek(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = this(vm, &a)?;
    this.stream.check_open(vm)?;
    let offset = vm.index_clipped(a.at(1))?;
    let whence = a.opt(2).map_or(Ok(0), |w| vm.index_clipped(w))?;
    match whence {
        1 if offset != 0 => {
            return Err(unsupported(vm, "can't do nonzero cur-relative seeks"));
        }
        2 if offset != 0 => {
            return Err(unsupported(vm, "can't do nonzero end-relative seeks"));
        }
        1 => return tell(vm, a),
        _ => {}
    }
    let at = this.stream.seek(vm, offset, whence)?;
    this.forget_ahead();
    this.follows.set(Some(at != 0));
    Ok(Value::from(at as i64))
}

fn tell(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = this(vm, &a)?;
    this.stream.check_open(vm)?;
    let left = {
        let ahead = this.ahead.borrow();
        Str::new(&ahead.0[ahead.1..])
    };
    let left = encoding::encode(vm, &left, &this.encoding, &this.errors)?.len();
    Ok(Value::from(this.stream.tell(vm)? as i64 - left as i64))
}

fn truncate(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = this(vm, &a)?;
    this.stream.check_writable(vm)?;
    let size = count_argument(vm, a.some(1))?.map(|n| n as u64);
    Ok(Value::from(this.stream.truncate(vm, size)? as i64))
}

fn reconfigure(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = this(vm, &a)?;
    this.stream.flush(vm)?;
    if let Some(flag) = a.some(4) {
        this.line_buffering.set(vm.truthy(flag)?);
    }
    if let Some(newline) = a.opt(3) {
        this.newline.set(Newline::of(vm, "reconfigure", Some(newline))?);
    }
    if let Some(encoding) = text_argument(vm, "reconfigure", "encoding", a.opt(1))?
        && encoding_name(vm, Some(encoding))? != this.encoding
    {
        return Err(unsupported(vm, "changing the encoding of a text file"));
    }
    Ok(Value::NONE)
}

fn buffer(vm: &Vm, this: &Value) -> VmResult {
    let Some(wrapper) = this.native::<Wrapper>() else { return Ok(Value::NONE) };
    let file = wrapper.file(vm)?;
    if file.buffer.is_unset() {
        let class = vm.class_for(binary::class_of(&file.stream));
        file.buffer.set(Native::new(&class, BinaryFile::new(file.stream.clone())).into_value());
    }
    Ok(file.buffer.get())
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = this(vm, &a)?;
    let class = vm.class_ref(a.at(0)).full_name();
    let name = match this.stream.name.get() {
        name if name.is_none() => String::new(),
        name => {
            let name = binary::shown_name(vm, a.at(0), &name)?;
            format!(" name={name} mode='{}'", this.stream.mode)
        }
    };
    Ok(Value::from(format!("<{class}{name} encoding='{}'>", this.encoding)))
}

fn detach(vm: &Vm, a: Args<'_>) -> VmResult {
    let object = buffer(vm, a.at(0))?;
    let this = this(vm, &a)?;
    this.stream.flush(vm)?;
    if this.stream.object().is_some() {
        this.stream.detach(vm)?;
    }
    let wrapper = a.data::<Wrapper>();
    drop(wrapper.file.take());
    wrapper.is_detached.set(true);
    Ok(object)
}

macro_rules! text_property {
    ($name:literal, $get:expr) => {
        PropertyDef {
            name: $name,
            doc: "",
            get: |vm, v| {
                let get: fn(&TextFile) -> Value = $get;
                let Some(wrapper) = v.native::<Wrapper>() else { return Ok(Value::NONE) };
                Ok(get(&*wrapper.file(vm)?))
            },
            set: None,
        }
    };
}

/// `io.TextIOWrapper`
pub static WRAPPER: ClassDef = ClassDef {
    name: "TextIOWrapper",
    module: "_io",
    doc: "Character and line based layer over a BufferedIOBase object, buffer.",
    base: Some(&TEXT_BASE),
    has_dict: true,
    methods: &[
        NativeDef::static_method("__new__(cls, /, *args, **kwargs)", "Create a new object.", new),
        NativeDef::new(
            "__init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
            "Initialize self.",
            init,
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        NativeDef::next(next),
        NativeDef::new("write(self, text, /)", "Write text.", write),
        NativeDef::new("read(self, size=-1, /)", "Read text.", read),
        NativeDef::new("readline(self, size=-1, /)", "Read a line.", readline),
        NativeDef::new("seek(self, cookie, whence=0, /)", "Change the position.", seek),
        NativeDef::new("tell(self, /)", "Return the position.", tell),
        NativeDef::new("truncate(self, pos=None, /)", "Cut the file off.", truncate),
        NativeDef::new("detach(self, /)", "Give the buffer away.", detach),
        NativeDef::new(
            "reconfigure(self, /, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
            "Reconfigure the text stream with new parameters.",
            reconfigure,
        ),
        NativeDef::new("flush(self, /)", "Write out buffers.", |vm, a| {
            let this = this(vm, &a)?;
            this.stream.check_open(vm)?;
            this.stream.flush(vm)?;
            Ok(Value::NONE)
        }),
        NativeDef::new("close(self, /)", "Flush and close.", |vm, a| {
            this(vm, &a)?.stream.close(vm)?;
            Ok(Value::NONE)
        }),
        NativeDef::new("fileno(self, /)", "Return the file descriptor.", |vm, a| {
            let this = this(vm, &a)?;
            this.stream.check_open(vm)?;
            this.stream.number().map(Value::from).ok_or_else(|| unsupported(vm, "fileno"))
        }),
        NativeDef::new("isatty(self, /)", "Whether this is a terminal.", |vm, a| {
            let this = this(vm, &a)?;
            this.stream.check_open(vm)?;
            Ok(Value::bool(this.stream.is_terminal()))
        }),
        NativeDef::new("readable(self, /)", "Whether it can be read.", |vm, a| {
            let this = this(vm, &a)?;
            this.stream.check_open(vm)?;
            Ok(Value::bool(this.stream.readable))
        }),
        NativeDef::new("writable(self, /)", "Whether it can be written.", |vm, a| {
            let this = this(vm, &a)?;
            this.stream.check_open(vm)?;
            Ok(Value::bool(this.stream.writable))
        }),
        NativeDef::new("seekable(self, /)", "Whether it has positions.", |vm, a| {
            let this = this(vm, &a)?;
            this.stream.check_open(vm)?;
            Ok(Value::bool(this.stream.seekable()))
        }),
    ],
    properties: &[
        text_property!("closed", |f| Value::bool(f.stream.is_closed())),
        text_property!("name", |f| f.stream.name.get()),
        PropertyDef {
            name: "mode",
            doc: "",
            // A wrapper of another stream shows how it was opened, like `socket.makefile`.
            get: |vm, this| {
                if let Some(own) = crate::objects::native::own_value(this, "mode") {
                    return Ok(own);
                }
                let Some(wrapper) = this.native::<Wrapper>() else { return Ok(Value::NONE) };
                Ok(Value::from(wrapper.file(vm)?.stream.mode.as_str()))
            },
            set: Some(|vm, this, value| {
                if let Some(dict) = vm.own_dict(this) {
                    drop(dict.set_str(&intern("mode"), value));
                }
                Ok(())
            }),
        },
        text_property!("encoding", |f| Value::from(f.encoding.as_str())),
        text_property!("errors", |f| Value::from(f.errors.as_str())),
        text_property!("newlines", |f| f.endings.value()),
        text_property!("line_buffering", |f| Value::bool(f.line_buffering.get())),
        text_property!("write_through", |f| Value::bool(f.stream.unbuffered.get())),
        PropertyDef { name: "buffer", doc: "The binary file.", get: buffer, set: None },
    ],
    ..ClassDef::BASE
};
