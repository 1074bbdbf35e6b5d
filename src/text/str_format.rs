//! Templates of `str.format`: `'{0.name[1]!r:>{width}}'`. (Library reference, *Format String Syntax*.)
//!
//! [`pieces`] splits a template, [`FieldName::parse`] a field's name; both are lazy, because CPython
//! raises an error about a malformed place only when it reaches it. The caller looks up the values.

use super::error::{ErrorKind, Result, TextError};
use super::unicode::decimal_value;

/// A part of a template: literal text, possibly followed by a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Text before the field, with doubled braces undone.
    pub literal: &'a str,
    /// The replacement field, if one follows.
    pub field: Option<Field<'a>>,
}

/// A replacement field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// The text before `!` and `:`; see [`FieldName::parse`].
    pub name: &'a str,
    /// The character after `!`; see [`Conversion::of`].
    pub conversion: Option<char>,
    /// The text after the colon: itself a template, if it contains braces.
    pub spec: &'a str,
}

/// The conversion after `!`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// `!s`
    Str,
    /// `!r`
    Repr,
    /// `!a`
    Ascii,
}

impl Conversion {
    /// Reads a conversion character.
    pub fn of(letter: char) -> Result<Conversion> {
        match letter {
            's' => Ok(Conversion::Str),
            'r' => Ok(Conversion::Repr),
            'a' => Ok(Conversion::Ascii),
            '!'..='~' => Err(TextError::value(format!("Unknown conversion specifier {letter}"))),
            _ => {
                let code = letter as u32;
                Err(TextError::value(format!("Unknown conversion specifier \\x{code:x}")))
            }
        }
    }
}

/// Splits a template.
pub fn pieces(template: &str) -> Pieces<'_> {
    Pieces { rest: template }
}

/// Iterator over the pieces of a template; made by [`pieces`].
pub struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let piece = self.piece();
        if piece.is_err() {
            self.rest = "";
        }
        Some(piece)
    }
}

impl<'a> Pieces<'a> {
    fn piece(&mut self) -> Result<Piece<'a>> {
        let text = self.rest;
        let Some(brace) = memchr::memchr2(b'{', b'}', text.as_bytes()) else {
            self.rest = "";
            return Ok(Piece { literal: text, field: None });
        };
        let (opening, after) = (text.as_bytes()[brace] == b'{', &text[brace + 1..]);
        if after.as_bytes().first() == Some(&text.as_bytes()[brace]) {
            self.rest = &after[1..];
            return Ok(Piece { literal: &text[..=brace], field: None });
        }
        if !opening {
            return Err(TextError::value("Single '}' encountered in format string"));
        }
        if after.is_empty() {
            return Err(TextError::value("Single '{' encountered in format string"));
        }
        self.rest = after;
        Ok(Piece { literal: &text[..brace], field: Some(self.field()?) })
    }

    /// Reads a field up to and including its closing brace.
    fn field(&mut self) -> Result<Field<'a>> {
        let (name, end) = self.name()?;
        match end {
            '}' => Ok(Field { name, conversion: None, spec: "" }),
            '!' => self.conversion(name),
            _ => Ok(Field { name, conversion: None, spec: self.spec()? }),
        }
    }

    fn take_char(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn name(&mut self) -> Result<(&'a str, char)> {
        let text = self.rest;
        let mut in_index = false;
        for (at, c) in text.char_indices() {
            match c {
                ']' => in_index = false,
                _ if in_index => {}
                '[' => in_index = true,
                '{' => return Err(TextError::value("unexpected '{' in field name")),
                '}' | '!' | ':' => {
                    self.rest = &text[at + 1..];
                    return Ok((&text[..at], c));
                }
                _ => {}
            }
        }
        Err(TextError::value("expected '}' before end of string"))
    }

    fn conversion(&mut self, name: &'a str) -> Result<Field<'a>> {
        let conversion = self.take_char();
        if conversion.is_none() {
            let message = "end of string while looking for conversion specifier";
            return Err(TextError::value(message));
        }
        match self.take_char() {
            Some('}') => Ok(Field { name, conversion, spec: "" }),
            Some(':') | None => Ok(Field { name, conversion, spec: self.spec()? }),
            Some(_) => Err(TextError::value("expected ':' after conversion specifier")),
        }
    }

    /// The specification, which may contain fields.
    fn spec(&mut self) -> Result<&'a str> {
        let text = self.rest;
        let mut depth = 1;
        for (at, byte) in text.bytes().enumerate() {
            depth += i32::from(byte == b'{') - i32::from(byte == b'}');
            if depth == 0 {
                self.rest = &text[at + 1..];
                return Ok(&text[..at]);
            }
        }
        Err(TextError::value("unmatched '{' in format spec"))
    }
}

/// Nested specifications may contain fields, but fields in those may not: call this before going
/// deeper, with the remaining levels (2 initially).
pub fn check_depth(levels_left: usize) -> Result<()> {
    if levels_left == 0 {
        return Err(TextError::value("Max string recursion exceeded"));
    }
    Ok(())
}

/// The argument that a field starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument<'a> {
    /// A positional argument.
    Index(usize),
    /// A keyword argument.
    Name(&'a str),
}

/// Automatic or manual numbering of fields, during one call of `format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbering {
    /// No field has been numbered yet.
    #[default]
    Unknown,
    /// `{}`: the next field's number.
    Automatic(usize),
    /// `{0}`
    Manual,
}

/// A step from a value to one of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accessor<'a> {
    /// `.name`
    Attribute(&'a str),
    /// `[7]`
    Index(usize),
    /// `[key]`
    Key(&'a str),
}

/// A parsed field name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldName<'a> {
    /// The argument.
    pub first: Argument<'a>,
    /// The steps from there, in order.
    pub accessors: Accessors<'a>,
}

