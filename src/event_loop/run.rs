//! The passes of the loop.

use super::future::{self, NativeCallback};
use super::handle::Handle;
use super::ready::Entry;
use super::threads::Wake;
use super::timers::Due;
use super::{EventLoop, choices, custom, deadlock, interrupt, partial, running, task};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::{Value, process};
use crate::vm::{Vm, VmResult};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// CPython waits at most a day at a time.
const LONGEST_WAIT: f64 = 24.0 * 3600.0;

/// One pass: waits for files, moves due timers to the ready queue, runs the entries in the queue.
///
/// # Errors
/// KeyboardInterrupt and SystemExit from the entries; the report of a deadlock.
pub fn run_once(vm: &Vm, event_loop: &EventLoop, loop_value: &Value) -> VmResult<()> {
    pass(vm, event_loop, loop_value, wait)
}

fn pass(
    vm: &Vm,
    event_loop: &EventLoop,
    loop_value: &Value,
    wait: fn(&Vm, &EventLoop) -> VmResult<()>,
) -> VmResult<()> {
    let running = &event_loop.running;
    running.foreign.deliver(running);
    wait(vm, event_loop)?;
    running.foreign.deliver(running);
    let now = running.clock.coarse_seconds();
    running.pass_began.set(now);
    running.recorder.pass(&running.clock, now);
    let explored = running.choices.is_on();
    match explored {
        true => choices::timers::fire(event_loop),
        false => move_due_timers(event_loop),
    }
    if event_loop.differs_in_debug() {
        event_loop.apply_debug(vm);
    }
    let count = event_loop.ready.borrow().len();
    for _ in 0..count {
        let next = match explored {
            true => running.choices.next_entry(event_loop),
            false => event_loop.ready.borrow_mut().pop_front(),
        };
        let Some(entry) = next else { break };
        if event_loop.debug.get() || !running.on_blocked.is_unset() {
            run_timed(vm, event_loop, loop_value, entry)?;
        } else {
            entry.run(vm, event_loop, loop_value)?;
        }
    }
    Ok(())
}

/// Runs an entry, and reports it if it held up the loop: in debug mode, and to the function of
/// `hob.on_blocked()`.
#[cold]
fn run_timed(vm: &Vm, event_loop: &EventLoop, loop_value: &Value, entry: Entry) -> VmResult<()> {
    let subject = entry.subject();
    let start = event_loop.running.clock.seconds();
    let result = entry.run(vm, event_loop, loop_value);
    let took = event_loop.running.clock.seconds() - start;
    let watch = event_loop.running.on_blocked.get();
    if let Some([limit, callback]) = watch.get::<Tuple>().map(|watch| watch.items())
        && limit.as_float().is_some_and(|limit| took >= limit)
    {
        let task = subject.clone().filter(|subject| subject.get::<task::Task>().is_some());
        vm.call(callback, &[task.unwrap_or(Value::NONE), Value::float(took)])?;
    }
    if !event_loop.debug.get() {
        return result;
    }
    let slow = super::handle::seconds(vm, &event_loop.slow_callback_duration.get())?;
    if took >= slow
        && let Some(subject) = subject
    {
        let shown = vm.repr_text(&subject);
        super::report::log_warning(vm, &format!("Executing {shown} took {took:.3} seconds"))?;
    }
    result
}

fn move_due_timers(event_loop: &EventLoop) {
    let mut timers = event_loop.timers.borrow_mut();
    if timers.next().is_none() {
        return;
    }
    let end = event_loop.running.clock.seconds() + super::clock::Clock::RESOLUTION;
    let mut ready = event_loop.ready.borrow_mut();
    let mut dropped = Vec::new();
    while let Some(timer) = timers.pop_due(end) {
        let cancelled = timer.is_cancelled();
        match timer.due {
            // A cancelled timer that comes up in time is skipped, as in CPython.
            due if cancelled => {
                timers.cancelled = timers.cancelled.saturating_sub(1);
                dropped.push(due);
            }
            Due::Sleep(task, number) => {
                ready.push_back(Entry::SleepDone(task, number));
            }
            Due::Handle(handle) => {
                if let Some(handle) = super::handle::of(&handle) {
                    handle.scheduled.set(false);
                }
                ready.push_back(Entry::Handle(handle));
            }
        }
    }
    drop(ready);
    drop(timers);
    drop(dropped);
}

