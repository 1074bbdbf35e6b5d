//! The standard host: joins the VM with the event loop, the compiler, the modules and the
//! reports.

use crate::compile::code_store::{CodeStore, Key};
use crate::compile::{Mode, Optimization, stored};
use crate::diagnostics::{self, syntax, warnings};
use crate::event_loop::Running;
use crate::modules::{ast as syntax_trees, asyncio, builtins, finder, importlib};
use crate::objects::code::{Code, Source};
use crate::objects::exception::{Exc, Exception};
use crate::objects::module::Module;
use crate::objects::str::{Str, intern};
use crate::runtime::{Ref, Value, mapping};
use crate::text::hash::HashKey;
use crate::vm::{FoundModule, Host, Raised, Vm, VmResult};
use hob_grammar::ast::{self, Stmt, StmtKind};
use hob_grammar::{
    Parsed, SyntaxError, parse_expression_paced, parse_module_paced, parse_single_paced,
};
use std::borrow::Cow;
use std::rc::Rc;

/// Roughly how many bytes the tree of a text takes per byte of text.
const TREE: usize = 16;

/// Compiles a text to stored code.
fn compiled(
    vm: &Vm,
    source: &Rc<Source>,
    mode: Mode,
    optimization: Optimization,
    warns: bool,
) -> VmResult<Vec<u8>> {
    source.unit.set(Some((mode, optimization)));
    vm.reserve(source.text.len().saturating_mul(TREE))?;
    let parsed = match mode.is_expression() {
        true => {
            let (value, warnings) = syntax_trees::parsed(vm, source, parse_expression_paced)?;
            let span = value.span;
            let kind = StmtKind::Expr(Box::new(value));
            Parsed { module: ast::Module { body: vec![Stmt { span, kind }] }, warnings }
        }
        false if mode.is_single() => syntax_trees::parsed(vm, source, parse_single_paced)?,
        false => syntax_trees::parsed(vm, source, parse_module_paced)?,
    };
    syntax_trees::compile_parsed(vm, &parsed, source, mode, optimization, warns)
}

/// The host of an interpreter with the whole library.
#[derive(Default)]
pub struct Standard {
    /// The store of compiled library code; none to compile it on every run.
    pub code_store: Option<CodeStore>,
    /// The key of the hashes of text and bytes; none for a random one.
    pub hash_key: Option<HashKey>,
}

impl Standard {
    /// Makes an interpreter. `stack_size` is the size of this thread's native stack in bytes,
    /// nearly all of which it may use.
    pub fn interpreter(self, stack_size: usize) -> Box<Vm> {
        let event_loop = Rc::new(Running::new(&asyncio::LOOP_CLASSES));
        let hash_key = self.hash_key;
        let vm = Vm::new(Box::new(self), event_loop, stack_size, hash_key);
        let entered = vm.enter_isolate();
        builtins::install(&vm);
        drop(entered);
        vm
    }
}

impl Host for Standard {
    fn find_module(
        &self,
        vm: &Vm,
        name: &str,
        package: Option<&Value>,
    ) -> VmResult<Option<FoundModule>> {
        finder::find(vm, name, package)
    }

    fn why_not_found(
        &self,
        vm: &Vm,
        name: &str,
        package: Option<&Value>,
    ) -> VmResult<Option<String>> {
        finder::extension_module(vm, name, package)
    }

    fn late_attribute(
        &self,
        vm: &Vm,
        module: &Ref<Module>,
        name: &Ref<Str>,
    ) -> VmResult<Option<Value>> {
        importlib::late_attribute(vm, module, name.as_str())
    }

    fn complete_module(&self, vm: &Vm, name: &str, module: &Ref<Module>) -> VmResult<()> {
        // An installed pip learns what can be installed under Hob.
        if !name.starts_with("pip._internal.") {
            return Ok(());
        }
        let own = vm.import_module("_hob_pip")?;
        vm.call_method(&own, &intern("complete"), &[module.as_value().clone()]).map(drop)
    }

    fn library_source(&self, name: &str, file: Option<&str>) -> Option<Rc<Source>> {
        finder::library_text(name, file)
    }

