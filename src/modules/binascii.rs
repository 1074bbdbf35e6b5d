//! `binascii`: bytes as ASCII text and back.

use super::ModuleDef;
use crate::objects::bytes::{Bytes, with, with_required};
use crate::objects::int::to_big;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::{Str, intern};
use crate::runtime::Value;
use crate::text::bytes_ops::push_hex;
use crate::text::pace::{Ended, Pace};
use crate::text::transfer::{self, Quoting};
use crate::vm::{Raised, Vm, VmResult};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// `binascii.Error` to be raised.
#[cold]
fn error(vm: &Vm, message: &str) -> Raised {
    vm.module_error(("binascii", "Error"), &[message.into()], || vm.value_error(message))
}

/// Calls `f`, whose result may be four times as long, with the bytes of an object.
fn with_room<R>(vm: &Vm, value: &Value, f: impl FnOnce(&[u8]) -> R) -> VmResult<R> {
    let result = with_required(vm, value, |data| {
        vm.reserve(data.len().saturating_mul(4))?;
        Ok(f(data))
    });
    result?
}

/// The bytes that a function writes for parts of an object's bytes, whose sizes are multiples of
/// `unit`.
fn in_units(
    vm: &Vm,
    value: &Value,
    unit: usize,
    mut write: impl FnMut(&[u8], &mut Vec<u8>),
) -> VmResult<Vec<u8>> {
    let result = with_required(vm, value, |data| {
        vm.reserve(data.len().saturating_mul(4))?;
        let mut out = Vec::new();
        vm.in_units(data, unit, |part| write(part, &mut out))?;
        Ok(out)
    });
    result?
}

/// Calls `f` with bytes, or with text of ASCII characters.
fn with_ascii<R>(
    vm: &Vm,
    value: &Value,
    f: impl FnOnce(&[u8], &dyn Pace) -> Result<R, Ended>,
) -> VmResult<R> {
    match value.get::<Str>() {
        Some(text) if text.is_ascii() => {
            vm.reserve(text.len())?;
            vm.paced(|pace| f(text.as_str().as_bytes(), pace))
        }
        Some(_) => Err(vm.value_error("string argument should contain only ASCII characters")),
        None => {
            let result = with(vm, value, |data| {
                vm.reserve(data.len())?;
                vm.paced(|pace| f(data, pace))
            })?;
            result.unwrap_or_else(|| {
                let shown = vm.class_ref(value).message_name();
                Err(vm.type_error(format!(
                    "argument should be bytes, buffer or ASCII string, not '{shown}'"
                )))
            })
        }
    }
}

fn made(bytes: Vec<u8>) -> VmResult {
    Ok(Bytes::new(bytes).into_value())
}

fn made_or_error(vm: &Vm, bytes: Result<Vec<u8>, String>) -> VmResult {
    bytes.map_or_else(|message| Err(error(vm, &message)), made)
}

fn flag(vm: &Vm, a: Args<'_>, index: usize, default: bool) -> VmResult<bool> {
    a.opt(index).map_or(Ok(default), |value| vm.truthy(value))
}

fn hexlify(vm: &Vm, a: Args<'_>) -> VmResult {
    if a.opt(1).is_none() {
        return made(in_units(vm, a.at(0), 1, push_hex)?);
    }
    // `bytes.hex` supports separators.
    let data = made(with_room(vm, a.at(0), <[u8]>::to_vec)?)?;
    let arguments: Vec<Value> = [a.opt(1), a.opt(2)].into_iter().flatten().cloned().collect();
    let text = vm.call_method(&data, &intern("hex"), &arguments)?;
    Ok(Value::from(vm.str(&text)?.as_str().as_bytes()))
}

fn unhexlify(vm: &Vm, a: Args<'_>) -> VmResult {
    made_or_error(vm, with_ascii(vm, a.at(0), transfer::from_hex)?)
}

fn b2a_base64(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut out = in_units(vm, a.at(0), 3, transfer::to_base64)?;
    if flag(vm, a, 1, true)? {
        out.push(b'\n');
    }
    made(out)
}

fn a2b_base64(vm: &Vm, a: Args<'_>) -> VmResult {
    let strict = flag(vm, a, 1, false)?;
    made_or_error(
        vm,
        with_ascii(vm, a.at(0), |text, pace| transfer::from_base64(text, strict, pace))?,
    )
}

