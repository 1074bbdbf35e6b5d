//! Choices and distributions: the computations of the module `random`, with the same draws in the
//! same order as CPython's `random.py`.

use super::error::{ErrorKind, TextError};
use super::mersenne::Mersenne;
use rustc_hash::FxHashSet;
use std::f64::consts::{E, TAU};

/// A source of random numbers; a subclass of `Random` may supply its own.
pub trait Source {
    /// The reason for a missing number.
    type Error;

    /// A float in `0.0 <= x < 1.0`.
    ///
    /// # Errors
    /// The source failed, or its caller stopped the work.
    fn random(&mut self) -> Result<f64, Self::Error>;

    /// An integer in `0 <= i < n`.
    ///
    /// # Errors
    /// Same as [`Source::random`].
    fn below(&mut self, n: u64) -> Result<u64, Self::Error>;

    /// The error for parameters that are out of range.
    fn refuse(&self, error: TextError) -> Self::Error;
}

impl Source for Mersenne {
    type Error = TextError;

    fn random(&mut self) -> Result<f64, TextError> {
        Ok(Mersenne::random(self))
    }

    fn below(&mut self, n: u64) -> Result<u64, TextError> {
        Ok(Mersenne::below(self, n))
    }

    fn refuse(&self, error: TextError) -> TextError {
        error
    }
}

/// `choice` from a sequence of `length` items: the index.
pub fn choice<S: Source>(source: &mut S, length: usize) -> Result<usize, S::Error> {
    if length == 0 {
        return Err(
            source.refuse(TextError::new(ErrorKind::Index, "Cannot choose from an empty sequence"))
        );
    }
    Ok(source.below(length as u64)? as usize)
}

/// `shuffle` of `length` items: calls `swap` with the indices to exchange.
pub fn shuffle<S: Source>(
    source: &mut S,
    length: usize,
    mut swap: impl FnMut(usize, usize),
) -> Result<(), S::Error> {
    for last in (1..length).rev() {
        swap(last, source.below(last as u64 + 1)? as usize);
    }
    Ok(())
}

/// `sample` of `count` from `length` items: their indices.
pub fn sample<S: Source>(
    source: &mut S,
    length: usize,
    count: i64,
) -> Result<Vec<usize>, S::Error> {
    let count = usize::try_from(count).ok().filter(|&count| count <= length).ok_or_else(|| {
        source.refuse(TextError::value("Sample larger than population or is negative"))
    })?;
    // The limit decides how numbers are drawn, so it is CPython's estimate of a set's size.
    let mut set_size = 21.0;
    if count > 5 {
        set_size += 4f64.powi((((count * 3) as f64).ln() / 4f64.ln()).ceil() as i32);
    }
    let mut chosen = Vec::with_capacity(count);
    if length as f64 <= set_size {
        let mut pool: Vec<usize> = (0..length).collect();
        for taken in 0..count {
            let at = source.below((length - taken) as u64)? as usize;
            chosen.push(pool[at]);
            pool[at] = pool[length - taken - 1];
        }
    } else {
        let mut seen = FxHashSet::default();
        while chosen.len() < count {
            let at = source.below(length as u64)? as usize;
            if seen.insert(at) {
                chosen.push(at);
            }
        }
    }
    Ok(chosen)
}

/// One draw of `choices` without weights from `length` items.
pub fn choice_with_replacement<S: Source>(
    source: &mut S,
    length: usize,
) -> Result<usize, S::Error> {
    Ok((source.random()? * length as f64).floor() as usize)
}

/// Checks the total (last of the cumulative weights) for `choices`.
pub fn check_total<S: Source>(source: &S, total: f64) -> Result<(), S::Error> {
    if total <= 0.0 {
        return Err(source.refuse(TextError::value("Total of weights must be greater than zero")));
    }
    if !total.is_finite() {
        return Err(source.refuse(TextError::value("Total of weights must be finite")));
    }
    Ok(())
}

