//! The keys that rustyline does not handle by itself.
//!
//! Every key is passed to [`Typing::press`] first. Most are left to rustyline. The others map to
//! one of its commands, or to an [`Action`] that changes the text, which is performed as a
//! completion: the only command whose change rustyline leaves to others.

use super::draft::Draft;
use super::edit::Edit;
use super::editor::Answers;
use super::history;
use super::indent;
use super::margin;
use super::menu::Menu;
use super::motion;
use super::painter::{Painter, Prompts};
use super::paste::{self, Burst, key_waits};
use super::screen::Screen;
use super::search::{Search, Step};
use super::vi::{Effect, Vi};
use rustyline::history::History;
use rustyline::{CharSearch, Cmd, KeyCode, KeyEvent, Modifiers, Movement, RepeatCount};
use std::sync::Arc;
use std::time::Instant;

/// The message about a text that is too long to draw.
pub const TOO_LONG: &str = "This is too long to be edited here; %run runs files.";

/// The state of the line being typed.
pub struct Typing<A> {
    screen: Arc<Screen>,
    /// Answers the editor's questions.
    pub answers: A,
    /// Draws the text.
    pub painter: Painter,
    vi: Option<Vi>,
    draft: Draft,
    mode: Mode,
    /// Whether any text is complete, as for a question.
    is_answer: bool,
    /// Whether Ctrl-X was the last key.
    prefixed: bool,
    /// The position in the history that the text comes from, and the text typed before.
    place: Option<(usize, String)>,
    burst: Burst,
    action: Option<Action>,
    edit: Option<Edit>,
    /// The reason why editing ended, and the position of the cursor.
    left: Option<(Leave, usize)>,
    /// The last drawing: the text and the position of the cursor.
    drawn: (String, usize),
    /// The text that the suggestion from the history continues, and the suggestion.
    suggested: (String, String),
}

/// The current use of keys.
#[derive(Debug)]
enum Mode {
    Typing,
    /// They are pasted text (bracketed paste); the last one arrived at this time.
    Pasting(String, Instant),
    Searching(Search),
    Choosing(Menu),
}

/// A change of the text that rustyline does not know.
#[derive(Debug)]
enum Action {
    Beep,
    Edit(Edit),
    /// Shows the previous block of the history.
    Older,
    /// Shows the next block of the history.
    Newer,
    Search(Step),
    /// Completes the name before the cursor.
    Complete,
}

/// The reason why editing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// The block was entered.
    Entered,
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-D.
    End,
    /// The block is edited with another program for a while.
    Outside,
    /// The process is to be suspended.
    Suspended,
}

/// The meaning of a key.
enum Meaning {
    /// rustyline's own meaning.
    Native,
    Command(Cmd),
    Own(Action),
}

impl From<Edit> for Meaning {
    fn from(edit: Edit) -> Meaning {
        Meaning::Own(Action::Edit(edit))
    }
}

impl<A: Answers> Typing<A> {
    /// The state before anything is typed.
    pub fn new(screen: Arc<Screen>, answers: A, painter: Painter) -> Typing<A> {
        Typing {
            screen,
            answers,
            painter,
            vi: None,
            draft: Draft::default(),
            mode: Mode::Typing,
            is_answer: false,
            prefixed: false,
            place: None,
            burst: Burst::default(),
            action: None,
            edit: None,
            left: None,
            drawn: Default::default(),
            suggested: Default::default(),
        }
    }

    /// Chooses vi's keys or emacs'.
    pub fn set_vi(&mut self, is_vi: bool) {
        self.vi = is_vi.then(Vi::default);
    }

    /// Starts a new block, or the answer of a question.
    pub fn start(&mut self, prompts: &Prompts, is_answer: bool) {
        self.painter.start(prompts);
        self.vi.iter_mut().for_each(Vi::start);
        self.is_answer = is_answer;
        (self.place, self.left) = (None, None);
        self.resume();
    }

    /// Resumes editing.
    pub fn resume(&mut self) {
        (self.mode, self.prefixed, self.burst) = (Mode::Typing, false, Burst::default());
        self.drawn = Default::default();
    }

    /// The reason why editing ended, if a key was the reason, and the position of the cursor.
    pub fn take_leave(&mut self) -> Option<(Leave, usize)> {
        self.left.take()
    }

