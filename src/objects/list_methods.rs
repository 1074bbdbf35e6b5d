//! The methods of `list`, and its iterators.

use super::alias;
use super::class::Collection;
use super::construct;
use super::exception::Exc;
use super::int;
use super::iterator;
use super::iterator_reduce::Reduced;
use super::list::List;
use super::native::{Args, ClassDef, ExclusiveIterate, NativeDef, NativeIterator, tables};
use super::sequence;
use super::slice::{Bounds, Positions, Slice};
use super::sort;
use super::special::SpecialMethod;
use super::tuple::Tuple;
use crate::bytecode::Comparison;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Slot, Value};
use crate::vm::{Sink, Vm, VmResult, quick_eq};
use std::cell::Cell;

/// The payload of a list's iterator.
pub struct ListIterator {
    /// The list; unset once it is exhausted.
    pub list: Slot,
    /// The index of the next item.
    pub next: Cell<usize>,
}

impl Object for ListIterator {
    const KIND: Kind = Kind::ListIterator;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.list.get());
    }
}

impl ListIterator {
    /// An iterator from the start of a list.
    pub fn new(list: Ref<List>) -> Ref<ListIterator> {
        Ref::new(ListIterator { list: Slot::new(list.into_value()), next: Cell::new(0) })
    }

    /// The next item; none at the end, also if the list grows afterwards.
    #[inline(always)]
    pub fn step(&self) -> Option<Value> {
        let list = self.list.get();
        let i = self.next.get();
        let item = list.get::<List>()?.get(i);
        match item {
            Some(_) => self.next.set(i + 1),
            None => self.list.set(Value::UNSET),
        }
        item
    }

    /// The number of items left.
    pub fn left(&self) -> usize {
        let list = self.list.get();
        list.get::<List>().map_or(0, |l| l.len().saturating_sub(self.next.get()))
    }
}

/// Iterates over a list from its end.
struct Reversed {
    list: Value,
    /// One more than the index of the next item.
    left: usize,
}

impl ExclusiveIterate for Reversed {
    fn next(&mut self, _: &Vm) -> VmResult<Option<Value>> {
        let Some(list) = self.list.get::<List>() else { return Ok(None) };
        let item = self.left.checked_sub(1).and_then(|i| list.get(i));
        match item {
            Some(_) => self.left -= 1,
            None => self.list = Value::UNSET,
        }
        Ok(item)
    }

    fn length_hint(&self) -> Option<usize> {
        let len = self.list.get::<List>().map_or(0, |list| list.len());
        Some(if self.left <= len { self.left } else { 0 })
    }

    fn reduce(&self, vm: &Vm, _: &Value) -> VmResult<Option<Reduced>> {
        if self.list.is_unset() {
            return Reduced::call(vm, "reversed", vec![Value::from(Vec::new())]).map(Some);
        }
        let reduced = Reduced::call(vm, "reversed", vec![self.list.clone()])?;
        Ok(Some(reduced.with_state(self.left as i64 - 1)))
    }

    fn set_state(&mut self, vm: &Vm, state: &Value) -> VmResult<()> {
        let Some(list) = self.list.get::<List>() else { return Ok(()) };
        let index = int::to_i64(&vm.index(state)?).unwrap_or(i64::MAX);
        self.left = (index.clamp(-1, list.len() as i64 - 1) + 1) as usize;
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.list);
    }
}

/// The index of the first item equal to `value` in `list[start..end]`. The number of items compared
/// between two ticks.
const PART: usize = 4096;

fn find(vm: &Vm, list: &List, value: &Value, start: usize, end: usize) -> VmResult<Option<usize>> {
    let mut i = start;
    loop {
        let item = {
            let items = list.borrow();
            let end = end.min(items.len());
            let part = i..end.min(i + PART);
            vm.tick(part.len())?;
            match part.clone().find(|i| quick_eq(&items[*i], value) != Some(false)) {
                Some(found) => i = found,
                None if part.end >= end => return Ok(None),
                None => {
                    i = part.end;
                    continue;
                }
            }
            match quick_eq(&items[i], value) {
                Some(true) => return Ok(Some(i)),
                _ => items[i].clone(),
            }
        };
        if vm.eq(&item, value)? {
            return Ok(Some(i));
        }
        i += 1;
    }
}

