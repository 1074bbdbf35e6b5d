//! `os.fork`, and starting programs for `subprocess`.

use super::files::given;
use super::process::{path_text, texts, variables};
use crate::diagnostics;
use crate::event_loop::{fork, running};
use crate::modules::ModuleDef;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::{Value, fd, process};
use crate::vm::capabilities::Capability;
use crate::vm::{Raised, Vm, VmResult};
use std::cell::RefCell;
use std::ffi::{CString, OsString};
use std::os::unix::ffi::OsStringExt;

/// The functions passed to `register_at_fork`.
#[derive(Default)]
struct Hooks {
    before: RefCell<Vec<Value>>,
    in_child: RefCell<Vec<Value>>,
    in_parent: RefCell<Vec<Value>>,
}

/// Calls hooks. One that fails does not keep the others from running.
fn run(vm: &Vm, hooks: impl IntoIterator<Item = Value>) {
    for hook in hooks {
        if let Err(raised) = vm.call(&hook, &[]) {
            diagnostics::unraisable(vm, &raised, &hook);
        }
    }
}

/// Copies the process, and calls the hooks before and after. Returns 0 in the child.
fn copy_process(vm: &Vm) -> VmResult<i32> {
    let hooks = vm.extension::<Hooks>();
    let before = hooks.before.borrow().clone();
    run(vm, before.into_iter().rev());
    let child = fork::fork(vm, running(vm));
    let after = if let Ok(0) = child { &hooks.in_child } else { &hooks.in_parent };
    let after = after.borrow().clone();
    run(vm, after);
    if let Ok(0) = child
        && let Some(random) = vm.modules.get_text("random")
    {
        // Both processes would draw the same numbers.
        vm.call_method(&random, &intern("seed"), &[])?;
    }
    child
}

fn fork_process(vm: &Vm, _: Args<'_>) -> VmResult {
    let has_threads = running(vm).threads.has_others();
    let child = copy_process(vm)?;
    if has_threads && child > 0 {
        let message = format!(
            "This process (pid={}) is multi-threaded, use of fork() may lead to deadlocks in the child.",
            std::process::id()
        );
        vm.warn(Exc::DeprecationWarning, &message, 1)?;
    }
    Ok(i64::from(child).into())
}

fn register(vm: &Vm, a: Args<'_>) -> VmResult {
    let hooks = vm.extension::<Hooks>();
    let places = [
        ("before", &hooks.before),
        ("after_in_child", &hooks.in_child),
        ("after_in_parent", &hooks.in_parent),
    ];
    let mut given = 0;
    for (i, (name, _)) in places.iter().enumerate() {
        if let Some(hook) = a.opt(i) {
            given += 1;
            if !vm.is_callable(hook) {
                let shown = vm.class_ref(hook).message_name();
                let message = format!("'{name}' must be callable, not {shown}");
                return Err(vm.type_error(message));
            }
        }
    }
    if given == 0 {
        return Err(vm.type_error("At least one argument is required."));
    }
    for (i, (_, place)) in places.iter().enumerate() {
        place.borrow_mut().extend(a.some(i).cloned());
    }
    Ok(Value::NONE)
}

fn exit_now(vm: &Vm, a: Args<'_>) -> VmResult {
    let status = vm.index_clipped(a.at(0))?;
    process::exit_now(status as i32)
}

fn openpty(vm: &Vm, _: Args<'_>) -> VmResult {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let open = || {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let master = openpt(flags)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let name = ptsname(&master, Vec::new())?;
        let flags =
            rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY | rustix::fs::OFlags::CLOEXEC;
        Ok((master, rustix::fs::open(name.as_c_str(), flags, rustix::fs::Mode::empty())?))
    };
    let (master, slave) = open().map_err(|e| super::files::failed(vm, e))?;
    let (master, slave) = (vm.admit_file(master)?, vm.admit_file(slave)?);
    Ok(Tuple::new([given(vm, master)?, given(vm, slave)?]).into_value())
}

/// Functions of `os`.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "fork()",
        "Fork a child process.\n\nReturn 0 to child process and PID of child to parent process.",
        fork_process,
    ),
    // Without the warning, for callers that will start another program.
    NativeDef::new("_copy_process()", "", |vm, _| Ok(i64::from(copy_process(vm)?).into())),
    NativeDef::new(
        "register_at_fork(*, before=None, after_in_child=None, after_in_parent=None)",
        "Register callables to be called when forking a new process.",
        register,
    ),
    NativeDef::new(
        "_exit(status)",
        "Exit to the system with specified status, without normal exit processing.",
        exit_now,
    ),
    NativeDef::new(
        "openpty()",
        "Open a pseudo-terminal.\n\nReturn a tuple of (master_fd, slave_fd) containing open file descriptors\nfor both the master and slave ends.",
        openpty,
    ),
];

