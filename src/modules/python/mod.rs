//! The modules that are written in the language itself: a file each, compiled when it is imported.
//!
//! They do what CPython's own do, but import in a fraction of the time: programs of the kind Hob is
//! for import several of them at every start.

use super::ModuleDef;
use crate::objects::function::Function;
use crate::objects::native::NativeDef;
use crate::runtime::Value;

macro_rules! modules {
    ($($name:ident $([$functions:expr])?: $doc:literal;)*) => {
        /// All of them.
        pub static ALL: &[ModuleDef] = &[$(ModuleDef {
            name: stringify!($name),
            doc: $doc,
            source: include_str!(concat!(stringify!($name), ".py")),
            $(functions: $functions,)?
            ..ModuleDef::BASE
        }),*];
    };
}

modules! {
    abc: "Abstract Base Classes (ABCs) according to PEP 3119.";
    contextlib: "Utilities for with-statement contexts.  See PEP 343.";
    dataclasses: "";
    enum: "";
    inspect: "Get useful information from live Python objects.";
    linecache: "Cache lines from Python source files.";
    types [MARK]: "Define names for built-in types that aren't directly accessible as a builtin.";
    typing: "The typing module: Support for gradual typing as defined by PEP 484 and subsequent PEPs.";
}

/// What `types.coroutine` does to a generator function.
const MARK: &[NativeDef] = &[NativeDef::new("_mark_coroutine(function, /)", "", |_, args| {
    if let Some(function) = args[0].get::<Function>() {
        function.code.iterable_coroutine.set(true);
    }
    Ok(Value::NONE)
})];
