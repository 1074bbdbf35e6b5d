//! Functions and classes written in Rust: how they are declared, and what their arguments are.
//!
//! A [`NativeDef`] declares a function once: its signature as Python writes it, its docstring and
//! its body. Argument binding, the messages for wrong arguments, `help()` and `__text_signature__`
//! all come from the signature text.

use super::class::Class;
use super::special::SpecialMethod;
use super::str::Str;
use super::tuple::Tuple;
use crate::bytecode::Comparison;
use crate::runtime::heap::MAY_HOLD_FILES;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Slot, Value};

use crate::vm::{Vm, VmResult};
use std::any::Any;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// The body of a native function that takes bound arguments.
pub type NativeFn = fn(&Vm, Args<'_>) -> VmResult;

/// The body of a native function.
///
/// An ordinary function takes bound arguments. A special method is best declared by the operation
/// itself ([`NativeDef::length`], [`NativeDef::binary`] …): the VM then calls it directly, with the
/// operands in place, and derives the Python method from it.
#[derive(Clone, Copy)]
pub enum Body {
    /// Any function.
    Args(NativeFn),
    /// An operation on one object.
    Unary(fn(&Vm, &Value) -> VmResult),
    /// An operation on an object and an operand, in the order of the method's parameters.
    Binary(fn(&Vm, &Value, &Value) -> VmResult),
    /// One of the six rich comparisons, all of which one function carries out.
    Compare(fn(&Vm, &Value, &Value, Comparison) -> VmResult, Comparison),
    /// `__hash__`: the bits of Python's signed hash.
    Hash(fn(&Vm, &Value) -> VmResult<u64>),
    /// `__len__`
    Length(fn(&Vm, &Value) -> VmResult<usize>),
    /// `__bool__`
    Truth(fn(&Vm, &Value) -> VmResult<bool>),
    /// `__contains__`
    Contains(fn(&Vm, &Value, &Value) -> VmResult<bool>),
    /// `__setitem__`, `__set__`: object, key, value.
    Store(fn(&Vm, &Value, &Value, &Value) -> VmResult<()>),
    /// `__delitem__`, `__delete__`: object, key.
    Remove(fn(&Vm, &Value, &Value) -> VmResult<()>),
    /// `__next__`: none at the end.
    Next(fn(&Vm, &Value) -> VmResult<Option<Value>>),
    /// `__getattribute__` as the machine itself finds attributes.
    GetAttribute,
    /// `__setattr__` as the machine itself stores attributes.
    SetAttribute,
    /// `__delattr__` as the machine itself deletes attributes.
    DelAttribute,
    /// A closure of the host, which is with the function ([`NativeFunction::of_host`]).
    Host,
}

impl Body {
    /// Whether both run the same function in the same way.
    pub fn is(&self, other: &Body) -> bool {
        use std::ptr::fn_addr_eq;
        match (*self, *other) {
            (Body::Args(a), Body::Args(b)) => fn_addr_eq(a, b),
            (Body::Unary(a), Body::Unary(b)) => fn_addr_eq(a, b),
            (Body::Binary(a), Body::Binary(b)) => fn_addr_eq(a, b),
            (Body::Compare(a, op), Body::Compare(b, other)) => op == other && fn_addr_eq(a, b),
            (Body::Hash(a), Body::Hash(b)) => fn_addr_eq(a, b),
            (Body::Length(a), Body::Length(b)) => fn_addr_eq(a, b),
            (Body::Truth(a), Body::Truth(b)) => fn_addr_eq(a, b),
            (Body::Contains(a), Body::Contains(b)) => fn_addr_eq(a, b),
            (Body::Store(a), Body::Store(b)) => fn_addr_eq(a, b),
            (Body::Remove(a), Body::Remove(b)) => fn_addr_eq(a, b),
            (Body::Next(a), Body::Next(b)) => fn_addr_eq(a, b),
            (Body::GetAttribute, Body::GetAttribute)
            | (Body::SetAttribute, Body::SetAttribute)
            | (Body::DelAttribute, Body::DelAttribute) => true,
            _ => false,
        }
    }

    /// Runs the body with bound arguments, and returns the result as Python sees it.
    ///
    /// # Errors
    /// Any exception raised by the body; StopIteration at the end of an iterator.
    #[inline]
    pub fn call(self, vm: &Vm, args: Args<'_>) -> VmResult {
        match self {
            Body::Args(body) => body(vm, args),
            Body::Unary(body) => body(vm, args.at(0)),
            Body::Binary(body) => body(vm, args.at(0), args.at(1)),
            Body::Compare(body, op) => body(vm, args.at(0), args.at(1), op),
            Body::Hash(body) => Ok(super::int::from_i64(body(vm, args.at(0))? as i64)),
            Body::Length(body) => Ok(Value::from(body(vm, args.at(0))?)),
            Body::Truth(body) => Ok(Value::bool(body(vm, args.at(0))?)),
            Body::Contains(body) => Ok(Value::bool(body(vm, args.at(0), args.at(1))?)),
            Body::Store(body) => body(vm, args.at(0), args.at(1), args.at(2)).map(|()| Value::NONE),
            Body::Remove(body) => body(vm, args.at(0), args.at(1)).map(|()| Value::NONE),
            Body::Next(body) => match body(vm, args.at(0))? {
                Some(item) => Ok(item),
                None => Err(vm.error_with(super::exception::Exc::StopIteration, [])),
            },
            Body::GetAttribute => super::object::get_attribute(vm, args.at(0), args.at(1)),
            Body::SetAttribute => {
                super::object::set_attribute(vm, args.at(0), args.at(1), args.at(2).clone())
            }
            Body::DelAttribute => {
                super::object::set_attribute(vm, args.at(0), args.at(1), Value::UNSET)
            }
            Body::Host => Err(vm.runtime_error("a function of the host was called without it")),
        }
    }
}

/// The declaration of a native function or method.
#[derive(Clone, Copy)]
pub struct NativeDef {
    /// Name and parameters as Python writes them: `sleep(delay, result=None)`,
    /// `append(self, object, /)`, `print(*args, sep=' ', end='\n', file=None, flush=False)`.
    /// Default values are for the reader; the body sees [`Value::UNSET`] for what is missing.
    /// With `async` before it, it counts as declared with `async def`; its body returns a coroutine.
    /// A class after `->` is that of the result (of awaiting it, with `async`), for help while
    /// typing and for checks: a built-in one, a dotted name, `Self`. `| None` may follow.
    pub signature: &'static str,
    /// The docstring.
    pub doc: &'static str,
    /// The body.
    pub body: Body,
    /// Its role in a class' table.
    pub role: Role,
}

/// The binding of a class' native function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A function or ordinary method (`self` first).
    Plain,
    /// A class method (`cls` first). `__new__` is a static method that is passed `cls`.
    Class,
    /// A static method.
    Static,
}

