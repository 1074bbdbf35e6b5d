//! `_codecs`: the registry of encodings, the basis of the library's `codecs` and `encodings`.
//!
//! The encodings of [`Encoding`] are in Rust. `str.encode` and `bytes.decode` use the registry, which
//! is in Python, for all others.

mod charmap;
mod escapes;
mod handlers;

use super::ModuleDef;
use crate::objects::bytes::{self, Bytes};
use crate::objects::encoding;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::text::codec::Encoding;
use crate::vm::{Vm, VmResult};

/// The name of a handler of errors, which is the second argument of all functions.
fn errors_argument<'a>(vm: &Vm, function: &str, a: &Args<'a>) -> VmResult<&'a str> {
    match a.some(1) {
        None => Ok("strict"),
        Some(name) => encoding::name_argument(vm, function, "errors", Some(name), "strict"),
    }
}

fn text_argument<'a>(vm: &Vm, function: &str, a: &Args<'a>) -> VmResult<&'a Ref<Str>> {
    a.at(0).get::<Str>().ok_or_else(|| {
        let shown = vm.argument_type(a.at(0));
        vm.type_error(format!("{function}() argument 1 must be str, not {shown}"))
    })
}

/// The bytes of the first argument; text counts as UTF-8 if `or_text`.
fn data_argument(vm: &Vm, a: &Args<'_>, or_text: bool) -> VmResult<Vec<u8>> {
    match a.at(0).get::<Str>() {
        Some(text) if or_text => vm.copied(text.as_str().as_bytes()),
        _ => bytes::with_required(vm, a.at(0), |data| vm.copied(data))?,
    }
}

fn pair(result: impl Into<Value>, taken: usize) -> Value {
    Tuple::new([result.into(), Value::from(taken)]).into_value()
}

fn encode(vm: &Vm, a: Args<'_>, function: &str, encoding: Encoding) -> VmResult {
    let text = text_argument(vm, function, &a)?;
    let errors = errors_argument(vm, function, &a)?;
    let bytes = encoding::encode_known(vm, text, encoding, errors)?;
    Ok(pair(Bytes::new(bytes).into_value(), text.len()))
}

fn decode(vm: &Vm, a: Args<'_>, function: &str, encoding: Encoding, is_final: bool) -> VmResult {
    let is_escape = matches!(encoding, Encoding::UnicodeEscape | Encoding::RawUnicodeEscape);
    let data = data_argument(vm, &a, is_escape)?;
    let errors = errors_argument(vm, function, &a)?;
    let decoded = encoding::decode_known(vm, &data, encoding, errors, is_final)?;
    Ok(pair(decoded.text, decoded.taken))
}

/// Encodes UTF-16 or UTF-32 in the byte order given by the third argument.
fn encode_ordered(
    vm: &Vm,
    a: Args<'_>,
    function: &str,
    [little, native, big]: [Encoding; 3],
) -> VmResult {
    let order = a.opt(2).map_or(Ok(0), |order| vm.index_clipped(order))?;
    let encoding = match order {
        0 => native,
        ..0 => little,
        _ => big,
    };
    encode(vm, a, function, encoding)
}

/// Decodes UTF-16 or UTF-32, and returns the byte order set by a mark at the start.
fn decode_ordered(
    vm: &Vm,
    a: Args<'_>,
    function: &str,
    [little, _, big]: [Encoding; 3],
    width: usize,
) -> VmResult {
    let data = data_argument(vm, &a, false)?;
    let errors = errors_argument(vm, function, &a)?;
    let mut order = a.opt(2).map_or(Ok(0), |order| vm.index_clipped(order))?;
    let is_final = a.opt(3).map_or(Ok(false), |flag| vm.truthy(flag))?;
    let mut marked = 0;
    if order == 0 && data.len() >= width {
        let mut mark = [0; 4];
        mark[..width].copy_from_slice(&data[..width]);
        let swapped = if width == 2 { 0xfffe } else { 0xfffe_0000 };
        (order, marked) = match u32::from_le_bytes(mark) {
            0xfeff => (-1, width),
            code if code == swapped => (1, width),
            _ => (0, 0),
        };
    }
    let encoding = if order > 0 { big } else { little };
    let decoded = encoding::decode_known(vm, &data[marked..], encoding, errors, is_final)?;
    let taken = Value::from(decoded.taken + marked);
    Ok(Tuple::new([decoded.text.into(), taken, order.into()]).into_value())
}

