//! "Did you mean": what is added to the message of an exception about a misspelt name.

use super::{STDLIB_MODULES, attribute, text_attribute};
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::exception::{Exc, Exception};
use crate::objects::str::Str;
use crate::runtime::{Ref, Value};
use crate::text::suggest::suggest;
use crate::vm::Vm;

/// What CPython 3.13 adds to the message of this exception, with the `. ` before it; empty if
/// nothing.
pub fn advice(vm: &Vm, exception: &Ref<Exception>) -> String {
    let value = exception.as_value();
    let is = |exc: Exc| vm.is_instance_of(value, &vm.exception_class(exc));
    let meant = |meant: String| format!(". Did you mean: '{meant}'?");
    if is(Exc::ImportError) {
        let Some(wrong) = text_attribute(vm, value, "name_from") else { return String::new() };
        return imported_name(vm, value, &wrong).map_or(String::new(), meant);
    }
    if is(Exc::AttributeError) {
        let Some(wrong) = text_attribute(vm, value, "name") else { return String::new() };
        return attribute_name(vm, exception, &wrong).map_or(String::new(), meant);
    }
    if !is(Exc::NameError) {
        return String::new();
    }
    let Some(wrong) = text_attribute(vm, value, "name") else { return String::new() };
    let found = variable_name(vm, exception, &wrong);
    let is_module = STDLIB_MODULES.binary_search(&wrong.as_str()).is_ok();
    match (found, is_module) {
        (Some(found), true) => {
            format!("{} Or did you forget to import '{wrong}'?", meant(found))
        }
        (None, true) => format!(". Did you forget to import '{wrong}'?"),
        (found, false) => found.map_or(String::new(), meant),
    }
}

/// The place where the exception was raised: its code, and the index of the instruction.
fn innermost(exception: &Ref<Exception>) -> Option<(Ref<Code>, u32)> {
    exception.traceback.borrow().first().map(|entry| (entry.code.clone(), entry.instruction))
}

/// What `dir()` gives.
fn dir(vm: &Vm, object: &Value) -> Option<Vec<String>> {
    let names = vm.call(&vm.builtins.get_text("dir")?, std::slice::from_ref(object)).ok()?;
    let names = vm.to_vec(&names).ok()?;
    Some(names.iter().filter_map(|n| Some(n.get::<Str>()?.as_str().to_string())).collect())
}

/// The nearest of some names; private ones count only where they are asked for.
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

fn attribute_name(vm: &Vm, exception: &Ref<Exception>, wrong: &str) -> Option<String> {
    let object = attribute(vm, exception.as_value(), "obj").unwrap_or(Value::NONE);
    // A method may be told the private names of its own object.
    let is_own = || {
        let (code, at) = innermost(exception)?;
        let span = code.span(at as usize);
        let text = code.source.text.get(span.start as usize..span.end as usize)?;
        text.rsplit_once('.').map(|(object, _)| object.trim() == "self")
    };
    let with_private = wrong.starts_with('_') || is_own().unwrap_or(false);
    nearest(wrong, dir(vm, &object)?, with_private)
}

fn variable_name(vm: &Vm, exception: &Ref<Exception>, wrong: &str) -> Option<String> {
    let (code, at) = innermost(exception)?;
    let globals = vm.globals_of(&code);
    if let Some(globals) = &globals
        && is_own_attribute(vm, &code, globals, wrong)
    {
        return Some(format!("self.{wrong}"));
    }
    let mut names: Vec<String> = bound_locals(&code, at);
    for dict in globals.iter().chain([&vm.builtins]) {
        let keys = dict.keys();
        names.extend(keys.iter().filter_map(|k| Some(k.get::<Str>()?.as_str().to_string())));
    }
    nearest(wrong, names, true)
}

/// The variables of a function that can be bound where the instruction at `at` runs: parameters,
/// variables of enclosing functions, and those whose name stands further up in the source.
fn bound_locals(code: &Ref<Code>, at: u32) -> Vec<String> {
    let parameters = code.parameter_count();
    let start = code.spans.iter().map(|s| s.start).filter(|s| *s > 0).min().unwrap_or(0);
    let above = code.source.text.get(start as usize..code.span(at as usize).start as usize);
    let stands_above = |name: &str| {
        let mut words =
            above.unwrap_or_default().split(|c: char| !(c == '_' || c.is_alphanumeric()));
        words.any(|word| word == name)
    };
    let locals = code.locals.iter().enumerate();
    let locals = locals.filter(|(i, name)| *i < parameters || stands_above(name.as_str()));
    let names = locals.map(|(_, name)| name).chain(&code.free);
    names.map(|name| name.as_str().to_string()).collect()
}

/// Whether the code is a method's (with a `self`) of a class that has, or whose methods set, an
/// attribute of this name.
fn is_own_attribute(vm: &Vm, code: &Ref<Code>, globals: &Ref<Dict>, name: &str) -> bool {
    if !code.locals.iter().take(code.parameter_count()).any(|local| local.as_str() == "self") {
        return false;
    }
    let Some((path, _)) = code.qualname.as_str().rsplit_once('.') else { return false };
    let mut path = path.split('.');
    let mut class = path.next().and_then(|first| globals.get_text(first));
    for part in path {
        class = class.and_then(|class| attribute(vm, &class, part));
    }
    let Some(class) = class else { return false };
    let has =
        attribute(vm, &class, "__static_attributes__").and_then(|names| vm.to_vec(&names).ok());
    let is_set = has.is_some_and(|names| {
        names.iter().any(|n| n.get::<Str>().is_some_and(|n| n.as_str() == name))
    });
    is_set || attribute(vm, &class, name).is_some()
}
