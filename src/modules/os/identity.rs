//! Users and groups, priorities, scheduling, and resource usage.

use super::blocking::wait_until;
use super::files::descriptor;
use crate::event_loop::running;
use crate::modules::struct_sequence::make;
use crate::objects::int::to_i64;
use crate::objects::list::List;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, readable};
use crate::objects::set::Set;
use crate::objects::special::SpecialMethod;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::runtime::system::{self, Identity, Usage};
use crate::struct_sequence;
use crate::vm::{Raised, Vm, VmResult};
use std::io;

struct_sequence!(
    /// `os.times_result`
    TIMES_RESULT, "posix", "times_result", "times_result: Result from os.times().\n\nThis object may be accessed either as a tuple of\n  (user, system, children_user, children_system, elapsed),\nor via the attributes user, system, children_user, children_system,\nand elapsed.\n\nSee os.times for more information.",
    [0 "user", 1 "system", 2 "children_user", 3 "children_system", 4 "elapsed"]
);

struct_sequence!(
    /// `os.waitid_result`
    WAITID_RESULT, "posix", "waitid_result", "waitid_result: Result from waitid.\n\nThis object may be accessed either as a tuple of\n  (si_pid, si_uid, si_signo, si_status, si_code),\nor via the attributes si_pid, si_uid, and so on.\n\nSee os.waitid for more information.",
    [0 "si_pid", 1 "si_uid", 2 "si_signo", 3 "si_status", 4 "si_code"]
);

/// The data of a `sched_param`.
struct Parameters(Value);

impl NativeObject for Parameters {
    fn traverse(&self, visit: crate::runtime::kind::Visitor<'_>) {
        visit(&self.0);
    }
}

/// `os.sched_param`
pub(super) static SCHED_PARAM: ClassDef = ClassDef {
    name: "sched_param",
    subclassable: false,
    module: "posix",
    doc: "Currently has only one field: sched_priority",
    methods: &[
        NativeDef::static_method("__new__(cls, /, sched_priority)", "", |_, a| {
            let class = a[0].clone().into_ref().map_err(|_| ()).ok();
            Ok(class.map_or(Value::NONE, |class| {
                Native::new(&class, Parameters(a[1].clone())).into_value()
            }))
        }),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, a| {
            let shown = vm.repr(&a.data::<Parameters>().0)?;
            Ok(format!("posix.sched_param(sched_priority={})", shown.as_str()).into())
        }),
    ],
    properties: &[readable!("sched_priority", Parameters, |_, data| Ok(data.0.clone()))],
    ..ClassDef::BASE
};

fn failed(vm: &Vm, error: &io::Error) -> Raised {
    vm.os_error(error, None)
}

fn number(vm: &Vm, value: &Value) -> VmResult<i32> {
    crate::modules::os::c_int(vm, value)
}

/// A user or group; -1 leaves it unchanged.
fn id(vm: &Vm, value: &Value) -> VmResult<u32> {
    let number = vm.index_clipped(value)?;
    if number < -1 {
        return Err(vm.overflow_error("uid is less than minimum"));
    }
    if number > i64::from(u32::MAX) {
        return Err(vm.overflow_error("uid is greater than maximum"));
    }
    Ok(number as u32)
}

fn change(vm: &Vm, identity: Identity) -> VmResult {
    system::set_identity(identity).map(|()| Value::NONE).map_err(|e| failed(vm, &e))
}

fn numbers(values: impl IntoIterator<Item = u32>) -> Vec<Value> {
    values.into_iter().map(|n| Value::from(i64::from(n))).collect()
}

/// The result of `resource.getrusage`.
pub fn usage_value(vm: &Vm, usage: &Usage) -> VmResult {
    let (user, kernel, counts) = usage;
    let mut items = vec![Value::float(*user), Value::float(*kernel)];
    items.extend(counts.map(Value::from));
    let module = vm.import_module("resource")?;
    let class = vm.get_attribute(&module, &intern("struct_rusage"))?;
    vm.call(&class, &items)
}

