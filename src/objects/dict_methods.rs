//! The methods of `dict`.

use super::alias;
use super::class::{Class, Collection};
use super::construct;
use super::dict::Dict;
use super::dict_views::{DictIterator, DictView, Part};
use super::exception::Exc;
use super::native::{Args, ClassDef, NativeDef};
use super::sequence;
use super::set::Set;
use super::special::SpecialMethod;
use super::str::{Str, intern};
use super::tuple::Tuple;
use crate::bytecode::Comparison;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};

/// Stores the entries of a mapping, or of an iterable of pairs: the positional argument of `dict()`
/// and `update()`.
///
/// # Errors
/// TypeError or ValueError if it is neither; any exception raised by its methods.
pub fn update(vm: &Vm, dict: &Ref<Dict>, other: &Value) -> VmResult<()> {
    if let Some(other_dict) = other.get::<Dict>()
        && iterates_as_dict(vm, other)
    {
        if !other_dict.is(dict) {
            dict.merge(vm, other_dict)?;
        }
        return Ok(());
    }
    if vm.find_attribute(other, &vm.names.keys)?.is_some() {
        // All keys come before the first value, and the number of values is not checked.
        let keys = vm.iter(&vm.call_method(other, &vm.names.keys, &[])?)?;
        for key in vm.to_vec(&keys)? {
            let value = vm.get_item(other, &key)?;
            drop(dict.insert(vm, key, value)?);
        }
        return Ok(());
    }
    let mut count = 0;
    vm.for_each(other, |pair| {
        let (key, value) = unpack_pair(vm, &pair, count)?;
        count += 1;
        dict.insert(vm, key, value).map(drop)
    })
}

/// Whether iterating a dict goes through `dict.__iter__`.
fn iterates_as_dict(vm: &Vm, value: &Value) -> bool {
    value.get_exact::<Dict>().is_some()
        || vm.slot(value, SpecialMethod::Iter).is(&vm.types.dict.slot(SpecialMethod::Iter))
}

fn unpack_pair(vm: &Vm, pair: &Value, number: usize) -> VmResult<(Value, Value)> {
    if let Some(tuple) = pair.get_exact::<Tuple>()
        && let [key, value] = tuple.items()
    {
        return Ok((key.clone(), value.clone()));
    }
    let items = match vm.to_vec(pair) {
        Err(e) if vm.is_exception(&e, Exc::TypeError) => {
            return Err(vm.type_error(format!(
                "cannot convert dictionary update sequence element #{number} to a sequence"
            )));
        }
        result => result?,
    };
    match <[Value; 2]>::try_from(items) {
        Ok([key, value]) => Ok((key, value)),
        Err(items) => Err(vm.value_error(format!(
            "dictionary update sequence element #{number} has length {}; 2 is required",
            items.len()
        ))),
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    Ok(construct::instance(vm, a, Dict::default()))
}

fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    fill(vm, a, "dict")
}

