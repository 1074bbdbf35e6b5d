//! The interpreter, and the ways to run code in it.

use super::arguments::IntoArguments;
use super::builder::{Builder, Clock};
use super::convert::ToPython;
use super::end;
use super::error::{Error, Result};
use super::interrupt::Interrupter;
use super::module::Module;
use super::object::Object;
use super::run;
use crate::compile::Mode;
use crate::event_loop;
use crate::host::Standard;
use crate::modules::random::Seeds;
use crate::modules::{finder::MemoryModules, sys};
use crate::objects::code::Source;
use crate::objects::dict::Dict;
use crate::objects::module;
use crate::runtime::{Ref, Value, native_stack};

use crate::vm::limits::Limits;
use crate::vm::{Entered, Vm, VmResult};
use std::cell::Cell;
use std::rc::{Rc, Weak};

/// A Python interpreter: its memory, modules, clock, streams and event loop.
///
/// An `Interpreter` is a handle; clones are handles to the same interpreter, and so is every
/// [`Object`]. It ends when the last of them is dropped.
///
/// ```
/// # fn main() -> hob::Result<()> {
/// let python = hob::Interpreter::new();
/// python.exec("def double(n): return 2 * n")?;
/// assert_eq!(python.eval("double(21)")?.extract::<i64>()?, 42);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Interpreter(Rc<Inner>);

struct Inner {
    vm: Box<Vm>,
    /// Whether the functions registered for the program's end have run.
    ended: Cell<bool>,
    /// The number of live futures of [`Interpreter::run_async`].
    futures: Cell<usize>,
}

impl Interpreter {
    /// An interpreter with all capabilities and without limits, as the command `hob` uses.
    pub fn new() -> Interpreter {
        Interpreter::builder().build()
    }

    /// An interpreter for untrusted programs: [`Builder::untrusted`].
    ///
    /// ```
    /// let python = hob::Interpreter::untrusted();
    /// let error = python.exec("open('/etc/passwd')").unwrap_err();
    /// assert_eq!(error.class_name(), "PermissionError");
    /// ```
    pub fn untrusted() -> Interpreter {
        Interpreter::builder().untrusted().build()
    }

