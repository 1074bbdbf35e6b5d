//! Standard output and error.

use std::cell::{OnceCell, RefCell};
use std::io::{self, Write};

/// Buffered standard output. Flushed when the program ends, before anything goes to standard
/// error, and at each line on a terminal.
pub struct Output {
    buffer: RefCell<Vec<u8>>,
    line_buffered: bool,
    diversion: OnceCell<Diversion>,
}

/// Takes what goes to standard output or, if the flag is set, standard error.
pub type Diversion = Box<dyn Fn(bool, &[u8]) -> io::Result<()>>;

const CAPACITY: usize = 8192;

impl Output {
    /// Output that is flushed at each line if standard output is a terminal.
    pub fn new() -> Output {
        use std::io::IsTerminal;
        Output {
            buffer: RefCell::default(),
            line_buffered: io::stdout().is_terminal(),
            diversion: OnceCell::new(),
        }
    }

    /// Gives output and errors to somebody else from now on. Only the first to ask gets them.
    pub fn divert(&self, diversion: Diversion) {
        let _ = self.diversion.set(diversion);
    }

    /// Writes bytes to standard error, behind what was printed before.
    ///
    /// # Errors
    /// What the operating system reports.
    pub fn write_error(&self, bytes: &[u8]) -> io::Result<()> {
        self.flush()?;
        match self.diversion.get() {
            Some(diversion) => diversion(true, bytes),
            None => io::stderr().lock().write_all(bytes),
        }
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// What the operating system reports, such as a closed pipe.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let full = {
            let mut buffer = self.buffer.borrow_mut();
            buffer.extend_from_slice(bytes);
            buffer.len() >= CAPACITY || (self.line_buffered && bytes.contains(&b'\n'))
        };
        if full { self.flush() } else { Ok(()) }
    }

    /// Writes out what is buffered.
    ///
    /// # Errors
    /// What the operating system reports; the buffer is empty afterwards all the same.
    pub fn flush(&self) -> io::Result<()> {
        let bytes = self.buffer.take();
        if bytes.is_empty() {
            return Ok(());
        }
        if let Some(diversion) = self.diversion.get() {
            return diversion(false, &bytes);
        }
        let mut stdout = io::stdout().lock();
        stdout.write_all(&bytes).and_then(|()| stdout.flush())
    }
}

impl Default for Output {
    fn default() -> Output {
        Output::new()
    }
}
