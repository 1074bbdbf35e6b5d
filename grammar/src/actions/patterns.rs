//! Patterns (Python reference, "Patterns").

use super::{Checked, ClassItem, MappingItem, binary, reject};
use crate::ast::*;
use crate::error::SyntaxError;

pub(crate) fn pattern(start: u32, kind: PatternKind, end: u32) -> Pattern {
    Pattern { span: Span::new(start, end), kind }
}

/// A name that is bound, unless it is `_`.
fn captured(name: Ident) -> Option<Ident> {
    (name.name != "_").then_some(name)
}

pub(crate) fn capture_pattern(name: Ident) -> Pattern {
    let span = name.span;
    Pattern { span, kind: PatternKind::As { pattern: None, name: captured(name) } }
}

pub(crate) fn star_pattern(start: u32, name: Ident, end: u32) -> Pattern {
    pattern(start, PatternKind::Star(captured(name)), end)
}

pub(crate) fn as_pattern(start: u32, inner: Pattern, name: Ident, end: u32) -> Checked<Pattern> {
    if name.name == "_" {
        return reject(SyntaxError::new("cannot use '_' as a target", name.span));
    }
    let kind = PatternKind::As { pattern: Some(Box::new(inner)), name: Some(name) };
    Ok(pattern(start, kind, end))
}

/// `None`, `True` and `False` are compared with `is`, other literals with `==`.
pub(crate) fn literal_pattern(start: u32, value: Expr, end: u32) -> Pattern {
    let kind = match value.kind {
        ExprKind::Constant(singleton @ (Constant::None | Constant::True | Constant::False)) => {
            PatternKind::Singleton(singleton)
        }
        _ => PatternKind::Value(Box::new(value)),
    };
    pattern(start, kind, end)
}

pub(crate) fn pattern_string(value: Expr) -> Checked<Expr> {
    match value.kind {
        ExprKind::FString(_) => {
            let message = "patterns may only match literals and attribute lookups";
            reject(SyntaxError::new(message, value.span))
        }
        _ => Ok(value),
    }
}

/// `1 + 2j`
pub(crate) fn complex_literal(
    start: u32,
    real: Expr,
    op: BinaryOp,
    imaginary: Expr,
    end: u32,
) -> Checked<Expr> {
    let magnitude = match &real.kind {
        ExprKind::Unary { operand, .. } => &operand.kind,
        kind => kind,
    };
    if matches!(magnitude, ExprKind::Constant(Constant::Imaginary(_))) {
        let message = "real number required in complex literal";
        return reject(SyntaxError::new(message, real.span));
    }
    if !matches!(imaginary.kind, ExprKind::Constant(Constant::Imaginary(_))) {
        let message = "imaginary number required in complex literal";
        return reject(SyntaxError::new(message, imaginary.span));
    }
    Ok(binary(start, real, op, imaginary, end))
}

pub(crate) fn mapping_pattern(
    start: u32,
    items: Option<Vec<MappingItem>>,
    end: u32,
) -> Checked<Pattern> {
    let (mut keys, mut patterns, mut rest) = (Vec::new(), Vec::new(), None);
    for item in items.unwrap_or_default() {
        if rest.is_some() {
            let span = match &item {
                MappingItem::Pair(key, _) => key.span,
                MappingItem::Rest(name) => name.span,
            };
            return reject(SyntaxError::new("invalid syntax", span));
        }
        match item {
            MappingItem::Pair(key, value) => {
                keys.push(key);
                patterns.push(value);
            }
            MappingItem::Rest(name) if name.name == "_" => {
                return reject(SyntaxError::new("invalid syntax", name.span));
            }
            MappingItem::Rest(name) => rest = Some(Box::new(name)),
        }
    }
    Ok(pattern(start, PatternKind::Mapping { keys, patterns, rest }, end))
}

pub(crate) fn class_pattern(
    start: u32,
    class: Expr,
    items: Option<Vec<ClassItem>>,
    end: u32,
) -> Checked<Pattern> {
    let (mut positional, mut keywords) = (Vec::new(), Vec::new());
    for item in items.unwrap_or_default() {
        match item {
            ClassItem::Keyword(name, value) => keywords.push((name, value)),
            ClassItem::Positional(value) if keywords.is_empty() => positional.push(value),
            ClassItem::Positional(value) => {
                let message = "positional patterns follow keyword patterns";
                return reject(SyntaxError::new(message, value.span));
            }
        }
    }
    let class = Box::new(class);
    Ok(pattern(start, PatternKind::Class { class, positional, keywords }, end))
}
