//! The rows of the screen that show a text with its prompts.
//!
//! rustyline counts the rows and columns of its buffer and moves the cursor by them, relative to
//! the first row of the prompt; the drawing must have the same rows. So it follows rustyline's
//! rules (`Renderer::calculate_position`). rustyline does not handle texts that are higher than the
//! screen: they are cut so that its movements still end in the right place.

use rustyline::GraphemeClusterMode;
use unicode_segmentation::UnicodeSegmentation;

/// The maximum width of a tab, in columns.
pub const TAB: u8 = 4;

/// The contents of the screen while a block is typed.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The prompt of the first line, possibly with colours.
    pub prompt: String,
    /// The prompt of all other lines.
    pub continuation: String,
    /// The text, with colours (SGR sequences) only.
    pub text: String,
    /// The position of the cursor, in bytes of the text without colours.
    pub cursor: usize,
    /// A continuation of the text to show in grey, as far as it fits in the row.
    pub suggestion: String,
    /// Lines below the text: hints, completions.
    pub footer: Vec<String>,
}

/// The properties of the terminal on which drawing depends.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// The number of columns.
    pub columns: usize,
    /// The number of rows.
    pub rows: usize,
    /// How the terminal draws grapheme clusters.
    pub mode: GraphemeClusterMode,
}

/// The drawing of a view, from the first row of the prompt on.
#[derive(Debug, PartialEq, Eq)]
pub struct Frame {
    /// The text to write. It leaves the cursor where rustyline expects it: at the end of the text,
    /// or in the row below if only an upward movement follows.
    pub text: String,
    /// Whether parts are omitted. Then the rest fills the screen.
    pub cut: bool,
    /// The extent of the drawing.
    pub extent: Extent,
}

/// The extent of a drawing, from its first row to the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// The columns of the screen.
    pub columns: usize,
    /// The widths of the rows above the cursor's.
    above: Vec<usize>,
    /// The column of the cursor.
    column: usize,
    /// The last row of the text and the column after it, which rustyline counts as well.
    end: (usize, usize),
}

impl Extent {
    /// Whether rustyline itself draws when the terminal changes to this many columns, which it does
    /// unless the text is in a single row that fits.
    pub fn is_redrawn(&self, columns: usize) -> bool {
        self.end.0 > 0 || self.end.1 >= columns
    }

    /// The number of rows that a terminal adds above the cursor when it changes to this many
    /// columns and rewraps the rows that have become too long.
    pub fn rows_added(&self, columns: usize) -> usize {
        let columns = columns.max(1);
        let broken = self.above.iter().map(|width| width.max(&1).div_ceil(columns) - 1);
        broken.sum::<usize>() + self.column / columns
    }
}

/// A view as rows of the screen.
#[derive(Debug, Default, PartialEq, Eq)]
struct Rows {
    /// The rows, none wider than the screen.
    rows: Vec<String>,
    /// The cursor's row.
    row: usize,
    /// The cursor's column.
    cursor: usize,
    /// The widths of the rows above the cursor's.
    above: Vec<usize>,
    /// The column after the text.
    column: usize,
}

/// A piece of a text with colours.
enum Piece<'a> {
    Color(&'a str),
    Cluster(&'a str),
}

/// The colours and characters of a text.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let length = match rest.strip_prefix("\x1b[") {
            Some(sequence) => {
                let end = sequence.find(|c: char| ('@'..='~').contains(&c));
                2 + end.map_or(sequence.len(), |end| end + 1)
            }
            None => rest.graphemes(true).next()?.len(),
        };
        let (piece, more) = rest.split_at(length);
        let is_color = rest.starts_with("\x1b[");
        rest = more;
        Some(if is_color { Piece::Color(piece) } else { Piece::Cluster(piece) })
    })
}

/// The width in columns of a character that begins at a column.
fn cluster_width(cluster: &str, column: usize, mode: GraphemeClusterMode) -> usize {
    match cluster {
        "\t" => usize::from(TAB) - column % usize::from(TAB),
        _ => usize::from(mode.width(cluster)),
    }
}

