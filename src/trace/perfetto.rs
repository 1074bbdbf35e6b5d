//! Chrome's trace-event JSON, as <https://ui.perfetto.dev> and `chrome://tracing` read it: a track
//! for each task, flows from wakers to the woken, and counters.

use super::timeline::{Life, State, lives};
use super::{Trace, lanes};
use crate::event_loop::recorder::events::Kind;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The trace as trace-event JSON.
pub fn show(trace: &Trace) -> String {
    let mut events = Events(String::from("{\"displayTimeUnit\": \"ms\", \"traceEvents\": [\n"));
    let name = json!({
        "ph": "M", "pid": 1, "name": "process_name", "args": {"name": trace.program},
    });
    let _ = write!(events.0, "{name}");
    let lives = lives(trace);
    tracks(trace, &lives, &mut events);
    flows(trace, &lives, &mut events);
    handoffs(trace, &mut events);
    counters(trace, &mut events);
    events.0 + "\n]}\n"
}

/// The text of the events, one per line: as values they would need many times the memory.
struct Events(String);

impl Events {
    fn push(&mut self, event: &Value) {
        let _ = write!(self.0, ",\n{event}");
    }
}

/// The unit of the format: microseconds.
fn microseconds(nanoseconds: i64) -> f64 {
    nanoseconds as f64 / 1e3
}

/// A track for each task, in the order of lanes, with a slice for each span.
fn tracks(trace: &Trace, lives: &BTreeMap<u32, Life>, events: &mut Events) {
    for life in lives.values() {
        let name = format!("{} {}", trace.task_name(life.task), life.coroutine);
        events.push(&json!({
            "ph": "M", "pid": 1, "tid": life.task, "name": "thread_name", "args": {"name": name},
        }));
        events.push(&json!({
            "ph": "M", "pid": 1, "tid": life.task, "name": "thread_sort_index",
            "args": {"sort_index": life.task},
        }));
        for span in &life.spans {
            let name = match span.state {
                State::Ready => "ready".to_string(),
                State::Running => "running".to_string(),
                State::Blocking => format!("blocks in {}", trace.events[span.event].text),
                State::Sleeping => "sleeping".to_string(),
                State::Waiting | State::Outside => {
                    lanes::waits_for(trace, &trace.events[span.event])
                }
            };
            let place = span.place.map_or(String::new(), |place| trace.place_text(&place));
            events.push(&json!({
                "ph": "X", "pid": 1, "tid": life.task, "name": name,
                "ts": microseconds(span.from), "dur": microseconds(span.to - span.from),
                "args": {"line": place},
            }));
        }
        if let Some((end, time)) = life.end {
            events.push(&json!({
                "ph": "i", "s": "t", "pid": 1, "tid": life.task, "ts": microseconds(time),
                "name": format!("{end:?}").to_lowercase(),
            }));
        }
    }
}

/// An arrow from the task that wakes another to the woken one.
///
/// A task that ends wakes others a moment after its last slice. The arrow starts in that slice, since
/// readers drop arrows that start outside.
fn flows(trace: &Trace, lives: &BTreeMap<u32, Life>, events: &mut Events) {
    for (index, event) in trace.events.iter().enumerate() {
        let wakes = matches!(event.kind, Kind::Ready | Kind::Made);
        if !wakes || event.other == 0 || event.other == event.task {
            continue;
        }
        let waker = lives.get(&event.other).filter(|waker| waker.end.is_some());
        let last = waker.and_then(|waker| waker.spans.last());
        let end = last.map(|span| (span.to - 1).max(span.from));
        let start = end.map_or(event.time, |end| end.min(event.time));
        for (phase, task, time) in [("s", event.other, start), ("f", event.task, event.time)] {
            events.push(&json!({
                "ph": phase, "bp": "e", "id": index, "pid": 1, "tid": task, "cat": "wake",
                "name": "wakes", "ts": microseconds(time),
            }));
        }
    }
}

/// A slice for the time that a thread or process is busy.
fn handoffs(trace: &Trace, events: &mut Events) {
    let mut names: BTreeMap<u32, &str> = BTreeMap::new();
    for event in &trace.events {
        let (phase, name, args) = match event.kind {
            Kind::Handed => {
                let name = match event.text.as_str() {
                    "" => event.thing.name(),
                    work => work,
                };
                names.insert(event.other, name);
                ("b", name, json!({}))
            }
            Kind::Back => match names.remove(&event.other) {
                Some(name) => ("e", name, json!({"outcome": event.text})),
                None => continue,
            },
            _ => continue,
        };
        events.push(&json!({
            "ph": phase, "cat": event.thing.name(), "id": event.other, "pid": 1, "tid": event.task,
            "name": name, "ts": microseconds(event.time), "args": args,
        }));
    }
}

/// The sizes of queues and the number of tasks.
fn counters(trace: &Trace, events: &mut Events) {
    let mut tasks = 0;
    for event in &trace.events {
        let (name, value) = match event.kind {
            Kind::Size => (lanes::object(trace, event.other), i64::from(event.size)),
            Kind::Made | Kind::Known => {
                tasks += 1;
                ("tasks".to_string(), tasks)
            }
            Kind::Done | Kind::Failed | Kind::Cancelled => {
                tasks -= 1;
                ("tasks".to_string(), tasks)
            }
            _ => continue,
        };
        events.push(&json!({
            "ph": "C", "pid": 1, "name": name, "ts": microseconds(event.time),
            "args": {"count": value},
        }));
    }
}
