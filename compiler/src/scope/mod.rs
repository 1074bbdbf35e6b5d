//! Scopes: the owners of names (Python reference, "Naming and binding").
//!
//! `build` walks the tree once and notes the uses of each name in each scope; `resolve` then
//! decides for every name of every scope whether it is a variable of some function-like scope, a
//! name in a class's or module's namespace, or a global.
//!
//! Each variable has one owner: the scope that binds it. Code is generated for *units*: a module,
//! class body, function or generator expression. Comprehensions of lists, sets and dicts are scopes
//! without a unit of their own; they are part of the enclosing unit (PEP 709), where their
//! variables are additional registers.

mod build;
pub mod dump;
pub mod future;
mod resolve;

pub(crate) use build::{all_parameters, has_defaults};

use crate::{Bounds, Features, Mode, Result};
use hob_grammar::ast::{Module, Name, Span};
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::borrow::Cow;
use std::rc::Rc;

/// A scope's number, in source order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScopeId(pub u32);

/// A variable's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VariableId(pub u32);

/// The kind of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// A module, or the text of `exec` or `eval`.
    Module,
    /// A class body.
    Class,
    /// A `def`.
    Function,
    /// A `lambda`.
    Lambda,
    /// A list, set or dict comprehension.
    Comprehension,
    /// A generator expression.
    Generator,
    /// The type parameters of a class, function or alias (PEP 695).
    TypeParameters,
    /// A bound or default of a type parameter, or an alias's value: evaluated lazily.
    Lazy(&'static str),
}

impl ScopeKind {
    /// Whether names bound here are variables that inner scopes can see.
    pub fn is_function_like(self) -> bool {
        !matches!(self, ScopeKind::Module | ScopeKind::Class)
    }
}

/// The uses of a name in a scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// It is a parameter.
    pub parameter: bool,
    /// It is assigned, imported, deleted, … here.
    pub bound: bool,
    /// It is bound by nothing but imports.
    pub imported: bool,
    /// It is read here.
    pub read: bool,
    /// Declared `global`.
    pub global: bool,
    /// Declared `nonlocal`.
    pub nonlocal: bool,
    /// It has an annotation here.
    pub annotated: bool,
    /// The target of a comprehension's `for`.
    pub iteration: bool,
    /// A type parameter.
    pub type_parameter: bool,
    /// It is unbound at some place: by `del`, or at the end of `except … as`.
    pub deleted: bool,
}

/// The meaning of a name in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// Not decided yet.
    Unknown,
    /// A variable of this scope or of an enclosing one.
    Variable(VariableId),
    /// A name of the class's or module's own namespace.
    Namespace,
    /// A global, or a builtin.
    GlobalImplicit,
    /// A global, by a `global` statement.
    GlobalExplicit,
}

/// A name in a scope.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// The use of the name.
    pub uses: Uses,
    /// Its meaning.
    pub resolution: Resolution,
    /// The place of its first use, for errors; for a declared name, the declaration.
    pub span: Span,
}

/// A variable of a function-like scope, or a class's `__class__`.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its (mangled) name.
    pub name: Name,
    /// The scope that binds it.
    pub owner: ScopeId,
    /// Whether another unit uses it, so that it needs a cell.
    pub captured: bool,
    /// Whether it may become unbound again.
    pub deleted: bool,
    /// Whether it is a parameter.
    pub parameter: bool,
}

/// A map that keeps the order of insertion.
pub type Map<K, V> = IndexMap<K, V, FxBuildHasher>;

/// A class whose private names are mangled.
#[derive(Clone, Debug)]
pub struct Private {
    /// Its name.
    pub class: Name,
    /// The only names that are mangled: around the body of a class, those of its type parameters.
    pub only: Option<Rc<[Name]>>,
}

