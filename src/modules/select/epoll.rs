//! `select.epoll`

use crate::event_loop::clock::{Nanos, SECOND};
use crate::event_loop::running;
use crate::modules::asyncio::new_object;
use crate::modules::os::files::{failed, number, wait_ready};
use crate::objects::list::List;
use crate::objects::native::{Args, ClassDef, NativeDef, NativeObject, PropertyDef};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value, fd};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use rustix::event::epoll::{self, CreateFlags, Event, EventData, EventFlags};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;
use std::cell::Cell;
use std::os::fd::{AsRawFd, BorrowedFd, IntoRawFd, RawFd};

/// The names of events and flags.
pub const CONSTANTS: &str = "\
EPOLLIN, EPOLLPRI, EPOLLOUT, EPOLLERR, EPOLLHUP, EPOLLRDHUP = 1, 2, 4, 8, 16, 0x2000
EPOLLRDNORM, EPOLLRDBAND, EPOLLWRNORM, EPOLLWRBAND, EPOLLMSG = 64, 128, 256, 512, 1024
EPOLLEXCLUSIVE, EPOLLWAKEUP, EPOLLONESHOT, EPOLLET = 1 << 28, 1 << 29, 1 << 30, 1 << 31
EPOLL_CLOEXEC = 0x80000
";

/// The default maximum number of events that one wait reports.
const MOST_EVENTS: usize = i16::MAX as usize;

/// The data of an epoll object: its descriptor, negative once it is closed.
struct Epoll(Cell<RawFd>);

impl NativeObject for Epoll {}

impl Drop for Epoll {
    fn drop(&mut self) {
        let _ = fd::close_number(self.0.get());
    }
}

impl Epoll {
    fn file(&self, vm: &Vm) -> VmResult<BorrowedFd<'static>> {
        fd::borrow(self.0.get())
            .ok_or_else(|| vm.value_error("I/O operation on closed epoll object"))
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    vm.require(Capability::Descriptors)?;
    let size = a.opt(1).map_or(Ok(-1), |size| vm.index_clipped(size))?;
    if size < -1 || size == 0 {
        return Err(vm.value_error("negative sizehint"));
    }
    if a.opt(2).map_or(Ok(0), |flags| vm.index_clipped(flags))? & !0x80000 != 0 {
        return Err(failed(vm, Errno::INVAL));
    }
    let file = epoll::create(CreateFlags::CLOEXEC).map_err(|e| failed(vm, e))?;
    let file = vm.admit_file(file)?.into_raw_fd();
    new_object(vm, a.at(0), Epoll(Cell::new(file)))
}

/// A file to watch, and the events.
fn target(vm: &Vm, a: &Args<'_>, default: u32) -> VmResult<(BorrowedFd<'static>, EventFlags)> {
    let file = number(vm, a.at(1))?;
    let flags = a.opt(2).map_or(Ok(i64::from(default)), |flags| vm.index_clipped(flags))?;
    let file = fd::borrow(file).ok_or_else(|| failed(vm, Errno::BADF))?;
    Ok((file, EventFlags::from_bits_retain(flags as u32)))
}

fn change(
    vm: &Vm,
    a: &Args<'_>,
    how: impl Fn(BorrowedFd<'_>, BorrowedFd<'_>, EventData, EventFlags) -> Result<(), Errno>,
) -> VmResult {
    let own = a.data::<Epoll>().file(vm)?;
    let (file, flags) = target(vm, a, 7)?;
    let data = EventData::new_u64(file.as_raw_fd() as u64);
    how(own, file, data, flags).map_err(|e| failed(vm, e))?;
    Ok(Value::NONE)
}

