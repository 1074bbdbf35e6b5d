//! Integer arithmetic in 128 bits: ints that are too large for a machine word, but not by much, as in
//! hashes, random numbers and fixed-point sums.

use super::int::Int;
use hob_grammar::ast::BinaryOp;
use num_bigint::{BigInt, Sign};

/// Numbers up to this many bits are wide: their sums and differences fit, too.
const BITS: u64 = 126;

/// A number in 128 bits, if it fits with room for sums.
#[inline]
pub fn from_big(number: &BigInt) -> Option<i128> {
    if number.bits() > BITS {
        return None;
    }
    let mut digits = number.iter_u64_digits();
    let (low, high) = (digits.next().unwrap_or(0), digits.next().unwrap_or(0));
    let magnitude = (u128::from(high) << 64 | u128::from(low)) as i128;
    Some(if number.sign() == Sign::Minus { -magnitude } else { magnitude })
}

/// `a op b` for an operator with an int result; none if the result does not fit, or does not exist.
#[inline]
pub fn binary(op: BinaryOp, a: i128, b: i128) -> Option<Int> {
    let result = match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::FloorDiv => divmod(a, b).map(|(quotient, _)| quotient),
        BinaryOp::Mod => divmod(a, b).map(|(_, remainder)| remainder),
        BinaryOp::BitAnd => Some(a & b),
        BinaryOp::BitOr => Some(a | b),
        BinaryOp::BitXor => Some(a ^ b),
        BinaryOp::RShift => u32::try_from(b).ok().map(|b| a >> b.min(i128::BITS - 1)),
        BinaryOp::LShift => u32::try_from(b)
            .ok()
            .filter(|b| a != 0 && *b < a.unsigned_abs().leading_zeros().saturating_sub(1))
            .map(|b| a << b),
        BinaryOp::Pow | BinaryOp::TrueDiv | BinaryOp::MatMul => None,
    };
    result.map(to_int)
}

/// `divmod(a, b)`; none if `b` is zero.
fn divmod(a: i128, b: i128) -> Option<(i128, i128)> {
    // Machine-word numbers are divided much faster.
    let (quotient, remainder) = match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) => (i128::from(a.checked_div(b)?), i128::from(a.wrapping_rem(b))),
        _ => {
            let quotient = a.checked_div(b)?;
            (quotient, a - quotient * b)
        }
    };
    Some(match remainder != 0 && (remainder < 0) != (b < 0) {
        true => (quotient - 1, remainder + b),
        false => (quotient, remainder),
    })
}

/// An int of the number's size.
#[inline]
fn to_int(number: i128) -> Int {
    match i64::try_from(number) {
        Ok(small) => Int::Small(small),
        Err(_) => Int::Big(BigInt::from(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_integer::Integer;

    #[test]
    fn results_are_those_of_numbers_of_any_size() {
        let mut numbers: Vec<i128> = vec![0, 1, 2, 7, 10, 63, 64, 65, 126, 127, 128];
        for bits in [62, 63, 64, 65, 100, 125, 126] {
            numbers.extend([(1 << bits) - 1, 1 << bits, (1 << bits) + 1]);
        }
        let negative: Vec<i128> = numbers.iter().map(|n| -n).collect();
        numbers.extend(negative);
        let operators = [
            BinaryOp::Add,
            BinaryOp::Sub,
            BinaryOp::Mul,
            BinaryOp::FloorDiv,
            BinaryOp::Mod,
            BinaryOp::BitAnd,
            BinaryOp::BitOr,
            BinaryOp::BitXor,
            BinaryOp::LShift,
            BinaryOp::RShift,
        ];
        let mut found = 0;
        for (&a, &b) in numbers.iter().flat_map(|a| numbers.iter().map(move |b| (a, b))) {
            let (big_a, big_b) = (BigInt::from(a), BigInt::from(b));
            let fits = a.unsigned_abs() < 1 << BITS;
            assert_eq!(from_big(&big_a), fits.then_some(a), "{a}");
            for op in operators {
                let Some(result) = binary(op, a, b) else { continue };
                found += 1;
                let expected = match op {
                    BinaryOp::Add => big_a.clone() + &big_b,
                    BinaryOp::Sub => big_a.clone() - &big_b,
                    BinaryOp::Mul => big_a.clone() * &big_b,
                    BinaryOp::FloorDiv => big_a.div_floor(&big_b),
                    BinaryOp::Mod => big_a.mod_floor(&big_b),
                    BinaryOp::BitAnd => big_a.clone() & &big_b,
                    BinaryOp::BitOr => big_a.clone() | &big_b,
                    BinaryOp::BitXor => big_a.clone() ^ &big_b,
                    BinaryOp::LShift => big_a.clone() << b as usize,
                    _ => big_a.clone() >> b as usize,
                };
                let result = match result {
                    Int::Small(small) => BigInt::from(small),
                    Int::Big(big) => big,
                };
                assert_eq!(result, expected, "{a} {op:?} {b}");
            }
        }
        assert!(found > 10_000, "{found}");
    }
}