/// The width in columns of a text without line endings.
pub fn width(text: &str, mode: GraphemeClusterMode) -> usize {
    pieces(text).fold(0, |column, piece| match piece {
        Piece::Cluster(cluster) => column + cluster_width(cluster, column, mode),
        Piece::Color(_) => column,
    })
}

/// A prompt reduced to what can be in a row: colours, and characters with a width.
pub fn drawable(prompt: &str) -> String {
    let pieces = pieces(prompt).map(|piece| match piece {
        Piece::Color(sequence) if sequence.ends_with('m') => sequence,
        Piece::Cluster(cluster) if !cluster.contains(char::is_control) => cluster,
        _ => "",
    });
    pieces.collect()
}

/// A text without its colours.
pub fn without_colors(text: &str) -> String {
    let pieces = pieces(text).map(|piece| match piece {
        Piece::Color(_) => "",
        Piece::Cluster(cluster) => cluster,
    });
    pieces.collect()
}

/// The start of a text that fits a number of columns. Colours are kept.
fn clipped(text: &str, columns: usize, mode: GraphemeClusterMode) -> String {
    let (mut out, mut used) = (String::new(), 0);
    for piece in pieces(text) {
        match piece {
            Piece::Color(color) => out.push_str(color),
            Piece::Cluster(cluster) => {
                let taken = cluster_width(cluster, used, mode);
                used += taken;
                if used <= columns {
                    out.push_str(if cluster == "\t" { &"    "[..taken] } else { cluster });
                }
            }
        }
    }
    out
}

impl View {
    /// Draws the view. A view that is higher than the screen is cut to the part around the cursor,
    /// unless this is the `last` drawing, which stays on the screen and has no footer.
    pub fn draw(&self, size: Size, last: bool) -> Frame {
        let laid = self.lay_out(size);
        let bottom = laid.rows.len() - 1;
        let room = size.rows.max(3);
        let footer = if last { &[] } else { &self.footer[..self.footer.len().min(room - 2)] };
        let room = room - footer.len();
        let at_end = laid.row == bottom;
        // rustyline itself moves to the last row if the text fills the row before it.
        let fills = laid.column == 0 && bottom > 0 && !self.text.ends_with('\n');
        // Upward movements that are too long end in the first row of the screen. So either the end
        // of the text is visible, or the row of the cursor is the first.
        let cut = bottom >= room && !(last && at_end);
        let (first, end) = match cut {
            false => (0, bottom),
            true if bottom - laid.row < room => (bottom + 1 - room, bottom),
            true => (laid.row, laid.row + room - 1),
        };
        let drawn = if fills && end == bottom { end } else { end + 1 };
        let mut text = laid.rows[first..drawn].join("\r\n");
        if !last && !cut && !fills && at_end && !self.suggestion.is_empty() {
            let room = size.columns - 1 - laid.column;
            let shown = clipped(&self.suggestion, room, size.mode);
            let back = width(&shown, size.mode);
            if back > 0 {
                text.push_str(&format!("\x1b[2m{shown}\x1b[0m\x1b[{back}D"));
            }
        }
        if !footer.is_empty() {
            let below = end + 1 - (drawn - 1);
            text.push_str(&"\r\n".repeat(below));
            let lines = footer.iter().map(|line| clipped(line, size.columns - 1, size.mode));
            text.push_str(&lines.collect::<Vec<_>>().join("\r\n"));
            text.push_str(&format!("\x1b[{}A", below + footer.len() - 1));
        }
        if end < bottom {
            text.push_str("\x1b[H");
        }
        let (above, column) = (laid.above, laid.cursor);
        let extent = Extent { columns: size.columns, above, column, end: (bottom, laid.column) };
        Frame { text, cut, extent }
    }

