//! `_abc`: the subclasses registered with abstract base classes, for the library's `abc`.
//!
//! Each class has an `_abc_data` in its attribute `_abc_impl`. It refers to classes weakly, as in
//! CPython: caches and registrations keep no class alive.

use super::ModuleDef;
use crate::objects::class::{AddressHasher, Class, Collection};
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::set::Set;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::objects::weak::WeakRef;
use crate::objects::{list, scalar};
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// A set of classes that live elsewhere, by address. The entry of a dead class is dropped when it
/// is met, or when the set grows.
#[derive(Default)]
struct WeakClasses {
    classes: RefCell<HashMap<u64, Ref<WeakRef>, AddressHasher>>,
}

impl WeakClasses {
    fn contains(&self, class: &Value) -> bool {
        // A dead entry may have the address of a new class.
        let classes = self.classes.borrow();
        classes.get(&class.bits()).is_some_and(|known| known.link.upgrade().is_some())
    }

    fn add(&self, class: &Value) {
        let mut classes = self.classes.borrow_mut();
        if classes.len() == classes.capacity() {
            classes.retain(|_, known| known.link.upgrade().is_some());
        }
        drop(classes.insert(class.bits(), WeakRef::to(class)));
    }

    fn clear(&self) {
        drop(self.classes.take());
    }

    fn references(&self) -> Vec<Value> {
        self.classes.borrow().values().map(|known| known.as_value().clone()).collect()
    }

    fn live(&self) -> Vec<Value> {
        self.classes.borrow().values().filter_map(|known| known.link.upgrade()).collect()
    }

    fn traverse(&self, visit: Visitor<'_>) {
        self.classes.borrow().values().for_each(|known| visit(known.as_value()));
    }
}

/// The data of an abstract base class.
#[derive(Default)]
struct Data {
    /// The classes registered as its subclasses.
    registry: WeakClasses,
    /// Classes known to be subclasses.
    subclasses: WeakClasses,
    /// Classes known to be none, as of `others_token`.
    others: WeakClasses,
    others_token: Cell<u64>,
}

impl NativeObject for Data {
    fn traverse(&self, visit: Visitor<'_>) {
        self.registry.traverse(&mut *visit);
        self.subclasses.traverse(&mut *visit);
        self.others.traverse(visit);
    }

    fn clear(&self) {
        self.registry.clear();
        self.subclasses.clear();
        self.others.clear();
    }
}

/// The number of registrations: each may make a class a subclass.
#[derive(Default)]
struct Token(Cell<u64>);

static DATA: ClassDef = ClassDef {
    name: "_abc_data",
    module: "_abc",
    doc: "Internal state held by ABC machinery.",
    methods: &[NativeDef::static_method(
        "__new__(cls, /)",
        "Create and return a new object.",
        |_, args| {
            let class = scalar::class_argument(args);
            Ok(Native::new(class, Data::default()).into_value())
        },
    )],
    ..ClassDef::BASE
};

/// The attribute of a class that holds its [`Data`].
fn with_data<T>(vm: &Vm, class: &Value, act: impl FnOnce(&Data) -> VmResult<T>) -> VmResult<T> {
    let data = match vm.find_by_layout(class, &vm.names.abc_impl)? {
        Some(data) => data,
        None => vm.get_attribute(class, &vm.names.abc_impl)?,
    };
    match data.native::<Data>() {
        Some(data) => act(data),
        None => Err(vm.type_error("_abc_impl is set to a wrong type")),
    }
}

fn is_abstract(vm: &Vm, value: &Value) -> VmResult<bool> {
    match vm.find_attribute(value, &intern("__isabstractmethod__"))? {
        Some(mark) => vm.truthy(&mark),
        None => Ok(false),
    }
}

/// The names of the methods that a class leaves abstract: its own, and inherited ones.
fn abstract_names(vm: &Vm, class: &Ref<Class>) -> VmResult<Ref<Set>> {
    let names = Set::new_frozen(vm);
    for (name, value) in class.dict().entries() {
        if is_abstract(vm, &value)? {
            names.add(vm, name)?;
        }
    }
    let bases = class.bases.borrow().clone();
    for base in bases {
        let attribute = intern("__abstractmethods__");
        let Some(inherited) = vm.find_attribute(base.as_value(), &attribute)? else { continue };
        vm.for_each(&inherited, |name| {
            let Ok(attribute) = name.clone().into_ref() else { return Ok(()) };
            if let Some(value) = vm.find_attribute(class.as_value(), &attribute)?
                && is_abstract(vm, &value)?
            {
                names.add(vm, name)?;
            }
            Ok(())
        })?;
    }
    Ok(names)
}

