//! Buffered bytes from and to a file or a standard stream: the part that all file objects share.

use crate::modules::threads::Lock;
use crate::objects::bytes::{ByteArray, buffer};
use crate::objects::exception::Exc;
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Slot, Value, fd};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::{Read, Write};

/// The number of bytes read or buffered for writing at once (`io.DEFAULT_BUFFER_SIZE`).
pub const BUFFER_SIZE: usize = 8192;

/// The source or destination of the bytes.
pub enum Source {
    /// The interpreter's standard output, which `print` writes to.
    Output,
    /// Standard error.
    Error,
    /// Standard input, shared with `input()`.
    Input,
    /// A file.
    File(File),
    /// An object of the program with `read` and `write`.
    Object(Value),
}

/// The result of reading ahead.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filled {
    More,
    AtEnd,
    /// A non-blocking source has nothing now.
    NotNow,
}

/// A stream of bytes.
pub struct Stream {
    pub(super) source: RefCell<Option<Source>>,
    /// The bytes read ahead, and the number of those already used.
    pub(super) ahead: RefCell<(Vec<u8>, usize)>,
    /// How often bytes ahead were used, skipped or dropped.
    pub(super) taken: Cell<u64>,
    /// The bytes not yet written.
    pub(super) behind: RefCell<Vec<u8>>,
    /// The file as the program named it: a path or a descriptor.
    pub name: Slot,
    /// The mode as the program gave it.
    pub mode: String,
    /// Whether it can be read.
    pub readable: bool,
    /// Whether it can be written.
    pub writable: bool,
    /// Whether each write is passed on at once.
    pub unbuffered: Cell<bool>,
    /// Whether closing it closes the descriptor that the program passed.
    pub closes: Cell<bool>,
    /// Whether it is a stream of the host, which is not a file of the process.
    pub hosted: Cell<bool>,
    /// The number of bytes read at once, and the maximum number waiting to be written.
    pub buffer_size: Cell<usize>,
    /// Whether the program's object behind it is a raw file, which may read or write less than
    /// requested.
    pub over_raw: Cell<bool>,
    /// Held while the file or the raw object is used.
    pub(super) turn: Lock,
}

impl Stream {
    /// A stream; `mode` is that of `open()`.
    pub fn new(source: Source, name: Value, mode: &str) -> Stream {
        let both = mode.contains('+');
        Stream {
            source: RefCell::new(Some(source)),
            ahead: RefCell::default(),
            taken: Cell::new(0),
            behind: RefCell::default(),
            name: Slot::new(name),
            mode: mode.to_string(),
            readable: both || mode.contains('r'),
            writable: both || !mode.contains('r'),
            unbuffered: Cell::new(false),
            closes: Cell::new(true),
            hosted: Cell::new(false),
            buffer_size: Cell::new(BUFFER_SIZE),
            over_raw: Cell::new(false),
            turn: Lock::default(),
        }
    }

    /// A stream that is closed from the start.
    pub fn closed() -> Stream {
        let stream = Stream::new(Source::Output, Value::NONE, "rb");
        stream.source.replace(None);
        stream
    }