/// Waits until something can run, and handles files and Ctrl-C.
fn wait(vm: &Vm, event_loop: &EventLoop) -> VmResult<()> {
    let removed = event_loop.timers.borrow_mut().prune();
    drop(removed);
    let running = &event_loop.running;
    let idle = event_loop.ready.borrow().is_empty() && !event_loop.stopping.get();
    if running.threads.has_others() {
        if idle {
            return wait_among_threads(vm, event_loop);
        }
        running.threads.attend(vm);
    }
    if !idle {
        return attend(vm, event_loop);
    }
    if running.circles.may_have_closed.get() {
        partial::look(vm, event_loop)?;
    }
    running.profiler.begin_wait(running);
    let waited = wait_idle(vm, event_loop);
    running.profiler.end_wait(vm, running);
    waited?;
    check_interrupt(vm)
}

/// Waits until something can run, for at most some seconds; for ever with none. What has happened
/// is in the ready queue.
///
/// # Errors
/// KeyboardInterrupt; any exception raised by a signal's handler.
pub fn select(vm: &Vm, loop_value: &Value, timeout: Option<f64>) -> VmResult<()> {
    let event_loop = super::loop_data(vm, loop_value)?;
    event_loop.check_closed(vm)?;
    let running = &event_loop.running;
    running.foreign.deliver(running);
    match timeout {
        None => wait(vm, event_loop)?,
        Some(seconds) if seconds > 0.0 => {
            let when = running.clock.seconds() + seconds.min(LONGEST_WAIT);
            let end = Handle::native(vm, loop_value, Some(when), &NOTHING, Value::NONE);
            event_loop.schedule(&end);
            let waited = wait(vm, event_loop);
            let is_end = |due: &Due| matches!(due, Due::Handle(handle) if handle.is(&end));
            let removed = event_loop.timers.borrow_mut().remove(is_end);
            drop(removed);
            waited?;
        }
        Some(_) => {
            if running.threads.has_others() {
                running.threads.attend(vm);
            }
            attend(vm, event_loop)?;
        }
    }
    running.foreign.deliver(running);
    Ok(())
}

/// Ends a wait.
static NOTHING: NativeCallback = NativeCallback { name: "select()", run: |_, _, _| Ok(()) };

/// Handles files and Ctrl-C without waiting.
fn attend(vm: &Vm, event_loop: &EventLoop) -> VmResult<()> {
    let running = &event_loop.running;
    if running.clock.is_virtual() {
        running.clock.look();
    }
    if running.reactor.has_files() {
        poll(vm, event_loop, Some(Duration::ZERO))?;
    }
    check_interrupt(vm)
}

/// Waits for files and timers while nothing is ready.
fn wait_idle(vm: &Vm, event_loop: &EventLoop) -> VmResult<()> {
    let running = &event_loop.running;
    let reactor = &running.reactor;
    let next = event_loop.timers.borrow().next();
    match next {
        Some(when) if running.clock.is_held() && when > running.clock.seconds() => {
            poll(vm, event_loop, None)?;
        }
        Some(when) => {
            let clock = &running.clock;
            let left = (when - clock.seconds()).min(LONGEST_WAIT);
            if left > 0.0 {
                if clock.is_virtual() {
                    // While something else is busy, no time passes.
                    if reactor.threads.get() > 0 {
                        poll(vm, event_loop, None)?;
                    } else if reactor.is_busy() {
                        if process::has_children() && !running.choices.is_on() {
                            return wait_for_children(vm, event_loop, when, left);
                        }
                        poll(vm, event_loop, Some(Duration::ZERO))?;
                    }
                    // Choices among timers advance the clock themselves.
                    let is_idle = event_loop.ready.borrow().is_empty();
                    if is_idle && reactor.threads.get() == 0 && !running.choices.is_on() {
                        clock.advance_to(when);
                    }
                } else {
                    // As CPython's selector: whole milliseconds, rounded up.
                    let milliseconds = (left * 1e3).ceil() as u64;
                    poll(vm, event_loop, Some(Duration::from_millis(milliseconds)))?;
                }
            } else if reactor.has_files() {
                poll(vm, event_loop, Some(Duration::ZERO))?;
            }
        }
        None => {
            let main = event_loop.main.get();
            if !reactor.is_busy() && !main.is_unset() && !future::is_done(&main) {
                check_interrupt(vm)?;
                if !running.signal_handlers.may_run(vm) {
                    event_loop.deadlocked.set(true);
                    return Err(deadlock::report(vm));
                }
            }
            if running.choices.is_on() && !reactor.waits_outside() {
                poll(vm, event_loop, Some(Duration::ZERO))?;
                return match event_loop.has_ready() {
                    true => Ok(()),
                    false => end_explored(vm, event_loop),
                };
            }
            poll(vm, event_loop, None)?;
        }
    }
    Ok(())
}

