//! `posix`: the parts of `posixpath` that are worth doing in Rust.

use super::file_system_path;
use crate::modules::ModuleDef;
use crate::objects::bytes::Bytes;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// `posix`, whose functions for files and processes are those of `os`.
pub static POSIX: ModuleDef = ModuleDef {
    name: "posix",
    doc: "This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.",
    source: include_str!("posix.py"),
    functions: &[
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
    ],
    ..ModuleDef::BASE
};

enum Result {
    Whole(Vec<u8>),
    Parts([Vec<u8>; 3]),
}

use Result::{Parts, Whole};

/// Applies a function to a path, text or bytes, and gives its results the same type. The function
/// may cut text only at slashes and dots.
fn on_text(vm: &Vm, a: Args<'_>, function: &str, change: impl FnOnce(&[u8]) -> Result) -> VmResult {
    let path = match a[0].get::<Str>().is_some() || a[0].get::<Bytes>().is_some() {
        true => a[0].clone(),
        false if vm.class_ref(a.at(0)).lookup(&intern("__fspath__")).is_some() => {
            file_system_path(vm, a.at(0))?
        }
        false => {
            let class = vm.class_ref(a.at(0)).message_name();
            return Err(vm.type_error(format!(
                "{function}: path should be string, bytes or os.PathLike, not {class}"
            )));
        }
    };
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
