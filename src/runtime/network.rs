//! Options of sockets as bytes, and the names of interfaces, which no safe crate provides.

use std::ffi::{CStr, CString};
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd};

/// The size in bytes of the largest value of an option.
pub const MAX_OPTION: usize = 1024;

/// Whether the system would use addresses inside an option's value to write to memory: tables of
/// packet filters, whose counters it returns, and pages that it moves into a process.
fn has_addresses(level: i32, option: i32) -> bool {
    match level {
        libc::IPPROTO_IP => matches!(option, 64..=68 | 96..=99 | 128..=135),
        libc::IPPROTO_IPV6 => matches!(option, 64 | 65 | 68 | 69),
        libc::IPPROTO_TCP => option == libc::TCP_ZEROCOPY_RECEIVE,
        libc::IPPROTO_SCTP => true,
        _ => false,
    }
}

fn admitted(level: i32, option: i32) -> io::Result<()> {
    match has_addresses(level, option) {
        true => Err(io::Error::from_raw_os_error(libc::ENOPROTOOPT)),
        false => Ok(()),
    }
}

/// Sets an option to the bytes of its value.
///
/// # Errors
/// An error of the operating system; `ENOPROTOOPT` also for options with addresses in their values.
pub fn set_option(file: BorrowedFd<'_>, level: i32, option: i32, value: &[u8]) -> io::Result<()> {
    admitted(level, option)?;
    let (start, length) = (value.as_ptr().cast(), value.len() as libc::socklen_t);
    // SAFETY: the system reads `length` bytes, and writes nothing.
    match unsafe { libc::setsockopt(file.as_raw_fd(), level, option, start, length) } {
        -1 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// Reads the value of an option into `room`. Returns its length in bytes.
///
/// # Errors
/// As those of [`set_option`].
pub fn option(file: BorrowedFd<'_>, level: i32, option: i32, room: &mut [u8]) -> io::Result<usize> {
    admitted(level, option)?;
    let (start, mut length) = (room.as_mut_ptr().cast(), room.len() as libc::socklen_t);
    // SAFETY: the system writes at most `length` bytes, and then stores their number.
    match unsafe { libc::getsockopt(file.as_raw_fd(), level, option, start, &raw mut length) } {
        -1 => Err(io::Error::last_os_error()),
        _ => Ok((length as usize).min(room.len())),
    }
}

/// The index of a network interface.
///
/// # Errors
/// `ENODEV`.
pub fn interface_index(name: &CStr) -> io::Result<u32> {
    // SAFETY: the name ends with a zero.
    match unsafe { libc::if_nametoindex(name.as_ptr()) } {
        0 => Err(io::Error::last_os_error()),
        index => Ok(index),
    }
}

/// The name of a network interface.
///
/// # Errors
/// `ENXIO`.
pub fn interface_name(index: u32) -> io::Result<CString> {
    let mut room = [0u8; libc::IF_NAMESIZE];
    // SAFETY: there is room for the longest name and its zero.
    if unsafe { libc::if_indextoname(index, room.as_mut_ptr().cast()) }.is_null() {
        return Err(io::Error::last_os_error());
    }
    let name = CStr::from_bytes_until_nul(&room);
    name.map(CStr::to_owned).map_err(|_| io::Error::from_raw_os_error(libc::ENXIO))
}

/// Index and name of all network interfaces.
///
/// # Errors
/// `ENOBUFS`.
pub fn interfaces() -> io::Result<Vec<(u32, CString)>> {
    // SAFETY: the list ends with an index of 0, and is ours until it is freed.
    unsafe {
        let list = libc::if_nameindex();
        if list.is_null() {
            return Err(io::Error::last_os_error());
        }
        let mut found = Vec::new();
        let mut at = list;
        while (*at).if_index != 0 {
            found.push(((*at).if_index, CStr::from_ptr((*at).if_name).to_owned()));
            at = at.add(1);
        }
        libc::if_freenameindex(list);
        Ok(found)
    }
}
