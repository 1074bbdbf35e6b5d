//! The format specification mini-language: `format(value, spec)` and f-strings for the built-in
//! types. (Library reference, *Format Specification Mini-Language*.)

use super::error::{ErrorKind, Result, TextError};
use super::float::{self, Formatted, Layout, Style};
use super::int;
use super::int_arith;
use super::pace::{Padded, WithZeros, char_count};
use super::surrogate::to_char;
use super::unicode::decimal_value;
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

/// The alignment of a value within its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Center,
    /// `=`: padding goes between the sign and the digits.
    AfterSign,
}

/// The separator of digit groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// `,`: every three digits.
    Comma,
    /// `_`: every three digits, every four in binary, octal and hexadecimal.
    Underscore,
}

/// The types that have a format language; each has its defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `str`: left-aligned, type `s`.
    Str,
    /// `int`: right-aligned, type `d`.
    Int,
    /// `float`: right-aligned, as `str()` shows it.
    Float,
    /// `complex`: as float.
    Complex,
}

/// A parsed format specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatSpec {
    /// The padding character.
    pub fill: char,
    /// The alignment, explicit or by default.
    pub align: Align,
    /// `+`, `-` or a space.
    pub sign: Option<char>,
    /// `z`: no sign for a result of zero.
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// Least width, in characters.
    pub width: usize,
    /// Separator of digit groups.
    pub grouping: Option<Grouping>,
    /// Digits after the point, significant digits, or the maximum characters of a string.
    pub precision: Option<usize>,
    /// The type letter; `None` is the type's own default.
    pub letter: Option<char>,
}

/// Wider results than this are refused as out of memory.
const MAX_WIDTH: usize = i32::MAX as usize;

/// `Some(align)` for an alignment character.
fn align_of(c: Option<char>) -> Option<Align> {
    match c? {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::AfterSign),
        _ => None,
    }
}

/// The form of a type letter in messages: itself, or an escape.
fn letter_name(letter: char) -> String {
    match letter {
        '!'..='\u{7f}' => letter.to_string(),
        _ => format!("\\x{:x}", letter as u32),
    }
}

fn unknown_letter(letter: char, type_name: &str) -> TextError {
    let letter = letter_name(letter);
    TextError::value(format!("Unknown format code '{letter}' for object of type '{type_name}'"))
}

/// A cursor over the characters of a specification.
struct Cursor<'a> {
    rest: &'a str,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        match self.rest.strip_prefix(wanted) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn advance(&mut self) {
        self.rest = self.rest.get(self.peek().map_or(0, char::len_utf8)..).unwrap_or("");
    }

    fn number(&mut self) -> Result<Option<usize>> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(decimal_value) {
            let next =
                number.unwrap_or(0i64).checked_mul(10).and_then(|n| n.checked_add(digit.into()));
            number = Some(
                next.ok_or_else(|| TextError::value("Too many decimal digits in format string"))?,
            );
            self.advance();
        }
        Ok(number.map(|n| n as usize))
    }
}

impl FormatSpec {
    /// Parses a specification for a value of `kind`; `type_name` is the value's type, for messages.
    pub fn parse(spec: &str, kind: Kind, type_name: &str) -> Result<FormatSpec> {
        let mut cursor = Cursor { rest: spec };
        let mut chars = spec.chars();
        let (first, second) = (chars.next(), chars.next());
        let (mut fill, mut align) = (None, align_of(second));
        if align.is_some() {
            fill = first;
            cursor.advance();
            cursor.advance();
        } else if let Some(given) = align_of(first) {
            align = Some(given);
            cursor.advance();
        }
        let sign = cursor.peek().filter(|c| matches!(c, '+' | '-' | ' '));
        if sign.is_some() {
            cursor.advance();
        }
        let no_negative_zero = cursor.take('z');
        let alternate = cursor.take('#');
        let default_align = if kind == Kind::Str { Align::Left } else { Align::Right };
        if fill.is_none() && cursor.take('0') {
            fill = Some('0');
            if align.is_none() && default_align == Align::Right {
                align = Some(Align::AfterSign);
            }
        }
        let width = cursor.number()?.unwrap_or(0);
        let mut grouping = cursor.take(',').then_some(Grouping::Comma);
        if cursor.take('_') {
            if grouping.is_some() {
                return Err(TextError::value("Cannot specify both ',' and '_'."));
            }
            grouping = Some(Grouping::Underscore);
        }
        if grouping == Some(Grouping::Underscore) && cursor.peek() == Some(',') {
            return Err(TextError::value("Cannot specify both ',' and '_'."));
        }
        let mut precision = None;
        if cursor.take('.') {
            precision = cursor.number()?;
            if precision.is_none() {
                return Err(TextError::value("Format specifier missing precision"));
            }
        }
        let letter = cursor.peek();
        cursor.advance();
        if !cursor.rest.is_empty() {
            return Err(TextError::value(format!(
                "Invalid format specifier '{spec}' for object of type '{type_name}'"
            )));
        }
        let parsed = FormatSpec {
            fill: fill.unwrap_or(' '),
            align: align.unwrap_or(default_align),
            sign,
            no_negative_zero,
            alternate,
            width,
            grouping,
            precision,
            letter,
        };
        parsed.check_grouping(kind)?;
        Ok(parsed)
    }

