//! Hob: a fast interpreter for asyncio programs.

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
pub mod runtime;
pub mod text;
pub mod vm;

pub use embed::*;
pub use vm::capabilities::Capabilities;
pub use vm::limits::{Limit, Limits};
