//! The uses of names in statements and patterns.

use super::{Act, Builder, all_parameters, has_defaults, late_future};
use crate::scope::{Part, Private, Resolution, ScopeKind, Scopes, Symbol, Uses, address, mangle};
use crate::{CompileError, Result};
use hob_grammar::ast::*;

impl Builder<'_> {
    fn stmts(&mut self, body: &[Stmt]) -> Result<()> {
        body.iter().try_for_each(|s| self.stmt(s))
    }

    fn loop_body(&mut self, body: &[Stmt]) -> Result<()> {
        self.loops += 1;
        self.stmts(body)?;
        self.loops -= 1;
        Ok(())
    }

    pub(super) fn stmt(&mut self, stmt: &Stmt) -> Result<()> {
        self.enter(stmt.span)?;
        self.doubt_statement(stmt);
        let is_block = matches!(
            stmt.kind,
            StmtKind::For(_) | StmtKind::While { .. } | StmtKind::With { .. } | StmtKind::Try(_)
        );
        self.blocks += u32::from(is_block);
        let result = self.stmt_inner(stmt);
        self.blocks -= u32::from(is_block);
        result
    }

    fn stmt_inner(&mut self, stmt: &Stmt) -> Result<()> {
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function(def, stmt.span),
            StmtKind::ClassDef(def) => self.class(def, stmt.span),
            StmtKind::Return(value) => self.optional(value),
            StmtKind::Delete(targets) => {
                targets.iter().try_for_each(|t| self.target(t, Act::Delete))
            }
            StmtKind::Assign { targets, value } => {
                self.expr(value)?;
                targets.iter().try_for_each(|t| self.target(t, Act::Bind))
            }
            StmtKind::TypeAlias { name, type_params, value } => {
                self.note(&name.name, name.span, Act::Bind)?;
                let lazy = |b: &mut Self| {
                    b.within(
                        ScopeKind::Lazy("a type alias"),
                        &name.name,
                        stmt.span,
                        (name, Part::Body),
                        |b| b.expr(value),
                    )
                    .map(|_| ())
                };
                if type_params.is_empty() {
                    return lazy(self);
                }
                self.within(
                    ScopeKind::TypeParameters,
                    &name.name,
                    stmt.span,
                    (stmt, Part::TypeParameters),
                    |b| {
                        b.type_params(type_params)?;
                        lazy(b)
                    },
                )?;
                Ok(())
            }
            StmtKind::AugAssign { target, value, .. } => {
                if let ExprKind::Name(name) = &target.kind {
                    // CPython notes only the binding, so `global x` after `x += 1` is "assigned".
                    self.note(name, target.span, Act::Bind)?;
                } else {
                    self.expr(target)?;
                }
                self.expr(value)
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.annotated_assignment(stmt, target, annotation, value.as_deref(), *simple)
            }
            StmtKind::For(node) => {
                self.expr(&node.iter)?;
                self.target(&node.target, Act::Bind)?;
                self.loop_body(&node.body)?;
                self.stmts(&node.orelse)
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test)?;
                self.loop_body(body)?;
                self.stmts(orelse)
            }
            StmtKind::If { .. } => self.if_chain(stmt),
            StmtKind::With { items, body, .. } => {
                for item in items {
                    self.expr(&item.context)?;
                    if let Some(target) = &item.target {
                        self.target(target, Act::Bind)?;
                    }
                }
                self.stmts(body)
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                for case in cases {
                    self.pattern(&case.pattern)?;
                    if let Some(guard) = &case.guard {
                        self.expr(guard)?;
                    }
                    self.stmts(&case.body)?;
                }
                Ok(())
            }
            StmtKind::Raise { exc, cause } => {
                self.optional(exc)?;
                self.optional(cause)
            }
            StmtKind::Try(node) => {
                self.stmts(&node.body)?;
                for handler in &node.handlers {
                    if let Some(type_) = &handler.type_ {
                        self.expr(type_)?;
                    }
                    if let Some(name) = &handler.name {
                        self.note(&name.name, name.span, Act::Delete)?;
                    }
                    self.stmts(&handler.body)?;
                }
                self.stmts(&node.orelse)?;
                self.stmts(&node.finalbody)
            }
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.optional(msg)
            }
            StmtKind::Import(names) => {
                for alias in names {
                    let bound = match &alias.asname {
                        Some(name) => name.name.as_str(),
                        None => alias.name.name.split('.').next().unwrap_or_default(),
                    };
                    self.note(bound, alias.span, Act::Import)?;
                }
                Ok(())
            }
            StmtKind::ImportFrom { module, names, level } => {
                let is_future =
                    *level == 0 && module.as_ref().is_some_and(|m| m.name == "__future__");
                if is_future && self.current != Scopes::MODULE {
                    return Err(late_future(stmt.span));
                }
                for alias in names {
                    if alias.name.name == "*" {
                        if self.current != Scopes::MODULE {
                            let message = "import * only allowed at module level";
                            return Err(CompileError::new(message, alias.span));
                        }
                        continue;
                    }
                    let bound = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.note(&bound.name, alias.span, Act::Import)?;
                }
                Ok(())
            }
            StmtKind::Global(names) => self.declare(names, true, stmt.span),
            StmtKind::Nonlocal(names) => self.declare(names, false, stmt.span),
            StmtKind::Expr(value) => self.expr(value),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Ok(()),
        }
    }

    /// Long `elif` chains nest in the tree, and are walked without recursion.
    fn if_chain(&mut self, mut stmt: &Stmt) -> Result<()> {
        while let StmtKind::If { test, body, orelse } = &stmt.kind {
            self.expr(test)?;
            self.stmts(body)?;
            match orelse.as_slice() {
                [next] if matches!(next.kind, StmtKind::If { .. }) => stmt = next,
                other => return self.stmts(other),
            }
        }
        Ok(())
    }

    fn annotated_assignment(
        &mut self,
        stmt: &Stmt,
        target: &Expr,
        annotation: &Expr,
        value: Option<&Expr>,
        simple: bool,
    ) -> Result<()> {
        if let ExprKind::Name(name) = &target.kind {
            let mangled = mangle(self.private.as_ref(), name).into_owned();
            let at_module = self.current == Scopes::MODULE;
            let uses =
                self.scope().symbols.get(mangled.as_str()).map(|s| s.uses).unwrap_or_default();
            if simple && !at_module && (uses.global || uses.nonlocal) {
                let what = if uses.global { "global" } else { "nonlocal" };
                let message = format!("annotated name '{mangled}' can't be {what}");
                return Err(CompileError::new(message, stmt.span));
            }
            if simple {
                self.note(name, target.span, Act::Bind)?;
                let scope = self.scope();
                scope.has_annotations = true;
                scope.symbols[mangled.as_str()].uses.annotated = true;
            } else if value.is_some() {
                self.note(name, target.span, Act::Bind)?;
            }
        } else {
            self.target(target, Act::Bind)?;
        }
        self.annotation(annotation)?;
        value.map_or(Ok(()), |v| self.expr(v))
    }

    fn annotation(&mut self, annotation: &Expr) -> Result<()> {
        if !self.scopes.features.annotations {
            return self.expr(annotation);
        }
        // Annotations that stay strings bind and read nothing, but are checked all the same.
        let before = self.scopes.scopes.len();
        let node = (annotation, Part::Default);
        let kind = ScopeKind::Lazy("an annotation");
        let result = self.within(kind, "annotation", annotation.span, node, |b| b.expr(annotation));
        self.scopes.scopes.truncate(before);
        self.scopes.by_node.retain(|_, id| (id.0 as usize) < before);
        result.map(|_| ())
    }

    fn function(&mut self, def: &FunctionDef, span: Span) -> Result<()> {
        self.note(&def.name.name, def.name.span, Act::Bind)?;
        def.decorators.iter().try_for_each(|d| self.expr(d))?;
        self.defaults(&def.params)?;
        let inner = |b: &mut Self| {
            b.annotations(&def.params, def.returns.as_deref())?;
            b.within(ScopeKind::Function, &def.name.name, span, (def, Part::Body), |b| {
                b.scope().is_coroutine = def.is_async;
                b.parameters(&def.params)?;
                b.stmts(&def.body)
            })
            .map(|_| ())
        };
        if def.type_params.is_empty() {
            return inner(self);
        }
        self.within(
            ScopeKind::TypeParameters,
            &def.name.name,
            span,
            (def, Part::TypeParameters),
            |b| {
                // The defaults, evaluated outside, come in as parameters.
                if has_defaults(&def.params) {
                    b.note(".defaults", span, Act::Parameter)?;
                }
                if def.params.keyword_only.iter().any(|p| p.default.is_some()) {
                    b.note(".kwdefaults", span, Act::Parameter)?;
                }
                b.type_params(&def.type_params)?;
                inner(b)
            },
        )
        .map(|_| ())
    }

    fn class(&mut self, def: &ClassDef, span: Span) -> Result<()> {
        self.note(&def.name.name, def.name.span, Act::Bind)?;
        def.decorators.iter().try_for_each(|d| self.expr(d))?;
        let inner = |b: &mut Self| {
            b.arguments(&def.arguments)?;
            let private = b.private.replace(Private { class: def.name.name.clone(), only: None });
            let result = b.within(ScopeKind::Class, &def.name.name, span, (def, Part::Body), |b| {
                b.stmts(&def.body)
            });
            b.private = private;
            result.map(|_| ())
        };
        if def.type_params.is_empty() {
            return inner(self);
        }
        let only = def.type_params.iter().map(|param| param.name.name.clone()).collect();
        let own = Private { class: def.name.name.clone(), only: Some(only) };
        let private = self.private.replace(own);
        let result = self.within(
            ScopeKind::TypeParameters,
            &def.name.name,
            span,
            (def, Part::TypeParameters),
            |b| {
                b.type_params(&def.type_params)?;
                b.note(".type_params", span, Act::Bind)?;
                b.note(".type_params", span, Act::Read)?;
                b.note(".generic_base", span, Act::Bind)?;
                inner(b)
            },
        );
        self.private = private;
        // The body stores the parameters as `__type_params__`.
        if result.is_ok() {
            let body = self.scopes.by_node[&(address(def), Part::Body)];
            self.scopes.scopes[body.0 as usize].symbols.entry(Name::new(".type_params")).or_insert(
                Symbol {
                    uses: Uses { read: true, ..Uses::default() },
                    resolution: Resolution::Unknown,
                    span,
                },
            );
        }
        result.map(|_| ())
    }

    fn type_params(&mut self, params: &[TypeParam]) -> Result<()> {
        for param in params {
            self.note(&param.name.name, param.name.span, Act::TypeParameter)?;
            if let Some(bound) = &param.bound {
                let what = match &bound.kind {
                    ExprKind::Tuple(_) => "a TypeVar constraint",
                    _ => "a TypeVar bound",
                };
                self.within(
                    ScopeKind::Lazy(what),
                    &param.name.name,
                    param.span,
                    (param, Part::Body),
                    |b| b.expr(bound),
                )?;
            }
            if let Some(default) = &param.default {
                let what = match param.kind {
                    TypeParamKind::TypeVar => "a TypeVar default",
                    TypeParamKind::TypeVarTuple => "a TypeVarTuple default",
                    TypeParamKind::ParamSpec => "a ParamSpec default",
                };
                self.within(
                    ScopeKind::Lazy(what),
                    &param.name.name,
                    param.span,
                    (param, Part::Default),
                    |b| b.expr(default),
                )?;
            }
        }
        Ok(())
    }

    pub(super) fn defaults(&mut self, params: &Parameters) -> Result<()> {
        let all =
            params.positional_only.iter().chain(&params.positional).chain(&params.keyword_only);
        all.filter_map(|p| p.default.as_deref()).try_for_each(|d| self.expr(d))
    }

    fn annotations(&mut self, params: &Parameters, returns: Option<&Expr>) -> Result<()> {
        let all = all_parameters(params).filter_map(|p| p.annotation.as_deref());
        for annotation in all.chain(returns) {
            self.annotation(annotation)?;
        }
        Ok(())
    }

    /// Notes the parameters in the order of their registers.
    pub(super) fn parameters(&mut self, params: &Parameters) -> Result<()> {
        all_parameters(params)
            .try_for_each(|p| self.note(&p.name.name, p.name.span, Act::Parameter))
    }

    // --- Patterns ------------------------------------------------------------------------------

    fn pattern(&mut self, pattern: &Pattern) -> Result<()> {
        self.enter(pattern.span)?;
        let bind = |b: &mut Self, name: Option<&Ident>| match name {
            Some(name) => b.note(&name.name, name.span, Act::Bind),
            None => Ok(()),
        };
        match &pattern.kind {
            PatternKind::Value(value) => self.expr(value)?,
            PatternKind::Singleton(_) => {}
            PatternKind::Sequence(patterns) | PatternKind::Or(patterns) => {
                patterns.iter().try_for_each(|p| self.pattern(p))?
            }
            PatternKind::Mapping { keys, patterns, rest } => {
                keys.iter().try_for_each(|k| self.expr(k))?;
                patterns.iter().try_for_each(|p| self.pattern(p))?;
                bind(self, rest.as_deref())?;
            }
            PatternKind::Class { class, positional, keywords } => {
                self.expr(class)?;
                positional.iter().try_for_each(|p| self.pattern(p))?;
                keywords.iter().try_for_each(|(_, p)| self.pattern(p))?;
            }
            PatternKind::Star(name) => bind(self, name.as_ref())?,
            PatternKind::As { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern)?;
                }
                bind(self, name.as_ref())?;
            }
        }
        Ok(())
    }
}
