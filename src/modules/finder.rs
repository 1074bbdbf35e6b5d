//! Finding modules: native ones, the standard library's sources, the program's own folder and
//! `PYTHONPATH`.

use super::importlib::hooks::{self, Finder};
use super::{ModuleDef, pylib};
use crate::diagnostics::warnings::{self, Warning};
use crate::objects::code::{Optimization, Source};
use crate::objects::encoding;
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::str::{Str, intern};
use crate::runtime::{Ref, Value};
use crate::text::os_text;
use crate::vm::{FoundModule, Raised, Vm, VmResult};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// A module's source and its kind.
struct Found {
    source: Rc<Source>,
    /// For a package: where its modules are (none for one of the standard library).
    package: Option<Vec<String>>,
    file: Option<PathBuf>,
    /// Whether it is part of the interpreter.
    is_library: bool,
    /// Whether it is a package without `__init__.py` (PEP 420).
    is_namespace: bool,
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
            package: is_package.then(Vec::new),
            file: None,
            is_library: false,
            is_namespace: false,
        })
    }
}

/// A module to run as a program.
pub struct MainModule {
    /// Its full name; for a package, that of its `__main__`.
    pub name: String,
    /// Its text.
    pub source: Rc<Source>,
}

/// The location of a module.
pub struct Place {
    /// `built-in` for native modules, `frozen` for packed ones, `file` for others.
    pub kind: &'static str,
}

/// A module of the packed standard library.
fn library_source(name: &str) -> Option<Found> {
    let packed = pylib::find(name)?;
    let source = packed.source();
    // The folder with which the names of its modules begin; it does not exist.
    let folder = source.name.strip_suffix("/__init__.py").map(|folder| vec![folder.to_string()]);
    let package = packed.is_package.then(|| folder.unwrap_or_default());
    Some(Found { source, package, file: None, is_library: true, is_namespace: false })
}

/// A module's source, or the module itself if one of the program's finders has loaded it.
enum Search {
    Source(Found),
    Loaded(Value),
}

impl Search {
    /// A module in an archive: its location, its text, and whether it is a package.
    fn archived((place, text, is_package): (String, String, bool)) -> Search {
        let source = Source::new(place, text);
        let package = is_package.then(Vec::new);
        Search::Source(Found {
            source,
            package,
            file: None,
            is_library: false,
            is_namespace: false,
        })
    }
}

/// The intended use of the module.
#[derive(Clone, Copy)]
enum Purpose {
    Import,
    /// As the program: whatever holds its text returns that.
    Run,
}

