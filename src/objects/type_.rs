//! What a program sees of classes: `type`.

use super::native::ClassDef;
use crate::runtime::Kind;

/// `type`
pub static CLASS: ClassDef = ClassDef {
    name: "type",
    doc: "",
    kind: Kind::Class,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
