//! Decimal numbers, and the settings and conditions of arithmetic with them (General Decimal
//! Arithmetic Specification, version 1.70).

use super::coefficient::Coefficient;
use super::natural::Rest;
use crate::vm::{Vm, VmResult};

/// The greatest precision.
pub const MAX_PREC: i64 = 999_999_999_999_999_999;
/// The greatest exponent of a number with one digit.
pub const MAX_EMAX: i64 = 999_999_999_999_999_999;
/// The smallest exponent of a normal number with one digit.
pub const MIN_EMIN: i64 = -999_999_999_999_999_999;
/// The smallest exponent.
pub const MIN_ETINY: i64 = MIN_EMIN - (MAX_PREC - 1);

/// The kinds of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A coefficient and an exponent.
    Finite,
    /// Infinity.
    Infinite,
    /// Not a number; the coefficient is the payload.
    Quiet,
    /// Not a number, which operations signal.
    Signaling,
}

/// A decimal number: `(-1)^negative * coefficient * 10^exponent`.
#[derive(Clone, Debug)]
pub struct Number {
    /// The digits; a NaN's payload; 0 for infinities.
    pub coefficient: Coefficient,
    /// 0 for numbers that are not finite.
    pub exponent: i64,
    /// The kind.
    pub form: Form,
    /// The sign.
    pub negative: bool,
}

impl Number {
    /// A finite number.
    #[inline]
    pub fn new(negative: bool, coefficient: Coefficient, exponent: i64) -> Number {
        Number { coefficient, exponent, form: Form::Finite, negative }
    }

    /// A zero.
    pub fn zero(negative: bool, exponent: i64) -> Number {
        Number::new(negative, Coefficient::ZERO, exponent)
    }

    /// 1
    pub fn one(negative: bool) -> Number {
        Number::new(negative, Coefficient::ONE, 0)
    }

    /// Infinity.
    pub fn infinity(negative: bool) -> Number {
        Number { coefficient: Coefficient::ZERO, exponent: 0, form: Form::Infinite, negative }
    }

    /// A NaN without a payload.
    pub fn nan() -> Number {
        Number { coefficient: Coefficient::ZERO, exponent: 0, form: Form::Quiet, negative: false }
    }

    /// A copy.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn copied(&self, vm: &Vm) -> VmResult<Number> {
        let coefficient = self.coefficient.copied(vm)?;
        Ok(Number {
            coefficient,
            exponent: self.exponent,
            form: self.form,
            negative: self.negative,
        })
    }

    /// A copy with another sign.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn with_sign(&self, vm: &Vm, negative: bool) -> VmResult<Number> {
        Ok(Number { negative, ..self.copied(vm)? })
    }

    /// Whether it is finite.
    #[inline(always)]
    pub fn is_finite(&self) -> bool {
        self.form == Form::Finite
    }

    /// Whether it is infinite.
    pub fn is_infinite(&self) -> bool {
        self.form == Form::Infinite
    }

    /// Whether it is NaN.
    #[inline(always)]
    pub fn is_nan(&self) -> bool {
        matches!(self.form, Form::Quiet | Form::Signaling)
    }

    /// Whether it is a signaling NaN.
    pub fn is_signaling(&self) -> bool {
        self.form == Form::Signaling
    }

    /// Whether it is 0.
    #[inline(always)]
    pub fn is_zero(&self) -> bool {
        self.is_finite() && self.coefficient.is_zero()
    }

    /// The exponent of the first digit.
    #[inline]
    pub fn adjusted(&self) -> i64 {
        self.exponent + (self.coefficient.digits() as i64 - 1)
    }

    /// Whether it is a whole number.
    pub fn is_integer(&self) -> bool {
        self.is_finite()
            && (self.exponent >= 0
                || self.coefficient.is_zero()
                || self.coefficient.trailing_zeros() >= self.exponent.unsigned_abs())
    }

    /// Whether a whole number is odd.
    pub fn is_odd_integer(&self) -> bool {
        match self.exponent {
            0 => self.coefficient.is_odd(),
            1.. => false,
            exponent => self.coefficient.digit(exponent.unsigned_abs()) % 2 == 1,
        }
    }
}