    /// Visits the values that the stream holds.
    pub fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.name.get());
        if let Some(Source::Object(object)) = &*self.source.borrow() {
            visit(object);
        }
    }

    /// Whether the stream is closed.
    pub fn is_closed(&self) -> bool {
        self.source.borrow().is_none()
    }

    /// # Errors
    /// ValueError if the stream is closed.
    pub fn check_open(&self, vm: &Vm) -> VmResult<()> {
        if self.is_closed() {
            return Err(vm.value_error("I/O operation on closed file."));
        }
        Ok(())
    }

    /// # Errors
    /// ValueError if the stream is closed; UnsupportedOperation if it cannot be read; RuntimeError from
    /// inside the methods of its raw object.
    pub fn check_readable(&self, vm: &Vm) -> VmResult<()> {
        self.check_turn(vm)?;
        self.check_open(vm)?;
        if self.readable { Ok(()) } else { Err(super::unsupported(vm, "not readable")) }
    }

    /// # Errors
    /// ValueError if the stream is closed; UnsupportedOperation if it cannot be written.
    pub fn check_writable(&self, vm: &Vm) -> VmResult<()> {
        self.check_open(vm)?;
        if self.writable { Ok(()) } else { Err(super::unsupported(vm, "not writable")) }
    }

    /// Whether this is a terminal.
    pub fn is_terminal(&self) -> bool {
        use std::io::IsTerminal;
        match &*self.source.borrow() {
            _ if self.hosted.get() => false,
            Some(Source::Output) => std::io::stdout().is_terminal(),
            Some(Source::Error) => std::io::stderr().is_terminal(),
            Some(Source::Input) => std::io::stdin().is_terminal(),
            Some(Source::File(file)) => file.is_terminal(),
            _ => false,
        }
    }

    /// The number of the file for the operating system, if there is one.
    pub fn number(&self) -> Option<i64> {
        match &*self.source.borrow() {
            _ if self.hosted.get() => None,
            Some(Source::Input) => Some(0),
            Some(Source::Output) => Some(1),
            Some(Source::Error) => Some(2),
            #[cfg(unix)]
            Some(Source::File(file)) => Some(i64::from(std::os::fd::AsRawFd::as_raw_fd(file))),
            _ => None,
        }
    }

    /// The program's object behind the stream, if it has one.
    pub fn object(&self) -> Option<Value> {
        match &*self.source.borrow() {
            Some(Source::Object(object)) => Some(object.clone()),
            _ => None,
        }
    }

    /// Reads more into the bytes ahead; false at the end.
    fn fill(&self, vm: &Vm) -> VmResult<bool> {
        Ok(self.fill_some(vm)? == Filled::More)
    }

    /// Like [`Stream::fill_some`], for a raw stream of the program.
    fn fill_from_raw(&self, vm: &Vm, raw: &Value) -> VmResult<Filled> {
        let size = self.buffer_size.get();
        let data = vm.repeated(&[0u8], size)?;
        let room = Ref::new(ByteArray { data: data.into(), ..Default::default() });
        let turn = self.take_turn(vm)?;
        let count = vm.call_method(raw, &intern("readinto"), &[room.as_value().clone()])?;
        drop(turn);
        if count.is_none() {
            return Ok(Filled::NotNow);
        }
        let count = vm.index_clipped(&count)?;
        let data = room.data.borrow();
        let Some(bytes) = usize::try_from(count).ok().and_then(|count| data.get(..count)) else {
            let message = format!(
                "raw readinto() returned invalid length {count} (should have been between 0 and {size})"
            );
            return Err(vm.error(Exc::OSError, message));
        };
        self.ahead.borrow_mut().0.extend_from_slice(bytes);
        Ok(if count > 0 { Filled::More } else { Filled::AtEnd })
    }

    /// The method `readall` of a raw stream of the program, if it has one.
    fn readall(&self, vm: &Vm) -> Option<VmResult> {
        let raw = self.object().filter(|_| self.over_raw.get())?;
        vm.find_attribute(&raw, &intern("readall")).transpose()
    }

    /// Reads the rest of a raw stream by its `readall`.
    fn fill_whole(&self, vm: &Vm, readall: &Value) -> VmResult<Filled> {
        if self.writable {
            self.flush(vm)?;
        }
        let turn = self.take_turn(vm)?;
        let read = vm.call(readall, &[])?;
        drop(turn);
        if read.is_none() {
            return Ok(Filled::NotNow);
        }
        let Some(bytes) = buffer(vm, &read)? else {
            return Err(vm.type_error("readall() should return bytes"));
        };
        self.ahead.borrow_mut().0.extend_from_slice(&bytes);
        Ok(Filled::More)
    }

    /// Like [`Stream::fill`], but distinguishes the end from a source that has nothing now.
    fn fill_some(&self, vm: &Vm) -> VmResult<Filled> {
        let filled = |more: bool| if more { Filled::More } else { Filled::AtEnd };
        if self.writable {
            self.flush(vm)?;
        }
        if let Some(object) = self.object() {
            if self.over_raw.get() && vm.find_attribute(&object, &intern("readinto"))?.is_some() {
                return self.fill_from_raw(vm, &object);
            }
            let name = if vm.find_attribute(&object, &intern("read1"))?.is_some() {
                "read1"
            } else {
                "read"
            };
            let turn = self.take_turn(vm)?;
            let read =
                vm.call_method(&object, &intern(name), &[Value::from(self.buffer_size.get())])?;
            drop(turn);
            if read.is_none() && self.over_raw.get() {
                return Ok(Filled::NotNow);
            }
            let Some(bytes) = buffer(vm, &read)? else {
                let shown = vm.class_ref(&read).message_name();
                return Err(vm.type_error(format!(
                    "underlying {name}() should have returned a bytes-like object, not '{shown}'"
                )));
            };
            self.ahead.borrow_mut().0.extend_from_slice(&bytes);
            return Ok(filled(!bytes.is_empty()));
        }
        let is_input = matches!(&*self.source.borrow(), Some(Source::Input));
        if is_input {
            // At most one line at a time, so that `input()` finds the next one.
            let part = super::stdin::read_part(vm)?;
            self.ahead.borrow_mut().0.extend_from_slice(&part);
            return Ok(filled(!part.is_empty()));
        }
        let _turn = self.take_turn(vm)?;
        if let Some(file) = self.number().and_then(|n| fd::borrow(n as i32)) {
            use rustix::event::{PollFd, PollFlags};
            let mut files = [PollFd::from_borrowed_fd(file, PollFlags::IN)];
            if !crate::modules::os::files::is_nonblocking(file) {
                crate::modules::os::files::wait_ready(vm, &mut files, None)?;
            }
        }
        let mut ahead = self.ahead.borrow_mut();
        let (bytes, used) = &mut *ahead;
        bytes.drain(..*used);
        *used = 0;
        let start = bytes.len();
        let size = self.buffer_size.get();
        vm.grow(bytes, size)?;
        let result = match &mut *self.source.borrow_mut() {
            Some(Source::File(file)) => {
                bytes.resize(start + size, 0);
                let result = file.read(&mut bytes[start..]);
                bytes.truncate(start + *result.as_ref().unwrap_or(&0));
                result
            }
            _ => Ok(0),
        };
        drop(ahead);
        match result {
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => Ok(Filled::NotNow),
            result => result.map(|n| filled(n > 0)).map_err(|e| vm.os_error(&e, None)),
        }
    }

    /// Consumes this many of the bytes ahead, from which `make` makes the result.
    fn take<R>(&self, count: usize, make: impl FnOnce(&[u8]) -> R) -> R {
        let mut ahead = self.ahead.borrow_mut();
        let (bytes, used) = &mut *ahead;
        let end = used.saturating_add(count).min(bytes.len());
        self.taken.set(self.taken.get() + 1);
        let taken = make(&bytes[*used..end]);
        *used = end;
        if *used == bytes.len() {
            bytes.clear();
            *used = 0;
        }
        taken
    }

    /// Passes the bytes ahead to `take`, which returns how many of them it has used. False if that is
    /// none.
    pub fn take_ahead(&self, take: impl FnOnce(&[u8]) -> Option<usize>) -> bool {
        let mut ahead = self.ahead.borrow_mut();
        let (bytes, used) = &mut *ahead;
        let Some(count) = take(&bytes[*used..]) else { return false };
        *used += count;
        self.taken.set(self.taken.get() + 1);
        true
    }

    pub(super) fn drop_ahead(&self) {
        self.taken.set(self.taken.get() + 1);
        self.ahead.replace((Vec::new(), 0));
    }

    pub(super) fn available(&self) -> usize {
        let ahead = self.ahead.borrow();
        ahead.0.len() - ahead.1
    }

    /// Reads `count` bytes, or all with none; fewer at the end.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn read(&self, vm: &Vm, count: Option<usize>) -> VmResult<Vec<u8>> {
        crate::objects::sequence::check_room(vm, count.unwrap_or(0))?;
        while count.is_none_or(|count| self.available() < count) && self.fill(vm)? {}
        Ok(self.take(count.unwrap_or(usize::MAX - BUFFER_SIZE), <[u8]>::to_vec))
    }

    /// Like [`Stream::read`], with a result that `make` makes from the bytes; none if the source
    /// has nothing now, and nothing has been read.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn read_now<R>(
        &self,
        vm: &Vm,
        count: Option<usize>,
        make: impl FnOnce(&[u8]) -> R,
    ) -> VmResult<Option<R>> {
        crate::objects::sequence::check_room(vm, count.unwrap_or(0))?;
        let mut is_whole = false;
        while !is_whole && count.is_none_or(|count| self.available() < count) {
            let filled = match count.is_none().then(|| self.readall(vm)).flatten() {
                Some(method) => {
                    is_whole = true;
                    self.fill_whole(vm, &method?)?
                }
                None => self.fill_some(vm)?,
            };
            match filled {
                Filled::More => {}
                Filled::AtEnd => break,
                Filled::NotNow if self.available() == 0 => return Ok(None),
                Filled::NotNow => break,
            }
        }
        Ok(Some(self.take(count.unwrap_or(usize::MAX - BUFFER_SIZE), make)))
    }

    /// Reads at most `count` bytes with at most one wait.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn read_some(&self, vm: &Vm, count: usize) -> VmResult<Vec<u8>> {
        if self.available() == 0 {
            self.fill(vm)?;
        }
        Ok(self.take(count, <[u8]>::to_vec))
    }

    /// The bytes read ahead, without using them up.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn peek(&self, vm: &Vm) -> VmResult<Vec<u8>> {
        if self.available() == 0 {
            self.fill(vm)?;
        }
        let ahead = self.ahead.borrow();
        Ok(ahead.0[ahead.1..].to_vec())
    }

    /// Reads what is available, at least one byte except at the end. `part` returns how many of the
    /// bytes ahead to take, or 0 to wait for more.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn read_part(&self, vm: &Vm, part: impl Fn(&[u8]) -> usize) -> VmResult<Vec<u8>> {
        loop {
            let found = {
                let ahead = self.ahead.borrow();
                part(&ahead.0[ahead.1..])
            };
            if found > 0 {
                return Ok(self.take(found, <[u8]>::to_vec));
            }
            if !self.fill(vm)? {
                return Ok(self.take(usize::MAX - BUFFER_SIZE, <[u8]>::to_vec));
            }
        }
    }

    /// Reads to the end of a line. `end` returns the length of the line in the bytes ahead, or none
    /// if they do not contain its end; its flag says that no more bytes will come. Reads at most
    /// `limit` bytes, from which `make` makes the result.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn read_line<R>(
        &self,
        vm: &Vm,
        limit: usize,
        end: impl Fn(&[u8], bool) -> Option<usize>,
        make: impl FnOnce(&[u8]) -> R,
    ) -> VmResult<R> {
        let (mut last, mut searched, mut taken) = (false, 0usize, self.taken.get());
        loop {
            // While more was read, another thread or the object behind may have used these bytes.
            if taken != self.taken.get() {
                (searched, taken) = (0, self.taken.get());
            }
            let found = {
                let ahead = self.ahead.borrow();
                let bytes = &ahead.0[ahead.1..];
                // The last byte may be the first of two that end the line.
                let from = searched.saturating_sub(1);
                vm.tick_bytes(bytes.len() - searched)?;
                searched = bytes.len();
                match end(&bytes[from..], last) {
                    None if last || bytes.len() >= limit => Some(bytes.len()),
                    found => found.map(|count| from + count),
                }
            };
            if let Some(count) = found {
                return Ok(self.take(count.min(limit), make));
            }
            last = !self.fill(vm)?;
        }
    }

    /// Writes out the buffer and closes the stream.
    ///
    /// # Errors
    /// Errors of the operating system; the stream is closed in any case.
    pub fn close(&self, vm: &Vm) -> VmResult<()> {
        if self.is_closed() {
            return Ok(());
        }
        let flushed = self.flush(vm);
        self.end(vm)?;
        flushed
    }

    /// Closes the stream without flushing. Unwritten data is lost.
    ///
    /// # Errors
    /// Errors of the operating system; any exception raised by the object behind the stream, which
    /// is then kept.
    pub fn end(&self, vm: &Vm) -> VmResult<()> {
        let _turn = self.take_turn(vm)?;
        drop(self.behind.take());
        self.drop_ahead();
        if let Some(object) = self.object() {
            vm.call_method(&object, &intern("close"), &[])?;
        }
        match self.source.take() {
            Some(Source::File(file)) => {
                fd::close(file.into()).map_err(|error| vm.os_error(&error, None))
            }
            _ => Ok(()),
        }
    }

    /// Drops the object behind the stream, for `detach()`.
    ///
    /// # Errors
    /// Any exception raised by writing out the buffer.
    pub fn detach(&self, vm: &Vm) -> VmResult<()> {
        self.flush(vm)?;
        drop(self.source.take());
        Ok(())
    }

    /// Takes the buffer from a file of the system, for `detach()`: what was read ahead is lost.
    ///
    /// # Errors
    /// Any exception raised by writing out the buffer.
    pub fn give_away(&self, vm: &Vm) -> VmResult<()> {
        self.flush(vm)?;
        self.drop_ahead();
        self.unbuffered.set(true);
        Ok(())
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // The file is closed where no error can be reported.
        if let Some(Source::File(mut file)) = self.source.take() {
            let _ = file.write_all(self.behind.get_mut());
            let _ = fd::close(file.into());
        }
    }
}

/// An error of the operating system for a file with this name.
pub fn os_error(vm: &Vm, error: &std::io::Error, name: &Value) -> crate::vm::Raised {
    let raised = vm.os_error(error, Some(""));
    let args = raised.0.args.get();
    if let Some(args) = args.get::<crate::objects::tuple::Tuple>()
        && let [number, text, ..] = args.items()
    {
        let class = vm.class_of(raised.0.as_value());
        let made = vm.call(class.as_value(), &[number.clone(), text.clone(), name.clone()]);
        return match made.map(|value| value.into_ref()) {
            Ok(Ok(exception)) => crate::vm::Raised(exception),
            Ok(Err(_)) => vm.error(Exc::OSError, error.to_string()),
            Err(raised) => raised,
        };
    }
    raised
}
