//! The clock: one source of time for the event loop, the `time` module and every timeout.

use rustix::time::{ClockId, clock_gettime};
use std::cell::{Cell, OnceCell};
use std::task::Waker;
use std::time::Duration;

/// A span or point of time in nanoseconds.
pub type Nanos = i64;

/// Nanoseconds per second.
pub const SECOND: Nanos = 1_000_000_000;

/// A clock implemented by the host, for [`Builder::host_clock`](crate::Builder::host_clock): the
/// time of a simulation, or one that runs at a different speed.
///
/// ```
/// use std::cell::Cell;
/// use std::rc::Rc;
/// use std::time::Duration;
///
/// /// A simulation in which nothing happens but the program's timers.
/// #[derive(Clone, Default)]
/// struct Simulation(Rc<Cell<Duration>>);
///
/// impl hob::HostClock for Simulation {
///     fn monotonic(&self) -> Duration { self.0.get() }
///     fn since_epoch(&self) -> Duration { Duration::from_secs(1_700_000_000) + self.0.get() }
///     fn wait_until(&self, deadline: Duration) { self.0.set(deadline) }
/// }
///
/// # fn main() -> hob::Result<()> {
/// let time = Simulation::default();
/// let python = hob::Interpreter::builder().host_clock(time.clone()).build();
/// python.exec("import asyncio; asyncio.run(asyncio.sleep(60))")?;
/// assert_eq!(time.0.get().as_secs(), 60);
/// # Ok(())
/// # }
/// ```
pub trait HostClock {
    /// The time since some fixed point. It never goes backwards.
    fn monotonic(&self) -> Duration;

    /// The time since the Unix epoch.
    fn since_epoch(&self) -> Duration;

    /// Blocks, or advances the clock, until [`HostClock::monotonic`] reaches `deadline`: nothing in
    /// the program can run before that. If it returns early, it is called again.
    fn wait_until(&self, deadline: Duration);

    /// Arranges for a future of [`Interpreter::run_async`](crate::Interpreter::run_async) to be
    /// woken at the deadline, by its waker. A host that runs other futures meanwhile implements
    /// this with a timer; the default blocks.
    fn wake_at(&self, deadline: Duration, waker: &Waker) {
        self.wait_until(deadline);
        waker.wake_by_ref();
    }
}

/// The clock of an interpreter.
///
/// The *virtual* clock stands still while any task can run, and jumps to the next timer when none
/// can, so that sleeps take no time and a program's output never depends on the machine's speed.
///
/// A *host's* clock replaces both. As with the virtual one, waits do not depend on the system's
/// time: [`HostClock::wait_until`] ends them.
#[derive(Default)]
pub struct Clock {
    host: OnceCell<Box<dyn HostClock>>,
    virtual_time: Cell<Option<Virtual>>,
    /// The number of reads of the virtual time since it last moved.
    looks: Cell<u32>,
    /// Offset added to the real monotonic time, so that timers keep their distance when a virtual
    /// clock becomes real.
    offset: Cell<Nanos>,
    /// Whether the virtual clock stands still even when all tasks wait.
    held: Cell<bool>,
    /// Whether processor time is virtual, too.
    repeats: Cell<bool>,
}

/// The clock outside a repetition.
#[derive(Clone, Copy, Debug)]
pub struct Outer {
    virtual_time: Option<Virtual>,
    repeats: bool,
}

#[derive(Clone, Copy, Debug)]
struct Virtual {
    monotonic: Nanos,
    wall: Nanos,
}

/// A program that reads a stopped clock this often is waiting for it to advance. From then on, each
/// read takes [`LOOK_TIME`].
const PATIENCE: u32 = 1000;

/// The time that a read of the clock costs a program that polls it.
const LOOK_TIME: Nanos = SECOND / 1000;

/// The start of the virtual monotonic clock: a whole number, so that differences are exact.
const VIRTUAL_START: Nanos = 1000 * SECOND;

/// The start of a repeatable clock since the epoch: 1 January 2025.
const REPEATED_START: Nanos = 1_735_689_600 * SECOND;

impl Clock {
    /// The clock's resolution in seconds.
    pub const RESOLUTION: f64 = 1e-9;

    /// Makes the clock virtual (or real again). Meant for before the program starts.
    pub fn set_virtual(&self, on: bool) {
        let start = Virtual { monotonic: VIRTUAL_START, wall: read(ClockId::Realtime) };
        self.virtual_time.set(on.then_some(start));
    }

    /// Makes the clock a virtual one that starts at the epoch, and reveals nothing of the real
    /// time.
    pub fn set_fixed(&self) {
        self.virtual_time.set(Some(Virtual { monotonic: VIRTUAL_START, wall: 0 }));
    }

