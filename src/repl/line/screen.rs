//! The terminal: shared between the line being typed, on a thread of its own, and what programs
//! print meanwhile, which appears above it.
//!
//! While a prompt is shown, only rustyline writes to the terminal, for only it knows where the
//! cursor is. What is printed waits here as whole lines, under a lock, until the prompt is drawn
//! again: then the lines come first, in the same write ([`Screen::begin_frame`]). If no key makes
//! rustyline draw, a *poke* does: an empty message to its external printer. There is at most one at
//! a time, so that sending it never waits.

use rustix::stdio;
use rustix::termios::{self, LocalModes, OptionalActions, Termios};
use rustyline::ExternalPrinter;
use std::io::{self, IsTerminal, Write};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;

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

/// How much may wait to be shown before who prints has to wait as well, in bytes.
const MOST_WAITING: usize = 1 << 16;
/// How long it waits at most: rustyline may be in the middle of a command of several keys.
const LONGEST_WAIT: Duration = Duration::from_millis(100);

/// Terminals that rustyline knows to be without a cursor that can be moved.
const DUMB: [&str; 4] = ["", "dumb", "cons25", "emacs"];

/// The terminal of the session.
pub struct Screen {
    state: Mutex<State>,
    /// Signalled when what waited was taken.
    taken: Condvar,
    /// Whether the cursor can be moved; otherwise texts only ever follow each other.
    moves: bool,
    /// How the terminal was when the session began.
    original: Option<Termios>,
    on_screen: [bool; 2],
}

/// Who may write to the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Owner {
    /// Programs.
    #[default]
    Programs,
    /// rustyline, which is about to show a prompt or to take it away.
    Editor,
    /// rustyline, which shows a prompt and draws it again when it is poked.
    Prompt,
}

#[derive(Default)]
struct State {
    owner: Owner,
    /// Whole lines that were printed and not shown yet.
    waiting: Vec<u8>,
    /// The start of a line that a program has not ended yet, printed while a prompt is shown.
    unfinished: Vec<u8>,
    /// What makes rustyline draw the prompt again.
    poker: Option<Box<dyn ExternalPrinter + Send>>,
    /// Whether a poke is under way.
    poked: bool,
    /// What is known about the call being typed.
    hint: Vec<String>,
    /// Whether the cursor is behind something printed.
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
            // rustyline ends every message with a line end. `begin_frame` takes it back.
            self.poked = poker.print("\n".to_string()).is_ok();
        }
    }
}

/// Ends bracketed paste (xterm's "ctlseqs").
const PASTE_OFF: &str = "\x1b[?2004l";
/// Erases what is right of the cursor and below.
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

    /// Sets what makes the line editor draw its prompt again.
    pub fn set_poker(&self, poker: Box<dyn ExternalPrinter + Send>) {
        self.lock().poker = Some(poker);
    }

    /// Gives the terminal to the line editor from now on, the cursor in the first column.
    ///
    /// # Errors
    /// What the operating system reports.
    pub fn begin_editing(&self) -> io::Result<()> {
        if let Some(original) = &self.original {
            // Keys that are pressed before rustyline is there must not show up beside its prompt.
            let mut quiet = original.clone();
            quiet.local_modes -= LocalModes::ECHO;
            termios::tcsetattr(stdio::stdin(), OptionalActions::Drain, &quiet)?;
        }
        let mut state = self.lock();
        state.owner = Owner::Editor;
        // One that came late belongs to the block before.
        state.hint.clear();
        self.end_line(&mut state)
    }

    /// Gives the terminal back to programs. Ctrl-C is a signal again.
    ///
    /// # Errors
    /// What the operating system reports.
    pub fn end_editing(&self) -> io::Result<()> {
        if let Some(original) = &self.original {
            // A terminal that is gone has no ways left.
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

    /// The prompt is about to go: it is not drawn again for what is printed from now on.
    pub fn begin_leaving(&self) {
        self.lock().owner = Owner::Editor;
    }

    /// Leaves the terminal as it was, wherever the session is; for its end.
    pub fn close(&self) {
        let state = self.lock();
        if state.owner != Owner::Programs || state.prompted {
            let _ = Stream::Output.write(b"\r\n");
        }
        drop(state);
        if self.moves {
            let _ = self.end_editing();
            let _ = Stream::Output.write(PASTE_OFF.as_bytes());
        }
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

    /// What stands before a drawing of the prompt, the cursor being in the first column of the row
    /// where it began before: lines that waited, on an empty rest of the screen.
    ///
    /// `poked` says that a poke made rustyline draw, `fills_screen` that the drawing before filled
    /// the screen, and `last` that the prompt is drawn for the last time.
    pub fn begin_frame(&self, poked: bool, fills_screen: bool, last: bool) -> String {
        let mut state = self.lock();
        let mut out = String::new();
        if poked {
            state.poked = false;
            // Up over the line end of the message. At the screen's end that has scrolled all of it
            // up by a row, so that this is the right row then, too.
            out.push_str("\x1b[A");
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

    /// Makes the line editor draw the prompt again, once it has done all keys that were pressed.
    pub fn poke(&self) {
        self.lock().poke();
    }

    /// A poke may have got lost, as rustyline gave up.
    pub fn forget_poke(&self) {
        self.lock().poked = false;
    }

    /// What is known about the call being typed.
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
    /// What the operating system reports.
    pub fn clear(&self) -> io::Result<()> {
        Stream::Output.write(b"\x1b[H\x1b[2J")
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
            // Memory is all that a screen which takes its time costs from then on.
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
