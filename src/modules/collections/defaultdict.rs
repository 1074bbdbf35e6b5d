//! `defaultdict`: a dict that makes values for missing keys.

use crate::objects::alias;
use crate::objects::dict::Dict;
use crate::objects::dict_methods;
use crate::objects::native::{Args, ClassDef, NativeDef, PropertyDef};
use crate::objects::scalar;
use crate::objects::sequence;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::reference::dict_slot;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};

const FACTORY: &str = "default_factory";

/// `default_factory`, which is in the instance's attribute dictionary.
fn factory(value: &Value) -> Value {
    let dict = dict_slot(value).map(|slot| slot.get()).unwrap_or_default();
    let found = dict.get::<Dict>().and_then(|d| d.get_str(&intern(FACTORY)));
    found.unwrap_or(Value::NONE)
}

fn set_factory(value: &Value, factory: Value) {
    let Some(slot) = dict_slot(value) else { return };
    if slot.is_unset() {
        slot.set(Dict::new().into_value());
    }
    if let Some(dict) = slot.get().get::<Dict>() {
        dict.set_text(FACTORY, factory);
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    // With a dictionary even where `__slots__` hides it.
    let new = Ref::with_class(Dict::default(), class.as_value().clone(), true).into_value();
    vm.note_finalizer(&new);
    set_factory(&new, Value::NONE);
    Ok(new)
}

fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    let (first, rest) = match a.rest() {
        [first, rest @ ..] => (first.clone(), rest),
        [] => (Value::NONE, &[][..]),
    };
    if !first.is_none() && !vm.is_callable(&first) {
        return Err(vm.type_error("first argument must be callable or None"));
    }
    sequence::check_count(vm, "dict", rest.len(), 0, 1)?;
    set_factory(&a[0], first);
    let dict = a.this::<Dict>();
    if let [other] = rest {
        dict_methods::update(vm, dict, other)?;
    }
    for (name, value) in a.keywords() {
        drop(dict.set_str(name, value.clone()));
    }
    Ok(Value::NONE)
}

fn missing(vm: &Vm, a: Args<'_>) -> VmResult {
    let factory = factory(&a[0]);
    if factory.is_none() {
        return Err(vm.key_error(a[1].clone()));
    }
    let value = vm.call(&factory, &[])?;
    vm.set_item(&a[0], &a[1], value.clone())?;
    Ok(value)
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = vm.class_ref(&a[0]).name();
    let plain = a.this::<Dict>().copy(vm)?;
    let shown = vm.guard_repr(&a[0], || {
        let factory = factory(&a[0]);
        let factory = vm.guard_repr(&factory, || vm.repr(&factory))?;
        let factory = factory.map_or("...".to_string(), |text| text.as_str().to_string());
        Ok(format!("{name}({factory}, {})", vm.repr(plain.as_value())?.as_str()))
    })?;
    Ok(Value::from(shown.unwrap_or_else(|| format!("{name}(...)"))))
}

fn copy_of(vm: &Vm, value: &Value) -> VmResult {
    let class = vm.class_of(value);
    vm.call(class.as_value(), &[factory(value), value.clone()])
}

fn or(vm: &Vm, a: Args<'_>) -> VmResult {
    if a[1].get::<Dict>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let new = copy_of(vm, &a[0])?;
    if let Some(dict) = new.get::<Dict>() {
        dict_methods::update(vm, dict, &a[1])?;
    }
    Ok(new)
}

fn ror(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(left) = a[1].get::<Dict>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let class = vm.class_of(&a[0]);
    let new = vm.call(class.as_value(), &[factory(&a[0]), left.as_value().clone()])?;
    if let Some(dict) = new.get::<Dict>() {
        dict_methods::update(vm, dict, &a[0])?;
    }
    Ok(new)
}

fn reduce(vm: &Vm, a: Args<'_>) -> VmResult {
    let factory = factory(&a[0]);
    let args = if factory.is_none() { Tuple::empty() } else { Tuple::new([factory]) };
    let items = vm.call_method(&a[0], &intern("items"), &[])?;
    let items = vm.iter(&items)?;
    let class = vm.class_of(&a[0]).into_value();
    Ok(Tuple::new([class, args.into_value(), Value::NONE, Value::NONE, items]).into_value())
}

/// `defaultdict`
pub static CLASS: ClassDef = ClassDef {
    name: "defaultdict",
    module: "collections",
    doc: "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.",
    base: Some(&dict_methods::CLASS),
    kind: Kind::Dict,
    has_dict: true,
    properties: &[PropertyDef {
        name: FACTORY,
        doc: "Factory for default value called by __missing__().",
        get: |_, value| Ok(factory(value)),
        set: Some(|_, value, new| {
            set_factory(value, new.or_none());
            Ok(())
        }),
    }],
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            new,
        ),
        NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", init),
        NativeDef::new(
            "__missing__(self, key, /)",
            "Called by __getitem__ for a missing key: makes, stores and returns a value.",
            missing,
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        NativeDef::new("__or__(self, value, /)", "Return self|value.", or),
        NativeDef::new("__ror__(self, value, /)", "Return value|self.", ror),
        NativeDef::new("__copy__(self, /)", "D.copy() -> a shallow copy of D.", |vm, a| {
            copy_of(vm, &a[0])
        }),
        NativeDef::new("__reduce__(self, /)", "Return state information for pickling.", reduce),
        NativeDef::new("copy(self, /)", "D.copy() -> a shallow copy of D.", |vm, a| {
            copy_of(vm, &a[0])
        }),
        alias::CLASS_GETITEM,
    ],
    ..ClassDef::BASE
};
