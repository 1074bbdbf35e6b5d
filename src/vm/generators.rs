//! Chains of generators and coroutines: resuming, awaiting, handing values out, finishing.
//!
//! A *chain* is a root and the frames it awaits (or delegates to with `yield from`), down to the
//! innermost one. Whoever resumes the root (a `for` loop, `send()`, an event loop's task) gets what
//! the innermost frame yields, directly: [`Vm::root`] names the root of the chain that runs now,
//! and the root of a suspended chain names its innermost frame.

use super::frame::{Frame, OnReturn};
use super::{R, Raised, Vm};
use crate::bytecode::Opcode;
use crate::objects::exception::Exc;
use crate::objects::generator::{Flavor, Generator, Input, NativeCoroutine, State, Step};
use crate::runtime::heap::NEEDS_FINALIZER;
use crate::runtime::{Kind, Value};

/// What driving a generator or coroutine led to.
pub enum Outcome {
    /// It handed this out and waits.
    Yielded(Value),
    /// An asynchronous generator, driven itself, reached a `yield` of its own with this item.
    Item(Value),
    /// It returned.
    Returned(Value),
}

/// Where the interpreter loop goes on.
pub(super) enum Transfer {
    /// In this frame, at its `pc`.
    Continue(*mut Frame),
    /// With this exception, in this frame.
    Raise(*mut Frame, Raised),
    /// Nowhere: back to the Rust code that entered the loop.
    Exit(R<Outcome>),
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
    /// Resumes a generator or coroutine (written in the language or in Rust) with a value sent in
    /// or an exception thrown in, up to its next `yield` to the outside or its end. The innermost
    /// frame of a chain is resumed directly.
    ///
    /// # Errors
    /// What it raises; ValueError if it is already running, RuntimeError if a coroutine is
    /// finished already; TypeError for sending a value to one that has not started.
    pub fn resume(&self, generator: &Value, input: Input) -> R<Outcome> {
        self.check_native_stack()?;
        let entry = self.frame.get();
        let transfer = self.resume_root(generator, OnReturn::Resume, entry, 0, input)?;
        let result = self.go_on(transfer);
        self.frame.set(entry);
        result
    }

    fn go_on(&self, transfer: Transfer) -> R<Outcome> {
        match transfer {
            Transfer::Continue(frame) => self.run(frame, None),
            Transfer::Raise(frame, raised) => self.run(frame, Some(raised)),
            Transfer::Exit(result) => result,
        }
    }

    /// Makes a generator the root of the running chain and passes the input to its innermost
    /// frame. `caller` and `dst` say what becomes of what it gives.
    pub(super) fn resume_root(
        &self,
        generator: &Value,
        on_return: OnReturn,
        caller: *mut Frame,
        dst: u16,
        input: Input,
    ) -> R<Transfer> {
        let Some(root) = heap(generator) else {
            let class = self.class_of(generator).message_name();
            return Err(
                self.type_error(format!("'{class}' object is not a generator or coroutine"))
            );
        };
        match root.state.get() {
            State::Running => return Err(self.already_running(generator)),
            State::Finished => {
                return self.resume_finished(generator, on_return, caller, dst, input);
            }
            State::Created => {
                if let Ok(value) = &input
                    && !value.is_none()
                {
                    let what = self.generator_word(generator);
                    let message = format!("can't send non-None value to a just-started {what}");
                    return Err(self.type_error(message));
                }
            }
            State::Suspended => {
                // SAFETY: the frame of a suspended generator is whole and not running.
                if unsafe { (*root.frame).on_return } == OnReturn::Await
                    && unsafe { !(*root.frame).caller.is_null() }
                    && on_return != OnReturn::Await
                {
                    return Err(self.already_running(generator));
                }
            }
        }
        if self.depth.get() >= self.recursion_limit.get() {
            return Err(self.recursion_error());
        }
        root.state.set(State::Running);
        let innermost = root.innermost.take();
        // SAFETY: neither frame runs; both belong to objects that are kept alive by the caller
        // (the root) and by the frame that awaits it (the innermost).
        unsafe {
            let frame = root.frame;
            (*frame).on_return = on_return;
            (*frame).caller = caller;
            (*frame).dst = dst;
            (*frame).outer_root = self.root.replace(frame);
            (*frame).base_depth = self.depth.get() as u32;
            self.depth.set(self.depth.get() + 1);
            let inner = match heap(&innermost) {
                Some(inner) => {
                    inner.state.set(State::Running);
                    inner.frame
                }
                None => frame,
            };
            Ok(self.enter_suspended(inner, input))
        }
    }

