//! `__reduce_ex__` and its helpers: how `copy` and `pickle` take objects apart (PEP 307).

use super::alias::Alias;
use super::bound::BoundMethod;
use super::class::Class;
use super::dict::Dict;
use super::exception::{Exc, Exception};
use super::instance::Instance;
use super::native::{Args, Native, NativeDef, NativeFunction};
use super::slice::Slice;
use super::str::intern;
use super::tuple::Tuple;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::vm::{Raised, Vm, VmResult};

/// `object.__getstate__`
pub const GETSTATE: NativeDef =
    NativeDef::new("__getstate__(self, /)", "Helper for pickle.", |vm, args| {
        default_state(vm, &args[0])
    });

/// `object.__reduce_ex__`
pub const REDUCE_EX: NativeDef =
    NativeDef::new("__reduce_ex__(self, protocol, /)", "Helper for pickle.", reduce_ex);

/// `object.__reduce__`
pub const REDUCE: NativeDef =
    NativeDef::new("__reduce__(self, /)", "Helper for pickle.", |vm, args| {
        reduced(vm, &args[0], 0)
    });

/// `__dict__`, or with slots a pair of it and a dict of their values; None for nothing.
fn default_state(vm: &Vm, object: &Value) -> VmResult {
    let dict = vm.own_dict(object).filter(|d| !d.is_empty());
    let dict = dict.map_or(Value::NONE, Ref::into_value);
    if vm.class_ref(object).slots_in_dict.is_some() && !dict.is_none() {
        return Ok(Tuple::new([Value::NONE, dict]).into_value());
    }
    let slots = Dict::new();
    if let Some(instance) = object.get::<Instance>() {
        for name in &vm.class_ref(object).slots {
            if let Some(value) = instance.slot_value(name.as_value()) {
                slots.set_str(name, value);
            }
        }
    }
    if slots.is_empty() {
        return Ok(dict);
    }
    Ok(Tuple::new([dict, slots.into_value()]).into_value())
}

fn reduce_ex(vm: &Vm, args: Args<'_>) -> VmResult {
    let object = &args[0];
    let reduce = intern("__reduce__");
    // Looked up like any attribute, although only the class decides.
    let method = vm.find_attribute(object, &reduce)?;
    if let (Some(method), Some(own)) = (method, vm.lookup_special(object, &reduce)) {
        let is_objects = own
            .get::<NativeFunction>()
            .is_some_and(|f| f.owner.as_ref().is_some_and(|o| o.is(&vm.types.object)));
        if !is_objects {
            return vm.call(&method, &[]);
        }
    }
    reduced(vm, object, vm.index_clipped(&args[1])?)
}

/// Reduction for pickle protocols below 2: `copyreg` takes the object apart.
fn reduced(vm: &Vm, object: &Value, protocol: i64) -> VmResult {
    let is_own = object.get::<Exception>().is_some() || builtin_parts(vm, object)?.is_some();
    if protocol >= 2 || is_own {
        return take_apart(vm, object);
    }
    let copyreg = vm.import_module("copyreg")?;
    vm.call_method(&copyreg, &intern("_reduce_ex"), &[object.clone(), protocol.into()])
}

/// What `__getnewargs_ex__` returned: positional arguments and keywords.
fn arguments_of(vm: &Vm, pair: &Value) -> VmResult<(Ref<Tuple>, Ref<Dict>)> {
    let pair: Ref<Tuple> = typed(vm, pair, "__getnewargs_ex__ should return a tuple")?;
    let [positional, named] = pair.items() else {
        let given = pair.items().len();
        return Err(vm.value_error(format!(
            "__getnewargs_ex__ should return a tuple of length 2, not {given}"
        )));
    };
    let item = |which| format!("{which} of the tuple returned by __getnewargs_ex__ must be a");
    Ok((
        typed(vm, positional, &format!("{} tuple", item("first item")))?,
        typed(vm, named, &format!("{} dict", item("second item")))?,
    ))
}

/// A value of a built-in type, without which the program has broken a rule.
fn typed<T: Object>(vm: &Vm, value: &Value, rule: &str) -> VmResult<Ref<T>> {
    value.get::<T>().cloned().ok_or_else(|| {
        let given = vm.class_ref(value).message_name();
        vm.type_error(format!("{rule}, not '{given}'"))
    })
}

