//! `add_reader` and `add_writer`: callbacks in each pass in which a file is ready.

use super::EventLoop;
use super::choices::network::address_of;
use super::poller::Interest;
use super::reactor::Readiness;
use super::ready::Entry;
use crate::objects::native::{ClassDef, Native, NativeObject};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value, fd};
use crate::vm::{Vm, VmResult};
use std::cell::Cell;
use std::os::fd::RawFd;

/// The direction in which a file is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Something can be read.
    Read,
    /// Something can be written.
    Write,
}

/// The data of a watched file: its callbacks.
struct WatchedFile {
    /// The reactor's number; 0 while the file is not watched.
    number: Cell<u64>,
    reader: Slot,
    writer: Slot,
}

impl NativeObject for WatchedFile {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.reader.get());
        visit(&self.writer.get());
    }

    fn clear(&self) {
        self.reader.set(Value::UNSET);
        self.writer.set(Value::UNSET);
    }
}

static WATCHED_FILE: ClassDef = ClassDef {
    name: "_WatchedFile",
    module: "asyncio.selector_events",
    kind: Kind::Native,
    subclassable: false,
    ..ClassDef::BASE
};

impl WatchedFile {
    fn interest(&self) -> Interest {
        Interest { read: !self.reader.is_unset(), write: !self.writer.is_unset() }
    }
}

fn on_ready(event_loop: &EventLoop, this: &Value, readiness: Readiness) {
    let Some(file) = this.native::<WatchedFile>() else { return };
    let calls = [(readiness.readable, file.reader.get()), (readiness.writable, file.writer.get())];
    for (is_ready, handle) in calls {
        if is_ready && !handle.is_unset() {
            event_loop.push(Entry::Handle(handle));
        }
    }
}

/// Whether a loop watches a file in a direction.
pub fn is_watched(event_loop: &EventLoop, fd: RawFd, direction: Direction) -> bool {
    let known = event_loop.files.borrow().get(&fd).cloned();
    known.as_ref().and_then(|known| known.native::<WatchedFile>()).is_some_and(|file| {
        let slot = if direction == Direction::Read { &file.reader } else { &file.writer };
        !slot.is_unset()
    })
}

/// Sets the handle to run when a file is ready; an unset one removes it. Returns whether there was
/// one before, which is cancelled.
///
/// # Errors
/// OSError if the operating system cannot watch the file.
pub fn set(
    vm: &Vm,
    loop_value: &Value,
    fd: RawFd,
    direction: Direction,
    handle: Value,
) -> VmResult<bool> {
    let event_loop = super::loop_data(vm, loop_value)?;
    let reactor = &event_loop.running.reactor;
    let known = event_loop.files.borrow().get(&fd).cloned();
    let target = match known {
        Some(known) => known,
        None if handle.is_unset() => return Ok(false),
        None => {
            let (reader, writer) = (Slot::default(), Slot::default());
            let file = WatchedFile { number: Cell::new(0), reader, writer };
            Native::new(&vm.class_for(&WATCHED_FILE), file).into_value()
        }
    };
    let Some(file) = target.native::<WatchedFile>() else { return Ok(false) };
    let slot = if direction == Direction::Read { &file.reader } else { &file.writer };
    let old = slot.replace(handle);
    super::handle::cancel_slot(&Slot::new(old.clone()));
    let Some(source) = fd::borrow(fd) else { return Ok(!old.is_unset()) };
    match file.interest() {
        Interest::NONE => {
            reactor.forget(source, file.number.replace(0));
            let removed = event_loop.files.borrow_mut().remove(&fd);
            drop(removed);
        }
        interest => {
            let number = file.number.get();
            if number == 0 || reactor.set_interest(source, number, interest).is_err() {
                // The system forgets a closed file; this is another one with the same number.
                reactor.forget(source, number);
                let watched = reactor.watch(source, interest, loop_value, target.clone(), on_ready);
                match watched {
                    Ok(number) => {
                        file.number.set(number);
                        if event_loop.running.choices.is_on() && address_of(source, true).is_some()
                        {
                            reactor.set_in_memory(number);
                        }
                    }
                    Err(error) => {
                        file.reader.set(Value::UNSET);
                        file.writer.set(Value::UNSET);
                        event_loop.files.borrow_mut().remove(&fd);
                        return Err(vm.os_error(&error, None));
                    }
                }
            }
            event_loop.files.borrow_mut().insert(fd, target.clone());
        }
    }
    Ok(!old.is_unset())
}

/// Stops watching all files: the loop is closed.
pub fn forget_all(event_loop: &EventLoop) {
    for (fd, target) in event_loop.files.take() {
        if let (Some(file), Some(source)) = (target.native::<WatchedFile>(), fd::borrow(fd)) {
            event_loop.running.reactor.forget(source, file.number.replace(0));
        }
    }
}
