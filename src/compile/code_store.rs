//! A cache of compiled library modules in files, like CPython's `__pycache__`.
//!
//! Only modules packed into the executable are cached: their source changes only with the
//! executable, whose size and modification time identify the build. If reading or writing a file
//! fails, the module is compiled.

use super::stored;
use crate::objects::code::{Code, Source};
use crate::runtime::Ref;
use rustc_hash::FxHasher;
use std::cell::OnceCell;
use std::ffi::OsStr;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, SystemTime};
use std::{env, fs, io};

/// The age at which files of other builds are removed.
const FORGOTTEN: Duration = Duration::from_secs(14 * 24 * 3600);

/// A folder with compiled code.
pub struct CodeStore {
    root: PathBuf,
    /// The number of this build; none if the program file cannot be looked at.
    build: OnceCell<Option<u64>>,
}

impl CodeStore {
    /// The folder that the environment names: `$HOB_CACHE` (no folder if that is empty), else `hob`
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

    /// The code of a module, if it is kept.
    pub fn load(&self, name: &str, source: &Rc<Source>) -> Option<Ref<Code>> {
        let bytes = fs::read(self.folder()?.join(name)).ok()?;
        stored::read(&bytes, self.build()?, source)
    }

    /// Keeps the code of a module.
    pub fn keep(&self, name: &str, code: &Code) {
        if let Some(build) = self.build()
            && let Some(folder) = self.folder()
            && let Some(bytes) = stored::write(code, build)
        {
            // Without the file the next run compiles again.
            let _ = self.write(&folder, name, &bytes);
        }
    }

    /// Writes a file that other processes see whole or not at all.
    fn write(&self, folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
        if !folder.is_dir() {
            fs::create_dir_all(folder)?;
            self.forget_others(folder);
        }
        let new = folder.join(format!(".{name}.{}", std::process::id()));
        fs::write(&new, bytes).and_then(|()| fs::rename(&new, folder.join(name))).inspect_err(
            |_| {
                // It would only take room.
                let _ = fs::remove_file(&new);
            },
        )
    }

    /// Removes the files of builds that have not been used for long.
    fn forget_others(&self, own: &Path) {
        let is_build = |name: &OsStr| {
            name.to_str().is_some_and(|n| n.len() == 16 && n.bytes().all(|b| b.is_ascii_hexdigit()))
        };
        for entry in fs::read_dir(&self.root).into_iter().flatten().flatten() {
            let time = entry.metadata().and_then(|m| m.modified());
            let age = time.ok().and_then(|time| SystemTime::now().duration_since(time).ok());
            if entry.path() != own
                && is_build(&entry.file_name())
                && age.is_some_and(|age| age > FORGOTTEN)
            {
                // Somebody else may be about the same.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}
