//! `epoll`, each file level-triggered.

use super::{Interest, Ready};
use rustix::buffer::spare_capacity;
use rustix::event::Timespec;
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};
use rustix::io::Errno;
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd, RawFd};
use std::time::Duration;

/// A list of watched files.
pub struct Poller {
    epoll: OwnedFd,
    /// Memory for what the system reports.
    events: Vec<epoll::Event>,
}

fn flags(interest: Interest) -> EventFlags {
    let mut flags = EventFlags::empty();
    flags.set(EventFlags::IN, interest.read);
    flags.set(EventFlags::OUT, interest.write);
    flags
}

impl Poller {
    /// An empty list.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn new() -> io::Result<Poller> {
        Ok(Poller { epoll: epoll::create(CreateFlags::CLOEXEC)?, events: Vec::new() })
    }

    /// Its own descriptor, which is readable while a file is ready.
    pub fn descriptor(&self) -> RawFd {
        self.epoll.as_raw_fd()
    }

    /// Adds a file under a number.
    ///
    /// # Errors
    /// Errors of the operating system: there is no such file, it cannot be waited for, or it is
    /// already listed.
    pub fn add(&self, file: impl AsFd, number: u64, interest: Interest) -> io::Result<()> {
        Ok(epoll::add(&self.epoll, file, EventData::new_u64(number), flags(interest))?)
    }

    /// Changes what a listed file is watched for.
    ///
    /// # Errors
    /// Errors of the operating system: the file is not listed.
    pub fn modify(&self, file: impl AsFd, number: u64, interest: Interest) -> io::Result<()> {
        Ok(epoll::modify(&self.epoll, file, EventData::new_u64(number), flags(interest))?)
    }

    /// Removes a file.
    ///
    /// # Errors
    /// Errors of the operating system: the file is not listed.
    pub fn remove(&self, file: impl AsFd) -> io::Result<()> {
        Ok(epoll::delete(&self.epoll, file)?)
    }

    /// Waits until a file is ready, at most `timeout` long, in whole milliseconds (forever without
    /// one), and adds up to `most` files to `ready`. A wait interrupted by a signal adds none.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn wait(
        &mut self,
        timeout: Option<Duration>,
        most: usize,
        ready: &mut Vec<Ready>,
    ) -> io::Result<()> {
        self.events.clear();
        self.events.reserve(most);
        let timeout = timeout.map(|timeout| {
            let milliseconds = i64::try_from(timeout.as_nanos().div_ceil(1_000_000));
            let milliseconds = milliseconds.unwrap_or(i64::MAX).min(i32::MAX.into());
            Timespec { tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000 }
        });
        match epoll::wait(&self.epoll, spare_capacity(&mut self.events), timeout.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        ready.extend(self.events.iter().map(|event| {
            let (flags, number) = (event.flags, event.data.u64());
            let readable = flags.intersects(!EventFlags::OUT);
            Ready { number, readable, writable: flags.intersects(!EventFlags::IN) }
        }));
        Ok(())
    }
}
