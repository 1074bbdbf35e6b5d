//! Calls of functions that are in other files of the project.
//!
//! A file is read once, by whichever thread takes it. The facts that its importers may need, its
//! [`Exports`], are plain data, and so is what it needs to know about others, its [`Question`]s.
//! Those are answered when all files have been read. A file that is not on the command line is read
//! only for its exports, if a question leads to it and it belongs to the same project.

use super::facts::{Facts, Kind, Lead};
use super::rules::blocking;
use super::{Code, Finding};
use crate::compile::scope::Scopes;
use hob_grammar::ast::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The maximum number of files and functions that a chain of calls may pass through.
const LONGEST: u32 = 16;

/// A call of an imported function, by the name under which the file imports it: `tools.fetch`, with
/// leading dots if the import is relative, `tools.Client().fetch` for the method of a new object.
#[derive(Debug)]
pub struct Question {
    /// The call.
    pub span: Span,
    /// The called function in the text.
    pub callee: String,
    /// The imported functions that it is or leads to.
    pub paths: Vec<String>,
    /// The possible mistake.
    pub asks: Asks,
    /// The advice of a finding.
    pub hint: String,
}

/// The mistakes that depend on another file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Whether the function blocks the loop that calls it.
    Blocks,
    /// Whether it is a coroutine function, whose coroutine is dropped.
    NeverAwaited,
}

/// A call that a function always makes.
#[derive(Clone, Debug)]
enum Call {
    /// It blocks.
    Blocks { callee: String, line: u32, code: Code },
    /// It calls an imported function.
    Imported(String),
}

#[derive(Debug, Default)]
struct Exported {
    is_coroutine: bool,
    calls: Vec<Call>,
}

/// The facts about a file for those that import it.
#[derive(Debug, Default)]
pub struct Exports {
    /// Functions and methods of the module: `f` and `C.f`.
    functions: FxHashMap<String, Exported>,
    /// Imported names with their origin.
    imports: FxHashMap<String, String>,
    /// The modules whose names are all imported.
    stars: Vec<String>,
    /// Whether the calls of the functions are included.
    has_calls: bool,
}

impl Exports {
    /// The exports of a module.
    pub fn of(facts: &Facts) -> Exports {
        let mut exports = Exports { has_calls: facts.wants_calls, ..Exports::default() };
        for stmt in &facts.module.body {
            exports.add(facts, stmt);
        }
        exports
    }

    fn add<'a>(&mut self, facts: &Facts<'a>, stmt: &'a Stmt) {
        match &stmt.kind {
            StmtKind::FunctionDef(def) => {
                if let Kind::Function(def) = facts.kind_of_name(Scopes::MODULE, &def.name.name) {
                    self.function(facts, def.name.name.to_string(), def);
                }
            }
            StmtKind::ClassDef(def) => {
                let Kind::Class(class) = facts.kind_of_name(Scopes::MODULE, &def.name.name) else {
                    return;
                };
                for stmt in &class.body {
                    if let StmtKind::FunctionDef(method) = &stmt.kind
                        && let Kind::Function(method) =
                            facts.kind_of_member(class, &method.name.name)
                    {
                        let name = format!("{}.{}", class.name.name, method.name.name);
                        self.function(facts, name, method);
                    }
                }
            }
            StmtKind::Import(names) => {
                for alias in names {
                    if let Some(own) = &alias.asname {
                        self.imports.insert(own.name.to_string(), alias.name.name.to_string());
                    }
                }
            }
            StmtKind::ImportFrom { module, names, level } => {
                let module = module.as_ref().map_or("", |module| module.name.as_str());
                let module = format!("{}{module}", ".".repeat(*level as usize));
                for alias in names {
                    let own = alias.asname.as_ref().unwrap_or(&alias.name);
                    match alias.name.name.as_str() {
                        "*" => self.stars.push(module.clone()),
                        name => {
                            self.imports.insert(own.name.to_string(), joined(&module, name));
                        }
                    }
                }
            }
            StmtKind::If { .. } | StmtKind::Try(_) => {
                for stmt in super::walk::blocks(stmt).flatten() {
                    if matches!(stmt.kind, StmtKind::Import(_) | StmtKind::ImportFrom { .. }) {
                        self.add(facts, stmt);
                    }
                }
            }
            _ => {}
        }
    }

    fn function<'a>(&mut self, facts: &Facts<'a>, name: String, def: &'a FunctionDef) {
        let is_coroutine = def.is_async && !facts.is_generator(def);
        let calls = match facts.wants_calls {
            true => blocking::leads(facts, def),
            false => Rc::default(),
        };
        let calls = calls.iter().map(|lead| match lead {
            Lead::Blocks(call, code) => Call::Blocks {
                callee: facts.text(callee(call)),
                line: facts.line(call.span),
                code: *code,
            },
            Lead::Imported(path) => Call::Imported(path.to_string()),
        });
        let calls: Vec<Call> = calls.collect();
        if is_coroutine || !calls.is_empty() {
            self.functions.insert(name, Exported { is_coroutine, calls });
        }
    }
}

