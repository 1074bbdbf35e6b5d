//! `_weakref`: the references themselves. The collections built on them are in the library.

use super::ModuleDef;
use crate::objects::list::List;
use crate::objects::native::NativeDef;
use crate::objects::weak;
use crate::runtime::Value;
use crate::runtime::weak::weakrefs_to;
use crate::vm::Vm;

const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "getweakrefcount(object, /)",
        "Return the number of weak references to 'object'.",
        |_, args| Ok(weakrefs_to(&args[0]).len().into()),
    ),
    NativeDef::new(
        "getweakrefs(object, /)",
        "Return a list of all weak reference objects pointing to 'object'.",
        |_, args| Ok(List::new(weakrefs_to(&args[0])).into_value()),
    ),
];

fn reference(vm: &Vm) -> Value {
    vm.class_for(&weak::CLASS).into_value()
}

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_weakref",
    doc: "Weak-reference support module.",
    functions: FUNCTIONS,
    constants: &[("ref", reference), ("ReferenceType", reference)],
    source: include_str!("_weakref.py"),
    ..ModuleDef::BASE
};
