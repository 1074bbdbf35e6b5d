//! `_codecs`: the registry of encodings, the basis of the library's `codecs` and `encodings`.
//!
//! The encodings of [`Encoding`] are in Rust. `str.encode` and `bytes.decode` use the registry for
//! all others, and for error handlers that the program has registered.

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
