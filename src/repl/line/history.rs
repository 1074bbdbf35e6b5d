//! Earlier blocks, kept across sessions by rustyline's history: a line of the file each, appended
//! when it was entered, so that sessions side by side keep each other's.

use rustyline::config::Config;
use rustyline::history::{FileHistory, History as _};
use std::path::PathBuf;

/// How many blocks are kept.
const MOST: usize = 10_000;

/// Earlier blocks, oldest first.
pub struct History {
    blocks: FileHistory,
    file: Option<PathBuf>,
}

/// The file in which blocks are kept: `$HOB_HISTORY` (none if that is empty), or `hob/history` in
/// the folder for state (XDG base directories: `~/.local/state`).
pub fn default_file() -> Option<PathBuf> {
    if let Some(file) = std::env::var_os("HOB_HISTORY") {
        return (!file.is_empty()).then(|| PathBuf::from(file));
    }
    let absolute = |name: &str| {
        std::env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute())
    };
    let home = || absolute("HOME");
    let folder = if cfg!(target_os = "macos") {
        home()?.join("Library/Application Support")
    } else {
        absolute("XDG_STATE_HOME").or_else(|| Some(home()?.join(".local/state")))?
    };
    Some(folder.join("hob/history"))
}

impl Default for History {
    fn default() -> History {
        let settings = Config::builder()
            .history_ignore_space(true)
            .history_ignore_dups(true)
            .and_then(|settings| settings.max_history_size(MOST));
        let blocks = settings.map(|settings| FileHistory::with_config(&settings.build()));
        History { blocks: blocks.unwrap_or_default(), file: None }
    }
}

impl History {
    /// The blocks of a file, which new ones are appended to. A file that cannot be read is no
    /// history.
    pub fn open(file: Option<PathBuf>) -> History {
        let mut history = History { file, ..History::default() };
        if let Some(path) = &history.file {
            if let Some(folder) = path.parent() {
                // Without a file the session still has its own history.
                let _ = std::fs::create_dir_all(folder);
            }
            let _ = history.blocks.load(path);
        }
        history
    }

    /// Adds a block, unless it is the last one again or starts with a blank.
    pub fn add(&mut self, block: &str) {
        let is_new = self.blocks.add(block.trim_end()).unwrap_or(false);
        if is_new && let Some(path) = &self.file {
            // Without a file the session still has its own history.
            let _ = self.blocks.append(path);
        }
    }

    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// A block.
    pub fn get(&self, index: usize) -> Option<&str> {
        self.blocks.iter().nth(index).map(String::as_str)
    }

    /// The last block before `index` that starts with `prefix`.
    pub fn older(&self, index: usize, prefix: &str) -> Option<usize> {
        self.last_before(index, |block| block.starts_with(prefix).then_some(())).map(|(i, ())| i)
    }

    /// The first block behind `index` that starts with `prefix`.
    pub fn newer(&self, index: usize, prefix: &str) -> Option<usize> {
        let mut blocks = self.blocks.iter().enumerate().skip(index + 1);
        blocks.find(|(_, block)| block.starts_with(prefix)).map(|(i, _)| i)
    }

    /// The last block before `index` that contains a text, and where.
    pub fn search_back(&self, index: usize, text: &str) -> Option<(usize, usize)> {
        self.last_before(index, |block| block.find(text))
    }

    /// The first block from `index` on that contains a text, and where.
    pub fn search_on(&self, index: usize, text: &str) -> Option<(usize, usize)> {
        let mut blocks = self.blocks.iter().enumerate().skip(index);
        blocks.find_map(|(i, block)| Some((i, block.find(text)?)))
    }

    /// The last block before `index` for which `find` finds something.
    fn last_before<T>(&self, index: usize, find: impl Fn(&str) -> Option<T>) -> Option<(usize, T)> {
        let later = self.len() - index.min(self.len());
        let places = (0..index.min(self.len())).rev();
        let mut blocks = self.blocks.iter().rev().skip(later).zip(places);
        blocks.find_map(|(block, i)| Some((i, find(block)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_survive() {
        let folder = std::env::temp_dir().join(format!("hob-history-{}", std::process::id()));
        let file = folder.join("deep/history");
        let blocks = ["x = '\\n'", "def f():\n    return 1\n\nf()", "x"];
        let mut history = History::open(Some(file.clone()));
        for block in blocks {
            history.add(block);
            history.add(block);
        }
        history.add(" secret");
        let again = History::open(Some(file));
        assert_eq!(again.blocks.iter().collect::<Vec<_>>(), blocks);
        assert_eq!(again.older(3, ""), Some(2));
        assert_eq!(again.older(2, "x"), Some(0));
        assert_eq!(again.newer(0, "x"), Some(2));
        assert_eq!(again.newer(2, ""), None);
        assert_eq!(again.search_back(3, "f()"), Some((1, 4)));
        assert_eq!(again.search_on(2, "f()"), None);
        std::fs::remove_dir_all(folder).expect("was made above");
    }
}
