//! Exceptions: one payload for all classes, and the table of built-in exception classes.

use super::dict::Dict;
use super::native::ClassDef;
use super::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Slot, Value};
use std::cell::Cell;

/// The payload of every exception. What a program sets itself is in the instance's dictionary.
pub struct Exception {
    /// `args`: a tuple.
    pub args: Slot,
    /// `__cause__`: an exception or None.
    pub cause: Slot,
    /// `__context__`: an exception or None.
    pub context: Slot,
    /// `__suppress_context__`
    pub suppress_context: Cell<bool>,
    /// Attributes of built-in classes that do not follow from the arguments (`name`, `errno`, …):
    /// a dict, or unset.
    pub fields: Slot,
    /// `__traceback__`: the outermost location that it has passed through, or None.
    pub traceback: Slot,
}

impl Object for Exception {
    const KIND: Kind = Kind::Exception;

    fn traverse(&self, visit: Visitor<'_>) {
        for slot in [&self.args, &self.cause, &self.context, &self.fields, &self.traceback] {
            visit(&slot.get());
        }
    }

    fn clear(&self) {
        self.cause.set(Value::NONE);
        self.traceback.set(Value::NONE);
        self.context.set(Value::NONE);
        self.fields.set(Value::UNSET);
        self.args.set(Tuple::empty().into_value());
    }
}

/// The field that [`Exception::mark_raised_in_library`] sets.
const RAISED_IN_LIBRARY: &str = "raised_in_library";

impl Exception {
    /// The payload of an exception with these arguments.
    pub fn payload(args: Ref<Tuple>) -> Exception {
        Exception {
            args: Slot::new(args.into_value()),
            cause: Slot::new(Value::NONE),
            context: Slot::new(Value::NONE),
            suppress_context: Cell::new(false),
            fields: Slot::default(),
            traceback: Slot::new(Value::NONE),
        }
    }

    /// The arguments.
    pub fn arguments(&self) -> Ref<Tuple> {
        self.args.get().into_ref().unwrap_or_else(|_| Tuple::empty())
    }

    /// Makes the exception's report start like that of one with a traceback, although only native
    /// code has raised it so far: CPython's traceback would name a function of its library.
    pub fn mark_raised_in_library(&self) {
        if self.traceback.get().is_none() || self.traceback.is_unset() {
            self.set_field(RAISED_IN_LIBRARY, Value::TRUE);
        }
    }

    /// Whether [`Exception::mark_raised_in_library`] was called.
    pub fn is_raised_in_library(&self) -> bool {
        self.field(RAISED_IN_LIBRARY).is_some()
    }

    /// A field of a built-in class, if it was set.
    pub fn field(&self, name: &str) -> Option<Value> {
        self.fields.get().get::<Dict>()?.get_text(name)
    }

    /// Sets a field of a built-in class; [`Value::UNSET`] makes it follow from the arguments again.
    pub fn set_field(&self, name: &str, value: Value) {
        if self.fields.is_unset() {
            self.fields.set(Dict::new().into_value());
        }
        if let Some(dict) = self.fields.get().get::<Dict>() {
            if value.is_unset() {
                drop(dict.remove_str(&super::str::intern(name)));
            } else {
                dict.set_text(name, value);
            }
        }
    }

    /// The first argument, if there is one.
    pub fn first_argument(&self) -> Option<Value> {
        self.arguments().items().first().cloned()
    }
}

/// Declares [`Exc`] and the class of each built-in exception.
macro_rules! exceptions {
    ($($name:ident : $base:ident, $doc:literal $(, $methods:path, $properties:path)?;)*) => {
        /// The built-in exception classes (library reference, "Built-in Exceptions").
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Exc { $($name,)* }

        impl Exc {
            /// All of them; bases before the classes derived from them.
            pub const ALL: &[Exc] = &[$(Exc::$name),*];

            /// The declaration of the class.
            pub const fn def(self) -> &'static ClassDef {
                match self { $(Exc::$name => &defs::$name,)* }
            }
        }

        #[allow(non_upper_case_globals)]
        mod defs {
            use super::*;
            use crate::objects::class::OBJECT;
            $(
                pub static $name: ClassDef = ClassDef {
                    name: stringify!($name),
                    doc: $doc,
                    base: Some(&$base),
                    kind: Kind::Exception,
                    methods: exceptions!(@methods $($methods)?),
                    properties: exceptions!(@properties $($properties)?),
                    ..ClassDef::BASE
                };
            )*
        }
    };
    (@methods) => { &[] };
    (@methods $methods:path) => { $methods };
    (@properties) => { &[] };
    (@properties $properties:path) => { $properties };
}

use super::exception_methods as m;
use super::{exception_group as group, os_error as os, unicode_errors as unicode};