/// Finds a module for `import`: creates it, with the namespace complete except for what its code
/// defines. `package` is the module that contains it.
///
/// # Errors
/// The errors of [`locate`]; any exception raised by a native module's initialisation, or by the
/// program's finders.
pub fn find(vm: &Vm, name: &str, package: Option<&Value>) -> VmResult<Option<FoundModule>> {
    let Some(finders) = hooks::finders(vm) else { return find_own(vm, name, package) };
    if super::is_built_in(name) && super::find(name).is_some() {
        return find_own(vm, name, package);
    }
    let path = match package {
        Some(package) => vm.find_attribute(package, &vm.names.path)?,
        None => None,
    };
    for finder in finders {
        let found = match finder {
            Finder::Own => find_own(vm, name, package)?,
            Finder::Program(finder) => {
                hooks::load_by(vm, &finder, name, path.as_ref())?.map(FoundModule::Loaded)
            }
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The interpreter's own search.
fn find_own(vm: &Vm, name: &str, package: Option<&Value>) -> VmResult<Option<FoundModule>> {
    if let Some(def) = super::find(name)
        && (super::is_built_in(name) || !is_hidden(vm, name)?)
    {
        let (module, source) = (def.make(vm)?, native_source(name));
        forget_description(&module);
        return Ok(Some(FoundModule::New { module, source, is_library: true }));
    }
    Ok(match find_source(vm, name, package, Purpose::Import)? {
        Some(Search::Source(found)) => {
            let module = of_source(vm, name, &found);
            let (source, is_library) = (Some(found.source), found.is_library);
            Some(FoundModule::New { module, source, is_library })
        }
        Some(Search::Loaded(module)) => Some(FoundModule::Loaded(module)),
        None => None,
    })
}

/// Removes the attributes that describe a module not made by an import: the import system adds its
/// own on request.
fn forget_description(module: &Module) {
    for name in ["__spec__", "__loader__"] {
        drop(module.dict.remove_str(&intern(name)));
    }
}

/// The Python part of a native module.
pub fn native_source(name: &str) -> Option<Rc<Source>> {
    frozen(name, super::find(name)?.source)
}

/// What a native module is as a program. One without native parts is complete as such.
fn native_program(module: &ModuleDef) -> Option<Rc<Source>> {
    frozen(module.name, if module.is_text() { module.source } else { module.program })
}

/// Python code that is part of the interpreter, if there is any.
fn frozen(name: &str, text: &'static str) -> Option<Rc<Source>> {
    let name = format!("<frozen {name}>");
    (!text.is_empty()).then(|| Source::of_later(name, move || text.to_string()))
}

/// The source of one of the interpreter's own modules. `file` is its `__file__`.
pub fn library_text(name: &str, file: Option<&str>) -> Option<Rc<Source>> {
    if super::find(name).is_some() {
        return native_source(name);
    }
    let packed = pylib::find(name).filter(|packed| Some(packed.shown().as_str()) == file)?;
    Some(packed.source())
}

/// A module with its initial names, before its code runs.
fn of_source(vm: &Vm, name: &str, found: &Found) -> Ref<Module> {
    let module = Module::new(name);
    let dict = &module.dict;
    forget_description(&module);
    if let Some(path) = &found.package {
        let path = path.iter().map(|entry| entry.as_str().into()).collect();
        dict.set_text("__path__", List::new(path).into_value());
    }
    let package =
        if found.package.is_some() { name } else { name.rsplit_once('.').map_or("", |(p, _)| p) };
    dict.set_text("__package__", package);
    let file = match &found.file {
        _ if found.is_namespace => Value::NONE,
        Some(file) => os_text::from_os(file.as_os_str()).into(),
        None => found.source.name.as_str().into(),
    };
    dict.set_text("__file__", file);
    dict.set_text("__builtins__", vm.builtins.as_value().clone());
    module
}

/// Whether a file on the search path hides the native module with this name.
fn is_hidden(vm: &Vm, name: &str) -> VmResult<bool> {
    let folders = search_path(vm)?;
    let has = |folder: &String| {
        let base = Path::new(if folder.is_empty() { "." } else { folder }).join(name);
        base.with_extension("py").is_file() || base.join("__init__.py").is_file()
    };
    Ok(before_library(&folders).0.iter().any(has))
}

/// The entries of a search path before the standard library, and those after it: the folders of
/// installed packages and what follows them.
fn before_library(entries: &[String]) -> (&[String], &[String]) {
    let is_site = |entry: &String| {
        let last = Path::new(entry).file_name().and_then(|name| name.to_str());
        matches!(last, Some("site-packages" | "dist-packages"))
    };
    entries.split_at(entries.iter().position(is_site).unwrap_or(entries.len()))
}

/// The location from which a module would be imported. `path` is the `__path__` of its package.
///
/// # Errors
/// OSError; SyntaxError for a file that is not text.
pub fn locate(vm: &Vm, name: &str, path: Option<&Value>) -> VmResult<Option<Place>> {
    if super::is_built_in(name) {
        return Ok(locate_own(name));
    }
    let folders = match path {
        Some(path) => path_entries(vm, path)?,
        None => search_path(vm)?,
    };
    let (before, after) = match path {
        Some(_) => (&folders[..], &[][..]),
        None => before_library(&folders),
    };
    if find_in_folders(vm, name, before)?.is_some() {
        return Ok(Some(Place { kind: "file" }));
    }
    if let Some(own) = locate_own(name) {
        return Ok(Some(own));
    }
    let found = match find_in_folders(vm, name, after)? {
        None => find_namespace(vm, name, &folders)?,
        found => found,
    };
    Ok(found.map(|_| Place { kind: "file" }))
}

/// The stored code of one of the interpreter's own modules, compiled when the interpreter was
/// built.
pub fn compiled(name: &str, optimization: Optimization) -> Option<Cow<'static, [u8]>> {
    if optimization != Optimization::None {
        return None;
    }
    match super::find(name) {
        Some(def) => pylib::part(def.source),
        None => pylib::find(name)?.code(),
    }
}

/// The location of a module that is part of the interpreter.
pub fn locate_own(name: &str) -> Option<Place> {
    if super::find(name).is_some() || name == "builtins" {
        return Some(Place { kind: "built-in" });
    }
    pylib::find(name).map(|_| Place { kind: "frozen" })
}

/// The text of a packed module.
pub fn packed_source(name: &str) -> Option<Rc<Source>> {
    library_source(name).map(|found| found.source)
}

/// Why a module cannot run as a program, as worded by CPython's `runpy`.
pub enum NotRun {
    /// There is no such module.
    Absent,
    /// This.
    Because(String),
}

/// Finds the module that `-m name` runs.
///
/// # Errors
/// Any exception raised by the packages that contain it, except those that are not found; OSError;
/// SyntaxError for a file that is not text.
pub fn find_program(vm: &Vm, name: &str) -> VmResult<Result<MainModule, NotRun>> {
    let because = |text: String| Ok(Err(NotRun::Because(text)));
    if name.starts_with('.') {
        return because("Relative module names not supported".to_string());
    }
    let not_found = |why: &str| {
        let hint = name.strip_suffix(".py").map_or(String::new(), |stem| {
            format!(". Try using '{stem}' instead of '{name}' as the module name.")
        });
        because(format!("Error while finding module specification for '{name}' ({why}){hint}"))
    };
    let package =
        match name.rsplit_once('.').map(|(package, _)| (package, vm.import_module(package))) {
            None => None,
            Some((_, Ok(package))) => Some(package),
            Some((package, Err(raised))) => {
                if !vm.is_exception(&raised, Exc::ImportError) || !is_about(vm, &raised, package)? {
                    return Err(raised);
                }
                let error = raised.into_value();
                let class = vm.class_ref(&error).name();
                return not_found(&format!("{class}: {}", vm.str(&error)?.as_str()));
            }
        };
    if let Some(package) = &package
        && vm.find_attribute(package, &vm.names.path)?.is_none()
    {
        let package = name.rsplit_once('.').map_or("", |(package, _)| package);
        return not_found(&format!(
            "ModuleNotFoundError: __path__ attribute not found on '{package}' while trying to find \
             '{name}'"
        ));
    }
    warn_of_imported(vm, name)?;
    match find_source(vm, name, package.as_ref(), Purpose::Run)? {
        Some(Search::Source(found)) if found.package.is_some() => {
            let own = format!("'{name}' is a package and cannot be directly executed");
            if name == "__main__" || name.ends_with(".__main__") {
                return because(format!("Cannot use package as __main__ module; {own}"));
            }
            vm.import_module(name)?;
            let why = match find_program(vm, &format!("{name}.__main__"))? {
                Err(NotRun::Absent) => format!("No module named {name}.__main__"),
                Err(NotRun::Because(why)) => why,
                Ok(found) => return Ok(Ok(found)),
            };
            because(format!("{why}; {own}"))
        }
        Some(Search::Source(found)) => {
            Ok(Ok(MainModule { name: name.to_string(), source: found.source }))
        }
        Some(Search::Loaded(_)) | None if super::find(name).is_some() || name == "builtins" => {
            if let Some(source) = super::find(name).and_then(native_program) {
                return Ok(Ok(MainModule { name: name.to_string(), source }));
            }
            because(format!("No code object available for {name}"))
        }
        Some(Search::Loaded(_)) | None => Ok(Err(NotRun::Absent)),
    }
}

/// Warns that a package has imported the module that is about to run a second time, as a program.
fn warn_of_imported(vm: &Vm, name: &str) -> VmResult<()> {
    let Some((package, _)) = name.rsplit_once('.') else { return Ok(()) };
    let Some(imported) = vm.modules.get_text(name) else { return Ok(()) };
    if vm.find_attribute(&imported, &vm.names.path)?.is_some() {
        return Ok(());
    }
    let message = format!(
        "'{name}' found in sys.modules after import of package '{package}', but prior to \
         execution of '{name}'; this may result in unpredictable behaviour"
    );
    warnings::warn_explicit(
        vm,
        Warning {
            message: message.into(),
            category: vm.exception_class(Exc::RuntimeWarning),
            file: "<frozen runpy>".to_string(),
            line: 128,
            module: "runpy".into(),
            registry: Value::NONE,
            source: Value::NONE,
            mentions_tracemalloc: false,
        },
    )
}

/// Whether an ImportError is about a package or one that contains it, and not about what it
/// imports.
fn is_about(vm: &Vm, raised: &Raised, package: &str) -> VmResult<bool> {
    let name = vm.find_attribute(raised.0.as_value(), &intern("name"))?;
    let name = name.as_ref().and_then(|name| name.get::<Str>()).map(|name| name.as_str());
    Ok(name.is_some_and(|name| {
        package.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }))
}

/// The file of an extension module that cannot be loaded, if that is why a module was not found.
///
/// # Errors
/// Any exception raised while the search path is evaluated.
pub fn extension_module(vm: &Vm, name: &str, package: Option<&Value>) -> VmResult<Option<String>> {
    let last = name.rsplit('.').next().unwrap_or(name);
    for folder in searched_folders(vm, package)?.unwrap_or_default() {
        let folder = Path::new(if folder.is_empty() { "." } else { &folder });
        if !vm.may_read(folder) {
            continue;
        }
        if let Some(file) = extension_in(folder, last) {
            return Ok(Some(format!(
                "{file} is an extension module for CPython, which Hob cannot load; 'pip install \
                 --no-binary :all: PROJECT' installs a version without them where the project \
                 has one"
            )));
        }
    }
    Ok(None)
}

/// The file of an extension module with this name in a folder.
fn extension_in(folder: &Path, last: &str) -> Option<String> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.file_name());
    files.map(|file| file.to_string_lossy().into_owned()).find(|file| {
        file.strip_prefix(last).is_some_and(|rest| {
            rest.starts_with('.') && (rest.ends_with(".so") || rest.ends_with(".pyd"))
        })
    })
}

