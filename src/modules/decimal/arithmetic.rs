//! Addition, multiplication, division, remainders and square roots.

use super::coefficient::Coefficient;
use super::natural::Rest;
use super::number::{Arithmetic, Form, Number, Rounding, Rules, condition};
use crate::vm::VmResult;
use std::cmp::Ordering;

impl Arithmetic<'_> {
    /// `a + b`
    ///
    /// # Errors
    /// MemoryError; limits. (So for all operations.)
    #[inline]
    pub fn add(&mut self, a: &Number, b: &Number) -> VmResult<Number> {
        self.sum(a, b, b.negative)
    }

    /// `a - b`
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    #[inline]
    pub fn subtract(&mut self, a: &Number, b: &Number) -> VmResult<Number> {
        self.sum(a, b, !b.negative)
    }

    /// `a + b`, where `b` has the opposite sign.
    #[inline]
    fn sum(&mut self, a: &Number, b: &Number, b_negative: bool) -> VmResult<Number> {
        if !a.is_finite() || !b.is_finite() {
            return self.special_sum(a, b, b_negative);
        }
        if a.exponent == b.exponent {
            return self.aligned_sum(
                (&a.coefficient, a.negative),
                (&b.coefficient, b_negative),
                a.exponent,
            );
        }
        let ((big, big_negative), (small, small_negative)) = if a.exponent > b.exponent {
            ((a, a.negative), (b, b_negative))
        } else {
            ((b, b_negative), (a, a.negative))
        };
        let small = (&small.coefficient, small.exponent);
        let big_digits = big.coefficient.digits() as i64;
        // Below this exponent, a small operand matters only by being nonzero.
        let beyond = (big_digits - self.rules.precision as i64 - 1).min(0);
        let lowest = big.exponent - 1 + beyond;
        let is_far = !big.coefficient.is_zero() && small.1 + (small.0.digits() as i64 - 1) < lowest;
        let tiny = if small.0.is_zero() { Coefficient::ZERO } else { Coefficient::ONE };
        let (small, exponent) = if is_far { (&tiny, lowest) } else { small };
        let count = (big.exponent - exponent).unsigned_abs();
        let aligned = big.coefficient.shifted_left(self.vm, count)?;
        self.aligned_sum((&aligned, big_negative), (small, small_negative), exponent)
    }

    #[inline]
    fn aligned_sum(
        &mut self,
        (a, a_negative): (&Coefficient, bool),
        (b, b_negative): (&Coefficient, bool),
        exponent: i64,
    ) -> VmResult<Number> {
        if a_negative == b_negative {
            let sum = a.plus(self.vm, b)?;
            return self.finish(a_negative, sum, exponent);
        }
        let (difference, is_below) = a.distance(self.vm, b)?;
        let negative = match difference.is_zero() {
            true => self.rules.rounding == Rounding::Floor,
            false => a_negative != is_below,
        };
        self.finish(negative, difference, exponent)
    }

    #[cold]
    fn special_sum(&mut self, a: &Number, b: &Number, b_negative: bool) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[a, b])? {
            return Ok(nan);
        }
        Ok(match (a.is_infinite(), b.is_infinite()) {
            (true, true) if a.negative != b_negative => self.invalid(condition::INVALID_OPERATION),
            (true, _) => Number::infinity(a.negative),
            _ => Number::infinity(b_negative),
        })
    }

    /// `a * b`
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    #[inline]
    pub fn multiply(&mut self, a: &Number, b: &Number) -> VmResult<Number> {
        let negative = a.negative != b.negative;
        if !a.is_finite() || !b.is_finite() {
            return self.special_product(a, b, negative);
        }
        let exponent = a.exponent + b.exponent;
        let precision = self.rules.precision;
        if let Some((kept, count, rest)) = a.coefficient.rounded_product(&b.coefficient, precision)
        {
            self.status |= condition::ROUNDED;
            return self.finish_with_rest(negative, kept, exponent + count as i64, rest);
        }
        let product = a.coefficient.times(self.vm, &b.coefficient)?;
        self.finish(negative, product, exponent)
    }

    #[cold]
    fn special_product(&mut self, a: &Number, b: &Number, negative: bool) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[a, b])? {
            return Ok(nan);
        }
        if a.is_zero() || b.is_zero() {
            return Ok(self.invalid(condition::INVALID_OPERATION));
        }
        Ok(Number::infinity(negative))
    }

    /// `a * b + c`, rounded once.
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn multiply_add(&mut self, a: &Number, b: &Number, c: &Number) -> VmResult<Number> {
        if a.is_finite() && b.is_finite() {
            let product = Number::new(
                a.negative != b.negative,
                a.coefficient.times(self.vm, &b.coefficient)?,
                a.exponent + b.exponent,
            );
            return self.add(&product, c);
        }
        if !a.is_nan() && !b.is_nan() && (a.is_zero() || b.is_zero()) {
            return Ok(self.invalid(condition::INVALID_OPERATION));
        }
        match self.propagated(&[a, b, c])? {
            Some(nan) => Ok(nan),
            None => self.add(&Number::infinity(a.negative != b.negative), c),
        }
    }

    /// `a / b`
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn divide(&mut self, a: &Number, b: &Number) -> VmResult<Number> {
        let negative = a.negative != b.negative;
        if !a.is_finite() || !b.is_finite() {
            if let Some(nan) = self.propagated(&[a, b])? {
                return Ok(nan);
            }
            if a.is_infinite() && b.is_infinite() {
                return Ok(self.invalid(condition::INVALID_OPERATION));
            }
            if a.is_infinite() {
                return Ok(Number::infinity(negative));
            }
            self.status |= condition::CLAMPED;
            return Ok(Number::zero(negative, self.rules.etiny()));
        }
        if b.coefficient.is_zero() {
            if a.coefficient.is_zero() {
                return Ok(self.invalid(condition::DIVISION_UNDEFINED));
            }
            self.status |= condition::DIVISION_BY_ZERO;
            return Ok(Number::infinity(negative));
        }
        let ideal = a.exponent - b.exponent;
        if a.coefficient.is_zero() {
            return self.finish(negative, Coefficient::ZERO, ideal);
        }
        // One digit more than the precision, at least.
        let (a_digits, b_digits) = (a.coefficient.digits() as i64, b.coefficient.digits() as i64);
        let shift = (b_digits - a_digits + self.rules.precision as i64 + 1).max(0);
        let small = a.coefficient.scaled_quotient(shift.unsigned_abs(), &b.coefficient);
        let (quotient, is_inexact) = match small {
            Some(small) => small,
            None => {
                let dividend = a.coefficient.shifted_left(self.vm, shift.unsigned_abs())?;
                let (quotient, rest) = dividend.divided_by(self.vm, &b.coefficient)?;
                (quotient, !rest.is_zero())
            }
        };
        let exponent = ideal - shift;
        if is_inexact {
            return self.finish_with_rest(negative, quotient, exponent, Rest::Below);
        }
        let (quotient, exponent) = self.towards(quotient, exponent, ideal)?;
        self.finish(negative, quotient, exponent)
    }

    /// An exact coefficient without trailing zeros, as long as the exponent is below the ideal one.
    fn towards(
        &self,
        coefficient: Coefficient,
        exponent: i64,
        ideal: i64,
    ) -> VmResult<(Coefficient, i64)> {
        if exponent >= ideal {
            return Ok((coefficient, exponent));
        }
        let zeros = coefficient.trailing_zeros().min((ideal - exponent).unsigned_abs());
        let (stripped, _) = coefficient.shifted_right(self.vm, zeros)?;
        Ok((stripped, exponent + zeros as i64))
    }

    /// Quotient and remainder of finite numbers with a nonzero divisor, both without a final check.
    fn exact_quotient(&mut self, a: &Number, b: &Number) -> VmResult<(Number, Number)> {
        let negative = a.negative != b.negative;
        let ideal = a.exponent.min(b.exponent);
        if a.coefficient.is_zero() {
            return Ok((Number::zero(negative, 0), Number::zero(a.negative, ideal)));
        }
        let distance = a.adjusted() - b.adjusted();
        if distance > self.rules.precision as i64 {
            let nan = self.invalid(condition::DIVISION_IMPOSSIBLE);
            return Ok((nan, Number::nan()));
        }
        let aligned = |number: &Number| {
            number.coefficient.shifted_left(self.vm, (number.exponent - ideal).unsigned_abs())
        };
        let dividend = aligned(a)?;
        if distance < 0 {
            return Ok((Number::zero(negative, 0), Number::new(a.negative, dividend, ideal)));
        }
        let (quotient, rest) = dividend.divided_by(self.vm, &aligned(b)?)?;
        if quotient.digits() > self.rules.precision {
            let nan = self.invalid(condition::DIVISION_IMPOSSIBLE);
            return Ok((nan, Number::nan()));
        }
        Ok((Number::new(negative, quotient, 0), Number::new(a.negative, rest, ideal)))
    }

    /// `divmod(a, b)`: the quotient is rounded towards zero.
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn divmod(&mut self, a: &Number, b: &Number) -> VmResult<(Number, Number)> {
        if let Some(nan) = self.propagated(&[a, b])? {
            return Ok((nan.copied(self.vm)?, nan));
        }
        let negative = a.negative != b.negative;
        if a.is_infinite() {
            let rest = self.invalid(condition::INVALID_OPERATION);
            let quotient = if b.is_infinite() { Number::nan() } else { Number::infinity(negative) };
            return Ok((quotient, rest));
        }
        if b.is_infinite() {
            let rest = a.copied(self.vm)?;
            return Ok((Number::zero(negative, 0), self.finalized(rest)?));
        }
        if b.is_zero() {
            if a.is_zero() {
                return Ok((self.invalid(condition::DIVISION_UNDEFINED), Number::nan()));
            }
            let rest = self.invalid(condition::DIVISION_BY_ZERO | condition::INVALID_OPERATION);
            return Ok((Number::infinity(negative), rest));
        }
        let (quotient, rest) = self.exact_quotient(a, b)?;
        Ok((self.finalized(quotient)?, self.finalized(rest)?))
    }

    /// `a // b`, rounded towards zero.
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn divide_integer(&mut self, a: &Number, b: &Number) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[a, b])? {
            return Ok(nan);
        }
        let negative = a.negative != b.negative;
        match (a.is_infinite(), b.is_infinite()) {
            (true, true) => return Ok(self.invalid(condition::INVALID_OPERATION)),
            (true, false) => return Ok(Number::infinity(negative)),
            (false, true) => return Ok(Number::zero(negative, 0)),
            (false, false) => {}
        }
        if b.is_zero() {
            if a.is_zero() {
                return Ok(self.invalid(condition::DIVISION_UNDEFINED));
            }
            self.status |= condition::DIVISION_BY_ZERO;
            return Ok(Number::infinity(negative));
        }
        let (quotient, _) = self.exact_quotient(a, b)?;
        self.finalized(quotient)
    }

    /// The result of a remainder whose operands need no division, if there is one.
    fn special_remainder(&mut self, a: &Number, b: &Number) -> VmResult<Option<Number>> {
        if let Some(nan) = self.propagated(&[a, b])? {
            return Ok(Some(nan));
        }
        if a.is_infinite() {
            return Ok(Some(self.invalid(condition::INVALID_OPERATION)));
        }
        if b.is_infinite() {
            let rest = a.copied(self.vm)?;
            return Ok(Some(self.finalized(rest)?));
        }
        if b.is_zero() {
            return Ok(Some(self.invalid(match a.is_zero() {
                true => condition::DIVISION_UNDEFINED,
                false => condition::INVALID_OPERATION,
            })));
        }
        Ok(None)
    }

    /// `a % b`, with the sign of `a`.
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn remainder(&mut self, a: &Number, b: &Number) -> VmResult<Number> {
        if let Some(special) = self.special_remainder(a, b)? {
            return Ok(special);
        }
        let (_, rest) = self.exact_quotient(a, b)?;
        self.finalized(rest)
    }

    /// `a - b * n`, where `n` is the whole number nearest to `a / b`.
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn remainder_near(&mut self, a: &Number, b: &Number) -> VmResult<Number> {
        if let Some(special) = self.special_remainder(a, b)? {
            return Ok(special);
        }
        let (quotient, rest) = self.exact_quotient(a, b)?;
        if rest.is_nan() {
            return Ok(rest);
        }
        if b.adjusted() - rest.adjusted() > 1 {
            // Less than half of the divisor, which may be too long to write out.
            return self.finalized(rest);
        }
        let divisor =
            b.coefficient.shifted_left(self.vm, (b.exponent - rest.exponent).unsigned_abs())?;
        let twice = rest.coefficient.plus(self.vm, &rest.coefficient)?;
        let is_nearer = match twice.cmp(&divisor) {
            Ordering::Less => false,
            Ordering::Equal => quotient.coefficient.is_odd(),
            Ordering::Greater => true,
        };
        if !is_nearer {
            return self.finalized(rest);
        }
        if quotient.coefficient.incremented(self.vm)?.digits() > self.rules.precision {
            return Ok(self.invalid(condition::DIVISION_IMPOSSIBLE));
        }
        let (distance, _) = divisor.distance(self.vm, &rest.coefficient)?;
        self.finish(!rest.negative, distance, rest.exponent)
    }

    /// The square root, rounded half to even.
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn square_root(&mut self, a: &Number) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[a])? {
            return Ok(nan);
        }
        let ideal = a.exponent >> 1;
        if a.is_zero() {
            return self.finish(a.negative, Coefficient::ZERO, ideal);
        }
        if a.negative {
            return Ok(self.invalid(condition::INVALID_OPERATION));
        }
        if a.is_infinite() {
            return Ok(Number::infinity(false));
        }
        let odd = a.exponent & 1;
        let digits = a.coefficient.digits() as i64;
        let root_digits = (digits + 1 + odd) >> 1;
        let shift = self.rules.precision as i64 + 1 - root_digits;
        let count = (2 * shift + odd).unsigned_abs();
        let (square, is_whole) = if 2 * shift + odd >= 0 {
            (a.coefficient.shifted_left(self.vm, count)?, true)
        } else {
            let (square, rest) = a.coefficient.shifted_right(self.vm, count)?;
            (square, rest == Rest::Zero)
        };
        let (root, is_exact) = match square.to_small() {
            Some(small) => {
                let root = small.isqrt();
                (Coefficient::from(root), root * root == small)
            }
            None => {
                let (root, is_exact) = square.to_natural(self.vm)?.square_root(self.vm)?;
                (root.into(), is_exact)
            }
        };
        let exponent = ideal - shift;
        let outer = std::mem::replace(&mut self.rules.rounding, Rounding::HalfEven);
        let result = if is_whole && is_exact {
            let (root, exponent) = self.towards(root, exponent, ideal)?;
            self.finish(false, root, exponent)
        } else {
            self.finish_with_rest(false, root, exponent, Rest::Below)
        };
        self.rules.rounding = outer;
        result
    }

    /// `+a`
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn plus(&mut self, a: &Number) -> VmResult<Number> {
        self.signed(a, a.negative)
    }

    /// `-a`
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn minus(&mut self, a: &Number) -> VmResult<Number> {
        self.signed(a, !a.negative)
    }

    /// `abs(a)`
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn absolute(&mut self, a: &Number) -> VmResult<Number> {
        self.signed(a, false)
    }

    fn signed(&mut self, a: &Number, negative: bool) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[a])? {
            return Ok(nan);
        }
        // Zeros are added to 0.
        let negative = negative && (!a.is_zero() || self.rules.rounding == Rounding::Floor);
        let result = a.with_sign(self.vm, negative)?;
        self.finalized(result)
    }

    /// `a` with the exponent of `b`.
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn quantize(&mut self, a: &Number, b: &Number) -> VmResult<Number> {
        if !a.is_finite() || !b.is_finite() {
            if let Some(nan) = self.propagated(&[a, b])? {
                return Ok(nan);
            }
            if a.is_infinite() && b.is_infinite() {
                return Ok(Number::infinity(a.negative));
            }
            return Ok(self.invalid(condition::INVALID_OPERATION));
        }
        let (exponent, rules) = (b.exponent, self.rules);
        if exponent > rules.emax || exponent < rules.etiny() {
            return Ok(self.invalid(condition::INVALID_OPERATION));
        }
        if a.coefficient.is_zero() {
            return self.finish(a.negative, Coefficient::ZERO, exponent);
        }
        let shift = a.exponent - exponent;
        if a.coefficient.digits() as i64 + shift > rules.precision as i64 {
            return Ok(self.invalid(condition::INVALID_OPERATION));
        }
        let mut status = 0;
        let coefficient = if shift >= 0 {
            a.coefficient.shifted_left(self.vm, shift.unsigned_abs())?
        } else {
            let (kept, rest) = a.coefficient.shifted_right(self.vm, shift.unsigned_abs())?;
            status = condition::ROUNDED;
            if rest != Rest::Zero {
                status |= condition::INEXACT;
            }
            match rules.rounding.rounds_up(a.negative, &kept, rest) {
                true => kept.incremented(self.vm)?,
                false => kept,
            }
        };
        let digits = coefficient.digits();
        let adjusted = exponent + (digits as i64 - 1);
        if digits > rules.precision || adjusted > rules.emax {
            return Ok(self.invalid(condition::INVALID_OPERATION));
        }
        self.status |= status;
        self.finish(a.negative, coefficient, exponent)
    }

    /// The nearest whole number under the rounding mode. `is_exact` is whether losing digits is a
    /// condition.
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn integral(&mut self, a: &Number, is_exact: bool) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[a])? {
            return Ok(nan);
        }
        if !a.is_finite() || a.exponent >= 0 {
            return a.copied(self.vm);
        }
        if a.coefficient.is_zero() {
            return Ok(Number::zero(a.negative, 0));
        }
        let (kept, rest) = a.coefficient.shifted_right(self.vm, a.exponent.unsigned_abs())?;
        if is_exact {
            self.status |= condition::ROUNDED;
            if rest != Rest::Zero {
                self.status |= condition::INEXACT;
            }
        }
        let kept = match self.rules.rounding.rounds_up(a.negative, &kept, rest) {
            true => kept.incremented(self.vm)?,
            false => kept,
        };
        Ok(Number::new(a.negative, kept, 0))
    }

    /// `a` without trailing zeros.
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn reduce(&mut self, a: &Number) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[a])? {
            return Ok(nan);
        }
        let number = a.copied(self.vm)?;
        let number = self.finalized(number)?;
        if !number.is_finite() {
            return Ok(number);
        }
        if number.is_zero() {
            return Ok(Number::zero(number.negative, 0));
        }
        let highest = if self.rules.clamp { self.rules.etop() } else { self.rules.emax };
        let (coefficient, exponent) = self.towards(number.coefficient, number.exponent, highest)?;
        Ok(Number::new(number.negative, coefficient, exponent))
    }

    /// Runs `work` under other settings, and keeps the error conditions.
    ///
    /// # Errors
    /// Any exception raised by `work`.
    pub fn quietly(
        &mut self,
        rules: Rules,
        work: impl FnOnce(&mut Arithmetic<'_>) -> VmResult<Number>,
    ) -> VmResult<Number> {
        let mut inner = Arithmetic::new(self.vm, rules);
        let result = work(&mut inner)?;
        self.status |= inner.status & condition::ERRORS;
        Ok(result)
    }

    /// The next greater number.
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn next_plus(&mut self, a: &Number) -> VmResult<Number> {
        self.next(a, false)
    }

    /// The next smaller number.
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn next_minus(&mut self, a: &Number) -> VmResult<Number> {
        self.next(a, true)
    }

    fn next(&mut self, a: &Number, downwards: bool) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[a])? {
            return Ok(nan);
        }
        if a.is_infinite() {
            if a.negative == downwards {
                return Ok(Number::infinity(a.negative));
            }
            let nines = Coefficient::nines(self.vm, self.rules.precision)?;
            return Ok(Number::new(a.negative, nines, self.rules.etop()));
        }
        let rounding = if downwards { Rounding::Floor } else { Rounding::Ceiling };
        let tiny = Number::new(downwards, Coefficient::ONE, self.rules.etiny() - 1);
        self.quietly(Rules { rounding, ..self.rules }, |inner| {
            let copy = a.copied(inner.vm)?;
            let rounded = inner.finalized(copy)?;
            match super::compare::ordering(inner.vm, a, &rounded)? {
                Ordering::Equal => inner.add(&rounded, &tiny),
                _ => Ok(rounded),
            }
        })
    }

    /// The number next to `a` in the direction of `b`.
    ///
    /// # Errors
    /// Same as [`Arithmetic::add`].
    pub fn next_toward(&mut self, a: &Number, b: &Number) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[a, b])? {
            return Ok(nan);
        }
        let result = match super::compare::ordering(self.vm, a, b)? {
            Ordering::Equal => return a.with_sign(self.vm, b.negative),
            Ordering::Less => self.next_plus(a)?,
            Ordering::Greater => self.next_minus(a)?,
        };
        let lossy = condition::ROUNDED | condition::INEXACT;
        if result.form == Form::Infinite {
            self.status |= lossy | condition::OVERFLOW;
        } else if result.adjusted() < self.rules.emin {
            self.status |= lossy | condition::UNDERFLOW | condition::SUBNORMAL;
            if result.is_zero() {
                self.status |= condition::CLAMPED;
            }
        }
        Ok(result)
    }
}
