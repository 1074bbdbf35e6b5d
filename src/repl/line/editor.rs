//! Reads a block of code on a terminal whose cursor can be moved.

use super::buffer::Buffer;
use super::emacs::{self, Effect};
use super::history::History;
use super::indent;
use super::keys::{Code, Decoder, Input, Key};
use super::menu::{Choices, Menu};
use super::outside;
use super::screen::Screen;
use super::search::Search;
use super::vi::Vi;
use super::view::View;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio;
use std::io;
use std::os::unix::net::UnixStream;
use std::sync::Arc;

/// What the editor has to ask.
pub trait Helper {
    /// Whether the lines typed so far can run (or are wrong, which running them will tell).
    fn is_complete(&self, text: &str) -> bool;

    /// The text with colours, the brackets at a position among them.
    fn highlight(&self, text: &str, at: Option<usize>) -> String;

    /// How the name before a position may go on. `impatient` says that somebody no longer waits.
    fn complete(&self, text: &str, at: usize, impatient: &dyn Fn() -> bool) -> Choices;

    /// Asks for a hint about what is typed at a position, which comes by [`Screen::set_hint`].
    fn ask_hint(&self, text: &str, at: usize);
}

/// The prompts of a block.
#[derive(Clone, Debug)]
pub struct Prompts {
    /// Before the first line, perhaps with colours.
    pub first: String,
    /// Before all others.
    pub next: String,
}

/// What came of asking for a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A block, which ends in a line end.
    Block(String),
    /// Ctrl-C: the text was given up.
    Interrupted,
    /// Ctrl-D, or the terminal is gone.
    End,
}

/// Which keys the editor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Those of GNU Readline's emacs mode.
    Emacs,
    /// Those of vi.
    Vi,
}

/// How long an escape may take that starts a longer sequence, in milliseconds.
const ESCAPE_TIME: i64 = 50;

/// The line editor.
pub struct Editor<H> {
    screen: Arc<Screen>,
    /// Answers its questions.
    pub helper: H,
    /// Whether blocks are added to the history.
    pub keeps_history: bool,
    /// Which keys it has.
    pub keys: Keys,
    /// Earlier blocks.
    pub history: History,
    decoder: Decoder,
    buffer: Buffer,
    vi: Vi,
    menu: Option<Menu>,
    search: Option<Search>,
    /// Where in the history the text comes from, and the text that was being typed before.
    place: Option<(usize, String)>,
    /// Whether Ctrl-X came last.
    prefixed: bool,
    /// Whether lines that were typed at once brought their own indentation: they were pasted.
    brings_blanks: bool,
    /// Readable when the terminal has changed its size.
    resized: Option<UnixStream>,
}

impl<H: Helper> Editor<H> {
    /// An editor on a terminal.
    pub fn new(screen: Arc<Screen>, helper: H, keys: Keys, history: History) -> Editor<H> {
        Editor {
            screen,
            helper,
            keeps_history: true,
            keys,
            history,
            decoder: Decoder::default(),
            buffer: Buffer::default(),
            vi: Vi::default(),
            menu: None,
            search: None,
            place: None,
            prefixed: false,
            brings_blanks: false,
            resized: watch_size().ok(),
        }
    }

    /// Asks for a block; `initial` is there to be edited.
    ///
    /// # Errors
    /// What the operating system reports.
    pub fn read(&mut self, prompts: &Prompts, initial: &str) -> io::Result<Outcome> {
        self.screen.begin_editing()?;
        self.buffer.start(initial);
        self.vi.start();
        (self.menu, self.search, self.place) = (None, None, None);
        (self.prefixed, self.brings_blanks) = (false, false);
        let outcome = self.edit(prompts);
        // From here on Ctrl-C is a signal again, before anybody can see that the line is done.
        self.screen.end_editing();
        self.screen.finish(self.view(prompts, true))?;
        outcome
    }

