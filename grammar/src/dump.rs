//! Text forms of tokens and trees: `hob --dump=tokens` and `hob --dump=ast`.
//!
//! The text of a tree equals CPython's `ast.dump(tree, indent=2)`, so that the two can be compared.

use crate::ast::*;
use crate::position::LineIndex;
use crate::token::{Tok, Token};
use crate::unicode::is_printable;
use std::fmt::Write;

/// One line for each token: its location, kind and text.
pub fn tokens(tokens: &[Token], source: &str) -> String {
    let lines = LineIndex::new(source);
    let mut out = String::new();
    for token in tokens {
        let (line, column) = lines.line_column(token.span.start);
        let (end_line, end_column) = lines.line_column(token.span.end);
        let place = format!("{line}:{column}-{end_line}:{end_column}");
        let text = &source[token.span.start as usize..token.span.end as usize];
        let _ = writeln!(out, "{place:<14} {:<18} {}", token_name(token.kind), repr_str(text));
    }
    out
}

/// A readable name for a kind of token.
fn token_name(kind: Tok) -> String {
    match kind.spelling() {
        Some(_) if kind.is_keyword() => "keyword".into(),
        Some(_) => "operator".into(),
        None => format!("{kind:?}").to_lowercase(),
    }
}

/// The tree of a module as `ast.dump(tree, indent=2)` shows it; with positions, as with
/// `include_attributes=True`.
pub fn module(module: &Module, source: &str, with_positions: bool) -> String {
    let dumper = Dumper { lines: with_positions.then(|| LineIndex::new(source)) };
    let fields = Fields::new().with("body", dumper.statements(&module.body));
    render(&Node { name: "Module", fields: fields.0 })
}

/// The same for a single expression: `ast.dump(ast.parse(text, mode="eval"), indent=2)`.
pub fn expression(expression: &Expr, source: &str, with_positions: bool) -> String {
    let dumper = Dumper { lines: with_positions.then(|| LineIndex::new(source)) };
    let body = dumper.expr(expression, Access::Load);
    render(&Node { name: "Expression", fields: vec![("body", body)] })
}

// ---------------------------------------------------------------------------------------------
// The form

struct Node {
    name: &'static str,
    fields: Vec<(&'static str, Value)>,
}

enum Value {
    Node(Node),
    List(Vec<Value>),
    Text(String),
}

fn render(node: &Node) -> String {
    let mut out = String::new();
    write_node(&mut out, node, 1);
    out.push('\n');
    out
}

/// Fields that are short and few are on the node's own line.
fn write_node(out: &mut String, node: &Node, level: usize) {
    let is_simple = |value: &Value| match value {
        Value::Node(node) => node.fields.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Text(_) => true,
    };
    let one_line = node.fields.len() <= 3 && node.fields.iter().all(|(_, value)| is_simple(value));
    out.push_str(node.name);
    out.push('(');
    for (at, (name, value)) in node.fields.iter().enumerate() {
        separate(out, at, one_line, level);
        out.push_str(name);
        out.push('=');
        write_value(out, value, level);
    }
    out.push(')');
}

fn write_value(out: &mut String, value: &Value, level: usize) {
    match value {
        Value::Node(node) => write_node(out, node, level + 1),
        Value::Text(text) => out.push_str(text),
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                separate(out, at, false, level + 1);
                write_value(out, item, level + 1);
            }
            out.push(']');
        }
    }
}

fn separate(out: &mut String, at: usize, one_line: bool, level: usize) {
    if at > 0 {
        out.push_str(if one_line { ", " } else { "," });
    }
    if !one_line {
        out.push('\n');
        (0..level).for_each(|_| out.push_str("  "));
    }
}

// ---------------------------------------------------------------------------------------------
// The tree

/// CPython's expression contexts.
#[derive(Clone, Copy)]
enum Access {
    Load,
    Store,
    Del,
}

