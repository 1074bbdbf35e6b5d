//! Unwinding: from a raised exception to the handler that catches it.

use super::frame::Frame;
use super::generators::Transfer;
use super::monitor::Event;
use super::{Raised, Vm};
use crate::objects::exception::Exception;
use crate::objects::traceback::Traceback;
use crate::runtime::{Ref, Value};

impl Vm {
    /// Finds the handler for an exception raised in `frame` (whose `pc` is after the raising
    /// instruction), or ends the frame with it.
    ///
    /// # Safety
    /// `frame` must be the running frame, and not native.
    pub(super) unsafe fn unwind(&self, frame: *mut Frame, mut raised: Raised) -> Transfer {
        // SAFETY: as the caller promises; guards name registers of the frame.
        unsafe {
            let code = (*frame).code();
            let event = if self.reraised.get() { Event::Reraise } else { Event::Raise };
            self.trace(frame, &raised);
            let is_watched = self.monitor.exceptions.get();
            if is_watched && let Err(other) = self.tell_of_exception(frame, event, &raised) {
                raised = other;
                self.trace(frame, &raised);
            }
            // The end of the program by a limit cannot be handled.
            if self.meter.has_tripped() {
                return self.finish(frame, Err(raised));
            }
            let at = (*frame).current_index() as u32;
            let registers = (*frame).registers;
            let Some(guard) = code.guard_at(at) else {
                if event == Event::Reraise {
                    self.return_to_origin(frame, &raised);
                }
                // What the failed expression had made dies in this frame, its variables after it.
                for i in code.locals.len()..usize::from(code.registers) {
                    drop(std::mem::replace(&mut *registers.add(i), Value::UNSET));
                }
                if is_watched
                    && let Err(other) = self.tell_of_exception(frame, Event::PyUnwind, &raised)
                {
                    raised = other;
                }
                return self.finish(frame, Err(raised));
            };
            for i in usize::from(guard.depth)..usize::from(code.registers) {
                drop(std::mem::replace(&mut *registers.add(i), Value::UNSET));
            }
            if is_watched
                && let Err(other) = self.tell_of_exception(frame, Event::ExceptionHandled, &raised)
            {
                return Transfer::Raise(frame, other);
            }
            registers.add(usize::from(guard.depth)).write(raised.into_value());
            (*frame).pc = code.instructions.as_ptr().add(guard.handler as usize);
            Transfer::Continue(frame)
        }
    }

    /// Adds the frame to the traceback of an exception that passes through it.
    ///
    /// # Safety
    /// `frame` must be the running frame, and not native.
    pub(super) unsafe fn trace(&self, frame: *mut Frame, raised: &Raised) {
        // SAFETY: as the caller promises.
        unsafe {
            // An exception that is re-raised unchanged already has this frame in its traceback.
            if !self.reraised.replace(false)
                && let Some(object) = self.frame_object(frame)
            {
                let instruction = (*frame).current_index() as u32;
                let next = raised.0.traceback.take();
                let traceback = Traceback::new(object, instruction, next);
                raised.0.traceback.set(Ref::new(traceback).into_value());
            }
        }
    }

    /// Leaves the frame at the instruction that raised the exception, not at the one that passed it on.
    ///
    /// # Safety
    /// `frame` must be the running frame, and not native.
    unsafe fn return_to_origin(&self, frame: *mut Frame, raised: &Raised) {
        let traceback = raised.0.traceback.get();
        let Some(origin) = traceback.get::<Traceback>() else { return };
        // SAFETY: as the caller promises; the instruction is one of the frame's code.
        unsafe {
            let instructions = (*frame).code().instructions.as_ptr();
            let at = (*frame).instruction(instructions.add((*frame).current_index()));
            if at.x == 0 && self.frame_object(frame).is_some_and(|object| object.is(&origin.frame))
            {
                (*frame).pc = instructions.add(origin.instruction as usize + 1);
            }
        }
    }