    /// The text and the position of the cursor, as drawn last.
    pub fn drawn(&self) -> (String, usize) {
        self.drawn.clone()
    }

    /// Handles a key pressed with the cursor at a position of the buffer. Returns rustyline's
    /// command for it, or none for the key's default. The count is 0 if the number typed before the
    /// key is negative.
    pub fn press(
        &mut self,
        key: KeyEvent,
        count: RepeatCount,
        buffer: &str,
        at: usize,
    ) -> Option<Cmd> {
        if let Mode::Pasting(pasted, last) = &mut self.mode {
            let is_pressed = last.elapsed() > paste::LONGEST_PAUSE;
            *last = Instant::now();
            if is_pressed && key == KeyEvent(KeyCode::Char('C'), Modifiers::CTRL) {
                // The end of the paste was lost.
                self.mode = Mode::Typing;
            } else if !paste::take(pasted, key) {
                return Some(Cmd::Noop);
            }
        }
        let is_typed = matches!(self.mode, Mode::Typing)
            && !self.prefixed
            && !self.vi.as_ref().is_some_and(Vi::is_command_mode)
            && is_plain(key)
            && !buffer[at..].starts_with(margin::FILL);
        if is_typed {
            self.burst.given = None;
            return None;
        }
        let (text, at) = (margin::text(buffer), margin::text_position(buffer, at));
        let is_fill = key.0 == KeyCode::Char(margin::FILL);
        let key = if is_fill { KeyEvent(KeyCode::Char(margin::SAME), key.1) } else { key };
        let meaning = match self.meaning(key, count, &text, at) {
            Meaning::Native if is_fill => Edit::replace(at, at, margin::SAME).into(),
            meaning => meaning,
        };
        match meaning {
            Meaning::Native => None,
            Meaning::Command(command) => Some(command),
            Meaning::Own(action) => {
                self.action = Some(action);
                Some(Cmd::Complete)
            }
        }
    }

    fn meaning(&mut self, key: KeyEvent, count: RepeatCount, text: &str, at: usize) -> Meaning {
        match std::mem::replace(&mut self.mode, Mode::Typing) {
            Mode::Typing => {}
            Mode::Pasting(pasted, _) => return self.paste(&pasted, text, at),
            Mode::Choosing(mut menu) => {
                if matches!(key.0, KeyCode::Tab | KeyCode::BackTab) {
                    let (start, choice) = menu.turn(key.0 == KeyCode::Tab);
                    self.mode = Mode::Choosing(menu);
                    return Edit::replace(start.min(at), at, choice).into();
                }
            }
            Mode::Searching(search) => {
                if let Some(meaning) = self.search(search, key, text) {
                    return meaning;
                }
            }
        }
        if key.0 == KeyCode::BracketedPasteStart {
            self.mode = Mode::Pasting(String::new(), Instant::now());
            return Meaning::Command(Cmd::Noop);
        }
        if std::mem::take(&mut self.prefixed) {
            return match (key.0, key.1) {
                (KeyCode::Char('E'), Modifiers::CTRL) => self.leave(Leave::Outside, at),
                (KeyCode::Char('U'), Modifiers::CTRL) => Meaning::Command(Cmd::Undo(1)),
                (KeyCode::Backspace, _) => kill_to_start(text, at),
                _ => Meaning::Own(Action::Beep),
            };
        }
        if key == KeyEvent(KeyCode::Char('X'), Modifiers::CTRL) {
            self.prefixed = true;
            return Meaning::Command(Cmd::Noop);
        }
        if let Some(vi) = &mut self.vi {
            self.draft.load(text, at);
            match vi.press(&mut self.draft, key) {
                Effect::Pass => {}
                Effect::Done => return self.draft.edit(text).into(),
                Effect::Beep => return Meaning::Own(Action::Beep),
                Effect::Undo => return Meaning::Command(Cmd::Undo(1)),
                Effect::Older => return Meaning::Own(Action::Older),
                Effect::Newer => return Meaning::Own(Action::Newer),
                Effect::Search => return self.begin_search(text, at),
                Effect::Outside => return self.leave(Leave::Outside, at),
            }
        }
        self.insert(key, count, text, at)
    }

