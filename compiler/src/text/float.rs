//! Floats as text: `repr`, `float()`, rounding, `hex` and conversion to integers.
//!
//! Rust's `{:e}` gives the shortest digits that read back as the same float and `{:.n}` the exactly
//! rounded ones (half to even), as CPython's `dtoa` does; this file only lays them out.

use super::error::{Result, TextError};
use super::repr::str_repr;
use super::unicode::{decimal_value, is_space};
use num_bigint::{BigInt, Sign};
use num_traits::One;
use std::borrow::Cow;
use std::fmt::Write;

/// No float has more nonzero digits than this before or after the point.
const MAX_FRACTION_DIGITS: usize = 1100;

/// The layout of a float's digits; C's `printf` letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `e`: one digit, a point, `precision` digits and an exponent.
    Exponent,
    /// `f`: `precision` digits after the point.
    Fixed,
    /// `g`: `precision` significant digits in whichever of the two is shorter.
    General,
    /// `r`: the fewest digits that read back as the same float; precision is ignored.
    Shortest,
}

/// Further options of [`format`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// `#`: keep the point and, with `g`, trailing zeros.
    pub alternate: bool,
    /// End whole numbers in `.0`.
    pub point_zero: bool,
    /// `z`: a result of zero has no sign.
    pub no_negative_zero: bool,
}

/// A formatted float. Zeros beyond the digits of any float are only counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formatted {
    /// The text before the counted zeros: all of it if there are none.
    pub text: String,
    /// The number of further zeros.
    pub zeros: usize,
    /// The text after the zeros.
    pub end: String,
}

impl Formatted {
    /// Appends a text.
    pub fn push_str(&mut self, text: &str) {
        if self.zeros == 0 { self.text.push_str(text) } else { self.end.push_str(text) }
    }

    /// Makes letters uppercase.
    pub fn make_uppercase(&mut self) {
        self.text.make_ascii_uppercase();
        self.end.make_ascii_uppercase();
    }
}

/// `repr(x)`: the shortest text that reads back as the same float.
pub fn repr(x: f64) -> String {
    // Small whole numbers need no search for digits; negative zero has no integer.
    if x.abs() < 1e15 && x.fract() == 0.0 && (x != 0.0 || x.is_sign_positive()) {
        return format!("{}.0", x as i64);
    }
    let layout = Layout { point_zero: true, ..Layout::default() };
    digits_text(x, Style::Shortest, 0, layout)
}

/// `repr(z)` of a complex number: `(1+2j)`, `2j`.
pub fn complex_repr(real: f64, imaginary: f64) -> String {
    let part = |x| digits_text(x, Style::Shortest, 0, Layout::default());
    let imaginary = part(imaginary);
    if real == 0.0 && real.is_sign_positive() {
        return format!("{imaginary}j");
    }
    let sign = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({}{sign}{imaginary}j)", part(real))
}

/// Formats a float as C does, exactly rounded: `-1.5e+00`, `inf`, `nan` (which has no sign).
pub fn format(x: f64, style: Style, precision: usize, layout: Layout) -> Formatted {
    let shown = precision.min(MAX_FRACTION_DIGITS);
    let mut text = digits_text(x, style, shown, layout);
    let zeros = match style {
        _ if !x.is_finite() => 0,
        Style::Fixed | Style::Exponent => precision - shown,
        Style::General if layout.alternate => precision - shown,
        Style::General | Style::Shortest => 0,
    };
    let exponent = text.find('e').filter(|_| zeros > 0);
    let end = exponent.map(|at| text.split_off(at)).unwrap_or_default();
    Formatted { text, zeros, end }
}

/// Like [`format`], with at most [`MAX_FRACTION_DIGITS`] as precision.
fn digits_text(x: f64, style: Style, precision: usize, layout: Layout) -> String {
    if x.is_nan() {
        return "nan".into();
    }
    if x.is_infinite() {
        return if x < 0.0 { "-inf".into() } else { "inf".into() };
    }
    let mut out = String::with_capacity(24);
    if x.is_sign_negative() {
        out.push('-');
    }
    let magnitude = x.abs();
    match style {
        Style::Fixed => push_fixed(&mut out, magnitude, precision, layout.alternate),
        Style::Exponent => {
            let digits = Digits::significant(magnitude, precision + 1);
            push_exponential(&mut out, &digits, layout.alternate);
        }
        Style::General => {
            let precision = precision.max(1);
            let mut digits = Digits::significant(magnitude, precision);
            if !layout.alternate {
                digits.trim_zeros();
            }
            let last_fixed = precision as i64 - i64::from(layout.point_zero);
            push_general(&mut out, &digits, last_fixed, layout);
        }
        Style::Shortest => push_general(&mut out, &Digits::shortest(magnitude), 16, layout),
    }
    if layout.no_negative_zero && out.starts_with('-') && is_zero_text(&out[1..]) {
        out.remove(0);
    }
    out
}

