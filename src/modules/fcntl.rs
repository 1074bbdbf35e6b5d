//! `fcntl`: flags and locks of file descriptors.

use super::ModuleDef;
use super::os::files;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, NativeDef};
use crate::runtime::Value;
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use rustix::fs::{FlockOperation, OFlags};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
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
