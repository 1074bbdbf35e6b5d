//! `FrameLocalsProxy`: the variables of a function's frame as a mapping that reads and writes them
//! (PEP 667).

use super::class::Collection;
use super::dict::Dict;
use super::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use super::special::SpecialMethod;
use super::str::{Str, intern};
use crate::bytecode::Comparison;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{FrameObject, Vm, VmResult};

/// The data of a proxy: the frame's object.
pub struct FrameLocals(Ref<FrameObject>);

impl NativeObject for FrameLocals {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.0.as_value());
    }
}

/// `frame.f_locals`: for a module or class body the namespace itself; for a function, a proxy.
///
/// # Errors
/// None now.
pub fn of(vm: &Vm, frame: &Ref<FrameObject>) -> VmResult {
    if frame.has_namespace() {
        return vm.frame_variables(frame);
    }
    Ok(Native::new(&vm.class_for(&CLASS), FrameLocals(frame.clone())).into_value())
}

/// The variables now.
fn snapshot(vm: &Vm, proxy: &Value) -> VmResult<Ref<Dict>> {
    let all = match proxy.native::<FrameLocals>() {
        Some(proxy) => vm.frame_variables(&proxy.0)?,
        None => return Ok(Dict::new()),
    };
    all.into_ref().map_err(|_| vm.runtime_error("the frame has no variables"))
}

/// The dict of a proxy's variables, or the value itself.
fn behind(vm: &Vm, value: &Value) -> VmResult {
    match value.native::<FrameLocals>() {
        Some(_) => Ok(snapshot(vm, value)?.into_value()),
        None => Ok(value.clone()),
    }
}

fn forward(vm: &Vm, a: Args<'_>, method: &str, args: &[Value]) -> VmResult {
    vm.call_method(snapshot(vm, &a[0])?.as_value(), &intern(method), args)
}

fn set(vm: &Vm, proxy: &Value, key: &Value, value: Value) -> VmResult<()> {
    let Some(proxy) = proxy.native::<FrameLocals>() else { return Ok(()) };
    if let Some(name) = key.get::<Str>()
        && vm.set_frame_variable(&proxy.0, name.as_str(), &value)
    {
        return Ok(());
    }
    proxy.0.watch().extra().insert(vm, key.clone(), value).map(drop)
}

fn set_item(vm: &Vm, a: Args<'_>) -> VmResult {
    set(vm, &a[0], &a[1], a[2].clone())?;
    Ok(Value::NONE)
}

fn delete_item(vm: &Vm, _: Args<'_>) -> VmResult {
    Err(vm.type_error("cannot remove variables from FrameLocalsProxy"))
}

fn update(vm: &Vm, proxy: &Value, other: &Value) -> VmResult<()> {
    let other = behind(vm, other)?;
    if !vm.has_slot(&other, SpecialMethod::GetItem) {
        let class = vm.class_ref(&other).message_name();
        return Err(vm.type_error(format!("'{class}' object is not iterable")));
    }
    let all = Dict::new();
    super::dict_methods::update(vm, &all, &other)?;
    all.entries().into_iter().try_for_each(|(key, value)| set(vm, proxy, &key, value))
}

fn set_default(vm: &Vm, a: Args<'_>) -> VmResult {
    if let Some(value) = snapshot(vm, &a[0])?.get(vm, &a[1])? {
        return Ok(value);
    }
    let default = a.opt(2).cloned().unwrap_or(Value::NONE);
    set(vm, &a[0], &a[1], default.clone())?;
    Ok(default)
}

fn merged(vm: &Vm, left: &Value, right: &Value) -> VmResult {
    let (left, right) = (behind(vm, left)?, behind(vm, right)?);
    if left.get::<Dict>().is_none() || right.get::<Dict>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let all = Dict::new();
    super::dict_methods::update(vm, &all, &left)?;
    super::dict_methods::update(vm, &all, &right)?;
    Ok(all.into_value())
}

