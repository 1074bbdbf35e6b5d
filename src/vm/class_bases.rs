//! Assigning to a class's `__bases__`.

use super::classes::solid_base;
use super::{Vm, VmResult};
use crate::objects::class::Class;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};

impl Vm {
    /// Replaces the bases of a class that a program made, and with them the resolution order of the
    /// class and all classes derived from it.
    ///
    /// # Errors
    /// TypeError for bases that do not fit; any exception raised by a metaclass's `mro()`. The
    /// class is then unchanged.
    pub fn assign_bases(&self, class: &Ref<Class>, value: &Value) -> VmResult<()> {
        let name = class.name();
        if !class.is_heap {
            let message = format!("cannot set '__bases__' attribute of immutable type '{name}'");
            return Err(self.type_error(message));
        }
        let Some(given) = value.get::<Tuple>() else {
            let shown = self.class_ref(value).message_name();
            let message = format!("can only assign tuple to {name}.__bases__, not {shown}");
            return Err(self.type_error(message));
        };
        if given.is_empty() {
            let message = format!("can only assign non-empty tuple to {name}.__bases__, not ()");
            return Err(self.type_error(message));
        }
        for base in given.items() {
            let Some(base) = base.get::<Class>() else {
                let shown = self.class_ref(base).message_name();
                let message = format!("{name}.__bases__ must be tuple of classes, not '{shown}'");
                return Err(self.type_error(message));
            };
            if base.is_subclass_of(class) {
                return Err(self.type_error("a __bases__ item causes an inheritance cycle"));
            }
        }
        let bases = self.check_bases(given.items())?;
        let best = self.best_base(&bases)?;
        let old = class.bases.borrow().clone();
        let before = self.best_base(&old)?;
        if is_collected(&best) != is_collected(&before) {
            return Err(self.type_error(format!(
                "__bases__ assignment: '{}' deallocator differs from '{}'",
                best.name(),
                before.name()
            )));
        }
        if !solid_base(&best).is(&solid_base(&before)) || best.has_dict && !class.has_dict {
            return Err(self.type_error(format!(
                "__bases__ assignment: '{}' object layout differs from '{}'",
                best.name(),
                before.name()
            )));
        }
        class.unlink_from_bases();
        *class.bases.borrow_mut() = bases;
        let mut orders = Vec::new();
        let renewed = self.renew_orders(class, &mut orders);
        if renewed.is_err() {
            orders.into_iter().rev().for_each(|(class, order)| *class.mro.borrow_mut() = order);
            *class.bases.borrow_mut() = old;
        }
        class.link_to_bases();
        class.inherit_collection();
        class.invalidate();
        renewed
    }

    /// Computes the resolution orders of a class and those derived from it, and records the old
    /// ones.
    fn renew_orders(
        &self,
        class: &Ref<Class>,
        old: &mut Vec<(Ref<Class>, Vec<Value>)>,
    ) -> VmResult<()> {
        self.check_native_stack()?;
        old.push((class.clone(), class.mro.borrow().clone()));
        let metaclass = self.class_of(class.as_value());
        let order = self.resolution_order(class, &metaclass)?;
        *class.mro.borrow_mut() = order;
        for derived in class.direct_subclasses() {
            self.renew_orders(&derived, old)?;
        }
        Ok(())
    }
}

/// Whether CPython's collector tracks the instances of a class, which are then freed differently.
fn is_collected(class: &Ref<Class>) -> bool {
    if !class.is_heap {
        let is_plain = matches!(
            class.kind,
            Kind::Int | Kind::Float | Kind::Complex | Kind::Str | Kind::Bytes | Kind::ByteArray
        );
        return !is_plain && !class.bases.borrow().is_empty();
    }
    let has_room = class.has_dict || class.has_weakrefs || !class.slots.is_empty();
    has_room || class.bases.borrow().iter().any(is_collected)
}
