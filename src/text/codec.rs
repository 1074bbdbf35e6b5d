//! `bytes.decode` and `str.encode`: encodings and error handlers.
//! (Library reference, *codecs*, Standard Encodings and Error Handlers.)
//!
//! Text is UTF-8. Lone surrogates, which UTF-8 cannot hold, are kept as private characters (see
//! [`super::surrogate`]).

use super::error::{ErrorKind, TextError};
use super::escape;
use super::repr::push_escape;
use super::surrogate;
use std::fmt::Write;
use std::ops::Range;

/// The encodings built in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `utf-8`
    Utf8,
    /// `utf-8-sig`: with a mark at the beginning.
    Utf8Sig,
    /// `ascii`
    Ascii,
    /// `latin-1`
    Latin1,
    /// `cp1252`, Windows' western code page.
    Cp1252,
    /// `utf-16`: native order with a mark.
    Utf16,
    /// `utf-16-le`
    Utf16Le,
    /// `utf-16-be`
    Utf16Be,
    /// `utf-32`: native order with a mark.
    Utf32,
    /// `utf-32-le`
    Utf32Le,
    /// `utf-32-be`
    Utf32Be,
    /// `unicode_escape`: the notation of string literals.
    UnicodeEscape,
}

impl Encoding {
    /// Finds an encoding by any of its usual names.
    pub fn lookup(name: &str) -> Result<Encoding, CodecError> {
        let normal = name.to_ascii_lowercase().replace(['_', ' '], "-");
        Ok(match normal.as_str() {
            "utf-8" | "utf8" | "u8" | "utf" | "cp65001" => Encoding::Utf8,
            "utf-8-sig" => Encoding::Utf8Sig,
            "ascii" | "us-ascii" | "646" | "ansi-x3.4-1968" | "us" => Encoding::Ascii,
            "latin-1" | "latin1" | "latin" | "l1" | "iso-8859-1" | "iso8859-1" | "8859"
            | "cp819" => Encoding::Latin1,
            "cp1252" | "windows-1252" | "1252" => Encoding::Cp1252,
            "utf-16" | "utf16" | "u16" => Encoding::Utf16,
            "utf-16-le" | "utf-16le" => Encoding::Utf16Le,
            "utf-16-be" | "utf-16be" => Encoding::Utf16Be,
            "utf-32" | "utf32" | "u32" => Encoding::Utf32,
            "utf-32-le" | "utf-32le" => Encoding::Utf32Le,
            "utf-32-be" | "utf-32be" => Encoding::Utf32Be,
            "unicode-escape" | "unicodeescape" => Encoding::UnicodeEscape,
            _ => return Err(lookup_error(format!("unknown encoding: {name}"))),
        })
    }
}

/// A failed decoding: the arguments of `UnicodeDecodeError` without the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeFailure {
    /// The codec's name.
    pub encoding: &'static str,
    /// The offending bytes.
    pub range: Range<usize>,
    /// The reason.
    pub reason: &'static str,
}

/// A failed encoding: the arguments of `UnicodeEncodeError` without the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeFailure {
    /// The codec's name.
    pub encoding: &'static str,
    /// The offending characters, counted in characters.
    pub range: Range<usize>,
    /// The reason.
    pub reason: &'static str,
}

/// The failure of a conversion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodecError {
    /// `UnicodeDecodeError`
    Decode(DecodeFailure),
    /// `UnicodeEncodeError`
    Encode(EncodeFailure),
    /// Another exception: unknown encodings and handlers.
    Other(TextError),
}

fn lookup_error(message: String) -> CodecError {
    CodecError::Other(TextError::new(ErrorKind::Lookup, message))
}

impl DecodeFailure {
    /// `str()` of the exception about these bytes.
    pub fn message(&self, bytes: &[u8]) -> String {
        let DecodeFailure { encoding, range, reason } = self;
        let (start, last) = (range.start, range.end.saturating_sub(1));
        match bytes.get(start) {
            Some(byte) if range.len() == 1 => format!(
                "'{encoding}' codec can't decode byte {byte:#04x} in position {start}: {reason}"
            ),
            _ => format!(
                "'{encoding}' codec can't decode bytes in position {start}-{last}: {reason}"
            ),
        }
    }
}

