//! Calls.

use super::{R, Vm};
use crate::objects::str::Str;
use crate::runtime::{Ref, Value};

impl Vm {
    /// `function(*args)`
    ///
    /// # Errors
    /// TypeError if it is not callable or the arguments do not fit; what the call raises.
    pub fn call(&self, function: &Value, args: &[Value]) -> R {
        self.call_keywords(function, args, &[])
    }

    /// A call whose last arguments are keyword arguments with these names (strings).
    ///
    /// # Errors
    /// As [`Vm::call`].
    pub fn call_keywords(&self, function: &Value, args: &[Value], names: &[Value]) -> R {
        unimplemented!()
    }

    /// `object.name(*args)`
    ///
    /// # Errors
    /// AttributeError if there is no such method; as [`Vm::call`].
    pub fn call_method(&self, object: &Value, name: &Ref<Str>, args: &[Value]) -> R {
        unimplemented!()
    }

    /// `callable(value)`
    pub fn is_callable(&self, value: &Value) -> bool {
        unimplemented!()
    }
}
