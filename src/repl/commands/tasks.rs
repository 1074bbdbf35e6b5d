//! `%tasks` and `%cancel`: the tree of tasks, and cancellation.

use super::{Desk, usage};
use crate::event_loop::future;
use crate::event_loop::snapshot::Snapshot;
use crate::event_loop::task::{self, Task};
use crate::event_loop::tree;
use crate::modules::asyncio::runner::all_tasks;
use crate::repl::run::{Ran, Stopped};
use crate::runtime::{Ref, Value};

/// All tasks of the session, in order of creation.
fn tasks(desk: &Desk<'_>) -> Vec<Ref<Task>> {
    let mut tasks = all_tasks(&desk.loop_value);
    tasks.sort_by_key(|task| (task.number().unwrap_or(i64::MAX), task.name()));
    tasks
}

pub(super) fn show(desk: &Desk<'_>, _: &str) -> Ran {
    let tasks = tasks(desk);
    match tasks.is_empty() {
        true => desk.say("No tasks are running.\n"),
        false => desk.say(&tree::show(&Snapshot::of(desk.vm, tasks), false)),
    }
    Ok(())
}

pub(super) fn cancel(desk: &Desk<'_>, names: &str) -> Ran {
    if names == "all" {
        return cancel_all(desk);
    }
    if names.is_empty() {
        return usage("cancel");
    }
    let tasks = tasks(desk);
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
    end(desk, &chosen)
}

/// Cancels all tasks and waits until they are done.
pub(super) fn cancel_all(desk: &Desk<'_>) -> Ran {
    end(desk, &tasks(desk))
}

fn end(desk: &Desk<'_>, tasks: &[Ref<Task>]) -> Ran {
    for one in tasks {
        task::cancel(desk.vm, one, Value::UNSET)?;
    }
    let futures: Vec<Value> = tasks.iter().map(|t| t.as_value().clone()).collect();
    desk.wait_for(&futures)?;
    for one in tasks {
        let how = match one.future.phase.get() {
            future::Phase::Cancelled => "cancelled",
            _ => "done",
        };
        desk.say(&format!("{} is {how}.\n", one.name()));
    }
    Ok(())
}
