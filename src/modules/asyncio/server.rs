//! `start_server`, `open_connection` and their like, and `Server`.

use super::streams::{DEFAULT_LIMIT, new_reader, new_writer, set_transport};
use super::transport::{self, Socket, Transport, address_value, is_temporary};
use super::waiting::immediate;
use crate::event_loop::future::{self, Future, NativeCallback, Phase};
use crate::event_loop::reactor::Readiness;
use crate::event_loop::ready::Entry;
use crate::event_loop::{self, EventLoop, exceptions, report, running, task};
use crate::modules::socket::address::lookup_error;
use crate::objects::exception::Exc;
use crate::objects::generator::{Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::{Args, ClassDef, NativeDef, NativeObject, PropertyDef, readable};
use crate::objects::os_error;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{R, Raised, Vm};
use mio::Interest;
use mio::net::{TcpListener, TcpStream, UnixListener, UnixStream};
use std::cell::{Cell, RefCell};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::os::fd::AsRawFd;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

/// How many connections are accepted in one go.
const BACKLOG: usize = 101;

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "async open_connection(host=None, port=None, *, limit=65536, **kwds)",
        "A wrapper for create_connection() returning a (reader, writer) pair.\n\nThe reader returned is a StreamReader instance; the writer is a\nStreamWriter instance.",
        |vm, args| {
            unsupported(vm, "open_connection", &args)?;
            let target = tcp_target(vm, &args, args[0].clone(), args[1].clone())?;
            open("open_connection", vm, target, args.opt(2))
        },
    ),
    NativeDef::new(
        "async start_server(client_connected_cb, host=None, port=None, *, limit=65536, backlog=100, reuse_address=None, reuse_port=None, start_serving=True, **kwds)",
        "Start a socket server, call back for each client connected.\n\nThe first parameter, `client_connected_cb`, takes two parameters:\nclient_reader, client_writer.  client_reader is a StreamReader\nobject, while client_writer is a StreamWriter object.  This\nparameter can either be a plain callback function or a coroutine;\nif it is a coroutine, it will be automatically converted into a\nTask.",
        |vm, args| {
            unsupported(vm, "start_server", &args)?;
            let target = tcp_target(vm, &args, args[1].clone(), args[2].clone())?;
            let serve = args.opt(7).map_or(Ok(true), |v| vm.truthy(v))?;
            start("start_server", vm, &args[0], target, args.opt(3), serve, false)
        },
    ),
    NativeDef::new(
        "async open_unix_connection(path=None, *, limit=65536, **kwds)",
        "Similar to `open_connection` but works with UNIX Domain Sockets.",
        |vm, args| {
            unsupported(vm, "open_unix_connection", &args)?;
            let target = unix_target(&args, args[0].clone());
            open("open_unix_connection", vm, target, args.opt(1))
        },
    ),
    NativeDef::new(
        "async start_unix_server(client_connected_cb, path=None, *, limit=65536, start_serving=True, **kwds)",
        "Similar to `start_server` but works with UNIX Domain Sockets.",
        |vm, args| {
            unsupported(vm, "start_unix_server", &args)?;
            let serve = args.opt(3).map_or(Ok(true), |v| vm.truthy(v))?;
            let target = unix_target(&args, args[1].clone());
            let cleanup = cleans_up(vm, &args)?;
            start("start_unix_server", vm, &args[0], target, args.opt(2), serve, cleanup)
        },
    ),
];

/// `create_connection`, `create_server` and their like: methods of the event loop.
pub const LOOP_METHODS: &[NativeDef] = &[
    NativeDef::new(
        "async create_connection(self, protocol_factory, host=None, port=None, **kwds)",
        "Connect to a TCP server.\n\nReturns (transport, protocol) pair.",
        |vm, args| {
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
            unsupported(vm, "connect_accepted_socket", &args)?;
            let name = "BaseEventLoop.connect_accepted_socket";
            let target = Target::Socket(args[2].clone());
            Ok(connect(name, target, DEFAULT_LIMIT, args[1].clone()))
        },
    ),
    NativeDef::new(
        "async create_server(self, protocol_factory, host=None, port=None, *, backlog=100, reuse_address=None, reuse_port=None, start_serving=True, **kwds)",
        "Create a TCP server.\n\nReturn a Server object which can be used to stop the service.",
        |vm, args| {
            unsupported(vm, "create_server", &args)?;
            let target = tcp_target(vm, &args, given(&args, 2), given(&args, 3))?;
            let serving = args.opt(7).map_or(Ok(true), |v| vm.truthy(v))?;
            let name = "BaseEventLoop.create_server";
            Ok(serve(name, &args[1], true, target, DEFAULT_LIMIT, serving, false))
        },
    ),
];

