//! The methods of `object`.

use super::class::{Class, OBJECT};
use super::dict::Dict;
use super::instance::Instance;
use super::native::{Args, Body, NativeDef, PropertyDef, tables};
use super::special::SpecialMethod;
use super::str::{Str, intern, intern_ref};
use super::tuple::Tuple;
use super::type_::{add_names, collect_names};
use crate::bytecode::Comparison;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Raised, Vm, VmResult};
use num_bigint::BigInt;

/// The methods of every object.
pub const METHODS: &[NativeDef] = tables![
    &NativeDef::comparisons(compare),
    &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            new,
        ),
        NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", init),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        NativeDef::new("__str__(self, /)", "Return str(self).", |vm, args| {
            Ok(vm.repr(&args[0])?.into_value())
        }),
        NativeDef::hash(hash),
        NativeDef::new(
            "__format__(self, format_spec, /)",
            "Default object formatter.\n\nReturn str(self) if format_spec is empty. Raise TypeError otherwise.",
            format,
        ),
        NativeDef::new("__dir__(self, /)", "Default dir() implementation.", dir),
        GETATTRIBUTE,
        SETATTR,
        DELATTR,
        NativeDef::class(
            "__init_subclass__(cls, /, *args, **kwargs)",
            "This method is called when a class is subclassed.\n\nThe default implementation does nothing. It may be\noverridden to extend subclasses.\n",
            init_subclass,
        ),
        NativeDef::class(
            "__subclasshook__(cls, subclass, /)",
            "Abstract classes can override this to customize issubclass().",
            |_, _| Ok(Value::NOT_IMPLEMENTED),
        ),
        NativeDef::new("__sizeof__(self, /)", "Size of object in memory, in bytes.", |_, _| {
            Ok(Value::small_int(16))
        }),
        super::reduce::GETSTATE,
        super::reduce::REDUCE_EX,
        super::reduce::REDUCE,
    ]
];

/// The computed attributes of every object.
pub const PROPERTIES: &[PropertyDef] = &[PropertyDef {
    name: "__class__",
    doc: "the object's class",
    get: |vm, object| Ok(vm.class_of(object).into_value()),
    set: Some(set_class),
}];

/// `object.__hash__`
///
/// # Errors
/// None.
pub fn hash(_: &Vm, this: &Value) -> VmResult<u64> {
    Ok(identity_hash(this))
}

/// `object.__hash__`: by identity, never 0.
pub fn identity_hash(value: &Value) -> u64 {
    value.bits().rotate_right(4) & (u64::MAX >> 1)
}

/// `id(object)`
pub fn id(value: &Value) -> Value {
    Value::from(BigInt::from(value.bits()))
}

/// The class of an object as shown in its `repr`: `__main__.C`.
pub fn shown_class(vm: &Vm, object: &Value) -> String {
    vm.class_ref(object).full_name()
}

/// The default `repr`: `<kind name at 0x…>`.
pub fn plain_repr(what: &str, object: &Value) -> Value {
    format!("<{what} object at {:#x}>", object.bits()).into()
}

fn new(vm: &Vm, args: Args<'_>) -> VmResult {
    let Some(class) = args[0].get::<Class>() else {
        let given = vm.class_ref(&args[0]).message_name();
        return Err(vm.type_error(format!("object.__new__(X): X is not a type object ({given})")));
    };
    let special_methods = class.special_methods();
    if !args.rest().is_empty() || !args.keywords().is_empty() {
        let overridden = class.lookup(&vm.names.new).is_some_and(|new| !is_objects(&new));
        if overridden {
            return Err(vm.type_error(
                "object.__new__() takes exactly one argument (the type to instantiate)",
            ));
        }
        if special_methods.plain_init {
            return Err(vm.type_error(format!("{}() takes no arguments", class.name())));
        }
    }
    if class.is_abstract() {
        return Err(abstract_error(vm, class)?);
    }
    if class.kind != Kind::Instance {
        let native = class.native_maker().map_or(class.name(), |native| native.name());
        return Err(vm.type_error(format!(
            "object.__new__({}) is not safe, use {native}.__new__()",
            class.name()
        )));
    }
    Ok(vm.new_instance(class))
}

/// Whether a class's `__new__` or `__init__` is that of `object`.
pub(crate) fn is_objects(method: &Value) -> bool {
    let owner = method.get::<super::native::NativeFunction>().and_then(|f| f.owner.as_ref());
    owner.is_some_and(|o| o.def.is_some_and(|def| std::ptr::eq(def, &OBJECT)))
}

