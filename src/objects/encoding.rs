//! Converts text to bytes and back, with the exceptions that a program sees.

use super::bytes::Bytes;
use super::code::Source;
use super::exception::Exc;
use super::int::to_i64;
use super::scalar::raised;
use super::str::{Str, intern};
use super::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::text::codec::{
    self, CodecError, DecodeFailure, EncodeFailure, Encoding, Handler, Output, Policy, Replacement,
};
use crate::vm::flags::Flag;
use crate::vm::{Raised, Vm, VmResult};
use std::borrow::Cow;

/// The handler of errors that a program names: a built-in one, or one that it has registered.
pub struct Errors<'a> {
    vm: &'a Vm,
    name: &'a str,
    raised: Option<Raised>,
}

impl<'a> Errors<'a> {
    /// The handler of this name, looked up when it is needed.
    pub fn named(vm: &'a Vm, name: &'a str) -> Errors<'a> {
        Errors { vm, name, raised: None }
    }

    /// The result of a conversion with this handler. `object` makes the text or the bytes for the
    /// exception: a copy of them, which may be long, must not delay an interrupt.
    ///
    /// # Errors
    /// The exception for the failure.
    pub fn finish<T>(
        self,
        result: Result<T, CodecError>,
        object: impl FnOnce() -> Value,
    ) -> VmResult<T> {
        match (result, self.raised) {
            (Ok(done), _) => Ok(done),
            (Err(CodecError::Handler), Some(raised)) => Err(raised),
            (Err(error), _) => Err(failure(self.vm, error, object())),
        }
    }

    /// Keeps an exception until the conversion ends.
    pub fn stop(&mut self, raised: Raised) -> CodecError {
        self.raised = Some(raised);
        CodecError::Handler
    }

    /// Calls a registered handler; returns its replacement and position, not yet checked.
    fn ask(&self, error: &Value, returns: &str) -> VmResult<(Value, i64)> {
        let vm = self.vm;
        let registry = vm.import_module("_codecs")?;
        let handler = vm.call_method(&registry, &intern("lookup_error"), &[self.name.into()])?;
        let answer = vm.call(&handler, std::slice::from_ref(error))?;
        let wrong = || vm.type_error(format!("{returns} tuple"));
        let pair =
            answer.get::<Tuple>().filter(|pair| pair.items().len() == 2).ok_or_else(wrong)?;
        let position = to_i64(&pair.items()[1]).ok_or_else(wrong)?;
        Ok((pair.items()[0].clone(), position))
    }

    /// The position as an index into this many items.
    fn bounded(&self, position: i64, size: usize) -> VmResult<usize> {
        let from_start = if position < 0 { position + size as i64 } else { position };
        match usize::try_from(from_start) {
            Ok(index) if index <= size => Ok(index),
            _ => Err(self
                .vm
                .index_error(format!("position {position} from error handler out of bounds"))),
        }
    }

    fn decoded(
        &self,
        bytes: &mut Cow<'_, [u8]>,
        failed: DecodeFailure,
    ) -> VmResult<(String, usize)> {
        const RETURNS: &str = "decoding error handler must return (str, int)";
        let vm = self.vm;
        let object = Bytes::new(&**bytes).into_value();
        let error = failure(vm, CodecError::Decode(failed), object.clone()).0.into_value();
        let (text, position) = self.ask(&error, RETURNS)?;
        let Some(text) = text.get::<Str>() else {
            return Err(vm.type_error(format!("{RETURNS} tuple")));
        };
        // The handler may have put other bytes into the exception.
        let now = vm.get_attribute(&error, &intern("object"))?;
        match now.get::<Bytes>() {
            Some(now) if now.data[..] != **bytes => *bytes = Cow::Owned(now.data.to_vec()),
            Some(_) => {}
            None => return Err(vm.type_error("object attribute must be bytes")),
        }
        Ok((text.as_str().to_string(), self.bounded(position, bytes.len())?))
    }

    fn encoded(&self, text: &str, failed: EncodeFailure) -> VmResult<(Replacement, usize)> {
        const RETURNS: &str = "encoding error handler must return (str/bytes, int)";
        let vm = self.vm;
        let error = failure(vm, CodecError::Encode(failed), text.into()).0.into_value();
        let (replacement, position) = self.ask(&error, RETURNS)?;
        let replacement = if let Some(text) = replacement.get::<Str>() {
            Replacement::Text(text.as_str().to_string())
        } else if let Some(bytes) = replacement.get::<Bytes>() {
            Replacement::Bytes(bytes.data.to_vec())
        } else {
            return Err(vm.type_error(format!("{RETURNS} tuple")));
        };
        Ok((replacement, self.bounded(position, text.chars().count())?))
    }
}

