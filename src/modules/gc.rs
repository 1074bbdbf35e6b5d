//! `gc`: the cycle collector's controls.

use super::ModuleDef;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Slot, Value, collect as gc, heap};
use crate::vm::{Vm, VmResult};
use std::cell::Cell;

/// The thresholds last set by `set_threshold`.
struct Thresholds(Slot);

impl Default for Thresholds {
    fn default() -> Thresholds {
        let standard = [2000, 10, 0].map(Value::small_int);
        Thresholds(Slot::new(Tuple::new(standard).into_value()))
    }
}

/// The flags of `set_debug`.
#[derive(Default)]
struct Debugging(Cell<i64>);

const DEBUG_STATS: i64 = 1;
const DEBUG_COLLECTABLE: i64 = 2;
/// Has no effect: no garbage is uncollectable.
const DEBUG_UNCOLLECTABLE: i64 = 4;
const DEBUG_SAVEALL: i64 = 32;

/// Tuples nested deeper than this count as tracked.
const DEEPEST: usize = 200;

/// Whether an object can be part of a cycle, as CPython's collector sees it: dicts and tuples only
/// with what they hold.
fn is_tracked(vm: &Vm, object: &Value, depth: usize) -> bool {
    if let Some(dict) = object.get_exact::<Dict>() {
        let holds = |(key, value): &(Value, Value)| {
            may_be_tracked(vm, key, depth) || may_be_tracked(vm, value, depth)
        };
        return dict.entries().iter().any(holds);
    }
    match object.get_exact::<Tuple>() {
        Some(tuple) => tuple.items().iter().any(|item| may_be_tracked(vm, item, depth)),
        None => may_be_tracked(vm, object, depth),
    }
}

fn may_be_tracked(vm: &Vm, object: &Value, depth: usize) -> bool {
    if object.get_exact::<Tuple>().is_some() {
        return depth == 0 || is_tracked(vm, object, depth - 1);
    }
    vm.class_ref(object).is_heap
        || object.header().is_some_and(heap::is_container)
            && object.kind() != Some(Kind::Instance)
            && object.get::<Class>().is_none_or(|class| class.is_heap)
}

/// Collects, between the calls of `gc.callbacks`.
fn collect(vm: &Vm, a: Args<'_>) -> VmResult {
    let generation = a.opt(0).map_or(Ok(2), |generation| vm.index_clipped(generation))?;
    if !(0..=2).contains(&generation) {
        return Err(vm.value_error("invalid generation"));
    }
    let module = vm.import_module("gc")?;
    call_back(vm, &module, "start", generation, 0)?;
    let debug = vm.extension::<Debugging>().0.get();
    let start = std::time::Instant::now();
    let unreachable = match debug & (DEBUG_COLLECTABLE | DEBUG_SAVEALL) {
        0 => Vec::new(),
        _ => vm.collecting(gc::unreachable)?,
    };
    if debug & DEBUG_COLLECTABLE != 0 {
        for value in &unreachable {
            let class = vm.class_ref(value).name();
            vm.write_error(&format!("gc: collectable <{class} {:#x}>\n", value.bits()));
        }
    }
    let found = if debug & DEBUG_SAVEALL != 0 {
        let found = unreachable.len();
        if let Some(garbage) = vm.find_attribute(&module, &intern("garbage"))? {
            vm.call_method(&garbage, &intern("extend"), &[Value::from(unreachable)])?;
        }
        found
    } else {
        drop(unreachable);
        vm.collecting(gc::collect)?
    };
    if debug & DEBUG_STATS != 0 {
        vm.write_error(&format!(
            "gc: collecting generation {generation}...\n\
             gc: done, {found} unreachable, 0 uncollectable, {:.4}s elapsed\n",
            start.elapsed().as_secs_f64()
        ));
    }
    call_back(vm, &module, "stop", generation, found)?;
    Ok(Value::from(found))
}

/// Calls the functions in `gc.callbacks`. Their exceptions are reported, not raised.
fn call_back(
    vm: &Vm,
    module: &Value,
    phase: &str,
    generation: i64,
    collected: usize,
) -> VmResult<()> {
    let callbacks = vm.find_attribute(module, &intern("callbacks"))?;
    let Some(callbacks) = callbacks.as_ref().and_then(|list| list.get::<List>()) else {
        return Ok(());
    };
    for callback in callbacks.to_vec() {
        let info = Dict::new();
        info.set_text("generation", generation);
        info.set_text("collected", collected);
        info.set_text("uncollectable", 0i64);
        if let Err(raised) = vm.call(&callback, &[phase.into(), info.into_value()]) {
            vm.unraisable(&raised, &callback);
        }
    }
    Ok(())
}

