//! Views of a dict (`dict_keys`, `dict_values`, `dict_items`) and iterators over it.

use super::class::Class;
use super::dict::Dict;
use super::exception::Exc;
use super::iterator;
use super::mapping_proxy::MappingProxy;
use super::native::{Args, ClassDef, NativeDef, PropertyDef, tables};
use super::sequence;
use super::set::Set;
use super::tuple::Tuple;
use crate::bytecode::Comparison;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Slot, Value};
use crate::vm::{Types, Vm, VmResult};
use std::cell::Cell;

/// The part of the entries that a view or iterator shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Part {
    Keys,
    Values,
    Items,
}

impl Part {
    /// What an iterator over this part returns for an entry.
    #[inline]
    pub fn of(self, key: Value, value: Value) -> Value {
        match self {
            Part::Keys => key,
            Part::Values => value,
            Part::Items => Tuple::new([key, value]).into_value(),
        }
    }
}

/// The payload of `dict_keys`, `dict_values` and `dict_items`.
pub struct DictView {
    /// The dict.
    pub dict: Ref<Dict>,
    /// Which part of the entries it shows.
    pub part: Part,
}

impl Object for DictView {
    const KIND: Kind = Kind::DictView;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.dict.as_value());
    }
}

impl DictView {
    /// A view of a dict.
    pub fn new(dict: Ref<Dict>, part: Part) -> Ref<DictView> {
        Ref::new(DictView { dict, part })
    }

    /// The current items.
    pub fn items(&self) -> Vec<Value> {
        self.dict.entries().into_iter().map(|(k, v)| self.part.of(k, v)).collect()
    }

    /// [`DictView::items`] of a dict that may be large.
    ///
    /// # Errors
    /// Same as [`Dict::collect`].
    pub fn collect(&self, vm: &Vm) -> VmResult<Vec<Value>> {
        self.dict.collect(vm, |key, value| self.part.of(key.clone(), value.clone()))
    }

    fn contains(&self, vm: &Vm, item: &Value) -> VmResult<bool> {
        match self.part {
            Part::Keys => Ok(self.dict.get(vm, item)?.is_some()),
            Part::Items => {
                let Some(pair) = item.get::<Tuple>() else { return Ok(false) };
                let [key, value] = pair.items() else { return Ok(false) };
                match self.dict.get(vm, key)? {
                    Some(found) => vm.eq(&found, value),
                    None => Ok(false),
                }
            }
            Part::Values => {
                for (_, value) in self.dict.entries() {
                    if vm.eq(&value, item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }
}

/// The payload of an iterator over a dict.
pub struct DictIterator {
    /// The dict.
    pub dict: Ref<Dict>,
    /// The part of the entries that it shows.
    pub part: Part,
    /// The position of the next entry; in reverse, one more.
    pub next: Cell<usize>,
    /// The number of entries at the start, to notice changes; `usize::MAX` once exhausted.
    pub len: Cell<usize>,
    /// The number of items left, provided that no keys are added or removed.
    pub due: Cell<usize>,
    /// From the last entry to the first.
    pub reverse: bool,
    /// The last pair, for [`Tuple::renew`].
    kept: Slot,
}

/// The `len` of an iterator that has noticed a change: no dict is that long.
const CHANGED: usize = usize::MAX - 1;

impl Object for DictIterator {
    const KIND: Kind = Kind::DictIterator;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.dict.as_value());
        visit(&self.kept.get());
    }
}

impl DictIterator {
    /// An iterator over all entries of a dict.
    pub fn new(dict: Ref<Dict>, part: Part, reverse: bool) -> Ref<DictIterator> {
        let next = Cell::new(if reverse { dict.end() } else { 0 });
        let (len, due) = (Cell::new(dict.len()), Cell::new(dict.len()));
        Ref::new(DictIterator { dict, part, next, len, due, reverse, kept: Slot::default() })
    }

    /// The next item; none at the end.
    ///
    /// # Errors
    /// RuntimeError if entries were added or removed.
    #[inline]
    pub fn step(&self, vm: &Vm) -> VmResult<Option<Value>> {
        let len = self.len.get();
        if len != self.dict.len() {
            if len == usize::MAX {
                return Ok(None);
            }
            self.len.set(CHANGED);
            return Err(vm.error(Exc::RuntimeError, "dictionary changed size during iteration"));
        }
        let (from, due) = (self.next.get(), self.due.get());
        if due > 0 && !self.reverse && self.part != Part::Items {
            let is_key = self.part == Part::Keys;
            let item =
                |key: &Value, value: &Value| if is_key { key.clone() } else { value.clone() };
            if let Some((i, item)) = self.dict.next_with(from, item) {
                self.next.set(i + 1);
                self.due.set(due - 1);
                return Ok(Some(item));
            }
        }
        let entry = match self.reverse {
            false => self.dict.next_entry(from).inspect(|(i, ..)| self.next.set(i + 1)),
            true => self.dict.previous_entry(from).inspect(|(i, ..)| self.next.set(*i)),
        };
        match entry {
            Some((_, key, value)) if self.due.get() > 0 => {
                self.due.set(self.due.get() - 1);
                Ok(Some(match self.part {
                    Part::Items => {
                        let mut kept = self.kept.take().into_ref().ok();
                        let pair = Tuple::renew(&mut kept, [key, value]);
                        self.kept.set(kept.map_or(Value::UNSET, Ref::into_value));
                        pair
                    }
                    part => part.of(key, value),
                }))
            }
            Some(_) => {
                self.len.set(usize::MAX);
                Err(vm.error(Exc::RuntimeError, "dictionary keys changed during iteration"))
            }
            None => {
                self.len.set(usize::MAX);
                Ok(None)
            }
        }
    }

    /// An iterator at the same position.
    pub fn copy(&self) -> DictIterator {
        DictIterator {
            dict: self.dict.clone(),
            part: self.part,
            next: self.next.clone(),
            len: self.len.clone(),
            due: self.due.clone(),
            reverse: self.reverse,
            kept: Slot::default(),
        }
    }

    /// The number of items left.
    pub fn left(&self) -> usize {
        if self.len.get() != self.dict.len() {
            return 0;
        }
        let next = self.next.get();
        let positions = if self.reverse { next } else { self.dict.end().saturating_sub(next) };
        positions.min(self.dict.len())
    }
}

/// The class of an iterator over a dict.
pub fn iterator_class<'a>(types: &'a Types, value: &Value) -> &'a Ref<Class> {
    match value.get::<DictIterator>().map(|i| i.part) {
        Some(Part::Values) => &types.dict_value_iterator,
        Some(Part::Items) => &types.dict_item_iterator,
        _ => &types.dict_key_iterator,
    }
}

