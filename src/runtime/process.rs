//! Copies of the process, its end, and its signal mask.

use super::signal_actions::on_signal;
use std::ffi::CString;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Copies the process. Returns the number of the child to the parent, and 0 to the child.
///
/// # Errors
/// An error of the operating system.
pub fn fork() -> io::Result<i32> {
    // SAFETY: an interpreter lives on one OS thread, which continues in the child. The other
    // threads do not, and hold no lock that the interpreter takes: they sleep and set flags. The C
    // library keeps its own locks usable.
    checked(unsafe { libc::fork() })
}

/// Whether the process has children that run or have ended unnoticed.
pub fn has_children() -> bool {
    use rustix::process::{WaitId, WaitIdOptions, waitid};
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    // Without children it is an error.
    waitid(WaitId::All, options).is_ok()
}

/// Ends the process at once, without any clean-up.
pub fn exit_now(status: i32) -> ! {
    // SAFETY: always sound; nothing runs after it.
    unsafe { libc::_exit(status) }
}

/// The signal that [`signal_when_readable`] makes the system send. By default it is ignored.
pub const INPUT_SIGNAL: i32 = if cfg!(target_os = "linux") { libc::SIGURG } else { libc::SIGIO };

/// Linux's number for choosing that signal, which the `libc` crate lacks.
#[cfg(target_os = "linux")]
const F_SETSIG: i32 = 10;

/// Makes the system send [`INPUT_SIGNAL`] when a file becomes readable.
///
/// # Errors
/// An error of the operating system.
pub fn signal_when_readable(file: i32) -> io::Result<()> {
    // SAFETY: these calls change flags of a descriptor, and no memory.
    unsafe {
        checked(libc::fcntl(file, libc::F_SETOWN, libc::getpid()))?;
        #[cfg(target_os = "linux")]
        checked(libc::fcntl(file, F_SETSIG, INPUT_SIGNAL))?;
        let flags = checked(libc::fcntl(file, libc::F_GETFL))?;
        checked(libc::fcntl(file, libc::F_SETFL, flags | libc::O_ASYNC)).map(drop)
    }
}