    fn check_grouping(&self, kind: Kind) -> Result<()> {
        let Some(grouping) = self.grouping else { return Ok(()) };
        let default = match kind {
            Kind::Str => 's',
            Kind::Int => 'd',
            Kind::Float | Kind::Complex => {
                return self.check_grouping_letter(grouping, self.letter);
            }
        };
        self.check_grouping_letter(grouping, Some(self.letter.unwrap_or(default)))
    }

    fn check_grouping_letter(&self, grouping: Grouping, letter: Option<char>) -> Result<()> {
        match letter {
            None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => Ok(()),
            Some('b' | 'o' | 'x' | 'X') if grouping == Grouping::Underscore => Ok(()),
            Some(letter) => {
                let separator = if grouping == Grouping::Comma { ',' } else { '_' };
                let letter = letter_name(letter);
                Err(TextError::value(format!("Cannot specify '{separator}' with '{letter}'.")))
            }
        }
    }

    /// Formats a string.
    pub fn format_str(&self, s: &str, type_name: &str) -> Result<Padded> {
        if let Some(letter) = self.letter.filter(|&letter| letter != 's') {
            return Err(unknown_letter(letter, type_name));
        }
        let refused = match self.sign {
            Some(' ') => "Space not allowed in string format specifier",
            Some(_) => "Sign not allowed in string format specifier",
            None if self.no_negative_zero => {
                "Negative zero coercion (z) not allowed in string format specifier"
            }
            None if self.alternate => "Alternate form (#) not allowed in string format specifier",
            None if self.align == Align::AfterSign => {
                "'=' alignment not allowed in string format specifier"
            }
            None => "",
        };
        if !refused.is_empty() {
            return Err(TextError::value(refused));
        }
        let end = self.precision.and_then(|count| s.char_indices().nth(count));
        self.pad_text(&s[..end.map_or(s.len(), |(at, _)| at)])
    }

    /// Formats a machine integer.
    pub fn format_int(&self, value: i64, type_name: &str) -> Result<Padded> {
        let digits = |radix| Ok(int::small_digits(value, radix));
        self.format_integer(value < 0, digits, || Ok(value), || Ok(value as f64), type_name)
    }

    /// Formats an integer of any size. `digits` returns those of its absolute value in a radix.
    pub fn format_bigint<E: From<TextError>>(
        &self,
        value: &BigInt,
        digits: impl Fn(u32) -> std::result::Result<String, E>,
        type_name: &str,
    ) -> std::result::Result<Padded, E> {
        let code = || {
            value
                .to_i64()
                .ok_or_else(|| TextError::overflow("Python int too large to convert to C long"))
        };
        let as_float = || int_arith::to_float(value);
        self.format_integer(value.is_negative(), digits, code, as_float, type_name)
    }

