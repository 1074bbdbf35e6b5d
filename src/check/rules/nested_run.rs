//! Running an event loop inside another.

use super::Node;
use crate::check::facts::{Facts, Kind};
use crate::check::walk::Place;
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

const RUNNERS: [&str; 4] = [
    "asyncio.run",
    "asyncio.Runner.run",
    "asyncio.AbstractEventLoop.run_until_complete",
    "asyncio.AbstractEventLoop.run_forever",
];

/// Checks calls inside `async def`.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    let Node::Expr(expr) = node else { return };
    let ExprKind::Call { func, arguments } = &expr.kind else { return };
    if !at.is_async() {
        return;
    }
    let Kind::Library(path) = facts.kind(at, func) else { return };
    if !RUNNERS.contains(&path.as_str()) {
        return;
    }
    let callee = facts.text(func);
    let message = format!("`{callee}()` inside `async def`: an event loop is already running");
    let finding = Finding::new(Code::NestedRun, expr.span, message);
    findings.push(match arguments.args.first() {
        Some(coroutine) => finding.hint(format!("Write `await {}`.", facts.text(coroutine))),
        None => finding,
    });
}