/// `create_unix_connection` and `create_unix_server`: methods of the event loop.
pub const UNIX_METHODS: &[NativeDef] = &[
    NativeDef::new(
        "async create_unix_connection(self, protocol_factory, path=None, **kwds)",
        "Connect to a Unix domain socket.\n\nReturns (transport, protocol) pair.",
        |vm, args| {
            unsupported(vm, "create_unix_connection", &args)?;
            let name = "_UnixSelectorEventLoop.create_unix_connection";
            Ok(connect(name, unix_target(&args, given(&args, 2)), DEFAULT_LIMIT, args[1].clone()))
        },
    ),
    NativeDef::new(
        "async create_unix_server(self, protocol_factory, path=None, *, start_serving=True, **kwds)",
        "Create a server at a Unix domain socket.",
        |vm, args| {
            unsupported(vm, "create_unix_server", &args)?;
            let serving = args.opt(3).map_or(Ok(true), |v| vm.truthy(v))?;
            let name = "_UnixSelectorEventLoop.create_unix_server";
            Ok(serve(
                name,
                &args[1],
                true,
                unix_target(&args, given(&args, 2)),
                DEFAULT_LIMIT,
                serving,
                cleans_up(vm, &args)?,
            ))
        },
    ),
];

fn given(args: &Args<'_>, index: usize) -> Value {
    args.opt(index).cloned().unwrap_or(Value::NONE)
}

/// The keyword argument of this name, if it is given and not None.
fn keyword(args: &Args<'_>, name: &str) -> Option<Value> {
    let found = args.keywords().iter().find(|(k, _)| k.as_str() == name);
    found.map(|(_, v)| v.clone()).filter(|v| !v.is_none())
}

/// Whether the argument `cleanup_socket` is true, as it is by default.
fn cleans_up(vm: &Vm, args: &Args<'_>) -> R<bool> {
    keyword(args, "cleanup_socket").map_or(Ok(true), |given| vm.truthy(&given))
}

fn tcp_target(vm: &Vm, args: &Args<'_>, host: Value, port: Value) -> R<Target> {
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

/// The descriptor of a program's socket object, which gives it up.
fn take_descriptor(vm: &Vm, socket: &Value) -> R<std::os::fd::OwnedFd> {
    let number = vm.call_method(socket, &crate::objects::str::intern("detach"), &[])?;
    let number = vm.index_clipped(&number)? as i32;
    let Some(owned) = crate::runtime::fd::own(number) else {
        return Err(vm.os_error(&std::io::Error::from_raw_os_error(9), None));
    };
    rustix::io::ioctl_fionbio(&owned, true).map_err(|e| vm.os_error(&e.into(), None))?;
    Ok(owned)
}

fn is_unix(descriptor: &std::os::fd::OwnedFd) -> bool {
    let domain = rustix::net::sockopt::socket_domain(descriptor);
    domain.is_ok_and(|domain| domain == rustix::net::AddressFamily::UNIX)
}

/// Options that neither change what goes over the wire nor matter here.
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

/// Options that change what goes over the wire must not be passed over in silence.
fn unsupported(vm: &Vm, function: &str, args: &Args<'_>) -> R<()> {
    for (name, value) in args.keywords() {
        let is_off = name.as_str() == "ssl" && value.is(&Value::FALSE);
        if !value.is_none() && !is_off && !PASSED_OVER.contains(&name.as_str()) {
            let message = format!("{function}: the argument '{}' is not supported", name.as_str());
            return Err(vm.error(Exc::NotImplementedError, message));
        }
    }
    Ok(())
}

fn limit(vm: &Vm, given: Option<&Value>) -> R<usize> {
    let limit = given.map_or(Ok(DEFAULT_LIMIT as i64), |l| vm.index_clipped(l))?;
    match usize::try_from(limit) {
        Ok(limit) if limit > 0 => Ok(limit),
        _ => Err(vm.value_error("Limit cannot be <= 0")),
    }
}

/// Where to connect to or to listen.
enum Target {
    /// Host and port.
    Tcp(Value, Value, i64),
    /// A path.
    Unix(Value),
    /// A socket object of the program.
    Socket(Value),
}

/// Leaves the addresses of a family (`socket.AF_INET`, …); 0 is any.
fn keep_family(addresses: &mut Vec<SocketAddr>, family: i64) {
    addresses.retain(|a| match family {
        2 => a.is_ipv4(),
        10 => a.is_ipv6(),
        _ => true,
    });
}

/// The addresses of a host and port.
fn resolve(vm: &Vm, host: &Value, port: &Value, passive: bool) -> R<Vec<SocketAddr>> {
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

fn path_text(vm: &Vm, path: &Value) -> R<String> {
    if path.is_none() || path.is_unset() {
        return Err(vm.value_error("path was not specified, and no sock specified"));
    }
    Ok(vm.str(path)?.as_str().to_string())
}

// -------------------------------------------------------------------------------------------------
// Connecting

fn open(name: &'static str, vm: &Vm, target: Target, given: Option<&Value>) -> R {
    let limit = limit(vm, given)?;
    Ok(connect(name, target, limit, Value::UNSET))
}

/// The coroutine that connects; with a factory, what it makes becomes the protocol.
fn connect(name: &'static str, target: Target, limit: usize, factory: Value) -> Value {
    let body = Open {
        target,
        factory,
        limit,
        addresses: Vec::new(),
        errors: Vec::new(),
        connecting: None,
        transport: Value::UNSET,
        receiver: Value::UNSET,
    };
    NativeCoroutine::new(name, body)
}

struct Open {
    target: Target,
    /// Makes the program's protocol; unset for a stream.
    factory: Value,
    limit: usize,
    /// Addresses not yet tried, the next one last.
    addresses: Vec<SocketAddr>,
    errors: Vec<Raised>,
    connecting: Option<(Value, SocketAddr)>,
    transport: Value,
    /// The stream reader or the protocol.
    receiver: Value,
}

/// A TCP connection that is being made.
struct Connecting {
    stream: RefCell<Option<TcpStream>>,
    watched: Cell<usize>,
    future: Value,
}

impl NativeObject for Connecting {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.future);
    }
}

