//! From objects of the classes in `nodes.py` to the parser's tree.

use super::page::Page;
use crate::objects::arith::Number;
use crate::objects::bytes::Bytes;
use crate::objects::int::to_i64;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Value, View};
use crate::vm::{Raised, Vm, VmResult};
use hob_grammar::ast::{self, *};
use num_traits::Signed;
use rustc_hash::FxHashMap;

/// The names of the classes of `_ast`, by identity.
pub struct Names(FxHashMap<u64, Name>);

impl Names {
    /// The names of the classes.
    ///
    /// # Errors
    /// Any exception raised by importing `_ast`.
    pub fn new(vm: &Vm) -> VmResult<Names> {
        let module = vm.import_module("_ast")?;
        let entries = module.get::<Module>().map(|module| module.dict.entries());
        let named = |(name, class): (Value, Value)| {
            Some((class.bits(), name.get::<Str>()?.as_str().into()))
        };
        Ok(Names(entries.unwrap_or_default().into_iter().filter_map(named).collect()))
    }

    /// The name of the class of a node, or of its base; none for other objects.
    fn of(&self, vm: &Vm, node: &Value) -> Option<&Name> {
        let classes = vm.class_ref(node).mro_classes();
        classes.iter().find_map(|class| self.0.get(&class.as_value().bits()))
    }

    /// Whether an object is a node.
    pub fn is_node(&self, vm: &Vm, object: &Value) -> bool {
        object.kind() == Some(crate::runtime::Kind::Instance) && self.of(vm, object).is_some()
    }
}

/// The statements of a tree whose positions are on the page, and whether its root is
/// `ast.Expression`.
///
/// # Errors
/// TypeError for nodes that are not where the grammar has them, or lack a field; ValueError for
/// constants that no text has.
pub fn read(vm: &Vm, tree: &Value, names: &Names, page: &Page) -> VmResult<(ast::Module, bool)> {
    let reader = Reader { vm, names, page };
    match reader.kind(tree)? {
        "Expression" => {
            let value = reader.expr_in(tree, "body")?;
            let span = value.span;
            let body = vec![Stmt { span, kind: StmtKind::Expr(value) }];
            Ok((ast::Module { body }, true))
        }
        "Module" | "Interactive" => Ok((ast::Module { body: reader.stmts(tree, "body")? }, false)),
        _ => Err(reader.unexpected("mod", tree)),
    }
}

struct Reader<'a> {
    vm: &'a Vm,
    names: &'a Names,
    page: &'a Page,
}

impl<'a> Reader<'a> {
    #[cold]
    fn unexpected(&self, kind: &str, found: &Value) -> Raised {
        match self.vm.repr(found) {
            Ok(shown) => self
                .vm
                .type_error(format!("expected some sort of {kind}, but got {}", shown.as_str())),
            Err(raised) => raised,
        }
    }

