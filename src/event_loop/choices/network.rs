//! The network of an explored program: connections between its parts, in memory.
//!
//! A listener or stream on this machine's own addresses is a socket of the Unix family, bound to an
//! abstract name that contains the internet address. So the system holds the table of addresses,
//! sockets that a program duplicates or passes on keep theirs, and data is available as soon as it
//! is sent: when it *arrives* is a choice. Ports that the system would pick are numbered from the
//! same start in each run. Connections to addresses where no part of the program listens are left
//! to the system, and named in the report.
//!
//! Datagrams use sockets of the same kind. As on one machine, none is lost or overtaken; those that
//! find the receiver's queue full wait here. Without abstract names, everything is left to the
//! system.

use crate::runtime::fd;
use rustc_hash::{FxHashMap, FxHashSet};
use rustix::io::Errno;
use rustix::net::{
    self, AddressFamily, SendFlags, SocketAddrAny, SocketAddrUnix, SocketFlags, SocketType, sockopt,
};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, VecDeque};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd, RawFd};

/// The start of all names, followed by a slash, the run's number in hexadecimal, another slash, and
/// the address.
const PREFIX: &str = "hob-explore/";

/// The first of the ports that are picked for programs.
const FIRST_PORT: u16 = 49152;

/// The length of a listener's queue. A connection that finds it full would have to wait.
const BACKLOG: i32 = 4096;

/// The levels of options that sockets in memory only store for the program.
const KEPT_LEVELS: [i32; 3] = [libc::IPPROTO_IP, libc::IPPROTO_TCP, libc::IPPROTO_IPV6];

/// The network of a run.
#[derive(Default)]
pub struct Network {
    is_on: Cell<bool>,
    run: Cell<u64>,
    next_port: Cell<u16>,
    /// The tasks in `serve_forever()`.
    pub serving: Cell<u32>,
    /// Options of sockets by inode, level and number.
    options: RefCell<FxHashMap<(u64, i32, i32), Vec<u8>>>,
    /// Sockets that were written to after the other end had closed.
    refused: RefCell<FxHashSet<u64>>,
    outside: RefCell<BTreeSet<SocketAddr>>,
    /// Datagrams that wait for room, by the name of the receiver.
    waiting: RefCell<FxHashMap<SocketAddr, VecDeque<Datagram>>>,
}

/// A datagram in transit, with the socket that sends it.
struct Datagram {
    from: OwnedFd,
    data: Vec<u8>,
}

impl Network {
    /// Keeps the connections of a run in memory.
    pub(super) fn start(&self) {
        self.is_on.set(cfg!(target_os = "linux"));
        // Unlike everything else it differs between runs, and no program sees it.
        self.run.set(RandomState::new().build_hasher().finish());
        self.next_port.set(FIRST_PORT);
        self.serving.set(0);
    }

    /// Ends the run. Returns the outside addresses that it connected to.
    pub(super) fn finish(&self) -> Vec<String> {
        self.is_on.set(false);
        drop(self.options.take());
        drop(self.refused.take());
        drop(self.waiting.take());
        self.outside.take().iter().map(SocketAddr::to_string).collect()
    }

    /// Notes a connection to an address that is not in memory.
    pub fn note_outside(&self, address: SocketAddr) {
        if self.is_on.get() {
            self.outside.borrow_mut().insert(address);
        }
    }

    /// The length of a listener's queue, instead of the requested one.
    pub fn backlog(&self, asked: i32) -> i32 {
        if self.is_on.get() { BACKLOG } else { asked }
    }

    /// A socket that is bound to an address in memory; none if it is left to the system.
    ///
    /// # Errors
    /// `ADDRINUSE`; errors of the system.
    pub fn bound(&self, address: SocketAddr) -> Option<Result<OwnedFd, Errno>> {
        let is_here = self.is_on.get() && (is_own(address.ip()) || address.ip().is_unspecified());
        is_here.then(|| self.bind(address, SocketType::STREAM))
    }

    /// A socket that is connected to a listener in memory; none if no listener is at this address.
    pub fn connected(&self, address: SocketAddr) -> Option<OwnedFd> {
        self.connected_by(address, SocketType::STREAM)
    }

