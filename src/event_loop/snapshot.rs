//! The unfinished tasks at one moment, as plain data: for the tree of tasks, the deadlock report,
//! `hob ps` and `hob top`.
//!
//! A snapshot runs no code of the program, so it can be taken wherever the VM checks for requests:
//! between two passes, in a wait, and at a backward jump of a long step.

use super::deadlock::ended;
use super::future::{self, Future, SHIELD};
use super::origin::is_library;
use super::recorder::Holder;
use super::task::{Sleep, Task};
use super::timers::Due;
use super::{EventLoop, Running, running};
use crate::objects::code::Code;
use crate::objects::generator::{Awaited, FUTURE_ITER, Generator, NativeCoroutine};
use crate::runtime::live::live_objects_of;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Frame, Vm};
use rustc_hash::FxHashMap;

/// The maximum number of awaited tasks listed by name; further ones are counted.
const MOST_NAMES: usize = 3;

/// A line that a function is at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// `__qualname__`
    pub function: String,
    /// The file as tracebacks show it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

impl Place {
    /// The location of an instruction.
    pub fn of(code: &Code, instruction: usize) -> Place {
        Place {
            function: code.qualname.as_str().to_string(),
            file: code.source.name.clone(),
            line: code.line(instruction),
        }
    }

    /// `main() at kitchen.py:7`, without the folder.
    pub fn short(&self) -> String {
        format!("{}() at {}", self.function, self.short_line())
    }

    /// `kitchen.py:7`
    pub fn short_line(&self) -> String {
        let file = self.file.rsplit('/').next().unwrap_or(&self.file);
        format!("{file}:{}", self.line)
    }
}

/// The state of a task that is not done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State {
    /// A step of it runs.
    Running,
    /// Its next step is in the ready queue.
    Ready,
    /// It sleeps, with this many seconds left if its timer is known.
    Sleeping(Option<f64>),
    /// It waits.
    Waiting,
}

/// A task that is not done.
#[derive(Clone, Debug)]
pub struct TaskView {
    /// Its number in recorded events.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// The function that the task runs.
    pub function: String,
    /// The innermost call in the program's own code; none for tasks of the library's own.
    pub place: Option<Place>,
    /// The state.
    pub state: State,
    /// The object that it waits for: `Lock (held by Task-1, taken at kitchen.py:9)`. Empty if it
    /// does not wait.
    pub what: String,
    /// A remark for the deadlock report: `that no running task sets`.
    pub lack: &'static str,
    /// The positions in the snapshot of the tasks that it awaits.
    pub awaits: Vec<usize>,
    /// The position of the task that holds the lock that it waits for.
    pub holder: Option<usize>,
    /// Whether something other than these tasks may let it continue.
    is_open: bool,
    /// The seconds since it last ran, or was created.
    pub since: f64,
    /// The name of the task that created it, if that still exists.
    pub made_by: Option<String>,
    /// The line that created it, if it is in the program's own code.
    pub made_at: Option<String>,
}

/// The tasks of a program that are not done.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The tasks in the order of their creation, named ones last.
    pub tasks: Vec<TaskView>,
    /// Tasks that wait for each other in a cycle, by position: each waits for the next, the last
    /// for the first.
    pub circles: Vec<Vec<usize>>,
}

impl Snapshot {
    /// The tasks now.
    pub fn take(vm: &Vm) -> Snapshot {
        Snapshot::of(vm, unfinished())
    }

    /// Of these tasks.
    pub fn of(vm: &Vm, tasks: Vec<Ref<Task>>) -> Snapshot {
        let look = Look::new(vm, &tasks);
        let mut snapshot = Snapshot {
            tasks: tasks.iter().map(|task| look.task(task)).collect(),
            circles: Vec::new(),
        };
        snapshot.find_circles();
        snapshot
    }

