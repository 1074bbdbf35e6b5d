//! The Python interface of `property`, `staticmethod`, `classmethod`, `super` and native
//! properties.

use super::bound::{BoundMethod, ClassMethod, NativeProperty, Property, StaticMethod, Super};
use super::class::Class;
use super::exception::Exc;
use super::native::{Args, ClassDef, NativeDef, PropertyDef, own_value, set_own_value};
use super::str::intern;
use crate::runtime::{Kind, Object, Ref, Slot, Value};
use crate::vm::{Vm, VmResult};

/// A new object of `cls`, which is the built-in class of the payload or derived from it.
fn make<T: Object>(vm: &Vm, cls: &Value, builtin: &Ref<Class>, payload: T) -> VmResult {
    match cls.get::<Class>() {
        Some(class) if class.is(builtin) && !class.has_dict => Ok(Ref::new(payload).into_value()),
        Some(class) if class.is_subclass_of(builtin) => {
            Ok(super::construct::of_class(vm, class, payload))
        }
        _ => {
            let name = builtin.name();
            Err(vm.type_error(format!("{name}.__new__(X): X is not a subtype of {name}")))
        }
    }
}

fn is_abstract(vm: &Vm, function: &Value) -> VmResult<bool> {
    if function.is_none() || function.is_unset() {
        return Ok(false);
    }
    match vm.find_attribute(function, &intern("__isabstractmethod__"))? {
        Some(answer) => vm.truthy(&answer),
        None => Ok(false),
    }
}

// -------------------------------------------------------------------------------------------------
// property

/// `property`
pub static PROPERTY: ClassDef = ClassDef {
    name: "property",
    doc: "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be used for setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring",
    kind: Kind::Property,
    subclassable: true,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            |vm, args| make(vm, &args[0], &vm.types.property, Property::default()),
        ),
        NativeDef::new(
            "__init__(self, fget=None, fset=None, fdel=None, doc=None)",
            "Initialize self.",
            init_property,
        ),
        NativeDef::new(
            "getter(self, object, /)",
            "Descriptor to obtain a copy of the property with a different getter.",
            |vm, args| changed(vm, args, 0),
        ),
        NativeDef::new(
            "setter(self, object, /)",
            "Descriptor to obtain a copy of the property with a different setter.",
            |vm, args| changed(vm, args, 1),
        ),
        NativeDef::new(
            "deleter(self, object, /)",
            "Descriptor to obtain a copy of the property with a different deleter.",
            |vm, args| changed(vm, args, 2),
        ),
        NativeDef::new(
            "__set_name__(self, owner, name, /)",
            "Method to set name of a property.",
            |_, args| {
                args.this::<Property>().name.set(args[2].clone());
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "__get__(self, instance, owner=None, /)",
            "Return an attribute of instance, which is of type owner.",
            |vm, args| {
                check_bound(vm, args)?;
                if args[1].is_none() {
                    return Ok(args[0].clone());
                }
                vm.read_property(args.this::<Property>(), &args[1])
            },
        ),
        NativeDef::new(
            "__set__(self, instance, value, /)",
            "Set an attribute of instance to value.",
            |vm, args| {
                vm.write_property(args.this::<Property>(), &args[1], args[2].clone())?;
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "__delete__(self, instance, /)",
            "Delete an attribute of instance.",
            |vm, args| {
                vm.write_property(args.this::<Property>(), &args[1], Value::UNSET)?;
                Ok(Value::NONE)
            },
        ),
    ],
    properties: &[
        PropertyDef {
            name: "fget",
            doc: "",
            get: |_, p| Ok(property(p).getter.get().or_none()),
            set: None,
        },
        PropertyDef {
            name: "fset",
            doc: "",
            get: |_, p| Ok(property(p).setter.get().or_none()),
            set: None,
        },
        PropertyDef {
            name: "fdel",
            doc: "",
            get: |_, p| Ok(property(p).deleter.get().or_none()),
            set: None,
        },
        PropertyDef {
            name: "__doc__",
            doc: "",
            get: |_, p| Ok(property(p).doc.get().or_none()),
            set: Some(|_, p, value| {
                property(p).doc.set(value);
                Ok(())
            }),
        },
        PropertyDef {
            name: "__name__",
            doc: "",
            get: property_name,
            set: Some(|_, p, value| {
                property(p).name.set(value);
                Ok(())
            }),
        },
        PropertyDef {
            name: "__isabstractmethod__",
            doc: "",
            get: |vm, p| {
                let p = property(p);
                for slot in [&p.getter, &p.setter, &p.deleter] {
                    if is_abstract(vm, &slot.get())? {
                        return Ok(Value::TRUE);
                    }
                }
                Ok(Value::FALSE)
            },
            set: None,
        },
    ],
    ..ClassDef::BASE
};

