//! `types`: names of the built-in types; in Rust only what they cannot be asked for.

use super::ModuleDef;
use crate::objects::function::Function;
use crate::objects::native::NativeDef;
use crate::runtime::Value;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "types",
    doc: "Define names for built-in types that aren't directly accessible as a builtin.",
    functions: &[NativeDef::new("_mark_coroutine(function, /)", "", |_, args| {
        if let Some(function) = args[0].get::<Function>() {
            function.code.iterable_coroutine.set(true);
        }
        Ok(Value::NONE)
    })],
    source: include_str!("types.py"),
    ..ModuleDef::BASE
};
