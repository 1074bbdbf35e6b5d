//! `_socket`: the basis of the library's `socket`.

pub mod address;
mod constants;
mod message;
pub mod names;
pub mod options;

use super::ModuleDef;
use super::os::c_int;
use super::os::files::{failed, given, wait_ready};
use crate::diagnostics::warnings::warn;
use crate::event_loop::choices::network;
use crate::event_loop::clock::{Nanos, SECOND};
use crate::event_loop::running;
use crate::objects::bytes::{self, Bytes};
use crate::objects::exception::Exc;
use crate::objects::memoryview;
use crate::objects::native::{Args, ClassDef, NativeDef, NativeObject, PropertyDef, tables};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value, fd};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;
use rustix::net::{self, AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType};
use std::cell::Cell;
use std::os::fd::{BorrowedFd, RawFd};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_socket",
    doc: "Implementation module for socket operations.",
    functions: tables![FUNCTIONS, names::FUNCTIONS, address::FUNCTIONS, message::FUNCTIONS],
    classes: &[&SOCKET],
    constants: constants::ALL,
    source: include_str!("socket.py"),
    needs: |function| match function {
        // Permission for names and addresses is checked where they are looked up.
        "getaddrinfo" | "gethostbyname" | "gethostbyname_ex" | "gethostbyaddr" => None,
        "getdefaulttimeout" | "setdefaulttimeout" => None,
        "inet_pton" | "inet_ntop" | "inet_aton" | "inet_ntoa" => None,
        "htons" | "ntohs" | "htonl" | "ntohl" | "CMSG_LEN" | "CMSG_SPACE" => None,
        "gethostname" | "sethostname" | "if_nameindex" | "if_nametoindex" | "if_indextoname" => {
            Some(Capability::Environment)
        }
        "socketpair" => Some(Capability::Network),
        _ => Some(Capability::Descriptors),
    },
    ..ModuleDef::BASE
};

const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "socketpair(family=1, type=1, proto=0, /)",
        "Create a pair of socket objects.",
        pair,
    ),
    NativeDef::new("dup(integer, /)", "Duplicate a socket.", |vm, a| {
        let file = super::os::files::descriptor(vm, a.at(0))?;
        given(vm, rustix::io::fcntl_dupfd_cloexec(file, 0).map_err(|e| failed(vm, e))?)
    }),
    NativeDef::new("close(integer, /)", "Close an integer socket file descriptor.", |vm, a| {
        let number = c_int(vm, a.at(0))?;
        if number < 0 {
            return Err(failed(vm, Errno::BADF));
        }
        let closed = fd::close_number(number);
        closed.map_err(|error| vm.os_error(&error, None))?;
        Ok(Value::NONE)
    }),
    NativeDef::new("getdefaulttimeout()", "Returns the default timeout in seconds.", |vm, _| {
        Ok(timeout_value(vm.extension::<Default>().0.get()))
    }),
    NativeDef::new(
        "setdefaulttimeout(timeout, /)",
        "Set the default timeout in seconds.",
        |vm, a| {
            vm.extension::<Default>().0.set(timeout_argument(vm, a.at(0))?);
            Ok(Value::NONE)
        },
    ),
];

/// The timeout of new sockets.
#[derive(std::default::Default)]
struct Default(Cell<Option<f64>>);

/// The data of a socket.
pub struct Socket {
    fd: Cell<RawFd>,
    family: Cell<i32>,
    kind: Cell<i32>,
    protocol: Cell<i32>,
    /// Seconds; none for a blocking socket, 0 for one that never blocks.
    timeout: Cell<Option<f64>>,
}

impl NativeObject for Socket {}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = fd::close_number(self.fd.get());
    }
}

fn timeout_value(timeout: Option<f64>) -> Value {
    timeout.map_or(Value::NONE, Value::float)
}

fn timeout_argument(vm: &Vm, value: &Value) -> VmResult<Option<f64>> {
    if value.is_none() {
        return Ok(None);
    }
    let seconds = crate::objects::float::require(vm, value)?;
    if seconds < 0.0 {
        return Err(vm.value_error("Timeout value out of range"));
    }
    Ok(Some(seconds))
}

impl Socket {
    /// The timeout in seconds; none for a blocking socket, 0 for one that never blocks.
    pub fn timeout(&self) -> Option<f64> {
        self.timeout.get()
    }

