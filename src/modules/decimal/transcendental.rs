//! `exp`, `ln` and `log10`, correctly rounded.
//!
//! Each is computed with a few more digits than needed, and again with twice as many as long as the
//! digits beyond the precision do not decide the rounding (Ziv's strategy). No such result is exact
//! or halfway, so this terminates. Intermediate numbers are in fixed point: natural numbers of
//! units of [`BASE`] to the power of minus `width`.

use super::coefficient::Coefficient;
use super::compare::{magnitudes, ordering};
use super::natural::{BASE, LIMB_DIGITS, Natural};
use super::number::{Arithmetic, Number, Rounding, condition};
use crate::vm::{Vm, VmResult};
use std::cell::RefCell;
use std::cmp::Ordering;

/// The error of approximations, in units of their last digit, is less than this.
const ERROR: u64 = 100;

/// More digits than the precision, at first.
const EXTRA: u64 = 6;

/// An approximation: `(-1)^negative * coefficient * 10^exponent`.
struct Approximation {
    negative: bool,
    coefficient: Natural,
    exponent: i64,
}

/// The logarithm of 10 in fixed point, with the largest width so far.
#[derive(Default)]
struct LogarithmOfTen(RefCell<(usize, Natural)>);

/// The number of limbs below 1 that hold this many digits.
fn width_for(vm: &Vm, digits: u64) -> VmResult<usize> {
    // More would not be finished in a lifetime.
    let digits = usize::try_from(digits).map_err(|_| vm.memory_error())?;
    vm.reserve(digits)?;
    Ok(digits / LIMB_DIGITS + 1)
}

fn digits_in(width: usize) -> u64 {
    (width * LIMB_DIGITS) as u64
}

fn drop_limbs(vm: &Vm, number: &Natural, count: usize) -> VmResult<Natural> {
    number.shifted_right(vm, digits_in(count))
}

/// A product of numbers in fixed point.
fn product(vm: &Vm, a: &Natural, b: &Natural, width: usize) -> VmResult<Natural> {
    drop_limbs(vm, &a.times(vm, b)?, width)
}

/// A whole number in fixed point.
fn fixed(vm: &Vm, whole: u64, width: usize) -> VmResult<Natural> {
    Natural::from(u128::from(whole)).shifted_left(vm, digits_in(width))
}

/// `coefficient * 10^exponent` in fixed point, rounded down.
fn scaled(vm: &Vm, coefficient: &Natural, exponent: i64, width: usize) -> VmResult<Natural> {
    let shift = exponent + digits_in(width) as i64;
    match shift {
        0.. => coefficient.shifted_left(vm, shift.unsigned_abs()),
        _ => coefficient.shifted_right(vm, shift.unsigned_abs()),
    }
}

/// `artanh(1 / n)`
fn artanh_of_inverse(vm: &Vm, n: u64, width: usize) -> VmResult<Natural> {
    let (mut power, _) = fixed(vm, 1, width)?.divided_by_small(n);
    let mut sum = Natural::copied(vm, power.limbs())?;
    let mut odd = 1;
    loop {
        vm.tick(width / 8)?;
        (power, _) = power.divided_by_small(n * n);
        odd += 2;
        let (term, _) = Natural::copied(vm, power.limbs())?.divided_by_small(odd);
        if term.is_zero() {
            return Ok(sum);
        }
        sum = sum.plus(vm, &term)?;
    }
}

/// `ln(10)`, kept for the next time.
fn logarithm_of_ten(vm: &Vm, width: usize) -> VmResult<Natural> {
    let kept = vm.extension::<LogarithmOfTen>();
    if kept.0.borrow().0 < width {
        // Computed as `46 artanh(1/31) + 34 artanh(1/49) + 20 artanh(1/161)`, with a limb for
        // rounding errors.
        let mut sum = Natural::zero();
        for (factor, n) in [(46, 31), (34, 49), (20, 161)] {
            let part = artanh_of_inverse(vm, n, width + 1)?.times_small(vm, factor)?;
            sum = sum.plus(vm, &part)?;
        }
        *kept.0.borrow_mut() = (width, drop_limbs(vm, &sum, 1)?);
    }
    let known = kept.0.borrow();
    drop_limbs(vm, &known.1, known.0 - width)
}

