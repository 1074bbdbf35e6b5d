//! `math`: the functions of the C library and CPython's additions.

mod gamma;
mod integers;
mod sums;

use super::ModuleDef;
use crate::objects::float::require;
use crate::objects::int::{Int, from_big, is_int, to_big, to_i64};
use crate::objects::native::{Args, NativeDef, NativeFunction};
use crate::objects::scalar::raised;
use crate::objects::special::SpecialMethod;
use crate::objects::tuple::Tuple;
use crate::runtime::{Value, View, c_math};
use crate::text::float::float_to_bigint;
use crate::text::int_arith::to_float;
use crate::text::pace::PART;
use crate::vm::{Raised, Vm, VmResult};
pub use gamma::ln_gamma;
use hob_grammar::ast::BinaryOp;
use sums::{ExactSum, SumError};

#[cold]
fn domain(vm: &Vm) -> Raised {
    vm.value_error("math domain error")
}

#[cold]
fn range(vm: &Vm) -> Raised {
    vm.overflow_error("math range error")
}

/// Whether an infinite result of finite arguments means overflow or a pole.
#[derive(Clone, Copy, PartialEq)]
enum Infinite {
    Overflow,
    Pole,
}

#[inline]
fn unary(vm: &Vm, a: Args<'_>, function: fn(f64) -> f64, infinite: Infinite) -> VmResult {
    let x = require(vm, a.at(0))?;
    let result = function(x);
    if result.is_nan() && !x.is_nan() {
        return Err(domain(vm));
    }
    if result.is_infinite() && x.is_finite() {
        return Err(if infinite == Infinite::Overflow { range(vm) } else { domain(vm) });
    }
    Ok(Value::float(result))
}

fn binary(vm: &Vm, a: Args<'_>, function: fn(f64, f64) -> f64) -> VmResult {
    let (x, y) = (require(vm, a.at(0))?, require(vm, a.at(1))?);
    let result = function(x, y);
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain(vm));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(range(vm));
    }
    Ok(Value::float(result))
}

/// The logarithm of a number, which may be an int too large for a float.
fn logarithm(vm: &Vm, value: &Value, log: fn(f64) -> f64) -> VmResult<f64> {
    if let Some(int) = value.get::<Int>() {
        let big = &int.value;
        if big.sign() != num_bigint::Sign::Plus {
            return Err(domain(vm));
        }
        let bits = big.bits();
        if bits <= 1024
            && let Ok(x) = to_float(big)
        {
            return Ok(log(x));
        }
        // The number as a fraction from one half to one, and a power of two.
        let shift = bits - 1000;
        let top = to_float(&(big >> shift)).map_err(|e| raised(vm, e))?;
        return Ok(log(libm::ldexp(top, -1000)) + log(2.0) * bits as f64);
    }
    let x = require(vm, value)?;
    if x <= 0.0 {
        return Err(domain(vm));
    }
    Ok(log(x))
}

fn log(vm: &Vm, a: Args<'_>) -> VmResult {
    let x = logarithm(vm, a.at(0), f64::ln)?;
    let Some(base) = a.opt(1) else { return Ok(Value::float(x)) };
    let base = logarithm(vm, base, f64::ln)?;
    if base == 0.0 {
        return Err(
            vm.error(crate::objects::exception::Exc::ZeroDivisionError, "float division by zero")
        );
    }
    Ok(Value::float(x / base))
}

fn pow(vm: &Vm, a: Args<'_>) -> VmResult {
    let (x, y) = (require(vm, a.at(0))?, require(vm, a.at(1))?);
    let result = x.powf(y);
    if x.is_finite() && y.is_finite() {
        if result.is_nan() || (result.is_infinite() && x == 0.0) {
            return Err(domain(vm));
        }
        if result.is_infinite() {
            return Err(range(vm));
        }
    }
    Ok(Value::float(result))
}

fn remainder(x: f64, y: f64) -> f64 {
    if x.is_finite() && y.is_infinite() { x } else { libm::remainder(x, y) }
}

fn fmod(x: f64, y: f64) -> f64 {
    if y.is_infinite() && x.is_finite() { x } else { x % y }
}

fn round_by(vm: &Vm, a: Args<'_>, method: SpecialMethod, round: fn(f64) -> f64) -> VmResult {
    if let View::Float(x) = a[0].view() {
        return float_to_bigint(round(x)).map(from_big).map_err(|e| raised(vm, e));
    }
    if let Some(result) = vm.call_special_method(a.at(0), method, &[])? {
        return Ok(result);
    }
    if method == SpecialMethod::Trunc {
        let shown = vm.class_ref(a.at(0)).name();
        return Err(vm.type_error(format!("type {shown} doesn't define __trunc__ method")));
    }
    let x = require(vm, a.at(0))?;
    float_to_bigint(round(x)).map(from_big).map_err(|e| raised(vm, e))
}

