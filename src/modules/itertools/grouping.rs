//! `batched`, `groupby`, `pairwise`, `tee`: grouped items, and duplicated items.

use super::{ITERATOR, make};
use crate::objects::iterator;
use crate::objects::native::{Args, ClassDef, NativeDef, NativeIterate, NativeIterator};
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

struct Batched {
    items: Slot,
    size: usize,
    strict: bool,
}

impl NativeIterate for Batched {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        let items = self.items.get();
        if items.is_unset() {
            return Ok(None);
        }
        let mut batch = Vec::with_capacity(self.size.min(64));
        while batch.len() < self.size {
            match vm.next(&items)? {
                Some(item) => batch.push(item),
                None => {
                    self.items.set(Value::UNSET);
                    break;
                }
            }
        }
        if batch.is_empty() {
            return Ok(None);
        }
        if self.strict && batch.len() < self.size {
            return Err(vm.value_error("batched(): incomplete batch"));
        }
        Ok(Some(Tuple::new(batch).into_value()))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.items.get());
    }
}

fn new_batched(vm: &Vm, a: Args<'_>) -> VmResult {
    let size = vm.index_clipped(&a[2])?;
    if size < 1 {
        return Err(vm.value_error("n must be at least one"));
    }
    let strict = a.opt(3).map_or(Ok(false), |v| vm.truthy(v))?;
    make(vm, a, Batched { items: vm.iter(&a[1])?.into(), size: size as usize, strict })
}

struct Pairwise {
    items: Value,
    /// Unset before the first item.
    before: Slot,
}

impl NativeIterate for Pairwise {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        let mut before = self.before.get();
        if before.is_unset() {
            match vm.next(&self.items)? {
                Some(item) => before = item,
                None => return Ok(None),
            }
            self.before.set(before.clone());
        }
        let Some(item) = vm.next(&self.items)? else { return Ok(None) };
        self.before.set(item.clone());
        Ok(Some(Tuple::new([before, item]).into_value()))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.items);
        visit(&self.before.get());
    }
}

/// The position of a `groupby`, shared with its groups.
///
/// (Its contents are not shown to the cycle collector, which requires each reference to have a
/// single holder: a cycle through a groupby or tee that is never exhausted is not collected.)
struct Groups {
    items: Value,
    /// None to group by the items themselves.
    key_function: Value,
    /// The last item read and its key; unset before the first, and once it was returned.
    item: Value,
    key: Value,
    /// The key of the current group; unset before the first.
    group_key: Value,
    /// The number of the current group: earlier groups are empty.
    group: usize,
}

/// Reads the next item; false at the end. No borrow is held while the program's code runs.
fn read(vm: &Vm, groups: &RefCell<Groups>) -> VmResult<bool> {
    let (items, function) = {
        let groups = groups.borrow();
        (groups.items.clone(), groups.key_function.clone())
    };
    let Some(item) = vm.next(&items)? else { return Ok(false) };
    let key = match function.is_none() {
        true => item.clone(),
        false => vm.call(&function, std::slice::from_ref(&item))?,
    };
    let mut groups = groups.borrow_mut();
    let old = (std::mem::replace(&mut groups.item, item), std::mem::replace(&mut groups.key, key));
    drop(groups);
    drop(old);
    Ok(true)
}

/// Whether the last item read belongs to the current group.
fn in_group(vm: &Vm, groups: &RefCell<Groups>) -> VmResult<bool> {
    let (group_key, key) = {
        let groups = groups.borrow();
        (groups.group_key.clone(), groups.key.clone())
    };
    vm.eq(&group_key, &key)
}

struct GroupBy(Rc<RefCell<Groups>>);

impl NativeIterate for GroupBy {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        self.0.borrow_mut().group += 1;
        // Skips the rest of the previous group.
        loop {
            let (key_known, group_known) = {
                let groups = self.0.borrow();
                (!groups.key.is_unset(), !groups.group_key.is_unset())
            };
            if key_known && (!group_known || !in_group(vm, &self.0)?) {
                break;
            }
            if !read(vm, &self.0)? {
                return Ok(None);
            }
        }
        let (key, number) = {
            let mut groups = self.0.borrow_mut();
            groups.group_key = groups.key.clone();
            (groups.key.clone(), groups.group)
        };
        let group = Group { groups: self.0.clone(), number };
        let group = NativeIterator::new(vm, &GROUPER, group);
        Ok(Some(Tuple::new([key, group]).into_value()))
    }
}

struct Group {
    groups: Rc<RefCell<Groups>>,
    number: usize,
}

impl NativeIterate for Group {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        let (current, has_item) = {
            let groups = self.groups.borrow();
            (groups.group, !groups.item.is_unset())
        };
        if current != self.number {
            return Ok(None);
        }
        if !has_item && !read(vm, &self.groups)? {
            return Ok(None);
        }
        if !in_group(vm, &self.groups)? {
            return Ok(None);
        }
        let item = std::mem::take(&mut self.groups.borrow_mut().item);
        Ok(Some(item))
    }
}

fn new_groupby(vm: &Vm, a: Args<'_>) -> VmResult {
    let groups = Groups {
        items: vm.iter(&a[1])?,
        key_function: a.some(2).cloned().unwrap_or(Value::NONE),
        item: Value::UNSET,
        key: Value::UNSET,
        group_key: Value::UNSET,
        group: 0,
    };
    make(vm, a, GroupBy(Rc::new(RefCell::new(groups))))
}

/// What the iterators of one `tee` share.
struct Source {
    items: Value,
    reading: Cell<bool>,
}

