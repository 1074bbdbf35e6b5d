//! The `hob` command.

// Rust's own start-up code reads the process's memory map, to distinguish overflows of the first
// thread's stack from other faults. Hob bounds its recursion itself, and starts a tenth faster
// without that.
#![no_main]
#![deny(unsafe_code)]

use std::ffi::{c_char, c_int};

/// The entry point for the C library's start-up code.
// SAFETY: nothing else in the program has this name, and C requires this signature.
#[allow(unsafe_code, reason = "a symbol that is not mangled")]
#[unsafe(no_mangle)]
pub extern "C" fn main(_count: c_int, _arguments: *const *const c_char) -> c_int {
    std::process::exit(hob::cli::main().into())
}
