//! The functions over complex numbers (Kahan, "Branch Cuts for Complex Elementary Functions").

use super::special::{self, NoResult};
use crate::objects::complex::Pair;
use crate::runtime::c_math;
use std::f64::consts::{E, FRAC_PI_2, LN_2, LN_10};

/// Why a function has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not defined there.
    Domain,
    /// The result is too large for floats.
    Range,
}

impl From<NoResult> for Fault {
    fn from(_: NoResult) -> Fault {
        Fault::Domain
    }
}

type Result<T = Pair> = std::result::Result<T, Fault>;

/// Twice it is still finite.
const LARGE: f64 = f64::MAX / 4.0;
/// Its logarithm: beyond this exp() may have no finite value.
const LOG_LARGE: f64 = 708.396_418_532_264_1;
/// The smallest normal number.
const LEAST: f64 = f64::MIN_POSITIVE;

fn finite(real: f64, imag: f64) -> Result {
    match real.is_infinite() || imag.is_infinite() {
        true => Err(Fault::Range),
        false => Ok(Pair::new(real, imag)),
    }
}

/// Infinity or zero in the quadrant of a direction.
fn scaled(size: f64, real: f64, imag: f64) -> Pair {
    Pair::new(size.copysign(real), size.copysign(imag))
}

/// Whether only the real part is infinite, and the imaginary part gives a direction.
fn is_direction(real: f64, imag: f64) -> bool {
    real.is_infinite() && imag.is_finite() && imag != 0.0
}

fn are_large(x: f64, y: f64, limit: f64) -> bool {
    x.abs() > limit || y.abs() > limit
}

/// The logarithm of twice the absolute value of a large number.
fn log_of_double(x: f64, y: f64) -> f64 {
    (x / 2.0).hypot(y / 2.0).ln() + 2.0 * LN_2
}

pub fn rect(r: f64, phi: f64) -> Result {
    if is_direction(r, phi) {
        return Ok(scaled(f64::INFINITY, r * phi.cos(), r * phi.sin()));
    }
    if let Some(result) = special::RECT.result(Pair::new(r, phi)) {
        return Ok(result?);
    }
    // Not r times the sine, whose sign would be r's.
    let imag = if phi == 0.0 { r * phi } else { r * phi.sin() };
    Ok(Pair::new(r * phi.cos(), imag))
}

pub fn sqrt(z: Pair) -> Result {
    if let Some(result) = special::SQRT.result(z) {
        return Ok(result?);
    }
    let (x, y) = (z.real.abs(), z.imag.abs());
    if x == 0.0 && y == 0.0 {
        return Ok(Pair::new(0.0, z.imag));
    }
    let half = if x < LEAST && y < LEAST {
        // The parts are scaled up for the addition.
        let (x, y) = (libm::ldexp(x, 54), libm::ldexp(y, 54));
        libm::ldexp((2.0 * (x + x.hypot(y))).sqrt(), -28)
    } else {
        let x = x / 8.0;
        2.0 * (x + x.hypot(y / 8.0)).sqrt()
    };
    let other = y / (2.0 * half);
    Ok(match z.real >= 0.0 {
        true => Pair::new(half, other.copysign(z.imag)),
        false => Pair::new(other, half.copysign(z.imag)),
    })
}

pub fn exp(z: Pair) -> Result {
    let Pair { real: x, imag: y } = z;
    if is_direction(x, y) {
        let size = if x > 0.0 { f64::INFINITY } else { 0.0 };
        return Ok(scaled(size, y.cos(), y.sin()));
    }
    if let Some(result) = special::EXP.result(z) {
        return Ok(result?);
    }
    if x > LOG_LARGE {
        let size = (x - 1.0).exp();
        return finite(size * y.cos() * E, size * y.sin() * E);
    }
    let size = x.exp();
    finite(size * y.cos(), size * y.sin())
}

pub fn log(z: Pair) -> Result {
    if let Some(result) = special::LOG.result(z) {
        return Ok(result?);
    }
    let (x, y) = (z.real.abs(), z.imag.abs());
    let size = if x > LARGE || y > LARGE {
        (x / 2.0).hypot(y / 2.0).ln() + LN_2
    } else if x < LEAST && y < LEAST {
        if x == 0.0 && y == 0.0 {
            return Err(Fault::Domain);
        }
        libm::ldexp(x, 53).hypot(libm::ldexp(y, 53)).ln() - 53.0 * LN_2
    } else {
        let length = x.hypot(y);
        if (0.71..=1.73).contains(&length) {
            // Near the unit circle the logarithm of the absolute value loses digits.
            let (large, small) = (x.max(y), x.min(y));
            ((large - 1.0) * (large + 1.0) + small * small).ln_1p() / 2.0
        } else {
            length.ln()
        }
    };
    Ok(Pair::new(size, z.imag.atan2(z.real)))
}

pub fn log10(z: Pair) -> Result {
    let result = log(z)?;
    Ok(Pair::new(result.real / LN_10, result.imag / LN_10))
}

pub fn cosh(z: Pair) -> Result {
    let Pair { real: x, imag: y } = z;
    if is_direction(x, y) {
        return Ok(scaled(f64::INFINITY, y.cos(), y.sin().copysign(y.sin() * x)));
    }
    if let Some(result) = special::COSH.result(z) {
        return Ok(result?);
    }
    if x.abs() > LOG_LARGE {
        let less = x - 1.0_f64.copysign(x);
        return finite(y.cos() * less.cosh() * E, y.sin() * less.sinh() * E);
    }
    finite(y.cos() * x.cosh(), y.sin() * x.sinh())
}