    /// The name of a node's class; empty for what is no node.
    fn kind(&self, node: &Value) -> VmResult<&'a str> {
        self.vm.check_native_stack()?;
        self.vm.tick(16)?;
        Ok(self.names.of(self.vm, node).map_or("", |name| name.as_str()))
    }

    /// A field that may be absent, or None.
    fn get(&self, node: &Value, field: &str) -> VmResult<Option<Value>> {
        let value = self.vm.find_attribute(node, &intern(field))?;
        Ok(value.filter(|value| !value.is_none()))
    }

    fn require(&self, node: &Value, field: &str) -> VmResult {
        match self.vm.find_attribute(node, &intern(field))? {
            Some(value) => Ok(value),
            None => {
                let class = self.kind(node)?;
                let message = format!("required field \"{field}\" missing from {class}");
                Err(self.vm.type_error(message))
            }
        }
    }

    fn list<T>(
        &self,
        node: &Value,
        field: &str,
        each: impl Fn(&Value) -> VmResult<T>,
    ) -> VmResult<Vec<T>> {
        let Some(value) = self.get(node, field)? else { return Ok(Vec::new()) };
        let Some(list) = value.get::<List>() else {
            let (class, found) = (self.kind(node)?, self.vm.class_ref(&value).name());
            return Err(self
                .vm
                .type_error(format!("{class} field \"{field}\" must be a list, not a {found}")));
        };
        list.to_vec().iter().map(each).collect()
    }

    /// The place of a node of this sort.
    fn span(&self, node: &Value, sort: &str) -> VmResult<Span> {
        let number = |field| -> VmResult<Option<i64>> {
            Ok(self.get(node, field)?.and_then(|value| to_i64(&value)))
        };
        let (line, column) = (number("lineno")?, number("col_offset")?);
        let (Some(line), Some(column)) = (line, column) else {
            let missing = if line.is_none() { "lineno" } else { "col_offset" };
            let message = format!("required field \"{missing}\" missing from {sort}");
            return Err(self.vm.type_error(message));
        };
        let end =
            (number("end_lineno")?.unwrap_or(line), number("end_col_offset")?.unwrap_or(column));
        Ok(self.page.span((line, column), end))
    }

    fn name(&self, value: &Value) -> VmResult<Name> {
        match value.get::<Str>() {
            Some(name) => Ok(name.as_str().into()),
            None => Err(self.vm.type_error("AST identifier must be of type str")),
        }
    }

    fn ident(&self, node: &Value, field: &str, span: Span) -> VmResult<Ident> {
        Ok(Ident { name: self.name(&self.require(node, field)?)?, span })
    }

    fn optional_ident(&self, node: &Value, field: &str, span: Span) -> VmResult<Option<Ident>> {
        let name = self.get(node, field)?;
        name.map(|name| Ok(Ident { name: self.name(&name)?, span })).transpose()
    }

    fn idents(&self, node: &Value, field: &str, span: Span) -> VmResult<Vec<Ident>> {
        self.list(node, field, |name| Ok(Ident { name: self.name(name)?, span }))
    }

    fn stmts(&self, node: &Value, field: &str) -> VmResult<Vec<Stmt>> {
        self.list(node, field, |stmt| self.stmt(stmt))
    }

    fn exprs(&self, node: &Value, field: &str) -> VmResult<Vec<Expr>> {
        self.list(node, field, |expr| self.expr(expr))
    }

    fn expr_in(&self, node: &Value, field: &str) -> VmResult<Box<Expr>> {
        self.expr(&self.require(node, field)?).map(Box::new)
    }

    fn optional(&self, node: &Value, field: &str) -> VmResult<Option<Box<Expr>>> {
        self.get(node, field)?.map(|expr| self.expr(&expr).map(Box::new)).transpose()
    }

    fn optional_unboxed(&self, node: &Value, field: &str) -> VmResult<Option<Expr>> {
        self.get(node, field)?.map(|expr| self.expr(&expr)).transpose()
    }

    fn stmt(&self, node: &Value) -> VmResult<Stmt> {
        let (class, span) = (self.kind(node)?, self.span(node, "stmt")?);
        let kind = match class {
            "FunctionDef" | "AsyncFunctionDef" => StmtKind::FunctionDef(Box::new(FunctionDef {
                is_async: class == "AsyncFunctionDef",
                name: self.ident(node, "name", span)?,
                type_params: self.type_params(node)?,
                params: self.parameters(&self.require(node, "args")?)?,
                returns: self.optional(node, "returns")?,
                body: self.stmts(node, "body")?,
                decorators: self.exprs(node, "decorator_list")?,
            })),
            "ClassDef" => StmtKind::ClassDef(Box::new(ClassDef {
                name: self.ident(node, "name", span)?,
                type_params: self.type_params(node)?,
                arguments: self.arguments(node, "bases")?,
                body: self.stmts(node, "body")?,
                decorators: self.exprs(node, "decorator_list")?,
            })),
            "Return" => StmtKind::Return(self.optional(node, "value")?),
            "Delete" => StmtKind::Delete(self.exprs(node, "targets")?),
            "Assign" => StmtKind::Assign {
                targets: self.exprs(node, "targets")?,
                value: self.expr_in(node, "value")?,
            },
            "TypeAlias" => {
                let name = self.require(node, "name")?;
                StmtKind::TypeAlias {
                    name: self.ident(&name, "id", self.span(&name, "expr")?)?,
                    type_params: self.type_params(node)?,
                    value: self.expr_in(node, "value")?,
                }
            }
            "AugAssign" => StmtKind::AugAssign {
                target: self.expr_in(node, "target")?,
                op: self.binary_op(&self.require(node, "op")?)?,
                value: self.expr_in(node, "value")?,
            },
            "AnnAssign" => StmtKind::AnnAssign {
                target: self.expr_in(node, "target")?,
                annotation: self.expr_in(node, "annotation")?,
                value: self.optional(node, "value")?,
                simple: self.vm.truthy(&self.require(node, "simple")?)?,
            },
            "For" | "AsyncFor" => StmtKind::For(Box::new(For {
                is_async: class == "AsyncFor",
                target: *self.expr_in(node, "target")?,
                iter: *self.expr_in(node, "iter")?,
                body: self.stmts(node, "body")?,
                orelse: self.stmts(node, "orelse")?,
            })),
            "While" => StmtKind::While {
                test: self.expr_in(node, "test")?,
                body: self.stmts(node, "body")?,
                orelse: self.stmts(node, "orelse")?,
            },
            "If" => StmtKind::If {
                test: self.expr_in(node, "test")?,
                body: self.stmts(node, "body")?,
                orelse: self.stmts(node, "orelse")?,
            },
            "With" | "AsyncWith" => StmtKind::With {
                is_async: class == "AsyncWith",
                items: self.list(node, "items", |item| {
                    Ok(WithItem {
                        context: *self.expr_in(item, "context_expr")?,
                        target: self.optional_unboxed(item, "optional_vars")?,
                    })
                })?,
                body: self.stmts(node, "body")?,
            },
            "Match" => StmtKind::Match {
                subject: self.expr_in(node, "subject")?,
                cases: self.list(node, "cases", |case| {
                    Ok(MatchCase {
                        pattern: self.pattern(&self.require(case, "pattern")?)?,
                        guard: self.optional_unboxed(case, "guard")?,
                        body: self.stmts(case, "body")?,
                    })
                })?,
            },
            "Raise" => StmtKind::Raise {
                exc: self.optional(node, "exc")?,
                cause: self.optional(node, "cause")?,
            },
            "Try" | "TryStar" => StmtKind::Try(Box::new(Try {
                body: self.stmts(node, "body")?,
                handlers: self.list(node, "handlers", |handler| self.handler(handler))?,
                orelse: self.stmts(node, "orelse")?,
                finalbody: self.stmts(node, "finalbody")?,
                is_star: class == "TryStar",
            })),
            "Assert" => StmtKind::Assert {
                test: self.expr_in(node, "test")?,
                msg: self.optional(node, "msg")?,
            },
            "Import" => StmtKind::Import(self.aliases(node)?),
            "ImportFrom" => {
                let level = self.get(node, "level")?;
                StmtKind::ImportFrom {
                    module: self.optional_ident(node, "module", span)?,
                    names: self.aliases(node)?,
                    level: level.and_then(|level| u32::try_from(to_i64(&level)?).ok()).unwrap_or(0),
                }
            }
            "Global" => StmtKind::Global(self.idents(node, "names", span)?),
            "Nonlocal" => StmtKind::Nonlocal(self.idents(node, "names", span)?),
            "Expr" => StmtKind::Expr(self.expr_in(node, "value")?),
            "Pass" => StmtKind::Pass,
            "Break" => StmtKind::Break,
            "Continue" => StmtKind::Continue,
            _ => return Err(self.unexpected("stmt", node)),
        };
        Ok(Stmt { span, kind })
    }

    fn expr(&self, node: &Value) -> VmResult<Expr> {
        let (class, span) = (self.kind(node)?, self.span(node, "expr")?);
        let kind = match class {
            "BoolOp" => ExprKind::BoolOp {
                op: match self.kind(&self.require(node, "op")?)? {
                    "And" => BoolOp::And,
                    "Or" => BoolOp::Or,
                    _ => return Err(self.unexpected("boolop", &self.require(node, "op")?)),
                },
                values: self.exprs(node, "values")?,
            },
            "NamedExpr" => ExprKind::Named {
                target: self.expr_in(node, "target")?,
                value: self.expr_in(node, "value")?,
            },
            "BinOp" => ExprKind::Binary {
                left: self.expr_in(node, "left")?,
                op: self.binary_op(&self.require(node, "op")?)?,
                right: self.expr_in(node, "right")?,
            },
            "UnaryOp" => ExprKind::Unary {
                op: match self.kind(&self.require(node, "op")?)? {
                    "Invert" => UnaryOp::Invert,
                    "Not" => UnaryOp::Not,
                    "UAdd" => UnaryOp::Plus,
                    "USub" => UnaryOp::Minus,
                    _ => return Err(self.unexpected("unaryop", &self.require(node, "op")?)),
                },
                operand: self.expr_in(node, "operand")?,
            },
            "Lambda" => ExprKind::Lambda {
                params: Box::new(self.parameters(&self.require(node, "args")?)?),
                body: self.expr_in(node, "body")?,
            },
            "IfExp" => ExprKind::IfElse {
                test: self.expr_in(node, "test")?,
                body: self.expr_in(node, "body")?,
                orelse: self.expr_in(node, "orelse")?,
            },
            "Dict" => {
                let keys = self.list(node, "keys", |key| match key.is_none() {
                    true => Ok(None),
                    false => self.expr(key).map(Some),
                })?;
                let values = self.exprs(node, "values")?;
                if keys.len() != values.len() {
                    let message = "Dict doesn't have the same number of keys as values";
                    return Err(self.vm.value_error(message));
                }
                ExprKind::Dict(keys.into_iter().zip(values).collect())
            }
            "Set" => ExprKind::Set(self.exprs(node, "elts")?),
            "ListComp" => ExprKind::ListComp {
                element: self.expr_in(node, "elt")?,
                generators: self.generators(node)?,
            },
            "SetComp" => ExprKind::SetComp {
                element: self.expr_in(node, "elt")?,
                generators: self.generators(node)?,
            },
            "GeneratorExp" => ExprKind::Generator {
                element: self.expr_in(node, "elt")?,
                generators: self.generators(node)?,
            },
            "DictComp" => ExprKind::DictComp {
                key: self.expr_in(node, "key")?,
                value: self.expr_in(node, "value")?,
                generators: self.generators(node)?,
            },
            "Await" => ExprKind::Await(self.expr_in(node, "value")?),
            "Yield" => ExprKind::Yield(self.optional(node, "value")?),
            "YieldFrom" => ExprKind::YieldFrom(self.expr_in(node, "value")?),
            "Compare" => ExprKind::Compare {
                left: self.expr_in(node, "left")?,
                ops: self.list(node, "ops", |op| self.compare_op(op))?,
                comparators: self.exprs(node, "comparators")?,
            },
            "Call" => ExprKind::Call {
                func: self.expr_in(node, "func")?,
                arguments: Box::new(self.arguments(node, "args")?),
            },
            "FormattedValue" => ExprKind::FString(vec![self.interpolation(node, span)?]),
            "JoinedStr" => ExprKind::FString(self.joined(node)?),
            "Constant" => self.constant(&self.require(node, "value")?, span)?,
            "Attribute" => {
                let value = self.expr_in(node, "value")?;
                let mut attr = self.ident(node, "attr", span)?;
                // The name is at the end.
                let start = span.end.saturating_sub(attr.name.len() as u32);
                attr.span = Span::new(start.max(value.span.end.min(span.end)), span.end);
                ExprKind::Attribute { value, attr }
            }
            "Subscript" => ExprKind::Subscript {
                value: self.expr_in(node, "value")?,
                index: self.expr_in(node, "slice")?,
            },
            "Starred" => ExprKind::Starred(self.expr_in(node, "value")?),
            "Name" => ExprKind::Name(self.name(&self.require(node, "id")?)?),
            "List" => ExprKind::List(self.exprs(node, "elts")?),
            "Tuple" => ExprKind::Tuple(self.exprs(node, "elts")?),
            "Slice" => ExprKind::Slice {
                lower: self.optional(node, "lower")?,
                upper: self.optional(node, "upper")?,
                step: self.optional(node, "step")?,
            },
            _ => return Err(self.unexpected("expr", node)),
        };
        Ok(Expr { span, kind })
    }

    /// An expression for the value of a constant.
    fn constant(&self, value: &Value, span: Span) -> VmResult<ExprKind> {
        self.vm.check_native_stack()?;
        let minus = |constant| {
            let operand = Box::new(Expr { span, kind: ExprKind::Constant(constant) });
            ExprKind::Unary { op: UnaryOp::Minus, operand }
        };
        let constant = match value.view() {
            View::None => Constant::None,
            View::Bool(true) => Constant::True,
            View::Bool(false) => Constant::False,
            View::Ellipsis => Constant::Ellipsis,
            _ if let Some(text) = value.get::<Str>() => Constant::Str(text.as_str().into()),
            _ if let Some(bytes) = value.get::<Bytes>() => Constant::Bytes(bytes.data[..].into()),
            _ if let Some(tuple) = value.get::<Tuple>() => {
                let items = tuple.items().iter();
                let items = items.map(|item| Ok(Expr { span, kind: self.constant(item, span)? }));
                return Ok(ExprKind::Tuple(items.collect::<VmResult<_>>()?));
            }
            _ => match Number::of(value) {
                Some(Number::Int(i @ 0..)) => Constant::Int(i as u64),
                Some(Number::Int(i)) => return Ok(minus(Constant::Int(i.unsigned_abs()))),
                Some(Number::Big(i)) => {
                    let digits = i.abs().to_str_radix(16);
                    let constant = Constant::BigInt(digits.into(), 16);
                    return Ok(if i.is_negative() {
                        minus(constant)
                    } else {
                        ExprKind::Constant(constant)
                    });
                }
                Some(Number::Float(x)) => Constant::Float(x),
                Some(Number::Complex(z)) if z.real == 0.0 && z.real.is_sign_positive() => {
                    Constant::Imaginary(z.imag)
                }
                Some(Number::Complex(z)) => {
                    let part = |kind| Box::new(Expr { span, kind: ExprKind::Constant(kind) });
                    return Ok(ExprKind::Binary {
                        left: part(Constant::Float(z.real)),
                        op: BinaryOp::Add,
                        right: part(Constant::Imaginary(z.imag)),
                    });
                }
                None => {
                    let class = self.vm.class_ref(value).name();
                    let message = format!("got an invalid type in Constant: {class}");
                    return Err(self.vm.type_error(message));
                }
            },
        };
        Ok(ExprKind::Constant(constant))
    }

    /// The parts of a `JoinedStr`, or of any expression that gives a text.
    fn joined(&self, node: &Value) -> VmResult<Vec<FStringPart>> {
        self.vm.check_native_stack()?;
        match self.kind(node)? {
            "JoinedStr" => Ok(self.list(node, "values", |value| self.joined(value))?.concat()),
            "FormattedValue" => Ok(vec![self.interpolation(node, self.span(node, "expr")?)?]),
            _ => {
                let value = self.expr(node)?;
                if let ExprKind::Constant(Constant::Str(text)) = value.kind {
                    return Ok(vec![FStringPart::Literal(text)]);
                }
                let span = value.span;
                let (debug_text, conversion, format_spec) = (None, None, None);
                let part = Interpolation { span, value, debug_text, conversion, format_spec };
                Ok(vec![FStringPart::Interpolation(Box::new(part))])
            }
        }
    }

    fn interpolation(&self, node: &Value, span: Span) -> VmResult<FStringPart> {
        let conversion = match to_i64(&self.require(node, "conversion")?) {
            Some(115) => Some(Conversion::Str),
            Some(114) => Some(Conversion::Repr),
            Some(97) => Some(Conversion::Ascii),
            Some(-1) => None,
            other => {
                let shown = other.unwrap_or_default();
                let message = format!("Unrecognized conversion character {shown}");
                return Err(self.vm.error(crate::objects::exception::Exc::SystemError, message));
            }
        };
        let format_spec = self.get(node, "format_spec")?;
        Ok(FStringPart::Interpolation(Box::new(Interpolation {
            span,
            value: *self.expr_in(node, "value")?,
            debug_text: None,
            conversion,
            format_spec: format_spec.map(|spec| self.joined(&spec)).transpose()?,
        })))
    }

    fn binary_op(&self, op: &Value) -> VmResult<BinaryOp> {
        const OPERATORS: [BinaryOp; 13] = [
            BinaryOp::Add,
            BinaryOp::Sub,
            BinaryOp::Mul,
            BinaryOp::MatMul,
            BinaryOp::TrueDiv,
            BinaryOp::FloorDiv,
            BinaryOp::Mod,
            BinaryOp::Pow,
            BinaryOp::LShift,
            BinaryOp::RShift,
            BinaryOp::BitOr,
            BinaryOp::BitXor,
            BinaryOp::BitAnd,
        ];
        let class = self.kind(op)?;
        let found = OPERATORS.into_iter().find(|known| known.class_name() == class);
        found.ok_or_else(|| self.unexpected("operator", op))
    }

    fn compare_op(&self, op: &Value) -> VmResult<CompareOp> {
        const OPERATORS: [CompareOp; 10] = [
            CompareOp::Eq,
            CompareOp::NotEq,
            CompareOp::Lt,
            CompareOp::LtE,
            CompareOp::Gt,
            CompareOp::GtE,
            CompareOp::Is,
            CompareOp::IsNot,
            CompareOp::In,
            CompareOp::NotIn,
        ];
        let class = self.kind(op)?;
        let found = OPERATORS.into_iter().find(|known| known.class_name() == class);
        found.ok_or_else(|| self.unexpected("cmpop", op))
    }

    fn generators(&self, node: &Value) -> VmResult<Vec<Comprehension>> {
        self.list(node, "generators", |generator| {
            Ok(Comprehension {
                is_async: self.vm.truthy(&self.require(generator, "is_async")?)?,
                target: *self.expr_in(generator, "target")?,
                iter: *self.expr_in(generator, "iter")?,
                ifs: self.exprs(generator, "ifs")?,
            })
        })
    }

    fn arguments(&self, node: &Value, positional: &str) -> VmResult<Arguments> {
        let keywords = self.list(node, "keywords", |keyword| {
            let span = self.span(keyword, "keyword")?;
            Ok(Keyword {
                span,
                name: self.optional_ident(keyword, "arg", span)?,
                value: *self.expr_in(keyword, "value")?,
            })
        })?;
        Ok(Arguments { args: self.exprs(node, positional)?, keywords })
    }

    fn parameter(&self, node: &Value) -> VmResult<Parameter> {
        let span = self.span(node, "arg")?;
        Ok(Parameter {
            name: self.ident(node, "arg", span)?,
            annotation: self.optional(node, "annotation")?,
            default: None,
        })
    }

    fn parameters(&self, node: &Value) -> VmResult<Parameters> {
        let all = |field| self.list(node, field, |parameter| self.parameter(parameter));
        let one = |field| -> VmResult<Option<Box<Parameter>>> {
            let parameter = self.get(node, field)?;
            parameter.map(|parameter| self.parameter(&parameter).map(Box::new)).transpose()
        };
        let mut parameters = Parameters {
            positional_only: all("posonlyargs")?,
            positional: all("args")?,
            vararg: one("vararg")?,
            keyword_only: all("kwonlyargs")?,
            kwarg: one("kwarg")?,
        };
        let defaults = self.exprs(node, "defaults")?;
        let count = parameters.positional_only.len() + parameters.positional.len();
        if defaults.len() > count {
            let message = "more positional defaults than args on arguments";
            return Err(self.vm.value_error(message));
        }
        let positional = parameters.positional_only.iter_mut().chain(&mut parameters.positional);
        let with_defaults = positional.skip(count - defaults.len());
        for (parameter, default) in with_defaults.zip(defaults) {
            parameter.default = Some(Box::new(default));
        }
        let defaults = self.list(node, "kw_defaults", |default| match default.is_none() {
            true => Ok(None),
            false => self.expr(default).map(|default| Some(Box::new(default))),
        })?;
        if defaults.len() != parameters.keyword_only.len() {
            let message = "length of kwonlyargs is not the same as kw_defaults on arguments";
            return Err(self.vm.value_error(message));
        }
        for (parameter, default) in parameters.keyword_only.iter_mut().zip(defaults) {
            parameter.default = default;
        }
        Ok(parameters)
    }

    fn aliases(&self, node: &Value) -> VmResult<Vec<Alias>> {
        self.list(node, "names", |alias| {
            let span = self.span(alias, "alias")?;
            Ok(Alias {
                span,
                name: self.ident(alias, "name", span)?,
                asname: self.optional_ident(alias, "asname", span)?,
            })
        })
    }

    fn handler(&self, node: &Value) -> VmResult<ExceptHandler> {
        let span = self.span(node, "excepthandler")?;
        Ok(ExceptHandler {
            span,
            type_: self.optional_unboxed(node, "type")?,
            name: self.optional_ident(node, "name", span)?,
            body: self.stmts(node, "body")?,
        })
    }

    fn type_params(&self, node: &Value) -> VmResult<Vec<TypeParam>> {
        self.list(node, "type_params", |param| {
            let span = self.span(param, "type_param")?;
            let kind = match self.kind(param)? {
                "TypeVar" => TypeParamKind::TypeVar,
                "TypeVarTuple" => TypeParamKind::TypeVarTuple,
                "ParamSpec" => TypeParamKind::ParamSpec,
                _ => return Err(self.unexpected("type_param", param)),
            };
            let bound = match kind {
                TypeParamKind::TypeVar => self.optional(param, "bound")?,
                _ => None,
            };
            let name = self.ident(param, "name", span)?;
            let default = self.optional(param, "default_value")?;
            Ok(TypeParam { span, name, kind, bound, default })
        })
    }

    fn pattern(&self, node: &Value) -> VmResult<Pattern> {
        let (class, span) = (self.kind(node)?, self.span(node, "pattern")?);
        let patterns = |field| self.list(node, field, |pattern| self.pattern(pattern));
        let kind = match class {
            "MatchValue" => PatternKind::Value(self.expr_in(node, "value")?),
            "MatchSingleton" => match self.constant(&self.require(node, "value")?, span)? {
                ExprKind::Constant(c @ (Constant::None | Constant::True | Constant::False)) => {
                    PatternKind::Singleton(c)
                }
                _ => {
                    let message = "MatchSingleton can only contain True, False and None";
                    return Err(self.vm.value_error(message));
                }
            },
            "MatchSequence" => PatternKind::Sequence(patterns("patterns")?),
            "MatchMapping" => {
                let (keys, patterns) = (self.exprs(node, "keys")?, patterns("patterns")?);
                if keys.len() != patterns.len() {
                    let message = "MatchMapping doesn't have the same number of keys as patterns";
                    return Err(self.vm.value_error(message));
                }
                PatternKind::Mapping {
                    keys,
                    patterns,
                    rest: self.optional_ident(node, "rest", span)?,
                }
            }
            "MatchClass" => {
                let names = self.idents(node, "kwd_attrs", span)?;
                let values = patterns("kwd_patterns")?;
                if names.len() != values.len() {
                    let message =
                        "MatchClass doesn't have the same number of keyword attributes as patterns";
                    return Err(self.vm.value_error(message));
                }
                PatternKind::Class {
                    class: self.expr_in(node, "cls")?,
                    positional: patterns("patterns")?,
                    keywords: names.into_iter().zip(values).collect(),
                }
            }
            "MatchStar" => PatternKind::Star(self.optional_ident(node, "name", span)?),
            "MatchAs" => {
                let pattern = self.get(node, "pattern")?;
                let pattern = pattern.map(|pattern| self.pattern(&pattern)).transpose()?;
                PatternKind::As {
                    pattern: pattern.map(Box::new),
                    name: self.optional_ident(node, "name", span)?,
                }
            }
            "MatchOr" => PatternKind::Or(patterns("patterns")?),
            _ => return Err(self.unexpected("pattern", node)),
        };
        Ok(Pattern { span, kind })
    }
}
