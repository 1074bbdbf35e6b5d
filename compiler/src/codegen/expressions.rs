//! Expressions, other than calls, comprehensions and asynchronous ones.

use super::unit::{Reg, Val};
use super::{Dst, Gen, Result};
use crate::bytecode::{Comparison, Opcode};
use crate::constants::{self, Literal};
use crate::scope::ScopeKind;
use crate::warnings;
use hob_grammar::ast::*;

/// Longer displays are built in pieces, so that they need few registers.
pub(super) const MAX_WINDOW: usize = 128;

impl<'a> Gen<'a> {
    /// Compiles an expression and returns the location of its value.
    pub(super) fn expr(&mut self, expr: &'a Expr) -> Result<Val> {
        self.expr_into(expr, Dst::Any)
    }

    /// Compiles an expression into a register. A variable is written only at the very end.
    pub(super) fn expr_to(&mut self, expr: &'a Expr, to: Reg) -> Result<()> {
        if self.u.is_variable(to) && writes_early(&expr.kind) {
            let val = self.expr(expr)?;
            self.move_to(val, to, expr.span);
            return Ok(());
        }
        self.expr_into(expr, Dst::In(to)).map(|_| ())
    }

    /// Compiles an expression into the next temporary.
    pub(super) fn expr_push(&mut self, expr: &'a Expr) -> Result<Reg> {
        let r = self.u.push(1);
        self.expr_to(expr, r)?;
        Ok(r)
    }

    /// Compiles an operand that is used after the `later` ones have been evaluated. A variable that
    /// one of these could rebind is copied.
    pub(super) fn operand_before(&mut self, expr: &'a Expr, later: &[&Expr]) -> Result<Val> {
        let val = self.expr(expr)?;
        if let Val::Variable(r) = val
            && self.scopes.get(self.u.scope).has_walrus
            && later.iter().any(|e| !is_leaf(e))
        {
            let copy = self.u.push(1);
            self.u.emit(Opcode::Move, 0, copy, Val::Variable(r).operand(), 0, expr.span);
            return Ok(Val::Temporary(copy));
        }
        Ok(val)
    }

    /// Moves a value into a register and gives its temporary back.
    pub(super) fn move_to(&mut self, val: Val, to: Reg, span: Span) {
        if val != self.val(to) {
            self.u.emit(Opcode::Move, 0, to, val.operand(), 0, span);
        }
        if let Val::Temporary(r) = val
            && r != to
        {
            self.u.pop_to(r);
        }
    }

    pub(super) fn expr_into(&mut self, expr: &'a Expr, dst: Dst) -> Result<Val> {
        self.enter(expr.span)?;
        self.expr_inner(expr, dst)
    }

