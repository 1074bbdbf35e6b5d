//! `atexit`: functions to call when the program ends.

use super::ModuleDef;
use crate::diagnostics;
use crate::objects::native::{Args, NativeDef};
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use std::cell::RefCell;

/// A pending call: function, positional arguments, keyword names.
type Exit = (Value, Vec<Value>, Vec<Value>);

/// The registered functions, in the order of registration.
#[derive(Default)]
struct Exits(RefCell<Vec<Exit>>);

fn register(vm: &Vm, a: Args<'_>) -> VmResult {
    if !vm.is_callable(&a[0]) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let mut values = a.rest().to_vec();
    let names = a.keywords().iter().map(|(name, _)| name.as_value().clone()).collect();
    values.extend(a.keywords().iter().map(|(_, value)| value.clone()));
    vm.when_ended(|vm| drop(vm.extension::<Exits>().0.take()));
    vm.extension::<Exits>().0.borrow_mut().push((a[0].clone(), values, names));
    Ok(a[0].clone())
}

fn unregister(vm: &Vm, a: Args<'_>) -> VmResult {
    let exits = vm.extension::<Exits>();
    let all = exits.0.take();
    let mut kept = Vec::with_capacity(all.len());
    for exit in all {
        if !vm.eq(&exit.0, &a[0])? {
            kept.push(exit);
        }
    }
    exits.0.replace(kept);
    Ok(Value::NONE)
}

fn run(vm: &Vm, _: Args<'_>) -> VmResult {
    let exits = vm.extension::<Exits>();
    loop {
        let Some((function, values, names)) = exits.0.borrow_mut().pop() else {
            return Ok(Value::NONE);
        };
        if let Err(raised) = vm.call_keywords(&function, &values, &names) {
            let function = vm.repr_text(&function);
            let what = format!("Exception ignored in atexit callback {function}");
            diagnostics::unraisable_in(vm, &raised, what);
        }
    }
}

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "atexit",
    doc: "Allow programmer-defined functions to be called upon normal interpreter termination.",
    functions: &[
        NativeDef::new(
            "register(func, /, *args, **kwargs)",
            "Register a function to be executed upon normal program termination.",
            register,
        ),
        NativeDef::new("unregister(func, /)", "Unregister an exit function.", unregister),
        NativeDef::new("_run_exitfuncs()", "Run all registered exit functions.", run),
        NativeDef::new("_clear()", "Clear the list of registered functions.", |vm, _| {
            drop(vm.extension::<Exits>().0.take());
            Ok(Value::NONE)
        }),
        NativeDef::new("_ncallbacks()", "Return the number of registered functions.", |vm, _| {
            Ok(Value::from(vm.extension::<Exits>().0.borrow().len()))
        }),
    ],
    ..ModuleDef::BASE
};
