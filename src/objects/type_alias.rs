//! `TypeAliasType`, `Generic` and `NoDefault`: the other classes of `typing` that the language
//! itself uses (PEP 695, PEP 696).

use super::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use super::special::SpecialMethod;
use super::str::Str;
use super::tuple::Tuple;
use super::type_variable::{Lazy, call_typing};
use super::{alias, union};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};

/// The data of a type alias.
pub struct TypeAlias {
    name: Ref<Str>,
    parameters: Ref<Tuple>,
    value: Lazy,
    /// The module that defined it, or None.
    module: Value,
}

impl NativeObject for TypeAlias {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.parameters.as_value());
        visit(&self.module);
        self.value.traverse(visit);
    }
}

fn this(alias: &Value) -> &TypeAlias {
    alias.native::<TypeAlias>().expect("the receiver was checked")
}

/// The alias that a `type` statement makes: `compute` returns its value.
pub fn make(vm: &Vm, name: &Ref<Str>, parameters: &Ref<Tuple>, compute: &Value) -> Value {
    let alias = TypeAlias {
        name: name.clone(),
        parameters: parameters.clone(),
        value: Lazy::computed(compute, Value::NONE),
        module: vm.current_module_name().unwrap_or(Value::NONE),
    };
    Native::new(&vm.class_for(&TYPE_ALIAS), alias).into_value()
}

fn new(vm: &Vm, args: Args<'_>) -> VmResult {
    let Some(name) = args[1].get::<Str>() else {
        let shown = vm.argument_type(&args[1]);
        return Err(vm.type_error(format!("typealias() argument 'name' must be str, not {shown}")));
    };
    let parameters = match args.opt(3) {
        None => Tuple::empty(),
        Some(given) => match given.get::<Tuple>() {
            Some(given) => given.clone(),
            None => return Err(vm.type_error("type_params must be a tuple")),
        },
    };
    let alias = TypeAlias {
        name: name.clone(),
        parameters,
        value: Lazy::known(args[2].clone()),
        module: vm.current_module_name().unwrap_or(Value::NONE),
    };
    Ok(Native::new(&vm.class_for(&TYPE_ALIAS), alias).into_value())
}

const fn property(name: &'static str, get: fn(&Vm, &Value) -> VmResult) -> PropertyDef {
    PropertyDef { name, doc: "", get, set: None }
}

/// `typing.TypeAliasType`
pub static TYPE_ALIAS: ClassDef = ClassDef {
    name: "TypeAliasType",
    module: "typing",
    doc: "Type alias.\n\nType aliases are created through the type statement:\n\n    type Alias = int",
    subclassable: false,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, name, value, *, type_params=())",
            "Create and return a new object.",
            new,
        ),
        NativeDef::unary(SpecialMethod::Repr, |_, alias| Ok(this(alias).name.as_value().clone())),
        NativeDef::new("__or__(self, value, /)", "Return self|value.", union::or),
        NativeDef::new("__ror__(self, value, /)", "Return value|self.", union::ror),
        NativeDef::new("__getitem__(self, key, /)", "Return self[key].", |vm, args| {
            if this(&args[0]).parameters.is_empty() {
                return Err(vm.type_error("Only generic type aliases are subscriptable"));
            }
            Ok(alias::make(vm, args[0].clone(), &args[1]))
        }),
        NativeDef::new("__reduce__(self, /)", "", |_, args| {
            Ok(this(&args[0]).name.as_value().clone())
        }),
    ],
    properties: &[
        property("__name__", |_, alias| Ok(this(alias).name.as_value().clone())),
        property("__value__", |vm, alias| this(alias).value.get(vm)),
        property("__type_params__", |_, alias| Ok(this(alias).parameters.as_value().clone())),
        property("__parameters__", |vm, alias| {
            let parameters = this(alias).parameters.items().iter();
            // A variable for several types stands for them all.
            let unpacked =
                parameters.map(|one| match vm.has_usable_slot(one, SpecialMethod::Iter) {
                    true => vm.next(&vm.iter(one)?).map(Option::unwrap_or_default),
                    false => Ok(one.clone()),
                });
            Ok(Tuple::new(unpacked.collect::<VmResult<Vec<_>>>()?).into_value())
        }),
        property("__module__", |_, alias| Ok(this(alias).module.clone())),
    ],
    ..ClassDef::BASE
};

/// `typing.Generic`
pub static GENERIC: ClassDef = ClassDef {
    name: "Generic",
    module: "typing",
    doc: "Abstract base class for generic types.\n\nOn Python 3.12 and newer, generic classes implicitly inherit from\nGeneric when they declare a parameter list after the class's name::\n\n    class Mapping[KT, VT]:\n        def __getitem__(self, key: KT) -> VT:\n            ...\n            # Etc.",
    kind: Kind::Instance,
    methods: &[
        NativeDef::class(
            "__class_getitem__(cls, /, *args)",
            "Parameterizes a generic class.",
            |vm, args| {
                let all = [std::slice::from_ref(&args[0]), args.rest()].concat();
                call_typing(vm, "_generic_class_getitem", &all)
            },
        ),
        NativeDef::class(
            "__init_subclass__(cls, /, *args, **kwargs)",
            "Function to initialize subclasses.",
            |vm, args| {
                let typing = vm.import_module("typing")?;
                let name = super::str::intern("_generic_init_subclass");
                let function = vm.get_attribute(&typing, &name)?;
                let all = [std::slice::from_ref(&args[0]), args.rest()].concat();
                vm.call_with(&function, &all, args.keywords())
            },
        ),
    ],
    ..ClassDef::BASE
};

/// The data of `NoDefault`: none.
struct NoDefault;

impl NativeObject for NoDefault {
    fn traverse(&self, _: Visitor<'_>) {}
}

/// The single instance in each interpreter.
#[derive(Default)]
struct Singleton(crate::runtime::Slot);

/// `typing.NoDefault`: the default of a type variable that has none.
pub fn no_default(vm: &Vm) -> Value {
    let singleton = vm.extension::<Singleton>();
    if singleton.0.is_unset() {
        singleton.0.set(Native::new(&vm.class_for(&NO_DEFAULT), NoDefault).into_value());
    }
    singleton.0.get()
}

/// The class of `typing.NoDefault`.
static NO_DEFAULT: ClassDef = ClassDef {
    name: "NoDefaultType",
    module: "typing",
    doc: "The type of the NoDefault singleton.",
    subclassable: false,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            |vm, args| {
                if !args.rest().is_empty() || !args.keywords().is_empty() {
                    return Err(vm.type_error("NoDefaultType takes no arguments"));
                }
                Ok(no_default(vm))
            },
        ),
        NativeDef::unary(SpecialMethod::Repr, |_, _| Ok("typing.NoDefault".into())),
        NativeDef::new("__reduce__(self, /)", "", |_, _| Ok("NoDefault".into())),
    ],
    ..ClassDef::BASE
};
