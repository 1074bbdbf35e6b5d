//! `import` (Python reference, "The import system"): native modules, the standard library's
//! sources, the program's own folder and `PYTHONPATH`.

use super::frame::Frame;
use super::{Raised, Vm, VmResult};
use crate::compile::{self, Mode, StackFloor};
use crate::diagnostics::syntax;
use crate::objects::code::{Code, Source};
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use hob_grammar::SyntaxError;
use hob_grammar::ast::{Stmt, StmtKind};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// A module's source and what it is.
struct Found {
    /// The name that tracebacks show.
    shown: String,
    text: String,
    /// For a package: where its modules are (empty for one of the standard library).
    package: Option<String>,
    file: Option<PathBuf>,
    /// Whether it comes with the interpreter.
    is_library: bool,
}

/// A module that is to run as a program.
pub struct MainModule {
    /// Its full name: of a package, that of its `__main__`.
    pub name: String,
    /// Its text.
    pub source: Rc<Source>,
}

/// Where a module is.
pub struct Place {
    /// `built-in` for native modules, `frozen` for packed ones, `file` for others.
    pub kind: &'static str,
    /// The file's path; none for a folder without `__init__.py`.
    pub file: Option<String>,
    /// For a package: where its modules are.
    pub package: Option<String>,
}

/// Native modules that CPython has built in, so that no file can hide them, and those that this
/// interpreter itself relies on.
fn is_native_first(name: &str) -> bool {
    const BUILT_IN: &[&str] = &[
        "abc",
        "atexit",
        "builtins",
        "errno",
        "faulthandler",
        "gc",
        "io",
        "itertools",
        "marshal",
        "os",
        "posix",
        "pwd",
        "signal",
        "sys",
        "time",
        "codecs",
        "encodings",
        "os.path",
        "importlib",
    ];
    name.starts_with('_') || name.contains('.') || BUILT_IN.contains(&name)
}

/// A module of the packed standard library.
fn library_source(name: &str) -> Option<Found> {
    let (shown, text, is_package) = crate::modules::pylib::source(name)?;
    let package = is_package.then(String::new);
    Some(Found { shown, text: text.into_owned(), package, file: None, is_library: true })
}

impl Vm {
    /// `import name` from Rust: the module of this dotted name itself.
    ///
    /// # Errors
    /// ModuleNotFoundError; what running the module raises.
    pub fn import_module(&self, name: &str) -> VmResult {
        if let Some(known) = self.modules.get_text(name) {
            if known.is_none() {
                return Err(self.module_not_found(
                    name,
                    &format!("import of {name} halted; None in sys.modules"),
                ));
            }
            return Ok(known);
        }
        self.check_native_stack()?;
        let parent = match name.rsplit_once('.') {
            Some((parent, _)) => {
                let parent_module = self.import_module(parent)?;
                if let Some(known) = self.modules.get_text(name) {
                    return Ok(known);
                }
                Some((parent, parent_module))
            }
            None => None,
        };
        let module = self.load_module(name, parent.as_ref().map(|(n, m)| (*n, m)))?;
        if let Some((_, parent)) = parent {
            let last = name.rsplit('.').next().unwrap_or(name);
            if let Some(parent) = parent.get::<Module>() {
                parent.dict.set_text(last, module.clone());
            }
        }
        Ok(module)
    }

    /// Whether a file on the search path hides the native module of this name.
    fn is_hidden(&self, name: &str) -> VmResult<bool> {
        let folders = self.search_path()?;
        let has = |folder: &String| {
            let base = Path::new(if folder.is_empty() { "." } else { folder }).join(name);
            base.with_extension("py").is_file() || base.join("__init__.py").is_file()
        };
        Ok(folders.iter().any(has))
    }

