//! The loop's choices: which of several things that could happen next happens first.
//!
//! A program with one thread leaves few choices: the loop runs what is ready in order. Open is only
//! how long things take: how late a timer is, which thread finishes first, how much work is done
//! before a timer is due. `hob explore` runs a program many times, and a [`Strategy`] decides at
//! each such [`Point`]. Candidate 0 is what the loop normally does; any other is a *departure*. So
//! the departures alone identify a run.
//!
//! - [`timers`]: the choices among timers;
//! - [`network`]: connections in memory;
//! - [`strategy`]: ways to decide;
//! - [`search`]: runs until something is found, and finds the fewest departures that show it;
//! - [`token`]: a run as a short text.
//!
//! Without exploration, the loop only reads one flag per pass.

pub mod network;
pub mod search;
pub mod strategy;
pub mod timers;
pub mod token;

use super::EventLoop;
use super::ready::Entry;
use rustc_hash::FxHasher;
use std::cell::{Cell, RefCell};
use std::hash::{Hash, Hasher};

/// The maximum number of candidates at one point. If there are more, the first ones are eligible.
const MOST_CANDIDATES: usize = 8;

/// The kind of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The timer that is due next, or the ready work before it.
    Timer,
    /// Whether the next timer is due in time, or as late as it may be.
    Late,
    /// The entry of the ready queue that runs next.
    Ready,
    /// The thread that runs next.
    Thread,
    /// Whether data has arrived by now.
    Arrival,
    /// The number of bytes that arrive together.
    Piece,
}

/// A point at which several things could happen next.
#[derive(Clone, Copy, Debug)]
pub struct Point<'a> {
    /// The number of points before it in the run.
    pub index: usize,
    /// The kind.
    pub kind: Kind,
    /// The actor of each candidate: a task's number, or a number beyond those of tasks.
    pub actors: &'a [u64],
}

/// A way to decide.
pub trait Strategy {
    /// The candidate to take; 0 is the usual one.
    fn choose(&mut self, point: &Point<'_>) -> usize;
}

/// The rules of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The seed of all randomness in the program.
    pub seed: u32,
    /// Whether ready tasks may run in any order.
    pub any_order: bool,
    /// The maximum lateness of a timer, as a share of its delay.
    pub late: f64,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { seed: 1, any_order: false, late: 1.0 }
    }
}

/// A decision that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The kind of the point.
    pub kind: Kind,
    /// The number of candidates.
    pub candidates: u32,
    /// The one that was taken.
    pub chosen: u32,
    /// The actor of the usual candidate, and of the one that was taken.
    pub actors: (u64, u64),
}

/// Something that went wrong without ending the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A task was destroyed while pending, or a coroutine was never awaited.
    LostTask,
    /// The exception of a task or future was never retrieved.
    LostException,
    /// A callback or finalizer raised an exception, which the loop reported.
    Reported,
}

/// The record of a run.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The decisions, in order.
    pub decisions: Vec<Decision>,
    /// A number that identifies the sequence of steps and their times.
    pub steps: u64,
    /// The troubles, with their messages.
    pub troubles: Vec<(Trouble, String)>,
    /// The addresses of connections to the outside, which are not explored.
    pub outside: Vec<String>,
}

/// A run that is being explored.
struct Run {
    strategy: Box<dyn Strategy>,
    record: Record,
    hasher: FxHasher,
}

/// The hook of the loop.
#[derive(Default)]
pub struct Choices {
    is_on: Cell<bool>,
    any_order: Cell<bool>,
    /// The maximum lateness of a timer, as a share of its delay.
    late: Cell<f64>,
    /// The network of the run.
    pub network: network::Network,
    /// Whether the run was interrupted because only the outside could have let it continue.
    pub interrupted: Cell<bool>,
    run: RefCell<Option<Box<Run>>>,
}

impl Choices {
    /// Lets a strategy decide from now on.
    pub fn start(&self, settings: Settings, strategy: Box<dyn Strategy>) {
        let run = Run { strategy, record: Record::default(), hasher: FxHasher::default() };
        *self.run.borrow_mut() = Some(Box::new(run));
        self.any_order.set(settings.any_order);
        self.late.set(settings.late);
        self.network.start();
        self.interrupted.set(false);
        self.is_on.set(true);
    }

    /// Ends the run, and returns its record.
    pub fn finish(&self) -> Record {
        self.is_on.set(false);
        self.any_order.set(false);
        let outside = self.network.finish();
        let Some(run) = self.run.take() else { return Record::default() };
        Record { steps: run.hasher.finish(), outside, ..run.record }
    }

