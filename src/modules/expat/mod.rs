//! `pyexpat`: parsers of XML, on [`crate::text::xml`].

mod events;
mod parser;

pub(super) use events::encoding_table;

use super::ModuleDef;
use crate::objects::dict::Dict;
use crate::objects::int::to_i64;
use crate::objects::list::List;
use crate::objects::native::NativeDef;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::text::xml::{self, Code, ModelKind, Position};
use crate::vm::{Raised, Vm, VmResult};

/// `ExpatError`, with the code and the location.
#[cold]
fn error(vm: &Vm, code: Code, place: Position) -> Raised {
    match make_error(vm, code, place) {
        Ok(raised) | Err(raised) => raised,
    }
}

fn make_error(vm: &Vm, code: Code, place: Position) -> VmResult<Raised> {
    let module = vm.import_module("pyexpat")?;
    let class = vm.get_attribute(&module, &intern("ExpatError"))?;
    let text = xml::error::text(code as i64).unwrap_or_default();
    let (line, column) = (place.line + 1, place.column);
    let message = format!("{text}: line {line}, column {column}");
    let made = vm.call(&class, &[message.into()])?;
    vm.set_attribute(&made, &intern("code"), Value::small_int(code as i64))?;
    vm.set_attribute(&made, &intern("offset"), Value::from(column))?;
    vm.set_attribute(&made, &intern("lineno"), Value::from(line))?;
    match made.into_ref() {
        Ok(exception) => Ok(Raised(exception)),
        Err(_) => Err(vm.type_error("exceptions must derive from BaseException")),
    }
}

/// The error numbers by their names in C, and their texts.
fn errors(_: &Vm) -> Value {
    let row = |(number, name, text): &(u8, &str, &str)| {
        let number = Value::small_int(i64::from(*number));
        Tuple::new([number, (*name).into(), (*text).into()]).into_value()
    };
    List::new(xml::error::ERRORS.iter().map(row).collect()).into_value()
}

/// The constants of content models by name.
fn models(_: &Vm) -> Value {
    let table = Dict::new();
    for (name, number) in [
        ("XML_CTYPE_EMPTY", ModelKind::Empty as u8),
        ("XML_CTYPE_ANY", ModelKind::Any as u8),
        ("XML_CTYPE_MIXED", ModelKind::Mixed as u8),
        ("XML_CTYPE_NAME", ModelKind::Name as u8),
        ("XML_CTYPE_CHOICE", ModelKind::Choice as u8),
        ("XML_CTYPE_SEQ", ModelKind::Sequence as u8),
        ("XML_CQUANT_NONE", xml::Repeat::Once as u8),
        ("XML_CQUANT_OPT", xml::Repeat::Optional as u8),
        ("XML_CQUANT_REP", xml::Repeat::Any as u8),
        ("XML_CQUANT_PLUS", xml::Repeat::Many as u8),
    ] {
        table.set_text(name, Value::small_int(i64::from(number)));
    }
    table.into_value()
}

fn features(_: &Vm) -> Value {
    let row = |(name, number): (&str, u64)| {
        Tuple::new([name.into(), Value::from(number as i64)]).into_value()
    };
    let rows = [
        ("sizeof(XML_Char)", 1),
        ("sizeof(XML_LChar)", 1),
        ("XML_DTD", 0),
        ("XML_CONTEXT_BYTES", 1024),
        ("XML_NS", 0),
        ("XML_BLAP_MAX_AMP", xml::MAXIMUM_AMPLIFICATION),
        ("XML_BLAP_ACT_THRES", xml::AMPLIFICATION_THRESHOLD),
        ("XML_GE", 0),
    ];
    List::new(rows.into_iter().map(row).collect()).into_value()
}

/// `pyexpat`
pub static MODULE: ModuleDef = ModuleDef {
    name: "pyexpat",
    doc: "Python wrapper for Expat parser.",
    functions: &[
        NativeDef::new(
            "ParserCreate(encoding=None, namespace_separator=None, intern=<unrepresentable>)",
            "Return a new XML parser object.",
            parser::create,
        ),
        NativeDef::new(
            "ErrorString(code, /)",
            "Returns string error for given number.",
            |vm, a| {
                let number = to_i64(&vm.index(a.at(0))?).unwrap_or(-1);
                Ok(xml::error::text(number).map_or(Value::NONE, Value::from))
            },
        ),
    ],
    constants: &[
        ("XML_PARAM_ENTITY_PARSING_NEVER", |_| Value::small_int(0)),
        ("XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE", |_| Value::small_int(1)),
        ("XML_PARAM_ENTITY_PARSING_ALWAYS", |_| Value::small_int(2)),
        // The release whose behaviour the parser follows.
        ("EXPAT_VERSION", |_| "expat_2.6.3".into()),
        ("version_info", |_| Tuple::new([2, 6, 3].map(Value::small_int)).into_value()),
        ("native_encoding", |_| "UTF-8".into()),
        ("features", features),
        ("XMLParserType", |vm| vm.class_for(&parser::CLASS).into_value()),
        ("_errors", errors),
        ("_models", models),
    ],
    source: include_str!("expat.py"),
    ..ModuleDef::BASE
};
