//! Numbers in machine form: one item of an array, a view or a packed structure.

use super::int::{from_big, to_big};
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// The layout of an item in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An integer in two's complement.
    Signed,
    /// An integer that is not negative.
    Unsigned,
    /// A float of 2, 4 or 8 bytes (IEEE 754).
    Float,
    /// A truth value in one byte.
    Bool,
    /// One byte as a `bytes` object.
    Byte,
}

/// The format and size in bytes of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The form.
    pub form: Form,
    /// The size in bytes: 1, 2, 4 or 8.
    pub size: usize,
}

impl Item {
    /// Plain bytes, as `bytes` has them.
    pub const BYTE: Item = Item { form: Form::Unsigned, size: 1 };

    /// The item for a format character of `struct`, with native sizes.
    pub fn native(code: u8) -> Option<Item> {
        let (form, size) = match code {
            b'c' => (Form::Byte, 1),
            b'?' => (Form::Bool, 1),
            b'b' => (Form::Signed, 1),
            b'B' => (Form::Unsigned, 1),
            b'h' => (Form::Signed, 2),
            b'H' => (Form::Unsigned, 2),
            b'i' => (Form::Signed, 4),
            b'I' => (Form::Unsigned, 4),
            b'l' | b'q' | b'n' => (Form::Signed, 8),
            b'L' | b'Q' | b'N' | b'P' => (Form::Unsigned, 8),
            b'e' => (Form::Float, 2),
            b'f' => (Form::Float, 4),
            b'd' => (Form::Float, 8),
            _ => return None,
        };
        Some(Item { form, size })
    }

    /// The least and the greatest integer that fit.
    pub fn range(self) -> (i128, i128) {
        let bits = self.size as u32 * 8;
        match self.form {
            Form::Signed => (-(1 << (bits - 1)), (1 << (bits - 1)) - 1),
            _ => (0, (1 << bits) - 1),
        }
    }

    /// Reads an item. `bytes` has the item's size.
    #[inline]
    pub fn read(self, bytes: &[u8], little: bool) -> Value {
        let bits = load(bytes, little);
        match self.form {
            Form::Signed => {
                let unused = 64 - self.size as u32 * 8;
                Value::from((bits << unused) as i64 >> unused)
            }
            Form::Unsigned => match i64::try_from(bits) {
                Ok(small) => Value::from(small),
                Err(_) => from_big(BigInt::from(bits)),
            },
            Form::Float => Value::float(match self.size {
                8 => f64::from_bits(bits),
                4 => f64::from(f32::from_bits(bits as u32)),
                _ => from_half(bits as u16),
            }),
            Form::Bool => Value::bool(bits != 0),
            Form::Byte => Value::from(bytes),
        }
    }

    /// The bits of an int, if it fits.
    ///
    /// # Errors
    /// TypeError if the value is not an integer; any exception raised by `__index__`.
    #[inline]
    pub fn integer(self, vm: &Vm, value: &Value) -> VmResult<Option<u64>> {
        if let Some(small) = value.as_small_int() {
            let unused = 64 - self.size as u32 * 8;
            let kept = match self.form {
                Form::Unsigned => (small as u64) << unused >> unused,
                _ => (small << unused >> unused) as u64,
            };
            let is_negative = self.form == Form::Unsigned && small < 0;
            return Ok((kept == small as u64 && !is_negative).then_some(kept));
        }
        let index = vm.index(value)?;
        let number = to_big(&index).and_then(|big| big.to_i128());
        let (least, most) = self.range();
        Ok(number.filter(|number| (least..=most).contains(number)).map(|number| number as u64))
    }

    /// The bits of a float, if it is not too large.
    #[inline]
    pub fn float_bits(self, x: f64) -> Option<u64> {
        match self.size {
            8 => Some(x.to_bits()),
            4 if x.is_finite() && (x as f32).is_infinite() => None,
            4 => Some(u64::from((x as f32).to_bits())),
            _ => half(x).map(u64::from),
        }
    }
}

/// Bytes as an unsigned number.
#[inline]
fn load(bytes: &[u8], little: bool) -> u64 {
    match *bytes {
        [a] => u64::from(a),
        [a, b] if little => u64::from(u16::from_le_bytes([a, b])),
        [a, b] => u64::from(u16::from_be_bytes([a, b])),
        [a, b, c, d] if little => u64::from(u32::from_le_bytes([a, b, c, d])),
        [a, b, c, d] => u64::from(u32::from_be_bytes([a, b, c, d])),
        [a, b, c, d, e, f, g, h] if little => u64::from_le_bytes([a, b, c, d, e, f, g, h]),
        [a, b, c, d, e, f, g, h] => u64::from_be_bytes([a, b, c, d, e, f, g, h]),
        _ => 0,
    }
}

/// Writes the low bytes of a number.
#[inline]
pub fn store(out: &mut [u8], bits: u64, little: bool) {
    let bytes = if little { bits.to_le_bytes() } else { bits.swap_bytes().to_le_bytes() };
    let size = out.len();
    match size {
        1 => out[0] = bits as u8,
        _ if little => out.copy_from_slice(&bytes[..size]),
        _ => out.copy_from_slice(&bytes[8 - size..]),
    }
}

/// A float of 16 bits (IEEE 754 binary16), rounded to nearest even; none if it is too large.
fn half(x: f64) -> Option<u16> {
    let sign = if x.is_sign_negative() { 0x8000 } else { 0 };
    let size = x.abs();
    if x.is_nan() {
        return Some(sign | 0x7E00);
    }
    if x.is_infinite() {
        return Some(sign | 0x7C00);
    }
    if x == 0.0 {
        return Some(sign);
    }
    // The unit in the last place, which is never smaller than that of the smallest numbers.
    let exponent = (libm::frexp(size).1 - 1).max(-14);
    let scaled = libm::rint(libm::ldexp(size, 10 - exponent)) as u32;
    if exponent > 15 {
        return None;
    }
    let bits = (((exponent + 14) as u32) << 10) + scaled;
    if bits >= 0x7C00 { None } else { Some(sign | bits as u16) }
}

fn from_half(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3FF);
    let size = match bits >> 10 & 0x1F {
        0 => libm::ldexp(fraction, -24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => libm::ldexp(fraction + 1024.0, i32::from(exponent) - 25),
    };
    if bits & 0x8000 != 0 { -size } else { size }
}