    /// The descriptor.
    ///
    /// # Errors
    /// OSError if the socket is closed.
    pub fn file(&self, vm: &Vm) -> VmResult<BorrowedFd<'static>> {
        fd::borrow(self.fd.get()).ok_or_else(|| failed(vm, Errno::BADF))
    }

    /// Performs an operation that may block, within the timeout.
    fn attempt<T>(
        &self,
        vm: &Vm,
        flags: PollFlags,
        act: impl FnMut(BorrowedFd<'static>) -> Result<T, Errno>,
    ) -> VmResult<T> {
        self.attempt_unless(vm, false, flags, act)
    }

    /// [`Socket::attempt`], which does not wait if the program says so (`MSG_DONTWAIT`).
    fn attempt_unless<T>(
        &self,
        vm: &Vm,
        at_once: bool,
        flags: PollFlags,
        mut act: impl FnMut(BorrowedFd<'static>) -> Result<T, Errno>,
    ) -> VmResult<T> {
        let waits = self.timeout.get().map_or(!at_once, |timeout| timeout > 0.0);
        let deadline = match self.timeout.get() {
            Some(seconds) => {
                let span = (seconds * SECOND as f64).min(Nanos::MAX as f64 / 2.0) as Nanos;
                Some(running(vm).clock.monotonic().saturating_add(span))
            }
            None => None,
        };
        loop {
            match act(self.file(vm)?) {
                Ok(value) => return Ok(value),
                Err(Errno::INTR) => crate::event_loop::run::check_interrupt(vm)?,
                Err(Errno::AGAIN | Errno::INPROGRESS) if waits => {
                    let mut files = [PollFd::from_borrowed_fd(self.file(vm)?, flags)];
                    if !wait_ready(vm, &mut files, deadline)? {
                        return Err(vm.error(Exc::TimeoutError, "timed out"));
                    }
                }
                Err(error) => return Err(failed(vm, error)),
            }
        }
    }

    /// Sends as much of the data as the system accepts. Returns the number of bytes.
    fn send(&self, vm: &Vm, data: &[u8], flags: Flags) -> VmResult<usize> {
        let network = &running(vm).choices.network;
        if let Some(sent) = network.send_datagram(self.fd.get(), data, None) {
            return sent.map_err(|error| failed(vm, error));
        }
        let Flags { flags, at_once } = flags;
        self.attempt_unless(vm, at_once, PollFlags::OUT, |file| {
            match net::send(file, data, flags) {
                Err(error) if network.swallows(Some(error.raw_os_error()), file) => Ok(data.len()),
                sent => sent,
            }
        })
    }

    fn set_timeout(&self, vm: &Vm, timeout: Option<f64>) -> VmResult<()> {
        self.timeout.set(timeout);
        // Other users of the file keep its blocking mode. This module waits with poll, which lets
        // other threads run.
        rustix::io::ioctl_fionbio(self.file(vm)?, timeout.is_some()).map_err(|e| failed(vm, e))
    }
}

fn pair(vm: &Vm, a: Args<'_>) -> VmResult {
    let number = |i: usize, default: i64| a.opt(i).map_or(Ok(default), |v| vm.index_clipped(v));
    let kind = SocketType::from_raw(number(1, 1)? as u32);
    let made = net::socketpair(AddressFamily::UNIX, kind, SocketFlags::CLOEXEC, None);
    let (one, other) = made.map_err(|e| failed(vm, e))?;
    let (one, other) = (vm.admit_file(one)?, vm.admit_file(other)?);
    let mut sockets = Vec::new();
    for end in [one, other] {
        let class = vm.class_for(&SOCKET).into_value();
        let end = given(vm, end)?;
        let args = [number(0, 1)?.into(), number(1, 1)?.into(), number(2, 0)?.into(), end];
        sockets.push(vm.call(&class, &args)?);
    }
    Ok(Tuple::new(sockets).into_value())
}

fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    let socket = a.data::<Socket>();
    let number = |i: usize| a.opt(i).map_or(Ok(-1), |v| vm.index_clipped(v));
    let (mut family, mut kind, mut protocol) = (number(1)?, number(2)?, number(3)?);
    vm.require(Capability::Network)?;
    let file = match a.some(4) {
        Some(given) => {
            vm.require(Capability::Descriptors)?;
            let number = vm.index_clipped(given)? as RawFd;
            if number < 0 {
                return Err(vm.value_error("negative file descriptor"));
            }
            let file = fd::borrow(number).ok_or_else(|| failed(vm, Errno::BADF))?;
            let domain = network::family(file).map_err(|e| failed(vm, e))?;
            if family == -1 {
                family = i64::from(domain.as_raw());
            }
            if kind == -1 {
                let found = net::sockopt::socket_type(file).map_err(|e| failed(vm, e))?;
                kind = i64::from(found.as_raw());
            }
            number
        }
        None => {
            family = if family == -1 { 2 } else { family };
            kind = if kind == -1 { 1 } else { kind };
            let wanted = std::num::NonZeroU32::new(protocol.max(0) as u32);
            let made = net::socket_with(
                AddressFamily::from_raw(family as u16),
                SocketType::from_raw(kind as u32 & 0xF),
                SocketFlags::CLOEXEC,
                wanted.map(net::Protocol::from_raw),
            );
            use std::os::fd::IntoRawFd;
            vm.admit_file(made.map_err(|e| failed(vm, e))?)?.into_raw_fd()
        }
    };
    protocol = protocol.max(0);
    let _ = fd::close_number(socket.fd.replace(file));
    socket.family.set(family as i32);
    socket.kind.set(kind as i32 & 0xF);
    socket.protocol.set(protocol as i32);
    let is_nonblocking = kind & 0x800 != 0;
    let default = vm.extension::<Default>().0.get();
    socket.set_timeout(vm, if is_nonblocking { Some(0.0) } else { default })?;
    Ok(Value::NONE)
}