/// One scope.
#[derive(Debug)]
pub struct Scope {
    /// Its kind and the form of its signature.
    pub kind: ScopeKind,
    /// The function's or class's name.
    pub name: Name,
    /// The enclosing scope.
    pub parent: Option<ScopeId>,
    /// The scope whose code it is part of: itself, unless it is an inlined comprehension.
    pub unit: ScopeId,
    /// The class whose private names are mangled here.
    pub private: Option<Private>,
    /// Its names, in the order of first appearance.
    pub symbols: Map<Name, Symbol>,
    /// Its place in the source.
    pub span: Span,
    /// `async def`, or a comprehension that awaits.
    pub is_coroutine: bool,
    /// Contains `yield`.
    pub is_generator: bool,
    /// For a unit: it has an assignment expression somewhere, which can rebind variables in the
    /// middle of an expression.
    pub has_walrus: bool,
    /// For a unit: the variables of outer units that it uses or passes on, sorted by name.
    pub free: Vec<VariableId>,
    /// An annotation scope directly inside a class, which sees the class's names.
    pub sees_class: bool,
    /// A class whose `__class__` some method uses.
    pub class_cell: Option<VariableId>,
    /// A class whose namespace some annotation scope uses.
    pub class_dict: Option<VariableId>,
    /// Has annotated names, so that a class or module needs `__annotations__`.
    pub has_annotations: bool,
}

/// The length from which the text of a function, or of a module without its functions, may exceed
/// the limits on code.
pub const LONG: usize = 100_000;

/// The scopes of a module.
#[derive(Debug)]
pub struct Scopes {
    /// All scopes, in source order; the first is the module.
    pub scopes: Vec<Scope>,
    /// All variables.
    pub variables: Vec<Variable>,
    /// The scope that a node of the tree opens, by the node's address and its role.
    by_node: FxHashMap<(usize, Part), ScopeId>,
    /// The features of the module's future statements.
    pub features: Features,
    /// Whether the program has a form that may be wrong or doubtful although its scopes are
    /// correct.
    pub is_doubtful: bool,
    /// The length of the text in the bodies of functions, each of which has its own code.
    pub in_functions: usize,
}

/// The role of a scope among those of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The function, class or comprehension itself; an alias's value; a type parameter's bound.
    Body,
    /// Type parameters.
    TypeParameters,
    /// A type parameter's default.
    Default,
}

impl Scopes {
    /// The module's scope.
    pub const MODULE: ScopeId = ScopeId(0);

    /// The scope with this number.
    pub fn get(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    /// The variable with this number.
    pub fn variable(&self, id: VariableId) -> &Variable {
        &self.variables[id.0 as usize]
    }

    /// The scope that a node opens.
    pub fn of<T>(&self, node: &T, part: Part) -> ScopeId {
        self.by_node[&(address(node), part)]
    }

    /// The scope that a node opens, if it has one: nodes in annotations that stay strings have not.
    pub fn find<T>(&self, node: &T, part: Part) -> Option<ScopeId> {
        self.by_node.get(&(address(node), part)).copied()
    }

    /// The meaning of a name, already mangled, in a scope.
    pub fn resolve(&self, scope: ScopeId, name: &str) -> Resolution {
        self.get(scope).symbols.get(name).map_or(Resolution::GlobalImplicit, |s| s.resolution)
    }
}

fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node) as usize
}

/// The mangled form of `name` where the names of `private` are mangled (Python reference, "Private
/// name mangling").
pub fn mangle<'a>(private: Option<&Private>, name: &'a str) -> Cow<'a, str> {
    let Some(private) = private else { return Cow::Borrowed(name) };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return Cow::Borrowed(name);
    }
    if private.only.as_ref().is_some_and(|only| only.iter().all(|known| known.as_str() != name)) {
        return Cow::Borrowed(name);
    }
    match private.class.trim_start_matches('_') {
        "" => Cow::Borrowed(name),
        class => Cow::Owned(format!("_{class}{name}")),
    }
}

/// Finds the scopes of a module.
pub fn analyze(
    module: &Module,
    features: Features,
    mode: Mode,
    bounds: Bounds<'_>,
) -> Result<Scopes> {
    let mut scopes = build::build(module, features, mode, bounds)?;
    resolve::resolve(&mut scopes)?;
    Ok(scopes)
}