/// The start of a signature that counts as declared with `async def`.
const ASYNC: &str = "async ";

/// The declarations of the host's functions, by signature, docstring and role, and its names. They
/// are never freed: interpreters share them, and a program has as many as its source declares.
static DECLARED: Mutex<BTreeMap<(&str, &str, u8), &NativeDef>> = Mutex::new(BTreeMap::new());
static NAMES: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());

impl NativeDef {
    /// The declaration of a function of the host.
    pub fn of_host(signature: &str, doc: &str, role: Role) -> &'static NativeDef {
        let mut declared = DECLARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = declared.get(&(signature, doc, role as u8)) {
            return known;
        }
        let (signature, doc) = (signature.to_string().leak(), doc.to_string().leak());
        let def = Box::leak(Box::new(NativeDef { signature, doc, body: Body::Host, role }));
        declared.insert((def.signature, def.doc, role as u8), def);
        def
    }
}

/// The name of a module of the host, for its functions.
pub fn host_name(name: &str) -> &'static str {
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return known;
    }
    let name: &'static str = name.to_string().leak();
    names.insert(name);
    name
}
/// The end of the parameters, if the result is declared.
const RESULT: &str = ") -> ";

impl NativeDef {
    /// A function or method.
    pub const fn new(signature: &'static str, doc: &'static str, body: NativeFn) -> NativeDef {
        NativeDef { signature, doc, body: Body::Args(body), role: Role::Plain }
    }

