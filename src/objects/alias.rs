//! `types.GenericAlias`: built-in classes with type arguments, as `list[int]`.

use super::class::Class;
use super::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use super::str::{Str, intern};
use super::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
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
            |vm, args| Ok(make(vm, args[1].clone(), &args[2])),
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
        NativeDef::new("__getattr__(self, name, /)", "", get_attribute),
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

/// `origin[args]`
pub fn make(vm: &Vm, origin: Value, args: &Value) -> Value {
    let args = match args.get_exact::<Tuple>() {
        Some(args) => args.clone(),
        None => Tuple::new([args.clone()]),
    };
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
    match argument.get::<Class>() {
        Some(class) if class.is(&vm.types.none) => Ok("None".to_string()),
        Some(class) => Ok(class.full_name()),
        None => Ok(vm.repr(argument)?.as_str().to_string()),
    }
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
    // Built-in objects have no place for it; others keep where they come from.
    if object.kind() == Some(Kind::Instance) {
        match vm.set_attribute(&object, &intern("__orig_class__"), args[0].clone()) {
            Err(raised) if !vm.is_exception(&raised, super::exception::Exc::AttributeError) => {
                return Err(raised);
            }
            _ => {}
        }
    }
    Ok(object)
}

fn repr(vm: &Vm, args: Args<'_>) -> VmResult {
    let alias = this(&args[0]);
    let mut parts = Vec::new();
    for arg in alias.args.items() {
        parts.push(match arg.get::<super::list::List>() {
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
    let variables = parameters(vm, alias.args.items())?;
    let variables = variables.get::<Tuple>().cloned().unwrap_or_else(Tuple::empty);
    let given = match args[1].get_exact::<Tuple>() {
        Some(given) => given.clone(),
        None => Tuple::new([args[1].clone()]),
    };
    if variables.is_empty() {
        return Err(vm.type_error(format!("{} is not a generic class", vm.repr_text(&args[0]))));
    }
    if variables.len() != given.len() {
        let (few, count) = (given.len() < variables.len(), variables.len());
        let what = if few { "few" } else { "many" };
        return Err(vm.type_error(format!(
            "Too {what} arguments for {}; actual {}, expected {count}",
            vm.repr_text(&args[0]),
            given.len()
        )));
    }
    let mut new = Vec::new();
    for arg in alias.args.items() {
        new.push(substitute(vm, arg, &variables, &given)?);
    }
    let new = Tuple::new(new).into_value();
    Ok(make(vm, alias.origin.clone(), &new))
}

fn substitute(vm: &Vm, arg: &Value, variables: &Ref<Tuple>, given: &Ref<Tuple>) -> VmResult {
    if let Some(i) = variables.items().iter().position(|v| v.is(arg)) {
        return Ok(given.items()[i].clone());
    }
    if arg.get::<Class>().is_some() {
        return Ok(arg.clone());
    }
    let inner = match vm.find_attribute(arg, &intern("__parameters__"))? {
        Some(inner) => inner,
        None => return Ok(arg.clone()),
    };
    let Some(inner) = inner.get::<Tuple>().filter(|i| !i.is_empty()) else {
        return Ok(arg.clone());
    };
    let mut chosen = Vec::new();
    for variable in inner.items() {
        chosen.push(substitute(vm, variable, variables, given)?);
    }
    vm.get_item(arg, Tuple::new(chosen).as_value())
}

/// Attributes that are not the alias' own are the class'.
fn get_attribute(vm: &Vm, args: Args<'_>) -> VmResult {
    let own = |name: &Str| {
        let name = name.as_str();
        name.starts_with("__")
            && name.ends_with("__")
            && name != "__name__"
            && name != "__qualname__"
            && name != "__module__"
            && name != "__doc__"
    };
    match args[1].get::<Str>() {
        Some(name) if !own(name) => vm.get_attribute(&this(&args[0]).origin, name),
        Some(name) => Err(vm.no_attribute(&args[0], name)),
        None => Err(vm.type_error("attribute name must be string")),
    }
}

fn iter(vm: &Vm, args: Args<'_>) -> VmResult {
    let alias = this(&args[0]);
    let starred = Alias { origin: alias.origin.clone(), args: alias.args.clone(), unpacked: true };
    let starred = Native::new(&vm.class_for(&CLASS), starred).into_value();
    vm.iter(Tuple::new([starred]).as_value())
}
