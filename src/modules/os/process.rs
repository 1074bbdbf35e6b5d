//! Processes: identity, signals to others, starting and waiting for children.

use super::blocking::wait_until;
use super::files::failed;
use super::paths::{Takes, require};
use crate::event_loop::{run, running};
use crate::modules::struct_sequence::make;
use crate::objects::bytes::Bytes;
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::struct_sequence;
use crate::text::os_text;
use crate::vm::{Vm, VmResult};
use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitOptions};
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::process::CommandExt;
use std::process::Command;

struct_sequence!(
    /// `os.uname_result`
    UNAME_RESULT, "posix", "uname_result", "uname_result: Result from os.uname().",
    [0 "sysname", 1 "nodename", 2 "release", 3 "version", 4 "machine"]
);

/// An argument that is an `int` in C.
///
/// # Errors
/// TypeError; OverflowError.
pub fn c_int(vm: &Vm, value: &Value) -> VmResult<i32> {
    let number = i32::try_from(vm.index_clipped(value)?);
    let message = "Python int too large to convert to C int";
    number.map_err(|_| vm.error(Exc::OverflowError, message))
}

/// The number of a process, group or signal.
fn pid(vm: &Vm, value: &Value) -> VmResult<i32> {
    let number = vm.index_clipped(value)?;
    i32::try_from(number).map_err(|_| {
        let bound = if number > 0 { "greater than maximum" } else { "less than minimum" };
        vm.error(Exc::OverflowError, format!("signed integer is {bound}"))
    })
}

/// A process or group by its number; the error for an impossible one. None for 0, which mostly
/// means the caller's own.
pub(super) fn process(vm: &Vm, value: &Value, negative: Errno) -> VmResult<Option<Pid>> {
    match pid(vm, value)? {
        number if number < 0 => Err(failed(vm, negative)),
        number => Ok(Pid::from_raw(number)),
    }
}

fn kill(vm: &Vm, a: Args<'_>) -> VmResult {
    // As in CPython, whose argument is wider than a C int.
    let (target, signal) = (pid(vm, a.at(0))?, vm.index_clipped(a.at(1))? as i32);
    send(vm, target, signal)
}

fn killpg(vm: &Vm, a: Args<'_>) -> VmResult {
    match (pid(vm, a.at(0))?, pid(vm, a.at(1))?) {
        (group, _) if group < 0 => Err(failed(vm, Errno::INVAL)),
        (group, signal) => send(vm, -group, signal),
    }
}

/// Sends a signal to a process, or to the group of a negative number.
fn send(vm: &Vm, target: i32, signal: i32) -> VmResult {
    let _ = vm.output.flush();
    let Some(number) = target.checked_abs() else { return Err(failed(vm, Errno::SRCH)) };
    let sent = match (Pid::from_raw(number), signal) {
        (Some(group), 0) if target < 0 => rustix::process::test_kill_process_group(group),
        (Some(process), 0) => rustix::process::test_kill_process(process),
        (None, 0) => rustix::process::test_kill_current_process_group(),
        (target_pid, signal) => match (Signal::from_named_raw(signal), target_pid) {
            (None, _) => Err(Errno::INVAL),
            (Some(s), Some(group)) if target < 0 => rustix::process::kill_process_group(group, s),
            (Some(s), Some(process)) => rustix::process::kill_process(process, s),
            (Some(s), None) => rustix::process::kill_current_process_group(s),
        },
    };
    sent.map_err(|e| failed(vm, e))?;
    // A signal to the process itself has already arrived.
    let handle = || run::check_interrupt(vm);
    match Pid::from_raw(target) == Some(rustix::process::getpid()) {
        true => running(vm).inspection.handle_own(handle)?,
        false => handle()?,
    }
    Ok(Value::NONE)
}

fn waitpid(vm: &Vm, a: Args<'_>) -> VmResult {
    let target = pid(vm, a.at(0))?;
    let options = WaitOptions::from_bits_retain(vm.index_clipped(a.at(1))? as u32);
    let wait = |options| match target {
        -1 => rustix::process::wait(options),
        0 => rustix::process::waitpid(None, options),
        group if group < -1 => match group.checked_neg().map(Pid::from_raw) {
            None => Err(Errno::SRCH),
            Some(Some(group)) => rustix::process::waitpgid(group, options),
            Some(None) => Err(Errno::CHILD),
        },
        process => rustix::process::waitpid(Pid::from_raw(process), options),
    };
    // A wait in the system itself would be resumed after Ctrl-C.
    let at_once = options.contains(WaitOptions::NOHANG);
    let found = wait_until(vm, at_once, || Ok(wait(options | WaitOptions::NOHANG)?))?;
    let (process, status) =
        found.map_or((0, 0), |(process, status)| (process.as_raw_nonzero().get(), status.as_raw()));
    Ok(Tuple::new([i64::from(process).into(), i64::from(status).into()]).into_value())
}