    /// Makes the clock a virtual one that starts at a fixed time, and whose processor time is virtual,
    /// too: the same in each run. Meant for before the program starts.
    pub fn set_repeatable(&self) {
        self.virtual_time.set(Some(Virtual { monotonic: VIRTUAL_START, wall: REPEATED_START }));
        self.looks.set(0);
        self.repeats.set(true);
    }

    /// [`Clock::set_repeatable`] for a part of the program; the result is for
    /// [`Clock::end_repetition`].
    pub fn begin_repetition(&self) -> Outer {
        let outer = Outer { virtual_time: self.virtual_time.get(), repeats: self.repeats.get() };
        self.set_repeatable();
        outer
    }

    /// Ends a repetition: the clock continues as if no time had passed.
    pub fn end_repetition(&self, outer: Outer) {
        self.virtual_time.set(outer.virtual_time);
        self.repeats.set(outer.repeats);
        self.looks.set(0);
    }

    /// Makes the clock virtual or real while timers are set: it continues from its current time.
    pub fn go_on_as(&self, is_virtual: bool) {
        let monotonic = self.monotonic();
        let wall = self.wall();
        self.virtual_time.set(is_virtual.then_some(Virtual { monotonic, wall }));
        self.offset.set(monotonic - read(ClockId::Monotonic));
    }

    /// Replaces this clock by one of the host's. Meant for before the program starts.
    pub fn set_host(&self, clock: Box<dyn HostClock>) {
        let _ = self.host.set(clock);
    }

    /// The host's clock, if it has one.
    pub fn host(&self) -> Option<&dyn HostClock> {
        self.host.get().map(|clock| &**clock)
    }

    /// Whether waits end by [`Clock::advance`] and not by the passing of real time: the clock is
    /// virtual, or the host's.
    pub fn is_virtual(&self) -> bool {
        self.virtual_time.get().is_some() || self.host.get().is_some()
    }

    /// Holds the virtual clock: it does not jump when all tasks wait, because input may still
    /// arrive (a prompt is shown).
    pub fn hold(&self, held: bool) {
        self.held.set(held);
    }

    /// Whether time currently stands still.
    pub fn is_held(&self) -> bool {
        self.held.get() && self.is_virtual()
    }

    /// Time that never goes backwards, from an unspecified start.
    pub fn monotonic(&self) -> Nanos {
        if let Some(host) = self.host.get() {
            return nanos(host.monotonic());
        }
        self.virtual_time
            .get()
            .map_or_else(|| read(ClockId::Monotonic) + self.offset.get(), |v| v.monotonic)
    }

    /// The time of the event loop in seconds: [`Clock::monotonic`].
    pub fn seconds(&self) -> f64 {
        self.monotonic() as f64 * 1e-9
    }

    /// [`Clock::seconds`] to a few milliseconds, which takes a fraction of the time to read.
    pub fn coarse_seconds(&self) -> f64 {
        #[cfg(target_os = "linux")]
        if !self.is_virtual() {
            return (read(ClockId::MonotonicCoarse) + self.offset.get()) as f64 * 1e-9;
        }
        self.seconds()
    }

    /// Time since the Unix epoch.
    pub fn wall(&self) -> Nanos {
        if let Some(host) = self.host.get() {
            return nanos(host.since_epoch());
        }
        self.virtual_time.get().map_or_else(|| read(ClockId::Realtime), |v| v.wall)
    }

    /// Notes that the program reads the time, or that a pass of the loop ends. A program that only
    /// polls the time would wait forever if the clock stood still.
    pub fn look(&self) {
        if self.virtual_time.get().is_some() && self.host.get().is_none() {
            let looks = self.looks.get() + 1;
            self.looks.set(looks);
            if looks > PATIENCE {
                self.advance(LOOK_TIME);
                self.looks.set(looks);
            }
        }
    }

    /// Advances the virtual clock, or waits for the host's; does nothing for the real one.
    pub fn advance(&self, by: Nanos) {
        self.looks.set(0);
        if let Some(host) = self.host.get() {
            host.wait_until(duration(self.monotonic().saturating_add(by.max(0))));
            return;
        }
        if let Some(v) = self.virtual_time.get() {
            let by = by.max(0);
            self.virtual_time.set(Some(Virtual {
                monotonic: v.monotonic.saturating_add(by),
                wall: v.wall.saturating_add(by),
            }));
        }
    }

    /// Like [`Clock::advance`], to a point of the event loop's time, in seconds.
    pub fn advance_to(&self, seconds: f64) {
        if self.is_virtual() {
            self.advance(after(seconds).saturating_sub(self.monotonic()));
        }
    }

    /// Makes the host's clock wake a future at a point of the event loop's time, in seconds. False
    /// if the clock is not the host's.
    pub fn wake_at(&self, seconds: f64, waker: &Waker) -> bool {
        let Some(host) = self.host.get() else { return false };
        host.wake_at(duration(after(seconds)), waker);
        true
    }

