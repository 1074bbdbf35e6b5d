//! The built-in error handlers, as functions that take the exception.

use crate::objects::bytes::Bytes;
use crate::objects::exception::Exc;
use crate::objects::int::to_i64;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::text::codec::{CodecError, DecodeFailure, EncodeFailure, Policy, Replacement};
use crate::text::repr::push_escape;
use crate::vm::{Raised, Vm, VmResult};
use std::ops::Range;

macro_rules! handlers {
    ($($constant:ident, $name:literal, $policy:ident, $doc:literal;)*) => {$(
        pub(super) const $constant: NativeDef = NativeDef::new(
            concat!($name, "(exception, /)"),
            $doc,
            |vm, a| handle(vm, Policy::$policy, a),
        );
    )*};
}

handlers! {
    STRICT, "strict_errors", Strict,
        "Implements the 'strict' error handling, which raises a UnicodeError on coding errors.";
    IGNORE, "ignore_errors", Ignore,
        "Implements the 'ignore' error handling, which ignores malformed data and continues.";
    REPLACE, "replace_errors", Replace,
        "Implements the 'replace' error handling, which replaces malformed data with a replacement marker.";
    XML_REFERENCE, "xmlcharrefreplace_errors", XmlReference,
        "Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character with the appropriate XML character reference.";
    BACKSLASH, "backslashreplace_errors", Backslash,
        "Implements the 'backslashreplace' error handling, which replaces malformed data with a backslashed escape sequence.";
    NAME, "namereplace_errors", Name,
        "Implements the 'namereplace' error handling, which replaces an unencodable character with a \\N{...} escape sequence.";
    SURROGATE_ESCAPE, "_surrogateescape", SurrogateEscape, "";
    SURROGATE_PASS, "_surrogatepass", SurrogatePass, "";
}

/// The part that an exception is about, within its object of this size.
fn range(vm: &Vm, error: &Value, size: usize) -> VmResult<Range<usize>> {
    let number = |name| -> VmResult<i64> {
        Ok(to_i64(&vm.get_attribute(error, &intern(name))?).unwrap_or(0))
    };
    let size = size as i64;
    let start = number("start")?.clamp(0, (size - 1).max(0)) as usize;
    let end = number("end")?.max(1).min(size).max(0) as usize;
    Ok(start..end.max(start))
}

fn text_attribute(vm: &Vm, error: &Value, name: &str) -> VmResult<String> {
    let found = vm.get_attribute(error, &intern(name))?;
    match found.get::<Str>() {
        Some(text) => Ok(text.as_str().to_string()),
        None => Err(vm.type_error(format!("{name} attribute must be unicode"))),
    }
}

fn handle(vm: &Vm, policy: Policy, a: Args<'_>) -> VmResult {
    let error = a.at(0);
    let is =
        |exc: Exc| -> VmResult<bool> { vm.is_instance(error, vm.exception_class(exc).as_value()) };
    let again = || match error.clone().into_ref() {
        Ok(exception) => Err(Raised(exception)),
        Err(_) => Err(vm.type_error("codec must pass exception instance")),
    };
    let unknown = || {
        let shown = vm.class_ref(error).message_name();
        Err(vm.type_error(format!("don't know how to handle {shown} in error callback")))
    };
    if policy == Policy::Strict {
        return again();
    }
    let only_encodes = matches!(policy, Policy::XmlReference | Policy::Name);
    let answer = if is(Exc::UnicodeEncodeError)? {
        let text = text_attribute(vm, error, "object")?;
        let range = range(vm, error, text.chars().count())?;
        let encoding = text_attribute(vm, error, "encoding")?.into();
        let end = range.end;
        let failure = EncodeFailure { encoding, range, reason: "".into() };
        let run: String =
            text.chars().skip(failure.range.start).take(failure.range.len()).collect();
        match policy.encoded(&run, failure) {
            // A handler that has escaped only the beginning has not repaired all of it.
            Ok((_, resume)) if resume != end => return again(),
            Ok((Replacement::Text(text), resume)) => (text.into(), resume),
            Ok((Replacement::Bytes(bytes), resume)) => (Bytes::new(bytes).into_value(), resume),
            Err(_) => return again(),
        }
    } else if is(Exc::UnicodeDecodeError)? && !only_encodes {
        let object = vm.get_attribute(error, &intern("object"))?;
        let Some(bytes) = object.get::<Bytes>() else {
            return Err(vm.type_error("object attribute must be bytes"));
        };
        let range = range(vm, error, bytes.data.len())?;
        let encoding = text_attribute(vm, error, "encoding")?.into();
        match policy.decoded(&bytes.data, DecodeFailure { encoding, range, reason: "".into() }) {
            Ok((text, resume)) => (text.into(), resume),
            Err(CodecError::Decode(_)) => return again(),
            Err(_) => return unknown(),
        }
    } else if is(Exc::UnicodeTranslateError)? && !only_encodes {
        let text = text_attribute(vm, error, "object")?;
        let range = range(vm, error, text.chars().count())?;
        let end = range.end;
        let part = text.chars().skip(range.start).take(range.len());
        let mut out = String::new();
        match policy {
            Policy::Ignore => {}
            Policy::Replace => out.extend(part.map(|_| '\u{fffd}')),
            Policy::Backslash => part.for_each(|c| push_escape(&mut out, c)),
            _ => return unknown(),
        }
        (out.into(), end)
    } else {
        return unknown();
    };
    Ok(Tuple::new([answer.0, Value::from(answer.1)]).into_value())
}