fn accept(vm: &Vm, a: Args<'_>) -> VmResult {
    vm.require_whole_network()?;
    let socket = a.data::<Socket>();
    if socket.timeout.get().is_none() {
        let mut files = [PollFd::from_borrowed_fd(socket.file(vm)?, PollFlags::IN)];
        wait_ready(vm, &mut files, None)?;
    }
    let (connection, from) = socket
        .attempt(vm, PollFlags::IN, |file| net::acceptfrom_with(file, SocketFlags::CLOEXEC))?;
    let from = from.map_or(Value::NONE, address::value);
    Ok(Tuple::new([given(vm, connection)?, from]).into_value())
}

fn connect(vm: &Vm, a: Args<'_>) -> VmResult<()> {
    let socket = a.data::<Socket>();
    let address = address::argument(vm, socket.family.get(), a.at(1), "connect")?;
    let mut started = false;
    socket.attempt(vm, PollFlags::OUT, |file| {
        if started {
            // The attempt has ended: this is its result.
            return match net::sockopt::socket_error(file)? {
                Ok(()) => Ok(()),
                Err(error) => Err(error),
            };
        }
        started = true;
        let waits = socket.timeout.get().is_none();
        if waits {
            rustix::io::ioctl_fionbio(file, true)?;
        }
        let network = &running(vm).choices.network;
        let connected = match network.reconnect(socket.fd.get(), &address) {
            Some(made) => made,
            None => {
                let connected = net::connect(file, &address);
                if matches!(connected, Ok(()) | Err(Errno::INPROGRESS))
                    && let Ok(address) = address.clone().try_into()
                {
                    network.note_outside(address);
                }
                connected
            }
        };
        if waits {
            rustix::io::ioctl_fionbio(file, false)?;
        }
        connected
    })
}

fn receive(
    vm: &Vm,
    a: &Args<'_>,
    size: &Value,
    flags: Option<&Value>,
) -> VmResult<(Vec<u8>, Value)> {
    let socket = a.data::<Socket>();
    let size = vm.index_clipped(size)?;
    let Ok(size) = usize::try_from(size) else {
        return Err(vm.value_error("negative buffersize in recv"));
    };
    let flags = flags.map_or(Ok(0), |f| vm.index_clipped(f))?;
    let flags = RecvFlags::from_bits_retain(flags as u32);
    let at_once = flags.contains(RecvFlags::DONTWAIT);
    let flags = flags | RecvFlags::DONTWAIT;
    let mut bytes = vec![0; size.min(1 << 26)];
    let (count, from) = socket.attempt_unless(vm, at_once, PollFlags::IN, |file| {
        let (count, _, from) = net::recvfrom(file, &mut bytes[..], flags)?;
        Ok((count, from))
    })?;
    bytes.truncate(count);
    running(vm).choices.network.received(socket.fd.get());
    Ok((bytes, from.map_or(Value::NONE, address::value)))
}

