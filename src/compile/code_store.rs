//! A cache of compiled modules in files, in place of CPython's `__pycache__`.
//!
//! Modules packed into the executable are kept by name: their source changes only with the
//! executable, whose size and modification time identify the build. Modules in files are kept by a
//! hash of their source, so that nothing can be out of date, and environments share identical
//! modules. If reading or writing a file fails, the module is compiled.

use super::stored;
use crate::objects::code::{Code, Optimization, Source};
use crate::runtime::Ref;
use rustc_hash::FxHasher;
use sha2::{Digest, Sha256};
use std::cell::OnceCell;
use std::ffi::OsStr;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, SystemTime};
use std::{env, fs, io};

/// Files unused for this time are removed.
const FORGOTTEN: Duration = Duration::from_secs(14 * 24 * 3600);

/// The interval between two searches for such files.
const SEARCHED: Duration = Duration::from_secs(24 * 3600);

/// The name of a module in the cache.
#[derive(Clone, Copy)]
pub enum Key<'a> {
    /// One that is packed into the executable, by its full name.
    Library(&'a str),
    /// One that is known by its source.
    Content(&'a str),
}

impl Key<'_> {
    /// The path of its file inside the folder of the build.
    fn file(self, optimization: Optimization) -> PathBuf {
        let mut path = match self {
            Key::Library(name) => PathBuf::from(name),
            Key::Content(text) => {
                let digest = Sha256::digest(text.as_bytes());
                let name: String = digest.iter().take(16).map(|b| format!("{b:02x}")).collect();
                Path::new(CONTENT).join(name)
            }
        };
        if optimization != Optimization::None {
            path.as_mut_os_string().push(format!(".opt-{}", optimization as u8));
        }
        path
    }
}

/// The folder of modules that are kept by content. No module's name has a hyphen.
const CONTENT: &str = "by-content";

/// A folder with compiled code.
pub struct CodeStore {
    root: PathBuf,
    /// The number of this build; none if the program file cannot be inspected.
    build: OnceCell<Option<u64>>,
}

impl CodeStore {
    /// The folder given by the environment: `$HOB_CACHE` (no folder if that is empty), else `hob`
    /// where the user's caches are (XDG base directories: `~/.cache`).
    pub fn of_environment() -> Option<CodeStore> {
        let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|f| f.is_absolute());
        let caches = || match cfg!(target_os = "macos") {
            true => folder("HOME").map(|home| home.join("Library/Caches")),
            false => folder("XDG_CACHE_HOME").or_else(|| Some(folder("HOME")?.join(".cache"))),
        };
        let root = match env::var_os("HOB_CACHE") {
            Some(given) if given.is_empty() => return None,
            Some(given) => PathBuf::from(given),
            None => caches()?.join("hob"),
        };
        Some(CodeStore { root, build: OnceCell::new() })
    }

    fn build(&self) -> Option<u64> {
        *self.build.get_or_init(|| {
            let file = env::current_exe().and_then(fs::metadata).ok()?;
            let mut hasher = FxHasher::default();
            (file.len(), file.modified().ok()?).hash(&mut hasher);
            Some(hasher.finish())
        })
    }

    /// The folder of this build.
    fn folder(&self) -> Option<PathBuf> {
        Some(self.root.join(format!("{:016x}", self.build()?)))
    }

    /// The code of a module, if it is cached.
    pub fn load(
        &self,
        key: Key<'_>,
        optimization: Optimization,
        source: &Rc<Source>,
        stack_floor: usize,
    ) -> Option<Ref<Code>> {
        let bytes = fs::read(self.folder()?.join(key.file(optimization))).ok()?;
        stored::read(stored::open(&bytes, self.build()?)?, source, stack_floor)
    }

    /// Keeps the code of a module.
    pub fn keep(&self, key: Key<'_>, optimization: Optimization, code: &[u8]) {
        if let Some(build) = self.build()
            && let Some(folder) = self.folder()
        {
            // Without the file the next run compiles again.
            let _ = self.write(&folder, &key.file(optimization), &stored::seal(code, build));
        }
    }

    /// Writes a file atomically.
    fn write(&self, folder: &Path, file: &Path, bytes: &[u8]) -> io::Result<()> {
        if !folder.is_dir() {
            fs::create_dir_all(folder)?;
            self.forget_others(folder);
        }
        let file = folder.join(file);
        let inside = file.parent().unwrap_or(folder);
        if inside != folder {
            fs::create_dir_all(inside)?;
            forget_unused(inside);
        }
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let new = inside.join(format!(".{name}.{}", std::process::id()));
        fs::write(&new, bytes).and_then(|()| fs::rename(&new, &file)).inspect_err(|_| {
            // It would only waste space.
            let _ = fs::remove_file(&new);
        })
    }

    /// Removes the files of builds that have not been used for long.
    fn forget_others(&self, own: &Path) {
        let is_build = |name: &OsStr| {
            name.to_str().is_some_and(|n| n.len() == 16 && n.bytes().all(|b| b.is_ascii_hexdigit()))
        };
        for entry in fs::read_dir(&self.root).into_iter().flatten().flatten() {
            let modified = entry.metadata().and_then(|m| m.modified());
            if entry.path() != own && is_build(&entry.file_name()) && is_past(modified, FORGOTTEN) {
                // Another process may be doing the same.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

/// Whether a time is longer ago than this.
fn is_past(time: io::Result<SystemTime>, age: Duration) -> bool {
    time.ok()
        .and_then(|time| SystemTime::now().duration_since(time).ok())
        .is_some_and(|passed| passed > age)
}

/// Removes the files in a folder that have not been read for long, at most once a day.
fn forget_unused(folder: &Path) {
    let mark = folder.join(".searched");
    let last = fs::metadata(&mark).and_then(|m| m.modified());
    if last.is_ok() && !is_past(last, SEARCHED) {
        return;
    }
    // Without the mark the next run searches again.
    let _ = fs::write(&mark, "");
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(facts) = entry.metadata() else { continue };
        if is_past(facts.accessed(), FORGOTTEN) && is_past(facts.modified(), FORGOTTEN) {
            // Somebody else may be about the same.
            let _ = fs::remove_file(entry.path());
        }
    }
}