    /// A class method.
    pub const fn class(signature: &'static str, doc: &'static str, body: NativeFn) -> NativeDef {
        NativeDef { signature, doc, body: Body::Args(body), role: Role::Class }
    }

    /// A static method (`__new__` among them).
    pub const fn static_method(
        signature: &'static str,
        doc: &'static str,
        body: NativeFn,
    ) -> NativeDef {
        NativeDef { signature, doc, body: Body::Args(body), role: Role::Static }
    }

    /// A special method by its body.
    pub const fn special(special: SpecialMethod, body: Body) -> NativeDef {
        let (signature, doc) = (special.signature(), special.doc());
        NativeDef { signature, doc, body, role: Role::Plain }
    }

    /// A special method without operands.
    pub const fn unary(special: SpecialMethod, body: fn(&Vm, &Value) -> VmResult) -> NativeDef {
        NativeDef::special(special, Body::Unary(body))
    }

    /// A special method with one operand.
    pub const fn binary(
        special: SpecialMethod,
        body: fn(&Vm, &Value, &Value) -> VmResult,
    ) -> NativeDef {
        NativeDef::special(special, Body::Binary(body))
    }

    /// A rich comparison. It returns NotImplemented for operands that it does not know.
    pub const fn compare(
        op: Comparison,
        body: fn(&Vm, &Value, &Value, Comparison) -> VmResult,
    ) -> NativeDef {
        NativeDef::special(SpecialMethod::comparison(op), Body::Compare(body, op))
    }

    /// `__hash__`
    pub const fn hash(body: fn(&Vm, &Value) -> VmResult<u64>) -> NativeDef {
        NativeDef::special(SpecialMethod::Hash, Body::Hash(body))
    }

    /// `__len__`
    pub const fn length(body: fn(&Vm, &Value) -> VmResult<usize>) -> NativeDef {
        NativeDef::special(SpecialMethod::Len, Body::Length(body))
    }

    /// `__bool__`
    pub const fn truth(body: fn(&Vm, &Value) -> VmResult<bool>) -> NativeDef {
        NativeDef::special(SpecialMethod::Bool, Body::Truth(body))
    }

    /// `__contains__`
    pub const fn contains(body: fn(&Vm, &Value, &Value) -> VmResult<bool>) -> NativeDef {
        NativeDef::special(SpecialMethod::Contains, Body::Contains(body))
    }

    /// `__setitem__` or `__set__`
    pub const fn store(
        special: SpecialMethod,
        body: fn(&Vm, &Value, &Value, &Value) -> VmResult<()>,
    ) -> NativeDef {
        NativeDef::special(special, Body::Store(body))
    }

    /// `__delitem__` or `__delete__`
    pub const fn remove(
        special: SpecialMethod,
        body: fn(&Vm, &Value, &Value) -> VmResult<()>,
    ) -> NativeDef {
        NativeDef::special(special, Body::Remove(body))
    }

    /// `__next__`
    pub const fn next(body: fn(&Vm, &Value) -> VmResult<Option<Value>>) -> NativeDef {
        NativeDef::special(SpecialMethod::Next, Body::Next(body))
    }

    /// The same method with another docstring.
    pub const fn with_doc(self, doc: &'static str) -> NativeDef {
        NativeDef { doc, ..self }
    }

