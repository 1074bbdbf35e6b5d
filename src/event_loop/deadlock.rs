//! The deadlock report: the tasks that wait when nothing can ever run again.
//!
//! CPython waits for ever when nothing is ready, no timer is set and no file is watched. Hob raises
//! an error that names each waiting task, its location, and what it waits for.

use super::future;
use super::task::{Sleep, Task};
use crate::objects::code::Code;
use crate::objects::generator::{Generator, NativeCoroutine};
use crate::objects::str::{Str, intern};
use crate::runtime::heap::live_objects_of;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Raised, Vm};

/// The error for the tasks that wait now.
#[cold]
pub fn report(vm: &Vm) -> Raised {
    let mut tasks = live_objects_of::<Task>();
    tasks.retain(|t| !t.future.is_done() && !t.future.loop_.is_unset());
    let mut lines: Vec<(i64, String)> = tasks.iter().map(|t| (order(t), line(vm, t))).collect();
    lines.sort();
    let count = match lines.len() {
        1 => "1 task waits".to_string(),
        n => format!("{n} tasks wait"),
    };
    let mut text = format!("deadlock: {count} for something that can never happen");
    for (_, line) in lines {
        text.push_str("\n  ");
        text.push_str(&line);
    }
    vm.runtime_error(text)
}

/// Tasks with a number come first, in its order, then the named ones.
fn order(task: &Ref<Task>) -> i64 {
    task.number().unwrap_or(i64::MAX)
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
        format!(" for {reason}")
    } else if !waiter.is_unset() {
        format!(" for {}", vm.repr_text(&waiter))
    } else if task.sleep.get() != Sleep::None {
        " for a sleep to end".to_string()
    } else {
        String::new()
    };
    text + &what
}

/// The place where a chain of coroutines waits in the program's code, and the native coroutine
/// (such as `Queue.get()`) that it waits for there.
pub fn innermost(vm: &Vm, coroutine: &Value) -> (Option<String>, Option<String>) {
    let mut place = None;
    let mut reason = None;
    let mut at = coroutine.clone();
    // A chain is as long as the program's calls are deep.
    for _ in 0..100_000 {
        let next = if let Some(generator) = at.get::<Generator>() {
            place = location(vm, &at).or(place);
            generator.awaiting()
        } else if let Some(native) = at.get::<NativeCoroutine>() {
            reason = Some(format!("{}()", native.name));
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
