//! Facts about a program's names, without running it.
//!
//! One walk collects every binding and use of every variable; `kinds` then derives the kinds of
//! expressions. `library` is the table of the modules' functions.

mod kinds;
pub mod library;
mod variables;

pub use kinds::Kind;
pub use variables::Variable;

use variables::{Derived, Variables};

use super::walk::{self, Binding, Place, Visitor};
use crate::check::Code;
use crate::check::project::Question;
use crate::check::rules::is_known;
use crate::compile::scope::{Part, Resolution, ScopeId, ScopeKind, Scopes, mangle};
use crate::objects::code::Source;
use hob_grammar::ast::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A call that a function always makes, and that may block its thread.
#[derive(Clone, Debug)]
pub enum Lead<'a> {
    /// It blocks, and a finding has this code.
    Blocks(&'a Expr, Code),
    /// It calls a function of another file, by the name under which it is imported.
    Imported(Name),
}

/// A binding of a name.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'a> {
    /// The location of the statement.
    pub at: Place<'a>,
    /// The name, or the attribute.
    pub span: Span,
    /// The form of the binding.
    pub how: Binding<'a>,
}

/// The use of a value that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// `await name`
    Awaited,
    /// Only inspected: `print(name)`, `type(name)`, an f-string.
    Shown,
    /// Anything else.
    Other,
}

/// A read of a variable.
#[derive(Clone, Copy, Debug)]
pub struct Read<'a> {
    /// The place.
    pub at: Place<'a>,
    /// The name in the text.
    pub span: Span,
    /// The use of the value.
    pub usage: Use,
}

/// An assignment to an attribute.
#[derive(Clone, Copy, Debug)]
struct AttributeBound<'a> {
    /// The class, if the object is the `self` of one of its methods.
    class: Option<&'a ClassDef>,
    bound: Bound<'a>,
}

/// The methods with one name.
#[derive(Clone, Copy, Debug)]
struct Namesakes<'a> {
    /// A class that has such a method.
    class: &'a ClassDef,
    /// Whether another class has one, too.
    in_several: bool,
    /// The forms of those in classes with bases.
    derived: [bool; 4],
}

/// The form of a function as an index: ordinary, generator, asynchronous, asynchronous generator.
fn form(is_async: bool, is_generator: bool) -> usize {
    usize::from(is_async) * 2 + usize::from(is_generator)
}

/// The facts about one module.
pub struct Facts<'a> {
    /// The text.
    pub source: &'a Source,
    /// The tree.
    pub module: &'a Module,
    /// The scopes.
    pub scopes: &'a Scopes,
    /// Whether other files may request the calls of its functions.
    pub wants_calls: bool,
    /// Whether a name is used that is neither bound by the module nor known to every program.
    pub has_unknown_names: bool,
    /// All variables, by the scope that owns them and their mangled name.
    variables: Variables<'a>,
    /// Assigned attributes, by name.
    attributes: FxHashMap<&'a str, Vec<AttributeBound<'a>>>,
    /// The class of each method, by the method's address.
    methods: FxHashMap<*const FunctionDef, &'a ClassDef>,
    /// Summaries of the methods of each name.
    namesakes: FxHashMap<&'a str, Namesakes<'a>>,
    /// The modules of `from … import *`.
    pub star_imports: Vec<&'a str>,
    /// Whether names may be bound in ways that the text does not show: `exec`, `globals()`.
    pub has_hidden_names: bool,
    /// Whether the module has an `async def`, or imports asyncio.
    pub is_async: bool,
    /// Whether it imports asyncio.
    pub imports_asyncio: bool,
    /// Whether it is a notebook, whose cells run inside a loop.
    pub is_notebook: bool,
    /// Spans where an unknown name is not a mistake: bodies of `try` statements that catch
    /// NameError, and code that depends on the version of Python.
    guarded: Vec<Span>,
    /// The start of each `await`, in source order.
    awaits: Vec<u32>,
    /// The kinds of expressions found so far, by the expression's address.
    kinds: RefCell<FxHashMap<*const Expr, Kind<'a>>>,
    /// The kinds of attributes found so far, by class and name.
    members: RefCell<FxHashMap<(*const ClassDef, Name), Derived<'a>>>,
    /// The kinds of the functions' results found so far.
    returned: RefCell<FxHashMap<*const FunctionDef, Option<Kind<'a>>>>,
    /// The calls of each function examined so far that may block.
    leads: RefCell<FxHashMap<*const FunctionDef, Rc<[Lead<'a>]>>>,
    /// The calls whose effect depends on other files.
    pub questions: RefCell<Vec<Question>>,
    /// The length of the current derivation.
    depth: Cell<u32>,
}

