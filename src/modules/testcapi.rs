//! `_testcapi`, with the feature `test-modules`: what CPython's own tests reach through CPython's
//! module of this name, as far as it has a meaning here: functions of each calling convention, the
//! reports of the interpreter itself, limits of numbers. No part of the command.

use super::ModuleDef;
use crate::diagnostics;
use crate::objects::dict::Dict;
use crate::objects::exception::Exception;
use crate::objects::native::{Args, ClassDef, NativeDef};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Raised, Vm, VmResult};

/// `_testcapi`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_testcapi",
    doc: "Parts of CPython's module for its own tests.",
    functions: &[
        NativeDef::new("meth_varargs(*args)", "", |vm, a| returned(&module(vm)?, &[tuple(a)])),
        NativeDef::new("meth_varargs_keywords(*args, **kwargs)", "", |vm, a| {
            returned(&module(vm)?, &[tuple(a), keywords(a)])
        }),
        NativeDef::new("meth_o(object, /)", "", |vm, a| returned(&module(vm)?, &[a[0].clone()])),
        NativeDef::new("meth_noargs()", "", |vm, _| module(vm)),
        NativeDef::new("meth_fastcall(*args)", "", |vm, a| returned(&module(vm)?, &[tuple(a)])),
        NativeDef::new("meth_fastcall_keywords(*args, **kwargs)", "", |vm, a| {
            returned(&module(vm)?, &[tuple(a), keywords(a)])
        }),
        NativeDef::new(
            "pyobject_fastcalldict(func, args, kwargs, /)",
            "Calls with a tuple of arguments and a dictionary, or None for either.",
            |vm, a| call(vm, &a[0], positional(a.at(1)), &named(a.at(2))),
        ),
        NativeDef::new(
            "pyobject_vectorcall(func, args, kwnames, /)",
            "Calls with a tuple of arguments, the last of which have the names of a tuple.",
            |vm, a| {
                let names = positional(a.at(2));
                vm.call_keywords(&a[0], &positional(a.at(1)), &names)
            },
        ),
        NativeDef::new(
            "err_writeunraisable(exc, obj, /)",
            "Reports an exception that cannot be raised.",
            |vm, a| {
                diagnostics::unraisable(vm, &raised(vm, a.at(0))?, a.at(1));
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "err_formatunraisable(exc, format, obj=None, /)",
            "Reports an exception that cannot be raised, with a message that shows an object.",
            |vm, a| {
                let format = a.at(1).get::<Str>().map_or("", |format| format.as_str());
                let shown = match a.opt(2) {
                    Some(object) => vm.repr(object)?.as_str().to_string(),
                    None => String::new(),
                };
                let raised = raised(vm, a.at(0))?;
                vm.trace_running(&raised);
                match format.is_empty() {
                    true => diagnostics::unraisable(vm, &raised, &Value::NONE),
                    false => diagnostics::unraisable_in(vm, &raised, format.replace("%R", &shown)),
                }
                Ok(Value::NONE)
            },
        ),
    ],
    classes: &[&INSTANCE, &CLASS, &STATIC],
    source: include_str!("_testcapi.py"),
    ..ModuleDef::BASE
};

/// A class with a method of each calling convention.
macro_rules! conventions {
    ($static:ident, $name:literal, $def:ident, $this:literal, $first:literal) => {
        static $static: ClassDef = ClassDef {
            name: $name,
            module: "_testcapi",
            kind: Kind::Instance,
            methods: &[
                NativeDef::$def(concat!("meth_varargs(", $this, "*args)"), "", |_, a| {
                    returned(&receiver(a, $first), &[tuple(a)])
                }),
                NativeDef::$def(
                    concat!("meth_varargs_keywords(", $this, "*args, **kwargs)"),
                    "",
                    |_, a| returned(&receiver(a, $first), &[tuple(a), keywords(a)]),
                ),
                NativeDef::$def(concat!("meth_o(", $this, "object, /)"), "", |_, a| {
                    returned(&receiver(a, $first), &[a[$first].clone()])
                }),
                NativeDef::$def(concat!("meth_noargs(", $this, ")"), "", |_, a| {
                    Ok(receiver(a, $first))
                }),
                NativeDef::$def(concat!("meth_fastcall(", $this, "*args)"), "", |_, a| {
                    returned(&receiver(a, $first), &[tuple(a)])
                }),
                NativeDef::$def(
                    concat!("meth_fastcall_keywords(", $this, "*args, **kwargs)"),
                    "",
                    |_, a| returned(&receiver(a, $first), &[tuple(a), keywords(a)]),
                ),
            ],
            ..ClassDef::BASE
        };
    };
}

conventions!(INSTANCE, "MethInstance", new, "self, /, ", 1);
conventions!(CLASS, "MethClass", class, "cls, /, ", 1);
conventions!(STATIC, "MethStatic", static_method, "", 0);

/// The first argument, if there is one before the others.
fn receiver(a: Args<'_>, before: usize) -> Value {
    if before == 0 { Value::NONE } else { a[0].clone() }
}

fn module(vm: &Vm) -> VmResult {
    vm.import_module("_testcapi")
}

fn returned(receiver: &Value, rest: &[Value]) -> VmResult {
    let parts = std::iter::once(receiver).chain(rest).cloned();
    Ok(Tuple::new(parts.collect::<Vec<_>>()).into_value())
}

fn tuple(a: Args<'_>) -> Value {
    Tuple::new(a.rest().to_vec()).into_value()
}

fn keywords(a: Args<'_>) -> Value {
    let dict = Dict::new();
    for (name, value) in a.keywords() {
        dict.set_str(name, value.clone());
    }
    dict.into_value()
}

/// The items of a tuple; none of None.
fn positional(tuple: &Value) -> Vec<Value> {
    tuple.get::<Tuple>().map_or_else(Vec::new, |tuple| tuple.items().to_vec())
}

/// The items of a dictionary; none of None.
fn named(dict: &Value) -> Vec<(Value, Value)> {
    dict.get::<Dict>().map_or_else(Vec::new, |dict| dict.entries())
}

fn call(vm: &Vm, function: &Value, mut args: Vec<Value>, keywords: &[(Value, Value)]) -> VmResult {
    let names: Vec<Value> = keywords.iter().map(|(name, _)| name.clone()).collect();
    args.extend(keywords.iter().map(|(_, value)| value.clone()));
    vm.call_keywords(function, &args, &names)
}

fn raised(vm: &Vm, exception: &Value) -> VmResult<Raised> {
    let exception: Option<&Ref<Exception>> = exception.get();
    exception.map(|e| Raised(e.clone())).ok_or_else(|| vm.type_error("an exception is needed"))
}