/// One draw of `choices` with cumulative weights, checked and nonempty.
pub fn weighted_choice<S: Source>(source: &mut S, cumulative: &[f64]) -> Result<usize, S::Error> {
    let last = cumulative.len().saturating_sub(1);
    let target = source.random()? * cumulative.get(last).copied().unwrap_or(0.0);
    Ok(cumulative[..last].partition_point(|&weight| weight <= target))
}

/// `uniform(a, b)`.
pub fn uniform<S: Source>(source: &mut S, a: f64, b: f64) -> Result<f64, S::Error> {
    Ok(a + (b - a) * source.random()?)
}

/// `triangular(low, high, mode)`.
pub fn triangular<S: Source>(
    source: &mut S,
    low: f64,
    high: f64,
    mode: Option<f64>,
) -> Result<f64, S::Error> {
    let u = source.random()?;
    let c = match mode {
        None => 0.5,
        Some(_) if high == low => return Ok(low),
        Some(mode) => (mode - low) / (high - low),
    };
    let (u, c, low, high) = if u > c { (1.0 - u, 1.0 - c, high, low) } else { (u, c, low, high) };
    Ok(low + (high - low) * (u * c).sqrt())
}

/// `normalvariate(mu, sigma)`.
pub fn normal<S: Source>(source: &mut S, mu: f64, sigma: f64) -> Result<f64, S::Error> {
    let magic = 4.0 * (-0.5f64).exp() / 2f64.sqrt();
    loop {
        let u1 = source.random()?;
        let u2 = 1.0 - source.random()?;
        let z = magic * (u1 - 0.5) / u2;
        if z * z / 4.0 <= -u2.ln() {
            return Ok(mu + z * sigma);
        }
    }
}

/// `gauss(mu, sigma)`: draws come in pairs, and `spare` keeps the second for the next call.
pub fn gauss<S: Source>(
    source: &mut S,
    spare: &mut Option<f64>,
    mu: f64,
    sigma: f64,
) -> Result<f64, S::Error> {
    let z = match spare.take() {
        Some(z) => z,
        None => {
            let angle = source.random()? * TAU;
            let radius = (-2.0 * (1.0 - source.random()?).ln()).sqrt();
            *spare = Some(angle.sin() * radius);
            angle.cos() * radius
        }
    };
    Ok(mu + z * sigma)
}

/// `lognormvariate(mu, sigma)`.
pub fn log_normal<S: Source>(source: &mut S, mu: f64, sigma: f64) -> Result<f64, S::Error> {
    Ok(normal(source, mu, sigma)?.exp())
}

/// `expovariate(lambd)`.
pub fn exponential<S: Source>(source: &mut S, rate: f64) -> Result<f64, S::Error> {
    let drawn = -(1.0 - source.random()?).ln();
    if rate == 0.0 {
        return Err(source.refuse(TextError::zero_division("float division by zero")));
    }
    Ok(drawn / rate)
}

/// `vonmisesvariate(mu, kappa)`.
pub fn von_mises<S: Source>(source: &mut S, mu: f64, kappa: f64) -> Result<f64, S::Error> {
    if kappa <= 1e-6 {
        return Ok(TAU * source.random()?);
    }
    let s = 0.5 / kappa;
    let r = s + (1.0 + s * s).sqrt();
    let z = loop {
        let z = (std::f64::consts::PI * source.random()?).cos();
        let d = z / (r + z);
        let u = source.random()?;
        if u < 1.0 - d * d || u <= (1.0 - d) * d.exp() {
            break z;
        }
    };
    let q = 1.0 / r;
    let f = (q + z) / (1.0 + q * z);
    let theta = if source.random()? > 0.5 { mu + f.acos() } else { mu - f.acos() };
    Ok(super::float_arith::modulo(theta, TAU).unwrap_or(theta))
}