pub fn sinh(z: Pair) -> Result {
    let Pair { real: x, imag: y } = z;
    if is_direction(x, y) {
        return Ok(scaled(f64::INFINITY, y.cos().copysign(y.cos() * x), y.sin()));
    }
    if let Some(result) = special::SINH.result(z) {
        return Ok(result?);
    }
    if x.abs() > LOG_LARGE {
        let less = x - 1.0_f64.copysign(x);
        return finite(y.cos() * less.sinh() * E, y.sin() * less.cosh() * E);
    }
    finite(y.cos() * x.sinh(), y.sin() * x.cosh())
}

pub fn tanh(z: Pair) -> Result {
    let Pair { real: x, imag: y } = z;
    if is_direction(x, y) {
        return Ok(Pair::new(1.0_f64.copysign(x), 0.0_f64.copysign(2.0 * y.sin() * y.cos())));
    }
    if let Some(result) = special::TANH.result(z) {
        return Ok(result?);
    }
    if x.abs() > LOG_LARGE {
        let imag = 4.0 * y.sin() * y.cos() * (-2.0 * x.abs()).exp();
        return Ok(Pair::new(1.0_f64.copysign(x), imag));
    }
    let (across, along) = (x.tanh(), y.tan());
    let (narrow, both) = (1.0 / x.cosh(), across * along);
    let whole = 1.0 + both * both;
    let real = across * (1.0 + along * along) / whole;
    Ok(Pair::new(real, along / whole * narrow * narrow))
}

pub fn asinh(z: Pair) -> Result {
    let Pair { real: x, imag: y } = z;
    if let Some(result) = special::ASINH.result(z) {
        return Ok(result?);
    }
    if are_large(x, y, LARGE) {
        return Ok(Pair::new(log_of_double(x, y).copysign(x), y.atan2(x.abs())));
    }
    let (one, two) = (sqrt(Pair::new(1.0 + y, -x))?, sqrt(Pair::new(1.0 - y, x))?);
    Ok(Pair::new(
        c_math::asinh(one.real * two.imag - two.real * one.imag),
        y.atan2(one.real * two.real - one.imag * two.imag),
    ))
}

pub fn acosh(z: Pair) -> Result {
    let Pair { real: x, imag: y } = z;
    if let Some(result) = special::LOG.result(z) {
        return Ok(result?);
    }
    if are_large(x, y, LARGE) {
        return Ok(Pair::new(log_of_double(x, y), y.atan2(x)));
    }
    let (one, two) = (sqrt(Pair::new(x - 1.0, y))?, sqrt(Pair::new(x + 1.0, y))?);
    Ok(Pair::new(
        c_math::asinh(one.real * two.real + one.imag * two.imag),
        2.0 * one.imag.atan2(two.real),
    ))
}

pub fn atanh(z: Pair) -> Result {
    let Pair { real: x, imag: y } = z;
    if let Some(result) = special::ATANH.result(z) {
        return Ok(result?);
    }
    if x.is_sign_negative() {
        let opposite = atanh(Pair::new(-x, -y))?;
        return Ok(Pair::new(-opposite.real, -opposite.imag));
    }
    let high = y.abs();
    let root_of_large = LARGE.sqrt();
    if x > root_of_large || high > root_of_large {
        let length = (x / 2.0).hypot(y / 2.0);
        return Ok(Pair::new(x / 4.0 / length / length, -FRAC_PI_2.copysign(-y)));
    }
    if x == 1.0 && high < LEAST.sqrt() {
        if high == 0.0 {
            return Err(Fault::Domain);
        }
        let real = -(high.sqrt() / high.hypot(2.0).sqrt()).ln();
        return Ok(Pair::new(real, (2.0_f64.atan2(-high) / 2.0).copysign(y)));
    }
    let left = 1.0 - x;
    Ok(Pair::new(
        (4.0 * x / (left * left + high * high)).ln_1p() / 4.0,
        -(-2.0 * y).atan2(left * (1.0 + x) - high * high) / 2.0,
    ))
}

pub fn acos(z: Pair) -> Result {
    let Pair { real: x, imag: y } = z;
    if let Some(result) = special::ACOS.result(z) {
        return Ok(result?);
    }
    if are_large(x, y, LARGE) {
        return Ok(Pair::new(y.abs().atan2(x), log_of_double(x, y).copysign(-y)));
    }
    let (one, two) = (sqrt(Pair::new(1.0 - x, -y))?, sqrt(Pair::new(1.0 + x, y))?);
    Ok(Pair::new(
        2.0 * one.real.atan2(two.real),
        c_math::asinh(two.real * one.imag - two.imag * one.real),
    ))
}

/// A circular function by the hyperbolic one: f(z) = -i g(iz).
fn turned(function: fn(Pair) -> Result, z: Pair) -> Result {
    let result = function(Pair::new(-z.imag, z.real))?;
    Ok(Pair::new(result.imag, -result.real))
}

pub fn asin(z: Pair) -> Result {
    turned(asinh, z)
}

pub fn atan(z: Pair) -> Result {
    turned(atanh, z)
}

pub fn sin(z: Pair) -> Result {
    turned(sinh, z)
}

pub fn tan(z: Pair) -> Result {
    turned(tanh, z)
}

pub fn cos(z: Pair) -> Result {
    cosh(Pair::new(-z.imag, z.real))
}
