//! The methods of `tuple`, and its iterator.

use super::alias;
use super::class::Collection;
use super::construct;
use super::iterator;
use super::list::List;
use super::list_methods::search_bound;
use super::native::{Args, ClassDef, NativeDef, tables};
use super::sequence;
use super::slice::{self, Slice};
use super::special::SpecialMethod;
use super::tuple::Tuple;
use crate::bytecode::Comparison;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::vm::{Vm, VmResult};
use std::cell::Cell;

/// The payload of a tuple's iterator.
pub struct TupleIterator {
    /// The tuple.
    pub tuple: Ref<Tuple>,
    /// The index of the next item.
    pub next: Cell<usize>,
}

impl Object for TupleIterator {
    const KIND: Kind = Kind::TupleIterator;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.tuple.as_value());
    }
}

impl TupleIterator {
    /// An iterator from the start of a tuple.
    pub fn new(tuple: Ref<Tuple>) -> Ref<TupleIterator> {
        Ref::new(TupleIterator { tuple, next: Cell::new(0) })
    }

    /// The next item; none at the end.
    #[inline]
    pub fn step(&self) -> Option<Value> {
        let i = self.next.get();
        let item = self.tuple.items().get(i)?;
        self.next.set(i + 1);
        Some(item.clone())
    }