struct Dumper<'s> {
    /// Present if positions are wanted.
    lines: Option<LineIndex<'s>>,
}

/// A list of fields that omits empty ones, as CPython does.
struct Fields(Vec<(&'static str, Value)>);

impl Fields {
    fn new() -> Fields {
        Fields(Vec::new())
    }

    fn with(mut self, name: &'static str, value: Value) -> Fields {
        if !matches!(&value, Value::List(items) if items.is_empty()) {
            self.0.push((name, value));
        }
        self
    }

    fn with_some(self, name: &'static str, value: Option<Value>) -> Fields {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

fn name_value(name: &str) -> Value {
    Value::Text(repr_str(name))
}

fn number(value: u32) -> Value {
    Value::Text(value.to_string())
}

fn bare(name: &'static str) -> Value {
    Value::Node(Node { name, fields: Vec::new() })
}

impl Dumper<'_> {
    /// A node without a position.
    fn plain(&self, name: &'static str, fields: Fields) -> Value {
        Value::Node(Node { name, fields: fields.0 })
    }

    /// A node with one.
    fn node(&self, name: &'static str, span: Span, mut fields: Fields) -> Value {
        if let Some(lines) = &self.lines {
            for (line, column, offset) in
                [("lineno", "col_offset", span.start), ("end_lineno", "end_col_offset", span.end)]
            {
                let number_of_line = lines.line(offset);
                fields.0.push((line, number(number_of_line)));
                fields.0.push((column, number(offset - lines.line_start(number_of_line))));
            }
        }
        self.plain(name, fields)
    }

    fn list<T>(&self, items: &[T], one: impl Fn(&T) -> Value) -> Value {
        Value::List(items.iter().map(one).collect())
    }

    fn statements(&self, body: &[Stmt]) -> Value {
        self.list(body, |stmt| self.stmt(stmt))
    }

    fn exprs(&self, list: &[Expr], access: Access) -> Value {
        self.list(list, |expr| self.expr(expr, access))
    }

    fn load(&self, expr: &Expr) -> Value {
        self.expr(expr, Access::Load)
    }

    fn some(&self, expr: &Option<Box<Expr>>) -> Option<Value> {
        expr.as_ref().map(|expr| self.load(expr))
    }

    fn stmt(&self, stmt: &Stmt) -> Value {
        let f = Fields::new();
        let (name, fields) = match &stmt.kind {
            StmtKind::FunctionDef(def) => (
                if def.is_async { "AsyncFunctionDef" } else { "FunctionDef" },
                f.with("name", name_value(&def.name.name))
                    .with("args", self.parameters(&def.params))
                    .with("body", self.statements(&def.body))
                    .with("decorator_list", self.exprs(&def.decorators, Access::Load))
                    .with_some("returns", self.some(&def.returns))
                    .with("type_params", self.list(&def.type_params, |p| self.type_param(p))),
            ),
            StmtKind::ClassDef(def) => (
                "ClassDef",
                f.with("name", name_value(&def.name.name))
                    .with("bases", self.exprs(&def.arguments.args, Access::Load))
                    .with("keywords", self.list(&def.arguments.keywords, |k| self.keyword(k)))
                    .with("body", self.statements(&def.body))
                    .with("decorator_list", self.exprs(&def.decorators, Access::Load))
                    .with("type_params", self.list(&def.type_params, |p| self.type_param(p))),
            ),
            StmtKind::Return(value) => ("Return", f.with_some("value", self.some(value))),
            StmtKind::Delete(targets) => {
                ("Delete", f.with("targets", self.exprs(targets, Access::Del)))
            }
            StmtKind::Assign { targets, value } => (
                "Assign",
                f.with("targets", self.exprs(targets, Access::Store))
                    .with("value", self.load(value)),
            ),
            StmtKind::TypeAlias { name, type_params, value } => (
                "TypeAlias",
                f.with("name", self.name(name, Access::Store))
                    .with("type_params", self.list(type_params, |p| self.type_param(p)))
                    .with("value", self.load(value)),
            ),
            StmtKind::AugAssign { target, op, value } => (
                "AugAssign",
                f.with("target", self.expr(target, Access::Store))
                    .with("op", bare(op.class_name()))
                    .with("value", self.load(value)),
            ),
            StmtKind::AnnAssign { target, annotation, value, simple } => (
                "AnnAssign",
                f.with("target", self.expr(target, Access::Store))
                    .with("annotation", self.load(annotation))
                    .with_some("value", self.some(value))
                    .with("simple", number((*simple).into())),
            ),
            StmtKind::For(for_) => (
                if for_.is_async { "AsyncFor" } else { "For" },
                f.with("target", self.expr(&for_.target, Access::Store))
                    .with("iter", self.load(&for_.iter))
                    .with("body", self.statements(&for_.body))
                    .with("orelse", self.statements(&for_.orelse)),
            ),
            StmtKind::While { test, body, orelse } => (
                "While",
                f.with("test", self.load(test))
                    .with("body", self.statements(body))
                    .with("orelse", self.statements(orelse)),
            ),
            StmtKind::If { test, body, orelse } => (
                "If",
                f.with("test", self.load(test))
                    .with("body", self.statements(body))
                    .with("orelse", self.statements(orelse)),
            ),
            StmtKind::With { is_async, items, body } => (
                if *is_async { "AsyncWith" } else { "With" },
                f.with("items", self.list(items, |item| self.with_item(item)))
                    .with("body", self.statements(body)),
            ),
            StmtKind::Match { subject, cases } => (
                "Match",
                f.with("subject", self.load(subject))
                    .with("cases", self.list(cases, |case| self.case(case))),
            ),
            StmtKind::Raise { exc, cause } => {
                ("Raise", f.with_some("exc", self.some(exc)).with_some("cause", self.some(cause)))
            }
            StmtKind::Try(try_) => (
                if try_.is_star { "TryStar" } else { "Try" },
                f.with("body", self.statements(&try_.body))
                    .with("handlers", self.list(&try_.handlers, |h| self.handler(h)))
                    .with("orelse", self.statements(&try_.orelse))
                    .with("finalbody", self.statements(&try_.finalbody)),
            ),
            StmtKind::Assert { test, msg } => {
                ("Assert", f.with("test", self.load(test)).with_some("msg", self.some(msg)))
            }
            StmtKind::Import(names) => {
                ("Import", f.with("names", self.list(names, |name| self.alias(name))))
            }
            StmtKind::ImportFrom { module, names, level } => (
                "ImportFrom",
                f.with_some("module", module.as_ref().map(|module| name_value(&module.name)))
                    .with("names", self.list(names, |name| self.alias(name)))
                    .with("level", number(*level)),
            ),
            StmtKind::Global(names) => {
                ("Global", f.with("names", self.list(names, |name| name_value(&name.name))))
            }
            StmtKind::Nonlocal(names) => {
                ("Nonlocal", f.with("names", self.list(names, |name| name_value(&name.name))))
            }
            StmtKind::Expr(value) => ("Expr", f.with("value", self.load(value))),
            StmtKind::Pass => ("Pass", f),
            StmtKind::Break => ("Break", f),
            StmtKind::Continue => ("Continue", f),
        };
        self.node(name, stmt.span, fields)
    }

    fn with_item(&self, item: &WithItem) -> Value {
        let target = item.target.as_ref().map(|target| self.expr(target, Access::Store));
        let fields = Fields::new().with("context_expr", self.load(&item.context));
        self.plain("withitem", fields.with_some("optional_vars", target))
    }

    fn handler(&self, handler: &ExceptHandler) -> Value {
        let fields = Fields::new()
            .with_some("type", handler.type_.as_ref().map(|type_| self.load(type_)))
            .with_some("name", handler.name.as_ref().map(|name| name_value(&name.name)))
            .with("body", self.statements(&handler.body));
        self.node("ExceptHandler", handler.span, fields)
    }

    fn alias(&self, alias: &Alias) -> Value {
        let fields = Fields::new()
            .with("name", name_value(&alias.name.name))
            .with_some("asname", alias.asname.as_ref().map(|name| name_value(&name.name)));
        self.node("alias", alias.span, fields)
    }

    fn parameters(&self, parameters: &Parameters) -> Value {
        let one = |p: &Parameter| self.parameter(p);
        let positional = parameters.positional_only.iter().chain(&parameters.positional);
        let defaults = positional.filter_map(|p| self.some(&p.default)).collect();
        let keyword_defaults = parameters.keyword_only.iter().map(|p| match &p.default {
            Some(default) => self.load(default),
            None => Value::Text("None".into()),
        });
        let fields = Fields::new()
            .with("posonlyargs", self.list(&parameters.positional_only, one))
            .with("args", self.list(&parameters.positional, one))
            .with_some("vararg", parameters.vararg.as_ref().map(|p| self.parameter(p)))
            .with("kwonlyargs", self.list(&parameters.keyword_only, one))
            .with("kw_defaults", Value::List(keyword_defaults.collect()))
            .with_some("kwarg", parameters.kwarg.as_ref().map(|p| self.parameter(p)))
            .with("defaults", Value::List(defaults));
        self.plain("arguments", fields)
    }

    fn parameter(&self, parameter: &Parameter) -> Value {
        let fields = Fields::new()
            .with("arg", name_value(&parameter.name.name))
            .with_some("annotation", self.some(&parameter.annotation));
        let name = parameter.name.span;
        let span =
            parameter.annotation.as_ref().map_or(name, |annotation| name.to(annotation.span));
        self.node("arg", span, fields)
    }

    fn type_param(&self, param: &TypeParam) -> Value {
        let name = match param.kind {
            TypeParamKind::TypeVar => "TypeVar",
            TypeParamKind::TypeVarTuple => "TypeVarTuple",
            TypeParamKind::ParamSpec => "ParamSpec",
        };
        let fields = Fields::new()
            .with("name", name_value(&param.name.name))
            .with_some("bound", self.some(&param.bound))
            .with_some("default_value", self.some(&param.default));
        self.node(name, param.span, fields)
    }

    fn keyword(&self, keyword: &Keyword) -> Value {
        let fields = Fields::new()
            .with_some("arg", keyword.name.as_ref().map(|name| name_value(&name.name)))
            .with("value", self.load(&keyword.value));
        self.node("keyword", keyword.span, fields)
    }

    fn case(&self, case: &MatchCase) -> Value {
        let fields = Fields::new()
            .with("pattern", self.pattern(&case.pattern))
            .with_some("guard", case.guard.as_ref().map(|guard| self.load(guard)))
            .with("body", self.statements(&case.body));
        self.plain("match_case", fields)
    }

    fn pattern(&self, pattern: &Pattern) -> Value {
        let f = Fields::new();
        let patterns = |list: &[Pattern]| self.list(list, |pattern| self.pattern(pattern));
        let ident = |name: Option<&Ident>| name.map(|name| name_value(&name.name));
        let (name, fields) = match &pattern.kind {
            PatternKind::Value(value) => ("MatchValue", f.with("value", self.load(value))),
            PatternKind::Singleton(value) => {
                ("MatchSingleton", f.with("value", Value::Text(constant(value))))
            }
            PatternKind::Sequence(items) => ("MatchSequence", f.with("patterns", patterns(items))),
            PatternKind::Mapping { keys, patterns: values, rest } => (
                "MatchMapping",
                f.with("keys", self.exprs(keys, Access::Load))
                    .with("patterns", patterns(values))
                    .with_some("rest", ident(rest.as_deref())),
            ),
            PatternKind::Class { class, positional, keywords } => {
                let names = keywords.iter().map(|(name, _)| name_value(&name.name)).collect();
                let values = keywords.iter().map(|(_, pattern)| self.pattern(pattern)).collect();
                (
                    "MatchClass",
                    f.with("cls", self.load(class))
                        .with("patterns", patterns(positional))
                        .with("kwd_attrs", Value::List(names))
                        .with("kwd_patterns", Value::List(values)),
                )
            }
            PatternKind::Star(name) => ("MatchStar", f.with_some("name", ident(name.as_ref()))),
            PatternKind::As { pattern, name } => (
                "MatchAs",
                f.with_some("pattern", pattern.as_ref().map(|pattern| self.pattern(pattern)))
                    .with_some("name", ident(name.as_ref())),
            ),
            PatternKind::Or(items) => ("MatchOr", f.with("patterns", patterns(items))),
        };
        self.node(name, pattern.span, fields)
    }

    fn name(&self, name: &Ident, access: Access) -> Value {
        let fields = Fields::new().with("id", name_value(&name.name));
        self.node("Name", name.span, fields.with("ctx", access_value(access)))
    }

    fn expr(&self, expr: &Expr, access: Access) -> Value {
        let f = Fields::new();
        let (name, fields) = match &expr.kind {
            ExprKind::BoolOp { op, values } => (
                "BoolOp",
                f.with("op", bare(if *op == BoolOp::And { "And" } else { "Or" }))
                    .with("values", self.exprs(values, Access::Load)),
            ),
            ExprKind::Named { target, value } => (
                "NamedExpr",
                f.with("target", self.expr(target, Access::Store)).with("value", self.load(value)),
            ),
            ExprKind::Binary { left, op, right } => (
                "BinOp",
                f.with("left", self.load(left))
                    .with("op", bare(op.class_name()))
                    .with("right", self.load(right)),
            ),
            ExprKind::Unary { op, operand } => {
                let op = match op {
                    UnaryOp::Invert => "Invert",
                    UnaryOp::Not => "Not",
                    UnaryOp::Plus => "UAdd",
                    UnaryOp::Minus => "USub",
                };
                ("UnaryOp", f.with("op", bare(op)).with("operand", self.load(operand)))
            }
            ExprKind::Lambda { params, body } => {
                ("Lambda", f.with("args", self.parameters(params)).with("body", self.load(body)))
            }
            ExprKind::IfElse { test, body, orelse } => (
                "IfExp",
                f.with("test", self.load(test))
                    .with("body", self.load(body))
                    .with("orelse", self.load(orelse)),
            ),
            ExprKind::Dict(items) => {
                let keys = items.iter().map(|(key, _)| match key {
                    Some(key) => self.load(key),
                    None => Value::Text("None".into()),
                });
                let values = items.iter().map(|(_, value)| self.load(value)).collect();
                let f = f.with("keys", Value::List(keys.collect()));
                ("Dict", f.with("values", Value::List(values)))
            }
            ExprKind::Set(items) => ("Set", f.with("elts", self.exprs(items, Access::Load))),
            ExprKind::ListComp { element, generators } => {
                ("ListComp", self.comprehension(element, generators))
            }
            ExprKind::SetComp { element, generators } => {
                ("SetComp", self.comprehension(element, generators))
            }
            ExprKind::Generator { element, generators } => {
                ("GeneratorExp", self.comprehension(element, generators))
            }
            ExprKind::DictComp { key, value, generators } => (
                "DictComp",
                f.with("key", self.load(key))
                    .with("value", self.load(value))
                    .with("generators", self.generators(generators)),
            ),
            ExprKind::Await(value) => ("Await", f.with("value", self.load(value))),
            ExprKind::Yield(value) => ("Yield", f.with_some("value", self.some(value))),
            ExprKind::YieldFrom(value) => ("YieldFrom", f.with("value", self.load(value))),
            ExprKind::Compare { left, ops, comparators } => (
                "Compare",
                f.with("left", self.load(left))
                    .with("ops", self.list(ops, |op| bare(op.class_name())))
                    .with("comparators", self.exprs(comparators, Access::Load)),
            ),
            ExprKind::Call { func, arguments } => (
                "Call",
                f.with("func", self.load(func))
                    .with("args", self.exprs(&arguments.args, Access::Load))
                    .with("keywords", self.list(&arguments.keywords, |k| self.keyword(k))),
            ),
            ExprKind::FString(parts) => ("JoinedStr", f.with("values", self.fstring(parts))),
            ExprKind::Constant(value) => {
                ("Constant", f.with("value", Value::Text(constant(value))))
            }
            ExprKind::Attribute { value, attr } => (
                "Attribute",
                f.with("value", self.load(value))
                    .with("attr", name_value(&attr.name))
                    .with("ctx", access_value(access)),
            ),
            ExprKind::Subscript { value, index } => (
                "Subscript",
                f.with("value", self.load(value))
                    .with("slice", self.load(index))
                    .with("ctx", access_value(access)),
            ),
            ExprKind::Starred(value) => (
                "Starred",
                f.with("value", self.expr(value, access)).with("ctx", access_value(access)),
            ),
            ExprKind::Name(name) => {
                ("Name", f.with("id", name_value(name)).with("ctx", access_value(access)))
            }
            ExprKind::List(items) => (
                "List",
                f.with("elts", self.exprs(items, access)).with("ctx", access_value(access)),
            ),
            ExprKind::Tuple(items) => (
                "Tuple",
                f.with("elts", self.exprs(items, access)).with("ctx", access_value(access)),
            ),
            ExprKind::Slice { lower, upper, step } => (
                "Slice",
                f.with_some("lower", self.some(lower))
                    .with_some("upper", self.some(upper))
                    .with_some("step", self.some(step)),
            ),
        };
        self.node(name, expr.span, fields)
    }

    fn comprehension(&self, element: &Expr, generators: &[Comprehension]) -> Fields {
        let fields = Fields::new().with("elt", self.load(element));
        fields.with("generators", self.generators(generators))
    }

    fn generators(&self, generators: &[Comprehension]) -> Value {
        self.list(generators, |generator| {
            let fields = Fields::new()
                .with("target", self.expr(&generator.target, Access::Store))
                .with("iter", self.load(&generator.iter))
                .with("ifs", self.exprs(&generator.ifs, Access::Load))
                .with("is_async", number(generator.is_async.into()));
            self.plain("comprehension", fields)
        })
    }

    /// The parts of an f-string. Text parts and format specifications have no positions of their
    /// own. The text that `=` adds belongs to the text before it.
    fn fstring(&self, parts: &[FStringPart]) -> Value {
        let mut values = Vec::new();
        let mut text: Vec<u32> = Vec::new();
        let flush = |text: &mut Vec<u32>, values: &mut Vec<Value>| {
            if !text.is_empty() {
                let value = Value::Text(repr_chars(text.iter().copied()));
                values.push(self.plain("Constant", Fields::new().with("value", value)));
                text.clear();
            }
        };
        for part in parts {
            match part {
                FStringPart::Literal(more) => text.extend(more.chars().map(u32::from)),
                FStringPart::Interpolation(field) => {
                    if let ExprKind::Constant(Constant::SurrogateStr(bytes)) = &field.value.kind
                        && field.value.span == field.span
                    {
                        text.extend(wtf8_codes(bytes));
                        continue;
                    }
                    let debug_text = field.debug_text.as_deref().unwrap_or_default();
                    text.extend(debug_text.chars().map(u32::from));
                    flush(&mut text, &mut values);
                    let conversion = match field.conversion {
                        None => "-1",
                        Some(Conversion::Str) => "115",
                        Some(Conversion::Repr) => "114",
                        Some(Conversion::Ascii) => "97",
                    };
                    let spec = field.format_spec.as_ref().map(|parts| {
                        let fields = Fields::new().with("values", self.fstring(parts));
                        self.plain("JoinedStr", fields)
                    });
                    let fields = Fields::new()
                        .with("value", self.load(&field.value))
                        .with("conversion", Value::Text(conversion.into()))
                        .with_some("format_spec", spec);
                    values.push(self.node("FormattedValue", field.span, fields));
                }
            }
        }
        flush(&mut text, &mut values);
        Value::List(values)
    }
}

fn access_value(access: Access) -> Value {
    bare(match access {
        Access::Load => "Load",
        Access::Store => "Store",
        Access::Del => "Del",
    })
}

// ---------------------------------------------------------------------------------------------
// Constants as `repr` writes them

fn constant(value: &Constant) -> String {
    match value {
        Constant::None => "None".into(),
        Constant::True => "True".into(),
        Constant::False => "False".into(),
        Constant::Ellipsis => "Ellipsis".into(),
        Constant::Int(value) => value.to_string(),
        Constant::BigInt(digits, 10) => digits.trim_start_matches('0').into(),
        Constant::BigInt(digits, radix) => decimal(digits, *radix),
        Constant::Float(value) => repr_float(*value),
        Constant::Imaginary(value) => {
            let text = repr_float(*value);
            format!("{}j", text.strip_suffix(".0").unwrap_or(&text))
        }
        Constant::Str(text) => repr_str(text),
        Constant::SurrogateStr(bytes) => repr_chars(wtf8_codes(bytes)),
        Constant::Bytes(bytes) => repr_bytes(bytes),
    }
}

/// A large integer in decimal digits.
fn decimal(digits: &str, radix: u32) -> String {
    // Groups of nine decimal digits, the lowest first.
    let mut groups = vec![0u64];
    for digit in digits.chars().filter_map(|c| c.to_digit(radix)) {
        let mut carry = u64::from(digit);
        for group in &mut groups {
            let value = *group * u64::from(radix) + carry;
            (*group, carry) = (value % 1_000_000_000, value / 1_000_000_000);
        }
        if carry > 0 {
            groups.push(carry);
        }
    }
    let mut text = groups.pop().unwrap_or(0).to_string();
    for group in groups.iter().rev() {
        let _ = write!(text, "{group:09}");
    }
    text
}

fn repr_float(value: f64) -> String {
    if value.is_infinite() {
        return "inf".into();
    }
    let text = format!("{value:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        return format!("{value:?}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

fn repr_str(text: &str) -> String {
    repr_chars(text.chars().map(u32::from))
}

/// The code points of text with lone surrogates.
fn wtf8_codes(bytes: &[u8]) -> impl Iterator<Item = u32> + Clone {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (&first, tail) = rest.split_first()?;
        let length = first.leading_ones().saturating_sub(1) as usize;
        let mut code = u32::from(first) & (0x7f >> first.leading_ones());
        for &byte in &tail[..length] {
            code = code << 6 | u32::from(byte & 0x3f);
        }
        rest = &tail[length..];
        Some(code)
    })
}

fn repr_chars(codes: impl Iterator<Item = u32> + Clone) -> String {
    let has = |quote: char| codes.clone().any(|code| code == quote as u32);
    let quote = if has('\'') && !has('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for code in codes {
        match char::from_u32(code) {
            Some(c) if c == quote || c == '\\' => out.extend(['\\', c]),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(c) if is_printable(c) => out.push(c),
            _ => {
                let _ = match code {
                    0..=0xff => write!(out, "\\x{code:02x}"),
                    0x100..=0xffff => write!(out, "\\u{code:04x}"),
                    _ => write!(out, "\\U{code:08x}"),
                };
            }
        }
    }
    out.push(quote);
    out
}

fn repr_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut out = format!("b{quote}");
    for &byte in bytes {
        match byte as char {
            c if c == quote || c == '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c @ ' '..='~' => out.push(c),
            _ => {
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out.push(quote);
    out
}
