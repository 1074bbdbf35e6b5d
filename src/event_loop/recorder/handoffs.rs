//! Work that is passed to threads and processes, and its end.

use super::events::{Event, Kind, Thing};
use super::{Recorder, running};
use crate::vm::Vm;

impl Recorder {
    /// Work is passed to a thread or process. Returns the number of the hand-off.
    #[cold]
    pub fn handed(&self, vm: &Vm, thing: Thing, work: String) -> u32 {
        let number = self.handoffs.get().wrapping_add(1);
        self.handoffs.set(number);
        let task = self.cause.get();
        let event = Event { kind: Kind::Handed, thing, task, other: number, ..Event::default() };
        if self.is_full() {
            self.tick(&running(vm).clock);
            self.note_with(event, &self.running_frames(vm));
            self.extra(self.text(work));
        } else {
            self.note(event);
        }
        number
    }

    /// The work has ended. `outcome` says how, if it failed.
    #[cold]
    pub fn back(&self, vm: &Vm, thing: Thing, number: u32, outcome: Option<String>) {
        self.tick(&running(vm).clock);
        self.note(Event { kind: Kind::Back, thing, other: number, ..Event::default() });
        if let Some(outcome) = outcome.filter(|_| self.is_full()) {
            self.extra(self.text(outcome));
        }
    }
}