/// Whether formatted digits, up to an exponent, are all zero.
fn is_zero_text(text: &str) -> bool {
    text.bytes().take_while(|&b| b != b'e').all(|b| matches!(b, b'0' | b'.'))
}

/// The decimal digits of a finite non-negative float: `0.DDDD × 10^point`.
struct Digits {
    text: String,
    point: i64,
}

impl Digits {
    fn shortest(magnitude: f64) -> Digits {
        let mut text = String::with_capacity(32);
        let _ = write!(text, "{magnitude:e}");
        let digits = Digits::from_scientific(text);
        digits.even_neighbour(magnitude).unwrap_or(digits)
    }

    /// The other shortest digits, if the float is exactly between two candidates and Rust chose the
    /// odd one; CPython takes the even one.
    fn even_neighbour(&self, magnitude: f64) -> Option<Digits> {
        // A float has as many decimals as its odd part has binary ones; a tie has one more than
        // the shortest digits.
        let (mantissa, exponent) = decompose(magnitude);
        let decimals = -(i64::from(exponent) + i64::from(mantissa.trailing_zeros()));
        let odd = self.text.bytes().next_back().is_some_and(|digit| digit % 2 == 1);
        if !odd || decimals != self.text.len() as i64 - self.point + 1 {
            return None;
        }
        let exact = Digits::significant(magnitude, self.text.len() + 1);
        let candidate = exact.text.strip_suffix('5').filter(|_| exact.point == self.point)?;
        let even = if candidate == self.text {
            format!("{}", candidate.parse::<u64>().ok()? + 1)
        } else {
            candidate.to_owned()
        };
        let scale = self.point - even.len() as i64;
        let reads_back = format!("{even}e{scale}").parse() == Ok(magnitude);
        (even.len() == self.text.len() && reads_back)
            .then_some(Digits { text: even, point: self.point })
    }

    fn significant(magnitude: f64, count: usize) -> Digits {
        let mut text = String::with_capacity(count + 8);
        let _ = write!(text, "{magnitude:.*e}", count - 1);
        Digits::from_scientific(text)
    }

    /// Reads Rust's `d.ddde-x`.
    fn from_scientific(mut text: String) -> Digits {
        let end = text.find('e').unwrap_or(text.len());
        let exponent = text[end..].get(1..).and_then(|exponent| exponent.parse().ok());
        text.truncate(end);
        if text.len() > 1 {
            text.remove(1);
        }
        Digits { text, point: exponent.unwrap_or(0i64) + 1 }
    }

    fn trim_zeros(&mut self) {
        let kept = self.text.trim_end_matches('0').len().max(1);
        self.text.truncate(kept);
    }
}

fn push_zeros(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n('0', count));
}

/// The float in units of the last of `precision` decimals, rounded half to even; `None` where that
/// takes more than 128 bits.
fn in_units(magnitude: f64, precision: usize) -> Option<u128> {
    // 53 bits of mantissa leave room for 10^22.
    let power = 10u128.pow(u32::try_from(precision).ok().filter(|precision| *precision <= 22)?);
    let (mantissa, exponent) = decompose(magnitude);
    let units = u128::from(mantissa) * power;
    if let Ok(shift) = u32::try_from(exponent) {
        return (units.leading_zeros() > shift).then(|| units << shift);
    }
    let shift = exponent.unsigned_abs();
    if shift >= 128 {
        return Some(0);
    }
    let (whole, rest, half) = (units >> shift, units & ((1 << shift) - 1), 1 << (shift - 1));
    Some(whole + u128::from(rest > half || (rest == half && whole & 1 == 1)))
}

fn push_fixed(out: &mut String, magnitude: f64, precision: usize, keep_point: bool) {
    if let Some(units) = in_units(magnitude, precision) {
        let start = out.len();
        let _ = match u64::try_from(units) {
            Ok(units) => write!(out, "{units:0least$}", least = precision + 1),
            Err(_) => write!(out, "{units:0least$}", least = precision + 1),
        };
        if precision > 0 || keep_point {
            out.insert((out.len() - precision).max(start), '.');
        }
        return;
    }
    let _ = write!(out, "{magnitude:.precision$}");
    if precision == 0 && keep_point {
        out.push('.');
    }
}

