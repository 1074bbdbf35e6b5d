//! Assignments and `del`.

use super::unit::{Reg, Val};
use super::{Dst, Gen, Result};
use crate::bytecode::Opcode;
use crate::constants::Literal;
use crate::scope::ScopeKind;
use hob_grammar::ast::*;

impl<'a> Gen<'a> {
    pub(super) fn assignment(&mut self, targets: &'a [Expr], value: &'a Expr) -> Result<()> {
        if let [target] = targets {
            if let Some(r) = self.register_target(target) {
                self.expr_to(value, r)?;
                self.u.set_assigned(r);
                return Ok(());
            }
            if let Some(pairs) = parallel(target, value) {
                return self.parallel_assignment(pairs);
            }
            let val = self.expr(value)?;
            // Evaluating the target (`a[i] = x`) could rebind the value's variable.
            let val = self.keep_for(val, target, value.span);
            return self.assign(target, val);
        }
        let Some((last, others)) = targets.split_last() else { return Ok(()) };
        let mut val = self.expr(value)?;
        if let Val::Variable(r) = val {
            // The variable may itself be one of the targets.
            let copy = self.u.push(1);
            self.u.emit(Opcode::Move, 0, copy, Val::Variable(r).operand(), 0, value.span);
            val = Val::Temporary(copy);
        }
        for target in others {
            let shared = match val {
                Val::Temporary(r) => Val::Variable(r),
                other => other,
            };
            let base = self.u.top();
            self.assign(target, shared)?;
            self.u.pop_to(base);
        }
        self.assign(last, val)
    }

    fn keep_for(&mut self, val: Val, target: &'a Expr, span: Span) -> Val {
        if let Val::Variable(r) = val
            && self.scopes.get(self.u.scope).has_walrus
            && !matches!(target.kind, ExprKind::Name(_))
        {
            let copy = self.u.push(1);
            self.u.emit(Opcode::Move, 0, copy, Val::Variable(r).operand(), 0, span);
            return Val::Temporary(copy);
        }
        val
    }

