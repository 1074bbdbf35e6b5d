//! File descriptors: `os.open`, `os.read`, `os.pipe` and the like.

use super::blocking;
use super::paths::{Takes, require};
use super::peers::is_within;
use super::process::c_int;
use super::{make, on_path, on_path_at, on_two_paths, os_error};
use crate::diagnostics::warnings::warn;
use crate::event_loop::clock::{Nanos, SECOND};
use crate::event_loop::{run, running};
use crate::objects::bytes::{Bytes, with_required};
use crate::objects::exception::Exc;
use crate::objects::native::{Args, NativeDef};
use crate::objects::tuple::Tuple;
use crate::runtime::process::has_children;
use crate::runtime::{Value, fd};
use crate::struct_sequence;
use crate::vm::capabilities::Capability;
use crate::vm::reach::Access;
use crate::vm::{Raised, Vm, VmResult};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, SeekFrom};
use rustix::io::{Errno, FdFlags};
use rustix::net::SendFlags;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, IntoRawFd, OwnedFd, RawFd};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// An OSError without a file name.
pub fn failed(vm: &Vm, error: Errno) -> Raised {
    vm.os_error(&std::io::Error::from(error), None)
}

/// A descriptor's number, from an int or an object with `fileno()`.
///
/// # Errors
/// TypeError; OverflowError; any exception raised by `fileno()`.
pub fn number(vm: &Vm, value: &Value) -> VmResult<RawFd> {
    match vm.find_attribute(value, &crate::objects::str::intern("fileno"))? {
        Some(method) => c_int(vm, &vm.call(&method, &[])?),
        None => c_int(vm, value),
    }
}

/// Warns of a bool that is used as a file descriptor.
///
/// # Errors
/// RuntimeWarning, if it is an error.
pub(super) fn warn_of_bool(vm: &Vm, value: &Value) -> VmResult<()> {
    match value.is_bool() {
        true => warn(vm, Exc::RuntimeWarning, "bool is used as a file descriptor", 1),
        false => Ok(()),
    }
}

/// The descriptor that an argument names.
///
/// # Errors
/// TypeError; OSError (EBADF) for a negative number.
pub fn descriptor(vm: &Vm, value: &Value) -> VmResult<BorrowedFd<'static>> {
    vm.require(Capability::Descriptors)?;
    fd::borrow(number(vm, value)?).ok_or_else(|| failed(vm, Errno::BADF))
}

/// A descriptor that now belongs to the program, by its number.
///
/// # Errors
/// As [`Vm::admit_file`].
pub fn given(vm: &Vm, descriptor: OwnedFd) -> VmResult {
    Ok(i64::from(vm.admit_file(descriptor)?.into_raw_fd()).into())
}

/// The maximum length of a wait during which Ctrl-C and other threads go unnoticed.
const LOOK: Nanos = SECOND / 100;