/// The bytes of a `str` or `bytes` in the form for the system.
pub fn os_text(value: &Value) -> Option<OsString> {
    if let Some(text) = value.get::<Str>() {
        return os_text::to_os(text.as_str());
    }
    value.get::<Bytes>().map(|b| OsString::from_vec(b.data.to_vec()))
}

/// The bytes of a path: a `str`, `bytes` or an object with `__fspath__`.
///
/// # Errors
/// TypeError for anything else, ValueError for a null byte, and any exception raised by the method.
pub(super) fn path_text(vm: &Vm, value: &Value) -> VmResult<OsString> {
    let path = super::file_system_path(vm, value)?;
    if let Some(text) = os_text(&path) {
        if text.as_bytes().contains(&0) {
            return Err(vm.value_error("embedded null byte"));
        }
        return Ok(text);
    }
    let how = ["utf-8", "surrogateescape"].map(|word| Value::from(word.to_string()));
    vm.call_method(&path, &intern("encode"), &how)?;
    Err(vm.value_error("text that the system cannot take"))
}

/// The texts of an iterable of paths.
///
/// # Errors
/// Those of [`path_text`].
pub(super) fn texts(vm: &Vm, values: &Value) -> VmResult<Vec<OsString>> {
    vm.to_vec(values)?.iter().map(|value| path_text(vm, value)).collect()
}

/// The variables of a mapping as `NAME=value`; without one, those of the program.
///
/// # Errors
/// Those of [`path_text`]; ValueError for a name that contains `=`.
pub(super) fn variables(vm: &Vm, mapping: Option<&Value>) -> VmResult<Vec<OsString>> {
    let variable = |mut name: OsString, value: OsString| {
        name.push("=");
        name.push(value);
        name
    };
    let Some(mapping) = mapping else {
        let own = super::environment::variables(vm);
        return Ok(own.into_iter().map(|(name, value)| variable(name, value)).collect());
    };
    let (names, values) = (vm.call_method(mapping, &intern("keys"), &[])?, intern("values"));
    let names = vm.to_vec(&names)?;
    let values = vm.to_vec(&vm.call_method(mapping, &values, &[])?)?;
    let both = names.iter().zip(&values).map(|(name, value)| {
        let (name, value) = (path_text(vm, name)?, path_text(vm, value)?);
        // The shell of Windows keeps folders of drives in names that begin with `=`.
        if name.as_bytes().iter().skip(1).any(|byte| *byte == b'=') {
            return Err(vm.value_error("illegal environment variable name"));
        }
        Ok(variable(name, value))
    });
    both.collect()
}

/// Gives a child the variables of [`variables`].
fn set_environment(vm: &Vm, command: &mut Command, mapping: Option<&Value>) -> VmResult<()> {
    let list = variables(vm, mapping)?;
    command.env_clear();
    for entry in list {
        let bytes = entry.as_bytes();
        if let Some(at) = bytes.iter().skip(1).position(|b| *b == b'=').map(|at| at + 1) {
            command.env(OsStr::from_bytes(&bytes[..at]), OsStr::from_bytes(&bytes[at + 1..]));
        }
    }
    Ok(())
}

fn pidfd_open(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(process) = process(vm, a.at(0), Errno::INVAL)? else {
        return Err(failed(vm, Errno::INVAL));
    };
    let opened = rustix::process::pidfd_open(process, rustix::process::PidfdFlags::empty());
    super::files::given(vm, opened.map_err(|e| failed(vm, e))?)
}

fn uname(vm: &Vm, _: Args<'_>) -> VmResult {
    let names = rustix::system::uname();
    let text = |t: &std::ffi::CStr| Value::from(t.to_string_lossy().into_owned());
    let items =
        [names.sysname(), names.nodename(), names.release(), names.version(), names.machine()];
    Ok(make(vm, &UNAME_RESULT, items.map(text).to_vec()))
}

fn umask(vm: &Vm, a: Args<'_>) -> VmResult {
    let mode = rustix::fs::Mode::from_bits_retain(vm.index_clipped(a.at(0))? as u32);
    Ok(i64::from(rustix::process::umask(mode).bits()).into())
}

fn system(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(command) = os_text(a.at(0)) else {
        return Err(vm.type_error("system() argument must be str or bytes"));
    };
    let _ = vm.output.flush();
    let mut shell = Command::new("/bin/sh");
    set_environment(vm, &mut shell, None)?;
    let mut shell = shell.arg("-c").arg(command).spawn().map_err(|e| vm.os_error(&e, None))?;
    let status = wait_until(vm, false, || shell.try_wait())?.unwrap_or_default();
    Ok(i64::from(std::os::unix::process::ExitStatusExt::into_raw(status)).into())
}

