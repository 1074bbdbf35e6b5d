//! `fcntl`: flags and locks of file descriptors.

use super::ModuleDef;
use super::os::{blocking, files};
use super::system_constants::system_constants;
use crate::event_loop::run;
use crate::objects::bytes::{self, Bytes};
use crate::objects::exception::Exc;
use crate::objects::memoryview;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::Str;
use crate::runtime::Value;
use crate::runtime::system::{self, Control, Request};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use rustix::fs::FlockOperation;
use std::io::ErrorKind;
use std::os::fd::BorrowedFd;

const CONSTANTS: &[(&str, fn(&Vm) -> Value)] = system_constants! {
    [
        F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, FD_CLOEXEC, LOCK_SH, LOCK_EX, LOCK_NB, LOCK_UN,
        FICLONE, FICLONERANGE, F_ADD_SEALS, F_DUPFD_CLOEXEC, F_GETLEASE, F_GETLK,
        F_GETOWN, F_GETPIPE_SZ, F_GET_SEALS, F_NOTIFY, F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW,
        F_RDLCK, F_SEAL_FUTURE_WRITE, F_SEAL_GROW, F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_WRITE,
        F_SETLEASE, F_SETLK, F_SETLKW, F_SETOWN, F_SETPIPE_SZ, F_UNLCK, F_WRLCK,
    ]
    [
        FASYNC = 8192, DN_ACCESS = 1, DN_ATTRIB = 32, DN_CREATE = 4, DN_DELETE = 8, DN_MODIFY = 2,
        DN_MULTISHOT = 2147483648, DN_RENAME = 16, F_EXLCK = 4, F_GETLK64 = 5, F_GETOWN_EX = 16,
        F_GETSIG = 11, F_GET_FILE_RW_HINT = 1037, F_GET_RW_HINT = 1035, F_OWNER_PGRP = 2,
        F_OWNER_PID = 1, F_OWNER_TID = 0, F_SETLK64 = 6, F_SETLKW64 = 7, F_SETOWN_EX = 15, F_SETSIG = 10,
        F_SET_FILE_RW_HINT = 1038, F_SET_RW_HINT = 1036, F_SHLCK = 8, LOCK_MAND = 32, LOCK_READ = 64,
        LOCK_RW = 192, LOCK_WRITE = 128, RWH_WRITE_LIFE_EXTREME = 5, RWH_WRITE_LIFE_LONG = 4,
        RWH_WRITE_LIFE_MEDIUM = 3, RWH_WRITE_LIFE_NONE = 1, RWH_WRITE_LIFE_NOT_SET = 0,
        RWH_WRITE_LIFE_SHORT = 2,
    ]
};

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
        NativeDef::new(
            "lockf(fd, cmd, len=0, start=0, whence=0, /)",
            "A wrapper around the fcntl() locking calls.",
            lockf,
        ),
        NativeDef::new(
            "ioctl(fd, request, arg=0, mutate_flag=True, /)",
            "Perform the operation request on file descriptor fd.",
            ioctl,
        ),
    ],
    constants: CONSTANTS,
    ..ModuleDef::BASE
};

fn flock(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = files::descriptor(vm, a.at(0))?;
    let operation = vm.index_clipped(a.at(1))?;
    let at_once = operation & i64::from(libc::LOCK_NB) != 0;
    let lock = match operation & !i64::from(libc::LOCK_NB) {
        1 => FlockOperation::NonBlockingLockShared,
        2 => FlockOperation::NonBlockingLockExclusive,
        8 => FlockOperation::Unlock,
        _ => return Err(files::failed(vm, rustix::io::Errno::INVAL)),
    };
    blocking::lock(vm, at_once, || Ok(rustix::fs::flock(file, lock)?))?;
    Ok(Value::NONE)
}

