//! `_codecs`: the registry of encodings, on which the library's `codecs` and `encodings` stand.
//!
//! What [`Encoding`] knows is converted in Rust. `str.encode` and `bytes.decode` come here for other
//! encodings and for handlers of errors that the program has registered.

use super::ModuleDef;
use crate::objects::native::NativeDef;
use crate::runtime::Value;
use crate::text::codec::Encoding;

/// `_codecs`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_codecs",
    functions: &[NativeDef::new(
        "_is_builtin(encoding, /)",
        "Whether an encoding is converted in Rust.",
        |vm, a| Ok(Value::bool(Encoding::lookup(vm.str(a.at(0))?.as_str()).is_ok())),
    )],
    source: include_str!("codecs.py"),
    ..ModuleDef::BASE
};
