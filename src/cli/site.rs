//! The locations of modules that are not the program's own: `PYTHONPATH`, and the additions of
//! `site`.
//!
//! `site` comes from the library, and takes a few milliseconds. It runs only if it would find
//! something: a virtual environment, a folder of packages, or a module for customization.

use super::options::Options;
use crate::embed::{Interpreter, Result};
use crate::modules::sys::installation::{Hints, Installation, site_packages};
use crate::text::os_text;
use crate::vm::flags::Flag;
use std::path::{Component, Path, PathBuf};

/// Modules that `site` imports if they are there.
const CUSTOMIZATION: [&str; 2] = ["sitecustomize", "usercustomize"];

/// The folders and archives of `PYTHONPATH`, as absolute paths without `.` and `..`. An empty entry is the
/// current folder.
pub fn folders_of_environment(options: &Options) -> Vec<String> {
    let folders = options.variable("PYTHONPATH").unwrap_or_default();
    if folders.is_empty() {
        return Vec::new();
    }
    let here = std::env::current_dir().unwrap_or_default();
    let absolute = |entry: &str| {
        let entry = here.join(os_text::to_os(entry).unwrap_or_default());
        let mut path = PathBuf::new();
        for component in entry.components() {
            match component {
                Component::ParentDir => drop(path.pop()),
                Component::CurDir => {}
                other => path.push(other),
            }
        }
        os_text::from_os(path.as_os_str())
    };
    folders.split(':').map(absolute).collect()
}

/// Finds the installation.
pub fn installation(options: &Options) -> Installation {
    let name = std::env::args_os().next().map(PathBuf::from);
    let path = std::env::var_os("PATH");
    let home = options.variable("PYTHONHOME").map(PathBuf::from);
    let venv =
        options.venv.clone().or_else(|| match options.flags.is_set(Flag::IgnoreEnvironment) {
            true => None,
            false => std::env::var_os("VIRTUAL_ENV").map(PathBuf::from),
        });
    Installation::find(Hints {
        name: name.as_deref(),
        path: path.as_ref(),
        venv: venv.as_deref(),
        home: home.as_deref(),
        implementation: options.implementation,
    })
}

/// Adds the folders of packages to `sys.path`, before the program's own folder comes in front.
///
/// # Errors
/// Any exception raised by `site`.
pub fn add_packages(interpreter: &Interpreter, options: &Options) -> Result<()> {
    if options.flags.is_set(Flag::NoSite) || !has_packages(interpreter, options) {
        return Ok(());
    }
    interpreter.import("site")?.call_method("main", ()).map(drop)
}

/// Whether there is anything for `site` to add.
fn has_packages(interpreter: &Interpreter, options: &Options) -> bool {
    let Some(installation) = interpreter.installation() else { return false };
    let user = || {
        let base = options.variable("PYTHONUSERBASE").map(PathBuf::from);
        base.or_else(|| std::env::home_dir().map(|home| home.join(".local")))
    };
    installation.venv.is_some()
        || site_packages(&installation.base_prefix).is_dir()
        || !options.flags.is_set(Flag::NoUserSite)
            && user().is_some_and(|base| site_packages(&base).is_dir())
        || folders_of_environment(options).iter().any(|folder| {
            let folder = Path::new(folder);
            CUSTOMIZATION.iter().any(|name| {
                folder.join(format!("{name}.py")).is_file() || folder.join(name).is_dir()
            })
        })
}
