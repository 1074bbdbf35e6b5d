//! The order of the layers: which layer may import which.
//!
//! [`LAYERS`] is the order; `ARCHITECTURE.md` shows it. The test reads the `use` declarations and the
//! inline paths (`crate::…`, `super::…`) of all sources in `src/`, without their unit tests. It also
//! prints how many files are in the largest import cycle: run it with `--nocapture` to see.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The layers from the bottom up. A layer imports those below it; layers on one line know each
/// other.
const LAYERS: &[&[&str]] = &[
    &["text"],
    &["runtime"],
    &["objects", "vm"],
    &["compile"],
    &["event_loop"],
    &["profile"],
    &["trace"],
    &["diagnostics"],
    &["introspection"],
    &["modules"],
    &["host"],
    &["embed"],
    &["check"],
    &["repl"],
    &["kernel"],
    &["cli"],
];

/// Layers that must not import one below them: importer and imported.
const WITHOUT: &[(&str, &str)] = &[
    // The VM reaches the compiler through its host; the compiler makes code objects, and does not
    // need the VM for that.
    ("compile", "vm"),
    ("check", "vm"),
    // These make their interpreters with the public builder.
    ("repl", "host"),
    ("kernel", "host"),
    ("cli", "host"),
    // The command runs programs only through the public interface.
    ("cli", "objects"),
];

/// Modules that some layers import only as a whole or through the named seam: the importers, the
/// module and its seam. Everything else in the module is private to it.
const SEAMS: &[(&[&str], &str, &str)] = &[(&["cli", "repl", "kernel"], "embed", "front_end")];

/// The largest number of files in an import cycle: those of `objects` and `vm`.
const LARGEST_CYCLE: usize = 142;

/// A module as a path from the crate's root.
type Module = Vec<String>;

/// The modules of the crate and their sources, without comments, literals and unit tests.
struct Sources(BTreeMap<Module, String>);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

impl Sources {
    fn read() -> Sources {
        let mut sources = BTreeMap::new();
        let mut folders = vec![root().join("src")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let text = fs::read_to_string(&path).unwrap();
                    sources.insert(module_of(&path), without_tests(&code_of(&text)));
                }
            }
        }
        Sources(sources)
    }

    /// The module that a path leads to: its longest part that is one. The rest names an item.
    fn target(&self, path: &[String]) -> Option<Module> {
        (1..=path.len()).rev().map(|n| path[..n].to_vec()).find(|m| self.0.contains_key(m))
    }

    /// The modules that a module imports, except itself.
    fn imports(&self, module: &Module) -> BTreeSet<Module> {
        let paths = paths_of(&self.0[module]);
        let targets = paths.into_iter().filter_map(|path| {
            let (first, rest) = path.split_first()?;
            let base = match first.as_str() {
                "crate" => Vec::new(),
                "self" => module.clone(),
                "super" => module[..module.len().saturating_sub(1)].to_vec(),
                child => [module.as_slice(), &[child.to_string()]].concat(),
            };
            // `super::super::x`
            let ups = rest.iter().take_while(|part| *part == "super").count();
            let base = &base[..base.len().saturating_sub(ups)];
            let full = [base, &rest[ups..]].concat();
            match first.as_str() {
                "crate" | "self" | "super" => self.target(&full),
                // An external crate, or a module inside this one.
                _ => self.target(&full).filter(|target| target.len() > module.len()),
            }
        });
        targets.filter(|target| target != module).collect()
    }
}

