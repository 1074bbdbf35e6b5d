//! `deque`: a sequence that grows and shrinks at both ends.

use crate::bytecode::Comparison;
use crate::objects::class::Collection;
use crate::objects::exception::Exc;
use crate::objects::iterator_reduce::{REDUCE, Reduced};
use crate::objects::native::{
    Args, ClassDef, ExclusiveIterate, Native, NativeDef, NativeIterator, NativeObject, PropertyDef,
    tables,
};
use crate::objects::sequence;
use crate::objects::special::SpecialMethod;
use crate::objects::tuple::Tuple;
use crate::objects::{alias, int, iterator, scalar};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Value};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// The data of a `deque`.
#[derive(Default)]
struct Deque {
    items: RefCell<VecDeque<Value>>,
    /// The maximum number of items; `usize::MAX` without a limit.
    limit: Cell<usize>,
    /// Changes whenever an item is added, removed or moved, so that iterators notice.
    version: Cell<u64>,
}

impl NativeObject for Deque {
    fn traverse(&self, visit: Visitor<'_>) {
        self.items.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        drop(self.items.take());
    }
}

/// An end of the deque.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Left,
    Right,
}

impl Deque {
    fn with_limit(limit: usize) -> Deque {
        Deque { limit: Cell::new(limit), ..Deque::default() }
    }

    fn len(&self) -> usize {
        self.items.borrow().len()
    }

    fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    fn changed(&self) {
        self.version.set(self.version.get() + 1);
    }

    /// Adds an item at one end; beyond the limit, removes one at the other.
    fn push(&self, item: Value, end: End) {
        let mut items = self.items.borrow_mut();
        match end {
            End::Left => items.push_front(item),
            End::Right => items.push_back(item),
        }
        let surplus = match items.len() > self.limit.get() {
            true if end == End::Left => items.pop_back(),
            true => items.pop_front(),
            false => None,
        };
        drop(items);
        self.changed();
        drop(surplus);
    }

    /// [`Deque::push`], unless there is no memory for one more.
    fn try_push(&self, vm: &Vm, item: Value, end: End) -> VmResult<()> {
        // Nothing is freed while the items are borrowed.
        let reserved = self.items.borrow_mut().try_reserve(1);
        reserved.map_err(|_| vm.memory_error())?;
        self.push(item, end);
        Ok(())
    }

    fn pop(&self, end: End) -> Option<Value> {
        self.changed();
        let mut items = self.items.borrow_mut();
        match end {
            End::Left => items.pop_front(),
            End::Right => items.pop_back(),
        }
    }

    fn to_vec(&self, vm: &Vm) -> VmResult<Vec<Value>> {
        vm.collect(self.items.borrow().iter().cloned())
    }

    /// Adds items one by one.
    fn push_all(&self, vm: &Vm, items: Vec<Value>, end: End) -> VmResult<()> {
        for (index, item) in items.into_iter().enumerate() {
            if index % 256 == 255 {
                vm.tick(256)?;
            }
            self.try_push(vm, item, end)?;
        }
        Ok(())
    }

    fn extend(&self, vm: &Vm, iterable: &Value, end: End) -> VmResult<()> {
        if let Some(other) = iterable.native::<Deque>() {
            let items = other.to_vec(vm)?;
            return self.push_all(vm, items, end);
        }
        vm.for_each(iterable, |item| self.try_push(vm, item, end))
    }

    fn clear_items(&self) {
        let old = self.items.take();
        self.changed();
        drop(old);
    }

    /// `maxlen`
    fn shown_limit(&self) -> Value {
        match self.limit.get() {
            usize::MAX => Value::NONE,
            limit => Value::from(limit),
        }
    }

    /// The index of an item, counted from the end if negative.
    fn index(&self, vm: &Vm, key: &Value) -> VmResult<usize> {
        if !sequence::has_index(vm, key) {
            let class = vm.class_ref(key).message_name();
            return Err(vm.type_error(format!("sequence index must be integer, not '{class}'")));
        }
        let index = vm.index_clipped(key)?;
        sequence::wrap(index, self.len()).ok_or_else(|| vm.index_error("deque index out of range"))
    }

