//! The story of a run: plain sentences for a reader who is new to asyncio.

use super::findings::findings;
use super::timeline::{Life, State, lives};
use super::{Record, Trace, base_name, seconds};
use crate::event_loop::recorder::events::{Kind, Thing};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The sentences at most; the middle of a longer story is left out.
const MOST_SENTENCES: usize = 150;

/// The width that sentences are wrapped at.
const WIDTH: usize = 92;

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
    /// The number of tasks that run each coroutine function.
    alike: FxHashMap<String, usize>,
    sentences: Vec<Sentence>,
    /// Output to be told of together: its task and function, and the text.
    printed: Option<(i64, String, String)>,
    /// Tasks made by one call, to be told of together.
    made: Vec<&'a Record>,
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
        Story {
            trace,
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
                    let same = |first: &&Record| first.frames == event.frames;
                    if !self.made.first().is_none_or(same) {
                        self.tell_made();
                    }
                    self.made.push(event);
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
        match self.alike.get(&life.coroutine) {
            Some(1) => format!("{}()", life.coroutine),
            _ => format!("{}() in {}", life.coroutine, self.trace.task_name(task)),
        }
    }

    /// The function at the place of an event.
    fn function(&self, event: &Record) -> String {
        let function = self.trace.place(event).and_then(|frame| self.trace.function(frame));
        match function {
            Some(function) if function.name == "<module>" => "The program".to_string(),
            Some(function) => match self.lives.get(&event.task) {
                Some(life) if life.coroutine == function.name => self.task(event.task),
                _ => format!("{}()", function.name),
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
            let first = event.text.lines().next().unwrap_or_default();
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
        let Some(first) = made.first() else { return };
        let names = enumerate(made.iter().map(|event| self.task(event.task)).collect());
        let line = self.line(first);
        if first.other == 0 {
            let text = format!(
                "The event loop starts{line}: it makes a task of {names}, the first to run."
            );
            return self.say(first.time, text);
        }
        let maker = self.function(first);
        let maker = if maker == "The program" { self.task(first.other) } else { maker };
        let (a, they) = match made.len() {
            1 => ("a task", "It has"),
            _ => ("tasks", "They have"),
        };
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
        let waiting = self
            .lives
            .values()
            .filter(|life| life.made <= before && life.end.is_none_or(|(_, end)| end > before));
        let who = match waiting.count() {
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
                    (_, 0) => "what it waited for has come".to_string(),
                    (_, other) => self.reason(index, event.task, other),
                };
                self.wakes.entry(event.task).or_insert(reason);
            }
            Kind::Step => {
                self.running = event.task;
                let who = self.task(event.task);
                if self.started.insert(event.task, ()).is_none() {
                    self.say(time, format!("{who} starts."));
                } else if let Some(reason) = self.wakes.remove(&event.task) {
                    self.say(time, format!("{who} goes on: {reason}."));
                } else {
                    self.say(time, format!("{who} goes on."));
                }
            }
            Kind::Yield => {
                let who = self.function(event);
                self.say(time, format!("{who} lets the others have a turn{line}."));
            }
            Kind::Wait => self.tell_wait(event, &line),
            Kind::Block => self.tell_block(index, event, &line),
            Kind::Coroutine => self.tell_coroutine(index, event, &line),
            Kind::Begins => {
                let coroutine = self.coroutine_name(event.other);
                let call = self.call_of(event.other);
                if call.is_none_or(|call| time > call.time || self.has_step_between(call, index)) {
                    self.say(time, format!("{coroutine}() starts only now, as it is awaited."));
                }
            }
            Kind::Done => self.say(time, format!("{} is done.", self.task(event.task))),
            Kind::Failed => {
                self.say(time, format!("{} fails with {}.", self.task(event.task), event.text));
            }
            Kind::Cancelled => self.say(time, format!("{} is cancelled.", self.task(event.task))),
            Kind::Cancel => {
                let (by, who) = (self.function(event), self.task(event.task));
                // Without a task that runs, a callback does it.
                let text = match (by.as_str(), event.other) {
                    ("The program", 0) => format!("The loop asks {who} to stop."),
                    ("The program", other) => {
                        format!("As {} has ended, {who} is asked to stop.", self.task(other))
                    }
                    _ => format!("{by} asks {who} to stop{line}."),
                };
                self.say(time, text);
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
            Kind::Acquired if self.is_waited_for(event.other) => {
                let who = self.function(event);
                self.say(time, format!("{who} takes {}{line}.", self.object(event.other)));
            }
            Kind::Released if self.is_waited_for(event.other) => {
                let who = self.task(event.task);
                self.say(time, format!("{who} gives {} back.", self.object(event.other)));
            }
            _ => {}
        }
    }

    /// Why a task can run again that another one woke.
    fn reason(&self, index: usize, task: u32, other: u32) -> String {
        let life = self.lives.get(&task);
        let waited = life.and_then(|life| life.spans.iter().rev().find(|s| s.event < index));
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
        let alike = self.trace.objects.values().filter(|other| *other == class).count();
        let name = class.to_lowercase();
        if alike == 1 { format!("the {name}") } else { format!("{name} {number}") }
    }

    /// Whether some task has to wait for an object: otherwise it is no part of the story.
    fn is_waited_for(&self, number: u32) -> bool {
        let mut waits = self.trace.events.iter();
        waits.any(|e| e.kind == Kind::Wait && e.thing == Thing::Lock && e.other == number)
    }

    fn tell_wait(&mut self, event: &Record, line: &str) {
        let who = self.function(event);
        let what = match event.thing {
            Thing::Sleep => {
                let life = self.lives.get(&event.task);
                let time = life.and_then(|life| {
                    let span = life.spans.iter().find(|span| {
                        span.state == State::Sleeping
                            && span.from == event.time
                            && span.to >= event.time
                    })?;
                    Some(span.to - span.from)
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

    fn coroutine_name(&self, number: u32) -> String {
        self.call_of(number).map_or_else(|| "a coroutine".to_string(), |call| call.text.clone())
    }

    fn call_of(&self, number: u32) -> Option<&'a Record> {
        self.trace.events.iter().find(|e| e.kind == Kind::Coroutine && e.other == number)
    }

    /// Whether a task waited between the call that made a coroutine and an event.
    fn has_step_between(&self, call: &Record, index: usize) -> bool {
        let from = self.trace.events.iter().position(|event| std::ptr::eq(event, call));
        let between = from.map_or(&[][..], |from| &self.trace.events[from + 1..index]);
        between.iter().any(|e| !matches!(e.kind, Kind::Coroutine | Kind::Begins | Kind::Frame))
    }

    fn tell_coroutine(&mut self, index: usize, event: &Record, line: &str) {
        // What becomes of it: a task, a start at once, a start later, or nothing.
        let later = &self.trace.events[index + 1..];
        let fate = later.iter().find(|next| match next.kind {
            Kind::Begins | Kind::Dropped => next.other == event.other,
            Kind::Made => self.trace.coroutines.get(&next.task) == Some(&event.other),
            _ => false,
        });
        let only_calls = |until: &Record| {
            let before = later.iter().take_while(|next| !std::ptr::eq(*next, until));
            before
                .clone()
                .all(|next| matches!(next.kind, Kind::Coroutine | Kind::Made | Kind::Begins))
        };
        match fate {
            Some(next) if next.kind == Kind::Made && only_calls(next) => return,
            Some(next) if next.kind == Kind::Begins && only_calls(next) => {
                let who = self.function(event);
                self.tell_made();
                let text = format!("{who} awaits {}(){line}, which starts at once.", event.text);
                return self.say(event.time, text);
            }
            // A coroutine that ran to its end without a wait is not seen running.
            None if self.ran_unseen(event) => return,
            _ => {}
        }
        self.tell_made();
        let who = self.function(event);
        let text = format!(
            "{who} calls {}(){line}. That only makes a coroutine: nothing of it runs until it is \
             awaited or made a task.",
            event.text
        );
        self.say(event.time, text);
    }

    /// Whether a coroutine that was never seen running was not dropped either.
    fn ran_unseen(&self, call: &Record) -> bool {
        let mut events = self.trace.events.iter();
        !events.any(|e| e.kind == Kind::Dropped && e.other == call.other)
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
            if shown != Some(sentence.time) {
                let _ = writeln!(text, "\nAt {}", seconds(sentence.time));
                shown = Some(sentence.time);
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
        let parts: Vec<(String, i64)> = self
            .lives
            .values()
            .map(|life| {
                let time = life.time_in(State::Sleeping) + life.time_in(State::Blocking);
                (self.task(life.task), time)
            })
            .filter(|(_, time)| *time >= 1_000_000)
            .collect();
        let sum: i64 = parts.iter().map(|(_, time)| time).sum();
        if self.lives.is_empty() {
            return format!("The program took {}, without an event loop.", rounded(total));
        }
        if sum > total + 1_000_000 && parts.len() > 1 {
            let listed = match parts.len() {
                2..=6 => {
                    let each =
                        parts.iter().map(|(task, time)| format!("{task} {}", rounded(*time)));
                    format!(" ({})", enumerate(each.collect()))
                }
                n => format!(" (of {n} tasks)"),
            };
            let longest = parts.iter().max_by_key(|(_, time)| *time);
            let reason = match longest {
                // The longest wait is the whole run.
                Some((task, time)) if time * 50 >= total * 49 => {
                    format!("they overlap: while {task} waited, the others had their turn")
                }
                _ => "some of them overlap".to_string(),
            };
            return format!(
                "In all it took {}. One after another, the waits{listed} would have taken {}, but \
                 {reason}.",
                rounded(total),
                rounded(sum)
            );
        }
        let overlap = match sum >= 1_000_000 {
            true => " No two waits overlapped: one after another is what happened.",
            false => "",
        };
        format!("In all it took {}.{overlap}", rounded(total))
    }
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
