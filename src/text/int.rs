//! Integers as text: `int(s, base)`, `str(i)`, bytes.

use super::error::{Result, TextError};
use super::pace::{self, Ended, Pace, Stride};
use super::repr::str_repr;
use super::unicode::{decimal_value, is_space};
use num_bigint::{BigInt, BigUint, Sign};
use num_traits::ToPrimitive;
use std::borrow::Cow;
use std::cmp::Ordering;

/// The default limit on digits in conversions by `int()` and `str()`
/// (`sys.get_int_max_str_digits()`).
pub const DEFAULT_MAX_STR_DIGITS: usize = 4300;

/// An integer in the smallest form that holds it: whatever fits an `i64` is `Small`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Int {
    /// An integer of 64 bits.
    Small(i64),
    /// Any integer outside `i64`.
    Big(BigInt),
}

impl From<BigInt> for Int {
    fn from(big: BigInt) -> Int {
        match big.to_i64() {
            Some(small) => Int::Small(small),
            None => Int::Big(big),
        }
    }
}

impl From<i64> for Int {
    fn from(small: i64) -> Int {
        Int::Small(small)
    }
}

impl From<i128> for Int {
    fn from(wide: i128) -> Int {
        i64::try_from(wide).map_or_else(|_| Int::Big(wide.into()), Int::Small)
    }
}

impl Int {
    /// The same integer as a `BigInt`.
    pub fn into_big(self) -> BigInt {
        match self {
            Int::Small(small) => small.into(),
            Int::Big(big) => big,
        }
    }
}

/// The value of a literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal<'a> {
    /// An integer of 64 bits.
    Small(i64),
    /// More digits, which are to be converted.
    Digits {
        /// Whether there is a minus before them.
        negative: bool,
        /// Digits of the base, without underscores.
        digits: Cow<'a, str>,
        /// The base, from 2 to 36.
        base: u32,
    },
}

impl Literal<'_> {
    /// The same literal, with owned digits.
    fn into_owned(self) -> Literal<'static> {
        match self {
            Literal::Small(value) => Literal::Small(value),
            Literal::Digits { negative, digits, base } => {
                Literal::Digits { negative, digits: digits.into_owned().into(), base }
            }
        }
    }
}

/// `int(s, base)`: surrounding whitespace, a sign, a prefix that matches the base, single
/// underscores between digits. `max_digits` bounds the digits of bases that are not powers of two
/// (0: no bound).
///
/// # Errors
/// The errors of [`Pace::tick`]; inside, ValueError if it is not a literal of that base.
pub fn parse<'a>(
    s: &'a str,
    base: i64,
    max_digits: usize,
    pace: &dyn Pace,
) -> std::result::Result<Result<Literal<'a>>, Ended> {
    if base != 0 && !(2..=36).contains(&base) {
        return Ok(Err(TextError::value("int() base must be >= 2 and <= 36, or 0")));
    }
    // Most literals are a few plain digits, which cannot overflow.
    if base == 10 && (1..=18).contains(&s.len()) && s.bytes().all(|byte| byte.is_ascii_digit()) {
        let value = s.bytes().fold(0, |value, byte| value * 10 + i64::from(byte - b'0'));
        return Ok(Ok(Literal::Small(value)));
    }
    let literal = parse_literal(s, base as u32, max_digits, pace)?;
    Ok(literal.and_then(|literal| {
        literal.ok_or_else(|| {
            let literal = str_repr(s);
            TextError::value(format!("invalid literal for int() with base {base}: {literal}"))
        })
    }))
}