    fn connected_by(&self, address: SocketAddr, kind: SocketType) -> Option<OwnedFd> {
        let candidates = self.listeners(address);
        if candidates.is_empty() {
            return None;
        }
        let own = SocketAddr::new(local(address).ip(), 0);
        let socket = self.bind(own, kind).ok()?;
        let connects = |to: &SocketAddrUnix| net::connect(&socket, to).is_ok();
        candidates.iter().any(connects).then_some(socket)
    }

    /// [`Network::bound`] for a socket that the program already has.
    ///
    /// # Errors
    /// As there.
    pub fn rebind(&self, number: RawFd, address: &SocketAddrAny) -> Option<Result<(), Errno>> {
        let (address, kind) = self.address_and_kind(number, address)?;
        let is_here = is_own(address.ip()) || address.ip().is_unspecified();
        let made = is_here.then(|| self.bind(address, kind))?;
        Some(made.and_then(|made| put(made, number)))
    }

    /// [`Network::connected`] for a socket that the program already has.
    ///
    /// # Errors
    /// `CONNREFUSED` for one that is bound in memory; errors of the system.
    pub fn reconnect(&self, number: RawFd, address: &SocketAddrAny) -> Option<Result<(), Errno>> {
        let (address, kind) = self.address_and_kind(number, address)?;
        let file = fd::borrow(number)?;
        if address_of(file, true).is_some() {
            let candidates = self.listeners(address);
            let tried = candidates.iter().map(|to| net::connect(file, to));
            return Some(tried.reduce(Result::or).unwrap_or(Err(Errno::CONNREFUSED)));
        }
        self.connected_by(address, kind).map(|made| put(made, number))
    }

    /// Whether writing after the other end has closed goes unnoticed, as over a network: true the
    /// first time.
    pub fn swallows(&self, error: Option<i32>, file: impl AsFd) -> bool {
        let file = file.as_fd();
        self.is_on.get()
            && error == Some(Errno::PIPE.raw_os_error())
            && address_of(file, true).is_some()
            && inode(file).is_some_and(|inode| self.refused.borrow_mut().insert(inode))
    }

    /// Sets an option that a socket in memory only stores for the program. Returns whether it is
    /// such an option.
    pub fn set_option(&self, file: BorrowedFd<'_>, level: i32, option: i32, value: &[u8]) -> bool {
        match self.kept(file, level, option) {
            Some(key) => {
                self.options.borrow_mut().insert(key, value.to_vec());
                true
            }
            None => false,
        }
    }

    /// The value of an option set by [`Network::set_option`]: zeros if it was not set.
    pub fn option(&self, file: BorrowedFd<'_>, level: i32, option: i32) -> Option<Vec<u8>> {
        let key = self.kept(file, level, option)?;
        Some(self.options.borrow().get(&key).cloned().unwrap_or_else(|| vec![0; 4]))
    }

    fn kept(&self, file: BorrowedFd<'_>, level: i32, option: i32) -> Option<(u64, i32, i32)> {
        let is_kept = self.is_on.get() && KEPT_LEVELS.contains(&level);
        if !is_kept || address_of(file, true).is_none() {
            return None;
        }
        Some((inode(file)?, level, option))
    }

