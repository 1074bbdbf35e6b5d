//! `_string`: splits format strings into pieces, for `string.Formatter`.

use super::ModuleDef;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::scalar::raised;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::text::str_format::{self, Accessor, Argument, FieldName, Numbering};
use crate::vm::{Vm, VmResult};

fn text<'a>(vm: &Vm, a: &Args<'a>) -> VmResult<&'a str> {
    match a.at(0).get::<Str>() {
        Some(text) => Ok(text.as_str()),
        None => {
            let shown = vm.class_ref(a.at(0)).name();
            Err(vm.type_error(format!("expected str, got {shown}")))
        }
    }
}

fn parser(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut pieces = Vec::new();
    for piece in str_format::pieces(text(vm, &a)?) {
        let piece = piece.map_err(|e| raised(vm, e))?;
        let literal = Value::from(piece.literal);
        let none = Value::NONE;
        pieces.push(match piece.field {
            None => Tuple::new([literal, none.clone(), none.clone(), none]).into_value(),
            Some(field) => {
                let conversion = field.conversion.map_or(none, |c| c.to_string().into());
                Tuple::new([literal, field.name.into(), field.spec.into(), conversion]).into_value()
            }
        });
    }
    vm.iter(List::new(pieces).as_value())
}

fn split(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = text(vm, &a)?;
    let end = name.find(['.', '[']).unwrap_or(name.len());
    // An empty first part stays empty: the caller numbers it.
    let mut numbering = Numbering::Unknown;
    let parsed = FieldName::parse(name, &mut numbering).map_err(|e| raised(vm, e))?;
    let first = match parsed.first {
        Argument::Index(index) if end > 0 => Value::from(index),
        _ => Value::from(&name[..end]),
    };
    let mut rest = Vec::new();
    for accessor in parsed.accessors {
        let (is_attribute, key) = match accessor.map_err(|e| raised(vm, e))? {
            Accessor::Attribute(name) => (true, Value::from(name)),
            Accessor::Index(index) => (false, Value::from(index)),
            Accessor::Key(key) => (false, Value::from(key)),
        };
        rest.push(Tuple::new([Value::bool(is_attribute), key]).into_value());
    }
    let rest = vm.iter(List::new(rest).as_value())?;
    Ok(Tuple::new([first, rest]).into_value())
}

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_string",
    doc: "string helper module",
    functions: &[
        NativeDef::new(
            "formatter_parser(string, /)",
            "parse the argument as a format string",
            parser,
        ),
        NativeDef::new(
            "formatter_field_name_split(string, /)",
            "split the argument as a field name",
            split,
        ),
    ],
    ..ModuleDef::BASE
};
