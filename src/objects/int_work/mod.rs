//! Arithmetic of large ints, in pieces between which limits and Ctrl-C apply.
//!
//! Ints of a few thousand digits are left to `num-bigint`; beyond that each algorithm here divides the
//! work into pieces of a few milliseconds, and ticks between them.

mod digits;
mod divide;
mod gcd;
mod roots;

pub use digits::{from_digits, to_digits};
pub use divide::{div_mod_floor, div_rem};
pub use gcd::{gcd, inverse};
pub use roots::{isqrt, mod_pow};

use super::scalar::raised;
use crate::text::int_arith;
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;
use num_bigint::BigInt;
use num_traits::{One, ToPrimitive};

/// Products of ints up to this many bits are computed in one piece, which takes a few milliseconds.
const PIECE: u64 = 1 << 21;

/// Ints below this many bits need no special treatment.
const LARGE: u64 = 1 << 16;

/// Whether an int is so large that work on it takes notable time.
#[inline]
pub fn is_large(a: &BigInt) -> bool {
    a.bits() >= LARGE
}

/// Checks that there is memory for the result of an operator.
///
/// # Errors
/// Same as [`Vm::reserve`].
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
        BinaryOp::FloorDiv | BinaryOp::Mod => Ok(()),
        BinaryOp::Mul => vm.reserve(bytes(m + n)),
        BinaryOp::Pow => Ok(()),
        _ => vm.reserve(bytes(m.max(n))),
    }
}

fn bytes(bits: u64) -> usize {
    usize::try_from(bits / 8).unwrap_or(usize::MAX)
}

/// `a * b`. Large ones are divided by Karatsuba's method until the pieces are small.
///
/// # Errors
/// Same as [`Vm::reserve`] and [`Vm::tick`].
pub fn multiply(vm: &Vm, a: &BigInt, b: &BigInt) -> VmResult<BigInt> {
    let (large, small) = if a.bits() >= b.bits() { (a, b) } else { (b, a) };
    if large.bits() < PIECE {
        return Ok(a * b);
    }
    let words = small.bits().min(PIECE) / 64 + 1;
    vm.tick(usize::try_from(words * words.isqrt() / 10).unwrap_or(usize::MAX))?;
    let half = large.bits() / 2;
    let (high, low) = split(vm, large, half)?;
    // Each sum and shift below passes over millions of digits.
    let between_sums = || vm.tick(words_of(large));
    if small.bits() <= half {
        let high = multiply(vm, &high, small)? << half;
        between_sums()?;
        return Ok(high + multiply(vm, &low, small)?);
    }
    let (other_high, other_low) = match std::ptr::eq(large, small) {
        true => (high.clone(), low.clone()),
        false => split(vm, small, half)?,
    };
    let highs = multiply(vm, &high, &other_high)?;
    let lows = multiply(vm, &low, &other_low)?;
    let both = multiply(vm, &(high + low), &(other_high + other_low))?;
    let middle = both - &highs;
    between_sums()?;
    let middle = middle - &lows;
    between_sums()?;
    let upper = highs << half;
    between_sums()?;
    let upper = upper + middle;
    between_sums()?;
    let upper = upper << half;
    between_sums()?;
    Ok(upper + lows)
}

/// The number of machine words of an int, which is the work of a sum or shift.
fn words_of(n: &BigInt) -> usize {
    usize::try_from(n.bits() / 64).unwrap_or(usize::MAX)
}

/// `n` as `high << bits` and `low`.
fn split(vm: &Vm, n: &BigInt, bits: u64) -> VmResult<(BigInt, BigInt)> {
    let high = n >> bits;
    vm.tick(words_of(n))?;
    let shifted = &high << bits;
    vm.tick(words_of(n))?;
    Ok((high, n - shifted))
}

/// Whether `base ** exponent` is to be computed by [`power`].
pub fn is_large_power(base: &BigInt, exponent: &BigInt) -> bool {
    base.bits() > 1
        && exponent
            .to_u64()
            .is_none_or(|exponent| (base.bits() - 1).saturating_mul(exponent) > LARGE)
}

/// `base ** exponent`, by squaring.
///
/// # Errors
/// MemoryError if no memory can hold the result; the errors of [`multiply`].
pub fn power(vm: &Vm, base: &BigInt, exponent: &BigInt) -> VmResult<BigInt> {
    let bits = exponent.to_u64().and_then(|exponent| (base.bits() - 1).checked_mul(exponent));
    match bits {
        Some(bits) => vm.reserve(bytes(bits))?,
        None => vm.reserve(usize::MAX)?,
    }
    // Refuses results too large for any memory.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::testing::with_vm;
    use num_integer::Integer;

    /// Ints of many sizes, among them sparse and dense ones.
    pub(super) fn samples() -> Vec<BigInt> {
        let mut state = 7u64;
        let mut dense = |bits: u64| {
            let words = (0..bits / 32 + 1).map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 32) as u32
            });
            BigInt::from(num_bigint::BigUint::new(words.collect())) >> (32 - bits % 32)
        };
        let sizes = [1, 63, 64, 4000, 65_535, 65_536, 200_001, 700_000, 3_000_000];
        let dense = sizes.map(&mut dense);
        let sparse = [70u64, 65_536, 1_000_000].map(|bits| (BigInt::one() << bits) - 1);
        dense.into_iter().chain(sparse).collect()
    }

    #[test]
    fn results_are_those_of_the_plain_algorithms() {
        let samples = samples();
        with_vm(|vm| {
            for a in &samples {
                for b in samples.iter().filter(|b| b.bits() > 1) {
                    assert!(multiply(vm, a, b).ok() == Some(a * b));
                    for (a, b) in [(a.clone(), b.clone()), (-a, b.clone()), (a.clone(), -b)] {
                        assert!(div_mod_floor(vm, &a, &b).ok() == Some(a.div_mod_floor(&b)));
                        assert!(div_rem(vm, &a, &b).ok() == Some(a.div_rem(&b)));
                    }
                    // The plain algorithm is slow.
                    if a.bits().max(b.bits()) <= 200_001 {
                        assert!(gcd(vm, a, b).ok() == Some(a.gcd(b)));
                        let common = (a * b, b * b);
                        let found = gcd(vm, &common.0, &common.1).ok();
                        assert!(found == Some(common.0.gcd(&common.1)));
                        let found = inverse(vm, a, b).ok();
                        let steps = a.extended_gcd(b);
                        let inverse = steps.gcd.is_one().then(|| steps.x.mod_floor(b));
                        assert!(found == Some(inverse));
                    }
                }
                if a.bits() <= 1_000_000 {
                    assert!(isqrt(vm, a).ok() == Some(a.sqrt()));
                    assert!(isqrt(vm, &(a * a)).ok() == Some(a.clone()));
                }
                for radix in [10, 16, 7] {
                    let text = to_digits(vm, a, radix).ok();
                    assert!(text == Some(a.to_str_radix(radix)));
                    let text = text.unwrap_or_default();
                    assert!(from_digits(vm, text.as_bytes(), radix).ok() == Some(a.clone()));
                }
            }
        });
    }

    #[test]
    fn powers_of_a_modulus() {
        let samples = samples();
        with_vm(|vm| {
            let exponent = BigInt::from(12_345);
            for modulus in samples.iter().filter(|m| (2..700_000).contains(&m.bits())) {
                let base = &samples[5];
                let expected = base.modpow(&exponent, modulus);
                assert!(mod_pow(vm, base, &exponent, modulus).ok() == Some(expected));
            }
        });
    }
}