fn b2a_uu(vm: &Vm, a: Args<'_>) -> VmResult {
    let backtick = flag(vm, a, 1, false)?;
    made_or_error(vm, with_room(vm, a.at(0), |data| transfer::to_uu(data, backtick))?)
}

fn b2a_qp(vm: &Vm, a: Args<'_>) -> VmResult {
    let (tabs, is_text) = (flag(vm, a, 1, false)?, flag(vm, a, 2, true)?);
    let how = Quoting { tabs, is_text, header: flag(vm, a, 3, false)? };
    made(with_room(vm, a.at(0), |data| vm.paced(|pace| transfer::to_quoted(data, how, pace)))??)
}

/// The low bits of an int argument.
fn bits(vm: &Vm, value: Option<&Value>) -> VmResult<u32> {
    let Some(value) = value else { return Ok(0) };
    let index = vm.index(value)?;
    let low = to_big(&index).map(|big| big.as_ref() & BigInt::from(u32::MAX));
    Ok(low.and_then(|low| low.to_u32()).unwrap_or_default())
}

/// `crc32(data, value=0)`
///
/// # Errors
/// TypeError for arguments of wrong types.
pub fn crc32(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut hasher = crc32fast::Hasher::new_with_initial(bits(vm, a.opt(1))?);
    with_required(vm, a.at(0), |data| vm.in_parts(data, |part| hasher.update(part)))??;
    Ok(Value::from(i64::from(hasher.finalize())))
}

/// `binascii`
pub static MODULE: ModuleDef = ModuleDef {
    name: "binascii",
    doc: "Conversion between binary data and ASCII",
    functions: &[
        NativeDef::new(
            "hexlify(data, sep=None, bytes_per_sep=1)",
            "Hexadecimal representation of binary data.",
            hexlify,
        ),
        NativeDef::new(
            "b2a_hex(data, sep=None, bytes_per_sep=1)",
            "Hexadecimal representation of binary data.",
            hexlify,
        ),
        NativeDef::new(
            "unhexlify(hexstr, /)",
            "Binary data of hexadecimal representation.",
            unhexlify,
        ),
        NativeDef::new(
            "a2b_hex(hexstr, /)",
            "Binary data of hexadecimal representation.",
            unhexlify,
        ),
        NativeDef::new(
            "b2a_base64(data, /, *, newline=True)",
            "Base64-code line of data.",
            b2a_base64,
        ),
        NativeDef::new(
            "a2b_base64(data, /, *, strict_mode=False)",
            "Decode a line of base64 data.",
            a2b_base64,
        ),
        NativeDef::new("b2a_uu(data, /, *, backtick=False)", "Uuencode line of data.", b2a_uu),
        NativeDef::new("a2b_uu(data, /)", "Decode a line of uuencoded data.", |vm, a| {
            made_or_error(vm, with_ascii(vm, a.at(0), transfer::from_uu)?)
        }),
        NativeDef::new(
            "b2a_qp(data, quotetabs=False, istext=True, header=False)",
            "Encode a string using quoted-printable encoding.\n\nOn encoding, when istext is set, newlines are not encoded, and white\nspace at end of lines is.  When istext is not set, \\r and \\n (CR/LF)\nare both encoded.  When quotetabs is set, space and tabs are encoded.",
            b2a_qp,
        ),
        NativeDef::new(
            "a2b_qp(data, header=False)",
            "Decode a string of qp-encoded data.",
            |vm, a| {
                let header = flag(vm, a, 1, false)?;
                made(with_ascii(vm, a.at(0), |text, pace| {
                    transfer::from_quoted(text, header, pace)
                })?)
            },
        ),
        NativeDef::new("crc32(data, crc=0, /)", "Compute CRC-32 incrementally.", crc32),
        NativeDef::new("crc_hqx(data, crc, /)", "Compute CRC-CCITT incrementally.", |vm, a| {
            let mut crc = bits(vm, a.opt(1))? as u16;
            in_units(vm, a.at(0), 1, |part, _| crc = transfer::crc_hqx(part, crc))?;
            Ok(Value::small_int(i64::from(crc)))
        }),
    ],
    source: "class Error(ValueError):\n    pass\n\nclass Incomplete(Exception):\n    pass\n",
    ..ModuleDef::BASE
};
