//! Reads a block of code from a terminal with a movable cursor, through rustyline.

use super::helper::Helper;
use super::history;
use super::margin;
use super::menu::Choices;
use super::outside;
use super::painter::{Painter, Prompts};
use super::screen::{Screen, Stream};
use super::typing::{Leave, TOO_LONG, Typing};
use super::view;
use rustyline::config::Configurer;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{
    ColorMode, CompletionType, Config, EditMode, Event, EventHandler, GraphemeClusterMode,
};
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::sync::Arc;

/// The editor's questions to the session.
pub trait Answers: Send + 'static {
    /// Whether the lines typed so far can run. Invalid lines can: running them reports the error.
    fn is_complete(&self, text: &str) -> bool;

    /// The text with colours, and with the bracket at a position and its partner marked.
    fn highlight(&self, text: &str, at: Option<usize>) -> String;

    /// Completions of the name before a position. `impatient` tells when no one waits any longer.
    fn complete(&self, text: &str, at: usize, impatient: &dyn Fn() -> bool) -> Choices;

    /// Requests a hint about the text at a position; it arrives by [`Screen::set_hint`].
    fn ask_hint(&self, text: &str, at: usize);
}

/// The outcome of reading a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A block, which ends with a line ending.
    Block(String),
    /// Ctrl-C: the text was discarded.
    Interrupted,
    /// Ctrl-D, or a closed terminal.
    End,
}

/// The key bindings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Those of GNU Readline's emacs mode.
    Emacs,
    /// Those of vi.
    Vi,
}

/// The maximum pause after an Escape that starts a longer sequence, in milliseconds.
const ESCAPE_TIME: u16 = 50;

/// The line editor.
pub struct Editor<A: Answers> {
    screen: Arc<Screen>,
    line: rustyline::Editor<Helper<A>, FileHistory>,
    helper: Helper<A>,
    /// The history file.
    file: Option<PathBuf>,
}

impl<A: Answers> Editor<A> {
    /// An editor on a terminal, with the history of a file.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn new(
        screen: Arc<Screen>,
        answers: A,
        keys: Keys,
        file: Option<PathBuf>,
    ) -> io::Result<Editor<A>> {
        let mode = GraphemeClusterMode::from_env();
        let settings = Config::builder()
            .completion_type(CompletionType::List)
            .tab_stop(view::TAB)
            .grapheme_cluster_mode(mode)
            // The highlighter draws everything, with or without colours.
            .color_mode(ColorMode::Forced)
            .build();
        let history = history::open(file.as_deref());
        let mut line = rustyline::Editor::with_history(settings, history).map_err(io_error)?;
        let painter = Painter::new(screen.clone(), mode);
        let helper = Helper::new(Typing::new(screen.clone(), answers, painter));
        line.set_helper(Some(helper.clone()));
        line.bind_sequence(Event::Any, EventHandler::Conditional(Box::new(helper.clone())));
        screen.set_poker(Box::new(line.create_external_printer().map_err(io_error)?));
        let mut editor = Editor { screen, line, helper, file };
        editor.set_keys(keys);
        Ok(editor)
    }

    /// Selects the key bindings.
    pub fn set_keys(&mut self, keys: Keys) {
        let is_vi = keys == Keys::Vi;
        self.line.set_edit_mode(if is_vi { EditMode::Vi } else { EditMode::Emacs });
        // Each mode resets the timeout.
        self.line.set_keyseq_timeout(Some(ESCAPE_TIME));
        self.helper.typing().set_vi(is_vi);
    }

    /// Reads a block; `initial` is the text to start with.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn read(&mut self, prompts: &Prompts, initial: &str) -> io::Result<Outcome> {
        let outcome = self.edit(prompts, initial, false)?;
        if let Outcome::Block(block) = &outcome {
            history::add(self.line.history_mut(), self.file.as_deref(), block);
        }
        Ok(outcome)
    }

    /// Asks a question. The answer is one line and is not added to the history.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn ask(&mut self, question: &str) -> io::Result<Outcome> {
        let prompts = Prompts { first: question.to_string(), next: String::new() };
        self.edit(&prompts, "", true)
    }

    fn edit(&mut self, prompts: &Prompts, initial: &str, is_answer: bool) -> io::Result<Outcome> {
        // Only the last line of a prompt is redrawn.
        let (above, first) = match prompts.first.rsplit_once('\n') {
            Some((above, first)) => (format!("{above}\n"), first),
            None => (String::new(), prompts.first.as_str()),
        };
        let next = prompts.next.rsplit('\n').next().unwrap_or_default();
        let prompts = Prompts { first: view::drawable(first), next: view::drawable(next) };
        self.helper.typing().start(&prompts, is_answer);
        let mut text = self.editable(initial).unwrap_or_default();
        let mut cursor = text.len();
        loop {
            self.screen.begin_editing()?;
            self.screen.print(Stream::Output, above.as_bytes())?;
            let result = self.read_line(&prompts, &text, cursor);
            self.screen.end_editing()?;
            let leave = self.helper.typing().take_leave();
            match (result, leave) {
                (Ok(line), _) => text = margin::text(&line),
                (Err(ReadlineError::Interrupted), _) => return Ok(Outcome::Interrupted),
                (Err(ReadlineError::Eof), _) => return Ok(Outcome::End),
                (Err(ReadlineError::Io(error)), _) if error.kind() == ErrorKind::InvalidData => {
                    // The input was not UTF-8, and rustyline stopped.
                    (text, cursor) = self.helper.typing().drawn();
                    self.screen.forget_poke();
                    continue;
                }
                (Err(error), _) => return Err(io_error(error)),
            }
            cursor = text.len();
            match leave {
                None | Some((Leave::Entered, _)) => {
                    let block = text.trim_end_matches([' ', '\t']).to_string();
                    let is_ended = block.ends_with('\n');
                    return Ok(Outcome::Block(if is_ended { block } else { block + "\n" }));
                }
                Some((Leave::Interrupted, _)) => return Ok(Outcome::Interrupted),
                Some((Leave::End, _)) => return Ok(Outcome::End),
                Some((Leave::Suspended, at)) => {
                    outside::suspend()?;
                    cursor = at;
                }
                Some((Leave::Outside, _)) => {
                    let edited = outside::edit(&text).ok();
                    self.screen.clear()?;
                    // A failed editor leaves the text unchanged.
                    if let Some(edited) = edited.and_then(|text| self.editable(text.trim_end())) {
                        text = edited;
                        cursor = text.len();
                    }
                }
            }
            self.helper.typing().resume();
        }
    }

    /// A text from elsewhere, cleaned for editing; none if it is too long.
    fn editable(&self, text: &str) -> Option<String> {
        let text = margin::clean(text);
        if self.helper.typing().painter.can_draw(&text) {
            return Some(text);
        }
        // The next drawing notices a closed terminal.
        let _ = self.screen.print(Stream::Output, format!("{TOO_LONG}\n").as_bytes());
        None
    }

    fn read_line(
        &mut self,
        prompts: &Prompts,
        text: &str,
        cursor: usize,
    ) -> Result<String, ReadlineError> {
        let margin = self.helper.typing().painter.margin();
        let (left, right) = text.split_at(cursor);
        let initial = (&*margin.buffer(left), &*margin.buffer(right));
        self.line.readline_with_initial(&view::without_colors(&prompts.first), initial)
    }
}

fn io_error(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(error) => error,
        ReadlineError::Errno(error) => error.into(),
        error => io::Error::other(error),
    }
}
