//! From the parser's tree to objects of the classes in `nodes.py`.

use crate::compile::constants::Literal;
use crate::compile::values::value;
use crate::objects::class::Class;
use crate::objects::code::Source;
use crate::objects::dict::Dict;
use crate::objects::module::Module;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::*;
use hob_grammar::type_comments::{CommentPlace, TypeComments};
use hob_grammar::{
    SyntaxError, parse_expression_paced, parse_function_type_paced, parse_module_paced,
};
use std::rc::Rc;

/// The kind of text to parse.
#[derive(Clone, Copy)]
pub enum TreeKind {
    /// A file.
    Module,
    /// Statements at a prompt.
    Interactive,
    /// An expression.
    Expression,
    /// The type of a function.
    FunctionType,
}

/// The optional parts of a tree, and the Python version whose syntax is accepted.
#[derive(Clone, Copy)]
pub struct TreeOptions {
    /// Whether type comments are part of the tree.
    pub type_comments: bool,
    /// The latest version 3.N whose syntax is allowed.
    pub feature_version: Option<i64>,
}

/// Parses a text and returns the tree as objects.
///
/// # Errors
/// SyntaxError.
pub fn parse(vm: &Vm, source: &Rc<Source>, kind: TreeKind, options: TreeOptions) -> VmResult {
    let module = vm.import_module("_ast")?;
    let Some(module) = module.get::<Module>().cloned() else {
        return Err(vm.type_error("_ast is no module"));
    };
    let comments = match options.type_comments {
        true => TypeComments::find(&source.text),
        false => TypeComments::default(),
    };
    let feature_version = options.feature_version;
    let builder = Builder { vm, classes: module.dict.clone(), source, comments, feature_version };
    let tree = match kind {
        TreeKind::Expression => {
            let (expression, _) = super::parsed(vm, source, parse_expression_paced)?;
            let body = builder.expr(&expression)?;
            builder.node("Expression", None, vec![("body", body)])
        }
        TreeKind::FunctionType => {
            let found = super::parsed(vm, source, parse_function_type_paced)?;
            let argtypes = builder.exprs(&found.arguments)?;
            let fields = vec![("argtypes", argtypes), ("returns", builder.expr(&found.returns)?)];
            builder.node("FunctionType", None, fields)
        }
        TreeKind::Interactive => {
            let parsed = super::parsed(vm, source, parse_module_paced)?;
            let body = builder.body(&parsed.module.body)?;
            builder.node("Interactive", None, vec![("body", body)])
        }
        TreeKind::Module => {
            let parsed = super::parsed(vm, source, parse_module_paced)?;
            let body = ("body", builder.body(&parsed.module.body)?);
            let ignores = builder.type_ignores()?;
            builder.node("Module", None, vec![body, ("type_ignores", ignores)])
        }
    }?;
    builder.comments.finish().map_err(|error| vm.syntax_error(source, &error))?;
    Ok(tree)
}

type Fields<'f> = Vec<(&'f str, Value)>;

struct Builder<'a> {
    vm: &'a Vm,
    /// The contents of `_ast`.
    classes: Ref<Dict>,
    source: &'a Source,
    comments: TypeComments,
    feature_version: Option<i64>,
}

fn text(name: &str) -> Value {
    intern(name).into_value()
}

fn name_or_none(name: Option<&Ident>) -> Value {
    name.map_or(Value::NONE, |name| text(&name.name))
}

