//! Native functions as objects: their parsed signatures and bound arguments.

use super::{NativeDef, Role};
use crate::objects::class::Class;
use crate::objects::function::Function;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::either::ValuesOr;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, OnceCell};

/// The bound arguments of a native call: one value for each declared parameter, in order
/// ([`Value::UNSET`] where an optional one is missing), then those collected by `*args` and
/// `**kwargs`.
///
/// Two words, which calls pass in the processor's registers.
#[derive(Clone, Copy)]
pub struct Args<'a>(ValuesOr<'a, Caught<'a>>);

/// The arguments of a function with `*args` or `**kwargs`.
pub struct Caught<'a> {
    /// The values of the declared parameters that were passed.
    pub named: &'a [Value],
    /// The arguments caught by `*args`.
    pub rest: &'a [Value],
    /// The arguments caught by `**kwargs`, in order.
    pub keywords: &'a [(Ref<Str>, Value)],
}

impl<'a> Args<'a> {
    /// The values of the first parameters. The others must be optional.
    #[inline(always)]
    pub fn new(first: &'a [Value]) -> Args<'a> {
        Args(ValuesOr::values(first))
    }

    /// Arguments of which some were collected by `*args` or `**kwargs`.
    #[inline(always)]
    pub fn catching(all: &'a Caught<'a>) -> Args<'a> {
        Args(ValuesOr::other(all))
    }

    /// The values of the declared parameters, in order. Optional ones at the end may be missing.
    #[inline(always)]
    pub fn named(&self) -> &'a [Value] {
        self.0.get().unwrap_or_else(|all| all.named)
    }

    /// The value of an optional parameter, if it was passed.
    #[inline]
    pub fn opt(&self, index: usize) -> Option<&'a Value> {
        self.named().get(index).filter(|v| !v.is_unset())
    }

    /// The value of an optional parameter, if it was passed and is not None.
    #[inline]
    pub fn some(&self, index: usize) -> Option<&'a Value> {
        self.named().get(index).filter(|v| !v.is_unset() && !v.is_none())
    }

    /// The value of a parameter, borrowed as long as the arguments are.
    #[inline]
    pub fn at(&self, index: usize) -> &'a Value {
        self.named().get(index).unwrap_or(MISSING)
    }

    /// The receiver of a method, which the call has checked to be of the method's class.
    ///
    /// # Panics
    /// If the class of the method has another payload than `T`: a mistake in a method table.
    #[inline]
    pub fn this<T: Object>(&self) -> &'a Ref<T> {
        self.named()[0].get::<T>().expect("the receiver was checked")
    }

    /// The arguments collected by `*args`.
    #[inline]
    pub fn rest(&self) -> &'a [Value] {
        self.0.get().map_or_else(|all| all.rest, |_| &[])
    }

    /// The arguments collected by `**kwargs`, in order.
    #[inline]
    pub fn keywords(&self) -> &'a [(Ref<Str>, Value)] {
        self.0.get().map_or_else(|all| all.keywords, |_| &[])
    }
}

impl std::ops::Index<usize> for Args<'_> {
    type Output = Value;

    #[inline]
    fn index(&self, index: usize) -> &Value {
        self.at(index)
    }
}

/// The value of an optional parameter that is missing.
const MISSING: &Value = &Value::UNSET;

/// Up to this many parameters are bound on the native stack.
pub(in crate::objects) const FEW: usize = 8;

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
    /// All keyword-only parameters can be left out.
    takes_no_keywords: bool,
    /// `*args`
    pub varargs: Option<&'static str>,
    /// `**kwargs`
    pub varkeywords: Option<&'static str>,
}

/// A parameter of a native function.
pub struct Parameter {
    /// Its name.
    pub name: Ref<Str>,
    /// Its default as source text; none if it is required.
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
            takes_no_keywords: true,
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
                signature.takes_no_keywords &= !keyword_only || default.is_some();
                signature.parameters.push(Parameter { name: intern(name), default });
            }
        }
        signature
    }

    /// Whether a call with this many positional arguments and no others fits.
    #[inline]
    pub(in crate::objects) fn takes(&self, count: usize) -> bool {
        count >= self.required
            && (count <= self.positional || self.varargs.is_some())
            && self.takes_no_keywords
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
    /// For a method: its class; it accepts only instances of this.
    pub owner: Option<Ref<Class>>,
    /// The module of a plain function, as text.
    pub module: &'static str,
    /// Whether it is the `__new__` of its class.
    pub(in crate::objects) is_constructor: bool,
    signature: OnceCell<Signature>,
    /// The least number of positional arguments that directly become the values of the first
    /// parameters, and how many more there may be. Until the signature has been read, it is
    /// [`u32::MAX`], which no call reaches.
    pub(in crate::objects) direct: Cell<(u32, u32)>,
    /// Whether the first argument must be an instance of `owner`, or a class derived from it.
    pub checks_receiver: bool,
    /// For [`Body::Host`].
    pub(in crate::objects) host: Option<Box<HostBody>>,
}

/// The body of a function whose declaration has none ([`super::Body::Host`]).
pub enum HostBody {
    /// Of the host.
    Closure {
        /// The host's closure. It receives bound arguments, with defaults for missing ones.
        run: Box<dyn Fn(&Vm, Args<'_>) -> VmResult>,
        /// The value of each parameter's default; unset for a required parameter.
        defaults: Vec<Value>,
    },
    /// A function of one of the interpreter's own modules, written in Python. It receives the
    /// arguments that were passed.
    Python(Ref<Function>),
}

impl Object for NativeFunction {
    const KIND: Kind = Kind::NativeFunction;

    fn traverse(&self, visit: Visitor<'_>) {
        if let Some(owner) = &self.owner {
            visit(owner.as_value());
        }
        match self.host.as_deref() {
            Some(HostBody::Closure { defaults, .. }) => defaults.iter().for_each(visit),
            Some(HostBody::Python(function)) => visit(function.as_value()),
            None => {}
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

    /// A module's function that is implemented by a function written in Python.
    pub fn of_python(
        def: &'static NativeDef,
        module: &'static str,
        function: Ref<Function>,
    ) -> Ref<NativeFunction> {
        NativeFunction::make(def, None, module, Some(Box::new(HostBody::Python(function))))
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
        let is_constructor = def.role == Role::Static && def.name() == "__new__";
        let checks_receiver = owner.is_some() && (def.role != Role::Static || is_constructor);
        let (signature, direct) = (OnceCell::new(), Cell::new((u32::MAX, 0)));
        Ref::new(NativeFunction {
            def,
            owner,
            module,
            is_constructor,
            signature,
            direct,
            checks_receiver,
            host,
        })
    }

    /// The parsed signature.
    pub fn signature(&self) -> &Signature {
        self.signature.get_or_init(|| {
            let signature = Signature::parse(self.def);
            // The host's closures receive defaults for missing arguments.
            if signature.takes_no_keywords && self.host.is_none() {
                let (required, positional) = (signature.required, signature.positional);
                self.direct.set((required as u32, (positional - required) as u32));
            }
            signature
        })
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

/// A tuple of `names` as a keyword-names constant, for calls from Rust.
pub fn keyword_names(names: &[&str]) -> Ref<Tuple> {
    let names: Vec<Value> = names.iter().map(|n| intern(n).into_value()).collect();
    Tuple::new(names)
}
