//! Counts the resources that a program uses, and ends it when it exceeds its [`Limits`].
//!
//! An interpreter whose work, memory or time is limited keeps its `attention` flag set, so that
//! each backward jump and call enters [`Vm::attend`], which counts it. From time to time (after
//! [`CHUNK`] units) it checks the clock and the heap. An interpreter without limits never gets
//! here, and pays nothing.
//!
//! Native code takes part through two functions: [`Vm::tick`] in loops that a program can make long,
//! and [`Vm::reserve`] before it allocates memory whose size a program determines. The operations
//! of which native loops consist ([`Vm::next`], [`Vm::eq`], [`Vm::hash`], [`Vm::binary`],
//! [`Vm::get_item`], [`Vm::repr`]) tick by themselves, and so do the copies, maps and searches in
//! `vm/pacing.rs`.

use super::limits::{Limit, Limits};
use super::{Raised, Vm, VmResult};
use crate::objects::exception::{Exc, Exception};
use crate::objects::native::ClassDef;
use crate::objects::tuple::Tuple;
#[cfg(feature = "heap-checks")]
use crate::runtime::checks;
use crate::runtime::{Kind, Ref, Value, collect, memory};
use std::cell::Cell;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// The class of the exception that ends a program that has exceeded a limit.
static LIMIT_EXCEEDED: ClassDef = ClassDef {
    name: "LimitExceeded",
    doc: "The program has used more of a resource than its host allows.",
    base: Some(Exc::BaseException.def()),
    kind: Kind::Exception,
    ..ClassDef::BASE
};

/// Units of work between two checks of clock, heap and signals. Each may be a call of native code
/// that takes milliseconds.
const CHUNK: i64 = 16;
/// Whether each backward jump and call requests attention, so that the heap is checked there.
pub(super) const ALWAYS_ATTENDS: bool = cfg!(feature = "heap-checks");

/// One in this many checks includes the heap. So a host can do a little with an interpreter whose
/// heap is full.
const LOOKS_AT_HEAP: u32 = 16;

/// The number of bytes that native code handles in one unit of work.
pub const BYTES_PER_UNIT: usize = 256;

/// The part of a full heap that a collection must free for the program to continue: a program that
/// reached its limit again and again would only collect.
const WORTHWHILE: usize = 16;

/// An interpreter's use of its limits.
pub struct Meter {
    limits: Cell<Limits>,
    tripped: Cell<Option<Limit>>,
    /// Whether work is counted.
    counts: Cell<bool>,
    /// Units left of the current chunk.
    countdown: Cell<i64>,
    /// The length of the current chunk.
    chunk: Cell<i64>,
    /// Units left after the current chunk.
    work_left: Cell<u64>,
    deadline: Cell<Option<Instant>>,
    output_left: Cell<u64>,
    /// The maximum number of tasks, and an upper bound of their current number.
    task_limit: Cell<usize>,
    tasks: Cell<usize>,
    /// The number of looks in this run.
    looks: Cell<u32>,
    /// The memory in use before the heap was limited, in bytes.
    base: Cell<Option<usize>>,
    /// A use of the heap below which no collection is tried.
    collect_above: Cell<usize>,
    /// Whether the limit on the heap is suspended.
    may_be_full: Cell<bool>,
}

impl Default for Meter {
    /// A meter without limits.
    fn default() -> Meter {
        Meter {
            limits: Cell::new(Limits::none()),
            tripped: Cell::new(None),
            counts: Cell::new(false),
            countdown: Cell::new(0),
            chunk: Cell::new(0),
            work_left: Cell::new(u64::MAX),
            deadline: Cell::new(None),
            output_left: Cell::new(u64::MAX),
            task_limit: Cell::new(usize::MAX),
            tasks: Cell::new(0),
            looks: Cell::new(0),
            base: Cell::new(None),
            collect_above: Cell::new(0),
            may_be_full: Cell::new(false),
        }
    }
}

impl Meter {
    /// The limits.
    pub fn limits(&self) -> Limits {
        self.limits.get()
    }

