//! Earlier blocks, kept across sessions by rustyline's history: one line of the file for each,
//! appended on entry, so that concurrent sessions keep each other's.

use rustyline::config::Config;
use rustyline::history::{FileHistory, History, SearchDirection};
use std::path::{Path, PathBuf};

/// The maximum number of blocks kept.
const MOST: usize = 10_000;

/// The history file: `$HOB_HISTORY` (none if empty), or `hob/history` in the state folder (XDG base
/// directories: `~/.local/state`).
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

/// Reads the blocks of a file. An unreadable file counts as empty.
pub fn open(file: Option<&Path>) -> FileHistory {
    let settings = Config::builder()
        .history_ignore_space(true)
        .history_ignore_dups(true)
        .and_then(|settings| settings.max_history_size(MOST));
    let history = settings.map(|settings| FileHistory::with_config(&settings.build()));
    let mut history = history.unwrap_or_default();
    if let Some(file) = file {
        if let Some(folder) = file.parent() {
            // Without a file the session still has a history.
            let _ = std::fs::create_dir_all(folder);
        }
        let _ = history.load(file);
    }
    history
}

/// Adds a block, unless it repeats the last one or starts with a space.
pub fn add(history: &mut FileHistory, file: Option<&Path>, block: &str) {
    let is_new = history.add(block.trim_end()).unwrap_or(false);
    if is_new && let Some(file) = file {
        // Without a file the session still has a history.
        let _ = history.append(file);
    }
}

/// The latest block before `index` that starts with `prefix`.
pub fn older(history: &dyn History, index: usize, prefix: &str) -> Option<(usize, String)> {
    starts_with(history, index.checked_sub(1)?, prefix, SearchDirection::Reverse)
}

/// The first block after `index` that starts with `prefix`.
pub fn newer(history: &dyn History, index: usize, prefix: &str) -> Option<(usize, String)> {
    starts_with(history, index + 1, prefix, SearchDirection::Forward)
}

fn starts_with(
    history: &dyn History,
    index: usize,
    prefix: &str,
    direction: SearchDirection,
) -> Option<(usize, String)> {
    let found = match prefix {
        // rustyline finds nothing for an empty prefix.
        "" => history.get(index, direction),
        _ => history.starts_with(prefix, index, direction),
    };
    found.ok()?.map(|found| (found.idx, found.entry.into_owned()))
}

/// The nearest block from `index` on that contains a text.
pub fn search(
    history: &dyn History,
    index: usize,
    text: &str,
    direction: SearchDirection,
) -> Option<(usize, String)> {
    let found = history.search(text, index, direction).ok()??;
    Some((found.idx, found.entry.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_survive() {
        let folder = std::env::temp_dir().join(format!("hob-history-{}", std::process::id()));
        let file = folder.join("deep/history");
        let blocks = ["x = '\\n'", "def f():\n    return 1\n\nf()", "x"];
        let mut history = open(Some(&file));
        for block in blocks {
            add(&mut history, Some(&file), block);
            add(&mut history, Some(&file), block);
        }
        add(&mut history, Some(&file), " secret");
        let again = open(Some(&file));
        assert_eq!(again.iter().collect::<Vec<_>>(), blocks);
        let place = |found: Option<(usize, String)>| found.map(|(index, _)| index);
        assert_eq!(older(&again, 3, ""), Some((2, "x".to_string())));
        assert_eq!(place(older(&again, 2, "x")), Some(0));
        assert_eq!(place(newer(&again, 0, "x")), Some(2));
        assert_eq!((older(&again, 0, ""), newer(&again, 2, "")), (None, None));
        let found = search(&again, 2, "f()", SearchDirection::Reverse);
        assert_eq!(place(found), Some(1));
        assert_eq!(search(&again, 2, "f()", SearchDirection::Forward), None);
        std::fs::remove_dir_all(folder).expect("was made above");
    }
}