    /// Whether the VM may call the body without binding arguments: it takes the receiver and a
    /// fixed number of operands.
    pub fn is_direct(&self) -> bool {
        self.role == Role::Plain
            && !self.is_coroutine_function()
            && !matches!(self.body, Body::Host)
            && (!matches!(self.body, Body::Args(_)) || !self.signature.contains('*'))
    }

    /// The function's name.
    pub fn name(&self) -> &'static str {
        let start = self.signature.split('(').next().unwrap_or_default();
        start.strip_prefix(ASYNC).unwrap_or(start)
    }

    /// The parameters with their parentheses.
    pub fn parameters(&self) -> &'static str {
        let start = self.signature.find('(').unwrap_or(self.signature.len());
        let end = self.signature.find(RESULT).map_or(self.signature.len(), |at| at + 1);
        &self.signature[start..end]
    }

    /// The class of the result (of awaiting it, for a coroutine function), if it is declared.
    pub fn result(&self) -> Option<&'static str> {
        let (_, result) = self.signature.split_once(RESULT)?;
        Some(result.strip_suffix(" | None").unwrap_or(result))
    }

    /// Whether it counts as declared with `async def`.
    pub fn is_coroutine_function(&self) -> bool {
        self.signature.starts_with(ASYNC)
    }
}

/// Several tables of functions as one. `N` is the number of all functions.
///
/// # Panics
/// When the program is compiled, if `N` is another number.
pub const fn join<const N: usize>(tables: &[&[NativeDef]]) -> [NativeDef; N] {
    let mut all = [tables[0][0]; N];
    let (mut table, mut at) = (0, 0);
    while table < tables.len() {
        let mut i = 0;
        while i < tables[table].len() {
            all[at] = tables[table][i];
            at += 1;
            i += 1;
        }
        table += 1;
    }
    assert!(at == N);
    all
}

/// The declaration of an attribute that Rust code computes.
pub struct PropertyDef {
    /// The attribute's name.
    pub name: &'static str,
    /// The docstring.
    pub doc: &'static str,
    /// Reads it from an instance.
    pub get: fn(&Vm, &Value) -> VmResult,
    /// Writes it (the value is [`Value::UNSET`] for `del`); none makes it read-only.
    pub set: Option<fn(&Vm, &Value, Value) -> VmResult<()>>,
}

/// The declaration of an attribute that reads native data: `readable!("name", Type, |vm, data|
/// result)`. An attribute whose name starts with an underscore can be replaced by the program: the
/// value is stored for the program's use only, and the interpreter does not read it.
macro_rules! readable {
    ($name:literal, $type:ty, |$vm:pat_param, $data:ident| $result:expr) => {
        $crate::objects::native::PropertyDef {
            name: $name,
            doc: "",
            get: |vm, this| {
                if let Some(own) = $crate::objects::native::own_value(this, $name) {
                    return Ok(own);
                }
                let $vm = vm;
                match this.native::<$type>() {
                    Some($data) => $result,
                    None => Ok($crate::runtime::Value::NONE),
                }
            },
            set: Some(|vm, this, value| {
                $crate::objects::native::set_own_value(vm, this, $name, value)
            }),
        }
    };
}
pub(crate) use readable;

/// The value that a program has set in place of a private attribute of a native class.
pub fn own_value(this: &Value, name: &str) -> Option<Value> {
    let dict = crate::runtime::reference::dict_slot(this)?.get();
    dict.get::<super::dict::Dict>()?.get_text(name)
}

/// Sets an attribute that [`own_value`] finds.
///
/// # Errors
/// AttributeError for a public name, or if such objects have no attributes.
pub fn set_own_value(vm: &Vm, this: &Value, name: &str, value: Value) -> VmResult<()> {
    match vm.own_dict(this).filter(|_| name.starts_with('_') && !value.is_unset()) {
        Some(dict) => {
            drop(dict.set_str(&super::str::intern(name), value));
            Ok(())
        }
        None => {
            let class = vm.class_of(this).name();
            let message = format!("property '{name}' of '{class}' object has no setter");
            Err(vm.attribute_error(this, name, message))
        }
    }
}

