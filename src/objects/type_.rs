//! The Python interface of classes: `type`.

use super::class::{Class, Collection};
use super::dict::Dict;
use super::encoding;
use super::exception::Exc;
use super::mapping_proxy::MappingProxy;
use super::native::{Args, ClassDef, NativeDef, PropertyDef};
use super::str::{Str, intern};
use super::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};

/// `type`
pub static CLASS: ClassDef = ClassDef {
    name: "type",
    doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    kind: Kind::Class,
    subclassable: true,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            new,
        ),
        NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", |_, _| {
            Ok(Value::NONE)
        }),
        NativeDef::new("__call__(self, /, *args, **kwargs)", "Call self as a function.", call),
        NativeDef::new("mro(self, /)", "Return a type's method resolution order.", mro),
        NativeDef::new(
            "__subclasses__(self, /)",
            "Return a list of immediate subclasses.",
            subclasses,
        ),
        NativeDef::new(
            "__instancecheck__(self, instance, /)",
            "Check if an object is an instance.",
            instance_check,
        ),
        NativeDef::new(
            "__subclasscheck__(self, subclass, /)",
            "Check if a class is a subclass.",
            subclass_check,
        ),
        NativeDef::class(
            "__prepare__(cls, *args, **kwds)",
            "Create the namespace for the class statement",
            |_, _| Ok(Dict::new().into_value()),
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        super::object::GETATTRIBUTE,
        super::object::SETATTR,
        super::object::DELATTR,
        NativeDef::new("__dir__(self, /)", "Specialized __dir__ implementation for types.", dir),
        NativeDef::new("__or__(self, value, /)", "Return self|value.", super::union::or),
        NativeDef::new("__ror__(self, value, /)", "Return value|self.", super::union::ror),
    ],
    properties: &[
        PropertyDef {
            name: "__name__",
            doc: "",
            get: |_, c| Ok(this(c).name.borrow().clone().into_value()),
            set: Some(set_name),
        },
        PropertyDef {
            name: "__qualname__",
            doc: "",
            get: |_, c| Ok(this(c).qualname.borrow().clone().into_value()),
            set: Some(set_qualname),
        },
        PropertyDef {
            name: "__module__",
            doc: "",
            get: module,
            set: Some(|vm, c, v| {
                set_entry(vm, c, "__module__", v)?;
                // The line was one of the old module's.
                this(c).set(&intern("__firstlineno__"), Value::UNSET);
                Ok(())
            }),
        },
        PropertyDef {
            name: "__bases__",
            doc: "",
            get: |_, c| Ok(bases(this(c))),
            set: Some(set_bases),
        },
        PropertyDef {
            name: "__base__",
            doc: "",
            get: |vm, c| {
                let bases = this(c).bases.borrow().clone();
                Ok(match bases.as_slice() {
                    [] => Value::NONE,
                    bases => vm.best_base(bases)?.into_value(),
                })
            },
            set: None,
        },
        PropertyDef {
            name: "__mro__",
            doc: "",
            get: |_, c| Ok(Tuple::new(this(c).mro.borrow().clone()).into_value()),
            set: None,
        },
        PropertyDef { name: "__dict__", doc: "", get: |_, c| Ok(namespace(c)), set: None },
        PropertyDef {
            name: "__doc__",
            doc: "",
            get: doc,
            set: Some(|vm, c, v| set_entry(vm, c, "__doc__", v)),
        },
        PropertyDef {
            name: "__annotations__",
            doc: "",
            get: annotations,
            set: Some(|vm, c, v| set_entry(vm, c, "__annotations__", v)),
        },
        PropertyDef {
            name: "__text_signature__",
            doc: "",
            get: |_, c| Ok(text_signature(this(c)).map_or(Value::NONE, Value::from)),
            set: None,
        },
        PropertyDef {
            name: "__type_params__",
            doc: "",
            get: |_, c| {
                Ok(this(c)
                    .dict()
                    .get_text("__type_params__")
                    .filter(|p| p.kind() != Some(Kind::NativeProperty))
                    .unwrap_or_else(|| Tuple::empty().into_value()))
            },
            set: Some(|vm, c, v| set_entry(vm, c, "__type_params__", v)),
        },
        PropertyDef {
            name: "__abstractmethods__",
            doc: "",
            get: abstract_methods,
            set: Some(set_abstract_methods),
        },
        PropertyDef { name: "__flags__", doc: "", get: flags, set: None },
        PropertyDef {
            name: "__dictoffset__",
            doc: "",
            get: |_, class| {
                let class = this(class);
                Ok(Value::small_int(offset(class, class.has_dict, MANAGED_DICT)))
            },
            set: None,
        },
        PropertyDef {
            name: "__weakrefoffset__",
            doc: "",
            get: |_, class| {
                let class = this(class);
                Ok(Value::small_int(offset(class, class.has_weakrefs, MANAGED_WEAKREFS)))
            },
            set: None,
        },
        PropertyDef {
            name: "__basicsize__",
            doc: "",
            get: |_, _| Ok(Value::small_int(16)),
            set: None,
        },
        PropertyDef {
            name: "__itemsize__",
            doc: "",
            get: |_, class| Ok(Value::small_int(item_size(this(class)))),
            set: None,
        },
    ],
    ..ClassDef::BASE
};

