//! From the bytes a terminal sends to keys and pasted texts (ECMA-48, and xterm's "ctlseqs" for
//! function keys, modifiers and bracketed paste).

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// A character; with `ctrl`, the lower-case letter.
    Char(char),
    /// Enter, also Ctrl-M and Ctrl-J.
    Enter,
    /// Tab, also Ctrl-I.
    Tab,
    /// Backspace, also Ctrl-H.
    Backspace,
    /// The delete key.
    Delete,
    /// The escape key by itself.
    Escape,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Start of the line.
    Home,
    /// End of the line.
    End,
    /// Back a page.
    PageUp,
    /// On a page.
    PageDown,
    /// A sequence with no meaning here.
    Unknown,
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// With Ctrl.
    pub ctrl: bool,
    /// With Alt, or after Escape.
    pub alt: bool,
    /// With Shift, where the terminal tells.
    pub shift: bool,
}

impl Key {
    /// A key by itself.
    pub const fn plain(code: Code) -> Key {
        Key { code, ctrl: false, alt: false, shift: false }
    }

    /// A character with Ctrl.
    pub const fn ctrl(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// A key with Alt.
    pub const fn alt(code: Code) -> Key {
        Key { code, ctrl: false, alt: true, shift: false }
    }
}

/// What a terminal sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted (bracketed paste). Its lines end in `\n`.
    Paste(String),
}

const PASTE_START: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// Takes bytes as they come, gives keys. Bytes that were read too early stay for the next prompt.
#[derive(Debug, Default)]
pub struct Decoder {
    bytes: Vec<u8>,
}

impl Decoder {
    /// Adds bytes that the terminal sent.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Whether bytes wait that may be the start of a longer sequence.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Whether what comes next is a blank: the indentation of a line that was pasted, by a terminal
    /// that does not say so.
    pub fn indents(&self) -> bool {
        matches!(self.bytes.first(), Some(b' ' | b'\t'))
    }

    /// The next key, if one is complete. With `at_rest` nothing more is coming soon, so that an
    /// escape by itself is the escape key.
    pub fn next(&mut self, at_rest: bool) -> Option<Input> {
        if self.bytes.starts_with(PASTE_START) {
            let end = self.bytes.windows(PASTE_END.len()).position(|w| w == PASTE_END)?;
            let text = String::from_utf8_lossy(&self.bytes[PASTE_START.len()..end]).into_owned();
            self.bytes.drain(..end + PASTE_END.len());
            return Some(Input::Paste(clean(&text)));
        }
        let (key, length) = match self.bytes.first()? {
            0x1b => escape_sequence(&self.bytes, at_rest)?,
            byte @ (0..=0x1f | 0x7f) => (control(*byte), 1),
            _ => match character(&self.bytes) {
                Ok(Some((c, length))) => (Key::plain(Code::Char(c)), length),
                Ok(None) if !at_rest => return None,
                _ => (Key::plain(Code::Unknown), 1),
            },
        };
        self.bytes.drain(..length);
        Some(Input::Key(key))
    }
}

/// A pasted text as it goes into the buffer: lines end in `\n`, other control characters are left
/// out, so that a paste cannot play keys.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// The first character of some bytes: none if it is not complete yet.
fn character(bytes: &[u8]) -> Result<Option<(char, usize)>, ()> {
    let length = match bytes[0] {
        0..=0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Err(()),
    };
    let Some(bytes) = bytes.get(..length) else { return Ok(None) };
    let text = std::str::from_utf8(bytes).map_err(drop)?;
    Ok(text.chars().next().map(|c| (c, length)))
}

fn control(byte: u8) -> Key {
    match byte {
        b'\r' | b'\n' => Key::plain(Code::Enter),
        b'\t' => Key::plain(Code::Tab),
        0x7f | 0x08 => Key::plain(Code::Backspace),
        0 => Key::ctrl(' '),
        // Ctrl-A is 1, Ctrl-Z 26, Ctrl-_ 31.
        _ => Key::ctrl(char::from(byte + 0x40).to_ascii_lowercase()),
    }
}

