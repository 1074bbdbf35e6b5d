//! `Server`: listening sockets and the connections that they accept.

use super::connecting::{begin, receiver};
use super::endpoints::{
    Lookup, Resolved, Target, close_given, is_unix, limit, path_text, share_descriptor,
};
use super::listener::{Listener, made_file, unix_address};
use super::native_coroutines::immediate;
use super::stream_socket::{Socket, is_temporary};
use super::stream_writer::new_writer;
use super::streams::set_transport;
use super::transport::{self, Transport};
use crate::event_loop::choices::network::address_of;
use crate::event_loop::future::{self, Future, NativeCallback, Phase};
use crate::event_loop::handle::Handle;
use crate::event_loop::poller::Interest;
use crate::event_loop::reactor::Readiness;
use crate::event_loop::ready::Entry;
use crate::event_loop::{self, EventLoop, context, exceptions, report, running, task};
use crate::modules::socket::address::address_value;
use crate::objects::generator::{Awaited, Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::{ClassDef, NativeDef, NativeObject, PropertyDef, readable};
use crate::objects::os_error;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Raised, Vm, VmResult};
use mio::net::{TcpListener, UnixListener};
use rustix::io::Errno;
use std::cell::{Cell, RefCell};
use std::io;
use std::net::SocketAddr;
use std::os::fd::AsFd;

/// The length of a server's queue of connections, unless the program names another.
pub(super) const BACKLOG: i32 = 100;

/// The pause of a server when the system lacks descriptors or memory for a connection, in seconds.
const PAUSE: f64 = 1.0;

/// The data of a server.
pub struct Server {
    loop_: Value,
    /// The callback for each client, or the factory of its protocol.
    callback: Value,
    makes_protocols: bool,
    limit: usize,
    /// The maximum number of connections that wait to be accepted, and that are accepted at once.
    backlog: i32,
    /// The sockets, with the numbers under which the reactor watches them; none once closed.
    listeners: RefCell<Option<Vec<(Listener, u64)>>>,
    serving: Cell<bool>,
    /// Connections that are not closed.
    clients: RefCell<Vec<Value>>,
    /// The futures of `wait_closed()`; none once the server has ended.
    waiters: RefCell<Option<Vec<Value>>>,
    /// The future of `serve_forever()`.
    forever: Slot,
    /// The socket object that the program passed for listening; unset if none.
    given: Slot,
    /// The context in which it accepts connections: a copy of the one in which it began to serve.
    context: Slot,
}

impl NativeObject for Server {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.loop_);
        visit(&self.callback);
        self.clients.borrow().iter().for_each(&mut *visit);
        self.waiters.borrow().iter().flatten().for_each(&mut *visit);
        visit(&self.forever.get());
        visit(&self.given.get());
        visit(&self.context.get());
    }

    fn clear(&self) {
        drop(self.clients.take());
    }
}

/// The data of a server object.
fn data<'a>(vm: &Vm, value: &'a Value) -> VmResult<&'a Server> {
    value.native::<Server>().ok_or_else(|| vm.type_error("a server was expected"))
}

pub(super) fn start(
    name: &'static str,
    vm: &Vm,
    callback: &Value,
    target: Target,
    given: Option<&Value>,
    options: Options,
) -> VmResult {
    let limit = limit(vm, given)?;
    Ok(serve(name, callback, false, target, limit, options))
}

/// The options of a server.
pub(super) struct Options {
    /// Whether it accepts connections at once.
    pub serve: bool,
    /// Whether its end removes its Unix domain socket.
    pub cleanup: bool,
    /// The maximum number of connections that wait to be accepted.
    pub backlog: i32,
}

/// The coroutine that begins to listen.
pub(super) fn serve(
    name: &'static str,
    callback: &Value,
    makes_protocols: bool,
    target: Target,
    limit: usize,
    options: Options,
) -> Value {
    let callback = callback.clone();
    let (server, lookup) = (Value::UNSET, Lookup::default());
    let Options { serve, cleanup, backlog } = options;
    let body =
        Start { callback, makes_protocols, target, limit, serve, cleanup, backlog, lookup, server };
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
    backlog: i32,
    lookup: Lookup,
    server: Value,
}

