//! The list on systems without `epoll`: `mio`'s, which reports a change once, so a file is listed
//! again after each report.

use super::{Interest, Ready};
use mio::unix::SourceFd;
use mio::{Events, Poll, Token};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::io;
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::time::Duration;

/// A list of watched files.
pub struct Poller {
    poll: Poll,
    events: Events,
    /// The files by number, with the events they are watched for.
    listed: RefCell<FxHashMap<usize, (RawFd, mio::Interest)>>,
}

/// The events to watch for; none if there are none.
fn some(interest: Interest) -> Option<mio::Interest> {
    let read = interest.read.then_some(mio::Interest::READABLE);
    let write = interest.write.then_some(mio::Interest::WRITABLE);
    match (read, write) {
        (Some(read), Some(write)) => Some(read | write),
        (read, write) => read.or(write),
    }
}

impl Poller {
    /// An empty list.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn new() -> io::Result<Poller> {
        let events = Events::with_capacity(256);
        Ok(Poller { poll: Poll::new()?, events, listed: RefCell::default() })
    }

    /// Its own descriptor, which is readable while a file is ready.
    pub fn descriptor(&self) -> RawFd {
        self.poll.as_raw_fd()
    }

    /// Adds a file under a number.
    ///
    /// # Errors
    /// Errors of the operating system: there is no such file, or it cannot be waited for.
    pub fn add(&self, file: impl AsFd, number: u64, interest: Interest) -> io::Result<()> {
        let (fd, number) = (file.as_fd().as_raw_fd(), number as usize);
        if let Some(interest) = some(interest) {
            self.poll.registry().register(&mut SourceFd(&fd), Token(number), interest)?;
            self.listed.borrow_mut().insert(number, (fd, interest));
        }
        Ok(())
    }

    /// Changes what a listed file is watched for.
    ///
    /// # Errors
    /// Errors of the operating system: the file is not listed.
    pub fn modify(&self, file: impl AsFd, number: u64, interest: Interest) -> io::Result<()> {
        let (fd, number) = (file.as_fd().as_raw_fd(), number as usize);
        if let Some(interest) = some(interest) {
            self.poll.registry().reregister(&mut SourceFd(&fd), Token(number), interest)?;
            self.listed.borrow_mut().insert(number, (fd, interest));
        }
        Ok(())
    }

    /// Removes a file.
    ///
    /// # Errors
    /// Errors of the operating system: the file is not listed.
    pub fn remove(&self, file: impl AsFd) -> io::Result<()> {
        let fd = file.as_fd().as_raw_fd();
        self.listed.borrow_mut().retain(|_, (listed, _)| *listed != fd);
        self.poll.registry().deregister(&mut SourceFd(&fd))
    }

    /// Waits until a file is ready, at most `timeout` long (forever without one), and adds the
    /// ready files to `ready`. A wait interrupted by a signal adds none.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn wait(
        &mut self,
        timeout: Option<Duration>,
        _most: usize,
        ready: &mut Vec<Ready>,
    ) -> io::Result<()> {
        match self.poll.poll(&mut self.events, timeout) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
            waited => waited?,
        }
        for event in &self.events {
            let Token(number) = event.token();
            let over = event.is_error();
            let readable = event.is_readable() || event.is_read_closed() || over;
            let writable = event.is_writable() || event.is_write_closed() || over;
            ready.push(Ready { number: number as u64, readable, writable });
            if let Some((fd, interest)) = self.listed.borrow().get(&number) {
                // A file that the program has closed is never ready again.
                let registry = self.poll.registry();
                let _ = registry.reregister(&mut SourceFd(fd), Token(number), *interest);
            }
        }
        Ok(())
    }
}
