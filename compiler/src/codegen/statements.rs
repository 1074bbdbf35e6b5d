//! Statements: the dispatch, and those that are short.

use super::unit::{Block, Val, unmarked};
use super::{Gen, Result};
use crate::Mode;
use crate::bytecode::{Intrinsic, Opcode};
use crate::constants;
use crate::scope::ScopeKind;
use crate::warnings;
use hob_grammar::ast::*;

impl<'a> Gen<'a> {
    pub(super) fn stmts(&mut self, body: &'a [Stmt]) -> Result<()> {
        body.iter().try_for_each(|s| self.stmt(s))
    }

    fn stmt(&mut self, stmt: &'a Stmt) -> Result<()> {
        self.enter(stmt.span)?;
        let base = self.u.top();
        let result = self.stmt_inner(stmt);
        self.u.pop_to(base);
        result
    }

    fn stmt_inner(&mut self, stmt: &'a Stmt) -> Result<()> {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function_def(def, span),
            StmtKind::ClassDef(def) => self.class_def(def, span),
            StmtKind::Return(value) => self.return_(value.as_deref(), span),
            StmtKind::Delete(targets) => targets.iter().try_for_each(|t| self.delete_target(t)),
            StmtKind::Assign { targets, value } => self.assignment(targets, value),
            StmtKind::TypeAlias { name, type_params, value } => {
                self.type_alias(stmt, name, type_params, value)
            }
            StmtKind::AugAssign { target, op, value } => {
                self.augmented_assignment(target, *op, value, span)
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.annotated_assignment(target, annotation, value.as_deref(), *simple, span)
            }
            StmtKind::For(node) => self.for_(node, span),
            StmtKind::While { test, body, orelse } => self.while_(test, body, orelse, span),
            StmtKind::If { .. } => self.if_chain(stmt),
            StmtKind::With { is_async, items, body } => {
                if *is_async && !self.in_async_function() && !self.allow_top_level_await() {
                    return self.error("'async with' outside async function", span);
                }
                self.with(*is_async, items, body)
            }
            StmtKind::Match { subject, cases } => self.match_(subject, cases),
            StmtKind::Raise { exc, cause } => self.raise(exc.as_deref(), cause.as_deref(), span),
            StmtKind::Try(node) => self.try_(node, span),
            StmtKind::Assert { test, msg } => self.assert(test, msg.as_deref(), span),
            StmtKind::Import(names) => self.import(names, span),
            StmtKind::ImportFrom { module, names, level } => {
                self.import_from(module.as_ref(), names, *level, span)
            }
            StmtKind::Global(_) | StmtKind::Nonlocal(_) => Ok(()),
            StmtKind::Pass => {
                self.u.emit(Opcode::Nothing, 0, 0, 0, 0, span);
                Ok(())
            }
            StmtKind::Expr(value) => self.expression_statement(stmt, value),
            StmtKind::Break => self.break_(span),
            StmtKind::Continue => self.continue_(span),
        }
    }

    fn expression_statement(&mut self, stmt: &'a Stmt, value: &'a Expr) -> Result<()> {
        let shown = match self.mode {
            Mode::Interactive | Mode::Single | Mode::AwaitingSingle => true,
            Mode::Cell => self.last.is_some_and(|last| std::ptr::eq(last, stmt)),
            _ => false,
        };
        let printed = shown && self.scopes.get(self.u.scope).kind == ScopeKind::Module;
        if matches!(value.kind, ExprKind::Constant(_)) && !printed {
            self.u.emit(Opcode::Nothing, 0, 0, 0, 0, value.span);
            return Ok(());
        }
        let base = self.u.top();
        let val = self.expr(value)?;
        if printed {
            let r = self.result(super::Dst::Any, base);
            let print = Intrinsic::Print as u8;
            self.u.emit(Opcode::Intrinsic, print, r, 0, val.operand(), value.span);
            self.discard(Val::Temporary(r), value.span);
        } else {
            self.discard(val, value.span);
        }
        Ok(())
    }

    /// Long `elif` chains nest in the tree, and are compiled without recursion.
    fn if_chain(&mut self, mut stmt: &'a Stmt) -> Result<()> {
        let end = self.u.label();
        while let StmtKind::If { test, body, orelse } = &stmt.kind {
            let otherwise = self.u.label();
            self.jump_unless(test, otherwise)?;
            self.stmts(body)?;
            if orelse.is_empty() {
                self.u.bind(otherwise);
                break;
            }
            self.u.jump(end, unmarked(test.span));
            self.u.bind(otherwise);
            match orelse.as_slice() {
                [next] if matches!(next.kind, StmtKind::If { .. }) => stmt = next,
                other => {
                    self.stmts(other)?;
                    break;
                }
            }
        }
        self.u.bind(end);
        Ok(())
    }

    fn return_(&mut self, value: Option<&'a Expr>, span: Span) -> Result<()> {
        let scope = self.scopes.get(self.u.scope);
        if !scope.kind.is_function_like() {
            return self.error("'return' outside function", span);
        }
        if value.is_some() && scope.is_coroutine && scope.is_generator {
            return self.error("'return' with value in async generator", span);
        }
        // The code that runs on the way out could rebind the variable.
        let runs_code = |b: &Block| {
            matches!(b, Block::Finally { .. } | Block::With { .. } | Block::Handler { .. })
        };
        let runs_code = self.u.blocks.iter().any(runs_code);
        // Each side returns separately, unless that would duplicate the code that runs on the way
        // out.
        if let Some(ExprKind::IfElse { test, body, orelse }) = value.map(|value| &value.kind)
            && !runs_code
            && self.fold(test).is_none()
        {
            let otherwise = self.u.label();
            self.jump_unless(test, otherwise)?;
            self.return_(Some(body), span)?;
            self.u.bind(otherwise);
            return self.return_(Some(orelse), span);
        }
        let base = self.u.top();
        let mut val = match value {
            Some(value) => self.expr(value)?,
            None => self.u.constant(constants::Literal::None, span),
        };
        // A constant is not evaluated, so its location is that of the statement.
        let span = match (val, value) {
            (Val::Constant(_), Some(value)) => value.span,
            _ => span,
        };
        if let Val::Variable(_) = val
            && runs_code
        {
            let copy = self.u.push(1);
            self.u.emit(Opcode::Move, 0, copy, val.operand(), 0, span);
            val = Val::Temporary(copy);
        }
        let pending = match val {
            Val::Temporary(r) => Some(r),
            _ => None,
        };
        if runs_code && matches!(val, Val::Constant(_)) {
            self.u.emit(Opcode::Nothing, 0, 0, 0, 0, span);
        }
        let leave = if runs_code { unmarked(span) } else { span };
        self.leave_blocks(0, pending, leave, |g| {
            g.u.emit(Opcode::Return, 0, 0, val.operand(), 0, leave);
        })?;
        self.u.pop_to(base);
        Ok(())
    }

    fn raise(&mut self, exc: Option<&'a Expr>, cause: Option<&'a Expr>, span: Span) -> Result<()> {
        let base = self.u.top();
        match (exc, cause) {
            (None, _) => self.u.emit(Opcode::Raise, 0, 0, 0, 0, span),
            (Some(exc), None) => {
                let val = self.expr(exc)?;
                self.u.emit(Opcode::Raise, 1, 0, val.operand(), 0, span);
            }
            (Some(exc), Some(cause)) => {
                let exc = self.operand_before(exc, &[cause])?;
                let cause = self.expr(cause)?;
                self.u.emit(Opcode::Raise, 2, 0, exc.operand(), cause.operand(), span);
            }
        }
        self.u.pop_to(base);
        Ok(())
    }

    fn assert(&mut self, test: &'a Expr, msg: Option<&'a Expr>, span: Span) -> Result<()> {
        self.warn(warnings::assertion(test), span);
        if !self.optimization.is_debug() {
            return Ok(());
        }
        let holds = self.u.label();
        self.jump_when(test, true, holds)?;
        match msg {
            Some(msg) => {
                let val = self.expr(msg)?;
                self.free(val);
                self.u.emit(Opcode::RaiseAssertion, 1, 0, val.operand(), 0, test.span);
            }
            None => self.u.emit(Opcode::RaiseAssertion, 0, 0, 0, 0, test.span),
        }
        self.u.bind(holds);
        Ok(())
    }
}
