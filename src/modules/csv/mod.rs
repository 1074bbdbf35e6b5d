//! `_csv`: rows of text with delimiters and quotes, in and out.

mod dialect;
mod reader;
mod writer;

use super::ModuleDef;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::int::{is_int, to_i64};
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::{Str, intern};
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::{Cell, OnceCell};

/// The module's state in an interpreter.
struct State {
    /// Dialects by their names.
    dialects: Ref<Dict>,
    /// The greatest number of characters in a field.
    limit: Cell<i64>,
    error: OnceCell<Ref<Class>>,
}

impl Default for State {
    fn default() -> State {
        State { dialects: Dict::new(), limit: Cell::new(128 * 1024), error: OnceCell::new() }
    }
}

/// `_csv.Error` to be raised.
#[cold]
fn error(vm: &Vm, message: impl Into<String>) -> Raised {
    let message = message.into();
    let state = vm.extension::<State>();
    let class = match state.error.get() {
        Some(class) => Ok(class.as_value().clone()),
        None => vm.import_module("_csv").and_then(|m| vm.get_attribute(&m, &intern("Error"))),
    };
    let made = class.and_then(|class| {
        if let Some(class) = class.get::<Class>() {
            let _ = state.error.set(class.clone());
        }
        vm.call(&class, &[message.as_str().into()])
    });
    vm.raised_by(made, || vm.error(Exc::ValueError, message))
}

fn registered(vm: &Vm, name: &Value) -> VmResult {
    let dialects = vm.extension::<State>().dialects.clone();
    dialects.get(vm, name)?.ok_or_else(|| error(vm, "unknown dialect"))
}

fn register(vm: &Vm, a: Args<'_>) -> VmResult {
    if a[0].get::<Str>().is_none() {
        return Err(vm.type_error("dialect name must be a string"));
    }
    let dialect = dialect::make(vm, a.opt(1), a.keywords())?;
    let dialects = vm.extension::<State>().dialects.clone();
    dialects.insert(vm, a[0].clone(), dialect)?;
    Ok(Value::NONE)
}

fn unregister(vm: &Vm, a: Args<'_>) -> VmResult {
    let dialects = vm.extension::<State>().dialects.clone();
    match dialects.remove(vm, &a[0])? {
        Some(_) => Ok(Value::NONE),
        None => Err(error(vm, "unknown dialect")),
    }
}

fn field_size_limit(vm: &Vm, a: Args<'_>) -> VmResult {
    let state = vm.extension::<State>();
    let old = state.limit.get();
    if let Some(limit) = a.opt(0) {
        if !is_int(limit) {
            return Err(vm.type_error("limit must be an integer"));
        }
        let limit = to_i64(limit)
            .ok_or_else(|| vm.overflow_error("Python int too large to convert to C long"))?;
        state.limit.set(limit);
    }
    Ok(Value::from(old))
}

/// `_csv`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_csv",
    doc: "CSV parsing and writing.\n",
    functions: &[
        NativeDef::new(
            "reader(iterable, dialect='excel', /, **fmtparams)",
            "Return a reader object that will process lines from the given iterable.",
            reader::new,
        ),
        NativeDef::new(
            "writer(fileobj, dialect='excel', /, **fmtparams)",
            "Return a writer object that will write user data on the given file object.",
            writer::new,
        ),
        NativeDef::new(
            "register_dialect(name, dialect='excel', /, **fmtparams)",
            "Create a mapping from a string name to a CVS dialect.",
            register,
        ),
        NativeDef::new(
            "unregister_dialect(name)",
            "Delete the name/dialect mapping associated with a string name.",
            unregister,
        ),
        NativeDef::new(
            "get_dialect(name)",
            "Return the dialect instance associated with name.",
            |vm, a| registered(vm, &a[0]),
        ),
        NativeDef::new("list_dialects()", "Return a list of all known dialect names.", |vm, _| {
            Ok(Value::from(vm.extension::<State>().dialects.keys()))
        }),
        NativeDef::new(
            "field_size_limit(new_limit=None, /)",
            "Sets an upper limit on parsed fields.\n\nReturns old limit. If limit is not given, no new limit is set and\nthe old limit is returned",
            field_size_limit,
        ),
    ],
    classes: &[&dialect::CLASS],
    constants: &[
        ("QUOTE_MINIMAL", |_| Value::small_int(dialect::QUOTE_MINIMAL)),
        ("QUOTE_ALL", |_| Value::small_int(dialect::QUOTE_ALL)),
        ("QUOTE_NONNUMERIC", |_| Value::small_int(dialect::QUOTE_NONNUMERIC)),
        ("QUOTE_NONE", |_| Value::small_int(dialect::QUOTE_NONE)),
        ("QUOTE_STRINGS", |_| Value::small_int(dialect::QUOTE_STRINGS)),
        ("QUOTE_NOTNULL", |_| Value::small_int(dialect::QUOTE_NOTNULL)),
        ("__version__", |_| "1.0".into()),
        ("_dialects", |vm| vm.extension::<State>().dialects.clone().into_value()),
    ],
    source: "class Error(Exception):\n    __module__ = '_csv'\n",
    ..ModuleDef::BASE
};
