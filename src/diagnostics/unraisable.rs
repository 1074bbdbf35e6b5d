//! Exceptions that cannot be handled: raised by `__del__`, by callbacks of weak references, ….

use super::attribute;
use super::traceback::{class_name, places};
use crate::event_loop;
use crate::objects::exception::Exception;
use crate::objects::native::{ClassDef, Native, NativeObject, PropertyDef};
use crate::objects::str::{Str, intern};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Raised, Vm};

/// The argument of `sys.unraisablehook`.
struct HookArguments {
    exception: Ref<Exception>,
    message: Value,
    object: Value,
}

impl NativeObject for HookArguments {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.exception.as_value());
        visit(&self.message);
        visit(&self.object);
    }
}

const fn property(name: &'static str, get: fn(&Vm, &Value) -> crate::vm::VmResult) -> PropertyDef {
    PropertyDef { name, doc: "", get, set: None }
}

/// `sys.UnraisableHookArgs`
pub static HOOK_ARGUMENTS: ClassDef = ClassDef {
    name: "UnraisableHookArgs",
    module: "sys",
    doc: "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.",
    kind: Kind::Native,
    subclassable: false,
    properties: &[
        property("exc_type", |vm, a| Ok(vm.class_of(data(a).exception.as_value()).into_value())),
        property("exc_value", |_, a| Ok(data(a).exception.as_value().clone())),
        property("exc_traceback", |vm, a| {
            vm.get_attribute(data(a).exception.as_value(), &intern("__traceback__"))
        }),
        property("err_msg", |_, a| Ok(data(a).message.clone())),
        property("object", |_, a| Ok(data(a).object.clone())),
    ],
    ..ClassDef::BASE
};

fn data(arguments: &Value) -> &HookArguments {
    arguments.native().expect("the receiver was checked")
}

/// Reports an exception that cannot be handled, raised by `object`.
pub fn unraisable(vm: &Vm, raised: &Raised, object: &Value) {
    event_loop::note_unraisable(vm, raised);
    vm.trace_running(raised);
    report(vm, &raised.0, Value::NONE, object);
}

/// Like [`unraisable`], with its own description of what failed.
pub fn unraisable_in(vm: &Vm, raised: &Raised, what: String) {
    report(vm, &raised.0, what.into(), &Value::NONE);
}

/// Passes the exception to `sys.unraisablehook`, if the program has set one.
fn report(vm: &Vm, exception: &Ref<Exception>, message: Value, object: &Value) {
    if vm.meter.has_tripped() {
        return;
    }
    let sys = vm.modules.get_text("sys");
    let hook = sys.and_then(|sys| attribute(vm, &sys, "unraisablehook"));
    if let Some(hook) = hook.filter(|h| h.kind() != Some(Kind::NativeFunction)) {
        let (exception, object) = (exception.clone(), object.clone());
        let arguments = HookArguments { exception, message, object };
        let arguments = Native::new(&vm.class_for(&HOOK_ARGUMENTS), arguments).into_value();
        if let Err(failed) = vm.call(&hook, &[arguments]) {
            let what = "Exception ignored in sys.unraisablehook".into();
            vm.write_error(&format_unraisable(vm, &failed.0, &what, &hook));
        }
        return;
    }
    vm.write_error(&format_unraisable(vm, exception, &message, object));
}

/// The default `sys.unraisablehook`.
///
/// # Errors
/// TypeError if the argument is not `UnraisableHookArgs`.
pub fn default_hook(vm: &Vm, arguments: &Value) -> crate::vm::VmResult<()> {
    let Some(data) = arguments.native::<HookArguments>() else {
        return Err(vm.type_error("sys.unraisablehook argument type must be UnraisableHookArgs"));
    };
    vm.write_error(&format_unraisable(vm, &data.exception, &data.message, &data.object));
    Ok(())
}

/// The report: simpler than a traceback, without marks, suggestions, causes and notes. `what` is a
/// string or None.
fn format_unraisable(vm: &Vm, exception: &Ref<Exception>, what: &Value, object: &Value) -> String {
    let what = what.get::<Str>().map(|what| what.as_str());
    let shown = || match vm.repr(object) {
        Ok(text) => text.as_str().to_string(),
        Err(_) => "<object repr() failed>".to_string(),
    };
    let mut text = match (what, object.is_none()) {
        (None, true) => String::new(),
        (Some(what), true) => format!("{what}:\n"),
        (what, false) => format!("{}: {}\n", what.unwrap_or("Exception ignored in"), shown()),
    };
    let places = places(vm, exception);
    if !places.is_empty() {
        text += "Traceback (most recent call last):\n";
    }
    for place in places {
        let (file, line, name) = (&place.source.name, place.line(), place.name.as_str());
        text += &format!("  File \"{file}\", line {line}, in {name}\n");
        if !place.line_text().is_empty() {
            text += &format!("    {}\n", place.line_text());
        }
    }
    let message = match vm.str(exception.as_value()) {
        Ok(message) => message.as_str().to_string(),
        Err(_) => "<exception str() failed>".to_string(),
    };
    text + &format!("{}: {message}\n", class_name(vm, exception))
}