fn wait4(vm: &Vm, process: i32, options: i32) -> VmResult {
    let at_once = options & libc::WNOHANG != 0;
    let found = wait_until(vm, at_once, || {
        let (child, status, usage) = system::wait_with_usage(process, options | libc::WNOHANG)?;
        Ok((child != 0).then_some((child, status, usage)))
    })?;
    let (child, status, usage) = found.unwrap_or((0, 0, (0.0, 0.0, [0; 14])));
    let usage = usage_value(vm, &usage)?;
    Ok(Tuple::new([i64::from(child).into(), i64::from(status).into(), usage]).into_value())
}

fn waitid(vm: &Vm, a: Args<'_>) -> VmResult {
    let kind = number(vm, a.at(0))? as u32;
    let id = number(vm, a.at(1))? as u32;
    let options = number(vm, a.at(2))?;
    let at_once = options & libc::WNOHANG != 0;
    let found = wait_until(vm, at_once, || system::wait_by_id(kind, id, options | libc::WNOHANG))?;
    Ok(found
        .map_or(Value::NONE, |fields| make(vm, &WAITID_RESULT, fields.map(Value::from).to_vec())))
}

fn user_name(vm: &Vm, value: &Value) -> VmResult<std::ffi::CString> {
    let name = super::path_text(vm, value)?;
    system::c_string(name.as_bytes()).map_err(|e| failed(vm, &e))
}

/// The priority in a `sched_param`.
fn priority(vm: &Vm, value: &Value) -> VmResult<i32> {
    match value.native::<Parameters>() {
        Some(parameters) => match to_i64(&vm.index(&parameters.0)?).map(i32::try_from) {
            Some(Ok(priority)) => Ok(priority),
            _ => Err(vm.overflow_error("sched_priority out of range")),
        },
        None => Err(vm.type_error("must have a sched_param object")),
    }
}

fn sched_setaffinity(vm: &Vm, a: Args<'_>) -> VmResult {
    let process = number(vm, a.at(0))?;
    let mut processors = Vec::new();
    for value in vm.to_vec(a.at(1))? {
        let Some(number) = to_i64(&vm.index(&value)?) else {
            return Err(vm.overflow_error("Python int too large to convert to C long"));
        };
        match usize::try_from(number) {
            Err(_) => return Err(vm.value_error("negative CPU number")),
            Ok(number) if number >= i32::MAX as usize => {
                return Err(vm.overflow_error("CPU number too large"));
            }
            Ok(number) => processors.push(number),
        }
    }
    system::set_affinity(process, &processors).map_err(|e| failed(vm, &e))?;
    Ok(Value::NONE)
}

fn unit(vm: &Vm, result: io::Result<()>) -> VmResult {
    result.map(|()| Value::NONE).map_err(|e| failed(vm, &e))
}

fn int(vm: &Vm, result: io::Result<impl Into<i64>>) -> VmResult {
    result.map(|n| Value::from(n.into())).map_err(|e| failed(vm, &e))
}