fn poll(vm: &Vm, a: Args<'_>) -> VmResult {
    let own = a.data::<Epoll>().file(vm)?;
    let seconds = a.some(1).map(|given| crate::objects::float::require(vm, given)).transpose()?;
    let deadline = seconds.filter(|seconds| *seconds >= 0.0).map(|seconds| {
        let span = (seconds * SECOND as f64).ceil().min(Nanos::MAX as f64 / 2.0) as Nanos;
        running(vm).clock.monotonic().saturating_add(span)
    });
    let most = match a.opt(2).map_or(Ok(-1), |most| vm.index_clipped(most))? {
        -1 => MOST_EVENTS,
        most if most > 0 => (most as usize).min(MOST_EVENTS),
        most => {
            let message = format!("maxevents must be greater than 0, got {most}");
            return Err(vm.value_error(message));
        }
    };
    let mut events: Vec<Event> = Vec::with_capacity(most.min(1024));
    loop {
        // An epoll file is itself readable while it has events.
        let mut files = [PollFd::from_borrowed_fd(own, PollFlags::IN)];
        if !wait_ready(vm, &mut files, deadline)? {
            break;
        }
        let own = a.data::<Epoll>().file(vm)?;
        let buffer = rustix::buffer::spare_capacity(&mut events);
        match epoll::wait(own, buffer, Some(&Timespec::default())) {
            Ok(0) | Err(Errno::INTR) => {}
            Ok(_) => break,
            Err(error) => return Err(failed(vm, error)),
        }
    }
    let shown = events.into_iter().map(|event| {
        // Copied out of a packed structure.
        let (data, flags) = (event.data, event.flags);
        let pair = [data.u64() as i64, i64::from(flags.bits())];
        Tuple::new(pair.map(Value::from)).into_value()
    });
    Ok(List::new(shown.collect()).into_value())
}

fn close(vm: &Vm, a: &Args<'_>) -> VmResult {
    let closed = fd::close_number(a.data::<Epoll>().0.replace(-1));
    closed.map_err(|error| vm.os_error(&error, None))?;
    Ok(Value::NONE)
}

/// `select.epoll`
pub static CLASS: ClassDef = ClassDef {
    name: "epoll",
    module: "select",
    doc: "Returns an epolling object.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::static_method("__new__(cls, sizehint=-1, flags=0)", "", new),
        NativeDef::class(
            "fromfd(cls, fd, /)",
            "Create an epoll object from a given control fd.",
            |vm, a| {
                vm.require(Capability::Descriptors)?;
                let file = number(vm, a.at(1))?;
                new_object(vm, a.at(0), Epoll(Cell::new(file)))
            },
        ),
        NativeDef::new(
            "register(self, fd, eventmask=7)",
            "Registers a new fd or raises an OSError if the fd is already registered.",
            |vm, a| change(vm, &a, |own, file, data, flags| epoll::add(own, file, data, flags)),
        ),
        NativeDef::new(
            "modify(self, fd, eventmask)",
            "Modify event mask for a registered file descriptor.",
            |vm, a| change(vm, &a, |own, file, data, flags| epoll::modify(own, file, data, flags)),
        ),
        NativeDef::new(
            "unregister(self, fd)",
            "Remove a registered file descriptor from the epoll object.",
            |vm, a| change(vm, &a, |own, file, _, _| epoll::delete(own, file)),
        ),
        NativeDef::new(
            "poll(self, timeout=None, maxevents=-1)",
            "Wait for events on the epoll file descriptor.",
            poll,
        ),
        NativeDef::new("fileno(self)", "Return the epoll control file descriptor.", |vm, a| {
            Ok(i64::from(a.data::<Epoll>().file(vm)?.as_raw_fd()).into())
        }),
        NativeDef::new("close(self)", "Close the epoll control file descriptor.", |vm, a| {
            close(vm, &a)
        }),
        NativeDef::new("__enter__(self, /)", "", |vm, a| {
            a.data::<Epoll>().file(vm)?;
            Ok(a.at(0).clone())
        }),
        NativeDef::new(
            "__exit__(self, exc_type=None, exc_value=None, exc_tb=None, /)",
            "",
            |vm, a| close(vm, &a),
        ),
    ],
    properties: &[PropertyDef {
        name: "closed",
        doc: "True if the epoll handler is closed",
        get: |_, this| Ok(Value::bool(this.native::<Epoll>().is_none_or(|e| e.0.get() < 0))),
        set: None,
    }],
    ..ClassDef::BASE
};
