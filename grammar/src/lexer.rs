//! From text to raw tokens: logos finds the start of a token, this module its end.
//!
//! Tokens are found without regard to their context. Lines, blocks, brackets and the fields of
//! f-strings depend on context and belong to `layout`.

use crate::ast::Span;
use crate::error::{SyntaxError, SyntaxWarning};
use crate::pace::{AtOnce, Pace};
use crate::position::line_number;
use crate::token::{Tok, Token};
use crate::unicode::{is_name_part, is_name_start, is_printable};
use logos::Logos;

/// An iterator over the raw tokens of a text.
pub(crate) struct Lexer<'s> {
    source: &'s str,
    raw: logos::Lexer<'s, Tok>,
    pace: &'s dyn Pace,
    /// Whether the caller has stopped the work: then the error is not about the text.
    pub has_ended: bool,
    /// Whether names need not be identifiers, and decimal numbers may have leading zeros.
    lenient: bool,
    /// Warnings about the tokens found so far.
    pub warnings: Vec<SyntaxWarning>,
}

/// The opening of an f-string: the properties that its text depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FStringQuotes {
    /// `'` or `"`
    pub quote: u8,
    /// Whether there are three of them.
    pub triple: bool,
    /// Whether backslashes are literal.
    pub raw: bool,
}

/// The end of a run of an f-string's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FStringStop {
    /// `{` or `}`, not doubled.
    Brace,
    /// The closing quotes.
    Quotes,
    /// The end of the line in a format specification of an f-string with single quotes.
    Line,
}

/// The error about a text that ends with a backslash.
pub(crate) const END_AFTER_BACKSLASH: &str = "unexpected EOF while parsing";

/// The error about a backslash in the middle of a line.
pub(crate) const TEXT_AFTER_BACKSLASH: &str =
    "unexpected character after line continuation character";

/// The number of bytes read between two checks of the pace, and per unit of work.
const RUN: usize = 1 << 14;
const BYTES_PER_UNIT: usize = 16;

/// The span from `start` to `end`.
pub(crate) fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

impl<'s> Lexer<'s> {
    pub fn new(source: &'s str) -> Lexer<'s> {
        Lexer::paced(source, &AtOnce)
    }

    /// A lexer for a text that may be long.
    pub fn paced(source: &'s str, pace: &'s dyn Pace) -> Lexer<'s> {
        let raw = Tok::lexer(source);
        Lexer { source, raw, pace, has_ended: false, lenient: false, warnings: Vec::new() }
    }

