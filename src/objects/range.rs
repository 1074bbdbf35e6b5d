//! `range` and its iterator.

use super::native::ClassDef;
use crate::runtime::{Kind, Object};
use std::cell::Cell;

/// The payload of the iterator over a range whose bounds fit 64 bits.
pub struct RangeIterator {
    /// The next number.
    pub next: Cell<i64>,
    /// What is added each time.
    pub step: i64,
    /// How many numbers are left.
    pub left: Cell<u64>,
}

impl Object for RangeIterator {
    const KIND: Kind = Kind::RangeIterator;
    const IS_CONTAINER: bool = false;
}

/// `range`
pub static CLASS: ClassDef = ClassDef {
    name: "range",
    doc: "",
    kind: Kind::Range,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `range_iterator`
pub static ITERATOR: ClassDef = ClassDef {
    name: "range_iterator",
    doc: "",
    kind: Kind::RangeIterator,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
