//! Paths that a program may use: all of them, or those below the folders that its host has granted.
//!
//! Below a folder, the kernel itself resolves the path (`openat2` with `RESOLVE_BENEATH`), so that
//! neither `..` nor a symbolic link leads out, even one that is changed at the same moment.
//! Operations on the path then use the resulting descriptor.

use super::capabilities::{Capability, Files, Folder};
use super::{Vm, VmResult};
use crate::text::os_text;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};

/// A folder that was granted.
pub(super) struct Root {
    /// Its path, as named by the host, and with symbolic links followed.
    names: [PathBuf; 2],
    writable: bool,
    /// The folder, or the number of the error from opening it.
    folder: Result<OwnedFd, i32>,
}

/// The intended use of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Inspect the file; a symbolic link is followed.
    Read,
    /// Inspect the entry, which may be a symbolic link.
    ReadLink,
    /// Change the file; a symbolic link is followed.
    Write,
    /// Make, move or remove the entry itself.
    WriteEntry,
}

impl Access {
    fn writes(self) -> bool {
        matches!(self, Access::Write | Access::WriteEntry)
    }

    fn follows(self) -> bool {
        matches!(self, Access::Read | Access::Write)
    }
}

/// A path to use in place of the program's.
pub struct Reached {
    /// The path.
    pub path: PathBuf,
    /// The path to open.
    _through: Option<OwnedFd>,
}

#[cfg(target_os = "linux")]
mod system {
    use rustix::fs::{Mode, OFlags, ResolveFlags};
    use std::io;
    use std::os::fd::{AsFd, OwnedFd};
    use std::path::Path;

    pub fn open_folder(path: &Path) -> io::Result<OwnedFd> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(rustix::fs::open(path, flags, Mode::empty())?)
    }

    pub fn open_below(folder: impl AsFd, path: &Path, flags: i32) -> io::Result<OwnedFd> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        let flags = OFlags::from_bits_retain(flags as u32) | OFlags::CLOEXEC;
        let makes = flags.contains(OFlags::CREATE);
        let mode = if makes { Mode::from_bits_retain(0o666) } else { Mode::empty() };
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        Ok(rustix::fs::openat2(folder, path, flags, mode, resolve)?)
    }

    /// A descriptor of the file that the path names.
    pub fn locate(folder: impl AsFd, path: &Path) -> io::Result<OwnedFd> {
        open_below(folder, path, OFlags::PATH.bits() as i32)
    }

    /// Opening must not wait for the other end of a pipe.
    pub const NONBLOCK: i32 = OFlags::NONBLOCK.bits() as i32;
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::io;
    use std::os::fd::{AsFd, OwnedFd};
    use std::path::Path;

    fn unsupported() -> io::Error {
        let message = "folders cannot be granted on this operating system";
        io::Error::new(io::ErrorKind::Unsupported, message)
    }

    pub fn open_folder(_: &Path) -> io::Result<OwnedFd> {
        Err(unsupported())
    }

    pub fn open_below(_: impl AsFd, _: &Path, _: i32) -> io::Result<OwnedFd> {
        Err(unsupported())
    }

    pub fn locate(_: impl AsFd, _: &Path) -> io::Result<OwnedFd> {
        Err(unsupported())
    }

    pub const NONBLOCK: i32 = 0;
}

impl Root {
    /// Opens a granted folder. If that fails, every use of it fails.
    pub(super) fn open(folder: &Folder) -> Root {
        let absolute = std::path::absolute(&folder.path).unwrap_or_else(|_| folder.path.clone());
        let canonical = std::fs::canonicalize(&folder.path).unwrap_or_else(|_| absolute.clone());
        let opened = system::open_folder(&canonical);
        let folder_or_error = opened.map_err(|error| error.raw_os_error().unwrap_or(NOT_FOUND));
        Root { names: [absolute, canonical], writable: folder.writable, folder: folder_or_error }
    }

    fn folder(&self) -> std::io::Result<&OwnedFd> {
        self.folder.as_ref().map_err(|number| std::io::Error::from_raw_os_error(*number))
    }

    /// The part of a path that is below this folder.
    fn below<'a>(&self, path: &'a Path) -> Option<&'a Path> {
        self.names.iter().find_map(|name| path.strip_prefix(name).ok())
    }
}

