//! Iterators from `__await__` that a native coroutine awaits.

use super::{Vm, VmResult};
use crate::objects::exception::Exc;
use crate::objects::generator::{Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::runtime::Value;
use crate::runtime::kind::Visitor;

struct Drive {
    iterator: Value,
}

impl NativeCoroutineBody for Drive {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let result = match input {
            Ok(value) if value.is_none() => vm.call_method(&self.iterator, &vm.names.next, &[]),
            Ok(value) => vm.call_method(&self.iterator, &vm.names.send, &[value]),
            Err(raised) => match vm.find_attribute(&self.iterator, &vm.names.throw)? {
                Some(throw) => vm.call(&throw, &[raised.into_value()]),
                None => Err(raised),
            },
        };
        match result {
            Ok(yielded) => Ok(Step::Yield(yielded)),
            Err(raised) if vm.is_exception(&raised, Exc::StopIteration) => {
                Ok(Step::Return(raised.0.first_argument().unwrap_or(Value::NONE)))
            }
            Err(raised) => Err(raised),
        }
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.iterator);
    }
}

/// A coroutine that runs an iterator to its end, passing on its yielded values.
pub(super) fn drive_iterator(iterator: Value) -> Value {
    NativeCoroutine::new("__await__", Drive { iterator })
}
