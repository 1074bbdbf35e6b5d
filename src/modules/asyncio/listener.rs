//! Sockets that accept connections, for `Server`.

use super::stream_socket::Socket;
use crate::event_loop::choices::network::address_of;
use crate::modules::socket::address::address_value;
use crate::runtime::Value;
use crate::vm::Vm;
use mio::net::{TcpListener, UnixListener};
use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::SocketAddr as UnixAddress;
use std::path::PathBuf;

/// A socket that accepts connections.
pub(super) enum Listener {
    Tcp(TcpListener),
    /// With the path and inode to remove at its end, if any.
    Unix(UnixListener, Option<(PathBuf, u64)>),
}

impl AsFd for Listener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Listener::Tcp(l) => l.as_fd(),
            Listener::Unix(l, _) => l.as_fd(),
        }
    }
}

/// The address of a path, or of an abstract name, which begins with a null.
///
/// # Errors
/// Those of a path that the system does not accept.
pub(super) fn unix_address(path: &str) -> io::Result<UnixAddress> {
    #[cfg(target_os = "linux")]
    if let Some(name) = path.strip_prefix('\0') {
        use std::os::linux::net::SocketAddrExt;
        return UnixAddress::from_abstract_name(name);
    }
    UnixAddress::from_pathname(path)
}

/// The file of a Unix domain socket: its path and inode.
pub(super) fn made_file(listener: &UnixListener) -> Option<(PathBuf, u64)> {
    let path = listener.local_addr().ok()?.as_pathname()?.to_path_buf();
    let inode = std::fs::metadata(&path).ok()?.ino();
    Some((path, inode))
}

impl Listener {
    /// Binds a socket to an address. One for IPv6 does not occupy the port of IPv4.
    ///
    /// # Errors
    /// Those of the system.
    pub(super) fn bind(address: SocketAddr) -> io::Result<Listener> {
        use rustix::net::{AddressFamily, SocketFlags, SocketType, sockopt};
        let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let socket = rustix::net::socket_with(family, SocketType::STREAM, flags, None)?;
        sockopt::set_socket_reuseaddr(&socket, true)?;
        if address.is_ipv6() {
            sockopt::set_ipv6_v6only(&socket, true)?;
        }
        rustix::net::bind(&socket, &address)?;
        Ok(Listener::Tcp(TcpListener::from_std(socket.into())))
    }

    /// The next connection that waits.
    ///
    /// # Errors
    /// Those of the system: `WouldBlock` when none waits.
    pub(super) fn accept(&self) -> io::Result<Socket> {
        match self {
            Listener::Tcp(l) => l.accept().map(|(s, _)| Socket::Tcp(s)),
            Listener::Unix(l, _) => l.accept().map(|(s, _)| Socket::Unix(s)),
        }
    }

    /// The socket as shown to programs.
    pub(super) fn info(&self, vm: &Vm) -> Value {
        let (fd, own) = match self {
            Listener::Tcp(l) => (l.as_raw_fd(), l.local_addr().map_or(Value::NONE, address_value)),
            Listener::Unix(l, _) if let Some(address) = address_of(l, true) => {
                (l.as_raw_fd(), address_value(address))
            }
            Listener::Unix(l, _) => {
                let address = l.local_addr().ok();
                let path = address.and_then(|a| Some(a.as_pathname()?.display().to_string()));
                (l.as_raw_fd(), path.unwrap_or_default().into())
            }
        };
        super::trsock::new(vm, fd, own, Value::NONE)
    }
    /// Closes the socket, and removes its file if that is still the one it made.
    pub(super) fn close(self) {
        if let Listener::Unix(_, Some((path, inode))) = &self
            && std::fs::metadata(path).is_ok_and(|m| m.ino() == *inode)
        {
            // Errors are ignored: the file may have been removed meanwhile.
            let _ = std::fs::remove_file(path);
        }
    }
}
