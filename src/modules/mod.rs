//! The modules written in Rust: one file or folder for each.

pub mod asyncio;
pub mod contextvars;

use crate::objects::native::{ClassDef, NativeDef};
use crate::runtime::Value;
use crate::vm::Vm;

/// The declaration of a module written in Rust.
pub struct ModuleDef {
    /// Its full name.
    pub name: &'static str,
    /// Its docstring.
    pub doc: &'static str,
    /// Its functions.
    pub functions: &'static [NativeDef],
    /// Its classes, under their own names.
    pub classes: &'static [&'static ClassDef],
    /// Everything else.
    pub values: fn(&Vm) -> Vec<(&'static str, Value)>,
}

impl ModuleDef {
    /// An empty module: a base for struct updates.
    pub const BASE: ModuleDef =
        ModuleDef { name: "", doc: "", functions: &[], classes: &[], values: |_| Vec::new() };
}

/// Several tables of functions as one. `N` is the number of all functions.
///
/// # Panics
/// When the program is compiled, if `N` is another number.
pub const fn join<const N: usize>(tables: &[&[NativeDef]]) -> [NativeDef; N] {
    let mut all = [tables[0][0]; N];
    let (mut table, mut at) = (0, 0);
    while table < tables.len() {
        let mut i = 0;
        while i < tables[table].len() {
            all[at] = tables[table][i];
            at += 1;
            i += 1;
        }
        table += 1;
    }
    assert!(at == N);
    all
}
