//! URLs taken apart, with the rules of http-parser.

use super::classes::{self, ALPHA, URL, USER};
use std::ops::Range;

/// The parts of a URL: ranges of its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The scheme.
    pub schema: Option<Range<usize>>,
    /// The host; one of IPv6 without its brackets.
    pub host: Option<Range<usize>>,
    /// The number of the port.
    pub port: Option<u16>,
    /// The path.
    pub path: Option<Range<usize>>,
    /// The query.
    pub query: Option<Range<usize>>,
    /// The fragment.
    pub fragment: Option<Range<usize>>,
    /// The name of the user, and what follows it.
    pub user: Option<Range<usize>>,
}

/// Takes a URL apart. None if it is not valid: it is a path, or absolute with a host.
pub fn split(url: &[u8]) -> Option<Parts> {
    let mut parts = Parts::default();
    let mut at = match *url.first()? {
        b'/' | b'*' => 0,
        first if classes::is(first, ALPHA) => {
            let end = classes::skip(url, 0, ALPHA);
            if !url[end..].starts_with(b"://") {
                return None;
            }
            parts.schema = Some(0..end);
            let end = split_server(url, end + 3, &mut parts)?;
            if !matches!(url.get(end), None | Some(b'/' | b'?')) {
                return None;
            }
            end
        }
        _ => return None,
    };
    if matches!(url.get(at), Some(b'/' | b'*')) {
        let end = classes::skip(url, at + 1, URL);
        parts.path = Some(at..end);
        at = end;
    }
    if url.get(at) == Some(&b'?') {
        let start = at + 1;
        at = start + run(&url[start..], |byte| byte == b'?' || classes::is(byte, URL));
        parts.query = (at > start).then_some(start..at);
    }
    if url.get(at) == Some(&b'#') {
        let start = at + run(&url[at..], |byte| byte == b'#');
        let part = |byte| matches!(byte, b'?' | b'#') || classes::is(byte, URL);
        at = start + run(&url[start..], part);
        parts.fragment = (at > start).then_some(start..at);
    }
    (at == url.len()).then_some(parts)
}

/// The number of bytes at the start for which `is_part` is true.
fn run(bytes: &[u8], is_part: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|&byte| !is_part(byte)).unwrap_or(bytes.len())
}

/// Reads user, host and port. The index of what follows them.
fn split_server(url: &[u8], start: usize, parts: &mut Parts) -> Option<usize> {
    let is_part = |byte| classes::is(byte, USER) || matches!(byte, b'@' | b'[' | b']');
    let end = start + run(&url[start..], is_part);
    let server = &url[start..end];
    let mut host = start;
    if let Some(at) = server.iter().position(|&byte| byte == b'@') {
        let user = &server[..at];
        if run(user, |byte| classes::is(byte, USER)) != at {
            return None;
        }
        parts.user = (at > 0).then_some(start..start + at);
        host += at + 1;
    }
    let mut at = host;
    if url[host..end].first() == Some(&b'[') {
        host += 1;
        at = host
            + run(&url[host..end], |byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
        if at == host {
            return None;
        }
        if url[at..end].first() == Some(&b'%') {
            let zone = at + 1;
            let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"%.-_~".contains(&byte);
            at = zone + run(&url[zone..end], is_part);
            if at == zone {
                return None;
            }
        }
        if url[at..end].first() != Some(&b']') {
            return None;
        }
        parts.host = Some(host..at);
        at += 1;
    } else {
        at += run(&url[host..end], |byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')
        });
        if at == host {
            return None;
        }
        parts.host = Some(host..at);
    }
    if at < end {
        let digits = url[at..end].strip_prefix(b":")?;
        let mut port = 0u16;
        for digit in digits {
            let digit = digit.is_ascii_digit().then(|| u16::from(digit - b'0'))?;
            port = port.checked_mul(10)?.checked_add(digit)?;
        }
        parts.port = (!digits.is_empty()).then_some(port);
        parts.port?;
    }
    Some(end)
}
