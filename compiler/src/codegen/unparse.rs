//! Annotations as text, for `from __future__ import annotations` (PEP 563): the expression written
//! again with CPython's spacing, quotes and parentheses.

use crate::text::{float, repr};
use hob_grammar::ast::*;
use std::fmt::Write;

/// The precedence of an operator, from the lowest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Tuple,
    Test,
    Or,
    And,
    Not,
    Comparison,
    Expression,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

/// The text of an annotation.
pub(super) fn annotation(expr: &Expr) -> String {
    let mut text = String::new();
    write_expr(expr, Level::Test, &mut text);
    text
}

fn write_list<'e>(items: impl IntoIterator<Item = &'e Expr>, text: &mut String) {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        write_expr(item, Level::Test, text);
    }
}

/// Writes an expression, in parentheses if it binds less tightly than `level`.
fn write_expr(expr: &Expr, level: Level, text: &mut String) {
    let own = level_of(expr);
    if own < level {
        text.push('(');
    }
    write_bare(expr, text);
    if own < level {
        text.push(')');
    }
}

fn level_of(expr: &Expr) -> Level {
    match &expr.kind {
        ExprKind::Named { .. } | ExprKind::Yield(_) | ExprKind::YieldFrom(_) => Level::Tuple,
        ExprKind::Lambda { .. } | ExprKind::IfElse { .. } => Level::Test,
        ExprKind::BoolOp { op: BoolOp::Or, .. } => Level::Or,
        ExprKind::BoolOp { op: BoolOp::And, .. } => Level::And,
        ExprKind::Unary { op: UnaryOp::Not, .. } => Level::Not,
        ExprKind::Compare { .. } => Level::Comparison,
        ExprKind::Binary { op, .. } => binary(*op).1,
        ExprKind::Unary { .. } => Level::Factor,
        ExprKind::Await(_) => Level::Await,
        _ => Level::Atom,
    }
}

fn binary(op: BinaryOp) -> (&'static str, Level) {
    match op {
        BinaryOp::Add => ("+", Level::Sum),
        BinaryOp::Sub => ("-", Level::Sum),
        BinaryOp::Mul => ("*", Level::Term),
        BinaryOp::MatMul => ("@", Level::Term),
        BinaryOp::TrueDiv => ("/", Level::Term),
        BinaryOp::FloorDiv => ("//", Level::Term),
        BinaryOp::Mod => ("%", Level::Term),
        BinaryOp::Pow => ("**", Level::Power),
        BinaryOp::LShift => ("<<", Level::Shift),
        BinaryOp::RShift => (">>", Level::Shift),
        BinaryOp::BitOr => ("|", Level::Expression),
        BinaryOp::BitXor => ("^", Level::BitXor),
        BinaryOp::BitAnd => ("&", Level::BitAnd),
    }
}

/// The level just above.
fn above(level: Level) -> Level {
    const ALL: [Level; 16] = [
        Level::Tuple,
        Level::Test,
        Level::Or,
        Level::And,
        Level::Not,
        Level::Comparison,
        Level::Expression,
        Level::BitXor,
        Level::BitAnd,
        Level::Shift,
        Level::Sum,
        Level::Term,
        Level::Factor,
        Level::Power,
        Level::Await,
        Level::Atom,
    ];
    ALL.get(level as usize + 1).copied().unwrap_or(Level::Atom)
}

