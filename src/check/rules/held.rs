//! Coroutines that asynchronous functions store in a variable before awaiting them.

use super::Node;
use crate::check::facts::{Facts, Kind};
use crate::check::walk::{self, Place};
use hob_grammar::ast::*;

/// `name = call(…)`, where the call makes a coroutine.
pub struct Held<'a> {
    /// The name.
    pub name: &'a str,
    /// The call.
    pub value: &'a Expr,
    /// The called function, if it is defined in the file.
    pub def: Option<&'a FunctionDef>,
    /// The statements after it in its block.
    pub rest: &'a [Stmt],
}

/// Passes every such statement of an asynchronous function to `see`.
pub fn each<'a>(facts: &Facts<'a>, node: Node<'a>, see: &mut impl FnMut(&Place<'a>, Held<'a>)) {
    let Node::Stmt(stmt) = node else { return };
    let StmtKind::FunctionDef(def) = &stmt.kind else { return };
    if def.is_async
        && let Some(at) = facts.inside(def)
    {
        block(facts, &at, &def.body, see);
    }
}

fn block<'a>(
    facts: &Facts<'a>,
    at: &Place<'a>,
    body: &'a [Stmt],
    see: &mut impl FnMut(&Place<'a>, Held<'a>),
) {
    for (index, stmt) in body.iter().enumerate() {
        if let StmtKind::Assign { targets, value } = &stmt.kind
            && let [Expr { kind: ExprKind::Name(name), .. }] = targets.as_slice()
            && let ExprKind::Call { .. } = &value.kind
            && let Kind::Coroutine(def, _) = facts.kind(at, value)
        {
            see(at, Held { name, value, def, rest: &body[index + 1..] });
        }
        for inner in walk::blocks(stmt) {
            block(facts, at, inner, see);
        }
    }
}
