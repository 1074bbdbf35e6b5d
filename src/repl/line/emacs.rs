//! Emacs' keys, as GNU Readline has them; and what keys do in both modes while text is typed.

use super::buffer::Buffer;
use super::indent;
use super::keys::{Code, Key};
use super::motion::{self, Words};

/// What a key asks of the editor, besides what it did to the buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Done,
    /// Nothing could be done.
    Beep,
    /// The block is entered if it is complete; otherwise a line is added.
    Enter,
    /// A line is added.
    Newline,
    /// The name before the cursor is completed, or the next candidate taken.
    Complete,
    /// The candidate before is taken.
    CompleteBack,
    /// The block before in the history.
    Older,
    /// The block behind in the history.
    Newer,
    /// The history is searched backwards.
    SearchBack,
    /// The history is searched onwards.
    SearchOn,
    /// The screen is cleared.
    Clear,
    /// The process is suspended.
    Suspend,
    /// The text is given up.
    Interrupt,
    /// The session ends.
    End,
    /// The text is edited with the program that `$EDITOR` names.
    Outside,
}

/// Does what a key does in emacs mode. `prefixed` says that Ctrl-X came before it.
pub fn press(buffer: &mut Buffer, key: Key, prefixed: bool) -> Effect {
    if prefixed {
        return match (key.code, key.ctrl) {
            (Code::Char('e'), true) => Effect::Outside,
            (Code::Char('u'), true) => apply(buffer, Buffer::undo),
            (Code::Backspace, _) => {
                let (text, at) = (buffer.text(), buffer.cursor());
                let start = motion::line_start(text, at);
                apply(buffer, |b| b.kill(start, at))
            }
            _ => Effect::Beep,
        };
    }
    let (text, at) = (buffer.text(), buffer.cursor());
    match (key.ctrl, key.alt, key.code) {
        (true, false, Code::Char('b')) => go(buffer, motion::left(text, at)),
        (true, false, Code::Char('f')) => go(buffer, motion::right(text, at)),
        (true, false, Code::Char('p')) => up(buffer),
        (true, false, Code::Char('n')) => down(buffer),
        (true, false, Code::Char('k')) => {
            // At the end of a line, the line's end is cut.
            let end = motion::line_end(text, at);
            let end = if end == at { motion::right(text, at) } else { end };
            apply(buffer, |b| b.kill(at, end))
        }
        (true, false, Code::Char('u')) => {
            let start = motion::line_start(text, at);
            apply(buffer, |b| b.kill(start, at))
        }
        (true, false, Code::Char('y')) => apply(buffer, Buffer::yank),
        (false, true, Code::Char('y')) => apply(buffer, Buffer::yank_earlier),
        (true, false, Code::Char('t')) => transpose(buffer),
        (true, _, Code::Char('_' | '/')) => apply(buffer, Buffer::undo),
        (false, true, Code::Char('b')) | (true, false, Code::Left) => {
            go(buffer, motion::word_left(text, at, Words::Names, false))
        }
        (false, true, Code::Char('f')) | (true, false, Code::Right) => {
            go(buffer, motion::word_right(text, at, Words::Names, false))
        }
        (false, true, Code::Left) => go(buffer, motion::word_left(text, at, Words::Names, false)),
        (false, true, Code::Right) => go(buffer, motion::word_right(text, at, Words::Names, false)),
        (false, true, Code::Char('d')) => {
            let end = motion::word_right(text, at, Words::Names, false);
            apply(buffer, |b| b.kill(at, end))
        }
        (false, true, Code::Backspace) => {
            let start = motion::word_left(text, at, Words::Names, false);
            apply(buffer, |b| b.kill(start, at))
        }
        (false, true, Code::Char('u')) => change_word(buffer, str::to_uppercase),
        (false, true, Code::Char('l')) => change_word(buffer, str::to_lowercase),
        (false, true, Code::Char('c')) => change_word(buffer, capitalized),
        (false, true, Code::Char('<')) => go(buffer, 0),
        (false, true, Code::Char('>')) => go(buffer, text.len()),
        _ => insert(buffer, key),
    }
}

