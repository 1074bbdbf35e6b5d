//! Quotients and square roots of natural numbers: Knuth's algorithm D, then Burnikel and Ziegler's
//! recursion on top of fast products.

use super::multiply::multiply;
use super::natural::{
    BASE, Divisor, Natural, add_to, compare, divide_limbs, multiply_limbs, split, subtract_from,
    trimmed,
};
use crate::vm::{Vm, VmResult};
use std::cmp::Ordering;

/// Divisors of fewer limbs are not split.
const RECURSIVE: usize = 100;

impl Natural {
    /// `self / divisor` and the remainder. The divisor is not 0.
    ///
    /// # Errors
    /// Same as [`Vm::reserve`] and [`Vm::tick`].
    pub fn divided_by(&self, vm: &Vm, divisor: &Natural) -> VmResult<(Natural, Natural)> {
        let (a, b) = (self.limbs(), divisor.limbs());
        if compare(a, b) == Ordering::Less {
            return Ok((Natural::zero(), Natural::copied(vm, a)?));
        }
        if let [small] = *b {
            let (quotient, rest) = Natural::copied(vm, a)?.divided_by_small(small);
            return Ok((quotient, Natural::from(u128::from(rest))));
        }
        // The top limb of the divisor must be at least half the base.
        let factor = BASE / (b[b.len() - 1] + 1);
        let scaled = |limbs: &[u64], zeros: usize, room: usize| -> VmResult<Vec<u64>> {
            let mut scaled = vm.vec_with_capacity(zeros + limbs.len() + room)?;
            scaled.resize(zeros, 0);
            scaled.extend_from_slice(limbs);
            scaled.resize(zeros + limbs.len() + room, 0);
            multiply_limbs(&mut scaled, factor, 0);
            Ok(scaled)
        };
        let (quotient, mut rest) = if b.len() < RECURSIVE || a.len() - b.len() < RECURSIVE / 2 {
            let mut rest = scaled(a, 0, 1)?;
            let divisor = scaled(b, 0, 0)?;
            let mut quotient = vec_of_zeros(vm, a.len() + 1 - b.len())?;
            long_division(vm, &mut quotient, &mut rest, &divisor)?;
            (quotient, rest)
        } else {
            // A divisor extended by trailing zeros so that its length can be halved until it is
            // short.
            let mut halvings = 0;
            while b.len() >> halvings >= RECURSIVE {
                halvings += 1;
            }
            let length = b.len().div_ceil(1 << halvings) << halvings;
            let zeros = length - b.len();
            let (dividend, divisor) = (scaled(a, zeros, 1)?, scaled(b, zeros, 0)?);
            let (quotient, rest) = by_blocks(vm, &dividend, &divisor)?;
            (quotient, rest[zeros.min(rest.len())..].to_vec())
        };
        divide_limbs(&mut rest, factor);
        Ok((Natural::new(quotient), Natural::new(rest)))
    }

    /// The square root, rounded down, and whether it is exact.
    ///
    /// # Errors
    /// Same as [`Natural::divided_by`].
    pub fn square_root(&self, vm: &Vm) -> VmResult<(Natural, bool)> {
        if let Some(small) = self.to_u128() {
            let root = small.isqrt();
            return Ok((Natural::from(root), root * root == small));
        }
        // Half of the root's digits come from the upper half of the number, and a step of Newton's
        // iteration then gives all: its error is at most 1, upwards.
        let count = (self.digits() / 4 - 1) as u64;
        // Whole limbs are faster to shift.
        let count = if count >= 72 { count / 18 * 18 } else { count };
        let (upper, _) = self.shifted_right(vm, 2 * count)?.square_root(vm)?;
        let (quotient, _) = self.shifted_right(vm, count)?.divided_by(vm, &upper)?;
        let sum = upper.shifted_left(vm, count)?.plus(vm, &quotient)?;
        let (mut root, _) = sum.divided_by_small(2);
        loop {
            let square = root.squared(vm)?;
            match square.cmp(self) {
                Ordering::Greater => root = root.minus(vm, &Natural::one())?,
                order => return Ok((root, order == Ordering::Equal)),
            }
        }
    }
}

fn vec_of_zeros(vm: &Vm, count: usize) -> VmResult<Vec<u64>> {
    let mut limbs = vm.vec_with_capacity(count)?;
    limbs.resize(count, 0);
    Ok(limbs)
}

/// Knuth's algorithm D: `a` becomes the remainder. The divisor `b` has at least two limbs, the top
/// one at least half the base; the quotient has as many limbs as `a` has beyond those of `b`.
fn long_division(vm: &Vm, quotient: &mut [u64], a: &mut [u64], b: &[u64]) -> VmResult<()> {
    let n = b.len();
    let (top, next) = (u128::from(b[n - 1]), u128::from(b[n - 2]));
    let base = u128::from(BASE);
    let divisor = Divisor::new(b[n - 1]);
    for (at, digit) in quotient.iter_mut().enumerate().rev() {
        vm.tick(n / 64)?;
        let part = &mut a[at..=at + n];
        let upper = u128::from(part[n]) * base + u128::from(part[n - 1]);
        let (guess, rest) = divisor.divide(upper);
        let (mut guess, mut rest) = (u128::from(guess), u128::from(rest));
        while guess >= base || guess * next > rest * base + u128::from(part[n - 2]) {
            guess -= 1;
            rest += top;
            if rest >= base {
                break;
            }
        }
        *digit = guess as u64;
        if guess != 0 && subtract_multiple(part, b, guess as u64) {
            *digit -= 1;
            let (low, above) = part.split_at_mut(n);
            // The carry cancels the borrow.
            above[0] = (above[0] + add_with_carry(low, b)) % BASE;
        }
    }
    Ok(())
}

