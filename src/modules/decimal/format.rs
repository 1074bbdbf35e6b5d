//! `__format__`: the format specification of decimals.

use super::coefficient::Coefficient;
use super::number::{Arithmetic, MAX_PREC, Number, Rounding, Rules, condition};
use super::text::special_text;
use crate::objects::exception::Exc;
use crate::vm::{Raised, Vm, VmResult};
use std::borrow::Cow;

/// A parsed specification.
pub struct Spec {
    fill: char,
    align: Option<char>,
    sign: char,
    no_negative_zero: bool,
    alternate: bool,
    zeros: bool,
    width: usize,
    separator: Cow<'static, str>,
    /// The sizes of groups of digits, as in `localeconv()`.
    grouping: Cow<'static, [u8]>,
    point: Cow<'static, str>,
    precision: Option<u64>,
    /// `e`, `f`, `g` or `%`
    style: char,
    capitals: bool,
}

/// The size that ends the grouping of digits in a locale's conventions.
const NO_MORE_GROUPS: usize = 127;

#[cold]
fn wrong(vm: &Vm) -> Raised {
    vm.value_error("invalid format string")
}

/// The number at the beginning of a text, at most `MAX_PREC`, and the rest of the text.
fn number(text: &str) -> (Option<u64>, &str) {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(end);
    ((end > 0).then(|| digits.parse().unwrap_or(u64::MAX)), rest)
}

impl Spec {
    /// Reads a specification. `capitals` is the context's setting, for the style without a letter.
    ///
    /// # Errors
    /// ValueError.
    pub fn parse(vm: &Vm, text: &str, capitals: bool) -> VmResult<Spec> {
        let mut spec = Spec {
            fill: ' ',
            align: None,
            sign: '-',
            no_negative_zero: false,
            alternate: false,
            zeros: false,
            width: 0,
            separator: Cow::Borrowed(""),
            grouping: Cow::Borrowed(&[3]),
            point: Cow::Borrowed("."),
            precision: None,
            style: 'g',
            capitals,
        };
        let mut rest = text;
        let is_align = |c: Option<char>| matches!(c, Some('<' | '>' | '=' | '^'));
        let mut chars = text.chars();
        let (first, second) = (chars.next(), chars.next());
        if let Some(fill) = first.filter(|_| is_align(second)) {
            (spec.fill, spec.align, rest) = (fill, second, chars.as_str());
        } else if is_align(first) {
            (spec.align, rest) = (first, &text[1..]);
        }
        if let Some(sign) = rest.chars().next().filter(|c| matches!(c, '+' | '-' | ' ')) {
            (spec.sign, rest) = (sign, &rest[1..]);
        }
        let mut flag = |mark: char| match rest.strip_prefix(mark) {
            Some(after) => {
                rest = after;
                true
            }
            None => false,
        };
        spec.no_negative_zero = flag('z');
        spec.alternate = flag('#');
        spec.zeros = flag('0');
        if spec.zeros && spec.align.is_some() {
            return Err(wrong(vm));
        }
        let (width, after) = number(rest);
        rest = after;
        if let Some(width) = width {
            if (MAX_PREC.unsigned_abs()..=i64::MAX.unsigned_abs()).contains(&width) {
                let message = "format specification exceeds internal limits of _decimal";
                return Err(vm.value_error(message));
            }
            spec.width = usize::try_from(width)
                .ok()
                .filter(|width| isize::try_from(*width).is_ok())
                .ok_or_else(|| vm.overflow_error("cannot fit 'int' into an index-sized integer"))?;
        }
        if let Some(after) = rest.strip_prefix(',') {
            spec.separator = Cow::Borrowed(",");
            rest = after;
        }
        if let Some(after) = rest.strip_prefix('.') {
            let (precision, after) = number(after);
            spec.precision = Some(precision.ok_or_else(|| wrong(vm))?);
            rest = after;
        }
        match rest {
            "" => {}
            "e" | "f" | "g" | "E" | "F" | "G" => {
                spec.style = rest.to_ascii_lowercase().chars().next().unwrap_or('g');
                spec.capitals = rest.bytes().all(|byte| byte.is_ascii_uppercase());
            }
            "%" => spec.style = '%',
            // The locale is always C.
            "n" | "N" if spec.separator.is_empty() => {
                spec.capitals = rest == "N";
                if spec.capitals {
                    let message = "Format specifier 'N' is deprecated";
                    vm.warn(Exc::DeprecationWarning, message, 1)?;
                }
            }
            _ => return Err(wrong(vm)),
        }
        Ok(spec)
    }

