//! Type slots: the operations of a class that the VM uses.
//!
//! The VM reads the table of an object's class and looks up no names. A table is made on demand,
//! from the declarations of native classes and the dictionaries of Python classes in the method
//! resolution order, and discarded when one of them changes.

use super::class::{Class, OBJECT};
use super::class_facts;
use super::native::{Body, ClassDef, NativeDef, NativeFunction};
use super::object;
use super::special::SpecialMethod;
use super::str::{Str, intern};
use super::tuple_methods;
use crate::bytecode::Comparison;
use crate::runtime::kind::Visitor;
use crate::runtime::table::Entries;
use crate::runtime::{Kind, Ref, Value};
use std::rc::Rc;

/// The slot of a class for a special method.
#[derive(Clone, Default)]
pub enum TypeSlot {
    /// Nothing.
    #[default]
    Absent,
    /// The operation of a built-in type, to which instances of the class can be passed directly. A
    /// reference, since slots are copied often.
    Native(&'static Body),
    /// A method of a built-in type whose arguments must be bound: the function must be looked up.
    Declared(&'static NativeDef),
    /// Any other object that the class has under the name, not bound: most often a function. None
    /// means that there is no such operation.
    Method(Value),
}

impl TypeSlot {
    /// Whether the class has nothing under the name.
    #[inline]
    pub fn is_absent(&self) -> bool {
        matches!(self, TypeSlot::Absent)
    }

    /// Whether the operation exists, and is not declared missing by None.
    #[inline]
    pub fn is_usable(&self) -> bool {
        match self {
            TypeSlot::Absent => false,
            TypeSlot::Native(_) | TypeSlot::Declared(_) => true,
            TypeSlot::Method(method) => !method.is_none(),
        }
    }

    /// Whether both are the same operation.
    pub fn is(&self, other: &TypeSlot) -> bool {
        match (self, other) {
            (TypeSlot::Absent, TypeSlot::Absent) => true,
            (TypeSlot::Native(a), TypeSlot::Native(b)) => a.is(b),
            (TypeSlot::Declared(a), TypeSlot::Declared(b)) => std::ptr::eq(*a, *b),
            (TypeSlot::Method(a), TypeSlot::Method(b)) => a.is(b),
            _ => false,
        }
    }

    /// The slot for an own or inherited attribute `value` of a class.
    fn of_attribute(value: &Value, class: &Ref<Class>) -> TypeSlot {
        match value.get::<NativeFunction>() {
            // The body trusts the receiver.
            Some(function) if function.owner.as_ref().is_some_and(|o| class.is_subclass_of(o)) => {
                if function.def.is_direct() {
                    TypeSlot::Native(&function.def.body)
                } else {
                    TypeSlot::Declared(function.def)
                }
            }
            _ => TypeSlot::Method(value.clone()),
        }
    }
}

/// The properties of a class that basic operations check on every step; they follow from the slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpecialMethods {
    /// `__getattribute__` other than `object`'s.
    pub getattribute: bool,
    /// `__getattr__`
    pub getattr: bool,
    /// `__setattr__` or `__delattr__` other than `object`'s.
    pub setattr: bool,
    /// `__del__`
    pub finalizer: bool,
    /// `__get__`
    pub get: bool,
    /// `__set__` or `__delete__`
    pub set: bool,
    /// `__new__` is `object`'s, and may make an instance, as `Vm::new_instance` does.
    pub plain_new: bool,
    /// `__init__` is `object`'s.
    pub plain_init: bool,
    /// `__eq__` and `__ne__` are `object`'s.
    pub plain_eq: bool,
    /// `__hash__` is `object`'s.
    pub plain_hash: bool,
    /// `__hash__` is that of `tuple`.
    pub tuple_hash: bool,
    /// `__bool__` or `__len__`
    pub truth: bool,
    /// `__class__` other than `object`'s: instances may claim another class.
    pub class: bool,
}

impl SpecialMethods {
    fn of_slots(class: &Class, entries: &[TypeSlot]) -> SpecialMethods {
        let has = |special: SpecialMethod| !entries[special as usize].is_absent();
        let runs = |special: SpecialMethod, body: Body| match &entries[special as usize] {
            TypeSlot::Native(own) => own.is(&body),
            _ => false,
        };
        let is_objects = |special: SpecialMethod| match &entries[special as usize] {
            TypeSlot::Declared(def) => {
                OBJECT.methods.as_ptr_range().contains(&std::ptr::from_ref(*def))
            }
            _ => false,
        };
        SpecialMethods {
            getattribute: !runs(SpecialMethod::GetAttribute, Body::GetAttribute),
            getattr: has(SpecialMethod::GetAttr),
            setattr: !runs(SpecialMethod::SetAttr, Body::SetAttribute)
                || !runs(SpecialMethod::DelAttr, Body::DelAttribute),
            finalizer: has(SpecialMethod::Del),
            get: has(SpecialMethod::Get),
            set: has(SpecialMethod::Set) || has(SpecialMethod::Delete),
            plain_new: class.kind == Kind::Instance
                && !class.is_abstract()
                && is_objects(SpecialMethod::New),
            plain_init: is_objects(SpecialMethod::Init),
            plain_eq: [Comparison::Eq, Comparison::Ne]
                .into_iter()
                .all(|op| runs(SpecialMethod::comparison(op), Body::Compare(object::compare, op))),
            plain_hash: runs(SpecialMethod::Hash, Body::Hash(object::hash)),
            tuple_hash: runs(SpecialMethod::Hash, Body::Hash(tuple_methods::hash)),
            truth: has(SpecialMethod::Bool) || has(SpecialMethod::Len),
            class: claims_a_class(class),
        }
    }
}

/// Whether a class or one of its bases other than `object` has an attribute `__class__`.
fn claims_a_class(class: &Class) -> bool {
    let name = intern("__class__");
    let has_one = |class: &Ref<Class>| class.dict().find_str(&name).is_some();
    let mro = class.mro.borrow();
    let classes = mro.iter().filter_map(|class| class.get::<Class>());
    classes.filter(|class| class.def.is_none_or(|def| !std::ptr::eq(def, &OBJECT))).any(has_one)
}

/// The table of a class.
pub struct TypeSlots {
    entries: [TypeSlot; SpecialMethod::COUNT],
    special_methods: SpecialMethods,
}

impl Entries for TypeSlots {
    type Entry = TypeSlot;
    type Summary = SpecialMethods;