/// `__dict__` of the instances of a class that the program made.
pub static DICT: PropertyDef = DICT_PROPERTY;

/// The same for the tables of built-in classes.
pub const DICT_PROPERTY: PropertyDef = PropertyDef {
    name: "__dict__",
    doc: "dictionary for instance variables",
    get: |vm, object| match vm.own_dict(object) {
        Some(dict) => Ok(dict.into_value()),
        // A metaclass may have a base that is not a metaclass, which may come first.
        None if object.get::<Class>().is_some() => Ok(namespace(object)),
        None => Err(vm.no_attribute(object, &vm.names.dict)),
    },
    set: Some(|vm, object, value| match value.into_ref::<Dict>() {
        Ok(dict) => vm.set_own_dict(object, dict),
        Err(other) if other.is_unset() => vm.set_own_dict(object, Dict::new()),
        Err(other) => Err(vm.type_error(format!(
            "__dict__ must be set to a dictionary, not a '{}'",
            vm.class_of(&other).message_name()
        ))),
    }),
};

/// `__weakref__` of the instances of a class that the program made.
pub static WEAKREF: PropertyDef = PropertyDef {
    name: "__weakref__",
    doc: "list of weak references to the object",
    get: |_, object| Ok(crate::runtime::weak::find_weakref(object, |_| true).unwrap_or(Value::NONE)),
    set: None,
};

/// The attributes of a class, read-only.
fn namespace(class: &Value) -> Value {
    Ref::new(MappingProxy { mapping: this(class).dict().as_value().clone() }).into_value()
}

fn this(class: &Value) -> &Ref<Class> {
    class.get::<Class>().expect("the receiver was checked")
}

fn new(vm: &Vm, args: Args<'_>) -> VmResult {
    let meta = match args[0].get::<Class>() {
        Some(meta) if meta.is_subclass_of(&vm.types.type_) => meta,
        _ => return Err(vm.type_error("type.__new__(X): X is not a type object")),
    };
    let [name, bases, namespace] = args.rest() else {
        let given = args.rest().len();
        let message = format!("type.__new__() takes exactly 3 arguments ({given} given)");
        return Err(vm.type_error(message));
    };
    let wrong = |position: &str, expected: &str, value: &Value| {
        let class = vm.argument_type(value);
        vm.type_error(format!("type.__new__() argument {position} must be {expected}, not {class}"))
    };
    let Some(name) = name.get::<Str>() else { return Err(wrong("1", "str", name)) };
    let Some(bases) = bases.get::<Tuple>() else { return Err(wrong("2", "tuple", bases)) };
    let Some(namespace) = namespace.get::<Dict>() else {
        return Err(wrong("3", "dict", namespace));
    };
    check_name(vm, name)?;
    if let Some(doc) = namespace.get_text("__doc__").as_ref().and_then(|doc| doc.get::<Str>()) {
        encoding::encode(vm, doc, "utf-8", "strict")?;
    }
    let namespace = namespace.copy(vm)?;
    let class = vm.make_class(meta, name, bases.items(), namespace, args.keywords())?;
    Ok(class.into_value())
}

