//! `wait_for`.

use super::timeouts::{Timeout, timeout_in};
use crate::bytecode::Comparison;
use crate::event_loop::future::{self, Future, NativeCallback};
use crate::event_loop::{self, exceptions, running};
use crate::objects::exception::Exc;
use crate::objects::generator::{Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::NativeDef;
use crate::objects::native_call::keep_with;
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::vm::{Vm, VmResult};

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[NativeDef::new(
    "async wait_for(fut, timeout)",
    "Wait for the single Future or coroutine to complete, with timeout.\n\nCoroutine will be wrapped in Task.\n\nReturns result of the Future or coroutine.  When a timeout occurs,\nit cancels the task and raises TimeoutError.  To avoid the task\ncancellation, wrap it in shield().\n\nIf the wait is cancelled, the task is also cancelled.",
    |_, args| {
        let body = WaitFor {
            awaitable: args[0].clone(),
            timeout: args[1].clone(),
            stage: WaitStage::Start,
        };
        Ok(NativeCoroutine::new("wait_for", body))
    },
)];

struct WaitFor {
    awaitable: Value,
    timeout: Value,
    stage: WaitStage,
}

enum WaitStage {
    Start,
    /// Awaits it, inside this timeout.
    Inside(Value),
    /// Waits through the library's function, for a future of a program's own class.
    InLibrary,
    /// Has cancelled the awaitable, and waits until it is done.
    Cancelling(Value),
}

/// Finishes the future of `wait_for` when the cancelled one is done.
static RELEASE: NativeCallback = NativeCallback {
    name: "_release_waiter()",
    run: |_, waiter, _| {
        future::finish(waiter, Value::NONE);
        Ok(())
    },
};

impl WaitFor {
    fn start(&mut self, vm: &Vm) -> VmResult<Step> {
        let zero = Value::small_int(0);
        if !self.timeout.is_none() && vm.compare_truth(Comparison::Le, &self.timeout, &zero)? {
            let inner = event_loop::ensure_future(vm, &self.awaitable, &Value::UNSET)?;
            self.awaitable = inner.clone();
            if let Some(state) = future::state_of(&inner)
                && state.is_done()
            {
                return state.result(vm).map(Step::Return);
            }
            if future::is_foreign(vm, &inner)? {
                self.stage = WaitStage::InLibrary;
                let arguments = [inner, self.timeout.clone()];
                return event_loop::call_library(vm, "wait_for", &arguments, &[]).map(Step::Await);
            }
            let waiter = Future::new(&running(vm).current_loop(vm)?);
            future::add_native_callback(&inner, &RELEASE, &waiter);
            self.stage = WaitStage::Cancelling(waiter.clone());
            future::cancel(vm, &inner, Value::UNSET)?;
            return Ok(Step::Await(waiter));
        }
        let timeout = timeout_in(vm, &self.timeout)?;
        if let Some(data) = timeout.native::<Timeout>() {
            data.enter(vm, &timeout)?;
        }
        self.stage = WaitStage::Inside(timeout);
        Ok(Step::Await(std::mem::take(&mut self.awaitable)))
    }
}

impl NativeCoroutineBody for WaitFor {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        match std::mem::replace(&mut self.stage, WaitStage::Start) {
            WaitStage::Start => {
                input?;
                let awaitable = self.awaitable.clone();
                self.start(vm).inspect_err(|raised| keep_with(raised, vec![awaitable]))
            }
            WaitStage::Inside(timeout) => {
                if let Some(data) = timeout.native::<Timeout>() {
                    data.exit(vm, input.as_ref().err().map(|raised| &raised.0))?;
                }
                input.map(Step::Return)
            }
            WaitStage::InLibrary => input.map(Step::Return),
            WaitStage::Cancelling(waiter) => {
                future::remove_native_callback(&self.awaitable, &RELEASE, &waiter);
                input?;
                let Some(state) = future::state_of(&self.awaitable) else {
                    return Ok(Step::Return(Value::NONE));
                };
                match state.result(vm) {
                    Err(raised) if exceptions::is_cancelled(vm, &raised) => {
                        let error = vm.error_with(Exc::TimeoutError, []);
                        error.0.cause.set(raised.0.as_value().clone());
                        error.0.context.set(raised.into_value());
                        error.0.suppress_context.set(true);
                        Err(error)
                    }
                    result => result.map(Step::Return),
                }
            }
        }
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.awaitable);
        visit(&self.timeout);
        if let WaitStage::Inside(value) | WaitStage::Cancelling(value) = &self.stage {
            visit(value);
        }
    }
}