/// The rounding of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Rounding {
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    /// Towards infinity.
    Ceiling,
    /// Towards minus infinity.
    Floor,
    /// To nearest, halves away from zero.
    HalfUp,
    /// To nearest, halves towards zero.
    HalfDown,
    /// To nearest, halves to an even last digit.
    HalfEven,
    /// Away from zero if the last digit would be 0 or 5, otherwise towards zero.
    ZeroFiveUp,
}

impl Rounding {
    /// All modes with their Python names.
    pub const ALL: [(Rounding, &'static str); 8] = [
        (Rounding::Up, "ROUND_UP"),
        (Rounding::Down, "ROUND_DOWN"),
        (Rounding::Ceiling, "ROUND_CEILING"),
        (Rounding::Floor, "ROUND_FLOOR"),
        (Rounding::HalfUp, "ROUND_HALF_UP"),
        (Rounding::HalfDown, "ROUND_HALF_DOWN"),
        (Rounding::HalfEven, "ROUND_HALF_EVEN"),
        (Rounding::ZeroFiveUp, "ROUND_05UP"),
    ];

    /// The Python name.
    pub fn name(self) -> &'static str {
        Rounding::ALL[self as usize].1
    }

    /// Whether a coefficient with this fraction must be incremented.
    #[inline]
    pub fn rounds_up(self, negative: bool, coefficient: &Coefficient, rest: Rest) -> bool {
        match self {
            _ if rest == Rest::Zero => false,
            Rounding::HalfEven => rest == Rest::Above || rest == Rest::Half && coefficient.is_odd(),
            Rounding::Up => true,
            Rounding::Down => false,
            Rounding::Ceiling => !negative,
            Rounding::Floor => negative,
            Rounding::HalfUp => rest != Rest::Below,
            Rounding::HalfDown => rest == Rest::Above,
            Rounding::ZeroFiveUp => coefficient.digit(0).is_multiple_of(5),
        }
    }
}

/// The conditions of the specification, as bits.
pub mod condition {
    /// The exponent was changed to fit.
    pub const CLAMPED: u32 = 1;
    /// The text is not a number.
    pub const CONVERSION_SYNTAX: u32 = 1 << 1;
    /// Division of a number by zero.
    pub const DIVISION_BY_ZERO: u32 = 1 << 2;
    /// The integer quotient has too many digits.
    pub const DIVISION_IMPOSSIBLE: u32 = 1 << 3;
    /// Zero divided by zero.
    pub const DIVISION_UNDEFINED: u32 = 1 << 4;
    /// Digits that are not zero were lost.
    pub const INEXACT: u32 = 1 << 5;
    /// The operation is not defined under these settings.
    pub const INVALID_CONTEXT: u32 = 1 << 6;
    /// The operation has no result.
    pub const INVALID_OPERATION: u32 = 1 << 7;
    /// A float was mixed with decimals.
    pub const FLOAT_OPERATION: u32 = 1 << 8;
    /// The result is too large.
    pub const OVERFLOW: u32 = 1 << 9;
    /// Digits were lost.
    pub const ROUNDED: u32 = 1 << 10;
    /// The result is below the normal range.
    pub const SUBNORMAL: u32 = 1 << 11;
    /// The result is below the normal range and inexact.
    pub const UNDERFLOW: u32 = 1 << 12;

    /// The conditions that make up the signal `InvalidOperation`.
    pub const INVALID: u32 = CONVERSION_SYNTAX
        | DIVISION_IMPOSSIBLE
        | DIVISION_UNDEFINED
        | INVALID_CONTEXT
        | INVALID_OPERATION;
    /// The conditions that are errors.
    pub const ERRORS: u32 = INVALID | DIVISION_BY_ZERO;
}

