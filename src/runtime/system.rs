//! System calls that no safe crate provides: accounts, scheduling, terminals, configuration.

use std::ffi::{CStr, CString};
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd};

fn checked(result: i32) -> io::Result<i32> {
    if result == -1 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

fn cleared() {
    // SAFETY: the location belongs to this thread.
    unsafe { *libc::__errno_location() = 0 };
}

fn unless_failed(value: i64) -> io::Result<i64> {
    match io::Error::last_os_error() {
        error if value == -1 && error.raw_os_error() != Some(0) => Err(error),
        _ => Ok(value),
    }
}

/// A configuration limit of a file by its number; -1 if there is none.
///
/// # Errors
/// `EINVAL` for an unknown number; an error of the file.
pub fn path_value(path: &CStr, number: i32) -> io::Result<i64> {
    cleared();
    // SAFETY: the path ends with a zero.
    unless_failed(unsafe { libc::pathconf(path.as_ptr(), number) })
}

/// [`path_value`] of an open file.
///
/// # Errors
/// As there.
pub fn file_value(file: BorrowedFd<'_>, number: i32) -> io::Result<i64> {
    cleared();
    // SAFETY: the call takes any numbers.
    unless_failed(unsafe { libc::fpathconf(file.as_raw_fd(), number) })
}

/// The groups of a user, `group` among them.
///
/// # Errors
/// An error of the operating system.
pub fn groups_of(user: &CStr, group: u32) -> io::Result<Vec<u32>> {
    let mut groups = vec![0; 64];
    loop {
        let mut count = groups.len() as i32;
        // SAFETY: there is room for `count` groups.
        let found = unsafe {
            libc::getgrouplist(user.as_ptr(), group, groups.as_mut_ptr(), &raw mut count)
        };
        let count = usize::try_from(count).unwrap_or_default();
        if found >= 0 {
            groups.truncate(count);
            return Ok(groups);
        }
        if count <= groups.len() {
            return Err(io::Error::last_os_error());
        }
        groups.resize(count, 0);
    }
}

/// Gives the process the groups of a user.
///
/// # Errors
/// `EPERM`.
pub fn take_groups_of(user: &CStr, group: u32) -> io::Result<()> {
    // SAFETY: the name ends with a zero.
    checked(unsafe { libc::initgroups(user.as_ptr(), group) }).map(drop)
}

/// Gives the process these groups.
///
/// # Errors
/// `EPERM`, `EINVAL`.
pub fn set_groups(groups: &[u32]) -> io::Result<()> {
    // SAFETY: the pointer and the length are those of a slice.
    checked(unsafe { libc::setgroups(groups.len(), groups.as_ptr()) }).map(drop)
}

/// The identities of a process that can be set.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Identity {
    User(u32),
    Group(u32),
    EffectiveUser(u32),
    EffectiveGroup(u32),
    Users(u32, u32),
    Groups(u32, u32),
    AllUsers(u32, u32, u32),
    AllGroups(u32, u32, u32),
}

/// Changes the identity of the process.
///
/// # Errors
/// `EPERM`, `EINVAL`.
pub fn set_identity(identity: Identity) -> io::Result<()> {
    // SAFETY: the calls take any numbers.
    let result = unsafe {
        match identity {
            Identity::User(user) => libc::setuid(user),
            Identity::Group(group) => libc::setgid(group),
            Identity::EffectiveUser(user) => libc::seteuid(user),
            Identity::EffectiveGroup(group) => libc::setegid(group),
            Identity::Users(real, effective) => libc::setreuid(real, effective),
            Identity::Groups(real, effective) => libc::setregid(real, effective),
            Identity::AllUsers(real, effective, saved) => libc::setresuid(real, effective, saved),
            Identity::AllGroups(real, effective, saved) => libc::setresgid(real, effective, saved),
        }
    };
    checked(result).map(drop)
}

