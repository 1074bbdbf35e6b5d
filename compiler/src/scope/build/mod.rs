//! The first pass: the uses of each name in each scope.

mod doubts;
mod expressions;
mod statements;

use super::future;
use super::{
    Map, Part, Private, Resolution, Scope, ScopeId, ScopeKind, Scopes, Symbol, Uses, address,
    mangle,
};
use crate::{Bounds, CompileError, Features, Mode, Result};
use hob_grammar::ast::*;
use rustc_hash::FxHashMap;

pub(super) fn build(
    module: &Module,
    features: Features,
    mode: Mode,
    bounds: Bounds<'_>,
) -> Result<Scopes> {
    let here = 0u8;
    let scopes = Scopes {
        scopes: Vec::new(),
        variables: Vec::new(),
        by_node: FxHashMap::default(),
        features,
        is_doubtful: false,
        in_functions: 0,
    };
    let mut builder = Builder {
        scopes,
        current: Scopes::MODULE,
        bounds,
        private: None,
        iterables: 0,
        place: Place::Ordinary,
        loops: 0,
        blocks: 0,
        functions_end: 0,
        deep: (&raw const here as usize).saturating_sub(doubts::SHALLOW),
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
    if mode.may_await() {
        // Top-level `await` is noted by the code generator.
        builder.scopes.scopes[0].is_coroutine = false;
    }
    Ok(builder.scopes)
}

fn late_future(span: Span) -> CompileError {
    CompileError::new("from __future__ imports must occur at the beginning of the file", span)
}

/// The context of an expression in which some expressions are forbidden.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Ordinary,
    /// An annotation that stays a string, or a scope of PEP 695, by CPython's name for it.
    TypeScope(&'static str),
}

struct Builder<'a> {
    scopes: Scopes,
    current: ScopeId,
    bounds: Bounds<'a>,
    private: Option<Private>,
    /// The number of enclosing iterables of comprehensions.
    iterables: u32,
    place: Place,
    /// The number of loops around the current statement, in its function or class.
    loops: u32,
    /// The number of statements with blocks around it, there.
    blocks: u32,
    /// The end of the last function that no other contains.
    functions_end: u32,
    /// An address on the native stack that shallow trees do not reach.
    deep: usize,
}

/// The use of a name at one location.
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

impl Builder<'_> {
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

    /// Opens a scope for a node, runs `inside` in it, and returns to the enclosing scope.
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
        let around = (self.loops, self.blocks);
        self.current = id;
        (self.loops, self.blocks) = (0, 0);
        self.place = match kind {
            ScopeKind::Lazy(what) => Place::TypeScope(what),
            ScopeKind::TypeParameters => Place::TypeScope("the definition of a generic"),
            _ => Place::Ordinary,
        };
        let result = inside(self);
        self.doubt_number(self.scopes.get(id).symbols.len());
        self.current = outer;
        self.place = place;
        (self.loops, self.blocks) = around;
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
            // An import before the declaration is allowed.
            if uses.bound && !uses.imported {
                return fail(format!("name '{name}' is assigned to before {what} declaration"));
            }
            if uses.global && !is_global || uses.nonlocal && is_global {
                // The error is about the first of the two declarations.
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

    /// Called first by everything that recurses.
    fn enter(&mut self, span: Span) -> Result<()> {
        let here = 0u8;
        self.scopes.is_doubtful |= (&raw const here as usize) < self.deep;
        self.bounds.check(span)
    }
}

fn scope_is_module(scopes: &Scopes, id: ScopeId) -> bool {
    scopes.get(id).kind == ScopeKind::Module
}

/// Whether any positional parameter has a default.
pub(crate) fn has_defaults(params: &Parameters) -> bool {
    params.positional_only.iter().chain(&params.positional).any(|p| p.default.is_some())
}

/// The parameters in the order of their registers.
pub(crate) fn all_parameters(params: &Parameters) -> impl Iterator<Item = &Parameter> {
    params
        .positional_only
        .iter()
        .chain(&params.positional)
        .chain(&params.keyword_only)
        .chain(params.vararg.as_deref())
        .chain(params.kwarg.as_deref())
}
