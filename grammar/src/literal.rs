//! The values of literals (Python reference, "Literals").

use crate::actions::StringPiece;
use crate::ast::{Constant, Expr, ExprKind, FStringPart, Interpolation, Span};
use crate::error::{SyntaxError, SyntaxWarning};
use crate::unicode;
use std::cell::RefCell;

type Warnings = RefCell<Vec<SyntaxWarning>>;

// ---------------------------------------------------------------------------------------------
// Numbers

/// The value of an integer literal that the lexer has accepted. Decimal ones may have at most
/// `max_digits`, unless that is 0.
///
/// # Errors
/// The message about a number with too many digits.
pub(crate) fn integer(text: &str, max_digits: usize) -> Result<Constant, String> {
    let radix = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 10,
    };
    let digits = if radix == 10 { text } else { &text[2..] };
    let mut value = 0u64;
    for digit in digits.bytes().filter_map(|byte| (byte as char).to_digit(radix)) {
        let next = value.checked_mul(radix.into()).and_then(|v| v.checked_add(digit.into()));
        let Some(next) = next else {
            let digits = digits.replace('_', "");
            if radix == 10 && max_digits > 0 && digits.len() > max_digits {
                let count = digits.len();
                return Err(format!(
                    "Exceeds the limit ({max_digits} digits) for integer string conversion: value \
                     has {count} digits; use sys.set_int_max_str_digits() to increase the limit - \
                     Consider hexadecimal for huge integer literals to avoid decimal conversion \
                     limits."
                ));
            }
            return Ok(Constant::BigInt(digits.into(), radix));
        };
        value = next;
    }
    Ok(Constant::Int(value))
}

/// The value of a floating-point literal that the lexer has accepted.
pub(crate) fn float(text: &str) -> f64 {
    let parsed = match text.contains('_') {
        true => text.replace('_', "").parse(),
        false => text.parse(),
    };
    parsed.expect("the lexer's numbers are Rust's, but for underscores")
}

// ---------------------------------------------------------------------------------------------
// Strings

/// A string's value: UTF-8, or WTF-8 where an escape is a lone surrogate.
#[derive(Default)]
struct Text {
    bytes: Vec<u8>,
    has_surrogates: bool,
}

impl Text {
    fn push(&mut self, code: u32) {
        match char::from_u32(code) {
            Some(c) => self.bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            None => {
                self.has_surrogates = true;
                let low = |shift: u32| 0x80 | (code >> shift & 0x3f) as u8;
                self.bytes.extend([0xe0 | (code >> 12) as u8, low(6), low(0)]);
            }
        }
    }

    fn constant(self) -> Constant {
        match String::from_utf8(self.bytes) {
            Ok(text) => Constant::Str(text.into()),
            Err(error) => Constant::SurrogateStr(error.into_bytes().into()),
        }
    }
}

/// The parts of a string literal's text.
struct Literal<'s> {
    /// The text between the quotes.
    body: &'s str,
    /// Its start in the source.
    start: u32,
    is_raw: bool,
    is_bytes: bool,
}

fn split(source: &str, span: Span) -> Literal<'_> {
    let text = &source[span.start as usize..span.end as usize];
    let prefix = text.find(['"', '\'']).unwrap_or(0);
    let quoted = &text.as_bytes()[prefix..];
    let triple = quoted.len() >= 6 && quoted[1] == quoted[0] && quoted[2] == quoted[0];
    let quotes = if triple { 3 } else { 1 };
    let has =
        |letter: u8| text.as_bytes()[..prefix].iter().any(|b| b.eq_ignore_ascii_case(&letter));
    Literal {
        body: &text[prefix + quotes..text.len() - quotes],
        start: span.start + (prefix + quotes) as u32,
        is_raw: has(b'r'),
        is_bytes: has(b'b'),
    }
}

