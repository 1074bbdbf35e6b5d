//! The recorder: the events of tasks and the loop, in the order in which they happen.
//!
//! The *ring* holds the latest events at a hardly measurable cost: small events of one size, and
//! the time of passes that begin a millisecond after the last recorded time. A *full* recording
//! (`hob trace`) keeps all events, with the time of each step, output, coroutines and the stacks of
//! calls.
//!
//! The hooks here are called by the loop and the modules above it. `trace` reads the events.

pub mod events;
mod handoffs;
pub mod watch;

use super::clock::{Clock, Nanos};
use super::future::{SHIELD, state_of};
use super::origin::is_library;
use super::running;
use super::snapshot::{Place, wait_of};
use super::task::Task;
use crate::objects::code::Code;
use crate::objects::exception::Exception;
pub use crate::objects::generator::Holder;
use crate::objects::generator::{Generator, NativeCoroutine};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Frame, Raised, Vm};
use events::{Event, Kind, Thing};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use watch::Watch;

/// The number of events in the ring, and in the buffer of a full recording.
const CAPACITY: usize = 1 << 15;

/// The minimum number of seconds between two times in the ring.
const BETWEEN_TIMES: f64 = 0.001;

/// The maximum number of code objects that a ring refers to; events of further ones have no
/// location.
const RING_CODES: usize = 4096;

/// The frames recorded with an event at most.
const MOST_FRAMES: usize = 40;

/// The maximum number of texts in a full recording, so that a program that prints forever only
/// exhausts its trace and not the machine's memory.
const MOST_TEXTS: usize = 50_000_000;

/// The prefixes of library calls that wait for something outside the loop.
const OUTSIDE: &[(&str, Thing)] = &[
    ("Process.", Thing::File),
    ("Server.", Thing::File),
    ("StreamReader.", Thing::File),
    ("StreamWriter.", Thing::File),
    ("loop.sock_", Thing::File),
    ("open_connection", Thing::File),
    ("open_unix_connection", Thing::File),
    ("to_thread", Thing::Thread),
];

/// The task that is responsible for what a thread does, and what its step is about to wait for.
pub type Cause = (u32, (Thing, u32));

/// The amount that is recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Nothing.
    #[default]
    Off,
    /// The latest events.
    Ring,
    /// Everything.
    Full,
}

/// A coroutine of a full recording that has not been seen running.
struct Pending {
    number: u32,
}

/// The tables of a full recording.
#[derive(Default)]
pub struct Tables {
    /// Texts, by number.
    pub texts: Vec<String>,
    text_bytes: usize,
    /// The name of each task that has ended or been made, by number.
    pub names: HashMap<u32, String>,
    /// The class name of each object, by number.
    pub objects: HashMap<u32, String>,
    coroutines: HashMap<u64, Pending>,
    coroutine_count: u32,
    /// The coroutine that each task runs, by the task's number.
    pub coroutines_of: HashMap<u32, u32>,
}

/// The recorder of an interpreter.
#[derive(Default)]
pub struct Recorder {
    mode: Cell<Mode>,
    /// Whether steps are timed: everything is recorded, or tasks are watched.
    is_timed: Cell<bool>,
    watch: RefCell<Option<Box<Watch>>>,
    /// Its buffer, which is touched only as far as events fill it, never grows after the start.
    buffer: RefCell<Vec<Event>>,
    next: Cell<usize>,
    /// Whether the ring has wrapped around.
    wrapped: Cell<bool>,
    /// The events of a full recording before those in the buffer.
    kept: RefCell<Vec<Event>>,
    /// The latest recorded time.
    now: Cell<Nanos>,
    /// In seconds, the time from which a pass reads the clock for the ring.
    next_reading: Cell<f64>,
    tasks: Cell<u32>,
    resources: Cell<u32>,
    /// The task, from 1, that is responsible for what happens; 0 for the loop itself.
    cause: Cell<u32>,
    /// The object that the running step is about to wait for.
    waits_for: Cell<(Thing, u32)>,
    /// The seconds of the sleep that the running step requested.
    asked: Cell<f64>,
    handoffs: Cell<u32>,
    codes: RefCell<Vec<Ref<Code>>>,
    /// The tables of a full recording.
    pub tables: RefCell<Tables>,
}