    /// Adds the running location to the traceback of an exception raised only by native code.
    pub fn trace_running(&self, raised: &Raised) {
        if !raised.0.traceback.get().is_none() && !raised.0.traceback.is_unset() {
            return;
        }
        let mut frame = self.frame.get();
        // SAFETY: running frames and their callers are alive.
        unsafe {
            while !frame.is_null() && (*frame).is_native() {
                frame = (*frame).caller;
            }
            if !frame.is_null() {
                let reraised = self.reraised.replace(false);
                self.trace(frame, raised);
                self.reraised.set(reraised);
            }
        }
    }

    /// The exception that is being handled now, by this frame or one that waits for it.
    pub fn handled_exception(&self) -> Option<Ref<Exception>> {
        let mut frame = self.frame.get();
        // SAFETY: callers of running frames are alive.
        unsafe {
            while !frame.is_null() {
                if let Some(exception) = (*frame).handled.get::<Exception>() {
                    return Some(exception.clone());
                }
                frame = (*frame).caller;
            }
        }
        self.handled_by_library.get().into_ref().ok()
    }

    /// Like [`Vm::set_context`], for an exception that may already have another context.
    pub(crate) fn renew_context(&self, raised: &Raised) {
        if !raised.0.context.get().is_none()
            && self.handled_exception().is_some_and(|handled| !handled.is(&raised.0))
        {
            raised.0.context.set(Value::NONE);
        }
        self.set_context(raised);
    }

    /// Links a newly raised exception to the one being handled (`__context__`).
    pub(crate) fn set_context(&self, raised: &Raised) {
        let Some(handled) = self.handled_exception() else { return };
        if handled.is(&raised.0) || !raised.0.context.get().is_none() {
            return;
        }
        // Break a chain that would lead back to the new exception. A program may have made one that
        // is a cycle: the walk then meets a second one at half the speed.
        let mut link = handled.clone();
        let mut slow = handled.clone();
        let mut moves_slow = false;
        while let Ok(next) = link.context.get().into_ref::<Exception>() {
            if next.is(&raised.0) {
                link.context.set(Value::NONE);
                break;
            }
            if next.is(&slow) {
                break;
            }
            link = next;
            if moves_slow && let Ok(next) = slow.context.get().into_ref::<Exception>() {
                slow = next;
            }
            moves_slow = !moves_slow;
        }
        raised.0.context.set(handled.into_value());
    }
}

#[cfg(test)]
mod tests {
    use crate::compile::Mode;
    use crate::host::testing::with_vm;
    use crate::objects::code::Source;

    #[test]
    fn the_innermost_guard_of_an_instruction_is_found() {
        with_vm(|vm| {
            let text =
                "try:\n    a\n    try:\n        b\n    except E:\n        c\nfinally:\n    d\ne\n";
            let code = vm.compile(&Source::new("<test>", text), Mode::File);
            let code = code.unwrap_or_else(|_| panic!("the program is valid"));
            // The handlers that an exception on each name's line can reach, innermost first.
            let handlers = |name: &str| {
                let offset = text.find(&format!("{name}\n")).unwrap() as u32;
                let at = code.spans.all().iter().position(|span| span.start == offset).unwrap();
                let mut found = Vec::new();
                let mut at = at as u32;
                while let Some(guard) = code.guard_at(at) {
                    found.push(guard.handler);
                    at = guard.handler;
                }
                found
            };
            let (outer, inner) = (handlers("a"), handlers("b"));
            assert!(!outer.is_empty());
            assert_eq!(inner[1..], outer, "the inner handler is guarded by the outer `try`");
            assert_eq!(handlers("c").last(), outer.last());
            assert!(handlers("e").is_empty());
        });
    }

    #[test]
    fn ranges_exclude_their_end() {
        with_vm(|vm| {
            let code = vm.compile(&Source::new("<test>", "with a: b\nc\n"), Mode::File);
            let code = code.unwrap_or_else(|_| panic!("the program is valid"));
            let guard = code.guards[0];
            let handler_at = |at| code.guard_at(at).map(|guard| guard.handler);
            assert_eq!(handler_at(guard.start), Some(guard.handler));
            assert_eq!(handler_at(guard.end - 1), Some(guard.handler));
            assert_ne!(handler_at(guard.end), Some(guard.handler));
        });
    }
}