    /// The processor time that this process has used.
    pub fn process(&self) -> Nanos {
        match self.repeats.get() {
            true => self.monotonic() - VIRTUAL_START,
            false => process_time(),
        }
    }

    /// The processor time that this thread has used.
    pub fn thread(&self) -> Nanos {
        match self.repeats.get() {
            true => self.monotonic() - VIRTUAL_START,
            false => thread_time(),
        }
    }
}

/// The first nanosecond after a point of the event loop's time, which is rounded to a float: the
/// timer is due then, so that, as with a real clock, the difference of two readings never shows a
/// sleep that is too short.
fn after(seconds: f64) -> Nanos {
    ((seconds * 1e9).ceil() + 1.0).min(Nanos::MAX as f64) as Nanos
}

fn nanos(time: Duration) -> Nanos {
    Nanos::try_from(time.as_nanos()).unwrap_or(Nanos::MAX)
}

fn duration(time: Nanos) -> Duration {
    Duration::from_nanos(time.max(0).unsigned_abs())
}

/// Processor time that this process has used.
pub fn process_time() -> Nanos {
    read(ClockId::ProcessCPUTime)
}

/// Processor time that this thread has used.
pub fn thread_time() -> Nanos {
    read(ClockId::ThreadCPUTime)
}

fn read(clock: ClockId) -> Nanos {
    let time = clock_gettime(clock);
    time.tv_sec.saturating_mul(SECOND).saturating_add(time.tv_nsec)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn virtual_clock() -> Clock {
        let clock = Clock::default();
        clock.set_virtual(true);
        clock
    }

    #[test]
    fn a_virtual_clock_stands_still_until_it_is_moved() {
        let clock = virtual_clock();
        let (start, wall) = (clock.monotonic(), clock.wall());
        std::thread::sleep(std::time::Duration::from_millis(2));
        assert_eq!((clock.monotonic(), clock.wall()), (start, wall));
        clock.advance(5 * SECOND);
        assert_eq!((clock.monotonic(), clock.wall()), (start + 5 * SECOND, wall + 5 * SECOND));
    }

    #[test]
    fn a_real_clock_is_not_moved() {
        let clock = Clock::default();
        let before = clock.monotonic();
        clock.advance(3600 * SECOND);
        clock.advance_to(clock.seconds() + 3600.0);
        assert!(clock.monotonic() - before < 3600 * SECOND);
    }

    #[test]
    fn time_never_goes_back() {
        let clock = virtual_clock();
        let start = clock.monotonic();
        clock.advance(-SECOND);
        clock.advance_to(clock.seconds() - 10.0);
        assert_eq!(clock.monotonic(), start);
    }

    #[test]
    fn a_deadline_is_reached_in_spite_of_rounding() {
        let clock = virtual_clock();
        for step in [0.1, 1e-9, 1.0 / 3.0, 86_400.1] {
            let deadline = clock.seconds() + step;
            clock.advance_to(deadline);
            assert!(clock.seconds() >= deadline, "after {step} s");
        }
    }

    #[test]
    fn the_end_of_time_is_no_overflow() {
        let clock = virtual_clock();
        clock.advance_to(f64::INFINITY);
        clock.advance(Nanos::MAX);
        assert_eq!(clock.monotonic(), Nanos::MAX);
    }

    #[test]
    fn a_program_that_polls_the_time_sees_it_pass() {
        let clock = virtual_clock();
        let start = clock.monotonic();
        (0..PATIENCE).for_each(|_| clock.look());
        assert_eq!(clock.monotonic(), start);
        (0..10).for_each(|_| clock.look());
        assert_eq!(clock.monotonic(), start + 10 * LOOK_TIME);
        // It waited: a new count begins.
        clock.advance(SECOND);
        (0..PATIENCE).for_each(|_| clock.look());
        assert_eq!(clock.monotonic(), start + 10 * LOOK_TIME + SECOND);
    }

    #[test]
    fn timers_keep_their_distance_when_the_kind_of_clock_changes() {
        let clock = virtual_clock();
        clock.advance(7 * SECOND);
        let before = clock.monotonic();
        clock.go_on_as(false);
        let real = clock.monotonic();
        assert!((before..before + SECOND).contains(&real));
        clock.go_on_as(true);
        assert!((real..real + SECOND).contains(&clock.monotonic()));
        assert!(clock.is_virtual());
    }

    #[test]
    fn only_a_virtual_clock_is_held() {
        let clock = Clock::default();
        clock.hold(true);
        assert!(!clock.is_held());
        clock.set_virtual(true);
        assert!(clock.is_held());
    }

    #[test]
    fn a_fixed_clock_begins_at_the_epoch() {
        let clock = Clock::default();
        clock.set_fixed();
        assert_eq!(clock.wall(), 0);
        clock.advance(SECOND);
        assert_eq!(clock.wall(), SECOND);
    }
}
