//! Functions and classes written in Rust: how they are declared, and what their arguments are.
//!
//! A [`NativeDef`] declares a function once: its signature as Python writes it, its docstring and
//! its body. Argument binding, the messages for wrong arguments, `help()` and `__text_signature__`
//! all come from the signature text.

mod data;
mod function;
mod iterator;

pub use data::{Buffer, Exports, Field, Memory, Native, NativeObject};
pub(super) use function::FEW;
pub use function::{Args, Caught, HostBody, NativeFunction, Parameter, Signature, keyword_names};
pub use iterator::{ExclusiveIterate, NativeIterate, NativeIterator};

use super::class::Collection;
use super::exception::Exc;
use super::special::SpecialMethod;
use super::{class, dict::Dict, int, object, str::intern};
use crate::bytecode::Comparison;
use crate::runtime::{Kind, Value, reference};
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;
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
    /// One of the six rich comparisons, all of which one function performs.
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
    /// `__next__`: returns none at the end.
    Next(fn(&Vm, &Value) -> VmResult<Option<Value>>),
    /// `__getattribute__` as the VM itself finds attributes.
    GetAttribute,
    /// `__setattr__` as the VM itself stores attributes.
    SetAttribute,
    /// `__delattr__` as the VM itself deletes attributes.
    DelAttribute,
    /// Concatenation or repetition of a sequence. As an operator it declines operands that it does
    /// not know; called by name it raises.
    Sequence(fn(&Vm, &Value, &Value) -> VmResult, BinaryOp),
    /// A closure of the host, which is stored with the function ([`NativeFunction::of_host`]).
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
            (Body::Sequence(a, op), Body::Sequence(b, other)) => op == other && fn_addr_eq(a, b),
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
    /// Any exception raised by the body; StopIteration for an exhausted iterator.
    #[inline]
    pub fn call(self, vm: &Vm, args: Args<'_>) -> VmResult {
        match self {
            Body::Args(body) => body(vm, args),
            Body::Unary(body) => body(vm, args.at(0)),
            Body::Binary(body) => body(vm, args.at(0), args.at(1)),
            Body::Sequence(body, op) => {
                let result = body(vm, args.at(0), args.at(1))?;
                if result.is(&Value::NOT_IMPLEMENTED) {
                    return Err(vm.not_of_sequence(op, args.at(0), args.at(1)));
                }
                Ok(result)
            }
            Body::Compare(body, op) => body(vm, args.at(0), args.at(1), op),
            Body::Hash(body) => Ok(int::from_i64(body(vm, args.at(0))? as i64)),
            Body::Length(body) => Ok(Value::from(body(vm, args.at(0))?)),
            Body::Truth(body) => Ok(Value::bool(body(vm, args.at(0))?)),
            Body::Contains(body) => Ok(Value::bool(body(vm, args.at(0), args.at(1))?)),
            Body::Store(body) => body(vm, args.at(0), args.at(1), args.at(2)).map(|()| Value::NONE),
            Body::Remove(body) => body(vm, args.at(0), args.at(1)).map(|()| Value::NONE),
            Body::Next(body) => match body(vm, args.at(0))? {
                Some(item) => Ok(item),
                None => Err(vm.error_with(Exc::StopIteration, [])),
            },
            Body::GetAttribute => object::get_attribute(vm, args.at(0), args.at(1)),
            Body::SetAttribute => {
                object::set_attribute(vm, args.at(0), args.at(1), args.at(2).clone())
            }
            Body::DelAttribute => object::set_attribute(vm, args.at(0), args.at(1), Value::UNSET),
            Body::Host => Err(vm.runtime_error("a function of the host was called without it")),
        }
    }
}

/// The declaration of a native function or method.
#[derive(Clone, Copy)]
pub struct NativeDef {
    /// Name and parameters as Python writes them: `sleep(delay, result=None)`,
    /// `append(self, object, /)`, `print(*args, sep=' ', end='\n', file=None, flush=False)`.
    /// Default values are for the reader; the body sees [`Value::UNSET`] for what is missing. A
    /// signature that starts with `async` counts as declared with `async def`; its body returns a
    /// coroutine. A class after `->` is that of the result (of awaiting it, with `async`), for
    /// completion and for checks: a built-in one, a dotted name, `Self`. `| None` may follow.
    pub signature: &'static str,
    /// The docstring.
    pub doc: &'static str,
    /// The body.
    pub body: Body,
    /// Its role in a class's table.
    pub role: Role,
    /// Whether the number of positional arguments is checked before anything else, as messages show.
    pub counts_first: bool,
}

/// The binding of a class's native function.
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

/// The signature of a `__call__` whose arguments need no binding.
pub const CALL_WITH_ANY: &str = "__call__(self, /, *args, **kwargs)";

/// The end of the parameters, if the result is declared.
const RESULT: &str = ") -> ";

/// The declarations of the host's functions, by signature, docstring and role, and its names. They
/// are never freed: interpreters share them, and their number is bounded by the host's source.
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
        let def = Box::leak(Box::new(NativeDef {
            signature,
            doc,
            body: Body::Host,
            role,
            counts_first: false,
        }));
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
impl NativeDef {
    /// A function or method.
    pub const fn new(signature: &'static str, doc: &'static str, body: NativeFn) -> NativeDef {
        NativeDef { signature, doc, body: Body::Args(body), role: Role::Plain, counts_first: false }
    }

