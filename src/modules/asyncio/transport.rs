//! Socket transports of streams: received data goes to a reader, and written data to a buffer.
//!
//! Reading and writing happen in callbacks of the ready queue, in the same passes as in CPython's
//! selector loop.

use super::endpoints::close_given;
use super::protocols::BUFFERED_PROTOCOL;
use super::stream_socket::{Socket, is_temporary};
use super::streams::{StreamReader, bytes_of, data_of};
use super::transport_methods::TRANSPORT;
use super::waiters::Waiters;
use crate::event_loop::future::{self, NativeCallback};
use crate::event_loop::poller::Interest;
use crate::event_loop::reactor::Readiness;
use crate::event_loop::ready::Entry;
use crate::event_loop::{self, EventLoop, context, report};
use crate::modules::byte_queue::ByteQueue;
use crate::objects::bytes::Bytes;
use crate::objects::exception::{Exc, Exception};
use crate::objects::memoryview;
use crate::objects::native::NativeObject;
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Slot, Value};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::{Cell, RefCell};

/// The maximum number of bytes read at once.
const READ_SIZE: usize = 256 * 1024;
/// The default high-water mark of the write buffer, in bytes.
const HIGH_WATER: usize = 64 * 1024;
/// This many writes to a lost connection do not give a warning.
const VAIN_WRITES: u32 = 4;

/// The data of a transport.
pub struct Transport {
    socket: RefCell<Option<Socket>>,
    /// The number under which the reactor watches the socket; 0 while it does not.
    watched: Cell<u64>,
    /// The events for which it is watched.
    interest: Cell<Interest>,
    /// How often reading has begun, which tells an entry of the ready queue whether it is still
    /// needed.
    beginnings: Cell<i32>,
    loop_: Slot,
    /// The receiver of data: a `StreamReader`, or a program's protocol.
    pub(super) receiver: Slot,
    /// The server that accepted the connection; unset if none.
    server: Slot,
    /// Ends when the connection is lost.
    closed: Slot,
    pub(super) buffer: RefCell<ByteQueue>,
    drainers: Waiters,
    /// `pause_reading()` was called: nothing more is wanted now.
    pub(super) reading_paused: Cell<bool>,
    /// Above this many bytes that wait to be written, writers are paused …
    pub(super) high_water: Cell<usize>,
    /// … until there are no more than this many.
    pub(super) low_water: Cell<usize>,
    writing_paused: Cell<bool>,
    /// The number of writes since the connection was lost.
    vain_writes: Cell<u32>,
    closing: Cell<bool>,
    end_written: Cell<bool>,
    /// The connection is about to end.
    losing: Cell<bool>,
    lost: Cell<bool>,
    own_address: Value,
    peer_address: Value,
    /// The socket object that the program passed for the connection; unset if none.
    pub given: Slot,
    /// The socket's descriptor, which the repr still shows after closing.
    number: i32,
    /// The socket as shown to programs.
    socket_info: Value,
    /// The context in which data is received.
    reading_context: Slot,
    /// The context in which the buffer is written: a copy of the writer's.
    writing_context: Slot,
    /// The context in which the connection ends.
    ending_context: Slot,
}

impl NativeObject for Transport {
    fn traverse(&self, visit: Visitor<'_>) {
        for slot in [&self.loop_, &self.receiver, &self.server, &self.closed, &self.given] {
            visit(&slot.get());
        }
        for slot in [&self.reading_context, &self.writing_context, &self.ending_context] {
            visit(&slot.get());
        }
        self.drainers.traverse(visit);
        for value in [&self.own_address, &self.peer_address, &self.socket_info] {
            visit(value);
        }
    }
}

/// The data of a transport object.
pub fn data<'a>(vm: &Vm, value: &'a Value) -> VmResult<&'a Transport> {
    value.native::<Transport>().ok_or_else(|| vm.type_error("a transport was expected"))
}

