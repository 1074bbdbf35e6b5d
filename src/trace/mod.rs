//! Traces of runs: the recorded events as plain data, and the forms in which they are shown.
//!
//! - [`format`]: the trace as JSON, written and read;
//! - [`timeline`]: the states of each task over time;
//! - [`calls`]: the coroutines, and what became of each;
//! - [`findings`]: events worth a look;
//! - [`lanes`]: a lane for each task, as text;
//! - [`compare`]: two runs side by side;
//! - [`story`]: the run in sentences;
//! - [`page`]: the run step by step, as a page for a browser;
//! - [`perfetto`]: Chrome's trace-event JSON.
//!
//! A [`Trace`] comes from the event loop's recorder or from a file; everything else in this layer
//! reads only traces.

pub mod calls;
pub mod compare;
pub mod findings;
pub mod format;
pub mod lanes;
pub mod page;
pub mod perfetto;
pub mod story;
pub mod timeline;

use crate::event_loop::recorder::events::{Event, Kind, Thing};
use crate::event_loop::recorder::{Recorder, coroutine_name};
use crate::event_loop::{Running, task::Task};
use crate::runtime::Ref;
use crate::runtime::live::live_objects_of;
use std::collections::{BTreeMap, HashMap};

/// The events of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// The program as named on the command line.
    pub program: String,
    /// Whether the run was on a virtual clock.
    pub is_virtual: bool,
    /// Whether events before the first one are missing.
    pub is_cut: bool,
    /// The names of tasks, by number.
    pub tasks: BTreeMap<u32, String>,
    /// The coroutine that each task runs, by the task's number.
    pub coroutines: BTreeMap<u32, u32>,
    /// The class names of locks, queues and the like, by number.
    pub objects: BTreeMap<u32, String>,
    /// The files of the program's own code.
    pub files: Vec<File>,
    /// The functions that events refer to.
    pub functions: Vec<Function>,
    /// The events in order.
    pub events: Vec<Record>,
}

/// A source file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// The path as tracebacks show it.
    pub name: String,
    /// The text; empty for files that are not the program's own.
    pub text: String,
}

/// A function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Function {
    /// `__qualname__`
    pub name: String,
    /// The index of its file.
    pub file: usize,
    /// The line of its definition, from 1.
    pub line: u32,
}

/// A line that a function is at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The index of the function.
    pub function: usize,
    /// The line, from 1.
    pub line: u32,
}

/// An event; see [`Kind`] for its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The time since the first event, in nanoseconds.
    pub time: i64,
    /// The kind.
    pub kind: Kind,
    /// The object's kind.
    pub thing: Thing,
    /// The task's number; 0 for none.
    pub task: u32,
    /// The number of the other task, object or coroutine; 0 for none.
    pub other: u32,
    /// The number of items, for [`Kind::Size`].
    pub size: u32,
    /// The calls, innermost first.
    pub frames: Vec<Frame>,
    /// The text; empty for none.
    pub text: String,
}

impl Record {
    /// The duration of a sleep, in nanoseconds.
    pub fn asked(&self) -> Option<i64> {
        let seconds: f64 = self.text.parse().ok().filter(|_| self.thing == Thing::Sleep)?;
        // Longer ones make no difference to a reader.
        Some((seconds * 1e9).min(9e18) as i64)
    }
}

impl Trace {
    /// The part of a trace from a time on.
    pub fn since(mut self, time: i64) -> Trace {
        let first = self.events.partition_point(|event| event.time < time);
        if first == 0 {
            return self;
        }
        let mut known = BTreeMap::new();
        for event in self.events.drain(..first) {
            match event.kind {
                Kind::Made | Kind::Known => {
                    known.insert(event.task, event);
                }
                Kind::Done | Kind::Failed | Kind::Cancelled => drop(known.remove(&event.task)),
                _ => {}
            }
        }
        self.is_cut = true;
        let begin = self.events.first().map_or(0, |event| event.time);
        self.events.iter_mut().for_each(|event| event.time -= begin);
        let known = known.into_values().map(|event| Record {
            kind: Kind::Known,
            time: 0,
            frames: Vec::new(),
            ..event
        });
        self.events.splice(..0, known);
        self
    }

    /// The trace of an interpreter's recorded events.
    pub fn of(running: &Running, program: &str) -> Trace {
        let recorder = &running.recorder;
        let mut trace = Trace {
            program: program.to_string(),
            is_virtual: running.clock.is_virtual(),
            is_cut: recorder.is_cut(),
            ..Trace::default()
        };
        trace.add_functions(recorder);
        let tables = recorder.tables.borrow();
        trace.tasks = tables.names.iter().map(|(task, name)| (*task, name.clone())).collect();
        trace.coroutines = tables.coroutines_of.iter().map(|(task, of)| (*task, *of)).collect();
        trace.objects = tables.objects.iter().map(|(n, class)| (*n, class.clone())).collect();
        trace.add_events(recorder, &recorder.events(), &tables.texts);
        let live = live_objects_of::<Task>();
        for task in &live {
            trace.tasks.entry(task.recorded.get()).or_insert_with(|| task.name());
        }
        if !recorder.is_full() {
            trace.complete_ring();
        }
        if trace.is_cut {
            trace.complete_cut(&live);
        }
        trace
    }

    fn add_functions(&mut self, recorder: &Recorder) {
        let mut files = HashMap::new();
        for code in recorder.codes() {
            let file = *files.entry(code.source.name.clone()).or_insert_with(|| {
                let name = code.source.name.clone();
                let is_library = crate::event_loop::origin::is_library(&name);
                let text = if is_library { String::new() } else { code.source.text.clone() };
                self.files.push(File { name, text });
                self.files.len() - 1
            });
            let name = code.qualname.as_str().to_string();
            self.functions.push(Function { name, file, line: code.first_line });
        }
    }

