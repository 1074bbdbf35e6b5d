//! `%` formatting: `'%5.2f' % x`. (Library reference, *printf-style String Formatting*.)
//!
//! [`pieces`] splits a template; the caller fetches the arguments and passes them, converted, to
//! [`Conversion`] and [`Layout`]. Bytes templates use the same code as Latin-1 text.

use super::error::{Result, TextError};
use super::float::{self, Style};
use super::format_spec::check_width;
use super::int;
use super::pace::{Padded, WithZeros, char_count};

/// Precisions beyond this are refused.
const MAX_AMOUNT: usize = i32::MAX as usize;

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text to be copied (`%%` gives `%`).
    Literal(&'a str),
    /// `%s`, `%r`, `%d`, or in bytes `%b`, and nothing more.
    Bare(ConversionKind),
    /// A place for an argument.
    Conversion(Conversion<'a>),
}

/// A width or precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Written in the template.
    Fixed(usize),
    /// `*`: the next argument.
    Argument,
}

/// A conversion specifier, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion<'a> {
    /// `%(key)…`: the argument is this item of a mapping.
    pub key: Option<&'a str>,
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// A space.
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
    /// The least width.
    pub width: Option<Amount>,
    /// The part after a point.
    pub precision: Option<Amount>,
    /// The conversion type as written; see [`Conversion::kind`].
    pub letter: char,
    /// The template before the letter, for messages.
    pub before: &'a str,
}

/// The conversion of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConversionKind {
    /// `%s`: `str()`
    Str,
    /// `%r`: `repr()`
    Repr,
    /// `%a`: `ascii()`
    Ascii,
    /// `%b`: bytes, in bytes templates only.
    Bytes,
    /// `%d`, `%i`, `%u`: any real number, truncated to an integer.
    Decimal,
    /// `%x`, `%X`, `%o`: an integer in this radix.
    Radix(u32),
    /// `%e`, `%f`, `%g` and capitals: a float.
    Float,
    /// `%c`: a character or its code.
    Char,
}

/// Width, precision and flags with arguments filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    width: usize,
    precision: Option<usize>,
    left: bool,
}

impl Layout {
    /// The least number of characters that width and precision require.
    pub fn room(&self) -> usize {
        self.width.max(self.precision.unwrap_or(0))
    }
}

/// Splits a template lazily: errors come in the order in which CPython meets them.
pub fn pieces(template: &str) -> Pieces<'_> {
    Pieces { template, at: 0, failed: false, bare }
}

/// Like [`pieces`], for a bytes template.
pub fn pieces_of_bytes(template: &str) -> Pieces<'_> {
    Pieces { bare: bare_of_bytes, ..pieces(template) }
}

/// The conversion of a place without key, flags, width and precision, if it is a frequent one.
fn bare(letter: Option<&u8>) -> Option<ConversionKind> {
    match letter? {
        b's' => Some(ConversionKind::Str),
        b'r' => Some(ConversionKind::Repr),
        b'd' => Some(ConversionKind::Decimal),
        _ => None,
    }
}

/// Like [`bare`], for a bytes template.
fn bare_of_bytes(letter: Option<&u8>) -> Option<ConversionKind> {
    match letter? {
        b's' | b'b' => Some(ConversionKind::Bytes),
        b'd' => Some(ConversionKind::Decimal),
        _ => None,
    }
}

/// Iterator over the pieces of a template; made by [`pieces`].
pub struct Pieces<'a> {
    template: &'a str,
    at: usize,
    failed: bool,
    bare: fn(Option<&u8>) -> Option<ConversionKind>,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.template[self.at..];
        if rest.is_empty() || self.failed {
            return None;
        }
        let piece = match memchr::memchr(b'%', rest.as_bytes()) {
            Some(0) if rest.as_bytes().get(1) == Some(&b'%') => {
                self.at += 2;
                Ok(Piece::Literal("%"))
            }
            Some(0) if let Some(kind) = (self.bare)(rest.as_bytes().get(1)) => {
                self.at += 2;
                Ok(Piece::Bare(kind))
            }
            Some(0) => {
                self.at += 1;
                self.conversion().map(Piece::Conversion)
            }
            found => {
                let end = found.unwrap_or(rest.len());
                self.at += end;
                Ok(Piece::Literal(&rest[..end]))
            }
        };
        self.failed = piece.is_err();
        Some(piece)
    }
}