fn write_bare(expr: &Expr, text: &mut String) {
    match &expr.kind {
        ExprKind::Constant(constant) => write_constant(constant, text),
        ExprKind::Name(name) => text.push_str(name),
        ExprKind::BoolOp { op, values } => {
            let (word, level) = match op {
                BoolOp::And => (" and ", Level::And),
                BoolOp::Or => (" or ", Level::Or),
            };
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    text.push_str(word);
                }
                write_expr(value, above(level), text);
            }
        }
        ExprKind::Named { target, value } => {
            write_expr(target, Level::Atom, text);
            text.push_str(" := ");
            write_expr(value, Level::Atom, text);
        }
        ExprKind::Binary { left, op, right } => {
            let (symbol, level) = binary(*op);
            // `**` groups to the right.
            let (a, b) = match op {
                BinaryOp::Pow => (above(level), level),
                _ => (level, above(level)),
            };
            write_expr(left, a, text);
            let _ = write!(text, " {symbol} ");
            write_expr(right, b, text);
        }
        ExprKind::Unary { op, operand } => {
            let (symbol, level) = match op {
                UnaryOp::Not => ("not ", Level::Not),
                UnaryOp::Invert => ("~", Level::Factor),
                UnaryOp::Plus => ("+", Level::Factor),
                UnaryOp::Minus => ("-", Level::Factor),
            };
            text.push_str(symbol);
            write_expr(operand, level, text);
        }
        ExprKind::Lambda { params, body } => {
            text.push_str("lambda");
            write_parameters(params, text);
            text.push_str(": ");
            write_expr(body, Level::Test, text);
        }
        ExprKind::IfElse { test, body, orelse } => {
            write_expr(body, above(Level::Test), text);
            text.push_str(" if ");
            write_expr(test, above(Level::Test), text);
            text.push_str(" else ");
            write_expr(orelse, Level::Test, text);
        }
        ExprKind::Dict(items) => {
            text.push('{');
            for (index, (key, value)) in items.iter().enumerate() {
                if index > 0 {
                    text.push_str(", ");
                }
                match key {
                    Some(key) => {
                        write_expr(key, Level::Test, text);
                        text.push_str(": ");
                        write_expr(value, Level::Test, text);
                    }
                    None => {
                        text.push_str("**");
                        write_expr(value, Level::Expression, text);
                    }
                }
            }
            text.push('}');
        }
        ExprKind::Set(items) => {
            text.push('{');
            write_list(items, text);
            text.push('}');
        }
        ExprKind::List(items) => {
            text.push('[');
            write_list(items, text);
            text.push(']');
        }
        ExprKind::Tuple(items) => {
            text.push('(');
            write_list(items, text);
            text.push_str(if items.len() == 1 { ",)" } else { ")" });
        }
        ExprKind::ListComp { element, generators } => {
            text.push('[');
            write_comprehension(element, generators, text);
            text.push(']');
        }
        ExprKind::SetComp { element, generators } => {
            text.push('{');
            write_comprehension(element, generators, text);
            text.push('}');
        }
        ExprKind::Generator { element, generators } => {
            text.push('(');
            write_comprehension(element, generators, text);
            text.push(')');
        }
        ExprKind::DictComp { key, value, generators } => {
            text.push('{');
            write_expr(key, Level::Test, text);
            text.push_str(": ");
            write_comprehension(value, generators, text);
            text.push('}');
        }
        ExprKind::Await(value) => {
            text.push_str("await ");
            write_expr(value, Level::Atom, text);
        }
        ExprKind::Yield(value) => {
            text.push_str("yield");
            if let Some(value) = value {
                text.push(' ');
                write_expr(value, Level::Test, text);
            }
        }
        ExprKind::YieldFrom(value) => {
            text.push_str("yield from ");
            write_expr(value, Level::Test, text);
        }
        ExprKind::Compare { left, ops, comparators } => {
            write_expr(left, above(Level::Comparison), text);
            for (op, right) in ops.iter().zip(comparators) {
                let _ = write!(text, " {} ", super::expressions::comparison(*op).symbol());
                write_expr(right, above(Level::Comparison), text);
            }
        }
        ExprKind::Call { func, arguments } => {
            write_expr(func, Level::Atom, text);
            // A lone generator expression shares the call's parentheses.
            if let ([argument], []) = (arguments.args.as_slice(), arguments.keywords.as_slice())
                && matches!(argument.kind, ExprKind::Generator { .. })
            {
                return write_bare(argument, text);
            }
            text.push('(');
            write_list(&arguments.args, text);
            for (index, keyword) in arguments.keywords.iter().enumerate() {
                if index > 0 || !arguments.args.is_empty() {
                    text.push_str(", ");
                }
                match &keyword.name {
                    Some(name) => {
                        let _ = write!(text, "{}=", name.name);
                    }
                    None => text.push_str("**"),
                }
                write_expr(&keyword.value, Level::Test, text);
            }
            text.push(')');
        }
        ExprKind::FString(parts) => {
            let mut inner = String::new();
            write_parts(parts, &mut inner);
            text.push('f');
            text.push_str(&repr::str_repr(&inner));
        }
        ExprKind::Attribute { value, attr } => {
            write_expr(value, Level::Atom, text);
            // `1 .real`: a dot right after an int would belong to a float.
            if matches!(value.kind, ExprKind::Constant(Constant::Int(_) | Constant::BigInt(..))) {
                text.push(' ');
            }
            let _ = write!(text, ".{}", attr.name);
        }
        ExprKind::Subscript { value, index } => {
            write_expr(value, Level::Atom, text);
            text.push('[');
            match &index.kind {
                ExprKind::Tuple(items) if !items.is_empty() => {
                    write_list(items, text);
                    if items.len() == 1 {
                        text.push(',');
                    }
                }
                _ => write_expr(index, Level::Tuple, text),
            }
            text.push(']');
        }
        ExprKind::Starred(value) => {
            text.push('*');
            write_expr(value, Level::Expression, text);
        }
        ExprKind::Slice { lower, upper, step } => {
            if let Some(lower) = lower {
                write_expr(lower, Level::Test, text);
            }
            text.push(':');
            if let Some(upper) = upper {
                write_expr(upper, Level::Test, text);
            }
            if let Some(step) = step {
                text.push(':');
                write_expr(step, Level::Test, text);
            }
        }
    }
}

