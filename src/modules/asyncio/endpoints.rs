//! `open_connection`, `start_server` and the like: their arguments, and the addresses that these
//! give.

use super::connecting::{connect, open};
use super::event_loop_methods::run_in_executor;
use super::library;
use super::server::{BACKLOG, Options, serve, start};
use super::streams::DEFAULT_LIMIT;
use crate::event_loop::running;
use crate::modules::socket::names;
use crate::objects::bytes::Bytes;
use crate::objects::exception::Exc;
use crate::objects::int;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Slot, Value};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::fd::OwnedFd;

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[OPEN_CONNECTION, START_SERVER, OPEN_UNIX, START_UNIX];

/// `create_connection`, `create_server` and the like: methods of the event loop.
pub const LOOP_METHODS: &[NativeDef] = &[CREATE_CONNECTION, CONNECT_ACCEPTED, CREATE_SERVER];

/// `create_unix_connection` and `create_unix_server`: methods of the event loop.
pub const UNIX_METHODS: &[NativeDef] = &[CREATE_UNIX_CONNECTION, CREATE_UNIX_SERVER];

/// Defines a function of streams: the body makes the connection or server, or returns none where that
/// is left to the library.
macro_rules! function {
    ($const:ident = $name:literal $parameters:literal, $doc:literal, $body:expr) => {
        const $const: NativeDef =
            NativeDef::new(concat!("async ", $name, $parameters), $doc, |vm, args| {
                let body: fn(&Vm, &Args<'_>) -> VmResult<Option<Value>> = $body;
                if library::runs_unchanged(vm)?
                    && let Some(made) = body(vm, &args)?
                {
                    return Ok(made);
                }
                let streams = vm.import_module("asyncio.streams")?;
                let function = vm.get_attribute(&streams, &intern(concat!("_py_", $name)))?;
                library::call_like(vm, &function, def(FUNCTIONS, $name), 0, &args)
            });
    };
}

/// Defines a method of the loop in the same way.
macro_rules! method {
    ($const:ident in $methods:ident = $name:literal $parameters:literal, $doc:literal, $body:expr) => {
        const $const: NativeDef =
            NativeDef::new(concat!("async ", $name, $parameters), $doc, |vm, args| {
                let body: fn(&Vm, &Args<'_>) -> VmResult<Option<Value>> = $body;
                if library::is_unchanged(vm, &args[0])?
                    && let Some(made) = body(vm, &args)?
                {
                    return Ok(made);
                }
                let function = vm.get_attribute(&library::class(vm)?, &intern($name))?;
                library::call_like(vm, &function, def($methods, $name), 1, &args)
            });
    };
}

/// The declaration of a name.
fn def(defs: &'static [NativeDef], name: &str) -> &'static NativeDef {
    defs.iter().find(|def| def.name() == name).expect("the name is one of the table's")
}

function!(OPEN_CONNECTION = "open_connection" "(host=None, port=None, *, limit=65536, **kwds) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]",
"A wrapper for create_connection() returning a (reader, writer) pair.\n\nThe reader returned is a StreamReader instance; the writer is a\nStreamWriter instance.",
|vm, args| {
    let Some(target) = tcp_target(vm, args.opt(0), args.opt(1), keyword(args, "sock"))? else {
        return Ok(None);
    };
    if !only_keywords(args, &["sock"]) {
        return Ok(None);
    }
    open("open_connection", vm, target, args.opt(2)).map(Some)
});

function!(START_SERVER = "start_server" "(client_connected_cb, host=None, port=None, *, limit=65536, **kwds) -> asyncio.Server",
"Start a socket server, call back for each client connected.\n\nThe first parameter, `client_connected_cb`, takes two parameters:\nclient_reader, client_writer.  client_reader is a StreamReader\nobject, while client_writer is a StreamWriter object.  This\nparameter can either be a plain callback function or a coroutine;\nif it is a coroutine, it will be automatically converted into a\nTask.",
|vm, args| {
    let given = keyword(args, "sock");
    let Some(target) = server_target(vm, args.opt(1), args.opt(2), given)? else {
        return Ok(None);
    };
    if !only_keywords(args, &["sock", "backlog", "start_serving"]) {
        return Ok(None);
    }
    let options = options(vm, keyword(args, "backlog"), keyword(args, "start_serving"))?;
    start("start_server", vm, &args[0], target, args.opt(3), options).map(Some)
});

function!(OPEN_UNIX = "open_unix_connection" "(path=None, *, limit=65536, **kwds) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]",
"Similar to `open_connection` but works with UNIX Domain Sockets.",
|vm, args| match unix_target(args.opt(0)) {
    Some(target) if args.keywords().is_empty() => {
        open("open_unix_connection", vm, target, args.opt(1)).map(Some)
    }
    _ => Ok(None),
});

function!(START_UNIX = "start_unix_server" "(client_connected_cb, path=None, *, limit=65536, **kwds) -> asyncio.Server",
"Similar to `start_server` but works with UNIX Domain Sockets.",
|vm, args| {
    let Some(target) = unix_target(args.opt(1)) else { return Ok(None) };
    if !only_keywords(args, &["backlog", "start_serving", "cleanup_socket"]) {
        return Ok(None);
    }
    let mut options = options(vm, keyword(args, "backlog"), keyword(args, "start_serving"))?;
    options.cleanup = truth(vm, keyword(args, "cleanup_socket").as_ref())?;
    start("start_unix_server", vm, &args[0], target, args.opt(2), options).map(Some)
});

method!(CREATE_CONNECTION in LOOP_METHODS = "create_connection" "(self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None, all_errors=False)",
"Connect to a TCP server.\n\nReturns (transport, protocol) pair.",
|vm, args| {
    let target = tcp_target(vm, args.opt(2), args.opt(3), args.some(8).cloned())?;
    let is_plain = all_off(args, 4..8) && all_off(args, 9..16);
    Ok(target.filter(|_| is_plain).map(|target| {
        connect("BaseEventLoop.create_connection", target, DEFAULT_LIMIT, args[1].clone())
    }))
});

method!(CONNECT_ACCEPTED in LOOP_METHODS = "connect_accepted_socket" "(self, protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)",
"Handle an accepted connection.\n\nThis is used by servers that accept connections outside of\nasyncio but that use asyncio to handle connections.",
|vm, args| {
    if !all_off(args, 3..6) || !library::is_stream_socket(vm, &args[2])? {
        return Ok(None);
    }
    let name = "BaseEventLoop.connect_accepted_socket";
    Ok(Some(connect(name, Target::Socket(args[2].clone()), DEFAULT_LIMIT, args[1].clone())))
});

method!(CREATE_SERVER in LOOP_METHODS = "create_server" "(self, protocol_factory, host=None, port=None, *, family=0, flags=1, sock=None, backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True) -> asyncio.Server",
"Create a TCP server.\n\nReturn a Server object which can be used to stop the service.",
|vm, args| {
    let given = args.some(6).cloned();
    let Some(target) = server_target(vm, args.opt(2), args.opt(3), given)? else {
        return Ok(None);
    };
    let is_plain = all_off(args, 4..5) && args.opt(5).is_none() && all_off(args, 8..14);
    if !is_plain {
        return Ok(None);
    }
    let options = options(vm, args.opt(7).cloned(), args.opt(14).cloned())?;
    let name = "BaseEventLoop.create_server";
    Ok(Some(serve(name, &args[1], true, target, DEFAULT_LIMIT, options)))
});

method!(CREATE_UNIX_CONNECTION in UNIX_METHODS = "create_unix_connection" "(self, protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)",
"Connect to a Unix domain socket.\n\nReturns (transport, protocol) pair.",
|_, args| {
    let name = "_UnixSelectorEventLoop.create_unix_connection";
    let target = unix_target(args.opt(2)).filter(|_| all_off(args, 3..8));
    Ok(target.map(|target| connect(name, target, DEFAULT_LIMIT, args[1].clone())))
});

method!(CREATE_UNIX_SERVER in UNIX_METHODS = "create_unix_server" "(self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True, cleanup_socket=True) -> asyncio.Server",
"Create a server at a Unix domain socket.",
|vm, args| {
    let Some(target) = unix_target(args.opt(2)) else {
        return Ok(None);
    };
    if !all_off(args, 3..4) || !all_off(args, 5..8) {
        return Ok(None);
    }
    let mut options = options(vm, args.opt(4).cloned(), args.opt(8).cloned())?;
    options.cleanup = truth(vm, args.opt(9))?;
    let name = "_UnixSelectorEventLoop.create_unix_server";
    Ok(Some(serve(name, &args[1], true, target, DEFAULT_LIMIT, options)))
});

/// The options of a server.
fn options(vm: &Vm, backlog: Option<Value>, start_serving: Option<Value>) -> VmResult<Options> {
    let backlog = match backlog {
        Some(backlog) => vm.index_clipped(&backlog)?.clamp(0, i64::from(i32::MAX)) as i32,
        None => BACKLOG,
    };
    Ok(Options { serve: truth(vm, start_serving.as_ref())?, cleanup: false, backlog })
}

/// The truth of an option that is on by default.
fn truth(vm: &Vm, given: Option<&Value>) -> VmResult<bool> {
    given.map_or(Ok(true), |given| vm.truthy(given))
}

/// The keyword argument with this name, if it was passed and is not None.
fn keyword(args: &Args<'_>, name: &str) -> Option<Value> {
    let found = args.keywords().iter().find(|(k, _)| k.as_str() == name);
    found.map(|(_, v)| v.clone()).filter(|v| !v.is_none())
}

/// Whether keyword arguments beyond those of the signature are all among these.
fn only_keywords(args: &Args<'_>, known: &[&str]) -> bool {
    args.keywords().iter().all(|(name, _)| known.contains(&name.as_str()))
}

/// Whether none of these parameters has an effect: each is absent, None, False or 0.
fn all_off(args: &Args<'_>, parameters: std::ops::Range<usize>) -> bool {
    parameters
        .into_iter()
        .filter_map(|i| args.opt(i))
        .all(|given| given.is_none() || given.is(&Value::FALSE) || given.is(&Value::small_int(0)))
}

/// The address to connect to, if it is one that needs no look-up by the loop.
fn tcp_target(
    vm: &Vm,
    host: Option<&Value>,
    port: Option<&Value>,
    socket: Option<Value>,
) -> VmResult<Option<Target>> {
    let host = host.filter(|host| !host.is_none());
    let port = port.filter(|port| !port.is_none());
    match (host, port, socket) {
        (None, None, Some(socket)) if library::is_stream_socket(vm, &socket)? => {
            Ok(Some(Target::Socket(socket)))
        }
        (Some(host), Some(port), None) if is_literal(host) && is_port(port) => {
            Ok(Some(Target::Tcp(host.clone(), port.clone())))
        }
        _ => Ok(None),
    }
}

/// The address to listen at, if it is one that needs no look-up by the loop.
fn server_target(
    vm: &Vm,
    host: Option<&Value>,
    port: Option<&Value>,
    socket: Option<Value>,
) -> VmResult<Option<Target>> {
    let everywhere = host.is_none_or(|host| {
        host.is_none() || host.get::<Str>().is_some_and(|h| h.as_str().is_empty())
    });
    if everywhere && socket.is_none() && port.is_some_and(is_port) {
        let port = port.cloned().unwrap_or(Value::NONE);
        return Ok(Some(Target::Tcp(Value::NONE, port)));
    }
    tcp_target(vm, host, port, socket)
}

/// Whether a host is an address, or the machine itself, which the system knows without a query.
fn is_literal(host: &Value) -> bool {
    let Some(host) = host.get::<Str>() else { return false };
    host.as_str() == "localhost" || host.as_str().parse::<IpAddr>().is_ok()
}

fn is_port(port: &Value) -> bool {
    port.as_small_int().is_some_and(|port| (0..=65535).contains(&port))
}

/// The path of a socket, if it is plain text.
fn unix_target(path: Option<&Value>) -> Option<Target> {
    let path = path.filter(|path| path.get::<Str>().is_some_and(|p| !p.as_str().is_empty()))?;
    Some(Target::Unix(path.clone()))
}

/// A duplicate descriptor for a program's socket object, which stays usable; [`close_given`] closes
/// the object with the connection.
pub(super) fn share_descriptor(vm: &Vm, socket: &Value) -> VmResult<OwnedFd> {
    vm.require(Capability::Descriptors)?;
    let number = vm.call_method(socket, &intern("fileno"), &[])?;
    let number = vm.index_clipped(&number)? as i32;
    let file = crate::runtime::fd::borrow(number)
        .ok_or_else(|| vm.os_error(&std::io::Error::from_raw_os_error(9), None))?;
    let shared =
        rustix::io::fcntl_dupfd_cloexec(file, 0).map_err(|e| vm.os_error(&e.into(), None))?;
    rustix::io::ioctl_fionbio(&shared, true).map_err(|e| vm.os_error(&e.into(), None))?;
    vm.admit_file(shared)
}

/// Closes the socket object that a program passed for a connection or server, if it did.
pub(super) fn close_given(vm: &Vm, socket: &Slot) -> VmResult<()> {
    let socket = socket.take();
    if socket.is_unset() {
        return Ok(());
    }
    vm.call_method(&socket, &intern("close"), &[]).map(drop)
}

pub(super) fn is_unix(descriptor: &std::os::fd::OwnedFd) -> bool {
    let domain = rustix::net::sockopt::socket_domain(descriptor);
    domain.is_ok_and(|domain| domain == rustix::net::AddressFamily::UNIX)
}

pub(super) fn limit(vm: &Vm, given: Option<&Value>) -> VmResult<usize> {
    let limit = given.map_or(Ok(DEFAULT_LIMIT as i64), |l| vm.index_clipped(l))?;
    match usize::try_from(limit) {
        Ok(limit) if limit > 0 => Ok(limit),
        _ => Err(vm.value_error("Limit cannot be <= 0")),
    }
}

/// An address to connect to or to listen on.
pub(super) enum Target {
    /// Host (text, or None to listen everywhere) and port.
    Tcp(Value, Value),
    /// A path.
    Unix(Value),
    /// A socket object of the program.
    Socket(Value),
}

/// Addresses, or the future with the result of `socket.getaddrinfo`.
pub(super) enum Resolved {
    Now(Vec<SocketAddr>),
    Later(Value),
}

/// A coroutine's look-up of a host and port, which may take two steps.
#[derive(Default)]
pub(super) struct Lookup {
    /// Whether the coroutine awaits the resolver.
    is_waiting: bool,
}

impl Lookup {
    /// The addresses, or the future to await first; its result is the `input` of the next step.
    ///
    /// # Errors
    /// Same as [`resolve`] and [`addresses`].
    pub(super) fn step(
        &mut self,
        vm: &Vm,
        (host, port): (&Value, &Value),
        passive: bool,
        input: &Value,
    ) -> VmResult<Resolved> {
        if std::mem::take(&mut self.is_waiting) {
            return addresses(vm, input).map(Resolved::Now);
        }
        let found = resolve(vm, host, port, passive)?;
        self.is_waiting = matches!(found, Resolved::Later(_));
        Ok(found)
    }
}

/// The addresses of a host and port. A thread of the loop's executor calls the resolver, which may
/// take long, except for `localhost`, which is in a file.
///
/// # Errors
/// `socket.gaierror` for an unknown name; any error of a restriction on addresses.
fn resolve(vm: &Vm, host: &Value, port: &Value, passive: bool) -> VmResult<Resolved> {
    if passive {
        vm.require_whole_network()?;
    }
    let name = match (host.get::<Str>(), host.get::<Bytes>()) {
        (Some(text), _) => text.as_str().to_string(),
        (_, Some(bytes)) => String::from_utf8_lossy(&bytes.data).into_owned(),
        _ => String::new(),
    };
    let known = match name.parse::<IpAddr>() {
        Ok(ip) => vec![ip],
        Err(_) if name.is_empty() => {
            vec![Ipv4Addr::UNSPECIFIED.into(), Ipv6Addr::UNSPECIFIED.into()]
        }
        Err(_) => Vec::new(),
    };
    if (!known.is_empty() || names::is_local(&name)) && int::is_int(port) {
        let Ok(port) = u16::try_from(vm.index_clipped(port)?) else {
            return Err(vm.overflow_error("connect(): port must be 0-65535."));
        };
        if known.is_empty() {
            return names::stream_addresses(vm, &name, port, passive).map(Resolved::Now);
        }
        vm.require_endpoint(&name, port)?;
        return Ok(Resolved::Now(known.into_iter().map(|ip| (ip, port).into()).collect()));
    }
    let function = vm.import_module("socket")?;
    let function = vm.get_attribute(&function, &intern("getaddrinfo"))?;
    let flags = if passive { i64::from(libc::AI_PASSIVE) } else { 0 };
    let host = if name.is_empty() { Value::NONE } else { host.clone() };
    let kind = i64::from(libc::SOCK_STREAM);
    let arguments = [host, port.clone(), 0i64.into(), kind.into(), 0i64.into(), flags.into()];
    if !vm.is_granted(Capability::Threads) {
        return addresses(vm, &vm.call(&function, &arguments)?).map(Resolved::Now);
    }
    let loop_value = running(vm).current_loop(vm)?;
    run_in_executor(vm, &loop_value, &Value::NONE, &function, &arguments).map(Resolved::Later)
}

/// The addresses in a result of `socket.getaddrinfo`.
///
/// # Errors
/// OSError without any.
fn addresses(vm: &Vm, found: &Value) -> VmResult<Vec<SocketAddr>> {
    let mut addresses = Vec::new();
    for entry in vm.to_vec(found)? {
        let Some([.., address]) = entry.get::<Tuple>().map(|parts| parts.items()) else { continue };
        let Some([host, port, rest @ ..]) = address.get::<Tuple>().map(|parts| parts.items())
        else {
            continue;
        };
        let number = |value: &Value| value.as_small_int().unwrap_or_default();
        let ip = host.get::<Str>().and_then(|host| host.as_str().parse::<IpAddr>().ok());
        let Some(ip) = ip else { continue };
        let mut address = SocketAddr::new(ip, number(port) as u16);
        if let (SocketAddr::V6(address), [_, scope]) = (&mut address, rest) {
            address.set_scope_id(number(scope) as u32);
        }
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    if addresses.is_empty() {
        return Err(vm.error(Exc::OSError, "getaddrinfo() returned empty list"));
    }
    Ok(addresses)
}

pub(super) fn path_text(vm: &Vm, path: &Value) -> VmResult<String> {
    vm.require_unix_sockets()?;
    Ok(vm.str(path)?.as_str().to_string())
}
