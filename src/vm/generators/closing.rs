//! Closing generators. GeneratorExit is thrown into a chain (PEP 380): the generators that are
//! delegated to are closed, one by one, before the exception is raised in the outermost. A
//! generator with nothing to clean up simply ends.

use super::{OnReturn, State};
use crate::bytecode::Opcode;
use crate::objects::generator::{Flavor, Generator};
use crate::objects::generator_methods::close_generator;
use crate::runtime::Value;
use crate::vm::{Raised, Vm};
use std::ptr::null_mut;

impl Vm {
    /// Ends a generator that is suspended outside every `try` and `with` and delegates to no other:
    /// GeneratorExit would only pass through it. False for other generators, and if this would be
    /// observable through its frame object or by watching exceptions.
    pub(crate) fn close_at_once(&self, generator: &Value) -> bool {
        let Some(suspended) = generator.get::<Generator>() else { return false };
        if suspended.flavor != Flavor::Generator
            || suspended.state.get() != State::Suspended
            || !suspended.innermost.get().is_unset()
            || self.monitor.exceptions.get()
            || self.monitor.suspensions.get()
        {
            return false;
        }
        let frame = suspended.frame.get();
        // SAFETY: the frame of a suspended generator is alive, whole and does not run.
        let is_simple = unsafe {
            let at = (*frame).current_index() as u32;
            let code = (*frame).code();
            // An iterator that it delegates to may have a `close()`.
            let delegates =
                code.instructions.get(at as usize).is_some_and(|i| i.op == Opcode::YieldFrom);
            (*frame).object.is_unset() && !delegates && code.guard_at(at).is_none()
        };
        if is_simple {
            self.retire(generator);
        }
        is_simple
    }

    /// Closes the generators that a suspended one delegates to, innermost first. Returns the
    /// exception to throw into the rest of the chain: `exit`, or the one that closing raised.
    #[cold]
    pub(super) fn close_delegates(&self, root: &Value, exit: Raised) -> Raised {
        let Some(outermost) = root.get::<Generator>() else { return exit };
        if outermost.state.get() != State::Suspended {
            return exit;
        }
        let mut raised = exit;
        // It must not be resumed meanwhile.
        outermost.state.set(State::Running);
        while let Some(delegate) = self.detach_innermost(root, outermost) {
            if let Err(error) = close_generator(self, &delegate) {
                raised = error;
                break;
            }
        }
        outermost.state.set(State::Suspended);
        raised
    }

    /// Separates the innermost generator of a suspended chain from the one that delegates to it,
    /// which becomes the innermost. None if the chain has only one, or waits for something else.
    fn detach_innermost(&self, root: &Value, outermost: &Generator) -> Option<Value> {
        let innermost = outermost.innermost.get();
        let delegate = innermost.get::<Generator>()?;
        let frame = delegate.frame.get();
        // SAFETY: the frames of a suspended chain are alive, whole and do not run. One that waits is
        // just after its `YieldFrom`, whose register `b` has the delegate; `innermost` keeps that.
        unsafe {
            let waiting = (*frame).caller;
            if delegate.flavor == Flavor::AsyncGenerator
                || waiting.is_null()
                || (*frame).on_return != OnReturn::Await
                || (*waiting).is_native()
            {
                return None;
            }
            let at = (*waiting).pc.sub(1);
            let instruction = (*waiting).instruction(at);
            if instruction.op != Opcode::YieldFrom {
                return None;
            }
            (*waiting).pc = at;
            drop((*waiting).registers.add(instruction.b.into()).replace(Value::NONE));
            (*frame).caller = null_mut();
            delegate.state.set(State::Suspended);
            let owner = (*waiting).owner();
            outermost.innermost.set(if owner.is(root) { Value::UNSET } else { owner });
        }
        Some(innermost)
    }
}
