//! Handles to Python objects.

use super::arguments::IntoArguments;
use super::convert::{FromPython, ToPython};
use super::error::{Error, Result};
use super::interpreter::Interpreter;
use crate::objects::str::intern;
use crate::runtime::Value;
use std::fmt;

/// A handle to a Python object. It keeps the object and its interpreter alive.
///
/// ```
/// # fn main() -> hob::Result<()> {
/// let python = hob::Interpreter::new();
/// let list = python.eval("[3, 1, 2]")?;
/// list.call_method("sort", ())?;
/// assert_eq!(list.repr()?, "[1, 2, 3]");
/// assert_eq!(list.item(0)?.extract::<i64>()?, 1);
/// # Ok(())
/// # }
/// ```
pub struct Object {
    /// Unset only while the handle is dropped.
    value: Value,
    interpreter: Interpreter,
}

impl Object {
    /// A handle to a value of this interpreter.
    pub(super) fn new(interpreter: &Interpreter, value: Value) -> Object {
        Object { value, interpreter: interpreter.clone() }
    }

    pub(super) fn value(&self) -> &Value {
        &self.value
    }

    /// The value, for use in this interpreter.
    ///
    /// # Errors
    /// [`super::ErrorKind::ForeignObject`] if it belongs to another.
    pub(super) fn into_value_of(mut self, interpreter: &Interpreter) -> Result<Value> {
        if !self.interpreter.is(interpreter) {
            return Err(Error::foreign());
        }
        Ok(std::mem::take(&mut self.value))
    }

    /// The interpreter that it belongs to.
    pub fn interpreter(&self) -> &Interpreter {
        &self.interpreter
    }

    /// The object as a Rust value.
    ///
    /// # Errors
    /// [`super::ErrorKind::Conversion`] if it does not fit the type.
    pub fn extract<T: FromPython>(&self) -> Result<T> {
        T::from_python(self)
    }

    /// `object.name`
    ///
    /// # Errors
    /// AttributeError; any exception raised by a property.
    pub fn get(&self, name: &str) -> Result<Object> {
        self.interpreter.within_value(|vm| vm.get_attribute(&self.value, &intern(name)))
    }

    /// `object.name = value`
    ///
    /// # Errors
    /// AttributeError; any exception raised by a property; errors of converting the value.
    pub fn set(&self, name: &str, value: impl ToPython) -> Result<()> {
        let value = self.interpreter.value(value)?;
        self.interpreter.within(|vm| vm.set_attribute(&self.value, &intern(name), value))
    }

    /// `object[key]`
    ///
    /// # Errors
    /// KeyError, IndexError or TypeError; errors of converting the key.
    pub fn item(&self, key: impl ToPython) -> Result<Object> {
        let key = self.interpreter.to_python(key)?;
        self.interpreter.within_value(|vm| vm.get_item(&self.value, &key.value))
    }

    /// `object[key] = value`
    ///
    /// # Errors
    /// IndexError or TypeError; errors of converting key and value.
    pub fn set_item(&self, key: impl ToPython, value: impl ToPython) -> Result<()> {
        let key = self.interpreter.to_python(key)?;
        let value = self.interpreter.value(value)?;
        self.interpreter.within(|vm| vm.set_item(&self.value, &key.value, value))
    }

    /// `object(*arguments)`
    ///
    /// ```
    /// # fn main() -> hob::Result<()> {
    /// let python = hob::Interpreter::new();
    /// python.exec("def area(width, height=1): return width * height")?;
    /// let area = python.get("area")?;
    /// assert_eq!(area.call((3, 4))?.extract::<i64>()?, 12);
    /// let arguments = hob::Arguments::new().positional(3).keyword("height", 5);
    /// assert_eq!(area.call(arguments)?.extract::<i64>()?, 15);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Any exception raised by the call; TypeError if the object cannot be called; errors of
    /// converting arguments.
    pub fn call(&self, arguments: impl IntoArguments) -> Result<Object> {
        let _entered = self.interpreter.enter();
        arguments.with_values(&self.interpreter, |values, names| {
            self.interpreter.within_value(|vm| vm.call_keywords(&self.value, values, names))
        })?
    }

    /// `object.name(*arguments)`
    ///
    /// # Errors
    /// AttributeError; any exception raised by the call; errors of converting arguments.
    pub fn call_method(&self, name: &str, arguments: impl IntoArguments) -> Result<Object> {
        self.get(name)?.call(arguments)
    }

    /// `repr(object)`
    ///
    /// # Errors
    /// Any exception raised by its `__repr__`.
    pub fn repr(&self) -> Result<String> {
        self.interpreter.within(|vm| Ok(vm.repr(&self.value)?.as_str().to_string()))
    }

    /// `str(object)`
    ///
    /// # Errors
    /// Any exception raised by its `__str__`.
    pub fn str(&self) -> Result<String> {
        self.interpreter.within(|vm| Ok(vm.str(&self.value)?.as_str().to_string()))
    }

    /// The name of its class, without the module.
    pub fn type_name(&self) -> String {
        let _entered = self.interpreter.enter();
        self.interpreter.vm().class_of(&self.value).name()
    }

    /// `bool(object)`
    ///
    /// # Errors
    /// Any exception raised by its `__bool__` or `__len__`.
    pub fn truthy(&self) -> Result<bool> {
        self.interpreter.within(|vm| vm.truthy(&self.value))
    }

    /// `len(object)`
    ///
    /// # Errors
    /// TypeError if it has no length; any exception raised by its `__len__`.
    pub fn len(&self) -> Result<usize> {
        self.interpreter.within(|vm| vm.len(&self.value))
    }

    /// Whether `len(object)` is 0.
    ///
    /// # Errors
    /// Same as [`Object::len`].
    pub fn is_empty(&self) -> Result<bool> {
        self.len().map(|len| len == 0)
    }

    /// Whether it is None.
    pub fn is_none(&self) -> bool {
        self.value.is_none()
    }

    /// Whether it can be called.
    pub fn is_callable(&self) -> bool {
        let _entered = self.interpreter.enter();
        self.interpreter.vm().is_callable(&self.value)
    }

    /// `self is other`
    pub fn is(&self, other: &Object) -> bool {
        self.value.is(&other.value) && self.interpreter.is(&other.interpreter)
    }

    /// All items of an iterable.
    ///
    /// # Errors
    /// TypeError if it cannot be iterated over; any exception raised by the iteration.
    pub fn items(&self) -> Result<Vec<Object>> {
        let values = self.interpreter.within(|vm| vm.to_vec(&self.value))?;
        Ok(values.into_iter().map(|value| Object::new(&self.interpreter, value)).collect())
    }
}

impl Clone for Object {
    fn clone(&self) -> Object {
        Object { value: self.value.clone(), interpreter: self.interpreter.clone() }
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        if self.value.is_object() {
            let _entered = self.interpreter.enter();
            drop(std::mem::take(&mut self.value));
        }
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.repr() {
            Ok(text) => f.write_str(&text),
            Err(error) => write!(f, "<{} whose repr fails: {error}>", self.type_name()),
        }
    }
}
