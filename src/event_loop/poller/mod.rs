//! The system's list of files that may become ready.
//!
//! A file is reported at each wait at which it is ready, as by CPython's selectors, and several
//! files in the same order: on Linux that of `epoll`, which sees the same changes in the same
//! order.

#[cfg(target_os = "linux")]
mod epoll;
#[cfg(not(target_os = "linux"))]
#[path = "portable.rs"]
mod epoll;

pub use epoll::Poller;

/// The events for which a file is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interest {
    /// Reading is possible.
    pub read: bool,
    /// Writing is possible.
    pub write: bool,
}

impl Interest {
    /// Nothing: the file is not watched.
    pub const NONE: Interest = Interest { read: false, write: false };
    /// That something can be read.
    pub const READ: Interest = Interest { read: true, write: false };
    /// That something can be written.
    pub const WRITE: Interest = Interest { read: false, write: true };
}

/// A file that is ready. Errors, and the end of a connection, are both readable and writable.
#[derive(Clone, Copy, Debug)]
pub struct Ready {
    /// The number under which it was added.
    pub number: u64,
    /// Whether something can be read.
    pub readable: bool,
    /// Whether something can be written.
    pub writable: bool,
}
