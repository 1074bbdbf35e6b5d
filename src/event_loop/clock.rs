//! The clock: one source of time for the event loop, the `time` module and every timeout.

use rustix::time::{ClockId, clock_gettime};
use std::cell::Cell;

/// A span or point of time in nanoseconds.
pub type Nanos = i64;

/// Nanoseconds per second.
pub const SECOND: Nanos = 1_000_000_000;

/// The clock of an interpreter.
///
/// The *virtual* clock stands still while any task can run, and jumps to the next timer when none
/// can, so that sleeps take no time and a program's output never depends on the machine's speed.
#[derive(Debug, Default)]
pub struct Clock {
    virtual_time: Cell<Option<Virtual>>,
    /// The number of reads of the virtual time since it last moved.
    looks: Cell<u32>,
    /// Offset added to the real monotonic time, so that timers keep their distance when a virtual
    /// clock becomes real.
    offset: Cell<Nanos>,
    /// Whether the virtual clock stands still even when all tasks wait.
    held: Cell<bool>,
}

#[derive(Clone, Copy, Debug)]
struct Virtual {
    monotonic: Nanos,
    wall: Nanos,
}

/// A program that looks at a standing clock this often waits for it to move. From then on, each
/// look takes [`LOOK_TIME`].
const PATIENCE: u32 = 1000;

/// The time that a read of the clock costs a program that polls it.
const LOOK_TIME: Nanos = SECOND / 1000;

/// The start of the virtual monotonic clock: a whole number, so that differences are exact.
const VIRTUAL_START: Nanos = 1000 * SECOND;

impl Clock {
    /// The clock's resolution in seconds.
    pub const RESOLUTION: f64 = 1e-9;

    /// Makes the clock virtual (or real again). Meant for before the program starts.
    pub fn set_virtual(&self, on: bool) {
        let start = Virtual { monotonic: VIRTUAL_START, wall: read(ClockId::Realtime) };
        self.virtual_time.set(on.then_some(start));
    }

    /// Makes the clock a virtual one that starts at the epoch, and tells nothing of the real time.
    pub fn set_fixed(&self) {
        self.virtual_time.set(Some(Virtual { monotonic: VIRTUAL_START, wall: 0 }));
    }

    /// Makes the clock virtual or real while timers are set: it continues from its current time.
    pub fn go_on_as(&self, is_virtual: bool) {
        let monotonic = self.monotonic();
        let wall = self.wall();
        self.virtual_time.set(is_virtual.then_some(Virtual { monotonic, wall }));
        self.offset.set(monotonic - read(ClockId::Monotonic));
    }

    /// Whether the clock is virtual.
    pub fn is_virtual(&self) -> bool {
        self.virtual_time.get().is_some()
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

    /// Time that only goes forward, from an unspecified start.
    pub fn monotonic(&self) -> Nanos {
        self.virtual_time
            .get()
            .map_or_else(|| read(ClockId::Monotonic) + self.offset.get(), |v| v.monotonic)
    }

    /// The time of the event loop in seconds: [`Clock::monotonic`].
    pub fn seconds(&self) -> f64 {
        self.monotonic() as f64 * 1e-9
    }

    /// Time since the Unix epoch.
    pub fn wall(&self) -> Nanos {
        self.virtual_time.get().map_or_else(|| read(ClockId::Realtime), |v| v.wall)
    }

    /// Notes that the program reads the time, or that a pass of the loop ends. A program that only
    /// polls the time would wait for ever if the clock stood still.
    pub fn look(&self) {
        if self.is_virtual() {
            let looks = self.looks.get() + 1;
            self.looks.set(looks);
            if looks > PATIENCE {
                self.advance(LOOK_TIME);
                self.looks.set(looks);
            }
        }
    }

    /// Moves the virtual clock on; the real one takes no notice.
    pub fn advance(&self, by: Nanos) {
        self.looks.set(0);
        if let Some(v) = self.virtual_time.get() {
            let by = by.max(0);
            self.virtual_time.set(Some(Virtual {
                monotonic: v.monotonic.saturating_add(by),
                wall: v.wall.saturating_add(by),
            }));
        }
    }

    /// Moves the virtual clock on to a point of the event loop's time, in seconds.
    pub fn advance_to(&self, seconds: f64) {
        if let Some(v) = self.virtual_time.get() {
            // The loop's time is rounded to a float; rounding up keeps the timer due. As with a real
            // clock a sleep is never too short, whatever two readings are when subtracted.
            let target = ((seconds * 1e9).ceil() + 1.0).min(Nanos::MAX as f64) as Nanos;
            self.advance(target.saturating_sub(v.monotonic));
        }
    }

    /// Processor time that this process has used.
    pub fn process(&self) -> Nanos {
        read(ClockId::ProcessCPUTime)
    }

    /// Processor time that this thread has used.
    pub fn thread(&self) -> Nanos {
        read(ClockId::ThreadCPUTime)
    }
}

fn read(clock: ClockId) -> Nanos {
    let time = clock_gettime(clock);
    time.tv_sec.saturating_mul(SECOND).saturating_add(time.tv_nsec)
}
