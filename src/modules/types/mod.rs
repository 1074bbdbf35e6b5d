//! `_types`: names of the built-in types, for the library's `types`.

pub mod built_in;

use super::ModuleDef;

use crate::objects::function::Function;
use crate::objects::native::NativeDef;
use crate::runtime::Value;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_types",
    doc: "Define names for built-in types that aren't directly accessible as a builtin.",
    functions: &[
        built_in::BUILT_IN,
        built_in::CLASS_OF_C,
        NativeDef::new(
            "_mark_coroutine(function, /)",
            "Make `await` accept what a generator function returns.",
            |_, args| {
                if let Some(function) = args[0].get::<Function>() {
                    function.code.iterable_coroutine.set(true);
                }
                Ok(Value::NONE)
            },
        ),
    ],
    source: include_str!("_types.py"),
    ..ModuleDef::BASE
};
