//! `math` for integers: divisors, factorials, roots, choosing.

use crate::objects::int::{from_big, to_big};
use crate::objects::int_work;
use crate::objects::native::{Args, NativeDef};
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// The argument converted to an integer.
fn integer(vm: &Vm, value: &Value) -> VmResult<BigInt> {
    let index = vm.index(value)?;
    Ok(to_big(&index).map(|i| i.into_owned()).unwrap_or_default())
}

/// The greatest common divisor of ints that fit into a value; none if one does not.
fn small_gcd(values: &[Value]) -> Option<u64> {
    values
        .iter()
        .try_fold(0, |result: u64, value| Some(result.gcd(&value.as_small_int()?.unsigned_abs())))
}

fn gcd(vm: &Vm, a: Args<'_>) -> VmResult {
    if let Some(result) = small_gcd(a.rest()) {
        return Ok(Value::from(result as i64));
    }
    let mut result = BigInt::zero();
    for value in a.rest() {
        let value = integer(vm, value)?;
        result = int_work::gcd(vm, &result, &value)?;
    }
    Ok(from_big(result))
}

fn lcm(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut result = BigInt::one();
    for value in a.rest() {
        // Each step processes the whole result, with a factor of any size.
        vm.tick(1 + result.bits() as usize / 64)?;
        let value = integer(vm, value)?;
        if result.is_zero() || value.is_zero() {
            result = BigInt::zero();
            continue;
        }
        let common = int_work::gcd(vm, &result, &value)?;
        let (factor, _) = int_work::div_rem(vm, &value.abs(), &common)?;
        result = int_work::multiply(vm, &result, &factor)?;
    }
    Ok(from_big(result))
}

/// The product of `low..=high`.
fn product(vm: &Vm, low: u64, high: u64) -> VmResult<BigInt> {
    if low > high {
        return Ok(BigInt::one());
    }
    // The factors have about as many bits as the largest.
    let bits = (high - low + 1).saturating_mul(u64::from(high.max(2).ilog2()));
    vm.reserve(usize::try_from(bits / 8).unwrap_or(usize::MAX))?;
    product_in_halves(vm, low, high)
}

/// [`product`], multiplied in halves so that the factors keep similar sizes.
fn product_in_halves(vm: &Vm, low: u64, high: u64) -> VmResult<BigInt> {
    if high - low < 8 {
        vm.tick(8)?;
        return Ok((low..=high).fold(BigInt::one(), |p, i| p * i));
    }
    let middle = low + (high - low) / 2;
    let lower = product_in_halves(vm, low, middle)?;
    int_work::multiply(vm, &lower, &product_in_halves(vm, middle + 1, high)?)
}

fn factorial(vm: &Vm, a: Args<'_>) -> VmResult {
    // 20! is the last below 2^63.
    if let Some(n @ 0..=20) = a[0].as_small_int() {
        return Ok(Value::from((2..=n).product::<i64>()));
    }
    let n = integer(vm, a.at(0))?;
    if n.is_negative() {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    match n.to_u64() {
        Some(n) if i64::try_from(n).is_ok() => Ok(from_big(product(vm, 2, n)?)),
        _ => Err(vm.overflow_error(format!("factorial() argument should not exceed {}", i64::MAX))),
    }
}

fn isqrt(vm: &Vm, a: Args<'_>) -> VmResult {
    if let Some(n @ 0..) = a[0].as_small_int() {
        return Ok(Value::from(n.isqrt()));
    }
    let n = integer(vm, a.at(0))?;
    if n.is_negative() {
        return Err(vm.value_error("isqrt() argument must be nonnegative"));
    }
    int_work::isqrt(vm, &n).map(from_big)
}

fn two(vm: &Vm, a: &Args<'_>) -> VmResult<(BigInt, BigInt)> {
    let n = integer(vm, a.at(0))?;
    let k = integer(vm, a.at(1))?;
    if n.is_negative() {
        return Err(vm.value_error("n must be a non-negative integer"));
    }
    if k.is_negative() {
        return Err(vm.value_error("k must be a non-negative integer"));
    }
    Ok((n, k))
}

/// n · (n - 1) · … for `k` factors.
fn falling(vm: &Vm, n: &BigInt, k: u64) -> VmResult<BigInt> {
    match n.to_u64() {
        Some(n) => product(vm, n - k + 1, n),
        None => (0..k).try_fold(BigInt::one(), |p, i| int_work::multiply(vm, &p, &(n - i))),
    }
}

fn too_many(vm: &Vm, what: &str) -> crate::vm::Raised {
    vm.overflow_error(format!("{what} must not exceed {}", i64::MAX))
}

/// C(n, k) for `k <= n`, unless a product on the way to it is large. There are never more than 128
/// steps: the number of so many factors of a larger `n` does not fit.
fn small_comb(n: u64, k: u64) -> Option<u128> {
    (0..k.min(n - k)).try_fold(1u128, |c, i| {
        let product = c.checked_mul(u128::from(n - i))?;
        Some(match u64::try_from(product) {
            Ok(short) => (short / (i + 1)).into(),
            Err(_) => product / u128::from(i + 1),
        })
    })
}

fn comb(vm: &Vm, a: Args<'_>) -> VmResult {
    let (n, k) = match (a[0].as_small_int(), a[1].as_small_int()) {
        (Some(n @ 0..), Some(k @ 0..)) if k <= n => {
            if let Some(count) = small_comb(n.unsigned_abs(), k.unsigned_abs()) {
                let short = i64::try_from(count).map(Value::from);
                return Ok(short.unwrap_or_else(|_| from_big(count.into())));
            }
            (n.into(), k.into())
        }
        _ => two(vm, &a)?,
    };
    if k > n {
        return Ok(Value::small_int(0));
    }
    let other = &n - &k;
    let k = k.min(other).to_u64().ok_or_else(|| too_many(vm, "min(n - k, k)"))?;
    let (all, orders) = (falling(vm, &n, k)?, product(vm, 2, k)?);
    Ok(from_big(int_work::div_rem(vm, &all, &orders)?.0))
}

fn perm(vm: &Vm, a: Args<'_>) -> VmResult {
    if a.some(1).is_none() {
        return factorial(vm, a);
    }
    let (n, k) = two(vm, &a)?;
    if k > n {
        return Ok(Value::small_int(0));
    }
    let k = k.to_u64().ok_or_else(|| too_many(vm, "k"))?;
    Ok(from_big(falling(vm, &n, k)?))
}

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("gcd(*integers)", "Greatest Common Divisor.", gcd),
    NativeDef::new("lcm(*integers)", "Least Common Multiple.", lcm),
    NativeDef::new("factorial(n, /)", "Find n!.", factorial),
    NativeDef::new(
        "isqrt(n, /)",
        "Return the integer part of the square root of the input.",
        isqrt,
    ),
    NativeDef::new(
        "comb(n, k, /)",
        "Number of ways to choose k items from n items without repetition and without order.",
        comb,
    ),
    NativeDef::new(
        "perm(n, k=None, /)",
        "Number of ways to choose k items from n items without repetition and with order.",
        perm,
    ),
];
