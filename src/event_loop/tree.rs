//! The tree of tasks as a text: below each task those that it awaits.

use super::running;
use super::snapshot::{Snapshot, State, TaskView, own_place};
use crate::objects::dict::Dict;
use crate::objects::str::{Str, intern};
use crate::runtime::Value;
use crate::text::span::span;
use crate::text::wrap::{COLUMNS, hang, wrap};
use crate::vm::Vm;
use rustc_hash::FxHashMap;
use std::fmt::Write;

/// The number of similar tasks that are shown.
const MOST_ALIKE: usize = 3;

/// The depth to which branches are indented.
const MOST_INDENT: usize = 36;

/// A shorter step is not reported as holding up the loop.
const SHORT: f64 = 0.1;

/// The tasks, cycles and threads of the program, for a reader.
pub fn report(vm: &Vm, snapshot: &Snapshot) -> String {
    let process = std::process::id();
    let mut text = match snapshot.tasks.len() {
        0 => format!("No unfinished tasks in process {process}.\n"),
        1 => format!("1 unfinished task in process {process}:\n"),
        n => format!("{n} unfinished tasks in process {process}:\n"),
    };
    text.push_str(&show(snapshot, true));
    text.push_str(&circles(snapshot));
    text.push_str(&threads(vm));
    text
}

/// The tree alone; `with_origin` adds the origin of each task.
pub fn show(snapshot: &Snapshot, with_origin: bool) -> String {
    let mut is_awaited = vec![false; snapshot.tasks.len()];
    for task in &snapshot.tasks {
        task.awaits.iter().for_each(|at| is_awaited[*at] = true);
    }
    let shown = vec![false; snapshot.tasks.len()];
    let mut tree = Tree { snapshot, with_origin, shown, text: String::new() };
    let roots = (0..snapshot.tasks.len()).filter(|at| !is_awaited[*at]).collect();
    tree.branches(roots, "", true);
    // Tasks that await each other in a cycle have no root.
    for at in 0..snapshot.tasks.len() {
        if !tree.shown[at] {
            tree.branches(vec![at], "", true);
        }
    }
    tree.text
}

/// The description of a task on one line.
fn line(task: &TaskView) -> String {
    format!("{}: {}", head(task), state(task))
}

/// `Task-1: main() at kitchen.py:9`
fn head(task: &TaskView) -> String {
    match &task.place {
        Some(place) => format!("{}: {}", task.name, place.short()),
        None => format!("{}: {}()", task.name, task.function),
    }
}

/// `waiting for Lock (held by Task-1, taken at kitchen.py:9) (2.0 s so far)`
pub fn state(task: &TaskView) -> String {
    let so_far = span(task.since);
    match task.state {
        State::Running if task.since < SHORT => "running".to_string(),
        State::Running => format!("running, and has held up the loop for {so_far}"),
        State::Ready => "ready to run".to_string(),
        State::Sleeping(Some(left)) => format!("sleeping, {} left ({so_far} so far)", span(left)),
        State::Sleeping(None) => format!("sleeping ({so_far} so far)"),
        State::Waiting => format!("waiting for {} ({so_far} so far)", task.what),
    }
}

/// `made by Task-1 at kitchen.py:3`; empty if nothing is known.
pub fn origin(task: &TaskView) -> String {
    match (&task.made_by, &task.made_at) {
        (Some(by), Some(at)) => format!("made by {by} at {at}"),
        (Some(by), None) => format!("made by {by}"),
        (None, Some(at)) => format!("made at {at}"),
        (None, None) => String::new(),
    }
}

struct Tree<'a> {
    snapshot: &'a Snapshot,
    with_origin: bool,
    shown: Vec<bool>,
    text: String,
}

