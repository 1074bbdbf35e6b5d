//! `asyncio.queues`, `asyncio.tasks` and the others: each has all names of `asyncio` itself.
//!
//! They are made when a program first names them, so that importing `asyncio` costs little.

use super::super::ModuleDef;
use crate::objects::exception::Exc;
use crate::objects::module::Module;
use crate::objects::native::NativeDef;
use crate::objects::str::Str;
use crate::runtime::Ref;
use crate::vm::{R, Vm};

macro_rules! submodules {
    ($($name:literal),* $(,)?) => {
        const NAMES: &[&str] = &[$($name),*];

        /// The submodules.
        pub static MODULES: &[ModuleDef] = &[$(ModuleDef {
            name: concat!("asyncio.", $name),
            init: Some(copy_names),
            ..ModuleDef::BASE
        }),*];
    };
}

submodules![
    "base_events",
    "coroutines",
    "events",
    "exceptions",
    "futures",
    "locks",
    "protocols",
    "queues",
    "runners",
    "selector_events",
    "streams",
    "subprocess",
    "taskgroups",
    "tasks",
    "threads",
    "timeouts",
    "transports",
    "unix_events",
];

fn copy_names(vm: &Vm, module: &Ref<Module>) -> R<()> {
    let whole = vm.import_module("asyncio")?;
    let Some(whole) = whole.get::<Module>() else { return Ok(()) };
    for (name, value) in whole.dict.entries() {
        if let Some(name) = name.get::<Str>()
            && !name.as_str().starts_with("__")
        {
            module.dict.set_text(name.as_str(), value);
        }
    }
    if module.name() == "asyncio.subprocess" {
        for (name, number) in [("PIPE", -1), ("STDOUT", -2), ("DEVNULL", -3)] {
            module.dict.set_text(name, i64::from(number));
        }
    }
    Ok(())
}

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("__getattr__(name)", "", |vm, args| {
        let name = vm.str(&args[0])?;
        if NAMES.contains(&name.as_str()) {
            return vm.import_module(&format!("asyncio.{}", name.as_str()));
        }
        let message = format!("module 'asyncio' has no attribute '{}'", name.as_str());
        let module = vm.import_module("asyncio")?;
        Err(vm.attribute_error(&module, name.as_str(), message))
    }),
    NativeDef::new("create_subprocess_exec(program, *args, **kwds)", "", |vm, _| {
        Err(unsupported(vm, "create_subprocess_exec"))
    }),
    NativeDef::new("create_subprocess_shell(cmd, **kwds)", "", |vm, _| {
        Err(unsupported(vm, "create_subprocess_shell"))
    }),
];

fn unsupported(vm: &Vm, name: &str) -> crate::vm::Raised {
    let message = format!("asyncio.{name}: subprocesses are not supported");
    vm.error(Exc::NotImplementedError, message)
}
