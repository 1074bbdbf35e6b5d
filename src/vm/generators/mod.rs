//! Chains of generators and coroutines: resuming, awaiting, yielding, finishing.
//!
//! A *chain* is a root and the frames it awaits (or delegates to with `yield from`), down to the
//! innermost one. The code that resumes the root (a `for` loop, `send()`, an event loop's task)
//! directly receives what the innermost frame yields: [`Vm::root`] is the root of the running
//! chain, and the root of a suspended chain records its innermost frame.

mod awaiting;
mod closing;
mod drain;
mod usual;

pub use drain::Sink;

use super::frame::{Frame, OnReturn};
use super::monitor::Event;
use super::{Raised, Vm, VmResult};
use crate::bytecode::Opcode;
use crate::objects::exception::{Exc, Exception};
use crate::objects::generator::{Flavor, Generator, Input, NativeCoroutine, State};
use crate::runtime::Value;
use crate::runtime::heap::NEEDS_FINALIZER;

/// The outcome of driving a generator or coroutine.
pub enum Outcome {
    /// It handed this out and waits.
    Yielded(Value),
    /// An asynchronous generator that is itself driven reached one of its `yield`s, with this item.
    Item(Value),
    /// It returned.
    Returned(Value),
}

/// The continuation of the interpreter loop.
pub(in crate::vm) enum Transfer {
    /// In this frame, at its `pc`.
    Continue(*mut Frame),
    /// With this exception, in this frame.
    Raise(*mut Frame, Raised),
    /// Nowhere: back to the Rust code that entered the loop.
    Exit(VmResult<Outcome>),
}

/// The state, frame and link of a generator or native coroutine, whichever it is.
struct Heap<'a> {
    state: &'a std::cell::Cell<State>,
    frame: *mut Frame,
    innermost: &'a crate::runtime::Slot,
}

#[inline]
fn heap(value: &Value) -> Option<Heap<'_>> {
    if let Some(g) = value.get::<Generator>() {
        return Some(Heap { state: &g.state, frame: g.frame.get(), innermost: &g.innermost });
    }
    let n = value.get::<NativeCoroutine>()?;
    Some(Heap { state: &n.state, frame: n.frame.get(), innermost: &n.innermost })
}

impl Vm {
    /// Resumes a generator or coroutine (in Python or in Rust) with a value sent in or an exception
    /// thrown in, up to its next `yield` to the outside or its end. The innermost frame of a chain
    /// is resumed directly.
    ///
    /// # Errors
    /// Any exception that it raises; ValueError if it is already running, RuntimeError if a
    /// coroutine is already finished; TypeError for sending a value to one that has not started.
    pub fn resume(&self, generator: &Value, input: Input) -> VmResult<Outcome> {
        self.check_native_stack()?;
        if let (Ok(sent), Some(waiting)) = (&input, generator.get::<Generator>())
            && waiting.flavor == Flavor::Generator
            && let Some(result) = self.send_to_waiting(waiting, sent)
        {
            return result;
        }
        let input = match input {
            Err(raised) if self.is_exception(&raised, Exc::GeneratorExit) => {
                Err(self.close_delegates(generator, raised))
            }
            input => input,
        };
        let entry = self.frame.get();
        // SAFETY: Rust code resumes it, as `OnReturn::Resume` says; no frame receives the result.
        // The frame of the transfer is then the running one.
        let result = unsafe {
            let transfer = self.resume_root(generator, OnReturn::Resume, entry, 0, input)?;
            self.go_on(transfer)
        };
        self.frame.set(entry);
        result
    }

    /// # Safety
    /// The frame of the transfer must be the running one.
    unsafe fn go_on(&self, transfer: Transfer) -> VmResult<Outcome> {
        // SAFETY: as the caller promises.
        unsafe {
            match transfer {
                Transfer::Continue(frame) => self.run(frame, None),
                Transfer::Raise(frame, raised) => self.run(frame, Some(raised)),
                Transfer::Exit(result) => result,
            }
        }
    }

