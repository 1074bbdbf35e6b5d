//! The terminal, shared between the line being typed, on its own thread, and the program's output,
//! which appears above it.
//!
//! While a prompt is shown, only rustyline writes to the terminal, since only it knows the position
//! of the cursor. Output waits here as whole lines, under a lock, until the prompt is drawn again:
//! then the lines come first, in the same write ([`Screen::begin_frame`]). If no key makes
//! rustyline draw, a *poke* does: an empty message to its external printer. At most one poke is
//! pending at a time, so that sending it never blocks.

use rustix::stdio;
use rustix::termios::{self, LocalModes, OptionalActions, Termios};
use rustyline::ExternalPrinter;
use std::io::{self, IsTerminal, Write};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;

/// The destination of a program's output.
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

/// The maximum amount of waiting output before the writer blocks, in bytes.
const MOST_WAITING: usize = 1 << 16;
/// The maximum time that a writer blocks: rustyline may be in the middle of a multi-key command.
const LONGEST_WAIT: Duration = Duration::from_millis(100);

/// Terminals that rustyline knows to have no movable cursor.
const DUMB: [&str; 4] = ["", "dumb", "cons25", "emacs"];

/// The terminal of the session.
pub struct Screen {
    state: Mutex<State>,
    /// Signalled when waiting output was taken.
    taken: Condvar,
    /// Whether the cursor can be moved; otherwise output is only appended.
    moves: bool,
    /// The terminal's settings when the session began.
    original: Option<Termios>,
    on_screen: [bool; 2],
    /// Where prompts go: as in CPython, not in the output if that or the input is not a terminal.
    prompts: Stream,
}

/// The current writer to the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Owner {
    /// The program.
    #[default]
    Programs,
    /// rustyline, about to show or remove a prompt.
    Editor,
    /// rustyline, showing a prompt that it redraws when poked.
    Prompt,
}

#[derive(Default)]
struct State {
    owner: Owner,
    /// Whole lines waiting to be shown.
    waiting: Vec<u8>,
    /// The start of an unfinished line, printed while a prompt is shown.
    unfinished: Vec<u8>,
    /// Makes rustyline redraw the prompt.
    poker: Option<Box<dyn ExternalPrinter + Send>>,
    /// Whether a poke is pending.
    poked: bool,
    /// The hint about the call being typed.
    hint: Vec<String>,
    /// Whether the cursor is after printed text.
    inside_line: bool,
    /// Whether a prompt is shown on a terminal whose cursor cannot be moved.
    prompted: bool,
}

impl State {
    fn poke(&mut self) {
        if self.owner == Owner::Prompt
            && !self.poked
            && let Some(poker) = &mut self.poker
        {
            // rustyline adds a line ending to every message. `begin_frame` removes it.
            self.poked = poker.print("\n".to_string()).is_ok();
        }
    }
}

/// Ends bracketed paste (xterm's "ctlseqs").
const PASTE_OFF: &str = "\x1b[?2004l";
/// Erases everything right of the cursor and below.
const ERASE_BELOW: &str = "\x1b[J";

impl Screen {
    /// The terminal of this process.
    pub fn new() -> Screen {
        let term = std::env::var("TERM").unwrap_or_default();
        let dumb = DUMB.iter().any(|dumb| term.eq_ignore_ascii_case(dumb));
        let on_screen = [io::stdout().is_terminal(), io::stderr().is_terminal()];
        let original = termios::tcgetattr(stdio::stdin()).ok();
        Screen {
            state: Mutex::default(),
            taken: Condvar::new(),
            moves: !dumb && on_screen[0] && original.is_some(),
            prompts: match on_screen[0] && original.is_some() {
                true => Stream::Output,
                false => Stream::Error,
            },
            original,
            on_screen,
        }
    }

    /// Whether the cursor can be moved, so that lines can be edited.
    pub fn moves(&self) -> bool {
        self.moves
    }

    /// Where prompts and other texts of the session itself go.
    pub fn prompts(&self) -> Stream {
        self.prompts
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // The next drawing repairs the state left by a thread that panicked while drawing.
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

    /// Sets the printer that makes the line editor redraw its prompt.
    pub fn set_poker(&self, poker: Box<dyn ExternalPrinter + Send>) {
        self.lock().poker = Some(poker);
    }

    /// Passes the terminal to the line editor, with the cursor in the first column.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn begin_editing(&self) -> io::Result<()> {
        if let Some(original) = &self.original {
            // Keys pressed before rustyline starts must not be echoed next to its prompt.
            let mut quiet = original.clone();
            quiet.local_modes -= LocalModes::ECHO;
            termios::tcsetattr(stdio::stdin(), OptionalActions::Drain, &quiet)?;
        }
        let mut state = self.lock();
        state.owner = Owner::Editor;
        // A late hint belongs to the previous block.
        state.hint.clear();
        self.end_line(&mut state)
    }

