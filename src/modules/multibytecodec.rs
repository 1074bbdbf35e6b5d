//! `_multibytecodec`: the encodings of East Asia. The loops over errors are in Python; each call
//! converts a part of a text.

use super::ModuleDef;
use crate::objects::bytes::{Bytes, require};
use crate::objects::exception::Exc;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::text::codec::east_asian::{self, Decoded, EastAsian, Encoded};
use crate::vm::{Vm, VmResult};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_multibytecodec",
    functions: &[
        NativeDef::new("_is_known(name)", "", |vm, a| {
            Ok(Value::bool(east_asian::is_known(vm.str(a.at(0))?.as_str())))
        }),
        NativeDef::new("_decode(name, data, state, errors)", "", decode),
        NativeDef::new("_encode(name, text, is_end, state, errors)", "", encode),
        NativeDef::new("_finish(name, state)", "", |vm, a| {
            let (encoding, mut state) = (encoding(vm, &a)?, state(vm, a.at(1))?);
            let mut out = Vec::new();
            encoding.finish(&mut state, &mut out);
            Ok(Bytes::new(out).into_value())
        }),
    ],
    source: include_str!("multibytecodec.py"),
    ..ModuleDef::BASE
};

fn encoding(vm: &Vm, a: &Args<'_>) -> VmResult<EastAsian> {
    let name = vm.str(a.at(0))?;
    EastAsian::by_name(name.as_str()).ok_or_else(|| {
        let message =
            format!("Hob has no table of characters for the encoding '{}'", name.as_str());
        vm.error(Exc::LookupError, message)
    })
}

fn state(vm: &Vm, value: &Value) -> VmResult<u64> {
    Ok(vm.index_clipped(value)? as u64)
}

/// The error handlers that are built in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Errors {
    Ignore,
    Replace,
    Other,
}

impl Errors {
    fn of(vm: &Vm, name: &Value) -> VmResult<Errors> {
        Ok(match vm.str(name)?.as_str() {
            "ignore" => Errors::Ignore,
            "replace" => Errors::Replace,
            _ => Errors::Other,
        })
    }
}

/// The result of a call: the output, how much input was consumed, the state, and the problem: 0 for
/// none, -1 if the rest is incomplete, else the length of the invalid part.
fn result(made: Value, taken: usize, state: u64, problem: i64) -> VmResult {
    let parts = [made, taken.into(), (state as i64).into(), problem.into()];
    Ok(Tuple::new(parts).into_value())
}

fn decode(vm: &Vm, a: Args<'_>) -> VmResult {
    let (encoding, mut state) = (encoding(vm, &a)?, state(vm, a.at(2))?);
    let errors = Errors::of(vm, a.at(3))?;
    let data = require(vm, a.at(1))?.to_vec();
    vm.tick(data.len())?;
    let (mut text, mut at, mut problem) = (String::with_capacity(data.len()), 0, 0);
    while at < data.len() {
        at += match encoding.decode(&data[at..], &mut state) {
            Decoded::One(c, length) => {
                text.push(c);
                length
            }
            Decoded::Two(pair, length) => {
                text.extend(pair);
                length
            }
            Decoded::Nothing(length) => length,
            Decoded::Incomplete => {
                problem = -1;
                break;
            }
            Decoded::Illegal(length) if errors == Errors::Ignore => length,
            Decoded::Illegal(length) if errors == Errors::Replace => {
                text.push('\u{fffd}');
                length
            }
            Decoded::Illegal(length) => {
                problem = length as i64;
                break;
            }
        };
    }
    result(text.into(), at, state, problem)
}

fn encode(vm: &Vm, a: Args<'_>) -> VmResult {
    let (encoding, mut state) = (encoding(vm, &a)?, state(vm, a.at(3))?);
    let errors = Errors::of(vm, a.at(4))?;
    let text: Vec<char> = match a[1].get::<Str>() {
        Some(text) => text.as_str().chars().collect(),
        None => Vec::new(),
    };
    let is_end = vm.truthy(a.at(2))?;
    vm.tick(text.len())?;
    let (mut out, mut at, mut problem) = (Vec::with_capacity(text.len() * 2), 0, 0);
    while at < text.len() {
        at += match encoding.encode(&text[at..], is_end, &mut state, &mut out) {
            Encoded::Taken(count) => count,
            Encoded::Incomplete => {
                problem = -1;
                break;
            }
            Encoded::Illegal if errors == Errors::Ignore => 1,
            Encoded::Illegal if errors == Errors::Replace => {
                encoding.encode(&['?'], false, &mut state, &mut out);
                1
            }
            Encoded::Illegal => {
                problem = 1;
                break;
            }
        };
    }
    result(Bytes::new(out).into_value(), at, state, problem)
}
