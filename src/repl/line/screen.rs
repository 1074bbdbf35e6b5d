//! The terminal: shared between the line being typed, on a thread of its own, and what programs
//! print meanwhile, which appears above it.
//!
//! One lock guards the screen. Whoever holds it knows which rows show the line, so that a text can
//! be put above them at any time, between two keys.

use super::view::View;
use rustix::stdio;
use rustix::termios::{self, OptionalActions, Termios};
use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, MutexGuard};

/// Where a program writes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Output,
    /// Standard error.
    Error,
}

impl Stream {
    fn write(self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Stream::Output => {
                let mut stdout = io::stdout().lock();
                stdout.write_all(bytes)?;
                stdout.flush()
            }
            Stream::Error => io::stderr().lock().write_all(bytes),
        }
    }
}

/// The terminal of the session.
pub struct Screen {
    state: Mutex<State>,
    /// Whether the cursor can be moved; otherwise texts only ever follow each other.
    moves: bool,
    /// How the terminal was when the session began.
    original: Option<Termios>,
    on_screen: [bool; 2],
}

#[derive(Default)]
struct State {
    /// What is being typed, if a prompt is shown.
    view: Option<View>,
    /// The cursor's row in those that show the view.
    row: usize,
    /// Lines below the view that have no line of their own there.
    hint: Vec<String>,
    /// The start of a line that a program has not ended yet, printed while a prompt is shown.
    unfinished: Vec<u8>,
    /// Whether the cursor is behind something printed.
    inside_line: bool,
    /// Whether a prompt is shown on a terminal whose cursor cannot be moved.
    prompted: bool,
}

/// The start of bracketed paste and its end (xterm's "ctlseqs").
const PASTE_ON: &str = "\x1b[?2004h";
const PASTE_OFF: &str = "\x1b[?2004l";

