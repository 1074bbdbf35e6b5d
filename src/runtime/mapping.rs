//! Files and anonymous memory mapped into the process.

use rustix::io::Errno;
use rustix::mm::{Advice, MapFlags, MremapFlags, MsyncFlags, ProtFlags};
use std::ops::{Deref, DerefMut};
use std::os::fd::BorrowedFd;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Mapped memory. Reading it after its file was truncated is a bus error, as in any program.
///
/// Other processes may change shared memory at any time. Bytes have no invalid values, and each
/// access copies what it needs.
pub struct Mapping {
    at: *mut u8,
    length: usize,
    writable: bool,
}

impl Drop for Mapping {
    fn drop(&mut self) {
        self.unmap();
    }
}

impl Deref for Mapping {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        if self.length == 0 {
            return &[];
        }
        // SAFETY: the memory is mapped and readable as long as `self` owns it.
        unsafe { std::slice::from_raw_parts(self.at, self.length) }
    }
}

impl DerefMut for Mapping {
    fn deref_mut(&mut self) -> &mut [u8] {
        if self.length == 0 || !self.writable {
            return &mut [];
        }
        // SAFETY: as above; it is writable, and nothing else in this process refers to it.
        unsafe { std::slice::from_raw_parts_mut(self.at, self.length) }
    }
}

/// Returns the whole pages of a part of the program's file to the system, which maps them again
/// when they are read.
pub fn forget(part: &'static [u8]) {
    let page = rustix::param::page_size();
    let start = part.as_ptr().addr().next_multiple_of(page);
    let end = part.as_ptr_range().end.addr() / page * page;
    if cfg!(target_os = "linux") && start < end {
        let at = part.as_ptr().with_addr(start).cast_mut();
        // SAFETY: memory that is borrowed forever is never written, so the pages are as in the
        // file; whole pages between its ends contain nothing else.
        let _ = unsafe { rustix::mm::madvise(at.cast(), end - start, Advice::LinuxDontNeed) };
    }
}

/// Whether [`forget_code`] is still to be done.
static FORGETS_CODE: AtomicBool = AtomicBool::new(false);

/// Makes the process return the pages of its code and constants once, when objects need more than
/// one and a half megabytes. They contain the code for start-up and imports, which is not needed
/// again. For a process whose program is the interpreter.
pub fn forget_code_when_grown() {
    // A debugger's breakpoints are in these pages, so debug builds keep them.
    let is_debugged = cfg!(debug_assertions) || option_env!("HOB_SYMBOLS").is_some();
    FORGETS_CODE.store(!is_debugged, Relaxed);
}

/// Returns the pages of the program's code and constants, once. Those still needed are mapped
/// again.
pub(super) fn forget_code() {
    if !FORGETS_CODE.swap(false, Relaxed) {
        return;
    }
    #[cfg(target_os = "linux")]
    {
        // The linker defines where the constants and the code of the program begin and end.
        unsafe extern "C" {
            static __executable_start: u8;
            static etext: u8;
        }
        let (start, end) = (&raw const __executable_start, &raw const etext);
        // SAFETY: the memory between them is mapped as long as the process runs, and never written.
        forget(unsafe { std::slice::from_raw_parts(start, end.addr() - start.addr()) });
    }
}

/// Maps anonymous memory at an address; none if it is in use, or the system does not accept
/// addresses.
#[cfg(target_os = "linux")]
pub(super) fn map_at(address: usize, length: usize) -> Option<*mut u8> {
    let place = ptr::with_exposed_provenance_mut(address);
    let flags = MapFlags::PRIVATE | MapFlags::FIXED_NOREPLACE;
    // SAFETY: the flag keeps the system from replacing what is there.
    let at = unsafe {
        rustix::mm::mmap_anonymous(place, length, ProtFlags::READ | ProtFlags::WRITE, flags).ok()?
    };
    if at != place {
        // Old systems take the address as a hint. SAFETY: the memory was just mapped, and nothing
        // refers to it.
        unsafe { unmap(at.cast(), length) };
        return None;
    }
    Some(at.cast())
}