/// Waits until one of the files is ready, letting other threads run. False if it timed out.
///
/// # Errors
/// KeyboardInterrupt; OSError.
pub fn wait_ready(vm: &Vm, files: &mut [PollFd<'_>], deadline: Option<Nanos>) -> VmResult<bool> {
    let running = running(vm);
    let clock = &running.clock;
    let _ = vm.output.flush();
    let mut waited = 0;
    loop {
        run::check_interrupt(vm)?;
        let others = running.threads.has_others();
        let left = deadline.map_or(Nanos::MAX, |end| (end - clock.monotonic()).max(0));
        // Among threads, and on a virtual clock, the first look does not wait.
        let is_first = waited == 0 && (others || clock.is_virtual());
        let span = left.min(if is_first { 0 } else { LOOK });
        let timeout = Timespec { tv_sec: span / SECOND, tv_nsec: span % SECOND };
        // Children and outside events take real time.
        let jumps = |files: &[PollFd<'_>]| {
            !has_children() && files.iter().all(|file| is_within(file.as_fd()))
        };
        let next = match clock.is_virtual() && others {
            true => running.threads.next_deadline().filter(|_| jumps(files)),
            false => None,
        };
        let is_brief = others && (!clock.is_virtual() || next.is_some() && running.choices.is_on());
        let span_of_thread = if is_brief { 0 } else { span };
        let timeout = if span_of_thread == 0 { Timespec::default() } else { timeout };
        match rustix::event::poll(files, Some(&timeout)) {
            Ok(0) | Err(Errno::INTR) => {}
            Ok(_) => return Ok(true),
            Err(error) => return Err(failed(vm, error)),
        }
        if left == 0 {
            return Ok(false);
        }
        waited += 1;
        if !others {
            if clock.is_virtual() && deadline.is_some() {
                // Only the thread itself could make these files ready: the clock goes on to the end.
                clock.advance(if jumps(files) { left } else { span });
            }
        } else if clock.is_virtual() {
            running.threads.give_way(vm);
            // The awaited event may depend on a sleeping thread or loop: the clock advances to the
            // end of that, or as in reality.
            if waited > 1 {
                let now = clock.monotonic();
                let until = next.unwrap_or(now + span).min(now.saturating_add(left));
                running.threads.park(vm, Some(until))?;
            }
        } else {
            running.threads.park(vm, Some(clock.monotonic() + left.min(SECOND / 1000)))?;
        }
    }
}

/// Lets other threads run, and Ctrl-C be noticed, until the file is ready.
pub(super) fn wait_among_threads(vm: &Vm, file: BorrowedFd<'_>, flags: PollFlags) -> VmResult<()> {
    if !is_nonblocking(file) {
        wait_ready(vm, &mut [PollFd::from_borrowed_fd(file, flags)], None)?;
    }
    Ok(())
}

/// The number of bytes that a pipe with room accepts without waiting for more room.
pub(super) const PIPE_PART: usize = 4096;

/// Writes bytes to a file, letting other threads and signal handlers run while it accepts none.
/// Returns how many were written: all, unless there is an error or the file is non-blocking.
pub fn write_waiting(vm: &Vm, file: BorrowedFd<'_>, data: &[u8]) -> (usize, VmResult<()>) {
    let kind = rustix::fs::fstat(file).map(|found| FileType::from_raw_mode(found.st_mode));
    // Writes to other files never wait long.
    let waits = matches!(kind, Ok(FileType::Fifo | FileType::Socket | FileType::CharacterDevice))
        && !is_nonblocking(file);
    let mut done = 0;
    loop {
        let rest = &data[done..];
        if waits {
            let ready = wait_ready(vm, &mut [PollFd::from_borrowed_fd(file, PollFlags::OUT)], None);
            if let Err(raised) = ready {
                return (done, Err(raised));
            }
        }
        let written = match kind {
            Ok(FileType::Socket) if waits => {
                let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
                rustix::net::send(file, rest, flags)
            }
            _ if waits => rustix::io::write(file, &rest[..rest.len().min(PIPE_PART)]),
            _ => rustix::io::write(file, rest),
        };
        match written {
            Ok(count) => done += count,
            Err(Errno::INTR) => {
                if let Err(raised) = run::check_interrupt(vm) {
                    return (done, Err(raised));
                }
                continue;
            }
            Err(Errno::AGAIN) if waits => continue,
            // Bytes written before the error count.
            Err(Errno::AGAIN) if done > 0 => return (done, Ok(())),
            Err(error) => return (done, Err(failed(vm, error))),
        }
        let is_file = matches!(kind, Ok(FileType::RegularFile));
        if done == data.len() || !(waits || is_file) {
            return (done, Ok(()));
        }
    }
}

/// Whether reads and writes of a file return at once.
pub fn is_nonblocking(file: BorrowedFd<'_>) -> bool {
    rustix::fs::fcntl_getfl(file).is_ok_and(|flags| flags.contains(OFlags::NONBLOCK))
}

fn open(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "open: path", Takes::Path)?;
    let flags = OFlags::from_bits_retain(vm.index_clipped(a.at(1))? as u32) | OFlags::CLOEXEC;
    let mode = a.opt(2).map_or(Ok(0o777), |m| vm.index_clipped(m))?;
    let mode = Mode::from_bits_retain(mode as u32);
    if a.some(3).is_none()
        && !vm.opens_below()
        && !flags.contains(OFlags::NONBLOCK)
        && let Some(path) = super::process::os_text(a.at(0)).map(PathBuf::from)
        && blocking::waits_for_other_end(vm, &path)
    {
        let opened = blocking::call(vm, move || rustix::fs::open(&path, flags, mode))?;
        return given(vm, opened.map_err(|error| failed(vm, error))?);
    }
    let open = |path: &std::path::Path| Ok(rustix::fs::open(path, flags, mode)?);
    given(vm, on_path_at(vm, a.at(0), a.opt(3), Access::Write, open)?)
}

