//! `gc`: the cycle collector's controls.

use super::ModuleDef;
use crate::objects::native::NativeDef;
use crate::objects::tuple::Tuple;
use crate::runtime::{Value, collect, heap};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "gc",
    doc: "This module provides access to the garbage collector for reference cycles.",
    functions: &[
        NativeDef::new("collect(generation=2)", "Run the garbage collector.", |_, _| {
            Ok(Value::from(collect::collect()))
        }),
        NativeDef::new("enable()", "Enable automatic garbage collection.", |_, _| {
            collect::set_automatic(true);
            Ok(Value::NONE)
        }),
        NativeDef::new("disable()", "Disable automatic garbage collection.", |_, _| {
            collect::set_automatic(false);
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "isenabled()",
            "Returns true if automatic garbage collection is enabled.",
            |_, _| Ok(Value::bool(collect::is_automatic())),
        ),
        NativeDef::new(
            "get_count()",
            "Return a three-tuple of the current collection counts.",
            |_, _| {
                let new = Value::from(heap::allocated_objects());
                Ok(Tuple::new([new, Value::small_int(0), Value::small_int(0)]).into_value())
            },
        ),
        NativeDef::new(
            "freeze()",
            "Freeze all current tracked objects: nothing to do here.",
            |_, _| Ok(Value::NONE),
        ),
        NativeDef::new("unfreeze()", "Unfreeze all objects: nothing to do here.", |_, _| {
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "is_tracked(obj, /)",
            "Returns true if the object can be part of a cycle.",
            |_, a| Ok(Value::bool(a[0].header().is_some_and(heap::is_container))),
        ),
    ],
    constants: &[
        ("garbage", |_| Value::from(Vec::new())),
        ("callbacks", |_| Value::from(Vec::new())),
    ],
    ..ModuleDef::BASE
};
