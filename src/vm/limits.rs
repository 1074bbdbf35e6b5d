//! Limits: how much of each resource a program may use, and how it ends when it uses more.
//!
//! A **trip** ends the program from outside. The VM notes which limit it was and raises an
//! exception that no handler catches: from then on unwinding skips every `except`, `finally` and
//! `with`, finalizers do not run, and each attempt to enter code of the program raises the same
//! exception again. So none of the program's code runs between a trip and the return to the host,
//! except for the rest of the straight-line instructions to which native code returns if it
//! swallows the exception.
//!
//! Limits are ceilings above Python's own rules: a recursion of 1,000 calls raises RecursionError
//! as usual, and trips only if the ceiling is lower, or if the program has raised
//! `sys.setrecursionlimit()` beyond it.

use std::time::Duration;

/// The amount of each resource that a program may use; without a limit, as much as there is.
///
/// Instructions, time and output are budgets: each call from the host has all of them. The others
/// are levels that hold at any moment.
///
/// ```
/// use std::time::Duration;
///
/// let limits = hob::Limits::none()
///     .instructions(50_000_000)
///     .heap_bytes(64 << 20)
///     .time(Duration::from_secs(2));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// See [`Limits::instructions`].
    pub instructions: Option<u64>,
    /// See [`Limits::heap_bytes`].
    pub heap_bytes: Option<usize>,
    /// See [`Limits::native_stack`].
    pub native_stack: Option<usize>,
    /// See [`Limits::time`].
    pub time: Option<Duration>,
    /// See [`Limits::output_bytes`].
    pub output_bytes: Option<u64>,
    /// See [`Limits::recursion`].
    pub recursion: Option<usize>,
    /// See [`Limits::open_files`].
    pub open_files: Option<usize>,
    /// See [`Limits::tasks`].
    pub tasks: Option<usize>,
}

impl Limits {
    /// No limit at all.
    pub const fn none() -> Limits {
        Limits {
            instructions: None,
            heap_bytes: None,
            native_stack: None,
            time: None,
            output_bytes: None,
            recursion: None,
            open_files: None,
            tasks: None,
        }
    }

    /// Limits for programs that no one has reviewed: generous for small scripts, and harmless for
    /// the host. Ten seconds, 2,000,000,000 units of work, 256 MiB of heap, 16 MiB of output,
    /// 10,000 nested calls, 16 open files, 10,000 tasks.
    pub const fn untrusted() -> Limits {
        Limits::none()
            .instructions(2_000_000_000)
            .heap_bytes(256 << 20)
            .time(Duration::from_secs(10))
            .output_bytes(16 << 20)
            .recursion(10_000)
            .open_files(16)
            .tasks(10_000)
    }

    /// Units of work: one for each call and each iteration of a loop, and for native code one per
    /// amount of work that takes about as long. The number depends only on the program, not on the
    /// machine or its load.
    #[must_use]
    pub const fn instructions(mut self, units: u64) -> Limits {
        self.instructions = Some(units);
        self
    }

    /// Bytes of memory that the program's objects, with all their buffers, and its frames take. A
    /// fresh interpreter has used none.
    #[must_use]
    pub const fn heap_bytes(mut self, bytes: usize) -> Limits {
        self.heap_bytes = Some(bytes);
        self
    }

    /// Bytes of the native stack that one call from the host may take, and each thread of the
    /// program. There is never more than the thread has. Parsing and importing use it, too: 64 KiB
    /// suffice for most programs, or 1 MiB if the interpreter was built without optimisation.
    #[must_use]
    pub const fn native_stack(mut self, bytes: usize) -> Limits {
        self.native_stack = Some(bytes);
        self
    }

    /// Time by the wall clock while the program runs or waits.
    #[must_use]
    pub const fn time(mut self, time: Duration) -> Limits {
        self.time = Some(time);
        self
    }

    /// Bytes written to standard output and standard error together.
    #[must_use]
    pub const fn output_bytes(mut self, bytes: u64) -> Limits {
        self.output_bytes = Some(bytes);
        self
    }

    /// Nested calls.
    #[must_use]
    pub const fn recursion(mut self, calls: usize) -> Limits {
        self.recursion = Some(calls);
        self
    }

    /// Descriptors of files, sockets and pipes that the program has opened, or accepted, and that
    /// are open at the same time.
    #[must_use]
    pub const fn open_files(mut self, files: usize) -> Limits {
        self.open_files = Some(files);
        self
    }

    /// Unfinished tasks at any one time.
    #[must_use]
    pub const fn tasks(mut self, tasks: usize) -> Limits {
        self.tasks = Some(tasks);
        self
    }
}

/// A kind of limit: which one has tripped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// [`Limits::instructions`]
    Instructions,
    /// [`Limits::heap_bytes`]
    HeapBytes,
    /// [`Limits::native_stack`]
    NativeStack,
    /// [`Limits::time`]
    Time,
    /// [`Limits::output_bytes`]
    OutputBytes,
    /// [`Limits::recursion`]
    Recursion,
    /// [`Limits::open_files`]
    OpenFiles,
    /// [`Limits::tasks`]
    Tasks,
}

impl std::fmt::Display for Limit {
    /// The resource, in words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Limit::Instructions => "instructions",
            Limit::HeapBytes => "heap memory",
            Limit::NativeStack => "native stack",
            Limit::Time => "time",
            Limit::OutputBytes => "output",
            Limit::Recursion => "recursion",
            Limit::OpenFiles => "open files",
            Limit::Tasks => "tasks",
        })
    }
}