fn push_exponential(out: &mut String, digits: &Digits, keep_point: bool) {
    out.push_str(&digits.text[..1]);
    if digits.text.len() > 1 || keep_point {
        out.push('.');
        out.push_str(&digits.text[1..]);
    }
    let exponent = digits.point - 1;
    let sign = if exponent < 0 { '-' } else { '+' };
    let _ = write!(out, "e{sign}{:02}", exponent.abs());
}

/// Lays digits out without an exponent if the point is within −3 ..= `last_fixed` digits.
fn push_general(out: &mut String, digits: &Digits, last_fixed: i64, layout: Layout) {
    let (text, point) = (&digits.text, digits.point);
    if point <= -4 || point > last_fixed {
        return push_exponential(out, digits, layout.alternate);
    }
    if point <= 0 {
        out.push_str("0.");
        push_zeros(out, -point as usize);
        out.push_str(text);
    } else if text.len() > point as usize {
        let (whole, fraction) = text.split_at(point as usize);
        out.extend([whole, ".", fraction]);
    } else {
        out.push_str(text);
        push_zeros(out, point as usize - text.len());
        if layout.point_zero {
            out.push_str(".0");
        } else if layout.alternate {
            out.push('.');
        }
    }
}

/// `float(s)`: surrounding whitespace, underscores between digits, digits of any script, `inf`,
/// `infinity` and `nan` in any case.
pub fn parse(s: &str) -> Result<f64> {
    try_parse(s).ok_or_else(|| {
        TextError::value(format!("could not convert string to float: {}", str_repr(s)))
    })
}

/// Like [`parse`], without an error message.
pub fn try_parse(s: &str) -> Option<f64> {
    let text = s.trim_matches(is_space);
    let text = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(ascii_digits(text)?) };
    let text = if text.contains('_') { Cow::Owned(without_underscores(&text)?) } else { text };
    text.parse().ok()
}

fn ascii_digits(text: &str) -> Option<String> {
    let to_ascii = |c: char| {
        if c.is_ascii() { Some(c) } else { char::from_digit(decimal_value(c)?, 10) }
    };
    text.chars().map(to_ascii).collect()
}

/// Removes underscores, each of which must be between two digits.
fn without_underscores(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let is_digit =
        |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let well_placed = bytes
        .iter()
        .enumerate()
        .all(|(at, &byte)| byte != b'_' || (is_digit(at.checked_sub(1)) && is_digit(Some(at + 1))));
    well_placed.then(|| text.replace('_', ""))
}

/// `round(x, ndigits)`: correctly rounded on the exact decimal value, halves to even.
pub fn round(x: f64, ndigits: i64) -> Result<f64> {
    // Beyond these bounds nothing changes, or nothing is left.
    if !x.is_finite() || ndigits > 323 || x == 0.0 {
        return Ok(x);
    }
    if ndigits < -308 {
        return Ok(0.0 * x);
    }
    let text = if ndigits >= 0 {
        format!("{:.*}", ndigits as usize, x)
    } else {
        round_left_of_point(x, ndigits.unsigned_abs() as usize)
    };
    let rounded: f64 = text.parse().unwrap_or(x);
    if rounded.is_infinite() {
        return Err(TextError::overflow("rounded value too large to represent"));
    }
    Ok(rounded)
}

/// Rounds to a multiple of `10^zeros`, as text that reads back as that float.
fn round_left_of_point(x: f64, zeros: usize) -> String {
    let sign = if x < 0.0 { "-" } else { "" };
    let whole = format!("{:.0}", x.abs().trunc());
    if whole.len() > zeros {
        return format!("{:.*e}", whole.len() - zeros - 1, x);
    }
    let half_or_less = whole.len() < zeros || {
        let rest_is_zero = x.fract() == 0.0 && whole[1..].bytes().all(|b| b == b'0');
        whole.as_bytes()[0] < b'5' || (whole.starts_with('5') && rest_is_zero)
    };
    if half_or_less { format!("{sign}0") } else { format!("{sign}1e{zeros}") }
}

/// A finite float as `mantissa × 2^exponent` (mantissa without sign, at most 53 bits).
pub fn decompose(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    match (bits >> 52) as i32 & 0x7ff {
        0 => (fraction, -1074),
        exponent => (fraction | 1 << 52, exponent - 1075),
    }
}

