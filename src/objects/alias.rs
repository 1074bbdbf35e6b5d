//! `types.GenericAlias`: built-in classes with type arguments, as `list[int]`.

use super::class::Class;
use super::exception::Exc;
use super::list::List;
use super::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use super::scalar;
use super::special::SpecialMethod;
use super::str::{Str, intern};
use super::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Slot, Value};
use crate::vm::{Vm, VmResult};

/// The data of a class with type arguments.
pub struct Alias {
    /// The class.
    pub origin: Value,
    /// The arguments.
    pub args: Ref<Tuple>,
    /// Written with a star: `*tuple[int]`.
    pub unpacked: bool,
}

impl NativeObject for Alias {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.origin);
        visit(self.args.as_value());
    }
}

/// `types.GenericAlias`
pub static CLASS: ClassDef = ClassDef {
    name: "GenericAlias",
    module: "types",
    doc: "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    kind: Kind::Native,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, origin, args, /)",
            "Create and return a new object.",
            |_, args| {
                let class = scalar::class_argument(args);
                let alias =
                    Alias { origin: args[1].clone(), args: arguments(&args[2]), unpacked: false };
                Ok(Native::new(class, alias).into_value())
            },
        ),
        NativeDef::new("__call__(self, /, *args, **kwargs)", "Call self as a function.", call),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        NativeDef::new("__eq__(self, value, /)", "Return self==value.", eq),
        NativeDef::new("__hash__(self, /)", "Return hash(self).", hash),
        NativeDef::new("__getitem__(self, key, /)", "Return self[key].", get_item),
        NativeDef::new("__or__(self, value, /)", "Return self|value.", super::union::or),
        NativeDef::new("__ror__(self, value, /)", "Return value|self.", super::union::ror),
        NativeDef::new("__mro_entries__(self, bases, /)", "", |_, args| {
            Ok(Tuple::new([this(&args[0]).origin.clone()]).into_value())
        }),
        NativeDef::new(
            "__getattribute__(self, name, /)",
            "Return getattr(self, name).",
            get_attribute,
        ),
        NativeDef::new("__dir__(self, /)", "", dir),
        NativeDef::new("__reduce__(self, /)", "", reduce),
        NativeDef::new("__instancecheck__(self, instance, /)", "", |vm, _| {
            Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
        }),
        NativeDef::new("__subclasscheck__(self, subclass, /)", "", |vm, _| {
            Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
        }),
        NativeDef::new("__iter__(self, /)", "Implement iter(self).", iter),
    ],
    properties: &[
        PropertyDef {
            name: "__origin__",
            doc: "",
            get: |_, a| Ok(this(a).origin.clone()),
            set: None,
        },
        PropertyDef {
            name: "__args__",
            doc: "",
            get: |_, a| Ok(this(a).args.as_value().clone()),
            set: None,
        },
        PropertyDef {
            name: "__parameters__",
            doc: "",
            get: |vm, a| parameters(vm, this(a).args.items()),
            set: None,
        },
        PropertyDef {
            name: "__typing_unpacked_tuple_args__",
            doc: "",
            get: |vm, a| {
                let is_tuple = this(a).unpacked && this(a).origin.is(vm.types.tuple.as_value());
                Ok(if is_tuple { this(a).args.as_value().clone() } else { Value::NONE })
            },
            set: None,
        },
        PropertyDef {
            name: "__unpacked__",
            doc: "",
            get: |_, a| Ok(Value::bool(this(a).unpacked)),
            set: None,
        },
    ],
    ..ClassDef::BASE
};

/// `__class_getitem__` of the built-in classes that take type arguments.
pub const CLASS_GETITEM: NativeDef =
    NativeDef::class("__class_getitem__(cls, object, /)", "See PEP 585", |vm, args| {
        Ok(make(vm, args[0].clone(), &args[1]))
    });

fn this(alias: &Value) -> &Alias {
    alias.native::<Alias>().expect("the receiver was checked")
}

