//! The codec `unicode_escape`: text in the notation of string literals.

use super::codec::{CodecError, Decoder};
use super::repr::push_escape;
use super::surrogate::to_char;

const NAME: &str = "unicodeescape";

/// Decodes the decoder's bytes: escapes as in a string literal, other bytes as Latin-1.
pub(super) fn decode_into(decoder: &mut Decoder<'_>) -> Result<(), CodecError> {
    let bytes = decoder.bytes;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte != b'\\' {
            decoder.out.push(char::from(byte));
            at += 1;
            continue;
        }
        let Some(&letter) = bytes.get(at + 1) else {
            return decoder.fail(NAME, at..at + 1, "\\ at end of string");
        };
        let simple = match letter {
            b'\n' => Some(""),
            b'\\' => Some("\\"),
            b'\'' => Some("'"),
            b'"' => Some("\""),
            b'a' => Some("\x07"),
            b'b' => Some("\x08"),
            b'f' => Some("\x0c"),
            b'n' => Some("\n"),
            b'r' => Some("\r"),
            b't' => Some("\t"),
            b'v' => Some("\x0b"),
            _ => None,
        };
        if let Some(text) = simple {
            decoder.out.push_str(text);
            at += 2;
            continue;
        }
        at = match letter {
            b'0'..=b'7' => octal(decoder, at),
            b'x' => hexadecimal(decoder, at, 2, "truncated \\xXX escape")?,
            b'u' => hexadecimal(decoder, at, 4, "truncated \\uXXXX escape")?,
            b'U' => hexadecimal(decoder, at, 8, "truncated \\UXXXXXXXX escape")?,
            b'N' => {
                let name = bytes_after(decoder.bytes, at + 2);
                match name.map(|name| (name.len() + 4, unicode_names2::character(name))) {
                    Some((size, Some(c))) => {
                        decoder.out.push(c);
                        at + size
                    }
                    Some((size, None)) => {
                        decoder.fail(NAME, at..at + size, "unknown Unicode character name")?;
                        at + size
                    }
                    None => {
                        decoder.fail(NAME, at..at + 2, "malformed \\N character escape")?;
                        at + 2
                    }
                }
            }
            _ => {
                decoder.out.extend(['\\', char::from(letter)]);
                at + 2
            }
        };
    }
    Ok(())
}

/// The text in the braces that begin at a position.
fn bytes_after(bytes: &[u8], at: usize) -> Option<&str> {
    let rest = bytes.get(at..)?.strip_prefix(b"{")?;
    let end = rest.iter().position(|b| *b == b'}').filter(|end| *end > 0)?;
    std::str::from_utf8(&rest[..end]).ok()
}

/// Decodes up to three octal digits; gives the position after them.
fn octal(decoder: &mut Decoder<'_>, at: usize) -> usize {
    let digits = decoder.bytes[at + 1..].iter().take(3).take_while(|b| matches!(b, b'0'..=b'7'));
    let (code, count) = digits
        .fold((0, 0), |(code, count), digit| (code << 3 | u32::from(digit - b'0'), count + 1));
    decoder.out.extend(to_char(code));
    at + 1 + count
}

/// Decodes exactly `size` hexadecimal digits; gives the position after those that are there.
fn hexadecimal(
    decoder: &mut Decoder<'_>,
    at: usize,
    size: usize,
    truncated: &'static str,
) -> Result<usize, CodecError> {
    let digits = decoder.bytes[at + 2..].iter().take(size);
    let (code, count) = digits
        .map_while(|&byte| char::from(byte).to_digit(16))
        .fold((0u32, 0), |(code, count), digit| (code << 4 | digit, count + 1));
    let end = at + 2 + count;
    match to_char(code) {
        _ if count < size => decoder.fail(NAME, at..end, truncated)?,
        Some(c) => decoder.out.push(c),
        None => decoder.fail(NAME, at..end, "illegal Unicode character")?,
    }
    Ok(end)
}

/// Encodes text: what is not printable ASCII becomes an escape.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            ' '..='~' => out.push(c),
            _ => push_escape(&mut out, c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::codec::{CodecError, Encoding, decode};
    use super::*;

    #[test]
    fn round_trip() {
        let decoded =
            decode(br"a\n\x41\u20ac\U0001f980\101\q\\", Encoding::UnicodeEscape, "strict");
        assert_eq!(decoded.unwrap(), "a\nA€🦀A\\q\\");
        assert_eq!(encode("é€🦀\n\\a"), "\\xe9\\u20ac\\U0001f980\\n\\\\a");
    }

    #[test]
    fn complains() {
        for (bytes, range, reason) in [
            (&br"a\x4"[..], 1..4, "truncated \\xXX escape"),
            (br"\", 0..1, "\\ at end of string"),
            (br"\U00110000", 0..10, "illegal Unicode character"),
        ] {
            match decode(bytes, Encoding::UnicodeEscape, "strict") {
                Err(CodecError::Decode(failure)) => {
                    assert_eq!((failure.range, failure.reason), (range, reason));
                }
                other => panic!("{other:?}"),
            }
        }
    }
}
