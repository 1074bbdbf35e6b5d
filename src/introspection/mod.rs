//! Facts about objects, found without running the program's code: attributes, parameters,
//! docstrings and source. Used by the session's assistance and by `help()`.

pub mod help;
pub mod look;
pub mod parameters;
mod results;
pub mod source;
