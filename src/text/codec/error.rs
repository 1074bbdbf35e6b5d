//! Failed conversions.

use crate::text::error::{ErrorKind, TextError};
use crate::text::repr::push_escape;
use std::borrow::Cow;
use std::ops::Range;

/// A failed decoding: the arguments of `UnicodeDecodeError` without the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeFailure {
    /// The codec's name.
    pub encoding: Cow<'static, str>,
    /// The offending bytes.
    pub range: Range<usize>,
    /// The reason.
    pub reason: Cow<'static, str>,
}

/// A failed encoding: the arguments of `UnicodeEncodeError` without the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeFailure {
    /// The codec's name.
    pub encoding: Cow<'static, str>,
    /// The offending characters, counted in characters.
    pub range: Range<usize>,
    /// The reason.
    pub reason: Cow<'static, str>,
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
    /// The handler failed, and has stored its exception.
    Handler,
}

pub(super) fn lookup_error(message: String) -> CodecError {
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
