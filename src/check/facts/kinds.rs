//! Kinds of expressions, as far as the text determines them.
//!
//! A name with several bindings has a kind only if all its values agree; `None` among them is
//! ignored, since programs use it for "not yet". Anything that a program might replace (an
//! attribute assigned from outside, a decorated function, a method overridden by another kind of
//! method) is unknown.

use super::library::{self, Gives};
use super::variables::Derived;
use super::{Bound, Facts, form, is_first_parameter};
use crate::check::project::joined;
use crate::check::walk::{Binding, Place};
use crate::compile::scope::{Part, ScopeId};
use crate::diagnostics::STDLIB_MODULES;
use hob_grammar::ast::*;

/// The maximum length of a derivation: each step follows one name, attribute or call.
pub(super) const LONGEST: u32 = 60;

/// The kind of an expression.
#[derive(Clone, Debug)]
pub enum Kind<'a> {
    /// Anything.
    Unknown,
    /// A module, function, class or method of the library or of another file, by its full dotted
    /// name. Relative imports begin with dots; a `()` after a class of another file stands for an
    /// object of it.
    Library(Name),
    /// A function of this program, or a method bound to its object.
    Function(&'a FunctionDef),
    /// A generator function of this program that is made a context manager, asynchronous or not.
    ManagerFunction(bool),
    /// A class of this program.
    Class(&'a ClassDef),
    /// An object of a class of this program.
    Instance(&'a ClassDef),
    /// An object of a library or built-in class, by the class's dotted name.
    Object(&'static str),
    /// The result of calling an `async def`, with the function if it belongs to the program.
    Coroutine(Option<&'a FunctionDef>, &'static [&'static str]),
}

impl<'a> Kind<'a> {
    /// Whether the rules treat two kinds alike.
    fn is_like(&self, other: &Kind<'a>) -> bool {
        match (self, other) {
            (Kind::Library(a), Kind::Library(b)) => a == b,
            (Kind::Function(a), Kind::Function(b)) => {
                std::ptr::eq(*a, *b) || a.is_async && b.is_async
            }
            (Kind::Class(a), Kind::Class(b)) | (Kind::Instance(a), Kind::Instance(b)) => {
                std::ptr::eq(*a, *b)
            }
            (Kind::Object(a), Kind::Object(b)) => a == b,
            (Kind::ManagerFunction(a), Kind::ManagerFunction(b)) => a == b,
            (Kind::Coroutine(..), Kind::Coroutine(..)) => true,
            _ => false,
        }
    }

    /// The kind of a value that may be either of two.
    fn or(self, other: Kind<'a>) -> Kind<'a> {
        match (&self, &other) {
            (Kind::Object("None"), _) => other,
            (_, Kind::Object("None")) => self,
            _ if self.is_like(&other) => other,
            _ => Kind::Unknown,
        }
    }

    /// The name of something imported from outside the standard library, which may be another file
    /// of the project.
    pub fn imported(&self) -> Option<&Name> {
        let Kind::Library(path) = self else { return None };
        let first = path.split('.').next().unwrap_or_default();
        let is_standard = STDLIB_MODULES.binary_search(&first).is_ok() || first == "builtins";
        (path.contains('.') && !is_standard && library::find(path).is_none()).then_some(path)
    }

    /// Whether it is a coroutine.
    pub fn is_coroutine(&self) -> bool {
        matches!(self, Kind::Coroutine(..))
    }

    /// Whether it is the library item with this name.
    pub fn is_library(&self, path: &str) -> bool {
        matches!(self, Kind::Library(name) if name == path)
    }
}

/// The state after a derivation that began at a depth. Near the maximum length, the kind may be
/// incomplete, and is derived again.
fn derived<'a>(depth: u32, kind: &Kind<'a>) -> Derived<'a> {
    if depth + 2 < LONGEST { Derived::Known(kind.clone()) } else { Derived::Unasked }
}

impl<'a> Facts<'a> {
    /// The kind of an expression at a place.
    pub fn kind(&self, at: &Place<'a>, expr: &'a Expr) -> Kind<'a> {
        let depth = self.depth.get();
        if depth > LONGEST {
            return Kind::Unknown;
        }
        // Rules request the same expressions. Inside a derivation, the result may be incomplete.
        let is_kept = depth == 0 && !matches!(expr.kind, ExprKind::Constant(_) | ExprKind::Name(_));
        if is_kept && let Some(known) = self.kinds.borrow().get(&std::ptr::from_ref(expr)) {
            return known.clone();
        }
        self.depth.set(depth + 1);
        let kind = self.kind_inner(at, expr);
        self.depth.set(depth);
        if is_kept {
            self.kinds.borrow_mut().insert(expr, kind.clone());
        }
        kind
    }

    fn kind_inner(&self, at: &Place<'a>, expr: &'a Expr) -> Kind<'a> {
        match &expr.kind {
            ExprKind::Name(name) => self.kind_of_name(at.scope, name),
            ExprKind::Attribute { value, attr } => {
                self.kind_of_attribute(self.kind(at, value), &attr.name)
            }
            ExprKind::Call { func, .. } => self.kind_of_call(self.kind(at, func)),
            ExprKind::Await(value) => self.kind_of_result(self.kind(at, value), None),
            ExprKind::Named { value, .. } => self.kind(at, value),
            ExprKind::IfElse { body, orelse, .. } => self.kind(at, body).or(self.kind(at, orelse)),
            ExprKind::Constant(constant) => Kind::Object(match constant {
                Constant::None => "None",
                constant => constant.type_name(),
            }),
            ExprKind::FString(_) => Kind::Object("str"),
            ExprKind::List(_) | ExprKind::ListComp { .. } => Kind::Object("list"),
            ExprKind::Set(_) | ExprKind::SetComp { .. } => Kind::Object("set"),
            ExprKind::Dict(_) | ExprKind::DictComp { .. } => Kind::Object("dict"),
            ExprKind::Tuple(_) => Kind::Object("tuple"),
            ExprKind::Lambda { .. } => Kind::Object("function"),
            ExprKind::Generator { .. } => {
                let scope = self.scopes.find(expr, Part::Body).map(|id| self.scopes.get(id));
                match scope {
                    Some(scope) if scope.is_coroutine => Kind::Object("async_generator"),
                    Some(_) => Kind::Object("generator"),
                    None => Kind::Unknown,
                }
            }
            ExprKind::Unary { op: UnaryOp::Not, .. } => Kind::Object("bool"),
            ExprKind::Binary { left, op: BinaryOp::TrueDiv, .. } => match self.kind(at, left) {
                Kind::Object(library::PATH) => Kind::Object(library::PATH),
                _ => Kind::Unknown,
            },
            _ => Kind::Unknown,
        }
    }

    /// The kind of a name used in a scope.
    pub fn kind_of_name(&self, scope: ScopeId, name: &str) -> Kind<'a> {
        let variable = self.variable(scope, name).filter(|v| !v.bindings.is_empty());
        let Some(variable) = variable else { return self.kind_of_builtin(name) };
        match &*variable.kind.borrow() {
            Derived::Known(kind) => return kind.clone(),
            Derived::Running => return Kind::Unknown,
            Derived::Unasked => {}
        }
        variable.kind.replace(Derived::Running);
        let depth = self.depth.get();
        self.depth.set(depth + 1);
        let values = variable.bindings.iter().filter(|b| !matches!(b.how, Binding::Deleted));
        let mut kinds = values.map(|bound| self.kind_of_binding(bound, name));
        let first = kinds.next().unwrap_or(Kind::Unknown);
        let kind = kinds.fold(first, Kind::or);
        self.depth.set(depth);
        variable.kind.replace(derived(depth, &kind));
        kind
    }

    /// A name that the program binds nowhere.
    fn kind_of_builtin(&self, name: &str) -> Kind<'a> {
        match self.star_imports.as_slice() {
            [] if self.has_hidden_names => Kind::Unknown,
            [] => Kind::Library(Name::from_iter(["builtins.", name])),
            ["asyncio"] if library::find(&format!("asyncio.{name}")).is_some() => {
                Kind::Library(Name::from_iter(["asyncio.", name]))
            }
            _ => Kind::Unknown,
        }
    }

    fn kind_of_binding(&self, bound: &Bound<'a>, name: &str) -> Kind<'a> {
        match bound.how {
            Binding::Import { path } => Kind::Library(Name::new(path)),
            Binding::ImportFrom { module, name, level: 0 } => {
                Kind::Library(library::canonical(&format!("{module}.{name}")))
            }
            Binding::ImportFrom { module, name, level } => {
                let module = format!("{}{module}", ".".repeat(level as usize));
                Kind::Library(Name::new(joined(&module, name)))
            }
            Binding::Function(def) => self.kind_of_definition(&bound.at, def),
            Binding::Class(def) => match def.decorators.is_empty() {
                true => Kind::Class(def),
                false if def.decorators.iter().all(|d| self.keeps_class(&bound.at, d)) => {
                    Kind::Class(def)
                }
                false => Kind::Unknown,
            },
            Binding::Value(value) => self.kind(&bound.at, value),
            Binding::Annotated(annotation, None) => self.kind_of_annotated(&bound.at, annotation),
            Binding::Annotated(annotation, Some(value)) => match self.kind(&bound.at, value) {
                Kind::Unknown | Kind::Object("None") => {
                    self.kind_of_annotated(&bound.at, annotation)
                }
                kind => kind,
            },
            Binding::Part(value, index) => match &value.kind {
                ExprKind::Tuple(items) | ExprKind::List(items) => {
                    items.get(index).map_or(Kind::Unknown, |item| self.kind(&bound.at, item))
                }
                ExprKind::Await(inner) => {
                    self.kind_of_result(self.kind(&bound.at, inner), Some(index))
                }
                _ => Kind::Unknown,
            },
            Binding::Entered(value) => match self.kind(&bound.at, value) {
                Kind::Object(class) if library::enters_itself(class) => Kind::Object(class),
                _ => Kind::Unknown,
            },
            Binding::Parameter(annotation) => {
                if let Some(kind) = self.kind_of_self(&bound.at, name) {
                    return kind;
                }
                annotation.map_or(Kind::Unknown, |a| self.kind_of_annotated(&bound.at, a))
            }
            Binding::Deleted | Binding::Other => Kind::Unknown,
        }
    }

    /// The first parameter of a method.
    fn kind_of_self(&self, at: &Place<'a>, name: &str) -> Option<Kind<'a>> {
        let def = at.function.filter(|def| is_first_parameter(def, name))?;
        let class = self.class_of_method(def)?;
        let is = |what: &str| {
            def.decorators.iter().any(|d| self.kind(at, d).is_library(&format!("builtins.{what}")))
        };
        Some(match def.name.name.as_str() {
            _ if is("staticmethod") => return None,
            _ if is("classmethod") => Kind::Class(class),
            "__new__" | "__init_subclass__" | "__class_getitem__" => Kind::Class(class),
            // An instance of a metaclass is a class; its attributes are not declared here.
            _ if self.is_metaclass(at, class) => return None,
            _ => Kind::Instance(class),
        })
    }

    fn is_metaclass(&self, at: &Place<'a>, class: &'a ClassDef) -> bool {
        class.arguments.args.iter().any(|base| {
            matches!(&base.kind, ExprKind::Name(name) if name == "type" || name.contains("Meta"))
                || self.kind(at, base).is_library("builtins.type")
        })
    }

    /// A function as bound to its name, after its decorators.
    pub fn kind_of_definition(&self, at: &Place<'a>, def: &'a FunctionDef) -> Kind<'a> {
        let mut others = def.decorators.iter().filter(|d| !self.keeps_function(at, d));
        match (others.next(), others.next()) {
            (None, _) => Kind::Function(def),
            (Some(decorator), None) => match self.kind(at, decorator) {
                Kind::Library(path) if path == "contextlib.contextmanager" => {
                    Kind::ManagerFunction(false)
                }
                Kind::Library(path) if path == "contextlib.asynccontextmanager" => {
                    Kind::ManagerFunction(true)
                }
                _ => Kind::Unknown,
            },
            _ => Kind::Unknown,
        }
    }

    /// Whether a decorator preserves the result of calling the function.
    fn keeps_function(&self, at: &Place<'a>, decorator: &'a Expr) -> bool {
        let kind = match &decorator.kind {
            ExprKind::Call { func, .. } => self.kind(at, func),
            _ => self.kind(at, decorator),
        };
        matches!(&kind, Kind::Library(path) if matches!(
            path.as_str(),
            "builtins.staticmethod"
                | "builtins.classmethod"
                | "functools.wraps"
                | "abc.abstractmethod"
                | "typing.override"
                | "typing.final"
                | "typing.no_type_check"
        ))
    }

    fn keeps_class(&self, at: &Place<'a>, decorator: &'a Expr) -> bool {
        let kind = match &decorator.kind {
            ExprKind::Call { func, .. } => self.kind(at, func),
            _ => self.kind(at, decorator),
        };
        matches!(&kind, Kind::Library(path) if matches!(
            path.as_str(),
            "dataclasses.dataclass" | "functools.total_ordering" | "typing.final"
        ))
    }

    /// An object whose class is named by an annotation: `C`, `C[int]`, `C | None`.
    fn kind_of_annotated(&self, at: &Place<'a>, annotation: &'a Expr) -> Kind<'a> {
        match &annotation.kind {
            ExprKind::Subscript { value, .. } => self.kind_of_annotated(at, value),
            ExprKind::Binary { left, op: BinaryOp::BitOr, right } => {
                let is_none = |e: &Expr| matches!(e.kind, ExprKind::Constant(Constant::None));
                match (is_none(left), is_none(right)) {
                    (false, true) => self.kind_of_annotated(at, left),
                    (true, false) => self.kind_of_annotated(at, right),
                    _ => Kind::Unknown,
                }
            }
            ExprKind::Name(_) | ExprKind::Attribute { .. } => match self.kind(at, annotation) {
                Kind::Library(path) => library::object(&path).map_or(Kind::Unknown, Kind::Object),
                _ => Kind::Unknown,
            },
            _ => Kind::Unknown,
        }
    }

    fn kind_of_attribute(&self, object: Kind<'a>, name: &str) -> Kind<'a> {
        match object {
            Kind::Library(path) => self.library_attribute(&path, name),
            Kind::Object(class) => match library::find(&format!("{class}.{name}")) {
                Some(_) => self.library_attribute(class, name),
                None => Kind::Unknown,
            },
            Kind::Instance(class) | Kind::Class(class) => self.kind_of_member(class, name),
            _ => Kind::Unknown,
        }
    }

    /// A part of the library, unless the program may have replaced it.
    fn library_attribute(&self, path: &str, name: &str) -> Kind<'a> {
        let is_replaced =
            |bounds: &Vec<_>| bounds.iter().any(|b: &super::AttributeBound| b.class.is_none());
        match self.attributes.get(name) {
            Some(bounds) if is_replaced(bounds) => Kind::Unknown,
            _ => Kind::Library(library::canonical(&format!("{path}.{name}"))),
        }
    }

    /// An attribute of a class's instances, or of the class.
    pub fn kind_of_member(&self, class: &'a ClassDef, name: &str) -> Kind<'a> {
        let depth = self.depth.get();
        if depth > LONGEST {
            return Kind::Unknown;
        }
        let key = (std::ptr::from_ref(class), Name::new(name));
        match self.members.borrow().get(&key) {
            Some(Derived::Known(kind)) => return kind.clone(),
            Some(Derived::Running) => return Kind::Unknown,
            Some(Derived::Unasked) | None => {}
        }
        self.members.borrow_mut().insert(key.clone(), Derived::Running);
        self.depth.set(depth + 1);
        let kind = self.own_member(class, name).unwrap_or_else(|| self.inherited(class, name));
        self.depth.set(depth);
        self.members.borrow_mut().insert(key, derived(depth, &kind));
        kind
    }

    /// The kind of the assignments to an attribute in the class body and its methods, if any.
    fn own_member(&self, class: &'a ClassDef, name: &str) -> Option<Kind<'a>> {
        let scope = self.scopes.find(class, Part::Body)?;
        let in_body = self.variables.get(scope, name);
        let in_body = in_body.map_or(&[][..], |v| &v.bindings);
        let assigned = self.attributes.get(name).map_or(&[][..], |bounds| bounds);
        if assigned.iter().any(|a| a.class.is_none()) {
            return Some(Kind::Unknown);
        }
        let is_own = |a: &&super::AttributeBound| a.class.is_some_and(|c| std::ptr::eq(c, class));
        let assigned = assigned.iter().filter(is_own).map(|a| &a.bound);
        let kinds = in_body.iter().chain(assigned).map(|b| self.kind_of_binding(b, name));
        let kind = kinds.reduce(Kind::or)?;
        match &kind {
            Kind::Function(def) if self.is_overridden(def) => Some(Kind::Unknown),
            _ => Some(kind),
        }
    }

    /// Whether some derived class has a method with the same name and a different form.
    fn is_overridden(&self, method: &FunctionDef) -> bool {
        let Some(namesakes) = self.namesakes.get(method.name.name.as_str()) else { return false };
        let own = form(method.is_async, self.is_generator(method));
        (0..namesakes.derived.len()).any(|form| form != own && namesakes.derived[form])
    }

    fn inherited(&self, class: &'a ClassDef, name: &str) -> Kind<'a> {
        let Some(at) = self.place_of_class(class) else { return Kind::Unknown };
        for base in &class.arguments.args {
            match self.kind(&at, base) {
                Kind::Class(base) => match self.kind_of_member(base, name) {
                    Kind::Unknown => {}
                    kind => return kind,
                },
                Kind::Library(path) => {
                    if library::find(&format!("{path}.{name}")).is_some() {
                        return self.library_attribute(&path, name);
                    }
                    // An unknown base may hide the attributes of later bases.
                    return Kind::Unknown;
                }
                _ => return Kind::Unknown,
            }
        }
        Kind::Unknown
    }

    /// The location of a class statement.
    pub fn place_of_class(&self, class: &ClassDef) -> Option<Place<'a>> {
        let scope = self.scopes.find(class, Part::Body)?;
        let parent = self.scopes.get(scope).parent?;
        Some(Place { scope: parent, function: None, class: None, at_top: false })
    }

    /// The kind of a call's result.
    fn kind_of_call(&self, callee: Kind<'a>) -> Kind<'a> {
        match callee {
            Kind::Function(def) => match (def.is_async, self.is_generator(def)) {
                (true, true) => Kind::Object("async_generator"),
                // Those that override it may be asynchronous generators.
                (true, false) if raises_only(def) && self.class_of_method(def).is_some() => {
                    Kind::Unknown
                }
                (true, false) => Kind::Coroutine(Some(def), &[]),
                (false, true) => Kind::Object("generator"),
                (false, false) => self.kind_of_returned(def),
            },
            Kind::ManagerFunction(false) => Kind::Object("contextlib.AbstractContextManager"),
            Kind::ManagerFunction(true) => Kind::Object("contextlib.AbstractAsyncContextManager"),
            Kind::Class(class) => {
                // A metaclass may change the result of a call.
                match class.arguments.keywords.is_empty() {
                    true => Kind::Instance(class),
                    false => Kind::Unknown,
                }
            }
            Kind::Library(path) => match library::find(&path).map(|entry| entry.gives) {
                Some(Gives::Coroutine(results)) => Kind::Coroutine(None, results),
                Some(Gives::Object(class)) => Kind::Object(class),
                Some(Gives::Itself) => library::object(&path).map_or(Kind::Unknown, Kind::Object),
                Some(Gives::Plain | Gives::Unknown) => Kind::Unknown,
                None => made_elsewhere(&path).map_or(Kind::Unknown, Kind::Library),
            },
            _ => Kind::Unknown,
        }
    }

    /// The kind of the result of a function that is neither asynchronous nor a generator.
    fn kind_of_returned(&self, def: &'a FunctionDef) -> Kind<'a> {
        let key = std::ptr::from_ref(def);
        if let Some(known) = self.returned.borrow().get(&key) {
            return known.clone().unwrap_or(Kind::Unknown);
        }
        let Some(scope) = self.scopes.find(def, Part::Body) else { return Kind::Unknown };
        self.returned.borrow_mut().insert(key, None);
        let mut values = Vec::new();
        returned_values(&def.body, &mut values);
        let at = Place { scope, function: Some(def), class: None, at_top: false };
        let kind = if is_stub(def) || is_method_of_open_class(self, def) && values.is_empty() {
            Kind::Unknown
        } else if values.is_empty() {
            Kind::Object("None")
        } else {
            let mut kinds = values.into_iter().map(|value| match value {
                Some(value) => self.kind(&at, value),
                None => Kind::Object("None"),
            });
            let first = kinds.next().unwrap_or(Kind::Unknown);
            kinds.fold(first, |a, b| match (&a, &b) {
                (Kind::Unknown, _) | (_, Kind::Unknown) => Kind::Unknown,
                _ => a.or(b),
            })
        };
        match self.depth.get() + 2 < LONGEST {
            true => self.returned.borrow_mut().insert(key, Some(kind.clone())),
            false => self.returned.borrow_mut().remove(&key),
        };
        kind
    }

    /// The kind of an `await` expression, or of its element with this index.
    fn kind_of_result(&self, awaited: Kind<'a>, part: Option<usize>) -> Kind<'a> {
        match (awaited, part) {
            (Kind::Coroutine(None, [only]), None) => Kind::Object(only),
            (Kind::Coroutine(None, results), Some(index)) if results.len() > 1 => {
                results.get(index).map_or(Kind::Unknown, |class| Kind::Object(class))
            }
            _ => Kind::Unknown,
        }
    }
}

/// The object made by calling a class of another file, recognized by the naming convention for
/// classes.
fn made_elsewhere(path: &Name) -> Option<Name> {
    let name = path.rsplit('.').next()?;
    let is_class = name.starts_with(|c: char| c.is_ascii_uppercase()) && !name.ends_with(')');
    (is_class && Kind::Library(path.clone()).imported().is_some())
        .then(|| Name::from_iter([path.as_str(), "()"]))
}

/// Whether a method's result is uncertain because its class is open to subclassing: a class with
/// bases, or one whose method is a stub.
fn is_method_of_open_class(facts: &Facts, def: &FunctionDef) -> bool {
    let namesakes = facts.namesakes.get(def.name.name.as_str());
    facts.class_of_method(def).is_some() && namesakes.is_some_and(|methods| methods.in_several)
}

/// Whether a function's body is a placeholder: `pass`, `...`, a docstring, `raise`.
fn is_stub(def: &FunctionDef) -> bool {
    def.body.iter().all(|stmt| match &stmt.kind {
        StmtKind::Pass | StmtKind::Raise { .. } => true,
        StmtKind::Expr(value) => matches!(value.kind, ExprKind::Constant(_)),
        _ => false,
    })
}

/// Whether a function's body is a docstring and `raise`, like that of a method to be overridden.
fn raises_only(def: &FunctionDef) -> bool {
    is_stub(def) && def.body.iter().any(|stmt| matches!(stmt.kind, StmtKind::Raise { .. }))
}

/// The values of the `return` statements of a body, without inner functions.
fn returned_values<'a>(body: &'a [Stmt], values: &mut Vec<Option<&'a Expr>>) {
    for stmt in body {
        match &stmt.kind {
            StmtKind::Return(value) => values.push(value.as_deref()),
            _ => crate::check::walk::blocks(stmt).for_each(|block| returned_values(block, values)),
        }
    }
}