    /// Sends a datagram to an address, or to the other end of a connected socket; none if that is
    /// left to the system. Without a receiver it is dropped.
    ///
    /// # Errors
    /// Errors of the system.
    pub fn send_datagram(
        &self,
        number: RawFd,
        data: &[u8],
        to: Option<&SocketAddrAny>,
    ) -> Option<Result<usize, Errno>> {
        let file = self.datagram_socket(number)?;
        let is_here = address_of(file, true).is_some();
        let Some(to) = to else {
            let peer = is_here.then(|| net::getpeername(file).ok()?)?;
            let peer = peer.and_then(|peer| SocketAddrUnix::try_from(peer).ok())?;
            return Some(self.deliver(file, data, &peer).map(|_| data.len()));
        };
        let address = SocketAddr::try_from(to.clone()).ok()?;
        let candidates = self.listeners(address);
        if is_here {
            if candidates.is_empty() {
                self.note_outside(address);
            }
            let tried = candidates.iter().map(|to| self.deliver(file, data, to));
            let failed =
                tried.into_iter().take_while(|sent| *sent != Ok(true)).find(Result::is_err);
            return Some(failed.unwrap_or(Ok(true)).map(|_| data.len()));
        }
        // A socket without an address gets one on the receiver's side.
        let own = SocketAddr::new(local(address).ip(), 0);
        let probe = self.bind(own, SocketType::DGRAM).ok()?;
        let receiver = candidates.iter().find(|to| net::connect(&probe, *to).is_ok())?;
        let made = self.bind(own, SocketType::DGRAM).and_then(|made| put(made, number));
        let sent = made
            .and_then(|()| self.deliver(fd::borrow(number).ok_or(Errno::BADF)?, data, receiver));
        Some(sent.map(|_| data.len()))
    }

    /// Sends a datagram to a socket in memory. Returns whether there is such a socket.
    fn deliver(
        &self,
        from: BorrowedFd<'_>,
        data: &[u8],
        to: &SocketAddrUnix,
    ) -> Result<bool, Errno> {
        let mut waiting = self.waiting.borrow_mut();
        let Some(receiver) = internet_address(to) else { return Ok(false) };
        let is_first = waiting.get(&receiver).is_none_or(VecDeque::is_empty);
        let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
        match is_first.then(|| net::sendto(from, data, flags, to)) {
            None | Some(Err(Errno::AGAIN)) => {
                let from = from.try_clone_to_owned().map_err(|_| Errno::MFILE)?;
                let datagram = Datagram { from, data: data.to_vec() };
                waiting.entry(receiver).or_default().push_back(datagram);
                Ok(true)
            }
            Some(Ok(_)) => Ok(true),
            // Nobody is there, or only for another sender.
            Some(Err(Errno::CONNREFUSED | Errno::NOENT | Errno::PERM)) => Ok(false),
            Some(Err(error)) => Err(error),
        }
    }

    /// After a datagram was received: sends those that wait for room.
    pub fn received(&self, number: RawFd) {
        if self.waiting.borrow().is_empty() {
            return;
        }
        let Some(file) = self.datagram_socket(number) else { return };
        let name = net::getsockname(file).ok().and_then(|name| SocketAddrUnix::try_from(name).ok());
        let Some((name, own)) = name.and_then(|name| Some((internet_address(&name)?, name))) else {
            return;
        };
        let mut waiting = self.waiting.borrow_mut();
        let Some(queue) = waiting.get_mut(&name) else { return };
        let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
        while let Some(first) = queue.front()
            && net::sendto(&first.from, &first.data, flags, &own) != Err(Errno::AGAIN)
        {
            queue.pop_front();
        }
        if queue.is_empty() {
            waiting.remove(&name);
        }
    }

    fn datagram_socket(&self, number: RawFd) -> Option<BorrowedFd<'static>> {
        let file = self.is_on.get().then(|| fd::borrow(number))??;
        (sockopt::socket_type(file).ok()? == SocketType::DGRAM).then_some(file)
    }

    /// The internet address and the kind of a socket, if it can be in memory.
    fn address_and_kind(
        &self,
        number: RawFd,
        address: &SocketAddrAny,
    ) -> Option<(SocketAddr, SocketType)> {
        if !self.is_on.get() {
            return None;
        }
        let kind = sockopt::socket_type(fd::borrow(number)?).ok()?;
        let address = SocketAddr::try_from(address.clone()).ok()?;
        [SocketType::STREAM, SocketType::DGRAM].contains(&kind).then_some((address, kind))
    }

    fn bind(&self, address: SocketAddr, kind: SocketType) -> Result<OwnedFd, Errno> {
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let socket = net::socket_with(AddressFamily::UNIX, kind, flags, None)?;
        if address.port() > 0 {
            net::bind(&socket, &self.name(address)?)?;
            return Ok(socket);
        }
        for _ in FIRST_PORT..=u16::MAX {
            let port = self.next_port.get();
            self.next_port.set(port.checked_add(1).unwrap_or(FIRST_PORT));
            match net::bind(&socket, &self.name(SocketAddr::new(address.ip(), port))?) {
                Err(Errno::ADDRINUSE) => {}
                other => return other.map(|()| socket),
            }
        }
        Err(Errno::ADDRINUSE)
    }

    /// The possible names of a listener that an address reaches.
    fn listeners(&self, address: SocketAddr) -> Vec<SocketAddrUnix> {
        let address = local(address);
        if !self.is_on.get() || !is_own(address.ip()) {
            return Vec::new();
        }
        let (v4, v6) = (Ipv4Addr::UNSPECIFIED.into(), Ipv6Addr::UNSPECIFIED.into());
        let everywhere = if address.is_ipv4() { [v4, v6] } else { [v6, v6] };
        let hosts = std::iter::once(address.ip()).chain(everywhere);
        hosts.filter_map(|ip| self.name(SocketAddr::new(ip, address.port())).ok()).collect()
    }

    fn name(&self, address: SocketAddr) -> Result<SocketAddrUnix, Errno> {
        let name = format!("{PREFIX}{:016x}/{address}", self.run.get());
        abstract_name(name.as_bytes())
    }
}

