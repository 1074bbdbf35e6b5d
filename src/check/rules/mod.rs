//! The rules: one kind of mistake a file.

mod as_value;
mod awaited;
mod blocking;
mod callbacks;
mod cancellation;
mod loops;
mod names;
mod nested_run;
mod not_called;
mod one_by_one;
mod starts_late;
mod unused;
mod with;

use super::Finding;
use super::facts::Facts;
use super::walk::{self, Place, Visitor};
use hob_grammar::ast::{Expr, Stmt};

/// What a rule may look at: every statement and every expression, once.
#[derive(Clone, Copy)]
pub enum Node<'a> {
    /// A statement.
    Stmt(&'a Stmt),
    /// An expression.
    Expr(&'a Expr),
}

/// A rule looks at a node and adds what it finds.
type Rule = for<'a, 'f> fn(&Facts<'a>, &Place<'a>, Node<'a>, &'f mut Vec<Finding>);

const RULES: [Rule; 13] = [
    names::check,
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
    blocking::check,
    one_by_one::check,
];

/// Lets all rules look at a program.
pub fn apply<'a>(facts: &Facts<'a>, findings: &mut Vec<Finding>) {
    walk::module(facts.module, facts.scopes, &mut Rules { facts, findings });
}

struct Rules<'r, 'a> {
    facts: &'r Facts<'a>,
    findings: &'r mut Vec<Finding>,
}

impl<'a> Visitor<'a> for Rules<'_, 'a> {
    fn stmt(&mut self, at: &Place<'a>, stmt: &'a Stmt) {
        for rule in RULES {
            rule(self.facts, at, Node::Stmt(stmt), self.findings);
        }
    }

    fn expr(&mut self, at: &Place<'a>, expr: &'a Expr) {
        for rule in RULES {
            rule(self.facts, at, Node::Expr(expr), self.findings);
        }
    }
}