/// A new transport object over a connected socket. [`Transport::start`] starts reading.
pub fn new(vm: &Vm, loop_value: &Value, socket: Socket, receiver: &Value, server: Value) -> Value {
    if let Socket::Tcp(stream) = &socket {
        // Without it, small messages may be delayed, but still arrive.
        let _ = stream.set_nodelay(true);
    }
    let closed = future::Future::new(loop_value);
    let (own, peer) = (socket.address(true), socket.address(false));
    let transport = Transport {
        own_address: own.clone(),
        peer_address: peer.clone(),
        given: Slot::default(),
        number: socket.fd(),
        socket_info: super::trsock::new(vm, socket.fd(), own, peer),
        socket: RefCell::new(Some(socket)),
        watched: Cell::new(0),
        interest: Cell::new(Interest::NONE),
        beginnings: Cell::new(0),
        loop_: loop_value.clone().into(),
        receiver: receiver.clone().into(),
        server: server.into(),
        closed: closed.into(),
        buffer: RefCell::default(),
        drainers: Waiters::default(),
        reading_paused: Cell::new(false),
        high_water: Cell::new(HIGH_WATER),
        low_water: Cell::new(HIGH_WATER / 4),
        writing_paused: Cell::new(false),
        vain_writes: Cell::new(0),
        closing: Cell::new(false),
        end_written: Cell::new(false),
        losing: Cell::new(false),
        lost: Cell::new(false),
        reading_context: Slot::default(),
        writing_context: Slot::default(),
        ending_context: Slot::default(),
    };
    super::runner::new_native(&vm.class_for(&TRANSPORT), transport)
}

static READ_READY: NativeCallback = NativeCallback {
    name: "_SelectorSocketTransport._read_ready()",
    run: |vm, this, beginning| {
        let transport = data(vm, this)?;
        // Another callback of this pass may have ended reading, though it may have begun again.
        let is_latest = transport.beginning().is(beginning);
        if !is_latest || !transport.interest.get().read {
            return Ok(());
        }
        let read = || transport.read_ready(vm, this);
        context::run_in_slot(event_loop::running(vm), &transport.reading_context, read)
    },
};

static WRITE_READY: NativeCallback = NativeCallback {
    name: "_SelectorSocketTransport._write_ready()",
    run: |vm, this, _| {
        let transport = data(vm, this)?;
        let write = || transport.write_ready(vm, this);
        context::run_in_slot(event_loop::running(vm), &transport.writing_context, write)
    },
};

static CONNECTION_LOST: NativeCallback = NativeCallback {
    name: "_SelectorTransport._call_connection_lost()",
    run: |vm, this, error| {
        let transport = data(vm, this)?;
        let lose = || transport.connection_lost(vm, error);
        context::run_in_slot(event_loop::running(vm), &transport.ending_context, lose)
    },
};

/// The reactor found the socket ready.
fn on_ready(event_loop: &EventLoop, this: &Value, readiness: Readiness) {
    let Some(transport) = this.native::<Transport>() else { return };
    if readiness.readable {
        let beginning = transport.beginning();
        event_loop.push(Entry::Native(&READ_READY, this.clone(), beginning));
    }
    if readiness.writable {
        event_loop.push(Entry::Native(&WRITE_READY, this.clone(), Value::NONE));
    }
}

impl Transport {
    fn with_loop(&self, body: impl FnOnce(&EventLoop)) {
        if let Some(event_loop) = self.loop_.get().native::<EventLoop>() {
            body(event_loop);
        }
    }

    /// Schedules the end of the connection, in a copy of the current context.
    fn lose(&self, vm: &Vm, this: &Value, error: Value) {
        self.ending_context.set(context::copy_current(vm, event_loop::running(vm)));
        self.with_loop(|l| l.push(Entry::Native(&CONNECTION_LOST, this.clone(), error)));
    }

    /// Begins to watch the socket.
    ///
    /// # Errors
    /// OSError if the operating system refuses.
    pub fn start(&self, vm: &Vm, this: &Value) -> VmResult<()> {
        match self.reading_paused.get() || self.closing.get() {
            true => Ok(()),
            false => self.begin_reading(vm, this),
        }
    }

