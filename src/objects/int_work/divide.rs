//! Division, by the recursive method of Burnikel and Ziegler ("Fast Recursive Division", 1998).

use crate::text::short_division;
use crate::vm::{Vm, VmResult};
use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, Zero};

/// Divisors up to this many bits divide a number twice as long in a few milliseconds.
const PIECE: u64 = 1 << 17;

/// The work of a division of that size, in units.
const WORK: usize = 100_000;

/// The quotient, rounded towards zero, and the remainder. The divisor is not zero.
///
/// # Errors
/// Same as [`Vm::tick`].
pub fn div_rem(vm: &Vm, a: &BigInt, b: &BigInt) -> VmResult<(BigInt, BigInt)> {
    let (m, n) = (a.bits(), b.bits());
    if m < n || (m <= 2 * PIECE && n <= PIECE) || n < 64 {
        return Ok(short_division::div_rem(a, b));
    }
    let (quotient, remainder) = divide(vm, a.magnitude(), b.magnitude())?;
    let sign = if a.sign() == b.sign() { Sign::Plus } else { Sign::Minus };
    Ok((BigInt::from_biguint(sign, quotient), BigInt::from_biguint(a.sign(), remainder)))
}

/// `divmod(a, b)`: the quotient rounded down, and the remainder, which has the sign of `b`.
///
/// # Errors
/// Same as [`Vm::tick`].
pub fn div_mod_floor(vm: &Vm, a: &BigInt, b: &BigInt) -> VmResult<(BigInt, BigInt)> {
    let (quotient, remainder) = div_rem(vm, a, b)?;
    if remainder.is_zero() || remainder.sign() == b.sign() {
        return Ok((quotient, remainder));
    }
    Ok((quotient - 1, remainder + b))
}

/// Long division, with digits as long as the divisor, or of [`PIECE`] bits if that is shorter.
fn divide(vm: &Vm, a: &BigUint, b: &BigUint) -> VmResult<(BigUint, BigUint)> {
    let size = b.bits().max(PIECE).next_multiple_of(32);
    // A long divisor fills its digit.
    let shift = if b.bits() >= PIECE { size - b.bits() } else { 0 };
    let (a, b) = (a << shift, b << shift);
    let (words, length) = (a.to_u32_digits(), size as usize / 32);
    let mut quotient = vec![0; words.len().next_multiple_of(length)];
    let mut remainder = BigUint::zero();
    for (index, digit) in words.chunks(length).enumerate().rev() {
        let dividend = (remainder << size) | BigUint::from_slice(digit);
        let part;
        (part, remainder) = if b.bits() == size {
            two_by_one(vm, dividend, &b, size)?
        } else {
            vm.tick(WORK)?;
            dividend.div_rem(&b)
        };
        let places = quotient[index * length..].iter_mut();
        places.zip(part.to_u32_digits()).for_each(|(place, word)| *place = word);
    }
    Ok((BigUint::new(quotient), remainder >> shift))
}

/// The lowest bits of a number.
fn low(a: &BigUint, bits: u64) -> BigUint {
    if a.bits() <= bits { a.clone() } else { a - ((a >> bits) << bits) }
}

/// Divides by `b`, which has `n` bits; the quotient has at most `n`.
fn two_by_one(vm: &Vm, a: BigUint, b: &BigUint, n: u64) -> VmResult<(BigUint, BigUint)> {
    if n <= PIECE || a.bits() <= n {
        vm.tick(WORK)?;
        return Ok(a.div_rem(b));
    }
    if n % 2 == 1 {
        let (quotient, remainder) = two_by_one(vm, a << 1u32, &(b << 1u32), n + 1)?;
        return Ok((quotient, remainder >> 1u32));
    }
    let half = n / 2;
    let parts = (b >> half, low(b, half));
    let (high, rest) = three_by_two(vm, &a >> n, low(&(&a >> half), half), b, &parts, half)?;
    let (lower, rest) = three_by_two(vm, rest, low(&a, half), b, &parts, half)?;
    Ok(((high << half) | lower, rest))
}

/// Divides `a` and a further half of a digit, `next`, by `b`, which is two halves of `n` bits.
fn three_by_two(
    vm: &Vm,
    a: BigUint,
    next: BigUint,
    b: &BigUint,
    (high, lower): &(BigUint, BigUint),
    n: u64,
) -> VmResult<(BigUint, BigUint)> {
    let (mut quotient, rest) = if &a >> n == *high {
        // The largest digit.
        let rest = (&a + high) - (high << n);
        ((BigUint::one() << n) - 1u32, rest)
    } else {
        two_by_one(vm, a, high, n)?
    };
    let product = super::multiply(vm, &quotient.clone().into(), &lower.clone().into())?;
    let mut rest = BigInt::from((rest << n) | next) - product;
    let divisor = BigInt::from(b.clone());
    while rest.sign() == Sign::Minus {
        quotient -= 1u32;
        rest += &divisor;
    }
    Ok((quotient, rest.into_parts().1))
}
