//! Times and counts of tasks, kept while they are watched (`hob top`).

use crate::event_loop::clock::{Nanos, SECOND};
use rustc_hash::FxHashMap;

/// The time for which counting continues after the last look.
const LASTING: Nanos = 10 * SECOND;

/// The buckets of the histogram of passes: names, and upper bounds in nanoseconds.
pub const BUCKETS: [(&str, Nanos); 6] = [
    ("< 1 ms", SECOND / 1000),
    ("< 10 ms", SECOND / 100),
    ("< 50 ms", SECOND / 20),
    ("< 100 ms", SECOND / 10),
    ("< 1 s", SECOND),
    ("1 s and more", Nanos::MAX),
];

/// The counts of a task.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// The time that its steps took, in nanoseconds.
    pub busy: Nanos,
    /// Steps.
    pub steps: u64,
    /// The number of times that it only let others run (`sleep(0)`).
    pub yields: u64,
}

/// The counts since someone began to watch.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    began: Nanos,
    until: Nanos,
    last: Nanos,
    pass_began: Nanos,
    /// By recorded number.
    pub tasks: FxHashMap<u32, Counts>,
    /// The number of passes of each length (see [`BUCKETS`]).
    pub lag: [u64; BUCKETS.len()],
}

impl Watch {
    /// Goes on for a while from now.
    pub fn extend(&mut self, now: Nanos) {
        if self.began == 0 {
            (self.began, self.last, self.pass_began) = (now, now, now);
        }
        self.until = now.saturating_add(LASTING);
    }

    /// Whether no one has looked for a while.
    pub fn is_over(&self, now: Nanos) -> bool {
        now > self.until
    }

    /// The seconds since the beginning.
    pub fn seconds(&self, now: Nanos) -> f64 {
        (now - self.began) as f64 * 1e-9
    }

    /// The time since the last call was spent in steps of a task; 0 for the loop.
    pub fn spend(&mut self, now: Nanos, task: u32) {
        if task != 0 {
            self.tasks.entry(task).or_default().busy += now - self.last;
        }
        self.last = now;
    }

    /// A pass begins: the previous one lasted until its last step ended, at `ended`.
    pub fn pass(&mut self, ended: Nanos, now: Nanos) {
        let took = ended - self.pass_began;
        let bucket = BUCKETS.iter().position(|(_, end)| took < *end);
        self.lag[bucket.unwrap_or(BUCKETS.len() - 1)] += 1;
        self.pass_began = now;
    }

    /// The time of the last call of [`Watch::spend`].
    pub fn last(&self) -> Nanos {
        self.last
    }
}
