//! The names of modules, and the names in them.
//!
//! A module of the standard library may be imported to list its names. A module of the program is
//! not: its source is read instead.

use crate::introspection::look::{self, Known};
use crate::modules::{self, pylib};
use crate::objects::dict::Dict;
use crate::objects::module::Module;
use crate::objects::str::Str;
use crate::runtime::Ref;
use crate::vm::Vm;
use hob_grammar::pieces::{PieceKind, pieces};
use hob_grammar::token::Tok;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Modules with visible effects on import.
const LOUD: &[&str] = &["antigravity", "this", "__phello__", "idlelib", "turtledemo"];

/// The names of the modules in a package; of all top-level modules if `package` is empty.
pub fn children(vm: &Vm, package: &str) -> BTreeSet<String> {
    let prefix = if package.is_empty() { String::new() } else { format!("{package}.") };
    let mut names = BTreeSet::new();
    let mut add = |name: &str| {
        if let Some(child) = name.strip_prefix(&prefix)
            && !child.is_empty()
        {
            names.insert(child.split('.').next().unwrap_or(child).to_string());
        }
    };
    modules::names().for_each(&mut add);
    pylib::names().for_each(&mut add);
    look::keys(&vm.modules).for_each(|name| add(&name));
    for folder in folders(vm, package) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let module = match name.strip_suffix(".py") {
                Some(module) => Some(module),
                None => entry.path().join("__init__.py").is_file().then_some(name.as_str()),
            };
            if let Some(module) = module.filter(|m| *m != "__init__" && is_identifier(m)) {
                names.insert(module.to_string());
            }
        }
    }
    names
}

/// The names that can follow `from module import`: those in `__all__` if it exists, or all names if
/// `all` is set.
pub fn contents(vm: &Vm, module: &str, all: bool) -> BTreeSet<String> {
    let mut names = children(vm, module);
    match known(vm, module) {
        Some(found) => names.extend(names_in(&found, all)),
        None => {
            let text = source(vm, module).and_then(|file| std::fs::read_to_string(file).ok());
            names.extend(text.iter().flat_map(|text| defined_names(text)));
        }
    }
    names
}

/// An imported module, or one that can safely be imported.
fn known(vm: &Vm, name: &str) -> Option<Ref<Module>> {
    let loaded = |name: &str| vm.modules.get_text(name)?.into_ref::<Module>().ok();
    if let Some(module) = loaded(name) {
        return Some(module);
    }
    let first = name.split('.').next().unwrap_or(name);
    let is_own = modules::find(first).is_none() && source(vm, first).is_some();
    let is_library = modules::find(name).is_some() || pylib::names().any(|known| known == name);
    if is_own || !is_library || LOUD.contains(&first) {
        return None;
    }
    // A module that cannot be imported offers no names.
    vm.import_module(name).ok().and_then(|module| module.into_ref::<Module>().ok())
}

fn names_in(module: &Ref<Module>, all: bool) -> Vec<String> {
    let listed = module.dict.get_text("__all__").filter(|_| !all);
    let listed = listed.map(|names| look::texts(&names)).unwrap_or_default();
    if listed.is_empty() { look::keys(&module.dict).collect() } else { listed }
}

/// The folders that may contain the modules of a package; the search path for top-level modules.
fn folders(vm: &Vm, package: &str) -> Vec<PathBuf> {
    let loaded = vm.modules.get_text(package).map(Known::Value);
    let path = match loaded.filter(|_| !package.is_empty()) {
        Some(module) => module.attribute(vm, "__path__"),
        None => {
            let sys = vm.import_module("sys").ok().map(Known::Value);
            sys.and_then(|sys| sys.attribute(vm, "path"))
        }
    };
    let Some(Known::Value(path)) = path else { return Vec::new() };
    let is_loaded = vm.modules.get_text(package).is_some();
    let inner: PathBuf = if is_loaded { PathBuf::new() } else { package.split('.').collect() };
    let folder = |entry: String| {
        let base = if entry.is_empty() { Path::new(".") } else { Path::new(&entry) };
        base.join(&inner)
    };
    look::texts(&path).into_iter().map(folder).collect()
}

/// The file of one of the program's modules, if there is one.
fn source(vm: &Vm, module: &str) -> Option<PathBuf> {
    let (package, last) = module.rsplit_once('.').unwrap_or(("", module));
    folders(vm, package).into_iter().find_map(|folder| {
        let files = [folder.join(last).join("__init__.py"), folder.join(format!("{last}.py"))];
        files.into_iter().find(|file| file.is_file())
    })
}

/// The names that the lines of a module bind: functions, classes and variables.
fn defined_names(text: &str) -> Vec<String> {
    let all = pieces(text);
    let kind = |i: usize| match all.get(i).map(|piece| piece.kind) {
        Some(PieceKind::Token(kind)) => Some(kind),
        _ => None,
    };
    let name = |i: usize| {
        let span = all[i].span;
        text[span.start as usize..span.end as usize].to_string()
    };
    let mut names = Vec::new();
    let mut depth = 0;
    for (i, piece) in all.iter().enumerate() {
        match kind(i) {
            Some(Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace) => depth += 1,
            Some(Tok::RightParen | Tok::RightBracket | Tok::RightBrace) => depth -= 1,
            _ => {}
        }
        let start = piece.span.start as usize;
        let starts_line = depth == 0 && (start == 0 || text[..start].ends_with(['\n', '\r']));
        if !starts_line {
            continue;
        }
        let at = if kind(i) == Some(Tok::Async) { i + 1 } else { i };
        match (kind(at), kind(at + 1)) {
            (Some(Tok::Def | Tok::Class), Some(Tok::Name)) => names.push(name(at + 1)),
            (Some(Tok::Name), Some(Tok::Equal | Tok::Colon)) => names.push(name(at)),
            _ => {}
        }
    }
    names
}

fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c == '_' || hob_grammar::unicode::is_name_start(c))
        && chars.all(hob_grammar::unicode::is_name_part)
}

/// The absolute name of a relative import, given the namespace's package: `..x` has two dots.
pub fn absolute(namespace: &Dict, dots: usize, name: &str) -> Option<String> {
    if dots == 0 {
        return Some(name.to_string());
    }
    let package = namespace.get_text("__package__")?;
    let package = package.get::<Str>()?.as_str();
    let mut parts: Vec<&str> = package.split('.').filter(|part| !part.is_empty()).collect();
    if parts.len() < dots {
        return None;
    }
    parts.truncate(parts.len() + 1 - dots);
    parts.extend(name.split('.').filter(|part| !part.is_empty()));
    Some(parts.join("."))
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_in_a_text() {
        let text = "import os\nasync def f(x,\ny=1): pass\nclass C:\n    z = 1\nLIMIT = 3\nsize: int\nf(\na=1)\n";
        assert_eq!(super::defined_names(text), ["f", "C", "LIMIT", "size"]);
    }
}
