//! Finding and splitting by substrings, as byte positions.
//!
//! In UTF-8 a character never occurs inside another one, so `str` and `bytes` share this module:
//! positions found for valid text are character boundaries.

use super::error::{Result, TextError};
use super::format_spec::check_width;
use memchr::{memchr, memmem, memrchr};
use std::ops::Range;

/// The first occurrence of `needle`. An empty needle is found at 0.
pub fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [byte] => memchr(*byte, haystack),
        [_, ..] if haystack.len() <= SHORT => find_in_short(haystack, needle),
        _ => memmem::find(haystack, needle),
    }
}

/// [`find`] without a table for the needle, which takes longer to build than a short haystack to
/// search.
fn find_in_short(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let last_start = haystack.len().checked_sub(needle.len())?;
    let starts = memchr::memchr_iter(needle[0], &haystack[..=last_start]);
    starts.into_iter().find(|&at| haystack[at..].starts_with(needle))
}

/// The last occurrence of `needle`. An empty needle is found at the end.
pub fn rfind(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [byte] => memrchr(*byte, haystack),
        [first, ..] if haystack.len() <= SHORT => {
            let last_start = haystack.len().checked_sub(needle.len())?;
            let mut starts = memchr::memrchr_iter(*first, &haystack[..=last_start]);
            starts.find(|&at| haystack[at..].starts_with(needle))
        }
        _ => memmem::rfind(haystack, needle),
    }
}

/// The number of non-overlapping occurrences of `needle`, which must not be empty.
pub fn count(haystack: &[u8], needle: &[u8]) -> usize {
    match needle {
        [byte] => memchr::memchr_iter(*byte, haystack).count(),
        _ if haystack.len() <= SHORT => {
            let (mut rest, mut count) = (haystack, 0);
            while let Some(at) = find_in_short(rest, needle) {
                rest = &rest[at + needle.len()..];
                count += 1;
            }
            count
        }
        _ => memmem::find_iter(haystack, needle).count(),
    }
}

/// Turns Python's `maxsplit` and `count` into a limit: negative means none.
pub fn limit(count: i64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// The parts of `haystack` between occurrences of `separator`, from the left, at most
/// `maxsplit` + 1 (negative: no bound).
pub fn split<'a>(haystack: &'a [u8], separator: &'a [u8], maxsplit: i64) -> Result<Split<'a>> {
    if separator.is_empty() {
        return Err(TextError::value("empty separator"));
    }
    let finder = match separator {
        [byte] => Finder::Byte(*byte),
        _ if haystack.len() <= SHORT && separator.len() <= 16 => Finder::Short(separator),
        _ => Finder::Bytes(Box::new(memmem::Finder::new(separator))),
    };
    let size = separator.len();
    Ok(Split { haystack, finder, size, from: 0, left: limit(maxsplit), done: false })
}

/// Iterator over the parts of a split; made by [`split`].
pub struct Split<'a> {
    haystack: &'a [u8],
    finder: Finder<'a>,
    size: usize,
    from: usize,
    left: usize,
    done: bool,
}

/// Haystacks up to this size are searched before a table for the needle would be built.
const SHORT: usize = 512;

/// A search that is repeated; the table of a longer needle is built once.
enum Finder<'a> {
    Byte(u8),
    Short(&'a [u8]),
    Bytes(Box<memmem::Finder<'a>>),
}

impl Finder<'_> {
    fn find(&self, haystack: &[u8]) -> Option<usize> {
        match self {
            Finder::Byte(byte) => {
                // Most parts are short: starting a vectorized search takes longer than checking
                // each byte.
                const NEAR: usize = 16;
                let near = haystack.iter().take(NEAR).position(|other| other == byte);
                near.or_else(|| Some(NEAR + memchr(*byte, haystack.get(NEAR..)?)?))
            }
            Finder::Short(needle) => find_in_short(haystack, needle),
            Finder::Bytes(finder) => finder.find(haystack),
        }
    }
}

impl Iterator for Split<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        if self.done {
            return None;
        }
        let from = self.from;
        let found = if self.left > 0 { self.finder.find(&self.haystack[from..]) } else { None };
        match found {
            Some(at) => {
                self.left -= 1;
                self.from = from + at + self.size;
                Some(from..from + at)
            }
            None => {
                self.done = true;
                Some(from..self.haystack.len())
            }
        }
    }
}

/// Like [`split`], but splits and parts are counted from the right.
pub fn rsplit<'a>(
    haystack: &'a [u8],
    separator: &'a [u8],
    maxsplit: i64,
) -> Result<impl Iterator<Item = Range<usize>>> {
    if separator.is_empty() {
        return Err(TextError::value("empty separator"));
    }
    let (mut left, mut end) = (limit(maxsplit), Some(haystack.len()));
    Ok(std::iter::from_fn(move || {
        let to = end?;
        let found = if left > 0 { rfind(&haystack[..to], separator) } else { None };
        left = left.saturating_sub(1);
        end = found;
        Some(found.map_or(0, |at| at + separator.len())..to)
    }))
}

