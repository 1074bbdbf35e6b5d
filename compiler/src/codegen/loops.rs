//! Loops, and the jumps out of them. The test of a loop is at its end, so that an iteration costs
//! one jump.

use super::unit::{Block, Label, Reg, Val, unmarked};
use super::{Gen, Result};
use crate::bytecode::Opcode;
use hob_grammar::ast::*;

/// CPython's limit on blocks inside blocks (`CO_MAXBLOCKS`).
const MAX_BLOCKS: usize = 21;

const STAR_CLAUSE: &str = "'break', 'continue' and 'return' cannot appear in an except* block";

impl<'a> Gen<'a> {
    pub(super) fn while_(
        &mut self,
        test: &'a Expr,
        body: &'a [Stmt],
        orelse: &'a [Stmt],
        span: Span,
    ) -> Result<()> {
        let known = self.fold(test).map(|literal| literal.truth());
        let (start, next, end) = (self.u.label(), self.u.label(), self.u.label());
        if known == Some(false) {
            // Compiled for its errors; none of it runs.
            let flow = self.u.flow();
            self.u.set_flow(None);
            let block = Block::Loop { continue_to: next, break_to: end, iterator: None };
            self.enter_block(block, span)?;
            self.stmts(body)?;
            self.u.blocks.pop();
            self.u.set_flow(flow);
            return self.stmts(orelse);
        }
        if known.is_none() {
            let flow = self.u.flow();
            self.u.jump(next, test.span);
            self.u.set_flow(flow);
            self.assume_bound(test);
        } else {
            // Marks the line of the loop. Also, no jump may lead to a function's first instruction.
            self.u.emit(Opcode::Nothing, 0, 0, 0, 0, test.span);
        }
        self.u.bind(start);
        if known.is_some() {
            // `continue` goes back to the start, which is where `next` is, too.
            self.u.bind(next);
        }
        let continue_to = if known.is_some() { start } else { next };
        self.enter_block(Block::Loop { continue_to, break_to: end, iterator: None }, span)?;
        self.loop_body(body)?;
        self.u.blocks.pop();
        if known.is_some() {
            self.u.jump(start, test.span);
        } else {
            self.u.bind(next);
            self.jump_when(test, true, start)?;
        }
        self.stmts(orelse)?;
        self.u.bind(end);
        Ok(())
    }

    /// Considers variables bound that a condition binds whenever it is true, as in `while line :=
    /// read():`; the condition's code comes after the loop's body.
    fn assume_bound(&mut self, test: &'a Expr) {
        match &test.kind {
            ExprKind::Named { target, .. } => {
                if let Some(r) = self.register_target(target) {
                    self.u.set_assigned(r);
                }
            }
            ExprKind::Compare { left, .. } => self.assume_bound(left),
            ExprKind::BoolOp { op: BoolOp::And, values } => {
                values.iter().for_each(|v| self.assume_bound(v));
            }
            ExprKind::Unary { operand, .. } if !matches!(operand.kind, ExprKind::BoolOp { .. }) => {
                self.assume_bound(operand);
            }
            _ => {}
        }
    }

    pub(super) fn for_(&mut self, node: &'a For, span: Span) -> Result<()> {
        if node.is_async && !self.in_async_function() && !self.allow_top_level_await() {
            return self.error("'async for' outside async function", span);
        }
        let val = match node.is_async {
            true => self.expr(&node.iter)?,
            false => self.container(&node.iter)?,
        };
        let iterator = self.result(super::Dst::Any, self.base_of(val));
        let get = if node.is_async { Opcode::GetAsyncIter } else { Opcode::GetIter };
        self.u.emit(get, 0, iterator, val.operand(), 0, node.iter.span);
        let end = self.u.label();
        let body = |g: &mut Self, next: Label| {
            let continue_to = next;
            let iterator = Some(iterator);
            g.enter_block(Block::Loop { continue_to, break_to: end, iterator }, span)?;
            g.loop_body(&node.body)?;
            g.u.blocks.pop();
            Ok(())
        };
        if node.is_async {
            self.async_loop(iterator, &node.target, span, body)?;
        } else {
            self.for_loop(iterator, &node.target, node.iter.span, body)?;
        }
        self.drop_register(iterator, node.iter.span);
        self.u.pop_to(iterator);
        self.stmts(&node.orelse)?;
        self.u.bind(end);
        Ok(())
    }

    /// The statements of a loop. An empty body has no instructions, so an iteration is a single
    /// one.
    fn loop_body(&mut self, body: &'a [Stmt]) -> Result<()> {
        match body {
            [Stmt { kind: StmtKind::Pass, .. }] => Ok(()),
            body => self.stmts(body),
        }
    }

    /// The value's own temporary, if it has one, else the next free one.
    fn base_of(&self, val: Val) -> Reg {
        match val {
            Val::Temporary(r) => r,
            _ => self.u.top(),
        }
    }

    /// A loop over the iterator in a register; `body` receives the label of the next iteration.
    pub(super) fn for_loop(
        &mut self,
        iterator: Reg,
        target: &'a Expr,
        span: Span,
        body: impl FnOnce(&mut Self, Label) -> Result<()>,
    ) -> Result<()> {
        let (start, next) = (self.u.label(), self.u.label());
        let flow = self.u.flow();
        self.u.jump(next, span);
        self.u.set_flow(flow);
        self.u.bind(start);
        let item = match self.register_target(target) {
            Some(r) => {
                self.u.set_assigned(r);
                r
            }
            None => {
                let r = self.u.push(1);
                self.assign(target, Val::Temporary(r))?;
                r
            }
        };
        body(self, next)?;
        self.u.bind(next);
        self.u.for_iter(item, iterator, start, span);
        Ok(())
    }