    /// Watches the socket for data from its peer.
    fn begin_reading(&self, vm: &Vm, this: &Value) -> VmResult<()> {
        self.reading_context.set(context::copy_current(vm, event_loop::running(vm)));
        self.beginnings.set(self.beginnings.get().wrapping_add(1));
        self.set_interest(vm, this, Interest { read: true, ..self.interest.get() })
    }

    fn beginning(&self) -> Value {
        Value::from(i64::from(self.beginnings.get()))
    }

    /// Stops watching the socket for data from its peer.
    fn end_reading(&self, vm: &Vm, this: &Value) {
        // This fails only if the socket is already closed.
        let _ = self.set_interest(vm, this, Interest { read: false, ..self.interest.get() });
    }

    /// Starts or stops watching the socket for room to write.
    fn set_writing(&self, vm: &Vm, this: &Value, write: bool) {
        // Failure means that the socket is closed, which writing will notice.
        let _ = self.set_interest(vm, this, Interest { write, ..self.interest.get() });
    }

    fn set_interest(&self, vm: &Vm, this: &Value, interest: Interest) -> VmResult<()> {
        let running = event_loop::running(vm);
        if self.interest.replace(interest) == interest {
            return Ok(());
        }
        let socket = self.socket.borrow();
        let Some(socket) = &*socket else { return Ok(()) };
        let reactor = &running.reactor;
        let set = match self.watched.get() {
            0 => {
                let own = &self.loop_.get();
                reactor.watch(socket, interest, own, this.clone(), on_ready).map(|number| {
                    self.watched.set(number);
                    if running.choices.is_on() && socket.is_in_memory() {
                        reactor.set_in_memory(number);
                    }
                })
            }
            number => reactor.set_interest(socket, number, interest),
        };
        set.map_err(|error| vm.os_error(&error, None))
    }

    /// Its loop.
    pub fn event_loop(&self) -> Value {
        self.loop_.get()
    }

    /// The server that accepted the connection, if any.
    pub fn server(&self) -> Value {
        self.server.get().or_none()
    }

    /// Whether `close()` was called or the connection is lost.
    pub fn is_closing(&self) -> bool {
        self.closing.get()
    }

    /// Whether the connection has ended.
    pub fn is_lost(&self) -> bool {
        self.lost.get()
    }

    /// The future that is done when the connection is lost.
    pub fn closed(&self) -> Value {
        self.closed.get()
    }

    fn read_ready(&self, vm: &Vm, this: &Value) -> VmResult<()> {
        let receiver = self.receiver.get();
        if receiver.native::<StreamReader>().is_none()
            && vm.is_instance_of(&receiver, &vm.class_for(&BUFFERED_PROTOCOL))
        {
            return self.read_into_buffer(vm, this, &receiver);
        }
        let mut chunk = vm.extension::<Scratch>().0.take();
        chunk.resize(READ_SIZE, 0);
        let size = self.read_size(vm, READ_SIZE);
        let result = match self.socket.borrow_mut().as_mut() {
            Some(socket) => socket.read(&mut chunk[..size]),
            None => Ok(0),
        };
        let outcome = match result {
            Ok(0) => self.deliver_end(vm, this),
            Ok(n) => self.deliver(vm, this, &chunk[..n]),
            Err(e) if is_temporary(&e) => Ok(()),
            Err(e) => {
                let raised = vm.os_error(&e, None);
                self.force_close(vm, this, Some(raised));
                Ok(())
            }
        };
        vm.extension::<Scratch>().0.replace(chunk);
        outcome
    }

