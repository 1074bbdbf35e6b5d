//! `yield`, `await`, and the places that allow them.

use super::unit::{Reg, Val};
use super::{Dst, Gen, Result};
use crate::bytecode::Opcode;
use crate::scope::ScopeKind;
use hob_grammar::ast::{Expr, Span};

impl<'a> Gen<'a> {
    /// Whether the unit is a coroutine function or an asynchronous generator expression.
    pub(super) fn in_async_function(&self) -> bool {
        let scope = self.scopes.get(self.u.scope);
        scope.is_coroutine && scope.kind.is_function_like()
    }

    /// In the REPL, a module may await; notes that it does.
    pub(super) fn allow_top_level_await(&mut self) -> bool {
        let is_module = self.scopes.get(self.u.scope).kind == ScopeKind::Module;
        let allowed = is_module && self.mode.may_await();
        self.top_level_await |= allowed;
        allowed
    }

    pub(super) fn await_(&mut self, value: &'a Expr, dst: Dst, span: Span) -> Result<Val> {
        if !self.in_async_function() && !self.allow_top_level_await() {
            let kind = self.scopes.get(self.u.scope).kind;
            let message = match kind.is_function_like() {
                true => "'await' outside async function",
                false => "'await' outside function",
            };
            return self.error(message, span);
        }
        let base = self.u.top();
        let val = self.expr(value)?;
        let iterator = self.result(Dst::Any, base);
        self.u.emit(Opcode::GetAwaitable, 0, iterator, val.operand(), 0, span);
        let r = self.result(dst, base);
        self.u.emit(Opcode::YieldFrom, 0, r, iterator, 0, span);
        Ok(self.val(r))
    }

    /// Awaits the value in a temporary, which then holds the result. `who` is the operand `x` of
    /// `GetAwaitable`.
    pub(super) fn await_register(&mut self, r: Reg, who: u8, span: Span) {
        self.u.emit(Opcode::GetAwaitable, who, r, Val::Temporary(r).operand(), 0, span);
        self.u.emit(Opcode::YieldFrom, 0, r, r, 0, span);
    }

    pub(super) fn yield_(&mut self, value: Option<&'a Expr>, dst: Dst, span: Span) -> Result<Val> {
        if !self.in_function() {
            return self.error("'yield' outside function", span);
        }
        let base = self.u.top();
        let val = match value {
            Some(value) => self.expr(value)?,
            None => self.u.constant(crate::constants::Literal::None, span),
        };
        let r = self.result(dst, base);
        self.u.emit(Opcode::Yield, 0, r, val.operand(), 0, span);
        Ok(self.val(r))
    }

    pub(super) fn yield_from(&mut self, value: &'a Expr, dst: Dst, span: Span) -> Result<Val> {
        if !self.in_function() {
            return self.error("'yield from' outside function", span);
        }
        if self.in_async_function() {
            return self.error("'yield from' inside async function", span);
        }
        let base = self.u.top();
        let val = self.expr(value)?;
        let iterator = self.result(Dst::Any, base);
        self.u.emit(Opcode::GetYieldFrom, 0, iterator, val.operand(), 0, span);
        let r = self.result(dst, base);
        self.u.emit(Opcode::YieldFrom, 0, r, iterator, 0, span);
        Ok(self.val(r))
    }
}
