//! The modules that are written in Python alone: a file each, compiled when it is imported.

use super::ModuleDef;

macro_rules! modules {
    ($($name:ident: $doc:literal;)*) => {
        /// All of them.
        pub static ALL: &[ModuleDef] = &[$(ModuleDef {
            name: stringify!($name),
            doc: $doc,
            source: include_str!(concat!(stringify!($name), ".py")),
            ..ModuleDef::BASE
        }),*];
    };
}

modules! {
    _colorize: "";
    _contextvars: "";
    _operator: "";
    _sysconfigdata__linux_: "";
    abc: "Abstract Base Classes (ABCs) according to PEP 3119.";
    cProfile: "";
    cmath: "This module provides access to mathematical functions for complex\nnumbers.";
    contextlib: "Utilities for with-statement contexts.  See PEP 343.";
    dataclasses: "";
    enum: "";
    faulthandler: "faulthandler module.";
    grp: "Access to the Unix group database.";
    inspect: "Get useful information from live Python objects.";
    linecache: "Cache lines from Python source files.";
    pdb: "";
    posix: "";
    profile: "";
    pstats: "";
    pwd: "This module provides access to the Unix password database.";
    readline: "Importing this module enables command line editing using GNU readline.";
    tracemalloc: "Memory that the program has come to use since `start()`. Allocations are not attributed to lines.";
    typing: "The typing module: Support for gradual typing as defined by PEP 484 and subsequent PEPs.";
}
