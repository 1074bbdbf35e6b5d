//! Products of natural numbers: by columns, then by Karatsuba's method.

use super::natural::{Natural, add_to, split, subtract_from, trimmed};
use crate::vm::{Vm, VmResult};

/// Below this many limbs, columns are faster than Karatsuba's method. A column has fewer than 340
/// products, whose sum fits 128 bits.
const KARATSUBA: usize = 40;

impl Natural {
    /// `self * other`
    ///
    /// # Errors
    /// Same as [`Vm::reserve`] and [`Vm::tick`].
    pub fn times(&self, vm: &Vm, other: &Natural) -> VmResult<Natural> {
        let mut product = zeros(vm, self.limbs().len() + other.limbs().len())?;
        multiply(vm, &mut product, self.limbs(), other.limbs())?;
        Ok(Natural::new(product))
    }

    /// `self * self`
    ///
    /// # Errors
    /// Same as [`Natural::times`].
    pub fn squared(&self, vm: &Vm) -> VmResult<Natural> {
        self.times(vm, self)
    }
}

/// So many zeros.
fn zeros(vm: &Vm, count: usize) -> VmResult<Vec<u64>> {
    let mut limbs = vm.vec_with_capacity(count)?;
    limbs.resize(count, 0);
    Ok(limbs)
}

/// `product = a * b`. The product has as many limbs as both, all initially zero.
pub fn multiply(vm: &Vm, product: &mut [u64], a: &[u64], b: &[u64]) -> VmResult<()> {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if short.len() < KARATSUBA {
        vm.tick(long.len() * short.len() / 64)?;
        by_columns(product, long, short);
        return Ok(());
    }
    if long.len() == short.len() {
        return karatsuba(vm, product, long, short);
    }
    // Pieces of the longer one, as long as the shorter one.
    let mut part = zeros(vm, 2 * short.len())?;
    for (i, piece) in long.chunks(short.len()).enumerate() {
        let part = &mut part[..piece.len() + short.len()];
        part.fill(0);
        multiply(vm, part, piece, short)?;
        add_to(&mut product[i * short.len()..], part);
    }
    Ok(())
}

/// `product = long * short` by columns, of which the shorter number may have fewer than 340.
pub fn by_columns(product: &mut [u64], long: &[u64], short: &[u64]) {
    if short.is_empty() {
        return;
    }
    let mut carry = 0u128;
    let columns = long.len() + short.len() - 1;
    for (column, limb) in product.iter_mut().enumerate() {
        let first = (column + 1).saturating_sub(short.len());
        let last = column.min(long.len() - 1);
        let mut sum = carry;
        if column < columns {
            let pairs = long[first..=last].iter().zip(short[..=column - first].iter().rev());
            for (x, y) in pairs {
                sum += u128::from(*x) * u128::from(*y);
            }
        }
        (carry, *limb) = split(sum);
    }
}

/// Like [`multiply`], for numbers of the same length.
fn karatsuba(vm: &Vm, product: &mut [u64], a: &[u64], b: &[u64]) -> VmResult<()> {
    let half = a.len().div_ceil(2);
    let ((a_low, a_high), (b_low, b_high)) = (a.split_at(half), b.split_at(half));
    let (low, high) = product.split_at_mut(2 * half);
    multiply(vm, low, a_low, b_low)?;
    multiply(vm, high, a_high, b_high)?;
    let sum = |low: &[u64], high: &[u64]| -> VmResult<Vec<u64>> {
        let mut sum = zeros(vm, half + 1)?;
        sum[..half].copy_from_slice(low);
        add_to(&mut sum, high);
        Ok(sum)
    };
    let (a_sum, b_sum) = (sum(a_low, a_high)?, sum(b_low, b_high)?);
    let (a_sum, b_sum) = (trimmed(&a_sum), trimmed(&b_sum));
    let mut middle = zeros(vm, a_sum.len() + b_sum.len())?;
    multiply(vm, &mut middle, a_sum, b_sum)?;
    subtract_from(&mut middle, trimmed(low));
    subtract_from(&mut middle, trimmed(high));
    add_to(&mut product[half..], trimmed(&middle));
    Ok(())
}