impl Builder<'_> {
    /// The line from 1 and the byte within it.
    fn position(&self, at: u32) -> (Value, Value) {
        let (line, column) = self.source.position(at);
        (Value::from(line as usize), Value::from(i64::from(column)))
    }

    fn node(&self, class: &str, span: Option<Span>, fields: Fields<'_>) -> VmResult {
        let place = span.map_or(Value::NONE, |span| {
            let ((line, column), (end_line, end_column)) =
                (self.position(span.start), self.position(span.end));
            Tuple::new([line, column, end_line, end_column]).into_value()
        });
        let contents = Dict::new();
        for (name, value) in fields {
            contents.set_text(name, value);
        }
        let class = self.classes.get_text(class).unwrap_or_default();
        let make = self.classes.get_text("_place").unwrap_or_default();
        debug_assert!(class.get::<Class>().is_some());
        self.vm.call(&make, &[class, contents.into_value(), place])
    }

    fn type_ignores(&self) -> VmResult {
        self.list(&self.comments.ignores, |(at, tag)| {
            let fields = vec![("lineno", self.position(*at).0), ("tag", tag.clone().into())];
            self.node("TypeIgnore", None, fields)
        })
    }

    /// The type comment at a place, as a field.
    fn type_comment(&self, place: CommentPlace) -> (&'static str, Value) {
        ("type_comment", self.comments.claim(place).map_or(Value::NONE, Value::from))
    }

    /// Rejects syntax that is newer than the requested version. As in CPython, the error is at the
    /// first token after `end`.
    fn since(&self, version: i64, syntax: &str, end: u32) -> VmResult<()> {
        if self.feature_version.is_none_or(|allowed| allowed >= version) {
            return Ok(());
        }
        let at = self.next_token(end);
        self.too_new(version, syntax, at)
    }

    fn too_new(&self, version: i64, syntax: &str, at: Span) -> VmResult<()> {
        let message = format!("{syntax} only supported in Python 3.{version} and greater");
        Err(self.vm.syntax_error(self.source, &SyntaxError::new(message, at)))
    }

    /// The first token after an offset, which may be the end of a line.
    fn next_token(&self, end: u32) -> Span {
        let rest = &self.source.text[end as usize..];
        let mut at = end + (rest.len() - rest.trim_start_matches([' ', '\t', '\\']).len()) as u32;
        if rest.trim_start_matches([' ', '\t']).starts_with('#') {
            at = end + rest.find(['\r', '\n']).unwrap_or(rest.len()) as u32;
        }
        Span::new(at, at + 1)
    }

    /// The checks of a statement's syntax against the requested version, after those of its parts.
    fn check_statement(&self, stmt: &Stmt) -> VmResult<()> {
        let end = stmt.span.end;
        let (version, syntax) = match &stmt.kind {
            StmtKind::FunctionDef(def) if def.is_async => (5, "Async functions are"),
            StmtKind::For(f) if f.is_async => (5, "Async for loops are"),
            StmtKind::With { is_async: true, .. } => (5, "Async with statements are"),
            StmtKind::AnnAssign { simple: true, .. } => (6, "Variable annotation syntax is"),
            StmtKind::AnnAssign { .. } => (6, "Variable annotations syntax is"),
            StmtKind::Match { .. } => (10, "Pattern matching is"),
            StmtKind::Try(t) if t.is_star => (11, "Exception groups are"),
            StmtKind::TypeAlias { .. } => (12, "Type statement is"),
            StmtKind::AugAssign { target, op: BinaryOp::MatMul, .. } => {
                return self.since(5, "The '@' operator is", target.span.end);
            }
            _ => return Ok(()),
        };
        self.since(version, syntax, end)
    }

    /// The same for an expression.
    fn check_expression(&self, expr: &Expr) -> VmResult<()> {
        let (version, syntax) = match &expr.kind {
            ExprKind::Named { .. } => (8, "Assignment expressions are"),
            ExprKind::Binary { op: BinaryOp::MatMul, .. } => (5, "The '@' operator is"),
            ExprKind::Await(_) => (5, "Await expressions are"),
            _ => return Ok(()),
        };
        self.since(version, syntax, expr.span.end)
    }

    /// The parameters in brackets after a name.
    fn type_params(&self, params: &[TypeParam]) -> VmResult {
        let found = self.list(params, |p| self.type_param(p))?;
        if let Some(last) = params.last() {
            self.since(12, "Type parameter lists are", last.span.end)?;
        }
        Ok(found)
    }

    /// One of the nodes without contents, of which there is one instance each.
    fn mark(&self, name: &str) -> Value {
        let marks = self.classes.get_text("_contexts");
        marks.and_then(|marks| marks.get::<Dict>()?.get_text(name)).unwrap_or(Value::NONE)
    }

    fn body(&self, body: &[Stmt]) -> VmResult {
        body.iter().map(|stmt| self.stmt(stmt)).collect::<VmResult<Vec<Value>>>().map(Value::from)
    }

    fn exprs(&self, exprs: &[Expr]) -> VmResult {
        exprs.iter().map(|e| self.expr(e)).collect::<VmResult<Vec<Value>>>().map(Value::from)
    }

    fn targets(&self, exprs: &[Expr], context: &str) -> VmResult {
        let targets: VmResult<Vec<Value>> =
            exprs.iter().map(|e| self.with_context(e, context)).collect();
        targets.map(Value::from)
    }

    fn optional(&self, expr: Option<&Expr>) -> VmResult {
        expr.map_or(Ok(Value::NONE), |e| self.expr(e))
    }

    fn list<T>(&self, items: &[T], each: impl Fn(&T) -> VmResult) -> VmResult {
        items.iter().map(each).collect::<VmResult<Vec<Value>>>().map(Value::from)
    }

    fn names(&self, names: &[Ident]) -> Value {
        names.iter().map(|name| text(&name.name)).collect::<Vec<Value>>().into()
    }

    fn stmt(&self, stmt: &Stmt) -> VmResult {
        self.vm.check_native_stack()?;
        let (name, fields): (&str, Fields<'_>) = match &stmt.kind {
            StmtKind::FunctionDef(def) => (
                if def.is_async { "AsyncFunctionDef" } else { "FunctionDef" },
                vec![
                    ("name", text(&def.name.name)),
                    ("args", self.parameters(&def.params)?),
                    ("body", self.body(&def.body)?),
                    ("decorator_list", self.exprs(&def.decorators)?),
                    ("returns", self.optional(def.returns.as_deref())?),
                    self.type_comment(CommentPlace::Heading(stmt.span.start)),
                    ("type_params", self.type_params(&def.type_params)?),
                ],
            ),
            StmtKind::ClassDef(def) => (
                "ClassDef",
                vec![
                    ("name", text(&def.name.name)),
                    ("bases", self.exprs(&def.arguments.args)?),
                    ("keywords", self.list(&def.arguments.keywords, |k| self.keyword(k))?),
                    ("body", self.body(&def.body)?),
                    ("decorator_list", self.exprs(&def.decorators)?),
                    ("type_params", self.type_params(&def.type_params)?),
                ],
            ),
            StmtKind::Return(value) => {
                ("Return", vec![("value", self.optional(value.as_deref())?)])
            }
            StmtKind::Delete(targets) => {
                ("Delete", vec![("targets", self.targets(targets, "Del")?)])
            }
            StmtKind::Assign { targets, value } => (
                "Assign",
                vec![
                    ("targets", self.targets(targets, "Store")?),
                    ("value", self.expr(value)?),
                    self.type_comment(CommentPlace::LineEnd(stmt.span.end)),
                ],
            ),
            StmtKind::TypeAlias { name, type_params, value } => {
                let fields = vec![("id", text(&name.name)), ("ctx", self.mark("Store"))];
                let name = self.node("Name", Some(name.span), fields)?;
                let params = self.type_params(type_params)?;
                let value = self.expr(value)?;
                ("TypeAlias", vec![("name", name), ("type_params", params), ("value", value)])
            }
            StmtKind::AugAssign { target, op, value } => (
                "AugAssign",
                vec![
                    ("target", self.with_context(target, "Store")?),
                    ("op", self.mark(op.class_name())),
                    ("value", self.expr(value)?),
                ],
            ),
            StmtKind::AnnAssign { target, annotation, value, simple } => (
                "AnnAssign",
                vec![
                    ("target", self.with_context(target, "Store")?),
                    ("annotation", self.expr(annotation)?),
                    ("value", self.optional(value.as_deref())?),
                    ("simple", Value::small_int(i64::from(*simple))),
                ],
            ),
            StmtKind::For(f) => (
                if f.is_async { "AsyncFor" } else { "For" },
                vec![
                    ("target", self.with_context(&f.target, "Store")?),
                    ("iter", self.expr(&f.iter)?),
                    ("body", self.body(&f.body)?),
                    ("orelse", self.body(&f.orelse)?),
                    self.type_comment(CommentPlace::Heading(stmt.span.start)),
                ],
            ),
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => (
                if matches!(stmt.kind, StmtKind::If { .. }) { "If" } else { "While" },
                vec![
                    ("test", self.expr(test)?),
                    ("body", self.body(body)?),
                    ("orelse", self.body(orelse)?),
                ],
            ),
            StmtKind::With { is_async, items, body } => (
                if *is_async { "AsyncWith" } else { "With" },
                vec![
                    ("items", self.list(items, |item| self.with_item(item))?),
                    ("body", self.body(body)?),
                    self.type_comment(CommentPlace::Heading(stmt.span.start)),
                ],
            ),
            StmtKind::Match { subject, cases } => (
                "Match",
                vec![
                    ("subject", self.expr(subject)?),
                    ("cases", self.list(cases, |case| self.match_case(case))?),
                ],
            ),
            StmtKind::Raise { exc, cause } => (
                "Raise",
                vec![
                    ("exc", self.optional(exc.as_deref())?),
                    ("cause", self.optional(cause.as_deref())?),
                ],
            ),
            StmtKind::Try(t) => (
                if t.is_star { "TryStar" } else { "Try" },
                vec![
                    ("body", self.body(&t.body)?),
                    ("handlers", self.list(&t.handlers, |handler| self.handler(handler))?),
                    ("orelse", self.body(&t.orelse)?),
                    ("finalbody", self.body(&t.finalbody)?),
                ],
            ),
            StmtKind::Assert { test, msg } => (
                "Assert",
                vec![("test", self.expr(test)?), ("msg", self.optional(msg.as_deref())?)],
            ),
            StmtKind::Import(names) => {
                ("Import", vec![("names", self.list(names, |alias| self.alias(alias))?)])
            }
            StmtKind::ImportFrom { module, names, level } => (
                "ImportFrom",
                vec![
                    ("module", name_or_none(module.as_ref())),
                    ("names", self.list(names, |alias| self.alias(alias))?),
                    ("level", Value::small_int(i64::from(*level))),
                ],
            ),
            StmtKind::Global(names) => ("Global", vec![("names", self.names(names))]),
            StmtKind::Nonlocal(names) => ("Nonlocal", vec![("names", self.names(names))]),
            StmtKind::Expr(value) => ("Expr", vec![("value", self.expr(value)?)]),
            StmtKind::Pass => ("Pass", vec![]),
            StmtKind::Break => ("Break", vec![]),
            StmtKind::Continue => ("Continue", vec![]),
        };
        self.check_statement(stmt)?;
        self.node(name, Some(stmt.span), fields)
    }

    fn expr(&self, expr: &Expr) -> VmResult {
        self.with_context(expr, "Load")
    }

    fn with_context(&self, expr: &Expr, context: &str) -> VmResult {
        self.vm.check_native_stack()?;
        let context_field = || ("ctx", self.mark(context));
        let (name, fields): (&str, Fields<'_>) = match &expr.kind {
            ExprKind::BoolOp { op, values } => {
                let op = if *op == BoolOp::And { "And" } else { "Or" };
                ("BoolOp", vec![("op", self.mark(op)), ("values", self.exprs(values)?)])
            }
            ExprKind::Named { target, value } => (
                "NamedExpr",
                vec![("target", self.with_context(target, "Store")?), ("value", self.expr(value)?)],
            ),
            ExprKind::Binary { left, op, right } => (
                "BinOp",
                vec![
                    ("left", self.expr(left)?),
                    ("op", self.mark(op.class_name())),
                    ("right", self.expr(right)?),
                ],
            ),
            ExprKind::Unary { op, operand } => {
                let op = match op {
                    UnaryOp::Invert => "Invert",
                    UnaryOp::Not => "Not",
                    UnaryOp::Plus => "UAdd",
                    UnaryOp::Minus => "USub",
                };
                ("UnaryOp", vec![("op", self.mark(op)), ("operand", self.expr(operand)?)])
            }
            ExprKind::Lambda { params, body } => {
                ("Lambda", vec![("args", self.parameters(params)?), ("body", self.expr(body)?)])
            }
            ExprKind::IfElse { test, body, orelse } => (
                "IfExp",
                vec![
                    ("test", self.expr(test)?),
                    ("body", self.expr(body)?),
                    ("orelse", self.expr(orelse)?),
                ],
            ),
            ExprKind::Dict(items) => {
                let keys = self.list(items, |(key, _)| self.optional(key.as_ref()))?;
                let values = self.list(items, |(_, value)| self.expr(value))?;
                ("Dict", vec![("keys", keys), ("values", values)])
            }
            ExprKind::Set(items) => ("Set", vec![("elts", self.exprs(items)?)]),
            ExprKind::ListComp { element, generators } => {
                ("ListComp", self.comprehension(element, generators)?)
            }
            ExprKind::SetComp { element, generators } => {
                ("SetComp", self.comprehension(element, generators)?)
            }
            ExprKind::Generator { element, generators } => {
                ("GeneratorExp", self.comprehension(element, generators)?)
            }
            ExprKind::DictComp { key, value, generators } => (
                "DictComp",
                vec![
                    ("key", self.expr(key)?),
                    ("value", self.expr(value)?),
                    ("generators", self.list(generators, |g| self.generator(g))?),
                ],
            ),
            ExprKind::Await(value) => ("Await", vec![("value", self.expr(value)?)]),
            ExprKind::Yield(value) => ("Yield", vec![("value", self.optional(value.as_deref())?)]),
            ExprKind::YieldFrom(value) => ("YieldFrom", vec![("value", self.expr(value)?)]),
            ExprKind::Compare { left, ops, comparators } => (
                "Compare",
                vec![
                    ("left", self.expr(left)?),
                    ("ops", self.list(ops, |op| Ok(self.mark(op.class_name())))?),
                    ("comparators", self.exprs(comparators)?),
                ],
            ),
            ExprKind::Call { func, arguments } => (
                "Call",
                vec![
                    ("func", self.expr(func)?),
                    ("args", self.exprs(&arguments.args)?),
                    ("keywords", self.list(&arguments.keywords, |k| self.keyword(k))?),
                ],
            ),
            ExprKind::FString(parts) => return self.joined(parts, expr.span),
            ExprKind::Constant(constant) => {
                return self.constant(value(&Literal::from_ast(constant)), expr.span);
            }
            ExprKind::Attribute { value, attr } => (
                "Attribute",
                vec![("value", self.expr(value)?), ("attr", text(&attr.name)), context_field()],
            ),
            ExprKind::Subscript { value, index } => (
                "Subscript",
                vec![("value", self.expr(value)?), ("slice", self.expr(index)?), context_field()],
            ),
            ExprKind::Starred(value) => {
                ("Starred", vec![("value", self.with_context(value, context)?), context_field()])
            }
            ExprKind::Name(name) => ("Name", vec![("id", text(name)), context_field()]),
            ExprKind::List(items) => {
                ("List", vec![("elts", self.targets(items, context)?), context_field()])
            }
            ExprKind::Tuple(items) => {
                ("Tuple", vec![("elts", self.targets(items, context)?), context_field()])
            }
            ExprKind::Slice { lower, upper, step } => (
                "Slice",
                vec![
                    ("lower", self.optional(lower.as_deref())?),
                    ("upper", self.optional(upper.as_deref())?),
                    ("step", self.optional(step.as_deref())?),
                ],
            ),
        };
        self.check_expression(expr)?;
        self.node(name, Some(expr.span), fields)
    }

    fn constant(&self, value: Value, span: Span) -> VmResult {
        if self.feature_version.is_some_and(|allowed| allowed < 6)
            && !matches!(value.kind(), Some(Kind::Str | Kind::Bytes))
            && let Some(written) = self.source.text.get(span.start as usize..span.end as usize)
            && written.contains('_')
        {
            self.too_new(6, "Underscores in numeric literals are", span)?;
        }
        // The prefix of a text.
        let kind = match self.source.text.as_bytes().get(span.start as usize) {
            Some(b'u') if value.get::<Str>().is_some() => text("u"),
            _ => Value::NONE,
        };
        self.node("Constant", Some(span), vec![("value", value), ("kind", kind)])
    }

    /// An f-string, or the format of a value in one.
    fn joined(&self, parts: &[FStringPart], span: Span) -> VmResult {
        let mut values = Vec::new();
        let mut literal = String::new();
        let flush = |literal: &mut String, values: &mut Vec<Value>| -> VmResult<()> {
            if !literal.is_empty() {
                values.push(self.constant(std::mem::take(literal).into(), span)?);
            }
            Ok(())
        };
        for part in parts {
            match part {
                FStringPart::Literal(text) => literal.push_str(text),
                FStringPart::Interpolation(one) => {
                    literal.push_str(one.debug_text.as_deref().unwrap_or(""));
                    flush(&mut literal, &mut values)?;
                    let shows_repr = one.debug_text.is_some() && one.format_spec.is_none();
                    let conversion = match one.conversion {
                        Some(Conversion::Str) => 115,
                        Some(Conversion::Repr) => 114,
                        Some(Conversion::Ascii) => 97,
                        None if shows_repr => 114,
                        None => -1,
                    };
                    let format = match &one.format_spec {
                        Some(parts) => self.joined(parts, one.span)?,
                        None => Value::NONE,
                    };
                    let fields = vec![
                        ("value", self.expr(&one.value)?),
                        ("conversion", Value::small_int(conversion)),
                        ("format_spec", format),
                    ];
                    values.push(self.node("FormattedValue", Some(one.span), fields)?);
                }
            }
        }
        flush(&mut literal, &mut values)?;
        self.node("JoinedStr", Some(span), vec![("values", values.into())])
    }

    fn comprehension(
        &self,
        element: &Expr,
        generators: &[Comprehension],
    ) -> VmResult<Fields<'static>> {
        let generators = self.list(generators, |g| self.generator(g))?;
        Ok(vec![("elt", self.expr(element)?), ("generators", generators)])
    }

    fn generator(&self, generator: &Comprehension) -> VmResult {
        let fields = vec![
            ("target", self.with_context(&generator.target, "Store")?),
            ("iter", self.expr(&generator.iter)?),
            ("ifs", self.exprs(&generator.ifs)?),
            ("is_async", Value::small_int(i64::from(generator.is_async))),
        ];
        if generator.is_async {
            let end = generator.ifs.last().unwrap_or(&generator.iter).span.end;
            self.since(6, "Async comprehensions are", end)?;
        }
        self.node("comprehension", None, fields)
    }

    fn parameters(&self, params: &Parameters) -> VmResult {
        let one = |parameter: &Parameter| self.parameter(parameter);
        let optional =
            |parameter: &Option<Box<Parameter>>| parameter.as_deref().map_or(Ok(Value::NONE), &one);
        let defaults = params.positional_only.iter().chain(&params.positional);
        let defaults: VmResult<Vec<Value>> =
            defaults.filter_map(|p| p.default.as_deref()).map(|e| self.expr(e)).collect();
        let fields = vec![
            ("posonlyargs", self.list(&params.positional_only, one)?),
            ("args", self.list(&params.positional, one)?),
            ("vararg", optional(&params.vararg)?),
            ("kwonlyargs", self.list(&params.keyword_only, one)?),
            (
                "kw_defaults",
                self.list(&params.keyword_only, |p| self.optional(p.default.as_deref()))?,
            ),
            ("kwarg", optional(&params.kwarg)?),
            ("defaults", defaults?.into()),
        ];
        if !params.positional_only.is_empty() {
            self.since(8, "Positional-only parameters are", self.parameters_end(params))?;
        }
        self.node("arguments", None, fields)
    }

    /// The offset after the last parameter and the mark of the end of the positional ones.
    fn parameters_end(&self, params: &Parameters) -> u32 {
        let lists = [&params.positional_only, &params.positional, &params.keyword_only];
        let stars = [&params.vararg, &params.kwarg].into_iter().filter_map(|p| p.as_deref());
        let ends = lists.into_iter().flatten().chain(stars).map(|parameter| {
            let parts = [parameter.annotation.as_deref(), parameter.default.as_deref()];
            let ends = parts.into_iter().flatten().map(|part| part.span.end);
            ends.fold(parameter.name.span.end, u32::max)
        });
        let end = ends.max().unwrap_or_default();
        let rest = &self.source.text[end as usize..];
        let marks = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '/'));
        end + (rest.len() - marks.len()) as u32
    }

    fn parameter(&self, parameter: &Parameter) -> VmResult {
        let annotation = parameter.annotation.as_deref();
        let span = annotation.map_or(parameter.name.span, |a| parameter.name.span.to(a.span));
        let fields = vec![
            ("arg", text(&parameter.name.name)),
            ("annotation", self.optional(annotation)?),
            self.type_comment(CommentPlace::Parameter(span.start)),
        ];
        self.node("arg", Some(span), fields)
    }

    fn keyword(&self, keyword: &Keyword) -> VmResult {
        let fields = vec![
            ("arg", name_or_none(keyword.name.as_ref())),
            ("value", self.expr(&keyword.value)?),
        ];
        self.node("keyword", Some(keyword.span), fields)
    }

    fn alias(&self, alias: &Alias) -> VmResult {
        let fields =
            vec![("name", text(&alias.name.name)), ("asname", name_or_none(alias.asname.as_ref()))];
        self.node("alias", Some(alias.span), fields)
    }

    fn with_item(&self, item: &WithItem) -> VmResult {
        let target = item.target.as_ref();
        let target = target.map_or(Ok(Value::NONE), |t| self.with_context(t, "Store"))?;
        let fields = vec![("context_expr", self.expr(&item.context)?), ("optional_vars", target)];
        self.node("withitem", None, fields)
    }

    fn handler(&self, handler: &ExceptHandler) -> VmResult {
        let fields = vec![
            ("type", self.optional(handler.type_.as_ref())?),
            ("name", name_or_none(handler.name.as_ref())),
            ("body", self.body(&handler.body)?),
        ];
        self.node("ExceptHandler", Some(handler.span), fields)
    }

    fn type_param(&self, param: &TypeParam) -> VmResult {
        let mut fields = vec![("name", text(&param.name.name))];
        let class = match param.kind {
            TypeParamKind::TypeVar => {
                fields.push(("bound", self.optional(param.bound.as_deref())?));
                "TypeVar"
            }
            TypeParamKind::TypeVarTuple => "TypeVarTuple",
            TypeParamKind::ParamSpec => "ParamSpec",
        };
        fields.push(("default_value", self.optional(param.default.as_deref())?));
        if param.default.is_some() {
            self.since(13, "Type parameter defaults are", param.span.end)?;
        }
        self.node(class, Some(param.span), fields)
    }

    fn match_case(&self, case: &MatchCase) -> VmResult {
        let fields = vec![
            ("pattern", self.pattern(&case.pattern)?),
            ("guard", self.optional(case.guard.as_ref())?),
            ("body", self.body(&case.body)?),
        ];
        self.node("match_case", None, fields)
    }

    fn pattern(&self, pattern: &Pattern) -> VmResult {
        self.vm.check_native_stack()?;
        let (name, fields): (&str, Fields<'_>) = match &pattern.kind {
            PatternKind::Value(value) => ("MatchValue", vec![("value", self.expr(value)?)]),
            PatternKind::Singleton(constant) => {
                ("MatchSingleton", vec![("value", value(&Literal::from_ast(constant)))])
            }
            PatternKind::Sequence(patterns) => {
                ("MatchSequence", vec![("patterns", self.list(patterns, |p| self.pattern(p))?)])
            }
            PatternKind::Mapping { keys, patterns, rest } => (
                "MatchMapping",
                vec![
                    ("keys", self.exprs(keys)?),
                    ("patterns", self.list(patterns, |p| self.pattern(p))?),
                    ("rest", name_or_none(rest.as_deref())),
                ],
            ),
            PatternKind::Class { class, positional, keywords } => (
                "MatchClass",
                vec![
                    ("cls", self.expr(class)?),
                    ("patterns", self.list(positional, |p| self.pattern(p))?),
                    ("kwd_attrs", self.list(keywords, |(name, _)| Ok(text(&name.name)))?),
                    ("kwd_patterns", self.list(keywords, |(_, p)| self.pattern(p))?),
                ],
            ),
            PatternKind::Star(name) => ("MatchStar", vec![("name", name_or_none(name.as_ref()))]),
            PatternKind::As { pattern, name } => {
                let inner = pattern.as_deref().map_or(Ok(Value::NONE), |p| self.pattern(p))?;
                ("MatchAs", vec![("pattern", inner), ("name", name_or_none(name.as_ref()))])
            }
            PatternKind::Or(patterns) => {
                ("MatchOr", vec![("patterns", self.list(patterns, |p| self.pattern(p))?)])
            }
        };
        self.node(name, Some(pattern.span), fields)
    }
}
