//! What the process does when a signal arrives: further actions, or nothing.

use super::process::checked;
use signal_hook::SigId;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;
use std::sync::{Mutex, Once, PoisonError};

/// The actions of ignored signals before they were ignored.
static IGNORED: Mutex<BTreeMap<i32, libc::sigaction>> = Mutex::new(BTreeMap::new());

/// Does something more whenever a signal arrives. Even a signal of a fault (SIGSEGV, SIGFPE, ...) may be
/// one that another process has sent.
///
/// # Errors
/// An error of the operating system for a signal that cannot be caught.
///
/// # Safety
/// The action does only what a handler may do, and doesn't panic.
pub unsafe fn on_signal(
    signal: i32,
    action: impl Fn() + Send + Sync + 'static,
) -> io::Result<SigId> {
    // Rust's handler of these and that of a report about faults would be called first, and end the
    // program.
    static FAULTS: [(i32, Once); 5] = [
        (libc::SIGILL, Once::new()),
        (libc::SIGABRT, Once::new()),
        (libc::SIGBUS, Once::new()),
        (libc::SIGFPE, Once::new()),
        (libc::SIGSEGV, Once::new()),
    ];
    if let Some((_, first)) = FAULTS.iter().find(|(fault, _)| *fault == signal) {
        first.call_once(|| drop(set(signal, libc::SIG_DFL)));
    }
    // SAFETY: the caller's.
    unsafe { signal_hook_registry::register_signal_unchecked(signal, action) }
}

/// Ignores a signal, as do the programs that the process starts.
///
/// # Errors
/// An error of the operating system for a signal that cannot be ignored.
pub fn ignore(signal: i32) -> io::Result<()> {
    let mut ignored = IGNORED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Entry::Vacant(entry) = ignored.entry(signal) {
        entry.insert(set(signal, libc::SIG_IGN)?);
    }
    Ok(())
}

/// Ends what [`ignore`] began.
pub fn heed(signal: i32) {
    let old = IGNORED.lock().unwrap_or_else(PoisonError::into_inner).remove(&signal);
    if let Some(old) = old {
        // SAFETY: the action was in place before. The call only reads it.
        unsafe { libc::sigaction(signal, &raw const old, std::ptr::null_mut()) };
    }
}

/// Sets the action to `SIG_DFL` or `SIG_IGN`. Returns the old one.
fn set(signal: i32, action: libc::sighandler_t) -> io::Result<libc::sigaction> {
    // SAFETY: all zeros are a valid `sigaction`. The call reads one and writes the other.
    unsafe {
        let (mut new, mut old) = (std::mem::zeroed::<libc::sigaction>(), std::mem::zeroed());
        new.sa_sigaction = action;
        checked(libc::sigaction(signal, &raw const new, &raw mut old))?;
        Ok(old)
    }
}
