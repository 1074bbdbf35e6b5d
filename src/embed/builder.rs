//! The settings of a new interpreter.

use super::interpreter::Interpreter;
use super::module::Module;
use crate::compile::code_store::CodeStore;
use crate::event_loop::clock::HostClock;
use crate::text::hash::HashKey;
use crate::vm::capabilities::Capabilities;
use crate::vm::flags::Flags;
use crate::vm::limits::Limits;
use crate::vm::output::{Hosted, Standard};
use std::io::{Read, Write};

/// The clock that a program reads and waits by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Clock {
    /// The operating system's.
    #[default]
    Real,
    /// A clock that stands still while the program runs, and jumps to the next deadline when it
    /// would wait: sleeps take no time, and output does not depend on the machine's speed.
    Virtual,
}

/// Makes an [`Interpreter`]; see [`Interpreter::builder`].
#[derive(Default)]
pub struct Builder {
    pub(super) clock: Clock,
    pub(super) host_clock: Option<Box<dyn HostClock>>,
    pub(super) streams: Vec<(Standard, Hosted)>,
    pub(super) arguments: Vec<String>,
    pub(super) search_path: Vec<String>,
    pub(super) environment: Option<Vec<(String, String)>>,
    pub(super) hash_key: Option<HashKey>,
    pub(super) random_seed: Option<u64>,
    pub(super) repeats: bool,
    pub(super) limits: Limits,
    pub(super) capabilities: Capabilities,
    pub(super) modules: Vec<Module>,
    pub(super) sources: Vec<(String, String)>,
    pub(super) code_store: Option<CodeStore>,
    pub(super) stack: Option<usize>,
    pub(super) flags: Flags,
    pub(super) warning_options: Vec<String>,
    pub(super) extra_options: Vec<(String, Option<String>)>,
}

impl Builder {
    /// The clock that the program reads and waits by.
    pub fn clock(mut self, clock: Clock) -> Builder {
        self.clock = clock;
        self
    }

    /// A clock implemented by the host, in place of the operating system's.
    pub fn host_clock(mut self, clock: impl HostClock + 'static) -> Builder {
        self.host_clock = Some(Box::new(clock));
        self
    }

    /// The source of the program's standard input, in place of the process's own.
    pub fn stdin(mut self, source: impl Read + 'static) -> Builder {
        self.streams.push((Standard::Input, Hosted::Source(Box::new(source))));
        self
    }

    /// The sink of the program's standard output, in place of the process's own. It is written to
    /// when the program flushes it, when a call from Rust ends, and before each wait of the event
    /// loop.
    pub fn stdout(mut self, sink: impl Write + 'static) -> Builder {
        self.streams.push((Standard::Output, Hosted::Sink(Box::new(sink))));
        self
    }

    /// The sink of the program's standard error, in place of the process's own.
    pub fn stderr(mut self, sink: impl Write + 'static) -> Builder {
        self.streams.push((Standard::Error, Hosted::Sink(Box::new(sink))));
        self
    }

    /// `sys.argv`: the program's name and its arguments.
    pub fn arguments<T: Into<String>>(mut self, arguments: impl IntoIterator<Item = T>) -> Builder {
        self.arguments = arguments.into_iter().map(Into::into).collect();
        self
    }

    /// A folder to add to the module search path.
    pub fn module_folder(mut self, folder: impl Into<String>) -> Builder {
        self.search_path.push(folder.into());
        self
    }

    /// The environment variables that the program sees, in place of the process's own.
    pub fn environment<N: Into<String>, V: Into<String>>(
        mut self,
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Builder {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        self.environment = Some(variables.collect());
        self
    }

    /// The seed of the hashes of text and bytes, as with `PYTHONHASHSEED`: with the same seed, sets
    /// have the same order in each interpreter, and in CPython. Without a seed, hashes are keyed at
    /// random, which protects against keys crafted to make dictionaries slow.
    pub fn hash_seed(mut self, seed: u32) -> Builder {
        self.hash_key = Some(HashKey::from_seed(seed));
        self
    }

    /// The seed of the module `random`, as with `random.seed(seed)`, so that runs are repeatable.
    /// Other generators that a program makes without a seed are repeatable, too; `os.urandom()`,
    /// `secrets` and `uuid` do not.
    ///
    /// ```
    /// # fn main() -> hob::Result<()> {
    /// let roll = || {
    ///     let python = hob::Interpreter::builder().random_seed(7).build();
    ///     python.exec("import random")?;
    ///     python.eval("random.randrange(10 ** 9)")?.extract::<i64>()
    /// };
    /// assert_eq!(roll()?, roll()?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn random_seed(mut self, seed: u64) -> Builder {
        self.random_seed = Some(seed);
        self
    }

    /// The amount of each resource that a program may use: each call from the host has the full
    /// budget. A program that exceeds a limit ends with [`super::ErrorKind::Limit`].
    pub fn limits(mut self, limits: Limits) -> Builder {
        self.limits = limits;
        self
    }

    /// The program's access to the world outside its memory. Without the real time its clock is
    /// virtual.
    pub fn capabilities(mut self, capabilities: Capabilities) -> Builder {
        self.capabilities = capabilities;
        self
    }

    /// An interpreter for untrusted programs: no capabilities, and [`Limits::untrusted`].
    ///
    /// ```
    /// let python = hob::Interpreter::builder().untrusted().build();
    /// let error = python.exec("while True: pass").unwrap_err();
    /// assert!(matches!(error.kind(), hob::ErrorKind::Limit(_)));
    /// ```
    pub fn untrusted(self) -> Builder {
        self.limits(Limits::untrusted()).capabilities(Capabilities::none())
    }

    /// A module of the host, which the program can import.
    pub fn module(mut self, module: Module) -> Builder {
        self.modules.push(module);
        self
    }

    /// A Python module in memory: its full name, such as `rules.prices`, and its text. It takes
    /// precedence over files. A module that contains others is a package.
    ///
    /// ```
    /// # fn main() -> hob::Result<()> {
    /// let python = hob::Interpreter::builder()
    ///     .module_source("rules", "")
    ///     .module_source("rules.prices", "VAT = 0.19")
    ///     .build();
    /// python.exec("from rules.prices import VAT")?;
    /// assert_eq!(python.eval("VAT")?.extract::<f64>()?, 0.19);
    /// # Ok(())
    /// # }
    /// ```
    pub fn module_source(mut self, name: impl Into<String>, source: impl Into<String>) -> Builder {
        self.sources.push((name.into(), source.into()));
        self
    }

    /// Makes the interpreter.
    ///
    /// # Panics
    /// If a function of a module is declared incorrectly ([`Module::function`]).
    pub fn build(self) -> Interpreter {
        Interpreter::make(self)
    }
}
