//! Finding modules: native ones, the standard library's sources, the program's own folder and
//! `PYTHONPATH`.

use super::pylib;
use crate::objects::code::Source;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::str::{Str, intern};
use crate::runtime::{Ref, Value};
use crate::vm::{FoundModule, Vm, VmResult};
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// A module's source and its kind.
struct Found {
    source: Rc<Source>,
    /// For a package: where its modules are (empty for one of the standard library).
    package: Option<String>,
    file: Option<PathBuf>,
    /// Whether it comes with the interpreter.
    is_library: bool,
}

/// Modules in Python that the host keeps in memory, by full name.
#[derive(Default)]
pub struct MemoryModules(RefCell<HashMap<String, String>>);

impl MemoryModules {
    /// Adds a module, or replaces one.
    pub fn add(&self, name: String, text: String) {
        self.0.borrow_mut().insert(name, text);
    }

    fn find(&self, name: &str) -> Option<Found> {
        let modules = self.0.borrow();
        let text = modules.get(name)?.clone();
        let inside = format!("{name}.");
        let is_package = modules.keys().any(|other| other.starts_with(&inside));
        Some(Found {
            source: Source::new(format!("{name}.py"), text),
            package: is_package.then(String::new),
            file: None,
            is_library: false,
        })
    }
}

/// A module that is to run as a program.
pub struct MainModule {
    /// Its full name: of a package, that of its `__main__`.
    pub name: String,
    /// Its text.
    pub source: Rc<Source>,
}

/// The location of a module.
pub struct Place {
    /// `built-in` for native modules, `frozen` for packed ones, `file` for others.
    pub kind: &'static str,
    /// The file's path; none for a folder without `__init__.py`.
    pub file: Option<String>,
    /// For a package: where its modules are.
    pub package: Option<String>,
}

/// A module of the packed standard library.
fn library_source(name: &str) -> Option<Found> {
    let packed = pylib::find(name)?;
    let package = packed.is_package.then(String::new);
    Some(Found { source: packed.source(), package, file: None, is_library: true })
}

/// Finds a module for `import`: makes it, with everything in its namespace but what its code
/// defines. `package` is the module that contains it.
///
/// # Errors
/// As for [`locate`]; any exception raised by a native module's initialisation.
pub fn find(vm: &Vm, name: &str, package: Option<&Value>) -> VmResult<Option<FoundModule>> {
    if let Some(def) = super::find(name)
        && (super::is_built_in(name) || !is_hidden(vm, name)?)
    {
        let source = native_source(name);
        return Ok(Some(FoundModule { module: def.make(vm)?, source, is_library: true }));
    }
    let Some(found) = find_source(vm, name, package)? else { return Ok(None) };
    let module = of_source(vm, name, &found);
    Ok(Some(FoundModule { module, source: Some(found.source), is_library: found.is_library }))
}

/// The Python part of a native module.
fn native_source(name: &str) -> Option<Rc<Source>> {
    let text = super::find(name)?.source;
    (!text.is_empty()).then(|| Source::new(format!("<frozen {name}>"), text))
}

/// The text that a module of the interpreter's own was made from. `file` is its `__file__`.
pub fn library_text(name: &str, file: Option<&str>) -> Option<Rc<Source>> {
    if super::find(name).is_some() {
        return native_source(name);
    }
    let packed = pylib::find(name).filter(|packed| Some(packed.shown().as_str()) == file)?;
    Some(packed.source())
}

/// A module with the names that it has before its code runs.
fn of_source(vm: &Vm, name: &str, found: &Found) -> Ref<Module> {
    let module = Module::new(name);
    let dict = &module.dict;
    if let Some(path) = &found.package {
        dict.set_text("__path__", List::new(vec![path.as_str().into()]).into_value());
    }
    let package =
        if found.package.is_some() { name } else { name.rsplit_once('.').map_or("", |(p, _)| p) };
    dict.set_text("__package__", package);
    let file = found.file.as_ref().map_or(found.source.name.clone(), |f| f.display().to_string());
    dict.set_text("__file__", file);
    dict.set_text("__builtins__", vm.builtins.as_value().clone());
    module
}

/// Whether a file on the search path hides the native module of this name.
fn is_hidden(vm: &Vm, name: &str) -> VmResult<bool> {
    let folders = search_path(vm)?;
    let has = |folder: &String| {
        let base = Path::new(if folder.is_empty() { "." } else { folder }).join(name);
        base.with_extension("py").is_file() || base.join("__init__.py").is_file()
    };
    Ok(folders.iter().any(has))
}

