//! `UnicodeDecodeError`, `UnicodeEncodeError` and `UnicodeTranslateError`.

use super::bytes::Bytes;
use super::exception::Exception;
use super::exception_methods::{argument, field, set_arguments};
use super::int;
use super::native::{Args, NativeDef, PropertyDef};
use super::str::Str;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// `UnicodeDecodeError`
pub const DECODE_METHODS: &[NativeDef] = &[
    NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", |vm, args| {
        check(vm, args, 5, true)
    }),
    NativeDef::new("__str__(self, /)", "Return str(self).", decode_text),
];

/// `UnicodeEncodeError`
pub const ENCODE_METHODS: &[NativeDef] = &[
    NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", |vm, args| {
        check(vm, args, 5, false)
    }),
    NativeDef::new("__str__(self, /)", "Return str(self).", encode_text),
];

/// `UnicodeTranslateError`
pub const TRANSLATE_METHODS: &[NativeDef] = &[
    NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", |vm, args| {
        check(vm, args, 4, false)
    }),
    NativeDef::new("__str__(self, /)", "Return str(self).", translate_text),
];

/// Attributes of decoding and encoding errors.
pub const PROPERTIES: &[PropertyDef] = &[
    field!("encoding", |_, e| Ok(argument(e, 0))),
    field!("object", |_, e| Ok(argument(e, 1))),
    field!("start", |_, e| Ok(argument(e, 2))),
    field!("end", |_, e| Ok(argument(e, 3))),
    field!("reason", |_, e| Ok(argument(e, 4))),
];

/// Attributes of translation errors.
pub const TRANSLATE_PROPERTIES: &[PropertyDef] = &[
    field!("encoding"),
    field!("object", |_, e| Ok(argument(e, 0))),
    field!("start", |_, e| Ok(argument(e, 1))),
    field!("end", |_, e| Ok(argument(e, 2))),
    field!("reason", |_, e| Ok(argument(e, 3))),
];

fn check(vm: &Vm, args: Args<'_>, count: usize, decoding: bool) -> VmResult {
    let given = args.rest();
    if given.len() != count {
        return Err(vm.type_error(format!(
            "function takes exactly {count} arguments ({} given)",
            given.len()
        )));
    }
    let wrong = |index: usize, wanted: &str| {
        let shown = vm.argument_type(&given[index]);
        vm.type_error(format!("argument {} must be {wanted}, not {shown}", index + 1))
    };
    let object = count - 4;
    for (index, value) in given.iter().enumerate() {
        let is_number = index == object + 1 || index == object + 2;
        if is_number {
            vm.index_clipped(value)?;
        } else if !(value.get::<Str>().is_some() || decoding && index == object) {
            return Err(wrong(index, "str"));
        }
    }
    let exception = args.this::<Exception>();
    for name in ["encoding", "object", "start", "end", "reason"] {
        exception.set_field(name, Value::UNSET);
    }
    if decoding && given[object].get::<Bytes>().is_none() {
        let data = super::bytes::with_required(vm, &given[object], <[u8]>::to_vec)?;
        exception.set_field("object", Bytes::new(data).into_value());
    }
    set_arguments(exception, given);
    Ok(Value::NONE)
}

/// The parts of the message: object, start, end, reason; none if the object is None.
fn parts(vm: &Vm, exception: &Value) -> VmResult<Option<(Value, usize, usize, String)>> {
    let get = |name| vm.get_attribute(exception, &super::str::intern(name));
    let object = get("object")?;
    if object.is_none() {
        return Ok(None);
    }
    let index = |v: Value| int::to_i64(&v).and_then(|i| usize::try_from(i).ok()).unwrap_or(0);
    let reason = vm.str(&get("reason")?)?.as_str().to_string();
    Ok(Some((object, index(get("start")?), index(get("end")?), reason)))
}

fn encoding(vm: &Vm, exception: &Value) -> VmResult<String> {
    let encoding = vm.get_attribute(exception, &super::str::intern("encoding"))?;
    Ok(vm.str(&encoding)?.as_str().to_string())
}

fn decode_text(vm: &Vm, args: Args<'_>) -> VmResult {
    let Some((object, start, end, reason)) = parts(vm, &args[0])? else {
        return Ok("".into());
    };
    let encoding = encoding(vm, &args[0])?;
    let byte = object.get::<Bytes>().and_then(|b| b.data.get(start).copied());
    Ok(match byte.filter(|_| end == start + 1) {
        Some(byte) => {
            format!(
                "'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"
            )
        }
        None => format!(
            "'{encoding}' codec can't decode bytes in position {start}-{}: {reason}",
            end.saturating_sub(1)
        ),
    }
    .into())
}

/// A code point as these messages show it.
fn escaped(c: char) -> String {
    match crate::text::surrogate::code_of(c) {
        c @ 0..0x100 => format!("\\x{c:02x}"),
        c @ 0x100..0x1_0000 => format!("\\u{c:04x}"),
        c => format!("\\U{c:08x}"),
    }
}

fn encode_text(vm: &Vm, args: Args<'_>) -> VmResult {
    let Some((object, start, end, reason)) = parts(vm, &args[0])? else {
        return Ok("".into());
    };
    let encoding = encoding(vm, &args[0])?;
    let c = object.get::<Str>().and_then(|s| s.char_at(start));
    Ok(match c.filter(|_| end == start + 1) {
        Some(c) => format!(
            "'{encoding}' codec can't encode character '{}' in position {start}: {reason}",
            escaped(c)
        ),
        None => format!(
            "'{encoding}' codec can't encode characters in position {start}-{}: {reason}",
            end.saturating_sub(1)
        ),
    }
    .into())
}

fn translate_text(vm: &Vm, args: Args<'_>) -> VmResult {
    let Some((object, start, end, reason)) = parts(vm, &args[0])? else {
        return Ok("".into());
    };
    let c = object.get::<Str>().and_then(|s| s.char_at(start));
    Ok(match c.filter(|_| end == start + 1) {
        Some(c) => {
            format!("can't translate character '{}' in position {start}: {reason}", escaped(c))
        }
        None => format!(
            "can't translate characters in position {start}-{}: {reason}",
            end.saturating_sub(1)
        ),
    }
    .into())
}
