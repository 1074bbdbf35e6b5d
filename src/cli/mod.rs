//! The `hob` command: its options, and running a program from start to exit status.

mod check;
mod dump;
mod explore;
mod extra;
#[cfg(feature = "jupyter")]
mod jupyter;
mod live;
mod manual;
mod options;
mod output;
mod profile;
mod program;
mod site;
mod trace;

use options::Verb;
pub use options::{Options, Program};

use crate::runtime::mapping;
use crate::runtime::memory::keep_freed_memory;
use clap::Command;
use std::ffi::OsString;
use std::sync::Arc;

/// The native stack of a program, in bytes, if the system grants it. Untouched pages cost nothing.
const STACK: usize = 112 * 1024 * 1024;

/// Runs the command with this process's arguments and returns its exit status: the program's own, 0
/// or 1 after an uncaught exception, 2 for incorrect usage or an unreadable file, 130 after Ctrl-C.
pub fn main() -> u8 {
    keep_freed_memory();
    mapping::forget_code_when_grown();
    // Makes a closed pipe or an overlong file an error of the write instead of ending the process.
    // Unlike ignoring the signals, an empty handler is not inherited by child processes.
    for signal in [signal_hook::consts::SIGPIPE, libc::SIGXFSZ] {
        let _ = signal_hook::flag::register(signal, Arc::default());
    }
    let first = std::env::args_os().nth(1);
    match first.as_ref().and_then(|first| first.to_str()).and_then(subcommand) {
        Some(subcommand) => (subcommand.run)(std::env::args_os().skip(1).collect()),
        None => run(Options::parse(std::env::args_os())),
    }
}

/// A word before the options, for a purpose other than running a program.
struct Subcommand {
    name: &'static str,
    /// Its options.
    command: fn() -> Command,
    /// Runs it with its arguments, the first of which is its own name, and returns the exit status.
    run: fn(Vec<OsString>) -> u8,
}

/// All such words. Dispatch, completions and manual pages derive from this table.
const SUBCOMMANDS: &[Subcommand] = &[
    Subcommand {
        name: "check",
        command: check::command,
        run: |arguments| check::main(arguments.into_iter(), STACK),
    },
    Subcommand {
        name: "trace",
        command: trace::command,
        run: |arguments| run(Options::parse_verb(Verb::Trace, arguments)),
    },
    Subcommand { name: "view", command: trace::view_command, run: trace::view },
    Subcommand {
        name: "explore",
        command: explore::command,
        run: |arguments| run(Options::parse_verb(Verb::Explore, arguments)),
    },
    Subcommand {
        name: "profile",
        command: profile::command,
        run: |arguments| run(Options::parse_verb(Verb::Profile, arguments)),
    },
    Subcommand {
        name: "debug",
        command: options::debug_command,
        run: |arguments| run(Options::parse_verb(Verb::Debug, arguments)),
    },
    Subcommand { name: "ps", command: live::ps_command, run: live::ps },
    Subcommand { name: "top", command: live::top_command, run: live::top },
    Subcommand { name: "dump", command: live::dump_command, run: live::dump },
    #[cfg(feature = "jupyter")]
    Subcommand {
        name: "jupyter",
        command: jupyter::command,
        run: |arguments| jupyter::main(arguments.into_iter()),
    },
    Subcommand {
        name: "completions",
        command: manual::completions_command,
        run: manual::completions,
    },
    Subcommand { name: "man", command: manual::man_command, run: manual::man },
];

fn subcommand(name: &str) -> Option<&'static Subcommand> {
    SUBCOMMANDS.iter().find(|subcommand| subcommand.name == name)
}

/// Runs or explores a program, unless the options already gave an exit status.
fn run(options: Result<Options, u8>) -> u8 {
    match options {
        Ok(options) if options.explore.is_some() => {
            on_large_stack(move |stack| explore::run(&options, stack))
        }
        Ok(options) => on_large_stack(move |stack| program::run(&options, stack)),
        Err(status) => status,
    }
}

/// Calls `body` on the largest available stack, passing its size in bytes, so that deep recursion
/// of Rust code does not depend on how the process was started.
///
/// On Linux the first thread's stack grows up to its limit, with at least 128 MiB reserved; raising
/// the limit takes less time than starting a thread. If it cannot be raised, a thread has more.
#[cfg(target_os = "linux")]
fn on_large_stack(body: impl FnOnce(usize) -> u8 + Send) -> u8 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Stack);
    let enough = |limit: Option<u64>| limit.is_none_or(|bytes| bytes >= STACK as u64);
    if enough(limit.current) {
        return body(STACK);
    }
    let raised = Rlimit { current: Some(STACK as u64), maximum: limit.maximum };
    match enough(limit.maximum) && setrlimit(Resource::Stack, raised).is_ok() {
        true => body(STACK),
        false => on_thread(body),
    }
}

/// Calls `body` on the largest available stack, passing its size in bytes, so that deep recursion
/// of Rust code does not depend on how the process was started.
#[cfg(not(target_os = "linux"))]
fn on_large_stack(body: impl FnOnce(usize) -> u8 + Send) -> u8 {
    on_thread(body)
}

/// Calls `body` on a new thread with its own stack.
fn on_thread(body: impl FnOnce(usize) -> u8 + Send) -> u8 {
    let started = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("main".to_string()).stack_size(STACK);
        thread.spawn_scoped(scope, || body(STACK)).map(|thread| thread.join())
    });
    match started {
        Ok(Ok(status)) => status,
        Ok(Err(_)) => 70,
        Err(error) => {
            eprintln!("hob: cannot start a thread: {error}");
            70
        }
    }
}
