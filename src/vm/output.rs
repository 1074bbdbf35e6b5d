//! The standard streams.

use super::Vm;
use crate::objects::str::intern;
use crate::runtime::fd;
use std::cell::{Cell, OnceCell, RefCell};
use std::io::{self, Read, Write};

/// Buffered standard output. Flushed when the program ends, before anything goes to standard
/// error, and at each line on a terminal.
pub struct Output {
    buffer: RefCell<Vec<u8>>,
    line_buffered: Cell<bool>,
    /// The size at which the buffer is written out, in bytes.
    capacity: Cell<usize>,
    diversion: OnceCell<Diversion>,
    /// Whether `sys.stdin` and `sys.stdout` pass bytes that are not UTF-8 as lone surrogates.
    pub is_lenient: Cell<bool>,
    /// The process's own streams that were closed at its start, by [`Standard`]. A file that the
    /// program opens may receive the number of one.
    absent: [bool; 3],
    /// The host's streams in place of the process's own, by [`Standard`].
    hosted: [OnceCell<RefCell<Option<Hosted>>>; 3],
}

/// One of the three standard streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// `sys.stdin`
    Input,
    /// `sys.stdout`
    Output,
    /// `sys.stderr`
    Error,
}

/// A stream of the program that the interpreter is embedded in.
pub enum Hosted {
    /// For standard input.
    Source(Box<dyn Read>),
    /// For standard output or error.
    Sink(Box<dyn Write>),
}

/// Receives the bytes for standard output or, if the flag is set, standard error.
pub type Diversion = Box<dyn Fn(bool, &[u8]) -> io::Result<()>>;

const CAPACITY: usize = 8192;

impl Output {
    /// Output that is flushed at each line if standard output is a terminal.
    pub fn new() -> Output {
        use std::io::IsTerminal;
        Output {
            buffer: RefCell::default(),
            line_buffered: Cell::new(io::stdout().is_terminal()),
            capacity: Cell::new(CAPACITY),
            diversion: OnceCell::new(),
            is_lenient: Cell::new(false),
            absent: [0, 1, 2].map(fd::is_closed),
            hosted: [const { OnceCell::new() }; 3],
        }
    }

    /// The error handler of `sys.stdin` and `sys.stdout`.
    pub fn error_handler(&self) -> &'static str {
        if self.is_lenient.get() { "surrogateescape" } else { "strict" }
    }

    /// Writes everything out at once from now on.
    pub fn set_unbuffered(&self) {
        self.capacity.set(0);
    }

    /// Puts a stream of the host in place of the process's own, before the program starts.
    pub fn set_hosted(&self, which: Standard, stream: Hosted) {
        if which == Standard::Output {
            self.line_buffered.set(false);
        }
        let _ = self.hosted[which as usize].set(RefCell::new(Some(stream)));
    }

    /// Whether a stream is the host's, and so not a file of the process.
    pub fn is_hosted(&self, which: Standard) -> bool {
        self.hosted[which as usize].get().is_some()
    }

    /// Whether there is no such stream: the process was started without it.
    pub fn is_absent(&self, which: Standard) -> bool {
        self.absent[which as usize] && !self.is_hosted(which)
    }

    /// Uses a stream of the host, which is taken out meanwhile: the host may run the interpreter's
    /// code while it reads or writes.
    fn with_hosted<T>(
        &self,
        which: Standard,
        body: impl FnOnce(&mut Hosted) -> io::Result<T>,
    ) -> Option<io::Result<T>> {
        let place = self.hosted[which as usize].get()?;
        let Some(mut stream) = place.take() else {
            return Some(Err(io::Error::other("the host is using this stream")));
        };
        let result = body(&mut stream);
        *place.borrow_mut() = Some(stream);
        Some(result)
    }

    /// Reads from the host's standard input; none if that is the process's own.
    pub fn read_hosted(&self, buffer: &mut [u8]) -> Option<io::Result<usize>> {
        self.with_hosted(Standard::Input, |stream| match stream {
            Hosted::Source(source) => source.read(buffer),
            Hosted::Sink(_) => Ok(0),
        })
    }

    fn write_hosted(&self, which: Standard, bytes: &[u8]) -> Option<io::Result<()>> {
        self.with_hosted(which, |stream| match stream {
            Hosted::Sink(sink) => sink.write_all(bytes).and_then(|()| sink.flush()),
            Hosted::Source(_) => Ok(()),
        })
    }

    /// Redirects output and errors from now on. Only the first call has an effect.
    pub fn divert(&self, diversion: Diversion) {
        let _ = self.diversion.set(diversion);
    }

    /// Writes bytes to standard error, after flushing earlier output.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn write_error(&self, bytes: &[u8]) -> io::Result<()> {
        self.flush()?;
        if let Some(written) = self.write_hosted(Standard::Error, bytes) {
            return written;
        }
        match self.diversion.get() {
            Some(diversion) => diversion(true, bytes),
            None if self.is_absent(Standard::Error) => Ok(()),
            None => io::stderr().lock().write_all(bytes),
        }
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// Errors of the operating system, such as a closed pipe.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let full = {
            let mut buffer = self.buffer.borrow_mut();
            buffer.extend_from_slice(bytes);
            buffer.len() >= self.capacity.get()
                || (self.line_buffered.get() && bytes.contains(&b'\n'))
        };
        if full { self.flush() } else { Ok(()) }
    }

    /// Writes out the buffer.
    ///
    /// # Errors
    /// Errors of the operating system; the buffer is then empty in any case.
    pub fn flush(&self) -> io::Result<()> {
        let bytes = self.buffer.take();
        if bytes.is_empty() {
            return Ok(());
        }
        if let Some(written) = self.write_hosted(Standard::Output, &bytes) {
            return written;
        }
        if let Some(diversion) = self.diversion.get() {
            return diversion(false, &bytes);
        }
        if self.is_absent(Standard::Output) {
            return Ok(());
        }
        let mut stdout = io::stdout().lock();
        stdout.write_all(&bytes).and_then(|()| stdout.flush())
    }
}

impl Vm {
    /// Writes the program's bytes to its standard output or, with `is_error`, to standard error
    /// after flushing that.
    ///
    /// # Errors
    /// OSError; the end of the program by a limit on output.
    pub fn write_standard(&self, is_error: bool, bytes: &[u8]) -> super::VmResult<()> {
        self.spend_output(bytes.len())?;
        if self.is_traced.get() {
            self.event_loop.note_output(self, is_error, bytes);
        }
        let written =
            if is_error { self.output.write_error(bytes) } else { self.output.write(bytes) };
        written.map_err(|error| self.os_error(&error, None))
    }

    /// Writes to `sys.stderr` as the program has set it, or to standard error itself if that fails;
    /// nowhere once a limit has ended the program.
    pub fn write_error(&self, text: &str) {
        if self.meter.has_tripped() {
            return;
        }
        let sys = self.modules.get_text("sys");
        let stream = sys.and_then(|sys| self.find_attribute(&sys, &intern("stderr")).ok()?);
        // Nothing sensible can be done about an error while an error is shown.
        let _ = self.output.flush();
        if let Some(stream) = stream.filter(|stream| !stream.is_none())
            && self.call_method(&stream, &intern("write"), &[text.into()]).is_ok()
        {
            return;
        }
        if self.spend_output(text.len()).is_err() {
            return;
        }
        let _ = self.output.write_error(text.as_bytes());
    }
}

impl Default for Output {
    fn default() -> Output {
        Output::new()
    }
}
