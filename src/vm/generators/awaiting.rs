//! Awaiting and delegating: to frames, futures, and iterators of the program.

use super::{Transfer, heap};
use crate::bytecode::Opcode;
use crate::objects::exception::Exc;
use crate::objects::generator::{Flavor, Generator, Input, NativeCoroutine, State, Step};
use crate::objects::special::SpecialMethod;
use crate::runtime::{Kind, Value};
use crate::vm::frame::{Frame, OnReturn};
use crate::vm::{Raised, Vm, VmResult};

impl Vm {
    /// `YieldFrom`: begins to await (or delegate to) the object in register `b` of the frame.
    ///
    /// # Safety
    /// `frame` must be the running frame, with its `pc` after the instruction.
    pub(in crate::vm) unsafe fn begin_awaiting(
        &self,
        frame: *mut Frame,
        dst: u16,
        b: u16,
    ) -> Transfer {
        // SAFETY: as the caller promises; register `b` is one of the frame's.
        unsafe {
            let awaited = (*(*frame).registers.add(b.into())).clone();
            self.await_value(frame, dst, &awaited)
        }
    }

    /// Awaits a value on behalf of a frame; the result goes into its register `dst`.
    ///
    /// # Safety
    /// Same as [`Vm::begin_awaiting`].
    unsafe fn await_value(&self, frame: *mut Frame, dst: u16, awaited: &Value) -> Transfer {
        // SAFETY: as the caller promises.
        unsafe {
            match awaited.kind() {
                Some(Kind::Generator | Kind::NativeCoroutine) => {
                    self.await_heap(frame, dst, awaited)
                }
                _ => self.continue_with(frame, dst, awaited, Ok(Value::NONE)),
            }
        }
    }

    /// Awaits a generator or coroutine: its frame joins the chain.
    ///
    /// # Safety
    /// `frame` must be the running frame: with its `pc` after a `YieldFrom`, or native.
    unsafe fn await_heap(&self, frame: *mut Frame, dst: u16, awaited: &Value) -> Transfer {
        let Some(inner) = heap(awaited) else { return Transfer::Continue(frame) };
        let is_item =
            awaited.get::<Generator>().is_some_and(|g| g.flavor == Flavor::AsyncGenerator);
        let raise = |raised| Transfer::Raise(frame, raised);
        match inner.state.get() {
            State::Running => return raise(self.already_running(awaited)),
            State::Finished if is_item => {
                return raise(self.error_with(Exc::StopAsyncIteration, []));
            }
            State::Finished => {
                if awaited.get::<Generator>().is_some_and(|g| g.flavor == Flavor::Generator) {
                    // SAFETY: the frame is the running one, at its `YieldFrom` or native.
                    return unsafe { self.deliver(frame, dst, Value::NONE) };
                }
                return raise(self.already_awaited(awaited));
            }
            // SAFETY: the frame of a suspended coroutine is whole, and does not run.
            State::Suspended if !is_item && unsafe { !(*inner.frame).caller.is_null() } => {
                return raise(self.runtime_error("coroutine is being awaited already"));
            }
            State::Created | State::Suspended => {}
        }
        if self.depth.get() >= self.recursion_limit.get() {
            return raise(self.too_deep_for(awaited));
        }
        if is_item
            && let Some(generator) = awaited.get::<Generator>()
            && !generator.hooked.get()
            && let Err(raised) = self.begin_iterating(awaited)
        {
            return raise(raised);
        }
        inner.state.set(State::Running);
        // SAFETY: as above; `awaited` keeps the inner frame alive, in the register that is awaited.
        unsafe {
            (*inner.frame).on_return = if is_item { OnReturn::AwaitItem } else { OnReturn::Await };
            (*inner.frame).caller = frame;
            (*inner.frame).dst = dst;
        }
        // SAFETY: as above; a running chain has a root.
        unsafe {
            let root = self.root.get();
            let below = if root.is_null() { 0 } else { (*root).base_depth as usize };
            (*inner.frame).base_depth = (self.depth.get() - below) as u32;
        }
        self.depth.set(self.depth.get() + 1);
        // A coroutine that was driven by hand before may itself be the root of a suspended chain.
        let innermost = inner.innermost.take();
        // SAFETY: the innermost frame of a suspended or new chain is alive and does not run.
        unsafe {
            let start = match heap(&innermost) {
                Some(innermost) => {
                    let frame = innermost.frame;
                    self.depth.set(self.depth.get() + (*frame).base_depth as usize);
                    (*frame).base_depth += (*inner.frame).base_depth;
                    frame
                }
                None => inner.frame,
            };
            self.enter_suspended(start, Ok(Value::NONE))
        }
    }

