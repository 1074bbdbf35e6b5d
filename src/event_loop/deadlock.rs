//! The deadlock report: the tasks that wait when nothing can ever run again.
//!
//! CPython waits for ever when nothing is ready, no timer is set and no file is watched. Hob raises
//! an error that names each waiting task, its location, and what it waits for: of a lock the task
//! that holds it, of a queue the work that is left. Tasks that wait for each other in a circle are
//! shown as one.

use super::future::{self, Phase};
use super::origin::is_library;
use super::recorder::Holder;
use super::task::{Sleep, Task};
use crate::objects::code::Code;
use crate::objects::generator::{Awaited, Generator, NativeCoroutine};
use crate::objects::str::{Str, intern};
use crate::runtime::heap::live_objects_of;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Raised, Vm};

/// The error for the tasks that wait now.
#[cold]
pub fn report(vm: &Vm) -> Raised {
    let mut tasks = live_objects_of::<Task>();
    tasks.retain(|t| !t.future.is_done() && !t.future.loop_.is_unset());
    tasks.sort_by_key(order);
    let count = match tasks.len() {
        1 => "1 task waits".to_string(),
        n => format!("{n} tasks wait"),
    };
    let mut text = format!("deadlock: {count} for something that can never happen");
    for task in &tasks {
        text.push_str("\n  ");
        text.push_str(&line(vm, task));
    }
    if let Some(circle) = circle(vm, &tasks) {
        let names: Vec<String> = circle.iter().map(|task| task.name()).collect();
        text.push_str("\n  in a circle: ");
        text.push_str(&names.join(" → "));
    }
    vm.runtime_error(text)
}

/// Tasks with a number come first, in its order, then the named ones.
fn order(task: &Ref<Task>) -> (i64, String) {
    match task.number() {
        Some(number) => (number, String::new()),
        None => (i64::MAX, task.name()),
    }
}

/// The first circle of tasks that wait for each other, its first task at both ends.
fn circle(vm: &Vm, tasks: &[Ref<Task>]) -> Option<Vec<Ref<Task>>> {
    let numbered = |number: u32| tasks.iter().position(|task| task.recorded.get() == number);
    let next: Vec<Option<usize>> = tasks
        .iter()
        .map(|task| {
            let waiter = task.waiter.get();
            let number = match waiter.get::<Task>() {
                Some(other) => other.recorded.get(),
                None => innermost(vm, &task.coroutine.get()).1?.holder,
            };
            numbered(number).filter(|_| number != 0)
        })
        .collect();
    // A walk of as many steps as there are tasks ends in the circle that it leads to, if any.
    let end = (0..tasks.len()).find_map(|start| {
        (0..tasks.len()).try_fold(start, |at, _| next[at]).map(|at| {
            let mut circle = vec![at];
            let mut at = at;
            while let Some(after) = next[at].filter(|after| *after != circle[0]) {
                circle.push(after);
                at = after;
            }
            circle
        })
    })?;
    let first = *end.iter().min()?;
    let at = end.iter().position(|task| *task == first)?;
    let turned = end[at..].iter().chain(&end[..at]).chain([&first]);
    Some(turned.map(|task| tasks[*task].clone()).collect())
}

/// The words for the holder of a lock: ` (held by Task-1, taken at kitchen.py:9)`.
pub fn held_by(vm: &Vm, holder: Holder) -> String {
    let tasks = live_objects_of::<Task>();
    let task = tasks.iter().find(|task| task.recorded.get() == holder.task);
    let who = match task {
        _ if holder.task == 0 => "held outside of tasks".to_string(),
        Some(task) if task.future.is_done() => {
            format!("held by {}, which has ended", task.name())
        }
        Some(task) => format!("held by {}", task.name()),
        None => "held by a task that has ended".to_string(),
    };
    match super::running(vm).recorder.place_of(holder) {
        Some((file, line)) => format!(" ({who}, taken at {file}:{line})"),
        None => format!(" ({who})"),
    }
}