/// The number of items of a block of `tee`, which CPython frees as a whole.
const BLOCK: usize = 57;

/// Items that the iterators of one `tee` return, kept as long as one of them is in the block or
/// before it.
struct Block {
    source: Rc<Source>,
    items: RefCell<Vec<Value>>,
    next: OnceCell<Rc<Block>>,
}

impl Block {
    fn new(source: Rc<Source>) -> Rc<Block> {
        let items = RefCell::new(Vec::with_capacity(BLOCK));
        Rc::new(Block { source, items, next: OnceCell::new() })
    }
}

impl Drop for Block {
    /// Drops the blocks after it one by one: they may be many.
    fn drop(&mut self) {
        let mut next = self.next.take();
        while let Some(mut block) = next.and_then(Rc::into_inner) {
            next = block.next.take();
        }
    }
}

struct Tee {
    block: RefCell<Rc<Block>>,
    /// The number of items of the block that were returned.
    at: Cell<usize>,
}

impl Tee {
    fn over(items: Value) -> Tee {
        let source = Rc::new(Source { items, reading: Cell::new(false) });
        Tee { block: RefCell::new(Block::new(source)), at: Cell::new(0) }
    }

    /// Goes on to the next block once all items of one were returned.
    #[inline]
    fn enter_block(&self) {
        if self.at.get() == BLOCK {
            let next = {
                let block = self.block.borrow();
                block.next.get_or_init(|| Block::new(block.source.clone())).clone()
            };
            self.at.set(0);
            let left = self.block.replace(next);
            drop(left);
        }
    }
}

impl NativeIterate for Tee {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        self.enter_block();
        let at = self.at.get();
        let known = self.block.borrow().items.borrow().get(at).cloned();
        if known.is_some() {
            self.at.set(at + 1);
            return Ok(known);
        }
        let block = self.block.borrow().clone();
        if block.source.reading.replace(true) {
            return Err(vm.runtime_error("cannot re-enter the tee iterator"));
        }
        let next = vm.next(&block.source.items);
        block.source.reading.set(false);
        let Some(item) = next? else { return Ok(None) };
        block.items.borrow_mut().push(item.clone());
        self.at.set(at + 1);
        Ok(Some(item))
    }

    fn sibling(&self, vm: &Vm) -> Option<Value> {
        let (block, at) = (self.block.clone(), self.at.clone());
        Some(NativeIterator::new(vm, &TEE_CLASS, Tee { block, at }))
    }
}

fn copy_tee(vm: &Vm, a: Args<'_>) -> VmResult {
    let copy = a.this::<NativeIterator>().sibling(vm);
    copy.ok_or_else(|| vm.type_error("cannot copy this iterator"))
}

fn tee(vm: &Vm, a: Args<'_>) -> VmResult {
    let count = a.opt(1).map_or(Ok(2), |count| vm.index_clipped(count))?;
    if count < 0 {
        return Err(vm.value_error("n must be >= 0"));
    }
    let items = vm.iter(&a[0])?;
    // An iterator of a tee is the first one itself, and the others are its copies.
    let first = match items.get::<NativeIterator>().and_then(|i| i.sibling(vm)) {
        Some(_) => items,
        None => NativeIterator::new(vm, &TEE_CLASS, Tee::over(items)),
    };
    let mut iterators = vm.vec_with_capacity(count as usize)?;
    if count > 0 {
        iterators.push(first.clone());
    }
    for _ in 1..count {
        vm.tick(1)?;
        iterators.extend(first.get::<NativeIterator>().and_then(|i| i.sibling(vm)));
    }
    Ok(vm.tuple_of(iterators.into_iter())?.into_value())
}

/// `tee()`
pub const TEE: NativeDef =
    NativeDef::new("tee(iterable, n=2, /)", "Returns a tuple of n independent iterators.", tee);

/// `batched`
pub static BATCHED: ClassDef = ClassDef {
    name: "batched",
    doc: "Batch data into tuples of length n. The last batch may be shorter than n.\n\nIf \"strict\" is True, raise a ValueError if the final batch is shorter than n.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, iterable, n, *, strict=False)",
            "Create and return a new object.",
            new_batched,
        ),
        iterator::ITER,
        iterator::NEXT,
    ],
    ..ITERATOR
};

/// `groupby`
pub static GROUPBY: ClassDef = ClassDef {
    name: "groupby",
    doc: "make an iterator that returns consecutive keys and groups from the iterable",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, iterable, key=None)",
            "Create and return a new object.",
            new_groupby,
        ),
        iterator::ITER,
        iterator::NEXT,
    ],
    ..ITERATOR
};

static GROUPER: ClassDef = ClassDef {
    name: "_grouper",
    subclassable: false,
    methods: &[iterator::ITER, iterator::NEXT],
    ..ITERATOR
};

/// `pairwise`
pub static PAIRWISE: ClassDef = ClassDef {
    name: "pairwise",
    doc: "Return an iterator of overlapping pairs taken from the input iterator.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, iterable, /)",
            "Create and return a new object.",
            |vm, a| {
                let state = Pairwise { items: vm.iter(&a[1])?, before: Slot::default() };
                make(vm, a, state)
            },
        ),
        iterator::ITER,
        iterator::NEXT,
    ],
    ..ITERATOR
};

static TEE_CLASS: ClassDef = ClassDef {
    name: "_tee",
    subclassable: false,
    methods: &[
        iterator::ITER,
        iterator::NEXT,
        NativeDef::new("__copy__(self, /)", "Returns an independent iterator.", copy_tee),
    ],
    ..ITERATOR
};
