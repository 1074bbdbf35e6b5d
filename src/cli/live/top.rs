//! `hob top`: a program's tasks, repeatedly refreshed.

use super::{ask, say, tasks};
use crate::text::span::span;
use crate::text::wrap::{COLUMNS, hang, shorten};
use crate::trace::{self, Trace, lanes};
use clap::ArgMatches;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};
use serde_json::Value;
use std::collections::HashMap;
use std::fmt::Write;
use std::io::{self, IsTerminal, Read};
use std::time::{Duration, Instant};
use unicode_width::UnicodeWidthStr;

/// The columns to sort by: name, and the key of a row; larger ones come first.
pub const SORTS: [(&str, fn(&Row) -> f64); 5] = [
    ("busy", |row| row.busy_share),
    ("steps", |row| row.steps_per_second),
    ("wakeups", |row| row.wakeups_per_second),
    ("since", |row| row.since),
    ("task", |row| -row.number),
];

/// The number of past refreshes that a row shows.
const PAST: usize = 10;

/// The number of steps per second that only let others run, from which a task is reported as waking
/// itself.
const RESTLESS: f64 = 1000.0;

/// The number of tasks at one location, from which their growth is worth a warning.
const MANY: usize = 1000;

/// The number of consecutive refreshes at which a queue has grown, and of its items, from which it
/// is reported as only growing.
const GROWING: usize = 2;
const MANY_ITEMS: f64 = 100.0;

/// The rows without a terminal.
const ROWS: usize = 40;

/// The views below the screen's header, by name.
pub const VIEWS: [(&str, View); 3] =
    [("tasks", View::Tasks), ("waits", View::Waits), ("lanes", View::Lanes)];

/// The seconds that lanes show.
const SECONDS: i64 = 10;

/// The part of the screen below its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// A row for each task.
    Tasks,
    /// A row for each object that tasks wait for, and for each queue, lock and the like in use.
    Waits,
    /// The last seconds as lanes.
    Lanes,
}

/// A task on the screen.
pub struct Row {
    number: f64,
    name: String,
    place: String,
    words: String,
    /// The object that it waits for; empty if it does not wait.
    awaited: String,
    origin: String,
    since: f64,
    is_running: bool,
    busy_share: f64,
    steps_per_second: f64,
    wakeups_per_second: f64,
    yields_per_second: f64,
    past: String,
}

/// A queue, lock or the like on the screen.
struct Shared {
    text: String,
    size: f64,
    /// The change of the size in a second.
    growth: f64,
    /// The number of consecutive refreshes at which it had grown.
    grew: usize,
    waiting: u64,
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

/// The state kept between two refreshes, and the user's choices.
struct Top {
    process: u32,
    sort: usize,
    filter: String,
    before: HashMap<u64, Before>,
    kinds: HashMap<String, usize>,
    /// The sizes of queues and the like at the previous refresh, and the number of refreshes at
    /// which they had grown.
    sizes: HashMap<u64, (f64, usize)>,
    watched: f64,
    chosen: usize,
    view: View,
    shows_detail: bool,
    types_filter: bool,
}

/// Shows a program until the user ends it, the program ends, or after `-n` refreshes.
///
/// # Errors
/// A message if the program cannot be inspected (any more).
pub fn run(process: u32, matches: &ArgMatches) -> Result<(), String> {
    let delay = matches.get_one::<f64>("delay").copied().unwrap_or(1.0);
    if !(0.05..=3600.0).contains(&delay) {
        return Err("the delay must be between 0.05 and 3600 seconds".to_string());
    }
    let delay = Duration::from_secs_f64(delay);
    let sort = matches.get_one::<String>("sort").map_or("busy", String::as_str);
    let view = matches.get_one::<String>("view").map_or("tasks", String::as_str);
    let mut top = Top {
        process,
        sort: SORTS.iter().position(|known| known.0 == sort).unwrap_or(0),
        filter: matches.get_one::<String>("filter").cloned().unwrap_or_default(),
        before: HashMap::new(),
        kinds: HashMap::new(),
        sizes: HashMap::new(),
        watched: 0.0,
        chosen: 0,
        view: VIEWS.iter().find(|known| known.0 == view).map_or(View::Tasks, |known| known.1),
        shows_detail: false,
        types_filter: false,
    };
    let is_terminal = io::stdout().is_terminal() && io::stdin().is_terminal();
    let mut left = matches.get_one::<u64>("count").copied();
    if matches.get_flag("batch") || !is_terminal {
        // The first look only starts the counting.
        top.look()?;
        loop {
            std::thread::sleep(delay);
            let screen = top.look()?;
            say(&top.draw(&screen, COLUMNS, ROWS))?;
            left = left.map(|left| left - 1);
            if left.is_none() && !is_terminal || left == Some(0) {
                return Ok(());
            }
        }
    }
    let screen = Screen::open()?;
    let mut shown = top.look()?;
    loop {
        let (width, height) = screen.size();
        let text = top.draw(&shown, width, height);
        say(&format!("\x1b[H{}\x1b[J", text.replace('\n', "\x1b[K\r\n")))?;
        let until = Instant::now() + delay;
        while let Some(rest) = until.checked_duration_since(Instant::now()) {
            let Some(keys) = screen.keys(rest) else { break };
            if top.press(&keys) {
                return Ok(());
            }
            say(&format!(
                "\x1b[H{}\x1b[J",
                top.draw(&shown, width, height).replace('\n', "\x1b[K\r\n")
            ))?;
        }
        left = left.map(|left| left - 1);
        if left == Some(0) {
            return Ok(());
        }
        shown = top.look()?;
    }
}

/// One refresh: the rows, and the lines above them.
struct Look {
    head: Vec<String>,
    warnings: Vec<String>,
    rows: Vec<Row>,
    shared: Vec<Shared>,
    /// The last seconds, if lanes are shown.
    trace: Option<Trace>,
}

impl Top {
    /// Asks the program.
    fn look(&mut self) -> Result<Look, String> {
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
                answer["program"].as_str().unwrap_or("?"),
                self.process,
                rows.len(),
                busy.min(1.0) * 100.0
            ),
            format!(
                "passes of the loop: {}",
                if lag.is_empty() { "-".into() } else { lag.join(", ") }
            ),
        ];
        let trace = match self.view {
            View::Lanes => Some(self.last_seconds()?),
            _ => None,
        };
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
            warnings.push(format!("these wait for each other in a circle: {names}"));
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

