//! The codecs `unicode_escape` and `raw_unicode_escape`: text in the notation of string literals.

use super::{Output, Step, StepError};
use crate::text::repr::push_escape;
use crate::text::surrogate::{code_of, to_char};

const NAME: &str = "unicodeescape";
const RAW_NAME: &str = "rawunicodeescape";

/// Decodes escapes as in a string literal, other bytes as Latin-1.
pub(super) fn decode(bytes: &[u8], mut at: usize, is_final: bool, out: &mut Output) -> Step {
    while let Some(&byte) = bytes.get(at) {
        if byte != b'\\' {
            out.text.push(char::from(byte));
            at += 1;
            continue;
        }
        let Some(&letter) = bytes.get(at + 1) else {
            return match is_final {
                true => Err(StepError::new(NAME, at..at + 1, "\\ at end of string")),
                false => Ok(at),
            };
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
            out.text.push_str(text);
            at += 2;
            continue;
        }
        let (size, truncated) = match letter {
            b'0'..=b'7' => {
                let (code, count) = number(&bytes[at + 1..], 3, 8);
                if code > 0o377 {
                    out.first_bad_escape.get_or_insert(at);
                }
                out.text.extend(to_char(code));
                at += 1 + count;
                continue;
            }
            b'x' => (2, "truncated \\xXX escape"),
            b'u' => (4, "truncated \\uXXXX escape"),
            b'U' => (8, "truncated \\UXXXXXXXX escape"),
            b'N' => match named(&bytes[at + 2..]) {
                Ok((c, size)) => {
                    out.text.push(c);
                    at += 2 + size;
                    continue;
                }
                Err((_, size)) if at + 2 + size == bytes.len() && !is_final => return Ok(at),
                Err((reason, size)) => return Err(StepError::new(NAME, at..at + 2 + size, reason)),
            },
            _ => {
                out.first_bad_escape.get_or_insert(at);
                out.text.extend(['\\', char::from(letter)]);
                at += 2;
                continue;
            }
        };
        let messages = [truncated, "illegal Unicode character"];
        match hexadecimal(bytes, at, size, is_final, NAME, messages)? {
            Some((c, end)) => {
                out.text.push(c);
                at = end;
            }
            None => return Ok(at),
        }
    }
    Ok(at)
}

/// Decodes `\u` and `\U` escapes, other bytes as Latin-1.
pub(super) fn decode_raw(bytes: &[u8], mut at: usize, is_final: bool, out: &mut Output) -> Step {
    while let Some(&byte) = bytes.get(at) {
        let letter = if byte == b'\\' { bytes.get(at + 1) } else { None };
        let (size, truncated) = match letter {
            Some(b'u') => (4, "truncated \\uXXXX escape"),
            Some(b'U') => (8, "truncated \\UXXXXXXXX escape"),
            Some(&other) => {
                out.text.extend(['\\', char::from(other)]);
                at += 2;
                continue;
            }
            None if byte == b'\\' && !is_final => return Ok(at),
            None => {
                out.text.push(char::from(byte));
                at += 1;
                continue;
            }
        };
        let messages = [truncated, "\\Uxxxxxxxx out of range"];
        match hexadecimal(bytes, at, size, is_final, RAW_NAME, messages)? {
            Some((c, end)) => {
                out.text.push(c);
                at = end;
            }
            None => return Ok(at),
        }
    }
    Ok(at)
}

/// The character named in braces at the start of the bytes, and the size with the braces; or the
/// error message and the size of the part that it is about.
fn named(bytes: &[u8]) -> Result<(char, usize), (&'static str, usize)> {
    const MALFORMED: &str = "malformed \\N character escape";
    let Some(rest) = bytes.strip_prefix(b"{") else { return Err((MALFORMED, 0)) };
    let Some(length) = memchr::memchr(b'}', rest) else { return Err((MALFORMED, bytes.len())) };
    if length == 0 {
        return Err((MALFORMED, 1));
    }
    let name = std::str::from_utf8(&rest[..length]).ok();
    let found = name.and_then(hob_grammar::unicode::with_name).map(|c| (c, length + 2));
    found.ok_or(("unknown Unicode character name", length + 2))
}

/// The number at the start of the bytes, with at most this many digits, and how many it has.
fn number(bytes: &[u8], size: usize, radix: u32) -> (u32, usize) {
    let digits = bytes.iter().take(size).map_while(|&byte| char::from(byte).to_digit(radix));
    digits.fold((0, 0), |(code, count), digit| (code * radix + digit, count + 1))
}

/// The character of an escape with exactly `size` hexadecimal digits, and the position after it;
/// none if the input ends in it and more may come. The messages are for too few digits, and for a
/// number that is not a character.
fn hexadecimal(
    bytes: &[u8],
    at: usize,
    size: usize,
    is_final: bool,
    codec: &'static str,
    [truncated, illegal]: [&'static str; 2],
) -> Result<Option<(char, usize)>, StepError> {
    let (code, count) = number(&bytes[at + 2..], size, 16);
    let end = at + 2 + count;
    if count < size {
        return match end == bytes.len() && !is_final {
            true => Ok(None),
            false => Err(StepError::new(codec, at..end, truncated)),
        };
    }
    let c = to_char(code).ok_or_else(|| StepError::new(codec, at..end, illegal))?;
    Ok(Some((c, end)))
}

/// Encodes text: everything except printable ASCII becomes an escape.
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

/// Encodes text: characters beyond Latin-1 become escapes.
pub(super) fn encode_raw(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        match u8::try_from(code_of(c)) {
            Ok(byte) => out.push(byte),
            Err(_) => {
                let mut escape = String::new();
                push_escape(&mut escape, c);
                out.extend_from_slice(escape.as_bytes());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{CodecError, Encoding, decode};
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
                    assert_eq!((failure.range, &*failure.reason), (range, reason));
                }
                other => panic!("{other:?}"),
            }
        }
    }
}
