//! Functions that inspect objects: `getattr`, `isinstance`, `vars`, `dir`, `hash`, `id`, ….

use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, NativeDef};
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, intern};
use crate::objects::{object, sequence, sort};
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

fn attribute_name<'a>(vm: &Vm, name: &'a Value) -> VmResult<&'a Ref<Str>> {
    name.get::<Str>().ok_or_else(|| {
        let class = vm.class_ref(name).message_name();
        vm.type_error(format!("attribute name must be string, not '{class}'"))
    })
}

fn getattr(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = attribute_name(vm, a.at(1))?;
    match a.opt(2) {
        Some(default) => Ok(vm.find_by_layout(&a[0], name)?.unwrap_or_else(|| default.clone())),
        None => vm.get_attribute(&a[0], name),
    }
}

fn breakpoint(vm: &Vm, a: Args<'_>) -> VmResult {
    let sys = vm.import_module("sys")?;
    let Some(hook) = vm.find_attribute(&sys, &intern("breakpointhook"))? else {
        return Err(vm.error(Exc::RuntimeError, "lost sys.breakpointhook"));
    };
    vm.call_through(&hook, a)
}

fn hasattr(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = attribute_name(vm, a.at(1))?;
    Ok(Value::bool(vm.find_by_layout(&a[0], name)?.is_some()))
}

fn setattr(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = attribute_name(vm, a.at(1))?;
    vm.set_attribute(&a[0], name, a[2].clone())?;
    Ok(Value::NONE)
}

fn delattr(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = attribute_name(vm, a.at(1))?;
    vm.set_attribute(&a[0], name, Value::UNSET)?;
    Ok(Value::NONE)
}

fn id(_: &Vm, a: Args<'_>) -> VmResult {
    Ok(object::id(a.at(0)))
}

fn vars(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(object) = a.opt(0) else { return vm.locals() };
    match vm.find_attribute(object, &vm.names.dict)? {
        Some(dict) => Ok(dict),
        None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
    }
}

fn dir(vm: &Vm, a: Args<'_>) -> VmResult {
    let names = match a.opt(0) {
        None => {
            let locals = vm.locals()?;
            match locals.get_exact::<Dict>() {
                Some(_) => locals,
                None => {
                    let keys = vm.call_method(&locals, &intern("keys"), &[])?;
                    if !vm.has_usable_slot(&keys, SpecialMethod::Iter)
                        && !vm.has_usable_slot(&keys, SpecialMethod::GetItem)
                    {
                        let (class, given) = (vm.class_ref(&locals), vm.class_ref(&keys));
                        return Err(vm.type_error(format!(
                            "{}.keys() returned a non-iterable (type {})",
                            class.message_name(),
                            given.message_name()
                        )));
                    }
                    keys
                }
            }
        }
        Some(object) => match vm.call_special_method(object, SpecialMethod::Dir, &[])? {
            Some(names) => names,
            None => {
                let class = vm.class_ref(object).message_name();
                return Err(vm.type_error(format!("'{class}' object does not provide __dir__")));
            }
        },
    };
    let mut names = vm.to_vec(&names)?;
    sort::sort(vm, &mut names, None, false)?;
    Ok(Value::from(names))
}

fn globals(vm: &Vm, _: Args<'_>) -> VmResult {
    Ok(vm.current_globals().unwrap_or_else(Dict::new).into_value())
}

fn build_class(vm: &Vm, a: Args<'_>) -> VmResult {
    sequence::check_count(vm, "__build_class__", a.rest().len(), 2, usize::MAX)?;
    vm.build_class(a.rest(), a.keywords())
}

fn import(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(name) = a[0].get::<Str>() else {
        return Err(vm.type_error("module name must be a string"));
    };
    let level = a.opt(4).map_or(Ok(0), |level| vm.index_clipped(level))?;
    let Ok(level) = u8::try_from(level) else {
        return Err(vm.value_error("level must be >= 0"));
    };
    if name.is_empty() && level == 0 {
        return Err(vm.value_error("Empty module name"));
    }
    let globals = a.some(1).and_then(|globals| globals.get::<Dict>());
    let names = a.opt(3).cloned().unwrap_or(Value::NONE);
    vm.import_from_globals(name.as_str(), globals, &names, level)
}

pub(super) const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "getattr(object, name, default=<unrepresentable>, /)",
        "Get a named attribute from an object.\n\ngetattr(x, 'y') is equivalent to x.y. When a default argument is given, it is\nreturned when the attribute doesn't exist; without it, an exception is raised.",
        getattr,
    ),
    NativeDef::new(
        "hasattr(obj, name, /) -> bool",
        "Return whether the object has an attribute with the given name.",
        hasattr,
    ),
    NativeDef::new(
        "setattr(obj, name, value, /)",
        "Sets the named attribute on the given object to the specified value.",
        setattr,
    ),
    NativeDef::new(
        "delattr(obj, name, /)",
        "Deletes the named attribute from the given object.",
        delattr,
    ),
    NativeDef::new(
        "breakpoint(*args, **kws)",
        "Call sys.breakpointhook(*args, **kws).  sys.breakpointhook() must accept\nwhatever arguments are passed.\n\nBy default, this drops you into the pdb debugger.",
        breakpoint,
    ),
    NativeDef::new(
        "callable(obj, /) -> bool",
        "Return whether the object is callable.",
        |vm, a| Ok(Value::bool(vm.is_callable(&a[0]))),
    ),
    NativeDef::new(
        "hash(obj, /) -> int",
        "Return the hash value for the given object.",
        |vm, a| Ok(Value::from(vm.hash(&a[0])? as i64)),
    ),
    NativeDef::new("id(obj, /) -> int", "Return the identity of an object.", id),
    NativeDef::new(
        "isinstance(obj, class_or_tuple, /) -> bool",
        "Return whether an object is an instance of a class or of a subclass thereof.",
        |vm, a| vm.is_instance(&a[0], &a[1]).map(Value::bool),
    ),
    NativeDef::new(
        "issubclass(cls, class_or_tuple, /) -> bool",
        "Return whether 'cls' is derived from another class or is the same class.",
        |vm, a| vm.is_subclass(&a[0], &a[1]).map(Value::bool),
    ),
    NativeDef::new(
        "vars(object=<unrepresentable>, /) -> dict",
        "Without arguments, equivalent to locals().\nWith an argument, equivalent to object.__dict__.",
        vars,
    ),
    NativeDef::new(
        "dir(object=<unrepresentable>, /) -> list",
        "Return a sorted list of the names in the current scope, or of an object's attributes.",
        dir,
    ),
    NativeDef::new(
        "globals() -> dict",
        "Return the dictionary containing the current scope's global variables.",
        globals,
    ),
    NativeDef::new(
        "locals() -> dict",
        "Return a dictionary containing the current scope's local variables.",
        |vm, _| vm.locals(),
    ),
    NativeDef::new(
        "__build_class__(*args, **kwargs)",
        "Internal helper function used by the class statement.",
        build_class,
    ),
    NativeDef::new(
        "__import__(name, globals=None, locals=None, fromlist=(), level=0)",
        "Import a module.",
        import,
    ),
];
