//! `OSError`: errno, file names, and the subclass that fits the errno.

use super::class::Class;
use super::exception::{Exc, Exception};
use super::exception_methods::{field, make, plain_text, set_arguments, this};
use super::int;
use super::native::{Args, NativeDef, PropertyDef};
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

/// `OSError`
pub const METHODS: &[NativeDef] = &[
    NativeDef::static_method(
        "__new__(cls, /, *args, **kwargs)",
        "Create and return a new object.",
        new,
    ),
    NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", |vm, args| {
        if !init_takes_arguments(vm, vm.class_ref(&args[0])) {
            return Ok(Value::NONE);
        }
        if !args.keywords().is_empty() {
            let class = vm.class_ref(&args[0]).message_name();
            return Err(vm.type_error(format!("{class}() takes no keyword arguments")));
        }
        take_arguments(args.this::<Exception>(), args.rest());
        take_count(vm, args.this::<Exception>(), args.rest());
        Ok(Value::NONE)
    }),
    NativeDef::new("__str__(self, /)", "Return str(self).", str),
];

/// `OSError`
pub const PROPERTIES: &[PropertyDef] = &[
    field!("errno"),
    field!("strerror"),
    field!("filename"),
    field!("filename2"),
    PropertyDef {
        name: WRITTEN,
        doc: "",
        get: |vm, e| this(e).field(WRITTEN).ok_or_else(|| vm.error(Exc::AttributeError, WRITTEN)),
        set: Some(|vm, e, value| {
            if value.is_unset() && this(e).field(WRITTEN).is_none() {
                return Err(vm.error(Exc::AttributeError, WRITTEN));
            }
            let value = if value.is_unset() { value } else { vm.index(&value)? };
            this(e).set_field(WRITTEN, value);
            Ok(())
        }),
    },
];

/// The attribute of BlockingIOError.
const WRITTEN: &str = "characters_written";

/// The classes for an errno (library reference, "OS exceptions"), by Linux's numbers.
pub fn class_for_errno(errno: i64) -> Option<Exc> {
    Some(match errno {
        1 | 13 => Exc::PermissionError,
        2 => Exc::FileNotFoundError,
        3 => Exc::ProcessLookupError,
        4 => Exc::InterruptedError,
        10 => Exc::ChildProcessError,
        11 | 114 | 115 => Exc::BlockingIOError,
        17 => Exc::FileExistsError,
        20 => Exc::NotADirectoryError,
        21 => Exc::IsADirectoryError,
        32 | 108 => Exc::BrokenPipeError,
        103 => Exc::ConnectionAbortedError,
        104 => Exc::ConnectionResetError,
        110 => Exc::TimeoutError,
        111 => Exc::ConnectionRefusedError,
        _ => return None,
    })
}

/// Whether `__init__` handles the arguments: the class overrides it and inherits `__new__`.
/// Otherwise `__new__` does.
fn init_takes_arguments(vm: &Vm, class: &Ref<Class>) -> bool {
    let base = vm.exception_class(Exc::OSError);
    let inherits = |name| {
        let (own, inherited) = (class.lookup(name), base.lookup(name));
        own.unwrap_or_default().is(&inherited.unwrap_or_default())
    };
    !inherits(&vm.names.init) && inherits(&vm.names.new)
}

/// The third argument of a BlockingIOError may be a number of characters in place of a file name.
fn take_count(vm: &Vm, exception: &Ref<Exception>, given: &[Value]) {
    let blocking = vm.exception_class(Exc::BlockingIOError);
    if !vm.is_instance_of(exception.as_value(), &blocking) {
        return;
    }
    let count = given.get(2).filter(|count| given.len() <= 5 && int::is_int(count));
    if let Some(count) = count {
        exception.set_field("characters_written", count.clone());
        exception.set_field("filename", Value::NONE);
        set_arguments(exception, given);
    }
}

fn new(vm: &Vm, args: Args<'_>) -> VmResult {
    let given = args.rest();
    if args[0].get::<Class>().is_some_and(|class| init_takes_arguments(vm, class)) {
        return Ok(make(vm, &args[0], &[])?.into_value());
    }
    if !args.keywords().is_empty() {
        let class = args[0].get::<Class>().map_or_else(String::new, |class| class.name());
        return Err(vm.type_error(format!("{class}() takes no keyword arguments")));
    }
    let is_base = args[0].get::<Class>().is_some_and(|c| c.is(&vm.exception_class(Exc::OSError)));
    let fitting = if is_base && (2..=5).contains(&given.len()) {
        int::to_i64(&given[0]).and_then(class_for_errno)
    } else {
        None
    };
    let class = fitting.map_or_else(|| args[0].clone(), |e| vm.exception_class(e).into_value());
    let exception = make(vm, &class, given)?;
    take_arguments(&exception, given);
    take_count(vm, &exception, given);
    Ok(exception.into_value())
}

/// Sets arguments and fields of an OSError: `errno, strerror, filename, winerror, filename2`.
pub fn take_arguments(exception: &Ref<Exception>, given: &[Value]) {
    exception.fields.set(Value::UNSET);
    if !(2..=5).contains(&given.len()) {
        return set_arguments(exception, given);
    }
    exception.set_field("errno", given[0].clone());
    exception.set_field("strerror", given[1].clone());
    match given.get(2).filter(|f| !f.is_none()) {
        Some(filename) => {
            exception.set_field("filename", filename.clone());
            if let Some(second) = given.get(4) {
                exception.set_field("filename2", second.clone());
            }
            set_arguments(exception, &given[..2]);
        }
        None => set_arguments(exception, given),
    }
}

fn str(vm: &Vm, args: Args<'_>) -> VmResult {
    let this = args.this::<Exception>();
    let field = |name: &str| this.field(name).filter(|v| !v.is_none());
    let shown = |name: &str| -> VmResult<String> {
        Ok(vm.str(&this.field(name).unwrap_or(Value::NONE))?.as_str().to_string())
    };
    if let Some(filename) = field("filename") {
        let (errno, text) = (shown("errno")?, shown("strerror")?);
        let filename = vm.repr(&filename)?;
        let mut text = format!("[Errno {errno}] {text}: {}", filename.as_str());
        if let Some(second) = field("filename2") {
            text.push_str(" -> ");
            text.push_str(vm.repr(&second)?.as_str());
        }
        return Ok(text.into());
    }
    if field("errno").is_some() && field("strerror").is_some() {
        return Ok(format!("[Errno {}] {}", shown("errno")?, shown("strerror")?).into());
    }
    plain_text(vm, this)
}
