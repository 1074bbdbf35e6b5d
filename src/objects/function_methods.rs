//! The Python interface of functions, methods, code objects and cells.

use super::bound::BoundMethod;
use super::class::Class;
use super::code::Code;
use super::dict::Dict;
use super::exception::Exc;
use super::function::{Cell, Function};
use super::native::{Args, ClassDef, NativeDef, NativeFunction, PropertyDef, Role, tables};
use super::sequence;
use super::special::SpecialMethod;
use super::str::{Str, intern};
use super::tuple::Tuple;
use crate::bytecode::Comparison;
use crate::runtime::{Kind, Ref, Slot, Value};
use crate::vm::{Vm, VmResult};

const fn property(name: &'static str, get: fn(&Vm, &Value) -> VmResult) -> PropertyDef {
    PropertyDef { name, doc: "", get, set: None }
}

const CALL: NativeDef =
    NativeDef::new("__call__(self, /, *args, **kwargs)", "Call self as a function.", |vm, args| {
        vm.call_with(&args[0], args.rest(), args.keywords())
    });

/// Refuses to bind a method of a built-in class to an object of another one.
fn check_described(vm: &Vm, args: Args<'_>) -> VmResult<()> {
    let function = args[0].get::<NativeFunction>();
    let Some((function, owner)) = function.and_then(|f| f.owner.as_ref().map(|o| (f, o))) else {
        return Ok(());
    };
    let name = function.def.name();
    if function.def.role == Role::Class {
        let given = match args.some(2) {
            Some(class) => class.get::<Class>().cloned(),
            None => Some(vm.class_of(&args[1])),
        };
        return match given.filter(|class| !class.is_subclass_of(owner)) {
            None => Ok(()),
            Some(given) => Err(vm.type_error(format!(
                "descriptor '{name}' requires a subtype of '{}' but received '{}'",
                owner.name(),
                given.name()
            ))),
        };
    }
    match args.some(1).map(|object| vm.class_of(object)) {
        Some(class) if !class.is_subclass_of(owner) => Err(vm.type_error(format!(
            "descriptor '{name}' for '{}' objects doesn't apply to a '{}' object",
            owner.name(),
            class.name()
        ))),
        _ => Ok(()),
    }
}

const GET: NativeDef = NativeDef::new(
    "__get__(self, instance, owner=None, /)",
    "Return an attribute of instance, which is of type owner.",
    |vm, args| {
        super::bound_methods::check_bound(vm, args)?;
        check_described(vm, args)?;
        let owner = match args.some(2).and_then(|o| o.get::<Class>()) {
            Some(owner) => owner.clone(),
            None => vm.class_of(&args[1]),
        };
        vm.bind_to(&args[0], args.some(1), &owner)
    },
);

// -------------------------------------------------------------------------------------------------
// function