pub(super) const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("setuid(uid, /)", "Set the current process's user id.", |vm, a| {
        change(vm, Identity::User(id(vm, a.at(0))?))
    }),
    NativeDef::new("setgid(gid, /)", "Set the current process's group id.", |vm, a| {
        change(vm, Identity::Group(id(vm, a.at(0))?))
    }),
    NativeDef::new("seteuid(euid, /)", "Set the current process's effective user id.", |vm, a| {
        change(vm, Identity::EffectiveUser(id(vm, a.at(0))?))
    }),
    NativeDef::new("setegid(egid, /)", "Set the current process's effective group id.", |vm, a| {
        change(vm, Identity::EffectiveGroup(id(vm, a.at(0))?))
    }),
    NativeDef::new(
        "setreuid(ruid, euid, /)",
        "Set the current process's real and effective user ids.",
        |vm, a| change(vm, Identity::Users(id(vm, a.at(0))?, id(vm, a.at(1))?)),
    ),
    NativeDef::new(
        "setregid(rgid, egid, /)",
        "Set the current process's real and effective group ids.",
        |vm, a| change(vm, Identity::Groups(id(vm, a.at(0))?, id(vm, a.at(1))?)),
    ),
    NativeDef::new(
        "setresuid(ruid, euid, suid, /)",
        "Set the current process's real, effective, and saved user ids.",
        |vm, a| {
            let (real, effective) = (id(vm, a.at(0))?, id(vm, a.at(1))?);
            change(vm, Identity::AllUsers(real, effective, id(vm, a.at(2))?))
        },
    ),
    NativeDef::new(
        "setresgid(rgid, egid, sgid, /)",
        "Set the current process's real, effective, and saved group ids.",
        |vm, a| {
            let (real, effective) = (id(vm, a.at(0))?, id(vm, a.at(1))?);
            change(vm, Identity::AllGroups(real, effective, id(vm, a.at(2))?))
        },
    ),
    NativeDef::new(
        "getresuid()",
        "Return a tuple of the current process's real, effective, and saved user ids.",
        |_, _| Ok(Tuple::new(numbers(system::users())).into_value()),
    ),
    NativeDef::new(
        "getresgid()",
        "Return a tuple of the current process's real, effective, and saved group ids.",
        |_, _| Ok(Tuple::new(numbers(system::user_groups())).into_value()),
    ),
    NativeDef::new(
        "getgroups()",
        "Return list of supplemental group IDs for the process.",
        |vm, _| {
            let groups = system::groups().map_err(|e| failed(vm, &e))?;
            Ok(List::new(numbers(groups)).into_value())
        },
    ),
    NativeDef::new(
        "setgroups(groups, /)",
        "Set the groups of the current process to list.",
        |vm, a| {
            if vm.slot(a.at(0), SpecialMethod::Len).is_absent() {
                return Err(vm.type_error("setgroups argument must be a sequence"));
            }
            let values = vm.to_vec(a.at(0))?;
            let groups: VmResult<Vec<u32>> = values.iter().map(|value| id(vm, value)).collect();
            unit(vm, system::set_groups(&groups?))
        },
    ),
    NativeDef::new(
        "getgrouplist(user, group, /)",
        "Returns a list of groups to which a user belongs.",
        |vm, a| {
            let (user, group) = (user_name(vm, a.at(0))?, id(vm, a.at(1))?);
            let groups = system::groups_of(&user, group).map_err(|e| failed(vm, &e))?;
            Ok(List::new(numbers(groups)).into_value())
        },
    ),
    NativeDef::new("initgroups(username, gid, /)", "Initialize the group access list.", |vm, a| {
        let (user, group) = (user_name(vm, a.at(0))?, id(vm, a.at(1))?);
        unit(vm, system::take_groups_of(&user, group))
    }),
    NativeDef::new("getpriority(which, who)", "Return program scheduling priority.", |vm, a| {
        int(vm, system::priority(number(vm, a.at(0))?, number(vm, a.at(1))? as u32))
    }),
    NativeDef::new(
        "setpriority(which, who, priority)",
        "Set program scheduling priority.",
        |vm, a| {
            let (which, who) = (number(vm, a.at(0))?, number(vm, a.at(1))? as u32);
            unit(vm, system::set_priority(which, who, number(vm, a.at(2))?))
        },
    ),
    NativeDef::new(
        "nice(increment, /)",
        "Add increment to the priority of process and return the new priority.",
        |vm, a| int(vm, system::nice(number(vm, a.at(0))?)),
    ),
    NativeDef::new(
        "times()",
        "Return a collection containing process timing information.",
        |vm, _| Ok(make(vm, &TIMES_RESULT, system::times().map(Value::float).to_vec())),
    ),
    NativeDef::new("wait3(options)", "Wait for completion of a child process.", |vm, a| {
        wait4(vm, -1, number(vm, a.at(0))?)
    }),
    NativeDef::new(
        "wait4(pid, options)",
        "Wait for completion of a specific child process.",
        |vm, a| wait4(vm, number(vm, a.at(0))?, number(vm, a.at(1))?),
    ),
    NativeDef::new(
        "waitid(idtype, id, options, /)",
        "Returns the result of waiting for a process or processes.",
        waitid,
    ),
    NativeDef::new("_usage(who)", "The result of `resource.getrusage`.", |vm, a| {
        let usage = system::usage(number(vm, a.at(0))?);
        usage_value(vm, &usage.map_err(|_| vm.value_error("invalid who parameter"))?)
    }),
    NativeDef::new(
        "sched_getaffinity(pid, /)",
        "Return the affinity of the process identified by pid (or the current process if zero).",
        |vm, a| {
            let found = system::affinity(number(vm, a.at(0))?).map_err(|e| failed(vm, &e))?;
            let set = Set::new();
            for processor in found {
                set.add(vm, Value::from(processor))?;
            }
            Ok(set.into_value())
        },
    ),
    NativeDef::new(
        "sched_setaffinity(pid, mask, /)",
        "Set the CPU affinity of the process identified by pid to mask.",
        sched_setaffinity,
    ),
    NativeDef::new("sched_yield()", "Voluntarily relinquish the CPU.", |vm, _| {
        running(vm).threads.give_way(vm);
        std::thread::yield_now();
        Ok(Value::NONE)
    }),
    NativeDef::new(
        "sched_getscheduler(pid, /)",
        "Get the scheduling policy for the process identified by pid.",
        |vm, a| int(vm, system::scheduler(number(vm, a.at(0))?)),
    ),
    NativeDef::new(
        "sched_setscheduler(pid, policy, param, /)",
        "Set the scheduling policy for the process identified by pid.",
        |vm, a| {
            let (process, policy) = (number(vm, a.at(0))?, number(vm, a.at(1))?);
            unit(vm, system::set_scheduling(process, Some(policy), priority(vm, a.at(2))?))
        },
    ),
    NativeDef::new(
        "sched_getparam(pid, /)",
        "Returns scheduling parameters for the process identified by pid.",
        |vm, a| {
            let priority =
                system::scheduling_priority(number(vm, a.at(0))?).map_err(|e| failed(vm, &e))?;
            let parameters = Parameters(i64::from(priority).into());
            Ok(Native::new(&vm.class_for(&SCHED_PARAM), parameters).into_value())
        },
    ),
    NativeDef::new(
        "sched_setparam(pid, param, /)",
        "Set scheduling parameters for the process identified by pid.",
        |vm, a| {
            let process = number(vm, a.at(0))?;
            unit(vm, system::set_scheduling(process, None, priority(vm, a.at(1))?))
        },
    ),
    NativeDef::new(
        "sched_get_priority_min(policy)",
        "Get the minimum scheduling priority for policy.",
        |vm, a| int(vm, system::priorities(number(vm, a.at(0))?).map(|(least, _)| least)),
    ),
    NativeDef::new(
        "sched_get_priority_max(policy)",
        "Get the maximum scheduling priority for policy.",
        |vm, a| int(vm, system::priorities(number(vm, a.at(0))?).map(|(_, greatest)| greatest)),
    ),
    NativeDef::new(
        "sched_rr_get_interval(pid, /)",
        "Return the round-robin quantum for the process identified by pid, in seconds.",
        |vm, a| {
            let slice = system::time_slice(number(vm, a.at(0))?).map_err(|e| failed(vm, &e))?;
            Ok(Value::float(slice))
        },
    ),
    NativeDef::new(
        "setns(fd, nstype=0)",
        "Move the calling thread into different namespaces.",
        |vm, a| {
            let file = descriptor(vm, a.at(0))?;
            let kind = a.opt(1).map_or(Ok(0), |kind| number(vm, kind))?;
            unit(vm, system::namespaces(Some(file), kind))
        },
    ),
    NativeDef::new(
        "unshare(flags)",
        "Disassociate parts of a process (or thread) execution context.",
        |vm, a| unit(vm, system::namespaces(None, number(vm, a.at(0))?)),
    ),
];
