//! `BaseExceptionGroup` and `ExceptionGroup` (PEP 654).

use super::class::Class;
use super::exception::{Exc, Exception};
use super::exception_methods::{argument, is_ordinary, make};
use super::list::List;
use super::native::{Args, NativeDef, PropertyDef};
use super::special::SpecialMethod;
use super::str::{Str, intern};
use super::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

/// Both classes' methods.
pub const METHODS: &[NativeDef] = &[
    NativeDef::static_method(
        "__new__(cls, /, *args, **kwargs)",
        "Create and return a new object.",
        new,
    ),
    NativeDef::class("__class_getitem__(cls, object, /)", "See PEP 585", |vm, args| {
        Ok(super::alias::make(vm, args[0].clone(), &args[1]))
    }),
    NativeDef::new("__str__(self, /)", "Return str(self).", |vm, args| {
        let count = exceptions(vm, &args[0])?.len();
        let plural = if count == 1 { "" } else { "s" };
        let message = vm.str(&argument(&args[0], 0))?;
        Ok(format!("{} ({count} sub-exception{plural})", message.as_str()).into())
    }),
    NativeDef::new("derive(self, excs, /)", "", |vm, args| {
        let base = vm.exception_class(Exc::BaseExceptionGroup);
        vm.call(base.as_value(), &[argument(&args[0], 0), args[1].clone()])
    }),
    NativeDef::new("split(self, matcher_value, /)", "", |vm, args| {
        let (matching, rest) = split(vm, &args[0], &args[1], true)?;
        Ok(Tuple::new([matching, rest]).into_value())
    }),
    NativeDef::new("subgroup(self, matcher_value, /)", "", |vm, args| {
        Ok(split(vm, &args[0], &args[1], false)?.0)
    }),
];

/// Both classes' attributes.
pub const PROPERTIES: &[PropertyDef] = &[
    PropertyDef {
        name: "message",
        doc: "exception message",
        get: |_, e| Ok(argument(e, 0)),
        set: None,
    },
    PropertyDef {
        name: "exceptions",
        doc: "nested exceptions",
        get: |vm, e| Ok(exceptions(vm, e)?.into_value()),
        set: None,
    },
];

/// The exceptions of a group.
///
/// # Errors
/// Any exception raised by iterating over the second argument.
pub fn exceptions(vm: &Vm, group: &Value) -> VmResult<Ref<Tuple>> {
    let Some(exception) = group.get::<Exception>() else { return Ok(Tuple::empty()) };
    if let Some(known) = exception.field("exceptions").and_then(|e| e.into_ref().ok()) {
        return Ok(known);
    }
    let items = Tuple::new(vm.to_vec(&argument(group, 1))?);
    exception.set_field("exceptions", items.as_value().clone());
    Ok(items)
}

fn new(vm: &Vm, args: Args<'_>) -> VmResult {
    let [message, given] = args.rest() else {
        let count = args.rest().len();
        return Err(vm.type_error(format!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({count} given)"
        )));
    };
    if message.get::<Str>().is_none() {
        let given = vm.argument_type(message);
        return Err(vm.type_error(format!(
            "BaseExceptionGroup.__new__() argument 1 must be str, not {given}"
        )));
    }
    if !vm.has_slot(given, SpecialMethod::GetItem) || !vm.has_slot(given, SpecialMethod::Len) {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let items = vm.to_vec(given)?;
    if items.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    if let Some(i) = items.iter().position(|e| e.get::<Exception>().is_none()) {
        return Err(
            vm.value_error(format!("Item {i} of second argument (exceptions) is not an exception"))
        );
    }
    let ordinary = items.iter().all(|e| is_ordinary(vm, e));
    let group = vm.exception_class(Exc::ExceptionGroup);
    let mut class = args[0].clone();
    if let Some(cls) = class.get::<Class>().cloned() {
        if cls.is(&vm.exception_class(Exc::BaseExceptionGroup)) {
            if ordinary {
                class = group.into_value();
            }
        } else if !ordinary && cls.is_subclass_of(&vm.exception_class(Exc::Exception)) {
            return Err(vm.type_error(if cls.is(&group) {
                "Cannot nest BaseExceptions in an ExceptionGroup".to_string()
            } else {
                format!("Cannot nest BaseExceptions in '{}'", cls.name())
            }));
        }
    }
    let exception = make(vm, &class, args.rest())?;
    exception.set_field("exceptions", Tuple::new(items).into_value());
    Ok(exception.into_value())
}

