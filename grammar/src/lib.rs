//! From Python source text to syntax tree.
//!
//! ```text
//! bytes ─ decode ─ text ─ lexer (logos) ─ layout ─ python.lalrpop ─ ast
//!                                                        └ fails ─ diagnose ─ SyntaxError
//! ```
//!
//! `lexer` finds single tokens; `layout` turns them into the stream that the grammar reads. The
//! grammar's actions call `actions`, which builds nodes and rejects invalid ones; `literal`
//! computes the values of literals. When the parser fails, `diagnose` chooses the message, and
//! `recover` finds the other mistakes of the file.
//!
//! ```
//! let parsed = hob_grammar::parse_module("x = 1\n").unwrap();
//! assert_eq!(parsed.module.body.len(), 1);
//! let error = hob_grammar::parse_module("x = (1\n").unwrap_err();
//! assert_eq!(error.to_string(), "SyntaxError: '(' was never closed");
//! ```

mod actions;
mod advice;
pub mod ast;
mod decode;
mod diagnose;
pub mod dump;
mod error;
pub mod layout;
mod lexer;
mod literal;
pub mod pace;
mod parse;
pub mod pieces;
mod position;
mod recover;
pub mod token;
pub mod tokenize;
pub mod type_comments;
pub mod unicode;

lalrpop_util::lalrpop_mod!(
    #[allow(clippy::all, clippy::pedantic, missing_docs, unused, reason = "generated")]
    python
);

pub use advice::advise;
pub use decode::{decode_file, decode_source, other_encoding};
pub use error::{ErrorEnd, Stage, SyntaxError, SyntaxErrorKind, SyntaxWarning};
pub use parse::{
    Interactive, Parsed, Unparsed, parse_expression, parse_expression_paced,
    parse_function_type_paced, parse_interactive, parse_module, parse_module_paced,
    parse_single_paced,
};
pub use position::LineIndex;
pub use recover::{all_errors, parse_module_all};
