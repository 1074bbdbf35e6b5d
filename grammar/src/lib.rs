//! From Python source text to syntax tree.
//!
//! ```text
//! text ─ lexer (logos) ─ layout ─ python.lalrpop ─ ast
//! ```

mod actions;
pub mod ast;
mod decode;
mod diagnose;
pub mod dump;
mod error;
pub mod layout;
mod lexer;
mod literal;
mod parse;
mod position;
pub mod token;

lalrpop_util::lalrpop_mod!(
    #[allow(clippy::all, clippy::pedantic, missing_docs, unused, reason = "generated")]
    python
);

pub use decode::{decode_file, decode_source};
pub use error::{SyntaxError, SyntaxErrorKind, SyntaxWarning};
pub use parse::{Interactive, Parsed, parse_expression, parse_interactive, parse_module};
pub use position::LineIndex;
