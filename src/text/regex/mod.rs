//! Regular expressions: Python's patterns, matched against text or bytes.
//!
//! A pattern comes as the code that the standard library's `re._compiler` writes, and is read into
//! a tree. A backtracking matcher runs any pattern; automata find the matches of those that they
//! have the exact meaning of, where that pays.

pub mod automaton;
pub mod class;
pub mod decode;
pub mod matcher;
pub mod program;

#[cfg(test)]
mod tests;
