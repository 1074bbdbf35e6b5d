//! The rules: one kind of mistake in each file.

mod as_value;
mod awaited;
pub mod blocking;
mod callbacks;
mod cancellation;
mod held;
mod loops;
mod names;
mod nested_run;
mod not_called;
mod one_by_one;
mod reused;
mod scopes;
mod special_methods;
mod starts_late;
mod unused;
mod with;

pub use names::is_known;

use super::Finding;
use super::facts::Facts;
use super::walk::{self, Place, Visitor};
use hob_grammar::ast::{Expr, ExprKind, Stmt, UnaryOp};

/// A node passed to the rules: every statement and every expression, once.
#[derive(Clone, Copy)]
pub enum Node<'a> {
    /// A statement.
    Stmt(&'a Stmt),
    /// An expression.
    Expr(&'a Expr),
}

/// Checks a node and adds its findings.
type Rule = for<'a, 'f> fn(&Facts<'a>, &Place<'a>, Node<'a>, &'f mut Vec<Finding>);

/// Rules for programs that use asyncio, other than that for names.
const ASYNC: [Rule; 15] = [
    unused::check,
    starts_late::check,
    awaited::check,
    nested_run::check,
    with::check,
    loops::check,
    as_value::check,
    not_called::check,
    callbacks::check,
    cancellation::check,
    reused::check,
    special_methods::check,
    blocking::check,
    one_by_one::check,
    scopes::check,
];

/// Applies all rules to a program.
pub fn apply<'a>(facts: &Facts<'a>, findings: &mut Vec<Finding>) {
    let rules: &[Rule] = if facts.is_async { &ASYNC } else { &[unused::check] };
    walk::module(facts.module, facts.scopes, &mut Rules { rules, facts, findings });
}

/// Whether a condition asks if this is the synchronous version of a program generated in two
/// versions: it is not known which of its branches run.
fn asks_for_version(test: &Expr) -> bool {
    let name = match &test.kind {
        ExprKind::Unary { op: UnaryOp::Not, operand } => return asks_for_version(operand),
        ExprKind::Call { func, arguments } if arguments.args.is_empty() => {
            return asks_for_version(func);
        }
        ExprKind::Name(name) => name,
        ExprKind::Attribute { attr, .. } => &attr.name,
        _ => return false,
    };
    name.trim_start_matches('_').eq_ignore_ascii_case("is_sync")
}

struct Rules<'r, 'a> {
    rules: &'r [Rule],
    facts: &'r Facts<'a>,
    findings: &'r mut Vec<Finding>,
}

impl<'a> Visitor<'a> for Rules<'_, 'a> {
    fn stmt(&mut self, at: &Place<'a>, stmt: &'a Stmt) {
        for rule in self.rules {
            rule(self.facts, at, Node::Stmt(stmt), self.findings);
        }
    }

    fn is_dead(&self, at: &Place<'a>, test: &'a Expr, _: &'a [Stmt]) -> bool {
        self.facts.is_false(at, test) || asks_for_version(test)
    }

    fn is_always(&self, at: &Place<'a>, test: &'a Expr) -> bool {
        self.facts.is_true(at, test) || asks_for_version(test)
    }

    fn enters_expressions(&self) -> bool {
        self.facts.is_async || self.facts.has_unknown_names
    }

    fn expr(&mut self, at: &Place<'a>, expr: &'a Expr) {
        match &expr.kind {
            // No other rule checks names or constants by themselves.
            ExprKind::Name(_) if self.facts.has_unknown_names => {
                names::check(self.facts, at, expr, self.findings);
            }
            ExprKind::Name(_) | ExprKind::Constant(_) => {}
            _ => {
                for rule in self.rules {
                    rule(self.facts, at, Node::Expr(expr), self.findings);
                }
            }
        }
    }
}
