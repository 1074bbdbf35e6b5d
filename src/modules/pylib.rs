//! The pure-Python part of the standard library, compressed into the program.
//!
//! The sources are those of the crate `rustpython-pylib` (CPython's own, PSF licence); the build
//! script packs them. Nothing is unpacked before a module is imported.

use std::borrow::Cow;

/// A module: its name, whether it is a package, where its compressed source is, the source's size.
#[cfg(feature = "stdlib")]
type Entry = (&'static str, bool, usize, usize, usize);

#[cfg(feature = "stdlib")]
static INDEX: &[Entry] = include!(concat!(env!("OUT_DIR"), "/stdlib.rs"));

#[cfg(feature = "stdlib")]
static ARCHIVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/stdlib.bin"));

/// The source of a module: the name that tracebacks show, the text, and whether it is a package.
#[cfg(feature = "stdlib")]
pub fn source(name: &str) -> Option<(String, Cow<'static, str>, bool)> {
    let at = INDEX.binary_search_by(|entry| entry.0.cmp(name)).ok()?;
    let (_, is_package, start, end, size) = INDEX[at];
    let bytes =
        miniz_oxide::inflate::decompress_to_vec_with_limit(&ARCHIVE[start..end], size).ok()?;
    let path = name.replace('.', "/");
    let file = if is_package { "/__init__.py" } else { ".py" };
    Some((format!("<stdlib>/{path}{file}"), String::from_utf8(bytes).ok()?.into(), is_package))
}

/// Without the standard library there is nothing to find.
#[cfg(not(feature = "stdlib"))]
pub fn source(_name: &str) -> Option<(String, Cow<'static, str>, bool)> {
    None
}

/// The names of all packed modules that are not inside a package.
pub fn top_level_names() -> impl Iterator<Item = &'static str> {
    names().filter(|name| !name.contains('.'))
}

/// The full names of all packed modules.
pub fn names() -> impl Iterator<Item = &'static str> {
    #[cfg(feature = "stdlib")]
    let index = INDEX;
    #[cfg(not(feature = "stdlib"))]
    let index: &[(&'static str, bool, usize, usize, usize)] = &[];
    index.iter().map(|entry| entry.0)
}

#[cfg(all(test, feature = "stdlib"))]
mod tests {
    #[test]
    fn every_source_unpacks() {
        assert!(super::INDEX.is_sorted());
        for entry in super::INDEX {
            let (_, text, _) = super::source(entry.0).unwrap();
            assert_eq!(text.len(), entry.4, "{}", entry.0);
        }
        assert!(super::source("no such module").is_none());
    }
}