static CONNECTING: ClassDef = ClassDef {
    name: "_Connecting",
    module: "asyncio.selector_events",
    kind: Kind::Native,
    subclassable: false,
    ..ClassDef::BASE
};

impl Connecting {
    /// The stream, which is watched no more.
    fn take(&self, vm: &Vm) -> Option<TcpStream> {
        let mut stream = self.stream.take()?;
        let watched = self.watched.replace(0);
        if watched > 0 {
            running(vm).reactor.forget(&mut stream, watched);
        }
        Some(stream)
    }
}

static CONNECTED: NativeCallback = NativeCallback {
    name: "BaseSelectorEventLoop._sock_connect_cb()",
    run: |_, this, _| {
        if let Some(connecting) = this.native::<Connecting>() {
            future::finish(&connecting.future, Value::NONE);
        }
        Ok(())
    },
};

fn on_connected(event_loop: &EventLoop, this: &Value, readiness: Readiness) {
    if readiness.writable {
        event_loop.push(Entry::Native(&CONNECTED, this.clone(), Value::NONE));
    }
}

/// A connection is made: reading begins, and who made it goes on.
static CONNECTION_MADE: NativeCallback = NativeCallback {
    name: "StreamReaderProtocol.connection_made()",
    run: |vm, pair, _| {
        if let Some([transport, waiter]) =
            pair.get::<Tuple>().and_then(|t| t.items().first_chunk::<2>())
            && let Some(data) = transport.native::<Transport>()
        {
            data.start(vm, transport)?;
            future::finish(waiter, Value::NONE);
        }
        Ok(())
    },
};

/// Schedules the beginning of a transport; returns the future of when it has begun.
fn begin(vm: &Vm, loop_value: &Value, transport: &Value) -> R {
    let waiter = Future::new(loop_value);
    let pair = super::tasks::pair(transport.clone(), waiter.clone());
    let event_loop = event_loop::loop_data(vm, loop_value)?;
    event_loop.push(Entry::Native(&CONNECTION_MADE, pair, Value::NONE));
    Ok(waiter)
}

impl Open {
    /// Tries the next address; or gives up.
    fn try_next(&mut self, vm: &Vm) -> R<Step> {
        let loop_value = running(vm).current_loop(vm)?;
        while let Some(address) = self.addresses.pop() {
            let mut stream = match TcpStream::connect(address) {
                Ok(stream) => stream,
                Err(error) => {
                    self.errors.push(connect_error(vm, &error, address));
                    continue;
                }
            };
            let future = Future::new(&loop_value);
            let connecting = Connecting {
                stream: RefCell::default(),
                watched: Cell::new(0),
                future: future.clone(),
            };
            let this = super::runner::new_native(&vm.class_for(&CONNECTING), connecting);
            let reactor = &running(vm).reactor;
            let event_loop = running(vm).current_loop(vm)?;
            let (writable, target) = (Interest::WRITABLE, this.clone());
            let watched = reactor.watch(&mut stream, writable, &event_loop, target, on_connected);
            if let Some(connecting) = this.native::<Connecting>() {
                connecting.watched.set(watched.map_err(|e| vm.os_error(&e, None))?);
                *connecting.stream.borrow_mut() = Some(stream);
            }
            self.connecting = Some((this, address));
            return Ok(Step::Await(future));
        }
        let first = self.errors.first().cloned();
        let texts: Vec<String> = self.errors.iter().map(|e| vm.repr_text(e.0.as_value())).collect();
        if texts.windows(2).all(|w| w[0] == w[1])
            && let Some(first) = first
        {
            return Err(first);
        }
        let texts: Vec<String> = self
            .errors
            .iter()
            .filter_map(|e| Some(vm.str(e.0.as_value()).ok()?.as_str().to_string()))
            .collect();
        Err(vm.error(Exc::OSError, format!("Multiple exceptions: {}", texts.join(", "))))
    }

