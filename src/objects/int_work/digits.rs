//! Ints and their digits: the number is halved at a power of the base until pieces are small.

use super::{div_rem, multiply};
use crate::vm::{Vm, VmResult};
use num_bigint::{BigInt, BigUint, Sign};
use num_traits::ToPrimitive;

/// The maximum number of digits of a piece.
const PIECE: usize = 1 << 13;

/// The work for a piece, in units.
const WORK: usize = 100_000;

/// The powers of a base that numbers are halved at: the first has [`PIECE`] digits, each further one
/// is the square of the one before.
struct Powers {
    base: u32,
    powers: Vec<BigInt>,
}

impl Powers {
    /// The powers of the levels up to `last`. Powers of two are shifted.
    fn new(vm: &Vm, base: u32, last: usize) -> VmResult<Powers> {
        let mut powers = Vec::new();
        if !base.is_power_of_two() {
            powers.push(BigInt::from(base).pow(PIECE as u32));
            for level in 0..last {
                powers.push(multiply(vm, &powers[level], &powers[level])?);
            }
        }
        Ok(Powers { base, powers })
    }

    /// `high` with this many further digits.
    fn join(&self, vm: &Vm, high: &BigInt, low: BigInt, level: usize) -> VmResult<BigInt> {
        Ok(match self.powers.get(level) {
            Some(power) => multiply(vm, high, power)? + low,
            None => (high << self.bits(level)) + low,
        })
    }

    /// The size of the digits of a level, for a power of two.
    fn bits(&self, level: usize) -> usize {
        (PIECE << level) * self.base.trailing_zeros() as usize
    }
}

/// The digits of a number in a base of 2 to 36, in lower case, after a sign.
///
/// # Errors
/// Same as [`Vm::tick`] and [`Vm::reserve`].
pub fn to_digits(vm: &Vm, number: &BigInt, base: u32) -> VmResult<String> {
    let most = (number.bits() as f64 / f64::from(base).log2()) as usize + 2;
    vm.reserve(most)?;
    if base == 10
        && let Some(number) = number.to_i128()
    {
        return Ok(number.to_string());
    }
    if most <= PIECE {
        return Ok(number.to_str_radix(base));
    }
    if base.is_power_of_two() {
        return digits_of_bits(vm, number, base.trailing_zeros() as usize);
    }
    let level = most.div_ceil(PIECE).ilog2() as usize;
    let powers = Powers::new(vm, base, level)?;
    let mut text = String::with_capacity(most);
    if number.sign() == Sign::Minus {
        text.push('-');
    }
    let magnitude = BigInt::from(number.magnitude().clone());
    write(vm, &magnitude, &powers, level, false, &mut text)?;
    Ok(text)
}

/// The digits of a number in a base of a power of two, each of so many bits, after a sign.
fn digits_of_bits(vm: &Vm, number: &BigInt, size: usize) -> VmResult<String> {
    let count = (number.bits() as usize).div_ceil(size);
    let mut text = String::with_capacity(count + 1);
    if number.sign() == Sign::Minus {
        text.push('-');
    }
    let words = number.magnitude().iter_u64_digits();
    // The bits that no digit has yet: the lowest `left` ones of `bits`. Zeros above the highest word
    // make the digits whole.
    let mut left = count * size + 64 - words.len() * 64;
    let mut bits = 0u128;
    for (at, word) in words.rev().enumerate() {
        if at % PIECE == 0 {
            vm.tick(WORK)?;
        }
        bits = bits << 64 | u128::from(word);
        if at > 0 {
            left += 64;
        }
        while left >= size {
            left -= size;
            let digit = (bits >> left) as u32 & ((1 << size) - 1);
            text.extend(char::from_digit(digit, 1 << size));
        }
        bits &= (1 << left) - 1;
    }
    Ok(text)
}

