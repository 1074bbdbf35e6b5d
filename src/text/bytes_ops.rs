//! Methods of `bytes` and `bytearray`: those of `str`, for ASCII letters and spaces.

use super::error::{Result, TextError};
use super::pace::{Ended, PART, Pace, Stride};
use super::search::{self, limit};
use super::str_ops::Side;

pub use super::search::{count as count_nonempty, find, rfind};

/// `bytes.isspace` of one byte: like C's `isspace`.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// `b.split(sep, maxsplit)`.
pub fn split<'a>(
    b: &'a [u8],
    separator: &'a [u8],
    maxsplit: i64,
) -> Result<impl Iterator<Item = &'a [u8]>> {
    Ok(search::split(b, separator, maxsplit)?.map(|part| &b[part]))
}

/// `b.rsplit(sep, maxsplit)`, the parts from the right.
pub fn rsplit<'a>(
    b: &'a [u8],
    separator: &'a [u8],
    maxsplit: i64,
) -> Result<impl Iterator<Item = &'a [u8]>> {
    Ok(search::rsplit(b, separator, maxsplit)?.map(|part| &b[part]))
}

/// `b.split(None, maxsplit)`.
pub fn split_whitespace(b: &[u8], maxsplit: i64) -> impl Iterator<Item = &[u8]> {
    let (mut left, mut rest) = (limit(maxsplit), b);
    std::iter::from_fn(move || {
        rest = strip(rest, None, Side::Left);
        let space = rest.iter().position(|&byte| is_space(byte));
        let end = space.filter(|_| left > 0).unwrap_or(rest.len());
        left = left.saturating_sub(1);
        let (word, after) = rest.split_at(end);
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

/// `b.rsplit(None, maxsplit)`, the words from the right.
pub fn rsplit_whitespace(b: &[u8], maxsplit: i64) -> impl Iterator<Item = &[u8]> {
    let (mut left, mut rest) = (limit(maxsplit), b);
    std::iter::from_fn(move || {
        rest = strip(rest, None, Side::Right);
        let space = rest.iter().rposition(|&byte| is_space(byte));
        let start = space.filter(|_| left > 0).map_or(0, |at| at + 1);
        left = left.saturating_sub(1);
        let (before, word) = rest.split_at(start);
        rest = before;
        (!word.is_empty()).then_some(word)
    })
}

/// `b.splitlines(keepends)`: lines end in `\n`, `\r` or both.
pub fn split_lines(b: &[u8], keep_ends: bool) -> impl Iterator<Item = &[u8]> {
    let mut rest = b;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let next = match &rest[end..] {
            [b'\r', b'\n', ..] => end + 2,
            [] => end,
            _ => end + 1,
        };
        let line = &rest[..if keep_ends { next } else { end }];
        rest = &rest[next..];
        Some(line)
    })
}

/// `b.strip(chars)` and its one-sided forms; without `chars` it removes whitespace.
pub fn strip<'a>(b: &'a [u8], chars: Option<&[u8]>, side: Side) -> &'a [u8] {
    let unwanted = |byte: &u8| chars.map_or_else(|| is_space(*byte), |chars| chars.contains(byte));
    let start = match side {
        Side::Right => 0,
        _ => b.iter().position(|byte| !unwanted(byte)).unwrap_or(b.len()),
    };
    let end = match side {
        Side::Left => b.len(),
        _ => b.iter().rposition(|byte| !unwanted(byte)).map_or(start, |at| at + 1),
    };
    &b[start..end.max(start)]
}

/// `b.count(needle)`: nothing occurs between all bytes.
pub fn count(b: &[u8], needle: &[u8]) -> usize {
    if needle.is_empty() { b.len() + 1 } else { search::count(b, needle) }
}

/// `b.replace(old, new, count)`; `None` if nothing changes.
pub fn replace(b: &[u8], old: &[u8], new: &[u8], count: i64) -> Option<Vec<u8>> {
    if count == 0 {
        return None;
    }
    if !old.is_empty() {
        return search::replace(b, old, new, count);
    }
    let places = limit(count).min(b.len() + 1);
    let mut out = Vec::with_capacity(b.len() + new.len() * places);
    for (at, byte) in b.iter().enumerate() {
        if at < places {
            out.extend_from_slice(new);
        }
        out.push(*byte);
    }
    if places > b.len() {
        out.extend_from_slice(new);
    }
    Some(out)
}

