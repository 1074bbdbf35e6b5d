//! The function that `lru_cache` makes: results by arguments, in the order of their last use.

use crate::objects::bound::BoundMethod;
use crate::objects::dict::Dict;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::scalar;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};
use std::cell::Cell;

struct Cache {
    function: Value,
    /// The maximum number of results that it keeps; none without a limit.
    limit: Option<usize>,
    /// Arguments of different types count as different.
    typed: bool,
    /// Results by key, the most recently used at the end.
    results: Ref<Dict>,
    hits: Cell<u64>,
    misses: Cell<u64>,
}

impl NativeObject for Cache {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.function);
        visit(self.results.as_value());
    }

    fn clear(&self) {
        drop(self.results.take());
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    let limit = match a.some(2) {
        Some(limit) => Some(vm.index_clipped(limit)?.max(0) as usize),
        None => None,
    };
    let typed = vm.truthy(&a[3])?;
    if !vm.is_callable(&a[1]) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let cache = Cache {
        function: a[1].clone(),
        limit,
        typed,
        results: Dict::new(),
        hits: Cell::new(0),
        misses: Cell::new(0),
    };
    Ok(Native::new(class, cache).into_value())
}

/// The key of a call's result: the only argument itself if it is a plain int or string, or a tuple
/// of all arguments.
fn key(vm: &Vm, a: Args<'_>, typed: bool) -> Value {
    if let [one] = a.rest()
        && a.keywords().is_empty()
        && !typed
        && (one.is_small_int() || one.get_exact::<Str>().is_some())
    {
        return one.clone();
    }
    if a.keywords().is_empty() && !typed {
        return Tuple::new(a.rest().iter().cloned()).into_value();
    }
    let mut parts = Vec::with_capacity(2 * a.rest().len() + 3 * a.keywords().len() + 1);
    parts.extend_from_slice(a.rest());
    if !a.keywords().is_empty() {
        // No argument is this very object.
        parts.push(vm.class_for(&CLASS).into_value());
        for (name, value) in a.keywords() {
            parts.push(name.as_value().clone());
            parts.push(value.clone());
        }
    }
    if typed {
        let values = a.rest().iter().chain(a.keywords().iter().map(|(_, value)| value));
        parts.extend(values.map(|value| vm.class_of(value).into_value()));
    }
    Tuple::new(parts).into_value()
}

fn count(counter: &Cell<u64>) {
    counter.set(counter.get() + 1);
}

fn call(vm: &Vm, a: Args<'_>) -> VmResult {
    let cache = a.data::<Cache>();
    if cache.limit == Some(0) {
        count(&cache.misses);
        return vm.call_with(&cache.function, a.rest(), a.keywords());
    }
    let key = key(vm, a, cache.typed);
    let hash = vm.hash(&key)?;
    let results = &cache.results;
    if let Some(place) = results.find(vm, &key, hash)? {
        count(&cache.hits);
        let result = results.value_at(place);
        let is_last = place + 1 == results.end();
        if cache.limit.is_some() && !is_last {
            let (key, result) = results.remove_at(place);
            drop(results.insert_hashed(vm, key, hash, result)?);
        }
        return Ok(result);
    }
    count(&cache.misses);
    let result = vm.call_with(&cache.function, a.rest(), a.keywords())?;
    // The function may have called itself with the same arguments: then the result is there.
    drop(results.insert_hashed(vm, key, hash, result.clone())?);
    if cache.limit.is_some_and(|limit| results.len() > limit)
        && let Some((oldest, ..)) = results.next_entry(0)
    {
        drop(results.remove_at(oldest));
    }
    Ok(result)
}

fn cache_info(vm: &Vm, a: Args<'_>) -> VmResult {
    let cache = a.data::<Cache>();
    let functools = vm.import_module("functools")?;
    let number = |counter: &Cell<u64>| Value::from(counter.get() as i64);
    let args = [
        number(&cache.hits),
        number(&cache.misses),
        cache.limit.map_or(Value::NONE, Value::from),
        Value::from(cache.results.len()),
    ];
    let made = vm.get_attribute(&functools, &intern("_CacheInfo"))?;
    vm.call(&made, &args)
}

fn cache_clear(_: &Vm, a: Args<'_>) -> VmResult {
    let cache = a.data::<Cache>();
    cache.hits.set(0);
    cache.misses.set(0);
    drop(cache.results.take());
    Ok(Value::NONE)
}

fn get(_: &Vm, a: Args<'_>) -> VmResult {
    if a[1].is_none() {
        return Ok(a[0].clone());
    }
    let method = BoundMethod { function: a[0].clone(), receiver: a[1].clone() };
    Ok(Ref::new(method).into_value())
}

/// `_lru_cache_wrapper`
pub static CLASS: ClassDef = ClassDef {
    name: "_lru_cache_wrapper",
    module: "functools",
    doc: "A function whose results are kept.",
    subclassable: false,
    has_dict: true,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, user_function, maxsize, typed, /)",
            "Create and return a new object.",
            new,
        ),
        NativeDef::new("__call__(self, /, *args, **kwargs)", "Call self as a function.", call),
        NativeDef::new(
            "__get__(self, instance, owner=None, /)",
            "Return an attribute of instance, which is of type owner.",
            get,
        ),
        NativeDef::new("cache_info(self, /)", "Report cache statistics", cache_info),
        NativeDef::new("cache_clear(self, /)", "Clear the cache and cache statistics", cache_clear),
        NativeDef::new("__reduce__(self, /)", "Helper for pickle.", |vm, a| {
            vm.get_attribute(&a[0], &intern("__qualname__"))
        }),
        NativeDef::new("__copy__(self, /)", "The function itself.", |_, a| Ok(a[0].clone())),
        NativeDef::new("__deepcopy__(self, memo, /)", "The function itself.", |_, a| {
            Ok(a[0].clone())
        }),
    ],
    ..ClassDef::BASE
};