    /// Sets a convention of a locale, by its name in `localeconv()`.
    ///
    /// # Errors
    /// ValueError.
    pub fn use_convention(&mut self, vm: &Vm, name: &str, value: &str) -> VmResult<()> {
        let is_valid = match name {
            "grouping" => value.is_ascii(),
            "decimal_point" => (1..=4).contains(&value.len()),
            _ => value.len() <= 4,
        };
        if !is_valid {
            return Err(vm.value_error("invalid override dict"));
        }
        match name {
            "grouping" => self.grouping = value.as_bytes().to_vec().into(),
            "decimal_point" => self.point = value.to_string().into(),
            _ => self.separator = value.to_string().into(),
        }
        Ok(())
    }

    fn sign_of(&self, negative: bool) -> &'static str {
        match (negative, self.sign) {
            (true, _) => "-",
            (false, '+') => "+",
            (false, ' ') => " ",
            _ => "",
        }
    }

    /// Pads to the width.
    fn aligned(&self, vm: &Vm, sign: &str, body: String, fill: char) -> VmResult<String> {
        let length = sign.len() + body.chars().count();
        let missing = self.width.saturating_sub(length);
        vm.reserve(missing.saturating_mul(fill.len_utf8()))?;
        if missing == 0 {
            return Ok(if sign.is_empty() { body } else { format!("{sign}{body}") });
        }
        let padding = |count: usize| std::iter::repeat_n(fill, count).collect::<String>();
        Ok(match self.align.unwrap_or('>') {
            '<' => format!("{sign}{body}{}", padding(missing)),
            '=' => format!("{sign}{}{body}", padding(missing)),
            '^' => {
                let left = missing / 2;
                format!("{}{sign}{body}{}", padding(left), padding(missing - left))
            }
            _ => format!("{}{sign}{body}", padding(missing)),
        })
    }

    /// The whole part with separators, and leading zeros up to a width.
    fn grouped(&self, vm: &Vm, whole: &str, width: usize) -> VmResult<String> {
        if self.separator.is_empty() || whole.len() <= 1 && width <= 1 {
            let missing = width.saturating_sub(whole.len());
            vm.reserve(missing)?;
            return Ok("0".repeat(missing) + whole);
        }
        vm.reserve(width.saturating_add(whole.len()).saturating_mul(2))?;
        // Digits from the right; a separator is never the first character.
        let mut reversed = String::new();
        let mut digits = whole.bytes().rev();
        let mut length = 0;
        // The remaining digits of this group, none if it is the last one; the groups after it.
        let mut sizes = self.grouping.iter().copied().take_while(|size| *size != 0);
        let mut size = sizes.next().map(usize::from);
        let mut left = size.filter(|size| *size != NO_MORE_GROUPS);
        loop {
            let digit = match digits.next() {
                Some(digit) => digit,
                None if length < width || length == 0 => b'0',
                None => break,
            };
            if left == Some(0) {
                reversed.extend(self.separator.chars().rev());
                length += self.separator.chars().count();
                size = sizes.next().map(usize::from).or(size);
                left = size.filter(|size| *size != NO_MORE_GROUPS);
            }
            reversed.push(digit.into());
            left = left.map(|left| left - 1);
            length += 1;
        }
        Ok(reversed.chars().rev().collect())
    }
}

/// `number` with its coefficient rounded to `exponent`, whatever its length.
fn rescaled(vm: &Vm, rounding: Rounding, number: &Number, exponent: i64) -> VmResult<Number> {
    let shift = number.exponent - exponent;
    let coefficient = match shift {
        0.. => number.coefficient.shifted_left(vm, shift.unsigned_abs())?,
        _ => {
            let (kept, rest) = number.coefficient.shifted_right(vm, shift.unsigned_abs())?;
            match rounding.rounds_up(number.negative, &kept, rest) {
                true => kept.incremented(vm)?,
                false => kept,
            }
        }
    };
    Ok(Number::new(number.negative, coefficient, exponent))
}

