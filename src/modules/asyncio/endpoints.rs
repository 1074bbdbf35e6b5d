//! `open_connection`, `start_server` and their like: their arguments, and the addresses these name.

use super::connecting::{connect, open};
use super::server::{BACKLOG, Options, serve, start};
use super::streams::DEFAULT_LIMIT;
use super::submodules::TLS;
use crate::event_loop::EventLoop;
use crate::modules::socket::address::lookup_error;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, NativeDef, Signature};
use crate::objects::str::{Str, intern};
use crate::runtime::{Slot, Value};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::os::fd::OwnedFd;

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "async open_connection(host=None, port=None, *, limit=65536, **kwds) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]",
        "A wrapper for create_connection() returning a (reader, writer) pair.\n\nThe reader returned is a StreamReader instance; the writer is a\nStreamWriter instance.",
        |vm, args| {
            if let Some(secured) = secured(vm, "open_connection", &args)? {
                return Ok(secured);
            }
            unsupported(vm, "open_connection", &args)?;
            let target = tcp_target(vm, &args, args[0].clone(), args[1].clone())?;
            open("open_connection", vm, target, args.opt(2))
        },
    ),
    NativeDef::new(
        "async start_server(client_connected_cb, host=None, port=None, *, limit=65536, backlog=100, reuse_address=None, reuse_port=None, start_serving=True, **kwds) -> asyncio.Server",
        "Start a socket server, call back for each client connected.\n\nThe first parameter, `client_connected_cb`, takes two parameters:\nclient_reader, client_writer.  client_reader is a StreamReader\nobject, while client_writer is a StreamWriter object.  This\nparameter can either be a plain callback function or a coroutine;\nif it is a coroutine, it will be automatically converted into a\nTask.",
        |vm, args| {
            if let Some(secured) = secured(vm, "start_server", &args)? {
                return Ok(secured);
            }
            unsupported(vm, "start_server", &args)?;
            let target = tcp_target(vm, &args, args[1].clone(), args[2].clone())?;
            let options = Options { cleanup: false, ..options(vm, &args, 7, args.opt(4))? };
            start("start_server", vm, &args[0], target, args.opt(3), options)
        },
    ),
    NativeDef::new(
        "async open_unix_connection(path=None, *, limit=65536, **kwds) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]",
        "Similar to `open_connection` but works with UNIX Domain Sockets.",
        |vm, args| {
            if let Some(secured) = secured(vm, "open_unix_connection", &args)? {
                return Ok(secured);
            }
            unsupported(vm, "open_unix_connection", &args)?;
            let target = unix_target(&args, args[0].clone());
            open("open_unix_connection", vm, target, args.opt(1))
        },
    ),
    NativeDef::new(
        "async start_unix_server(client_connected_cb, path=None, *, limit=65536, start_serving=True, **kwds) -> asyncio.Server",
        "Similar to `start_server` but works with UNIX Domain Sockets.",
        |vm, args| {
            if let Some(secured) = secured(vm, "start_unix_server", &args)? {
                return Ok(secured);
            }
            unsupported(vm, "start_unix_server", &args)?;
            let options = options(vm, &args, 3, keyword(&args, "backlog").as_ref())?;
            let target = unix_target(&args, args[1].clone());
            start("start_unix_server", vm, &args[0], target, args.opt(2), options)
        },
    ),
];

/// `create_connection`, `create_server` and their like: methods of the event loop.
pub const LOOP_METHODS: &[NativeDef] = &[
    NativeDef::new(
        "async create_connection(self, protocol_factory, host=None, port=None, **kwds)",
        "Connect to a TCP server.\n\nReturns (transport, protocol) pair.",
        |vm, args| {
            if let Some(secured) = secured(vm, "create_connection", &args)? {
                return Ok(secured);
            }
            unsupported(vm, "create_connection", &args)?;
            let target = tcp_target(vm, &args, given(&args, 2), given(&args, 3))?;
            let name = "BaseEventLoop.create_connection";
            Ok(connect(name, target, DEFAULT_LIMIT, args[1].clone()))
        },
    ),
    NativeDef::new(
        "async connect_accepted_socket(self, protocol_factory, sock, **kwds)",
        "Handle an accepted connection.\n\nThis is used by servers that accept connections outside of\nasyncio but that use asyncio to handle connections.",
        |vm, args| {
            if let Some(secured) = secured(vm, "connect_accepted_socket", &args)? {
                return Ok(secured);
            }
            unsupported(vm, "connect_accepted_socket", &args)?;
            let name = "BaseEventLoop.connect_accepted_socket";
            let target = Target::Socket(args[2].clone());
            Ok(connect(name, target, DEFAULT_LIMIT, args[1].clone()))
        },
    ),
    NativeDef::new(
        "async create_server(self, protocol_factory, host=None, port=None, *, backlog=100, reuse_address=None, reuse_port=None, start_serving=True, **kwds) -> asyncio.Server",
        "Create a TCP server.\n\nReturn a Server object which can be used to stop the service.",
        |vm, args| {
            if let Some(secured) = secured(vm, "create_server", &args)? {
                return Ok(secured);
            }
            unsupported(vm, "create_server", &args)?;
            let target = tcp_target(vm, &args, given(&args, 2), given(&args, 3))?;
            let options = Options { cleanup: false, ..options(vm, &args, 7, args.opt(4))? };
            let name = "BaseEventLoop.create_server";
            Ok(serve(name, &args[1], true, target, DEFAULT_LIMIT, options))
        },
    ),
];