    /// The positions of the tasks that cannot continue: each waits only for others among them.
    pub fn stuck(&self) -> Vec<bool> {
        let providers = |at: usize| {
            let task: &TaskView = &self.tasks[at];
            task.awaits.iter().chain(&task.holder).copied()
        };
        let mut stuck: Vec<bool> = (0..self.tasks.len())
            .map(|at| {
                let task = &self.tasks[at];
                task.state == State::Waiting && !task.is_open && providers(at).next().is_some()
            })
            .collect();
        let mut dependents: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for at in (0..self.tasks.len()).filter(|at| stuck[*at]) {
            providers(at).for_each(|of| dependents.entry(of).or_default().push(at));
        }
        // A task that waits for one that can continue may continue, too.
        let mut free: Vec<usize> = (0..self.tasks.len()).filter(|at| !stuck[*at]).collect();
        while let Some(at) = free.pop() {
            for dependent in dependents.remove(&at).unwrap_or_default() {
                if std::mem::replace(&mut stuck[dependent], false) {
                    free.push(dependent);
                }
            }
        }
        stuck
    }

    fn find_circles(&mut self) {
        let stuck = self.stuck();
        // Each stuck task waits for a stuck one, so a walk from any of them ends in a cycle.
        let next = |at: usize| {
            let task = &self.tasks[at];
            task.holder.iter().chain(&task.awaits).copied().find(|of| stuck[*of])
        };
        let mut walk_of: Vec<Option<usize>> = vec![None; self.tasks.len()];
        for start in (0..self.tasks.len()).filter(|at| stuck[*at]) {
            let mut at = start;
            while walk_of[at].is_none() {
                walk_of[at] = Some(start);
                match next(at) {
                    Some(after) => at = after,
                    None => break,
                }
            }
            if walk_of[at] != Some(start) {
                continue;
            }
            // The walk came back to one of its own positions.
            let mut circle = vec![at];
            let mut other = next(at);
            while let Some(after) = other.filter(|after| *after != at) {
                circle.push(after);
                other = next(after);
            }
            let first = circle.iter().enumerate().min_by_key(|(_, task)| **task);
            let first = first.map_or(0, |(index, _)| index);
            circle.rotate_left(first);
            if other.is_some() && !self.circles.contains(&circle) {
                self.circles.push(circle);
            }
        }
    }

    /// The names of a cycle, with the first task at both ends: `Task-1 → Task-2 → Task-1`.
    pub fn circle_text(&self, circle: &[usize]) -> String {
        let names = circle.iter().chain(circle.first());
        let names: Vec<&str> = names.map(|at| self.tasks[*at].name.as_str()).collect();
        names.join(" → ")
    }
}

/// The tasks that are not done: by number, the named ones last.
pub fn unfinished() -> Vec<Ref<Task>> {
    let mut tasks = live_objects_of::<Task>();
    tasks.retain(|task| !task.future.is_done() && !task.future.loop_.is_unset());
    tasks.sort_by_cached_key(|task| match task.number() {
        Some(number) => (number, String::new()),
        None => (i64::MAX, task.name()),
    });
    tasks
}

/// The tables that describing tasks needs.
struct Look<'a> {
    vm: &'a Vm,
    running: &'a Running,
    now: f64,
    /// The positions of tasks by recorded number.
    positions: FxHashMap<u32, usize>,
    names: Vec<String>,
    /// The deadlines of sleeping tasks, by the bits of the task.
    deadlines: FxHashMap<u64, f64>,
}