fn execute(vm: &Vm, program: &Value, args: &Value, environment: Option<&Value>) -> VmResult {
    match environment {
        Some(_) => require(vm, program, "execve: path", Takes::PathOrFile)?,
        None => require(vm, program, "execv: path", Takes::Path)?,
    }
    let path = super::path_text(vm, &super::attributes::shown(vm, program)?)?;
    // CPython's two functions say it differently.
    let place = if environment.is_some() { "execve: argv" } else { "execv() arg 2" };
    if args.get::<List>().is_none() && args.get::<Tuple>().is_none() {
        return Err(vm.type_error(format!("{place} must be a tuple or list")));
    }
    let args = texts(vm, args)?;
    match args.first() {
        None => return Err(vm.value_error(format!("{place} must not be empty"))),
        Some(first) if first.is_empty() => {
            return Err(vm.value_error(format!("{place} first element cannot be empty")));
        }
        Some(_) => {}
    }
    let mut command = Command::new(os_text::to_os(&path).unwrap_or_default());
    if let Some((name, rest)) = args.split_first() {
        command.arg0(name).args(rest);
    }
    set_environment(vm, &mut command, environment)?;
    let _ = vm.output.flush();
    let error = command.exec();
    match environment {
        Some(_) => Err(super::os_error(vm, &error, program)),
        None => Err(vm.os_error(&error, None)),
    }
}

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("kill(pid, signal, /)", "Kill a process with a signal.", kill),
    NativeDef::new("killpg(pgid, signal, /)", "Kill a process group with a signal.", killpg),
    NativeDef::new(
        "waitpid(pid, options, /)",
        "Wait for completion of a given child process.",
        waitpid,
    ),
    NativeDef::new(
        "pidfd_open(pid, flags=0)",
        "Return a file descriptor referring to the process *pid*.",
        pidfd_open,
    ),
    NativeDef::new("getppid()", "Return the parent's process id.", |_, _| {
        let parent = rustix::process::getppid().map_or(0, |p| p.as_raw_nonzero().get());
        Ok(i64::from(parent).into())
    }),
    NativeDef::new("getpgrp()", "Return the current process group id.", |_, _| {
        Ok(i64::from(rustix::process::getpgrp().as_raw_nonzero().get()).into())
    }),
    NativeDef::new(
        "getpgid(pid)",
        "Call the system call getpgid(), and return the result.",
        |vm, a| {
            let group = rustix::process::getpgid(process(vm, a.at(0), Errno::SRCH)?);
            group.map(|g| i64::from(g.as_raw_nonzero().get()).into()).map_err(|e| failed(vm, e))
        },
    ),
    NativeDef::new("setpgid(pid, pgrp, /)", "Call the system call setpgid(pid, pgrp).", |vm, a| {
        let [process, group] = [a.at(0), a.at(1)].map(|value| process(vm, value, Errno::INVAL));
        rustix::process::setpgid(process?, group?).map_err(|e| failed(vm, e))?;
        Ok(Value::NONE)
    }),
    NativeDef::new(
        "getsid(pid, /)",
        "Call the system call getsid(pid) and return the result.",
        |vm, a| {
            let session = rustix::process::getsid(process(vm, a.at(0), Errno::SRCH)?);
            session.map(|s| i64::from(s.as_raw_nonzero().get()).into()).map_err(|e| failed(vm, e))
        },
    ),
    NativeDef::new("setsid()", "Call the system call setsid().", |vm, _| {
        rustix::process::setsid().map_err(|e| failed(vm, e))?;
        Ok(Value::NONE)
    }),
    NativeDef::new("getuid()", "Return the current process's user id.", |_, _| {
        Ok(i64::from(rustix::process::getuid().as_raw()).into())
    }),
    NativeDef::new("geteuid()", "Return the current process's effective user id.", |_, _| {
        Ok(i64::from(rustix::process::geteuid().as_raw()).into())
    }),
    NativeDef::new("getgid()", "Return the current process's group id.", |_, _| {
        Ok(i64::from(rustix::process::getgid().as_raw()).into())
    }),
    NativeDef::new("getegid()", "Return the current process's effective group id.", |_, _| {
        Ok(i64::from(rustix::process::getegid().as_raw()).into())
    }),
    NativeDef::new("uname()", "Return an object identifying the current operating system.", uname),
    NativeDef::new(
        "umask(mask, /)",
        "Set the current numeric umask and return the previous umask.",
        umask,
    ),
    NativeDef::new("system(command)", "Execute the command in a subshell.", system),
    NativeDef::new(
        "execv(path, argv, /)",
        "Execute an executable path with arguments, replacing current process.",
        |vm, a| execute(vm, a.at(0), a.at(1), None),
    ),
    NativeDef::new(
        "execve(path, argv, env)",
        "Execute an executable path with arguments, replacing current process.",
        |vm, a| execute(vm, a.at(0), a.at(1), Some(a.at(2))),
    ),
];
