//! The text while a vi command changes it.

use super::edit::Edit;

/// A text, its cursor, and the last cut text.
#[derive(Debug, Default)]
pub struct Draft {
    text: String,
    cursor: usize,
    cut: Option<String>,
}

impl Draft {
    /// Loads the text being edited. The cut text is kept.
    pub fn load(&mut self, text: &str, cursor: usize) {
        self.text = text.to_string();
        self.cursor = cursor;
    }

    /// The edit that turns `old` into the draft.
    pub fn edit(&self, old: &str) -> Edit {
        Edit::whole(old, &self.text, self.cursor)
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The position of the cursor, in bytes.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Moves the cursor.
    pub fn go(&mut self, position: usize) {
        self.cursor = position.min(self.text.len());
    }

    /// Replaces a part; the cursor moves after the new text.
    pub fn replace(&mut self, start: usize, end: usize, text: &str) {
        self.text.replace_range(start..end, text);
        self.cursor = start + text.len();
    }

    /// Cuts a part out, for pasting.
    pub fn cut(&mut self, start: usize, end: usize) {
        if start < end {
            self.cut = Some(self.text[start..end].to_string());
            self.replace(start, end, "");
        }
    }

    /// Stores a text as if it had been cut.
    pub fn keep(&mut self, text: &str) {
        if !text.is_empty() {
            self.cut = Some(text.to_string());
        }
    }

    /// The text cut last.
    pub fn last_cut(&self) -> Option<&str> {
        self.cut.as_deref()
    }
}
