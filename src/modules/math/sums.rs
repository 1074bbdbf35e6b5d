//! Sums and norms without intermediate rounding errors.

use crate::text::pace::{Ended, PART, Pace};

/// Exact sums of floats: partial sums that do not overlap (Shewchuk, "Adaptive Precision
/// Floating-Point Arithmetic", 1997).
#[derive(Default)]
pub struct ExactSum {
    partials: Vec<f64>,
    /// The plain sum of infinities and NaNs.
    special: f64,
    /// The plain sum of the infinities alone.
    infinite: f64,
    has_special: bool,
}

/// The reason why a sum has no value.
pub enum SumError {
    /// An intermediate result of a finite sum is too large.
    Overflow,
    /// Infinities of both signs.
    Infinities,
}

/// The sum and its rounding error.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let (large, small) = if a.abs() < b.abs() { (b, a) } else { (a, b) };
    let high = large + small;
    (high, small - (high - large))
}

impl ExactSum {
    /// Adds a number.
    ///
    /// # Errors
    /// [`SumError::Overflow`]
    pub fn add(&mut self, number: f64) -> Result<(), SumError> {
        let (mut x, mut kept) = (number, 0);
        for i in 0..self.partials.len() {
            let (high, low) = two_sum(x, self.partials[i]);
            if low != 0.0 {
                self.partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        self.partials.truncate(kept);
        if x == 0.0 {
            return Ok(());
        }
        if x.is_finite() {
            self.partials.push(x);
            return Ok(());
        }
        if number.is_finite() {
            return Err(SumError::Overflow);
        }
        if number.is_infinite() {
            self.infinite += number;
        }
        self.special += number;
        self.has_special = true;
        self.partials.clear();
        Ok(())
    }

    /// Adds the exact product of two numbers.
    ///
    /// # Errors
    /// [`SumError::Overflow`]
    pub fn add_product(&mut self, a: f64, b: f64) -> Result<(), SumError> {
        let product = a * b;
        self.add(product)?;
        if product.is_finite() { self.add(a.mul_add(b, -product)) } else { Ok(()) }
    }

    /// The sum, rounded once.
    ///
    /// # Errors
    /// [`SumError::Infinities`]
    pub fn total(mut self) -> Result<f64, SumError> {
        if self.has_special {
            return if self.infinite.is_nan() {
                Err(SumError::Infinities)
            } else {
                Ok(self.special)
            };
        }
        let Some(mut high) = self.partials.pop() else { return Ok(0.0) };
        let mut low = 0.0;
        while let Some(next) = self.partials.pop() {
            let before = high;
            high = before + next;
            low = next - (high - before);
            if low != 0.0 {
                break;
            }
        }
        // Halfway cases round to even only if no smaller term decides.
        if let Some(next) = self.partials.last()
            && ((low < 0.0 && *next < 0.0) || (low > 0.0 && *next > 0.0))
        {
            let twice = low * 2.0;
            let sum = high + twice;
            if twice == sum - high {
                high = sum;
            }
        }
        Ok(high)
    }
}

/// The Euclidean norm, accurate to nearly the last bit and without intermediate overflow.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn norm(numbers: &[f64], pace: &dyn Pace) -> Result<f64, Ended> {
    let (mut largest, mut has_nan) = (0.0f64, false);
    for part in numbers.chunks(PART) {
        pace.tick(part.len())?;
        largest = part.iter().fold(largest, |m, x| m.max(x.abs()));
        has_nan |= part.iter().any(|x| x.is_nan());
    }
    // An infinity takes precedence over a NaN, which `max` ignores.
    if has_nan && largest.is_finite() {
        return Ok(f64::NAN);
    }
    if largest == 0.0 || largest.is_infinite() || numbers.len() == 1 {
        return Ok(largest);
    }
    // The scale of the smallest numbers would overflow: scale up first.
    let is_tiny = libm::frexp(largest).1 < -1000;
    let unit = if is_tiny { f64::MIN_POSITIVE } else { 1.0 };
    let scale = libm::ldexp(1.0, -libm::frexp(largest / unit).1);
    let mut sum = SumOfSquares { sum: 1.0, lost: 0.0, errors: 0.0 };
    for part in numbers.chunks(PART) {
        pace.tick(part.len())?;
        for x in part {
            let x = x / unit * scale;
            let square = x * x;
            sum.add(square, x.mul_add(x, -square));
        }
    }
    let mut root = sum.value().sqrt();
    // One step of Newton's method with the exact remainder.
    let square = root * root;
    sum.add(-square, -root.mul_add(root, -square));
    root += sum.value() / (2.0 * root);
    Ok(unit * (root / scale))
}

/// A sum of squares below 2, from 1 on, so that each addition loses at most a known amount.
struct SumOfSquares {
    sum: f64,
    /// The rounding errors of the additions.
    lost: f64,
    /// The rounding errors of the squares.
    errors: f64,
}

impl SumOfSquares {
    fn add(&mut self, square: f64, error: f64) {
        let next = self.sum + square;
        self.lost += square - (next - self.sum);
        self.errors += error;
        self.sum = next;
    }

    fn value(&self) -> f64 {
        self.sum - 1.0 + (self.lost + self.errors)
    }
}
