//! `partial`: a function with some of its arguments.

use crate::objects::dict::Dict;
use crate::objects::dict_methods;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::tuple::Tuple;
use crate::objects::{alias, reduce, scalar};
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

struct Partial {
    function: Value,
    args: Ref<Tuple>,
    keywords: Ref<Dict>,
}

impl NativeObject for Partial {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.function);
        visit(self.args.as_value());
        visit(self.keywords.as_value());
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(vm, a, &vm.class_for(&CLASS))?;
    let [function, args @ ..] = a.rest() else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let keywords = Dict::new();
    let mut all = Vec::new();
    // A partial of a partial becomes one, unless the inner one carries attributes.
    let inner = function.native::<Partial>().filter(|_| {
        let dict = crate::runtime::reference::dict_slot(function).map(|slot| slot.get());
        dict.is_none_or(|dict| dict.get::<Dict>().is_none_or(|d| d.is_empty()))
    });
    let function = match inner {
        Some(inner) => {
            all.extend_from_slice(inner.args.items());
            keywords.merge(vm, &inner.keywords)?;
            inner.function.clone()
        }
        None => function.clone(),
    };
    all.extend_from_slice(args);
    for (name, value) in a.keywords() {
        drop(keywords.set_str(name, value.clone()));
    }
    let new =
        Native::new(class, Partial { function, args: Tuple::new(all), keywords }).into_value();
    vm.note_finalizer(&new);
    Ok(new)
}

fn call(vm: &Vm, a: Args<'_>) -> VmResult {
    let partial = a.data::<Partial>();
    let args = [partial.args.items(), a.rest()].concat();
    if partial.keywords.is_empty() {
        return vm.call_with(&partial.function, &args, a.keywords());
    }
    let keywords = partial.keywords.copy();
    for (name, value) in a.keywords() {
        drop(keywords.set_str(name, value.clone()));
    }
    let keywords = dict_methods::keyword_entries(vm, &keywords)?;
    vm.call_with(&partial.function, &args, &keywords)
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let partial = a.data::<Partial>();
    let name = vm.class_ref(&a[0]).full_name();
    let shown = vm.guard_repr(&a[0], || {
        let mut parts = vec![vm.repr(&partial.function)?.as_str().to_string()];
        for arg in partial.args.items() {
            parts.push(vm.repr(arg)?.as_str().to_string());
        }
        for (key, value) in partial.keywords.entries() {
            parts.push(format!("{}={}", vm.str(&key)?.as_str(), vm.repr(&value)?.as_str()));
        }
        Ok(format!("{name}({})", parts.join(", ")))
    })?;
    Ok(Value::from(shown.unwrap_or_else(|| "...".to_string())))
}

fn part(value: &Value, part: fn(&Partial) -> Value) -> VmResult {
    Ok(value.native::<Partial>().map_or(Value::NONE, part))
}

/// `partial`
pub static CLASS: ClassDef = ClassDef {
    name: "partial",
    module: "functools",
    doc: "Create a new function with partial application of the given arguments and keywords.",
    has_dict: true,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            new,
        ),
        NativeDef::new("__call__(self, /, *args, **kwargs)", "Call self as a function.", call),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        NativeDef::new("__reduce__(self, /)", "Helper for pickle.", |vm, a| {
            let partial = a.data::<Partial>();
            let mut arguments = vec![partial.function.clone()];
            arguments.extend_from_slice(partial.args.items());
            reduce::made_anew(vm, a.at(0), arguments, &partial.keywords)
        }),
        alias::CLASS_GETITEM,
    ],
    properties: &[
        PropertyDef {
            name: "func",
            doc: "function object to use in future partial calls",
            get: |_, v| part(v, |p| p.function.clone()),
            set: None,
        },
        PropertyDef {
            name: "args",
            doc: "tuple of arguments to future partial calls",
            get: |_, v| part(v, |p| p.args.as_value().clone()),
            set: None,
        },
        PropertyDef {
            name: "keywords",
            doc: "dictionary of keyword arguments to future partial calls",
            get: |_, v| part(v, |p| p.keywords.as_value().clone()),
            set: None,
        },
    ],
    ..ClassDef::BASE
};