    fn format_integer<E: From<TextError>>(
        &self,
        negative: bool,
        digits: impl Fn(u32) -> std::result::Result<String, E>,
        code: impl Fn() -> Result<i64>,
        as_float: impl Fn() -> Result<f64>,
        type_name: &str,
    ) -> std::result::Result<Padded, E> {
        let letter = self.letter.unwrap_or('d');
        let (radix, prefix) = match letter {
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
                return Ok(self.format_float(as_float()?, type_name)?);
            }
            'b' => (2, "0b"),
            'o' => (8, "0o"),
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            'd' | 'n' | 'c' => (10, ""),
            _ => return Err(unknown_letter(letter, type_name).into()),
        };
        if self.precision.is_some() {
            let message = "Precision not allowed in integer format specifier";
            return Err(TextError::value(message).into());
        }
        if self.no_negative_zero {
            let message = "Negative zero coercion (z) not allowed in integer format specifier";
            return Err(TextError::value(message).into());
        }
        if letter == 'c' {
            return Ok(self.format_code(code)?);
        }
        let mut digits = digits(radix)?;
        if letter == 'X' {
            digits.make_ascii_uppercase();
        }
        let prefix = if self.alternate { prefix } else { "" };
        Ok(self.lay_out(negative, prefix, &digits, WithZeros::default())?)
    }

    fn format_code(&self, code: impl Fn() -> Result<i64>) -> Result<Padded> {
        if self.sign.is_some() {
            let message = "Sign not allowed with integer format specifier 'c'";
            return Err(TextError::value(message));
        }
        if self.alternate {
            let message = "Alternate form (#) not allowed with integer format specifier 'c'";
            return Err(TextError::value(message));
        }
        self.pad_text(char_of(code()?)?.encode_utf8(&mut [0; 4]))
    }

    /// Formats a float.
    pub fn format_float(&self, value: f64, type_name: &str) -> Result<Padded> {
        let percent = self.letter == Some('%');
        let value = if percent { value * 100.0 } else { value };
        let mut text = self.float_text(value, self.letter.is_none(), type_name)?;
        if percent {
            text.push_str("%");
        }
        let as_it_is = self.grouping.is_none() && matches!(self.sign, None | Some('-'));
        if as_it_is && text.zeros == 0 && text.text.len() >= self.width {
            Ok(text.text.into())
        } else {
            self.lay_out_float(&text)
        }
    }

    /// The digits of a float in the style of the type letter, with only a minus sign.
    fn float_text(&self, value: f64, point_zero: bool, type_name: &str) -> Result<Formatted> {
        let style = match self.letter {
            None if self.precision.is_none() => Style::Shortest,
            None | Some('g' | 'G' | 'n') => Style::General,
            Some('e' | 'E') => Style::Exponent,
            Some('f' | 'F' | '%') => Style::Fixed,
            Some(letter) => return Err(unknown_letter(letter, type_name)),
        };
        let precision = self.precision.unwrap_or(6);
        if precision > MAX_WIDTH {
            return Err(TextError::value("precision too big"));
        }
        let layout = Layout {
            alternate: self.alternate,
            point_zero,
            no_negative_zero: self.no_negative_zero,
        };
        let mut text = float::format(value, style, precision, layout);
        if self.letter.is_some_and(|letter| letter.is_ascii_uppercase()) {
            text.make_uppercase();
        }
        Ok(text)
    }

    /// Formats a complex number; without a type letter like `str()`, with parentheses.
    pub fn format_complex(&self, real: f64, imaginary: f64, type_name: &str) -> Result<Padded> {
        if let Some(letter @ ('%' | 'd')) = self.letter {
            return Err(unknown_letter(letter, type_name));
        }
        let real_text = self.float_text(real, false, type_name)?;
        if self.fill == '0' {
            let message = "Zero padding is not allowed in complex format specifier";
            return Err(TextError::value(message));
        }
        if self.align == Align::AfterSign {
            let message = "'=' alignment flag is not allowed in complex format specifier";
            return Err(TextError::value(message));
        }
        let imaginary_text = self.float_text(imaginary, false, type_name)?;
        let like_str = self.letter.is_none();
        let skip_real = like_str && real == 0.0 && real.is_sign_positive();
        let part = FormatSpec { width: 0, fill: ' ', align: Align::Left, ..self.clone() };
        let mut text = Padded::default();
        if like_str && !skip_real {
            text.push_str("(");
        }
        if skip_real {
            text.append(part.lay_out_float(&imaginary_text)?);
        } else {
            text.append(part.lay_out_float(&real_text)?);
            let signed = FormatSpec { sign: Some('+'), ..part };
            text.append(signed.lay_out_float(&imaginary_text)?);
        }
        text.push_str(if like_str && !skip_real { "j)" } else { "j" });
        let [before, _, after] = self.amounts(text.char_count())?;
        let mut padded = Padded::default();
        padded.push_fill(self.fill, before);
        padded.append(text);
        padded.push_fill(self.fill, after);
        Ok(padded)
    }

    /// Adds sign, groups and padding to the text of a float.
    fn lay_out_float(&self, text: &Formatted) -> Result<Padded> {
        let (negative, shown) = match text.text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.text.as_str()),
        };
        let whole = shown.bytes().take_while(u8::is_ascii_digit).count();
        let rest = WithZeros { text: &shown[whole..], zeros: text.zeros, end: &text.end };
        self.lay_out(negative, "", &shown[..whole], rest)
    }

    /// Puts a number together: sign, prefix, grouped digits, the rest; padded to the width.
    fn lay_out(
        &self,
        negative: bool,
        prefix: &str,
        digits: &str,
        rest: WithZeros<'_>,
    ) -> Result<Padded> {
        let sign = match self.sign {
            _ if negative => "-",
            Some('+') => "+",
            Some(' ') => " ",
            _ => "",
        };
        let others = sign.len() + prefix.len() + rest.char_count();
        let groups = match self.grouping.filter(|_| !digits.is_empty()) {
            None => None,
            Some(grouping) => {
                // Zeros that fill the width are grouped like digits.
                let fills = self.fill == '0' && self.align == Align::AfterSign;
                let least = if fills { check_width(self.width)?.saturating_sub(others) } else { 0 };
                Some(Groups::new(grouping, self.letter, digits.len(), least))
            }
        };
        let width = groups.as_ref().map_or(digits.len(), Groups::width);
        let [before, inside, after] = self.amounts(others + width)?;
        let mut padded = Padded::default();
        padded.push_fill(self.fill, before);
        padded.push_str(sign);
        padded.push_str(prefix);
        padded.push_fill(self.fill, inside);
        match groups {
            Some(groups) => groups.push(&mut padded, digits),
            None => padded.push_str(digits),
        }
        padded.push_with_zeros(rest);
        padded.push_fill(self.fill, after);
        Ok(padded)
    }

    /// Pads a text that is not a number.
    fn pad_text(&self, text: &str) -> Result<Padded> {
        let [before, inside, after] = self.amounts(char_count(text))?;
        let mut padded = Padded::default();
        padded.push_fill(self.fill, before + inside);
        padded.push_str(text);
        padded.push_fill(self.fill, after);
        Ok(padded)
    }

    /// The amounts of fill before, inside and after a text of this many characters.
    fn amounts(&self, length: usize) -> Result<[usize; 3]> {
        let padding = check_width(self.width)?.saturating_sub(length);
        Ok(match self.align {
            Align::Left => [0, 0, padding],
            Align::Right => [padding, 0, 0],
            Align::Center => [padding / 2, 0, padding - padding / 2],
            Align::AfterSign => [0, padding, 0],
        })
    }
}

