//! What helps while typing and reading: completion, hints about the call being typed, colours,
//! values laid out, help texts.
//!
//! All of it looks at objects without running the program's code, `values::show` excepted, which
//! asks for `__repr__`. Half-typed text is what it works on: nothing here fails on any text.

pub mod colors;
pub mod complete;
pub mod cursor;
pub mod highlight;
pub mod look;
pub mod modules;
pub mod parameters;
pub mod resolve;
pub mod signature;
pub mod values;
