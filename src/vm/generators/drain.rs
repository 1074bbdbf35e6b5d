//! Native consumers of an iterator's items: `list(…)`, `sum(…)`, `any(…)`.
//!
//! A consumer that takes an item without running code of the program takes it while the iterator
//! keeps running: a generator is not suspended, and the interpreter loop is not left. This is not
//! observable, since no code runs between the `yield` and what follows it.

use super::Outcome;
use crate::objects::generator::{Flavor, Generator, State};
use crate::objects::native::NativeIterator;
use crate::runtime::Value;
use crate::vm::frame::{Frame, OnReturn};
use crate::vm::iterate::is_derived;
use crate::vm::{Vm, VmResult};

/// A consumer of items.
pub trait Sink {
    /// Takes an item without running code of the program, or returns it.
    ///
    /// # Errors
    /// The item, if it must be handled outside the generator, or no more are needed.
    fn offer(&mut self, item: Value) -> Result<(), Value>;
}

impl Vm {
    /// Passes the items of an iterator to a consumer, up to the first one that it returns; none at
    /// the end.
    ///
    /// # Errors
    /// Same as [`Vm::next`].
    #[inline]
    pub fn next_into(&self, iterator: &Value, sink: &mut dyn Sink) -> VmResult<Option<Value>> {
        match iterator.get::<Generator>() {
            Some(generator)
                if generator.flavor == Flavor::Generator
                    && !self.monitor.suspensions.get()
                    && matches!(generator.state.get(), State::Created | State::Suspended) =>
            {
                self.drain(iterator, generator, sink)
            }
            Some(_) => self.next(iterator),
            None => self.next_of_others_into(iterator, sink),
        }
    }

    /// [`Vm::next_into`] for an iterator that is not a generator.
    fn next_of_others_into(
        &self,
        iterator: &Value,
        sink: &mut dyn Sink,
    ) -> VmResult<Option<Value>> {
        if is_derived(iterator) {
            return self.next(iterator);
        }
        if let Some(native) = iterator.get::<NativeIterator>() {
            self.tick(1)?;
            return native.next_into(self, sink);
        }
        while let Some(item) = self.next(iterator)? {
            if let Err(item) = sink.offer(item) {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }

    fn drain(
        &self,
        iterator: &Value,
        generator: &Generator,
        mut sink: &mut dyn Sink,
    ) -> VmResult<Option<Value>> {
        self.tick(1)?;
        self.check_native_stack()?;
        let (entry, root) = (self.frame.get(), generator.frame.get());
        // SAFETY: the frame is not running, and a heap frame uses the field for nothing else. The sink
        // is used only while the frame runs, which it does not after this function.
        unsafe { (*root).outer_top = (&raw mut sink).cast() };
        // SAFETY: `entry` is the running frame, if there is one; no frame receives the result.
        let simple =
            unsafe { self.resume_simple(generator, OnReturn::Drain, entry, 0, &Value::NONE) };
        let result = match simple {
            // SAFETY: the frame was just made the running one.
            Some(frame) => unsafe { self.run(frame, None) },
            // SAFETY: as above.
            None => unsafe {
                self.resume_root(iterator, OnReturn::Drain, entry, 0, Ok(Value::NONE))
                    .and_then(|transfer| self.go_on(transfer))
            },
        };
        self.frame.set(entry);
        Ok(match result? {
            Outcome::Yielded(item) | Outcome::Item(item) => Some(item),
            Outcome::Returned(_) => None,
        })
    }

    /// Passes the value that a generator yields to the consumer that drives it.
    ///
    /// # Errors
    /// The item, if it is returned.
    ///
    /// # Safety
    /// `frame` must be the running frame and the root of its chain, with `OnReturn::Drain`.
    #[inline]
    pub(in crate::vm) unsafe fn offer(&self, frame: *mut Frame, item: Value) -> Result<(), Value> {
        // SAFETY: `drain` has put the sink there and waits for the frame, without using the sink.
        unsafe { (**(*frame).outer_top.cast::<&mut dyn Sink>()).offer(item) }
    }
}