    /// The meaning of a key while text is typed.
    fn insert(&mut self, key: KeyEvent, count: RepeatCount, text: &str, at: usize) -> Meaning {
        use KeyCode as K;
        const NONE: Modifiers = Modifiers::NONE;
        const CTRL: Modifiers = Modifiers::CTRL;
        let (start, end) = (motion::line_start(text, at), motion::line_end(text, at));
        let back = || (0..count.max(1)).fold(at, |at, _| motion::left(text, at));
        let on = || (0..count.max(1)).fold(at, |at, _| motion::right(text, at));
        match (key.0, key.1) {
            (K::Enter, NONE) | (K::Char('J' | 'M'), CTRL) => self.enter(text, at),
            (K::Enter, _) => self.new_line(text, at, true),
            (K::Char('C' | '\\'), CTRL) => self.leave(Leave::Interrupted, at),
            (K::Char('D'), CTRL) if text.is_empty() => self.leave(Leave::End, at),
            (K::Char('Z'), CTRL) => self.leave(Leave::Suspended, at),
            (K::Char('R' | 'S'), CTRL) => self.begin_search(text, at),
            // Clears the lines below the text.
            (K::Esc, _) | (K::Char('G'), CTRL) => Edit::go(at).into(),
            // With a negative count, keys that would move the other way, possibly into a margin.
            (K::Backspace | K::Delete, _) | (K::Char('D' | 'K' | 'U'), CTRL) if count == 0 => {
                Meaning::Own(Action::Beep)
            }
            (K::Char(' '), NONE) | (K::Tab, NONE) if self.burst.brings_indentation(at) => {
                let blanks = if key.0 == K::Tab { "    " } else { " " };
                Edit::replace(start, at, blanks).into()
            }
            (K::Char(':'), NONE) if at == end => match indent::too_deep(text, at) {
                0 => Meaning::Native,
                extra => {
                    let line = format!("{}:", &text[start + extra..at]);
                    Edit::replace(start, at, line).into()
                }
            },
            // Control characters, and a search that stops just before its match, possibly in a
            // margin.
            (K::Char('V' | 'Q' | ']'), _) if key.1.contains(CTRL) => Meaning::Own(Action::Beep),
            (K::Tab, NONE) => match indent::tab(text, at) {
                Some(blanks) => Edit::replace(at, at, blanks).into(),
                None if self.is_answer => Meaning::Own(Action::Beep),
                None => Meaning::Own(Action::Complete),
            },
            (K::BackTab, _) => match indent::step_back(text, at) {
                Some(start) => Edit::replace(start, at, "").into(),
                None => Meaning::Own(Action::Beep),
            },
            (K::Backspace, NONE) => match indent::step_back(text, at) {
                Some(start) => Edit::replace(start, at, "").into(),
                None if text[back()..at].contains('\n') => Edit::replace(back(), at, "").into(),
                None => Meaning::Native,
            },
            (K::Delete, NONE) | (K::Char('D'), CTRL) if text[at..on()].contains('\n') => {
                Edit::replace(at, on(), "").into()
            }
            // In vi's insert mode rustyline would enter the block.
            (K::Char('D'), CTRL) => Meaning::Command(Cmd::Kill(Movement::ForwardChar(count))),
            // The count would apply to the margin.
            (K::Char('U'), CTRL) if count != 1 => Meaning::Own(Action::Beep),
            (K::Char('K'), CTRL) if at == end && at < text.len() => {
                Edit::replace(at, at + 1, "").into()
            }
            (K::Char('U'), CTRL) => kill_to_start(text, at),
            (K::Char('T'), CTRL) => transpose(text, at),
            (K::Left, NONE) | (K::Char('B'), CTRL) => Edit::go(back()).into(),
            (K::Right, NONE) | (K::Char('F'), CTRL) if !self.suggestion(text, at).is_empty() => {
                Edit::replace(at, at, self.suggestion(text, at)).into()
            }
            (K::Right, NONE) | (K::Char('F'), CTRL) => Edit::go(on()).into(),
            (K::Home, NONE) | (K::Char('A'), CTRL) => {
                // A second press moves from the first character to the start of the line.
                let visible = motion::first_visible(text, at);
                Edit::go(if at == visible { start } else { visible }).into()
            }
            (K::End, NONE) | (K::Char('E'), CTRL) => Edit::go(end).into(),
            (K::Up, NONE) | (K::Char('P'), CTRL) => match motion::up(text, at) {
                Some(above) => Edit::go(above).into(),
                None => Meaning::Own(Action::Older),
            },
            (K::Down, NONE) | (K::Char('N'), CTRL) => match motion::down(text, at) {
                Some(below) => Edit::go(below).into(),
                None => Meaning::Own(Action::Newer),
            },
            (K::PageUp, NONE) => Meaning::Own(Action::Older),
            (K::PageDown, NONE) => Meaning::Own(Action::Newer),
            (K::Char('<'), Modifiers::ALT) => Edit::go(0).into(),
            (K::Char('>'), Modifiers::ALT) => Edit::go(text.len()).into(),
            _ => Meaning::Native,
        }
    }

