//! Helpers shared by the scalar types' methods: errors of text algorithms, creation of instances.

use super::class::Class;
use super::exception::Exc;
use super::native::Args;
use crate::runtime::{Ref, Value, View};
use crate::text::pace::Padded;
use crate::text::{ErrorKind, TextError, format_spec};
use crate::vm::{Raised, Vm, VmResult};

/// The exception requested by a text algorithm.
#[cold]
pub fn raised(vm: &Vm, error: TextError) -> Raised {
    let exc = match error.kind {
        ErrorKind::Value => Exc::ValueError,
        ErrorKind::Type => Exc::TypeError,
        ErrorKind::Overflow => Exc::OverflowError,
        ErrorKind::ZeroDivision => Exc::ZeroDivisionError,
        ErrorKind::Index => Exc::IndexError,
        ErrorKind::Key => Exc::KeyError,
        ErrorKind::Lookup => Exc::LookupError,
        ErrorKind::Memory => Exc::MemoryError,
    };
    if error.message.is_empty() {
        return vm.error_with(exc, []);
    }
    vm.error(exc, error.message.into_owned())
}

/// The `cls` argument of `__new__` or a class method, which the call has checked to be the method's
/// class or one derived from it.
///
/// # Panics
/// If the function is neither.
pub fn class_argument<'a>(args: Args<'a>) -> &'a Ref<Class> {
    args.at(0).get::<Class>().expect("the class was checked")
}

/// The name of a value's class, for messages.
pub fn type_name(vm: &Vm, value: &Value) -> String {
    vm.class_ref(value).message_name()
}

/// Whether the class of a value has a special method.
pub fn has_special(vm: &Vm, value: &Value, name: &Ref<super::str::Str>) -> bool {
    vm.lookup_special(value, name).is_some_and(|method| !method.is_none())
}

/// Refuses a width or precision for which there is no room.
///
/// # Errors
/// Same as [`Vm::reserve`].
#[inline]
pub fn check_spec(vm: &Vm, spec: &str) -> VmResult<()> {
    // Fewer digits cannot say much.
    if spec.len() < 5 {
        return Ok(());
    }
    let numbers = spec.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() > 4);
    // The parser of specifications refuses those that no text can have.
    let numbers = numbers.filter_map(|number| number.parse().ok());
    numbers.filter(|number| *number < i32::MAX as usize).try_for_each(|number| vm.reserve(number))
}

/// `format(value, spec)` of a small int, float or `str` itself, which needs no look-up; none for
/// other values.
pub fn format_plain(vm: &Vm, value: &Value, spec: &str) -> Option<VmResult<String>> {
    let is_plain = !value.is_object() || value.get_exact::<super::str::Str>().is_some();
    if is_plain && let Err(raised) = check_spec(vm, spec) {
        return Some(Err(raised));
    }
    let text = match value.view() {
        View::Int(i) => format_spec::format_int(i, spec, "int"),
        View::Float(x) => format_spec::format_float(x, spec, "float"),
        View::Obj(_) => {
            format_spec::format_str(value.get_exact::<super::str::Str>()?.as_str(), spec, "str")
        }
        _ => return None,
    };
    Some(padded(vm, text))
}

/// A formatted text with its padding.
///
/// # Errors
/// The errors of formatting, of [`Vm::tick`] and of [`Vm::reserve`].
pub fn padded(vm: &Vm, text: crate::text::Result<Padded>) -> VmResult<String> {
    let text = text.map_err(|error| raised(vm, error))?;
    vm.reserve(text.len())?;
    vm.paced(|pace| text.text(pace))
}

/// The argument of `__format__`.
///
/// # Errors
/// TypeError if it is not a string.
pub fn format_argument<'a>(vm: &Vm, spec: &'a Value) -> VmResult<&'a str> {
    match spec.get::<super::str::Str>() {
        Some(text) => check_spec(vm, text.as_str()).map(|()| text.as_str()),
        None => {
            let shown = vm.argument_type(spec);
            let message = format!("__format__() argument must be str, not {shown}");
            Err(vm.type_error(message))
        }
    }
}
