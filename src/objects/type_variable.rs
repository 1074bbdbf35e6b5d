//! Type variables: `TypeVar`, `ParamSpec` and `TypeVarTuple`, made by `typing` or by a list of type
//! parameters (PEP 695, PEP 696).
//!
//! `typing`, in Python, decides about type variables in subscripts and unions: the methods
//! here call its functions, as CPython's do.

use super::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use super::str::{Str, intern};
use super::tuple::Tuple;
use super::{scalar, type_alias};
use crate::bytecode::Comparison;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Slot, Value};
use crate::vm::{Vm, VmResult};

/// A value that a function computes when it is first needed.
pub struct Lazy {
    value: Slot,
    compute: Slot,
}

impl Lazy {
    /// A value that is known.
    pub fn known(value: Value) -> Lazy {
        Lazy { value: Slot::new(value), compute: Slot::default() }
    }

    /// The result of a function, if there is one, otherwise `absent`.
    pub fn computed(compute: &Value, absent: Value) -> Lazy {
        match compute.is_none() {
            true => Lazy::known(absent),
            false => Lazy { value: Slot::default(), compute: Slot::new(compute.clone()) },
        }
    }

    /// The value.
    ///
    /// # Errors
    /// Any exception raised by the function, which is called again the next time.
    pub fn get(&self, vm: &Vm) -> VmResult {
        if self.value.is_unset() {
            let value = vm.call(&self.compute.get(), &[])?;
            self.value.set(value);
            self.compute.set(Value::UNSET);
        }
        Ok(self.value.get())
    }

    /// Shows the references to the collector.
    pub fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.value.get());
        visit(&self.compute.get());
    }
}

/// The sign of a variable in its `repr`.
#[derive(Clone, Copy, Default)]
struct Variance {
    covariant: bool,
    contravariant: bool,
    inferred: bool,
}

/// The data of all three kinds.
struct Variable {
    name: Ref<Str>,
    bound: Lazy,
    constraints: Lazy,
    default: Lazy,
    variance: Variance,
}

impl NativeObject for Variable {
    fn traverse(&self, visit: Visitor<'_>) {
        self.bound.traverse(&mut *visit);
        self.constraints.traverse(&mut *visit);
        self.default.traverse(visit);
    }
}

/// `ParamSpecArgs` and `ParamSpecKwargs`: the parameters of a `ParamSpec`.
struct Part(Value);

impl NativeObject for Part {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.0);
    }
}

fn variable(value: &Value) -> &Variable {
    value.native::<Variable>().expect("the receiver was checked")
}

/// Calls a function of `typing`.
///
/// # Errors
/// Any exception raised by it, or by importing `typing`.
pub fn call_typing(vm: &Vm, function: &str, args: &[Value]) -> VmResult {
    let typing = vm.import_module("typing")?;
    vm.call(&vm.get_attribute(&typing, &intern(function))?, args)
}

// -------------------------------------------------------------------------------------------------
// Made by a list of type parameters

/// `T`, with functions for its bound, its constraints and its default, or None.
///
/// # Errors
/// None but MemoryError.
pub fn type_var(vm: &Vm, name: &Ref<Str>, parts: &[Value; 3]) -> VmResult {
    let [bound, constraints, default] = parts;
    let data = Variable {
        name: name.clone(),
        bound: Lazy::computed(bound, Value::NONE),
        constraints: Lazy::computed(constraints, Tuple::empty().into_value()),
        default: Lazy::computed(default, type_alias::no_default(vm)),
        variance: Variance { inferred: true, ..Variance::default() },
    };
    made(vm, &TYPE_VAR, data, "typing".into())
}

/// `*Ts` or `**P`, with a function for its default, or None.
///
/// # Errors
/// None but MemoryError.
pub fn pack(vm: &Vm, class: &'static ClassDef, name: &Ref<Str>, default: &Value) -> VmResult {
    let data = Variable {
        name: name.clone(),
        bound: Lazy::known(Value::NONE),
        constraints: Lazy::known(Tuple::empty().into_value()),
        default: Lazy::computed(default, type_alias::no_default(vm)),
        variance: Variance { inferred: true, ..Variance::default() },
    };
    made(vm, class, data, "typing".into())
}

// -------------------------------------------------------------------------------------------------
// Made by a call

fn name_of(vm: &Vm, function: &str, name: &Value) -> VmResult<Ref<Str>> {
    match name.get::<Str>() {
        Some(name) => Ok(name.clone()),
        None => {
            let shown = vm.argument_type(name);
            Err(vm.type_error(format!("{function}() argument 'name' must be str, not {shown}")))
        }
    }
}