fn init(vm: &Vm, args: Args<'_>) -> VmResult {
    let Some(class) = args[0].get::<Class>() else {
        return Err(vm.type_error("_abc_init() argument must be a class"));
    };
    let names = abstract_names(vm, class)?.into_value();
    vm.set_attribute(&args[0], &intern("__abstractmethods__"), names)?;
    let data = Native::new(&vm.class_for(&DATA), Data::default()).into_value();
    vm.set_attribute(&args[0], &vm.names.abc_impl, data)?;
    // `collections.abc` marks sequence and mapping classes by CPython's type flags.
    let flags = intern("__abc_tpflags__");
    if let Some(bits) = class.set(&flags, Value::UNSET).and_then(|bits| bits.as_small_int()) {
        let collection = match (bits & 1 << 5 != 0, bits & 1 << 6 != 0) {
            (true, true) => {
                return Err(vm.type_error(
                    "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING",
                ));
            }
            (true, false) => Some(Collection::Sequence),
            (false, true) => Some(Collection::Mapping),
            (false, false) => class.collection.get(),
        };
        class.collection.set(collection);
    }
    Ok(Value::NONE)
}

fn register(vm: &Vm, args: Args<'_>) -> VmResult {
    let (class, subclass) = (&args[0], &args[1]);
    let Some(registered) = subclass.get::<Class>() else {
        return Err(vm.type_error("Can only register classes"));
    };
    if vm.is_subclass(subclass, class)? {
        return Ok(subclass.clone());
    }
    // After the test above, so that `C.register(C)` does nothing.
    if vm.is_subclass(class, subclass)? {
        return Err(vm.runtime_error("Refusing to create an inheritance cycle"));
    }
    with_data(vm, class, |data| {
        data.registry.add(subclass);
        Ok(())
    })?;
    let token = vm.extension::<Token>();
    token.0.set(token.0.get() + 1);
    if let Some(collection) = class.get::<Class>().and_then(|class| class.collection.get()) {
        mark(registered, collection);
    }
    Ok(subclass.clone())
}

/// Lets patterns match the instances of a class and those derived from it. Built-in classes are
/// marked themselves: a string is a sequence, but no sequence pattern matches it.
fn mark(class: &Ref<Class>, collection: Collection) {
    let mut pending = vec![class.clone()];
    while let Some(class) = pending.pop() {
        if class.is_heap && class.collection.replace(Some(collection)) != Some(collection) {
            pending.extend(class.direct_subclasses());
        }
    }
}

fn instance_check(vm: &Vm, args: Args<'_>) -> VmResult {
    let (class, instance) = (&args[0], &args[1]);
    let claimed = vm.get_attribute(instance, &vm.names.class)?;
    let actual = vm.class_ref(instance).as_value();
    let token = vm.extension::<Token>().0.get();
    let known = with_data(vm, class, |data| {
        Ok(if data.subclasses.contains(&claimed) {
            Some(true)
        } else if claimed.is(actual)
            && data.others_token.get() == token
            && data.others.contains(&claimed)
        {
            Some(false)
        } else {
            None
        })
    })?;
    if let Some(known) = known {
        return Ok(Value::bool(known));
    }
    let check = intern("__subclasscheck__");
    let actual = actual.clone();
    let answer = vm.call_method(class, &check, std::slice::from_ref(&claimed))?;
    if claimed.is(&actual) || vm.truthy(&answer)? {
        return Ok(answer);
    }
    vm.call_method(class, &check, &[actual])
}

fn subclass_check(vm: &Vm, args: Args<'_>) -> VmResult {
    let (class, subclass) = (&args[0], &args[1]);
    let Some(candidate) = subclass.get::<Class>() else {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    };
    let token = vm.extension::<Token>().0.get();
    let known = with_data(vm, class, |data| {
        if data.subclasses.contains(subclass) {
            return Ok(Some(true));
        }
        if data.others_token.replace(token) != token {
            data.others.clear();
        }
        Ok(data.others.contains(subclass).then_some(false))
    })?;
    if let Some(known) = known {
        return Ok(Value::bool(known));
    }
    let answer = is_subclass(vm, class, candidate)?;
    with_data(vm, class, |data| {
        if answer { &data.subclasses } else { &data.others }.add(subclass);
        Ok(())
    })?;
    Ok(Value::bool(answer))
}

