//! The table of a program's variables.

use super::{Bound, Kind, Read};
use crate::compile::scope::{ScopeId, Scopes};
use hob_grammar::ast::Name;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cell::RefCell;

/// A variable of the program, or a name in a module's or class's namespace.
#[derive(Debug, Default)]
pub struct Variable<'a> {
    /// All bindings, in source order.
    pub bindings: Vec<Bound<'a>>,
    /// All reads, in source order.
    pub reads: Vec<Read<'a>>,
    /// The kind of its values.
    pub(super) kind: RefCell<Derived<'a>>,
}

/// The progress of a derivation.
#[derive(Clone, Debug, Default)]
pub enum Derived<'a> {
    /// It was not requested yet.
    #[default]
    Unasked,
    /// It is in progress.
    Running,
    /// The result.
    Known(Kind<'a>),
}

/// The variables of each scope, by their mangled names.
#[derive(Debug, Default)]
pub struct Variables<'a> {
    by_scope: Vec<FxHashMap<Name, Variable<'a>>>,
}

impl<'a> Variables<'a> {
    /// An empty table for these scopes.
    pub fn new(scopes: &Scopes) -> Variables<'a> {
        let of_scope = |_: &_| FxHashMap::default();
        Variables { by_scope: scopes.scopes.iter().map(of_scope).collect() }
    }

    /// The variable of a scope, if the program binds or reads it.
    pub fn get(&self, scope: ScopeId, name: &str) -> Option<&Variable<'a>> {
        self.by_scope.get(scope.0 as usize)?.get(name)
    }

    /// The variable of a scope, created if it is new.
    pub fn entry(&mut self, scope: ScopeId, name: Cow<'_, str>) -> &mut Variable<'a> {
        let variables = &mut self.by_scope[scope.0 as usize];
        variables.entry(Name::new(name)).or_default()
    }

    /// The variables of a scope, in no particular order.
    pub fn of_scope(&self, scope: ScopeId) -> impl Iterator<Item = (&str, &Variable<'a>)> {
        let variables = self.by_scope.get(scope.0 as usize).into_iter().flatten();
        variables.map(|(name, variable)| (name.as_str(), variable))
    }
}