/// The character of a code point, for `%c`.
pub fn char_of(code: i64) -> Result<char> {
    u32::try_from(code)
        .ok()
        .and_then(to_char)
        .ok_or_else(|| TextError::overflow("%c arg not in range(0x110000)"))
}

/// Refuses widths that could only end in running out of memory.
pub(super) fn check_width(width: usize) -> Result<usize> {
    if width > MAX_WIDTH { Err(TextError::new(ErrorKind::Memory, "")) } else { Ok(width) }
}

/// Digits in groups, after zeros that bring the whole to a width.
struct Groups {
    separator: &'static str,
    /// The number of digits in each group; the first may have fewer.
    size: usize,
    /// The number of digits, with the zeros.
    count: usize,
}

impl Groups {
    /// The number of digits, zeros included, that fill `least_width` characters, but at least those
    /// that there are. The first character is never a separator, so there may be one more.
    fn new(grouping: Grouping, letter: Option<char>, digits: usize, least_width: usize) -> Groups {
        let (separator, size) = match (grouping, letter) {
            (Grouping::Comma, _) => (",", 3),
            (Grouping::Underscore, Some('b' | 'o' | 'x' | 'X')) => ("_", 4),
            (Grouping::Underscore, _) => ("_", 3),
        };
        let count = digits.max(least_width / (size + 1) * size);
        let mut groups = Groups { separator, size, count };
        while groups.width() < least_width {
            groups.count += 1;
        }
        groups
    }

    /// The number of characters, with separators.
    fn width(&self) -> usize {
        self.count + self.count.saturating_sub(1) / self.size
    }

    fn push(&self, out: &mut Padded, digits: &str) {
        let mut zeros = self.count - digits.len();
        let mut first = (self.count - 1) % self.size + 1;
        if zeros >= first {
            // Groups of zeros may be many.
            let group = [self.separator, &"0".repeat(self.size)].concat();
            out.push_fill('0', first);
            out.push_repeated(&group, (zeros - first) / self.size);
            out.push_str(self.separator);
            zeros = (zeros - first) % self.size;
            first = self.size;
        }
        let (start, groups) = digits.split_at(first - zeros);
        out.push_fill('0', zeros);
        out.push_str(start);
        out.push_grouped(groups, self.size, self.separator);
    }
}

