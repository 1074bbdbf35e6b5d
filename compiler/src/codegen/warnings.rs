//! SyntaxWarnings about code that is certainly a mistake.

use super::Gen;
use crate::CompileWarning;
use crate::Optimization;
use crate::constants::{self, Literal};
use hob_grammar::ast::*;

impl<'a> Gen<'a> {
    fn warn(&mut self, message: String, span: Span) {
        self.warnings.push(CompileWarning { message, span });
    }

    /// `x is 1`
    pub(super) fn warn_about_comparison(
        &mut self,
        left: &Expr,
        ops: &[CompareOp],
        comparators: &[Expr],
        span: Span,
    ) {
        let mut a = left;
        for (op, b) in ops.iter().zip(comparators) {
            let (symbol, instead) = match op {
                CompareOp::Is => ("is", "=="),
                CompareOp::IsNot => ("is not", "!="),
                _ => {
                    a = b;
                    continue;
                }
            };
            if let Some(type_) = literal_type(a).or_else(|| literal_type(b)) {
                let message =
                    format!("\"{symbol}\" with '{type_}' literal. Did you mean \"{instead}\"?");
                self.warn(message, span);
                return;
            }
            a = b;
        }
    }

    /// `(1, 2)(3)`
    pub(super) fn warn_about_call(&mut self, func: &Expr, span: Span) {
        if let Some(type_) = display_type(func)
            && type_ != "function"
        {
            let message = format!("'{type_}' object is not callable; perhaps you missed a comma?");
            self.warn(message, span);
        }
    }

    /// `1[0]`, `[1]['a']`
    pub(super) fn warn_about_subscript(&mut self, value: &Expr, index: &Expr, span: Span) {
        let subscriptable = matches!(
            &value.kind,
            ExprKind::Constant(Constant::Str(_) | Constant::Bytes(_) | Constant::SurrogateStr(_))
                | ExprKind::Tuple(_)
                | ExprKind::List(_)
                | ExprKind::ListComp { .. }
                | ExprKind::FString(_)
                | ExprKind::Dict(_)
                | ExprKind::DictComp { .. }
        );
        let Some(type_) = display_type(value) else { return };
        if !subscriptable {
            let message =
                format!("'{type_}' object is not subscriptable; perhaps you missed a comma?");
            self.warn(message, span);
            return;
        }
        if matches!(type_, "dict") {
            return;
        }
        let Some(index_type) = display_type(index) else { return };
        if !matches!(index_type, "int" | "bool") && !matches!(index.kind, ExprKind::Slice { .. }) {
            let message = format!(
                "{type_} indices must be integers or slices, not {index_type}; \
                 perhaps you missed a comma?"
            );
            self.warn(message, span);
        }
    }

    /// `assert (x, "message")`
    pub(super) fn warn_about_assert(&mut self, test: &Expr, span: Span) {
        if matches!(&test.kind, ExprKind::Tuple(items) if !items.is_empty()) {
            self.warn("assertion is always true, perhaps remove parentheses?".into(), span);
        }
    }
}

/// The type of a literal that should not be compared with `is`.
fn literal_type(expr: &Expr) -> Option<&'static str> {
    Some(match constants::fold(expr, Optimization::None)? {
        Literal::None | Literal::True | Literal::False | Literal::Ellipsis => return None,
        Literal::Int(_) | Literal::Small(_) => "int",
        Literal::Float(_) => "float",
        Literal::Imaginary(_) => "complex",
        Literal::Str(_) | Literal::Surrogates(_) => "str",
        Literal::Bytes(_) => "bytes",
        Literal::Tuple(_) => "tuple",
        Literal::FrozenSet(_) => "set",
    })
}

/// The type that an expression's form gives its value.
fn display_type(expr: &Expr) -> Option<&'static str> {
    Some(match &expr.kind {
        ExprKind::Constant(constant) => constant.type_name(),
        ExprKind::Tuple(_) => "tuple",
        ExprKind::List(_) | ExprKind::ListComp { .. } => "list",
        ExprKind::Dict(_) | ExprKind::DictComp { .. } => "dict",
        ExprKind::Set(_) | ExprKind::SetComp { .. } => "set",
        ExprKind::Generator { .. } => "generator",
        ExprKind::Lambda { .. } => "function",
        ExprKind::FString(_) => "str",
        _ => return None,
    })
}
