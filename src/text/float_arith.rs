//! Float arithmetic as defined by Python: floor division and powers.

use super::error::{Result, TextError};

/// `divmod(a, b)`: the quotient rounded down, the remainder with the sign of `b`.
pub fn divmod(a: f64, b: f64) -> Result<(f64, f64)> {
    if b == 0.0 {
        return Err(TextError::zero_division("float divmod()"));
    }
    let mut remainder = a % b;
    let mut quotient = (a - remainder) / b;
    if remainder == 0.0 {
        // Zero takes the divisor's sign.
        remainder = 0f64.copysign(b);
    } else if (b < 0.0) != (remainder < 0.0) {
        remainder += b;
        quotient -= 1.0;
    }
    let whole = if quotient == 0.0 {
        0f64.copysign(a / b)
    } else {
        // The division may have rounded: the quotient is the nearest integer.
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    };
    Ok((whole, remainder))
}

/// `a // b`.
pub fn floor_div(a: f64, b: f64) -> Result<f64> {
    if b == 0.0 {
        return Err(TextError::zero_division("float floor division by zero"));
    }
    divmod(a, b).map(|(quotient, _)| quotient)
}

/// `a % b`.
pub fn modulo(a: f64, b: f64) -> Result<f64> {
    if b == 0.0 {
        return Err(TextError::zero_division("float modulo by zero"));
    }
    let remainder = a % b;
    Ok(if remainder == 0.0 {
        0f64.copysign(b)
    } else if (b < 0.0) != (remainder < 0.0) {
        remainder + b
    } else {
        remainder
    })
}

/// A power of floats, which may not be a real number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Power {
    /// A float.
    Real(f64),
    /// A negative base with a fractional exponent: compute it as a complex number.
    Complex,
}

/// `a ** b`.
pub fn pow(a: f64, b: f64) -> Result<Power> {
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(TextError::zero_division("0.0 cannot be raised to a negative power"));
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b.fract() != 0.0 {
        return Ok(Power::Complex);
    }
    let result = a.powf(b);
    if result.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(TextError::overflow("(34, 'Numerical result out of range')"));
    }
    Ok(Power::Real(result))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divides() {
        for (a, b, q, r) in [(7.5, 2.0, 3.0, 1.5), (-7.5, 2.0, -4.0, 0.5), (7.5, -2.0, -4.0, -0.5)]
        {
            assert_eq!(divmod(a, b), Ok((q, r)));
            assert_eq!(modulo(a, b), Ok(r));
        }
        assert_eq!(divmod(1.0, 0.1), Ok((9.0, 0.09999999999999995)));
        assert!(divmod(1.0, 0.0).is_err());
    }

    #[test]
    fn raises_to_powers() {
        assert_eq!(pow(-8.0, 1.0 / 3.0), Ok(Power::Complex));
        assert_eq!(pow(2.0, -1.0), Ok(Power::Real(0.5)));
        assert!(pow(10.0, 400.0).is_err() && pow(0.0, -1.0).is_err());
    }
}
