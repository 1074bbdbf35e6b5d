//! `_ast`: syntax trees as Python objects, the basis of the library's `ast`.

mod tree;

use crate::modules::ModuleDef;

pub use tree::parse;

/// `_ast`
pub static MODULE: ModuleDef =
    ModuleDef { name: "_ast", source: include_str!("nodes.py"), ..ModuleDef::BASE };