/// Does what a key does while text is typed, in emacs mode and in vi's insert mode.
pub fn insert(buffer: &mut Buffer, key: Key) -> Effect {
    let (text, at) = (buffer.text(), buffer.cursor());
    match (key.ctrl, key.alt, key.code) {
        (false, false, Code::Char(c)) => type_char(buffer, c),
        (false, true, Code::Enter) => Effect::Newline,
        (_, _, Code::Enter) => Effect::Enter,
        (_, _, Code::Tab) if key.shift => match indent::step_back(text, at) {
            Some(start) => apply(buffer, |b| b.delete(start, at)),
            None => Effect::CompleteBack,
        },
        (_, _, Code::Tab) => match indent::tab(text, at) {
            Some(blanks) => apply(buffer, |b| b.insert(&blanks)),
            None => Effect::Complete,
        },
        (_, _, Code::Backspace) => {
            let start = indent::step_back(text, at).unwrap_or_else(|| motion::left(text, at));
            delete(buffer, start, at)
        }
        (true, false, Code::Char('d')) if text.is_empty() => Effect::End,
        (true, false, Code::Char('d')) | (_, _, Code::Delete) => {
            let end = motion::right(text, at);
            delete(buffer, at, end)
        }
        (true, false, Code::Char('w')) => {
            let start = motion::word_left(text, at, Words::Blanks, false);
            apply(buffer, |b| b.kill(start, at))
        }
        (true, false, Code::Char('u')) => {
            let start = motion::line_start(text, at);
            apply(buffer, |b| b.kill(start, at))
        }
        (true, false, Code::Char('a')) | (_, _, Code::Home) => {
            // Pressed again, it goes from the first character to the very start.
            let (start, visible) = (motion::line_start(text, at), motion::first_visible(text, at));
            go(buffer, if at == visible { start } else { visible.min(motion::line_end(text, at)) })
        }
        (true, false, Code::Char('e')) | (_, _, Code::End) => {
            go(buffer, motion::line_end(text, at))
        }
        (_, _, Code::Left) => go(buffer, motion::left(text, at)),
        (_, _, Code::Right) => go(buffer, motion::right(text, at)),
        (_, _, Code::Up) => up(buffer),
        (_, _, Code::Down) => down(buffer),
        (_, _, Code::PageUp) => Effect::Older,
        (_, _, Code::PageDown) => Effect::Newer,
        (true, false, Code::Char('c' | '\\')) => Effect::Interrupt,
        (true, false, Code::Char('r')) => Effect::SearchBack,
        (true, false, Code::Char('s')) => Effect::SearchOn,
        (true, false, Code::Char('l')) => Effect::Clear,
        (true, false, Code::Char('z')) => Effect::Suspend,
        (true, false, Code::Char('g')) | (_, _, Code::Escape | Code::Unknown) => Effect::Done,
        _ => Effect::Beep,
    }
}

/// Moves the cursor.
pub fn go(buffer: &mut Buffer, position: usize) -> Effect {
    let moved = position != buffer.cursor();
    buffer.move_to(position);
    if moved { Effect::Done } else { Effect::Beep }
}

/// Changes the buffer.
pub fn apply(buffer: &mut Buffer, change: impl FnOnce(&mut Buffer)) -> Effect {
    change(buffer);
    Effect::Done
}

fn delete(buffer: &mut Buffer, start: usize, end: usize) -> Effect {
    if start == end {
        return Effect::Beep;
    }
    apply(buffer, |b| b.delete(start, end))
}

/// The line above, or the block before in the history.
pub fn up(buffer: &mut Buffer) -> Effect {
    match motion::up(buffer.text(), buffer.cursor()) {
        Some(position) => go(buffer, position),
        None => Effect::Older,
    }
}

/// The line below, or the block behind in the history.
pub fn down(buffer: &mut Buffer) -> Effect {
    match motion::down(buffer.text(), buffer.cursor()) {
        Some(position) => go(buffer, position),
        None => Effect::Newer,
    }
}

