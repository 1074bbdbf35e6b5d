//! The completion menu below the line.

use super::view;

/// The maximum number of rows.
const MOST_ROWS: usize = 8;

/// A completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The text to insert.
    pub replacement: String,
    /// The text to show.
    pub display: String,
}

/// The completions of the text before the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Start of the replaced part, in bytes.
    pub start: usize,
    /// The completions.
    pub choices: Vec<Choice>,
}

impl Choices {
    /// The common prefix of all replacements.
    pub fn common_start(&self) -> String {
        let Some(first) = self.choices.first() else { return String::new() };
        let mut common = first.replacement.as_str();
        for choice in &self.choices {
            let same = common.char_indices().zip(choice.replacement.chars());
            let end = same.take_while(|((_, a), b)| a == b).last();
            common = &common[..end.map_or(0, |((i, c), _)| i + c.len_utf8())];
        }
        common.to_string()
    }
}

/// A menu with at most one selected choice.
#[derive(Debug)]
pub struct Menu {
    choices: Choices,
    taken: Option<usize>,
}

impl Menu {
    /// A menu without a selection.
    pub fn new(choices: Choices) -> Menu {
        Menu { choices, taken: None }
    }

    /// Selects the next or previous choice. Returns the start of its text, and the text.
    pub fn turn(&mut self, forward: bool) -> (usize, String) {
        let count = self.choices.choices.len();
        let index = match (self.taken, forward) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(i), true) => (i + 1) % count,
            (Some(i), false) => (i + count - 1) % count,
        };
        self.taken = Some(index);
        (self.choices.start, self.choices.choices[index].replacement.clone())
    }

    /// The menu in columns, like `ls`, on a screen of this size.
    pub fn rows(&self, size: view::Size) -> Vec<String> {
        let choices = &self.choices.choices;
        let width = |text: &str| view::width(text, size.mode);
        let (columns, rows) = (size.columns, size.rows);
        let widest = choices.iter().map(|c| width(&c.display)).max().unwrap_or(0) + 2;
        let across = (columns.saturating_sub(1) / widest).max(1);
        let high = choices.len().div_ceil(across);
        let room = MOST_ROWS.min(rows.saturating_sub(2)).max(1);
        // Scrolls to the selected choice.
        let first = self.taken.map_or(0, |i| (i % high + 1).saturating_sub(room));
        let mut shown = Vec::new();
        for row in first..high.min(first + room) {
            let mut line = String::new();
            for index in (row..choices.len()).step_by(high) {
                let text = &choices[index].display;
                let blanks = " ".repeat(widest - width(text));
                match self.taken == Some(index) {
                    true => line.push_str(&format!("\x1b[7m{text}\x1b[0m{blanks}")),
                    false => line.push_str(&format!("{text}{blanks}")),
                }
            }
            shown.push(line);
        }
        let hidden = high - shown.len().min(high);
        if hidden > 0 {
            shown.push(format!("… {} choices in all", choices.len()));
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustyline::GraphemeClusterMode;

    fn choices(names: &[&str]) -> Choices {
        let choice = |n: &&str| Choice { replacement: n.to_string(), display: n.to_string() };
        Choices { start: 0, choices: names.iter().map(choice).collect() }
    }

    #[test]
    fn choices_in_columns() {
        assert_eq!(choices(&["sleep", "slept", "sly"]).common_start(), "sl");
        let mut menu = Menu::new(choices(&["a", "bb", "c", "d", "e"]));
        let mode = GraphemeClusterMode::WcWidth;
        let size = |columns, rows| view::Size { columns, rows, mode };
        assert_eq!(menu.rows(size(13, 24)), ["a   c   e   ", "bb  d   "]);
        assert_eq!(menu.turn(false), (0, "e".to_string()));
        assert_eq!(menu.turn(true), (0, "a".to_string()));
        assert_eq!(menu.rows(size(80, 24)), ["\x1b[7ma\x1b[0m   bb  c   d   e   "]);
        assert_eq!(
            menu.rows(size(4, 5)),
            ["\x1b[7ma\x1b[0m   ", "bb  ", "c   ", "… 5 choices in all"]
        );
    }
}
