//! `isinstance` and `issubclass`.

use super::{Vm, VmResult};
use crate::objects::class::Class;
use crate::objects::exception::Exc;
use crate::objects::special::SpecialMethod;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::objects::union::Union;
use crate::runtime::{Kind, Ref, Value};

const BAD_TYPES: &str = "isinstance() arg 2 must be a type, a tuple of types, or a union";
const BAD_CLASSES: &str = "issubclass() arg 2 must be a class, a tuple of classes, or a union";

impl Vm {
    /// `isinstance(object, info)`, where `info` is a class, a union, or a tuple of such.
    ///
    /// # Errors
    /// TypeError if `info` is something else; any exception raised by `__instancecheck__`.
    pub fn is_instance(&self, object: &Value, info: &Value) -> VmResult<bool> {
        let own = self.class_ref(object);
        let claims = self.may_claim_class(object, own);
        if let Some(answer) = quick_instance(own, claims, info) {
            return Ok(answer);
        }
        if let Some(infos) = info.get_exact::<Tuple>() {
            self.check_native_stack()?;
            // The object keeps its class alive only until the program's code runs, which may change
            // it.
            let mut own = Some(own);
            for info in infos.items() {
                let quick = own.and_then(|own| quick_instance(own, claims, info));
                let answer = match quick {
                    Some(answer) => answer,
                    None => {
                        own = None;
                        self.is_instance(object, info)?
                    }
                };
                if answer {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let Some(class) = info.get::<Class>()
            && self.class_ref(info).is(&self.types.type_)
        {
            return self.is_plain_instance(object, class);
        }
        self.check_membership(
            info,
            SpecialMethod::InstanceCheck,
            object,
            &mut |part| self.is_instance(object, part),
            || self.is_abstract_instance(object, info),
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
            return self.is_plain_subclass(class, base);
        }
        self.check_membership(
            info,
            SpecialMethod::SubclassCheck,
            class,
            &mut |part| self.is_subclass(class, part),
            || {
                self.bases_of(class, "issubclass() arg 1 must be a class")?;
                self.bases_of(info, BAD_CLASSES)?;
                self.is_abstract_subclass(class, info)
            },
        )
    }

    fn check_membership(
        &self,
        info: &Value,
        hook: SpecialMethod,
        object: &Value,
        each: &mut dyn FnMut(&Value) -> VmResult<bool>,
        otherwise: impl FnOnce() -> VmResult<bool>,
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
            None => otherwise(),
        }
    }

    /// `type.__subclasscheck__`: whether `class` derives from `base`. Either may be any object
    /// whose `__bases__` is a tuple.
    ///
    /// # Errors
    /// TypeError if it is not a class; any exception raised by a computed `__bases__`.
    pub fn is_plain_subclass(&self, class: &Value, base: &Ref<Class>) -> VmResult<bool> {
        if let Some(class) = class.get::<Class>() {
            return Ok(class.is_subclass_of(base));
        }
        self.bases_of(class, "issubclass() arg 1 must be a class")?;
        self.is_abstract_subclass(class, base.as_value())
    }

    /// `isinstance` for an `info` that is not a class but has `__bases__`: uses the object's
    /// `__class__`.
    fn is_abstract_instance(&self, object: &Value, info: &Value) -> VmResult<bool> {
        self.bases_of(info, BAD_TYPES)?;
        match self.find_attribute(object, &self.names.class)? {
            Some(class) => self.is_abstract_subclass(&class, info),
            None => Ok(false),
        }
    }

    /// Whether `base` is `class` or can be reached from it through `__bases__`.
    fn is_abstract_subclass(&self, class: &Value, base: &Value) -> VmResult<bool> {
        self.check_native_stack()?;
        let mut class = class.clone();
        loop {
            if class.is(base) {
                return Ok(true);
            }
            self.tick(1)?;
            let Some(bases) = self.find_bases(&class)? else { return Ok(false) };
            // A line of single bases may be long.
            if let [only] = bases.items() {
                class = only.clone();
                continue;
            }
            for parent in bases.items() {
                if self.is_abstract_subclass(parent, base)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
    }

    /// `__bases__`, if there is such an attribute and it is a tuple.
    fn find_bases(&self, class: &Value) -> VmResult<Option<Ref<Tuple>>> {
        let bases = self.find_attribute(class, &intern("__bases__"))?;
        Ok(bases.and_then(|bases| bases.get::<Tuple>().cloned()))
    }

    /// `__bases__` of an object that must be a class.
    ///
    /// # Errors
    /// TypeError with this message if it has none.
    fn bases_of(&self, class: &Value, message: &str) -> VmResult<Ref<Tuple>> {
        self.find_bases(class)?.ok_or_else(|| self.type_error(message))
    }

    /// `type.__instancecheck__`: tests the object's class, or its `__class__`.
    ///
    /// # Errors
    /// Any exception raised by a computed `__class__` except AttributeError.
    pub fn is_plain_instance(&self, object: &Value, class: &Ref<Class>) -> VmResult<bool> {
        let own = self.class_ref(object);
        if own.is_subclass_of(class) {
            return Ok(true);
        }
        if !self.may_claim_class(object, own) {
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

    /// Whether an object of this class may have a different `__class__`.
    #[inline]
    fn may_claim_class(&self, object: &Value, own: &Ref<Class>) -> bool {
        (own.is_heap || matches!(object.kind(), Some(Kind::Instance | Kind::Native))) && {
            let facts = own.special_methods();
            facts.class || facts.getattribute
        }
    }
}

/// Whether an object of the class `own` is an instance of the class `info`, if that can be decided
/// without hooks; `claims` says whether the object may claim a different class.
#[inline(always)]
fn quick_instance(own: &Ref<Class>, claims: bool, info: &Value) -> Option<bool> {
    let class = info.get::<Class>()?;
    if own.is(class) {
        return Some(true);
    }
    // Without a class in the header, the metaclass is `type`.
    if class.header().class().is_some() {
        return None;
    }
    match own.is_subclass_of(class) {
        false if claims => None,
        answer => Some(answer),
    }
}
