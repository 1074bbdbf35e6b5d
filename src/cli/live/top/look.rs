//! What one refresh of the screen finds, compared with the previous one.

use crate::cli::live::{ask, tasks};
use crate::text::span::span;
use crate::trace::{self, Trace};
use serde_json::Value;
use std::collections::HashMap;

/// The columns to sort by: name, and the key of a row; larger ones come first.
pub const SORTS: [(&str, fn(&Row) -> f64); 5] = [
    ("busy", |row| row.busy_share),
    ("steps", |row| row.steps_per_second),
    ("wakeups", |row| row.wakeups_per_second),
    ("since", |row| row.since),
    ("task", |row| -row.number),
];

/// The number of past refreshes that a row shows.
pub const PAST: usize = 10;

/// The number of steps per second that only let others run, from which a task is reported as waking
/// itself.
const RESTLESS: f64 = 1000.0;

/// The number of tasks at one location, from which their growth is worth a warning.
const MANY: usize = 1000;

/// The number of consecutive refreshes at which a queue has grown, and of its items, from which it
/// is reported as only growing.
const GROWING: usize = 2;
const MANY_ITEMS: f64 = 100.0;

/// The seconds that lanes show.
pub const SECONDS: i64 = 10;

/// A task.
pub struct Row {
    pub(super) number: f64,
    pub(super) name: String,
    pub(super) place: String,
    pub(super) words: String,
    /// The object that it waits for; empty if it does not wait.
    pub(super) awaited: String,
    pub(super) origin: String,
    pub(super) since: f64,
    is_running: bool,
    pub(super) busy_share: f64,
    pub(super) steps_per_second: f64,
    pub(super) wakeups_per_second: f64,
    yields_per_second: f64,
    pub(super) past: String,
}

/// A queue, lock or the like.
pub struct Shared {
    pub(super) text: String,
    pub(super) size: f64,
    /// The change of the size in a second.
    pub(super) growth: f64,
    /// The number of consecutive refreshes at which it had grown.
    grew: usize,
    pub(super) waiting: u64,
}

/// The counts of a task at the previous refresh.
#[derive(Clone, Default)]
struct Before {
    busy: f64,
    steps: f64,
    wakeups: f64,
    yields: f64,
    shares: Vec<f64>,
}

/// What a refresh finds.
pub struct Look {
    pub(super) head: Vec<String>,
    pub(super) warnings: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) shared: Vec<Shared>,
    /// The last seconds, if they were asked for.
    pub(super) trace: Option<Trace>,
}

/// Inspects a program, and keeps what the next refresh is compared with.
pub struct Looker {
    process: u32,
    before: HashMap<u64, Before>,
    kinds: HashMap<String, usize>,
    /// The sizes of queues and the like at the previous refresh, and the number of refreshes at
    /// which they had grown.
    sizes: HashMap<u64, (f64, usize)>,
    watched: f64,
}

impl Looker {
    /// Inspects a process.
    pub fn new(process: u32) -> Looker {
        let (before, kinds, sizes) = Default::default();
        Looker { process, before, kinds, sizes, watched: 0.0 }
    }

    /// Asks the program, also for its last seconds if `traces` says so.
    ///
    /// # Errors
    /// A message if the program cannot be inspected (any more).
    pub fn look(&mut self, traces: bool) -> Result<Look, String> {
        let answer = tasks(self.process)?;
        let watched = answer["watched"].as_f64().unwrap_or(0.0);
        // The program starts counting again after a pause.
        if watched < self.watched {
            self.before.clear();
        }
        let span = (watched - std::mem::replace(&mut self.watched, watched)).max(1e-9);
        let list = answer["tasks"].as_array().map_or(&[][..], Vec::as_slice);
        let mut before = std::mem::take(&mut self.before);
        let rows: Vec<Row> = list.iter().map(|task| self.row(task, &mut before, span)).collect();
        let shared = self.shared(&answer, span);
        let mut warnings = self.warnings(&answer, &rows);
        let growing = shared.iter().filter(|s| s.grew >= GROWING && s.size >= MANY_ITEMS);
        warnings
            .extend(growing.map(|s| format!("{} only grows: {:.0} a second", s.text, s.growth)));
        warnings.sort();
        let lag = answer["lag"].as_array().map_or(&[][..], Vec::as_slice).iter();
        let lag: Vec<String> = lag
            .filter(|bucket| bucket[1].as_u64().unwrap_or(0) > 0)
            .map(|bucket| format!("{} {}", bucket[0].as_str().unwrap_or("?"), bucket[1]))
            .collect();
        let busy: f64 = rows.iter().map(|row| row.busy_share).sum();
        let head = vec![
            format!(
                "{} (process {}): {} tasks, busy {:.0} %",
                printable(answer["program"].as_str().unwrap_or("?")),
                self.process,
                rows.len(),
                busy.min(1.0) * 100.0
            ),
            format!(
                "passes of the loop: {}",
                if lag.is_empty() { "-".into() } else { lag.join(", ") }
            ),
        ];
        let trace = if traces { Some(self.last_seconds()?) } else { None };
        Ok(Look { head, warnings, rows, shared, trace })
    }

