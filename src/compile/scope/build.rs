//! The first pass: what happens to each name in each scope.

use super::future::{self, Features};
use super::{
    Map, Part, Resolution, Scope, ScopeId, ScopeKind, Scopes, Symbol, Uses, address, mangle,
};
use crate::compile::{CompileError, Mode, Result, StackFloor};
use hob_grammar::ast::*;
use rustc_hash::FxHashMap;

pub(super) fn build(
    module: &Module,
    features: Features,
    mode: Mode,
    stack: StackFloor,
) -> Result<Scopes> {
    let scopes = Scopes {
        scopes: Vec::new(),
        variables: Vec::new(),
        by_node: FxHashMap::default(),
        features,
    };
    let mut builder = Builder {
        scopes,
        current: Scopes::MODULE,
        stack,
        private: None,
        iterables: 0,
        place: Place::Ordinary,
    };
    builder.new_scope(ScopeKind::Module, "top", Span::default());
    let future_end = future::end_of_features(module);
    for (index, stmt) in module.body.iter().enumerate() {
        if let StmtKind::ImportFrom { module: Some(name), level: 0, .. } = &stmt.kind
            && name.name == "__future__"
            && index >= future_end
        {
            return Err(late_future(stmt.span));
        }
        builder.stmt(stmt)?;
    }
    if mode == Mode::Interactive {
        // Top-level `await` is noted by the code generator.
        builder.scopes.scopes[0].is_coroutine = false;
    }
    Ok(builder.scopes)
}

fn late_future(span: Span) -> CompileError {
    CompileError::new("from __future__ imports must occur at the beginning of the file", span)
}

/// Where an expression stands that may not contain everything.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Ordinary,
    /// In an annotation that stays a string, or in a scope of PEP 695, by what CPython calls it.
    TypeScope(&'static str),
}

struct Builder {
    scopes: Scopes,
    current: ScopeId,
    stack: StackFloor,
    private: Option<Name>,
    /// How many iterables of comprehensions are around.
    iterables: u32,
    place: Place,
}

/// What happens to a name at one place.
#[derive(Clone, Copy)]
enum Act {
    Read,
    Bind,
    Import,
    Parameter,
    Iterate,
    Delete,
    TypeParameter,
}

impl Builder {
    fn new_scope(&mut self, kind: ScopeKind, name: &str, span: Span) -> ScopeId {
        let id = ScopeId(self.scopes.scopes.len() as u32);
        let parent = (id != Scopes::MODULE).then_some(self.current);
        let outer = parent.map(|p| self.scopes.get(p));
        let annotation = matches!(kind, ScopeKind::TypeParameters | ScopeKind::Lazy(_));
        let sees_class = annotation
            && outer.is_some_and(|o| {
                o.kind == ScopeKind::Class || o.sees_class && o.kind == ScopeKind::TypeParameters
            });
        let unit = match (kind, outer) {
            (ScopeKind::Comprehension, Some(outer)) if !outer.sees_class => outer.unit,
            _ => id,
        };
        self.scopes.scopes.push(Scope {
            kind,
            name: Name::new(name),
            parent,
            unit,
            private: self.private.clone(),
            symbols: Map::default(),
            span,
            is_coroutine: false,
            is_generator: false,
            has_walrus: false,
            free: Vec::new(),
            sees_class,
            class_cell: None,
            class_dict: None,
            has_annotations: false,
        });
        id
    }

