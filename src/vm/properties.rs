//! Reading and writing `property` objects, and the properties and slots of built-in and Python
//! classes.

use super::attributes::slot_of;
use super::{Raised, Vm, VmResult};
use crate::objects::bound::{NativeProperty, Property};
use crate::objects::exception::Exc;
use crate::objects::instance::Instance;
use crate::runtime::{Ref, Value};

impl Vm {
    pub(crate) fn read_property(&self, property: &Ref<Property>, object: &Value) -> VmResult {
        let getter = property.getter.get();
        if getter.is_none() || getter.is_unset() {
            return Err(self.property_error(property, object, "getter"));
        }
        self.call(&getter, std::slice::from_ref(object))
    }

    pub(crate) fn write_property(
        &self,
        property: &Ref<Property>,
        object: &Value,
        value: Value,
    ) -> VmResult<()> {
        let (function, what) = if value.is_unset() {
            (property.deleter.get(), "deleter")
        } else {
            (property.setter.get(), "setter")
        };
        if function.is_none() || function.is_unset() {
            return Err(self.property_error(property, object, what));
        }
        if value.is_unset() {
            self.call(&function, std::slice::from_ref(object))?;
        } else {
            self.call(&function, &[object.clone(), value])?;
        }
        Ok(())
    }

    #[cold]
    fn property_error(&self, property: &Ref<Property>, object: &Value, what: &str) -> Raised {
        let class = self.class_ref(object).qualname.borrow().as_str().to_string();
        let name = property.name.get();
        let message = if name.is_unset() || name.is_none() {
            format!("property of '{class}' object has no {what}")
        } else {
            format!("property {} of '{class}' object has no {what}", self.repr_text(&name))
        };
        self.error(Exc::AttributeError, message)
    }

    pub(crate) fn read_native_property(
        &self,
        property: &Ref<NativeProperty>,
        object: &Value,
    ) -> VmResult {
        self.check_receiver(property, object)?;
        match property.def {
            Some(def) => (def.get)(self, object),
            None => {
                let found = slot_of(object, &property.name);
                found.ok_or_else(|| self.no_attribute(object, &property.name))
            }
        }
    }

    pub(crate) fn write_native_property(
        &self,
        property: &Ref<NativeProperty>,
        object: &Value,
        value: Value,
    ) -> VmResult<()> {
        self.check_receiver(property, object)?;
        let name = &property.name;
        match property.def {
            Some(def) => match def.set {
                Some(set) => set(self, object, value),
                None => {
                    let (class, name) = (property.owner.message_name(), name.as_str());
                    let message = match property.is_member() {
                        true => "readonly attribute".to_string(),
                        false => format!("attribute '{name}' of '{class}' objects is not writable"),
                    };
                    Err(self.error(Exc::AttributeError, message))
                }
            },
            None => {
                let missing = || self.attribute_error(object, name.as_str(), name.as_str().into());
                let Some(instance) = object.get::<Instance>() else {
                    // A slot of a class of a built-in kind.
                    let dict = self.own_dict(object).ok_or_else(missing)?;
                    match value.is_unset() {
                        true => drop(dict.remove_str(name).ok_or_else(missing)?),
                        false => drop(dict.set_str(name, value)),
                    }
                    return Ok(());
                };
                if value.is_unset() && instance.slot_value(name.as_value()).is_none() {
                    return Err(missing());
                }
                instance.set_slot(name.as_value(), value);
                Ok(())
            }
        }
    }

    pub(super) fn check_receiver(
        &self,
        property: &Ref<NativeProperty>,
        object: &Value,
    ) -> VmResult<()> {
        if self.is_instance_of(object, &property.owner) {
            return Ok(());
        }
        Err(self.type_error(format!(
            "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
            property.name.as_str(),
            property.owner.name(),
            self.class_ref(object).message_name()
        )))
    }
}