/// `src/vm/steps/mod.rs` is the module `vm::steps`; `lib.rs` and `main.rs` are the root.
fn module_of(path: &Path) -> Module {
    let relative = path.strip_prefix(root().join("src")).unwrap().with_extension("");
    let mut parts: Module = relative.iter().map(|part| part.to_str().unwrap().into()).collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

/// The text without comments and the contents of literals.
fn code_of(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(raw) = rest.strip_prefix('r').filter(|_| !code.ends_with(is_word)) {
            let hashes = raw.len() - raw.trim_start_matches('#').len();
            match raw[hashes..].starts_with('"') {
                true => {
                    let end = format!("\"{}", "#".repeat(hashes));
                    let inside = &raw[hashes + 1..];
                    1 + hashes + 1 + inside.find(&end).map_or(inside.len(), |at| at + end.len())
                }
                false => 0,
            }
        } else if c == '"' {
            literal_end(rest, '"')
        } else if c == '\'' && is_char_literal(rest) {
            literal_end(rest, '\'')
        } else {
            0
        };
        match skipped {
            0 => {
                code.push(c);
                rest = &rest[c.len_utf8()..];
            }
            n => {
                code.push(' ');
                rest = &rest[n..];
            }
        }
    }
    code
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Tells `'a'` and `'\n'` from a lifetime.
fn is_char_literal(text: &str) -> bool {
    let mut chars = text.chars().skip(1);
    let first = chars.next();
    first == Some('\\') || chars.next() == Some('\'')
}

fn literal_end(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The code before its unit tests, which may use any layer.
fn without_tests(code: &str) -> String {
    let tests = code.match_indices("#[cfg(").find(|(at, _)| {
        let rest = &code[*at..];
        let condition = rest.split(']').next().unwrap_or(rest);
        let item = rest[condition.len()..].trim_start_matches(']').trim_start();
        condition.contains("test") && item.starts_with("mod ")
    });
    tests.map_or(code, |(at, _)| &code[..at]).to_string()
}

/// The paths that the code imports or names in full.
fn paths_of(code: &str) -> Vec<Module> {
    let tokens = tokens(code);
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at] == "use" {
            at = use_tree(&tokens, at + 1, &[], &mut paths);
        } else if ["crate", "super", "self"].contains(&tokens[at])
            && tokens.get(at + 1) == Some(&"::")
        {
            at = use_tree(&tokens, at, &[], &mut paths);
        } else {
            at += 1;
        }
    }
    paths
}

/// Names, `::`, and single characters.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(c) = rest.chars().next() {
        let length = match c {
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            _ if rest.starts_with("::") => 2,
            c => c.len_utf8(),
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    tokens
}

/// Reads `a::{b, c::d}` behind a prefix, and returns where it ends.
fn use_tree(tokens: &[&str], mut at: usize, prefix: &[String], paths: &mut Vec<Module>) -> usize {
    let mut path = prefix.to_vec();
    loop {
        match tokens.get(at) {
            Some(&"{") => {
                at += 1;
                while let Some(token) = tokens.get(at) {
                    match *token {
                        "}" => return at + 1,
                        "," => at += 1,
                        _ => {
                            let next = use_tree(tokens, at, &path, paths);
                            // Not a list of names after all.
                            at = next.max(at + 1);
                        }
                    }
                }
                return at;
            }
            Some(name) if name.chars().all(is_word) => {
                // `use a::{self}` is `a`.
                if *name != "self" || path.is_empty() {
                    path.push(name.to_string());
                }
                at += 1;
            }
            _ => break,
        }
        match tokens.get(at) {
            Some(&"::") => at += 1,
            Some(&"as") => {
                at += 2;
                break;
            }
            _ => break,
        }
    }
    paths.push(path);
    at
}

fn floor(layer: &str) -> usize {
    let found = LAYERS.iter().position(|floor| floor.contains(&layer));
    found.unwrap_or_else(|| panic!("`{layer}` is in no layer of the table in tests/layers.rs"))
}

