//! `warnings`: the Python interface to warnings and their filters.
//!
//! The mechanism is in `diagnostics::warnings`, since the VM itself warns, too; filters and hooks
//! are in `warnings.py`.

use super::ModuleDef;
use crate::diagnostics::warnings::{self, Warning};
use crate::objects::class::Class;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "warnings",
    doc: "Python part of the warnings subsystem.",
    functions: &[
        NativeDef::new(
            "warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())",
            "Issue a warning, or maybe ignore it or raise an exception.",
            warn,
        ),
        NativeDef::new(
            "warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None)",
            "Issue a warning, or maybe ignore it or raise an exception.",
            warn_explicit,
        ),
        NativeDef::new("_filters_mutated()", "", |vm, _| {
            warnings::filters_changed(vm);
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "_format(message, category, filename, lineno, line, tracemalloc, /)",
            "",
            format,
        ),
        NativeDef::new("_draw(message, category, filename, lineno, /)", "", draw),
    ],
    constants: &[
        ("filters", |vm| warnings::default_filters(vm).into_value()),
        ("onceregistry", |vm| warnings::once_registry(vm).into_value()),
    ],
    source: include_str!("warnings.py"),
    ..ModuleDef::BASE
};

/// `_warnings`
pub static CORE: ModuleDef = ModuleDef {
    name: "_warnings",
    doc: "_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.",
    functions: MODULE.functions,
    constants: &[
        ("filters", |vm| warnings::default_filters(vm).into_value()),
        ("_onceregistry", |vm| warnings::once_registry(vm).into_value()),
        ("_defaultaction", |_| "default".into()),
    ],
    ..ModuleDef::BASE
};

/// The class of a warning: the message's own, or the given one.
fn category(vm: &Vm, message: &Value, given: Option<&Value>) -> VmResult<Ref<Class>> {
    let warning = vm.exception_class(Exc::Warning);
    if vm.is_instance_of(message, &warning) {
        return Ok(vm.class_of(message));
    }
    let Some(given) = given else { return Ok(vm.exception_class(Exc::UserWarning)) };
    match given.get::<Class>() {
        Some(class) if class.is_subclass_of(&warning) => Ok(class.clone()),
        _ => {
            let shown = vm.class_of(given).name();
            let message = format!("category must be a Warning subclass, not '{shown}'");
            Err(vm.type_error(message))
        }
    }
}

fn warn(vm: &Vm, args: Args<'_>) -> VmResult {
    let category = category(vm, &args[0], args.some(1))?;
    let level = args.opt(2).map_or(Ok(1), |level| vm.index_clipped(level))?;
    let source = args.opt(3).cloned().unwrap_or(Value::NONE);
    let mut skipped = Vec::new();
    if let Some(prefixes) = args.opt(4) {
        let Some(prefixes) = prefixes.get::<Tuple>() else {
            return Err(vm.type_error("skip_file_prefixes must be a tuple of strs."));
        };
        for prefix in prefixes.items() {
            match prefix.get::<Str>() {
                Some(prefix) => skipped.push(prefix.as_str().to_string()),
                None => {
                    let given = vm.class_of(prefix).name();
                    let message = format!("Found non-str '{given}' in skip_file_prefixes.");
                    return Err(vm.type_error(message));
                }
            }
        }
    }
    let level = if skipped.is_empty() { level } else { level.max(2) };
    warnings::warn_from(vm, args[0].clone(), category, level, source, &skipped)?;
    Ok(Value::NONE)
}

fn warn_explicit(vm: &Vm, args: Args<'_>) -> VmResult {
    let file = vm.str(&args[2])?.as_str().to_string();
    let module = match args.some(4) {
        Some(module) => module.clone(),
        None if file.is_empty() => "<unknown>".into(),
        None => file.strip_suffix(".py").unwrap_or(&file).into(),
    };
    let source = args.opt(7).cloned().unwrap_or(Value::NONE);
    let warning = Warning {
        message: args[0].clone(),
        category: category(vm, &args[0], Some(&args[1]))?,
        file,
        line: vm.index_clipped(&args[3])?,
        module,
        registry: args.opt(5).cloned().unwrap_or(Value::NONE),
        mentions_tracemalloc: !source.is_none(),
        source,
    };
    warnings::warn_explicit(vm, warning)?;
    Ok(Value::NONE)
}

/// The warning as drawn for readers; None if messages are CPython's text.
fn draw(vm: &Vm, args: Args<'_>) -> VmResult {
    let text = |i: usize| vm.str(&args[i]).map(|s| s.as_str().to_string());
    let line = vm.index_clipped(&args[3])?;
    let drawn = warnings::drawn(vm, &text(0)?, &text(1)?, &text(2)?, line);
    Ok(drawn.map_or(Value::NONE, Value::from))
}

fn format(vm: &Vm, args: Args<'_>) -> VmResult {
    let text = |i: usize| vm.str(&args[i]).map(|s| s.as_str().to_string());
    let (message, category, file) = (text(0)?, text(1)?, text(2)?);
    let line = vm.index_clipped(&args[3])?;
    let source_line = args.some(4).map(|line| vm.str(line)).transpose()?;
    let source_line = source_line.as_ref().map(|l| l.as_str());
    let mut shown = warnings::format(vm, &message, &category, &file, line, source_line);
    if vm.truthy(&args[5])? {
        shown += &warnings::tracemalloc_line(&category);
    }
    Ok(shown.into())
}
