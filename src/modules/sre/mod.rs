//! `_sre`: the matching engine under the standard library's `re`.
//!
//! `re` compiles patterns in Python; the engines are in [`crate::text::regex`].

mod engines;
mod matched;
mod pattern;
mod search;
mod subject;
mod substitute;

use super::ModuleDef;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::int::to_i64;
use crate::objects::native::{Args, Native, NativeDef};
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::text::regex::class::{Fold, lower, upper};
use crate::text::regex::decode::{MAGIC, MAXGROUPS, MAXREPEAT, decode};
use crate::vm::{Vm, VmResult};
use engines::Engines;
use pattern::Pattern;

fn compile(vm: &Vm, a: Args<'_>) -> VmResult {
    let codes = vm.to_vec(a.at(2))?;
    let codes = codes.iter().map(|c| to_i64(c).and_then(|code| u32::try_from(code).ok()));
    let groups = vm.index_clipped(a.at(3))?.max(0) as usize;
    let codes: Option<Vec<u32>> = codes.collect();
    let codes = codes.unwrap_or_default();
    let Ok(node) = vm.paced(|pace| decode(&codes, groups, pace))? else {
        return Err(vm.error(Exc::RuntimeError, "invalid SRE code"));
    };
    let by_name = match a[4].get::<Dict>() {
        Some(by_name) => by_name.clone(),
        None => Dict::new(),
    };
    let pattern = Pattern {
        source: a[0].clone(),
        flags: vm.index_clipped(a.at(1))? as u32,
        codes,
        engines: Engines::new(node),
        groups,
        by_name,
        names: vm.to_vec(a.at(5))?,
        spare: Default::default(),
    };
    Ok(Native::new(&vm.class_for(&pattern::PATTERN), pattern).into_value())
}

/// The parts of a replacement template, from `re`, which caches them.
fn template_parts(vm: &Vm, pattern: &Value, template: &Value) -> VmResult<Vec<Value>> {
    let re = vm.import_module("re")?;
    let parse = vm.get_attribute(&re, &intern("_compile_template"))?;
    vm.to_vec(&vm.call(&parse, &[pattern.clone(), template.clone()])?)
}

/// A character's number, changed by `change`.
fn on_char(vm: &Vm, value: &Value, change: fn(u32) -> u32) -> VmResult<(i64, i64)> {
    let code = vm.index_clipped(value)?;
    Ok((code, u32::try_from(code).map_or(code, |code| i64::from(change(code)))))
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
        NativeDef::new("getcodesize()", "", |_, _| Ok(Value::small_int(4))),
        NativeDef::new("ascii_iscased(character, /)", "", |_, a| {
            let c = to_i64(a.at(0)).and_then(|c| u8::try_from(c).ok());
            Ok(Value::bool(c.is_some_and(|c| c.is_ascii_alphabetic())))
        }),
        NativeDef::new("ascii_tolower(character, /)", "", |vm, a| {
            Ok(Value::from(on_char(vm, a.at(0), |code| Fold::Ascii.apply(code))?.1))
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
        ("MAGIC", |_| Value::from(i64::from(MAGIC))),
        ("CODESIZE", |_| Value::small_int(4)),
        ("MAXREPEAT", |_| Value::from(i64::from(MAXREPEAT))),
        ("MAXGROUPS", |_| Value::from(i64::from(MAXGROUPS))),
    ],
    ..ModuleDef::BASE
};
