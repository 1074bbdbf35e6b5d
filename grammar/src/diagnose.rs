//! Which message a faulty text gets: CPython 3.13's, to the letter.
//!
//! All messages about how tokens follow each other are chosen here. Those about single tokens
//! are the lexer's and the layout's, those about the order of parameters and arguments stand
//! with the checks in `actions`.

use crate::ast::*;
use crate::error::SyntaxError;

/// What something is wanted for as a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    Assign,
    For,
    Delete,
}

/// CPython's words for a kind of expression.
fn description(expr: &Expr) -> &'static str {
    match &expr.kind {
        ExprKind::Attribute { .. } => "attribute",
        ExprKind::Subscript { .. } | ExprKind::Slice { .. } => "subscript",
        ExprKind::Starred(_) => "starred",
        ExprKind::Name(_) => "name",
        ExprKind::List(_) => "list",
        ExprKind::Tuple(_) => "tuple",
        ExprKind::Lambda { .. } => "lambda",
        ExprKind::Call { .. } => "function call",
        ExprKind::BoolOp { .. } | ExprKind::Binary { .. } | ExprKind::Unary { .. } => "expression",
        ExprKind::Generator { .. } => "generator expression",
        ExprKind::Yield(_) | ExprKind::YieldFrom(_) => "yield expression",
        ExprKind::Await(_) => "await expression",
        ExprKind::ListComp { .. } => "list comprehension",
        ExprKind::SetComp { .. } => "set comprehension",
        ExprKind::DictComp { .. } => "dict comprehension",
        ExprKind::Dict(_) => "dict literal",
        ExprKind::Set(_) => "set display",
        ExprKind::FString(_) => "f-string expression",
        ExprKind::Constant(Constant::None) => "None",
        ExprKind::Constant(Constant::True) => "True",
        ExprKind::Constant(Constant::False) => "False",
        ExprKind::Constant(Constant::Ellipsis) => "ellipsis",
        ExprKind::Constant(_) => "literal",
        ExprKind::Compare { .. } => "comparison",
        ExprKind::IfElse { .. } => "conditional expression",
        ExprKind::Named { .. } => "named expression",
    }
}

/// The first part of a target that cannot be one.
pub(crate) fn invalid_target(target: &Expr, use_: Use) -> Option<&Expr> {
    match &target.kind {
        ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => None,
        ExprKind::List(items) | ExprKind::Tuple(items) => {
            items.iter().find_map(|item| invalid_target(item, use_))
        }
        ExprKind::Starred(value) if use_ != Use::Delete => invalid_target(value, use_),
        _ => Some(target),
    }
}

/// A target that cannot be one.
pub(crate) fn assignment(culprit: &Expr, use_: Use) -> SyntaxError {
    let verb = if use_ == Use::Delete { "delete" } else { "assign to" };
    SyntaxError::new(format!("cannot {verb} {}", description(culprit)), culprit.span)
}

/// `target := value` where the target is no name.
pub(crate) fn named_target(target: &Expr) -> SyntaxError {
    let message = format!("cannot use assignment expressions with {}", description(target));
    SyntaxError::new(message, target.span)
}

/// `f(target=value)` where the target is no name.
pub(crate) fn keyword_target(target: &Expr, whole: Span) -> SyntaxError {
    if let ExprKind::Constant(Constant::None | Constant::True | Constant::False) = target.kind {
        let message = format!("cannot assign to {}", description(target));
        return SyntaxError::new(message, whole);
    }
    let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
    SyntaxError::new(message, whole)
}

/// `target += value` where the target is no name, attribute or subscript.
pub(crate) fn augmented_target(target: &Expr) -> SyntaxError {
    let what = description(target);
    let message = format!("'{what}' is an illegal expression for augmented assignment");
    SyntaxError::new(message, target.span)
}

/// `target: annotation` where the target is no name, attribute or subscript.
pub(crate) fn annotated_target(target: &Expr) -> SyntaxError {
    match target.kind {
        ExprKind::List(_) | ExprKind::Tuple(_) => {
            let message =
                format!("only single target (not {}) can be annotated", description(target));
            SyntaxError::new(message, target.span)
        }
        _ => SyntaxError::new("illegal target for annotation", target.span),
    }
}
