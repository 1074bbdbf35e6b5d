//! Integer arithmetic as defined by Python: floor division, powers, shifts, exact conversion to
//! floats.
//!
//! Functions named `small_…` take machine integers, the fast case, and return `None` if the result
//! (or an operand) needs a `BigInt`.

use super::error::{ErrorKind, Result, TextError};
use super::float::compose;
use super::int::Int;
use super::short_division;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Results with more bits than this (a gigabyte) are refused: running out of memory would end the
/// process.
pub const MAX_BITS: u64 = 1 << 33;

fn division_by_zero() -> TextError {
    TextError::zero_division("division by zero")
}

/// `a // b` and `a % b` of machine integers; `None` when `b` is 0 or the quotient needs 65 bits.
pub fn small_divmod(a: i64, b: i64) -> Option<(i64, i64)> {
    let quotient = a.checked_div(b)?;
    let remainder = a.wrapping_rem(b);
    Some(if remainder != 0 && (remainder < 0) != (b < 0) {
        (quotient - 1, remainder + b)
    } else {
        (quotient, remainder)
    })
}

/// `a // b`.
pub fn floor_div(a: &BigInt, b: &BigInt) -> Result<Int> {
    if b.is_zero() {
        return Err(TextError::zero_division("integer division or modulo by zero"));
    }
    Ok(short_division::div_mod_floor(a, b).0.into())
}

/// `a % b`: the sign of `b`.
pub fn modulo(a: &BigInt, b: &BigInt) -> Result<Int> {
    if b.is_zero() {
        return Err(TextError::zero_division("integer modulo by zero"));
    }
    Ok(short_division::div_mod_floor(a, b).1.into())
}

/// `divmod(a, b)`.
pub fn divmod(a: &BigInt, b: &BigInt) -> Result<(Int, Int)> {
    if b.is_zero() {
        return Err(TextError::zero_division("integer division or modulo by zero"));
    }
    let (quotient, remainder) = short_division::div_mod_floor(a, b);
    Ok((quotient.into(), remainder.into()))
}

/// `a / b` of machine integers, correctly rounded.
pub fn small_true_div(a: i64, b: i64) -> Result<f64> {
    const EXACT: u64 = 1 << 53;
    if b == 0 {
        Err(division_by_zero())
    } else if a.unsigned_abs() <= EXACT && b.unsigned_abs() <= EXACT {
        Ok(a as f64 / b as f64)
    } else {
        true_div(&a.into(), &b.into())
    }
}

/// `a / b`, correctly rounded even if neither operand fits a float.
pub fn true_div(a: &BigInt, b: &BigInt) -> Result<f64> {
    if b.is_zero() {
        return Err(division_by_zero());
    }
    // A quotient of 65 bits or more and a sticky remainder decide any rounding.
    let shift = 66 - (a.bits() as i64 - b.bits() as i64);
    let (dividend, divisor) = (a.magnitude(), b.magnitude());
    let (quotient, remainder) = if shift >= 0 {
        // A number this far below the smallest float is zero whatever its digits.
        if shift > 1200 {
            return Ok(if a.is_negative() != b.is_negative() { -0.0 } else { 0.0 });
        }
        (dividend << shift).div_rem(divisor)
    } else {
        dividend.div_rem(&(divisor << -shift))
    };
    let mantissa = quotient.to_u128().unwrap_or(u128::MAX);
    let magnitude = compose(mantissa, -shift, !remainder.is_zero())
        .ok_or_else(|| TextError::overflow("integer division result too large for a float"))?;
    Ok(if a.is_negative() != b.is_negative() { -magnitude } else { magnitude })
}

/// `float(a)`, rounded half to even.
pub fn to_float(a: &BigInt) -> Result<f64> {
    let dropped = a.bits().saturating_sub(64);
    let sticky = a.trailing_zeros().is_some_and(|zeros| zeros < dropped);
    let mantissa = (a.magnitude() >> dropped).to_u128().unwrap_or(0);
    let magnitude = compose(mantissa, dropped as i64, sticky)
        .ok_or_else(|| TextError::overflow("int too large to convert to float"))?;
    Ok(if a.is_negative() { -magnitude } else { magnitude })
}

