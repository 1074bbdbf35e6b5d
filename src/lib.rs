//! Hob: a fast interpreter for asyncio programs.

#![deny(unsafe_code)]

pub mod bytecode;
pub mod check;
pub mod cli;
pub mod compile;
pub mod diagnostics;
pub mod embed;
pub mod event_loop;
pub mod host;
pub mod introspection;
pub mod modules;
pub mod objects;
pub mod repl;
#[allow(unsafe_code, reason = "values are bits and pointers, and the heap is memory")]
pub mod runtime;
pub mod text;
#[allow(unsafe_code, reason = "frames and registers are pointers")]
pub mod vm;

/// Counts what each thread has in use, for [`Limits::heap_bytes`]. A program with an allocator of its
/// own turns the feature off and puts a [`CountingAllocator`] before it.
#[cfg(feature = "counting-allocator")]
#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator::new(std::alloc::System);

pub use embed::*;
pub use runtime::memory::CountingAllocator;
pub use vm::capabilities::Capabilities;
pub use vm::limits::{Limit, Limits};
