//! `for` and `async for`: the form that an iterable requires.

use super::Node;
use crate::check::facts::{Facts, Kind};
use crate::check::walk::Place;
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// Builtins whose results are iterated with a plain `for`.
const PLAIN: [&str; 13] = [
    "builtins.range",
    "builtins.enumerate",
    "builtins.zip",
    "builtins.map",
    "builtins.filter",
    "builtins.sorted",
    "builtins.list",
    "builtins.dict",
    "builtins.set",
    "builtins.tuple",
    "builtins.str",
    "builtins.open",
    "asyncio.all_tasks",
];

/// Checks loops and the clauses of comprehensions.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    match node {
        Node::Stmt(stmt) => {
            if let StmtKind::For(node) = &stmt.kind {
                findings.extend(wrong(facts, at, &node.iter, node.is_async));
            }
        }
        Node::Expr(expr) => {
            let (ExprKind::ListComp { generators, .. }
            | ExprKind::SetComp { generators, .. }
            | ExprKind::DictComp { generators, .. }
            | ExprKind::Generator { generators, .. }) = &expr.kind
            else {
                return;
            };
            let inside = facts.inside_comprehension(at, expr);
            for (index, clause) in generators.iter().enumerate() {
                let place = if index == 0 { Some(*at) } else { inside };
                if let Some(place) = place {
                    findings.extend(wrong(facts, &place, &clause.iter, clause.is_async));
                }
            }
        }
    }
}

fn wrong<'a>(facts: &Facts<'a>, at: &Place<'a>, iter: &'a Expr, is_async: bool) -> Option<Finding> {
    let text = facts.text(iter);
    let found = |message: String, hint: String| {
        Some(Finding::new(Code::WrongFor, iter.span, message).hint(hint))
    };
    match facts.kind(at, iter) {
        Kind::Coroutine(..) => {
            let message = format!("`{text}` is a coroutine, which cannot be iterated");
            found(message, format!("Write `await {text}`, if its result can be iterated over."))
        }
        Kind::Function(def) if !is_async || def.is_async => {
            let message = format!("`{text}` is a function, which cannot be iterated");
            found(message, format!("Call it: `{text}(...)`."))
        }
        kind => {
            let needs_async = needs_async(facts, at, iter, &kind)?;
            if needs_async == is_async {
                return None;
            }
            let (wrong, right) = if is_async { ("async for", "for") } else { ("for", "async for") };
            let message = format!("`{text}` needs `{right}`, not `{wrong}`");
            found(message, format!("Write `{right} ... in {text}`."))
        }
    }
}

/// Whether an expression requires `async for`; none if unknown.
fn needs_async<'a>(
    facts: &Facts<'a>,
    at: &Place<'a>,
    iter: &'a Expr,
    kind: &Kind<'a>,
) -> Option<bool> {
    match kind {
        Kind::Object("async_generator" | "asyncio.StreamReader") => Some(true),
        Kind::Object("list" | "tuple" | "set" | "dict" | "str" | "bytes" | "generator") => {
            Some(false)
        }
        Kind::Instance(class) => {
            let has = |name: &str| facts.has_method(class, name);
            match (has("__iter__")? || has("__getitem__")?, has("__aiter__")?) {
                (true, false) => Some(false),
                (false, true) => Some(true),
                _ => None,
            }
        }
        _ => {
            let ExprKind::Call { func, .. } = &iter.kind else { return None };
            let Kind::Library(path) = facts.kind(at, func) else { return None };
            PLAIN.contains(&path.as_str()).then_some(false)
        }
    }
}
