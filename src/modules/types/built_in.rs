//! Functions written in Python that represent functions of CPython's C modules: they become
//! built-in ones, so that they do not turn into methods as attributes of a class, and have the same
//! repr as CPython's.

use crate::introspection::look::Known;
use crate::introspection::parameters::Parameters;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::native::{NativeDef, NativeFunction, Role, host_name};
use crate::objects::str::Str;
use crate::runtime::{Ref, Value};
use crate::vm::Vm;

/// `_built_in(namespace, *names)`, which the Python part of a module calls at its end. Without names,
/// it applies to all public functions that the namespace defines.
pub const BUILT_IN: NativeDef = NativeDef::new(
    "_built_in(namespace, /, *names)",
    "Turn functions of a module's namespace into built-in ones.",
    |vm, a| {
        let Some(namespace) = a.at(0).get::<Dict>() else {
            return Err(vm.type_error("a module's namespace was expected"));
        };
        for (name, value) in namespace.entries() {
            let (Some(text), Some(function)) = (name.get::<Str>(), value.get::<Function>()) else {
                continue;
            };
            let is_wanted = match a.rest() {
                [] => !text.as_str().starts_with('_') && function.globals.is(namespace),
                names => {
                    names.iter().any(|one| one.get::<Str>().is_some_and(|one| one.same_text(text)))
                }
            };
            if is_wanted {
                namespace.set_text(text.as_str(), made(vm, function));
            }
        }
        Ok(Value::NONE)
    },
);

/// `_class_of_c(*classes, …)`, for classes written in Python that represent CPython's in C: a
/// program cannot set their attributes, unless they are changeable, nor derive from final ones.
pub const CLASS_OF_C: NativeDef = NativeDef::new(
    "_class_of_c(*classes, final=False, changeable=False)",
    "Keep programs from changing classes, or deriving from them.",
    |vm, a| {
        let is_final = a.opt(0).map_or(Ok(false), |given| vm.truthy(given))?;
        let is_changeable = a.opt(1).map_or(Ok(false), |given| vm.truthy(given))?;
        for class in a.rest() {
            let Some(class) = class.get::<Class>() else {
                return Err(vm.type_error("a class was expected"));
            };
            class.changeable.set(is_changeable);
            if is_final {
                class.subclassable.set(false);
            }
        }
        Ok(Value::NONE)
    },
);

/// The built-in function that calls a function.
fn made(vm: &Vm, function: &Ref<Function>) -> Value {
    let known = Known::Value(function.as_value().clone());
    let shown = Parameters::of(vm, &known).map(|parameters| parameters.shown(None));
    let signature = format!("{}{}", function.name.borrow().as_str(), shown.unwrap_or_default());
    let doc = function.doc.get().get::<Str>().map(|doc| doc.as_str().to_string());
    let def = NativeDef::of_host(&signature, &doc.unwrap_or_default(), Role::Static);
    let module = function.module.get().get::<Str>().map(|module| host_name(module.as_str()));
    NativeFunction::of_python(def, module.unwrap_or_default(), function.clone()).into_value()
}