/// `function`
pub static FUNCTION: ClassDef = ClassDef {
    name: "function",
    doc: "Create a function object.\n\n  code\n    a code object\n  globals\n    the globals dictionary\n  name\n    a string that overrides the name from the code object\n  argdefs\n    a tuple that specifies the default argument values\n  closure\n    a tuple that supplies the bindings for free variables",
    kind: Kind::Function,
    subclassable: false,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)",
            "Create and return a new object.",
            new_function,
        ),
        CALL,
        GET,
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, args| {
            let name = function(&args[0]).qualname.borrow().clone();
            Ok(format!("<function {} at {:#x}>", name.as_str(), args[0].bits()).into())
        }),
    ],
    properties: &[
        PropertyDef {
            name: "__name__",
            doc: "",
            get: |_, f| Ok(function(f).name.borrow().clone().into_value()),
            set: Some(|vm, f, value| {
                let new = text(vm, "__name__", value)?;
                drop(function(f).name.replace(new));
                Ok(())
            }),
        },
        PropertyDef {
            name: "__qualname__",
            doc: "",
            get: |_, f| Ok(function(f).qualname.borrow().clone().into_value()),
            set: Some(|vm, f, value| {
                let new = text(vm, "__qualname__", value)?;
                drop(function(f).qualname.replace(new));
                Ok(())
            }),
        },
        PropertyDef {
            name: "__doc__",
            doc: "",
            get: |_, f| Ok(function(f).doc.get().or_none()),
            set: Some(|_, f, value| {
                function(f).doc.set(value.or_none());
                Ok(())
            }),
        },
        PropertyDef {
            name: "__module__",
            doc: "",
            get: |_, f| Ok(function(f).module.get().or_none()),
            set: Some(|_, f, value| {
                function(f).module.set(value.or_none());
                Ok(())
            }),
        },
        PropertyDef {
            name: "__defaults__",
            doc: "",
            get: |_, f| Ok(function(f).defaults.get().or_none()),
            set: Some(|vm, f, value| {
                set_typed::<Tuple>(vm, &function(f).defaults, "__defaults__", "tuple", value)
            }),
        },
        PropertyDef {
            name: "__kwdefaults__",
            doc: "",
            get: |_, f| Ok(function(f).keyword_defaults.get().or_none()),
            set: Some(|vm, f, value| {
                set_typed::<Dict>(
                    vm,
                    &function(f).keyword_defaults,
                    "__kwdefaults__",
                    "dict",
                    value,
                )
            }),
        },
        PropertyDef {
            name: "__annotations__",
            doc: "",
            get: |_, f| {
                let slot = &function(f).annotations;
                if slot.is_unset() {
                    slot.set(Dict::new().into_value());
                }
                Ok(slot.get())
            },
            set: Some(|vm, f, value| {
                set_typed::<Dict>(vm, &function(f).annotations, "__annotations__", "dict", value)
            }),
        },
        PropertyDef {
            name: "__type_params__",
            doc: "",
            get: |_, f| match function(f).type_params.get() {
                value if value.is_unset() => Ok(Tuple::empty().into_value()),
                value => Ok(value),
            },
            set: Some(|vm, f, value| match value.get::<Tuple>() {
                Some(_) => {
                    function(f).type_params.set(value);
                    Ok(())
                }
                None => Err(vm.type_error("__type_params__ must be set to a tuple")),
            }),
        },
        PropertyDef {
            name: "__code__",
            doc: "",
            get: |_, f| Ok(function(f).code.get().into_value()),
            set: Some(|vm, f, value| set_code(vm, function(f), &value)),
        },
        property("__closure__", |_, f| {
            let cells = &function(f).closure;
            if cells.is_empty() {
                return Ok(Value::NONE);
            }
            Ok(Tuple::new(cells.iter().map(|c| c.as_value().clone())).into_value())
        }),
        property("__globals__", |_, f| Ok(function(f).globals.as_value().clone())),
        property("__builtins__", |vm, f| {
            let own = vm.own_builtins(&function(f).globals);
            Ok(own.unwrap_or_else(|| vm.builtins.as_value().clone()))
        }),
        PropertyDef {
            set: Some(|vm, f, value| match super::type_::DICT_PROPERTY.set {
                _ if value.is_unset() => Err(vm.type_error("cannot delete __dict__")),
                Some(set) => set(vm, f, value),
                None => Ok(()),
            }),
            ..super::type_::DICT_PROPERTY
        },
    ],
    ..ClassDef::BASE
};

fn function(value: &Value) -> &Ref<Function> {
    value.get::<Function>().expect("the receiver was checked")
}

fn text(vm: &Vm, name: &str, value: Value) -> VmResult<Ref<Str>> {
    value
        .into_ref::<Str>()
        .map_err(|_| vm.type_error(format!("{name} must be set to a string object")))
}

fn set_typed<T: crate::runtime::Object>(
    vm: &Vm,
    slot: &Slot,
    name: &str,
    what: &str,
    value: Value,
) -> VmResult<()> {
    if value.is_none() || value.is_unset() {
        slot.set(Value::UNSET);
    } else if value.get::<T>().is_some() {
        slot.set(value);
    } else {
        return Err(vm.type_error(format!("{name} must be set to a {what} object")));
    }
    Ok(())
}

/// Replaces the code of a function. Running calls keep the old code.
fn set_code(vm: &Vm, function: &Function, value: &Value) -> VmResult<()> {
    let Some(code) = value.get::<Code>() else {
        return Err(vm.type_error("__code__ must be set to a code object"));
    };
    if code.free.len() != function.closure.len() {
        return Err(vm.value_error(format!(
            "{}() requires a code object with {} free vars, not {}",
            function.name.borrow().as_str(),
            function.closure.len(),
            code.free.len()
        )));
    }
    let nature = |code: &Code| (code.flags.generator, code.flags.coroutine);
    if nature(&function.code) != nature(code) {
        let message = "Assigning a code object of non-matching type is deprecated \
                       (e.g., from a generator to a plain function)";
        vm.warn(Exc::DeprecationWarning, message, 1)?;
    }
    vm.admit_code(code);
    function.code.set(code.clone());
    Ok(())
}