    fn lay_out(&self, size: Size) -> Rows {
        let (color, widths) = (String::new(), Vec::new());
        let mut pen = Pen { rows: vec![String::new()], widths, column: 0, color, size };
        pen.write(&self.prompt);
        pen.end_color();
        pen.wrap_if_full();
        let (mut offset, mut row) = (0, None);
        for piece in pieces(&self.text) {
            let cluster = match piece {
                Piece::Color(sequence) => {
                    pen.set_color(sequence);
                    continue;
                }
                Piece::Cluster(cluster) => cluster,
            };
            if offset >= self.cursor && row.is_none() {
                pen.wrap_if_full();
                row = Some((pen.rows.len() - 1, pen.column));
            }
            offset += cluster.len();
            if cluster == "\n" {
                let color = std::mem::take(&mut pen.color);
                pen.next_row();
                pen.write(&self.continuation);
                pen.end_color();
                pen.set_color(&color);
            } else {
                pen.put(cluster);
            }
        }
        pen.end_color();
        pen.wrap_if_full();
        let (row, cursor) = row.unwrap_or((pen.rows.len() - 1, pen.column));
        pen.widths.truncate(row);
        Rows { row, cursor, above: pen.widths, column: pen.column, rows: pen.rows }
    }
}

/// Writes rows.
struct Pen {
    rows: Vec<String>,
    /// The widths of all rows but the last.
    widths: Vec<usize>,
    column: usize,
    /// The active colours.
    color: String,
    size: Size,
}

impl Pen {
    fn push(&mut self, text: &str) {
        if let Some(row) = self.rows.last_mut() {
            row.push_str(text);
        }
    }

    fn set_color(&mut self, sequence: &str) {
        match sequence {
            "\x1b[0m" | "\x1b[m" => self.color.clear(),
            _ => self.color.push_str(sequence),
        }
        self.push(sequence);
    }

    fn end_color(&mut self) {
        if !self.color.is_empty() {
            self.color.clear();
            self.push("\x1b[0m");
        }
    }

    fn write(&mut self, text: &str) {
        for piece in pieces(text) {
            match piece {
                Piece::Color(sequence) => self.set_color(sequence),
                Piece::Cluster(cluster) => self.put(cluster),
            }
        }
    }

    fn put(&mut self, cluster: &str) {
        let mut taken = cluster_width(cluster, self.column, self.size.mode);
        if self.column + taken > self.size.columns {
            self.next_row();
            taken = taken.min(self.size.columns);
        }
        self.column += taken;
        match cluster {
            "\t" => self.push(&" ".repeat(taken)),
            _ => self.push(cluster),
        }
    }

    /// Begins a row, continuing the colour.
    fn next_row(&mut self) {
        if !self.color.is_empty() {
            self.push("\x1b[0m");
        }
        self.rows.push(self.color.clone());
        self.widths.push(self.column);
        self.column = 0;
    }

