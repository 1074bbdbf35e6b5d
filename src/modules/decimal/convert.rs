//! Decimal numbers and binary ones: ints, floats, hashes, ratios.

use super::coefficient::Coefficient;
use super::natural::{BASE, LIMB_DIGITS, Natural};
use super::number::{Form, Number};
use crate::text::{float, hash};
use crate::vm::{Vm, VmResult};
use num_bigint::{BigInt, BigUint, Sign};
use num_traits::ToPrimitive;

/// Limbs up to this number are converted one by one.
const FEW: usize = 32;

/// Binary words of 64 bits, the lowest first, as a natural number.
fn natural_of_words(vm: &Vm, words: &[u64], powers: &mut Vec<Natural>) -> VmResult<Natural> {
    if words.len() <= FEW {
        let mut limbs: Vec<u64> = Vec::new();
        for word in words.iter().rev() {
            // limbs * 2⁶⁴ + word
            let mut carry = u128::from(*word);
            for limb in &mut limbs {
                let (high, low) = super::natural::split((u128::from(*limb) << 64) + carry);
                (*limb, carry) = (low, high);
            }
            while carry != 0 {
                let (high, low) = super::natural::split(carry);
                limbs.push(low);
                carry = high;
            }
        }
        return Ok(Natural::new(limbs));
    }
    // The lower part has FEW * 2^level words; its power is kept at that level.
    let mut level = 0;
    while FEW << (level + 1) < words.len() {
        level += 1;
    }
    while powers.len() <= level {
        let power = match powers.last() {
            Some(last) => last.squared(vm)?,
            None => power_of_words(vm)?,
        };
        powers.push(power);
    }
    let (low, high) = words.split_at(FEW << level);
    let high = natural_of_words(vm, high, powers)?.times(vm, &powers[level])?;
    high.plus(vm, &natural_of_words(vm, low, powers)?)
}

/// 2 to the power of the bits of [`FEW`] words.
fn power_of_words(vm: &Vm) -> VmResult<Natural> {
    let mut power = Natural::from(1 << 64);
    for _ in 0..FEW.ilog2() {
        power = power.squared(vm)?;
    }
    Ok(power)
}

/// A binary number as a coefficient.
///
/// # Errors
/// MemoryError; limits.
pub fn coefficient_of_big(vm: &Vm, big: &BigUint) -> VmResult<Coefficient> {
    if let Some(small) = big.to_u128() {
        return Ok(small.into());
    }
    Ok(natural_of_words(vm, &big.to_u64_digits(), &mut Vec::new())?.into())
}

/// A whole binary number.
///
/// # Errors
/// MemoryError; limits.
pub fn of_big(vm: &Vm, big: &BigInt) -> VmResult<Number> {
    let coefficient = coefficient_of_big(vm, big.magnitude())?;
    Ok(Number::new(big.sign() == Sign::Minus, coefficient, 0))
}

/// Limbs as a binary number.
fn big_of_limbs(vm: &Vm, limbs: &[u64]) -> VmResult<BigUint> {
    if limbs.len() <= FEW {
        let mut big = BigUint::ZERO;
        for limb in limbs.iter().rev() {
            big = big * BASE + *limb;
        }
        return Ok(big);
    }
    let half = limbs.len() / 2;
    let (low, high) = limbs.split_at(half);
    let power = power_of_ten(vm, (half * LIMB_DIGITS) as u64)?;
    let high = BigInt::from(big_of_limbs(vm, high)?);
    let product = crate::objects::int_work::multiply(vm, &high, &power)?;
    Ok(product.into_parts().1 + big_of_limbs(vm, low)?)
}

/// `10^count` as a binary number.
fn power_of_ten(vm: &Vm, count: u64) -> VmResult<BigInt> {
    crate::objects::int_work::power(vm, &BigInt::from(10), &BigInt::from(count))
}

/// A finite number rounded towards zero.
///
/// # Errors
/// MemoryError; limits.
pub fn to_big(vm: &Vm, number: &Number) -> VmResult<BigInt> {
    let big = |coefficient: &Coefficient| -> VmResult<BigInt> {
        Ok(match coefficient.to_small() {
            Some(small) => BigInt::from(small),
            None => big_of_limbs(vm, coefficient.to_natural(vm)?.limbs())?.into(),
        })
    };
    let magnitude = if number.exponent <= 0 {
        let (whole, _) = number.coefficient.shifted_right(vm, number.exponent.unsigned_abs())?;
        big(&whole)?
    } else if number.coefficient.is_zero() {
        BigInt::ZERO
    } else {
        let power = power_of_ten(vm, number.exponent.unsigned_abs())?;
        crate::objects::int_work::multiply(vm, &big(&number.coefficient)?, &power)?
    };
    Ok(if number.negative { -magnitude } else { magnitude })
}

