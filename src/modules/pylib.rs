//! The pure-Python part of the standard library.

use std::borrow::Cow;

/// The source of a module: the name that tracebacks show, the text, and whether it is a package.
pub fn source(name: &str) -> Option<(String, Cow<'static, str>, bool)> {
    let _ = name;
    None
}
