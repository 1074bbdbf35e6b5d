//! Signal handlers of a loop: `loop.add_signal_handler`.
//!
//! A signal writes to a socket that the reactor watches, so that it wakes the loop and its handler
//! runs in a pass like any other callback. Ctrl-C uses the VM's own flag.

use super::poller::Interest;
use super::reactor::Readiness;
use super::ready::Entry;
use super::{EventLoop, Running};
use crate::objects::native::{ClassDef, Native, NativeObject};
use crate::objects::str::intern;
use crate::runtime::{Kind, Value, process};
use crate::vm::{Vm, VmResult};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Read;
use std::os::unix::net::UnixStream;

/// SIGINT
pub const INTERRUPT: i32 = 2;

/// The handler of a signal.
struct Handler {
    event_loop: Value,
    handle: Value,
    /// The end of the socket that is watched, with its number; none for Ctrl-C.
    socket: Option<(UnixStream, u64, signal_hook::SigId)>,
}

/// The handlers, by signal.
#[derive(Default)]
pub struct Signals(RefCell<BTreeMap<i32, Handler>>);

/// The number of a signal.
///
/// # Errors
/// TypeError if it is not a number; ValueError if there is no such signal.
pub fn number(vm: &Vm, value: &Value) -> VmResult<i32> {
    if !crate::objects::int::is_int(value) {
        let shown = vm.repr_text(value);
        return Err(vm.type_error(format!("sig must be an int, not {shown}")));
    }
    let number = vm.index_clipped(value)?;
    match i32::try_from(number) {
        Ok(n) if (1..65).contains(&n) => Ok(n),
        _ => Err(vm.value_error(format!("invalid signal number {number}"))),
    }
}

/// A signal's number, as a target of the reactor.
struct Target(i32);

impl NativeObject for Target {}

static TARGET: ClassDef = ClassDef {
    name: "_Signal",
    module: "asyncio.unix_events",
    kind: Kind::Native,
    subclassable: false,
    ..ClassDef::BASE
};

fn on_signal(event_loop: &EventLoop, target: &Value, _: Readiness) {
    let Some(Target(signal)) = target.native::<Target>() else { return };
    let running = &event_loop.running;
    let mut times = 0;
    if let Some(Handler { socket: Some((socket, ..)), .. }) =
        running.signals.0.borrow_mut().get_mut(signal)
    {
        let mut bytes = [0; 64];
        while let Ok(n) = socket.read(&mut bytes) {
            times += n;
            if n < bytes.len() {
                break;
            }
        }
    }
    for _ in 0..times {
        running.signals.deliver(running, *signal);
    }
}

/// Tells the module `signal` that a loop handles a signal, or no longer does.
fn show(vm: &Vm, signal: i32, has_handler: bool) -> VmResult<()> {
    let module = vm.import_module("signal")?;
    let arguments = [i64::from(signal).into(), Value::bool(has_handler)];
    vm.call_method(&module, &intern("_set_by_loop"), &arguments).map(drop)
}

impl Signals {
    /// Runs a handle at each signal with this number.
    ///
    /// # Errors
    /// RuntimeError for a signal that cannot be caught; OSError if the operating system refuses.
    pub fn add(
        &self,
        vm: &Vm,
        running: &Running,
        signal: i32,
        event_loop: &Value,
        handle: Value,
    ) -> VmResult<()> {
        if matches!(signal, libc::SIGKILL | libc::SIGSTOP) {
            return Err(vm.runtime_error(format!("sig {signal} cannot be caught")));
        }
        self.remove(running, signal);
        let mut socket = None;
        if signal != INTERRUPT {
            let error = |e: std::io::Error| vm.os_error(&e, None);
            let (ours, theirs) = UnixStream::pair().map_err(error)?;
            ours.set_nonblocking(true).map_err(error)?;
            let target = Native::new(&vm.class_for(&TARGET), Target(signal)).into_value();
            let number = running
                .reactor
                .watch(&ours, Interest::READ, event_loop, target, on_signal)
                .map_err(error)?;
            let id = process::send_on(signal, theirs).map_err(error)?;
            socket = Some((ours, number, id));
        }
        show(vm, signal, true)?;
        let old = self
            .0
            .borrow_mut()
            .insert(signal, Handler { event_loop: event_loop.clone(), handle, socket });
        drop(old);
        Ok(())
    }

    /// Whether no signal has a handler.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// Whether a signal has a handler.
    pub fn has(&self, signal: i32) -> bool {
        self.0.borrow().contains_key(&signal)
    }

    /// Removes a handler; returns whether there was one.
    pub fn remove(&self, running: &Running, signal: i32) -> bool {
        let removed = self.0.borrow_mut().remove(&signal);
        match removed {
            Some(Handler { socket: Some((socket, number, id)), .. }) => {
                signal_hook::low_level::unregister(id);
                running.reactor.forget(&socket, number);
                true
            }
            removed => removed.is_some(),
        }
    }

    /// [`Signals::remove`], after which the signal has its default action.
    ///
    /// # Errors
    /// Any exception raised by `signal.signal()`.
    pub fn reset(&self, vm: &Vm, running: &Running, signal: i32) -> VmResult<bool> {
        let known = self.remove(running, signal);
        if known {
            show(vm, signal, false)?;
        }
        Ok(known)
    }

    /// Forgets all handlers of a loop.
    pub fn remove_all(&self, vm: &Vm, running: &Running, event_loop: &Value) {
        let handlers = self.0.borrow();
        let own = handlers.iter().filter(|(_, h)| h.event_loop.is(event_loop));
        let own: Vec<i32> = own.map(|(signal, _)| *signal).collect();
        drop(handlers);
        for signal in own {
            // Closing a loop continues whatever happens.
            let _ = self.reset(vm, running, signal);
        }
    }

    /// Removes all handlers in a copy of the process, where no loop runs. The sockets to which
    /// signals are written belong to the original.
    pub fn renew(&self) {
        for (_, handler) in self.0.take() {
            if let Some((.., id)) = handler.socket {
                signal_hook::low_level::unregister(id);
            }
        }
    }

    /// Schedules the handler of a signal; false if there is none.
    pub fn deliver(&self, running: &Running, signal: i32) -> bool {
        let Some(handle) = self.0.borrow().get(&signal).map(|h| h.handle.clone()) else {
            return false;
        };
        let Some(loop_value) = running.current_loop_or_none() else { return false };
        let Some(event_loop) = loop_value.native::<EventLoop>() else { return false };
        event_loop.push(Entry::Handle(handle));
        true
    }
}