/// The value of adjacent string literals.
pub(crate) fn join(
    source: &str,
    warnings: &Warnings,
    pieces: Vec<StringPiece>,
    span: Span,
) -> Result<ExprKind, SyntaxError> {
    let is_bytes = |piece: &StringPiece| match piece {
        StringPiece::Plain(span) => split(source, *span).is_bytes,
        StringPiece::Format(_) => false,
    };
    let bytes = pieces.iter().filter(|piece| is_bytes(piece)).count();
    if bytes > 0 {
        if bytes < pieces.len() {
            return Err(SyntaxError::new("cannot mix bytes and nonbytes literals", span));
        }
        let mut value = Vec::new();
        for piece in &pieces {
            if let StringPiece::Plain(span) = piece {
                bytes_value(&split(source, *span), warnings, *span, &mut value)?;
            }
        }
        return Ok(ExprKind::Constant(Constant::Bytes(value.into())));
    }
    if pieces.iter().all(|piece| matches!(piece, StringPiece::Plain(_))) {
        let mut value = Text::default();
        for piece in &pieces {
            if let StringPiece::Plain(span) = piece {
                let literal = split(source, *span);
                decode(literal.body, literal.start, literal.is_raw, warnings, *span, &mut value)?;
            }
        }
        return Ok(ExprKind::Constant(value.constant()));
    }
    let mut parts = Vec::new();
    for piece in pieces {
        match piece {
            StringPiece::Format(more) => parts.extend(more),
            StringPiece::Plain(span) => {
                let literal = split(source, span);
                let mut value = Text::default();
                decode(literal.body, literal.start, literal.is_raw, warnings, span, &mut value)?;
                parts.push(text_part(value, span));
            }
        }
    }
    Ok(ExprKind::FString(merge_texts(parts)))
}

/// The value of a run of an f-string's text.
pub(crate) fn fstring_text(
    source: &str,
    span: Span,
    is_raw: bool,
    warnings: &Warnings,
) -> Result<FStringPart, SyntaxError> {
    let known = warnings.borrow().len();
    let mut value = Text::default();
    let text = &source[span.start as usize..span.end as usize];
    let mut start = 0;
    // Braces are doubled, except those of `\N{…}`; the first of two is kept.
    let mut at = 0;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'}' if bytes.get(at + 1) == Some(&bytes[at]) => {
                let upto = span.start + start as u32;
                decode(&text[start..=at], upto, is_raw, warnings, span, &mut value)?;
                at += 2;
                start = at;
            }
            b'\\' if !is_raw && text[at..].starts_with("\\N{") => {
                at += text[at..].find('}').map_or(3, |end| end + 1);
            }
            b'\\' if matches!(bytes.get(at + 1), Some(b'{' | b'}')) => at += 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    decode(&text[start..], span.start + start as u32, is_raw, warnings, span, &mut value)?;
    // CPython decodes the text when it has read the closing quotes (see `settle_fstring`).
    for warning in &mut warnings.borrow_mut()[known..] {
        warning.token = UNSETTLED;
    }
    let brace = source[span.end as usize..].chars().next().filter(|c| matches!(c, '{' | '}'));
    let backslashes = text.len() - text.trim_end_matches('\\').len();
    if let Some(brace) = brace.filter(|_| !is_raw && backslashes % 2 == 1) {
        warnings.borrow_mut().push(SyntaxWarning {
            message: format!("invalid escape sequence '\\{brace}'"),
            span: Span::new(span.end - 1, span.end + 1),
            token: Span::new(span.end, span.end + 1),
        });
    }
    Ok(text_part(value, span))
}

/// The token of a warning about an f-string whose end has not been read.
const UNSETTLED: Span = Span { start: u32::MAX, end: u32::MAX };

/// Gives the warnings about an f-string's text their token: its closing quotes.
pub(crate) fn settle_fstring(warnings: &Warnings, closing: Span) {
    let mut warnings = warnings.borrow_mut();
    let inside = warnings.iter_mut().rev().take_while(|warning| warning.token == UNSETTLED);
    inside.for_each(|warning| warning.token = closing);
}

/// A part of an f-string that is text. With lone surrogates it cannot be a Rust string, so it
/// becomes a replacement field with a constant, which prints the same.
fn text_part(value: Text, span: Span) -> FStringPart {
    match value.constant() {
        Constant::Str(text) => FStringPart::Literal(text),
        constant => FStringPart::Interpolation(Box::new(Interpolation {
            span,
            value: Expr { span, kind: ExprKind::Constant(constant) },
            debug_text: None,
            conversion: None,
            format_spec: None,
        })),
    }
}

