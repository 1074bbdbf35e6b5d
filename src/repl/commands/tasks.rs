//! `%tasks` and `%cancel`: the tree of tasks, and cancellation.

use super::usage;
use crate::event_loop::future;
use crate::event_loop::snapshot::Snapshot;
use crate::event_loop::task::{self, Task};
use crate::event_loop::tree;
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

pub(super) fn show(session: &Session<'_>, _: &str) -> Ran {
    let tasks = tasks(session);
    match tasks.is_empty() {
        true => session.say("No task runs.\n"),
        false => session.say(&tree::show(&Snapshot::of(session.vm, tasks), false)),
    }
    Ok(())
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
