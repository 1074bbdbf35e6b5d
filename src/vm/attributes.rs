//! Attribute look-up, binding and assignment.

use super::{R, Vm};
use crate::objects::str::Str;
use crate::runtime::{Ref, Value};

impl Vm {
    /// `object.name`
    ///
    /// # Errors
    /// AttributeError; what descriptors and `__getattr__` raise.
    pub fn get_attribute(&self, object: &Value, name: &Ref<Str>) -> R {
        unimplemented!()
    }

    /// `object.name`, or none where that is an AttributeError.
    ///
    /// # Errors
    /// What descriptors and `__getattr__` raise, but for AttributeError.
    pub fn find_attribute(&self, object: &Value, name: &Ref<Str>) -> R<Option<Value>> {
        unimplemented!()
    }

    /// `object.name = value`, or `del object.name` with [`Value::UNSET`].
    ///
    /// # Errors
    /// AttributeError; what descriptors and `__setattr__` raise.
    pub fn set_attribute(&self, object: &Value, name: &Ref<Str>, value: Value) -> R<()> {
        unimplemented!()
    }

    /// A special method as its class has it, not bound.
    #[inline]
    pub fn lookup_special(&self, object: &Value, name: &Ref<Str>) -> Option<Value> {
        self.class_ref(object).lookup(name)
    }

    /// Binds what a class has (a function, a descriptor) to an object: `descriptor.__get__`.
    ///
    /// # Errors
    /// What `__get__` raises.
    pub fn bind(&self, descriptor: Value, object: &Value) -> R {
        unimplemented!()
    }

    /// Calls a special method if the object's class has it; none if it does not (or has None).
    ///
    /// # Errors
    /// What the method raises.
    pub fn call_special(
        &self,
        object: &Value,
        name: &Ref<Str>,
        args: &[Value],
    ) -> R<Option<Value>> {
        unimplemented!()
    }

    /// For a call `object.name(…)`: the function and whether `object` is its first argument.
    ///
    /// # Errors
    /// As [`Vm::get_attribute`].
    pub fn get_method(&self, object: &Value, name: &Ref<Str>) -> R<(Value, bool)> {
        unimplemented!()
    }
}