/// Ends an explored program whose parts all wait for each other. One that waits for outside clients
/// is interrupted once, as by Ctrl-C.
fn end_explored(vm: &Vm, event_loop: &EventLoop) -> VmResult<()> {
    let choices = &event_loop.running.choices;
    if choices.network.serving.get() > 0 && !choices.interrupted.replace(true) {
        return interrupt(vm);
    }
    event_loop.deadlocked.set(true);
    Err(deadlock::report(vm))
}

/// Waits for a timer on the virtual clock while child processes are busy. They take real time, so
/// the clock advances at that rate.
fn wait_for_children(vm: &Vm, event_loop: &EventLoop, when: f64, left: f64) -> VmResult<()> {
    let start = Instant::now();
    let milliseconds = (left * 1e3).ceil() as u64;
    poll(vm, event_loop, Some(Duration::from_millis(milliseconds)))?;
    let clock = &event_loop.running.clock;
    clock.advance_to((clock.seconds() + start.elapsed().as_secs_f64()).min(when));
    check_interrupt(vm)
}

/// Like [`wait`], for a loop that is polled: handles what is ready, and does not block.
fn look(vm: &Vm, event_loop: &EventLoop) -> VmResult<()> {
    let removed = event_loop.timers.borrow_mut().prune();
    drop(removed);
    let running = &event_loop.running;
    let (clock, reactor) = (&running.clock, &running.reactor);
    if running.threads.has_others() {
        if event_loop.has_ready() {
            running.threads.attend(vm);
        } else {
            running.threads.wait_for_files(vm, Some(clock.monotonic()), false);
        }
    }
    if reactor.is_busy() {
        poll(vm, event_loop, Some(Duration::ZERO))?;
        running.foreign.deliver(running);
    }
    if clock.is_virtual() {
        match next_deadline(event_loop) {
            _ if event_loop.has_ready() => clock.look(),
            // The host's clock wakes the loop.
            _ if clock.host().is_some() => {}
            Some(when) if reactor.threads.get() == 0 => clock.advance_to(when),
            _ => {}
        }
    }
    check_interrupt(vm)
}

/// The loop's time at which the next timer or sleeping thread is due.
fn next_deadline(event_loop: &EventLoop) -> Option<f64> {
    let timer = event_loop.timers.borrow().next();
    let thread = event_loop.running.threads.next_deadline().map(|when| when as f64 * 1e-9);
    timer.into_iter().chain(thread).reduce(f64::min)
}

/// The condition under which a polled loop continues.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rest {
    /// To be polled again at once.
    Turn,
    /// Poll again at the next wake-up, or when this time has passed.
    Until(Duration),
    /// Poll again at the next wake-up, or at this time of the host's clock, in seconds.
    At(f64),
    /// To be polled again at the next wake-up.
    WakeUp,
}

/// Makes passes of a loop without blocking, until there is nothing to do at the moment, `is_done`
/// is true, or there have been `most`.
///
/// # Errors
/// Same as [`run_forever`].
pub fn run_polled(
    vm: &Vm,
    loop_value: &Value,
    most: usize,
    is_done: impl Fn() -> bool,
) -> VmResult<Rest> {
    while_running(vm, loop_value, |event_loop| {
        for _ in 0..most {
            pass(vm, event_loop, loop_value, look)?;
            if is_done() || event_loop.stopping.get() {
                return Ok(Rest::Turn);
            }
            if event_loop.has_ready() {
                continue;
            }
            let running = &event_loop.running;
            match next_deadline(event_loop) {
                Some(when) if running.clock.host().is_some() => {
                    if when > running.clock.seconds() {
                        return Ok(Rest::At(when));
                    }
                }
                Some(_) if running.clock.is_virtual() => {
                    if running.reactor.threads.get() > 0 {
                        return Ok(Rest::WakeUp);
                    }
                }
                Some(when) => {
                    let left = (when - running.clock.seconds()).min(LONGEST_WAIT);
                    if left > 0.0 {
                        return Ok(Rest::Until(Duration::from_secs_f64(left)));
                    }
                }
                None => return Ok(Rest::WakeUp),
            }
        }
        Ok(Rest::Turn)
    })
}

