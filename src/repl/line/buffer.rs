//! The text being edited.

use super::motion;

/// How many changes can be undone.
const MOST_UNDONE: usize = 500;

/// A text, the cursor in it, what it was before, and what was cut out of it.
#[derive(Debug, Default)]
pub struct Buffer {
    text: String,
    cursor: usize,
    undone: Vec<(String, usize)>,
    /// Whether the last change was a typed character, which the next one joins.
    typing: bool,
    /// Texts that were cut, the last one last.
    cut: Vec<String>,
    /// Whether the last command was a cut, which the next one adds to.
    cutting: bool,
    /// The part that was pasted back last.
    yanked: Option<(usize, usize)>,
}

impl Buffer {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The position of the cursor, in bytes.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The text of the line with the cursor, up to the cursor.
    pub fn before_cursor(&self) -> &str {
        &self.text[motion::line_start(&self.text, self.cursor)..self.cursor]
    }

    /// Starts anew with a text, the cursor at its end. What was cut stays.
    pub fn start(&mut self, text: &str) {
        self.text = text.to_string();
        self.cursor = text.len();
        self.undone.clear();
        self.end_command();
    }

    /// Replaces everything, as a change that can be undone.
    pub fn set(&mut self, text: &str, cursor: usize) {
        self.remember(false);
        self.text = text.to_string();
        self.cursor = cursor.min(text.len());
    }

    /// Moves the cursor.
    pub fn move_to(&mut self, position: usize) {
        self.cursor = position.min(self.text.len());
        self.end_command();
    }

    /// Ends what consecutive commands have in common: one change to undo, one text that was cut.
    pub fn end_command(&mut self) {
        self.typing = false;
        self.cutting = false;
        self.yanked = None;
    }

    fn remember(&mut self, typing: bool) {
        if !(typing && self.typing) {
            self.undone.push((self.text.clone(), self.cursor));
            if self.undone.len() > MOST_UNDONE {
                self.undone.remove(0);
            }
        }
        self.end_command();
        self.typing = typing;
    }

    /// Inserts a text at the cursor.
    pub fn insert(&mut self, text: &str) {
        self.remember(false);
        self.text.insert_str(self.cursor, text);
        self.cursor += text.len();
    }

    /// Inserts a character that was typed. A word is undone at once.
    pub fn type_char(&mut self, c: char) {
        self.remember(!c.is_whitespace());
        self.text.insert(self.cursor, c);
        self.cursor += c.len_utf8();
    }

    /// Replaces a part; the cursor goes behind the new text.
    pub fn replace(&mut self, start: usize, end: usize, text: &str) {
        self.remember(false);
        self.text.replace_range(start..end, text);
        self.cursor = start + text.len();
    }

    /// Takes a part out for good.
    pub fn delete(&mut self, start: usize, end: usize) {
        if start < end {
            self.replace(start, end, "");
        }
    }

    /// Cuts a part out. Parts cut one after the other are pasted as one.
    pub fn kill(&mut self, start: usize, end: usize) {
        if start >= end {
            return;
        }
        let (part, before) = (self.text[start..end].to_string(), end <= self.cursor);
        let adds = self.cutting;
        self.remember(false);
        match self.cut.last_mut().filter(|_| adds) {
            Some(last) if before => last.insert_str(0, &part),
            Some(last) => last.push_str(&part),
            None => self.cut.push(part),
        }
        self.text.replace_range(start..end, "");
        self.cursor = start;
        self.cutting = true;
    }

    /// Keeps a part as if it had been cut.
    pub fn copy(&mut self, start: usize, end: usize) {
        if start < end {
            self.cut.push(self.text[start..end].to_string());
        }
    }

    /// Keeps a text as if it had been cut.
    pub fn keep(&mut self, text: &str) {
        self.cut.push(text.to_string());
    }

    /// Moves the cursor without ending what the last command began.
    pub fn set_cursor(&mut self, position: usize) {
        self.cursor = position;
    }

    /// What was cut last.
    pub fn last_cut(&self) -> Option<&str> {
        self.cut.last().map(String::as_str)
    }

    /// Pastes what was cut last.
    pub fn yank(&mut self) {
        let Some(text) = self.cut.last().cloned() else { return };
        let start = self.cursor;
        self.insert(&text);
        self.yanked = Some((start, self.cursor));
    }

    /// Exchanges what was just pasted for what was cut before it.
    pub fn yank_earlier(&mut self) {
        let Some((start, end)) = self.yanked else { return };
        self.cut.rotate_right(1);
        let text = self.cut.last().cloned().unwrap_or_default();
        self.replace(start, end, &text);
        self.yanked = Some((start, self.cursor));
    }

    /// Takes the last change back.
    pub fn undo(&mut self) {
        self.end_command();
        if let Some((text, cursor)) = self.undone.pop() {
            self.text = text;
            self.cursor = cursor;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Buffer {
        let mut buffer = Buffer::default();
        text.chars().for_each(|c| buffer.type_char(c));
        buffer
    }

    #[test]
    fn typing_is_undone_by_words() {
        let mut buffer = typed("one two");
        buffer.undo();
        assert_eq!(buffer.text(), "one ");
        buffer.undo();
        assert_eq!(buffer.text(), "one");
        buffer.undo();
        buffer.undo();
        assert_eq!((buffer.text(), buffer.cursor()), ("", 0));
    }

    #[test]
    fn cuts_in_a_row_are_one() {
        let mut buffer = typed("a b c");
        buffer.kill(4, 5);
        buffer.kill(2, 4);
        assert_eq!((buffer.text(), buffer.last_cut()), ("a ", Some("b c")));
        buffer.move_to(0);
        buffer.kill(0, 1);
        assert_eq!(buffer.last_cut(), Some("a"));
        buffer.yank();
        assert_eq!(buffer.text(), "a ");
        buffer.yank_earlier();
        assert_eq!(buffer.text(), "b c ");
    }
}