    /// Reads into the buffer that a [`BUFFERED_PROTOCOL`] offers.
    fn read_into_buffer(&self, vm: &Vm, this: &Value, protocol: &Value) -> VmResult<()> {
        let given = vm.call_method(protocol, &intern("get_buffer"), &[Value::small_int(-1)]);
        let checked = given.and_then(|buffer| {
            let memoryview = vm.class_for(&crate::objects::memoryview::CLASS);
            let view = vm.call(memoryview.as_value(), &[buffer])?;
            match memoryview::room(&view) {
                Some(0) => Err(vm.runtime_error("get_buffer() returned an empty buffer")),
                Some(room) => Ok((view, room)),
                None => {
                    Err(vm.type_error("get_buffer() must return a read-write bytes-like object"))
                }
            }
        });
        let what = "Fatal error: protocol.get_buffer() call failed.";
        let Some((view, room)) = self.check_call(vm, this, checked, what)? else { return Ok(()) };
        let mut chunk = vm.extension::<Scratch>().0.take();
        chunk.resize(READ_SIZE, 0);
        let size = self.read_size(vm, room.min(READ_SIZE));
        let result = match self.socket.borrow_mut().as_mut() {
            Some(socket) => socket.read(&mut chunk[..size]),
            None => Ok(0),
        };
        if let Ok(n) = result {
            memoryview::fill(&view, &chunk[..n]);
        }
        vm.extension::<Scratch>().0.replace(chunk);
        match result {
            Ok(0) => self.deliver_end(vm, this),
            Ok(n) => {
                let count = Value::from(n);
                let call = vm.call_method(protocol, &intern("buffer_updated"), &[count]);
                let what = "Fatal error: protocol.buffer_updated() call failed.";
                self.check_call(vm, this, call, what).map(drop)
            }
            Err(e) if is_temporary(&e) => Ok(()),
            Err(e) => {
                let raised = vm.os_error(&e, None);
                self.force_close(vm, this, Some(raised));
                Ok(())
            }
        }
    }

    fn deliver(&self, vm: &Vm, this: &Value, data: &[u8]) -> VmResult<()> {
        let receiver = self.receiver.get();
        if receiver.native::<StreamReader>().is_some() {
            return super::streams::feed(vm, &receiver, data);
        }
        let call = vm.call_method(&receiver, &intern("data_received"), &[data.into()]);
        let what = "Fatal error: protocol.data_received() call failed.";
        self.check_call(vm, this, call, what).map(drop)
    }

    fn deliver_end(&self, vm: &Vm, this: &Value) -> VmResult<()> {
        let receiver = self.receiver.get();
        if receiver.native::<StreamReader>().is_some() {
            super::streams::feed_eof(&receiver);
            self.end_reading(vm, this);
            return Ok(());
        }
        let call = vm.call_method(&receiver, &intern("eof_received"), &[]);
        let what = "Fatal error: protocol.eof_received() call failed.";
        if let Some(keep_open) = self.check_call(vm, this, call, what)? {
            match vm.truthy(&keep_open)? {
                true => self.end_reading(vm, this),
                false => self.close(vm, this),
            }
        }
        Ok(())
    }

    /// An exception of a protocol's method ends the connection. It is reported, unless it is an OSError.
    fn check_call<T>(
        &self,
        vm: &Vm,
        this: &Value,
        call: VmResult<T>,
        message: &str,
    ) -> VmResult<Option<T>> {
        match call {
            Ok(value) => Ok(Some(value)),
            Err(raised) if vm.ends_program(&raised) => Err(raised),
            Err(raised) => {
                let entries = [
                    ("exception", raised.0.as_value().clone()),
                    ("transport", this.clone()),
                    ("protocol", self.receiver.get()),
                ];
                if !vm.is_exception(&raised, Exc::OSError) {
                    report::call_exception_handler(vm, &self.loop_.get(), message, &entries)?;
                }
                self.force_close(vm, this, Some(raised));
                Ok(None)
            }
        }
    }

    /// Pauses or resumes writing of a protocol; streams check by themselves.
    fn tell_writer(&self, vm: &Vm, this: &Value, method: &str) -> VmResult<()> {
        let receiver = self.receiver.get();
        if receiver.native::<StreamReader>().is_some() {
            return Ok(());
        }
        let Err(raised) = vm.call_method(&receiver, &intern(method), &[]) else { return Ok(()) };
        if vm.ends_program(&raised) {
            return Err(raised);
        }
        let entries = [
            ("exception", raised.into_value()),
            ("transport", this.clone()),
            ("protocol", receiver),
        ];
        let message = format!("protocol.{method}() failed");
        report::call_exception_handler(vm, &self.loop_.get(), &message, &entries)
    }

