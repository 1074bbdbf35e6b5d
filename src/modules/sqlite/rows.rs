//! Rows as tuples.

use super::error;
use crate::objects::bytes::{ByteArray, Bytes};
use crate::objects::list::List;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::runtime::sqlite::{Datum, Statement};
use crate::vm::{Vm, VmResult};

/// A value of a row before the program's functions convert it.
enum Raw {
    Ready(Value),
    Text(Vec<u8>),
}

/// The value of a column. With `decodes`, text in UTF-8 is a `str`.
fn raw(statement: &Statement, at: usize, decodes: bool) -> Raw {
    statement.column(at, |datum| match datum {
        Datum::Text(text) if decodes && let Ok(text) = str::from_utf8(text) => {
            Raw::Ready(text.into())
        }
        Datum::Null => Raw::Ready(Value::NONE),
        Datum::Integer(value) => Raw::Ready(value.into()),
        Datum::Float(value) => Raw::Ready(Value::float(value)),
        Datum::Blob(data) => Raw::Ready(Bytes::new(data).into_value()),
        Datum::Text(text) => Raw::Text(text.to_vec()),
    })
}

fn text(vm: &Vm, statement: &Statement, at: usize, text: Vec<u8>, factory: &Value) -> VmResult {
    if factory.is(vm.types.str.as_value()) {
        return String::from_utf8(text).map(Value::from).map_err(|failed| {
            let name = statement.column_name(at).unwrap_or_default();
            let shown = String::from_utf8_lossy(failed.as_bytes()).into_owned();
            let message = format!("Could not decode to UTF-8 column '{name}' with text '{shown}'");
            error(vm, "OperationalError", message)
        });
    }
    let data = Bytes::new(text);
    if factory.is(vm.types.bytes.as_value()) {
        return Ok(data.into_value());
    }
    if factory.is(vm.types.bytearray.as_value()) {
        return Ok(ByteArray::new(vm.copied(&data.data)?).into_value());
    }
    vm.call(factory, &[data.into_value()])
}

/// The current row. `converters` is None, or contains a function or None for each column.
///
/// # Errors
/// OperationalError for text that is not UTF-8; any exception raised by the program's functions.
pub fn row(vm: &Vm, statement: &Statement, factory: &Value, converters: &Value) -> VmResult {
    let converters = match converters.get::<List>() {
        Some(_) => vm.to_vec(converters)?,
        None => Vec::new(),
    };
    let decodes = factory.is(vm.types.str.as_value());
    let count = statement.row_width();
    let mut values = Vec::with_capacity(count);
    for at in 0..count {
        let converter = converters.get(at).filter(|converter| !converter.is_none());
        values.push(match converter {
            Some(converter) => match statement.column_bytes(at) {
                Some(data) => vm.call(converter, &[Bytes::new(data).into_value()])?,
                None => Value::NONE,
            },
            None => match raw(statement, at, decodes) {
                Raw::Ready(value) => value,
                Raw::Text(data) => text(vm, statement, at, data, factory)?,
            },
        });
    }
    Ok(Tuple::new(values).into_value())
}