/// The real, effective and saved user of the process.
pub fn users() -> [u32; 3] {
    let [mut real, mut effective, mut saved] = [0; 3];
    // SAFETY: the variables are initialised.
    unsafe { libc::getresuid(&raw mut real, &raw mut effective, &raw mut saved) };
    [real, effective, saved]
}

/// The real, effective and saved group of the process.
pub fn user_groups() -> [u32; 3] {
    let [mut real, mut effective, mut saved] = [0; 3];
    // SAFETY: the places are initialised.
    unsafe { libc::getresgid(&raw mut real, &raw mut effective, &raw mut saved) };
    [real, effective, saved]
}

/// The groups of the process.
///
/// # Errors
/// An error of the operating system.
pub fn groups() -> io::Result<Vec<u32>> {
    // SAFETY: a length of zero only asks for the count.
    let count = checked(unsafe { libc::getgroups(0, std::ptr::null_mut()) })?;
    let mut groups = vec![0; count as usize];
    // SAFETY: there is room for `count` groups.
    let count = checked(unsafe { libc::getgroups(count, groups.as_mut_ptr()) })?;
    groups.truncate(count as usize);
    Ok(groups)
}

/// The priority of processes: `which` is `PRIO_PROCESS`, `PRIO_PGRP` or `PRIO_USER`.
///
/// # Errors
/// `ESRCH`, `EINVAL`.
pub fn priority(which: i32, who: u32) -> io::Result<i64> {
    cleared();
    // SAFETY: the call takes any numbers.
    unless_failed(i64::from(unsafe { libc::getpriority(which as _, who) }))
}

/// Sets the priority of processes.
///
/// # Errors
/// `ESRCH`, `EINVAL`, `EACCES`.
pub fn set_priority(which: i32, who: u32, priority: i32) -> io::Result<()> {
    // SAFETY: the call takes any numbers.
    checked(unsafe { libc::setpriority(which as _, who, priority) }).map(drop)
}

/// Adds to the niceness of the process, and returns it.
///
/// # Errors
/// `EPERM`.
pub fn nice(increment: i32) -> io::Result<i64> {
    cleared();
    // SAFETY: the call takes any number.
    unless_failed(i64::from(unsafe { libc::nice(increment) }))
}

/// The scheduling policy of a process.
///
/// # Errors
/// `ESRCH`.
pub fn scheduler(process: i32) -> io::Result<i32> {
    // SAFETY: the call takes any number.
    checked(unsafe { libc::sched_getscheduler(process) })
}

/// Sets the priority of a process, and its scheduling policy if one is given.
///
/// # Errors
/// `ESRCH`, `EINVAL`, `EPERM`.
pub fn set_scheduling(process: i32, policy: Option<i32>, priority: i32) -> io::Result<()> {
    // SAFETY: all fields may be zero.
    let mut parameters: libc::sched_param = unsafe { std::mem::zeroed() };
    parameters.sched_priority = priority;
    // SAFETY: the structure is initialised.
    let result = unsafe {
        match policy {
            Some(policy) => libc::sched_setscheduler(process, policy, &raw const parameters),
            None => libc::sched_setparam(process, &raw const parameters),
        }
    };
    checked(result).map(drop)
}

/// The scheduling priority of a process.
///
/// # Errors
/// `ESRCH`.
pub fn scheduling_priority(process: i32) -> io::Result<i32> {
    // SAFETY: all fields may be zero.
    let mut parameters: libc::sched_param = unsafe { std::mem::zeroed() };
    // SAFETY: the structure is initialised.
    checked(unsafe { libc::sched_getparam(process, &raw mut parameters) })?;
    Ok(parameters.sched_priority)
}

/// The least and the greatest priority of a scheduling policy.
///
/// # Errors
/// `EINVAL`.
pub fn priorities(policy: i32) -> io::Result<(i32, i32)> {
    // SAFETY: the calls take any number.
    unsafe {
        let least = checked(libc::sched_get_priority_min(policy))?;
        Ok((least, checked(libc::sched_get_priority_max(policy))?))
    }
}

