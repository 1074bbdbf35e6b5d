//! Advice about common mistakes, for reports on a terminal: one table.

mod arguments;
mod awaiting;
mod calls;
mod classes;
mod library;
mod modules;
mod names;
mod rules;
mod values;

pub use awaiting::never_awaited;

use crate::diagnostics::story::Variables;
use crate::diagnostics::text_attribute;
use crate::diagnostics::traceback::Place;
use crate::diagnostics::tree::Tree;
use crate::diagnostics::tree::dotted;
use crate::objects::exception::Exception;
use crate::runtime::Ref;
use crate::runtime::Value;
use crate::text::wrap::shorten;
use crate::vm::FrameObject;
use crate::vm::Vm;
use hob_grammar::ast::{Arguments, Expr, ExprKind, FunctionDef, Span, Stmt, StmtKind};

/// An exception and its circumstances.
pub struct Case<'a> {
    /// The interpreter.
    pub vm: &'a Vm,
    /// The exception.
    pub exception: &'a Ref<Exception>,
    /// The name of its class, as tracebacks show it.
    pub class: &'a str,
    /// Its message, without suggestions.
    pub message: String,
    /// The innermost frame of the program's own code.
    pub frame: Option<Ref<FrameObject>>,
    /// The location in that frame.
    pub place: Option<&'a Place>,
    /// The syntax tree of that source.
    pub tree: Option<&'a Tree>,
}

/// Advice for an exception.
pub fn for_case(case: &Case<'_>) -> Vec<String> {
    match case.is_own_raise() {
        true => Vec::new(),
        false => rules::advice(case).into_iter().collect(),
    }
}

impl<'a> Case<'a> {
    /// Whether the program itself raised the exception with `raise`: its message is the program's,
    /// and the rules for the interpreter's own messages do not apply.
    fn is_own_raise(&self) -> bool {
        let is_raise = |stmt: &&Stmt| match &stmt.kind {
            StmtKind::Raise { .. } => stmt.span == self.span(),
            _ => false,
        };
        let around = self.tree.map(|tree| tree.statements_around(self.span()));
        around.is_some_and(|stmts| stmts.last().is_some_and(is_raise))
            && !self.message.starts_with("exceptions must derive from")
            && !self.message.starts_with("exception causes must derive from")
    }

    /// The innermost statement at the location.
    fn statement(&self) -> Option<&'a Stmt> {
        self.tree?.statements_around(self.span()).pop()
    }

    /// The function at the location; none at module level.
    fn function(&self) -> Option<&'a FunctionDef> {
        self.tree?.function_around(self.span())
    }

    fn variables(&self) -> Option<Variables> {
        Variables::of(self.vm, self.frame.as_ref()?)
    }

    fn span(&self) -> Span {
        self.place.map_or(Span::default(), |place| place.span)
    }

    /// The source text of a span.
    fn text(&self, span: Span) -> &str {
        let text = self.place.map_or("", |place| place.source.text.as_str());
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn line(&self, span: Span) -> u32 {
        self.place.map_or(0, |place| place.source.position(span.start).0)
    }

    fn expressions(&self) -> Vec<&'a Expr> {
        self.tree.map(|tree| tree.expressions_in(self.span())).unwrap_or_default()
    }

    /// The names in the failing expression with their values.
    fn values(&self) -> Vec<(String, Value, &'a Expr)> {
        let Some(variables) = self.variables() else { return Vec::new() };
        let named = self.expressions().into_iter().filter_map(|expr| {
            let path = dotted(expr)?;
            Some((path.join("."), variables.follow(&path)?, expr))
        });
        named.collect()
    }

    /// The text of an expression on one line.
    fn short(&self, expr: &Expr) -> String {
        let words: Vec<&str> = self.text(expr.span).split_whitespace().collect();
        shorten(&words.join(" "), 40)
    }

    /// The first call of a function or method with this name, with its arguments.
    fn call_of(&self, name: &str) -> Option<(&'a Expr, &'a Arguments)> {
        self.expressions().into_iter().find_map(|expr| match &expr.kind {
            ExprKind::Call { func, arguments } if last_name(func) == Some(name) => {
                Some((&**func, &**arguments))
            }
            _ => None,
        })
    }

    /// The first name with a wanted value.
    fn named(&self, wanted: impl Fn(&Value) -> bool) -> Option<(String, Value)> {
        self.values().into_iter().find(|(_, v, _)| wanted(v)).map(|(name, value, _)| (name, value))
    }

    /// The calls in the failing expression with the called functions, outer ones first.
    fn calls(&self) -> Vec<(&'a Expr, &'a Expr, Option<Value>)> {
        let variables = self.variables();
        let calls = self.expressions().into_iter().filter_map(|expr| match &expr.kind {
            ExprKind::Call { func, .. } => Some((expr, &**func)),
            _ => None,
        });
        let known = calls.map(|(call, func)| {
            let value = dotted(func).and_then(|path| variables.as_ref()?.find(&path));
            (call, func, value)
        });
        known.collect()
    }

    fn field(&self, name: &str) -> Option<String> {
        text_attribute(self.vm, self.exception.as_value(), name)
    }
}

/// The name of a called function or method.
fn last_name(func: &Expr) -> Option<&str> {
    match &func.kind {
        ExprKind::Name(name) => Some(name.as_str()),
        ExprKind::Attribute { attr, .. } => Some(attr.name.as_str()),
        _ => None,
    }
}

/// The part of a text between quotes.
fn quoted(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('\'')?;
    rest.split_once('\'').map(|(quoted, _)| quoted)
}