/// The place a module would be imported from. `path` is the `__path__` of the package it is in.
///
/// # Errors
/// OSError; SyntaxError for a file that is no text.
pub fn locate(vm: &Vm, name: &str, path: Option<&Value>) -> VmResult<Option<Place>> {
    if super::is_built_in(name) && super::find(name).is_some() {
        return Ok(Some(Place { kind: "built-in", file: None, package: None }));
    }
    let folders = match path {
        Some(path) => path_entries(vm, path)?,
        None => search_path(vm)?,
    };
    if let Some(found) = find_in(vm, name, folders)? {
        let file = found.file.map(|f| f.display().to_string());
        return Ok(Some(Place { kind: "file", file, package: found.package }));
    }
    if super::find(name).is_some() {
        return Ok(Some(Place { kind: "built-in", file: None, package: None }));
    }
    Ok(library_source(name).map(|f| Place { kind: "frozen", file: None, package: f.package }))
}

/// Finds the module that `-m name` runs; none if there is no such module or it has no source.
///
/// # Errors
/// Any exception raised by the packages around it; OSError; SyntaxError for a file that is no
/// text.
pub fn find_program(vm: &Vm, name: &str) -> VmResult<Option<MainModule>> {
    let package = match name.rsplit_once('.') {
        Some((package, _)) => Some(vm.import_module(package)?),
        None => None,
    };
    match find_source(vm, name, package.as_ref())? {
        Some(found) if found.package.is_some() => {
            vm.import_module(name)?;
            find_program(vm, &format!("{name}.__main__"))
        }
        Some(found) => Ok(Some(MainModule { name: name.to_string(), source: found.source })),
        None => Ok(None),
    }
}

fn find_source(vm: &Vm, name: &str, package: Option<&Value>) -> VmResult<Option<Found>> {
    if let Some(memory) = vm.extension_if_made::<MemoryModules>()
        && let Some(found) = memory.find(name)
    {
        return Ok(Some(found));
    }
    // A program's own modules hide those of the standard library that are not native.
    if package.is_some()
        && let Some(found) = library_source(name)
    {
        return Ok(Some(found));
    }
    let folders = match package {
        Some(package) => match vm.find_attribute(package, &intern("__path__"))? {
            Some(path) => path_entries(vm, &path)?,
            None => return Ok(None),
        },
        None => search_path(vm)?,
    };
    match find_in(vm, name, folders)? {
        Some(found) => Ok(Some(found)),
        None if package.is_none() => Ok(library_source(name)),
        None => Ok(None),
    }
}

/// The source of a module in one of the folders.
fn find_in(vm: &Vm, name: &str, folders: Vec<String>) -> VmResult<Option<Found>> {
    let last = name.rsplit('.').next().unwrap_or(name);
    for folder in folders {
        let folder = if folder.is_empty() { PathBuf::from(".") } else { PathBuf::from(folder) };
        let package = folder.join(last);
        if let Some(found) = read_source(vm, &package.join("__init__.py"), Some(&package))? {
            return Ok(Some(found));
        }
        if let Some(found) = read_source(vm, &folder.join(format!("{last}.py")), None)? {
            return Ok(Some(found));
        }
        if vm.may_read(&package) && package.is_dir() {
            // A folder without __init__.py: a namespace package (PEP 420).
            let path = package.display().to_string();
            return Ok(Some(Found {
                source: Source::new(path.clone(), ""),
                package: Some(path),
                file: None,
                is_library: false,
            }));
        }
    }
    Ok(None)
}

fn read_source(vm: &Vm, file: &Path, package: Option<&Path>) -> VmResult<Option<Found>> {
    if !vm.may_read(file) || !file.is_file() {
        return Ok(None);
    }
    let shown = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|e| vm.os_error(&e, Some(&shown)))?;
    let text = match hob_grammar::decode_file(&bytes, &shown) {
        Ok(text) => text.into_owned(),
        Err(error) => {
            let source = Source::new(shown, String::from_utf8_lossy(&bytes).into_owned());
            return Err(vm.syntax_error(&source, &error));
        }
    };
    let package = package.map(|p| p.display().to_string());
    let source = Source::new(shown, text);
    Ok(Some(Found { source, package, file: Some(file.to_path_buf()), is_library: false }))
}

/// `sys.path` as text.
fn search_path(vm: &Vm) -> VmResult<Vec<String>> {
    let sys = vm.import_module("sys")?;
    match vm.find_attribute(&sys, &intern("path"))? {
        Some(path) => path_entries(vm, &path),
        None => Ok(Vec::new()),
    }
}

fn path_entries(vm: &Vm, path: &Value) -> VmResult<Vec<String>> {
    let entries = vm.to_vec(path)?;
    Ok(entries.iter().filter_map(|e| e.get::<Str>().map(|s| s.as_str().to_string())).collect())
}