impl<'a> Pieces<'a> {
    fn peek(&self) -> Option<u8> {
        self.template.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn conversion(&mut self) -> Result<Conversion<'a>> {
        let key = if self.take(b'(') { Some(self.key()?) } else { None };
        let mut conversion = Conversion { key, ..Conversion::bare(ConversionKind::Str) };
        loop {
            match self.peek() {
                Some(b'-') => conversion.left = true,
                Some(b'+') => conversion.plus = true,
                Some(b' ') => conversion.space = true,
                Some(b'#') => conversion.alternate = true,
                Some(b'0') => conversion.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        conversion.width = self.amount(isize::MAX as usize, "width too big")?;
        if self.take(b'.') {
            let precision = self.amount(MAX_AMOUNT, "precision too big")?;
            conversion.precision = Some(precision.unwrap_or(Amount::Fixed(0)));
        }
        // C's length modifiers are ignored.
        if matches!(self.peek(), Some(b'h' | b'l' | b'L')) {
            self.at += 1;
        }
        let letter = self.template[self.at..].chars().next();
        conversion.letter = letter.ok_or_else(|| TextError::value("incomplete format"))?;
        conversion.before = &self.template[..self.at];
        self.at += conversion.letter.len_utf8();
        Ok(conversion)
    }

    /// The mapping key, up to the parenthesis that closes it.
    fn key(&mut self) -> Result<&'a str> {
        let start = self.at;
        let mut depth = 1;
        while let Some(byte) = self.peek() {
            depth += i32::from(byte == b'(') - i32::from(byte == b')');
            self.at += 1;
            if depth == 0 {
                return Ok(&self.template[start..self.at - 1]);
            }
        }
        Err(TextError::value("incomplete format key"))
    }

    fn amount(&mut self, most: usize, too_big: &'static str) -> Result<Option<Amount>> {
        if self.take(b'*') {
            return Ok(Some(Amount::Argument));
        }
        let mut amount: Option<usize> = None;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            let next = amount.unwrap_or(0).saturating_mul(10).saturating_add((digit - b'0').into());
            if next > most {
                return Err(TextError::value(too_big));
            }
            amount = Some(next);
            self.at += 1;
        }
        Ok(amount.map(Amount::Fixed))
    }
}

impl Conversion<'_> {
    /// A conversion without key, flags, width and precision; see [`Piece::Bare`].
    pub fn bare(kind: ConversionKind) -> Conversion<'static> {
        let letter = match kind {
            ConversionKind::Repr => 'r',
            ConversionKind::Decimal => 'd',
            _ => 's',
        };
        Conversion {
            key: None,
            left: false,
            plus: false,
            space: false,
            alternate: false,
            zero: false,
            width: None,
            precision: None,
            letter,
            before: "",
        }
    }

    /// The conversion selected by the letter; must be called after the argument was fetched.
    pub fn kind(&self, bytes_template: bool) -> Result<ConversionKind> {
        Ok(match self.letter {
            's' if bytes_template => ConversionKind::Bytes,
            'b' if bytes_template => ConversionKind::Bytes,
            'r' if bytes_template => ConversionKind::Ascii,
            's' => ConversionKind::Str,
            'r' => ConversionKind::Repr,
            'a' => ConversionKind::Ascii,
            'd' | 'i' | 'u' => ConversionKind::Decimal,
            'x' | 'X' => ConversionKind::Radix(16),
            'o' => ConversionKind::Radix(8),
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => ConversionKind::Float,
            'c' => ConversionKind::Char,
            letter => {
                let shown = if matches!(letter, '\u{1f}'..='~') { letter } else { '?' };
                return Err(TextError::value(format!(
                    "unsupported format character '{shown}' ({:#x}) at index {}",
                    letter as u32,
                    char_count(self.before)
                )));
            }
        })
    }

    /// `TypeError` for an argument that is not a number (`%d`) or not an integer (`%x`, `%o`).
    pub fn wrong_number(&self, type_name: &str) -> TextError {
        let wanted = match self.letter {
            'd' | 'i' | 'u' => "a real number",
            _ => "an integer",
        };
        let letter = self.letter;
        TextError::type_error(format!("%{letter} format: {wanted} is required, not {type_name}"))
    }

    /// Determines width and precision; the arguments are those fetched for `*`.
    pub fn layout(&self, width: Option<i64>, precision: Option<i64>) -> Result<Layout> {
        let (left, width) = match (self.width, width) {
            (Some(Amount::Fixed(width)), _) => (self.left, width),
            // A negative width means left-aligned.
            (Some(Amount::Argument), Some(width)) => {
                (self.left || width < 0, width.unsigned_abs() as usize)
            }
            _ => (self.left, 0),
        };
        let precision = match (self.precision, precision) {
            (Some(Amount::Fixed(precision)), _) => Some(precision),
            (Some(Amount::Argument), Some(precision)) => Some(precision.max(0) as usize),
            _ => None,
        };
        if precision.is_some_and(|precision| precision > MAX_AMOUNT) {
            return Err(TextError::overflow("Python int too large to convert to C int"));
        }
        Ok(Layout { width: check_width(width)?, precision, left })
    }

    /// `%s`, `%r`, `%a` of text already converted.
    pub fn format_str(&self, layout: Layout, text: &str) -> Padded {
        let end = layout.precision.and_then(|count| text.char_indices().nth(count));
        let shown = &text[..end.map_or(text.len(), |(at, _)| at)];
        pad(layout, false, "", shown.into())
    }

    /// `%c` of a character.
    pub fn format_char(&self, layout: Layout, c: char) -> Padded {
        pad(layout, false, "", (&*c.encode_utf8(&mut [0; 4])).into())
    }

    /// `%d`, `%x`, `%o` of a machine integer.
    pub fn format_int(&self, layout: Layout, value: i64) -> Padded {
        self.lay_out_integer(layout, value < 0, int::small_digits(value, self.radix()))
    }

    /// `%e`, `%f`, `%g` of a float.
    pub fn format_float(&self, layout: Layout, value: f64) -> Padded {
        let style = match self.letter.to_ascii_lowercase() {
            'e' => Style::Exponent,
            'f' => Style::Fixed,
            _ => Style::General,
        };
        let wishes = float::Layout { alternate: self.alternate, ..float::Layout::default() };
        let mut text = float::format(value, style, layout.precision.unwrap_or(6), wishes);
        if self.letter.is_ascii_uppercase() {
            text.make_uppercase();
        }
        let (sign, digits) = match text.text.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => (self.positive_sign(), text.text.as_str()),
        };
        let body = WithZeros { text: digits, zeros: text.zeros, end: &text.end };
        pad(layout, self.zero, sign, body)
    }

    /// The radix of `%d`, `%x`, `%o`.
    pub fn radix(&self) -> u32 {
        match self.letter {
            'x' | 'X' => 16,
            'o' => 8,
            _ => 10,
        }
    }

    fn positive_sign(&self) -> &'static str {
        match (self.plus, self.space) {
            (true, _) => "+",
            (false, true) => " ",
            (false, false) => "",
        }
    }

    pub fn lay_out_integer(&self, layout: Layout, negative: bool, mut digits: String) -> Padded {
        let prefix = match self.letter {
            'x' if self.alternate => "0x",
            'X' if self.alternate => "0X",
            'o' if self.alternate => "0o",
            _ => "",
        };
        if self.letter == 'X' {
            digits.make_ascii_uppercase();
        }
        let missing = layout.precision.unwrap_or(0).saturating_sub(digits.len());
        let body = WithZeros { text: "", zeros: missing, end: &digits };
        let sign = if negative { "-" } else { self.positive_sign() };
        match prefix {
            "" => pad(layout, self.zero, sign, body),
            prefix => pad(layout, self.zero, &[sign, prefix].concat(), body),
        }
    }
}

