//! The origins of tasks, for reports that show how the program got somewhere.
//!
//! Nothing is recorded unless reports are drawn or the loop is in debug mode. Then a task records
//! the calls that led to its creation, and an exception the tasks that it passed through. In debug
//! mode futures, handles and coroutines record their origins, too.

use super::task::Task;
use crate::objects::code::Code;
use crate::objects::exception::Exception;
use crate::objects::generator::Generator;
use crate::objects::list::List;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

/// The field of exceptions that contains the tasks they came from.
const FIELD: &str = "passages";

/// The number of calls recorded in debug mode.
pub const DEBUG_DEPTH: usize = 10;

/// The location of an object's creation.
pub struct Origin {
    /// The name of the task that made it, if there is one.
    pub by: Option<String>,
    /// The calls that were running, innermost first: code and instruction.
    pub places: Vec<(Ref<Code>, u32)>,
}

/// A task that an exception came out of.
pub struct Passage {
    /// The task's name.
    pub name: String,
    /// The origin of the task.
    pub origin: Origin,
}

/// The running calls, at most `depth`, as a value to keep.
pub fn here(vm: &Vm, by: Option<String>, depth: usize) -> Value {
    let mut parts = vec![by.map_or(Value::NONE, Value::from)];
    for running in vm.running_functions(depth) {
        parts.push(running.code.clone().into_value());
        parts.push(i64::from(running.instruction).into());
    }
    Tuple::new(parts).into_value()
}

/// The running calls as CPython's debug mode records them: [`DEBUG_DEPTH`] of them, including calls
/// of its library, which do not exist here. `making` of these make the object.
#[cold]
pub fn debug_stack(vm: &Vm, making: usize) -> Value {
    let by = super::running(vm).task().map(|task| task.name());
    let running = vm.running_functions(2 * DEBUG_DEPTH);
    // The loop is between a task's outermost coroutine and the call of `asyncio.run`.
    let in_tasks = running.iter().rposition(|r| r.code.flags.coroutine);
    let in_tasks = in_tasks.map_or(running.len(), |outermost| outermost + 1);
    let beyond = DEBUG_DEPTH.saturating_sub(making + in_tasks + CALLS_OF_LOOP);
    here(vm, by, in_tasks.min(DEBUG_DEPTH - making) + beyond)
}

/// The number of library calls that run a task's step: from `asyncio.run` to `Handle._run`.
const CALLS_OF_LOOP: usize = 6;

/// Whether a source with this name belongs to Hob's own library and not to the program.
pub fn is_library(name: &str) -> bool {
    name.starts_with("<frozen ") || name.starts_with("<stdlib>/")
}

/// ` created at program.py:7`, for the reprs of objects that record their origin; otherwise empty.
pub fn created_at(origin: &Value) -> String {
    // Python code of Hob's own library is not part of the program.
    let is_program = |(code, _): &(Ref<Code>, u32)| !code.source.name.starts_with("<frozen ");
    let innermost = read(origin).and_then(|origin| origin.places.into_iter().find(is_program));
    match innermost {
        Some((code, instruction)) => {
            let line = code.line(instruction as usize);
            format!(" created at {}:{line}", code.source.name)
        }
        None => String::new(),
    }
}

/// `source_traceback` in a report's context: the result of `traceback.extract_stack`.
///
/// # Errors
/// Any exception raised by importing `traceback`.
pub fn source_traceback(vm: &Vm, origin: &Value) -> VmResult<Option<Value>> {
    let Some(origin) = read(origin) else { return Ok(None) };
    let module = vm.import_module("traceback")?;
    let summary = vm.get_attribute(&module, &intern("FrameSummary"))?;
    let mut frames = Vec::new();
    for (code, instruction) in origin.places.iter().rev() {
        let line = i64::from(code.line(*instruction as usize)).into();
        let name = code.name.as_value().clone();
        frames.push(vm.call(&summary, &[code.source.name.as_str().into(), line, name])?);
    }
    Ok(Some(frames.into()))
}

/// Reads a recorded value.
pub fn read(kept: &Value) -> Option<Origin> {
    let [by, places @ ..] = kept.get::<Tuple>()?.items() else { return None };
    let by = by.get::<Str>().map(|by| by.as_str().to_string());
    let place = |pair: &[Value]| {
        let instruction = u32::try_from(pair[1].as_small_int()?).ok()?;
        Some((pair[0].get::<Code>()?.clone(), instruction))
    };
    Some(Origin { by, places: places.chunks_exact(2).filter_map(place).collect() })
}

/// Records on an exception that it leaves a task.
#[cold]
pub fn note_passage(task: &Ref<Task>, exception: &Ref<Exception>) {
    let origin = task.future.origin.get();
    let passage = Tuple::new([exception.traceback.get(), task.name().into(), origin]);
    match exception.field(FIELD).as_ref().and_then(|list| list.get::<List>()) {
        Some(list) => list.push(passage.into_value()),
        None => exception.set_field(FIELD, List::new(vec![passage.into_value()]).into_value()),
    }
}

/// The tasks that an exception came from, each with its traceback at that time; outermost first.
pub fn passages(exception: &Ref<Exception>) -> Vec<(Value, Passage)> {
    let Some(list) = exception.field(FIELD).and_then(|list| list.into_ref::<List>().ok()) else {
        return Vec::new();
    };
    let mut found: Vec<(Value, Passage)> = list
        .to_vec()
        .iter()
        .filter_map(|passage| {
            let [traceback, name, origin] = passage.get::<Tuple>()?.items() else { return None };
            let name = name.get::<Str>()?.as_str().to_string();
            Some((traceback.clone(), Passage { name, origin: read(origin)? }))
        })
        .collect();
    found.reverse();
    found
}

/// Records where a coroutine is made: the innermost calls, at most `depth`.
#[cold]
pub fn note_coroutine(vm: &Vm, coroutine: &Value, depth: usize) {
    if let Some(made) = coroutine.get::<Generator>() {
        made.set_origin(here(vm, None, depth));
    }
}

/// The origin of a coroutine, if it was recorded.
pub fn of_coroutine(coroutine: &Value) -> Option<Origin> {
    read(&coroutine.get::<Generator>()?.origin())
}
