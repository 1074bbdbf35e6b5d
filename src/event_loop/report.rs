//! What the loop says on standard error: exceptions that nobody asked for, work that never ended.

use super::EventLoop;
use super::context;
use crate::diagnostics::{traceback, write_error};
use crate::objects::dict::Dict;
use crate::objects::exception::{Exc, Exception};
use crate::objects::function::Function;
use crate::objects::native::keyword_names;
use crate::objects::str::{Str, intern};
use crate::runtime::{Ref, Value};
use crate::vm::{R, Raised, Vm};

/// `loop.call_exception_handler` with a context of these entries.
///
/// # Errors
/// KeyboardInterrupt and SystemExit that a program's handler raises.
#[cold]
pub fn call_exception_handler(
    vm: &Vm,
    loop_value: &Value,
    message: &str,
    entries: &[(&str, Value)],
) -> R<()> {
    let context = Dict::new();
    context.set_text("message", message);
    for (name, value) in entries {
        context.set_text(name, value.clone());
    }
    handle(vm, loop_value, &context)
}

/// `loop.call_exception_handler(context)`
///
/// # Errors
/// KeyboardInterrupt and SystemExit that a program's handler raises.
pub fn handle(vm: &Vm, loop_value: &Value, context: &Ref<Dict>) -> R<()> {
    let Some(event_loop) = loop_value.native::<EventLoop>() else { return Ok(()) };
    let handler = event_loop.exception_handler.get();
    if handler.is_unset() || handler.is_none() {
        return default_handler(vm, context);
    }
    let thing = ["task", "future", "handle"].iter().find_map(|key| context.get_text(key));
    let its_context = match thing {
        Some(thing) => match vm.find_attribute(&thing, &intern("get_context"))? {
            Some(method) => vm.call(&method, &[])?,
            None => Value::UNSET,
        },
        None => Value::UNSET,
    };
    let call = || vm.call(&handler, &[loop_value.clone(), context.as_value().clone()]);
    let result = if its_context.is_unset() {
        call()
    } else {
        context::run_in(&event_loop.running, its_context, call)
    };
    match result {
        Ok(_) => Ok(()),
        Err(raised) if is_exit(vm, &raised) => Err(raised),
        Err(raised) => {
            link_to_callback(context, &raised);
            let about = Dict::new();
            about.set_text("message", "Unhandled error in exception handler");
            about.set_text("exception", raised.into_value());
            about.set_text("context", context.as_value().clone());
            default_handler(vm, &about)
        }
    }
}

/// A handler that is told of a callback's exception runs while that is handled: what it raises has
/// it as its context.
fn link_to_callback(context: &Ref<Dict>, raised: &Raised) {
    let (Some(_), Some(told)) = (context.get_text("handle"), context.get_text("exception")) else {
        return;
    };
    let mut first = raised.0.clone();
    while let Ok(context) = first.context.get().into_ref::<Exception>() {
        if context.as_value().is(&told) {
            return;
        }
        first = context;
    }
    if !first.as_value().is(&told) {
        first.context.set(told);
    }
}

fn is_exit(vm: &Vm, raised: &Raised) -> bool {
    vm.is_exception(raised, Exc::KeyboardInterrupt) || vm.is_exception(raised, Exc::SystemExit)
}

/// `loop.default_exception_handler(context)`: writes message, entries and traceback.
///
/// # Errors
/// What a program's logging raises.
pub fn default_handler(vm: &Vm, context: &Ref<Dict>) -> R<()> {
    let message = match context.get_text("message") {
        Some(message) if vm.truthy(&message)? => vm.str(&message)?.as_str().to_string(),
        _ => "Unhandled exception in event loop".to_string(),
    };
    let mut entries: Vec<(String, Value)> = context
        .entries()
        .into_iter()
        .filter_map(|(key, value)| Some((key.get::<Str>()?.as_str().to_string(), value)))
        .filter(|(key, _)| key != "message" && key != "exception")
        .collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    let mut lines = vec![message];
    lines.extend(entries.iter().map(|(key, value)| format!("{key}: {}", vm.repr_text(value))));
    let exception = context.get_text("exception").filter(|e| !e.is_none());
    log_error(vm, &lines.join("\n"), exception)
}

/// Logs an error of `asyncio`: through the program's `logging` if it has imported that, otherwise
/// as `logging` does by default, to standard error.
fn log_error(vm: &Vm, text: &str, exception: Option<Value>) -> R<()> {
    if let Some(logging) = vm.modules.get_text("logging") {
        let logger = vm.call_method(&logging, &intern("getLogger"), &["asyncio".into()])?;
        let error = vm.get_attribute(&logger, &intern("error"))?;
        let info = exception.unwrap_or(Value::FALSE);
        let names = keyword_names(&["exc_info"]);
        return vm.call_keywords(&error, &[text.into(), info], names.items()).map(drop);
    }
    let mut text = format!("{text}\n");
    if let Some(exception) = exception.as_ref().and_then(|e| e.get::<Exception>()) {
        text.push_str(&traceback::format_exception(vm, exception));
    }
    write_error(vm, &text);
    Ok(())
}

/// Logs a warning of `asyncio`, as [`log_error`] does errors.
///
/// # Errors
/// What a program's logging raises.
pub fn log_warning(vm: &Vm, text: &str) -> R<()> {
    if let Some(logging) = vm.modules.get_text("logging") {
        let logger = vm.call_method(&logging, &intern("getLogger"), &["asyncio".into()])?;
        return vm.call_method(&logger, &intern("warning"), &["%s".into(), text.into()]).map(drop);
    }
    write_error(vm, &format!("{text}\n"));
    Ok(())
}

/// A callback as messages show it: `main.<locals>.done() at program.py:7`.
pub fn callback_text(vm: &Vm, callback: &Value) -> String {
    let partial = vm.class_of(callback).full_name() == "functools.partial";
    if partial && let Ok(Some(inner)) = vm.find_attribute(callback, &intern("func")) {
        let text = callback_text(vm, &inner);
        return match text.split_once(" at ") {
            Some((call, place)) => format!("{call}() at {place}"),
            None => format!("{text}()"),
        };
    }
    let name = |attribute: &str| match vm.find_attribute(callback, &intern(attribute)) {
        Ok(Some(name)) => name.get::<Str>().map(|s| s.as_str().to_string()),
        _ => None,
    };
    let name =
        name("__qualname__").or_else(|| name("__name__")).unwrap_or_else(|| vm.repr_text(callback));
    match callback.get::<Function>() {
        Some(f) => format!("{name}() at {}:{}", f.code.source.name, f.code.first_line),
        None => format!("{name}()"),
    }
}
