//! `-X importtime`: how long each import takes.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// The imports in progress, for their times.
#[derive(Default)]
pub struct ImportTimes {
    is_on: Cell<bool>,
    depth: Cell<usize>,
    /// The time spent in imports by the module that is being imported.
    inner: Cell<Duration>,
}

impl ImportTimes {
    /// Measures each import from now on. Returns the header of the report.
    pub fn start(&self) -> &'static str {
        self.is_on.set(true);
        "import time: self [us] | cumulative | imported package\n"
    }

    /// Imports a module by `body`. Returns a line about the time taken, if times are measured.
    pub(super) fn measured<T>(&self, name: &str, body: impl FnOnce() -> T) -> (T, Option<String>) {
        if !self.is_on.get() {
            return (body(), None);
        }
        let outer = self.inner.replace(Duration::ZERO);
        let depth = self.depth.replace(self.depth.get() + 1);
        let start = Instant::now();
        let result = body();
        let took = start.elapsed();
        self.depth.set(depth);
        let own = took.saturating_sub(self.inner.replace(outer + took)).as_micros();
        let indent = 2 * depth;
        let took = took.as_micros();
        (result, Some(format!("import time: {own:>9} | {took:>10} | {:indent$}{name}\n", "")))
    }
}