fn frexp(vm: &Vm, a: Args<'_>) -> VmResult {
    let x = require(vm, a.at(0))?;
    let (mantissa, exponent) = if x.is_finite() && x != 0.0 { libm::frexp(x) } else { (x, 0) };
    Ok(Tuple::new([Value::float(mantissa), Value::from(i64::from(exponent))]).into_value())
}

fn ldexp(vm: &Vm, a: Args<'_>) -> VmResult {
    let x = require(vm, a.at(0))?;
    if !is_int(a.at(1)) {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    }
    if x == 0.0 || !x.is_finite() {
        return Ok(Value::float(x));
    }
    let negative = to_big(a.at(1)).is_some_and(|i| i.sign() == num_bigint::Sign::Minus);
    let exponent = to_i64(a.at(1)).unwrap_or(if negative { i64::MIN } else { i64::MAX });
    let result = libm::ldexp(x, exponent.clamp(-5000, 5000) as i32);
    if result.is_infinite() { Err(range(vm)) } else { Ok(Value::float(result)) }
}

fn modf(vm: &Vm, a: Args<'_>) -> VmResult {
    let x = require(vm, a.at(0))?;
    let (fraction, whole) = match x {
        x if x.is_infinite() => (0f64.copysign(x), x),
        x => ((x - x.trunc()).copysign(x), x.trunc()),
    };
    Ok(Tuple::new([Value::float(fraction), Value::float(whole)]).into_value())
}

fn sum_error(vm: &Vm, error: SumError) -> Raised {
    match error {
        SumError::Overflow => vm.overflow_error("intermediate overflow in fsum"),
        SumError::Infinities => vm.value_error("-inf + inf in fsum"),
    }
}

fn fsum(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut sum = ExactSum::default();
    vm.for_each(a.at(0), |item| sum.add(require(vm, &item)?).map_err(|e| sum_error(vm, e)))?;
    sum.total().map(Value::float).map_err(|e| sum_error(vm, e))
}

fn prod(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut result = a.opt(1).cloned().unwrap_or(Value::small_int(1));
    vm.for_each(a.at(0), |item| {
        result = vm.binary(BinaryOp::Mul, &result, &item)?;
        Ok(())
    })?;
    Ok(result)
}

/// A number that [`sumprod`] multiplies as a float, if the other one is a float.
fn plain(value: &Value) -> Option<f64> {
    match value.is_bool() {
        true => Some(f64::from(u8::from(value.is(&Value::TRUE)))),
        false => value.as_float().or_else(|| value.as_small_int().map(|n| n as f64)),
    }
}

/// As in CPython, products of ints are added as machine words as long as they fit, then products of
/// floats as floats, and the rest by the operators.
fn sumprod(vm: &Vm, a: Args<'_>) -> VmResult {
    let (p, q) = (vm.iter(a.at(0))?, vm.iter(a.at(1))?);
    let mut total = Value::small_int(0);
    let mut ints = Some(0_i64);
    let (mut floats, mut has_floats) = (Some(ExactSum::default()), false);
    loop {
        let pair = (vm.next(&p)?, vm.next(&q)?);
        let next = match &pair {
            (Some(x), Some(y)) => Some((x, y)),
            (None, None) => None,
            _ => return Err(vm.value_error("Inputs are not the same length")),
        };
        if let Some(sum) = ints {
            let product = next.and_then(|(x, y)| x.as_small_int()?.checked_mul(y.as_small_int()?));
            ints = product.and_then(|product| sum.checked_add(product));
            if ints.is_some() {
                continue;
            }
            total = sum.into();
        }
        if let Some(mut sum) = floats.take() {
            let factors = next.filter(|(x, y)| x.is_float() || y.is_float());
            let factors = factors.and_then(|(x, y)| Some((plain(x)?, plain(y)?)));
            match factors.filter(|(x, y)| (x * y).is_finite()) {
                Some((x, y)) if sum.add_product(x, y).is_ok() => {
                    (floats, has_floats) = (Some(sum), true);
                    continue;
                }
                // The sum is too large for a float.
                Some((x, y)) => {
                    let sum = Value::float(f64::INFINITY.copysign(x * y));
                    total = vm.binary(BinaryOp::Add, &total, &sum)?;
                    continue;
                }
                None if has_floats => {
                    let sum = sum.total().map_err(|error| sum_error(vm, error))?;
                    total = vm.binary(BinaryOp::Add, &total, &Value::float(sum))?;
                }
                None => {}
            }
        }
        let Some((x, y)) = next else { return Ok(total) };
        let product = vm.binary(BinaryOp::Mul, x, y)?;
        total = vm.binary(BinaryOp::Add, &total, &product)?;
    }
}

