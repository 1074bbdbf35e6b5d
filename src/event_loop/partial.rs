//! Partial deadlocks: tasks that wait for each other in a cycle while others keep the loop alive.
//!
//! A cycle closes when a task begins to wait for a lock, or for a waiting task. The loop looks for
//! one when it is next idle, and warns once about each. There is no warning while something may
//! break the cycle: a timer, file, callback or task from which one of its tasks, or one that awaits
//! them, can be reached (and cancelled), a thread, or a signal handler; nor, in a cycle with a lock,
//! while others may release it that did not take it.

use super::origin::is_library;
use super::snapshot::{Snapshot, State, unfinished};
use super::task::Task;
use super::timers::Due;
use super::{EventLoop, Running};
use crate::objects::code::Code;
use crate::objects::function::Function;
use crate::objects::generator::Generator;
use crate::objects::module::Module;
use crate::objects::native::NativeFunction;
use crate::objects::str::intern;
use crate::runtime::collect as gc;
use crate::runtime::heap::is_container;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Frame, Vm, VmResult};
use rustc_hash::FxHashSet;
use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

/// The search takes at most one part in this many of the elapsed time.
const SHARE: u32 = 100;

/// The maximum number of objects that a search visits. Beyond them, anything counts as reachable.
const MOST_OBJECTS: usize = 200_000;

/// The method that releases a lock.
const RELEASE: &str = "release";

/// The circles of an interpreter's tasks.
#[derive(Default)]
pub struct Circles {
    /// Whether a cycle may have closed since the last search.
    pub may_have_closed: Cell<bool>,
    /// The time of the next search, at the earliest.
    next: Cell<Option<Instant>>,
    /// The reported cycles, as numbers of tasks.
    known: RefCell<FxHashSet<Vec<u32>>>,
}

/// Looks for circles, when the loop is idle.
///
/// # Errors
/// The warning, if a filter makes it an error; any exception raised by a program's `showwarning`.
#[cold]
pub fn look(vm: &Vm, event_loop: &EventLoop) -> VmResult<()> {
    let running = &event_loop.running;
    let circles = &running.circles;
    let start = Instant::now();
    if circles.next.get().is_some_and(|next| start < next) {
        return Ok(());
    }
    circles.may_have_closed.set(false);
    let tasks = unfinished();
    let snapshot = Snapshot::of(vm, tasks.clone());
    let found = snapshot.circles.iter().find(|circle| {
        let numbers = circle.iter().map(|at| snapshot.tasks[*at].number).collect();
        !circles.known.borrow().contains(&numbers)
            && !may_break(vm, event_loop, &snapshot, &tasks, circle)
            && circles.known.borrow_mut().insert(numbers)
    });
    let took = start.elapsed().saturating_mul(SHARE);
    circles.next.set(Instant::now().checked_add(took.min(Duration::from_secs(3600))));
    match found {
        // There may be another.
        Some(circle) => {
            circles.may_have_closed.set(true);
            circles.next.set(None);
            warn(vm, &snapshot, circle)
        }
        None => Ok(()),
    }
}

fn warn(vm: &Vm, snapshot: &Snapshot, circle: &[usize]) -> VmResult<()> {
    let mut text =
        format!("tasks wait for each other in a cycle: {}", snapshot.circle_text(circle));
    for at in circle {
        let task = &snapshot.tasks[*at];
        let place = task.place.as_ref().map(|place| format!(" in {}", place.short()));
        let place = place.unwrap_or_default();
        text.push_str(&format!("\n  {} waits{place} for {}", task.name, task.what));
    }
    let place = circle.first().and_then(|at| snapshot.tasks[*at].place.as_ref());
    let (file, line) = place.map_or(("<sys>", 1), |place| (place.file.as_str(), place.line));
    let category = vm.get_attribute(&vm.import_module("hob")?, &intern("DeadlockWarning"))?;
    let arguments = [text.into(), category, file.into(), i64::from(line).into()];
    vm.call_method(&vm.import_module("warnings")?, &intern("warn_explicit"), &arguments).map(drop)
}