/// The TypeError for making an instance of an abstract class.
fn abstract_error(vm: &Vm, class: &Ref<Class>) -> VmResult<Raised> {
    let names = class.lookup(&super::str::intern("__abstractmethods__")).unwrap_or(Value::NONE);
    let mut names: Vec<String> = vm
        .to_vec(&names)?
        .iter()
        .filter_map(|n| n.get::<Str>().map(|n| format!("'{}'", n.as_str())))
        .collect();
    names.sort();
    let plural = if names.len() == 1 { "" } else { "s" };
    Ok(vm.type_error(format!(
        "Can't instantiate abstract class {} without an implementation for abstract method{plural} {}",
        class.name(),
        names.join(", ")
    )))
}

fn init(vm: &Vm, args: Args<'_>) -> VmResult {
    if args.rest().is_empty() && args.keywords().is_empty() {
        return Ok(Value::NONE);
    }
    let class = vm.class_of(&args[0]);
    if !class.special_methods().plain_init {
        return Err(vm.type_error(
            "object.__init__() takes exactly one argument (the instance to initialize)",
        ));
    }
    if class.lookup(&vm.names.new).is_some_and(|new| is_objects(&new)) {
        return Err(vm.type_error(format!(
            "{}.__init__() takes exactly one argument (the instance to initialize)",
            class.name()
        )));
    }
    Ok(Value::NONE)
}

fn repr(vm: &Vm, args: Args<'_>) -> VmResult {
    Ok(plain_repr(&shown_class(vm, &args[0]), &args[0]))
}

pub(super) fn compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    match op {
        Comparison::Eq if this.is(other) => Ok(Value::TRUE),
        // By the object's own `__eq__`.
        Comparison::Ne => match vm.try_compare(Comparison::Eq, this, other)? {
            Some(equal) => Ok(Value::bool(!vm.truthy(&equal)?)),
            None => Ok(Value::NOT_IMPLEMENTED),
        },
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn format(vm: &Vm, args: Args<'_>) -> VmResult {
    match args[1].get::<Str>() {
        Some(spec) if spec.is_empty() => Ok(vm.str(&args[0])?.into_value()),
        Some(_) => {
            let class = vm.class_ref(&args[0]).message_name();
            Err(vm.type_error(format!("unsupported format string passed to {class}.__format__")))
        }
        None => {
            let given = vm.argument_type(&args[1]);
            Err(vm.type_error(format!("__format__() argument must be str, not {given}")))
        }
    }
}

fn dir(vm: &Vm, args: Args<'_>) -> VmResult {
    let names = Dict::new();
    let object = &args[0];
    match object.get::<Instance>() {
        Some(instance) if instance.dict.is_unset() => {
            let declared = vm.class_ref(object).slots.len();
            for (name, _) in instance.slot_entries(declared) {
                drop(name.get::<Str>().map(|n| names.set_str(n, Value::NONE)));
            }
        }
        _ => {
            if let Some(dict) = vm.find_attribute(object, &vm.names.dict)?
                && let Some(dict) = dict.get::<Dict>()
            {
                add_names(dict, &names);
            }
        }
    }
    if let Some(class) = vm.find_attribute(object, &vm.names.class)? {
        match class.get::<Class>() {
            Some(class) => collect_names(class, &names),
            None => collect_names_of_stand_in(vm, &class, &names)?,
        }
    }
    Ok(names.keys().into())
}

/// The names that an object defines that stands for a class, in its `__dict__` and its `__bases__`.
fn collect_names_of_stand_in(vm: &Vm, class: &Value, names: &Ref<Dict>) -> VmResult<()> {
    vm.check_native_stack()?;
    if let Some(dict) = vm.find_attribute(class, &vm.names.dict)?
        && let Some(dict) = dict.get::<Dict>()
    {
        add_names(dict, names);
    }
    let Some(bases) = vm.find_attribute(class, &intern("__bases__"))? else { return Ok(()) };
    for base in bases.get::<Tuple>().into_iter().flat_map(|bases| bases.items()) {
        match base.get::<Class>() {
            Some(base) => collect_names(base, names),
            None => collect_names_of_stand_in(vm, base, names)?,
        }
    }
    Ok(())
}

fn attribute_name<'a>(vm: &Vm, name: &'a Value) -> VmResult<&'a Ref<Str>> {
    name.get::<Str>().ok_or_else(|| {
        let given = vm.class_ref(name).message_name();
        vm.type_error(format!("attribute name must be string, not '{given}'"))
    })
}