    fn expr_inner(&mut self, expr: &'a Expr, dst: Dst) -> Result<Val> {
        let span = expr.span;
        let base = self.u.top();
        match &expr.kind {
            ExprKind::Constant(constant) => {
                Ok(self.literal(Literal::from_ast(constant), dst, span))
            }
            ExprKind::Name(name) => {
                if name == "__debug__" {
                    return Ok(self.literal(
                        Literal::truth_value(self.optimization.is_debug()),
                        dst,
                        span,
                    ));
                }
                Ok(self.load(name, dst, span))
            }
            ExprKind::Binary { left, op, right } => {
                if let Some(literal) = self.fold(expr) {
                    return Ok(self.literal(literal, dst, span));
                }
                let mut chain = Vec::new();
                let mut first = &**left;
                // Long sums nest to the left, and are compiled without recursion.
                while let ExprKind::Binary { left, op, right } = &first.kind
                    && self.fold(first).is_none()
                {
                    chain.push((first.span, *op, &**right));
                    first = left;
                }
                let mut val = match chain.last() {
                    Some((_, _, right)) => self.operand_before(first, &[right])?,
                    None => self.operand_before(first, &[right])?,
                };
                while let Some((span, op, right)) = chain.pop() {
                    let right = self.expr(right)?;
                    let r = self.result(Dst::Any, base);
                    self.binary(op, r, val, right, span);
                    val = Val::Temporary(r);
                }
                let right = self.expr(right)?;
                let r = self.result(dst, base);
                self.binary(*op, r, val, right, span);
                Ok(self.val(r))
            }
            ExprKind::Unary { op, operand } => {
                if let Some(literal) = self.fold(expr) {
                    return Ok(self.literal(literal, dst, span));
                }
                // `not a == b` is one comparison only where the outcome is a bool anyway.
                if *op == UnaryOp::Not
                    && let Some((left, comparison, right)) = identity_or_membership(operand)
                {
                    return self.compare(left, comparison.negated(), right, dst, span);
                }
                let val = self.expr(operand)?;
                let r = self.result(dst, base);
                let op = match op {
                    UnaryOp::Not => Opcode::Not,
                    UnaryOp::Minus => Opcode::Negate,
                    UnaryOp::Plus => Opcode::Plus,
                    UnaryOp::Invert => Opcode::Invert,
                };
                self.u.emit(op, 0, r, val.operand(), 0, span);
                Ok(self.val(r))
            }
            ExprKind::BoolOp { op, values } => self.bool_op(*op, values, dst, span),
            ExprKind::Compare { left, ops, comparators } => {
                self.warn(warnings::comparison(left, ops, comparators), span);
                match (ops.as_slice(), comparators.as_slice()) {
                    ([op], [right]) => self.compare(left, comparison(*op), right, dst, span),
                    _ => self.compare_chain(left, ops, comparators, dst, span),
                }
            }
            ExprKind::IfElse { test, body, orelse } => {
                if let Some(literal) = self.fold(test) {
                    return self.expr_into(if literal.truth() { body } else { orelse }, dst);
                }
                let (otherwise, end) = (self.u.label(), self.u.label());
                self.jump_unless(test, otherwise)?;
                let r = self.result(dst, base);
                self.expr_to(body, r)?;
                self.u.jump(end, span);
                self.u.bind(otherwise);
                self.expr_to(orelse, r)?;
                self.u.bind(end);
                Ok(self.val(r))
            }
            ExprKind::Named { target, value } => {
                let ExprKind::Name(name) = &target.kind else {
                    return self.error("cannot use assignment expressions here", span);
                };
                self.check_name(name, "assign to", target.span)?;
                if let Some(variable) = self.register_target(target) {
                    self.expr_to(value, variable)?;
                    self.u.set_assigned(variable);
                    return Ok(match dst {
                        Dst::Any => Val::Variable(variable),
                        Dst::In(r) => {
                            self.move_to(Val::Variable(variable), r, span);
                            self.val(r)
                        }
                    });
                }
                let r = match dst {
                    Dst::In(r) => r,
                    Dst::Any => self.u.push(1),
                };
                self.expr_to(value, r)?;
                // The value is kept, so the store reads it like a variable.
                self.store(name, Val::Variable(r), target.span);
                Ok(self.val(r))
            }
            ExprKind::Lambda { params, body } => self.lambda(expr, params, body, dst),
            ExprKind::Dict(items) => self.dict(items, dst, span),
            ExprKind::Set(items) => self.display(Opcode::BuildSet, items, dst, span),
            ExprKind::List(items) => self.display(Opcode::BuildList, items, dst, span),
            ExprKind::Tuple(items) => {
                if let Some(literal) = self.fold(expr) {
                    return Ok(self.literal(literal, dst, span));
                }
                self.display(Opcode::BuildTuple, items, dst, span)
            }
            ExprKind::ListComp { .. }
            | ExprKind::SetComp { .. }
            | ExprKind::DictComp { .. }
            | ExprKind::Generator { .. } => self.comprehension(expr, dst),
            ExprKind::Await(value) => self.await_(value, dst, span),
            ExprKind::Yield(value) => self.yield_(value.as_deref(), dst, span),
            ExprKind::YieldFrom(value) => self.yield_from(value, dst, span),
            ExprKind::Call { func, arguments } => self.call(func, arguments, dst, span),
            ExprKind::FString(parts) => self.fstring(parts, dst, span),
            ExprKind::Attribute { value, attr } => {
                let (val, opcode) = match self.super_name(value) {
                    Some(name) => (self.expr(name)?, Opcode::LoadSuperAttribute),
                    None => (self.expr(value)?, Opcode::LoadAttribute),
                };
                let r = self.result(dst, base);
                let cache = self.u.attribute(&self.mangled(&attr.name));
                let span = self.attribute_span(span, attr);
                self.u.emit(opcode, 0, r, val.operand(), cache, span);
                Ok(self.val(r))
            }
            ExprKind::Subscript { value, index } => {
                self.warn(warnings::subscript(value, index), span);
                let object = self.operand_before(value, &[index])?;
                if let ExprKind::Slice { lower, upper, step: None } = &index.kind {
                    let window = self.push_bounds([lower, upper], index.span)?;
                    let r = self.result(dst, base);
                    self.u.emit(Opcode::LoadSlice, 0, r, object.operand(), window, span);
                    return Ok(self.val(r));
                }
                let index = self.expr(index)?;
                let r = self.result(dst, base);
                self.u.emit(Opcode::LoadItem, 0, r, object.operand(), index.operand(), span);
                Ok(self.val(r))
            }
            ExprKind::Slice { lower, upper, step } => {
                let window = self.push_bounds([lower, upper, step], span)?;
                let r = self.result(dst, base);
                self.u.emit(Opcode::BuildSlice, 0, r, window, 0, span);
                Ok(self.val(r))
            }
            ExprKind::Starred(_) => self.error("can't use starred expression here", span),
        }
    }

