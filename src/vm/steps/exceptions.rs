//! `raise`, `except`, `except*`.

use crate::objects::class::Class;
use crate::objects::exception::{Exc, Exception};
use crate::objects::exception_group;
use crate::objects::list::List;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm, VmResult};

impl Vm {
    /// The exception raised by a `raise` statement, whether the intended one or an error.
    pub(in crate::vm) fn raise(&self, form: u8, exception: Value, cause: Value) -> Raised {
        if form == 0 {
            return match self.handled_exception() {
                Some(handled) => {
                    self.reraised.set(true);
                    Raised(handled)
                }
                None => self.runtime_error("No active exception to reraise"),
            };
        }
        let exception = match self.to_exception(&exception) {
            Ok(exception) => exception,
            Err(raised) => return raised,
        };
        if form == 2 {
            let cause = if cause.is_none() {
                Value::NONE
            } else {
                match self.to_cause(&cause) {
                    Ok(cause) => cause,
                    Err(raised) => return raised,
                }
            };
            exception.cause.set(cause);
            exception.suppress_context.set(true);
        }
        let raised = Raised(exception);
        // Where it was raised before does not count.
        self.renew_context(&raised);
        raised
    }

    fn to_cause(&self, cause: &Value) -> VmResult {
        if cause.get::<Exception>().is_some() {
            return Ok(cause.clone());
        }
        if self.is_exception_class(cause) {
            return self.to_exception(cause).map(Ref::into_value);
        }
        Err(self.type_error("exception causes must derive from BaseException"))
    }

    pub(in crate::vm) fn reraise(&self, value: Value) -> Raised {
        match value.into_ref::<Exception>() {
            Ok(exception) => {
                self.reraised.set(true);
                Raised(exception)
            }
            Err(_) => self.runtime_error("No active exception to reraise"),
        }
    }

    /// Whether a value is a class derived from BaseException.
    pub fn is_exception_class(&self, value: &Value) -> bool {
        let base = &self.types.exceptions[Exc::BaseException as usize];
        value.get::<Class>().is_some_and(|c| c.is_subclass_of(base))
    }

    /// None if the exception is a StopAsyncIteration, which ends `async for`.
    pub(in crate::vm) fn unless_async_stop(&self, exception: Value) -> Option<Raised> {
        let raised = Raised(exception.into_ref::<Exception>().ok()?);
        if self.is_exception(&raised, Exc::StopAsyncIteration) { None } else { Some(raised) }
    }

    pub(in crate::vm) fn match_exception(&self, exception: &Value, class: &Value) -> VmResult {
        let message = "catching classes that do not inherit from BaseException is not allowed";
        let actual = self.class_of(exception);
        let fits = |class: &Value| match class.get::<Class>() {
            Some(class) if self.is_exception_class(class.as_value()) => {
                Ok(actual.is_subclass_of(class))
            }
            _ => Err(self.type_error(message)),
        };
        let Some(classes) = class.get::<Tuple>() else { return fits(class).map(Value::bool) };
        let mut any = false;
        for class in classes.items() {
            // Tuples may nest.
            any |= if class.get::<Tuple>().is_some() {
                self.match_exception(exception, class)?.is(&Value::TRUE)
            } else {
                fits(class)?
            };
        }
        Ok(Value::bool(any))
    }

    /// Splits an exception for an `except*` clause into the matching part and the rest.
    pub(in crate::vm) fn match_exception_group(
        &self,
        exception: &Value,
        class: &Value,
    ) -> VmResult<(Value, Value)> {
        if exception.is_none() {
            return Ok((Value::NONE, Value::NONE));
        }
        let group = &self.types.exceptions[Exc::BaseExceptionGroup as usize];
        let classes = match class.get::<Tuple>() {
            Some(classes) => classes.items().to_vec(),
            None => vec![class.clone()],
        };
        for class in &classes {
            if !self.is_exception_class(class) {
                return Err(self.type_error(
                    "catching classes that do not inherit from BaseException is not allowed",
                ));
            }
            if class.get::<Class>().is_some_and(|c| c.is_subclass_of(group)) {
                return Err(self.type_error(
                    "catching ExceptionGroup with except* is not allowed. Use except instead.",
                ));
            }
        }
        let is_group = self.is_instance_of(exception, group);
        if self.match_exception(exception, class)?.is(&Value::TRUE) {
            if is_group {
                return Ok((exception.clone(), Value::NONE));
            }
            let members = Tuple::new([exception.clone()]).into_value();
            let args = [Value::from(""), members];
            let wrapped =
                self.call(self.exception_class(Exc::BaseExceptionGroup).as_value(), &args)?;
            return Ok((wrapped, Value::NONE));
        }
        if !is_group {
            return Ok((Value::NONE, exception.clone()));
        }
        let pair = self.call_method(exception, &intern("split"), std::slice::from_ref(class))?;
        match pair.get::<Tuple>().map(|t| t.items()) {
            Some([matched, rest]) => Ok((matched.clone(), rest.clone())),
            _ => Err(self.type_error("split must return a 2-tuple")),
        }
    }

    /// The exception raised at the end of a `try` with `except*` (PEP 654): combines the exceptions
    /// raised by handlers, and the unhandled part of the original.
    pub(in crate::vm) fn prepare_reraise_star(&self, original: &Value, raised: &Value) -> VmResult {
        let Some(list) = raised.get::<List>() else { return Ok(Value::NONE) };
        let mut parts: Vec<Value> = list.to_vec();
        parts.retain(|p| !p.is_none());
        let group = &self.types.exceptions[Exc::BaseExceptionGroup as usize];
        if !self.is_instance_of(original, group) {
            // A bare exception was caught: there is at most one rest or one raised exception.
            return Ok(parts.pop().unwrap_or(Value::NONE));
        }
        // Exceptions that were re-raised unchanged, or not handled, keep the structure of the
        // original.
        let (parts, mut new): (Vec<Value>, Vec<Value>) = parts
            .into_iter()
            .partition(|part| self.is_instance_of(part, group) && is_raised_again(part, original));
        let rest = exception_group::projection(self, original, &parts)?;
        if new.is_empty() {
            return Ok(rest);
        }
        new.extend(Some(rest).filter(|rest| !rest.is_none()));
        if let [one] = new.as_slice() {
            return Ok(one.clone());
        }
        let args = [Value::from(""), List::new(new).into_value()];
        self.call(self.exception_class(Exc::BaseExceptionGroup).as_value(), &args)
    }

    /// `__traceback__` of an exception.
    pub(in crate::vm) fn traceback_of(&self, exception: &Value) -> VmResult {
        self.get_attribute(exception, &intern("__traceback__"))
    }
}

/// Whether a part of a group has passed through the same locations as the group, and so was not
/// raised anew.
fn is_raised_again(part: &Value, original: &Value) -> bool {
    let (Some(part), Some(original)) = (part.get::<Exception>(), original.get::<Exception>())
    else {
        return false;
    };
    part.traceback.get().is(&original.traceback.get())
        && part.cause.get().is(&original.cause.get())
        && part.context.get().is(&original.context.get())
}