/// The loop's wait while there are other threads, which may run meanwhile.
fn wait_among_threads(vm: &Vm, event_loop: &EventLoop) -> VmResult<()> {
    let next = event_loop.timers.borrow().next();
    let main = event_loop.main.get();
    let for_ever = next.is_none() && (main.is_unset() || future::is_done(&main));
    let deadline = next.map(|when| (when * 1e9).ceil().min(i64::MAX as f64) as i64);
    let wake = event_loop.running.threads.wait_for_files(vm, deadline, for_ever);
    check_interrupt(vm)?;
    if wake == Wake::Deadlock {
        event_loop.deadlocked.set(true);
        return Err(deadlock::report(vm));
    }
    Ok(())
}

fn poll(vm: &Vm, event_loop: &EventLoop, timeout: Option<Duration>) -> VmResult<()> {
    if timeout != Some(Duration::ZERO) {
        // Output must be visible before a wait. The next print will notice a closed pipe.
        let _ = vm.output.flush();
    }
    let waited = event_loop.running.reactor.wait(vm.meter.at_most(timeout));
    waited.map(drop).map_err(|error| vm.os_error(&error, None))
}

/// Handles Ctrl-C or another signal, if there was one.
///
/// # Errors
/// KeyboardInterrupt; any exception raised by a signal's handler; the end of the program by a limit.
#[inline]
pub fn check_interrupt(vm: &Vm) -> VmResult<()> {
    vm.check_limits()?;
    running(vm).profiler.answer(vm);
    // Handled by the main thread, whichever thread runs.
    if vm.interrupt.load(Ordering::Relaxed)
        && is_main_thread(vm)
        && vm.interrupt.swap(false, Ordering::Relaxed)
    {
        interrupt(vm)?;
    }
    if vm.signalled.load(Ordering::Relaxed) && is_main_thread(vm) {
        // Cleared first: a signal that arrives while one is handled requests another check.
        vm.signalled.store(false, Ordering::SeqCst);
        running(vm).inspection.serve(vm);
        running(vm).signal_handlers.deliver(vm)?;
    }
    Ok(())
}

#[inline]
fn is_main_thread(vm: &Vm) -> bool {
    let threads = &running(vm).threads;
    threads.current() == threads.main()
}

/// [`check_interrupt`] inside native code during which the program's code cannot run: handlers wait
/// until it ends.
///
/// # Errors
/// KeyboardInterrupt.
pub fn check_interrupt_within(vm: &Vm) -> VmResult<()> {
    if vm.interrupt.load(Ordering::Relaxed) && !running(vm).signal_handlers.has_interrupt() {
        return check_interrupt(vm);
    }
    if vm.signalled.load(Ordering::Relaxed) && is_main_thread(vm) {
        running(vm).inspection.serve(vm);
    }
    Ok(())
}

/// `loop.run_forever()`: runs until `stop()` is called.
///
/// # Errors
/// RuntimeError if a loop is already running or this one is closed; the errors of [`run_once`].
pub fn run_forever(vm: &Vm, loop_value: &Value) -> VmResult<()> {
    while_running(vm, loop_value, |event_loop| {
        loop {
            run_once(vm, event_loop, loop_value)?;
            if event_loop.stopping.get() {
                return Ok(());
            }
        }
    })
}

