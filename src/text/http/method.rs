//! The methods of requests.

/// A method, by its place in [`NAMES`].
pub type Method = u8;

/// The names, in llhttp's order: those of HTTP, then those of RTSP, then one that is younger.
static NAMES: [&str; 47] = [
    "DELETE",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "CONNECT",
    "OPTIONS",
    "TRACE",
    "COPY",
    "LOCK",
    "MKCOL",
    "MOVE",
    "PROPFIND",
    "PROPPATCH",
    "SEARCH",
    "UNLOCK",
    "BIND",
    "REBIND",
    "UNBIND",
    "ACL",
    "REPORT",
    "MKACTIVITY",
    "CHECKOUT",
    "MERGE",
    "M-SEARCH",
    "NOTIFY",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
    "PATCH",
    "PURGE",
    "MKCALENDAR",
    "LINK",
    "UNLINK",
    "SOURCE",
    "PRI",
    "DESCRIBE",
    "ANNOUNCE",
    "SETUP",
    "PLAY",
    "PAUSE",
    "TEARDOWN",
    "GET_PARAMETER",
    "SET_PARAMETER",
    "REDIRECT",
    "RECORD",
    "FLUSH",
    "QUERY",
];

const GET: Method = 1;
const POST: Method = 3;
/// CONNECT, which asks for a tunnel.
pub const CONNECT: Method = 5;
const OPTIONS: Method = 6;
/// SOURCE, the only method of Icecast.
const SOURCE: Method = 33;
/// PRI, by which HTTP/2 begins.
pub const PRI: Method = 34;
const FLUSH: Method = 45;

/// The name of a method.
pub fn name(method: Method) -> &'static str {
    NAMES[usize::from(method)]
}

/// The protocols that requests name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    Http,
    Rtsp,
    Icecast,
}

impl Protocol {
    /// The protocol whose name begins with a byte.
    pub fn beginning(first: u8) -> Option<Protocol> {
        match first {
            b'H' => Some(Protocol::Http),
            b'R' => Some(Protocol::Rtsp),
            b'I' => Some(Protocol::Icecast),
            _ => None,
        }
    }

    /// The name, as in start lines.
    pub fn name(self) -> &'static [u8] {
        match self {
            Protocol::Http => b"HTTP",
            Protocol::Rtsp => b"RTSP",
            Protocol::Icecast => b"ICE",
        }
    }

    /// Whether the protocol has the method.
    pub fn has(self, method: Method) -> bool {
        match self {
            Protocol::Http => !(PRI + 1..=FLUSH).contains(&method),
            Protocol::Rtsp => {
                matches!(method, GET | POST | OPTIONS) || (PRI + 1..=FLUSH).contains(&method)
            }
            Protocol::Icecast => method == SOURCE,
        }
    }
}

/// What the beginning of a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// No method begins so.
    Nothing,
    /// Some method begins so.
    Part,
    /// A method, whatever follows.
    Whole(Method),
    /// A method, unless more of a longer one follows.
    WholeOrPart(Method),
}

/// Looks for the method that begins with these bytes.
pub fn find(bytes: &[u8]) -> Found {
    let (mut whole, mut is_part) = (None, false);
    for (method, name) in (0..).zip(NAMES) {
        // Comparing the first bytes is faster than a call.
        if name.as_bytes().first() == bytes.first() && name.as_bytes().starts_with(bytes) {
            match name.len() == bytes.len() {
                true => whole = Some(method),
                false => is_part = true,
            }
        }
    }
    match whole {
        Some(method) if is_part => Found::WholeOrPart(method),
        Some(method) => Found::Whole(method),
        None if is_part => Found::Part,
        None => Found::Nothing,
    }
}
