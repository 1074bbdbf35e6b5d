//! `yield` inside a task group or timeout, tasks without a loop, and loops that poll.

use super::Node;
use crate::check::facts::{Facts, Kind};
use crate::check::walk::{self, Place, Visitor};
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// Checks `async with`, `while` and calls at module level.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    match node {
        Node::Stmt(Stmt { kind: StmtKind::With { is_async: true, items, body }, .. }) => {
            findings.extend(yields_inside(facts, at, items, body));
        }
        Node::Stmt(Stmt { kind: StmtKind::While { test, body, .. }, .. }) if at.is_async() => {
            findings.extend(polls(facts, at, test, body));
        }
        Node::Expr(expr) if at.at_top => findings.extend(without_loop(facts, at, expr)),
        _ => {}
    }
}

/// The first `yield` of some statements, without inner functions.
#[derive(Default)]
struct Yields(Option<Span>);

impl<'a> Visitor<'a> for Yields {
    fn expr(&mut self, _: &Place<'a>, expr: &'a Expr) {
        if matches!(expr.kind, ExprKind::Yield(_)) {
            self.0.get_or_insert(expr.span);
        }
    }

    fn enters_units(&self) -> bool {
        false
    }
}

fn yields_inside<'a>(
    facts: &Facts<'a>,
    at: &Place<'a>,
    items: &'a [WithItem],
    body: &'a [Stmt],
) -> Option<Finding> {
    let def = at.function?;
    let scope = items.iter().find_map(|item| match facts.kind(at, &item.context) {
        Kind::Object(
            class @ ("asyncio.TaskGroup" | "asyncio.Timeout" | "asyncio.timeouts.Timeout"),
        ) => Some(class.rsplit('.').next().unwrap_or(class)),
        _ => None,
    })?;
    // Context managers and fixtures end where their `with` block or test ends.
    if !def.is_async || !def.decorators.is_empty() {
        return None;
    }
    let mut yields = Yields::default();
    walk::block(at, body, facts.scopes, &mut yields);
    let what = if scope == "TaskGroup" { "task group" } else { "timeout" };
    let message = format!(
        "the generator yields inside a {what}, which then covers the code that iterates over it"
    );
    let hint = "Collect the items inside, and yield them after the block.";
    Some(Finding::new(Code::YieldInScope, yields.0?, message).hint(hint))
}

/// `while not ready: await asyncio.sleep(0.1)`
fn polls<'a>(
    facts: &Facts<'a>,
    at: &Place<'a>,
    test: &'a Expr,
    body: &'a [Stmt],
) -> Option<Finding> {
    let [Stmt { kind: StmtKind::Expr(only), .. }] = body else { return None };
    let ExprKind::Await(call) = &only.kind else { return None };
    let ExprKind::Call { func, .. } = &call.kind else { return None };
    // The condition depends on the program itself: a name, an attribute, or their negation.
    let flag = match &test.kind {
        ExprKind::Unary { op: UnaryOp::Not, operand } => &**operand,
        _ => test,
    };
    let is_flag = matches!(flag.kind, ExprKind::Name(_) | ExprKind::Attribute { .. });
    if !is_flag || !facts.kind(at, func).is_library("asyncio.sleep") {
        return None;
    }
    let message = format!("the loop checks `{}` again and again", facts.text(test));
    let hint = "An `asyncio.Event` wakes the task when it changes: `await event.wait()`.";
    Some(Finding::new(Code::PollingLoop, test.span, message).hint(hint))
}

/// `asyncio.create_task(…)` at module level.
fn without_loop<'a>(facts: &Facts<'a>, at: &Place<'a>, expr: &'a Expr) -> Option<Finding> {
    let ExprKind::Call { func, .. } = &expr.kind else { return None };
    if facts.is_notebook || !facts.kind(at, func).is_library("asyncio.create_task") {
        return None;
    }
    let message = "no loop runs while the module is imported: RuntimeError: no running event loop";
    let hint = "Create the task in a coroutine that `asyncio.run` runs.";
    Some(Finding::new(Code::NoRunningLoop, expr.span, message).hint(hint))
}
