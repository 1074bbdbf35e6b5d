//! Expressions and their parts.

use super::{Context, Reader};
use crate::objects::arith::Number;
use crate::objects::bytes::Bytes;
use crate::objects::exception::Exc;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Value, View};
use crate::vm::VmResult;
use hob_grammar::ast::*;
use num_traits::Signed;

impl Reader<'_> {
    /// An expression that is used in this way.
    pub(super) fn expr_for(&self, node: &Value, context: Context) -> VmResult<Expr> {
        let (class, span) = (self.kind(node)?, self.span(node, "expr")?);
        match class {
            "Attribute" | "Subscript" | "Starred" | "Name" | "List" | "Tuple" => {
                self.check_context(node, context)?;
            }
            _ if context != Context::Load => {
                let message =
                    format!("expression which can't be assigned to in {context:?} context");
                return Err(self.vm.value_error(message));
            }
            _ => {}
        }
        let kind = match class {
            "BoolOp" => {
                let op = self.require(node, "op")?;
                let op = match self.kind(&op)? {
                    "And" => BoolOp::And,
                    "Or" => BoolOp::Or,
                    _ => return Err(self.unexpected("boolop", &op)),
                };
                let values = self.exprs(node, "values")?;
                if values.len() < 2 {
                    return Err(self.vm.value_error("BoolOp with less than 2 values"));
                }
                ExprKind::BoolOp { op, values }
            }
            "NamedExpr" => ExprKind::Named {
                target: self.target(node, "target")?,
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
                let keys = self.maybe_exprs(node, "keys")?;
                let values = self.exprs(node, "values")?;
                if keys.len() != values.len() {
                    let message = "Dict doesn't have the same number of keys as values";
                    return Err(self.vm.value_error(message));
                }
                ExprKind::Dict(keys.into_iter().zip(values).collect())
            }
            "Set" => ExprKind::Set(self.exprs(node, "elts")?),
            "ListComp" => ExprKind::ListComp {
                generators: self.generators(node)?,
                element: self.expr_in(node, "elt")?,
            },
            "SetComp" => ExprKind::SetComp {
                generators: self.generators(node)?,
                element: self.expr_in(node, "elt")?,
            },
            "GeneratorExp" => ExprKind::Generator {
                generators: self.generators(node)?,
                element: self.expr_in(node, "elt")?,
            },
            "DictComp" => ExprKind::DictComp {
                generators: self.generators(node)?,
                key: self.expr_in(node, "key")?,
                value: self.expr_in(node, "value")?,
            },
            "Await" => ExprKind::Await(self.expr_in(node, "value")?),
            "Yield" => ExprKind::Yield(self.optional_box(node, "value")?),
            "YieldFrom" => ExprKind::YieldFrom(self.expr_in(node, "value")?),
            "Compare" => {
                let ops = self.list(node, "ops", |op| self.compare_op(op))?;
                let comparators = self.exprs(node, "comparators")?;
                if comparators.is_empty() {
                    return Err(self.vm.value_error("Compare with no comparators"));
                }
                if comparators.len() != ops.len() {
                    let message = "Compare has a different number of comparators and operands";
                    return Err(self.vm.value_error(message));
                }
                ExprKind::Compare { left: self.expr_in(node, "left")?, ops, comparators }
            }
            "Call" => ExprKind::Call {
                func: self.expr_in(node, "func")?,
                arguments: Box::new(self.arguments(node, "args")?),
            },
            "FormattedValue" => ExprKind::FString(vec![self.interpolation(node, span)?]),
            "JoinedStr" => ExprKind::FString(self.joined(node)?),
            "Constant" => {
                self.optional_text(node, "kind")?;
                self.constant(&self.present(node, "value")?, span)?
            }
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
            "Starred" => {
                let value = self.require(node, "value")?;
                ExprKind::Starred(Box::new(self.expr_for(&value, context)?))
            }
            "Name" => ExprKind::Name(self.variable(self.name(&self.require(node, "id")?)?)?),
            "List" => ExprKind::List(self.elements(node, context)?),
            "Tuple" => ExprKind::Tuple(self.elements(node, context)?),
            "Slice" => ExprKind::Slice {
                lower: self.optional_box(node, "lower")?,
                upper: self.optional_box(node, "upper")?,
                step: self.optional_box(node, "step")?,
            },
            _ => return Err(self.unexpected("expr", node)),
        };
        Ok(Expr { span, kind })
    }

    fn elements(&self, node: &Value, context: Context) -> VmResult<Vec<Expr>> {
        self.list(node, "elts", |item| self.operand(item, context))
    }

    /// Refuses an expression whose context says that it is used differently.
    fn check_context(&self, node: &Value, context: Context) -> VmResult<()> {
        let found = match self.get(node, "ctx")? {
            None => "Load",
            Some(found) => match self.kind(&found)? {
                name @ ("Load" | "Store" | "Del") => name,
                _ => return Err(self.unexpected("expr_context", &found)),
            },
        };
        let wanted = format!("{context:?}");
        match found == wanted {
            true => Ok(()),
            false => {
                let message =
                    format!("expression must have {wanted} context but has {found} instead");
                Err(self.vm.value_error(message))
            }
        }
    }

    /// An expression for the value of a constant.
    pub(super) fn constant(&self, value: &Value, span: Span) -> VmResult<ExprKind> {
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
            _ if let Some(text) = value.get_exact::<Str>() => Constant::Str(text.as_str().into()),
            _ if let Some(bytes) = value.get_exact::<Bytes>() => {
                Constant::Bytes(bytes.data[..].into())
            }
            _ if let Some(tuple) = value.get_exact::<Tuple>() => {
                let items = tuple.items().iter();
                let items = items.map(|item| Ok(Expr { span, kind: self.constant(item, span)? }));
                return Ok(ExprKind::Tuple(items.collect::<VmResult<_>>()?));
            }
            _ => match Number::exact(value) {
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

    /// The parts of a `JoinedStr`, or of any expression whose value is a text.
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
        let conversion = match self.int(node, "conversion")? {
            115 => Some(Conversion::Str),
            114 => Some(Conversion::Repr),
            97 => Some(Conversion::Ascii),
            -1 => None,
            other => {
                let message = format!("Unrecognized conversion character {other}");
                return Err(self.vm.error(Exc::SystemError, message));
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

    pub(super) fn binary_op(&self, op: &Value) -> VmResult<BinaryOp> {
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
        let generators = self.list(node, "generators", |generator| {
            self.expect("comprehension", generator)?;
            Ok(Comprehension {
                is_async: self.int(generator, "is_async")? != 0,
                target: *self.target(generator, "target")?,
                iter: *self.expr_in(generator, "iter")?,
                ifs: self.exprs(generator, "ifs")?,
            })
        })?;
        match generators.is_empty() {
            false => Ok(generators),
            true => Err(self.vm.value_error("comprehension with no generators")),
        }
    }

    pub(super) fn arguments(&self, node: &Value, positional: &str) -> VmResult<Arguments> {
        let keywords = self.list(node, "keywords", |keyword| {
            self.expect("keyword", keyword)?;
            let span = self.part_span(keyword, "keyword")?;
            Ok(Keyword {
                span,
                name: self.optional_ident(keyword, "arg", span)?,
                value: *self.expr_in(keyword, "value")?,
            })
        })?;
        Ok(Arguments { args: self.exprs(node, positional)?, keywords })
    }

    fn parameter(&self, node: &Value) -> VmResult<Parameter> {
        self.expect("arg", node)?;
        let span = self.span(node, "arg")?;
        self.optional_text(node, "type_comment")?;
        Ok(Parameter {
            name: self.ident(node, "arg", span)?,
            annotation: self.optional_box(node, "annotation")?,
            default: None,
        })
    }

    pub(super) fn parameters(&self, node: &Value) -> VmResult<Parameters> {
        self.expect("arguments", node)?;
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
        let defaults = self.maybe_exprs(node, "kw_defaults")?;
        if defaults.len() != parameters.keyword_only.len() {
            let message = "length of kwonlyargs is not the same as kw_defaults on arguments";
            return Err(self.vm.value_error(message));
        }
        for (parameter, default) in parameters.keyword_only.iter_mut().zip(defaults) {
            parameter.default = default.map(Box::new);
        }
        Ok(parameters)
    }
}