impl Screen {
    /// The terminal of this process.
    pub fn new() -> Screen {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty());
        let on_screen = [io::stdout().is_terminal(), io::stderr().is_terminal()];
        let original = termios::tcgetattr(stdio::stdin()).ok();
        Screen {
            state: Mutex::default(),
            moves: !dumb && on_screen[0] && original.is_some(),
            original,
            on_screen,
        }
    }

    /// Whether the cursor can be moved, so that lines can be edited.
    pub fn moves(&self) -> bool {
        self.moves
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A thread that panicked while it drew leaves a state that the next drawing mends.
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Columns and rows.
    pub fn size(&self) -> (usize, usize) {
        match termios::tcgetwinsize(stdio::stdout()) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => {
                (usize::from(size.ws_col), usize::from(size.ws_row))
            }
            _ => (80, 24),
        }
    }

    /// Gives single keys to the line editor from now on.
    ///
    /// # Errors
    /// What the operating system reports.
    pub fn begin_editing(&self) -> io::Result<()> {
        if let Some(original) = &self.original {
            let mut raw = original.clone();
            raw.make_raw();
            // What others print (a child process) still gets its line ends.
            raw.output_modes = original.output_modes;
            termios::tcsetattr(stdio::stdin(), OptionalActions::Drain, &raw)?;
        }
        let mut state = self.lock();
        self.end_line(&mut state)?;
        Stream::Output.write(PASTE_ON.as_bytes())
    }

    /// Gives the terminal back its own ways.
    pub fn end_editing(&self) {
        if let Some(original) = &self.original {
            // A terminal that is gone has no ways left.
            let _ = termios::tcsetattr(stdio::stdin(), OptionalActions::Drain, original);
        }
        if self.moves {
            let _ = Stream::Output.write(PASTE_OFF.as_bytes());
        }
    }

    /// Leaves the terminal as it was, wherever the session is; for its end.
    pub fn close(&self) {
        let mut state = self.lock();
        if state.view.take().is_some() || state.prompted {
            let _ = Stream::Output.write(b"\r\n");
        }
        state.row = 0;
        drop(state);
        self.end_editing();
    }

    /// Ends a line that a program left open.
    fn end_line(&self, state: &mut State) -> io::Result<()> {
        let rest = std::mem::take(&mut state.unfinished);
        Stream::Output.write(&rest)?;
        let inside_line = std::mem::take(&mut state.inside_line) || !rest.is_empty();
        if self.moves {
            // A row of blanks wraps to the next row unless the cursor is in the first column: what
            // child processes and the terminal's echo have written is not known here.
            let (columns, _) = self.size();
            return Stream::Output.write((" ".repeat(columns) + "\r").as_bytes());
        }
        if inside_line { Stream::Output.write(b"\n") } else { Ok(()) }
    }

    /// Draws what is being typed in place of what was drawn before.
    ///
    /// # Errors
    /// What the operating system reports.
    pub fn show(&self, view: View) -> io::Result<()> {
        let mut state = self.lock();
        let mut out = erase(&state);
        state.view = Some(view);
        self.draw(&mut state, &mut out);
        Stream::Output.write(out.as_bytes())
    }

    /// Shows a hint below the line being typed, or none.
    pub fn set_hint(&self, lines: Vec<String>) {
        let mut state = self.lock();
        if state.hint == lines {
            return;
        }
        state.hint = lines;
        if state.view.as_ref().is_some_and(|view| view.footer.is_empty()) {
            let mut out = erase(&state);
            self.draw(&mut state, &mut out);
            // A terminal that is gone is noticed by the line editor.
            let _ = Stream::Output.write(out.as_bytes());
        }
    }

    fn draw(&self, state: &mut State, out: &mut String) {
        let (columns, rows) = self.size();
        let Some(view) = &state.view else { return };
        let footer = if view.footer.is_empty() { &state.hint } else { &view.footer };
        let laid = view.lay_out(footer, columns, rows);
        out.push_str(&laid.rows.join("\r\n"));
        let below = laid.rows.len() - 1 - laid.row;
        if below > 0 {
            out.push_str(&format!("\x1b[{below}A"));
        }
        out.push('\r');
        if laid.column > 0 {
            out.push_str(&format!("\x1b[{}C", laid.column));
        }
        state.row = laid.row;
    }

    /// Leaves the text on the screen as it is and goes to the line below. From now on programs
    /// print straight to the terminal.
    ///
    /// # Errors
    /// What the operating system reports.
    pub fn finish(&self, view: View) -> io::Result<()> {
        let mut state = self.lock();
        let mut out = erase(&state);
        let (columns, _) = self.size();
        out.push_str(&view.lay_out(&[], columns, usize::MAX).rows.join("\r\n"));
        out.push_str("\r\n");
        state.view = None;
        state.hint.clear();
        state.row = 0;
        Stream::Output.write(out.as_bytes())?;
        let rest = std::mem::take(&mut state.unfinished);
        state.inside_line = !rest.is_empty();
        Stream::Output.write(&rest)
    }

    /// Clears the screen; what is being typed is to be shown again.
    ///
    /// # Errors
    /// What the operating system reports.
    pub fn clear(&self) -> io::Result<()> {
        self.lock().row = 0;
        Stream::Output.write(b"\x1b[H\x1b[2J")
    }

    /// Rings the bell.
    pub fn beep(&self) {
        // Silence is no failure.
        let _ = Stream::Output.write(b"\x07");
    }

    /// Shows a prompt on a terminal whose cursor cannot be moved.
    ///
    /// # Errors
    /// What the operating system reports.
    pub fn prompt(&self, prompt: &str) -> io::Result<()> {
        let mut state = self.lock();
        self.end_line(&mut state)?;
        state.prompted = true;
        Stream::Output.write(prompt.as_bytes())
    }

    /// The line that was asked for has come.
    pub fn answered(&self) {
        self.lock().prompted = false;
    }

    /// Writes what a program prints: straight out, or whole lines above the line being typed.
    ///
    /// # Errors
    /// What the operating system reports.
    pub fn print(&self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        let Some(&last) = bytes.last() else { return Ok(()) };
        if !self.on_screen[usize::from(stream == Stream::Error)] {
            return stream.write(bytes);
        }
        let mut state = self.lock();
        if state.view.is_none() {
            if std::mem::take(&mut state.prompted) {
                stream.write(b"\n")?;
            }
            state.inside_line = last != b'\n';
            return stream.write(bytes);
        }
        state.unfinished.extend_from_slice(bytes);
        let Some(end) = state.unfinished.iter().rposition(|b| *b == b'\n') else { return Ok(()) };
        let rest = state.unfinished.split_off(end + 1);
        let lines = std::mem::replace(&mut state.unfinished, rest);
        let mut out = erase(&state);
        out.push_str(&String::from_utf8_lossy(&lines));
        self.draw(&mut state, &mut out);
        Stream::Output.write(out.as_bytes())
    }
}

impl Default for Screen {
    fn default() -> Screen {
        Screen::new()
    }
}

/// The text that erases the rows of what is being typed, and leaves the cursor where they began.
fn erase(state: &State) -> String {
    match state.row {
        0 => "\r\x1b[J".to_string(),
        row => format!("\x1b[{row}A\r\x1b[J"),
    }
}
