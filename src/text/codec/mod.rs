//! `bytes.decode` and `str.encode`: encodings and error handlers.
//! (Library reference, *codecs*, Standard Encodings and Error Handlers.)
//!
//! Text is UTF-8. Lone surrogates, which UTF-8 cannot hold, are kept as private characters (see
//! [`super::surrogate`]).

pub mod east_asian;
mod error;
pub mod escape;
mod policy;
mod single;
mod unicode;
mod utf7;

pub use error::{CodecError, DecodeFailure, EncodeFailure};
pub use policy::{Handler, Policy, Replacement};

use crate::text::pace::PART;
use error::lookup_error;
use std::borrow::Cow;
use std::ops::Range;
use unicode::Order;

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
    /// `utf-7`
    Utf7,
    /// `unicode_escape`: the notation of string literals.
    UnicodeEscape,
    /// `raw_unicode_escape`: Latin-1 with escapes for other characters.
    RawUnicodeEscape,
}

impl Encoding {
    /// Whether CPython, too, converts it without its registry.
    pub fn is_shortcut(self) -> bool {
        matches!(
            self,
            Encoding::Utf8 | Encoding::Utf16 | Encoding::Utf32 | Encoding::Ascii | Encoding::Latin1
        )
    }

    /// Whether ASCII text and its bytes in this encoding are the same.
    pub fn keeps_ascii(self) -> bool {
        matches!(self, Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1 | Encoding::Cp1252)
    }

    /// Finds an encoding by any of its usual names.
    pub fn lookup(name: &str) -> Result<Encoding, CodecError> {
        match name {
            "utf-8" | "utf8" => return Ok(Encoding::Utf8),
            "ascii" => return Ok(Encoding::Ascii),
            "latin-1" | "latin1" => return Ok(Encoding::Latin1),
            _ => {}
        }
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
            "utf-7" | "utf7" | "u7" | "unicode-1-1-utf-7" => Encoding::Utf7,
            "raw-unicode-escape" | "rawunicodeescape" => Encoding::RawUnicodeEscape,
            "unicode-escape" | "unicodeescape" => Encoding::UnicodeEscape,
            _ => return Err(lookup_error(format!("unknown encoding: {name}"))),
        })
    }
}

/// The end of one step of decoding: the position up to which bytes are decoded, which is before an
/// incomplete sequence if more bytes may come.
pub type Step = Result<usize, StepError>;

/// The end of one step of encoding: everything is encoded, or these bytes of the text are not
/// encodable.
pub type Encoded = Result<(), Range<usize>>;

/// The failure of one step of decoding.
pub enum StepError {
    /// Bytes that the handler may replace.
    Invalid(DecodeFailure),
    /// The end of decoding.
    Stop(CodecError),
}

impl StepError {
    /// Undecodable bytes.
    pub fn new(encoding: &'static str, range: Range<usize>, reason: &'static str) -> StepError {
        StepError::Invalid(DecodeFailure {
            encoding: encoding.into(),
            range,
            reason: reason.into(),
        })
    }
}

/// The result of decoding.
#[derive(Debug, Default)]
pub struct Output {
    /// The text.
    pub text: String,
    /// The number of bytes decoded.
    pub taken: usize,
    /// The position of the first backslash that does not begin an escape.
    pub first_bad_escape: Option<usize>,
}

/// Decodes step by step; the handler replaces the parts that a step cannot decode. A step decodes
/// from a position to the end of its bytes; the flag says whether these are the last ones.
///
/// # Errors
/// The errors of the handler, and those that end a step.
pub fn decode_steps(
    bytes: &[u8],
    handler: &mut dyn Handler,
    step: &mut dyn FnMut(&[u8], usize, bool, &mut Output) -> Step,
) -> Result<Output, CodecError> {
    let mut bytes = Cow::Borrowed(bytes);
    let mut out = Output { text: String::with_capacity(bytes.len()), ..Output::default() };
    let (mut at, mut part) = (0_usize, PART);
    loop {
        let end = bytes.len().min(at.saturating_add(part));
        let is_last = end == bytes.len();
        handler.tick(end - at)?;
        match step(&bytes[..end], at, is_last, &mut out) {
            Ok(taken) if is_last => {
                out.taken = taken;
                return Ok(out);
            }
            // A sequence longer than the part needs more bytes.
            Ok(taken) => {
                part = if taken == at { part * 2 } else { PART };
                at = taken;
            }
            Err(StepError::Invalid(failure)) => {
                let (text, resume) = handler.decode(&mut bytes, failure)?;
                out.text.push_str(&text);
                at = resume;
            }
            Err(StepError::Stop(error)) => return Err(error),
        }
    }
}

