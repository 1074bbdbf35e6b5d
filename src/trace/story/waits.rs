//! What tasks wait for, and why they go on.

use super::{Story, short};
use crate::event_loop::recorder::events::{Kind, Thing};
use crate::trace::Record;
use crate::trace::rounded;
use crate::trace::timeline::{End, Life, Span, State};

/// The call that waits at the end of a `TaskGroup`, as the recorder names it.
const GROUP: &str = "TaskGroup";

impl Story<'_> {
    /// If a step of a task only continues the library call in which it waited: the index of the
    /// event in which it waits again.
    pub(super) fn waits_on(&self, index: usize, task: u32) -> Option<usize> {
        let life = self.lives.get(&task)?;
        let at = life.spans.binary_search_by_key(&index, |span| span.event).ok()?;
        // Between the two waits are the time when it was ready, and this step.
        let before = life.spans[..at].iter().rev().find(|span| span.state != State::Ready)?;
        let next = life.spans.get(at + 1)?;
        let (first, second) =
            (self.trace.events.get(before.event)?, self.trace.events.get(next.event)?);
        let is_same = second.kind == Kind::Wait
            && !second.text.is_empty()
            && second.text == first.text
            && second.thing == first.thing
            && matches!(second.thing, Thing::File | Thing::Thread)
            && before.place.is_some()
            && next.place == before.place;
        let is_library = |event: &Record| match event.kind {
            Kind::Coroutine => !self.is_own_call(event),
            kind => matches!(kind, Kind::Begins | Kind::Acquired | Kind::Released | Kind::Size),
        };
        let between = &self.trace.events[index + 1..next.event];
        (is_same && between.iter().all(is_library)).then_some(next.event)
    }

    /// Why a task woken by another one can run again.
    pub(super) fn reason(&self, index: usize, task: u32, other: u32) -> String {
        let life = self.lives.get(&task);
        let waited = life.and_then(|life| {
            life.spans[..life.spans.partition_point(|span| span.event < index)].last()
        });
        let text = waited.map_or("", |span| self.trace.events[span.event].text.as_str());
        if text == GROUP {
            return "all tasks of its group have ended".to_string();
        }
        if other == 0 || self.library.contains(&other) {
            return match waited.map(|span| (span.thing, span.other)) {
                Some((Thing::Future, _)) if text == "wait()" && self.is_timeout(index) => {
                    "it timed out".to_string()
                }
                // The next result of `as_completed()`.
                Some((Thing::Task, 0)) if self.is_timeout(index) => "it timed out".to_string(),
                Some((Thing::File | Thing::Thread, _)) => format!("{} is done", short(text)),
                Some((Thing::Event, event)) => format!("{} is set", self.object(event)),
                Some((Thing::Join, queue)) => self.is_worked_off(queue),
                _ => "what it waited for has arrived".to_string(),
            };
        }
        let by = self.task(other);
        match waited.map(|span| (span.thing, span.other)) {
            Some((Thing::Gather, _)) => {
                match waited.and_then(|span| self.library_call(&self.trace.events[span.event])) {
                    Some(call) => format!("{call}() has what it waited for"),
                    None if self.ends_gathering(waited, other) => self.outcome(other),
                    None => "all that it gathered are done".to_string(),
                }
            }
            Some((Thing::Task, _)) => self.outcome(other),
            Some((Thing::Lock | Thing::Semaphore, object)) => {
                format!("{by} released {}", self.object(object))
            }
            Some((Thing::Get, object)) => format!("{by} put an item into {}", self.object(object)),
            Some((Thing::Put, object)) => format!("{by} made room in {}", self.object(object)),
            Some((Thing::Event, object)) => format!("{by} set {}", self.object(object)),
            Some((Thing::Join, object)) => self.is_worked_off(object),
            Some((Thing::Condition, object)) => format!("{by} notified {}", self.object(object)),
            Some((Thing::Barrier, object)) if self.completes(index, other, object) => {
                format!("with {by}, all have come to {}", self.object(object))
            }
            Some((Thing::Future, _)) if matches!(text, "wait()" | "shield()") => {
                self.outcome(other)
            }
            _ => format!("{by} woke it"),
        }
    }

    pub(super) fn is_worked_off(&self, queue: u32) -> String {
        format!("all items of {} have been processed", self.object(queue))
    }

    /// Whether a task that wakes another at an index was the last one to come to a barrier.
    pub(super) fn completes(&self, index: usize, task: u32, barrier: u32) -> bool {
        let mut before = self.trace.events[..index].iter().rev();
        before
            .find(|event| event.kind == Kind::Set && event.other == barrier)
            .is_some_and(|event| event.thing == Thing::Barrier && event.task == task)
    }

    /// Whether a gathered task ends the gathering by its failure, before the others are done.
    pub(super) fn ends_gathering(&self, waited: Option<&Span>, task: u32) -> bool {
        let Some((end, time)) = self.lives.get(&task).and_then(|life| life.end) else {
            return false;
        };
        let is_beside =
            |life: &&Life| life.parent != 0 && life.made_at == waited.and_then(|span| span.place);
        let mut beside = self.lives.values().filter(is_beside).peekable();
        end != End::Done
            && (beside.peek().is_none()
                || beside.any(|life| life.end.is_none_or(|(_, at)| at > time)))
    }

    /// Whether the cancellation at an index is caused by a timer of the library.
    pub(super) fn is_timeout(&self, index: usize) -> bool {
        // The one of `as_completed()` puts something into a queue.
        let mut earlier = self.trace.events[..index].iter().rev();
        let before = earlier.find(|event| event.kind != Kind::Size);
        before.is_some_and(|event| event.kind == Kind::Callback && event.frames.is_empty())
    }

    /// Records the function in which a task waits, unless it is the one that the task runs.
    pub(super) fn note_place(&mut self, event: &Record) {
        let function = self.trace.place(event).and_then(|frame| self.trace.function(frame));
        let of = self.lives.get(&event.task).map(|life| life.coroutine.as_str());
        if let Some(function) = function.filter(|function| Some(function.name.as_str()) != of) {
            self.waits_in.insert(event.task, short(&function.name).to_string());
        }
    }

    /// The function of the library that the program has called, if it is what waits.
    pub(super) fn library_call(&self, event: &Record) -> Option<&str> {
        let own = event.frames.iter().position(|frame| self.trace.is_own(frame))?;
        let call = event.frames[..own].last()?;
        self.trace.function(call).map(|function| short(&function.name))
    }

    pub(super) fn tell_wait(&mut self, index: usize, event: &Record, line: &str) {
        let who = self.function(event);
        let what = match event.thing {
            Thing::Sleep => {
                let life = self.lives.get(&event.task);
                let took = life.and_then(|life| {
                    let at = life.spans.binary_search_by_key(&index, |span| span.event).ok()?;
                    Some(life.spans[at].to - life.spans[at].from)
                });
                match event.asked().or(took).filter(|time| *time > 0) {
                    Some(time) => format!("sleeps for {}{line}; others can run", rounded(time)),
                    None => format!("sleeps{line}; others can run"),
                }
            }
            Thing::Task if event.other == 0 => {
                format!("waits until the next of its tasks is done{line}")
            }
            Thing::Task => format!("waits until {} is done{line}", self.task(event.other)),
            Thing::Gather => match self.library_call(event) {
                Some(call) => format!("waits for {call}(){line}"),
                None => format!("waits until all of them are done{line}"),
            },
            Thing::Lock => {
                let holder = self.holders.get(&event.other).copied().unwrap_or(0);
                let holder = match holder {
                    0 => "another task".to_string(),
                    task => self.task(task),
                };
                format!("has to wait for {}{line}: {holder} has it", self.object(event.other))
            }
            Thing::Semaphore => {
                let of = self.object(event.other);
                format!("has to wait for {of}{line}: none of its places is free")
            }
            Thing::Get => {
                format!("waits for an item of {}{line}: it is empty", self.object(event.other))
            }
            Thing::Put => {
                format!("waits for room in {}{line}: it is full", self.object(event.other))
            }
            Thing::Join => {
                format!(
                    "waits until all items of {} have been processed{line}",
                    self.object(event.other)
                )
            }
            Thing::Event | Thing::Condition | Thing::Barrier => {
                format!("waits for {}{line}", self.object(event.other))
            }
            _ if event.text == GROUP => {
                format!("waits until all tasks of its group have ended{line}")
            }
            _ if event.text == "wait()" => format!("waits in asyncio.wait() for its tasks{line}"),
            _ if event.text == "shield()" => {
                format!("waits for what shield() keeps from being cancelled{line}")
            }
            _ if !event.text.is_empty() => format!("waits for {}{line}", short(&event.text)),
            Thing::Future => format!("waits for a future{line}"),
            _ => format!("waits{line}"),
        };
        self.say(event.time, format!("{who} {what}."));
    }
}
