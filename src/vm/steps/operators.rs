//! Operators on operands for which the loop has no fast path, and other steps of the loop.

use crate::bytecode::Special;
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::runtime::{Ref, Value};
use crate::vm::frame::Frame;
use crate::vm::generators::Transfer;
use crate::vm::{Raised, Vm, VmResult};

impl Vm {
    /// Writes a result into the running frame, or raises.
    ///
    /// # Safety
    /// `frame` must be the running frame, and `dst` one of its registers.
    pub(in crate::vm) unsafe fn store_result(
        &self,
        frame: *mut Frame,
        dst: u16,
        result: VmResult,
    ) -> Transfer {
        match result {
            Ok(value) => {
                // SAFETY: as the caller promises.
                unsafe { drop((*frame).registers.add(dst.into()).replace(value)) };
                Transfer::Continue(frame)
            }
            Err(raised) => Transfer::Raise(frame, raised),
        }
    }

    /// `left + right` for two strings; the left one grows in place if it has no other reference.
    pub(in crate::vm) fn append_str(&self, left: Value, right: Value) -> Value {
        match (left.into_ref::<Str>(), right.get::<Str>()) {
            (Ok(left), Some(right)) => match left.try_append(right) {
                Ok(whole) => whole.into_value(),
                Err(left) => {
                    let mut text =
                        String::with_capacity(left.as_str().len() + right.as_str().len());
                    text.push_str(left.as_str());
                    text.push_str(right.as_str());
                    Value::from(text)
                }
            },
            (left, _) => left.map_or_else(|v| v, Ref::into_value),
        }
    }

    /// A method for `with`, looked up on the type.
    pub(in crate::vm) fn load_special(
        &self,
        object: &Value,
        special: u16,
    ) -> VmResult<(Value, bool)> {
        let special = Special::ALL[usize::from(special) % Special::ALL.len()];
        let name = match special {
            Special::Enter => &self.names.enter,
            Special::Exit => &self.names.exit,
            Special::AsyncEnter => &self.names.aenter,
            Special::AsyncExit => &self.names.aexit,
        };
        match self.lookup_special(object, name) {
            Some(method) if self.takes_receiver(&method, self.class_ref(object)) => {
                Ok((method, true))
            }
            Some(method) => Ok((self.bind(method, object)?, false)),
            None => {
                let class = self.class_of(object);
                // The types of CPython's C modules are named in full.
                let name = match class.def.is_some_and(|def| def.module.starts_with('_')) {
                    true => class.full_name(),
                    false => class.name(),
                };
                let is_async = matches!(special, Special::AsyncEnter | Special::AsyncExit);
                let protocol =
                    if is_async { "asynchronous context manager" } else { "context manager" };
                let mut message =
                    format!("'{name}' object does not support the {protocol} protocol");
                if matches!(special, Special::Exit | Special::AsyncExit) {
                    message.push_str(&format!(" (missed {} method)", special.method()));
                }
                Err(self.type_error(message))
            }
        }
    }

    pub(in crate::vm) fn async_iter(&self, value: &Value) -> VmResult {
        let class = self.class_of(value).message_name();
        let Some(iterator) = self.call_special_method(value, SpecialMethod::AIter, &[])? else {
            return Err(self.type_error(format!(
                "'async for' requires an object with __aiter__ method, got {class}"
            )));
        };
        if !self.has_slot(&iterator, SpecialMethod::ANext) {
            let class = self.class_of(&iterator).message_name();
            return Err(self.type_error(format!(
                "'async for' received an object from __aiter__ that does not implement __anext__: {class}"
            )));
        }
        Ok(iterator)
    }

    /// The awaitable for the next item of an asynchronous iterator.
    pub(in crate::vm) fn async_next(&self, iterator: &Value) -> VmResult {
        let Some(next) = self.call_special_method(iterator, SpecialMethod::ANext, &[])? else {
            let class = self.class_of(iterator).message_name();
            return Err(self.type_error(format!(
                "'async for' requires an iterator with __anext__ method, got {class}"
            )));
        };
        match self.awaitable(&next, 3) {
            Ok(awaitable) => Ok(awaitable),
            Err(raised) => {
                let class = self.class_of(&next).message_name();
                let error = self.type_error(format!(
                    "'async for' received an invalid object from __anext__: {class}"
                ));
                error.0.cause.set(raised.0.as_value().clone());
                error.0.context.set(raised.into_value());
                error.0.suppress_context.set(true);
                Err(error)
            }
        }
    }

    pub(in crate::vm) fn check_yield_from(&self, generator: &Value, code: &Code) -> VmResult<()> {
        use crate::objects::generator::{Flavor, Generator};
        match generator.get::<Generator>().map(|g| g.flavor) {
            Some(Flavor::Coroutine) if !code.iterable_coroutine.get() => Err(self
                .type_error("cannot 'yield from' a coroutine object in a non-coroutine generator")),
            Some(Flavor::AsyncGenerator) => {
                Err(self.type_error("'async_generator' object is not iterable"))
            }
            _ => Ok(()),
        }
    }

    /// `FormatValue`: conversion, then `format()`.
    pub(in crate::vm) fn format_value(
        &self,
        value: &Value,
        conversion: u8,
        spec: &Value,
    ) -> VmResult {
        let converted = match conversion {
            1 => self.str(value)?.into_value(),
            2 => self.repr(value)?.into_value(),
            3 => self.ascii(value)?.into_value(),
            _ => value.clone(),
        };
        let plain = spec.is_none() || spec.get::<Str>().is_some_and(|s| s.is_empty());
        if plain && converted.get_exact::<Str>().is_some() {
            return Ok(converted);
        }
        let empty;
        let spec = if spec.is_none() || spec.is_unset() {
            empty = Value::from("");
            &empty
        } else {
            spec
        };
        Ok(self.format(&converted, spec)?.into_value())
    }

    pub(in crate::vm) fn dict_insert(
        &self,
        dict: &Value,
        key: Value,
        value: Value,
    ) -> VmResult<()> {
        match dict.get::<Dict>() {
            Some(dict) => dict.insert(self, key, value).map(drop),
            None => Ok(()),
        }
    }

    /// An exception raised by the loop's own checks has this class and message.
    pub(in crate::vm) fn assertion_error(&self, message: Value) -> Raised {
        if message.is_unset() {
            self.error_with(Exc::AssertionError, [])
        } else {
            self.error_with(Exc::AssertionError, [message])
        }
    }
}
