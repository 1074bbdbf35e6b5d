//! Weak references.

use super::native::ClassDef;
use crate::runtime::heap::WeakLink;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Slot};

/// The payload of `weakref.ref`.
pub struct WeakRef {
    /// The link to the object.
    pub link: WeakLink,
    /// What is called with the reference when the object dies; unset if nothing.
    pub callback: Slot,
}

impl Object for WeakRef {
    const KIND: Kind = Kind::WeakRef;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.callback.get());
    }
}

/// `ReferenceType`
pub static CLASS: ClassDef = ClassDef {
    name: "ReferenceType",
    doc: "",
    kind: Kind::WeakRef,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
