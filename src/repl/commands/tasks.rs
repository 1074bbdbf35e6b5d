//! `%tasks` and `%cancel`: the tree of tasks, and cancellation.

use super::usage;
use crate::event_loop::future::{self, Future};
use crate::event_loop::task::{Sleep, Task};
use crate::event_loop::timers::Due;
use crate::event_loop::{deadlock, task};
use crate::modules::asyncio::runner::all_tasks;
use crate::repl::run::{Ran, Stopped};
use crate::repl::session::Session;
use crate::runtime::{Ref, Value};

/// All tasks of the session, in order of creation.
fn tasks(session: &Session<'_>) -> Vec<Ref<Task>> {
    let mut tasks = all_tasks(&session.loop_value);
    tasks.sort_by_key(|task| (task.number().unwrap_or(i64::MAX), task.name()));
    tasks
}

/// The tasks that a task awaits.
fn awaited(task: &Ref<Task>) -> Vec<Ref<Task>> {
    let waiter = task.waiter.get();
    let gathering = waiter.get::<Future>().and_then(|f| f.gathering.as_ref());
    match gathering {
        Some(gathering) => {
            gathering.pending().filter_map(|c| c.clone().into_ref::<Task>().ok()).collect()
        }
        None => waiter.clone().into_ref::<Task>().into_iter().collect(),
    }
}

pub(super) fn show(session: &Session<'_>, _: &str) -> Ran {
    let tasks = tasks(session);
    let mut text = String::new();
    if tasks.is_empty() {
        text.push_str("No task runs.\n");
    }
    let children: Vec<Value> = tasks.iter().flat_map(awaited).map(Ref::into_value).collect();
    let is_child = |task: &Ref<Task>| children.iter().any(|c| c.is(task.as_value()));
    let mut shown = Vec::new();
    // Tasks that wait for each other in a cycle have no root.
    let roots = tasks.iter().filter(|t| !is_child(t)).chain(tasks.iter());
    for task in roots {
        branch(session, task, "", "", &mut shown, &mut text);
    }
    session.say(&text);
    Ok(())
}

/// Adds a task, and below it those that it awaits.
fn branch(
    session: &Session<'_>,
    task: &Ref<Task>,
    mark: &str,
    indent: &str,
    shown: &mut Vec<Value>,
    text: &mut String,
) {
    if shown.iter().any(|s| s.is(task.as_value())) {
        if !mark.is_empty() {
            text.push_str(&format!("{mark}{} (see above)\n", task.name()));
        }
        return;
    }
    shown.push(task.as_value().clone());
    text.push_str(&format!("{mark}{}\n", line(session, task)));
    let children = awaited(task);
    for (i, child) in children.iter().enumerate() {
        let (branch_mark, more) =
            if i + 1 < children.len() { ("├─ ", "│  ") } else { ("└─ ", "   ") };
        let (mark, indent) = (format!("{indent}{branch_mark}"), format!("{indent}{more}"));
        branch(session, child, &mark, &indent, shown, text);
    }
}

/// A task on one line: name, location, what it waits for and for how long.
fn line(session: &Session<'_>, task: &Ref<Task>) -> String {
    let vm = session.vm;
    let now = session.running.clock.seconds();
    let (place, reason) = deadlock::innermost(vm, &task.coroutine.get());
    let reason = reason.map(|awaited| awaited.text);
    let place = place.unwrap_or_else(|| deadlock::coroutine_text(vm, &task.coroutine.get()));
    let waiter = task.waiter.get();
    let since = match task.since.get() {
        0.0 => String::new(),
        since => format!(", for {} so far", span(now - since)),
    };
    let what = if let Sleep::Pending(_) = task.sleep.get() {
        let timers = session.event_loop().timers.borrow();
        let own = timers.iter().find(|t| {
            matches!(&t.due, Due::Sleep(sleeper, number)
                if sleeper.is(task) && task.sleeps_until(*number))
        });
        let left = own.map_or(String::new(), |t| format!(", {} left", span(t.when - now)));
        format!("sleeping{left}")
    } else if waiter.is_unset() {
        return format!("{}: {place}: ready to run", task.name());
    } else if let Some(other) = waiter.get::<Task>() {
        format!("waiting for {}", other.name())
    } else if let Some(gathering) = waiter.get::<Future>().and_then(|f| f.gathering.as_ref()) {
        format!("waiting for gather() of {}", gathering.pending().count())
    } else if let Some(reason) = reason {
        format!("waiting for {reason}")
    } else {
        format!("waiting for {}", vm.repr_text(&waiter))
    };
    format!("{}: {place}: {what}{since}", task.name())
}

/// A duration in words.
pub(super) fn span(seconds: f64) -> String {
    let seconds = seconds.max(0.0);
    match seconds {
        s if s >= 3600.0 => format!("{:.0} h {:.0} min", (s / 3600.0).floor(), s % 3600.0 / 60.0),
        s if s >= 60.0 => format!("{:.0} min {:.0} s", (s / 60.0).floor(), s % 60.0),
        s if s >= 1.0 => format!("{s:.1} s"),
        s if s >= 1e-3 => format!("{:.1} ms", s * 1e3),
        s if s >= 1e-6 => format!("{:.1} µs", s * 1e6),
        s => format!("{:.0} ns", s * 1e9),
    }
}

pub(super) fn cancel(session: &Session<'_>, names: &str) -> Ran {
    if names == "all" {
        return cancel_all(session);
    }
    if names.is_empty() {
        return usage("cancel");
    }
    let tasks = tasks(session);
    let mut chosen = Vec::new();
    for name in names.split_whitespace() {
        let number = name.parse::<i64>().ok();
        let found =
            tasks.iter().find(|t| t.name() == name || number.is_some() && t.number() == number);
        match found {
            Some(task) => chosen.push(task.clone()),
            None => return Err(Stopped::Says(format!("There is no task {name}."))),
        }
    }
    end(session, &chosen)
}

/// Cancels all tasks and waits until they are done.
pub(super) fn cancel_all(session: &Session<'_>) -> Ran {
    end(session, &tasks(session))
}

fn end(session: &Session<'_>, tasks: &[Ref<Task>]) -> Ran {
    for one in tasks {
        task::cancel(session.vm, one, Value::UNSET)?;
    }
    let futures: Vec<Value> = tasks.iter().map(|t| t.as_value().clone()).collect();
    session.wait_for(&futures)?;
    for one in tasks {
        let how = match one.future.phase.get() {
            future::Phase::Cancelled => "cancelled",
            _ => "done",
        };
        session.say(&format!("{} is {how}.\n", one.name()));
    }
    Ok(())
}