/// Like [`parse`] with a valid base; `None` if `s` is not a literal of that base.
fn parse_literal<'a>(
    s: &'a str,
    base: u32,
    max_digits: usize,
    pace: &dyn Pace,
) -> std::result::Result<Result<Option<Literal<'a>>>, Ended> {
    let text = s.trim_matches(is_space);
    if !text.is_ascii() {
        let to_ascii = |c| decimal_value(c).and_then(|d| char::from_digit(d, 10)).unwrap_or(c);
        let mut ascii = String::new();
        for part in pace::parts(text) {
            pace.tick(part.len())?;
            ascii.extend(part.chars().map(to_ascii));
        }
        if !ascii.is_ascii() {
            return Ok(Ok(None));
        }
        let literal = parse_literal(&ascii, base, max_digits, pace)?;
        return Ok(literal.map(|literal| literal.map(Literal::into_owned)));
    }
    let (negative, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let Some((base, digits, strict)) = split_prefix(unsigned, base) else { return Ok(Ok(None)) };
    let Some(digits) = plain_digits(digits, base, pace)? else { return Ok(Ok(None)) };
    // Base 0 allows no leading zeros except in zero itself.
    if strict && digits.starts_with('0') && digits.bytes().any(|b| b != b'0') {
        return Ok(Ok(None));
    }
    if let Ok(small) = i64::from_str_radix(&digits, base) {
        return Ok(Ok(Some(Literal::Small(if negative { -small } else { small }))));
    }
    if max_digits > 0 && digits.len() > max_digits && !base.is_power_of_two() {
        return Ok(Err(TextError::value(format!(
            "Exceeds the limit ({max_digits} digits) for integer string conversion: value has {} \
             digits; use sys.set_int_max_str_digits() to increase the limit",
            digits.len()
        ))));
    }
    Ok(Ok(Some(Literal::Digits { negative, digits, base })))
}

/// Removes `0x`, `0o` or `0b` (and an underscore after it) and resolves base 0. The last part says
/// whether the digits are a decimal literal of base 0.
fn split_prefix(text: &str, base: u32) -> Option<(u32, &str, bool)> {
    let prefix_base = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    if prefix_base != 0 && (base == 0 || base == prefix_base) {
        let digits = &text[2..];
        return Some((prefix_base, digits.strip_prefix('_').unwrap_or(digits), false));
    }
    Some(if base == 0 { (10, text, true) } else { (base, text, false) })
}

/// The digits without underscores; `None` if a character is not a digit or an underscore is
/// misplaced.
fn plain_digits<'a>(
    text: &'a str,
    base: u32,
    pace: &dyn Pace,
) -> std::result::Result<Option<Cow<'a, str>>, Ended> {
    let mut plain: Option<String> = None;
    let mut after_digit = false;
    for part in pace::parts(text) {
        pace.tick(part.len())?;
        for piece in part.split_inclusive('_') {
            let digits = piece.strip_suffix('_').unwrap_or(piece);
            let is_separated = digits.len() < piece.len();
            after_digit |= !digits.is_empty();
            if (is_separated && !after_digit) || !digits.chars().all(|c| c.is_digit(base)) {
                return Ok(None);
            }
            if is_separated && plain.is_none() {
                let before = digits.as_ptr() as usize - text.as_ptr() as usize;
                plain = Some(text[..before].into());
            }
            if let Some(plain) = &mut plain {
                plain.push_str(digits);
            }
            after_digit &= !is_separated;
        }
    }
    Ok(after_digit.then(|| plain.map_or(Cow::Borrowed(text), Cow::Owned)))
}

fn too_many_digits(max_digits: usize) -> TextError {
    TextError::value(format!(
        "Exceeds the limit ({max_digits} digits) for integer string conversion; \
         use sys.set_int_max_str_digits() to increase the limit"
    ))
}

/// Refuses to convert an integer that certainly has more than `max_digits` decimal digits (0: no
/// bound), since the limit exists to prevent the conversion of huge integers.
pub fn check_digits(big: &BigInt, max_digits: usize) -> Result<()> {
    let least_digits = big.bits().saturating_sub(1) as f64 * std::f64::consts::LOG10_2;
    match max_digits > 0 && least_digits > max_digits as f64 + 1.0 {
        true => Err(too_many_digits(max_digits)),
        false => Ok(()),
    }
}

