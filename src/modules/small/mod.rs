//! Modules that the pure-Python standard library builds on and CPython has in C, where speed does
//! not matter: written in the language itself, or a few lines of Rust.

mod format;

use super::ModuleDef;

/// `posix`: what is there is in `os`.
pub static POSIX: ModuleDef = ModuleDef { name: "posix", ..ModuleDef::BASE };

/// `_string`
pub static STRING: ModuleDef = ModuleDef {
    name: "_string",
    doc: "string helper module",
    functions: format::FUNCTIONS,
    ..ModuleDef::BASE
};

/// `_contextvars`
pub static CONTEXTVARS: ModuleDef = ModuleDef {
    name: "_contextvars",
    source: "from contextvars import Context, ContextVar, Token, copy_context\n",
    ..ModuleDef::BASE
};

/// `_operator`
pub static OPERATOR: ModuleDef = ModuleDef {
    name: "_operator",
    source: "from operator import *\n\ndef _compare_digest(a, b, /):\n    if isinstance(a, str) != isinstance(b, str):\n        raise TypeError(\"unsupported operand types(s) or combination of types\")\n    return a == b\n",
    ..ModuleDef::BASE
};

/// `_colorize`: the library's own relies on annotations being evaluated late (PEP 649).
pub static COLORIZE: ModuleDef =
    ModuleDef { name: "_colorize", source: include_str!("colorize.py"), ..ModuleDef::BASE };

/// `pdb`
pub static PDB: ModuleDef =
    ModuleDef { name: "pdb", source: include_str!("pdb.py"), ..ModuleDef::BASE };

/// `_sysconfigdata__linux_`: what `sysconfig` and `zoneinfo` read of how CPython was built.
pub static SYSCONFIG: ModuleDef = ModuleDef {
    name: "_sysconfigdata__linux_",
    source: "build_time_vars = {'TZPATH': '/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo', 'Py_DEBUG': 0, 'Py_GIL_DISABLED': 0}\n",
    ..ModuleDef::BASE
};

/// `cmath`
pub static CMATH: ModuleDef = ModuleDef {
    name: "cmath",
    doc: "This module provides access to mathematical functions for complex\nnumbers.",
    source: include_str!("cmath.py"),
    ..ModuleDef::BASE
};