/// Makes the system send [`INPUT_SIGNAL`] once, after a given time.
///
/// # Errors
/// An error of the operating system, which may lack such timers.
#[cfg(target_os = "linux")]
pub fn signal_after(time: Duration) -> io::Result<()> {
    // SAFETY: all bits zero are a valid `sigevent`, a plain structure.
    let mut event: libc::sigevent = unsafe { std::mem::zeroed() };
    event.sigev_notify = libc::SIGEV_SIGNAL;
    event.sigev_signo = INPUT_SIGNAL;
    let mut timer: libc::c_int = 0;
    let once = libc::itimerspec {
        it_interval: libc::timespec { tv_sec: 0, tv_nsec: 0 },
        it_value: libc::timespec {
            tv_sec: time.as_secs() as libc::time_t,
            tv_nsec: time.subsec_nanos().into(),
        },
    };
    let none = std::ptr::null_mut::<libc::itimerspec>();
    // SAFETY: the kernel reads the two structures and writes the timer's number, all of which
    // outlive the calls.
    let result = unsafe {
        match libc::syscall(
            libc::SYS_timer_create,
            libc::CLOCK_MONOTONIC,
            &raw mut event,
            &raw mut timer,
        ) {
            0 => libc::syscall(libc::SYS_timer_settime, timer, 0, &raw const once, none),
            failure => failure,
        }
    };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Has the system send [`INPUT_SIGNAL`] once, when a time has passed.
///
/// # Errors
/// Always: there is no such timer.
#[cfg(not(target_os = "linux"))]
pub fn signal_after(_time: Duration) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Sets flags whenever a signal arrives.
///
/// # Errors
/// An error of the operating system for a signal that cannot be caught.
pub fn set_on(signal: i32, flags: Vec<Arc<AtomicBool>>) -> io::Result<()> {
    let set = move || flags.iter().for_each(|flag| flag.store(true, SeqCst));
    // SAFETY: the action does only what a handler may do.
    unsafe { on_signal(signal, set) }.map(drop)
}

/// Restores the default effect of a signal while a flag is set.
///
/// # Errors
/// An error of the operating system for a signal that cannot be caught.
pub fn default_while(signal: i32, flag: Arc<AtomicBool>) -> io::Result<()> {
    let act = move || {
        if flag.load(SeqCst) {
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    };
    // SAFETY: the action does only what a handler may do.
    unsafe { on_signal(signal, act) }.map(drop)
}

/// Writes to a socket whenever a signal arrives.
///
/// # Errors
/// An error of the operating system for a signal that cannot be caught.
pub fn send_on(signal: i32, socket: UnixStream) -> io::Result<signal_hook::SigId> {
    socket.set_nonblocking(true)?;
    let send = move || {
        // SAFETY: `write` may be called in a handler; a full socket is an error, and wakes anyway.
        let _ = unsafe { libc::write(socket.as_raw_fd(), b"X".as_ptr().cast(), 1) };
    };
    // SAFETY: the action does only what a handler may do.
    unsafe { on_signal(signal, send) }
}

/// Whether a signal is ignored, by inheritance or by request of the process.
pub fn is_ignored(signal: i32) -> bool {
    // SAFETY: without a new action, the call only writes the current one to `old`, for which all
    // zeros are valid.
    unsafe {
        let mut old: libc::sigaction = std::mem::zeroed();
        libc::sigaction(signal, std::ptr::null(), &raw mut old) == 0
            && old.sa_sigaction == libc::SIG_IGN
    }
}

/// The process at the other end of a Unix socket at the time it was connected; none if it is not
/// connected, or the system cannot tell.
#[cfg(target_os = "linux")]
pub fn peer_of(socket: BorrowedFd<'_>) -> Option<i32> {
    let mut peer = libc::ucred { pid: 0, uid: 0, gid: 0 };
    let mut length = std::mem::size_of::<libc::ucred>() as libc::socklen_t;
    // SAFETY: the call writes at most `length` bytes to `peer`, for which all bytes are valid.
    let result = unsafe {
        libc::getsockopt(
            socket.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_PEERCRED,
            (&raw mut peer).cast(),
            &raw mut length,
        )
    };
    (result == 0 && peer.pid != 0).then_some(peer.pid)
}

/// The process at the other end of a Unix socket: not implemented for this system.
#[cfg(not(target_os = "linux"))]
pub fn peer_of(_: BorrowedFd<'_>) -> Option<i32> {
    None
}

/// Blocks all signals for the calling thread, a helper of the interpreter's.
///
/// # Errors
/// None that a system is known for.
pub fn block_all_signals() -> io::Result<()> {
    let all: Vec<i32> = (1..65).collect();
    change_mask(libc::SIG_BLOCK, &all).map(drop)
}

/// The descriptor that arriving signals are written to; negative for none.
static WAKEUP: AtomicI32 = AtomicI32::new(-1);
/// The signals that are written to it.
static WRITTEN: Mutex<Vec<i32>> = Mutex::new(Vec::new());

/// Makes the numbers of arriving signals be written to a descriptor, which must not block; negative
/// for none. Returns the old one.
pub fn set_wakeup(file: i32) -> i32 {
    WAKEUP.swap(file, SeqCst)
}

/// Stops writing signals in a copy of the process: the descriptor belongs to the original.
pub fn forget_wakeup() {
    WAKEUP.store(-1, SeqCst);
}

/// Makes a signal be written to the descriptor of [`set_wakeup`].
///
/// # Errors
/// An error of the operating system for a signal that cannot be caught.
pub fn write_on(signal: i32) -> io::Result<()> {
    let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    if written.contains(&signal) {
        return Ok(());
    }
    let write = move || {
        let file = WAKEUP.load(SeqCst);
        if file >= 0 {
            let byte = signal as u8;
            // SAFETY: `write` may be called in a handler; an invalid descriptor is an error.
            let _ = unsafe { libc::write(file, (&raw const byte).cast(), 1) };
        }
    };
    // SAFETY: the action only does what a handler may.
    unsafe { on_signal(signal, write) }?;
    written.push(signal);
    Ok(())
}

/// The parameters of starting a program, in the order in which the child applies them.
#[derive(Default)]
pub struct Start {
    /// The programs to try, in order.
    pub programs: Vec<CString>,
    /// The arguments, including the name.
    pub arguments: Vec<CString>,
    /// The variables; none for those of this process.
    pub variables: Option<Vec<CString>>,
    /// The working folder.
    pub folder: Option<CString>,
    /// Standard input, output and error; negative to keep them.
    pub streams: [i32; 3],
    /// Ends of pipes that the child closes.
    pub closed: Vec<i32>,
    /// The pipe to report an error to.
    pub report: i32,
    /// Whether descriptors above 2 are closed, except those in `kept`.
    pub closes_files: bool,
    /// Descriptors to keep, in ascending order.
    pub kept: Vec<i32>,
    /// Whether signals that are ignored get their default action.
    pub restores_signals: bool,
    /// Whether the child leads a new session.
    pub leads_session: bool,
    /// The process group to join; negative for none.
    pub group: i32,
    /// The user's groups.
    pub groups: Option<Vec<u32>>,
    /// The group's number.
    pub gid: Option<u32>,
    /// The user's number.
    pub uid: Option<u32>,
    /// The mask for new files; negative to keep it.
    pub umask: i32,
}

impl Start {
    /// Executes the program in a child. Returns only if that fails: the error, and a remark for the
    /// parent.
    pub fn run(&self, before: impl FnOnce() -> bool) -> (io::Error, &'static str) {
        match self.prepare(before) {
            Ok(()) => (self.execute(), ""),
            Err(failure) => failure,
        }
    }

    fn prepare(&self, before: impl FnOnce() -> bool) -> Result<(), (io::Error, &'static str)> {
        let failed = |error| (error, "noexec");
        // SAFETY: the calls take integers and strings that live as long as this; errors are checked
        // where they matter.
        unsafe {
            for file in &self.closed {
                if *file >= 0 {
                    libc::close(*file);
                }
            }
            // A stream that will become another one must not be overwritten first.
            let mut streams = self.streams;
            for (to, from) in streams.iter_mut().enumerate() {
                if *from >= 0 && *from < to as i32 {
                    *from =
                        checked(libc::fcntl(*from, libc::F_DUPFD_CLOEXEC, 3)).map_err(failed)?;
                }
            }
            for (to, from) in streams.into_iter().enumerate() {
                let to = to as i32;
                if from == to {
                    let flags = checked(libc::fcntl(from, libc::F_GETFD)).map_err(failed)?;
                    libc::fcntl(from, libc::F_SETFD, flags & !libc::FD_CLOEXEC);
                } else if from >= 0 {
                    checked(libc::dup2(from, to)).map_err(failed)?;
                }
            }
            for file in &self.kept {
                let flags = libc::fcntl(*file, libc::F_GETFD);
                if flags >= 0 && *file != self.report {
                    libc::fcntl(*file, libc::F_SETFD, flags & !libc::FD_CLOEXEC);
                }
            }
            if let Some(folder) = &self.folder {
                checked(libc::chdir(folder.as_ptr())).map_err(|error| (error, "noexec:chdir"))?;
            }
            if self.umask >= 0 {
                libc::umask(self.umask as libc::mode_t);
            }
            if self.restores_signals {
                for signal in [libc::SIGPIPE, libc::SIGXFSZ] {
                    libc::signal(signal, libc::SIG_DFL);
                }
            }
            if self.leads_session {
                checked(libc::setsid()).map_err(failed)?;
            }
            if self.group >= 0 {
                checked(libc::setpgid(0, self.group)).map_err(failed)?;
            }
            if let Some(groups) = &self.groups {
                checked(libc::setgroups(groups.len() as _, groups.as_ptr())).map_err(failed)?;
            }
            if let Some(gid) = self.gid {
                checked(libc::setregid(gid, gid)).map_err(failed)?;
            }
            if let Some(uid) = self.uid {
                checked(libc::setreuid(uid, uid)).map_err(failed)?;
            }
        }
        if !before() {
            return Err((io::Error::from_raw_os_error(0), "SubprocessError"));
        }
        if self.closes_files {
            self.close_files();
        }
        Ok(())
    }

    /// Closes the ranges between the descriptors that stay.
    fn close_files(&self) {
        let mut first: u32 = 3;
        for file in self.kept.iter().copied().chain([i32::MAX]) {
            let Ok(file) = u32::try_from(file) else { continue };
            if file > first {
                // SAFETY: the child uses none of these.
                unsafe { libc::syscall(libc::SYS_close_range, first, file - 1, 0) };
            }
            first = first.max(file.saturating_add(1));
        }
    }

    fn execute(&self) -> io::Error {
        let pointers = |texts: &[CString]| -> Vec<*const libc::c_char> {
            texts.iter().map(|text| text.as_ptr()).chain([std::ptr::null()]).collect()
        };
        let arguments = pointers(&self.arguments);
        let variables = self.variables.as_deref().map(pointers);
        let mut last = io::Error::from_raw_os_error(libc::ENOENT);
        for program in &self.programs {
            // SAFETY: the lists end with null, and their texts live as long as this.
            unsafe {
                match &variables {
                    Some(list) => libc::execve(program.as_ptr(), arguments.as_ptr(), list.as_ptr()),
                    None => libc::execv(program.as_ptr(), arguments.as_ptr()),
                };
            }
            let error = io::Error::last_os_error();
            if !matches!(error.raw_os_error(), Some(libc::ENOENT | libc::ENOTDIR)) {
                return error;
            }
            last = error;
        }
        last
    }
}

/// Changes the mask of blocked signals and returns the old one. `how` is `SIG_BLOCK`,
/// `SIG_UNBLOCK` or `SIG_SETMASK`.
///
/// # Errors
/// `EINVAL` for another `how`.
pub fn change_mask(how: i32, signals: &[i32]) -> io::Result<Vec<i32>> {
    let set = signal_set(signals);
    let mut old = signal_set(&[]);
    // SAFETY: both sets are initialised.
    match unsafe { libc::pthread_sigmask(how, &raw const set, &raw mut old) } {
        0 => Ok(signals_in(&old)),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

/// The blocked signals that are pending.
///
/// # Errors
/// An error of the operating system.
pub fn pending_signals() -> io::Result<Vec<i32>> {
    let mut set = signal_set(&[]);
    // SAFETY: the set is initialised.
    checked(unsafe { libc::sigpending(&raw mut set) })?;
    Ok(signals_in(&set))
}

/// Accepts one of the signals if it arrives within a time. Returns its number, code, error, sender,
/// the sender's user, status and band.
///
/// # Errors
/// `EAGAIN` if none comes in time; `EINTR`.
pub fn take_signal(signals: &[i32], within: std::time::Duration) -> io::Result<[i64; 7]> {
    let set = signal_set(signals);
    let span =
        libc::timespec { tv_sec: within.as_secs() as _, tv_nsec: within.subsec_nanos().into() };
    // SAFETY: all fields of the information may be zero.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    // SAFETY: the arguments are initialised and live until the call ends.
    let taken =
        checked(unsafe { libc::sigtimedwait(&raw const set, &raw mut info, &raw const span) })?;
    // SAFETY: the fields are integers; those not used by this signal hold other data.
    let (sender, user, status) = unsafe { (info.si_pid(), info.si_uid(), info.si_status()) };
    let fields = [taken, info.si_code, info.si_errno, sender].map(i64::from);
    let [number, code, errno, sender] = fields;
    Ok([number, code, errno, sender, i64::from(user), i64::from(status), 0])
}

/// Sets a timer of the process; times are in seconds. Returns the time left and the interval of
/// the old one.
///
/// # Errors
/// `EINVAL` for a timer that does not exist.
pub fn set_timer(which: i32, first: f64, interval: f64) -> io::Result<(f64, f64)> {
    let new = libc::itimerval { it_interval: time(interval), it_value: time(first) };
    let mut old = libc::itimerval { it_interval: time(0.0), it_value: time(0.0) };
    // SAFETY: both structures are initialised.
    checked(unsafe { libc::setitimer(which as _, &raw const new, &raw mut old) })?;
    Ok((seconds(&old.it_value), seconds(&old.it_interval)))
}

/// The time left and the interval of a timer of the process, in seconds.
///
/// # Errors
/// `EINVAL` for a timer that does not exist.
pub fn timer(which: i32) -> io::Result<(f64, f64)> {
    let mut now = libc::itimerval { it_interval: time(0.0), it_value: time(0.0) };
    // SAFETY: the structure is initialised.
    checked(unsafe { libc::getitimer(which as _, &raw mut now) })?;
    Ok((seconds(&now.it_value), seconds(&now.it_interval)))
}

/// A value of the system configuration by its number; -1 if there is no limit.
///
/// # Errors
/// `EINVAL` for an unknown number.
pub fn system_value(number: i32) -> io::Result<i64> {
    // SAFETY: the call takes any number.
    let value = unsafe {
        *libc::__errno_location() = 0;
        libc::sysconf(number)
    };
    match io::Error::last_os_error() {
        error if value == -1 && error.raw_os_error() != Some(0) => Err(error),
        _ => Ok(value),
    }
}

/// A string of the system configuration by its number; none if it has no value.
///
/// # Errors
/// `EINVAL` for an unknown number.
pub fn system_text(number: i32) -> io::Result<Option<Vec<u8>>> {
    let mut text = vec![0u8; 4096];
    // SAFETY: the system writes at most as many bytes as fit.
    let length = unsafe {
        *libc::__errno_location() = 0;
        libc::confstr(number, text.as_mut_ptr().cast(), text.len())
    };
    match io::Error::last_os_error() {
        error if length == 0 && error.raw_os_error() != Some(0) => return Err(error),
        _ if length == 0 => return Ok(None),
        _ => text.truncate((length - 1).min(4095)),
    }
    Ok(Some(text))
}

fn time(seconds: f64) -> libc::timeval {
    let seconds = seconds.clamp(0.0, 1e15);
    libc::timeval {
        tv_sec: seconds.trunc() as _,
        tv_usec: (seconds.fract() * 1e6).ceil().min(999_999.0) as _,
    }
}

fn seconds(time: &libc::timeval) -> f64 {
    time.tv_sec as f64 + time.tv_usec as f64 * 1e-6
}

fn signal_set(signals: &[i32]) -> libc::sigset_t {
    // SAFETY: an empty set is valid, and so are sets with signals added; unknown numbers are
    // refused by the call.
    unsafe {
        let mut set = std::mem::zeroed();
        libc::sigemptyset(&raw mut set);
        for signal in signals {
            libc::sigaddset(&raw mut set, *signal);
        }
        set
    }
}

fn signals_in(set: &libc::sigset_t) -> Vec<i32> {
    // SAFETY: the set is initialised.
    (1..65).filter(|signal| unsafe { libc::sigismember(set, *signal) } == 1).collect()
}

pub(super) fn checked(result: i32) -> io::Result<i32> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}
