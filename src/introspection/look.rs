//! Inspecting objects without running the program's code.
//!
//! Either the value of an expression is known, or only its class: properties are not read and
//! functions not called, but their annotations give the class of the result. Attributes computed by
//! Rust code are read, since that has no side effects.

use crate::objects::alias::Alias;
use crate::objects::bound::{BoundMethod, ClassMethod, NativeProperty, Property, StaticMethod};
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::native::{NativeFunction, Role};
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::reference::dict_slot;
use crate::runtime::{Ref, Value};
use crate::vm::Vm;

/// The known facts about the value of an expression.
#[derive(Clone)]
pub enum Known {
    /// The value itself.
    Value(Value),
    /// An instance of this class.
    Instance(Ref<Class>),
    /// This function with its first argument bound.
    Method(Value),
    /// A coroutine, and the result of awaiting it.
    Coroutine(Option<Box<Known>>),
}

/// The key of a subscript that can be looked up without running code.
pub enum Key {
    /// An index.
    Int(i64),
    /// A string.
    Text(String),
}

impl Known {
    /// The class of the value.
    pub fn class(&self, vm: &Vm) -> Ref<Class> {
        match self {
            Known::Value(value) => vm.class_of(value),
            Known::Instance(class) => class.clone(),
            Known::Method(_) => vm.types.method.clone(),
            Known::Coroutine(_) => vm.types.coroutine.clone(),
        }
    }

    /// `value.name`
    pub fn attribute(&self, vm: &Vm, name: &str) -> Option<Known> {
        let name = &intern(name);
        let Known::Value(object) = self else {
            let found = self.class(vm).lookup(name)?;
            return bound(vm, found, None);
        };
        if let Some(class) = object.get::<Class>() {
            return match class.lookup(name) {
                Some(found) => of_class(found),
                None => bound(vm, vm.class_of(object).lookup(name)?, Some(object)),
            };
        }
        let found = vm.class_of(object).lookup(name);
        let is_computed = |found: &Value| {
            found.get::<Property>().is_some() || found.get::<NativeProperty>().is_some()
        };
        if let Some(found) = found.clone().filter(is_computed) {
            return bound(vm, found, Some(object));
        }
        if let Some(own) = own_value(object, name) {
            return Some(Known::Value(own));
        }
        match (found, object.get::<BoundMethod>()) {
            (Some(found), _) => bound(vm, found, Some(object)),
            (None, Some(method)) => {
                Known::Value(method.function.clone()).attribute(vm, name.as_str())
            }
            (None, None) => None,
        }
    }

    /// The names of the attributes, unordered, possibly with duplicates.
    pub fn attribute_names(&self, vm: &Vm) -> Vec<String> {
        let mut names = Vec::new();
        let mut add_class = |class: &Ref<Class>| {
            for class in class.mro_classes() {
                names.extend(keys(class.dict()));
            }
        };
        let Known::Value(object) = self else {
            add_class(&self.class(vm));
            return names;
        };
        match object.get::<Class>() {
            Some(class) => add_class(class),
            None => add_class(vm.class_ref(object)),
        }
        names.extend(own_names(object));
        if let Some(method) = object.get::<BoundMethod>() {
            names.extend(own_names(&method.function));
        }
        names
    }

    /// `value[key]`, for plain lists, tuples and dicts.
    pub fn item(&self, vm: &Vm, key: &Key) -> Option<Known> {
        let Known::Value(object) = self else { return None };
        let at = |length: usize, i: i64| {
            usize::try_from(if i < 0 { i + i64::try_from(length).ok()? } else { i }).ok()
        };
        let found = match key {
            Key::Text(text) => object.get_exact::<Dict>()?.get_str(&intern(text))?,
            Key::Int(i) => {
                if let Some(list) = object.get_exact::<List>() {
                    list.get(at(list.len(), *i)?)?
                } else if let Some(tuple) = object.get_exact::<Tuple>() {
                    tuple.items().get(at(tuple.len(), *i)?)?.clone()
                } else {
                    let dict = object.get_exact::<Dict>()?;
                    let number = crate::objects::int::from_i64(*i);
                    // Comparing with keys that are instances of the program's classes would run
                    // code.
                    let is_plain =
                        |key: &Value| !key.is_object() || key.get_exact::<Str>().is_some();
                    dict.keys().iter().all(is_plain).then(|| dict.get(vm, &number).ok()?)??
                }
            }
        };
        Some(Known::Value(found))
    }

