//! The seam for the front ends of this crate: the command, the session and the notebook kernel.
//!
//! They make, run, interrupt and end interpreters through the public interface. This file has
//! everything else that they need: settings that only a command line has, programs whose text is
//! read beforehand, the display of uncaught exceptions, and the VM, on which tracing, completion
//! and reports work. `tests/layers.rs` denies them the other files of `embed`.

use super::builder::Builder;
use super::error::{Error, Result};
use super::interpreter::{Interpreter, main_dict};
use super::interrupt::Interrupter;
use super::program::run_source;
use crate::compile::Mode;
use crate::compile::code_store::CodeStore;
use crate::diagnostics::{self, ErrorStyle};
use crate::modules::finder;
pub(crate) use crate::modules::finder::NotRun;
use crate::modules::sys::{self, installation::Installation};
use crate::objects::code::Source;
use crate::objects::dict::Dict;
use crate::objects::encoding;
use crate::objects::exception::{Exc, Exception};
use crate::objects::int_methods::DigitLimit;
use crate::objects::str::intern;
use crate::runtime::{Ref, Value};
use crate::text::hash::HashKey;
use crate::vm::flags::Flags;
use crate::vm::{Entered, Raised, Vm, VmResult};
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

pub(crate) use super::program::Program;

/// Settings that only a command line has.
impl Builder {
    /// The key of hashes; none for a random one.
    pub(crate) fn with_hash_key(mut self, key: Option<HashKey>) -> Builder {
        self.hash_key = key;
        self
    }

    /// The store that keeps compiled library modules between runs.
    pub(crate) fn with_code_store(mut self, store: Option<CodeStore>) -> Builder {
        self.code_store = store;
        self
    }

    /// The settings of `sys.flags`.
    pub(crate) fn with_flags(mut self, flags: Flags) -> Builder {
        self.flags = flags;
        self
    }

    /// `sys.warnoptions` and `sys._xoptions`.
    pub(crate) fn with_options(
        mut self,
        warnings: Vec<String>,
        extra: Vec<(String, Option<String>)>,
    ) -> Builder {
        self.warning_options = warnings;
        self.extra_options = extra;
        self
    }

    /// The size of this thread's native stack in bytes, for a caller that knows it.
    pub(crate) fn with_stack(mut self, bytes: usize) -> Builder {
        self.stack = Some(bytes);
        self
    }

    /// Makes all randomness depend on a seed and all clocks virtual, starting at a fixed time: the
    /// interpreter does the same in each run.
    pub(crate) fn with_repetition(mut self, seed: u32) -> Builder {
        self.hash_key = Some(HashKey::from_seed(seed));
        self.random_seed = Some(seed.into());
        self.repeats = true;
        self
    }
}

/// The VM of an interpreter, entered until this is dropped.
pub(crate) struct Machine<'a> {
    vm: &'a Vm,
    _entered: Entered<'a>,
}

impl Deref for Machine<'_> {
    type Target = Vm;

    fn deref(&self) -> &Vm {
        self.vm
    }
}

