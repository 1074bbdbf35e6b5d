//! Operations on digits: shifts, rotations, logic; exponents.

use super::coefficient::Coefficient;
use super::number::{Arithmetic, Number, condition};
use crate::vm::VmResult;
use num_traits::ToPrimitive;

impl Arithmetic<'_> {
    /// A number with exponent 0 that fits 64 bits.
    fn whole(&self, number: &Number) -> Option<i64> {
        if !number.is_finite() || number.exponent != 0 {
            return None;
        }
        let magnitude = number.coefficient.to_small()?.to_i64()?;
        Some(if number.negative { -magnitude } else { magnitude })
    }

    /// `a * 10^b`
    ///
    /// # Errors
    /// MemoryError.
    pub fn scale_by(&mut self, a: &Number, b: &Number) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[a, b])? {
            return Ok(nan);
        }
        let most = 2 * (self.rules.emax + self.rules.precision as i64);
        let Some(count) = self.whole(b).filter(|count| (-most..=most).contains(count)) else {
            return Ok(self.invalid(condition::INVALID_OPERATION));
        };
        if a.is_infinite() {
            return Ok(Number::infinity(a.negative));
        }
        let coefficient = a.coefficient.copied(self.vm)?;
        self.finish(a.negative, coefficient, a.exponent + count)
    }

    /// The exponent of the first digit.
    ///
    /// # Errors
    /// MemoryError.
    pub fn exponent_of(&mut self, a: &Number) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[a])? {
            return Ok(nan);
        }
        if a.is_infinite() {
            return Ok(Number::infinity(false));
        }
        if a.is_zero() {
            self.status |= condition::DIVISION_BY_ZERO;
            return Ok(Number::infinity(true));
        }
        let adjusted = a.adjusted();
        self.finish(adjusted < 0, u128::from(adjusted.unsigned_abs()).into(), 0)
    }

    /// The number of places to shift or rotate by; none if that is not a whole number up to the
    /// precision.
    fn distance(&self, b: &Number) -> Option<i64> {
        let most = self.rules.precision as i64;
        self.whole(b).filter(|count| (-most..=most).contains(count))
    }

    /// The coefficient, shifted within the precision to the left by `b` digits.
    ///
    /// # Errors
    /// MemoryError.
    pub fn shift(&mut self, a: &Number, b: &Number) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[a, b])? {
            return Ok(nan);
        }
        let Some(count) = self.distance(b) else {
            return Ok(self.invalid(condition::INVALID_OPERATION));
        };
        if a.is_infinite() {
            return Ok(Number::infinity(a.negative));
        }
        let (vm, distance) = (self.vm, count.unsigned_abs());
        let digits = a.coefficient.low_digits(vm, self.rules.precision)?;
        let coefficient = match count {
            0.. => digits.shifted_left(vm, distance)?.low_digits(vm, self.rules.precision)?,
            _ => digits.shifted_right(vm, distance)?.0,
        };
        Ok(Number::new(a.negative, coefficient, a.exponent))
    }

    /// The coefficient, rotated within the precision to the left by `b` digits.
    ///
    /// # Errors
    /// MemoryError.
    pub fn rotate(&mut self, a: &Number, b: &Number) -> VmResult<Number> {
        if let Some(nan) = self.propagated(&[a, b])? {
            return Ok(nan);
        }
        let Some(count) = self.distance(b) else {
            return Ok(self.invalid(condition::INVALID_OPERATION));
        };
        if a.is_infinite() {
            return Ok(Number::infinity(a.negative));
        }
        let (vm, precision) = (self.vm, self.rules.precision);
        let left = if count >= 0 { count } else { count + precision as i64 }.unsigned_abs();
        let digits = a.coefficient.low_digits(vm, precision)?;
        let upper = digits.shifted_left(vm, left)?.low_digits(vm, precision)?;
        let (lower, _) = digits.shifted_right(vm, precision - left)?;
        Ok(Number::new(a.negative, upper.plus(vm, &lower)?, a.exponent))
    }

    /// The digits of a logical operand, the lowest first; none if it is not one.
    fn bits(&self, a: &Number) -> VmResult<Option<Vec<u8>>> {
        if !a.is_finite() || a.negative || a.exponent != 0 {
            return Ok(None);
        }
        let mut text = String::new();
        self.vm.reserve(a.coefficient.digits() as usize)?;
        a.coefficient.write(&mut text);
        let bits: Vec<u8> = text.bytes().rev().map(|digit| digit - b'0').collect();
        Ok(bits.iter().all(|bit| *bit < 2).then_some(bits))
    }

    /// A digit-wise operation on numbers whose digits are 0 and 1.
    ///
    /// # Errors
    /// MemoryError.
    pub fn logical(
        &mut self,
        a: &Number,
        b: &Number,
        operation: fn(u8, u8) -> u8,
    ) -> VmResult<Number> {
        let (Some(a), Some(b)) = (self.bits(a)?, self.bits(b)?) else {
            return Ok(self.invalid(condition::INVALID_OPERATION));
        };
        let length = a.len().max(b.len()).min(self.rules.precision as usize);
        let at = |bits: &[u8], i: usize| bits.get(i).copied().unwrap_or(0);
        let digits: Vec<u8> =
            (0..length).rev().map(|i| b'0' + operation(at(&a, i), at(&b, i))).collect();
        Ok(Number::new(false, Coefficient::parse(self.vm, &digits)?, 0))
    }

    /// As many digits as the precision has, 0 where `a` has 1 and 1 elsewhere.
    ///
    /// # Errors
    /// MemoryError.
    pub fn logical_invert(&mut self, a: &Number) -> VmResult<Number> {
        let Some(bits) = self.bits(a)? else {
            return Ok(self.invalid(condition::INVALID_OPERATION));
        };
        let length = self.rules.precision as usize;
        let mut digits = self.vm.vec_with_capacity(length)?;
        digits.extend((0..length).rev().map(|i| b'1' - bits.get(i).copied().unwrap_or(0)));
        Ok(Number::new(false, Coefficient::parse(self.vm, &digits)?, 0))
    }
}
