//! Coroutines, futures and tasks that a statement creates and drops.

use super::Node;
use crate::check::facts::{Facts, Kind, Use};
use crate::check::project::{Asks, Question};
use crate::check::walk::{Binding, Place};
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// Functions that create tasks without another reference.
const MAKERS: [&str; 3] =
    ["asyncio.create_task", "asyncio.ensure_future", "asyncio.AbstractEventLoop.create_task"];

/// Checks expression statements, and names assigned a coroutine.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    let Node::Stmt(stmt) = node else { return };
    match &stmt.kind {
        StmtKind::Expr(value) => dropped(facts, at, value, findings),
        StmtKind::Assign { targets, value } => {
            if let [target] = targets.as_slice() {
                kept_for_nothing(facts, at, target, value, findings);
            }
        }
        _ => {}
    }
}

fn dropped<'a>(facts: &Facts<'a>, at: &Place<'a>, value: &'a Expr, findings: &mut Vec<Finding>) {
    // `ready and greet()`, `greet() if ready else None`
    match &value.kind {
        ExprKind::BoolOp { values, .. } => {
            if let Some(last) = values.last() {
                dropped(facts, at, last, findings);
            }
            return;
        }
        ExprKind::IfElse { body, orelse, .. } => {
            dropped(facts, at, body, findings);
            dropped(facts, at, orelse, findings);
            return;
        }
        _ => {}
    }
    let ExprKind::Call { func, .. } = &value.kind else { return };
    let (callee, call) = (facts.text(func), facts.text(value));
    let is_any = |makers: &[&str]| {
        let kind = facts.kind(at, func);
        makers.iter().any(|maker| kind.is_library(maker))
    };
    let (code, message, hint) = match facts.kind(at, value) {
        Kind::Coroutine(Some(def), _) => (
            Code::CoroutineNeverAwaited,
            format!("coroutine '{}' is never awaited", def.name.name),
            how_to_run(facts, at, &call),
        ),
        Kind::Coroutine(None, _) => (
            Code::AwaitableUnused,
            format!("`{callee}()` does nothing unless it is awaited"),
            how_to_run(facts, at, &call),
        ),
        Kind::Object("asyncio.Future") if is_any(&["asyncio.gather", "asyncio.shield"]) => (
            Code::AwaitableUnused,
            format!("nothing waits for `{callee}()` to end, or sees its errors"),
            format!("Write `await {callee}(...)`."),
        ),
        Kind::Object("asyncio.Task") if !at.at_top && is_any(&MAKERS) => (
            Code::TaskDropped,
            format!("the task that `{callee}()` makes is dropped: it may vanish before it is done"),
            "Keep it in a variable or a set and await it, or use `asyncio.TaskGroup`.".to_string(),
        ),
        _ => {
            if let Some(path) = facts.kind(at, func).imported() {
                facts.ask(Question {
                    span: value.span,
                    callee,
                    paths: vec![path.to_string()],
                    asks: Asks::NeverAwaited,
                    hint: how_to_run(facts, at, &call),
                });
            }
            return;
        }
    };
    findings.push(Finding::new(code, value.span, message).hint(hint));
}

/// The replacement for a bare call.
fn how_to_run(facts: &Facts, at: &Place, call: &str) -> String {
    if facts.may_await(at) {
        format!("Write `await {call}`.")
    } else if at.at_top {
        format!("Write `asyncio.run({call})`.")
    } else {
        format!("Await it in an `async def` function, or run it with `asyncio.run({call})`.")
    }
}

/// `name = coroutine()` where the name is unused or only inspected.
fn kept_for_nothing<'a>(
    facts: &Facts<'a>,
    at: &Place<'a>,
    target: &'a Expr,
    value: &'a Expr,
    findings: &mut Vec<Finding>,
) {
    let ExprKind::Name(name) = &target.kind else { return };
    if at.class.is_some() || !matches!(value.kind, ExprKind::Call { .. }) {
        return;
    }
    let kind = facts.kind(at, value);
    let is_task = matches!(kind, Kind::Object("asyncio.Task")) && at.function.is_some();
    let def = match kind {
        Kind::Coroutine(def, _) => def,
        _ if is_task => None,
        _ => return,
    };
    let Some(variable) = facts.variable(at.scope, name) else { return };
    let is_public = facts.has_hidden_names || name == "__all__";
    if is_public || variable.reads.iter().any(|read| read.usage != Use::Shown) {
        return;
    }
    let is_bound_otherwise = |how: &Binding| !matches!(how, Binding::Value(_) | Binding::Deleted);
    if variable.bindings.iter().any(|bound| is_bound_otherwise(&bound.how)) {
        return;
    }
    if is_task {
        let ExprKind::Call { func, .. } = &value.kind else { return };
        let makes = MAKERS.iter().any(|maker| facts.kind(at, func).is_library(maker));
        let is_local = variable.bindings.iter().all(|bound| bound.at.scope == at.scope);
        // A name with an underscore is declared unused, and later waits keep the function alive.
        let ends = !facts.awaits_between(
            value.span.end,
            at.function.and_then(|def| def.body.last()).map_or(0, |s| s.span.end),
        );
        if makes && is_local && ends && !name.starts_with('_') && variable.reads.is_empty() {
            let message = format!("nothing uses `{name}`: the task may vanish before it is done");
            let hint = "Await it, keep it in a set, or use `asyncio.TaskGroup`.";
            findings.push(Finding::new(Code::TaskDropped, value.span, message).hint(hint));
        }
        return;
    }
    let call = facts.text(value);
    let (code, message) = match def {
        Some(def) => {
            (Code::CoroutineNeverAwaited, format!("coroutine '{}' is never awaited", def.name.name))
        }
        None => (Code::AwaitableUnused, format!("`{call}` does nothing unless it is awaited")),
    };
    let message = format!("{message}: nothing awaits `{name}`");
    let advice = format!(
        "Write `{name} = await {call}`, or `{name} = asyncio.create_task({call})` to let it run meanwhile."
    );
    findings.push(Finding::new(code, value.span, message).hint(advice));
}