impl Handler for Errors<'_> {
    fn decode(
        &mut self,
        bytes: &mut Cow<'_, [u8]>,
        failure: DecodeFailure,
    ) -> Result<(String, usize), CodecError> {
        match Policy::lookup(self.name) {
            Ok(policy) => policy.decoded(bytes, failure),
            Err(_) => self.decoded(bytes, failure).map_err(|raised| self.stop(raised)),
        }
    }

    fn encode(
        &mut self,
        text: &str,
        run: &str,
        failure: EncodeFailure,
    ) -> Result<(Replacement, usize), CodecError> {
        match Policy::lookup(self.name) {
            Ok(policy) => policy.encoded(run, failure),
            Err(_) => self.encoded(text, failure).map_err(|raised| self.stop(raised)),
        }
    }

    fn takes_parts_of_runs(&self) -> bool {
        Policy::lookup(self.name).is_ok_and(|policy| policy.takes_parts_of_runs())
    }

    fn tick(&mut self, work: usize) -> Result<(), CodecError> {
        self.vm.tick(work).map_err(|raised| self.stop(raised))
    }
}

/// The exception for a failed conversion of `object` (the text or the bytes).
#[cold]
pub fn failure(vm: &Vm, error: CodecError, object: Value) -> Raised {
    let (exc, name, range, reason) = match error {
        CodecError::Decode(e) => (Exc::UnicodeDecodeError, e.encoding, e.range, e.reason),
        CodecError::Encode(e) => (Exc::UnicodeEncodeError, e.encoding, e.range, e.reason),
        CodecError::Other(e) => return raised(vm, e),
        CodecError::Handler => return vm.error(Exc::SystemError, "an error handler failed"),
    };
    let (start, end) = (Value::from(range.start), Value::from(range.end));
    vm.error_with(exc, [(&*name).into(), object, start, end, (&*reason).into()])
}

/// Longer text is converted by code that can be interrupted.
const SHORT: usize = 4096;

/// The bytes of a text in an encoding.
///
/// # Errors
/// UnicodeEncodeError; LookupError for an unknown encoding or error handler; any exception raised
/// by a registered handler.
pub fn encode(vm: &Vm, text: &Ref<Str>, encoding: &str, errors: &str) -> VmResult<Vec<u8>> {
    check_handler(vm, errors)?;
    match Encoding::lookup(encoding) {
        Ok(known) if known.keeps_ascii() && text.is_ascii() && text.len() <= SHORT => {
            Ok(text.as_str().as_bytes().to_vec())
        }
        Ok(known) => encode_known(vm, text, known, errors)
            .map_err(|raised| noted(vm, raised, "encoding", known, encoding)),
        Err(_) => {
            let bytes = by_registry(vm, "_encode_text", text.as_value().clone(), encoding, errors)?;
            Ok(bytes.get::<Bytes>().map(|bytes| bytes.data.to_vec()).unwrap_or_default())
        }
    }
}

/// The bytes of a text in a built-in encoding.
///
/// # Errors
/// Same as [`encode`].
pub fn encode_known(
    vm: &Vm,
    text: &Ref<Str>,
    encoding: Encoding,
    errors: &str,
) -> VmResult<Vec<u8>> {
    let mut handler = Errors::named(vm, errors);
    let encoded = codec::encode_with(text.as_str(), encoding, &mut handler);
    handler.finish(encoded, || text.as_value().clone())
}

/// The exception with the note that CPython adds to those of codecs from the registry.
#[cold]
fn noted(vm: &Vm, raised: Raised, action: &str, known: Encoding, name: &str) -> Raised {
    if !known.is_shortcut() {
        let note = format!("{action} with '{name}' codec failed");
        // The note is not worth another exception.
        let _ = vm.call_method(raised.0.as_value(), &intern("add_note"), &[note.into()]);
    }
    raised
}

