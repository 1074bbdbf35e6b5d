//! Text to bytes and back, with the exceptions that a program sees.

use super::bytes::Bytes;
use super::exception::Exc;
use super::scalar::{raised, type_name};
use super::str::{Str, intern};
use crate::runtime::{Ref, Value};
use crate::text::codec::{self, CodecError, Encoding};
use crate::text::error::ErrorKind;
use crate::vm::{Raised, Vm, VmResult};

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
pub fn encode(vm: &Vm, text: &Ref<Str>, encoding: &str, errors: &str) -> VmResult<Vec<u8>> {
    vm.afford_items(text.as_str().len(), if errors == "strict" { 8 } else { 40 })?;
    let encoded = Encoding::lookup(encoding)
        .and_then(|encoding| codec::encode(text.as_str(), encoding, errors));
    match encoded {
        Err(CodecError::Other(e)) if e.kind == ErrorKind::Lookup => {
            let bytes = by_registry(vm, "_encode_text", text.as_value().clone(), encoding, errors)?;
            Ok(bytes.get::<Bytes>().map(|bytes| bytes.data.to_vec()).unwrap_or_default())
        }
        encoded => encoded.map_err(|error| failure(vm, error, text.as_value().clone())),
    }
}

/// Converts with an encoding or a handler of errors that only the program's registry knows.
#[cold]
fn by_registry(vm: &Vm, function: &str, object: Value, encoding: &str, errors: &str) -> VmResult {
    let registry = vm.import_module("_codecs")?;
    let function = vm.get_attribute(&registry, &intern(function))?;
    vm.call(&function, &[object, encoding.into(), errors.into()])
}

/// Whether an encoding of this name is known, here or to the registry.
///
/// # Errors
/// LookupError if it is not.
pub fn check_known(vm: &Vm, encoding: &str) -> VmResult<()> {
    if Encoding::lookup(encoding).is_ok() {
        return Ok(());
    }
    let registry = vm.import_module("_codecs")?;
    vm.call_method(&registry, &intern("_text_codec"), &[encoding.into(), "codecs.open()".into()])?;
    Ok(())
}

/// Decodes bytes.
///
/// # Errors
/// UnicodeDecodeError; LookupError for an unknown encoding or error handler.
pub fn decode(vm: &Vm, data: &[u8], encoding: &str, errors: &str) -> VmResult<String> {
    vm.afford_items(data.len(), 8)?;
    let decoded =
        Encoding::lookup(encoding).and_then(|encoding| codec::decode(data, encoding, errors));
    match decoded {
        Err(CodecError::Other(e)) if e.kind == ErrorKind::Lookup => {
            let bytes = Bytes::new(data).into_value();
            let text = by_registry(vm, "_decode_text", bytes, encoding, errors)?;
            Ok(vm.str(&text)?.as_str().to_string())
        }
        decoded => decoded.map_err(|error| failure(vm, error, Bytes::new(data).into_value())),
    }
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
) -> VmResult<&'a str> {
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
