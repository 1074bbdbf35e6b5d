//! `list`: a growable sequence.

use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};
use std::cell::{Ref as Borrow, RefCell, RefMut as BorrowMut};

/// The payload of a `list`.
///
/// Values that leave the list are dropped only after its borrow has ended, since a finalizer may
/// look at the list: move removed values out of the borrow first.
#[derive(Default)]
pub struct List {
    items: RefCell<Vec<Value>>,
}

impl Object for List {
    const KIND: Kind = Kind::List;

    fn traverse(&self, visit: Visitor<'_>) {
        self.items.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        drop_backwards(self.items.take());
    }
}

impl Drop for List {
    fn drop(&mut self) {
        drop_backwards(self.items.take());
    }
}

/// Drops the items of a list from last to first, as CPython does: programs can observe the order of
/// finalizers.
pub fn drop_backwards(mut items: Vec<Value>) {
    while let Some(item) = items.pop() {
        drop(item);
    }
}

impl List {
    /// A list of these items.
    pub fn new(items: Vec<Value>) -> Ref<List> {
        Ref::new(List { items: RefCell::new(items) })
    }

    /// The items, for reading; no code of the program may run while this borrow lives.
    #[inline(always)]
    pub fn borrow(&self) -> Borrow<'_, Vec<Value>> {
        self.items.borrow()
    }

    /// The items, for writing; no code of the program may run while this borrow lives.
    #[inline(always)]
    pub fn borrow_mut(&self) -> BorrowMut<'_, Vec<Value>> {
        self.items.borrow_mut()
    }

    /// The number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at `index`, counted from 0.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    /// Replaces the item at `index` and returns the old one; none if there is no such index.
    #[inline(always)]
    pub fn set(&self, index: usize, value: Value) -> Option<Value> {
        self.items.borrow_mut().get_mut(index).map(|slot| std::mem::replace(slot, value))
    }

    /// Appends an item.
    #[inline(always)]
    pub fn push(&self, value: Value) {
        self.items.borrow_mut().push(value);
    }

    /// A copy of the items.
    pub fn to_vec(&self) -> Vec<Value> {
        self.items.borrow().clone()
    }

    /// Replaces all items and returns the old ones.
    pub fn replace(&self, items: Vec<Value>) -> Vec<Value> {
        self.items.replace(items)
    }

    /// The location of the items, for the interpreter loop.
    #[inline(always)]
    pub(crate) fn as_ptr(&self) -> *mut Vec<Value> {
        self.items.as_ptr()
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Value {
        List::new(items).into_value()
    }
}
