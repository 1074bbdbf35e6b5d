//! Instances of Python classes: attributes stored inline, by shape.

use crate::runtime::shape::{Shape, ShapeCell};
use crate::runtime::{Kind, Object, Ref, Slot, Value};
use std::rc::Rc;

/// The payload of an instance. Its tail holds the attributes' values, by the shape's slots.
///
/// An instance changes to a dictionary (its shape's `is_dict` holds) when a program asks for its
/// `__dict__`, deletes an attribute, or gives it more attributes than it has room for.
pub struct Instance {
    /// The layout of the attributes.
    pub shape: ShapeCell,
    /// The attribute dictionary, once there is one.
    pub dict: Slot,
    capacity: usize,
}

impl Object for Instance {
    const KIND: Kind = Kind::Instance;

    fn traverse(&self, visit: crate::runtime::kind::Visitor<'_>) {
        visit(&self.dict.get());
    }

    fn tail_len(&self) -> usize {
        self.capacity
    }
}

impl Instance {
    /// A new instance of `class`, without attributes, with room for `capacity` of them at least: as
    /// many as fit into its place in the heap.
    #[inline]
    pub fn new(class: Value, shape: Rc<Shape>, capacity: usize) -> Ref<Instance> {
        // Places are multiples of 16 bytes, of which header and payload leave 8.
        let capacity = capacity | 1;
        let payload = Instance { shape: ShapeCell::new(shape), dict: Slot::default(), capacity };
        Ref::with_tail(payload, Some(class), false)
    }
}

impl Ref<Instance> {
    /// The value of the attribute with this interned name, unless it is in the dictionary.
    pub fn slot_value(&self, name: &Value) -> Option<Value> {
        let slot = self.shape.get().slot(name)?;
        Some(self.tail()[slot].get()).filter(|v| !v.is_unset())
    }

    /// Writes an attribute into its slot, adding it if necessary. False if there is no room left,
    /// or the attributes are in a dictionary.
    pub fn set_slot(&self, name: &Value, value: Value) -> bool {
        let shape = self.shape.get();
        if let Some(slot) = shape.slot(name) {
            self.tail()[slot].set(value);
            return true;
        }
        let slot = shape.names().len();
        if shape.is_dict() || slot >= self.capacity {
            return false;
        }
        self.shape.set(shape.with(name));
        self.tail()[slot].set(value);
        true
    }

    /// The attributes of an instance that has no dictionary yet, in order, without those in slots
    /// that the class declares (the first `declared`).
    pub fn slot_entries(&self, declared: usize) -> Vec<(Value, Value)> {
        let shape = self.shape.get();
        let names = shape.names().iter().cloned();
        let entries = names.zip(self.tail().iter().map(Slot::get)).skip(declared);
        entries.filter(|(_, value)| !value.is_unset()).collect()
    }
}