/// `create_unix_connection` and `create_unix_server`: methods of the event loop.
pub const UNIX_METHODS: &[NativeDef] = &[
    NativeDef::new(
        "async create_unix_connection(self, protocol_factory, path=None, **kwds)",
        "Connect to a Unix domain socket.\n\nReturns (transport, protocol) pair.",
        |vm, args| {
            if let Some(secured) = secured(vm, "create_unix_connection", &args)? {
                return Ok(secured);
            }
            unsupported(vm, "create_unix_connection", &args)?;
            let name = "_UnixSelectorEventLoop.create_unix_connection";
            Ok(connect(name, unix_target(&args, given(&args, 2)), DEFAULT_LIMIT, args[1].clone()))
        },
    ),
    NativeDef::new(
        "async create_unix_server(self, protocol_factory, path=None, *, start_serving=True, **kwds) -> asyncio.Server",
        "Create a server at a Unix domain socket.",
        |vm, args| {
            if let Some(secured) = secured(vm, "create_unix_server", &args)? {
                return Ok(secured);
            }
            unsupported(vm, "create_unix_server", &args)?;
            let options = options(vm, &args, 3, keyword(&args, "backlog").as_ref())?;
            let name = "_UnixSelectorEventLoop.create_unix_server";
            let target = unix_target(&args, given(&args, 2));
            Ok(serve(name, &args[1], true, target, DEFAULT_LIMIT, options))
        },
    ),
];

/// The options of a server: `start_serving` is the parameter of this number.
fn options(
    vm: &Vm,
    args: &Args<'_>,
    start_serving: usize,
    backlog: Option<&Value>,
) -> VmResult<Options> {
    let backlog = match backlog {
        Some(backlog) => vm.index_clipped(backlog)?.clamp(0, i64::from(i32::MAX)) as i32,
        None => BACKLOG,
    };
    let serve = args.opt(start_serving).map_or(Ok(true), |v| vm.truthy(v))?;
    Ok(Options { serve, cleanup: cleans_up(vm, args)?, backlog })
}

fn given(args: &Args<'_>, index: usize) -> Value {
    args.opt(index).cloned().unwrap_or(Value::NONE)
}

/// The keyword argument of this name, if it is given and not None.
fn keyword(args: &Args<'_>, name: &str) -> Option<Value> {
    let found = args.keywords().iter().find(|(k, _)| k.as_str() == name);
    found.map(|(_, v)| v.clone()).filter(|v| !v.is_none())
}

/// Whether the argument `cleanup_socket` is true, as it is by default.
fn cleans_up(vm: &Vm, args: &Args<'_>) -> VmResult<bool> {
    keyword(args, "cleanup_socket").map_or(Ok(true), |given| vm.truthy(&given))
}

fn tcp_target(vm: &Vm, args: &Args<'_>, host: Value, port: Value) -> VmResult<Target> {
    if let Some(socket) = keyword(args, "sock") {
        let is_given = |value: &Value| !value.is_unset() && !value.is_none();
        if is_given(&host) || is_given(&port) {
            let message = "host/port and sock can not be specified at the same time";
            return Err(vm.value_error(message));
        }
        return Ok(Target::Socket(socket));
    }
    let family = keyword(args, "family").map_or(Ok(0), |f| vm.index_clipped(&f))?;
    Ok(Target::Tcp(host, port, family))
}

