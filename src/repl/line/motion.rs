//! Movements: from a text and a position in it (in bytes) to another position.

use unicode_segmentation::GraphemeCursor;

/// The position one character to the left (a grapheme cluster).
pub fn left(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// The position one character to the right.
pub fn right(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// The start of the line that contains the position.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |i| i + 1)
}

/// The end of the line that contains the position.
pub fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |i| at + i)
}

/// The first non-blank character of the line.
pub fn first_visible(text: &str, at: usize) -> usize {
    let start = line_start(text, at);
    let line = &text[start..line_end(text, at)];
    start + (line.len() - line.trim_start().len())
}

/// The number of spaces at the start of the line.
pub fn indentation(text: &str, at: usize) -> usize {
    first_visible(text, at) - line_start(text, at)
}

/// The same column in the line above, if there is one.
pub fn up(text: &str, at: usize) -> Option<usize> {
    let start = line_start(text, at);
    let above = line_start(text, start.checked_sub(1)?);
    Some(column(text, above, text[start..at].chars().count()))
}

/// The same column in the line below, if there is one.
pub fn down(text: &str, at: usize) -> Option<usize> {
    let below = line_end(text, at) + 1;
    let count = text[line_start(text, at)..at].chars().count();
    (below <= text.len()).then(|| column(text, below, count))
}

/// The position of the n-th character of the line that starts here, or its end.
fn column(text: &str, start: usize, count: usize) -> usize {
    let line = &text[start..line_end(text, start)];
    start + line.char_indices().nth(count).map_or(line.len(), |(i, _)| i)
}

/// Character classes, for movements by words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    Word,
    Other,
}

/// The two notions of a word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// Letters, digits and underscores; other characters are words by themselves.
    Names,
    /// Everything between blanks.
    Blanks,
}

fn class(c: char, words: Words) -> Class {
    if c.is_whitespace() {
        Class::Blank
    } else if words == Words::Blanks || c.is_alphanumeric() || c == '_' {
        Class::Word
    } else {
        Class::Other
    }
}

/// The start of the word before the position (vi's `b`).
pub fn word_left(text: &str, at: usize, words: Words) -> usize {
    let mut chars = text[..at].char_indices().rev().peekable();
    let is_blank = |c: char| class(c, words) == Class::Blank;
    let mut position = at;
    while let Some((i, _)) = chars.next_if(|(_, c)| is_blank(*c)) {
        position = i;
    }
    let Some(&(_, first)) = chars.peek() else { return position };
    while let Some((i, _)) = chars.next_if(|(_, c)| class(*c, words) == class(first, words)) {
        position = i;
    }
    position
}

/// The end of the word after the position: after its last character.
pub fn word_right(text: &str, at: usize, words: Words) -> usize {
    let mut chars = text[at..].char_indices().peekable();
    let is_blank = |c: char| class(c, words) == Class::Blank;
    while chars.next_if(|(_, c)| is_blank(*c)).is_some() {}
    let Some(&(_, first)) = chars.peek() else { return text.len() };
    while chars.next_if(|(_, c)| class(*c, words) == class(first, words)).is_some() {}
    chars.peek().map_or(text.len(), |(i, _)| at + i)
}

/// The start of the next word (vi's `w`).
pub fn next_word(text: &str, at: usize, words: Words) -> usize {
    let mut chars = text[at..].char_indices().peekable();
    let Some(&(_, first)) = chars.peek() else { return text.len() };
    if class(first, words) != Class::Blank {
        while chars.next_if(|(_, c)| class(*c, words) == class(first, words)).is_some() {}
    }
    while chars.next_if(|(_, c)| class(*c, words) == Class::Blank).is_some() {}
    chars.peek().map_or(text.len(), |(i, _)| at + i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let text = "if x:\n    yé\nz";
        assert_eq!((line_start(text, 8), line_end(text, 8)), (6, 13));
        assert_eq!((first_visible(text, 7), indentation(text, 7)), (10, 4));
        assert_eq!((up(text, 2), up(text, 13), up(text, 14)), (None, Some(5), Some(6)));
        assert_eq!((down(text, 5), down(text, 13), down(text, 14)), (Some(11), Some(15), None));
        assert_eq!((left(text, 13), right(text, 11)), (11, 13));
    }

    #[test]
    fn words() {
        let text = "foo.bar (x)";
        assert_eq!(word_left(text, 11, Words::Names), 10);
        assert_eq!(word_left(text, 9, Words::Names), 8);
        assert_eq!(word_left(text, 4, Words::Names), 3);
        assert_eq!(word_left(text, 8, Words::Blanks), 0);
        assert_eq!(word_right(text, 3, Words::Names), 4);
        assert_eq!(word_right(text, 7, Words::Blanks), 11);
        assert_eq!(word_right(text, 11, Words::Names), 11);
        assert_eq!(next_word(text, 0, Words::Names), 3);
        assert_eq!(next_word(text, 0, Words::Blanks), 8);
    }
}