    /// Compares items with `value` in `start..end`; the first index that is equal. `mutated` makes the
    /// error for a deque that a comparison changes.
    fn find(
        &self,
        vm: &Vm,
        value: &Value,
        [start, end]: [usize; 2],
        mutated: fn(&Vm) -> Raised,
    ) -> VmResult<Option<usize>> {
        let version = self.version.get();
        for i in start..end.min(self.len()) {
            let Some(item) = self.get(i) else { break };
            vm.tick(1)?;
            let equal = vm.eq(&item, value)?;
            if version != self.version.get() {
                return Err(mutated(vm));
            }
            if equal {
                return Ok(Some(i));
            }
        }
        Ok(None)
    }
}

fn mutated(vm: &Vm) -> Raised {
    vm.runtime_error("deque mutated during iteration")
}

struct Iterator {
    deque: Value,
    version: u64,
    next: usize,
    left: usize,
    end: End,
}

impl ExclusiveIterate for Iterator {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        let Some(deque) = self.deque.native::<Deque>() else { return Ok(None) };
        if deque.version.get() != self.version {
            self.left = 0;
            return Err(mutated(vm));
        }
        let item = match self.end {
            End::Left => deque.get(self.next),
            End::Right => deque.len().checked_sub(self.next + 1).and_then(|i| deque.get(i)),
        };
        match item {
            Some(_) => {
                self.next += 1;
                self.left = self.left.saturating_sub(1);
            }
            None => self.deque = Value::UNSET,
        }
        Ok(item)
    }

    fn length_hint(&self) -> Option<usize> {
        Some(self.left)
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let arguments = match self.deque.is_unset() {
            true => vec![deque_of(vm, &[])?],
            false => vec![self.deque.clone(), Value::from(self.next as i64)],
        };
        Ok(Some(Reduced::of_class(vm, this, arguments)))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.deque);
    }
}

/// A new deque of some items.
fn deque_of(vm: &Vm, items: &[Value]) -> VmResult {
    vm.call(vm.class_for(&CLASS).as_value(), &[Value::from(items.to_vec())])
}

/// An iterator over a deque that has skipped some items.
fn new_iterator(vm: &Vm, a: Args<'_>, end: End, def: &'static ClassDef) -> VmResult {
    let Some(deque) = a[1].native::<Deque>() else {
        let name = vm.argument_type(&a[1]);
        return Err(vm.type_error(format!(
            "{}() argument 1 must be collections.deque, not {name}",
            def.name
        )));
    };
    let passed = a.opt(2).map_or(Ok(0), |index| vm.index_clipped(index))?.max(0) as usize;
    let passed = passed.min(deque.len());
    let (version, left) = (deque.version.get(), deque.len() - passed);
    let state = Iterator { deque: a[1].clone(), version, next: passed, left, end };
    Ok(NativeIterator::exclusive(vm, def, state))
}

fn iterate(vm: &Vm, a: Args<'_>, end: End, def: &'static ClassDef) -> VmResult {
    let deque = a.data::<Deque>();
    let (version, left) = (deque.version.get(), deque.len());
    let state = Iterator { deque: a[0].clone(), version, next: 0, left, end };
    Ok(NativeIterator::exclusive(vm, def, state))
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    let new = Native::new(class, Deque::with_limit(usize::MAX)).into_value();
    vm.note_finalizer(&new);
    Ok(new)
}

fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    let deque = a.data::<Deque>();
    let limit = match a.some(2) {
        None => usize::MAX,
        Some(limit) if !int::is_int(limit) => {
            return Err(vm.type_error("an integer is required"));
        }
        Some(limit) => match int::to_i64(limit) {
            Some(limit) => {
                usize::try_from(limit).map_err(|_| vm.value_error("maxlen must be non-negative"))?
            }
            None => {
                return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
            }
        },
    };
    deque.limit.set(limit);
    deque.clear_items();
    if let Some(iterable) = a.opt(1) {
        deque.extend(vm, iterable, End::Right)?;
    }
    Ok(Value::NONE)
}

/// A deque of the same class with other items, made through the class as CPython does.
fn like(vm: &Vm, this: &Value, items: Vec<Value>) -> VmResult {
    let limit = this.native::<Deque>().map_or(usize::MAX, |d| d.limit.get());
    let class = vm.class_ref(this);
    if !class.is_heap {
        let deque = Deque::with_limit(limit);
        deque.push_all(vm, items, End::Right)?;
        return Ok(Native::new(class, deque).into_value());
    }
    let class = class.clone();
    let items = Value::from(items);
    match limit {
        usize::MAX => vm.call(class.as_value(), &[items]),
        limit => vm.call(class.as_value(), &[items, Value::from(limit)]),
    }
}

