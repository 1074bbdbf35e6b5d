//! `gc`: the cycle collector's controls.

use super::ModuleDef;
use crate::objects::dict::Dict;
use crate::objects::native::NativeDef;
use crate::objects::tuple::Tuple;
use crate::runtime::{Slot, Value, collect, heap};

/// The thresholds last set by `set_threshold`.
struct Thresholds(Slot);

impl Default for Thresholds {
    fn default() -> Thresholds {
        let standard = [2000, 10, 0].map(Value::small_int);
        Thresholds(Slot::new(Tuple::new(standard).into_value()))
    }
}

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "gc",
    doc: "This module provides access to the garbage collector for reference cycles.",
    functions: &[
        NativeDef::new("collect(generation=2)", "Run the garbage collector.", |vm, _| {
            vm.afford_items(heap::live_objects(), 100)?;
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
        NativeDef::new("get_threshold()", "Return the current collection thresholds.", |vm, _| {
            Ok(vm.extension::<Thresholds>().0.get())
        }),
        NativeDef::new(
            "set_threshold(threshold0, threshold1=10, threshold2=0, /)",
            "Set the collection thresholds: kept, but the collector goes by the size of the heap.",
            |vm, a| {
                let second = a.opt(1).map_or(Ok(10), |v| vm.index_clipped(v))?;
                let given = [vm.index_clipped(a.at(0))?, second, 0];
                collect::set_automatic(given[0] != 0 && collect::is_automatic());
                let kept = Tuple::new(given.map(Value::from));
                vm.extension::<Thresholds>().0.set(kept.into_value());
                Ok(Value::NONE)
            },
        ),
        NativeDef::new("get_debug()", "Get the garbage collection debugging flags.", |_, _| {
            Ok(Value::small_int(0))
        }),
        NativeDef::new(
            "get_stats()",
            "Return a list of dictionaries containing per-generation statistics.",
            |_, _| {
                let generation = || {
                    let dict = Dict::new();
                    for name in ["collections", "collected", "uncollectable"] {
                        dict.set_text(name, Value::small_int(0));
                    }
                    dict.into_value()
                };
                Ok(vec![generation(), generation(), generation()].into())
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
        ("DEBUG_STATS", |_| Value::small_int(1)),
        ("DEBUG_COLLECTABLE", |_| Value::small_int(2)),
        ("DEBUG_UNCOLLECTABLE", |_| Value::small_int(4)),
        ("DEBUG_SAVEALL", |_| Value::small_int(32)),
        ("DEBUG_LEAK", |_| Value::small_int(38)),
    ],
    ..ModuleDef::BASE
};
