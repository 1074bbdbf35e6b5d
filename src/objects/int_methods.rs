//! The methods of `int` and `bool`.

use super::native::ClassDef;
use crate::runtime::Kind;

/// `int`
pub static CLASS: ClassDef = ClassDef {
    name: "int",
    doc: "",
    kind: Kind::Int,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `bool`
pub static BOOL: ClassDef = ClassDef {
    name: "bool",
    doc: "",
    base: Some(&CLASS),
    kind: Kind::Int,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