/// The folders in which a module is sought; none if the package has no path.
fn searched_folders(vm: &Vm, package: Option<&Value>) -> VmResult<Option<Vec<String>>> {
    match package {
        Some(package) => match vm.find_attribute(package, &vm.names.path)? {
            Some(path) => path_entries(vm, &path).map(Some),
            None => Ok(None),
        },
        None => search_path(vm).map(Some),
    }
}

fn find_source(
    vm: &Vm,
    name: &str,
    package: Option<&Value>,
    purpose: Purpose,
) -> VmResult<Option<Search>> {
    // It would reach into other folders.
    if name.contains('/') {
        return Ok(None);
    }
    if let Some(memory) = vm.extension_if_made::<MemoryModules>()
        && let Some(found) = memory.find(name)
    {
        return Ok(Some(Search::Source(found)));
    }
    // A program's own modules hide those of the standard library that are not native.
    if package.is_some()
        && let Some(found) = library_source(name)
    {
        return Ok(Some(Search::Source(found)));
    }
    if let Some(package) = package {
        extend_namespace(vm, package)?;
    }
    let Some(entries) = searched_folders(vm, package)? else { return Ok(None) };
    let (before, after) = match package {
        Some(_) => (&entries[..], &[][..]),
        None => before_library(&entries),
    };
    if let Some(found) = find_in(vm, name, before, purpose)? {
        return Ok(Some(found));
    }
    if package.is_none()
        && let Some(found) = library_source(name)
    {
        return Ok(Some(Search::Source(found)));
    }
    if let Some(found) = find_in(vm, name, after, purpose)? {
        return Ok(Some(found));
    }
    Ok(find_namespace(vm, name, &entries)?.map(Search::Source))
}