/// Replaces up to `count` (negative: all) occurrences of `old`, which is not empty; `None` if it does
/// not occur.
pub fn replace(haystack: &[u8], old: &[u8], new: &[u8], count: i64) -> Option<Vec<u8>> {
    let mut parts = split(haystack, old, count).ok()?;
    let first = parts.next()?;
    if first.len() == haystack.len() {
        return None;
    }
    let mut out = Vec::with_capacity(haystack.len());
    out.extend_from_slice(&haystack[first]);
    for part in parts {
        out.extend_from_slice(new);
        out.extend_from_slice(&haystack[part]);
    }
    Some(out)
}

/// The side of a field to which a text is justified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Justify {
    /// `ljust`
    Left,
    /// `rjust`
    Right,
    /// `center`
    Center,
}

/// The number of fill characters before and after a text of `length` characters in a field of `width`.
/// The odd one of a centred text comes first if the width is odd.
///
/// # Errors
/// MemoryError for widths that do not fit in memory.
pub fn padding(justify: Justify, length: usize, width: i64) -> Result<(usize, usize)> {
    let width = check_width(limit(width.max(0)))?;
    let padding = width.saturating_sub(length);
    let before = match justify {
        Justify::Left => 0,
        Justify::Right => padding,
        Justify::Center => padding / 2 + (padding & width & 1),
    };
    Ok((before, padding - before))
}

/// `expandtabs(size)` of a part of a text: columns start again after a line ending. `column` is the
/// one where the part begins, and is set to the one where it ends. Bytes count as columns if they
/// `begin` a character.
pub fn expand_tabs(
    part: &[u8],
    size: i32,
    column: &mut usize,
    begin: fn(u8) -> bool,
    out: &mut Vec<u8>,
) {
    let size = usize::try_from(size).unwrap_or(0);
    for &byte in part {
        match byte {
            b'\t' if size > 0 => {
                let spaces = size - *column % size;
                out.resize(out.len() + spaces, b' ');
                *column += spaces;
            }
            b'\t' => {}
            b'\n' | b'\r' => {
                out.push(byte);
                *column = 0;
            }
            _ => {
                out.push(byte);
                *column += usize::from(begin(byte));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paddings() {
        assert_eq!(padding(Justify::Center, 4, 7), Ok((2, 1)));
        assert_eq!(padding(Justify::Center, 3, 6), Ok((1, 2)));
        assert_eq!(padding(Justify::Left, 3, 5), Ok((0, 2)));
        assert_eq!(padding(Justify::Right, 3, 5), Ok((2, 0)));
        assert_eq!(padding(Justify::Right, 3, -1), Ok((0, 0)));
    }

    #[test]
    fn tabs() {
        let expanded = |parts: &[&str], size| {
            let (mut column, mut out) = (0, Vec::new());
            for part in parts {
                expand_tabs(part.as_bytes(), size, &mut column, |b| b & 0xc0 != 0x80, &mut out);
            }
            String::from_utf8(out).unwrap()
        };
        assert_eq!(expanded(&["a\tb\n\tc"], 4), "a   b\n    c");
        assert_eq!(expanded(&["é\tb\r", "\t", "c\t"], 4), "é   b\r    c   ");
        assert_eq!(expanded(&["a\tb"], 0), "ab");
    }

    fn parts(text: &str, separator: &str, maxsplit: i64) -> Vec<String> {
        let ranges = split(text.as_bytes(), separator.as_bytes(), maxsplit).unwrap();
        ranges.map(|range| text[range].to_owned()).collect()
    }

    #[test]
    fn splits_from_both_ends() {
        assert_eq!(parts("a,b,,c", ",", -1), ["a", "b", "", "c"]);
        assert_eq!(parts("a, b, c", ", ", 1), ["a", "b, c"]);
        assert_eq!(parts("", ",", -1), [""]);
        assert!(rsplit(b"a,b,c", b",", 1).unwrap().eq([4..5, 0..3]));
        assert!(rsplit(b"aaa", b"aa", -1).unwrap().eq([3..3, 0..1]));
        assert_eq!(split(b"a", b"", -1).err().unwrap().message, "empty separator");
    }

    #[test]
    fn replaces() {
        assert_eq!(replace(b"aXbXc", b"X", b"--", 1).unwrap(), b"a--bXc");
        assert_eq!(replace(b"abc", b"X", b"", -1), None);
        assert_eq!(replace(b"XX", b"X", b"", -1).unwrap(), b"");
        assert_eq!(replace(b"X", b"X", b"y", 0), None);
    }
}
