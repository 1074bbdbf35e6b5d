//! The coroutines of a run: the calls that made them, and what became of each.

use super::{Record, Trace};
use crate::event_loop::recorder::events::Kind;
use rustc_hash::{FxHashMap, FxHashSet};

/// The calls of coroutine functions, by the numbers of their coroutines.
pub struct Calls<'a> {
    trace: &'a Trace,
    made: FxHashMap<u32, usize>,
    /// The first event in which a coroutine begins, becomes a task, or is dropped.
    fates: FxHashMap<u32, usize>,
    dropped: FxHashSet<u32>,
    /// For each event, the number of earlier ones other than calls and starts of coroutines; and of
    /// those among them that do not create tasks either.
    others: Vec<(u32, u32)>,
}

impl<'a> Calls<'a> {
    /// The calls in a trace.
    pub fn of(trace: &'a Trace) -> Calls<'a> {
        let mut calls = Calls {
            trace,
            made: FxHashMap::default(),
            fates: FxHashMap::default(),
            dropped: FxHashSet::default(),
            others: Vec::with_capacity(trace.events.len() + 1),
        };
        let mut others = (0, 0);
        for (index, event) in trace.events.iter().enumerate() {
            calls.others.push(others);
            let coroutine = match event.kind {
                Kind::Made => trace.coroutines.get(&event.task).copied(),
                Kind::Begins | Kind::Dropped => Some(event.other),
                _ => None,
            };
            if let Some(coroutine) = coroutine {
                calls.fates.entry(coroutine).or_insert(index);
            }
            match event.kind {
                Kind::Coroutine => {
                    calls.made.entry(event.other).or_insert(index);
                }
                Kind::Dropped => drop(calls.dropped.insert(event.other)),
                // A coroutine that only causes these is not seen running.
                Kind::Begins | Kind::Acquired | Kind::Released | Kind::Size | Kind::Set => {}
                Kind::Made => others.0 += 1,
                _ => others = (others.0 + 1, others.1 + 1),
            }
        }
        calls.others.push(others);
        calls
    }

    /// The call that made a coroutine.
    pub fn call_of(&self, coroutine: u32) -> Option<&'a Record> {
        self.made.get(&coroutine).map(|at| &self.trace.events[*at])
    }

    /// The index and event in which a coroutine begins, becomes a task, or is dropped.
    pub fn fate_of(&self, coroutine: u32) -> Option<(usize, &'a Record)> {
        self.fates.get(&coroutine).map(|at| (*at, &self.trace.events[*at]))
    }

    /// Whether a coroutine was never awaited.
    pub fn is_dropped(&self, coroutine: u32) -> bool {
        self.dropped.contains(&coroutine)
    }

    /// Whether anything but calls of coroutine functions happened between the call that made a
    /// coroutine and an event.
    pub fn is_late(&self, coroutine: u32, index: usize) -> bool {
        let call = self.made.get(&coroutine);
        call.is_some_and(|call| self.others[index].0 > self.others[call + 1].0)
    }

    /// Whether nothing but calls of coroutine functions and new tasks is between two events.
    pub fn only_calls(&self, from: usize, to: usize) -> bool {
        self.others[to].1 == self.others[from + 1].1
    }
}