/// The exact value of a float.
///
/// # Errors
/// MemoryError; limits.
pub fn of_float(vm: &Vm, x: f64) -> VmResult<Number> {
    let negative = x.is_sign_negative();
    if x.is_nan() {
        return Ok(Number { negative, ..Number::nan() });
    }
    if x.is_infinite() {
        return Ok(Number::infinity(negative));
    }
    if x == 0.0 {
        return Ok(Number::zero(negative, 0));
    }
    let (mut mantissa, mut exponent) = float::decompose(x);
    let zeros = mantissa.trailing_zeros() as i32;
    mantissa >>= zeros;
    exponent += zeros;
    let mantissa = BigUint::from(mantissa);
    if exponent >= 0 {
        let coefficient = coefficient_of_big(vm, &(mantissa << exponent as u32))?;
        return Ok(Number::new(negative, coefficient, 0));
    }
    // m / 2^k is m * 5^k / 10^k.
    let coefficient = mantissa * BigUint::from(5u32).pow(exponent.unsigned_abs());
    Ok(Number::new(negative, coefficient_of_big(vm, &coefficient)?, exponent.into()))
}

/// Numerator and denominator in lowest terms, of a finite number.
///
/// # Errors
/// MemoryError; limits.
pub fn ratio(vm: &Vm, number: &Number) -> VmResult<(BigInt, BigInt)> {
    if number.exponent >= 0 || number.is_zero() {
        return Ok((to_big(vm, number)?, BigInt::from(1)));
    }
    let zeros = number.coefficient.trailing_zeros().min(number.exponent.unsigned_abs());
    let (coefficient, _) = number.coefficient.shifted_right(vm, zeros)?;
    let places = number.exponent.unsigned_abs() - zeros;
    let numerator = to_big(vm, &Number::new(number.negative, coefficient, 0))?;
    let denominator = power_of_ten(vm, places)?;
    vm.tick_bytes(usize::try_from(numerator.bits() / 8).unwrap_or(usize::MAX))?;
    // The denominator has only the factors two and five.
    let twos = numerator.trailing_zeros().unwrap_or(0).min(places);
    let (mut numerator, mut denominator) = (numerator >> twos, denominator >> twos);
    let five = BigInt::from(5);
    let mut power = BigInt::from(5);
    let mut count = 1;
    let mut fives = 0;
    // Divides by powers of five as long as they divide it, then by smaller ones.
    while count > 0 {
        let is_divisible = fives + count <= places && {
            let rest = &numerator % &power;
            rest == BigInt::ZERO
        };
        if is_divisible {
            numerator /= &power;
            denominator /= &power;
            fives += count;
            power = &power * &power;
            count *= 2;
        } else {
            count /= 2;
            power = five.pow(count as u32);
        }
    }
    Ok((numerator, denominator))
}

/// A number modulo the modulus of hashes, 2⁶¹ − 1: the bits beyond 61 are added to the lower ones.
fn residue(x: u128) -> u64 {
    const MODULUS: u128 = hash::MODULUS as u128;
    let folded = (x & MODULUS) + (x >> 61);
    let folded = ((folded & MODULUS) + (folded >> 61)) as u64;
    if folded >= hash::MODULUS { folded - hash::MODULUS } else { folded }
}

/// `x^n` modulo the modulus of hashes.
fn power_modulo(x: u64, mut n: u64) -> u64 {
    let (mut result, mut square) = (1, x);
    while n > 0 {
        if n & 1 == 1 {
            result = residue(u128::from(result) * u128::from(square));
        }
        square = residue(u128::from(square) * u128::from(square));
        n >>= 1;
    }
    result
}

/// The hash of a number that is not NaN: equal to that of equal ints, floats and fractions.
pub fn hash_of(number: &Number) -> i64 {
    /// The inverse of 10.
    const INVERSE: u64 = 2_075_258_708_292_324_556;
    if number.form == Form::Infinite {
        return if number.negative { -hash::INFINITY } else { hash::INFINITY };
    }
    let digits = match (&number.coefficient, number.coefficient.to_small()) {
        (_, Some(small)) => residue(small),
        (Coefficient::Large(natural), _) => {
            natural.limbs().iter().rev().fold(0, |rest, limb| {
                residue(u128::from(rest) * u128::from(BASE) + u128::from(*limb))
            })
        }
        _ => 0,
    };
    let scale = match number.exponent {
        0.. => power_modulo(10, number.exponent.unsigned_abs()),
        _ => power_modulo(INVERSE, number.exponent.unsigned_abs()),
    };
    let magnitude = residue(u128::from(digits) * u128::from(scale)) as i64;
    match if number.negative { -magnitude } else { magnitude } {
        -1 => -2,
        hash => hash,
    }
}