fn floats(vm: &Vm, values: &[Value]) -> VmResult<Vec<f64>> {
    let mut floats = vm.vec_with_capacity(values.len())?;
    for part in values.chunks(PART) {
        vm.tick(part.len())?;
        for value in part {
            floats.push(require(vm, value)?);
        }
    }
    Ok(floats)
}

fn norm(vm: &Vm, numbers: &[f64]) -> VmResult {
    vm.paced(|pace| sums::norm(numbers, pace)).map(Value::float)
}

fn hypot(vm: &Vm, a: Args<'_>) -> VmResult {
    norm(vm, &floats(vm, a.rest())?)
}

fn dist(vm: &Vm, a: Args<'_>) -> VmResult {
    let point = |value: &Value| match value.get::<Tuple>() {
        Some(tuple) => floats(vm, tuple.items()),
        None => floats(vm, &vm.to_vec(value)?),
    };
    let (p, q) = (point(a.at(0))?, point(a.at(1))?);
    if p.len() != q.len() {
        return Err(vm.value_error("both points must have the same number of dimensions"));
    }
    let mut differences = p;
    for (xs, ys) in differences.chunks_mut(PART).zip(q.chunks(PART)) {
        vm.tick(xs.len())?;
        xs.iter_mut().zip(ys).for_each(|(x, y)| *x = (*x - y).abs());
    }
    norm(vm, &differences)
}

fn isclose(vm: &Vm, a: Args<'_>) -> VmResult {
    let (x, y) = (require(vm, a.at(0))?, require(vm, a.at(1))?);
    let relative = a.opt(2).map_or(Ok(1e-9), |v| require(vm, v))?;
    let absolute = a.opt(3).map_or(Ok(0.0), |v| require(vm, v))?;
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    if x == y {
        return Ok(Value::TRUE);
    }
    if x.is_infinite() || y.is_infinite() {
        return Ok(Value::FALSE);
    }
    let difference = (x - y).abs();
    let close = difference <= (relative * y).abs()
        || difference <= (relative * x).abs()
        || difference <= absolute;
    Ok(Value::bool(close))
}

/// `steps` floats further from `x` towards `y`.
fn step(x: f64, y: f64, steps: u64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return if x.is_nan() { x } else { y };
    }
    // Floats as integers in their order.
    let order = |f: f64| {
        let bits = f.to_bits() as i64;
        if bits < 0 { i64::MIN - bits } else { bits }
    };
    let (from, to) = (order(x), order(y));
    if from == to || steps == 0 {
        return if steps == 0 { x } else { y };
    }
    let distance = from.abs_diff(to);
    if steps >= distance {
        return y;
    }
    let at =
        if from < to { from.wrapping_add(steps as i64) } else { from.wrapping_sub(steps as i64) };
    let bits = if at < 0 { i64::MIN.wrapping_sub(at) } else { at };
    let result = f64::from_bits(bits as u64);
    if result == 0.0 && from < 0 { -0.0 } else { result }
}

fn nextafter(vm: &Vm, a: Args<'_>) -> VmResult {
    let (x, y) = (require(vm, a.at(0))?, require(vm, a.at(1))?);
    let steps = match a.some(2) {
        None => 1,
        Some(steps) => {
            let index = vm.index(steps)?;
            if to_big(&index).is_some_and(|i| i.sign() == num_bigint::Sign::Minus) {
                return Err(vm.value_error("steps must be a non-negative integer"));
            }
            to_i64(&index).map_or(u64::MAX, |n| n as u64)
        }
    };
    Ok(Value::float(step(x, y, steps)))
}

fn ulp(vm: &Vm, a: Args<'_>) -> VmResult {
    let x = require(vm, a.at(0))?.abs();
    if !x.is_finite() {
        return Ok(Value::float(x));
    }
    let next = step(x, f64::INFINITY, 1);
    Ok(Value::float(if next.is_infinite() { x - step(x, 0.0, 1) } else { next - x }))
}