    /// Makes a generator the root of the running chain and passes the input to its innermost frame.
    /// `caller` and `dst` determine the use of its result.
    ///
    /// # Safety
    /// `caller` must be the running frame, if there is one, and `dst` one of its registers. For
    /// `OnReturn::ForIter` it must be at a `for` loop's instruction.
    pub(in crate::vm) unsafe fn resume_root(
        &self,
        generator: &Value,
        on_return: OnReturn,
        caller: *mut Frame,
        dst: u16,
        input: Input,
    ) -> VmResult<Transfer> {
        let Some(root) = heap(generator) else {
            let class = self.class_of(generator).message_name();
            return Err(
                self.type_error(format!("'{class}' object is not a generator or coroutine"))
            );
        };
        match root.state.get() {
            State::Running => return Err(self.already_running(generator)),
            State::Finished => {
                // SAFETY: as the caller promises.
                return unsafe { self.resume_finished(generator, on_return, caller, input) };
            }
            State::Created => {
                // What is sent to a new `asend()` is sent on, in place of its argument.
                let is_sent_on = || {
                    let native = generator.get::<NativeCoroutine>();
                    native.is_some_and(|native| native.step_of == Some("asend"))
                };
                if let Ok(value) = &input
                    && !value.is_none()
                    && !is_sent_on()
                {
                    let what = self.generator_word(generator);
                    let message = format!("can't send non-None value to a just-started {what}");
                    return Err(self.type_error(message));
                }
            }
            State::Suspended => {
                // SAFETY: the frame of a suspended generator is whole and not running.
                let is_awaited = unsafe {
                    (*root.frame).on_return == OnReturn::Await && !(*root.frame).caller.is_null()
                };
                if is_awaited && on_return != OnReturn::Await {
                    return Err(self.already_running(generator));
                }
            }
        }
        if self.depth.get() >= self.recursion_limit.get() {
            return Err(self.too_deep_for(generator));
        }
        root.state.set(State::Running);
        let innermost = root.innermost.take();
        // SAFETY: neither frame runs; both belong to objects that are kept alive by the caller
        // (the root) and by the frame that awaits it (the innermost).
        unsafe {
            let frame = root.frame;
            self.enter_root(frame, on_return, caller, dst);
            let inner = match heap(&innermost) {
                Some(inner) => {
                    inner.state.set(State::Running);
                    self.depth.set(self.depth.get() + (*inner.frame).base_depth as usize);
                    inner.frame
                }
                None => frame,
            };
            if self.monitor.suspensions.get() {
                self.frame.set(inner);
                let told = self.tell_of_resumption(inner, frame, &input);
                // A tool's exception is raised where the chain waits.
                return Ok(self.enter_suspended(inner, told.and(input)));
            }
            Ok(self.enter_suspended(inner, input))
        }
    }

    /// Passes the input to a suspended (or new) frame that is now the running one.
    ///
    /// # Safety
    /// The frame must be alive and not on the stack of running frames.
    pub(super) unsafe fn enter_suspended(&self, frame: *mut Frame, input: Input) -> Transfer {
        self.frame.set(frame);
        if let Err(raised) = &input {
            self.thrown.set(raised.0.address());
            // SAFETY: the frame is alive, and is the running one.
            unsafe { self.set_context_of_thrown(frame, raised) };
        }
        // SAFETY: the frame is alive.
        if unsafe { (*frame).is_native() } {
            // SAFETY: the frame is native, and the running one from now on.
            return unsafe { self.step_native(frame, input) };
        }
        // SAFETY: the frame is alive, and not native: it has code, and its `pc` is an instruction.
        let (start, at) = unsafe { ((*frame).code().instructions.as_ptr(), (*frame).pc) };
        // SAFETY: a function's last instruction returns, so there is another after this one, which
        // suspended the frame or begins the function.
        let (instruction, next) = unsafe { ((*frame).instruction(at), at.add(1)) };
        if at == start {
            return match input {
                Ok(_) => Transfer::Continue(frame),
                // The traceback shows the function's first line; no handler is entered, even if the
                // body begins with one.
                // SAFETY: the frame is the running one, and not native.
                Err(raised) => unsafe {
                    (*frame).pc = next;
                    self.trace(frame, &raised);
                    let raised = match self.monitor.exceptions.get() {
                        true => self.tell_of_exception(frame, Event::PyUnwind, &raised).err(),
                        false => None,
                    }
                    .unwrap_or(raised);
                    (*frame).pc = at;
                    self.finish(frame, Err(raised))
                },
            };
        }
        // SAFETY: the frame is alive.
        unsafe { (*frame).pc = next };
        match (instruction.op, input) {
            (Opcode::Yield, Ok(value)) => {
                // SAFETY: operand `a` of the frame's instruction is one of its registers.
                drop(unsafe { (*frame).registers.add(instruction.a.into()).replace(value) });
                Transfer::Continue(frame)
            }
            // SAFETY: the frame is the running one, with its `pc` after a `YieldFrom`.
            (Opcode::YieldFrom, input) => unsafe {
                self.continue_awaiting(frame, instruction.a, instruction.b, input)
            },
            (_, Ok(_)) => Transfer::Continue(frame),
            (_, Err(raised)) => Transfer::Raise(frame, raised),
        }
    }

