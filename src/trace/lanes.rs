//! A lane for each task, as text: its states over time, and the steps in order.

use super::timeline::{End, Life, Span, State, lives, tree};
use super::{Frame, Record, Trace, seconds};
use crate::event_loop::recorder::events::{Kind, Thing};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The look of the lanes.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The width of the terminal, in columns.
    pub width: usize,
    /// Whether to use the terminal's 16 colours.
    pub is_colored: bool,
}

/// How many tasks of one kind are shown, if the same task created many.
const MOST_ALIKE: usize = 5;

/// The maximum number of steps listed: if there are more, the first and last ones.
const MOST_STEPS: usize = 60;

/// The sign, colour (as in terminal sequences) and meaning of each state.
const SIGNS: &[(State, char, &str, &str)] = &[
    (State::Running, '█', "32", "runs"),
    (State::Blocking, '▓', "31", "blocks the loop"),
    (State::Ready, '░', "33", "ready"),
    (State::Sleeping, '·', "34", "sleeps"),
    (State::Waiting, '─', "36", "waits"),
    (State::Outside, '╌', "36", "waits for a file or thread"),
];

fn sign(state: State) -> (char, &'static str) {
    let found = SIGNS.iter().find(|row| row.0 == state);
    found.map_or((' ', "0"), |row| (row.1, row.2))
}

/// The lanes and the steps of a run.
pub fn show(trace: &Trace, look: Look) -> String {
    let lives = lives(trace);
    if lives.is_empty() {
        return format!(
            "No tasks: the program did not run an event loop ({}).\n",
            seconds(trace.end())
        );
    }
    let axis = Axis::of(trace);
    let mut text = String::new();
    lanes(&mut text, trace, &lives, &axis, look);
    text.push('\n');
    steps(&mut text, trace, &lives, look);
    text
}

/// The horizontal axis: time or, if no time passes, events.
struct Axis {
    by_event: bool,
    end: i64,
}

impl Axis {
    fn of(trace: &Trace) -> Axis {
        match trace.end() {
            0 => Axis { by_event: true, end: trace.events.len() as i64 },
            end => Axis { by_event: false, end },
        }
    }

    /// The column of a point.
    fn column(&self, point: i64, width: usize) -> usize {
        let column = i128::from(point) * width as i128 / i128::from(self.end.max(1));
        (column.max(0) as usize).min(width - 1)
    }
}

/// A lane to show: a task, or the number of those omitted.
enum Row<'a> {
    Task(usize, &'a Life),
    Folded(usize, Vec<&'a Life>),
}

fn rows<'a>(lives: &'a BTreeMap<u32, Life>) -> Vec<Row<'a>> {
    let mut counts: BTreeMap<(u32, &str), usize> = BTreeMap::new();
    for life in lives.values() {
        *counts.entry((life.parent, life.coroutine.as_str())).or_default() += 1;
    }
    let mut shown: BTreeMap<(u32, &str), usize> = BTreeMap::new();
    let mut rows: Vec<Row<'a>> = Vec::new();
    let mut folds: BTreeMap<(u32, &str), usize> = BTreeMap::new();
    let mut hidden_below: Option<usize> = None;
    for (depth, life) in tree(lives) {
        // The tasks created by a folded one are folded with it.
        if hidden_below.is_some_and(|outer| depth > outer) {
            continue;
        }
        hidden_below = None;
        let key = (life.parent, life.coroutine.as_str());
        let number = shown.entry(key).or_default();
        *number += 1;
        if *number <= MOST_ALIKE || counts[&key] <= MOST_ALIKE + 1 {
            rows.push(Row::Task(depth, life));
            continue;
        }
        hidden_below = Some(depth);
        let at = *folds.entry(key).or_insert_with(|| {
            rows.push(Row::Folded(depth, Vec::new()));
            rows.len() - 1
        });
        if let Row::Folded(_, members) = &mut rows[at] {
            members.push(life);
        }
    }
    rows
}

