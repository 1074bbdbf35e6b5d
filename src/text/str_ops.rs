//! Methods of `str` that differ from Rust's.
//!
//! Positions are byte offsets into the UTF-8 text; the caller turns them into character indices.

use super::error::Result;
use super::pace::{Padded, char_count};
use super::search::{self, Justify, limit};
use super::unicode::is_space;

/// The ends from which `strip` removes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `strip`
    Both,
    /// `lstrip`
    Left,
    /// `rstrip`
    Right,
}

/// `s.split(sep, maxsplit)`.
pub fn split<'a>(
    s: &'a str,
    separator: &'a str,
    maxsplit: i64,
) -> Result<impl Iterator<Item = &'a str>> {
    let parts = search::split(s.as_bytes(), separator.as_bytes(), maxsplit)?;
    Ok(parts.map(|part| &s[part]))
}

/// `s.rsplit(sep, maxsplit)`, the parts from the right.
pub fn rsplit<'a>(
    s: &'a str,
    separator: &'a str,
    maxsplit: i64,
) -> Result<impl Iterator<Item = &'a str>> {
    let parts = search::rsplit(s.as_bytes(), separator.as_bytes(), maxsplit)?;
    Ok(parts.map(|part| &s[part]))
}

/// `s.split(None, maxsplit)`: runs of whitespace are separators, except those at the ends.
pub fn split_whitespace(s: &str, maxsplit: i64) -> SplitWhitespace<'_> {
    SplitWhitespace { rest: s, left: limit(maxsplit) }
}

/// Iterator over the words of a text; made by [`split_whitespace`].
pub struct SplitWhitespace<'a> {
    rest: &'a str,
    left: usize,
}

impl<'a> Iterator for SplitWhitespace<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = trim_start(self.rest);
        if text.is_empty() {
            self.rest = text;
            return None;
        }
        let end = if self.left > 0 { find_space(text) } else { None };
        self.left = self.left.saturating_sub(1);
        let (word, rest) = text.split_at(end.unwrap_or(text.len()));
        self.rest = rest;
        Some(word)
    }
}

/// The first whitespace, checking bytes as long as they are ASCII.
fn find_space(s: &str) -> Option<usize> {
    let at = s.bytes().position(|byte| !byte.is_ascii() || is_space(char::from(byte)))?;
    if s.as_bytes()[at].is_ascii() {
        return Some(at);
    }
    s[at..].find(is_space).map(|more| at + more)
}

fn trim_start(s: &str) -> &str {
    let ascii = s.bytes().take_while(|&byte| byte.is_ascii() && is_space(char::from(byte))).count();
    let rest = &s[ascii..];
    if rest.as_bytes().first().is_none_or(u8::is_ascii) {
        return rest;
    }
    rest.trim_start_matches(is_space)
}

/// `s.rsplit(None, maxsplit)`, the words from the right.
pub fn rsplit_whitespace(s: &str, maxsplit: i64) -> impl Iterator<Item = &str> {
    let (mut left, mut rest) = (limit(maxsplit), s);
    std::iter::from_fn(move || {
        rest = rest.trim_end_matches(is_space);
        let space = if left > 0 { rest.rfind(is_space) } else { None };
        left = left.saturating_sub(1);
        let after = |at: usize| at + rest[at..].chars().next().map_or(1, char::len_utf8);
        let (before, word) = rest.split_at(space.map_or(0, after));
        rest = before;
        (!word.is_empty()).then_some(word)
    })
}

/// Whether `str.splitlines` ends a line at the character.
pub fn is_line_boundary(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// `s.splitlines(keepends)`.
pub fn split_lines(s: &str, keep_ends: bool) -> impl Iterator<Item = &str> {
    let mut rest = s;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(is_line_boundary).unwrap_or(rest.len());
        let boundary = match &rest[end..] {
            after if after.starts_with("\r\n") => 2,
            after => after.chars().next().map_or(0, char::len_utf8),
        };
        let line = &rest[..if keep_ends { end + boundary } else { end }];
        rest = &rest[end + boundary..];
        Some(line)
    })
}

