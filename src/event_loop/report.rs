//! Messages of the loop on standard error: exceptions never retrieved, tasks destroyed while
//! pending.

use super::EventLoop;
use super::choices::Trouble;
use super::context;
use super::task::Task;
use crate::objects::dict::Dict;
use crate::objects::exception::Exception;
use crate::objects::function::Function;
use crate::objects::native::keyword_names;
use crate::objects::str::{Str, intern};
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm, VmResult};

/// Warns in debug mode that a call held up the running loop for this many seconds, if that is at
/// least its `slow_callback_duration`. The warning names the line of the call, which the message
/// about the slow step does not have. `instead` is code that lets other tasks run.
///
/// # Errors
/// The warning itself, if a filter makes it an exception.
pub fn warn_blocked(vm: &Vm, call: &str, seconds: f64, instead: &str) -> VmResult<()> {
    let current = super::running(vm).current_loop_or_none();
    let Some(event_loop) = current.as_ref().and_then(Value::native::<EventLoop>) else {
        return Ok(());
    };
    if !event_loop.debug.get()
        || seconds < super::handle::seconds(vm, &event_loop.slow_callback_duration.get())?
    {
        return Ok(());
    }
    let text = format!(
        "{call} held up the event loop for {seconds:.3} s: no other task ran meanwhile; use {instead}"
    );
    let category = vm.get_attribute(&vm.import_module("hob")?, &intern("BlockedLoopWarning"))?;
    let warnings = vm.import_module("warnings")?;
    vm.call_method(&warnings, &intern("warn"), &[text.into(), category]).map(drop)
}

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
) -> VmResult<()> {
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
pub fn handle(vm: &Vm, loop_value: &Value, context: &Ref<Dict>) -> VmResult<()> {
    vm.check_limits()?;
    let Some(event_loop) = loop_value.native::<EventLoop>() else {
        let arguments = [context.as_value().clone()];
        return vm.call_method(loop_value, &intern("call_exception_handler"), &arguments).map(drop);
    };
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
        Err(raised) if vm.ends_program(&raised) => Err(raised),
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

/// While a handler is called with a callback's exception, that exception counts as being handled, so it
/// becomes the context of any exception raised by the handler.
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

/// `loop.default_exception_handler(context)`: writes message, entries and traceback.
///
/// # Errors
/// Any exception raised by a program's logging.
pub fn default_handler(vm: &Vm, context: &Ref<Dict>) -> VmResult<()> {
    let message = match context.get_text("message") {
        Some(message) if vm.truthy(&message)? => vm.str(&message)?.as_str().to_string(),
        _ => "Unhandled exception in event loop".to_string(),
    };
    note(vm, &message, context);
    let mut entries: Vec<(String, Value)> = context
        .entries()
        .into_iter()
        .filter_map(|(key, value)| Some((key.get::<Str>()?.as_str().to_string(), value)))
        .filter(|(key, _)| key != "message" && key != "exception")
        .collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    let mut lines = vec![message];
    for (key, value) in &entries {
        let shown = match key.as_str() {
            "source_traceback" => format!(
                "Object created at (most recent call last):\n{}",
                stack_text(vm, value)?.trim_end()
            ),
            _ => vm.repr_text(value),
        };
        lines.push(format!("{key}: {shown}"));
    }
    let exception = context.get_text("exception").filter(|e| !e.is_none());
    log_error(vm, &lines.join("\n"), exception)
}

/// Reports it to the exploration of the program.
fn note(vm: &Vm, message: &str, context: &Ref<Dict>) {
    let choices = &super::running(vm).choices;
    if !choices.is_on() {
        return;
    }
    let trouble = match message {
        _ if message.starts_with("Task was destroyed") => Trouble::LostTask,
        _ if message.ends_with("exception was never retrieved") => Trouble::LostException,
        _ => Trouble::Reported,
    };
    let about = ["exception", "task"].iter().find_map(|key| context.get_text(key));
    let text = match about.clone().map(Value::into_ref::<Exception>) {
        Some(Ok(exception)) => format!("{message}: {}", super::recorder::summary(vm, &exception)),
        Some(Err(task)) => match task.get::<Task>() {
            Some(task) => format!("{message} ({})", task.name()),
            None => message.to_string(),
        },
        None => message.to_string(),
    };
    choices.note(trouble, &text);
}

/// Tells the exploration of the program about an exception that cannot be handled.
pub fn note_unraisable(vm: &Vm, raised: &Raised) {
    let choices = &super::running(vm).choices;
    if choices.is_on() {
        let text = format!("Exception ignored: {}", super::recorder::summary(vm, &raised.0));
        choices.note(Trouble::Reported, &text);
    }
}

/// `traceback.format_list(frames)` as one text.
fn stack_text(vm: &Vm, frames: &Value) -> VmResult<String> {
    let module = vm.import_module("traceback")?;
    let lines = vm.call_method(&module, &intern("format_list"), std::slice::from_ref(frames))?;
    let mut text = String::new();
    for line in vm.to_vec(&lines)? {
        text.push_str(vm.str(&line)?.as_str());
    }
    Ok(text)
}

/// Logs an error of `asyncio`: through the program's `logging` if that was imported, otherwise to
/// standard error, as `logging` does by default.
fn log_error(vm: &Vm, text: &str, exception: Option<Value>) -> VmResult<()> {
    if let Some(logging) = vm.modules.get_text("logging") {
        let logger = vm.call_method(&logging, &intern("getLogger"), &["asyncio".into()])?;
        let error = vm.get_attribute(&logger, &intern("error"))?;
        let info = exception.unwrap_or(Value::FALSE);
        let names = keyword_names(&["exc_info"]);
        return vm.call_keywords(&error, &[text.into(), info], names.items()).map(drop);
    }
    let mut text = format!("{text}\n");
    if let Some(exception) = exception.as_ref().and_then(|e| e.get::<Exception>()) {
        text.push_str(&vm.host().format_exception(vm, exception));
    }
    vm.write_error(&text);
    Ok(())
}

/// Logs a debug message of `asyncio`: `text` with one `%s`-like placeholder, and its argument. Not
/// shown unless the program uses `logging`.
///
/// # Errors
/// Any exception raised by a program's logging.
pub fn log_debug(vm: &Vm, text: &str, argument: Value) -> VmResult<()> {
    let Some(logging) = vm.modules.get_text("logging") else { return Ok(()) };
    let logger = vm.call_method(&logging, &intern("getLogger"), &["asyncio".into()])?;
    vm.call_method(&logger, &intern("debug"), &[text.into(), argument]).map(drop)
}

/// Logs a warning of `asyncio`, like [`log_error`] for errors.
///
/// # Errors
/// Any exception raised by a program's logging.
pub fn log_warning(vm: &Vm, text: &str) -> VmResult<()> {
    if let Some(logging) = vm.modules.get_text("logging") {
        let logger = vm.call_method(&logging, &intern("getLogger"), &["asyncio".into()])?;
        return vm.call_method(&logger, &intern("warning"), &["%s".into(), text.into()]).map(drop);
    }
    vm.write_error(&format!("{text}\n"));
    Ok(())
}

/// `reprlib.repr`: a shortened `repr`.
///
/// # Errors
/// Any exception raised by the parts' `__repr__`.
pub fn short_repr(vm: &Vm, value: &Value) -> VmResult<String> {
    let short = value.is_none() || value.as_small_int().is_some() || value.as_float().is_some();
    // A build without the standard library has no such module.
    if !short && let Ok(reprlib) = vm.import_module("reprlib") {
        let text = vm.call_method(&reprlib, &intern("repr"), std::slice::from_ref(value))?;
        return Ok(vm.str(&text)?.as_str().to_string());
    }
    Ok(vm.repr(value)?.as_str().to_string())
}

/// A callback as shown in messages: `main.<locals>.done() at program.py:7`. In debug mode, `args`
/// are its arguments.
pub fn callback_text(vm: &Vm, callback: &Value, args: Option<&[Value]>) -> String {
    let (mut function, mut suffix) = (callback.clone(), arguments_text(vm, args, &[]));
    while vm.class_of(&function).full_name() == "functools.partial"
        && let Ok(Some(inner)) = vm.find_attribute(&function, &intern("func"))
    {
        suffix = partial_arguments(vm, &function, args.is_some()) + &suffix;
        function = inner;
    }
    let name = |attribute: &str| match vm.find_attribute(&function, &intern(attribute)) {
        Ok(Some(name)) => name.get::<Str>().map(|s| s.as_str().to_string()),
        _ => None,
    };
    let name = name("__qualname__")
        .or_else(|| name("__name__"))
        .unwrap_or_else(|| vm.repr_text(&function));
    match source_of(vm, &function) {
        Some((file, line)) => format!("{name}{suffix} at {file}:{line}"),
        None => format!("{name}{suffix}"),
    }
}

/// The definition of a callback: a function, looking through wrappers of decorators.
fn source_of(vm: &Vm, function: &Value) -> Option<(String, u32)> {
    let wrapped = vm.find_attribute(function, &intern("__wrapped__")).ok().flatten();
    let mut function = wrapped.unwrap_or_else(|| function.clone());
    while let Ok(Some(inner)) = vm.find_attribute(&function, &intern("__wrapped__")) {
        function = inner;
    }
    let code = &function.get::<Function>()?.code;
    Some((code.source.name.clone(), code.first_line))
}

fn partial_arguments(vm: &Vm, partial: &Value, shown: bool) -> String {
    let part = |name: &str| vm.find_attribute(partial, &intern(name)).ok().flatten();
    if !shown {
        return "()".to_string();
    }
    let args = part("args").and_then(|args| vm.to_vec(&args).ok()).unwrap_or_default();
    let keywords = part("keywords").and_then(|keywords| keywords.into_ref::<Dict>().ok());
    let keywords = keywords.map(|keywords| keywords.entries()).unwrap_or_default();
    arguments_text(vm, Some(&args), &keywords)
}

/// `(1, 'two', key=3)`, each shortened; `()` if they are not to be shown.
fn arguments_text(vm: &Vm, args: Option<&[Value]>, keywords: &[(Value, Value)]) -> String {
    let short = |value: &Value| short_repr(vm, value).unwrap_or_else(|_| vm.repr_text(value));
    let mut shown: Vec<String> = args.unwrap_or_default().iter().map(short).collect();
    for (name, value) in keywords {
        let name = name.get::<Str>().map_or("", |name| name.as_str());
        shown.push(format!("{name}={}", short(value)));
    }
    format!("({})", shown.join(", "))
}