/// `format(s, spec)` of a string.
pub fn format_str(s: &str, spec: &str, type_name: &str) -> Result<Padded> {
    if spec.is_empty() {
        return Ok(s.to_owned().into());
    }
    FormatSpec::parse(spec, Kind::Str, type_name)?.format_str(s, type_name)
}

/// `format(i, spec)` of a machine integer.
pub fn format_int(value: i64, spec: &str, type_name: &str) -> Result<Padded> {
    if spec.is_empty() {
        return Ok(value.to_string().into());
    }
    FormatSpec::parse(spec, Kind::Int, type_name)?.format_int(value, type_name)
}

/// `format(i, spec)` of a large integer, with a nonempty specification. `digits` returns those of
/// its absolute value in a radix.
pub fn format_bigint<E: From<TextError>>(
    value: &BigInt,
    digits: impl Fn(u32) -> std::result::Result<String, E>,
    spec: &str,
    type_name: &str,
) -> std::result::Result<Padded, E> {
    FormatSpec::parse(spec, Kind::Int, type_name)?.format_bigint(value, digits, type_name)
}

/// `format(x, spec)` of a float.
pub fn format_float(value: f64, spec: &str, type_name: &str) -> Result<Padded> {
    if spec.is_empty() {
        return Ok(float::repr(value).into());
    }
    FormatSpec::parse(spec, Kind::Float, type_name)?.format_float(value, type_name)
}

/// `format(z, spec)` of a complex number.
pub fn format_complex(real: f64, imaginary: f64, spec: &str, type_name: &str) -> Result<Padded> {
    let spec = FormatSpec::parse(spec, Kind::Complex, type_name)?;
    spec.format_complex(real, imaginary, type_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(result: Result<Padded>) -> String {
        result.map(Padded::short).unwrap_or_else(|error| error.message.into_owned())
    }

    #[test]
    fn strings() {
        for (spec, expected) in [
            ("6", "abc   "),
            (">6.2", "    ab"),
            ("é^6", "éabcéé"),
            ("06", "abc000"),
            ("+", "Sign not allowed in string format specifier"),
            ("=5", "'=' alignment not allowed in string format specifier"),
            (",", "Cannot specify ',' with 's'."),
            ("d", "Unknown format code 'd' for object of type 'str'"),
            ("5xy", "Invalid format specifier '5xy' for object of type 'str'"),
        ] {
            assert_eq!(outcome(format_str("abc", spec, "str")), expected, "{spec}");
        }
    }

    #[test]
    fn integers() {
        for (value, spec, expected) in [
            (1234567, ",", "1,234,567"),
            (1234, "010,", "00,001,234"),
            (1234, "08,", "0,001,234"),
            (255, "#06x", "0x00ff"),
            (255, "#_b", "0b1111_1111"),
            (-5, "=+6", "-    5"),
            (65, "5c", "    A"),
            (5, ".1f", "5.0"),
            (5, ".1", "Precision not allowed in integer format specifier"),
            (5, "s", "Unknown format code 's' for object of type 'int'"),
            (i64::MIN, "x", "-8000000000000000"),
        ] {
            assert_eq!(outcome(format_int(value, spec, "int")), expected, "{spec}");
            let digits = |radix| Ok(BigInt::from(value).magnitude().to_str_radix(radix));
            let formatted = format_bigint(&value.into(), digits, spec, "int");
            assert_eq!(outcome(formatted), expected, "{spec}");
        }
    }

    #[test]
    fn floats_and_complex() {
        for (value, spec, expected) in [
            (1234.5, ",.2f", "1,234.50"),
            (0.256, ".1%", "25.6%"),
            (1e10, ".3", "1e+10"),
            (3.0, ".3", "3.0"),
            (-0.001, "z.1f", "0.0"),
            (f64::NAN, "010", "0000000nan"),
            (f64::INFINITY, "+F", "+INF"),
            (1.0, "d", "Unknown format code 'd' for object of type 'float'"),
        ] {
            assert_eq!(outcome(format_float(value, spec, "float")), expected, "{spec}");
        }
        assert_eq!(outcome(format_complex(1.0, 2.0, ">+20.2e", "complex")), " +1.00e+00+2.00e+00j");
    }
}