/// The time slice of a process in seconds.
///
/// # Errors
/// `ESRCH`.
pub fn time_slice(process: i32) -> io::Result<f64> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the structure is initialised.
    checked(unsafe { libc::sched_rr_get_interval(process, &raw mut time) })?;
    Ok(time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9)
}

/// The processors that a process may use.
///
/// # Errors
/// `ESRCH`.
pub fn affinity(process: i32) -> io::Result<Vec<usize>> {
    // SAFETY: all bits may be zero.
    let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
    let size = size_of::<libc::cpu_set_t>();
    // SAFETY: the set is as large as said.
    checked(unsafe { libc::sched_getaffinity(process, size, &raw mut set) })?;
    // SAFETY: the index is less than the number of bits.
    Ok((0..libc::CPU_SETSIZE as usize).filter(|&n| unsafe { libc::CPU_ISSET(n, &set) }).collect())
}

/// Sets the processors that a process may use; numbers that are too large are treated as absent
/// processors.
///
/// # Errors
/// `ESRCH`, `EINVAL`.
pub fn set_affinity(process: i32, processors: &[usize]) -> io::Result<()> {
    // SAFETY: all bits may be zero.
    let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
    for &number in processors.iter().filter(|&&n| n < libc::CPU_SETSIZE as usize) {
        // SAFETY: the index is less than the number of bits.
        unsafe { libc::CPU_SET(number, &mut set) };
    }
    let size = size_of::<libc::cpu_set_t>();
    // SAFETY: the set is as large as said.
    checked(unsafe { libc::sched_setaffinity(process, size, &raw const set) }).map(drop)
}

/// Resources that have been used: user and system time in seconds, then the fourteen counts of
/// `struct rusage` in order.
pub type Usage = (f64, f64, [i64; 14]);

fn usage_of(usage: &libc::rusage) -> Usage {
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 * 1e-6;
    let counts = [
        usage.ru_maxrss,
        usage.ru_ixrss,
        usage.ru_idrss,
        usage.ru_isrss,
        usage.ru_minflt,
        usage.ru_majflt,
        usage.ru_nswap,
        usage.ru_inblock,
        usage.ru_oublock,
        usage.ru_msgsnd,
        usage.ru_msgrcv,
        usage.ru_nsignals,
        usage.ru_nvcsw,
        usage.ru_nivcsw,
    ];
    (seconds(usage.ru_utime), seconds(usage.ru_stime), counts)
}

/// The resources used by `RUSAGE_SELF`, `RUSAGE_CHILDREN` or `RUSAGE_THREAD`.
///
/// # Errors
/// `EINVAL`.
pub fn usage(who: i32) -> io::Result<Usage> {
    // SAFETY: all fields may be zero.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: the structure is initialised.
    checked(unsafe { libc::getrusage(who as _, &raw mut usage) })?;
    Ok(usage_of(&usage))
}

/// Checks for a child that has ended, and returns its resource usage.
///
/// # Errors
/// `ECHILD`, `EINTR`.
pub fn wait_with_usage(process: i32, options: i32) -> io::Result<(i32, i32, Usage)> {
    // SAFETY: all fields may be zero.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    let mut status = 0;
    // SAFETY: both variables are initialised.
    let child = checked(unsafe { libc::wait4(process, &raw mut status, options, &raw mut usage) })?;
    Ok((child, status, usage_of(&usage)))
}

