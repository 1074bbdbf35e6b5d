//! The sampling profiler of `hob profile`.
//!
//! A thread sets a flag at regular intervals, which the VM checks where it checks for Ctrl-C: at
//! backward jumps and calls, in native loops, and after waits. The time since the previous check
//! counts for the running stack. An advance of a virtual clock triggers a check, too, so the times
//! of a program on it do not depend on the machine.
//!
//! Waits are found at the same moments: each task that is not running has waited since the last
//! look at the tasks. A look takes longer than a sample, so it visits only a sample of many tasks,
//! and is skipped while looks have taken more than their share of the processor time.

mod samples;

pub use samples::{Frame, Node, NodeId, Run, Samples, Waits};

use super::clock::{Nanos, process_time, thread_time};
use super::snapshot::function_of;
use super::task::{Sleep, Task};
use super::{Running, future, running};
use crate::objects::code::Code;
use crate::objects::generator::{Generator, NativeCoroutine};
use crate::runtime::live::{live_objects_of, some_live_objects_of};
use crate::runtime::{Ref, Value, process};
use crate::vm::Vm;
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

/// A program that uses less than one part in this many of the time is mostly idle.
const BUSY: u32 = 5;

/// The intervals between two samples at most.
const MOST_PAUSE: u32 = 4;

/// The maximum number of entries of a stack. Deeper stacks lose their outermost entries.
const MOST_FRAMES: usize = 500;

/// The maximum number of tasks in one look; of more it takes a sample.
const MOST_TASKS: usize = 256;

/// Looking at tasks takes at most one part in this many of the processor time.
const SHARE: Nanos = 50;

/// The processor time that looks may take before that limit applies. On a virtual clock the times
/// of a short program are exact, so no look may be skipped.
const FREE_LOOKS: Nanos = 1_000_000;
const FREE_LOOKS_ON_VIRTUAL_CLOCK: Nanos = 50_000_000;

/// The maximum number of tasks that a stack passes through.
const MOST_AWAITERS: usize = 50;

/// The settings of a profile.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The time between two samples.
    pub interval: Duration,
    /// Each task has its own root, rather than each kind of task.
    pub by_task: bool,
    /// A task is stacked on the coroutine that awaits it.
    pub through_tasks: bool,
}

/// The profiler of an interpreter.
#[derive(Default)]
pub struct Profiler {
    is_on: Cell<bool>,
    /// Whether a sample is due.
    due: Arc<AtomicBool>,
    /// Whether the loop waits: then no stack runs.
    is_idle: Cell<bool>,
    /// The clock's time at the last look, in nanoseconds.
    mark: Cell<Nanos>,
    state: RefCell<Option<State>>,
}

struct State {
    settings: Settings,
    samples: Samples,
    /// Processor time at the last sample.
    processor_mark: Nanos,
    /// Running time that is not in a sample yet.
    pending: Nanos,
    /// The time up to which waits are counted.
    waits_mark: Nanos,
    /// The processor time that looks at tasks have taken.
    looks: Nanos,
    /// Processor time at the start.
    processor_start: Nanos,
    /// The entries of the current stack, innermost first.
    stack: Vec<(Ref<Code>, u32)>,
}

impl Profiler {
    /// Starts sampling.
    pub fn start(&self, vm: &Vm, settings: Settings) {
        let running = running(vm);
        let now = running.clock.monotonic();
        self.mark.set(now);
        *self.state.borrow_mut() = Some(State {
            settings,
            samples: Samples::default(),
            processor_mark: running.clock.thread(),
            pending: 0,
            waits_mark: now,
            looks: 0,
            processor_start: thread_time(),
            stack: Vec::new(),
        });
        self.is_on.set(true);
        let (due, attention) = (Arc::downgrade(&self.due), vm.attention.clone());
        // Without it there are samples only when a virtual clock advances.
        let _ = std::thread::Builder::new().name("samples".to_string()).spawn(move || {
            // Signals are for the interpreter's thread, which may have blocked them.
            let _ = process::block_all_signals();
            let (mut pause, mut used) = (settings.interval, 0);
            // Runs until the interpreter has ended.
            loop {
                std::thread::sleep(pause);
                let Some(due) = due.upgrade() else { return };
                due.store(true, Relaxed);
                attention.store(true, Relaxed);
                // A program that hardly runs, since it waits or the machine is busy, is sampled
                // less often.
                let before = std::mem::replace(&mut used, process_time());
                let is_busy = Duration::from_nanos((used - before).unsigned_abs()) * BUSY >= pause;
                pause = match is_busy {
                    true => settings.interval,
                    false => (pause * 2).min(settings.interval * MOST_PAUSE),
                };
            }
        });
    }

