//! Errors: a Python exception, or a failure at the boundary, as a Rust type.

use super::interpreter::Interpreter;
use super::object::Object;
use crate::diagnostics::{ErrorStyle, report};
use crate::objects::exception::{Exc, Exception};
use crate::objects::int::{is_int, to_i64};
use crate::objects::str::intern;
use crate::runtime::{Ref, Value, View};
use crate::vm::limits::Limit;
use crate::vm::{Raised, Vm};
use std::fmt;

/// The result of running code, or of a conversion.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The kind of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An exception that the program did not handle.
    Exception,
    /// The source text is not valid: SyntaxError or a class derived from it.
    Syntax,
    /// The program requested to exit, by `sys.exit()` or SystemExit, with this status.
    Exit(u8),
    /// KeyboardInterrupt.
    Interrupted,
    /// The program has exceeded a limit.
    Limit(Limit),
    /// A value does not fit the type to which it was converted.
    Conversion,
    /// An object was used with an interpreter other than its own.
    ForeignObject,
}

/// An error: most often, an exception that the program did not handle.
///
/// An error of a program keeps its exception ([`Error::exception`]), and with it the traceback and
/// the values of its frames. Like all handles it stays on its thread; [`Error::detach`] makes a
/// plain-text error, which can be sent anywhere.
///
/// ```
/// let python = hob::Interpreter::new();
/// let error = python.exec("1 / 0").unwrap_err();
/// assert_eq!(error.class_name(), "ZeroDivisionError");
/// assert_eq!(error.message(), "division by zero");
/// assert!(error.traceback().starts_with("Traceback (most recent call last):"));
/// ```
#[derive(Clone)]
pub struct Error(Box<Repr>);

#[derive(Clone)]
enum Repr {
    /// An exception of an interpreter.
    Raised { kind: ErrorKind, exception: Object },
    /// An error that is not an exception yet: the class that it will be, and its message.
    Made { kind: ErrorKind, class: Exc, message: String },
}

impl Error {
    /// The error for an exception that left the VM.
    pub(super) fn raised(interpreter: &Interpreter, raised: Raised) -> Error {
        let vm = interpreter.vm();
        let kind = if let Some(limit) = vm.meter.tripped() {
            ErrorKind::Limit(limit)
        } else if vm.is_exception(&raised, Exc::SystemExit) {
            ErrorKind::Exit(exit_status(vm, &raised.0))
        } else if vm.is_exception(&raised, Exc::KeyboardInterrupt) {
            ErrorKind::Interrupted
        } else if vm.is_exception(&raised, Exc::SyntaxError) {
            ErrorKind::Syntax
        } else {
            ErrorKind::Exception
        };
        let exception = Object::new(interpreter, raised.into_value());
        Error(Box::new(Repr::Raised { kind, exception }))
    }

    pub(super) fn made(kind: ErrorKind, class: Exc, message: impl Into<String>) -> Error {
        Error(Box::new(Repr::Made { kind, class, message: message.into() }))
    }

    /// A value that does not fit a Rust type. In a program, a TypeError.
    pub fn conversion(message: impl Into<String>) -> Error {
        Error::made(ErrorKind::Conversion, Exc::TypeError, message)
    }

    /// An exception of a built-in class, by its name, to be raised by a host function. An unknown name
    /// gives a RuntimeError.
    ///
    /// ```
    /// let error = hob::Error::new("KeyError", "no such rule");
    /// assert_eq!(error.to_string(), "KeyError: no such rule");
    /// ```
    pub fn new(class: &str, message: impl Into<String>) -> Error {
        let found = Exc::ALL.iter().find(|exc| exc.def().name == class);
        Error::made(ErrorKind::Exception, *found.unwrap_or(&Exc::RuntimeError), message)
    }

    /// An error of the host: an [`Error`] stays as it is, one of the operating system becomes an
    /// OSError, and anything else a RuntimeError.
    pub(super) fn from_host(interpreter: &Interpreter, error: Box<dyn std::error::Error>) -> Error {
        let error = match error.downcast::<Error>() {
            Ok(own) => return *own,
            Err(other) => other,
        };
        match error.downcast::<std::io::Error>() {
            Ok(io) => {
                let _entered = interpreter.enter();
                Error::raised(interpreter, interpreter.vm().os_error(&io, None))
            }
            Err(other) => Error::new("RuntimeError", other.to_string()),
        }
    }

    pub(super) fn foreign() -> Error {
        let message = "the object belongs to another interpreter";
        Error::made(ErrorKind::ForeignObject, Exc::RuntimeError, message)
    }

    /// The exception to be raised in a program.
    pub(super) fn into_raised(self, interpreter: &Interpreter) -> Raised {
        let vm = interpreter.vm();
        match *self.0 {
            Repr::Raised { exception, .. } => match exception.into_value_of(interpreter) {
                Ok(value) => match value.into_ref::<Exception>() {
                    Ok(exception) => Raised(exception),
                    Err(_) => vm.runtime_error("an error without its exception"),
                },
                Err(error) => vm.runtime_error(error.message()),
            },
            Repr::Made { class, message, .. } => vm.error(class, message),
        }
    }

