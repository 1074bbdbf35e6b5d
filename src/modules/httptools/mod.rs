//! `_hob_http`: parsers of HTTP, on [`crate::text::http`]. The stand-ins for httptools' compiled parts
//! take their classes from here.

mod parser;
mod url;

use super::ModuleDef;
use crate::objects::bytes::Bytes;
use crate::objects::exception::Exc;
use crate::objects::native::NativeDef;
use crate::runtime::Value;
use crate::vm::{Raised, Vm, VmResult};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_hob_http",
    doc: "Parsers of HTTP.",
    functions: &[NativeDef::new("parse_url(url)", "The parts of a URL.", url::parse)],
    classes: &[&parser::REQUESTS, &parser::RESPONSES, &url::CLASS],
    ..ModuleDef::BASE
};

/// An exception of httptools, to be raised.
#[cold]
fn error(vm: &Vm, class: &str, argument: impl Into<Value>) -> Raised {
    let arguments = [argument.into()];
    vm.module_error(("httptools.parser.errors", class), &arguments, || {
        vm.error(Exc::TypeError, "exceptions must derive from BaseException")
    })
}

/// A `bytes` object with a part of the input.
fn part(vm: &Vm, data: &[u8]) -> VmResult {
    vm.reserve(data.len())?;
    Ok(Bytes::new(data).into_value())
}
