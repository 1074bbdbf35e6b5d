//! Several interpreters on one thread.
//!
//! The state that an interpreter's objects need (heap, interned strings, the key of hashes) is
//! thread-local, so that creating or dropping a value needs no parameter for it. An [`Isolate`]
//! holds these for one interpreter while another is *installed* on the thread. Entering an
//! interpreter installs it, and it stays installed until another is entered; an interpreter that
//! was running when another was entered is installed again when that one is left.
//!
//! Source: the isolates of V8 and of the Dart VM.

use super::{Vm, VmResult};
use crate::objects::str::SharedStrings;
use crate::runtime::heap::Heap;
use crate::runtime::{collect, memory};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

thread_local! {
    /// The installed isolate; null if none is.
    static INSTALLED: Cell<*const Isolate> = const { Cell::new(std::ptr::null()) };
    static LEFT: Cell<usize> = const { Cell::new(0) };
}

/// The number of objects that the last interpreter to end on this thread could not free.
pub fn objects_left() -> usize {
    LEFT.with(|left| left.get())
}

/// The thread-local state of an interpreter; kept here while the interpreter is not installed.
pub(crate) struct Isolate {
    heap: Heap,
    strings: SharedStrings,
    /// Bytes in use, if they are counted.
    memory: Cell<isize>,
    /// The interpreter; null before it is complete and after its end.
    vm: Cell<*const Vm>,
    /// The number of times it is currently entered.
    entered: Cell<usize>,
    /// The number of calls from the host in progress.
    calls: Cell<usize>,
    this: Weak<Isolate>,
}

impl Isolate {
    fn new() -> Rc<Isolate> {
        let heap = Heap::new();
        if REPEATS.take() {
            heap.repeat_addresses();
        }
        Rc::new_cyclic(|this| Isolate {
            heap,
            strings: SharedStrings::default(),
            memory: Cell::new(0),
            vm: Cell::new(std::ptr::null()),
            entered: Cell::new(0),
            calls: Cell::new(0),
            this: this.clone(),
        })
    }

    /// Exchanges the state kept here with the thread's.
    fn exchange(&self) {
        self.heap.exchange();
        self.strings.exchange();
        self.memory.set(memory::exchange(self.memory.get()));
    }

    /// Installs this isolate in place of another, and returns that one if it is running.
    #[cold]
    fn install(&self) -> Option<Rc<Isolate>> {
        let installed = INSTALLED.with(|installed| installed.replace(self));
        let mut running = None;
        if !installed.is_null() {
            // SAFETY: an isolate is installed at most until its owner is dropped.
            let other = unsafe { &*installed };
            other.exchange();
            if other.entered.get() > 0 {
                running = other.this.upgrade();
            }
        }
        self.exchange();
        running
    }

    fn is_installed(&self) -> bool {
        INSTALLED.with(|installed| std::ptr::eq(installed.get(), self))
    }

    /// Makes an interpreter the owner of this memory.
    pub fn set_vm(&self, vm: *const Vm) {
        self.vm.set(vm);
    }
}

thread_local! {
    /// Whether the next interpreter must have repeatable addresses.
    static REPEATS: Cell<bool> = const { Cell::new(false) };
}

/// Gives the objects of the thread's next interpreter the same addresses in each run.
pub fn repeat_addresses() {
    REPEATS.set(true);
}

/// Calls `body` with the interpreter installed on this thread, if there is one: for finalizers
/// and the like, which receive no interpreter.
pub fn with_current(body: impl FnOnce(&Vm)) {
    let installed = INSTALLED.with(|installed| installed.get());
    if installed.is_null() {
        return;
    }
    // SAFETY: an isolate is installed at most until its owner is dropped, which is after its
    // interpreter has ended. The interpreter stays in its box from creation until it is dropped,
    // which resets the pointer; only shared references to it exist.
    unsafe {
        let vm = (*installed).vm.get();
        if !vm.is_null() {
            body(&*vm);
        }
    }
}

/// An interpreter's hold on its isolate. When it is dropped, as the last part of the interpreter,
/// everything left in the heap is freed.
pub(crate) struct Owner {
    isolate: Rc<Isolate>,
    /// The isolate that was running when the interpreter was made or entered for its end.
    outer: RefCell<Option<Rc<Isolate>>>,
}

impl Owner {
    /// A new isolate, which is installed.
    pub fn install_new() -> Owner {
        let isolate = Isolate::new();
        let outer = isolate.install();
        Owner { isolate, outer: RefCell::new(outer) }
    }

    /// Installs the isolate for the end of its interpreter.
    pub fn install_for_end(&self) {
        if !self.isolate.is_installed() {
            self.outer.replace(self.isolate.install());
        }
        self.isolate.entered.set(1);
    }

    /// Installs the isolate that was running when the interpreter was made.
    pub fn install_outer(&self) {
        if let Some(outer) = self.outer.take()
            && !outer.vm.get().is_null()
        {
            outer.install();
        }
    }
}

impl std::ops::Deref for Owner {
    type Target = Isolate;

    fn deref(&self) -> &Isolate {
        &self.isolate
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.install_for_end();
        self.isolate.vm.set(std::ptr::null());
        SharedStrings::forget();
        LEFT.with(|left| left.set(collect::free_all()));
        self.isolate.exchange();
        INSTALLED.with(|installed| installed.set(std::ptr::null()));
        self.install_outer();
    }
}

/// An interpreter is entered until this is dropped.
#[must_use]
pub struct Entered<'a> {
    isolate: &'a Isolate,
    outer: Option<Rc<Isolate>>,
}

impl Vm {
    /// Makes this interpreter's memory the thread's. A host with several interpreters on a thread
    /// must enter one before touching it or any of its values.
    #[inline]
    pub fn enter_isolate(&self) -> Entered<'_> {
        let isolate = &*self.isolate;
        let outer = if isolate.is_installed() { None } else { isolate.install() };
        isolate.entered.set(isolate.entered.get() + 1);
        Entered { isolate, outer }
    }
}

impl Vm {
    /// Runs a function of the VM for the host, which has entered the interpreter. The program has
    /// its full budgets, unless it has itself called the host function that is running.
    ///
    /// # Errors
    /// The errors of `body`; the end of the program by a limit, even if `body` did not notice it.
    #[inline]
    pub fn run_for_host<T>(&self, body: impl FnOnce(&Vm) -> VmResult<T>) -> VmResult<T> {
        if self.isolate.calls.get() == 0 {
            self.renew_limits();
        }
        self.go_on_for_host(body)
    }

    /// Like [`Vm::run_for_host`], with the rest of the budgets.
    ///
    /// # Errors
    /// Same as [`Vm::run_for_host`].
    #[inline]
    pub fn go_on_for_host<T>(&self, body: impl FnOnce(&Vm) -> VmResult<T>) -> VmResult<T> {
        let calls = &self.isolate.calls;
        if calls.get() == 0 {
            self.limit_native_stack();
        }
        calls.set(calls.get() + 1);
        let result = body(self);
        calls.set(calls.get() - 1);
        if self.meter.has_tripped() {
            result.and_then(|result| self.check_limits().map(|()| result))
        } else {
            result
        }
    }
}

impl Drop for Entered<'_> {
    #[inline]
    fn drop(&mut self) {
        self.isolate.entered.set(self.isolate.entered.get() - 1);
        if let Some(outer) = self.outer.take() {
            outer.install();
        }
    }
}
