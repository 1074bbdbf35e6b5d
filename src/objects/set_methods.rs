//! The methods of `set` and `frozenset`, and their iterator.

use super::alias;
use super::class::Class;
use super::construct;
use super::exception::Exc;
use super::iterator;
use super::iterator_reduce::Reduced;
use super::native::{Args, ClassDef, ExclusiveIterate, NativeDef, NativeIterator, tables};
use super::reduce;
use super::sequence;
use super::set::Set;
use super::special::SpecialMethod;
use super::tuple::Tuple;
use crate::bytecode::Comparison;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};

/// Iterates over a set.
pub struct SetIterator {
    set: Value,
    next: usize,
    len: usize,
    left: usize,
}

impl SetIterator {
    /// An iterator over a set.
    pub fn make(vm: &Vm, set: &Ref<Set>) -> Value {
        let len = set.len();
        let set = set.as_value().clone();
        NativeIterator::exclusive(vm, &ITERATOR, SetIterator { set, next: 0, len, left: len })
    }
}

impl ExclusiveIterate for SetIterator {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        let Some(set) = self.set.get::<Set>() else { return Ok(None) };
        if set.len() != self.len {
            self.len = usize::MAX;
            return Err(vm.error(Exc::RuntimeError, "Set changed size during iteration"));
        }
        match set.next_item(self.next) {
            Some((i, item)) => {
                self.next = i + 1;
                self.left = self.left.saturating_sub(1);
                Ok(Some(item))
            }
            None => {
                self.set = Value::UNSET;
                self.left = 0;
                Ok(None)
            }
        }
    }

    fn length_hint(&self) -> Option<usize> {
        let is_same = self.set.get::<Set>().is_some_and(|set| set.len() == self.len);
        Some(if is_same { self.left } else { 0 })
    }

    fn reduce(&self, vm: &Vm, _: &Value) -> VmResult<Option<Reduced>> {
        let (set, next, len, left) = (self.set.clone(), self.next, self.len, self.left);
        let mut rest = SetIterator { set, next, len, left };
        let mut items = Vec::new();
        while let Some(item) = rest.next(vm)? {
            items.push(item);
        }
        Reduced::call(vm, "iter", vec![Value::from(items)]).map(Some)
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.set);
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    Ok(construct::instance(vm, a, Set::payload(false)))
}

fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    let set = a.this::<Set>();
    set.clear_items();
    if let Some(iterable) = a.opt(1) {
        set.update(vm, iterable)?;
    }
    Ok(Value::NONE)
}

fn new_frozen(vm: &Vm, a: Args<'_>) -> VmResult {
    sequence::check_count(vm, "frozenset", a.rest().len(), 0, 1)?;
    let class = construct::derived(a, &vm.types.frozenset);
    // A derived class with its own `__init__` may take keywords.
    let init = |class: &Ref<Class>| class.lookup(&vm.names.init).unwrap_or_default();
    let takes_keywords = class.is_some_and(|class| !init(class).is(&init(&vm.types.frozenset)));
    if !a.keywords().is_empty() && !takes_keywords {
        return Err(vm.type_error("frozenset() takes no keyword arguments"));
    }
    let iterable = a.rest().first();
    let set = match class {
        None => {
            if let Some(same) = iterable
                && vm.class_ref(same).is(&vm.types.frozenset)
            {
                return Ok(same.clone());
            }
            Set::new_frozen(vm).into_value()
        }
        Some(class) => construct::of_class(vm, class, Set::payload(true)),
    };
    if let (Some(iterable), Some(set)) = (iterable, set.get::<Set>()) {
        set.update(vm, iterable)?;
    }
    Ok(set)
}

