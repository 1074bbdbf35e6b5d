//! The event loop: tasks, futures, timers, readiness of files, and the clock they share.
//!
//! - [`mod@running`]: the state of loops kept per interpreter or per thread;
//! - [`loop_object`]: the data of one loop;
//! - [`current`]: the loop of the calling code;
//! - [`awaitables`]: tasks for coroutines and other awaitables;
//! - [`interrupts`]: Ctrl-C;
//! - [`choices`]: what else could happen next, for programs whose orders are explored;
//! - [`clock`]: the time, for everything in the interpreter;
//! - [`future`], [`task`]: results that arrive later, and the coroutines that the loop drives;
//! - [`ready`], [`timers`], [`reactor`]: callbacks to run now, callbacks to run later, files to wait for;
//! - [`run`]: the passes of the loop;
//! - [`sleep`], [`gather`]: the two in which asyncio programs spend their time;
//! - [`context`]: the values of context variables;
//! - [`handle`]: calls that can be cancelled;
//! - [`custom`]: loops written by programs;
//! - [`exposed`]: the queues as handles, for programs that run a loop's passes themselves;
//! - [`snapshot`], [`tree`]: the unfinished tasks at one moment, and as a text;
//! - [`inspection`]: requests to inspect a running program;
//! - [`deadlock`]: the report of waiting tasks when nothing can happen any more;
//! - [`partial`]: the warning about tasks that wait for each other while others run;
//! - [`foreign`], [`watcher`]: Rust futures that tasks await, and loops that Rust executors poll;
//! - [`files`]: the mechanism of `add_reader` and `add_writer`;
//! - [`signals`]: the mechanism of `add_signal_handler`;
//! - [`signal_handlers`]: the mechanism of `signal.signal`;
//! - [`threads`]: which of the program's threads runs;
//! - [`hooks`]: the loop as the VM sees it;
//! - [`recorder`]: the events that traces and reports are made from;
//! - [`report`]: messages on standard error.
//!
//! **Order is behaviour.** Entries run in the order and in the pass of the loop in which CPython
//! 3.13's `Lib/asyncio` runs them. Each pass waits for files, moves due timers to the ready queue,
//! and runs exactly the entries that are in the queue then.

pub mod awaitables;
pub mod choices;
pub mod clock;
pub mod context;
pub mod current;
pub mod custom;
pub mod deadlock;
pub mod exceptions;
pub mod exposed;
pub mod files;
pub mod foreign;
pub mod fork;
pub mod future;
pub mod gather;
pub mod handle;
mod hooks;
pub mod in_turn;
pub mod inspection;
pub mod interrupts;
pub mod loop_object;
pub mod origin;
pub mod partial;
pub mod poller;
pub mod profiler;
pub mod reactor;
pub mod ready;
pub mod recorder;
pub mod report;
pub mod run;
pub mod running;
pub mod signal_handlers;
pub mod signals;
pub mod sleep;
pub mod snapshot;
pub mod task;
pub mod threads;
pub mod timers;
pub mod tree;
pub mod watcher;

pub use awaitables::{create_task, ensure_future, has_own_methods, is_foreign_coroutine};
pub use current::{get_event_loop, loop_that_was_set, own_policy};
pub use custom::call_library;
pub use future::await_future;
pub use interrupts::{interrupt, interrupt_main_task};
pub use loop_object::{
    EventLoop, finalize_async_generator, loop_data, new_event_loop, new_event_loop_of,
};
pub use report::note_unraisable;
pub use running::{Classes, Running, ThreadState, running};