/// Asks the class's hook, the other class's bases, then the registered and derived classes.
fn is_subclass(vm: &Vm, class: &Value, candidate: &Ref<Class>) -> VmResult<bool> {
    let subclass = candidate.as_value();
    let answer =
        vm.call_method(class, &intern("__subclasshook__"), std::slice::from_ref(subclass))?;
    if answer.is(&Value::TRUE) || answer.is(&Value::FALSE) {
        return Ok(answer.is(&Value::TRUE));
    }
    if !answer.is(&Value::NOT_IMPLEMENTED) {
        return Err(vm.error(
            Exc::AssertionError,
            "__subclasshook__ must return either False, True, or NotImplemented",
        ));
    }
    if class.get::<Class>().is_some_and(|class| candidate.is_subclass_of(class)) {
        return Ok(true);
    }
    let registered = with_data(vm, class, |data| {
        let is_exact = data.registry.contains(subclass);
        Ok(if is_exact { None } else { Some(data.registry.live()) })
    })?;
    let Some(registered) = registered else { return Ok(true) };
    for known in registered {
        if vm.is_subclass(subclass, &known)? {
            return Ok(true);
        }
    }
    let derived = vm.call_method(class, &intern("__subclasses__"), &[])?;
    let Some(derived) = derived.get::<list::List>() else {
        return Err(vm.type_error("__subclasses__() must return a list"));
    };
    for known in derived.to_vec() {
        if vm.is_subclass(subclass, &known)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn dump(vm: &Vm, args: Args<'_>) -> VmResult {
    let (sets, token) = with_data(vm, &args[0], |data| {
        let sets = [&data.registry, &data.subclasses, &data.others].map(WeakClasses::references);
        Ok((sets, data.others_token.get()))
    })?;
    let mut parts = Vec::new();
    for references in sets {
        let set = Set::new();
        for reference in references {
            set.add(vm, reference)?;
        }
        parts.push(set.into_value());
    }
    parts.push((token as i64).into());
    Ok(Tuple::new(parts).into_value())
}

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_abc",
    doc: "Module contains faster C implementation of abc.ABCMeta",
    functions: &[
        NativeDef::new(
            "get_cache_token(/)",
            "Returns the current ABC cache token.\n\nThe token is an opaque object (supporting equality testing) identifying the\ncurrent version of the ABC cache for virtual subclasses. The token changes\nwith every call to register() on any ABC.",
            |vm, _| Ok((vm.extension::<Token>().0.get() as i64).into()),
        ),
        NativeDef::new(
            "_abc_init(self, /)",
            "Internal ABC helper for class set-up. Should be never used outside abc module.",
            init,
        ),
        NativeDef::new(
            "_abc_register(self, subclass, /)",
            "Internal ABC helper for subclasss registration. Should be never used outside abc module.",
            register,
        ),
        NativeDef::new(
            "_abc_instancecheck(self, instance, /)",
            "Internal ABC helper for instance checks. Should be never used outside abc module.",
            instance_check,
        ),
        NativeDef::new(
            "_abc_subclasscheck(self, subclass, /)",
            "Internal ABC helper for subclasss checks. Should be never used outside abc module.",
            subclass_check,
        ),
        NativeDef::new(
            "_get_dump(self, /)",
            "Internal ABC helper for cache and registry debugging.\n\nReturn shallow copies of registry, of both caches, and\nnegative cache version. Don't call this function directly,\ninstead use ABC._dump_registry() for a nice repr.",
            dump,
        ),
        NativeDef::new(
            "_reset_registry(self, /)",
            "Internal ABC helper to reset registry of a given class.\n\nShould be only used by refleak.py",
            |vm, args| {
                with_data(vm, &args[0], |data| {
                    data.registry.clear();
                    Ok(Value::NONE)
                })
            },
        ),
        NativeDef::new(
            "_reset_caches(self, /)",
            "Internal ABC helper to reset both caches of a given class.\n\nShould be only used by refleak.py",
            |vm, args| {
                with_data(vm, &args[0], |data| {
                    data.subclasses.clear();
                    data.others.clear();
                    Ok(Value::NONE)
                })
            },
        ),
    ],
    ..ModuleDef::BASE
};
