//! The Python interface of modules.

use super::class::Class;
use super::dict::Dict;
use super::exception::Exc;
use super::module::Module;
use super::native::{Args, ClassDef, NativeDef, PropertyDef};
use super::str::{Str, intern};

use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};

/// `module`
pub static CLASS: ClassDef = ClassDef {
    name: "module",
    doc: "Create a module object.\n\nThe name must be a string; the optional docstring can have any type.",
    kind: Kind::Module,
    subclassable: true,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            new,
        ),
        NativeDef::new("__init__(self, name, doc=None)", "Initialize self.", init),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        super::object::GETATTRIBUTE,
        NativeDef::new(
            "__dir__(self, /)",
            "__dir__() -> list\nspecialized dir() implementation",
            dir,
        ),
    ],
    properties: &[
        PropertyDef {
            name: "__dict__",
            doc: "",
            get: |_, m| Ok(this(m).dict.as_value().clone()),
            set: None,
        },
        PropertyDef {
            name: "__annotations__",
            doc: "",
            get: |vm, m| {
                let dict = &this(m).dict;
                if let Some(known) = dict.get_str(&vm.names.annotations) {
                    return Ok(known);
                }
                let new = Dict::new().into_value();
                dict.set_str(&vm.names.annotations, new.clone());
                Ok(new)
            },
            set: Some(|vm, m, value| {
                if value.is_unset() {
                    let known = this(m).dict.remove_str(&vm.names.annotations);
                    if known.is_none() {
                        return Err(vm.error(Exc::AttributeError, "__annotations__"));
                    }
                } else {
                    this(m).dict.set_str(&vm.names.annotations, value);
                }
                Ok(())
            }),
        },
    ],
    ..ClassDef::BASE
};

fn this(module: &Value) -> &Ref<Module> {
    module.get::<Module>().expect("the receiver was checked")
}

fn new(vm: &Vm, args: Args<'_>) -> VmResult {
    let dict = Dict::new();
    match args[0].get::<Class>() {
        Some(class) if class.is(&vm.types.module) => Ok(Ref::new(Module { dict }).into_value()),
        Some(class) if class.is_subclass_of(&vm.types.module) => {
            Ok(Ref::with_class(Module { dict }, args[0].clone(), false).into_value())
        }
        _ => Err(vm.type_error("module.__new__(X): X is not a subtype of module")),
    }
}

fn init(vm: &Vm, args: Args<'_>) -> VmResult {
    let dict = &args.this::<Module>().dict;
    if args[1].get::<Str>().is_none() {
        let given = vm.argument_type(&args[1]);
        return Err(vm.type_error(format!("module() argument 'name' must be str, not {given}")));
    }
    dict.set_text("__name__", args[1].clone());
    dict.set_text("__doc__", args.opt(2).cloned().unwrap_or(Value::NONE));
    for none in ["__package__", "__loader__", "__spec__"] {
        dict.set_text(none, Value::NONE);
    }
    Ok(Value::NONE)
}

fn repr(vm: &Vm, args: Args<'_>) -> VmResult {
    let this = args.this::<Module>();
    let name = this.dict.get_str(&vm.names.name);
    // The import system describes only modules with names.
    let is_named = name.is_some();
    let name = name.unwrap_or_else(|| "?".into());
    let name = vm.repr(&name)?;
    let text = match this.dict.get_str(&vm.names.file).filter(|f| f.get::<Str>().is_some()) {
        Some(file) => format!("<module {} from {}>", name.as_str(), vm.repr(&file)?.as_str()),
        None if this.dict.get_text("__hob_native__").is_some() => {
            format!("<module {} (built-in)>", name.as_str())
        }
        None => {
            for about in ["__spec__", "__loader__"] {
                let about = match is_named {
                    true => vm.find_attribute(&args[0], &intern(about))?,
                    false => this.dict.get_text(about),
                };
                if about.is_some_and(|about| !about.is_none()) {
                    let bootstrap = vm.import_module("importlib._bootstrap")?;
                    return vm.call_method(&bootstrap, &intern("_module_repr"), &[args[0].clone()]);
                }
            }
            format!("<module {}>", name.as_str())
        }
    };
    Ok(text.into())
}

fn dir(vm: &Vm, args: Args<'_>) -> VmResult {
    let dict = vm.get_attribute(&args[0], &vm.names.dict)?;
    let Some(dict) = dict.get::<Dict>() else {
        return Err(vm.type_error("<module>.__dict__ is not a dictionary"));
    };
    match dict.get_str(&vm.names.dir) {
        Some(own) => vm.call(&own, &[]),
        None => Ok(dict.keys().into()),
    }
}