/// The declaration of a class written in Rust.
pub struct ClassDef {
    /// The name, such as `list`.
    pub name: &'static str,
    /// The module that it belongs to, such as `builtins`.
    pub module: &'static str,
    /// The docstring.
    pub doc: &'static str,
    /// The base class; none for `object` itself.
    pub base: Option<&'static ClassDef>,
    /// The memory layout of instances.
    pub kind: Kind,
    /// Whether a program may derive from it.
    pub subclassable: bool,
    /// Whether instances can have any attribute. (Exceptions always can.)
    pub has_dict: bool,
    /// Methods, special methods (`__new__`, `__init__`, `__add__`, …) among them.
    pub methods: &'static [NativeDef],
    /// Computed attributes.
    pub properties: &'static [PropertyDef],
}

impl ClassDef {
    /// A class of `builtins` derived from `object`, without methods: a base for struct updates.
    pub const BASE: ClassDef = ClassDef {
        name: "",
        module: "builtins",
        doc: "",
        base: Some(&super::class::OBJECT),
        kind: Kind::Native,
        subclassable: true,
        has_dict: false,
        methods: &[],
        properties: &[],
    };
}

/// The bound arguments of a native call: one value for each declared parameter, in order
/// ([`Value::UNSET`] where an optional one is missing), then what `*args` and `**kwargs` caught.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    pub(super) named: &'a [Value],
    pub(super) rest: &'a [Value],
    keywords: &'a [(Ref<Str>, Value)],
}

impl<'a> Args<'a> {
    /// Arguments that are bound already.
    pub fn new(
        named: &'a [Value],
        rest: &'a [Value],
        keywords: &'a [(Ref<Str>, Value)],
    ) -> Args<'a> {
        Args { named, rest, keywords }
    }

    /// The value of an optional parameter, if it was passed.
    #[inline]
    pub fn opt(&self, index: usize) -> Option<&'a Value> {
        self.named.get(index).filter(|v| !v.is_unset())
    }

    /// The value of an optional parameter, if it was passed and is not None.
    #[inline]
    pub fn some(&self, index: usize) -> Option<&'a Value> {
        self.named.get(index).filter(|v| !v.is_unset() && !v.is_none())
    }

    /// The value of a parameter, borrowed as long as the arguments are.
    #[inline]
    pub fn at(&self, index: usize) -> &'a Value {
        &self.named[index]
    }

    /// The receiver of a method, which the call has checked to be of the method's class.
    ///
    /// # Panics
    /// If the class of the method has another payload than `T`: a mistake in a method table.
    #[inline]
    pub fn this<T: Object>(&self) -> &'a Ref<T> {
        self.named[0].get::<T>().expect("the receiver was checked")
    }

    /// The values of all declared parameters, in order.
    #[inline]
    pub fn all(&self) -> &'a [Value] {
        self.named
    }

    /// The arguments collected by `*args`.
    #[inline]
    pub fn rest(&self) -> &'a [Value] {
        self.rest
    }

    /// The arguments collected by `**kwargs`, in order.
    #[inline]
    pub fn keywords(&self) -> &'a [(Ref<Str>, Value)] {
        self.keywords
    }
}

impl std::ops::Index<usize> for Args<'_> {
    type Output = Value;

    #[inline]
    fn index(&self, index: usize) -> &Value {
        &self.named[index]
    }
}

/// Up to so many parameters are bound on the native stack.
pub(super) const FEW: usize = 8;

/// A parsed signature.
pub struct Signature {
    /// All parameters that are not `*args` or `**kwargs`, keyword-only ones last.
    pub parameters: Vec<Parameter>,
    /// The number of positional parameters.
    pub positional: usize,
    /// The number of positional-only ones among them.
    pub positional_only: usize,
    /// The number of required positional parameters.
    pub required: usize,
    /// There are at most [`FEW`] parameters, and all keyword-only ones can be left out.
    is_short: bool,
    /// `*args`
    pub varargs: Option<&'static str>,
    /// `**kwargs`
    pub varkeywords: Option<&'static str>,
}

