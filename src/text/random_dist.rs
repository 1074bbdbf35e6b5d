//! Choices and distributions: the computations of the module `random`, with the same draws in the
//! same order as CPython's `random.py`.

use super::error::{ErrorKind, Result, TextError};
use super::mersenne::Mersenne;
use std::collections::HashSet;
use std::f64::consts::{E, TAU};

/// A source of random numbers; a subclass of `Random` may supply its own.
pub trait Source {
    /// A float in `0.0 <= x < 1.0`.
    fn random(&mut self) -> f64;
    /// An integer in `0 <= i < n`.
    fn below(&mut self, n: u64) -> u64;
}

impl Source for Mersenne {
    fn random(&mut self) -> f64 {
        Mersenne::random(self)
    }

    fn below(&mut self, n: u64) -> u64 {
        Mersenne::below(self, n)
    }
}

/// `choice` from a sequence of `length` items: the index.
pub fn choice(source: &mut impl Source, length: usize) -> Result<usize> {
    if length == 0 {
        return Err(TextError::new(ErrorKind::Index, "Cannot choose from an empty sequence"));
    }
    Ok(source.below(length as u64) as usize)
}

/// `shuffle` of `length` items: calls `swap` with the indices to exchange.
pub fn shuffle(source: &mut impl Source, length: usize, mut swap: impl FnMut(usize, usize)) {
    for last in (1..length).rev() {
        swap(last, source.below(last as u64 + 1) as usize);
    }
}

/// `sample` of `count` from `length` items: their indices.
pub fn sample(source: &mut impl Source, length: usize, count: i64) -> Result<Vec<usize>> {
    let count = usize::try_from(count)
        .ok()
        .filter(|&count| count <= length)
        .ok_or_else(|| TextError::value("Sample larger than population or is negative"))?;
    // The limit decides how numbers are drawn, so it is CPython's estimate of a set's size.
    let mut set_size = 21.0;
    if count > 5 {
        set_size += 4f64.powi((((count * 3) as f64).ln() / 4f64.ln()).ceil() as i32);
    }
    let mut chosen = Vec::with_capacity(count);
    if length as f64 <= set_size {
        let mut pool: Vec<usize> = (0..length).collect();
        for taken in 0..count {
            let at = source.below((length - taken) as u64) as usize;
            chosen.push(pool[at]);
            pool[at] = pool[length - taken - 1];
        }
    } else {
        let mut seen = HashSet::with_capacity(count);
        while chosen.len() < count {
            let at = source.below(length as u64) as usize;
            if seen.insert(at) {
                chosen.push(at);
            }
        }
    }
    Ok(chosen)
}

/// One draw of `choices` without weights from `length` items.
pub fn choice_with_replacement(source: &mut impl Source, length: usize) -> usize {
    (source.random() * length as f64).floor() as usize
}

/// Checks the total (last of the cumulative weights) for `choices`.
pub fn check_total(total: f64) -> Result<()> {
    if total <= 0.0 {
        return Err(TextError::value("Total of weights must be greater than zero"));
    }
    if !total.is_finite() {
        return Err(TextError::value("Total of weights must be finite"));
    }
    Ok(())
}

/// One draw of `choices` with cumulative weights, checked and not empty.
pub fn weighted_choice(source: &mut impl Source, cumulative: &[f64]) -> usize {
    let last = cumulative.len().saturating_sub(1);
    let target = source.random() * cumulative.get(last).copied().unwrap_or(0.0);
    cumulative[..last].partition_point(|&weight| weight <= target)
}

/// `uniform(a, b)`.
pub fn uniform(source: &mut impl Source, a: f64, b: f64) -> f64 {
    a + (b - a) * source.random()
}

/// `triangular(low, high, mode)`.
pub fn triangular(source: &mut impl Source, low: f64, high: f64, mode: Option<f64>) -> f64 {
    let u = source.random();
    let c = match mode {
        None => 0.5,
        Some(_) if high == low => return low,
        Some(mode) => (mode - low) / (high - low),
    };
    let (u, c, low, high) = if u > c { (1.0 - u, 1.0 - c, high, low) } else { (u, c, low, high) };
    low + (high - low) * (u * c).sqrt()
}

/// `normalvariate(mu, sigma)`.
pub fn normal(source: &mut impl Source, mu: f64, sigma: f64) -> f64 {
    let magic = 4.0 * (-0.5f64).exp() / 2f64.sqrt();
    loop {
        let u1 = source.random();
        let u2 = 1.0 - source.random();
        let z = magic * (u1 - 0.5) / u2;
        if z * z / 4.0 <= -u2.ln() {
            return mu + z * sigma;
        }
    }
}

/// `gauss(mu, sigma)`: draws come in pairs, and `spare` keeps the second for the next call.
pub fn gauss(source: &mut impl Source, spare: &mut Option<f64>, mu: f64, sigma: f64) -> f64 {
    let z = spare.take().unwrap_or_else(|| {
        let angle = source.random() * TAU;
        let radius = (-2.0 * (1.0 - source.random()).ln()).sqrt();
        *spare = Some(angle.sin() * radius);
        angle.cos() * radius
    });
    mu + z * sigma
}