fn repr(vm: &Vm, this: &Value) -> VmResult {
    let set = this.receiver::<Set>();
    let class = vm.class_ref(this);
    let name = class.name();
    if set.is_empty() {
        return Ok(Value::from(format!("{name}()")));
    }
    let items = set.items();
    let plain = class.is(&vm.types.set);
    let (open, close) = if plain { ("{".to_string(), "}") } else { (format!("{name}({{"), "})") };
    let text =
        vm.guard_repr(this, || sequence::show(vm, &open, close, |i| items.get(i).cloned()))?;
    Ok(text.map_or_else(|| Value::from(format!("{name}(...)")), Ref::into_value))
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    let (left, Some(right)) = (this.receiver::<Set>(), other.get::<Set>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let equal = || Ok(left.len() == right.len() && left.is_subset(vm, right)?);
    let result = match op {
        Comparison::Eq => equal()?,
        Comparison::Ne => !equal()?,
        Comparison::Lt => left.len() < right.len() && left.is_subset(vm, right)?,
        Comparison::Le => left.is_subset(vm, right)?,
        Comparison::Gt => right.len() < left.len() && right.is_subset(vm, left)?,
        _ => right.is_subset(vm, left)?,
    };
    Ok(Value::bool(result))
}

fn hash(_: &Vm, this: &Value) -> VmResult<u64> {
    let set = this.receiver::<Set>();
    let hash = set.hash.get().unwrap_or_else(|| set.frozen_hash());
    set.hash.set(Some(hash));
    Ok(hash)
}

fn copy(vm: &Vm, a: Args<'_>) -> VmResult {
    if vm.class_ref(&a[0]).is(&vm.types.frozenset) {
        return Ok(a[0].clone());
    }
    whole_copy(vm, a)
}

/// A copy, also of a frozenset.
fn whole_copy(vm: &Vm, a: Args<'_>) -> VmResult {
    Ok(a.this::<Set>().copy(vm)?.into_value())
}

fn union(vm: &Vm, a: Args<'_>) -> VmResult {
    let result = a.this::<Set>().copy(vm)?;
    for other in a.rest().iter().filter(|other| !other.is(&a[0])) {
        vm.tick(1)?;
        result.update(vm, other)?;
    }
    Ok(result.into_value())
}

fn intersection(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some((first, rest)) = a.rest().split_first() else { return whole_copy(vm, a) };
    let mut result = a.this::<Set>().intersection(vm, first)?;
    for other in rest {
        result = result.intersection(vm, other)?;
    }
    Ok(result.into_value())
}

fn difference(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some((first, rest)) = a.rest().split_first() else { return whole_copy(vm, a) };
    let result = a.this::<Set>().difference(vm, first)?;
    for other in rest {
        result.difference_update(vm, other)?;
    }
    Ok(result.into_value())
}

fn symmetric_difference(vm: &Vm, a: Args<'_>) -> VmResult {
    Ok(a.this::<Set>().symmetric_difference(vm, &a[0], &a[1])?.into_value())
}

/// Applies a change by each of the arguments.
fn change_by_all(vm: &Vm, a: Args<'_>, change: fn(&Set, &Vm, &Value) -> VmResult<()>) -> VmResult {
    for other in a.rest() {
        change(a.this::<Set>(), vm, other)?;
    }
    Ok(Value::NONE)
}

fn intersection_update(vm: &Vm, a: Args<'_>) -> VmResult {
    let result = intersection(vm, a)?;
    a.this::<Set>().intersection_update(vm, &result)?;
    Ok(Value::NONE)
}

/// `left op right` for two sets.
fn operator(vm: &Vm, op: char, left: &Value, right: &Value) -> VmResult {
    let (Some(set), Some(_)) = (left.get::<Set>(), right.get::<Set>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let result = match op {
        '|' => {
            let result = set.copy(vm)?;
            if !left.is(right) {
                result.update(vm, right)?;
            }
            result
        }
        '&' => set.intersection(vm, right)?,
        '-' => set.difference(vm, right)?,
        _ => set.symmetric_difference(vm, left, right)?,
    };
    Ok(result.into_value())
}

/// `self op= other` for two sets.
fn in_place(
    vm: &Vm,
    this: &Value,
    other: &Value,
    change: fn(&Set, &Vm, &Value) -> VmResult<()>,
) -> VmResult {
    if other.get::<Set>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    change(this.receiver::<Set>(), vm, other)?;
    Ok(this.clone())
}

fn issubset(vm: &Vm, a: Args<'_>) -> VmResult {
    let set = a.this::<Set>();
    match a[1].get::<Set>() {
        Some(other) => set.is_subset(vm, other).map(Value::bool),
        None => Ok(Value::bool(set.intersection(vm, &a[1])?.len() == set.len())),
    }
}

fn issuperset(vm: &Vm, a: Args<'_>) -> VmResult {
    let set = a.this::<Set>();
    if let Some(other) = a[1].get::<Set>() {
        return other.is_subset(vm, set).map(Value::bool);
    }
    let iterator = vm.iter(&a[1])?;
    while let Some(item) = vm.next(&iterator)? {
        if !set.contains(vm, &item)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

fn isdisjoint(vm: &Vm, a: Args<'_>) -> VmResult {
    let set = a.this::<Set>();
    if let Some(other) = a[1].get::<Set>() {
        return set.is_disjoint(vm, other).map(Value::bool);
    }
    let iterator = vm.iter(&a[1])?;
    while let Some(item) = vm.next(&iterator)? {
        if set.contains(vm, &item)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

fn add(vm: &Vm, a: Args<'_>) -> VmResult {
    a.this::<Set>().add(vm, a[1].clone())?;
    Ok(Value::NONE)
}

fn remove(vm: &Vm, a: Args<'_>) -> VmResult {
    match a.this::<Set>().discard(vm, &a[1])? {
        true => Ok(Value::NONE),
        false => Err(vm.key_error(a[1].clone())),
    }
}

fn pop(vm: &Vm, a: Args<'_>) -> VmResult {
    let item = a.this::<Set>().pop();
    item.ok_or_else(|| vm.key_error("pop from an empty set".into()))
}

fn take_apart(vm: &Vm, a: Args<'_>) -> VmResult {
    let items = Value::from(a.this::<Set>().items());
    let class = vm.class_of(&a[0]).into_value();
    let state = reduce::state_of(vm, &a[0])?;
    Ok(Tuple::new([class, Tuple::new([items]).into_value(), state]).into_value())
}

/// The methods that `set` and `frozenset` share.
const SHARED: &[NativeDef] = tables![
    &NativeDef::comparisons(compare),
    &[
        NativeDef::length(|_, this| Ok(this.receiver::<Set>().len())),
        NativeDef::contains(|vm, this, item| this.receiver::<Set>().contains(vm, item))
            .with_doc("x.__contains__(y) <==> y in x."),
        NativeDef::unary(SpecialMethod::Iter, |vm, this| {
            Ok(SetIterator::make(vm, this.receiver::<Set>()))
        }),
        NativeDef::unary(SpecialMethod::Repr, repr),
        NativeDef::binary(SpecialMethod::Or, |vm, a, b| operator(vm, '|', a, b)),
        NativeDef::binary(SpecialMethod::ROr, |vm, a, b| operator(vm, '|', b, a)),
        NativeDef::binary(SpecialMethod::And, |vm, a, b| operator(vm, '&', a, b)),
        NativeDef::binary(SpecialMethod::RAnd, |vm, a, b| operator(vm, '&', b, a)),
        NativeDef::binary(SpecialMethod::Sub, |vm, a, b| operator(vm, '-', a, b)),
        NativeDef::binary(SpecialMethod::RSub, |vm, a, b| operator(vm, '-', b, a)),
        NativeDef::binary(SpecialMethod::Xor, |vm, a, b| operator(vm, '^', a, b)),
        NativeDef::binary(SpecialMethod::RXor, |vm, a, b| operator(vm, '^', b, a)),
        NativeDef::new("copy(self, /) -> Self", "Return a shallow copy of a set.", copy),
        NativeDef::new(
            "union(self, /, *others) -> Self",
            "Return a new set with elements from the set and all others.",
            union,
        ),
        NativeDef::new(
            "intersection(self, /, *others) -> Self",
            "Return a new set with elements common to the set and all others.",
            intersection,
        ),
        NativeDef::new(
            "difference(self, /, *others) -> Self",
            "Return a new set with elements in the set that are not in the others.",
            difference,
        ),
        NativeDef::new(
            "symmetric_difference(self, other, /) -> Self",
            "Return a new set with elements in either the set or other but not both.",
            symmetric_difference,
        ),
        NativeDef::new(
            "issubset(self, other, /)",
            "Report whether another set contains this set.",
            issubset,
        ),
        NativeDef::new(
            "issuperset(self, other, /)",
            "Report whether this set contains another set.",
            issuperset,
        ),
        NativeDef::new(
            "isdisjoint(self, other, /)",
            "Return True if two sets have a null intersection.",
            isdisjoint,
        ),
        NativeDef::new("__reduce__(self, /)", "Return state information for pickling.", take_apart),
        alias::CLASS_GETITEM,
    ]
];

/// `set`
pub static CLASS: ClassDef = ClassDef {
    name: "set",
    doc: "Build an unordered collection of unique elements.",
    kind: Kind::Set,
    subclassable: true,
    methods: tables![
        SHARED,
        &[
            NativeDef::static_method(
                "__new__(cls, /, *args, **kwargs)",
                "Create and return a new object.",
                new,
            ),
            NativeDef::new("__init__(self, iterable=(), /)", "Initialize self.", init),
            NativeDef::binary(SpecialMethod::IOr, |vm, this, other| {
                in_place(vm, this, other, Set::update)
            }),
            NativeDef::binary(SpecialMethod::IAnd, |vm, this, other| {
                in_place(vm, this, other, Set::intersection_update)
            }),
            NativeDef::binary(SpecialMethod::ISub, |vm, this, other| {
                in_place(vm, this, other, Set::difference_update)
            }),
            NativeDef::binary(SpecialMethod::IXor, |vm, this, other| {
                in_place(vm, this, other, Set::symmetric_difference_update)
            }),
            NativeDef::new(
                "add(self, object, /)",
                "Add an element to a set.\n\nThis has no effect if the element is already present.",
                add,
            ),
            NativeDef::new("clear(self, /)", "Remove all elements from this set.", |_, a| {
                a.this::<Set>().clear_items();
                Ok(Value::NONE)
            }),
            NativeDef::new(
                "discard(self, object, /)",
                "Remove an element from a set if it is a member.",
                |vm, a| a.this::<Set>().discard(vm, &a[1]).map(|_| Value::NONE),
            ),
            NativeDef::new(
                "remove(self, object, /)",
                "Remove an element from a set; it must be a member.",
                remove,
            ),
            NativeDef::new("pop(self, /)", "Remove and return an arbitrary set element.", pop),
            NativeDef::new(
                "update(self, /, *others)",
                "Update the set, adding elements from all others.",
                |vm, a| change_by_all(vm, a, Set::update),
            ),
            NativeDef::new(
                "intersection_update(self, /, *others)",
                "Update the set, keeping only elements found in it and all others.",
                intersection_update,
            ),
            NativeDef::new(
                "difference_update(self, /, *others)",
                "Update the set, removing elements found in others.",
                |vm, a| change_by_all(vm, a, Set::difference_update),
            ),
            NativeDef::new(
                "symmetric_difference_update(self, other, /)",
                "Update the set, keeping only elements found in either set, but not in both.",
                |vm, a| {
                    a.this::<Set>().symmetric_difference_update(vm, &a[1])?;
                    Ok(Value::NONE)
                },
            ),
        ]
    ],
    ..ClassDef::BASE
};

/// `frozenset`
pub static FROZENSET: ClassDef = ClassDef {
    name: "frozenset",
    doc: "Build an immutable unordered collection of unique elements.",
    kind: Kind::Set,
    subclassable: true,
    methods: tables![
        SHARED,
        &[
            NativeDef::static_method(
                "__new__(cls, /, *args, **kwargs)",
                "Create and return a new object.",
                new_frozen,
            ),
            NativeDef::hash(hash),
        ]
    ],
    ..ClassDef::BASE
};

/// `set_iterator`
pub static ITERATOR: ClassDef = ClassDef {
    name: "set_iterator",
    kind: Kind::NativeIterator,
    subclassable: false,
    methods: iterator::COPYABLE,
    ..ClassDef::BASE
};
