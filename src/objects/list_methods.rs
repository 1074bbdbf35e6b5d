//! The methods of `list`, and its iterator.

use super::list::List;
use super::native::ClassDef;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Slot};
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
}

/// `list`
pub static CLASS: ClassDef = ClassDef {
    name: "list",
    doc: "",
    kind: Kind::List,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `list_iterator`
pub static ITERATOR: ClassDef = ClassDef {
    name: "list_iterator",
    doc: "",
    kind: Kind::ListIterator,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
