//! Tasks that continue after cancellation.
//!
//! Catching CancelledError is correct around a task that the function itself has cancelled, and for
//! cleaning up at the end of a function. Two ways to lose a cancellation are reported: a loop whose
//! handler continues the loop, and a handler for all exceptions that does not raise again.

use super::Node;
use crate::check::facts::{Facts, Kind};
use crate::check::walk::{self, Place, Visitor};
use crate::check::{Code, Finding};
use hob_grammar::ast::*;

/// Checks the loops and `try` statements of asynchronous functions.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    let Node::Stmt(stmt) = node else { return };
    if !at.is_async() {
        return;
    }
    match &stmt.kind {
        StmtKind::Try(node) => catches_all(facts, at, node, findings),
        StmtKind::While { test, body, .. } if is_true(test) => {
            for (index, stmt) in body.iter().enumerate() {
                if let StmtKind::Try(node) = &stmt.kind {
                    goes_round(facts, at, node, &body[index + 1..], findings);
                }
            }
        }
        _ => {}
    }
}

fn is_true(test: &Expr) -> bool {
    matches!(test.kind, ExprKind::Constant(Constant::True | Constant::Int(1..)))
}

/// `except:` or `except BaseException:` around an `await`.
fn catches_all<'a>(facts: &Facts<'a>, at: &Place<'a>, node: &'a Try, findings: &mut Vec<Finding>) {
    let body = summary(facts, at, &node.body);
    if is_settled_outside(facts, at, node) {
        return;
    }
    // Trio has its own kind of cancellation, and so has Twisted.
    let is_trio = facts.kind_of_name(at.scope, "trio").is_library("trio");
    let is_of_twisted = facts.imports_from("twisted");
    if !body.awaits || body.cancels || is_trio || is_of_twisted {
        return;
    }
    for handler in &node.handlers {
        let what = match &handler.type_ {
            None => "`except:`",
            Some(class) if facts.kind(at, class).is_library("builtins.BaseException") => {
                "`except BaseException:`"
            }
            Some(class) if names_cancelled(facts, at, class) => return,
            Some(_) => continue,
        };
        let inside = summary(facts, at, &handler.body);
        // A stored exception is handled later.
        let is_kept = handler.name.as_ref().is_some_and(|name| {
            facts.variable(at.scope, &name.name).is_some_and(|v| {
                v.reads
                    .iter()
                    .any(|r| handler.span.start <= r.span.start && r.span.end <= handler.span.end)
            })
        });
        let ends = handler
            .body
            .last()
            .is_some_and(|stmt| matches!(stmt.kind, StmtKind::Return(_) | StmtKind::Break));
        if !inside.raises && !inside.calls_exc_info && !is_kept && !ends {
            let span = match &handler.type_ {
                Some(class) => class.span,
                None => Span::new(handler.span.start, handler.span.start + "except".len() as u32),
            };
            let message =
                format!("{what} catches CancelledError, too: the task cannot be cancelled here");
            let finding = Finding::new(Code::CancellationSwallowed, span, message);
            findings
                .push(finding.hint("Write `except Exception:`, or `raise` at the handler's end."));
        }
        return;
    }
}

/// `while True: try: … except CancelledError: …` where the handler continues the loop, whose
/// remaining statements are `rest`.
fn goes_round<'a>(
    facts: &Facts<'a>,
    at: &Place<'a>,
    node: &'a Try,
    rest: &'a [Stmt],
    findings: &mut Vec<Finding>,
) {
    let body = summary(facts, at, &node.body);
    if !body.awaits || body.cancels || is_settled_outside(facts, at, node) {
        return;
    }
    if awaits_what_is_cancelled(facts, &node.body) {
        return;
    }
    for handler in &node.handlers {
        let Some(class) = &handler.type_ else { continue };
        if !names_cancelled(facts, at, class) {
            continue;
        }
        let inside = summary(facts, at, &handler.body);
        let ends_later = sets_flag(facts, at, &handler.body, rest);
        if !inside.raises && !inside.leaves && !inside.cancels && !inside.uncancels && !ends_later {
            let message =
                "CancelledError is caught and the loop continues: the task cannot be cancelled";
            let finding = Finding::new(Code::CancellationSwallowed, class.span, message);
            findings.push(finding.hint("End the handler with `raise`."));
        }
    }
}

/// Whether a statement waits only for a task that the program cancels, or for one that it shields
/// until it is done: the cancellation is that task's.
fn awaits_what_is_cancelled(facts: &Facts, body: &[Stmt]) -> bool {
    let awaited = |stmt: &Stmt| match &stmt.kind {
        StmtKind::Expr(value) | StmtKind::Return(Some(value)) => match &value.kind {
            ExprKind::Await(inner) => Some(facts.text(inner)),
            _ => None,
        },
        _ => None,
    };
    let awaited: Vec<String> = body.iter().filter_map(awaited).collect();
    let is_cancelled = |text: &String| {
        text.starts_with("asyncio.shield(")
            || facts.source.text.contains(&format!("{text}.cancel("))
    };
    !awaited.is_empty() && awaited.iter().all(is_cancelled)
}

