//! The installation of the interpreter, and its virtual environment (`getpath` in CPython, PEP
//! 405).

use super::info::VERSION;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// The locations shown in `sys`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installation {
    /// `sys.executable`
    pub executable: PathBuf,
    /// `sys._base_executable`: outside a virtual environment the same.
    pub base_executable: PathBuf,
    /// `sys.prefix`: the folder of the virtual environment, if there is one.
    pub prefix: PathBuf,
    /// `sys.base_prefix`
    pub base_prefix: PathBuf,
    /// The virtual environment's `pyvenv.cfg`.
    pub venv: Option<PathBuf>,
    /// `sys.implementation.name`: [`IMPLEMENTATION`], or `cpython` for tools that accept only the
    /// interpreters that they know.
    pub implementation: &'static str,
}

/// The usual `sys.implementation.name`.
pub const IMPLEMENTATION: &str = "hob";

/// The installation as given by the command line and the environment.
#[derive(Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The name that the command was called by.
    pub name: Option<&'a Path>,
    /// The folders where commands are looked for: `PATH`.
    pub path: Option<&'a OsString>,
    /// The folder of a virtual environment to use even though the command is not inside it.
    pub venv: Option<&'a Path>,
    /// `PYTHONHOME`
    pub home: Option<&'a Path>,
    /// `HOB_IMPLEMENTATION`
    pub implementation: Option<&'static str>,
}

/// The folder of packages below a prefix, as the scheme `posix_prefix` of `sysconfig` has it.
pub fn site_packages(prefix: &Path) -> PathBuf {
    let (major, minor, _) = VERSION;
    prefix.join(format!("lib/hob{major}.{minor}/site-packages"))
}

impl Installation {
    /// Finds the places.
    pub fn find(hints: Hints<'_>) -> Installation {
        let executable = hints.name.and_then(|name| called(name, hints.path));
        let executable = executable
            .or_else(|| std::env::current_exe().ok())
            .unwrap_or_else(|| PathBuf::from("hob"));
        let folder = executable.parent().unwrap_or(Path::new(""));
        let own = [Some(folder), folder.parent()].into_iter().flatten();
        let own = own.map(|folder| folder.join("pyvenv.cfg")).find(|file| file.is_file());
        // One that contains the command takes precedence over the one that a shell has activated.
        let given = || {
            hints
                .venv
                .and_then(|folder| std::path::absolute(folder.join("pyvenv.cfg")).ok())
                .filter(|f| f.is_file())
        };
        let (encloses, venv) = match own {
            Some(own) => (true, Some(own)),
            None => (false, given()),
        };
        // The settings of another environment say nothing about this interpreter.
        let own = venv.as_ref().filter(|_| encloses);
        let own = own.map(|venv| fs::read_to_string(venv).unwrap_or_default());
        let base_executable = match &own {
            Some(settings) => base_of_venv(&executable, settings),
            None => executable.clone(),
        };
        let base_prefix = match hints.home {
            Some(home) => home.to_path_buf(),
            None => {
                prefix_of(&fs::canonicalize(&base_executable).unwrap_or(base_executable.clone()))
            }
        };
        let prefix = match &venv {
            Some(_) if encloses => folder.parent().unwrap_or(folder).to_path_buf(),
            Some(venv) => venv.parent().map(Path::to_path_buf).unwrap_or_default(),
            None => base_prefix.clone(),
        };
        // Tools note in the environments that they make that they were told that this is CPython.
        let noted = || {
            let name = setting(own.as_ref()?, "implementation")?;
            name.eq_ignore_ascii_case("cpython").then_some("cpython")
        };
        let implementation = hints.implementation.or_else(noted).unwrap_or(IMPLEMENTATION);
        Installation { executable, base_executable, prefix, base_prefix, venv, implementation }
    }
}

/// The absolute path of a command that was called by this name. Links are kept, since a link may
/// belong to a virtual environment.
fn called(name: &Path, path: Option<&OsString>) -> Option<PathBuf> {
    if name.as_os_str().is_empty() {
        return None;
    }
    if name.components().count() > 1 || name.is_absolute() {
        return std::path::absolute(name).ok().filter(|file| file.is_file());
    }
    let mut files = std::env::split_paths(path?).map(|folder| folder.join(name));
    std::path::absolute(files.find(|file| file.is_file())?).ok()
}

/// A setting in the text of a `pyvenv.cfg`.
fn setting(text: &str, wanted: &str) -> Option<String> {
    let mut settings = text.lines().filter_map(|line| line.split_once('='));
    let value = settings.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))?.1.trim();
    (!value.is_empty()).then(|| value.to_string())
}

