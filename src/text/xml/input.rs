//! The bytes of an entity as text: encodings, and positions in the original bytes.

/// The encoding of an entity.
#[derive(Clone, Debug)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16 with this order of bytes.
    Utf16 {
        /// Whether the higher byte comes first.
        big: bool,
    },
    /// ISO 8859-1.
    Latin1,
    /// US-ASCII.
    Ascii,
    /// A byte a character.
    Table(Box<[Option<char>; 256]>),
}

impl Encoding {
    /// The encoding with a name that every parser knows. Without a byte order, UTF-16 has that of
    /// `current`.
    pub fn named(name: &str, current: &Encoding) -> Option<Encoding> {
        Some(match name.to_ascii_uppercase().as_str() {
            "UTF-8" => Encoding::Utf8,
            "ISO-8859-1" => Encoding::Latin1,
            "US-ASCII" => Encoding::Ascii,
            "UTF-16" => match current {
                Encoding::Utf16 { big } => Encoding::Utf16 { big: *big },
                _ => Encoding::Utf16 { big: true },
            },
            "UTF-16BE" => Encoding::Utf16 { big: true },
            "UTF-16LE" => Encoding::Utf16 { big: false },
            _ => return None,
        })
    }

    /// Whether text in one of the encodings cannot have begun in the other.
    pub fn contradicts(&self, other: &Encoding) -> bool {
        match (self, other) {
            (Encoding::Utf16 { big: a }, Encoding::Utf16 { big: b }) => a != b,
            (Encoding::Utf16 { .. }, _) | (_, Encoding::Utf16 { .. }) => true,
            _ => false,
        }
    }

    /// The number of bytes of a character.
    pub fn width(&self, c: char) -> usize {
        match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 { .. } => 2 * c.len_utf16(),
            _ => 1,
        }
    }

    /// Appends the complete characters in `bytes` to `text`.
    pub fn decode(&self, bytes: &[u8], text: &mut String) -> Decoded {
        match self {
            Encoding::Utf8 => {
                let (used, is_bad) = match std::str::from_utf8(bytes) {
                    Ok(_) => (bytes.len(), false),
                    Err(error) => (error.valid_up_to(), error.error_len().is_some()),
                };
                text.push_str(std::str::from_utf8(&bytes[..used]).unwrap_or_default());
                Decoded { used, is_bad }
            }
            Encoding::Utf16 { big } => {
                let unit = |at: usize| {
                    let pair = [*bytes.get(at)?, *bytes.get(at + 1)?];
                    Some(if *big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
                };
                let mut used = 0;
                while let Some(first) = unit(used) {
                    let (units, length) = match first {
                        0xD800..0xDC00 => match unit(used + 2) {
                            Some(second) => ([first, second], 2),
                            None => break,
                        },
                        _ => ([first, 0], 1),
                    };
                    match char::decode_utf16(units[..length].iter().copied()).next() {
                        Some(Ok(c)) => text.push(c),
                        _ => return Decoded { used, is_bad: true },
                    }
                    used += 2 * length;
                }
                Decoded { used, is_bad: false }
            }
            Encoding::Latin1 => Encoding::decode_each(bytes, text, |byte| Some(byte as char)),
            Encoding::Ascii => {
                Encoding::decode_each(bytes, text, |byte| byte.is_ascii().then_some(byte as char))
            }
            Encoding::Table(table) => {
                Encoding::decode_each(bytes, text, |byte| table[usize::from(byte)])
            }
        }
    }

    fn decode_each(
        bytes: &[u8],
        text: &mut String,
        char_of: impl Fn(u8) -> Option<char>,
    ) -> Decoded {
        for (used, &byte) in bytes.iter().enumerate() {
            match char_of(byte) {
                Some(c) => text.push(c),
                None => return Decoded { used, is_bad: true },
            }
        }
        Decoded { used: bytes.len(), is_bad: false }
    }
}

/// The result of decoding.
pub struct Decoded {
    /// The number of bytes that became text.
    pub used: usize,
    /// Whether the next byte can't become text.
    pub is_bad: bool,
}

/// A location in a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Bytes before it.
    pub byte: usize,
    /// Lines before it.
    pub line: usize,
    /// Characters before it in its line.
    pub column: usize,
}

impl Position {
    /// The location after `text`.
    pub fn after(mut self, text: &str, encoding: &Encoding) -> Position {
        let bytes = text.as_bytes();
        if matches!(encoding, Encoding::Utf8) && memchr::memchr(b'\r', bytes).is_none() {
            self.byte += bytes.len();
            self.line += memchr::memchr_iter(b'\n', bytes).count();
            let line = match memchr::memrchr(b'\n', bytes) {
                Some(end) => {
                    self.column = 0;
                    &text[end + 1..]
                }
                None => text,
            };
            self.column += line.chars().count();
            return self;
        }
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            self.byte += encoding.width(c);
            self.column += 1;
            if c == '\n' || c == '\r' && chars.peek() != Some(&'\n') {
                self.line += 1;
                self.column = 0;
            }
        }
        self
    }
}