/// Makes a loop the running one while `body` runs its passes.
fn while_running<T>(
    vm: &Vm,
    loop_value: &Value,
    body: impl FnOnce(&EventLoop) -> VmResult<T>,
) -> VmResult<T> {
    let event_loop = super::loop_data(vm, loop_value)?;
    event_loop.check_closed(vm)?;
    check_not_running(vm, event_loop)?;
    let running = event_loop.running.clone();
    running.inspection.start(vm, &running);
    // A prompt's own loop is already running, and continues afterwards.
    let outer = running.current_loop.replace(loop_value.clone());
    let was_running = event_loop.is_running.replace(true);
    let at_prompt = running.at_prompt.replace(false);
    let held = running.clock.is_held();
    running.clock.hold(false);
    let hook = |name: &str| vm.get_attribute(loop_value, &intern(name));
    let first = running.asyncgen_first.replace(hook("_asyncgen_firstiter_hook")?);
    let finalizer = running.asyncgen_finalizer.replace(hook("_asyncgen_finalizer_hook")?);
    event_loop.apply_debug(vm);
    let result = body(event_loop);
    running.recorder.left(&running.clock);
    event_loop.stopping.set(false);
    event_loop.leave_debug(vm);
    running.asyncgen_first.set(first);
    running.asyncgen_finalizer.set(finalizer);
    running.clock.hold(held);
    running.at_prompt.set(at_prompt);
    event_loop.is_running.set(was_running);
    running.set_current_loop(outer);
    result
}

/// Runs a coroutine as a task to its end, with everything else that becomes ready, while the
/// current step waits: for the debugger.
///
/// # Errors
/// The task's exception; KeyboardInterrupt and SystemExit from other entries; the report of a
/// deadlock; RuntimeError without a running loop, or in a loop of the program.
pub fn run_within(vm: &Vm, coroutine: Value) -> VmResult {
    let running = running(vm);
    let current = running.current_loop_or_none();
    let Some(loop_value) = current.filter(|value| value.native::<EventLoop>().is_some()) else {
        return Err(vm.runtime_error("no event loop of asyncio's own is running"));
    };
    let outer = running.current_task.replace(Value::UNSET);
    let cause = running.recorder.cause();
    let result = run_as_task(vm, &loop_value, coroutine);
    running.recorder.resume(&running.clock, cause);
    drop(running.current_task.replace(outer));
    result
}

fn run_as_task(vm: &Vm, loop_value: &Value, coroutine: Value) -> VmResult {
    let task = task::spawn(vm, loop_value, coroutine, task::Options::default())?;
    while !task.future.is_done() {
        if let Some(event_loop) = loop_value.native::<EventLoop>() {
            run_once(vm, event_loop, loop_value)?;
        }
    }
    task.future.result(vm)
}

fn check_not_running(vm: &Vm, event_loop: &EventLoop) -> VmResult<()> {
    if event_loop.running.at_prompt.get() {
        return Ok(());
    }
    if event_loop.is_running() {
        return Err(vm.runtime_error("This event loop is already running"));
    }
    if event_loop.running.current_loop_or_none().is_some() {
        return Err(vm.runtime_error("Cannot run the event loop while another loop is running"));
    }
    Ok(())
}

/// Stops the loop when the future for which it runs is done.
static STOP: NativeCallback = NativeCallback {
    name: "_run_until_complete_cb()",
    run: |vm, loop_value, future| {
        // KeyboardInterrupt and SystemExit have ended the loop already.
        if let Some(state) = future::state_of(future)
            && state.phase.get() == future::Phase::Failed
            && let Some(exception) = state.outcome().get::<crate::objects::exception::Exception>()
        {
            let raised = crate::vm::Raised(exception.clone());
            if vm.ends_program(&raised) {
                return Ok(());
            }
        }
        if let Some(event_loop) = loop_value.native::<EventLoop>() {
            event_loop.stopping.set(true);
        }
        Ok(())
    },
};