const UTF16: [Encoding; 3] = [Encoding::Utf16Le, Encoding::Utf16, Encoding::Utf16Be];
const UTF32: [Encoding; 3] = [Encoding::Utf32Le, Encoding::Utf32, Encoding::Utf32Be];

macro_rules! encoder {
    ($name:literal, $encoding:ident) => {
        NativeDef::new(concat!($name, "(str, errors=None, /)"), "", |vm, a| {
            encode(vm, a, $name, Encoding::$encoding)
        })
    };
    ($name:literal, $encodings:ident by order) => {
        NativeDef::new(concat!($name, "(str, errors=None, byteorder=0, /)"), "", |vm, a| {
            encode_ordered(vm, a, $name, $encodings)
        })
    };
}

macro_rules! decoder {
    ($name:literal, $encoding:ident, $parameters:literal, $is_final:literal) => {
        NativeDef::new(concat!($name, "(data, errors=None", $parameters, ", /)"), "", |vm, a| {
            let is_final = a.opt(2).map_or(Ok($is_final), |flag| vm.truthy(flag))?;
            decode(vm, a, $name, Encoding::$encoding, is_final)
        })
    };
    ($name:literal, $encoding:ident) => {
        decoder!($name, $encoding, ", final=False", false)
    };
}

fn readbuffer_encode(vm: &Vm, a: Args<'_>) -> VmResult {
    let data = data_argument(vm, &a, true)?;
    let taken = data.len();
    Ok(pair(Bytes::new(data).into_value(), taken))
}

/// `_codecs`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_codecs",
    functions: &[
        handlers::STRICT,
        handlers::IGNORE,
        handlers::REPLACE,
        handlers::XML_REFERENCE,
        handlers::BACKSLASH,
        handlers::NAME,
        handlers::SURROGATE_ESCAPE,
        handlers::SURROGATE_PASS,
        encoder!("ascii_encode", Ascii),
        encoder!("latin_1_encode", Latin1),
        encoder!("utf_7_encode", Utf7),
        encoder!("utf_8_encode", Utf8),
        encoder!("utf_16_encode", UTF16 by order),
        encoder!("utf_16_le_encode", Utf16Le),
        encoder!("utf_16_be_encode", Utf16Be),
        encoder!("utf_32_encode", UTF32 by order),
        encoder!("utf_32_le_encode", Utf32Le),
        encoder!("utf_32_be_encode", Utf32Be),
        encoder!("unicode_escape_encode", UnicodeEscape),
        encoder!("raw_unicode_escape_encode", RawUnicodeEscape),
        decoder!("ascii_decode", Ascii, "", true),
        decoder!("latin_1_decode", Latin1, "", true),
        decoder!("utf_7_decode", Utf7),
        decoder!("utf_8_decode", Utf8),
        decoder!("utf_16_decode", Utf16),
        decoder!("utf_16_le_decode", Utf16Le),
        decoder!("utf_16_be_decode", Utf16Be),
        decoder!("utf_32_decode", Utf32),
        decoder!("utf_32_le_decode", Utf32Le),
        decoder!("utf_32_be_decode", Utf32Be),
        decoder!("unicode_escape_decode", UnicodeEscape, ", final=True", true),
        decoder!("raw_unicode_escape_decode", RawUnicodeEscape, ", final=True", true),
        NativeDef::new(
            "utf_16_ex_decode(data, errors=None, byteorder=0, final=False, /)",
            "",
            |vm, a| decode_ordered(vm, a, "utf_16_ex_decode", UTF16, 2),
        ),
        NativeDef::new(
            "utf_32_ex_decode(data, errors=None, byteorder=0, final=False, /)",
            "",
            |vm, a| decode_ordered(vm, a, "utf_32_ex_decode", UTF32, 4),
        ),
        NativeDef::new("readbuffer_encode(data, errors=None, /)", "", readbuffer_encode),
        escapes::ENCODE,
        escapes::DECODE,
        charmap::ENCODE,
        charmap::DECODE,
        charmap::BUILD,
    ],
    source: include_str!("codecs.py"),
    ..ModuleDef::BASE
};