fn lanes(text: &mut String, trace: &Trace, lives: &BTreeMap<u32, Life>, axis: &Axis, look: Look) {
    let rows = rows(lives);
    let label = |row: &Row<'_>| match row {
        Row::Task(depth, life) => {
            format!(
                "{}{} {}",
                "  ".repeat((*depth).min(8)),
                trace.task_name(life.task),
                life.coroutine
            )
        }
        Row::Folded(depth, members) => {
            let of = members.first().map_or("", |life| life.coroutine.as_str());
            format!("{}… {} more {of}", "  ".repeat((*depth).min(8)), members.len())
        }
    };
    let labels: Vec<String> = rows.iter().map(label).collect();
    let longest = labels.iter().map(|label| label.chars().count()).max().unwrap_or(0);
    let label_width = longest.min(look.width / 3).max(4);
    let width = look.width.saturating_sub(label_width + 4).max(10);
    ruler(text, axis, label_width, width);
    for (row, label) in rows.iter().zip(&labels) {
        let _ = write!(text, "{}  ", cut(label, label_width));
        let (cells, end) = match row {
            Row::Task(_, life) => (cells(life, axis, width), life.end.map(|(end, _)| end)),
            Row::Folded(_, members) => (merged(members, axis, width), None),
        };
        paint(text, &cells, end, look.is_colored);
        text.push('\n');
    }
    let used = |state: State| lives.values().any(|l| l.spans.iter().any(|s| s.state == state));
    let legend = SIGNS.iter().filter(|row| used(row.0)).map(|(_, sign, color, meaning)| match look
        .is_colored
    {
        true => format!("\x1b[{color}m{sign}\x1b[0m {meaning}"),
        false => format!("{sign} {meaning}"),
    });
    let ends = [(End::Done, "✓ done"), (End::Failed, "✗ failed"), (End::Cancelled, "⊘ cancelled")];
    let has = |end: End| lives.values().any(|life| life.end.is_some_and(|(e, _)| e == end));
    let ends = ends.iter().filter(|(end, _)| has(*end)).map(|(_, text)| (*text).to_string());
    let legend: Vec<String> = legend.chain(ends).collect();
    let _ = writeln!(text, "{}  {}", " ".repeat(label_width), legend.join("  "));
}

/// Cuts or fills a text to a width.
fn cut(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return format!("{text}{}", " ".repeat(width - length));
    }
    let kept: String = text.chars().take(width - 1).collect();
    format!("{kept}…")
}

/// The scale above the lanes.
fn ruler(text: &mut String, axis: &Axis, label_width: usize, width: usize) {
    let ends = |at: i64| match axis.by_event {
        true => format!("event {at}"),
        false => seconds(at),
    };
    let (left, middle, right) = (ends(0), ends(axis.end / 2), ends(axis.end));
    let mut line = cut(&left, width / 2);
    let _ = write!(line, "{}", cut(&middle, width - width / 2));
    let line: String = line.chars().take(width.saturating_sub(right.chars().count() + 1)).collect();
    let _ = writeln!(text, "{}  {line} {right}", " ".repeat(label_width));
}

/// The state of each column of a lane: the most informative of those in it.
fn cells(life: &Life, axis: &Axis, width: usize) -> Vec<Option<State>> {
    let mut cells = vec![None; width];
    for span in &life.spans {
        let (from, to) = match axis.by_event {
            true => (span.event as i64, following(life, span)),
            false => (span.from, span.to),
        };
        let first = axis.column(from, width);
        // A span without length is shown only if it is a step; its end belongs to the next one.
        let last = match (to > from, axis.by_event) {
            (false, _) => first,
            (true, false) => axis.column(to - 1, width).max(first),
            (true, true) => axis.column(to, width).saturating_sub(1).max(first),
        };
        for cell in &mut cells[first..=last] {
            if rank(Some(span.state), to > from) > rank(*cell, true) {
                *cell = Some(span.state);
            }
        }
    }
    cells
}

/// The index of the event that ends a span.
fn following(life: &Life, span: &Span) -> i64 {
    let next = life.spans.iter().find(|other| other.event > span.event);
    next.map_or(span.event as i64 + 1, |next| next.event as i64)
}