    /// A builder for an interpreter with other settings.
    ///
    /// ```
    /// # fn main() -> hob::Result<()> {
    /// let python = hob::Interpreter::builder()
    ///     .clock(hob::Clock::Virtual)
    ///     .arguments(["rules.py", "--strict"])
    ///     .build();
    /// let strict = python.eval("'--strict' in __import__('sys').argv")?;
    /// assert!(strict.extract::<bool>()?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(super) fn make(builder: Builder) -> Interpreter {
        if builder.repeats {
            crate::vm::repeat_addresses();
        }
        let standard = Standard { code_store: builder.code_store, hash_key: builder.hash_key };
        let vm = standard.interpreter(builder.stack.unwrap_or_else(native_stack::left));
        let entered = vm.enter_isolate();
        vm.set_capabilities(builder.capabilities.clone());
        for (which, stream) in builder.streams {
            vm.output.set_hosted(which, stream);
        }
        let running = event_loop::running(&vm);
        match builder.capabilities.real_time {
            true => running.clock.set_virtual(builder.clock == Clock::Virtual),
            false => running.clock.set_fixed(),
        }
        if let Some(clock) = builder.host_clock {
            running.clock.set_host(clock);
        }
        match builder.random_seed {
            Some(seed) if builder.repeats => vm.extension::<Seeds>().set_all(seed),
            Some(seed) => vm.extension::<Seeds>().set(seed),
            None => {}
        }
        if builder.repeats {
            running.clock.set_repeatable();
        }
        let program = vm.extension::<sys::Program>();
        program.arguments.replace(builder.arguments);
        program.path.replace(builder.search_path);
        program.environment.replace(builder.environment);
        program.warning_options.replace(builder.warning_options);
        program.extra_options.replace(builder.extra_options);
        vm.flags.assign(&builder.flags);
        if !vm.flags.optimization().is_debug() {
            vm.builtins.set_text("__debug__", Value::FALSE);
        }
        main_module(&vm);
        vm.set_limits(builder.limits);
        drop(entered);
        let interpreter =
            Interpreter(Rc::new(Inner { vm, ended: Cell::new(false), futures: Cell::new(0) }));
        interpreter.install(builder.modules, builder.sources);
        interpreter
    }

    /// Gives the program the host's modules.
    ///
    /// # Panics
    /// If one is declared incorrectly.
    fn install(&self, modules: Vec<Module>, sources: Vec<(String, String)>) {
        let _entered = self.enter();
        for module in modules {
            let name = module.name.clone();
            if let Err(raised) = module.install(self) {
                panic!("the module {name} can't be made: {}", Error::raised(self, raised));
            }
        }
        for (name, source) in sources {
            self.vm().extension::<MemoryModules>().add(name, source);
        }
    }

    /// The VM. Its interpreter must be entered.
    pub(super) fn vm(&self) -> &Vm {
        &self.0.vm
    }

    /// Makes this interpreter the one that the thread runs, until the guard is dropped.
    #[inline]
    pub(super) fn enter(&self) -> Entered<'_> {
        self.0.vm.enter_isolate()
    }

    /// Whether both are handles to the same interpreter.
    pub fn is(&self, other: &Interpreter) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// A handle that does not keep the interpreter alive.
    pub(super) fn downgrade(&self) -> WeakInterpreter {
        WeakInterpreter(Rc::downgrade(&self.0))
    }

    /// The number of live futures of [`Interpreter::run_async`].
    pub(super) fn futures(&self) -> &Cell<usize> {
        &self.0.futures
    }

    /// Runs a function of the VM.
    #[inline]
    pub(super) fn within<T>(&self, body: impl FnOnce(&Vm) -> VmResult<T>) -> Result<T> {
        let _entered = self.enter();
        let result = self.vm().run_for_host(body);
        if self.0.futures.get() > 0 {
            self.wake_futures();
        }
        result.map_err(|raised| Error::raised(self, raised))
    }

    /// Runs a function of the VM that returns a value.
    #[inline]
    pub(super) fn within_value(&self, body: impl FnOnce(&Vm) -> VmResult) -> Result<Object> {
        let _entered = self.enter();
        self.within(body).map(|value| Object::new(self, value))
    }

    /// A Rust value as a value of the VM.
    #[inline]
    pub(super) fn value(&self, value: impl ToPython) -> Result<Value> {
        value.to_python(self)?.into_value_of(self)
    }

    /// A handle that interrupts the program from any thread.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter::new(self)
    }

    /// Sets new limits for the program, from its next run on.
    ///
    /// ```
    /// # fn main() -> hob::Result<()> {
    /// let python = hob::Interpreter::new();
    /// python.exec("rates = [rate / 1000 for rate in range(100_000)]")?;
    /// python.set_limits(hob::Limits::none().instructions(10_000));
    /// let error = python.exec("for rate in rates: pass").unwrap_err();
    /// assert_eq!(error.kind(), hob::ErrorKind::Limit(hob::Limit::Instructions));
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_limits(&self, limits: Limits) {
        let _entered = self.enter();
        self.vm().set_limits(limits);
    }

    /// A Rust value as a Python object.
    ///
    /// # Errors
    /// Any error of the conversion.
    pub fn to_python(&self, value: impl ToPython) -> Result<Object> {
        value.to_python(self)
    }

    /// Runs statements in the module `__main__`.
    ///
    /// # Errors
    /// Any exception that they raise; SyntaxError.
    pub fn exec(&self, source: &str) -> Result<()> {
        self.exec_named("<string>", source)
    }

    /// Like [`Interpreter::exec`], with a name for the source in tracebacks.
    ///
    /// # Errors
    /// Same as [`Interpreter::exec`].
    pub fn exec_named(&self, name: &str, source: &str) -> Result<()> {
        let result = self.exec_source(&Source::new(name, source));
        self.flush();
        result
    }

    /// The value of an expression in the module `__main__`.
    ///
    /// # Errors
    /// Any exception that it raises; SyntaxError.
    pub fn eval(&self, expression: &str) -> Result<Object> {
        let source = Source::new("<string>", expression.trim_start_matches([' ', '\t']));
        let result = self.within_value(|vm| {
            let code = vm.compile(&source, Mode::Eval)?;
            vm.run_code(&code, &main_dict(vm), Value::UNSET)
        });
        self.flush();
        result
    }

    /// Calls a function of the module `__main__`, or a builtin.
    ///
    /// # Errors
    /// NameError if there is none with this name; any exception raised by the call.
    pub fn call(&self, name: &str, arguments: impl IntoArguments) -> Result<Object> {
        let function = self.get(name)?;
        let result = function.call(arguments);
        self.flush();
        result
    }

    /// A name of the module `__main__`, or a builtin.
    ///
    /// # Errors
    /// NameError if there is none of this name.
    pub fn get(&self, name: &str) -> Result<Object> {
        self.within_value(|vm| {
            let found = main_dict(vm).get_text(name).or_else(|| vm.builtins.get_text(name));
            found.ok_or_else(|| {
                let message = format!("name '{name}' is not defined");
                vm.name_error(crate::objects::exception::Exc::NameError, name, message)
            })
        })
    }

    /// Binds a name of the module `__main__`.
    ///
    /// # Errors
    /// Any error of converting the value.
    pub fn set(&self, name: &str, value: impl ToPython) -> Result<()> {
        let _entered = self.enter();
        let value = self.value(value)?;
        main_dict(self.vm()).set_text(name, value);
        Ok(())
    }

    /// `import name`: the module of this dotted name.
    ///
    /// # Errors
    /// ModuleNotFoundError; any exception raised by running the module.
    pub fn import(&self, name: &str) -> Result<Object> {
        self.within_value(|vm| vm.import_module(name))
    }

    /// Ends the program as at the end of a process: waits for its threads, calls the functions
    /// registered with `atexit`, and drops its modules, starting with the error that ended it.
    /// Dropping the last handle does the same, but does not wait for threads.
    ///
    /// ```
    /// # fn main() -> hob::Result<(), Box<dyn std::error::Error>> {
    /// let python = hob::Interpreter::new();
    /// python.exec("import atexit; atexit.register(print, 'bye')")?;
    /// python.end(None)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The error of writing the last output.
    pub fn end(&self, last: Option<Error>) -> std::io::Result<()> {
        let _entered = self.enter();
        self.finish(last, true);
        self.vm().output.flush()
    }

    /// Finalizes the program, once.
    pub(super) fn finish(&self, last: Option<Error>, waits: bool) {
        if !self.0.ended.replace(true) {
            run::end(self.vm());
            end::finish(self.vm(), last, waits);
        }
    }

    /// Flushes the program's output. If a sink fails, the program's next print shows it.
    pub(super) fn flush(&self) {
        let _ = self.vm().output.flush();
    }
}

