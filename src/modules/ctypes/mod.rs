//! `ctypes`: C data types in memory of the interpreter's own. C libraries cannot be loaded.

use super::ModuleDef;

/// `ctypes`
pub static MODULE: ModuleDef = ModuleDef {
    name: "ctypes",
    doc: "create and manipulate C data types in Python",
    constants: &[("__path__", |_| Vec::new().into())],
    source: include_str!("ctypes.py"),
    ..ModuleDef::BASE
};

/// `ctypes.util`
pub static UTIL: ModuleDef = ModuleDef {
    name: "ctypes.util",
    doc: "Finding shared libraries: there are none that could be loaded.",
    source: include_str!("util.py"),
    ..ModuleDef::BASE
};
