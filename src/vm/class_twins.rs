//! Native classes for which a module has a class in Python, as the library has for event loops.
//!
//! The two pass for one: what a program assigns to either one's attributes, both get. A program
//! that puts the original back restores the native one, too.

use super::{Vm, VmResult};
use crate::objects::class::Class;
use crate::objects::native::ClassDef;
use crate::objects::str::Str;
use crate::runtime::{Ref, Value};
use std::cell::RefCell;

/// The native classes that have a twin of their name in the module that they name, and what
/// programs have replaced in them.
#[derive(Default)]
pub struct ClassTwins {
    defs: RefCell<Vec<&'static ClassDef>>,
    replaced: RefCell<Vec<Replaced>>,
}

/// An attribute that a program has replaced: the originals in both classes, unset for none.
struct Replaced {
    native: Ref<Class>,
    name: Ref<Str>,
    original: Value,
    native_original: Value,
}

impl Vm {
    /// Declares that native classes have twins.
    pub fn add_class_twins(&self, defs: &[&'static ClassDef]) {
        self.extension::<ClassTwins>().defs.borrow_mut().extend(defs);
    }

    /// The twin of a native class, in Python; its module is imported if necessary.
    ///
    /// # Errors
    /// Any exception raised by the import.
    pub(super) fn class_twin(&self, native: &Ref<Class>) -> VmResult<Option<Ref<Class>>> {
        let Some(twins) = self.extension_if_made::<ClassTwins>() else { return Ok(None) };
        let Some(def) = native.def else { return Ok(None) };
        if !twins.defs.borrow().iter().any(|known| std::ptr::eq(*known, def)) {
            return Ok(None);
        }
        self.import_module(def.module)?;
        Ok(self.imported_twin(def))
    }

    fn imported_twin(&self, def: &ClassDef) -> Option<Ref<Class>> {
        let module = self.modules.get_text(def.module)?;
        let module = module.get::<crate::objects::module::Module>()?;
        let twin = module.dict.get_text(def.name)?;
        twin.get::<Class>().filter(|twin| twin.def.is_none()).cloned()
    }

    /// Passes an assignment to a class, or a deletion with an unset value, on to its native twin.
    pub(super) fn assign_to_twin(
        &self,
        class: &Ref<Class>,
        name: &Ref<Str>,
        old: Option<&Value>,
        value: &Value,
    ) {
        let Some(twins) = self.extension_if_made::<ClassTwins>() else { return };
        let defs = twins.defs.borrow().clone();
        let is_twin = |def: &&&ClassDef| {
            class.name.borrow().as_str() == def.name
                && self.imported_twin(def).is_some_and(|twin| twin.as_value().is(class.as_value()))
        };
        let Some(def) = defs.iter().find(is_twin) else { return };
        let native = self.class_for(def);
        let mut replaced = twins.replaced.borrow_mut();
        let is_it = |it: &Replaced| {
            it.native.as_value().is(native.as_value()) && it.name.as_str() == name.as_str()
        };
        let dropped = match replaced.iter().position(is_it) {
            Some(at) if replaced[at].original.is(value) => {
                let original = replaced.swap_remove(at).native_original;
                native.set(name, original)
            }
            Some(_) => native.set(name, value.clone()),
            None => {
                let native_original = native.dict().get_str(name).unwrap_or_default();
                replaced.push(Replaced {
                    native: native.clone(),
                    name: name.clone(),
                    original: old.cloned().unwrap_or_default(),
                    native_original,
                });
                native.set(name, value.clone())
            }
        };
        for def in defs {
            let class = self.class_for(def);
            class.replaced.set(replaced.iter().any(|it| class.is_subclass_of(&it.native)));
        }
        drop(replaced);
        drop(dropped);
    }
}