    /// Pushes the bounds of a slice, None for missing ones, and returns the first one's register.
    pub(super) fn push_bounds<const N: usize>(
        &mut self,
        bounds: [&'a Option<Box<Expr>>; N],
        span: Span,
    ) -> Result<u16> {
        let window = self.u.top();
        for bound in bounds {
            match bound {
                Some(bound) => {
                    self.expr_push(bound)?;
                }
                None => {
                    self.push_none(span);
                }
            }
        }
        Ok(window)
    }

    /// A constant as a value.
    pub(super) fn literal(&mut self, literal: Literal, dst: Dst, span: Span) -> Val {
        match dst {
            Dst::Any => self.u.constant(literal, span),
            Dst::In(r) => {
                self.load_literal(r, literal, span);
                self.val(r)
            }
        }
    }

    fn binary(&mut self, op: BinaryOp, r: Reg, left: Val, right: Val, span: Span) {
        let (opcode, x) = match op {
            BinaryOp::Add => (Opcode::Add, 0),
            BinaryOp::Sub => (Opcode::Subtract, 0),
            BinaryOp::Mul => (Opcode::Multiply, 0),
            other => (Opcode::Binary, other as u8),
        };
        self.u.emit(opcode, x, r, left.operand(), right.operand(), span);
    }

    fn compare(
        &mut self,
        left: &'a Expr,
        comparison: Comparison,
        right: &'a Expr,
        dst: Dst,
        span: Span,
    ) -> Result<Val> {
        let base = self.u.top();
        let a = self.operand_before(left, &[right])?;
        let b = self.right_of(comparison, right)?;
        let r = self.result(dst, base);
        self.u.emit(Opcode::Compare, comparison as u8, r, a.operand(), b.operand(), span);
        Ok(self.val(r))
    }

    /// The right operand of a comparison.
    pub(super) fn right_of(&mut self, comparison: Comparison, right: &'a Expr) -> Result<Val> {
        match comparison {
            Comparison::In | Comparison::NotIn => self.container(right),
            _ => self.expr(right),
        }
    }

    /// A container that is only searched or iterated over: a constant, if it is a display of
    /// constants.
    pub(super) fn container(&mut self, expr: &'a Expr) -> Result<Val> {
        match constants::fold_container(expr, self.optimization) {
            Some(container) => Ok(self.u.constant(container, expr.span)),
            None => self.expr(expr),
        }
    }

    /// `a < b < c` as a value: the first outcome that is false, or the last.
    fn compare_chain(
        &mut self,
        left: &'a Expr,
        ops: &[CompareOp],
        comparators: &'a [Expr],
        dst: Dst,
        span: Span,
    ) -> Result<Val> {
        let base = self.u.top();
        let r = self.result(dst, base);
        let end = self.u.label();
        let above = self.u.top();
        let mut a = self.operand_before(left, &comparators.iter().collect::<Vec<_>>())?;
        let last = ops.len() - 1;
        for (index, (op, right)) in ops.iter().zip(comparators).enumerate() {
            let rest: Vec<&Expr> = comparators[index + 1..].iter().collect();
            let b = self.operand_before(right, &rest)?;
            let op = comparison(*op) as u8;
            if index == last {
                self.u.emit(Opcode::Compare, op, r, a.operand(), b.operand(), span);
                break;
            }
            self.u.emit(Opcode::Compare, op, r, a.operand(), b.kept(), span);
            let outcome = Val::Variable(r).operand();
            if let Val::Temporary(middle) = b {
                // A false comparison leaves the operand behind, which must be dropped.
                let holds = self.u.label();
                self.u.jump_if(Opcode::JumpIfTrue, outcome, holds, span);
                self.drop_register(middle, span);
                self.u.jump(end, span);
                self.u.bind(holds);
            } else {
                self.u.jump_if(Opcode::JumpIfFalse, outcome, end, span);
            }
            self.drop_register(r, span);
            a = b;
        }
        self.u.bind(end);
        self.u.pop_to(above);
        Ok(self.val(r))
    }

    /// `a and b`, `a or b` as a value.
    fn bool_op(&mut self, op: BoolOp, values: &'a [Expr], dst: Dst, span: Span) -> Result<Val> {
        let base = self.u.top();
        let r = self.result(dst, base);
        let end = self.u.label();
        let stop = match op {
            BoolOp::And => Opcode::JumpIfFalse,
            BoolOp::Or => Opcode::JumpIfTrue,
        };
        for (index, value) in values.iter().enumerate() {
            if index + 1 == values.len() {
                self.expr_to(value, r)?;
                break;
            }
            if let Some(literal) = self.fold(value) {
                if literal.truth() == (op == BoolOp::Or) {
                    self.load_literal(r, literal, value.span);
                    self.u.jump(end, value.span);
                }
                continue;
            }
            self.expr_to(value, r)?;
            self.u.jump_if(stop, Val::Variable(r).operand(), end, span);
            self.drop_register(r, value.span);
        }
        self.u.bind(end);
        Ok(self.val(r))
    }

    /// `[…]`, `(…)` or `{…}`.
    pub(super) fn display(
        &mut self,
        op: Opcode,
        items: &'a [Expr],
        dst: Dst,
        span: Span,
    ) -> Result<Val> {
        let base = self.u.top();
        let starred = items.iter().any(|e| matches!(e.kind, ExprKind::Starred(_)));
        if op == Opcode::BuildSet
            && items.len() > 2
            && let Some(set) = constants::set_of_scalars(items, self.optimization)
        {
            let window = self.u.push(1);
            let index = self.u.constants.index(set);
            self.u.load_constant(window, index, span);
            let r = self.result(dst, base);
            self.u.emit(op, 2, r, window, 1, span);
            return Ok(self.val(r));
        }
        if !starred && items.len() <= MAX_WINDOW {
            let window = self.u.top();
            for item in items {
                self.expr_push(item)?;
            }
            let r = self.result(dst, base);
            // CPython makes sets of more than two constants differently, which affects their order.
            let of_constants = op == Opcode::BuildSet
                && items.len() > 2
                && items.iter().all(|item| self.fold(item).is_some());
            self.u.emit(op, u8::from(of_constants), r, window, items.len() as u16, span);
            return Ok(self.val(r));
        }
        let r = self.u.push(1);
        self.collect(r, op == Opcode::BuildSet, items, false, span)?;
        let to = self.result(dst, base);
        if op == Opcode::BuildTuple {
            self.u.emit(Opcode::ListToTuple, 0, to, Val::Temporary(r).operand(), 0, span);
        } else {
            self.move_to_if_elsewhere(r, to, span);
        }
        Ok(self.val(to))
    }

    fn move_to_if_elsewhere(&mut self, from: Reg, to: Reg, span: Span) {
        if from != to {
            self.u.emit(Opcode::Move, 0, to, Val::Temporary(from).operand(), 0, span);
        }
    }

    /// Builds a list or set piece by piece in the temporary `r`.
    pub(super) fn collect(
        &mut self,
        r: Reg,
        is_set: bool,
        items: &'a [Expr],
        for_call: bool,
        span: Span,
    ) -> Result<()> {
        let (build, add, extend) = match is_set {
            true => (Opcode::BuildSet, Opcode::SetAdd, Opcode::SetUpdate),
            false => (Opcode::BuildList, Opcode::ListAppend, Opcode::ListExtend),
        };
        // The items before the first starred one are one window.
        let plain = items.iter().take_while(|e| !matches!(e.kind, ExprKind::Starred(_)));
        let first = plain.count().min(MAX_WINDOW);
        let window = self.u.top();
        for item in &items[..first] {
            self.expr_push(item)?;
        }
        self.u.pop_to(window);
        self.u.emit(build, 0, r, window, first as u16, span);
        for item in &items[first..] {
            let base = self.u.top();
            match &item.kind {
                ExprKind::Starred(inner) => {
                    let val = self.expr(inner)?;
                    self.u.emit(extend, u8::from(for_call), r, val.operand(), 0, span);
                }
                _ => {
                    let val = self.expr(item)?;
                    self.u.emit(add, 0, r, val.operand(), 0, span);
                }
            }
            self.u.pop_to(base);
        }
        Ok(())
    }

    fn dict(&mut self, items: &'a [(Option<Expr>, Expr)], dst: Dst, span: Span) -> Result<Val> {
        let base = self.u.top();
        let plain = items.iter().take_while(|(key, _)| key.is_some()).count();
        let first = plain.min(MAX_WINDOW / 2);
        let is_small = first == items.len();
        let r = if is_small { 0 } else { self.u.push(1) };
        let window = self.u.top();
        for (key, value) in &items[..first] {
            if let Some(key) = key {
                self.expr_push(key)?;
            }
            self.expr_push(value)?;
        }
        if is_small {
            let r = self.result(dst, base);
            self.u.emit(Opcode::BuildDict, 0, r, window, first as u16, span);
            return Ok(self.val(r));
        }
        self.u.pop_to(window);
        self.u.emit(Opcode::BuildDict, 0, r, window, first as u16, span);
        for (key, value) in &items[first..] {
            let base = self.u.top();
            match key {
                Some(key) => {
                    let key = self.operand_before(key, &[value])?;
                    let value = self.expr(value)?;
                    self.u.emit(Opcode::DictInsert, 0, r, key.operand(), value.operand(), span);
                }
                None => {
                    let mapping = self.expr(value)?;
                    self.u.emit(Opcode::DictUpdate, 0, r, mapping.operand(), 0, span);
                }
            }
            self.u.pop_to(base);
        }
        let to = self.result(dst, base);
        self.move_to_if_elsewhere(r, to, span);
        Ok(self.val(to))
    }

    /// Whether the unit is a function, lambda or generator expression.
    pub(super) fn in_function(&self) -> bool {
        let kind = self.scopes.get(self.u.scope).kind;
        matches!(
            kind,
            ScopeKind::Function
                | ScopeKind::Lambda
                | ScopeKind::Generator
                | ScopeKind::Comprehension
        )
    }
}

/// Whether evaluating the expression cannot run any code that binds a local variable.
fn is_leaf(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Name(_) | ExprKind::Constant(_))
}