fn new_function(vm: &Vm, args: Args<'_>) -> VmResult {
    let wrong = |position: &str, expected: &str, value: &Value| {
        let given = vm.argument_type(value);
        vm.type_error(format!("function() argument '{position}' must be {expected}, not {given}"))
    };
    let Some(code) = args[1].get::<Code>() else { return Err(wrong("code", "code", &args[1])) };
    let Some(globals) = args[2].get::<Dict>() else {
        return Err(wrong("globals", "dict", &args[2]));
    };
    let needs = |number: usize, name: &str, what: &str| {
        vm.type_error(format!("arg {number} ({name}) must be {what}"))
    };
    if args.some(3).is_some_and(|name| name.get::<Str>().is_none()) {
        return Err(needs(3, "name", "None or string"));
    }
    if args.some(4).is_some_and(|defaults| defaults.get::<Tuple>().is_none()) {
        return Err(needs(4, "defaults", "None or tuple"));
    }
    let mut closure = Vec::new();
    match args.some(5) {
        Some(cells) if cells.get::<Tuple>().is_none() => {
            let what = if code.free.is_empty() { "None or tuple" } else { "tuple" };
            return Err(needs(5, "closure", what));
        }
        None if !code.free.is_empty() => return Err(needs(5, "closure", "tuple")),
        _ => {}
    }
    if args.some(6).is_some_and(|defaults| defaults.get::<Dict>().is_none()) {
        return Err(needs(6, "kwdefaults", "None or dict"));
    }
    if let Some(cells) = args.some(5).and_then(|cells| cells.get::<Tuple>()) {
        for cell in cells.items() {
            let Some(cell) = cell.get::<Cell>() else {
                let given = vm.class_ref(cell).message_name();
                let message = format!("arg 5 (closure) expected cell, found {given}");
                return Err(vm.type_error(message));
            };
            closure.push(cell.clone());
        }
    }
    if closure.len() != code.free.len() {
        return Err(vm.value_error(format!(
            "{} requires closure of length {}, not {}",
            code.name.as_str(),
            code.free.len(),
            closure.len()
        )));
    }
    vm.admit_code(code);
    let made = Function::new(code.clone(), globals.clone(), closure.into_boxed_slice());
    if let Some(name) = args.some(3).and_then(|n| n.get::<Str>()) {
        *made.name.borrow_mut() = name.clone();
        *made.qualname.borrow_mut() = name.clone();
    }
    if let Some(defaults) = args.some(4) {
        set_typed::<Tuple>(vm, &made.defaults, "__defaults__", "tuple", defaults.clone())?;
    }
    if let Some(defaults) = args.some(6) {
        set_typed::<Dict>(vm, &made.keyword_defaults, "__kwdefaults__", "dict", defaults.clone())?;
    }
    Ok(made.into_value())
}

// -------------------------------------------------------------------------------------------------
// Functions written in Rust

const NATIVE_PROPERTIES: &[PropertyDef] = &[
    property("__name__", |_, f| Ok(native(f).def.name().into())),
    property("__qualname__", |_, f| Ok(native_qualname(native(f)).into())),
    property("__doc__", |_, f| Ok(native_doc(native(f)))),
    property("__module__", |vm, f| {
        Ok(match native(f) {
            found if found.owner.is_none() => found.module.into(),
            found if found.def.role == Role::Plain => {
                return Err(vm.no_attribute(f, &intern("__module__")));
            }
            _ => Value::NONE,
        })
    }),
    property("__self__", |vm, f| match &native(f).owner {
        Some(_) if native(f).def.role == Role::Plain => {
            Err(vm.no_attribute(f, &intern("__self__")))
        }
        Some(owner) => Ok(owner.as_value().clone()),
        None => Ok(vm.modules.get_text(native(f).module).unwrap_or(Value::NONE)),
    }),
    property("__objclass__", |vm, f| match &native(f).owner {
        Some(owner) => Ok(owner.as_value().clone()),
        None => Err(vm.no_attribute(f, &intern("__objclass__"))),
    }),
    property("__text_signature__", |vm, f| Ok(text_signature(vm, native(f)))),
    property("_is_coroutine_function", |_, f| {
        Ok(Value::bool(native(f).def.is_coroutine_function()))
    }),
];

