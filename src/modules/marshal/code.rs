//! Code objects as values: the text that they were compiled from, and how.
//!
//! Instructions are those of one build of the interpreter, which trusts them. Their portable form is
//! therefore the text, which loading compiles again: damaged data can do no more than a program can.

use crate::compile::{Features, Mode, Optimization};
use crate::objects::code::{Code, Replaced, Source};
use crate::objects::int;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};
use std::rc::Rc;

/// The modes by their numbers in the data.
const MODES: [Mode; 9] = [
    Mode::File,
    Mode::Exec,
    Mode::Eval,
    Mode::Single,
    Mode::Interactive,
    Mode::Cell,
    Mode::AwaitingExec,
    Mode::AwaitingEval,
    Mode::AwaitingSingle,
];

/// All code objects of a text: its own, then the nested ones, outer before inner.
fn all(root: Ref<Code>) -> Vec<Ref<Code>> {
    let mut found = vec![root];
    let mut next = 0;
    while let Some(code) = found.get(next).cloned() {
        found.extend(code.constants.iter().filter_map(|constant| constant.get::<Code>().cloned()));
        next += 1;
    }
    found
}

fn recompiled(
    vm: &Vm,
    source: &Rc<Source>,
    (mode, optimization): (Mode, Optimization),
) -> VmResult<Vec<Ref<Code>>> {
    Ok(all(vm.host().compile(vm, source, mode, optimization, false)?))
}

/// The parts of a code object as a tuple of values.
///
/// # Errors
/// ValueError for code that was made from a tree; any exception raised by compiling.
pub fn taken_apart(vm: &Vm, code: &Ref<Code>) -> VmResult {
    let source = &code.source;
    let Some(unit) = source.unit.get() else {
        return Err(vm.value_error("unmarshallable object: code that has no text"));
    };
    let is_same = |other: &Ref<Code>| other.spans.all() == code.spans.all();
    let Some(index) = recompiled(vm, source, unit)?.iter().position(is_same) else {
        return Err(vm.value_error("unmarshallable object: code that differs from its text"));
    };
    let (mode, optimization) = unit;
    let mode = MODES.iter().position(|known| *known == mode).unwrap_or_default();
    let parts = [
        Value::from(mode),
        Value::from(optimization as i64),
        Value::bool(source.features.annotations),
        Value::bool(source.is_of_program),
        source.name.as_str().into(),
        source.text.as_str().into(),
        Value::from(index),
        code.name.as_value().clone(),
        code.qualname.as_value().clone(),
        i64::from(code.first_line).into(),
    ];
    Ok(Tuple::new(parts).into_value())
}

/// The code object of [`taken_apart`] parts; none if these are not the parts of one.
///
/// # Errors
/// Any exception raised by compiling the text.
pub fn put_together(vm: &Vm, parts: &Value) -> VmResult<Option<Value>> {
    let Some(parts) = parts.get::<Tuple>() else { return Ok(None) };
    let [mode, level, annotations, of_program, file, text, index, name, qualname, line] =
        parts.items()
    else {
        return Ok(None);
    };
    let number = |value: &Value| int::to_i64(value).and_then(|n| usize::try_from(n).ok());
    let (Some(mode), Some(level @ 0..=2), Some(index), Some(line)) = (
        number(mode).and_then(|number| MODES.get(number)),
        number(level),
        number(index),
        number(line).and_then(|line| u32::try_from(line).ok()),
    ) else {
        return Ok(None);
    };
    let (Some(file), Some(text), Some(name), Some(qualname)) =
        (file.get::<Str>(), text.get::<Str>(), name.get::<Str>(), qualname.get::<Str>())
    else {
        return Ok(None);
    };
    let features = Features { annotations: annotations.is(&Value::TRUE) };
    let source = match of_program.is(&Value::TRUE) {
        true => Source::of_program(file.as_str(), text.as_str(), features),
        false => Source::inheriting(file.as_str(), text.as_str(), features),
    };
    let unit = (*mode, Optimization::from_level(level as i64));
    let found = recompiled(vm, &source, unit)?;
    let Some(code) = found.get(index) else { return Ok(None) };
    let is_as_compiled = code.name.as_str() == name.as_str()
        && code.qualname.as_str() == qualname.as_str()
        && code.first_line == line;
    if is_as_compiled {
        return Ok(Some(code.as_value().clone()));
    }
    let changed = Replaced {
        name: Some(name.clone()),
        qualname: Some(qualname.clone()),
        first_line: Some(line),
        file: None,
    };
    Ok(Some(code.replace(changed).into_value()))
}