    /// Ends sampling; returns the samples, if sampling was on.
    pub fn stop(&self, vm: &Vm) -> Option<Samples> {
        if !self.is_on.replace(false) {
            return None;
        }
        self.is_idle.set(false);
        let now = running(vm).clock.monotonic();
        let mut state = self.state.take()?;
        state.pending += now - self.mark.replace(now);
        // The rest counts for the last stack seen.
        let processor = running(vm).clock.thread() - state.processor_mark;
        if let Some(last) = state.samples.runs.last_mut() {
            last.wall += state.pending;
            last.processor += processor.max(0);
        }
        Some(state.samples)
    }

    /// Stops without samples, in a copy of the process.
    pub fn forget(&self) {
        self.is_on.set(false);
    }

    /// Whether it samples.
    #[inline]
    pub fn is_on(&self) -> bool {
        self.is_on.get()
    }

    /// Takes a sample if one is due. Called in each pass of the loop.
    #[inline]
    pub fn answer(&self, vm: &Vm) {
        if self.is_on.get() && !self.is_idle.get() {
            let running = running(vm);
            if self.due.load(Relaxed) || self.has_moved(running) {
                self.answer_now(vm, running);
            }
        }
    }

    /// Whether the virtual clock has moved since the last look.
    fn has_moved(&self, running: &Running) -> bool {
        running.clock.is_virtual() && running.clock.monotonic() != self.mark.get()
    }

    #[cold]
    fn answer_now(&self, vm: &Vm, running: &Running) {
        self.due.store(false, Relaxed);
        let mut state = self.state.borrow_mut();
        let Some(state) = &mut *state else { return };
        let now = running.clock.monotonic();
        let wall = std::mem::take(&mut state.pending) + (now - self.mark.replace(now));
        let processor = running.clock.thread();
        let used = processor - std::mem::replace(&mut state.processor_mark, processor);
        let node = state.running_stack(vm, running);
        state.samples.ran(Run { node, wall, processor: used.max(0), count: 1 });
        state.look_at_tasks(vm, running, now);
    }

    /// Records that the interpreter begins to wait. Must be called where nothing can run.
    pub fn begin_wait(&self, running: &Running) {
        if self.is_on.get()
            && let Some(state) = &mut *self.state.borrow_mut()
        {
            let now = running.clock.monotonic();
            state.pending += now - self.mark.replace(now);
            self.is_idle.set(true);
        }
    }

    /// Records that it no longer waits, and looks at the tasks if a sample became due meanwhile.
    pub fn end_wait(&self, vm: &Vm, running: &Running) {
        if !self.is_idle.replace(false) {
            return;
        }
        let mut state = self.state.borrow_mut();
        let Some(state) = &mut *state else { return };
        let has_moved = self.has_moved(running);
        let now = running.clock.monotonic();
        state.samples.idle += now - self.mark.replace(now);
        if self.due.swap(false, Relaxed) || has_moved {
            state.look_at_tasks(vm, running, now);
        }
    }
}

impl State {
    /// The stack that runs.
    fn running_stack(&mut self, vm: &Vm, running: &Running) -> NodeId {
        let task = running.task();
        let coroutine = task.as_ref().map_or(0, |task| task.coroutine.get().bits());
        self.stack.clear();
        let mut has_ended = false;
        vm.running_frames(&mut |code, at, owner| {
            self.stack.push((code.clone(), at));
            has_ended = coroutine != 0 && owner == coroutine;
            !has_ended
        });
        match task.filter(|_| has_ended) {
            Some(task) => {
                let root = self.root_of(vm, &task, 0);
                self.push_stack(root)
            }
            None => {
                let threads = &running.threads;
                let is_main = threads.current() == threads.main();
                let name = if is_main { "main thread" } else { "other threads" };
                let root = self.samples.root(None, name.to_string());
                self.push_stack(root)
            }
        }
    }

    /// Stacks the current entries on a root.
    fn push_stack(&mut self, root: NodeId) -> NodeId {
        let most = self.stack.len().min(MOST_FRAMES);
        let mut node = root;
        if most < self.stack.len() {
            node = self.samples.note(node, "(calls left out)");
        }
        for (code, at) in self.stack[..most].iter().rev() {
            node = self.samples.function(node, code, *at);
        }
        self.stack.clear();
        node
    }