    /// Resumes a generator for the loop in `caller` whose `ForIter` has the register `dst`, if it
    /// is alone in its chain and waits at a `yield`: the usual case of [`Vm::resume_root`].
    ///
    /// # Safety
    /// `caller` must be the running frame.
    #[inline(always)]
    pub(super) unsafe fn resume_for_loop(
        &self,
        generator: &Generator,
        caller: *mut Frame,
        dst: u16,
    ) -> Option<*mut Frame> {
        let frame = generator.frame.get();
        // SAFETY: the frame of a suspended generator is whole and not running; `pc` is at the
        // instruction that suspended it.
        unsafe {
            if generator.state.get() != State::Suspended
                || !(*frame).caller.is_null()
                || !generator.innermost.is_unset()
                || self.depth.get() >= self.recursion_limit.get()
            {
                return None;
            }
            let instruction = &*(*frame).pc;
            if instruction.op != Opcode::Yield {
                return None;
            }
            (*frame).pc = (*frame).pc.add(1);
            generator.state.set(State::Running);
            (*frame).on_return = OnReturn::ForIter;
            (*frame).caller = caller;
            (*frame).dst = dst;
            (*frame).outer_root = self.root.replace(frame);
            (*frame).base_depth = self.depth.get() as u32;
            self.depth.set(self.depth.get() + 1);
            self.frame.set(frame);
            drop((*frame).registers.add(instruction.a.into()).replace(Value::NONE));
            Some(frame)
        }
    }

    /// Hands an item to the `for` loop that drives the root, which is `frame` itself; gives the
    /// loop's frame. The usual case of [`Vm::suspend`].
    ///
    /// # Safety
    /// `frame` must be the running frame and the root, with `OnReturn::ForIter`, and `pc` at its
    /// `Yield`.
    #[inline(always)]
    pub(super) unsafe fn yield_to_loop(&self, frame: *mut Frame, item: Value) -> *mut Frame {
        // SAFETY: as the caller promises; the driver keeps the generator alive.
        unsafe {
            if let Some(generator) = (*frame).peek_owner().get::<Generator>() {
                generator.state.set(State::Suspended);
            }
            self.leave_root(frame);
            let caller = std::mem::replace(&mut (*frame).caller, std::ptr::null_mut());
            self.frame.set(caller);
            self.after_for(caller, Opcode::ForIter);
            drop((*caller).registers.add((*frame).dst.into()).replace(item));
            caller
        }
    }