impl EncodeFailure {
    /// `str()` of the exception about this text.
    pub fn message(&self, text: &str) -> String {
        let EncodeFailure { encoding, range, reason } = self;
        let (start, last) = (range.start, range.end.saturating_sub(1));
        match text.chars().nth(start) {
            Some(c) if range.len() == 1 => {
                let mut shown = String::new();
                push_escape(&mut shown, c);
                format!(
                    "'{encoding}' codec can't encode character '{shown}' in position {start}: {reason}"
                )
            }
            _ => format!(
                "'{encoding}' codec can't encode characters in position {start}-{last}: {reason}"
            ),
        }
    }
}

/// `bytes.decode(encoding, errors)`.
pub fn decode(bytes: &[u8], encoding: Encoding, errors: &str) -> Result<String, CodecError> {
    let mut decoder = Decoder { bytes, errors, out: String::with_capacity(bytes.len()) };
    match encoding {
        Encoding::Utf8 => decoder.utf8(0)?,
        Encoding::Utf8Sig => {
            decoder.utf8(if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 })?
        }
        Encoding::Ascii => decoder.ascii()?,
        Encoding::Latin1 => decoder.out.extend(bytes.iter().map(|&byte| char::from(byte))),
        Encoding::Cp1252 => decoder.cp1252()?,
        Encoding::Utf16 => match bytes {
            [0xfe, 0xff, ..] => decoder.utf16(2, true)?,
            [0xff, 0xfe, ..] => decoder.utf16(2, false)?,
            _ => decoder.utf16(0, false)?,
        },
        Encoding::Utf16Le => decoder.utf16(0, false)?,
        Encoding::Utf16Be => decoder.utf16(0, true)?,
        Encoding::Utf32 => match bytes {
            [0, 0, 0xfe, 0xff, ..] => decoder.utf32(4, true)?,
            [0xff, 0xfe, 0, 0, ..] => decoder.utf32(4, false)?,
            _ => decoder.utf32(0, false)?,
        },
        Encoding::Utf32Le => decoder.utf32(0, false)?,
        Encoding::Utf32Be => decoder.utf32(0, true)?,
        Encoding::UnicodeEscape => escape::decode_into(&mut decoder)?,
    }
    Ok(decoder.out)
}

/// The text decoded so far, and the handler for invalid bytes.
pub(super) struct Decoder<'a> {
    pub bytes: &'a [u8],
    errors: &'a str,
    pub out: String,
}

