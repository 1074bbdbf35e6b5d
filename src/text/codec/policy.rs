//! The built-in error handlers. (Library reference, *codecs*, Error Handlers.)

use super::error::{CodecError, DecodeFailure, EncodeFailure, lookup_error};
use super::unicode::Order;
use crate::text::error::TextError;
use crate::text::repr::push_escape;
use crate::text::surrogate;
use std::borrow::Cow;
use std::fmt::Write;

/// The text or bytes written in place of characters that cannot be encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// Characters, which must be encodable themselves.
    Text(String),
    /// Bytes, which go out as they are.
    Bytes(Vec<u8>),
}

/// Handles the parts that a codec cannot convert.
pub trait Handler {
    /// The text for undecodable bytes, and the position where decoding resumes. The handler may
    /// replace the bytes.
    ///
    /// # Errors
    /// The failure itself if the handler does not repair it.
    fn decode(
        &mut self,
        bytes: &mut Cow<'_, [u8]>,
        failure: DecodeFailure,
    ) -> Result<(String, usize), CodecError>;

    /// The replacement of unencodable characters (`run`, a part of `text`), and the position (in
    /// characters) where encoding resumes.
    ///
    /// # Errors
    /// The failure itself if the handler does not repair it.
    fn encode(
        &mut self,
        text: &str,
        run: &str,
        failure: EncodeFailure,
    ) -> Result<(Replacement, usize), CodecError>;

    /// Whether one run of unencodable characters may be reported as several.
    fn takes_parts_of_runs(&self) -> bool {
        false
    }

    /// Counts work that is about to be done, each unit about as long as an iteration of a small
    /// loop.
    ///
    /// # Errors
    /// The conversion must stop.
    fn tick(&mut self, _work: usize) -> Result<(), CodecError> {
        Ok(())
    }
}

/// A built-in handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// `strict`
    Strict,
    /// `ignore`
    Ignore,
    /// `replace`
    Replace,
    /// `backslashreplace`
    Backslash,
    /// `xmlcharrefreplace`
    XmlReference,
    /// `namereplace`
    Name,
    /// `surrogateescape`: undecodable bytes become the surrogates U+DC80 to U+DCFF (PEP 383).
    SurrogateEscape,
    /// `surrogatepass`: surrogates are encoded like other characters.
    SurrogatePass,
}

impl Policy {
    /// Finds a built-in handler by name.
    ///
    /// # Errors
    /// LookupError for any other name.
    pub fn lookup(name: &str) -> Result<Policy, CodecError> {
        Ok(match name {
            "strict" => Policy::Strict,
            "ignore" => Policy::Ignore,
            "replace" => Policy::Replace,
            "backslashreplace" => Policy::Backslash,
            "xmlcharrefreplace" => Policy::XmlReference,
            "namereplace" => Policy::Name,
            "surrogateescape" => Policy::SurrogateEscape,
            "surrogatepass" => Policy::SurrogatePass,
            _ => return Err(lookup_error(format!("unknown error handler name '{name}'"))),
        })
    }

    /// The text for undecodable bytes, and the position after them.
    ///
    /// # Errors
    /// The failure itself if the handler does not repair it; TypeError from handlers for encoding.
    pub fn decoded(
        self,
        bytes: &[u8],
        failure: DecodeFailure,
    ) -> Result<(String, usize), CodecError> {
        let range = failure.range.clone();
        let part = &bytes[range.clone()];
        let text = match self {
            Policy::Strict => return Err(CodecError::Decode(failure)),
            Policy::Ignore => String::new(),
            Policy::Replace => "\u{fffd}".to_string(),
            Policy::Backslash => {
                let mut out = String::new();
                for byte in part {
                    let _ = write!(out, "\\x{byte:02x}");
                }
                out
            }
            Policy::XmlReference | Policy::Name => {
                return Err(CodecError::Other(TextError::type_error(
                    "don't know how to handle UnicodeDecodeError in error callback",
                )));
            }
            Policy::SurrogateEscape => {
                // ASCII bytes are never escaped.
                let escaped = part.iter().take(4).take_while(|byte| !byte.is_ascii());
                let text: String = escaped
                    .filter_map(|byte| surrogate::to_char(0xdc00 + u32::from(*byte)))
                    .collect();
                if text.is_empty() {
                    return Err(CodecError::Decode(failure));
                }
                let count = text.chars().count();
                return Ok((text, range.start + count));
            }
            Policy::SurrogatePass => {
                let rest = &bytes[range.start..];
                return match surrogate_unit(&failure.encoding, rest) {
                    Some((c, size)) => Ok((c.to_string(), range.start + size)),
                    None => Err(CodecError::Decode(failure)),
                };
            }
        };
        Ok((text, range.end))
    }