/// The tuple (maker, its arguments, state, list items, dict entries).
fn take_apart(vm: &Vm, object: &Value) -> VmResult {
    let class = vm.class_of(object);
    if let Some(exception) = object.get::<Exception>() {
        let mut parts = vec![class.into_value(), exception_arguments(vm, exception)];
        let state = exception_state(vm, object, exception)?;
        parts.extend(Some(state).filter(|s| !s.is_none()));
        return Ok(Tuple::new(parts).into_value());
    }
    if let Some(parts) = builtin_parts(vm, object)? {
        return Ok(parts);
    }
    let mut made_from = vec![class.as_value().clone()];
    let both = call_if_any(vm, object, "__getnewargs_ex__")?;
    let both = both.map(|both| arguments_of(vm, &both)).transpose()?;
    if let Some((positional, named)) = &both
        && !named.is_empty()
    {
        let named = named.as_value();
        let maker = newobj(vm, "__newobj_ex__")?;
        let arguments = [class.into_value(), positional.as_value().clone(), named.clone()];
        let state = state_of(vm, object)?;
        let arguments = Tuple::new(arguments).into_value();
        return Ok(Tuple::new([maker, arguments, state, Value::NONE, Value::NONE]).into_value());
    }
    let positional = match both {
        Some((positional, _)) => Some(positional),
        None => match call_if_any(vm, object, "__getnewargs__")? {
            Some(arguments) => Some(typed(vm, &arguments, "__getnewargs__ should return a tuple")?),
            None => None,
        },
    };
    match positional {
        Some(arguments) => made_from.extend(arguments.items().iter().cloned()),
        None => made_from.extend(plain_value(vm, object, &class)?),
    }
    let items = match object.kind() {
        Some(Kind::List) => vm.iter(object)?,
        _ => Value::NONE,
    };
    let entries = match object.kind() {
        Some(Kind::Dict) => vm.iter(&vm.call_method(object, &intern("items"), &[])?)?,
        _ => Value::NONE,
    };
    let maker = newobj(vm, "__newobj__")?;
    let arguments = Tuple::new(made_from).into_value();
    let state = state_of(vm, object)?;
    Ok(Tuple::new([maker, arguments, state, items, entries]).into_value())
}

/// The arguments that recreate an exception. An OSError's file names are not among its `args`.
fn exception_arguments(vm: &Vm, exception: &Ref<Exception>) -> Value {
    let arguments = exception.arguments();
    let file = |name: &str| exception.field(name).filter(|file| !file.is_none());
    match (arguments.items(), file("filename")) {
        ([number, text], Some(filename))
            if vm.is_exception(&Raised(exception.clone()), Exc::OSError) =>
        {
            let mut all = vec![number.clone(), text.clone(), filename];
            if let Some(second) = file("filename2") {
                all.extend([Value::NONE, second]);
            }
            Tuple::new(all).into_value()
        }
        _ => arguments.into_value(),
    }
}

/// The state of an exception: its attributes, and the fields of some classes.
fn exception_state(vm: &Vm, object: &Value, exception: &Ref<Exception>) -> VmResult {
    let state = default_state(vm, object)?;
    let is = |class: Exc| vm.is_exception(&Raised(exception.clone()), class);
    let (is_attribute, is_import) = (is(Exc::AttributeError), is(Exc::ImportError));
    let names: &[&str] = match () {
        () if is_attribute => &["name"],
        () if is_import => &["name", "path", "name_from"],
        () => return Ok(state),
    };
    let fields = Dict::new();
    if let Some(own) = state.get::<Dict>() {
        fields.merge(vm, own)?;
    }
    for name in names {
        if let Some(value) = exception.field(name).filter(|value| !value.is_none()) {
            fields.set_text(name, value);
        }
    }
    if is_attribute {
        fields.set_text("args", exception.arguments().into_value());
    }
    Ok(if fields.is_empty() { state } else { fields.into_value() })
}

