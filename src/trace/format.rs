//! The trace format: JSON, described in `format.md` next to this file.

use super::{File, Frame, Function, Record, Trace};
use crate::event_loop::recorder::events::{Kind, Thing};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// The name of the format.
const FORMAT: &str = "hob-trace";

/// The version written, and the latest one that can be read.
const VERSION: u64 = 1;

/// The trace as JSON, with each event on its own line.
pub fn write(trace: &Trace) -> String {
    let mut text = String::from("{\n");
    for (name, value) in head(trace) {
        let _ = writeln!(text, "{}: {value},", Value::from(name));
    }
    text.push_str("\"events\": [");
    for (index, event) in trace.events.iter().enumerate() {
        let _ = write!(text, "{}\n{}", if index > 0 { "," } else { "" }, event_value(event));
    }
    text.push_str("\n]}\n");
    text
}

/// All fields but the events.
fn head(trace: &Trace) -> Vec<(String, Value)> {
    let tasks = trace.tasks.iter().map(|(task, name)| {
        let mut entry = json!({"task": task, "name": name});
        if let Some(coroutine) = trace.coroutines.get(task) {
            entry["coroutine"] = json!(coroutine);
        }
        entry
    });
    let objects = trace.objects.iter().map(|(n, class)| json!({"object": n, "class": class}));
    let files = trace.files.iter().map(|file| json!({"name": file.name, "text": file.text}));
    let functions =
        trace.functions.iter().map(|f| json!({"name": f.name, "file": f.file, "line": f.line}));
    let fields: [(&str, Value); 9] = [
        ("format", FORMAT.into()),
        ("version", VERSION.into()),
        ("program", trace.program.as_str().into()),
        ("clock", if trace.is_virtual { "virtual" } else { "real" }.into()),
        ("cut", trace.is_cut.into()),
        ("tasks", tasks.collect()),
        ("objects", objects.collect()),
        ("files", files.collect()),
        ("functions", functions.collect()),
    ];
    fields.map(|(name, value)| (name.to_string(), value)).into()
}

fn event_value(event: &Record) -> Value {
    let mut fields = Map::new();
    let mut field = |name: &str, value: Value| drop(fields.insert(name.to_string(), value));
    field("time", event.time.into());
    field("event", event.kind.name().into());
    if event.task != 0 {
        field("task", event.task.into());
    }
    if event.thing != Thing::None {
        field("thing", event.thing.name().into());
    }
    if event.other != 0 {
        field("other", event.other.into());
    }
    if event.kind == Kind::Size {
        field("size", event.size.into());
    }
    if !event.frames.is_empty() {
        let frames = event.frames.iter().map(|f| json!([f.function, f.line]));
        field("frames", frames.collect());
    }
    if !event.text.is_empty() {
        field("text", event.text.as_str().into());
    }
    Value::Object(fields)
}

/// Reads a trace.
///
/// # Errors
/// A message for text that is not JSON, not a trace, truncated, or of a newer version.
pub fn read(text: &str) -> Result<Trace, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        if error.is_eof() {
            format!("the file is truncated at line {}", error.line())
        } else {
            format!("not a trace: {error}")
        }
    })?;
    if value["format"].as_str() != Some(FORMAT) {
        return Err("not a trace: the field \"format\" is missing or different".to_string());
    }
    match value["version"].as_u64() {
        Some(VERSION) => {}
        Some(version) if version > VERSION => {
            return Err(format!(
                "a trace of version {version}; this Hob reads versions up to {VERSION}"
            ));
        }
        _ => return Err("not a trace: the field \"version\" is missing".to_string()),
    }
    let mut trace = Trace {
        program: text_of(&value, "program")?,
        is_virtual: value["clock"].as_str() == Some("virtual"),
        is_cut: value["cut"].as_bool() == Some(true),
        ..Trace::default()
    };
    for task in list_of(&value, "tasks")? {
        let number = number_of(task, "task")?;
        trace.tasks.insert(number, text_of(task, "name")?);
        if let Some(coroutine) = task.get("coroutine") {
            trace.coroutines.insert(number, number_in(coroutine, "coroutine")?);
        }
    }
    for object in list_of(&value, "objects")? {
        trace.objects.insert(number_of(object, "object")?, text_of(object, "class")?);
    }
    for file in list_of(&value, "files")? {
        trace.files.push(File { name: text_of(file, "name")?, text: text_of(file, "text")? });
    }
    for function in list_of(&value, "functions")? {
        let file = number_of(function, "file")? as usize;
        if file >= trace.files.len() {
            return Err(format!("not a trace: a function is in file {file}, which is not listed"));
        }
        let (name, line) = (text_of(function, "name")?, number_of(function, "line")?);
        trace.functions.push(Function { name, file, line });
    }
    let functions = trace.functions.len();
    for event in list_of(&value, "events")? {
        trace.events.extend(read_event(event, functions)?);
    }
    Ok(trace)
}