exceptions! {
    BaseException: OBJECT, "Common base class for all exceptions", m::BASE_METHODS, m::BASE_PROPERTIES;
    Exception: BaseException, "Common base class for all non-exit exceptions.";
    BaseExceptionGroup: BaseException, "A combination of multiple unrelated exceptions.", group::METHODS, group::PROPERTIES;
    GeneratorExit: BaseException, "Request that a generator exit.";
    KeyboardInterrupt: BaseException, "Program interrupted by user.";
    SystemExit: BaseException, "Request to exit from the interpreter.", m::NO_METHODS, m::SYSTEM_EXIT_PROPERTIES;
    ArithmeticError: Exception, "Base class for arithmetic errors.";
    FloatingPointError: ArithmeticError, "Floating-point operation failed.";
    OverflowError: ArithmeticError, "Result too large to be represented.";
    ZeroDivisionError: ArithmeticError, "Second argument to a division or modulo operation was zero.";
    AssertionError: Exception, "Assertion failed.";
    AttributeError: Exception, "Attribute not found.", m::ATTRIBUTE_ERROR_METHODS, m::ATTRIBUTE_ERROR_PROPERTIES;
    BufferError: Exception, "Buffer error.";
    EOFError: Exception, "Read beyond end of file.";
    ExceptionGroup: Exception, "", group::METHODS, group::PROPERTIES;
    ImportError: Exception, "Import can't find module, or can't find name in module.", m::IMPORT_ERROR_METHODS, m::IMPORT_ERROR_PROPERTIES;
    ModuleNotFoundError: ImportError, "Module not found.";
    LookupError: Exception, "Base class for lookup errors.";
    IndexError: LookupError, "Sequence index out of range.";
    KeyError: LookupError, "Mapping key not found.", m::KEY_ERROR_METHODS, m::NO_PROPERTIES;
    MemoryError: Exception, "Out of memory.";
    NameError: Exception, "Name not found globally.", m::NAME_ERROR_METHODS, m::NAME_ERROR_PROPERTIES;
    UnboundLocalError: NameError, "Local name referenced but not bound to a value.";
    OSError: Exception, "Base class for I/O related errors.", os::METHODS, os::PROPERTIES;
    BlockingIOError: OSError, "I/O operation would block.";
    ChildProcessError: OSError, "Child process error.";
    ConnectionError: OSError, "Connection error.";
    BrokenPipeError: ConnectionError, "Broken pipe.";
    ConnectionAbortedError: ConnectionError, "Connection aborted.";
    ConnectionRefusedError: ConnectionError, "Connection refused.";
    ConnectionResetError: ConnectionError, "Connection reset.";
    FileExistsError: OSError, "File already exists.";
    FileNotFoundError: OSError, "File not found.";
    InterruptedError: OSError, "Interrupted by signal.";
    IsADirectoryError: OSError, "Operation doesn't work on directories.";
    NotADirectoryError: OSError, "Operation only works on directories.";
    PermissionError: OSError, "Not enough permissions.";
    ProcessLookupError: OSError, "Process not found.";
    TimeoutError: OSError, "Timeout expired.";
    ReferenceError: Exception, "Weak ref proxy used after referent went away.";
    RuntimeError: Exception, "Unspecified run-time error.";
    NotImplementedError: RuntimeError, "Method or function hasn't been implemented yet.";
    PythonFinalizationError: RuntimeError, "Operation blocked during Python finalization.";
    RecursionError: RuntimeError, "Recursion limit exceeded.";
    StopAsyncIteration: Exception, "Signal the end from iterator.__anext__().";
    StopIteration: Exception, "Signal the end from iterator.__next__().", m::NO_METHODS, m::STOP_ITERATION_PROPERTIES;
    SyntaxError: Exception, "Invalid syntax.", m::SYNTAX_ERROR_METHODS, m::SYNTAX_ERROR_PROPERTIES;
    IndentationError: SyntaxError, "Improper indentation.";
    TabError: IndentationError, "Improper mixture of spaces and tabs.";
    _IncompleteInputError: SyntaxError, "incomplete input.";
    SystemError: Exception, "Internal error in the Python interpreter.";
    TypeError: Exception, "Inappropriate argument type.";
    ValueError: Exception, "Inappropriate argument value (of correct type).";
    UnicodeError: ValueError, "Unicode related error.";
    UnicodeDecodeError: UnicodeError, "Unicode decoding error.", unicode::DECODE_METHODS, unicode::PROPERTIES;
    UnicodeEncodeError: UnicodeError, "Unicode encoding error.", unicode::ENCODE_METHODS, unicode::PROPERTIES;
    UnicodeTranslateError: UnicodeError, "Unicode translation error.", unicode::TRANSLATE_METHODS, unicode::TRANSLATE_PROPERTIES;
    Warning: Exception, "Base class for warning categories.";
    BytesWarning: Warning, "Base class for warnings about bytes and buffer related problems, mostly related to conversion from str or comparing to str.";
    DeprecationWarning: Warning, "Base class for warnings about deprecated features.";
    EncodingWarning: Warning, "Base class for warnings about encodings.";
    FutureWarning: Warning, "Base class for warnings about constructs that will change semantically in the future.";
    ImportWarning: Warning, "Base class for warnings about probable mistakes in module imports";
    PendingDeprecationWarning: Warning, "Base class for warnings about features which will be deprecated in the future.";
    ResourceWarning: Warning, "Base class for warnings about resource usage.";
    RuntimeWarning: Warning, "Base class for warnings about dubious runtime behavior.";
    SyntaxWarning: Warning, "Base class for warnings about dubious syntax.";
    UnicodeWarning: Warning, "Base class for warnings about Unicode related problems, mostly related to conversion problems.";
    UserWarning: Warning, "Base class for warnings generated by user code.";
}