/// `FrameLocalsProxy`
pub static CLASS: ClassDef = ClassDef {
    name: "FrameLocalsProxy",
    doc: "",
    kind: Kind::Native,
    collection: Some(Collection::Mapping),
    subclassable: false,
    methods: &[
        NativeDef::static_method("__new__(cls, frame, /)", "", |vm, a| {
            match a[1].get::<FrameObject>() {
                Some(frame) => {
                    Ok(Native::new(&vm.class_for(&CLASS), FrameLocals(frame.clone())).into_value())
                }
                None => {
                    let given = vm.class_ref(&a[1]).message_name();
                    Err(vm.type_error(format!("expect frame, not {given}")))
                }
            }
        }),
        NativeDef::new("__len__(self, /)", "Return len(self).", |vm, a| {
            Ok(Value::from(snapshot(vm, &a[0])?.len()))
        }),
        NativeDef::new("__getitem__(self, key, /)", "Return self[key].", |vm, a| {
            match snapshot(vm, &a[0])?.get(vm, &a[1])? {
                Some(value) => Ok(value),
                None => {
                    let key = vm.repr(&a[1])?;
                    let message = format!("local variable '{}' is not defined", key.as_str());
                    Err(vm.key_error(message.into()))
                }
            }
        }),
        NativeDef::new("__setitem__(self, key, value, /)", "Set self[key] to value.", set_item),
        NativeDef::new("__delitem__(self, key, /)", "Delete self[key].", delete_item),
        NativeDef::new("__contains__(self, key, /)", "Return bool(key in self).", |vm, a| {
            Ok(Value::bool(snapshot(vm, &a[0])?.get(vm, &a[1])?.is_some()))
        }),
        NativeDef::new("__iter__(self, /)", "Implement iter(self).", |vm, a| {
            let keys = forward(vm, a, "keys", &[])?;
            vm.iter(&keys)
        }),
        NativeDef::new("__reversed__(self, /)", "Return the keys, the last one first.", |vm, a| {
            let keys = forward(vm, a, "__reversed__", &[])?;
            vm.call(vm.types.list.as_value(), &[keys])
        }),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, a| {
            let Some(frame) = a[0].native::<FrameLocals>() else { return Ok("{}".into()) };
            let text = vm.guard_repr(frame.0.as_value(), || {
                Ok(vm.repr(snapshot(vm, &a[0])?.as_value())?.as_str().to_string())
            })?;
            Ok(text.map_or_else(|| "{...}".into(), Value::from))
        }),
        NativeDef::new("__eq__(self, value, /)", "Return self==value.", |vm, a| {
            vm.compare(Comparison::Eq, &behind(vm, &a[0])?, &behind(vm, &a[1])?)
        }),
        NativeDef::new("__ne__(self, value, /)", "Return self!=value.", |vm, a| {
            vm.compare(Comparison::Ne, &behind(vm, &a[0])?, &behind(vm, &a[1])?)
        }),
        NativeDef::new("__or__(self, value, /)", "Return self|value.", |vm, a| {
            merged(vm, &a[0], &a[1])
        }),
        NativeDef::new("__ror__(self, value, /)", "Return value|self.", |vm, a| {
            merged(vm, &a[1], &a[0])
        }),
        NativeDef::new("__ior__(self, value, /)", "Return self|=value.", |vm, a| {
            update(vm, &a[0], &a[1])?;
            Ok(a[0].clone())
        }),
        NativeDef::new("get(self, key, default=None, /)", "", |vm, a| {
            let default = || a.opt(2).cloned().unwrap_or(Value::NONE);
            Ok(snapshot(vm, &a[0])?.get(vm, &a[1])?.unwrap_or_else(default))
        }),
        NativeDef::new("keys(self, /)", "", |vm, a| {
            let keys = forward(vm, a, "keys", &[])?;
            vm.call(vm.types.list.as_value(), &[keys])
        }),
        NativeDef::new("values(self, /)", "", |vm, a| {
            let values = forward(vm, a, "values", &[])?;
            vm.call(vm.types.list.as_value(), &[values])
        }),
        NativeDef::new("items(self, /)", "", |vm, a| {
            let items = forward(vm, a, "items", &[])?;
            vm.call(vm.types.list.as_value(), &[items])
        }),
        NativeDef::new("copy(self, /)", "", |vm, a| forward(vm, a, "copy", &[])),
        NativeDef::new("update(self, other, /)", "", |vm, a| {
            update(vm, &a[0], &a[1])?;
            Ok(Value::NONE)
        }),
        NativeDef::new("setdefault(self, key, default=None, /)", "", set_default),
    ],
    ..ClassDef::BASE
};
