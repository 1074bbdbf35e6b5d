//! Coefficients: 128 bits inline, limbs of decimal digits beyond.

use super::multiply::by_columns;
use super::natural::{
    self, LIMB_DIGITS, Natural, POWERS, Rest, limbs_of, lost, narrowed, split, trimmed,
};
use crate::vm::{Vm, VmResult};
use std::cmp::Ordering;

/// The maximum number of digits of a small coefficient.
pub const SMALL_DIGITS: usize = 38;

/// The powers of ten that fit 128 bits.
const WIDE_POWERS: [u128; SMALL_DIGITS + 1] = {
    let mut powers = [1; SMALL_DIGITS + 1];
    let mut i = 1;
    while i <= SMALL_DIGITS {
        powers[i] = powers[i - 1] * 10;
        i += 1;
    }
    powers
};

/// Small coefficients are below this.
const LIMIT: u128 = WIDE_POWERS[SMALL_DIGITS];

/// A coefficient: a natural number.
///
/// Invariant: anything below 10³⁸ is small, so that equal numbers have the same form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coefficient {
    /// Below 10³⁸, in two words: a `u128` would enlarge the number that contains it.
    Small([u64; 2]),
    /// All others.
    Large(Natural),
}

use Coefficient::{Large, Small};

/// `x / 10^count` and the remainder, for at most [`SMALL_DIGITS`].
#[inline]
pub fn split_digits(x: u128, count: usize) -> (u128, u128) {
    if let Ok(x) = u64::try_from(x) {
        let Some(power) = POWERS.get(count) else { return (0, x.into()) };
        return ((x / power).into(), (x % power).into());
    }
    if count == 18 {
        let (quotient, rest) = split(x);
        return (quotient, rest.into());
    }
    let power = WIDE_POWERS[count];
    let quotient = x / power;
    (quotient, x - quotient * power)
}

/// Quotient and rest.
#[inline]
fn divide(a: u128, b: u128) -> (u128, u128) {
    if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
        return ((a / b).into(), (a % b).into());
    }
    let quotient = a / b;
    (quotient, a - quotient * b)
}

/// The number of digits; 1 for 0.
#[inline]
pub fn digits_of(x: u128) -> usize {
    // log₁₀ 2 is about 1233 / 4096.
    let x = x | 1;
    let guess = ((128 - x.leading_zeros() as usize) * 1233) >> 12;
    guess + usize::from(x >= WIDE_POWERS[guess])
}

impl From<u128> for Coefficient {
    #[inline]
    fn from(x: u128) -> Coefficient {
        if x < LIMIT { Coefficient::small(x) } else { Large(Natural::from(x)) }
    }
}

impl From<Natural> for Coefficient {
    fn from(natural: Natural) -> Coefficient {
        natural.to_u128().map_or_else(|| Large(natural), Coefficient::small)
    }
}

impl Coefficient {
    /// 0
    pub const ZERO: Coefficient = Small([0, 0]);
    /// 1
    pub const ONE: Coefficient = Small([1, 0]);

    #[inline(always)]
    fn small(x: u128) -> Coefficient {
        Small([x as u64, (x >> 64) as u64])
    }

    /// The number, if it is small.
    #[inline(always)]
    pub fn to_small(&self) -> Option<u128> {
        match self {
            Small([low, high]) => Some(u128::from(*high) << 64 | u128::from(*low)),
            Large(_) => None,
        }
    }