    fn connected(&mut self, vm: &Vm, loop_value: &Value, socket: Socket) -> R<Step> {
        self.receiver = receiver(vm, loop_value, &self.factory, self.limit)?;
        self.transport = transport::new(vm, loop_value, socket, &self.receiver, Value::UNSET);
        set_transport(&self.receiver, &self.transport);
        if !self.factory.is_unset() {
            let pair = super::tasks::pair(self.receiver.clone(), self.transport.clone());
            let event_loop = event_loop::loop_data(vm, loop_value)?;
            event_loop.push(Entry::Native(&PROTOCOL_CONNECTED, pair, Value::NONE));
        }
        begin(vm, loop_value, &self.transport).map(Step::Await)
    }
}

fn connect_error(vm: &Vm, error: &io::Error, address: SocketAddr) -> Raised {
    let raised = vm.os_error(error, None);
    let number = error.raw_os_error().map_or(Value::NONE, |n| i64::from(n).into());
    let shown = vm.repr_text(&address_value(address));
    let text = format!("Connect call failed {shown}");
    os_error::take_arguments(&raised.0, &[number, text.into()]);
    raised
}

impl NativeCoroutineBody for Open {
    fn resume(&mut self, vm: &Vm, input: Input) -> R<Step> {
        if let Some((connecting, address)) = self.connecting.take() {
            let stream = connecting.native::<Connecting>().and_then(|c| c.take(vm));
            input?;
            let Some(stream) = stream else { return self.try_next(vm) };
            let error = match stream.take_error() {
                Ok(None) => stream.peer_addr().err(),
                Ok(Some(error)) | Err(error) => Some(error),
            };
            if let Some(error) = error {
                self.errors.push(connect_error(vm, &error, address));
                return self.try_next(vm);
            }
            let loop_value = running(vm).current_loop(vm)?;
            return self.connected(vm, &loop_value, Socket::Tcp(stream));
        }
        if !self.transport.is_unset() {
            if let Err(raised) = input {
                transport::data(vm, &self.transport)?.close(&self.transport);
                return Err(raised);
            }
            let receiver = std::mem::take(&mut self.receiver);
            if !self.factory.is_unset() {
                return Ok(Step::Return(super::tasks::pair(self.transport.clone(), receiver)));
            }
            let writer = new_writer(vm, &self.transport, &receiver);
            return Ok(Step::Return(super::tasks::pair(receiver, writer)));
        }
        input?;
        let loop_value = running(vm).current_loop(vm)?;
        match &self.target {
            Target::Tcp(host, port, family) => {
                if (host.is_unset() || host.is_none()) && (port.is_unset() || port.is_none()) {
                    let message = "host and port was not specified and no sock specified";
                    return Err(vm.value_error(message));
                }
                self.addresses = resolve(vm, host, port, false)?;
                keep_family(&mut self.addresses, *family);
                self.addresses.reverse();
                self.try_next(vm)
            }
            Target::Unix(path) => {
                let path = path_text(vm, path)?;
                match UnixStream::connect(&path) {
                    Ok(stream) => self.connected(vm, &loop_value, Socket::Unix(stream)),
                    Err(error) => Err(vm.os_error(&error, None)),
                }
            }
            Target::Socket(socket) => {
                let owned = take_descriptor(vm, socket)?;
                let socket = match is_unix(&owned) {
                    true => Socket::Unix(UnixStream::from_std(owned.into())),
                    false => Socket::Tcp(TcpStream::from_std(owned.into())),
                };
                self.connected(vm, &loop_value, socket)
            }
        }
    }

    fn traverse(&self, visit: Visitor<'_>) {
        match &self.target {
            Target::Tcp(host, port, _) => {
                visit(host);
                visit(port);
            }
            Target::Unix(value) | Target::Socket(value) => visit(value),
        }
        if let Some((connecting, _)) = &self.connecting {
            visit(connecting);
        }
        visit(&self.factory);
        visit(&self.transport);
        visit(&self.receiver);
    }
}

/// What receives the data of a new connection: a stream reader, or what a factory makes.
fn receiver(vm: &Vm, loop_value: &Value, factory: &Value, limit: usize) -> R {
    match factory.is_unset() {
        true => Ok(new_reader(vm, loop_value, limit)),
        false => vm.call(factory, &[]),
    }
}

/// Tells a program's protocol of its transport.
static PROTOCOL_CONNECTED: NativeCallback = NativeCallback {
    name: "Protocol.connection_made()",
    run: |vm, pair, _| {
        if let Some([protocol, transport]) =
            pair.get::<Tuple>().and_then(|t| t.items().first_chunk::<2>())
        {
            vm.call_method(protocol, &intern("connection_made"), std::slice::from_ref(transport))?;
        }
        Ok(())
    },
};

// -------------------------------------------------------------------------------------------------
// Serving

enum Listener {
    Tcp(TcpListener),
    /// With the path and the inode that its end is to remove, if it is.
    Unix(UnixListener, Option<(PathBuf, u64)>),
}

/// The file of a Unix domain socket: its path and inode.
fn made_file(listener: &UnixListener) -> Option<(PathBuf, u64)> {
    let path = listener.local_addr().ok()?.as_pathname()?.to_path_buf();
    let inode = std::fs::metadata(&path).ok()?.ino();
    Some((path, inode))
}