    /// `value(…)`
    pub fn called(&self, vm: &Vm) -> Option<Known> {
        let function = match self {
            Known::Value(value) => match value.get::<BoundMethod>() {
                Some(method) => method.function.clone(),
                None => value.clone(),
            },
            Known::Method(function) => function.clone(),
            Known::Instance(_) | Known::Coroutine(_) => return None,
        };
        if let Some(class) = function.get::<Class>() {
            let is_usual = !class.is(&vm.types.type_) && !class.is(&vm.types.super_);
            return is_usual.then(|| Known::Instance(class.clone()));
        }
        if let Some(alias) = function.native::<Alias>() {
            return Known::Value(alias.origin.clone()).called(vm);
        }
        if let Some(function) = function.get::<NativeFunction>() {
            return super::results::result(vm, function);
        }
        let function = function.get::<Function>()?;
        let flags = function.code.flags;
        let result = || {
            let annotations = function.annotations.get();
            annotated(vm, &function.globals, &annotations.get::<Dict>()?.get_text("return")?)
        };
        match (flags.coroutine, flags.generator) {
            (true, false) => Some(Known::Coroutine(result().map(Box::new))),
            (true, true) => Some(Known::Instance(vm.types.async_generator.clone())),
            (false, true) => Some(Known::Instance(vm.types.generator.clone())),
            (false, false) => result(),
        }
    }

    /// `await value`
    pub fn awaited(self) -> Option<Known> {
        match self {
            Known::Coroutine(result) => result.map(|known| *known),
            _ => None,
        }
    }
}

/// The value described by an annotation.
pub fn annotated(vm: &Vm, globals: &Ref<Dict>, annotation: &Value) -> Option<Known> {
    if let Some(class) = annotation.get::<Class>() {
        return Some(Known::Instance(class.clone()));
    }
    if let Some(alias) = annotation.native::<Alias>() {
        return annotated(vm, globals, &alias.origin);
    }
    let text = annotation.get::<Str>()?.as_str();
    let mut parts = text.split('.');
    let first = parts.next()?;
    let found = globals.get_text(first).or_else(|| vm.builtins.get_text(first))?;
    let found = parts.try_fold(Known::Value(found), |known, part| known.attribute(vm, part))?;
    match found {
        Known::Value(value) if value.get::<Class>().is_some() => annotated(vm, globals, &value),
        _ => None,
    }
}

/// An attribute of a class, looked up on an instance.
fn bound(vm: &Vm, found: Value, object: Option<&Value>) -> Option<Known> {
    if let Some(property) = found.get::<Property>() {
        return Known::Value(property.getter.get()).called(vm);
    }
    if found.get::<NativeProperty>().is_some() {
        return vm.bind(found, object?).ok().map(Known::Value);
    }
    if found.get::<Function>().is_some() {
        return Some(match object {
            Some(object) => Known::Value(BoundMethod::value(found, object.clone())),
            None => Known::Method(found),
        });
    }
    match (found.get::<NativeFunction>(), object) {
        (Some(function), Some(object)) if is_method(function) => {
            Some(Known::Value(BoundMethod::value(found, object.clone())))
        }
        (Some(function), None) if is_method(function) => Some(Known::Method(found)),
        _ => of_class(found),
    }
}

/// An attribute of a class, looked up on the class.
fn of_class(found: Value) -> Option<Known> {
    if let Some(method) = found.get::<StaticMethod>() {
        return Some(Known::Value(method.function.get()));
    }
    if let Some(method) = found.get::<ClassMethod>() {
        return Some(Known::Method(method.function.get()));
    }
    match found.get::<NativeFunction>() {
        Some(function) if function.owner.is_some() && function.def.role == Role::Class => {
            Some(Known::Method(found))
        }
        _ => Some(Known::Value(found)),
    }
}

