//! From Python source text to syntax tree.
//!
//! ```text
//! text ─ lexer (logos) ─ layout ─ python.lalrpop ─ ast
//! ```

pub mod ast;