    /// Passes the input to a suspended (or new) frame that is now the running one.
    ///
    /// # Safety
    /// The frame must be alive and not on the stack of running frames.
    unsafe fn enter_suspended(&self, frame: *mut Frame, input: Input) -> Transfer {
        // SAFETY: as the caller promises; `pc` of a suspended frame is its `Yield` or `YieldFrom`.
        unsafe {
            self.frame.set(frame);
            if let Err(raised) = &input {
                self.set_context(raised);
            }
            if (*frame).is_native() {
                return self.step_native(frame, input);
            }
            let code = (*frame).code();
            let at = (*frame).pc;
            if at == code.instructions.as_ptr() {
                return match input {
                    Ok(_) => Transfer::Continue(frame),
                    Err(raised) => {
                        // The traceback shows the function's first line; no handler is entered,
                        // even if the body begins with one.
                        (*frame).pc = at.add(1);
                        self.trace(frame, &raised);
                        self.finish(frame, Err(raised))
                    }
                };
            }
            let instruction = *at;
            (*frame).pc = at.add(1);
            match (instruction.op, input) {
                (Opcode::Yield, Ok(value)) => {
                    drop(std::mem::replace(
                        &mut *(*frame).registers.add(instruction.a.into()),
                        value,
                    ));
                    Transfer::Continue(frame)
                }
                (Opcode::YieldFrom, input) => {
                    self.continue_awaiting(frame, instruction.a, instruction.b, input)
                }
                (_, Ok(_)) => Transfer::Continue(frame),
                (_, Err(raised)) => Transfer::Raise(frame, raised),
            }
        }
    }

    /// `YieldFrom`: begins to await (or delegate to) what is in register `b` of the frame.
    ///
    /// # Safety
    /// `frame` must be the running frame, with its `pc` behind the instruction.
    pub(super) unsafe fn begin_awaiting(&self, frame: *mut Frame, dst: u16, b: u16) -> Transfer {
        // SAFETY: register `b` is one of the frame's.
        let awaited = unsafe { (*(*frame).registers.add(b.into())).clone() };
        self.await_value(frame, dst, &awaited)
    }

    /// Awaits a value on behalf of a frame; the result goes into its register `dst`.
    fn await_value(&self, frame: *mut Frame, dst: u16, awaited: &Value) -> Transfer {
        match awaited.kind() {
            Some(Kind::Generator | Kind::NativeCoroutine) => self.await_heap(frame, dst, awaited),
            _ => unsafe { self.continue_with(frame, dst, awaited, Ok(Value::NONE)) },
        }
    }

    /// Awaits a generator or coroutine: its frame joins the chain.
    fn await_heap(&self, frame: *mut Frame, dst: u16, awaited: &Value) -> Transfer {
        let Some(inner) = heap(awaited) else { return Transfer::Continue(frame) };
        let is_item =
            awaited.get::<Generator>().is_some_and(|g| g.flavor == Flavor::AsyncGenerator);
        // SAFETY: `frame` is the running frame; the inner one is not running: its state says so.
        unsafe {
            match inner.state.get() {
                State::Running => return Transfer::Raise(frame, self.already_running(awaited)),
                State::Finished if is_item => {
                    return Transfer::Raise(frame, self.error_with(Exc::StopAsyncIteration, []));
                }
                State::Finished => {
                    if awaited.get::<Generator>().is_some_and(|g| g.flavor == Flavor::Generator) {
                        return self.deliver(frame, dst, Value::NONE);
                    }
                    let error = self.runtime_error("cannot reuse already awaited coroutine");
                    return Transfer::Raise(frame, error);
                }
                State::Suspended if !is_item && !(*inner.frame).caller.is_null() => {
                    let error = self.runtime_error("coroutine is being awaited already");
                    return Transfer::Raise(frame, error);
                }
                State::Created | State::Suspended => {}
            }
            if self.depth.get() >= self.recursion_limit.get() {
                return Transfer::Raise(frame, self.recursion_error());
            }
            if is_item
                && let Some(generator) = awaited.get::<Generator>()
                && !generator.hooked.get()
            {
                generator.hooked.set(true);
                crate::event_loop::first_iteration(self, awaited);
            }
            inner.state.set(State::Running);
            (*inner.frame).on_return = if is_item { OnReturn::AwaitItem } else { OnReturn::Await };
            (*inner.frame).caller = frame;
            (*inner.frame).dst = dst;
            self.depth.set(self.depth.get() + 1);
            // One that was driven by hand before may itself be the root of a suspended chain.
            let innermost = inner.innermost.take();
            let start = heap(&innermost).map_or(inner.frame, |h| h.frame);
            self.enter_suspended(start, Ok(Value::NONE))
        }
    }