/// The settings that arithmetic depends on.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// The number of digits of results.
    pub precision: u64,
    /// The greatest adjusted exponent.
    pub emax: i64,
    /// The smallest adjusted exponent of normal numbers.
    pub emin: i64,
    /// The rounding of results.
    pub rounding: Rounding,
    /// Whether exponents are limited so that all digits fit below `emax`.
    pub clamp: bool,
}

impl Rules {
    /// The widest settings: results are exact if that is possible at all.
    pub const WIDEST: Rules = Rules {
        precision: MAX_PREC as u64,
        emax: MAX_EMAX,
        emin: MIN_EMIN,
        rounding: Rounding::HalfEven,
        clamp: false,
    };

    /// The smallest exponent of a result.
    #[inline(always)]
    pub fn etiny(&self) -> i64 {
        self.emin - (self.precision as i64 - 1)
    }

    /// The greatest exponent of a result with all digits.
    #[inline(always)]
    pub fn etop(&self) -> i64 {
        self.emax - (self.precision as i64 - 1)
    }
}

/// Arithmetic under some settings, which collects conditions.
pub struct Arithmetic<'a> {
    /// For memory and time.
    pub vm: &'a Vm,
    /// The settings.
    pub rules: Rules,
    /// The conditions so far.
    pub status: u32,
}

impl<'a> Arithmetic<'a> {
    /// Arithmetic without conditions so far.
    #[inline]
    pub fn new(vm: &'a Vm, rules: Rules) -> Arithmetic<'a> {
        Arithmetic { vm, rules, status: 0 }
    }

    /// A NaN, and the condition that is its reason.
    #[cold]
    pub fn invalid(&mut self, condition: u32) -> Number {
        self.status |= condition;
        Number::nan()
    }

    /// The result of an operation with a NaN among its operands, if there is one.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    #[inline]
    pub fn propagated(&mut self, operands: &[&Number]) -> VmResult<Option<Number>> {
        if operands.iter().all(|operand| !operand.is_nan()) {
            return Ok(None);
        }
        self.propagate(operands)
    }

    #[cold]
    fn propagate(&mut self, operands: &[&Number]) -> VmResult<Option<Number>> {
        let signaling = operands.iter().find(|operand| operand.is_signaling());
        if signaling.is_some() {
            self.status |= condition::INVALID_OPERATION;
        }
        let nan = signaling.or_else(|| operands.iter().find(|operand| operand.is_nan()));
        nan.map(|nan| self.quieted(nan)).transpose()
    }

    /// A NaN made quiet, with as much of its payload as fits.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn quieted(&self, nan: &Number) -> VmResult<Number> {
        let room = self.rules.precision - u64::from(self.rules.clamp);
        let coefficient = match nan.coefficient.digits() > room {
            true => nan.coefficient.low_digits(self.vm, room)?,
            false => nan.coefficient.copied(self.vm)?,
        };
        Ok(Number { coefficient, exponent: 0, form: Form::Quiet, negative: nan.negative })
    }

    /// A finite result, rounded and checked.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    #[inline]
    pub fn finish(
        &mut self,
        negative: bool,
        coefficient: Coefficient,
        exponent: i64,
    ) -> VmResult<Number> {
        self.finish_with_rest(negative, coefficient, exponent, Rest::Zero)
    }

    /// Like [`Arithmetic::finish`], for a number that is slightly larger: by `rest` units of its
    /// last digit. If there is a rest, there must be more digits than the precision, or no digit
    /// beyond the last must be needed.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    #[inline]
    pub fn finish_with_rest(
        &mut self,
        negative: bool,
        coefficient: Coefficient,
        exponent: i64,
        rest: Rest,
    ) -> VmResult<Number> {
        let digits = coefficient.digits();
        let adjusted = exponent + (digits as i64 - 1);
        let rules = &self.rules;
        if digits <= rules.precision
            && adjusted <= rules.emax
            && adjusted >= rules.emin
            && rest == Rest::Zero
            && (!rules.clamp || exponent <= rules.etop())
        {
            return Ok(Number::new(negative, coefficient, exponent));
        }
        self.finish_by_rules(Number::new(negative, coefficient, exponent), rest)
    }

