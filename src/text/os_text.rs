//! Names that are bytes to the operating system: file names, arguments, the environment.
//!
//! Bytes that are not UTF-8 become the surrogates U+DC80 to U+DCFF in text (PEP 383), and are
//! converted back to the same bytes.

use super::codec::{Encoding, decode, encode};
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

const HANDLER: &str = "surrogateescape";

/// The text of bytes from the system.
pub fn from_bytes(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_string(),
        Err(_) => decode(bytes, Encoding::Utf8, HANDLER).unwrap_or_default(),
    }
}

/// The text of a name from the system.
pub fn from_os(name: &OsStr) -> String {
    from_bytes(name.as_bytes())
}

/// The name for the system; none if the text has surrogates that do not represent bytes.
pub fn to_os(text: &str) -> Option<OsString> {
    Some(OsString::from_vec(encode(text, Encoding::Utf8, HANDLER).ok()?))
}

/// The system's text for an error, without its number.
pub fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back() {
        for bytes in [&b"plain"[..], b"\xc3\xa9", b"\xe7w", b"a\xff\xfe\xed\xa0\x80", b""] {
            assert_eq!(to_os(&from_bytes(bytes)).unwrap().as_bytes(), bytes);
        }
        let lone = super::super::surrogate::to_char(0xd800).unwrap().to_string();
        assert_eq!(to_os(&lone), None);
    }
}