    /// Goes on with a `YieldFrom` whose frame was resumed.
    ///
    /// # Safety
    /// As [`Vm::begin_awaiting`].
    unsafe fn continue_awaiting(
        &self,
        frame: *mut Frame,
        dst: u16,
        b: u16,
        input: Input,
    ) -> Transfer {
        // SAFETY: register `b` is one of the frame's.
        unsafe {
            let awaited = (*(*frame).registers.add(b.into())).clone();
            self.continue_with(frame, dst, &awaited, input)
        }
    }

    /// Awaits something that has no frame: a future, or an iterator that the program provides.
    ///
    /// # Safety
    /// `frame` must be the running frame: with its `pc` behind a `YieldFrom`, or native.
    unsafe fn continue_with(
        &self,
        frame: *mut Frame,
        dst: u16,
        awaited: &Value,
        input: Input,
    ) -> Transfer {
        let step: R<Result<Value, Value>> = match (awaited.kind(), input) {
            (Some(Kind::Future | Kind::Task), Err(raised)) => Err(raised),
            (Some(Kind::Future | Kind::Task), Ok(_)) => {
                crate::event_loop::future::await_future(self, awaited)
                    .map(|result| result.ok_or_else(|| awaited.clone()))
            }
            (_, Ok(value)) if value.is_none() => self.next_or_value(awaited),
            (_, Ok(value)) => {
                self.value_of_stop(self.call_method(awaited, &self.names.send, &[value]))
            }
            (_, Err(raised)) => self.throw_into_iterator(awaited, raised),
        };
        match step {
            Ok(Ok(value)) => self.deliver(frame, dst, value),
            Ok(Err(yielded)) => {
                // SAFETY: the frame is the running one; it goes on at the same instruction.
                unsafe {
                    if !(*frame).is_native() {
                        (*frame).pc = (*frame).pc.sub(1);
                    } else if let Some(native) = (*frame).peek_owner().get::<NativeCoroutine>() {
                        native.awaiting.set(awaited.clone());
                    }
                    self.suspend(frame, yielded)
                }
            }
            Err(raised) => Transfer::Raise(frame, raised),
        }
    }

    /// `next()` of an iterator that is delegated to: its result at the end, or what it yielded.
    fn next_or_value(&self, iterator: &Value) -> R<Result<Value, Value>> {
        match iterator.kind() {
            Some(Kind::Instance | Kind::Native | Kind::Generator | Kind::NativeCoroutine) => {
                let next = self.call_special(iterator, &self.names.next, &[]);
                self.value_of_stop(next.and_then(|n| {
                    n.ok_or_else(|| {
                        let class = self.class_of(iterator).message_name();
                        self.type_error(format!("'{class}' object is not an iterator"))
                    })
                }))
            }
            _ => Ok(match self.next(iterator)? {
                Some(item) => Err(item),
                None => Ok(Value::NONE),
            }),
        }
    }

    /// Tells a yielded value from the result that a StopIteration carries.
    fn value_of_stop(&self, result: R) -> R<Result<Value, Value>> {
        match result {
            Ok(yielded) => Ok(Err(yielded)),
            Err(raised) if self.is_exception(&raised, Exc::StopIteration) => {
                Ok(Ok(raised.0.first_argument().unwrap_or(Value::NONE)))
            }
            Err(raised) => Err(raised),
        }
    }

    /// Throws into an iterator that is delegated to (PEP 380).
    fn throw_into_iterator(&self, iterator: &Value, raised: Raised) -> R<Result<Value, Value>> {
        if self.is_exception(&raised, Exc::GeneratorExit) {
            if let Some(close) = self.find_attribute(iterator, &self.names.close)? {
                self.call(&close, &[])?;
            }
            return Err(raised);
        }
        match self.find_attribute(iterator, &self.names.throw)? {
            Some(throw) => self.value_of_stop(self.call(&throw, &[raised.into_value()])),
            None => Err(raised),
        }
    }