impl Decoder<'_> {
    /// Lets the error handler replace invalid bytes.
    pub fn fail(
        &mut self,
        encoding: &'static str,
        range: Range<usize>,
        reason: &'static str,
    ) -> Result<(), CodecError> {
        match self.errors {
            "strict" => {
                return Err(CodecError::Decode(DecodeFailure { encoding, range, reason }));
            }
            "ignore" => {}
            "replace" => self.out.push('\u{fffd}'),
            "surrogateescape" if self.bytes[range.clone()].iter().all(|byte| !byte.is_ascii()) => {
                let escaped = |byte: &u8| surrogate::to_char(0xdc00 + u32::from(*byte));
                self.out.extend(self.bytes[range].iter().filter_map(escaped));
            }
            "surrogateescape" | "surrogatepass" => {
                return Err(CodecError::Decode(DecodeFailure { encoding, range, reason }));
            }
            "backslashreplace" => {
                for byte in &self.bytes[range] {
                    let _ = write!(self.out, "\\x{byte:02x}");
                }
            }
            "xmlcharrefreplace" | "namereplace" => {
                return Err(CodecError::Other(TextError::type_error(
                    "don't know how to handle UnicodeDecodeError in error callback",
                )));
            }
            name => return Err(unknown_handler(name)),
        }
        Ok(())
    }

    fn utf8(&mut self, mut at: usize) -> Result<(), CodecError> {
        let bytes = self.bytes;
        loop {
            let error = match std::str::from_utf8(&bytes[at..]) {
                Ok(text) => {
                    self.out.push_str(text);
                    return Ok(());
                }
                Err(error) => error,
            };
            let start = at + error.valid_up_to();
            self.out.push_str(std::str::from_utf8(&bytes[at..start]).unwrap_or_default());
            let (length, reason) = match (error.error_len(), bytes[start]) {
                (None, _) => (bytes.len() - start, "unexpected end of data"),
                (Some(length), 0xc2..=0xf4) => (length, "invalid continuation byte"),
                (Some(length), _) => (length, "invalid start byte"),
            };
            if self.errors == "surrogatepass"
                && let Some(code) = surrogate::wtf8_surrogate(&bytes[start..])
            {
                self.out.extend(surrogate::to_char(code));
                at = start + 3;
                continue;
            }
            at = start + length;
            self.fail("utf-8", start..at, reason)?;
        }
    }

    fn ascii(&mut self) -> Result<(), CodecError> {
        if let Some(text) = std::str::from_utf8(self.bytes).ok().filter(|text| text.is_ascii()) {
            self.out.push_str(text);
            return Ok(());
        }
        for (at, &byte) in self.bytes.iter().enumerate() {
            if byte.is_ascii() {
                self.out.push(char::from(byte));
            } else {
                self.fail("ascii", at..at + 1, "ordinal not in range(128)")?;
            }
        }
        Ok(())
    }

    fn cp1252(&mut self) -> Result<(), CodecError> {
        for (at, &byte) in self.bytes.iter().enumerate() {
            match cp1252_char(byte) {
                Some(c) => self.out.push(c),
                None => self.fail("charmap", at..at + 1, "character maps to <undefined>")?,
            }
        }
        Ok(())
    }

    fn utf16(&mut self, mut at: usize, big: bool) -> Result<(), CodecError> {
        let encoding = if big { "utf-16-be" } else { "utf-16-le" };
        let bytes = self.bytes;
        let unit = |at: usize| {
            let pair = [*bytes.get(at)?, *bytes.get(at + 1)?];
            Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
        };
        while at < bytes.len() {
            let (length, reason) = match (unit(at), unit(at + 2)) {
                (None, _) => (bytes.len() - at, "truncated data"),
                (Some(high @ 0xd800..=0xdbff), Some(low @ 0xdc00..=0xdfff)) => {
                    let code =
                        0x10000 + ((u32::from(high) - 0xd800) << 10) + u32::from(low) - 0xdc00;
                    self.out.extend(char::from_u32(code));
                    at += 4;
                    continue;
                }
                (Some(0xd800..=0xdbff), Some(_)) => (2, "illegal UTF-16 surrogate"),
                (Some(0xd800..=0xdbff), None) => (bytes.len() - at, "unexpected end of data"),
                (Some(0xdc00..=0xdfff), _) => (2, "illegal encoding"),
                (Some(code), _) => {
                    self.out.extend(char::from_u32(code.into()));
                    at += 2;
                    continue;
                }
            };
            self.fail(encoding, at..at + length, reason)?;
            at += length;
        }
        Ok(())
    }

    fn utf32(&mut self, from: usize, big: bool) -> Result<(), CodecError> {
        let encoding = if big { "utf-32-be" } else { "utf-32-le" };
        for (index, unit) in self.bytes[from..].chunks(4).enumerate() {
            let at = from + 4 * index;
            let reason = match <[u8; 4]>::try_from(unit) {
                Err(_) => "truncated data",
                Ok(unit) => {
                    let code =
                        if big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) };
                    match char::from_u32(code) {
                        Some(c) => {
                            self.out.push(c);
                            continue;
                        }
                        None if code > 0x10ffff => "code point not in range(0x110000)",
                        None => "code point in surrogate code point range(0xd800, 0xe000)",
                    }
                }
            };
            self.fail(encoding, at..at + unit.len(), reason)?;
        }
        Ok(())
    }
}

fn unknown_handler(name: &str) -> CodecError {
    lookup_error(format!("unknown error handler name '{name}'"))
}

