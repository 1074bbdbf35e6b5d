//! The `hob` command: its options, and running a program from start to exit status.

mod dump;
mod options;
mod program;

pub use options::{Options, Program};

use std::process::ExitCode;

/// The machine stack of the thread that a program runs on, in bytes. Pages are used only when
/// touched, so a large one costs nothing.
const STACK: usize = 512 * 1024 * 1024;

/// Runs the command with this process' arguments and returns its exit status: the program's own,
/// 0 or 1 after an uncaught exception, 2 for wrong usage or an unreadable file, 130 after Ctrl-C.
pub fn main() -> ExitCode {
    let options = match Options::parse(std::env::args_os()) {
        Ok(options) => options,
        Err(status) => return ExitCode::from(status),
    };
    // The program gets a stack of its own, so that deep recursion of Rust code does not depend on
    // how this process was started.
    let thread = std::thread::Builder::new().name("main".to_string()).stack_size(STACK);
    match thread.spawn(move || program::run(&options, STACK)).map(|thread| thread.join()) {
        Ok(Ok(status)) => ExitCode::from(status),
        Ok(Err(_)) => ExitCode::from(70),
        Err(error) => {
            eprintln!("hob: cannot start a thread: {error}");
            ExitCode::from(70)
        }
    }
}