/// Whether a handler assigns to a name that a later statement of the loop tests in order to leave
/// it.
fn sets_flag<'a>(facts: &Facts<'a>, at: &Place<'a>, handler: &'a [Stmt], rest: &'a [Stmt]) -> bool {
    let is_set = |name: &str| {
        handler.iter().any(|stmt| match &stmt.kind {
            StmtKind::Assign { targets, .. } => targets
                .iter()
                .any(|target| matches!(&target.kind, ExprKind::Name(set) if *set == name)),
            _ => false,
        })
    };
    rest.iter().any(|stmt| match &stmt.kind {
        StmtKind::If { test, body, .. } => {
            let flag = match &test.kind {
                ExprKind::Unary { op: UnaryOp::Not, operand } => &**operand,
                _ => &**test,
            };
            let inside = summary(facts, at, body);
            matches!(&flag.kind, ExprKind::Name(name) if is_set(name))
                && (inside.leaves || inside.raises)
        }
        _ => false,
    })
}

/// Whether the function deals with the exception elsewhere: it raises after the `try`, or the `try`
/// is part of handling another exception.
fn is_settled_outside<'a>(facts: &Facts<'a>, at: &Place<'a>, node: &'a Try) -> bool {
    let Some(def) = at.function else { return false };
    let (Some(first), Some(handler)) = (node.body.first(), node.handlers.last()) else {
        return false;
    };
    let mut around = Around { start: first.span.start, end: handler.span.end, ..Around::default() };
    walk::block(at, &def.body, facts.scopes, &mut around);
    around.raises_later || around.is_cleaning
}

/// The context of a `try` statement in its function.
#[derive(Default)]
struct Around {
    /// The start of its body, and the end of its handlers.
    start: u32,
    end: u32,
    raises_later: bool,
    /// Whether it is in a handler or in a `finally` block: the task is ending anyway.
    is_cleaning: bool,
}

impl Around {
    fn is_inside(&self, body: &[Stmt]) -> bool {
        let (Some(first), Some(last)) = (body.first(), body.last()) else { return false };
        first.span.start <= self.start && self.end <= last.span.end
    }
}

impl<'a> Visitor<'a> for Around {
    fn stmt(&mut self, _: &Place<'a>, stmt: &'a Stmt) {
        let is_later = stmt.span.start >= self.end;
        match &stmt.kind {
            StmtKind::Raise { .. } => self.raises_later |= is_later,
            StmtKind::Try(node) => {
                self.is_cleaning |= self.is_inside(&node.finalbody)
                    || node.handlers.iter().any(|handler| self.is_inside(&handler.body));
            }
            _ => {}
        }
    }

    fn enters_units(&self) -> bool {
        false
    }
}

/// Whether an `except` clause names CancelledError.
fn names_cancelled<'a>(facts: &Facts<'a>, at: &Place<'a>, class: &'a Expr) -> bool {
    match &class.kind {
        ExprKind::Tuple(classes) => classes.iter().any(|c| names_cancelled(facts, at, c)),
        _ => match facts.kind(at, class) {
            Kind::Library(path) => {
                matches!(
                    path.as_str(),
                    "asyncio.CancelledError" | "asyncio.exceptions.CancelledError"
                )
            }
            _ => false,
        },
    }
}

/// The effects of some statements, without inner functions.
#[derive(Default)]
struct Summary {
    awaits: bool,
    raises: bool,
    /// `return` or `break`
    leaves: bool,
    cancels: bool,
    uncancels: bool,
    calls_exc_info: bool,
}

impl<'a> Visitor<'a> for Summary {
    fn stmt(&mut self, _: &Place<'a>, stmt: &'a Stmt) {
        match &stmt.kind {
            StmtKind::Raise { .. } => self.raises = true,
            StmtKind::Return(_) | StmtKind::Break => self.leaves = true,
            StmtKind::For(node) => self.awaits |= node.is_async,
            StmtKind::With { is_async, .. } => self.awaits |= *is_async,
            _ => {}
        }
    }

    fn expr(&mut self, _: &Place<'a>, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Await(_) => self.awaits = true,
            ExprKind::Attribute { attr, .. } => match attr.name.as_str() {
                "cancel" => self.cancels = true,
                "uncancel" => self.uncancels = true,
                "exc_info" | "exit" | "_exit" => self.calls_exc_info = true,
                _ => {}
            },
            _ => {}
        }
    }

    fn enters_units(&self) -> bool {
        false
    }
}

fn summary<'a>(facts: &Facts<'a>, at: &Place<'a>, body: &'a [Stmt]) -> Summary {
    let mut summary = Summary::default();
    walk::block(at, body, facts.scopes, &mut summary);
    summary
}
