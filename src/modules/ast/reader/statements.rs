//! Statements and their parts.

use super::{Context, Reader};
use crate::runtime::Value;
use crate::vm::VmResult;
use hob_grammar::ast::*;

impl Reader<'_> {
    pub(super) fn stmt(&self, node: &Value) -> VmResult<Stmt> {
        let (class, span) = (self.kind(node)?, self.span(node, "stmt")?);
        let kind = match class {
            "FunctionDef" | "AsyncFunctionDef" => StmtKind::FunctionDef(Box::new(FunctionDef {
                is_async: class == "AsyncFunctionDef",
                name: self.ident(node, "name", span)?,
                type_params: self.type_params(node)?,
                params: self.parameters(&self.require(node, "args")?)?,
                returns: self.optional_box(node, "returns")?,
                body: self.body(node)?,
                decorators: self.exprs(node, "decorator_list")?,
            })),
            "ClassDef" => StmtKind::ClassDef(Box::new(ClassDef {
                name: self.ident(node, "name", span)?,
                type_params: self.type_params(node)?,
                arguments: self.arguments(node, "bases")?,
                body: self.body(node)?,
                decorators: self.exprs(node, "decorator_list")?,
            })),
            "Return" => StmtKind::Return(self.optional_box(node, "value")?),
            "Delete" => StmtKind::Delete(self.targets(node, Context::Del)?),
            "Assign" => StmtKind::Assign {
                targets: self.targets(node, Context::Store)?,
                value: self.expr_in(node, "value")?,
            },
            "TypeAlias" => {
                let target = self.require(node, "name")?;
                if self.kind(&target)? != "Name" {
                    return Err(self.vm.type_error("TypeAlias with non-Name name"));
                }
                let target = self.expr_for(&target, Context::Store)?;
                let ExprKind::Name(name) = target.kind else {
                    return Err(self.unexpected("expr", node));
                };
                StmtKind::TypeAlias {
                    name: Ident { name, span: target.span },
                    type_params: self.type_params(node)?,
                    value: self.expr_in(node, "value")?,
                }
            }
            "AugAssign" => StmtKind::AugAssign {
                target: self.target(node, "target")?,
                op: self.binary_op(&self.require(node, "op")?)?,
                value: self.expr_in(node, "value")?,
            },
            "AnnAssign" => {
                let simple = self.int(node, "simple")? != 0;
                let target = self.target(node, "target")?;
                if simple && !matches!(target.kind, ExprKind::Name(_)) {
                    let message = "AnnAssign with simple non-Name target";
                    return Err(self.vm.type_error(message));
                }
                StmtKind::AnnAssign {
                    target,
                    annotation: self.expr_in(node, "annotation")?,
                    value: self.optional_box(node, "value")?,
                    simple,
                }
            }
            "For" | "AsyncFor" => StmtKind::For(Box::new(For {
                is_async: class == "AsyncFor",
                target: *self.target(node, "target")?,
                iter: *self.expr_in(node, "iter")?,
                body: self.body(node)?,
                orelse: self.stmts(node, "orelse")?,
            })),
            "While" => StmtKind::While {
                test: self.expr_in(node, "test")?,
                body: self.body(node)?,
                orelse: self.stmts(node, "orelse")?,
            },
            "If" => StmtKind::If {
                test: self.expr_in(node, "test")?,
                body: self.body(node)?,
                orelse: self.stmts(node, "orelse")?,
            },
            "With" | "AsyncWith" => StmtKind::With {
                is_async: class == "AsyncWith",
                items: self.some(node, "items", |item| self.with_item(item))?,
                body: self.body(node)?,
            },
            "Match" => StmtKind::Match {
                subject: self.expr_in(node, "subject")?,
                cases: self.some(node, "cases", |case| self.case(case))?,
            },
            "Raise" => {
                let (exc, cause) =
                    (self.optional_box(node, "exc")?, self.optional_box(node, "cause")?);
                if exc.is_none() && cause.is_some() {
                    return Err(self.vm.value_error("Raise with cause but no exception"));
                }
                StmtKind::Raise { exc, cause }
            }
            "Try" | "TryStar" => StmtKind::Try(Box::new(self.try_statement(node, class)?)),
            "Assert" => StmtKind::Assert {
                test: self.expr_in(node, "test")?,
                msg: self.optional_box(node, "msg")?,
            },
            "Import" => StmtKind::Import(self.aliases(node)?),
            "ImportFrom" => {
                let level = self.get(node, "level")?;
                let level = level.map_or(Ok(0), |level| self.number(&level))?;
                let Ok(level) = u32::try_from(level.clamp(-1, u32::MAX.into())) else {
                    return Err(self.vm.value_error("Negative ImportFrom level"));
                };
                StmtKind::ImportFrom {
                    module: self.optional_ident(node, "module", span)?,
                    names: self.aliases(node)?,
                    level,
                }
            }
            "Global" => StmtKind::Global(self.declared(node, span)?),
            "Nonlocal" => StmtKind::Nonlocal(self.declared(node, span)?),
            "Expr" => StmtKind::Expr(self.expr_in(node, "value")?),
            "Pass" => StmtKind::Pass,
            "Break" => StmtKind::Break,
            "Continue" => StmtKind::Continue,
            _ => return Err(self.unexpected("stmt", node)),
        };
        self.optional_text(node, "type_comment")?;
        Ok(Stmt { span, kind })
    }

    fn targets(&self, node: &Value, context: Context) -> VmResult<Vec<Expr>> {
        self.some(node, "targets", |target| self.operand(target, context))
    }

    fn declared(&self, node: &Value, span: Span) -> VmResult<Vec<Ident>> {
        self.some(node, "names", |name| Ok(Ident { name: self.name(name)?, span }))
    }

    fn with_item(&self, item: &Value) -> VmResult<WithItem> {
        self.expect("withitem", item)?;
        let target = self.get(item, "optional_vars")?;
        Ok(WithItem {
            context: *self.expr_in(item, "context_expr")?,
            target: target.map(|t| self.expr_for(&t, Context::Store)).transpose()?,
        })
    }

    fn case(&self, case: &Value) -> VmResult<MatchCase> {
        self.expect("match_case", case)?;
        Ok(MatchCase {
            pattern: self.pattern(&self.require(case, "pattern")?)?,
            guard: self.optional(case, "guard")?,
            body: self.body(case)?,
        })
    }

    fn try_statement(&self, node: &Value, class: &str) -> VmResult<Try> {
        let made = Try {
            body: self.body(node)?,
            handlers: self.list(node, "handlers", |handler| self.handler(handler))?,
            orelse: self.stmts(node, "orelse")?,
            finalbody: self.stmts(node, "finalbody")?,
            is_star: class == "TryStar",
        };
        let message = if !made.handlers.is_empty() {
            return Ok(made);
        } else if made.finalbody.is_empty() {
            format!("{class} has neither except handlers nor finalbody")
        } else if !made.orelse.is_empty() {
            format!("{class} has orelse but no except handlers")
        } else {
            return Ok(made);
        };
        Err(self.vm.value_error(message))
    }

    fn aliases(&self, node: &Value) -> VmResult<Vec<Alias>> {
        self.some(node, "names", |alias| {
            self.expect("alias", alias)?;
            let span = self.part_span(alias, "alias")?;
            Ok(Alias {
                span,
                name: self.ident(alias, "name", span)?,
                asname: self.optional_ident(alias, "asname", span)?,
            })
        })
    }

    fn handler(&self, node: &Value) -> VmResult<ExceptHandler> {
        let span = self.span(node, "excepthandler")?;
        if self.kind(node)? != "ExceptHandler" {
            return Err(self.unexpected("excepthandler", node));
        }
        Ok(ExceptHandler {
            span,
            type_: self.optional(node, "type")?,
            name: self.optional_ident(node, "name", span)?,
            body: self.body(node)?,
        })
    }

    fn type_params(&self, node: &Value) -> VmResult<Vec<TypeParam>> {
        self.list(node, "type_params", |param| {
            let span = self.span(param, "type_param")?;
            let (kind, bound) = match self.kind(param)? {
                "TypeVar" => (TypeParamKind::TypeVar, self.optional_box(param, "bound")?),
                "TypeVarTuple" => (TypeParamKind::TypeVarTuple, None),
                "ParamSpec" => (TypeParamKind::ParamSpec, None),
                _ => return Err(self.unexpected("type_param", param)),
            };
            let name = self.variable(self.name(&self.require(param, "name")?)?)?;
            let default = self.optional_box(param, "default_value")?;
            Ok(TypeParam { span, name: Ident { name, span }, kind, bound, default })
        })
    }
}
