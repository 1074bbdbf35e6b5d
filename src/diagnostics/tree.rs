//! Queries about the syntax tree around a location.

use hob_grammar::ast::*;
use hob_grammar::parse_module;

/// The tree of a source text.
pub struct Tree {
    module: Module,
}

impl Tree {
    /// The tree of a text; none if it cannot be parsed.
    pub fn new(text: &str) -> Option<Tree> {
        Some(Tree { module: parse_module(text).ok()?.module })
    }

    /// The statements that contain a span, outermost first.
    pub fn statements_around(&self, span: Span) -> Vec<&Stmt> {
        let mut found = Vec::new();
        let mut block: Vec<&Stmt> = self.module.body.iter().collect();
        while let Some(stmt) = block.into_iter().find(|stmt| covers(stmt.span, span)) {
            found.push(stmt);
            block = blocks(stmt).into_iter().flatten().collect();
        }
        found
    }

    /// The innermost function that contains a span.
    pub fn function_around(&self, span: Span) -> Option<&FunctionDef> {
        self.statements_around(span).into_iter().rev().find_map(|stmt| match &stmt.kind {
            StmtKind::FunctionDef(def) => Some(&**def),
            _ => None,
        })
    }

    /// The statements of the function (or module) that contains a span, in source order.
    pub fn body_around(&self, span: Span) -> Vec<&Stmt> {
        let body = match self.function_around(span) {
            Some(def) => &def.body,
            None => &self.module.body,
        };
        own_statements(body)
    }

    /// The function whose name is on a line.
    pub fn function_named(
        &self,
        name: &str,
        wanted: impl Fn(&FunctionDef) -> bool,
    ) -> Option<&FunctionDef> {
        let mut pending: Vec<&Stmt> = self.module.body.iter().collect();
        while let Some(stmt) = pending.pop() {
            if let StmtKind::FunctionDef(def) = &stmt.kind
                && def.name.name == name
                && wanted(def)
            {
                return Some(def);
            }
            pending.extend(blocks(stmt).into_iter().flatten());
        }
        None
    }

    /// The function with this name and the least distance; those without a distance are ignored.
    pub fn nearest_function(
        &self,
        name: &str,
        distance: impl Fn(&FunctionDef) -> Option<u32>,
    ) -> Option<&FunctionDef> {
        let mut pending: Vec<&Stmt> = self.module.body.iter().collect();
        let mut nearest = None;
        while let Some(stmt) = pending.pop() {
            if let StmtKind::FunctionDef(def) = &stmt.kind
                && def.name.name == name
                && let Some(found) = distance(def)
                && nearest.is_none_or(|(least, _)| found < least)
            {
                nearest = Some((found, &**def));
            }
            pending.extend(blocks(stmt).into_iter().flatten());
        }
        nearest.map(|(_, def)| def)
    }

    /// The expressions inside a span, outer ones first.
    pub fn expressions_in(&self, span: Span) -> Vec<&Expr> {
        let Some(stmt) = self.statements_around(span).pop() else { return Vec::new() };
        let mut found = Vec::new();
        // Reversed, so that the first in the text is taken first.
        let mut pending: Vec<&Expr> = expressions_of(stmt).into_iter().rev().collect();
        while let Some(expr) = pending.pop() {
            if expr.span.end <= span.start || span.end <= expr.span.start {
                continue;
            }
            if covers(span, expr.span) {
                found.push(expr);
            }
            pending.extend(parts(expr).into_iter().rev());
        }
        found
    }
}