/// The function of a call.
pub fn callee(call: &Expr) -> &Expr {
    match &call.kind {
        ExprKind::Call { func, .. } => func,
        _ => call,
    }
}

/// The name of something in a module; if the module is only dots, no further dot is needed.
pub fn joined(module: &str, name: &str) -> String {
    let separator = if module.ends_with('.') { "" } else { "." };
    format!("{module}{separator}{name}")
}

/// Reads the exports of a file that the command line does not name.
type Reader<'r> = &'r dyn Fn(&Path) -> Option<Exports>;

/// The files of a project.
#[derive(Default)]
pub struct Project {
    files: FxHashMap<PathBuf, Exports>,
    /// The folders on the command line.
    folders: Vec<PathBuf>,
    /// Further files, and those above whose calls are needed, read on request; none if there is no
    /// such file.
    others: RefCell<FxHashMap<PathBuf, Option<Rc<Exports>>>>,
    /// The results of searches: those without calls, and those with them.
    known: [Known; 2],
    /// The blocking calls found so far; none during the search, which ends cycles of calls.
    causes: RefCell<FxHashMap<Named, Option<Cause>>>,
}

#[derive(Default)]
struct Known {
    /// The imported functions found so far; none during the search, which ends cycles of imports.
    functions: RefCell<FxHashMap<Named, Option<Found>>>,
    /// The files whose names a file imports with stars; empty during the search, which ends cycles.
    stars: RefCell<FxHashMap<PathBuf, Rc<Stars>>>,
}

/// A name in a file, defined or imported there.
type Named = (PathBuf, String);

/// A function of another file.
#[derive(Clone)]
struct Found {
    file: PathBuf,
    is_coroutine: bool,
    calls: Rc<[Call]>,
}

/// The files whose names a file imports with stars, directly and through each other.
#[derive(Default)]
struct Stars {
    /// In the order of the imports.
    files: Vec<PathBuf>,
    /// The first of these files that contains a name: a function, a class or an import.
    names: FxHashMap<String, usize>,
}

/// A blocking call at the end of a chain of calls.
#[derive(Clone)]
struct Cause {
    callee: String,
    file: PathBuf,
    line: u32,
    code: Code,
    /// Whether the imported function itself makes it.
    is_own: bool,
}

impl Project {
    /// A project whose modules may also be in these folders.
    pub fn new(folders: Vec<PathBuf>) -> Project {
        Project {
            folders: folders.iter().map(|folder| full(folder)).collect(),
            ..Project::default()
        }
    }

    /// Adds the exports of a file.
    pub fn add(&mut self, path: &Path, exports: Exports) {
        self.files.insert(full(path), exports);
    }

    /// The finding that answers a question of a file, if it is a mistake.
    pub fn answer(&self, path: &Path, question: &Question, read: Reader<'_>) -> Option<Finding> {
        let asker = full(path);
        let wants_calls = question.asks == Asks::Blocks;
        let search = Search { project: self, read, asker: &asker, wants_calls };
        let callee = &question.callee;
        let (code, message) = match question.asks {
            Asks::NeverAwaited => {
                let path = question.paths.first()?;
                let is_coroutine = search.function(&asker, path, 0)?.is_coroutine;
                let name = callee.rsplit('.').next().unwrap_or(callee);
                let message = format!("coroutine '{name}' is never awaited");
                is_coroutine.then_some((Code::CoroutineNeverAwaited, message))?
            }
            Asks::Blocks => {
                let cause = question.paths.iter().find_map(|path| search.cause(&asker, path, 0))?;
                let verb = if cause.is_own { "calls" } else { "leads to" };
                let what = match cause.code {
                    Code::BlockingIo => "holds up",
                    _ => "blocks",
                };
                let message = format!(
                    "`{callee}()` {what} the event loop: it {verb} `{}()` in {}, line {}",
                    cause.callee,
                    shown(&cause.file),
                    cause.line
                );
                (cause.code, message)
            }
        };
        Some(Finding::new(code, question.span, message).hint(&question.hint))
    }
}

