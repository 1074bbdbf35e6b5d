//! The types of `None`, `...` and `NotImplemented`.

use super::native::{Args, ClassDef, NativeDef};
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};

/// `hash(None)`: CPython's, a constant since 3.12.
pub const NONE_HASH: u64 = 0xfca8_6420;

/// `__new__` of a type with one instance: takes no arguments.
fn the_only(vm: &Vm, args: Args<'_>, name: &str, value: Value) -> VmResult {
    if args.rest().is_empty() && args.keywords().is_empty() {
        return Ok(value);
    }
    Err(vm.type_error(format!("{name} takes no arguments")))
}

/// `NoneType`
pub static NONE: ClassDef = ClassDef {
    name: "NoneType",
    doc: "The type of the None singleton.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            |vm, args| the_only(vm, args, "NoneType", Value::NONE),
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, _| Ok("None".into())),
        NativeDef::new("__bool__(self, /)", "True if self else False", |_, _| Ok(Value::FALSE)),
        NativeDef::new("__hash__(self, /)", "Return hash(self).", |_, _| {
            Ok(Value::small_int(NONE_HASH as i64))
        }),
    ],
    ..ClassDef::BASE
};

/// `ellipsis`
pub static ELLIPSIS: ClassDef = ClassDef {
    name: "ellipsis",
    doc: "The type of the Ellipsis singleton.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            |vm, args| the_only(vm, args, "EllipsisType", Value::ELLIPSIS),
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, _| Ok("Ellipsis".into())),
        NativeDef::new("__reduce__(self, /)", "Helper for pickle.", |_, _| Ok("Ellipsis".into())),
    ],
    ..ClassDef::BASE
};

/// `NotImplementedType`
pub static NOT_IMPLEMENTED: ClassDef = ClassDef {
    name: "NotImplementedType",
    doc: "The type of the NotImplemented singleton.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            |vm, args| the_only(vm, args, "NotImplementedType", Value::NOT_IMPLEMENTED),
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, _| {
            Ok("NotImplemented".into())
        }),
        NativeDef::new("__bool__(self, /)", "True if self else False", |_, _| Ok(Value::TRUE)),
        NativeDef::new("__reduce__(self, /)", "Helper for pickle.", |_, _| {
            Ok("NotImplemented".into())
        }),
    ],
    ..ClassDef::BASE
};
