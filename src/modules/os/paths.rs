//! The parts of `posixpath` that are worth doing in Rust.

use super::file_system_path;
use super::files::warn_of_bool;
use crate::objects::bytes::Bytes;
use crate::objects::native::{Args, NativeDef};
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// The functions.
pub(super) const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "_path_normpath(path)",
        "Normalize path, eliminating double slashes, etc.",
        |vm, a| on_text(vm, a, "_path_normpath", |path| Whole(normal(path))),
    ),
    NativeDef::new(
        "_path_splitroot_ex(p, /)",
        "Split a pathname into drive, root and tail.\n\nThe tail contains anything after the root.",
        |vm, a| {
            on_text(vm, a, "_path_splitroot_ex", |path| {
                let (root, tail) = path.split_at(root_length(path));
                Parts([Vec::new(), root.to_vec(), tail.to_vec()])
            })
        },
    ),
];

/// What a function takes for a path, besides `str`, `bytes` and objects with `__fspath__`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// Nothing else.
    Path,
    /// The number of an open file.
    PathOrFile,
    /// The number of an open file, or None.
    PathFileOrNone,
}

/// Checks the type of a path. `argument` is its name, after that of the function: `remove: path`.
///
/// # Errors
/// TypeError; any exception raised by `__fspath__`.
pub(super) fn require(vm: &Vm, value: &Value, argument: &str, takes: Takes) -> VmResult<()> {
    let class = vm.class_ref(value);
    let is_taken = value.get::<Str>().is_some()
        || value.get::<Bytes>().is_some()
        || takes != Takes::Path && !vm.slot(value, SpecialMethod::Index).is_absent()
        || takes == Takes::PathFileOrNone && value.is_none()
        || class.lookup(&intern("__fspath__")).is_some_and(|method| !method.is_none());
    if is_taken {
        if takes != Takes::Path {
            warn_of_bool(vm, value)?;
        }
        return Ok(());
    }
    let kinds = match takes {
        Takes::Path => "string, bytes or os.PathLike",
        Takes::PathOrFile => "string, bytes, os.PathLike or integer",
        Takes::PathFileOrNone => "string, bytes, os.PathLike, integer or None",
    };
    let class = class.message_name();
    Err(vm.type_error(format!("{argument} should be {kinds}, not {class}")))
}

enum Result {
    Whole(Vec<u8>),
    Parts([Vec<u8>; 3]),
}

use Result::{Parts, Whole};

/// Applies a function to a path, text or bytes, and gives its results the same type. The function
/// may cut text only at slashes and dots.
fn on_text(vm: &Vm, a: Args<'_>, function: &str, change: impl FnOnce(&[u8]) -> Result) -> VmResult {
    require(vm, a.at(0), &format!("{function}: path"), Takes::Path)?;
    let path = file_system_path(vm, a.at(0))?;
    let (result, is_text) = match (path.get::<Str>(), path.get::<Bytes>()) {
        (Some(text), _) => (change(text.as_str().as_bytes()), true),
        (None, Some(bytes)) => (change(&bytes.data), false),
        (None, None) => return Ok(path),
    };
    let value = |part: Vec<u8>| match is_text {
        true => Value::from(String::from_utf8(part).unwrap_or_default()),
        false => Bytes::new(part).into_value(),
    };
    Ok(match result {
        Whole(part) => value(part),
        Parts(parts) => Tuple::new(parts.map(value)).into_value(),
    })
}

/// The number of slashes that form the root: POSIX leaves the meaning of exactly two to the system.
fn root_length(path: &[u8]) -> usize {
    match path {
        [b'/', b'/', b'/', ..] => 1,
        [b'/', b'/', ..] => 2,
        [b'/', ..] => 1,
        _ => 0,
    }
}

fn normal(path: &[u8]) -> Vec<u8> {
    let root = root_length(path);
    let mut parts: Vec<&[u8]> = Vec::new();
    for part in path[root..].split(|byte| *byte == b'/') {
        match part {
            b"" | b"." => {}
            b".." if root > 0 && parts.is_empty() => {}
            b".." if parts.last().is_some_and(|last| *last != b"..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let path = [&path[..root], &parts.join(&b'/')].concat();
    if path.is_empty() { b".".to_vec() } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_paths() {
        let normal = |path: &str| String::from_utf8(normal(path.as_bytes())).unwrap();
        for (path, expected) in [
            ("", "."),
            ("/", "/"),
            ("//", "//"),
            ("///a", "/a"),
            ("a//b/./c/", "a/b/c"),
            ("/../a", "/a"),
            ("../a/../..", "../.."),
            ("a/..", "."),
        ] {
            assert_eq!(normal(path), expected, "{path}");
        }
    }
}