/// Converts with an encoding that only the program's registry knows.
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

/// Decodes source text, with the codec that the program has registered if the parser has none.
/// `file` is the path for messages; none for bytes given to `compile`.
///
/// # Errors
/// SyntaxError.
pub fn decode_source(vm: &Vm, data: &[u8], file: Option<&str>) -> VmResult<String> {
    if let Some(name) = hob_grammar::other_encoding(data)
        && let Ok(text) = decode(vm, data, &name, "strict")
        && !text.contains('\0')
    {
        return Ok(text);
    }
    let decoded = match file {
        Some(file) => hob_grammar::decode_file(data, file),
        None => hob_grammar::decode_source(data),
    };
    decoded.map(Cow::into_owned).map_err(|error| {
        let name = file.unwrap_or("<string>");
        let source = Source::verbatim(name, String::from_utf8_lossy(data).into_owned());
        vm.syntax_error(&source, &error)
    })
}

/// Looks up a handler of errors before there are any, with `-X dev`.
fn check_handler(vm: &Vm, name: &str) -> VmResult<()> {
    if vm.flags.is_set(Flag::DevMode) && Policy::lookup(name).is_err() {
        let registry = vm.import_module("_codecs")?;
        vm.call_method(&registry, &intern("lookup_error"), &[name.into()])?;
    }
    Ok(())
}

/// Decodes bytes.
///
/// # Errors
/// UnicodeDecodeError; LookupError for an unknown encoding or error handler; any exception raised
/// by a registered handler.
pub fn decode(vm: &Vm, data: &[u8], encoding: &str, errors: &str) -> VmResult<String> {
    check_handler(vm, errors)?;
    match Encoding::lookup(encoding) {
        Ok(Encoding::Utf8Sig) => {
            let data = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
            Ok(decode_known(vm, data, Encoding::Utf8, errors, true)?.text)
        }
        Ok(known) if known.keeps_ascii() && data.len() <= SHORT && data.is_ascii() => {
            Ok(std::str::from_utf8(data).unwrap_or_default().to_owned())
        }
        Ok(known) => match decode_known(vm, data, known, errors, true) {
            Ok(decoded) => Ok(decoded.text),
            Err(raised) => Err(noted(vm, raised, "decoding", known, encoding)),
        },
        Err(_) => {
            let bytes = Bytes::new(data).into_value();
            let text = by_registry(vm, "_decode_text", bytes, encoding, errors)?;
            Ok(vm.str(&text)?.as_str().to_string())
        }
    }
}

/// Decodes bytes in a built-in encoding. Unless it `is_final`, an incomplete sequence at the end is
/// left alone.
///
/// # Errors
/// Same as [`decode`].
pub fn decode_known(
    vm: &Vm,
    data: &[u8],
    encoding: Encoding,
    errors: &str,
    is_final: bool,
) -> VmResult<Output> {
    let mut handler = Errors::named(vm, errors);
    let decoded = codec::decode_with(data, encoding, is_final, &mut handler);
    let decoded = handler.finish(decoded, || Bytes::new(data).into_value())?;
    if let Some(at) = decoded.first_bad_escape
        && let Some(escape) = data.get(at + 1..)
    {
        warn_about_escape(vm, escape)?;
    }
    Ok(decoded)
}

/// The DeprecationWarning for a backslash that does not begin an escape, or an octal one that is
/// too large.
///
/// # Errors
/// The warning, if the program turns it into an exception.
#[cold]
pub fn warn_about_escape(vm: &Vm, escape: &[u8]) -> VmResult<()> {
    let (kind, size) = match escape.first() {
        Some(b'0'..=b'7') => ("invalid octal escape sequence", 3),
        _ => ("invalid escape sequence", 1),
    };
    let shown: String = escape.iter().take(size).map(|byte| char::from(*byte)).collect();
    vm.warn(Exc::DeprecationWarning, &format!("{kind} '\\{shown}'"), 1)
}

/// An argument that names an encoding or error handler.
///
/// # Errors
/// TypeError if it is not a string.
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
            let shown = vm.argument_type(value);
            Err(vm.type_error(format!(
                "{function}() argument '{parameter}' must be str, not {shown}"
            )))
        }
    }
}
