//! `StreamReader`: the bytes of a connection.

use super::transport::Transport;
use crate::event_loop::future::{self, Future};
use crate::event_loop::{self, exceptions};
use crate::modules::byte_queue::ByteQueue;
use crate::objects::bytes::{self, Bytes, Data};
use crate::objects::exception::{Exc, Exception};
use crate::objects::generator::{Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::memoryview::MemoryView;
use crate::objects::native::{ClassDef, NativeDef, NativeObject, PropertyDef, readable};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Slot, Value};
use crate::vm::{Raised, Vm, VmResult};
use memchr::memmem;
use std::cell::{Cell, RefCell};

/// The default limit of a line, in bytes.
pub const DEFAULT_LIMIT: usize = 64 * 1024;

/// The data of a stream reader.
#[derive(Default)]
pub struct StreamReader {
    buffer: RefCell<ByteQueue>,
    limit: Cell<usize>,
    at_end: Cell<bool>,
    loop_: Slot,
    /// The future of a task that waits for data; unset if there is none.
    waiter: Slot,
    exception: Slot,
    transport: Slot,
    paused: Cell<bool>,
}

impl NativeObject for StreamReader {
    fn traverse(&self, visit: Visitor<'_>) {
        for slot in [&self.loop_, &self.waiter, &self.exception, &self.transport] {
            visit(&slot.get());
        }
    }

    fn clear(&self) {
        self.transport.set(Value::UNSET);
    }
}

/// A new stream reader object.
pub fn new_reader(vm: &Vm, loop_value: &Value, limit: usize) -> Value {
    let reader = StreamReader::default();
    reader.limit.set(limit);
    reader.loop_.set(loop_value.clone());
    super::runner::new_native(&vm.class_for(&STREAM_READER), reader)
}

/// Sets a reader's transport.
pub fn set_transport(reader: &Value, transport: &Value) {
    if let Some(reader) = reader.native::<StreamReader>() {
        reader.transport.set(transport.clone());
    }
}

/// Adds data to a reader's buffer.
///
/// # Errors
/// AssertionError after the end of the data.
pub fn feed(vm: &Vm, reader: &Value, data: &[u8]) -> VmResult<()> {
    let Some(reader) = reader.native::<StreamReader>() else { return Ok(()) };
    if reader.at_end.get() {
        return Err(vm.error(Exc::AssertionError, "feed_data after feed_eof"));
    }
    if data.is_empty() {
        return Ok(());
    }
    reader.buffer.borrow_mut().push(data);
    reader.wake();
    if !reader.paused.get() && reader.buffer.borrow().len() > 2 * reader.limit.get() {
        return reader.pause(vm);
    }
    Ok(())
}

/// Marks the end of a reader's data.
pub fn feed_eof(reader: &Value) {
    if let Some(reader) = reader.native::<StreamReader>() {
        reader.at_end.set(true);
        reader.wake();
    }
}

/// Marks a reader's connection as failed.
pub fn set_exception(reader: &Value, exception: &Ref<Exception>) {
    if let Some(reader) = reader.native::<StreamReader>() {
        reader.exception.set(exception.as_value().clone());
        future::fail(&reader.waiter.take(), exception.clone());
    }
}

impl StreamReader {
    fn wake(&self) {
        future::finish(&self.waiter.take(), Value::NONE);
    }

    pub fn check_exception(&self) -> VmResult<()> {
        match self.exception.get().into_ref::<Exception>() {
            Ok(exception) => Err(Raised(exception)),
            Err(_) => Ok(()),
        }
    }

    /// Resumes the transport's reading once there is room in the buffer.
    fn maybe_resume(&self, vm: &Vm) {
        if self.paused.get() && self.buffer.borrow().len() <= self.limit.get() {
            self.resume(vm);
        }
    }

    /// Pauses reading of the transport, if it can.
    fn pause(&self, vm: &Vm) -> VmResult<()> {
        let transport = self.transport.get();
        match transport.native::<Transport>() {
            Some(data) => data.pause_reading(vm, &transport),
            None if transport.is_unset() => return Ok(()),
            None => match vm.call_method(&transport, &intern("pause_reading"), &[]) {
                Ok(_) => {}
                Err(raised) if vm.is_exception(&raised, Exc::NotImplementedError) => {
                    self.transport.set(Value::UNSET);
                    return Ok(());
                }
                Err(raised) => return Err(raised),
            },
        }
        self.paused.set(true);
        Ok(())
    }

