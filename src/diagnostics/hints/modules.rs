//! Modules that cannot be imported.

use super::Case;
use super::names::own_file_hides_module;
use crate::diagnostics::STDLIB_MODULES;
use crate::diagnostics::story::short_path;
use crate::diagnostics::text_attribute;
use crate::objects::module::Module;
use hob_grammar::ast::Keyword;

/// Modules of older Pythons and their successors, or the version that removed them.
const FORMER: &[(&str, &str)] = &[
    ("ConfigParser", "In Python 3 it is `configparser`."),
    ("Queue", "In Python 3 it is `queue`, and `asyncio.Queue` for coroutines."),
    ("StringIO", "In Python 3 it is in `io`: `from io import StringIO`."),
    ("Tkinter", "In Python 3 it is `tkinter`."),
    ("__builtin__", "In Python 3 it is `builtins`."),
    ("asynchat", "Python 3.12 removed it; `asyncio` took its place."),
    ("asyncore", "Python 3.12 removed it; `asyncio` took its place."),
    ("cPickle", "In Python 3 it is `pickle`."),
    ("cgi", "Python 3.13 removed it; `urllib.parse` and `email` have some of its functions."),
    ("commands", "In Python 3 it is `subprocess`."),
    ("crypt", "Python 3.13 removed it; `hashlib` has hashes for passwords."),
    ("distutils", "Python 3.12 removed it; `setuptools` took its place."),
    ("httplib", "In Python 3 it is `http.client`."),
    ("imghdr", "Python 3.13 removed it."),
    ("imp", "Python 3.12 removed it; `importlib` took its place."),
    ("pipes", "Python 3.13 removed it; `subprocess` took its place, and `shlex.quote`."),
    ("smtpd", "Python 3.12 removed it."),
    ("telnetlib", "Python 3.13 removed it."),
    ("urllib2", "In Python 3 it is `urllib.request`."),
    ("urlparse", "In Python 3 it is `urllib.parse`."),
];

/// Modules of newer Pythons, with their versions.
const NEWER: &[(&str, &str)] = &[
    ("annotationlib", "3.14"),
    ("compression", "3.14"),
    ("concurrent.interpreters", "3.14"),
    ("string.templatelib", "3.14"),
];

/// Names of modules that Python 3.14 adds.
const NEWER_NAMES: &[(&str, &[&str])] = &[
    ("functools", &["Placeholder"]),
    ("concurrent", &["interpreters"]),
    (
        "heapq",
        &["heapify_max", "heappop_max", "heappush_max", "heappushpop_max", "heapreplace_max"],
    ),
    ("operator", &["is_none", "is_not_none"]),
    ("os", &["readinto", "reload_environ"]),
    ("typing", &["evaluate_forward_ref"]),
    ("uuid", &["uuid6", "uuid7", "uuid8"]),
];

/// Packages whose modules have other names.
const PACKAGES: &[(&str, &str)] = &[
    ("PIL", "pillow"),
    ("bs4", "beautifulsoup4"),
    ("cv2", "opencv-python"),
    ("dateutil", "python-dateutil"),
    ("dotenv", "python-dotenv"),
    ("serial", "pyserial"),
    ("skimage", "scikit-image"),
    ("sklearn", "scikit-learn"),
    ("yaml", "pyyaml"),
];

/// Packages that consist of code compiled for CPython's C interface.
const COMPILED: &[&str] = &[
    "PIL",
    "cryptography",
    "cv2",
    "duckdb",
    "grpc",
    "jax",
    "lxml",
    "matplotlib",
    "numpy",
    "orjson",
    "pandas",
    "polars",
    "psycopg2",
    "pyarrow",
    "pydantic_core",
    "pygame",
    "scipy",
    "skimage",
    "sklearn",
    "tensorflow",
    "torch",
];

