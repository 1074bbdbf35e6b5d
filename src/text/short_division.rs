//! Division with a short quotient: numbers of nearly the same length, as when the digits of a
//! number are computed one by one.

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;

/// Quotients of fewer bits are short.
const SHORT: u64 = 62;

/// The quotient, rounded towards zero, and the remainder. The divisor is not zero.
pub fn div_rem(a: &BigInt, b: &BigInt) -> (BigInt, BigInt) {
    let Some((quotient, remainder)) = short(a.magnitude(), b.magnitude()) else {
        return a.div_rem(b);
    };
    let sign = if a.sign() == b.sign() { Sign::Plus } else { Sign::Minus };
    (BigInt::from_biguint(sign, quotient.into()), BigInt::from_biguint(a.sign(), remainder))
}

/// `divmod(a, b)`: the quotient rounded down, and the remainder, which has the sign of `b`. The divisor
/// is not zero.
pub fn div_mod_floor(a: &BigInt, b: &BigInt) -> (BigInt, BigInt) {
    let (quotient, remainder) = div_rem(a, b);
    match remainder.sign() == Sign::NoSign || remainder.sign() == b.sign() {
        true => (quotient, remainder),
        false => (quotient - 1, remainder + b),
    }
}

/// The quotient and the remainder, if the divisor has more than a word and the quotient is short. The
/// quotient of the leading words is at most two too large (Knuth, "The Art of Computer Programming",
/// volume 2, section 4.3.1, theorem B).
fn short(a: &BigUint, b: &BigUint) -> Option<(u64, BigUint)> {
    let length = b.bits();
    let longer = a.bits().checked_sub(length)?;
    if length <= u64::from(u64::BITS) || longer >= SHORT {
        return None;
    }
    let shift = length - u64::from(u64::BITS);
    let divisor = from_bit(b, shift) as u64;
    let mut quotient = u64::try_from(from_bit(a, shift) / u128::from(divisor)).ok()?;
    let mut product = b * quotient;
    while product > *a {
        quotient -= 1;
        product -= b;
    }
    Some((quotient, a - product))
}

/// The bits of a number from a given one on, of which there are at most 128.
fn from_bit(number: &BigUint, first: u64) -> u128 {
    let (words, bits) = ((first / 64) as usize, first % 64);
    // Counted from the other end: there may be thousands before them.
    let mut digits = number.iter_u64_digits();
    let mut leading = [0; 3];
    for index in (0..digits.len() - words).rev() {
        leading[index] = digits.next_back().unwrap_or(0);
    }
    let [low, middle, high] = leading.map(u128::from);
    match bits {
        0 => middle << 64 | low,
        bits => low >> bits | middle << (64 - bits) | high << (128 - bits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_traits::One;

    #[test]
    fn results_are_those_of_long_division() {
        let mut short_ones = 0;
        let edges = |bits: u32| {
            let power = BigUint::one() << bits;
            [&power - 2u32, &power - 1u32, power.clone(), &power + 1u32, &power + (&power >> 1)]
        };
        for length in [1, 63, 64, 65, 66, 100, 127, 128, 129, 191, 192, 193, 1000] {
            for longer in [0, 1, 2, 3, 30, 60, 61, 62, 63, 64, 65] {
                for b in edges(length).into_iter().filter(|b| *b != BigUint::ZERO) {
                    let factor = (BigUint::one() << longer) - 1u32;
                    for a in edges(length + longer).into_iter().chain([
                        &b * &factor,
                        (&b * &factor + &b) - 1u32,
                        &b - 1u32,
                    ]) {
                        let (quotient, remainder) = a.div_rem(&b);
                        if let Some(found) = short(&a, &b) {
                            short_ones += 1;
                            assert_eq!(
                                (found.0.into(), found.1),
                                (quotient, remainder),
                                "{a} / {b}"
                            );
                        }
                        for (sign, other) in [(1, 1), (1, -1), (-1, 1), (-1, -1)] {
                            let (a, b) =
                                (BigInt::from(a.clone()) * sign, BigInt::from(b.clone()) * other);
                            assert_eq!(div_rem(&a, &b), a.div_rem(&b));
                            assert_eq!(div_mod_floor(&a, &b), a.div_mod_floor(&b));
                        }
                    }
                }
            }
        }
        assert!(short_ones > 1000, "{short_ones}");
    }
}