impl<'a> Facts<'a> {
    /// Collects the facts about a module. `wants_calls` says whether other files may request the
    /// calls of its functions.
    pub fn new(
        source: &'a Source,
        module: &'a Module,
        scopes: &'a Scopes,
        wants_calls: bool,
    ) -> Facts<'a> {
        let facts = Collected { variables: Variables::new(scopes), ..Collected::default() };
        let has_unknown_names = has_unknown_names(scopes);
        let reads = wants_calls || has_unknown_names || may_be_async(source.text.as_bytes());
        let mut collector = Collector { scopes, facts, reads, uses: FxHashMap::default() };
        walk::module(module, scopes, &mut collector);
        let Collected {
            variables,
            attributes,
            methods,
            namesakes,
            star_imports,
            has_hidden_names,
            is_async,
            imports_asyncio,
            guarded,
            awaits,
            method_scopes: _,
        } = collector.facts;
        Facts {
            source,
            module,
            scopes,
            wants_calls,
            has_unknown_names,
            variables,
            attributes,
            methods,
            namesakes,
            star_imports,
            has_hidden_names,
            is_async,
            imports_asyncio,
            is_notebook: source.name.ends_with(".ipynb"),
            guarded,
            awaits,
            kinds: RefCell::default(),
            members: RefCell::default(),
            returned: RefCell::default(),
            leads: RefCell::default(),
            questions: RefCell::default(),
            depth: Cell::new(0),
        }
    }

    /// The scope that owns a name used in a scope.
    pub fn owner<'n>(&self, scope: ScopeId, name: &'n str) -> (ScopeId, Cow<'n, str>) {
        owner(self.scopes, scope, name)
    }

    /// The variable that a name refers to in a scope, if the program binds or reads it.
    pub fn variable(&self, scope: ScopeId, name: &str) -> Option<&Variable<'a>> {
        let (owner, name) = self.owner(scope, name);
        self.variables.get(owner, &name)
    }

    /// The names visible from a scope, without builtins. Names bound in a class are visible only in
    /// its own body.
    pub fn visible_names(&self, scope: ScopeId) -> Vec<&str> {
        let mut seen = FxHashSet::default();
        let mut next = Some(scope);
        while let Some(id) = next {
            let around = self.scopes.get(id);
            if id == scope || around.kind != ScopeKind::Class {
                seen.insert(id);
            }
            next = around.parent;
        }
        let visible = seen.into_iter().flat_map(|id| self.variables.of_scope(id));
        let mut names: Vec<&str> =
            visible.filter(|(_, v)| !v.bindings.is_empty()).map(|(name, _)| name).collect();
        names.sort_unstable();
        names
    }

    /// Whether the body of a class may have names that its text does not define: a metaclass with
    /// `__prepare__`, or an unknown one, its own or a base's.
    pub fn may_prepare_names(&self, class: &ClassDef) -> bool {
        let of_metaclass = class.arguments.keywords.iter().any(|keyword| {
            let is_meta = keyword.name.as_ref().is_none_or(|name| name.name == "metaclass");
            let known = |name: &str| matches!(name, "ABCMeta" | "type" | "EnumMeta" | "EnumType");
            is_meta
                && match &keyword.value.kind {
                    ExprKind::Name(name) => !known(name),
                    ExprKind::Attribute { attr, .. } => !known(&attr.name),
                    _ => true,
                }
        });
        of_metaclass
            || class.arguments.args.iter().any(|base| match &base.kind {
                ExprKind::Name(name) => match self.variables.get(Scopes::MODULE, name) {
                    Some(variable) => variable.bindings.iter().any(|bound| match bound.how {
                        Binding::Class(base) => {
                            !std::ptr::eq(base, class)
                                && base.name.span.start < class.name.span.start
                                && self.may_prepare_names(base)
                        }
                        Binding::ImportFrom { module, level, .. } => {
                            level > 0
                                || crate::diagnostics::STDLIB_MODULES
                                    .binary_search(&module.split('.').next().unwrap_or_default())
                                    .is_err()
                        }
                        _ => true,
                    }),
                    None => false,
                },
                _ => false,
            })
    }

    /// The class that a function is a method of.
    pub fn class_of_method(&self, def: &FunctionDef) -> Option<&'a ClassDef> {
        self.methods.get(&std::ptr::from_ref(def)).copied()
    }

    /// Whether an unknown name is acceptable: in a guarded span, or tested in one.
    pub fn may_be_unknown(&self, span: Span, name: &str) -> bool {
        let is_guarded = |span: Span| {
            let mut spans = self.guarded.iter();
            spans.any(|guarded| guarded.start <= span.start && span.end <= guarded.end)
        };
        let variable = self.variable(Scopes::MODULE, name);
        is_guarded(span) || variable.is_some_and(|v| v.reads.iter().any(|r| is_guarded(r.span)))
    }

    /// Whether the module imports from a package.
    pub fn imports_from(&self, package: &str) -> bool {
        let is_inside = |path: &str| path.split('.').next() == Some(package);
        self.variables.of_scope(Scopes::MODULE).any(|(_, variable)| {
            variable.bindings.iter().any(|bound| match bound.how {
                Binding::Import { path } | Binding::ImportFrom { module: path, level: 0, .. } => {
                    is_inside(path)
                }
                _ => false,
            })
        })
    }

    /// Whether `await` is allowed at a location: in `async def`, and at the top of a notebook's
    /// cells.
    pub fn may_await(&self, at: &Place) -> bool {
        at.is_async() || self.is_notebook && at.at_top
    }

    /// Whether the text has an `await` between two offsets.
    pub fn awaits_between(&self, start: u32, end: u32) -> bool {
        let next = self.awaits.partition_point(|at| *at < start);
        self.awaits.get(next).is_some_and(|at| *at < end)
    }

    /// Whether a name may refer to an object with state: anything but constants, functions, classes
    /// and modules.
    pub fn may_be_stateful(&self, at: &Place<'a>, name: &Expr) -> bool {
        let ExprKind::Name(name) = &name.kind else { return true };
        let Some(variable) = self.variable(at.scope, name) else { return true };
        !variable.bindings.iter().all(|bound| match bound.how {
            Binding::Function(_) | Binding::Class(_) | Binding::Import { .. } => true,
            Binding::Value(value) | Binding::Annotated(_, Some(value)) => {
                matches!(value.kind, ExprKind::Constant(_))
            }
            Binding::Parameter(Some(annotation)) => match &annotation.kind {
                ExprKind::Name(class) => {
                    matches!(class.as_str(), "int" | "str" | "float" | "bool" | "bytes")
                }
                _ => false,
            },
            _ => false,
        })
    }

    /// Whether a condition is false whenever it is tested: a constant, or a name whose only value
    /// is one.
    pub fn is_false(&self, at: &Place<'a>, test: &Expr) -> bool {
        match &test.kind {
            ExprKind::Constant(Constant::False | Constant::None | Constant::Int(0)) => true,
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.is_true(at, operand),
            ExprKind::BoolOp { op: BoolOp::And, values } => {
                values.iter().any(|value| self.is_false(at, value))
            }
            ExprKind::Name(_) => {
                self.constant(at, test).is_some_and(|value| self.is_false(at, value))
            }
            _ => false,
        }
    }

    /// Whether a condition is true whenever it is tested.
    pub fn is_true(&self, at: &Place<'a>, test: &Expr) -> bool {
        match &test.kind {
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.is_false(at, operand),
            ExprKind::Constant(Constant::True | Constant::Int(1..)) => true,
            ExprKind::Name(_) => {
                self.constant(at, test).is_some_and(|value| self.is_true(at, value))
            }
            _ => false,
        }
    }

    /// The constant that is the only value of a name.
    fn constant(&self, at: &Place<'a>, name: &Expr) -> Option<&'a Expr> {
        let ExprKind::Name(name) = &name.kind else { return None };
        let [bound] = self.variable(at.scope, name)?.bindings.as_slice() else { return None };
        let (Binding::Value(value) | Binding::Annotated(_, Some(value))) = bound.how else {
            return None;
        };
        (bound.at.at_top && matches!(value.kind, ExprKind::Constant(_))).then_some(value)
    }

    /// The location of a function's body.
    pub fn inside(&self, def: &'a FunctionDef) -> Option<Place<'a>> {
        let scope = self.scopes.find(def, Part::Body)?;
        Some(Place { scope, function: Some(def), class: None, at_top: false })
    }

    /// The calls of a function that may block, found by `find` on the first request; none during the
    /// search.
    pub fn leads(
        &self,
        def: &'a FunctionDef,
        find: impl FnOnce(Place<'a>) -> Vec<Lead<'a>>,
    ) -> Rc<[Lead<'a>]> {
        let key = std::ptr::from_ref(def);
        if let Some(known) = self.leads.borrow().get(&key) {
            return known.clone();
        }
        self.leads.borrow_mut().insert(key, Rc::default());
        // A chain of calls is followed only as far as a derivation of kinds.
        let depth = self.depth.get();
        if depth > kinds::LONGEST {
            return Rc::default();
        }
        self.depth.set(depth + 1);
        let found: Rc<[Lead]> = self.inside(def).map(find).unwrap_or_default().into();
        self.depth.set(depth);
        self.leads.borrow_mut().insert(key, found.clone());
        found
    }

    /// Records a question about a call of something imported from another file, or of functions
    /// that lead to it.
    pub fn ask(&self, question: Question) {
        self.questions.borrow_mut().push(question);
    }

    /// The location inside a comprehension.
    pub fn inside_comprehension(&self, at: &Place<'a>, expr: &'a Expr) -> Option<Place<'a>> {
        let scope = self.scopes.find(expr, Part::Body)?;
        Some(Place { scope, class: None, ..*at })
    }

    /// Whether the instances of a class have a method; none if unknown.
    pub fn has_method(&self, class: &ClassDef, name: &str) -> Option<bool> {
        let scope = self.scopes.find(class, Part::Body)?;
        if self.variables.get(scope, name).is_some() {
            return Some(true);
        }
        let is_open = !class.arguments.args.is_empty()
            || !class.arguments.keywords.is_empty()
            || !class.decorators.is_empty()
            || self.attributes.contains_key(name)
            || self.variables.get(scope, "__getattr__").is_some();
        (!is_open).then_some(false)
    }

    /// The source text of an expression, shortened to one line.
    pub fn text(&self, expr: &Expr) -> String {
        let text = self.source.text.get(expr.span.start as usize..expr.span.end as usize);
        let mut text = text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > 60 {
            text = text.chars().take(59).chain(['…']).collect();
        }
        text
    }

    /// The line of a span, from 1.
    pub fn line(&self, span: Span) -> u32 {
        self.source.position(span.start).0
    }

    /// Whether a function contains `yield`.
    pub fn is_generator(&self, def: &FunctionDef) -> bool {
        self.scopes.find(def, Part::Body).is_some_and(|id| self.scopes.get(id).is_generator)
    }
}

/// Whether a program with this text may define coroutines.
pub fn may_have_coroutines(text: &[u8]) -> bool {
    let mut places = memchr::memmem::find_iter(text, b"async");
    places.any(|at| {
        let rest = text[at + b"async".len()..].trim_ascii_start();
        rest.starts_with(b"def") || rest.starts_with(b"\\")
    })
}

/// Whether a program with this text may define coroutines, or use asyncio.
fn may_be_async(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"async").is_some()
}