fn close(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let closed = fd::close_number(file.as_raw_fd());
    closed.map(|()| Value::NONE).map_err(|error| vm.os_error(&error, None))
}

fn read(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let length = vm.index_clipped(a.at(1))?;
    let length = usize::try_from(length).map_err(|_| failed(vm, Errno::INVAL))?;
    wait_among_threads(vm, file, PollFlags::IN)?;
    let mut bytes = vec![0; length.min(1 << 24)];
    loop {
        match rustix::io::read(file, &mut bytes[..]) {
            Ok(count) => {
                bytes.truncate(count);
                return Ok(Bytes::new(bytes).into_value());
            }
            Err(Errno::INTR) => run::check_interrupt(vm)?,
            Err(error) => return Err(failed(vm, error)),
        }
    }
}

fn write(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let data = with_required(vm, a.at(1), <[u8]>::to_vec)?;
    if matches!(file.as_raw_fd(), 1 | 2) {
        // Flushes the output of `print` first.
        let _ = vm.output.flush();
    }
    let (done, result) = write_waiting(vm, file, &data);
    result.map(|()| Value::from(done))
}

fn seek(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let offset = vm.index_clipped(a.at(1))?;
    let position = match vm.index_clipped(a.at(2))? {
        0 if offset >= 0 => SeekFrom::Start(offset as u64),
        1 => SeekFrom::Current(offset),
        2 => SeekFrom::End(offset),
        _ => return Err(failed(vm, Errno::INVAL)),
    };
    rustix::fs::seek(file, position).map(|at| Value::from(at as i64)).map_err(|e| failed(vm, e))
}

fn pipe(vm: &Vm, _: Args<'_>) -> VmResult {
    let ends = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC);
    let (reader, writer) = ends.map_err(|e| failed(vm, e))?;
    let (reader, writer) = (vm.admit_file(reader)?, vm.admit_file(writer)?);
    Ok(Tuple::new([given(vm, reader)?, given(vm, writer)?]).into_value())
}

fn dup(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    given(vm, rustix::io::fcntl_dupfd_cloexec(file, 0).map_err(|e| failed(vm, e))?)
}

fn dup2(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let target = c_int(vm, a.at(1))?;
    let inheritable = a.opt(2).map_or(Ok(true), |given| vm.truthy(given))?;
    let Some(mut new) = fd::own(target) else { return Err(failed(vm, Errno::BADF)) };
    let _ = vm.output.flush();
    let result = match inheritable || file.as_raw_fd() == target {
        true => rustix::io::dup2(file, &mut new),
        false => rustix::io::dup3(file, &mut new, rustix::io::DupFlags::CLOEXEC),
    };
    if let Err(error) = result {
        // It stays as it was.
        let _ = new.into_raw_fd();
        return Err(failed(vm, error));
    }
    given(vm, new)
}

fn set_inheritable(vm: &Vm, a: Args<'_>) -> VmResult {
    let flags = if vm.truthy(a.at(1))? { FdFlags::empty() } else { FdFlags::CLOEXEC };
    let file = descriptor(vm, a.at(0))?;
    rustix::io::fcntl_setfd(file, flags).map_err(|e| failed(vm, e))?;
    Ok(Value::NONE)
}

fn set_blocking(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let mut flags = rustix::fs::fcntl_getfl(file).map_err(|e| failed(vm, e))?;
    flags.set(OFlags::NONBLOCK, !vm.truthy(a.at(1))?);
    rustix::fs::fcntl_setfl(file, flags).map_err(|e| failed(vm, e))?;
    Ok(Value::NONE)
}