impl Listener {
    fn accept(&self) -> io::Result<Socket> {
        match self {
            Listener::Tcp(l) => l.accept().map(|(s, _)| Socket::Tcp(s)),
            Listener::Unix(l, _) => l.accept().map(|(s, _)| Socket::Unix(s)),
        }
    }

    /// What a program sees of the socket.
    fn info(&self, vm: &Vm) -> Value {
        let (fd, own) = match self {
            Listener::Tcp(l) => (l.as_raw_fd(), l.local_addr().map_or(Value::NONE, address_value)),
            Listener::Unix(l, _) => {
                let address = l.local_addr().ok();
                let path = address.and_then(|a| Some(a.as_pathname()?.display().to_string()));
                (l.as_raw_fd(), path.unwrap_or_default().into())
            }
        };
        super::trsock::new(vm, fd, own, Value::NONE)
    }
}

/// The data of a server.
pub struct Server {
    loop_: Value,
    /// Called for each client; or what makes its protocol.
    callback: Value,
    makes_protocols: bool,
    limit: usize,
    /// The sockets, with the numbers under which the reactor watches them; none once closed.
    listeners: RefCell<Option<Vec<(Listener, usize)>>>,
    serving: Cell<bool>,
    /// Connections that are not closed.
    clients: RefCell<Vec<Value>>,
    /// Who waits for the end; none once all is over.
    waiters: RefCell<Option<Vec<Value>>>,
    /// The future of `serve_forever()`.
    forever: Slot,
}

impl NativeObject for Server {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.loop_);
        visit(&self.callback);
        self.clients.borrow().iter().for_each(&mut *visit);
        self.waiters.borrow().iter().flatten().for_each(&mut *visit);
        visit(&self.forever.get());
    }

    fn clear(&self) {
        drop(self.clients.take());
    }
}

/// The data of a server object.
fn data<'a>(vm: &Vm, value: &'a Value) -> R<&'a Server> {
    value.native::<Server>().ok_or_else(|| vm.type_error("a server was expected"))
}

fn start(
    name: &'static str,
    vm: &Vm,
    callback: &Value,
    target: Target,
    given: Option<&Value>,
    serving: bool,
    cleanup: bool,
) -> R {
    let limit = limit(vm, given)?;
    Ok(serve(name, callback, false, target, limit, serving, cleanup))
}

/// The coroutine that begins to listen.
fn serve(
    name: &'static str,
    callback: &Value,
    makes_protocols: bool,
    target: Target,
    limit: usize,
    serve: bool,
    cleanup: bool,
) -> Value {
    let callback = callback.clone();
    let server = Value::UNSET;
    let body = Start { callback, makes_protocols, target, limit, serve, cleanup, server };
    NativeCoroutine::new(name, body)
}

struct Start {
    callback: Value,
    makes_protocols: bool,
    target: Target,
    limit: usize,
    serve: bool,
    /// Whether the end of the server removes its Unix domain socket.
    cleanup: bool,
    server: Value,
}

fn bind_error(vm: &Vm, error: &io::Error, address: SocketAddr) -> Raised {
    let plain = vm.os_error(error, None);
    let text = vm.str(plain.0.as_value()).map(|s| s.as_str().to_lowercase()).unwrap_or_default();
    let shown = vm.repr_text(&address_value(address));
    let message = format!("error while attempting to bind on address {shown}: {text}");
    let number = error.raw_os_error().map_or(Value::NONE, |n| i64::from(n).into());
    os_error::take_arguments(&plain.0, &[number, message.into()]);
    plain
}