fn containers(vm: &Vm) -> VmResult<Vec<Value>> {
    vm.reserve_items::<Value>(heap::live_objects())?;
    vm.paced(gc::containers)
}

fn get_objects(vm: &Vm, a: Args<'_>) -> VmResult {
    if let Some(generation) = a.some(0) {
        let generation = vm.index_clipped(generation)?;
        if generation < 0 {
            return Err(vm.value_error("generation parameter cannot be negative"));
        }
        if generation > 2 {
            let message = "generation parameter must be less than the number of available \
                           generations (3)";
            return Err(vm.value_error(message));
        }
    }
    containers(vm).map(Value::from)
}

fn get_referrers(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut found = Vec::new();
    for container in containers(vm)? {
        let (mut refers, mut work) = (false, 1);
        gc::visit_parts(&container, |part| {
            refers |= a.rest().iter().any(|o| o.is(part));
            work += a.rest().len();
        });
        vm.tick(work)?;
        if refers {
            found.push(container);
        }
    }
    Ok(Value::from(found))
}

fn get_referents(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut found = Vec::new();
    for object in a.rest() {
        if object.header().is_some_and(heap::is_container) {
            let mut parts = 0;
            gc::visit_parts(object, |_| parts += 1);
            vm.grow(&mut found, parts)?;
            vm.tick(1 + parts)?;
            gc::visit_parts(object, |part| {
                if !part.is_unset() {
                    found.push(part.clone());
                }
            });
        }
    }
    Ok(Value::from(found))
}

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "gc",
    doc: "This module provides access to the garbage collector for reference cycles.",
    functions: &[
        NativeDef::new("collect(generation=2)", "Run the garbage collector.", collect),
        NativeDef::new("enable()", "Enable automatic garbage collection.", |_, _| {
            gc::set_automatic(true);
            Ok(Value::NONE)
        }),
        NativeDef::new("disable()", "Disable automatic garbage collection.", |_, _| {
            gc::set_automatic(false);
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "isenabled()",
            "Returns true if automatic garbage collection is enabled.",
            |_, _| Ok(Value::bool(gc::is_automatic())),
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
                gc::set_automatic(given[0] != 0 && gc::is_automatic());
                let kept = Tuple::new(given.map(Value::from));
                vm.extension::<Thresholds>().0.set(kept.into_value());
                Ok(Value::NONE)
            },
        ),
        NativeDef::new("get_debug()", "Get the garbage collection debugging flags.", |vm, _| {
            Ok(Value::from(vm.extension::<Debugging>().0.get()))
        }),
        NativeDef::new(
            "set_debug(flags, /)",
            "Set the garbage collection debugging flags, which collect() honours.",
            |vm, a| {
                vm.extension::<Debugging>().0.set(vm.index_clipped(a.at(0))?);
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "get_objects(generation=None)",
            "Return a list of objects tracked by the collector (excluding the list returned).",
            get_objects,
        ),
        NativeDef::new(
            "get_referrers(*objs)",
            "Return the list of objects that directly refer to any of 'objs'.",
            get_referrers,
        ),
        NativeDef::new(
            "get_referents(*objs)",
            "Return the list of objects that are directly referred to by 'objs'.",
            get_referents,
        ),
        NativeDef::new(
            "get_freeze_count()",
            "Return the number of objects in the permanent generation.",
            |_, _| Ok(Value::small_int(0)),
        ),
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
            |vm, a| Ok(Value::bool(is_tracked(vm, a.at(0), DEEPEST))),
        ),
        NativeDef::new(
            "is_finalized(obj, /)",
            "Returns true if the object has been already finalized by the GC.",
            |_, a| Ok(Value::bool(a[0].header().is_some_and(|header| header.has(heap::FINALIZED)))),
        ),
    ],
    constants: &[
        ("garbage", |_| Value::from(Vec::new())),
        ("callbacks", |_| Value::from(Vec::new())),
        ("DEBUG_STATS", |_| Value::small_int(DEBUG_STATS)),
        ("DEBUG_COLLECTABLE", |_| Value::small_int(DEBUG_COLLECTABLE)),
        ("DEBUG_UNCOLLECTABLE", |_| Value::small_int(DEBUG_UNCOLLECTABLE)),
        ("DEBUG_SAVEALL", |_| Value::small_int(DEBUG_SAVEALL)),
        ("DEBUG_LEAK", |_| {
            Value::small_int(DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL)
        }),
    ],
    ..ModuleDef::BASE
};