/// A handle that does not keep the interpreter alive: for objects that the interpreter itself
/// holds.
#[derive(Clone)]
pub(super) struct WeakInterpreter(Weak<Inner>);

impl WeakInterpreter {
    /// The interpreter, if it has not ended.
    pub fn upgrade(&self) -> Option<Interpreter> {
        self.0.upgrade().map(Interpreter)
    }
}

impl Drop for Interpreter {
    fn drop(&mut self) {
        if Rc::strong_count(&self.0) == 1 && !self.0.ended.get() {
            // Finalizers may still call the host, and so make and drop handles.
            let _entered = self.enter();
            self.finish(None, false);
            self.flush();
        }
    }
}

impl Default for Interpreter {
    fn default() -> Interpreter {
        Interpreter::new()
    }
}

impl std::fmt::Debug for Interpreter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Interpreter").finish_non_exhaustive()
    }
}

/// Makes the module `__main__`, in place of an existing one.
pub(super) fn main_module(vm: &Vm) -> Ref<module::Module> {
    let module = module::Module::new("__main__");
    let dict = &module.dict;
    dict.set_text("__annotations__", Dict::new());
    dict.set_text("__builtins__", vm.import_module("builtins").unwrap_or(Value::NONE));
    vm.modules.set_text("__main__", module.as_value().clone());
    module
}

/// The namespace of `__main__`, made again if the program has removed it.
pub(super) fn main_dict(vm: &Vm) -> Ref<Dict> {
    match vm.modules.get_text("__main__").and_then(|main| main.into_ref::<module::Module>().ok()) {
        Some(module) => module.dict.clone(),
        None => main_module(vm).dict.clone(),
    }
}