fn property(value: &Value) -> &Ref<Property> {
    value.get::<Property>().expect("the receiver was checked")
}

fn init_property(vm: &Vm, args: Args<'_>) -> VmResult {
    let this = args.this::<Property>();
    let given = |i| args.some(i).cloned().unwrap_or(Value::NONE);
    let getter = given(1);
    let (doc, from_getter) = match given(4) {
        doc if !doc.is_none() => (doc, false),
        _ if getter.is_none() => (Value::NONE, false),
        _ => {
            let doc = vm.find_attribute(&getter, &vm.names.doc)?.unwrap_or(Value::NONE);
            let found = !doc.is_none();
            (doc, found)
        }
    };
    this.getter.set(getter);
    this.setter.set(given(2));
    this.deleter.set(given(3));
    this.doc_from_getter.set(from_getter);
    if vm.class_ref(&args[0]).is(&vm.types.property) {
        this.doc.set(doc);
        return Ok(Value::NONE);
    }
    // The docstring of a derived class would hide that of the property.
    match vm.set_attribute(&args[0], &vm.names.doc, doc) {
        Err(raised) if from_getter || !vm.is_exception(&raised, Exc::AttributeError) => Err(raised),
        _ => Ok(Value::NONE),
    }
}

/// A copy of the property with another getter, setter or deleter.
fn changed(vm: &Vm, args: Args<'_>, which: usize) -> VmResult {
    let this = args.this::<Property>();
    let mut functions =
        [this.getter.get().or_none(), this.setter.get().or_none(), this.deleter.get().or_none()];
    if !args[1].is_none() {
        functions[which] = args[1].clone();
    }
    let [getter, setter, deleter] = functions;
    // A docstring that came from the old getter is replaced by that of the new one.
    let from_getter = this.doc_from_getter.get() && !getter.is_none();
    let doc = if from_getter { Value::NONE } else { this.doc.get().or_none() };
    let class = vm.class_of(&args[0]);
    let copy = vm.call(class.as_value(), &[getter, setter, deleter, doc])?;
    if let Some(copy) = copy.get::<Property>() {
        copy.name.set(this.name.get());
    }
    Ok(copy)
}

fn property_name(vm: &Vm, value: &Value) -> VmResult {
    let this = property(value);
    let name = this.name.get();
    if !name.is_unset() {
        return Ok(name);
    }
    let getter = this.getter.get();
    let name = match getter.is_unset() || getter.is_none() {
        true => None,
        false => vm.find_attribute(&getter, &vm.names.name)?,
    };
    name.ok_or_else(|| vm.no_attribute(value, &vm.names.name))
}

// -------------------------------------------------------------------------------------------------
// staticmethod, classmethod

/// An attribute of a wrapper, taken from the function until a program sets it.
macro_rules! copied {
    ($name:literal, $function:path, $key:ident) => {
        PropertyDef {
            name: $name,
            doc: "",
            get: |vm, m| match own_value(m, $name) {
                Some(own) => Ok(own),
                None => vm.get_attribute(&$function(m), &vm.names.$key),
            },
            set: Some(|vm, m, value| set_own_value(vm, m, $name, value)),
        }
    };
}