    /// The number in limbs.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn to_natural(&self, vm: &Vm) -> VmResult<Natural> {
        match self {
            Large(natural) => Natural::copied(vm, natural.limbs()),
            Small([low, high]) => Ok((u128::from(*high) << 64 | u128::from(*low)).into()),
        }
    }

    /// A copy.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn copied(&self, vm: &Vm) -> VmResult<Coefficient> {
        match self {
            Small(words) => Ok(Small(*words)),
            Large(natural) => Ok(Large(Natural::copied(vm, natural.limbs())?)),
        }
    }

    /// `10^count - 1`
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn nines(vm: &Vm, count: u64) -> VmResult<Coefficient> {
        match WIDE_POWERS.get(usize::try_from(count).unwrap_or(usize::MAX)) {
            Some(power) => Ok(Coefficient::small(power - 1)),
            None => {
                let power = Natural::one().shifted_left(vm, count)?;
                Ok(power.minus(vm, &Natural::one())?.into())
            }
        }
    }

    /// Whether it is 0.
    #[inline]
    pub fn is_zero(&self) -> bool {
        matches!(self, Small([0, 0]))
    }

    /// Whether it is odd.
    pub fn is_odd(&self) -> bool {
        match self {
            Small([low, _]) => low & 1 == 1,
            Large(natural) => natural.is_odd(),
        }
    }

    /// The number of digits; 1 for 0.
    #[inline]
    pub fn digits(&self) -> u64 {
        let digits = match self {
            Small([low, high]) => digits_of(u128::from(*high) << 64 | u128::from(*low)),
            Large(natural) => natural.digits(),
        };
        digits as u64
    }

    /// The decimal digit at a position, counted from the lowest.
    pub fn digit(&self, at: u64) -> u64 {
        let Ok(at) = usize::try_from(at) else { return 0 };
        match self.to_small() {
            Some(x) => WIDE_POWERS.get(at).map_or(0, |power| (x / power % 10) as u64),
            None => match self {
                Large(natural) => natural.digit(at),
                Small(_) => 0,
            },
        }
    }

    /// Whether it is a power of ten.
    pub fn is_power_of_ten(&self) -> bool {
        match self {
            Small(_) => self.to_small().is_some_and(|x| WIDE_POWERS.contains(&x)),
            Large(natural) => {
                let zeros = natural.trailing_zeros();
                zeros + 1 == natural.digits() && natural.digit(zeros) == 1
            }
        }
    }

    /// The number of trailing zeros; 0 for 0.
    pub fn trailing_zeros(&self) -> u64 {
        match self {
            Large(natural) => natural.trailing_zeros() as u64,
            Small(_) => {
                let (mut x, mut zeros) = (self.to_small().unwrap_or(0), 0);
                while x != 0 && x % 10 == 0 {
                    x /= 10;
                    zeros += 1;
                }
                zeros
            }
        }
    }

    /// `self * 10^count`
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    #[inline]
    pub fn shifted_left(&self, vm: &Vm, count: u64) -> VmResult<Coefficient> {
        if let Some(x) = self.to_small() {
            if x == 0 {
                return Ok(Coefficient::ZERO);
            }
            let power = WIDE_POWERS.get(usize::try_from(count).unwrap_or(usize::MAX));
            if let Some(product) = power.and_then(|power| x.checked_mul(*power)) {
                return Ok(product.into());
            }
        }
        Ok(self.to_natural(vm)?.shifted_left(vm, count)?.into())
    }

    /// `self / 10^count` rounded down, and the rest.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    #[inline]
    pub fn shifted_right(&self, vm: &Vm, count: u64) -> VmResult<(Coefficient, Rest)> {
        match self {
            Small(_) => {
                let x = self.to_small().unwrap_or(0);
                let Some(at) = usize::try_from(count).ok().filter(|at| *at <= SMALL_DIGITS) else {
                    let rest = if x == 0 { Rest::Zero } else { Rest::Below };
                    return Ok((Coefficient::ZERO, rest));
                };
                let (quotient, rest) = split_digits(x, at);
                Ok((Coefficient::small(quotient), Rest::of_division(rest, WIDE_POWERS[at])))
            }
            Large(natural) => {
                let at = usize::try_from(count).ok();
                let kept = match at.and_then(|at| narrowed(natural.limbs(), at)) {
                    Some(small) => Coefficient::small(small),
                    None => natural.shifted_right(vm, count)?.into(),
                };
                Ok((kept, natural.rest(count)))
            }
        }
    }

    /// `self % 10^count`
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn low_digits(&self, vm: &Vm, count: u64) -> VmResult<Coefficient> {
        match self {
            Small(_) if count > SMALL_DIGITS as u64 => self.copied(vm),
            Small(_) => {
                let (_, rest) = split_digits(self.to_small().unwrap_or(0), count as usize);
                Ok(Coefficient::small(rest))
            }
            Large(natural) => Ok(natural.low_digits(vm, count)?.into()),
        }
    }

    /// `self + other`
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    #[inline]
    pub fn plus(&self, vm: &Vm, other: &Coefficient) -> VmResult<Coefficient> {
        match (self.to_small(), other.to_small()) {
            (Some(a), Some(b)) => Ok((a + b).into()),
            _ => Ok(self.to_natural(vm)?.plus(vm, &other.to_natural(vm)?)?.into()),
        }
    }

    /// `|self - other|`, and whether `other` is greater.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    #[inline]
    pub fn distance(&self, vm: &Vm, other: &Coefficient) -> VmResult<(Coefficient, bool)> {
        match (self.to_small(), other.to_small()) {
            (Some(a), Some(b)) => Ok((Coefficient::small(a.abs_diff(b)), b > a)),
            _ => {
                let (distance, below) =
                    self.to_natural(vm)?.distance(vm, &other.to_natural(vm)?)?;
                Ok((distance.into(), below))
            }
        }
    }

    /// `self * other`
    ///
    /// # Errors
    /// Same as [`Natural::times`].
    #[inline]
    pub fn times(&self, vm: &Vm, other: &Coefficient) -> VmResult<Coefficient> {
        if let (Some(a), Some(b)) = (self.to_small(), other.to_small())
            && let Some(product) = a.checked_mul(b)
        {
            return Ok(product.into());
        }
        match (self, other) {
            (Large(a), Large(b)) => Ok(a.times(vm, b)?.into()),
            (Large(a), b) | (b, Large(a)) => Ok(a.times(vm, &b.to_natural(vm)?)?.into()),
            _ => Ok(self.to_natural(vm)?.times(vm, &other.to_natural(vm)?)?.into()),
        }
    }

    /// The first `precision` digits of `self * other`, how many digits follow, and what fraction
    /// they are; none if no rounding is needed, or the numbers are large.
    #[inline]
    pub fn rounded_product(
        &self,
        other: &Coefficient,
        precision: u64,
    ) -> Option<(Coefficient, u64, Rest)> {
        let (a, b) = (self.to_small()?, other.to_small()?);
        if precision > SMALL_DIGITS as u64 || a.checked_mul(b).is_some() {
            return None;
        }
        let mut product = [0; 6];
        let (a, b) = (limbs_of(a), limbs_of(b));
        by_columns(&mut product, trimmed(&a), trimmed(&b));
        let product = trimmed(&product);
        let surplus = (natural::digits_of(product) as u64).checked_sub(precision)?;
        let kept = narrowed(product, surplus as usize)?;
        Some((Coefficient::small(kept), surplus, lost(product, surplus)))
    }

    /// `self * 10^shift / other` rounded down, and whether there is a remainder; none if small
    /// numbers do not suffice. `other` is not 0.
    #[inline]
    pub fn scaled_quotient(&self, shift: u64, other: &Coefficient) -> Option<(Coefficient, bool)> {
        let (a, b) = (self.to_small()?, other.to_small()?);
        let b_digits = digits_of(b);
        // This many digits can be divided at a time.
        let room = SMALL_DIGITS - b_digits;
        let mut left = usize::try_from(shift).ok()?;
        if room < 6 || digits_of(a) + left > SMALL_DIGITS - 1 + b_digits {
            return None;
        }
        let (mut quotient, mut rest) = divide(a, b);
        while left > 0 {
            if rest == 0 {
                quotient *= WIDE_POWERS[left];
                break;
            }
            let count = left.min(room);
            let (digits, next) = divide(rest * WIDE_POWERS[count], b);
            quotient = quotient * WIDE_POWERS[count] + digits;
            rest = next;
            left -= count;
        }
        Some((Coefficient::small(quotient), rest != 0))
    }

    /// `self / other` rounded down, and the remainder. `other` is not 0.
    ///
    /// # Errors
    /// Same as [`Natural::divided_by`].
    pub fn divided_by(&self, vm: &Vm, other: &Coefficient) -> VmResult<(Coefficient, Coefficient)> {
        if let (Some(a), Some(b)) = (self.to_small(), other.to_small()) {
            let (quotient, rest) = divide(a, b);
            return Ok((Coefficient::small(quotient), Coefficient::small(rest)));
        }
        let (quotient, rest) = match (self, other) {
            (Large(a), Large(b)) => a.divided_by(vm, b)?,
            _ => self.to_natural(vm)?.divided_by(vm, &other.to_natural(vm)?)?,
        };
        Ok((quotient.into(), rest.into()))
    }

    /// `self + 1`
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    #[inline]
    pub fn incremented(&self, vm: &Vm) -> VmResult<Coefficient> {
        self.plus(vm, &Coefficient::ONE)
    }

    /// Writes the digits.
    pub fn write(&self, text: &mut String) {
        match self {
            Large(natural) => natural.write(text),
            Small(_) => {
                let mut buffer = [0; SMALL_DIGITS];
                let digits = self.write_small(&mut buffer);
                text.push_str(std::str::from_utf8(digits).unwrap_or("0"));
            }
        }
    }

    /// Writes the digits of a small number to the end of a buffer.
    pub fn write_small<'a>(&self, buffer: &'a mut [u8; SMALL_DIGITS]) -> &'a [u8] {
        let mut at = SMALL_DIGITS;
        let mut x = self.to_small().unwrap_or(0);
        loop {
            let (high, mut low) = split(x);
            let end = if high == 0 { 0 } else { at - LIMB_DIGITS };
            while at > end && (low != 0 || high != 0 || at == SMALL_DIGITS) {
                at -= 1;
                buffer[at] = b'0' + (low % 10) as u8;
                low /= 10;
            }
            if high == 0 {
                return &buffer[at..];
            }
            x = high;
        }
    }

    /// The number that ASCII digits show.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn parse(vm: &Vm, digits: &[u8]) -> VmResult<Coefficient> {
        let digits = &digits[digits.iter().take_while(|digit| **digit == b'0').count()..];
        let value = |part: &[u8]| part.iter().fold(0, |n, digit| n * 10 + u64::from(digit - b'0'));
        match digits.len() {
            0..=18 => Ok(Coefficient::small(value(digits).into())),
            19..=36 => {
                let (high, low) = digits.split_at(digits.len() - 18);
                let high = u128::from(value(high)) * u128::from(super::natural::BASE);
                Ok(Coefficient::small(high + u128::from(value(low))))
            }
            _ => Ok(Natural::parse(vm, digits)?.into()),
        }
    }
}

impl PartialOrd for Coefficient {
    fn partial_cmp(&self, other: &Coefficient) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Coefficient {
    fn cmp(&self, other: &Coefficient) -> Ordering {
        match (self, other) {
            (Large(a), Large(b)) => a.cmp(b),
            (Large(_), Small(_)) => Ordering::Greater,
            (Small(_), Large(_)) => Ordering::Less,
            (Small(_), Small(_)) => self.to_small().cmp(&other.to_small()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_writes_digits() {
        let mut power = 1;
        for digits in 1..=38 {
            for (x, count) in [(power, digits), (power * 10 - 1, digits), (power + 7, digits)] {
                assert_eq!(digits_of(x), count, "{x}");
                let mut text = String::new();
                Coefficient::from(x).write(&mut text);
                assert_eq!(text, x.to_string());
            }
            power = power.saturating_mul(10);
        }
        assert_eq!(digits_of(0), 1);
        let mut text = String::new();
        Coefficient::ZERO.write(&mut text);
        assert_eq!(text, "0");
    }
}
