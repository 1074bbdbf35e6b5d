//! Hob: a fast interpreter for asyncio programs, as a library.
//!
//! An [`Interpreter`] runs Python code inside a Rust program. It has its own memory, modules, clock,
//! streams and event loop; several of them can coexist in a process, and on one thread.
//!
//! ```
//! use hob::{Interpreter, Module};
//!
//! # fn main() -> hob::Result<()> {
//! let host = Module::new("host").function("greet(name)", |name: String| format!("Hello, {name}!"));
//! let python = Interpreter::builder().module(host).build();
//! python.exec("import host\ndef main(names): return [host.greet(name) for name in names]")?;
//! let lines: Vec<String> = python.call("main", (vec!["Ada", "Grace"],))?.extract()?;
//! assert_eq!(lines, ["Hello, Ada!", "Hello, Grace!"]);
//! # Ok(())
//! # }
//! ```
//!
//! - [`Interpreter::exec`], [`Interpreter::eval`] and [`Interpreter::call`] run code;
//!   [`Interpreter::run`] runs a coroutine to its end, and [`Interpreter::run_async`] makes it a Rust
//!   future, for any executor.
//! - [`ToPython`] and [`FromPython`] convert values; [`Object`] is a handle to all others.
//! - [`Module`] provides functions, asynchronous functions and [`Class`]es of the host to a
//!   program.
//! - [`Limits`] and [`Capabilities`] restrict a program's use of resources and its access to the
//!   outside; [`Interrupter`] stops it from another thread.
//! - An [`Error`] contains the exception, its traceback, and the limit that ended the program, if
//!   any.
//!
//! An interpreter stays on its thread:
//!
//! ```compile_fail
//! let python = hob::Interpreter::new();
//! std::thread::spawn(move || python.exec("print('elsewhere')"));
//! ```
//!

#![deny(unsafe_code)]
// The documentation of the interpreter's parts is for its developers.
#![allow(rustdoc::private_intra_doc_links)]

/// The examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[doc(hidden)]
pub mod check;
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod compile;
#[doc(hidden)]
pub mod diagnostics;
#[doc(hidden)]
pub mod embed;
#[doc(hidden)]
pub mod event_loop;
#[doc(hidden)]
pub mod host;
#[doc(hidden)]
pub mod introspection;
#[cfg(feature = "jupyter")]
#[doc(hidden)]
pub mod kernel;
#[doc(hidden)]
pub mod modules;
#[doc(hidden)]
pub mod objects;
#[doc(hidden)]
pub mod profile;
#[doc(hidden)]
pub mod repl;
#[allow(unsafe_code, reason = "values are bits and pointers, and the heap is memory")]
#[doc(hidden)]
pub mod runtime;
#[doc(hidden)]
pub mod text;
#[doc(hidden)]
pub mod trace;
#[allow(unsafe_code, reason = "frames and registers are pointers")]
#[doc(hidden)]
pub mod vm;

/// Counts the memory in use by each thread, for [`Limits::heap_bytes`]. A program with its own
/// allocator turns the feature off and wraps the allocator in a [`CountingAllocator`].
#[cfg(feature = "counting-allocator")]
#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator::new(std::alloc::System);

#[cfg(feature = "serde")]
#[doc(inline)]
pub use embed::Serde;
#[doc(inline)]
pub use embed::{
    Arguments, AsyncFunction, AsyncMethod, Builder, Bytes, Class, Clock, Constructor,
    DetachedError, Error, ErrorKind, FromPython, Function, Instance, Interpreter, Interrupter,
    IntoArguments, Method, MethodMut, Module, Object, Result, Run, ToPython,
};
pub use event_loop::clock::HostClock;
#[doc(hidden)]
pub use hob_compiler::bytecode;
pub use runtime::memory::CountingAllocator;
pub use vm::capabilities::Capabilities;
pub use vm::limits::{Limit, Limits};