impl<'a> FieldName<'a> {
    /// Parses a field's name; `numbering` counts the fields without a number.
    pub fn parse(name: &'a str, numbering: &mut Numbering) -> Result<FieldName<'a>> {
        let end = name.find(['.', '[']).unwrap_or(name.len());
        let (first, rest) = name.split_at(end);
        let number = decimal_index(first)?;
        let first = if first.is_empty() {
            let next = match *numbering {
                Numbering::Manual => {
                    return Err(TextError::value(
                        "cannot switch from manual field specification to automatic field numbering",
                    ));
                }
                Numbering::Unknown => 0,
                Numbering::Automatic(next) => next,
            };
            *numbering = Numbering::Automatic(next + 1);
            Argument::Index(next)
        } else if let Some(number) = number {
            if matches!(numbering, Numbering::Automatic(_)) {
                return Err(TextError::value(
                    "cannot switch from automatic field numbering to manual field specification",
                ));
            }
            *numbering = Numbering::Manual;
            Argument::Index(number)
        } else {
            Argument::Name(first)
        };
        Ok(FieldName { first, accessors: Accessors { rest } })
    }
}

/// `IndexError` for a positional argument that was not passed.
pub fn index_out_of_range(index: usize) -> TextError {
    let message = format!("Replacement index {index} out of range for positional args tuple");
    TextError::new(ErrorKind::Index, message)
}

/// Iterator over the steps of a field name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accessors<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Accessors<'a> {
    type Item = Result<Accessor<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        let step = match self.rest.as_bytes().first()? {
            b'.' => self.attribute(),
            b'[' => self.index(),
            _ => Err(TextError::value("Only '.' or '[' may follow ']' in format field specifier")),
        };
        if step.is_err() {
            self.rest = "";
        }
        Some(step)
    }
}

impl<'a> Accessors<'a> {
    fn attribute(&mut self) -> Result<Accessor<'a>> {
        let text = &self.rest[1..];
        let (name, rest) = text.split_at(text.find(['.', '[']).unwrap_or(text.len()));
        self.rest = rest;
        if name.is_empty() { Err(empty_attribute()) } else { Ok(Accessor::Attribute(name)) }
    }

    fn index(&mut self) -> Result<Accessor<'a>> {
        let (key, rest) = self.rest[1..]
            .split_once(']')
            .ok_or_else(|| TextError::value("Missing ']' in format string"))?;
        self.rest = rest;
        if key.is_empty() {
            return Err(empty_attribute());
        }
        Ok(decimal_index(key)?.map_or(Accessor::Key(key), Accessor::Index))
    }
}

fn empty_attribute() -> TextError {
    TextError::value("Empty attribute in format string")
}

/// Reads text that is all digits as a number.
fn decimal_index(text: &str) -> Result<Option<usize>> {
    let mut index = 0i64;
    for c in text.chars() {
        let Some(digit) = decimal_value(c) else { return Ok(None) };
        index = index
            .checked_mul(10)
            .and_then(|index| index.checked_add(digit.into()))
            .ok_or_else(|| TextError::value("Too many decimal digits in format string"))?;
    }
    Ok((!text.is_empty()).then_some(index as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(template: &str) -> Result<Vec<Piece<'_>>> {
        pieces(template).collect()
    }

    #[test]
    fn splits() {
        let field = Field { name: "a.b[c!]", conversion: Some('r'), spec: ">{w}" };
        assert_eq!(
            split("x{{{a.b[c!]!r:>{w}}y}}").unwrap(),
            [
                Piece { literal: "x{", field: None },
                Piece { literal: "", field: Some(field) },
                Piece { literal: "y}", field: None },
            ]
        );
    }

    #[test]
    fn complains() {
        for (template, message) in [
            ("}", "Single '}' encountered in format string"),
            ("{", "Single '{' encountered in format string"),
            ("{0", "expected '}' before end of string"),
            ("{0[}", "expected '}' before end of string"),
            ("{a{b}}", "unexpected '{' in field name"),
            ("{:", "unmatched '{' in format spec"),
            ("{!", "end of string while looking for conversion specifier"),
            ("{!}", "unmatched '{' in format spec"),
            ("{!rx}", "expected ':' after conversion specifier"),
        ] {
            assert_eq!(split(template).unwrap_err().message, message, "{template}");
        }
    }

    #[test]
    fn names() {
        let mut numbering = Numbering::default();
        let name = FieldName::parse("0.a[1][b.c]", &mut numbering).unwrap();
        assert_eq!(name.first, Argument::Index(0));
        let steps: Vec<_> = name.accessors.collect::<Result<_>>().unwrap();
        assert_eq!(steps, [Accessor::Attribute("a"), Accessor::Index(1), Accessor::Key("b.c")]);
        let message = FieldName::parse("", &mut numbering).unwrap_err().message;
        assert!(message.starts_with("cannot switch from manual"));
        assert_eq!(FieldName::parse("-1", &mut numbering).unwrap().first, Argument::Name("-1"));
        for (name, message) in [
            ("a.", "Empty attribute in format string"),
            ("a[]", "Empty attribute in format string"),
            ("a[b", "Missing ']' in format string"),
            ("a[b]c", "Only '.' or '[' may follow ']' in format field specifier"),
        ] {
            let name = FieldName::parse(name, &mut numbering).unwrap();
            let steps: Result<Vec<_>> = name.accessors.collect();
            assert_eq!(steps.unwrap_err().message, message);
        }
    }
}