fn native(value: &Value) -> &Ref<NativeFunction> {
    value.get::<NativeFunction>().expect("the receiver was checked")
}

fn native_qualname(function: &NativeFunction) -> String {
    match &function.owner {
        Some(owner) => format!("{}.{}", owner.name(), function.def.name()),
        None => function.def.name().to_string(),
    }
}

fn native_doc(function: &NativeFunction) -> Value {
    if function.def.doc.is_empty() { Value::NONE } else { function.def.doc.into() }
}

/// The parameters, with a mark before the one that binding fills.
fn text_signature(vm: &Vm, function: &NativeFunction) -> Value {
    let parameters = function.def.parameters();
    if function.owner.is_none() && vm.modules.get_text(function.module).is_some() {
        let rest = parameters.strip_prefix('(').unwrap_or(parameters);
        let is_positional = rest.contains(", /") || rest.starts_with("/");
        let mark = match (is_positional, rest.starts_with(')')) {
            (true, _) => "($module, ",
            (false, false) => "($module, /, ",
            (false, true) => "($module, /",
        };
        return format!("{mark}{rest}").into();
    }
    match parameters.strip_prefix("(cls") {
        Some(others) if function.owner.is_some() => format!("($type{others}").into(),
        _ => parameters.replacen("(self", "($self", 1).into(),
    }
}

/// Whether CPython stores the method in a slot of the type.
pub fn is_slot_name(name: &str) -> bool {
    name.starts_with("__")
        && name.ends_with("__")
        && !matches!(
            name,
            "__reduce__"
                | "__reduce_ex__"
                | "__sizeof__"
                | "__format__"
                | "__dir__"
                | "__getstate__"
                | "__class_getitem__"
                | "__init_subclass__"
                | "__subclasshook__"
                | "__reversed__"
                | "__length_hint__"
                | "__round__"
                | "__ceil__"
                | "__floor__"
                | "__trunc__"
                | "__getnewargs__"
                | "__subclasses__"
                | "__instancecheck__"
                | "__subclasscheck__"
                | "__prepare__"
                | "__new__"
                | "__enter__"
                | "__exit__"
                | "__set_name__"
                | "__complex__"
                | "__copy__"
                | "__deepcopy__"
                | "__setstate__"
        )
}

fn native_repr(_: &Vm, args: Args<'_>) -> VmResult {
    let function = native(&args[0]);
    let name = function.def.name();
    Ok(match &function.owner {
        None => format!("<built-in function {name}>"),
        Some(owner) if function.def.role != Role::Plain => {
            format!("<built-in method {name} of type object at {:#x}>", owner.address())
        }
        Some(owner) if is_slot_name(name) => {
            format!("<slot wrapper '{name}' of '{}' objects>", owner.name())
        }
        Some(owner) => format!("<method '{name}' of '{}' objects>", owner.name()),
    }
    .into())
}

const NATIVE_METHODS: &[NativeDef] =
    &[CALL, NativeDef::new("__repr__(self, /)", "Return repr(self).", native_repr)];

/// `builtin_function_or_method`
pub static NATIVE_FUNCTION: ClassDef = ClassDef {
    name: "builtin_function_or_method",
    doc: "",
    kind: Kind::NativeFunction,
    subclassable: false,
    methods: NATIVE_METHODS,
    properties: NATIVE_PROPERTIES,
    ..ClassDef::BASE
};

/// The base of the declarations below: the methods of built-in types, unbound.
const DESCRIPTOR: ClassDef = ClassDef {
    kind: Kind::NativeFunction,
    subclassable: false,
    methods: &[CALL, GET, NativeDef::new("__repr__(self, /)", "Return repr(self).", native_repr)],
    properties: NATIVE_PROPERTIES,
    ..ClassDef::BASE
};

/// `method_descriptor`
pub static METHOD_DESCRIPTOR: ClassDef = ClassDef { name: "method_descriptor", ..DESCRIPTOR };

/// `classmethod_descriptor`
pub static CLASS_METHOD_DESCRIPTOR: ClassDef =
    ClassDef { name: "classmethod_descriptor", ..DESCRIPTOR };

/// `wrapper_descriptor`: a method that CPython has in a slot of the type.
pub static WRAPPER_DESCRIPTOR: ClassDef = ClassDef { name: "wrapper_descriptor", ..DESCRIPTOR };