    /// Links an exception that is thrown into a frame, or passes through it on its way out of a
    /// chain, to the one that this frame is handling. The exception handled by the code that throws
    /// it is not its context.
    ///
    /// # Safety
    /// `frame` must be alive, and the running one.
    unsafe fn set_context_of_thrown(&self, frame: *mut Frame, raised: &Raised) {
        // SAFETY: as the caller promises.
        if unsafe { (*frame).handled.get::<Exception>().is_some() } {
            self.renew_context(raised);
        }
    }

    /// Yields a value from the running chain, whose innermost frame is `frame`.
    ///
    /// # Safety
    /// `frame` must be the running frame, with its `pc` at its `Yield` or `YieldFrom`.
    pub(in crate::vm) unsafe fn suspend(&self, frame: *mut Frame, value: Value) -> Transfer {
        // SAFETY: a heap frame only runs as part of a chain, so there is a root, and its owner is
        // kept alive by the code that resumed it.
        unsafe {
            let root = self.root.get();
            if root.is_null() {
                return Transfer::Raise(frame, self.runtime_error("nothing drives this coroutine"));
            }
            if self.monitor.suspensions.get()
                && let Err(raised) = self.tell_of_suspension(frame, &value)
            {
                if !(*frame).is_native() {
                    (*frame).pc = (*frame).pc.add(1);
                }
                return Transfer::Raise(frame, raised);
            }
            if root != frame {
                if let Some(h) = heap(&(*root).peek_owner()) {
                    h.innermost.set((*frame).owner());
                }
                if let Some(h) = heap(&(*frame).peek_owner()) {
                    h.state.set(State::Suspended);
                }
            }
            self.hand_out(root, Outcome::Yielded(value))
        }
    }

    /// Passes the chain's yielded value to the driver of the root.
    ///
    /// # Safety
    /// `root` must be the root of the running chain.
    unsafe fn hand_out(&self, root: *mut Frame, outcome: Outcome) -> Transfer {
        // SAFETY: as the caller promises.
        unsafe {
            if let Some(h) = heap(&(*root).peek_owner()) {
                h.state.set(State::Suspended);
            }
            self.leave_root(root);
            let caller = std::mem::replace(&mut (*root).caller, std::ptr::null_mut());
            match (*root).on_return {
                OnReturn::ForIter => {
                    let (Outcome::Yielded(value) | Outcome::Item(value) | Outcome::Returned(value)) =
                        outcome;
                    self.frame.set(caller);
                    self.after_for(caller, Opcode::ForIter);
                    self.store(caller, (*root).dst, value)
                }
                _ => Transfer::Exit(Ok(outcome)),
            }
        }
    }

    /// Pushes a root onto the stack of running chains. `caller` and `dst` determine the use of its
    /// result.
    ///
    /// # Safety
    /// `root` must be the frame of a generator or coroutine that is not running.
    #[inline(always)]
    unsafe fn enter_root(
        &self,
        root: *mut Frame,
        on_return: OnReturn,
        caller: *mut Frame,
        dst: u16,
    ) {
        // SAFETY: as the caller promises.
        unsafe {
            (*root).on_return = on_return;
            (*root).caller = caller;
            (*root).dst = dst;
            (*root).outer_root = self.root.replace(root);
            (*root).base_depth = self.depth.get() as u32;
            self.depth.set(self.depth.get() + 1);
        }
    }

    /// Pops a root from the stack of running chains.
    ///
    /// # Safety
    /// `root` must be the root of the running chain.
    pub(super) unsafe fn leave_root(&self, root: *mut Frame) {
        // SAFETY: as the caller promises.
        unsafe {
            self.root.set((*root).outer_root);
            (*root).outer_root = std::ptr::null_mut();
            self.depth.set((*root).base_depth as usize);
        }
    }