/// Receives into a buffer, for the method with this name and with this message about a small one.
fn receive_into(vm: &Vm, a: &Args<'_>, name: &str, too_small: &str) -> VmResult<(Value, Value)> {
    let target = bytes::writable(vm, a.at(1))?;
    let Some(room) = memoryview::room(&target) else {
        let class = vm.class_ref(&target).message_name();
        let message =
            format!("{name}() argument 1 must be read-write bytes-like object, not {class}");
        return Err(vm.type_error(message));
    };
    let size = match a.opt(2).map_or(Ok(0), |n| vm.index_clipped(n))? {
        ..0 => return Err(vm.value_error(format!("negative buffersize in {name}"))),
        0 => room as i64,
        wanted if wanted > room as i64 => return Err(vm.value_error(too_small)),
        wanted => wanted,
    };
    let (bytes, from) = receive(vm, a, &size.into(), a.opt(3))?;
    memoryview::fill(&target, &bytes);
    Ok((Value::from(bytes.len()), from))
}

fn data_argument(vm: &Vm, value: &Value) -> VmResult<Vec<u8>> {
    bytes::with_required(vm, value, <[u8]>::to_vec)
}

/// The flags of a call that sends.
#[derive(Clone, Copy)]
struct Flags {
    flags: SendFlags,
    /// The program does not want to wait.
    at_once: bool,
}

/// A closed connection is an error of the call, not a signal; and the call of the system does not
/// block.
fn send_flags(vm: &Vm, given: Option<&Value>) -> VmResult<Flags> {
    let flags = given.map_or(Ok(0), |flags| vm.index_clipped(flags))?;
    let flags = SendFlags::from_bits_retain(flags as u32);
    let at_once = flags.contains(SendFlags::DONTWAIT);
    Ok(Flags { flags: flags | SendFlags::NOSIGNAL | SendFlags::DONTWAIT, at_once })
}

fn send(vm: &Vm, a: Args<'_>) -> VmResult {
    let data = data_argument(vm, a.at(1))?;
    let flags = send_flags(vm, a.opt(2))?;
    a.data::<Socket>().send(vm, &data, flags).map(Value::from)
}

fn send_all(vm: &Vm, a: Args<'_>) -> VmResult {
    let data = data_argument(vm, a.at(1))?;
    let flags = send_flags(vm, a.opt(2))?;
    let mut done = 0;
    while done < data.len() {
        done += a.data::<Socket>().send(vm, &data[done..], flags)?;
    }
    Ok(Value::NONE)
}

fn send_to(vm: &Vm, a: Args<'_>) -> VmResult {
    let socket = a.data::<Socket>();
    let given = a.rest();
    if !matches!(given.len(), 2 | 3) {
        let message = format!("sendto() takes 2 or 3 arguments ({} given)", given.len());
        return Err(vm.type_error(message));
    }
    let data = data_argument(vm, &given[0])?;
    let target = &given[given.len() - 1];
    let target = address::argument(vm, socket.family.get(), target, "sendto")?;
    let flags = send_flags(vm, given.get(1).filter(|_| given.len() == 3))?;
    let network = &running(vm).choices.network;
    if let Some(sent) = network.send_datagram(socket.fd.get(), &data, Some(&target)) {
        return sent.map(Value::from).map_err(|error| failed(vm, error));
    }
    let Flags { flags, at_once } = flags;
    let sent = socket.attempt_unless(vm, at_once, PollFlags::OUT, |file| {
        net::sendto(file, &data, flags, &target)
    })?;
    Ok(Value::from(sent))
}

fn repr(_: &Vm, a: Args<'_>) -> VmResult {
    let Socket { fd, family, kind, protocol, .. } = a.data::<Socket>();
    let (fd, family, kind, protocol) = (fd.get(), family.get(), kind.get(), protocol.get());
    Ok(format!("<socket object, fd={fd}, family={family}, type={kind}, proto={protocol}>").into())
}

/// `__del__`: a socket that was not closed is closed, with a warning.
fn finalize(vm: &Vm, a: Args<'_>) -> VmResult {
    let socket = a.data::<Socket>();
    if socket.fd.get() >= 0 {
        let message = format!("unclosed {}", vm.repr_text(a.at(0)));
        let warned = warn(vm, Exc::ResourceWarning, &message, 1);
        drop(fd::close_number(socket.fd.replace(-1)));
        warned?;
    }
    Ok(Value::NONE)
}