/// `e^x` for a fixed-point number below 10. Its relative error is a few units at `width`, times the
/// power of two that [`halvings`] gives.
fn exponential(vm: &Vm, x: &Natural, width: usize) -> VmResult<Natural> {
    // Halves the argument, sums the series, and squares the result repeatedly.
    let halvings = halvings(width);
    let mut small = Natural::copied(vm, x.limbs())?;
    for step in (0..halvings).step_by(30) {
        (small, _) = small.divided_by_small(1 << (halvings - step).min(30));
    }
    let mut sum = fixed(vm, 1, width)?;
    let mut term = fixed(vm, 1, width)?;
    for n in 1.. {
        (term, _) = product(vm, &term, &small, width)?.divided_by_small(n);
        if term.is_zero() {
            break;
        }
        sum = sum.plus(vm, &term)?;
    }
    for _ in 0..halvings {
        sum = product(vm, &sum, &sum, width)?;
    }
    Ok(sum)
}

/// The number of times that [`exponential`] halves its argument: roughly the number of terms in the
/// series.
fn halvings(width: usize) -> usize {
    (width * 60).isqrt()
}

/// A width for which [`exponential`] is correct to this many digits.
fn width_of_exponential(vm: &Vm, digits: u64) -> VmResult<usize> {
    let width = width_for(vm, digits)?;
    // A bit is lost with each squaring, and a few units with each term.
    width_for(vm, digits + halvings(width + 1) as u64 / 3 + 4)
}

/// The natural logarithm of a fixed-point number from 1 to 10, to about `digits` digits.
fn logarithm(vm: &Vm, m: &Natural, width: usize, digits: u64) -> VmResult<Natural> {
    if digits <= 14 {
        let top = m.shifted_right(vm, digits_in(width) - 16)?;
        let guess = top.to_u128().unwrap_or(0) as f64 / 1e16;
        let guess = (guess.ln().max(0.0) * 1e16) as u128;
        return Natural::from(guess).shifted_left(vm, digits_in(width) - 16);
    }
    // Halley's iteration triples the number of right digits.
    let fewer = digits / 3 + 2;
    let narrow = width_of_exponential(vm, fewer)?.min(width);
    let guess = logarithm(vm, &drop_limbs(vm, m, width - narrow)?, narrow, fewer)?;
    let guess = guess.shifted_left(vm, digits_in(width - narrow))?;
    let power = exponential(vm, &guess, width)?;
    let (distance, is_above) = m.distance(vm, &power)?;
    let numerator = distance.times_small(vm, 2)?.shifted_left(vm, digits_in(width))?;
    let (step, _) = numerator.divided_by(vm, &m.plus(vm, &power)?)?;
    if !is_above {
        return guess.plus(vm, &step);
    }
    Ok(guess.distance(vm, &step)?.0)
}

/// `e^x` to this many digits.
fn approximate_exp(vm: &Vm, x: &Number, digits: u64) -> VmResult<Approximation> {
    let width = width_of_exponential(vm, digits + 2)?;
    // Multiples of ln 10 up to 10²⁰ are subtracted, which needs digits beyond.
    let wide = width + 2;
    let ten = logarithm_of_ten(vm, wide)?;
    let magnitude = scaled(vm, &x.coefficient.to_natural(vm)?, x.exponent, wide)?;
    let (quotient, rest) = magnitude.divided_by(vm, &ten)?;
    let power = quotient.to_u128().and_then(|power| i64::try_from(power).ok());
    let power = power.unwrap_or(i64::MAX / 4);
    let (power, rest) = match x.negative {
        true => (-power - 1, ten.minus(vm, &rest)?),
        false => (power, rest),
    };
    let coefficient = exponential(vm, &drop_limbs(vm, &rest, 2)?, width)?;
    let exponent = power - digits_in(width) as i64;
    Ok(Approximation { negative: false, coefficient, exponent })
}

