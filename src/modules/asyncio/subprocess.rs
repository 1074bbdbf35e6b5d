//! `create_subprocess_exec` and `create_subprocess_shell`.

use crate::objects::native::{Args, NativeDef};
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "async create_subprocess_exec(program, *args, **kwds) -> asyncio.subprocess.Process",
        "Create a subprocess.",
        |vm, args| in_language(vm, "create_subprocess_exec", &args, &[args[0].clone()]),
    ),
    NativeDef::new(
        "async create_subprocess_shell(*args, **kwds) -> asyncio.subprocess.Process",
        "Run the cmd shell command.",
        |vm, args| in_language(vm, "create_subprocess_shell", &args, &[]),
    ),
];

/// Calls a function of `asyncio.subprocess`.
fn in_language(vm: &Vm, name: &str, args: &Args<'_>, first: &[Value]) -> VmResult {
    let module = vm.import_module("asyncio.subprocess")?;
    let function = vm.get_attribute(&module, &intern(name))?;
    let mut all = first.to_vec();
    all.extend(args.rest().iter().cloned());
    all.extend(args.keywords().iter().map(|(_, v)| v.clone()));
    let names: Vec<Value> = args.keywords().iter().map(|(n, _)| n.as_value().clone()).collect();
    vm.call_keywords(&function, &all, &names)
}
