//! `asyncio._handoffs`: tells the recorder about work passed to threads and processes.

use crate::event_loop::recorder::events::Thing;
use crate::event_loop::running;
use crate::modules::ModuleDef;
use crate::objects::int;
use crate::objects::native::{Args, NativeDef};
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "asyncio._handoffs",
    functions: &[
        NativeDef::new("to_thread(work) -> int", "", |vm, args| handed(vm, Thing::Thread, &args)),
        NativeDef::new("to_process(work) -> int", "", |vm, args| handed(vm, Thing::Process, &args)),
        NativeDef::new("back_from_thread(number, outcome=None)", "", |vm, args| {
            back(vm, Thing::Thread, &args)
        }),
        NativeDef::new("back_from_process(number, outcome=None)", "", |vm, args| {
            back(vm, Thing::Process, &args)
        }),
    ],
    ..ModuleDef::BASE
};

fn handed(vm: &Vm, thing: Thing, args: &Args<'_>) -> VmResult {
    let work = vm.str(&args[0])?.as_str().to_string();
    Ok(i64::from(running(vm).recorder.handed(vm, thing, work)).into())
}

fn back(vm: &Vm, thing: Thing, args: &Args<'_>) -> VmResult {
    let number = int::to_i64(&args[0]).and_then(|number| u32::try_from(number).ok());
    let outcome = match args.some(1) {
        Some(outcome) => Some(vm.str(outcome)?.as_str().to_string()),
        None => None,
    };
    running(vm).recorder.back(vm, thing, number.unwrap_or(0), outcome);
    Ok(Value::NONE)
}