    fn leave(&mut self, leave: Leave, at: usize) -> Meaning {
        self.left = Some((leave, at));
        self.screen.begin_leaving();
        Meaning::Command(Cmd::AcceptLine)
    }

    /// Enter: enters a complete block, unless the cursor is in the middle of it.
    fn enter(&mut self, text: &str, at: usize) -> Meaning {
        if self.burst.indents && self.burst.goes_on {
            // Empty lines are part of pasted text.
            return self.new_line(text, at, false);
        }
        self.burst.indents = false;
        let at_last_line = !text[at..].trim_end().contains('\n');
        let is_done = at_last_line && self.answers.is_complete(text);
        if self.is_answer || is_done {
            self.leave(Leave::Entered, at)
        } else {
            self.new_line(text, at, true)
        }
    }

    fn new_line(&mut self, text: &str, at: usize, indented: bool) -> Meaning {
        let blanks = if indented { indent::for_next_line(&text[..at]) } else { String::new() };
        // Blanks after the cursor would add to the indentation.
        let rest = text[at..].len() - text[at..].trim_start_matches(' ').len();
        self.burst.given = Some(at + 1 + blanks.len());
        self.burst.goes_on = true;
        // The poke arrives after all pending keys.
        self.screen.poke();
        Edit::replace(at, at + rest, format!("\n{blanks}")).into()
    }

    /// A poke was served: no key was pending before it.
    pub fn at_rest(&mut self) {
        if !self.burst.is_over() {
            self.screen.poke();
        }
    }

    /// Inserts pasted text without the common indentation of its lines.
    fn paste(&mut self, pasted: &str, text: &str, at: usize) -> Meaning {
        let pasted = margin::clean(pasted);
        if !self.painter.can_draw(&pasted) {
            self.screen.set_hint(vec![TOO_LONG.to_string()]);
            return Meaning::Own(Action::Beep);
        }
        let pasted = if text.trim().is_empty() { paste::dedented(&pasted) } else { pasted };
        Edit::replace(at, at, pasted).into()
    }

    fn begin_search(&mut self, text: &str, at: usize) -> Meaning {
        self.mode = Mode::Searching(Search::new(text, at));
        Edit::go(at).into()
    }

    /// The meaning of a key in a search; none if it ends the search and keeps its normal meaning.
    fn search(&mut self, search: Search, key: KeyEvent, text: &str) -> Option<Meaning> {
        let step = match (key.0, key.1) {
            (KeyCode::Char(c), Modifiers::NONE) => Step::Add(c),
            (KeyCode::Backspace, Modifiers::NONE) => Step::Remove,
            (KeyCode::Char('R'), Modifiers::CTRL) => Step::Back,
            (KeyCode::Char('S'), Modifiers::CTRL) => Step::On,
            (KeyCode::Char('G' | 'C'), Modifiers::CTRL) => {
                return Some(search.give_up(text).into());
            }
            // The match may be anywhere in the block.
            (KeyCode::Enter, Modifiers::NONE) => return Some(self.enter(text, text.len())),
            _ => return None,
        };
        self.mode = Mode::Searching(search);
        Some(Meaning::Own(Action::Search(step)))
    }