    fn draw(&self, look: &Look, width: usize, height: usize) -> String {
        let mut rows: Vec<&Row> = look.rows.iter().filter(|row| self.matches(row)).collect();
        let key = SORTS[self.sort].1;
        rows.sort_by(|a, b| key(b).total_cmp(&key(a)).then(a.number.total_cmp(&b.number)));
        let mut lines = look.head.clone();
        lines.extend(look.warnings.iter().take(5).map(|warning| format!("! {warning}")));
        if look.warnings.len() > 5 {
            lines.push(format!("! and {} more warnings", look.warnings.len() - 5));
        }
        if self.types_filter || !self.filter.is_empty() {
            let cursor = if self.types_filter { "_" } else { "" };
            lines.push(format!("filter: {}{cursor} ({} tasks)", self.filter, rows.len()));
        }
        if self.shows_detail
            && let Some(row) = rows.get(self.chosen)
        {
            let text = format!(
                "{}\n  {}\n  {}\n  {}\n  busy {:.1} %, {:.1} steps and {:.1} wake-ups a second\n(Enter goes back)",
                row.name,
                row.place,
                row.words,
                row.origin,
                row.busy_share * 100.0,
                row.steps_per_second,
                row.wakeups_per_second
            );
            lines.push(String::new());
            lines.extend(hang(&text, width, 0).lines().map(str::to_string));
        } else if self.view == View::Waits {
            lines.extend(waits(&rows));
            lines.push(String::new());
            lines.push(format!(
                "{:>7} {:>8} {:>8}  {}",
                "SIZE", "CHANGE/S", "WAITING", "QUEUES AND LOCKS IN USE"
            ));
            lines.extend(
                look.shared.iter().map(|s| {
                    format!("{:>7} {:>+8.1} {:>8}  {}", s.size, s.growth, s.waiting, s.text)
                }),
            );
        } else if let Some(trace) = &look.trace {
            let text = lanes::show(trace, lanes::Look { width, is_colored: false });
            let text = text.split("\n\n").next().unwrap_or_default();
            lines.push(format!("the last {SECONDS} seconds"));
            lines.extend(text.lines().map(str::to_string));
        } else {
            let mark = |name: &str| if SORTS[self.sort].0 == name { "▾" } else { "" };
            let title = |name: &str, text: &str| format!("{text}{}", mark(name));
            lines.push(format!(
                "{:>7} {:>8} {:>8} {:PAST$}  {}",
                title("busy", "BUSY%"),
                title("steps", "STEPS/S"),
                title("wakeups", "WAKES/S"),
                "PAST",
                [title("task", "TASK"), title("since", "STATE")].join(", ")
            ));
            let room = height.saturating_sub(lines.len() + 1).max(1);
            let first = self.chosen.min(rows.len().saturating_sub(1)).saturating_sub(room - 1);
            for (index, row) in rows.iter().enumerate().skip(first).take(room) {
                let mut line = format!(
                    "{:>7.1} {:>8.1} {:>8.1} {:PAST$}  {}: {} in {}",
                    row.busy_share * 100.0,
                    row.steps_per_second,
                    row.wakeups_per_second,
                    row.past,
                    row.name,
                    row.words,
                    row.place
                );
                if index == self.chosen && index > 0 {
                    line.replace_range(..1, ">");
                }
                lines.push(line);
            }
            if rows.len() > room {
                lines.push(format!("… {} of {} tasks", room, rows.len()));
            }
        }
        let mut text = String::new();
        for line in lines.iter().take(height) {
            let shown = if line.width() > width { shorten(line, width) } else { line.clone() };
            let _ = writeln!(text, "{shown}");
        }
        text
    }