fn getitem(vm: &Vm, a: Args<'_>) -> VmResult {
    let deque = a.data::<Deque>();
    let index = deque.index(vm, &a[1])?;
    deque.get(index).ok_or_else(|| vm.index_error("deque index out of range"))
}

fn setitem(vm: &Vm, a: Args<'_>) -> VmResult {
    let deque = a.data::<Deque>();
    let index = deque.index(vm, &a[1])?;
    let mut items = deque.items.borrow_mut();
    let old = items.get_mut(index).map(|place| std::mem::replace(place, a[2].clone()));
    drop(items);
    drop(old);
    Ok(Value::NONE)
}

fn delitem(vm: &Vm, a: Args<'_>) -> VmResult {
    let deque = a.data::<Deque>();
    let index = deque.index(vm, &a[1])?;
    let old = deque.items.borrow_mut().remove(index);
    deque.changed();
    drop(old);
    Ok(Value::NONE)
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let deque = a.data::<Deque>();
    let items = deque.to_vec(vm)?;
    let name = vm.class_ref(&a[0]).name();
    let text = vm.guard_repr(&a[0], || {
        let close = match deque.limit.get() {
            usize::MAX => "])".to_string(),
            limit => format!("], maxlen={limit})"),
        };
        sequence::show(vm, &format!("{name}(["), &close, |i| items.get(i).cloned())
    })?;
    Ok(text.map_or_else(|| "[...]".into(), crate::runtime::Ref::into_value))
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    let (Some(left), Some(right)) = (this.native::<Deque>(), other.native::<Deque>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    sequence::compare(
        vm,
        op,
        (&|| left.len(), &|i| left.get(i)),
        (&|| right.len(), &|i| right.get(i)),
    )
}

fn add(vm: &Vm, this: &Value, other: &Value) -> VmResult {
    let (Some(left), Some(right)) = (this.native::<Deque>(), other.native::<Deque>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let mut items = left.to_vec(vm)?;
    vm.append(&mut items, &right.to_vec(vm)?)?;
    like(vm, this, items)
}

fn iadd(vm: &Vm, a: Args<'_>) -> VmResult {
    a.data::<Deque>().extend(vm, &a[1], End::Right)?;
    Ok(a[0].clone())
}

/// The items of `deque * count`, as many as the limit allows.
fn repeated(vm: &Vm, this: &Value, count: &Value) -> VmResult<Option<Vec<Value>>> {
    let Some(deque) = this.native::<Deque>() else { return Ok(None) };
    let Some(count) = sequence::repeat_count(vm, count)? else { return Ok(None) };
    sequence::repeat(vm, &deque.to_vec(vm)?, count).map(Some)
}

fn mul(vm: &Vm, this: &Value, count: &Value) -> VmResult {
    match repeated(vm, this, count)? {
        Some(items) => like(vm, this, items),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn imul(vm: &Vm, this: &Value, count: &Value) -> VmResult {
    let (Some(deque), Some(items)) = (this.native::<Deque>(), repeated(vm, this, count)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    deque.clear_items();
    deque.push_all(vm, items, End::Right)?;
    Ok(this.clone())
}

fn pop(vm: &Vm, a: Args<'_>, end: End) -> VmResult {
    let item = a.data::<Deque>().pop(end);
    item.ok_or_else(|| vm.index_error("pop from an empty deque"))
}

fn count(vm: &Vm, a: Args<'_>) -> VmResult {
    let deque = a.data::<Deque>();
    let (mut count, mut from) = (0, 0);
    while let Some(i) = deque.find(vm, &a[1], [from, usize::MAX], mutated)? {
        count += 1;
        from = i + 1;
    }
    Ok(Value::from(count as i64))
}

fn index(vm: &Vm, a: Args<'_>) -> VmResult {
    let deque = a.data::<Deque>();
    let bound = |i: usize, default: usize| match a.opt(i) {
        Some(bound) => crate::objects::list_methods::search_bound(vm, bound, deque.len()),
        None => Ok(default),
    };
    let (start, end) = (bound(2, 0)?, bound(3, usize::MAX)?);
    match deque.find(vm, &a[1], [start, end], mutated)? {
        Some(i) => Ok(Value::from(i)),
        None => Err(vm.value_error(format!("{} is not in deque", vm.repr(&a[1])?.as_str()))),
    }
}

fn insert(vm: &Vm, a: Args<'_>) -> VmResult {
    let deque = a.data::<Deque>();
    let index = vm.index_clipped(&a[1])?;
    if deque.len() >= deque.limit.get() {
        return Err(vm.index_error("deque already at its maximum size"));
    }
    let index = sequence::clip(index, deque.len());
    deque.items.borrow_mut().insert(index, a[2].clone());
    deque.changed();
    Ok(Value::NONE)
}

fn remove(vm: &Vm, a: Args<'_>) -> VmResult {
    let deque = a.data::<Deque>();
    let mutated = |vm: &Vm| vm.index_error("deque mutated during remove().");
    let Some(i) = deque.find(vm, &a[1], [0, usize::MAX], mutated)? else {
        return Err(vm.value_error(format!("{} is not in deque", vm.repr(&a[1])?.as_str())));
    };
    let old = deque.items.borrow_mut().remove(i);
    deque.changed();
    drop(old);
    Ok(Value::NONE)
}

fn rotate(vm: &Vm, a: Args<'_>) -> VmResult {
    let deque = a.data::<Deque>();
    let steps = a.opt(1).map_or(Ok(1), |steps| vm.index_clipped(steps))?;
    let mut items = deque.items.borrow_mut();
    if items.len() > 1 {
        let steps = steps.rem_euclid(items.len() as i64) as usize;
        items.rotate_right(steps);
    }
    drop(items);
    deque.changed();
    Ok(Value::NONE)
}

fn copy(vm: &Vm, a: Args<'_>) -> VmResult {
    like(vm, &a[0], a.data::<Deque>().to_vec(vm)?)
}

fn reduce(vm: &Vm, a: Args<'_>) -> VmResult {
    let deque = a.data::<Deque>();
    // The items are separate from the arguments, so that a deque may contain itself.
    let arguments = match deque.shown_limit() {
        limit if limit.is_none() => Vec::new(),
        limit => vec![Tuple::new([]).into_value(), limit],
    };
    let arguments = Tuple::new(arguments).into_value();
    let state = crate::objects::reduce::state_of(vm, &a[0])?;
    let items = vm.iter(&a[0])?;
    Ok(Tuple::new([vm.class_of(&a[0]).into_value(), arguments, state, items]).into_value())
}

fn maxlen(vm: &Vm, value: &Value) -> VmResult {
    match value.native::<Deque>() {
        Some(deque) => Ok(deque.shown_limit()),
        None => Err(vm.error(Exc::TypeError, "expected a deque")),
    }
}

/// `deque`
pub static CLASS: ClassDef = ClassDef {
    name: "deque",
    module: "collections",
    doc: "A list-like sequence optimized for data accesses near its endpoints.",
    collection: Some(Collection::Sequence),
    methods: tables![
        &NativeDef::comparisons(compare),
        &[
            NativeDef::static_method(
                "__new__(cls, /, *args, **kwargs)",
                "Create and return a new object.",
                new,
            ),
            NativeDef::new("__init__(self, iterable=(), maxlen=None)", "Initialize self.", init),
            NativeDef::new("__len__(self, /)", "Return len(self).", |_, a| {
                Ok(Value::from(a.data::<Deque>().len()))
            }),
            NativeDef::new("__getitem__(self, key, /)", "Return self[key].", getitem),
            NativeDef::new("__setitem__(self, key, value, /)", "Set self[key] to value.", setitem),
            NativeDef::new("__delitem__(self, key, /)", "Delete self[key].", delitem),
            NativeDef::new("__contains__(self, key, /)", "Return bool(key in self).", |vm, a| {
                Ok(Value::bool(
                    a.data::<Deque>().find(vm, &a[1], [0, usize::MAX], mutated)?.is_some(),
                ))
            }),
            NativeDef::new("__iter__(self, /)", "Implement iter(self).", |vm, a| {
                iterate(vm, a, End::Left, &ITERATOR)
            }),
            NativeDef::new(
                "__reversed__(self, /)",
                "Return a reverse iterator over the deque.",
                |vm, a| iterate(vm, a, End::Right, &REVERSE_ITERATOR),
            ),
            NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
            NativeDef::sequence(SpecialMethod::Add, add),
            NativeDef::new("__iadd__(self, value, /)", "Implement self+=value.", iadd),
            NativeDef::sequence(SpecialMethod::Mul, mul),
            NativeDef::sequence(SpecialMethod::RMul, mul),
            NativeDef::sequence(SpecialMethod::IMul, imul),
            NativeDef::new("__copy__(self, /)", "Return a shallow copy of a deque.", copy),
            NativeDef::new("__reduce__(self, /)", "Return state information for pickling.", reduce),
            alias::CLASS_GETITEM,
            NativeDef::new(
                "append(self, item, /)",
                "Add an element to the right side of the deque.",
                |vm, a| {
                    a.data::<Deque>().try_push(vm, a[1].clone(), End::Right)?;
                    Ok(Value::NONE)
                },
            ),
            NativeDef::new(
                "appendleft(self, item, /)",
                "Add an element to the left side of the deque.",
                |vm, a| {
                    a.data::<Deque>().try_push(vm, a[1].clone(), End::Left)?;
                    Ok(Value::NONE)
                },
            ),
            NativeDef::new("clear(self, /)", "Remove all elements from the deque.", |_, a| {
                a.data::<Deque>().clear_items();
                Ok(Value::NONE)
            }),
            NativeDef::new("copy(self, /)", "Return a shallow copy of a deque.", copy),
            NativeDef::new(
                "count(self, value, /)",
                "Return number of occurrences of value.",
                count
            ),
            NativeDef::new(
                "extend(self, iterable, /)",
                "Extend the right side of the deque with elements from the iterable.",
                |vm, a| a.data::<Deque>().extend(vm, &a[1], End::Right).map(|()| Value::NONE),
            ),
            NativeDef::new(
                "extendleft(self, iterable, /)",
                "Extend the left side of the deque with elements from the iterable.",
                |vm, a| a.data::<Deque>().extend(vm, &a[1], End::Left).map(|()| Value::NONE),
            ),
            NativeDef::new(
                "index(self, value, start=0, stop=9223372036854775807, /)",
                "Return first index of value.\n\nRaises ValueError if the value is not present.",
                index,
            ),
            NativeDef::new("insert(self, index, value, /)", "Insert value before index.", insert),
            NativeDef::new("pop(self, /)", "Remove and return the rightmost element.", |vm, a| {
                pop(vm, a, End::Right)
            }),
            NativeDef::new(
                "popleft(self, /)",
                "Remove and return the leftmost element.",
                |vm, a| { pop(vm, a, End::Left) }
            ),
            NativeDef::new("remove(self, value, /)", "Remove first occurrence of value.", remove),
            NativeDef::new("reverse(self, /)", "Reverse *IN PLACE*.", |_, a| {
                let deque = a.data::<Deque>();
                deque.items.borrow_mut().make_contiguous().reverse();
                deque.changed();
                Ok(Value::NONE)
            }),
            NativeDef::new(
                "rotate(self, n=1, /)",
                "Rotate the deque n steps to the right.  If n is negative, rotates left.",
                rotate,
            ),
        ]
    ],
    properties: &[PropertyDef {
        name: "maxlen",
        doc: "maximum size of a deque or None if unbounded",
        get: maxlen,
        set: None,
    }],
    ..ClassDef::BASE
};

/// `_deque_iterator`, from which pickles make it.
pub static ITERATOR: ClassDef = ClassDef {
    name: "_deque_iterator",
    module: "collections",
    kind: Kind::NativeIterator,
    subclassable: false,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, iterable, index=0, /)",
            "Create and return a new object.",
            |vm, a| new_iterator(vm, a, End::Left, &ITERATOR),
        ),
        iterator::ITER,
        iterator::NEXT,
        iterator::LENGTH_HINT,
        REDUCE,
    ],
    ..ClassDef::BASE
};

static REVERSE_ITERATOR: ClassDef = ClassDef {
    name: "_deque_reverse_iterator",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, iterable, index=0, /)",
            "Create and return a new object.",
            |vm, a| new_iterator(vm, a, End::Right, &REVERSE_ITERATOR),
        ),
        iterator::ITER,
        iterator::NEXT,
        iterator::LENGTH_HINT,
        REDUCE,
    ],
    ..ITERATOR
};