/// Refuses more than `max_digits` decimal digits after a sign (0: no bound).
pub fn check_text(text: &str, max_digits: usize) -> Result<()> {
    let digits = text.len() - usize::from(text.starts_with('-'));
    match max_digits > 0 && digits > max_digits {
        true => Err(too_many_digits(max_digits)),
        false => Ok(()),
    }
}

/// The digits of a machine integer's absolute value in `radix` (2 to 36), in lower case.
pub fn small_digits(small: i64, radix: u32) -> String {
    let magnitude = small.unsigned_abs();
    match radix {
        2 => format!("{magnitude:b}"),
        8 => format!("{magnitude:o}"),
        10 => magnitude.to_string(),
        16 => format!("{magnitude:x}"),
        _ => BigInt::from(magnitude).to_str_radix(radix),
    }
}

/// The order of bytes in `int.to_bytes` and `int.from_bytes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// Most significant byte first.
    Big,
    /// Least significant byte first.
    Little,
}

/// Reads the `byteorder` argument.
pub fn byte_order(name: &str) -> Result<ByteOrder> {
    match name {
        "big" => Ok(ByteOrder::Big),
        "little" => Ok(ByteOrder::Little),
        _ => Err(TextError::value("byteorder must be either 'little' or 'big'")),
    }
}

/// `int.to_bytes(length, byteorder, signed=signed)`.
///
/// # Errors
/// As for [`Pace::tick`].
pub fn to_bytes(
    value: &BigInt,
    length: i64,
    order: ByteOrder,
    signed: bool,
    pace: &dyn Pace,
) -> std::result::Result<Result<Vec<u8>>, Ended> {
    let Ok(length) = usize::try_from(length) else {
        return Ok(Err(TextError::value("length argument must be non-negative")));
    };
    let (magnitude, negative) = (value.magnitude(), value.sign() == Sign::Minus);
    if negative && !signed {
        return Ok(Err(TextError::overflow("can't convert negative int to unsigned")));
    }
    // A negative number is its magnitude less one, inverted.
    let low_zeros = magnitude.trailing_zeros().unwrap_or(0);
    let is_power = low_zeros + 1 == magnitude.bits();
    let bits = magnitude.bits() - u64::from(negative && is_power);
    let needed = bits + u64::from(signed && value.sign() != Sign::NoSign);
    // CPython allows zero bytes for -1.
    if needed.div_ceil(8) > length as u64 && !(length == 0 && negative && bits == 0) {
        return Ok(Err(TextError::overflow("int too big to convert")));
    }
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(length).is_err() {
        return Ok(Err(TextError::new(super::ErrorKind::Memory, "")));
    }
    let zero_words = (low_zeros / 64) as usize;
    let word = |(at, word): (usize, u64)| match at.cmp(&zero_words) {
        _ if !negative => word,
        Ordering::Less => 0,
        Ordering::Equal => word.wrapping_neg(),
        Ordering::Greater => !word,
    };
    let pad = |bytes: &mut Vec<u8>, until: usize| {
        while bytes.len() < until {
            pace.tick(pace::PART)?;
            let part = until.min(bytes.len() + pace::PART);
            bytes.resize(part, if negative { 0xff } else { 0 });
        }
        Ok(())
    };
    let words = magnitude.iter_u64_digits().enumerate();
    let mut stride = Stride::new(pace);
    match order {
        ByteOrder::Little => {
            for (at, one) in words {
                let room = (length - bytes.len()).min(8);
                bytes.extend_from_slice(&word((at, one)).to_le_bytes()[..room]);
                stride.reach(bytes.len())?;
            }
            pad(&mut bytes, length)?;
        }
        ByteOrder::Big => {
            pad(&mut bytes, length.saturating_sub(words.len() * 8))?;
            for (at, one) in words.rev() {
                let room = (length - bytes.len()).saturating_sub(at * 8).min(8);
                bytes.extend_from_slice(&word((at, one)).to_be_bytes()[8 - room..]);
                stride.reach(bytes.len())?;
            }
        }
    }
    Ok(Ok(bytes))
}