#[test]
fn layers_import_downward_only() {
    let sources = Sources::read();
    let mut wrong = Vec::new();
    for module in sources.0.keys().filter(|module| !module.is_empty()) {
        for target in sources.imports(module) {
            let (Some(from), Some(to)) = (module.first(), target.first()) else { continue };
            let allowed = from == to
                || (floor(to) <= floor(from)
                    && (floor(to) < floor(from) || LAYERS[floor(from)].len() > 1)
                    && !WITHOUT.contains(&(from, to)));
            if !allowed {
                wrong.push(format!("{} imports {}", module.join("::"), target.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the order of layers:\n{}", wrong.join("\n"));
}

#[test]
fn front_ends_use_the_public_interface_and_its_seam() {
    let sources = Sources::read();
    let mut wrong = Vec::new();
    let mut uses = 0;
    for (importers, module, seam) in SEAMS {
        for importer in sources.0.keys() {
            let from = importer.first().map_or("", String::as_str);
            if !importers.contains(&from) {
                continue;
            }
            for target in sources.imports(importer) {
                if target.first().is_some_and(|first| first == module) {
                    uses += 1;
                    if target.get(1).is_some_and(|inner| inner != seam) {
                        wrong.push(format!(
                            "{} imports {}",
                            importer.join("::"),
                            target.join("::")
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports past the seam:\n{}", wrong.join("\n"));
    assert!(uses > 0, "the table names no module in use");
}

#[test]
fn the_largest_cycle_stays_small() {
    let sources = Sources::read();
    // An import of a module includes its contents, except from inside the module: using a
    // declaration shared by a folder does not mean using its other modules.
    let edges = |module: &Module| {
        let targets = sources.imports(module).into_iter();
        let edges = targets.flat_map(|target| {
            let from_outside = !module.starts_with(&target);
            let inner = sources.0.keys().filter(|inner| from_outside && inner.starts_with(&target));
            inner.cloned().chain([target.clone()]).collect::<Vec<_>>()
        });
        edges.collect()
    };
    let graph: BTreeMap<&Module, BTreeSet<Module>> =
        sources.0.keys().map(|module| (module, edges(module))).collect();
    let reached: BTreeMap<&Module, BTreeSet<&Module>> =
        graph.keys().map(|module| (*module, reachable(&graph, module))).collect();
    let cycle_of = |module: &Module| -> Vec<&Module> {
        let forth = reached[module].iter().copied();
        forth.filter(|other| reached[*other].contains(module)).collect()
    };
    let largest = graph.keys().map(|module| cycle_of(module)).max_by_key(Vec::len).unwrap();
    let mut layers: BTreeMap<&str, usize> = BTreeMap::new();
    for module in &largest {
        *layers.entry(module.first().map_or("", String::as_str)).or_default() += 1;
    }
    println!("the largest import cycle has {} of {} files: {layers:?}", largest.len(), graph.len());
    assert!(largest.len() <= LARGEST_CYCLE, "{} files import each other", largest.len());
}

/// The modules that a module leads to by one or more imports.
fn reachable<'a>(
    graph: &'a BTreeMap<&Module, BTreeSet<Module>>,
    from: &Module,
) -> BTreeSet<&'a Module> {
    let mut reached = BTreeSet::new();
    let mut todo: Vec<&Module> = graph[from].iter().collect();
    while let Some(module) = todo.pop() {
        if reached.insert(module) {
            todo.extend(&graph[module]);
        }
    }
    reached
}

#[test]
fn the_map_shows_the_layers() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let shown: String =
        LAYERS.iter().rev().map(|floor| format!("{}\n", floor.join(" ⇄ "))).collect();
    let block = format!("```text\n{shown}```\n");
    assert!(map.contains(&block), "ARCHITECTURE.md should show the layers as\n{block}");
}

#[test]
fn imports_are_read_as_rust_means_them() {
    let paths = |code: &str| -> Vec<String> {
        paths_of(&without_tests(&code_of(code))).iter().map(|path| path.join("::")).collect()
    };
    for (code, expected) in [
        ("use crate::a::{self, b::C, d};", vec!["crate::a", "crate::a::b::C", "crate::a::d"]),
        ("pub use super::x as y;", vec!["super::x"]),
        (
            "let v = crate::vm::Vm::new(super::super::f());",
            vec!["crate::vm::Vm::new", "super::super::f"],
        ),
        (
            "// use crate::a;\n/* crate::b */ \"crate::c\" r#\"crate::d\"# '\"' crate::e::F",
            vec!["crate::e::F"],
        ),
        ("fn f<'a>(x: &'a str) {}\nuse a::b;", vec!["a::b"]),
        ("#[cfg(test)]\nmod tests { use crate::a; }", vec![]),
        ("#[cfg(all(test, feature = \"x\"))]\nmod tests { use crate::a; }", vec![]),
    ] {
        assert_eq!(paths(code), expected, "{code}");
    }
}