/// `ln(x)` to this many digits, for a positive `x` other than 1.
fn approximate_ln(vm: &Vm, x: &Number, digits: u64) -> VmResult<Approximation> {
    let one = Number::one(false);
    let adjusted = x.adjusted();
    let is_near_one = adjusted == 0 || adjusted == -1;
    // x = 1 ± distance
    let (distance, lowest) = if is_near_one {
        let lowest = x.exponent.min(0);
        let unit = Coefficient::ONE.shifted_left(vm, lowest.unsigned_abs())?;
        let aligned = x.coefficient.shifted_left(vm, (x.exponent - lowest).unsigned_abs())?;
        (aligned.distance(vm, &unit)?.0, lowest)
    } else {
        (Coefficient::ONE, 0)
    };
    // The distance is below 10 to the power of minus `zeros`.
    let zeros = (-lowest - distance.digits() as i64).max(0).unsigned_abs();
    let is_below = ordering(vm, x, &one)? == Ordering::Less;
    if is_near_one && zeros > 1 && zeros * 30 >= digits {
        return series_near_one(vm, &distance, lowest, is_below, digits);
    }
    let digits = digits + zeros + 2;
    let width = width_of_exponential(vm, digits)?;
    let first = -(x.coefficient.digits() as i64 - 1);
    let m = scaled(vm, &x.coefficient.to_natural(vm)?, first, width)?;
    let logarithm = logarithm(vm, &m, width, digits)?;
    let power = adjusted.unsigned_abs();
    let wide = width + 2;
    let multiple = Natural::from(u128::from(power)).times(vm, &logarithm_of_ten(vm, wide)?)?;
    let multiple = drop_limbs(vm, &multiple, 2)?;
    let (coefficient, negative) = match adjusted {
        0.. => (multiple.plus(vm, &logarithm)?, false),
        _ => {
            let (distance, is_positive) = multiple.distance(vm, &logarithm)?;
            (distance, !is_positive)
        }
    };
    Ok(Approximation { negative, coefficient, exponent: -(digits_in(width) as i64) })
}

/// `ln(1 ± distance)` for a small distance, by its series.
fn series_near_one(
    vm: &Vm,
    distance: &Coefficient,
    exponent: i64,
    is_below: bool,
    digits: u64,
) -> VmResult<Approximation> {
    let width = width_for(vm, digits + 4)?;
    let distance = distance.to_natural(vm)?;
    let u = scaled(vm, &distance, exponent, width)?;
    // 1 ± u/2 + u²/3 ± …
    let (mut sum, mut power) = (fixed(vm, 1, width)?, fixed(vm, 1, width)?);
    for n in 2.. {
        power = product(vm, &power, &u, width)?;
        if power.is_zero() {
            break;
        }
        let (term, _) = Natural::copied(vm, power.limbs())?.divided_by_small(n);
        sum = if is_below || n % 2 == 1 { sum.plus(vm, &term)? } else { sum.minus(vm, &term)? };
    }
    // More digits of the distance than of the sum are useless.
    let surplus = (distance.digits() as u64).saturating_sub(digits_in(width));
    let distance = distance.shifted_right(vm, surplus)?;
    Ok(Approximation {
        negative: is_below,
        coefficient: sum.times(vm, &distance)?,
        exponent: exponent + surplus as i64 - digits_in(width) as i64,
    })
}

/// `log10(x)` to this many digits, for a positive `x` that is not a power of ten.
fn approximate_log10(vm: &Vm, x: &Number, digits: u64) -> VmResult<Approximation> {
    let natural = approximate_ln(vm, x, digits + 2)?;
    let width = width_for(vm, digits + 2)?;
    let ten = logarithm_of_ten(vm, width)?;
    // At least as many digits in the quotient as in the divisor.
    let shift = 2 * digits_in(width);
    let (coefficient, _) = natural.coefficient.shifted_left(vm, shift)?.divided_by(vm, &ten)?;
    let exponent = natural.exponent - digits_in(width) as i64;
    Ok(Approximation { negative: natural.negative, coefficient, exponent })
}