    fn load_module(&self, name: &str, parent: Option<(&str, &Value)>) -> VmResult {
        if let Some(def) = crate::modules::find(name)
            && (is_native_first(name) || !self.is_hidden(name)?)
        {
            let module = def.make(self)?;
            self.modules.set_text(name, module.as_value().clone());
            if !def.source.is_empty() {
                let source = Source::new(format!("<frozen {name}>"), def.source);
                let run = self
                    .library_code(name, &source)
                    .and_then(|code| self.run_code(&code, &module.dict, Value::UNSET));
                if let Err(raised) = run {
                    drop(self.modules.remove_str(&intern(name)));
                    return Err(raised);
                }
            }
            return Ok(self.modules.get_text(name).unwrap_or_else(|| module.into_value()));
        }
        let Some(found) = self.find_source(name, parent)? else {
            if let Some((parent_name, parent)) = parent
                && self.find_attribute(parent, &intern("__path__"))?.is_none()
            {
                return Err(self.module_not_found(
                    name,
                    &format!("No module named '{name}'; '{parent_name}' is not a package"),
                ));
            }
            return Err(self.module_not_found(name, &format!("No module named '{name}'")));
        };
        let module = Module::new(name);
        let dict = &module.dict;
        if let Some(path) = &found.package {
            dict.set_text("__path__", List::new(vec![path.as_str().into()]).into_value());
        }
        let package = if found.package.is_some() {
            name
        } else {
            name.rsplit_once('.').map_or("", |(p, _)| p)
        };
        dict.set_text("__package__", package);
        let file = found.file.as_ref().map_or(found.shown.clone(), |f| f.display().to_string());
        dict.set_text("__file__", file);
        dict.set_text("__builtins__", self.builtins.as_value().clone());
        self.modules.set_text(name, module.as_value().clone());
        let source = Source::new(found.shown, found.text);
        self.importing.borrow_mut().push(name.to_string());
        let code = match found.is_library {
            true => self.library_code(name, &source),
            false => self.compile(&source, Mode::File),
        };
        let run = code.and_then(|code| self.run_code(&code, dict, Value::UNSET));
        self.importing.borrow_mut().pop();
        if let Err(raised) = run {
            drop(self.modules.remove_str(&intern(name)));
            return Err(raised);
        }
        Ok(self.modules.get_text(name).unwrap_or_else(|| module.into_value()))
    }

    /// The code of a module that comes with the interpreter, from an earlier run if it was kept.
    fn library_code(&self, name: &str, source: &Rc<Source>) -> VmResult<Ref<Code>> {
        let Some(store) = self.code_store.get() else { return self.compile(source, Mode::File) };
        if let Some(code) = store.load(name, source) {
            return Ok(code);
        }
        let code = self.compile(source, Mode::File)?;
        store.keep(name, &code);
        Ok(code)
    }

    /// Parses and compiles a source.
    ///
    /// # Errors
    /// SyntaxError and the classes derived from it.
    pub fn compile(&self, source: &Rc<Source>, mode: Mode) -> VmResult<Ref<Code>> {
        let parsed = match mode {
            Mode::Eval => hob_grammar::parse_expression(&source.text).map(|value| {
                let span = value.span;
                let kind = StmtKind::Expr(Box::new(value));
                let module = hob_grammar::ast::Module { body: vec![Stmt { span, kind }] };
                hob_grammar::Parsed { module, warnings: Vec::new() }
            }),
            _ => hob_grammar::parse_module(&source.text),
        };
        let parsed = parsed.map_err(|error| self.syntax_error(source, &error))?;
        let floor = StackFloor(self.stack_floor.get());
        let compiled = compile::compile_module(&parsed.module, source.clone(), mode, floor);
        let compiled =
            compiled.map_err(|error| self.syntax_error(source, &error.into_syntax_error()))?;
        let doubts = parsed.warnings.iter().map(|w| (&w.message, w.span));
        let doubts = doubts.chain(compiled.warnings.iter().map(|w| (&w.message, w.span)));
        for (message, span) in doubts {
            syntax::warn(self, source, message, span)?;
        }
        Ok(compiled.code)
    }

    /// The exception for an error that parser or compiler found.
    pub fn syntax_error(&self, source: &Source, error: &SyntaxError) -> Raised {
        syntax::to_exception(self, error, source)
    }

    /// Where a module would be imported from. `path` is the `__path__` of the package it is in.
    ///
    /// # Errors
    /// OSError; SyntaxError for a file that is no text.
    pub fn find_module(&self, name: &str, path: Option<&Value>) -> VmResult<Option<Place>> {
        if is_native_first(name) && crate::modules::find(name).is_some() {
            return Ok(Some(Place { kind: "built-in", file: None, package: None }));
        }
        let folders = match path {
            Some(path) => self.path_entries(path)?,
            None => self.search_path()?,
        };
        if let Some(found) = self.find_in(name, folders)? {
            let file = found.file.map(|f| f.display().to_string());
            return Ok(Some(Place { kind: "file", file, package: found.package }));
        }
        if crate::modules::find(name).is_some() {
            return Ok(Some(Place { kind: "built-in", file: None, package: None }));
        }
        Ok(library_source(name).map(|f| Place { kind: "frozen", file: None, package: f.package }))
    }

    /// Finds the module that `-m name` runs; none if there is no such module or it has no source.
    ///
    /// # Errors
    /// What importing the packages around it raises; OSError; SyntaxError for a file that is no
    /// text.
    pub fn find_program(&self, name: &str) -> VmResult<Option<MainModule>> {
        let parent = match name.rsplit_once('.') {
            Some((parent, _)) => Some((parent, self.import_module(parent)?)),
            None => None,
        };
        match self.find_source(name, parent.as_ref().map(|(n, m)| (*n, m)))? {
            Some(found) if found.package.is_some() => {
                self.import_module(name)?;
                self.find_program(&format!("{name}.__main__"))
            }
            Some(found) => {
                let source = Source::new(found.shown, found.text);
                Ok(Some(MainModule { name: name.to_string(), source }))
            }
            None => Ok(None),
        }
    }

