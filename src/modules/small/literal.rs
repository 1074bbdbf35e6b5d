//! `ast.literal_eval`: the value of a literal, from its text.

use crate::compile::constants::Literal;
use crate::modules::ModuleDef;
use crate::objects::code::Source;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{R, Vm};
use hob_grammar::ast::{BinaryOp, Constant, Expr, ExprKind, UnaryOp};

/// `ast`
pub static AST: ModuleDef = ModuleDef {
    name: "ast",
    doc: "literal_eval; the tree itself is not there.",
    functions: &[NativeDef::new(
        "literal_eval(node_or_string)",
        "Evaluate an expression node or a string containing only a Python\nexpression.  The string or node provided may only consist of the following\nPython literal structures: strings, bytes, numbers, tuples, lists, dicts,\nsets, booleans, and None.\n\nCaution: A complex expression can overflow the C stack and cause a crash.",
        literal_eval,
    )],
    source: "def __getattr__(name):\n    if name in ('parse', 'dump', 'unparse', 'walk', 'NodeVisitor', 'NodeTransformer'):\n        raise NotImplementedError(f'ast.{name} is not supported: syntax trees cannot be looked at')\n    raise AttributeError(f\"module 'ast' has no attribute {name!r}\")\n",
    ..ModuleDef::BASE
};

fn literal_eval(vm: &Vm, a: Args<'_>) -> R {
    let Some(text) = a[0].get::<Str>() else {
        let shown = vm.repr_text(a.at(0));
        return Err(vm.value_error(format!("malformed node or string: {shown}")));
    };
    let text = text.as_str().trim_start_matches([' ', '\t']);
    let source = Source::new("<unknown>".to_string(), text.to_string());
    match hob_grammar::parse_expression(&source.text) {
        Ok(expr) => value(vm, &expr, &source.text),
        Err(error) => Err(vm.syntax_error(&source, &error)),
    }
}

fn values(vm: &Vm, items: &[Expr], text: &str) -> R<Vec<Value>> {
    items.iter().map(|item| value(vm, item, text)).collect()
}

fn value(vm: &Vm, expr: &Expr, text: &str) -> R {
    vm.check_native_stack()?;
    match &expr.kind {
        ExprKind::Constant(constant) => Ok(Literal::from_ast(constant).value()),
        ExprKind::Tuple(items) => Ok(Tuple::new(values(vm, items, text)?).into_value()),
        ExprKind::List(items) => Ok(List::new(values(vm, items, text)?).into_value()),
        ExprKind::Set(items) => {
            vm.call(vm.types.set.as_value(), &[values(vm, items, text)?.into()])
        }
        ExprKind::Dict(items) => {
            let dict = Dict::new().into_value();
            for (key, item) in items {
                let Some(key) = key else { return Err(malformed(vm, expr, text)) };
                let (key, item) = (value(vm, key, text)?, value(vm, item, text)?);
                vm.set_item(&dict, &key, item)?;
            }
            Ok(dict)
        }
        ExprKind::Call { .. } if expr_text(expr, text) == "set()" => {
            vm.call(vm.types.set.as_value(), &[])
        }
        ExprKind::Unary { op: UnaryOp::Plus | UnaryOp::Minus, .. } => number(vm, expr, text),
        ExprKind::Binary { left, op: op @ (BinaryOp::Add | BinaryOp::Sub), right } => {
            let (real, imaginary) = (number(vm, left, text)?, value(vm, right, text)?);
            let is_imaginary = matches!(&right.kind, ExprKind::Constant(Constant::Imaginary(_)));
            let is_real = vm.class_of(&real).message_name() != "complex";
            if !is_imaginary || !is_real {
                return Err(malformed(vm, expr, text));
            }
            let name = if *op == BinaryOp::Add { "add" } else { "sub" };
            let operator = vm.import_module("operator")?;
            vm.call_method(&operator, &crate::objects::str::intern(name), &[real, imaginary])
        }
        _ => Err(malformed(vm, expr, text)),
    }
}

/// A number with signs.
fn number(vm: &Vm, expr: &Expr, text: &str) -> R {
    match &expr.kind {
        ExprKind::Constant(
            constant @ (Constant::Int(_)
            | Constant::BigInt(..)
            | Constant::Float(_)
            | Constant::Imaginary(_)),
        ) => Ok(Literal::from_ast(constant).value()),
        ExprKind::Unary { op: op @ (UnaryOp::Plus | UnaryOp::Minus), operand }
            if matches!(operand.kind, ExprKind::Constant(_)) =>
        {
            let operand = number(vm, operand, text)?;
            let name = if *op == UnaryOp::Plus { "pos" } else { "neg" };
            let operator = vm.import_module("operator")?;
            vm.call_method(&operator, &crate::objects::str::intern(name), &[operand])
        }
        _ => Err(malformed(vm, expr, text)),
    }
}

fn expr_text<'a>(expr: &Expr, text: &'a str) -> &'a str {
    text.get(expr.span.start as usize..expr.span.end as usize).unwrap_or_default()
}

fn malformed(vm: &Vm, expr: &Expr, text: &str) -> crate::vm::Raised {
    let line = text[..(expr.span.start as usize).min(text.len())].matches('\n').count() + 1;
    let kind = match &expr.kind {
        ExprKind::Name(_) => "Name",
        ExprKind::Call { .. } => "Call",
        ExprKind::Binary { .. } => "BinOp",
        ExprKind::Unary { .. } => "UnaryOp",
        ExprKind::Attribute { .. } => "Attribute",
        ExprKind::Subscript { .. } => "Subscript",
        ExprKind::Dict(_) => "Dict",
        ExprKind::Constant(_) => "Constant",
        _ => "expr",
    };
    // CPython shows the node's address, too.
    let message = format!("malformed node or string on line {line}: <ast.{kind} object>");
    vm.value_error(message)
}
