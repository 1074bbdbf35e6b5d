//! Decimal numbers as text: numeric strings in both directions.

use super::coefficient::{Coefficient, SMALL_DIGITS};
use super::natural::LIMB_DIGITS;
use super::number::{Arithmetic, Form, Number, condition};
use crate::objects::str::Str;
use crate::runtime::Value;
use crate::text::unicode;
use crate::vm::{Vm, VmResult};
use std::borrow::Cow;

/// A number from plain notation with few digits, as in most texts.
pub fn parse_briefly(value: &Value) -> Option<Number> {
    if let Some(small) = value.as_small_int() {
        return Some(Number::new(small < 0, u128::from(small.unsigned_abs()).into(), 0));
    }
    let text = value.get::<Str>()?.as_str().as_bytes();
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > LIMB_DIGITS {
        return None;
    }
    let (mut coefficient, mut places, mut seen) = (0, None, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                coefficient = coefficient * 10 + u64::from(byte - b'0');
                places = places.map(|places| places + 1);
                seen = true;
            }
            b'.' if places.is_none() => places = Some(0),
            _ => return None,
        }
    }
    let exponent = -i64::from(places.unwrap_or(0));
    seen.then(|| Number::new(negative, u128::from(coefficient).into(), exponent))
}

/// A text prepared for reading a numeric string: ASCII digits for all decimal digits, spaces
/// stripped and underscores removed if `is_lenient`. Anything that cannot be part of a number
/// becomes a question mark.
pub fn normalized(text: &str, is_lenient: bool) -> Cow<'_, [u8]> {
    let text = if is_lenient { text.trim_matches(unicode::is_space) } else { text };
    if text.is_ascii() && !(is_lenient && text.contains('_')) {
        return Cow::Borrowed(text.as_bytes());
    }
    let kept = text.chars().filter(|c| !(is_lenient && *c == '_'));
    let ascii = kept.map(|c| match unicode::decimal_value(c) {
        _ if c.is_ascii() => c as u8,
        Some(digit) => b'0' + digit as u8,
        None => b'?',
    });
    Cow::Owned(ascii.collect())
}

/// The text after a word in any case.
fn after_word<'a>(text: &'a [u8], word: &str) -> Option<&'a [u8]> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word.as_bytes()).then_some(rest)
}

/// The number in an exponent's digits, capped beyond all limits.
fn exponent_of(digits: &[u8]) -> i64 {
    const MOST: i64 = i64::MAX / 4;
    let add = |n: i64, digit: &u8| n.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
    digits.iter().fold(0, |n, digit| add(n, digit).min(MOST))
}

/// A numeric string, before any rounding; none if the text is not numeric.
///
/// # Errors
/// MemoryError.
pub fn parse(vm: &Vm, text: &[u8]) -> VmResult<Option<Number>> {
    let (negative, body) = match text {
        [b'-', body @ ..] => (true, body),
        [b'+', body @ ..] => (false, body),
        body => (false, body),
    };
    if body.first().is_none_or(|first| first.is_ascii_alphabetic()) {
        return parse_special(vm, negative, body);
    }
    let count = |part: &[u8]| part.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (whole, rest) = body.split_at(count(body));
    let (places, rest) = match rest {
        [b'.', rest @ ..] => rest.split_at(count(rest)),
        rest => (&rest[..0], rest),
    };
    if whole.is_empty() && places.is_empty() {
        return Ok(None);
    }
    let exponent = match rest {
        [] => 0,
        [b'e' | b'E', rest @ ..] => {
            let (is_below, digits) = match rest {
                [b'-', digits @ ..] => (true, digits),
                [b'+', digits @ ..] => (false, digits),
                digits => (false, digits),
            };
            if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
                return Ok(None);
            }
            if is_below { -exponent_of(digits) } else { exponent_of(digits) }
        }
        _ => return Ok(None),
    };
    let coefficient = if places.is_empty() {
        Coefficient::parse(vm, whole)?
    } else {
        let mut digits = vm.vec_with_capacity(whole.len() + places.len())?;
        digits.extend_from_slice(whole);
        digits.extend_from_slice(places);
        Coefficient::parse(vm, &digits)?
    };
    Ok(Some(Number::new(negative, coefficient, exponent - places.len() as i64)))
}

