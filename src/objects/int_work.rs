//! Arithmetic of large ints, in pieces that limits and Ctrl-C can come between.

use super::scalar::raised;
use crate::text::int_arith;
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;
use num_bigint::BigInt;
use num_traits::{One, ToPrimitive};

/// Products of ints up to this many bits are made in one piece, which takes some milliseconds.
const PIECE: u64 = 1 << 21;

/// Ints below this many bits need no thought.
const LARGE: u64 = 1 << 16;

/// Checks that there is memory for the result of an operator, and time where it cannot be
/// interrupted.
///
/// # Errors
/// As for [`Vm::reserve`] and [`Vm::afford`].
#[inline]
pub fn check(vm: &Vm, op: BinaryOp, a: &BigInt, b: &BigInt) -> VmResult<()> {
    if op == BinaryOp::LShift {
        let bits = b.to_u64().unwrap_or(0).saturating_add(a.bits());
        return if a.bits() == 0 { Ok(()) } else { vm.reserve(bytes(bits)) };
    }
    let (m, n) = (a.bits(), b.bits());
    if m.max(n) < LARGE { Ok(()) } else { check_large(vm, op, m, n) }
}

#[cold]
fn check_large(vm: &Vm, op: BinaryOp, m: u64, n: u64) -> VmResult<()> {
    match op {
        BinaryOp::FloorDiv | BinaryOp::Mod => vm.afford(division(m, n)),
        BinaryOp::Mul => vm.reserve(bytes(m + n)),
        BinaryOp::Pow => Ok(()),
        _ => vm.reserve(bytes(m.max(n))),
    }
}

fn bytes(bits: u64) -> usize {
    usize::try_from(bits / 8).unwrap_or(usize::MAX)
}

/// The time to divide `m` bits by `n`, in nanoseconds: a step for each pair of words.
fn division(m: u64, n: u64) -> u64 {
    (m.saturating_sub(n) / 64 + 1).saturating_mul(n / 64 + 1)
}

/// Checks that there is time for `pow(a, b, c)` with `c` of `size` bits and `b` of `steps`.
///
/// # Errors
/// As for [`Vm::afford`].
pub fn check_mod_pow(vm: &Vm, size: u64, steps: u64) -> VmResult<()> {
    let words = size / 64 + 1;
    vm.afford(words.saturating_mul(words).saturating_mul(steps).saturating_mul(2))
}

/// Checks that there is time to convert an int of so many bits to digits or from them, which takes
/// a step for each pair of words.
///
/// # Errors
/// As for [`Vm::afford`].
pub fn check_conversion(vm: &Vm, bits: u64) -> VmResult<()> {
    if bits < LARGE {
        return Ok(());
    }
    vm.afford((bits / 64).saturating_mul(bits / 64) / 2)
}

/// Counts the work of finding the greatest common divisor of two ints, and checks that there is time
/// for it: a pass over both for each bit of the smaller.
///
/// # Errors
/// As for [`Vm::afford`].
pub fn check_gcd(vm: &Vm, a: &BigInt, b: &BigInt) -> VmResult<()> {
    let (m, n) = (a.bits(), b.bits());
    if m.max(n) < 1024 { vm.tick(1) } else { vm.afford((m / 64 + 1).saturating_mul(n + 1)) }
}

/// `a * b`. Large ones are divided by Karatsuba's rule until pieces are small.
///
/// # Errors
/// As for [`Vm::reserve`] and [`Vm::tick`].
pub fn multiply(vm: &Vm, a: &BigInt, b: &BigInt) -> VmResult<BigInt> {
    let (large, small) = if a.bits() >= b.bits() { (a, b) } else { (b, a) };
    if large.bits() < PIECE {
        return Ok(a * b);
    }
    let words = small.bits().min(PIECE) / 64 + 1;
    vm.tick(usize::try_from(words * words.isqrt() / 10).unwrap_or(usize::MAX))?;
    if small.bits() < LARGE {
        // One pass over the larger for each word of the smaller.
        vm.afford((large.bits() / 64).saturating_mul(small.bits() / 64 + 1))?;
        return Ok(a * b);
    }
    let half = large.bits() / 2;
    let (high, low) = split(large, half);
    if small.bits() <= half {
        return Ok((multiply(vm, &high, small)? << half) + multiply(vm, &low, small)?);
    }
    let (other_high, other_low) = split(small, half);
    let highs = multiply(vm, &high, &other_high)?;
    let lows = multiply(vm, &low, &other_low)?;
    let both = multiply(vm, &(high + low), &(other_high + other_low))?;
    let middle = both - &highs - &lows;
    Ok((((highs << half) + middle) << half) + lows)
}

/// `n` as `high << bits` and `low`.
fn split(n: &BigInt, bits: u64) -> (BigInt, BigInt) {
    let high = n >> bits;
    let low = n - (&high << bits);
    (high, low)
}

/// Whether `base ** exponent` is to be made by [`power`].
pub fn is_large_power(base: &BigInt, exponent: &BigInt) -> bool {
    base.bits() > 1
        && exponent
            .to_u64()
            .is_none_or(|exponent| (base.bits() - 1).saturating_mul(exponent) > LARGE)
}

/// `base ** exponent`, by squaring.
///
/// # Errors
/// MemoryError for what no memory holds; as [`multiply`].
pub fn power(vm: &Vm, base: &BigInt, exponent: &BigInt) -> VmResult<BigInt> {
    let bits = exponent.to_u64().and_then(|exponent| (base.bits() - 1).checked_mul(exponent));
    match bits {
        Some(bits) => vm.reserve(bytes(bits))?,
        None => vm.reserve(usize::MAX)?,
    }
    // Refuses what is too large for any memory.
    let Some(bits) = bits.filter(|bits| *bits <= int_arith::MAX_BITS) else {
        return Err(vm.memory_error());
    };
    if bits < PIECE {
        let power = int_arith::pow(base, exponent).map_err(|error| raised(vm, error))?;
        return Ok(power.into_big());
    }
    let mut power = BigInt::one();
    for at in (0..exponent.bits()).rev() {
        power = multiply(vm, &power, &power)?;
        if exponent.bit(at) {
            power = multiply(vm, &power, base)?;
        }
    }
    Ok(power)
}
