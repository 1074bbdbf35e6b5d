//! `posix`: files, processes and the environment, for the library's `os`.

mod attributes;
pub mod blocking;
mod constants;
mod environment;
pub mod files;
mod fork;
mod identity;
mod names;
mod paths;
mod peers;
mod process;
pub use process::{c_int, os_text as process_text};
mod scan;
mod terminal;
mod transfer;

pub use environment::variable;
pub use fork::SUBPROCESS;

use super::ModuleDef;
use super::io::stream;
use super::struct_sequence::{self, make};
use crate::objects::bytes::Bytes;
use crate::objects::encoding;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef, tables};
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::runtime::{Value, fd};
use crate::struct_sequence;
use crate::text::{os_text, surrogate};
use crate::vm::capabilities::Capability;
use crate::vm::reach::Access;
use crate::vm::{Raised, Vm, VmResult};
use paths::{Takes, require};
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// The text of a path: `str`, `bytes` or an object with `__fspath__`.
///
/// # Errors
/// TypeError for anything else.
pub fn path_text(vm: &Vm, path: &Value) -> VmResult<String> {
    let path = file_system_path(vm, path)?;
    let text = match (path.get::<Str>(), path.get::<Bytes>()) {
        (Some(text), _) => text.as_str().to_string(),
        (None, Some(bytes)) => os_text::from_bytes(&bytes.data),
        (None, None) => String::new(),
    };
    if text.contains('\0') {
        return Err(vm.value_error("embedded null byte"));
    }
    if surrogate::is_in(&text) {
        // Surrogates that represent no byte are not allowed in a name.
        encoding::encode(vm, &Str::new(&*text), "utf-8", "surrogateescape")?;
    }
    Ok(text)
}

/// The result of `os.fspath`: str or bytes, directly or from an object's `__fspath__`.
///
/// # Errors
/// TypeError for an object that is not a path.
pub fn file_system_path(vm: &Vm, path: &Value) -> VmResult {
    let is_text = |value: &Value| value.get::<Str>().is_some() || value.get::<Bytes>().is_some();
    if is_text(path) {
        return Ok(path.clone());
    }
    let class = || vm.class_ref(path).message_name();
    match vm.call_special(path, &vm.names.fspath, &[])? {
        Some(text) if is_text(&text) => Ok(text),
        Some(other) => {
            let (class, given) = (class(), vm.class_ref(&other).message_name());
            Err(vm.type_error(format!(
                "expected {class}.__fspath__() to return str or bytes, not {given}"
            )))
        }
        None => {
            let class = class();
            Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {class}")))
        }
    }
}

fn os_error(vm: &Vm, error: &std::io::Error, name: &Value) -> Raised {
    // Of an object with `__fspath__`, the text.
    let shown = file_system_path(vm, name).ok();
    stream::os_error(vm, error, shown.as_ref().unwrap_or(name))
}

/// Calls `body` with the path, if the program may use it, and turns a failure into an OSError that
/// names the path.
fn on_path<T>(
    vm: &Vm,
    path: &Value,
    access: Access,
    body: impl FnOnce(&Path) -> std::io::Result<T>,
) -> VmResult<T> {
    on_path_at(vm, path, None, access, body)
}

/// [`on_path`], for a path that may be relative to an open folder.
fn on_path_at<T>(
    vm: &Vm,
    path: &Value,
    folder: Option<&Value>,
    access: Access,
    body: impl FnOnce(&Path) -> std::io::Result<T>,
) -> VmResult<T> {
    let text = placed(vm, path_text(vm, path)?, folder)?;
    let failed = |e: &std::io::Error| os_error(vm, e, path);
    let reached = vm.reach(&text, access, failed)?;
    body(&reached.path).map_err(|e| failed(&e))
}

/// A path relative to an open folder, as the system shows it.
fn placed(vm: &Vm, path: String, folder: Option<&Value>) -> VmResult<String> {
    match folder.filter(|folder| !folder.is_none()) {
        Some(folder) if !path.starts_with('/') => {
            if vm.slot(folder, SpecialMethod::Index).is_absent() {
                let class = vm.class_ref(folder).message_name();
                return Err(
                    vm.type_error(format!("argument should be integer or None, not {class}"))
                );
            }
            let folder = files::descriptor(vm, folder)?;
            Ok(format!("/proc/self/fd/{}/{path}", folder.as_raw_fd()))
        }
        _ => Ok(path),
    }
}

fn nothing(result: VmResult<()>) -> VmResult {
    result.map(|()| Value::NONE)
}