    /// Performs the pending action. Returns false if it has no effect.
    pub fn act(&mut self, buffer: &str, at: usize, history: &dyn History) -> bool {
        let (text, at) = (margin::text(buffer), margin::text_position(buffer, at));
        self.edit = match self.action.take() {
            None | Some(Action::Beep) => None,
            Some(Action::Edit(edit)) => Some(edit),
            Some(Action::Older) => self.older(&text, history),
            Some(Action::Newer) => self.newer(&text, history),
            Some(Action::Complete) => self.complete(&text, at),
            Some(Action::Search(step)) => match &mut self.mode {
                // The previous match stays, and the search reports failure.
                Mode::Searching(search) => search.step(step, &text, history).or(Some(Edit::go(at))),
                _ => None,
            },
        };
        self.edit.is_some()
    }

    /// The edit of the pending action.
    pub fn take_edit(&mut self) -> Option<Edit> {
        self.edit.take()
    }

    /// Finds the suggestion for a buffer: the rest of the line with which the latest block in the
    /// history that begins the same way continues.
    pub fn look_back(&mut self, buffer: &str, at: usize, history: &dyn History) {
        let (text, at) = (margin::text(buffer), margin::text_position(buffer, at));
        let is_start = at == text.len() && !text.trim().is_empty();
        let typing = matches!(self.mode, Mode::Typing) && !self.is_answer && self.place.is_none();
        let found = (is_start && typing).then(|| history::older(history, history.len(), &text));
        let block = found.flatten().map_or(String::new(), |(_, block)| margin::clean(&block));
        let rest = block.get(text.len()..).unwrap_or_default();
        let rest = rest.lines().next().unwrap_or_default().to_string();
        self.suggested = (text, rest);
    }

    /// The suggestion for a text with the cursor at a position; empty if there is none.
    fn suggestion(&self, text: &str, at: usize) -> &str {
        match self.suggested.0 == text && at == text.len() {
            true => &self.suggested.1,
            false => "",
        }
    }

    fn older(&mut self, text: &str, history: &dyn History) -> Option<Edit> {
        let (index, typed) = match self.place.take() {
            Some(place) => place,
            None => (history.len(), text.to_string()),
        };
        let found = history::older(history, index, &typed);
        let index = found.as_ref().map_or(index, |(index, _)| *index);
        self.place = (index < history.len()).then_some((index, typed));
        found.map(|(_, block)| shown(text, &block))
    }

    fn newer(&mut self, text: &str, history: &dyn History) -> Option<Edit> {
        let (index, typed) = self.place.take()?;
        Some(match history::newer(history, index, &typed) {
            Some((index, block)) => {
                self.place = Some((index, typed));
                shown(text, &block)
            }
            None => Edit::whole(text, &typed, typed.len()),
        })
    }

    fn complete(&mut self, text: &str, at: usize) -> Option<Edit> {
        let choices = self.answers.complete(text, at, &|| key_waits(0));
        if choices.choices.is_empty() || choices.start > at {
            return None;
        }
        let (start, common) = (choices.start, choices.common_start());
        let is_only = choices.choices.len() == 1;
        if !is_only {
            self.mode = Mode::Choosing(Menu::new(choices));
        }
        Some(match common.len() > at - start || is_only {
            true => Edit::replace(start, at, common),
            false => Edit::go(at),
        })
    }

    /// The lines below the text.
    pub fn footer(&self) -> Vec<String> {
        match &self.mode {
            Mode::Searching(search) => vec![search.line()],
            Mode::Choosing(menu) => menu.rows(self.painter.size()),
            _ => self.screen.hint(),
        }
    }

    /// Draws the buffer.
    pub fn draw(&mut self, buffer: &str, at: usize) -> String {
        let now = (margin::text(buffer), margin::text_position(buffer, at));
        if self.drawn != now {
            if !self.painter.is_last() && !self.is_answer {
                self.answers.ask_hint(&now.0, now.1);
            }
            self.drawn = now;
        }
        let footer = self.footer();
        let suggestion = self.suggestion(&self.drawn.0, self.drawn.1).to_string();
        let highlight = |text: &str, at| self.answers.highlight(text, at);
        self.painter.draw(buffer, at, highlight, suggestion, footer)
    }
}