    fn held_temporaries(&self, code: &Code, at: usize) -> Option<Vec<bool>> {
        crate::compile::verify::held_temporaries(code, at)
    }

    fn compile(
        &self,
        vm: &Vm,
        source: &Rc<Source>,
        mode: Mode,
        optimization: Optimization,
        warns: bool,
    ) -> VmResult<Ref<Code>> {
        let code = compiled(vm, source, mode, optimization, warns)?;
        syntax_trees::code_object(vm, &code, source)
    }

    fn module_code(
        &self,
        vm: &Vm,
        library: Option<&str>,
        source: &Rc<Source>,
    ) -> VmResult<Ref<Code>> {
        let optimization = vm.flags.optimization();
        source.unit.set(Some((Mode::File, optimization)));
        if let Some(name) = library
            && let Some(code) = finder::compiled(name, optimization)
            && let Some(made) = stored::read(&code, source, vm.stack_floor())
        {
            if let Cow::Borrowed(code) = code {
                // Each module is read once.
                mapping::forget(code);
            }
            return Ok(made);
        }
        let Some(store) = &self.code_store else { return vm.compile(source, Mode::File) };
        let key = library.map_or_else(|| Key::Content(&source.text), Key::Library);
        if let Some(code) = store.load(key, optimization, source, vm.stack_floor()) {
            return Ok(code);
        }
        let code = compiled(vm, source, Mode::File, optimization, true)?;
        store.keep(key, optimization, &code);
        syntax_trees::code_object(vm, &code, source)
    }

    fn syntax_error(&self, vm: &Vm, source: &Source, error: &SyntaxError) -> Raised {
        syntax::to_exception(vm, error, source)
    }

    fn warn(&self, vm: &Vm, category: Exc, message: &str, stack_level: i64) -> VmResult<()> {
        warnings::warn(vm, category, message, stack_level)
    }

    fn warn_never_awaited(&self, vm: &Vm, coroutine: &Value, what: &str) -> VmResult<()> {
        warnings::warn_never_awaited(vm, coroutine, what)
    }

    fn unraisable(&self, vm: &Vm, raised: &Raised, source: &Value) {
        diagnostics::unraisable(vm, raised, source);
    }

    fn format_exception(&self, vm: &Vm, exception: &Ref<Exception>) -> String {
        diagnostics::exception_text(vm, exception)
    }

    fn program_ended(&self, vm: &Vm) {
        warnings::end(vm);
    }
}

/// Interpreters for the unit tests of the layers below.
#[cfg(test)]
pub(crate) mod testing {
    use super::Standard;
    use crate::compile::Mode;
    use crate::objects::code::Source;
    use crate::objects::dict::Dict;
    use crate::runtime::{Ref, Value, native_stack};
    use crate::vm::{Vm, VmResult};

    /// Runs a test in a new interpreter.
    pub fn with_vm(test: impl FnOnce(&Vm)) {
        let vm = Standard::default().interpreter(native_stack::left());
        let entered = vm.enter_isolate();
        test(&vm);
        drop(entered);
    }

    /// Runs a program in a new namespace, which is returned.
    pub fn run(vm: &Vm, program: &str) -> VmResult<Ref<Dict>> {
        let namespace = Dict::new();
        let builtins = vm.import_module("builtins")?;
        namespace.set_text("__builtins__", builtins);
        run_in(vm, &namespace, program)?;
        Ok(namespace)
    }

    /// Runs a program in a namespace.
    pub fn run_in(vm: &Vm, namespace: &Ref<Dict>, program: &str) -> VmResult<()> {
        let code = vm.compile(&Source::new("<test>", program), Mode::File)?;
        vm.run_code(&code, namespace, Value::UNSET).map(drop)
    }

    /// The class and message of the exception that a run ended with.
    pub fn error_of<T>(vm: &Vm, result: VmResult<T>) -> String {
        match result {
            Ok(_) => "no exception".to_string(),
            Err(raised) => {
                let exception = raised.0.as_value();
                let text = vm.str(exception).map_or(String::new(), |text| text.as_str().into());
                format!("{}: {text}", vm.class_of(exception).name())
            }
        }
    }
}
