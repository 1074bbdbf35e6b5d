//! Type parameters and type aliases (PEP 695, PEP 696).

use super::unit::{Reg, Val};
use super::{Dst, Gen, Result, Signature};
use crate::bytecode::{Intrinsic, Opcode};
use crate::constants::Literal;
use crate::scope::Part;
use hob_grammar::ast::*;

impl<'a> Gen<'a> {
    /// Makes type parameters, binds their names, and leaves a tuple of them in a temporary.
    pub(super) fn type_parameters(&mut self, params: &'a [TypeParam], span: Span) -> Result<Reg> {
        let first = self.u.top();
        let mut seen_default = false;
        for param in params {
            if param.default.is_some() {
                seen_default = true;
            } else if seen_default {
                let message = format!(
                    "non-default type parameter '{}' follows default type parameter",
                    param.name.name
                );
                return self.error(message, param.span);
            }
            let r = self.u.push(1);
            let parts = self.u.top();
            let name = self.u.push(1);
            self.load_literal(name, Literal::Str(param.name.name.as_str().into()), param.span);
            let mut count = 2;
            let intrinsic = match param.kind {
                TypeParamKind::TypeVar => {
                    // A tuple lists constraints.
                    let bound = param.bound.as_deref();
                    let is_tuple = |bound: &&Expr| matches!(bound.kind, ExprKind::Tuple(_));
                    let constraints = bound.filter(is_tuple);
                    let bound = bound.filter(|bound| !is_tuple(bound));
                    self.lazy(param, bound, Part::Body, &param.name.name)?;
                    self.lazy(param, constraints, Part::Body, &param.name.name)?;
                    count = 4;
                    Intrinsic::TypeVar
                }
                TypeParamKind::TypeVarTuple => Intrinsic::TypeVarTuple,
                TypeParamKind::ParamSpec => Intrinsic::ParamSpec,
            };
            self.lazy(param, param.default.as_deref(), Part::Default, &param.name.name)?;
            self.u.pop_to(parts);
            self.u.emit(Opcode::BuildTuple, 0, r, parts, count, param.span);
            let operand = Val::Temporary(r).operand();
            self.u.emit(Opcode::Intrinsic, intrinsic as u8, r, 0, operand, param.span);
            self.store(&param.name.name, Val::Variable(r), param.name.span);
        }
        self.u.pop_to(first);
        let tuple = self.u.push(1);
        self.u.emit(Opcode::BuildTuple, 0, tuple, first, params.len() as u16, span);
        Ok(tuple)
    }

    /// A function that evaluates an expression when asked, or None without one, in the next
    /// temporary.
    fn lazy<T>(
        &mut self,
        node: &T,
        expr: Option<&'a Expr>,
        part: Part,
        name: &Name,
    ) -> Result<Reg> {
        let r = self.u.push(1);
        let Some(expr) = expr else {
            self.load_none(r, Span::default());
            return Ok(r);
        };
        let id = self.scopes.of(node, part);
        let qualname = self.qualname(name);
        let signature = Signature { start: expr.span, ..Signature::default() };
        let code = self.unit(id, name.clone(), qualname, signature, |g, _| {
            // `*Ts = *tuple[int]`: the default is the one item.
            let val = match &expr.kind {
                ExprKind::Starred(inner) => {
                    let base = g.u.top();
                    let val = g.expr(inner)?;
                    let r = g.result(Dst::Any, base);
                    g.u.emit(Opcode::UnpackSequence, 0, r, val.operand(), 1, expr.span);
                    Val::Temporary(r)
                }
                _ => g.expr(expr)?,
            };
            g.u.emit(Opcode::Return, 0, 0, val.operand(), 0, expr.span);
            Ok(())
        })?;
        self.make_function(r, code, id, None, expr.span)?;
        Ok(r)
    }

    /// `type Name[params] = value`
    pub(super) fn type_alias(
        &mut self,
        stmt: &'a Stmt,
        name: &'a Ident,
        params: &'a [TypeParam],
        value: &'a Expr,
    ) -> Result<()> {
        self.check_name(&name.name, "assign to", name.span)?;
        let span = stmt.span;
        let r = if params.is_empty() {
            self.alias(name, None, value, span)?
        } else {
            let id = self.scopes.of(stmt, Part::TypeParameters);
            let unit_name = Name::from(format!("<generic parameters of {}>", name.name));
            let qualname = self.qualname(&unit_name);
            let signature = Signature { start: span, ..Signature::default() };
            let code = self.unit(id, unit_name, qualname, signature, |g, _| {
                let parameters = g.type_parameters(params, span)?;
                let alias = g.alias(name, Some(parameters), value, span)?;
                g.u.emit(Opcode::Return, 0, 0, Val::Temporary(alias).operand(), 0, span);
                Ok(())
            })?;
            let r = self.u.push(1);
            self.make_function(r, code, id, None, span)?;
            self.u.emit(Opcode::Call, 0, r, r, 0, span);
            r
        };
        self.store(&name.name, Val::Temporary(r), name.span);
        Ok(())
    }

    fn alias(
        &mut self,
        name: &'a Ident,
        parameters: Option<Reg>,
        value: &'a Expr,
        span: Span,
    ) -> Result<Reg> {
        let parts = self.u.push(2);
        self.load_literal(parts, Literal::Str(name.name.as_str().into()), span);
        match parameters {
            Some(tuple) => {
                let tuple = Val::Temporary(tuple).operand();
                self.u.emit(Opcode::Move, 0, parts + 1, tuple, 0, span);
            }
            None => self.load_literal(parts + 1, Literal::Tuple(Vec::new()), span),
        }
        self.lazy(name, Some(value), Part::Body, &name.name)?;
        self.u.pop_to(parts);
        let r = self.u.push(1);
        self.u.emit(Opcode::BuildTuple, 0, r, parts, 3, span);
        let operand = Val::Temporary(r).operand();
        self.u.emit(Opcode::Intrinsic, Intrinsic::TypeAlias as u8, r, 0, operand, span);
        Ok(r)
    }
}