/// A module in one of the entries of a search path: folders, archives, entries handled by path
/// hooks. Namespace packages in folders are left to [`find_namespace`].
fn find_in(vm: &Vm, name: &str, entries: &[String], purpose: Purpose) -> VmResult<Option<Search>> {
    let hooked = hooks::has_path_hooks(vm);
    let is_hooked = |entry: &String| hooked || is_archived(vm, entry);
    let mut rest = entries;
    while !rest.is_empty() {
        let count = rest.iter().position(is_hooked).unwrap_or(rest.len());
        let (folders, others) = rest.split_at(count);
        if let Some(found) = find_in_folders(vm, name, folders)? {
            return Ok(Some(Search::Source(found)));
        }
        let Some((entry, others)) = others.split_first() else { break };
        let found = match purpose {
            Purpose::Import => hooks::load_from_entry(vm, name, entry)?.map(Search::Loaded),
            Purpose::Run => hooks::source_from_entry(vm, name, entry)?.map(Search::archived),
        };
        if found.is_some() {
            return Ok(found);
        }
        rest = others;
    }
    Ok(None)
}

/// Whether an entry of a search path is an archive, or a folder inside one. Most entries are
/// folders, which a single check shows.
fn is_archived(vm: &Vm, entry: &str) -> bool {
    let path = Path::new(entry);
    let exists = || path.ancestors().find(|path| path.exists());
    !entry.is_empty() && vm.may_read(path) && !path.is_dir() && exists().is_some_and(Path::is_file)
}

