//! The pure-Python part of the standard library, compiled and compressed into the program.
//!
//! The sources are those of the crate `rustpython-pylib` (CPython's own, PSF licence), and our own in
//! `stdlib/stand_ins` for the compiled parts of public packages; the build script compiles and packs
//! them, and compiles the Python parts of native modules. A source is
//! unpacked when it is first read: to be shown, or to be compiled without `assert` or docstrings.

use crate::objects::code::Source;
#[cfg(feature = "stdlib")]
use crate::runtime::mapping;
use std::borrow::Cow;
use std::rc::Rc;
#[cfg(feature = "stdlib")]
use zlib_rs::{Inflate, InflateFlush, Status};

/// A location in the archive: start, end, and the size of the contents. Contents of the same size
/// are not compressed.
#[cfg(feature = "stdlib")]
type Place = (usize, usize, usize);

/// A module: its name, whether it is a package, the locations of its source and of its code.
#[cfg(feature = "stdlib")]
type Entry = (&'static str, bool, Place, Place);

#[cfg(feature = "stdlib")]
static INDEX: &[Entry] = include!(concat!(env!("OUT_DIR"), "/stdlib.rs"));

#[cfg(feature = "stdlib")]
static ARCHIVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/stdlib.bin"));

/// The Python parts of native modules: the fingerprint of a text, and the location of its code.
#[cfg(feature = "stdlib")]
static PARTS: &[(u64, Place)] = include!(concat!(env!("OUT_DIR"), "/parts.rs"));

/// The code of the Python part of a native module in its stored form.
#[cfg(feature = "stdlib")]
pub fn part(text: &str) -> Option<Cow<'static, [u8]>> {
    let wanted = hob_compiler::stored::fingerprint_of_ends(text.as_bytes());
    let at = PARTS.binary_search_by_key(&wanted, |row| row.0).ok()?;
    unpack(PARTS[at].1)
}

/// Without the standard library nothing is compiled beforehand.
#[cfg(not(feature = "stdlib"))]
pub fn part(_text: &str) -> Option<Cow<'static, [u8]>> {
    None
}

/// The number of bytes that Linux maps before or after a page that is read (`fault_around_bytes`).
#[cfg(feature = "stdlib")]
const MAPPED_AROUND: usize = 64 * 1024;

/// The contents at a location in the archive.
#[cfg(feature = "stdlib")]
fn unpack((start, end, size): Place) -> Option<Cow<'static, [u8]>> {
    if end - start == size {
        return Some(Cow::Borrowed(&ARCHIVE[start..end]));
    }
    let mut contents = vec![0; size];
    let mut state = Inflate::new(false, 15);
    let compressed = &ARCHIVE[start..end];
    let status = state.decompress(compressed, &mut contents, InflateFlush::Finish);
    // Most contents are read once, and the system maps pages around those that are read.
    let around = start.saturating_sub(MAPPED_AROUND)..ARCHIVE.len().min(end + MAPPED_AROUND);
    mapping::forget(&ARCHIVE[around]);
    matches!(status, Ok(Status::StreamEnd)).then_some(Cow::Owned(contents))
}

/// A file: its name relative to the library, and its location.
#[cfg(feature = "stdlib")]
type FileEntry = (&'static str, Place);

#[cfg(feature = "stdlib")]
static FILES: &[FileEntry] = include!(concat!(env!("OUT_DIR"), "/stdlib_files.rs"));

/// The names of the packed files that are not modules, relative to the library.
pub fn file_names() -> impl Iterator<Item = &'static str> {
    #[cfg(feature = "stdlib")]
    let files = FILES;
    #[cfg(not(feature = "stdlib"))]
    let files: &[(&'static str, ())] = &[];
    files.iter().map(|entry| entry.0)
}

/// The contents of a packed file.
#[cfg(feature = "stdlib")]
pub fn file(name: &str) -> Option<Vec<u8>> {
    unpack(FILES.iter().find(|entry| entry.0 == name)?.1).map(Cow::into_owned)
}

/// Without the standard library there are no files.
#[cfg(not(feature = "stdlib"))]
pub fn file(_name: &str) -> Option<Vec<u8>> {
    None
}

/// A packed module.
#[derive(Clone, Copy)]
pub struct Packed {
    name: &'static str,
    /// Whether it is a package.
    pub is_package: bool,
    /// Whether it was found by the name under which CPython freezes it.
    is_frozen: bool,
    #[cfg(feature = "stdlib")]
    source: Place,
    #[cfg(feature = "stdlib")]
    code: Place,
}

/// The modules that CPython freezes under other names.
#[cfg(feature = "stdlib")]
const FROZEN: [(&str, &str); 2] = [
    ("_frozen_importlib", "importlib._bootstrap"),
    ("_frozen_importlib_external", "importlib._bootstrap_external"),
];

/// A packed module by its full name.
#[cfg(feature = "stdlib")]
pub fn find(name: &str) -> Option<Packed> {
    let frozen = FROZEN.iter().find(|row| row.0 == name);
    let name = frozen.map_or(name, |row| row.1);
    let at = INDEX.binary_search_by(|entry| entry.0.cmp(name)).ok()?;
    let (name, is_package, source, code) = INDEX[at];
    Some(Packed { name, is_package, is_frozen: frozen.is_some(), source, code })
}

/// Without the standard library there is nothing to find.
#[cfg(not(feature = "stdlib"))]
pub fn find(_name: &str) -> Option<Packed> {
    None
}

impl Packed {
    /// Its code in its stored form.
    pub fn code(self) -> Option<Cow<'static, [u8]>> {
        #[cfg(feature = "stdlib")]
        return unpack(self.code);
        #[cfg(not(feature = "stdlib"))]
        None
    }

    /// The name that tracebacks show.
    pub fn shown(self) -> String {
        if self.is_frozen {
            return format!("<frozen {}>", self.name);
        }
        let path = self.name.replace('.', "/");
        format!("<stdlib>/{path}{}", if self.is_package { "/__init__.py" } else { ".py" })
    }

    /// The source, unpacked when it is first read.
    pub fn source(self) -> Rc<Source> {
        Source::of_later(self.shown(), move || self.text())
    }

    /// The text; empty if the archive is damaged.
    fn text(self) -> String {
        #[cfg(feature = "stdlib")]
        let text = unpack(self.source);
        #[cfg(not(feature = "stdlib"))]
        let text = Some(Cow::Borrowed(&[][..]));
        text.and_then(|text| String::from_utf8(text.into_owned()).ok()).unwrap_or_default()
    }
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
    let index: &[(&'static str, bool)] = &[];
    index.iter().map(|entry| entry.0)
}

#[cfg(all(test, feature = "stdlib"))]
mod tests {
    #[test]
    fn every_source_unpacks() {
        assert!(super::INDEX.is_sorted());
        for entry in super::INDEX {
            let text = super::find(entry.0).unwrap().text();
            assert_eq!(text.len(), entry.2.2, "{}", entry.0);
            assert!(super::find(entry.0).unwrap().code().is_some(), "{}", entry.0);
        }
        assert!(super::find("no such module").is_none());
        for (name, (_, _, size)) in super::FILES {
            assert_eq!(super::file(name).unwrap().len(), *size, "{name}");
        }
    }
}