    /// Gives a frame the result of what it awaited.
    fn deliver(&self, frame: *mut Frame, dst: u16, value: Value) -> Transfer {
        // SAFETY: the frame is alive: it is the running one, or is about to be.
        unsafe {
            self.frame.set(frame);
            if (*frame).is_native() {
                return self.step_native(frame, Ok(value));
            }
            self.end_awaiting(frame, dst, value);
            Transfer::Continue(frame)
        }
    }

    /// Ends the `YieldFrom` that a frame is behind: its iterator goes, the result comes.
    ///
    /// # Safety
    /// The frame must be at a `YieldFrom` with the register `dst`.
    #[inline(always)]
    unsafe fn end_awaiting(&self, frame: *mut Frame, dst: u16, value: Value) {
        // SAFETY: as the caller promises.
        unsafe {
            let instruction = *(*frame).pc.sub(1);
            debug_assert_eq!(instruction.op, Opcode::YieldFrom);
            let registers = (*frame).registers;
            drop(std::mem::replace(&mut *registers.add(instruction.b.into()), Value::UNSET));
            drop(std::mem::replace(&mut *registers.add(dst.into()), value));
        }
    }

    /// Runs a native coroutine until it waits or ends.
    ///
    /// # Safety
    /// `frame` must be a native coroutine's, and the running one.
    unsafe fn step_native(&self, frame: *mut Frame, mut input: Input) -> Transfer {
        // SAFETY: as the caller promises.
        let owner = unsafe { (*frame).owner() };
        let Some(native) = owner.get::<NativeCoroutine>() else {
            return Transfer::Raise(frame, self.runtime_error("not a native coroutine"));
        };
        let Some(mut body) = native.body.take() else {
            return self
                .finish(frame, Err(self.runtime_error("cannot reuse already awaited coroutine")));
        };
        // A body that has not begun raises what is thrown at it without seeing it.
        if native.state.get() == State::Created
            && let Err(raised) = input
        {
            return self.finish(frame, Err(raised));
        }
        let awaited = native.awaiting.take();
        if input.is_ok() && crate::event_loop::future::is_future(&awaited) {
            input = match crate::event_loop::future::await_future(self, &awaited) {
                Ok(Some(value)) => Ok(value),
                Ok(None) => Err(self.runtime_error("await wasn't used with future")),
                Err(raised) => Err(raised),
            };
        }
        drop(awaited);
        loop {
            let passed = input.as_ref().err().map(|raised| raised.0.clone());
            let step = body.resume(self, input);
            let awaited = match step {
                Ok(Step::Return(value)) => return self.finish(frame, Ok(value)),
                Err(raised) => {
                    // What was thrown in has its context already.
                    if !passed.is_some_and(|passed| passed.is(&raised.0)) {
                        self.set_context(&raised);
                    }
                    return self.finish(frame, Err(raised));
                }
                Ok(Step::Yield(value)) => {
                    *native.body.borrow_mut() = Some(body);
                    // SAFETY: the frame is the running one.
                    return unsafe { self.suspend(frame, value) };
                }
                Ok(Step::Await(awaited)) => awaited,
            };
            match awaited.kind() {
                Some(Kind::Future | Kind::Task) => {
                    match crate::event_loop::future::await_future(self, &awaited) {
                        Ok(None) => {
                            *native.body.borrow_mut() = Some(body);
                            native.awaiting.set(awaited.clone());
                            // SAFETY: the frame is the running one.
                            return unsafe { self.suspend(frame, awaited) };
                        }
                        Ok(Some(value)) => input = Ok(value),
                        Err(raised) => input = Err(raised),
                    }
                }
                Some(Kind::Generator | Kind::NativeCoroutine) => {
                    *native.body.borrow_mut() = Some(body);
                    native.awaiting.set(awaited.clone());
                    return self.await_heap(frame, 0, &awaited);
                }
                _ => match self.awaitable(&awaited, 0) {
                    Ok(iterator)
                        if matches!(
                            iterator.kind(),
                            Some(Kind::Generator | Kind::NativeCoroutine)
                        ) =>
                    {
                        *native.body.borrow_mut() = Some(body);
                        native.awaiting.set(iterator.clone());
                        return self.await_heap(frame, 0, &iterator);
                    }
                    Ok(iterator) => {
                        let wrapped = super::foreign::drive_iterator(iterator);
                        *native.body.borrow_mut() = Some(body);
                        native.awaiting.set(wrapped.clone());
                        return self.await_heap(frame, 0, &wrapped);
                    }
                    Err(raised) => input = Err(raised),
                },
            }
        }
    }

