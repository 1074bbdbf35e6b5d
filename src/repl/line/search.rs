//! Searching the history while typing what to look for (Ctrl-R, Ctrl-S).

use super::buffer::Buffer;
use super::history::History;
use super::keys::{Code, Key};

/// A search under way.
#[derive(Debug)]
pub struct Search {
    looked_for: String,
    /// The block found last, and the place in it.
    found: Option<(usize, usize)>,
    /// Where the search goes on from.
    index: usize,
    failed: bool,
    /// What was being typed when the search began.
    before: (String, usize),
}

impl Search {
    /// Begins a search at the end of the history.
    pub fn new(buffer: &Buffer, history: &History) -> Search {
        Search {
            looked_for: String::new(),
            found: None,
            index: history.len(),
            failed: false,
            before: (buffer.text().to_string(), buffer.cursor()),
        }
    }

    /// The line that shows what is looked for.
    pub fn line(&self) -> String {
        let failed = if self.failed { "failed " } else { "" };
        format!("({failed}history search) {}", self.looked_for)
    }

    /// The place in the block that was found.
    pub fn cursor(&self) -> Option<usize> {
        self.found.map(|(_, at)| at)
    }

    /// Does what a key does; false if it ended the search, and may mean something to others.
    pub fn press(&mut self, key: Key, history: &History, buffer: &mut Buffer) -> bool {
        let found = match (key.ctrl, key.alt, key.code) {
            (false, false, Code::Char(c)) => {
                self.looked_for.push(c);
                history.search_back((self.index + 1).min(history.len()), &self.looked_for)
            }
            (_, _, Code::Backspace) => {
                self.looked_for.pop();
                history.search_back(history.len(), &self.looked_for)
            }
            (true, false, Code::Char('r')) => history.search_back(self.index, &self.looked_for),
            (true, false, Code::Char('s')) => history.search_on(self.index + 1, &self.looked_for),
            (true, false, Code::Char('g' | 'c')) => {
                buffer.set(&self.before.0, self.before.1);
                return false;
            }
            _ => {
                if let Some(at) = self.cursor().filter(|_| key.code != Code::Enter) {
                    buffer.move_to(at);
                }
                return false;
            }
        };
        self.failed = found.is_none();
        if let Some((index, at)) = found.filter(|_| !self.looked_for.is_empty()) {
            self.index = index;
            self.found = Some((index, at));
            buffer.set(history.get(index).unwrap_or_default(), usize::MAX);
        }
        true
    }
}