/// Adds to the path of a namespace package the folders that the search path of what contains it has
/// gained since.
fn extend_namespace(vm: &Vm, package: &Value) -> VmResult<()> {
    let Some(module) = package.get::<Module>() else { return Ok(()) };
    let is_namespace = module.dict.get_text("__file__").is_some_and(|file| file.is_none());
    let (name, path) = (module.dict.get_text("__name__"), module.dict.get_text("__path__"));
    let (Some(name), Some(path)) = (name, path) else { return Ok(()) };
    let (Some(name), Some(path)) = (name.get::<Str>(), path.get_exact::<List>()) else {
        return Ok(());
    };
    if !is_namespace {
        return Ok(());
    }
    let entries = match name.as_str().rsplit_once('.') {
        None => search_path(vm)?,
        Some((parent, _)) => {
            let Some(parent) = vm.modules.get_text(parent) else { return Ok(()) };
            extend_namespace(vm, &parent)?;
            searched_folders(vm, Some(&parent))?.unwrap_or_default()
        }
    };
    let known = path_entries(vm, path.as_value())?;
    for portion in portions(vm, name.as_str(), &entries)? {
        if !known.contains(&portion) {
            path.push(portion.into());
        }
    }
    Ok(())
}

/// The source of a module in one of the folders.
fn find_in_folders(vm: &Vm, name: &str, folders: &[String]) -> VmResult<Option<Found>> {
    let last = name.rsplit('.').next().unwrap_or(name);
    for folder in folders {
        let folder = folder_path(folder);
        let package = folder.join(last);
        if let Some(found) = read_source(vm, &package.join("__init__.py"), Some(&package))? {
            return Ok(Some(found));
        }
        if let Some(found) = read_source(vm, &folder.join(format!("{last}.py")), None)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Folders with a module's name but without `__init__.py` together form a namespace package, if no
/// entry of the search path has the module itself (PEP 420); such a folder next to an extension module
/// with its name only describes that.
fn find_namespace(vm: &Vm, name: &str, entries: &[String]) -> VmResult<Option<Found>> {
    let portions = portions(vm, name, entries)?;
    if portions.is_empty() {
        reject_bytecode(vm, name, entries)?;
        return Ok(None);
    }
    Ok(Some(Found {
        source: Source::new(portions.join(":"), ""),
        package: Some(portions),
        file: None,
        is_library: false,
        is_namespace: true,
    }))
}

/// The folders of a namespace package.
fn portions(vm: &Vm, name: &str, entries: &[String]) -> VmResult<Vec<String>> {
    let last = name.rsplit('.').next().unwrap_or(name);
    let mut portions = Vec::new();
    for entry in entries {
        if is_archived(vm, entry) {
            portions.extend(hooks::portions_in_entry(vm, name, entry)?);
            continue;
        }
        let folder = folder_path(entry);
        let package = folder.join(last);
        let is_portion = vm.may_read(&package) && package.is_dir();
        if is_portion && extension_in(&folder, last).is_none() {
            portions.push(os_text::from_os(package.as_os_str()));
        }
    }
    Ok(portions)
}

/// The folder that an entry of the search path names, as an absolute path.
fn folder_path(entry: &str) -> PathBuf {
    let inside = entry.strip_prefix("./").unwrap_or(entry);
    let inside = PathBuf::from(os_text::to_os(inside).unwrap_or_default());
    if inside.is_absolute() {
        return inside;
    }
    match std::env::current_dir() {
        Ok(here) if matches!(entry, "" | ".") => here,
        Ok(here) => here.join(inside),
        Err(_) => Path::new(".").join(inside),
    }
}

/// Reports that a module exists only as bytecode, which is useless without its source.
fn reject_bytecode(vm: &Vm, name: &str, folders: &[String]) -> VmResult<()> {
    let last = name.rsplit('.').next().unwrap_or(name);
    for folder in folders {
        let file = folder_path(folder).join(format!("{last}.pyc"));
        if vm.may_read(&file) && file.is_file() {
            let shown = os_text::from_os(file.as_os_str());
            return Err(vm.error(
                Exc::ImportError,
                format!(
                    "'{shown}' holds bytecode, which Hob does not run, and '{last}.py' is missing"
                ),
            ));
        }
    }
    Ok(())
}

fn read_source(vm: &Vm, file: &Path, package: Option<&Path>) -> VmResult<Option<Found>> {
    if !vm.may_read(file) || !file.is_file() {
        return Ok(None);
    }
    let shown = os_text::from_os(file.as_os_str());
    let bytes = std::fs::read(file).map_err(|e| vm.os_error(&e, Some(&shown)))?;
    let text = encoding::decode_source(vm, &bytes, Some(&shown))?;
    let package = package.map(|p| vec![p.display().to_string()]);
    let file = Some(file.to_path_buf());
    let source = Source::new(shown, text);
    Ok(Some(Found { source, package, file, is_library: false, is_namespace: false }))
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
