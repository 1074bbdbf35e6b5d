//! The end of a story: the time of the run, and how long its waits would have taken in sequence.

use super::{Story, enumerate};
use crate::trace::Trace;
use crate::trace::rounded;
use crate::trace::timeline::{Life, State};
use std::fmt::Write;

impl Story<'_> {
    pub(super) fn summary(&self) -> String {
        let total = self.trace.end();
        if self.lives.is_empty() {
            return format!("The program took {}, without an event loop.", rounded(total));
        }
        let spent =
            |life: &Life| -> i64 { waits_of(self.trace, life).map(|(from, to)| to - from).sum() };
        let parts: Vec<(u32, i64)> = self
            .lives
            .values()
            .map(|life| (life.task, spent(life)))
            .filter(|(_, time)| *time >= 1_000_000)
            .collect();
        let sum: i64 = parts.iter().map(|(_, time)| time).sum();
        let covered = self.covered();
        let mut text = format!("It took {} in all.", rounded(total));
        if parts.len() > 1 && sum > covered + 1_000_000 {
            let each =
                parts.iter().map(|(task, time)| format!("{} {}", self.task(*task), rounded(*time)));
            let listed = match parts.len() {
                2..=6 => enumerate(each.collect()),
                n => format!("{n} tasks"),
            };
            let _ = write!(
                text,
                " One after another, the waits ({listed}) would have taken {},",
                rounded(sum)
            );
            let longest = parts.iter().map(|(_, time)| *time).max().unwrap_or(0);
            let mut longest = parts.iter().filter(|(_, time)| time + 1_000_000 > longest);
            let one = match (longest.next(), longest.next()) {
                (Some((task, _)), None) => self.task(*task),
                _ => "one".to_string(),
            };
            // The waits are nearly the whole run, or a part of it.
            let took = match covered * 50 >= total * 49 {
                true => String::new(),
                false => format!(" and took {}", rounded(covered)),
            };
            let _ = write!(
                text,
                " but they overlap{took}: while {one} waited, the others had their turn."
            );
        } else if self.sleeps_twice() && !self.lives.values().any(waits_outside) {
            text.push_str(" No two sleeps overlapped: they came one after another.");
        }
        self.sum_up_blocks(&mut text);
        text
    }

    /// Whether there are two times in which a task sleeps or blocks.
    fn sleeps_twice(&self) -> bool {
        let waits = self.lives.values().flat_map(|life| waits_of(self.trace, life));
        waits.filter(|(from, to)| to - from >= 1_000_000).nth(1).is_some()
    }

    /// The time in which at least one task sleeps or blocks, in nanoseconds.
    fn covered(&self) -> i64 {
        let waits = self.lives.values().flat_map(|life| waits_of(self.trace, life));
        let mut waits: Vec<(i64, i64)> = waits.collect();
        waits.sort_unstable();
        let (mut covered, mut until) = (0, i64::MIN);
        for (from, to) in waits {
            covered += (to - from.max(until)).max(0);
            until = until.max(to);
        }
        covered
    }

    /// Adds which task kept the others from running.
    fn sum_up_blocks(&self, text: &mut String) {
        let blocks = |life: &Life| life.time_in(State::Blocking);
        let blocking = self.lives.values().filter(|life| blocks(life) >= 1_000_000);
        let blocking: Vec<&Life> = blocking.collect();
        let total: i64 = blocking.iter().map(|life| blocks(life)).sum();
        if let Some(first) = blocking.first()
            && self.lives.len() > 1
        {
            let who = match blocking.len() {
                1 => self.task(first.task),
                n => format!("{n} tasks"),
            };
            let _ = write!(
                text,
                " {who} blocked the loop for {}: in that time, nobody else had a turn.",
                rounded(total)
            );
        }
    }
}

/// Whether a task waits for files, threads or processes, which may overlap with everything else.
fn waits_outside(life: &Life) -> bool {
    life.time_in(State::Outside) >= 1_000_000
}

/// The times in which a task sleeps or blocks. A sleep counts for the requested time, even if
/// others kept its task from continuing then.
fn waits_of(trace: &Trace, life: &Life) -> impl Iterator<Item = (i64, i64)> {
    let spans = life.spans.iter();
    let waits = spans.filter(|span| matches!(span.state, State::Sleeping | State::Blocking));
    waits.map(|span| {
        let asked = trace.events[span.event].asked().filter(|_| span.state == State::Sleeping);
        (span.from, asked.map_or(span.to, |asked| span.to.min(span.from.saturating_add(asked))))
    })
}