/// Writes a number of at most twice `PIECE << level` digits. With `padded`, leading zeros fill up
/// that width.
fn write(
    vm: &Vm,
    number: &BigInt,
    powers: &Powers,
    level: usize,
    padded: bool,
    text: &mut String,
) -> VmResult<()> {
    if number.bits() <= PIECE as u64 && !padded {
        text.push_str(&number.to_str_radix(powers.base));
        return Ok(());
    }
    let (high, low) = div_rem(vm, number, &powers.powers[level])?;
    if high.sign() == Sign::NoSign && !padded {
        return match level {
            0 => write_piece(vm, &low, powers, false, text),
            _ => write(vm, &low, powers, level - 1, false, text),
        };
    }
    match level {
        0 => {
            write_piece(vm, &high, powers, padded, text)?;
            write_piece(vm, &low, powers, true, text)
        }
        _ => {
            write(vm, &high, powers, level - 1, padded, text)?;
            write(vm, &low, powers, level - 1, true, text)
        }
    }
}

fn write_piece(
    vm: &Vm,
    number: &BigInt,
    powers: &Powers,
    padded: bool,
    text: &mut String,
) -> VmResult<()> {
    vm.tick(WORK)?;
    let digits = number.to_str_radix(powers.base);
    if padded {
        text.extend(std::iter::repeat_n('0', PIECE - digits.len()));
    }
    text.push_str(&digits);
    Ok(())
}

/// The number with these digits, of a base of 2 to 36.
///
/// # Errors
/// Same as [`Vm::tick`] and [`Vm::reserve`].
pub fn from_digits(vm: &Vm, digits: &[u8], base: u32) -> VmResult<BigInt> {
    if digits.len() <= PIECE {
        vm.tick(WORK.min(digits.len() * 10))?;
        return Ok(read_piece(digits, base).into());
    }
    vm.reserve(digits.len() / 2)?;
    let level = digits.len().div_ceil(PIECE).ilog2() as usize;
    let powers = Powers::new(vm, base, level)?;
    read(vm, digits, &powers, level)
}

/// The number with these few digits, read as many at a time as a machine word holds.
fn read_piece(digits: &[u8], base: u32) -> BigUint {
    /// So many decimal digits fit into 128 bits.
    const FEW: usize = 38;
    if base == 10 && digits.len() <= FEW && digits.is_ascii() {
        let number = str::from_utf8(digits).ok().and_then(|digits| digits.parse::<u128>().ok());
        if let Some(number) = number {
            return number.into();
        }
    }
    let (mut in_word, mut scale) = (0, 1u64);
    while let Some(next) = scale.checked_mul(base.into()) {
        (in_word, scale) = (in_word + 1, next);
    }
    let word = |digits: &[u8]| {
        let values = digits.iter().filter_map(|digit| char::from(*digit).to_digit(base));
        values.fold(0u64, |word, digit| word * u64::from(base) + u64::from(digit))
    };
    let mut words: Vec<u64> = Vec::with_capacity(digits.len() / in_word + 1);
    let (first, rest) = digits.split_at(digits.len() % in_word);
    for part in std::iter::once(first).chain(rest.chunks(in_word)) {
        let mut carry = word(part);
        for word in &mut words {
            let product = u128::from(*word) * u128::from(scale) + u128::from(carry);
            (*word, carry) = (product as u64, (product >> 64) as u64);
        }
        if carry != 0 {
            words.push(carry);
        }
    }
    BigUint::new(words.iter().flat_map(|word| [*word as u32, (word >> 32) as u32]).collect())
}

fn read(vm: &Vm, digits: &[u8], powers: &Powers, level: usize) -> VmResult<BigInt> {
    let size = PIECE << level;
    if digits.len() <= PIECE {
        vm.tick(WORK.min(digits.len() * 10))?;
        return Ok(read_piece(digits, powers.base).into());
    }
    if digits.len() <= size {
        return read(vm, digits, powers, level - 1);
    }
    let (high, low) = digits.split_at(digits.len() - size);
    let high = read(vm, high, powers, level)?;
    let low = match level {
        0 => read(vm, low, powers, 0)?,
        _ => read(vm, low, powers, level - 1)?,
    };
    powers.join(vm, &high, low, level)
}
