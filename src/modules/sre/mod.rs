//! `_sre`: the matching engine under the standard library's `re`.
//!
//! `re` compiles patterns in the language itself; its programs run in the engine of the crate
//! `rustpython-sre_engine`. A program that calls `_sre.compile` with code of its own making gets
//! what that code does.

mod matched;
mod pattern;
mod subject;

use super::ModuleDef;
use crate::objects::dict::Dict;
use crate::objects::int::to_i64;
use crate::objects::native::{Args, Native, NativeDef};
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use pattern::Pattern;
use rustpython_sre_engine::{CODESIZE, MAXGROUPS, MAXREPEAT, SRE_MAGIC};

fn compile(vm: &Vm, a: Args<'_>) -> VmResult {
    let codes = vm.to_vec(a.at(2))?.iter().map(|c| to_i64(c).unwrap_or(0) as u32).collect();
    let by_name = match a[4].get::<Dict>() {
        Some(by_name) => by_name.clone(),
        None => Dict::new(),
    };
    let pattern = Pattern {
        source: a[0].clone(),
        flags: vm.index_clipped(a.at(1))? as u32,
        codes,
        groups: vm.index_clipped(a.at(3))?.max(0) as usize,
        by_name,
        names: vm.to_vec(a.at(5))?,
    };
    Ok(Native::new(&vm.class_for(&pattern::PATTERN), pattern).into_value())
}

/// The parts of a replacement template, by way of `re`, which remembers them.
fn template_parts(vm: &Vm, pattern: &Value, template: &Value) -> VmResult<Vec<Value>> {
    let re = vm.import_module("re")?;
    let parse = vm.get_attribute(&re, &intern("_compile_template"))?;
    vm.to_vec(&vm.call(&parse, &[pattern.clone(), template.clone()])?)
}

/// A character as a number, changed by `change`.
fn on_char(vm: &Vm, value: &Value, change: fn(char) -> char) -> VmResult<(i64, i64)> {
    let code = vm.index_clipped(value)?;
    let c = u32::try_from(code).ok().and_then(char::from_u32);
    Ok((code, c.map_or(code, |c| i64::from(u32::from(change(c))))))
}

/// The lower-case form, where that is one character.
fn lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        // Dotted capital I alone has two; the engine takes the first.
        (Some(first), Some(_)) => first,
        _ => c,
    }
}

fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// `_sre`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_sre",
    functions: &[
        NativeDef::new(
            "compile(pattern, flags, code, groups, groupindex, indexgroup)",
            "",
            compile,
        ),
        NativeDef::new("template(pattern, template, /)", "", |_, a| Ok(a[1].clone())),
        NativeDef::new("getcodesize()", "", |_, _| Ok(Value::from(CODESIZE))),
        NativeDef::new("ascii_iscased(character, /)", "", |_, a| {
            let c = to_i64(a.at(0)).and_then(|c| u8::try_from(c).ok());
            Ok(Value::bool(c.is_some_and(|c| c.is_ascii_alphabetic())))
        }),
        NativeDef::new("ascii_tolower(character, /)", "", |vm, a| {
            Ok(Value::from(on_char(vm, a.at(0), |c| c.to_ascii_lowercase())?.1))
        }),
        NativeDef::new("unicode_iscased(character, /)", "", |vm, a| {
            let (code, lower) = on_char(vm, a.at(0), lower)?;
            let (_, upper) = on_char(vm, a.at(0), upper)?;
            Ok(Value::bool(code != lower || code != upper))
        }),
        NativeDef::new("unicode_tolower(character, /)", "", |vm, a| {
            Ok(Value::from(on_char(vm, a.at(0), lower)?.1))
        }),
    ],
    constants: &[
        ("MAGIC", |_| Value::from(SRE_MAGIC)),
        ("CODESIZE", |_| Value::from(CODESIZE)),
        ("MAXREPEAT", |_| Value::from(MAXREPEAT)),
        ("MAXGROUPS", |_| Value::from(MAXGROUPS)),
    ],
    ..ModuleDef::BASE
};