    fn add_events(&mut self, recorder: &Recorder, events: &[Event], texts: &[String]) {
        let codes = recorder.codes();
        let frame = |event: &Event| {
            let function = usize::from(event.code).checked_sub(1)?;
            // The location of a new task in the ring is its coroutine as a whole.
            let line = codes.get(function)?.line(event.at as usize);
            Some(Frame { function, line })
        };
        let (mut start, mut now) = (None, 0);
        for event in events {
            match event.kind {
                Kind::Time => {
                    let time = (u64::from(event.at) << 32 | u64::from(event.other)).cast_signed();
                    now = time - *start.get_or_insert(time);
                }
                Kind::Frame => {
                    let Some(last) = self.events.last_mut() else { continue };
                    if let Some(frame) = frame(event) {
                        last.frames.push(frame);
                    } else if let Some(text) = texts.get((event.other as usize).wrapping_sub(1)) {
                        last.text.clone_from(text);
                    }
                }
                kind => {
                    let size = if kind == Kind::Size { event.at } else { 0 };
                    self.events.push(Record {
                        time: now,
                        kind,
                        thing: event.thing,
                        task: event.task,
                        other: event.other,
                        size,
                        frames: frame(event).into_iter().collect(),
                        text: String::new(),
                    });
                }
            }
        }
    }

    /// In place of the call that made a task, the ring has its coroutine. The classes of objects are
    /// known from how they are used.
    fn complete_ring(&mut self) {
        for event in self.events.iter().filter(|event| event.other != 0) {
            let class = match (event.kind, event.thing) {
                (Kind::Size, Thing::None) | (_, Thing::Get | Thing::Put | Thing::Join) => "Queue",
                (_, Thing::Lock) => "Lock",
                (_, Thing::Semaphore) => "Semaphore",
                (_, Thing::Event) => "Event",
                (_, Thing::Condition) => "Condition",
                (_, Thing::Barrier) => "Barrier",
                _ => continue,
            };
            self.objects.entry(event.other).or_insert_with(|| class.to_string());
        }
        for event in self.events.iter_mut().filter(|event| event.kind == Kind::Made) {
            if let Some(frame) = event.frames.pop() {
                event.text.clone_from(&self.functions[frame.function].name);
            }
        }
    }

    /// In place of lost events, a ring that is cut begins with the tasks that they made.
    fn complete_cut(&mut self, live: &[Ref<Task>]) {
        let mut known: BTreeMap<u32, Record> = BTreeMap::new();
        let of = |task| Record { kind: Kind::Known, task, ..Record::default() };
        for task in live.iter().filter(|task| !task.future.is_done()) {
            let (text, thing) = coroutine_name(&task.coroutine.get());
            let (number, other) = (task.recorded.get(), task.made.get().task);
            known.insert(number, Record { text, thing, other, ..of(number) });
        }
        for event in self.events.iter().filter(|event| event.task != 0) {
            known.entry(event.task).or_insert_with(|| of(event.task));
        }
        for event in self.events.iter().filter(|event| event.kind == Kind::Made) {
            known.remove(&event.task);
        }
        self.events.splice(..0, known.into_values());
    }

    /// The time of the last event, in nanoseconds.
    pub fn end(&self) -> i64 {
        self.events.last().map_or(0, |event| event.time)
    }

    /// Whether the run took a second or more: then milliseconds are exact enough.
    pub fn is_long(&self) -> bool {
        self.end() >= 1_000_000_000
    }

    /// A moment of the run as text. Those of a long run have the same unit.
    pub fn moment(&self, time: i64) -> String {
        if self.is_long() { rounded(time) } else { seconds(time) }
    }

    /// The name of a task.
    pub fn task_name(&self, task: u32) -> String {
        self.tasks.get(&task).cloned().unwrap_or_else(|| format!("task {task}"))
    }

    /// The innermost call of an event in the program's own code, or else the innermost one.
    pub fn place<'a>(&self, event: &'a Record) -> Option<&'a Frame> {
        event.frames.iter().find(|frame| self.is_own(frame)).or_else(|| event.frames.first())
    }

    /// Whether a call is in the program's own code.
    pub fn is_own(&self, frame: &Frame) -> bool {
        self.file(frame).is_some_and(|file| !file.text.is_empty())
    }

    /// The function of a call.
    pub fn function(&self, frame: &Frame) -> Option<&Function> {
        self.functions.get(frame.function)
    }

    /// The file of a call.
    pub fn file(&self, frame: &Frame) -> Option<&File> {
        self.files.get(self.function(frame)?.file)
    }

    /// `program.py:7` of a call.
    pub fn place_text(&self, frame: &Frame) -> String {
        let name = self.file(frame).map_or("?", |file| base_name(&file.name));
        format!("{name}:{}", frame.line)
    }
}

/// The last part of a path.
pub fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A time for readers: to the millisecond.
pub fn rounded(nanoseconds: i64) -> String {
    seconds((nanoseconds + 500_000) / 1_000_000 * 1_000_000)
}

/// A time in seconds, as short as possible while exact to the millisecond (or to the microsecond
/// below one).
pub fn seconds(nanoseconds: i64) -> String {
    let value = nanoseconds as f64 * 1e-9;
    let text = if nanoseconds != 0 && nanoseconds.abs() < 1_000_000 {
        format!("{:.3} ms", value * 1e3)
    } else {
        format!("{value:.3}")
    };
    match text.strip_suffix(" ms") {
        Some(_) => text,
        None => {
            let short = text.trim_end_matches('0').trim_end_matches('.');
            format!("{short} s")
        }
    }
}