fn covers(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The statements of a body and of its blocks, but not of functions inside.
pub fn own_statements(body: &[Stmt]) -> Vec<&Stmt> {
    let mut found = Vec::new();
    let mut pending: Vec<&Stmt> = body.iter().rev().collect();
    while let Some(stmt) = pending.pop() {
        found.push(stmt);
        if !matches!(stmt.kind, StmtKind::FunctionDef(_) | StmtKind::ClassDef(_)) {
            pending.extend(blocks(stmt).into_iter().flatten().rev().collect::<Vec<_>>());
        }
    }
    found
}

/// The blocks of a statement.
fn blocks(stmt: &Stmt) -> Vec<&[Stmt]> {
    match &stmt.kind {
        StmtKind::FunctionDef(def) => vec![&def.body],
        StmtKind::ClassDef(def) => vec![&def.body],
        StmtKind::For(node) => vec![&node.body, &node.orelse],
        StmtKind::While { body, orelse, .. } | StmtKind::If { body, orelse, .. } => {
            vec![body, orelse]
        }
        StmtKind::With { body, .. } => vec![body],
        StmtKind::Match { cases, .. } => cases.iter().map(|case| &case.body[..]).collect(),
        StmtKind::Try(node) => {
            let mut all: Vec<&[Stmt]> = vec![&node.body];
            all.extend(node.handlers.iter().map(|handler| &handler.body[..]));
            all.extend([&node.orelse[..], &node.finalbody]);
            all
        }
        _ => Vec::new(),
    }
}

/// The direct subexpressions of a statement.
fn expressions_of(stmt: &Stmt) -> Vec<&Expr> {
    match &stmt.kind {
        StmtKind::FunctionDef(def) => {
            let params = &def.params;
            let all = params.positional_only.iter().chain(&params.positional);
            let defaults = all.chain(&params.keyword_only).filter_map(|p| p.default.as_deref());
            def.decorators.iter().chain(defaults).collect()
        }
        StmtKind::ClassDef(def) => def.decorators.iter().chain(arguments(&def.arguments)).collect(),
        StmtKind::Return(value) => value.as_deref().into_iter().collect(),
        StmtKind::Delete(targets) => targets.iter().collect(),
        StmtKind::Assign { targets, value } => std::iter::once(&**value).chain(targets).collect(),
        StmtKind::TypeAlias { value, .. } | StmtKind::Expr(value) => vec![value],
        StmtKind::AugAssign { target, value, .. } => vec![target, value],
        StmtKind::AnnAssign { target, annotation, value, .. } => {
            [&**target, annotation].into_iter().chain(value.as_deref()).collect()
        }
        StmtKind::For(node) => vec![&node.target, &node.iter],
        StmtKind::While { test, .. } | StmtKind::If { test, .. } => vec![test],
        StmtKind::With { items, .. } => {
            items.iter().flat_map(|i| std::iter::once(&i.context).chain(&i.target)).collect()
        }
        StmtKind::Match { subject, cases } => {
            let guards = cases.iter().filter_map(|case| case.guard.as_ref());
            std::iter::once(&**subject).chain(guards).collect()
        }
        StmtKind::Raise { exc, cause } => {
            exc.as_deref().into_iter().chain(cause.as_deref()).collect()
        }
        StmtKind::Try(node) => node.handlers.iter().filter_map(|h| h.type_.as_ref()).collect(),
        StmtKind::Assert { test, msg } => std::iter::once(&**test).chain(msg.as_deref()).collect(),
        _ => Vec::new(),
    }
}

fn arguments(arguments: &Arguments) -> impl Iterator<Item = &Expr> {
    arguments.args.iter().chain(arguments.keywords.iter().map(|k| &k.value))
}

/// The direct subexpressions of an expression, in source order.
fn parts(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::BoolOp { values: items, .. }
        | ExprKind::Set(items)
        | ExprKind::List(items)
        | ExprKind::Tuple(items) => items.iter().collect(),
        ExprKind::Named { target, value } => vec![target, value],
        ExprKind::Binary { left, right, .. } => vec![left, right],
        ExprKind::Unary { operand: value, .. }
        | ExprKind::Await(value)
        | ExprKind::YieldFrom(value)
        | ExprKind::Starred(value)
        | ExprKind::Attribute { value, .. } => vec![value],
        ExprKind::Lambda { body, .. } => vec![body],
        ExprKind::IfElse { test, body, orelse } => vec![body, test, orelse],
        ExprKind::Dict(items) => items.iter().flat_map(|(k, v)| k.iter().chain([v])).collect(),
        ExprKind::ListComp { element, generators }
        | ExprKind::SetComp { element, generators }
        | ExprKind::Generator { element, generators } => {
            std::iter::once(&**element).chain(of_clauses(generators)).collect()
        }
        ExprKind::DictComp { key, value, generators } => {
            [&**key, value].into_iter().chain(of_clauses(generators)).collect()
        }
        ExprKind::Yield(value) => value.as_deref().into_iter().collect(),
        ExprKind::Compare { left, comparators, .. } => {
            std::iter::once(&**left).chain(comparators).collect()
        }
        ExprKind::Call { func, arguments: given } => {
            std::iter::once(&**func).chain(arguments(given)).collect()
        }
        ExprKind::FString(parts) => fields(parts),
        ExprKind::Subscript { value, index } => vec![value, index],
        ExprKind::Slice { lower, upper, step } => {
            [lower, upper, step].into_iter().filter_map(|e| e.as_deref()).collect()
        }
        ExprKind::Constant(_) | ExprKind::Name(_) => Vec::new(),
    }
}

fn of_clauses(generators: &[Comprehension]) -> impl Iterator<Item = &Expr> {
    generators.iter().flat_map(|c| std::iter::once(&c.iter).chain(&c.ifs))
}

fn fields(parts: &[FStringPart]) -> Vec<&Expr> {
    let mut found = Vec::new();
    for part in parts {
        if let FStringPart::Interpolation(field) = part {
            found.push(&field.value);
            found.extend(field.format_spec.iter().flat_map(|spec| fields(spec)));
        }
    }
    found
}

/// `a.b.c` as its names; none for anything else.
pub fn dotted(expr: &Expr) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut at = expr;
    loop {
        match &at.kind {
            ExprKind::Name(name) => {
                names.push(name.as_str());
                names.reverse();
                return Some(names);
            }
            ExprKind::Attribute { value, attr } => {
                names.push(attr.name.as_str());
                at = value;
            }
            _ => return None,
        }
    }
}