    fn find_source(&self, name: &str, parent: Option<(&str, &Value)>) -> VmResult<Option<Found>> {
        // A program's own modules hide those of the standard library that are not native.
        if parent.is_some()
            && let Some(found) = library_source(name)
        {
            return Ok(Some(found));
        }
        let folders = match parent {
            Some((_, parent)) => match self.find_attribute(parent, &intern("__path__"))? {
                Some(path) => self.path_entries(&path)?,
                None => return Ok(None),
            },
            None => self.search_path()?,
        };
        match self.find_in(name, folders)? {
            Some(found) => Ok(Some(found)),
            None if parent.is_none() => Ok(library_source(name)),
            None => Ok(None),
        }
    }

    /// The source of a module in one of the folders.
    fn find_in(&self, name: &str, folders: Vec<String>) -> VmResult<Option<Found>> {
        let last = name.rsplit('.').next().unwrap_or(name);
        for folder in folders {
            let folder = if folder.is_empty() { PathBuf::from(".") } else { PathBuf::from(folder) };
            let package = folder.join(last);
            if let Some(found) = self.read_source(&package.join("__init__.py"), Some(&package))? {
                return Ok(Some(found));
            }
            if let Some(found) = self.read_source(&folder.join(format!("{last}.py")), None)? {
                return Ok(Some(found));
            }
            if package.is_dir() {
                // A folder without __init__.py: a namespace package (PEP 420).
                let text = String::new();
                let path = Some(package.display().to_string());
                return Ok(Some(Found {
                    shown: package.display().to_string(),
                    text,
                    package: path,
                    file: None,
                    is_library: false,
                }));
            }
        }
        Ok(None)
    }

    fn read_source(&self, file: &Path, package: Option<&Path>) -> VmResult<Option<Found>> {
        if !file.is_file() {
            return Ok(None);
        }
        let shown = file.display().to_string();
        let bytes = std::fs::read(file).map_err(|e| self.os_error(&e, Some(&shown)))?;
        let text = match hob_grammar::decode_file(&bytes, &shown) {
            Ok(text) => text.into_owned(),
            Err(error) => {
                let source = Source::new(shown, String::from_utf8_lossy(&bytes).into_owned());
                return Err(self.syntax_error(&source, &error));
            }
        };
        let package = package.map(|p| p.display().to_string());
        Ok(Some(Found { shown, text, package, file: Some(file.to_path_buf()), is_library: false }))
    }

    /// `sys.path` as text.
    fn search_path(&self) -> VmResult<Vec<String>> {
        let sys = self.import_module("sys")?;
        match self.find_attribute(&sys, &intern("path"))? {
            Some(path) => self.path_entries(&path),
            None => Ok(Vec::new()),
        }
    }

    fn path_entries(&self, path: &Value) -> VmResult<Vec<String>> {
        let entries = self.to_vec(path)?;
        Ok(entries.iter().filter_map(|e| e.get::<Str>().map(|s| s.as_str().to_string())).collect())
    }

    #[cold]
    fn module_not_found(&self, name: &str, message: &str) -> Raised {
        let raised = self.error(Exc::ModuleNotFoundError, message);
        self.set_exception_field(&raised.0, "name", name.into());
        raised
    }

    /// The statement `import name` or `from name import …` in a frame.
    pub(super) fn import_statement(
        &self,
        frame: *mut Frame,
        name: &Ref<Str>,
        names: &Value,
        level: u8,
    ) -> VmResult {
        // A program may have replaced `__import__`.
        let own = self.builtins.get_str(&self.names.import);
        if let Some(own) = own
            && own.kind() != Some(crate::runtime::Kind::NativeFunction)
        {
            // SAFETY: the interpreter loop passes the running frame, which owns its function.
            let globals = unsafe { (*frame).function.get::<crate::objects::function::Function>() };
            let globals = globals.map_or(Value::NONE, |f| f.globals.as_value().clone());
            let level = Value::small_int(i64::from(level));
            return self.call(
                &own,
                &[name.as_value().clone(), globals, Value::NONE, names.clone(), level],
            );
        }
        // SAFETY: as above.
        let globals = unsafe { (*frame).function.get::<crate::objects::function::Function>() };
        let globals = globals.map(|f| f.globals.clone());
        self.import_from_globals(name.as_str(), globals.as_ref(), names, level)
    }