/// Looks for a child that has changed. Returns its process, user, signal, status and code, or none.
///
/// # Errors
/// `ECHILD`, `EINVAL`, `EINTR`.
pub fn wait_by_id(kind: u32, id: u32, options: i32) -> io::Result<Option<[i64; 5]>> {
    // SAFETY: all fields may be zero.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    // SAFETY: the structure is initialised.
    checked(unsafe { libc::waitid(kind, id, &raw mut info, options) })?;
    // SAFETY: the fields are those of a signal of a child, or zero.
    let (process, user, status) = unsafe { (info.si_pid(), info.si_uid(), info.si_status()) };
    Ok((process != 0).then(|| {
        let (signal, code) = (i64::from(info.si_signo), i64::from(info.si_code));
        [i64::from(process), i64::from(user), signal, i64::from(status), code]
    }))
}

/// Processor times in seconds: own and children's user and system times, and the time since an
/// arbitrary moment.
pub fn times() -> [f64; 5] {
    // SAFETY: all fields may be zero.
    let mut times: libc::tms = unsafe { std::mem::zeroed() };
    // SAFETY: the structure is initialised; the second call takes any number.
    let (elapsed, ticks) =
        unsafe { (libc::times(&raw mut times), libc::sysconf(libc::_SC_CLK_TCK)) };
    let seconds = |ticks_spent: libc::clock_t| ticks_spent as f64 / ticks.max(1) as f64;
    [times.tms_utime, times.tms_stime, times.tms_cutime, times.tms_cstime, elapsed].map(seconds)
}

/// `lockf`: a lock of a part of a file.
///
/// # Errors
/// `EAGAIN`, `EDEADLK`, `EINVAL`.
pub fn lock_part(file: BorrowedFd<'_>, command: i32, length: i64) -> io::Result<()> {
    // SAFETY: the call takes any numbers.
    checked(unsafe { libc::lockf(file.as_raw_fd(), command, length) }).map(drop)
}

/// Sets a lock of a part of a file by `fcntl`, without waiting: its kind, and its range.
///
/// # Errors
/// `EAGAIN`, `EACCES`, `EDEADLK`, `EINVAL`.
pub fn lock(
    file: BorrowedFd<'_>,
    kind: i16,
    (whence, start, length): (i16, i64, i64),
) -> io::Result<()> {
    // SAFETY: all fields may be zero.
    let mut lock: libc::flock = unsafe { std::mem::zeroed() };
    (lock.l_type, lock.l_whence, lock.l_start, lock.l_len) = (kind, whence, start, length);
    // SAFETY: the command takes this structure.
    checked(unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETLK, &raw mut lock) }).map(drop)
}

/// The size of the structure of [`record_lock`].
pub const LOCK_SIZE: usize = size_of::<libc::flock>();

/// `fcntl` with a lock command (`F_GETLK`, `F_SETLK`, `F_SETLKW` and those of open files) and the
/// bytes of its structure.
///
/// # Errors
/// `EAGAIN`, `EACCES`, `EDEADLK`, `EINVAL`; also for bytes of another length.
pub fn record_lock(file: BorrowedFd<'_>, command: i32, data: &mut [u8]) -> io::Result<()> {
    if data.len() != LOCK_SIZE {
        return Err(io::Error::from_raw_os_error(libc::EINVAL));
    }
    // SAFETY: all fields may be zero.
    let mut lock: libc::flock = unsafe { std::mem::zeroed() };
    let place = (&raw mut lock).cast::<u8>();
    // SAFETY: both have the stated length; the structure holds only integers.
    unsafe { std::ptr::copy_nonoverlapping(data.as_ptr(), place, LOCK_SIZE) };
    // SAFETY: the commands take this structure.
    checked(unsafe { libc::fcntl(file.as_raw_fd(), command, &raw mut lock) })?;
    // SAFETY: as above.
    unsafe { std::ptr::copy_nonoverlapping(place, data.as_mut_ptr(), LOCK_SIZE) };
    Ok(())
}

/// `fcntl` with a command that takes a number.
///
/// # Errors
/// An error of the operating system.
pub fn control(file: BorrowedFd<'_>, command: Control, argument: i32) -> io::Result<i32> {
    // SAFETY: the type holds only commands whose argument is a number.
    checked(unsafe { libc::fcntl(file.as_raw_fd(), command.0, argument) })
}