impl NativeCoroutineBody for Start {
    fn resume(&mut self, vm: &Vm, input: Input) -> R<Step> {
        input?;
        if !self.server.is_unset() {
            return Ok(Step::Return(std::mem::take(&mut self.server)));
        }
        let mut listeners = Vec::new();
        match &self.target {
            Target::Tcp(host, port, family) => {
                let hosts = match host.get::<Str>() {
                    None if !host.is_none() && !host.is_unset() => vm.to_vec(host)?,
                    _ => vec![host.clone()],
                };
                let mut addresses = Vec::new();
                for host in &hosts {
                    addresses.extend(resolve(vm, host, port, true)?);
                }
                keep_family(&mut addresses, *family);
                for address in addresses {
                    match TcpListener::bind(address) {
                        Ok(listener) => listeners.push((Listener::Tcp(listener), 0)),
                        // IPv4 and IPv6 share the port where the system has it so.
                        Err(e) if address.ip().is_unspecified() && !listeners.is_empty() => {
                            let _ = e;
                        }
                        Err(e) => return Err(bind_error(vm, &e, address)),
                    }
                }
            }
            Target::Unix(path) => {
                let path = path_text(vm, path)?;
                // A socket that an earlier server left behind is in the way.
                use std::os::unix::fs::FileTypeExt;
                if std::fs::metadata(&path).is_ok_and(|m| m.file_type().is_socket()) {
                    let _ = std::fs::remove_file(&path);
                }
                match UnixListener::bind(&path) {
                    Ok(listener) => {
                        let made = if self.cleanup { made_file(&listener) } else { None };
                        listeners.push((Listener::Unix(listener, made), 0));
                    }
                    Err(e) => return Err(vm.os_error(&e, Some(&path))),
                }
            }
            Target::Socket(socket) => {
                let owned = take_descriptor(vm, socket)?;
                rustix::net::listen(&owned, BACKLOG as i32 - 1)
                    .map_err(|e| vm.os_error(&e.into(), None))?;
                let listener = match is_unix(&owned) {
                    true => {
                        let listener = UnixListener::from_std(owned.into());
                        let made = if self.cleanup { made_file(&listener) } else { None };
                        Listener::Unix(listener, made)
                    }
                    false => Listener::Tcp(TcpListener::from_std(owned.into())),
                };
                listeners.push((listener, 0));
            }
        }
        let server = Server {
            loop_: running(vm).current_loop(vm)?,
            callback: self.callback.clone(),
            makes_protocols: self.makes_protocols,
            limit: self.limit,
            listeners: RefCell::new(Some(listeners)),
            serving: Cell::new(false),
            clients: RefCell::default(),
            waiters: RefCell::new(Some(Vec::new())),
            forever: Slot::default(),
        };
        let server = super::runner::new_native(&vm.class_for(&SERVER), server);
        if self.serve {
            start_serving(vm, &server)?;
            self.server = server;
            return Ok(Step::Yield(Value::NONE));
        }
        Ok(Step::Return(server))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.callback);
        visit(&self.server);
        match &self.target {
            Target::Tcp(host, port, _) => {
                visit(host);
                visit(port);
            }
            Target::Unix(value) | Target::Socket(value) => visit(value),
        }
    }
}

fn start_serving(vm: &Vm, server_value: &Value) -> R<()> {
    let server = data(vm, server_value)?;
    if server.serving.replace(true) {
        return Ok(());
    }
    let running = running(vm);
    for (listener, number) in server.listeners.borrow_mut().iter_mut().flatten() {
        let (target, ready) = (server_value.clone(), Interest::READABLE);
        let own = &server.loop_;
        let watched = match listener {
            Listener::Tcp(l) => running.reactor.watch(l, ready, own, target, on_acceptable),
            Listener::Unix(l, _) => running.reactor.watch(l, ready, own, target, on_acceptable),
        };
        *number = watched.map_err(|e| vm.os_error(&e, None))?;
    }
    Ok(())
}

fn on_acceptable(event_loop: &EventLoop, server: &Value, _: Readiness) {
    event_loop.push(Entry::Native(&ACCEPT, server.clone(), Value::NONE));
}

/// Accepts who knocks; each connection is set up by a task of its own.
static ACCEPT: NativeCallback = NativeCallback {
    name: "BaseSelectorEventLoop._accept_connection()",
    run: |vm, this, _| {
        let server = data(vm, this)?;
        let mut accepted = Vec::new();
        {
            let listeners = server.listeners.borrow();
            for (listener, number) in listeners.iter().flatten() {
                for i in 0.. {
                    if i == BACKLOG {
                        let readiness = Readiness { readable: true, ..Readiness::default() };
                        running(vm).reactor.ready_again(*number, readiness);
                        break;
                    }
                    match listener.accept() {
                        Ok(socket) => accepted.push(socket),
                        Err(e) if is_temporary(&e) => break,
                        Err(e) if e.kind() == io::ErrorKind::ConnectionAborted => {}
                        Err(_) => break,
                    }
                }
            }
        }
        for socket in accepted {
            let body = Accept {
                server: this.clone(),
                socket: Some(socket),
                transport: Value::UNSET,
                reader: Value::UNSET,
            };
            let name = "BaseSelectorEventLoop._accept_connection2";
            let coroutine = NativeCoroutine::new(name, body);
            let options = task::Options::default();
            event_loop::create_task(vm, &server.loop_, &coroutine, options)?;
        }
        Ok(())
    },
};

struct Accept {
    server: Value,
    socket: Option<Socket>,
    transport: Value,
    reader: Value,
}

impl NativeCoroutineBody for Accept {
    fn resume(&mut self, vm: &Vm, input: Input) -> R<Step> {
        let server = data(vm, &self.server)?;
        let Some(socket) = self.socket.take() else {
            if let Err(raised) = input {
                transport::data(vm, &self.transport)?.close(&self.transport);
                return Err(raised);
            }
            return Ok(Step::Return(Value::NONE));
        };
        input?;
        let factory = if server.makes_protocols { server.callback.clone() } else { Value::UNSET };
        self.reader = receiver(vm, &server.loop_, &factory, server.limit)?;
        let (reader, of) = (&self.reader, self.server.clone());
        self.transport = transport::new(vm, &server.loop_, socket, reader, of);
        set_transport(&self.reader, &self.transport);
        server.clients.borrow_mut().push(self.transport.clone());
        let parts = Tuple::new([self.server.clone(), self.transport.clone(), self.reader.clone()]);
        let event_loop = event_loop::loop_data(vm, &server.loop_)?;
        event_loop.push(Entry::Native(&CLIENT_CONNECTED, parts.into_value(), Value::NONE));
        begin(vm, &server.loop_, &self.transport).map(Step::Await)
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.server);
        visit(&self.transport);
        visit(&self.reader);
    }
}

