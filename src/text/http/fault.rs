//! What is wrong with a message.

/// The kinds of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The receiver of an event refused it.
    Callback,
    /// The number of the status.
    Status,
    /// The name of the method.
    Method,
    /// The URL.
    Url,
    /// Anything else.
    Other,
}

/// A fault, after which a parser reads no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its kind.
    pub kind: Kind,
    /// The reason in llhttp's words.
    pub reason: &'static str,
}

impl Fault {
    /// A fault of no particular kind.
    pub(super) const fn other(reason: &'static str) -> Fault {
        Fault { kind: Kind::Other, reason }
    }

    /// A fault in the number of the status.
    pub(super) const fn status(reason: &'static str) -> Fault {
        Fault { kind: Kind::Status, reason }
    }

    /// A fault in the name of the method.
    pub(super) const fn method(reason: &'static str) -> Fault {
        Fault { kind: Kind::Method, reason }
    }

    /// A fault in the URL.
    pub(super) const fn url(reason: &'static str) -> Fault {
        Fault { kind: Kind::Url, reason }
    }
}
