//! Text to bytes and back, with the exceptions that a program sees.

use super::bytes::Bytes;
use super::exception::Exc;
use super::scalar::{raised, type_name};
use super::str::Str;
use crate::runtime::{Ref, Value};
use crate::text::codec::{self, CodecError, Encoding};
use crate::vm::{R, Raised, Vm};

/// The exception for a failed conversion of `object` (the text or the bytes).
#[cold]
pub fn failure(vm: &Vm, error: CodecError, object: Value) -> Raised {
    let (exc, name, range, reason) = match error {
        CodecError::Decode(e) => (Exc::UnicodeDecodeError, e.encoding, e.range, e.reason),
        CodecError::Encode(e) => (Exc::UnicodeEncodeError, e.encoding, e.range, e.reason),
        CodecError::Other(e) => return raised(vm, e),
    };
    let (start, end) = (Value::from(range.start), Value::from(range.end));
    vm.error_with(exc, [name.into(), object, start, end, reason.into()])
}

/// The bytes of a text in an encoding.
///
/// # Errors
/// UnicodeEncodeError; LookupError for an unknown encoding or error handler.
pub fn encode(vm: &Vm, text: &Ref<Str>, encoding: &str, errors: &str) -> R<Vec<u8>> {
    Encoding::lookup(encoding)
        .and_then(|encoding| codec::encode(text.as_str(), encoding, errors))
        .map_err(|error| failure(vm, error, text.as_value().clone()))
}

/// The text that bytes stand for in an encoding.
///
/// # Errors
/// UnicodeDecodeError; LookupError for an unknown encoding or error handler.
pub fn decode(vm: &Vm, data: &[u8], encoding: &str, errors: &str) -> R<String> {
    Encoding::lookup(encoding)
        .and_then(|encoding| codec::decode(data, encoding, errors))
        .map_err(|error| failure(vm, error, Bytes::new(data).into_value()))
}

/// An argument that names an encoding or error handler.
///
/// # Errors
/// TypeError if it is no string.
pub fn name_argument<'a>(
    vm: &Vm,
    function: &str,
    parameter: &str,
    value: Option<&'a Value>,
    default: &'static str,
) -> R<&'a str> {
    let Some(value) = value else { return Ok(default) };
    match value.get::<Str>() {
        Some(name) => Ok(name.as_str()),
        None => {
            let shown = type_name(vm, value);
            Err(vm.type_error(format!(
                "{function}() argument '{parameter}' must be str, not {shown}"
            )))
        }
    }
}