/// `str.encode(encoding, errors)`.
pub fn encode(text: &str, encoding: Encoding, errors: &str) -> Result<Vec<u8>, CodecError> {
    match encoding {
        Encoding::Utf8 => encode_utf8(text, errors),
        Encoding::Utf8Sig => Ok([&b"\xef\xbb\xbf"[..], &encode_utf8(text, errors)?].concat()),
        Encoding::Ascii => {
            let byte_of = |c: char| u8::try_from(c).ok().filter(u8::is_ascii);
            encode_bytes(text, "ascii", "ordinal not in range(128)", errors, byte_of)
        }
        Encoding::Latin1 => {
            let byte_of = |c: char| u8::try_from(c).ok();
            encode_bytes(text, "latin-1", "ordinal not in range(256)", errors, byte_of)
        }
        Encoding::Cp1252 => {
            encode_bytes(text, "charmap", "character maps to <undefined>", errors, cp1252_byte)
        }
        Encoding::Utf16 => Ok(encode_utf16(&["\u{feff}", text].concat(), u16::to_le_bytes)),
        Encoding::Utf16Le => Ok(encode_utf16(text, u16::to_le_bytes)),
        Encoding::Utf16Be => Ok(encode_utf16(text, u16::to_be_bytes)),
        Encoding::Utf32 => Ok(encode_utf32(&["\u{feff}", text].concat(), u32::to_le_bytes)),
        Encoding::Utf32Le => Ok(encode_utf32(text, u32::to_le_bytes)),
        Encoding::Utf32Be => Ok(encode_utf32(text, u32::to_be_bytes)),
        Encoding::UnicodeEscape => Ok(escape::encode(text).into_bytes()),
    }
}