/// The text that `=` prints before a value: the source from `start` to the `=` that ends at
/// `after`, with the white space after it, but without comments.
pub(crate) fn debug_text(source: &str, start: usize, after: usize) -> Box<str> {
    let mut text = String::new();
    let mut quote = None;
    let mut rest = source[start..].char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let is_space = c.is_ascii_whitespace();
        match quote {
            None if c == '#' => {
                while rest.next_if(|&(_, c)| c != '\n').is_some() {}
                continue;
            }
            None if start + at >= after && !is_space => break,
            None if c == '"' || c == '\'' => quote = Some(c),
            Some(opening) if opening == c => quote = None,
            _ => {}
        }
        text.push(c);
    }
    text.into()
}

/// Joins adjacent texts and drops empty ones.
pub(crate) fn merge_texts(parts: Vec<FStringPart>) -> Vec<FStringPart> {
    let mut merged = Vec::with_capacity(parts.len());
    let mut text = String::new();
    for part in parts {
        if let FStringPart::Literal(more) = part {
            text.push_str(&more);
            continue;
        }
        if !text.is_empty() {
            merged.push(FStringPart::Literal(std::mem::take(&mut text).into()));
        }
        merged.push(part);
    }
    if !text.is_empty() {
        merged.push(FStringPart::Literal(text.into()));
    }
    merged
}

/// Appends the decoded text of a string. `whole` is the token that errors point at.
fn decode(
    text: &str,
    start: u32,
    is_raw: bool,
    warnings: &Warnings,
    whole: Span,
    value: &mut Text,
) -> Result<(), SyntaxError> {
    let known = warnings.borrow().len();
    let mut rest = text;
    while let Some(at) = rest.find(|c| c == '\r' || c == '\\' && !is_raw) {
        value.bytes.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes() {
            [b'\r', b'\n', ..] => {
                value.push('\n' as u32);
                2
            }
            [b'\r', ..] => {
                value.push('\n' as u32);
                1
            }
            _ => {
                let at = text.len() - rest.len();
                escape(text, at, start + at as u32, warnings, whole, value)?
            }
        };
        rest = &rest[length..];
    }
    value.bytes.extend_from_slice(rest.as_bytes());
    keep_first(warnings, known, whole);
    Ok(())
}

/// Of the warnings after the first `known` ones, which are about one token, keeps the first.
fn keep_first(warnings: &Warnings, known: usize, token: Span) {
    let mut warnings = warnings.borrow_mut();
    warnings.truncate(known + 1);
    if let Some(warning) = warnings.get_mut(known) {
        warning.token = token;
    }
}

/// Appends the value of the escape sequence at `at` in a string's text and at `offset` in the
/// source. Returns the length of the sequence.
fn escape(
    whole_text: &str,
    at: usize,
    offset: u32,
    warnings: &Warnings,
    whole: Span,
    value: &mut Text,
) -> Result<usize, SyntaxError> {
    let text = &whole_text[at..];
    let bytes = text.as_bytes();
    let fault = |reason: String| {
        Err(SyntaxError::new(
            format!("(unicode error) 'unicodeescape' codec can't decode {reason}"),
            whole,
        ))
    };
    // CPython counts positions in the string with characters outside ASCII written as escapes.
    let position =
        || -> usize { whole_text[..at].chars().map(|c| if c.is_ascii() { 1 } else { 10 }).sum() };
    let truncated = |length: usize, form: &str| {
        let digits = bytes[2..].iter().take_while(|b| b.is_ascii_hexdigit()).count();
        let position = position();
        let end = position + 1 + digits.min(length - 2);
        fault(format!("bytes in position {position}-{end}: truncated {form} escape"))
    };
    let hex = |length: usize| {
        let digits = text.get(2..length)?;
        digits
            .bytes()
            .all(|b| b.is_ascii_hexdigit())
            .then(|| u32::from_str_radix(digits, 16).ok())?
    };
    if let Some((code, length)) = common_escape(text, offset, warnings) {
        if let Some(code) = code {
            value.push(code);
        }
        return Ok(length);
    }
    match bytes.get(1) {
        Some(b'x') => match hex(4) {
            Some(code) => {
                value.push(code);
                Ok(4)
            }
            None => truncated(4, "\\xXX"),
        },
        Some(b'u') => match hex(6) {
            Some(code) => {
                value.push(code);
                Ok(6)
            }
            None => truncated(6, "\\uXXXX"),
        },
        Some(b'U') => match hex(10) {
            Some(code) if code <= 0x10ffff => {
                value.push(code);
                Ok(10)
            }
            Some(_) => {
                let position = position();
                let end = position + 9;
                fault(format!("bytes in position {position}-{end}: illegal Unicode character"))
            }
            None => truncated(10, "\\UXXXXXXXX"),
        },
        Some(b'N') => {
            let name = text[2..].strip_prefix('{').and_then(|name| name.split_once('}'));
            let Some((name, _)) = name.filter(|(name, _)| !name.is_empty()) else {
                let position = position();
                let end = match bytes.get(2) {
                    Some(b'{') => position + text.len() - 1,
                    _ => position + 1,
                };
                return fault(format!(
                    "bytes in position {position}-{end}: malformed \\N character escape"
                ));
            };
            let length = name.len() + 4;
            match unicode::with_name(name) {
                Some(c) => {
                    value.push(c as u32);
                    Ok(length)
                }
                None => {
                    let position = position();
                    let end = position + length - 1;
                    fault(format!(
                        "bytes in position {position}-{end}: unknown Unicode character name"
                    ))
                }
            }
        }
        _ => {
            value.push('\\' as u32);
            Ok(1)
        }
    }
}