fn fspath(vm: &Vm, a: Args<'_>) -> VmResult {
    if a[0].get::<Str>().is_some() || a[0].get::<Bytes>().is_some() {
        return Ok(a[0].clone());
    }
    file_system_path(vm, a.at(0))
}

fn listdir(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.opt(0).unwrap_or(&Value::NONE), "listdir: path", Takes::PathFileOrNone)?;
    let path = a.some(0).cloned().unwrap_or_else(|| ".".into());
    let names = on_path(vm, &attributes::shown(vm, &path)?, Access::Read, |path| {
        std::fs::read_dir(path)?.map(|e| Ok(e?.file_name())).collect::<std::io::Result<Vec<_>>>()
    })?;
    let bytes = path.get::<Bytes>().is_some();
    let names = names.into_iter().map(|name| match bytes {
        true => Value::from(name.as_bytes()),
        false => Value::from(os_text::from_os(&name)),
    });
    Ok(List::new(names.collect()).into_value())
}

fn mkdir(vm: &Vm, a: Args<'_>) -> VmResult {
    use std::os::unix::fs::DirBuilderExt;
    require(vm, a.at(0), "mkdir: path", Takes::Path)?;
    let mode = a.opt(1).map_or(Ok(0o777), |mode| vm.index_clipped(mode))? as u32;
    nothing(on_path_at(vm, a.at(0), a.opt(2), Access::WriteEntry, |path| {
        std::fs::DirBuilder::new().mode(mode).create(path)
    }))
}

/// Calls `body` with the two paths in the first arguments, each of which may be relative to an open
/// folder; an error names both.
pub(super) fn on_two_paths(
    vm: &Vm,
    a: Args<'_>,
    folders: [Option<&Value>; 2],
    action: impl FnOnce(&Path, &Path) -> std::io::Result<()>,
) -> VmResult {
    let from = placed(vm, path_text(vm, a.at(0))?, folders[0])?;
    let to = placed(vm, path_text(vm, a.at(1))?, folders[1])?;
    let failed = |error: &std::io::Error| {
        let raised = os_error(vm, error, a.at(0));
        raised.0.set_field("filename2", file_system_path(vm, a.at(1)).unwrap_or_default());
        raised
    };
    let from = vm.reach(&from, Access::WriteEntry, failed)?;
    let to = vm.reach(&to, Access::WriteEntry, failed)?;
    action(&from.path, &to.path).map(|()| Value::NONE).map_err(|error| failed(&error))
}

fn remove(vm: &Vm, a: Args<'_>, argument: &str) -> VmResult {
    require(vm, a.at(0), argument, Takes::Path)?;
    nothing(on_path_at(vm, a.at(0), a.opt(1), Access::WriteEntry, |path| {
        std::fs::remove_file(path)
    }))
}

fn rename(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "rename: src", Takes::Path)?;
    require(vm, a.at(1), "rename: dst", Takes::Path)?;
    on_two_paths(vm, a, [a.opt(2), a.opt(3)], |from, to| std::fs::rename(from, to))
}

struct_sequence!(
    /// `os.stat_result`
    STAT_RESULT, "os", "stat_result", "stat_result: Result from stat, fstat, or lstat.",
    [0 "st_mode", 1 "st_ino", 2 "st_dev", 3 "st_nlink", 4 "st_uid", 5 "st_gid", 6 "st_size"
    ], 3,
    // Without names, the times in whole seconds.
    [7 "st_atime", 8 "st_mtime", 9 "st_ctime", 10 "st_atime_ns", 11 "st_mtime_ns", 12 "st_ctime_ns",
     13 "st_blksize", 14 "st_blocks", 15 "st_rdev"]
);

struct_sequence!(
    /// `os.terminal_size`
    TERMINAL_SIZE, "os", "terminal_size", "A tuple of (columns, lines) for holding terminal window size.",
    [0 "columns", 1 "lines"]
);