// -------------------------------------------------------------------------------------------------
// Bound methods

fn method(value: &Value) -> &Ref<BoundMethod> {
    value.get::<BoundMethod>().expect("the receiver was checked")
}

const METHOD_EQ: NativeDef =
    NativeDef::new("__eq__(self, value, /)", "Return self==value.", |vm, args| {
        let (this, Some(other)) = (method(&args[0]), args[1].get::<BoundMethod>()) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        let equal = this.receiver.is(&other.receiver) && vm.eq(&this.function, &other.function)?;
        Ok(Value::bool(equal))
    });

const METHOD_HASH: NativeDef =
    NativeDef::new("__hash__(self, /)", "Return hash(self).", |vm, args| {
        let this = method(&args[0]);
        let hash = super::object::identity_hash(&this.receiver) ^ vm.hash(&this.function)?;
        Ok(((hash >> 1) as i64).into())
    });

/// `method`
pub static METHOD: ClassDef = ClassDef {
    name: "method",
    doc: "Create a bound instance method object.",
    kind: Kind::BoundMethod,
    subclassable: false,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, function, instance, /)",
            "Create and return a new object.",
            |vm, args| {
                if !vm.is_callable(&args[1]) {
                    return Err(vm.type_error("first argument must be callable"));
                }
                if args[2].is_none() {
                    return Err(vm.type_error("instance must not be None"));
                }
                Ok(BoundMethod::value(args[1].clone(), args[2].clone()))
            },
        ),
        CALL,
        METHOD_EQ,
        METHOD_HASH,
        NativeDef::new(
            "__get__(self, instance, owner=None, /)",
            "Return an attribute of instance, which is of type owner.",
            |_, args| Ok(args[0].clone()),
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, args| {
            let this = method(&args[0]);
            let name = match vm.find_attribute(&this.function, &vm.names.qualname)? {
                Some(name) => Some(name),
                None => vm.find_attribute(&this.function, &vm.names.name)?,
            };
            let name = name.and_then(|n| n.into_ref::<Str>().ok());
            let name = name.as_ref().map_or("?", |n| n.as_str());
            Ok(format!("<bound method {name} of {}>", vm.repr(&this.receiver)?.as_str()).into())
        }),
    ],
    properties: &[
        property("__func__", |_, m| Ok(method(m).function.clone())),
        property("__self__", |_, m| Ok(method(m).receiver.clone())),
        property("__doc__", |vm, m| {
            Ok(vm.find_attribute(&method(m).function, &vm.names.doc)?.unwrap_or(Value::NONE))
        }),
    ],
    ..ClassDef::BASE
};

fn method_native(value: &Value) -> Option<&Ref<NativeFunction>> {
    method(value).function.get::<NativeFunction>()
}

/// A bound method of a built-in type with its receiver, as its `repr` shows them.
fn shown_method(vm: &Vm, value: &Value, name: &str) -> String {
    let receiver = &method(value).receiver;
    let class = match receiver.get::<Class>() {
        Some(_) => "type".to_string(),
        None => vm.class_ref(receiver).message_name(),
    };
    format!("{name} of {class} object at {:#x}", receiver.bits())
}

const NATIVE_METHOD_PROPERTIES: &[PropertyDef] = &[
    property("__self__", |_, m| Ok(method(m).receiver.clone())),
    property("__name__", |_, m| Ok(method_name(m).into())),
    property("__qualname__", |vm, m| {
        let class = match method(m).receiver.get::<Class>() {
            Some(class) => class.name(),
            None => vm.class_ref(&method(m).receiver).name(),
        };
        Ok(format!("{class}.{}", method_name(m)).into())
    }),
    property("__doc__", |_, m| Ok(method_native(m).map_or(Value::NONE, |f| native_doc(f)))),
    property("__module__", |_, _| Ok(Value::NONE)),
    property("__text_signature__", |vm, m| {
        Ok(method_native(m).map_or(Value::NONE, |f| text_signature(vm, f)))
    }),
];

fn method_name(value: &Value) -> &'static str {
    method_native(value).map_or("", |f| f.def.name())
}