/// A parameter of a native function.
pub struct Parameter {
    /// Its name.
    pub name: Ref<Str>,
    /// Its default as source text; none if it must be given.
    pub default: Option<&'static str>,
}

impl Signature {
    /// Reads the parameters of a declaration.
    pub fn parse(def: &NativeDef) -> Signature {
        let inner = def.parameters().trim_start_matches('(');
        let inner = inner.strip_suffix(')').unwrap_or(inner);
        let mut signature = Signature {
            parameters: Vec::new(),
            positional: 0,
            positional_only: 0,
            required: 0,
            is_short: true,
            varargs: None,
            varkeywords: None,
        };
        let mut keyword_only = false;
        for part in split_parameters(inner) {
            if part == "/" {
                signature.positional_only = signature.positional;
            } else if part == "*" {
                keyword_only = true;
            } else if let Some(name) = part.strip_prefix("**") {
                signature.varkeywords = Some(name);
            } else if let Some(name) = part.strip_prefix('*') {
                signature.varargs = Some(name);
                keyword_only = true;
            } else {
                let (name, default) = match part.split_once('=') {
                    Some((name, default)) => (name.trim(), Some(default.trim())),
                    None => (part, None),
                };
                if !keyword_only {
                    signature.positional += 1;
                    signature.required += usize::from(default.is_none());
                }
                signature.is_short &= !keyword_only || default.is_some();
                signature.parameters.push(Parameter { name: super::str::intern(name), default });
            }
        }
        signature.is_short &= signature.parameters.len() <= FEW;
        signature
    }

    /// Whether a call with so many positional arguments and no others fits, and needs no more than
    /// [`FEW`] places for parameters that are left out.
    #[inline]
    pub(super) fn takes(&self, count: usize) -> bool {
        count >= self.required
            && (count <= self.positional || self.varargs.is_some())
            && self.is_short
    }
}

