//! Lone surrogates, which UTF-8 cannot encode.
//!
//! Text keeps U+D800 to U+DFFF as the private characters U+10F000 to U+10F7FF and shows them to
//! programs by their own numbers: `ord`, `repr`, encoding and the like use this module. (Programs
//! that use these 2048 private characters themselves see surrogates instead.)

use memchr::memmem;
use std::cmp::Ordering;

const FIRST: u32 = 0xd800;
const LAST: u32 = 0xdfff;
const PLACE: u32 = 0x10f000;

/// The character that represents a code point; none beyond U+10FFFF.
pub fn to_char(code: u32) -> Option<char> {
    match code {
        FIRST..=LAST => char::from_u32(code - FIRST + PLACE),
        _ => char::from_u32(code),
    }
}

/// The code point that a character represents.
pub fn code_of(c: char) -> u32 {
    surrogate_of(c).unwrap_or(u32::from(c))
}

/// The surrogate that a character represents, if any.
pub fn surrogate_of(c: char) -> Option<u32> {
    let offset = u32::from(c).checked_sub(PLACE)?;
    (offset <= LAST - FIRST).then_some(FIRST + offset)
}

/// Whether there is a surrogate in the text.
pub fn is_in(text: &str) -> bool {
    // All of them begin with these two bytes, which few others do.
    !text.is_ascii()
        && memmem::find(text.as_bytes(), b"\xf4\x8f").is_some()
        && text.chars().any(|c| surrogate_of(c).is_some())
}

/// The order of two texts by code points.
pub fn compare(a: &str, b: &str) -> Ordering {
    // UTF-8 keeps the order of characters. Where the texts differ first, the greater one may have a
    // surrogate, whose place is lower.
    let order = a.cmp(b);
    let greater = if order == Ordering::Less { b } else { a };
    let different = a.bytes().zip(b.bytes()).position(|(a, b)| a != b);
    let Some(at) = different.map(|at| greater.floor_char_boundary(at)) else { return order };
    match (a[at..].chars().next(), b[at..].chars().next()) {
        (Some(a), Some(b)) => code_of(a).cmp(&code_of(b)),
        _ => order,
    }
}

/// Reads text in which each surrogate is three bytes, as UTF-8 would have it (WTF-8).
pub fn from_wtf8(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let valid = match std::str::from_utf8(rest) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default(),
        };
        out.push_str(valid);
        rest = &rest[valid.len()..];
        if let Some(code) = wtf8_surrogate(rest) {
            out.extend(to_char(code));
            rest = &rest[3..];
        } else if !rest.is_empty() {
            out.push(char::REPLACEMENT_CHARACTER);
            rest = &rest[1..];
        }
    }
    out
}

/// The surrogate whose three bytes stand at the start.
pub fn wtf8_surrogate(bytes: &[u8]) -> Option<u32> {
    match bytes {
        [0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf, ..] => {
            Some(FIRST | u32::from(second & 0x1f) << 6 | u32::from(third & 0x3f))
        }
        _ => None,
    }
}

/// Text in UTF-8 with three bytes for each surrogate (WTF-8).
pub fn text_to_wtf8(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        match surrogate_of(c) {
            Some(code) => out.extend(to_wtf8(code)),
            None => out.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out
}

/// A surrogate's three bytes.
pub fn to_wtf8(code: u32) -> [u8; 3] {
    [0xed, 0x80 | (code >> 6 & 0x3f) as u8, 0x80 | (code & 0x3f) as u8]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogates_come_back() {
        for code in [FIRST, 0xdc80, LAST] {
            let c = to_char(code).unwrap();
            assert_eq!(code_of(c), code);
            assert_eq!(wtf8_surrogate(&to_wtf8(code)), Some(code));
            assert_eq!(from_wtf8(&[b"a", &to_wtf8(code)[..], b"b"].concat()), format!("a{c}b"));
            assert!(is_in(&format!("é{c}")));
        }
        assert_eq!(compare("a\u{10f000}", "a\u{e000}"), Ordering::Less);
        assert_eq!(compare("a\u{10f000}", "a\u{d7ff}"), Ordering::Greater);
        assert_eq!(compare("\u{10f000}é", "\u{10f000}è"), Ordering::Greater);
        assert_eq!(compare("é", "é\u{10f7ff}"), Ordering::Less);
        assert!(!is_in("\u{10ffff}é") && code_of('é') == 0xe9);
        assert_eq!(to_char(0x110000), None);
    }
}
