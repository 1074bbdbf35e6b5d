//! What a program sees of modules.

use super::native::ClassDef;
use crate::runtime::Kind;

/// `module`
pub static CLASS: ClassDef = ClassDef {
    name: "module",
    doc: "",
    kind: Kind::Module,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
