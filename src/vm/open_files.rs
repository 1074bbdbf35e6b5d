//! Counting the descriptors that a program has open.
//!
//! Descriptors are closed in many places: by number, by their owners, by dropping those. So only
//! opening is recorded. When there are too many records, the system is asked which descriptors are
//! still open and still refer to the same file; the others are dropped.

use super::limits::Limit;
use super::{Vm, VmResult};
use crate::runtime::fd;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};

/// The device and the inode of an open file.
type Identity = (u64, u64);

/// Descriptors that the program has opened, some of which may be closed.
#[derive(Default)]
pub(super) struct OpenFiles {
    noted: RefCell<FxHashMap<RawFd, Identity>>,
}

fn identity(file: BorrowedFd<'_>) -> Option<Identity> {
    let data = rustix::fs::fstat(file).ok()?;
    #[allow(clippy::unnecessary_cast, reason = "the types differ between systems")]
    Some((data.st_dev as u64, data.st_ino as u64))
}

impl OpenFiles {
    /// Records a descriptor and returns how many are open, which is exact if it is more than
    /// `limit`.
    fn note(&self, file: BorrowedFd<'_>, limit: usize) -> usize {
        let mut noted = self.noted.borrow_mut();
        if let Some(identity) = identity(file) {
            noted.insert(file.as_raw_fd(), identity);
        }
        if noted.len() > limit {
            noted.retain(|number, known| fd::borrow(*number).and_then(identity) == Some(*known));
        }
        noted.len()
    }
}

impl Vm {
    /// Takes a descriptor that was opened for the program, and counts it. Every descriptor that
    /// outlives the call that opens it passes through here.
    ///
    /// # Errors
    /// The end of the program if more are open than [`Limits::open_files`] allows; the descriptor
    /// is dropped.
    ///
    /// [`Limits::open_files`]: super::limits::Limits::open_files
    pub fn admit_file<T: AsFd>(&self, file: T) -> VmResult<T> {
        match self.meter.limits().open_files {
            Some(limit) if self.open_files.note(file.as_fd(), limit) > limit => {
                Err(self.trip(Limit::OpenFiles))
            }
            _ => Ok(file),
        }
    }
}