/// Whether a name is used that neither the module binds nor every program knows.
fn has_unknown_names(scopes: &Scopes) -> bool {
    use Resolution::{GlobalExplicit, GlobalImplicit, Unknown};
    let symbols = || scopes.scopes.iter().flat_map(|scope| &scope.symbols);
    let bound = symbols().filter(|(_, symbol)| symbol.uses.global && symbol.uses.bound);
    let bound: FxHashSet<&Name> = bound.map(|(name, _)| name).collect();
    let of_module = &scopes.get(Scopes::MODULE).symbols;
    symbols().any(|(name, symbol)| {
        matches!(symbol.resolution, GlobalExplicit | GlobalImplicit | Unknown)
            && !of_module.get(name).is_some_and(|symbol| symbol.uses.bound)
            && !bound.contains(name)
            && !is_known(name)
    })
}

fn owner<'n>(scopes: &Scopes, scope: ScopeId, name: &'n str) -> (ScopeId, Cow<'n, str>) {
    let name = mangle(scopes.get(scope).private.as_ref(), name);
    let owner = match scopes.resolve(scope, &name) {
        Resolution::Variable(id) => scopes.variable(id).owner,
        Resolution::Namespace => scope,
        Resolution::Unknown | Resolution::GlobalImplicit | Resolution::GlobalExplicit => {
            Scopes::MODULE
        }
    };
    (owner, name)
}