    /// `a, b = b, a`: all values first, then the targets from the left; no tuple is made.
    fn parallel_assignment(&mut self, (targets, values): (&'a [Expr], &'a [Expr])) -> Result<()> {
        let base = self.u.top();
        // The last value goes directly to its target if the difference cannot be observed.
        let mut registers: Vec<_> = targets.iter().map(|t| self.register_target(t)).collect();
        let last = registers.last().copied().flatten();
        registers.sort_unstable();
        let all_apart = registers.windows(2).all(|pair| pair[0].is_some() && pair[0] != pair[1]);
        let mut vals = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            let val = match (&value.kind, last) {
                (ExprKind::Constant(_), _) => self.expr(value)?,
                (_, Some(r)) if all_apart && index + 1 == values.len() => {
                    self.expr_to(value, r)?;
                    Val::Variable(r)
                }
                _ => Val::Temporary(self.expr_push(value)?),
            };
            vals.push(val);
        }
        let top = self.u.top();
        for (target, val) in targets.iter().zip(vals) {
            match (val, self.register_target(target)) {
                (val, Some(variable)) => {
                    if val != Val::Variable(variable) {
                        self.u.emit(Opcode::Move, 0, variable, val.operand(), 0, target.span);
                    }
                    self.u.set_assigned(variable);
                }
                (Val::Temporary(r), None) => self.assign_above(target, r, top)?,
                (val, None) => self.assign(target, val)?,
            }
        }
        self.u.pop_to(base);
        Ok(())
    }

    /// Assigns a value to a target, and frees the value's temporary.
    pub(super) fn assign(&mut self, target: &'a Expr, val: Val) -> Result<()> {
        self.enter(target.span)?;
        let span = target.span;
        match &target.kind {
            ExprKind::Name(name) => {
                self.check_name(name, "assign to", span)?;
                self.store(name, val, span);
            }
            ExprKind::Attribute { value, attr } => {
                self.check_name(&attr.name, "assign to", span)?;
                self.note_self_attribute(value, attr);
                let object = self.expr(value)?;
                let cache = self.u.attribute(&self.mangled(&attr.name));
                let span = self.attribute_span(span, attr);
                self.u.emit(
                    Opcode::StoreAttribute,
                    0,
                    object.operand(),
                    val.operand(),
                    cache,
                    span,
                );
                self.free(object);
                self.free(val);
            }
            ExprKind::Subscript { value, index } => {
                let base = self.u.top();
                let object = self.operand_before(value, &[index])?;
                if let ExprKind::Slice { lower, upper, step: None } = &index.kind {
                    let window = self.push_bounds([lower, upper], index.span)?;
                    let operands = (object.operand(), val.operand());
                    self.u.emit(Opcode::StoreSlice, 0, operands.0, operands.1, window, span);
                } else {
                    let index = self.expr(index)?;
                    let operands = (object.operand(), index.operand(), val.operand());
                    self.u.emit(Opcode::StoreItem, 0, operands.0, operands.1, operands.2, span);
                }
                self.u.pop_to(base);
                self.free(val);
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => self.unpack(items, val, span)?,
            ExprKind::Starred(_) => {
                return self.error("starred assignment target must be in a list or tuple", span);
            }
            _ => return self.error("cannot assign to expression", span),
        }
        Ok(())
    }

    fn unpack(&mut self, items: &'a [Expr], val: Val, span: Span) -> Result<()> {
        let starred = |e: &Expr| matches!(e.kind, ExprKind::Starred(_));
        let star = items.iter().position(starred);
        if items.iter().filter(|e| starred(e)).count() > 1 {
            return self.error("multiple starred expressions in assignment", span);
        }
        if star.is_some_and(|s| s >= 256) || items.len() > usize::from(u16::MAX) {
            return self.error("too many expressions in star-unpacking assignment", span);
        }
        // The items take the place of a value on top.
        let base = match val {
            Val::Temporary(r) if r + 1 == self.u.top() => r,
            _ => self.u.top(),
        };
        // Targets that are variables in a row take the items directly.
        let row = self.register_row(items);
        self.u.pop_to(base);
        let first = match row {
            Some(first) => first,
            None => self.u.push(items.len() as u32),
        };
        match star {
            None => {
                let count = items.len() as u16;
                self.u.emit(Opcode::UnpackSequence, 0, first, val.operand(), count, span);
            }
            Some(before) => {
                let after = (items.len() - before - 1) as u16;
                self.u.emit(Opcode::UnpackRest, before as u8, first, val.operand(), after, span);
            }
        }
        if row.is_some() {
            (first..).take(items.len()).for_each(|r| self.u.set_assigned(r));
            return Ok(());
        }
        let top = self.u.top();
        for (r, item) in (first..).zip(items) {
            let target = match &item.kind {
                ExprKind::Starred(inner) => inner,
                _ => item,
            };
            self.assign_above(target, r, top)?;
        }
        self.u.pop_to(base);
        Ok(())
    }

    /// Assigns the temporary `r` while those up to `top` are in use.
    fn assign_above(&mut self, target: &'a Expr, r: Reg, top: Reg) -> Result<()> {
        self.assign(target, Val::Temporary(r))?;
        // Freeing `r` may have freed what is above it as well.
        let now = self.u.top();
        self.u.push(u32::from(top.saturating_sub(now)));
        Ok(())
    }

    /// The first register of targets that are local variables one after the other.
    fn register_row(&self, items: &[Expr]) -> Option<Reg> {
        let first = self.register_target(items.first()?)?;
        let in_row =
            items.iter().zip(first..).all(|(item, r)| self.register_target(item) == Some(r));
        in_row.then_some(first)
    }

    pub(super) fn augmented_assignment(
        &mut self,
        target: &'a Expr,
        op: BinaryOp,
        value: &'a Expr,
        span: Span,
    ) -> Result<()> {
        let base = self.u.top();
        let op = op as u8;
        match &target.kind {
            ExprKind::Name(name) => {
                self.check_name(name, "assign to", target.span)?;
                let left = self.load(name, Dst::Any, target.span);
                let left = self.keep_if_rebound(left, value, target.span);
                let right = self.expr(value)?;
                let r = match self.register_target(target) {
                    Some(r) => r,
                    None => self.result(Dst::Any, base),
                };
                self.u.emit(Opcode::InPlace, op, r, left.operand(), right.operand(), span);
                if self.u.is_variable(r) {
                    self.u.set_assigned(r);
                } else {
                    self.store(name, Val::Temporary(r), target.span);
                }
            }
            ExprKind::Attribute { value: object, attr } => {
                self.check_name(&attr.name, "assign to", target.span)?;
                self.note_self_attribute(object, attr);
                let object = self.operand_before(object, &[value])?;
                let name = self.mangled(&attr.name);
                let r = self.u.push(1);
                let cache = self.u.attribute(&name);
                let at = self.attribute_span(target.span, attr);
                self.u.emit(Opcode::LoadAttribute, 0, r, object.kept(), cache, at);
                let right = self.expr(value)?;
                let left = Val::Temporary(r).operand();
                self.u.emit(Opcode::InPlace, op, r, left, right.operand(), span);
                let cache = self.u.attribute(&name);
                let (object, value) = (object.operand(), Val::Temporary(r).operand());
                self.u.emit(Opcode::StoreAttribute, 0, object, value, cache, at);
            }
            ExprKind::Subscript { value: object, index } => {
                let object = self.operand_before(object, &[index, value])?;
                let index = self.operand_before(index, &[value])?;
                let r = self.u.push(1);
                self.u.emit(Opcode::LoadItem, 0, r, object.kept(), index.kept(), target.span);
                let right = self.expr(value)?;
                let left = Val::Temporary(r).operand();
                self.u.emit(Opcode::InPlace, op, r, left, right.operand(), span);
                let (object, index) = (object.operand(), index.operand());
                let value = Val::Temporary(r).operand();
                self.u.emit(Opcode::StoreItem, 0, object, index, value, target.span);
            }
            _ => return self.error("illegal expression for augmented assignment", target.span),
        }
        self.u.pop_to(base);
        Ok(())
    }

    /// `x += (x := 1)` adds to the old `x`.
    fn keep_if_rebound(&mut self, val: Val, later: &Expr, span: Span) -> Val {
        if let Val::Variable(r) = val
            && self.scopes.get(self.u.scope).has_walrus
            && !matches!(later.kind, ExprKind::Name(_) | ExprKind::Constant(_))
        {
            let copy = self.u.push(1);
            self.u.emit(Opcode::Move, 0, copy, Val::Variable(r).operand(), 0, span);
            return Val::Temporary(copy);
        }
        val
    }

    pub(super) fn annotated_assignment(
        &mut self,
        target: &'a Expr,
        annotation: &'a Expr,
        value: Option<&'a Expr>,
        simple: bool,
        span: Span,
    ) -> Result<()> {
        if let Some(value) = value {
            self.assignment(std::slice::from_ref(target), value)?;
        }
        let kind = self.scopes.get(self.u.scope).kind;
        let evaluated = matches!(kind, ScopeKind::Module | ScopeKind::Class);
        match &target.kind {
            ExprKind::Name(name) => {
                self.check_name(name, "assign to", target.span)?;
                if simple && evaluated {
                    let base = self.u.top();
                    let val = self.annotation(annotation)?;
                    let dict = self.u.push(1);
                    let annotations = self.u.name("__annotations__");
                    self.load_annotations(dict, annotations, span);
                    let key = self.u.constant(Literal::Str(self.mangled(name).into()), span);
                    let (dict, key) = (Val::Temporary(dict).operand(), key.operand());
                    self.u.emit(Opcode::StoreItem, 0, dict, key, val.operand(), span);
                    self.u.pop_to(base);
                } else if evaluated {
                    self.evaluate_annotation(annotation)?;
                }
            }
            ExprKind::Attribute { value: object, attr } => {
                self.check_name(&attr.name, "assign to", target.span)?;
                if value.is_none() {
                    let val = self.expr(object)?;
                    self.discard(val, target.span);
                }
                if evaluated {
                    self.evaluate_annotation(annotation)?;
                }
            }
            ExprKind::Subscript { value: object, index } => {
                if value.is_none() {
                    let val = self.expr(object)?;
                    self.discard(val, target.span);
                    let val = self.expr(index)?;
                    self.discard(val, target.span);
                }
                if evaluated {
                    self.evaluate_annotation(annotation)?;
                }
            }
            _ => return self.error("illegal target for annotation", target.span),
        }
        Ok(())
    }

    fn evaluate_annotation(&mut self, annotation: &'a Expr) -> Result<()> {
        if !self.scopes.features.annotations {
            let val = self.expr(annotation)?;
            self.discard(val, annotation.span);
        }
        Ok(())
    }

    fn load_annotations(&mut self, to: Reg, name: u16, span: Span) {
        let in_module = self.u.scope == crate::scope::Scopes::MODULE;
        let file = in_module && (self.mode == crate::Mode::File || self.mode.is_interactive());
        if file {
            let cache = self.u.global_cache();
            self.u.emit(Opcode::LoadGlobal, 0, to, name, cache, span);
        } else {
            self.u.emit(Opcode::LoadName, 0, to, name, 0, span);
        }
    }

    /// Notes `self.name = …` for the class that contains this function.
    fn note_self_attribute(&mut self, object: &Expr, attr: &Ident) {
        if !matches!(&object.kind, ExprKind::Name(name) if name == "self") {
            return;
        }
        let name = Name::new(self.mangled(&attr.name));
        let scopes = self.scopes;
        let class = |u: &super::Unit| scopes.get(u.scope).kind == ScopeKind::Class;
        let unit = match class(&self.u) {
            true => Some(&mut self.u),
            false => self.outer.iter_mut().rev().map(|(u, _)| u).find(|u| class(u)),
        };
        if let Some(unit) = unit
            && !unit.self_attributes.contains(&name)
        {
            unit.self_attributes.push(name);
        }
    }

    pub(super) fn delete_target(&mut self, target: &'a Expr) -> Result<()> {
        let span = target.span;
        let base = self.u.top();
        match &target.kind {
            ExprKind::Name(name) => {
                self.check_name(name, "delete", span)?;
                self.delete(name, span);
            }
            ExprKind::Attribute { value, attr } => {
                self.check_name(&attr.name, "delete", span)?;
                let object = self.expr(value)?;
                let name = self.u.name(&self.mangled(&attr.name));
                let span = self.attribute_span(span, attr);
                self.u.emit(Opcode::DeleteAttribute, 0, object.operand(), name, 0, span);
            }
            ExprKind::Subscript { value, index } => {
                let object = self.operand_before(value, &[index])?;
                let index = self.expr(index)?;
                let (object, index) = (object.operand(), index.operand());
                self.u.emit(Opcode::DeleteItem, 0, object, index, 0, span);
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                self.enter(span)?;
                items.iter().try_for_each(|t| self.delete_target(t))?;
            }
            _ => return self.error("cannot delete expression", span),
        }
        self.u.pop_to(base);
        Ok(())
    }
}

/// The two sides of an assignment of several values to as many targets.
fn parallel<'e>(target: &'e Expr, value: &'e Expr) -> Option<(&'e [Expr], &'e [Expr])> {
    let items = |e: &'e Expr| match &e.kind {
        ExprKind::Tuple(items) | ExprKind::List(items) => Some(items.as_slice()),
        _ => None,
    };
    let ExprKind::Tuple(values) = &value.kind else { return None };
    let targets = items(target)?;
    let plain = |e: &Expr| !matches!(e.kind, ExprKind::Starred(_));
    let fits = targets.len() == values.len() && values.len() <= 16;
    (fits && targets.iter().all(plain) && values.iter().all(plain)).then_some((targets, values))
}
