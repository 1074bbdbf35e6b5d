//! Methods of asyncio objects that are tested but not called.

use super::Node;
use crate::check::facts::library::{self, Gives};
use crate::check::facts::{Facts, Kind};
use crate::check::walk::Place;
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// Checks conditions.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    let mut tested = |value: &'a Expr| findings.extend(method(facts, at, value));
    match node {
        Node::Stmt(stmt) => {
            if let StmtKind::If { test, .. }
            | StmtKind::While { test, .. }
            | StmtKind::Assert { test, .. } = &stmt.kind
            {
                tested(test);
            }
        }
        Node::Expr(expr) => match &expr.kind {
            ExprKind::Unary { op: UnaryOp::Not, operand } => tested(operand),
            ExprKind::BoolOp { values, .. } => values.iter().for_each(tested),
            ExprKind::IfElse { test, .. } => tested(test),
            _ => {}
        },
    }
}

fn method<'a>(facts: &Facts<'a>, at: &Place<'a>, value: &'a Expr) -> Option<Finding> {
    let ExprKind::Attribute { value: object, .. } = &value.kind else { return None };
    let Kind::Library(path) = facts.kind(at, value) else { return None };
    let Kind::Object(_) = facts.kind(at, object) else { return None };
    let entry = library::find(&path)?;
    let text = facts.text(value);
    let call = match entry.gives {
        Gives::Coroutine(_) => format!("await {text}()"),
        _ => format!("{text}()"),
    };
    let message = format!("`{text}` is a method, which is always true");
    Some(
        Finding::new(Code::MethodNotCalled, value.span, message)
            .hint(format!("Call it: `{call}`.")),
    )
}
