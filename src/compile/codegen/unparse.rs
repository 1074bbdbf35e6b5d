//! Annotations as text, for `from __future__ import annotations` (PEP 563).

use crate::objects::code::Source;
use hob_grammar::ast::Expr;

/// The text of an annotation, on one line and with single blanks.
pub(super) fn annotation(expr: &Expr, source: &Source) -> String {
    let text =
        source.text.get(expr.span.start as usize..expr.span.end as usize).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