/// UTF-8, which has no surrogates unless the handler allows them.
fn encode_utf8(text: &str, errors: &str) -> Result<Vec<u8>, CodecError> {
    if !surrogate::is_in(text) {
        return Ok(text.as_bytes().to_vec());
    }
    let mut out = Vec::with_capacity(text.len());
    let mut chars = text.chars().enumerate().peekable();
    let is_surrogate = |c: char| surrogate::surrogate_of(c).is_some();
    while let Some((start, c)) = chars.next() {
        if !is_surrogate(c) {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        let mut run = vec![c];
        while let Some((_, c)) = chars.next_if(|&(_, c)| is_surrogate(c)) {
            run.push(c);
        }
        let range = start..start + run.len();
        let failure = EncodeFailure { encoding: "utf-8", range, reason: "surrogates not allowed" };
        if errors == "surrogatepass" {
            out.extend(run.iter().flat_map(|&c| surrogate::to_wtf8(surrogate::code_of(c))));
        } else if let Some(bytes) = escaped_bytes(&run, errors) {
            out.extend(bytes);
        } else {
            out.extend_from_slice(replacement(&run, failure, errors)?.as_bytes());
        }
    }
    Ok(out)
}

/// The bytes represented by surrogates that decoding escaped (PEP 383).
fn escaped_bytes(run: &[char], errors: &str) -> Option<Vec<u8>> {
    if errors != "surrogateescape" {
        return None;
    }
    let byte_of = |c: &char| match surrogate::code_of(*c) {
        code @ 0xdc80..=0xdcff => Some((code - 0xdc00) as u8),
        _ => None,
    };
    run.iter().map(byte_of).collect()
}

fn encode_utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

fn encode_utf32(text: &str, to_bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
    text.chars().flat_map(|c| to_bytes(c.into())).collect()
}

/// Encodes to one byte per character; characters without a byte go to the handler run by run.
fn encode_bytes(
    text: &str,
    encoding: &'static str,
    reason: &'static str,
    errors: &str,
    byte_of: impl Fn(char) -> Option<u8>,
) -> Result<Vec<u8>, CodecError> {
    let mut out = Vec::with_capacity(text.len());
    let mut chars = text.chars().enumerate().peekable();
    while let Some((start, c)) = chars.next() {
        if let Some(byte) = byte_of(c) {
            out.push(byte);
            continue;
        }
        let mut run = vec![c];
        while let Some((_, c)) = chars.next_if(|&(_, c)| byte_of(c).is_none()) {
            run.push(c);
        }
        let failure = EncodeFailure { encoding, range: start..start + run.len(), reason };
        if let Some(bytes) = escaped_bytes(&run, errors) {
            out.extend(bytes);
            continue;
        }
        for c in replacement(&run, failure, errors)?.chars() {
            // Replacements are ASCII, which all these encodings hold.
            out.extend(byte_of(c));
        }
    }
    Ok(out)
}

/// The replacement that an error handler writes for characters that cannot be encoded.
fn replacement(run: &[char], failure: EncodeFailure, errors: &str) -> Result<String, CodecError> {
    let mut out = String::new();
    match errors {
        // Surrogate handlers do not apply to other characters.
        "strict" | "surrogateescape" | "surrogatepass" => return Err(CodecError::Encode(failure)),
        "ignore" => {}
        "replace" => out.extend(run.iter().map(|_| '?')),
        "backslashreplace" => run.iter().for_each(|&c| push_escape(&mut out, c)),
        "xmlcharrefreplace" => {
            for &c in run {
                let _ = write!(out, "&#{};", surrogate::code_of(c));
            }
        }
        "namereplace" => {
            for &c in run {
                match unicode_names2::name(c) {
                    Some(name) => {
                        let _ = write!(out, "\\N{{{name}}}");
                    }
                    None => push_escape(&mut out, c),
                }
            }
        }
        name => return Err(unknown_handler(name)),
    }
    Ok(out)
}

/// The characters of code page 1252 from 0x80 to 0x9f; U+FFFD where there is none.
const CP1252_HIGH: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

fn cp1252_char(byte: u8) -> Option<char> {
    match byte {
        0x80..=0x9f => Some(CP1252_HIGH[usize::from(byte) - 0x80]).filter(|&c| c != '\u{fffd}'),
        _ => Some(char::from(byte)),
    }
}

fn cp1252_byte(c: char) -> Option<u8> {
    match u8::try_from(c) {
        Ok(byte @ (..0x80 | 0xa0..)) => Some(byte),
        _ if c == '\u{fffd}' => None,
        _ => CP1252_HIGH.iter().position(|&high| high == c).map(|at| 0x80 + at as u8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], encoding: &str, errors: &str) -> String {
        match decode(bytes, Encoding::lookup(encoding).unwrap(), errors) {
            Ok(text) => text,
            Err(CodecError::Decode(failure)) => failure.message(bytes),
            Err(CodecError::Other(error)) => error.message.into_owned(),
            Err(CodecError::Encode(_)) => unreachable!(),
        }
    }

    fn encoded(text: &str, encoding: &str, errors: &str) -> String {
        match encode(text, Encoding::lookup(encoding).unwrap(), errors) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(CodecError::Encode(failure)) => failure.message(text),
            Err(CodecError::Other(error)) => error.message.into_owned(),
            Err(CodecError::Decode(_)) => unreachable!(),
        }
    }

    #[test]
    fn decoding() {
        for (bytes, encoding, errors, text) in [
            (&b"a\xc3\xa9"[..], "UTF8", "strict", "aé"),
            (
                b"a\xff",
                "utf-8",
                "strict",
                "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte",
            ),
            (
                b"\xe2\x82",
                "utf-8",
                "strict",
                "'utf-8' codec can't decode bytes in position 0-1: unexpected end of data",
            ),
            (b"\xe2\x28", "utf-8", "replace", "\u{fffd}("),
            (b"\xff\x80a", "ascii", "backslashreplace", "\\xff\\x80a"),
            (b"\xff", "ascii", "foo", "unknown error handler name 'foo'"),
            (b"\xff\xfe=\xd8\x00\xdea", "utf-16", "ignore", "😀"),
            (b"\x80\x92", "cp1252", "strict", "€’"),
        ] {
            assert_eq!(decoded(bytes, encoding, errors), text);
        }
    }

    #[test]
    fn encoding() {
        for (text, encoding, errors, bytes) in [
            (
                "aéé",
                "ascii",
                "strict",
                "'ascii' codec can't encode characters in position 1-2: ordinal not in range(128)",
            ),
            (
                "€",
                "latin_1",
                "strict",
                "'latin-1' codec can't encode character '\\u20ac' in position 0: ordinal not in range(256)",
            ),
            ("aé€🦀", "ascii", "backslashreplace", "a\\xe9\\u20ac\\U0001f980"),
            ("é€", "ascii", "xmlcharrefreplace", "&#233;&#8364;"),
            ("é€", "ascii", "replace", "??"),
            ("é", "ascii", "ignore", ""),
        ] {
            assert_eq!(encoded(text, encoding, errors), bytes);
        }
        assert_eq!(encode("€a", Encoding::Cp1252, "strict"), Ok(vec![0x80, b'a']));
        assert_eq!(encode("a", Encoding::Utf16, "strict"), Ok(vec![0xff, 0xfe, b'a', 0]));
    }
}