fn rank(state: Option<State>, has_length: bool) -> usize {
    match state {
        None => 0,
        Some(State::Blocking) => 5,
        Some(State::Running) => 4,
        _ if !has_length => 0,
        Some(State::Ready) => 3,
        Some(State::Waiting | State::Outside) => 2,
        Some(State::Sleeping) => 1,
    }
}

fn merged(lives: &[&Life], axis: &Axis, width: usize) -> Vec<Option<State>> {
    let mut all = vec![None; width];
    for life in lives {
        for (cell, other) in all.iter_mut().zip(cells(life, axis, width)) {
            if rank(other, true) > rank(*cell, true) {
                *cell = other;
            }
        }
    }
    all
}

fn paint(text: &mut String, cells: &[Option<State>], end: Option<End>, is_colored: bool) {
    let last = cells.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let mut color = "0";
    for cell in &cells[..last] {
        let (sign, wanted) = cell.map_or((' ', "0"), sign);
        if is_colored && wanted != color {
            let _ = write!(text, "\x1b[{wanted}m");
            color = wanted;
        }
        text.push(sign);
    }
    let (sign, wanted) = match end {
        Some(End::Done) => ("✓", "32"),
        Some(End::Failed) => ("✗", "31"),
        Some(End::Cancelled) => ("⊘", "35"),
        None => ("", "0"),
    };
    match is_colored && (color != "0" || !sign.is_empty()) {
        true => drop(write!(text, "\x1b[{wanted}m{sign}\x1b[0m")),
        false => text.push_str(sign),
    }
}

/// A step of a task: from its turn to its next wait.
struct Step {
    time: i64,
    task: u32,
    cause: String,
    what: Vec<String>,
    took: i64,
}

fn steps(text: &mut String, trace: &Trace, lives: &BTreeMap<u32, Life>, look: Look) {
    let steps = all_steps(trace, lives);
    let width = steps.iter().map(|step| trace.moment(step.time).len()).max().unwrap_or(0);
    let names = steps.iter().map(|step| trace.task_name(step.task).chars().count());
    let name_width = names.max().unwrap_or(0).min(20);
    let hidden = steps.len().saturating_sub(MOST_STEPS);
    for (index, step) in steps.iter().enumerate() {
        if hidden > 0 && index == MOST_STEPS / 2 {
            let _ = writeln!(text, "{:>width$}  … {hidden} more steps …", "");
        }
        if hidden > 0 && (MOST_STEPS / 2..MOST_STEPS / 2 + hidden).contains(&index) {
            continue;
        }
        let took = match step.took {
            0 => String::new(),
            took => format!(" ({})", seconds(took)),
        };
        let name = cut(&trace.task_name(step.task), name_width);
        let line = format!(
            "{:>width$}  {name}  {}{}{took}",
            trace.moment(step.time),
            step.cause,
            step.what.join(", ")
        );
        let _ = writeln!(text, "{}", cut(&line, look.width.max(40)).trim_end());
    }
}

fn all_steps(trace: &Trace, lives: &BTreeMap<u32, Life>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    // For each task, the reason why it can run.
    let mut causes: BTreeMap<u32, String> = BTreeMap::new();
    let mut open: BTreeMap<u32, usize> = BTreeMap::new();
    let mut started: FxHashSet<u32> = FxHashSet::default();
    // The tasks that yield in this pass, or have been asked to stop.
    let mut next_pass: FxHashSet<u32> = FxHashSet::default();
    for event in &trace.events {
        if matches!(event.kind, Kind::Yield | Kind::Cancel) {
            next_pass.insert(event.task);
        }
        match event.kind {
            Kind::Known => drop(started.insert(event.task)),
            Kind::Ready => {
                let cause = match (event.thing, event.other) {
                    (Thing::Sleep, _) => "woken by its timer".to_string(),
                    (_, 0) => "woken by the loop".to_string(),
                    (_, by) => format!("woken by {}", trace.task_name(by)),
                };
                causes.entry(event.task).or_insert(cause);
            }
            Kind::Step if lives.contains_key(&event.task) => {
                let cause = causes.remove(&event.task);
                let is_first = started.insert(event.task);
                let cause = match (cause, is_first) {
                    (_, true) => match lives[&event.task].coroutine.as_str() {
                        "" => "starts, ".to_string(),
                        coroutine => format!("starts {coroutine}, "),
                    },
                    (Some(cause), _) => format!("{cause}, "),
                    (None, _) if next_pass.contains(&event.task) => "next pass, ".to_string(),
                    (None, _) => "resumes, ".to_string(),
                };
                next_pass.remove(&event.task);
                open.insert(event.task, steps.len());
                let (time, task) = (event.time, event.task);
                steps.push(Step { time, task, cause, what: Vec::new(), took: 0 });
            }
            _ => {
                let Some(step) = open.get(&doer(event)).and_then(|at| steps.get_mut(*at)) else {
                    continue;
                };
                if let Some(what) = what(trace, event) {
                    step.what.push(what);
                }
                if ends_step(event.kind) {
                    step.took = event.time - step.time;
                    open.remove(&event.task);
                }
            }
        }
    }
    steps
}

