//! The story of a run: plain sentences for a reader who is new to asyncio.

use super::calls::Calls;
use super::findings::findings;
use super::timeline::{Life, State, lives};
use super::{Record, Trace, base_name, seconds};
use crate::event_loop::recorder::events::{Kind, Thing};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The sentences at most; the middle of a longer story is left out.
const MOST_SENTENCES: usize = 150;

/// The width that sentences are wrapped at.
const WIDTH: usize = 92;

/// The call that waits at the end of a `TaskGroup`, as the recorder names it.
const GROUP: &str = "TaskGroup";

/// The story of a run.
pub fn show(trace: &Trace) -> String {
    let mut story = Story::new(trace);
    story.tell();
    story.write()
}

/// A sentence or two on the time of a run, and the time that its waits would have taken one after
/// another.
pub fn summary(trace: &Trace) -> String {
    Story::new(trace).summary()
}

/// A sentence, and when it happens.
struct Sentence {
    time: i64,
    text: String,
}

struct Story<'a> {
    trace: &'a Trace,
    lives: BTreeMap<u32, Life>,
    calls: Calls<'a>,
    /// The number of tasks that run each coroutine function.
    alike: FxHashMap<String, usize>,
    /// The number of objects of each class.
    objects: FxHashMap<&'a str, usize>,
    /// The locks that some task has to wait for: others are no part of the story.
    waited_for: FxHashSet<u32>,
    /// The index of the last event in which a task is made or runs.
    last_run: Option<usize>,
    /// The numbers of tasks that are made, have begun and have ended so far.
    made_count: usize,
    begun_count: usize,
    ended_count: usize,
    /// The coroutine function of the library or the program that each task waits in.
    waits_in: BTreeMap<u32, String>,
    /// Whether the program has ended with an exception.
    is_over: bool,
    sentences: Vec<Sentence>,
    /// Output to be told of together: its task and function, and the text.
    printed: Option<(i64, String, String)>,
    /// Tasks made by one call, to be told of together.
    made: Vec<(usize, &'a Record)>,
    /// The reason that a task can run again.
    wakes: BTreeMap<u32, String>,
    running: u32,
    /// Tasks that have run.
    started: BTreeMap<u32, ()>,
}

