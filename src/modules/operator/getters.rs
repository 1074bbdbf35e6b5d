//! `attrgetter`, `itemgetter` and `methodcaller`: look-ups as callable objects.

use crate::objects::dict::Dict;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::reduce;
use crate::objects::scalar;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

struct AttrGetter {
    /// As passed, for `repr`.
    names: Vec<Value>,
    /// Each name at its dots.
    paths: Vec<Vec<Ref<Str>>>,
}

impl NativeObject for AttrGetter {
    fn traverse(&self, visit: Visitor<'_>) {
        self.names.iter().for_each(visit);
    }
}

fn new_attrgetter(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    if a.rest().is_empty() {
        return Err(vm.type_error("attrgetter expected 1 argument, got 0"));
    }
    let path = |name: &Value| match name.get::<Str>() {
        Some(name) => Ok(name.as_str().split('.').map(intern).collect()),
        None => Err(vm.type_error("attribute name must be a string")),
    };
    let mut paths = vm.vec_with_capacity(a.rest().len())?;
    for name in a.rest() {
        vm.tick(1)?;
        paths.push(path(name)?);
    }
    let getter = AttrGetter { names: vm.copied(a.rest())?, paths };
    Ok(Native::new(class, getter).into_value())
}

fn follow(vm: &Vm, object: &Value, path: &[Ref<Str>]) -> VmResult {
    path.iter().try_fold(object.clone(), |object, name| vm.get_attribute(&object, name))
}

/// A single result itself, several as a tuple.
fn collect<T>(vm: &Vm, keys: &[T], get: impl Fn(&T) -> VmResult) -> VmResult {
    if let [only] = keys {
        return get(only);
    }
    let mut results = vm.vec_with_capacity(keys.len())?;
    for key in keys {
        vm.tick(1)?;
        results.push(get(key)?);
    }
    Ok(vm.tuple_of(results.into_iter())?.into_value())
}

/// The data of a receiver, which the call has checked to be of the class.
fn data<T: NativeObject>(receiver: &Value) -> &T {
    receiver.native().expect("the receiver was checked")
}

fn call_attrgetter(vm: &Vm, getter: &Value, object: &Value) -> VmResult {
    collect(vm, &data::<AttrGetter>(getter).paths, |path| match path.as_slice() {
        [name] => vm.get_attribute(object, name),
        path => follow(vm, object, path),
    })
}

struct ItemGetter {
    keys: Vec<Value>,
}

impl NativeObject for ItemGetter {
    fn traverse(&self, visit: Visitor<'_>) {
        self.keys.iter().for_each(visit);
    }
}

fn new_itemgetter(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    if a.rest().is_empty() {
        return Err(vm.type_error("itemgetter expected 1 argument, got 0"));
    }
    Ok(Native::new(class, ItemGetter { keys: vm.copied(a.rest())? }).into_value())
}

fn call_itemgetter(vm: &Vm, getter: &Value, object: &Value) -> VmResult {
    collect(vm, &data::<ItemGetter>(getter).keys, |key| {
        // Records are tuples most of the time.
        if let (Some(tuple), Some(index)) = (object.get_exact::<Tuple>(), key.as_small_int())
            && let Some(item) = usize::try_from(index).ok().and_then(|i| tuple.items().get(i))
        {
            return Ok(item.clone());
        }
        vm.get_item(object, key)
    })
}

struct MethodCaller {
    name: Ref<Str>,
    args: Vec<Value>,
    keywords: Vec<(Ref<Str>, Value)>,
}

impl NativeObject for MethodCaller {
    fn traverse(&self, visit: Visitor<'_>) {
        self.args.iter().for_each(&mut *visit);
        self.keywords.iter().for_each(|(_, value)| visit(value));
    }
}

fn new_methodcaller(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    let [name, args @ ..] = a.rest() else {
        return Err(vm.type_error("methodcaller needs at least one argument, the method name"));
    };
    let Some(name) = name.get::<Str>() else {
        return Err(vm.type_error("method name must be a string"));
    };
    let (name, args, keywords) = (intern(name.as_str()), vm.copied(args)?, a.keywords().to_vec());
    Ok(Native::new(class, MethodCaller { name, args, keywords }).into_value())
}

