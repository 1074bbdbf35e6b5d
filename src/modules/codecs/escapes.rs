//! `escape_encode`, `escape_decode`: bytes in the notation of bytes literals.

use super::{data_argument, errors_argument, pair};
use crate::objects::bytes::Bytes;
use crate::objects::encoding;
use crate::objects::native::{Args, NativeDef};
use crate::text::bytes_ops;
use crate::text::pace::PART;
use crate::vm::{Vm, VmResult};

pub(super) const ENCODE: NativeDef = NativeDef::new(
    "escape_encode(data, errors=None, /)",
    "Escape a bytes object as in a literal.",
    encode,
);

pub(super) const DECODE: NativeDef =
    NativeDef::new("escape_decode(data, errors=None, /)", "Read escapes as in a literal.", decode);

fn encode(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(data) = a.at(0).get::<Bytes>() else {
        let shown = vm.argument_type(a.at(0));
        return Err(vm.type_error(format!("escape_encode() argument 1 must be bytes, not {shown}")));
    };
    let mut out = Vec::new();
    for part in data.data.chunks(PART) {
        vm.grow(&mut out, 4 * part.len())?;
        vm.tick(part.len())?;
        for &byte in part {
            match byte {
                b'\'' | b'\\' => out.extend([b'\\', byte]),
                b'\t' => out.extend(b"\\t"),
                b'\n' => out.extend(b"\\n"),
                b'\r' => out.extend(b"\\r"),
                b' '..=b'~' => out.push(byte),
                _ => {
                    out.extend(b"\\x");
                    bytes_ops::push_hex(&[byte], &mut out);
                }
            }
        }
    }
    Ok(pair(Bytes::new(out).into_value(), data.data.len()))
}

fn decode(vm: &Vm, a: Args<'_>) -> VmResult {
    let data = data_argument(vm, &a, true)?;
    let errors = errors_argument(vm, "escape_decode", &a)?;
    let mut out = vm.vec_with_capacity(data.len())?;
    let (mut at, mut first_bad, mut next_tick) = (0, None, 0);
    while let Some(&byte) = data.get(at) {
        if at >= next_tick {
            vm.tick(PART)?;
            next_tick = at + PART;
        }
        at += 1;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some(&letter) = data.get(at) else {
            return Err(vm.value_error("Trailing \\ in string"));
        };
        let escape = at;
        at += 1;
        let byte = match letter {
            b'\n' => continue,
            b'\\' | b'\'' | b'"' => letter,
            b'a' => 7,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 11,
            b'0'..=b'7' => {
                let digits = data[escape..].iter().take(3).take_while(|b| matches!(b, b'0'..=b'7'));
                let (code, count) =
                    digits.fold((0u32, 0), |(code, n), b| (code << 3 | u32::from(b - b'0'), n + 1));
                if code > 0o377 {
                    first_bad.get_or_insert(escape);
                }
                at = escape + count;
                code as u8
            }
            b'x' => {
                let digits = data[at..].iter().take(2);
                let (code, count) = digits
                    .map_while(|b| char::from(*b).to_digit(16))
                    .fold((0u32, 0), |(code, n), digit| (code << 4 | digit, n + 1));
                at += count;
                match errors {
                    _ if count == 2 => code as u8,
                    "strict" => {
                        let message = format!("invalid \\x escape at position {}", escape - 1);
                        return Err(vm.value_error(message));
                    }
                    "replace" => b'?',
                    "ignore" => continue,
                    other => {
                        return Err(vm.value_error(format!(
                            "decoding error; unknown error handling code: {other}"
                        )));
                    }
                }
            }
            _ => {
                first_bad.get_or_insert(escape);
                out.push(b'\\');
                letter
            }
        };
        out.push(byte);
    }
    if let Some(escape) = first_bad {
        encoding::warn_about_escape(vm, &data[escape..])?;
    }
    Ok(pair(Bytes::new(out).into_value(), data.len()))
}
