//! The line endings that a text file has seen: its attribute `newlines`.

use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use std::cell::Cell;

const CR: u8 = 1;
const LF: u8 = 2;
const CRLF: u8 = 4;

/// A set of line endings.
#[derive(Default)]
pub struct Endings(Cell<u8>);

impl Endings {
    /// Adds the line endings of a text before they are translated. The two characters of one are
    /// never split between texts.
    pub fn note(&self, text: &str) {
        let bytes = text.as_bytes();
        let mut seen = self.0.get();
        if memchr::memchr(b'\r', bytes).is_none() {
            // For most texts: one search for a further line feed is enough.
            if seen & LF == 0 && memchr::memchr(b'\n', bytes).is_some() {
                self.0.set(seen | LF);
            }
            return;
        }
        let mut rest = bytes;
        while let Some(at) = memchr::memchr2(b'\r', b'\n', rest) {
            let (found, length) = match (rest[at], rest.get(at + 1)) {
                (b'\r', Some(b'\n')) => (CRLF, 2),
                (b'\r', _) => (CR, 1),
                _ => (LF, 1),
            };
            seen |= found;
            if seen == CR | LF | CRLF {
                break;
            }
            rest = &rest[at + length..];
        }
        self.0.set(seen);
    }

    /// The value of `newlines`: None, a line ending, or a tuple of several.
    pub fn value(&self) -> Value {
        let seen = self.0.get();
        let ends = [(CR, "\r"), (LF, "\n"), (CRLF, "\r\n")];
        let mut ends = ends.into_iter().filter(|(bit, _)| seen & bit != 0).map(|(_, end)| end);
        match (ends.next(), ends.next()) {
            (None, _) => Value::NONE,
            (Some(one), None) => one.into(),
            (Some(first), Some(second)) => {
                let all = [first, second].into_iter().chain(ends).map(Value::from);
                Tuple::new(all.collect::<Vec<_>>()).into_value()
            }
        }
    }
}