/// The attributes that CPython copies from a function when it wraps it, in order.
const COPIED: [&str; 5] = ["__module__", "__name__", "__qualname__", "__doc__", "__annotations__"];

/// The dictionary of a wrapper, with what it has of its function.
fn wrapper_dict(vm: &Vm, wrapper: &Value, function: &Value) -> VmResult {
    for name in COPIED {
        if own_value(wrapper, name).is_none()
            && let Some(value) = vm.find_attribute(function, &intern(name))?
        {
            set_own_value(vm, wrapper, name, value)?;
        }
    }
    Ok(vm.own_dict(wrapper).map_or(Value::NONE, |dict| dict.into_value()))
}

/// Refuses to bind a descriptor to neither an instance nor a class.
///
/// # Errors
/// TypeError.
pub(super) fn check_bound(vm: &Vm, args: Args<'_>) -> VmResult<()> {
    match args.some(1).or(args.some(2)) {
        Some(_) => Ok(()),
        None => Err(vm.type_error("__get__(None, None) is invalid")),
    }
}

fn read_only(vm: &Vm, _: &Value, _: Value) -> VmResult<()> {
    Err(vm.error(Exc::AttributeError, "readonly attribute"))
}

/// Attributes of functions that their wrappers show as their own.
macro_rules! wrapper_properties {
    ($function:path) => {
        &[
            PropertyDef {
                name: "__func__",
                doc: "",
                get: |_, m| Ok($function(m)),
                set: Some(read_only),
            },
            PropertyDef {
                name: "__wrapped__",
                doc: "",
                get: |_, m| Ok($function(m)),
                set: Some(read_only),
            },
            PropertyDef {
                name: "__dict__",
                doc: "",
                get: |vm, m| wrapper_dict(vm, m, &$function(m)),
                set: super::type_::DICT_PROPERTY.set,
            },
            copied!("__name__", $function, name),
            copied!("__qualname__", $function, qualname),
            copied!("__module__", $function, module),
            copied!("__doc__", $function, doc),
            copied!("__annotations__", $function, annotations),
            PropertyDef {
                name: "__isabstractmethod__",
                doc: "",
                get: |vm, m| Ok(Value::bool(is_abstract(vm, &$function(m))?)),
                set: None,
            },
        ]
    };
}

fn static_function(value: &Value) -> Value {
    value.get::<StaticMethod>().map_or(Value::NONE, |m| m.function.get().or_none())
}

fn class_function(value: &Value) -> Value {
    value.get::<ClassMethod>().map_or(Value::NONE, |m| m.function.get().or_none())
}

/// `staticmethod`
pub static STATIC_METHOD: ClassDef = ClassDef {
    name: "staticmethod",
    doc: "staticmethod(function) -> method\n\nConvert a function to be a static method.\n\nA static method does not receive an implicit first argument.",
    kind: Kind::StaticMethod,
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            |vm, args| {
                let function = Slot::default();
                make(vm, &args[0], &vm.types.static_method, StaticMethod { function })
            },
        ),
        NativeDef::new("__init__(self, function, /)", "Initialize self.", |_, args| {
            args.this::<StaticMethod>().function.set(args[1].clone());
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "__get__(self, instance, owner=None, /)",
            "Return an attribute of instance, which is of type owner.",
            |_, args| Ok(static_function(&args[0])),
        ),
        NativeDef::new(
            "__call__(self, /, *args, **kwargs)",
            "Call self as a function.",
            |vm, args| vm.call_with(&static_function(&args[0]), args.rest(), args.keywords()),
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, args| {
            let function = vm.repr(&static_function(&args[0]))?;
            Ok(format!("<staticmethod({})>", function.as_str()).into())
        }),
    ],
    properties: wrapper_properties!(static_function),
    ..ClassDef::BASE
};