    fn resume(&self, vm: &Vm) {
        self.paused.set(false);
        let transport = self.transport.get();
        let resumed = match transport.native::<Transport>() {
            Some(data) => data.resume_reading(vm, &transport),
            None if transport.is_unset() => Ok(()),
            None => vm.call_method(&transport, &intern("resume_reading"), &[]).map(drop),
        };
        if let Err(raised) = resumed {
            vm.unraisable(&raised, &transport);
        }
    }

    fn take(&self, vm: &Vm, n: usize) -> Value {
        let taken = self.buffer.borrow_mut().take(n);
        self.maybe_resume(vm);
        Bytes::new(taken).into_value()
    }

    fn len(&self) -> usize {
        self.buffer.borrow().len()
    }

    /// The match (start, end) of one of the separators (shortest first) that ends first, at or
    /// after `offset`.
    fn find(&self, separators: &[Box<[u8]>], offset: usize) -> Option<(usize, usize)> {
        let buffer = self.buffer.borrow();
        let unread = buffer.unread().get(offset..)?;
        separators
            .iter()
            .filter_map(|s| {
                let start = match **s {
                    [byte] => memchr::memchr(byte, unread),
                    _ => memmem::find(unread, s),
                }?;
                Some((offset + start, offset + start + s.len()))
            })
            .min_by_key(|(_, end)| *end)
    }
}

/// The condition that a read waits for.
enum Wanted {
    Line,
    /// As `Line`, for `async for`.
    NextLine,
    Until(Vec<Box<[u8]>>),
    Some(usize),
    Exactly(usize),
    All(Vec<u8>),
}

impl Wanted {
    fn name(&self) -> &'static str {
        match self {
            Wanted::Line | Wanted::NextLine | Wanted::Until(_) => "readuntil",
            Wanted::Some(_) | Wanted::All(_) => "read",
            Wanted::Exactly(_) => "readexactly",
        }
    }
}

/// A coroutine that reads.
struct Reading {
    reader: Value,
    wanted: Wanted,
    started: bool,
    /// The position before which there is no separator.
    searched: usize,
}

impl NativeCoroutineBody for Reading {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let reader_value = self.reader.clone();
        let Some(reader) = reader_value.native::<StreamReader>() else {
            return Err(vm.type_error("a stream reader was expected"));
        };
        if self.started {
            reader.waiter.set(Value::UNSET);
            input?;
        } else {
            input?;
            self.started = true;
            reader.check_exception()?;
        }
        if let Some(result) = self.attempt(vm, reader)? {
            return Ok(Step::Return(result));
        }
        if !reader.waiter.is_unset() {
            return Err(vm.runtime_error(format!(
                "{}() called while another coroutine is already waiting for incoming data",
                self.wanted.name()
            )));
        }
        if reader.paused.get() {
            reader.resume(vm);
        }
        let waiter = Future::new(&reader.loop_.get());
        reader.waiter.set(waiter.clone());
        Ok(Step::Await(waiter))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.reader);
    }
}