/// `gammavariate(alpha, beta)`.
pub fn gamma<S: Source>(source: &mut S, alpha: f64, beta: f64) -> Result<f64, S::Error> {
    if alpha <= 0.0 || beta <= 0.0 {
        return Err(source.refuse(TextError::value("gammavariate: alpha and beta must be > 0.0")));
    }
    let standard = if alpha > 1.0 {
        gamma_above_one(source, alpha)?
    } else if alpha == 1.0 {
        -(1.0 - source.random()?).ln()
    } else {
        gamma_below_one(source, alpha)?
    };
    Ok(standard * beta)
}

/// Cheng's rejection method of 1977.
fn gamma_above_one<S: Source>(source: &mut S, alpha: f64) -> Result<f64, S::Error> {
    let root = (2.0 * alpha - 1.0).sqrt();
    let b = alpha - 4f64.ln();
    let c = alpha + root;
    let magic = 1.0 + 4.5f64.ln();
    loop {
        let u1 = source.random()?;
        if !(1e-7 < u1 && u1 < 0.9999999) {
            continue;
        }
        let u2 = 1.0 - source.random()?;
        let v = (u1 / (1.0 - u1)).ln() / root;
        let x = alpha * v.exp();
        let z = u1 * u1 * u2;
        let r = b + c * v - x;
        if r + magic - 4.5 * z >= 0.0 || r >= z.ln() {
            return Ok(x);
        }
    }
}

/// Ahrens and Dieter's method GS of 1974.
fn gamma_below_one<S: Source>(source: &mut S, alpha: f64) -> Result<f64, S::Error> {
    loop {
        let u = source.random()?;
        let b = (E + alpha) / E;
        let p = b * u;
        let x = if p <= 1.0 { p.powf(1.0 / alpha) } else { -((b - p) / alpha).ln() };
        let u1 = source.random()?;
        let accepted = if p > 1.0 { u1 <= x.powf(alpha - 1.0) } else { u1 <= (-x).exp() };
        if accepted {
            return Ok(x);
        }
    }
}

/// `betavariate(alpha, beta)`.
pub fn beta<S: Source>(source: &mut S, alpha: f64, beta: f64) -> Result<f64, S::Error> {
    let y = gamma(source, alpha, 1.0)?;
    if y == 0.0 {
        return Ok(0.0);
    }
    Ok(y / (y + gamma(source, beta, 1.0)?))
}

/// `paretovariate(alpha)`.
pub fn pareto<S: Source>(source: &mut S, alpha: f64) -> Result<f64, S::Error> {
    Ok((1.0 - source.random()?).powf(-1.0 / alpha))
}

/// `weibullvariate(alpha, beta)`.
pub fn weibull<S: Source>(source: &mut S, alpha: f64, beta: f64) -> Result<f64, S::Error> {
    Ok(alpha * (-(1.0 - source.random()?).ln()).powf(1.0 / beta))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_of_seed_1() {
        let mut source = Mersenne::from_int(&1.into());
        let mut items: Vec<usize> = (0..10).collect();
        shuffle(&mut source, 10, |a, b| items.swap(a, b)).unwrap();
        assert_eq!(items, [6, 8, 9, 7, 5, 3, 0, 4, 1, 2]);
        assert_eq!(sample(&mut source, 100, 6).unwrap(), [26, 12, 62, 3, 49, 55]);
        assert_eq!(weighted_choice(&mut source, &[1.0, 3.0, 6.0]), Ok(2));
        let mut spare = None;
        assert_eq!(gauss(&mut source, &mut spare, 0.0, 1.0), Ok(0.1660032346896486));
        assert_eq!(gauss(&mut source, &mut spare, 0.0, 1.0), Ok(-1.5338835753205629));
        assert_eq!(gamma(&mut source, 2.5, 2.0), Ok(3.0125224441896408));
    }

    #[test]
    fn refuses() {
        let mut source = Mersenne::from_int(&1.into());
        assert!(choice(&mut source, 0).is_err());
        assert!(sample(&mut source, 3, 4).is_err() && sample(&mut source, 3, -1).is_err());
        assert!(check_total(&source, 0.0).is_err() && check_total(&source, f64::NAN).is_err());
    }
}
