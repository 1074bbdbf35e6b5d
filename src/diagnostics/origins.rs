//! The origins of variables' values, as far as the program's text shows them.

use super::story::Variables;
use super::tree::{Tree, dotted, own_statements};
use crate::objects::function::Function;
use hob_grammar::ast::{Constant, Expr, ExprKind, Span, Stmt, StmtKind};

/// Methods that change an object and return None.
const IN_PLACE: &[&str] = &[
    "append",
    "extend",
    "insert",
    "remove",
    "sort",
    "reverse",
    "clear",
    "update",
    "add",
    "discard",
    "shuffle",
    "put_nowait",
    "set",
    "release",
    "close",
    "write",
    "print",
];

/// The last statement before an offset that assigns to a name (or a dotted path), or else the first
/// one after it.
pub fn assignment(body: &[&Stmt], name: &str, before: u32) -> Option<Span> {
    let assigning: Vec<Span> =
        body.iter().filter(|stmt| targets(stmt, name)).map(|stmt| stmt.span).collect();
    let above = assigning.iter().rev().find(|span| span.start < before);
    above.or(assigning.first()).copied()
}

fn targets(stmt: &Stmt, name: &str) -> bool {
    let is_it = |expr: &Expr| match &expr.kind {
        ExprKind::Tuple(items) | ExprKind::List(items) => {
            items.iter().any(|item| dotted(item).is_some_and(|path| path.join(".") == name))
        }
        _ => dotted(expr).is_some_and(|path| path.join(".") == name),
    };
    match &stmt.kind {
        StmtKind::Assign { targets, .. } => targets.iter().any(is_it),
        StmtKind::AugAssign { target, .. } | StmtKind::AnnAssign { target, .. } => is_it(target),
        StmtKind::For(node) => is_it(&node.target),
        StmtKind::With { items, .. } => items.iter().filter_map(|i| i.target.as_ref()).any(is_it),
        _ => false,
    }
}

/// The statement before an offset that made a name None, with the reason.
pub fn none_from(
    body: &[&Stmt],
    tree: &Tree,
    name: &str,
    before: u32,
    variables: &Variables,
) -> Option<(Span, String)> {
    let span = assignment(body, name, before)?;
    let stmt = body.iter().find(|stmt| stmt.span == span)?;
    let StmtKind::Assign { value, .. } = &stmt.kind else { return None };
    if matches!(value.kind, ExprKind::Constant(Constant::None)) {
        return Some((span, "that is what it was set to".to_string()));
    }
    let value = match &value.kind {
        ExprKind::Await(inner) => inner,
        _ => value,
    };
    Some((span, why_none(tree, value, variables)?))
}

/// The reason why a call returns None.
pub fn why_none(tree: &Tree, call: &Expr, variables: &Variables) -> Option<String> {
    let ExprKind::Call { func, .. } = &call.kind else { return None };
    if let Some(function) = dotted(func).and_then(|path| variables.follow(&path))
        && let Some(function) = function.get::<Function>()
    {
        let name = function.code.name.as_str();
        let own = Tree::new(&function.code.source.text);
        let def = own.as_ref().unwrap_or(tree).function_named(name, |_| true)?;
        let returns = own_statements(&def.body).into_iter().filter_map(|stmt| match &stmt.kind {
            StmtKind::Return(value) => Some(value.is_some()),
            _ => None,
        });
        return Some(match returns.fold(None, |all, one| Some(all.unwrap_or(false) | one)) {
            Some(true) => format!("{name}() can end without a `return` of a value"),
            _ => format!("{name}() has no `return` of a value, and so returns None"),
        });
    }
    let ExprKind::Attribute { attr, .. } = &func.kind else { return None };
    let name = attr.name.as_str();
    if matches!(name, "search" | "match" | "fullmatch") {
        return Some(format!("`.{name}(…)` returns None if nothing matches"));
    }
    if name == "get" {
        return Some("`.get(…)` returns None if there is no such key".to_string());
    }
    IN_PLACE
        .contains(&name)
        .then(|| format!("`.{name}(…)` changes the object in place, and returns None"))
}