/// `classmethod`
pub static CLASS_METHOD: ClassDef = ClassDef {
    name: "classmethod",
    doc: "classmethod(function) -> method\n\nConvert a function to be a class method.\n\nA class method receives the class as implicit first argument,\njust like an instance method receives the instance.",
    kind: Kind::ClassMethod,
    subclassable: true,
    has_dict: true,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            |vm, args| {
                let function = Slot::default();
                make(vm, &args[0], &vm.types.class_method, ClassMethod { function })
            },
        ),
        NativeDef::new("__init__(self, function, /)", "Initialize self.", |_, args| {
            args.this::<ClassMethod>().function.set(args[1].clone());
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "__get__(self, instance, owner=None, /)",
            "Return an attribute of instance, which is of type owner.",
            |vm, args| {
                let owner = match args.some(2) {
                    Some(owner) => owner.clone(),
                    None => vm.class_of(&args[1]).into_value(),
                };
                Ok(BoundMethod::value(class_function(&args[0]), owner))
            },
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, args| {
            let function = vm.repr(&class_function(&args[0]))?;
            Ok(format!("<classmethod({})>", function.as_str()).into())
        }),
    ],
    properties: wrapper_properties!(class_function),
    ..ClassDef::BASE
};

// -------------------------------------------------------------------------------------------------
// Native properties

/// `getset_descriptor`
pub static GETSET_DESCRIPTOR: ClassDef = ClassDef {
    name: "getset_descriptor",
    doc: "",
    kind: Kind::NativeProperty,
    subclassable: false,
    methods: &[
        NativeDef::new(
            "__get__(self, instance, owner=None, /)",
            "Return an attribute of instance, which is of type owner.",
            |vm, args| match args.some(1) {
                Some(object) => vm.read_native_property(args.this::<NativeProperty>(), object),
                None => {
                    check_bound(vm, args)?;
                    Ok(args[0].clone())
                }
            },
        ),
        NativeDef::new(
            "__set__(self, instance, value, /)",
            "Set an attribute of instance to value.",
            |vm, args| {
                let this = args.this::<NativeProperty>();
                vm.write_native_property(this, &args[1], args[2].clone())?;
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "__delete__(self, instance, /)",
            "Delete an attribute of instance.",
            |vm, args| {
                let this = args.this::<NativeProperty>();
                vm.write_native_property(this, &args[1], Value::UNSET)?;
                Ok(Value::NONE)
            },
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, args| {
            let this = args.this::<NativeProperty>();
            let what = if this.is_member() { "member" } else { "attribute" };
            let (name, owner) = (this.name.as_str(), this.owner.name());
            Ok(format!("<{what} '{name}' of '{owner}' objects>").into())
        }),
    ],
    properties: &[
        PropertyDef {
            name: "__name__",
            doc: "",
            get: |_, p| Ok(native_property(p).name.clone().into_value()),
            set: None,
        },
        PropertyDef {
            name: "__qualname__",
            doc: "",
            get: |_, p| {
                let p = native_property(p);
                Ok(format!("{}.{}", p.owner.qualname.borrow().as_str(), p.name.as_str()).into())
            },
            set: None,
        },
        PropertyDef {
            name: "__objclass__",
            doc: "",
            get: |_, p| Ok(native_property(p).owner.as_value().clone()),
            set: None,
        },
        PropertyDef {
            name: "__doc__",
            doc: "",
            get: |_, p| {
                let doc = native_property(p).def.map_or("", |def| def.doc);
                Ok(if doc.is_empty() { Value::NONE } else { doc.into() })
            },
            set: None,
        },
    ],
    ..ClassDef::BASE
};

/// `member_descriptor`
pub static MEMBER_DESCRIPTOR: ClassDef = ClassDef {
    name: "member_descriptor",
    methods: GETSET_DESCRIPTOR.methods,
    properties: GETSET_DESCRIPTOR.properties,
    kind: Kind::NativeProperty,
    subclassable: false,
    ..ClassDef::BASE
};

fn native_property(value: &Value) -> &Ref<NativeProperty> {
    value.get::<NativeProperty>().expect("the receiver was checked")
}

// -------------------------------------------------------------------------------------------------
// super

/// `super`
pub static SUPER: ClassDef = ClassDef {
    name: "super",
    doc: "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)",
    kind: Kind::Super,
    subclassable: true,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, type=None, object_or_type=None, /)",
            "Create and return a new object.",
            new_super,
        ),
        NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", |_, _| {
            Ok(Value::NONE)
        }),
        super::object::GETATTRIBUTE,
        NativeDef::new(
            "__get__(self, instance, owner=None, /)",
            "Return an attribute of instance, which is of type owner.",
            |vm, args| {
                let this = args.this::<Super>();
                if args[1].is_none() || !this.receiver.is_unset() {
                    return Ok(args[0].clone());
                }
                let class = vm.class_of(&args[0]);
                if !class.is(&vm.types.super_) {
                    let parts = [this.class.as_value().clone(), args[1].clone()];
                    return vm.call(class.as_value(), &parts);
                }
                bound_super(vm, vm.types.super_.as_value(), &this.class, &args[1])
            },
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, args| {
            let this = args.this::<Super>();
            let object = match this.start.get::<Class>() {
                Some(class) => format!("<{} object>", class.name()),
                None => "NULL".to_string(),
            };
            Ok(format!("<super: <class '{}'>, {object}>", this.class.name()).into())
        }),
    ],
    properties: &[
        PropertyDef {
            name: "__thisclass__",
            doc: "the class invoking super()",
            get: |_, s| Ok(super_of(s).class.as_value().clone()),
            set: None,
        },
        PropertyDef {
            name: "__self__",
            doc: "the instance invoking super(); may be None",
            get: |_, s| Ok(super_of(s).receiver.clone().or_none()),
            set: None,
        },
        PropertyDef {
            name: "__self_class__",
            doc: "the type of the instance invoking super(); may be None",
            get: |_, s| Ok(super_of(s).start.clone().or_none()),
            set: None,
        },
    ],
    ..ClassDef::BASE
};