    /// Continues a `YieldFrom` whose frame was resumed.
    ///
    /// # Safety
    /// Same as [`Vm::begin_awaiting`].
    pub(super) unsafe fn continue_awaiting(
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

    /// Awaits an object without a frame: a future, or an iterator of the program.
    ///
    /// # Safety
    /// `frame` must be the running frame: with its `pc` after a `YieldFrom`, or native.
    unsafe fn continue_with(
        &self,
        frame: *mut Frame,
        dst: u16,
        awaited: &Value,
        input: Input,
    ) -> Transfer {
        let step: VmResult<Result<Value, Value>> = match (awaited.kind(), input) {
            (Some(Kind::Future | Kind::Task), Err(raised)) => Err(raised),
            (Some(Kind::Future | Kind::Task), Ok(_)) => self
                .event_loop
                .await_future(self, awaited)
                .map(|result| result.ok_or_else(|| awaited.clone())),
            (_, Ok(value)) if value.is_none() => self.next_or_value(awaited),
            (_, Ok(value)) => {
                self.value_of_stop(self.call_method(awaited, &self.names.send, &[value]))
            }
            (_, Err(raised)) => self.throw_into_iterator(awaited, raised),
        };
        match step {
            // SAFETY: as the caller promises.
            Ok(Ok(value)) => unsafe { self.deliver(frame, dst, value) },
            Ok(Err(yielded)) => {
                // SAFETY: the frame is the running one; it continues at the same instruction.
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

    /// `next()` of the iterator of a `yield from`: its result at the end, or the value it yielded.
    fn next_or_value(&self, iterator: &Value) -> VmResult<Result<Value, Value>> {
        match iterator.kind() {
            Some(Kind::Instance | Kind::Native | Kind::Generator | Kind::NativeCoroutine) => {
                let next = self.call_special_method(iterator, SpecialMethod::Next, &[]);
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

    /// Separates a yielded value from the result carried by a StopIteration.
    fn value_of_stop(&self, result: VmResult) -> VmResult<Result<Value, Value>> {
        match result {
            Ok(yielded) => Ok(Err(yielded)),
            Err(raised) if self.is_exception(&raised, Exc::StopIteration) => {
                Ok(Ok(raised.0.first_argument().unwrap_or(Value::NONE)))
            }
            Err(raised) => Err(raised),
        }
    }

    /// Throws into the iterator of a `yield from` (PEP 380).
    fn throw_into_iterator(
        &self,
        iterator: &Value,
        raised: Raised,
    ) -> VmResult<Result<Value, Value>> {
        if self.is_exception(&raised, Exc::GeneratorExit) {
            match self.find_attribute(iterator, &self.names.close) {
                Ok(Some(close)) => drop(self.call(&close, &[])?),
                Ok(None) => {}
                Err(error) => self.unraisable(&error, iterator),
            }
            return Err(raised);
        }
        match self.find_attribute(iterator, &self.names.throw)? {
            Some(throw) => self.value_of_stop(self.call(&throw, &[raised.into_value()])),
            None => Err(raised),
        }
    }

    /// Passes the result of its awaited object to a frame.
    ///
    /// # Safety
    /// The frame must be alive, at a `YieldFrom` with the register `dst` or native; it becomes the
    /// running one.
    pub(super) unsafe fn deliver(&self, frame: *mut Frame, dst: u16, value: Value) -> Transfer {
        // SAFETY: as the caller promises.
        unsafe {
            self.frame.set(frame);
            if (*frame).is_native() {
                return self.step_native(frame, Ok(value));
            }
            self.end_awaiting(frame, dst, value);
            Transfer::Continue(frame)
        }
    }

    /// Ends the `YieldFrom` before a frame's `pc`: drops its iterator and stores the result.
    ///
    /// # Safety
    /// The frame must be at a `YieldFrom` with the register `dst`.
    #[inline(always)]
    pub(super) unsafe fn end_awaiting(&self, frame: *mut Frame, dst: u16, value: Value) {
        // SAFETY: as the caller promises.
        unsafe {
            let instruction = *(*frame).pc.sub(1);
            debug_assert!(matches!(instruction.op, Opcode::YieldFrom | Opcode::Watched));
            let registers = (*frame).registers;
            drop(std::mem::replace(&mut *registers.add(instruction.b.into()), Value::UNSET));
            drop(std::mem::replace(&mut *registers.add(dst.into()), value));
        }
    }

    /// Runs a native coroutine until it waits or ends.
    ///
    /// # Safety
    /// `frame` must be a native coroutine's, and the running one.
    pub(super) unsafe fn step_native(&self, frame: *mut Frame, mut input: Input) -> Transfer {
        // SAFETY: as the caller promises.
        let owner = unsafe { (*frame).owner() };
        let Some(native) = owner.get::<NativeCoroutine>() else {
            return Transfer::Raise(frame, self.runtime_error("not a native coroutine"));
        };
        let Some(mut body) = native.body.take() else {
            let error = self.already_awaited(&owner);
            // SAFETY: the frame is the running one.
            return unsafe { self.finish(frame, Err(error)) };
        };
        // An exception thrown into a body that has not started is raised without reaching it.
        if native.state.get() == State::Created
            && let Err(raised) = input
        {
            // SAFETY: the frame is the running one.
            return unsafe { self.finish(frame, Err(raised)) };
        }
        let awaited = native.awaiting.take();
        if input.is_ok() && matches!(awaited.kind(), Some(Kind::Future | Kind::Task)) {
            input = match self.event_loop.await_future(self, &awaited) {
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
                // SAFETY: the frame is the running one.
                Ok(Step::Return(value)) => return unsafe { self.finish(frame, Ok(value)) },
                Err(raised) => {
                    // An exception that was thrown in already has its context.
                    if !passed.is_some_and(|passed| passed.is(&raised.0)) {
                        self.set_context(&raised);
                    }
                    // SAFETY: the frame is the running one.
                    return unsafe { self.finish(frame, Err(raised)) };
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
                    match self.event_loop.await_future(self, &awaited) {
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
                    // SAFETY: the frame is the running one, and native.
                    return unsafe { self.await_heap(frame, 0, &awaited) };
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
                        // SAFETY: the frame is the running one, and native.
                        return unsafe { self.await_heap(frame, 0, &iterator) };
                    }
                    Ok(iterator) => {
                        let wrapped = crate::vm::foreign::drive_iterator(iterator);
                        *native.body.borrow_mut() = Some(body);
                        native.awaiting.set(wrapped.clone());
                        // SAFETY: the frame is the running one, and native.
                        return unsafe { self.await_heap(frame, 0, &wrapped) };
                    }
                    Err(raised) => input = Err(raised),
                },
            }
        }
    }

    /// The iterator to run for `await value`: coroutines, futures and tasks themselves, for other
    /// objects the result of `__await__`. `asker` is the operand `x` of `GetAwaitable`.
    ///
    /// # Errors
    /// TypeError if the value cannot be awaited; any exception raised by `__await__`.
    pub fn awaitable(&self, value: &Value, asker: u8) -> VmResult {
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
        let Some(iterator) = self.call_special_method(value, SpecialMethod::Await, &[])? else {
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
                    || self.has_slot(&iterator, SpecialMethod::Next));
        if !is_iterator {
            let class = self.class_of(&iterator).message_name();
            return Err(
                self.type_error(format!("__await__() returned non-iterator of type '{class}'"))
            );
        }
        Ok(iterator)
    }
}
