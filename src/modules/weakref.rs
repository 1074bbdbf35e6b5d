//! `weakref`: the references themselves; the collections made of them are in `weakref.py`.

use super::ModuleDef;
use crate::objects::list::List;
use crate::objects::native::NativeDef;
use crate::objects::weak;
use crate::runtime::Value;
use crate::runtime::heap::weakrefs_to;
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

/// `_weakref`, for modules that want the references alone.
pub static CORE: ModuleDef = ModuleDef {
    name: "_weakref",
    doc: "Weak-reference support module.",
    functions: FUNCTIONS,
    constants: &[("ref", reference), ("ReferenceType", reference)],
    ..ModuleDef::BASE
};

/// `weakref`
pub static MODULE: ModuleDef = ModuleDef {
    name: "weakref",
    doc: "Weak reference support for Python.\n\nThis module is an implementation of PEP 205:\n\nhttps://peps.python.org/pep-0205/\n",
    functions: FUNCTIONS,
    constants: &[("ref", reference), ("ReferenceType", reference)],
    source: include_str!("weakref.py"),
    ..ModuleDef::BASE
};

/// `_weakrefset`
pub static SET: ModuleDef =
    ModuleDef { name: "_weakrefset", source: "from weakref import WeakSet\n", ..ModuleDef::BASE };