/// Whether a key only inserts a character.
fn is_plain(key: KeyEvent) -> bool {
    let KeyEvent(KeyCode::Char(c), Modifiers::NONE) = key else { return false };
    !matches!(c, ' ' | ':' | margin::FILL)
}

/// Shows a block of the history.
fn shown(text: &str, block: &str) -> Edit {
    let block = margin::clean(block);
    Edit::whole(text, &block, block.len())
}

/// Cuts the line before the cursor.
fn kill_to_start(text: &str, at: usize) -> Meaning {
    match motion::line_start(text, at) {
        start if start == at => Meaning::Own(Action::Beep),
        0 => Meaning::Command(Cmd::Kill(Movement::BeginningOfLine)),
        // Deletes back to the margin.
        _ => Meaning::Command(Cmd::Kill(Movement::ViCharSearch(
            1,
            CharSearch::BackwardAfter(margin::FILL),
        ))),
    }
}

/// Exchanges the characters before and at the cursor, or the last two of the line.
fn transpose(text: &str, at: usize) -> Meaning {
    let at_end = at == motion::line_end(text, at);
    let middle = if at_end { motion::left(text, at) } else { at };
    if middle <= motion::line_start(text, at) {
        return Meaning::Own(Action::Beep);
    }
    let (start, end) = (motion::left(text, middle), motion::right(text, middle));
    let swapped = format!("{}{}", &text[middle..end], &text[start..middle]);
    Edit::replace(start, end, swapped).into()
}

#[cfg(test)]
mod tests {
    use super::super::margin::Margin;
    use super::super::menu::{Choice, Choices};
    use super::*;
    use rustyline::GraphemeClusterMode;
    use rustyline::history::MemHistory;

    /// Knows two names; text that ends with a colon is incomplete.
    struct Fake;

    impl Answers for Fake {
        fn is_complete(&self, text: &str) -> bool {
            !text.contains(':') || text.trim_end_matches(' ').ends_with('\n')
        }

        fn highlight(&self, text: &str, _: Option<usize>) -> String {
            text.to_string()
        }

        fn complete(&self, text: &str, at: usize, _: &dyn Fn() -> bool) -> Choices {
            let start = text[..at].rfind([' ', '\n']).map_or(0, |i| i + 1);
            let names = ["alpha", "alps"].map(String::from);
            let known = names.into_iter().filter(|name| name.starts_with(&text[start..at]));
            let choice = |name: String| Choice { replacement: name.clone(), display: name };
            Choices { start, choices: known.map(choice).collect() }
        }

        fn ask_hint(&self, _: &str, _: usize) {}
    }

    /// The text after the given keys, typed after a text or inside `<` and `>`, the cursor as `|`.
    /// Native keys except characters have no effect here.
    fn after(text: &str, typed: &str) -> String {
        let screen = Arc::new(Screen::new());
        let painter = Painter::new(screen.clone(), GraphemeClusterMode::WcWidth);
        let mut typing = Typing::new(screen, Fake, painter);
        let prompts = Prompts { first: ">>> ".to_string(), next: "... ".to_string() };
        typing.start(&prompts, false);
        let mut history = MemHistory::new();
        for block in ["a = 1", "if b:\n    c"] {
            history.add(block).expect("kept in memory");
        }
        let margin = Margin { width: 4 };
        let mut buffer = margin.buffer(text).into_owned();
        let mut at = buffer.len();
        for key in keys(typed) {
            let command = typing.press(key, 1, &buffer, at);
            match (command, key.0) {
                (None, KeyCode::Char(c)) => {
                    buffer.insert(at, c);
                    at += c.len_utf8();
                }
                (Some(Cmd::Complete), _) if typing.act(&buffer, at, &history) => {
                    let edit = typing.take_edit().expect("the action is one");
                    let start = margin::buffer_position(&buffer, edit.start);
                    let end = margin::buffer_position(&buffer, edit.end);
                    buffer.replace_range(start..end, &margin.buffer(&edit.text));
                    at = margin::buffer_position(&buffer, edit.cursor);
                }
                _ => {}
            }
            assert!(margin.is_whole(&buffer), "{buffer:?} after {key:?}");
        }
        let (text, at) = (margin::text(&buffer), margin::text_position(&buffer, at));
        let left = typing.take_leave().map_or(String::new(), |(leave, _)| format!(" {leave:?}"));
        format!("{}|{}{left}", &text[..at], &text[at..])
    }

