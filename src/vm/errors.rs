//! Raising from Rust.

use super::{Vm, VmResult};
use crate::objects::class::Class;
use crate::objects::exception::{Exc, Exception};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::text::os_text;

/// An exception that is propagating.
#[derive(Debug, Clone)]
pub struct Raised(pub Ref<Exception>);

impl Raised {
    /// The exception as a value.
    pub fn into_value(self) -> Value {
        self.0.into_value()
    }
}

impl Vm {
    /// The class of a built-in exception.
    pub fn exception_class(&self, exc: Exc) -> Ref<Class> {
        self.types.exceptions[exc as usize].clone()
    }

    /// An exception with a message, to be raised.
    #[cold]
    pub fn error(&self, exc: Exc, message: impl Into<String>) -> Raised {
        self.error_with(exc, [Value::from(message.into())])
    }

    /// An exception with these arguments, to be raised.
    #[cold]
    pub fn error_with<const N: usize>(&self, exc: Exc, args: [Value; N]) -> Raised {
        let class = self.exception_class(exc).into_value();
        Raised(Ref::with_class(Exception::payload(Tuple::new(args)), class, true))
    }

    /// The exception made by calling a class, to be raised. If the result is not an exception, `or`
    /// provides one.
    #[cold]
    pub fn raised_by(&self, made: VmResult, or: impl FnOnce() -> Raised) -> Raised {
        match made.map(Value::into_ref) {
            Ok(Ok(exception)) => Raised(exception),
            Ok(Err(_)) => or(),
            Err(raised) => raised,
        }
    }

    /// An exception of a module's own class, made from arguments, as in [`Vm::raised_by`].
    #[cold]
    pub fn module_error(
        &self,
        (module, class): (&str, &str),
        args: &[Value],
        or: impl FnOnce() -> Raised,
    ) -> Raised {
        let class = self.import_module(module).and_then(|m| self.get_attribute(&m, &intern(class)));
        self.raised_by(class.and_then(|class| self.call(&class, args)), or)
    }

    /// Whether the exception is an instance of a built-in exception class.
    pub fn is_exception(&self, raised: &Raised, exc: Exc) -> bool {
        self.class_of(raised.0.as_value()).is_subclass_of(&self.types.exceptions[exc as usize])
    }

    /// Converts the operand of `raise` (an exception, or a class to call) to an exception.
    ///
    /// # Errors
    /// TypeError if it is neither; any exception raised by calling the class.
    pub fn to_exception(&self, value: &Value) -> VmResult<Ref<Exception>> {
        if let Some(exception) = value.get::<Exception>() {
            return Ok(exception.clone());
        }
        if let Some(class) = value.get::<Class>()
            && class.is_subclass_of(&self.types.exceptions[Exc::BaseException as usize])
        {
            let made = self.call(value, &[])?;
            return made.into_ref::<Exception>().map_err(|other| {
                let class = self.class_of(&other).into_value();
                self.not_an_exception(value, &self.repr_text(&class))
            });
        }
        Err(self.type_error("exceptions must derive from BaseException"))
    }

    /// The error about an exception class that makes other objects.
    pub fn not_an_exception(&self, class: &Value, made: &str) -> Raised {
        let class = self.repr_text(class);
        self.type_error(format!(
            "calling {class} should have returned an instance of BaseException, not {made}"
        ))
    }

    /// Sets a field of a built-in exception class (`name`, `obj`, `path`, …).
    pub fn set_exception_field(&self, exception: &Ref<Exception>, name: &str, value: Value) {
        exception.set_field(name, value);
    }

    /// The class of an argument as messages about arguments show it; None is shown as itself.
    #[cold]
    pub fn argument_type(&self, argument: &Value) -> String {
        if argument.is_none() {
            return "None".to_string();
        }
        self.class_ref(argument).message_name()
    }

    /// An AttributeError for a missing attribute, with `name` and `obj` set for suggestions.
    #[cold]
    pub fn attribute_error(&self, object: &Value, name: &str, message: String) -> Raised {
        let raised = self.error(Exc::AttributeError, message);
        self.set_exception_field(&raised.0, "name", name.into());
        self.set_exception_field(&raised.0, "obj", object.clone());
        raised
    }

    /// A NameError with `name` set for suggestions.
    #[cold]
    pub fn name_error(&self, exc: Exc, name: &str, message: String) -> Raised {
        let raised = self.error(exc, message);
        self.set_exception_field(&raised.0, "name", name.into());
        raised
    }

    /// An OSError of the subclass that fits the error (`FileNotFoundError`, …), with its file name.
    #[cold]
    pub fn os_error(&self, error: &std::io::Error, filename: Option<&str>) -> Raised {
        use std::io::ErrorKind as E;
        let by_number = error.raw_os_error().map(i64::from);
        let exc = by_number.and_then(crate::objects::os_error::class_for_errno);
        let exc = exc.unwrap_or_else(|| match error.kind() {
            E::NotFound => Exc::FileNotFoundError,
            E::PermissionDenied => Exc::PermissionError,
            E::ConnectionRefused => Exc::ConnectionRefusedError,
            E::ConnectionReset => Exc::ConnectionResetError,
            E::ConnectionAborted => Exc::ConnectionAbortedError,
            E::BrokenPipe => Exc::BrokenPipeError,
            E::AlreadyExists => Exc::FileExistsError,
            E::IsADirectory => Exc::IsADirectoryError,
            E::NotADirectory => Exc::NotADirectoryError,
            E::WouldBlock => Exc::BlockingIOError,
            E::Interrupted => Exc::InterruptedError,
            E::TimedOut => Exc::TimeoutError,
            _ => Exc::OSError,
        });
        let text = os_text::reason(error);
        let number = error.raw_os_error().map_or(Value::NONE, |n| Value::from(i64::from(n)));
        let raised = self.error_with(exc, [number.clone(), text.clone().into()]);
        let mut given = vec![number, text.into()];
        given.extend(filename.map(Value::from));
        crate::objects::os_error::take_arguments(&raised.0, &given);
        raised
    }
}