    /// `Yield` in the frame of a generator.
    ///
    /// # Safety
    /// Same as [`Vm::suspend`].
    pub(in crate::vm) unsafe fn yield_value(&self, frame: *mut Frame, value: Value) -> Transfer {
        // SAFETY: as the caller promises.
        unsafe {
            let code = (*frame).code();
            if !code.flags.coroutine {
                return self.suspend(frame, value);
            }
            // An asynchronous generator's item goes to the frame that awaits it, not to the event
            // loop.
            if (*frame).on_return == OnReturn::AwaitItem && self.root.get() != frame {
                if let Some(h) = heap(&(*frame).peek_owner()) {
                    h.state.set(State::Suspended);
                }
                self.leave_inner();
                let caller = std::mem::replace(&mut (*frame).caller, std::ptr::null_mut());
                return self.deliver(caller, (*frame).dst, value);
            }
            self.hand_out(frame, Outcome::Item(value))
        }
    }

    /// One frame of the running chain less.
    ///
    /// # Safety
    /// [`Vm::root`] must be null or the root of the running chain.
    pub(super) unsafe fn leave_inner(&self) {
        let root = self.root.get();
        // SAFETY: a running chain has a root.
        let least = if root.is_null() { 0 } else { unsafe { (*root).base_depth as usize + 1 } };
        self.depth.set((self.depth.get() - 1).max(least));
    }

    /// Ends a frame that has returned or raised, and passes the result on.
    ///
    /// # Safety
    /// `frame` must be the running frame. It ends here.
    pub(in crate::vm) unsafe fn finish(&self, frame: *mut Frame, mut result: VmResult) -> Transfer {
        // SAFETY: the running frame is alive.
        let (on_return, caller, dst) =
            unsafe { ((*frame).on_return, (*frame).caller, (*frame).dst) };
        // SAFETY: as above.
        if unsafe { !(*frame).object.is_unset() } {
            // SAFETY: the frame is the running one, and has an object.
            unsafe { self.release_frame_object(frame) };
        }
        let mut extra = Value::UNSET;
        // SAFETY: the running frame is alive.
        if unsafe { (*frame).generator.is_null() } {
            // SAFETY: the frame is the running one, and on the stack.
            unsafe {
                extra = std::mem::replace(&mut (*frame).extra, Value::UNSET);
                self.pop_frame(frame, result.is_err());
            }
        } else {
            // SAFETY: the frame is the running one, and in a heap object.
            result = unsafe { self.finish_heap(frame, result) };
        }
        // `frame` is gone. Its caller is alive: it waits for the result in register `dst`.
        let raise = |raised| Transfer::Raise(caller, raised);
        // SAFETY: as above.
        let store = |value| unsafe { self.store(caller, dst, value) };
        // SAFETY: as above.
        let fail = |raised| unsafe { self.fail(caller, raised) };
        match (on_return, result) {
            (OnReturn::Exit | OnReturn::Resume | OnReturn::Drain, result) => {
                Transfer::Exit(result.map(Outcome::Returned))
            }
            // SAFETY: as above; the caller is at the `YieldFrom` that awaits the frame.
            (OnReturn::Await, Ok(value)) => unsafe { self.deliver(caller, dst, value) },
            (OnReturn::AwaitItem, Ok(_)) => fail(self.error_with(Exc::StopAsyncIteration, [])),
            (_, Err(raised)) => fail(raised),
            (OnReturn::ForIter, Ok(_)) => {
                // SAFETY: as above; the caller is at its `ForIter`.
                unsafe { self.after_for(caller, Opcode::ForIterElse) };
                Transfer::Continue(caller)
            }
            (OnReturn::Store, Ok(value)) => store(value),
            (OnReturn::Init, Ok(value)) => {
                if value.is_none() {
                    return store(extra);
                }
                let class = self.class_of(&value).message_name();
                raise(self.type_error(format!("__init__() should return None, not '{class}'")))
            }
            (OnReturn::Discard, Ok(_)) => Transfer::Continue(caller),
            // SAFETY: as above; the caller is at the operator that the method was called for.
            (OnReturn::Operator, Ok(value)) => unsafe {
                self.end_operator(caller, extra.is(&Value::TRUE), value)
            },
            // SAFETY: as above; the caller is at the instruction that asks for a truth.
            (OnReturn::Truth, Ok(value)) => unsafe {
                self.end_truth(caller, extra.is(&Value::TRUE), value)
            },
        }
    }