/// Arguments of a subscript as a tuple.
fn arguments(args: &Value) -> Ref<Tuple> {
    match args.get::<Tuple>() {
        Some(args) => args.clone(),
        None => Tuple::new([args.clone()]),
    }
}

/// `origin[args]`
pub fn make(vm: &Vm, origin: Value, args: &Value) -> Value {
    let args = arguments(args);
    Native::new(&vm.class_for(&CLASS), Alias { origin, args, unpacked: false }).into_value()
}

/// A type argument as shown in the `repr` of its alias.
///
/// # Errors
/// Any exception raised by `repr`.
pub fn shown(vm: &Vm, argument: &Value) -> VmResult<String> {
    if argument.is(&Value::ELLIPSIS) {
        return Ok("...".to_string());
    }
    if let Some(class) = argument.get::<Class>() {
        return Ok(class.full_name());
    }
    if argument.kind() == Some(Kind::Function)
        && let Some(module) = vm.find_attribute(argument, &vm.names.module)?
        && let Some(name) = vm.find_attribute(argument, &vm.names.qualname)?
    {
        return Ok(format!("{}.{}", vm.str(&module)?.as_str(), vm.str(&name)?.as_str()));
    }
    Ok(vm.repr(argument)?.as_str().to_string())
}

/// The type variables among type arguments, without duplicates: `__parameters__`.
///
/// # Errors
/// Any exception raised by the arguments' attributes.
pub fn parameters(vm: &Vm, args: &[Value]) -> VmResult {
    let mut found: Vec<Value> = Vec::new();
    let mut add = |value: &Value| {
        if !found.iter().any(|f| f.is(value)) {
            found.push(value.clone());
        }
    };
    for arg in args {
        if arg.get::<Class>().is_some() {
            continue;
        }
        if is_type_variable(vm, arg) {
            add(arg);
        } else if let Some(inner) = vm.find_attribute(arg, &intern("__parameters__"))?
            && let Some(inner) = inner.get::<Tuple>()
        {
            inner.items().iter().for_each(&mut add);
        }
    }
    Ok(Tuple::new(found).into_value())
}

fn is_type_variable(vm: &Vm, value: &Value) -> bool {
    vm.lookup_special(value, &intern("__typing_subst__")).is_some()
}

fn call(vm: &Vm, args: Args<'_>) -> VmResult {
    let alias = this(&args[0]);
    let object = vm.call_with(&alias.origin, args.rest(), args.keywords())?;
    // Many built-in objects have no place for it.
    match vm.set_attribute(&object, &intern("__orig_class__"), args[0].clone()) {
        Err(raised)
            if !vm.is_exception(&raised, Exc::AttributeError)
                && !vm.is_exception(&raised, Exc::TypeError) =>
        {
            return Err(raised);
        }
        _ => {}
    }
    Ok(object)
}

fn repr(vm: &Vm, args: Args<'_>) -> VmResult {
    let alias = this(&args[0]);
    let mut parts = Vec::new();
    for arg in alias.args.items() {
        parts.push(match arg.get::<List>() {
            Some(list) => {
                let mut inner = Vec::new();
                for item in list.to_vec() {
                    inner.push(shown(vm, &item)?);
                }
                format!("[{}]", inner.join(", "))
            }
            None => shown(vm, arg)?,
        });
    }
    if parts.is_empty() {
        parts.push("()".to_string());
    }
    let star = if alias.unpacked { "*" } else { "" };
    Ok(format!("{star}{}[{}]", shown(vm, &alias.origin)?, parts.join(", ")).into())
}