#[cfg(target_os = "linux")]
fn abstract_name(name: &[u8]) -> Result<SocketAddrUnix, Errno> {
    SocketAddrUnix::new_abstract_name(name)
}

#[cfg(not(target_os = "linux"))]
fn abstract_name(_: &[u8]) -> Result<SocketAddrUnix, Errno> {
    Err(Errno::OPNOTSUPP)
}

/// The internet address in the name of a socket in memory.
#[cfg(target_os = "linux")]
pub fn internet_address(unix: &SocketAddrUnix) -> Option<SocketAddr> {
    let name = std::str::from_utf8(unix.abstract_name()?).ok()?;
    let (_, address) = name.strip_prefix(PREFIX)?.split_once('/')?;
    address.parse().ok()
}

/// As on Linux, for systems without abstract names.
#[cfg(not(target_os = "linux"))]
pub fn internet_address(_: &SocketAddrUnix) -> Option<SocketAddr> {
    None
}

/// The address of a socket in memory, or of its other end.
pub fn address_of(file: impl AsFd, own: bool) -> Option<SocketAddr> {
    let name = |own: bool| {
        let name = match own {
            true => net::getsockname(&file).ok()?,
            false => net::getpeername(&file).ok()??,
        };
        internet_address(&SocketAddrUnix::try_from(name).ok()?)
    };
    let found = name(own)?;
    // An accepted connection has its listener's name.
    let is_connected = || net::getpeername(&file).is_ok();
    Some(if found.ip().is_unspecified() && is_connected() { local(found) } else { found })
}

/// The family of a socket, as its program sees it.
///
/// # Errors
/// Errors of the system.
pub fn family(file: impl AsFd) -> Result<AddressFamily, Errno> {
    let family = sockopt::socket_domain(&file)?;
    Ok(match (family == AddressFamily::UNIX).then(|| address_of(file, true)).flatten() {
        Some(SocketAddr::V4(_)) => AddressFamily::INET,
        Some(SocketAddr::V6(_)) => AddressFamily::INET6,
        None => family,
    })
}

/// Replaces an address that means all of this machine's by one of them.
pub fn local(address: SocketAddr) -> SocketAddr {
    let ip: IpAddr = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        other => other,
    };
    SocketAddr::new(ip, address.port())
}

fn is_own(ip: IpAddr) -> bool {
    ip.is_loopback()
}

fn inode(file: BorrowedFd<'_>) -> Option<u64> {
    rustix::fs::fstat(file).ok().map(|stat| stat.st_ino)
}

/// Replaces a socket by another one, with the same number and mode.
fn put(made: OwnedFd, number: RawFd) -> Result<(), Errno> {
    let file = fd::borrow(number).ok_or(Errno::BADF)?;
    let waits = !rustix::fs::fcntl_getfl(file)?.contains(rustix::fs::OFlags::NONBLOCK);
    rustix::io::ioctl_fionbio(&made, !waits)?;
    fd::put(made, number)
}