fn fcntl(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = files::descriptor(vm, a.at(0))?;
    let number = vm.index_clipped(a.at(1))? as i32;
    if let Some(argument) = a.opt(2)
        && let Some(data) = bytes::buffer(vm, argument)?
    {
        return record_lock(vm, file, number, &data);
    }
    let argument = a.opt(2).map_or(Ok(0), |value| vm.index_clipped(value))?;
    let Some(command) = Control::new(number) else {
        let message = format!("fcntl.fcntl() with command {number} and a number is not supported");
        return Err(vm.error(Exc::NotImplementedError, message));
    };
    loop {
        match system::control(file, command, argument as i32) {
            Ok(result) => return Ok(i64::from(result).into()),
            Err(error) if error.kind() == ErrorKind::Interrupted => run::check_interrupt(vm)?,
            Err(error) => return Err(vm.os_error(&error, None)),
        }
    }
}

/// Locks by a packed `struct flock`, and returns that.
fn record_lock(vm: &Vm, file: BorrowedFd<'_>, command: i32, data: &[u8]) -> VmResult {
    const COMMANDS: [i32; 6] = [
        libc::F_GETLK,
        libc::F_SETLK,
        libc::F_SETLKW,
        libc::F_OFD_GETLK,
        libc::F_OFD_SETLK,
        libc::F_OFD_SETLKW,
    ];
    if !COMMANDS.contains(&command) || data.len() != system::LOCK_SIZE {
        let message = format!("fcntl.fcntl() with command {command} and a buffer is not supported");
        return Err(vm.error(Exc::NotImplementedError, message));
    }
    let at_once = match command {
        libc::F_SETLKW => Some(libc::F_SETLK),
        libc::F_OFD_SETLKW => Some(libc::F_OFD_SETLK),
        _ => None,
    };
    let mut lock = data.to_vec();
    blocking::lock(vm, at_once.is_none(), || {
        system::record_lock(file, at_once.unwrap_or(command), &mut lock)
    })?;
    Ok(Bytes::new(lock).into_value())
}

fn lockf(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = files::descriptor(vm, a.at(0))?;
    let operation = vm.index_clipped(a.at(1))? as i32;
    let number = |index| a.opt(index).map_or(Ok(0), |value: &Value| vm.index_clipped(value));
    let (length, start, whence) = (number(2)?, number(3)?, number(4)?);
    let kind = match operation & !libc::LOCK_NB {
        libc::LOCK_UN => libc::F_UNLCK,
        libc::LOCK_SH => libc::F_RDLCK,
        libc::LOCK_EX => libc::F_WRLCK,
        _ => return Err(vm.value_error("unrecognized lockf argument")),
    };
    let part = (whence as i16, start, length);
    let at_once = operation & libc::LOCK_NB != 0;
    blocking::lock(vm, at_once, || system::lock(file, kind as i16, part))?;
    Ok(Value::NONE)
}

fn ioctl(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = files::descriptor(vm, a.at(0))?;
    let number = vm.index_clipped(a.at(1))? as u32;
    let Some(request) = Request::new(u64::from(number)) else {
        let message = format!("fcntl.ioctl() with request {number:#x} is not supported");
        return Err(vm.error(Exc::NotImplementedError, message));
    };
    let failed = |error: std::io::Error| vm.os_error(&error, None);
    let Some(argument) = a.opt(2) else {
        let result = match request.size() {
            0 => request.with_number(file, 0),
            size => request.with_data(file, &mut vec![0; size]),
        };
        return result.map(|n| i64::from(n).into()).map_err(failed);
    };
    let text = argument.get::<Str>().map(|text| text.as_str().as_bytes().to_vec());
    let exported = bytes::exported(vm, argument)?;
    let shown = exported.as_ref().unwrap_or(argument);
    let given = match text {
        Some(text) => Some(text),
        None => bytes::copied(vm, shown)?,
    };
    let Some(mut data) = given else {
        let number = vm.index_clipped(argument)? as i32;
        return request.with_number(file, number).map(|n| i64::from(n).into()).map_err(failed);
    };
    let result = request.with_data(file, &mut data).map_err(failed)?;
    let target = bytes::writable(vm, argument)?;
    if memoryview::room(&target).is_none() {
        return Ok(Bytes::new(data).into_value());
    }
    if a.opt(3).map_or(Ok(true), |mutate| vm.truthy(mutate))? {
        memoryview::fill(&target, &data);
        return Ok(i64::from(result).into());
    }
    Ok(Bytes::new(data).into_value())
}