fn fma(vm: &Vm, a: Args<'_>) -> VmResult {
    let (x, y, z) = (require(vm, a.at(0))?, require(vm, a.at(1))?, require(vm, a.at(2))?);
    let result = x.mul_add(y, z);
    if result.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
        return Err(vm.value_error("invalid operation in fma"));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(vm.overflow_error("overflow in fma"));
    }
    Ok(Value::float(result))
}

fn gamma_of(vm: &Vm, a: Args<'_>) -> VmResult {
    let x = require(vm, a.at(0))?;
    match gamma::gamma(x) {
        None => Err(domain(vm)),
        Some(y) if y.is_infinite() && x.is_finite() => Err(range(vm)),
        Some(y) => Ok(Value::float(y)),
    }
}

fn lgamma(vm: &Vm, a: Args<'_>) -> VmResult {
    let x = require(vm, a.at(0))?;
    match gamma::ln_gamma(x) {
        None => Err(domain(vm)),
        Some(y) if y.is_infinite() && x.is_finite() => Err(range(vm)),
        Some(y) => Ok(Value::float(y)),
    }
}

macro_rules! unary {
    ($($signature:literal, $doc:literal, $function:expr, $infinite:ident;)*) => {
        &[$(NativeDef::new($signature, $doc, |vm, a| {
            unary(vm, a, $function, Infinite::$infinite)
        })),*]
    };
}

const UNARY: &[NativeDef] = unary! {
    "sqrt(x, /) -> float", "Return the square root of x.", f64::sqrt, Pole;
    "cbrt(x, /)", "Return the cube root of x.", f64::cbrt, Pole;
    "exp(x, /) -> float", "Return e raised to the power of x.", f64::exp, Overflow;
    "exp2(x, /)", "Return 2 raised to the power of x.", f64::exp2, Overflow;
    "expm1(x, /)", "Return exp(x)-1.", f64::exp_m1, Overflow;
    "log1p(x, /)", "Return the natural logarithm of 1+x (base e).", f64::ln_1p, Pole;
    "sin(x, /) -> float", "Return the sine of x (measured in radians).", f64::sin, Pole;
    "cos(x, /) -> float", "Return the cosine of x (measured in radians).", f64::cos, Pole;
    "tan(x, /) -> float", "Return the tangent of x (measured in radians).", f64::tan, Pole;
    "asin(x, /)", "Return the arc sine (measured in radians) of x.", f64::asin, Pole;
    "acos(x, /)", "Return the arc cosine (measured in radians) of x.", f64::acos, Pole;
    "atan(x, /)", "Return the arc tangent (measured in radians) of x.", f64::atan, Pole;
    "sinh(x, /)", "Return the hyperbolic sine of x.", f64::sinh, Overflow;
    "cosh(x, /)", "Return the hyperbolic cosine of x.", f64::cosh, Overflow;
    "tanh(x, /)", "Return the hyperbolic tangent of x.", f64::tanh, Pole;
    "asinh(x, /)", "Return the inverse hyperbolic sine of x.", |x| c_math::asinh(x), Pole;
    "acosh(x, /)", "Return the inverse hyperbolic cosine of x.", |x| c_math::acosh(x), Pole;
    "atanh(x, /)", "Return the inverse hyperbolic tangent of x.", |x| c_math::atanh(x), Pole;
    "erf(x, /)", "Error function at x.", |x| c_math::erf(x), Pole;
    "erfc(x, /)", "Complementary error function at x.", |x| c_math::erfc(x), Pole;
    "fabs(x, /)", "Return the absolute value of the float x.", f64::abs, Pole;
    "degrees(x, /)", "Convert angle x from radians to degrees.", |x| x * (180.0 / std::f64::consts::PI), Overflow;
    "radians(x, /)", "Convert angle x from degrees to radians.", |x| x * (std::f64::consts::PI / 180.0), Pole;
};