    /// Removes the frame of a generator or coroutine that ends from its chain, and makes its caller
    /// the running frame. Returns the result for the caller.
    ///
    /// # Safety
    /// `frame` must be the running frame, and in a heap object. It ends here.
    #[inline(always)]
    unsafe fn finish_heap(&self, frame: *mut Frame, result: VmResult) -> VmResult {
        // SAFETY: the running frame is alive, and `owner` keeps it so until the end.
        let owner = unsafe { (*frame).owner() };
        // An exception thrown into one that has not begun is not its own. SAFETY: the running frame
        // is alive, and has code if it is not native.
        let has_begun =
            unsafe { (*frame).is_native() || (*frame).pc != (*frame).code().instructions.as_ptr() };
        let result = if has_begun { self.without_stop_iteration(&owner, result) } else { result };
        // SAFETY: the running frame is the innermost of the running chain: its root or not.
        unsafe {
            match self.root.get() == frame {
                true => self.leave_root(frame),
                false => self.leave_inner(),
            }
        }
        // SAFETY: as for `owner`.
        let caller = unsafe { std::mem::replace(&mut (*frame).caller, std::ptr::null_mut()) };
        self.frame.set(caller);
        self.retire(&owner);
        result
    }

    /// Advances a frame whose loop over a generator has received an item (then `ForIter` jumps) or
    /// reached the end (then `ForIterElse` jumps).
    ///
    /// # Safety
    /// The frame must be at a `for` loop's instruction.
    pub(super) unsafe fn after_for(&self, frame: *mut Frame, jumps: Opcode) {
        // SAFETY: as the caller promises; the compiler keeps jumps inside the code.
        unsafe {
            let instruction = (*frame).instruction((*frame).pc.sub(1));
            if instruction.op == jumps {
                (*frame).pc = (*frame).pc.offset(instruction.c as i16 as isize);
            }
        }
    }

    /// Gives a frame the result of what it called, and goes on with it.
    ///
    /// # Safety
    /// The frame must be alive, and `dst` one of its registers.
    unsafe fn store(&self, frame: *mut Frame, dst: u16, value: Value) -> Transfer {
        // SAFETY: `dst` is a register of the frame.
        unsafe { drop(std::mem::replace(&mut *(*frame).registers.add(dst.into()), value)) };
        Transfer::Continue(frame)
    }

    /// Passes an exception to the frame that waited for the failed one.
    ///
    /// # Safety
    /// The frame must be alive; it becomes the running one.
    unsafe fn fail(&self, frame: *mut Frame, raised: Raised) -> Transfer {
        self.frame.set(frame);
        // SAFETY: as the caller promises.
        unsafe {
            if raised.0.address() == self.thrown.get() {
                self.set_context_of_thrown(frame, &raised);
            }
            if (*frame).is_native() {
                return self.step_native(frame, Err(raised));
            }
        }
        Transfer::Raise(frame, raised)
    }

    /// The RecursionError of a generator or coroutine that cannot run. One that has not started
    /// ends, as in CPython, which pushes its frame before it checks the limit.
    #[cold]
    pub(super) fn too_deep_for(&self, generator: &Value) -> Raised {
        if heap(generator).is_some_and(|h| h.state.get() == State::Created) {
            self.retire(generator);
        }
        self.recursion_error()
    }

    /// Empties a generator or coroutine that has ended.
    pub(in crate::vm) fn retire(&self, owner: &Value) {
        let Some(h) = heap(owner) else { return };
        h.state.set(State::Finished);
        // Its final report has already been made.
        if let Some(header) = owner.header() {
            header.clear_flags(NEEDS_FINALIZER);
        }
        h.innermost.set(Value::UNSET);
        if let Some(native) = owner.get::<NativeCoroutine>() {
            native.awaiting.set(Value::UNSET);
        }
        if let Some(generator) = owner.get::<Generator>() {
            for slot in generator.tail() {
                slot.set(Value::UNSET);
            }
        }
        // SAFETY: the frame does not run any more.
        unsafe {
            drop(std::mem::replace(&mut (*h.frame).namespace, Value::UNSET));
            drop(std::mem::replace(&mut (*h.frame).handled, Value::UNSET));
        }
    }

