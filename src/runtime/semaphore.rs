//! Named semaphores of the system, which processes share.

use std::ffi::CString;
use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// An open semaphore.
pub struct Semaphore(*mut libc::sem_t);

impl Drop for Semaphore {
    fn drop(&mut self) {
        // SAFETY: the pointer came from `sem_open`, and is not used afterwards.
        unsafe { libc::sem_close(self.0) };
    }
}

impl Semaphore {
    /// Makes a semaphore.
    ///
    /// # Errors
    /// `EEXIST` if one with that name exists; other errors of the operating system.
    pub fn create(name: &CString, value: u32) -> io::Result<Semaphore> {
        let flags = libc::O_CREAT | libc::O_EXCL;
        // SAFETY: the name ends with null; mode and value are of the types that the call reads.
        Semaphore::checked(unsafe {
            libc::sem_open(name.as_ptr(), flags, 0o600 as libc::c_uint, value)
        })
    }

    /// Opens a semaphore of another process.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn open(name: &CString) -> io::Result<Semaphore> {
        // SAFETY: the name ends with null.
        Semaphore::checked(unsafe { libc::sem_open(name.as_ptr(), 0) })
    }

    fn checked(made: *mut libc::sem_t) -> io::Result<Semaphore> {
        if made == libc::SEM_FAILED { Err(io::Error::last_os_error()) } else { Ok(Semaphore(made)) }
    }

    /// Removes a name.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn unlink(name: &CString) -> io::Result<()> {
        // SAFETY: the name ends with null.
        result(unsafe { libc::sem_unlink(name.as_ptr()) })
    }

    /// A number that tells open semaphores apart.
    pub fn handle(&self) -> usize {
        self.0.addr()
    }

    /// Acquires the semaphore, waiting at most this long. False if it timed out.
    ///
    /// # Errors
    /// `EINTR`, and other errors of the operating system.
    pub fn wait(&self, within: Duration) -> io::Result<bool> {
        let taken = if within.is_zero() {
            // SAFETY: the semaphore is open.
            result(unsafe { libc::sem_trywait(self.0) })
        } else {
            let end = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + within;
            let end =
                libc::timespec { tv_sec: end.as_secs() as _, tv_nsec: end.subsec_nanos().into() };
            // SAFETY: the semaphore is open, and the time lives until the call ends.
            result(unsafe { libc::sem_timedwait(self.0, &raw const end) })
        };
        match taken {
            Ok(()) => Ok(true),
            Err(e) if matches!(e.raw_os_error(), Some(libc::EAGAIN | libc::ETIMEDOUT)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Gives one back.
    ///
    /// # Errors
    /// `EOVERFLOW`
    pub fn post(&self) -> io::Result<()> {
        // SAFETY: the semaphore is open.
        result(unsafe { libc::sem_post(self.0) })
    }

    /// The number of acquisitions possible now.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn value(&self) -> io::Result<i32> {
        let mut value = 0;
        // SAFETY: the semaphore is open.
        result(unsafe { libc::sem_getvalue(self.0, &raw mut value) })?;
        Ok(value)
    }
}

fn result(code: i32) -> io::Result<()> {
    if code < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