/// `b.title()`, byte by byte.
pub fn title_case() -> impl FnMut(&u8) -> u8 {
    let mut after_letter = false;
    move |byte| {
        let upper = !std::mem::replace(&mut after_letter, byte.is_ascii_alphabetic());
        if upper { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() }
    }
}

/// `b.swapcase()`, byte by byte.
pub fn swap_case(byte: &u8) -> u8 {
    if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { *byte }
}

/// `b.isupper()`; `b.islower()` is the same with the case tests swapped.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn is_upper(b: &[u8], pace: &dyn Pace) -> Result<bool, Ended> {
    Ok(any(b, u8::is_ascii_uppercase, pace)? && !any(b, u8::is_ascii_lowercase, pace)?)
}

/// `b.islower()`.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn is_lower(b: &[u8], pace: &dyn Pace) -> Result<bool, Ended> {
    Ok(any(b, u8::is_ascii_lowercase, pace)? && !any(b, u8::is_ascii_uppercase, pace)?)
}

/// `b.istitle()`.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn is_title(b: &[u8], pace: &dyn Pace) -> Result<bool, Ended> {
    let mut titled = title_case();
    Ok(any(b, u8::is_ascii_alphabetic, pace)? && !any(b, |byte| titled(byte) != *byte, pace)?)
}

/// `b.isalpha()`, `b.isdigit()` and the like: true if it is nonempty and all bytes pass.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn all_nonempty(b: &[u8], test: impl Fn(&u8) -> bool, pace: &dyn Pace) -> Result<bool, Ended> {
    Ok(!b.is_empty() && !any(b, |byte| !test(byte), pace)?)
}

