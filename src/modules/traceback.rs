//! `traceback`: the texts of exceptions and stacks.
//!
//! The texts are made by `diagnostics::traceback`, as for uncaught exceptions; the classes and
//! functions around them are in `traceback.py`.

use super::ModuleDef;
use crate::diagnostics::traceback::{Account, Detail, Place, limit_places};
use crate::diagnostics::{attribute, warnings};
use crate::objects::exception::Exception;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::traceback;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::Span;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "traceback",
    doc: "Extract, format and print information about Python stack traces.",
    functions: &[
        NativeDef::new("_format(exception, traceback, limit, capture_locals, /)", "", format),
        NativeDef::new("_places_of_traceback(traceback, limit, /)", "", |vm, args| {
            let places = limit_places(traceback_places(vm, &args[0])?, limit(vm, &args[1])?);
            Ok(places.iter().map(describe).collect::<Vec<Value>>().into())
        }),
        NativeDef::new("_running_places(skip, limit, /)", "", running_places),
        NativeDef::new("_source_line(filename, lineno, /)", "", |vm, args| {
            let file = vm.str(&args[0])?;
            let line = vm.index_clipped(&args[1])?;
            Ok(warnings::find_line(vm, file.as_str(), line).unwrap_or_default().into())
        }),
    ],
    source: include_str!("traceback.py"),
    ..ModuleDef::BASE
};

/// The number of locations to show: the argument, or `sys.tracebacklimit`.
fn limit(vm: &Vm, given: &Value) -> VmResult<Option<i64>> {
    if !given.is_none() {
        return vm.index_clipped(given).map(Some);
    }
    let sys = vm.modules.get_text("sys");
    let limit = sys.and_then(|sys| attribute(vm, &sys, "tracebacklimit"));
    limit.map(|limit| vm.index_clipped(&limit).map(|l| l.max(0))).transpose()
}

/// The locations of a traceback object (or None), outermost first.
fn traceback_places(vm: &Vm, traceback: &Value) -> VmResult<Vec<Place>> {
    if traceback.is_none() {
        return Ok(Vec::new());
    }
    if traceback.get::<traceback::Traceback>().is_none() {
        let given = vm.class_of(traceback).message_name();
        return Err(vm.type_error(format!("'{given}' object is not a traceback or None")));
    }
    let passed = traceback::chain(traceback);
    Ok(passed.iter().map(|traceback| Place::of_traceback(vm, traceback)).collect())
}

/// The pieces of the text with and without causes, only the last lines, the class's name and the
/// message.
fn format(vm: &Vm, args: Args<'_>) -> VmResult {
    let Some(exception) = args[0].get::<Exception>() else {
        let only = || Value::from(vec!["NoneType: None\n".into()]);
        let parts = [only(), only(), only(), Value::NONE, "None".into()];
        return Ok(Tuple::new(parts).into_value());
    };
    traceback_places(vm, &args[1])?;
    let detail = Detail { limit: limit(vm, &args[2])?, variables: vm.truthy(&args[3])? };
    let account = Account::with_traceback(vm, exception, &args[1], detail);
    let list =
        |texts: Vec<String>| List::new(texts.into_iter().map(Value::from).collect()).into_value();
    let parts = [
        list(account.format(true)),
        list(account.format(false)),
        list(account.format_only()),
        account.class_name().into(),
        account.message().into(),
    ];
    Ok(Tuple::new(parts).into_value())
}

/// The functions that are running, outermost first, without the innermost `skip`.
fn running_places(vm: &Vm, args: Args<'_>) -> VmResult {
    let skip = usize::try_from(vm.index_clipped(&args[0])?).unwrap_or(0);
    let limit = limit(vm, &args[1])?;
    let running = vm.running_functions(usize::MAX);
    let places = running.into_iter().skip(skip).map(|running| {
        let place = Place::of_instruction(vm, &running.code, running.instruction);
        // As CPython does, a stack names lines only.
        Place { span: Span::new(place.span.start, place.span.start), ..place }
    });
    // The limit counts from the innermost.
    let mut places = limit_places(places.collect(), limit);
    places.reverse();
    Ok(places.iter().map(describe).collect::<Vec<Value>>().into())
}

/// The description of a location for `traceback.py`.
fn describe(place: &Place) -> Value {
    let (source, span) = (&place.source, place.span);
    let (line, column) = source.position(span.start);
    let (end_line, end_column) = source.position(span.end.max(span.start));
    let number = |n: u32| Value::from(i64::from(n));
    let (column, end_column) = match span.start < span.end {
        true => (number(column), number(end_column)),
        false => (Value::NONE, Value::NONE),
    };
    Tuple::new([
        source.name.as_str().into(),
        number(line),
        place.name.as_value().clone(),
        place.line_text().into(),
        number(end_line),
        column,
        end_column,
        place.text().into(),
    ])
    .into_value()
}