    /// The same error with a prefix to its message, if it is not an exception yet.
    pub(super) fn about(mut self, subject: String) -> Error {
        if let Repr::Made { message, .. } = &mut *self.0 {
            message.insert_str(0, &format!("{subject}: "));
        }
        self
    }

    /// The kind of the failure.
    pub fn kind(&self) -> ErrorKind {
        match &*self.0 {
            Repr::Raised { kind, .. } | Repr::Made { kind, .. } => *kind,
        }
    }

    /// The exit status that the program requested, if it ended by `sys.exit()`.
    pub fn exit_status(&self) -> Option<u8> {
        match self.kind() {
            ErrorKind::Exit(status) => Some(status),
            _ => None,
        }
    }

    /// The message with which the program requested to exit, as in `sys.exit("no such file")`.
    ///
    /// ```
    /// let python = hob::Interpreter::new();
    /// let error = python.exec("import sys; sys.exit('no rules')").unwrap_err();
    /// assert_eq!(error.exit_status(), Some(1));
    /// assert_eq!(error.exit_message().as_deref(), Some("no rules"));
    /// ```
    pub fn exit_message(&self) -> Option<String> {
        self.exit_status()?;
        let code = self.exception()?.get("code").ok()?;
        let is_status = code.value().is_none() || is_int(code.value());
        (!is_status).then(|| code.str().unwrap_or_default())
    }

    /// The exception's class without its module, such as `ValueError`.
    pub fn class_name(&self) -> String {
        match &*self.0 {
            Repr::Raised { exception, .. } => exception.type_name(),
            Repr::Made { class, .. } => class.def().name.to_string(),
        }
    }

    /// The exception's message: `str(exception)`.
    pub fn message(&self) -> String {
        match &*self.0 {
            Repr::Raised { exception, .. } => exception.str().unwrap_or_else(|error| {
                format!("<exception whose __str__ raises {}>", error.class_name())
            }),
            Repr::Made { message, .. } => message.clone(),
        }
    }

    /// The exception itself, with its attributes; none for an error that no program has raised.
    pub fn exception(&self) -> Option<&Object> {
        match &*self.0 {
            Repr::Raised { exception, .. } => Some(exception),
            Repr::Made { .. } => None,
        }
    }

    /// The text that CPython would print for the exception, with its traceback.
    pub fn traceback(&self) -> String {
        self.drawn(ErrorStyle::Plain)
    }

    /// The report that `hob` draws for the exception, without colours: the source around its
    /// location, the values there, and advice.
    pub fn report(&self) -> String {
        self.drawn(ErrorStyle::Pretty)
    }

    pub(super) fn drawn(&self, style: ErrorStyle) -> String {
        if let Repr::Raised { exception, .. } = &*self.0 {
            let interpreter = exception.interpreter();
            let _entered = interpreter.enter();
            if let Some(found) = exception.value().get::<Exception>() {
                return report::report_exception(interpreter.vm(), found, style);
            }
        }
        format!("{self}\n")
    }

    /// The error as plain text, which can leave the thread.
    pub fn detach(&self) -> DetachedError {
        DetachedError {
            kind: self.kind(),
            class_name: self.class_name(),
            message: self.message(),
            traceback: self.traceback(),
        }
    }
}

/// The exit status requested by a SystemExit.
fn exit_status(vm: &Vm, exception: &Ref<Exception>) -> u8 {
    let code = vm.get_attribute(exception.as_value(), &intern("code")).unwrap_or(Value::NONE);
    match code.view() {
        View::None => 0,
        // As a C long: -1 if it does not fit.
        _ if is_int(&code) => to_i64(&code).unwrap_or(-1) as u8,
        _ => 1,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(f, &self.class_name(), &self.message())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {self}", self.kind())
    }
}

impl std::error::Error for Error {}

/// The text of an [`Error`]: [`Send`] and [`Sync`], for error types that require it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DetachedError {
    /// See [`Error::kind`].
    pub kind: ErrorKind,
    /// See [`Error::class_name`].
    pub class_name: String,
    /// See [`Error::message`].
    pub message: String,
    /// See [`Error::traceback`].
    pub traceback: String,
}

impl fmt::Display for DetachedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(f, &self.class_name, &self.message)
    }
}

impl std::error::Error for DetachedError {}

impl From<Error> for DetachedError {
    fn from(error: Error) -> DetachedError {
        error.detach()
    }
}

fn shown(f: &mut fmt::Formatter<'_>, class: &str, message: &str) -> fmt::Result {
    match message {
        "" => f.write_str(class),
        message => write!(f, "{class}: {message}"),
    }
}
