//! The rows of the screen that show a text with its prompts.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many columns a tab takes.
const TAB: usize = 4;

/// What is shown while a block is typed.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The prompt of the first line.
    pub prompt: String,
    /// The prompt of all others.
    pub continuation: String,
    /// The text, with colours (SGR sequences) and nothing else added.
    pub text: String,
    /// The position of the cursor, in bytes of the text without colours.
    pub cursor: usize,
    /// Lines below the text: hints, completions.
    pub footer: Vec<String>,
}

/// A view as rows of the screen.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The rows, none wider than the screen.
    pub rows: Vec<String>,
    /// The cursor's row.
    pub row: usize,
    /// The cursor's column.
    pub column: usize,
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

/// How many columns a text takes that has no line ends.
pub fn width(text: &str) -> usize {
    let of_piece = |piece| match piece {
        Piece::Cluster("\t") => TAB,
        Piece::Cluster(cluster) => cluster.width(),
        Piece::Color(_) => 0,
    };
    pieces(text).map(of_piece).sum()
}

/// The start of a text that fits into some columns. Colours are kept.
fn clipped(text: &str, columns: usize) -> String {
    let (mut out, mut used) = (String::new(), 0);
    for piece in pieces(text) {
        match piece {
            Piece::Color(color) => out.push_str(color),
            Piece::Cluster(cluster) => {
                used += width(cluster);
                if used <= columns {
                    out.push_str(if cluster == "\t" { "    " } else { cluster });
                }
            }
        }
    }
    out
}

impl View {
    /// Lays the view out on a screen of this many columns and rows, with some lines below. What is
    /// higher than the screen is cut to the part around the cursor.
    pub fn lay_out(&self, footer: &[String], columns: usize, height: usize) -> Rows {
        let columns = columns.max(8);
        let mut laid = self.lay_out_text(columns);
        let lines = footer.iter().map(|line| clipped(line, columns - 1));
        let height = height.max(2);
        let room = height.saturating_sub(footer.len()).max(1);
        if laid.rows.len() > room {
            let first = (laid.row + 1).saturating_sub(room).min(laid.rows.len() - room);
            laid.rows = laid.rows.drain(first..first + room).collect();
            laid.row -= first;
        }
        laid.rows.extend(lines.take(height - laid.rows.len().min(height)));
        laid
    }

    fn lay_out_text(&self, columns: usize) -> Rows {
        let mut laid = Rows { rows: vec![self.prompt.clone()], row: 0, column: 0 };
        let (mut column, mut offset) = (width(&self.prompt), 0);
        let mut color = String::new();
        let mut placed = false;
        for piece in pieces(&self.text) {
            let cluster = match piece {
                Piece::Color(sequence) => {
                    match sequence {
                        "\x1b[0m" | "\x1b[m" => color.clear(),
                        _ => color.push_str(sequence),
                    }
                    push(&mut laid, sequence);
                    continue;
                }
                Piece::Cluster(cluster) => cluster,
            };
            let taken = if cluster == "\n" { 0 } else { width(cluster) };
            if column + taken > columns {
                next_row(&mut laid, "", &color);
                column = 0;
            }
            if offset >= self.cursor && !placed {
                (laid.row, laid.column, placed) = (laid.rows.len() - 1, column, true);
                if column == columns {
                    (laid.row, laid.column) = (laid.rows.len(), 0);
                }
            }
            offset += cluster.len();
            if cluster == "\n" {
                if column == columns && laid.row == laid.rows.len() {
                    next_row(&mut laid, "", &color);
                }
                next_row(&mut laid, &self.continuation, &color);
                column = width(&self.continuation);
                continue;
            }
            column += taken;
            push(&mut laid, if cluster == "\t" { "    " } else { cluster });
        }
        if !placed {
            if column >= columns {
                next_row(&mut laid, "", &color);
                column = 0;
            }
            (laid.row, laid.column) = (laid.rows.len() - 1, column);
        }
        if !color.is_empty() {
            push(&mut laid, "\x1b[0m");
        }
        laid
    }
}

fn push(laid: &mut Rows, text: &str) {
    if let Some(row) = laid.rows.last_mut() {
        row.push_str(text);
    }
}

/// Begins a row; a colour goes on behind the prompt.
fn next_row(laid: &mut Rows, prompt: &str, color: &str) {
    if !color.is_empty() {
        push(laid, "\x1b[0m");
    }
    laid.rows.push(format!("{prompt}{color}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(text: &str, cursor: usize) -> View {
        let (prompt, continuation) = (">>> ".to_string(), "... ".to_string());
        View { prompt, continuation, text: text.to_string(), cursor, footer: Vec::new() }
    }

    #[test]
    fn lines_have_prompts() {
        let laid = view("if x:\n    y", 6).lay_out(&[], 80, 24);
        assert_eq!(laid.rows, [">>> if x:", "...     y"]);
        assert_eq!((laid.row, laid.column), (1, 4));
    }

    #[test]
    fn long_lines_wrap_and_colours_go_on() {
        let laid = view("\x1b[31mabcdefg\nx\x1b[0m", 6).lay_out(&[], 8, 24);
        assert_eq!(
            laid.rows,
            [">>> \x1b[31mabcd\x1b[0m", "\x1b[31mefg\x1b[0m", "... \x1b[31mx\x1b[0m"]
        );
        assert_eq!((laid.row, laid.column), (1, 2));
        let full = view("abcd", 4).lay_out(&[], 8, 24);
        assert_eq!((full.rows.len(), full.row, full.column), (2, 1, 0));
        let wide = view("日本語", 9).lay_out(&[], 9, 24);
        assert_eq!((wide.rows.len(), wide.row, wide.column), (2, 1, 2));
    }

    #[test]
    fn what_is_too_high_is_cut_around_the_cursor() {
        let text = (0..50).map(|i| i.to_string()).collect::<Vec<_>>().join("\n");
        let mut view = view(&text, 0);
        let footer = ["help".to_string()];
        let top = view.lay_out(&footer, 80, 10);
        assert_eq!((top.rows[0].as_str(), top.rows.len(), top.row), (">>> 0", 10, 0));
        view.cursor = text.len();
        let bottom = view.lay_out(&footer, 80, 10);
        assert_eq!((bottom.rows[8].as_str(), bottom.row), ("... 49", 8));
    }
}