impl<'a> Story<'a> {
    fn new(trace: &'a Trace) -> Story<'a> {
        let lives = lives(trace);
        let mut alike: FxHashMap<String, usize> = FxHashMap::default();
        for life in lives.values() {
            *alike.entry(life.coroutine.clone()).or_default() += 1;
        }
        let mut objects: FxHashMap<&str, usize> = FxHashMap::default();
        for class in trace.objects.values() {
            *objects.entry(class).or_default() += 1;
        }
        let waits = trace.events.iter().filter(|e| e.kind == Kind::Wait && e.thing == Thing::Lock);
        Story {
            trace,
            calls: Calls::of(trace),
            objects,
            waited_for: waits.map(|event| event.other).collect(),
            last_run: trace.events.iter().rposition(|event| event.kind == Kind::Step),
            made_count: 0,
            begun_count: 0,
            ended_count: 0,
            waits_in: BTreeMap::new(),
            is_over: false,
            lives,
            alike,
            sentences: Vec::new(),
            printed: None,
            made: Vec::new(),
            wakes: BTreeMap::new(),
            running: 0,
            started: BTreeMap::new(),
        }
    }

    fn tell(&mut self) {
        let trace = self.trace;
        for (index, event) in trace.events.iter().enumerate() {
            if event.task != 0 && !self.lives.contains_key(&event.task) {
                continue;
            }
            if event.kind != Kind::Output {
                self.tell_output();
            }
            if event.kind != Kind::Made && event.kind != Kind::Coroutine {
                self.tell_made();
            }
            match event.kind {
                Kind::Pass => self.tell_pass(index, event),
                Kind::Made => {
                    let same = |first: &(usize, &Record)| first.1.frames == event.frames;
                    if !self.made.first().is_none_or(same) {
                        self.tell_made();
                    }
                    self.made.push((index, event));
                }
                Kind::Output => self.note_output(event),
                _ => self.tell_event(index, event),
            }
        }
        self.tell_output();
        self.tell_made();
    }

    fn say(&mut self, time: i64, text: impl Into<String>) {
        self.sentences.push(Sentence { time, text: text.into() });
    }

    /// A task as the story names it: by its coroutine, with its own name if others run the same.
    fn task(&self, task: u32) -> String {
        let Some(life) = self.lives.get(&task) else { return self.trace.task_name(task) };
        let name = short(&life.coroutine);
        match self.alike.get(&life.coroutine) {
            Some(1) => format!("{name}()"),
            _ => format!("{name}() in {}", self.trace.task_name(task)),
        }
    }

    /// The function at the place of an event.
    fn function(&self, event: &Record) -> String {
        let function = self.trace.place(event).and_then(|frame| self.trace.function(frame));
        match function {
            Some(function) if function.name == "<module>" => "The program".to_string(),
            Some(function) => match self.lives.get(&event.task) {
                Some(life) if life.coroutine == function.name => self.task(event.task),
                _ => format!("{}()", short(&function.name)),
            },
            None if event.task != 0 => self.task(event.task),
            None => "The program".to_string(),
        }
    }

    /// ` (line 7)`, with the file if there are several.
    fn line(&self, event: &Record) -> String {
        let Some(frame) = self.trace.place(event).filter(|frame| self.trace.is_own(frame)) else {
            return String::new();
        };
        let own = self.trace.files.iter().filter(|file| !file.text.is_empty()).count();
        match own {
            1 => format!(" (line {})", frame.line),
            _ => format!(" ({})", self.trace.place_text(frame)),
        }
    }

    fn note_output(&mut self, event: &Record) {
        self.tell_made();
        let who = self.function(event);
        if event.thing == Thing::Err {
            self.tell_output();
            // The report of what ended the program, which is told already.
            if self.is_over {
                return;
            }
            let mut lines = event.text.lines();
            let mut first = lines.next().unwrap_or_default();
            if first.starts_with("Traceback ") {
                first = lines.find(|line| !line.starts_with(' ')).unwrap_or(first);
            }
            let words: Vec<&str> = first.split(' ').map(base_name).collect();
            let first = words.join(" ");
            return self.say(event.time, format!("On standard error appears \"{first}\"."));
        }
        let lines = event.text.trim_end_matches('\n');
        match &mut self.printed {
            Some((_, by, text)) if *by == who => {
                text.push_str("\", \"");
                text.push_str(lines);
            }
            _ => {
                self.tell_output();
                self.printed = Some((event.time, who, lines.to_string()));
            }
        }
    }

    fn tell_output(&mut self) {
        if let Some((time, who, text)) = self.printed.take() {
            let text = text.replace('\n', "\\n");
            let text = match text.chars().count() > 300 {
                true => text.chars().take(300).collect::<String>() + "…",
                false => text,
            };
            self.say(time, format!("{who} prints \"{text}\"."));
        }
    }

    fn tell_made(&mut self) {
        let made = std::mem::take(&mut self.made);
        let Some((index, first)) = made.first().copied() else { return };
        let names = enumerate(made.iter().map(|(_, event)| self.task(event.task)).collect());
        let line = self.line(first);
        let (a, they) = match made.len() {
            1 => ("a task", "It has"),
            _ => ("tasks", "They have"),
        };
        // Before a loop runs, no task has begun that has not ended.
        let runs = self.begun_count > self.ended_count;
        self.made_count += made.len();
        if first.other == 0 {
            let text = if self.last_run.is_none_or(|last| last < index) {
                format!(
                    "The program makes {a} of {names}{line}, but runs no event loop after that."
                )
            } else if runs {
                // A callback has no line of its own.
                format!("A callback of the loop makes {a} of {names}.")
            } else if self.made_count > self.ended_count + made.len() {
                format!("The program makes {a} of {names}{line}.")
            } else {
                format!("The event loop starts{line}: it makes {a} of {names}, the first to run.")
            };
            return self.say(first.time, text);
        }
        let maker = self.function(first);
        let maker = if maker == "The program" { self.task(first.other) } else { maker };
        let text = format!(
            "{maker} makes {a} of {names}{line}. {they} not started yet: that happens when \
             {maker} waits."
        );
        self.say(first.time, text);
    }

    /// A pass that comes later than the one before: nobody could run.
    fn tell_pass(&mut self, index: usize, event: &Record) {
        let before = index.checked_sub(1).map_or(event.time, |at| self.trace.events[at].time);
        let passed = event.time - before;
        if passed < 1_000_000 || self.sentences.is_empty() {
            return;
        }
        let who = match self.made_count.saturating_sub(self.ended_count) {
            0 => return,
            1 => "The only task waits",
            2 => "Both tasks wait",
            _ => "All tasks wait",
        };
        let clock = if self.trace.is_virtual { "the clock moves on" } else { "time passes" };
        self.say(
            before,
            format!("{who}, and nothing else can run: {clock} by {}.", seconds(passed)),
        );
    }

    fn tell_event(&mut self, index: usize, event: &Record) {
        let (time, line) = (event.time, self.line(event));
        match event.kind {
            Kind::Ready => {
                let reason = match (event.thing, event.other) {
                    (Thing::Sleep, _) => "its sleep is over".to_string(),
                    (_, other) => self.reason(index, event.task, other),
                };
                self.wakes.entry(event.task).or_insert(reason);
            }
            Kind::Step => {
                self.running = event.task;
                let who = self.task(event.task);
                let inside = match self.waits_in.remove(&event.task) {
                    Some(inside) => format!(" in {inside}()"),
                    None => String::new(),
                };
                if self.started.insert(event.task, ()).is_none() {
                    self.begun_count += 1;
                    self.say(time, format!("{who} starts."));
                } else if let Some(reason) = self.wakes.remove(&event.task) {
                    self.say(time, format!("{who} goes on{inside}: {reason}."));
                } else {
                    self.say(time, format!("{who} goes on{inside}."));
                }
            }
            Kind::Yield => {
                let who = self.function(event);
                self.say(time, format!("{who} lets the others have a turn{line}."));
            }
            Kind::Wait => {
                self.note_place(event);
                self.tell_wait(index, event, &line);
            }
            Kind::Block => self.tell_block(index, event, &line),
            Kind::Coroutine => self.tell_coroutine(index, event, &line),
            Kind::Begins => {
                let Some(call) = self.calls.call_of(event.other) else { return };
                if self.is_own_call(call) && self.calls.is_late(event.other, index) {
                    let name = short(&call.text);
                    self.say(time, format!("{name}() starts only now, as it is awaited."));
                }
            }
            Kind::Done => {
                self.ended_count += 1;
                self.say(time, format!("{} is done.", self.task(event.task)));
            }
            Kind::Failed if event.task == 0 => {
                self.is_over = true;
                self.say(time, format!("The program ends with {}.", event.text));
            }
            Kind::Failed => {
                self.ended_count += 1;
                self.say(time, format!("{} fails with {}.", self.task(event.task), event.text));
            }
            Kind::Cancelled => {
                self.ended_count += 1;
                self.say(time, format!("{} is cancelled.", self.task(event.task)));
            }
            Kind::Cancel => {
                let (by, who) = (self.function(event), self.task(event.task));
                // Without a task that runs, a callback does it.
                let text = match (by.as_str(), event.other) {
                    ("The program", 0) if self.is_timeout(index) => {
                        format!("Its time is over: {who} is asked to stop.")
                    }
                    ("The program", 0) => format!("The loop asks {who} to stop."),
                    ("The program", other) => {
                        format!("As {} has ended, {who} is asked to stop.", self.task(other))
                    }
                    _ => format!("{by} asks {who} to stop{line}."),
                };
                self.say(time, text);
                let reason = "it has been asked to stop".to_string();
                self.wakes.entry(event.task).or_insert(reason);
            }
            Kind::Lost => {
                let who = self.task(event.task);
                self.say(time, format!("{who} disappears before it is done: nothing kept it."));
            }
            Kind::Unseen => {
                let who = self.task(event.task);
                self.say(time, format!("Nobody has looked at the exception of {who}."));
            }
            Kind::Dropped => {
                self.say(time, format!("The {} was never awaited: it never ran.", event.text));
            }
            Kind::Acquired if self.waited_for.contains(&event.other) => {
                let who = self.function(event);
                self.say(time, format!("{who} takes {}{line}.", self.object(event.other)));
            }
            Kind::Released if self.waited_for.contains(&event.other) => {
                let who = self.task(event.task);
                self.say(time, format!("{who} gives {} back.", self.object(event.other)));
            }
            _ => {}
        }
    }

    /// Why a task can run again that another one woke.
    fn reason(&self, index: usize, task: u32, other: u32) -> String {
        let life = self.lives.get(&task);
        let waited = life.and_then(|life| {
            life.spans[..life.spans.partition_point(|span| span.event < index)].last()
        });
        let text = waited.map_or("", |span| self.trace.events[span.event].text.as_str());
        if text == GROUP {
            return "all tasks of its group have ended".to_string();
        }
        if other == 0 {
            return match waited.map(|span| span.thing) {
                Some(Thing::File | Thing::Thread) => format!("{text} is done"),
                _ => "what it waited for has come".to_string(),
            };
        }
        let by = self.task(other);
        match waited.map(|span| (span.thing, span.other)) {
            Some((Thing::Gather, _)) => "all that it gathered are done".to_string(),
            Some((Thing::Task, _)) => format!("{by} is done"),
            Some((Thing::Lock | Thing::Semaphore, object)) => {
                format!("{by} gave back {}", self.object(object))
            }
            Some((Thing::Get, object)) => format!("{by} put an item into {}", self.object(object)),
            Some((Thing::Put, object)) => format!("{by} made room in {}", self.object(object)),
            _ => format!("{by} woke it"),
        }
    }

    fn object(&self, number: u32) -> String {
        let class = self.trace.objects.get(&number).map_or("object", String::as_str);
        let name = class.to_lowercase();
        if self.objects.get(class) == Some(&1) {
            format!("the {name}")
        } else {
            format!("{name} {number}")
        }
    }

    /// Whether the cancellation at an index is the work of a timer of the library.
    fn is_timeout(&self, index: usize) -> bool {
        let before = index.checked_sub(1).map(|at| &self.trace.events[at]);
        before.is_some_and(|event| event.kind == Kind::Callback && event.frames.is_empty())
    }

    /// Whether the program itself calls a coroutine function, and not the library.
    fn is_own_call(&self, call: &Record) -> bool {
        call.frames.first().is_none_or(|frame| self.trace.is_own(frame))
    }

    /// Keeps the function that a task waits in, unless it is the one that the task runs.
    fn note_place(&mut self, event: &Record) {
        let function = self.trace.place(event).and_then(|frame| self.trace.function(frame));
        let of = self.lives.get(&event.task).map(|life| life.coroutine.as_str());
        if let Some(function) = function.filter(|function| Some(function.name.as_str()) != of) {
            self.waits_in.insert(event.task, short(&function.name).to_string());
        }
    }

    fn tell_wait(&mut self, index: usize, event: &Record, line: &str) {
        let who = self.function(event);
        let what = match event.thing {
            Thing::Sleep => {
                let life = self.lives.get(&event.task);
                let time = life.and_then(|life| {
                    let at = life.spans.binary_search_by_key(&index, |span| span.event).ok()?;
                    Some(life.spans[at].to - life.spans[at].from)
                });
                match time.filter(|time| *time > 0) {
                    Some(time) => format!("sleeps for {}{line}; others can run", rounded(time)),
                    None => format!("sleeps{line}; others can run"),
                }
            }
            Thing::Task => format!("waits until {} is done{line}", self.task(event.other)),
            Thing::Gather => format!("waits until all of them are done{line}"),
            Thing::Lock => {
                format!("has to wait for {}{line}: another task has it", self.object(event.other))
            }
            Thing::Semaphore => format!("has to wait for {}{line}", self.object(event.other)),
            Thing::Get => {
                format!("waits for an item of {}{line}: it is empty", self.object(event.other))
            }
            Thing::Put => {
                format!("waits for room in {}{line}: it is full", self.object(event.other))
            }
            Thing::Join => {
                format!(
                    "waits until all items of {} are worked off{line}",
                    self.object(event.other)
                )
            }
            Thing::Event | Thing::Condition | Thing::Barrier => {
                format!("waits for {}{line}", self.object(event.other))
            }
            _ if event.text == GROUP => {
                format!("waits until all tasks of its group have ended{line}")
            }
            _ if !event.text.is_empty() => format!("waits for {}{line}", event.text),
            _ => format!("waits{line}"),
        };
        self.say(event.time, format!("{who} {what}."));
    }

    fn tell_block(&mut self, index: usize, event: &Record, line: &str) {
        let end = self.trace.events.get(index + 1).map_or(event.time, |next| next.time);
        let who = self.function(event);
        let time = rounded(end - event.time);
        let others = self.lives.values().filter(|life| {
            life.task != event.task
                && life.made <= event.time
                && life.end.is_none_or(|(_, at)| at > event.time)
                && life.spans.iter().any(|span| span.event < index)
        });
        let text = match others.count() {
            0 => format!("{who} calls {}(){line} and does nothing for {time}.", event.text),
            1 => format!(
                "{who} calls {}(){line}, which blocks the loop for {time}: the other task cannot \
                 run meanwhile.",
                event.text
            ),
            n => format!(
                "{who} calls {}(){line}, which blocks the loop for {time}: none of the {n} other \
                 tasks can run meanwhile.",
                event.text
            ),
        };
        self.say(event.time, text);
    }

    fn tell_coroutine(&mut self, index: usize, event: &Record, line: &str) {
        // What the library does within is not the program's story.
        if !self.is_own_call(event) {
            return;
        }
        let name = short(&event.text);
        // What becomes of it: a task, a start at once, a start later, or nothing.
        match self.calls.fate_of(event.other) {
            Some((at, next)) if next.kind == Kind::Made && self.calls.only_calls(index, at) => {
                return;
            }
            Some((at, next)) if next.kind == Kind::Begins && self.calls.only_calls(index, at) => {
                let who = self.function(event);
                self.tell_made();
                let text = format!("{who} awaits {name}(){line}, which starts at once.");
                return self.say(event.time, text);
            }
            // A coroutine that ran to its end without a wait is not seen running.
            None if !self.calls.is_dropped(event.other) => return,
            _ => {}
        }
        self.tell_made();
        let who = self.function(event);
        let text = format!(
            "{who} calls {name}(){line}. That only makes a coroutine: nothing of it runs until it \
             is awaited or made a task."
        );
        self.say(event.time, text);
    }

    fn write(&self) -> String {
        let mut text = format!("The story of {}\n", self.trace.program);
        let hidden = self.sentences.len().saturating_sub(MOST_SENTENCES);
        let mut shown = None;
        for (index, sentence) in self.sentences.iter().enumerate() {
            let left_out = MOST_SENTENCES / 2..MOST_SENTENCES / 2 + hidden;
            if hidden > 0 && index == left_out.start {
                let _ = writeln!(text, "\n… {hidden} more sentences …");
                shown = None;
            }
            if left_out.contains(&index) {
                continue;
            }
            let time = seconds(sentence.time);
            if shown.as_ref() != Some(&time) {
                let _ = writeln!(text, "\nAt {time}");
                shown = Some(time);
            }
            wrap(&mut text, &sentence.text);
        }
        if self.sentences.is_empty() {
            text.push_str("\nNothing happened that asyncio has a part in.\n");
        }
        text.push('\n');
        self.sum_up(&mut text);
        text
    }

    /// The end: the summary, and the findings.
    fn sum_up(&self, text: &mut String) {
        wrap_line(text, &self.summary());
        let found = findings(self.trace);
        if !found.is_empty() {
            text.push_str("\nWorth a look\n");
            for finding in found {
                wrap(text, &format!("{}: {}.", finding.kind, finding.text));
            }
        }
    }

    fn summary(&self) -> String {
        let total = self.trace.end();
        if self.lives.is_empty() {
            return format!("The program took {}, without an event loop.", rounded(total));
        }
        let spent = |life: &Life| life.time_in(State::Sleeping) + life.time_in(State::Blocking);
        let parts: Vec<(u32, i64)> = self
            .lives
            .values()
            .map(|life| (life.task, spent(life)))
            .filter(|(_, time)| *time >= 1_000_000)
            .collect();
        let sum: i64 = parts.iter().map(|(_, time)| time).sum();
        let covered = self.covered();
        let mut text = format!("In all it took {}.", rounded(total));
        if parts.len() > 1 && sum > covered + 1_000_000 {
            let each =
                parts.iter().map(|(task, time)| format!("{} {}", self.task(*task), rounded(*time)));
            let listed = match parts.len() {
                2..=6 => enumerate(each.collect()),
                n => format!("{n} tasks"),
            };
            let _ = write!(
                text,
                " One after another, the waits ({listed}) would have taken {},",
                rounded(sum)
            );
            let longest = parts.iter().map(|(_, time)| *time).max().unwrap_or(0);
            let mut longest = parts.iter().filter(|(_, time)| time + 1_000_000 > longest);
            let one = match (longest.next(), longest.next()) {
                (Some((task, _)), None) => self.task(*task),
                _ => "one".to_string(),
            };
            // The waits are nearly the whole run, or a part of it.
            let took = match covered * 50 >= total * 49 {
                true => String::new(),
                false => format!(" and took {}", rounded(covered)),
            };
            let _ = write!(
                text,
                " but they overlap{took}: while {one} waited, the others had their turn."
            );
        } else if sum >= 1_000_000 {
            text.push_str(" No two waits overlapped: they came one after another.");
        }
        self.sum_up_blocks(&mut text);
        text
    }

    /// The time in which at least one task sleeps or blocks, in nanoseconds.
    fn covered(&self) -> i64 {
        let spans = self.lives.values().flat_map(|life| &life.spans);
        let is_wait = |state| matches!(state, State::Sleeping | State::Blocking);
        let mut waits: Vec<(i64, i64)> =
            spans.filter(|span| is_wait(span.state)).map(|span| (span.from, span.to)).collect();
        waits.sort_unstable();
        let (mut covered, mut until) = (0, i64::MIN);
        for (from, to) in waits {
            covered += (to - from.max(until)).max(0);
            until = until.max(to);
        }
        covered
    }

    /// Adds who kept the others from running.
    fn sum_up_blocks(&self, text: &mut String) {
        let blocks = |life: &Life| life.time_in(State::Blocking);
        let blocking = self.lives.values().filter(|life| blocks(life) >= 1_000_000);
        let blocking: Vec<&Life> = blocking.collect();
        let total: i64 = blocking.iter().map(|life| blocks(life)).sum();
        if let Some(first) = blocking.first()
            && self.lives.len() > 1
        {
            let who = match blocking.len() {
                1 => self.task(first.task),
                n => format!("{n} tasks"),
            };
            let _ = write!(
                text,
                " {who} blocked the loop for {}: in that time, nobody else had a turn.",
                rounded(total)
            );
        }
    }
}

/// The name of a function without those that it is defined in: `part` for `main.<locals>.part`.
fn short(name: &str) -> &str {
    name.rsplit("<locals>.").next().unwrap_or(name)
}

/// A time for readers: to the millisecond.
fn rounded(nanoseconds: i64) -> String {
    seconds((nanoseconds + 500_000) / 1_000_000 * 1_000_000)
}

/// `a, b and c`
fn enumerate(mut names: Vec<String>) -> String {
    let hidden = names.len().saturating_sub(6);
    if hidden > 1 {
        names.truncate(6);
        names.push(format!("{hidden} more"));
    }
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// Adds a sentence as an item of a list, wrapped.
fn wrap(text: &mut String, sentence: &str) {
    fold(text, sentence, "  - ", "    ");
}

fn wrap_line(text: &mut String, sentence: &str) {
    fold(text, sentence, "", "");
}

fn fold(text: &mut String, sentence: &str, first: &str, next: &str) {
    let mut line = first.to_string();
    for word in sentence.split(' ') {
        if line.chars().count() + word.chars().count() > WIDTH && line.len() > next.len() {
            let _ = writeln!(text, "{}", line.trim_end());
            line = next.to_string();
        }
        line.push_str(word);
        line.push(' ');
    }
    let _ = writeln!(text, "{}", line.trim_end());
}
