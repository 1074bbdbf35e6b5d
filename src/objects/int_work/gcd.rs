//! Greatest common divisors, by Lehmer's method: several steps of Euclid's algorithm are found from the
//! leading 64 bits of both numbers and applied at once.

use super::{div_mod_floor, div_rem, multiply};
use crate::vm::{Vm, VmResult};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Numbers up to this many bits take less than a millisecond in one piece.
const PIECE: u64 = 1 << 12;

/// From this many bits on, Lehmer's steps take less time than halving.
const LONG: u64 = 128;

/// The greatest common divisor of two ints.
///
/// # Errors
/// Same as [`Vm::tick`].
pub fn gcd(vm: &Vm, a: &BigInt, b: &BigInt) -> VmResult<BigInt> {
    if a.bits().max(b.bits()) <= LONG {
        vm.tick(1)?;
        return Ok(a.gcd(b));
    }
    let (mut a, mut b) = (a.abs(), b.abs());
    if a < b {
        std::mem::swap(&mut a, &mut b);
    }
    while b.bits() > LONG {
        vm.tick(usize::try_from(a.bits() / 64).unwrap_or(usize::MAX))?;
        (a, b) = match Steps::of(&a, &b) {
            Some(steps) => steps.apply(&a, &b),
            None => {
                let rest = div_rem(vm, &a, &b)?.1;
                (b, rest)
            }
        };
    }
    if b.is_zero() {
        return Ok(a);
    }
    let rest = div_rem(vm, &a, &b)?.1;
    Ok(b.gcd(&rest))
}

/// The inverse of an int modulo a positive one; none if they have a common divisor.
///
/// # Errors
/// Same as [`Vm::tick`].
pub fn inverse(vm: &Vm, n: &BigInt, modulus: &BigInt) -> VmResult<Option<BigInt>> {
    let (mut a, mut b) = (modulus.clone(), div_mod_floor(vm, n, modulus)?.1);
    // `a = x·n` and `b = y·n`, modulo the modulus.
    let (mut x, mut y) = (BigInt::zero(), BigInt::one());
    while a.bits() > PIECE && !b.is_zero() {
        vm.tick(usize::try_from(a.bits() / 64).unwrap_or(usize::MAX))?;
        match Steps::of(&a, &b) {
            Some(steps) => {
                (a, b) = steps.apply(&a, &b);
                (x, y) = steps.apply(&x, &y);
            }
            None => {
                let (quotient, rest) = div_rem(vm, &a, &b)?;
                let next = x - multiply(vm, &quotient, &y)?;
                (a, b) = (b, rest);
                (x, y) = (y, next);
            }
        }
    }
    let last = a.extended_gcd(&b);
    if !last.gcd.is_one() {
        return Ok(None);
    }
    let inverse = last.x * x + last.y * y;
    Ok(Some(div_mod_floor(vm, &inverse, modulus)?.1))
}

/// Steps of Euclid's algorithm: the new pair is `(x·a - y·b, w·b - z·a)`, up to their signs.
struct Steps {
    x: i64,
    y: i64,
    z: i64,
    w: i64,
}

impl Steps {
    /// The steps that the leading bits of `a >= b` determine; none if they determine none.
    fn of(a: &BigInt, b: &BigInt) -> Option<Steps> {
        // Quotients of the leading bits are those of the numbers as long as both bounds agree
        // (Knuth, volume 2, algorithm 4.5.2 L).
        let shift = a.bits() - 62;
        let (mut high, mut low) = ((a >> shift).to_i64()?, (b >> shift).to_i64()?);
        let (mut x, mut y, mut z, mut w) = (1i64, 0i64, 0i64, 1i64);
        while low + z != 0 && low + w != 0 {
            let quotient = (high + x) / (low + z);
            if quotient != (high + y) / (low + w) {
                break;
            }
            let next = |a: i64, b: i64| a.checked_sub(quotient.checked_mul(b)?);
            let (Some(new_z), Some(new_w)) = (next(x, z), next(y, w)) else { break };
            // Sums with them must not overflow.
            if new_z.unsigned_abs().max(new_w.unsigned_abs()) > 1 << 31 {
                break;
            }
            (x, z) = (z, new_z);
            (y, w) = (w, new_w);
            (high, low) = (low, high - quotient * low);
        }
        if y == 0 { None } else { Some(Steps { x, y, z, w }) }
    }

    fn apply(&self, a: &BigInt, b: &BigInt) -> (BigInt, BigInt) {
        (a * self.x + b * self.y, a * self.z + b * self.w)
    }
}