fn truncate(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "truncate: path", Takes::PathOrFile)?;
    let length = vm.index_clipped(a.at(1))?.max(0) as u64;
    if crate::objects::int::to_i64(a.at(0)).is_some() {
        let file = descriptor(vm, a.at(0))?;
        rustix::fs::ftruncate(file, length).map_err(|e| failed(vm, e))?;
        return Ok(Value::NONE);
    }
    on_path(vm, a.at(0), Access::Write, |path| {
        std::fs::OpenOptions::new().write(true).open(path)?.set_len(length)
    })?;
    Ok(Value::NONE)
}

fn chmod(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "chmod: path", Takes::PathOrFile)?;
    let mode = Mode::from_bits_retain(vm.index_clipped(a.at(1))? as u32);
    if crate::objects::int::to_i64(a.at(0)).is_some() {
        rustix::fs::fchmod(descriptor(vm, a.at(0))?, mode).map_err(|e| failed(vm, e))?;
        return Ok(Value::NONE);
    }
    if !a.opt(3).map_or(Ok(true), |follow| vm.truthy(follow))? {
        let message = "chmod: follow_symlinks unavailable on this platform";
        return Err(vm.error(Exc::NotImplementedError, message));
    }
    let folder = a.opt(2);
    on_path_at(vm, a.at(0), folder, Access::Write, |path| Ok(rustix::fs::chmod(path, mode)?))?;
    Ok(Value::NONE)
}

fn link(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "link: src", Takes::Path)?;
    require(vm, a.at(1), "link: dst", Takes::Path)?;
    let follow = a.opt(4).map_or(Ok(true), |follow| vm.truthy(follow))?;
    let flags = if follow { AtFlags::SYMLINK_FOLLOW } else { AtFlags::empty() };
    on_two_paths(vm, a, [a.opt(2), a.opt(3)], |from, to| {
        Ok(rustix::fs::linkat(CWD, from, CWD, to, flags)?)
    })
}

fn symlink(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "symlink: src", Takes::Path)?;
    require(vm, a.at(1), "symlink: dst", Takes::Path)?;
    on_two_paths(vm, a, [None, a.opt(3)], |from, to| std::os::unix::fs::symlink(from, to))
}

fn utime(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "utime: path", Takes::PathOrFile)?;
    let at = |span: Duration, is_before: bool| {
        let start = SystemTime::UNIX_EPOCH;
        let time = if is_before { start.checked_sub(span) } else { start.checked_add(span) };
        time.ok_or_else(|| vm.overflow_error("timestamp out of range for platform time_t"))
    };
    let seconds = |value: &Value| -> VmResult<SystemTime> {
        let Some(seconds) = value.as_float() else {
            let seconds = vm.index_clipped(value)?;
            return at(Duration::from_secs(seconds.unsigned_abs()), seconds < 0);
        };
        // Rounded towards the past, as a clock shows it.
        let (whole, part) = (seconds.floor(), ((seconds - seconds.floor()) * 1e9).floor());
        let whole_span = Duration::try_from_secs_f64(whole.abs()).unwrap_or_default();
        let start = at(whole_span, whole < 0.0)?;
        Ok(start + Duration::from_nanos(part as u64))
    };
    let nanoseconds = |value: &Value| -> VmResult<SystemTime> {
        let count = vm.index_clipped(value)?;
        at(Duration::from_nanos(count.unsigned_abs()), count < 0)
    };
    let both =
        |times: &Value, name: &str, time: &dyn Fn(&Value) -> VmResult<SystemTime>| match times
            .get::<Tuple>()
            .map(|times| times.items())
        {
            Some([accessed, modified]) => Ok((time(accessed)?, time(modified)?)),
            _ => Err(vm.type_error(format!(
                "utime: '{name}' must be {}a tuple of two ints{}",
                if name == "ns" { "" } else { "either " },
                if name == "ns" { "" } else { " or None" },
            ))),
        };
    let (accessed, modified) = match (a.some(1), a.opt(2)) {
        (Some(_), Some(_)) => {
            return Err(
                vm.value_error("utime: you may specify either 'times' or 'ns' but not both")
            );
        }
        (Some(times), None) => both(times, "times", &seconds)?,
        (None, Some(times)) => both(times, "ns", &nanoseconds)?,
        (None, None) => (SystemTime::now(), SystemTime::now()),
    };
    let moment = |time: SystemTime| match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(span) => {
            Timespec { tv_sec: span.as_secs() as i64, tv_nsec: i64::from(span.subsec_nanos()) }
        }
        Err(before) => {
            let (span, part) = (before.duration(), before.duration().subsec_nanos());
            let tv_sec = -(span.as_secs() as i64) - i64::from(part > 0);
            Timespec { tv_sec, tv_nsec: (SECOND - i64::from(part)) % SECOND }
        }
    };
    let times = rustix::fs::Timestamps {
        last_access: moment(accessed),
        last_modification: moment(modified),
    };
    if crate::objects::int::to_i64(a.at(0)).is_some() {
        rustix::fs::futimens(descriptor(vm, a.at(0))?, &times).map_err(|e| failed(vm, e))?;
        return Ok(Value::NONE);
    }
    let follow = a.opt(4).map_or(Ok(true), |follow| vm.truthy(follow))?;
    let flags = if follow { AtFlags::empty() } else { AtFlags::SYMLINK_NOFOLLOW };
    on_path_at(vm, a.at(0), a.opt(3), Access::Write, |path| {
        Ok(rustix::fs::utimensat(CWD, path, &times, flags)?)
    })?;
    Ok(Value::NONE)
}