/// `mantissa × 2^exponent` rounded half to even; `sticky` says that a positive part below the
/// mantissa's last bit was cut off. `None` when it is too large for a float.
pub fn compose(mut mantissa: u128, mut exponent: i64, mut sticky: bool) -> Option<f64> {
    if mantissa == 0 {
        return Some(0.0);
    }
    // Bits to drop: all but 53, and what is below the smallest subnormal.
    let bits = 128 - i64::from(mantissa.leading_zeros());
    let drop = (bits - 53).max((-1074i64).saturating_sub(exponent)).max(0);
    if drop > 0 {
        if drop > bits {
            return Some(0.0);
        }
        let half = 1u128 << (drop - 1);
        let rest = if drop >= 128 { mantissa } else { mantissa & ((1u128 << drop) - 1) };
        mantissa = mantissa.checked_shr(drop as u32).unwrap_or(0);
        exponent += drop;
        sticky |= rest & (half - 1) != 0;
        if rest & half != 0 && (sticky || mantissa & 1 == 1) {
            mantissa += 1;
        }
    }
    // Now at most 54 bits (2^53 after a carry), exact as a float.
    if exponent > 1100 {
        return None;
    }
    let mut value = mantissa as f64;
    // Two steps keep each power of two in range; the products are exact.
    let first = exponent.clamp(-1000, 1000);
    value *= power_of_two(first);
    value *= power_of_two(exponent - first);
    value.is_finite().then_some(value)
}

fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}