fn eq(vm: &Vm, args: Args<'_>) -> VmResult {
    let (Some(a), Some(b)) = (args[0].native::<Alias>(), args[1].native::<Alias>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let equal = a.unpacked == b.unpacked
        && vm.eq(&a.origin, &b.origin)?
        && vm.eq(a.args.as_value(), b.args.as_value())?;
    Ok(Value::bool(equal))
}

fn hash(vm: &Vm, args: Args<'_>) -> VmResult {
    let alias = this(&args[0]);
    let hash = vm.hash(&alias.origin)? ^ vm.hash(alias.args.as_value())?;
    Ok(((hash >> 1) as i64).into())
}

/// Replaces type variables: `dict[str, T][int]`.
fn get_item(vm: &Vm, args: Args<'_>) -> VmResult {
    let alias = this(&args[0]);
    let new = Tuple::new(substituted(vm, &args[0], alias.args.items(), &args[1])?);
    let new = Alias { origin: alias.origin.clone(), args: new, unpacked: alias.unpacked };
    Ok(Native::new(&vm.class_for(&CLASS), new).into_value())
}

/// The type arguments of `this` with those of a subscript in place of type variables.
///
/// # Errors
/// TypeError if there are no variables, or another number; any exception raised by the variables.
pub fn substituted(
    vm: &Vm,
    this: &Value,
    args: &[Value],
    subscript: &Value,
) -> VmResult<Vec<Value>> {
    let variables = arguments(&parameters(vm, args)?);
    if variables.is_empty() {
        return Err(vm.type_error(format!("{} is not a generic class", vm.repr_text(this))));
    }
    let mut given = unpacked(vm, arguments(subscript).items())?;
    for variable in variables.items() {
        let prepare = intern("__typing_prepare_subst__");
        if vm.find_attribute(variable, &prepare)?.is_some() {
            let prepared =
                vm.call_method(variable, &prepare, &[this.clone(), given.into_value()])?;
            given = arguments(&prepared);
        }
    }
    if variables.len() != given.len() {
        let (few, count) = (given.len() < variables.len(), variables.len());
        let amount = if few { "few" } else { "many" };
        return Err(vm.type_error(format!(
            "Too {amount} arguments for {}; actual {}, expected {count}",
            vm.repr_text(this),
            given.len()
        )));
    }
    let mut new = Vec::new();
    for arg in args {
        if arg.get::<Class>().is_some() {
            new.push(arg.clone());
            continue;
        }
        let is_pack = attribute_is_true(vm, arg, "__typing_is_unpacked_typevartuple__")?;
        let position = variables.items().iter().position(|variable| variable.is(arg));
        let replaced = match position {
            Some(i) => {
                vm.call_method(arg, &intern("__typing_subst__"), &[given.items()[i].clone()])?
            }
            None => substitute(vm, arg, &variables, &given)?,
        };
        match replaced.get::<Tuple>() {
            Some(several) if is_pack => new.extend_from_slice(several.items()),
            _ => new.push(replaced),
        }
    }
    Ok(new)
}

fn attribute_is_true(vm: &Vm, value: &Value, name: &str) -> VmResult<bool> {
    match vm.find_attribute(value, &intern(name))? {
        Some(found) => vm.truthy(&found),
        None => Ok(false),
    }
}

/// The arguments, with unpacked tuples of known length replaced by their items.
fn unpacked(vm: &Vm, given: &[Value]) -> VmResult<Ref<Tuple>> {
    let mut flat = Vec::with_capacity(given.len());
    for argument in given {
        let is_class = argument.get::<Class>().is_some();
        let inner = match is_class {
            true => None,
            false => vm.find_attribute(argument, &intern("__typing_unpacked_tuple_args__"))?,
        };
        match inner.as_ref().and_then(|inner| inner.get::<Tuple>()) {
            Some(inner) if !inner.items().last().is_some_and(|last| last.is(&Value::ELLIPSIS)) => {
                flat.extend_from_slice(inner.items());
            }
            _ => flat.push(argument.clone()),
        }
    }
    Ok(Tuple::new(flat))
}

/// An argument with type variables inside: `list[T]`.
fn substitute(vm: &Vm, arg: &Value, variables: &Ref<Tuple>, given: &Ref<Tuple>) -> VmResult {
    let inner = vm.find_attribute(arg, &intern("__parameters__"))?;
    let Some(inner) = inner.as_ref().and_then(|i| i.get::<Tuple>()).filter(|i| !i.is_empty())
    else {
        return Ok(arg.clone());
    };
    let mut chosen = Vec::new();
    for variable in inner.items() {
        let Some(i) = variables.items().iter().position(|known| known.is(variable)) else {
            chosen.push(variable.clone());
            continue;
        };
        match given.items()[i].get::<Tuple>() {
            // A TypeVarTuple represents several.
            Some(several) if vm.has_slot(variable, SpecialMethod::Iter) => {
                chosen.extend_from_slice(several.items());
            }
            _ => chosen.push(given.items()[i].clone()),
        }
    }
    vm.get_item(arg, Tuple::new(chosen).as_value())
}

/// The attributes of the alias itself; all others are those of the class.
const OWN: [&str; 12] = [
    "__class__",
    "__bases__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
];

fn get_attribute(vm: &Vm, args: Args<'_>) -> VmResult {
    match args[1].get::<Str>() {
        Some(name) if !OWN.contains(&name.as_str()) => {
            vm.get_attribute(&this(&args[0]).origin, name)
        }
        _ => super::object::get_attribute(vm, &args[0], &args[1]),
    }
}

fn dir(vm: &Vm, args: Args<'_>) -> VmResult {
    let builtin = vm.builtins.get_text("dir").unwrap_or_default();
    let names = vm.call(&builtin, std::slice::from_ref(&this(&args[0]).origin))?;
    let mut names = names.get::<List>().map_or(Vec::new(), |names| names.to_vec());
    for own in OWN {
        let is_known = |name: &Value| name.get::<Str>().is_some_and(|name| name.as_str() == own);
        if !names.iter().any(is_known) {
            names.push(own.into());
        }
    }
    Ok(List::new(names).into_value())
}

fn reduce(vm: &Vm, args: Args<'_>) -> VmResult {
    let Alias { origin, args, unpacked } = this(&args[0]);
    let class = vm.class_for(&CLASS).into_value();
    let parts = Tuple::new([origin.clone(), args.as_value().clone()]);
    if !unpacked {
        return Ok(Tuple::new([class, parts.into_value()]).into_value());
    }
    let plain = vm.call(&class, parts.items())?;
    let next = vm.builtins.get_text("next").unwrap_or_default();
    let iterator = Tuple::new([vm.iter(&plain)?]).into_value();
    Ok(Tuple::new([next, iterator]).into_value())
}

fn iter(vm: &Vm, args: Args<'_>) -> VmResult {
    let iterator = AliasIterator { alias: Slot::new(args[0].clone()) };
    Ok(Native::new(&vm.class_for(&ITERATOR), iterator).into_value())
}

/// Gives the starred alias once.
struct AliasIterator {
    /// The alias without the star; None at the end.
    alias: Slot,
}

impl NativeObject for AliasIterator {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.alias.get());
    }
}

static ITERATOR: ClassDef = ClassDef {
    name: "generic_alias_iterator",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::new("__iter__(self, /)", "Implement iter(self).", |_, args| Ok(args[0].clone())),
        NativeDef::next(|vm, this| {
            let plain = this.native::<AliasIterator>().map(|i| i.alias.replace(Value::NONE));
            let Some(plain) = plain.filter(|plain| !plain.is_none()) else { return Ok(None) };
            let Alias { origin, args, .. } = self::this(&plain);
            let starred = Alias { origin: origin.clone(), args: args.clone(), unpacked: true };
            Ok(Some(Native::new(&vm.class_for(&CLASS), starred).into_value()))
        }),
        NativeDef::new(
            "__reduce__(self, /)",
            "Return state information for pickling.",
            |vm, args| {
                let rest = args.data::<AliasIterator>().alias.get();
                let rest = if rest.is_none() { Tuple::empty().into_value() } else { rest };
                let iter = vm.builtins.get_text("iter").unwrap_or_default();
                Ok(Tuple::new([iter, Tuple::new([rest]).into_value()]).into_value())
            },
        ),
    ],
    ..ClassDef::BASE
};
