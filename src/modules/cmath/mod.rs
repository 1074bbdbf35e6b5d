//! `cmath`: the functions of `math` over complex numbers.

mod functions;
mod special;

use super::ModuleDef;
use crate::objects::complex::{self, Pair};
use crate::objects::float;
use crate::objects::native::{Args, NativeDef};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Raised, Vm, VmResult};
use functions::Fault;
use std::f64::consts::{E, PI, TAU};

#[cold]
fn fault(vm: &Vm, fault: Fault) -> Raised {
    match fault {
        Fault::Domain => vm.value_error("math domain error"),
        Fault::Range => vm.overflow_error("math range error"),
    }
}

/// The argument at a position, as a complex number.
fn argument(vm: &Vm, a: Args<'_>, at: usize) -> VmResult<Pair> {
    complex::require(vm, a.at(at))
}

/// Calls a function with the first argument.
fn unary(vm: &Vm, a: Args<'_>, function: fn(Pair) -> Result<Pair, Fault>) -> VmResult {
    function(argument(vm, a, 0)?).map(Value::from).map_err(|error| fault(vm, error))
}

/// Tests the parts of the first argument.
fn test(vm: &Vm, a: Args<'_>, test: fn(Pair) -> bool) -> VmResult {
    Ok(Value::bool(test(argument(vm, a, 0)?)))
}

fn log(vm: &Vm, a: Args<'_>) -> VmResult {
    let of = |at| functions::log(argument(vm, a, at)?).map_err(|error| fault(vm, error));
    let result = of(0)?;
    if a.opt(1).is_none() {
        return Ok(result.into());
    }
    result.divided_by(of(1)?).map(Value::from).ok_or_else(|| fault(vm, Fault::Domain))
}

fn phase(vm: &Vm, a: Args<'_>) -> VmResult {
    let z = argument(vm, a, 0)?;
    let phase = z.imag.atan2(z.real);
    if phase == 0.0 && z.imag != 0.0 && z.real.is_finite() {
        return Err(fault(vm, Fault::Range));
    }
    Ok(Value::float(phase))
}

fn polar(vm: &Vm, a: Args<'_>) -> VmResult {
    let z = argument(vm, a, 0)?;
    let length = z.abs().ok_or_else(|| fault(vm, Fault::Range))?;
    Ok(Tuple::new([Value::float(length), Value::float(z.imag.atan2(z.real))]).into_value())
}

fn rect(vm: &Vm, a: Args<'_>) -> VmResult {
    let (r, phi) = (float::require(vm, a.at(0))?, float::require(vm, a.at(1))?);
    functions::rect(r, phi).map(Value::from).map_err(|error| fault(vm, error))
}

fn isclose(vm: &Vm, a: Args<'_>) -> VmResult {
    let (one, two) = (argument(vm, a, 0)?, argument(vm, a, 1)?);
    let relative = a.opt(2).map_or(Ok(1e-9), |v| float::require(vm, v))?;
    let absolute = a.opt(3).map_or(Ok(0.0), |v| float::require(vm, v))?;
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    let is_infinite = |z: Pair| z.real.is_infinite() || z.imag.is_infinite();
    if one == two {
        return Ok(Value::TRUE);
    }
    if is_infinite(one) || is_infinite(two) {
        return Ok(Value::FALSE);
    }
    let size = |z: Pair| z.real.hypot(z.imag);
    let difference = size(one.minus(two));
    let is_close = difference <= relative * size(two)
        || difference <= relative * size(one)
        || difference <= absolute;
    Ok(Value::bool(is_close))
}

macro_rules! functions {
    ($($signature:literal, $doc:literal, $how:ident $function:expr;)*) => {
        &[$(NativeDef::new($signature, $doc, |vm, a| $how(vm, a, $function))),*]
    };
}

const UNARY: &[NativeDef] = functions! {
    "acos(z, /)", "Return the arc cosine of z.", unary functions::acos;
    "acosh(z, /)", "Return the inverse hyperbolic cosine of z.", unary functions::acosh;
    "asin(z, /)", "Return the arc sine of z.", unary functions::asin;
    "asinh(z, /)", "Return the inverse hyperbolic sine of z.", unary functions::asinh;
    "atan(z, /)", "Return the arc tangent of z.", unary functions::atan;
    "atanh(z, /)", "Return the inverse hyperbolic tangent of z.", unary functions::atanh;
    "cos(z, /)", "Return the cosine of z.", unary functions::cos;
    "cosh(z, /)", "Return the hyperbolic cosine of z.", unary functions::cosh;
    "exp(z, /)", "Return the exponential value e**z.", unary functions::exp;
    "log10(z, /)", "Return the base-10 logarithm of z.", unary functions::log10;
    "sin(z, /)", "Return the sine of z.", unary functions::sin;
    "sinh(z, /)", "Return the hyperbolic sine of z.", unary functions::sinh;
    "sqrt(z, /)", "Return the square root of z.", unary functions::sqrt;
    "tan(z, /)", "Return the tangent of z.", unary functions::tan;
    "tanh(z, /)", "Return the hyperbolic tangent of z.", unary functions::tanh;
    "isfinite(z, /)", "Return True if both the real and imaginary parts of z are finite, else False.",
        test |z| z.real.is_finite() && z.imag.is_finite();
    "isinf(z, /)", "Checks if the real or imaginary part of z is infinite.",
        test |z| z.real.is_infinite() || z.imag.is_infinite();
    "isnan(z, /)", "Checks if the real or imaginary part of z not a number (NaN).",
        test |z| z.real.is_nan() || z.imag.is_nan();
};

const OTHERS: &[NativeDef] = &[
    NativeDef::new(
        "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
        "Determine whether two complex numbers are close in value.\n\nReturn True if a is close in value to b, and False otherwise.",
        isclose,
    ),
    NativeDef::new(
        "log(z, base=None, /)",
        "log(z[, base]) -> the logarithm of z to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e) of z.",
        log,
    ),
    NativeDef::new(
        "phase(z, /)",
        "Return argument, also known as the phase angle, of a complex.",
        phase,
    ),
    NativeDef::new(
        "polar(z, /)",
        "Convert a complex from rectangular coordinates to polar coordinates.\n\nr is the distance from 0 and phi the phase angle.",
        polar,
    ),
    NativeDef::new(
        "rect(r, phi, /)",
        "Convert from polar coordinates to rectangular coordinates.",
        rect,
    ),
];

/// `cmath`
pub static MODULE: ModuleDef = ModuleDef {
    name: "cmath",
    doc: "This module provides access to mathematical functions for complex\nnumbers.",
    functions: crate::objects::native::tables![UNARY, OTHERS],
    constants: &[
        ("pi", |_| Value::float(PI)),
        ("e", |_| Value::float(E)),
        ("tau", |_| Value::float(TAU)),
        ("inf", |_| Value::float(f64::INFINITY)),
        ("nan", |_| Value::float(f64::NAN)),
        ("infj", |_| Pair::new(0.0, f64::INFINITY).into()),
        ("nanj", |_| Pair::new(0.0, f64::NAN).into()),
    ],
    ..ModuleDef::BASE
};