/// The task that causes an event.
pub fn doer(event: &Record) -> u32 {
    match event.kind {
        Kind::Made | Kind::Cancel => event.other,
        _ => event.task,
    }
}

fn ends_step(kind: Kind) -> bool {
    use Kind::*;
    matches!(kind, Yield | Wait | Done | Failed | Cancelled)
}

/// The description of an event inside a step.
fn what(trace: &Trace, event: &Record) -> Option<String> {
    // A task that runs a library coroutine is not at a line of the program.
    let is_in_task = |frame: &&Frame| {
        event.task == 0 || trace.function(frame).is_none_or(|function| function.name != "<module>")
    };
    let place = trace.place(event).filter(is_in_task).map(|frame| trace.place_text(frame));
    let at = |text: String| match &place {
        Some(place) => format!("{text} at {place}"),
        None => text,
    };
    Some(match event.kind {
        Kind::Made => format!("makes {}", trace.task_name(event.task)),
        Kind::Cancel => at(format!("cancels {}", trace.task_name(event.task))),
        Kind::Block => at(format!("blocks the loop in {}", event.text)),
        Kind::Yield => at("gives way".to_string()),
        Kind::Wait => at(waits_for(trace, event)),
        Kind::Done => "done".to_string(),
        Kind::Failed if event.text.is_empty() => "failed".to_string(),
        Kind::Failed => format!("failed: {}", event.text),
        Kind::Cancelled => "cancelled".to_string(),
        Kind::Dropped => format!("drops {} that was never awaited", event.text),
        Kind::Acquired => format!("takes {}", object(trace, event.other)),
        Kind::Released => format!("gives back {}", object(trace, event.other)),
        Kind::Set => match event.thing {
            Thing::Event => format!("sets {}", object(trace, event.other)),
            _ => format!("wakes those that wait for {}", object(trace, event.other)),
        },
        Kind::Handed => at(match event.thing {
            Thing::Process => format!("starts the process `{}`", event.text),
            _ => format!("passes {} to a thread", event.text),
        }),
        _ => return None,
    })
}

/// `Queue 3`
pub fn object(trace: &Trace, number: u32) -> String {
    let class = trace.objects.get(&number).map_or("object", String::as_str);
    format!("{class} {number}")
}

/// The description of a wait.
pub fn waits_for(trace: &Trace, event: &Record) -> String {
    let other = event.other;
    match event.thing {
        Thing::Task if other == 0 => "waits for as_completed()".to_string(),
        Thing::Task => format!("waits for {}", trace.task_name(other)),
        Thing::Gather => "waits for gather()".to_string(),
        Thing::Sleep => "sleeps".to_string(),
        Thing::Get => format!("waits for an item of {}", object(trace, other)),
        Thing::Put => format!("waits for room in {}", object(trace, other)),
        Thing::Join => format!("waits for the end of the work in {}", object(trace, other)),
        _ if other > 0 => format!("waits for {}", object(trace, other)),
        _ if !event.text.is_empty() => format!("waits for {}", event.text),
        _ => "waits for a future".to_string(),
    }
}