    /// A class method.
    pub const fn class(signature: &'static str, doc: &'static str, body: NativeFn) -> NativeDef {
        NativeDef { signature, doc, body: Body::Args(body), role: Role::Class, counts_first: false }
    }

    /// A static method (`__new__` among them).
    pub const fn static_method(
        signature: &'static str,
        doc: &'static str,
        body: NativeFn,
    ) -> NativeDef {
        NativeDef {
            signature,
            doc,
            body: Body::Args(body),
            role: Role::Static,
            counts_first: false,
        }
    }

    /// A special method by its body.
    pub const fn special(special: SpecialMethod, body: Body) -> NativeDef {
        let (signature, doc) = (special.signature(), special.doc());
        NativeDef { signature, doc, body, role: Role::Plain, counts_first: false }
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

    /// `__add__`, `__mul__`, `__rmul__` of a sequence, or their in-place forms. The body returns
    /// NotImplemented for operands that it does not know.
    pub const fn sequence(
        special: SpecialMethod,
        body: fn(&Vm, &Value, &Value) -> VmResult,
    ) -> NativeDef {
        let op = match special {
            SpecialMethod::Add | SpecialMethod::IAdd => BinaryOp::Add,
            _ => BinaryOp::Mul,
        };
        NativeDef::special(special, Body::Sequence(body, op))
    }

    /// `__call__` of an object that is called with one argument: the VM passes it in place.
    pub const fn called_with_one(
        signature: &'static str,
        body: fn(&Vm, &Value, &Value) -> VmResult,
    ) -> NativeDef {
        let doc = SpecialMethod::Call.doc();
        NativeDef {
            signature,
            doc,
            body: Body::Binary(body),
            role: Role::Plain,
            counts_first: false,
        }
    }

    /// `__call__` of an object that is called without arguments: the VM need not bind any.
    pub const fn called_with_none(
        signature: &'static str,
        body: fn(&Vm, &Value) -> VmResult,
    ) -> NativeDef {
        let doc = SpecialMethod::Call.doc();
        NativeDef {
            signature,
            doc,
            body: Body::Unary(body),
            role: Role::Plain,
            counts_first: false,
        }
    }

    /// A rich comparison. It returns NotImplemented for operands that it does not know.
    pub const fn compare(
        op: Comparison,
        body: fn(&Vm, &Value, &Value, Comparison) -> VmResult,
    ) -> NativeDef {
        NativeDef::special(SpecialMethod::comparison(op), Body::Compare(body, op))
    }

    /// The six rich comparisons.
    pub const fn comparisons(
        body: fn(&Vm, &Value, &Value, Comparison) -> VmResult,
    ) -> [NativeDef; 6] {
        [
            NativeDef::compare(Comparison::Eq, body),
            NativeDef::compare(Comparison::Ne, body),
            NativeDef::compare(Comparison::Lt, body),
            NativeDef::compare(Comparison::Le, body),
            NativeDef::compare(Comparison::Gt, body),
            NativeDef::compare(Comparison::Ge, body),
        ]
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

    /// The same function, which checks the number of positional arguments first.
    pub const fn counting_first(self) -> NativeDef {
        NativeDef { counts_first: true, ..self }
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

/// Joins tables of functions into one: `tables![SHARED, &[…]]`.
macro_rules! tables {
    ($($table:expr),+ $(,)?) => {{
        const TABLES: &[&[$crate::objects::native::NativeDef]] = &[$($table),+];
        const COUNT: usize = $crate::objects::native::total(TABLES);
        const ALL: [$crate::objects::native::NativeDef; COUNT] =
            $crate::objects::native::join(TABLES);
        &ALL
    }};
}
pub(crate) use tables;

/// The number of functions in several tables.
pub const fn total(tables: &[&[NativeDef]]) -> usize {
    let (mut count, mut table) = (0, 0);
    while table < tables.len() {
        count += tables[table].len();
        table += 1;
    }
    count
}

/// The functions of several tables in one. `N` is their [`total`].
pub const fn join<const N: usize>(tables: &[&[NativeDef]]) -> [NativeDef; N] {
    assert!(N == total(tables));
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
/// value is stored only for the program, and the interpreter does not read it.
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
    let dict = reference::dict_slot(this)?.get();
    dict.get::<Dict>()?.get_text(name)
}

/// Sets an attribute that [`own_value`] finds.
///
/// # Errors
/// AttributeError for a public name, or if such objects cannot have attributes.
pub fn set_own_value(vm: &Vm, this: &Value, name: &str, value: Value) -> VmResult<()> {
    match vm.own_dict(this).filter(|_| name.starts_with('_') && !value.is_unset()) {
        Some(dict) => {
            drop(dict.set_str(&intern(name), value));
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
    /// Whether instances can have arbitrary attributes. (Exceptions always can.)
    pub has_dict: bool,
    /// Whether instances of a class without `__iter__` are iterated by `__getitem__`.
    pub iterates_by_index: bool,
    /// The patterns that match instances, if the base does not determine them.
    pub collection: Option<Collection>,
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
        base: Some(&class::OBJECT),
        kind: Kind::Native,
        subclassable: true,
        has_dict: false,
        iterates_by_index: false,
        collection: None,
        methods: &[],
        properties: &[],
    };
}