/// Reads an event. Those of kinds unknown to this version are skipped: they are minor additions to
/// the format.
fn read_event(value: &Value, functions: usize) -> Result<Option<Record>, String> {
    let kind = text_of(value, "event")?;
    let Some(kind) = Kind::from_name(&kind) else { return Ok(None) };
    let optional = |name: &str| match value.get(name) {
        Some(number) => number_in(number, name),
        None => Ok(0),
    };
    let mut frames = Vec::new();
    for frame in value.get("frames").and_then(Value::as_array).into_iter().flatten() {
        let function = number_in(&frame[0], "frames")? as usize;
        if function >= functions {
            return Err(format!("not a trace: function {function} is not listed"));
        }
        frames.push(Frame { function, line: number_in(&frame[1], "frames")? });
    }
    let thing = value.get("thing").and_then(Value::as_str).and_then(Thing::from_name);
    Ok(Some(Record {
        time: value["time"].as_i64().ok_or("not a trace: an event without a time")?,
        kind,
        thing: thing.unwrap_or_default(),
        task: optional("task")?,
        other: optional("other")?,
        size: optional("size")?,
        frames,
        text: value.get("text").and_then(Value::as_str).unwrap_or_default().to_string(),
    }))
}

fn list_of<'a>(value: &'a Value, name: &str) -> Result<&'a Vec<Value>, String> {
    value[name].as_array().ok_or_else(|| format!("not a trace: the list \"{name}\" is missing"))
}

fn text_of(value: &Value, name: &str) -> Result<String, String> {
    let text = value[name].as_str();
    text.map(str::to_string).ok_or_else(|| format!("not a trace: the text \"{name}\" is missing"))
}

fn number_of(value: &Value, name: &str) -> Result<u32, String> {
    number_in(&value[name], name)
}

fn number_in(value: &Value, name: &str) -> Result<u32, String> {
    let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
    number.ok_or_else(|| format!("not a trace: \"{name}\" is not a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Trace {
        let event = |time, kind, task| Record { time, kind, task, ..Record::default() };
        Trace {
            program: "a \"b\".py".to_string(),
            is_virtual: true,
            tasks: [(1, "Task-1".to_string())].into(),
            coroutines: [(1, 4)].into(),
            objects: [(2, "Lock".to_string())].into(),
            files: vec![File { name: "a.py".to_string(), text: "x\n".to_string() }],
            functions: vec![Function { name: "f".to_string(), file: 0, line: 1 }],
            events: vec![
                event(0, Kind::Pass, 0),
                Record {
                    thing: Thing::Lock,
                    other: 2,
                    frames: vec![Frame { function: 0, line: 3 }],
                    text: "</script>\n".to_string(),
                    ..event(5, Kind::Wait, 1)
                },
                Record { size: 7, other: 2, ..event(6, Kind::Size, 1) },
            ],
            ..Trace::default()
        }
    }

    #[test]
    fn a_trace_is_read_as_it_was_written() {
        assert_eq!(read(&write(&sample())), Ok(sample()));
    }

    #[test]
    fn other_files_are_refused_by_name_of_the_fault() {
        let whole = write(&sample());
        let table = [
            (&whole[..whole.len() / 2], "the file is truncated at line 10"),
            ("", "the file is truncated at line 1"),
            ("{}", "not a trace: the field \"format\" is missing or different"),
            ("[1]", "not a trace: the field \"format\" is missing or different"),
            ("print(1)", "not a trace: expected value at line 1 column 1"),
            (
                &whole.replace("\"version\": 1", "\"version\": 9"),
                "a trace of version 9; this Hob reads versions up to 1",
            ),
            (&whole.replace("[[0,3]]", "[[8,3]]"), "not a trace: function 8 is not listed"),
            (&whole.replace("\"tasks\"", "\"task\""), "not a trace: the list \"tasks\" is missing"),
        ];
        for (text, message) in table {
            assert_eq!(read(text), Err(message.to_string()));
        }
    }

    #[test]
    fn events_of_unknown_kinds_are_passed_over() {
        let text = write(&sample()).replace("\"pass\"", "\"teleport\"");
        assert_eq!(read(&text).map(|trace| trace.events.len()), Ok(2));
    }

    #[test]
    fn the_description_names_all_events_and_things() {
        let description = include_str!("format.md");
        let names = Kind::ALL.iter().map(|kind| kind.name());
        let names = names.filter(|name| !["time", "frame"].contains(name));
        for name in names.chain(Thing::ALL.iter().map(|thing| thing.name())) {
            assert!(description.contains(&format!("`{name}`")), "{name}");
        }
    }
}
