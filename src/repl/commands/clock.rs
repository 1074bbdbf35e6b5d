//! `%clock`: shows the session's clock, and advances a virtual one.

use super::{Desk, usage};
use crate::event_loop::clock::Clock;
use crate::event_loop::run::check_interrupt;
use crate::repl::run::{Ran, Stopped};

pub(super) fn clock(desk: &Desk<'_>, arguments: &str) -> Ran {
    let clock = &desk.running.clock;
    let mut words = arguments.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (None, ..) => {
            let which = if clock.is_virtual() { "virtual" } else { "real" };
            desk.say(&format!("The clock is {which}; loop.time() is {:.3}.\n", clock.seconds()));
            Ok(())
        }
        (Some(which @ ("real" | "virtual")), None, _) => {
            clock.go_on_as(which == "virtual");
            Ok(())
        }
        (Some("advance"), Some(seconds), None) => match seconds.parse::<f64>() {
            Ok(seconds) if seconds >= 0.0 && seconds.is_finite() => advance(desk, seconds),
            _ => usage("clock"),
        },
        _ => usage("clock"),
    }
}

/// Advances the virtual clock. Timers due meanwhile run at their time.
fn advance(desk: &Desk<'_>, seconds: f64) -> Ran {
    let clock = &desk.running.clock;
    if !clock.is_virtual() {
        return Err(Stopped::Says(
            "Only a virtual clock can be advanced: %clock virtual".to_string(),
        ));
    }
    let end = clock.seconds() + seconds;
    loop {
        run_what_is_ready(desk)?;
        let next = desk.event_loop().timers.borrow().next();
        match next.filter(|when| *when <= end) {
            Some(when) => clock.advance_to(when),
            None => break,
        }
    }
    clock.advance_to(end);
    Ok(())
}

/// Runs passes of the loop until nothing is ready or due.
fn run_what_is_ready(desk: &Desk<'_>) -> Ran {
    let event_loop = desk.event_loop();
    let now = || desk.running.clock.seconds() + Clock::RESOLUTION;
    while event_loop.has_ready()
        || event_loop.timers.borrow().next().is_some_and(|when| when < now())
    {
        desk.pass()?;
        check_interrupt(desk.vm)?;
    }
    Ok(())
}