fn call_methodcaller(vm: &Vm, caller: &Value, object: &Value) -> VmResult {
    let caller = data::<MethodCaller>(caller);
    if caller.keywords.is_empty() {
        return vm.call_method(object, &caller.name, &caller.args);
    }
    let method = vm.get_attribute(object, &caller.name)?;
    vm.call_with(&method, &caller.args, &caller.keywords)
}

fn show(vm: &Vm, a: Args<'_>, args: &[Value], keywords: &[(Ref<Str>, Value)]) -> VmResult {
    let mut shown = Vec::with_capacity(args.len() + keywords.len());
    for arg in args {
        shown.push(vm.repr(arg)?.as_str().to_string());
    }
    for (name, value) in keywords {
        shown.push(format!("{}={}", name.as_str(), vm.repr(value)?.as_str()));
    }
    let class = vm.class_ref(&a[0]).full_name();
    Ok(Value::from(format!("{class}({})", shown.join(", "))))
}

fn repr_methodcaller(vm: &Vm, a: Args<'_>) -> VmResult {
    let caller = a.data::<MethodCaller>();
    let mut args = vec![caller.name.as_value().clone()];
    args.extend_from_slice(&caller.args);
    show(vm, a, &args, &caller.keywords)
}

/// The call that recreates such an object. A call of `partial` holds the keywords.
fn reduce_methodcaller(vm: &Vm, a: Args<'_>) -> VmResult {
    let caller = a.data::<MethodCaller>();
    let class = vm.class_of(&a[0]).into_value();
    let name = caller.name.as_value().clone();
    let mut arguments = caller.args.clone();
    let maker = if caller.keywords.is_empty() {
        arguments.insert(0, name);
        class
    } else {
        let functools = vm.import_module("functools")?;
        let partial = vm.get_attribute(&functools, &intern("partial"))?;
        vm.call_with(&partial, &[class, name], &caller.keywords)?
    };
    Ok(Tuple::new([maker, Tuple::new(arguments).into_value()]).into_value())
}

/// `attrgetter`
pub static ATTRGETTER: ClassDef = ClassDef {
    name: "attrgetter",
    subclassable: false,
    module: "operator",
    doc: "Return a callable object that fetches the given attribute(s) from its operand.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *attrs)",
            "Create and return a new object.",
            new_attrgetter,
        ),
        NativeDef::called_with_one("__call__(self, obj, /)", call_attrgetter),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, a| {
            show(vm, a, &a.data::<AttrGetter>().names, &[])
        }),
        NativeDef::new("__reduce__(self, /)", "Helper for pickle.", |vm, a| {
            let names = a.data::<AttrGetter>().names.clone();
            reduce::made_anew(vm, a.at(0), names, &Dict::new())
        }),
    ],
    ..ClassDef::BASE
};

/// `itemgetter`
pub static ITEMGETTER: ClassDef = ClassDef {
    name: "itemgetter",
    subclassable: false,
    module: "operator",
    doc: "Return a callable object that fetches the given item(s) from its operand.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *items)",
            "Create and return a new object.",
            new_itemgetter,
        ),
        NativeDef::called_with_one("__call__(self, obj, /)", call_itemgetter),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, a| {
            show(vm, a, &a.data::<ItemGetter>().keys, &[])
        }),
        NativeDef::new("__reduce__(self, /)", "Helper for pickle.", |vm, a| {
            let keys = a.data::<ItemGetter>().keys.clone();
            reduce::made_anew(vm, a.at(0), keys, &Dict::new())
        }),
    ],
    ..ClassDef::BASE
};

/// `methodcaller`
pub static METHODCALLER: ClassDef = ClassDef {
    name: "methodcaller",
    subclassable: false,
    module: "operator",
    doc: "Return a callable object that calls the given method on its operand.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            new_methodcaller,
        ),
        NativeDef::called_with_one("__call__(self, obj, /)", call_methodcaller),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr_methodcaller),
        NativeDef::new("__reduce__(self, /)", "Helper for pickle.", reduce_methodcaller),
    ],
    ..ClassDef::BASE
};
