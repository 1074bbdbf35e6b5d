//! Extended attributes, devices, and the limits of files and of the system.

use super::files::{descriptor, failed, warn_of_bool};
use super::paths::{Takes, require};
use super::{names, on_path, on_path_at, os_error};
use crate::objects::bytes::{Bytes, with_required};
use crate::objects::dict::Dict;
use crate::objects::int::{self, to_i64};
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::Str;
use crate::runtime::{Ref, Value, process, system};
use crate::text::os_text;
use crate::vm::reach::Access;
use crate::vm::{Vm, VmResult};
use rustix::fs::{CWD, FileType, Mode, XattrFlags};
use std::path::Path;

/// The system's limit of an attribute's value, and of the list of names.
const LARGEST: usize = 64 * 1024;

/// The system folder that shows an open file, if a path is a number.
pub(super) fn shown(vm: &Vm, path: &Value) -> VmResult<Value> {
    match to_i64(path) {
        Some(_) => {
            use std::os::fd::AsRawFd;
            Ok(format!("/proc/self/fd/{}", descriptor(vm, path)?.as_raw_fd()).into())
        }
        None => Ok(path.clone()),
    }
}

/// Runs `call` on a path or an open file, and tells it whether it follows links.
fn on_file<T>(
    vm: &Vm,
    a: Args<'_>,
    follow: usize,
    access: Access,
    call: impl FnOnce(&Path, bool) -> rustix::io::Result<T>,
) -> VmResult<T> {
    let follow = a.opt(follow).map_or(Ok(true), |follow| vm.truthy(follow))?;
    on_path(vm, &shown(vm, a.at(0))?, access, |path| Ok(call(path, follow)?))
}

fn attribute_name(vm: &Vm, name: &Value) -> VmResult<String> {
    super::path_text(vm, name)
}

fn getxattr(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = attribute_name(vm, a.at(1))?;
    let mut value = vec![0; LARGEST];
    let length = on_file(vm, a, 2, Access::Read, |path, follow| match follow {
        true => rustix::fs::getxattr(path, &*name, &mut value[..]),
        false => rustix::fs::lgetxattr(path, &*name, &mut value[..]),
    })?;
    value.truncate(length);
    Ok(Bytes::new(value).into_value())
}

fn setxattr(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = attribute_name(vm, a.at(1))?;
    let value = with_required(vm, a.at(2), <[u8]>::to_vec)?;
    let flags = a.opt(3).map_or(Ok(0), |flags| vm.index_clipped(flags))?;
    let flags = XattrFlags::from_bits_retain(flags as u32);
    on_file(vm, a, 4, Access::Write, |path, follow| match follow {
        true => rustix::fs::setxattr(path, &*name, &value, flags),
        false => rustix::fs::lsetxattr(path, &*name, &value, flags),
    })?;
    Ok(Value::NONE)
}

fn removexattr(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = attribute_name(vm, a.at(1))?;
    on_file(vm, a, 2, Access::Write, |path, follow| match follow {
        true => rustix::fs::removexattr(path, &*name),
        false => rustix::fs::lremovexattr(path, &*name),
    })?;
    Ok(Value::NONE)
}

fn listxattr(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut list = vec![0; LARGEST];
    let follow = a.opt(1).map_or(Ok(true), |follow| vm.truthy(follow))?;
    let here = Value::from(".");
    let path = a.some(0).unwrap_or(&here);
    let length = on_path(vm, &shown(vm, path)?, Access::Read, |path| {
        Ok(match follow {
            true => rustix::fs::listxattr(path, &mut list[..])?,
            false => rustix::fs::llistxattr(path, &mut list[..])?,
        })
    })?;
    let names = list[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Ok(List::new(names.map(|name| os_text::from_bytes(name).into()).collect()).into_value())
}

fn mknod(vm: &Vm, a: Args<'_>) -> VmResult {
    let mode = a.opt(1).map_or(Ok(0o600), |mode| vm.index_clipped(mode))? as u32;
    let device = a.opt(2).map_or(Ok(0), |device| vm.index_clipped(device))? as u64;
    let kind = match FileType::from_raw_mode(mode) {
        FileType::Unknown => FileType::RegularFile,
        kind => kind,
    };
    require(vm, a.at(0), "mknod: path", Takes::Path)?;
    on_path_at(vm, a.at(0), a.opt(3), Access::WriteEntry, |path| {
        Ok(rustix::fs::mknodat(CWD, path, kind, Mode::from_raw_mode(mode), device)?)
    })?;
    Ok(Value::NONE)
}

/// The number of a limit, by name or number.
fn setting(vm: &Vm, table: &str, name: &Value) -> VmResult<i32> {
    if let Some(name) = name.get::<Str>() {
        return names::number(table, name.as_str())
            .ok_or_else(|| vm.value_error("unrecognized configuration name"));
    }
    match to_i64(name) {
        Some(number) => Ok(i32::try_from(number).unwrap_or(-1)),
        None => Err(vm.type_error("configuration names must be strings or integers")),
    }
}

fn pathconf(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "pathconf: path", Takes::PathOrFile)?;
    let number = setting(vm, "pathconf_names", a.at(1))?;
    let value = if to_i64(a.at(0)).is_some() {
        system::file_value(descriptor(vm, a.at(0))?, number).map_err(|e| vm.os_error(&e, None))?
    } else {
        let text = super::path_text(vm, a.at(0))?;
        let failed = |error: &std::io::Error| os_error(vm, error, a.at(0));
        let reached = vm.reach(&text, Access::Read, failed)?;
        let path = std::os::unix::ffi::OsStrExt::as_bytes(reached.path.as_os_str());
        let path = system::c_string(path).map_err(|e| failed(&e))?;
        system::path_value(&path, number).map_err(|e| failed(&e))?
    };
    Ok(Value::from(value))
}