const OTHERS: &[NativeDef] = &[
    NativeDef::new(
        "log(x, base=None, /) -> float",
        "Return the logarithm of x to the given base.",
        log,
    ),
    NativeDef::new("log2(x, /) -> float", "Return the base 2 logarithm of x.", |vm, a| {
        logarithm(vm, a.at(0), f64::log2).map(Value::float)
    }),
    NativeDef::new("log10(x, /) -> float", "Return the base 10 logarithm of x.", |vm, a| {
        logarithm(vm, a.at(0), f64::log10).map(Value::float)
    }),
    NativeDef::new("pow(x, y, /)", "Return x**y (x to the power of y).", pow),
    NativeDef::new(
        "atan2(y, x, /)",
        "Return the arc tangent (measured in radians) of y/x.",
        |vm, a| binary(vm, a, f64::atan2),
    ),
    NativeDef::new("fmod(x, y, /)", "Return fmod(x, y), according to platform C.", |vm, a| {
        binary(vm, a, fmod)
    }),
    NativeDef::new(
        "remainder(x, y, /)",
        "Difference between x and the closest integer multiple of y.",
        |vm, a| binary(vm, a, remainder),
    ),
    NativeDef::new(
        "copysign(x, y, /)",
        "Return a float with the magnitude of x but the sign of y.",
        |vm, a| binary(vm, a, f64::copysign),
    ),
    NativeDef::new("floor(x, /)", "Return the floor of x as an Integral.", |vm, a| {
        round_by(vm, a, SpecialMethod::Floor, f64::floor)
    }),
    NativeDef::new("ceil(x, /)", "Return the ceiling of x as an Integral.", |vm, a| {
        round_by(vm, a, SpecialMethod::Ceil, f64::ceil)
    }),
    NativeDef::new(
        "trunc(x, /)",
        "Truncates the Real x to the nearest Integral toward 0.",
        |vm, a| round_by(vm, a, SpecialMethod::Trunc, f64::trunc),
    ),
    NativeDef::new("frexp(x, /)", "Return the mantissa and exponent of x, as pair (m, e).", frexp),
    NativeDef::new("ldexp(x, i, /)", "Return x * (2**i).", ldexp),
    NativeDef::new("modf(x, /)", "Return the fractional and integer parts of x.", modf),
    NativeDef::new(
        "fsum(seq, /) -> float",
        "Return an accurate floating-point sum of values in the iterable seq.",
        fsum,
    ),
    NativeDef::new(
        "prod(iterable, /, *, start=1)",
        "Calculate the product of all the elements in the input iterable.",
        prod,
    ),
    NativeDef::new(
        "sumprod(p, q, /)",
        "Return the sum of products of values from two iterables p and q.",
        sumprod,
    ),
    NativeDef::new(
        "hypot(*coordinates)",
        "Multidimensional Euclidean distance from the origin to a point.",
        hypot,
    ),
    NativeDef::new(
        "dist(p, q, /)",
        "Return the Euclidean distance between two points p and q.",
        dist,
    ),
    NativeDef::new(
        "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
        "Determine whether two floating-point numbers are close in value.",
        isclose,
    ),
    NativeDef::new(
        "isfinite(x, /)",
        "Return True if x is neither an infinity nor a NaN, and False otherwise.",
        |vm, a| Ok(Value::bool(require(vm, a.at(0))?.is_finite())),
    ),
    NativeDef::new(
        "isinf(x, /)",
        "Return True if x is a positive or negative infinity, and False otherwise.",
        |vm, a| Ok(Value::bool(require(vm, a.at(0))?.is_infinite())),
    ),
    NativeDef::new(
        "isnan(x, /)",
        "Return True if x is a NaN (not a number), and False otherwise.",
        |vm, a| Ok(Value::bool(require(vm, a.at(0))?.is_nan())),
    ),
    NativeDef::new(
        "nextafter(x, y, /, *, steps=None)",
        "Return the floating-point value the given number of steps after x towards y.",
        nextafter,
    ),
    NativeDef::new(
        "ulp(x, /)",
        "Return the value of the least significant bit of the float x.",
        ulp,
    ),
    NativeDef::new("fma(x, y, z, /)", "Fused multiply-add operation.", fma),
    NativeDef::new("gamma(x, /)", "Gamma function at x.", gamma_of),
    NativeDef::new(
        "lgamma(x, /)",
        "Natural logarithm of absolute value of Gamma function at x.",
        lgamma,
    ),
];

/// `math`
pub static MODULE: ModuleDef = ModuleDef {
    name: "math",
    doc: "This module provides access to the mathematical functions\ndefined by the C standard.",
    functions: OTHERS,
    constants: &[
        ("pi", |_| Value::float(std::f64::consts::PI)),
        ("e", |_| Value::float(std::f64::consts::E)),
        ("tau", |_| Value::float(std::f64::consts::TAU)),
        ("inf", |_| Value::float(f64::INFINITY)),
        ("nan", |_| Value::float(f64::NAN)),
    ],
    init: Some(|_, module| {
        for def in UNARY.iter().chain(integers::FUNCTIONS) {
            module.dict.set_text(def.name(), NativeFunction::new(def, "math"));
        }
        Ok(())
    }),
    ..ModuleDef::BASE
};
