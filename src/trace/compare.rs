//! Two runs of a program side by side: the usual order, and another one.

use super::lanes::waits_for;
use super::timeline::is_clean_up;
use super::{Frame, Trace, base_name};
use crate::event_loop::recorder::events::Kind;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The numbers of steps shown before the first difference and after it.
const BEFORE: usize = 4;
const AFTER: usize = 14;

/// The minimum width of a side, in columns.
const NARROWEST: usize = 24;

/// A step of a task: from its turn to its next wait.
#[derive(Clone, Debug, PartialEq)]
struct Step {
    task: u32,
    name: String,
    /// The location where it continues; none at its start.
    from: Option<Frame>,
    /// The function, at its start.
    starts: String,
    /// The location where it waits next; none at its end.
    to: Option<Frame>,
    /// The description of its end.
    end: String,
}

/// The steps of the program's tasks.
fn steps(trace: &Trace) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut coroutines: BTreeMap<u32, (&str, bool)> = BTreeMap::new();
    let mut waits: BTreeMap<u32, Option<Frame>> = BTreeMap::new();
    let mut open: BTreeMap<u32, usize> = BTreeMap::new();
    for event in &trace.events {
        let place = trace.place(event).copied();
        match event.kind {
            Kind::Made => {
                // Tasks of asyncio itself at the end of a run are not part of the program.
                let is_internal = event.other == 0 && is_clean_up(&event.text);
                coroutines.insert(event.task, (&event.text, is_internal));
            }
            Kind::Step => {
                let (coroutine, is_internal) =
                    coroutines.get(&event.task).copied().unwrap_or_default();
                if is_internal {
                    continue;
                }
                open.insert(event.task, steps.len());
                let from = waits.get(&event.task).copied();
                steps.push(Step {
                    task: event.task,
                    name: trace.task_name(event.task),
                    from: from.flatten(),
                    starts: if from.is_none() { coroutine.to_string() } else { String::new() },
                    to: None,
                    end: String::new(),
                });
            }
            Kind::Yield | Kind::Wait | Kind::Done | Kind::Failed | Kind::Cancelled => {
                let step = open.remove(&event.task).and_then(|at| steps.get_mut(at));
                waits.insert(event.task, place);
                let Some(step) = step else { continue };
                step.end = match event.kind {
                    Kind::Yield => "gives way".to_string(),
                    Kind::Wait => waits_for(trace, event),
                    Kind::Failed => format!("fails: {}", event.text),
                    Kind::Cancelled => "is cancelled".to_string(),
                    _ => "ends".to_string(),
                };
                step.to = place;
            }
            _ => {}
        }
    }
    steps
}

/// A location in short form: the line, with its file if that is not the program's own.
fn short(trace: &Trace, frame: &Frame) -> String {
    let file = trace.file(frame).map_or("", |file| base_name(&file.name));
    match file == base_name(&trace.program) {
        true => format!("line {}", frame.line),
        false => trace.place_text(frame),
    }
}

/// A step in words.
fn words(trace: &Trace, step: &Step) -> String {
    let mut text = format!("{}  ", step.name);
    match &step.from {
        Some(from) => drop(write!(text, "resumes at {}", short(trace, from))),
        None if step.starts.is_empty() => text.push_str("resumes"),
        None => drop(write!(text, "starts {}", step.starts)),
    }
    if !step.end.is_empty() {
        let _ = write!(text, ", {}", step.end);
    }
    if let Some(to) = &step.to {
        let _ = write!(text, " at {}", short(trace, to));
    }
    text
}

/// Both runs, one step per line, from a little before the first difference, which is marked; and
/// the lines between which the tasks must be switched.
pub fn show(usual: &Trace, other: &Trace, width: usize) -> String {
    let (left, right) = (steps(usual), steps(other));
    let alike = |(a, b): &(&Step, &Step)| (&a.name, a.from) == (&b.name, b.from) && a.to == b.to;
    let same = left.iter().zip(&right).take_while(alike).count();
    let side = (width.saturating_sub(5) / 2).max(NARROWEST);
    let first = same.saturating_sub(BEFORE);
    let last = (same + AFTER).min(left.len().max(right.len()));
    let mut text = String::new();
    let _ = writeln!(text, "    {} │ this order", fill("usual order", side));
    if first > 0 {
        let plural = if first == 1 { "" } else { "s" };
        let _ = writeln!(text, "    {} │", fill(&format!("… {first} step{plural} the same"), side));
    }
    let shown =
        |trace: &Trace, step: Option<&Step>| step.map_or(String::new(), |s| words(trace, s));
    for at in first..last {
        let mark = if at == same { "▶" } else { " " };
        let (a, b) = (shown(usual, left.get(at)), shown(other, right.get(at)));
        let line = format!("  {mark} {} │ {}", fill(&a, side), fill(&b, side));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    let rest = |steps: &[Step]| match steps.len().saturating_sub(last) {
        0 => String::new(),
        n => format!("… {n} more steps"),
    };
    if left.len().max(right.len()) > last {
        let line = format!("    {} │ {}", fill(&rest(&left), side), rest(&right));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    if let Some(switch) = switch(usual, other, &left, &right, same) {
        let _ = writeln!(text, "\n  {switch}");
    }
    text
}

/// The sentence about the first difference.
fn switch(
    usual: &Trace,
    other: &Trace,
    left: &[Step],
    right: &[Step],
    at: usize,
) -> Option<String> {
    let (kept, goes) = (left.get(at)?, right.get(at)?);
    if kept.name == goes.name {
        return None;
    }
    // The location of the one that has to wait, and where it would have continued to.
    let from = match &kept.from {
        Some(from) => format!("after {}", usual.place_text(from)),
        None => "before its start".to_string(),
    };
    let to = match (&kept.to, &kept.from) {
        (Some(to), Some(_)) => format!(" and before {}", usual.place_text(to)),
        _ => String::new(),
    };
    let next = right[at..].iter().position(|step| step.name == kept.name);
    let lines: Vec<u32> = right[at..at + next.unwrap_or(1).max(1)]
        .iter()
        .filter(|step| step.name == goes.name)
        .flat_map(|step| [step.from, step.to])
        .flatten()
        .map(|frame| frame.line)
        .collect();
    let doing = match (goes.from, lines.iter().min(), lines.iter().max()) {
        (_, Some(low), Some(high)) if low != high => format!("runs lines {low} to {high}"),
        (Some(from), ..) => format!("resumes at {}", other.place_text(&from)),
        _ => format!("starts {}", goes.starts),
    };
    Some(format!("The switch: {} waits {from}{to} while {} {doing}.", kept.name, goes.name))
}

/// Cuts or fills a text to a width.
fn fill(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return format!("{text}{}", " ".repeat(width - length));
    }
    let kept: String = text.chars().take(width - 1).collect();
    format!("{kept}…")
}