    /// A StopIteration that leaves a generator is an error (PEP 479).
    fn without_stop_iteration(&self, owner: &Value, result: VmResult) -> VmResult {
        let Err(raised) = result else { return result };
        let what = match owner.get::<Generator>().map(|g| g.flavor) {
            Some(Flavor::Generator) => "generator",
            Some(Flavor::AsyncGenerator) => "async generator",
            _ => "coroutine",
        };
        let stop = if self.is_exception(&raised, Exc::StopIteration) {
            "StopIteration"
        } else if what == "async generator" && self.is_exception(&raised, Exc::StopAsyncIteration) {
            "StopAsyncIteration"
        } else {
            return Err(raised);
        };
        let error = self.runtime_error(format!("{what} raised {stop}"));
        error.0.cause.set(raised.0.as_value().clone());
        error.0.context.set(raised.into_value());
        error.0.suppress_context.set(true);
        Err(error)
    }

    /// Resumes a generator or coroutine that has ended.
    ///
    /// # Safety
    /// Same as [`Vm::resume_root`].
    unsafe fn resume_finished(
        &self,
        generator: &Value,
        on_return: OnReturn,
        caller: *mut Frame,
        input: Input,
    ) -> VmResult<Transfer> {
        let flavor = generator.get::<Generator>().map(|g| g.flavor);
        match (flavor, input) {
            (Some(Flavor::Generator | Flavor::AsyncGenerator), Err(raised)) => Err(raised),
            (Some(Flavor::Generator | Flavor::AsyncGenerator), Ok(_)) => {
                if on_return == OnReturn::ForIter {
                    // SAFETY: the caller is the frame that runs the loop.
                    unsafe { self.after_for(caller, Opcode::ForIterElse) };
                    return Ok(Transfer::Continue(caller));
                }
                Ok(Transfer::Exit(Ok(Outcome::Returned(Value::NONE))))
            }
            _ => Err(self.already_awaited(generator)),
        }
    }

    /// The error of awaiting a coroutine, or a step of an asynchronous generator, that has ended.
    #[cold]
    fn already_awaited(&self, awaited: &Value) -> Raised {
        let step = awaited.get::<NativeCoroutine>().and_then(|native| native.step_of);
        let what = match step {
            Some("asend" | "anext") => "__anext__()/asend()",
            Some(_) => "aclose()/athrow()",
            None => "coroutine",
        };
        self.runtime_error(format!("cannot reuse already awaited {what}"))
    }

    /// Tells the hooks once that iteration over an asynchronous generator begins.
    ///
    /// # Errors
    /// Any exception raised by the program's hook.
    pub fn begin_iterating(&self, generator: &Value) -> VmResult<()> {
        match generator.get::<Generator>() {
            Some(data) if !data.hooked.replace(true) => {
                self.event_loop.begin_async_generator(self, generator)
            }
            _ => Ok(()),
        }
    }

    /// Makes a suspended coroutine the root of a new chain: its awaiter is gone, or it would not be
    /// destroyed.
    pub(in crate::vm) fn detach(&self, coroutine: &Value) {
        let Some(heap) = heap(coroutine) else { return };
        // SAFETY: the frame of a suspended coroutine is whole, and not running.
        unsafe {
            if (*heap.frame).on_return == OnReturn::Await {
                (*heap.frame).on_return = OnReturn::Resume;
                (*heap.frame).caller = std::ptr::null_mut();
            }
        }
    }

    fn generator_word(&self, generator: &Value) -> &'static str {
        match generator.get::<Generator>().map(|g| g.flavor) {
            Some(Flavor::Generator) => "generator",
            Some(Flavor::AsyncGenerator) => "async generator",
            _ => "coroutine",
        }
    }

    pub(super) fn already_running(&self, generator: &Value) -> Raised {
        self.value_error(format!("{} already executing", self.generator_word(generator)))
    }

    /// Whether a generator or coroutine is on the stack of running frames.
    pub fn is_running(&self, generator: &Value) -> bool {
        let Some(h) = heap(generator) else { return false };
        let mut frame = self.frame.get();
        while !frame.is_null() && frame != h.frame {
            // SAFETY: running frames are alive, and so are the frames that wait for them.
            frame = unsafe { (*frame).caller };
        }
        !frame.is_null()
    }

    /// The owner of a running or suspended heap frame, for reports.
    pub fn innermost_of(&self, coroutine: &Value) -> Value {
        match heap(coroutine).map(|h| h.innermost.get()) {
            Some(innermost) if !innermost.is_unset() => innermost,
            _ => coroutine.clone(),
        }
    }
}
