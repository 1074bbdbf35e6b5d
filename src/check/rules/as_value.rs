//! Coroutines used as if they were their results.

use super::Node;
use crate::check::facts::{Facts, Kind};
use crate::check::walk::Place;
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// The attributes of coroutines.
const ATTRIBUTES: [&str; 13] = [
    "send",
    "throw",
    "close",
    "cr_await",
    "cr_code",
    "cr_frame",
    "cr_origin",
    "cr_running",
    "cr_suspended",
    "__await__",
    "__class__",
    "__name__",
    "__qualname__",
];

/// Builtins that need a value and discard a coroutine.
const WANT_VALUES: [&str; 13] = [
    "builtins.print",
    "builtins.len",
    "builtins.sum",
    "builtins.min",
    "builtins.max",
    "builtins.sorted",
    "builtins.list",
    "builtins.tuple",
    "builtins.set",
    "builtins.dict",
    "builtins.int",
    "builtins.float",
    "builtins.str",
];

/// Checks the uses of coroutines.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    let mut used = |value: &'a Expr, does: &str| {
        if facts.kind(at, value).is_coroutine() {
            let text = facts.text(value);
            let message = format!("`{text}` is a coroutine, not yet its result: {does}");
            let finding = Finding::new(Code::CoroutineAsValue, value.span, message);
            findings.push(finding.hint(match (facts.may_await(at), at.at_top) {
                (true, _) => format!("Write `(await {text})`, or `await` it first."),
                (false, true) => format!("Write `asyncio.run({text})`, which gives the result."),
                (false, false) => {
                    "`await` it in an `async def` function: this one becomes one with `async` before its `def`."
                        .to_string()
                }
            }));
        }
    };
    // A name may hold None or a coroutine, and a test distinguishes them; a call is always true.
    let is_call = |e: &Expr| matches!(e.kind, ExprKind::Call { .. });
    const TRUE: &str = "it is always true";
    match node {
        Node::Stmt(stmt) => match &stmt.kind {
            StmtKind::If { test, .. }
            | StmtKind::While { test, .. }
            | StmtKind::Assert { test, .. }
                if is_call(test) =>
            {
                used(test, TRUE);
            }
            StmtKind::With { items, .. } => {
                for item in items {
                    used(&item.context, "it is not a context manager");
                }
            }
            StmtKind::AugAssign { value, .. } => used(value, "it has no operators"),
            StmtKind::Assign { targets, value } => {
                if matches!(targets[0].kind, ExprKind::Tuple(_) | ExprKind::List(_)) {
                    used(value, "it cannot be unpacked");
                }
            }
            _ => {}
        },
        Node::Expr(expr) => match &expr.kind {
            ExprKind::Attribute { value, attr } if !ATTRIBUTES.contains(&attr.name.as_str()) => {
                used(value, &format!("it has no attribute '{}'", attr.name));
            }
            ExprKind::Subscript { value, .. } => used(value, "it has no items"),
            ExprKind::Binary { left, right, .. } => {
                used(left, "it has no operators");
                used(right, "it has no operators");
            }
            ExprKind::Unary { op: UnaryOp::Not, operand } if is_call(operand) => {
                used(operand, TRUE);
            }
            ExprKind::Unary { op, operand } if *op != UnaryOp::Not => {
                used(operand, "it has no operators");
            }
            ExprKind::BoolOp { values, .. } => {
                for value in values[..values.len() - 1].iter().filter(|v| is_call(v)) {
                    used(value, TRUE);
                }
            }
            ExprKind::IfElse { test, .. } if is_call(test) => used(test, TRUE),
            ExprKind::Compare { left, ops, comparators }
                if !ops.iter().any(|op| matches!(op, CompareOp::Is | CompareOp::IsNot)) =>
            {
                let operands = std::iter::once(&**left).chain(comparators);
                operands.filter(|e| is_call(e)).for_each(|e| used(e, "it equals nothing else"));
            }
            ExprKind::FString(parts) => {
                for part in parts {
                    if let FStringPart::Interpolation(field) = part
                        && is_call(&field.value)
                    {
                        used(&field.value, "this shows the coroutine itself");
                    }
                }
            }
            ExprKind::Starred(value) => used(value, "it cannot be unpacked"),
            ExprKind::Call { func, arguments } => {
                let Kind::Library(path) = facts.kind(at, func) else { return };
                if WANT_VALUES.contains(&path.as_str()) {
                    for value in arguments.args.iter().filter(|v| is_call(v)) {
                        used(
                            value,
                            &format!("`{}()` receives the coroutine itself", facts.text(func)),
                        );
                    }
                }
            }
            _ => {}
        },
    }
}
