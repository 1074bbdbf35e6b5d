//! Natural numbers of any size, in limbs of 18 decimal digits.
//!
//! Decimal arithmetic constantly shifts and rounds by powers of ten, which limbs of decimal digits
//! make linear. 10¹⁸ leaves room for the sum of 340 products of two limbs in 128 bits.

use crate::vm::{Vm, VmResult};
use std::cmp::Ordering;

/// Decimal digits in a limb.
pub const LIMB_DIGITS: usize = 18;
/// Limbs are below this.
pub const BASE: u64 = 1_000_000_000_000_000_000;

/// The powers of ten that fit 64 bits.
pub const POWERS: [u64; 20] = {
    let mut powers = [1; 20];
    let mut i = 1;
    while i < 20 {
        powers[i] = powers[i - 1] * 10;
        i += 1;
    }
    powers
};

/// The part of a number below the last kept digit, compared with half a unit of that digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing.
    Zero,
    /// Less than a half.
    Below,
    /// A half.
    Half,
    /// More than a half.
    Above,
}

impl Rest {
    /// The fraction whose first digit is `digit`, followed by others, some of which may be nonzero.
    pub fn of(digit: u64, others: bool) -> Rest {
        match (digit, others) {
            (0, false) => Rest::Zero,
            (0..5, _) => Rest::Below,
            (5, false) => Rest::Half,
            _ => Rest::Above,
        }
    }

    /// `rest` of a division by `divisor`.
    pub fn of_division(rest: u128, divisor: u128) -> Rest {
        match (rest, rest.cmp(&(divisor - rest))) {
            (0, _) => Rest::Zero,
            (_, Ordering::Less) => Rest::Below,
            (_, Ordering::Equal) => Rest::Half,
            (_, Ordering::Greater) => Rest::Above,
        }
    }
}

/// `x` divided by [`BASE`], and the rest.
#[inline(always)]
pub fn split(x: u128) -> (u128, u64) {
    // ⌊2¹⁸⁷ / 10¹⁸⌋
    const RECIPROCAL: u128 = {
        // Long division, since 2¹⁸⁷ does not fit.
        let (mut quotient, mut rest, mut i) = (0u128, 1u128, 0);
        while i < 187 {
            rest *= 2;
            quotient *= 2;
            if rest >= BASE as u128 {
                rest -= BASE as u128;
                quotient += 1;
            }
            i += 1;
        }
        quotient
    };
    const HIGH: u128 = RECIPROCAL >> 64;
    const LOW: u128 = RECIPROCAL & u64::MAX as u128;
    let (high, low) = (x >> 64, x & u128::from(u64::MAX));
    // The omitted parts make the quotient at most one too small.
    let product = high * HIGH + ((high * LOW) >> 64) + ((low * HIGH) >> 64);
    let quotient = product >> 59;
    let rest = (x as u64).wrapping_sub((quotient as u64).wrapping_mul(BASE));
    if rest >= BASE { (quotient + 1, rest - BASE) } else { (quotient, rest) }
}

/// The upper digits of a limb and its `count` lower ones, for a count below [`LIMB_DIGITS`].
#[inline(always)]
fn split_limb(limb: u64, count: usize) -> (u64, u64) {
    /// For each power of ten below the base, a factor by which to multiply, and how many bits to
    /// drop: with `⌈log₂ power⌉` bits more than the 60 of a limb, the quotient is exact.
    const INVERSES: [(u64, u32); LIMB_DIGITS] = {
        let mut inverses = [(0, 0); LIMB_DIGITS];
        let mut i = 0;
        while i < LIMB_DIGITS {
            let power = POWERS[i] as u128;
            let bits = 60 + power.next_power_of_two().trailing_zeros();
            inverses[i] = ((1u128 << bits).div_ceil(power) as u64, bits);
            i += 1;
        }
        inverses
    };
    let (inverse, bits) = INVERSES[count];
    let upper = ((u128::from(limb) * u128::from(inverse)) >> bits) as u64;
    (upper, limb - upper * POWERS[count])
}