fn parse_special(vm: &Vm, negative: bool, body: &[u8]) -> VmResult<Option<Number>> {
    for word in ["infinity", "inf"] {
        if after_word(body, word).is_some_and(<[u8]>::is_empty) {
            return Ok(Some(Number::infinity(negative)));
        }
    }
    for (word, form) in [("nan", Form::Quiet), ("snan", Form::Signaling)] {
        if let Some(payload) = after_word(body, word)
            && payload.iter().all(u8::is_ascii_digit)
        {
            let coefficient = Coefficient::parse(vm, payload)?;
            return Ok(Some(Number { coefficient, exponent: 0, form, negative }));
        }
    }
    Ok(None)
}

impl Arithmetic<'_> {
    /// The number in a text, rounded and checked.
    ///
    /// # Errors
    /// MemoryError.
    pub fn read(&mut self, text: &[u8]) -> VmResult<Number> {
        match parse(self.vm, text)? {
            Some(number) if number.is_nan() => {
                let room = self.rules.precision - u64::from(self.rules.clamp);
                if !number.coefficient.is_zero() && number.coefficient.digits() > room {
                    return Ok(self.invalid(condition::CONVERSION_SYNTAX));
                }
                Ok(number)
            }
            Some(number) => self.finalized(number),
            None => Ok(self.invalid(condition::CONVERSION_SYNTAX)),
        }
    }
}

/// The words for infinity and NaN, without a sign.
pub fn special_text(number: &Number) -> String {
    let mut text = match number.form {
        Form::Infinite => "Infinity",
        Form::Signaling => "sNaN",
        _ => "NaN",
    }
    .to_string();
    if number.is_nan() && !number.coefficient.is_zero() {
        number.coefficient.write(&mut text);
    }
    text
}

/// The text of a small number that needs no exponent, between `start` and `end`.
pub fn show_briefly(number: &Number, start: &str, end: &str) -> Option<Value> {
    let places = usize::try_from(-number.exponent).ok()?;
    number.coefficient.to_small()?;
    let mut digits = [0; SMALL_DIGITS];
    let digits = number.coefficient.write_small(&mut digits);
    if !number.is_finite() || places > digits.len() + 5 {
        return None;
    }
    let mut buffer = [b'0'; 72];
    let mut length = 0;
    let mut push = |bytes: &[u8]| {
        if let Some(place) = buffer.get_mut(length..length + bytes.len()) {
            place.copy_from_slice(bytes);
            length += bytes.len();
        }
    };
    push(start.as_bytes());
    push(if number.negative { b"-" } else { b"" });
    match digits.len().checked_sub(places) {
        _ if places == 0 => push(digits),
        Some(point @ 1..) => {
            push(&digits[..point]);
            push(b".");
            push(&digits[point..]);
        }
        _ => {
            push(b"0.");
            push(&b"000000"[..places - digits.len()]);
            push(digits);
        }
    }
    push(end.as_bytes());
    std::str::from_utf8(&buffer[..length]).ok().map(Value::from)
}

/// A number in scientific notation, or in engineering notation, where exponents are multiples of
/// three.
///
/// # Errors
/// MemoryError.
pub fn show(vm: &Vm, number: &Number, is_engineering: bool, capitals: bool) -> VmResult<String> {
    let mut text = String::new();
    if number.negative {
        text.push('-');
    }
    if !number.is_finite() {
        text.push_str(&special_text(number));
        return Ok(text);
    }
    let count = number.coefficient.digits() as usize;
    vm.reserve(count)?;
    let start = text.len();
    number.coefficient.write(&mut text);
    let exponent = number.exponent;
    if exponent == 0 {
        return Ok(text);
    }
    let left = exponent + count as i64;
    let is_plain = exponent <= 0 && left > -6;
    let point = match (is_plain, is_engineering) {
        (true, _) => left,
        (false, false) => 1,
        (false, true) if number.coefficient.is_zero() => (left + 1).rem_euclid(3) - 1,
        (false, true) => (left - 1).rem_euclid(3) + 1,
    };
    if point <= 0 {
        text.insert_str(start, &format!("0.{}", "0".repeat(point.unsigned_abs() as usize)));
    } else if point as usize >= count {
        text.push_str(&"0".repeat(point as usize - count));
    } else {
        text.insert(start + point as usize, '.');
    }
    if left != point {
        let mark = if capitals { 'E' } else { 'e' };
        text.push_str(&format!("{mark}{:+}", left - point));
    }
    Ok(text)
}