/// `lognormvariate(mu, sigma)`.
pub fn log_normal(source: &mut impl Source, mu: f64, sigma: f64) -> f64 {
    normal(source, mu, sigma).exp()
}

/// `expovariate(lambd)`.
pub fn exponential(source: &mut impl Source, rate: f64) -> Result<f64> {
    let drawn = -(1.0 - source.random()).ln();
    if rate == 0.0 {
        return Err(TextError::zero_division("float division by zero"));
    }
    Ok(drawn / rate)
}

/// `vonmisesvariate(mu, kappa)`.
pub fn von_mises(source: &mut impl Source, mu: f64, kappa: f64) -> f64 {
    if kappa <= 1e-6 {
        return TAU * source.random();
    }
    let s = 0.5 / kappa;
    let r = s + (1.0 + s * s).sqrt();
    let z = loop {
        let z = (std::f64::consts::PI * source.random()).cos();
        let d = z / (r + z);
        let u = source.random();
        if u < 1.0 - d * d || u <= (1.0 - d) * d.exp() {
            break z;
        }
    };
    let q = 1.0 / r;
    let f = (q + z) / (1.0 + q * z);
    let theta = if source.random() > 0.5 { mu + f.acos() } else { mu - f.acos() };
    super::float_arith::modulo(theta, TAU).unwrap_or(theta)
}

/// `gammavariate(alpha, beta)`.
pub fn gamma(source: &mut impl Source, alpha: f64, beta: f64) -> Result<f64> {
    if alpha <= 0.0 || beta <= 0.0 {
        return Err(TextError::value("gammavariate: alpha and beta must be > 0.0"));
    }
    let standard = if alpha > 1.0 {
        gamma_above_one(source, alpha)
    } else if alpha == 1.0 {
        -(1.0 - source.random()).ln()
    } else {
        gamma_below_one(source, alpha)
    };
    Ok(standard * beta)
}

/// Cheng's rejection method of 1977.
fn gamma_above_one(source: &mut impl Source, alpha: f64) -> f64 {
    let root = (2.0 * alpha - 1.0).sqrt();
    let b = alpha - 4f64.ln();
    let c = alpha + root;
    let magic = 1.0 + 4.5f64.ln();
    loop {
        let u1 = source.random();
        if !(1e-7 < u1 && u1 < 0.9999999) {
            continue;
        }
        let u2 = 1.0 - source.random();
        let v = (u1 / (1.0 - u1)).ln() / root;
        let x = alpha * v.exp();
        let z = u1 * u1 * u2;
        let r = b + c * v - x;
        if r + magic - 4.5 * z >= 0.0 || r >= z.ln() {
            return x;
        }
    }
}

/// Ahrens and Dieter's method GS of 1974.
fn gamma_below_one(source: &mut impl Source, alpha: f64) -> f64 {
    loop {
        let u = source.random();
        let b = (E + alpha) / E;
        let p = b * u;
        let x = if p <= 1.0 { p.powf(1.0 / alpha) } else { -((b - p) / alpha).ln() };
        let u1 = source.random();
        let accepted = if p > 1.0 { u1 <= x.powf(alpha - 1.0) } else { u1 <= (-x).exp() };
        if accepted {
            return x;
        }
    }
}

/// `betavariate(alpha, beta)`.
pub fn beta(source: &mut impl Source, alpha: f64, beta: f64) -> Result<f64> {
    let y = gamma(source, alpha, 1.0)?;
    if y == 0.0 {
        return Ok(0.0);
    }
    Ok(y / (y + gamma(source, beta, 1.0)?))
}

/// `paretovariate(alpha)`.
pub fn pareto(source: &mut impl Source, alpha: f64) -> f64 {
    (1.0 - source.random()).powf(-1.0 / alpha)
}

/// `weibullvariate(alpha, beta)`.
pub fn weibull(source: &mut impl Source, alpha: f64, beta: f64) -> f64 {
    alpha * (-(1.0 - source.random()).ln()).powf(1.0 / beta)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_of_seed_1() {
        let mut source = Mersenne::from_int(&1.into());
        let mut items: Vec<usize> = (0..10).collect();
        shuffle(&mut source, 10, |a, b| items.swap(a, b));
        assert_eq!(items, [6, 8, 9, 7, 5, 3, 0, 4, 1, 2]);
        assert_eq!(sample(&mut source, 100, 6).unwrap(), [26, 12, 62, 3, 49, 55]);
        assert_eq!(weighted_choice(&mut source, &[1.0, 3.0, 6.0]), 2);
        let mut spare = None;
        assert_eq!(gauss(&mut source, &mut spare, 0.0, 1.0), 0.1660032346896486);
        assert_eq!(gauss(&mut source, &mut spare, 0.0, 1.0), -1.5338835753205629);
        assert_eq!(gamma(&mut source, 2.5, 2.0), Ok(3.0125224441896408));
    }

    #[test]
    fn refuses() {
        let mut source = Mersenne::from_int(&1.into());
        assert!(choice(&mut source, 0).is_err());
        assert!(sample(&mut source, 3, 4).is_err() && sample(&mut source, 3, -1).is_err());
        assert!(check_total(0.0).is_err() && check_total(f64::NAN).is_err());
    }
}