    /// A lexer for `tokenize`, which leaves to the parser to reject names and numbers.
    pub fn lenient(source: &'s str) -> Lexer<'s> {
        Lexer { lenient: true, ..Lexer::new(source) }
    }

    /// The offset after the last token.
    pub fn position(&self) -> usize {
        self.raw.span().end
    }

    /// The start offset of the latest token, valid or not.
    pub fn start(&self) -> usize {
        self.raw.span().start
    }

    /// Continues at `position`, before or after the current one.
    pub fn seek(&mut self, position: usize) {
        if position < self.position() {
            self.raw = Tok::lexer(self.source);
        }
        self.raw.bump(position - self.position());
    }

    /// Counts work. When work is to stop, the error has no message.
    pub fn tick(&mut self, work: usize) -> Result<(), SyntaxError> {
        self.pace.tick(work).map_err(|_| {
            self.has_ended = true;
            SyntaxError::new("", Span::default())
        })
    }

    /// The end of a run of bytes that pass a test.
    pub fn run(&mut self, start: usize, test: fn(u8) -> bool) -> Result<usize, SyntaxError> {
        let mut rest = self.source.as_bytes().get(start..).unwrap_or_default();
        loop {
            let part = &rest[..rest.len().min(RUN)];
            let length = part.iter().take_while(|byte| test(**byte)).count();
            rest = &rest[length..];
            if length < RUN {
                return Ok(self.source.len() - rest.len());
            }
            self.tick(RUN / BYTES_PER_UNIT)?;
        }
    }

    /// The next token; `End` at the end of the text. Comments are skipped, line ends are not.
    // Inlined where a file is read, so that tokens stay in registers.
    #[inline(always)]
    pub fn next(&mut self) -> Result<Token, SyntaxError> {
        loop {
            let found = self.raw.next();
            let place = self.raw.span();
            let kind = match found {
                None => Tok::End,
                Some(Err(())) => self.unknown(place.start)?,
                Some(Ok(Tok::RawComment)) => continue,
                Some(Ok(Tok::RawBackslash)) => {
                    self.continuation(place.end)?;
                    continue;
                }
                Some(Ok(Tok::RawWideName)) => {
                    if !self.lenient {
                        self.check_name(place.start)?;
                    }
                    Tok::Name
                }
                Some(Ok(Tok::RawNumber)) => {
                    let (kind, end) = self.number(place.start)?;
                    self.seek(end);
                    kind
                }
                Some(Ok(Tok::RawString)) => self.string(place.start)?,
                Some(Ok(kind)) => kind,
            };
            return Ok(Token { kind, span: span(place.start, self.position()) });
        }
    }

    /// A character that starts no token: the parser rejects it unless it is not even printable.
    fn unknown(&self, start: usize) -> Result<Tok, SyntaxError> {
        match self.source[start..].chars().next() {
            Some(c) if !is_printable(c) => Err(invalid_character(c, start)),
            _ => Ok(Tok::Unknown),
        }
    }

    /// A backslash must be followed by the end of a line, and by another line.
    fn continuation(&mut self, after: usize) -> Result<(), SyntaxError> {
        let end = after + newline_length(&self.source.as_bytes()[after..]);
        if end == after && end < self.source.len() {
            let at = span(after, after + 1);
            return Err(SyntaxError::new(TEXT_AFTER_BACKSLASH, at));
        }
        if end == self.source.len() {
            let at = span(after, after);
            return Err(SyntaxError::new(END_AFTER_BACKSLASH, at).incomplete());
        }
        self.seek(end);
        Ok(())
    }

    /// A name with characters outside ASCII has to follow UAX #31 (PEP 3131).
    fn check_name(&self, start: usize) -> Result<(), SyntaxError> {
        let name = &self.source[start..self.position()];
        for (offset, c) in name.char_indices() {
            let fits = match offset {
                0 => c == '_' || is_name_start(c),
                _ => is_name_part(c),
            };
            if !fits {
                return Err(invalid_character(c, start + offset));
            }
        }
        Ok(())
    }

    /// The token that starts with quotes or their prefix, at a start that logos has found.
    fn string(&mut self, start: usize) -> Result<Tok, SyntaxError> {
        let opening = &self.source.as_bytes()[start..self.position()];
        let quotes = self.quotes(span(start, self.position()));
        if opening.iter().any(|byte| matches!(byte, b'f' | b'F')) {
            return Ok(Tok::FStringStart);
        }
        let bytes = self.source.as_bytes();
        let mut at = self.position();
        let mut escaped_quote = false;
        loop {
            at = self.run(at, |byte| !matches!(byte, b'\\' | b'\'' | b'"' | b'\n' | b'\r'))?;
            match bytes.get(at) {
                Some(b'\\') => {
                    escaped_quote |= bytes.get(at + 1) == Some(&quotes.quote);
                    at += 1 + newline_length(&bytes[at + 1..]).max(1);
                }
                Some(&byte) if byte == quotes.quote => {
                    if !quotes.triple {
                        self.seek(at + 1);
                        return Ok(Tok::Str);
                    }
                    if bytes[at..].starts_with(&[quotes.quote; 3]) {
                        self.seek(at + 3);
                        return Ok(Tok::Str);
                    }
                    at += 1;
                }
                Some(byte) if quotes.triple || !matches!(byte, b'\n' | b'\r') => at += 1,
                _ => {
                    let mut error = self.unterminated("string", quotes, start, at);
                    if escaped_quote && !quotes.triple {
                        error.message += "; perhaps you escaped the end quote?";
                    }
                    return Err(error);
                }
            }
        }
    }

    /// Reads the prefix and quotes that open a string.
    pub fn quotes(&self, opening: Span) -> FStringQuotes {
        let opening = &self.source.as_bytes()[opening.start as usize..opening.end as usize];
        let quote = opening[opening.len() - 1];
        let triple = opening.iter().filter(|&&byte| byte == quote).count() == 3;
        let raw = opening.iter().any(|byte| matches!(byte, b'r' | b'R'));
        FStringQuotes { quote, triple, raw }
    }

    /// The text of an f-string from here to the next brace or quotes.
    pub fn fstring_text(
        &mut self,
        quotes: FStringQuotes,
        in_spec: bool,
        opening: Span,
    ) -> Result<(Span, FStringStop), SyntaxError> {
        let bytes = self.source.as_bytes();
        let start = self.position();
        let mut at = start;
        let stop = loop {
            let is_plain =
                |byte: u8| !matches!(byte, b'{' | b'}' | b'\\' | b'\'' | b'"' | b'\n' | b'\r');
            at = self.run(at, is_plain)?;
            match bytes.get(at) {
                Some(b'{') if bytes.get(at + 1) == Some(&b'{') && !in_spec => at += 2,
                Some(b'}') if bytes.get(at + 1) == Some(&b'}') && !in_spec => at += 2,
                Some(b'{' | b'}') => break FStringStop::Brace,
                Some(b'\\') => match bytes.get(at + 1) {
                    Some(b'{' | b'}') => at += 1,
                    Some(b'N') if !quotes.raw && bytes.get(at + 2) == Some(&b'{') => {
                        at += 3;
                        while bytes.get(at).is_some_and(|byte| {
                            byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-')
                        }) {
                            at += 1;
                        }
                        if bytes.get(at) == Some(&b'}') {
                            at += 1;
                        }
                    }
                    _ => at += 1 + newline_length(&bytes[(at + 1).min(bytes.len())..]).max(1),
                },
                Some(&byte) if byte == quotes.quote => {
                    if !quotes.triple || bytes[at..].starts_with(&[quotes.quote; 3]) {
                        break FStringStop::Quotes;
                    }
                    at += 1;
                }
                Some(b'\n' | b'\r') if !quotes.triple && in_spec => break FStringStop::Line,
                Some(b'\n' | b'\r') if !quotes.triple => {
                    return Err(self.unterminated("f-string", quotes, opening.start as usize, at));
                }
                Some(_) => at += 1,
                None => {
                    return Err(self.unterminated("f-string", quotes, opening.start as usize, at));
                }
            }
        };
        self.seek(at);
        Ok((span(start, at), stop))
    }

    fn unterminated(
        &self,
        what: &str,
        quotes: FStringQuotes,
        start: usize,
        end: usize,
    ) -> SyntaxError {
        let text = &self.source[..end.min(self.source.len())];
        // The end of the last line is not the start of another.
        let text = match end >= self.source.len() {
            true => text.strip_suffix(['\n', '\r']).unwrap_or(text),
            false => text,
        };
        let line = line_number(text, text.len());
        let at = span(start, start + 1);
        if quotes.triple {
            let message =
                format!("unterminated triple-quoted {what} literal (detected at line {line})");
            return SyntaxError::new(message, at).incomplete();
        }
        let message = format!("unterminated {what} literal (detected at line {line})");
        SyntaxError::new(message, at)
    }

    /// The number that starts here: its kind and its end (Python reference, "Numeric literals").
    fn number(&mut self, start: usize) -> Result<(Tok, usize), SyntaxError> {
        let bytes = self.source.as_bytes();
        let at = |offset: usize| bytes.get(offset).copied().unwrap_or(0);
        let mut end = start;
        let mut kind = Tok::Int;
        if at(end) == b'0' && matches!(at(end + 1), b'x' | b'X' | b'o' | b'O' | b'b' | b'B') {
            let (name, radix) = match at(end + 1) {
                b'x' | b'X' => ("hexadecimal", 16),
                b'o' | b'O' => ("octal", 8),
                _ => ("binary", 2),
            };
            end = radix_digits(bytes, start + 2, name, radix)?;
            self.check_end_of_number(start, end, name)?;
            return Ok((Tok::Int, end));
        }
        if at(end) != b'.' {
            end = decimal_digits(bytes, end)?;
        }
        if at(end) == b'.' {
            kind = Tok::Float;
            end += 1;
            if at(end).is_ascii_digit() {
                end = decimal_digits(bytes, end)?;
            }
        }
        if matches!(at(end), b'e' | b'E') {
            if at(end + 1).is_ascii_digit() {
                end = decimal_digits(bytes, end + 1)?;
                kind = Tok::Float;
            } else if matches!(at(end + 1), b'+' | b'-') {
                if !at(end + 2).is_ascii_digit() {
                    return Err(number_error("invalid decimal literal", end + 2));
                }
                end = decimal_digits(bytes, end + 2)?;
                kind = Tok::Float;
            }
        }
        if matches!(at(end), b'j' | b'J') {
            self.check_end_of_number(start, end + 1, "imaginary")?;
            return Ok((Tok::Imaginary, end + 1));
        }
        if kind == Tok::Int && !self.lenient {
            check_leading_zeros(bytes, start, end)?;
        }
        self.check_end_of_number(start, end, "decimal")?;
        Ok((kind, end))
    }

    /// A number may not be followed by a letter, except by a keyword (`1if x else 2`), with a
    /// warning.
    fn check_end_of_number(
        &mut self,
        start: usize,
        end: usize,
        kind: &str,
    ) -> Result<(), SyntaxError> {
        const KEYWORDS: [&[u8]; 8] = [b"and", b"else", b"for", b"if", b"in", b"is", b"or", b"not"];
        let rest = &self.source.as_bytes()[end..];
        if !rest.first().is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return Ok(());
        }
        let message = format!("invalid {kind} literal");
        if KEYWORDS.iter().any(|keyword| rest.starts_with(keyword)) {
            let span = span(start, end);
            self.warnings.push(SyntaxWarning { message, span, token: span });
            return Ok(());
        }
        Err(number_error(&message, end))
    }
}

