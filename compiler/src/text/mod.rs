//! Text forms of constants, and what they need: the part of the interpreter's `text` that the
//! compiler needs, too.

pub mod error;
pub mod float;
pub mod numbers;
pub mod pace;
pub mod repr;
pub mod surrogate;
pub mod unicode;