/// `builtin_function_or_method`
pub static NATIVE_METHOD: ClassDef = ClassDef {
    name: "builtin_function_or_method",
    doc: "",
    kind: Kind::BoundMethod,
    subclassable: false,
    methods: &[
        CALL,
        METHOD_EQ,
        METHOD_HASH,
        NativeDef::unary(SpecialMethod::Repr, |vm, m| {
            Ok(format!("<built-in method {}>", shown_method(vm, m, method_name(m))).into())
        }),
    ],
    properties: NATIVE_METHOD_PROPERTIES,
    ..ClassDef::BASE
};

/// `method-wrapper`: a bound method that CPython has in a slot of the type.
pub static METHOD_WRAPPER: ClassDef = ClassDef {
    name: "method-wrapper",
    doc: "",
    kind: Kind::BoundMethod,
    subclassable: false,
    methods: &[
        CALL,
        METHOD_EQ,
        METHOD_HASH,
        NativeDef::unary(SpecialMethod::Repr, |vm, m| {
            let name = format!("'{}'", method_name(m));
            Ok(format!("<method-wrapper {}>", shown_method(vm, m, &name)).into())
        }),
    ],
    properties: NATIVE_METHOD_PROPERTIES,
    ..ClassDef::BASE
};

// -------------------------------------------------------------------------------------------------
// code, cell

/// `code`
pub static CODE: ClassDef = ClassDef {
    name: "code",
    doc: "Create a code object.  Not for mere mortals.",
    kind: Kind::Code,
    subclassable: false,
    methods: tables![
        super::code_methods::METHODS,
        &[
            NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, args| {
                let code = code(&args[0]);
                Ok(format!(
                    "<code object {} at {:#x}, file \"{}\", line {}>",
                    code.name.as_str(),
                    args[0].bits(),
                    code.source.name,
                    code.first_line
                )
                .into())
            }),
            NativeDef::new(
                "co_positions(self, /)",
                "Return an iterator over the lines and columns of each instruction.",
                |vm, args| vm.iter(positions(code(&args[0])).as_value()),
            ),
        ]
    ],
    properties: &[
        property("co_name", |_, c| Ok(code(c).name.as_value().clone())),
        property("co_qualname", |_, c| Ok(code(c).qualname.as_value().clone())),
        property("co_filename", |_, c| Ok(code(c).source.name.as_str().into())),
        property("co_firstlineno", |_, c| Ok(i64::from(code(c).first_line).into())),
        property("co_argcount", |_, c| Ok(i64::from(code(c).positional).into())),
        property("co_posonlyargcount", |_, c| Ok(i64::from(code(c).positional_only).into())),
        property("co_kwonlyargcount", |_, c| Ok(i64::from(code(c).keyword_only).into())),
        property("co_nlocals", |_, c| Ok(plain_variables(code(c)).len().into())),
        property("co_varnames", |_, c| Ok(names(&plain_variables(code(c))))),
        property("co_freevars", |_, c| Ok(names(&code(c).free))),
        property("co_cellvars", |_, c| {
            let code = code(c);
            let cells = code.cells.iter().filter_map(|i| code.locals.get(usize::from(*i)).cloned());
            Ok(names(&cells.collect::<Vec<_>>()))
        }),
        property("co_names", |_, c| {
            // Variables and attributes.
            let mut all = code(c).names.to_vec();
            for cache in &code(c).attribute_caches {
                if !all.iter().any(|name| name.is(&cache.name)) {
                    all.push(cache.name.clone());
                }
            }
            Ok(names(&all))
        }),
        property("co_consts", |_, c| Ok(Tuple::new(code(c).constants.clone()).into_value())),
        property("co_flags", |_, c| Ok(flags(code(c)).into())),
        property("co_linetable", super::code_methods::line_table),
        property("co_exceptiontable", |_, _| Ok(super::bytes::Bytes::new(Vec::new()).into_value())),
        property("co_stacksize", |_, c| Ok(i64::from(code(c).registers).into())),
        property("co_code", |_, c| {
            // Two bytes for the entry and for each instruction, as `co_lines` and `tb_lasti` count: the
            // opcode, and zero for operands, which are wider.
            let code = code(c);
            let instructions =
                (0..code.instructions.len()).filter_map(|i| code.instructions.get(i));
            let mut bytes = vec![0, 0];
            bytes.extend(instructions.flat_map(|i| [i.op as u8, 0]));
            Ok(super::bytes::Bytes::new(bytes).into_value())
        }),
    ],
    ..ClassDef::BASE
};

fn code(value: &Value) -> &Ref<Code> {
    value.get::<Code>().expect("the receiver was checked")
}

