//! Small coroutines of which others are composed.

use crate::objects::generator::{Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// A coroutine that makes an awaitable when it is started, and returns its result.
pub fn deferred(name: &'static str, make: impl FnOnce(&Vm) -> VmResult<Value> + 'static) -> Value {
    NativeCoroutine::new(name, Deferred { make: Some(make), keep_result: true })
}

/// A coroutine that makes an awaitable when it is started, awaits it, and returns None.
pub fn deferred_none(
    name: &'static str,
    make: impl FnOnce(&Vm) -> VmResult<Value> + 'static,
) -> Value {
    NativeCoroutine::new(name, Deferred { make: Some(make), keep_result: false })
}

struct Deferred<F> {
    make: Option<F>,
    keep_result: bool,
}

impl<F: FnOnce(&Vm) -> VmResult<Value> + 'static> NativeCoroutineBody for Deferred<F> {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let value = input?;
        match self.make.take() {
            Some(make) => make(vm).map(Step::Await),
            None if self.keep_result => Ok(Step::Return(value)),
            None => Ok(Step::Return(Value::NONE)),
        }
    }
}

/// A coroutine that does something when it is started, and returns at once.
pub fn immediate(name: &'static str, act: impl FnOnce(&Vm) -> VmResult<Value> + 'static) -> Value {
    NativeCoroutine::new(name, Immediate { act: Some(act) })
}

struct Immediate<F> {
    act: Option<F>,
}

impl<F: FnOnce(&Vm) -> VmResult<Value> + 'static> NativeCoroutineBody for Immediate<F> {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        input?;
        match self.act.take() {
            Some(act) => act(vm).map(Step::Return),
            None => Ok(Step::Return(Value::NONE)),
        }
    }
}