impl Reading {
    /// The result, if there is enough data for it.
    fn attempt(&mut self, vm: &Vm, reader: &StreamReader) -> VmResult<Option<Value>> {
        match &mut self.wanted {
            Wanted::Until(separators) => {
                until(vm, reader, separators, &mut self.searched).map_err(|e| e.raise(vm))
            }
            Wanted::Line | Wanted::NextLine => {
                let newline: [Box<[u8]>; 1] = [Box::new(*b"\n")];
                let line = match until(vm, reader, &newline, &mut self.searched) {
                    Ok(line) => line,
                    Err(Incomplete::AtEnd(partial)) => Some(Bytes::new(partial).into_value()),
                    Err(Incomplete::TooLong(message, consumed)) => {
                        // A whole line that is too long is dropped; otherwise everything in the
                        // buffer.
                        let found = reader.buffer.borrow().unread().get(consumed) == Some(&b'\n');
                        let drop_count = if found { consumed + 1 } else { usize::MAX };
                        reader.buffer.borrow_mut().consume(drop_count);
                        reader.maybe_resume(vm);
                        return Err(vm.value_error(message));
                    }
                };
                let is_end = |l: &Value| l.get::<Bytes>().is_some_and(|b| b.data.is_empty());
                if matches!(self.wanted, Wanted::NextLine) && line.as_ref().is_some_and(is_end) {
                    return Err(vm.error_with(Exc::StopAsyncIteration, []));
                }
                Ok(line)
            }
            Wanted::Some(0) => Ok(Some(Bytes::new([]).into_value())),
            Wanted::Some(n) => {
                let n = *n;
                Ok((reader.len() > 0 || reader.at_end.get()).then(|| reader.take(vm, n)))
            }
            Wanted::Exactly(n) => {
                let n = *n;
                if reader.len() >= n {
                    return Ok(Some(reader.take(vm, n)));
                }
                if reader.at_end.get() {
                    let partial = reader.take(vm, n);
                    return Err(exceptions::incomplete_read(vm, partial, n.into()));
                }
                Ok(None)
            }
            Wanted::All(blocks) => {
                let taken = reader.buffer.borrow_mut().take(usize::MAX);
                blocks.extend_from_slice(&taken);
                reader.maybe_resume(vm);
                let end = reader.at_end.get();
                Ok(end.then(|| Bytes::new(std::mem::take(blocks)).into_value()))
            }
        }
    }
}

/// The reason why no separator was found.
enum Incomplete {
    AtEnd(Box<[u8]>),
    TooLong(&'static str, usize),
}

impl Incomplete {
    fn raise(self, vm: &Vm) -> Raised {
        match self {
            Incomplete::AtEnd(partial) => {
                exceptions::incomplete_read(vm, Bytes::new(partial).into_value(), Value::NONE)
            }
            Incomplete::TooLong(message, consumed) => {
                exceptions::limit_overrun(vm, message, consumed)
            }
        }
    }
}

fn until(
    vm: &Vm,
    reader: &StreamReader,
    separators: &[Box<[u8]>],
    searched: &mut usize,
) -> Result<Option<Value>, Incomplete> {
    let (shortest, longest) =
        (separators.first().map_or(1, |s| s.len()), separators.last().map_or(1, |s| s.len()));
    let length = reader.len();
    if length >= *searched + shortest {
        if let Some((start, end)) = reader.find(separators, *searched) {
            if start > reader.limit.get() {
                let message = "Separator is found, but chunk is longer than limit";
                return Err(Incomplete::TooLong(message, start));
            }
            return Ok(Some(reader.take(vm, end)));
        }
        *searched = (length + 1).saturating_sub(longest);
        if *searched > reader.limit.get() {
            let message = "Separator is not found, and chunk exceed the limit";
            return Err(Incomplete::TooLong(message, *searched));
        }
    }
    if reader.at_end.get() {
        return Err(Incomplete::AtEnd(reader.buffer.borrow_mut().take(usize::MAX)));
    }
    Ok(None)
}

fn reading(name: &'static str, reader: &Value, wanted: Wanted) -> Value {
    let body = Reading { reader: reader.clone(), wanted, started: false, searched: 0 };
    NativeCoroutine::new(name, body)
}

/// The bytes of a `bytes`, `bytearray` or `memoryview`; none for other objects.
///
/// # Errors
/// Same as [`bytes::buffer`].
pub fn data_of<'a>(vm: &Vm, value: &'a Value) -> VmResult<Option<Data<'a>>> {
    let is_one = matches!(value.kind(), Some(Kind::Bytes | Kind::ByteArray))
        || value.native::<MemoryView>().is_some();
    if is_one { bytes::buffer(vm, value) } else { Ok(None) }
}

/// A copy of what [`data_of`] finds, which stays valid while the program runs.
///
/// # Errors
/// Same as [`bytes::buffer`].
pub fn bytes_of(vm: &Vm, value: &Value) -> VmResult<Option<Vec<u8>>> {
    data_of(vm, value)?.map(|data| data.into_vec(vm)).transpose()
}

