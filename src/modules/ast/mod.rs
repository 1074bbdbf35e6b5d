//! `_ast`: syntax trees as objects of the program, on which the library's `ast` stands.

mod tree;

use crate::modules::ModuleDef;

pub use tree::parse;

/// `_ast`
pub static MODULE: ModuleDef =
    ModuleDef { name: "_ast", source: include_str!("nodes.py"), ..ModuleDef::BASE };
