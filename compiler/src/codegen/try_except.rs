//! `try`. A handler's exception is in a temporary, the one handled before it in the next.
//!
//! ```text
//!     guarded:   body                      else, finally; jump end
//!     handler:   e = exception
//!                saved = PushHandled e
//!       guarded:   except clauses          PopHandled saved; Drop e; …
//!     cleanup:   e2 = exception in the handler
//!                PopHandled saved; Drop e; Reraise e2
//!     end:
//! ```

use super::unit::{Block, Label, Reg, Val, unmarked};
use super::{Gen, Result};
use crate::bytecode::Opcode;
use hob_grammar::ast::*;

impl<'a> Gen<'a> {
    pub(super) fn try_(&mut self, node: &'a Try, span: Span) -> Result<()> {
        self.u.emit(Opcode::Nothing, 0, 0, 0, 0, span);
        let (statement, span) = (span, unmarked(span));
        if node.finalbody.is_empty() {
            return self.try_except(node, statement);
        }
        let base = self.u.top();
        let (handler, end) = (self.u.label(), self.u.label());
        let guard = self.u.open_guard(handler, base);
        self.enter_block(Block::Finally { guard, body: &node.finalbody }, statement)?;
        if node.handlers.is_empty() {
            self.stmts(&node.body)?;
        } else {
            self.try_except(node, statement)?;
        }
        self.u.blocks.pop();
        self.u.close_guard(guard);
        if self.u.reachable() {
            self.stmts(&node.finalbody)?;
        }
        self.u.jump(end, span);
        self.u.bind(handler);
        let (exception, cleanup) = self.enter_handler(span);
        let guard = self.u.open_guard(cleanup, exception + 2);
        let block = Block::Handler { guard, exception, name: None, is_clause: false };
        self.enter_block(block, statement)?;
        self.stmts(&node.finalbody)?;
        self.u.blocks.pop();
        self.u.close_guard(guard);
        self.reraise_from_handler(exception, span);
        self.u.bind(cleanup);
        self.leave_failed_handler(exception, span);
        self.u.pop_to(base);
        self.u.bind(end);
        Ok(())
    }

    /// At the start of a handler: allocates temporaries for the exception and the one handled
    /// before.
    fn enter_handler(&mut self, span: Span) -> (Reg, Label) {
        let exception = self.u.push(2);
        self.u.emit(Opcode::PushHandled, 0, exception + 1, exception, 0, span);
        (exception, self.u.label())
    }

    /// Ends the handling and raises the exception again. The frame is left here, not where the
    /// exception was raised.
    fn reraise_from_handler(&mut self, exception: Reg, span: Span) {
        self.u.emit(Opcode::PopHandled, 0, exception + 1, 0, 0, span);
        self.u.emit(Opcode::Reraise, 1, 0, Val::Temporary(exception).operand(), 0, span);
    }

    /// After a handler that raised another exception, which is in the third temporary.
    fn leave_failed_handler(&mut self, exception: Reg, span: Span) {
        self.u.emit(Opcode::PopHandled, 0, exception + 1, 0, 0, span);
        self.drop_register(exception, span);
        self.u.emit(Opcode::Reraise, 0, 0, Val::Temporary(exception + 2).operand(), 0, span);
    }

    fn try_except(&mut self, node: &'a Try, statement: Span) -> Result<()> {
        let span = unmarked(statement);
        let bare = node.handlers.iter().position(|h| h.type_.is_none());
        if let Some(index) = bare
            && index + 1 < node.handlers.len()
        {
            return self.error("default 'except:' must be last", node.handlers[index].span);
        }
        let base = self.u.top();
        let (handler, end) = (self.u.label(), self.u.label());
        let guard = self.u.open_guard(handler, base);
        self.enter_block(Block::Guarded(guard), statement)?;
        self.stmts(&node.body)?;
        self.u.blocks.pop();
        self.u.close_guard(guard);
        self.stmts(&node.orelse)?;
        self.u.jump(end, span);
        self.u.bind(handler);
        if node.is_star {
            self.star_clauses(&node.handlers, end, span)?;
        } else {
            self.clauses_of_try(&node.handlers, end, span)?;
        }
        self.u.pop_to(base);
        self.u.bind(end);
        Ok(())
    }

    fn clauses_of_try(
        &mut self,
        handlers: &'a [ExceptHandler],
        end: Label,
        span: Span,
    ) -> Result<()> {
        let (exception, cleanup) = self.enter_handler(span);
        for handler in handlers {
            let next = self.u.label();
            if let Some(type_) = &handler.type_ {
                let guard = self.u.open_guard(cleanup, exception + 2);
                let matched = self.u.push(1);
                let class = self.expr(type_)?;
                self.u.emit(
                    Opcode::MatchException,
                    0,
                    matched,
                    exception,
                    class.operand(),
                    handler.span,
                );
                self.u.pop_to(matched);
                self.u.close_guard(guard);
                let matched = Val::Temporary(matched).operand();
                self.u.jump_if(Opcode::JumpIfFalse, matched, next, type_.span);
            }
            if handler.type_.is_none() {
                self.u.emit(Opcode::Nothing, 0, 0, 0, 0, handler.span);
            }
            self.handler_body(handler, exception, cleanup, end)?;
            self.u.bind(next);
        }
        // No clause matches.
        let last = handlers.last().and_then(|last| last.type_.as_ref());
        self.reraise_from_handler(exception, last.map_or(span, |type_| type_.span));
        self.u.bind(cleanup);
        self.leave_failed_handler(exception, span);
        Ok(())
    }