/// `s.partition(sep)`: before and after the first separator; `None` if there is none.
pub fn partition<'a>(s: &'a str, separator: &str) -> Result<Option<(&'a str, &'a str)>> {
    let mut parts = search::split(s.as_bytes(), separator.as_bytes(), 1)?;
    let before = parts.next().unwrap_or(0..s.len());
    Ok(parts.next().map(|after| (&s[before], &s[after])))
}

/// `s.rpartition(sep)`: before and after the last separator; `None` if there is none.
pub fn rpartition<'a>(s: &'a str, separator: &str) -> Result<Option<(&'a str, &'a str)>> {
    let mut parts = search::rsplit(s.as_bytes(), separator.as_bytes(), 1)?;
    let after = parts.next().unwrap_or(0..s.len());
    Ok(parts.next().map(|before| (&s[before], &s[after])))
}

/// `s.strip(chars)` and its one-sided forms; without `chars` it removes whitespace.
pub fn strip<'a>(s: &'a str, chars: Option<&str>, side: Side) -> &'a str {
    match chars {
        None => strip_where(s, is_space, side),
        Some(chars) => strip_where(s, |c| chars.contains(c), side),
    }
}

/// [`strip`] of the characters that pass a test.
pub fn strip_where(s: &str, unwanted: impl Fn(char) -> bool, side: Side) -> &str {
    let s = if side == Side::Right { s } else { s.trim_start_matches(&unwanted) };
    if side == Side::Left { s } else { s.trim_end_matches(&unwanted) }
}

/// `s.find(needle)` as a byte offset.
pub fn find(s: &str, needle: &str) -> Option<usize> {
    search::find(s.as_bytes(), needle.as_bytes())
}

/// `s.rfind(needle)` as a byte offset.
pub fn rfind(s: &str, needle: &str) -> Option<usize> {
    search::rfind(s.as_bytes(), needle.as_bytes())
}

/// `s.count(needle)`: the empty string occurs between all characters.
pub fn count(s: &str, needle: &str) -> usize {
    if needle.is_empty() {
        return char_count(s) + 1;
    }
    search::count(s.as_bytes(), needle.as_bytes())
}

/// `s.replace(old, new, count)`; `None` if nothing changes.
pub fn replace(s: &str, old: &str, new: &str, count: i64) -> Option<String> {
    if count == 0 {
        return None;
    }
    if old.is_empty() {
        return Some(insert_between(s, new, limit(count)));
    }
    if let [byte] = old.as_bytes() {
        return replace_byte(s, *byte, new, limit(count));
    }
    let mut parts = split(s, old, count).ok()?;
    let first = parts.next()?;
    if first.len() == s.len() {
        return None;
    }
    let mut out = String::with_capacity(s.len());
    out.push_str(first);
    for part in parts {
        out.push_str(new);
        out.push_str(part);
    }
    Some(out)
}

/// [`replace`] of an ASCII character. Most texts searched for one do not contain it.
fn replace_byte(s: &str, old: u8, new: &str, count: usize) -> Option<String> {
    let mut places = memchr::memchr_iter(old, s.as_bytes()).take(count);
    let first = places.next()?;
    let mut out = String::with_capacity(s.len() + new.len());
    out.push_str(&s[..first]);
    out.push_str(new);
    let mut at = first + 1;
    for place in places {
        out.push_str(&s[at..place]);
        out.push_str(new);
        at = place + 1;
    }
    out.push_str(&s[at..]);
    Some(out)
}

/// Puts `new` before each character and at the end, at most `count` times.
fn insert_between(s: &str, new: &str, count: usize) -> String {
    let mut out = String::with_capacity(s.len() * 2 + new.len());
    let mut left = count;
    for c in s.chars() {
        if left > 0 {
            out.push_str(new);
            left -= 1;
        }
        out.push(c);
    }
    if left > 0 {
        out.push_str(new);
    }
    out
}

