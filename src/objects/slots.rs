//! Type slots: what a class has for each operation of the machine.
//!
//! The machine asks the table of an object's class; it looks no name up. A table is made when it is
//! first asked for, from what the classes in the method resolution order declare (those in Rust) or
//! have in their dictionaries (those of the program), and forgotten when one of them changes.

use super::class::Class;
use super::native::{Body, NativeDef, NativeFunction};
use super::special::SpecialMethod;
use super::str::{Str, intern};
use crate::runtime::kind::Visitor;
use crate::runtime::table::Entries;
use crate::runtime::{Ref, Value};
use std::rc::Rc;

/// What a class has for a special method.
#[derive(Clone, Default)]
pub enum TypeSlot {
    /// Nothing.
    #[default]
    Absent,
    /// The operation of a built-in type, which instances of the class can be passed to as they are.
    Native(Body),
    /// Any other object that the class has under the name, not bound: most often a function. None
    /// says that there is no such operation.
    Method(Value),
}

impl TypeSlot {
    /// Whether the class has nothing under the name.
    #[inline]
    pub fn is_absent(&self) -> bool {
        matches!(self, TypeSlot::Absent)
    }

    /// Whether the operation is there, and not declared as missing with None.
    #[inline]
    pub fn is_usable(&self) -> bool {
        match self {
            TypeSlot::Absent => false,
            TypeSlot::Native(_) => true,
            TypeSlot::Method(method) => !method.is_none(),
        }
    }

    /// Whether both are the same operation.
    pub fn is(&self, other: &TypeSlot) -> bool {
        match (self, other) {
            (TypeSlot::Absent, TypeSlot::Absent) => true,
            (TypeSlot::Native(a), TypeSlot::Native(b)) => a.is(b),
            (TypeSlot::Method(a), TypeSlot::Method(b)) => a.is(b),
            _ => false,
        }
    }

    /// What a class has whose own or inherited attribute is `value`.
    fn of_attribute(value: &Value, class: &Ref<Class>) -> TypeSlot {
        match value.get::<NativeFunction>() {
            // The body takes the receiver for granted.
            Some(function)
                if function.def.is_direct()
                    && function.owner.as_ref().is_some_and(|o| class.is_subclass_of(o)) =>
            {
                TypeSlot::Native(function.def.body)
            }
            _ => TypeSlot::Method(value.clone()),
        }
    }
}

/// The table of a class.
pub struct TypeSlots {
    entries: [TypeSlot; SpecialMethod::COUNT],
}

impl Entries for TypeSlots {
    type Entry = TypeSlot;

    #[inline(always)]
    fn entries(&self) -> &[TypeSlot] {
        &self.entries
    }
}

impl TypeSlots {
    /// Shows the values that the table holds (see [`crate::runtime::Object::traverse`]).
    pub fn traverse(&self, visit: Visitor<'_>) {
        for entry in &self.entries {
            if let TypeSlot::Method(method) = entry {
                visit(method);
            }
        }
    }

    /// The table of a class, made from the classes in its method resolution order.
    #[cold]
    pub fn of_class(class: &Ref<Class>) -> Rc<TypeSlots> {
        let order = class.mro_classes();
        let base = order.get(1).filter(|base| {
            let of_base = base.mro.borrow();
            of_base.len() + 1 == order.len()
                && of_base.iter().zip(&order[1..]).all(|(a, b)| a.is(b.as_value()))
        });
        let (mut entries, own) = match base {
            Some(base) => (base.slots_table().entries.clone(), &order[..1]),
            None => (std::array::from_fn(|_| TypeSlot::Absent), &order[..]),
        };
        for one in own.iter().rev() {
            match one.def {
                Some(def) => add_declared(&mut entries, one, def.methods),
                None => add_own(&mut entries, one, class),
            }
        }
        Rc::new(TypeSlots { entries })
    }
}

/// Adds what the declaration of a class says. Its dictionary is not filled for that, if possible.
fn add_declared(entries: &mut [TypeSlot], class: &Ref<Class>, methods: &'static [NativeDef]) {
    let (mut eq, mut hash) = (false, false);
    for def in methods {
        let Some(special) = SpecialMethod::by_name(def.name()) else { continue };
        eq |= special == SpecialMethod::Eq;
        hash |= special == SpecialMethod::Hash;
        entries[special as usize] = if def.is_direct() {
            TypeSlot::Native(def.body)
        } else {
            TypeSlot::Method(class.dict().get_str(&intern(def.name())).unwrap_or_default())
        };
    }
    if eq && !hash {
        entries[SpecialMethod::Hash as usize] = TypeSlot::Method(Value::NONE);
    }
}

/// Adds what a class of the program has in its dictionary.
fn add_own(entries: &mut [TypeSlot], class: &Ref<Class>, receiver: &Ref<Class>) {
    for (key, value) in class.dict().entries() {
        let name = key.get::<Str>().map(|name| name.as_str());
        if let Some(special) = name.and_then(SpecialMethod::by_name) {
            entries[special as usize] = TypeSlot::of_attribute(&value, receiver);
        }
    }
}

impl Ref<Class> {
    /// What instances of the class have for a special method.
    #[inline]
    pub fn slot(&self, special: SpecialMethod) -> TypeSlot {
        match self.type_slots.entry(special as usize) {
            Some(slot) => slot,
            None => self.slots_table().entries[special as usize].clone(),
        }
    }

    /// Whether instances of the class have a special method.
    #[inline]
    pub fn has_slot(&self, special: SpecialMethod) -> bool {
        !self.slot(special).is_absent()
    }

    /// The table.
    fn slots_table(&self) -> Rc<TypeSlots> {
        if let Some(table) = self.type_slots.get() {
            return table;
        }
        let table = TypeSlots::of_class(self);
        drop(self.type_slots.replace(Some(table.clone())));
        table
    }
}