/// `loop.run_until_complete(future)`
///
/// # Errors
/// The future's exception; as [`run_forever`].
pub fn run_until_complete(vm: &Vm, loop_value: &Value, awaitable: &Value) -> VmResult {
    let event_loop = super::loop_data(vm, loop_value)?;
    event_loop.check_closed(vm)?;
    check_not_running(vm, event_loop)?;
    let new_task = !future::is_future(awaitable);
    let main = super::ensure_future(vm, awaitable, loop_value)?;
    if new_task && let Some(task) = main.get::<task::Task>() {
        task.log_destroy_pending.set(false);
    }
    if future::is_foreign(vm, &main)? {
        return run_foreign(vm, loop_value, &main, new_task);
    }
    future::add_native_callback(&main, &STOP, loop_value);
    let outer = event_loop.main.replace(main.clone());
    let ran = run_forever(vm, loop_value);
    event_loop.main.set(outer);
    future::remove_native_callback(&main, &STOP, loop_value);
    let Some(state) = future::state_of(&main) else {
        return Err(vm.type_error("a future was expected"));
    };
    if let Err(raised) = ran {
        // An exit that also leaves the loop has been seen.
        if state.is_done() && (new_task || state.outcome().is(raised.0.as_value())) {
            state.log_traceback.set(false);
        }
        return Err(raised);
    }
    if !state.is_done() {
        return Err(vm.runtime_error("Event loop stopped before Future completed."));
    }
    state.result(vm)
}

