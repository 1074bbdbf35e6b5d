//! `functools`: frequently called parts in Rust, the rest in Python.

mod comparing;
mod lru_cache;
mod partial;

use super::ModuleDef;
use crate::objects::native::{Args, ClassDef, NativeDef};
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

fn reduce(vm: &Vm, a: Args<'_>) -> VmResult {
    let items = match vm.iter(&a[1]) {
        Err(e) if vm.is_exception(&e, crate::objects::exception::Exc::TypeError) => {
            return Err(vm.type_error("reduce() arg 2 must support iteration"));
        }
        items => items?,
    };
    let first = match a.opt(2) {
        Some(initial) => Some(initial.clone()),
        None => vm.next(&items)?,
    };
    let Some(mut result) = first else {
        return Err(vm.type_error("reduce() of empty iterable with no initial value"));
    };
    while let Some(item) = vm.next(&items)? {
        let so_far = std::mem::replace(&mut result, Value::NONE);
        result = vm.call(&a[0], &[so_far, item])?;
    }
    Ok(result)
}

const FUNCTIONS: &[NativeDef] = &[
    comparing::CMP_TO_KEY,
    NativeDef::new(
        "reduce(function, iterable, initial=<unrepresentable>, /)",
        "Apply a function of two arguments cumulatively to the items of an iterable, from left to right.\n\nThis effectively reduces the iterable to a single value.  If initial is present,\nit is placed before the items of the iterable in the calculation, and serves as\na default when the iterable is empty.",
        reduce,
    ),
];

const CLASSES: &[&ClassDef] = &[&lru_cache::CLASS, &partial::CLASS];

/// `functools`
pub static MODULE: ModuleDef = ModuleDef {
    name: "functools",
    doc: "functools.py - Tools for working with functions and callable objects",
    functions: FUNCTIONS,
    classes: CLASSES,
    source: include_str!("functools.py"),
    ..ModuleDef::BASE
};

/// `_functools`: the parts in Rust, under the name of CPython's module in C.
pub static NATIVE: ModuleDef = ModuleDef {
    name: "_functools",
    doc: "Tools that operate on functions.",
    functions: FUNCTIONS,
    classes: CLASSES,
    ..ModuleDef::BASE
};
