//! The interactive session: `hob` without arguments on a terminal.
//!
//! - [`session`]: the loop that asks for a block and runs it, on the interpreter's thread;
//! - [`lines`], [`line`]: the thread that reads lines, and the line editor;
//! - [`run`]: runs blocks in the foreground;
//! - [`display`]: shows values, sets `_` and `__`;
//! - [`commands`]: `%tasks` and the others;
//! - [`assist`]: completion, hints, colours, help.

pub mod assist;
pub mod commands;
pub mod display;
mod input;
pub mod line;
pub mod lines;
pub mod run;
pub mod session;

pub use session::{Start, start};