fn is_method(function: &NativeFunction) -> bool {
    function.owner.is_some() && function.def.role == Role::Plain
}

/// The string keys of a namespace.
pub fn keys(dict: &Dict) -> impl Iterator<Item = String> + use<> {
    dict.keys().into_iter().filter_map(|key| Some(key.get::<Str>()?.as_str().to_string()))
}

/// The strings in a list or tuple.
pub fn texts(value: &Value) -> Vec<String> {
    let items = match (value.get::<List>(), value.get::<Tuple>()) {
        (Some(list), _) => list.to_vec(),
        (_, Some(tuple)) => tuple.items().to_vec(),
        _ => Vec::new(),
    };
    items.iter().filter_map(|item| Some(item.get::<Str>()?.as_str().to_string())).collect()
}

/// The existing attribute dictionary of an object.
fn own_dict(object: &Value) -> Option<Ref<Dict>> {
    if let Some(module) = object.get::<Module>() {
        return Some(module.dict.clone());
    }
    let slot = match (object.get::<Instance>(), object.get::<Function>()) {
        (Some(instance), _) => &instance.dict,
        (_, Some(function)) => &function.dict,
        _ => dict_slot(object)?,
    };
    slot.get().into_ref().ok()
}

/// An attribute stored in the object itself.
pub fn own_value(object: &Value, name: &Ref<Str>) -> Option<Value> {
    match (own_dict(object), object.get::<Instance>()) {
        (Some(dict), _) => dict.get_str(name),
        (None, Some(instance)) => instance.slot_value(name.as_value()),
        (None, None) => None,
    }
}

/// The names of the attributes stored in the object itself.
fn own_names(object: &Value) -> Vec<String> {
    let mut names: Vec<String> = own_dict(object).iter().flat_map(|dict| keys(dict)).collect();
    if let Some(instance) = object.get::<Instance>() {
        let entries = instance.slot_entries(0);
        let text = |(name, _): (Value, Value)| Some(name.get::<Str>()?.as_str().to_string());
        names.extend(entries.into_iter().filter_map(text));
    }
    names
}

/// Whether the value is a `functools.partial`.
pub fn is_partial(vm: &Vm, value: &Value) -> bool {
    vm.class_ref(value).full_name() == "functools.partial"
}

/// The docstring as written; for an instance, that of its class.
pub fn docstring(vm: &Vm, known: &Known) -> Option<String> {
    let text = |value: Value| Some(value.get::<Str>()?.as_str().to_string());
    let of_class = |class: &Ref<Class>| {
        class.mro_classes().into_iter().find_map(|class| match class.def {
            // In the dictionary of `type`, the attribute is the descriptor that reads those of
            // other classes.
            Some(def) if !def.doc.is_empty() => Some(def.doc.to_string()),
            _ => text(class.dict().get_str(&vm.names.doc)?),
        })
    };
    let value = match known {
        Known::Value(value) | Known::Method(value) => value,
        Known::Instance(class) => return of_class(class),
        Known::Coroutine(_) => return None,
    };
    if let Some(function) = value.get::<Function>() {
        return text(function.doc.get());
    }
    if let Some(function) = value.get::<NativeFunction>() {
        return (!function.def.doc.is_empty()).then(|| function.def.doc.to_string());
    }
    if let Some(method) = value.get::<BoundMethod>() {
        return docstring(vm, &Known::Value(method.function.clone()));
    }
    if let Some(property) = value.get::<Property>() {
        let own = text(property.doc.get());
        let getter = property.getter.get();
        return own.or_else(|| text(getter.get::<Function>()?.doc.get()));
    }
    if let Some(property) = value.get::<NativeProperty>() {
        let doc = property.def.map_or("", |def| def.doc);
        return (!doc.is_empty()).then(|| doc.to_string());
    }
    if is_partial(vm, value) {
        return docstring(vm, &known.attribute(vm, "func")?);
    }
    match value.get::<Class>() {
        Some(class) => of_class(class),
        None => {
            own_value(value, &vm.names.doc).and_then(text).or_else(|| of_class(vm.class_ref(value)))
        }
    }
}
