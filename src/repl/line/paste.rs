//! Pasted text: bracketed, as most terminals send it, or as if it were typed.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio;
use rustyline::{KeyCode, KeyEvent, Modifiers};
use std::time::Duration;

/// The maximum pause between parts of a paste, in milliseconds.
const PASTE_TIME: i64 = 20;

/// After a longer pause in a paste, Ctrl-C is not part of it.
pub const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// Lines that arrive all at once: pasted by a terminal without bracketed paste, or typed while a
/// block ran.
#[derive(Debug, Default)]
pub struct Burst {
    /// The end of the indentation that Enter inserted at the start of the line.
    pub given: Option<usize>,
    /// Whether keys that arrived with the last Enter may still be pending.
    pub goes_on: bool,
    /// Whether the lines have their own indentation.
    pub indents: bool,
}

impl Burst {
    /// Whether a space at a position shows that the lines have their own indentation. Then the
    /// indentation that Enter inserted must be removed.
    pub fn brings_indentation(&mut self, at: usize) -> bool {
        let found = self.goes_on && self.given.take() == Some(at);
        self.indents |= found;
        found
    }

    /// Whether all pending keys were handled and no more seem to follow.
    pub fn is_over(&mut self) -> bool {
        let time = if self.indents { PASTE_TIME } else { 0 };
        self.goes_on = self.goes_on && key_waits(time);
        !self.goes_on
    }
}

/// The end of a paste, as keys: the terminal may pause in the middle of it.
const END: &str = "\x1b[201~";

/// Adds the character of a key to a text being pasted. Returns true at the end of the paste.
pub fn take(pasted: &mut String, key: KeyEvent) -> bool {
    match (key.0, key.1) {
        (KeyCode::BracketedPasteEnd, _) => return true,
        (KeyCode::Char(c), Modifiers::NONE) => pasted.push(c),
        (KeyCode::Enter, Modifiers::NONE) => pasted.push('\r'),
        (KeyCode::Char('J'), Modifiers::CTRL) => pasted.push('\n'),
        (KeyCode::Tab, Modifiers::NONE) => pasted.push('\t'),
        (KeyCode::Esc, Modifiers::NONE) => pasted.push('\x1b'),
        _ => {}
    }
    let is_end = pasted.ends_with(END);
    if is_end {
        pasted.truncate(pasted.len() - END.len());
    }
    is_end
}

/// Whether an unread key is pending, or arrives within `time` milliseconds.
pub fn key_waits(time: i64) -> bool {
    let mut files = [PollFd::from_borrowed_fd(stdio::stdin(), PollFlags::IN)];
    let limit = Timespec { tv_sec: 0, tv_nsec: time * 1_000_000 };
    poll(&mut files, Some(&limit)).is_ok_and(|ready| ready > 0)
}

/// A text without the common indentation of its lines.
pub fn dedented(text: &str) -> String {
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

    #[test]
    fn common_indentation_goes() {
        assert_eq!(dedented("    a:\n\n        b\n    c"), "a:\n\n    b\nc");
        assert_eq!(dedented("a\n    b"), "a\n    b");
        assert_eq!(dedented("    a\n  "), "a\n");
    }

    #[test]
    fn keys_are_characters() {
        let mut pasted = String::new();
        for c in "a\r\n\t\u{3}\u{1b}é\u{1b}[201".chars() {
            assert!(!take(&mut pasted, KeyEvent::from(c)));
        }
        assert!(take(&mut pasted, KeyEvent::from('~')));
        assert_eq!(pasted, "a\r\n\t\u{1b}é");
        assert!(take(&mut pasted, KeyEvent(KeyCode::BracketedPasteEnd, Modifiers::NONE)));
    }

    #[test]
    fn indentation_is_brought_once_a_line() {
        let mut burst = Burst { given: Some(9), goes_on: true, indents: false };
        assert!(burst.brings_indentation(9) && burst.indents);
        assert!(!burst.brings_indentation(9));
        let mut typed = Burst { given: Some(9), goes_on: false, indents: false };
        assert!(!typed.brings_indentation(9) && !typed.indents);
    }
}
