//! Threads: each has its own native stack ([`Fiber`]). One runs at a time, on the interpreter's
//! single OS thread.
//!
//! A thread runs until it waits (for a lock, a time, a file), ends, or has used up its time slice
//! and reaches a backward jump: exactly as CPython's threads do under its lock, so that programs
//! see the same order. Nothing of the interpreter has to be safe for true parallelism.
//!
//! All switching goes through the main thread's stack: a thread that waits switches to
//! [`Threads::run_others`], which picks the next.

use super::choices::{Kind, thread_actor};
use super::clock::{Nanos, SECOND};
use super::{Running, ThreadState, run, running};
use crate::objects::code::Code;
use crate::runtime::{Ref, Value, process};
use crate::vm::capabilities::Capability;
use crate::vm::{Fiber, Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Like [`VIRTUAL_SLICES`], but in calls of [`Threads::attend`], while a program is explored: work
/// is counted, so that slices do not depend on time at all.
const EXPLORED_SLICE: u32 = 1 << 16;

/// A thread's number. They are not used again.
pub type ThreadId = u64;

/// The thread that the program started on.
pub const MAIN: ThreadId = 1;

/// The time that a thread may run while others are ready (`sys.getswitchinterval()`).
const SLICE: Duration = Duration::from_millis(5);
/// How many times threads that must end are woken.
const ENDING_ROUNDS: usize = 100;
/// The number of slices that a thread may run under the virtual clock, where the order should not
/// depend on the machine's speed.
const VIRTUAL_SLICES: u32 = 50;

/// The reason why a waiting thread resumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Somebody called [`Threads::unpark`], or a file is ready.
    Woken,
    /// The deadline has passed.
    TimedOut,
    /// Ctrl-C was pressed, or the wait would last forever. Only the main thread receives it.
    Interrupted,
    /// Nobody can ever wake any thread.
    Deadlock,
}

/// The condition that a thread waits for, besides being woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    /// It does not wait.
    No,
    /// Until it is unparked.
    Parked,
    /// For files: it runs an event loop.
    Files,
    /// Like `Files`, possibly forever.
    FilesForEver,
}

/// Passes frames to a function, innermost first, until it returns false.
pub type ShowFrames<'a> = dyn FnMut(&mut dyn FnMut(&Ref<Code>, u32, u64) -> bool) + 'a;

struct Thread {
    /// Its native stack; none for the main thread.
    fiber: Option<Rc<Fiber>>,
    /// The loop's state for this thread, while another one runs.
    state: Cell<ThreadState>,
    waiting: Cell<Waiting>,
    /// The number of the current or last wait, by which its timer identifies it.
    wait: Cell<u64>,
    /// When it began, by the interpreter's monotonic clock.
    since: Cell<Nanos>,
    wake: Cell<Wake>,
    /// Whether it is in [`Threads::park`], perhaps interrupted but not yet running again.
    is_parked: Cell<bool>,
}

/// The threads of an interpreter.
pub struct Threads {
    all: RefCell<BTreeMap<ThreadId, Rc<Thread>>>,
    current: Cell<ThreadId>,
    /// The thread that handles signals: the first one of the process, or in a copy of the process
    /// the one that made the copy.
    main: Cell<ThreadId>,
    last: Cell<ThreadId>,
    /// The threads that can run, in the order in which they will.
    ready: RefCell<VecDeque<ThreadId>>,
    /// Deadlines: time (negative, for a heap with the first on top), wait number, thread.
    timers: RefCell<BinaryHeap<(i64, u64, ThreadId)>>,
    waits: Cell<u64>,
    /// Set when a time slice has ended.
    tick: Arc<AtomicBool>,
    ticking: Cell<bool>,
    slices: Cell<u32>,
}

