//! `isinstance` and `issubclass`.

use super::{Raised, Vm, VmResult};
use crate::objects::class::Class;
use crate::objects::exception::Exc;
use crate::objects::special::SpecialMethod;
use crate::objects::tuple::Tuple;
use crate::objects::union::Union;
use crate::runtime::{Kind, Ref, Value};

impl Vm {
    /// `isinstance(object, info)`, where `info` is a class, a union, or a tuple of such.
    ///
    /// # Errors
    /// TypeError if `info` is something else; any exception raised by `__instancecheck__`.
    pub fn is_instance(&self, object: &Value, info: &Value) -> VmResult<bool> {
        if let Some(class) = info.get::<Class>() {
            if self.class_ref(object).is(class) {
                return Ok(true);
            }
            if self.class_ref(info).is(&self.types.type_) {
                return self.is_plain_instance(object, class);
            }
        }
        self.check_membership(
            info,
            SpecialMethod::InstanceCheck,
            object,
            &mut |part| self.is_instance(object, part),
            || self.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union"),
        )
    }

    /// `issubclass(class, info)`, where `info` is a class, a union, or a tuple of such.
    ///
    /// # Errors
    /// TypeError if one of them is something else; any exception raised by `__subclasscheck__`.
    pub fn is_subclass(&self, class: &Value, info: &Value) -> VmResult<bool> {
        if let Some(base) = info.get::<Class>()
            && self.class_ref(info).is(&self.types.type_)
        {
            return match class.get::<Class>() {
                Some(class) => Ok(class.is_subclass_of(base)),
                None => Err(self.type_error("issubclass() arg 1 must be a class")),
            };
        }
        self.check_membership(
            info,
            SpecialMethod::SubclassCheck,
            class,
            &mut |part| self.is_subclass(class, part),
            || {
                self.type_error(
                    "issubclass() arg 2 must be a class, a tuple of classes, or a union",
                )
            },
        )
    }

    fn check_membership(
        &self,
        info: &Value,
        hook: SpecialMethod,
        object: &Value,
        each: &mut dyn FnMut(&Value) -> VmResult<bool>,
        wrong: impl FnOnce() -> Raised,
    ) -> VmResult<bool> {
        self.check_native_stack()?;
        let parts = match info.native::<Union>() {
            Some(union) => Some(union.args.clone()),
            None => info.get::<Tuple>().cloned(),
        };
        if let Some(parts) = parts {
            for part in parts.items() {
                // In a union, None represents its class.
                let part = if part.is_none() && info.kind() == Some(Kind::Native) {
                    self.types.none.as_value()
                } else {
                    part
                };
                if each(part)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        match self.call_special_method(info, hook, &[object])? {
            Some(answer) => self.truthy(&answer),
            None => Err(wrong()),
        }
    }

    /// `type.__instancecheck__`: tests the object's class, or its `__class__`.
    ///
    /// # Errors
    /// Any exception raised by a computed `__class__` except AttributeError.
    pub fn is_plain_instance(&self, object: &Value, class: &Ref<Class>) -> VmResult<bool> {
        if self.is_instance_of(object, class) {
            return Ok(true);
        }
        let overridden = match object.kind() {
            Some(Kind::Instance | Kind::Native) => {
                let own = self.class_ref(object).lookup(&self.names.class);
                let plain = self.types.object.lookup(&self.names.class);
                own.zip(plain).is_some_and(|(own, plain)| !own.is(&plain))
                    || self.class_ref(object).special_methods().getattribute
            }
            _ => false,
        };
        if !overridden {
            return Ok(false);
        }
        match self.find_attribute(object, &self.names.class) {
            Ok(Some(claimed)) => {
                Ok(claimed.get::<Class>().is_some_and(|c| c.is_subclass_of(class)))
            }
            Ok(None) => Ok(false),
            Err(raised) if self.is_exception(&raised, Exc::AttributeError) => Ok(false),
            Err(raised) => Err(raised),
        }
    }
}