    fn wrap_if_full(&mut self) {
        if self.column == self.size.columns {
            self.next_row();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::margin::{self, Margin};
    use super::*;

    const MODE: GraphemeClusterMode = GraphemeClusterMode::WcWidth;

    fn size(columns: usize, rows: usize) -> Size {
        Size { columns, rows, mode: MODE }
    }

    fn view(text: &str, cursor: usize) -> View {
        let (prompt, continuation) = (">>> ".to_string(), "... ".to_string());
        View { prompt, continuation, text: text.to_string(), cursor, ..View::default() }
    }

    fn laid(text: &str, cursor: usize, columns: usize) -> Rows {
        view(text, cursor).lay_out(size(columns, 24))
    }

    #[test]
    fn lines_have_prompts() {
        let laid = laid("if x:\n    y", 6, 80);
        assert_eq!(laid.rows, [">>> if x:", "...     y"]);
        assert_eq!((laid.row, laid.column), (1, 9));
    }

    #[test]
    fn long_lines_wrap_and_colours_go_on() {
        let colored = laid("\x1b[31mabcdefg\nx\x1b[0m", 6, 8);
        assert_eq!(
            colored.rows,
            [">>> \x1b[31mabcd\x1b[0m", "\x1b[31mefg", "... \x1b[31mx\x1b[0m"]
        );
        assert_eq!(colored.row, 1);
        let full = laid("abcd", 4, 8);
        assert_eq!((full.rows.len(), full.row, full.column), (2, 1, 0));
        let wide = laid("日本語", 9, 9);
        assert_eq!((wide.rows.len(), wide.row, wide.column), (2, 1, 2));
    }

    #[test]
    fn a_narrower_terminal_breaks_rows() {
        let extent = view("if x:\n    y = 12345", 18).draw(size(80, 24), false).extent;
        assert_eq!((&extent.above, extent.column), (&vec![9], 16));
        for (columns, added) in [(80, 0), (17, 0), (16, 1), (9, 1), (8, 3), (4, 6)] {
            assert_eq!(extent.rows_added(columns), added, "{columns}");
        }
    }

    /// rustyline's rules, applied to its buffer: the row of the cursor, and the row and column of
    /// the end.
    fn rows_by_rustyline(prompt: &str, buffer: &str, at: usize, columns: usize) -> [usize; 3] {
        let position = |text: &str, (mut row, mut column): (usize, usize)| {
            for cluster in text.graphemes(true) {
                if cluster == "\n" {
                    (row, column) = (row + 1, 0);
                    continue;
                }
                let width = cluster_width(cluster, column, MODE);
                column += width;
                if column > columns {
                    (row, column) = (row + 1, width);
                }
            }
            if column == columns { (row + 1, 0) } else { (row, column) }
        };
        let cursor = position(&buffer[..at], position(prompt, (0, 0)));
        let end = position(&buffer[at..], cursor);
        [cursor.0, end.0, end.1]
    }

    #[test]
    fn rows_are_those_that_rustyline_counts() {
        let pieces = ["a", "bcd", "\n", "日", "é", "    ", "\t", "🎉"];
        let mut random = 3u64;
        let mut next = || {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (random >> 33) as usize
        };
        for _ in 0..3000 {
            let text: String = (0..next() % 20).map(|_| pieces[next() % pieces.len()]).collect();
            let places: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
            let at = *places.get(next() % (places.len() + 1)).unwrap_or(&text.len());
            let columns = 8 + next() % 5;
            let buffer = Margin { width: 4 }.buffer(&text).into_owned();
            let there = margin::buffer_position(&buffer, at);
            let laid = laid(&text, at, columns);
            assert_eq!(
                [laid.row, laid.rows.len() - 1, laid.column],
                rows_by_rustyline(">>> ", &buffer, there, columns),
                "{text:?} at {at} in {columns} columns"
            );
        }
    }

    #[test]
    fn what_is_too_high_is_cut_around_the_cursor() {
        let text = (0..50).map(|i| i.to_string()).collect::<Vec<_>>().join("\n");
        let mut view = view(&text, 0);
        view.footer = vec!["help".to_string()];
        let top = view.draw(size(80, 10), false);
        assert!(top.cut && top.text.starts_with(">>> 0\r\n") && top.text.ends_with("\x1b[H"));
        assert_eq!(top.text.matches("\r\n").count(), 9);
        view.cursor = text.len();
        let bottom = view.draw(size(80, 10), false);
        assert!(bottom.cut && bottom.text.ends_with("... 49\r\nhelp\x1b[1A"));
        let last = view.draw(size(80, 10), true);
        assert!(!last.cut && last.text.ends_with("... 49"));
        assert_eq!(last.text.matches("\r\n").count(), 49);
    }

    #[test]
    fn a_footer_stands_below_a_row_that_is_full() {
        let mut view = view("abcd", 4);
        assert_eq!(view.draw(size(8, 24), false).text, ">>> abcd");
        view.footer = vec!["help".to_string()];
        assert_eq!(view.draw(size(8, 24), false).text, ">>> abcd\r\n\r\nhelp\x1b[2A");
    }
}