    fn edit(&mut self, prompts: &Prompts) -> io::Result<Outcome> {
        let mut at_rest = false;
        let mut shown = None;
        loop {
            // Keys that have come already are all done before anything is drawn.
            while let Some(input) = self.decoder.next(at_rest) {
                at_rest = false;
                if let Some(outcome) = self.take(input)? {
                    return Ok(outcome);
                }
            }
            self.screen.show(self.view(prompts, false))?;
            let now = (self.buffer.text().to_string(), self.buffer.cursor());
            if shown.as_ref() != Some(&now) {
                self.helper.ask_hint(&now.0, now.1);
                shown = Some(now);
            }
            match self.wait()? {
                Waited::Bytes(bytes) => self.decoder.feed(&bytes),
                Waited::AtRest => at_rest = true,
                Waited::Resized => {}
                Waited::Gone => return Ok(Outcome::End),
            }
        }
    }

    /// Waits for the terminal.
    fn wait(&self) -> io::Result<Waited> {
        let limit = Timespec { tv_sec: 0, tv_nsec: ESCAPE_TIME * 1_000_000 };
        let limit = (!self.decoder.is_empty()).then_some(&limit);
        let mut files = vec![PollFd::from_borrowed_fd(stdio::stdin(), PollFlags::IN)];
        if let Some(resized) = &self.resized {
            files.push(PollFd::new(resized, PollFlags::IN));
        }
        match poll(&mut files, limit) {
            Ok(0) => return Ok(Waited::AtRest),
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => return Ok(Waited::Bytes(Vec::new())),
            Err(error) => return Err(error.into()),
        }
        if let (Some(pipe), Some(file)) = (&self.resized, files.get(1))
            && !file.revents().is_empty()
        {
            let mut bytes = [0; 64];
            // One look at the size is enough for any number of changes.
            let _ = io::Read::read(&mut &*pipe, &mut bytes);
            return Ok(Waited::Resized);
        }
        let mut bytes = vec![0; 4096];
        match rustix::io::read(stdio::stdin(), &mut bytes) {
            Ok(0) => Ok(Waited::Gone),
            Ok(count) => Ok(Waited::Bytes(bytes[..count].to_vec())),
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {
                Ok(Waited::Bytes(Vec::new()))
            }
            Err(rustix::io::Errno::IO) => Ok(Waited::Gone),
            Err(error) => Err(error.into()),
        }
    }

    fn view(&self, prompts: &Prompts, last: bool) -> View {
        let (mut cursor, mut footer) = (self.buffer.cursor(), Vec::new());
        if !last {
            if let Some(search) = &self.search {
                footer = vec![search.line()];
                cursor = search.cursor().unwrap_or(cursor);
            } else if let Some(menu) = &self.menu {
                let (columns, rows) = self.screen.size();
                footer = menu.rows(columns, rows);
            }
        }
        View {
            prompt: prompts.first.clone(),
            continuation: prompts.next.clone(),
            text: self.helper.highlight(self.buffer.text(), (!last).then_some(cursor)),
            cursor,
            footer,
        }
    }

    /// Takes one input; gives what came of the whole if that ends it.
    fn take(&mut self, input: Input) -> io::Result<Option<Outcome>> {
        let key = match input {
            Input::Paste(text) => {
                self.close_menu();
                self.search = None;
                self.paste(&text);
                return Ok(None);
            }
            Input::Key(key) => key,
        };
        if let Some(mut search) = self.search.take() {
            match search.press(key, &self.history, &mut self.buffer) {
                true => {
                    self.search = Some(search);
                    return Ok(None);
                }
                false if key == Key::ctrl('g') || key == Key::ctrl('c') => return Ok(None),
                false if key.code == Code::Escape => return Ok(None),
                false => {}
            }
        }
        let prefixed = std::mem::take(&mut self.prefixed);
        if key == Key::ctrl('x') && !prefixed {
            self.prefixed = true;
            return Ok(None);
        }
        let effect = match self.keys {
            Keys::Vi if !prefixed => self.vi.press(&mut self.buffer, key),
            _ => emacs::press(&mut self.buffer, key, prefixed),
        };
        if !matches!(effect, Effect::Complete | Effect::CompleteBack) {
            self.close_menu();
        }
        self.follow(effect)
    }

