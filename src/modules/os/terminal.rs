//! Terminals and pseudo-terminals.

use super::files::{descriptor, failed, given};
use crate::objects::native::{Args, NativeDef};
use crate::runtime::{Value, fd};
use crate::text::os_text;
use crate::vm::{Vm, VmResult};
use rustix::pty::OpenptFlags;

fn nothing(vm: &Vm, result: rustix::io::Result<()>) -> VmResult {
    result.map(|()| Value::NONE).map_err(|e| failed(vm, e))
}

fn name(vm: &Vm, name: rustix::io::Result<std::ffi::CString>) -> VmResult {
    let name = name.map_err(|e| failed(vm, e))?;
    Ok(os_text::from_bytes(name.as_bytes()).into())
}

/// Makes a terminal the controlling one, and the standard streams.
fn login_tty(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let _ = vm.output.flush();
    let take = || {
        rustix::process::setsid()?;
        rustix::process::ioctl_tiocsctty(file)?;
        rustix::stdio::dup2_stdin(file)?;
        rustix::stdio::dup2_stdout(file)?;
        rustix::stdio::dup2_stderr(file)
    };
    take().map_err(|e| failed(vm, e))?;
    if std::os::fd::AsRawFd::as_raw_fd(&file) > 2 {
        let _ = fd::close_number(std::os::fd::AsRawFd::as_raw_fd(&file));
    }
    Ok(Value::NONE)
}

pub(super) const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "login_tty(fd, /)",
        "Prepare the tty of which fd is a file descriptor for a new login session.",
        login_tty,
    ),
    NativeDef::new(
        "posix_openpt(oflag, /)",
        "Open and return a file descriptor for a master pseudo-terminal device.",
        |vm, a| {
            let flags = OpenptFlags::from_bits_retain(vm.index_clipped(a.at(0))? as u32);
            given(vm, rustix::pty::openpt(flags).map_err(|e| failed(vm, e))?)
        },
    ),
    NativeDef::new(
        "grantpt(fd, /)",
        "Grant access to the slave pseudo-terminal device.",
        |vm, a| nothing(vm, rustix::pty::grantpt(descriptor(vm, a.at(0))?)),
    ),
    NativeDef::new("unlockpt(fd, /)", "Unlock a pseudo-terminal master/slave pair.", |vm, a| {
        nothing(vm, rustix::pty::unlockpt(descriptor(vm, a.at(0))?))
    }),
    NativeDef::new(
        "ptsname(fd, /)",
        "Return the name of the slave pseudo-terminal device.",
        |vm, a| name(vm, rustix::pty::ptsname(descriptor(vm, a.at(0))?, Vec::new())),
    ),
    NativeDef::new(
        "ttyname(fd, /)",
        "Return the name of the terminal device connected to 'fd'.",
        |vm, a| name(vm, rustix::termios::ttyname(descriptor(vm, a.at(0))?, Vec::new())),
    ),
    NativeDef::new(
        "ctermid()",
        "Return the name of the controlling terminal for this process.",
        |_, _| Ok("/dev/tty".into()),
    ),
    NativeDef::new(
        "tcgetpgrp(fd, /)",
        "Return the process group associated with the terminal specified by fd.",
        |vm, a| {
            let group = rustix::termios::tcgetpgrp(descriptor(vm, a.at(0))?);
            let group = group.map_err(|e| failed(vm, e))?;
            Ok(i64::from(group.as_raw_nonzero().get()).into())
        },
    ),
    NativeDef::new(
        "tcsetpgrp(fd, pgid, /)",
        "Set the process group associated with the terminal specified by fd.",
        |vm, a| {
            let file = descriptor(vm, a.at(0))?;
            rustix::io::fcntl_getfd(file).map_err(|e| failed(vm, e))?;
            let group = super::process::process(vm, a.at(1), rustix::io::Errno::INVAL)?;
            let set = group.ok_or(rustix::io::Errno::INVAL);
            nothing(vm, set.and_then(|group| rustix::termios::tcsetpgrp(file, group)))
        },
    ),
];