/// A command of `fcntl` that takes a number, or nothing.
#[derive(Clone, Copy, Debug)]
pub struct Control(i32);

impl Control {
    /// The command with this number, if it is one.
    pub fn new(number: i32) -> Option<Control> {
        const KNOWN: [i32; 17] = [
            libc::F_DUPFD,
            libc::F_DUPFD_CLOEXEC,
            libc::F_GETFD,
            libc::F_SETFD,
            libc::F_GETFL,
            libc::F_SETFL,
            libc::F_GETOWN,
            libc::F_SETOWN,
            libc::F_GETLEASE,
            libc::F_SETLEASE,
            libc::F_NOTIFY,
            libc::F_GETPIPE_SZ,
            libc::F_SETPIPE_SZ,
            libc::F_ADD_SEALS,
            libc::F_GET_SEALS,
            // `F_SETSIG` and `F_GETSIG`
            10,
            11,
        ];
        KNOWN.contains(&number).then_some(Control(number))
    }
}

/// A request of `ioctl`, with the size of the structure that it reads and writes.
#[derive(Clone, Copy, Debug)]
pub struct Request(libc::Ioctl, usize);

/// `IOCTL_VM_SOCKETS_GET_LOCAL_CID` of `<linux/vm_sockets.h>`, which `libc` lacks.
const VSOCK_GET_LOCAL_CID: libc::Ioctl = 0x7b9;

impl Request {
    /// The request with this number, if the type of its argument is known.
    pub fn new(number: u64) -> Option<Request> {
        let size = match number as libc::Ioctl {
            libc::TIOCGWINSZ | libc::TIOCSWINSZ => size_of::<libc::winsize>(),
            libc::FIONREAD
            | libc::FIONBIO
            | libc::FIOASYNC
            | libc::TIOCGPGRP
            | libc::TIOCSPGRP
            | libc::TIOCOUTQ
            | libc::TIOCGSID
            | libc::TIOCMGET
            | libc::TIOCMSET
            | libc::TIOCMBIS
            | libc::TIOCMBIC
            | libc::TIOCGPTN
            | libc::TIOCSPTLCK
            | VSOCK_GET_LOCAL_CID => size_of::<libc::c_int>(),
            libc::TIOCSTI => 1,
            libc::FIOCLEX
            | libc::FIONCLEX
            | libc::TIOCNOTTY
            | libc::TIOCEXCL
            | libc::TIOCNXCL
            | libc::TIOCSCTTY
            | libc::TCSBRK
            | libc::TCXONC
            | libc::TCFLSH => 0,
            _ => return None,
        };
        Some(Request(number as libc::Ioctl, size))
    }

    /// The size in bytes of the structure; 0 if the request takes a number.
    pub fn size(self) -> usize {
        self.1
    }

    /// Makes the request with a structure, which has at least [`Request::size`] bytes.
    ///
    /// # Errors
    /// An error of the operating system; `EFAULT` for one that is too short.
    pub fn with_data(self, file: BorrowedFd<'_>, data: &mut [u8]) -> io::Result<i32> {
        if self.1 == 0 || data.len() < self.1 {
            return Err(io::Error::from_raw_os_error(libc::EFAULT));
        }
        // SAFETY: the system reads and writes at most as many bytes as the structure contains.
        checked(unsafe { libc::ioctl(file.as_raw_fd(), self.0, data.as_mut_ptr()) })
    }

    /// Makes a request that takes a number.
    ///
    /// # Errors
    /// An error of the operating system; `EFAULT` if the request takes a structure.
    pub fn with_number(self, file: BorrowedFd<'_>, number: i32) -> io::Result<i32> {
        if self.1 != 0 {
            return Err(io::Error::from_raw_os_error(libc::EFAULT));
        }
        // SAFETY: the request does not treat its argument as an address.
        checked(unsafe { libc::ioctl(file.as_raw_fd(), self.0, libc::c_long::from(number)) })
    }
}