fn chown(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "chown: path", Takes::PathOrFile)?;
    let id = |value: &Value| Ok(u32::try_from(vm.index_clipped(value)?).ok());
    let (user, group) = (id(a.at(1))?, id(a.at(2))?);
    if crate::objects::int::to_i64(a.at(0)).is_some() {
        let file = descriptor(vm, a.at(0))?;
        std::os::unix::fs::fchown(file, user, group).map_err(|e| vm.os_error(&e, None))?;
        return Ok(Value::NONE);
    }
    let follow = a.opt(4).map_or(Ok(true), |follow| vm.truthy(follow))?;
    on_path_at(vm, a.at(0), a.opt(3), Access::Write, |path| match follow {
        true => std::os::unix::fs::chown(path, user, group),
        false => std::os::unix::fs::lchown(path, user, group),
    })?;
    Ok(Value::NONE)
}

fn fsync(vm: &Vm, a: Args<'_>) -> VmResult {
    warn_of_bool(vm, a.at(0))?;
    rustix::fs::fsync(descriptor(vm, a.at(0))?).map_err(|e| failed(vm, e))?;
    Ok(Value::NONE)
}

pub(super) fn fstat(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = descriptor(vm, a.at(0))?;
    let copy = rustix::io::fcntl_dupfd_cloexec(file, 0).map_err(|e| failed(vm, e))?;
    let data = std::fs::File::from(copy).metadata().map_err(|e| os_error(vm, &e, a.at(0)))?;
    Ok(make(vm, &super::STAT_RESULT, super::stat_items(&data)))
}

struct_sequence!(
    /// `os.statvfs_result`
    STATVFS_RESULT, "os", "statvfs_result", "statvfs_result: Result from statvfs or fstatvfs.",
    [0 "f_bsize", 1 "f_frsize", 2 "f_blocks", 3 "f_bfree", 4 "f_bavail", 5 "f_files", 6 "f_ffree",
     7 "f_favail", 8 "f_flag", 9 "f_namemax"],
    0, [10 "f_fsid"]
);

fn statvfs(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "statvfs: path", Takes::PathOrFile)?;
    let data = match crate::objects::int::to_i64(a.at(0)) {
        Some(_) => rustix::fs::fstatvfs(descriptor(vm, a.at(0))?).map_err(|e| failed(vm, e))?,
        None => on_path(vm, a.at(0), Access::Read, |path| Ok(rustix::fs::statvfs(path)?))?,
    };
    let items = [
        data.f_bsize,
        data.f_frsize,
        data.f_blocks,
        data.f_bfree,
        data.f_bavail,
        data.f_files,
        data.f_ffree,
        data.f_favail,
        data.f_flag.bits(),
        data.f_namemax,
        data.f_fsid,
    ];
    Ok(make(vm, &STATVFS_RESULT, items.map(|item| Value::from(item as i64)).to_vec()))
}

