//! Earlier blocks, kept across sessions.
//!
//! The file has one block a line, line ends written as `\n` and backslashes as `\\`. Each block is
//! appended when it was entered, so that sessions side by side keep each other's.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// How many blocks are kept.
const MOST: usize = 10_000;

/// Earlier blocks, oldest first.
#[derive(Debug, Default)]
pub struct History {
    blocks: Vec<String>,
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

impl History {
    /// The blocks of a file, which new ones are appended to. A file that cannot be read is no
    /// history.
    pub fn open(file: Option<PathBuf>) -> History {
        let Some(path) = file else { return History::default() };
        let text = fs::read(&path).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let mut blocks: Vec<String> = text.lines().map(unescape).collect();
        let mut history = History { blocks: Vec::new(), file: Some(path) };
        if blocks.len() > MOST + MOST / 10 {
            blocks.drain(..blocks.len() - MOST);
            history.rewrite(&blocks);
        }
        history.blocks = blocks;
        history
    }

    /// Replaces the file with these blocks, in one step.
    fn rewrite(&self, blocks: &[String]) {
        let Some(path) = &self.file else { return };
        let text: String = blocks.iter().map(|block| escape(block) + "\n").collect();
        let new = path.with_extension("new");
        // A history that stays too long is no reason to stop.
        let _ = fs::write(&new, text).and_then(|()| fs::rename(&new, path));
    }

    /// Adds a block, unless it is the last one again or starts with a blank.
    pub fn add(&mut self, block: &str) {
        let block = block.trim_end();
        if block.is_empty()
            || block.starts_with(' ')
            || self.blocks.last().is_some_and(|last| last == block)
        {
            return;
        }
        self.blocks.push(block.to_string());
        if let Some(path) = &self.file {
            // Without a file the session still has its own history.
            let _ = append(path, &(escape(block) + "\n"));
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
        self.blocks.get(index).map(String::as_str)
    }

    /// The last block before `index` that starts with `prefix`.
    pub fn older(&self, index: usize, prefix: &str) -> Option<usize> {
        self.blocks[..index.min(self.len())].iter().rposition(|b| b.starts_with(prefix))
    }

    /// The first block behind `index` that starts with `prefix`.
    pub fn newer(&self, index: usize, prefix: &str) -> Option<usize> {
        let start = (index + 1).min(self.len());
        let found = self.blocks[start..].iter().position(|b| b.starts_with(prefix))?;
        Some(start + found)
    }

    /// The last block before `index` that contains a text, and where.
    pub fn search_back(&self, index: usize, text: &str) -> Option<(usize, usize)> {
        let blocks = &self.blocks[..index.min(self.len())];
        blocks.iter().enumerate().rev().find_map(|(i, b)| Some((i, b.find(text)?)))
    }

    /// The first block from `index` on that contains a text, and where.
    pub fn search_on(&self, index: usize, text: &str) -> Option<(usize, usize)> {
        let blocks = self.blocks.iter().enumerate().skip(index);
        blocks.into_iter().find_map(|(i, b)| Some((i, b.find(text)?)))
    }
}

fn append(path: &Path, line: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(line.as_bytes())
}

fn escape(block: &str) -> String {
    block.replace('\\', "\\\\").replace('\n', "\\n")
}

fn unescape(line: &str) -> String {
    let mut out = String::new();
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            c => out.push(c),
        }
    }
    out
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
        assert_eq!(again.blocks, blocks);
        assert_eq!(again.older(3, ""), Some(2));
        assert_eq!(again.older(2, "x"), Some(0));
        assert_eq!(again.newer(0, "x"), Some(2));
        assert_eq!(again.newer(2, ""), None);
        assert_eq!(again.search_back(3, "f()"), Some((1, 4)));
        assert_eq!(again.search_on(2, "f()"), None);
        std::fs::remove_dir_all(folder).expect("was made above");
    }
}
