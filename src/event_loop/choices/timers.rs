//! The choices among timers.
//!
//! A timer is never early. It may be late by as much as the rules of the run allow:
//! [`Settings::late`](super::Settings::late) times its delay, so that a sleep of 0.1 s cannot
//! outlast one of a minute. Within these bounds any timer may be due next; and ready work may take
//! so long that the next timer becomes due meanwhile. The order of two timers may depend on how
//! late earlier ones were, so time is a choice, too: as usual, or as late as possible.

use super::{Kind, LATENESS, MOST_CANDIDATES, OTHERS, actor_of};
use crate::event_loop::EventLoop;
use crate::event_loop::clock::Clock;
use crate::event_loop::handle;
use crate::event_loop::ready::Entry;
use crate::event_loop::timers::{Due, Timer};

/// The time that the work of one pass may take, in seconds.
const SLOW: f64 = 0.1;

/// Deadlines closer than this are equal, in seconds: they are sums of floats.
const SLACK: f64 = 1e-9;

/// Moves timers to the ready queue as the strategy decides, and advances the clock if nothing is
/// ready.
pub fn fire(event_loop: &EventLoop) {
    learn(event_loop);
    let mut fired = false;
    while let Some(timer) = next(event_loop, fired) {
        fired = true;
        let entry = match timer.due {
            Due::Sleep(task, number) => Entry::SleepDone(task, number),
            Due::Handle(value) => {
                if let Some(handle) = handle::of(&value) {
                    handle.scheduled.set(false);
                }
                Entry::Handle(value)
            }
        };
        event_loop.ready.borrow_mut().push_back(entry);
    }
}

/// Notes how late each new timer may be. All were set since the clock last moved.
fn learn(event_loop: &EventLoop) {
    let now = event_loop.running.clock.seconds();
    let late = event_loop.running.choices.late.get();
    event_loop.timers.borrow_mut().learn(|when| when + (when - now).max(0.0) * late + SLACK);
}

/// The next timer to fire in this pass, if any.
fn next(event_loop: &EventLoop, fired: bool) -> Option<Timer> {
    let running = &event_loop.running;
    let clock = &running.clock;
    let now = clock.seconds();
    let front = event_loop.ready.borrow().front().map(actor_of);
    let others_work = running.threads.has_others() || running.reactor.threads.get() > 0;
    let is_idle = front.is_none() && !event_loop.stopping.get() && !fired && !others_work;
    let mut candidates = candidates(event_loop);
    let now = match is_idle {
        true => wait_longer(event_loop, &candidates),
        false => now,
    };
    let options = options(event_loop, &candidates, now, is_idle);
    let actor = |option: &Option<usize>| match option {
        Some(at) => actor(&candidates[*at].0),
        None => front.unwrap_or(OTHERS),
    };
    let actors: Vec<u64> = options.iter().map(actor).collect();
    let chosen = running.choices.choose(Kind::Timer, &actors);
    let taken = options.get(chosen).copied().flatten();
    let mut timers = event_loop.timers.borrow_mut();
    if is_idle {
        candidates[..taken.unwrap_or(0)].iter().for_each(|(timer, _)| timers.pass_over(timer));
    }
    let taken = taken.map(|at| candidates.remove(at).0);
    candidates.into_iter().for_each(|(timer, _)| timers.put_back(timer));
    let timer = taken?;
    timers.forget(&timer);
    drop(timers);
    if timer.when >= now + Clock::RESOLUTION {
        clock.advance_to(timer.when);
    }
    Some(timer)
}

/// Lets time pass until one of the candidates must be due, if the strategy decides so and any other timer
/// could be overtaken later. Returns the time.
fn wait_longer(event_loop: &EventLoop, candidates: &[(Timer, f64)]) -> f64 {
    let running = &event_loop.running;
    let now = running.clock.seconds();
    let Some((first, _)) = candidates.first() else { return now };
    let is_alone = candidates.len() == 1 && event_loop.timers.borrow().next().is_none();
    let must = candidates.iter().map(|(_, latest)| *latest).fold(f64::INFINITY, f64::min);
    if is_alone || must <= first.when.max(now) + 2.0 * SLACK {
        return now;
    }
    if running.choices.choose(Kind::Late, &[actor(first), LATENESS]) == 0 {
        return now;
    }
    running.clock.advance_to(must);
    must
}

/// The candidates for the next event, the usual one first: a timer, by its index, or the ready
/// work.
fn options(
    event_loop: &EventLoop,
    candidates: &[(Timer, f64)],
    now: f64,
    is_idle: bool,
) -> Vec<Option<usize>> {
    let is_due = |at: &usize| candidates[*at].0.when < now + Clock::RESOLUTION;
    let due: Vec<usize> = (0..candidates.len()).filter(is_due).collect();
    // The first that must be due limits the others.
    let must = candidates.iter().map(|(_, latest)| *latest).reduce(f64::min);
    if is_idle {
        return (0..candidates.len()).map(Some).collect();
    }
    if due.is_empty() {
        // The work may take so long that a timer is due meanwhile.
        let near = (0..candidates.len()).filter(|at| candidates[*at].0.when <= now + SLOW);
        return std::iter::once(None).chain(near.map(Some)).collect();
    }
    if must.is_some_and(|must| must <= now) {
        return due.into_iter().map(Some).collect();
    }
    // A timer that is already late usually stays so until the work of the preferred one is done.
    let timers = event_loop.timers.borrow();
    let is_late = |at: &usize| timers.is_passed(&candidates[*at].0);
    let (late, in_time): (Vec<usize>, Vec<usize>) = due.into_iter().partition(is_late);
    let in_time = in_time.into_iter().map(Some);
    in_time.chain([None]).chain(late.into_iter().map(Some)).collect()
}

/// Removes the timers that may be next, and returns them in order with the time when each must be
/// due.
fn candidates(event_loop: &EventLoop) -> Vec<(Timer, f64)> {
    let mut must = f64::INFINITY;
    let (mut found, mut dropped) = (Vec::new(), Vec::new());
    let mut timers = event_loop.timers.borrow_mut();
    while found.len() < MOST_CANDIDATES
        && timers.next().is_some_and(|when| when <= must)
        && let Some(timer) = timers.pop_due(f64::INFINITY)
    {
        if timer.is_cancelled() {
            timers.cancelled = timers.cancelled.saturating_sub(1);
            dropped.push(timer);
            continue;
        }
        let latest = timers.latest(&timer);
        must = must.min(latest);
        found.push((timer, latest));
    }
    drop(timers);
    drop(dropped);
    found
}

/// The actor of a timer: its task, or one for the callbacks of timers.
fn actor(timer: &Timer) -> u64 {
    match &timer.due {
        Due::Sleep(task, _) => task.recorded.get().into(),
        Due::Handle(_) => OTHERS + 1,
    }
}
