//! What helps while typing and reading: completion, hints about the call being typed, colours,
//! values laid out, help texts.
//!
//! All of it looks at objects without running the program's code, `values::show` excepted, which
//! asks for `__repr__`. Half-typed text is what it works on: nothing here fails on any text.

pub mod colors;
pub mod complete;
pub mod cursor;
pub mod highlight;
pub mod modules;
pub mod resolve;
pub mod signature;
pub mod values;

pub use crate::introspection::help;
