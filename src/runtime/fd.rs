//! File descriptors that a program names by number.

use std::os::fd::{BorrowedFd, FromRawFd, IntoRawFd, OwnedFd, RawFd};

/// A descriptor borrowed briefly; none for numbers that cannot be one. The system itself reports
/// `EBADF` if it is not open.
pub fn borrow(number: RawFd) -> Option<BorrowedFd<'static>> {
    // SAFETY: an invalid descriptor does not affect memory safety: no memory in this process
    // depends on the ownership of one, and a program may close any of them at any time.
    (number >= 0).then(|| unsafe { BorrowedFd::borrow_raw(number) })
}

/// Whether a number is not that of an open file.
pub fn is_closed(number: RawFd) -> bool {
    borrow(number).is_none_or(|file| rustix::io::fcntl_getfd(file).is_err())
}

/// A descriptor that is closed when the result is dropped.
pub fn own(number: RawFd) -> Option<OwnedFd> {
    // SAFETY: as above.
    (number >= 0).then(|| unsafe { OwnedFd::from_raw_fd(number) })
}

/// Makes a descriptor's number refer to another file; the old file is closed.
///
/// # Errors
/// Errors of the operating system.
pub fn put(file: OwnedFd, number: RawFd) -> Result<(), rustix::io::Errno> {
    let mut place = own(number).ok_or(rustix::io::Errno::BADF)?;
    let put = rustix::io::fcntl_getfd(&file).and_then(|flags| {
        rustix::io::dup2(&file, &mut place)?;
        rustix::io::fcntl_setfd(&place, flags)
    });
    // The number stays open: the program owns it.
    let _ = place.into_raw_fd();
    put
}

/// Closes a descriptor, unless the program has closed it by number.
///
/// # Errors
/// `EBADF` in that case.
pub fn close(owned: OwnedFd) -> std::io::Result<()> {
    match rustix::io::fcntl_getfd(&owned) {
        Ok(_) => Ok(()),
        Err(error) => {
            let _ = owned.into_raw_fd();
            Err(error.into())
        }
    }
}

/// [`close`] by number; negative ones are ignored.
///
/// # Errors
/// Same as [`close`].
pub fn close_number(number: RawFd) -> std::io::Result<()> {
    own(number).map_or(Ok(()), close)
}
