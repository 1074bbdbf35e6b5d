//! The remaining native stack of this thread.

use std::cell::Cell;

/// The size of a thread's stack in bytes, if the operating system does not tell.
const ASSUMED: usize = 512 * 1024;

thread_local! {
    /// The lowest address of this thread's stack; 0 until it is requested.
    static LOWEST: Cell<usize> = const { Cell::new(0) };
}

/// Roughly how many bytes of this thread's stack are left below the caller.
pub fn left() -> usize {
    let here = 0u8;
    let here = &raw const here as usize;
    let lowest = LOWEST.with(|lowest| {
        if lowest.get() == 0 {
            lowest.set(ask().unwrap_or_else(|| here.saturating_sub(ASSUMED)));
        }
        lowest.get()
    });
    here.saturating_sub(lowest)
}

/// The lowest address of this thread's stack, according to the operating system.
#[cfg(target_os = "linux")]
fn ask() -> Option<usize> {
    let mut attributes = std::mem::MaybeUninit::<libc::pthread_attr_t>::uninit();
    // SAFETY: the attributes are read only after the call that fills them has succeeded, and are
    // destroyed once.
    unsafe {
        if libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr()) != 0 {
            return None;
        }
        let (mut start, mut size) = (std::ptr::null_mut(), 0);
        let asked = libc::pthread_attr_getstack(attributes.as_ptr(), &mut start, &mut size);
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        (asked == 0).then_some(start as usize)
    }
}

/// The lowest address of this thread's stack, as the operating system has it.
#[cfg(target_os = "macos")]
fn ask() -> Option<usize> {
    // SAFETY: both functions only read the thread's attributes.
    unsafe {
        let this = libc::pthread_self();
        let top = libc::pthread_get_stackaddr_np(this) as usize;
        Some(top.saturating_sub(libc::pthread_get_stacksize_np(this)))
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn ask() -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn a_thread_knows_its_own_stack() {
        let size = 3 * 1024 * 1024;
        let thread = std::thread::Builder::new().stack_size(size).spawn(left);
        let found = thread.expect("a thread").join().expect("it ends");
        assert!(found > size / 2 && found <= size + 64 * 1024, "{found}");
    }
}