/// The class of a view of a dict.
pub fn view_class<'a>(types: &'a Types, value: &Value) -> &'a Ref<Class> {
    match value.get::<DictView>().map(|v| v.part) {
        Some(Part::Values) => &types.dict_values,
        Some(Part::Items) => &types.dict_items,
        _ => &types.dict_keys,
    }
}

fn len(_: &Vm, a: Args<'_>) -> VmResult {
    Ok(Value::from(a.this::<DictView>().dict.len()))
}

fn iter(_: &Vm, a: Args<'_>) -> VmResult {
    let view = a.this::<DictView>();
    Ok(DictIterator::new(view.dict.clone(), view.part, false).into_value())
}

fn reversed(_: &Vm, a: Args<'_>) -> VmResult {
    let view = a.this::<DictView>();
    Ok(DictIterator::new(view.dict.clone(), view.part, true).into_value())
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let view = a.this::<DictView>();
    let name = vm.class_ref(&a[0]).name();
    let items = view.items();
    let text = vm.guard_repr(&a[0], || {
        sequence::show(vm, &format!("{name}(["), "])", |i| items.get(i).cloned())
    })?;
    Ok(text.map_or_else(|| "...".into(), Ref::into_value))
}

fn contains(vm: &Vm, a: Args<'_>) -> VmResult {
    a.this::<DictView>().contains(vm, &a[1]).map(Value::bool)
}

