//! C libraries: loading them, calling their functions letting them call back, and accessing memory
//! by address.
//!
//! No type makes this safe: a function may be called with the wrong arguments, and an address may
//! be anything. It is for programs that are allowed everything that the process is.

use rustix::io::Errno;
use std::cell::RefCell;
use std::ffi::{CStr, CString, c_int};
use std::mem::transmute;
use std::rc::Rc;

/// The machines whose calling convention is implemented here.
const SUPPORTED: bool =
    cfg!(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")));
/// The integers that a call passes in registers.
const INTEGERS: usize = if cfg!(target_arch = "aarch64") { 8 } else { 6 };
/// The floats that a call passes in registers.
const FLOATS: usize = 8;
/// The words that a call passes on the stack; a function reads as many as it has parameters.
const STACK: usize = 12;

/// Loads a library, or finds the program itself, and returns its handle.
///
/// # Errors
/// The system's message.
pub fn open(name: Option<&CStr>, flags: i32) -> Result<usize, String> {
    let name = name.map_or(std::ptr::null(), CStr::as_ptr);
    // SAFETY: the name is null or ends with a null byte. What the library does when it is loaded is
    // the program's responsibility.
    let handle = unsafe { libc::dlopen(name, flags) };
    if handle.is_null() { Err(last_error()) } else { Ok(handle.expose_provenance()) }
}

/// The address of a function or variable in a library that [`open`] loaded.
///
/// # Errors
/// The system's message.
pub fn symbol(library: usize, name: &CStr) -> Result<usize, String> {
    // SAFETY: libraries stay loaded, and the name ends with a null byte.
    let found =
        unsafe { libc::dlsym(std::ptr::with_exposed_provenance_mut(library), name.as_ptr()) };
    if found.is_null() { Err(last_error()) } else { Ok(found.expose_provenance()) }
}

fn last_error() -> String {
    // SAFETY: the system's message is valid until its next call on this thread.
    unsafe {
        let message = libc::dlerror();
        match message.is_null() {
            true => "symbol not found".to_string(),
            false => CStr::from_ptr(message).to_string_lossy().into_owned(),
        }
    }
}

/// Copies memory of the process from an address.
///
/// # Errors
/// `EFAULT` if it cannot be read.
pub fn read(address: usize, into: &mut [u8]) -> Result<(), Errno> {
    let size = into.len();
    copy(into.as_mut_ptr(), address, size, Direction::Read)
}

/// Copies bytes to an address.
///
/// # Errors
/// `EFAULT` if it cannot be written.
pub fn write(address: usize, data: &[u8]) -> Result<(), Errno> {
    copy(data.as_ptr().cast_mut(), address, data.len(), Direction::Write)
}

#[derive(Clone, Copy)]
enum Direction {
    Read,
    Write,
}

/// Lets the system copy: it reports unreachable memory, where a read would end the process.
#[cfg(target_os = "linux")]
fn copy(own: *mut u8, address: usize, size: usize, direction: Direction) -> Result<(), Errno> {
    if size == 0 {
        return Ok(());
    }
    let local = libc::iovec { iov_base: own.cast(), iov_len: size };
    let place = std::ptr::with_exposed_provenance_mut(address);
    let remote = libc::iovec { iov_base: place, iov_len: size };
    // SAFETY: the local memory is the caller's; the system checks the other.
    let done = unsafe {
        let own = libc::getpid();
        match direction {
            Direction::Read => {
                libc::process_vm_readv(own, &raw const local, 1, &raw const remote, 1, 0)
            }
            Direction::Write => {
                libc::process_vm_writev(own, &raw const local, 1, &raw const remote, 1, 0)
            }
        }
    };
    match usize::try_from(done) {
        Ok(count) if count == size => Ok(()),
        Ok(_) => Err(Errno::FAULT),
        Err(_) => Err(Errno::from_raw_os_error(errno())),
    }
}

/// Memory at other addresses cannot be accessed on this system.
#[cfg(not(target_os = "linux"))]
fn copy(_: *mut u8, _: usize, _: usize, _: Direction) -> Result<(), Errno> {
    Err(Errno::NOSYS)
}

fn errno() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

/// An argument of a call: its bits, in the kind of register that the C type uses.
#[derive(Clone, Copy, Debug)]
pub enum Argument {
    /// An integer or address.
    Integer(u64),
    /// A float; one of four bytes in the lower half.
    Float(u64),
}

/// Why a function was not called.
#[derive(Debug)]
pub enum Refused {
    /// The convention of the machine is not known.
    Machine,
    /// There are more arguments than can be passed.
    TooMany,
}

/// The arguments, each in its register or on the stack.
#[derive(Default)]
struct Registers {
    integers: ([u64; 8], usize),
    floats: ([f64; FLOATS], usize),
    stack: ([u64; STACK], usize),
}

impl Registers {
    fn put(&mut self, argument: Argument) -> Result<(), Refused> {
        match argument {
            Argument::Integer(bits) if self.integers.1 < INTEGERS => {
                self.integers.0[self.integers.1] = bits;
                self.integers.1 += 1;
            }
            Argument::Float(bits) if self.floats.1 < FLOATS => {
                self.floats.0[self.floats.1] = f64::from_bits(bits);
                self.floats.1 += 1;
            }
            Argument::Integer(bits) | Argument::Float(bits) => {
                let place = self.stack.0.get_mut(self.stack.1).ok_or(Refused::TooMany)?;
                *place = bits;
                self.stack.1 += 1;
            }
        }
        Ok(())
    }
}

/// Calls the function at an address with `errno` set. Returns the bits of its result, an integer or
/// a float depending on `float`, and the resulting `errno`.
///
/// # Errors
/// See [`Refused`].
pub fn call(
    address: usize,
    arguments: &[Argument],
    float: bool,
    error: i32,
) -> Result<(u64, i32), Refused> {
    if !SUPPORTED {
        return Err(Refused::Machine);
    }
    let mut registers = Registers::default();
    for argument in arguments {
        registers.put(*argument)?;
    }
    let function = std::ptr::with_exposed_provenance::<()>(address);
    // SAFETY: that there is a function with these arguments at the address is the program's
    // responsibility. The calling convention makes the call correct for any of them: each kind of
    // register is filled in order, as for a variadic function, and the rest is ignored.
    unsafe {
        set_errno(error);
        let bits = match float {
            false => enter(transmute::<*const (), Function<u64>>(function), &registers),
            true => enter(transmute::<*const (), Function<f64>>(function), &registers).to_bits(),
        };
        Ok((bits, errno()))
    }
}

/// A function of any arguments.
type Function<R> = unsafe extern "C" fn(u64, ...) -> R;

/// # Safety
/// See [`call`].
unsafe fn enter<R>(function: Function<R>, registers: &Registers) -> R {
    let ([a, b, c, d, e, f, _g, _h], _) = registers.integers;
    let ([p, q, r, s, t, u, v, w], _) = registers.floats;
    let ([k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, k10, k11], _) = registers.stack;
    // SAFETY: the caller's.
    unsafe {
        #[cfg(target_arch = "aarch64")]
        return function(
            a, b, c, d, e, f, _g, _h, p, q, r, s, t, u, v, w, k0, k1, k2, k3, k4, k5, k6, k7, k8,
            k9, k10, k11,
        );
        #[cfg(not(target_arch = "aarch64"))]
        return function(
            a, b, c, d, e, f, p, q, r, s, t, u, v, w, k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, k10,
            k11,
        );
    }
}

fn set_errno(value: c_int) {
    #[cfg(target_os = "linux")]
    // SAFETY: the place is this thread's.
    unsafe {
        *libc::__errno_location() = value;
    }
    #[cfg(not(target_os = "linux"))]
    let _ = value;
}

/// A callback of a C function: it receives the integers and the bits of the floats that it was
/// called with, as many as registers hold, and returns the bits of its result.
pub type Body = Rc<dyn Fn(&[u64], &[u64]) -> u64>;

thread_local! {
    static BODIES: RefCell<[Option<Body>; ENTRIES]> = const { RefCell::new([const { None }; ENTRIES]) };
}

/// The number of functions that C code can hold at a time.
const ENTRIES: usize = 64;

type IntegerEntry =
    extern "C" fn(u64, u64, u64, u64, u64, u64, f64, f64, f64, f64, f64, f64, f64, f64) -> u64;
type FloatEntry =
    extern "C" fn(u64, u64, u64, u64, u64, u64, f64, f64, f64, f64, f64, f64, f64, f64) -> f64;

macro_rules! entry {
    ($name:ident -> $result:ty, $convert:expr) => {
        #[allow(clippy::too_many_arguments)]
        extern "C" fn $name<const N: usize>(
            a: u64,
            b: u64,
            c: u64,
            d: u64,
            e: u64,
            f: u64,
            p: f64,
            q: f64,
            r: f64,
            s: f64,
            t: f64,
            u: f64,
            v: f64,
            w: f64,
        ) -> $result {
            // A thread created by the library has no interpreter.
            let body = BODIES.try_with(|bodies| bodies.borrow()[N].clone());
            let floats = [p, q, r, s, t, u, v, w].map(f64::to_bits);
            let bits = body.ok().flatten().map_or(0, |body| body(&[a, b, c, d, e, f], &floats));
            $convert(bits)
        }
    };
}

entry!(integer -> u64, |bits| bits);
entry!(float -> f64, f64::from_bits);

macro_rules! entries {
    ($name:ident) => {
        entries!($name: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31
            32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63)
    };
    ($name:ident: $($n:literal)*) => { [$($name::<$n>),*] };
}

static INTEGER_ENTRIES: [IntegerEntry; ENTRIES] = entries!(integer);
static FLOAT_ENTRIES: [FloatEntry; ENTRIES] = entries!(float);

/// A function that C code can call until this is dropped.
pub struct Callback(usize, usize);

impl Callback {
    /// Gives a body an address; `float` says in which kind of register its result is. None if all
    /// addresses are taken, or the machine's calling convention is not implemented.
    pub fn new(body: Body, float: bool) -> Option<Callback> {
        let free = BODIES.with_borrow_mut(|bodies| {
            let free = bodies.iter().position(Option::is_none).filter(|_| SUPPORTED)?;
            bodies[free] = Some(body);
            Some(free)
        })?;
        let address = match float {
            false => INTEGER_ENTRIES[free] as *const (),
            true => FLOAT_ENTRIES[free] as *const (),
        };
        Some(Callback(free, address.expose_provenance()))
    }

    /// Its address.
    pub fn address(&self) -> usize {
        self.1
    }
}

impl Drop for Callback {
    fn drop(&mut self) {
        // Dropping the body may run anything, so the table is not borrowed then.
        let body = BODIES.try_with(|bodies| bodies.borrow_mut()[self.0].take());
        drop(body);
    }
}

/// A name for the functions above; none if it contains a null byte.
pub fn name(text: &str) -> Option<CString> {
    CString::new(text).ok()
}