fn write_constant(constant: &Constant, text: &mut String) {
    match constant {
        Constant::None => text.push_str("None"),
        Constant::True => text.push_str("True"),
        Constant::False => text.push_str("False"),
        Constant::Ellipsis => text.push_str("..."),
        Constant::Int(i) => {
            let _ = write!(text, "{i}");
        }
        Constant::BigInt(digits, radix) => {
            let value = num_bigint::BigInt::parse_bytes(digits.as_bytes(), *radix);
            let _ = write!(text, "{}", value.unwrap_or_default());
        }
        // An infinite literal is written as one that overflows.
        Constant::Float(f) if f.is_infinite() => text.push_str("1e309"),
        Constant::Float(f) => text.push_str(&float::repr(*f)),
        Constant::Imaginary(f) if f.is_infinite() => text.push_str("1e309j"),
        Constant::Imaginary(f) => text.push_str(&float::complex_repr(0.0, *f)),
        Constant::Str(s) => text.push_str(&repr::str_repr(s)),
        Constant::SurrogateStr(bytes) => {
            text.push_str(&repr::str_repr(&String::from_utf8_lossy(bytes)));
        }
        Constant::Bytes(bytes) => text.push_str(&repr::bytes_repr(bytes)),
    }
}

fn write_parts(parts: &[FStringPart], text: &mut String) {
    for part in parts {
        match part {
            FStringPart::Literal(literal) => {
                text.push_str(&literal.replace('{', "{{").replace('}', "}}"));
            }
            FStringPart::Interpolation(field) => {
                if let Some(debug) = &field.debug_text {
                    text.push_str(debug);
                }
                let mut value = String::new();
                write_expr(&field.value, above(Level::Test), &mut value);
                text.push_str(if value.starts_with('{') { "{ " } else { "{" });
                text.push_str(&value);
                text.push_str(match field.conversion {
                    None => "",
                    Some(Conversion::Str) => "!s",
                    Some(Conversion::Repr) => "!r",
                    Some(Conversion::Ascii) => "!a",
                });
                if let Some(spec) = &field.format_spec {
                    text.push(':');
                    write_parts(spec, text);
                }
                text.push('}');
            }
        }
    }
}

fn write_comprehension(element: &Expr, generators: &[Comprehension], text: &mut String) {
    write_expr(element, Level::Test, text);
    for clause in generators {
        text.push_str(if clause.is_async { " async for " } else { " for " });
        write_expr(&clause.target, Level::Tuple, text);
        text.push_str(" in ");
        write_expr(&clause.iter, above(Level::Test), text);
        for condition in &clause.ifs {
            text.push_str(" if ");
            write_expr(condition, above(Level::Test), text);
        }
    }
}

fn write_parameters(params: &Parameters, text: &mut String) {
    let mut parts: Vec<String> = Vec::new();
    let plain = |p: &Parameter| match &p.default {
        Some(default) => {
            let mut shown = format!("{}=", p.name.name);
            write_expr(default, Level::Test, &mut shown);
            shown
        }
        None => p.name.name.to_string(),
    };
    parts.extend(params.positional_only.iter().map(plain));
    if !params.positional_only.is_empty() {
        parts.push("/".to_owned());
    }
    parts.extend(params.positional.iter().map(plain));
    match &params.vararg {
        Some(vararg) => parts.push(format!("*{}", vararg.name.name)),
        None if !params.keyword_only.is_empty() => parts.push("*".to_owned()),
        None => {}
    }
    parts.extend(params.keyword_only.iter().map(plain));
    parts.extend(params.kwarg.iter().map(|p| format!("**{}", p.name.name)));
    if !parts.is_empty() {
        text.push(' ');
        text.push_str(&parts.join(", "));
    }
}