/// The length of a set or of a view that acts like one; none for other values.
fn set_like_len(value: &Value) -> Option<usize> {
    if let Some(set) = value.get::<Set>() {
        return Some(set.len());
    }
    value.get::<DictView>().filter(|v| v.part != Part::Values).map(|v| v.dict.len())
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    let (Some(left), Some(right)) = (set_like_len(this), set_like_len(other)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let all_in = |inner: &Value, outer: &Value| -> VmResult<bool> {
        let items = vm.iter(inner)?;
        while let Some(item) = vm.next(&items)? {
            if !vm.contains(outer, &item)? {
                return Ok(false);
            }
        }
        Ok(true)
    };
    let result = match op {
        Comparison::Eq => left == right && all_in(this, other)?,
        Comparison::Ne => left != right || !all_in(this, other)?,
        Comparison::Lt => left < right && all_in(this, other)?,
        Comparison::Le => left <= right && all_in(this, other)?,
        Comparison::Gt => left > right && all_in(other, this)?,
        _ => left >= right && all_in(other, this)?,
    };
    Ok(Value::bool(result))
}

fn and(vm: &Vm, a: Args<'_>) -> VmResult {
    let (mut this, mut other) = (a.at(0), a.at(1));
    let this_len = a.this::<DictView>().dict.len();
    if let Some(set) = other.get_exact::<Set>().filter(|s| !s.is_frozen() && this_len <= s.len()) {
        return Ok(set.intersection(vm, this)?.into_value());
    }
    if other.get::<DictView>().is_some() && set_like_len(other).is_some_and(|len| len > this_len) {
        std::mem::swap(&mut this, &mut other);
    }
    let result = Set::new();
    if let Some(view) = this.get::<DictView>() {
        vm.for_each(other, |item| {
            if view.contains(vm, &item)? {
                result.add(vm, item)?;
            }
            Ok(())
        })?;
    }
    Ok(result.into_value())
}

/// A set of the left operand's items, changed by the right operand.
fn with_set(vm: &Vm, a: Args<'_>, change: fn(&Set, &Vm, &Value) -> VmResult<()>) -> VmResult {
    let result = Set::new();
    result.update(vm, &a[0])?;
    change(&result, vm, &a[1])?;
    Ok(result.into_value())
}

/// Like [`with_set`], with the operands swapped.
fn with_set_reflected(
    vm: &Vm,
    a: Args<'_>,
    change: fn(&Set, &Vm, &Value) -> VmResult<()>,
) -> VmResult {
    let swapped = [a[1].clone(), a[0].clone()];
    with_set(vm, Args::new(&swapped), change)
}

fn isdisjoint(vm: &Vm, a: Args<'_>) -> VmResult {
    let view = a.this::<DictView>();
    if a[0].is(&a[1]) {
        return Ok(Value::bool(view.dict.is_empty()));
    }
    for item in vm.to_vec(&a[1])? {
        if view.contains(vm, &item)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

fn mapping(_: &Vm, value: &Value) -> VmResult {
    Ok(value.get::<DictView>().map_or(Value::NONE, |view| {
        Ref::new(MappingProxy { mapping: view.dict.as_value().clone() }).into_value()
    }))
}

/// The methods of all views.
const VIEW: &[NativeDef] = &[
    NativeDef::new("__len__(self, /)", "Return len(self).", len),
    NativeDef::new("__iter__(self, /)", "Implement iter(self).", iter),
    NativeDef::new("__reversed__(self, /)", "Return a reverse iterator over the view.", reversed),
    NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
];

/// The methods of `dict_keys` and `dict_items`, which act like sets.
const SET_LIKE: &[NativeDef] = tables![
    VIEW,
    &NativeDef::comparisons(compare),
    &[
        NativeDef::new("__contains__(self, key, /)", "Return bool(key in self).", contains),
        NativeDef::new("__and__(self, value, /)", "Return self&value.", and),
        NativeDef::new("__rand__(self, value, /)", "Return value&self.", and),
        NativeDef::new("__or__(self, value, /)", "Return self|value.", |vm, a| {
            with_set(vm, a, Set::update)
        }),
        NativeDef::new("__ror__(self, value, /)", "Return value|self.", |vm, a| {
            with_set_reflected(vm, a, Set::update)
        }),
        NativeDef::new("__sub__(self, value, /)", "Return self-value.", |vm, a| {
            with_set(vm, a, Set::difference_update)
        }),
        NativeDef::new("__rsub__(self, value, /)", "Return value-self.", |vm, a| {
            with_set_reflected(vm, a, Set::difference_update)
        }),
        NativeDef::new("__xor__(self, value, /)", "Return self^value.", |vm, a| {
            with_set(vm, a, Set::symmetric_difference_update)
        }),
        NativeDef::new("__rxor__(self, value, /)", "Return value^self.", |vm, a| {
            with_set_reflected(vm, a, Set::symmetric_difference_update)
        }),
        NativeDef::new(
            "isdisjoint(self, other, /)",
            "Return True if the view and the given iterable have a null intersection.",
            isdisjoint,
        ),
    ]
];

const MAPPING: &[PropertyDef] = &[PropertyDef {
    name: "mapping",
    doc: "Dictionary that this view refers to.",
    get: mapping,
    set: None,
}];

/// `dict_keyiterator`
pub static KEY_ITERATOR: ClassDef = ClassDef {
    name: "dict_keyiterator",
    kind: Kind::DictIterator,
    subclassable: false,
    methods: iterator::COPYABLE,
    ..ClassDef::BASE
};

/// `dict_valueiterator`
pub static VALUE_ITERATOR: ClassDef = ClassDef {
    name: "dict_valueiterator",
    kind: Kind::DictIterator,
    subclassable: false,
    methods: iterator::COPYABLE,
    ..ClassDef::BASE
};

/// `dict_itemiterator`
pub static ITEM_ITERATOR: ClassDef = ClassDef {
    name: "dict_itemiterator",
    kind: Kind::DictIterator,
    subclassable: false,
    methods: iterator::COPYABLE,
    ..ClassDef::BASE
};

/// `dict_keys`
pub static KEYS: ClassDef = ClassDef {
    name: "dict_keys",
    kind: Kind::DictView,
    subclassable: false,
    methods: SET_LIKE,
    properties: MAPPING,
    ..ClassDef::BASE
};

/// `dict_values`
pub static VALUES: ClassDef = ClassDef {
    name: "dict_values",
    kind: Kind::DictView,
    subclassable: false,
    methods: VIEW,
    properties: MAPPING,
    ..ClassDef::BASE
};

/// `dict_items`
pub static ITEMS: ClassDef = ClassDef {
    name: "dict_items",
    kind: Kind::DictView,
    subclassable: false,
    methods: SET_LIKE,
    properties: MAPPING,
    ..ClassDef::BASE
};
