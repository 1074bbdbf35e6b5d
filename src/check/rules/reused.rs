//! Coroutines awaited twice.

use super::Node;
use super::held::{self, Held};
use crate::check::facts::{Facts, Use};
use crate::check::walk::{self, Place};
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// Checks the blocks of asynchronous functions.
pub fn check<'a>(facts: &Facts<'a>, _: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    held::each(facts, node, &mut |at, held| findings.extend(again(facts, at, held)));
}

/// Finds a second `await` of a name after `name = value`.
fn again<'a>(facts: &Facts<'a>, at: &Place<'a>, held: Held<'a>) -> Option<Finding> {
    let Held { name, value, rest, .. } = held;
    let variable = facts.variable(at.scope, name)?;
    let [_] = variable.bindings.as_slice() else { return None };
    let awaits =
        variable.reads.iter().filter(|r| r.usage == Use::Awaited && r.at.scope == at.scope);
    let awaits: Vec<Span> = awaits.map(|read| read.span).collect();
    let in_stmt = |stmt: &Stmt, span: &Span| stmt.span.to(*span) == stmt.span;
    let first = *awaits.first()?;
    let index = rest.iter().position(|stmt| in_stmt(stmt, &first))?;
    let found = |span: Span, message: String| {
        let call = facts.text(value);
        Some(
            Finding::new(Code::CoroutineReused, span, message)
                .hint(format!("Make a new one with `{call}`, or one task, `asyncio.create_task({call})`, which can be awaited again."))
                .label(value.span, "one coroutine is made here"),
        )
    };
    if is_simple(&rest[index]) {
        let second = awaits.get(1).filter(|span| rest[index..].iter().any(|s| in_stmt(s, span)))?;
        let line = facts.line(first);
        return found(
            *second,
            format!("coroutine `{name}` was already awaited on line {line}, and runs only once"),
        );
    }
    let (StmtKind::For(_) | StmtKind::While { .. }) = &rest[index].kind else { return None };
    let body = walk::blocks(&rest[index]).next()?;
    let is_certain =
        body.iter().any(|s| is_simple(s) && in_stmt(s, &first)) && !body.iter().any(leaves);
    match is_certain {
        true => found(
            first,
            format!(
                "coroutine `{name}` is awaited in each iteration of the loop, and runs only once"
            ),
        ),
        false => None,
    }
}

/// Whether a statement runs from start to end unless it raises.
fn is_simple(stmt: &Stmt) -> bool {
    matches!(
        stmt.kind,
        StmtKind::Expr(_)
            | StmtKind::Assign { .. }
            | StmtKind::AnnAssign { .. }
            | StmtKind::AugAssign { .. }
    )
}

/// Whether a loop's body may end the loop.
fn leaves(stmt: &Stmt) -> bool {
    matches!(stmt.kind, StmtKind::Return(_) | StmtKind::Raise { .. } | StmtKind::Break)
        || walk::blocks(stmt).any(|block| block.iter().any(leaves))
}
