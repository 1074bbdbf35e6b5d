//! The uses of names in expressions.

use super::{Act, Builder, Place, scope_is_module};
use crate::scope::{Part, Resolution, ScopeKind, Symbol, Uses, mangle};
use crate::{CompileError, Result};
use hob_grammar::ast::*;

impl Builder<'_> {
    pub(super) fn optional(&mut self, expr: &Option<Box<Expr>>) -> Result<()> {
        expr.as_deref().map_or(Ok(()), |e| self.expr(e))
    }

    fn exprs(&mut self, exprs: &[Expr]) -> Result<()> {
        self.doubt_number(exprs.len());
        exprs.iter().try_for_each(|e| match &e.kind {
            ExprKind::Starred(value) => self.expr(value),
            _ => self.expr(e),
        })
    }

    /// A target of an assignment, loop, `with`, `del`.
    pub(super) fn target(&mut self, target: &Expr, act: Act) -> Result<()> {
        self.enter(target.span)?;
        match &target.kind {
            ExprKind::Name(name) => self.note(name, target.span, act),
            ExprKind::Starred(inner) => {
                self.doubt_expression(target);
                self.target(inner, act)
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                self.doubt_number(items.len());
                items.iter().try_for_each(|t| self.target(t, act))
            }
            _ => self.expr(target),
        }
    }

    pub(super) fn expr(&mut self, expr: &Expr) -> Result<()> {
        self.enter(expr.span)?;
        self.doubt_expression(expr);
        self.expr_inner(expr)
    }

    /// Refuses an expression that is not allowed in an annotation or in a scope of PEP 695.
    fn refuse(&self, what: &str, span: Span) -> Result<()> {
        let place = match self.place {
            Place::Ordinary => return Ok(()),
            Place::TypeScope(place) => place,
        };
        Err(CompileError::new(format!("{what} cannot be used within {place}"), span))
    }

    fn expr_inner(&mut self, expr: &Expr) -> Result<()> {
        match &expr.kind {
            ExprKind::Constant(_) => Ok(()),
            ExprKind::Name(name) => {
                self.note(name, expr.span, Act::Read)?;
                if name == "super" && self.in_function() {
                    self.note("__class__", expr.span, Act::Read)?;
                }
                Ok(())
            }
            ExprKind::BoolOp { values, .. } => self.exprs(values),
            ExprKind::Named { target, value } => self.named(expr, target, value),
            ExprKind::Binary { .. } => {
                // Long sums nest to the left, and are walked without recursion.
                let mut right_operands = Vec::new();
                let mut at = expr;
                while let ExprKind::Binary { left, right, .. } = &at.kind {
                    right_operands.push(right);
                    at = left;
                }
                self.expr(at)?;
                right_operands.iter().rev().try_for_each(|e| self.expr(e))
            }
            ExprKind::Unary { operand, .. } => self.expr(operand),
            ExprKind::Lambda { params, body } => {
                self.defaults(params)?;
                self.within(ScopeKind::Lambda, "lambda", expr.span, (expr, Part::Body), |b| {
                    b.parameters(params)?;
                    b.expr(body)
                })?;
                Ok(())
            }
            ExprKind::IfElse { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)
            }
            ExprKind::Dict(items) => items.iter().try_for_each(|(key, value)| {
                if let Some(key) = key {
                    self.expr(key)?;
                }
                self.expr(value)
            }),
            ExprKind::Set(items) | ExprKind::List(items) | ExprKind::Tuple(items) => {
                self.exprs(items)
            }
            ExprKind::ListComp { element, generators } => {
                self.comprehension(expr, "listcomp", element, None, generators)
            }
            ExprKind::SetComp { element, generators } => {
                self.comprehension(expr, "setcomp", element, None, generators)
            }
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension(expr, "dictcomp", key, Some(value), generators)
            }
            ExprKind::Generator { element, generators } => {
                self.comprehension(expr, "genexpr", element, None, generators)
            }
            ExprKind::Await(value) => {
                self.refuse("await expression", expr.span)?;
                self.expr(value)?;
                self.mark_coroutine();
                Ok(())
            }
            ExprKind::Yield(value) => {
                self.refuse("yield expression", expr.span)?;
                self.optional(value)?;
                self.mark_generator(expr.span)
            }
            ExprKind::YieldFrom(value) => {
                self.refuse("yield expression", expr.span)?;
                self.expr(value)?;
                self.mark_generator(expr.span)
            }
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(comparators)
            }
            ExprKind::Call { func, arguments } => {
                self.expr(func)?;
                self.arguments(arguments)
            }
            ExprKind::FString(parts) => self.fstring(parts),
            ExprKind::Attribute { value, .. } => self.expr(value),
            ExprKind::Subscript { value, index } => {
                self.expr(value)?;
                self.expr(index)
            }
            ExprKind::Starred(value) => self.expr(value),
            ExprKind::Slice { lower, upper, step } => {
                self.optional(lower)?;
                self.optional(upper)?;
                self.optional(step)
            }
        }
    }

    /// Whether the current unit is a function.
    fn in_function(&self) -> bool {
        let unit = self.scopes.get(self.current).unit;
        self.scopes.get(unit).kind.is_function_like()
    }

    pub(super) fn arguments(&mut self, arguments: &Arguments) -> Result<()> {
        self.exprs(&arguments.args)?;
        arguments.keywords.iter().try_for_each(|k| self.expr(&k.value))
    }

    fn fstring(&mut self, parts: &[FStringPart]) -> Result<()> {
        for part in parts {
            if let FStringPart::Interpolation(field) = part {
                self.expr(&field.value)?;
                if let Some(spec) = &field.format_spec {
                    self.fstring(spec)?;
                }
            }
        }
        Ok(())
    }

    /// An `await` or `async for` makes a generator expression an asynchronous generator.
    fn mark_coroutine(&mut self) {
        let mut id = self.current;
        loop {
            let scope = &mut self.scopes.scopes[id.0 as usize];
            match scope.kind {
                ScopeKind::Generator => {
                    scope.is_coroutine = true;
                    return;
                }
                ScopeKind::Comprehension => scope.is_coroutine = true,
                _ => return,
            }
            match scope.parent {
                Some(parent) => id = parent,
                None => return,
            }
        }
    }

    fn mark_generator(&mut self, span: Span) -> Result<()> {
        let scope = self.scope();
        let inside = match (scope.kind, scope.name.as_str()) {
            (ScopeKind::Comprehension, "listcomp") => "list comprehension",
            (ScopeKind::Comprehension, "setcomp") => "set comprehension",
            (ScopeKind::Comprehension, _) => "dict comprehension",
            (ScopeKind::Generator, _) => "generator expression",
            _ => {
                scope.is_generator = true;
                return Ok(());
            }
        };
        Err(CompileError::new(format!("'yield' inside {inside}"), span))
    }

    fn comprehension(
        &mut self,
        expr: &Expr,
        name: &str,
        element: &Expr,
        value: Option<&Expr>,
        generators: &[Comprehension],
    ) -> Result<()> {
        let kind = match name {
            "genexpr" => ScopeKind::Generator,
            _ => ScopeKind::Comprehension,
        };
        self.iterable(&generators[0].iter)?;
        let id = self.within(kind, name, expr.span, (expr, Part::Body), |b| {
            if kind == ScopeKind::Generator || b.scopes.get(b.current).unit == b.current {
                b.note(".0", expr.span, Act::Parameter)?;
            }
            for (index, clause) in generators.iter().enumerate() {
                if clause.is_async {
                    b.scope().is_coroutine = true;
                }
                if index > 0 {
                    b.iterable(&clause.iter)?;
                }
                b.target(&clause.target, Act::Iterate)?;
                clause.ifs.iter().try_for_each(|e| b.expr(e))?;
            }
            if let Some(value) = value {
                b.expr(value)?;
            }
            b.expr(element)
        })?;
        // An asynchronous comprehension makes an enclosing one asynchronous, too.
        if kind == ScopeKind::Comprehension && self.scopes.get(id).is_coroutine {
            self.mark_coroutine();
        }
        Ok(())
    }

    fn iterable(&mut self, iter: &Expr) -> Result<()> {
        self.iterables += 1;
        let result = self.expr(iter);
        self.iterables -= 1;
        result
    }

    fn named(&mut self, expr: &Expr, target: &Expr, value: &Expr) -> Result<()> {
        self.refuse("named expression", expr.span)?;
        if self.iterables > 0 {
            let message =
                "assignment expression cannot be used in a comprehension iterable expression";
            return Err(CompileError::new(message, expr.span));
        }
        let unit = self.scopes.get(self.current).unit;
        self.scopes.scopes[unit.0 as usize].has_walrus = true;
        let ExprKind::Name(name) = &target.kind else { return self.expr(value) };
        if matches!(self.scope().kind, ScopeKind::Comprehension | ScopeKind::Generator) {
            self.bind_outside_comprehensions(name, target.span)?;
            self.expr(value)
        } else {
            self.expr(value)?;
            self.note(name, target.span, Act::Bind)
        }
    }

    /// PEP 572: an assignment expression in a comprehension binds in the enclosing scope.
    fn bind_outside_comprehensions(&mut self, name: &str, span: Span) -> Result<()> {
        let mangled = Name::new(mangle(self.private.as_ref(), name));
        let mut inner = Vec::new();
        let mut id = self.current;
        loop {
            let scope = self.scopes.get(id);
            let uses = scope.symbols.get(&mangled).map(|s| s.uses).unwrap_or_default();
            let within = match scope.kind {
                ScopeKind::Comprehension | ScopeKind::Generator => {
                    if uses.iteration {
                        let message = format!(
                            "assignment expression cannot rebind comprehension iteration variable '{name}'"
                        );
                        return Err(CompileError::new(message, span));
                    }
                    inner.push(id);
                    match scope.parent {
                        Some(parent) => id = parent,
                        None => return Ok(()),
                    }
                    continue;
                }
                ScopeKind::Function | ScopeKind::Lambda => None,
                ScopeKind::Module => None,
                ScopeKind::Class => Some("a class body"),
                ScopeKind::TypeParameters => Some("the definition of a generic"),
                // The text of an annotation is never run.
                ScopeKind::Lazy("an annotation") => match scope.parent {
                    Some(parent) => {
                        id = parent;
                        continue;
                    }
                    None => return Ok(()),
                },
                ScopeKind::Lazy(what) => Some(what),
            };
            if let Some(place) = within {
                let how = if place == "the definition of a generic" { "within" } else { "in" };
                let message = format!(
                    "assignment expression within a comprehension cannot be used {how} {place}"
                );
                return Err(CompileError::new(message, span));
            }
            let is_global = scope.kind == ScopeKind::Module || uses.global;
            let unit = scope.unit;
            self.scopes.scopes[unit.0 as usize].has_walrus = true;
            let outer = std::mem::replace(&mut self.current, id);
            if !is_global && !uses.nonlocal {
                self.note(&mangled, span, Act::Bind)?;
            }
            if scope_is_module(&self.scopes, id) {
                self.scopes.scopes[id.0 as usize]
                    .symbols
                    .entry(mangled.clone())
                    .or_insert(Symbol {
                        uses: Uses::default(),
                        resolution: Resolution::Unknown,
                        span,
                    })
                    .uses
                    .global = true;
            }
            for comprehension in inner {
                let symbols = &mut self.scopes.scopes[comprehension.0 as usize].symbols;
                let symbol = symbols.entry(mangled.clone()).or_insert(Symbol {
                    uses: Uses::default(),
                    resolution: Resolution::Unknown,
                    span,
                });
                symbol.uses.global |= is_global;
                symbol.uses.nonlocal |= !is_global;
            }
            self.current = outer;
            return Ok(());
        }
    }
}
