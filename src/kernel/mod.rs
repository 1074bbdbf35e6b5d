//! The kernel of Jupyter notebooks: `hob jupyter`.
//!
//! - [`serve`](mod@serve): the requests of front ends, on the interpreter's thread;
//! - [`cells`]: output and input of cells and their tasks;
//! - [`pieces`](mod@pieces): code and commands in a cell;
//! - [`display`]: rich results, and the built-in `display`;
//! - [`publish`]: the thread that sends output;
//! - [`message`]: messages, signatures, the connection file;
//! - [`sockets`], [`zmtp`]: the transport;
//! - [`install`]: the kernel's entry in Jupyter's data folder.
//!
//! The kernel is built on the same [`Blocks`](crate::repl::run::Blocks) as the session at a
//! terminal: while no cell runs, the loop keeps running passes, so tasks continue between cells.
//! Requests arrive on the sockets' threads, which put them into a queue and wake the loop.
//! Interrupts do not wait in the queue.

pub mod cells;
pub mod display;
pub mod install;
pub mod message;
pub mod pieces;
pub mod publish;
pub mod serve;
pub mod sockets;
pub mod zmtp;

pub use serve::serve;