impl Recorder {
    /// Starts recording. A full recording also makes the VM report coroutines and output.
    pub fn start(&self, vm: &Vm, clock: &Clock, mode: Mode) {
        self.mode.set(mode);
        if mode != Mode::Off {
            let mut buffer = self.buffer.borrow_mut();
            let missing = CAPACITY - buffer.len();
            buffer.reserve_exact(missing);
            drop(buffer);
            self.set_time(clock.monotonic());
        }
        vm.is_traced.set(mode == Mode::Full);
        self.is_timed.set(mode == Mode::Full || self.watch.borrow().is_some());
    }

    /// The times and counts of tasks since watching began. The first call begins it; it continues
    /// for some seconds after the last.
    pub fn watch(&self, clock: &Clock) -> Watch {
        let now = clock.monotonic();
        let mut watch = self.watch.borrow_mut();
        let watch = watch.get_or_insert_default();
        watch.extend(now);
        // The running step so far.
        watch.spend(now, self.cause.get());
        self.is_timed.set(true);
        (**watch).clone()
    }

    /// Drops the events recorded so far, and the tables of a full recording.
    pub fn forget(&self) {
        self.kept.take();
        self.buffer.borrow_mut().clear();
        self.next.set(0);
        self.wrapped.set(false);
        self.tables.take();
    }

    /// The amount that is recorded.
    pub fn mode(&self) -> Mode {
        self.mode.get()
    }