/// Whether any byte passes a test, which receives them in order.
fn any(b: &[u8], mut test: impl FnMut(&u8) -> bool, pace: &dyn Pace) -> Result<bool, Ended> {
    for part in b.chunks(PART) {
        pace.tick(part.len())?;
        if part.iter().any(&mut test) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `b.translate(table, delete)`.
pub fn translate(b: &[u8], table: Option<&[u8; 256]>, delete: &[u8], out: &mut Vec<u8>) {
    let mut deleted = [false; 256];
    for byte in delete {
        deleted[usize::from(*byte)] = true;
    }
    let start = out.len();
    out.resize(start + b.len(), 0);
    let places = &mut out[start..];
    let mut kept = 0;
    // Without branches: each byte is written, and its position reused if the byte must be omitted.
    for &byte in b {
        places[kept] = table.map_or(byte, |table| table[usize::from(byte)]);
        kept += usize::from(!deleted[usize::from(byte)]);
    }
    out.truncate(start + kept);
}

/// `bytes.maketrans(from, to)`.
pub fn make_table(from: &[u8], to: &[u8]) -> Result<[u8; 256]> {
    if from.len() != to.len() {
        return Err(TextError::value("maketrans arguments must have same length"));
    }
    let mut table = std::array::from_fn(|byte| byte as u8);
    for (&from, &to) in from.iter().zip(to) {
        table[usize::from(from)] = to;
    }
    Ok(table)
}

/// The separator of `hex()`.
///
/// # Errors
/// ValueError if it is not one ASCII character.
pub fn hex_separator(separator: Option<&str>) -> Result<Option<u8>> {
    let Some(separator) = separator else { return Ok(None) };
    match (separator.as_bytes(), separator.chars().count()) {
        ([byte], _) if byte.is_ascii() => Ok(Some(*byte)),
        (_, 1) => Err(TextError::value("sep must be ASCII.")),
        _ => Err(TextError::value("sep must be length 1.")),
    }
}

/// Writes two digits for each byte.
pub fn push_hex(b: &[u8], out: &mut Vec<u8>) {
    let digit = |half: u8| half + if half < 10 { b'0' } else { b'a' - 10 };
    let start = out.len();
    out.resize(start + b.len() * 2, 0);
    for (pair, byte) in out[start..].chunks_exact_mut(2).zip(b) {
        pair[0] = digit(byte >> 4);
        pair[1] = digit(byte & 15);
    }
}

/// Two digits for each byte.
pub fn plain_hex(b: &[u8]) -> String {
    let mut out = Vec::new();
    push_hex(b, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// An entry of [`HEX_DIGITS`].
const NO_DIGIT: u8 = u8::MAX;

/// The value of each byte as a hexadecimal digit.
const HEX_DIGITS: [u8; 256] = {
    let mut digits = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        digits[b"0123456789abcdef"[value] as usize] = value as u8;
        digits[b"0123456789ABCDEF"[value] as usize] = value as u8;
        value += 1;
    }
    digits
};

/// `bytes.fromhex(text)`: pairs of digits with whitespace between them.
///
/// # Errors
/// The errors of [`Pace::tick`]. The result contains errors of the text.
pub fn from_hex(text: &str, pace: &dyn Pace) -> Result<Result<Vec<u8>>, Ended> {
    let misplaced = |at: usize| {
        let message = "non-hexadecimal number found in fromhex() arg at position";
        TextError::value(format!("{message} {at}"))
    };
    // Characters beyond ASCII are reported before any other error.
    if !text.is_ascii()
        && let Some(at) = text.chars().position(|c| !c.is_ascii())
    {
        return Ok(Err(misplaced(at)));
    }
    let bytes = text.as_bytes();
    let digit_at = |at: usize| {
        let digit = bytes.get(at).map_or(NO_DIGIT, |&byte| HEX_DIGITS[usize::from(byte)]);
        if digit == NO_DIGIT { Err(misplaced(at)) } else { Ok(digit) }
    };
    let (mut out, mut at, mut stride) = (Vec::with_capacity(bytes.len() / 2), 0, Stride::new(pace));
    while at < bytes.len() {
        stride.reach(at)?;
        if is_space(bytes[at]) {
            at += 1;
            continue;
        }
        match (digit_at(at), digit_at(at + 1)) {
            (Ok(high), Ok(low)) => out.push(high << 4 | low),
            (Err(error), _) | (_, Err(error)) => return Ok(Err(error)),
        }
        at += 2;
    }
    Ok(Ok(out))
}

#[cfg(test)]
mod tests {
    use super::super::pace::AtOnce;
    use super::*;

    #[test]
    fn splitting() {
        assert!(split_whitespace(b" a  b c ", 1).eq([&b"a"[..], b"b c "]));
        assert!(rsplit_whitespace(b" a  b c ", 1).eq([&b"c"[..], b" a  b"]));
        let lines: Vec<_> = split_lines(b"a\r\nb\x0bc\n\nd", true).collect();
        assert_eq!(lines, [&b"a\r\n"[..], b"b\x0bc\n", b"\n", b"d"]);
        assert_eq!(strip(b"xxaxx", Some(b"x"), Side::Both), b"a");
        assert_eq!(strip(b"   ", None, Side::Both), b"");
    }

    #[test]
    fn hexadecimal() {
        assert_eq!(from_hex(" 12\n34 ", &AtOnce).unwrap().unwrap(), b"\x124");
        for (text, at) in [("1 2", 1), ("12 3", 4), ("123", 3), ("12g", 2), ("é", 0)] {
            let message = from_hex(text, &AtOnce).unwrap().unwrap_err().message;
            assert!(message.ends_with(&format!("position {at}")), "{text} {message}");
        }
    }

    #[test]
    fn letters_and_padding() {
        let titled: Vec<u8> = b"they're x1y".iter().map(title_case()).collect();
        assert_eq!(titled, b"They'Re X1Y");
        for (text, expected) in [(&b"Aa B"[..], true), (b"aA", false), (b"1", false)] {
            assert_eq!(is_title(text, &AtOnce), Ok(expected));
        }
        assert_eq!(replace(b"ab", b"", b"-", -1).unwrap(), b"-a-b-");
        let mut translated = Vec::new();
        translate(b"abc", Some(&make_table(b"a", b"x").unwrap()), b"b", &mut translated);
        assert_eq!(translated, b"xc");
    }
}
