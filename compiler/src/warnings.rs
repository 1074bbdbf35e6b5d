//! SyntaxWarnings about code that is certainly a mistake.
//!
//! Each function looks at one form, and returns the message if there is something to say about it.

use crate::Optimization;
use crate::constants::{self, Literal};
use hob_grammar::ast::*;

/// `x is 1`
pub fn comparison(left: &Expr, ops: &[CompareOp], comparators: &[Expr]) -> Option<String> {
    let mut a = left;
    for (op, b) in ops.iter().zip(comparators) {
        let words = match op {
            CompareOp::Is => Some(("is", "==")),
            CompareOp::IsNot => Some(("is not", "!=")),
            _ => None,
        };
        if let Some((symbol, instead)) = words
            && let Some(type_) = literal_type(a).or_else(|| literal_type(b))
        {
            return Some(format!(
                "\"{symbol}\" with '{type_}' literal. Did you mean \"{instead}\"?"
            ));
        }
        a = b;
    }
    None
}

/// `(1, 2)(3)`
pub fn call(func: &Expr) -> Option<String> {
    let type_ = display_type(func).filter(|type_| *type_ != "function")?;
    Some(format!("'{type_}' object is not callable; perhaps you missed a comma?"))
}

/// `1[0]`, `[1]['a']`
pub fn subscript(value: &Expr, index: &Expr) -> Option<String> {
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
    let type_ = display_type(value)?;
    if !subscriptable {
        return Some(format!("'{type_}' object is not subscriptable; perhaps you missed a comma?"));
    }
    if matches!(type_, "dict") {
        return None;
    }
    let index_type = display_type(index)?;
    let fits = matches!(index_type, "int" | "bool") || matches!(index.kind, ExprKind::Slice { .. });
    (!fits).then(|| {
        format!(
            "{type_} indices must be integers or slices, not {index_type}; \
             perhaps you missed a comma?"
        )
    })
}

/// `assert (x, "message")`
pub fn assertion(test: &Expr) -> Option<String> {
    let is_true = matches!(&test.kind, ExprKind::Tuple(items) if !items.is_empty());
    is_true.then(|| "assertion is always true, perhaps remove parentheses?".into())
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