/// `sysconf_names` and the like, by name.
pub(super) fn tables() -> impl Iterator<Item = (&'static str, Ref<Dict>)> {
    names::TABLES.iter().map(|(name, rows)| {
        let table = Dict::new();
        for (name, number) in *rows {
            table.set_text(name, Value::small_int(i64::from(*number)));
        }
        (*name, table)
    })
}

/// A device, or a part of its number. All ones, which is no device, may be written as -1.
fn device(vm: &Vm, value: &Value) -> VmResult<u64> {
    if !int::is_int(value) {
        return Err(vm.type_error("an integer is required"));
    }
    let number = int::to_big(value).unwrap_or_default();
    match u64::try_from(&*number) {
        Ok(number) => Ok(number),
        Err(_) if value.as_small_int() == Some(-1) => Ok(u64::MAX),
        Err(_) if number.sign() == num_bigint::Sign::Minus => {
            Err(vm.overflow_error("can't convert negative int to unsigned"))
        }
        Err(_) => Err(vm.overflow_error("int too big to convert")),
    }
}

/// The number of a part of a device, where all ones are -1.
fn device_part(number: u32) -> Value {
    if number == u32::MAX { Value::small_int(-1) } else { Value::from(i64::from(number)) }
}

fn chroot(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "chroot: path", Takes::Path)?;
    on_path(vm, a.at(0), Access::Read, |path| std::os::unix::fs::chroot(path))?;
    Ok(Value::NONE)
}

fn fchdir(vm: &Vm, a: Args<'_>) -> VmResult {
    warn_of_bool(vm, a.at(0))?;
    rustix::process::fchdir(descriptor(vm, a.at(0))?).map_err(|e| failed(vm, e))?;
    Ok(Value::NONE)
}

fn lchown(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "lchown: path", Takes::Path)?;
    let id = |value: &Value| Ok(u32::try_from(vm.index_clipped(value)?).ok());
    let (user, group) = (id(a.at(1))?, id(a.at(2))?);
    on_path(vm, a.at(0), Access::Write, |path| std::os::unix::fs::lchown(path, user, group))?;
    Ok(Value::NONE)
}

pub(super) const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "getxattr(path, attribute, *, follow_symlinks=True)",
        "Return the value of extended attribute attribute on path.",
        getxattr,
    ),
    NativeDef::new(
        "setxattr(path, attribute, value, flags=0, *, follow_symlinks=True)",
        "Set extended attribute attribute on path to value.",
        setxattr,
    ),
    NativeDef::new(
        "removexattr(path, attribute, *, follow_symlinks=True)",
        "Remove extended attribute attribute on path.",
        removexattr,
    ),
    NativeDef::new(
        "listxattr(path=None, *, follow_symlinks=True)",
        "Return a list of extended attributes on path.",
        listxattr,
    ),
    NativeDef::new(
        "mknod(path, mode=384, device=0, *, dir_fd=None)",
        "Create a node in the file system.",
        mknod,
    ),
    NativeDef::new(
        "lchown(path, uid, gid)",
        "Change the owner and group id of path to the numeric uid and gid.\n\nThis function will not follow symbolic links.",
        lchown,
    ),
    NativeDef::new("chroot(path)", "Change root directory to path.", chroot),
    NativeDef::new("fchdir(fd)", "Change to the directory of the given file descriptor.", fchdir),
    NativeDef::new(
        "pathconf(path, name)",
        "Return the configuration limit name for the file or directory path.",
        pathconf,
    ),
    NativeDef::new(
        "fpathconf(fd, name, /)",
        "Return the configuration limit name for the file descriptor fd.",
        pathconf,
    ),
    NativeDef::new(
        "sysconf(name, /)",
        "Return an integer-valued system configuration variable.",
        |vm, a| {
            let number = setting(vm, "sysconf_names", a.at(0))?;
            let value = process::system_value(number).map_err(|e| vm.os_error(&e, None))?;
            Ok(Value::from(value))
        },
    ),
    NativeDef::new(
        "confstr(name, /)",
        "Return a string-valued system configuration variable.",
        |vm, a| {
            let number = setting(vm, "confstr_names", a.at(0))?;
            let value = process::system_text(number).map_err(|e| vm.os_error(&e, None))?;
            Ok(value.map_or(Value::NONE, |text| os_text::from_bytes(&text).into()))
        },
    ),
    NativeDef::new(
        "major(device, /)",
        "Extracts a device major number from a raw device number.",
        |vm, a| Ok(device_part(rustix::fs::major(device(vm, a.at(0))?))),
    ),
    NativeDef::new(
        "minor(device, /)",
        "Extracts a device minor number from a raw device number.",
        |vm, a| Ok(device_part(rustix::fs::minor(device(vm, a.at(0))?))),
    ),
    NativeDef::new(
        "makedev(major, minor, /)",
        "Composes a raw device number from the major and minor device numbers.",
        |vm, a| {
            let part = |value| match device(vm, value)? {
                u64::MAX => Ok(u32::MAX),
                number => u32::try_from(number).map_err(|_| {
                    vm.overflow_error("Python int too large to convert to C unsigned int")
                }),
            };
            let number = rustix::fs::makedev(part(a.at(0))?, part(a.at(1))?);
            Ok(int::from_big(number.into()))
        },
    ),
];
