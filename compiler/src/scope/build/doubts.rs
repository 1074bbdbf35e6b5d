//! Forms about which the code generator may complain.
//!
//! `hob check` needs the errors and warnings of programs but not their code, and nearly all
//! programs have none. So this notes whether a program has any form that could cause one. A
//! needless doubt costs the time to generate the code; an overlooked form would hide a mistake, so
//! the compiler's tests compare this with the code generator.

use super::Builder;
use crate::scope::{LONG, ScopeKind};
use crate::warnings;
use hob_grammar::ast::*;

/// The number of values or names from which on a limit of the code may matter.
const MANY: usize = 1000;
/// The number of statements around another from which on the limit on nested blocks may matter: a
/// `try` counts as up to three.
const DEEP: u32 = 4;
/// The native stack, in bytes, that suffices for programs certainly not nested too deeply.
pub(super) const SHALLOW: usize = 256 << 10;

impl Builder<'_> {
    /// Whether the current scope is the body of a function, or of a coroutine function.
    fn is_function(&self, is_async: bool) -> bool {
        let scope = self.scopes.get(self.current);
        scope.kind == ScopeKind::Function && (!is_async || scope.is_coroutine)
    }

    pub(super) fn doubt_statement(&mut self, stmt: &Stmt) {
        let is_doubtful = match &stmt.kind {
            StmtKind::Return(_) => !self.is_function(false),
            StmtKind::Break | StmtKind::Continue => self.loops == 0,
            StmtKind::For(node) => node.is_async && !self.is_function(true),
            StmtKind::With { is_async, items, .. } => {
                items.len() > DEEP as usize || *is_async && !self.is_function(true)
            }
            StmtKind::Assert { test, .. } => warnings::assertion(test).is_some(),
            StmtKind::Try(node) => {
                let mut before_last = node.handlers.iter().rev().skip(1);
                node.is_star || before_last.any(|handler| handler.type_.is_none())
            }
            StmtKind::ImportFrom { names, level, .. } => {
                *level > u32::from(u8::MAX) || names.len() > MANY
            }
            StmtKind::FunctionDef(def) => {
                !def.type_params.is_empty() || self.note_function(def) >= LONG
            }
            StmtKind::ClassDef(def) => !def.type_params.is_empty(),
            StmtKind::Match { .. } | StmtKind::TypeAlias { .. } => true,
            _ => false,
        };
        self.scopes.is_doubtful |= is_doubtful || self.blocks > DEEP;
    }

    /// Notes the body of a function, which is visited before the functions inside. Returns its length.
    fn note_function(&mut self, def: &FunctionDef) -> usize {
        let (Some(first), Some(last)) = (def.body.first(), def.body.last()) else { return 0 };
        let length = last.span.end.saturating_sub(first.span.start) as usize;
        if first.span.start >= self.functions_end {
            self.functions_end = last.span.end;
            self.scopes.in_functions += length;
        }
        length
    }

    pub(super) fn doubt_expression(&mut self, expr: &Expr) {
        let is_doubtful = match &expr.kind {
            ExprKind::Call { func, arguments } => {
                warnings::call(func).is_some() || arguments.keywords.len() > MANY
            }
            ExprKind::Subscript { value, index } => warnings::subscript(value, index).is_some(),
            ExprKind::Compare { left, ops, comparators } => {
                warnings::comparison(left, ops, comparators).is_some()
            }
            ExprKind::ListComp { generators, .. }
            | ExprKind::SetComp { generators, .. }
            | ExprKind::DictComp { generators, .. }
            | ExprKind::Generator { generators, .. } => generators.iter().any(|g| g.is_async),
            ExprKind::Await(_) => !self.is_function(true),
            // Asynchronous generators may not return values.
            ExprKind::Yield(_) | ExprKind::YieldFrom(_) => {
                !self.is_function(false) || self.is_function(true)
            }
            ExprKind::Dict(items) => items.len() > MANY,
            ExprKind::FString(parts) => parts.len() > MANY,
            // Where it is allowed, the enclosing expression looks inside.
            ExprKind::Starred(_) => true,
            _ => false,
        };
        self.scopes.is_doubtful |= is_doubtful;
    }

    /// Expressions whose values may be needed at the same time.
    pub(super) fn doubt_number(&mut self, count: usize) {
        self.scopes.is_doubtful |= count > MANY;
    }
}
