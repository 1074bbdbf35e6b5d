//! Connections in progress, and the transports that they become.

use super::endpoints::{Lookup, Resolved, Target, is_unix, limit, path_text, share_descriptor};
use super::listener::unix_address;
use super::stream_socket::Socket;
use super::stream_writer::new_writer;
use super::streams::{new_reader, set_transport};
use super::transport::{self, Transport};
use crate::event_loop::future::{self, Future, NativeCallback};
use crate::event_loop::poller::Interest;
use crate::event_loop::reactor::Readiness;
use crate::event_loop::ready::Entry;
use crate::event_loop::{self, EventLoop, running};
use crate::modules::socket::address::address_value;
use crate::objects::exception::Exc;
use crate::objects::generator::{Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::{ClassDef, NativeObject};
use crate::objects::os_error;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Value};
use crate::vm::{Raised, Vm, VmResult};
use mio::net::{TcpStream, UnixStream};
use std::cell::{Cell, RefCell};
use std::io;
use std::net::SocketAddr;

/// The coroutine of `open_connection` and the like.
///
/// # Errors
/// ValueError for a limit that is not positive.
pub(super) fn open(name: &'static str, vm: &Vm, target: Target, given: Option<&Value>) -> VmResult {
    let limit = limit(vm, given)?;
    Ok(connect(name, target, limit, Value::UNSET))
}

/// The coroutine that connects. With a factory, its result becomes the protocol.
pub(super) fn connect(name: &'static str, target: Target, limit: usize, factory: Value) -> Value {
    let body = Open {
        target,
        factory,
        limit,
        lookup: Lookup::default(),
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
    lookup: Lookup,
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
    stream: RefCell<Option<Socket>>,
    watched: Cell<u64>,
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
    /// The stream, which is no longer watched.
    fn take(&self, vm: &Vm) -> Option<Socket> {
        let stream = self.stream.take()?;
        let watched = self.watched.replace(0);
        if watched > 0 {
            running(vm).reactor.forget(&stream, watched);
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

/// A connection is established: starts reading, and wakes its creator.
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

/// Schedules the start of a transport; returns a future that is done when it has started.
pub(super) fn begin(vm: &Vm, loop_value: &Value, transport: &Value) -> VmResult {
    let waiter = Future::new(loop_value);
    let pair = super::tasks::pair(transport.clone(), waiter.clone());
    let event_loop = event_loop::loop_data(vm, loop_value)?;
    event_loop.push_in_context(vm, &CONNECTION_MADE, pair);
    Ok(waiter)
}

impl Open {
    /// Tries the next address; or gives up.
    fn try_next(&mut self, vm: &Vm) -> VmResult<Step> {
        let loop_value = running(vm).current_loop(vm)?;
        while let Some(address) = self.addresses.pop() {
            let in_memory = running(vm).choices.network.connected(address);
            let made = match in_memory {
                Some(made) => Ok(Socket::Unix(UnixStream::from_std(made.into()))),
                None => TcpStream::connect(address).map(Socket::Tcp),
            };
            let stream = match made {
                Ok(stream) => vm.admit_file(stream)?,
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
            let (writable, target) = (Interest::WRITE, this.clone());
            let watched = reactor.watch(&stream, writable, &event_loop, target, on_connected);
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

    fn connected(&mut self, vm: &Vm, loop_value: &Value, socket: Socket) -> VmResult<Step> {
        self.receiver = receiver(vm, loop_value, &self.factory, self.limit)?;
        self.transport = transport::new(vm, loop_value, socket, &self.receiver, Value::UNSET);
        if let Target::Socket(given) = &self.target
            && let Some(data) = self.transport.native::<Transport>()
        {
            data.given.set(given.clone());
        }
        set_transport(&self.receiver, &self.transport);
        if !self.factory.is_unset() {
            let pair = super::tasks::pair(self.receiver.clone(), self.transport.clone());
            let event_loop = event_loop::loop_data(vm, loop_value)?;
            event_loop.push_in_context(vm, &PROTOCOL_CONNECTED, pair);
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
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        if let Some((connecting, address)) = self.connecting.take() {
            let stream = connecting.native::<Connecting>().and_then(|c| c.take(vm));
            input?;
            let Some(stream) = stream else { return self.try_next(vm) };
            if let Some(error) = stream.connect_error() {
                self.errors.push(connect_error(vm, &error, address));
                return self.try_next(vm);
            }
            if !stream.is_in_memory() {
                running(vm).choices.network.note_outside(address);
            }
            let loop_value = running(vm).current_loop(vm)?;
            return self.connected(vm, &loop_value, stream);
        }
        if !self.transport.is_unset() {
            if let Err(raised) = input {
                transport::data(vm, &self.transport)?.close(vm, &self.transport);
                return Err(raised);
            }
            let receiver = std::mem::take(&mut self.receiver);
            if !self.factory.is_unset() {
                return Ok(Step::Return(super::tasks::pair(self.transport.clone(), receiver)));
            }
            let writer = new_writer(vm, &self.transport, &receiver);
            return Ok(Step::Return(super::tasks::pair(receiver, writer)));
        }
        let input = input?;
        let loop_value = running(vm).current_loop(vm)?;
        match &self.target {
            Target::Tcp(host, port) => match self.lookup.step(vm, (host, port), false, &input)? {
                Resolved::Now(found) => {
                    self.addresses = found;
                    self.addresses.reverse();
                    self.try_next(vm)
                }
                Resolved::Later(future) => Ok(Step::Await(future)),
            },
            Target::Unix(path) => {
                let path = path_text(vm, path)?;
                match unix_address(&path).and_then(|address| UnixStream::connect_addr(&address)) {
                    Ok(stream) => {
                        let stream = vm.admit_file(stream)?;
                        self.connected(vm, &loop_value, Socket::Unix(stream))
                    }
                    Err(error) => Err(vm.os_error(&error, None)),
                }
            }
            Target::Socket(socket) => {
                let owned = share_descriptor(vm, socket)?;
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
            Target::Tcp(host, port) => {
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

/// The receiver of a new connection's data: a stream reader, or the result of a factory.
pub(super) fn receiver(vm: &Vm, loop_value: &Value, factory: &Value, limit: usize) -> VmResult {
    match factory.is_unset() {
        true => Ok(new_reader(vm, loop_value, limit)),
        false => vm.call(factory, &[]),
    }
}

/// Calls `connection_made` of a program's protocol.
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