/// The reconstruction of objects of some built-in kinds: functions are found by name.
fn builtin_parts(vm: &Vm, object: &Value) -> VmResult<Option<Value>> {
    let made = |maker: Value, arguments: Vec<Value>| {
        Ok(Some(Tuple::new([maker, Tuple::new(arguments).into_value()]).into_value()))
    };
    if let Some(function) = object.get::<NativeFunction>() {
        return match &function.owner {
            None => Ok(Some(function.def.name().into())),
            Some(owner) => {
                let getattr =
                    vm.get_attribute(&vm.import_module("builtins")?, &intern("getattr"))?;
                made(getattr, vec![owner.as_value().clone(), function.def.name().into()])
            }
        };
    }
    if let Some(alias) = object.native::<Alias>() {
        let arguments = vec![alias.origin.clone(), alias.args.as_value().clone()];
        return made(vm.class_of(object).into_value(), arguments);
    }
    if let Some(method) = object.get::<BoundMethod>() {
        let getattr = vm.get_attribute(&vm.import_module("builtins")?, &intern("getattr"))?;
        let name = vm.get_attribute(object, &intern("__name__"))?;
        return made(getattr, vec![method.receiver.clone(), name]);
    }
    if let Some(slice) = object.get::<Slice>() {
        let bounds = vec![slice.start.clone(), slice.stop.clone(), slice.step.clone()];
        return made(vm.types.slice.as_value().clone(), bounds);
    }
    Ok(None)
}

/// The argument from which `__new__` makes an object of an immutable kind.
fn plain_value(vm: &Vm, object: &Value, class: &Ref<Class>) -> VmResult<Option<Value>> {
    let types = &vm.types;
    let builtin = match object.kind() {
        Some(Kind::Instance | Kind::List | Kind::Dict) => return Ok(None),
        None if object.as_small_int().is_some() => &types.int,
        None if object.as_float().is_some() => &types.float,
        Some(Kind::Int) => &types.int,
        Some(Kind::Float) => &types.float,
        Some(Kind::Complex) => &types.complex,
        Some(Kind::Str) => &types.str,
        Some(Kind::Bytes) => &types.bytes,
        Some(Kind::ByteArray) => &types.bytearray,
        Some(Kind::Tuple) => &types.tuple,
        Some(Kind::Set) => return vm.to_vec(object).map(|items| Some(items.into())),
        Some(Kind::Native) if object.get::<Native>().is_some_and(|native| native.is_plain()) => {
            return Ok(None);
        }
        // A class that defines its state needs no more.
        Some(Kind::Native) if has_own_state(vm, class) => return Ok(None),
        _ => {
            return Err(vm.type_error(match class.module() {
                Some(module) if module == "_io" => {
                    format!("cannot pickle '{}' instances", class.name())
                }
                _ => format!("cannot pickle '{}' object", class.message_name()),
            }));
        }
    };
    vm.call(builtin.as_value(), std::slice::from_ref(object)).map(Some)
}

/// Whether a class has a `__getstate__` other than `object`'s.
fn has_own_state(vm: &Vm, class: &Ref<Class>) -> bool {
    let name = intern("__getstate__");
    let (own, general) = (class.lookup(&name), vm.types.object.lookup(&name));
    !own.unwrap_or_default().is(&general.unwrap_or_default())
}

/// The result of `__getstate__`.
///
/// # Errors
/// Any exception raised by the method.
pub fn state_of(vm: &Vm, object: &Value) -> VmResult {
    vm.call_method(object, &intern("__getstate__"), &[])
}

fn call_if_any(vm: &Vm, object: &Value, name: &str) -> VmResult<Option<Value>> {
    vm.call_special(object, &intern(name), &[])
}

/// `__reduce__` for an object that is reconstructed by calling its class with these arguments.
///
/// # Errors
/// Any exception raised by importing `copyreg`.
pub fn made_anew(vm: &Vm, object: &Value, arguments: Vec<Value>, keywords: &Ref<Dict>) -> VmResult {
    let class = vm.class_of(object).into_value();
    let state = default_state(vm, object)?;
    let arguments = Tuple::new(arguments).into_value();
    if keywords.is_empty() {
        return Ok(Tuple::new([class, arguments, state]).into_value());
    }
    let maker = newobj(vm, "__newobj_ex__")?;
    let arguments = Tuple::new([class, arguments, keywords.as_value().clone()]).into_value();
    Ok(Tuple::new([maker, arguments, state]).into_value())
}

fn newobj(vm: &Vm, name: &str) -> VmResult {
    let module = vm.import_module("copyreg")?;
    vm.get_attribute(&module, &intern(name))
}