fn separators(vm: &Vm, value: Option<&Value>) -> VmResult<Vec<Box<[u8]>>> {
    let Some(value) = value else { return Ok(vec![Box::new(*b"\n")]) };
    let given: Vec<Value> = match value.get::<Tuple>() {
        Some(tuple) => tuple.items().to_vec(),
        None => vec![value.clone()],
    };
    let mut separators = Vec::new();
    for one in &given {
        let Some(bytes) = bytes_of(vm, one)? else {
            let kind = vm.class_of(one).message_name();
            let message = format!("a bytes-like object is required, not '{kind}'");
            return Err(vm.type_error(message));
        };
        separators.push(bytes.into_boxed_slice());
    }
    separators.sort_by_key(|s| s.len());
    match separators.first().map(|s| s.len()) {
        None => Err(vm.value_error("Separator should contain at least one element")),
        Some(0) => Err(vm.value_error("Separator should be at least one-byte string")),
        Some(_) => Ok(separators),
    }
}

/// `asyncio.StreamReader`
pub static STREAM_READER: ClassDef = ClassDef {
    name: "StreamReader",
    module: "asyncio.streams",
    doc: "Reads the bytes of a connection.",
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
            super::new_object(vm, &args[0], StreamReader::default())
        }),
        NativeDef::new("__init__(self, limit=65536, loop=None)", "", |vm, args| {
            let limit = args.opt(1).map_or(Ok(DEFAULT_LIMIT as i64), |l| vm.index_clipped(l))?;
            if limit <= 0 {
                return Err(vm.value_error("Limit cannot be <= 0"));
            }
            let reader = args.data::<StreamReader>();
            reader.limit.set(limit as usize);
            reader.loop_.set(match args.some(2) {
                Some(given) => given.clone(),
                None => event_loop::get_event_loop(vm)?,
            });
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "async read(self, n=-1)",
            "Read up to `n` bytes from the stream.\n\nIf `n` is not provided or set to -1,\nread until EOF, then return all read bytes.\nIf EOF was received and the internal buffer is empty,\nreturn an empty bytes object.\n\nIf `n` is positive, return at most `n` available bytes\nas soon as at least 1 byte is available in the internal buffer.",
            |vm, args| {
                let n = args.opt(1).map_or(Ok(-1), |n| vm.index_clipped(n))?;
                let wanted = usize::try_from(n).map_or(Wanted::All(Vec::new()), Wanted::Some);
                Ok(reading("StreamReader.read", &args[0], wanted))
            },
        ),
        NativeDef::new(
            "async readline(self)",
            "Read chunk of data from the stream until newline (b'\\n') is found.\n\nOn success, return chunk that ends with newline. If only partial\nline can be read due to EOF, return incomplete line without\nterminating newline. When EOF was reached while no bytes read, empty\nbytes object is returned.",
            |_, args| Ok(reading("StreamReader.readline", &args[0], Wanted::Line)),
        ),
        NativeDef::new(
            "async readexactly(self, n)",
            "Read exactly `n` bytes.\n\nRaise an IncompleteReadError if EOF is reached before `n` bytes can be\nread. The IncompleteReadError.partial attribute of the exception will\ncontain the partial read bytes.",
            |vm, args| {
                let n = vm.index_clipped(&args[1])?;
                let Ok(n) = usize::try_from(n) else {
                    return Ok(super::native_coroutines::immediate(
                        "StreamReader.readexactly",
                        |vm| Err(vm.value_error("readexactly size can not be less than zero")),
                    ));
                };
                Ok(reading("StreamReader.readexactly", &args[0], Wanted::Exactly(n)))
            },
        ),
        NativeDef::new(
            "async readuntil(self, separator=b'\\n')",
            "Read data from the stream until ``separator`` is found.\n\nOn success, the data and separator will be removed from the\ninternal buffer (consumed). Returned data will include the\nseparator at the end.",
            |vm, args| {
                let separators = separators(vm, args.opt(1))?;
                Ok(reading("StreamReader.readuntil", &args[0], Wanted::Until(separators)))
            },
        ),
        NativeDef::new(
            "at_eof(self) -> bool",
            "Return True if the buffer is empty and 'feed_eof' was called.",
            |_, args| {
                let reader = args.data::<StreamReader>();
                Ok(Value::bool(reader.at_end.get() && reader.len() == 0))
            },
        ),
        NativeDef::new("feed_data(self, data) -> None", "", |vm, args| {
            let Some(bytes) = bytes_of(vm, &args[1])? else {
                let kind = vm.class_of(&args[1]).message_name();
                return Err(vm.type_error(format!("can't extend bytearray with {kind}")));
            };
            feed(vm, &args[0], &bytes)?;
            Ok(Value::NONE)
        }),
        NativeDef::new("set_transport(self, transport)", "", |_, args| {
            set_transport(&args[0], &args[1]);
            Ok(Value::NONE)
        }),
        NativeDef::new("feed_eof(self) -> None", "", |_, args| {
            feed_eof(&args[0]);
            Ok(Value::NONE)
        }),
        NativeDef::new("exception(self)", "", |_, args| {
            let exception = args.data::<StreamReader>().exception.get();
            Ok(exception.or_none())
        }),
        NativeDef::new("set_exception(self, exc)", "", |vm, args| {
            set_exception(&args[0], &vm.to_exception(&args[1])?);
            Ok(Value::NONE)
        }),
        NativeDef::new("__aiter__(self)", "", |_, args| Ok(args[0].clone())),
        NativeDef::new("async __anext__(self)", "", |_, args| {
            Ok(reading("StreamReader.__anext__", &args[0], Wanted::NextLine))
        }),
        NativeDef::new("__repr__(self)", "", |vm, args| {
            let reader = args.data::<StreamReader>();
            let mut text = "<StreamReader".to_string();
            if reader.len() > 0 {
                text.push_str(&format!(" {} bytes", reader.len()));
            }
            if reader.at_end.get() {
                text.push_str(" eof");
            }
            if reader.limit.get() != DEFAULT_LIMIT {
                text.push_str(&format!(" limit={}", reader.limit.get()));
            }
            let waiter = reader.waiter.get();
            if !waiter.is_unset() {
                text.push_str(&format!(" waiter={}", vm.repr(&waiter)?.as_str()));
            }
            let exception = reader.exception.get();
            if !exception.is_unset() {
                text.push_str(&format!(" exception={}", vm.repr(&exception)?.as_str()));
            }
            let transport = reader.transport.get();
            if !transport.is_unset() {
                text.push_str(&format!(" transport={}", vm.repr(&transport)?.as_str()));
            }
            if reader.paused.get() {
                text.push_str(" paused");
            }
            Ok(format!("{text}>").into())
        }),
    ],
    properties: &[
        PropertyDef {
            name: "_buffer",
            doc: "",
            get: |vm, this| {
                let unread: Value = match this.native::<StreamReader>() {
                    Some(reader) => reader.buffer.borrow().unread().into(),
                    None => return Ok(Value::NONE),
                };
                vm.call(vm.types.bytearray.as_value(), &[unread])
            },
            set: None,
        },
        readable!("_limit", StreamReader, |_, reader| Ok(reader.limit.get().into())),
        readable!("_source_traceback", StreamReader, |_, _reader| Ok(Value::NONE)),
        readable!("_eof", StreamReader, |_, reader| Ok(Value::bool(reader.at_end.get()))),
        readable!("_loop", StreamReader, |_, reader| Ok(reader.loop_.get())),
        PropertyDef {
            name: "_transport",
            doc: "",
            get: |_, this| {
                let reader = this.native::<StreamReader>();
                Ok(reader.map_or(Value::NONE, |reader| reader.transport.get().or_none()))
            },
            set: Some(|_, this, transport| {
                if let Some(reader) = this.native::<StreamReader>() {
                    reader.transport.set(transport);
                }
                Ok(())
            }),
        },
        PropertyDef {
            name: "_waiter",
            doc: "",
            get: |_, this| {
                let reader = this.native::<StreamReader>();
                Ok(reader.map_or(Value::NONE, |reader| reader.waiter.get().or_none()))
            },
            set: Some(|_, this, waiter| {
                if let Some(reader) = this.native::<StreamReader>() {
                    reader.waiter.set(if waiter.is_none() { Value::UNSET } else { waiter });
                }
                Ok(())
            }),
        },
        readable!("_exception", StreamReader, |_, reader| Ok(reader.exception.get().or_none())),
    ],
    ..ClassDef::BASE
};
