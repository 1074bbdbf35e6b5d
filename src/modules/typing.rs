//! `_typing`: the classes that the library's `typing` gets from the interpreter.

use super::ModuleDef;
use crate::objects::native::NativeDef;
use crate::objects::{type_alias, type_variable};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_typing",
    doc: "Primitives and accelerators for the typing module.\n",
    functions: &[NativeDef::new("_idfunc(x, /)", "", |_, args| Ok(args[0].clone()))],
    classes: &[
        &type_variable::TYPE_VAR,
        &type_variable::PARAM_SPEC,
        &type_variable::TYPE_VAR_TUPLE,
        &type_variable::PARAM_SPEC_ARGS,
        &type_variable::PARAM_SPEC_KWARGS,
        &type_alias::TYPE_ALIAS,
        &type_alias::GENERIC,
    ],
    constants: &[("NoDefault", type_alias::no_default)],
    ..ModuleDef::BASE
};