#[derive(Default)]
struct Collected<'a> {
    variables: Variables<'a>,
    attributes: FxHashMap<&'a str, Vec<AttributeBound<'a>>>,
    methods: FxHashMap<*const FunctionDef, &'a ClassDef>,
    namesakes: FxHashMap<&'a str, Namesakes<'a>>,
    method_scopes: FxHashMap<ScopeId, &'a FunctionDef>,
    star_imports: Vec<&'a str>,
    has_hidden_names: bool,
    is_async: bool,
    imports_asyncio: bool,
    guarded: Vec<Span>,
    awaits: Vec<u32>,
}

struct Collector<'s, 'a> {
    scopes: &'s Scopes,
    facts: Collected<'a>,
    /// Whether to record reads of variables.
    reads: bool,
    /// Uses of names other than `Other`, by the address of the name, recorded before the walk
    /// reaches it.
    uses: FxHashMap<*const Expr, Use>,
}

impl<'a> Collector<'_, 'a> {
    fn variable(&mut self, at: &Place<'a>, name: &str) -> &mut Variable<'a> {
        let (owner, name) = owner(self.scopes, at.scope, name);
        self.facts.variables.entry(owner, name)
    }
}

/// Functions that inspect a value without keeping it.
const SHOWING: [&str; 12] = [
    "print",
    "type",
    "repr",
    "str",
    "id",
    "isinstance",
    "hasattr",
    "callable",
    "iscoroutine",
    "isawaitable",
    "dir",
    "vars",
];

