//! Traversal of a tree in source order, with the scope of each node.
//!
//! The walk opens the same scopes as `compile::scope`. Nodes nested more deeply than [`DEEPEST`]
//! are skipped: they were not written by hand.

use crate::compile::scope::{Part, ScopeId, Scopes};
use hob_grammar::ast::*;

/// The maximum depth of the traversal.
const DEEPEST: u32 = 2000;

/// The context of a node.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The scope whose names it sees.
    pub scope: ScopeId,
    /// The `def` that contains it; none in a module, class body, lambda or generator expression.
    pub function: Option<&'a FunctionDef>,
    /// The class whose body directly contains it.
    pub class: Option<&'a ClassDef>,
    /// Whether it runs when the module is imported; includes class bodies.
    pub at_top: bool,
}

impl Place<'_> {
    /// Whether the code runs inside an event loop: the body of an `async def`.
    pub fn is_async(&self) -> bool {
        self.function.is_some_and(|function| function.is_async)
    }
}

/// The form of a binding.
#[derive(Clone, Copy, Debug)]
pub enum Binding<'a> {
    /// `import a.b`: the name `a` is the module `a`.
    Import {
        /// The bound object, as a dotted name.
        path: &'a str,
    },
    /// `from module import name`.
    ImportFrom {
        /// The module.
        module: &'a str,
        /// The imported name.
        name: &'a str,
        /// The number of leading dots.
        level: u32,
    },
    /// `def` or `async def`.
    Function(&'a FunctionDef),
    /// `class`
    Class(&'a ClassDef),
    /// `name = value`
    Value(&'a Expr),
    /// `name: annotation`, with or without a value.
    Annotated(&'a Expr, Option<&'a Expr>),
    /// The n-th target of an unpacking.
    Part(&'a Expr, usize),
    /// `with value as name`, also with `async`.
    Entered(&'a Expr),
    /// A parameter, with its annotation.
    Parameter(Option<&'a Expr>),
    /// `del name`, and the end of `except … as name`.
    Deleted,
    /// Anything else: loops, patterns, `name += value`.
    Other,
}

/// Callbacks of a walk. Statements and expressions are visited before their contents.
pub trait Visitor<'a> {
    /// A statement.
    fn stmt(&mut self, _at: &Place<'a>, _stmt: &'a Stmt) {}
    /// All contents of a statement have been visited.
    fn stmt_end(&mut self, _at: &Place<'a>, _stmt: &'a Stmt) {}
    /// An expression whose value is used.
    fn expr(&mut self, _at: &Place<'a>, _expr: &'a Expr) {}
    /// A binding or deletion of a name.
    fn bind(&mut self, _at: &Place<'a>, _name: &'a str, _span: Span, _how: Binding<'a>) {}
    /// An assignment to an attribute.
    fn bind_attribute(&mut self, _at: &Place<'a>, _target: &'a Expr, _how: Binding<'a>) {}
    /// Whether a branch never runs: it is skipped.
    fn is_dead(&self, _at: &Place<'a>, _test: &'a Expr, _body: &'a [Stmt]) -> bool {
        false
    }
    /// Whether a condition is always true: its alternatives never run.
    fn is_always(&self, _at: &Place<'a>, _test: &'a Expr) -> bool {
        false
    }
    /// Whether to visit expressions at all.
    fn enters_expressions(&self) -> bool {
        true
    }
    /// Whether to enter the body of a function, class, lambda or generator expression.
    fn enters_units(&self) -> bool {
        true
    }
}

/// Walks a module.
pub fn module<'a>(module: &'a Module, scopes: &Scopes, visitor: &mut dyn Visitor<'a>) {
    let place = Place { scope: Scopes::MODULE, function: None, class: None, at_top: true };
    Walker::new(scopes, visitor).block(&place, &module.body);
}

/// Walks some statements at a location.
pub fn block<'a>(at: &Place<'a>, body: &'a [Stmt], scopes: &Scopes, visitor: &mut dyn Visitor<'a>) {
    Walker::new(scopes, visitor).block(at, body);
}

/// Walks an expression at a location.
pub fn expression<'a>(
    at: &Place<'a>,
    expr: &'a Expr,
    scopes: &Scopes,
    visitor: &mut dyn Visitor<'a>,
) {
    Walker::new(scopes, visitor).expr(at, expr);
}

struct Walker<'w, 'a> {
    scopes: &'w Scopes,
    visitor: &'w mut dyn Visitor<'a>,
    enters_expressions: bool,
    depth: u32,
}

impl<'w, 'a> Walker<'w, 'a> {
    fn new(scopes: &'w Scopes, visitor: &'w mut dyn Visitor<'a>) -> Walker<'w, 'a> {
        let enters_expressions = visitor.enters_expressions();
        Walker { scopes, visitor, enters_expressions, depth: 0 }
    }
}

impl<'a> Walker<'_, 'a> {
    fn block(&mut self, at: &Place<'a>, body: &'a [Stmt]) {
        for stmt in body {
            self.stmt(at, stmt);
        }
    }

    fn stmt(&mut self, at: &Place<'a>, stmt: &'a Stmt) {
        if self.depth > DEEPEST {
            return;
        }
        self.depth += 1;
        self.visitor.stmt(at, stmt);
        self.inside(at, stmt);
        self.visitor.stmt_end(at, stmt);
        self.depth -= 1;
    }

    fn inside(&mut self, at: &Place<'a>, stmt: &'a Stmt) {
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function(at, def),
            StmtKind::ClassDef(def) => self.class(at, def),
            StmtKind::Return(value) => self.optional(at, value),
            StmtKind::Delete(targets) => {
                for target in targets {
                    self.target(at, target, Binding::Deleted);
                }
            }
            StmtKind::Assign { targets, value } => {
                self.expr(at, value);
                for target in targets {
                    self.target(at, target, Binding::Value(value));
                }
            }
            StmtKind::TypeAlias { name, type_params, value } => {
                self.visitor.bind(at, &name.name, name.span, Binding::Other);
                let inner = self.type_params(at, (stmt, Part::TypeParameters), type_params);
                if let Some(lazy) = self.opened(&inner, &**value, Part::Body) {
                    self.expr(&lazy, value);
                }
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(at, target);
                self.expr(at, value);
                match &target.kind {
                    ExprKind::Name(name) => {
                        self.visitor.bind(at, name, target.span, Binding::Other);
                    }
                    ExprKind::Attribute { .. } => {
                        self.visitor.bind_attribute(at, target, Binding::Other);
                    }
                    _ => {}
                }
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                // Annotations of a function's own variables are not evaluated.
                if !(*simple && at.function.is_some()) {
                    self.annotation(at, annotation);
                }
                if let Some(value) = value {
                    self.expr(at, value);
                }
                if *simple || value.is_some() {
                    self.target(at, target, Binding::Annotated(annotation, value.as_deref()));
                }
            }
            StmtKind::For(node) => {
                self.expr(at, &node.iter);
                self.target(at, &node.target, Binding::Other);
                self.block(at, &node.body);
                self.block(at, &node.orelse);
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(at, test);
                self.block(at, body);
                self.block(at, orelse);
            }
            StmtKind::If { test, body, orelse } => {
                self.expr(at, test);
                if !self.visitor.is_dead(at, test, body) {
                    self.block(at, body);
                }
                if !self.visitor.is_always(at, test) {
                    self.alternatives(at, orelse);
                }
            }
            StmtKind::With { items, body, .. } => {
                for item in items {
                    self.expr(at, &item.context);
                    if let Some(target) = &item.target {
                        self.target(at, target, Binding::Entered(&item.context));
                    }
                }
                self.block(at, body);
            }
            StmtKind::Match { subject, cases } => {
                self.expr(at, subject);
                for case in cases {
                    self.pattern(at, &case.pattern);
                    if let Some(guard) = &case.guard {
                        self.expr(at, guard);
                    }
                    self.block(at, &case.body);
                }
            }
            StmtKind::Raise { exc, cause } => {
                self.optional(at, exc);
                self.optional(at, cause);
            }
            StmtKind::Try(node) => {
                self.block(at, &node.body);
                for handler in &node.handlers {
                    if let Some(class) = &handler.type_ {
                        self.expr(at, class);
                    }
                    if let Some(name) = &handler.name {
                        self.visitor.bind(at, &name.name, name.span, Binding::Other);
                    }
                    self.block(at, &handler.body);
                }
                self.block(at, &node.orelse);
                self.block(at, &node.finalbody);
            }
            StmtKind::Assert { test, msg } => {
                self.expr(at, test);
                self.optional(at, msg);
            }
            StmtKind::Import(names) => {
                for alias in names {
                    let path = alias.name.name.as_str();
                    let first = path.split('.').next().unwrap_or_default();
                    let (name, path) = match &alias.asname {
                        Some(name) => (name.name.as_str(), path),
                        None => (first, first),
                    };
                    self.visitor.bind(at, name, alias.span, Binding::Import { path });
                }
            }
            StmtKind::ImportFrom { module, names, level } => {
                let module = module.as_ref().map_or("", |m| m.name.as_str());
                for alias in names.iter().filter(|alias| alias.name.name != "*") {
                    let bound = alias.asname.as_ref().unwrap_or(&alias.name);
                    let how = Binding::ImportFrom { module, name: &alias.name.name, level: *level };
                    self.visitor.bind(at, &bound.name, alias.span, how);
                }
            }
            StmtKind::Expr(value) => self.expr(at, value),
            StmtKind::Global(_) | StmtKind::Nonlocal(_) => {}
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
        }
    }

    /// The alternatives of an `if`. Long `elif` chains nest in the tree but not in the text, and
    /// count as one level.
    fn alternatives(&mut self, at: &Place<'a>, mut orelse: &'a [Stmt]) {
        let mut open = Vec::new();
        while let [stmt] = orelse
            && let StmtKind::If { test, body, orelse: next } = &stmt.kind
        {
            self.visitor.stmt(at, stmt);
            self.expr(at, test);
            if !self.visitor.is_dead(at, test, body) {
                self.block(at, body);
            }
            open.push(stmt);
            orelse = next;
        }
        self.block(at, orelse);
        for stmt in open.into_iter().rev() {
            self.visitor.stmt_end(at, stmt);
        }
    }

    /// The location inside a node that opens a scope, if it has one.
    fn opened<T>(&self, at: &Place<'a>, node: &T, part: Part) -> Option<Place<'a>> {
        let scope = self.scopes.find(node, part)?;
        Some(Place { scope, ..*at })
    }

    fn function(&mut self, at: &Place<'a>, def: &'a FunctionDef) {
        self.visitor.bind(at, &def.name.name, def.name.span, Binding::Function(def));
        self.exprs(at, &def.decorators);
        self.defaults(at, &def.params);
        let outer = self.type_params(at, (def, Part::TypeParameters), &def.type_params);
        for parameter in parameters(&def.params) {
            if let Some(annotation) = &parameter.annotation {
                self.annotation(&outer, annotation);
            }
        }
        if let Some(annotation) = &def.returns {
            self.annotation(&outer, annotation);
        }
        if let Some(inner) = self.unit(&outer, def) {
            let inner = Place { function: Some(def), class: None, at_top: false, ..inner };
            self.parameters(&inner, &def.params);
            self.block(&inner, &def.body);
        }
    }

    /// The location inside a unit, if the visitor enters it.
    fn unit<T>(&self, at: &Place<'a>, node: &T) -> Option<Place<'a>> {
        if self.visitor.enters_units() { self.opened(at, node, Part::Body) } else { None }
    }

    fn class(&mut self, at: &Place<'a>, def: &'a ClassDef) {
        self.visitor.bind(at, &def.name.name, def.name.span, Binding::Class(def));
        self.exprs(at, &def.decorators);
        let outer = self.type_params(at, (def, Part::TypeParameters), &def.type_params);
        self.arguments(&outer, &def.arguments);
        if let Some(inner) = self.unit(&outer, def) {
            let inner = Place { function: None, class: Some(def), ..inner };
            self.block(&inner, &def.body);
        }
    }

    fn type_params<T>(
        &mut self,
        at: &Place<'a>,
        (node, part): (&T, Part),
        params: &'a [TypeParam],
    ) -> Place<'a> {
        let Some(inner) = self.opened(at, node, part) else { return *at };
        for param in params {
            self.visitor.bind(&inner, &param.name.name, param.name.span, Binding::Other);
            for (value, part) in [(&param.bound, Part::Body), (&param.default, Part::Default)] {
                if let Some(value) = value
                    && let Some(lazy) = self.opened(&inner, param, part)
                {
                    self.expr(&lazy, value);
                }
            }
        }
        inner
    }

    fn parameters(&mut self, at: &Place<'a>, params: &'a Parameters) {
        for param in parameters(params) {
            let is_star = |star: &Option<Box<Parameter>>| {
                star.as_deref().is_some_and(|star| std::ptr::eq(star, param))
            };
            let how = match is_star(&params.vararg) || is_star(&params.kwarg) {
                true => Binding::Other,
                false => Binding::Parameter(param.annotation.as_deref()),
            };
            self.visitor.bind(at, &param.name.name, param.name.span, how);
        }
    }

    fn defaults(&mut self, at: &Place<'a>, params: &'a Parameters) {
        for param in parameters(params) {
            self.optional(at, &param.default);
        }
    }

    /// An annotation, unless it stays a string.
    fn annotation(&mut self, at: &Place<'a>, annotation: &'a Expr) {
        if !self.scopes.features.annotations {
            self.expr(at, annotation);
        }
    }

    fn arguments(&mut self, at: &Place<'a>, arguments: &'a Arguments) {
        self.exprs(at, &arguments.args);
        for keyword in &arguments.keywords {
            self.expr(at, &keyword.value);
        }
    }

    fn pattern(&mut self, at: &Place<'a>, pattern: &'a Pattern) {
        let mut bind = |name: Option<&'a Ident>| {
            if let Some(name) = name {
                self.visitor.bind(at, &name.name, name.span, Binding::Other);
            }
        };
        match &pattern.kind {
            PatternKind::Value(value) => self.expr(at, value),
            PatternKind::Singleton(_) => {}
            PatternKind::Sequence(patterns) | PatternKind::Or(patterns) => {
                self.patterns(at, patterns);
            }
            PatternKind::Mapping { keys, patterns, rest } => {
                bind(rest.as_deref());
                self.exprs(at, keys);
                self.patterns(at, patterns);
            }
            PatternKind::Class { class, positional, keywords } => {
                self.expr(at, class);
                self.patterns(at, positional);
                for (_, pattern) in keywords {
                    self.pattern(at, pattern);
                }
            }
            PatternKind::Star(name) => bind(name.as_ref()),
            PatternKind::As { pattern, name } => {
                bind(name.as_ref());
                if let Some(pattern) = pattern {
                    self.pattern(at, pattern);
                }
            }
        }
    }

    fn patterns(&mut self, at: &Place<'a>, patterns: &'a [Pattern]) {
        if self.depth > DEEPEST {
            return;
        }
        self.depth += 1;
        for pattern in patterns {
            self.pattern(at, pattern);
        }
        self.depth -= 1;
    }

    /// An assignment target. Unpacking splits the value.
    fn target(&mut self, at: &Place<'a>, target: &'a Expr, how: Binding<'a>) {
        match &target.kind {
            ExprKind::Name(name) => self.visitor.bind(at, name, target.span, how),
            ExprKind::Starred(inner) => self.target(at, inner, Binding::Other),
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                if self.depth > DEEPEST {
                    return;
                }
                self.depth += 1;
                let has_star = items.iter().any(|i| matches!(i.kind, ExprKind::Starred(_)));
                for (index, item) in items.iter().enumerate() {
                    let part = match how {
                        Binding::Value(value) if !has_star => Binding::Part(value, index),
                        Binding::Deleted => Binding::Deleted,
                        _ => Binding::Other,
                    };
                    self.target(at, item, part);
                }
                self.depth -= 1;
            }
            ExprKind::Attribute { value, .. } => {
                self.expr(at, value);
                self.visitor.bind_attribute(at, target, how);
            }
            ExprKind::Subscript { value, index } => {
                self.expr(at, value);
                self.expr(at, index);
            }
            _ => self.expr(at, target),
        }
    }

    fn optional(&mut self, at: &Place<'a>, expr: &'a Option<Box<Expr>>) {
        if let Some(expr) = expr {
            self.expr(at, expr);
        }
    }

    fn exprs(&mut self, at: &Place<'a>, exprs: &'a [Expr]) {
        for expr in exprs {
            self.expr(at, expr);
        }
    }

    fn expr(&mut self, at: &Place<'a>, expr: &'a Expr) {
        if self.depth > DEEPEST || !self.enters_expressions {
            return;
        }
        self.depth += 1;
        self.visitor.expr(at, expr);
        self.within(at, expr);
        self.depth -= 1;
    }

    fn within(&mut self, at: &Place<'a>, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Constant(_) | ExprKind::Name(_) => {}
            ExprKind::BoolOp { values, .. } => self.exprs(at, values),
            ExprKind::Named { target, value } => {
                self.expr(at, value);
                self.target(at, target, Binding::Value(value));
            }
            ExprKind::Binary { left, right, .. } => self.sum(at, left, right),
            ExprKind::Lambda { params, body } => {
                self.defaults(at, params);
                if let Some(inner) = self.unit(at, expr) {
                    let inner = Place { function: None, class: None, at_top: false, ..inner };
                    self.parameters(&inner, params);
                    self.expr(&inner, body);
                }
            }
            ExprKind::IfElse { test, body, orelse } => {
                self.expr(at, test);
                self.expr(at, body);
                self.expr(at, orelse);
            }
            ExprKind::Dict(items) => {
                for (key, value) in items {
                    if let Some(key) = key {
                        self.expr(at, key);
                    }
                    self.expr(at, value);
                }
            }
            ExprKind::Set(items) | ExprKind::List(items) | ExprKind::Tuple(items) => {
                self.exprs(at, items);
            }
            ExprKind::ListComp { element, generators }
            | ExprKind::SetComp { element, generators }
            | ExprKind::Generator { element, generators } => {
                self.comprehension(at, expr, element, None, generators);
            }
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension(at, expr, key, Some(value), generators);
            }
            ExprKind::Unary { operand: value, .. }
            | ExprKind::Await(value)
            | ExprKind::YieldFrom(value)
            | ExprKind::Starred(value)
            | ExprKind::Attribute { value, .. } => self.expr(at, value),
            ExprKind::Yield(value) => self.optional(at, value),
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(at, left);
                self.exprs(at, comparators);
            }
            ExprKind::Call { func, arguments } => {
                self.expr(at, func);
                self.arguments(at, arguments);
            }
            ExprKind::FString(parts) => self.fstring(at, parts),
            ExprKind::Subscript { value, index } => {
                self.expr(at, value);
                self.expr(at, index);
            }
            ExprKind::Slice { lower, upper, step } => {
                self.optional(at, lower);
                self.optional(at, upper);
                self.optional(at, step);
            }
        }
    }

    /// Long sums nest to the left in the tree, and count as one level.
    fn sum(&mut self, at: &Place<'a>, mut left: &'a Expr, right: &'a Expr) {
        let mut right_operands = vec![right];
        while let ExprKind::Binary { left: next, right, .. } = &left.kind {
            self.visitor.expr(at, left);
            right_operands.push(right);
            left = next;
        }
        self.expr(at, left);
        for operand in right_operands.into_iter().rev() {
            self.expr(at, operand);
        }
    }

    fn fstring(&mut self, at: &Place<'a>, parts: &'a [FStringPart]) {
        for part in parts {
            if let FStringPart::Interpolation(field) = part {
                self.expr(at, &field.value);
                if let Some(spec) = &field.format_spec {
                    self.fstring(at, spec);
                }
            }
        }
    }

    fn comprehension(
        &mut self,
        at: &Place<'a>,
        expr: &'a Expr,
        element: &'a Expr,
        value: Option<&'a Expr>,
        generators: &'a [Comprehension],
    ) {
        let is_generator = matches!(expr.kind, ExprKind::Generator { .. });
        self.expr(at, &generators[0].iter);
        if is_generator && !self.visitor.enters_units() {
            return;
        }
        let Some(inner) = self.opened(at, expr, Part::Body) else { return };
        let function = if is_generator { None } else { at.function };
        let inner = Place { function, class: None, ..inner };
        for (index, clause) in generators.iter().enumerate() {
            if index > 0 {
                self.expr(&inner, &clause.iter);
            }
            self.target(&inner, &clause.target, Binding::Other);
            self.exprs(&inner, &clause.ifs);
        }
        self.expr(&inner, element);
        if let Some(value) = value {
            self.expr(&inner, value);
        }
    }
}

/// All parameters, in source order except for `*args`.
pub fn parameters(params: &Parameters) -> impl Iterator<Item = &Parameter> {
    let named = params.positional_only.iter().chain(&params.positional).chain(&params.keyword_only);
    named.chain(params.vararg.as_deref()).chain(params.kwarg.as_deref())
}

/// The blocks of statements directly inside a statement that belong to the same function.
pub fn blocks(stmt: &Stmt) -> impl Iterator<Item = &[Stmt]> {
    let mut found: Vec<&[Stmt]> = Vec::new();
    match &stmt.kind {
        StmtKind::For(node) => found.extend([&node.body[..], &node.orelse]),
        StmtKind::While { body, orelse, .. } | StmtKind::If { body, orelse, .. } => {
            found.extend([&body[..], orelse]);
        }
        StmtKind::With { body, .. } => found.push(body),
        StmtKind::Match { cases, .. } => found.extend(cases.iter().map(|case| &case.body[..])),
        StmtKind::Try(node) => {
            found.push(&node.body);
            found.extend(node.handlers.iter().map(|handler| &handler.body[..]));
            found.extend([&node.orelse[..], &node.finalbody]);
        }
        _ => {}
    }
    found.into_iter()
}
