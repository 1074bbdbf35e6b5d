//! `with`. The `__exit__` found before entering waits in two temporaries.

use super::unit::{Block, Reg, Val, unmarked};
use super::{Gen, Result};
use crate::bytecode::{Opcode, Special};
use hob_grammar::ast::*;

/// The operands `x` of `GetAwaitable` for `__aenter__` and `__aexit__`.
const FOR_AENTER: u8 = 1;
const FOR_AEXIT: u8 = 2;

impl<'a> Gen<'a> {
    pub(super) fn with(
        &mut self,
        is_async: bool,
        items: &'a [WithItem],
        body: &'a [Stmt],
    ) -> Result<()> {
        let Some((item, rest)) = items.split_first() else { return self.stmts(body) };
        self.enter(item.context.span)?;
        let span = item.context.span;
        let (enter, exit) = match is_async {
            true => (Special::AsyncEnter, Special::AsyncExit),
            false => (Special::Enter, Special::Exit),
        };
        let base = self.u.push(2);
        let window = self.u.push(2);
        let manager = self.expr(&item.context)?;
        self.u.emit(Opcode::LoadSpecial, 0, window, manager.kept(), enter as u16, span);
        self.u.emit(Opcode::LoadSpecial, 0, base, manager.operand(), exit as u16, span);
        self.u.pop_to(window);
        let entered = self.u.push(1);
        let direct = match &item.target {
            Some(target) if !is_async => self.register_target(target),
            _ => None,
        };
        self.u.emit(Opcode::CallMethod, 0, window, direct.unwrap_or(entered), 0, span);
        if is_async {
            self.await_register(entered, FOR_AENTER, span);
        }
        let (handler, end) = (self.u.label(), self.u.label());
        // In the handler, the variable that `__enter__`'s result went to is bound as well.
        if let Some(r) = direct {
            self.u.set_assigned(r);
        } else if item.target.is_none() {
            self.drop_register(entered, span);
        }
        let guard = self.u.open_guard(handler, base + 2);
        self.enter_block(Block::With { guard, exit: base, is_async, span }, item.context.span)?;
        match &item.target {
            Some(target) if direct.is_none() => self.assign(target, Val::Temporary(entered))?,
            _ => {}
        }
        self.u.pop_to(base + 2);
        self.with(is_async, rest, body)?;
        self.u.blocks.pop();
        self.u.close_guard(guard);
        self.call_exit_normally(base, is_async, span);
        self.u.jump(end, unmarked(span));

        self.u.bind(handler);
        let exception = self.u.push(2);
        let cleanup = self.u.label();
        self.u.emit(Opcode::PushHandled, 0, exception + 1, exception, 0, span);
        let guard = self.u.open_guard(cleanup, exception + 2);
        let outcome = self.u.push(1);
        self.u.emit(Opcode::CallExit, 0, base, outcome, exception, span);
        if is_async {
            self.await_register(outcome, FOR_AEXIT, span);
        }
        let swallow = self.u.label();
        let operand = Val::Temporary(outcome).operand();
        self.u.jump_if(Opcode::JumpIfTrue, operand, swallow, span);
        self.u.close_guard(guard);
        let span = unmarked(span);
        self.u.emit(Opcode::PopHandled, 0, exception + 1, 0, 0, span);
        self.u.emit(Opcode::Reraise, 0, 0, Val::Temporary(exception).operand(), 0, span);
        self.u.bind(cleanup);
        self.u.emit(Opcode::PopHandled, 0, exception + 1, 0, 0, span);
        self.drop_register(exception, span);
        self.u.emit(Opcode::Reraise, 0, 0, operand, 0, span);
        self.u.bind(swallow);
        self.u.emit(Opcode::PopHandled, 0, exception + 1, 0, 0, span);
        self.drop_register(exception, span);
        self.u.bind(end);
        self.u.pop_to(base);
        Ok(())
    }

    /// `exit(None, None, None)`, with the method moved to the top of the temporaries.
    pub(super) fn call_exit_normally(&mut self, exit: Reg, is_async: bool, span: Span) {
        let top = self.u.top();
        let window = if top == exit + 2 {
            exit
        } else {
            let window = self.u.push(2);
            for offset in 0..2 {
                let from = Val::Temporary(exit + offset).operand();
                self.u.emit(Opcode::Move, 0, window + offset, from, 0, span);
            }
            window
        };
        for _ in 0..3 {
            self.push_none(span);
        }
        self.u.emit(Opcode::CallMethod, 3, window, window, 0, span);
        if is_async {
            self.await_register(window, FOR_AEXIT, span);
        }
        self.drop_register(window, span);
        self.u.pop_to(top);
    }
}