impl<'a> Visitor<'a> for Collector<'_, 'a> {
    fn stmt(&mut self, _at: &Place<'a>, stmt: &'a Stmt) {
        if let StmtKind::ImportFrom { module, names, level } = &stmt.kind
            && names.iter().any(|alias| alias.name.name == "*")
        {
            let module = module.as_ref().filter(|_| *level == 0);
            let is_asyncio = module.is_some_and(|m| m.name == "asyncio");
            self.facts.is_async |= is_asyncio;
            self.facts.imports_asyncio |= is_asyncio;
            self.facts.star_imports.push(module.map_or("", |m| m.name.as_str()));
        }
        match &stmt.kind {
            StmtKind::Try(node)
                if node.handlers.iter().any(|h| h.type_.as_ref().is_none_or(names_name_error)) =>
            {
                if let (Some(first), Some(last)) = (node.body.first(), node.body.last()) {
                    self.facts.guarded.push(first.span.to(last.span));
                }
            }
            StmtKind::If { test, .. } if asks_for_version(test) || is_type_checking(test) => {
                self.facts.guarded.push(stmt.span);
            }
            _ => {}
        }
    }

    fn expr(&mut self, at: &Place<'a>, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Name(name) => {
                let usage = match self.uses.is_empty() {
                    true => Use::Other,
                    false => self.uses.remove(&std::ptr::from_ref(expr)).unwrap_or(Use::Other),
                };
                self.facts.has_hidden_names |= match name.as_str() {
                    "globals" | "exec" | "global_enum" => true,
                    "vars" | "locals" => at.at_top,
                    _ => false,
                };
                if self.reads {
                    let read = Read { at: *at, span: expr.span, usage };
                    self.variable(at, name).reads.push(read);
                }
            }
            ExprKind::Attribute { value, attr } => {
                // Enumerations and `gettext` can put names into the module or the builtins.
                let object = match &value.kind {
                    ExprKind::Name(name) => name.as_str(),
                    _ => "",
                };
                self.facts.has_hidden_names |= match attr.name.as_str() {
                    "_convert_" | "_convert" | "global_enum" => true,
                    "install" => object == "gettext",
                    _ => false,
                };
            }
            ExprKind::Subscript { value, index } => {
                // `sys.modules[__name__]`
                let is_modules = matches!(&value.kind, ExprKind::Attribute { attr, .. } if attr.name == "modules");
                let is_own = matches!(&index.kind, ExprKind::Name(name) if name == "__name__");
                self.facts.has_hidden_names |= is_modules && is_own;
            }
            ExprKind::IfElse { test, .. } if asks_for_version(test) => {
                self.facts.guarded.push(expr.span);
            }
            ExprKind::BoolOp { values, .. } if values.iter().any(asks_for_version) => {
                self.facts.guarded.push(expr.span);
            }
            ExprKind::Await(value) => {
                self.facts.awaits.push(expr.span.start);
                self.uses.insert(&raw const **value, Use::Awaited);
            }
            ExprKind::FString(parts) => {
                for part in parts {
                    if let FStringPart::Interpolation(field) = part {
                        self.uses.insert(&raw const field.value, Use::Shown);
                    }
                }
            }
            ExprKind::Call { func, arguments } => {
                let name = match &func.kind {
                    ExprKind::Name(name) => name.as_str(),
                    ExprKind::Attribute { attr, .. } => attr.name.as_str(),
                    _ => "",
                };
                if SHOWING.contains(&name) {
                    for argument in &arguments.args {
                        self.uses.insert(std::ptr::from_ref(argument), Use::Shown);
                    }
                }
            }
            _ => {}
        }
    }

    fn bind(&mut self, at: &Place<'a>, name: &'a str, span: Span, how: Binding<'a>) {
        match how {
            Binding::Import { path } | Binding::ImportFrom { module: path, .. } => {
                let is_asyncio = path.split('.').next() == Some("asyncio");
                self.facts.is_async |= is_asyncio;
                self.facts.imports_asyncio |= is_asyncio;
            }
            Binding::Function(def) => {
                self.facts.is_async |= def.is_async;
                if let Some(class) = at.class {
                    self.facts.methods.insert(std::ptr::from_ref(def), class);
                    let scope = self.scopes.find(def, Part::Body);
                    if let Some(scope) = scope {
                        self.facts.method_scopes.insert(scope, def);
                    }
                    let is_generator = scope.is_some_and(|id| self.scopes.get(id).is_generator);
                    let summary = self.facts.namesakes.entry(&def.name.name);
                    let new = Namesakes { class, in_several: false, derived: [false; 4] };
                    let summary = summary.or_insert(new);
                    summary.in_several |= !std::ptr::eq(summary.class, class);
                    let has_bases = !class.arguments.args.is_empty();
                    summary.derived[form(def.is_async, is_generator)] |= has_bases;
                }
            }
            _ => {}
        }
        self.variable(at, name).bindings.push(Bound { at: *at, span, how });
    }

    fn bind_attribute(&mut self, at: &Place<'a>, target: &'a Expr, how: Binding<'a>) {
        let ExprKind::Attribute { value, attr } = &target.kind else { return };
        let class = match &value.kind {
            ExprKind::Name(object) => self.class_of_self(at, object),
            _ => None,
        };
        let bound = Bound { at: *at, span: attr.span, how };
        self.facts.attributes.entry(&attr.name).or_default().push(AttributeBound { class, bound });
    }
}