/// `dict.update(…)`, or the initialization of a dict; `name` is the function in messages.
///
/// # Errors
/// TypeError for too many arguments; as for [`update`].
pub fn fill(vm: &Vm, a: Args<'_>, name: &str) -> VmResult {
    let dict = a.this::<Dict>();
    sequence::check_count(vm, name, a.rest().len(), 0, 1)?;
    if let [other] = a.rest() {
        update(vm, dict, other)?;
    }
    for (name, value) in a.keywords() {
        drop(dict.set_str(name, value.clone()));
    }
    Ok(Value::NONE)
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> VmResult {
    let found = match this.receiver::<Dict>().get(vm, key)? {
        None if this.get_exact::<Dict>().is_none() => {
            vm.call_special_method(this, SpecialMethod::Missing, &[key])?
        }
        found => found,
    };
    found.ok_or_else(|| vm.key_error(key.clone()))
}

fn setitem(vm: &Vm, this: &Value, key: &Value, value: &Value) -> VmResult<()> {
    drop(this.receiver::<Dict>().insert(vm, key.clone(), value.clone())?);
    Ok(())
}

fn delitem(vm: &Vm, this: &Value, key: &Value) -> VmResult<()> {
    match this.receiver::<Dict>().remove(vm, key)? {
        Some(_) => Ok(()),
        None => Err(vm.key_error(key.clone())),
    }
}

fn repr(vm: &Vm, this: &Value) -> VmResult {
    let dict = this.receiver::<Dict>();
    let text = vm.guard_repr(this, || {
        let mut text = String::from("{");
        let mut from = 0;
        while let Some((i, key, value)) = dict.next_entry(from) {
            vm.tick(1)?;
            if from > 0 {
                text.push_str(", ");
            }
            vm.write_repr(&mut text, &key)?;
            text.push_str(": ");
            vm.write_repr(&mut text, &value)?;
            from = i + 1;
        }
        text.push('}');
        Ok(text)
    })?;
    Ok(text.map_or_else(|| "{...}".into(), Value::from))
}

/// Whether two dicts have equal entries.
///
/// # Errors
/// Any exception raised by comparing keys and values.
pub fn equal(vm: &Vm, left: &Dict, right: &Dict) -> VmResult<bool> {
    if left.len() != right.len() {
        return Ok(false);
    }
    let mut from = 0;
    loop {
        let Some(until) = left.agreement(right, from) else { return Ok(false) };
        vm.tick(until - from)?;
        // The program's code may be needed for the next entry.
        let Some((i, hash, key, value)) = left.next_hashed(vm, until)? else { return Ok(true) };
        from = i + 1;
        let Some(found) = right.find(vm, &key, hash)?.and_then(|i| right.entry_at(i)) else {
            return Ok(false);
        };
        if !vm.eq(&value, &found.1)? {
            return Ok(false);
        }
    }
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    match other.get::<Dict>() {
        Some(other) => {
            let equal = equal(vm, this.receiver::<Dict>(), other)?;
            Ok(Value::bool(equal == (op == Comparison::Eq)))
        }
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn union(vm: &Vm, left: &Value, right: &Value) -> VmResult {
    let (Some(left), Some(right)) = (left.get::<Dict>(), right.get::<Dict>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let result = left.copy(vm)?;
    result.merge(vm, right)?;
    Ok(result.into_value())
}

fn ior(vm: &Vm, this: &Value, other: &Value) -> VmResult {
    update(vm, this.receiver::<Dict>(), other)?;
    Ok(this.clone())
}

fn get(vm: &Vm, a: Args<'_>) -> VmResult {
    let found = a.this::<Dict>().get(vm, &a[1])?;
    Ok(found.unwrap_or_else(|| a.opt(2).cloned().unwrap_or(Value::NONE)))
}

/// `dict.setdefault(key, default)`
///
/// # Errors
/// Any exception raised by hashing or comparing the key; MemoryError.
pub fn setdefault(vm: &Vm, a: Args<'_>) -> VmResult {
    let dict = a.this::<Dict>();
    let hash = vm.hash(&a[1])?;
    if let Some(i) = dict.find(vm, &a[1], hash)? {
        return Ok(dict.value_at(i));
    }
    let default = a.opt(2).cloned().unwrap_or(Value::NONE);
    dict.insert_missing(vm, a[1].clone(), hash, default.clone())?;
    Ok(default)
}

/// `dict.pop(key, default)`
///
/// # Errors
/// KeyError; any exception raised by hashing or comparing the key.
pub fn pop(vm: &Vm, a: Args<'_>) -> VmResult {
    match (a.this::<Dict>().remove(vm, &a[1])?, a.opt(2)) {
        (Some((_, value)), _) => Ok(value),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(vm.key_error(a[1].clone())),
    }
}

fn popitem(vm: &Vm, a: Args<'_>) -> VmResult {
    let dict = a.this::<Dict>();
    match dict.previous_entry(usize::MAX) {
        Some((i, ..)) => {
            let (key, value) = dict.remove_at(i);
            Ok(Tuple::new([key, value]).into_value())
        }
        None => Err(vm.key_error("popitem(): dictionary is empty".into())),
    }
}

/// `dict.fromkeys`, which makes an instance of the class that it is called on.
///
/// # Errors
/// Any exception raised while keys are taken or stored.
pub fn fromkeys(vm: &Vm, a: Args<'_>) -> VmResult {
    let value = a.opt(2).cloned().unwrap_or(Value::NONE);
    if a[0].get::<Class>().is_some_and(|c| c.is(&vm.types.dict)) {
        let dict = Dict::new();
        let (mut from, given) = (0, &a[1]);
        if let Some(keys) = given.get_exact::<Dict>() {
            while let Some((i, hash, key, _)) = keys.next_hashed(vm, from)? {
                dict.insert_hashed(vm, key, hash, value.clone())?;
                from = i + 1;
            }
        } else if let Some(keys) = given.get::<Set>().filter(|_| !vm.class_ref(given).is_heap) {
            while let Some((i, hash, key)) = keys.next_hashed(vm, from)? {
                dict.insert_hashed(vm, key, hash, value.clone())?;
                from = i + 1;
            }
        } else {
            vm.for_each(given, |key| dict.insert(vm, key, value.clone()).map(drop))?;
        }
        return Ok(dict.into_value());
    }
    let dict = vm.call(&a[0], &[])?;
    vm.for_each(&a[1], |key| vm.set_item(&dict, &key, value.clone()))?;
    Ok(dict)
}

fn view(a: Args<'_>, part: Part) -> VmResult {
    Ok(DictView::new(a.this::<Dict>().clone(), part).into_value())
}

/// The entries of a dict whose keys are all strings, for `**dict` in calls from Rust.
///
/// # Errors
/// TypeError `keywords must be strings`.
pub fn keyword_entries(vm: &Vm, dict: &Dict) -> VmResult<Vec<(Ref<Str>, Value)>> {
    let entries = dict.entries().into_iter().map(|(key, value)| match key.get::<Str>() {
        Some(name) => Ok((intern(name.as_str()), value)),
        None => Err(vm.type_error("keywords must be strings")),
    });
    entries.collect()
}

/// `dict`
pub static CLASS: ClassDef = ClassDef {
    name: "dict",
    doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized from pairs\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
    kind: Kind::Dict,
    collection: Some(Collection::Mapping),
    subclassable: true,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            new,
        ),
        NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", init),
        NativeDef::length(|_, this| Ok(this.receiver::<Dict>().len())),
        NativeDef::binary(SpecialMethod::GetItem, getitem),
        NativeDef::store(SpecialMethod::SetItem, setitem),
        NativeDef::remove(SpecialMethod::DelItem, delitem),
        NativeDef::contains(|vm, this, key| Ok(this.receiver::<Dict>().get(vm, key)?.is_some()))
            .with_doc("True if the dictionary has the specified key, else False."),
        NativeDef::unary(SpecialMethod::Iter, |_, this| {
            let dict = this.receiver::<Dict>().clone();
            Ok(DictIterator::new(dict, Part::Keys, false).into_value())
        }),
        NativeDef::unary(SpecialMethod::Reversed, |_, this| {
            let dict = this.receiver::<Dict>().clone();
            Ok(DictIterator::new(dict, Part::Keys, true).into_value())
        })
        .with_doc("Return a reverse iterator over the dict keys."),
        NativeDef::unary(SpecialMethod::Repr, repr),
        NativeDef::compare(Comparison::Eq, compare),
        NativeDef::compare(Comparison::Ne, compare),
        NativeDef::binary(SpecialMethod::Or, union),
        NativeDef::binary(SpecialMethod::ROr, |vm, this, left| union(vm, left, this)),
        NativeDef::binary(SpecialMethod::IOr, ior),
        alias::CLASS_GETITEM,
        NativeDef::new("clear(self, /)", "Remove all items from the dict.", |_, a| {
            drop(a.this::<Dict>().take());
            Ok(Value::NONE)
        }),
        NativeDef::new("copy(self, /) -> dict", "Return a shallow copy of the dict.", |vm, a| {
            Ok(a.this::<Dict>().copy(vm)?.into_value())
        }),
        NativeDef::class(
            "fromkeys(cls, iterable, value=None, /) -> dict",
            "Create a new dictionary with keys from iterable and values set to value.",
            fromkeys,
        ),
        NativeDef::new(
            "get(self, key, default=None, /)",
            "Return the value for key if key is in the dictionary, else default.",
            get,
        ),
        NativeDef::new(
            "items(self, /)",
            "Return a set-like object providing a view on the dict's items.",
            |_, a| view(a, Part::Items),
        ),
        NativeDef::new(
            "keys(self, /)",
            "Return a set-like object providing a view on the dict's keys.",
            |_, a| view(a, Part::Keys),
        ),
        NativeDef::new(
            "pop(self, key, default=<unrepresentable>, /)",
            "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.",
            pop,
        ),
        NativeDef::new(
            "popitem(self, /)",
            "Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty.",
            popitem,
        ),
        NativeDef::new(
            "setdefault(self, key, default=None, /)",
            "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.",
            setdefault,
        ),
        NativeDef::new(
            "update(self, /, *args, **kwargs)",
            "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.",
            |vm, a| fill(vm, a, "update"),
        ),
        NativeDef::new(
            "values(self, /)",
            "Return an object providing a view on the dict's values.",
            |_, a| view(a, Part::Values),
        ),
    ],
    ..ClassDef::BASE
};