/// `s.zfill(width)`: zeros go after a sign; `None` if `s` is already wide enough.
///
/// # Errors
/// Same as [`search::padding`].
pub fn zfill(s: &str, width: i64) -> Result<Option<Padded>> {
    let (sign, digits) = s.split_at(usize::from(s.starts_with(['+', '-'])));
    let (zeros, _) = search::padding(Justify::Right, char_count(s), width)?;
    Ok((zeros > 0).then(|| {
        let mut padded = Padded::from(sign.to_owned());
        padded.push_fill('0', zeros);
        padded.push_str(digits);
        padded
    }))
}

/// The replacement of a character in `translate`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Translation {
    /// The table does not know the character.
    Keep,
    /// The table says `None`.
    Delete,
    /// Another character, by code or as text.
    Char(char),
    /// Text.
    Text(String),
}

/// `s.translate(table)`, looking each character up in the table once.
pub fn translate<E>(
    s: &str,
    mut table: impl FnMut(char) -> std::result::Result<Translation, E>,
) -> std::result::Result<String, E> {
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        match table(c)? {
            Translation::Keep => out.push(c),
            Translation::Delete => {}
            Translation::Char(other) => out.push(other),
            Translation::Text(text) => out.push_str(&text),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whitespace() {
        let words = |s, max| split_whitespace(s, max).collect::<Vec<_>>();
        assert_eq!(words("  a b  c ", -1), ["a", "b", "c"]);
        assert_eq!(words("  a b  c ", 1), ["a", "b  c "]);
        assert_eq!(words(" a ", 0), ["a "]);
        assert_eq!(words(" \u{1c}\u{3000}", -1), [""; 0]);
        let from_right = |s, max| rsplit_whitespace(s, max).collect::<Vec<_>>();
        assert_eq!(from_right("  a b  c ", 1), ["c", "  a b"]);
        assert_eq!(from_right(" a\u{3000}b", -1), ["b", "a"]);
        assert_eq!(from_right(" ", -1), [""; 0]);
    }

    #[test]
    fn lines() {
        let lines = |s, keep| split_lines(s, keep).collect::<Vec<_>>();
        assert_eq!(lines("a\r\nb\u{2028}\n\nc", false), ["a", "b", "", "", "c"]);
        assert_eq!(lines("a\r\nb\rc\n", true), ["a\r\n", "b\r", "c\n"]);
        assert_eq!(lines("", false), [""; 0]);
    }

    #[test]
    fn replacing() {
        assert_eq!(replace("aé", "", "-", -1).unwrap(), "-a-é-");
        assert_eq!(replace("abc", "", "-", 2).unwrap(), "-a-bc");
        assert_eq!(replace("abcabc", "bc", "é", 1).unwrap(), "aéabc");
        assert_eq!(replace("abc", "x", "y", -1), None);
        assert_eq!((count("éé", ""), count("aaaa", "aa")), (3, 2));
    }

    #[test]
    fn padding() {
        let text = |result: Result<Option<Padded>>| result.unwrap().unwrap().short();
        assert_eq!(text(zfill("-5", 4)), "-005");
        assert_eq!(text(zfill("+", 3)), "+00");
        assert_eq!(zfill("-5", 2), Ok(None));
    }

    #[test]
    fn parts() {
        assert_eq!(partition("a=b=c", "="), Ok(Some(("a", "b=c"))));
        assert_eq!(rpartition("a=b=c", "="), Ok(Some(("a=b", "c"))));
        assert_eq!(partition("abc", "="), Ok(None));
        assert_eq!(strip("xxaxx", Some("x"), Side::Left), "axx");
        assert_eq!(strip(" a ", None, Side::Both), "a");
    }
}