/// Pads sign and prefix (`head`) and `body`; zeros go between the two.
fn pad(layout: Layout, zero: bool, head: &str, body: WithZeros<'_>) -> Padded {
    let padding = layout.width.saturating_sub(head.len() + body.char_count());
    let [before, between, after] = match (layout.left, zero) {
        (true, _) => [0, 0, padding],
        (false, true) => [0, padding, 0],
        (false, false) => [padding, 0, 0],
    };
    let mut padded = Padded::default();
    padded.push_fill(' ', before);
    padded.push_str(head);
    padded.push_fill('0', between);
    padded.push_with_zeros(body);
    padded.push_fill(' ', after);
    padded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(template: &str) -> Conversion<'_> {
        match pieces_of_bytes(template).next() {
            Some(Ok(Piece::Bare(kind))) => Conversion::bare(kind),
            Some(Ok(Piece::Conversion(conversion))) => conversion,
            other => panic!("{other:?}"),
        }
    }

    fn int(template: &str, value: i64) -> String {
        let conversion = only(template);
        conversion.format_int(conversion.layout(None, None).unwrap(), value).short()
    }

    #[test]
    fn splits() {
        let split: Vec<_> = pieces("a%%b%(k(x))-5sé").collect::<Result<_>>().unwrap();
        assert_eq!(split.len(), 5);
        let Piece::Conversion(conversion) = &split[3] else { panic!() };
        assert_eq!((conversion.key, conversion.left), (Some("k(x)"), true));
        assert_eq!(conversion.width, Some(Amount::Fixed(5)));
        assert_eq!(pieces("%(a").next().unwrap().unwrap_err().message, "incomplete format key");
        assert_eq!(pieces("%-").next().unwrap().unwrap_err().message, "incomplete format");
        let message = only("%y").kind(false).unwrap_err().message;
        assert_eq!(message, "unsupported format character 'y' (0x79) at index 1");
    }

    #[test]
    fn integers() {
        for (template, value, text) in [
            ("%d", 42, "42"),
            ("%+.5d", 42, "+00042"),
            ("%010.5d", -42, "-000000042"),
            ("%#010x", 255, "0x000000ff"),
            ("%-05d", 5, "5    "),
            ("%#X", -255, "-0XFF"),
            ("%#o", 8, "0o10"),
        ] {
            assert_eq!(int(template, value), text, "{template}");
        }
    }

    #[test]
    fn floats_and_text() {
        let conversion = only("%*.*f");
        let layout = conversion.layout(Some(-8), Some(2)).unwrap();
        assert_eq!(conversion.format_float(layout, 2.5).short(), "2.50    ");
        let conversion = only("%08F");
        let layout = conversion.layout(None, None).unwrap();
        assert_eq!(conversion.format_float(layout, f64::NEG_INFINITY).short(), "-0000INF");
        let conversion = only("%05.2s");
        let layout = conversion.layout(None, None).unwrap();
        assert_eq!(conversion.format_str(layout, "éab").short(), "   éa");
    }
}
