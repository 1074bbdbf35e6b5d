//! `collections`: `deque`, `defaultdict`, `OrderedDict` in Rust; the rest in Python.

mod counting;
mod defaultdict;
mod deque;
mod ordered_dict;
mod tuple_getter;

use super::ModuleDef;

/// `collections`
pub static MODULE: ModuleDef = ModuleDef {
    name: "collections",
    doc: "Specialized container datatypes: alternatives to dict, list, set and tuple.",
    functions: &[counting::COUNT_ELEMENTS],
    classes: &[
        &defaultdict::CLASS,
        &deque::CLASS,
        &deque::ITERATOR,
        &ordered_dict::CLASS,
        &tuple_getter::CLASS,
    ],
    constants: &[("__path__", |_| Vec::new().into())],
    source: include_str!("collections.py"),
    ..ModuleDef::BASE
};

/// `_collections`, in which the standard library expects the native parts.
pub static NATIVE: ModuleDef = ModuleDef {
    name: "_collections",
    doc: "The native parts of collections.",
    functions: MODULE.functions,
    classes: MODULE.classes,
    ..ModuleDef::BASE
};

/// `collections.abc`
pub static ABC: ModuleDef = ModuleDef {
    name: "collections.abc",
    doc: "Abstract Base Classes for collections, according to PEP 3119.",
    source: include_str!("abc.py"),
    ..ModuleDef::BASE
};