/// CPython points at the last acceptable character.
fn number_error(message: &str, end: usize) -> SyntaxError {
    SyntaxError::new(message, span(end - 1, end))
}

/// The end of the decimal digits from `at`, in groups joined by single underscores.
fn decimal_digits(bytes: &[u8], mut at: usize) -> Result<usize, SyntaxError> {
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        if bytes.get(at) != Some(&b'_') {
            return Ok(at);
        }
        at += 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_digit) {
            return Err(number_error("invalid decimal literal", at));
        }
    }
}

/// The end of the digits after `0x`, `0o` or `0b`.
fn radix_digits(bytes: &[u8], mut at: usize, name: &str, radix: u32) -> Result<usize, SyntaxError> {
    let is_digit = |at: usize| bytes.get(at).is_some_and(|&byte| (byte as char).is_digit(radix));
    let wrong_digit = |at: usize| {
        let digit = bytes.get(at).copied().filter(u8::is_ascii_digit)?;
        Some(number_error(&format!("invalid digit '{}' in {name} literal", digit as char), at + 1))
    };
    loop {
        if bytes.get(at) == Some(&b'_') {
            at += 1;
        }
        if !is_digit(at) {
            let plain = || number_error(&format!("invalid {name} literal"), at);
            return Err(wrong_digit(at).unwrap_or_else(plain));
        }
        while is_digit(at) {
            at += 1;
        }
        if bytes.get(at) != Some(&b'_') {
            return wrong_digit(at).map_or(Ok(at), Err);
        }
    }
}

/// `007` would be an octal number in Python 2.
fn check_leading_zeros(bytes: &[u8], start: usize, end: usize) -> Result<(), SyntaxError> {
    let digits = &bytes[start..end];
    let zeros = digits.iter().take_while(|byte| matches!(byte, b'0' | b'_')).count();
    if digits[0] != b'0' || zeros == digits.len() {
        return Ok(());
    }
    let message = "leading zeros in decimal integer literals are not permitted; \
                   use an 0o prefix for octal integers";
    Err(SyntaxError::new(message, span(start, start + zeros)))
}

/// The length of the line end that the text starts with, or 0.
pub(crate) fn newline_length(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

fn invalid_character(c: char, at: usize) -> SyntaxError {
    let code = c as u32;
    let message = match is_printable(c) {
        true => format!("invalid character '{c}' (U+{code:04X})"),
        false => format!("invalid non-printable character U+{code:04X}"),
    };
    SyntaxError::new(message, span(at, at + c.len_utf8()))
}