impl Start {
    /// Gives a listening socket's queue the length that the program requested.
    fn set_backlog(&self, vm: &Vm, listener: &impl AsFd) -> VmResult<()> {
        let backlog = running(vm).choices.network.backlog(self.backlog);
        rustix::net::listen(listener, backlog).map_err(|e| vm.os_error(&e.into(), None))
    }
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
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let input = input?;
        if !self.server.is_unset() {
            return Ok(Step::Return(std::mem::take(&mut self.server)));
        }
        let mut listeners = Vec::new();
        match &self.target {
            Target::Tcp(host, port) => {
                let found = match self.lookup.step(vm, (host, port), true, &input)? {
                    Resolved::Now(found) => found,
                    Resolved::Later(future) => return Ok(Step::Await(future)),
                };
                for address in found {
                    let bound = match running(vm).choices.network.bound(address) {
                        None => Listener::bind(address),
                        Some(made) => made
                            .map_err(io::Error::from)
                            .map(|made| Listener::Unix(UnixListener::from_std(made.into()), None)),
                    };
                    match bound {
                        Ok(listener) => {
                            self.set_backlog(vm, &listener)?;
                            listeners.push((vm.admit_file(listener)?, 0));
                        }
                        // The system does not support this family.
                        Err(e)
                            if !listeners.is_empty()
                                && e.raw_os_error().map(Errno::from_raw_os_error)
                                    == Some(Errno::ADDRNOTAVAIL) => {}
                        Err(e) => return Err(bind_error(vm, &e, address)),
                    }
                }
            }
            Target::Unix(path) => {
                let path = path_text(vm, path)?;
                // The socket file of an earlier server is in the way.
                use std::os::unix::fs::FileTypeExt;
                if std::fs::metadata(&path).is_ok_and(|m| m.file_type().is_socket()) {
                    let _ = std::fs::remove_file(&path);
                }
                match unix_address(&path).and_then(|address| UnixListener::bind_addr(&address)) {
                    Ok(listener) => {
                        self.set_backlog(vm, &listener)?;
                        let listener = vm.admit_file(listener)?;
                        let made = if self.cleanup { made_file(&listener) } else { None };
                        listeners.push((Listener::Unix(listener, made), 0));
                    }
                    Err(e) if e.raw_os_error() == Some(Errno::ADDRINUSE.raw_os_error()) => {
                        let raised = vm.os_error(&e, None);
                        let number = i64::from(Errno::ADDRINUSE.raw_os_error()).into();
                        let shown = vm.repr_text(&path.as_str().into());
                        let message = format!("Address {shown} is already in use");
                        os_error::take_arguments(&raised.0, &[number, message.into()]);
                        return Err(raised);
                    }
                    Err(e) => return Err(vm.os_error(&e, Some(&path))),
                }
            }
            Target::Socket(socket) => {
                let owned = share_descriptor(vm, socket)?;
                self.set_backlog(vm, &owned)?;
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
            backlog: self.backlog,
            listeners: RefCell::new(Some(listeners)),
            serving: Cell::new(false),
            clients: RefCell::default(),
            waiters: RefCell::new(Some(Vec::new())),
            forever: Slot::default(),
            given: match &self.target {
                Target::Socket(given) => given.clone().into(),
                _ => Slot::default(),
            },
            context: Slot::default(),
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
            Target::Tcp(host, port) => {
                visit(host);
                visit(port);
            }
            Target::Unix(value) | Target::Socket(value) => visit(value),
        }
    }
}

fn start_serving(vm: &Vm, server_value: &Value) -> VmResult<()> {
    let server = data(vm, server_value)?;
    if server.serving.replace(true) {
        return Ok(());
    }
    let running = running(vm);
    server.context.set(context::copy_current(vm, running));
    for (i, (listener, number)) in server.listeners.borrow_mut().iter_mut().flatten().enumerate() {
        let target = super::tasks::pair(server_value.clone(), Value::from(i));
        let (own, reactor) = (&server.loop_, &running.reactor);
        let watched = reactor.watch(&*listener, Interest::READ, own, target, on_acceptable);
        *number = watched.map_err(|e| vm.os_error(&e, None))?;
        if running.choices.is_on() && address_of(&*listener, true).is_some() {
            running.reactor.set_in_memory(*number);
        }
    }
    Ok(())
}

