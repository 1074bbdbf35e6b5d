//! `partial`: a function with some of its arguments.

use crate::objects::dict::Dict;
use crate::objects::dict_methods;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::{alias, scalar};
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};
use std::cell::RefCell;

/// Up to this many positional arguments are joined on the native stack.
const FEW: usize = 6;

/// The payload of a `partial`: the function and its first arguments.
#[derive(Clone)]
struct Parts {
    function: Value,
    args: Ref<Tuple>,
    keywords: Ref<Dict>,
}

/// The data of a `partial`, which unpickling changes.
struct Partial(RefCell<Parts>);

impl NativeObject for Partial {
    fn traverse(&self, visit: Visitor<'_>) {
        let parts = self.0.borrow();
        visit(&parts.function);
        visit(parts.args.as_value());
        visit(parts.keywords.as_value());
    }
}

impl Partial {
    fn parts(&self) -> Parts {
        self.0.borrow().clone()
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    let [function, args @ ..] = a.rest() else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let keywords = Dict::new();
    let mut all = Vec::new();
    // A partial of a partial is flattened, unless the inner one has attributes.
    let inner = function.native::<Partial>().filter(|_| {
        let dict = crate::runtime::reference::dict_slot(function).map(|slot| slot.get());
        dict.is_none_or(|dict| dict.get::<Dict>().is_none_or(|d| d.is_empty()))
    });
    let function = match inner.map(Partial::parts) {
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
    let parts = Parts { function, args: Tuple::new(all), keywords };
    let new = Native::new(class, Partial(RefCell::new(parts))).into_value();
    vm.note_finalizer(&new);
    Ok(new)
}

fn call(vm: &Vm, a: Args<'_>) -> VmResult {
    let partial = a.data::<Partial>().parts();
    let (first, rest) = (partial.args.items(), a.rest());
    let count = first.len() + rest.len();
    if a.keywords().is_empty() && partial.keywords.is_empty() && count <= FEW {
        let mut few = [const { Value::UNSET }; FEW];
        few[..first.len()].clone_from_slice(first);
        few[first.len()..count].clone_from_slice(rest);
        return vm.call(&partial.function, &few[..count]);
    }
    if a.keywords().is_empty() {
        let mut args = Vec::with_capacity(first.len() + rest.len() + partial.keywords.len());
        args.extend_from_slice(first);
        args.extend_from_slice(rest);
        let mut names = Vec::with_capacity(partial.keywords.len());
        let mut place = 0;
        while let Some((at, name, value)) = partial.keywords.next_entry(place) {
            names.push(name);
            args.push(value);
            place = at + 1;
        }
        if names.iter().all(|name| name.get::<Str>().is_some()) {
            return vm.call_keywords(&partial.function, &args, &names);
        }
    }
    let args = [first, rest].concat();
    if partial.keywords.is_empty() {
        return vm.call_with(&partial.function, &args, a.keywords());
    }
    let keywords = partial.keywords.copy(vm)?;
    for (name, value) in a.keywords() {
        drop(keywords.set_str(name, value.clone()));
    }
    let keywords = dict_methods::keyword_entries(vm, &keywords)?;
    vm.call_with(&partial.function, &args, &keywords)
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let partial = a.data::<Partial>().parts();
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

fn part(value: &Value, part: fn(Parts) -> Value) -> VmResult {
    Ok(value.native::<Partial>().map_or(Value::NONE, |partial| part(partial.parts())))
}

fn reduce(vm: &Vm, a: Args<'_>) -> VmResult {
    let Parts { function, args, keywords } = a.data::<Partial>().parts();
    let dict = vm.own_dict(&a[0]).filter(|dict| !dict.is_empty());
    let dict = dict.map_or(Value::NONE, Ref::into_value);
    let state = [function.clone(), args.into_value(), keywords.into_value(), dict];
    let (class, state) = (vm.class_of(&a[0]).into_value(), Tuple::new(state).into_value());
    let arguments = Tuple::new([function]).into_value();
    Ok(Tuple::new([class, arguments, state]).into_value())
}

fn set_state(vm: &Vm, a: Args<'_>) -> VmResult {
    let invalid = || vm.type_error("invalid partial state");
    let state = a[1].get::<Tuple>().ok_or_else(invalid)?;
    let [function, args, keywords, dict] = state.items() else { return Err(invalid()) };
    let args = match args.get::<Tuple>().ok_or_else(invalid)? {
        exact if vm.class_ref(args).is(&vm.types.tuple) => exact.clone(),
        subclass => Tuple::new(subclass.items().to_vec()),
    };
    let keywords = match keywords.get::<Dict>() {
        Some(exact) if vm.class_ref(keywords).is(&vm.types.dict) => exact.clone(),
        Some(subclass) => subclass.copy(vm)?,
        None if keywords.is_none() => Dict::new(),
        None => return Err(invalid()),
    };
    if !vm.is_callable(function) || !dict.is_none() && dict.get::<Dict>().is_none() {
        return Err(invalid());
    }
    let parts = Parts { function: function.clone(), args, keywords };
    drop(a.data::<Partial>().0.replace(parts));
    if let Some(own) = vm.own_dict(&a[0]) {
        drop(own.take());
        if let Some(dict) = dict.get::<Dict>() {
            own.merge(vm, dict)?;
        }
    }
    Ok(Value::NONE)
}

/// `partial.__get__`: the partial itself.
fn get(vm: &Vm, a: Args<'_>) -> VmResult {
    if !a[1].is_none() {
        const MESSAGE: &str = "functools.partial will be a method descriptor in future Python versions; \
            wrap it in staticmethod() if you want to preserve the old behavior";
        vm.warn(Exc::FutureWarning, MESSAGE, 1)?;
    }
    Ok(a[0].clone())
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
        NativeDef::new(
            "__get__(self, instance, owner=None, /)",
            "Return an attribute of instance, which is of type owner.",
            get,
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        NativeDef::new("__reduce__(self, /)", "Helper for pickle.", reduce),
        NativeDef::new("__setstate__(self, state, /)", "", set_state),
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