/// A condition that selects exceptions of a group.
enum Condition<'a> {
    Types(&'a Value),
    Function(&'a Value),
    /// One of these exceptions.
    OneOf(&'a [Value]),
}

impl Condition<'_> {
    fn holds(&self, vm: &Vm, exception: &Value) -> VmResult<bool> {
        match self {
            Condition::Types(types) => {
                let classes = match types.get::<Tuple>() {
                    Some(tuple) => tuple.items(),
                    None => std::slice::from_ref(*types),
                };
                let mut classes = classes.iter().filter_map(|c| c.get::<Class>());
                Ok(classes.any(|c| vm.is_instance_of(exception, c)))
            }
            Condition::Function(function) => {
                vm.truthy(&vm.call(function, std::slice::from_ref(exception))?)
            }
            Condition::OneOf(exceptions) => Ok(exceptions.iter().any(|e| e.is(exception))),
        }
    }
}

/// Splits an exception (usually a group) into the matching part and the rest, each None if empty.
/// `matcher` is an exception class, a tuple of classes, or a function. Without `want_rest` the
/// second is None.
///
/// # Errors
/// TypeError for another matcher; any exception raised by the function or by `derive`.
pub fn split(vm: &Vm, group: &Value, matcher: &Value, want_rest: bool) -> VmResult<(Value, Value)> {
    let base = vm.exception_class(Exc::BaseException);
    let is_type = |v: &Value| v.get::<Class>().is_some_and(|c| c.is_subclass_of(&base));
    let condition = if is_type(matcher)
        || matcher.get::<Tuple>().is_some_and(|t| t.items().iter().all(is_type))
    {
        Condition::Types(matcher)
    } else if matcher.get::<Class>().is_none() && vm.is_callable(matcher) {
        Condition::Function(matcher)
    } else {
        return Err(vm.type_error(
            "expected an exception type, a tuple of exception types, or a callable (other than a class)",
        ));
    };
    split_by(vm, group, &condition, want_rest)
}

/// The part of a group that contains the exceptions of other groups; None if it contains none of
/// them.
///
/// # Errors
/// Any exception raised by `derive`.
pub fn projection(vm: &Vm, group: &Value, parts: &[Value]) -> VmResult {
    let base = vm.exception_class(Exc::BaseExceptionGroup);
    let (mut leaves, mut pending) = (Vec::new(), parts.to_vec());
    while let Some(next) = pending.pop() {
        match vm.is_instance_of(&next, &base) {
            true => pending.extend_from_slice(exceptions(vm, &next)?.items()),
            false => leaves.push(next),
        }
    }
    Ok(split_by(vm, group, &Condition::OneOf(&leaves), false)?.0)
}

fn split_by(
    vm: &Vm,
    exception: &Value,
    condition: &Condition<'_>,
    want_rest: bool,
) -> VmResult<(Value, Value)> {
    vm.check_native_stack()?;
    if condition.holds(vm, exception)? {
        return Ok((exception.clone(), Value::NONE));
    }
    if !vm.is_instance_of(exception, &vm.exception_class(Exc::BaseExceptionGroup)) {
        return Ok((Value::NONE, exception.clone()));
    }
    let (mut matching, mut rest) = (Vec::new(), Vec::new());
    for item in exceptions(vm, exception)?.items() {
        let (yes, no) = split_by(vm, item, condition, want_rest)?;
        matching.extend(Some(yes).filter(|v| !v.is_none()));
        rest.extend(Some(no).filter(|v| !v.is_none() && want_rest));
    }
    Ok((derived(vm, exception, matching)?, derived(vm, exception, rest)?))
}

/// A group like `group` with some of its exceptions; None if there are none.
///
/// # Errors
/// Any exception raised by `derive`; TypeError if its result is not a group.
pub fn derived(vm: &Vm, group: &Value, items: Vec<Value>) -> VmResult {
    if items.is_empty() {
        return Ok(Value::NONE);
    }
    let new = vm.call_method(group, &intern("derive"), &[List::new(items).into_value()])?;
    if !vm.is_instance_of(&new, &vm.exception_class(Exc::BaseExceptionGroup)) {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    if let (Some(old), Some(new)) = (group.get::<Exception>(), new.get::<Exception>()) {
        new.traceback.set(old.traceback.get());
        new.cause.set(old.cause.get());
        new.context.set(old.context.get());
        // As whenever a cause is set, None included.
        new.suppress_context.set(true);
    }
    if let Some(notes) = vm.find_attribute(group, &intern("__notes__"))?
        && let Some(notes) = notes.get::<List>()
        && let Some(dict) = vm.own_dict(&new)
    {
        dict.set_text("__notes__", List::new(notes.to_vec()));
    }
    Ok(new)
}