/// Calls the program's function for a new client.
static CLIENT_CONNECTED: NativeCallback = NativeCallback {
    name: "StreamReaderProtocol.connection_made()",
    run: |vm, parts, _| {
        let Some([server, transport, reader]) =
            parts.get::<Tuple>().and_then(|t| t.items().first_chunk::<3>())
        else {
            return Ok(());
        };
        let server = data(vm, server)?;
        if server.makes_protocols {
            vm.call_method(reader, &intern("connection_made"), std::slice::from_ref(transport))?;
            return Ok(());
        }
        let writer = new_writer(vm, transport, reader);
        let result = vm.call(&server.callback, &[reader.clone(), writer])?;
        if task::is_coroutine(&result) || event_loop::is_foreign_coroutine(vm, &result) {
            let options = task::Options::default();
            let task = event_loop::create_task(vm, &server.loop_, &result, options)?;
            future::add_native_callback(&task, &CLIENT_DONE, transport);
        }
        Ok(())
    },
};

static CLIENT_DONE: NativeCallback = NativeCallback {
    name: "StreamReaderProtocol.connection_made.<locals>.callback()",
    run: |vm, transport, task| {
        let Some(state) = future::state_of(task) else { return Ok(()) };
        let data = transport::data(vm, transport)?;
        match state.phase.get() {
            Phase::Cancelled => data.close(transport),
            Phase::Failed => {
                let error = state.exception(vm)?;
                report::call_exception_handler(
                    vm,
                    &state.loop_.get(),
                    "Unhandled exception in client_connected_cb",
                    &[("exception", error), ("transport", transport.clone())],
                )?;
                data.close(transport);
            }
            _ => {}
        }
        Ok(())
    },
};

/// A connection of a server is closed.
pub fn detach(server: &Value) {
    let Some(server) = server.native::<Server>() else { return };
    let gone: Vec<Value> = {
        let mut clients = server.clients.borrow_mut();
        let open = |t: &Value| t.native::<Transport>().is_some_and(|t| !t.is_lost());
        let (open, gone) = std::mem::take(&mut *clients).into_iter().partition(open);
        *clients = open;
        gone
    };
    drop(gone);
    server.wake_if_over();
}

impl Server {
    fn wake_if_over(&self) {
        if self.listeners.borrow().is_some() || !self.clients.borrow().is_empty() {
            return;
        }
        for waiter in self.waiters.take().unwrap_or_default() {
            future::finish(&waiter, Value::NONE);
        }
    }

    fn close(&self, vm: &Vm) -> R<()> {
        let Some(listeners) = self.listeners.take() else { return Ok(()) };
        let running = running(vm);
        for (listener, number) in listeners {
            match listener {
                Listener::Tcp(_) if number == 0 => {}
                Listener::Tcp(mut l) => running.reactor.forget(&mut l, number),
                Listener::Unix(mut l, made) => {
                    if number > 0 {
                        running.reactor.forget(&mut l, number);
                    }
                    if let Some((path, inode)) = made
                        && std::fs::metadata(&path).is_ok_and(|m| m.ino() == inode)
                    {
                        // Whoever removed it meanwhile has done what was to be done.
                        let _ = std::fs::remove_file(&path);
                    }
                }
            }
        }
        self.serving.set(false);
        let forever = self.forever.get();
        if !forever.is_unset() && !future::is_done(&forever) {
            future::cancel(vm, &forever, Value::UNSET)?;
            self.forever.set(Value::UNSET);
        }
        self.wake_if_over();
        Ok(())
    }

    /// What `wait_closed()` waits for; none if all is over.
    fn wait_closed(&self) -> Option<Value> {
        let mut waiters = self.waiters.borrow_mut();
        let waiters = waiters.as_mut()?;
        let waiter = Future::new(&self.loop_);
        waiters.push(waiter.clone());
        Some(waiter)
    }
}

/// The coroutine `Server.wait_closed()`, after `close()` for `__aexit__`.
struct WaitClosed {
    server: Value,
    close: bool,
    started: bool,
}

impl NativeCoroutineBody for WaitClosed {
    fn resume(&mut self, vm: &Vm, input: Input) -> R<Step> {
        input?;
        if std::mem::replace(&mut self.started, true) {
            return Ok(Step::Return(Value::NONE));
        }
        let server = data(vm, &self.server)?;
        if self.close {
            server.close(vm)?;
        }
        Ok(server.wait_closed().map_or(Step::Return(Value::NONE), Step::Await))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.server);
    }
}

/// The coroutine `Server.serve_forever()`.
struct ServeForever {
    server: Value,
    stage: Forever,
}

enum Forever {
    Start,
    Serving,
    /// Was cancelled, and waits for the server's end.
    Closing(Raised),
}

