//! The Python interface of exceptions: `BaseException`, and the classes that add little to it.

use super::argument_messages;
use super::class::Class;
use super::dict::Dict;
use super::exception::{Exc, Exception};
use super::list::List;
use super::native::{Args, NativeDef, PropertyDef};
use super::str::{Str, intern};
use super::traceback;
use super::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};

/// `BaseException`
pub const BASE_METHODS: &[NativeDef] = &[
    NativeDef::static_method(
        "__new__(cls, /, *args, **kwargs)",
        "Create and return a new object.",
        new,
    ),
    NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", init),
    NativeDef::new("__str__(self, /)", "Return str(self).", str),
    NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
    NativeDef::new(
        "with_traceback(self, object, /)",
        "Set self.__traceback__ to tb and return self.",
        |vm, args| {
            traceback::set(vm, this(&args[0]), &args[1])?;
            Ok(args[0].clone())
        },
    ),
    NativeDef::new("add_note(self, object, /)", "Add a note to the exception", |vm, args| {
        if args[1].get::<Str>().is_none() {
            let given = vm.class_ref(&args[1]).message_name();
            return Err(vm.type_error(format!("note must be a str, not '{given}'")));
        }
        let notes = vm.find_attribute(&args[0], &intern("__notes__"))?;
        if notes.is_some_and(|n| n.get::<List>().is_none()) {
            return Err(vm.type_error("Cannot add note: __notes__ is not a list"));
        }
        add_note(vm, this(&args[0]), args[1].clone());
        Ok(Value::NONE)
    }),
    NativeDef::new("__setstate__(self, object, /)", "Restore attributes.", |vm, args| {
        if let Some(state) = args[1].get::<Dict>() {
            for (name, value) in state.entries() {
                if let Some(name) = name.get::<Str>() {
                    vm.set_attribute(&args[0], name, value)?;
                }
            }
        } else if !args[1].is_none() {
            return Err(vm.type_error("state is not a dictionary"));
        }
        Ok(Value::NONE)
    }),
];

/// `BaseException`
pub const BASE_PROPERTIES: &[PropertyDef] = &[
    PropertyDef {
        name: "args",
        doc: "",
        get: |_, e| Ok(this(e).arguments().into_value()),
        set: Some(|vm, e, value| {
            if value.is_unset() {
                return Err(vm.type_error("args may not be deleted"));
            }
            this(e).args.set(Tuple::new(vm.to_vec(&value)?).into_value());
            Ok(())
        }),
    },
    PropertyDef {
        name: "__cause__",
        doc: "exception cause",
        get: |_, e| Ok(this(e).cause.get()),
        set: Some(|vm, e, value| {
            let value = checked_link(vm, "__cause__", "cause", value)?;
            this(e).suppress_context.set(true);
            this(e).cause.set(value);
            Ok(())
        }),
    },
    PropertyDef {
        name: "__context__",
        doc: "exception context",
        get: |_, e| Ok(this(e).context.get()),
        set: Some(|vm, e, value| {
            let value = checked_link(vm, "__context__", "context", value)?;
            this(e).context.set(value);
            Ok(())
        }),
    },
    PropertyDef {
        name: "__suppress_context__",
        doc: "",
        get: |_, e| Ok(Value::bool(this(e).suppress_context.get())),
        set: Some(|vm, e, value| {
            if !value.is_bool() {
                return Err(vm.type_error("attribute value type must be bool"));
            }
            this(e).suppress_context.set(value.is(&Value::TRUE));
            Ok(())
        }),
    },
    PropertyDef {
        name: "__traceback__",
        doc: "",
        get: |_, e| Ok(this(e).traceback.get()),
        set: Some(|vm, e, value| {
            if value.is_unset() {
                return Err(vm.type_error("__traceback__ may not be deleted"));
            }
            traceback::set(vm, this(e), &value)
        }),
    },
    super::type_::DICT_PROPERTY,
];

pub(super) fn this(exception: &Value) -> &Ref<Exception> {
    exception.get::<Exception>().expect("the receiver was checked")
}

fn checked_link(vm: &Vm, name: &str, what: &str, value: Value) -> VmResult {
    if value.is_unset() {
        return Err(vm.type_error(format!("{name} may not be deleted")));
    }
    if !value.is_none() && value.get::<Exception>().is_none() {
        let message = format!("exception {what} must be None or derive from BaseException");
        return Err(vm.type_error(message));
    }
    Ok(value)
}

/// A new exception of a class, before `__init__`.
///
/// # Errors
/// TypeError if `cls` is not an exception class.
pub fn make(vm: &Vm, cls: &Value, args: &[Value]) -> VmResult<Ref<Exception>> {
    match cls.get::<Class>() {
        Some(class) if class.kind == Kind::Exception => {
            let payload = Exception::payload(vm.tuple(args)?);
            let new = Ref::with_class(payload, cls.clone(), true);
            if class.is_heap {
                vm.note_finalizer(new.as_value());
            }
            Ok(new)
        }
        _ => Err(vm.type_error("BaseException.__new__(X): X is not a subtype of BaseException")),
    }
}

