//! Modules about the system underneath that programs import to measure, to guard files or to set up a
//! terminal. What cannot be done here is an error where it is asked for, not where it is imported.

use super::ModuleDef;
use crate::modules::os::files;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, NativeDef};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use rustix::fs::{FlockOperation, OFlags};
use rustix::process::{Resource, Rlimit};

/// `fcntl`
pub static FCNTL: ModuleDef = ModuleDef {
    name: "fcntl",
    doc: "This module performs file control and I/O control on file\ndescriptors.",
    needs: |_| Some(Capability::Descriptors),
    functions: &[
        NativeDef::new(
            "flock(fd, operation, /)",
            "Perform the lock operation on file descriptor fd.",
            flock,
        ),
        NativeDef::new(
            "fcntl(fd, cmd, arg=0, /)",
            "Perform the operation cmd on file descriptor fd.",
            fcntl,
        ),
    ],
    source: include_str!("fcntl.py"),
    ..ModuleDef::BASE
};

fn flock(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = files::descriptor(vm, a.at(0))?;
    let operation = vm.index_clipped(a.at(1))?;
    let at_once = operation & 4 != 0;
    let operation = match operation & !4 {
        1 if at_once => FlockOperation::NonBlockingLockShared,
        1 => FlockOperation::LockShared,
        2 if at_once => FlockOperation::NonBlockingLockExclusive,
        2 => FlockOperation::LockExclusive,
        8 => FlockOperation::Unlock,
        _ => return Err(files::failed(vm, rustix::io::Errno::INVAL)),
    };
    rustix::fs::flock(file, operation).map_err(|e| files::failed(vm, e))?;
    Ok(Value::NONE)
}

fn fcntl(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = files::descriptor(vm, a.at(0))?;
    let argument = a.opt(2).map_or(Ok(0), |value| vm.index_clipped(value))?;
    let result = match vm.index_clipped(a.at(1))? {
        1 => rustix::io::fcntl_getfd(file).map(|flags| flags.bits()),
        2 => {
            let flags = rustix::io::FdFlags::from_bits_retain(argument as u32);
            rustix::io::fcntl_setfd(file, flags).map(|()| 0)
        }
        3 => rustix::fs::fcntl_getfl(file).map(|flags| flags.bits()),
        4 => {
            let flags = OFlags::from_bits_retain(argument as u32);
            rustix::fs::fcntl_setfl(file, flags).map(|()| 0)
        }
        command => {
            let message = format!("fcntl.fcntl() with command {command} is not supported");
            return Err(vm.error(Exc::NotImplementedError, message));
        }
    };
    result.map(|bits| i64::from(bits).into()).map_err(|e| files::failed(vm, e))
}

/// `resource`
pub static RESOURCE: ModuleDef = ModuleDef {
    name: "resource",
    doc: "Limits of the system's resources, and what has been used of them.",
    needs: |_| Some(Capability::Environment),
    functions: &[
        NativeDef::new("getrlimit(resource, /)", "The soft and the hard limit.", |vm, a| {
            let limit = rustix::process::getrlimit(resource(vm, a.at(0))?);
            let number = |limit: Option<u64>| Value::from(limit.map_or(-1, |limit| limit as i64));
            let both = [number(limit.current), number(limit.maximum)];
            Ok(Tuple::new(both).into_value())
        }),
        NativeDef::new("setrlimit(resource, limits, /)", "Sets both limits.", |vm, a| {
            let which = resource(vm, a.at(0))?;
            let limits = vm.to_vec(a.at(1))?;
            let [soft, hard] = &limits[..] else {
                return Err(vm.value_error("expected a tuple of 2 integers"));
            };
            let number = |value: &Value| -> VmResult<Option<u64>> {
                Ok(u64::try_from(vm.index_clipped(value)?).ok())
            };
            let limit = Rlimit { current: number(soft)?, maximum: number(hard)? };
            match rustix::process::setrlimit(which, limit) {
                Ok(()) => Ok(Value::NONE),
                Err(rustix::io::Errno::PERM) => {
                    Err(vm.value_error("not allowed to raise maximum limit"))
                }
                Err(_) => Err(vm.value_error("current limit exceeds maximum limit")),
            }
        }),
    ],
    source: include_str!("resource.py"),
    ..ModuleDef::BASE
};

fn resource(vm: &Vm, value: &Value) -> VmResult<Resource> {
    Ok(match vm.index_clipped(value)? {
        0 => Resource::Cpu,
        1 => Resource::Fsize,
        2 => Resource::Data,
        3 => Resource::Stack,
        4 => Resource::Core,
        5 => Resource::Rss,
        6 => Resource::Nproc,
        7 => Resource::Nofile,
        8 => Resource::Memlock,
        9 => Resource::As,
        _ => return Err(vm.value_error("invalid resource specified")),
    })
}

/// `tracemalloc`
pub static TRACEMALLOC: ModuleDef = ModuleDef {
    name: "tracemalloc",
    doc: "How much memory the program has come to use since `start()`. Allocations are not attributed to lines.",
    source: include_str!("tracemalloc.py"),
    ..ModuleDef::BASE
};

/// `faulthandler`
pub static FAULTHANDLER: ModuleDef = ModuleDef {
    name: "faulthandler",
    doc: "faulthandler module.",
    source: include_str!("faulthandler.py"),
    ..ModuleDef::BASE
};

/// `readline`: the lines of `input()` are edited by the terminal.
pub static READLINE: ModuleDef = ModuleDef {
    name: "readline",
    doc: "Importing this module enables command line editing using GNU readline.",
    source: include_str!("readline.py"),
    ..ModuleDef::BASE
};

/// `pwd`
pub static PWD: ModuleDef = ModuleDef {
    name: "pwd",
    doc: "This module provides access to the Unix password database.",
    source: include_str!("pwd.py"),
    ..ModuleDef::BASE
};

/// `grp`
pub static GRP: ModuleDef = ModuleDef {
    name: "grp",
    doc: "Access to the Unix group database.",
    source: include_str!("grp.py"),
    ..ModuleDef::BASE
};

/// `cProfile`
pub static CPROFILE: ModuleDef =
    ModuleDef { name: "cProfile", source: include_str!("profile.py"), ..ModuleDef::BASE };

/// `profile`
pub static PROFILE: ModuleDef = ModuleDef { name: "profile", ..CPROFILE };

/// `pstats`
pub static PSTATS: ModuleDef = ModuleDef { name: "pstats", ..CPROFILE };

/// All of them.
pub static ALL: &[&ModuleDef] = &[
    &CPROFILE,
    &FAULTHANDLER,
    &FCNTL,
    &GRP,
    &PROFILE,
    &PSTATS,
    &PWD,
    &READLINE,
    &RESOURCE,
    &TRACEMALLOC,
];