/// Refuses a name that CPython cannot keep as C text.
fn check_name(vm: &Vm, name: &Ref<Str>) -> VmResult<()> {
    if name.as_str().contains('\0') {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    encoding::encode(vm, name, "utf-8", "strict").map(drop)
}

fn call(vm: &Vm, args: Args<'_>) -> VmResult {
    let class = args.this::<Class>();
    let mut all = args.rest().to_vec();
    all.extend(args.keywords().iter().map(|(_, v)| v.clone()));
    let names: Vec<Value> = args.keywords().iter().map(|(k, _)| k.as_value().clone()).collect();
    vm.instantiate(class, &all, &names)
}

fn mro(vm: &Vm, args: Args<'_>) -> VmResult {
    Ok(vm.default_order(args.this::<Class>())?.into())
}

fn subclasses(_: &Vm, args: Args<'_>) -> VmResult {
    let classes = args.this::<Class>().direct_subclasses();
    Ok(classes.into_iter().map(Ref::into_value).collect::<Vec<Value>>().into())
}

fn instance_check(vm: &Vm, args: Args<'_>) -> VmResult {
    Ok(Value::bool(vm.is_plain_instance(&args[1], args.this::<Class>())?))
}

fn subclass_check(vm: &Vm, args: Args<'_>) -> VmResult {
    Ok(Value::bool(vm.is_plain_subclass(&args[1], args.this::<Class>())?))
}

fn repr(_: &Vm, args: Args<'_>) -> VmResult {
    Ok(format!("<class '{}'>", args.this::<Class>().full_name()).into())
}

fn dir(_: &Vm, args: Args<'_>) -> VmResult {
    let names = Dict::new();
    collect_names(args.this::<Class>(), &names);
    Ok(names.keys().into())
}

/// The names that a class and its bases define, as keys of a dict.
pub fn collect_names(class: &Ref<Class>, names: &Ref<Dict>) {
    for class in class.mro_classes() {
        add_names(class.dict(), names);
    }
}

/// Adds the keys of a dict that are strings.
pub fn add_names(dict: &Dict, names: &Ref<Dict>) {
    for key in dict.keys() {
        if let Some(name) = key.get::<Str>() {
            names.set_str(name, Value::NONE);
        }
    }
}

fn set_name(vm: &Vm, class: &Value, value: Value) -> VmResult<()> {
    let new = name_to_set(vm, class, "__name__", value)?;
    check_name(vm, &new)?;
    // Dropping the old one may run code of the program.
    drop(this(class).name.replace(new));
    Ok(())
}

fn set_qualname(vm: &Vm, class: &Value, value: Value) -> VmResult<()> {
    let new = name_to_set(vm, class, "__qualname__", value)?;
    // Dropping the old one may run code of the program.
    drop(this(class).qualname.replace(new));
    Ok(())
}

fn name_to_set(vm: &Vm, class: &Value, attribute: &str, value: Value) -> VmResult<Ref<Str>> {
    check_changeable(vm, class, attribute)?;
    let class = this(class).name();
    if value.is_unset() {
        return Err(vm.type_error(format!(
            "cannot delete '{attribute}' attribute of immutable type '{class}'"
        )));
    }
    value.into_ref::<Str>().map_err(|other| {
        let given = vm.class_of(&other).message_name();
        vm.type_error(format!("can only assign string to {class}.{attribute}, not '{given}'"))
    })
}

/// Refuses to change an attribute of a built-in class, which its setter may be asked to.
fn check_changeable(vm: &Vm, class: &Value, attribute: &str) -> VmResult<()> {
    let class = this(class);
    if class.is_heap {
        return Ok(());
    }
    let name = class.name();
    let message = format!("cannot set '{attribute}' attribute of immutable type '{name}'");
    Err(vm.type_error(message))
}

/// Writes an attribute that is an entry of the class's own dictionary.
fn set_entry(vm: &Vm, class: &Value, name: &str, value: Value) -> VmResult<()> {
    check_changeable(vm, class, name)?;
    let (class, name) = (this(class), intern(name));
    if value.is_unset() {
        // Only the annotations can be deleted.
        if name.as_str() != "__annotations__" {
            let (name, class) = (name.as_str(), class.name());
            let message = format!("cannot delete '{name}' attribute of immutable type '{class}'");
            return Err(vm.type_error(message));
        }
        return match class.set(&name, value) {
            None => Err(vm.error(Exc::AttributeError, name.as_str())),
            Some(_) => Ok(()),
        };
    }
    class.set(&name, value);
    Ok(())
}

fn module(vm: &Vm, class: &Value) -> VmResult {
    let class = this(class);
    match class.def {
        Some(def) => Ok(def.module.into()),
        None => match class.lookup(&vm.names.module) {
            Some(module) => Ok(module),
            None => Ok("builtins".into()),
        },
    }
}

fn bases(class: &Ref<Class>) -> Value {
    let bases = class.bases.borrow();
    Tuple::new(bases.iter().map(|b| b.as_value().clone())).into_value()
}

fn set_bases(vm: &Vm, class: &Value, bases: Value) -> VmResult<()> {
    if bases.is_unset() {
        let name = this(class).name();
        return Err(vm.type_error(format!(
            "cannot delete '__bases__' attribute of immutable type '{name}'"
        )));
    }
    vm.assign_bases(this(class), &bases)
}

fn doc(vm: &Vm, class: &Value) -> VmResult {
    let class = this(class);
    let doc = class.dict().get_str(&vm.names.doc).unwrap_or(Value::NONE);
    match doc.kind() {
        // `type` and `object` hold the property itself under this name.
        Some(Kind::NativeProperty) => Ok(class.def.map_or(Value::NONE, |def| def.doc.into())),
        Some(Kind::Str) | None => Ok(doc),
        _ => vm.bind_to(&doc, None, class),
    }
}

/// The parameters of calling built-in classes whose declarations say less than CPython's, or more: it
/// has none for those that may be called in several ways.
const CALLS: [(&str, Option<&str>); 10] = [
    ("bytearray", None),
    ("bytes", None),
    ("frozenset", Some("(iterable=(), /)")),
    ("int", None),
    ("map", Some("(function, iterable, /, *iterables)")),
    ("range", None),
    ("reversed", Some("(sequence, /)")),
    ("slice", None),
    ("str", None),
    ("super", None),
];

/// The parameters of calling a built-in class, if its declaration says more than `*args, **kwargs`.
fn text_signature(class: &Class) -> Option<String> {
    let def = class.def?;
    if def.base.is_none() {
        return Some("()".to_string());
    }
    if def.module == ClassDef::BASE.module
        && let Some((_, call)) = CALLS.iter().find(|(name, _)| *name == def.name)
    {
        return call.map(str::to_string);
    }
    ["__new__", "__init__"].iter().find_map(|name| {
        let method = def.methods.iter().find(|method| method.name() == *name)?;
        let parameters = method.parameters();
        let others =
            parameters.strip_prefix("(cls").or_else(|| parameters.strip_prefix("(self"))?;
        let others = others.strip_prefix(", /").unwrap_or(others);
        let others = others.strip_prefix(", ").unwrap_or(others);
        (!others.starts_with("*args, **")).then(|| format!("({others}"))
    })
}

fn annotations(vm: &Vm, class: &Value) -> VmResult {
    let class = this(class);
    let name = &vm.names.annotations;
    if let Some(known) =
        class.dict().get_str(name).filter(|a| a.kind() != Some(Kind::NativeProperty))
    {
        return Ok(known);
    }
    if !class.is_heap {
        return Err(vm.no_attribute(class.as_value(), name));
    }
    let new = Dict::new().into_value();
    class.set(name, new.clone());
    Ok(new)
}

fn abstract_methods(vm: &Vm, class: &Value) -> VmResult {
    let class = this(class);
    let name = intern("__abstractmethods__");
    match class.dict().get_str(&name).filter(|a| a.kind() != Some(Kind::NativeProperty)) {
        Some(names) => Ok(names),
        None => {
            Err(vm.error(crate::objects::exception::Exc::AttributeError, "__abstractmethods__"))
        }
    }
}

fn set_abstract_methods(vm: &Vm, class: &Value, value: Value) -> VmResult<()> {
    let name = intern("__abstractmethods__");
    if value.is_unset() && this(class).is_heap {
        if this(class).set(&name, value).is_none() {
            return Err(vm.error(Exc::AttributeError, name.as_str()));
        }
        this(class).set_abstract(false);
        return Ok(());
    }
    let is_abstract = !value.is_unset() && vm.truthy(&value)?;
    set_entry(vm, class, "__abstractmethods__", value)?;
    this(class).set_abstract(is_abstract);
    Ok(())
}

/// Where CPython's instances of a program's own classes have their dictionary and the list of their
/// weak references: before the object.
const MANAGED_DICT: i64 = -1;
const MANAGED_WEAKREFS: i64 = -32;
/// Some offset inside an object.
const INSIDE: i64 = 16;

/// The offset of a part of instances, if they have it. Hob's instances do not store it at an
/// offset: only whether this is zero is meaningful.
fn offset(class: &Class, has: bool, managed: i64) -> i64 {
    match (has, class.is_heap) {
        (false, _) => 0,
        (true, true) => managed,
        (true, false) => INSIDE,
    }
}

/// The bytes that CPython's instances take up for each of their items.
fn item_size(class: &Class) -> i64 {
    match class.kind {
        Kind::Tuple => 8,
        Kind::Int => 4,
        Kind::Bytes => 1,
        Kind::Class => 40,
        _ => 0,
    }
}

/// The bit that says which built-in class a class is or is derived from.
fn family(vm: &Vm, class: &Ref<Class>) -> i64 {
    let bit = match class.kind {
        Kind::Int => 24,
        Kind::List => 25,
        Kind::Tuple => 26,
        Kind::Bytes => 27,
        Kind::Str => 28,
        Kind::Dict => 29,
        Kind::Exception => 30,
        Kind::Class => 31,
        _ => return 0,
    };
    i64::from(!class.is(&vm.types.object)) << bit
}

/// Whether CPython's built-in class is static: those of the interpreter itself are, those of
/// modules are not.
fn is_static(class: &Ref<Class>) -> bool {
    let module = class.module();
    let module = module.as_deref().unwrap_or("builtins");
    match class.name().as_str() {
        "OrderedDict" | "PickleBuffer" | "TypeAliasType" => true,
        _ => {
            matches!(module, "builtins" | "_contextvars" | "datetime" | "sys" | "types" | "weakref")
        }
    }
}

/// The bits that programs look at: dictionary of instances, sequence, mapping, immutable type, heap
/// type, base type, abstract, and the family.
fn flags(vm: &Vm, class: &Value) -> VmResult {
    let class = this(class);
    let bit = |yes: bool, bit: u32| i64::from(yes) << bit;
    let is = |collection| class.collection.get() == Some(collection);
    let flags = bit(class.is_heap && class.has_dict, 2)
        | family(vm, class)
        | bit(is(Collection::Sequence), 5)
        | bit(is(Collection::Mapping), 6)
        | bit(!class.changeable.get(), 8)
        | bit(class.is_heap || !is_static(class), 9)
        | bit(class.subclassable.get(), 10)
        | bit(class.is_abstract(), 20);
    Ok(Value::from(flags))
}
