//! The types of `None`, `...` and `NotImplemented`.

use super::native::ClassDef;
use crate::runtime::Kind;

/// `NoneType`
pub static NONE: ClassDef = ClassDef {
    name: "NoneType",
    doc: "",
    kind: Kind::Native,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `ellipsis`
pub static ELLIPSIS: ClassDef = ClassDef {
    name: "ellipsis",
    doc: "",
    kind: Kind::Native,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `NotImplementedType`
pub static NOT_IMPLEMENTED: ClassDef = ClassDef {
    name: "NotImplementedType",
    doc: "",
    kind: Kind::Native,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