/// A divisor of numbers below its product with [`BASE`], with precomputed values for fast division
/// (Möller and Granlund, *Improved division by invariant integers*).
pub struct Divisor {
    /// The divisor, shifted so that its highest bit is set.
    normalized: u64,
    shift: u32,
    /// ⌊(2¹²⁸ - 1) / normalized⌋ - 2⁶⁴
    inverse: u64,
}

impl Divisor {
    /// A divisor from 1 to [`BASE`].
    pub fn new(divisor: u64) -> Divisor {
        let shift = divisor.leading_zeros();
        let normalized = divisor << shift;
        Divisor { normalized, shift, inverse: (u128::MAX / u128::from(normalized)) as u64 }
    }

    /// Quotient and remainder of a number whose quotient fits 64 bits.
    #[inline(always)]
    pub fn divide(&self, dividend: u128) -> (u64, u64) {
        let dividend = dividend << self.shift;
        let (high, low) = ((dividend >> 64) as u64, dividend as u64);
        let guess = (u128::from(self.inverse) * u128::from(high)).wrapping_add(dividend);
        let mut quotient = ((guess >> 64) as u64).wrapping_add(1);
        let mut rest = low.wrapping_sub(quotient.wrapping_mul(self.normalized));
        if rest > guess as u64 {
            quotient = quotient.wrapping_sub(1);
            rest = rest.wrapping_add(self.normalized);
        }
        if rest >= self.normalized {
            quotient = quotient.wrapping_add(1);
            rest -= self.normalized;
        }
        (quotient, rest >> self.shift)
    }
}

/// A natural number.
///
/// Invariant: the limbs, the lowest first, do not end in a zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Natural(Vec<u64>);

/// The limbs of a number.
pub fn limbs_of(x: u128) -> [u64; 3] {
    let (rest, low) = split(x);
    let (high, middle) = split(rest);
    [low, middle, high as u64]
}

impl From<u128> for Natural {
    fn from(x: u128) -> Natural {
        Natural::new(limbs_of(x).to_vec())
    }
}

/// The number of digits of a limb; 0 for 0.
pub fn limb_digits(limb: u64) -> usize {
    limb.checked_ilog10().map_or(0, |log| log as usize + 1)
}

/// The number of digits of limbs without leading zeros; 0 for 0.
pub fn digits_of(limbs: &[u64]) -> usize {
    match limbs {
        [lower @ .., top] => lower.len() * LIMB_DIGITS + limb_digits(*top),
        [] => 0,
    }
}

/// The limbs without zeros at the top.
pub fn trimmed(limbs: &[u64]) -> &[u64] {
    let end = limbs.iter().rposition(|limb| *limb != 0).map_or(0, |top| top + 1);
    &limbs[..end]
}