    /// `__import__(name, globals, None, names, level)`
    ///
    /// # Errors
    /// ImportError; what running the module raises.
    pub fn import_from_globals(
        &self,
        name: &str,
        globals: Option<&Ref<Dict>>,
        names: &Value,
        level: u8,
    ) -> VmResult {
        let full = if level == 0 {
            name.to_string()
        } else {
            self.resolve_relative(name, globals, level)?
        };
        let module = self.import_module(&full)?;
        let has_names = names.get::<Tuple>().is_some_and(|t| !t.is_empty())
            || names.get::<List>().is_some_and(|l| !l.is_empty());
        if has_names {
            return Ok(module);
        }
        // `import a.b.c` binds `a`.
        match full.split_once('.') {
            Some((first, _)) if level == 0 => self.import_module(first),
            _ => Ok(module),
        }
    }

    fn resolve_relative(
        &self,
        name: &str,
        globals: Option<&Ref<Dict>>,
        level: u8,
    ) -> VmResult<String> {
        let text = |key: &str| {
            globals.and_then(|g| g.get_text(key)?.get::<Str>().map(|s| s.as_str().to_string()))
        };
        let package = match text("__package__") {
            Some(package) => package,
            None => {
                let name = text("__name__").unwrap_or_default();
                let is_package = globals.is_some_and(|g| g.get_text("__path__").is_some());
                if is_package {
                    name
                } else {
                    name.rsplit_once('.').map_or(String::new(), |(p, _)| p.to_string())
                }
            }
        };
        if package.is_empty() {
            return Err(self.error(
                Exc::ImportError,
                "attempted relative import with no known parent package",
            ));
        }
        let mut base = package.as_str();
        for _ in 1..level {
            base = match base.rsplit_once('.') {
                Some((parent, _)) => parent,
                None => {
                    return Err(self.error(
                        Exc::ImportError,
                        "attempted relative import beyond top-level package",
                    ));
                }
            };
        }
        Ok(if name.is_empty() { base.to_string() } else { format!("{base}.{name}") })
    }

    /// `from module import name`
    pub(super) fn import_from(&self, module: &Value, name: &Ref<Str>) -> VmResult {
        if let Some(value) = self.find_attribute(module, name)? {
            return Ok(value);
        }
        let shown = match self.find_attribute(module, &self.names.name)? {
            Some(n) => n.get::<Str>().map(|s| s.as_str().to_string()),
            None => None,
        };
        let shown = shown.unwrap_or_else(|| "<unknown module name>".to_string());
        let full = format!("{shown}.{}", name.as_str());
        if self.find_attribute(module, &self.names.path)?.is_some() {
            match self.import_module(&full) {
                Ok(submodule) => return Ok(submodule),
                Err(raised) => {
                    let missing = self.is_exception(&raised, Exc::ModuleNotFoundError)
                        && raised.0.first_argument().is_some_and(|a| {
                            a.get::<Str>()
                                .is_some_and(|s| s.as_str().contains(&format!("'{full}'")))
                        });
                    if !missing {
                        return Err(raised);
                    }
                }
            }
        }
        if let Some(known) = self.modules.get_text(&full) {
            return Ok(known);
        }
        let file = self.find_attribute(module, &self.names.file)?;
        let place = match file.as_ref().and_then(|f| f.get::<Str>()) {
            Some(file) => file.as_str().to_string(),
            None => "unknown location".to_string(),
        };
        let name_text = name.as_str();
        let message = if self.importing.borrow().contains(&shown) {
            format!(
                "cannot import name '{name_text}' from partially initialized module '{shown}' \
                 (most likely due to a circular import) ({place})"
            )
        } else {
            format!("cannot import name '{name_text}' from '{shown}' ({place})")
        };
        let raised = self.error(Exc::ImportError, message);
        self.set_exception_field(&raised.0, "name", shown.into());
        self.set_exception_field(&raised.0, "name_from", name.as_value().clone());
        Err(raised)
    }

    /// `from module import *`
    pub(super) fn import_star(&self, frame: *mut Frame, module: &Value) -> VmResult<()> {
        let namespace = self.namespace(frame);
        let all = self.find_attribute(module, &self.names.all)?;
        let names: Vec<Ref<Str>> = match &all {
            Some(all) => self.to_vec(all)?.iter().filter_map(|n| n.get::<Str>().cloned()).collect(),
            None => {
                let dict = module.get::<Module>().map(|m| m.dict.keys()).unwrap_or_default();
                let names = dict.iter().filter_map(|n| n.get::<Str>().cloned());
                names.filter(|n| !n.as_str().starts_with('_')).collect()
            }
        };
        for name in names {
            let value = self.import_from(module, &name)?;
            self.set_item(&namespace, name.as_value(), value)?;
        }
        Ok(())
    }
}
