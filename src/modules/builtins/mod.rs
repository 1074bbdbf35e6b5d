//! `builtins`: the names that every module sees.

mod adapters;
mod attributes;
mod code;
mod iteration;
mod numbers;
mod site;
mod text;

pub(in crate::modules) use code::source_text;
pub use numbers::abs;

use super::ModuleDef;
use crate::objects::exception::Exc;
use crate::objects::native::NativeFunction;
use crate::objects::*;
use crate::runtime::Value;
use crate::vm::Vm;

/// Fills the interpreter's `builtins` namespace.
pub fn install(vm: &Vm) {
    let dict = &vm.builtins;
    dict.set_text("__name__", BUILTINS.name);
    dict.set_text("__doc__", BUILTINS.doc);
    dict.set_text("__package__", "");
    for functions in FUNCTIONS {
        for def in *functions {
            dict.set_text(def.name(), NativeFunction::new(def, BUILTINS.name));
        }
    }
    for def in BUILTINS.classes {
        dict.set_text(def.name, vm.class_for(def));
    }
    for exc in Exc::ALL {
        dict.set_text(exc.def().name, vm.exception_class(*exc));
    }
    for alias in OLD_NAMES {
        dict.set_text(alias, vm.exception_class(Exc::OSError));
    }
    for (name, value) in BUILTINS.constants {
        dict.set_text(name, value(vm));
    }
}

/// The former names of OSError.
const OLD_NAMES: [&str; 2] = ["EnvironmentError", "IOError"];

/// The names that [`install`] fills in, in no particular order.
pub fn names() -> impl Iterator<Item = &'static str> {
    let functions = functions().map(native::NativeDef::name);
    let classes = BUILTINS.classes.iter().map(|def| def.name);
    let exceptions = Exc::ALL.iter().map(|exc| exc.def().name);
    let constants = BUILTINS.constants.iter().map(|(name, _)| *name);
    functions.chain(classes).chain(exceptions).chain(constants).chain(OLD_NAMES)
}

/// The functions.
pub fn functions() -> impl Iterator<Item = &'static native::NativeDef> {
    FUNCTIONS.iter().copied().flatten()
}

static FUNCTIONS: &[&[native::NativeDef]] = &[
    attributes::FUNCTIONS,
    self::code::FUNCTIONS,
    iteration::FUNCTIONS,
    numbers::FUNCTIONS,
    text::FUNCTIONS,
    &[super::io::OPEN],
];

/// `builtins`, except its functions and exceptions, which [`install`] adds.
pub static BUILTINS: ModuleDef = ModuleDef {
    name: "builtins",
    doc: "Built-in functions, types, exceptions, and other objects.",
    classes: &[
        &class::OBJECT,
        &type_::CLASS,
        &int_methods::CLASS,
        &int_methods::BOOL,
        &float::CLASS,
        &complex::CLASS,
        &str_methods::CLASS,
        &bytes::CLASS,
        &bytes::BYTEARRAY,
        &memoryview::CLASS,
        &list_methods::CLASS,
        &tuple_methods::CLASS,
        &dict_methods::CLASS,
        &set_methods::CLASS,
        &set_methods::FROZENSET,
        &range::CLASS,
        &slice::CLASS,
        &bound_methods::PROPERTY,
        &bound_methods::STATIC_METHOD,
        &bound_methods::CLASS_METHOD,
        &bound_methods::SUPER,
        &adapters::ENUMERATE,
        &adapters::FILTER,
        &adapters::MAP,
        &adapters::REVERSED,
        &adapters::ZIP,
    ],
    constants: &[
        ("None", |_| Value::NONE),
        ("True", |_| Value::TRUE),
        ("False", |_| Value::FALSE),
        ("Ellipsis", |_| Value::ELLIPSIS),
        ("NotImplemented", |_| Value::NOT_IMPLEMENTED),
        ("__debug__", |_| Value::TRUE),
        ("exit", |vm| site::quitter(vm, "exit")),
        ("quit", |vm| site::quitter(vm, "quit")),
        ("copyright", |vm| site::notice(vm, "copyright")),
        ("credits", |vm| site::notice(vm, "credits")),
        ("license", |vm| site::notice(vm, "license")),
        ("help", site::helper),
    ],
    ..ModuleDef::BASE
};