    /// The maximum number of bytes to read. If the program's orders are explored, data may arrive
    /// in pieces.
    fn read_size(&self, vm: &Vm, most: usize) -> usize {
        let choices = &event_loop::running(vm).choices;
        if !choices.is_on() {
            return most;
        }
        let available = self.socket.borrow().as_ref().map_or(0, Socket::available);
        match available.min(most) {
            0 => most,
            available => choices.piece(available),
        }
    }

    /// Stops reading until [`Transport::resume_reading`].
    pub fn pause_reading(&self, vm: &Vm, this: &Value) {
        if !self.closing.get() && !self.reading_paused.replace(true) {
            self.end_reading(vm, this);
        }
    }

    /// Reads again.
    ///
    /// # Errors
    /// OSError if the operating system refuses.
    pub fn resume_reading(&self, vm: &Vm, this: &Value) -> VmResult<()> {
        match !self.closing.get() && self.reading_paused.replace(false) {
            true => self.begin_reading(vm, this),
            false => Ok(()),
        }
    }

    /// `write(data)`: sends as much as the system accepts now, and buffers the rest.
    ///
    /// # Errors
    /// RuntimeError after `write_eof()`.
    pub fn write(&self, vm: &Vm, this: &Value, data: &[u8]) -> VmResult<()> {
        if self.end_written.get() {
            return Err(vm.runtime_error("Cannot call write() after write_eof()"));
        }
        if data.is_empty() {
            return Ok(());
        }
        if self.losing.get() {
            let before = self.vain_writes.replace(self.vain_writes.get() + 1);
            if before >= VAIN_WRITES {
                report::log_warning(vm, "socket.send() raised exception.")?;
            }
            return Ok(());
        }
        let mut rest = data;
        if self.buffer.borrow().is_empty() {
            let result = match self.socket.borrow_mut().as_mut() {
                Some(socket) => write_some(vm, socket, data),
                None => return Ok(()),
            };
            match result {
                Ok(n) => rest = &data[n..],
                Err(e) if is_temporary(&e) => {}
                Err(e) => {
                    let raised = vm.os_error(&e, None);
                    self.force_close(vm, this, Some(raised));
                    return Ok(());
                }
            }
            if rest.is_empty() {
                return Ok(());
            }
        }
        let had_unsent = self.has_unsent();
        self.buffer.borrow_mut().push(rest);
        if !had_unsent {
            self.writing_context.set(context::copy_current(vm, event_loop::running(vm)));
            self.set_writing(vm, this, true);
        }
        self.pause_if_full(vm, this)
    }

    fn pause_if_full(&self, vm: &Vm, this: &Value) -> VmResult<()> {
        if self.buffer.borrow().len() > self.high_water.get() && !self.writing_paused.replace(true)
        {
            return self.tell_writer(vm, this, "pause_writing");
        }
        Ok(())
    }

    /// `set_write_buffer_limits(high, low)`
    ///
    /// # Errors
    /// ValueError if `high >= low >= 0` does not hold.
    pub(super) fn set_limits(
        &self,
        vm: &Vm,
        this: &Value,
        high: Option<&Value>,
        low: Option<&Value>,
    ) -> VmResult<()> {
        let number = |value: &Value| vm.index_clipped(value);
        let low_given = low.map(number).transpose()?;
        let high = match (high, low_given) {
            (Some(high), _) => number(high)?,
            (None, Some(low)) => low.saturating_mul(4),
            (None, None) => HIGH_WATER as i64,
        };
        let low = low_given.unwrap_or(high.div_euclid(4));
        match (usize::try_from(high), usize::try_from(low)) {
            (Ok(high_water), Ok(low_water)) if high >= low => {
                self.high_water.set(high_water);
                self.low_water.set(low_water);
                self.pause_if_full(vm, this)
            }
            _ => {
                let message = format!("high ({high}) must be >= low ({low}) must be >= 0");
                Err(vm.value_error(message))
            }
        }
    }

