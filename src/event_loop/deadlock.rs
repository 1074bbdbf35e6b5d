//! The deadlock report: the tasks that wait when nothing can ever run again.
//!
//! CPython waits forever when nothing is ready, no timer is set and no file is watched. Hob raises
//! an error that names each waiting task, its location, and what it waits for: for a lock the task
//! that holds it, for a queue the remaining work. Tasks that wait for each other in a cycle are
//! shown together.

use super::future::{self, Phase};
use super::origin::is_library;
use super::snapshot::{Place, Snapshot, State, TaskView};
use super::task::{Sleep, Task};
use super::tree;
use crate::objects::code::Code;
use crate::objects::exception::Exception;
use crate::objects::generator::NativeCoroutine;
use crate::objects::str::{Str, intern};
use crate::objects::traceback;
use crate::runtime::live::live_objects_of;
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm};

/// The error for the tasks that wait now.
#[cold]
pub fn report(vm: &Vm) -> Raised {
    let snapshot = Snapshot::take(vm);
    let count = match snapshot.tasks.len() {
        0 => "the loop waits".to_string(),
        1 => "1 task waits".to_string(),
        n => format!("{n} tasks wait"),
    };
    let mut text = format!("deadlock: {count} for something that can never happen");
    for task in &snapshot.tasks {
        text.push_str("\n  ");
        text.push_str(&line(task));
    }
    for (name, place) in tree::other_threads(vm) {
        if let Some(place) = place {
            text.push_str(&format!("\n  {name} {place}"));
        }
    }
    for circle in &snapshot.circles {
        text.push_str("\n  in a cycle: ");
        text.push_str(&snapshot.circle_text(circle));
    }
    vm.runtime_error(text)
}

fn line(task: &TaskView) -> String {
    let mut text = format!("{} waits", task.name);
    if let Some(place) = &task.place {
        text.push_str(&format!(" in {}() at {}:{}", place.function, place.file, place.line));
    }
    match task.state {
        State::Sleeping(_) => text.push_str(" for a sleep to end"),
        _ if task.what.is_empty() => {}
        _ => text.push_str(&format!(" for {}", task.what)),
    }
    if !task.lack.is_empty() {
        text.push_str(&format!(" {}", task.lack));
    }
    text
}

/// The task with this number, if it has ended and still exists.
pub fn ended(number: u32) -> Option<Ref<Task>> {
    let mut tasks = live_objects_of::<Task>().into_iter();
    tasks.find(|task| number != 0 && task.recorded.get() == number && task.future.is_done())
}

/// The words for a task that has ended: `Task-2 died of ZeroDivisionError at kitchen.py:7`. None
/// for one that is running or no longer exists.
pub fn end_of(vm: &Vm, number: u32) -> Option<String> {
    let task = ended(number)?;
    Some(match task.future.phase.get() {
        Phase::Pending => return None,
        Phase::Finished => format!("{} has returned", task.name()),
        Phase::Cancelled => format!("{} was cancelled", task.name()),
        Phase::Failed => {
            let exception = task.future.outcome();
            let place = raised_at(&exception).map_or(String::new(), |place| format!(" at {place}"));
            format!("{} died of {}{place}", task.name(), vm.class_of(&exception).name())
        }
    })
}

/// The innermost line in the program's own code that an exception has passed through.
fn raised_at(exception: &Value) -> Option<String> {
    let traceback = exception.get::<Exception>()?.traceback.get();
    let places = traceback::chain(&traceback);
    let own = places.iter().rev().find(|at| !is_library(&at.frame.code.source.name))?;
    Some(Place::of(&own.frame.code, own.instruction as usize).short_line())
}

/// The name, file and current line of a coroutine that is not finished.
pub fn position(vm: &Vm, coroutine: &Value) -> Option<(String, String, i64)> {
    let attribute = |of: &Value, name: &str| vm.find_attribute(of, &intern(name)).ok().flatten();
    let name = attribute(coroutine, "__qualname__")?;
    let name = name.get::<Str>()?.as_str().to_string();
    let code = attribute(coroutine, "cr_code")?;
    let file = code.get::<Code>()?.source.name.clone();
    let frame = attribute(coroutine, "cr_frame").filter(|f| !f.is_none())?;
    let line = attribute(&frame, "f_lineno")?.as_small_int()?;
    Some((name, file, line))
}

/// A coroutine in a task's repr: `main() running at program.py:7`.
pub fn coroutine_text(vm: &Vm, coroutine: &Value) -> String {
    if let Some((name, file, line)) = position(vm, coroutine) {
        return format!("{name}() running at {file}:{line}");
    }
    let attribute = |name: &str| vm.find_attribute(coroutine, &intern(name)).ok().flatten();
    // The steps of asynchronous generators are coroutines without a name.
    let step = coroutine.get::<NativeCoroutine>().filter(|native| native.step_of.is_some());
    let name = attribute("__qualname__")
        .or_else(|| attribute("__name__"))
        .filter(|_| step.is_none())
        .and_then(|n| Some(n.get::<Str>()?.as_str().to_string()))
        .unwrap_or_else(|| {
            let class = step.map_or(vm.class_of(coroutine).name(), |s| s.name.to_string());
            format!("<{class} without __name__>")
        });
    match attribute("cr_code").as_ref().and_then(|c| c.get::<Code>()) {
        Some(code) => {
            format!("{name}() done, defined at {}:{}", code.source.name, code.first_line)
        }
        None => format!("{name}()"),
    }
}

/// Whether a task currently waits for this future: for `wait_for=` in its repr.
pub fn waits_for(vm: &Vm, task: &Ref<Task>) -> Option<String> {
    let waiter = task.waiter.get();
    if future::is_future(&waiter) {
        return Some(vm.repr_text(&waiter));
    }
    // A sleep has no future; this imitates CPython's.
    Some(match task.sleep.get() {
        Sleep::None => return None,
        Sleep::Pending(_) => "<Future pending cb=[Task.task_wakeup()]>".to_string(),
        Sleep::Done => "<Future finished result=None>".to_string(),
        Sleep::Cancelled => "<Future cancelled>".to_string(),
    })
}
