//! Copies of the process, its end, and its signal mask.

use std::io;

/// Copies the process. Returns the number of the child to the parent, and 0 to the child.
///
/// # Errors
/// An error of the operating system.
pub fn fork() -> io::Result<i32> {
    // SAFETY: an interpreter lives on one thread of the system, which goes on in the child. The
    // other threads of the process, which do not, hold no lock that the interpreter takes: they
    // sleep and set flags. The C library keeps its own locks usable.
    checked(unsafe { libc::fork() })
}

/// Ends the process at once, without anything that is to be done at its end.
pub fn exit_now(status: i32) -> ! {
    // SAFETY: always sound; nothing runs after it.
    unsafe { libc::_exit(status) }
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

/// The blocked signals that have arrived.
///
/// # Errors
/// An error of the operating system.
pub fn pending_signals() -> io::Result<Vec<i32>> {
    let mut set = signal_set(&[]);
    // SAFETY: the set is initialised.
    checked(unsafe { libc::sigpending(&raw mut set) })?;
    Ok(signals_in(&set))
}

/// Takes one of the signals if it has arrived, within a time. Returns its number, code, error,
/// sender, the sender's user, status and band.
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
    // SAFETY: the fields are integers; those that do not belong to this signal hold other data.
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

/// A value of the system's configuration by its number; -1 if there is no limit.
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

/// A text of the system's configuration by its number; none if it has no value.
///
/// # Errors
/// `EINVAL` for an unknown number.
pub fn system_text(number: i32) -> io::Result<Option<Vec<u8>>> {
    let mut text = vec![0u8; 4096];
    // SAFETY: the system writes at most as many bytes as there is room for.
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

fn checked(result: i32) -> io::Result<i32> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}