/// The order of two numbers without leading zeros.
pub fn compare(a: &[u64], b: &[u64]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

/// `a += b`. The sum must fit.
pub fn add_to(a: &mut [u64], b: &[u64]) {
    let mut carry = 0;
    let (low, high) = a.split_at_mut(b.len());
    for (x, y) in low.iter_mut().zip(b) {
        let sum = *x + *y + carry;
        carry = u64::from(sum >= BASE);
        *x = sum - if carry == 1 { BASE } else { 0 };
    }
    for x in high {
        if carry == 0 {
            return;
        }
        carry = u64::from(*x == BASE - 1);
        *x = if carry == 1 { 0 } else { *x + 1 };
    }
}

/// `a -= b`, and whether there was a borrow at the end.
pub fn subtract_from(a: &mut [u64], b: &[u64]) -> bool {
    let mut borrow = 0;
    let (low, high) = a.split_at_mut(b.len());
    for (x, y) in low.iter_mut().zip(b) {
        let (difference, below) = x.overflowing_sub(*y + borrow);
        borrow = u64::from(below);
        *x = if below { difference.wrapping_add(BASE) } else { difference };
    }
    for x in high {
        if borrow == 0 {
            return false;
        }
        borrow = u64::from(*x == 0);
        *x = if borrow == 1 { BASE - 1 } else { *x - 1 };
    }
    borrow != 0
}

/// `a = a * factor + add`; returns the carry.
pub fn multiply_limbs(a: &mut [u64], factor: u64, add: u64) -> u64 {
    let mut carry = u128::from(add);
    for x in a {
        let (high, low) = split(u128::from(*x) * u128::from(factor) + carry);
        (*x, carry) = (low, high);
    }
    carry as u64
}

/// `a = a / divisor`, and the rest.
pub fn divide_limbs(a: &mut [u64], divisor: u64) -> u64 {
    let divisor = Divisor::new(divisor);
    let mut rest = 0;
    for x in a.iter_mut().rev() {
        let dividend = u128::from(rest) * u128::from(BASE) + u128::from(*x);
        (*x, rest) = divisor.divide(dividend);
    }
    rest
}

/// `limbs / 10^count`, if that is below 10³⁸.
pub fn narrowed(limbs: &[u64], count: usize) -> Option<u128> {
    let (skipped, digits) = (count / LIMB_DIGITS, count % LIMB_DIGITS);
    let kept = trimmed(limbs.get(skipped..).unwrap_or_default());
    let limb = |i: usize| kept.get(i).copied().unwrap_or(0);
    let shifted = |i: usize| {
        let (_, above) = split_limb(limb(i + 1), digits);
        split_limb(limb(i), digits).0 + above * POWERS[LIMB_DIGITS - digits]
    };
    if kept.len() > 4 {
        return None;
    }
    if digits == 0 {
        return narrow(kept);
    }
    narrow(trimmed(&[shifted(0), shifted(1), shifted(2), shifted(3)]))
}

/// The number, if it is below 10³⁸.
fn narrow(limbs: &[u64]) -> Option<u128> {
    let base = u128::from(BASE);
    match *limbs {
        [] => Some(0),
        [low] => Some(low.into()),
        [low, high] => Some(u128::from(high) * base + u128::from(low)),
        [low, middle, high @ ..100] => {
            Some((u128::from(high) * base + u128::from(middle)) * base + u128::from(low))
        }
        _ => None,
    }
}

/// The part that [`narrowed`] loses, of limbs without leading zeros.
pub fn lost(limbs: &[u64], count: u64) -> Rest {
    let Some(first) = count.checked_sub(1) else { return Rest::Zero };
    let first = usize::try_from(first).unwrap_or(usize::MAX);
    let (whole, digits) = (first / LIMB_DIGITS, first % LIMB_DIGITS);
    let Some(limb) = limbs.get(whole) else {
        return if limbs.is_empty() { Rest::Zero } else { Rest::Below };
    };
    let (upper, lower) = split_limb(*limb, digits);
    Rest::of(upper % 10, lower != 0 || limbs[..whole].iter().any(|limb| *limb != 0))
}

impl Natural {
    /// The number with these limbs.
    pub fn new(mut limbs: Vec<u64>) -> Natural {
        limbs.truncate(trimmed(&limbs).len());
        Natural(limbs)
    }

    /// 0
    pub const fn zero() -> Natural {
        Natural(Vec::new())
    }

    /// 1
    pub fn one() -> Natural {
        Natural(vec![1])
    }

    /// The number with a copy of these limbs.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn copied(vm: &Vm, limbs: &[u64]) -> VmResult<Natural> {
        let limbs = trimmed(limbs);
        let mut copy = vm.vec_with_capacity(limbs.len())?;
        copy.extend_from_slice(limbs);
        Ok(Natural(copy))
    }

    /// The limbs, the lowest first.
    pub fn limbs(&self) -> &[u64] {
        &self.0
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is odd.
    pub fn is_odd(&self) -> bool {
        self.0.first().is_some_and(|limb| limb & 1 == 1)
    }

    /// The number of digits; 0 for 0.
    pub fn digits(&self) -> usize {
        digits_of(&self.0)
    }

    /// The number, if it is below 10³⁸.
    pub fn to_u128(&self) -> Option<u128> {
        narrow(&self.0)
    }

    /// The decimal digit at a position, counted from the lowest.
    pub fn digit(&self, at: usize) -> u64 {
        let limb = self.0.get(at / LIMB_DIGITS).copied().unwrap_or(0);
        limb / POWERS[at % LIMB_DIGITS] % 10
    }

    /// `self + other`
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn plus(&self, vm: &Vm, other: &Natural) -> VmResult<Natural> {
        let (long, short) =
            if self.0.len() >= other.0.len() { (self, other) } else { (other, self) };
        let mut sum = vm.vec_with_capacity(long.0.len() + 1)?;
        sum.extend_from_slice(&long.0);
        sum.push(0);
        add_to(&mut sum, &short.0);
        Ok(Natural::new(sum))
    }

    /// `self - other`, for an `other` that is not greater.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn minus(&self, vm: &Vm, other: &Natural) -> VmResult<Natural> {
        let mut difference = vm.vec_with_capacity(self.0.len())?;
        difference.extend_from_slice(&self.0);
        subtract_from(&mut difference, &other.0);
        Ok(Natural::new(difference))
    }

    /// `|self - other|`, and whether `other` is greater.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn distance(&self, vm: &Vm, other: &Natural) -> VmResult<(Natural, bool)> {
        match self.cmp(other) {
            Ordering::Less => Ok((other.minus(vm, self)?, true)),
            _ => Ok((self.minus(vm, other)?, false)),
        }
    }

    /// `self * factor`
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn times_small(mut self, vm: &Vm, factor: u64) -> VmResult<Natural> {
        let carry = multiply_limbs(&mut self.0, factor, 0);
        if carry != 0 {
            vm.grow(&mut self.0, 2)?;
            self.0.push(carry % BASE);
            self.0.push(carry / BASE);
        }
        Ok(Natural::new(self.0))
    }

    /// `self / divisor` and the remainder, for a divisor below [`BASE`].
    pub fn divided_by_small(mut self, divisor: u64) -> (Natural, u64) {
        let rest = divide_limbs(&mut self.0, divisor);
        (Natural::new(self.0), rest)
    }

    /// `self * 10^count`
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn shifted_left(&self, vm: &Vm, count: u64) -> VmResult<Natural> {
        if self.is_zero() {
            return Ok(Natural::zero());
        }
        let count = usize::try_from(count).map_err(|_| vm.memory_error())?;
        let (zeros, digits) = (count / LIMB_DIGITS, count % LIMB_DIGITS);
        let mut limbs = vm.vec_with_capacity(self.0.len().saturating_add(zeros + 1))?;
        limbs.resize(zeros, 0);
        if digits == 0 {
            limbs.extend_from_slice(&self.0);
            return Ok(Natural(limbs));
        }
        let up = POWERS[digits];
        let mut carry = 0;
        limbs.extend(self.0.iter().map(|limb| {
            let (upper, lower) = split_limb(*limb, LIMB_DIGITS - digits);
            lower * up + std::mem::replace(&mut carry, upper)
        }));
        limbs.push(carry);
        Ok(Natural::new(limbs))
    }

    /// `self / 10^count`, rounded down.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn shifted_right(&self, vm: &Vm, count: u64) -> VmResult<Natural> {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let (skipped, digits) = (count / LIMB_DIGITS, count % LIMB_DIGITS);
        let Some(kept) = self.0.get(skipped..) else { return Ok(Natural::zero()) };
        let mut limbs: Vec<u64> = vm.vec_with_capacity(kept.len())?;
        if digits == 0 {
            limbs.extend_from_slice(kept);
            return Ok(Natural(limbs));
        }
        let up = POWERS[LIMB_DIGITS - digits];
        let mut rest = kept.iter();
        let mut upper = rest.next().map_or(0, |first| split_limb(*first, digits).0);
        limbs.extend(rest.map(|limb| {
            let (next, lower) = split_limb(*limb, digits);
            lower * up + std::mem::replace(&mut upper, next)
        }));
        limbs.push(upper);
        Ok(Natural::new(limbs))
    }

    /// `self % 10^count`
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn low_digits(&self, vm: &Vm, count: u64) -> VmResult<Natural> {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        if count >= self.0.len().saturating_mul(LIMB_DIGITS) {
            return Natural::copied(vm, &self.0);
        }
        let (whole, digits) = (count / LIMB_DIGITS, count % LIMB_DIGITS);
        let mut low = vm.vec_with_capacity(whole + 1)?;
        low.extend_from_slice(&self.0[..whole]);
        low.push(self.0[whole] % POWERS[digits]);
        Ok(Natural::new(low))
    }

    /// The part that [`Natural::shifted_right`] loses.
    pub fn rest(&self, count: u64) -> Rest {
        lost(&self.0, count)
    }

    /// The number of zeros at its end; 0 for 0.
    pub fn trailing_zeros(&self) -> usize {
        let Some(at) = self.0.iter().position(|limb| *limb != 0) else { return 0 };
        let mut limb = self.0[at];
        let mut zeros = at * LIMB_DIGITS;
        while limb.is_multiple_of(10) {
            limb /= 10;
            zeros += 1;
        }
        zeros
    }

    /// Writes the digits.
    pub fn write(&self, text: &mut String) {
        use std::fmt::Write;
        let mut limbs = self.0.iter().rev();
        // Writing to a string does not fail.
        let _ = write!(text, "{}", limbs.next().unwrap_or(&0));
        for limb in limbs {
            let _ = write!(text, "{limb:018}");
        }
    }

    /// The number that ASCII digits show.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn parse(vm: &Vm, digits: &[u8]) -> VmResult<Natural> {
        let mut limbs = vm.vec_with_capacity(digits.len() / LIMB_DIGITS + 1)?;
        let value = |part: &[u8]| part.iter().fold(0, |n, digit| n * 10 + u64::from(digit - b'0'));
        limbs.extend(digits.rchunks(LIMB_DIGITS).map(value));
        Ok(Natural::new(limbs))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Natural) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Natural) -> Ordering {
        compare(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divides_by_multiplying() {
        for limb in [0, 1, 9, 10, BASE - 1, BASE / 3, BASE / 7 * 2, 123_456_789_012_345_678] {
            for (count, power) in POWERS.into_iter().enumerate().take(LIMB_DIGITS) {
                for limb in [limb, limb / power * power, (limb / 2) | 1] {
                    let expected = (limb / power, limb % power);
                    assert_eq!(split_limb(limb, count), expected, "{limb} {count}");
                }
            }
            for divisor in [1, 2, 3, 10, 1 << 40, BASE / 2, BASE / 2 + 1, BASE - 1, BASE] {
                for low in [0, 1, limb, BASE - 1] {
                    let dividend = u128::from(limb % divisor) * u128::from(BASE) + u128::from(low);
                    let wide = u128::from(divisor);
                    let expected = ((dividend / wide) as u64, (dividend % wide) as u64);
                    assert_eq!(Divisor::new(divisor).divide(dividend), expected);
                }
            }
        }
    }

    #[test]
    fn splits_at_the_base() {
        let base = u128::from(BASE);
        for x in [0, 1, base - 1, base, base + 1, base * base - 1, base * base, u128::MAX] {
            for x in [x, x.wrapping_sub(base), x / 3, x / 7 * 5] {
                assert_eq!(split(x), (x / base, (x % base) as u64), "{x}");
            }
        }
    }
}
