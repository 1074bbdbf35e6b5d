//! Comprehensions: those of lists, sets and dicts inside the unit that contains them (PEP 709),
//! generator expressions as functions.

use super::unit::{Place, Reg, Val};
use super::{Dst, Gen, Result, Signature};
use crate::bytecode::Opcode;
use crate::scope::{Part, Resolution, ScopeId, ScopeKind};
use crate::template::CodeFlags;
use hob_grammar::ast::*;

/// The use of a comprehension's element.
#[derive(Clone, Copy)]
enum Element<'a> {
    List(&'a Expr),
    Set(&'a Expr),
    Dict(&'a Expr, &'a Expr),
    Yield(&'a Expr),
}

impl<'a> Gen<'a> {
    pub(super) fn comprehension(&mut self, expr: &'a Expr, dst: Dst) -> Result<Val> {
        let (element, generators) = match &expr.kind {
            ExprKind::ListComp { element, generators } => (Element::List(element), generators),
            ExprKind::SetComp { element, generators } => (Element::Set(element), generators),
            ExprKind::DictComp { key, value, generators } => {
                (Element::Dict(key, value), generators)
            }
            ExprKind::Generator { element, generators } => (Element::Yield(element), generators),
            _ => return self.error("not a comprehension", expr.span),
        };
        let id = self.scopes.of(expr, Part::Body);
        let scope = self.scopes.get(id);
        if scope.is_coroutine
            && scope.kind == ScopeKind::Comprehension
            && !self.in_async_function()
            && !self.allow_top_level_await()
        {
            let message = "asynchronous comprehension outside of an asynchronous function";
            return self.error(message, expr.span);
        }
        if scope.unit == id {
            self.comprehension_function(expr, id, element, generators, dst)
        } else {
            self.inlined_comprehension(expr, id, element, generators, dst)
        }
    }

    fn inlined_comprehension(
        &mut self,
        expr: &'a Expr,
        id: ScopeId,
        element: Element<'a>,
        generators: &'a [Comprehension],
        dst: Dst,
    ) -> Result<Val> {
        let span = expr.span;
        let base = self.u.top();
        let r = self.result(dst, base);
        // The first iterable belongs to the enclosing scope.
        let iterator = self.u.push(1);
        self.first_iterator(iterator, &generators[0])?;
        let build = match element {
            Element::Set(_) => Opcode::BuildSet,
            Element::Dict(..) => Opcode::BuildDict,
            _ => Opcode::BuildList,
        };
        self.u.emit(build, 0, r, self.u.top(), 0, span);
        let outer = std::mem::replace(&mut self.scope, id);
        let variables: Vec<Place> = self
            .scopes
            .get(id)
            .symbols
            .values()
            .filter_map(|s| match s.resolution {
                Resolution::Variable(v) if self.scopes.variable(v).owner == id => {
                    Some(self.place(v))
                }
                _ => None,
            })
            .collect();
        for variable in &variables {
            if let Place::Cell(register) = variable {
                self.drop_register(*register, span);
                self.u.emit(Opcode::MakeCell, 0, *register, 0, 0, span);
            }
        }
        let result = self.clauses(iterator, generators, element, r, span);
        self.scope = outer;
        result?;
        for variable in variables {
            if let Place::Register(register) | Place::Cell(register) = variable {
                self.drop_register(register, span);
                self.u.set_unassigned(register);
            }
        }
        self.u.pop_to(iterator);
        Ok(self.val(r))
    }

    fn comprehension_function(
        &mut self,
        expr: &'a Expr,
        id: ScopeId,
        element: Element<'a>,
        generators: &'a [Comprehension],
        dst: Dst,
    ) -> Result<Val> {
        let span = expr.span;
        let name = Name::from(format!("<{}>", self.scopes.get(id).name));
        let qualname = self.qualname(&name);
        let scope = self.scopes.get(id);
        let is_generator = matches!(element, Element::Yield(_));
        let is_async = scope.is_coroutine;
        let flags =
            CodeFlags { generator: is_generator, coroutine: is_async, ..CodeFlags::default() };
        let signature = Signature { flags, positional: 1, start: span, ..Signature::default() };
        let code = self.unit(id, name, qualname, signature, |g, _| {
            let accumulator = match element {
                Element::Yield(_) => 0,
                _ => g.u.push(1),
            };
            let build = match element {
                Element::Yield(_) => None,
                Element::List(_) => Some(Opcode::BuildList),
                Element::Set(_) => Some(Opcode::BuildSet),
                Element::Dict(..) => Some(Opcode::BuildDict),
            };
            if let Some(build) = build {
                g.u.emit(build, 0, accumulator, g.u.top(), 0, span);
            }
            let iterator = g.u.push(1);
            // The iterator comes in as the only argument.
            g.u.emit(Opcode::Move, 0, iterator, Val::Variable(0).operand(), 0, span);
            g.drop_register(0, span);
            g.clauses(iterator, generators, element, accumulator, span)?;
            match element {
                Element::Yield(_) => g.return_none(span),
                _ => {
                    let result = Val::Temporary(accumulator).operand();
                    g.u.emit(Opcode::Return, 0, 0, result, 0, span);
                }
            }
            Ok(())
        })?;
        let base = self.u.top();
        let window = self.u.push(1);
        self.make_function(window, code, id, None, span)?;
        let argument = self.u.push(1);
        self.first_iterator(argument, &generators[0])?;
        let awaited = is_async && !is_generator;
        if awaited {
            self.u.emit(Opcode::Call, 1, window, window, 0, span);
            self.u.pop_to(window + 1);
            self.u.emit(Opcode::GetAwaitable, 0, window, Val::Temporary(window).operand(), 0, span);
            let r = self.result(dst, base);
            self.u.emit(Opcode::YieldFrom, 0, r, window, 0, span);
            return Ok(self.val(r));
        }
        let r = self.result(dst, base);
        self.u.emit(Opcode::Call, 1, window, r, 0, span);
        Ok(self.val(r))
    }

    fn first_iterator(&mut self, r: Reg, clause: &'a Comprehension) -> Result<()> {
        let val = self.container(&clause.iter)?;
        let get = if clause.is_async { Opcode::GetAsyncIter } else { Opcode::GetIter };
        self.u.emit(get, 0, r, val.operand(), 0, clause.iter.span);
        self.free(val);
        Ok(())
    }

    /// The loops of a comprehension, of which the first one's iterator is ready.
    fn clauses(
        &mut self,
        iterator: Reg,
        generators: &'a [Comprehension],
        element: Element<'a>,
        accumulator: Reg,
        span: Span,
    ) -> Result<()> {
        let Some((clause, rest)) = generators.split_first() else {
            return self.element(element, accumulator, span);
        };
        self.enter(clause.target.span)?;
        if clause.is_async {
            self.check_blocks(generators.iter().filter(|inner| inner.is_async).count(), span)?;
        }
        let body = |g: &mut Self, next: super::unit::Label| {
            for condition in &clause.ifs {
                g.jump_unless(condition, next)?;
            }
            if let Some(inner) = rest.first() {
                let iterator = g.u.push(1);
                g.first_iterator(iterator, inner)?;
                g.clauses(iterator, rest, element, accumulator, span)?;
                g.u.pop_to(iterator);
                Ok(())
            } else {
                g.element(element, accumulator, span)
            }
        };
        if clause.is_async {
            self.async_loop(iterator, &clause.target, span, body)?;
        } else {
            self.for_loop(iterator, &clause.target, clause.iter.span, body)?;
        }
        self.drop_register(iterator, clause.iter.span);
        Ok(())
    }

    fn element(&mut self, element: Element<'a>, accumulator: Reg, _: Span) -> Result<()> {
        let base = self.u.top();
        match element {
            Element::List(value) => {
                let val = self.expr(value)?;
                self.u.emit(Opcode::ListAppend, 0, accumulator, val.operand(), 0, value.span);
            }
            Element::Set(value) => {
                let val = self.expr(value)?;
                self.u.emit(Opcode::SetAdd, 0, accumulator, val.operand(), 0, value.span);
            }
            Element::Dict(key, value) => {
                let span = key.span.to(value.span);
                let key = self.operand_before(key, &[value])?;
                let value = self.expr(value)?;
                let (key, value) = (key.operand(), value.operand());
                self.u.emit(Opcode::DictInsert, 0, accumulator, key, value, span);
            }
            Element::Yield(value) => {
                let val = self.expr(value)?;
                let r = self.result(Dst::Any, base);
                self.u.emit(Opcode::Yield, 0, r, val.operand(), 0, value.span);
                self.drop_register(r, value.span);
            }
        }
        self.u.pop_to(base);
        Ok(())
    }
}