/// `float.hex`: `0x1.8000000000000p+1`.
pub fn hex(x: f64) -> String {
    if !x.is_finite() {
        return repr(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let (mantissa, exponent) = decompose(x);
    format!("{sign}0x{}.{:013x}p{:+}", mantissa >> 52, mantissa & ((1 << 52) - 1), exponent + 52)
}

/// `float.fromhex`.
pub fn from_hex(s: &str) -> Result<f64> {
    let invalid = || TextError::value("invalid hexadecimal floating-point string");
    let text = s.trim_matches(is_space);
    let (negative, rest) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let lowered = rest.to_ascii_lowercase();
    let magnitude = match lowered.as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        digits => {
            let digits = digits.strip_prefix("0x").unwrap_or(digits);
            let (mantissa, exponent, sticky) = parse_hex_digits(digits).ok_or_else(invalid)?;
            compose(mantissa, exponent, sticky).ok_or_else(|| {
                TextError::overflow("hexadecimal value too large to represent as a float")
            })?
        }
    };
    Ok(if negative { -magnitude } else { magnitude })
}

/// Reads `hh.hhp±d` as mantissa, binary exponent and whether non-zero digits were cut off.
fn parse_hex_digits(text: &str) -> Option<(u128, i64, bool)> {
    let (digits, exponent) = match text.split_once('p') {
        Some((digits, exponent)) => (digits, parse_exponent(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let (mut mantissa, mut sticky, mut cut) = (0u128, false, 0i64);
    for c in whole.chars().chain(fraction.chars()) {
        let digit = c.to_digit(16)?;
        if mantissa >> 120 == 0 {
            mantissa = mantissa << 4 | u128::from(digit);
        } else {
            sticky |= digit != 0;
            cut += 1;
        }
    }
    let scale = 4 * (cut - fraction.len() as i64);
    Some((mantissa, exponent.saturating_add(scale), sticky))
}

/// A signed decimal number, held within ±10^17.
fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let bound = 100_000_000_000_000_000;
    let magnitude = digits.parse().unwrap_or(bound).min(bound);
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}

/// `float.as_integer_ratio`, in lowest terms with a positive denominator.
pub fn as_integer_ratio(x: f64) -> Result<(BigInt, BigInt)> {
    if x.is_nan() {
        return Err(TextError::value("cannot convert NaN to integer ratio"));
    }
    if x.is_infinite() {
        return Err(TextError::overflow("cannot convert Infinity to integer ratio"));
    }
    let (mut mantissa, mut exponent) = decompose(x);
    if mantissa == 0 {
        return Ok((BigInt::ZERO, BigInt::one()));
    }
    let zeros = mantissa.trailing_zeros();
    mantissa >>= zeros;
    exponent += zeros as i32;
    let sign = if x < 0.0 { Sign::Minus } else { Sign::Plus };
    let numerator = BigInt::from_biguint(sign, mantissa.into());
    Ok(if exponent >= 0 {
        (numerator << exponent, BigInt::one())
    } else {
        (numerator, BigInt::one() << -exponent)
    })
}

/// `int(x)`: the integer part, rounded toward zero.
pub fn float_to_bigint(x: f64) -> Result<BigInt> {
    if x.is_nan() {
        return Err(TextError::value("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(TextError::overflow("cannot convert float infinity to integer"));
    }
    if x.abs() < 9.2e18 {
        return Ok(BigInt::from(x as i64));
    }
    // Floats this large are integers.
    let (mantissa, exponent) = decompose(x);
    let magnitude = BigInt::from(mantissa) << exponent;
    Ok(if x < 0.0 { -magnitude } else { magnitude })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complex_numbers_have_both_parts() {
        assert_eq!(complex_repr(1.0, -2.5), "(1-2.5j)");
        assert_eq!(complex_repr(-0.0, 1.0), "(-0+1j)");
        assert_eq!(complex_repr(0.0, -0.0), "-0j");
    }

    #[test]
    fn repr_is_shortest() {
        for (x, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (9999999999999998.0, "9999999999999998.0"),
            (1e-4, "0.0001"),
            (1.5e-5, "1.5e-05"),
            (1e22, "1e+22"),
            (123456.0, "123456.0"),
            (5e-324, "5e-324"),
            (-740_934_907_413_693.2, "-740934907413693.2"),
            (2f64.powi(-24), "5.960464477539063e-08"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::NAN, "nan"),
        ] {
            assert_eq!(repr(x), text);
        }
    }

    #[test]
    fn formats() {
        let plain = Layout::default();
        for (x, style, precision, text) in [
            (3.0, Style::General, 6, "3"),
            (1234567.0, Style::General, 6, "1.23457e+06"),
            (0.0001, Style::General, 6, "0.0001"),
            (0.00001, Style::General, 6, "1e-05"),
            (2.5, Style::Fixed, 0, "2"),
            (0.125, Style::Fixed, 2, "0.12"),
            (1.5, Style::Exponent, 0, "2e+00"),
            (0.0, Style::Exponent, 3, "0.000e+00"),
        ] {
            let formatted = format(x, style, precision, plain);
            assert_eq!(formatted, Formatted { text: text.into(), ..Formatted::default() });
        }
        let long = format(0.1, Style::Fixed, 70_000, plain);
        assert_eq!((long.text.len() + long.zeros, long.end.as_str()), (70_002, ""));
        let long = format(1e-7, Style::Exponent, 2000, plain);
        assert_eq!((long.text.len() + long.zeros, long.end.as_str()), (2002, "e-08"));
    }

    #[test]
    fn parses() {
        for (text, value) in [
            (" 1_000.5e1_0\n", Some(1000.5e10)),
            ("١٢.٥", Some(12.5)),
            ("-Infinity", Some(f64::NEG_INFINITY)),
            (".5", Some(0.5)),
            ("5.", Some(5.0)),
            ("1__0", None),
            ("_1", None),
            ("1_.5", None),
            (".", None),
            ("", None),
            ("0x10", None),
            ("1e", None),
        ] {
            assert_eq!(parse(text).ok(), value, "{text}");
        }
        assert_eq!(parse("a'b").unwrap_err().message, "could not convert string to float: \"a'b\"");
    }

    #[test]
    fn rounds() {
        for (x, n, rounded) in [
            (2.675, 2, 2.67),
            (0.5, 0, 0.0),
            (1.5, 0, 2.0),
            (25.0, -1, 20.0),
            (50.0, -2, 0.0),
            (51.0, -2, 100.0),
            (5.5, -1, 10.0),
            (1e300, -300, 1e300),
            (1.25, 400, 1.25),
        ] {
            assert_eq!(round(x, n), Ok(rounded), "{x} {n}");
        }
        assert!(round(1.7e308, -308).is_err());
    }

    #[test]
    fn hexadecimal() {
        assert_eq!(hex(3.0), "0x1.8000000000000p+1");
        assert_eq!(hex(5e-324), "0x0.0000000000001p-1022");
        assert_eq!(from_hex("0x1.8p1"), Ok(3.0));
        assert_eq!(from_hex(" -.8 "), Ok(-0.5));
        assert_eq!(from_hex("0x1p-1075"), Ok(0.0));
        assert_eq!(from_hex("0x1.0000000000001p-1075"), Ok(5e-324));
        assert!(
            from_hex("0x1p1024").is_err() && from_hex("0x").is_err() && from_hex("1p").is_err()
        );
    }

    #[test]
    fn ratios() {
        let (n, d) = as_integer_ratio(-0.75).unwrap();
        assert_eq!((n, d), (BigInt::from(-3), BigInt::from(4)));
        assert_eq!(float_to_bigint(-1e20).unwrap().to_string(), "-100000000000000000000");
    }
}
