//! The VM's view of everything above it: modules, the compiler, reports.

use super::{Raised, Vm, VmResult};
use crate::objects::code::{Code, Mode, Optimization, Source};
use crate::objects::exception::{Exc, Exception};
use crate::objects::module::Module;
use crate::objects::str::Str;
use crate::runtime::{Ref, Value};
use hob_grammar::SyntaxError;
use std::rc::Rc;

/// A module that was found.
pub enum FoundModule {
    /// It has not run.
    New {
        /// The module, with the namespace complete except for what its code defines.
        module: Ref<Module>,
        /// The text of its code; none for a module without Python code.
        source: Option<Rc<Source>>,
        /// Whether it is part of the interpreter.
        is_library: bool,
    },
    /// One of the program's finders has found and loaded it.
    Loaded(Value),
}

/// The surroundings of an interpreter: modules, compiler, reports.
///
/// The VM reaches the layers above it, and the outside world, only through this trait. An
/// implementation is passed to [`Vm::new`].
pub trait Host {
    /// Finds a module. `package` is the module that contains it, for a name with dots.
    ///
    /// # Errors
    /// OSError or SyntaxError if its file cannot be read or decoded; any exception raised while
    /// `sys.path` or the package's `__path__` is evaluated.
    fn find_module(
        &self,
        vm: &Vm,
        name: &str,
        package: Option<&Value>,
    ) -> VmResult<Option<FoundModule>>;

    /// The reason why a module was not found, if it is other than that there is none.
    ///
    /// # Errors
    /// Same as [`Host::find_module`].
    fn why_not_found(
        &self,
        vm: &Vm,
        name: &str,
        package: Option<&Value>,
    ) -> VmResult<Option<String>>;

    /// An attribute that a module receives on first use, such as `__spec__`.
    ///
    /// # Errors
    /// Any exception raised while it is made.
    fn late_attribute(
        &self,
        vm: &Vm,
        module: &Ref<Module>,
        name: &Ref<Str>,
    ) -> VmResult<Option<Value>>;

    /// Completes a module that does not come with the interpreter and was just imported.
    ///
    /// # Errors
    /// Any exception raised by what completes it.
    fn complete_module(&self, vm: &Vm, name: &str, module: &Ref<Module>) -> VmResult<()> {
        let _ = (vm, name, module);
        Ok(())
    }

    /// The source of a module that is part of the interpreter. `file` is its `__file__`, if it has
    /// one.
    fn library_source(&self, name: &str, file: Option<&str>) -> Option<Rc<Source>>;

    /// Parses and compiles a text. `warns` says whether to issue the compiler's warnings: not for a
    /// text that was compiled before.
    ///
    /// # Errors
    /// SyntaxError and the classes derived from it; a warning that a filter turns into an error.
    fn compile(
        &self,
        vm: &Vm,
        source: &Rc<Source>,
        mode: Mode,
        optimization: Optimization,
        warns: bool,
    ) -> VmResult<Ref<Code>>;

    /// The temporaries of code that hold a value before an instruction; none if that depends on the
    /// path.
    fn held_temporaries(&self, code: &Code, at: usize) -> Option<Vec<bool>>;

    /// The code of a module, from the cache if possible. `library` is the name of a module that is
    /// part of the interpreter.
    ///
    /// # Errors
    /// Same as [`Host::compile`].
    fn module_code(
        &self,
        vm: &Vm,
        library: Option<&str>,
        source: &Rc<Source>,
    ) -> VmResult<Ref<Code>> {
        let _ = library;
        self.compile(vm, source, Mode::File, vm.flags.optimization(), true)
    }

    /// The exception for an error that the parser or compiler found.
    fn syntax_error(&self, vm: &Vm, source: &Source, error: &SyntaxError) -> Raised;

    /// Issues a warning about the running function (`stack_level` 1), its caller (2), and so on.
    ///
    /// # Errors
    /// The warning itself, if a filter says `error`; any exception raised by the program's hooks.
    fn warn(&self, vm: &Vm, category: Exc, message: &str, stack_level: i64) -> VmResult<()>;

    /// Issues the warning that `what`, such as `coroutine 'f'`, was dropped before it ran.
    ///
    /// # Errors
    /// Same as [`Host::warn`].
    fn warn_never_awaited(&self, vm: &Vm, coroutine: &Value, what: &str) -> VmResult<()>;

    /// Reports an exception that cannot be handled; `source` is the object that raised it.
    fn unraisable(&self, vm: &Vm, raised: &Raised, source: &Value);

    /// The text of an exception with its traceback: as `traceback.format_exception` formats it, or
    /// drawn.
    fn format_exception(&self, vm: &Vm, exception: &Ref<Exception>) -> String;

    /// Called when the program has ended, before its modules are released.
    fn program_ended(&self, vm: &Vm);
}

impl Vm {
    /// The interpreter's host.
    pub fn host(&self) -> &dyn Host {
        &*self.host
    }

    /// Parses and compiles a source, optimized as set on the command line.
    ///
    /// # Errors
    /// Same as [`Host::compile`].
    pub fn compile(&self, source: &Rc<Source>, mode: Mode) -> VmResult<Ref<Code>> {
        self.host.compile(self, source, mode, self.flags.optimization(), true)
    }

    /// The exception for an error that the parser or compiler found.
    pub fn syntax_error(&self, source: &Source, error: &SyntaxError) -> Raised {
        self.host.syntax_error(self, source, error)
    }

    /// Issues a warning, as [`Host::warn`] does.
    ///
    /// # Errors
    /// Same as [`Host::warn`].
    pub fn warn(&self, category: Exc, message: &str, stack_level: i64) -> VmResult<()> {
        self.host.warn(self, category, message, stack_level)
    }

    /// Reports an exception that cannot be handled ("Exception ignored in: …").
    pub fn unraisable(&self, raised: &Raised, source: &Value) {
        self.host.unraisable(self, raised, source);
    }
}
