//! The system's list of files that may become ready.
//!
//! A file is reported at each wait at which it is ready, as by CPython's selectors, and among others in
//! the order that these have: on Linux that of `epoll`, which sees the same changes in the same order.

#[cfg(target_os = "linux")]
mod epoll;
#[cfg(not(target_os = "linux"))]
#[path = "portable.rs"]
mod epoll;

pub use epoll::Poller;

/// What a file is watched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interest {
    /// That something can be read.
    pub read: bool,
    /// That something can be written.
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
