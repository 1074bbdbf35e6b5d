//! Powers: by squaring for whole exponents, otherwise through `exp` and `ln`; powers to a modulus.

use super::coefficient::Coefficient;
use super::compare::{magnitudes, ordering};
use super::convert::{coefficient_of_big, to_big};
use super::number::{Arithmetic, Number, Rounding, Rules, condition};
use crate::vm::{Vm, VmResult};
use num_traits::ToPrimitive;
use std::cmp::Ordering;

/// Digits of the greatest exponent.
const EXPONENT_DIGITS: u64 = 19;

/// The power of ten that is at most `|log10(x)|`, for a positive `x` other than 1.
fn size_of_logarithm(vm: &Vm, x: &Number) -> VmResult<i64> {
    let digits = |n: i64| i64::from(n.ilog10());
    match x.adjusted() {
        adjusted @ 1.. => Ok(digits(adjusted)),
        adjusted @ ..=-2 => Ok(digits(-1 - adjusted)),
        _ => {
            let mut exact = Arithmetic::new(vm, Rules::WIDEST);
            let distance = exact.subtract(x, &Number::one(false))?;
            Ok(distance.adjusted() - 2)
        }
    }
}

/// The number of digits of a number.
fn count_digits(n: i64) -> i64 {
    i64::from(n.unsigned_abs().checked_ilog10().unwrap_or(0)) + 1
}

