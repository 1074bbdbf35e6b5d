//! `resource`: limits of the process.

use super::ModuleDef;
use crate::objects::native::NativeDef;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use rustix::process::{Resource, Rlimit};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
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
        10 => Resource::Locks,
        11 => Resource::Sigpending,
        12 => Resource::Msgqueue,
        13 => Resource::Nice,
        14 => Resource::Rtprio,
        15 => Resource::Rttime,
        _ => return Err(vm.value_error("invalid resource specified")),
    })
}