/// A key that starts with an escape, and how many bytes it has; none if more must come.
fn escape_sequence(bytes: &[u8], at_rest: bool) -> Option<(Key, usize)> {
    let escape = (Key::plain(Code::Escape), 1);
    let Some(&second) = bytes.get(1) else { return at_rest.then_some(escape) };
    match second {
        b'[' => control_sequence(bytes, at_rest),
        b'O' => match bytes.get(2) {
            Some(&last) => Some((Key::plain(final_byte(last)), 3)),
            None => at_rest.then_some((Key::alt(Code::Char('O')), 2)),
        },
        0x1b => Some(escape),
        byte @ (0..=0x1f | 0x7f) => Some((Key { alt: true, ..control(byte) }, 2)),
        _ => match character(&bytes[1..]) {
            Ok(Some((c, length))) => Some((Key::alt(Code::Char(c)), 1 + length)),
            Ok(None) if !at_rest => None,
            _ => Some(escape),
        },
    }
}

/// `ESC [ parameters final`
fn control_sequence(bytes: &[u8], at_rest: bool) -> Option<(Key, usize)> {
    let Some(end) = bytes[2..].iter().position(|b| (0x40..=0x7e).contains(b)) else {
        return at_rest.then_some((Key::plain(Code::Unknown), bytes.len()));
    };
    let (parameters, last) = (&bytes[2..2 + end], bytes[2 + end]);
    let text = String::from_utf8_lossy(parameters).into_owned();
    let mut numbers = text.split(';').map(|n| n.parse::<u32>().unwrap_or(0));
    let first = numbers.next().unwrap_or(0);
    let modifiers = numbers.next().unwrap_or(1).saturating_sub(1);
    let code = match last {
        b'~' => match first {
            1 | 7 => Code::Home,
            3 => Code::Delete,
            4 | 8 => Code::End,
            5 => Code::PageUp,
            6 => Code::PageDown,
            _ => Code::Unknown,
        },
        _ => final_byte(last),
    };
    let key = Key {
        code,
        shift: modifiers & 1 != 0 || last == b'Z',
        alt: modifiers & 2 != 0,
        ctrl: modifiers & 4 != 0,
    };
    Some((key, end + 3))
}

fn final_byte(byte: u8) -> Code {
    match byte {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'M' => Code::Enter,
        b'Z' => Code::Tab,
        _ => Code::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> Vec<Input> {
        let mut decoder = Decoder::default();
        decoder.feed(bytes);
        std::iter::from_fn(|| decoder.next(true)).collect()
    }

    fn key(bytes: &[u8]) -> Key {
        match decode(bytes).as_slice() {
            [Input::Key(key)] => *key,
            other => panic!("{bytes:?} is {other:?}"),
        }
    }

    #[test]
    fn keys_of_all_kinds() {
        assert_eq!(key(b"a"), Key::plain(Code::Char('a')));
        assert_eq!(key("é".as_bytes()), Key::plain(Code::Char('é')));
        assert_eq!(key(b"\r"), Key::plain(Code::Enter));
        assert_eq!(key(b"\x01"), Key::ctrl('a'));
        assert_eq!(key(b"\x1f"), Key::ctrl('_'));
        assert_eq!(key(b"\x1b"), Key::plain(Code::Escape));
        assert_eq!(key(b"\x1bb"), Key::alt(Code::Char('b')));
        assert_eq!(key(b"\x1b\r"), Key::alt(Code::Enter));
        assert_eq!(key(b"\x1b[A"), Key::plain(Code::Up));
        assert_eq!(key(b"\x1bOH"), Key::plain(Code::Home));
        assert_eq!(key(b"\x1b[1;5C"), Key { ctrl: true, ..Key::plain(Code::Right) });
        assert_eq!(key(b"\x1b[3~"), Key::plain(Code::Delete));
        assert_eq!(key(b"\x1b[Z"), Key { shift: true, ..Key::plain(Code::Tab) });
        assert_eq!(key(b"\xff"), Key::plain(Code::Unknown));
    }

    #[test]
    fn a_sequence_may_come_in_pieces() {
        let mut decoder = Decoder::default();
        decoder.feed(b"\x1b");
        assert_eq!(decoder.next(false), None);
        decoder.feed(b"[");
        assert_eq!(decoder.next(false), None);
        decoder.feed(b"Cx");
        assert_eq!(decoder.next(false), Some(Input::Key(Key::plain(Code::Right))));
        assert_eq!(decoder.next(false), Some(Input::Key(Key::plain(Code::Char('x')))));
        assert!(decoder.is_empty());
    }

    #[test]
    fn a_paste_is_one_text() {
        let pasted = decode(b"\x1b[200~a:\r\n\tb\r\x03c\x1b[201~d");
        let expected =
            [Input::Paste("a:\n\tb\nc".to_string()), Input::Key(Key::plain(Code::Char('d')))];
        assert_eq!(pasted, expected);
    }
}
