//! A text form of the scopes, for `--dump=scopes`.
//!
//! ```text
//! module
//!     n                  name of the module: assigned
//!     async function fetch, line 3
//!         url            local: parameter, read
//!         retries        local in a cell: assigned, read
//!         function again, line 5
//!             retries            of async function fetch: declared nonlocal, assigned
//!             print              global or builtin: read
//! ```

use super::{Resolution, Scope, ScopeId, ScopeKind, Scopes, Symbol, Uses, analyze, future};
use crate::{Bounds, CompileError, Features, Mode};
use hob_grammar::LineIndex;
use hob_grammar::ast::Module;
use std::fmt::Write;

/// The native stack that the analysis may use, in bytes.
const DUMP_STACK: usize = 512 * 1024;

/// The column of the description of a name, relative to the indentation of its scope.
const COLUMN: usize = 18;

/// All scopes of a module with their names, indented by nesting.
///
/// # Errors
/// Errors of the analysis.
pub fn scopes(module: &Module, text: &str, mode: Mode) -> Result<String, CompileError> {
    let features = future::features(module, Features::default())?;
    let scopes = analyze(module, features, mode, Bounds::of_stack(DUMP_STACK))?;
    let lines = LineIndex::new(text);
    let mut out = String::new();
    for (number, scope) in scopes.scopes.iter().enumerate() {
        let ancestors = std::iter::successors(scope.parent, |id| scopes.get(*id).parent);
        let indent = "    ".repeat(ancestors.count());
        out += &indent;
        out += &title(scope);
        if scope.parent.is_some() {
            // Writing to a string does not fail.
            let _ = write!(out, ", line {}", lines.line(scope.span.start));
        }
        out.push('\n');
        for (name, symbol) in &scope.symbols {
            let place = place(&scopes, ScopeId(number as u32), symbol);
            let uses = uses(&symbol.uses);
            let colon = if uses.is_empty() { "" } else { ": " };
            let _ = writeln!(out, "{indent}    {name:COLUMN$} {place}{colon}{uses}");
        }
    }
    Ok(out)
}

fn title(scope: &Scope) -> String {
    let asynchronous = if scope.is_coroutine { "async " } else { "" };
    let what = match scope.kind {
        ScopeKind::Module => return "module".to_string(),
        ScopeKind::Class => return format!("class {}", scope.name),
        ScopeKind::Function if scope.is_generator => format!("generator {}", scope.name),
        ScopeKind::Function => format!("function {}", scope.name),
        ScopeKind::Lambda => "lambda".to_string(),
        ScopeKind::Comprehension => "comprehension".to_string(),
        ScopeKind::Generator => "generator expression".to_string(),
        ScopeKind::TypeParameters => format!("type parameters of {}", scope.name),
        ScopeKind::Lazy(what) => {
            format!("{} {}", what.strip_prefix("a ").unwrap_or(what), scope.name)
        }
    };
    format!("{asynchronous}{what}")
}

/// The owner of a name, in words.
fn place(scopes: &Scopes, here: ScopeId, symbol: &Symbol) -> String {
    let id = match symbol.resolution {
        Resolution::Variable(id) => id,
        Resolution::Namespace if here == Scopes::MODULE => return "name of the module".to_string(),
        Resolution::Namespace => return "name of the class".to_string(),
        Resolution::GlobalExplicit => return "global".to_string(),
        Resolution::GlobalImplicit | Resolution::Unknown => return "global or builtin".to_string(),
    };
    let variable = scopes.variable(id);
    match (variable.owner == here, variable.captured) {
        (true, false) => "local".to_string(),
        (true, true) => "local in a cell".to_string(),
        (false, _) => format!("of {}", title(scopes.get(variable.owner))),
    }
}

/// The uses of a name in its scope, in words.
fn uses(uses: &Uses) -> String {
    let Uses {
        parameter,
        bound,
        imported,
        read,
        global: _,
        nonlocal,
        annotated,
        iteration,
        type_parameter,
        deleted,
    } = *uses;
    let words = [
        (parameter, "parameter"),
        (type_parameter, "type parameter"),
        (nonlocal, "declared nonlocal"),
        (annotated, "annotated"),
        (iteration, "loop variable"),
        (imported, "imported"),
        (bound && !imported && !iteration && !type_parameter, "assigned"),
        (read, "read"),
        (deleted, "deleted"),
    ];
    words.iter().filter(|(holds, _)| *holds).map(|(_, word)| *word).collect::<Vec<_>>().join(", ")
}
