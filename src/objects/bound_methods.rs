//! What a program sees of `property`, `staticmethod`, `classmethod`, `super` and native properties.

use super::native::ClassDef;
use crate::runtime::Kind;

/// `property`
pub static PROPERTY: ClassDef = ClassDef {
    name: "property",
    doc: "",
    kind: Kind::Property,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `staticmethod`
pub static STATIC_METHOD: ClassDef = ClassDef {
    name: "staticmethod",
    doc: "",
    kind: Kind::StaticMethod,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `classmethod`
pub static CLASS_METHOD: ClassDef = ClassDef {
    name: "classmethod",
    doc: "",
    kind: Kind::ClassMethod,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `getset_descriptor`
pub static GETSET_DESCRIPTOR: ClassDef = ClassDef {
    name: "getset_descriptor",
    doc: "",
    kind: Kind::NativeProperty,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `super`
pub static SUPER: ClassDef = ClassDef {
    name: "super",
    doc: "",
    kind: Kind::Super,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
