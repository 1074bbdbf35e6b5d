//! Descriptors and bound objects: bound methods, `property`, `staticmethod`, `classmethod`, native
//! properties.

use super::class::Class;
use super::class_facts;
use super::native::PropertyDef;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Slot, Value};
use std::cell::{Cell, OnceCell};

/// The payload of a bound method: a callable with its first argument.
pub struct BoundMethod {
    /// `__func__`
    pub function: Value,
    /// `__self__`
    pub receiver: Value,
}

impl Object for BoundMethod {
    const KIND: Kind = Kind::BoundMethod;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.function);
        visit(&self.receiver);
    }
}

/// The payload of a `property`.
#[derive(Default)]
pub struct Property {
    /// `fget`, or None.
    pub getter: Slot,
    /// `fset`, or None.
    pub setter: Slot,
    /// `fdel`, or None.
    pub deleter: Slot,
    /// `__doc__`
    pub doc: Slot,
    /// The docstring is the getter's.
    pub doc_from_getter: Cell<bool>,
    /// `__name__`, once known.
    pub name: Slot,
}

impl Object for Property {
    const KIND: Kind = Kind::Property;

    fn traverse(&self, visit: Visitor<'_>) {
        for slot in [&self.getter, &self.setter, &self.deleter, &self.doc, &self.name] {
            visit(&slot.get());
        }
    }
}

/// The payload of a `staticmethod`.
pub struct StaticMethod {
    /// `__func__`
    pub function: Slot,
}

impl Object for StaticMethod {
    const KIND: Kind = Kind::StaticMethod;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.function.get());
    }
}

/// The payload of a `classmethod`.
pub struct ClassMethod {
    /// `__func__`
    pub function: Slot,
}

impl Object for ClassMethod {
    const KIND: Kind = Kind::ClassMethod;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.function.get());
    }
}

/// The payload of an attribute that Rust code computes (`getset_descriptor`), or of a slot that
/// `__slots__` declares (`member_descriptor`).
pub struct NativeProperty {
    /// The declaration; none for a slot.
    pub def: Option<&'static PropertyDef>,
    /// The attribute's name.
    pub name: Ref<super::str::Str>,
    /// The class it belongs to.
    pub owner: Ref<Class>,
    is_member: OnceCell<bool>,
}

impl Object for NativeProperty {
    const KIND: Kind = Kind::NativeProperty;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.owner.as_value());
    }
}

impl NativeProperty {
    /// Whether CPython stores it in the object rather than computing it by a function.
    pub fn is_member(&self) -> bool {
        let of_class = |def| class_facts::is_member(def, self.name.as_str());
        *self.is_member.get_or_init(|| self.def.is_none() || self.owner.def.is_some_and(of_class))
    }

    /// The descriptor of a computed attribute, or of a slot if there is no declaration.
    pub fn value(
        def: Option<&'static PropertyDef>,
        name: &Ref<super::str::Str>,
        owner: &Ref<Class>,
    ) -> Value {
        let (name, owner, is_member) = (name.clone(), owner.clone(), OnceCell::new());
        Ref::new(NativeProperty { def, name, owner, is_member }).into_value()
    }
}

impl BoundMethod {
    /// `function` with `receiver` as its first argument.
    #[inline]
    pub fn value(function: Value, receiver: Value) -> Value {
        Ref::new(BoundMethod { function, receiver }).into_value()
    }
}

/// The payload of `super`.
pub struct Super {
    /// The class whose bases are searched.
    pub class: Ref<Class>,
    /// The object or class to bind to; unset for an unbound one.
    pub receiver: Value,
    /// The class of the receiver, whose MRO is searched.
    pub start: Value,
}

impl Object for Super {
    const KIND: Kind = Kind::Super;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.class.as_value());
        visit(&self.receiver);
        visit(&self.start);
    }
}
