//! Which message a faulty text gets: CPython 3.13's, to the letter.
//!
//! All messages about how tokens follow each other are chosen here, once the parser has failed.
//! Those about single tokens are the lexer's and the layout's; those about the order of
//! parameters and arguments stand with the checks in `actions`.

mod reader;
mod statements;

use crate::ast::*;
use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::layout::Tokens;
use crate::position::line_number;
use crate::token::{Tok, Token};
use reader::Reader;

/// Where and how the parser failed.
pub(crate) struct Failure<'f> {
    /// Index of the token that it did not expect.
    pub at: usize,
    /// What it expected instead, as the grammar calls it.
    pub expected: &'f [String],
    /// The error of an action, if it was one that failed.
    pub error: Option<SyntaxError>,
}

/// The error to report when the parser has failed.
pub(crate) fn explain(source: &str, tokens: &Tokens, failure: Failure<'_>) -> SyntaxError {
    let all = &tokens.tokens;
    let start = line_start(all, failure.at);
    if failure.at >= all.len() {
        // What follows is no token: nothing in front of it was wrong.
        let error = tokens.error.clone().or(failure.error);
        return error.unwrap_or_else(|| SyntaxError::new("invalid syntax", Span::default()));
    }
    let failed = all[failure.at];
    let error = missing_block(source, all, &failure)
        .or_else(|| second_look(source, all, start))
        .or(failure.error)
        .unwrap_or_else(|| generic(failed, &failure.expected));
    overriding(source, tokens, failure.at, &error).unwrap_or(error)
}

/// Index of the first token of the logical line that a token is part of.
fn line_start(tokens: &[Token], at: usize) -> usize {
    let before = &tokens[..at.min(tokens.len())];
    let is_end = |token: &Token| matches!(token.kind, Tok::Newline | Tok::Indent | Tok::Dedent);
    let last = before.iter().rposition(is_end).map_or(1, |end| end + 1);
    last.min(tokens.len())
}

/// The mistake that reading the line again finds.
fn second_look(source: &str, tokens: &[Token], start: usize) -> Option<SyntaxError> {
    let line = &tokens[start..];
    let is_end = |token: &Token| token.kind == Tok::Newline;
    let length = line.iter().position(is_end).map_or(line.len(), |end| end + 1);
    if length == 0 {
        return None;
    }
    let mut reader = Reader::new(source, &line[..length]);
    reader.line(0).err().map(|error| *error).filter(|error| *error != too_far())
}

/// The error that stands for giving up the search.
fn too_far() -> SyntaxError {
    SyntaxError::of_kind(SyntaxErrorKind::Recursion, "", Span::default())
}

/// A block that should start here, or a `try` that should go on.
fn missing_block(source: &str, tokens: &[Token], failure: &Failure<'_>) -> Option<SyntaxError> {
    let failed = tokens[failure.at];
    let expects = |what: &str| failure.expected.iter().any(|name| name.trim_matches('"') == what);
    if failure.expected.len() == 2 && expects("except") && expects("finally") {
        let message = "expected 'except' or 'finally' block";
        return Some(SyntaxError::new(message, failed.span));
    }
    if failure.expected.len() != 1 || !expects("indent") {
        return None;
    }
    let header = line_start(tokens, failure.at - 1);
    let line = line_number(source, tokens[header].span.start as usize);
    let what = match tokens[header].kind {
        Tok::Class => "class definition".into(),
        Tok::Def => "function definition".into(),
        Tok::Async if tokens[header + 1].kind == Tok::Def => "function definition".into(),
        Tok::Except if tokens[header + 1].kind == Tok::Star => "'except*' statement".into(),
        Tok::Async => format!("'{}' statement", tokens[header + 1].kind.spelling()?),
        Tok::Match => "'match' statement".into(),
        Tok::Case => "'case' statement".into(),
        kind => format!("'{}' statement", kind.spelling()?),
    };
    let message = format!("expected an indented block after {what} on line {line}");
    Some(
        SyntaxError::of_kind(SyntaxErrorKind::Indentation, message, failed.span)
            .with_label(tokens[header].span, "the block of this is missing")
            .with_hint("indent the lines that belong to it; `pass` stands for doing nothing"),
    )
}

/// What is left to say when no known mistake fits.
fn generic(failed: Token, _expected: &[String]) -> SyntaxError {
    let kind = SyntaxErrorKind::Indentation;
    match failed.kind {
        Tok::Indent => SyntaxError::of_kind(kind, "unexpected indent", failed.span)
            .with_hint("only the block of a statement that ends with ':' is indented"),
        Tok::Dedent => SyntaxError::of_kind(kind, "unexpected unindent", failed.span),
        _ => SyntaxError::new("invalid syntax", failed.span),
    }
}

/// Faults of single tokens count for more than those of their order, wherever they stand; so do
/// brackets that are never closed, if the parser failed behind the line where they open.
fn overriding(
    source: &str,
    tokens: &Tokens,
    failed: usize,
    error: &SyntaxError,
) -> Option<SyntaxError> {
    if let Some(error) = &tokens.error {
        return Some(error.clone());
    }
    let opening = *tokens.open_brackets.last()?;
    let failed = tokens.tokens[failed];
    let line = |offset: u32| line_number(source, offset as usize);
    let reaches_end = matches!(failed.kind, Tok::Newline | Tok::End)
        && failed.span.start as usize >= source.trim_end().len();
    if !reaches_end && line(failed.span.start) <= line(opening.span.start) {
        let _ = error;
        return None;
    }
    let text = opening.kind.spelling().unwrap_or_default();
    let error = SyntaxError::new(format!("'{text}' was never closed"), opening.span);
    Some(error.incomplete())
}

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
        ExprKind::Compare { left, ops, .. } if use_ == Use::For => match ops[0] {
            CompareOp::In => invalid_target(left, use_),
            _ => None,
        },
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