#[cfg(unix)]
fn stat_items(data: &std::fs::Metadata) -> Vec<Value> {
    use std::os::unix::fs::MetadataExt;
    let times = [
        (data.atime(), data.atime_nsec()),
        (data.mtime(), data.mtime_nsec()),
        (data.ctime(), data.ctime_nsec()),
    ];
    let whole = [
        i64::from(data.mode()),
        data.ino() as i64,
        data.dev() as i64,
        data.nlink() as i64,
        i64::from(data.uid()),
        i64::from(data.gid()),
        data.size() as i64,
    ];
    let whole_seconds = times.map(|(s, _)| Value::from(s));
    let seconds = times.map(|(s, ns)| Value::float(s as f64 + ns as f64 * 1e-9));
    let nanos = times.map(|(s, ns)| Value::from(s.saturating_mul(1_000_000_000) + ns));
    let device = [data.blksize(), data.blocks(), data.rdev()].map(|n| Value::from(n as i64));
    let whole = whole.into_iter().map(Value::from).chain(whole_seconds);
    whole.chain(seconds).chain(nanos).chain(device).collect()
}

#[cfg(not(unix))]
fn stat_items(data: &std::fs::Metadata) -> Vec<Value> {
    let mode = if data.is_dir() { 0o040_755 } else { 0o100_644 };
    let mut items = vec![Value::small_int(0); 19];
    items[0] = Value::small_int(mode);
    items[6] = Value::from(data.len() as i64);
    items
}

fn stat(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "stat: path", Takes::PathOrFile)?;
    if crate::objects::int::to_i64(a.at(0)).is_some() {
        return files::fstat(vm, a);
    }
    let follow = a.opt(2).map_or(Ok(true), |f| vm.truthy(f))?;
    let access = if follow { Access::Read } else { Access::ReadLink };
    let data = on_path_at(vm, a.at(0), a.opt(1), access, |path| match follow {
        true => std::fs::metadata(path),
        false => std::fs::symlink_metadata(path),
    })?;
    Ok(make(vm, &STAT_RESULT, stat_items(&data)))
}

fn lstat(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "lstat: path", Takes::Path)?;
    let folder = a.opt(1);
    let data =
        on_path_at(vm, a.at(0), folder, Access::ReadLink, |path| std::fs::symlink_metadata(path))?;
    Ok(make(vm, &STAT_RESULT, stat_items(&data)))
}

fn access(vm: &Vm, a: Args<'_>) -> VmResult {
    use rustix::fs::{AtFlags, CWD};
    require(vm, a.at(0), "access: path", Takes::Path)?;
    let path = placed(vm, path_text(vm, a.at(0))?, a.opt(2))?;
    let mode = rustix::fs::Access::from_bits_retain(vm.index_clipped(a.at(1))? as _);
    let mut flags = AtFlags::empty();
    flags.set(AtFlags::EACCESS, a.opt(3).map_or(Ok(false), |on| vm.truthy(on))?);
    flags.set(AtFlags::SYMLINK_NOFOLLOW, !a.opt(4).map_or(Ok(true), |on| vm.truthy(on))?);
    let failed = |error: &std::io::Error| os_error(vm, error, a.at(0));
    let Ok(reached) = vm.reach(&path, Access::Read, failed) else { return Ok(Value::FALSE) };
    Ok(Value::bool(rustix::fs::accessat(CWD, &reached.path, mode, flags).is_ok()))
}

fn getcwd(vm: &Vm, _: Args<'_>) -> VmResult {
    if !vm.is_granted(Capability::Environment) {
        return Ok("/".into());
    }
    let here = std::env::current_dir().map_err(|e| vm.os_error(&e, None))?;
    Ok(Value::from(os_text::from_os(here.as_os_str())))
}

/// The number of processors: the machine's, or that of `-X cpu_count`.
fn cpu_count(vm: &Vm, _: Args<'_>) -> VmResult {
    let told = vm.extension::<super::sys::Program>().cpu_count.get();
    let count = told.or_else(|| std::thread::available_parallelism().ok().map(|n| n.get()));
    Ok(count.map_or(Value::NONE, Value::from))
}

fn urandom(vm: &Vm, a: Args<'_>) -> VmResult {
    let count = vm.index_clipped(a.at(0))?;
    if count < 0 {
        return Err(vm.value_error("negative argument not allowed"));
    }
    Ok(Bytes::new(super::random::system_bytes(vm, count as usize)?).into_value())
}

fn terminal_size(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = a.opt(0).map_or(Ok(1), |file| vm.index_clipped(file))?;
    let file = i32::try_from(file).ok().and_then(fd::borrow);
    let size = file.ok_or(rustix::io::Errno::BADF).and_then(rustix::termios::tcgetwinsize);
    let size = size.map_err(|error| files::failed(vm, error))?;
    Ok(make(vm, &TERMINAL_SIZE, [size.ws_col, size.ws_row].map(|n| Value::from(i64::from(n)))))
}