/// The escape sequences shared by strings and bytes: value and length.
fn common_escape(text: &str, offset: u32, warnings: &Warnings) -> Option<(Option<u32>, usize)> {
    let bytes = text.as_bytes();
    let code = match bytes.get(1)? {
        b'\r' if bytes.get(2) == Some(&b'\n') => return Some((None, 3)),
        b'\n' | b'\r' => return Some((None, 2)),
        b'\\' => '\\',
        b'\'' => '\'',
        b'"' => '"',
        b'a' => '\x07',
        b'b' => '\x08',
        b'f' => '\x0c',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'v' => '\x0b',
        b'0'..=b'7' => {
            let digits = bytes[1..].iter().take(3).take_while(|b| (b'0'..=b'7').contains(b));
            let (mut code, mut length) = (0, 1);
            for digit in digits {
                code = code * 8 + u32::from(digit - b'0');
                length += 1;
            }
            if code > 0o377 {
                warn(warnings, "octal escape sequence", &text[..length], offset);
            }
            return Some((Some(code), length));
        }
        b'x' | b'u' | b'U' | b'N' => return None,
        _ => {
            if bytes[1].is_ascii() {
                warn(warnings, "escape sequence", &text[..2], offset);
            }
            return None;
        }
    };
    Some((Some(code as u32), 2))
}

fn warn(warnings: &Warnings, what: &str, sequence: &str, offset: u32) {
    let message = format!("invalid {what} '{sequence}'");
    let span = Span::new(offset, offset + sequence.len() as u32);
    warnings.borrow_mut().push(SyntaxWarning { message, span, token: span });
}

/// Appends the value of a bytes literal.
fn bytes_value(
    literal: &Literal<'_>,
    warnings: &Warnings,
    whole: Span,
    value: &mut Vec<u8>,
) -> Result<(), SyntaxError> {
    let text = literal.body;
    if !text.is_ascii() {
        let message = "bytes can only contain ASCII literal characters";
        return Err(SyntaxError::new(message, whole));
    }
    let known = warnings.borrow().len();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\r' => {
                value.push(b'\n');
                at += crate::lexer::newline_length(&bytes[at..]);
            }
            b'\\' if !literal.is_raw => {
                let offset = literal.start + at as u32;
                match bytes.get(at + 1) {
                    Some(b'x') => {
                        let digits = text.get(at + 2..at + 4);
                        let is_hex = |digits: &&str| digits.bytes().all(|b| b.is_ascii_hexdigit());
                        let Some(digits) = digits.filter(is_hex) else {
                            let message =
                                format!("(value error) invalid \\x escape at position {at}");
                            return Err(SyntaxError::new(message, whole));
                        };
                        value.extend(u8::from_str_radix(digits, 16));
                        at += 4;
                    }
                    Some(b'u' | b'U' | b'N') => {
                        warn(warnings, "escape sequence", &text[at..at + 2], offset);
                        value.push(b'\\');
                        at += 1;
                    }
                    _ => match common_escape(&text[at..], offset, warnings) {
                        Some((code, length)) => {
                            value.extend(code.map(|code| code as u8));
                            at += length;
                        }
                        None => {
                            value.push(b'\\');
                            at += 1;
                        }
                    },
                }
            }
            byte => {
                value.push(byte);
                at += 1;
            }
        }
    }
    keep_first(warnings, known, whole);
    Ok(())
}