    fn handler_body(
        &mut self,
        handler: &'a ExceptHandler,
        exception: Reg,
        cleanup: Label,
        end: Label,
    ) -> Result<()> {
        let span = unmarked(handler.span);
        let name = handler.name.as_ref().map(|n| (n.name.as_str(), unmarked(n.span)));
        let failed = match name {
            Some(_) => self.u.label(),
            None => cleanup,
        };
        if let Some(ident) = &handler.name {
            self.check_name(&ident.name, "assign to", ident.span)?;
            self.store(&ident.name, Val::Variable(exception), ident.span);
        }
        let guard = self.u.open_guard(failed, exception + 2);
        let block = Block::Handler { guard, exception, name, is_clause: true };
        self.enter_block(block, handler.span)?;
        self.stmts(&handler.body)?;
        self.u.blocks.pop();
        self.u.close_guard(guard);
        self.u.emit(Opcode::PopHandled, 0, exception + 1, 0, 0, span);
        self.drop_register(exception, span);
        if let Some((name, span)) = name {
            self.unbind(name, span);
        }
        self.u.jump(end, span);
        if let Some((name, name_span)) = name {
            self.u.bind(failed);
            // The exception that leaves the handler is above, and is kept meanwhile.
            let pending = self.u.push(1);
            self.unbind(name, name_span);
            self.leave_failed_handler(exception, span);
            self.u.pop_to(pending);
        }
        Ok(())
    }

    /// `except*` (PEP 654). After the handler's two temporaries come a list of what the clauses
    /// raised, and the part of the group that no clause has matched yet.
    fn star_clauses(
        &mut self,
        handlers: &'a [ExceptHandler],
        end: Label,
        span: Span,
    ) -> Result<()> {
        let (exception, cleanup) = self.enter_handler(span);
        let results = self.u.push(2);
        let rest = results + 1;
        let outer = self.u.open_guard(cleanup, results);
        self.u.emit(Opcode::BuildList, 0, results, rest, 0, span);
        self.u.emit(Opcode::Move, 0, rest, Val::Variable(exception).operand(), 0, span);
        let settle = self.u.label();
        for handler in handlers {
            let Some(type_) = &handler.type_ else {
                return self.error("expected one or more exception types", handler.span);
            };
            let (next, failed) = (self.u.label(), self.u.label());
            self.u.jump_if(Opcode::JumpIfNone, Val::Variable(rest).operand(), settle, span);
            let part = self.u.push(2);
            let class = self.expr(type_)?;
            let class = class.operand();
            self.u.emit(Opcode::MatchExceptionGroup, 0, part, rest, class, handler.span);
            self.u.pop_to(part + 2);
            self.drop_register(rest, span);
            let unmatched = Val::Temporary(part + 1).operand();
            self.u.emit(Opcode::Move, 0, rest, unmatched, 0, span);
            self.u.jump_if(Opcode::JumpIfNone, Val::Variable(part).operand(), next, span);
            self.u.emit(Opcode::PushHandled, 0, part + 1, part, 0, span);
            let name = handler.name.as_ref().map(|n| (n.name.as_str(), unmarked(n.span)));
            if let Some(ident) = &handler.name {
                self.check_name(&ident.name, "assign to", ident.span)?;
                self.store(&ident.name, Val::Variable(part), ident.span);
            }
            self.u.close_guard(outer);
            let guard = self.u.open_guard(failed, part + 2);
            self.enter_block(Block::StarHandler, handler.span)?;
            self.stmts(&handler.body)?;
            self.u.blocks.pop();
            self.u.close_guard(guard);
            self.u.resume_guard(outer);
            self.end_star_clause(part, name, span);
            self.u.jump(next, span);
            self.u.bind(failed);
            self.u.push(1);
            self.end_star_clause(part, name, span);
            let raised = Val::Temporary(part + 2).operand();
            self.u.emit(Opcode::ListAppend, 0, results, raised, 0, span);
            self.u.pop_to(part);
            self.u.bind(next);
        }
        let reraise = self.u.label();
        self.u.jump_if(Opcode::JumpIfNone, Val::Variable(rest).operand(), settle, span);
        self.u.emit(Opcode::ListAppend, 0, results, Val::Temporary(rest).operand(), 0, span);
        self.u.bind(settle);
        let list = Val::Temporary(results).operand();
        self.u.emit(Opcode::PrepareReraiseStar, 0, rest, exception, list, span);
        self.u.close_guard(outer);
        self.u.emit(Opcode::PopHandled, 0, exception + 1, 0, 0, span);
        self.drop_register(exception, span);
        self.u.jump_if(Opcode::JumpIfNotNone, Val::Variable(rest).operand(), reraise, span);
        self.u.jump(end, span);
        self.u.bind(reraise);
        self.u.emit(Opcode::Reraise, 0, 0, Val::Temporary(rest).operand(), 0, span);
        self.u.bind(cleanup);
        self.leave_failed_handler(exception, span);
        Ok(())
    }

    fn end_star_clause(&mut self, part: Reg, name: Option<(&'a str, Span)>, span: Span) {
        self.u.emit(Opcode::PopHandled, 0, part + 1, 0, 0, span);
        self.drop_register(part, span);
        if let Some((name, span)) = name {
            self.unbind(name, span);
        }
    }
}
