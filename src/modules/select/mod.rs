//! `select`: waiting for files. Everything is based on poll(2).

mod epoll;

use super::ModuleDef;
use super::os::files::{number, wait_ready};
use crate::event_loop::clock::{Nanos, SECOND};
use crate::event_loop::running;
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value, fd};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use rustix::event::{PollFd, PollFlags};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "select",
    doc: "This module supports asynchronous I/O on multiple file descriptors.",
    needs: |_| Some(Capability::Descriptors),
    functions: &[
        NativeDef::new(
            "select(rlist, wlist, xlist, timeout=None, /)",
            "Wait until one or more file descriptors are ready for some kind of I/O.",
            select,
        ),
        NativeDef::new("poll()", "Returns a polling object.", |vm, _| {
            Ok(Native::new(&vm.class_for(&POLL), Poll::default()).into_value())
        }),
    ],
    classes: &[&epoll::CLASS],
    source: epoll::CONSTANTS,
    constants: &[
        ("error", |vm| vm.exception_class(Exc::OSError).into_value()),
        ("POLLIN", |_| 1i64.into()),
        ("POLLPRI", |_| 2i64.into()),
        ("POLLOUT", |_| 4i64.into()),
        ("POLLERR", |_| 8i64.into()),
        ("POLLHUP", |_| 16i64.into()),
        ("POLLNVAL", |_| 32i64.into()),
        ("POLLRDNORM", |_| 64i64.into()),
        ("POLLRDBAND", |_| 128i64.into()),
        ("POLLWRNORM", |_| 256i64.into()),
        ("POLLWRBAND", |_| 512i64.into()),
        ("POLLMSG", |_| 1024i64.into()),
        ("POLLRDHUP", |_| 0x2000i64.into()),
        ("PIPE_BUF", |_| 4096i64.into()),
    ],
    ..ModuleDef::BASE
};

/// The end of a wait of this many seconds.
fn deadline(vm: &Vm, seconds: f64) -> Nanos {
    let span = (seconds * SECOND as f64).ceil().min(Nanos::MAX as f64 / 2.0) as Nanos;
    running(vm).clock.monotonic().saturating_add(span)
}

/// Waits for the files, and returns the flags of those that are ready.
fn wait(
    vm: &Vm,
    files: &[(i32, PollFlags)],
    deadline: Option<Nanos>,
) -> VmResult<Vec<(usize, PollFlags)>> {
    let mut polled: Vec<PollFd<'_>> = Vec::with_capacity(files.len());
    let mut places = Vec::with_capacity(files.len());
    for (place, (number, flags)) in files.iter().enumerate() {
        let Some(file) = fd::borrow(*number) else {
            return Err(
                vm.value_error(format!("file descriptor cannot be a negative integer ({number})"))
            );
        };
        polled.push(PollFd::from_borrowed_fd(file, *flags));
        places.push(place);
    }
    wait_ready(vm, &mut polled, deadline)?;
    let found = places.into_iter().zip(&polled).map(|(place, file)| (place, file.revents()));
    Ok(found.filter(|(_, flags)| !flags.is_empty()).collect())
}

fn select(vm: &Vm, a: Args<'_>) -> VmResult {
    let kinds = [PollFlags::IN, PollFlags::OUT, PollFlags::PRI];
    // Flags that count as "ready" besides the requested one.
    let also = [PollFlags::HUP | PollFlags::ERR, PollFlags::ERR, PollFlags::empty()];
    let (mut files, mut objects) = (Vec::new(), Vec::new());
    for (kind, flags) in kinds.into_iter().enumerate() {
        for object in vm.to_vec(a.at(kind))? {
            files.push((number(vm, &object)?, flags));
            objects.push((kind, object));
        }
    }
    let end = match a.some(3) {
        None => None,
        Some(timeout) => {
            let seconds = crate::objects::float::require(vm, timeout)?;
            if seconds < 0.0 {
                return Err(vm.value_error("timeout must be non-negative"));
            }
            Some(deadline(vm, seconds))
        }
    };
    let mut ready = [Vec::new(), Vec::new(), Vec::new()];
    for (place, flags) in wait(vm, &files, end)? {
        if flags.contains(PollFlags::NVAL) {
            return Err(vm.os_error(&std::io::Error::from_raw_os_error(9), None));
        }
        let (kind, object) = &objects[place];
        if flags.intersects(kinds[*kind] | also[*kind]) {
            ready[*kind].push(object.clone());
        }
    }
    Ok(Tuple::new(ready.map(|list| List::new(list).into_value())).into_value())
}

/// The data of a polling object: the files with their events.
#[derive(Default)]
struct Poll(RefCell<BTreeMap<i32, PollFlags>>);

impl NativeObject for Poll {}

fn register(vm: &Vm, a: Args<'_>) -> VmResult {
    let number = number(vm, a.at(1))?;
    let flags = a.opt(2).map_or(Ok(7), |f| vm.index_clipped(f))?;
    let flags = PollFlags::from_bits_retain(flags as _);
    a.data::<Poll>().0.borrow_mut().insert(number, flags);
    Ok(Value::NONE)
}

static POLL: ClassDef = ClassDef {
    name: "poll",
    module: "select",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::new(
            "register(self, fd, eventmask=7, /)",
            "Register a file descriptor with the polling object.",
            register,
        ),
        NativeDef::new(
            "modify(self, fd, eventmask, /)",
            "Modify an already registered file descriptor.",
            |vm, a| {
                let number = number(vm, a.at(1))?;
                if !a.data::<Poll>().0.borrow().contains_key(&number) {
                    return Err(vm.os_error(&std::io::Error::from_raw_os_error(2), None));
                }
                register(vm, a)
            },
        ),
        NativeDef::new(
            "unregister(self, fd, /)",
            "Remove a file descriptor being tracked by the polling object.",
            |vm, a| {
                let number = number(vm, a.at(1))?;
                match a.data::<Poll>().0.borrow_mut().remove(&number) {
                    Some(_) => Ok(Value::NONE),
                    None => Err(vm.key_error(i64::from(number).into())),
                }
            },
        ),
        NativeDef::new(
            "poll(self, timeout=None, /)",
            "Polls the set of registered file descriptors.",
            |vm, a| {
                let files: Vec<(i32, PollFlags)> =
                    a.data::<Poll>().0.borrow().iter().map(|(n, f)| (*n, *f)).collect();
                let milliseconds = match a.some(1) {
                    Some(timeout) => crate::objects::float::require(vm, timeout)?,
                    None => -1.0,
                };
                let end = (milliseconds >= 0.0).then(|| deadline(vm, milliseconds / 1e3));
                let ready = wait(vm, &files, end)?.into_iter().map(|(place, flags)| {
                    let pair = [i64::from(files[place].0), i64::from(flags.bits())];
                    Tuple::new(pair.map(Value::from)).into_value()
                });
                Ok(List::new(ready.collect()).into_value())
            },
        ),
    ],
    ..ClassDef::BASE
};
