//! The states of each task over time.

use super::{Frame, Record, Trace};
use crate::event_loop::recorder::events::{Kind, Thing};
use std::collections::BTreeMap;

/// The state of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It can run, and waits for its turn.
    Ready,
    /// A step of it runs.
    Running,
    /// It runs a call that blocks all others.
    Blocking,
    /// It sleeps.
    Sleeping,
    /// It waits for something else.
    Waiting,
    /// It waits for something outside the loop: a file, socket, process or thread.
    Outside,
}

/// The end of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It returned.
    Done,
    /// It raised an exception.
    Failed,
    /// It was cancelled.
    Cancelled,
}

/// A time in one state.
#[derive(Clone, Debug)]
pub struct Span {
    /// The begin, in nanoseconds.
    pub from: i64,
    /// The end, in nanoseconds.
    pub to: i64,
    /// The index of the event that began it.
    pub event: usize,
    /// The state.
    pub state: State,
    /// The object that it waits for.
    pub thing: Thing,
    /// The number of that object.
    pub other: u32,
    /// The location where it waits or blocks.
    pub place: Option<Frame>,
}

/// The life of a task.
#[derive(Clone, Debug, Default)]
pub struct Life {
    /// The task's number.
    pub task: u32,
    /// The task that made it; 0 for none.
    pub parent: u32,
    /// Its coroutine's name.
    pub coroutine: String,
    /// When it was made, in nanoseconds.
    pub made: i64,
    /// Whether it is part of asyncio's own work at the end of a run, which is of no interest.
    pub is_internal: bool,
    /// The location where it was created.
    pub made_at: Option<Frame>,
    /// Its spans in order.
    pub spans: Vec<Span>,
    /// Its end, and the time of that.
    pub end: Option<(End, i64)>,
    /// The number of its steps.
    pub steps: usize,
}

impl Life {
    fn begin(&mut self, event: &Record, index: usize, state: State, place: Option<Frame>) {
        self.close(event.time);
        let (thing, other) = (event.thing, event.other);
        let (from, to) = (event.time, i64::MAX);
        self.spans.push(Span { from, to, event: index, state, thing, other, place });
    }

    fn close(&mut self, time: i64) {
        if let Some(last) = self.spans.last_mut().filter(|last| last.to == i64::MAX) {
            last.to = time;
        }
    }

    /// The time that it spent in a state, in nanoseconds.
    pub fn time_in(&self, state: State) -> i64 {
        self.spans.iter().filter(|span| span.state == state).map(|s| s.to - s.from).sum()
    }
}

/// Whether a coroutine is one that `asyncio.run` runs after the program's. The ring does not
/// contain names of coroutines written in Rust.
pub fn is_clean_up(name: &str) -> bool {
    let name = name.rsplit('.').next().unwrap_or(name);
    matches!(name, "" | "shutdown_asyncgens" | "shutdown_default_executor")
}

/// The lives of the program's tasks, by number.
pub fn lives(trace: &Trace) -> BTreeMap<u32, Life> {
    let mut lives: BTreeMap<u32, Life> = BTreeMap::new();
    for (index, event) in trace.events.iter().enumerate() {
        if event.task == 0 {
            continue;
        }
        let life =
            lives.entry(event.task).or_insert_with(|| Life { task: event.task, ..Life::default() });
        let place = trace.place(event).copied();
        match event.kind {
            Kind::Made | Kind::Known => {
                life.parent = event.other;
                life.coroutine.clone_from(&event.text);
                life.made = event.time;
                let is_unknown = event.kind == Kind::Known && event.text.is_empty();
                life.is_internal = event.other == 0 && is_clean_up(&event.text) && !is_unknown;
                life.made_at = place;
                let state = if event.kind == Kind::Made { State::Ready } else { State::Waiting };
                life.begin(event, index, state, place);
            }
            // A task that is woken twice counts as ready from the first time.
            Kind::Ready if life.spans.last().is_some_and(|last| last.state == State::Ready) => {}
            Kind::Ready => life.begin(event, index, State::Ready, place),
            Kind::Step => {
                // What was there already and runs next was ready, and not waiting.
                if let [known] = &mut life.spans[..] {
                    known.state = State::Ready;
                }
                life.steps += 1;
                life.begin(event, index, State::Running, place);
            }
            Kind::Yield => life.begin(event, index, State::Ready, place),
            Kind::Wait => {
                let state = match event.thing {
                    Thing::Sleep => State::Sleeping,
                    Thing::File | Thing::Thread => State::Outside,
                    _ => State::Waiting,
                };
                life.begin(event, index, state, place);
            }
            Kind::Block => {
                life.begin(event, index, State::Blocking, place);
                // The call has ended by the time of the next event.
                let end = trace.events.get(index + 1).map_or(event.time, |next| next.time);
                life.close(end);
                let after = Record { time: end, ..event.clone() };
                life.begin(&after, index, State::Running, place);
            }
            Kind::Done | Kind::Failed | Kind::Cancelled => {
                life.close(event.time);
                let end = match event.kind {
                    Kind::Done => End::Done,
                    Kind::Failed => End::Failed,
                    _ => End::Cancelled,
                };
                life.end = Some((end, event.time));
            }
            _ => {}
        }
    }
    lives.retain(|_, life| !life.is_internal);
    let end = trace.end();
    for life in lives.values_mut() {
        life.close(end);
    }
    lives
}

/// The tasks as a tree: each with its depth, creators before the tasks that they created.
pub fn tree(lives: &BTreeMap<u32, Life>) -> Vec<(usize, &Life)> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for life in lives.values() {
        // A creator that is not in the trace is ignored.
        let parent = if lives.contains_key(&life.parent) { life.parent } else { 0 };
        children.entry(parent).or_default().push(life.task);
    }
    let mut found = Vec::new();
    let mut pending: Vec<(usize, u32)> =
        children.get(&0).into_iter().flatten().rev().map(|task| (0, *task)).collect();
    while let Some((depth, task)) = pending.pop() {
        found.push((depth, &lives[&task]));
        let inner = children.get(&task).into_iter().flatten().rev();
        pending.extend(inner.map(|child| (depth + 1, *child)));
    }
    found
}