    /// The queues and the like of an answer, compared with the previous refresh.
    fn shared(&mut self, answer: &Value, span: f64) -> Vec<Shared> {
        let mut before = std::mem::take(&mut self.sizes);
        let list = answer["resources"].as_array().map_or(&[][..], Vec::as_slice);
        let found = list.iter().map(|resource| {
            let id = resource["id"].as_u64().unwrap_or(0);
            let size = resource["size"].as_f64().unwrap_or(0.0);
            let (old, grew) = before.remove(&id).unwrap_or((size, 0));
            let grew = if size > old { grew + 1 } else { 0 };
            self.sizes.insert(id, (size, grew));
            Shared {
                text: printable(resource["text"].as_str().unwrap_or("?")),
                size,
                growth: (size - old) / span,
                grew,
                waiting: resource["waiting"].as_u64().unwrap_or(0),
            }
        });
        found.collect()
    }

    fn last_seconds(&self) -> Result<Trace, String> {
        let text = ask(self.process, "trace")?;
        let trace = trace::format::read(&text);
        let trace = trace.map_err(|why| format!("process {}: {why}", self.process))?;
        let end = trace.end();
        Ok(trace.since(end - SECONDS * 1_000_000_000))
    }

    fn row(&mut self, task: &Value, before: &mut HashMap<u64, Before>, span: f64) -> Row {
        let number = task["number"].as_u64().unwrap_or(0);
        let float = |name: &str| task[name].as_f64().unwrap_or(0.0);
        let text = |name: &str| printable(task[name].as_str().unwrap_or("?"));
        let mut known = before.remove(&number).unwrap_or_default();
        let rate = |name: &str, old: f64| ((float(name) - old) / span).max(0.0);
        let busy_share = rate("busy", known.busy).min(1.0);
        known.shares.push(busy_share);
        let excess = known.shares.len().saturating_sub(PAST);
        known.shares.drain(..excess);
        let row = Row {
            number: number as f64,
            name: text("name"),
            place: text("place"),
            words: text("words"),
            awaited: printable(task["awaited"].as_str().unwrap_or_default()),
            origin: text("origin"),
            since: float("since"),
            is_running: task["state"] == "running",
            busy_share,
            steps_per_second: rate("steps", known.steps),
            wakeups_per_second: rate("wakeups", known.wakeups),
            yields_per_second: rate("yields", known.yields),
            past: known.shares.iter().map(|share| bar(*share)).collect(),
        };
        let now = Before {
            busy: float("busy"),
            steps: float("steps"),
            wakeups: float("wakeups"),
            yields: float("yields"),
            shares: known.shares,
        };
        self.before.insert(number, now);
        row
    }

    fn warnings(&mut self, answer: &Value, rows: &[Row]) -> Vec<String> {
        let mut warnings = Vec::new();
        for row in rows {
            if row.is_running && row.since > 0.5 {
                let so_far = span(row.since);
                warnings.push(format!("{} has held up the loop for {so_far}", row.name));
            } else if row.yields_per_second > RESTLESS {
                let n = row.yields_per_second;
                warnings
                    .push(format!("{} wakes itself {n:.0} times a second (sleep(0))", row.name));
            } else if row.busy_share > 0.9 && row.past.chars().count() > 1 {
                warnings.push(format!("{} hardly lets others run", row.name));
            }
        }
        for circle in answer["circles"].as_array().into_iter().flatten() {
            let names = printable(circle.as_str().unwrap_or("?"));
            warnings.push(format!("these wait for each other in a cycle: {names}"));
        }
        let mut kinds: HashMap<String, usize> = HashMap::new();
        for row in rows {
            *kinds.entry(row.place.clone()).or_default() += 1;
        }
        for (place, count) in &kinds {
            let grew = self.kinds.get(place).is_some_and(|before| before < count);
            if *count >= MANY && grew {
                warnings.push(format!("{count} tasks in {place}, and more each time"));
            }
        }
        self.kinds = kinds;
        warnings
    }
}

/// A share of time as a block.
fn bar(share: f64) -> char {
    const BLOCKS: [char; 9] = ['·', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    BLOCKS[((share * 8.0).ceil() as usize).min(8)]
}

/// A text from another program, without characters that would move the cursor.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