fn variance(vm: &Vm, args: Args<'_>, first: usize) -> VmResult<Variance> {
    let flag = |index| args.opt(index).map_or(Ok(false), |value| vm.truthy(value));
    let (covariant, contravariant) = (flag(first)?, flag(first + 1)?);
    let inferred = flag(first + 2)?;
    if covariant && contravariant {
        return Err(vm.value_error("Bivariant types are not supported."));
    }
    if inferred && (covariant || contravariant) {
        return Err(vm.value_error("Variance cannot be specified with infer_variance."));
    }
    Ok(Variance { covariant, contravariant, inferred })
}

fn default_of(vm: &Vm, default: Option<&Value>) -> Lazy {
    Lazy::known(default.cloned().unwrap_or_else(|| type_alias::no_default(vm)))
}

fn checked_bound(vm: &Vm, bound: &Value) -> VmResult {
    call_typing(vm, "_type_check", &[bound.clone(), "Bound must be a type.".into()])
}

/// Makes the object, as if defined in a module.
fn made(vm: &Vm, class: &'static ClassDef, data: impl NativeObject, module: Value) -> VmResult {
    let new = Native::new(&vm.class_for(class), data).into_value();
    vm.set_attribute(&new, &vm.names.module, module)?;
    Ok(new)
}

fn new_type_var(vm: &Vm, args: Args<'_>) -> VmResult {
    let name = name_of(vm, "typevar", &args[1])?;
    let variance = variance(vm, args, 4)?;
    let constraints = args.rest();
    let bound = match args.some(2) {
        Some(bound) => checked_bound(vm, bound)?,
        None => Value::NONE,
    };
    if constraints.len() == 1 {
        return Err(vm.type_error("A single constraint is not allowed"));
    }
    if !constraints.is_empty() && !bound.is_none() {
        return Err(vm.type_error("Constraints cannot be combined with bound=..."));
    }
    let constraints = Tuple::new(constraints.to_vec()).into_value();
    let data = Variable {
        name,
        bound: Lazy::known(bound),
        constraints: Lazy::known(constraints),
        default: default_of(vm, args.opt(3)),
        variance,
    };
    made(vm, &TYPE_VAR, data, vm.current_module_name().unwrap_or(Value::NONE))
}

fn new_param_spec(vm: &Vm, args: Args<'_>) -> VmResult {
    let data = Variable {
        name: name_of(vm, "paramspec", &args[1])?,
        variance: variance(vm, args, 4)?,
        // Without a bound it is that of None, as in CPython.
        bound: Lazy::known(checked_bound(vm, args.opt(2).unwrap_or(&Value::NONE))?),
        constraints: Lazy::known(Tuple::empty().into_value()),
        default: default_of(vm, args.opt(3)),
    };
    made(vm, &PARAM_SPEC, data, vm.current_module_name().unwrap_or(Value::NONE))
}

fn new_type_var_tuple(vm: &Vm, args: Args<'_>) -> VmResult {
    let data = Variable {
        name: name_of(vm, "typevartuple", &args[1])?,
        variance: Variance { inferred: true, ..Variance::default() },
        bound: Lazy::known(Value::NONE),
        constraints: Lazy::known(Tuple::empty().into_value()),
        default: default_of(vm, args.opt(2)),
    };
    made(vm, &TYPE_VAR_TUPLE, data, vm.current_module_name().unwrap_or(Value::NONE))
}

// -------------------------------------------------------------------------------------------------
// Methods

fn repr(_: &Vm, this: &Value) -> VmResult {
    let variable = variable(this);
    let sign = match variable.variance {
        Variance { inferred: true, .. } => "",
        Variance { covariant: true, .. } => "+",
        Variance { contravariant: true, .. } => "-",
        _ => "~",
    };
    Ok(format!("{sign}{}", variable.name.as_str()).into())
}

/// For a parameter without an argument: the default, or the error that arguments are missing.
fn prepare_type_var(vm: &Vm, args: Args<'_>) -> VmResult {
    let (this, alias, given) = (&args[0], &args[1], &args[2]);
    let parameters = vm.get_attribute(alias, &intern("__parameters__"))?;
    let position = vm.call_method(&parameters, &intern("index"), std::slice::from_ref(this))?;
    let position = usize::try_from(vm.index_clipped(&position)?).unwrap_or(0);
    let actual = vm.len(given)?;
    if position < actual {
        return Ok(given.clone());
    }
    let default = variable(this).default.get(vm)?;
    if position == actual && !default.is(&type_alias::no_default(vm)) {
        let mut all = vm.to_vec(given)?;
        all.push(default);
        return Ok(Tuple::new(all).into_value());
    }
    let (shown, least) = (vm.repr_text(alias), position + 1);
    Err(vm.type_error(format!(
        "Too few arguments for {shown}; actual {actual}, expected at least {least}"
    )))
}