    /// The root of a task's stack.
    fn root_of(&mut self, vm: &Vm, task: &Ref<Task>, depth: usize) -> NodeId {
        let awaiter = match self.settings.through_tasks && depth < MOST_AWAITERS {
            true => awaiting(task).or_else(|| self.maker(vm, task)),
            false => None,
        };
        // The current stack is the task's own.
        let own = std::mem::take(&mut self.stack);
        let parent = awaiter.map(|awaiter| {
            let root = self.root_of(vm, &awaiter, depth + 1);
            vm.suspended_chain(&awaiter.coroutine.get(), &mut |code, at, _| {
                self.stack.push((code.clone(), at));
                true
            });
            self.push_stack(root)
        });
        self.stack = own;
        let name = match self.settings.by_task {
            true => task.name(),
            false => format!("task {}()", function_of(&task.coroutine.get())),
        };
        self.samples.root(parent, name)
    }

    /// The unfinished task that created this one, if finding it does not take too long.
    fn maker(&mut self, vm: &Vm, task: &Ref<Task>) -> Option<Ref<Task>> {
        let maker = task.made.get().task;
        if maker == 0 || maker == task.recorded.get() || !self.may_look(running(vm)) {
            return None;
        }
        let began = thread_time();
        let mut tasks = live_objects_of::<Task>().into_iter();
        let found = tasks.find(|other| other.recorded.get() == maker && !other.future.is_done());
        self.looks += thread_time() - began;
        found
    }

    /// Whether there is time left for another look at the tasks.
    fn may_look(&self, running: &Running) -> bool {
        let free = match running.clock.is_virtual() {
            true => FREE_LOOKS_ON_VIRTUAL_CLOCK,
            false => FREE_LOOKS,
        };
        self.looks <= free || self.looks * SHARE <= thread_time() - self.processor_start
    }

    /// Counts the time since the last look for each task that is not running.
    fn look_at_tasks(&mut self, vm: &Vm, running: &Running, now: Nanos) {
        let elapsed = now - self.waits_mark;
        if elapsed <= 0 || !self.may_look(running) {
            return;
        }
        let began = thread_time();
        self.waits_mark = now;
        let current = running.current_task.get();
        let (tasks, stride) = some_live_objects_of::<Task>(MOST_TASKS);
        for task in &tasks {
            let has_ended = task.future.is_done() || task.future.loop_.is_unset();
            if has_ended || task.as_value().is(&current) {
                continue;
            }
            // It has waited at most since it was made or last ran.
            let since = (task.since.get() * 1e9) as Nanos;
            let time = elapsed.min((now - since).max(0)) * stride as Nanos;
            let waiter = task.waiter.get();
            let sleeps = matches!(task.sleep.get(), Sleep::Pending(_));
            let is_ready = task.is_being_cancelled()
                || !sleeps && (waiter.is_unset() || future::is_done(&waiter));
            let node = self.suspended_stack(vm, task, sleeps, is_ready);
            let waits = self.samples.waits.entry(node).or_default();
            match is_ready {
                true => waits.ready += time,
                false => waits.waiting += time,
            }
        }
        self.looks += thread_time() - began;
    }

    /// The stack of a task that is not running.
    fn suspended_stack(
        &mut self,
        vm: &Vm,
        task: &Ref<Task>,
        sleeps: bool,
        is_ready: bool,
    ) -> NodeId {
        let coroutine = task.coroutine.get();
        self.stack.clear();
        vm.suspended_chain(&coroutine, &mut |code, at, _| {
            self.stack.push((code.clone(), at));
            true
        });
        let root = self.root_of(vm, task, 0);
        let node = self.push_stack(root);
        match awaited(&coroutine, &task.waiter.get(), sleeps).filter(|_| !is_ready) {
            Some(what) => self.samples.note(node, what),
            None => node,
        }
    }
}

/// The object that a task waits for: the name of a function, or a description.
fn awaited(coroutine: &Value, waiter: &Value, sleeps: bool) -> Option<&'static str> {
    let innermost = match coroutine.get::<Generator>() {
        Some(generator) => generator.innermost.get(),
        None => coroutine.get::<NativeCoroutine>()?.innermost.get(),
    };
    if sleeps {
        return Some("asyncio.sleep");
    }
    if let Some(native) = innermost.get::<NativeCoroutine>() {
        return Some(native.name);
    }
    if waiter.get::<Task>().is_some() {
        return Some("a task");
    }
    let future = waiter.get::<future::Future>()?;
    Some(if future.gathering.is_some() { "asyncio.gather" } else { "a future" })
}

/// The unfinished task that continues when this one is done.
fn awaiting(task: &Ref<Task>) -> Option<Ref<Task>> {
    task.future.waiting_task().filter(|other| !other.future.is_done())
}
