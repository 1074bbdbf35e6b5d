//! Findings: events of a run that are worth a look.

use super::calls::Calls;
use super::lanes::waits_for;
use super::{Record, Trace, seconds};
use crate::event_loop::recorder::events::{Kind, Thing};
use std::collections::BTreeMap;

/// Something worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// A short name of the kind, for a heading.
    pub kind: &'static str,
    /// A sentence.
    pub text: String,
    /// The index of the event.
    pub event: usize,
}

/// The time from which a step counts as one that blocks the loop, in nanoseconds: as in asyncio's
/// debug mode.
pub(super) const SLOW: i64 = 100_000_000;

/// The time from which a coroutine counts as late, in nanoseconds.
const LATE: i64 = 1_000_000;

/// The time from which a lock counts as held for long, in nanoseconds.
const LONG: i64 = 500_000_000;

/// The number of items from which a queue counts as one that only grows.
const MANY_ITEMS: u32 = 100;

/// The maximum number of findings, in case a program makes one mistake a thousand times.
const MOST: usize = 50;

/// The findings of a run, in the order of events.
pub fn findings(trace: &Trace) -> Vec<Finding> {
    let mut found = Vec::new();
    blocked(trace, &mut found);
    late(trace, &mut found);
    lost(trace, &mut found);
    locks(trace, &mut found);
    circles(trace, &mut found);
    queues(trace, &mut found);
    found.sort_by_key(|finding| finding.event);
    found.truncate(MOST);
    found
}

/// `avocado() (lunch.py:16)`
fn place(trace: &Trace, event: &Record) -> String {
    match trace.place(event) {
        Some(frame) => {
            let name = trace.function(frame).map_or("?", |function| function.name.as_str());
            let name = match name {
                "<module>" => "the program".to_string(),
                name => format!("{name}()"),
            };
            format!("{name} ({})", trace.place_text(frame))
        }
        None if event.task != 0 => trace.task_name(event.task),
        None => "the program".to_string(),
    }
}

/// Steps and calls during which nothing else could run.
fn blocked(trace: &Trace, found: &mut Vec<Finding>) {
    let mut begun: Option<(usize, &Record)> = None;
    // The time of the step spent in calls that are reported separately.
    let mut told = 0;
    for (index, event) in trace.events.iter().enumerate() {
        match event.kind {
            Kind::Step => {
                begun = Some((index, event));
                told = 0;
            }
            Kind::Block if event.task != 0 => {
                let end = trace.events.get(index + 1).map_or(event.time, |next| next.time);
                if end - event.time >= SLOW {
                    told += end - event.time;
                    let advice = match event.text.as_str() {
                        "time.sleep" => "`await asyncio.sleep()` would let others run meanwhile",
                        _ => "with `await asyncio.to_thread()`, others would run meanwhile",
                    };
                    let text = format!(
                        "{} in {} held up everything for {}: nothing else could run. {advice}",
                        event.text,
                        place(trace, event),
                        seconds(end - event.time)
                    );
                    found.push(Finding { kind: "blocked loop", text, event: index });
                }
            }
            Kind::Yield | Kind::Wait | Kind::Done | Kind::Failed | Kind::Cancelled => {
                if let Some((at, step)) = begun.take().filter(|(_, step)| step.task == event.task)
                    && event.time - step.time - told >= SLOW
                {
                    let text = format!(
                        "a step of {} took {}: nothing else could run",
                        trace.task_name(event.task),
                        seconds(event.time - step.time - told)
                    );
                    found.push(Finding { kind: "blocked loop", text, event: at });
                }
            }
            _ => {}
        }
    }
}

/// Coroutines that began long after they were made, or never.
fn late(trace: &Trace, found: &mut Vec<Finding>) {
    let calls = Calls::of(trace);
    for (index, event) in trace.events.iter().enumerate() {
        match event.kind {
            Kind::Begins => {
                let Some(call) = calls.call_of(event.other) else { continue };
                // A library call made by the library is not the program's responsibility.
                let is_own = call.frames.first().is_some_and(|frame| trace.is_own(frame));
                let late = event.time - call.time;
                if is_own && late >= LATE && calls.is_late(event.other, index) {
                    let text = format!(
                        "{}() was called at {} in {}, but started only at {}, when it was awaited; \
                         asyncio.create_task() would have started it at once",
                        call.text,
                        trace.moment(call.time),
                        place(trace, call),
                        trace.moment(event.time)
                    );
                    found.push(Finding { kind: "started late", text, event: index });
                }
            }
            Kind::Dropped => {
                let call = calls.call_of(event.other);
                let place =
                    call.map_or(String::new(), |call| format!(": made in {}", place(trace, call)));
                let text = format!("{} was never awaited{place}", event.text);
                found.push(Finding { kind: "never awaited", text, event: index });
            }
            _ => {}
        }
    }
}

