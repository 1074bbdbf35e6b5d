//! Timers: a heap ordered by due time.

use super::task::Task;
use crate::runtime::{Ref, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The action of a timer.
pub enum Due {
    /// A task's `sleep` ends, if it still waits for the timer with this number.
    Sleep(Ref<Task>, u32),
    /// A `TimerHandle` of `call_later` or `call_at` runs.
    Handle(Value),
}

/// A timer. Of two with the same deadline, the one made first is due first.
pub struct Timer {
    /// The loop's time at which it is due, in seconds.
    pub when: f64,
    sequence: u64,
    /// The action.
    pub due: Due,
}

impl Timer {
    /// Whether the timer is no longer needed.
    pub fn is_cancelled(&self) -> bool {
        match &self.due {
            Due::Sleep(task, number) => !task.sleeps_until(*number),
            Due::Handle(handle) => super::handle::of(handle).is_none_or(|h| h.cancelled.get()),
        }
    }
}

impl PartialEq for Timer {
    fn eq(&self, other: &Timer) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Timer {}

impl PartialOrd for Timer {
    fn partial_cmp(&self, other: &Timer) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timer {
    /// The reverse order of deadlines, since the top of the heap is its greatest element.
    fn cmp(&self, other: &Timer) -> Ordering {
        other.when.total_cmp(&self.when).then(other.sequence.cmp(&self.sequence))
    }
}

/// Below this number of timers, cancelled ones stay until they come up.
const MIN_TO_COMPACT: usize = 100;

/// The timers of a loop. Cancelled ones stay until they come up or are half of all.
#[derive(Default)]
pub struct Timers {
    heap: BinaryHeap<Timer>,
    sequence: u64,
    /// When timers must be due, by number, for the timers seen by [`Timers::learn`].
    latest: FxHashMap<u64, f64>,
    learnt: u64,
    /// The timers that are late because another one was preferred.
    passed: FxHashSet<u64>,
    /// The number of cancelled timers in the heap.
    pub cancelled: usize,
}

impl Timers {
    /// Adds a timer.
    pub fn push(&mut self, when: f64, due: Due) {
        self.sequence += 1;
        self.heap.push(Timer { when, sequence: self.sequence, due });
    }

    /// Removes cancelled timers from the top, or all of them if they are many, and returns them
    /// to be dropped.
    pub fn prune(&mut self) -> Vec<Timer> {
        let mut removed = Vec::new();
        if self.cancelled == 0 {
            return removed;
        }
        if self.heap.len() > MIN_TO_COMPACT && self.cancelled * 2 > self.heap.len() {
            let (dead, alive): (Vec<_>, Vec<_>) =
                std::mem::take(&mut self.heap).into_iter().partition(Timer::is_cancelled);
            self.heap = alive.into();
            self.cancelled = 0;
            return dead;
        }
        while self.heap.peek().is_some_and(Timer::is_cancelled) {
            self.cancelled = self.cancelled.saturating_sub(1);
            removed.extend(self.heap.pop());
        }
        removed
    }

    /// The deadline of the next timer.
    pub fn next(&self) -> Option<f64> {
        self.heap.peek().map(|t| t.when)
    }

    /// Removes the next timer if it is due before `end`.
    pub fn pop_due(&mut self, end: f64) -> Option<Timer> {
        if self.heap.peek()?.when < end { self.heap.pop() } else { None }
    }

    /// Removes the timer with this action.
    pub fn remove(&mut self, is_it: impl Fn(&Due) -> bool) -> Option<Timer> {
        if self.heap.peek().is_some_and(|timer| is_it(&timer.due)) {
            return self.heap.pop();
        }
        let mut timers = std::mem::take(&mut self.heap).into_vec();
        let at = timers.iter().position(|timer| is_it(&timer.due));
        let removed = at.map(|at| timers.swap_remove(at));
        self.heap = timers.into();
        removed
    }

    /// Records until when each new timer may be late, as `latest` computes it from its deadline.
    pub fn learn(&mut self, latest: impl Fn(f64) -> f64) {
        if self.learnt < self.sequence {
            let new = self.heap.iter().filter(|timer| timer.sequence > self.learnt);
            self.latest.extend(new.map(|timer| (timer.sequence, latest(timer.when))));
            self.learnt = self.sequence;
        }
    }

    /// The loop's time until which a timer may be late.
    pub fn latest(&self, timer: &Timer) -> f64 {
        self.latest.get(&timer.sequence).copied().unwrap_or(timer.when)
    }

    /// Records that a timer is late because another one was preferred.
    pub fn pass_over(&mut self, timer: &Timer) {
        self.passed.insert(timer.sequence);
    }

    /// Whether a timer is late because another one was preferred.
    pub fn is_passed(&self, timer: &Timer) -> bool {
        self.passed.contains(&timer.sequence)
    }

    /// Removes what is known about a timer's lateness.
    pub fn forget(&mut self, timer: &Timer) {
        self.latest.remove(&timer.sequence);
        self.passed.remove(&timer.sequence);
    }

    /// Puts back a timer that was removed.
    pub fn put_back(&mut self, timer: Timer) {
        self.heap.push(timer);
    }

    /// Removes all timers.
    pub fn take(&mut self) -> Vec<Timer> {
        self.cancelled = 0;
        std::mem::take(&mut self.heap).into_vec()
    }

    /// All timers, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Timer> {
        self.heap.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_loop::future::NativeCallback;
    use crate::event_loop::handle::{self, Handle};
    use crate::event_loop::new_event_loop;
    use crate::host::testing::with_vm;
    use crate::vm::Vm;

    static NOTHING: NativeCallback = NativeCallback { name: "nothing", run: |_, _, _| Ok(()) };

    /// A loop and its timers, filled with handles that are due at these times.
    fn timers(vm: &Vm, times: &[f64]) -> (Vec<Value>, Timers) {
        let event_loop = new_event_loop(vm);
        let mut timers = Timers::default();
        let make = |when| Handle::native(vm, &event_loop, Some(when), &NOTHING, Value::NONE);
        let handles: Vec<Value> = times.iter().map(|when| make(*when)).collect();
        for (when, handle) in times.iter().zip(&handles) {
            timers.push(*when, Due::Handle(handle.clone()));
        }
        (handles, timers)
    }

    fn cancel(timers: &mut Timers, handle: &Value) {
        handle::of(handle).unwrap().cancelled.set(true);
        timers.cancelled += 1;
    }

    /// The positions in `handles` of the timers that are due before `end`, in order.
    fn due(timers: &mut Timers, handles: &[Value], end: f64) -> Vec<usize> {
        let mut found = Vec::new();
        while let Some(timer) = timers.pop_due(end) {
            let Due::Handle(handle) = timer.due else { panic!("a handle was expected") };
            found.push(handles.iter().position(|known| known.is(&handle)).unwrap());
        }
        found
    }

    #[test]
    fn deadlines_come_first_then_creation() {
        with_vm(|vm| {
            let (handles, mut timers) = timers(vm, &[3.0, 1.0, 2.0, 1.0, 1.0]);
            assert_eq!(timers.next(), Some(1.0));
            assert_eq!(due(&mut timers, &handles, f64::INFINITY), [1, 3, 4, 2, 0]);
            assert_eq!(timers.next(), None);
        });
    }

    #[test]
    fn a_timer_at_the_end_of_the_span_is_not_due() {
        with_vm(|vm| {
            let (handles, mut timers) = timers(vm, &[1.0, 2.0]);
            assert!(due(&mut timers, &handles, 1.0).is_empty());
            assert_eq!(due(&mut timers, &handles, 2.0), [0]);
            assert_eq!(due(&mut timers, &handles, 2.5), [1]);
        });
    }

    #[test]
    fn of_few_timers_only_cancelled_ones_at_the_top_are_removed() {
        with_vm(|vm| {
            let (handles, mut timers) = timers(vm, &[1.0, 2.0, 3.0, 4.0]);
            for at in [0, 1, 3] {
                cancel(&mut timers, &handles[at]);
            }
            assert_eq!(timers.prune().len(), 2);
            assert_eq!((timers.next(), timers.cancelled), (Some(3.0), 1));
            assert_eq!(timers.prune().len(), 0);
        });
    }

    #[test]
    fn of_many_timers_all_cancelled_ones_are_removed_once_they_are_most() {
        with_vm(|vm| {
            let times: Vec<f64> = (0..200).map(f64::from).collect();
            let (handles, mut timers) = timers(vm, &times);
            handles[100..].iter().for_each(|handle| cancel(&mut timers, handle));
            assert_eq!(timers.prune().len(), 0, "they are half of all");
            cancel(&mut timers, &handles[99]);
            assert_eq!(timers.prune().len(), 101);
            assert_eq!((timers.iter().count(), timers.cancelled), (99, 0));
            assert_eq!(due(&mut timers, &handles, 3.0), [0, 1, 2]);
        });
    }

    #[test]
    fn all_can_be_taken() {
        with_vm(|vm| {
            let (handles, mut timers) = timers(vm, &[1.0, 2.0]);
            cancel(&mut timers, &handles[0]);
            assert_eq!(timers.take().len(), 2);
            assert_eq!((timers.next(), timers.cancelled), (None, 0));
        });
    }
}