/// `number` with that many digits.
fn with_digits(vm: &Vm, rounding: Rounding, number: &Number, digits: i64) -> VmResult<Number> {
    if number.is_zero() {
        return number.copied(vm);
    }
    let rounded = rescaled(vm, rounding, number, number.adjusted() + 1 - digits)?;
    if rounded.adjusted() == number.adjusted() {
        return Ok(rounded);
    }
    rescaled(vm, rounding, &rounded, rounded.adjusted() + 1 - digits)
}

/// Formats a number.
///
/// # Errors
/// MemoryError.
pub fn format(vm: &Vm, rounding: Rounding, number: &Number, spec: &Spec) -> VmResult<String> {
    let fill = if spec.zeros && number.is_finite() { '0' } else { spec.fill };
    if !number.is_finite() {
        let mut body = special_text(number);
        if spec.style == '%' {
            body.push('%');
        }
        return spec.aligned(vm, spec.sign_of(number.negative), body, fill);
    }
    let mut number = number.copied(vm)?;
    let is_fixed = matches!(spec.style, 'f' | '%');
    if spec.style == '%' {
        number.exponent += 2;
    }
    if let Some(precision) = spec.precision {
        let digits = i64::try_from(precision).unwrap_or(i64::MAX / 8).min(i64::MAX / 8);
        number = match spec.style {
            'e' => with_digits(vm, rounding, &number, digits + 1)?,
            'g' if number.coefficient.digits() > precision.max(1) => {
                with_digits(vm, rounding, &number, digits.max(1))?
            }
            'g' => number,
            _ => rescaled(vm, rounding, &number, -digits)?,
        };
    }
    if number.is_zero() && number.exponent > 0 && is_fixed {
        number.exponent = 0;
    }
    let negative = number.negative && !(spec.no_negative_zero && number.is_zero());
    let mut digits = String::new();
    let count = number.coefficient.digits() as i64;
    vm.reserve(count as usize)?;
    number.coefficient.write(&mut digits);
    let left = number.exponent + count;
    let point = match spec.style {
        'e' if number.is_zero() && spec.precision.is_some() => {
            1 - spec.precision.and_then(|precision| i64::try_from(precision).ok()).unwrap_or(0)
        }
        'e' => 1,
        'g' if number.exponent <= 0 && left > -6 => left,
        'g' => 1,
        _ => left,
    };
    vm.reserve(usize::try_from(point.unsigned_abs()).unwrap_or(usize::MAX))?;
    let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
    let (whole, mut places) = if point <= 0 {
        ("0".to_string(), zeros(-point) + &digits)
    } else if point > count {
        (digits + &zeros(point - count), String::new())
    } else {
        let places = digits.split_off(point as usize);
        (digits, places)
    };
    if !places.is_empty() || spec.alternate {
        places.insert_str(0, &spec.point);
    }
    if left != point || spec.style == 'e' {
        let mark = if spec.capitals { 'E' } else { 'e' };
        places.push_str(&format!("{mark}{:+}", left - point));
    }
    if spec.style == '%' {
        places.push('%');
    }
    let sign = spec.sign_of(negative);
    let width = match spec.zeros {
        true => spec.width.saturating_sub(places.chars().count() + sign.len()),
        false => 0,
    };
    let whole = match spec.separator.is_empty() && width <= whole.len() {
        true => whole,
        false => spec.grouped(vm, &whole, width)?,
    };
    spec.aligned(vm, sign, whole + &places, fill)
}

/// `round(number, places)`
///
/// # Errors
/// MemoryError.
pub fn round(arithmetic: &mut Arithmetic<'_>, number: &Number, places: i64) -> VmResult<Number> {
    let Some(exponent) = places
        .checked_neg()
        .filter(|exponent| (Rules::WIDEST.etiny()..=Rules::WIDEST.emax).contains(exponent))
    else {
        return Ok(arithmetic.invalid(condition::INVALID_OPERATION));
    };
    arithmetic.quantize(number, &Number::new(false, Coefficient::ONE, exponent))
}
