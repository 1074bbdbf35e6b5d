//! Operations that any object may answer: truth, hash, text, length, items.

use super::{R, Vm};
use crate::objects::str::Str;
use crate::runtime::{Ref, Value};

impl Vm {
    /// The truth of a value.
    ///
    /// # Errors
    /// What `__bool__` or `__len__` raises.
    pub fn truthy(&self, value: &Value) -> R<bool> {
        unimplemented!()
    }

    /// `hash(value)`, as the bits of Python's signed result.
    ///
    /// # Errors
    /// TypeError if the value is unhashable; what `__hash__` raises.
    pub fn hash(&self, value: &Value) -> R<u64> {
        unimplemented!()
    }

    /// `repr(value)`
    ///
    /// # Errors
    /// What `__repr__` raises; TypeError if it gives no string; RecursionError.
    pub fn repr(&self, value: &Value) -> R<Ref<Str>> {
        unimplemented!()
    }

    /// `str(value)`
    ///
    /// # Errors
    /// What `__str__` or `__repr__` raises.
    pub fn str(&self, value: &Value) -> R<Ref<Str>> {
        unimplemented!()
    }

    /// `repr(value)` for messages: never raises.
    pub fn repr_text(&self, value: &Value) -> String {
        unimplemented!()
    }

    /// `format(value, spec)`
    ///
    /// # Errors
    /// ValueError for a wrong specification; what `__format__` raises.
    pub fn format(&self, value: &Value, spec: &Value) -> R<Ref<Str>> {
        unimplemented!()
    }

    /// `len(value)`
    ///
    /// # Errors
    /// TypeError if the value has no length; what `__len__` raises.
    pub fn len(&self, value: &Value) -> R<usize> {
        unimplemented!()
    }

    /// An int from a value with `__index__`, clipped to 64 bits (for indexes, where anything
    /// larger is out of range).
    ///
    /// # Errors
    /// TypeError `'T' object cannot be interpreted as an integer`.
    pub fn index_clipped(&self, value: &Value) -> R<i64> {
        unimplemented!()
    }

    /// An int value from a value with `__index__` (ints are returned as they are).
    ///
    /// # Errors
    /// TypeError `'T' object cannot be interpreted as an integer`.
    pub fn index(&self, value: &Value) -> R {
        unimplemented!()
    }

    /// `object[key]`
    ///
    /// # Errors
    /// TypeError if it is not subscriptable; what `__getitem__` raises.
    pub fn get_item(&self, object: &Value, key: &Value) -> R {
        unimplemented!()
    }

    /// `object[key] = value`
    ///
    /// # Errors
    /// TypeError if it does not support that; what `__setitem__` raises.
    pub fn set_item(&self, object: &Value, key: &Value, value: Value) -> R<()> {
        unimplemented!()
    }

    /// `del object[key]`
    ///
    /// # Errors
    /// TypeError if it does not support that; what `__delitem__` raises.
    pub fn delete_item(&self, object: &Value, key: &Value) -> R<()> {
        unimplemented!()
    }

    /// `item in container`
    ///
    /// # Errors
    /// TypeError if it is no container; what `__contains__` or `__eq__` raises.
    pub fn contains(&self, container: &Value, item: &Value) -> R<bool> {
        unimplemented!()
    }

    /// Runs `body` with the value marked as being shown: none if it already is (a list inside
    /// itself is shown as `[...]`).
    ///
    /// # Errors
    /// RecursionError; what `body` raises.
    pub fn guard_repr<T>(&self, value: &Value, body: impl FnOnce() -> R<T>) -> R<Option<T>> {
        unimplemented!()
    }
}