/// An absolute path, so that each file has one name.
fn full(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// A path as a person names it.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}

/// The first part of a dotted name, which may contain calls.
fn first_name(name: &str) -> &str {
    name.find(['.', '(']).map_or(name, |end| &name[..end])
}

struct Search<'s> {
    project: &'s Project,
    read: Reader<'s>,
    /// The file with the question.
    asker: &'s Path,
    /// Whether it needs the calls of functions.
    wants_calls: bool,
}

impl Search<'_> {
    fn known(&self) -> &Known {
        &self.project.known[usize::from(self.wants_calls)]
    }

    /// The call that makes an imported function block.
    fn cause(&self, from: &Path, path: &str, depth: u32) -> Option<Cause> {
        let key = (from.to_path_buf(), path.to_string());
        if let Some(known) = self.project.causes.borrow().get(&key) {
            return known.clone();
        }
        self.project.causes.borrow_mut().insert(key.clone(), None);
        let cause = self.function(from, path, depth).and_then(|found| {
            found.calls.iter().find_map(|call| match call {
                Call::Blocks { callee, line, code } => Some(Cause {
                    callee: callee.clone(),
                    file: found.file.clone(),
                    line: *line,
                    code: *code,
                    is_own: true,
                }),
                Call::Imported(path) => {
                    let cause = self.cause(&found.file, path, depth + 1)?;
                    Some(Cause { is_own: false, ..cause })
                }
            })
        });
        self.project.causes.borrow_mut().insert(key, cause.clone());
        cause
    }

    /// An imported function.
    fn function(&self, from: &Path, path: &str, depth: u32) -> Option<Found> {
        if depth > LONGEST {
            return None;
        }
        let (file, name) = self.place(from, path)?;
        self.named(&file, &name, depth)
    }

    /// The function of a name in a file, which may be imported there.
    fn named(&self, file: &Path, name: &str, depth: u32) -> Option<Found> {
        let key = (file.to_path_buf(), name.to_string());
        if let Some(known) = self.known().functions.borrow().get(&key) {
            return known.clone();
        }
        self.known().functions.borrow_mut().insert(key.clone(), None);
        let found = self.search(&key.0, &key.1, depth);
        self.known().functions.borrow_mut().insert(key, found.clone());
        found
    }

    /// The function of a name in a file.
    fn search(&self, file: &Path, name: &str, depth: u32) -> Option<Found> {
        let inside = |exports: &Exports| {
            if let Some(found) = exports.functions.get(&name.replace("()", "")) {
                return Ok((found.is_coroutine, found.calls.as_slice().into()));
            }
            // It may be imported there from elsewhere.
            let (first, rest) = name.split_at(first_name(name).len());
            Err(exports.imports.get(first).map(|origin| format!("{origin}{rest}")))
        };
        match self.with_exports(file, inside)? {
            Ok((is_coroutine, calls)) => {
                return Some(Found { file: file.to_path_buf(), is_coroutine, calls });
            }
            Err(Some(origin)) => {
                if let Some(found) = self.function(file, &origin, depth + 1) {
                    return Some(found);
                }
            }
            Err(None) => {}
        }
        let stars = self.stars(file);
        if let Some(at) = stars.names.get(first_name(name)) {
            return self.named(&stars.files[*at], name, depth + 1);
        }
        // It may be in a module of a package.
        let packages = stars.files.iter().filter(|file| file.ends_with("__init__.py"));
        packages.filter(|_| name.contains('.')).find_map(|package| {
            let (file, rest) = self.module(package.parent()?, name, false)?;
            self.named(&file, &rest, depth + 1)
        })
    }

    /// The files that a file imports with stars, and their names.
    fn stars(&self, file: &Path) -> Rc<Stars> {
        if let Some(known) = self.known().stars.borrow().get(file) {
            return known.clone();
        }
        self.known().stars.borrow_mut().insert(file.to_path_buf(), Rc::default());
        let (mut stars, mut waiting) = (Stars::default(), vec![file.to_path_buf()]);
        let mut seen: FxHashSet<PathBuf> = waiting.iter().cloned().collect();
        while let Some(from) = waiting.pop() {
            let modules = self.with_exports(&from, |exports| exports.stars.clone());
            let places = modules.into_iter().flatten();
            let places = places.filter_map(|module| self.place(&from, &joined(&module, "*")));
            let new: Vec<PathBuf> =
                places.map(|(file, _)| file).filter(|file| seen.insert(file.clone())).collect();
            waiting.extend(new.into_iter().rev());
            if from != file {
                let at = stars.files.len();
                self.with_exports(&from, |exports| {
                    for name in exports.functions.keys().chain(exports.imports.keys()) {
                        stars.names.entry(first_name(name).to_string()).or_insert(at);
                    }
                });
                stars.files.push(from);
            }
        }
        let stars = Rc::new(stars);
        self.known().stars.borrow_mut().insert(file.to_path_buf(), stars.clone());
        stars
    }

    /// The file of an imported name, and the name there.
    fn place(&self, from: &Path, path: &str) -> Option<(PathBuf, String)> {
        let names = path.trim_start_matches('.');
        let folder = from.parent()?;
        match path.len() - names.len() {
            0 => {
                let package = folder.ancestors().find(|a| !self.exists(&a.join("__init__.py")))?;
                let folders = &self.project.folders;
                let sources = folders.iter().map(|folder| folder.join("src"));
                let mut roots = vec![package.to_path_buf(), folder.to_path_buf()];
                roots.extend(folders.iter().cloned().chain(sources));
                roots.iter().find_map(|root| self.module(root, names, false))
            }
            level => self.module(folder.ancestors().nth(level - 1)?, names, true),
        }
    }

    /// The module below a folder that a dotted name leads to, and the rest of the name.
    fn module(&self, folder: &Path, names: &str, is_package: bool) -> Option<(PathBuf, String)> {
        let mut folder = folder.to_path_buf();
        let mut is_package = is_package;
        let mut rest = names;
        loop {
            let (name, after) = rest.split_once('.').unwrap_or((rest, ""));
            let file = folder.join(format!("{name}.py"));
            if !after.is_empty() && self.exists(&file) {
                return Some((file, after.to_string()));
            }
            let inner = folder.join(name);
            if after.is_empty() || !self.exists(&inner.join("__init__.py")) {
                break;
            }
            (folder, rest, is_package) = (inner, after, true);
        }
        let own = folder.join("__init__.py");
        (is_package && self.exists(&own)).then(|| (own, rest.to_string()))
    }

    fn exists(&self, path: &Path) -> bool {
        self.project.files.contains_key(path) || self.with_exports(path, |_| ()).is_some()
    }

    /// Calls `body` with the exports of a file, if there is one.
    fn with_exports<T>(&self, path: &Path, body: impl FnOnce(&Exports) -> T) -> Option<T> {
        let of_file = self.project.files.get(path);
        if let Some(exports) = of_file.filter(|exports| exports.has_calls || !self.wants_calls) {
            return Some(body(exports));
        }
        let known = self.project.others.borrow().get(path).cloned();
        let exports = known.unwrap_or_else(|| {
            let belongs = self.is_in_project(path) && path.is_file();
            let read = belongs.then(|| (self.read)(path)).flatten().map(Rc::new);
            self.project.others.borrow_mut().insert(path.to_path_buf(), read.clone());
            read
        })?;
        Some(body(&exports))
    }

    /// Whether a file belongs to the project: it was named, is in a folder that was, or is near the
    /// file with the question.
    fn is_in_project(&self, path: &Path) -> bool {
        let near = self.asker.parent().is_some_and(|folder| {
            let is_package = |folder: &Path| folder.join("__init__.py").is_file();
            let outermost = folder.ancestors().take_while(|a| is_package(a)).last();
            path.starts_with(outermost.unwrap_or(folder))
        });
        let was_named = self.project.files.contains_key(path);
        was_named || near || self.project.folders.iter().any(|folder| path.starts_with(folder))
    }
}