fn readlink(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "readlink: path", Takes::Path)?;
    let target =
        on_path_at(vm, a.at(0), a.opt(1), Access::ReadLink, |path| std::fs::read_link(path))?;
    Ok(match file_system_path(vm, a.at(0))?.get::<Bytes>().is_some() {
        true => Value::from(target.as_os_str().as_bytes()),
        false => os_text::from_os(target.as_os_str()).into(),
    })
}

fn is_terminal(vm: &Vm, a: Args<'_>) -> VmResult {
    let number = vm.index_clipped(a.at(0))?;
    // Descriptors above the standard streams need permission.
    let may_ask = number <= 2 || vm.is_granted(Capability::Descriptors);
    let file = i32::try_from(number).ok().filter(|_| may_ask).and_then(fd::borrow);
    Ok(Value::bool(file.is_some_and(rustix::termios::isatty)))
}

const OWN: &[NativeDef] = &[
    NativeDef::new(
        "fspath(path)",
        "Return the file system path representation of the object.",
        fspath,
    ),
    NativeDef::new(
        "getcwd()",
        "Return a unicode string representing the current working directory.",
        getcwd,
    ),
    NativeDef::new(
        "chdir(path)",
        "Change the current working directory to the specified path.",
        |vm, a| {
            require(vm, a.at(0), "chdir: path", Takes::PathOrFile)?;
            let path = attributes::shown(vm, a.at(0))?;
            nothing(on_path(vm, &path, Access::Read, |path| std::env::set_current_dir(path)))
        },
    ),
    NativeDef::new(
        "scandir(path=None)",
        "Return an iterator of DirEntry objects for given path.\n\npath can be specified as either str, bytes, or a path-like object.  If path\nis bytes, the names of yielded DirEntry objects will also be bytes; in\nall other circumstances they will be str.\n\nIf path is None, uses the path='.'.",
        scan::scandir,
    ),
    NativeDef::new(
        "listdir(path=None)",
        "Return a list containing the names of the files in the directory.",
        listdir,
    ),
    NativeDef::new("mkdir(path, mode=511, *, dir_fd=None)", "Create a directory.", mkdir),
    NativeDef::new("rmdir(path, *, dir_fd=None)", "Remove a directory.", |vm, a| {
        require(vm, a.at(0), "rmdir: path", Takes::Path)?;
        nothing(on_path_at(vm, a.at(0), a.opt(1), Access::WriteEntry, |path| {
            std::fs::remove_dir(path)
        }))
    }),
    NativeDef::new("remove(path, *, dir_fd=None)", "Remove a file (same as unlink()).", |vm, a| {
        remove(vm, a, "remove: path")
    }),
    NativeDef::new("unlink(path, *, dir_fd=None)", "Remove a file (same as remove()).", |vm, a| {
        remove(vm, a, "unlink: path")
    }),
    NativeDef::new(
        "rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
        "Rename a file or directory.",
        rename,
    ),
    NativeDef::new(
        "replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
        "Rename a file or directory, overwriting the destination.",
        |vm, a| {
            require(vm, a.at(0), "replace: src", Takes::Path)?;
            require(vm, a.at(1), "replace: dst", Takes::Path)?;
            rename(vm, a)
        },
    ),
    NativeDef::new(
        "readlink(path, *, dir_fd=None)",
        "Return a string representing the path to which the symbolic link points.",
        readlink,
    ),
    NativeDef::new(
        "stat(path, *, dir_fd=None, follow_symlinks=True)",
        "Perform a stat system call on the given path.",
        stat,
    ),
    NativeDef::new(
        "lstat(path, *, dir_fd=None)",
        "Perform a stat system call on the given path, without following symbolic links.",
        lstat,
    ),
    NativeDef::new(
        "access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)",
        "Use the real uid/gid to test for access to a path.",
        access,
    ),
    NativeDef::new("getpid()", "Return the current process id.", |_, _| {
        Ok(Value::from(i64::from(std::process::id())))
    }),
    NativeDef::new("cpu_count()", "Return the number of logical CPUs in the system.", cpu_count),
    NativeDef::new(
        "urandom(size, /)",
        "Return a bytes object containing random bytes suitable for cryptographic use.",
        urandom,
    ),
    NativeDef::new(
        "get_terminal_size(fd=1, /)",
        "Return the size of the terminal window as (columns, lines).",
        terminal_size,
    ),
    NativeDef::new(
        "isatty(fd, /)",
        "Return True if the fd is connected to a terminal.",
        is_terminal,
    ),
    NativeDef::new("strerror(code, /)", "Translate an error code to a message string.", |vm, a| {
        let error = std::io::Error::from_raw_os_error(vm.index_clipped(a.at(0))? as i32);
        Ok(Value::from(os_text::reason(&error)))
    }),
];

