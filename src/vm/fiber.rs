//! Fibers: native stacks, one for each thread of the program.
//!
//! A fiber runs until it suspends itself or ends. The event loop decides which one runs when; this
//! module switches the VM from one to another.

use super::frame::Frame;
use super::monitor::ThreadPart;
use super::stack::Stack;
use super::{STACK_RESERVE, Vm};
use corosensei::stack::{DefaultStack, Stack as _};
use corosensei::{Coroutine, CoroutineResult, Yielder};
use std::cell::Cell;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The size of a fiber's native stack in bytes. Pages are used only when touched.
const STACK: usize = if cfg!(debug_assertions) { 32 } else { 8 } * 1024 * 1024;

type Routine = Coroutine<(), (), (), DefaultStack>;

/// The part of the VM's state saved for a fiber while it is not running.
struct Saved {
    frame: *mut Frame,
    root: *mut Frame,
    reraised: bool,
    shown: Vec<u64>,
    importing: Vec<String>,
    depth: usize,
    stack_floor: usize,
    stack: Stack,
    watchers: ThreadPart,
}

/// A native stack with the code that runs on it.
pub struct Fiber {
    /// The interpreter that the code runs in, identified by its flag, which no other one shares.
    interpreter: Arc<AtomicBool>,
    /// Stack and state; none while the fiber runs and after it has ended.
    parked: Cell<Option<(Routine, Saved)>>,
    /// Suspends the fiber; null before it first runs.
    yielder: Cell<*const Yielder<(), ()>>,
}

impl Fiber {
    /// A fiber that will call `body` when it is first resumed.
    ///
    /// # Errors
    /// An error of the operating system if there is no memory for a stack.
    pub fn new(vm: &Vm, body: impl FnOnce(&Vm) + 'static) -> io::Result<Rc<Fiber>> {
        let stack = DefaultStack::new(STACK)?;
        let own = Stack::for_thread().ok_or(io::ErrorKind::OutOfMemory)?;
        let stack_floor = vm.limited_floor(stack.base().get(), stack.limit().get() + STACK_RESERVE);
        let machine: *const Vm = vm;
        let routine = Coroutine::with_stack(stack, move |yielder, ()| {
            // SAFETY: while the fiber runs, `resume_fiber` has a reference to the interpreter, which
            // it checked to be this one.
            let vm = unsafe { &*machine };
            if let Some(this) = vm.fiber.take() {
                this.yielder.set(yielder);
                vm.fiber.set(Some(this));
            }
            body(vm);
        });
        let saved = Saved {
            frame: std::ptr::null_mut(),
            root: std::ptr::null_mut(),
            reraised: false,
            shown: Vec::new(),
            importing: Vec::new(),
            depth: 0,
            stack_floor,
            stack: own,
            watchers: ThreadPart::default(),
        };
        Ok(Rc::new(Fiber {
            interpreter: vm.attention.clone(),
            parked: Cell::new(Some((routine, saved))),
            yielder: Cell::new(std::ptr::null()),
        }))
    }

    /// The innermost frame of a suspended fiber; null if it has none.
    pub(super) fn parked_frame(&self) -> *mut Frame {
        let parked = self.parked.take();
        let frame = parked.as_ref().map_or(std::ptr::null_mut(), |(_, saved)| saved.frame);
        self.parked.set(parked);
        frame
    }

    /// Leaves the fiber suspended forever. Dropping it would unwind its stack, and so run code of a
    /// program that has ended.
    pub fn forget(&self) {
        std::mem::forget(self.parked.take());
    }
}

impl Vm {
    /// Runs a fiber until it suspends itself or ends; returns whether it has ended.
    ///
    /// # Panics
    /// If the fiber was made in another interpreter.
    pub fn resume_fiber(&self, fiber: &Rc<Fiber>) -> bool {
        let is_own = Arc::ptr_eq(&fiber.interpreter, &self.attention);
        assert!(is_own, "a fiber runs in the interpreter that made it");
        let Some((mut routine, saved)) = fiber.parked.take() else { return true };
        let outer = self.exchange(saved);
        let outer_fiber = self.fiber.replace(Some(fiber.clone()));
        if outer_fiber.is_none() {
            self.base_frame.set(outer.frame);
        }
        let result = routine.resume(());
        self.fiber.set(outer_fiber);
        let own = self.exchange(outer);
        match result {
            CoroutineResult::Yield(()) => {
                fiber.parked.set(Some((routine, own)));
                false
            }
            CoroutineResult::Return(()) => true,
        }
    }

    /// Suspends the running fiber: continues in the call of [`Vm::resume_fiber`] that resumed it.
    /// Does nothing on the stack on which the program started.
    pub fn suspend_fiber(&self) {
        let Some(fiber) = self.fiber.take() else { return };
        let yielder = fiber.yielder.get();
        self.fiber.set(Some(fiber));
        // SAFETY: the fiber is the running one, so this is its stack. It set the pointer when it
        // began, and the target stays in place until the fiber's function returns.
        unsafe { (*yielder).suspend(()) };
    }

    /// Replaces the running fiber's part of the VM by another's, and returns it.
    fn exchange(&self, other: Saved) -> Saved {
        Saved {
            frame: self.frame.replace(other.frame),
            root: self.root.replace(other.root),
            reraised: self.reraised.replace(other.reraised),
            shown: self.shown.replace(other.shown),
            importing: self.importing.replace(other.importing),
            depth: self.depth.replace(other.depth),
            stack_floor: self.stack_floor.replace(other.stack_floor),
            stack: self.stack.exchange(other.stack),
            watchers: self.monitor.thread.exchange(other.watchers),
        }
    }
}
