//! CPython's loop in Python, from the packed library: its functions serve the built-in loop, too.
//!
//! The methods in Rust handle the common cases. Every other case (TLS, rare options, names that
//! must be looked up, a program that has replaced parts of the loop or of `socket`) is left to the
//! library, which calls the loop's own methods and the module `socket` as in CPython.

use crate::event_loop::{self, EventLoop, running};
use crate::objects::bound::BoundMethod;
use crate::objects::dict::Dict;
use crate::objects::native::{Args, NativeDef, Signature};
use crate::objects::str::{Str, intern};
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};

/// The declaration of a method of the packed library's class of loops.
macro_rules! in_library {
    ($name:literal, $doc:literal) => {
        NativeDef::new(concat!("async ", $name, "(self, *args, **kwargs)"), $doc, |vm, args| {
            let class = $crate::modules::asyncio::library::class(vm)?;
            let function = vm.get_attribute(&class, &intern($name))?;
            $crate::modules::asyncio::library::call(vm, &function, &args)
        })
    };
}

pub(super) use in_library;

/// The class of loops in the packed library.
///
/// # Errors
/// Any exception raised by the import.
pub fn class(vm: &Vm) -> VmResult {
    let module = vm.import_module("asyncio.unix_events")?;
    vm.get_attribute(&module, &intern("_UnixSelectorEventLoop"))
}

/// Calls a function of a class with the arguments of a method that accepts any.
///
/// # Errors
/// Any exception raised by the call.
pub fn call(vm: &Vm, function: &Value, args: &Args<'_>) -> VmResult {
    let mut all = vec![args[0].clone()];
    all.extend(args.rest().iter().cloned());
    all.extend(args.keywords().iter().map(|(_, v)| v.clone()));
    let names: Vec<Value> =
        args.keywords().iter().map(|(name, _)| name.as_value().clone()).collect();
    vm.call_keywords(function, &all, &names)
}

/// Calls a function with the arguments of a method or function whose declaration is `def`: all but the
/// first `positional` ones by keyword.
///
/// # Errors
/// Any exception raised by the call.
pub fn call_like(
    vm: &Vm,
    function: &Value,
    def: &'static NativeDef,
    positional: usize,
    args: &Args<'_>,
) -> VmResult {
    let mut all: Vec<Value> = (0..positional).map(|i| args[i].clone()).collect();
    let parameters = Signature::parse(def).parameters;
    let named = parameters.into_iter().enumerate().skip(positional);
    let named = named.filter_map(|(i, p)| Some((p.name.into_value(), args.opt(i)?.clone())));
    let others = args.keywords().iter().map(|(k, v)| (k.as_value().clone(), v.clone()));
    let (names, values): (Vec<Value>, Vec<Value>) = named.chain(others).unzip();
    all.extend(values);
    vm.call_keywords(function, &all, &names)
}

/// `__getattr__`: the private methods of CPython's loop, which programs and the library's
/// transports use, come from the library's class. The selector is the loop's own.
///
/// # Errors
/// AttributeError if the class has no such method.
pub fn private_method(vm: &Vm, args: Args<'_>) -> VmResult {
    let name = vm.str(&args[1])?;
    if name.as_str().starts_with('_')
        && !name.as_str().starts_with("__")
        && let Some(function) = vm.find_attribute(&class(vm)?, &name)?
        && function.kind() == Some(Kind::Function)
    {
        let receiver = args[0].clone();
        return Ok(Ref::new(BoundMethod { function, receiver }).into_value());
    }
    if name.as_str() == "_selector" && args[0].native::<EventLoop>().is_some() {
        return Ok(super::selector::new(vm, &args[0]));
    }
    let class = vm.class_of(&args[0]).message_name();
    let message = format!("'{class}' object has no attribute '{}'", name.as_str());
    Err(vm.attribute_error(&args[0], name.as_str(), message))
}

/// Whether the methods in Rust may make the connections of a loop: it is the built-in one, and the
/// program has not replaced anything that CPython's loop would use.
///
/// # Errors
/// Any exception raised by an attribute of a program's replacement.
pub fn is_unchanged(vm: &Vm, loop_value: &Value) -> VmResult<bool> {
    if loop_value.native::<EventLoop>().is_none() || event_loop::has_own_methods(vm, loop_value) {
        return Ok(false);
    }
    // An attribute of the loop itself may hide a method.
    if vm.has_own_attributes(loop_value) {
        return Ok(false);
    }
    let Some(socket) = vm.modules.get_text("socket") else { return Ok(true) };
    if let Some(base) = vm.modules.get_text("asyncio.base_events")
        && !vm.get_attribute(&base, &intern("socket"))?.is(&socket)
    {
        return Ok(false);
    }
    for name in ["socket", "getaddrinfo"] {
        let part = vm.get_attribute(&socket, &intern(name))?;
        let module = vm.find_attribute(&part, &intern("__module__"))?;
        if module.and_then(|m| m.get::<Str>().cloned()).is_none_or(|m| m.as_str() != "socket") {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The same for the running loop. Without one the question is deferred: the library's functions use
/// the loop that runs them.
///
/// # Errors
/// Same as [`is_unchanged`].
pub fn runs_unchanged(vm: &Vm) -> VmResult<bool> {
    running(vm).current_loop_or_none().map_or(Ok(false), |current| is_unchanged(vm, &current))
}

/// Whether a value is a stream socket of the module `socket`.
///
/// # Errors
/// Any exception raised by an attribute of the value.
pub fn is_stream_socket(vm: &Vm, value: &Value) -> VmResult<bool> {
    let Some(socket) = vm.modules.get_text("socket") else { return Ok(false) };
    if !vm.is_instance(value, &vm.get_attribute(&socket, &intern("socket"))?)? {
        return Ok(false);
    }
    let kind = vm.get_attribute(value, &intern("type"))?;
    Ok(vm.index_clipped(&kind)? == 1)
}

/// An object of a loop that the Python library needs: stored in the loop, made on first use.
///
/// # Errors
/// Any exception raised by `make`.
pub fn late_part(
    vm: &Vm,
    this: &Value,
    name: &str,
    make: impl FnOnce(&Vm) -> VmResult,
) -> VmResult {
    let Some(event_loop) = this.native::<EventLoop>() else { return Ok(Value::NONE) };
    let parts = event_loop.library_parts.get();
    let parts = match parts.get::<Dict>() {
        Some(parts) => parts.clone(),
        None => {
            let parts = Dict::new();
            event_loop.library_parts.set(parts.as_value().clone());
            parts
        }
    };
    if let Some(part) = parts.get_text(name) {
        return Ok(part);
    }
    let part = make(vm)?;
    parts.set_text(name, part.clone());
    Ok(part)
}