/// The reason that a path cannot be used.
enum Refused {
    NotGranted,
    Failed(std::io::Error),
}

/// ENOENT
const NOT_FOUND: i32 = 2;

/// EXDEV: the path leads out of the folder.
const LEADS_OUT: i32 = 18;

impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Refused {
        match error.raw_os_error() {
            Some(LEADS_OUT) => Refused::NotGranted,
            _ => Refused::Failed(error),
        }
    }
}

impl Vm {
    fn has_all_files(&self) -> bool {
        self.capabilities.borrow().files == Files::All
    }

    fn below_root<T>(
        &self,
        path: &str,
        writes: bool,
        body: impl FnOnce(&Root, &Path) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let roots = self.roots.borrow();
        let path = PathBuf::from(os_text::to_os(path).unwrap_or_else(|| path.into()));
        let found = roots.iter().filter(|root| root.writable || !writes);
        let found = found.filter_map(|root| Some((root, root.below(&path)?)));
        match found.min_by_key(|(_, rest)| rest.components().count()) {
            Some((root, rest)) => body(root, rest),
            None => Err(Refused::NotGranted),
        }
    }

    /// A path for system calls in place of one from the program.
    ///
    /// # Errors
    /// PermissionError if the host has not granted it; OSError, made by `failed`, if it is not
    /// there.
    pub fn reach(
        &self,
        path: &str,
        access: Access,
        failed: impl FnOnce(&std::io::Error) -> super::Raised,
    ) -> VmResult<Reached> {
        if self.has_all_files() {
            let path = os_text::to_os(path).unwrap_or_else(|| path.into()).into();
            return Ok(Reached { path, _through: None });
        }
        let found = self.below_root(path, access.writes(), |root, rest| {
            if access.follows() {
                let through = system::locate(root.folder()?, rest)?;
                let path = format!("/proc/self/fd/{}", through.as_raw_fd()).into();
                return Ok(Reached { path, _through: Some(through) });
            }
            let name = rest.file_name().ok_or(Refused::NotGranted)?;
            let through = system::locate(root.folder()?, rest.parent().unwrap_or(Path::new("")))?;
            let path = Path::new(&format!("/proc/self/fd/{}", through.as_raw_fd())).join(name);
            Ok(Reached { path, _through: Some(through) })
        });
        found.map_err(|refused| self.refuse(refused, access.writes(), failed))
    }

    /// Whether the program may read a file that an absolute or relative path names.
    pub fn may_read(&self, path: &Path) -> bool {
        self.has_all_files()
            || path.to_str().is_some_and(|path| {
                let find = |root: &Root, rest: &Path| Ok(system::locate(root.folder()?, rest)?);
                self.below_root(path, false, find).is_ok()
            })
    }

    /// Opens a file with the flags of `open(2)`.
    ///
    /// # Errors
    /// PermissionError if the host has not granted it; OSError, made by `failed`.
    pub fn open_file(
        &self,
        path: &str,
        flags: i32,
        writes: bool,
        failed: impl FnOnce(&std::io::Error) -> super::Raised,
    ) -> VmResult<std::fs::File> {
        let opened = self.below_root(path, writes, |root, rest| {
            let flags = flags | system::NONBLOCK;
            let file = std::fs::File::from(system::open_below(root.folder()?, rest, flags)?);
            let kind = file.metadata()?.file_type();
            // Pipes and devices are not mere files in a folder.
            if kind.is_file() || kind.is_dir() { Ok(file) } else { Err(Refused::NotGranted) }
        });
        opened.map_err(|refused| self.refuse(refused, writes, failed))
    }

    /// Whether files are to be opened through [`Vm::open_file`].
    pub fn opens_below(&self) -> bool {
        !self.has_all_files()
    }

    fn refuse(
        &self,
        refused: Refused,
        writes: bool,
        failed: impl FnOnce(&std::io::Error) -> super::Raised,
    ) -> super::Raised {
        match refused {
            Refused::NotGranted if writes => self.denied(Capability::WriteFiles),
            Refused::NotGranted => self.denied(Capability::Files),
            Refused::Failed(error) => failed(&error),
        }
    }
}