impl Interpreter {
    /// Enters the interpreter and gives access to its VM.
    pub(crate) fn machine(&self) -> Machine<'_> {
        Machine { _entered: self.enter(), vm: self.vm() }
    }

    /// Sets `sys.set_int_max_str_digits()`.
    pub(crate) fn limit_digits(&self, limit: usize) {
        let vm = self.machine();
        vm.extension::<DigitLimit>().0.set(limit);
        sys::renew_flags(&vm);
    }

    /// The namespace of `__main__`.
    pub(crate) fn namespace(&self) -> Ref<Dict> {
        main_dict(self.vm())
    }

    /// The Python installation that programs see in `sys` and `sysconfig`.
    pub(crate) fn set_installation(&self, installation: Installation) {
        self.vm().extension::<sys::Program>().installation.replace(Some(installation));
    }

    /// The installation set before.
    pub(crate) fn installation(&self) -> Option<Installation> {
        self.vm().extension::<sys::Program>().installation.borrow().clone()
    }

    /// Puts a folder in front of `sys.path`.
    pub(crate) fn put_first_on_path(&self, folder: String) {
        sys::put_first_on_path(self.vm(), folder);
    }

    /// The source of a text in bytes, decoded as declared in it.
    ///
    /// # Errors
    /// SyntaxError if it is not text in that encoding.
    pub(crate) fn decode(&self, name: &str, bytes: &[u8]) -> Result<Rc<Source>> {
        self.within(|vm| Ok(Source::new(name, encoding::decode_source(vm, bytes, Some(name))?)))
    }

    /// Finds a module to run as the program; for a package, its `__main__`.
    ///
    /// # Errors
    /// Any exception raised by importing the packages that contain it.
    pub(crate) fn find_program(&self, name: &str) -> Result<Result<Program, NotRun>> {
        let found = self.within(|vm| finder::find_program(vm, name))?;
        Ok(found.map(|found| Program::Module { name: found.name, source: found.source }))
    }

    /// Runs a program in `__main__`. Output stays in the buffer, so that a failure to write it
    /// shows where the front end flushes it.
    ///
    /// # Errors
    /// Any exception that the program raises; SyntaxError.
    pub(crate) fn run_program(&self, program: &Program) -> Result<()> {
        self.within(|vm| run_source(vm, program))
    }

    /// Runs statements in `__main__`, as it is.
    ///
    /// # Errors
    /// Any exception that they raise; SyntaxError.
    pub(crate) fn exec_source(&self, source: &Rc<Source>) -> Result<()> {
        self.within(|vm| {
            let code = vm.compile(source, Mode::File)?;
            vm.run_code(&code, &main_dict(vm), Value::UNSET).map(drop)
        })
    }

    /// Runs a function of the VM as one run of the program.
    ///
    /// # Errors
    /// The errors of `body`; the end of the program by a limit.
    pub(crate) fn run_part<T>(&self, body: impl FnOnce(&Vm) -> VmResult<T>) -> Result<T> {
        self.within(body)
    }

    /// The exception that left a function of the VM, as an error.
    pub(crate) fn error(&self, raised: Raised) -> Error {
        Error::raised(self, raised)
    }

    /// Shows an uncaught exception: through `sys.excepthook` if the program has replaced it, as a
    /// report on standard error otherwise.
    pub(crate) fn show(&self, error: &Error, style: ErrorStyle) {
        let machine = self.machine();
        if !diagnostics::call_own_hook(&machine, &error.clone().into_raised(self)) {
            self.show_report(error, style);
        }
    }

    /// Writes the report about an exception to standard error.
    pub(crate) fn show_report(&self, error: &Error, style: ErrorStyle) {
        self.machine().write_error(&error.drawn(style));
    }

    /// Makes options filters of the module `warnings`.
    ///
    /// # Errors
    /// Any exception raised by importing it.
    pub(crate) fn apply_warning_options(&self, options: &[String]) -> Result<()> {
        if options.is_empty() {
            return Ok(());
        }
        self.within(|vm| {
            let filters: Vec<Value> = options.iter().cloned().map(Value::from).collect();
            let warnings = vm.import_module("warnings")?;
            match vm.find_attribute(&warnings, &intern("_processoptions"))? {
                Some(process) => vm.call(&process, &[Value::from(filters)]).map(drop),
                None => Ok(()),
            }
        })
    }
}

impl Error {
    /// The error of a front end that ends the program with a status.
    pub(crate) fn exit(status: u8) -> Error {
        Error::made(super::error::ErrorKind::Exit(status), Exc::SystemExit, "")
    }

    /// The VM's exception; none for an error that no program has raised.
    pub(crate) fn raised_exception(&self) -> Option<Ref<Exception>> {
        self.exception()?.value().clone().into_ref().ok()
    }
}

impl Interrupter {
    /// The flags that a signal handler sets to interrupt the program: the interrupt, and the
    /// VM's attention.
    pub(crate) fn flags(&self) -> (Arc<AtomicBool>, Arc<AtomicBool>) {
        (self.interrupt.clone(), self.attention.clone())
    }
}
