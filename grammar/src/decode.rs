//! Decoding of source files: byte order mark and encoding declaration (PEP 263).

use crate::ast::Span;
use crate::error::SyntaxError;
use std::borrow::Cow;

/// The supported source encodings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Ascii,
    Latin1,
    /// Any other encoding whose first 128 characters are ASCII; only those characters are decoded.
    AsciiBased,
}

/// Decodes the bytes given to `compile`, `exec` or `eval`.
///
/// # Errors
/// An unknown or wrongly declared encoding, bytes that do not fit it, null bytes.
pub fn decode_source(bytes: &[u8]) -> Result<Cow<'_, str>, SyntaxError> {
    decode(bytes, None)
}

/// Decodes a source file. Its path becomes part of the message about bytes that are not UTF-8.
///
/// # Errors
/// Same as [`decode_source`].
pub fn decode_file<'b>(bytes: &'b [u8], path: &str) -> Result<Cow<'b, str>, SyntaxError> {
    decode(bytes, Some(path))
}

/// The encoding that the source declares, if it is not decoded here and needs a codec.
pub fn other_encoding(bytes: &[u8]) -> Option<String> {
    let name = declared_encoding(bytes)?;
    match known_encoding(&name) {
        None => Some(name),
        Some(Encoding::AsciiBased) if !bytes.is_ascii() => Some(name),
        Some(_) => None,
    }
}

fn decode<'b>(bytes: &'b [u8], path: Option<&str>) -> Result<Cow<'b, str>, SyntaxError> {
    let error = |message: String| Err(SyntaxError::new(message, Span::default()));
    let (has_mark, bytes) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    let declared = declared_encoding(bytes);
    let encoding = match declared.as_deref().map(|name| (name, known_encoding(name))) {
        None => Encoding::Utf8,
        Some((name, _)) if has_mark && name != "utf-8" => {
            return error(format!("encoding problem: {name} with BOM"));
        }
        Some((name, Some(Encoding::AsciiBased) | None))
            if !bytes.is_ascii() || known_encoding(name).is_none() =>
        {
            let problem = if path.is_some() { "encoding problem" } else { "unknown encoding" };
            return error(format!("{problem}: {name}"));
        }
        Some((_, encoding)) => encoding.unwrap_or(Encoding::Utf8),
    };
    let text = match encoding {
        Encoding::Latin1 if !bytes.is_ascii() => {
            Cow::Owned(bytes.iter().map(|&byte| byte as char).collect())
        }
        Encoding::Ascii if !bytes.is_ascii() => {
            let at = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
            return error(match path {
                Some(_) => "encoding problem: ascii".into(),
                None => format!(
                    "'ascii' codec can't decode byte 0x{:02x} in position {at}: \
                     ordinal not in range(128)",
                    bytes[at]
                ),
            });
        }
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(fault) => {
                let message = not_utf8(bytes, fault, path.filter(|_| declared.is_none()));
                let at = fault.valid_up_to();
                return Err(SyntaxError::new(message, crate::lexer::span(at, at + 1)));
            }
        },
    };
    match text.find('\0') {
        None => Ok(text),
        Some(at) => {
            let place = crate::lexer::span(at, at + 1);
            let what = if path.is_some() { "source code" } else { "source code string" };
            Err(SyntaxError::new(format!("{what} cannot contain null bytes"), place))
        }
    }
}

fn not_utf8(bytes: &[u8], fault: std::str::Utf8Error, path: Option<&str>) -> String {
    let at = fault.valid_up_to();
    let byte = bytes[at];
    if let Some(path) = path {
        let line = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
        return format!(
            "Non-UTF-8 code starting with '\\x{byte:02x}' in file {path} on line {line}, \
             but no encoding declared; see https://peps.python.org/pep-0263/ for details"
        );
    }
    let reason = match (fault.error_len(), byte) {
        (None, _) => "unexpected end of data",
        (Some(_), 0x80..=0xc1 | 0xf5..=0xff) => "invalid start byte",
        (Some(_), _) => "invalid continuation byte",
    };
    format!(
        "(unicode error) 'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: {reason}"
    )
}

/// The encoding that a comment in one of the first two lines declares.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    for line in bytes.split(|&byte| byte == b'\n' || byte == b'\r').take(2) {
        let blank = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\x0c')).count();
        match line.get(blank) {
            None => continue,
            Some(b'#') => {}
            Some(_) => return None,
        }
        let comment = String::from_utf8_lossy(&line[blank..]);
        for (at, _) in comment.match_indices("coding") {
            let rest = &comment[at + "coding".len()..];
            let Some(rest) = rest.strip_prefix([':', '=']) else { continue };
            let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            let name: String =
                rest.trim_start_matches([' ', '\t']).chars().take_while(|&c| is_part(c)).collect();
            if !name.is_empty() {
                return Some(normal_name(&name));
            }
        }
    }
    None
}

/// CPython shortens the common names before it looks them up.
fn normal_name(name: &str) -> String {
    let lower = name.to_ascii_lowercase().replace('_', "-");
    let is_or_starts = |prefix: &str| {
        lower.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    if is_or_starts("utf-8") {
        "utf-8".into()
    } else if ["latin-1", "iso-8859-1", "iso-latin-1"].iter().any(|name| is_or_starts(name)) {
        "iso-8859-1".into()
    } else {
        name.into()
    }
}

fn known_encoding(name: &str) -> Option<Encoding> {
    match name.to_ascii_lowercase().replace('_', "-").as_str() {
        "utf-8" | "utf8" | "u8" | "utf" | "cp65001" => Some(Encoding::Utf8),
        "ascii" | "us-ascii" | "646" | "ansi-x3.4-1968" | "iso646-us" => Some(Encoding::Ascii),
        "iso-8859-1" | "iso8859-1" | "latin1" | "latin" | "l1" | "8859" | "cp819" | "iso8859" => {
            Some(Encoding::Latin1)
        }
        name if name.starts_with("iso-8859-")
            || name.starts_with("iso8859-")
            || name.starts_with("cp125")
            || name.starts_with("windows-125")
            || matches!(
                name,
                "koi8-r" | "koi8-u" | "latin-9" | "mac-roman" | "cp437" | "cp850"
            ) =>
        {
            Some(Encoding::AsciiBased)
        }
        "euc-jp" | "euc-kr" | "gbk" | "gb2312" | "gb18030" | "big5" | "shift-jis" | "cp932" => {
            Some(Encoding::AsciiBased)
        }
        _ => None,
    }
}
