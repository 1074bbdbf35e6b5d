//! `from __future__ import …`: the features that a module enables (`Lib/__future__.py`).

use crate::source::Features;
use crate::{CompileError, Result};
use hob_grammar::ast::{Constant, ExprKind, Module, Span, Stmt, StmtKind};

/// Features that are always enabled by now.
const SETTLED: [&str; 9] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
];

/// The names that a `from __future__` statement imports, if it is one.
fn future_import(stmt: &Stmt) -> Option<&[hob_grammar::ast::Alias]> {
    match &stmt.kind {
        StmtKind::ImportFrom { module: Some(module), names, level: 0 }
            if module.name == "__future__" =>
        {
            Some(names)
        }
        _ => None,
    }
}

/// Adds the features of the statements at the module's start to those enabled from outside.
pub fn features(module: &Module, outside: Features) -> Result<Features> {
    let mut features = outside;
    for (index, stmt) in module.body.iter().enumerate() {
        let Some(names) = future_import(stmt) else {
            match &stmt.kind {
                StmtKind::Expr(e) if index == 0 && is_string(&e.kind) => continue,
                _ => break,
            }
        };
        for alias in names {
            match alias.name.name.as_str() {
                "annotations" => features.annotations = true,
                "braces" => return Err(CompileError::new("not a chance", start(stmt))),
                known if SETTLED.contains(&known) => {}
                other => {
                    let message = format!("future feature {other} is not defined");
                    return Err(CompileError::new(message, start(stmt)));
                }
            }
        }
    }
    Ok(features)
}

/// CPython knows of these statements only where they start.
fn start(stmt: &Stmt) -> Span {
    Span::new(stmt.span.start, stmt.span.start)
}

/// The end of a module's future statements: the index of the first other statement.
pub fn end_of_features(module: &Module) -> usize {
    let is_doc = |s: &Stmt| matches!(&s.kind, StmtKind::Expr(e) if is_string(&e.kind));
    let start = usize::from(module.body.first().is_some_and(is_doc));
    start + module.body[start..].iter().take_while(|s| future_import(s).is_some()).count()
}

fn is_string(kind: &ExprKind) -> bool {
    matches!(kind, ExprKind::Constant(Constant::Str(_)))
}