    /// Opens a scope for a node, runs `inside` in it, and returns to the scope around it.
    fn within<T>(
        &mut self,
        kind: ScopeKind,
        name: &str,
        span: Span,
        node: (&T, Part),
        inside: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<ScopeId> {
        let id = self.new_scope(kind, name, span);
        self.scopes.by_node.insert((address(node.0), node.1), id);
        let (outer, place) = (self.current, self.place);
        self.current = id;
        self.place = match kind {
            ScopeKind::Lazy(what) => Place::TypeScope(what),
            ScopeKind::TypeParameters => Place::TypeScope("the definition of a generic"),
            ScopeKind::Comprehension | ScopeKind::Generator | ScopeKind::Lambda => place,
            _ => Place::Ordinary,
        };
        let result = inside(self);
        self.current = outer;
        self.place = place;
        result.map(|()| id)
    }

    fn scope(&mut self) -> &mut Scope {
        &mut self.scopes.scopes[self.current.0 as usize]
    }

    fn note(&mut self, name: &str, span: Span, act: Act) -> Result<()> {
        let name = mangle(self.private.as_ref(), name);
        let scope = &mut self.scopes.scopes[self.current.0 as usize];
        let symbol = match scope.symbols.get_mut(name.as_ref()) {
            Some(symbol) => symbol,
            None => scope.symbols.entry(Name::new(&name)).or_insert(Symbol {
                uses: Uses::default(),
                resolution: Resolution::Unknown,
                span,
            }),
        };
        let uses = &mut symbol.uses;
        match act {
            Act::Read => uses.read = true,
            Act::Bind => {
                uses.bound = true;
                uses.imported = false;
            }
            Act::Import => {
                uses.imported |= !uses.bound;
                uses.bound = true;
            }
            Act::Delete => {
                uses.bound = true;
                uses.deleted = true;
            }
            Act::Parameter => {
                if uses.parameter {
                    let message = format!("duplicate argument '{name}' in function definition");
                    return Err(CompileError::new(message, span));
                }
                uses.parameter = true;
            }
            Act::Iterate => {
                if uses.global || uses.nonlocal {
                    let message = format!(
                        "comprehension inner loop cannot rebind assignment expression target '{name}'"
                    );
                    return Err(CompileError::new(message, span));
                }
                uses.bound = true;
                uses.iteration = true;
            }
            Act::TypeParameter => {
                if uses.type_parameter {
                    let message = format!("duplicate type parameter '{name}'");
                    return Err(CompileError::new(message, span));
                }
                uses.bound = true;
                uses.type_parameter = true;
            }
        }
        Ok(())
    }

    /// `global` and `nonlocal`.
    fn declare(&mut self, names: &[Ident], is_global: bool, span: Span) -> Result<()> {
        let what = if is_global { "global" } else { "nonlocal" };
        for ident in names {
            let mangled = mangle(self.private.as_ref(), &ident.name).into_owned();
            let name = &ident.name;
            let fail = |text: String| Err(CompileError::new(text, span));
            if !is_global && self.current == Scopes::MODULE {
                return fail("nonlocal declaration not allowed at module level".into());
            }
            let known = self.scope().symbols.get(mangled.as_str());
            let uses = known.map(|s| s.uses).unwrap_or_default();
            if uses.parameter {
                return fail(format!("name '{name}' is parameter and {what}"));
            }
            if uses.read {
                return fail(format!("name '{name}' is used prior to {what} declaration"));
            }
            if uses.annotated {
                return fail(format!("annotated name '{name}' can't be {what}"));
            }
            // An import before the declaration is let through.
            if uses.bound && !uses.imported {
                return fail(format!("name '{name}' is assigned to before {what} declaration"));
            }
            if uses.global && !is_global || uses.nonlocal && is_global {
                // About the first of the two declarations.
                let span = known.map_or(span, |s| s.span);
                let message = format!("name '{name}' is nonlocal and global");
                return Err(CompileError::new(message, span));
            }
            let scope = self.scope();
            let symbol = scope.symbols.entry(Name::new(&mangled)).or_insert(Symbol {
                uses: Uses::default(),
                resolution: Resolution::Unknown,
                span,
            });
            symbol.span = span;
            symbol.uses.global |= is_global;
            symbol.uses.nonlocal |= !is_global;
        }
        Ok(())
    }

    /// Stands at the start of everything that recurses.
    fn enter(&self, span: Span) -> Result<()> {
        self.stack.check(span)
    }

    // --- Statements ----------------------------------------------------------------------------

    fn stmts(&mut self, body: &[Stmt]) -> Result<()> {
        body.iter().try_for_each(|s| self.stmt(s))
    }

    fn stmt(&mut self, stmt: &Stmt) -> Result<()> {
        self.enter(stmt.span)?;
        self.stmt_inner(stmt)
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
                        (&**value, Part::Body),
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
                    // CPython notes the binding alone, so `global x` behind `x += 1` is "assigned".
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
                self.stmts(&node.body)?;
                self.stmts(&node.orelse)
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test)?;
                self.stmts(body)?;
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
            let private = b.private.replace(def.name.name.clone());
            let result = b.within(ScopeKind::Class, &def.name.name, span, (def, Part::Body), |b| {
                b.stmts(&def.body)
            });
            b.private = private;
            result.map(|_| ())
        };
        if def.type_params.is_empty() {
            return inner(self);
        }
        let private = self.private.replace(def.name.name.clone());
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