/// Appends all items of an iterable. Items before an error stay.
///
/// # Errors
/// Any exception raised by the iteration; MemoryError.
pub fn extend(vm: &Vm, list: &Ref<List>, iterable: &Value) -> VmResult<()> {
    if let Some(tuple) = iterable.get_exact::<Tuple>() {
        return vm.append(&mut list.borrow_mut(), tuple.items());
    }
    if let Some(other) = iterable.get_exact::<List>()
        && !list.is(other)
    {
        return vm.append(&mut list.borrow_mut(), &other.borrow());
    }
    if is_plain(iterable) {
        let more = vm.to_vec(iterable)?;
        let mut items = list.borrow_mut();
        vm.grow(&mut items, more.len())?;
        items.extend(more);
        return Ok(());
    }
    let append = |item| {
        let mut items = list.borrow_mut();
        vm.grow(&mut items, 1)?;
        items.push(item);
        Ok(())
    };
    let iterator = vm.iter(iterable)?;
    vm.ask_for_length(iterable)?;
    let left = vm.items_left(&iterator).unwrap_or(0);
    vm.grow(&mut list.borrow_mut(), left)?;
    while let Some(item) = vm.next_into(&iterator, &mut WhileRoom(list))? {
        append(item)?;
    }
    Ok(())
}

/// Appends items as long as the list need not grow.
struct WhileRoom<'a>(&'a Ref<List>);

impl Sink for WhileRoom<'_> {
    fn offer(&mut self, item: Value) -> Result<(), Value> {
        let mut items = self.0.borrow_mut();
        if items.len() == items.capacity() {
            return Err(item);
        }
        items.push(item);
        Ok(())
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    Ok(construct::instance(vm, a, List::default()))
}

fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    let list = a.this::<List>();
    drop(list.replace(Vec::new()));
    match a.opt(1) {
        Some(iterable) if is_plain(iterable) => drop(list.replace(vm.to_vec(iterable)?)),
        Some(iterable) => extend(vm, list, iterable)?,
        None => {}
    }
    Ok(Value::NONE)
}

/// Whether iterating cannot run code that looks at the list being filled.
fn is_plain(value: &Value) -> bool {
    value.header().is_some_and(|h| {
        h.is_exactly(h.kind())
            && matches!(
                h.kind(),
                Kind::List
                    | Kind::Tuple
                    | Kind::Dict
                    | Kind::Range
                    | Kind::Set
                    | Kind::DictView
                    | Kind::Str
                    | Kind::Bytes
            )
    })
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> VmResult {
    let list = this.receiver::<List>();
    if let Some(slice) = key.get::<Slice>() {
        let bounds = slice.bounds(vm)?;
        let items = list.borrow();
        let items = sequence::select(vm, &items, bounds.positions(items.len()))?;
        return Ok(Value::from(items));
    }
    let index = sequence::item_index(vm, "list", key, || list.len())?;
    index.and_then(|i| list.get(i)).ok_or_else(|| vm.index_error("list index out of range"))
}

fn setitem(vm: &Vm, this: &Value, key: &Value, value: &Value) -> VmResult<()> {
    let list = this.receiver::<List>();
    if let Some(slice) = key.get::<Slice>() {
        return set_slice(vm, list, slice.bounds(vm)?, value);
    }
    let index = sequence::item_index(vm, "list", key, || list.len())?;
    match index.and_then(|i| list.set(i, value.clone())) {
        Some(_) => Ok(()),
        None => Err(vm.index_error("list assignment index out of range")),
    }
}

/// `list[bounds] = value`
///
/// # Errors
/// TypeError if the value is not iterable; ValueError if it does not fit an extended slice.
pub fn set_slice(vm: &Vm, list: &List, bounds: Bounds, value: &Value) -> VmResult<()> {
    let mut items = match vm.to_vec(value) {
        Err(e)
            if vm.is_exception(&e, Exc::TypeError) && !vm.has_slot(value, SpecialMethod::Iter) =>
        {
            return Err(vm.type_error("must assign iterable to extended slice"));
        }
        result => result?,
    };
    let span = bounds.positions(list.len());
    if items.len() == span.count {
        let mut place = list.borrow_mut();
        span.zip(&mut items).for_each(|(i, item)| std::mem::swap(&mut place[i], item));
    } else if let Some(range) = span.contiguous() {
        items = list.borrow_mut().splice(range, items).collect();
    } else {
        return Err(vm.value_error(format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            items.len(),
            span.count
        )));
    }
    // The items that were there before.
    drop(items);
    Ok(())
}

