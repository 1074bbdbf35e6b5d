//! `repr()` and `ascii()` of strings and bytes.

use super::pace::{AtOnce, Ended, PART, Pace, parts};
use super::surrogate::code_of;
use super::unicode::is_printable;
use std::fmt::Write;

/// `repr(s)`: single quotes unless only double quotes save an escape; unprintable characters escaped.
pub fn str_repr(s: &str) -> String {
    str_repr_paced(s, &AtOnce).unwrap_or_default()
}

/// [`str_repr`] of a text that may be long.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn str_repr_paced(s: &str, pace: &dyn Pace) -> Result<String, Ended> {
    quoted(s, is_printable, pace)
}

/// `ascii()` of an object whose `repr` is `repr`: escapes characters beyond ASCII and nothing else.
pub fn escape_non_ascii(repr: &str, out: &mut String) {
    for c in repr.chars() {
        if c.is_ascii() { out.push(c) } else { push_escape(out, c) }
    }
}

/// `repr(b)` of a bytes object: `b'…'`.
pub fn bytes_repr(bytes: &[u8]) -> String {
    bytes_repr_paced(bytes, &AtOnce).unwrap_or_default()
}

/// [`bytes_repr`] of bytes that may be many.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn bytes_repr_paced(bytes: &[u8], pace: &dyn Pace) -> Result<String, Ended> {
    let quote = choose_quote(bytes.contains(&b'\''), bytes.contains(&b'"'));
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(quote);
    for part in bytes.chunks(PART) {
        pace.tick(part.len())?;
        for &byte in part {
            match byte {
                b'\\' => out.push_str("\\\\"),
                b'\t' => out.push_str("\\t"),
                b'\n' => out.push_str("\\n"),
                b'\r' => out.push_str("\\r"),
                _ if char::from(byte) == quote => out.extend(['\\', quote]),
                b' '..=b'~' => out.push(char::from(byte)),
                _ => push_hex(&mut out, 'x', byte.into(), 2),
            }
        }
    }
    out.push(quote);
    Ok(out)
}

/// Pushes the shortest of `\xNN`, `\uNNNN` and `\UNNNNNNNN` that holds `c`.
pub fn push_escape(out: &mut String, c: char) {
    match code_of(c) {
        code @ 0..=0xff => push_hex(out, 'x', code, 2),
        code @ 0x100..=0xffff => push_hex(out, 'u', code, 4),
        code => push_hex(out, 'U', code, 8),
    }
}

fn push_hex(out: &mut String, letter: char, code: u32, digits: usize) {
    let _ = write!(out, "\\{letter}{code:0digits$x}");
}

fn choose_quote(has_single: bool, has_double: bool) -> char {
    if has_single && !has_double { '"' } else { '\'' }
}

fn quoted(s: &str, shown: impl Fn(char) -> bool, pace: &dyn Pace) -> Result<String, Ended> {
    let is_plain = |byte| matches!(byte, b' '..=b'~') && byte != b'\'' && byte != b'\\';
    if s.len() <= PART && s.bytes().all(is_plain) {
        return Ok(["'", s, "'"].concat());
    }
    let quote = choose_quote(s.contains('\''), s.contains('"'));
    let mut out = String::with_capacity(s.len() + 2);
    out.push(quote);
    for part in parts(s) {
        pace.tick(part.len())?;
        let mut plain_from = 0;
        for (at, c) in part.char_indices() {
            if c != quote && c != '\\' && shown(c) {
                continue;
            }
            out.push_str(&part[plain_from..at]);
            plain_from = at + c.len_utf8();
            match c {
                '\t' => out.push_str("\\t"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\\' => out.push_str("\\\\"),
                _ if c == quote => out.extend(['\\', c]),
                _ => push_escape(&mut out, c),
            }
        }
        out.push_str(&part[plain_from..]);
    }
    out.push(quote);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings() {
        for (s, repr) in [
            ("", "''"),
            ("it's", "\"it's\""),
            ("it's \"x\"", "'it\\'s \"x\"'"),
            ("a\\b\n\t\r\0\x7f", "'a\\\\b\\n\\t\\r\\x00\\x7f'"),
            ("é\u{a0}\u{200b}\u{e0001}🦀", "'é\\xa0\\u200b\\U000e0001🦀'"),
        ] {
            assert_eq!(str_repr(s), repr);
        }
        let mut out = String::new();
        escape_non_ascii("['é🦀ł']", &mut out);
        assert_eq!(out, "['\\xe9\\U0001f980\\u0142']");
    }

    #[test]
    fn bytes() {
        assert_eq!(bytes_repr(b"a'\n\xff"), "b\"a'\\n\\xff\"");
        assert_eq!(bytes_repr(b"'\""), "b'\\'\"'");
    }
}