/// `a += b` for as many limbs; the carry.
fn add_with_carry(a: &mut [u64], b: &[u64]) -> u64 {
    let mut carry = 0;
    for (x, y) in a.iter_mut().zip(b) {
        let sum = *x + *y + carry;
        carry = u64::from(sum >= BASE);
        *x = sum - if carry == 1 { BASE } else { 0 };
    }
    carry
}

/// `a -= b * factor`, where `a` has one more limb; returns whether the result is below 0.
fn subtract_multiple(a: &mut [u64], b: &[u64], factor: u64) -> bool {
    let (low, top) = a.split_at_mut(b.len());
    let (mut carry, mut borrow) = (0u128, 0);
    for (x, y) in low.iter_mut().zip(b) {
        let (high, product) = split(u128::from(*y) * u128::from(factor) + carry);
        carry = high;
        let (difference, below) = x.overflowing_sub(product + borrow);
        borrow = u64::from(below);
        *x = if below { difference.wrapping_add(BASE) } else { difference };
    }
    let (difference, below) = top[0].overflowing_sub(carry as u64 + borrow);
    top[0] = if below { difference.wrapping_add(BASE) } else { difference };
    below
}

/// Divides by pieces of the divisor's length. The dividend's upper part is less than the divisor.
fn by_blocks(vm: &Vm, a: &[u64], b: &[u64]) -> VmResult<(Vec<u64>, Vec<u64>)> {
    let n = b.len();
    let blocks = a.len().div_ceil(n);
    let mut quotient = vec_of_zeros(vm, blocks * n)?;
    let mut rest = vec_of_zeros(vm, n)?;
    for (i, block) in a.chunks(n).enumerate().rev() {
        let mut dividend = vec_of_zeros(vm, 2 * n)?;
        dividend[..block.len()].copy_from_slice(block);
        dividend[block.len()..block.len() + n].copy_from_slice(&rest);
        let (part, left) = two_by_one(vm, &dividend, b)?;
        quotient[i * n..][..n].copy_from_slice(&part);
        rest = left;
    }
    Ok((quotient, rest))
}

/// `2n` limbs by `n`, for a quotient of `n` limbs.
fn two_by_one(vm: &Vm, a: &[u64], b: &[u64]) -> VmResult<(Vec<u64>, Vec<u64>)> {
    let n = b.len();
    if n < RECURSIVE || n % 2 == 1 {
        let mut rest = vec_of_zeros(vm, 2 * n)?;
        rest.copy_from_slice(a);
        let mut quotient = vec_of_zeros(vm, n)?;
        long_division(vm, &mut quotient, &mut rest, b)?;
        rest.truncate(n);
        return Ok((quotient, rest));
    }
    let half = n / 2;
    let (upper, rest) = three_by_two(vm, &a[half..], b)?;
    let mut lower = vec_of_zeros(vm, 3 * half)?;
    lower[..half].copy_from_slice(&a[..half]);
    lower[half..].copy_from_slice(&rest);
    let (mut quotient, rest) = three_by_two(vm, &lower, b)?;
    vm.grow(&mut quotient, half)?;
    quotient.extend_from_slice(&upper);
    Ok((quotient, rest))
}

/// Three halves by a divisor of two, for a quotient of one.
fn three_by_two(vm: &Vm, a: &[u64], b: &[u64]) -> VmResult<(Vec<u64>, Vec<u64>)> {
    let half = b.len() / 2;
    let (low, upper) = a.split_at(half);
    let (b_low, b_high) = b.split_at(half);
    let mut rest = vec_of_zeros(vm, 2 * half + 1)?;
    rest[..half].copy_from_slice(low);
    let mut quotient = if compare(trimmed(&upper[half..]), trimmed(b_high)) == Ordering::Less {
        let (quotient, left) = two_by_one(vm, upper, b_high)?;
        rest[half..2 * half].copy_from_slice(&left);
        quotient
    } else {
        // The quotient is the largest with this many limbs: upper - (b_high << half) + b_high.
        let mut left = vec_of_zeros(vm, 2 * half + 1)?;
        left[..2 * half].copy_from_slice(upper);
        subtract_from(&mut left[half..], b_high);
        add_to(&mut left, b_high);
        rest[half..].copy_from_slice(&left[..=half]);
        let mut quotient = vec_of_zeros(vm, half)?;
        quotient.fill(BASE - 1);
        quotient
    };
    let mut product = vec_of_zeros(vm, 2 * half)?;
    multiply(vm, &mut product, &quotient, b_low)?;
    let mut below = subtract_from(&mut rest, &product);
    while below {
        subtract_from(&mut quotient, &[1]);
        let (limbs, top) = rest.split_at_mut(2 * half);
        let carried = add_with_carry(limbs, b);
        // A remainder below 0 is kept modulo the power of the base: it is no longer negative when
        // this wraps around.
        let sum = top[0] + carried;
        below = sum < BASE;
        top[0] = sum % BASE;
    }
    rest.truncate(2 * half);
    Ok((quotient, rest))
}