/// `__getattribute__` of `object` and other built-in types.
pub const GETATTRIBUTE: NativeDef =
    NativeDef::special(SpecialMethod::GetAttribute, Body::GetAttribute);

/// `__setattr__` of `object` and other built-in types.
pub const SETATTR: NativeDef = NativeDef::special(SpecialMethod::SetAttr, Body::SetAttribute);

/// `__delattr__` of `object` and other built-in types.
pub const DELATTR: NativeDef = NativeDef::special(SpecialMethod::DelAttr, Body::DelAttribute);

/// `object.__getattribute__`, which finds attributes of all kinds of objects.
///
/// # Errors
/// AttributeError; TypeError if the name is not a string; any exception raised by descriptors.
pub fn get_attribute(vm: &Vm, object: &Value, name: &Value) -> VmResult {
    let name = attribute_name(vm, name)?;
    match vm.generic_attribute(object, name)? {
        Some(value) => Ok(value),
        None => Err(vm.no_attribute(object, name)),
    }
}

/// `object.__setattr__`, or `object.__delattr__` with [`Value::UNSET`].
///
/// # Errors
/// Same as [`get_attribute`].
pub fn set_attribute(vm: &Vm, object: &Value, name: &Value, value: Value) -> VmResult {
    vm.set_generic_attribute(object, attribute_name(vm, name)?, value)?;
    Ok(Value::NONE)
}

fn init_subclass(vm: &Vm, args: Args<'_>) -> VmResult {
    let class =
        args[0].get::<Class>().map_or(String::new(), |c| c.qualname.borrow().as_str().into());
    if !args.keywords().is_empty() {
        let message = format!("{class}.__init_subclass__() takes no keyword arguments");
        return Err(vm.type_error(message));
    }
    if !args.rest().is_empty() {
        let given = args.rest().len();
        let message = format!("{class}.__init_subclass__() takes no arguments ({given} given)");
        return Err(vm.type_error(message));
    }
    Ok(Value::NONE)
}

fn set_class(vm: &Vm, object: &Value, value: Value) -> VmResult<()> {
    if value.is_unset() {
        return Err(vm.type_error("can't delete __class__ attribute"));
    }
    let Some(new) = value.get::<Class>() else {
        let given = vm.class_ref(&value).message_name();
        return Err(
            vm.type_error(format!("__class__ must be set to a class, not '{given}' object"))
        );
    };
    let old = vm.class_of(object);
    let is_module = |class: &Ref<Class>| class.is_subclass_of(&vm.types.module);
    if !(old.is_heap && new.is_heap || is_module(&old) && is_module(new)) {
        return Err(vm.type_error(
            "__class__ assignment only supported for mutable types or ModuleType subclasses",
        ));
    }
    if !vm.same_layout(&old, new) {
        return Err(vm.type_error(format!(
            "__class__ assignment: '{}' object layout differs from '{}'",
            new.name(),
            old.name()
        )));
    }
    if let Some(instance) = object.get::<Instance>() {
        if instance.dict.is_unset() {
            let mut shape = new.root_shape.clone();
            for name in &instance.shape.get().names()[old.slots.len()..] {
                shape = shape.with(name);
            }
            instance.shape.set(shape);
        } else {
            instance.shape.set(new.dict_shape().clone());
        }
    }
    if let Some(header) = object.header() {
        header.set_class(new.is_heap.then(|| new.as_value()));
    }
    let (was, is) = (old.special_methods(), new.special_methods());
    if (was.get, was.set) != (is.get, is.set) {
        // Classes that hold the object now bind it differently.
        new.invalidate_all();
    }
    if let Some(class) = object.get::<Class>() {
        // Its attributes are also those of its metaclass.
        class.invalidate();
    }
    vm.note_finalizer(object);
    Ok(())
}

/// The interned form of an attribute's name, or the TypeError for one that is not a string.
///
/// # Errors
/// TypeError `attribute name must be string, not 'T'`.
pub fn interned_name(vm: &Vm, name: &Value) -> VmResult<Ref<Str>> {
    Ok(intern_ref(attribute_name(vm, name)?))
}
