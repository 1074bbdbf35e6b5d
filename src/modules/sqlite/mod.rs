//! `_sqlite3`: databases, below the library's `sqlite3`. Connections and cursors are in
//! `sqlite.py`, on top of the objects of this module.

mod database;
mod host;
mod record;
mod rows;
mod statement;

use super::ModuleDef;
use crate::objects::native::NativeDef;
use crate::objects::str::{Str, intern};
use crate::runtime::Value;
use crate::runtime::sqlite::{self, Failure};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::RefCell;
use std::ffi::CString;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_sqlite3",
    functions: &[
        NativeDef::new(
            "complete_statement(statement)",
            "Checks if a string contains a complete SQL statement.",
            |vm, a| Ok(Value::bool(sqlite::is_complete(&c_text(vm, a.at(0))?))),
        ),
        NativeDef::new(
            "enable_callback_tracebacks(enable, /)",
            "Enable or disable callback functions throwing errors to stderr.",
            |vm, a| {
                vm.extension::<host::Tracebacks>().0.set(vm.truthy(a.at(0))?);
                Ok(Value::NONE)
            },
        ),
        NativeDef::new("_has_statement(text)", "", |_, a| {
            Ok(Value::bool(!database::skip_blank(database::text_of(a.at(0))).is_empty()))
        }),
    ],
    classes: &[
        &database::DATABASE,
        &database::BLOB,
        &database::BACKUP,
        &statement::STATEMENT,
        &record::CLASS,
    ],
    constants: &[("sqlite_version", |_| sqlite::version().into())],
    source: include_str!("sqlite.py"),
    ..ModuleDef::BASE
};

/// The exception that ended a statement, raised in place of SQLite's error.
#[derive(Default)]
struct Interrupted(RefCell<Option<Raised>>);

/// An error of SQLite, to be raised.
fn failed(vm: &Vm, failure: Failure) -> Raised {
    let pending = vm.extension::<Interrupted>().0.take();
    if let Some(raised) = pending {
        return raised;
    }
    raise(vm, "_error", &[i64::from(failure.code).into(), failure.message.into()])
}

/// An error of one of the module's classes.
fn error(vm: &Vm, class: &str, message: impl Into<String>) -> Raised {
    raise(vm, class, &[message.into().into()])
}

fn raise(vm: &Vm, maker: &str, arguments: &[Value]) -> Raised {
    let made = vm
        .import_module("_sqlite3")
        .and_then(|module| vm.get_attribute(&module, &intern(maker)))
        .and_then(|maker| vm.call(&maker, arguments));
    match made {
        Ok(made) => vm.to_exception(&made).map_or_else(|raised| raised, Raised),
        Err(raised) => raised,
    }
}

/// A text for SQLite.
fn c_text(vm: &Vm, value: &Value) -> VmResult<CString> {
    let Some(text) = value.get::<Str>() else {
        let shown = vm.class_ref(value).message_name();
        return Err(vm.type_error(format!("argument must be str, not {shown}")));
    };
    if crate::text::surrogate::is_in(text.as_str()) {
        // The codec provides the message.
        crate::objects::encoding::encode(vm, text, "utf-8", "strict")?;
    }
    CString::new(text.as_str()).map_err(|_| vm.value_error("embedded null character"))
}
