//! Rust futures that a program awaits.

use super::convert::ToPython;
use super::interpreter::{Interpreter, WeakInterpreter};
use super::object::Object;
use crate::event_loop::{self, Running, foreign::Awaited};
use crate::objects::generator::{Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::vm::{Vm, VmResult};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A coroutine around a Rust future. Each time the future wakes it, the coroutine polls the future.
pub(super) struct HostFuture<F> {
    interpreter: WeakInterpreter,
    /// None once it is done or cancelled.
    future: Option<Pin<Box<F>>>,
    /// The waker of the task; made when it first has to wait.
    awaited: Option<Awaited>,
}

impl<F: Future<Output: ToPython> + 'static> HostFuture<F> {
    /// The result of a function with this name: a coroutine. The interpreter is entered.
    pub fn coroutine(interpreter: &Interpreter, name: &'static str, future: F) -> Object {
        let (weak, future) = (interpreter.downgrade(), Some(Box::pin(future)));
        let body = HostFuture { interpreter: weak, future, awaited: None };
        Object::new(interpreter, NativeCoroutine::new(name, body))
    }
}

impl<F: Future<Output: ToPython> + 'static> NativeCoroutineBody for HostFuture<F> {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        if let Err(raised) = input {
            // Cancelled: the future is dropped before the program continues.
            self.awaited = None;
            self.future = None;
            return Err(raised);
        }
        let (Some(interpreter), Some(future)) = (self.interpreter.upgrade(), &mut self.future)
        else {
            return Err(vm.runtime_error("the host's future is already done"));
        };
        let awaited = match &mut self.awaited {
            Some(awaited) => awaited,
            none => none.insert(Awaited::new(Running::of(vm))),
        };
        match future.as_mut().poll(&mut Context::from_waker(awaited.waker())) {
            Poll::Ready(output) => {
                self.awaited = None;
                self.future = None;
                let value = interpreter.value(output);
                value.map(Step::Return).map_err(|error| error.into_raised(&interpreter))
            }
            Poll::Pending => {
                let current = event_loop::running(vm).current_loop(vm)?;
                Ok(Step::Yield(awaited.wait(&current)))
            }
        }
    }
}
