//! Square roots, and powers of a modulus.

use super::{div_mod_floor, div_rem, multiply};
use crate::vm::{Vm, VmResult};
use num_bigint::BigInt;
use num_traits::One;

/// Numbers up to this many bits are worked on in one piece.
const PIECE: u64 = 1 << 16;

/// The square root of an int that is not negative, rounded down.
///
/// # Errors
/// Same as [`Vm::tick`].
pub fn isqrt(vm: &Vm, n: &BigInt) -> VmResult<BigInt> {
    if n.bits() <= PIECE {
        vm.tick(100)?;
        return Ok(n.sqrt());
    }
    // Half of the root's bits come from the leading half of the bits of `n`; one step of Newton's
    // method gives the others, with an error of at most one.
    let shift = (n.bits() / 4) & !1;
    let root = isqrt(vm, &(n >> (2 * shift)))? << shift;
    let mut root = (div_rem(vm, n, &root)?.0 + root) >> 1u32;
    while multiply(vm, &root, &root)? > *n {
        root -= 1;
    }
    Ok(root)
}

/// `pow(base, exponent, modulus)`, with an exponent that is not negative and a modulus that is not
/// zero.
///
/// # Errors
/// Same as [`Vm::tick`].
pub fn mod_pow(vm: &Vm, base: &BigInt, exponent: &BigInt, modulus: &BigInt) -> VmResult<BigInt> {
    let words = modulus.bits() / 64 + 1;
    let work = words.saturating_mul(words).saturating_mul(exponent.bits());
    if work < 1 << 22 {
        vm.tick(usize::try_from(work / 8).unwrap_or(usize::MAX))?;
        return Ok(base.modpow(exponent, modulus));
    }
    /// Bits of the exponent processed at a time.
    const WINDOW: u64 = 4;
    let reduced = |product: BigInt| Ok(div_mod_floor(vm, &product, modulus)?.1);
    let base: BigInt = reduced(base.clone())?;
    let mut powers = vec![reduced(BigInt::one())?];
    for _ in 1..1 << WINDOW {
        let last = &powers[powers.len() - 1];
        powers.push(reduced(multiply(vm, last, &base)?)?);
    }
    let mut power = powers[0].clone();
    for window in (0..exponent.bits().div_ceil(WINDOW)).rev() {
        for _ in 0..WINDOW {
            power = reduced(multiply(vm, &power, &power)?)?;
            vm.tick(usize::try_from(words * words / 8).unwrap_or(usize::MAX))?;
        }
        let bits = (0..WINDOW).map(|bit| usize::from(exponent.bit(window * WINDOW + bit)) << bit);
        let index: usize = bits.sum();
        if index > 0 {
            power = reduced(multiply(vm, &power, &powers[index])?)?;
        }
    }
    Ok(power)
}