    /// Hands a value out of the running chain, whose innermost frame is `frame`.
    ///
    /// # Safety
    /// `frame` must be the running frame, with its `pc` at its `Yield` or `YieldFrom`.
    pub(super) unsafe fn suspend(&self, frame: *mut Frame, value: Value) -> Transfer {
        // SAFETY: a heap frame only runs as part of a chain, so there is a root, and its owner is
        // kept alive by whoever resumed it.
        unsafe {
            let root = self.root.get();
            if root.is_null() {
                return Transfer::Raise(frame, self.runtime_error("nothing drives this coroutine"));
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

    /// Gives the driver of the root what the chain yielded.
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

    /// Takes a root off the stack of running chains.
    ///
    /// # Safety
    /// `root` must be the root of the running chain.
    unsafe fn leave_root(&self, root: *mut Frame) {
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
    /// As [`Vm::suspend`].
    pub(super) unsafe fn yield_value(&self, frame: *mut Frame, value: Value) -> Transfer {
        // SAFETY: as the caller promises.
        unsafe {
            let code = (*frame).code();
            if !code.flags.coroutine {
                return self.suspend(frame, value);
            }
            // An asynchronous generator's item goes to whoever awaits it, not to the event loop.
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
    unsafe fn leave_inner(&self) {
        let root = self.root.get();
        // SAFETY: a running chain has a root.
        let least = if root.is_null() { 0 } else { unsafe { (*root).base_depth as usize + 1 } };
        self.depth.set((self.depth.get() - 1).max(least));
    }

    /// The frame written in the language that awaits (or delegates to) the running one, if that is
    /// all that there is to know when it returns.
    ///
    /// # Safety
    /// `frame` must be the running frame.
    #[inline(always)]
    pub(super) unsafe fn awaiting_frame(&self, frame: *mut Frame) -> Option<*mut Frame> {
        // SAFETY: the frame that awaits is alive.
        unsafe {
            let is_awaited = (*frame).on_return == OnReturn::Await
                && self.root.get() != frame
                && (*frame).object.is_unset();
            (is_awaited && !(*(*frame).caller).is_native()).then_some((*frame).caller)
        }
    }

    /// Ends a frame with a result for which there is an [`Vm::awaiting_frame`]: the usual case of
    /// [`Vm::finish`].
    ///
    /// # Safety
    /// `frame` must be the running frame, and `awaiting` the one that awaits it.
    pub(super) unsafe fn finish_awaited(
        &self,
        frame: *mut Frame,
        awaiting: *mut Frame,
        value: Value,
    ) {
        // SAFETY: the awaiting frame's register keeps the frame's owner alive; the instruction
        // that it is at is the `YieldFrom` that awaits.
        unsafe {
            self.leave_inner();
            (*frame).caller = std::ptr::null_mut();
            self.frame.set(awaiting);
            self.retire(&(*frame).peek_owner());
            self.end_awaiting(awaiting, (*frame).dst, value);
        }
    }

    /// Ends a frame that has returned or raised, and passes the result on.
    pub(super) fn finish(&self, frame: *mut Frame, result: R) -> Transfer {
        // SAFETY: `frame` is the running frame; what it gives goes to its caller, which is alive.
        unsafe {
            let (on_return, caller, dst) = ((*frame).on_return, (*frame).caller, (*frame).dst);
            let mut result = result;
            let mut extra = Value::UNSET;
            let mut is_async_generator = false;
            if !(*frame).object.is_unset() {
                self.release_frame_object(frame);
            }
            if (*frame).generator.is_null() {
                extra = std::mem::replace(&mut (*frame).extra, Value::UNSET);
                self.pop_frame(frame, result.is_err());
            } else {
                let owner = (*frame).owner();
                is_async_generator =
                    owner.get::<Generator>().is_some_and(|g| g.flavor == Flavor::AsyncGenerator);
                result = self.without_stop_iteration(&owner, result);
                if self.root.get() == frame {
                    self.leave_root(frame);
                } else {
                    self.leave_inner();
                }
                (*frame).caller = std::ptr::null_mut();
                self.frame.set(caller);
                self.retire(&owner);
            }
            match (on_return, result) {
                (OnReturn::Exit | OnReturn::Resume, result) => {
                    Transfer::Exit(result.map(Outcome::Returned))
                }
                (OnReturn::Await, Ok(value)) => self.deliver(caller, dst, value),
                (OnReturn::AwaitItem, Ok(_)) => {
                    debug_assert!(is_async_generator);
                    self.fail(caller, self.error_with(Exc::StopAsyncIteration, []))
                }
                (_, Err(raised)) => self.fail(caller, raised),
                (OnReturn::ForIter, Ok(_)) => {
                    self.after_for(caller, Opcode::ForIterElse);
                    Transfer::Continue(caller)
                }
                (OnReturn::Store, Ok(value)) => self.store(caller, dst, value),
                (OnReturn::Init, Ok(value)) => {
                    if value.is_none() {
                        return self.store(caller, dst, extra);
                    }
                    let class = self.class_of(&value).message_name();
                    let message = format!("__init__() should return None, not '{class}'");
                    Transfer::Raise(caller, self.type_error(message))
                }
                (OnReturn::Operator, Ok(value)) => {
                    if !value.is(&Value::NOT_IMPLEMENTED) {
                        return self.store(caller, dst, value);
                    }
                    match self.operator_declined(&extra) {
                        Ok(value) => self.store(caller, dst, value),
                        Err(raised) => Transfer::Raise(caller, raised),
                    }
                }
                (OnReturn::Truth, Ok(value)) => match self.truthy(&value) {
                    Ok(truth) => {
                        self.store(caller, dst, Value::bool(truth != extra.is(&Value::TRUE)))
                    }
                    Err(raised) => Transfer::Raise(caller, raised),
                },
            }
        }
    }

    /// Moves a frame on whose loop over a generator has got an item (`ForIter` jumps then) or come
    /// to its end (`ForIterElse` does).
    ///
    /// # Safety
    /// The frame must be at a `for` loop's instruction.
    unsafe fn after_for(&self, frame: *mut Frame, jumps: Opcode) {
        // SAFETY: as the caller promises; the compiler keeps jumps inside the code.
        unsafe {
            let instruction = *(*frame).pc.sub(1);
            if instruction.op == jumps {
                (*frame).pc = (*frame).pc.offset(instruction.c as i16 as isize);
            }
        }
    }

    unsafe fn store(&self, frame: *mut Frame, dst: u16, value: Value) -> Transfer {
        // SAFETY: `dst` is a register of the frame.
        unsafe { drop(std::mem::replace(&mut *(*frame).registers.add(dst.into()), value)) };
        Transfer::Continue(frame)
    }

    /// Passes an exception to the frame that waited for what failed.
    fn fail(&self, frame: *mut Frame, raised: Raised) -> Transfer {
        self.frame.set(frame);
        // SAFETY: the frame is alive and is the running one now.
        unsafe {
            if (*frame).is_native() {
                return self.step_native(frame, Err(raised));
            }
        }
        Transfer::Raise(frame, raised)
    }

    /// Empties a generator or coroutine that has ended.
    fn retire(&self, owner: &Value) {
        let Some(h) = heap(owner) else { return };
        h.state.set(State::Finished);
        // What it would have to say in the end it has said.
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

    /// A StopIteration that leaves a generator is a mistake in it (PEP 479).
    fn without_stop_iteration(&self, owner: &Value, result: R) -> R {
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

    fn resume_finished(
        &self,
        generator: &Value,
        on_return: OnReturn,
        caller: *mut Frame,
        _dst: u16,
        input: Input,
    ) -> R<Transfer> {
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
            _ => Err(self.runtime_error("cannot reuse already awaited coroutine")),
        }
    }

    /// Makes a suspended coroutine the root of a chain of its own: what awaited it is gone, for else
    /// it would not be dying.
    pub(super) fn detach(&self, coroutine: &Value) {
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

    fn already_running(&self, generator: &Value) -> Raised {
        self.value_error(format!("{} already executing", self.generator_word(generator)))
    }

    /// What to run for `await value`: coroutines, futures and tasks are themselves, anything else
    /// gives an iterator through `__await__`. `asker` is the operand `x` of `GetAwaitable`.
    ///
    /// # Errors
    /// TypeError if the value cannot be awaited; what `__await__` raises.
    pub fn awaitable(&self, value: &Value, asker: u8) -> R {
        match value.kind() {
            Some(Kind::Future | Kind::Task | Kind::NativeCoroutine) => return Ok(value.clone()),
            Some(Kind::Generator) => {
                let generator = value.get::<Generator>().expect("the kind was looked at");
                if generator.flavor == Flavor::Coroutine {
                    if generator.state.get() == State::Suspended && !generator.awaiting().is_unset()
                    {
                        return Err(self.runtime_error("coroutine is being awaited already"));
                    }
                    return Ok(value.clone());
                }
                if generator.is_iterable_coroutine() {
                    return Ok(value.clone());
                }
            }
            _ => {}
        }
        let Some(iterator) = self.call_special(value, &self.names.await_, &[])? else {
            let class = self.class_of(value).message_name();
            return Err(self.type_error(match asker {
                1 => format!("'async with' received an object from __aenter__ that does not implement __await__: {class}"),
                2 => format!("'async with' received an object from __aexit__ that does not implement __await__: {class}"),
                3 => format!("'async for' received an invalid object from __anext__: {class}"),
                _ => format!("object {class} can't be used in 'await' expression"),
            }));
        };
        if let Some(generator) = iterator.get::<Generator>()
            && generator.flavor == Flavor::Coroutine
        {
            return Err(self.type_error("__await__() returned a coroutine"));
        }
        let is_iterator =
            !matches!(iterator.kind(), None | Some(Kind::List | Kind::Tuple | Kind::Str))
                && (iterator.kind() != Some(Kind::Instance)
                    || self.lookup_special(&iterator, &self.names.next).is_some());
        if !is_iterator {
            let class = self.class_of(&iterator).message_name();
            return Err(
                self.type_error(format!("__await__() returned non-iterator of type '{class}'"))
            );
        }
        Ok(iterator)
    }

    /// Whether a generator or coroutine is on the stack of running frames.
    pub fn is_running(&self, generator: &Value) -> bool {
        let Some(h) = heap(generator) else { return false };
        let mut frame = self.frame.get();
        // SAFETY: running frames are alive, and so are the frames that wait for them.
        while !frame.is_null() && frame != h.frame {
            frame = unsafe { (*frame).caller };
        }
        !frame.is_null()
    }

    /// The object that a running or suspended heap frame belongs to, for reports.
    pub fn innermost_of(&self, coroutine: &Value) -> Value {
        match heap(coroutine).map(|h| h.innermost.get()) {
            Some(innermost) if !innermost.is_unset() => innermost,
            _ => coroutine.clone(),
        }
    }
}