fn find(table: &[(&'static str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// A module of a package that has not been imported.
pub(super) fn submodule(case: &Case<'_>) -> Option<String> {
    let wrong = case.field("name")?;
    let package = crate::diagnostics::attribute(case.vm, case.exception.as_value(), "obj")?;
    let package = text_attribute(case.vm, package.get::<Module>()?.as_value(), "__name__")?;
    let name = format!("{package}.{wrong}");
    let path = format!("<stdlib>/{}", name.replace('.', "/"));
    let files = [format!("{path}.py"), format!("{path}/__init__.py")];
    files.iter().find(|file| case.vm.host().library_source(&name, Some(file)).is_some())?;
    Some(format!("`{name}` is a separate module: write `import {name}`."))
}

/// Advice about a module that was not found.
pub(super) fn missing(case: &Case<'_>) -> Option<String> {
    let wanted = case.field("name")?;
    let first = wanted.split('.').next()?;
    if let Some(version) = find(NEWER, &wanted).or_else(|| find(NEWER, first)) {
        return Some(format!(
            "`{wanted}` is new in Python {version}; Hob runs the language and library of 3.13."
        ));
    }
    if case.message.contains("is not a package") {
        return own_file_hides_module(case).or_else(|| {
            let (module, name) = wanted.rsplit_once('.')?;
            Some(format!(
                "`{module}` is a module, not a folder of modules. To import something from it: `from {module} import {name}`."
            ))
        });
    }
    if let Some(now) = find(FORMER, first) {
        return Some(format!("`{first}` is a module of an older Python. {now}"));
    }
    let file = case.place.map(|place| std::path::Path::new(&place.source.name));
    let folder =
        file.and_then(|f| f.parent()).map(std::path::Path::to_path_buf).unwrap_or_default();
    let own: Vec<String> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .take(1000)
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().to_string_lossy().into_owned();
            Some(name.strip_suffix(".py")?.to_string())
        })
        .collect();
    if let Some(near) = own.iter().find(|own| is_slip(first, own)) {
        return Some(format!("The program's folder has a file `{near}.py`."));
    }
    let mut library = STDLIB_MODULES.iter().filter(|name| !name.starts_with('_'));
    if !COMPILED.contains(&first)
        && let Some(near) = library.find(|name| is_slip(first, name))
    {
        return Some(format!("The standard library has a module `{near}`."));
    }
    if STDLIB_MODULES.binary_search(&first).is_ok() || first.starts_with('_') {
        return Some(format!(
            "`{first}` is part of Python's standard library, but Hob does not have it yet."
        ));
    }
    if COMPILED.contains(&first) {
        return Some(format!(
            "`{first}` is a package from PyPI, with code compiled for CPython, which Hob cannot load: run this program with CPython. Packages in pure Python are looked for in the program's folder, `PYTHONPATH` and {}.",
            virtual_environment(case).map_or(
                "a virtual environment (`--venv`)".to_string(),
                |venv| format!("the virtual environment {}", short_path(&venv))
            )
        ));
    }
    let package = find(PACKAGES, first).unwrap_or(first);
    let called = match package == first {
        true => "a package".to_string(),
        false => format!("in the package `{package}`"),
    };
    Some(match virtual_environment(case) {
        Some(venv) => format!(
            "`{first}` is neither in the program's folder nor in the virtual environment {}. If it is {called} from PyPI: `pip install {package}` there.",
            short_path(&venv)
        ),
        None => format!(
            "`{first}` is neither in the program's folder nor in the standard library. If it is {called} from PyPI, install it in a virtual environment: `python3 -m venv .venv`, `.venv/bin/pip install {package}`, and run `hob --venv .venv …`."
        ),
    })
}

/// A name that a module has in a newer Python.
pub(super) fn newer_name(case: &Case<'_>) -> Option<String> {
    // The message contains the name and the module, in either order.
    let mut quoted = case.message.split('\'').skip(1).step_by(2);
    let (first, second) = (quoted.next()?, quoted.next()?);
    NEWER_NAMES.iter().find_map(|(module, names)| {
        let name = match (first == *module, second == *module) {
            (true, _) => second,
            (_, true) => first,
            _ => return None,
        };
        names.contains(&name).then(|| {
            format!("`{module}.{name}` is new in Python 3.14; Hob runs the language and library of 3.13.")
        })
    })
}

/// `map(…, strict=True)`.
pub(super) fn newer_argument(case: &Case<'_>) -> Option<String> {
    let (_, arguments) = case.call_of("map")?;
    let is_strict = |k: &Keyword| k.name.as_ref().is_some_and(|name| name.name == "strict");
    arguments.keywords.iter().any(is_strict).then(|| {
        "`strict` for `map` is new in Python 3.14; Hob runs the language and library of 3.13, where `zip` has it.".to_string()
    })
}

/// The folder of the virtual environment in use.
fn virtual_environment(case: &Case<'_>) -> Option<String> {
    let sys = case.vm.modules.get_text("sys")?;
    let prefix = text_attribute(case.vm, &sys, "prefix")?;
    (Some(&prefix) != text_attribute(case.vm, &sys, "base_prefix").as_ref()).then_some(prefix)
}

/// Whether a word is another one with a single typo: a letter too many, too few or wrong, or two
/// exchanged. Short words have too many neighbours.
fn is_slip(word: &str, meant: &str) -> bool {
    let (a, b) = (word.as_bytes(), meant.as_bytes());
    if a == b || a.len().min(b.len()) < 4 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([x, y, a @ ..], [z, w, b @ ..]) if x == w && y == z && a == b => true,
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([_, rest @ ..], b) if rest == b => true,
        (a, [_, rest @ ..]) if rest == a => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognises_slips() {
        for (word, meant, expected) in [
            ("asynico", "asyncio", true),
            ("maths", "math", true),
            ("ramdom", "random", true),
            ("numpy", "runpy", false),
            ("re", "os", false),
            ("json", "json", false),
        ] {
            assert_eq!(is_slip(word, meant), expected, "{word}");
        }
    }
}