    /// Whether everything is recorded.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.mode.get() == Mode::Full
    }

    /// The recorded events, oldest first.
    pub fn events(&self) -> Vec<Event> {
        let mut events = self.kept.borrow().clone();
        let buffer = self.buffer.borrow();
        let (newer, older) = buffer.split_at(self.next.get().min(buffer.len()));
        if self.wrapped.get() {
            events.extend(older);
        }
        events.extend(newer);
        events
    }

    /// Whether older events than the recorded ones are lost.
    pub fn is_cut(&self) -> bool {
        self.wrapped.get()
    }

    /// The code objects that events refer to; the first has number 1.
    pub fn codes(&self) -> Vec<Ref<Code>> {
        self.codes.borrow().clone()
    }

    #[inline]
    fn note(&self, event: Event) {
        let next = self.next.get();
        let mut buffer = self.buffer.borrow_mut();
        if let Some(place) = buffer.get_mut(next) {
            *place = event;
        } else if next < buffer.capacity() {
            buffer.push(event);
        } else {
            return self.note_at_end(&mut buffer, event);
        }
        self.next.set(next + 1);
    }

    /// The buffer is full, or there is none.
    #[cold]
    fn note_at_end(&self, buffer: &mut [Event], event: Event) {
        match self.mode.get() {
            Mode::Off => return,
            Mode::Ring => self.wrapped.set(true),
            Mode::Full => self.kept.borrow_mut().extend(&*buffer),
        }
        buffer[0] = event;
        self.next.set(1);
    }

    fn set_time(&self, now: Nanos) {
        self.now.set(now);
        self.next_reading.set(now as f64 * 1e-9 + BETWEEN_TIMES);
        let bits = now.cast_unsigned();
        let (other, at) = (bits as u32, (bits >> 32) as u32);
        self.note(Event { kind: Kind::Time, other, at, ..Event::default() });
    }

    /// If steps are timed, records the time if it has changed.
    #[inline]
    fn tick(&self, clock: &Clock) {
        if self.is_timed.get() {
            self.read_clock(clock);
        }
    }

    #[cold]
    fn read_clock(&self, clock: &Clock) {
        let now = clock.monotonic();
        if let Some(watch) = &mut *self.watch.borrow_mut() {
            watch.spend(now, self.cause.get());
        }
        if now != self.now.get() {
            self.set_time(now);
        }
    }

    /// If tasks are watched, counts a pass. Ends the watch if no one has looked for a while.
    #[cold]
    fn watch_pass(&self, clock: &Clock) {
        let mut watch = self.watch.borrow_mut();
        let Some(known) = &mut *watch else { return };
        let (ended, now) = (known.last(), clock.monotonic());
        known.pass(ended, now);
        if known.is_over(now) {
            *watch = None;
            self.is_timed.set(self.is_full());
        }
    }

    /// If tasks are watched, counts a step, or the end of one that only let others run.
    #[cold]
    fn watch_step(&self, task: u32, yields: bool) {
        if let Some(watch) = &mut *self.watch.borrow_mut() {
            let counts = watch.tasks.entry(task).or_default();
            if yields {
                counts.yields += 1;
            } else {
                counts.steps += 1;
            }
        }
    }

    /// The number of a code object; 0 if it has none.
    #[inline]
    fn number_of(&self, code: &Ref<Code>) -> u16 {
        match code.recorded.get() {
            0 => self.number_code(code),
            number => number,
        }
    }

    #[cold]
    fn number_code(&self, code: &Ref<Code>) -> u16 {
        let mut codes = self.codes.borrow_mut();
        let most = match self.mode.get() {
            Mode::Off => 0,
            Mode::Ring => RING_CODES,
            Mode::Full => usize::from(u16::MAX),
        };
        if codes.len() >= most {
            return 0;
        }
        codes.push(code.clone());
        code.recorded.set(codes.len() as u16);
        code.recorded.get()
    }

    /// The number of a new text.
    fn text(&self, text: String) -> u32 {
        let tables = &mut *self.tables.borrow_mut();
        if tables.text_bytes > MOST_TEXTS {
            return 0;
        }
        tables.text_bytes += text.len();
        tables.texts.push(text);
        tables.texts.len() as u32
    }

    /// Records an event, followed by its location and further frames in a full recording.
    #[cold]
    fn note_with(&self, mut event: Event, frames: &[(u16, u32)]) {
        if let Some((first, rest)) = frames.split_first() {
            (event.code, event.at) = *first;
            self.note(event);
            for (code, at) in rest {
                self.note(Event { kind: Kind::Frame, code: *code, at: *at, ..Event::default() });
            }
        } else {
            self.note(event);
        }
    }

    /// The running calls, innermost first. Records coroutines seen for the first time.
    fn running_frames(&self, vm: &Vm) -> Vec<(u16, u32)> {
        let mut frames = Vec::new();
        vm.running_frames(&mut |code, at, owner| self.add_frame(&mut frames, code, at, owner));
        frames
    }

    fn add_frame(
        &self,
        frames: &mut Vec<(u16, u32)>,
        code: &Ref<Code>,
        at: u32,
        owner: u64,
    ) -> bool {
        // A generator may have the address of an earlier coroutine that was not seen running.
        if code.flags.coroutine && !code.flags.generator {
            self.seen(owner);
        }
        frames.push((self.number_of(code), at));
        frames.len() < MOST_FRAMES
    }

    /// Records that a coroutine has begun, if it was not known.
    fn seen(&self, owner: u64) {
        let begun = self.tables.borrow_mut().coroutines.remove(&owner);
        if let Some(begun) = begun {
            let task = self.cause.get();
            self.note(Event { kind: Kind::Begins, task, other: begun.number, ..Event::default() });
        }
    }

    /// The next number of a task.
    pub fn next_task(&self) -> u32 {
        self.tasks.set(self.tasks.get().wrapping_add(1));
        self.tasks.get()
    }

    /// The number of a lock, queue or the like, in a cell of the object `this`.
    #[inline]
    pub fn resource(&self, vm: &Vm, number: &Cell<u32>, this: &Value) -> u32 {
        if number.get() == 0 {
            self.number_resource(vm, number, this);
        }
        number.get()
    }

    #[cold]
    fn number_resource(&self, vm: &Vm, number: &Cell<u32>, this: &Value) {
        self.resources.set(self.resources.get().wrapping_add(1));
        number.set(self.resources.get());
        if self.is_full() {
            let class = vm.class_of(this).name();
            self.tables.borrow_mut().objects.insert(number.get(), class);
        }
    }

    /// Another thread runs: saves the state of the previous one, and restores that of the next.
    pub fn exchange(&self, (cause, waits_for): Cause) -> Cause {
        (self.cause.replace(cause), self.waits_for.replace(waits_for))
    }

    /// The program renames a task.
    pub fn renamed(&self, task: &Task) {
        if self.is_full() {
            self.tables.borrow_mut().names.insert(task.recorded.get(), task.name());
        }
    }

    /// The task that runs, or is responsible for what runs; 0 for none.
    pub fn cause(&self) -> u32 {
        self.cause.get()
    }

    /// A pass of the loop begins, at roughly `seconds` by the loop's clock.
    #[inline]
    pub fn pass(&self, clock: &Clock, seconds: f64) {
        if self.is_timed.get() {
            self.watch_pass(clock);
            self.read_clock(clock);
        } else if seconds >= self.next_reading.get() {
            self.read_clock(clock);
        }
        self.cause.set(0);
        self.note(Event { kind: Kind::Pass, ..Event::default() });
    }

    /// A task has been created; its number and coroutine are set.
    #[inline]
    pub fn made(&self, vm: &Vm, clock: &Clock, task: &Task) {
        let (number, other) = (task.recorded.get(), self.cause.get());
        if self.is_full() {
            return self.made_fully(vm, clock, task);
        }
        let code = task.coroutine.get().get::<Generator>().map_or(0, |generator| {
            match Frame::code_of(&generator.frame).recorded.get() {
                0 => self.number_coroutine(vm, task),
                number => number,
            }
        });
        self.note(Event { kind: Kind::Made, code, task: number, other, ..Event::default() });
    }

    /// The number of the code of a new task's coroutine.
    #[cold]
    fn number_coroutine(&self, vm: &Vm, task: &Task) -> u16 {
        let mut code = 0;
        vm.suspended_chain(&task.coroutine.get(), &mut |of, _, _| {
            code = self.number_of(of);
            false
        });
        code
    }

    /// At the start of a full recording: a task that already exists.
    #[cold]
    pub fn known(&self, task: &Task) {
        let (number, other) = (task.recorded.get(), task.made.get().task);
        let (name, thing) = coroutine_name(&task.coroutine.get());
        self.tables.borrow_mut().names.insert(number, task.name());
        let text = self.text(name);
        self.note(Event { kind: Kind::Known, thing, task: number, other, ..Event::default() });
        self.extra(text);
    }

    #[cold]
    fn made_fully(&self, vm: &Vm, clock: &Clock, task: &Task) {
        self.tick(clock);
        let frames = self.running_frames(vm);
        let coroutine = task.coroutine.get();
        let (name, thing) = coroutine_name(&coroutine);
        let (number, other) = (task.recorded.get(), self.cause.get());
        {
            let tables = &mut *self.tables.borrow_mut();
            tables.names.insert(number, task.name());
            // Hob's own coroutines are not recorded, and may have the address of an earlier one
            // that was.
            if thing != Thing::Loop
                && let Some(pending) = tables.coroutines.remove(&coroutine.bits())
            {
                tables.coroutines_of.insert(number, pending.number);
            }
        }
        let text = self.text(name);
        let event = Event { kind: Kind::Made, thing, task: number, other, ..Event::default() };
        self.note_with(event, &frames);
        self.extra(text);
    }

    /// The text of the preceding event, as a frame without code.
    fn extra(&self, text: u32) {
        self.note(Event { kind: Kind::Frame, other: text, ..Event::default() });
    }

    /// A step of a task begins.
    #[inline]
    pub fn step(&self, clock: &Clock, task: u32) {
        if self.is_timed.get() {
            self.read_clock(clock);
            self.watch_step(task, false);
        }
        self.cause.set(task);
        self.waits_for.set((Thing::None, 0));
        self.note(Event { kind: Kind::Step, task, ..Event::default() });
    }

    /// The step ends.
    #[inline]
    pub fn left(&self, clock: &Clock) {
        self.tick(clock);
        self.cause.set(0);
    }

    /// A step that ran inside another one ends; `cause` is the other one's task.
    pub fn resume(&self, clock: &Clock, cause: u32) {
        self.left(clock);
        self.cause.set(cause);
        self.note(Event { kind: Kind::Step, task: cause, ..Event::default() });
    }

    /// The running step is about to wait for an object. If it waits through other objects, the
    /// first is the one that the program named.
    #[inline]
    pub fn will_wait(&self, thing: Thing, number: u32) {
        if self.waits_for.get().0 == Thing::None {
            self.waits_for.set((thing, number));
        }
    }

    /// The running step is about to sleep.
    #[inline]
    pub fn will_sleep(&self, seconds: f64) {
        self.asked.set(seconds);
    }

    /// Whether the running step is about to wait for a lock.
    #[inline]
    pub fn waits_for_lock(&self) -> bool {
        self.waits_for.get().0 == Thing::Lock
    }

    /// The step of a task ends with a wait. `thing` and `other` are used unless [`Self::will_wait`]
    /// has named an object. The location is determined only for a full recording: tasks that still
    /// wait can be asked for theirs.
    #[inline]
    pub fn wait(&self, vm: &Vm, task: &Task, thing: Thing, other: u32) {
        let kind = if thing == Thing::Pass { Kind::Yield } else { Kind::Wait };
        let mut event = Event { kind, thing, task: task.recorded.get(), other, ..Event::default() };
        let named = self.waits_for.get();
        if thing == Thing::Future && named.0 != Thing::None {
            (event.thing, event.other) = named;
        }
        if self.is_timed.get() {
            return self.wait_timed(vm, task, event);
        }
        self.note(event);
    }

    #[cold]
    fn wait_timed(&self, vm: &Vm, task: &Task, mut event: Event) {
        self.read_clock(&running(vm).clock);
        if event.kind == Kind::Yield {
            self.watch_step(event.task, true);
        }
        if !self.is_full() {
            return self.note(event);
        }
        let mut frames = Vec::new();
        vm.suspended_chain(&task.coroutine.get(), &mut |code, at, owner| {
            self.add_frame(&mut frames, code, at, owner)
        });
        if event.thing != Thing::Future {
            self.note_with(event, &frames);
            if event.thing == Thing::Sleep {
                self.extra(self.text(self.asked.get().to_string()));
            }
            return;
        }
        let shielded = state_of(&task.waiter.get()).and_then(|state| state.target_of(SHIELD));
        let call = match shielded {
            Some(_) => Some("shield()".to_string()),
            None => wait_of(&task.coroutine.get(), vm),
        };
        let outside =
            OUTSIDE.iter().find(|(name, _)| call.as_ref().is_some_and(|c| c.starts_with(name)));
        event.thing = outside.map_or(Thing::Future, |(_, thing)| *thing);
        self.note_with(event, &frames);
        if let Some(call) = call {
            self.extra(self.text(call));
        }
    }

    /// A task that waited can run again.
    #[inline]
    pub fn ready(&self, task: u32, thing: Thing) {
        let other = self.cause.get();
        self.note(Event { kind: Kind::Ready, thing, task, other, ..Event::default() });
    }

    /// A callback of a finished future runs; its effects are attributed to that future.
    #[inline]
    pub fn because(&self, future: &Value) {
        self.cause.set(future.get::<Task>().map_or(0, |task| task.recorded.get()));
    }

    /// A task ends. `raised` is the exception that it failed with.
    #[inline]
    pub fn ended(&self, vm: &Vm, task: &Task, kind: Kind, raised: Option<&Raised>) {
        if self.is_timed.get() {
            return self.ended_timed(vm, task, kind, raised);
        }
        self.note(Event { kind, task: task.recorded.get(), ..Event::default() });
    }

    #[cold]
    fn ended_timed(&self, vm: &Vm, task: &Task, kind: Kind, raised: Option<&Raised>) {
        let number = task.recorded.get();
        self.read_clock(&running(vm).clock);
        if self.is_full() {
            self.tables.borrow_mut().names.insert(number, task.name());
        }
        self.note(Event { kind, task: number, ..Event::default() });
        if self.is_full()
            && let Some(raised) = raised
        {
            self.extra(self.text(summary(vm, &raised.0)));
        }
    }

    /// The program itself ends with an exception, of which this is the last line.
    #[cold]
    pub fn program_failed(&self, clock: &Clock, line: &str) {
        if self.is_full() {
            self.tick(clock);
            self.note(Event { kind: Kind::Failed, ..Event::default() });
            self.extra(self.text(line.to_string()));
        }
    }

    /// `cancel()` of a task is called.
    #[cold]
    pub fn cancel(&self, vm: &Vm, task: u32) {
        let event = Event { kind: Kind::Cancel, task, other: self.cause.get(), ..Event::default() };
        match self.mode.get() {
            Mode::Off => {}
            Mode::Ring => self.note(event),
            Mode::Full => self.note_with(event, &self.running_frames(vm)),
        }
    }

    /// A task or its exception was lost.
    #[cold]
    pub fn lost(&self, task: u32, kind: Kind) {
        self.note(Event { kind, task, ..Event::default() });
    }

    /// A call begins to block the thread, until [`Recorder::unblocked`].
    #[cold]
    pub fn blocks(&self, vm: &Vm, clock: &Clock, function: &str) {
        if self.is_full() {
            self.tick(clock);
            let frames = self.running_frames(vm);
            let text = self.text(function.to_string());
            let task = self.cause.get();
            self.note_with(Event { kind: Kind::Block, task, ..Event::default() }, &frames);
            self.extra(text);
        }
    }

    /// The end of the call that blocked.
    pub fn unblocked(&self, clock: &Clock) {
        self.tick(clock);
    }

    /// The program writes output.
    #[cold]
    pub fn output(&self, vm: &Vm, clock: &Clock, is_error: bool, bytes: &[u8]) {
        if !self.is_full() {
            return;
        }
        self.tick(clock);
        let frames = self.running_frames(vm);
        let text = self.text(String::from_utf8_lossy(bytes).into_owned());
        let thing = if is_error { Thing::Err } else { Thing::Out };
        let task = self.cause.get();
        self.note_with(Event { kind: Kind::Output, thing, task, ..Event::default() }, &frames);
        self.extra(text);
    }

    /// A coroutine is made. Those that modules of the library make when they are imported, to get at
    /// their types, are left out.
    #[cold]
    pub fn coroutine(&self, vm: &Vm, clock: &Clock, coroutine: &Value) {
        let Some(generator) = coroutine.get::<Generator>().filter(|_| self.is_full()) else {
            return;
        };
        let mut made_by_library = false;
        vm.running_frames(&mut |code, _, _| {
            made_by_library = is_library(&code.source.name);
            false
        });
        if made_by_library && self.cause.get() == 0 {
            return;
        }
        self.tick(clock);
        let frames = self.running_frames(vm);
        let number = {
            let tables = &mut *self.tables.borrow_mut();
            tables.coroutine_count += 1;
            let number = tables.coroutine_count;
            tables.coroutines.insert(coroutine.bits(), Pending { number });
            number
        };
        let text = self.text(generator.qualname().as_str().to_string());
        let task = self.cause.get();
        let event = Event { kind: Kind::Coroutine, task, other: number, ..Event::default() };
        self.note_with(event, &frames);
        self.extra(text);
    }

    /// A coroutine dies that was never awaited.
    #[cold]
    pub fn dropped(&self, name: &str, coroutine: &Value) {
        if self.is_full() {
            let known = self.tables.borrow_mut().coroutines.remove(&coroutine.bits());
            let other = known.map_or(0, |known| known.number);
            let text = self.text(name.to_string());
            let task = self.cause.get();
            self.note(Event { kind: Kind::Dropped, task, other, ..Event::default() });
            self.extra(text);
        }
    }

    /// A lock or semaphore is acquired; returns the call that acquired it.
    #[inline]
    pub fn acquired(&self, vm: &Vm, thing: Thing, number: u32) -> Holder {
        let holder = self.here(vm);
        let Holder { task, code, at } = holder;
        if self.is_full() {
            self.note(Event { kind: Kind::Acquired, thing, code, at, task, other: number });
        }
        holder
    }

    /// The task that runs, and the innermost call.
    #[inline]
    pub fn here(&self, vm: &Vm) -> Holder {
        let (mut code, mut at) = (0, 0);
        vm.running_frames(&mut |of, index, _| {
            (code, at) = (self.number_of(of), index);
            false
        });
        Holder { task: self.cause.get(), code, at }
    }

    /// A lock or semaphore is released.
    #[inline]
    pub fn released(&self, thing: Thing, number: u32) {
        let task = self.cause.get();
        self.note(Event { kind: Kind::Released, thing, task, other: number, ..Event::default() });
    }

    /// An event is set, or a condition or barrier lets tasks continue.
    pub fn lets_go(&self, thing: Thing, number: u32) {
        let task = self.cause.get();
        self.note(Event { kind: Kind::Set, thing, task, other: number, ..Event::default() });
    }

    /// The number of items in a queue, or the remaining value of a semaphore, changes.
    #[inline]
    pub fn sized(&self, thing: Thing, number: u32, size: usize) {
        let (task, at) = (self.cause.get(), u32::try_from(size).unwrap_or(u32::MAX));
        self.note(Event { kind: Kind::Size, thing, at, task, other: number, ..Event::default() });
    }

    /// A callback of the loop runs.
    #[inline]
    pub fn callback(&self, clock: &Clock, function: &Value) {
        self.tick(clock);
        let code = function
            .get::<crate::objects::function::Function>()
            .map_or(0, |function| self.number_of(&function.code.get()));
        self.cause.set(0);
        self.note(Event { kind: Kind::Callback, code, ..Event::default() });
    }

    /// The location of a holder, if its code is known.
    pub fn place_of(&self, holder: Holder) -> Option<Place> {
        let codes = self.codes.borrow();
        let code = codes.get(usize::from(holder.code).checked_sub(1)?)?;
        Some(Place::of(code, holder.at as usize))
    }
}

/// The name of a task's coroutine, and [`Thing::Loop`] if it is Hob's own.
pub fn coroutine_name(coroutine: &Value) -> (String, Thing) {
    if let Some(generator) = coroutine.get::<Generator>() {
        return (generator.qualname().as_str().to_string(), Thing::None);
    }
    let native = coroutine.get::<NativeCoroutine>();
    (native.map_or("coroutine", |native| native.name).to_string(), Thing::Loop)
}

/// `ValueError: message` of an exception, without running its `__str__`.
pub fn summary(vm: &Vm, exception: &Ref<Exception>) -> String {
    let class = vm.class_of(exception.as_value()).name();
    let args = exception.args.get();
    match args.get::<Tuple>().map(|args| args.items()) {
        Some([only]) => match only.get::<Str>() {
            Some(message) if !message.as_str().is_empty() => {
                format!("{class}: {}", message.as_str())
            }
            _ => class,
        },
        _ => class,
    }
}