    fn keys(text: &str) -> Vec<KeyEvent> {
        let mut keys = Vec::new();
        for (i, part) in text.split(['<', '>']).enumerate() {
            let code = match part {
                _ if i % 2 == 0 => {
                    keys.extend(part.chars().map(KeyEvent::from));
                    continue;
                }
                "enter" => KeyCode::Enter,
                "tab" => KeyCode::Tab,
                "back" => KeyCode::Backspace,
                "delete" => KeyCode::Delete,
                "left" => KeyCode::Left,
                "right" => KeyCode::Right,
                "up" => KeyCode::Up,
                "down" => KeyCode::Down,
                "home" => KeyCode::Home,
                "esc" => KeyCode::Esc,
                "paste" => KeyCode::BracketedPasteStart,
                "pasted" => KeyCode::BracketedPasteEnd,
                control => {
                    keys.extend(control.chars().map(KeyEvent::ctrl));
                    continue;
                }
            };
            keys.push(KeyEvent(code, Modifiers::NONE));
        }
        keys
    }

    #[test]
    fn keys_know_lines() {
        for (text, typed, expected) in [
            ("", "if x:<enter>y", "if x:\n    y|"),
            ("if x:\n    y", "<enter><enter>", "if x:\n    y\n    | Entered"),
            ("if x:\n    y", "<up><enter>", "if x:\n    |\n    y"),
            ("if x:\n    y\n    else", ":", "if x:\n    y\nelse:|"),
            ("if x:\n        ", "<back>", "if x:\n    |"),
            ("a\nb", "<home><back>", "a|b"),
            ("a\nb", "<left><left>x", "ax|\nb"),
            ("a\nb", "<up><delete>", "a|b"),
            ("a\nb", "<up><K>", "a|b"),
            ("a\n", "<left><right>b", "a\nb|"),
            ("a\n  b", "<home>", "a\n  |b"),
            ("a\n  b", "<home><home>", "a\n|  b"),
            ("ab\ncd", "<T>", "ab\ndc|"),
            ("ab\ncd", "<home><T>", "ab\n|cd"),
            ("a", "<up>", "a = 1|"),
            ("", "<up><up><down>", "if b:\n    c|"),
            ("", "<up><up><down><down>", "|"),
            ("x", "<C>", "x| Interrupted"),
            ("", "<D>", "| End"),
            ("x", "<X><E>", "x| Outside"),
            ("x", "<Z>", "x| Suspended"),
        ] {
            assert_eq!(after(text, typed), expected, "{typed} behind {text:?}");
        }
    }

    #[test]
    fn candidates_and_searches() {
        for (text, typed, expected) in [
            ("a", "<tab>", "alp|"),
            ("a", "<tab><tab>", "alpha|"),
            ("a", "<tab><tab><tab>.", "alps.|"),
            ("if a:\nx = a", "<tab>h<tab>", "if a:\nx = alpha|"),
            ("zz", "<tab>", "zz|"),
            ("\n", "<tab>", "\n    |"),
            ("x", "<R>c", "if b:\n    |c"),
            ("x", "<R>=<enter>", "a |= 1 Entered"),
            ("x", "<R>c<G>", "x|"),
            ("x", "<R>c<esc>!", "if b:\n    !|c"),
        ] {
            assert_eq!(after(text, typed), expected, "{typed} behind {text:?}");
        }
    }

    #[test]
    fn pastes_of_both_kinds() {
        for (text, typed, expected) in [
            ("", "<paste>  a:<enter><J>    b<C><enter><pasted>", "a:\n  b\n|"),
            ("x", "<paste>  y<pasted>", "x  y|"),
            ("", "if a:<enter>  b<enter><enter>  c<enter><enter>", "if a:\n  b\n\n  c\n\n|"),
            ("", "if a:<enter>b<enter>c", "if a:\n    b\n    c|"),
            ("x", "\u{2001}", "x\u{2003}|"),
        ] {
            assert_eq!(after(text, typed), expected, "{typed} behind {text:?}");
        }
    }
}