impl Default for Threads {
    fn default() -> Threads {
        let threads = Threads {
            all: RefCell::default(),
            current: Cell::new(MAIN),
            main: Cell::new(MAIN),
            last: Cell::new(MAIN),
            ready: RefCell::default(),
            timers: RefCell::default(),
            waits: Cell::new(0),
            tick: Arc::default(),
            ticking: Cell::new(false),
            slices: Cell::new(0),
        };
        threads.all.borrow_mut().insert(MAIN, Rc::new(Thread::new(None)));
        threads
    }
}

impl Thread {
    fn new(fiber: Option<Rc<Fiber>>) -> Thread {
        Thread {
            fiber,
            state: Cell::default(),
            waiting: Cell::new(Waiting::No),
            wait: Cell::new(0),
            since: Cell::new(0),
            wake: Cell::new(Wake::Woken),
            is_parked: Cell::new(false),
        }
    }
}

/// Whether Ctrl-C or another signal waits for the main thread.
fn has_signal(vm: &Vm) -> bool {
    vm.interrupt.load(Relaxed) || vm.signalled.load(Relaxed)
}

impl Threads {
    /// The running thread.
    #[inline]
    pub fn current(&self) -> ThreadId {
        self.current.get()
    }

    /// The thread that handles signals.
    #[inline]
    pub fn main(&self) -> ThreadId {
        self.main.get()
    }

    /// Whether there is another thread than the running one.
    #[inline]
    pub fn has_others(&self) -> bool {
        self.count() > 0
    }

    /// The number of threads besides the main one.
    pub fn count(&self) -> usize {
        // The first thread's stack is below all others even if the thread itself has not been
        // copied.
        let base = if self.main.get() == MAIN { 1 } else { 2 };
        self.all.borrow().len() - base
    }

    /// Drops all threads but the running one: the process is a copy, which has no others.
    pub fn keep_current(&self) {
        let current = self.current();
        self.main.set(current);
        self.all.borrow_mut().retain(|id, thread| {
            let stays = *id == current || *id == MAIN;
            if !stays && let Some(fiber) = &thread.fiber {
                fiber.forget();
            }
            stays
        });
        if let Some(first) = self.thread(MAIN) {
            // Nothing wakes it again.
            first.waiting.set(Waiting::No);
        }
        self.ready.borrow_mut().clear();
        self.timers.borrow_mut().clear();
        // The thread that ends time slices has not been copied either.
        self.ticking.set(false);
    }