fn type_char(buffer: &mut Buffer, c: char) -> Effect {
    if c == ':' {
        let (text, at) = (buffer.text(), buffer.cursor());
        let (start, extra) = (motion::line_start(text, at), indent::too_deep(text, at));
        if extra > 0 && motion::line_end(text, at) == at {
            let line = text[start + extra..at].to_string();
            buffer.replace(start, at, &line);
        }
    }
    buffer.type_char(c);
    Effect::Done
}

/// Exchanges the characters before and at the cursor, or the last two of the line.
fn transpose(buffer: &mut Buffer) -> Effect {
    let (text, at) = (buffer.text(), buffer.cursor());
    let at_end = at == motion::line_end(text, at);
    let middle = if at_end { motion::left(text, at) } else { at };
    if middle <= motion::line_start(text, at) {
        return Effect::Beep;
    }
    let (start, end) = (motion::left(text, middle), motion::right(text, middle));
    let swapped = format!("{}{}", &text[middle..end], &text[start..middle]);
    apply(buffer, |b| b.replace(start, end, &swapped))
}

fn change_word(buffer: &mut Buffer, change: impl FnOnce(&str) -> String) -> Effect {
    let (text, at) = (buffer.text(), buffer.cursor());
    let end = motion::word_right(text, at, Words::Names, false);
    let changed = change(&text[at..end]);
    apply(buffer, |b| b.replace(at, end, &changed))
}

fn capitalized(word: &str) -> String {
    let start = word.find(char::is_alphanumeric).unwrap_or(0);
    let mut chars = word[start..].chars();
    let first = chars.next().map_or(String::new(), |c| c.to_uppercase().to_string());
    format!("{}{first}{}", &word[..start], chars.as_str().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text after these keys, the cursor as `|`.
    fn after(keys: &[Key]) -> String {
        let mut buffer = Buffer::default();
        for key in keys {
            press(&mut buffer, *key, false);
        }
        let (text, at) = (buffer.text(), buffer.cursor());
        format!("{}|{}", &text[..at], &text[at..])
    }

    fn typed(text: &str) -> Vec<Key> {
        text.chars().map(|c| Key::plain(Code::Char(c))).collect()
    }

    fn case(text: &str, more: &[Key]) -> String {
        after(&[typed(text), more.to_vec()].concat())
    }

    #[test]
    fn moves_and_cuts() {
        let (a, k, w, y) = (Key::ctrl('a'), Key::ctrl('k'), Key::ctrl('w'), Key::ctrl('y'));
        let (back, word_left) = (Key::alt(Code::Backspace), Key::alt(Code::Char('b')));
        assert_eq!(case("ab c", &[a]), "|ab c");
        assert_eq!(case("ab c", &[a, k]), "|");
        assert_eq!(case("a.b cd", &[w]), "a.b |");
        assert_eq!(case("a.b", &[back]), "a.|");
        assert_eq!(case("a.b cd", &[w, w, y, y]), "a.b cda.b cd|");
        assert_eq!(case("a.b", &[word_left, word_left]), "|a.b");
        assert_eq!(case("ab", &[Key::ctrl('t')]), "ba|");
        assert_eq!(case("await x", &[a, Key::alt(Code::Char('c'))]), "Await| x");
        assert_eq!(case("ab", &[Key::ctrl('_')]), "|");
    }

    #[test]
    fn keys_that_ask_for_more() {
        let mut buffer = Buffer::default();
        assert_eq!(press(&mut buffer, Key::ctrl('d'), false), Effect::End);
        assert_eq!(press(&mut buffer, Key::plain(Code::Up), false), Effect::Older);
        assert_eq!(press(&mut buffer, Key::plain(Code::Tab), false), Effect::Complete);
        assert_eq!(press(&mut buffer, Key::ctrl('e'), true), Effect::Outside);
    }

    #[test]
    fn else_is_moved_out() {
        let mut buffer = Buffer::default();
        buffer.start("if x:\n    y\n    else");
        press(&mut buffer, Key::plain(Code::Char(':')), false);
        assert_eq!(buffer.text(), "if x:\n    y\nelse:");
    }
}
