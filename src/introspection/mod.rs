//! What can be said of objects without running the program's code: their attributes, parameters,
//! docstrings and source. The session's help while typing and `help()` come from here.

pub mod help;
pub mod look;
pub mod parameters;
mod results;
pub mod source;
