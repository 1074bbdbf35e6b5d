//! Faults of the process (`faulthandler`): the running functions are written when a fatal signal
//! arrives.
//!
//! The handler only reads the interpreter's state, writes to a descriptor, and lets the signal end
//! the process.

use super::Vm;
use std::cell::Cell;
use std::io::{self, Write};
use std::ptr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI32, Ordering::SeqCst};

/// The signals, and their names in the report.
const FAULTS: [(i32, &str); 5] = [
    (libc::SIGBUS, "Bus error"),
    (libc::SIGILL, "Illegal instruction"),
    (libc::SIGFPE, "Floating-point exception"),
    (libc::SIGABRT, "Aborted"),
    (libc::SIGSEGV, "Segmentation fault"),
];

/// The maximum number of functions that a report shows.
const MOST_FRAMES: usize = 100;

/// Seconds after which an unfinished report is abandoned.
const PATIENCE: u32 = 5;

/// The descriptor to which reports are written; negative while there is none.
static REPORT: AtomicI32 = AtomicI32::new(-1);

/// The previous actions; none while faults are not watched.
static BEFORE: Mutex<Option<[libc::sigaction; FAULTS.len()]>> = Mutex::new(None);

thread_local! {
    /// The interpreter whose functions are shown for a fault on this thread.
    static WATCHED: Cell<*const Vm> = const { Cell::new(ptr::null()) };
}

/// A descriptor as a writer without a buffer.
struct Descriptor(i32);

impl Write for Descriptor {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // SAFETY: the bytes are readable; a closed descriptor is an error.
        match unsafe { libc::write(self.0, bytes.as_ptr().cast(), bytes.len()) } {
            -1 => Err(io::Error::last_os_error()),
            written => Ok(written as usize),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes the report, and lets the signal have its usual effect.
extern "C" fn report(signal: i32) {
    // SAFETY: these calls may be made in a handler. Should the report wait for a lock that the
    // interrupted code holds, the alarm ends the process.
    unsafe {
        libc::signal(libc::SIGALRM, libc::SIG_DFL);
        libc::alarm(PATIENCE);
    }
    let mut out = Descriptor(REPORT.load(SeqCst));
    let name = FAULTS.iter().find(|(number, _)| *number == signal).map_or("", |(_, name)| name);
    // SAFETY: it has no conditions.
    let thread = unsafe { libc::pthread_self() } as u64;
    // Nobody is left to tell of an error.
    let _ = write!(
        out,
        "Fatal Python error: {name}\n\nCurrent thread {thread:#018x} (most recent call first):\n"
    );
    let vm = WATCHED.with(Cell::get);
    let mut frames = 0;
    if !vm.is_null() {
        // SAFETY: the interpreter unregisters itself before its end.
        unsafe { &*vm }.running_frames(&mut |code, instruction, _| {
            let (file, line) = (&code.source.name, code.line(instruction as usize));
            let _ = writeln!(out, "  File \"{file}\", line {line} in {}", code.name.as_str());
            frames += 1;
            frames < MOST_FRAMES
        });
    }
    let _ = match frames {
        0 => writeln!(out, "  <no Python frame>"),
        MOST_FRAMES => writeln!(out, "  ..."),
        _ => Ok(()),
    };
    // SAFETY: the action is the default again, by SA_RESETHAND.
    unsafe { libc::raise(signal) };
}

impl Vm {
    /// Has faults reported to a descriptor, until [`Vm::ignore_faults`].
    pub fn report_faults(&self, descriptor: i32) {
        REPORT.store(descriptor, SeqCst);
        WATCHED.with(|watched| watched.set(self));
        let Ok(mut before) = BEFORE.lock() else { return };
        if before.is_none() {
            *before = Some(FAULTS.map(|(signal, _)| {
                // SAFETY: all zeros is a valid action; both are whole.
                unsafe {
                    let (mut action, mut old): (libc::sigaction, libc::sigaction) =
                        (std::mem::zeroed(), std::mem::zeroed());
                    action.sa_sigaction = report as extern "C" fn(i32) as usize;
                    action.sa_flags = libc::SA_NODEFER | libc::SA_RESETHAND | libc::SA_ONSTACK;
                    libc::sigaction(signal, &action, &mut old);
                    old
                }
            }));
        }
    }

    /// Restores the previous actions.
    pub fn ignore_faults(&self) {
        WATCHED.with(|watched| watched.set(ptr::null()));
        let Ok(mut before) = BEFORE.lock() else { return };
        for ((signal, _), action) in FAULTS.iter().zip(before.take().into_iter().flatten()) {
            // SAFETY: the system gave this action.
            unsafe { libc::sigaction(*signal, &action, ptr::null_mut()) };
        }
    }

    /// Unregisters an interpreter that ends.
    pub(super) fn leave_faults(&self) {
        if WATCHED.with(Cell::get) == ptr::from_ref(self) {
            self.ignore_faults();
        }
    }
}