/// A method that calls a function of `typing` with this number of arguments, including the
/// receiver.
macro_rules! by_typing {
    ($signature:literal, $function:literal, $count:literal) => {
        NativeDef::new($signature, "", |vm, args| {
            let args: [Value; $count] = std::array::from_fn(|i| args[i].clone());
            call_typing(vm, $function, &args)
        })
    };
}

const OR: NativeDef = NativeDef::new("__or__(self, value, /)", "Return self|value.", |vm, args| {
    call_typing(vm, "_make_union", &[args[0].clone(), args[1].clone()])
});

const ROR: NativeDef =
    NativeDef::new("__ror__(self, value, /)", "Return value|self.", |vm, args| {
        call_typing(vm, "_make_union", &[args[1].clone(), args[0].clone()])
    });

const REPR: NativeDef = NativeDef::unary(super::special::SpecialMethod::Repr, repr);

const REDUCE: NativeDef = NativeDef::new("__reduce__(self, /)", "", |_, args| {
    Ok(variable(&args[0]).name.as_value().clone())
});

const HAS_DEFAULT: NativeDef = NativeDef::new("has_default(self, /)", "", |vm, args| {
    // A default not yet computed counts as present.
    let default = &variable(&args[0]).default.value;
    Ok(Value::bool(default.is_unset() || !default.get().is(&type_alias::no_default(vm))))
});

const MRO_ENTRIES: NativeDef = NativeDef::new("__mro_entries__(self, bases, /)", "", |vm, args| {
    let name = vm.class_ref(&args[0]).name();
    Err(vm.type_error(format!("Cannot subclass an instance of {name}")))
});

const fn property(name: &'static str, get: fn(&Vm, &Value) -> VmResult) -> PropertyDef {
    PropertyDef { name, doc: "", get, set: None }
}

const NAME: PropertyDef = property("__name__", |_, v| Ok(variable(v).name.as_value().clone()));
const BOUND: PropertyDef = property("__bound__", |vm, v| variable(v).bound.get(vm));
const DEFAULT: PropertyDef = property("__default__", |vm, v| variable(v).default.get(vm));
const COVARIANT: PropertyDef =
    property("__covariant__", |_, v| Ok(Value::bool(variable(v).variance.covariant)));
const CONTRAVARIANT: PropertyDef =
    property("__contravariant__", |_, v| Ok(Value::bool(variable(v).variance.contravariant)));
const INFER_VARIANCE: PropertyDef =
    property("__infer_variance__", |_, v| Ok(Value::bool(variable(v).variance.inferred)));

/// The base of the declarations below.
const CLASS: ClassDef =
    ClassDef { module: "typing", subclassable: false, has_dict: true, ..ClassDef::BASE };

/// `typing.TypeVar`
pub static TYPE_VAR: ClassDef = ClassDef {
    name: "TypeVar",
    doc: "Type variable.\n\nThe preferred way to construct a type variable is via the dedicated\nsyntax for generic functions, classes, and type aliases:\n\n    class Sequence[T]:\n        ...",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, name, *constraints, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)",
            "Create and return a new object.",
            new_type_var,
        ),
        REPR,
        OR,
        ROR,
        by_typing!("__typing_subst__(self, arg, /)", "_typevar_subst", 2),
        NativeDef::new("__typing_prepare_subst__(self, alias, args, /)", "", prepare_type_var),
        REDUCE,
        HAS_DEFAULT,
        MRO_ENTRIES,
    ],
    properties: &[
        NAME,
        BOUND,
        property("__constraints__", |vm, v| variable(v).constraints.get(vm)),
        DEFAULT,
        COVARIANT,
        CONTRAVARIANT,
        INFER_VARIANCE,
    ],
    ..CLASS
};

/// `typing.ParamSpec`
pub static PARAM_SPEC: ClassDef = ClassDef {
    name: "ParamSpec",
    doc: "Parameter specification variable.\n\nThe preferred way to construct a parameter specification is via the\ndedicated syntax for generic functions, classes, and type aliases.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, name, *, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)",
            "Create and return a new object.",
            new_param_spec,
        ),
        REPR,
        OR,
        ROR,
        by_typing!("__typing_subst__(self, arg, /)", "_paramspec_subst", 2),
        by_typing!("__typing_prepare_subst__(self, alias, args, /)", "_paramspec_prepare_subst", 3),
        REDUCE,
        HAS_DEFAULT,
        MRO_ENTRIES,
    ],
    properties: &[
        NAME,
        BOUND,
        DEFAULT,
        COVARIANT,
        CONTRAVARIANT,
        INFER_VARIANCE,
        property("args", |vm, v| part(vm, &PARAM_SPEC_ARGS, v)),
        property("kwargs", |vm, v| part(vm, &PARAM_SPEC_KWARGS, v)),
    ],
    ..CLASS
};

