//! "Did you mean": suggestions added to the message of an exception about a misspelt name.

use super::{STDLIB_MODULES, attribute, text_attribute};
use crate::objects::dict::Dict;
use crate::objects::exception::{Exc, Exception};
use crate::objects::str::Str;
use crate::objects::traceback;
use crate::runtime::{Ref, Value};
use crate::text::suggest::suggest;
use crate::vm::{FrameObject, Vm};

/// The suggestion that CPython 3.13 adds to the message of this exception, with the `. ` before it;
/// empty if there is none. `traceback` leads to the frame that raised it.
pub fn advice(vm: &Vm, exception: &Ref<Exception>, traceback: &Value) -> String {
    let value = exception.as_value();
    let is = |exc: Exc| vm.is_instance_of(value, &vm.exception_class(exc));
    let meant = |meant: String| format!(". Did you mean: '{meant}'?");
    if is(Exc::ImportError) {
        let Some(wrong) = text_attribute(vm, value, "name_from") else { return String::new() };
        return imported_name(vm, value, &wrong).map_or(String::new(), meant);
    }
    if is(Exc::AttributeError) {
        let Some(wrong) = text_attribute(vm, value, "name") else { return String::new() };
        return attribute_name(vm, exception, traceback, &wrong).map_or(String::new(), meant);
    }
    if !is(Exc::NameError) {
        return String::new();
    }
    let Some(wrong) = text_attribute(vm, value, "name") else { return String::new() };
    let found = variable_name(vm, traceback, &wrong);
    let is_module = STDLIB_MODULES.binary_search(&wrong.as_str()).is_ok();
    match (found, is_module) {
        (Some(found), true) => {
            format!("{} Or did you forget to import '{wrong}'?", meant(found))
        }
        (None, true) => format!(". Did you forget to import '{wrong}'?"),
        (found, false) => found.map_or(String::new(), meant),
    }
}

/// The frame in which the exception was raised.
fn innermost(traceback: &Value) -> Option<Ref<FrameObject>> {
    traceback::chain(traceback).pop().map(|last| last.frame.clone())
}

/// The variables of a frame.
fn variables(vm: &Vm, frame: &FrameObject) -> Option<Ref<Dict>> {
    vm.frame_variables(frame).ok()?.into_ref().ok()
}

/// The result of `dir()`.
fn dir(vm: &Vm, object: &Value) -> Option<Vec<String>> {
    let names = vm.call(&vm.builtins.get_text("dir")?, std::slice::from_ref(object)).ok()?;
    let names = vm.to_vec(&names).ok()?;
    Some(names.iter().filter_map(|n| Some(n.get::<Str>()?.as_str().to_string())).collect())
}

/// The nearest of some names; private ones only if requested.
fn nearest(wrong: &str, mut names: Vec<String>, with_private: bool) -> Option<String> {
    if !with_private {
        names.retain(|name| !name.starts_with('_'));
    }
    suggest(wrong, names.iter().map(String::as_str)).map(str::to_string)
}

fn imported_name(vm: &Vm, error: &Value, wrong: &str) -> Option<String> {
    let module = vm.modules.get_text(&text_attribute(vm, error, "name")?)?;
    nearest(wrong, dir(vm, &module)?, wrong.starts_with('_'))
}

fn attribute_name(
    vm: &Vm,
    exception: &Ref<Exception>,
    traceback: &Value,
    wrong: &str,
) -> Option<String> {
    let object = attribute(vm, exception.as_value(), "obj").unwrap_or(Value::NONE);
    // For a method, private names of its own object may be suggested.
    let is_own = || {
        let this = variables(vm, &*innermost(traceback)?)?.get_text("self")?;
        Some(this.is(&object))
    };
    let with_private = wrong.starts_with('_') || is_own().unwrap_or(false);
    nearest(wrong, dir(vm, &object)?, with_private)
}

fn variable_name(vm: &Vm, traceback: &Value, wrong: &str) -> Option<String> {
    let frame = innermost(traceback)?;
    let locals = variables(vm, &frame)?;
    if let Some(this) = locals.get_text("self")
        && attribute(vm, &this, wrong).is_some()
    {
        return Some(format!("self.{wrong}"));
    }
    let mut names = Vec::new();
    for dict in [&locals, &frame.function.globals, &vm.builtins] {
        let keys = dict.keys();
        names.extend(keys.iter().filter_map(|k| Some(k.get::<Str>()?.as_str().to_string())));
    }
    nearest(wrong, names, true)
}