    fn write_ready(&self, vm: &Vm, this: &Value) -> VmResult<()> {
        if self.losing.get() {
            return Ok(());
        }
        let result = match self.socket.borrow_mut().as_mut() {
            Some(socket) => write_some(vm, socket, self.buffer.borrow().unread()),
            None => Ok(0),
        };
        match result {
            Ok(n) => self.buffer.borrow_mut().consume(n),
            Err(e) if is_temporary(&e) => return Ok(()),
            Err(e) => {
                let raised = vm.os_error(&e, None);
                self.force_close(vm, this, Some(raised));
                return Ok(());
            }
        }
        let left = self.buffer.borrow().len();
        if left <= self.low_water.get() && self.writing_paused.replace(false) {
            self.drainers.wake(usize::MAX, Value::NONE);
            self.tell_writer(vm, this, "resume_writing")?;
        }
        // The protocol may have written more.
        if !self.has_unsent() {
            self.set_writing(vm, this, false);
            if self.closing.get() {
                return self.connection_lost(vm, &Value::NONE);
            }
            if self.end_written.get() {
                return self.shut_down_writing(vm);
            }
        }
        Ok(())
    }

    fn shut_down_writing(&self, vm: &Vm) -> VmResult<()> {
        let shut = self.socket.borrow().as_ref().map_or(Ok(()), Socket::shut_down_writing);
        shut.map_err(|error| vm.os_error(&error, None))
    }

    /// `write_eof()`
    ///
    /// # Errors
    /// OSError if the connection has already ended.
    pub fn write_eof(&self, vm: &Vm) -> VmResult<()> {
        if self.closing.get() || self.end_written.replace(true) || self.has_unsent() {
            return Ok(());
        }
        self.shut_down_writing(vm)
    }

    fn has_unsent(&self) -> bool {
        !self.buffer.borrow().is_empty()
    }

    /// `close()`: the buffer is sent first.
    pub fn close(&self, vm: &Vm, this: &Value) {
        if self.closing.replace(true) {
            return;
        }
        self.end_reading(vm, this);
        if self.buffer.borrow().is_empty() {
            self.losing.set(true);
            self.lose(vm, this, Value::NONE);
        }
    }

    /// `abort()`, or the end after an error.
    pub fn force_close(&self, vm: &Vm, this: &Value, error: Option<Raised>) {
        if self.losing.replace(true) {
            return;
        }
        self.closing.set(true);
        self.end_reading(vm, this);
        self.buffer.borrow_mut().clear();
        self.set_writing(vm, this, false);
        let error = error.map_or(Value::NONE, Raised::into_value);
        self.lose(vm, this, error);
    }

    fn connection_lost(&self, vm: &Vm, error: &Value) -> VmResult<()> {
        if self.lost.replace(true) {
            return Ok(());
        }
        let receiver = self.receiver.get();
        let exception = error.get::<Exception>().cloned();
        let mut told = Ok(());
        match &exception {
            _ if receiver.native::<StreamReader>().is_none() => {
                let error = error.clone();
                told = vm.call_method(&receiver, &intern("connection_lost"), &[error]).map(drop);
            }
            Some(exception) => super::streams::set_exception(&receiver, exception),
            None => super::streams::feed_eof(&receiver),
        }
        let closed = self.closed.get();
        match &exception {
            Some(exception) => {
                future::fail(&closed, exception.clone());
                // If the program does not wait for the end, the exception counts as retrieved.
                if let Some(state) = future::state_of(&closed) {
                    state.log_traceback.set(false);
                }
            }
            None => future::finish(&closed, Value::NONE),
        }
        if self.writing_paused.get() {
            self.drainers.end_all(exception.as_ref());
        }
        let socket = self.socket.take();
        super::trsock::closed(&self.socket_info);
        let watched = self.watched.replace(0);
        let running = event_loop::running(vm);
        match socket {
            Some(socket) if watched > 0 => running.reactor.forget(&socket, watched),
            _ => {}
        }
        super::server::detach(&self.server.take());
        self.receiver.set(Value::UNSET);
        told.and(close_given(vm, &self.given))
    }

