//! What a program sees of generators, coroutines and asynchronous generators.

use super::native::ClassDef;
use crate::runtime::Kind;

/// `generator`
pub static GENERATOR: ClassDef = ClassDef {
    name: "generator",
    doc: "",
    kind: Kind::Generator,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `coroutine`
pub static COROUTINE: ClassDef = ClassDef {
    name: "coroutine",
    doc: "",
    kind: Kind::Generator,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `async_generator`
pub static ASYNC_GENERATOR: ClassDef = ClassDef {
    name: "async_generator",
    doc: "",
    kind: Kind::Generator,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `coroutine`
pub static NATIVE_COROUTINE: ClassDef = ClassDef {
    name: "coroutine",
    doc: "",
    kind: Kind::NativeCoroutine,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
