//! `set` and `frozenset`.

use super::native::ClassDef;
use crate::runtime::Kind;

/// `set`
pub static CLASS: ClassDef = ClassDef {
    name: "set",
    doc: "",
    kind: Kind::Set,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `frozenset`
pub static FROZENSET: ClassDef = ClassDef {
    name: "frozenset",
    doc: "",
    kind: Kind::Set,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