    /// The limit that has tripped, if one has.
    #[inline]
    pub fn tripped(&self) -> Option<Limit> {
        self.tripped.get()
    }

    /// Whether a limit has tripped, so that no code of the program may run.
    #[inline(always)]
    pub fn has_tripped(&self) -> bool {
        self.tripped.get().is_some()
    }

    /// Counts units of work; true if it is time for a check.
    #[inline(always)]
    fn count(&self, units: i64) -> bool {
        let left = self.countdown.get().saturating_sub(units);
        self.countdown.set(left);
        left <= 0
    }

    /// Charges the chunk that has ended and begins another. False if no work is left.
    fn begin_chunk(&self) -> bool {
        let spent = self.chunk.get() - self.countdown.get();
        let left = self.work_left.get().checked_sub(spent.max(0).unsigned_abs());
        self.work_left.set(left.unwrap_or(0));
        let chunk = CHUNK.min(i64::try_from(left.unwrap_or(0)).unwrap_or(CHUNK)).max(1);
        self.chunk.set(chunk);
        self.countdown.set(chunk);
        left.is_some()
    }

    /// `timeout`, but at most the program's remaining time. (`None` is forever.)
    pub fn at_most(&self, timeout: Option<Duration>) -> Option<Duration> {
        let Some(deadline) = self.deadline.get() else { return timeout };
        let left = deadline.saturating_duration_since(Instant::now());
        // Waits are in whole milliseconds, and should end after the deadline.
        let left = left + Duration::from_millis(1);
        Some(timeout.map_or(left, |timeout| timeout.min(left)))
    }

    fn is_late(&self) -> bool {
        self.deadline.get().is_some_and(|deadline| Instant::now() >= deadline)
    }
}

impl Vm {
    /// Gives the interpreter new limits, with full budgets.
    pub fn set_limits(&self, limits: Limits) {
        let meter = &self.meter;
        meter.limits.set(limits);
        let Limits { instructions, heap_bytes, time, .. } = limits;
        meter.counts.set(instructions.is_some() || heap_bytes.is_some() || time.is_some());
        meter.task_limit.set(limits.tasks.unwrap_or(usize::MAX));
        if heap_bytes.is_some() {
            memory::start_counting();
            if meter.base.get().is_none() {
                meter.base.set(Some(memory::used()));
            }
        }
        if let Some(ceiling) = limits.recursion {
            self.recursion_limit.set(self.recursion_limit.get().min(ceiling));
        }
        // What a limit has ended is cleaned up before the next run, and not during unwinding.
        if !meter.has_tripped() {
            self.renew_limits();
        }
    }

    /// Restores the program's full budgets of work, time and output, and makes an interpreter
    /// usable again whose program has exceeded a limit. Must be called before each run.
    pub fn renew_limits(&self) {
        let meter = &self.meter;
        let limits = meter.limits.get();
        if meter.has_tripped() {
            self.clear_away();
            meter.tripped.set(None);
        }
        meter.work_left.set(limits.instructions.unwrap_or(u64::MAX));
        meter.chunk.set(0);
        meter.countdown.set(0);
        meter.deadline.set(limits.time.and_then(|time| Instant::now().checked_add(time)));
        meter.output_left.set(limits.output_bytes.unwrap_or(u64::MAX));
        meter.collect_above.set(0);
        meter.looks.set(0);
        meter.begin_chunk();
        let is_interrupted = self.interrupt.load(Relaxed) || self.signalled.load(Relaxed);
        self.attention.store(ALWAYS_ATTENDS || meter.counts.get() || is_interrupted, Relaxed);
    }

