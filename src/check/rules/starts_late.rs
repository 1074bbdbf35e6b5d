//! Coroutines created early and awaited after other waits, as if they had been running.

use super::Node;
use super::held::{self, Held};
use crate::check::facts::{Facts, Use};
use crate::check::walk::{self, Place, Visitor};
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// Checks the blocks of asynchronous functions.
pub fn check<'a>(facts: &Facts<'a>, _: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    held::each(facts, node, &mut |at, held| findings.extend(made(facts, at, held)));
}

/// Checks `name = value` and the statements after it.
fn made<'a>(facts: &Facts<'a>, at: &Place<'a>, held: Held<'a>) -> Option<Finding> {
    let Held { name, value, def, rest } = held;
    let variable = facts.variable(at.scope, name)?;
    let ([_], [read]) = (variable.bindings.as_slice(), variable.reads.as_slice()) else {
        return None;
    };
    if read.usage != Use::Awaited || read.at.scope != at.scope {
        return None;
    }
    let covers = |span: Span| span.start <= read.span.start && read.span.end <= span.end;
    let awaiting = rest.iter().position(|stmt| covers(stmt.span))?;
    let between = rest[..awaiting].iter().filter(|stmt| !leaves(stmt));
    let mut before = between.flat_map(|stmt| waits(facts, at, stmt));
    // In the statement itself, only the parts that run earlier.
    let earlier = || {
        let mut all = waits(facts, at, &rest[awaiting]).into_iter();
        all.find(|span| span.end <= read.span.start)
    };
    let first = before.next().or_else(earlier)?;
    let called = def.map_or(facts.text(value), |def| format!("{}()", def.name.name));
    let line = facts.line(read.span);
    let message = format!(
        "`{called}` starts nothing yet: it runs only once `{name}` is awaited on line {line}, after other waits"
    );
    let task = format!("asyncio.create_task({})", facts.text(value));
    Some(
        Finding::new(Code::CoroutineStartsLate, value.span, message)
            .hint(format!("Write `{name} = {task}` to let it run meanwhile."))
            .label(first, "this is waited for first")
            .label(read.span, "it starts here"),
    )
}

/// Whether a statement is a branch that does not continue after it.
fn leaves(stmt: &Stmt) -> bool {
    let StmtKind::If { body, orelse, .. } = &stmt.kind else { return false };
    let ends = body.last().map(|last| &last.kind);
    orelse.is_empty() && matches!(ends, Some(StmtKind::Return(_) | StmtKind::Raise { .. }))
}

/// The waits of a statement, without inner functions.
fn waits<'a>(facts: &Facts<'a>, at: &Place<'a>, stmt: &'a Stmt) -> Vec<Span> {
    #[derive(Default)]
    struct Waits(Vec<Span>);
    impl<'a> Visitor<'a> for Waits {
        fn expr(&mut self, _: &Place<'a>, expr: &'a Expr) {
            if matches!(expr.kind, ExprKind::Await(_)) {
                self.0.push(expr.span);
            }
        }
        fn stmt(&mut self, _: &Place<'a>, stmt: &'a Stmt) {
            if let StmtKind::For(node) = &stmt.kind
                && node.is_async
            {
                self.0.push(node.iter.span);
            }
        }
        fn enters_units(&self) -> bool {
            false
        }
    }
    let mut found = Waits::default();
    walk::block(at, std::slice::from_ref(stmt), facts.scopes, &mut found);
    found.0
}
