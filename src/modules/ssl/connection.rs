//! `_SSLSocket`: a connection over a socket or a pair of memory BIOs.

use super::bio::MemoryBio;
use super::context::Context;
use super::engine::{Engine, missing};
use super::errors::{Failure, raise};
use super::session::Tickets;
use crate::event_loop::clock::{Nanos, SECOND};
use crate::event_loop::running;
use crate::modules::byte_queue::ByteQueue;
use crate::modules::os::files::{failed, wait_ready};
use crate::modules::socket::Socket;
use crate::objects::exception::Exc;
use crate::objects::native::NativeObject;
use crate::objects::weak::WeakRef;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Slot, Value};
use crate::vm::{Raised, Vm, VmResult};
use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;
use rustix::net::{self, RecvFlags, SendFlags};
use rustls::CipherSuite;
use rustls::server::Accepted;
use std::cell::{Cell, RefCell};
use std::io::{self, Write};
use std::os::fd::BorrowedFd;
use std::sync::Arc;

/// The source and target of records.
pub enum Channel {
    /// Memory BIOs: incoming, outgoing.
    Memory(Value, Value),
    /// A socket, which owns the connection.
    Socket(Ref<WeakRef>),
}

/// The data of a connection.
pub struct Connection {
    /// The source and target of records.
    pub channel: Channel,
    /// The context object.
    pub context: Slot,
    /// The `SSLSocket` or `SSLObject`, if there is one.
    pub owner: RefCell<Option<Ref<WeakRef>>>,
    /// Whether this is the server's side.
    pub is_server: bool,
    /// The name of the server sent to it, in ASCII.
    pub name: Option<String>,
    /// Made when the handshake begins.
    pub engine: RefCell<Option<Engine>>,
    /// Of a client: the session to resume, and the one it receives.
    pub tickets: RefCell<Arc<Tickets>>,
    /// The identity of the session.
    pub session_id: [u8; 32],
    /// The suites in common with the client.
    pub shared: RefCell<Vec<CipherSuite>>,
    /// Whether the end of the handshake is counted.
    is_established: Cell<bool>,
    /// The start of a record from the socket.
    input: RefCell<ByteQueue>,
    /// The number of bytes of an unfinished `write()` that are already encrypted.
    encrypted: Cell<usize>,
}

impl NativeObject for Connection {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.context.get());
        if let Channel::Memory(incoming, outgoing) = &self.channel {
            visit(incoming);
            visit(outgoing);
        }
    }
}

/// The name of an operation on a socket in the error about its timeout.
#[derive(Clone, Copy)]
enum Operation {
    Handshake,
    Read,
    Write,
    Shutdown,
}

impl Operation {
    fn timed_out(self) -> &'static str {
        match self {
            Operation::Handshake => "_ssl.c:1015: The handshake operation timed out",
            Operation::Read => "The read operation timed out",
            Operation::Write => "The write operation timed out",
            Operation::Shutdown => "The shutdown operation timed out",
        }
    }
}

/// The result of asking for input.
enum Input {
    /// A record was received.
    Some,
    /// There is none yet.
    Later,
    /// There will be none.
    End,
}

/// At most this much is encrypted before it is sent.
const PORTION: usize = 256 * 1024;

/// A socket as a writer.
struct Output<'a>(BorrowedFd<'a>);

