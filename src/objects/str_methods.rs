//! The methods of `str`.

use super::native::ClassDef;
use crate::runtime::Kind;

/// `str`
pub static CLASS: ClassDef = ClassDef {
    name: "str",
    doc: "",
    kind: Kind::Str,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