/// `typing.TypeVarTuple`
pub static TYPE_VAR_TUPLE: ClassDef = ClassDef {
    name: "TypeVarTuple",
    doc: "Type variable tuple. A specialized form of type variable that enables\nvariadic generics.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, name, *, default=typing.NoDefault)",
            "Create and return a new object.",
            new_type_var_tuple,
        ),
        REPR,
        NativeDef::new("__iter__(self, /)", "Implement iter(self).", |vm, args| {
            vm.iter(Tuple::new([unpack(vm, &args[0])?]).as_value())
        }),
        NativeDef::new("__typing_subst__(self, arg, /)", "", |vm, _| {
            Err(vm.type_error("Substitution of bare TypeVarTuple is not supported"))
        }),
        by_typing!(
            "__typing_prepare_subst__(self, alias, args, /)",
            "_typevartuple_prepare_subst",
            3
        ),
        REDUCE,
        HAS_DEFAULT,
        MRO_ENTRIES,
    ],
    properties: &[NAME, DEFAULT],
    ..CLASS
};

/// Type parameters as arguments of `Generic`: `*Ts` is `Unpack[Ts]`.
///
/// # Errors
/// Any exception raised by importing `typing`.
pub fn unpack_tuples(vm: &Vm, parameters: &Value) -> VmResult {
    let class = vm.class_for(&TYPE_VAR_TUPLE);
    let mut arguments = Vec::new();
    for parameter in parameters.get::<Tuple>().map_or(&[][..], |tuple| tuple.items()) {
        match vm.class_ref(parameter).is(&class) {
            true => arguments.push(unpack(vm, parameter)?),
            false => arguments.push(parameter.clone()),
        }
    }
    Ok(Tuple::new(arguments).into_value())
}

/// `typing.Unpack[variable]`
fn unpack(vm: &Vm, variable: &Value) -> VmResult {
    let typing = vm.import_module("typing")?;
    vm.get_item(&vm.get_attribute(&typing, &intern("Unpack"))?, variable)
}

// -------------------------------------------------------------------------------------------------
// The parts of a ParamSpec

fn part(vm: &Vm, class: &'static ClassDef, origin: &Value) -> VmResult {
    Ok(Native::new(&vm.class_for(class), Part(origin.clone())).into_value())
}

fn part_repr(vm: &Vm, this: &Value, name: &str) -> VmResult {
    let origin = &this.native::<Part>().expect("the receiver was checked").0;
    let shown = match origin.native::<Variable>() {
        Some(variable) => variable.name.as_str().to_string(),
        None => vm.repr(origin)?.as_str().to_string(),
    };
    Ok(format!("{shown}.{name}").into())
}

fn part_compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    let (Some(a), Some(b)) = (this.native::<Part>(), other.native::<Part>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !vm.class_ref(this).is(vm.class_ref(other)) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    match op {
        Comparison::Eq => Ok(Value::bool(vm.eq(&a.0, &b.0)?)),
        Comparison::Ne => Ok(Value::bool(!vm.eq(&a.0, &b.0)?)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

macro_rules! part_class {
    ($static:ident, $name:literal, $shown:literal, $doc:literal) => {
        #[doc = concat!("`typing.", $name, "`")]
        pub static $static: ClassDef = ClassDef {
            name: $name,
            doc: $doc,
            has_dict: false,
            methods: &[
                NativeDef::static_method(
                    "__new__(cls, origin)",
                    "Create and return a new object.",
                    |_, args| {
                        let class = scalar::class_argument(args);
                        Ok(Native::new(class, Part(args[1].clone())).into_value())
                    },
                ),
                NativeDef::unary(super::special::SpecialMethod::Repr, |vm, this| {
                    part_repr(vm, this, $shown)
                }),
                NativeDef::compare(Comparison::Eq, part_compare),
                NativeDef::compare(Comparison::Ne, part_compare),
                MRO_ENTRIES,
            ],
            properties: &[property("__origin__", |_, part| {
                Ok(part.native::<Part>().map_or(Value::NONE, |part| part.0.clone()))
            })],
            ..CLASS
        };
    };
}

part_class!(
    PARAM_SPEC_ARGS,
    "ParamSpecArgs",
    "args",
    "The args for a ParamSpec object.\n\nGiven a ParamSpec object P, P.args returns an instance of ParamSpecArgs."
);
part_class!(
    PARAM_SPEC_KWARGS,
    "ParamSpecKwargs",
    "kwargs",
    "The kwargs for a ParamSpec object.\n\nGiven a ParamSpec object P, P.kwargs returns an instance of ParamSpecKwargs."
);