const FUNCTIONS: &[NativeDef] = tables![
    OWN,
    &[super::types::built_in::BUILT_IN],
    files::FUNCTIONS,
    fork::FUNCTIONS,
    process::FUNCTIONS,
    transfer::FUNCTIONS,
    attributes::FUNCTIONS,
    identity::FUNCTIONS,
    terminal::FUNCTIONS,
    environment::FUNCTIONS,
    paths::FUNCTIONS,
];

fn needs(function: &str) -> Option<Capability> {
    match function {
        // They touch nothing outside.
        "_built_in" | "putenv" | "unsetenv" | "_path_normpath" | "_path_splitroot_ex"
        | "fspath" | "getcwd" | "getpid" | "cpu_count" | "register_at_fork" | "urandom"
        | "isatty" | "strerror" => None,
        // Permission for the path is checked.
        "listdir" | "scandir" | "mkdir" | "rmdir" | "remove" | "unlink" | "rename" | "replace"
        | "readlink" | "stat" | "lstat" | "access" | "truncate" | "chmod" | "utime" => None,
        "getxattr" | "setxattr" | "removexattr" | "listxattr" | "mknod" | "lchown" | "pathconf" => {
            Some(Capability::AllFiles)
        }
        "major" | "minor" | "makedev" | "ctermid" => None,
        "sysconf"
        | "confstr"
        | "getgroups"
        | "getgrouplist"
        | "getresuid"
        | "getresgid"
        | "times"
        | "_usage"
        | "sched_getaffinity"
        | "sched_yield"
        | "sched_get_priority_min"
        | "sched_get_priority_max" => Some(Capability::Environment),
        "nice"
        | "getpriority"
        | "setpriority"
        | "initgroups"
        | "setgroups"
        | "unshare"
        | "setns"
        | "chroot"
        | "wait3"
        | "wait4"
        | "waitid"
        | "setuid"
        | "setgid"
        | "seteuid"
        | "setegid"
        | "setreuid"
        | "setregid"
        | "setresuid"
        | "setresgid"
        | "sched_setaffinity"
        | "sched_getscheduler"
        | "sched_setscheduler"
        | "sched_getparam"
        | "sched_setparam"
        | "sched_rr_get_interval" => Some(Capability::Processes),
        "chdir" | "get_terminal_size" | "getuid" | "geteuid" | "getgid" | "getegid" | "uname"
        | "umask" => Some(Capability::Environment),
        // They change the session of the host's process, or its folder regardless of what is
        // granted.
        "fchdir" | "login_tty" | "tcsetpgrp" => Some(Capability::Processes),
        "_exit" | "fork" | "kill" | "killpg" | "waitpid" | "pidfd_open" | "getppid" | "getpgrp"
        | "getpgid" | "setpgid" | "getsid" | "setsid" | "system" | "execv" | "execve" => {
            Some(Capability::Processes)
        }
        "link" | "symlink" | "mkfifo" | "chown" | "statvfs" | "open" => Some(Capability::AllFiles),
        _ => Some(Capability::Descriptors),
    }
}

/// `posix`
pub static MODULE: ModuleDef = ModuleDef {
    name: "posix",
    doc: "This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.",
    functions: FUNCTIONS,
    classes: &[
        &scan::ENTRY,
        &STAT_RESULT.class,
        &TERMINAL_SIZE.class,
        &process::UNAME_RESULT.class,
        &files::STATVFS_RESULT.class,
        &identity::TIMES_RESULT.class,
        &identity::WAITID_RESULT.class,
        &identity::SCHED_PARAM,
    ],
    constants: constants::ALL,
    init: Some(|vm, module| {
        module.dict.set_text("environ", environment::as_dict(vm)?);
        for (name, table) in attributes::tables() {
            module.dict.set_text(name, table);
        }
        for sequence in [
            &STAT_RESULT,
            &TERMINAL_SIZE,
            &process::UNAME_RESULT,
            &files::STATVFS_RESULT,
            &identity::TIMES_RESULT,
            &identity::WAITID_RESULT,
        ] {
            struct_sequence::class(vm, sequence);
        }
        Ok(())
    }),
    source: include_str!("posix.py"),
    needs,
    ..ModuleDef::BASE
};