    /// The future that `drain()` must wait for, if any.
    ///
    /// # Errors
    /// ConnectionResetError if the connection is lost.
    pub fn drain(&self, vm: &Vm) -> VmResult<Option<Value>> {
        if self.lost.get() {
            return Err(vm.error(Exc::ConnectionResetError, "Connection lost"));
        }
        if !self.writing_paused.get() {
            return Ok(None);
        }
        let waiter = future::Future::new(&self.loop_.get());
        self.drainers.push(waiter.clone());
        Ok(Some(waiter))
    }

    /// A `drain()` no longer waits.
    pub fn drained(&self, waiter: &Value) {
        self.drainers.remove(waiter);
    }

    /// `<_SelectorSocketTransport fd=7 read=polling write=<idle, bufsize=0>>`
    pub(super) fn text(&self, vm: &Vm, this: &Value) -> String {
        let mut text = format!("<{}", vm.class_of(this).name());
        match self.socket.borrow().as_ref() {
            None => text.push_str(" closed"),
            Some(_) if self.closing.get() => text.push_str(" closing"),
            Some(_) => {}
        }
        text.push_str(&format!(" fd={}", self.number));
        // CPython's transports release their loop when they no longer have a socket.
        let is_open = self.socket.borrow().is_some();
        if is_open && self.loop_.get().native::<EventLoop>().is_some_and(|l| !l.is_closed()) {
            let polling = |on: bool| if on { "polling" } else { "idle" };
            let waiting = self.buffer.borrow().len();
            let Interest { read, write } = self.interest.get();
            let (reads, writes) = (polling(read), polling(write));
            text.push_str(&format!(" read={reads} write=<{writes}, bufsize={waiting}>"));
        }
        text + ">"
    }

    /// `get_extra_info(name)`; none if there is no such thing.
    pub fn extra_info(&self, name: &str) -> Option<Value> {
        match name {
            "peername" => Some(self.peer_address.clone()),
            "sockname" => Some(self.own_address.clone()),
            "socket" => Some(self.socket_info.clone()),
            _ => None,
        }
    }
}

/// Writes as much as the system accepts now. Returns the number of bytes.
fn write_some(vm: &Vm, socket: &mut Socket, data: &[u8]) -> std::io::Result<usize> {
    let written = socket.write(data);
    match &written {
        Err(error)
            if event_loop::running(vm).choices.network.swallows(error.raw_os_error(), &*socket) =>
        {
            Ok(data.len())
        }
        _ => written,
    }
}

/// `transport.write(data)`
///
/// # Errors
/// TypeError if the data is not bytes-like; RuntimeError after `write_eof()`.
pub fn write(vm: &Vm, this: &Value, data: &Value) -> VmResult<()> {
    let transport = self::data(vm, this)?;
    if let Some(bytes) = data.get::<Bytes>() {
        return transport.write(vm, this, &bytes.data);
    }
    match bytes_of(vm, data)? {
        Some(bytes) => transport.write(vm, this, &bytes),
        None => Err(vm.type_error(format!(
            "data argument must be a bytes-like object, not '{}'",
            vm.class_of(data).name()
        ))),
    }
}

/// `transport.writelines(list_of_data)`: all as one write.
///
/// # Errors
/// TypeError if an item is not bytes-like; RuntimeError after `write_eof()`.
pub fn write_lines(vm: &Vm, this: &Value, list: &Value) -> VmResult<()> {
    let transport = self::data(vm, this)?;
    if transport.end_written.get() {
        return Err(vm.runtime_error("Cannot call writelines() after write_eof()"));
    }
    let mut joined: Vec<u8> = Vec::new();
    for item in vm.to_vec(list)? {
        let Some(bytes) = data_of(vm, &item)? else {
            let class = vm.class_of(&item).message_name();
            let message = format!("memoryview: a bytes-like object is required, not '{class}'");
            return Err(vm.type_error(message));
        };
        vm.reserve(bytes.len())?;
        joined.try_reserve(bytes.len()).map_err(|_| vm.memory_error())?;
        joined.extend_from_slice(&bytes);
    }
    transport.write(vm, this, &joined)
}

/// A reusable buffer for reads.
#[derive(Default)]
struct Scratch(RefCell<Vec<u8>>);
