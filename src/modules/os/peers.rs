//! Where the events that a file waits for come from: this program, or outside.

use crate::runtime::{fd, process};
use rustix::net::{SocketAddrAny, getpeername, getsockname, sockopt};
use std::net::SocketAddr;
use std::os::fd::{BorrowedFd, RawFd};

/// Whether a socket can only receive data from this process: it is one end of a connection whose
/// other end is here, or has no peer and an address that only this machine reaches. Other files
/// depend on the outside.
pub fn is_within(file: BorrowedFd<'_>) -> bool {
    let Ok(own) = getsockname(file) else { return false };
    if own.address_family() == rustix::net::AddressFamily::UNIX {
        // A listening socket counts as its own peer.
        return process::peer_of(file) == Some(rustix::process::getpid().as_raw_nonzero().get());
    }
    match getpeername(file) {
        Ok(Some(peer)) => is_address_here(&peer),
        _ => {
            let local = SocketAddr::try_from(own).is_ok_and(|address| address.ip().is_loopback());
            local || sockopt::socket_acceptconn(file) == Ok(true)
        }
    }
}

/// Whether one of this process's sockets has the address.
fn is_address_here(address: &SocketAddrAny) -> bool {
    let Ok(files) = std::fs::read_dir("/dev/fd") else { return false };
    let numbers = files.flatten().filter_map(|file| file.file_name().to_str()?.parse().ok());
    numbers
        .filter_map(|number: RawFd| fd::borrow(number))
        .any(|file| getsockname(file).is_ok_and(|own| own == *address))
}
