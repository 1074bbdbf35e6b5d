//! The story of a run: plain sentences for a reader who is new to asyncio.

mod summary;
mod waits;
mod wording;

use super::calls::Calls;
use super::findings::{SLOW, findings};
use super::lanes::doer;
use super::timeline::{End, Life, lives};
use super::{File, Record, Trace, base_name, rounded, seconds};
use crate::event_loop::recorder::events::{Kind, Thing};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use wording::{enumerate, short, words, wrap, wrap_line};

/// The maximum number of sentences; the middle of a longer story is omitted.
const MOST_SENTENCES: usize = 150;

/// The coroutine in which the loop closes an asynchronous generator that the program has abandoned.
const CLOSING: &str = "async_generator_athrow";

/// The story of a run.
pub fn show(trace: &Trace) -> String {
    let mut story = Story::new(trace);
    story.tell();
    story.write()
}

/// A sentence or two about the time of a run, and the time that its waits would have taken in
/// sequence.
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
    /// The locks that some task has to wait for: others are not part of the story.
    waited_for: FxHashSet<u32>,
    /// The tasks that hold these locks.
    holders: FxHashMap<u32, u32>,
    /// The running step: its task, when it began, and how long its blocking calls have taken.
    step: Option<(u32, i64, i64)>,
    /// The index of the last event in which a task is created or runs.
    last_run: Option<usize>,
    /// The numbers of tasks that are made and have begun so far.
    made_count: usize,
    begun_count: usize,
    /// The coroutine function, of the library or the program, in which each task waits.
    waits_in: BTreeMap<u32, String>,
    /// Whether the program has ended with an exception.
    is_over: bool,
    /// Tasks of the library itself, which are not part of the story.
    library: FxHashSet<u32>,
    /// Tasks that could run, and are not running.
    ready: FxHashSet<u32>,
    /// Tasks that have been asked to stop, and have not run since.
    asked: FxHashSet<u32>,
    /// Tasks that have ended so far.
    ended: FxHashSet<u32>,
    /// The unfinished hand-offs to threads and processes, by number: the work, and the receiver.
    handed: BTreeMap<u32, (String, Thing)>,
    /// If the latest sentence is about passing time: when that began.
    idle_since: Option<i64>,
    sentences: Vec<Sentence>,
    /// Output to be reported together: its task and function, and the text.
    printed: Option<(i64, String, String)>,
    /// Tasks made by one call, to be reported together.
    made: Vec<(usize, &'a Record)>,
    /// Tasks made before the recording, to be reported together.
    known: Vec<u32>,
    /// The reason that a task can run again.
    wakes: BTreeMap<u32, String>,
    /// The task that starts within the call that made it; 0 for none.
    eager: u32,
    /// The index of a wait that only continues the previous one.
    passed_over: Option<usize>,
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
        // Those that are part of others are not told of.
        let is_told = |event: &&Record| {
            let is_object = event.kind == Kind::Wait && event.thing != Thing::Task;
            is_object || event.kind == Kind::Set && event.thing == Thing::Event
        };
        let told: BTreeSet<u32> = trace.events.iter().filter(is_told).map(|e| e.other).collect();
        for class in told.iter().filter_map(|number| trace.objects.get(number)) {
            *objects.entry(class).or_default() += 1;
        }
        let waits = trace.events.iter().filter(|e| e.kind == Kind::Wait && e.thing == Thing::Lock);
        let calls = Calls::of(trace);
        Story {
            trace,
            objects,
            waited_for: waits.map(|event| event.other).collect(),
            holders: FxHashMap::default(),
            step: None,
            last_run: trace.events.iter().rposition(|event| event.kind == Kind::Step),
            made_count: 0,
            begun_count: 0,
            waits_in: BTreeMap::new(),
            is_over: false,
            library: library_tasks(trace, &calls),
            calls,
            ready: FxHashSet::default(),
            asked: FxHashSet::default(),
            ended: FxHashSet::default(),
            handed: BTreeMap::new(),
            idle_since: None,
            lives,
            alike,
            sentences: Vec::new(),
            printed: None,
            made: Vec::new(),
            known: Vec::new(),
            wakes: BTreeMap::new(),
            eager: 0,
            passed_over: None,
            started: BTreeMap::new(),
        }
    }

    fn tell(&mut self) {
        let trace = self.trace;
        for (index, event) in trace.events.iter().enumerate() {
            if event.task != 0 && !self.lives.contains_key(&event.task)
                || self.library.contains(&event.task) && !is_trouble(event.kind)
            {
                continue;
            }
            self.note_ready(event);
            if event.kind != Kind::Output {
                self.tell_output();
            }
            if event.kind != Kind::Made && event.kind != Kind::Coroutine {
                self.tell_made();
            }
            if event.kind != Kind::Known {
                self.tell_known();
            }
            self.tell_work(index, event);
            match event.kind {
                Kind::Pass => self.tell_pass(index, event),
                Kind::Made => {
                    let same = |first: &(usize, &Record)| first.1.frames == event.frames;
                    if !self.made.first().is_none_or(same) {
                        self.tell_made();
                    }
                    self.made.push((index, event));
                }
                Kind::Known => {
                    self.known.push(event.task);
                    self.started.insert(event.task, ());
                    self.made_count += 1;
                    self.begun_count += 1;
                }
                Kind::Output => self.note_output(event),
                _ => self.tell_event(index, event),
            }
        }
        self.tell_output();
        self.tell_made();
    }

    /// At the end of a long computing step: says that nothing else could run.
    fn tell_work(&mut self, index: usize, event: &Record) {
        match event.kind {
            Kind::Step => self.step = Some((event.task, event.time, 0)),
            Kind::Block => {
                let end = self.trace.events.get(index + 1).map_or(event.time, |next| next.time);
                if let Some((_, _, blocked)) = &mut self.step {
                    *blocked += end - event.time;
                }
            }
            Kind::Yield | Kind::Wait | Kind::Done | Kind::Failed | Kind::Cancelled => {
                let Some((task, from, blocked)) = self.step.take() else { return };
                let worked = event.time - from - blocked;
                if task == event.task && worked >= SLOW {
                    let (who, time) = (self.task(task), rounded(worked));
                    let text = format!(
                        "{who} has worked for {time} without a pause: nobody else had a turn."
                    );
                    self.say(event.time, text);
                }
            }
            _ => {}
        }
    }

    /// Keeps which tasks could run.
    fn note_ready(&mut self, event: &Record) {
        match event.kind {
            Kind::Made | Kind::Ready | Kind::Yield => {
                self.ready.insert(event.task);
            }
            Kind::Step | Kind::Wait | Kind::Done | Kind::Failed | Kind::Cancelled => {
                self.ready.remove(&event.task);
            }
            _ => {}
        }
    }

    /// Whether a reader would call two times the same. They are in order.
    fn is_same_moment(&self, earlier: i64, later: i64) -> bool {
        self.trace.is_long() && later - earlier < 1_000_000
            || self.trace.moment(earlier) == self.trace.moment(later)
    }

    fn say(&mut self, time: i64, text: impl Into<String>) {
        self.idle_since = None;
        let text: String = text.into();
        let text = match text.strip_prefix("the ") {
            Some(rest) => format!("The {rest}"),
            None => text,
        };
        self.sentences.push(Sentence { time, text });
    }

    /// A task as the story names it: by its coroutine, with its own name if others run the same.
    fn task(&self, task: u32) -> String {
        let known = self.lives.get(&task).filter(|life| !life.coroutine.is_empty());
        let Some(life) = known else { return self.trace.task_name(task) };
        if life.coroutine == CLOSING {
            return "the closing of a generator".to_string();
        }
        let name = short(&life.coroutine);
        match self.alike.get(&life.coroutine) {
            Some(1) => format!("{name}()"),
            _ => {
                let own = self.trace.task_name(task);
                let says_so = own.starts_with("Task-") || own.starts_with("task ");
                match (says_so, own.contains(' ')) {
                    (true, _) => format!("{name}() in {own}"),
                    (false, true) => format!("{name}() in task '{own}'"),
                    (false, false) => format!("{name}() in task {own}"),
                }
            }
        }
    }

    /// The function at the location of an event.
    fn function(&self, event: &Record) -> String {
        let function = self.trace.place(event).and_then(|frame| self.trace.function(frame));
        match function {
            Some(function) if function.name == "<module>" => "The program".to_string(),
            Some(function) => match self.lives.get(&event.task) {
                Some(life) if life.coroutine == function.name => self.task(event.task),
                _ => format!("{}()", short(&function.name)),
            },
            None if event.kind == Kind::Cancel => "The program".to_string(),
            None => match doer(event) {
                0 => "The program".to_string(),
                task => self.task(task),
            },
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
            // The report about the end of the program, which has already been told.
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
            return self.say(event.time, format!("Standard error shows \"{first}\"."));
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

    fn tell_known(&mut self) {
        let known = std::mem::take(&mut self.known);
        let is = match known.len() {
            0 => return,
            1 => "is",
            _ => "are",
        };
        let who = if known.len() <= 6 {
            enumerate(known.iter().map(|task| self.task(*task)).collect())
        } else {
            let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
            for task in &known {
                let name = self.lives.get(task).map_or("", |life| short(&life.coroutine));
                *kinds.entry(name).or_default() += 1;
            }
            let kinds = kinds.into_iter().map(|(name, count)| match (name, count) {
                ("", n) => format!("{n} others"),
                (name, 1) => format!("{name}()"),
                (name, n) => format!("{n} tasks of {name}()"),
            });
            enumerate(kinds.collect())
        };
        let text =
            format!("The recording begins in the middle of the run: {who} {is} there already.");
        self.say(0, text);
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
        // Before a loop runs, every started task has ended.
        let runs = self.begun_count > self.ended.len();
        self.made_count += made.len();
        if first.other == 0 {
            let text = if self.last_run.is_none_or(|last| last < index) {
                format!(
                    "The program makes {a} of {names}{line}, but runs no event loop after that."
                )
            } else if runs && self.is_of_thread(index) {
                let who = self.function(first);
                format!(
                    "{who} starts an event loop in another thread{line}: it makes {a} of {names}, \
                     the first to run there."
                )
            } else if runs {
                // A callback has no separate line.
                let maker = if names.starts_with("the closing") {
                    "The loop"
                } else if self.is_of_connection(index) {
                    "A connection has come in: the loop"
                } else {
                    "A callback of the loop"
                };
                format!("{maker} makes {a} of {names}.")
            } else if self.made_count > self.ended.len() + made.len() {
                format!("The program makes {a} of {names}{line}.")
            } else {
                format!("The event loop starts{line}: it makes {a} of {names}, the first to run.")
            };
            return self.say(first.time, text);
        }
        // An eager task starts within the call that makes it.
        let next = self.trace.events.get(index + 1);
        if next.is_some_and(|next| next.kind == Kind::Step && next.task == first.task) {
            self.eager = first.task;
            let maker = self.function(first);
            let text = format!("{maker} makes {a} of {names}{line}, which starts at once.");
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

    /// Whether the task of an event was created neither by another task nor by a callback, but by
    /// `asyncio.run` in another thread.
    fn is_of_thread(&self, index: usize) -> bool {
        let made = &self.trace.events[index];
        // The work of a running loop for its files and sockets has the location where the loop was
        // started.
        let is_start = |event: &Record| event.kind == Kind::Made && event.other == 0;
        let of_running =
            self.trace.events[..index].iter().filter(|event| is_start(event)).any(|event| {
                self.trace.place(event) == self.trace.place(made)
                    && (event.text != made.text || event.thing == Thing::Loop)
                    && !self.ended.contains(&event.task)
            });
        let before = self.trace.events[..index].iter().rev();
        let mut before = before.take_while(|event| event.kind != Kind::Pass);
        !made.frames.is_empty() && !of_running && before.all(|event| event.kind != Kind::Callback)
    }

    /// Whether the task of an event is made for a connection that a server has accepted: what made
    /// it wakes the library's task that accepts.
    fn is_of_connection(&self, index: usize) -> bool {
        let mut after = self.trace.events[index..].iter();
        let next = after.find(|event| !matches!(event.kind, Kind::Made | Kind::Coroutine));
        next.filter(|event| event.kind == Kind::Ready)
            .and_then(|event| self.lives.get(&event.task))
            .is_some_and(|life| life.coroutine.ends_with("._accept_connection2"))
    }

    /// A pass later than the previous one: nothing could run in between.
    fn tell_pass(&mut self, index: usize, event: &Record) {
        let before = index.checked_sub(1).map_or(event.time, |at| self.trace.events[at].time);
        let since = self.idle_since.unwrap_or(before);
        let passed = event.time - since;
        if event.time - before < 1_000_000 || self.sentences.is_empty() || !self.ready.is_empty() {
            return;
        }
        let who = match self.made_count.saturating_sub(self.ended.len()) {
            0 => return,
            1 => "The only task waits",
            2 => "Both tasks wait",
            _ => "All tasks wait",
        };
        let threads = self.handed.values().filter(|(_, to)| *to == Thing::Thread).count();
        let meanwhile = match threads {
            0 if !self.handed.is_empty() => " while a process runs".to_string(),
            0 => ", and nothing else can run".to_string(),
            1 => " while a thread works".to_string(),
            n => format!(" while {n} threads work"),
        };
        if self.idle_since.is_some() {
            self.sentences.pop();
        }
        let clock = if self.trace.is_virtual { "the clock moves on" } else { "time passes" };
        self.say(since, format!("{who}{meanwhile}: {clock} by {}.", seconds(passed)));
        self.idle_since = Some(since);
    }

    fn tell_event(&mut self, index: usize, event: &Record) {
        let (time, line) = (event.time, self.line(event));
        match event.kind {
            Kind::Ready => {
                let reason = match (event.thing, event.other) {
                    (Thing::Sleep, _) => "its sleep has ended".to_string(),
                    (_, other) => self.reason(index, event.task, other),
                };
                self.wakes.entry(event.task).or_insert(reason);
            }
            Kind::Step => {
                self.asked.remove(&event.task);
                let starts_at_once = self.eager == event.task && event.task != 0;
                self.eager = 0;
                if starts_at_once {
                    self.started.insert(event.task, ());
                    self.begun_count += 1;
                    return;
                }
                if let Some(next) = self.waits_on(index, event.task) {
                    self.wakes.remove(&event.task);
                    self.passed_over = Some(next);
                    return;
                }
                let who = self.task(event.task);
                let inside = match self.waits_in.remove(&event.task) {
                    Some(inside) => format!(" in {inside}()"),
                    None => String::new(),
                };
                if self.started.insert(event.task, ()).is_none() {
                    self.begun_count += 1;
                    self.say(time, format!("{who} starts."));
                } else if let Some(reason) = self.wakes.remove(&event.task) {
                    self.say(time, format!("{who} continues{inside}: {reason}."));
                } else {
                    self.say(time, format!("{who} continues{inside}."));
                }
            }
            Kind::Yield => {
                let who = self.function(event);
                self.say(time, format!("{who} lets the others have a turn{line}."));
            }
            Kind::Wait if self.passed_over == Some(index) => self.passed_over = None,
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
                self.ended.insert(event.task);
                self.say(time, format!("{} is done.", self.task(event.task)));
            }
            Kind::Failed if event.task == 0 => {
                self.is_over = true;
                self.say(time, format!("The program ends with {}.", event.text));
            }
            Kind::Failed => {
                self.ended.insert(event.task);
                let with = match event.text.as_str() {
                    "" => String::new(),
                    text => format!(" with {text}"),
                };
                self.say(time, format!("{} fails{with}.", self.task(event.task)));
            }
            Kind::Cancelled => {
                self.ended.insert(event.task);
                self.say(time, format!("{} is cancelled.", self.task(event.task)));
            }
            // What the loop asks again in the same pass is no news.
            Kind::Cancel if event.other == 0 && self.asked.contains(&event.task) => {}
            Kind::Cancel => {
                self.asked.insert(event.task);
                let (by, who) = (self.function(event), self.task(event.task));
                // If no task is running, a callback does it.
                let text = match (by.as_str(), event.other) {
                    ("The program", 0) if self.is_timeout(index) => {
                        format!("It timed out: {who} is asked to stop.")
                    }
                    ("The program", 0) if self.is_at_end(index) => {
                        format!("The loop is about to end, and asks {who} to stop.")
                    }
                    ("The program", 0) => format!("The loop asks {who} to stop."),
                    ("The program", other) if !self.has_ended(other, event.time) => {
                        format!("{} asks {who} to stop.", self.task(other))
                    }
                    ("The program", other) => {
                        format!("As {}, {who} is asked to stop.", self.outcome(other))
                    }
                    _ if event.other == event.task => {
                        format!("{by} asks its own task to stop{line}.")
                    }
                    _ => format!("{by} asks {who} to stop{line}."),
                };
                self.say(time, text);
                let reason = "it has been asked to stop".to_string();
                self.wakes.entry(event.task).or_insert(reason);
            }
            Kind::Lost => {
                let who = self.task(event.task);
                self.say(
                    time,
                    format!("{who} disappears before it is done: nothing referred to it."),
                );
            }
            Kind::Unseen => {
                let who = self.task(event.task);
                self.say(time, format!("The exception of {who} was never retrieved."));
            }
            Kind::Dropped => {
                self.say(time, format!("The {} was never awaited: it never ran.", event.text));
            }
            Kind::Acquired if self.waited_for.contains(&event.other) => {
                let who = self.function(event);
                self.holders.insert(event.other, event.task);
                self.say(time, format!("{who} takes {}{line}.", self.object(event.other)));
            }
            Kind::Released if self.waited_for.contains(&event.other) => {
                let who = self.task(event.task);
                self.holders.remove(&event.other);
                self.say(time, format!("{who} releases {}.", self.object(event.other)));
            }
            Kind::Set if event.thing == Thing::Event => {
                let who = self.function(event);
                let who = if who == "The program" { "A callback" } else { &who };
                self.say(time, format!("{who} sets {}.", self.object(event.other)));
            }
            Kind::Handed => {
                let what = event.text.clone();
                // The program's own call is not in the task if that runs a library coroutine.
                let (who, line) = match self.function(event) {
                    who if who == "The program" && event.task != 0 => {
                        (self.task(event.task), String::new())
                    }
                    who => (who, line),
                };
                self.say(
                    time,
                    match event.thing {
                        Thing::Process => format!("{who} starts the process `{what}`{line}."),
                        _ => format!(
                            "{who} passes {what}() to a thread{line}: others can run meanwhile."
                        ),
                    },
                );
                self.handed.insert(event.other, (what, event.thing));
            }
            Kind::Back => {
                let Some((what, to)) = self.handed.remove(&event.other) else { return };
                let text = match (to, event.text.as_str()) {
                    (Thing::Process, "") => format!("The process `{what}` ends."),
                    (Thing::Process, outcome) => {
                        format!("The process `{what}` ends with {outcome}.")
                    }
                    (_, "") => format!("The thread is done with {what}()."),
                    (_, "cancelled") => {
                        format!("{what}() is cancelled before a thread has begun it.")
                    }
                    (_, outcome) => format!("In its thread, {what}() fails with {outcome}."),
                };
                self.say(time, text);
            }
            _ => {}
        }
    }

    /// How a task has ended: `part() has failed`.
    fn outcome(&self, task: u32) -> String {
        let end = self.lives.get(&task).and_then(|life| life.end);
        let how = match end {
            Some((End::Failed, _)) => "has failed",
            Some((End::Cancelled, _)) => "was cancelled",
            _ => "is done",
        };
        format!("{} {how}", self.task(task))
    }

    /// Whether a task ends by a given time.
    fn has_ended(&self, task: u32, time: i64) -> bool {
        let end = self.lives.get(&task).and_then(|life| life.end);
        end.is_some_and(|(_, at)| at <= time)
    }

    /// Whether the task for which `asyncio.run` runs the loop has just ended at an index.
    fn is_at_end(&self, index: usize) -> bool {
        let is_end = |e: &&Record| matches!(e.kind, Kind::Done | Kind::Failed | Kind::Cancelled);
        let ended = self.trace.events[..index].iter().rev().find(is_end);
        ended.and_then(|event| self.lives.get(&event.task)).is_some_and(|life| life.parent == 0)
    }

    fn object(&self, number: u32) -> String {
        let class = self.trace.objects.get(&number).map_or("object", String::as_str);
        let name = words(class);
        if self.objects.get(class) == Some(&1) {
            format!("the {name}")
        } else {
            format!("{name} {number}")
        }
    }

    /// Whether the program itself calls a coroutine function, and not the library.
    fn is_own_call(&self, call: &Record) -> bool {
        call.frames.first().is_none_or(|frame| self.trace.is_own(frame))
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
        // What the library does internally is not part of the program's story.
        if !self.is_own_call(event) {
            return;
        }
        let name = short(&event.text);
        // What becomes of the coroutine: a task, an immediate start, a later start, or nothing.
        match self.calls.fate_of(event.other) {
            Some((at, next)) if next.kind == Kind::Made && self.calls.only_calls(index, at) => {
                return;
            }
            Some((at, next)) if next.kind == Kind::Begins && self.calls.only_calls(index, at) => {
                let who = self.function(event);
                self.tell_made();
                let text = match name.rsplit('.').next() {
                    Some("__aenter__") => format!("{who} enters its `async with`{line}."),
                    Some("__aexit__") => format!("{who} leaves its `async with`{line}."),
                    _ => format!("{who} awaits {name}(){line}, which starts at once."),
                };
                return self.say(event.time, text);
            }
            // A coroutine that ran to its end without a wait is not seen running.
            None if !self.calls.is_dropped(event.other) => return,
            _ => {}
        }
        self.tell_made();
        let who = self.function(event);
        let text = format!(
            "{who} calls {name}(){line}. That only creates a coroutine: nothing of it runs until \
             it is awaited or becomes a task."
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
            if shown.is_none_or(|shown| !self.is_same_moment(shown, sentence.time)) {
                let _ = writeln!(text, "\nAt {}", self.trace.moment(sentence.time));
                shown = Some(sentence.time);
            }
            wrap(&mut text, &sentence.text);
        }
        if self.sentences.is_empty() {
            text.push_str("\nNothing happened that involves asyncio.\n");
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
}

/// The tasks that asyncio itself creates for its work, from coroutines that it has called.
fn library_tasks(trace: &Trace, calls: &Calls<'_>) -> FxHashSet<u32> {
    let is_asyncio = |file: &File| {
        file.text.is_empty()
            && (file.name.contains("/asyncio/") || file.name.starts_with("<frozen asyncio."))
    };
    let is_library = |coroutine: &u32| {
        let frame = calls.call_of(*coroutine).and_then(|call| call.frames.first());
        frame.and_then(|frame| trace.file(frame)).is_some_and(is_asyncio)
    };
    let tasks = trace.coroutines.iter().filter(|(_, coroutine)| is_library(coroutine));
    // The loop's own methods, such as the one that accepts connections.
    let made = trace.events.iter().filter(|event| {
        event.kind == Kind::Made && event.thing == Thing::Loop && short(&event.text) != event.text
    });
    tasks.map(|(task, _)| *task).chain(made.map(|event| event.task)).collect()
}

/// Whether an event is told of any task.
fn is_trouble(kind: Kind) -> bool {
    matches!(kind, Kind::Failed | Kind::Unseen | Kind::Lost)
}