/// Like [`to_bytes`], for a machine integer and at most eight bytes.
pub fn small_to_bytes(
    value: i64,
    length: usize,
    order: ByteOrder,
    signed: bool,
) -> Result<Vec<u8>> {
    if value < 0 && !signed {
        return Err(TextError::overflow("can't convert negative int to unsigned"));
    }
    let unused = 64 - 8 * length as u32;
    let fits = match (length, signed) {
        // As for larger numbers, -1 may have zero bytes.
        (0, _) => value == 0 || value == -1,
        (_, true) => value << unused >> unused == value,
        (_, false) => (value as u64) << unused >> unused == value as u64,
    };
    if !fits {
        return Err(TextError::overflow("int too big to convert"));
    }
    Ok(match order {
        ByteOrder::Little => value.to_le_bytes()[..length].to_vec(),
        ByteOrder::Big => value.to_be_bytes()[8 - length..].to_vec(),
    })
}

/// `int.from_bytes(bytes, byteorder, signed=signed)`.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn from_bytes(
    bytes: &[u8],
    order: ByteOrder,
    signed: bool,
    pace: &dyn Pace,
) -> Result<Int, Ended> {
    if bytes.len() <= 8 {
        let add = |bits: u64, byte: &u8| bits << 8 | u64::from(*byte);
        let bits = match order {
            ByteOrder::Big => bytes.iter().fold(0, add),
            ByteOrder::Little => bytes.iter().rev().fold(0, add),
        };
        let unused = 64 - 8 * bytes.len() as u32;
        match i64::try_from(bits) {
            _ if signed && !bytes.is_empty() => {
                return Ok(Int::Small((bits << unused) as i64 >> unused));
            }
            Ok(small) => return Ok(Int::Small(small)),
            Err(_) => {}
        }
    }
    let highest = match order {
        ByteOrder::Big => bytes.first(),
        ByteOrder::Little => bytes.last(),
    };
    // Of a negative number the complement is read, which is one less than its absolute value.
    let is_negative = signed && highest.is_some_and(|byte| byte & 0x80 != 0);
    let digit = |word: &[u8]| {
        let mut bytes = [0; 4];
        let number = match order {
            ByteOrder::Big => {
                bytes[4 - word.len()..].copy_from_slice(word);
                u32::from_be_bytes(bytes)
            }
            ByteOrder::Little => {
                bytes[..word.len()].copy_from_slice(word);
                u32::from_le_bytes(bytes)
            }
        };
        number ^ if is_negative { u32::MAX >> (32 - 8 * word.len()) } else { 0 }
    };
    let mut digits = Vec::with_capacity(bytes.len() / 4 + 1);
    match order {
        ByteOrder::Big => {
            for part in bytes.rchunks(pace::PART) {
                pace.tick(part.len())?;
                digits.extend(part.rchunks(4).map(digit));
            }
        }
        ByteOrder::Little => {
            for part in bytes.chunks(pace::PART) {
                pace.tick(part.len())?;
                digits.extend(part.chunks(4).map(digit));
            }
        }
    }
    let magnitude = BigInt::from(BigUint::new(digits));
    let value: BigInt = if is_negative { -(magnitude + 1u8) } else { magnitude };
    Ok(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_bytes(bytes: &[u8], order: ByteOrder, signed: bool) -> Int {
        from_bytes(bytes, order, signed, &pace::AtOnce).unwrap()
    }

    fn read(text: &str, base: i64, max_digits: usize) -> Result<Literal<'_>> {
        parse(text, base, max_digits, &pace::AtOnce).unwrap()
    }

    #[test]
    fn literals() {
        for (text, base, value) in [
            (" 12\n", 10, Some(12)),
            ("-0x_ff", 0, Some(-255)),
            ("0x_ff", 16, Some(255)),
            ("0b1", 16, Some(0xb1)),
            ("00", 0, Some(0)),
            ("0_0", 0, Some(0)),
            ("01", 0, None),
            ("1__0", 10, None),
            ("_1", 10, None),
            ("1_", 10, None),
            ("0x", 16, None),
            ("", 10, None),
            ("+ 1", 10, None),
            ("--1", 10, None),
            ("+-1", 10, None),
            ("zZ", 36, Some(35 * 36 + 35)),
            ("١٢", 10, Some(12)),
            ("-9223372036854775807", 10, Some(-i64::MAX)),
        ] {
            assert_eq!(read(text, base, 0).ok(), value.map(Literal::Small), "{text:?} {base}");
        }
        let error = read("a\n", 10, 0).unwrap_err();
        assert_eq!(error.message, "invalid literal for int() with base 10: 'a\\n'");
    }

    #[test]
    fn digit_limits() {
        assert!(read(&"9".repeat(4300), 10, 4300).is_ok());
        assert!(read(&"9".repeat(4301), 10, 4300).is_err());
        assert!(read(&"f".repeat(5000), 16, 4300).is_ok());
        assert!(check_text(&"9".repeat(4300), 4300).is_ok());
        assert!(check_text(&"9".repeat(4301), 4300).is_err());
        assert!(check_text(&format!("-{}", "9".repeat(4300)), 4300).is_ok());
        let ten = BigInt::from(10);
        assert!(check_digits(&ten.pow(4299), 4300).is_ok());
        assert!(check_digits(&ten.pow(4302), 4300).is_err());
    }

    #[test]
    fn bytes() {
        let to_bytes = |value: &BigInt, length, order, signed| {
            to_bytes(value, length, order, signed, &pace::AtOnce).unwrap()
        };
        let minus = BigInt::from(-2);
        assert_eq!(to_bytes(&minus, 3, ByteOrder::Big, true), Ok(vec![0xff, 0xff, 0xfe]));
        assert_eq!(to_bytes(&BigInt::from(128), 1, ByteOrder::Big, false), Ok(vec![128]));
        assert!(to_bytes(&BigInt::from(128), 1, ByteOrder::Big, true).is_err());
        assert_eq!(to_bytes(&BigInt::from(-128), 1, ByteOrder::Big, true), Ok(vec![128]));
        assert!(to_bytes(&BigInt::from(-129), 1, ByteOrder::Big, true).is_err());
        assert_eq!(to_bytes(&BigInt::ZERO, 0, ByteOrder::Big, true), Ok(vec![]));
        assert_eq!(to_bytes(&BigInt::from(-1), 0, ByteOrder::Big, true), Ok(vec![]));
        // Beside the crate's own conversion, around the ends of words.
        for shift in [0, 7, 8, 63, 64, 65, 127, 128, 1000] {
            for delta in [-1, 0, 1] {
                for sign in [-1, 1] {
                    let value: BigInt = ((BigInt::from(1) << shift) + delta) * sign;
                    let short = match &value {
                        value if value.sign() == Sign::NoSign => vec![],
                        value => value.to_signed_bytes_le(),
                    };
                    let length = short.len() as i64;
                    assert_eq!(
                        to_bytes(&value, length, ByteOrder::Little, true).as_ref(),
                        Ok(&short)
                    );
                    let shorter = to_bytes(&value, length - 1, ByteOrder::Little, true);
                    assert!(shorter.is_err() || value == BigInt::from(-1));
                    for more in [0, 1, 9] {
                        let fill = if value.sign() == Sign::Minus { 0xff } else { 0 };
                        let mut long = short.clone();
                        long.resize(short.len() + more, fill);
                        let length = length + more as i64;
                        assert_eq!(
                            to_bytes(&value, length, ByteOrder::Little, true).as_ref(),
                            Ok(&long)
                        );
                        long.reverse();
                        assert_eq!(to_bytes(&value, length, ByteOrder::Big, true), Ok(long));
                    }
                }
            }
        }
        assert_eq!(read_bytes(&[0xfe, 0xff], ByteOrder::Little, true), Int::Small(-2));
        assert_eq!(read_bytes(&[], ByteOrder::Big, true), Int::Small(0));
    }
}
