//! Single-byte encodings.

use super::{Encoded, Output, Step, StepError};

/// A single-byte encoding, of which ASCII is a part.
pub(super) struct Table {
    pub name: &'static str,
    pub reason: &'static str,
    pub byte_of: fn(char) -> Option<u8>,
    pub char_of: fn(u8) -> Option<char>,
}

pub(super) static ASCII: Table = Table {
    name: "ascii",
    reason: "ordinal not in range(128)",
    byte_of: |c| u8::try_from(c).ok().filter(u8::is_ascii),
    char_of: |byte| byte.is_ascii().then_some(char::from(byte)),
};

pub(super) static LATIN1: Table = Table {
    name: "latin-1",
    reason: "ordinal not in range(256)",
    byte_of: |c| u8::try_from(c).ok(),
    char_of: |byte| Some(char::from(byte)),
};

pub(super) static CP1252: Table = Table {
    name: "charmap",
    reason: "character maps to <undefined>",
    byte_of: cp1252_byte,
    char_of: cp1252_char,
};

impl Table {
    pub fn decode(&self, bytes: &[u8], at: usize, out: &mut Output) -> Step {
        if bytes[at..].is_ascii() {
            out.text.push_str(std::str::from_utf8(&bytes[at..]).unwrap_or_default());
            return Ok(bytes.len());
        }
        for (index, &byte) in bytes.iter().enumerate().skip(at) {
            match byte.is_ascii().then_some(char::from(byte)).or_else(|| (self.char_of)(byte)) {
                Some(c) => out.text.push(c),
                None => return Err(StepError::new(self.name, index..index + 1, self.reason)),
            }
        }
        Ok(bytes.len())
    }

    /// Encodes up to the first run of characters without a byte.
    pub fn encode(&self, text: &str, out: &mut Vec<u8>) -> Encoded {
        if text.is_ascii() {
            out.extend_from_slice(text.as_bytes());
            return Ok(());
        }
        for (at, c) in text.char_indices() {
            match c.is_ascii().then_some(c as u8).or_else(|| (self.byte_of)(c)) {
                Some(byte) => out.push(byte),
                None => {
                    let rest = &text[at..];
                    let has_byte = |c| (self.byte_of)(c).is_some();
                    return Err(at..at + rest.find(has_byte).unwrap_or(rest.len()));
                }
            }
        }
        Ok(())
    }
}

/// The characters of code page 1252 from 0x80 to 0x9f; U+FFFD where there is none.
const CP1252_HIGH: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

fn cp1252_char(byte: u8) -> Option<char> {
    match byte {
        0x80..=0x9f => Some(CP1252_HIGH[usize::from(byte) - 0x80]).filter(|&c| c != '\u{fffd}'),
        _ => Some(char::from(byte)),
    }
}

fn cp1252_byte(c: char) -> Option<u8> {
    match u8::try_from(c) {
        Ok(byte @ (..0x80 | 0xa0..)) => Some(byte),
        _ if c == '\u{fffd}' => None,
        _ => CP1252_HIGH.iter().position(|&high| high == c).map(|at| 0x80 + at as u8),
    }
}