    #[inline(always)]
    fn summary(&self) -> &SpecialMethods {
        &self.special_methods
    }

    #[inline(always)]
    fn entries(&self) -> &[TypeSlot] {
        &self.entries
    }
}

impl TypeSlots {
    /// Visits the values that the table holds (see [`crate::runtime::Object::traverse`]).
    pub fn traverse(&self, visit: Visitor<'_>) {
        for entry in &self.entries {
            if let TypeSlot::Method(method) = entry {
                visit(method);
            }
        }
    }

    /// Whether several classes may share the table: the collector must see each counted reference
    /// once.
    fn is_free_of_values(&self) -> bool {
        !self.entries.iter().any(|entry| matches!(entry, TypeSlot::Method(_)))
    }

    /// The table of a class, made from the classes in its method resolution order; the base's own
    /// if it would be the same.
    #[cold]
    pub fn of_class(class: &Ref<Class>) -> Rc<TypeSlots> {
        let order = class.mro_classes();
        let base = order.get(1).filter(|base| {
            let of_base = base.mro.borrow();
            of_base.len() + 1 == order.len()
                && of_base.iter().zip(&order[1..]).all(|(a, b)| a.is(b.as_value()))
        });
        let inherited = base.map(|base| base.slots_table());
        let (mut entries, own) = match &inherited {
            Some(table) => (table.entries.clone(), &order[..1]),
            None => (std::array::from_fn(|_| TypeSlot::Absent), &order[..]),
        };
        let mut changed = false;
        for one in own.iter().rev() {
            changed |= match one.def {
                Some(def) => add_declared(&mut entries, def),
                None => add_own(&mut entries, one, class),
            };
        }
        let special_methods = SpecialMethods::of_slots(class, &entries);
        match inherited {
            Some(table)
                if !changed
                    && table.special_methods == special_methods
                    && table.is_free_of_values() =>
            {
                table
            }
            _ => Rc::new(TypeSlots { entries, special_methods }),
        }
    }
}

/// Adds the slots that the declaration of a class has, and returns whether there are any. This does
/// not fill its dictionary.
fn add_declared(entries: &mut [TypeSlot], class: &'static ClassDef) -> bool {
    let (mut any, mut eq, mut hash) = (false, false, false);
    for def in class.methods {
        let Some(special) = SpecialMethod::by_name(def.name()) else { continue };
        any = true;
        eq |= special == SpecialMethod::Eq;
        hash |= special == SpecialMethod::Hash;
        entries[special as usize] =
            if def.is_direct() { TypeSlot::Native(&def.body) } else { TypeSlot::Declared(def) };
    }
    if (eq || class_facts::is_unhashable(class)) && !hash {
        entries[SpecialMethod::Hash as usize] = TypeSlot::Method(Value::NONE);
    }
    any
}

/// Adds the slots that a Python class has in its dictionary, and returns whether there are any.
fn add_own(entries: &mut [TypeSlot], class: &Ref<Class>, receiver: &Ref<Class>) -> bool {
    let mut any = false;
    for (key, value) in class.dict().entries() {
        let name = key.get::<Str>().map(|name| name.as_str());
        if let Some(special) = name.and_then(SpecialMethod::by_name) {
            entries[special as usize] = TypeSlot::of_attribute(&value, receiver);
            any = true;
        }
    }
    any
}

impl Ref<Class> {
    /// The class attribute with a special method's name, as an object.
    pub fn special_attribute(&self, special: SpecialMethod) -> Option<Value> {
        match self.slot(special) {
            TypeSlot::Absent => None,
            TypeSlot::Method(method) => Some(method),
            TypeSlot::Native(_) | TypeSlot::Declared(_) => self.lookup(&intern(special.name())),
        }
    }

    /// The slot of the class for a special method of its instances.
    #[inline(always)]
    pub fn slot(&self, special: SpecialMethod) -> TypeSlot {
        match self.type_slots.entry(special as usize) {
            Some(slot) => slot,
            None => self.first_slot(special),
        }
    }

    #[cold]
    fn first_slot(&self, special: SpecialMethod) -> TypeSlot {
        self.slots_table().entries[special as usize].clone()
    }

    /// Whether instances of the class have a special method.
    #[inline]
    pub fn has_slot(&self, special: SpecialMethod) -> bool {
        !self.slot(special).is_absent()
    }

    /// Facts that are asked often.
    #[inline]
    pub fn special_methods(&self) -> SpecialMethods {
        match self.type_slots.summary() {
            Some(facts) => facts,
            None => self.slots_table().special_methods,
        }
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
