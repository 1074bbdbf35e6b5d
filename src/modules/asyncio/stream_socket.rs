//! Connected stream sockets: TCP or Unix, under one interface.

use crate::event_loop::choices::network::address_of;
use crate::modules::socket::address::address_value;
use crate::runtime::Value;
use mio::net::{TcpStream, UnixStream};
use rustix::net;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};

/// A connected socket.
pub enum Socket {
    /// TCP.
    Tcp(TcpStream),
    /// A Unix domain socket.
    Unix(UnixStream),
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Socket::Tcp(s) => s.as_fd(),
            Socket::Unix(s) => s.as_fd(),
        }
    }
}

impl Socket {
    pub fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Socket::Tcp(s) => s.read(buffer),
            Socket::Unix(s) => s.read(buffer),
        }
    }

    /// Whether both ends are parts of an explored program.
    pub fn is_in_memory(&self) -> bool {
        matches!(self, Socket::Unix(s) if address_of(s, true).is_some())
    }

    /// The error of a connection attempt, if it failed.
    pub fn connect_error(&self) -> Option<io::Error> {
        let error = match self {
            Socket::Tcp(s) => s.take_error(),
            Socket::Unix(s) => s.take_error(),
        };
        match error {
            Ok(None) => net::getpeername(self).err().map(io::Error::from),
            Ok(Some(error)) | Err(error) => Some(error),
        }
    }

    /// The number of bytes that can be read now.
    pub fn available(&self) -> usize {
        rustix::io::ioctl_fionread(self).map_or(0, |count| usize::try_from(count).unwrap_or(0))
    }

    pub fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        match self {
            Socket::Tcp(s) => s.write(data),
            Socket::Unix(s) => s.write(data),
        }
    }

    pub fn shut_down_writing(&self) -> io::Result<()> {
        match self {
            Socket::Tcp(s) => s.shutdown(Shutdown::Write),
            Socket::Unix(s) => s.shutdown(Shutdown::Write),
        }
    }

    pub fn fd(&self) -> i32 {
        match self {
            Socket::Tcp(s) => s.as_raw_fd(),
            Socket::Unix(s) => s.as_raw_fd(),
        }
    }

    /// This side's address or the other's, as a program sees it.
    pub fn address(&self, own: bool) -> Value {
        match self {
            Socket::Tcp(s) => {
                let address = if own { s.local_addr() } else { s.peer_addr() };
                address.map_or(Value::NONE, address_value)
            }
            Socket::Unix(s) if let Some(address) = address_of(s, own) => address_value(address),
            Socket::Unix(s) => {
                let address = if own { s.local_addr() } else { s.peer_addr() };
                let path = address.ok().and_then(|a| Some(a.as_pathname()?.display().to_string()));
                path.unwrap_or_default().into()
            }
        }
    }
}

/// Whether an operation may succeed later.
pub fn is_temporary(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}
