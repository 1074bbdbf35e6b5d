//! The exceptions of `asyncio`.

use crate::objects::class::Class;
use crate::objects::exception::{Exc, Exception};
use crate::objects::native::{ClassDef, NativeDef};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Raised, Vm, VmResult};

macro_rules! exception_class {
    ($(#[$doc:meta])* $name:ident = $text:literal, $module:literal, $base:ident, $help:literal) => {
        $(#[$doc])*
        pub static $name: ClassDef = ClassDef {
            name: $text,
            module: $module,
            doc: $help,
            base: Some(Exc::$base.def()),
            kind: Kind::Exception,
            ..ClassDef::BASE
        };
    };
}

exception_class! {
    /// `asyncio.CancelledError`
    CANCELLED_ERROR = "CancelledError", "asyncio.exceptions", BaseException,
    "The Future or Task was cancelled."
}
exception_class! {
    /// `asyncio.InvalidStateError`
    INVALID_STATE_ERROR = "InvalidStateError", "asyncio.exceptions", Exception,
    "The operation is not allowed in this state."
}
exception_class! {
    /// `asyncio.BrokenBarrierError`
    BROKEN_BARRIER_ERROR = "BrokenBarrierError", "asyncio.exceptions", RuntimeError,
    "Barrier is broken by barrier.abort() call."
}
exception_class! {
    /// `asyncio.SendfileNotAvailableError`
    SENDFILE_NOT_AVAILABLE_ERROR = "SendfileNotAvailableError", "asyncio.exceptions", RuntimeError,
    "Sendfile syscall is not available."
}
exception_class! {
    /// `asyncio.QueueEmpty`
    QUEUE_EMPTY = "QueueEmpty", "asyncio.queues", Exception,
    "Raised when Queue.get_nowait() is called on an empty Queue."
}
exception_class! {
    /// `asyncio.QueueFull`
    QUEUE_FULL = "QueueFull", "asyncio.queues", Exception,
    "Raised when the Queue.put_nowait() method is called on a full Queue."
}
exception_class! {
    /// `asyncio.QueueShutDown`
    QUEUE_SHUT_DOWN = "QueueShutDown", "asyncio.queues", Exception,
    "Raised when putting on to or getting from a shut-down Queue."
}

/// `asyncio.IncompleteReadError`
pub static INCOMPLETE_READ_ERROR: ClassDef = ClassDef {
    name: "IncompleteReadError",
    module: "asyncio.exceptions",
    doc: "Incomplete read error. Attributes:\n\n- partial: read bytes string before the end of stream was reached\n- expected: total number of expected bytes (or None if unknown)",
    base: Some(Exc::EOFError.def()),
    kind: Kind::Exception,
    methods: &[
        NativeDef::new("__init__(self, partial, expected)", "", |vm, args| {
            let exception = args.this::<Exception>();
            fill_incomplete_read(vm, exception, &args[1], &args[2])?;
            Ok(Value::NONE)
        }),
        NativeDef::new("__reduce__(self)", "", |vm, args| {
            made_of(vm, &args[0], |vm, this| {
                let part = |name| vm.get_attribute(this, &intern(name));
                Ok([part("partial")?, part("expected")?])
            })
        }),
    ],
    ..ClassDef::BASE
};

fn fill_incomplete_read(
    vm: &Vm,
    exception: &Ref<Exception>,
    partial: &Value,
    expected: &Value,
) -> VmResult<()> {
    let shown = if expected.is_none() { "undefined".to_string() } else { vm.repr_text(expected) };
    let text = format!("{} bytes read on a total of {shown} expected bytes", vm.len(partial)?);
    exception.args.set(Tuple::new([Value::from(text)]).into_value());
    vm.set_attribute(exception.as_value(), &intern("partial"), partial.clone())?;
    vm.set_attribute(exception.as_value(), &intern("expected"), expected.clone())
}

/// `asyncio.LimitOverrunError`
pub static LIMIT_OVERRUN_ERROR: ClassDef = ClassDef {
    name: "LimitOverrunError",
    module: "asyncio.exceptions",
    doc: "Reached the buffer limit while looking for a separator.\n\nAttributes:\n- consumed: total number of to be consumed bytes.",
    base: Some(Exc::Exception.def()),
    kind: Kind::Exception,
    methods: &[
        NativeDef::new("__init__(self, message, consumed)", "", |vm, args| {
            let exception = args.this::<Exception>();
            exception.args.set(Tuple::new([args[1].clone()]).into_value());
            vm.set_attribute(exception.as_value(), &intern("consumed"), args[2].clone())?;
            Ok(Value::NONE)
        }),
        NativeDef::new("__reduce__(self)", "", |vm, args| {
            made_of(vm, &args[0], |vm, this| {
                let consumed = vm.get_attribute(this, &intern("consumed"))?;
                let message = args.this::<Exception>().first_argument().unwrap_or(Value::NONE);
                Ok([message, consumed])
            })
        }),
    ],
    ..ClassDef::BASE
};

/// `(class, arguments)`, for copies.
fn made_of(
    vm: &Vm,
    this: &Value,
    arguments: impl FnOnce(&Vm, &Value) -> VmResult<[Value; 2]>,
) -> VmResult {
    let arguments = Tuple::new(arguments(vm, this)?).into_value();
    Ok(Tuple::new([vm.class_of(this).into_value(), arguments]).into_value())
}

fn build(vm: &Vm, def: &'static ClassDef, args: &[Value]) -> Raised {
    let class = vm.class_for(def).into_value();
    let args = Tuple::new(args.to_vec());
    Raised(Ref::with_class(Exception::payload(args), class, true))
}

/// An exception of one of these classes, with arguments.
#[cold]
pub fn raise(vm: &Vm, def: &'static ClassDef, args: &[Value]) -> Raised {
    build(vm, def, args)
}

/// A CancelledError with a message; unset (or None) for none.
pub fn cancelled(vm: &Vm, message: Value) -> Raised {
    if message.is_unset() || message.is_none() {
        build(vm, &CANCELLED_ERROR, &[])
    } else {
        build(vm, &CANCELLED_ERROR, &[message])
    }
}

/// An InvalidStateError.
#[cold]
pub fn invalid_state(vm: &Vm, message: &str) -> Raised {
    build(vm, &INVALID_STATE_ERROR, &[message.into()])
}

/// An IncompleteReadError.
#[cold]
pub fn incomplete_read(vm: &Vm, partial: Value, expected: Value) -> Raised {
    let raised = build(vm, &INCOMPLETE_READ_ERROR, &[]);
    match fill_incomplete_read(vm, &raised.0, &partial, &expected) {
        Ok(()) => raised,
        Err(other) => other,
    }
}

/// A LimitOverrunError.
#[cold]
pub fn limit_overrun(vm: &Vm, message: &str, consumed: usize) -> Raised {
    let raised = build(vm, &LIMIT_OVERRUN_ERROR, &[message.into()]);
    match vm.set_attribute(raised.0.as_value(), &intern("consumed"), consumed.into()) {
        Ok(()) => raised,
        Err(other) => other,
    }
}

/// Whether an exception is a CancelledError.
pub fn is_cancelled(vm: &Vm, raised: &Raised) -> bool {
    is_instance(vm, raised.0.as_value(), &vm.class_for(&CANCELLED_ERROR))
}

/// Whether a value is an instance of a class.
pub fn is_instance(vm: &Vm, value: &Value, class: &Ref<Class>) -> bool {
    vm.is_instance_of(value, class)
}
