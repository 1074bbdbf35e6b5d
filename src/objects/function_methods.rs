//! What a program sees of functions, methods, code objects and cells.

use super::native::ClassDef;
use crate::runtime::Kind;

/// `function`
pub static FUNCTION: ClassDef = ClassDef {
    name: "function",
    doc: "",
    kind: Kind::Function,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `builtin_function_or_method`
pub static NATIVE_FUNCTION: ClassDef = ClassDef {
    name: "builtin_function_or_method",
    doc: "",
    kind: Kind::NativeFunction,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `method_descriptor`
pub static METHOD_DESCRIPTOR: ClassDef = ClassDef {
    name: "method_descriptor",
    doc: "",
    kind: Kind::NativeFunction,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `method`
pub static METHOD: ClassDef = ClassDef {
    name: "method",
    doc: "",
    kind: Kind::BoundMethod,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `builtin_function_or_method`
pub static NATIVE_METHOD: ClassDef = ClassDef {
    name: "builtin_function_or_method",
    doc: "",
    kind: Kind::BoundMethod,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `code`
pub static CODE: ClassDef = ClassDef {
    name: "code",
    doc: "",
    kind: Kind::Code,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `cell`
pub static CELL: ClassDef = ClassDef {
    name: "cell",
    doc: "",
    kind: Kind::Cell,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
