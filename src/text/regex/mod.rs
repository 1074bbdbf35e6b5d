//! Regular expressions: Python's patterns, matched against text or bytes.
//!
//! A pattern is received as the code that the standard library's `re._compiler` writes, and read
//! into a tree. A backtracking matcher runs any pattern; automata find the matches of those whose
//! meaning they express exactly, where that pays off.

pub mod automaton;
pub mod class;
pub mod decode;
pub mod matcher;
pub mod program;

#[cfg(test)]
mod tests;