/// `base ** exponent` of machine integers, `exponent` not negative; `None` when it overflows.
pub fn small_pow(base: i64, exponent: u64) -> Option<i64> {
    match base {
        0 | 1 => Some(if exponent == 0 { 1 } else { base }),
        -1 => Some(if exponent.is_multiple_of(2) { 1 } else { -1 }),
        _ => base.checked_pow(u32::try_from(exponent).ok()?),
    }
}

/// `base ** exponent`, `exponent` not negative (a negative one gives a float: see `float_arith`).
pub fn pow(base: &BigInt, exponent: &BigInt) -> Result<Int> {
    if exponent.is_zero() || base.is_one() {
        return Ok(Int::Small(1));
    }
    if base.is_zero() {
        return Ok(Int::Small(0));
    }
    if *base == BigInt::from(-1) {
        return Ok(Int::Small(if exponent.is_even() { 1 } else { -1 }));
    }
    let too_large = || TextError::new(ErrorKind::Memory, "");
    let exponent = exponent.to_u64().ok_or_else(too_large)?;
    if (base.bits() - 1).saturating_mul(exponent) > MAX_BITS {
        return Err(too_large());
    }
    Ok(num_traits::Pow::pow(base, exponent).into())
}

/// `pow(base, exponent, modulus)` of machine integers and a non-negative exponent.
pub fn small_mod_pow(base: i64, mut exponent: u64, modulus: i64) -> Option<i64> {
    let size = i128::from(modulus.checked_abs()?);
    if size == 0 {
        return None;
    }
    let mut square = i128::from(base).rem_euclid(size);
    let mut result = 1 % size;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * square % size;
        }
        square = square * square % size;
        exponent >>= 1;
    }
    let shifted = if modulus < 0 && result != 0 { result - size } else { result };
    Some(shifted as i64)
}

/// `a << count` of machine integers; `None` when it overflows or `count` is negative.
pub fn small_shl(a: i64, count: i64) -> Option<i64> {
    if a == 0 && count >= 0 {
        return Some(0);
    }
    let count = u32::try_from(count).ok().filter(|&count| count < 63)?;
    let shifted = a << count;
    (shifted >> count == a).then_some(shifted)
}

/// `a >> count` of machine integers; `None` when `count` is negative.
pub fn small_shr(a: i64, count: i64) -> Option<i64> {
    (count >= 0).then(|| a >> count.min(63))
}

fn negative_shift() -> TextError {
    TextError::value("negative shift count")
}

/// `a << count`.
pub fn shl(a: &BigInt, count: &BigInt) -> Result<Int> {
    if count.is_negative() {
        return Err(negative_shift());
    }
    if a.is_zero() {
        return Ok(Int::Small(0));
    }
    match count.to_u64() {
        Some(count) if count <= MAX_BITS => Ok((a << count).into()),
        Some(_) => Err(TextError::new(ErrorKind::Memory, "")),
        None => Err(TextError::overflow("too many digits in integer")),
    }
}

/// `a >> count`, rounding down.
pub fn shr(a: &BigInt, count: &BigInt) -> Result<Int> {
    if count.is_negative() {
        return Err(negative_shift());
    }
    match count.to_u64().filter(|&count| count < a.bits()) {
        Some(count) => Ok((a >> count).into()),
        None => Ok(Int::Small(if a.is_negative() { -1 } else { 0 })),
    }
}

/// `math.gcd` of machine integers; `None` when the result is 2⁶³.
pub fn small_gcd(a: i64, b: i64) -> Option<i64> {
    i64::try_from(a.unsigned_abs().gcd(&b.unsigned_abs())).ok()
}

/// `int.bit_length`.
pub fn small_bit_length(a: i64) -> u32 {
    64 - a.unsigned_abs().leading_zeros()
}

/// `int.bit_count` of a large integer: the one bits of its magnitude.
pub fn bit_count(a: &BigInt) -> u64 {
    a.magnitude().count_ones()
}

/// Whether an integer is below, equal to or above a float; `None` for NaN. Exact at any size.
pub fn compare_with_float(a: &BigInt, x: f64) -> Option<std::cmp::Ordering> {
    use std::cmp::Ordering;
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = super::float::float_to_bigint(x).ok()?;
    let rest = if x.fract() > 0.0 {
        Ordering::Less
    } else if x.fract() < 0.0 {
        Ordering::Greater
    } else {
        Ordering::Equal
    };
    Some(a.cmp(&whole).then(rest))
}