fn nul(vm: &Vm, _: std::ffi::NulError) -> Raised {
    vm.value_error("embedded null byte")
}

fn strings(vm: &Vm, texts: Vec<OsString>) -> VmResult<Vec<CString>> {
    texts.into_iter().map(|t| CString::new(t.into_vec()).map_err(|e| nul(vm, e))).collect()
}

fn start(vm: &Vm, given: &[Value]) -> VmResult<process::Start> {
    let none = Value::NONE;
    let at = |i: usize| given.get(i).unwrap_or(&none);
    let number = |i: usize| -> VmResult<i32> { Ok(vm.index_clipped(at(i))? as i32) };
    let id = |i: usize| -> VmResult<Option<u32>> {
        if at(i).is_none() { Ok(None) } else { Ok(Some(vm.index_clipped(at(i))? as u32)) }
    };
    let mut kept = Vec::new();
    for file in vm.to_vec(at(3))? {
        let file = vm.index_clipped(&file)?;
        let Ok(file) = i32::try_from(file) else {
            return Err(vm.value_error("bad value(s) in fds_to_keep"));
        };
        if file < 0 || kept.last().is_some_and(|last| *last >= file) {
            return Err(vm.value_error("bad value(s) in fds_to_keep"));
        }
        kept.push(file);
    }
    let groups = match at(18) {
        none if none.is_none() => None,
        groups => {
            let groups = vm.to_vec(groups)?;
            Some(groups.iter().map(|g| Ok(vm.index_clipped(g)? as u32)).collect::<VmResult<_>>()?)
        }
    };
    let folder = match at(4) {
        none if none.is_none() => None,
        folder => strings(vm, vec![path_text(vm, folder)?])?.pop(),
    };
    let environment = match at(5) {
        none if none.is_none() => variables(vm, None)?,
        list => texts(vm, list)?,
    };
    Ok(process::Start {
        programs: strings(vm, texts(vm, at(1))?)?,
        arguments: strings(vm, texts(vm, at(0))?)?,
        variables: Some(strings(vm, environment)?),
        folder,
        streams: [number(6)?, number(9)?, number(11)?],
        closed: [7, 8, 10, 12].into_iter().map(number).collect::<VmResult<_>>()?,
        report: number(13)?,
        closes_files: vm.truthy(at(2))?,
        kept,
        restores_signals: vm.truthy(at(14))?,
        leads_session: vm.truthy(at(15))?,
        group: number(16)?,
        groups,
        gid: id(17)?,
        uid: id(19)?,
        umask: number(20)?,
    })
}

/// `_posixsubprocess.fork_exec`: starts a program and returns the number of its process. The child
/// writes an error to a pipe.
fn fork_exec(vm: &Vm, a: Args<'_>) -> VmResult {
    let given = a.rest();
    let start = start(vm, given)?;
    let first = given.get(21).filter(|function| !function.is_none());
    let child = match first {
        Some(_) => copy_process(vm)?,
        None => {
            let _ = vm.output.flush();
            // Nothing of the interpreter runs in the child.
            process::fork().map_err(|error| vm.os_error(&error, None))?
        }
    };
    if child != 0 {
        return Ok(i64::from(child).into());
    }
    let (error, remark) = start.run(|| first.is_none_or(|first| vm.call(first, &[]).is_ok()));
    let report = match remark {
        "SubprocessError" => "SubprocessError:0:Exception occurred in preexec_fn.".to_string(),
        remark => format!("OSError:{:X}:{remark}", error.raw_os_error().unwrap_or(0)),
    };
    if let Some(pipe) = fd::borrow(start.report) {
        let _ = rustix::io::write(pipe, report.as_bytes());
    }
    process::exit_now(255)
}

/// `_posixsubprocess`
pub static SUBPROCESS: ModuleDef = ModuleDef {
    name: "_posixsubprocess",
    doc: "A POSIX helper for the subprocess module.",
    functions: &[NativeDef::new("fork_exec(*args)", "Spawn a fresh new child process.", fork_exec)],
    needs: |_| Some(Capability::Processes),
    ..ModuleDef::BASE
};
