//! Reading and writing at positions and in parts, copies by the system, and files without names.

use super::files::{
    PIPE_PART, descriptor, failed, given, is_nonblocking, wait_among_threads, write_waiting,
};
use super::process::c_int;
use crate::event_loop::run;
use crate::objects::bytes::{self, Bytes, with_required};
use crate::objects::int;
use crate::objects::memoryview;
use crate::objects::native::{Args, NativeDef};
use crate::objects::special::SpecialMethod;
use crate::objects::tuple::Tuple;
use crate::runtime::{Value, system};
use crate::vm::{Vm, VmResult};
use rustix::event::{EventfdFlags, PollFlags};
use rustix::fs::{Advice, FallocateFlags, MemfdFlags};
use rustix::io::{Errno, ReadWriteFlags};
use rustix::pipe::{PipeFlags, SpliceFlags};
use rustix::time::{Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec};
use std::io::{IoSlice, IoSliceMut};
use std::os::fd::BorrowedFd;

/// Repeats a call that a signal interrupts, after its handlers have run.
fn until_done<T>(vm: &Vm, mut call: impl FnMut() -> rustix::io::Result<T>) -> VmResult<T> {
    loop {
        match call() {
            Err(Errno::INTR) => run::check_interrupt(vm)?,
            result => return result.map_err(|error| failed(vm, error)),
        }
    }
}

fn unsigned(vm: &Vm, value: &Value) -> VmResult<u64> {
    u64::try_from(vm.index_clipped(value)?).map_err(|_| failed(vm, Errno::INVAL))
}

fn length(vm: &Vm, value: &Value) -> VmResult<usize> {
    Ok(unsigned(vm, value)? as usize)
}

/// The length of a copy.
fn copied(vm: &Vm, value: &Value) -> VmResult<usize> {
    let message = "negative value for 'count' not allowed";
    usize::try_from(vm.index_clipped(value)?).map_err(|_| vm.value_error(message))
}

fn count(result: usize) -> Value {
    Value::from(result)
}

fn pread(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let (length, offset) = (length(vm, a.at(1))?.min(1 << 30), unsigned(vm, a.at(2))?);
    vm.reserve(length)?;
    let mut bytes = vec![0; length];
    let read = until_done(vm, || rustix::io::pread(file, &mut bytes[..], offset))?;
    bytes.truncate(read);
    Ok(Bytes::new(bytes).into_value())
}

fn pwrite(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let data = with_required(vm, a.at(1), <[u8]>::to_vec)?;
    let offset = unsigned(vm, a.at(2))?;
    until_done(vm, || rustix::io::pwrite(file, &data, offset)).map(count)
}

/// Checks the buffers of a call that takes several.
fn require_sequence(vm: &Vm, buffers: &Value, function: &str) -> VmResult<()> {
    match vm.slot(buffers, SpecialMethod::Len).is_absent() {
        true => Err(vm.type_error(format!("{function}() arg 2 must be a sequence"))),
        false => Ok(()),
    }
}

/// The contents of the buffers of a sequence.
fn contents(vm: &Vm, buffers: &Value, function: &str) -> VmResult<Vec<Vec<u8>>> {
    require_sequence(vm, buffers, function)?;
    vm.to_vec(buffers)?.iter().map(|buffer| with_required(vm, buffer, <[u8]>::to_vec)).collect()
}

fn write_parts(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let parts = contents(vm, a.at(1), "writev")?.concat();
    let (done, result) = write_waiting(vm, file, &parts);
    result.map(|()| count(done))
}

fn write_parts_at(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let parts = contents(vm, a.at(1), "pwritev")?;
    let offset = unsigned(vm, a.at(2))?;
    let flags = a.opt(3).map_or(Ok(0), |flags| vm.index_clipped(flags))?;
    let flags = ReadWriteFlags::from_bits_retain(flags as u32);
    let slices: Vec<IoSlice<'_>> = parts.iter().map(|part| IoSlice::new(part)).collect();
    until_done(vm, || rustix::io::pwritev2(file, &slices, offset, flags)).map(count)
}