    /// Whether a strategy decides.
    #[inline]
    pub fn is_on(&self) -> bool {
        self.is_on.get()
    }

    /// Whether ready tasks may run in any order.
    #[inline]
    pub fn any_order(&self) -> bool {
        self.any_order.get()
    }

    /// The maximum lateness of an event that was to take this long, in nanoseconds.
    pub fn lateness(&self, delay: i64) -> i64 {
        (delay.max(0) as f64 * self.late.get()) as i64
    }

    /// The candidate to take at a point, of those with these actors. Without a choice it is the first.
    pub fn choose(&self, kind: Kind, actors: &[u64]) -> usize {
        if actors.len() < 2 {
            return 0;
        }
        let mut run = self.run.borrow_mut();
        let Some(run) = run.as_deref_mut() else { return 0 };
        let index = run.record.decisions.len();
        let actors = &actors[..actors.len().min(MOST_CANDIDATES)];
        let chosen = run.strategy.choose(&Point { index, kind, actors }).min(actors.len() - 1);
        run.record.decisions.push(Decision {
            kind,
            candidates: actors.len() as u32,
            chosen: chosen as u32,
            actors: (actors[0], actors[chosen]),
        });
        chosen
    }

    /// The number of the `available` bytes that a read returns: all, one, or half of them.
    pub fn piece(&self, available: usize) -> usize {
        let sizes = [available, 1, available / 2];
        let count = available.min(sizes.len());
        sizes[self.choose(Kind::Piece, &[NETWORK; 3][..count])]
    }

    /// Whether data that is there has not arrived yet. If nothing else is ready, time passes until
    /// the next timer.
    pub fn is_delayed(&self, event_loop: &EventLoop) -> bool {
        if !self.is_on() {
            return false;
        }
        let other = match event_loop.ready.borrow().front() {
            Some(entry) => actor_of(entry),
            None => {
                let next = event_loop.timers.borrow().next();
                let soon = event_loop.running.clock.seconds() + SLOWEST_NETWORK;
                match next {
                    Some(when) if when <= soon => OTHERS,
                    _ => return false,
                }
            }
        };
        self.choose(Kind::Arrival, &[NETWORK, other]) > 0
    }

    /// Records that an actor takes a step at a given time.
    fn step(&self, actor: u64, now: i64) {
        if let Some(run) = self.run.borrow_mut().as_deref_mut() {
            (actor, now).hash(&mut run.hasher);
        }
    }

    /// Records that something went wrong.
    #[cold]
    pub fn note(&self, trouble: Trouble, message: &str) {
        if let Some(run) = self.run.borrow_mut().as_deref_mut() {
            run.record.troubles.push((trouble, message.to_string()));
        }
    }

    /// Takes the entry to run next from a loop's ready queue.
    pub fn next_entry(&self, event_loop: &EventLoop) -> Option<Entry> {
        let index = match self.any_order() {
            true => {
                let ready = event_loop.ready.borrow();
                let actors: Vec<u64> = ready.iter().take(MOST_CANDIDATES).map(actor_of).collect();
                drop(ready);
                self.choose(Kind::Ready, &actors)
            }
            false => 0,
        };
        let entry = event_loop.ready.borrow_mut().remove(index)?;
        self.step(identity_of(&entry), event_loop.running.clock.monotonic());
        Some(entry)
    }
}

/// The numbers of actors that are not tasks begin here.
const OTHERS: u64 = 1 << 32;

/// The actor of data that arrives.
const NETWORK: u64 = OTHERS + 2;

/// The actor of time that passes.
const LATENESS: u64 = OTHERS + 3;

/// The time that data may take to arrive, in seconds.
const SLOWEST_NETWORK: f64 = 1.0;

/// The actor of a thread.
pub fn thread_actor(id: u64) -> u64 {
    2 * OTHERS + id
}

/// A number for an entry of the ready queue among those that are alive.
fn identity_of(entry: &Entry) -> u64 {
    match entry {
        Entry::InContext(_, target, _) => target.bits(),
        Entry::Callback(function, ..) | Entry::Handle(function) => function.bits(),
        _ => actor_of(entry),
    }
}

/// The actor of an entry of the ready queue: its task, or one for all callbacks.
fn actor_of(entry: &Entry) -> u64 {
    match entry {
        Entry::Step(task)
        | Entry::Throw(task, _)
        | Entry::Wakeup(task, _)
        | Entry::SleepDone(task, _) => task.recorded.get().into(),
        Entry::Native(_, _, future) => {
            future.get::<super::task::Task>().map_or(OTHERS, |task| task.recorded.get().into())
        }
        Entry::InContext(..) | Entry::Callback(..) | Entry::Handle(_) => OTHERS,
    }
}