fn on_acceptable(event_loop: &EventLoop, target: &Value, _: Readiness) {
    event_loop.push(Entry::Native(&ACCEPT, target.clone(), Value::NONE));
}

/// A server and the position of one of its sockets.
fn server_and_position<'a>(vm: &Vm, target: &'a Value) -> VmResult<(&'a Value, usize)> {
    match target.get::<Tuple>().and_then(|pair| pair.items().first_chunk::<2>()) {
        Some([server, position]) => {
            Ok((server, usize::try_from(vm.index_clipped(position)?).unwrap_or(0)))
        }
        None => Err(vm.type_error("a server was expected")),
    }
}

/// Accepts new connections; each is set up by its own task.
static ACCEPT: NativeCallback = NativeCallback {
    name: "BaseSelectorEventLoop._accept_connection()",
    run: |vm, target, _| {
        let (this, position) = server_and_position(vm, target)?;
        let server = data(vm, this)?;
        let accept = || accept(vm, this, server, position);
        context::run_in_slot(running(vm), &server.context, accept)
    },
};

fn accept(vm: &Vm, this: &Value, server: &Server, position: usize) -> VmResult<()> {
    let (mut accepted, mut exhausted) = (Vec::new(), None);
    if let Some((listener, _)) = server.listeners.borrow().iter().flatten().nth(position) {
        for _ in 0..server.backlog {
            match listener.accept() {
                Ok(socket) => accepted.push(vm.admit_file(socket)?),
                Err(e) if is_temporary(&e) || e.kind() == io::ErrorKind::ConnectionAborted => {
                    break;
                }
                Err(e) => {
                    exhausted = Some((e, listener.info(vm)));
                    break;
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
    match exhausted {
        None => Ok(()),
        Some((error, socket)) if is_exhausted(&error) => pause(vm, this, position, &error, socket),
        Some((error, _)) => Err(vm.os_error(&error, None)),
    }
}

/// Whether the system lacks descriptors or memory.
fn is_exhausted(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let number = Errno::from_io_error(error);
    number.is_some_and(|n| matches!(n, Errno::MFILE | Errno::NFILE | Errno::NOBUFS | Errno::NOMEM))
}

/// Starts or stops watching a socket for connections.
fn set_accepting(vm: &Vm, server: &Server, position: usize, interest: Interest) -> VmResult<()> {
    let Some(listeners) = &*server.listeners.borrow() else { return Ok(()) };
    let Some((listener, number)) = listeners.get(position) else { return Ok(()) };
    let set = running(vm).reactor.set_interest(listener, *number, interest);
    set.map_err(|error| vm.os_error(&error, None))
}

/// Reports that a connection could not be accepted, and accepts no others for a while.
fn pause(vm: &Vm, this: &Value, position: usize, error: &io::Error, socket: Value) -> VmResult<()> {
    let server = data(vm, this)?;
    set_accepting(vm, server, position, Interest::NONE)?;
    let event_loop = event_loop::loop_data(vm, &server.loop_)?;
    let when = event_loop.running.clock.seconds() + PAUSE;
    let target = super::tasks::pair(this.clone(), Value::from(position));
    event_loop.schedule(&Handle::native(vm, &server.loop_, Some(when), &CONTINUE, target));
    let exception = vm.os_error(error, None).0.into_value();
    let entries = [("exception", exception), ("socket", socket)];
    let message = "socket.accept() out of system resource";
    report::call_exception_handler(vm, &server.loop_, message, &entries)
}

/// Accepts connections again after a pause.
static CONTINUE: NativeCallback = NativeCallback {
    name: "BaseSelectorEventLoop._start_serving()",
    run: |vm, target, _| {
        let (this, position) = server_and_position(vm, target)?;
        set_accepting(vm, data(vm, this)?, position, Interest::READ)
    },
};

struct Accept {
    server: Value,
    socket: Option<Socket>,
    transport: Value,
    reader: Value,
}

impl NativeCoroutineBody for Accept {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let server = data(vm, &self.server)?;
        let Some(socket) = self.socket.take() else {
            if let Err(raised) = input {
                transport::data(vm, &self.transport)?.close(vm, &self.transport);
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
        event_loop.push_in_context(vm, &CLIENT_CONNECTED, parts.into_value());
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
            Phase::Cancelled => data.close(vm, transport),
            Phase::Failed => {
                let error = state.exception(vm)?;
                report::call_exception_handler(
                    vm,
                    &state.loop_.get(),
                    "Unhandled exception in client_connected_cb",
                    &[("exception", error), ("transport", transport.clone())],
                )?;
                data.close(vm, transport);
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

    fn close(&self, vm: &Vm) -> VmResult<()> {
        let Some(listeners) = self.listeners.take() else { return Ok(()) };
        let running = running(vm);
        for (listener, number) in listeners {
            running.reactor.forget(&listener, number);
            listener.close();
        }
        self.serving.set(false);
        let forever = self.forever.get();
        if !forever.is_unset() && !future::is_done(&forever) {
            future::cancel(vm, &forever, Value::UNSET)?;
            self.forever.set(Value::UNSET);
        }
        self.wake_if_over();
        close_given(vm, &self.given)
    }

    /// The future for `wait_closed()`; none if the server has ended.
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
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
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

    fn awaited(&self, _: &Vm) -> Option<Awaited> {
        let server = self.server.native::<Server>()?;
        let open = server.clients.borrow().len();
        let connections = if open == 1 { "connection" } else { "connections" };
        let state = if server.listeners.borrow().is_some() { "listening" } else { "closed" };
        Some(Awaited::new(format!("the end of Server ({state}, {open} {connections} open)")))
    }
}

/// Records that a task has begun or stopped serving forever.
fn count_serving(vm: &Vm, change: i32) {
    let serving = &running(vm).choices.network.serving;
    serving.set(serving.get().saturating_add_signed(change));
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
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
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
                count_serving(vm, 1);
                Ok(Step::Await(future))
            }
            Forever::Serving => {
                server.forever.set(Value::UNSET);
                count_serving(vm, -1);
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
    base: Some(&super::transport_interfaces::ABSTRACT_SERVER),
    kind: Kind::Native,
    subclassable: false,
    has_dict: true,
    iterates_by_index: false,
    collection: None,
    methods: &[
        NativeDef::new(
            "close(self) -> None",
            "Stop serving.  This leaves existing connections open.",
            |vm, args| {
                args.data::<Server>().close(vm)?;
                Ok(Value::NONE)
            },
        ),
        NativeDef::new("close_clients(self)", "Close all active connections.", |vm, args| {
            for client in args.data::<Server>().clients.borrow().clone() {
                transport::data(vm, &client)?.close(vm, &client);
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
            "get_loop(self) -> asyncio.EventLoop",
            "Get the event loop the Server object is attached to.",
            |_, args| Ok(args.data::<Server>().loop_.clone()),
        ),
        NativeDef::new(
            "is_serving(self) -> bool",
            "Return True if the server is accepting connections.",
            |_, args| Ok(Value::bool(args.data::<Server>().serving.get())),
        ),
        NativeDef::new(
            "async start_serving(self)",
            "Start accepting connections.\n\nThis method is idempotent, so it can be called when\nthe server is already being serving.",
            |_, args| {
                let this = args[0].clone();
                Ok(super::native_coroutines::deferred_none("Server.start_serving", move |vm| {
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
        PropertyDef {
            name: "_sockets",
            doc: "The sockets; None once it is closed.",
            get: |vm, this| match data(vm, this)?.listeners.borrow().is_none() {
                true => Ok(Value::NONE),
                false => sockets(vm, this),
            },
            set: None,
        },
        readable!("_loop", Server, |_, server| Ok(server.loop_.clone())),
        readable!("_serving", Server, |_, server| Ok(Value::bool(server.serving.get()))),
    ],
};

fn sockets(vm: &Vm, this: &Value) -> VmResult {
    let server = data(vm, this)?;
    let sockets: Vec<Value> =
        server.listeners.borrow().iter().flatten().map(|(l, _)| l.info(vm)).collect();
    Ok(Tuple::new(sockets).into_value())
}