    /// The same over an asynchronous iterator.
    pub(super) fn async_loop(
        &mut self,
        iterator: Reg,
        target: &'a Expr,
        span: Span,
        body: impl FnOnce(&mut Self, Label) -> Result<()>,
    ) -> Result<()> {
        let (next, exhausted) = (self.u.label(), self.u.label());
        self.u.bind(next);
        let item = self.u.push(1);
        let guard = self.u.open_guard(exhausted, item);
        self.u.emit(Opcode::GetAsyncNext, 0, item, iterator, 0, span);
        self.u.emit(Opcode::YieldFrom, 0, item, item, 0, span);
        self.u.close_guard(guard);
        self.assign(target, Val::Temporary(item))?;
        body(self, next)?;
        self.u.jump(next, unmarked(span));
        self.u.bind(exhausted);
        self.u.emit(Opcode::EndAsyncFor, 0, Val::Temporary(item).operand(), 0, 0, span);
        Ok(())
    }

    pub(super) fn break_(&mut self, span: Span) -> Result<()> {
        self.check_star_clause(span)?;
        let Some((index, _, break_to, iterator)) = self.innermost_loop() else {
            return self.error("'break' outside loop", span);
        };
        self.leave_blocks(index + 1, None, span, |g| {
            if let Some(iterator) = iterator {
                g.drop_register(iterator, span);
            }
            g.u.jump(break_to, span);
        })
    }

    pub(super) fn continue_(&mut self, span: Span) -> Result<()> {
        self.check_star_clause(span)?;
        let Some((index, continue_to, ..)) = self.innermost_loop() else {
            return self.error("'continue' not properly in loop", span);
        };
        self.leave_blocks(index + 1, None, span, |g| g.u.jump(continue_to, span))
    }

    /// Refuses to leave an `except*` clause.
    fn check_star_clause(&self, span: Span) -> Result<()> {
        let stop = |b: &&Block| matches!(b, Block::Loop { .. } | Block::StarHandler);
        match self.u.blocks.iter().rev().find(stop) {
            Some(Block::StarHandler) => self.error(STAR_CLAUSE, span),
            _ => Ok(()),
        }
    }

    fn innermost_loop(&self) -> Option<(usize, Label, Label, Option<Reg>)> {
        self.u.blocks.iter().enumerate().rev().find_map(|(index, block)| match block {
            Block::Loop { continue_to, break_to, iterator } => {
                Some((index, *continue_to, *break_to, *iterator))
            }
            _ => None,
        })
    }

    /// Enters a block of a statement.
    ///
    /// # Errors
    /// The statement is in too many others, by CPython's count.
    pub(super) fn enter_block(&mut self, block: Block<'a>, statement: Span) -> Result<()> {
        self.u.blocks.push(block);
        self.check_blocks(0, statement)
    }

    /// Checks that this many blocks may begin inside the current ones.
    pub(super) fn check_blocks(&self, more: usize, place: Span) -> Result<()> {
        // The body of a generator or coroutine is inside a handler of StopIteration.
        let around = usize::from(self.u.is_frame);
        let blocks: usize = self.u.blocks.iter().map(Block::weight).sum();
        if around + blocks + more > MAX_BLOCKS {
            return self.error("too many statically nested blocks", place);
        }
        Ok(())
    }

    /// Emits the code that a jump out of all blocks from `keep` on must run, then the jump itself.
    /// `pending` is a temporary that the jump needs.
    pub(super) fn leave_blocks(
        &mut self,
        keep: usize,
        pending: Option<Reg>,
        span: Span,
        jump: impl FnOnce(&mut Self),
    ) -> Result<()> {
        let all = self.u.blocks.clone();
        while self.u.blocks.len() > keep {
            let Some(block) = self.u.blocks.pop() else { break };
            match block {
                Block::Loop { iterator: Some(r), .. } | Block::Pending(r) => {
                    self.drop_register(r, span);
                }
                Block::Loop { .. } => {}
                Block::Guarded(guard) => self.u.close_guard(guard),
                Block::Finally { guard, body } => {
                    self.u.close_guard(guard);
                    self.u.blocks.extend(pending.map(Block::Pending));
                    self.stmts(body)?;
                    if pending.is_some() {
                        self.u.blocks.pop();
                    }
                }
                Block::With { guard, exit, is_async, span } => {
                    self.u.close_guard(guard);
                    self.call_exit_normally(exit, is_async, span);
                }
                Block::Handler { guard, exception, name, .. } => {
                    self.u.close_guard(guard);
                    self.u.emit(Opcode::PopHandled, 0, exception + 1, 0, 0, span);
                    self.drop_register(exception, span);
                    if let Some((name, span)) = name {
                        self.unbind(name, span);
                    }
                }
                Block::StarHandler => return self.error(STAR_CLAUSE, span),
            }
        }
        jump(self);
        for block in &all[keep..] {
            if let Block::Guarded(guard)
            | Block::Finally { guard, .. }
            | Block::With { guard, .. }
            | Block::Handler { guard, .. } = block
            {
                self.u.resume_guard(*guard);
            }
        }
        self.u.blocks = all;
        Ok(())
    }
}