fn unix_target(args: &Args<'_>, path: Value) -> Target {
    keyword(args, "sock").map_or(Target::Unix(path), Target::Socket)
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

/// Closes the socket object that a program has given for a connection or server, if it has.
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

/// The arguments that say how TLS is to be.
const ABOUT_TLS: &[&str] = &["server_hostname", "ssl_handshake_timeout", "ssl_shutdown_timeout"];

/// The coroutine that does the same with TLS, if the arguments ask for it: the function of the same
/// name in [`TLS`], with the same arguments by keyword.
///
/// # Errors
/// ValueError for arguments that say how, without one that says so.
fn secured(vm: &Vm, name: &str, args: &Args<'_>) -> VmResult<Option<Value>> {
    let is_method = LOOP_METHODS.iter().chain(UNIX_METHODS).any(|def| def.name() == name);
    let elsewhere = !is_method && runs_elsewhere(vm);
    if !elsewhere && keyword(args, "ssl").is_none_or(|ssl| ssl.is(&Value::FALSE)) {
        return match ABOUT_TLS.iter().find(|name| keyword(args, name).is_some()) {
            Some(name) => Err(vm.value_error(format!("{name} is only meaningful with ssl"))),
            None => Ok(None),
        };
    }
    let module = vm.import_module(TLS.name)?;
    let function = vm.get_attribute(&module, &intern(name))?;
    let mut defs = [FUNCTIONS, LOOP_METHODS, UNIX_METHODS].into_iter().flatten();
    let parameters =
        defs.find(|def| def.name() == name).map(|def| Signature::parse(def).parameters);
    let named = parameters.unwrap_or_default().into_iter().enumerate();
    let named = named.filter_map(|(i, parameter)| {
        // A method's loop is a parameter like others there.
        let is_loop = i == 0 && parameter.name.as_str() == "self";
        let name = if is_loop { intern("loop") } else { parameter.name };
        Some((name.into_value(), args.opt(i)?.clone()))
    });
    let others = args.keywords().iter().map(|(k, v)| (k.as_value().clone(), v.clone()));
    let (names, values): (Vec<Value>, Vec<Value>) = named.chain(others).unzip();
    vm.call_keywords(&function, &values, &names).map(Some)
}

/// Whether the running loop is a program's own, whose methods make the connections.
fn runs_elsewhere(vm: &Vm) -> bool {
    let current = crate::event_loop::running(vm).current_loop_or_none();
    current.is_some_and(|current| current.native::<EventLoop>().is_none())
}

/// Options without effect on the data sent.
const PASSED_OVER: &[&str] = &[
    "sock",
    "family",
    "proto",
    "flags",
    "happy_eyeballs_delay",
    "interleave",
    "all_errors",
    "keep_alive",
    "backlog",
    "cleanup_socket",
];

/// Options that change the bytes on the wire must not be ignored silently.
fn unsupported(vm: &Vm, function: &str, args: &Args<'_>) -> VmResult<()> {
    for (name, value) in args.keywords() {
        let is_off = name.as_str() == "ssl" && value.is(&Value::FALSE);
        if !value.is_none() && !is_off && !PASSED_OVER.contains(&name.as_str()) {
            let message = format!("{function}: the argument '{}' is not supported", name.as_str());
            return Err(vm.error(Exc::NotImplementedError, message));
        }
    }
    Ok(())
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
    /// Host and port.
    Tcp(Value, Value, i64),
    /// A path.
    Unix(Value),
    /// A socket object of the program.
    Socket(Value),
}

/// Leaves the addresses of a family (`socket.AF_INET`, …); 0 is any.
pub(super) fn keep_family(addresses: &mut Vec<SocketAddr>, family: i64) {
    addresses.retain(|a| match family {
        2 => a.is_ipv4(),
        10 => a.is_ipv6(),
        _ => true,
    });
}

/// The addresses of a host and port.
pub(super) fn resolve(
    vm: &Vm,
    host: &Value,
    port: &Value,
    passive: bool,
) -> VmResult<Vec<SocketAddr>> {
    let port = match port.is_none() || port.is_unset() {
        true => 0,
        false => match port.get::<Str>() {
            Some(text) => match text.as_str().parse() {
                Ok(port) => port,
                Err(_) => {
                    return Err(lookup_error(vm, -8, "Servname not supported for ai_socktype"));
                }
            },
            None => vm.index_clipped(port)?,
        },
    };
    let Ok(port) = u16::try_from(port) else {
        return Err(vm.overflow_error("connect(): port must be 0-65535."));
    };
    let name = match host.get::<Str>() {
        Some(text) => text.as_str().to_string(),
        None if host.is_none() || host.is_unset() => String::new(),
        None => {
            return Err(vm.type_error("getaddrinfo() argument 1 must be string or None"));
        }
    };
    if passive {
        vm.require_whole_network()?;
    }
    vm.require_endpoint(&name, port)?;
    let at = |ip: IpAddr| SocketAddr::new(ip, port);
    if name.is_empty() {
        return Ok(if passive {
            vec![at(Ipv4Addr::UNSPECIFIED.into()), at(Ipv6Addr::UNSPECIFIED.into())]
        } else {
            vec![at(Ipv6Addr::LOCALHOST.into()), at(Ipv4Addr::LOCALHOST.into())]
        });
    }
    if let Ok(ip) = name.parse::<IpAddr>() {
        return Ok(vec![at(ip)]);
    }
    let mut found: Vec<SocketAddr> = match (name.as_str(), port).to_socket_addrs() {
        Ok(found) => found.collect(),
        Err(_) => return Err(lookup_error(vm, -2, "Name or service not known")),
    };
    found.dedup();
    Ok(found)
}

pub(super) fn path_text(vm: &Vm, path: &Value) -> VmResult<String> {
    if path.is_none() || path.is_unset() {
        return Err(vm.value_error("path was not specified, and no sock specified"));
    }
    vm.require_unix_sockets()?;
    Ok(vm.str(path)?.as_str().to_string())
}