    /// Ends the program because of a limit. The returned exception must be raised; whatever happens
    /// to it, no more code of the program runs.
    #[cold]
    pub fn trip(&self, limit: Limit) -> Raised {
        let limit = self.meter.tripped.get().unwrap_or(limit);
        self.meter.tripped.set(Some(limit));
        self.attention.store(true, Relaxed);
        let limits = self.meter.limits.get();
        let allowed = match limit {
            Limit::Instructions => limits.instructions.map(|n| format!("{n} units of work")),
            Limit::HeapBytes => limits.heap_bytes.map(|n| format!("{n} bytes of memory")),
            Limit::NativeStack => limits.native_stack.map(|n| format!("{n} bytes of native stack")),
            Limit::Time => limits.time.map(|time| format!("{time:?}")),
            Limit::OutputBytes => limits.output_bytes.map(|n| format!("{n} bytes of output")),
            Limit::Recursion => limits.recursion.map(|n| format!("{n} nested calls")),
            Limit::OpenFiles => limits.open_files.map(|n| format!("{n} open files")),
            Limit::Tasks => limits.tasks.map(|n| format!("{n} tasks")),
        };
        let message = format!("more than {} used", allowed.unwrap_or_else(|| limit.to_string()));
        let class = self.class_for(&LIMIT_EXCEEDED).into_value();
        let arguments = Tuple::new([Value::from(message)]);
        Raised(Ref::with_class(Exception::payload(arguments), class, true))
    }

    /// Raises the exception that ends the program, if a limit has tripped or it timed out.
    ///
    /// # Errors
    /// The exception that ends the program.
    #[inline]
    pub fn check_limits(&self) -> VmResult<()> {
        if self.meter.counts.get() || self.meter.has_tripped() {
            self.look_at_limits()
        } else {
            Ok(())
        }
    }

    #[cold]
    fn look_at_limits(&self) -> VmResult<()> {
        match self.meter.tripped.get() {
            Some(limit) => Err(self.trip(limit)),
            None if self.meter.is_late() => Err(self.trip(Limit::Time)),
            None => Ok(()),
        }
    }

    /// Whether an exception ends the program: KeyboardInterrupt, SystemExit, or any once a limit
    /// has tripped. Loops that survive other exceptions end with these.
    pub fn ends_program(&self, raised: &Raised) -> bool {
        self.meter.has_tripped()
            || self.is_exception(raised, Exc::KeyboardInterrupt)
            || self.is_exception(raised, Exc::SystemExit)
    }

    /// Handles a request for attention at a backward jump or a call: a limit, the end of a
    /// time slice, Ctrl-C, a due collection.
    ///
    /// # Errors
    /// KeyboardInterrupt; any exception raised by a signal's handler; the end of the program by a limit.
    #[cold]
    pub(in crate::vm) fn attend(&self) -> VmResult<()> {
        if self.meter.counts.get() && !self.meter.count(1) {
            return Ok(());
        }
        self.attention.store(ALWAYS_ATTENDS || self.meter.counts.get(), Relaxed);
        self.collect_if_full().and_then(|()| self.measure()).inspect_err(|_| {
            // Other requests for attention have not been handled.
            self.attention.store(true, Relaxed);
        })?;
        self.event_loop.attend(self)?;
        self.collecting(collect::collect_if_due)?;
        #[cfg(feature = "heap-checks")]
        checks::at_safepoint();
        Ok(())
    }

    /// Counts `work` units of native code (each about as long as an iteration of a small loop) and
    /// lets limits and Ctrl-C end it. Must be called in loops that a program can make long, at
    /// least once in about ten thousand units. Borrows may be held: no code of the program runs.
    ///
    /// # Errors
    /// KeyboardInterrupt, or the end of the program by a limit: either must be passed on.
    #[inline]
    pub fn tick(&self, work: usize) -> VmResult<()> {
        if self.attention.load(Relaxed) { self.attend_natively(work) } else { Ok(()) }
    }

    /// [`Vm::tick`] for work on this many bytes, or equivalent work.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    #[inline]
    pub fn tick_bytes(&self, bytes: usize) -> VmResult<()> {
        self.tick(bytes / BYTES_PER_UNIT)
    }

    /// Raises MemoryError if memory ran out since the last check.
    fn look_at_shortage(&self) -> VmResult<()> {
        if !memory::keep_spare() {
            // Until there is memory again, every look tries.
            self.attention.store(true, Relaxed);
        }
        if memory::take_shortage() { Err(self.memory_error()) } else { Ok(()) }
    }