    fn defaults(&mut self, params: &Parameters) -> Result<()> {
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
    fn parameters(&mut self, params: &Parameters) -> Result<()> {
        all_parameters(params)
            .try_for_each(|p| self.note(&p.name.name, p.name.span, Act::Parameter))
    }

    // --- Patterns ------------------------------------------------------------------------------

    fn pattern(&mut self, pattern: &Pattern) -> Result<()> {
        self.enter(pattern.span)?;
        let bind = |b: &mut Self, name: &Option<Ident>| match name {
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
                bind(self, rest)?;
            }
            PatternKind::Class { class, positional, keywords } => {
                self.expr(class)?;
                positional.iter().try_for_each(|p| self.pattern(p))?;
                keywords.iter().try_for_each(|(_, p)| self.pattern(p))?;
            }
            PatternKind::Star(name) => bind(self, name)?,
            PatternKind::As { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern)?;
                }
                bind(self, name)?;
            }
        }
        Ok(())
    }

    // --- Expressions ---------------------------------------------------------------------------

    fn optional(&mut self, expr: &Option<Box<Expr>>) -> Result<()> {
        expr.as_deref().map_or(Ok(()), |e| self.expr(e))
    }

    fn exprs(&mut self, exprs: &[Expr]) -> Result<()> {
        exprs.iter().try_for_each(|e| self.expr(e))
    }

    /// A target of an assignment, loop, `with`, `del`.
    fn target(&mut self, target: &Expr, act: Act) -> Result<()> {
        self.enter(target.span)?;
        match &target.kind {
            ExprKind::Name(name) => self.note(name, target.span, act),
            ExprKind::Starred(inner) => self.target(inner, act),
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().try_for_each(|t| self.target(t, act))
            }
            _ => self.expr(target),
        }
    }

    fn expr(&mut self, expr: &Expr) -> Result<()> {
        self.enter(expr.span)?;
        self.expr_inner(expr)
    }

    /// Refuses what may not stand in an annotation or in a scope of PEP 695.
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

    fn arguments(&mut self, arguments: &Arguments) -> Result<()> {
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
        // An asynchronous comprehension makes one around it asynchronous, too.
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

    /// PEP 572: an assignment expression in a comprehension binds in the scope around it.
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
                            "assignment expression cannot rebind comprehension iteration variable '{mangled}'"
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
                ScopeKind::Lazy(what) => Some(what),
            };
            if let Some(place) = within {
                let how = if place == "a class body" { "in" } else { "within" };
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

fn scope_is_module(scopes: &Scopes, id: ScopeId) -> bool {
    scopes.get(id).kind == ScopeKind::Module
}

/// Whether any positional parameter has a default.
pub(in crate::compile) fn has_defaults(params: &Parameters) -> bool {
    params.positional_only.iter().chain(&params.positional).any(|p| p.default.is_some())
}

/// The parameters in the order of their registers.
pub(in crate::compile) fn all_parameters(params: &Parameters) -> impl Iterator<Item = &Parameter> {
    params
        .positional_only
        .iter()
        .chain(&params.positional)
        .chain(&params.keyword_only)
        .chain(params.vararg.as_deref())
        .chain(params.kwarg.as_deref())
}