/// Tasks and exceptions that were never awaited or retrieved.
fn lost(trace: &Trace, found: &mut Vec<Finding>) {
    for (index, event) in trace.events.iter().enumerate() {
        let (kind, text) = match event.kind {
            Kind::Lost => {
                ("lost task", "was destroyed while it was pending: nothing kept it alive")
            }
            Kind::Unseen => ("lost exception", "failed, and its exception was never retrieved"),
            _ => continue,
        };
        let text = format!("{} {text}", trace.task_name(event.task));
        found.push(Finding { kind, text, event: index });
    }
}

/// The longest time that each lock was held while others waited for it.
fn locks(trace: &Trace, found: &mut Vec<Finding>) {
    struct Hold<'a> {
        event: usize,
        taken: &'a Record,
        waited: bool,
    }
    let mut held: BTreeMap<u32, Hold<'_>> = BTreeMap::new();
    let mut longest: BTreeMap<u32, (i64, Finding)> = BTreeMap::new();
    for (index, event) in trace.events.iter().enumerate() {
        match event.kind {
            Kind::Acquired => {
                held.insert(event.other, Hold { event: index, taken: event, waited: false });
            }
            Kind::Wait if event.thing == Thing::Lock => {
                if let Some(hold) = held.get_mut(&event.other) {
                    hold.waited = true;
                }
            }
            Kind::Released => {
                let Some(hold) = held.remove(&event.other) else { continue };
                let time = event.time - hold.taken.time;
                let before = longest.get(&event.other).map_or(LONG - 1, |(time, _)| *time);
                if hold.waited && time > before {
                    let text = format!(
                        "Lock {} was held for {} across an await, taken by {} in {}, while others \
                         waited for it",
                        event.other,
                        seconds(time),
                        trace.task_name(hold.taken.task),
                        place(trace, hold.taken)
                    );
                    let finding = Finding { kind: "lock held long", text, event: hold.event };
                    longest.insert(event.other, (time, finding));
                }
            }
            _ => {}
        }
    }
    found.extend(longest.into_values().map(|(_, finding)| finding));
}

/// Tasks that wait for each other in a cycle, when it closes.
fn circles(trace: &Trace, found: &mut Vec<Finding>) {
    let mut holders: BTreeMap<u32, u32> = BTreeMap::new();
    let mut waits: BTreeMap<u32, &Record> = BTreeMap::new();
    for (index, event) in trace.events.iter().enumerate() {
        match event.kind {
            Kind::Acquired => drop(holders.insert(event.other, event.task)),
            Kind::Released => drop(holders.remove(&event.other)),
            Kind::Step => drop(waits.remove(&event.task)),
            Kind::Wait if matches!(event.thing, Thing::Lock | Thing::Task) => {
                waits.insert(event.task, event);
                let mut circle = vec![event];
                // A chain that does not come back to this task ends, or is a circle that is known.
                while circle.len() <= waits.len() {
                    let last = circle[circle.len() - 1];
                    let next = match last.thing {
                        Thing::Task => last.other,
                        _ => holders.get(&last.other).copied().unwrap_or(0),
                    };
                    if next == event.task {
                        let parts = circle.iter().map(|wait| {
                            let (who, place) = (trace.task_name(wait.task), place(trace, wait));
                            format!("{who} {} in {place}", waits_for(trace, wait))
                        });
                        let text = parts.collect::<Vec<_>>().join(", ");
                        found.push(Finding { kind: "waits in a cycle", text, event: index });
                        break;
                    }
                    let Some(next) = waits.get(&next) else { break };
                    circle.push(next);
                }
            }
            _ => {}
        }
    }
}

/// Queues that only grow.
fn queues(trace: &Trace, found: &mut Vec<Finding>) {
    let mut sizes: BTreeMap<u32, (u32, bool, usize)> = BTreeMap::new();
    for (index, event) in trace.events.iter().enumerate() {
        if event.kind == Kind::Size && event.thing != Thing::Semaphore {
            let entry = sizes.entry(event.other).or_insert((0, true, index));
            // Items that leave at once do not show that the queue is being processed.
            entry.1 &= event.size + 1 >= entry.0;
            entry.0 = entry.0.max(event.size);
            entry.2 = index;
        }
    }
    for (queue, (size, grows, event)) in sizes {
        if grows && size >= MANY_ITEMS {
            let text = format!("Queue {queue} only grows: it holds {size} items");
            found.push(Finding { kind: "growing queue", text, event });
        }
    }
}