impl NativeCoroutineBody for ServeForever {
    fn resume(&mut self, vm: &Vm, input: Input) -> R<Step> {
        let server = data(vm, &self.server)?;
        match std::mem::replace(&mut self.stage, Forever::Serving) {
            Forever::Start => {
                input?;
                let shown = || vm.repr_text(&self.server);
                if !server.forever.is_unset() {
                    return Err(vm.runtime_error(format!(
                        "server {} is already being awaited on serve_forever()",
                        shown()
                    )));
                }
                if server.listeners.borrow().is_none() {
                    return Err(vm.runtime_error(format!("server {} is closed", shown())));
                }
                start_serving(vm, &self.server)?;
                let future = Future::new(&server.loop_);
                server.forever.set(future.clone());
                Ok(Step::Await(future))
            }
            Forever::Serving => {
                server.forever.set(Value::UNSET);
                match input {
                    Err(raised) if exceptions::is_cancelled(vm, &raised) => {
                        server.close(vm)?;
                        match server.wait_closed() {
                            None => Err(raised),
                            Some(waiter) => {
                                self.stage = Forever::Closing(raised);
                                Ok(Step::Await(waiter))
                            }
                        }
                    }
                    other => other.map(|_| Step::Return(Value::NONE)),
                }
            }
            Forever::Closing(raised) => Err(raised),
        }
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.server);
    }
}

fn wait_closed(name: &'static str, server: &Value, close: bool) -> Value {
    NativeCoroutine::new(name, WaitClosed { server: server.clone(), close, started: false })
}

/// `asyncio.Server`
pub static SERVER: ClassDef = ClassDef {
    name: "Server",
    module: "asyncio.base_events",
    doc: "A server that accepts connections.",
    base: Some(&super::transports::ABSTRACT_SERVER),
    kind: Kind::Native,
    subclassable: false,
    has_dict: true,
    methods: &[
        NativeDef::new(
            "close(self)",
            "Stop serving.  This leaves existing connections open.",
            |vm, args| {
                args.data::<Server>().close(vm)?;
                Ok(Value::NONE)
            },
        ),
        NativeDef::new("close_clients(self)", "Close all active connections.", |vm, args| {
            for client in args.data::<Server>().clients.borrow().clone() {
                transport::data(vm, &client)?.close(&client);
            }
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "abort_clients(self)",
            "Close all active connections immediately.",
            |vm, args| {
                for client in args.data::<Server>().clients.borrow().clone() {
                    transport::data(vm, &client)?.force_close(vm, &client, None);
                }
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "get_loop(self)",
            "Get the event loop the Server object is attached to.",
            |_, args| Ok(args.data::<Server>().loop_.clone()),
        ),
        NativeDef::new(
            "is_serving(self)",
            "Return True if the server is accepting connections.",
            |_, args| Ok(Value::bool(args.data::<Server>().serving.get())),
        ),
        NativeDef::new(
            "async start_serving(self)",
            "Start accepting connections.\n\nThis method is idempotent, so it can be called when\nthe server is already being serving.",
            |_, args| {
                let this = args[0].clone();
                Ok(super::waiting::deferred_none("Server.start_serving", move |vm| {
                    start_serving(vm, &this)?;
                    Ok(event_loop::sleep::sleep(Value::small_int(0), Value::NONE))
                }))
            },
        ),
        NativeDef::new(
            "async serve_forever(self)",
            "Start accepting connections until the coroutine is cancelled.\n\nThe server is closed when the coroutine is cancelled.",
            |_, args| {
                let body = ServeForever { server: args[0].clone(), stage: Forever::Start };
                Ok(NativeCoroutine::new("Server.serve_forever", body))
            },
        ),
        NativeDef::new(
            "async wait_closed(self)",
            "Wait until server is closed and all connections are dropped.",
            |_, args| Ok(wait_closed("Server.wait_closed", &args[0], false)),
        ),
        NativeDef::new("async __aenter__(self)", "", |_, args| {
            let this = args[0].clone();
            Ok(immediate("AbstractServer.__aenter__", move |_| Ok(this)))
        }),
        NativeDef::new("async __aexit__(self, *exc)", "", |_, args| {
            Ok(wait_closed("AbstractServer.__aexit__", &args[0], true))
        }),
        NativeDef::new("__repr__(self)", "", |vm, args| {
            let sockets = sockets(vm, &args[0])?;
            Ok(format!("<Server sockets={}>", vm.repr(&sockets)?.as_str()).into())
        }),
    ],
    properties: &[
        PropertyDef { name: "sockets", doc: "The sockets it listens at.", get: sockets, set: None },
        readable!("_loop", Server, |_, server| Ok(server.loop_.clone())),
        readable!("_serving", Server, |_, server| Ok(Value::bool(server.serving.get()))),
    ],
    ..ClassDef::BASE
};

fn sockets(vm: &Vm, this: &Value) -> R {
    let server = data(vm, this)?;
    let sockets: Vec<Value> =
        server.listeners.borrow().iter().flatten().map(|(l, _)| l.info(vm)).collect();
    Ok(Tuple::new(sockets).into_value())
}
