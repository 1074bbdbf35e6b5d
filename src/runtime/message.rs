//! Messages with ancillary data: `sendmsg` and `recvmsg`.

use rustix::io::Errno;
use rustix::net::SocketAddrAny;
use std::os::fd::{AsRawFd, BorrowedFd};

/// A control message: level, type and data.
pub type Control = (i32, i32, Vec<u8>);

/// A received message.
pub struct Received {
    /// The number of bytes stored in the buffers, in their order.
    pub count: usize,
    /// The control messages.
    pub control: Vec<Control>,
    /// The flags of the message, such as `MSG_TRUNC`.
    pub flags: i32,
    /// The sender, if the system tells.
    pub address: Option<SocketAddrAny>,
}

/// Length, level and type.
const HEADER: usize = size_of::<usize>() + 2 * size_of::<i32>();

/// The size of a control message without the padding after it.
pub fn control_length(data: usize) -> Option<usize> {
    data.checked_add(HEADER)
}

/// The size of a control message with its padding.
pub fn control_space(data: usize) -> Option<usize> {
    control_length(data)?.checked_next_multiple_of(size_of::<usize>())
}

/// Memory for control messages, aligned as their headers are.
fn room(bytes: usize) -> Vec<usize> {
    vec![0; bytes.div_ceil(size_of::<usize>())]
}

fn write(control: &[Control]) -> (Vec<usize>, usize) {
    let mut bytes = Vec::new();
    for (level, kind, data) in control {
        bytes.extend((data.len() + HEADER).to_ne_bytes());
        bytes.extend(level.to_ne_bytes());
        bytes.extend(kind.to_ne_bytes());
        bytes.extend(data);
        bytes.resize(bytes.len().next_multiple_of(size_of::<usize>()), 0);
    }
    let words = bytes.as_chunks().0.iter().map(|word| usize::from_ne_bytes(*word));
    (words.collect(), bytes.len())
}

fn read(words: &[usize], length: usize) -> Vec<Control> {
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_ne_bytes()).take(length).collect();
    let (mut found, mut rest) = (Vec::new(), &bytes[..]);
    while let Some((size, after)) = rest.split_first_chunk()
        && let Some((level, after)) = after.split_first_chunk()
        && let Some((kind, _)) = after.split_first_chunk()
    {
        let size = usize::from_ne_bytes(*size);
        let Some(data) = rest.get(HEADER..size.min(rest.len())) else { break };
        found.push((i32::from_ne_bytes(*level), i32::from_ne_bytes(*kind), data.to_vec()));
        rest = rest.get(size.next_multiple_of(size_of::<usize>())..).unwrap_or_default();
    }
    found
}

/// Sends the buffers as one message.
///
/// # Errors
/// An error of the operating system.
pub fn send(
    file: BorrowedFd<'_>,
    buffers: &[Vec<u8>],
    control: &[Control],
    flags: i32,
    address: Option<&SocketAddrAny>,
) -> Result<usize, Errno> {
    let mut parts: Vec<libc::iovec> = buffers
        .iter()
        .map(|b| libc::iovec { iov_base: b.as_ptr().cast_mut().cast(), iov_len: b.len() })
        .collect();
    let (mut words, length) = write(control);
    // SAFETY: all fields of a message's header may be zero.
    let mut header: libc::msghdr = unsafe { std::mem::zeroed() };
    header.msg_iov = parts.as_mut_ptr();
    header.msg_iovlen = parts.len() as _;
    if length > 0 {
        header.msg_control = words.as_mut_ptr().cast();
        header.msg_controllen = length as _;
    }
    if let Some(address) = address {
        header.msg_name = address.as_ptr().cast_mut().cast();
        header.msg_namelen = address.addr_len();
    }
    // SAFETY: the header points to buffers, control messages and an address that live until the
    // call ends and that the system only reads.
    let sent = unsafe { libc::sendmsg(file.as_raw_fd(), &raw const header, flags) };
    usize::try_from(sent).map_err(|_| last_error())
}

/// Receives a message into the buffers, with room for this many bytes of control messages.
///
/// # Errors
/// An error of the operating system.
pub fn receive(
    file: BorrowedFd<'_>,
    buffers: &mut [Vec<u8>],
    control_room: usize,
    flags: i32,
) -> Result<Received, Errno> {
    let mut parts: Vec<libc::iovec> = buffers
        .iter_mut()
        .map(|b| libc::iovec { iov_base: b.as_mut_ptr().cast(), iov_len: b.len() })
        .collect();
    let mut words = room(control_room);
    // SAFETY: all bytes of an address and of a message's header may be zero.
    let (mut name, mut header): (libc::sockaddr_storage, libc::msghdr) =
        unsafe { (std::mem::zeroed(), std::mem::zeroed()) };
    header.msg_name = (&raw mut name).cast();
    header.msg_namelen = size_of_val(&name) as _;
    header.msg_iov = parts.as_mut_ptr();
    header.msg_iovlen = parts.len() as _;
    if control_room > 0 {
        header.msg_control = words.as_mut_ptr().cast();
        header.msg_controllen = control_room as _;
    }
    // SAFETY: the header points to memory of the given sizes that lives until the call ends.
    let got = unsafe { libc::recvmsg(file.as_raw_fd(), &raw mut header, flags) };
    let count = usize::try_from(got).map_err(|_| last_error())?;
    let address = (header.msg_namelen > 0).then(|| {
        // SAFETY: the system has written an address of this length.
        unsafe { SocketAddrAny::read((&raw const name).cast(), header.msg_namelen) }
    });
    // The length is 32 bits wide on some systems.
    #[allow(clippy::unnecessary_cast)]
    let control = read(&words, (header.msg_controllen as usize).min(control_room));
    Ok(Received { count, control, flags: header.msg_flags, address })
}

fn last_error() -> Errno {
    let error = std::io::Error::last_os_error();
    Errno::from_raw_os_error(error.raw_os_error().unwrap_or(libc::EIO))
}
