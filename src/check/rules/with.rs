//! `with` and `async with`: the form that a context manager requires.

use super::Node;
use crate::check::facts::{Facts, Kind};
use crate::check::walk::Place;
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// Classes that need `async with`.
const ASYNC: [&str; 8] = [
    "asyncio.Lock",
    "asyncio.Semaphore",
    "asyncio.BoundedSemaphore",
    "asyncio.Condition",
    "asyncio.Barrier",
    "asyncio.TaskGroup",
    "asyncio.Timeout",
    "contextlib.AbstractAsyncContextManager",
];

/// Classes that need `with`.
const PLAIN: [&str; 13] = [
    "asyncio.Runner",
    "threading.Lock",
    "threading.RLock",
    "threading.Semaphore",
    "threading.BoundedSemaphore",
    "threading.Condition",
    "subprocess.Popen",
    "socket.socket",
    "concurrent.futures.ThreadPoolExecutor",
    "concurrent.futures.ProcessPoolExecutor",
    "requests.Session",
    "httpx.Client",
    "contextlib.AbstractContextManager",
];

/// Checks `with` statements.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    let Node::Stmt(stmt) = node else { return };
    let StmtKind::With { is_async, items, .. } = &stmt.kind else { return };
    for item in items {
        let context = &item.context;
        let Some(needs_async) = needs_async(facts, at, context) else { continue };
        if needs_async == *is_async {
            continue;
        }
        let (wrong, right) = match is_async {
            true => ("async with", "with"),
            false => ("with", "async with"),
        };
        let text = facts.text(context);
        let message = format!("`{text}` needs `{right}`, not `{wrong}`");
        let finding = Finding::new(Code::WrongWith, context.span, message);
        findings.push(finding.hint(format!("Write `{right} {text}:`.")));
    }
}

/// Whether an expression requires `async with`; none if unknown.
fn needs_async<'a>(facts: &Facts<'a>, at: &Place<'a>, context: &'a Expr) -> Option<bool> {
    match facts.kind(at, context) {
        Kind::Object(class) if ASYNC.contains(&class) => Some(true),
        Kind::Object(class) if PLAIN.contains(&class) => Some(false),
        Kind::Instance(class) => {
            match (facts.has_method(class, "__enter__")?, facts.has_method(class, "__aenter__")?) {
                (true, false) => Some(false),
                (false, true) => Some(true),
                _ => None,
            }
        }
        _ => {
            let ExprKind::Call { func, .. } = &context.kind else { return None };
            facts.kind(at, func).is_library("builtins.open").then_some(false)
        }
    }
}
