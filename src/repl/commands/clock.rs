//! `%clock`: shows the session's clock, and advances a virtual one.

use super::usage;
use crate::event_loop::clock::Clock;
use crate::event_loop::run::check_interrupt;
use crate::repl::run::{Ran, Stopped};
use crate::repl::session::Session;

pub(super) fn clock(session: &Session<'_>, arguments: &str) -> Ran {
    let clock = &session.running.clock;
    let mut words = arguments.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (None, ..) => {
            let which = if clock.is_virtual() { "virtual" } else { "real" };
            session.say(&format!("The clock is {which}; loop.time() is {:.3}.\n", clock.seconds()));
            Ok(())
        }
        (Some(which @ ("real" | "virtual")), None, _) => {
            clock.go_on_as(which == "virtual");
            Ok(())
        }
        (Some("advance"), Some(seconds), None) => match seconds.parse::<f64>() {
            Ok(seconds) if seconds >= 0.0 && seconds.is_finite() => advance(session, seconds),
            _ => usage("clock"),
        },
        _ => usage("clock"),
    }
}

/// Advances the virtual clock. Timers due meanwhile run at their time.
fn advance(session: &Session<'_>, seconds: f64) -> Ran {
    let clock = &session.running.clock;
    if !clock.is_virtual() {
        return Err(Stopped::Says(
            "Only a virtual clock can be advanced: %clock virtual".to_string(),
        ));
    }
    let end = clock.seconds() + seconds;
    loop {
        run_what_is_ready(session)?;
        let next = session.event_loop().timers.borrow().next();
        match next.filter(|when| *when <= end) {
            Some(when) => clock.advance_to(when),
            None => break,
        }
    }
    clock.advance_to(end);
    Ok(())
}

/// Runs passes of the loop until nothing is ready or due.
fn run_what_is_ready(session: &Session<'_>) -> Ran {
    let event_loop = session.event_loop();
    let now = || session.running.clock.seconds() + Clock::RESOLUTION;
    while event_loop.has_ready()
        || event_loop.timers.borrow().next().is_some_and(|when| when < now())
    {
        session.pass()?;
        check_interrupt(session.vm)?;
    }
    Ok(())
}