/// The words for a task that has ended: `Task-2 died of ZeroDivisionError`. None for one that goes
/// on, or is gone.
pub fn end_of(vm: &Vm, number: u32) -> Option<String> {
    let tasks = live_objects_of::<Task>();
    let task = tasks.iter().find(|task| number != 0 && task.recorded.get() == number)?;
    Some(match task.future.phase.get() {
        Phase::Pending => return None,
        Phase::Finished => format!("{} has returned", task.name()),
        Phase::Cancelled => format!("{} was cancelled", task.name()),
        Phase::Failed => {
            let class = vm.class_of(&task.future.outcome()).name();
            format!("{} died of {class}", task.name())
        }
    })
}

fn line(vm: &Vm, task: &Ref<Task>) -> String {
    let mut text = task.name();
    let (place, reason) = innermost(vm, &task.coroutine.get());
    if let Some(place) = place {
        text.push_str(&format!(" waits in {place}"));
    } else {
        text.push_str(" waits");
    }
    let waiter = task.waiter.get();
    let what = if let Some(other) = waiter.get::<Task>() {
        format!(" for {}", other.name())
    } else if let Some(gathering) =
        waiter.get::<future::Future>().and_then(|f| f.gathering.as_ref())
    {
        let names: Vec<String> =
            gathering.pending().filter_map(|c| Some(c.get::<Task>()?.name())).collect();
        format!(" for gather() of {}", names.join(", "))
    } else if let Some(reason) = reason {
        format!(" for {}", reason.text)
    } else if !waiter.is_unset() {
        format!(" for {}", vm.repr_text(&waiter))
    } else if task.sleep.get() != Sleep::None {
        " for a sleep to end".to_string()
    } else {
        String::new()
    };
    text + &what
}

/// The place where a chain of coroutines waits in the program's code, and the object or native
/// coroutine (such as `Queue.get()`) that it waits for there: of several, the one that the program
/// named.
pub fn innermost(vm: &Vm, coroutine: &Value) -> (Option<String>, Option<Awaited>) {
    let (mut place, mut reason) = (None, None);
    let mut is_described = false;
    let mut at = coroutine.clone();
    // A chain is as long as the program's calls are deep.
    for _ in 0..100_000 {
        let next = if let Some(generator) = at.get::<Generator>() {
            let is_own = position(vm, &at).is_some_and(|(_, file, _)| !is_library(&file));
            if is_own || place.is_none() {
                place = location(vm, &at).or(place);
                (reason, is_described) = (None, false);
            }
            generator.awaiting()
        } else if let Some(native) = at.get::<NativeCoroutine>() {
            let described = native.body.borrow().as_ref().and_then(|body| body.awaited(vm));
            if !is_described && (described.is_some() || reason.is_none()) {
                is_described = described.is_some();
                let name = || Awaited { text: format!("{}()", native.name), holder: 0 };
                reason = described.or_else(|| Some(name()));
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

/// `main() at program.py:7` of a suspended coroutine.
fn location(vm: &Vm, coroutine: &Value) -> Option<String> {
    let (name, file, line) = position(vm, coroutine)?;
    Some(format!("{name}() at {file}:{line}"))
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

/// Whether a future is one that a task waits for at the moment: for `wait_for=` in its repr.
pub fn waits_for(vm: &Vm, task: &Ref<Task>) -> Option<String> {
    let waiter = task.waiter.get();
    if future::is_future(&waiter) {
        return Some(vm.repr_text(&waiter));
    }
    // A sleep has no future; this is what CPython's would look like.
    Some(match task.sleep.get() {
        Sleep::None => return None,
        Sleep::Pending(_) => "<Future pending cb=[Task.task_wakeup()]>".to_string(),
        Sleep::Done => "<Future finished result=None>".to_string(),
        Sleep::Cancelled => "<Future cancelled>".to_string(),
    })
}