/// Whether code for the expression writes its result before it has read everything.
fn writes_early(kind: &ExprKind) -> bool {
    match kind {
        ExprKind::BoolOp { .. } => true,
        ExprKind::Compare { ops, .. } => ops.len() > 1,
        ExprKind::ListComp { .. } | ExprKind::SetComp { .. } | ExprKind::DictComp { .. } => true,
        // `x = (y := …)` is fine; only a name in a namespace is stored after its value.
        ExprKind::Named { .. } => true,
        _ => false,
    }
}

pub(super) fn comparison(op: CompareOp) -> Comparison {
    match op {
        CompareOp::Eq => Comparison::Eq,
        CompareOp::NotEq => Comparison::Ne,
        CompareOp::Lt => Comparison::Lt,
        CompareOp::LtE => Comparison::Le,
        CompareOp::Gt => Comparison::Gt,
        CompareOp::GtE => Comparison::Ge,
        CompareOp::Is => Comparison::Is,
        CompareOp::IsNot => Comparison::IsNot,
        CompareOp::In => Comparison::In,
        CompareOp::NotIn => Comparison::NotIn,
    }
}

trait Negated {
    fn negated(self) -> Comparison;
}

impl Negated for Comparison {
    /// The opposite of `is` and `in`, the two that always give bools.
    fn negated(self) -> Comparison {
        match self {
            Comparison::Is => Comparison::IsNot,
            Comparison::IsNot => Comparison::Is,
            Comparison::In => Comparison::NotIn,
            Comparison::NotIn => Comparison::In,
            other => other,
        }
    }
}

fn identity_or_membership(expr: &Expr) -> Option<(&Expr, Comparison, &Expr)> {
    let ExprKind::Compare { left, ops, comparators } = &expr.kind else { return None };
    match (ops.as_slice(), comparators.as_slice()) {
        ([op @ (CompareOp::Is | CompareOp::IsNot | CompareOp::In | CompareOp::NotIn)], [right]) => {
            Some((left, comparison(*op), right))
        }
        _ => None,
    }
}