/// The executable with which a virtual environment with these settings was made.
fn base_of_venv(executable: &Path, settings: &str) -> PathBuf {
    let setting = |wanted: &str| setting(settings, wanted).map(PathBuf::from);
    // In this order: a link is reliable, the others may be out of date.
    let linked = fs::canonicalize(executable).ok().filter(|real| real != executable);
    let named = || setting("executable").filter(|file| file.is_file());
    let beside = || {
        let home = setting("home")?;
        let names = [executable.file_name().unwrap_or_default(), "hob".as_ref()];
        names.iter().map(|name| home.join(name)).find(|file| file.is_file())
    };
    linked.or_else(named).or_else(beside).unwrap_or_else(|| executable.to_path_buf())
}

/// The folder in which an executable is installed: the parent of `bin`, else its own.
fn prefix_of(executable: &Path) -> PathBuf {
    let folder = executable.parent().unwrap_or(Path::new("/"));
    match folder.parent() {
        Some(around) if folder.file_name().is_some_and(|name| name == "bin") => around.into(),
        _ => folder.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with an installed command, removed at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let path = std::env::temp_dir().join(format!("hob-{name}-{}", std::process::id()));
            fs::create_dir_all(path.join("usr/bin")).unwrap();
            let path = fs::canonicalize(path).unwrap();
            fs::write(path.join("usr/bin/hob"), "").unwrap();
            Folder(path)
        }

        fn find(&self, name: &str, venv: Option<&str>) -> Installation {
            let venv = venv.map(|venv| self.0.join(venv));
            let name = self.0.join(name);
            Installation::find(Hints {
                name: Some(&name),
                venv: venv.as_deref(),
                ..Hints::default()
            })
        }

        fn make_venv(&self, settings: &str) {
            fs::create_dir_all(self.0.join("env/bin")).unwrap();
            fs::write(self.0.join("env/pyvenv.cfg"), settings).unwrap();
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn without_a_virtual_environment() {
        let folder = Folder::new("plain");
        let found = folder.find("usr/bin/hob", None);
        assert_eq!(found.prefix, folder.0.join("usr"));
        assert_eq!(found.base_prefix, found.prefix);
        assert_eq!(found.executable, folder.0.join("usr/bin/hob"));
        assert_eq!(found.venv, None);
    }

    #[test]
    fn a_link_inside_a_virtual_environment() {
        let folder = Folder::new("link");
        folder.make_venv("home = /elsewhere\n");
        std::os::unix::fs::symlink(folder.0.join("usr/bin/hob"), folder.0.join("env/bin/python"))
            .unwrap();
        let found = folder.find("env/bin/python", None);
        assert_eq!(found.executable, folder.0.join("env/bin/python"));
        assert_eq!(found.base_executable, folder.0.join("usr/bin/hob"));
        assert_eq!(found.prefix, folder.0.join("env"));
        assert_eq!(found.base_prefix, folder.0.join("usr"));
    }

    #[test]
    fn a_copy_inside_a_virtual_environment() {
        let folder = Folder::new("copy");
        let home = folder.0.join("usr/bin");
        folder.make_venv(&format!(
            "include-system-site-packages = false\nHome = {}\n",
            home.display()
        ));
        fs::write(folder.0.join("env/bin/hob"), "").unwrap();
        let found = folder.find("env/bin/hob", None);
        assert_eq!(found.base_executable, home.join("hob"));
        assert_eq!(found.base_prefix, folder.0.join("usr"));
    }

    #[test]
    fn a_virtual_environment_that_is_named() {
        let folder = Folder::new("named");
        folder.make_venv("home = /usr/bin\n");
        let found = folder.find("usr/bin/hob", Some("env"));
        assert_eq!(found.prefix, folder.0.join("env"));
        assert_eq!(found.base_prefix, folder.0.join("usr"));
        assert_eq!(found.base_executable, found.executable);
        assert_eq!(folder.find("usr/bin/hob", Some("usr")).venv, None);
    }

    #[test]
    fn the_name_of_the_implementation() {
        let folder = Folder::new("implementation");
        folder.make_venv("home = /usr/bin\nimplementation = CPython\n");
        fs::write(folder.0.join("env/bin/python"), "").unwrap();
        assert_eq!(folder.find("env/bin/python", None).implementation, "cpython");
        // The environment of another interpreter says nothing about this one.
        assert_eq!(folder.find("usr/bin/hob", Some("env")).implementation, IMPLEMENTATION);
    }
}