    fn finish_by_rules(&mut self, mut number: Number, rest: Rest) -> VmResult<Number> {
        let (vm, rules) = (self.vm, self.rules);
        let digits = number.coefficient.digits();
        let adjusted = number.adjusted();
        if number.coefficient.is_zero() && rest == Rest::Zero {
            let top = if rules.clamp { rules.etop() } else { rules.emax };
            let fitting = number.exponent.clamp(rules.etiny(), top);
            if fitting != number.exponent {
                self.status |= condition::CLAMPED;
                number.exponent = fitting;
            }
            return Ok(number);
        }
        if adjusted > rules.emax {
            return self.overflow(number.negative);
        }
        let mut lowest = number.exponent;
        if digits > rules.precision {
            lowest += (digits - rules.precision) as i64;
        }
        if adjusted < rules.emin {
            self.status |= condition::SUBNORMAL;
            lowest = lowest.max(rules.etiny());
        }
        if lowest > number.exponent || rest != Rest::Zero {
            let count = (lowest - number.exponent).unsigned_abs();
            let (kept, lost) = number.coefficient.shifted_right(vm, count)?;
            // The digits below a lost one decide between a half and more.
            let lost = match (count, lost, rest) {
                (0, _, rest) => rest,
                (_, lost, Rest::Zero) => lost,
                (_, Rest::Zero, _) => Rest::Below,
                (_, Rest::Half, _) => Rest::Above,
                (_, lost, _) => lost,
            };
            self.status |= condition::ROUNDED;
            if lost != Rest::Zero {
                self.status |= condition::INEXACT;
                if adjusted < rules.emin {
                    self.status |= condition::UNDERFLOW;
                }
            }
            let up = rules.rounding.rounds_up(number.negative, &kept, lost);
            number.coefficient = if up { kept.incremented(vm)? } else { kept };
            number.exponent = lowest;
            if up && number.coefficient.digits() > rules.precision {
                // 999 became 1000.
                number.coefficient = number.coefficient.shifted_right(vm, 1)?.0;
                number.exponent += 1;
            }
            if number.coefficient.is_zero() {
                self.status |= condition::CLAMPED;
            } else if number.adjusted() > rules.emax {
                return self.overflow(number.negative);
            }
        }
        if rules.clamp && number.exponent > rules.etop() {
            let count = number.exponent - rules.etop();
            number.coefficient = number.coefficient.shifted_left(vm, count.unsigned_abs())?;
            number.exponent = rules.etop();
            self.status |= condition::CLAMPED;
        }
        Ok(number)
    }

    /// The result of an overflow.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    #[cold]
    pub fn overflow(&mut self, negative: bool) -> VmResult<Number> {
        self.status |= condition::OVERFLOW | condition::INEXACT | condition::ROUNDED;
        let to_finite = match self.rules.rounding {
            Rounding::Down | Rounding::ZeroFiveUp => true,
            Rounding::Ceiling => negative,
            Rounding::Floor => !negative,
            _ => false,
        };
        if !to_finite {
            return Ok(Number::infinity(negative));
        }
        let nines = Coefficient::nines(self.vm, self.rules.precision)?;
        Ok(Number::new(negative, nines, self.rules.etop()))
    }

    /// A number, rounded and checked.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`].
    pub fn finalized(&mut self, number: Number) -> VmResult<Number> {
        match number.form {
            Form::Finite => self.finish(number.negative, number.coefficient, number.exponent),
            Form::Infinite => Ok(number),
            Form::Quiet | Form::Signaling => {
                let room = self.rules.precision - u64::from(self.rules.clamp);
                if number.coefficient.digits() <= room {
                    return Ok(number);
                }
                let coefficient = number.coefficient.low_digits(self.vm, room)?;
                Ok(Number { coefficient, ..number })
            }
        }
    }
}
