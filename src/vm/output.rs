//! Standard output and error.

use std::cell::RefCell;
use std::io::Write;

/// Buffered standard output. Flushed when the program ends, before anything goes to standard
/// error, and at each line on a terminal.
pub struct Output {
    buffer: RefCell<Vec<u8>>,
    line_buffered: bool,
}

const CAPACITY: usize = 8192;

impl Output {
    /// Output that is flushed at each line if standard output is a terminal.
    pub fn new() -> Output {
        use std::io::IsTerminal;
        Output { buffer: RefCell::default(), line_buffered: std::io::stdout().is_terminal() }
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// What the operating system reports, such as a closed pipe.
    pub fn write(&self, bytes: &[u8]) -> std::io::Result<()> {
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
    pub fn flush(&self) -> std::io::Result<()> {
        let bytes = self.buffer.take();
        if bytes.is_empty() {
            return Ok(());
        }
        let mut stdout = std::io::stdout().lock();
        stdout.write_all(&bytes).and_then(|()| stdout.flush())
    }
}

impl Default for Output {
    fn default() -> Output {
        Output::new()
    }
}