impl Write for Output<'_> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        Ok(net::send(self.0, data, SendFlags::NOSIGNAL | SendFlags::DONTWAIT)?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Connection {
    /// A connection whose handshake has not begun.
    pub fn new(
        channel: Channel,
        context: &Value,
        is_server: bool,
        name: Option<String>,
        tickets: Arc<Tickets>,
    ) -> Connection {
        let mut session_id = [0; 32];
        // The identity only tells sessions apart.
        let _ = getrandom::fill(&mut session_id);
        Connection {
            channel,
            context: context.clone().into(),
            owner: RefCell::default(),
            is_server,
            name,
            engine: RefCell::default(),
            tickets: RefCell::new(tickets),
            session_id,
            shared: RefCell::default(),
            is_established: Cell::new(false),
            input: RefCell::default(),
            encrypted: Cell::new(0),
        }
    }

    /// Calls `read` with the engine, if there is one.
    pub fn with<T>(&self, read: impl FnOnce(&Engine) -> T) -> Option<T> {
        self.engine.borrow().as_ref().map(read)
    }

    fn with_mut<T>(&self, change: impl FnOnce(&mut Engine) -> T) -> Option<T> {
        self.engine.borrow_mut().as_mut().map(change)
    }

    /// Whether the handshake is done.
    pub fn is_ready(&self) -> bool {
        self.with(Engine::is_ready).unwrap_or(false)
    }

    /// The socket object.
    ///
    /// # Errors
    /// SSLError if it is gone.
    fn socket(&self, vm: &Vm, socket: &Ref<WeakRef>) -> VmResult {
        let gone = || Failure::plain("Underlying socket connection gone").raise(vm);
        socket.link.upgrade().ok_or_else(gone)
    }

    /// The deadline of an operation that begins now; none if there is no limit.
    fn deadline(&self, vm: &Vm) -> VmResult<Option<Nanos>> {
        let Channel::Socket(socket) = &self.channel else { return Ok(None) };
        let socket = self.socket(vm, socket)?;
        let timeout = socket.native::<Socket>().and_then(Socket::timeout);
        Ok(timeout.map(|seconds| {
            let span = (seconds * SECOND as f64).min(Nanos::MAX as f64 / 2.0) as Nanos;
            running(vm).clock.monotonic().saturating_add(span)
        }))
    }

    /// Waits until the socket is ready.
    ///
    /// # Errors
    /// SSLWantReadError or SSLWantWriteError if it must not wait; TimeoutError.
    fn wait(
        &self,
        vm: &Vm,
        flags: PollFlags,
        deadline: Option<Nanos>,
        operation: Operation,
    ) -> VmResult<()> {
        let want = || Failure::want(flags == PollFlags::OUT).raise(vm);
        let Channel::Socket(socket) = &self.channel else { return Err(want()) };
        let object = self.socket(vm, socket)?;
        let Some(socket) = object.native::<Socket>() else { return Err(want()) };
        if socket.timeout() == Some(0.0) {
            return Err(want());
        }
        let mut files = [PollFd::from_borrowed_fd(socket.file(vm)?, flags)];
        match wait_ready(vm, &mut files, deadline)? {
            true => Ok(()),
            false => Err(vm.error(Exc::TimeoutError, operation.timed_out())),
        }
    }

    /// Sends the pending records. False if the socket does not accept all of it now.
    ///
    /// # Errors
    /// OSError
    fn send(&self, vm: &Vm) -> VmResult<bool> {
        match &self.channel {
            Channel::Memory(_, outgoing) => {
                if let Some(bio) = outgoing.native::<MemoryBio>() {
                    // Writing to memory does not fail.
                    self.with_mut(|engine| engine.write_to(&mut *bio.queue.borrow_mut()));
                }
                Ok(true)
            }
            Channel::Socket(socket) => {
                if !self.with(Engine::wants_write).unwrap_or(false) {
                    return Ok(true);
                }
                let object = self.socket(vm, socket)?;
                let Some(socket) = object.native::<Socket>() else { return Ok(true) };
                let mut output = Output(socket.file(vm)?);
                loop {
                    match self.with_mut(|engine| engine.write_to(&mut output)) {
                        Some(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {}
                        Some(Err(error)) if error.kind() == io::ErrorKind::WouldBlock => {
                            return Ok(false);
                        }
                        Some(Err(error)) => return Err(vm.os_error(&error, None)),
                        _ => return Ok(true),
                    }
                }
            }
        }
    }

    /// Receives a record from the socket or the incoming BIO.
    ///
    /// # Errors
    /// OSError; SSLError if the connection cannot continue.
    fn receive(&self, vm: &Vm, this: &Value) -> VmResult<Input> {
        let fed = match &self.channel {
            Channel::Memory(incoming, _) => {
                let Some(bio) = incoming.native::<MemoryBio>() else { return Ok(Input::End) };
                let mut queue = bio.queue.borrow_mut();
                if missing(queue.unread()) > 0 {
                    return Ok(if bio.at_end.get() { Input::End } else { Input::Later });
                }
                let fed = self.with_mut(|engine| engine.feed(queue.unread()));
                queue.consume(fed.as_ref().map_or(0, |fed| fed.as_ref().map_or(0, |fed| fed.0)));
                fed
            }
            Channel::Socket(socket) => {
                let object = self.socket(vm, socket)?;
                let Some(socket) = object.native::<Socket>() else { return Ok(Input::End) };
                let file = socket.file(vm)?;
                let mut input = self.input.borrow_mut();
                loop {
                    // Only the record itself: data after the end of TLS belongs to the program.
                    let wanted = missing(input.unread());
                    if wanted == 0 {
                        break;
                    }
                    let mut buffer = vec![0; wanted];
                    match net::recv(file, &mut buffer[..], RecvFlags::DONTWAIT) {
                        Ok((0, _)) => return Ok(Input::End),
                        Ok((count, _)) => input.push(&buffer[..count]),
                        Err(Errno::INTR) => {}
                        Err(Errno::AGAIN) => return Ok(Input::Later),
                        Err(error) => return Err(failed(vm, error)),
                    }
                }
                let fed = self.with_mut(|engine| engine.feed(input.unread()));
                input.consume(fed.as_ref().map_or(0, |fed| fed.as_ref().map_or(0, |fed| fed.0)));
                fed
            }
        };
        match fed {
            Some(Ok((_, Some(accepted)))) => self.accept(vm, this, accepted)?,
            Some(Ok(_)) | None => {}
            Some(Err(failure)) => return Err(self.fail(vm, &failure)),
        }
        Ok(Input::Some)
    }

    /// The exception for a failure, after sending the alert that tells the other side.
    fn fail(&self, vm: &Vm, failure: &Failure) -> Raised {
        // The failure matters, not that the other side cannot be told.
        let _ = self.send(vm);
        failure.raise(vm)
    }

    /// Answers a client's first message with the context's configuration, or that of the context
    /// set by its callback.
    fn accept(&self, vm: &Vm, this: &Value, accepted: Accepted) -> VmResult<()> {
        if let Some(alert) = self.ask_callback(vm, this, &accepted)? {
            self.with_mut(|engine| engine.refuse(alert));
            return Err(self.fail(vm, &Failure::reason("CALLBACK_FAILED")));
        }
        let context = self.context.get();
        let Some(context) = context.native::<Context>() else { return Ok(()) };
        let made = context.server(&accepted.client_hello());
        let (config, policy) = match made {
            Ok(made) => made,
            Err(failure) => {
                // handshake_failure
                self.with_mut(|engine| engine.refuse(40));
                return Err(self.fail(vm, &failure));
            }
        };
        *self.shared.borrow_mut() = Engine::shared_suites(&accepted, &config);
        match self.with_mut(|engine| engine.accept(accepted, config, policy)) {
            Some(Err(failure)) => Err(self.fail(vm, &failure)),
            _ => Ok(()),
        }
    }

    /// Calls the context's callback with the name that a client requests. The result is an alert if
    /// the client must be refused.
    fn ask_callback(&self, vm: &Vm, this: &Value, accepted: &Accepted) -> VmResult<Option<u8>> {
        let context = self.context.get();
        let Some(data) = context.native::<Context>() else { return Ok(None) };
        let callback = data.sni_callback.get();
        if callback.is_unset() {
            return Ok(None);
        }
        let name = accepted.client_hello().server_name().map_or(Value::NONE, Value::from);
        let owner = self.owner.borrow().as_ref().and_then(|owner| owner.link.upgrade());
        let owner = owner.unwrap_or_else(|| this.clone());
        match vm.call(&callback, &[owner, name, context.clone()]) {
            Ok(result) if result.is_none() => Ok(None),
            Ok(result) => match vm.index_clipped(&result) {
                Ok(alert) => Ok(Some(alert.clamp(0, 255) as u8)),
                Err(raised) => {
                    vm.unraisable(&raised, &callback);
                    Ok(Some(80))
                }
            },
            Err(raised) if vm.ends_program(&raised) => Err(raised),
            Err(raised) => {
                vm.unraisable(&raised, &callback);
                Ok(Some(40))
            }
        }
    }

    /// Makes the engine, if there is none.
    fn begin(&self, vm: &Vm) -> VmResult<()> {
        if self.engine.borrow().is_some() {
            return Ok(());
        }
        let context = self.context.get();
        let Some(context) = context.native::<Context>() else { return Ok(()) };
        let engine = if self.is_server {
            context.counts.accept.set(context.counts.accept.get() + 1);
            Engine::server()
        } else {
            let made = context.client(self.name.as_deref(), self.tickets.borrow().clone());
            let (connection, policy) = made.map_err(|failure| failure.raise(vm))?;
            context.counts.connect.set(context.counts.connect.get() + 1);
            Engine::client(connection, policy)
        };
        *self.engine.borrow_mut() = Some(engine);
        Ok(())
    }

    /// Counts a handshake that is done.
    fn establish(&self) {
        if self.is_established.replace(true) {
            return;
        }
        let context = self.context.get();
        let Some(context) = context.native::<Context>() else { return };
        let counts = &context.counts;
        let count = if self.is_server { &counts.accepted } else { &counts.connected };
        count.set(count.get() + 1);
        if self.is_resumed() {
            counts.hits.set(counts.hits.get() + 1);
        }
    }

    /// Whether a session was resumed.
    pub fn is_resumed(&self) -> bool {
        let kind = self.with(|engine| engine.connection().and_then(|c| c.handshake_kind()));
        kind.flatten() == Some(rustls::HandshakeKind::Resumed)
    }

    /// `do_handshake()`
    ///
    /// # Errors
    /// SSLError and its subclasses; TimeoutError; OSError.
    pub fn handshake(&self, vm: &Vm, this: &Value) -> VmResult<()> {
        self.begin(vm)?;
        if self.is_ready() && self.is_established.get() {
            return Ok(());
        }
        let deadline = self.deadline(vm)?;
        loop {
            let sent = match self.send(vm) {
                // A client may leave before it has received the tickets for later sessions.
                Err(raised) if self.is_ready() && self.is_server && is_gone(vm, &raised) => true,
                sent => sent?,
            };
            if !sent {
                self.wait(vm, PollFlags::OUT, deadline, Operation::Handshake)?;
                continue;
            }
            if self.is_ready() {
                self.establish();
                return Ok(());
            }
            match self.receive(vm, this)? {
                Input::Some => {}
                Input::Later => self.wait(vm, PollFlags::IN, deadline, Operation::Handshake)?,
                Input::End => return Err(Failure::end().raise(vm)),
            }
        }
    }

    /// `read()`: at least one byte, unless the other side has ended the connection. `take` receives
    /// the number of available bytes, and the engine from which to read them.
    ///
    /// # Errors
    /// Same as [`Connection::handshake`].
    pub fn read<T>(
        &self,
        vm: &Vm,
        this: &Value,
        take: impl FnOnce(&mut Engine) -> T,
    ) -> VmResult<Option<T>> {
        self.handshake(vm, this)?;
        let deadline = self.deadline(vm)?;
        loop {
            if self.with(Engine::readable).unwrap_or(0) > 0 {
                return Ok(self.with_mut(take));
            }
            if self.with(Engine::is_closed_by_peer).unwrap_or(true) {
                return Ok(None);
            }
            if !self.send(vm)? {
                self.wait(vm, PollFlags::OUT, deadline, Operation::Read)?;
                continue;
            }
            match self.receive(vm, this)? {
                Input::Some => {}
                Input::Later => self.wait(vm, PollFlags::IN, deadline, Operation::Read)?,
                Input::End => return Err(self.ended(vm)),
            }
        }
    }

    /// The exception for an unannounced end.
    fn ended(&self, vm: &Vm) -> Raised {
        const OP_IGNORE_UNEXPECTED_EOF: i64 = 128;
        let context = self.context.get();
        let options = context.native::<Context>().map_or(0, |c| c.get(|s| s.options));
        match options & OP_IGNORE_UNEXPECTED_EOF != 0 {
            true => Failure::closed().raise(vm),
            false => Failure::end().raise(vm),
        }
    }

    /// `write()`. If it must not wait, an unfinished write must be repeated.
    ///
    /// # Errors
    /// Same as [`Connection::handshake`].
    pub fn write(&self, vm: &Vm, this: &Value, data: &[u8]) -> VmResult<usize> {
        self.handshake(vm, this)?;
        let deadline = self.deadline(vm)?;
        if self.encrypted.get() > data.len() {
            self.encrypted.set(0);
            return Err(Failure::reason("BAD_WRITE_RETRY").raise(vm));
        }
        loop {
            if !self.send(vm)? {
                self.wait(vm, PollFlags::OUT, deadline, Operation::Write)?;
                continue;
            }
            let done = self.encrypted.get();
            let portion = (data.len() - done).min(PORTION);
            if portion == 0 {
                self.encrypted.set(0);
                return Ok(data.len());
            }
            match self.with_mut(|engine| engine.write(&data[done..done + portion])) {
                Some(Err(failure)) => return Err(failure.raise(vm)),
                _ => self.encrypted.set(done + portion),
            }
        }
    }

    /// `shutdown()`: ends this side, and waits for the other.
    ///
    /// # Errors
    /// Same as [`Connection::handshake`].
    pub fn shut_down(&self, vm: &Vm, this: &Value) -> VmResult {
        if !self.is_ready() {
            return Err(Failure::reason("SHUTDOWN_WHILE_IN_INIT").raise(vm));
        }
        let deadline = self.deadline(vm)?;
        self.with_mut(Engine::close);
        loop {
            if !self.send(vm)? {
                self.wait(vm, PollFlags::OUT, deadline, Operation::Shutdown)?;
                continue;
            }
            if self.with(Engine::readable).unwrap_or(0) > 0 {
                let failure = Failure::reason("APPLICATION_DATA_AFTER_CLOSE_NOTIFY");
                return Err(failure.raise(vm));
            }
            if self.with(Engine::is_closed_by_peer).unwrap_or(true) {
                break;
            }
            match self.receive(vm, this)? {
                Input::Some => {}
                Input::Later => self.wait(vm, PollFlags::IN, deadline, Operation::Shutdown)?,
                Input::End => return Err(self.ended(vm)),
            }
        }
        match &self.channel {
            Channel::Socket(socket) => self.socket(vm, socket),
            Channel::Memory(..) => Ok(Value::NONE),
        }
    }

    /// The certificates of the other side, as received.
    ///
    /// # Errors
    /// ValueError before the end of the handshake.
    pub fn peer_chain(&self) -> Option<Vec<Vec<u8>>> {
        self.with(|engine| {
            let chain = engine.connection()?.peer_certificates()?;
            Some(chain.iter().map(|der| der.to_vec()).collect())
        })
        .flatten()
    }

    /// Switches to another context, until the first message is answered.
    ///
    /// # Errors
    /// TypeError for other types.
    pub fn set_context(&self, vm: &Vm, context: Value) -> VmResult<()> {
        if context.native::<Context>().is_none() {
            return Err(vm.type_error("The value must be a SSLContext"));
        }
        self.context.set(context);
        Ok(())
    }
}

/// Whether the other side has closed the socket.
fn is_gone(vm: &Vm, raised: &Raised) -> bool {
    [Exc::BrokenPipeError, Exc::ConnectionResetError]
        .iter()
        .any(|exc| vm.is_exception(raised, *exc))
}

/// The exception of `wrap_…` for a context of the wrong side.
pub fn wrong_side(vm: &Vm, is_server: bool) -> Raised {
    let (what, kind) = if is_server { ("server", "CLIENT") } else { ("client", "SERVER") };
    let text = format!("Cannot create a {what} socket with a PROTOCOL_TLS_{kind} context");
    let attributes = [("library", Value::NONE), ("reason", Value::NONE)];
    raise(vm, "SSLError", &[0i64.into(), format!("{text} (_ssl.c:812)").into()], &attributes)
}