/// The locations of the entry and of each instruction: first and last line, first and last column
/// in bytes.
fn positions(code: &Code) -> Ref<Tuple> {
    let number = |n: u32| Value::from(i64::from(n));
    let place = |index: usize| {
        let span = code.span(index);
        if span.start == span.end {
            // An instruction that corresponds to no text of the program.
            return Tuple::new([Value::NONE, Value::NONE, Value::NONE, Value::NONE]).into_value();
        }
        let ((line, column), (end_line, end_column)) =
            (code.source.position(span.start), code.source.position(span.end));
        Tuple::new([line, end_line, column, end_column].map(number)).into_value()
    };
    let entry = [code.entry_line(), code.first_line, 0, 0].map(number);
    let mut all = vec![Tuple::new(entry).into_value()];
    all.extend((0..code.instructions.len()).map(place));
    Tuple::new(all)
}

/// Parameters and the variables that no inner function shares.
fn plain_variables(code: &Code) -> Vec<Ref<Str>> {
    let is_plain = |i: usize| i < code.parameter_count() || !code.cells.contains(&(i as u16));
    let variables = code.locals.iter().enumerate().filter(|(i, _)| is_plain(*i));
    variables.map(|(_, name)| name.clone()).collect()
}

fn names(names: &[Ref<Str>]) -> Value {
    Tuple::new(names.iter().map(|n| n.as_value().clone())).into_value()
}

/// `__future__.annotations.compiler_flag`
pub const STRING_ANNOTATIONS: i64 = 0x100_0000;

/// `co_flags` with CPython's bits (library reference, "inspect", "Code Objects Bit Flags").
fn flags(code: &Code) -> i64 {
    let flags = code.flags;
    let bit = |yes: bool, bit: i64| if yes { bit } else { 0 };
    let is_function = !flags.module && !flags.class_body;
    bit(is_function, 0x3)
        | bit(flags.varargs, 0x4)
        | bit(flags.varkeywords, 0x8)
        | bit(code.qualname.as_str().contains("<locals>"), 0x10)
        | bit(flags.generator && !flags.coroutine, 0x20)
        | bit(flags.coroutine && !flags.generator, 0x80)
        | bit(code.iterable_coroutine.get(), 0x100)
        | bit(flags.coroutine && flags.generator, 0x200)
        | bit(flags.string_annotations, STRING_ANNOTATIONS)
}

/// Compares cells by their values; an empty one is less than any other.
fn compare_cells(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    let Some(other) = other.get::<Cell>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let (a, b) = (cell(this).value.get(), other.value.get());
    if !a.is_unset() && !b.is_unset() {
        return vm.compare(op, &a, &b);
    }
    let order = (!a.is_unset()).cmp(&!b.is_unset());
    Ok(Value::bool(sequence::holds(op, order)))
}

/// `cell`
pub static CELL: ClassDef = ClassDef {
    name: "cell",
    doc: "Create a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the cell will be empty,\n    and\n further attempts to access its cell_contents attribute will\n    raise a ValueError.",
    kind: Kind::Cell,
    subclassable: false,
    methods: tables![
        &NativeDef::comparisons(compare_cells),
        &[
            NativeDef::static_method(
                "__new__(cls, contents=None, /)",
                "Create and return a new object.",
                |_, args| {
                    let value = Slot::new(args.opt(1).cloned().unwrap_or_default());
                    Ok(Ref::new(Cell { value }).into_value())
                },
            ),
            NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, args| {
                let value = cell(&args[0]).value.get();
                let at = args[0].bits();
                Ok(match value.is_unset() {
                    true => format!("<cell at {at:#x}: empty>"),
                    false => {
                        let class = vm.class_ref(&value).name();
                        format!("<cell at {at:#x}: {class} object at {:#x}>", value.bits())
                    }
                }
                .into())
            }),
        ]
    ],
    properties: &[PropertyDef {
        name: "cell_contents",
        doc: "",
        get: |vm, c| match cell(c).value.get() {
            value if value.is_unset() => Err(vm.value_error("cell is empty")),
            value => Ok(value),
        },
        set: Some(|_, c, value| {
            cell(c).value.set(value);
            Ok(())
        }),
    }],
    ..ClassDef::BASE
};

fn cell(value: &Value) -> &Ref<Cell> {
    value.get::<Cell>().expect("the receiver was checked")
}