    /// The number of items left.
    pub fn left(&self) -> usize {
        self.tuple.len() - self.next.get()
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = construct::derived(a, &vm.types.tuple);
    let items = match a.opt(1) {
        Some(iterable) if class.is_none() && iterable.get_exact::<Tuple>().is_some() => {
            return Ok(iterable.clone());
        }
        Some(iterable) => match iterable.get_exact::<List>() {
            Some(list) if class.is_none() => return Ok(vm.tuple(&list.borrow())?.into_value()),
            _ => vm.to_vec(iterable)?,
        },
        None => Vec::new(),
    };
    let (class, has_dict) = match class {
        Some(class) => (Some(class.as_value().clone()), class.instances_have_dict()),
        None => (None, false),
    };
    let new = Tuple::with_class(items, class, has_dict).into_value();
    vm.note_finalizer(&new);
    Ok(new)
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> VmResult {
    let tuple = this.receiver::<Tuple>();
    if let Some(slice) = key.get::<Slice>() {
        let span = slice::positions(vm, slice, tuple.len())?;
        if span.count == tuple.len() && span.step == 1 && this.get_exact::<Tuple>().is_some() {
            return Ok(this.clone());
        }
        let items = tuple.items();
        return Ok(match span.contiguous() {
            Some(range) => vm.tuple(&items[range])?.into_value(),
            None => vm.tuple_of(span.map(|i| items[i].clone()))?.into_value(),
        });
    }
    let index = sequence::item_index(vm, "tuple", key, || tuple.len())?;
    match index {
        Some(i) => Ok(tuple.items()[i].clone()),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> VmResult<bool> {
    for own in this.receiver::<Tuple>().items() {
        if vm.eq(own, item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn repr(vm: &Vm, this: &Value) -> VmResult {
    let tuple = this.receiver::<Tuple>();
    let close = if tuple.len() == 1 { ",)" } else { ")" };
    let item = |i: usize| tuple.items().get(i).cloned();
    let text = vm.guard_repr(this, || sequence::show(vm, "(", close, item))?;
    Ok(text.map_or_else(|| "(...)".into(), Ref::into_value))
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    let (left, Some(right)) = (this.receiver::<Tuple>(), other.get::<Tuple>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (left, right) = (left.items(), right.items());
    for (a, b) in left.iter().zip(right) {
        if !vm.eq(a, b)? {
            return match op {
                Comparison::Eq => Ok(Value::FALSE),
                Comparison::Ne => Ok(Value::TRUE),
                _ => vm.compare(op, a, b),
            };
        }
    }
    Ok(Value::bool(sequence::holds(op, left.len().cmp(&right.len()))))
}

/// `tuple.__hash__`
///
/// # Errors
/// Same as [`Vm::hash`].
pub fn hash(vm: &Vm, this: &Value) -> VmResult<u64> {
    vm.hash_tuple(this.receiver::<Tuple>().items())
}

/// The hash of a tuple: xxHash over the hashes of its items, as in CPython.
///
/// # Errors
/// The first of the items'.
#[inline]
pub fn combined_hash<E>(hashes: impl ExactSizeIterator<Item = Result<u64, E>>) -> Result<u64, E> {
    let len = hashes.len() as u64;
    combined_hash_with(hashes, len ^ (HASH_PRIMES[2] ^ 3_527_539))
}

const HASH_PRIMES: [u64; 3] =
    [11_400_714_785_074_694_791, 14_029_467_366_897_019_727, 2_870_177_450_012_600_261];

/// The hash of a slice with these hashes of its parts (CPython's).
///
/// # Errors
/// The errors of the hashes.
pub fn hash_of_slice<E>(hashes: impl ExactSizeIterator<Item = Result<u64, E>>) -> Result<u64, E> {
    combined_hash_with(hashes, 0)
}

fn combined_hash_with<E>(hashes: impl Iterator<Item = Result<u64, E>>, end: u64) -> Result<u64, E> {
    let [p1, p2, p5] = HASH_PRIMES;
    let mut sum = p5;
    for hash in hashes {
        sum = sum.wrapping_add(hash?.wrapping_mul(p2)).rotate_left(31).wrapping_mul(p1);
    }
    sum = sum.wrapping_add(end);
    Ok(if sum == u64::MAX { 1_546_275_796 } else { sum })
}

fn add(vm: &Vm, this: &Value, other: &Value) -> VmResult {
    let Some(right) = other.get::<Tuple>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let left = this.receiver::<Tuple>();
    if left.is_empty() && other.get_exact::<Tuple>().is_some() {
        return Ok(other.clone());
    }
    if right.is_empty() && this.get_exact::<Tuple>().is_some() {
        return Ok(this.clone());
    }
    vm.reserve_items::<Value>(left.len() + right.len())?;
    Ok(Tuple::concat(left, right).into_value())
}

fn mul(vm: &Vm, this: &Value, count: &Value) -> VmResult {
    let Some(count) = sequence::repeat_count(vm, count)? else { return Ok(Value::NOT_IMPLEMENTED) };
    if count == 1 && this.get_exact::<Tuple>().is_some() {
        return Ok(this.clone());
    }
    Ok(Tuple::new(sequence::repeat(vm, this.receiver::<Tuple>().items(), count)?).into_value())
}

fn count(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut count = 0;
    for item in a.this::<Tuple>().items() {
        count += i64::from(vm.eq(item, &a[1])?);
    }
    Ok(Value::from(count))
}

fn index(vm: &Vm, a: Args<'_>) -> VmResult {
    let items = a.this::<Tuple>().items();
    let start = a.opt(2).map_or(Ok(0), |bound| search_bound(vm, bound, items.len()))?;
    let end = a.opt(3).map_or(Ok(items.len()), |bound| search_bound(vm, bound, items.len()))?;
    for (i, item) in items.iter().enumerate().take(end).skip(start) {
        if vm.eq(item, &a[1])? {
            return Ok(Value::from(i));
        }
    }
    Err(vm.value_error("tuple.index(x): x not in tuple"))
}

fn getnewargs(_: &Vm, a: Args<'_>) -> VmResult {
    let copy = Tuple::new(a.this::<Tuple>().items().to_vec());
    Ok(Tuple::new([copy.into_value()]).into_value())
}

/// `tuple`
pub static CLASS: ClassDef = ClassDef {
    name: "tuple",
    doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
    kind: Kind::Tuple,
    collection: Some(Collection::Sequence),
    subclassable: true,
    methods: tables![
        &NativeDef::comparisons(compare),
        &[
            NativeDef::static_method(
                "__new__(cls, iterable=(), /)",
                "Create and return a new object.",
                new,
            ),
            NativeDef::length(|_, this| Ok(this.receiver::<Tuple>().len())),
            NativeDef::binary(SpecialMethod::GetItem, getitem),
            NativeDef::contains(contains),
            NativeDef::unary(SpecialMethod::Iter, |_, this| {
                Ok(TupleIterator::new(this.receiver::<Tuple>().clone()).into_value())
            }),
            NativeDef::unary(SpecialMethod::Repr, repr),
            NativeDef::hash(hash),
            NativeDef::sequence(SpecialMethod::Add, add),
            NativeDef::sequence(SpecialMethod::Mul, mul),
            NativeDef::sequence(SpecialMethod::RMul, mul),
            NativeDef::new("__getnewargs__(self, /)", "Helper for pickle.", getnewargs),
            alias::CLASS_GETITEM,
            NativeDef::new(
                "count(self, value, /) -> int",
                "Return number of occurrences of value.",
                count,
            ),
            NativeDef::new(
                "index(self, value, start=0, stop=9223372036854775807, /) -> int",
                "Return first index of value.\n\nRaises ValueError if the value is not present.",
                index,
            ),
        ]
    ],
    ..ClassDef::BASE
};

/// `tuple_iterator`
pub static ITERATOR: ClassDef = ClassDef {
    name: "tuple_iterator",
    kind: Kind::TupleIterator,
    subclassable: false,
    methods: iterator::POSITIONED,
    ..ClassDef::BASE
};
