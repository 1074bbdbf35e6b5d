//! The margin: spaces in rustyline's buffer in place of the continuation prompts of a block.
//!
//! rustyline has one prompt, and computes rows and columns from the characters of its buffer. For
//! these to match the screen, each line of the buffer except the first begins with as many spaces
//! as the continuation prompt is wide. These characters cannot be typed, and they are drawn as the
//! prompt ([`super::view`]). Text gets margins when it enters the buffer and loses them when it
//! leaves; everything else in this folder works on *texts*, which have none.

use std::borrow::Cow;

/// EM QUAD: one column wide, and white space, so that movements by words skip it.
pub const FILL: char = '\u{2001}';

/// The canonical equivalent of [`FILL`] in Unicode (EM SPACE), which replaces it in texts.
pub const SAME: char = '\u{2003}';

/// A text cleaned for editing: lines end in `\n`, and other control characters are removed, so that
/// pasted text cannot act as keys and drawn text cannot move the cursor.
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace(FILL, &SAME.to_string());
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// The text of a buffer.
pub fn text(buffer: &str) -> String {
    buffer.chars().filter(|c| *c != FILL).collect()
}

/// The position in the text of a position in the buffer, both in bytes.
pub fn text_position(buffer: &str, at: usize) -> usize {
    let fill = buffer[..at].matches(FILL).count();
    at - fill * FILL.len_utf8()
}

/// The position in the buffer of a position in the text; never inside a margin.
pub fn buffer_position(buffer: &str, at: usize) -> usize {
    let mut seen = 0;
    let found = buffer.char_indices().find(|(_, c)| {
        let is_there = seen >= at && *c != FILL;
        seen += if *c == FILL { 0 } else { c.len_utf8() };
        is_there
    });
    found.map_or(buffer.len(), |(i, _)| i)
}

/// Margins of one width.
#[derive(Clone, Copy, Debug, Default)]
pub struct Margin {
    /// The columns of the continuation prompt.
    pub width: usize,
}

impl Margin {
    /// The buffer for a text or a part of it.
    pub fn buffer<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.width == 0 || !text.contains('\n') {
            return Cow::Borrowed(text);
        }
        let end = format!("\n{}", FILL.to_string().repeat(self.width));
        Cow::Owned(text.replace('\n', &end))
    }

    /// Whether all lines of a buffer have their margins, and nothing else has. No key removes one
    /// here, but a line ending cut under a different prompt may lack it when pasted.
    pub fn is_whole(&self, buffer: &str) -> bool {
        self.buffer(&text(buffer)) == buffer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts made of all characters that might be confused.
    fn texts() -> impl Iterator<Item = String> {
        let pieces = ["", "a", "\n", "\n\n", "é", "日本", "    ", "\u{2003}", "🎉x", "\t"];
        let mut random = 7u64;
        (0..500).map(move |_| {
            let mut next = || {
                random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                (random >> 33) as usize
            };
            (0..next() % 12).map(|_| pieces[next() % pieces.len()]).collect()
        })
    }

    #[test]
    fn a_text_comes_back() {
        for original in texts() {
            for width in [0, 1, 4, 7] {
                let margin = Margin { width };
                let buffer = margin.buffer(&original).into_owned();
                assert_eq!(text(&buffer), original);
                assert!(margin.is_whole(&buffer));
                let fill = buffer.matches(FILL).count();
                assert_eq!(fill, width * original.matches('\n').count());
            }
        }
    }

    #[test]
    fn positions_come_back() {
        for original in texts() {
            for width in [0, 1, 4] {
                let buffer = Margin { width }.buffer(&original).into_owned();
                for (at, _) in original.char_indices().chain([(original.len(), ' ')]) {
                    let there = buffer_position(&buffer, at);
                    assert_eq!(text_position(&buffer, there), at, "{at} in {original:?}");
                    assert!(!buffer[there..].starts_with(FILL), "{at} in {original:?}");
                    assert_eq!(text(&buffer[..there]), original[..at]);
                }
                for (at, _) in buffer.char_indices() {
                    let there = text_position(&buffer, at);
                    assert_eq!(text(&buffer[..at]), original[..there]);
                }
            }
        }
    }

    #[test]
    fn parts_are_put_in_anywhere() {
        let margin = Margin { width: 4 };
        for original in texts() {
            let buffer = margin.buffer(&original).into_owned();
            for (at, _) in original.char_indices() {
                let mut changed = buffer.clone();
                changed.insert_str(buffer_position(&buffer, at), &margin.buffer("x\ny"));
                assert!(margin.is_whole(&changed), "{at} in {original:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_edited_is_left_out() {
        assert_eq!(clean("a\r\nb\rc\u{1b}[31m\u{7}\td\u{2001}"), "a\nb\nc[31m\td\u{2003}");
        assert!(!Margin { width: 4 }.is_whole("a\nb"));
        assert!(!Margin { width: 1 }.is_whole("a\u{2001}b"));
    }
}
