//! Incremental search of the history (Ctrl-R, Ctrl-S).
//!
//! rustyline's own search waits for keys itself: output of tasks would not appear before the next
//! key.

use super::edit::Edit;
use super::history;
use super::margin;
use rustyline::history::{History, SearchDirection};

/// A search in progress.
#[derive(Debug)]
pub struct Search {
    looked_for: String,
    /// The block found last.
    found: Option<usize>,
    failed: bool,
    /// The text and cursor when the search began.
    before: (String, usize),
}

/// A key of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Appends a character to the pattern.
    Add(char),
    /// Removes the last character of the pattern.
    Remove,
    /// Finds an earlier match.
    Back,
    /// Finds a later match.
    On,
}

impl Search {
    /// Begins a search at the end of the history.
    pub fn new(text: &str, at: usize) -> Search {
        let before = (text.to_string(), at);
        Search { looked_for: String::new(), found: None, failed: false, before }
    }

    /// The line that shows the pattern.
    pub fn line(&self) -> String {
        let failed = if self.failed { "failed " } else { "" };
        format!("({failed}history search) {}", self.looked_for)
    }

    /// The edit that restores the text from before the search.
    pub fn give_up(&self, text: &str) -> Edit {
        Edit::whole(text, &self.before.0, self.before.1)
    }

    /// Performs a step. Returns the edit that shows the block found, with the cursor at the match.
    pub fn step(&mut self, step: Step, text: &str, history: &dyn History) -> Option<Edit> {
        let newest = history.len().checked_sub(1)?;
        let at = self.found.unwrap_or(newest);
        let (from, direction) = match step {
            Step::Add(c) => {
                self.looked_for.push(c);
                (Some(at), SearchDirection::Reverse)
            }
            Step::Remove => {
                self.looked_for.pop();
                (Some(newest), SearchDirection::Reverse)
            }
            Step::Back if self.found.is_none() => (Some(at), SearchDirection::Reverse),
            Step::Back => (at.checked_sub(1), SearchDirection::Reverse),
            Step::On => (Some(at + 1), SearchDirection::Forward),
        };
        let found =
            from.and_then(|from| history::search(history, from, &self.looked_for, direction));
        self.failed = found.is_none() && !self.looked_for.is_empty();
        let (index, block) = found?;
        self.found = Some(index);
        let block = margin::clean(&block);
        let cursor = block.find(&self.looked_for).unwrap_or(block.len());
        Some(Edit::whole(text, &block, cursor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustyline::history::MemHistory;

    #[test]
    fn goes_back_and_on() {
        let mut blocks = MemHistory::new();
        for block in ["ab", "xa", "b"] {
            blocks.add(block).expect("kept in memory");
        }
        let (mut search, mut text) = (Search::new("typed", 2), "typed".to_string());
        let mut step = |step: Step, expected: Option<(&str, usize)>, line: &str| {
            let edit = search.step(step, &text, &blocks);
            if let Some(edit) = &edit {
                text.replace_range(edit.start..edit.end, &edit.text);
            }
            let found = edit.map(|edit| (text.as_str(), edit.cursor));
            assert_eq!((found, search.line().as_str()), (expected, line));
        };
        step(Step::Add('a'), Some(("xa", 1)), "(history search) a");
        step(Step::Back, Some(("ab", 0)), "(history search) a");
        step(Step::Back, None, "(failed history search) a");
        step(Step::On, Some(("xa", 1)), "(history search) a");
        step(Step::Add('b'), Some(("ab", 0)), "(history search) ab");
        step(Step::Remove, Some(("xa", 1)), "(history search) a");
        let edit = search.give_up(&text);
        text.replace_range(edit.start..edit.end, &edit.text);
        assert_eq!((text.as_str(), edit.cursor), ("typed", 2));
    }
}