    /// Shows a view, or the tasks if it is already shown.
    fn show(&mut self, view: View) {
        self.view = if self.view == view { View::Tasks } else { view };
        self.shows_detail = false;
    }

    fn matches(&self, row: &Row) -> bool {
        [&row.name, &row.place, &row.words].iter().any(|text| text.contains(&self.filter))
    }

    /// Handles keys; true to end.
    fn press(&mut self, keys: &[u8]) -> bool {
        if self.types_filter {
            match keys {
                b"\r" | b"\n" | b"\x1b" => self.types_filter = false,
                b"\x7f" | b"\x08" => drop(self.filter.pop()),
                b"\x03" => return true,
                _ => {
                    let typed = String::from_utf8_lossy(keys);
                    self.filter.extend(typed.chars().filter(|c| !c.is_control()));
                }
            }
            return false;
        }
        match keys {
            b"q" | b"\x03" | b"\x04" => return true,
            b"s" => self.sort = (self.sort + 1) % SORTS.len(),
            b"/" => (self.types_filter, self.filter) = (true, String::new()),
            b"\x1b[A" | b"k" => self.chosen = self.chosen.saturating_sub(1),
            b"\x1b[B" | b"j" => self.chosen += 1,
            b"w" => self.show(View::Waits),
            b"l" => self.show(View::Lanes),
            b"\r" | b"\n" => self.shows_detail = !self.shows_detail,
            _ => {}
        }
        false
    }
}

/// The objects that tasks wait for, those with the most tasks first.
fn waits(rows: &[&Row]) -> Vec<String> {
    let mut objects: HashMap<&str, (usize, f64, &str)> = HashMap::new();
    for row in rows.iter().filter(|row| !row.awaited.is_empty()) {
        let known = objects.entry(&row.awaited).or_insert((0, 0.0, &row.name));
        known.0 += 1;
        if row.since > known.1 {
            (known.1, known.2) = (row.since, &row.name);
        }
    }
    let mut objects: Vec<_> = objects.into_iter().collect();
    objects.sort_by(|(a, x), (b, y)| y.0.cmp(&x.0).then(y.1.total_cmp(&x.1)).then(a.cmp(b)));
    let mut lines = vec![format!("{:>7} {:>10}  {}", "TASKS", "LONGEST", "WAIT FOR")];
    lines.extend(objects.into_iter().map(|(object, (count, longest, name))| {
        let who = if count == 1 { format!(" ({name})") } else { format!(" ({name} the longest)") };
        format!("{count:>7} {:>10}  {object}{who}", span(longest))
    }));
    lines
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

/// The terminal during drawing: keys are read one by one, and the previous text is restored
/// afterwards.
struct Screen {
    before: Termios,
}

impl Screen {
    fn open() -> Result<Screen, String> {
        let failed = |error: rustix::io::Errno| format!("the terminal: {error}");
        let before = tcgetattr(io::stdin()).map_err(failed)?;
        let mut raw = before.clone();
        raw.make_raw();
        tcsetattr(io::stdin(), OptionalActions::Now, &raw).map_err(failed)?;
        let screen = Screen { before };
        say("\x1b[?1049h\x1b[?25l")?;
        Ok(screen)
    }

    fn size(&self) -> (usize, usize) {
        match tcgetwinsize(io::stdout()) {
            Ok(size) if size.ws_col > 0 => {
                (size.ws_col.into(), usize::from(size.ws_row).max(5) - 1)
            }
            _ => (COLUMNS, 23),
        }
    }

    /// The keys pressed within that time.
    fn keys(&self, time: Duration) -> Option<Vec<u8>> {
        let stdin = io::stdin();
        let mut files = [PollFd::new(&stdin, PollFlags::IN)];
        let timeout = Timespec::try_from(time).ok()?;
        // A signal ends the wait early, like a key.
        if poll(&mut files, Some(&timeout)).ok()? == 0 {
            return None;
        }
        let mut bytes = [0; 32];
        let read = stdin.lock().read(&mut bytes).ok()?;
        // The end of input ends the program.
        Some(if read == 0 { b"q".to_vec() } else { bytes[..read].to_vec() })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = say("\x1b[?25h\x1b[?1049l");
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
    }
}