fn mkfifo(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.at(0), "mkfifo: path", Takes::Path)?;
    let mode = Mode::from_bits_retain(a.opt(1).map_or(Ok(0o666), |m| vm.index_clipped(m))? as u32);
    on_path_at(vm, a.at(0), a.opt(2), Access::WriteEntry, |path| {
        let kind = rustix::fs::FileType::Fifo;
        Ok(rustix::fs::mknodat(rustix::fs::CWD, path, kind, mode, 0)?)
    })?;
    Ok(Value::NONE)
}

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "open(path, flags, mode=511, *, dir_fd=None)",
        "Open a file for low level IO.  Returns a file descriptor (integer).",
        open,
    ),
    NativeDef::new("close(fd)", "Close a file descriptor.", close),
    NativeDef::new(
        "read(fd, length, /)",
        "Read from a file descriptor.  Returns a bytes object.",
        read,
    ),
    NativeDef::new("write(fd, data, /)", "Write a bytes object to a file descriptor.", write),
    NativeDef::new(
        "lseek(fd, position, whence, /)",
        "Set the position of a file descriptor.",
        seek,
    ),
    NativeDef::new("pipe()", "Create a pipe.", pipe),
    NativeDef::new("dup(fd, /)", "Return a duplicate of a file descriptor.", dup),
    NativeDef::new("dup2(fd, fd2, inheritable=True)", "Duplicate file descriptor.", dup2),
    NativeDef::new("fsync(fd)", "Force write of fd to disk.", fsync),
    NativeDef::new("fdatasync(fd)", "Force write of fd to disk.", fsync),
    NativeDef::new("fstat(fd)", "Perform a stat system call on the given file descriptor.", fstat),
    NativeDef::new(
        "get_inheritable(fd, /)",
        "Get the close-on-exe flag of the specified file descriptor.",
        |vm, a| {
            let flags = rustix::io::fcntl_getfd(descriptor(vm, a.at(0))?);
            Ok(Value::bool(!flags.map_err(|e| failed(vm, e))?.contains(FdFlags::CLOEXEC)))
        },
    ),
    NativeDef::new(
        "set_inheritable(fd, inheritable, /)",
        "Set the inheritable flag of the specified file descriptor.",
        set_inheritable,
    ),
    NativeDef::new(
        "get_blocking(fd, /)",
        "Get the blocking mode of the file descriptor.",
        |vm, a| {
            let flags = rustix::fs::fcntl_getfl(descriptor(vm, a.at(0))?);
            let flags = flags.map_err(|e| failed(vm, e))?;
            Ok(Value::bool(!flags.contains(OFlags::NONBLOCK)))
        },
    ),
    NativeDef::new(
        "set_blocking(fd, blocking, /)",
        "Set the blocking mode of the specified file descriptor.",
        set_blocking,
    ),
    NativeDef::new(
        "truncate(path, length)",
        "Truncate a file, specified by path, to a specific length.",
        truncate,
    ),
    NativeDef::new(
        "ftruncate(fd, length, /)",
        "Truncate a file, specified by file descriptor, to a specific length.",
        truncate,
    ),
    NativeDef::new(
        "chmod(path, mode, *, dir_fd=None, follow_symlinks=True)",
        "Change the access permissions of a file.",
        chmod,
    ),
    NativeDef::new(
        "chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)",
        "Change the owner and group id of path to the numeric uid and gid.",
        chown,
    ),
    NativeDef::new(
        "link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)",
        "Create a hard link to a file.",
        link,
    ),
    NativeDef::new("statvfs(path)", "Perform a statvfs system call on the given path.", statvfs),
    NativeDef::new(
        "mkfifo(path, mode=438, *, dir_fd=None)",
        "Create a \"fifo\" (a POSIX named pipe).",
        mkfifo,
    ),
    NativeDef::new(
        "symlink(src, dst, target_is_directory=False, *, dir_fd=None)",
        "Create a symbolic link pointing to src named dst.",
        symlink,
    ),
    NativeDef::new(
        "utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)",
        "Set the access and modified time of path.",
        utime,
    ),
];