/// The settings of a terminal.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Terminal {
    pub input: u32,
    pub output: u32,
    pub control: u32,
    pub local: u32,
    pub input_speed: u32,
    pub output_speed: u32,
    pub characters: [u8; libc::NCCS],
}

fn raw_terminal(file: BorrowedFd<'_>) -> io::Result<libc::termios> {
    // SAFETY: all fields may be zero.
    let mut settings: libc::termios = unsafe { std::mem::zeroed() };
    // SAFETY: the structure is initialised.
    checked(unsafe { libc::tcgetattr(file.as_raw_fd(), &raw mut settings) })?;
    Ok(settings)
}

/// The settings of a terminal.
///
/// # Errors
/// `ENOTTY`.
pub fn terminal(file: BorrowedFd<'_>) -> io::Result<Terminal> {
    let settings = raw_terminal(file)?;
    // SAFETY: the structure is initialised.
    let (input_speed, output_speed) =
        unsafe { (libc::cfgetispeed(&raw const settings), libc::cfgetospeed(&raw const settings)) };
    Ok(Terminal {
        input: settings.c_iflag,
        output: settings.c_oflag,
        control: settings.c_cflag,
        local: settings.c_lflag,
        input_speed,
        output_speed,
        characters: settings.c_cc,
    })
}

/// Changes the settings of a terminal; `when` is `TCSANOW`, `TCSADRAIN` or `TCSAFLUSH`.
///
/// # Errors
/// `ENOTTY`, `EINVAL`, `EINTR`.
pub fn set_terminal(file: BorrowedFd<'_>, when: i32, new: &Terminal) -> io::Result<()> {
    let mut settings = raw_terminal(file)?;
    settings.c_iflag = new.input;
    settings.c_oflag = new.output;
    settings.c_cflag = new.control;
    settings.c_lflag = new.local;
    settings.c_cc = new.characters;
    // SAFETY: the structure is initialised.
    unsafe {
        checked(libc::cfsetispeed(&raw mut settings, new.input_speed))?;
        checked(libc::cfsetospeed(&raw mut settings, new.output_speed))?;
        checked(libc::tcsetattr(file.as_raw_fd(), when, &raw const settings)).map(drop)
    }
}

/// An action on the queues of a terminal.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum TerminalAction {
    Drain,
    Flush(i32),
    Flow(i32),
    Break(i32),
}

/// Waits for, discards or suspends data on its way through a terminal.
///
/// # Errors
/// `ENOTTY`, `EINVAL`, `EINTR`.
pub fn terminal_action(file: BorrowedFd<'_>, action: TerminalAction) -> io::Result<()> {
    let file = file.as_raw_fd();
    // SAFETY: the calls take any numbers.
    let result = unsafe {
        match action {
            TerminalAction::Drain => libc::tcdrain(file),
            TerminalAction::Flush(queue) => libc::tcflush(file, queue),
            TerminalAction::Flow(what) => libc::tcflow(file, what),
            TerminalAction::Break(duration) => libc::tcsendbreak(file, duration),
        }
    };
    checked(result).map(drop)
}

/// Leaves or enters namespaces: `setns` with a file, `unshare` without.
///
/// # Errors
/// `EPERM`, `EINVAL`.
pub fn namespaces(file: Option<BorrowedFd<'_>>, flags: i32) -> io::Result<()> {
    // SAFETY: the calls take any numbers.
    let result = unsafe {
        match file {
            Some(file) => libc::setns(file.as_raw_fd(), flags),
            None => libc::unshare(flags),
        }
    };
    checked(result).map(drop)
}

/// A C string of bytes.
///
/// # Errors
/// `EINVAL` for a zero inside.
pub fn c_string(bytes: &[u8]) -> io::Result<CString> {
    CString::new(bytes).map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))
}
