//! The algorithms behind the built-in types, on plain Rust data.
//!
//! Nothing here knows a `Value` or the heap: every function takes `&str`, `&[u8]`, `f64`, `i64` or
//! `BigInt` and returns such types, with CPython's results and error messages. The built-in types
//! in `objects` and the native modules are thin shells around these functions.

pub mod bytes_ops;
pub mod calendar;
pub mod codec;
pub mod float_arith;
pub mod format_spec;
pub mod hash;
pub mod http;
pub mod int;
pub mod int_arith;
pub mod mersenne;
pub mod os_text;
pub mod percent;
pub mod random_dist;
pub mod regex;
pub mod search;
pub mod short_division;
pub mod span;
pub mod str_format;
pub mod str_ops;
pub mod strftime;
pub mod suggest;
pub mod transfer;
pub mod wide;
pub mod wrap;
pub mod xml;

pub use hob_compiler::text::{error, float, numbers, pace, repr, surrogate, unicode};

pub use error::{ErrorKind, Result, TextError};
