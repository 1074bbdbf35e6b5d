//! `charmap_encode`, `charmap_decode`: encodings given by a table of the program or the library.

use super::{data_argument, decode, encode, errors_argument, pair, text_argument};
use crate::objects::bytes::Bytes;
use crate::objects::dict::Dict;
use crate::objects::encoding::Errors;
use crate::objects::exception::Exc;
use crate::objects::int::to_i64;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::Str;
use crate::runtime::Value;
use crate::text::codec::{self, Encoding, Replacement, StepError};
use crate::text::surrogate;
use crate::vm::{Vm, VmResult};

const UNDEFINED: (&str, &str) = ("charmap", "character maps to <undefined>");
/// The character with which a table marks a byte as undefined.
const NO_CHARACTER: char = '\u{fffe}';

pub(super) const ENCODE: NativeDef = NativeDef::new(
    "charmap_encode(str, errors=None, mapping=None, /)",
    "Encode text by a mapping of characters.",
    charmap_encode,
);

pub(super) const DECODE: NativeDef = NativeDef::new(
    "charmap_decode(data, errors=None, mapping=None, /)",
    "Decode bytes by a mapping or a string.",
    charmap_decode,
);

pub(super) const BUILD: NativeDef = NativeDef::new(
    "charmap_build(map, /)",
    "The table for encoding made from the one for decoding.",
    charmap_build,
);

fn charmap_build(vm: &Vm, a: Args<'_>) -> VmResult {
    let table = text_argument(vm, "charmap_build", &a)?;
    let bytes = Dict::new();
    for (byte, c) in table.as_str().chars().enumerate() {
        if c != NO_CHARACTER {
            vm.set_item(
                bytes.as_value(),
                &Value::from(i64::from(surrogate::code_of(c))),
                Value::from(byte),
            )?;
        }
    }
    Ok(bytes.into_value())
}

/// An item of the mapping; none if it is missing or None.
fn look_up(vm: &Vm, mapping: &Value, key: u32) -> VmResult<Option<Value>> {
    match vm.get_item(mapping, &Value::from(i64::from(key))) {
        Ok(found) => Ok(Some(found).filter(|found| !found.is_none())),
        Err(raised) if vm.is_exception(&raised, Exc::LookupError) => Ok(None),
        Err(raised) => Err(raised),
    }
}

/// The text for a byte; none if it is undefined.
fn text_of(vm: &Vm, mapping: &Value, byte: u8) -> VmResult<Option<String>> {
    let Some(found) = look_up(vm, mapping, byte.into())? else { return Ok(None) };
    let text = if let Some(text) = found.get::<Str>() {
        text.as_str().to_string()
    } else if let Some(code) = to_i64(&found) {
        let c = u32::try_from(code).ok().and_then(surrogate::to_char);
        c.map(String::from)
            .ok_or_else(|| vm.type_error("character mapping must be in range(0x110000)"))?
    } else {
        return Err(vm.type_error("character mapping must return integer, None or str"));
    };
    Ok(Some(text).filter(|text| !(text.chars().eq([NO_CHARACTER]))))
}

fn charmap_decode(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(mapping) = a.some(2) else {
        return decode(vm, a, "charmap_decode", Encoding::Latin1, true);
    };
    let data = data_argument(vm, &a, false)?;
    let errors = errors_argument(vm, "charmap_decode", &a)?;
    let table: Option<Vec<char>> =
        mapping.get::<Str>().map(|table| table.as_str().chars().collect());
    let mut handler = Errors::named(vm, errors);
    let mut stopped = None;
    let decoded = codec::decode_steps(&data, &mut handler, &mut |bytes, at, _, out| {
        for (index, &byte) in bytes.iter().enumerate().skip(at) {
            let found = match &table {
                Some(table) => {
                    let c = table.get(usize::from(byte)).filter(|&&c| c != NO_CHARACTER);
                    c.map(|&c| out.text.push(c)).is_some()
                }
                None => match text_of(vm, mapping, byte) {
                    Ok(text) => text.map(|text| out.text.push_str(&text)).is_some(),
                    Err(raised) => {
                        stopped = Some(raised);
                        return Err(StepError::Stop(codec::CodecError::Handler));
                    }
                },
            };
            if !found {
                return Err(StepError::new(UNDEFINED.0, index..index + 1, UNDEFINED.1));
            }
        }
        Ok(bytes.len())
    });
    if let Some(raised) = stopped {
        return Err(raised);
    }
    let decoded = handler.finish(decoded, || Bytes::new(&data[..]).into_value())?;
    Ok(pair(decoded.text, data.len()))
}

/// Writes the bytes of a character; false if it has none.
fn put(vm: &Vm, mapping: &Value, c: char, out: &mut Vec<u8>) -> VmResult<bool> {
    let Some(found) = look_up(vm, mapping, surrogate::code_of(c))? else { return Ok(false) };
    if let Some(bytes) = found.get::<Bytes>() {
        out.extend_from_slice(&bytes.data);
    } else if let Some(code) = to_i64(&found) {
        let byte = u8::try_from(code)
            .map_err(|_| vm.type_error("character mapping must be in range(256)"))?;
        out.push(byte);
    } else {
        let shown = vm.class_ref(&found).message_name();
        return Err(vm.type_error(format!(
            "character mapping must return integer, bytes or None, not {shown}"
        )));
    }
    Ok(true)
}

fn charmap_encode(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(mapping) = a.some(2) else {
        return encode(vm, a, "charmap_encode", Encoding::Latin1);
    };
    let text = text_argument(vm, "charmap_encode", &a)?;
    let errors = errors_argument(vm, "charmap_encode", &a)?;
    let stopped = std::cell::RefCell::new(None);
    let stop = |raised| {
        stopped.replace(Some(raised));
        codec::CodecError::Handler
    };
    let mut handler = Errors::named(vm, errors);
    let encoded = codec::encode_steps(
        text.as_str(),
        UNDEFINED,
        &mut handler,
        &mut |text, out| {
            let mut characters = text.char_indices();
            let Some(start) =
                characters.by_ref().find_map(|(at, c)| match put(vm, mapping, c, out) {
                    Ok(true) => None,
                    Ok(false) => Some(Ok(at)),
                    Err(raised) => Some(Err(raised)),
                })
            else {
                return Ok(Ok(()));
            };
            let start = start.map_err(stop)?;
            // The run ends before the next character that has bytes.
            for (at, c) in characters {
                if look_up(vm, mapping, surrogate::code_of(c)).map_err(stop)?.is_some() {
                    return Ok(Err(start..at));
                }
            }
            Ok(Err(start..text.len()))
        },
        &mut |replacement, out| match replacement {
            Replacement::Bytes(bytes) => {
                out.extend_from_slice(&bytes);
                Ok(true)
            }
            Replacement::Text(text) => {
                for c in text.chars() {
                    if !put(vm, mapping, c, out).map_err(stop)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
        },
    );
    if let Some(raised) = stopped.take() {
        return Err(raised);
    }
    let bytes = handler.finish(encoded, || text.as_value().clone())?;
    Ok(pair(Bytes::new(bytes).into_value(), text.len()))
}