fn shut_down(vm: &Vm, a: Args<'_>) -> VmResult {
    let how = match vm.index_clipped(a.at(1))? {
        0 => net::Shutdown::Read,
        1 => net::Shutdown::Write,
        2 => net::Shutdown::Both,
        _ => return Err(failed(vm, Errno::INVAL)),
    };
    net::shutdown(a.data::<Socket>().file(vm)?, how).map_err(|e| failed(vm, e))?;
    Ok(Value::NONE)
}

const METHODS: &[NativeDef] = &[
    NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, a| {
        let socket = Socket {
            fd: Cell::new(-1),
            family: Cell::new(2),
            kind: Cell::new(1),
            protocol: Cell::new(0),
            timeout: Cell::new(None),
        };
        let socket = super::asyncio::new_object(vm, &a[0], socket)?;
        vm.note_finalizer(&socket);
        Ok(socket)
    }),
    NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
    NativeDef::new("__del__(self, /)", "", finalize),
    NativeDef::new("__init__(self, family=-1, type=-1, proto=-1, fileno=None)", "", init),
    NativeDef::new("_accept(self)", "", accept),
    NativeDef::new("bind(self, address, /)", "Bind the socket to a local address.", |vm, a| {
        let socket = a.data::<Socket>();
        let address = address::argument(vm, socket.family.get(), a.at(1), "bind")?;
        let file = socket.file(vm)?;
        let made = running(vm).choices.network.rebind(socket.fd.get(), &address);
        made.unwrap_or_else(|| net::bind(file, &address)).map_err(|e| failed(vm, e))?;
        Ok(Value::NONE)
    }),
    NativeDef::new(
        "listen(self, backlog=128, /)",
        "Enable a server to accept connections.",
        |vm, a| {
            vm.require_whole_network()?;
            let backlog = a.opt(1).map_or(Ok(128), |b| vm.index_clipped(b))?.clamp(0, 4096);
            let backlog = running(vm).choices.network.backlog(backlog as i32);
            net::listen(a.data::<Socket>().file(vm)?, backlog).map_err(|e| failed(vm, e))?;
            Ok(Value::NONE)
        },
    ),
    NativeDef::new(
        "connect(self, address, /)",
        "Connect the socket to a remote address.",
        |vm, a| {
            connect(vm, a)?;
            Ok(Value::NONE)
        },
    ),
    NativeDef::new(
        "connect_ex(self, address, /)",
        "This is like connect(address), but returns an error code.",
        |vm, a| match connect(vm, a) {
            Ok(()) => Ok(0i64.into()),
            Err(raised) if vm.is_exception(&raised, Exc::OSError) => {
                let name = crate::objects::str::intern("errno");
                let number = vm.get_attribute(raised.0.as_value(), &name)?;
                Ok(if number.is_none() { 11i64.into() } else { number })
            }
            Err(raised) => Err(raised),
        },
    ),
    NativeDef::new(
        "recv(self, buffersize, flags=0, /)",
        "Receive data from the socket.",
        |vm, a| Ok(Bytes::new(receive(vm, &a, a.at(1), a.opt(2))?.0).into_value()),
    ),
    NativeDef::new(
        "recvfrom(self, buffersize, flags=0, /)",
        "Receive data and the sender's address.",
        |vm, a| {
            let (bytes, from) = receive(vm, &a, a.at(1), a.opt(2))?;
            Ok(Tuple::new([Bytes::new(bytes).into_value(), from]).into_value())
        },
    ),
    NativeDef::new(
        "recv_into(self, buffer, nbytes=0, flags=0)",
        "Receive data into a buffer.",
        |vm, a| Ok(receive_into(vm, &a, "recv_into", "buffer too small for requested bytes")?.0),
    ),
    NativeDef::new(
        "recvfrom_into(self, buffer, nbytes=0, flags=0)",
        "Receive data into a buffer, and the sender's address.",
        |vm, a| {
            let (count, from) = receive_into(
                vm,
                &a,
                "recvfrom_into",
                "nbytes is greater than the length of the buffer",
            )?;
            Ok(Tuple::new([count, from]).into_value())
        },
    ),
    NativeDef::new("send(self, data, flags=0, /)", "Send a data string to the socket.", send),
    NativeDef::new(
        "sendall(self, data, flags=0, /)",
        "Send a data string to the socket.",
        send_all,
    ),
    NativeDef::new("sendto(self, /, *args)", "Send to a given destination.", send_to),
    NativeDef::new(
        "shutdown(self, how, /)",
        "Shut down one or both halves of the connection.",
        shut_down,
    ),
    NativeDef::new("close(self)", "Close the socket.", |vm, a| {
        let closed = fd::close_number(a.data::<Socket>().fd.replace(-1));
        closed.map_err(|error| vm.os_error(&error, None))?;
        Ok(Value::NONE)
    }),
    NativeDef::new(
        "detach(self)",
        "Close the socket object without closing the underlying file descriptor.",
        |_, a| Ok(i64::from(a.data::<Socket>().fd.replace(-1)).into()),
    ),
    NativeDef::new("fileno(self)", "Return the integer file descriptor of the socket.", |_, a| {
        Ok(i64::from(a.data::<Socket>().fd.get()).into())
    }),
    NativeDef::new("getsockname(self)", "Return the address of the local endpoint.", |vm, a| {
        let file = a.data::<Socket>().file(vm)?;
        if let Some(address) = network::address_of(file, true) {
            return Ok(address::address_value(address));
        }
        net::getsockname(file).map(address::value).map_err(|e| failed(vm, e))
    }),
    NativeDef::new("getpeername(self)", "Return the address of the remote endpoint.", |vm, a| {
        let other = net::getpeername(a.data::<Socket>().file(vm)?).map_err(|e| failed(vm, e))?;
        Ok(other.map_or_else(|| "".into(), address::value))
    }),
    NativeDef::new(
        "setblocking(self, flag, /)",
        "Set the socket to blocking or non-blocking.",
        |vm, a| {
            let timeout = if vm.truthy(a.at(1))? { None } else { Some(0.0) };
            a.data::<Socket>().set_timeout(vm, timeout)?;
            Ok(Value::NONE)
        },
    ),
    NativeDef::new("getblocking(self)", "Returns True if socket is in blocking mode.", |_, a| {
        Ok(Value::bool(a.data::<Socket>().timeout.get() != Some(0.0)))
    }),
    NativeDef::new(
        "settimeout(self, timeout, /)",
        "Set a timeout on socket operations.",
        |vm, a| {
            let timeout = timeout_argument(vm, a.at(1))?;
            a.data::<Socket>().set_timeout(vm, timeout)?;
            Ok(Value::NONE)
        },
    ),
    NativeDef::new("gettimeout(self)", "Returns the timeout in seconds.", |_, a| {
        Ok(timeout_value(a.data::<Socket>().timeout.get()))
    }),
    NativeDef::new(
        "setsockopt(self, level, option, value, optlen=0, /)",
        "Set a socket option.",
        |vm, a| {
            let file = a.data::<Socket>().file(vm)?;
            options::set(vm, file, [a.at(1), a.at(2), a.at(3)], a.opt(4))?;
            Ok(Value::NONE)
        },
    ),
    NativeDef::new(
        "getsockopt(self, level, option, buffersize=0, /)",
        "Get a socket option.",
        |vm, a| {
            let file = a.data::<Socket>().file(vm)?;
            options::get(vm, file, [a.at(1), a.at(2)], a.opt(3))
        },
    ),
];

static SOCKET: ClassDef = ClassDef {
    name: "socket",
    module: "_socket",
    doc: "Open a socket of the given type.",
    kind: Kind::Native,
    subclassable: true,
    methods: tables![METHODS, message::METHODS],
    properties: &[
        PropertyDef {
            name: "family",
            doc: "the socket family",
            get: |_, s| part(s, |s| s.family.get()),
            set: None,
        },
        PropertyDef {
            name: "type",
            doc: "the socket type",
            get: |_, s| part(s, |s| s.kind.get()),
            set: None,
        },
        PropertyDef {
            name: "proto",
            doc: "the socket protocol",
            get: |_, s| part(s, |s| s.protocol.get()),
            set: None,
        },
        PropertyDef {
            name: "timeout",
            doc: "the socket timeout",
            get: |_, s| {
                Ok(s.native::<Socket>().map_or(Value::NONE, |s| timeout_value(s.timeout.get())))
            },
            set: None,
        },
    ],
    ..ClassDef::BASE
};

fn part(socket: &Value, which: impl Fn(&Socket) -> i32) -> VmResult {
    Ok(socket.native::<Socket>().map_or(Value::NONE, |s| i64::from(which(s)).into()))
}