/// Same as [`compare_with_float`] for machine integers.
pub fn small_compare_with_float(a: i64, x: f64) -> Option<std::cmp::Ordering> {
    use std::cmp::Ordering;
    if a.unsigned_abs() <= 1 << 53 {
        return (a as f64).partial_cmp(&x);
    }
    if x.is_nan() {
        return None;
    }
    // Floats within i64 convert exactly up to their fraction, and one this close to `a` has none.
    if x >= 9_223_372_036_854_775_808.0 {
        Some(Ordering::Less)
    } else if x < -9_223_372_036_854_775_808.0 {
        Some(Ordering::Greater)
    } else {
        Some(a.cmp(&(x as i64)))
    }
}

/// The sign of an integer as −1, 0 or 1.
pub fn signum(a: &BigInt) -> i64 {
    match a.sign() {
        Sign::Minus => -1,
        Sign::NoSign => 0,
        Sign::Plus => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn big(text: &str) -> BigInt {
        text.parse().unwrap()
    }

    #[test]
    fn floor_division() {
        for (a, b, q, r) in
            [(7, 2, 3, 1), (-7, 2, -4, 1), (7, -2, -4, -1), (-7, -2, 3, -1), (-6, 3, -2, 0)]
        {
            assert_eq!(small_divmod(a, b), Some((q, r)));
            assert_eq!(divmod(&a.into(), &b.into()), Ok((q.into(), r.into())));
        }
        assert_eq!(small_divmod(i64::MIN, -1), None);
        assert_eq!(small_divmod(1, 0), None);
    }

    #[test]
    fn true_division() {
        assert_eq!(small_true_div(1, 3), Ok(1.0 / 3.0));
        let huge = big("10").pow(400);
        assert_eq!(true_div(&(&huge * 3), &(&huge * 4)), Ok(0.75));
        assert_eq!(
            true_div(&huge, &BigInt::one()).unwrap_err().message,
            "integer division result too large for a float"
        );
        assert_eq!(true_div(&BigInt::one(), &huge), Ok(0.0));
    }

    #[test]
    fn to_floats() {
        assert_eq!(to_float(&big("9007199254740993")), Ok(9007199254740992.0));
        assert_eq!(to_float(&big("9007199254740995")), Ok(9007199254740996.0));
        assert_eq!(to_float(&(BigInt::one() << 1023)), Ok(2f64.powi(1023)));
        assert!(to_float(&(BigInt::one() << 1024)).is_err());
        assert!(to_float(&((BigInt::one() << 1024) - 1)).is_err());
    }

    #[test]
    fn powers() {
        assert_eq!(pow(&2.into(), &64.into()), Ok(Int::Big(big("18446744073709551616"))));
        assert_eq!(small_pow(-3, 3), Some(-27));
        assert_eq!(small_pow(2, 63), None);
        for (b, e, m, r) in
            [(3, 4, 5, 1), (3, 4, -5, -4), (-3, 3, 5, 3), (2, 0, 1, 0), (2, 0, -1, 0)]
        {
            assert_eq!(small_mod_pow(b, e as u64, m), Some(r));
        }
    }

    #[test]
    fn shifts() {
        assert_eq!(small_shl(1, 62), Some(1 << 62));
        assert_eq!(small_shl(2, 62), None);
        assert_eq!(small_shr(-5, 100), Some(-1));
        assert_eq!(shr(&(-5).into(), &1.into()), Ok(Int::Small(-3)));
    }

    #[test]
    fn comparisons() {
        use std::cmp::Ordering::*;
        assert_eq!(small_compare_with_float((1 << 53) + 1, 9007199254740992.0), Some(Greater));
        assert_eq!(small_compare_with_float(i64::MAX, 9223372036854775807.0), Some(Less));
        assert_eq!(compare_with_float(&2.into(), 2.5), Some(Less));
        assert_eq!(compare_with_float(&(-2).into(), -2.5), Some(Greater));
        assert_eq!(compare_with_float(&0.into(), f64::NAN), None);
    }
}