impl Tree<'_> {
    /// Adds tasks with those that they await. No lines are drawn to roots.
    fn branches(&mut self, tasks: Vec<usize>, indent: &str, are_roots: bool) {
        let folds = self.folds(&tasks);
        let mut folded: FxHashMap<usize, usize> = FxHashMap::default();
        let rows: Vec<(usize, Option<usize>)> = tasks
            .into_iter()
            .zip(folds)
            .filter_map(|(at, fold)| match fold {
                Some(like) if folded.contains_key(&like) => {
                    *folded.entry(like).or_default() += 1;
                    self.shown[at] = true;
                    None
                }
                Some(like) => {
                    folded.insert(like, 1);
                    self.shown[at] = true;
                    Some((at, Some(like)))
                }
                None => Some((at, None)),
            })
            .collect();
        for (index, (at, like)) in rows.iter().enumerate() {
            let is_last = index + 1 == rows.len();
            let (mark, more) = match are_roots {
                true => (String::new(), String::new()),
                false if is_last => (format!("{indent}└─ "), format!("{indent}   ")),
                false => (format!("{indent}├─ "), format!("{indent}│  ")),
            };
            match like {
                Some(like) => {
                    let (n, name) = (folded[like], &self.snapshot.tasks[*like].name);
                    let _ = writeln!(self.text, "{mark}… {n} more like {name}");
                }
                None => self.branch(*at, &mark, &more),
            }
        }
    }

    /// For each task that is omitted because enough similar ones are shown: the first of these.
    fn folds(&self, tasks: &[usize]) -> Vec<Option<usize>> {
        type Key<'k> = (Option<&'k str>, u32, std::mem::Discriminant<State>, &'k str);
        let mut kinds: FxHashMap<Key<'_>, (usize, usize)> = FxHashMap::default();
        let mut fold = |at: usize| {
            let task: &TaskView = &self.snapshot.tasks[at];
            if !task.awaits.is_empty() || self.shown[at] {
                return None;
            }
            let (file, line) = match &task.place {
                Some(place) => (Some(place.file.as_str()), place.line),
                None => (None, 0),
            };
            let key = (file, line, std::mem::discriminant(&task.state), task.what.as_str());
            let (first, count) = kinds.entry(key).or_insert((at, 0));
            *count += 1;
            (*count > MOST_ALIKE).then_some(*first)
        };
        tasks.iter().map(|at| fold(*at)).collect()
    }

    fn branch(&mut self, at: usize, mark: &str, indent: &str) {
        let snapshot = self.snapshot;
        let task = &snapshot.tasks[at];
        if std::mem::replace(&mut self.shown[at], true) {
            let _ = writeln!(self.text, "{mark}{} (see above)", task.name);
            return;
        }
        let has_branches = !task.awaits.is_empty();
        let below = format!("{indent}{}", if has_branches { "│  " } else { "   " });
        let width = COLUMNS - below.chars().count().min(MOST_INDENT);
        let text = match self.with_origin {
            true => [head(task), state(task), origin(task)].join("\n"),
            false => line(task),
        };
        for (index, line) in wrap(text.trim_end(), width).lines().enumerate() {
            let start = if index == 0 { mark } else { &below };
            let _ = writeln!(self.text, "{start}{line}");
        }
        // Deeper branches would leave no room for text.
        let indent = if indent.chars().count() < MOST_INDENT { indent } else { "" };
        self.branches(task.awaits.clone(), indent, false);
    }
}

/// Draws the cycles of tasks that wait for each other.
fn circles(snapshot: &Snapshot) -> String {
    let mut text = String::new();
    for circle in &snapshot.circles {
        text.push_str("These wait for each other in a cycle:\n");
        for (index, at) in circle.iter().enumerate() {
            let task = &snapshot.tasks[*at];
            let mark = if index == 0 { "╭→ " } else { "│  " };
            let words = format!("{} waits for {}", task.name, task.what);
            for (index, line) in hang(&words, COLUMNS - 3, 2).lines().enumerate() {
                let _ = writeln!(text, "{}{line}", if index == 0 { mark } else { "│  " });
            }
        }
        text.push_str("╰──╯\n");
    }
    text
}

/// The locations of threads other than one that runs an event loop.
fn threads(vm: &Vm) -> String {
    let running = running(vm);
    let mut text = String::new();
    if !running.is_inside_loop()
        && let Some(place) = own_place(|visit| vm.running_frames(visit))
    {
        let _ = writeln!(text, "The main thread is in {}.", place.short());
    }
    for (name, does) in other_threads(vm) {
        let words = format!("{name} {}.", does.as_deref().unwrap_or("waits for work"));
        let _ = writeln!(text, "{}", hang(&words, COLUMNS, 2));
    }
    text
}

/// The suspended threads: the name and location of each, or none for an idle thread of a pool.
pub fn other_threads(vm: &Vm) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    running(vm).threads.each_parked(vm, &mut |id, frames| {
        let name = thread_name(vm, id).unwrap_or_else(|| format!("Thread {id}"));
        // The library function that the thread or its work has called.
        let (mut called, mut has_work) = (None, false);
        let place = own_place(|visit| {
            frames(&mut |code, at, owner| {
                let function = code.qualname.as_str();
                match function {
                    WORK => has_work = true,
                    POOL if !has_work => called = None,
                    _ if PLUMBING.contains(&function) => {}
                    _ if !has_work => called = Some(function.to_string()),
                    _ => {}
                }
                visit(code, at, owner)
            });
        });
        let place = place.map(|place| place.short());
        let place = place.or_else(|| called.map(|function| format!("{function}()")));
        found.push((name, place.map(|place| format!("is in {place}"))));
    });
    found
}

/// The library functions that run a thread's work.
const PLUMBING: &[&str] = &["Thread._bootstrap", "Thread._bootstrap_inner", "Thread.run", POOL];

/// The function in which a pool's thread does its work.
const WORK: &str = "_WorkItem.run";

/// The function in which the threads of a pool wait for work.
const POOL: &str = "_worker";

/// The name of a thread of `threading`.
fn thread_name(vm: &Vm, id: u64) -> Option<String> {
    let active = vm.modules.get_text("threading")?;
    let active = vm.find_attribute(&active, &intern("_active")).ok()??;
    let number: Value = i64::try_from(id).ok()?.into();
    let threads = active.get::<Dict>()?.entries();
    let (_, thread) = threads.into_iter().find(|(key, _)| key.is(&number))?;
    let name = vm.find_attribute(&thread, &intern("_name")).ok()??;
    Some(format!("Thread {}", name.get::<Str>()?.as_str()))
}