/// [`run_until_complete`] for a future of a program's own class.
fn run_foreign(vm: &Vm, loop_value: &Value, main: &Value, new_task: bool) -> VmResult {
    let call = |name: &str, arguments: &[Value]| vm.call_method(main, &intern(name), arguments);
    let is_done = || vm.truthy(&call("done", &[])?);
    if new_task {
        vm.set_attribute(main, &intern("_log_destroy_pending"), Value::FALSE)?;
    }
    let stop = custom::native_callable(vm, &STOP, loop_value.clone());
    call("add_done_callback", std::slice::from_ref(&stop))?;
    let ran = run_forever(vm, loop_value);
    call("remove_done_callback", &[stop])?;
    if let Err(raised) = ran {
        if new_task && is_done()? && !vm.truthy(&call("cancelled", &[])?)? {
            // The exception has been seen.
            call("exception", &[])?;
        }
        return Err(raised);
    }
    if !is_done()? {
        return Err(vm.runtime_error("Event loop stopped before Future completed."));
    }
    call("result", &[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_loop::future::Future;
    use crate::event_loop::handle::Handle;
    use crate::event_loop::{loop_data, new_event_loop};
    use crate::host::testing::{error_of, with_vm};
    use crate::objects::list::List;
    use crate::objects::tuple::Tuple;

    /// Appends the number in a pair to the list in it.
    static NOTE: NativeCallback = NativeCallback {
        name: "note",
        run: |_, pair, _| {
            let [list, number] = pair.get::<Tuple>().unwrap().items() else { panic!("a pair") };
            list.get::<List>().unwrap().push(number.clone());
            Ok(())
        },
    };

    /// Like [`NOTE`], but also schedules 99 for the next pass.
    static NOTE_AND_SCHEDULE: NativeCallback = NativeCallback {
        name: "note_and_schedule",
        run: |vm, triple, future| {
            let items = triple.get::<Tuple>().unwrap().items();
            let [list, _, event_loop] = items else { panic!("a triple") };
            (NOTE.run)(vm, &Tuple::new(items[..2].to_vec()).into_value(), future)?;
            let next = Tuple::new([list.clone(), Value::small_int(99)]).into_value();
            loop_data(vm, event_loop)?.push(Entry::Native(&NOTE, next, Value::NONE));
            Ok(())
        },
    };

    /// A loop on a virtual clock, and a list for its callbacks.
    struct Bench<'a> {
        vm: &'a Vm,
        event_loop: Value,
        noted: Value,
    }

    impl Bench<'_> {
        fn run(test: impl FnOnce(&Bench<'_>, &EventLoop)) {
            with_vm(|vm| {
                running(vm).clock.set_virtual(true);
                let event_loop = new_event_loop(vm);
                let noted = List::new(Vec::new()).into_value();
                let bench = Bench { vm, event_loop: event_loop.clone(), noted };
                test(&bench, loop_data(vm, &event_loop).unwrap());
            });
        }

        fn pair(&self, number: i64) -> Value {
            Tuple::new([self.noted.clone(), Value::small_int(number)]).into_value()
        }

        fn note(&self, number: i64) -> Entry {
            Entry::Native(&NOTE, self.pair(number), Value::NONE)
        }

        fn at(&self, event_loop: &EventLoop, delay: f64, number: i64) {
            let when = event_loop.running.clock.seconds() + delay;
            let pair = self.pair(number);
            let handle = Handle::native(self.vm, &self.event_loop, Some(when), &NOTE, pair);
            event_loop.schedule(&handle);
        }

        fn pass(&self, event_loop: &EventLoop) -> VmResult<()> {
            run_once(self.vm, event_loop, &self.event_loop)
        }

        fn noted(&self) -> Vec<i64> {
            let items = self.noted.get::<List>().unwrap().to_vec();
            items.iter().map(|item| item.as_small_int().unwrap()).collect()
        }
    }

    #[test]
    fn a_pass_runs_the_entries_that_are_ready_when_it_begins() {
        Bench::run(|bench, event_loop| {
            let items = [bench.noted.clone(), Value::small_int(1), bench.event_loop.clone()];
            let triple = Tuple::new(items).into_value();
            event_loop.push(Entry::Native(&NOTE_AND_SCHEDULE, triple, Value::NONE));
            event_loop.push(bench.note(2));
            bench.pass(event_loop).unwrap_or_else(|_| panic!("nothing raises"));
            assert_eq!(bench.noted(), [1, 2]);
            bench.pass(event_loop).unwrap_or_else(|_| panic!("nothing raises"));
            assert_eq!(bench.noted(), [1, 2, 99]);
        });
    }

    #[test]
    fn a_pass_moves_the_clock_to_the_next_timer_only_when_nothing_is_ready() {
        Bench::run(|bench, event_loop| {
            let start = event_loop.running.clock.seconds();
            bench.at(event_loop, 5.0, 5);
            bench.at(event_loop, 2.0, 2);
            event_loop.push(bench.note(0));
            bench.pass(event_loop).unwrap_or_else(|_| panic!("nothing raises"));
            assert_eq!((bench.noted(), event_loop.running.clock.seconds()), (vec![0], start));
            bench.pass(event_loop).unwrap_or_else(|_| panic!("nothing raises"));
            assert_eq!(bench.noted(), [0, 2]);
            assert!((start + 2.0..start + 2.1).contains(&event_loop.running.clock.seconds()));
        });
    }

    #[test]
    fn timers_due_at_once_run_in_one_pass() {
        Bench::run(|bench, event_loop| {
            for number in [1, 2, 3] {
                bench.at(event_loop, 1.0, number);
            }
            bench.pass(event_loop).unwrap_or_else(|_| panic!("nothing raises"));
            assert_eq!(bench.noted(), [1, 2, 3]);
        });
    }

    #[test]
    fn a_loop_whose_main_future_can_never_be_done_is_deadlocked() {
        Bench::run(|bench, event_loop| {
            event_loop.main.set(Future::new(&bench.event_loop));
            let error = error_of(bench.vm, bench.pass(event_loop));
            assert!(error.starts_with("RuntimeError: deadlock: "), "{error}");
        });
    }

    #[test]
    fn a_timer_a_ready_entry_or_a_stop_is_no_deadlock() {
        Bench::run(|bench, event_loop| {
            event_loop.main.set(Future::new(&bench.event_loop));
            bench.at(event_loop, 1.0, 1);
            assert_eq!(error_of(bench.vm, bench.pass(event_loop)), "no exception");
            event_loop.push(bench.note(2));
            assert_eq!(error_of(bench.vm, bench.pass(event_loop)), "no exception");
            event_loop.stopping.set(true);
            assert_eq!(error_of(bench.vm, bench.pass(event_loop)), "no exception");
            assert_eq!(bench.noted(), [1, 2]);
        });
    }

    #[test]
    fn a_polled_loop_says_what_it_waits_for() {
        Bench::run(|bench, event_loop| {
            let poll = |most| run_polled(bench.vm, &bench.event_loop, most, || false).ok();
            assert_eq!(poll(10), Some(Rest::WakeUp));
            event_loop.running.clock.set_virtual(false);
            bench.at(event_loop, 1000.0, 1);
            let Some(Rest::Until(left)) = poll(10) else { panic!("a deadline was expected") };
            assert!((990.0..=1000.0).contains(&left.as_secs_f64()));
            event_loop.push(bench.note(2));
            assert_eq!(poll(0), Some(Rest::Turn));
            assert!(matches!(poll(1), Some(Rest::Until(_))));
            assert_eq!(bench.noted(), [2]);
        });
    }
}