impl<'a> Collector<'_, 'a> {
    /// The class of the instance that a name refers to as the first parameter of a method: the
    /// enclosing method, or one further out.
    fn class_of_self(&self, at: &Place<'a>, name: &str) -> Option<&'a ClassDef> {
        let (owner, _) = owner(self.scopes, at.scope, name);
        let def = self.facts.method_scopes.get(&owner)?;
        if !is_first_parameter(def, name) {
            return None;
        }
        self.facts.methods.get(&std::ptr::from_ref(*def)).copied()
    }
}

/// Whether a condition tests the version of Python, or the name of the interpreter's version used
/// in Python 2.
fn asks_for_version(test: &Expr) -> bool {
    match &test.kind {
        ExprKind::Name(name) => name == "PY2" || name == "PY3",
        ExprKind::Attribute { value, attr } => {
            matches!(attr.name.as_str(), "version_info" | "PY2" | "PY3") || asks_for_version(value)
        }
        ExprKind::Compare { left, comparators, .. } => {
            asks_for_version(left) || comparators.iter().any(asks_for_version)
        }
        ExprKind::BoolOp { values, .. } => values.iter().any(asks_for_version),
        ExprKind::Unary { operand: value, .. } | ExprKind::Subscript { value, .. } => {
            asks_for_version(value)
        }
        _ => false,
    }
}

/// Whether a condition is `TYPE_CHECKING`: only type checkers read that branch.
fn is_type_checking(test: &Expr) -> bool {
    match &test.kind {
        ExprKind::Name(name) => name == "TYPE_CHECKING",
        ExprKind::Attribute { attr, .. } => attr.name == "TYPE_CHECKING",
        _ => false,
    }
}

/// Whether an `except` clause names NameError.
fn names_name_error(class: &Expr) -> bool {
    match &class.kind {
        ExprKind::Name(name) => name == "NameError",
        ExprKind::Tuple(classes) => classes.iter().any(names_name_error),
        _ => false,
    }
}

/// Whether a function's first parameter has this name.
fn is_first_parameter(def: &FunctionDef, name: &str) -> bool {
    let mut positional = def.params.positional_only.iter().chain(&def.params.positional);
    positional.next().is_some_and(|first| first.name.name == name)
}