/// Encodes step by step; the handler replaces the parts that a step cannot encode. `put` writes a
/// replacement, and returns whether that is possible.
///
/// # Errors
/// The errors of the handler, of `step` and of `put`.
pub fn encode_steps(
    text: &str,
    (encoding, reason): (&'static str, &'static str),
    handler: &mut dyn Handler,
    step: &mut dyn FnMut(&str, &mut Vec<u8>) -> Result<Encoded, CodecError>,
    put: &mut dyn FnMut(Replacement, &mut Vec<u8>) -> Result<bool, CodecError>,
) -> Result<Vec<u8>, CodecError> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    // The last position for which the number of characters is known.
    let mut known = (0, 0);
    while at < text.len() {
        let part = &text[at..text.ceil_char_boundary(at.saturating_add(PART))];
        handler.tick(part.len())?;
        let Err(mut run) = step(part, &mut out)? else {
            at += part.len();
            continue;
        };
        if run.end == part.len() && !handler.takes_parts_of_runs() {
            let rest = &text[at + run.start..];
            let end = step(rest, &mut Vec::new())?.err().map_or(0, |run| run.end);
            run.end = run.end.max(run.start + end);
        }
        let (run_start, run_end) = (at + run.start, at + run.end);
        let start = known.1 + text[known.0..run_start].chars().count();
        let end = start + text[run_start..run_end].chars().count();
        let failure =
            EncodeFailure { encoding: encoding.into(), range: start..end, reason: reason.into() };
        let run = &text[run_start..run_end];
        let (replacement, resume) = handler.encode(text, run, failure.clone())?;
        if !put(replacement, &mut out)? {
            return Err(CodecError::Encode(failure));
        }
        at = match resume == end {
            true => run_end,
            false => text.char_indices().nth(resume).map_or(text.len(), |(at, _)| at),
        };
        known = (at, resume);
    }
    Ok(out)
}

/// `bytes.decode(encoding, errors)` with a built-in handler.
///
/// # Errors
/// The failure that the handler does not repair; LookupError for an unknown handler.
pub fn decode(bytes: &[u8], encoding: Encoding, errors: &str) -> Result<String, CodecError> {
    Ok(decode_with(bytes, encoding, true, &mut Lazily(errors))?.text)
}

/// A built-in handler that is looked up on first use.
struct Lazily<'a>(&'a str);

impl Handler for Lazily<'_> {
    fn decode(
        &mut self,
        bytes: &mut Cow<'_, [u8]>,
        failure: DecodeFailure,
    ) -> Result<(String, usize), CodecError> {
        Policy::lookup(self.0)?.decoded(bytes, failure)
    }

    fn encode(
        &mut self,
        _text: &str,
        run: &str,
        failure: EncodeFailure,
    ) -> Result<(Replacement, usize), CodecError> {
        Policy::lookup(self.0)?.encoded(run, failure)
    }

    fn takes_parts_of_runs(&self) -> bool {
        Policy::lookup(self.0).is_ok_and(|policy| policy.takes_parts_of_runs())
    }
}

/// The byte order of an encoding with a byte order mark, and the mark's size.
fn marked_order(bytes: &[u8], encoding: Encoding) -> (Order, usize) {
    match (encoding, bytes) {
        (Encoding::Utf16Be | Encoding::Utf32Be, _) => (Order::Big, 0),
        (Encoding::Utf16, [0xfe, 0xff, ..]) => (Order::Big, 2),
        (Encoding::Utf16, [0xff, 0xfe, ..]) => (Order::Little, 2),
        (Encoding::Utf32, [0, 0, 0xfe, 0xff, ..]) => (Order::Big, 4),
        (Encoding::Utf32, [0xff, 0xfe, 0, 0, ..]) => (Order::Little, 4),
        _ => (Order::Little, 0),
    }
}

/// Decodes with any handler. Unless it `is_final`, an incomplete sequence at the end is left alone.
///
/// # Errors
/// Those of the handler.
pub fn decode_with(
    bytes: &[u8],
    encoding: Encoding,
    is_final: bool,
    handler: &mut dyn Handler,
) -> Result<Output, CodecError> {
    let (order, skipped) = match encoding {
        Encoding::Utf8Sig if bytes.starts_with(b"\xef\xbb\xbf") => (Order::Little, 3),
        _ => marked_order(bytes, encoding),
    };
    decode_steps(bytes, handler, &mut |bytes, at, is_last, out| {
        let at = if at == 0 { skipped } else { at };
        let is_final = is_final && is_last;
        match encoding {
            Encoding::Utf8 | Encoding::Utf8Sig => unicode::decode8(bytes, at, is_final, out),
            Encoding::Ascii => single::ASCII.decode(bytes, at, out),
            Encoding::Latin1 => single::LATIN1.decode(bytes, at, out),
            Encoding::Cp1252 => single::CP1252.decode(bytes, at, out),
            Encoding::Utf7 => utf7::decode(bytes, at, is_final, out),
            Encoding::Utf16 | Encoding::Utf16Le | Encoding::Utf16Be => {
                unicode::decode16(bytes, at, is_final, order, out)
            }
            Encoding::Utf32 | Encoding::Utf32Le | Encoding::Utf32Be => {
                unicode::decode32(bytes, at, is_final, order, out)
            }
            Encoding::UnicodeEscape => escape::decode(bytes, at, is_final, out),
            Encoding::RawUnicodeEscape => escape::decode_raw(bytes, at, is_final, out),
        }
    })
}

