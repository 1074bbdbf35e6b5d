//! Assistance while typing and reading: completion, signature hints, colours, layout of values,
//! help texts.
//!
//! Nothing here runs the program's code, except `values::show`, which calls `__repr__`. All of it
//! accepts any text, however incomplete.

pub mod colors;
pub mod complete;
pub mod cursor;
pub mod highlight;
pub mod modules;
pub mod resolve;
pub mod signature;
pub mod values;

pub use crate::introspection::help;
