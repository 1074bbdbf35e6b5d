//! The fast paths into and out of a chain, short enough for the interpreter loop itself: a `for`
//! loop or native code over a generator, and a coroutine that returns to the one that awaits it.

use super::Outcome;
use crate::bytecode::Opcode;
use crate::objects::generator::{Generator, State};
use crate::runtime::Value;
use crate::vm::frame::{Frame, OnReturn};
use crate::vm::{Vm, VmResult};

impl Vm {
    /// Resumes a generator with a value, if it is alone in its chain and waits at a `yield`: the usual
    /// case of [`Vm::resume_root`].
    ///
    /// # Safety
    /// `caller` must be the running frame.
    #[inline(always)]
    pub(in crate::vm) unsafe fn resume_simple(
        &self,
        generator: &Generator,
        on_return: OnReturn,
        caller: *mut Frame,
        dst: u16,
        sent: &Value,
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
            self.enter_root(frame, on_return, caller, dst);
            self.frame.set(frame);
            drop((*frame).registers.add(instruction.a.into()).replace(sent.clone()));
            Some(frame)
        }
    }

    /// The next item of a generator for native code; none at its end.
    ///
    /// # Errors
    /// Same as [`Vm::resume`].
    pub(in crate::vm) fn next_of_generator(
        &self,
        iterator: &Value,
        generator: &Generator,
    ) -> VmResult<Option<Value>> {
        self.check_native_stack()?;
        let outcome = match self.send_to_waiting(generator, &Value::NONE) {
            Some(outcome) => outcome?,
            None => self.resume(iterator, Ok(Value::NONE))?,
        };
        Ok(match outcome {
            Outcome::Yielded(item) | Outcome::Item(item) => Some(item),
            Outcome::Returned(_) => None,
        })
    }

    /// Sends a value to a generator and runs it, like [`Vm::resume`]; none, with nothing done, if
    /// it is not the usual case of [`Vm::resume_simple`].
    #[inline]
    pub(super) fn send_to_waiting(
        &self,
        generator: &Generator,
        sent: &Value,
    ) -> Option<VmResult<Outcome>> {
        let entry = self.frame.get();
        // SAFETY: `entry` is the running frame, if there is one; no frame gets the result.
        let frame = unsafe { self.resume_simple(generator, OnReturn::Resume, entry, 0, sent) }?;
        // SAFETY: the frame was just made the running one.
        let result = unsafe { self.run(frame, None) };
        self.frame.set(entry);
        Some(result)
    }

    /// Passes an item to the `for` loop that drives the root, which is `frame` itself; returns the
    /// loop's frame. The usual case of [`Vm::suspend`].
    ///
    /// # Safety
    /// `frame` must be the running frame and the root, with `OnReturn::ForIter`, and `pc` at its
    /// `Yield`.
    #[inline(always)]
    pub(in crate::vm) unsafe fn yield_to_loop(&self, frame: *mut Frame, item: Value) -> *mut Frame {
        // SAFETY: as the caller promises; the driver keeps the generator alive.
        unsafe {
            let caller = self.suspend_root(frame);
            self.frame.set(caller);
            self.after_for(caller, Opcode::ForIter);
            drop((*caller).registers.add((*frame).dst.into()).replace(item));
            caller
        }
    }

    /// Removes the root of a chain, which is `frame` itself, from the stack of running chains, and
    /// returns its driver's frame.
    ///
    /// # Safety
    /// `frame` must be the running frame and the root, with `pc` at its `Yield`.
    #[inline(always)]
    pub(in crate::vm) unsafe fn suspend_root(&self, frame: *mut Frame) -> *mut Frame {
        // SAFETY: as the caller promises; the driver keeps the generator alive.
        unsafe {
            if let Some(generator) = (*frame).peek_owner().get::<Generator>() {
                generator.state.set(State::Suspended);
            }
            self.leave_root(frame);
            std::mem::replace(&mut (*frame).caller, std::ptr::null_mut())
        }
    }

    /// The Python frame that awaits (or delegates to) the running one, if returning needs no
    /// further handling.
    ///
    /// # Safety
    /// `frame` must be the running frame.
    #[inline(always)]
    pub(in crate::vm) unsafe fn awaiting_frame(&self, frame: *mut Frame) -> Option<*mut Frame> {
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
    pub(in crate::vm) unsafe fn finish_awaited(
        &self,
        frame: *mut Frame,
        awaiting: *mut Frame,
        value: Value,
    ) {
        // SAFETY: the awaiting frame's register keeps the frame's owner alive; its current
        // instruction is the `YieldFrom` that awaits.
        unsafe {
            self.leave_inner();
            (*frame).caller = std::ptr::null_mut();
            self.frame.set(awaiting);
            self.retire(&(*frame).peek_owner());
            self.end_awaiting(awaiting, (*frame).dst, value);
        }
    }
}