fn new(vm: &Vm, args: Args<'_>) -> VmResult {
    Ok(make(vm, &args[0], args.rest())?.into_value())
}

fn init(vm: &Vm, args: Args<'_>) -> VmResult {
    if !args.keywords().is_empty() {
        let class = vm.class_ref(&args[0]).message_name();
        return Err(vm.type_error(format!("{class}() takes no keyword arguments")));
    }
    set_arguments(this(&args[0]), args.rest());
    Ok(Value::NONE)
}

/// Sets `args`, unless they are the same already.
pub fn set_arguments(exception: &Ref<Exception>, args: &[Value]) {
    let known = exception.arguments();
    let same = known.len() == args.len() && known.items().iter().zip(args).all(|(a, b)| a.is(b));
    if !same {
        exception.args.set(Tuple::new(args.iter().cloned()).into_value());
    }
}

fn str(vm: &Vm, args: Args<'_>) -> VmResult {
    plain_text(vm, this(&args[0]))
}

/// The text of an exception, computed from its arguments only.
///
/// # Errors
/// Any exception raised by `str` or `repr` of the arguments.
pub fn plain_text(vm: &Vm, exception: &Ref<Exception>) -> VmResult {
    let given = exception.arguments();
    Ok(match given.items() {
        [] => "".into(),
        [one] => vm.str(one)?.into_value(),
        _ => vm.repr(given.as_value())?.into_value(),
    })
}

fn repr(vm: &Vm, args: Args<'_>) -> VmResult {
    let name = vm.class_ref(&args[0]).name();
    let given = this(&args[0]).arguments();
    let text = match given.items() {
        [one] => format!("({})", vm.repr(one)?.as_str()),
        _ => vm.repr(given.as_value())?.as_str().to_string(),
    };
    Ok(format!("{name}{text}").into())
}

/// Appends to `__notes__`.
pub fn add_note(vm: &Vm, exception: &Ref<Exception>, note: Value) {
    let Some(dict) = vm.own_dict(exception.as_value()) else { return };
    match dict.get_text("__notes__") {
        Some(notes) => {
            if let Some(notes) = notes.get::<List>() {
                notes.push(note);
            }
        }
        None => dict.set_text("__notes__", List::new(vec![note])),
    }
}

// -------------------------------------------------------------------------------------------------
// Fields

/// A property for a field that is None unless it was set.
macro_rules! field {
    ($name:literal) => {
        field!($name, |_, _| Ok(Value::NONE))
    };
    ($name:literal, $default:expr) => {
        PropertyDef {
            name: $name,
            doc: "",
            get: |vm, e| {
                let default: fn(&Vm, &Value) -> VmResult = $default;
                match e.get::<Exception>().and_then(|e| e.field($name)) {
                    Some(value) => Ok(value),
                    None => default(vm, e),
                }
            },
            set: Some(|_, e, value| {
                if let Some(e) = e.get::<Exception>() {
                    e.set_field($name, value);
                }
                Ok(())
            }),
        }
    };
}
pub(super) use field;

/// The argument at an index, or None.
pub fn argument(exception: &Value, index: usize) -> Value {
    this(exception).arguments().items().get(index).cloned().unwrap_or(Value::NONE)
}

/// `__init__` of classes whose keyword arguments become fields.
fn init_with_fields(vm: &Vm, args: Args<'_>, class: &str, fields: &[&str]) -> VmResult {
    let exception = this(&args[0]);
    let given = args.keywords();
    if given.len() > fields.len() {
        let (most, count) = (fields.len(), given.len());
        let plural = if most == 1 { "" } else { "s" };
        return Err(vm.type_error(match most {
            0 => format!("{class}() takes no keyword arguments"),
            _ => format!("{class}() takes at most {most} keyword argument{plural} ({count} given)"),
        }));
    }
    for (name, _) in given {
        if !fields.contains(&name.as_str()) {
            let known = fields.iter().copied();
            let message = argument_messages::unexpected(class, name.as_str(), known);
            return Err(vm.type_error(message));
        }
    }
    set_arguments(exception, args.rest());
    for field in fields {
        exception.set_field(field, Value::UNSET);
    }
    for (name, value) in given {
        exception.set_field(name.as_str(), value.clone());
    }
    Ok(Value::NONE)
}

/// `AttributeError`
pub const ATTRIBUTE_ERROR_METHODS: &[NativeDef] =
    &[NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", |vm, args| {
        init_with_fields(vm, args, "AttributeError", &["name", "obj"])
    })];
/// `AttributeError`
pub const ATTRIBUTE_ERROR_PROPERTIES: &[PropertyDef] = &[field!("name"), field!("obj")];

/// `NameError`
pub const NAME_ERROR_METHODS: &[NativeDef] =
    &[NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", |vm, args| {
        init_with_fields(vm, args, "NameError", &["name"])
    })];
/// `NameError`
pub const NAME_ERROR_PROPERTIES: &[PropertyDef] = &[field!("name")];

