//! Order: numerical, total, of magnitudes; maxima and minima; classes.

use super::number::{Arithmetic, Form, Number, Rules, condition};
use crate::vm::{Vm, VmResult};
use std::cmp::Ordering;

/// The order of two numbers that are not NaNs.
///
/// # Errors
/// MemoryError.
pub fn ordering(vm: &Vm, a: &Number, b: &Number) -> VmResult<Ordering> {
    if a.is_zero() && b.is_zero() {
        return Ok(Ordering::Equal);
    }
    if a.is_zero() || b.is_zero() || a.negative != b.negative {
        let sign = |number: &Number| match (number.is_zero(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        return Ok(sign(a).cmp(&sign(b)));
    }
    let order = magnitudes(vm, a, b)?;
    Ok(if a.negative { order.reverse() } else { order })
}

/// The order of the magnitudes of two numbers that are not NaNs.
///
/// # Errors
/// MemoryError.
pub fn magnitudes(vm: &Vm, a: &Number, b: &Number) -> VmResult<Ordering> {
    match (a.is_infinite(), b.is_infinite()) {
        (false, false) => {}
        (x, y) => return Ok(x.cmp(&y)),
    }
    if a.exponent == b.exponent {
        return Ok(a.coefficient.cmp(&b.coefficient));
    }
    match (a.is_zero(), b.is_zero()) {
        (false, false) => {}
        (x, y) => return Ok(y.cmp(&x)),
    }
    let order = a.adjusted().cmp(&b.adjusted());
    if order != Ordering::Equal {
        return Ok(order);
    }
    let gap = a.exponent.abs_diff(b.exponent);
    Ok(if a.exponent > b.exponent {
        a.coefficient.shifted_left(vm, gap)?.cmp(&b.coefficient)
    } else {
        a.coefficient.cmp(&b.coefficient.shifted_left(vm, gap)?)
    })
}

/// The total order of magnitudes: NaNs are above infinity, and of equal numbers the one with the
/// greater exponent is greater.
///
/// # Errors
/// MemoryError.
pub fn total_magnitudes(vm: &Vm, a: &Number, b: &Number) -> VmResult<Ordering> {
    let rank = |number: &Number| match number.form {
        Form::Finite | Form::Infinite => 0,
        Form::Signaling => 1,
        Form::Quiet => 2,
    };
    match (rank(a), rank(b)) {
        (0, 0) => Ok(magnitudes(vm, a, b)?.then(a.exponent.cmp(&b.exponent))),
        (x, y) if x == y => Ok(a.coefficient.cmp(&b.coefficient)),
        (x, y) => Ok(x.cmp(&y)),
    }
}

/// The total order.
///
/// # Errors
/// MemoryError.
pub fn total(vm: &Vm, a: &Number, b: &Number) -> VmResult<Ordering> {
    if a.negative != b.negative {
        return Ok(b.negative.cmp(&a.negative));
    }
    let order = total_magnitudes(vm, a, b)?;
    Ok(if a.negative { order.reverse() } else { order })
}

/// An order as a number: -1, 0 or 1.
pub fn as_number(order: Ordering) -> Number {
    match order {
        Ordering::Less => Number::one(true),
        Ordering::Equal => Number::zero(false, 0),
        Ordering::Greater => Number::one(false),
    }
}

/// Whether both have the same exponent, or both are infinite, or both NaNs.
pub fn same_quantum(a: &Number, b: &Number) -> bool {
    match (a.is_finite(), b.is_finite()) {
        (true, true) => a.exponent == b.exponent,
        (false, false) => a.is_nan() == b.is_nan(),
        _ => false,
    }
}

/// Whether it is finite, not 0, and not below the normal range.
pub fn is_normal(a: &Number, rules: &Rules) -> bool {
    a.is_finite() && !a.is_zero() && a.adjusted() >= rules.emin
}

/// Whether it is finite, not 0, and below the normal range.
pub fn is_subnormal(a: &Number, rules: &Rules) -> bool {
    a.is_finite() && !a.is_zero() && a.adjusted() < rules.emin
}

/// The name of its class.
pub fn class_name(a: &Number, rules: &Rules) -> &'static str {
    let [positive, negative] = match a.form {
        Form::Quiet => ["NaN", "NaN"],
        Form::Signaling => ["sNaN", "sNaN"],
        Form::Infinite => ["+Infinity", "-Infinity"],
        Form::Finite if a.is_zero() => ["+Zero", "-Zero"],
        Form::Finite if is_subnormal(a, rules) => ["+Subnormal", "-Subnormal"],
        Form::Finite => ["+Normal", "-Normal"],
    };
    if a.negative { negative } else { positive }
}

impl Arithmetic<'_> {
    /// -1, 0, 1, or a NaN.
    ///
    /// # Errors
    /// MemoryError.
    pub fn compare(&mut self, a: &Number, b: &Number) -> VmResult<Number> {
        match self.propagated(&[a, b])? {
            Some(nan) => Ok(nan),
            None => Ok(as_number(ordering(self.vm, a, b)?)),
        }
    }

    /// Same as [`Arithmetic::compare`]; all NaNs are invalid.
    ///
    /// # Errors
    /// MemoryError.
    pub fn compare_signal(&mut self, a: &Number, b: &Number) -> VmResult<Number> {
        if a.is_nan() || b.is_nan() {
            self.status |= condition::INVALID_OPERATION;
        }
        self.compare(a, b)
    }

    /// The larger (or smaller) one, by value or by magnitude.
    ///
    /// # Errors
    /// MemoryError.
    pub fn extreme(
        &mut self,
        a: &Number,
        b: &Number,
        wanted: Ordering,
        by_magnitude: bool,
    ) -> VmResult<Number> {
        let chosen = match (a.form, b.form) {
            (Form::Quiet, Form::Finite | Form::Infinite) => b,
            (Form::Finite | Form::Infinite, Form::Quiet) => a,
            _ => {
                if let Some(nan) = self.propagated(&[a, b])? {
                    return Ok(nan);
                }
                let vm = self.vm;
                let mut order = match by_magnitude {
                    true => magnitudes(vm, a, b)?,
                    false => ordering(vm, a, b)?,
                };
                if order == Ordering::Equal {
                    order = total(vm, a, b)?;
                }
                if order == wanted { a } else { b }
            }
        };
        let copy = chosen.copied(self.vm)?;
        self.finalized(copy)
    }
}