    fn follow(&mut self, effect: Effect) -> io::Result<Option<Outcome>> {
        match effect {
            Effect::Done => {}
            Effect::Beep => self.screen.beep(),
            Effect::Enter => return Ok(self.enter()),
            Effect::Newline => self.new_line(),
            Effect::Complete => self.complete(),
            Effect::CompleteBack => self.turn_menu(false),
            Effect::Older => self.go_back(),
            Effect::Newer => self.go_on(),
            Effect::SearchBack | Effect::SearchOn => {
                self.search = Some(Search::new(&self.buffer, &self.history));
            }
            Effect::Clear => self.screen.clear()?,
            Effect::Suspend => {
                self.screen.close();
                // Stopping may be forbidden (a shell without job control).
                let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
                self.screen.begin_editing()?;
            }
            Effect::Interrupt => return Ok(Some(Outcome::Interrupted)),
            Effect::End => return Ok(Some(Outcome::End)),
            Effect::Outside => {
                self.screen.end_editing();
                let edited = outside::edit(self.buffer.text());
                self.screen.begin_editing()?;
                self.screen.clear()?;
                match edited {
                    Ok(text) => self.buffer.set(text.trim_end(), text.len()),
                    Err(_) => self.screen.beep(),
                }
            }
        }
        Ok(None)
    }

    /// Enter: a block that is complete is given back, unless the cursor is in the middle of it.
    fn enter(&mut self) -> Option<Outcome> {
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        let at_last_line = !text[at..].trim_end().contains('\n');
        if self.decoder.indents() && (text.contains('\n') || !self.helper.is_complete(text)) {
            // More of a pasted block, behind an empty line perhaps.
            self.brings_blanks = true;
            self.new_line();
            return None;
        }
        if text.contains('\n') && !at_last_line || !self.helper.is_complete(text) {
            self.new_line();
            return None;
        }
        let end = text.len();
        self.buffer.move_to(end);
        let block = self.buffer.text().trim_end_matches([' ', '\t']).to_string();
        if self.keeps_history {
            self.history.add(&block);
        }
        Some(Outcome::Block(if block.ends_with('\n') { block } else { block + "\n" }))
    }

    fn new_line(&mut self) {
        let at = self.buffer.cursor();
        let blanks = match self.brings_blanks && !self.decoder.is_empty() {
            true => String::new(),
            false => indent::for_next_line(&self.buffer.text()[..at]),
        };
        let text = self.buffer.text();
        // Blanks behind the cursor would add to the indentation.
        let rest = text[at..].len() - text[at..].trim_start_matches(' ').len();
        self.buffer.replace(at, at + rest, &format!("\n{blanks}"));
    }

    /// A pasted text goes in as it is, without the indentation that all its lines share.
    fn paste(&mut self, text: &str) {
        let at_line_start = self.buffer.before_cursor().trim().is_empty();
        let text = if at_line_start && self.buffer.text().trim().is_empty() {
            dedented(text)
        } else {
            text.to_string()
        };
        self.buffer.insert(&text);
        self.buffer.end_command();
    }

    fn go_back(&mut self) {
        let (index, typed) = match self.place.take() {
            Some(place) => place,
            None => (self.history.len(), self.buffer.text().to_string()),
        };
        match self.history.older(index, &typed) {
            Some(found) => {
                let text = self.history.get(found).unwrap_or_default().to_string();
                self.buffer.set(&text, text.len());
                self.place = Some((found, typed));
            }
            None => {
                self.screen.beep();
                self.place = (index < self.history.len()).then_some((index, typed));
            }
        }
    }

    fn go_on(&mut self) {
        let Some((index, typed)) = self.place.take() else { return self.screen.beep() };
        match self.history.newer(index, &typed) {
            Some(found) => {
                let text = self.history.get(found).unwrap_or_default().to_string();
                self.buffer.set(&text, text.len());
                self.place = Some((found, typed));
            }
            None => self.buffer.set(&typed, typed.len()),
        }
    }