impl Arithmetic<'_> {
    /// `base ** exponent`
    ///
    /// # Errors
    /// MemoryError; limits.
    pub fn power(&mut self, base: &Number, exponent: &Number) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[base, exponent])? {
            return Ok(nan);
        }
        let is_whole = exponent.is_integer();
        let negative = is_whole && base.negative && exponent.is_odd_integer();
        let zero = || Number::zero(negative, 0);
        if base.is_zero() {
            return Ok(match exponent.is_zero() {
                true => self.invalid(condition::INVALID_OPERATION),
                false if exponent.negative => Number::infinity(negative),
                false => zero(),
            });
        }
        if base.negative && !is_whole {
            return Ok(self.invalid(condition::INVALID_OPERATION));
        }
        let one = Number::one(false);
        if exponent.is_infinite() {
            return match ordering(self.vm, base, &one)? {
                Ordering::Equal => {
                    self.status |= condition::INEXACT | condition::ROUNDED;
                    self.padded_one(negative, self.rules.precision - 1)
                }
                order if (order == Ordering::Less) != exponent.negative => Ok(zero()),
                _ => Ok(Number::infinity(negative)),
            };
        }
        if exponent.is_zero() {
            return Ok(Number::one(negative));
        }
        if base.is_infinite() {
            return Ok(if exponent.negative { zero() } else { Number::infinity(negative) });
        }
        let order = magnitudes(self.vm, base, &one)?;
        if order == Ordering::Equal {
            return self.power_of_one(base, exponent, is_whole, negative);
        }
        let magnitude = base.with_sign(self.vm, false)?;
        let size = size_of_logarithm(self.vm, &magnitude)? + exponent.adjusted();
        let is_large = (order == Ordering::Greater) != exponent.negative;
        if is_large && count_digits(self.rules.emax) < size {
            return self.overflow(negative);
        }
        if !is_large && count_digits(self.rules.etiny()) < size {
            let lowest = self.rules.etiny() - 1;
            return self.finish(negative, Coefficient::ONE, lowest);
        }
        if is_whole {
            return self.whole_power(base, exponent, negative);
        }
        let result = self.real_power(base, exponent)?;
        if result.is_infinite() {
            return self.overflow(negative);
        }
        let result = match ordering(self.vm, &result, &one)? {
            Ordering::Equal => self.padded_one(false, self.rules.precision - 1)?,
            _ => result,
        };
        self.finalized(result)
    }

    /// 1 with this many zeros after the point.
    fn padded_one(&self, negative: bool, zeros: u64) -> VmResult<Number> {
        let coefficient = Coefficient::ONE.shifted_left(self.vm, zeros)?;
        Ok(Number::new(negative, coefficient, -(zeros as i64)))
    }

    fn power_of_one(
        &mut self,
        base: &Number,
        exponent: &Number,
        is_whole: bool,
        negative: bool,
    ) -> VmResult<Number> {
        let most = self.rules.precision - 1;
        if !is_whole {
            self.status |= condition::INEXACT | condition::ROUNDED;
            return self.padded_one(negative, most);
        }
        if exponent.negative {
            return Ok(Number::one(negative));
        }
        // 1.000 ** 3 is 1.000000000.
        let mut exact = Arithmetic::new(self.vm, Rules::WIDEST);
        let places: Coefficient = u128::from(base.exponent.min(0).unsigned_abs()).into();
        let zeros = exact.multiply(&Number::new(false, places, 0), exponent)?;
        let zeros = exact.integral(&zeros, false)?;
        let zeros = match zeros.adjusted() {
            _ if zeros.is_zero() => Coefficient::ZERO,
            ..=18 => zeros.coefficient.shifted_left(self.vm, zeros.exponent.unsigned_abs())?,
            _ => Coefficient::from(u128::MAX),
        };
        let zeros = zeros.to_small().and_then(|zeros| zeros.to_u64()).unwrap_or(u64::MAX);
        if zeros > most {
            self.status |= condition::ROUNDED;
        }
        self.padded_one(negative, zeros.min(most))
    }

    fn whole_power(
        &mut self,
        base: &Number,
        exponent: &Number,
        negative: bool,
    ) -> VmResult<Number> {
        let vm = self.vm;
        let length = exponent.coefficient.digits() as i64 + exponent.exponent;
        let reserve = (length + 2 + i64::from(exponent.negative)).unsigned_abs();
        let rules = Rules {
            precision: self.rules.precision + reserve,
            rounding: Rounding::HalfEven,
            clamp: false,
            ..self.rules
        };
        let mut inner = Arithmetic::new(vm, rules);
        let factor = match exponent.negative {
            true => inner.divide(&Number::one(false), base)?,
            false => base.copied(vm)?,
        };
        let factor = factor.with_sign(vm, false)?;
        self.status |= inner.status;
        inner.status = 0;
        let count = to_big(vm, exponent)?.magnitude().clone();
        let mut result = factor.copied(vm)?;
        for bit in (0..count.bits() - 1).rev() {
            result = inner.multiply(&result, &result)?;
            if count.bit(bit) {
                result = inner.multiply(&result, &factor)?;
            }
            if !result.is_finite() || result.is_zero() && inner.status & condition::CLAMPED != 0 {
                break;
            }
        }
        self.status |= inner.status;
        if result.is_infinite() {
            return self.overflow(negative);
        }
        result.negative = negative;
        self.finalized(result)
    }

    /// `base ** exponent` as `exp(exponent * ln(base))`, without a final check.
    fn real_power(&mut self, base: &Number, exponent: &Number) -> VmResult<Number> {
        let precision = self.rules.precision.max(base.coefficient.digits()) + 4 + EXPONENT_DIGITS;
        let mut inner = Arithmetic::new(self.vm, Rules { precision, ..Rules::WIDEST });
        let logarithm = inner.ln(base)?;
        let product = inner.multiply(&logarithm, exponent)?;
        self.status |= inner.status & condition::ERRORS;
        inner.status = 0;
        let result = inner.exp(&product)?;
        self.status |= inner.status | condition::INEXACT | condition::ROUNDED;
        Ok(result)
    }

    /// `pow(base, exponent, modulus)` of whole numbers.
    ///
    /// # Errors
    /// MemoryError; limits.
    pub fn power_modulo(
        &mut self,
        base: &Number,
        exponent: &Number,
        modulus: &Number,
    ) -> VmResult<Number> {
        let operands = [base, exponent, modulus];
        if let Some(nan) = self.propagated(&operands)? {
            return Ok(nan);
        }
        let vm = self.vm;
        let is_defined = operands.iter().all(|operand| operand.is_integer())
            && !modulus.is_zero()
            && modulus.adjusted() < self.rules.precision as i64
            && (!exponent.negative || exponent.is_zero())
            && !(base.is_zero() && exponent.is_zero());
        if !is_defined {
            return Ok(self.invalid(condition::INVALID_OPERATION));
        }
        let negative = base.negative && exponent.is_odd_integer();
        let modulus = to_big(vm, modulus)?.magnitude().clone();
        // The base may have more zeros than fit in memory; its residue does not.
        let base = if base.exponent > 0 {
            let ten = num_bigint::BigUint::from(10u32);
            let scale = ten.modpow(&base.exponent.unsigned_abs().into(), &modulus);
            let digits = to_big(vm, &Number::new(false, base.coefficient.copied(vm)?, 0))?;
            digits.magnitude() * scale % &modulus
        } else {
            to_big(vm, base)?.magnitude() % &modulus
        };
        let exponent = to_big(vm, exponent)?.magnitude().clone();
        let [base, exponent, modulus] = [base, exponent, modulus].map(num_bigint::BigInt::from);
        let result = crate::objects::int_work::mod_pow(vm, &base, &exponent, &modulus)?;
        Ok(Number::new(negative, coefficient_of_big(vm, result.magnitude())?, 0))
    }
}