/// `ImportError`
pub const IMPORT_ERROR_METHODS: &[NativeDef] = &[
    NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", |vm, args| {
        init_with_fields(vm, args, "ImportError", &["name", "path", "name_from"])
    }),
    NativeDef::new("__str__(self, /)", "Return str(self).", |vm, args| {
        let message = vm.get_attribute(&args[0], &intern("msg"))?;
        match message.get_exact::<Str>() {
            Some(_) => Ok(message),
            None => plain_text(vm, this(&args[0])),
        }
    }),
];
/// `ImportError`
pub const IMPORT_ERROR_PROPERTIES: &[PropertyDef] = &[
    field!("msg", |_, e| {
        Ok(if this(e).arguments().len() == 1 { argument(e, 0) } else { Value::NONE })
    }),
    field!("name"),
    field!("path"),
    field!("name_from"),
];

/// `KeyError`
pub const KEY_ERROR_METHODS: &[NativeDef] =
    &[NativeDef::new("__str__(self, /)", "Return str(self).", |vm, args| {
        let given = this(&args[0]).arguments();
        match given.items() {
            [key] => Ok(vm.repr(key)?.into_value()),
            _ => plain_text(vm, this(&args[0])),
        }
    })];

/// `StopIteration`
pub const STOP_ITERATION_PROPERTIES: &[PropertyDef] = &[field!("value", |_, e| Ok(argument(e, 0)))];

/// `SystemExit`
pub const SYSTEM_EXIT_PROPERTIES: &[PropertyDef] = &[field!("code", |_, e| {
    let given = this(e).arguments();
    Ok(match given.items() {
        [] => Value::NONE,
        [one] => one.clone(),
        _ => given.as_value().clone(),
    })
})];

/// For classes that define no methods.
pub const NO_METHODS: &[NativeDef] = &[];
/// For classes that define no attributes.
pub const NO_PROPERTIES: &[PropertyDef] = &[];

// -------------------------------------------------------------------------------------------------
// SyntaxError

/// `SyntaxError`
pub const SYNTAX_ERROR_METHODS: &[NativeDef] = &[
    NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", |vm, args| {
        init_with_fields(vm, args, "SyntaxError", &[])?;
        this(&args[0]).set_field("msg", Value::UNSET);
        if let [_, given] = args.rest() {
            DETAILS.iter().for_each(|name| this(&args[0]).set_field(name, Value::UNSET));
            let details = vm.to_vec(given)?;
            let bound = match details.len() {
                0..4 => Some("least 4"),
                4..=6 => None,
                _ => Some("most 6"),
            };
            if let Some(bound) = bound {
                let count = details.len();
                let message = format!("function takes at {bound} arguments ({count} given)");
                return Err(vm.type_error(message));
            }
            if details.len() == 5 {
                let message = "end_offset must be provided when end_lineno is provided";
                return Err(vm.type_error(message));
            }
            if given.get::<Tuple>().is_none() {
                for (name, value) in DETAILS.iter().zip(details) {
                    this(&args[0]).set_field(name, value);
                }
            }
        }
        Ok(Value::NONE)
    }),
    NativeDef::new("__str__(self, /)", "Return str(self).", |vm, args| {
        let field = |name: &str| vm.get_attribute(&args[0], &intern(name));
        let message = vm.str(&field("msg")?)?;
        let (filename, line) = (field("filename")?, field("lineno")?);
        let filename = filename
            .get::<Str>()
            .map(|f| f.as_str().rsplit('/').next().unwrap_or_default().to_string());
        let (message, line) = (message.as_str(), line.as_small_int());
        Ok(match (filename, line) {
            (Some(file), Some(line)) => format!("{message} ({file}, line {line})").into(),
            (Some(file), None) => format!("{message} ({file})").into(),
            (None, Some(line)) => format!("{message} (line {line})").into(),
            (None, None) => message.into(),
        })
    }),
];

/// The attributes of a SyntaxError that its second argument has.
const DETAILS: &[&str] = &["filename", "lineno", "offset", "text", "end_lineno", "end_offset"];

/// An item of the second argument of a SyntaxError.
fn detail(exception: &Value, index: usize) -> Value {
    let details = argument(exception, 1);
    let item = details.get::<Tuple>().and_then(|d| d.items().get(index).cloned());
    item.unwrap_or(Value::NONE)
}

/// `SyntaxError`
pub const SYNTAX_ERROR_PROPERTIES: &[PropertyDef] = &[
    field!("msg", |_, e| Ok(argument(e, 0))),
    field!("filename", |_, e| Ok(detail(e, 0))),
    field!("lineno", |_, e| Ok(detail(e, 1))),
    field!("offset", |_, e| Ok(detail(e, 2))),
    field!("text", |_, e| Ok(detail(e, 3))),
    field!("end_lineno", |_, e| Ok(detail(e, 4))),
    field!("end_offset", |_, e| Ok(detail(e, 5))),
    field!("print_file_and_line"),
];

/// Whether an exception class is `Exception` or derived from it.
pub fn is_ordinary(vm: &Vm, exception: &Value) -> bool {
    vm.is_instance_of(exception, &vm.exception_class(Exc::Exception))
}