/// Splits at commas outside brackets and quotes.
fn split_parameters(text: &'static str) -> impl Iterator<Item = &'static str> {
    let mut depth = 0;
    let mut quote = None;
    text.split(move |c| {
        match (quote, c) {
            (Some(q), _) if c == q => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => return true,
            _ => {}
        }
        false
    })
    .map(str::trim)
    .filter(|part| !part.is_empty())
}

/// The payload of a native function or method descriptor.
pub struct NativeFunction {
    /// Its declaration.
    pub def: &'static NativeDef,
    /// For a method: the class it belongs to, whose instances alone it accepts.
    pub owner: Option<Ref<Class>>,
    /// The module of a plain function, as text.
    pub module: &'static str,
    signature: OnceCell<Signature>,
    /// For [`Body::Host`].
    pub(super) host: Option<Box<HostBody>>,
}

/// What a function of the host does.
pub struct HostBody {
    /// The host's closure. It gets the arguments bound, missing ones replaced by their defaults.
    pub run: Box<dyn Fn(&Vm, Args<'_>) -> VmResult>,
    /// The value of each parameter's default; unset for a parameter that must be given.
    pub defaults: Vec<Value>,
}

impl Object for NativeFunction {
    const KIND: Kind = Kind::NativeFunction;

    fn traverse(&self, visit: Visitor<'_>) {
        if let Some(owner) = &self.owner {
            visit(owner.as_value());
        }
        if let Some(host) = &self.host {
            host.defaults.iter().for_each(visit);
        }
    }
}

impl NativeFunction {
    /// A function of a module.
    pub fn new(def: &'static NativeDef, module: &'static str) -> Ref<NativeFunction> {
        NativeFunction::make(def, None, module, None)
    }

    /// A method of a class.
    pub fn method(def: &'static NativeDef, owner: &Ref<Class>) -> Ref<NativeFunction> {
        NativeFunction::make(def, Some(owner.clone()), "", None)
    }

    /// A function of the host: of a module, or a method of a class.
    pub fn of_host(
        def: &'static NativeDef,
        owner: Option<&Ref<Class>>,
        module: &'static str,
        body: HostBody,
    ) -> Ref<NativeFunction> {
        NativeFunction::make(def, owner.cloned(), module, Some(Box::new(body)))
    }

    fn make(
        def: &'static NativeDef,
        owner: Option<Ref<Class>>,
        module: &'static str,
        host: Option<Box<HostBody>>,
    ) -> Ref<NativeFunction> {
        Ref::new(NativeFunction { def, owner, module, signature: OnceCell::new(), host })
    }

    /// The parsed signature.
    pub fn signature(&self) -> &Signature {
        self.signature.get_or_init(|| Signature::parse(self.def))
    }

    /// The name as messages show it: `list.append`, `print`, `math.sqrt`.
    pub fn shown_name(&self) -> String {
        match &self.owner {
            Some(owner) => format!("{}.{}", owner.name(), self.def.name()),
            None if self.module == "builtins" => self.def.name().to_string(),
            None => format!("{}.{}", self.module, self.def.name()),
        }
    }
}

/// The data of an object of a native type, behind [`Native`].
pub trait NativeObject: Any {
    /// Shows every value the object holds (see [`Object::traverse`]).
    fn traverse(&self, visit: Visitor<'_>) {
        let _ = visit;
    }

    /// Drops the references that can be part of a cycle (see [`Object::clear`]).
    fn clear(&self) {}

    /// The memory that the object shows to others (the buffer protocol), if it has any.
    fn buffer(&self) -> Option<Buffer<'_>> {
        None
    }
}

/// Memory of an object that others may read and write.
pub struct Buffer<'a> {
    /// The bytes.
    pub data: &'a std::cell::RefCell<Vec<u8>>,
    /// The format of an item, as in `struct`.
    pub format: &'static str,
    /// The size of an item in bytes.
    pub item_size: usize,
}

/// The payload of [`Kind::Native`] objects.
pub struct Native {
    data: Box<dyn NativeObject>,
}

impl Object for Native {
    const KIND: Kind = Kind::Native;

    fn traverse(&self, visit: Visitor<'_>) {
        self.data.traverse(visit);
    }

    fn clear(&self) {
        self.data.clear();
    }
}

impl Native {
    /// An instance of `class` (made from a [`ClassDef`] of kind `Native`, or derived from one).
    pub fn new<T: NativeObject>(class: &Ref<Class>, data: T) -> Ref<Native> {
        let new = Ref::with_class(
            Native { data: Box::new(data) },
            class.as_value().clone(),
            class.instances_have_dict(),
        );
        if std::mem::needs_drop::<T>() {
            new.header().set_flags(MAY_HOLD_FILES);
        }
        new
    }
}

impl Ref<Native> {
    /// Marks the object as one whose end is not observable when the process ends.
    pub fn ends_unnoticed(self) -> Ref<Native> {
        self.header().clear_flags(MAY_HOLD_FILES);
        self
    }
}

impl Value {
    /// The receiver of a special method, whose class has been checked.
    ///
    /// # Panics
    /// If the class of the method has another payload than `T`: a mistake in a method table.
    #[inline(always)]
    pub fn receiver<T: Object>(&self) -> &Ref<T> {
        self.get::<T>().expect("the receiver was checked")
    }

    /// The data of a native object, if it is of this type.
    #[inline]
    pub fn native<T: NativeObject>(&self) -> Option<&T> {
        let data: &dyn Any = &*self.get::<Native>()?.data;
        data.downcast_ref()
    }
}

impl Ref<Native> {
    /// See [`NativeObject::buffer`].
    pub fn buffer(&self) -> Option<Buffer<'_>> {
        self.data.buffer()
    }
}