/// `str.encode(encoding, errors)` with a built-in handler.
///
/// # Errors
/// The failure that the handler does not repair; LookupError for another handler.
pub fn encode(text: &str, encoding: Encoding, errors: &str) -> Result<Vec<u8>, CodecError> {
    encode_with(text, encoding, &mut Lazily(errors))
}

/// Encodes with any handler.
///
/// # Errors
/// The errors of the handler; the failure itself if its replacement is not encodable either.
pub fn encode_with(
    text: &str,
    encoding: Encoding,
    handler: &mut dyn Handler,
) -> Result<Vec<u8>, CodecError> {
    const SURROGATES: &str = "surrogates not allowed";
    if encoding == Encoding::Utf7 {
        return utf7::encode(text, handler);
    }
    let step = |text: &str, out: &mut Vec<u8>| match encoding {
        Encoding::Utf8 | Encoding::Utf8Sig => unicode::encode8(text, out),
        Encoding::Ascii => single::ASCII.encode(text, out),
        Encoding::Latin1 => single::LATIN1.encode(text, out),
        Encoding::Cp1252 => single::CP1252.encode(text, out),
        Encoding::Utf16 | Encoding::Utf16Le => unicode::encode16(text, Order::Little, out),
        Encoding::Utf16Be => unicode::encode16(text, Order::Big, out),
        Encoding::Utf32 | Encoding::Utf32Le => unicode::encode32(text, Order::Little, out),
        Encoding::Utf32Be => unicode::encode32(text, Order::Big, out),
        // Not in parts, since its state continues from one to the next.
        Encoding::Utf7 => Ok(()),
        Encoding::UnicodeEscape => {
            out.extend(escape::encode(text).into_bytes());
            Ok(())
        }
        Encoding::RawUnicodeEscape => {
            out.extend(escape::encode_raw(text));
            Ok(())
        }
    };
    let (shown, width) = match encoding {
        Encoding::Ascii => ((single::ASCII.name, single::ASCII.reason), 1),
        Encoding::Latin1 => ((single::LATIN1.name, single::LATIN1.reason), 1),
        Encoding::Cp1252 => ((single::CP1252.name, single::CP1252.reason), 1),
        Encoding::Utf16 => (("utf-16", SURROGATES), 2),
        Encoding::Utf16Le => (("utf-16-le", SURROGATES), 2),
        Encoding::Utf16Be => (("utf-16-be", SURROGATES), 2),
        Encoding::Utf32 => (("utf-32", SURROGATES), 4),
        Encoding::Utf32Le => (("utf-32-le", SURROGATES), 4),
        Encoding::Utf32Be => (("utf-32-be", SURROGATES), 4),
        _ => (("utf-8", SURROGATES), 1),
    };
    let is_unicode = shown.1 == SURROGATES;
    let encoded = encode_steps(
        text,
        shown,
        handler,
        &mut |text, out| Ok(step(text, out)),
        &mut |replacement, out| {
            Ok(match replacement {
                Replacement::Bytes(bytes) => {
                    out.extend_from_slice(&bytes);
                    bytes.len() % width == 0
                }
                Replacement::Text(text) if is_unicode && !text.is_ascii() => false,
                Replacement::Text(text) => step(&text, out).is_ok(),
            })
        },
    )?;
    Ok(match encoding {
        Encoding::Utf8Sig => [b"\xef\xbb\xbf", &encoded[..]].concat(),
        Encoding::Utf16 => [&[0xff, 0xfe], &encoded[..]].concat(),
        Encoding::Utf32 => [&[0xff, 0xfe, 0, 0], &encoded[..]].concat(),
        _ => encoded,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], encoding: &str, errors: &str) -> String {
        match decode(bytes, Encoding::lookup(encoding).unwrap(), errors) {
            Ok(text) => text,
            Err(CodecError::Decode(failure)) => failure.message(bytes),
            Err(CodecError::Other(error)) => error.message.into_owned(),
            Err(_) => unreachable!(),
        }
    }

    fn encoded(text: &str, encoding: &str, errors: &str) -> String {
        match encode(text, Encoding::lookup(encoding).unwrap(), errors) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(CodecError::Encode(failure)) => failure.message(text),
            Err(CodecError::Other(error)) => error.message.into_owned(),
            Err(_) => unreachable!(),
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
