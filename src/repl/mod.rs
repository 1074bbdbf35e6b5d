//! The interactive session: what `hob` alone on a terminal starts.
//!
//! - [`session`]: the loop of asking for a block and running it, on the interpreter's thread;
//! - [`lines`], [`line`]: the thread that reads lines, and the line editor;
//! - [`run`]: running what was entered, in the foreground;
//! - [`display`]: how values are shown, `_` and `__`;
//! - [`commands`]: `%tasks` and the others;
//! - [`assist`]: completion, hints, colours, help.

pub mod assist;
pub mod commands;
pub mod display;
pub mod line;
pub mod lines;
pub mod run;
pub mod session;

pub use session::{Start, start};