/// Maps anonymous memory at an address; none if that is not free, or the system takes no addresses.
#[cfg(not(target_os = "linux"))]
pub(super) fn map_at(_: usize, _: usize) -> Option<*mut u8> {
    None
}

/// Gives mapped memory back.
///
/// # Safety
/// The memory must come from [`map_at`] with this length, and must not be used afterwards.
pub(super) unsafe fn unmap(at: *mut u8, length: usize) {
    // SAFETY: the caller has the last reference to it. Failing leaves it mapped.
    let _ = unsafe { rustix::mm::munmap(at.cast(), length) };
}

impl Mapping {
    /// Maps a part of a file, or anonymous memory, with the system's flags. The memory must be
    /// readable.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn new(
        file: Option<BorrowedFd<'_>>,
        offset: u64,
        length: usize,
        flags: u32,
        protection: u32,
    ) -> Result<Mapping, Errno> {
        let writable = protection & ProtFlags::WRITE.bits() != 0;
        let protection = ProtFlags::from_bits_retain(protection) | ProtFlags::READ;
        // An address that a program requests could be in use.
        let flags =
            MapFlags::from_bits_retain(flags) & !(MapFlags::FIXED | MapFlags::FIXED_NOREPLACE);
        // SAFETY: the system chooses a free address.
        let at = unsafe {
            match file {
                Some(file) => {
                    rustix::mm::mmap(ptr::null_mut(), length, protection, flags, file, offset)?
                }
                None => rustix::mm::mmap_anonymous(ptr::null_mut(), length, protection, flags)?,
            }
        };
        Ok(Mapping { at: at.cast(), length, writable })
    }

    /// Whether it can be written.
    pub fn is_writable(&self) -> bool {
        self.writable
    }

    /// Returns the memory. The remaining mapping is empty.
    pub fn unmap(&mut self) {
        if self.length > 0 {
            // SAFETY: the memory is this mapping's, and nothing refers to it.
            let _ = unsafe { rustix::mm::munmap(self.at.cast(), self.length) };
            self.length = 0;
        }
    }

    /// Changes the length; the memory may move.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn resize(&mut self, length: usize) -> Result<(), Errno> {
        // SAFETY: the memory is this mapping's, and nothing refers to it.
        let at = unsafe {
            rustix::mm::mremap(self.at.cast(), self.length, length, MremapFlags::MAYMOVE)?
        };
        (self.at, self.length) = (at.cast(), length);
        Ok(())
    }

    /// Writes a range that begins at a page back to the file.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn flush(&self, offset: usize, length: usize) -> Result<(), Errno> {
        let part = self.get(offset..).unwrap_or_default();
        let length = length.min(part.len());
        // SAFETY: the range is within the mapping.
        unsafe { rustix::mm::msync(part.as_ptr().cast_mut().cast(), length, MsyncFlags::SYNC) }
    }

    /// Tells the system how the memory will be used.
    ///
    /// # Errors
    /// `EINVAL` for advice that would change the memory, and errors of the operating system.
    pub fn advise(&self, advice: i32) -> Result<(), Errno> {
        let advice = match advice {
            0 => Advice::Normal,
            1 => Advice::Random,
            2 => Advice::Sequential,
            3 => Advice::WillNeed,
            10 => Advice::LinuxDontFork,
            11 => Advice::LinuxDoFork,
            12 => Advice::LinuxMergeable,
            13 => Advice::LinuxUnmergeable,
            14 => Advice::LinuxHugepage,
            15 => Advice::LinuxNoHugepage,
            16 => Advice::LinuxDontDump,
            17 => Advice::LinuxDoDump,
            _ => return Err(Errno::INVAL),
        };
        // SAFETY: such advice does not change what the memory holds.
        unsafe { rustix::mm::madvise(self.at.cast(), self.length, advice) }
    }
}
