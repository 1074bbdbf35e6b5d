//! Operators on operands that the loop has no quick way for, and other steps of the loop.

use crate::bytecode::{Comparison, Special};
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::function::Function;
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::call::Called;
use crate::vm::frame::{Frame, OnReturn};
use crate::vm::generators::Transfer;
use crate::vm::interpreter::BINARY_OPS;
use crate::vm::{Raised, Vm, VmResult};
use hob_grammar::ast::BinaryOp;

impl Vm {
    /// `R[dst] = left op right`. A special method of the left operand that is in Python gets a
    /// frame, so that operators do not nest on the native stack.
    ///
    /// # Safety
    /// `frame` must be the running frame, and `dst` one of its registers.
    pub(in crate::vm) unsafe fn operate(
        &self,
        frame: *mut Frame,
        op: BinaryOp,
        dst: u16,
        left: Value,
        right: Value,
    ) -> Transfer {
        if left.kind() == Some(Kind::Instance)
            // SAFETY: as the caller promises.
            && let Some(transfer) = unsafe { self.begin_operator(frame, op, dst, &left, &right) }
        {
            return transfer;
        }
        let result = self.binary(op, &left, &right);
        drop((left, right));
        // SAFETY: as the caller promises.
        unsafe { self.store_result(frame, dst, result) }
    }

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

    /// Pushes the frame of the left operand's method, if it is in Python and has priority: the
    /// right operand's class must not be derived from the left one's.
    ///
    /// # Safety
    /// `frame` must be the running frame, and `dst` one of its registers.
    unsafe fn begin_operator(
        &self,
        frame: *mut Frame,
        op: BinaryOp,
        dst: u16,
        left: &Value,
        right: &Value,
    ) -> Option<Transfer> {
        let method = self.function_slot(left, SpecialMethod::operator(op))?;
        self.begin_method_of_left(frame, dst, method, op as i64, left, right)
    }

    /// As for [`Vm::begin_operator`], for a rich comparison.
    pub(in crate::vm) fn begin_comparison(
        &self,
        frame: *mut Frame,
        op: Comparison,
        dst: u16,
        left: &Value,
        right: &Value,
    ) -> Option<Transfer> {
        if op as u8 >= Comparison::Is as u8 {
            return None;
        }
        let method = self.function_slot(left, SpecialMethod::comparison(op))?;
        let number = BINARY_OPS.len() as i64 + op as i64;
        self.begin_method_of_left(frame, dst, method, number, left, right)
    }

    /// Pushes the frame of a method of the left operand. `number` says which operator (or, above
    /// those, which comparison) is to go on with the right operand if it returns NotImplemented.
    fn begin_method_of_left(
        &self,
        frame: *mut Frame,
        dst: u16,
        method: Value,
        number: i64,
        left: &Value,
        right: &Value,
    ) -> Option<Transfer> {
        let (class, right_class) = (self.class_ref(left), self.class_ref(right));
        if !right_class.is(class) && right_class.is_subclass_of(class) {
            return None;
        }
        let code = &method.get::<Function>()?.code;
        if code.flags.generator || code.flags.coroutine {
            return None;
        }
        let base = self.stack.top.get();
        if !self.stack.has_room(base, usize::from(code.registers).max(2)) {
            return Some(Transfer::Raise(frame, self.recursion_error()));
        }
        // SAFETY: there is room for two values at the top, where no live register is.
        let called = unsafe {
            base.write(left.clone());
            base.add(1).write(right.clone());
            self.enter_function(method, base, 2, &[])
        };
        Some(match called {
            Ok(Called::Frame(next)) => {
                // SAFETY: the frame was just pushed.
                unsafe {
                    (*next).on_return = OnReturn::Operator;
                    (*next).dst = dst;
                    let number = Value::small_int(number);
                    (*next).extra = Tuple::new([left.clone(), right.clone(), number]).into_value();
                }
                Transfer::Continue(next)
            }
            // SAFETY: as the caller promises.
            Ok(Called::Value(value)) => unsafe { self.store_result(frame, dst, Ok(value)) },
            Err(raised) => Transfer::Raise(frame, raised),
        })
    }

    /// The left operand's method returned NotImplemented: the right operand's turn.
    pub(in crate::vm) fn operator_declined(&self, operands: &Value) -> VmResult {
        let Some(operands) = operands.get::<Tuple>() else { return Ok(Value::NOT_IMPLEMENTED) };
        let [left, right, number] = operands.items() else { return Ok(Value::NOT_IMPLEMENTED) };
        let number = number.as_small_int().unwrap_or(0) as usize;
        match BINARY_OPS.get(number) {
            Some(op) => self.binary_reflected(*op, left, right),
            None => {
                let op = Comparison::ALL[(number - BINARY_OPS.len()) % Comparison::ALL.len()];
                self.compare_reflected(op, left, right)
            }
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
                // The types of CPython's own C modules are named in full.
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
            3 => crate::text::repr::escape_non_ascii(self.repr(value)?.as_str()).into(),
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
