//! UTF-8, UTF-16 and UTF-32.

use super::{Encoded, Output, Step, StepError};
use crate::text::surrogate;

/// The order of bytes in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The lowest byte first, as on all machines on which Hob runs.
    Little,
    /// The highest byte first.
    Big,
}

impl Order {
    /// The first two bytes as a number.
    pub fn unit16(self, bytes: &[u8]) -> Option<u16> {
        let pair = *bytes.first_chunk::<2>()?;
        Some(if self == Order::Big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    }

    /// The first four bytes as a number.
    pub fn unit32(self, bytes: &[u8]) -> Option<u32> {
        let unit = *bytes.first_chunk::<4>()?;
        Some(if self == Order::Big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) })
    }

    /// The bytes of a unit of UTF-16.
    pub fn bytes16(self, unit: u16) -> [u8; 2] {
        if self == Order::Big { unit.to_be_bytes() } else { unit.to_le_bytes() }
    }

    /// The bytes of a unit of UTF-32.
    pub fn bytes32(self, unit: u32) -> [u8; 4] {
        if self == Order::Big { unit.to_be_bytes() } else { unit.to_le_bytes() }
    }
}

pub(super) fn decode8(bytes: &[u8], at: usize, is_final: bool, out: &mut Output) -> Step {
    let error = match std::str::from_utf8(&bytes[at..]) {
        Ok(text) => {
            // Characters that represent surrogates are not accepted from outside.
            out.text.push_str(text);
            return Ok(bytes.len());
        }
        Err(error) => error,
    };
    let start = at + error.valid_up_to();
    out.text.push_str(std::str::from_utf8(&bytes[at..start]).unwrap_or_default());
    let (length, reason) = match (error.error_len(), bytes[start]) {
        (None, _) if !is_final => return Ok(start),
        (None, _) => (bytes.len() - start, "unexpected end of data"),
        // Half of a surrogate, which the handler may accept once it is complete.
        (Some(_), 0xed) if !is_final && matches!(bytes[start + 1..], [0xa0..=0xbf]) => {
            return Ok(start);
        }
        (Some(length), 0xc2..=0xf4) => (length, "invalid continuation byte"),
        (Some(length), _) => (length, "invalid start byte"),
    };
    Err(StepError::new("utf-8", start..start + length, reason))
}

pub(super) fn decode16(
    bytes: &[u8],
    mut at: usize,
    is_final: bool,
    order: Order,
    out: &mut Output,
) -> Step {
    let name = if order == Order::Big { "utf-16-be" } else { "utf-16-le" };
    while at < bytes.len() {
        let (length, reason) = match (order.unit16(&bytes[at..]), bytes.get(at + 2..)) {
            (Some(code @ (0..=0xd7ff | 0xe000..=0xffff)), _) => {
                out.text.extend(char::from_u32(code.into()));
                at += 2;
                continue;
            }
            (None, _) if !is_final => break,
            (None, _) => (bytes.len() - at, "truncated data"),
            (Some(high @ 0xd800..=0xdbff), Some(rest)) => match order.unit16(rest) {
                Some(low @ 0xdc00..=0xdfff) => {
                    let code =
                        0x10000 + ((u32::from(high) - 0xd800) << 10) + u32::from(low) - 0xdc00;
                    out.text.extend(char::from_u32(code));
                    at += 4;
                    continue;
                }
                Some(_) => (2, "illegal UTF-16 surrogate"),
                None if !is_final => break,
                None => (bytes.len() - at, "unexpected end of data"),
            },
            _ => (2, "illegal encoding"),
        };
        return Err(StepError::new(name, at..at + length, reason));
    }
    Ok(at)
}

pub(super) fn decode32(
    bytes: &[u8],
    mut at: usize,
    is_final: bool,
    order: Order,
    out: &mut Output,
) -> Step {
    let name = if order == Order::Big { "utf-32-be" } else { "utf-32-le" };
    while at < bytes.len() {
        let Some(code) = order.unit32(&bytes[at..]) else {
            return match is_final {
                true => Err(StepError::new(name, at..bytes.len(), "truncated data")),
                false => Ok(at),
            };
        };
        let reason = match char::from_u32(code) {
            Some(c) => {
                out.text.push(c);
                at += 4;
                continue;
            }
            None if code > 0x10ffff => "code point not in range(0x110000)",
            None => "code point in surrogate code point range(0xd800, 0xe000)",
        };
        return Err(StepError::new(name, at..at + 4, reason));
    }
    Ok(at)
}

/// Encodes up to the first surrogate.
fn encode_units(text: &str, mut push: impl FnMut(char)) -> Encoded {
    for (at, c) in text.char_indices() {
        if surrogate::surrogate_of(c).is_some() {
            return Err(at..at + c.len_utf8());
        }
        push(c);
    }
    Ok(())
}

pub(super) fn encode8(text: &str, out: &mut Vec<u8>) -> Encoded {
    if !surrogate::is_in(text) {
        out.extend_from_slice(text.as_bytes());
        return Ok(());
    }
    let is_surrogate = |c: char| surrogate::surrogate_of(c).is_some();
    let start = text.find(is_surrogate).unwrap_or(text.len());
    out.extend_from_slice(&text.as_bytes()[..start]);
    let length = text[start..].find(|c| !is_surrogate(c)).unwrap_or(text.len() - start);
    Err(start..start + length)
}

pub(super) fn encode16(text: &str, order: Order, out: &mut Vec<u8>) -> Encoded {
    if text.is_ascii() {
        let start = out.len();
        out.resize(start + 2 * text.len(), 0);
        for (unit, byte) in out[start..].chunks_exact_mut(2).zip(text.bytes()) {
            unit.copy_from_slice(&order.bytes16(byte.into()));
        }
        return Ok(());
    }
    encode_units(text, |c| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.extend_from_slice(&order.bytes16(*unit));
        }
    })
}

pub(super) fn encode32(text: &str, order: Order, out: &mut Vec<u8>) -> Encoded {
    encode_units(text, |c| out.extend_from_slice(&order.bytes32(c.into())))
}
