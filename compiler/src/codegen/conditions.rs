//! Conditions: expressions used only for their truth value.

use super::expressions::comparison;
use super::unit::{Label, Val};
use super::{Gen, Result};
use crate::bytecode::{Comparison, Opcode};
use crate::warnings;
use hob_grammar::ast::*;

impl<'a> Gen<'a> {
    /// Jumps if the condition is false.
    pub(super) fn jump_unless(&mut self, test: &'a Expr, to: Label) -> Result<()> {
        self.jump_when(test, false, to)
    }

    /// Jumps if the condition's truth is `when`; continues otherwise.
    pub(super) fn jump_when(&mut self, test: &'a Expr, when: bool, to: Label) -> Result<()> {
        self.enter(test.span)?;
        self.jump_when_inner(test, when, to)
    }

    fn jump_when_inner(&mut self, test: &'a Expr, when: bool, to: Label) -> Result<()> {
        let span = test.span;
        if let Some(literal) = self.fold(test) {
            if literal.truth() == when {
                self.u.jump(to, span);
            }
            return Ok(());
        }
        match &test.kind {
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.jump_when(operand, !when, to),
            ExprKind::BoolOp { op, values } => {
                let Some((last, others)) = values.split_last() else { return Ok(()) };
                // `and` is decided by a false operand, `or` by a true one.
                let decisive = *op == BoolOp::Or;
                if decisive == when {
                    for value in values {
                        self.jump_when(value, when, to)?;
                    }
                    return Ok(());
                }
                let decided = self.u.label();
                for value in others {
                    self.jump_when(value, decisive, decided)?;
                }
                self.jump_when(last, when, to)?;
                self.u.bind(decided);
                Ok(())
            }
            ExprKind::Compare { left, ops, comparators } => {
                self.warn(warnings::comparison(left, ops, comparators), span);
                match (ops.as_slice(), comparators.as_slice()) {
                    ([op], [right]) => self.jump_on_comparison(left, *op, right, when, to, span),
                    _ => self.jump_on_chain(left, ops, comparators, when, to, span),
                }
            }
            ExprKind::IfElse { test: inner, body, orelse } => {
                let (otherwise, end) = (self.u.label(), self.u.label());
                self.jump_when(inner, false, otherwise)?;
                self.jump_when(body, when, to)?;
                self.u.jump(end, span);
                self.u.bind(otherwise);
                self.jump_when(orelse, when, to)?;
                self.u.bind(end);
                Ok(())
            }
            _ => {
                let val = self.expr(test)?;
                let op = if when { Opcode::JumpIfTrue } else { Opcode::JumpIfFalse };
                self.free(val);
                self.u.jump_if(op, val.operand(), to, span);
                Ok(())
            }
        }
    }

    fn jump_on_comparison(
        &mut self,
        left: &'a Expr,
        op: CompareOp,
        right: &'a Expr,
        when: bool,
        to: Label,
        span: Span,
    ) -> Result<()> {
        let base = self.u.top();
        let is_none = matches!(right.kind, ExprKind::Constant(Constant::None));
        if is_none && matches!(op, CompareOp::Is | CompareOp::IsNot) {
            let val = self.expr(left)?;
            self.free(val);
            let opcode = match (op == CompareOp::Is) == when {
                true => Opcode::JumpIfNone,
                false => Opcode::JumpIfNotNone,
            };
            self.u.jump_if(opcode, val.operand(), to, span);
            return Ok(());
        }
        let a = self.operand_before(left, &[right])?;
        let b = self.right_of(comparison(op), right)?;
        self.u.jump_if_compare(when, comparison(op), (a.operand(), b.operand()), to, span);
        self.u.pop_to(base);
        Ok(())
    }

    /// `a < b < c`: false as soon as one comparison is.
    fn jump_on_chain(
        &mut self,
        left: &'a Expr,
        ops: &[CompareOp],
        comparators: &'a [Expr],
        when: bool,
        to: Label,
        span: Span,
    ) -> Result<()> {
        let base = self.u.top();
        let end = self.u.label();
        let mut a = self.operand_before(left, &comparators.iter().collect::<Vec<_>>())?;
        let last = ops.len() - 1;
        for (index, (op, right)) in ops.iter().zip(comparators).enumerate() {
            let op: Comparison = comparison(*op);
            let rest: Vec<&Expr> = comparators[index + 1..].iter().collect();
            let b = self.operand_before(right, &rest)?;
            if index == last {
                self.u.jump_if_compare(when, op, (a.operand(), b.operand()), to, span);
                break;
            }
            let operands = (a.operand(), b.kept());
            match b {
                Val::Temporary(r) => {
                    // A false comparison leaves the operand behind, which must be dropped.
                    let holds = self.u.label();
                    self.u.jump_if_compare(true, op, operands, holds, span);
                    self.drop_register(r, span);
                    self.u.jump(if when { end } else { to }, span);
                    self.u.bind(holds);
                }
                _ => {
                    let exit = if when { end } else { to };
                    self.u.jump_if_compare(false, op, operands, exit, span);
                }
            }
            a = b;
        }
        self.u.bind(end);
        self.u.pop_to(base);
        Ok(())
    }
}