impl<'a> Look<'a> {
    fn new(vm: &'a Vm, tasks: &[Ref<Task>]) -> Look<'a> {
        let running = running(vm);
        let positions = tasks.iter().enumerate().map(|(at, task)| (task.recorded.get(), at));
        let mut deadlines = FxHashMap::default();
        let mut loops: Vec<Value> = Vec::new();
        for task in tasks {
            let loop_value = task.future.loop_.get();
            if loops.iter().any(|known| known.is(&loop_value)) {
                continue;
            }
            if let Some(event_loop) = loop_value.native::<EventLoop>()
                && let Ok(timers) = event_loop.timers.try_borrow()
            {
                for timer in timers.iter() {
                    if let Due::Sleep(task, number) = &timer.due
                        && task.sleeps_until(*number)
                    {
                        deadlines.insert(task.as_value().bits(), timer.when);
                    }
                }
            }
            loops.push(loop_value);
        }
        Look {
            vm,
            running,
            now: running.clock.seconds(),
            positions: positions.collect(),
            names: tasks.iter().map(|task| task.name()).collect(),
            deadlines,
        }
    }

    fn task(&self, task: &Ref<Task>) -> TaskView {
        let coroutine = task.coroutine.get();
        let waiter = task.waiter.get();
        let is_running = self.running.current_task.get().is(task.as_value());
        let (mut place, awaited) = innermost(&coroutine, self.vm);
        if is_running {
            place = own_place(|visit| self.vm.running_frames(visit));
        }
        let state = match task.sleep.get() {
            _ if is_running => State::Running,
            _ if task.is_being_cancelled() => State::Ready,
            Sleep::Pending(_) => {
                let deadline = self.deadlines.get(&task.as_value().bits());
                State::Sleeping(deadline.map(|when| (when - self.now).max(0.0)))
            }
            _ if waiter.is_unset() || future::is_done(&waiter) => State::Ready,
            _ => State::Waiting,
        };
        let made = task.made.get();
        let mut view = TaskView {
            number: task.recorded.get(),
            name: task.name(),
            function: function_of(&coroutine),
            place,
            state,
            what: String::new(),
            lack: "",
            awaits: Vec::new(),
            holder: None,
            is_open: false,
            since: (self.now - task.since.get()).max(0.0),
            made_by: self.name(made.task),
            made_at: self.taken_at(made),
        };
        if state == State::Waiting {
            self.describe_wait(&mut view, &waiter, awaited);
        }
        view
    }

    fn describe_wait(&self, view: &mut TaskView, waiter: &Value, awaited: Option<Awaited>) {
        let shielded = future::state_of(waiter).and_then(|state| state.target_of(SHIELD));
        let gathering = waiter.get::<Future>().and_then(|future| future.gathering.as_ref());
        if waiter.get::<Task>().is_some() {
            self.add_futures(view, std::slice::from_ref(waiter));
            view.what = self.names_of(view);
        } else if let Some(gathering) = gathering {
            let pending: Vec<Value> = gathering.pending().cloned().collect();
            self.add_futures(view, &pending);
            view.what = format!("gather() of {}", self.names_of(view));
        } else if let Some(inner) = shielded {
            self.add_futures(view, std::slice::from_ref(&inner));
            view.what = format!("shield({})", self.names_of(view));
        } else if let Some(awaited) = awaited {
            view.what.clone_from(&awaited.text);
            view.lack = awaited.lack;
            self.add_futures(view, &awaited.futures);
            if !awaited.futures.is_empty() {
                view.what = format!("{} of {}", awaited.text, self.names_of(view));
            }
            view.is_open |= awaited.futures.is_empty();
            if let Some(holder) = awaited.holder {
                view.what.push_str(&self.held_by(holder));
                view.holder = self.positions.get(&holder.task).copied();
                view.is_open = view.holder.is_none();
            }
            view.what.push_str(&self.taken_by(&awaited.takers));
        } else {
            let class = self.vm.class_of(waiter).name();
            view.what = format!("a {class}");
            view.lack = "that no running task completes";
            view.is_open = true;
        }
    }

    /// Adds the tasks among awaited futures.
    fn add_futures(&self, view: &mut TaskView, futures: &[Value]) {
        for future in futures {
            let task = future.get::<Task>();
            match task.and_then(|task| self.positions.get(&task.recorded.get())) {
                Some(at) => view.awaits.push(*at),
                None => view.is_open = true,
            }
        }
    }

    /// `Task-1, Task-2, Task-3 and 97 more`
    fn names_of(&self, view: &TaskView) -> String {
        let first: Vec<&str> =
            view.awaits.iter().take(MOST_NAMES).map(|at| self.names[*at].as_str()).collect();
        match view.awaits.len() {
            0 => "a future".to_string(),
            all => listed(&first, all),
        }
    }

    fn name(&self, number: u32) -> Option<String> {
        let at = self.positions.get(&number).filter(|_| number != 0)?;
        Some(self.names[*at].clone())
    }

    fn taken_at(&self, holder: Holder) -> Option<String> {
        let place = self.running.recorder.place_of(holder)?;
        (!is_library(&place.file)).then(|| place.short_line())
    }

    /// `, taken by Task-1 at kitchen.py:9, Task-2 at kitchen.py:9 and 3 more`
    fn taken_by(&self, takers: &[Holder]) -> String {
        let told = takers.iter().take(MOST_NAMES).map(|taker| {
            let who = self.name(taker.task).unwrap_or_else(|| match ended(taker.task) {
                Some(task) => format!("{} (which has ended)", task.name()),
                None => "no task that is left".to_string(),
            });
            match self.taken_at(*taker) {
                Some(place) => format!("{who} at {place}"),
                None => who,
            }
        });
        let told: Vec<String> = told.collect();
        match takers.len() {
            0 => String::new(),
            all => format!(", taken by {}", listed(&told, all)),
        }
    }

    /// ` (held by Task-1, taken at kitchen.py:9)`
    fn held_by(&self, holder: Holder) -> String {
        let who = match self.name(holder.task) {
            Some(name) => format!("held by {name}"),
            None if holder.task == 0 => "held outside any task".to_string(),
            None => match ended(holder.task) {
                Some(task) => format!("held by {}, which has ended", task.name()),
                None => "held by a task that has ended".to_string(),
            },
        };
        match self.running.recorder.place_of(holder) {
            Some(place) => format!(" ({who}, taken at {})", place.short_line()),
            None => format!(" ({who})"),
        }
    }
}

/// `a, b, c and 4 more`: the first of so many.
fn listed<T: AsRef<str>>(first: &[T], all: usize) -> String {
    let text = first.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    match all - first.len() {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}

/// The name of a coroutine's function.
pub(super) fn function_of(coroutine: &Value) -> String {
    if let Some(generator) = coroutine.get::<Generator>() {
        return generator.qualname().as_str().to_string();
    }
    coroutine.get::<NativeCoroutine>().map_or("coroutine", |native| native.name).to_string()
}

/// The innermost frame of the program's own code among those that are shown.
pub fn own_place(show: impl FnOnce(&mut dyn FnMut(&Ref<Code>, u32, u64) -> bool)) -> Option<Place> {
    let mut place = None;
    show(&mut |code, at, _| {
        if is_library(&code.source.name) {
            return true;
        }
        place = Some(Place::of(code, at as usize));
        false
    });
    place
}

/// The library call in which a chain of coroutines waits: `StreamReader.readline()`.
pub(super) fn wait_of(coroutine: &Value, vm: &Vm) -> Option<String> {
    innermost(coroutine, vm).1.map(|awaited| awaited.text)
}

/// A call of a coroutine function of the library, as a program writes it.
fn library_call(name: &str) -> String {
    match name.split_once("EventLoop.") {
        Some((_, method)) => format!("loop.{method}()"),
        None => format!("{name}()"),
    }
}

/// The location where a chain of coroutines waits in the program's code, and the object or native
/// coroutine (such as `Queue.get()`) that it waits for: if there are several, the one that the
/// program named.
fn innermost(coroutine: &Value, vm: &Vm) -> (Option<Place>, Option<Awaited>) {
    let (mut place, mut reason) = (None, None);
    let mut is_described = false;
    let mut at = coroutine.clone();
    // A chain is as long as the program's calls are deep.
    for _ in 0..100_000 {
        let next = if let Some(generator) = at.get::<Generator>() {
            let code = Frame::code_of(&generator.frame);
            let is_own = !is_library(&code.source.name);
            if is_own || place.is_none() {
                place = Some(Place::of(code, Frame::index_of(&generator.frame)));
                (reason, is_described) = (None, false);
            }
            // No program writes calls of special methods.
            if !is_own && reason.is_none() && !code.name.as_str().starts_with("__") {
                reason = Some(Awaited::new(library_call(code.qualname.as_str())));
            }
            generator.awaiting()
        } else if let Some(native) = at.get::<NativeCoroutine>() {
            let body = native.body.try_borrow().ok();
            let described = body.and_then(|body| body.as_ref()?.awaited(vm));
            // The iterator of a future represents the future.
            let is_iterator = native.step_of == Some(FUTURE_ITER);
            if !is_iterator && !is_described && (described.is_some() || reason.is_none()) {
                is_described = described.is_some();
                reason = described.or_else(|| Some(Awaited::new(format!("{}()", native.name))));
            }
            native.awaiting.get()
        } else {
            break;
        };
        if !matches!(next.kind(), Some(Kind::Generator | Kind::NativeCoroutine)) {
            break;
        }
        at = next;
    }
    (place, reason)
}
