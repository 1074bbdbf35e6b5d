//! A text form of the scopes, for `--dump=scopes`.

use super::{Scopes, analyze, future};
use crate::compile::{CompileError, Mode, StackFloor};
use hob_grammar::ast::Module;
use std::fmt::Write;

/// The machine stack that the analysis may use, in bytes.
const DUMP_STACK: usize = 512 * 1024;

/// All scopes of a module with their names, indented by nesting.
///
/// # Errors
/// What the analysis refuses.
pub fn scopes(module: &Module, mode: Mode) -> Result<String, CompileError> {
    let scopes: Scopes =
        analyze(module, future::features(module)?, mode, StackFloor::below(DUMP_STACK))?;
    let mut out = String::new();
    for scope in &scopes.scopes {
        let mut depth = 0;
        let mut parent = scope.parent;
        while let Some(id) = parent {
            depth += 1;
            parent = scopes.get(id).parent;
        }
        let indent = "    ".repeat(depth);
        let words = [(scope.is_coroutine, " coroutine"), (scope.is_generator, " generator")];
        let words: String =
            words.iter().filter(|(holds, _)| *holds).map(|(_, word)| *word).collect();
        // Writing to a string does not fail.
        let _ = writeln!(out, "{indent}{:?} {}{words}", scope.kind, scope.name);
        for (name, symbol) in &scope.symbols {
            let _ = writeln!(out, "{indent}    {name}: {symbol:?}");
        }
    }
    Ok(out)
}