/// Reads into the buffers of a sequence.
fn read_into(
    vm: &Vm,
    buffers: &Value,
    read: impl Fn(&mut [IoSliceMut<'_>]) -> rustix::io::Result<usize>,
) -> VmResult {
    let buffers = vm.to_vec(buffers)?;
    let buffers: Vec<Value> =
        buffers.iter().map(|buffer| bytes::writable(vm, buffer)).collect::<VmResult<_>>()?;
    let mut parts = Vec::with_capacity(buffers.len());
    for buffer in &buffers {
        let Some(room) = memoryview::room(buffer) else {
            let class = vm.class_ref(buffer).message_name();
            return Err(
                vm.type_error(format!("read-write bytes-like object expected, not {class}"))
            );
        };
        parts.push(vec![0; room]);
    }
    let mut slices: Vec<IoSliceMut<'_>> =
        parts.iter_mut().map(|part| IoSliceMut::new(part)).collect();
    let total = until_done(vm, || read(&mut slices))?;
    let mut left = total;
    for (buffer, part) in buffers.iter().zip(&parts) {
        let part = &part[..part.len().min(left)];
        left -= part.len();
        memoryview::fill(buffer, part);
    }
    Ok(count(total))
}

fn readv(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    require_sequence(vm, a.at(1), "readv")?;
    wait_among_threads(vm, file, PollFlags::IN)?;
    read_into(vm, a.at(1), |slices| rustix::io::readv(file, slices))
}

fn preadv(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    require_sequence(vm, a.at(1), "preadv")?;
    let offset = unsigned(vm, a.at(2))?;
    let flags = a.opt(3).map_or(Ok(0), |flags| vm.index_clipped(flags))?;
    let flags = ReadWriteFlags::from_bits_retain(flags as u32);
    read_into(vm, a.at(1), |slices| rustix::io::preadv2(file, slices, offset, flags))
}

fn sendfile(vm: &Vm, a: Args<'_>) -> VmResult {
    let (to, from) = (descriptor(vm, a.at(0))?, descriptor(vm, a.at(1))?);
    let mut offset = a.some(2).map(|offset| unsigned(vm, offset)).transpose()?;
    let length = length(vm, a.at(3))?;
    // A blocking socket would accept everything before it returns.
    let part = if is_nonblocking(to) { length } else { length.min(PIPE_PART) };
    wait_among_threads(vm, to, PollFlags::OUT)?;
    until_done(vm, || rustix::fs::sendfile(to, from, offset.as_mut(), part)).map(count)
}

fn copy_file_range(vm: &Vm, a: Args<'_>) -> VmResult {
    let (from, to) = (descriptor(vm, a.at(0))?, descriptor(vm, a.at(1))?);
    let length = copied(vm, a.at(2))?;
    let mut start = a.some(3).map(|offset| unsigned(vm, offset)).transpose()?;
    let mut end = a.some(4).map(|offset| unsigned(vm, offset)).transpose()?;
    let copy = || rustix::fs::copy_file_range(from, start.as_mut(), to, end.as_mut(), length);
    until_done(vm, copy).map(count)
}

fn splice(vm: &Vm, a: Args<'_>) -> VmResult {
    let (from, to) = (descriptor(vm, a.at(0))?, descriptor(vm, a.at(1))?);
    let length = copied(vm, a.at(2))?;
    let mut start = a.some(3).map(|offset| unsigned(vm, offset)).transpose()?;
    let mut end = a.some(4).map(|offset| unsigned(vm, offset)).transpose()?;
    let flags = a.opt(5).map_or(Ok(0), |flags| vm.index_clipped(flags))?;
    let flags = SpliceFlags::from_bits_retain(flags as u32);
    let copy = || rustix::pipe::splice(from, start.as_mut(), to, end.as_mut(), length, flags);
    until_done(vm, copy).map(count)
}

fn pipe2(vm: &Vm, a: Args<'_>) -> VmResult {
    let flags = PipeFlags::from_bits_retain(c_int(vm, a.at(0))? as u32);
    let (reader, writer) = rustix::pipe::pipe_with(flags).map_err(|e| failed(vm, e))?;
    let (reader, writer) = (vm.admit_file(reader)?, vm.admit_file(writer)?);
    Ok(Tuple::new([given(vm, reader)?, given(vm, writer)?]).into_value())
}

fn memfd_create(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = super::path_text(vm, a.at(0))?;
    let flags = a.opt(1).map_or(Ok(1), |flags| vm.index_clipped(flags))?;
    let flags = MemfdFlags::from_bits_retain(flags as u32);
    given(vm, rustix::fs::memfd_create(&*name, flags).map_err(|e| failed(vm, e))?)
}

fn eventfd(vm: &Vm, a: Args<'_>) -> VmResult {
    let start = vm.index_clipped(a.at(0))?;
    if start < 0 {
        return Err(vm.value_error("value must be positive"));
    }
    let Ok(start) = u32::try_from(start) else {
        return Err(vm.overflow_error("Python int too large to convert to C unsigned int"));
    };
    let flags = a.opt(1).map_or(Ok(0o2_000_000), |flags| vm.index_clipped(flags))?;
    let flags = EventfdFlags::from_bits_retain(flags as u32);
    given(vm, rustix::event::eventfd(start, flags).map_err(|e| failed(vm, e))?)
}

fn eventfd_read(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    wait_among_threads(vm, file, PollFlags::IN)?;
    let mut bytes = [0; 8];
    until_done(vm, || rustix::io::read(file, &mut bytes))?;
    Ok(int::from_big(u64::from_ne_bytes(bytes).into()))
}

fn eventfd_write(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let number = vm.index(a.at(1))?;
    let number = int::to_big(&number).unwrap_or_default();
    let number = match u64::try_from(&*number) {
        Ok(number) => number,
        Err(_) if number.sign() == num_bigint::Sign::Minus => {
            return Err(vm.value_error("value must be positive"));
        }
        Err(_) => return Err(vm.overflow_error("int too big to convert")),
    };
    until_done(vm, || rustix::io::write(file, &number.to_ne_bytes()))?;
    Ok(Value::NONE)
}

const SECOND: i64 = 1_000_000_000;

fn timerfd_create(vm: &Vm, a: Args<'_>) -> VmResult {
    let clock = match vm.index_clipped(a.at(0))? {
        0 => TimerfdClockId::Realtime,
        1 => TimerfdClockId::Monotonic,
        7 => TimerfdClockId::Boottime,
        _ => return Err(failed(vm, Errno::INVAL)),
    };
    let flags = a.opt(1).map_or(Ok(0o2_000_000), |flags| vm.index_clipped(flags))?;
    let flags = TimerfdFlags::from_bits_retain(flags as u32);
    // Not inherited, whatever the flags say.
    let flags = flags | TimerfdFlags::CLOEXEC;
    given(vm, rustix::time::timerfd_create(clock, flags).map_err(|e| failed(vm, e))?)
}

/// The nanoseconds of an argument in seconds or nanoseconds.
fn nanoseconds(vm: &Vm, value: Option<&Value>, in_seconds: bool) -> VmResult<i64> {
    match value {
        None => Ok(0),
        Some(value) if in_seconds => {
            Ok((crate::objects::float::require(vm, value)? * SECOND as f64) as i64)
        }
        Some(value) => vm.index_clipped(value),
    }
}

fn moment(nanoseconds: i64) -> Timespec {
    Timespec {
        tv_sec: nanoseconds.div_euclid(SECOND),
        tv_nsec: nanoseconds.rem_euclid(SECOND) as _,
    }
}

fn timer_value(timer: &Itimerspec, in_seconds: bool) -> Value {
    let value = |time: &Timespec| match in_seconds {
        true => Value::float(time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9),
        false => Value::from(time.tv_sec * SECOND + time.tv_nsec),
    };
    Tuple::new([value(&timer.it_value), value(&timer.it_interval)]).into_value()
}

fn timerfd_settime(vm: &Vm, a: Args<'_>, in_seconds: bool) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let flags = a.opt(1).map_or(Ok(0), |flags| vm.index_clipped(flags))?;
    let new = Itimerspec {
        it_value: moment(nanoseconds(vm, a.opt(2), in_seconds)?),
        it_interval: moment(nanoseconds(vm, a.opt(3), in_seconds)?),
    };
    let flags = TimerfdTimerFlags::from_bits_retain(flags as u32);
    let old = rustix::time::timerfd_settime(file, flags, &new).map_err(|e| failed(vm, e))?;
    Ok(timer_value(&old, in_seconds))
}

fn timerfd_gettime(vm: &Vm, a: Args<'_>, in_seconds: bool) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let timer = rustix::time::timerfd_gettime(file).map_err(|e| failed(vm, e))?;
    Ok(timer_value(&timer, in_seconds))
}

fn advise(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let (offset, length) = (unsigned(vm, a.at(1))?, unsigned(vm, a.at(2))?);
    let advice = match vm.index_clipped(a.at(3))? {
        0 => Advice::Normal,
        1 => Advice::Random,
        2 => Advice::Sequential,
        3 => Advice::WillNeed,
        4 => Advice::DontNeed,
        5 => Advice::NoReuse,
        _ => return Err(failed(vm, Errno::INVAL)),
    };
    let length = std::num::NonZeroU64::new(length);
    until_done(vm, || rustix::fs::fadvise(file, offset, length, advice)).map(|()| Value::NONE)
}

fn allocate(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let (offset, length) = (unsigned(vm, a.at(1))?, unsigned(vm, a.at(2))?);
    until_done(vm, || rustix::fs::fallocate(file, FallocateFlags::empty(), offset, length))?;
    Ok(Value::NONE)
}

fn lockf(vm: &Vm, a: Args<'_>) -> VmResult {
    let file: BorrowedFd<'_> = descriptor(vm, a.at(0))?;
    let command = vm.index_clipped(a.at(1))? as i32;
    let length = vm.index_clipped(a.at(2))?;
    system::lock_part(file, command, length).map_err(|error| vm.os_error(&error, None))?;
    Ok(Value::NONE)
}

pub(super) const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "pread(fd, length, offset, /)",
        "Read a number of bytes from a file descriptor starting at a particular offset.",
        pread,
    ),
    NativeDef::new(
        "pwrite(fd, buffer, offset, /)",
        "Write bytes to a file descriptor starting at a particular offset.",
        pwrite,
    ),
    NativeDef::new(
        "readv(fd, buffers, /)",
        "Read from a file descriptor fd into an iterable of buffers.",
        readv,
    ),
    NativeDef::new(
        "writev(fd, buffers, /)",
        "Iterate over buffers, and write the contents of each to a file descriptor.",
        write_parts,
    ),
    NativeDef::new(
        "preadv(fd, buffers, offset, flags=0, /)",
        "Reads from a file descriptor into a number of mutable bytes-like objects.",
        preadv,
    ),
    NativeDef::new(
        "pwritev(fd, buffers, offset, flags=0, /)",
        "Writes the contents of bytes-like objects to a file descriptor at a given offset.",
        write_parts_at,
    ),
    NativeDef::new(
        "sendfile(out_fd, in_fd, offset, count)",
        "Copy count bytes from file descriptor in_fd to file descriptor out_fd.",
        sendfile,
    ),
    NativeDef::new(
        "copy_file_range(src, dst, count, offset_src=None, offset_dst=None)",
        "Copy count bytes from one file descriptor to another.",
        copy_file_range,
    ),
    NativeDef::new(
        "splice(src, dst, count, offset_src=None, offset_dst=None, flags=0)",
        "Transfer count bytes from one pipe to a descriptor or vice versa.",
        splice,
    ),
    NativeDef::new("pipe2(flags, /)", "Create a pipe with flags set atomically.", pipe2),
    NativeDef::new("memfd_create(name, flags=1)", "memfd_create", memfd_create),
    NativeDef::new(
        "eventfd(initval, flags=524288)",
        "Creates and returns an event notification file descriptor.",
        eventfd,
    ),
    NativeDef::new("eventfd_read(fd)", "Read eventfd value", eventfd_read),
    NativeDef::new("eventfd_write(fd, value)", "Write eventfd value.", eventfd_write),
    NativeDef::new(
        "timerfd_create(clockid, /, *, flags=524288)",
        "Create and return a timer file descriptor.",
        timerfd_create,
    ),
    NativeDef::new(
        "timerfd_settime(fd, /, *, flags=0, initial=0.0, interval=0.0)",
        "Alter a timer file descriptor's internal timer in seconds.",
        |vm, a| timerfd_settime(vm, a, true),
    ),
    NativeDef::new(
        "timerfd_settime_ns(fd, /, *, flags=0, initial=0, interval=0)",
        "Alter a timer file descriptor's internal timer in nanoseconds.",
        |vm, a| timerfd_settime(vm, a, false),
    ),
    NativeDef::new(
        "timerfd_gettime(fd, /)",
        "Return a tuple of a timer file descriptor's (interval, next expiration) in float seconds.",
        |vm, a| timerfd_gettime(vm, a, true),
    ),
    NativeDef::new(
        "timerfd_gettime_ns(fd, /)",
        "Return a tuple of a timer file descriptor's (interval, next expiration) in nanoseconds.",
        |vm, a| timerfd_gettime(vm, a, false),
    ),
    NativeDef::new(
        "posix_fadvise(fd, offset, length, advice, /)",
        "Announce an intention to access data in a specific pattern.",
        advise,
    ),
    NativeDef::new(
        "posix_fallocate(fd, offset, length, /)",
        "Ensure a file has allocated at least a particular number of bytes on disk.",
        allocate,
    ),
    NativeDef::new(
        "lockf(fd, command, length, /)",
        "Apply, test or remove a POSIX lock on an open file descriptor.",
        lockf,
    ),
    NativeDef::new("sync()", "Force write of everything to disk.", |_, _| {
        rustix::fs::sync();
        Ok(Value::NONE)
    }),
];