    /// Returns the terminal to programs. Ctrl-C is a signal again.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn end_editing(&self) -> io::Result<()> {
        if let Some(original) = &self.original {
            // The settings of a closed terminal do not matter.
            let _ = termios::tcsetattr(stdio::stdin(), OptionalActions::Drain, original);
        }
        let mut state = self.lock();
        state.owner = Owner::Programs;
        let mut out = ERASE_BELOW.as_bytes().to_vec();
        out.append(&mut state.waiting);
        out.append(&mut state.unfinished);
        state.inside_line = out.last() != Some(&b'\n') && out.len() > ERASE_BELOW.len();
        self.taken.notify_all();
        Stream::Output.write(&out)
    }

    /// The prompt is about to be removed: output no longer redraws it.
    pub fn begin_leaving(&self) {
        self.lock().owner = Owner::Editor;
    }

    /// Restores the terminal from any state, at the end of the session.
    pub fn close(&self) {
        let state = self.lock();
        if state.owner != Owner::Programs || state.prompted {
            let _ = self.prompts.write(match self.original {
                Some(_) => &b"\r\n"[..],
                None => b"\n",
            });
        }
        drop(state);
        if self.moves {
            let _ = self.end_editing();
            let _ = Stream::Output.write(PASTE_OFF.as_bytes());
        }
    }

    /// Ends a line that a program left unfinished.
    fn end_line(&self, state: &mut State) -> io::Result<()> {
        let rest = std::mem::take(&mut state.unfinished);
        Stream::Output.write(&rest)?;
        let inside_line = std::mem::take(&mut state.inside_line) || !rest.is_empty();
        if self.moves {
            // A row of spaces wraps to the next row unless the cursor is in the first column. This
            // also accounts for output of child processes and the terminal's echo, which is not
            // recorded here.
            let (columns, _) = self.size();
            return Stream::Output.write((" ".repeat(columns) + "\r").as_bytes());
        }
        if inside_line { Stream::Output.write(b"\n") } else { Ok(()) }
    }

    /// The text before a drawing of the prompt: waiting lines, on a cleared rest of the screen. The
    /// cursor is in the first column of the row where the previous drawing began.
    ///
    /// `poked` says whether a poke caused the drawing, `fills_screen` whether the previous drawing
    /// filled the screen, and `last` whether the prompt is drawn for the last time. `added` is the
    /// number of rows that the terminal has added to the previous drawing.
    pub fn begin_frame(&self, poked: bool, fills_screen: bool, added: usize, last: bool) -> String {
        let mut state = self.lock();
        let mut out = String::new();
        if poked {
            state.poked = false;
            // Moves up over the line ending of the message. At the bottom of the screen that line
            // ending scrolled everything up by a row, so this is the right row in that case, too.
            out.push_str("\x1b[A");
        }
        if added > 0 {
            out.push_str(&format!("\x1b[{added}A"));
        }
        if fills_screen {
            out.push_str("\x1b[H");
        }
        out.push_str(ERASE_BELOW);
        out.push_str(&String::from_utf8_lossy(&state.waiting));
        state.waiting.clear();
        state.owner = if last { Owner::Editor } else { Owner::Prompt };
        self.taken.notify_all();
        out
    }

    /// Whether a poke is pending.
    pub fn is_poked(&self) -> bool {
        self.lock().poked
    }

    /// Whether the terminal rewraps rows that are too long for a new width. Nearly all do; there is
    /// no way to ask.
    pub fn breaks_rows(&self) -> bool {
        let is_xterm = std::env::var_os("XTERM_VERSION").is_some();
        !is_xterm && std::env::var_os("TERM").is_none_or(|term| term != "linux")
    }

    /// Makes the line editor redraw the prompt after all pending keys.
    pub fn poke(&self) {
        self.lock().poke();
    }

    /// Forgets a poke that was lost because rustyline returned.
    pub fn forget_poke(&self) {
        self.lock().poked = false;
    }

    /// The hint about the call being typed.
    pub fn hint(&self) -> Vec<String> {
        self.lock().hint.clone()
    }

    /// Shows a hint below the line being typed, or none.
    pub fn set_hint(&self, lines: Vec<String>) {
        let mut state = self.lock();
        if state.hint != lines {
            state.hint = lines;
            state.poke();
        }
    }

    /// Clears the screen.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn clear(&self) -> io::Result<()> {
        Stream::Output.write(b"\x1b[H\x1b[2J")
    }

    /// Shows a prompt on a terminal without a movable cursor.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn prompt(&self, prompt: &str) -> io::Result<()> {
        let mut state = self.lock();
        self.end_line(&mut state)?;
        state.prompted = true;
        self.prompts.write(prompt.as_bytes())
    }

    /// Notes that the requested line arrived.
    pub fn answered(&self) {
        self.lock().prompted = false;
    }

    /// Writes a program's output: directly, or as whole lines above the line being typed.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn print(&self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        let Some(&last) = bytes.last() else { return Ok(()) };
        if !self.on_screen[usize::from(stream == Stream::Error)] {
            return stream.write(bytes);
        }
        let mut state = self.lock();
        if state.owner == Owner::Programs {
            if std::mem::take(&mut state.prompted) {
                stream.write(b"\n")?;
            }
            state.inside_line = last != b'\n';
            return stream.write(bytes);
        }
        state.unfinished.extend_from_slice(bytes);
        let Some(end) = state.unfinished.iter().rposition(|b| *b == b'\n') else { return Ok(()) };
        let rest = state.unfinished.split_off(end + 1);
        let mut lines = std::mem::replace(&mut state.unfinished, rest);
        state.waiting.append(&mut lines);
        state.poke();
        if state.waiting.len() > MOST_WAITING {
            let full = |state: &mut State| state.waiting.len() > MOST_WAITING;
            // From then on, a slow terminal costs only memory.
            let _ = self.taken.wait_timeout_while(state, LONGEST_WAIT, full);
        }
        Ok(())
    }
}

impl Default for Screen {
    fn default() -> Screen {
        Screen::new()
    }
}
