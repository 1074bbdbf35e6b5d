//! A change of the text.

use super::margin::{self, Margin};
use rustyline::Changeset;
use rustyline::line_buffer::LineBuffer;

/// Replaces a part of the text and moves the cursor. Positions are bytes of the text without
/// margins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Start of the replaced part.
    pub start: usize,
    /// End of the replaced part.
    pub end: usize,
    /// The replacement.
    pub text: String,
    /// The cursor afterwards.
    pub cursor: usize,
}

impl Edit {
    /// Moves the cursor.
    pub fn go(cursor: usize) -> Edit {
        Edit { start: cursor, end: cursor, text: String::new(), cursor }
    }

    /// Replaces a part; the cursor moves after the new text.
    pub fn replace(start: usize, end: usize, text: impl Into<String>) -> Edit {
        let text = text.into();
        let cursor = start + text.len();
        Edit { start, end, text, cursor }
    }

    /// Replaces the part of `old` that differs from `new`.
    pub fn whole(old: &str, new: &str, cursor: usize) -> Edit {
        let start = old.char_indices().zip(new.chars()).find(|((_, a), b)| a != b);
        let start = start.map_or(old.len().min(new.len()), |((i, _), _)| i);
        let ends = old[start..].chars().rev().zip(new[start..].chars().rev());
        let same: usize = ends.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let text = new[start..new.len() - same].to_string();
        Edit { start, end: old.len() - same, text, cursor: cursor.min(new.len()) }
    }

    /// Applies the edit as an undoable change.
    pub fn apply(&self, line: &mut LineBuffer, margin: Margin, changes: &mut Changeset) {
        let start = margin::buffer_position(line.as_str(), self.start);
        let end = margin::buffer_position(line.as_str(), self.end);
        if start < end || !self.text.is_empty() {
            line.replace(start..end, &margin.buffer(&self.text), changes);
        }
        let cursor = margin::buffer_position(line.as_str(), self.cursor);
        line.set_pos(cursor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_replaced() {
        for (old, new) in
            [("", ""), ("abc", "abc"), ("aé", "aè"), ("aa", "aaa"), ("a\nb", "b"), ("x", "")]
        {
            let edit = Edit::whole(old, new, usize::MAX);
            let mut changed = old.to_string();
            changed.replace_range(edit.start..edit.end, &edit.text);
            assert_eq!((changed.as_str(), edit.cursor), (new, new.len()));
        }
        assert_eq!(Edit::whole("def f(): x", "def g(): x", 3).text, "g");
    }
}