impl<'a> Args<'a> {
    /// The receiver's data, for methods of native classes.
    ///
    /// # Panics
    /// If the class of the method has other data than `T`: a mistake in a method table.
    #[inline]
    pub fn data<T: NativeObject>(&self) -> &'a T {
        self.named[0].native::<T>().expect("the receiver was checked")
    }
}

/// The behaviour of an iterator written in Rust.
pub trait NativeIterate: 'static {
    /// The next item; none at the end, and from then on.
    ///
    /// # Errors
    /// Any exception raised by the iteration.
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>>;

    /// The number of items left, if it is known (`__length_hint__`).
    fn length_hint(&self) -> Option<usize> {
        None
    }

    /// The text of `repr()`, for the few iterators that show their state.
    ///
    /// # Errors
    /// Any exception raised by the parts' `__repr__`.
    fn shown(&self, vm: &Vm) -> VmResult<Option<String>> {
        let _ = vm;
        Ok(None)
    }

    /// An independent iterator that gives the same items, for the few that can be copied.
    fn sibling(&self, vm: &Vm) -> Option<Value> {
        let _ = vm;
        None
    }

    /// Shows every value the iterator holds (see [`Object::traverse`]).
    fn traverse(&self, visit: Visitor<'_>) {
        let _ = visit;
    }
}

/// The payload of an iterator written in Rust.
pub struct NativeIterator {
    /// The iterator; none while it runs, so that it cannot be entered twice.
    state: std::cell::RefCell<Option<Box<dyn NativeIterate>>>,
}

impl Object for NativeIterator {
    const KIND: Kind = Kind::NativeIterator;

    fn traverse(&self, visit: Visitor<'_>) {
        if let Some(state) = &*self.state.borrow() {
            state.traverse(visit);
        }
    }

    fn clear(&self) {
        drop(self.state.take());
    }
}

impl NativeIterator {
    /// An iterator of the class made from `def`.
    pub fn new(vm: &Vm, def: &'static ClassDef, iterator: impl NativeIterate) -> Value {
        let class = vm.class_for(def).as_value().clone();
        let state = std::cell::RefCell::new(Some(Box::new(iterator) as Box<dyn NativeIterate>));
        Ref::with_class(NativeIterator { state }, class, false).into_value()
    }

    /// An iterator of the class that is the first argument: what `__new__` returns.
    pub fn of_class(vm: &Vm, class: &Ref<Class>, iterator: impl NativeIterate) -> Value {
        let state = std::cell::RefCell::new(Some(Box::new(iterator) as Box<dyn NativeIterate>));
        super::construct::of_class(vm, class, NativeIterator { state })
    }

    /// The next item.
    ///
    /// # Errors
    /// Any exception raised by the iteration; ValueError if the iterator is already running.
    pub fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        let Some(mut state) = self.state.take() else {
            return Err(vm.value_error("iterator already executing"));
        };
        let item = state.next(vm);
        *self.state.borrow_mut() = Some(state);
        item
    }

    /// The number of items left, if it is known.
    pub fn length_hint(&self) -> Option<usize> {
        self.state.borrow().as_ref().and_then(|s| s.length_hint())
    }

    /// See [`NativeIterate::shown`].
    ///
    /// # Errors
    /// Any exception raised by the parts' `__repr__`.
    pub fn shown(&self, vm: &Vm) -> VmResult<Option<String>> {
        self.state.borrow().as_ref().map_or(Ok(None), |s| s.shown(vm))
    }

    /// See [`NativeIterate::sibling`].
    pub fn sibling(&self, vm: &Vm) -> Option<Value> {
        self.state.borrow().as_ref().and_then(|s| s.sibling(vm))
    }
}

/// A tuple of `names` as a keyword-names constant, for calls from Rust.
pub fn keyword_names(names: &[&str]) -> Ref<Tuple> {
    let names: Vec<Value> = names.iter().map(|n| super::str::intern(n).into_value()).collect();
    Tuple::new(names)
}

/// A mutable value inside native data, under a shorter name.
pub type Field = Slot;