/// Whether something outside a cycle may let one of its tasks continue.
fn may_break(
    vm: &Vm,
    event_loop: &EventLoop,
    snapshot: &Snapshot,
    tasks: &[Ref<Task>],
    circle: &[usize],
) -> bool {
    let running = &event_loop.running;
    if running.threads.has_others()
        || running.reactor.threads.get() > 0
        || !running.signals.is_empty()
        || running.signal_handlers.may_run(vm)
    {
        return true;
    }
    // Tasks that await the cycle can be cancelled, which cancels it.
    let mut belongs = vec![false; tasks.len()];
    circle.iter().for_each(|at| belongs[*at] = true);
    let mut grows = true;
    while std::mem::take(&mut grows) {
        for (at, view) in snapshot.tasks.iter().enumerate() {
            let waits = view.state == State::Waiting;
            if !belongs[at] && waits && view.awaits.iter().any(|of| belongs[*of]) {
                (belongs[at], grows) = (true, true);
            }
        }
    }
    let parts = tasks.iter().zip(&belongs);
    let targets: FxHashSet<u64> =
        parts.clone().filter(|(_, is)| **is).map(|(task, _)| task.as_value().bits()).collect();
    // A timer may finish a future that a task waits for.
    let mut timed = Search::new(vm, targets.clone(), true);
    for timer in event_loop.timers.borrow().iter().filter(|timer| !timer.is_cancelled()) {
        if let Due::Handle(handle) = &timer.due
            && timed.reaches(handle)
        {
            return true;
        }
    }
    let mut search = Search::new(vm, targets, false);
    for (task, belongs) in parts {
        if !belongs && search.reaches(&task.coroutine.get()) {
            return true;
        }
    }
    let outside = outside(vm, running);
    if outside.iter().any(|value| search.reaches(value)) {
        return true;
    }
    let has_lock = circle.iter().any(|at| snapshot.tasks[*at].holder.is_some());
    if !has_lock {
        return false;
    }
    let others = tasks.iter().zip(&belongs).filter(|(_, belongs)| !**belongs);
    let others = others.map(|(task, _)| task.coroutine.get());
    let timers = event_loop.timers.borrow();
    let timers = timers.iter().filter_map(|timer| match &timer.due {
        Due::Handle(handle) if !timer.is_cancelled() => Some(handle.clone()),
        _ => None,
    });
    let mut releases = Search::of_releases(vm);
    others.chain(timers).chain(outside).any(|value| releases.reaches(&value))
}

/// The targets of files, and the values of the program's global variables that may hold tasks.
fn outside(vm: &Vm, running: &Running) -> Vec<Value> {
    let mut found = Vec::new();
    running.reactor.traverse(&mut |target| found.push(target.clone()));
    if let Some(main) = vm.modules.get_text("__main__")
        && let Some(main) = main.get::<Module>()
    {
        let values = main.dict.entries().into_iter().map(|(_, value)| value);
        // Functions refer to all global variables.
        let holds = |kind| matches!(kind, Some(Kind::List | Kind::Set | Kind::Dict | Kind::Task));
        found.extend(values.filter(|value| holds(value.kind())));
    }
    found
}

/// A search through objects.
struct Search<'a> {
    vm: &'a Vm,
    targets: FxHashSet<u64>,
    /// Whether any call of a method `release` is a target.
    wants_releases: bool,
    /// Whether the waiters of a future can be reached from it.
    follows_futures: bool,
    seen: FxHashSet<u64>,
    next: Vec<Value>,
}

impl<'a> Search<'a> {
    /// For code that releases locks.
    fn of_releases(vm: &'a Vm) -> Search<'a> {
        Search { wants_releases: true, ..Search::new(vm, FxHashSet::default(), false) }
    }

    fn new(vm: &'a Vm, targets: FxHashSet<u64>, follows_futures: bool) -> Search<'a> {
        let mut seen = FxHashSet::default();
        // Modules and their variables are reached from every function.
        for (_, module) in vm.modules.entries() {
            seen.insert(module.bits());
            if let Some(module) = module.get::<Module>() {
                seen.insert(module.dict.as_value().bits());
            }
        }
        Search { vm, targets, wants_releases: false, follows_futures, seen, next: Vec::new() }
    }

    fn reaches(&mut self, from: &Value) -> bool {
        self.next.push(from.clone());
        while let Some(at) = self.next.pop() {
            if self.targets.contains(&at.bits()) || self.seen.len() > MOST_OBJECTS {
                return true;
            }
            if !self.seen.insert(at.bits()) {
                continue;
            }
            if self.wants_releases && self.releases(&at) {
                return true;
            }
            if !self.leads_on(&at) {
                continue;
            }
            let next = &mut self.next;
            gc::visit_parts(&at, |part| {
                if !part.is_unset() {
                    next.push(part.clone());
                }
            });
        }
        false
    }

    /// Whether an object is code of the program's that calls `release`, or that method itself.
    fn releases(&mut self, value: &Value) -> bool {
        if let Some(function) = value.get::<NativeFunction>() {
            return function.def.name() == RELEASE;
        }
        if let Some(function) = value.get::<Function>() {
            return self.names_release(&function.code.get());
        }
        let generator = value.get::<Generator>();
        generator.is_some_and(|generator| self.names_release(Frame::code_of(&generator.frame)))
    }

    /// Whether code names `release`. The global functions that it names are looked into next.
    fn names_release(&mut self, code: &Code) -> bool {
        if is_library(&code.source.name) {
            return false;
        }
        let main = self.vm.modules.get_text("__main__");
        let attributes = code.attribute_caches.iter().map(|cache| &cache.name);
        for name in code.names.iter().chain(attributes).map(|name| name.as_str()) {
            if name == RELEASE {
                return true;
            }
            let global = main.as_ref().and_then(|main| main.get::<Module>()?.dict.get_text(name));
            self.next.extend(global.filter(|global| global.kind() == Some(Kind::Function)));
        }
        false
    }

    /// Whether code that has an object can reach its parts. Classes are shared by all, and a loop
    /// refers to everything.
    fn leads_on(&self, value: &Value) -> bool {
        let is_end = match value.kind() {
            Some(Kind::Class | Kind::Module | Kind::Task) => true,
            Some(Kind::Future) => !self.follows_futures,
            _ => value.native::<EventLoop>().is_some(),
        };
        !is_end && value.header().is_some_and(is_container)
    }
}