fn super_of(value: &Value) -> &Ref<Super> {
    value.get::<Super>().expect("the receiver was checked")
}

fn new_super(vm: &Vm, args: Args<'_>) -> VmResult {
    let (class, receiver) = match (args.opt(1), args.some(2)) {
        (None, _) => {
            let (class, receiver) = vm.super_arguments()?;
            (class, Some(receiver))
        }
        (Some(class), receiver) => (class.clone(), receiver.cloned()),
    };
    let Some(class) = class.get::<Class>() else {
        let given = vm.class_of(&class).message_name();
        return Err(vm.type_error(format!("super() argument 1 must be a type, not {given}")));
    };
    match receiver {
        Some(receiver) => bound_super(vm, &args[0], class, &receiver),
        None => {
            let payload =
                Super { class: class.clone(), receiver: Value::UNSET, start: Value::UNSET };
            make(vm, &args[0], &vm.types.super_, payload)
        }
    }
}

fn bound_super(vm: &Vm, cls: &Value, class: &Ref<Class>, receiver: &Value) -> VmResult {
    let start = match receiver.get::<Class>() {
        Some(derived) if derived.is_subclass_of(class) => Some(receiver.clone()),
        _ if vm.is_instance_of(receiver, class) => Some(vm.class_of(receiver).into_value()),
        _ => vm
            .find_attribute(receiver, &vm.names.class)?
            .filter(|c| c.get::<Class>().is_some_and(|c| c.is_subclass_of(class))),
    };
    let Some(start) = start else {
        let (kind, name) = match receiver.get::<Class>() {
            Some(given) => ("type", given.name()),
            None => ("instance of", vm.class_ref(receiver).message_name()),
        };
        return Err(vm.type_error(format!(
            "super(type, obj): obj ({kind} {name}) is not an instance or subtype of type ({}).",
            class.name()
        )));
    };
    let payload = Super { class: class.clone(), receiver: receiver.clone(), start };
    make(vm, cls, &vm.types.super_, payload)
}