impl Arithmetic<'_> {
    /// Rounds half to even a result that `approximate` computes to any number of digits.
    fn correctly_rounded(
        &mut self,
        approximate: impl Fn(u64) -> VmResult<Approximation>,
    ) -> VmResult<Number> {
        let (vm, precision) = (self.vm, self.rules.precision);
        let mut extra = EXTRA;
        loop {
            let wanted = precision + extra;
            let Approximation { negative, coefficient, exponent } = approximate(wanted)?;
            let surplus = (coefficient.digits() as u64).saturating_sub(wanted);
            let coefficient = coefficient.shifted_right(vm, surplus)?;
            // The digits beyond the precision, modulo half a unit of its last digit.
            let beyond = coefficient.digits() as u64 - precision;
            let beyond = coefficient.low_digits(vm, beyond)?;
            let half = Natural::from(5).shifted_left(vm, extra - 1)?;
            let beyond = if beyond >= half { beyond.minus(vm, &half)? } else { beyond };
            let error = Natural::from(u128::from(ERROR));
            if beyond > error && beyond.plus(vm, &error)? < half {
                let (exponent, rest) = (exponent + surplus as i64, super::natural::Rest::Below);
                return self.finish_with_rest(negative, coefficient.into(), exponent, rest);
            }
            extra *= 2;
        }
    }

    /// Rounds half to even.
    fn half_even(&mut self, work: impl FnOnce(&mut Self) -> VmResult<Number>) -> VmResult<Number> {
        let outer = std::mem::replace(&mut self.rules.rounding, Rounding::HalfEven);
        let result = work(self);
        self.rules.rounding = outer;
        result
    }

    /// `e^a`
    ///
    /// # Errors
    /// MemoryError; limits.
    pub fn exp(&mut self, a: &Number) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[a])? {
            return Ok(nan);
        }
        if a.is_infinite() {
            return Ok(if a.negative { Number::zero(false, 0) } else { Number::infinity(false) });
        }
        if a.is_zero() {
            return Ok(Number::one(false));
        }
        self.half_even(|this| {
            let (vm, rules) = (this.vm, this.rules);
            let precision = rules.precision as i64;
            let limit = if a.negative { -rules.etiny() } else { rules.emax };
            // The result's exponent is more than a third of the number.
            if a.adjusted() > 19 || a.adjusted() > i64::from((limit + 1).ilog10()) + 1 {
                let exponent = if a.negative { rules.etiny() - 2 } else { rules.emax + 1 };
                let rest = super::natural::Rest::Below;
                return this.finish_with_rest(false, Coefficient::ONE, exponent, rest);
            }
            // Conditions near 1 are those of libmpdec, which treats such a small number as 0.
            let tiny = Number::new(false, 9.into(), -precision - 4);
            if magnitudes(vm, a, &tiny)? != Ordering::Greater {
                this.status |= condition::INEXACT | condition::ROUNDED;
                let one = Coefficient::ONE.shifted_left(vm, rules.precision - 1)?;
                return this.finish(false, one, 1 - precision);
            }
            this.correctly_rounded(|digits| approximate_exp(vm, a, digits))
        })
    }

    /// The result of a logarithm that needs no computation, if there is one.
    fn special_logarithm(&mut self, a: &Number) -> VmResult<Option<Number>> {
        if let Some(nan) = self.propagated(&[a])? {
            return Ok(Some(nan));
        }
        if a.is_zero() {
            return Ok(Some(Number::infinity(true)));
        }
        if a.negative {
            return Ok(Some(self.invalid(condition::INVALID_OPERATION)));
        }
        Ok(a.is_infinite().then(|| Number::infinity(false)))
    }

    /// The natural logarithm.
    ///
    /// # Errors
    /// MemoryError; limits.
    pub fn ln(&mut self, a: &Number) -> VmResult<Number> {
        if let Some(special) = self.special_logarithm(a)? {
            return Ok(special);
        }
        if ordering(self.vm, a, &Number::one(false))? == Ordering::Equal {
            return Ok(Number::zero(false, 0));
        }
        let vm = self.vm;
        self.half_even(|this| this.correctly_rounded(|digits| approximate_ln(vm, a, digits)))
    }

    /// The logarithm to the base of 10.
    ///
    /// # Errors
    /// MemoryError; limits.
    pub fn log10(&mut self, a: &Number) -> VmResult<Number> {
        if let Some(special) = self.special_logarithm(a)? {
            return Ok(special);
        }
        let vm = self.vm;
        self.half_even(|this| {
            if a.coefficient.is_power_of_ten() {
                let power = a.adjusted();
                let coefficient = u128::from(power.unsigned_abs()).into();
                return this.finish(power < 0, coefficient, 0);
            }
            this.correctly_rounded(|digits| approximate_log10(vm, a, digits))
        })
    }
}

const _: () = assert!(BASE == 10u64.pow(LIMB_DIGITS as u32));