    #[cold]
    fn attend_natively(&self, work: usize) -> VmResult<()> {
        self.look_at_shortage()?;
        if self.meter.counts.get() {
            if !self.meter.count(i64::try_from(work).unwrap_or(i64::MAX)) {
                return Ok(());
            }
            self.measure()?;
        } else if self.meter.has_tripped() {
            return self.look_at_limits();
        }
        self.event_loop.attend_natively(self)
    }

    /// Compares usage with the limits.
    fn measure(&self) -> VmResult<()> {
        self.look_at_shortage()?;
        let meter = &self.meter;
        self.look_at_limits()?;
        if !meter.counts.get() {
            return Ok(());
        }
        if !meter.begin_chunk() {
            return Err(self.trip(Limit::Instructions));
        }
        if meter.may_be_full.get() {
            return Ok(());
        }
        let looks = meter.looks.get().wrapping_add(1);
        meter.looks.set(looks);
        match meter.limits.get().heap_bytes {
            Some(limit) if looks.is_multiple_of(LOOKS_AT_HEAP) && self.is_full(limit, 0) => {
                Err(self.trip(Limit::HeapBytes))
            }
            _ => Ok(()),
        }
    }

    /// [`Vm::tick`] for work that needs memory before it frees any: the limit on the heap is
    /// suspended.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub(in crate::vm) fn tick_with_full_heap(&self, work: usize) -> VmResult<()> {
        self.meter.may_be_full.set(true);
        let result = self.tick(work);
        self.meter.may_be_full.set(false);
        result
    }

    /// Collects garbage when the heap nears its limit.
    fn collect_if_full(&self) -> VmResult<()> {
        let meter = &self.meter;
        let Some(limit) = meter.limits.get().heap_bytes else { return Ok(()) };
        let near = limit - limit / 4;
        if self.memory_used() > near.max(meter.collect_above.get()) {
            self.collecting(collect::collect)?;
            meter.collect_above.set(self.memory_used() + limit / WORTHWHILE);
        }
        Ok(())
    }

    /// Bytes that the program has in use: its objects with all their buffers, and its frames. The
    /// interpreter's initial memory does not count.
    fn memory_used(&self) -> usize {
        let base = self.meter.base.get().unwrap_or(0);
        memory::used().saturating_sub(base) + self.stack.used()
    }

    /// Whether `bytes` more would exceed the limit on the heap.
    fn is_full(&self, limit: usize, bytes: usize) -> bool {
        self.memory_used().saturating_add(bytes) > limit
    }

    /// Reserves memory before it is allocated, wherever a program determines the size. Borrows may
    /// be held: no code of the program runs.
    ///
    /// # Errors
    /// MemoryError if there can never be that much; the end of the program if it exceeds the limit.
    #[inline]
    pub fn reserve(&self, bytes: usize) -> VmResult<()> {
        if bytes < SMALL { Ok(()) } else { self.reserve_large(bytes) }
    }

    /// [`Vm::reserve`] for `count` items of type `T`.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    #[inline]
    pub fn reserve_items<T>(&self, count: usize) -> VmResult<()> {
        self.reserve(count.saturating_mul(size_of::<T>()))
    }

    #[cold]
    fn reserve_large(&self, bytes: usize) -> VmResult<()> {
        if let Some(limit) = self.meter.limits.get().heap_bytes
            && self.is_full(limit, bytes)
        {
            return Err(self.trip(Limit::HeapBytes));
        }
        // For less there is the spare block.
        if bytes >= memory::LARGE && !memory::is_available(bytes) {
            return Err(self.memory_error());
        }
        // They will be written.
        self.check_time_for((bytes as u64).saturating_mul(2))?;
        self.tick_bytes(bytes)
    }

    fn check_time_for(&self, nanoseconds: u64) -> VmResult<()> {
        match self.meter.deadline.get() {
            Some(deadline) => {
                let left = deadline.saturating_duration_since(Instant::now());
                let is_enough = left >= Duration::from_nanos(nanoseconds);
                if is_enough { Ok(()) } else { Err(self.trip(Limit::Time)) }
            }
            None => Ok(()),
        }
    }

    /// Counts a new task. `count` returns how many there are, and is called only when there may be
    /// too many: tasks that end are not subtracted.
    ///
    /// # Errors
    /// The end of the program if it exceeds the limit.
    #[inline]
    pub fn admit_task(&self, count: impl FnOnce() -> usize) -> VmResult<()> {
        let limit = self.meter.task_limit.get();
        if limit == usize::MAX {
            return Ok(());
        }
        let mut tasks = self.meter.tasks.get() + 1;
        if tasks > limit {
            tasks = count();
            self.tick(tasks)?;
        }
        self.meter.tasks.set(tasks);
        if tasks > limit { Err(self.trip(Limit::Tasks)) } else { Ok(()) }
    }

    /// A MemoryError to be raised.
    #[cold]
    pub fn memory_error(&self) -> Raised {
        self.error_with(Exc::MemoryError, [])
    }

    /// Makes room for `additional` more items in a vector, as [`Vec::reserve`] does.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    #[inline]
    pub fn grow<T>(&self, items: &mut Vec<T>, additional: usize) -> VmResult<()> {
        if items.capacity() - items.len() >= additional {
            return Ok(());
        }
        self.grow_now(items, additional)
    }

    #[cold]
    fn grow_now<T>(&self, items: &mut Vec<T>, additional: usize) -> VmResult<()> {
        let wanted = items.len().saturating_add(additional).max(items.capacity() * 2);
        let bytes = wanted.saturating_mul(size_of::<T>());
        self.check_limit(bytes)?;
        items.try_reserve(additional).map_err(|_| self.memory_error())
    }

    /// Trips if an allocation of this size exceeds the limit on the heap.
    fn check_limit(&self, bytes: usize) -> VmResult<()> {
        match self.meter.limits.get().heap_bytes {
            Some(limit) if bytes >= SMALL && self.is_full(limit, bytes) => {
                Err(self.trip(Limit::HeapBytes))
            }
            _ => Ok(()),
        }
    }

    /// Makes room for `additional` more bytes in a text, as [`String::reserve`] does.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    #[inline]
    pub fn grow_text(&self, text: &mut String, additional: usize) -> VmResult<()> {
        if text.capacity() - text.len() >= additional {
            return Ok(());
        }
        self.check_limit(text.len().saturating_add(additional).max(text.capacity() * 2))?;
        text.try_reserve(additional).map_err(|_| self.memory_error())
    }

    /// An empty vector with room for `capacity` items.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn vec_with_capacity<T>(&self, capacity: usize) -> VmResult<Vec<T>> {
        self.reserve_items::<T>(capacity)?;
        let mut items = Vec::new();
        items.try_reserve_exact(capacity).map_err(|_| self.memory_error())?;
        Ok(items)
    }

    /// Counts bytes that are about to be written to standard output or error.
    ///
    /// # Errors
    /// The end of the program if that is beyond its limit.
    pub fn spend_output(&self, bytes: usize) -> VmResult<()> {
        match self.meter.output_left.get().checked_sub(bytes as u64) {
            Some(left) => {
                self.meter.output_left.set(left);
                Ok(())
            }
            None => Err(self.trip(Limit::OutputBytes)),
        }
    }
}