    /// The replacement of a run of unencodable characters, and the position after them.
    ///
    /// # Errors
    /// The failure itself if the handler does not repair it.
    pub fn encoded(
        self,
        run: &str,
        failure: EncodeFailure,
    ) -> Result<(Replacement, usize), CodecError> {
        let range = failure.range.clone();
        let run = run.chars();
        let mut out = String::new();
        match self {
            Policy::Strict => return Err(CodecError::Encode(failure)),
            Policy::Ignore => {}
            Policy::Replace => out.extend(run.map(|_| '?')),
            Policy::Backslash => run.for_each(|c| push_escape(&mut out, c)),
            Policy::XmlReference => {
                for c in run {
                    let _ = write!(out, "&#{};", surrogate::code_of(c));
                }
            }
            Policy::Name => {
                for c in run {
                    match hob_grammar::unicode::name(c) {
                        Some(name) => {
                            let _ = write!(out, "\\N{{{name}}}");
                        }
                        None => push_escape(&mut out, c),
                    }
                }
            }
            Policy::SurrogateEscape => {
                let escaped = run.map_while(|c| match surrogate::code_of(c) {
                    code @ 0xdc80..=0xdcff => Some((code - 0xdc00) as u8),
                    _ => None,
                });
                let bytes: Vec<u8> = escaped.collect();
                if bytes.is_empty() {
                    return Err(CodecError::Encode(failure));
                }
                let resume = range.start + bytes.len();
                return Ok((Replacement::Bytes(bytes), resume));
            }
            Policy::SurrogatePass => {
                let units = run.map(|c| surrogate_bytes(&failure.encoding, c));
                let Some(units) = units.collect::<Option<Vec<_>>>() else {
                    return Err(CodecError::Encode(failure));
                };
                return Ok((Replacement::Bytes(units.concat()), range.end));
            }
        }
        Ok((Replacement::Text(out), range.end))
    }
}

impl Handler for Policy {
    fn decode(
        &mut self,
        bytes: &mut Cow<'_, [u8]>,
        failure: DecodeFailure,
    ) -> Result<(String, usize), CodecError> {
        self.decoded(bytes, failure)
    }

    fn encode(
        &mut self,
        _text: &str,
        run: &str,
        failure: EncodeFailure,
    ) -> Result<(Replacement, usize), CodecError> {
        self.encoded(run, failure)
    }

    fn takes_parts_of_runs(&self) -> bool {
        !matches!(self, Policy::Strict)
    }
}

/// The width of an encoding's units and their byte order, by the codec's name.
fn units(encoding: &str) -> Option<(usize, Order)> {
    let normal = encoding.to_ascii_lowercase().replace('_', "-");
    let rest = normal.strip_prefix("utf")?;
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    if rest == "8" {
        return Some((1, Order::Little));
    }
    let (width, order) = if let Some(order) = rest.strip_prefix("16") {
        (2, order)
    } else {
        (4, rest.strip_prefix("32")?)
    };
    match order.trim_start_matches('-') {
        "" | "le" => Some((width, Order::Little)),
        "be" => Some((width, Order::Big)),
        _ => None,
    }
}

/// The surrogate at the start of the bytes, and its size.
fn surrogate_unit(encoding: &str, bytes: &[u8]) -> Option<(char, usize)> {
    let (code, size) = match units(encoding)? {
        (2, order) => (u32::from(order.unit16(bytes)?), 2),
        (4, order) => (order.unit32(bytes)?, 4),
        _ => (surrogate::wtf8_surrogate(bytes)?, 3),
    };
    (0xd800..=0xdfff).contains(&code).then_some((surrogate::to_char(code)?, size))
}

/// A surrogate as encoded; none for other characters.
fn surrogate_bytes(encoding: &str, c: char) -> Option<Vec<u8>> {
    let code = surrogate::surrogate_of(c)?;
    Some(match units(encoding)? {
        (2, order) => order.bytes16(code as u16).to_vec(),
        (4, order) => order.bytes32(code).to_vec(),
        _ => surrogate::to_wtf8(code).to_vec(),
    })
}