    fn complete(&mut self) {
        if self.menu.is_some() {
            return self.turn_menu(true);
        }
        let (text, at) = (self.buffer.text().to_string(), self.buffer.cursor());
        let choices = self.helper.complete(&text, at, &key_waits);
        if choices.choices.is_empty() || choices.start > at {
            return self.screen.beep();
        }
        let common = choices.common_start();
        if common.len() > at - choices.start || choices.choices.len() == 1 {
            self.buffer.replace(choices.start, at, &common);
        }
        if choices.choices.len() > 1 {
            self.menu = Some(Menu::new(choices));
        }
    }

    /// Takes the next or the previous candidate of the menu.
    fn turn_menu(&mut self, forward: bool) {
        let Some(menu) = &mut self.menu else { return self.screen.beep() };
        let (start, text) = menu.turn(forward);
        let at = self.buffer.cursor();
        self.buffer.replace(start, at, &text);
    }

    fn close_menu(&mut self) {
        self.menu = None;
    }
}

/// What the editor waited for.
enum Waited {
    Bytes(Vec<u8>),
    /// Nothing came for a while.
    AtRest,
    Resized,
    Gone,
}

/// Whether a key was pressed that nobody has read yet.
fn key_waits() -> bool {
    let mut files = [PollFd::from_borrowed_fd(stdio::stdin(), PollFlags::IN)];
    poll(&mut files, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).is_ok_and(|ready| ready > 0)
}

/// A pipe that becomes readable whenever the terminal changes its size.
fn watch_size() -> io::Result<UnixStream> {
    let (reader, writer) = UnixStream::pair()?;
    reader.set_nonblocking(true)?;
    let signal = rustix::process::Signal::WINCH.as_raw();
    signal_hook::low_level::pipe::register(signal, writer)?;
    Ok(reader)
}

/// A text without the indentation that all its lines have in common.
fn dedented(text: &str) -> String {
    let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let lines = || text.split('\n').filter(|line| !line.trim().is_empty());
    let shared = lines().map(depth).min().unwrap_or(0);
    if shared == 0 {
        return text.to_string();
    }
    let lines = text.split('\n').map(|line| line.get(shared.min(depth(line))..).unwrap_or(""));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys in no sensible order must never find a place between two bytes of a character.
    #[test]
    fn any_keys_will_do() {
        let mut random = 1u64;
        let mut next = |limit: usize| {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (random >> 33) as usize % limit
        };
        let letters: Vec<char> =
            "aé日🎉 :()['\\\"#x0d$w%bpjkhlfFtT;,.iIaAoOcCyYrsSDXu~J".chars().collect();
        let codes = [
            Code::Enter,
            Code::Tab,
            Code::Backspace,
            Code::Delete,
            Code::Escape,
            Code::Up,
            Code::Down,
            Code::Left,
            Code::Right,
            Code::Home,
            Code::End,
        ];
        for round in 0..400 {
            let (mut buffer, mut vi) = (Buffer::default(), Vi::default());
            for _ in 0..120 {
                let code = match next(3) {
                    0 => codes[next(codes.len())],
                    _ => Code::Char(letters[next(letters.len())]),
                };
                let (ctrl, alt) = (next(5) == 0, next(8) == 0);
                let key = Key { code, ctrl, alt, shift: next(9) == 0 };
                let effect = match round % 2 {
                    0 => emacs::press(&mut buffer, key, next(20) == 0),
                    _ => vi.press(&mut buffer, key),
                };
                if matches!(effect, Effect::Enter | Effect::Newline) {
                    let at = buffer.cursor();
                    let blanks = indent::for_next_line(&buffer.text()[..at]);
                    buffer.insert(&format!("\n{blanks}"));
                }
                let (text, cursor) = (buffer.text().to_string(), buffer.cursor());
                assert!(text.is_char_boundary(cursor), "{cursor} in {text:?}");
                let view = View { text, cursor, ..View::default() };
                let laid = view.lay_out(&[], 12, 5);
                assert!(laid.row < laid.rows.len() && laid.column < 12);
            }
        }
    }

    #[test]
    fn common_indentation_goes() {
        assert_eq!(dedented("    a:\n\n        b\n    c"), "a:\n\n    b\nc");
        assert_eq!(dedented("a\n    b"), "a\n    b");
    }
}