/// Requests below this size, in bytes, are not checked: their sum shows at the next check.
const SMALL: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::testing::{error_of, run, with_vm};

    fn meter(work: u64) -> Meter {
        let meter = Meter::default();
        meter.work_left.set(work);
        assert!(meter.begin_chunk());
        meter
    }

    #[test]
    fn work_is_looked_at_once_in_a_chunk() {
        let meter = meter(10 * CHUNK as u64);
        let looks = (0..2 * CHUNK).filter(|_| meter.count(1) && meter.begin_chunk()).count();
        assert_eq!(looks, 2);
        assert_eq!(meter.work_left.get(), 8 * CHUNK as u64);
    }

    #[test]
    fn the_last_chunk_is_as_long_as_what_is_left() {
        let meter = meter(CHUNK as u64 + 3);
        assert!(meter.count(CHUNK) && meter.begin_chunk());
        assert!(!meter.count(2));
        assert!(meter.count(1) && meter.begin_chunk());
        assert_eq!(meter.work_left.get(), 0);
        assert!(meter.count(1) && !meter.begin_chunk());
    }

    #[test]
    fn a_large_piece_of_work_is_charged_whole() {
        let meter = meter(1000);
        assert!(meter.count(990) && meter.begin_chunk());
        assert_eq!(meter.work_left.get(), 10);
        assert!(meter.count(i64::MAX) && !meter.begin_chunk());
        assert_eq!(meter.work_left.get(), 0);
    }

    #[test]
    fn waits_end_after_the_deadline() {
        let meter = Meter::default();
        assert_eq!(meter.at_most(None), None);
        let second = Duration::from_secs(1);
        assert_eq!(meter.at_most(Some(second)), Some(second));
        meter.deadline.set(Some(Instant::now()));
        assert_eq!(meter.at_most(None), Some(Duration::from_millis(1)));
        assert_eq!(meter.at_most(Some(second)), Some(Duration::from_millis(1)));
        assert_eq!(meter.at_most(Some(Duration::ZERO)), Some(Duration::ZERO));
    }

    #[test]
    fn a_trip_stays_until_the_budgets_are_renewed() {
        with_vm(|vm| {
            vm.set_limits(Limits::none().instructions(1000));
            let error = error_of(vm, run(vm, "while True: pass"));
            assert_eq!(error, "LimitExceeded: more than 1000 units of work used");
            assert_eq!(vm.meter.tripped(), Some(Limit::Instructions));
            let error = error_of(vm, vm.check_limits());
            assert_eq!(error, "LimitExceeded: more than 1000 units of work used");
            vm.renew_limits();
            assert!(!vm.meter.has_tripped());
            assert_eq!(error_of(vm, run(vm, "for i in range(100): pass")), "no exception");
        });
    }

    #[test]
    fn the_first_limit_that_trips_is_the_one_reported() {
        with_vm(|vm| {
            vm.set_limits(Limits::none().tasks(3).output_bytes(10));
            drop(vm.trip(Limit::Tasks));
            assert_eq!(error_of(vm, vm.spend_output(11)), "LimitExceeded: more than 3 tasks used");
        });
    }

    #[test]
    fn output_is_spent_to_the_last_byte() {
        with_vm(|vm| {
            vm.set_limits(Limits::none().output_bytes(10));
            assert!(vm.spend_output(7).is_ok() && vm.spend_output(3).is_ok());
            assert!(vm.spend_output(0).is_ok() && vm.spend_output(1).is_err());
        });
    }

    #[test]
    fn tasks_are_counted_anew_when_there_may_be_too_many() {
        with_vm(|vm| {
            vm.set_limits(Limits::none().tasks(2));
            let not_asked = || panic!("there is room");
            assert!(vm.admit_task(not_asked).is_ok() && vm.admit_task(not_asked).is_ok());
            // One of the two tasks has ended.
            assert!(vm.admit_task(|| 2).is_ok());
            assert_eq!(error_of(vm, vm.admit_task(|| 3)), "LimitExceeded: more than 2 tasks used");
        });
    }

    #[test]
    fn impossible_requests_for_memory_are_errors() {
        with_vm(|vm| {
            assert!(vm.reserve(SMALL).is_ok());
            assert_eq!(error_of(vm, vm.reserve_items::<u64>(usize::MAX)), "MemoryError: ");
            assert_eq!(error_of(vm, vm.vec_with_capacity::<u8>(usize::MAX)), "MemoryError: ");
            let mut items = vec![0u64];
            assert_eq!(error_of(vm, vm.grow(&mut items, usize::MAX)), "MemoryError: ");
            assert!(vm.grow(&mut items, 100).is_ok() && items.capacity() >= 101);
        });
    }
}