fn delitem(vm: &Vm, this: &Value, key: &Value) -> VmResult<()> {
    let list = this.receiver::<List>();
    let removed: Vec<Value> = if let Some(slice) = key.get::<Slice>() {
        let span = slice.bounds(vm)?.positions(list.len());
        let mut items = list.borrow_mut();
        match span.contiguous() {
            Some(range) => items.drain(range).collect(),
            None => remove_all(&mut items, span),
        }
    } else {
        let index = sequence::item_index(vm, "list", key, || list.len())?;
        let Some(i) = index.filter(|i| *i < list.len()) else {
            return Err(vm.index_error("list assignment index out of range"));
        };
        let removed = list.borrow_mut().remove(i);
        drop(removed);
        return Ok(());
    };
    drop(removed);
    Ok(())
}

/// Removes the items at the selected indexes, in one pass.
fn remove_all(items: &mut Vec<Value>, span: Positions) -> Vec<Value> {
    let mut removed = Vec::with_capacity(span.count);
    let mut next = span.ascending().peekable();
    let mut kept = Vec::with_capacity(items.len() - span.count);
    for (i, item) in std::mem::take(items).into_iter().enumerate() {
        if next.next_if_eq(&i).is_some() { removed.push(item) } else { kept.push(item) }
    }
    *items = kept;
    removed
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> VmResult<bool> {
    Ok(find(vm, this.receiver::<List>(), item, 0, usize::MAX)?.is_some())
}

fn reversed(vm: &Vm, this: &Value) -> VmResult {
    let left = this.receiver::<List>().len();
    Ok(NativeIterator::exclusive(vm, &REVERSE_ITERATOR, Reversed { list: this.clone(), left }))
}

fn repr(vm: &Vm, this: &Value) -> VmResult {
    let list = this.receiver::<List>();
    let text = vm.guard_repr(this, || sequence::show(vm, "[", "]", |i| list.get(i)))?;
    Ok(text.map_or_else(|| "[...]".into(), Ref::into_value))
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    let (left, Some(right)) = (this.receiver::<List>(), other.get::<List>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if matches!(op, Comparison::Eq | Comparison::Ne) && left.len() != right.len() {
        return Ok(Value::bool(op == Comparison::Ne));
    }
    let mut from = 0;
    loop {
        // Comparing items can change the lists, so each item is read just before it is compared.
        let next = {
            let (left, right) = (left.borrow(), right.borrow());
            let end = left.len().min(right.len());
            let part = from..end.min(from + PART);
            vm.tick(part.len())?;
            let differ = part.clone().find(|i| quick_eq(&left[*i], &right[*i]) != Some(true));
            if differ.is_none() && part.end < end {
                from = part.end;
                continue;
            }
            differ.map(|i| (i, left[i].clone(), right[i].clone()))
        };
        let Some((i, a, b)) = next else {
            return Ok(Value::bool(sequence::holds(op, left.len().cmp(&right.len()))));
        };
        if !vm.eq(&a, &b)? {
            return match op {
                Comparison::Eq => Ok(Value::FALSE),
                Comparison::Ne => Ok(Value::TRUE),
                _ => vm.compare(op, &a, &b),
            };
        }
        from = i + 1;
    }
}

fn add(vm: &Vm, this: &Value, other: &Value) -> VmResult {
    let Some(right) = other.get::<List>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let left = this.receiver::<List>();
    Ok(Value::from(vm.joined([&left.borrow(), &right.borrow()])?))
}

fn iadd(vm: &Vm, this: &Value, other: &Value) -> VmResult {
    extend(vm, this.receiver::<List>(), other)?;
    Ok(this.clone())
}

fn mul(vm: &Vm, this: &Value, count: &Value) -> VmResult {
    let Some(count) = sequence::repeat_count(vm, count)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let items = sequence::repeat(vm, &this.receiver::<List>().borrow(), count)?;
    Ok(Value::from(items))
}

fn imul(vm: &Vm, this: &Value, count: &Value) -> VmResult {
    let Some(count) = sequence::repeat_count(vm, count)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let list = this.receiver::<List>();
    let items = sequence::repeat(vm, &list.borrow(), count)?;
    drop(list.replace(items));
    Ok(this.clone())
}

fn append(_: &Vm, a: Args<'_>) -> VmResult {
    a.this::<List>().push(a[1].clone());
    Ok(Value::NONE)
}

fn insert(vm: &Vm, a: Args<'_>) -> VmResult {
    let index = vm.index_clipped(&a[1])?;
    let mut items = a.this::<List>().borrow_mut();
    let index = sequence::clip(index, items.len());
    items.insert(index, a[2].clone());
    Ok(Value::NONE)
}

fn pop(vm: &Vm, a: Args<'_>) -> VmResult {
    let list = a.this::<List>();
    let index = match a.opt(1) {
        Some(index) => {
            let index = vm.index(index)?;
            int::to_i64(&index)
                .ok_or_else(|| vm.index_error("cannot fit 'int' into an index-sized integer"))?
        }
        None => -1,
    };
    let mut items = list.borrow_mut();
    if items.is_empty() {
        return Err(vm.index_error("pop from empty list"));
    }
    match sequence::wrap(index, items.len()) {
        Some(i) => Ok(items.remove(i)),
        None => Err(vm.index_error("pop index out of range")),
    }
}

fn remove(vm: &Vm, a: Args<'_>) -> VmResult {
    let list = a.this::<List>();
    let Some(i) = find(vm, list, &a[1], 0, usize::MAX)? else {
        return Err(vm.value_error("list.remove(x): x not in list"));
    };
    let removed = {
        let mut items = list.borrow_mut();
        (i < items.len()).then(|| items.remove(i))
    };
    drop(removed);
    Ok(Value::NONE)
}

fn index(vm: &Vm, a: Args<'_>) -> VmResult {
    let list = a.this::<List>();
    let bound = |i: usize, default: usize| match a.opt(i) {
        Some(bound) => search_bound(vm, bound, list.len()),
        None => Ok(default),
    };
    let (start, end) = (bound(2, 0)?, bound(3, usize::MAX)?);
    match find(vm, list, &a[1], start, end)? {
        Some(i) => Ok(Value::from(i)),
        None => Err(vm.value_error(format!("{} is not in list", vm.repr(&a[1])?.as_str()))),
    }
}

/// A start or stop of `index()`.
///
/// # Errors
/// TypeError if it is not an integer.
pub fn search_bound(vm: &Vm, bound: &Value, len: usize) -> VmResult<usize> {
    if !sequence::has_index(vm, bound) {
        return Err(vm.type_error("slice indices must be integers or have an __index__ method"));
    }
    Ok(sequence::clip(vm.index_clipped(bound)?, len))
}

fn count(vm: &Vm, a: Args<'_>) -> VmResult {
    let list = a.this::<List>();
    let (mut count, mut from) = (0, 0);
    while let Some(i) = find(vm, list, &a[1], from, usize::MAX)? {
        count += 1;
        from = i + 1;
    }
    Ok(Value::from(count as i64))
}

fn sort_method(vm: &Vm, a: Args<'_>) -> VmResult {
    let list = a.this::<List>();
    let reverse = a.opt(2).map_or(Ok(false), |v| vm.truthy(v))?;
    // The list looks empty while it is sorted.
    let mut items = list.replace(Vec::new());
    let result = sort::sort(vm, &mut items, a.some(1), reverse);
    let meanwhile = list.replace(items);
    result?;
    if meanwhile.capacity() > 0 {
        return Err(vm.value_error("list modified during sort"));
    }
    Ok(Value::NONE)
}

/// `list`
pub static CLASS: ClassDef = ClassDef {
    name: "list",
    doc: "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.",
    kind: Kind::List,
    collection: Some(Collection::Sequence),
    subclassable: true,
    methods: tables![
        &NativeDef::comparisons(compare),
        &[
            NativeDef::static_method(
                "__new__(cls, /, *args, **kwargs)",
                "Create and return a new object.",
                new,
            ),
            NativeDef::new("__init__(self, iterable=(), /)", "Initialize self.", init),
            NativeDef::length(|_, this| Ok(this.receiver::<List>().len())),
            NativeDef {
                signature: "__getitem__(self, index, /)",
                doc: "Return self[index].",
                ..NativeDef::binary(SpecialMethod::GetItem, getitem)
            },
            NativeDef::store(SpecialMethod::SetItem, setitem),
            NativeDef::remove(SpecialMethod::DelItem, delitem),
            NativeDef::contains(contains),
            NativeDef::unary(SpecialMethod::Iter, |_, this| {
                Ok(ListIterator::new(this.receiver::<List>().clone()).into_value())
            }),
            NativeDef::unary(SpecialMethod::Reversed, reversed),
            NativeDef::unary(SpecialMethod::Repr, repr),
            NativeDef::sequence(SpecialMethod::Add, add),
            NativeDef::sequence(SpecialMethod::IAdd, iadd).with_doc("Implement self+=value."),
            NativeDef::sequence(SpecialMethod::Mul, mul),
            NativeDef::sequence(SpecialMethod::RMul, mul),
            NativeDef::sequence(SpecialMethod::IMul, imul).with_doc("Implement self*=value."),
            alias::CLASS_GETITEM,
            NativeDef::new(
                "append(self, object, /)",
                "Append object to the end of the list.",
                append
            ),
            NativeDef::new("clear(self, /)", "Remove all items from list.", |_, a| {
                super::list::drop_backwards(a.this::<List>().replace(Vec::new()));
                Ok(Value::NONE)
            }),
            NativeDef::new(
                "copy(self, /) -> list",
                "Return a shallow copy of the list.",
                |vm, a| { Ok(Value::from(vm.copied(&a.this::<List>().borrow())?)) }
            ),
            NativeDef::new(
                "count(self, value, /) -> int",
                "Return number of occurrences of value.",
                count,
            ),
            NativeDef::new(
                "extend(self, iterable, /)",
                "Extend list by appending elements from the iterable.",
                |vm, a| extend(vm, a.this::<List>(), &a[1]).map(|()| Value::NONE),
            ),
            NativeDef::new(
                "index(self, value, start=0, stop=9223372036854775807, /) -> int",
                "Return first index of value.\n\nRaises ValueError if the value is not present.",
                index,
            ),
            NativeDef::new("insert(self, index, object, /)", "Insert object before index.", insert),
            NativeDef::new(
                "pop(self, index=-1, /)",
                "Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range.",
                pop,
            ),
            NativeDef::new(
                "remove(self, value, /)",
                "Remove first occurrence of value.\n\nRaises ValueError if the value is not present.",
                remove,
            ),
            NativeDef::new("reverse(self, /)", "Reverse *IN PLACE*.", |_, a| {
                a.this::<List>().borrow_mut().reverse();
                Ok(Value::NONE)
            }),
            NativeDef::new(
                "sort(self, /, *, key=None, reverse=False)",
                "Sort the list in ascending order and return None.\n\nThe sort is in-place and stable. If a key function is given, apply it once to\neach list item and sort them according to their function values.",
                sort_method,
            ),
        ]
    ],
    ..ClassDef::BASE
};

/// `list_iterator`
pub static ITERATOR: ClassDef = ClassDef {
    name: "list_iterator",
    kind: Kind::ListIterator,
    subclassable: false,
    methods: iterator::POSITIONED,
    ..ClassDef::BASE
};

/// `list_reverseiterator`
pub static REVERSE_ITERATOR: ClassDef = ClassDef {
    name: "list_reverseiterator",
    kind: Kind::NativeIterator,
    subclassable: false,
    methods: iterator::POSITIONED,
    ..ClassDef::BASE
};
