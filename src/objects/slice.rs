//! `slice`.

use super::native::ClassDef;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Value};

/// The payload of a slice.
pub struct Slice {
    /// The start, or None.
    pub start: Value,
    /// The end, or None.
    pub stop: Value,
    /// The step, or None.
    pub step: Value,
}

impl Object for Slice {
    const KIND: Kind = Kind::Slice;

    fn traverse(&self, visit: Visitor<'_>) {
        [&self.start, &self.stop, &self.step].into_iter().for_each(visit);
    }
}

/// `slice`
pub static CLASS: ClassDef = ClassDef {
    name: "slice",
    doc: "",
    kind: Kind::Slice,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