    /// Visits the frames of the suspended threads that have their own stack, each through a
    /// function like [`Vm::running_frames`].
    pub fn each_parked(&self, vm: &Vm, show: &mut dyn FnMut(ThreadId, &mut ShowFrames<'_>)) {
        for (id, fiber) in self.others() {
            if let Some(fiber) = fiber {
                show(id, &mut |visit| vm.parked_frames(&fiber, visit));
            }
        }
    }

    /// The suspended threads, each with its stack unless that is the one on which the program
    /// started.
    pub fn others(&self) -> Vec<(ThreadId, Option<Rc<Fiber>>)> {
        let all = self.all.borrow();
        let is_other =
            |id: &ThreadId| *id != self.current() && (*id != MAIN || self.main.get() == MAIN);
        all.iter().filter(|(id, _)| is_other(id)).map(|(id, t)| (*id, t.fiber.clone())).collect()
    }

    /// Whether a thread with this number is still alive.
    pub fn is_alive(&self, id: ThreadId) -> bool {
        self.all.borrow().contains_key(&id)
    }

    fn thread(&self, id: ThreadId) -> Option<Rc<Thread>> {
        self.all.borrow().get(&id).cloned()
    }

    /// Starts a thread, which first runs when the running one waits.
    ///
    /// # Errors
    /// RuntimeError if there is no memory for its stack.
    fn start(&self, vm: &Vm, body: impl FnOnce(&Vm) + 'static) -> VmResult<ThreadId> {
        let id = self.last.get() + 1;
        let fiber = Fiber::new(vm, body).map_err(|_| vm.runtime_error("can't start new thread"))?;
        self.last.set(id);
        self.all.borrow_mut().insert(id, Rc::new(Thread::new(Some(fiber))));
        self.ready.borrow_mut().push_back(id);
        self.start_ticking(vm);
        Ok(id)
    }

    /// Makes the VM notice the end of each time slice.
    fn start_ticking(&self, vm: &Vm) {
        if running(vm).choices.is_on() || self.ticking.replace(true) {
            return;
        }
        let (tick, attention) = (Arc::downgrade(&self.tick), vm.attention.clone());
        // Without it threads take turns only when they wait.
        let _ = std::thread::Builder::new().name("slices".to_string()).spawn(move || {
            // Signals are for the interpreter's thread, which may have blocked them.
            let _ = process::block_all_signals();
            // Until the interpreter has ended.
            loop {
                std::thread::sleep(SLICE);
                let Some(tick) = tick.upgrade() else { return };
                tick.store(true, Relaxed);
                attention.store(true, Relaxed);
            }
        });
    }

    /// Lets others run if the time slice has ended. Called at backward jumps.
    pub fn attend(&self, vm: &Vm) {
        let explored = running(vm).choices.is_on();
        if !self.has_others() || !explored && !self.tick.swap(false, Relaxed) {
            return;
        }
        // The main thread handles signals.
        if has_signal(vm)
            && self.current() != self.main()
            && let Some(main) = self.thread(self.main())
            && main.waiting.get() != Waiting::No
        {
            self.wake(self.main(), &main, Wake::Interrupted);
        }
        let running = running(vm);
        if running.clock.is_virtual() {
            self.slices.set(self.slices.get() + 1);
            if self.slices.get() < if explored { EXPLORED_SLICE } else { VIRTUAL_SLICES } {
                return;
            }
            // The time that a thread spends working also passes for sleeping threads.
            if self.ready.borrow().is_empty()
                && let Some(deadline) = self.next_deadline()
            {
                running.clock.advance(deadline - running.clock.monotonic());
            }
        }
        self.slices.set(0);
        self.give_way(vm);
    }

    /// Lets all other ready threads run before this one continues.
    ///
    /// Like [`Threads::attend`], it must not be called while the data of an object is borrowed that
    /// others can reach, unless it is [`InTurn`](super::in_turn::InTurn).
    pub fn give_way(&self, vm: &Vm) {
        self.move_due(vm);
        if !self.ready.borrow().is_empty() {
            let current = self.current();
            self.ready.borrow_mut().push_back(current);
            self.switch(vm);
        }
    }

    /// Waits until [`Threads::unpark`] is called or the deadline has passed (by the interpreter's
    /// monotonic clock).
    ///
    /// # Errors
    /// KeyboardInterrupt; RuntimeError if the wait would last forever; the end of the program by a
    /// limit.
    pub fn park(&self, vm: &Vm, deadline: Option<Nanos>) -> VmResult<Wake> {
        self.park_and(vm, deadline, || run::check_interrupt(vm))
    }

    /// [`Threads::park`] without end, and with what to do about an interruption.
    ///
    /// # Errors
    /// RuntimeError if the wait would last forever; the end of the program by a limit; those of
    /// `interrupted`.
    pub fn park_through(
        &self,
        vm: &Vm,
        interrupted: impl FnMut() -> VmResult<()>,
    ) -> VmResult<Wake> {
        self.park_and(vm, None, interrupted)
    }

    fn park_and(
        &self,
        vm: &Vm,
        deadline: Option<Nanos>,
        mut interrupted: impl FnMut() -> VmResult<()>,
    ) -> VmResult<Wake> {
        loop {
            match self.wait(vm, Waiting::Parked, deadline) {
                Wake::Interrupted => interrupted()?,
                Wake::Deadlock => {
                    return Err(vm.runtime_error(
                        "deadlock: every thread waits for an event that no other can cause",
                    ));
                }
                wake => {
                    // A limit may have ended the program in another thread.
                    vm.check_limits()?;
                    return Ok(wake);
                }
            }
        }
    }

    /// For a thread that runs an event loop: waits until the deadline or until a file is ready.
    pub fn wait_for_files(&self, vm: &Vm, deadline: Option<Nanos>, for_ever: bool) -> Wake {
        let waiting = if for_ever { Waiting::FilesForEver } else { Waiting::Files };
        self.wait(vm, waiting, deadline)
    }

    fn wait(&self, vm: &Vm, waiting: Waiting, deadline: Option<Nanos>) -> Wake {
        let current = self.current();
        let Some(this) = self.thread(current) else { return Wake::Woken };
        self.waits.set(self.waits.get() + 1);
        this.wait.set(self.waits.get());
        this.waiting.set(waiting);
        this.is_parked.set(waiting == Waiting::Parked);
        this.since.set(running(vm).clock.monotonic());
        if let Some(deadline) = deadline {
            self.timers.borrow_mut().push((-deadline, this.wait.get(), current));
        }
        self.switch(vm);
        this.is_parked.set(false);
        this.wake.get()
    }

    /// Wakes a thread that is parked. True if it was parked.
    pub fn unpark(&self, id: ThreadId) -> bool {
        match self.thread(id) {
            Some(thread) if thread.waiting.get() == Waiting::Parked => {
                self.wake(id, &thread, Wake::Woken);
                true
            }
            // It would go on waiting after the interruption, and nobody would wake it again.
            Some(thread) if thread.is_parked.get() && thread.wake.get() == Wake::Interrupted => {
                thread.wake.set(Wake::Woken);
                true
            }
            _ => false,
        }
    }

    /// Wakes the threads that run event loops, so that they check for ready entries.
    pub fn wake_loops(&self) {
        let waiting: Vec<(ThreadId, Rc<Thread>)> =
            self.all.borrow().iter().map(|(id, t)| (*id, t.clone())).collect();
        for (id, thread) in waiting {
            if matches!(thread.waiting.get(), Waiting::Files | Waiting::FilesForEver) {
                self.wake(id, &thread, Wake::Woken);
            }
        }
    }

    fn wake(&self, id: ThreadId, thread: &Thread, why: Wake) {
        thread.waiting.set(Waiting::No);
        thread.wake.set(why);
        self.ready.borrow_mut().push_back(id);
    }

    /// Wakes the threads whose deadline has passed.
    fn move_due(&self, vm: &Vm) {
        if self.timers.borrow().is_empty() {
            return;
        }
        let now = running(vm).clock.monotonic();
        while let Some(id) = self.pop_timer(|when| when <= now) {
            if let Some(thread) = self.thread(id) {
                self.wake(id, &thread, Wake::TimedOut);
            }
        }
    }

    /// The thread of the first timer, if that meets the condition.
    fn pop_timer(&self, condition: impl Fn(Nanos) -> bool) -> Option<ThreadId> {
        let mut timers = self.timers.borrow_mut();
        loop {
            let (when, wait, id) = *timers.peek()?;
            let is_current = self
                .thread(id)
                .is_some_and(|t| t.wait.get() == wait && t.waiting.get() != Waiting::No);
            if is_current && !condition(-when) {
                return None;
            }
            timers.pop();
            if is_current {
                return Some(id);
            }
        }
    }

    /// The first deadline of all threads.
    pub fn next_deadline(&self) -> Option<Nanos> {
        // Leaves only a timer on top whose thread still waits for it.
        self.pop_timer(|_| false);
        self.timers.borrow().peek().map(|(when, ..)| -when)
    }

    /// Lets others run until it is this thread's turn again.
    fn switch(&self, vm: &Vm) {
        match self.current() {
            MAIN => self.run_others(vm),
            _ => vm.suspend_fiber(),
        }
        // A signal that arrived meanwhile was left to this thread.
        if self.current() == self.main() && has_signal(vm) {
            vm.attention.store(true, Relaxed);
        }
    }

    /// The main thread's wait: runs the others, each until it waits, until it is the main
    /// thread's turn.
    fn run_others(&self, vm: &Vm) {
        let running = running(vm);
        loop {
            self.move_due(vm);
            let next = self.pop_ready(running);
            match next {
                Some(MAIN) => break,
                Some(id) => {
                    let Some(thread) = self.thread(id) else { continue };
                    let Some(fiber) = &thread.fiber else { continue };
                    let main = running.exchange(thread.state.take());
                    self.current.set(id);
                    let has_ended = vm.resume_fiber(fiber);
                    self.current.set(MAIN);
                    thread.state.set(running.exchange(main));
                    if has_ended {
                        self.all.borrow_mut().remove(&id);
                        if id == self.main() {
                            // In a copy of the process, the last thread.
                            let _ = vm.output.flush();
                            process::exit_now(0);
                        }
                    }
                }
                None => self.idle(vm),
            }
        }
    }

    /// The thread to run next.
    fn pop_ready(&self, running: &Running) -> Option<ThreadId> {
        let mut ready = self.ready.borrow_mut();
        if !running.choices.is_on() {
            return ready.pop_front();
        }
        let actors: Vec<u64> = ready.iter().map(|id| thread_actor(*id)).collect();
        ready.remove(running.choices.choose(Kind::Thread, &actors))
    }

    /// While a program is explored and every thread waits: wakes the one whose deadline comes first. It
    /// need not be the first on the clock, as far as that one may be late.
    fn wake_explored(&self, running: &Running) {
        let mut waiting: Vec<(Nanos, ThreadId, Rc<Thread>)> = Vec::new();
        for (when, wait, id) in self.timers.borrow().iter() {
            if let Some(thread) = self.thread(*id)
                && thread.wait.get() == *wait
                && thread.waiting.get() != Waiting::No
            {
                waiting.push((-when, *id, thread));
            }
        }
        waiting.sort_by_key(|(when, ..)| *when);
        let latest = |(when, _, thread): &(Nanos, ThreadId, Rc<Thread>)| {
            when.saturating_add(running.choices.lateness(when - thread.since.get()))
        };
        let must = waiting.iter().map(latest).min().unwrap_or(0);
        let actors = waiting.iter().take_while(|(when, ..)| *when <= must);
        let actors: Vec<u64> = actors.map(|(_, id, _)| thread_actor(*id)).collect();
        let chosen = running.choices.choose(Kind::Thread, &actors);
        if let Some((when, id, thread)) = waiting.get(chosen) {
            running.clock.advance(when - running.clock.monotonic());
            self.wake(*id, thread, Wake::TimedOut);
        }
    }

    /// Every thread waits: so does the process, until one can continue.
    fn idle(&self, vm: &Vm) {
        let running = running(vm);
        running.profiler.begin_wait(running);
        self.wait_for_one(vm, running);
        running.profiler.end_wait(vm, running);
    }

    fn wait_for_one(&self, vm: &Vm, running: &Running) {
        let Some(main) = self.thread(self.main()) else { return };
        if (has_signal(vm) || vm.check_limits().is_err()) && main.waiting.get() != Waiting::No {
            return self.wake(self.main(), &main, Wake::Interrupted);
        }
        let all: Vec<Waiting> = self.all.borrow().values().map(|t| t.waiting.get()).collect();
        let files = all.iter().any(|w| matches!(w, Waiting::Files | Waiting::FilesForEver));
        let next = self.next_deadline();
        let reactor = &running.reactor;
        let left = match next {
            Some(when) => Some((when - running.clock.monotonic()).max(0)),
            None if reactor.is_busy()
                || all.contains(&Waiting::FilesForEver)
                || running.signal_handlers.may_run(vm) =>
            {
                None
            }
            None => return self.wake(self.main(), &main, Wake::Deadlock),
        };
        if running.clock.is_virtual() {
            if left.is_none() || files && reactor.is_busy() {
                // Child processes take real time, and so does waiting for them.
                let by_children = left.filter(|_| process::has_children());
                let timeout = match by_children {
                    Some(left) => Some(Duration::from_nanos(left as u64)),
                    None if left.is_some() && reactor.threads.get() == 0 => Some(Duration::ZERO),
                    None => None,
                };
                let start = Instant::now();
                let timeout = if timeout.is_none() { vm.meter.at_most(None) } else { timeout };
                let woken = reactor.wait(timeout).unwrap_or(false);
                if let Some(left) = by_children {
                    running.clock.advance((start.elapsed().as_nanos() as Nanos).min(left));
                    if woken {
                        self.wake_loops();
                    }
                    return;
                }
                if woken {
                    return self.wake_loops();
                }
            }
            match left {
                Some(_) if running.choices.is_on() => self.wake_explored(running),
                Some(left) => running.clock.advance(left),
                None => {}
            }
            return;
        }
        // Output must be visible before a wait. A closed pipe is noticed by the next print.
        let _ = vm.output.flush();
        match left {
            Some(left) if !files => {
                let left = vm.meter.at_most(Some(Duration::from_nanos(left as u64)));
                let left = left.map_or(0, |left| left.as_nanos() as Nanos);
                // The reactor waits whole milliseconds; the rest is a precise sleep.
                if left >= 2 * SECOND / 1000 {
                    reactor.pause(Duration::from_nanos((left - SECOND / 1000) as u64));
                } else {
                    std::thread::sleep(Duration::from_nanos(left as u64));
                }
            }
            left => {
                let timeout = left.map(|left| Duration::from_nanos(left as u64));
                let timeout = vm.meter.at_most(timeout);
                if reactor.wait(timeout).unwrap_or(true) {
                    self.wake_loops();
                }
            }
        }
    }

    /// Makes all threads but the main one end, which calls this after a limit has tripped: their
    /// waits fail, and so does everything they try then. Those that do not end are abandoned.
    pub fn end_all(&self, vm: &Vm) {
        for _ in 0..ENDING_ROUNDS {
            let others: Vec<(ThreadId, Rc<Thread>)> =
                self.all.borrow().iter().map(|(id, t)| (*id, t.clone())).collect();
            if others.len() == 1 || self.current() != MAIN {
                break;
            }
            for (id, thread) in others {
                if id != MAIN && thread.waiting.get() != Waiting::No {
                    self.wake(id, &thread, Wake::Interrupted);
                }
            }
            self.give_way(vm);
        }
        self.abandon();
    }

    /// Abandons all threads but the main one: the program ends. Their stacks are not unwound.
    pub fn abandon(&self) {
        for (_, thread) in std::mem::take(&mut *self.all.borrow_mut()) {
            if let Some(fiber) = &thread.fiber {
                fiber.forget();
            }
        }
        self.all.borrow_mut().insert(MAIN, Rc::new(Thread::new(None)));
        self.ready.borrow_mut().clear();
        self.timers.borrow_mut().clear();
    }
}

/// Calls a function as the body of a new thread. `at_end` receives the exception that it raised.
///
/// # Errors
/// RuntimeError if no thread can be started.
pub fn start(
    vm: &Vm,
    function: Value,
    at_end: impl FnOnce(&Vm, ThreadId, VmResult<()>) + 'static,
) -> VmResult<ThreadId> {
    vm.require(Capability::Threads)?;
    running(vm).threads.start(vm, move |vm| {
        let result = vm.call(&function, &[]).map(drop);
        drop(function);
        at_end(vm, running(vm).threads.current(), result);
    })
}
