//! The methods of `tuple`, and its iterator.

use super::native::ClassDef;
use super::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref};
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

/// `tuple`
pub static CLASS: ClassDef = ClassDef {
    name: "tuple",
    doc: "",
    kind: Kind::Tuple,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `tuple_iterator`
pub static ITERATOR: ClassDef = ClassDef {
    name: "tuple_iterator",
    doc: "",
    kind: Kind::TupleIterator,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
