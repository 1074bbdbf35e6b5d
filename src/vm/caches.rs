//! Attribute instructions with their caches: the facts about all objects with one layout, and how
//! an instruction uses them. `runtime::feedback` defines the entries.
//!
//! An instruction looks in its own site, then in the interpreter's table, and only then works out
//! an entry ([`Vm::load_entry`], [`Vm::store_entry`]). Objects about which nothing is known in
//! advance get an entry, too: [`CacheHit::General`] leads to the look-up in `attributes`.

use super::attributes::{is_native_method, own_dict};
use super::iterate::is_derived;
use super::types::has_one_layout;
use super::{Vm, VmResult};
use crate::objects::bound::*;
use crate::objects::class::{Class, is_plain_data};
use crate::objects::code::AttributeCache;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::instance::Instance;
use crate::objects::module::Module;
use crate::objects::native::{Native, NativeFunction, Role};
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, intern_ref};
use crate::objects::tuple::Tuple;
use crate::runtime::feedback::{Access, CacheEntry, CacheHit};
use crate::runtime::reference::dict_slot;
use crate::runtime::shape::ShapeId;
use crate::runtime::{Kind, Ref, Value};

/// The entry for an instruction that has not seen a layout.
static NOTHING: CacheEntry = CacheEntry::NOTHING;

impl Vm {
    /// The id that caches compare: the object's layout and the state of its class; for a class, the
    /// class's own state.
    #[inline(always)]
    pub fn layout_id(&self, object: &Value) -> ShapeId {
        match object.header() {
            Some(header) if header.is_plain() && has_one_layout(header.kind()) => {
                self.types.by_kind[header.kind() as usize].root_shape.id()
            }
            _ => self.layout_id_of_any(object),
        }
    }

    #[inline(never)]
    fn layout_id_of_any(&self, object: &Value) -> ShapeId {
        if let Some(class) = object.get::<Class>() {
            return class.state_id();
        }
        if let Some(instance) = object.get::<Instance>() {
            return instance.shape.id();
        }
        let class = self.class_ref(object);
        if has_own_attributes(object) { class.dict_shape().id() } else { class.root_shape.id() }
    }

    /// The entry for a layout in an instruction's cache or in the table; an empty one if neither
    /// has it.
    ///
    /// # Safety
    /// The entry must be read before anything else runs.
    #[inline(always)]
    pub(super) unsafe fn cached<'a>(
        &self,
        cache: &'a AttributeCache,
        id: ShapeId,
        access: Access,
    ) -> &'a CacheEntry {
        // SAFETY: both are locations in the site, which nothing writes while the caller reads them.
        unsafe {
            let first = &*cache.site.first();
            if first.id == id { first } else { &*self.cached_elsewhere(cache, id, access) }
        }
    }

    #[inline(never)]
    fn cached_elsewhere(
        &self,
        cache: &AttributeCache,
        id: ShapeId,
        access: Access,
    ) -> *const CacheEntry {
        if let Some(entry) = cache.site.other(id) {
            return entry;
        }
        let Some(row) = self.attribute_table.find(id, cache.name.as_value(), access) else {
            return &raw const NOTHING;
        };
        // SAFETY: the table keeps its rows as long as it lives, and copying one runs no code.
        cache.site.remember(unsafe { *row });
        row
    }

    /// The entry for an object, computed if necessary.
    fn entry(&self, object: &Value, cache: &AttributeCache, access: Access) -> CacheEntry {
        // SAFETY: the entry is copied at once.
        let known = unsafe { *self.cached(cache, self.layout_id(object), access) };
        if known.hit != CacheHit::Empty {
            return known;
        }
        let entry = match access {
            Access::Load => self.load_entry(object, &cache.name),
            Access::Store | Access::Super(_) => self.store_entry(object, &cache.name),
        };
        self.attribute_table.keep(entry, cache.name.as_value(), access);
        cache.site.remember(entry);
        entry
    }

    // ---------------------------------------------------------------------------------------------
    // Loads

    /// `object.name`
    ///
    /// # Errors
    /// Same as [`Vm::get_attribute`].
    pub(super) fn load_attribute(&self, object: &Value, cache: &AttributeCache) -> VmResult {
        let entry = self.entry(object, cache, Access::Load);
        match self.load_by(entry, entry.hit, object, &cache.name) {
            Some(result) => result,
            None => self.get_attribute(object, &cache.name),
        }
    }

    /// Like [`Vm::find_attribute`], through the table of layouts: for names from data, which belong
    /// to no instruction.
    ///
    /// # Errors
    /// Same as [`Vm::find_attribute`].
    pub fn find_by_layout(&self, object: &Value, name: &Ref<Str>) -> VmResult<Option<Value>> {
        let name = &intern_ref(name);
        let id = self.layout_id(object);
        let entry = match self.attribute_table.find(id, name.as_value(), Access::Load) {
            // SAFETY: the table has its rows as long as it lives, and copying one runs nothing.
            Some(row) => unsafe { *row },
            None => {
                let entry = self.load_entry(object, name);
                self.attribute_table.keep(entry, name.as_value(), Access::Load);
                entry
            }
        };
        if entry.hit == CacheHit::Missing {
            return Ok(None);
        }
        match self.load_by(entry, entry.hit, object, name) {
            Some(Ok(value)) => Ok(Some(value)),
            Some(Err(raised)) if self.is_exception(&raised, Exc::AttributeError) => Ok(None),
            Some(Err(raised)) => Err(raised),
            None => self.find_attribute(object, name),
        }
    }

    /// The Python `__get__` of an entry's descriptor, if that still has the kind stated by the
    /// entry.
    #[inline]
    pub(super) fn getter_of(&self, entry: CacheEntry, descriptor: &Value) -> Option<Value> {
        let getter = || self.function_slot(descriptor, SpecialMethod::Get);
        self.is_as_before(entry, descriptor).then(getter).flatten()
    }

    /// Whether an entry's descriptor is still a data descriptor, or still not one.
    #[inline]
    fn is_as_before(&self, entry: CacheEntry, descriptor: &Value) -> bool {
        u32::from(self.class_ref(descriptor).special_methods().set) == entry.slot
    }

    /// The attribute of an object with an entry's layout, if the entry leads to data: in a module's
    /// namespace, an object's own dictionary, or a class.
    ///
    /// # Safety
    /// The object must have the entry's layout.
    #[inline(never)]
    pub(super) unsafe fn entry_value(
        &self,
        object: &Value,
        entry: *const CacheEntry,
        name: &Ref<Str>,
    ) -> Option<Value> {
        // SAFETY: `object`, which is alive, has the entry's layout, and nothing runs before the
        // attribute is copied.
        unsafe {
            let entry = &*entry;
            let target = entry.target();
            let dict = match entry.hit {
                CacheHit::OwnEntry => match (object.get::<Instance>(), object.get::<Module>()) {
                    (Some(instance), _) => (*instance.dict.as_ptr()).get::<Dict>()?,
                    (_, Some(module)) => &module.dict,
                    _ => return own_dict_of(object)?.value_if_key(entry.slot as usize, name),
                },
                CacheHit::ClassEntry => target.get::<Dict>()?,
                CacheHit::ClassValue => return Some((*target).clone()),
                CacheHit::StaticMethod => {
                    return Some(target.get::<StaticMethod>()?.function.get());
                }
                _ => return None,
            };
            (*dict.as_ptr()).value_if_key(entry.slot as usize, name).cloned()
        }
    }

    /// The attribute according to an entry for the object; none if the general look-up must find
    /// it.
    fn load_by(
        &self,
        entry: CacheEntry,
        hit: CacheHit,
        object: &Value,
        name: &Ref<Str>,
    ) -> Option<VmResult> {
        // SAFETY: `object`, which is alive, has the entry's layout id; no code has run since that
        // was read.
        let target = unsafe { entry.target() };
        let found = match hit {
            CacheHit::Slot => {
                let value = object.get::<Instance>()?.tail()[entry.slot as usize].get();
                return (!value.is_unset()).then_some(Ok(value));
            }
            CacheHit::OwnEntry => own_entry(object, entry.slot, name)?,
            CacheHit::UnlessOwn => {
                if let Some(own) = own_dict_of(object).and_then(|dict| dict.get_str(name)) {
                    return Some(Ok(own));
                }
                return self.load_by(entry, entry.then, object, name);
            }
            CacheHit::Method => BoundMethod::value((*target).clone(), object.clone()),
            CacheHit::ClassValue => (*target).clone(),
            CacheHit::ClassEntry => {
                target.get::<Dict>()?.value_if_key(entry.slot as usize, name)?
            }
            CacheHit::StaticMethod => target.get::<StaticMethod>()?.function.get(),
            CacheHit::ClassMethod => {
                BoundMethod::value(class_function(&target)?, self.class_argument(object))
            }
            CacheHit::Property => {
                let getter = target.get::<Property>()?.getter.get();
                if getter.kind() != Some(Kind::Function) {
                    return None;
                }
                return Some(self.call(&getter, std::slice::from_ref(object)));
            }
            CacheHit::NativeProperty => {
                let get = target.get::<NativeProperty>()?.def?.get;
                return Some(get(self, object));
            }
            CacheHit::Item => object.get::<Tuple>()?.items().get(entry.slot as usize)?.clone(),
            CacheHit::Descriptor if self.is_as_before(entry, &target) => {
                let (descriptor, class) = ((*target).clone(), self.class_of(object));
                return Some(self.bind_to(&descriptor, Some(object), &class));
            }
            _ => return None,
        };
        Some(Ok(found))
    }

    /// For a call `object.name(…)`: the function and its first argument, or unset and the callable.
    /// A native function comes with a receiver only if that is an instance of the function's class.
    ///
    /// # Errors
    /// Same as [`Vm::get_attribute`].
    pub(super) fn load_method(
        &self,
        object: Value,
        cache: &AttributeCache,
    ) -> VmResult<(Value, Value)> {
        let name = &cache.name;
        let entry = self.entry(&object, cache, Access::Load);
        let mut hit = entry.hit;
        if hit == CacheHit::UnlessOwn {
            if let Some(own) = own_dict_of(&object).and_then(|dict| dict.get_str(name)) {
                return Ok((Value::UNSET, own));
            }
            hit = entry.then;
        }
        // SAFETY: as in `load_by`.
        let target = unsafe { entry.target() };
        if hit == CacheHit::Method {
            return Ok(((*target).clone(), object));
        }
        if hit == CacheHit::ClassMethod
            && let Some(function) = class_function(&target)
            && matches!(function.kind(), Some(Kind::Function | Kind::NativeFunction))
        {
            let class = self.class_argument(&object);
            return Ok((function, class));
        }
        match self.load_by(entry, hit, &object, name) {
            Some(result) => Ok((Value::UNSET, result?)),
            None => {
                let (function, takes_self) = self.get_method(&object, name)?;
                Ok(if takes_self { (function, object) } else { (Value::UNSET, function) })
            }
        }
    }

    /// Whether a class attribute is a function whose first argument may be an instance of the
    /// class. A native method of another class would not accept that.
    pub(super) fn takes_receiver(&self, found: &Value, class: &Ref<Class>) -> bool {
        match found.get::<NativeFunction>() {
            Some(native) => is_native_method(found) && fits(native, class),
            None => found.kind() == Some(Kind::Function),
        }
    }

    /// The class that a class method of the object receives: its own, or itself if it is a class.
    pub(super) fn class_argument(&self, object: &Value) -> Value {
        match object.get::<Class>() {
            Some(class) => class.as_value().clone(),
            None => self.class_of(object).into_value(),
        }
    }

    /// The location of the attribute `name` (interned) in objects with this layout.
    #[cold]
    fn load_entry(&self, object: &Value, name: &Ref<Str>) -> CacheEntry {
        let id = self.layout_id(object);
        let general = CacheEntry::new(id, CacheHit::General, 0);
        let class = self.class_ref(object);
        if class.special_methods().getattribute
            || class.has_foreign_order()
            || matches!(object.kind(), Some(Kind::Super | Kind::BoundMethod))
        {
            return general;
        }
        let found = class.lookup(name);
        let is_data = found.as_ref().is_some_and(|f| self.is_read_first(f));
        if let Some(found) = found.as_ref().filter(|_| is_data) {
            return self.data_descriptor_entry(id, object, class, found).unwrap_or(general);
        }
        let is_missing = found.is_none();
        let of_class = match object.get::<Class>() {
            Some(class) if class.has_foreign_order() => return general,
            Some(receiver) => match receiver.lookup(name) {
                Some(own) => return self.class_attribute_entry(id, receiver, name, &own),
                None => found.filter(|found| self.takes_receiver(found, class)),
            },
            None => found,
        };
        if let Some(instance) = object.get::<Instance>()
            && let Some(slot) = instance.shape.get().slot(name.as_value())
        {
            return CacheEntry::new(id, CacheHit::Slot, slot);
        }
        let own_dict = own_dict_of(object);
        let Some(of_class) = of_class else {
            return match own_dict {
                Some(dict) => {
                    let position = dict.find_str(name).unwrap_or_default();
                    CacheEntry::new(id, CacheHit::OwnEntry, position)
                }
                None if is_missing
                    && has_lasting_layout(object)
                    && !class.special_methods().getattr =>
                {
                    CacheEntry::new(id, CacheHit::Missing, 0)
                }
                None => general,
            };
        };
        let entry = self.binding_entry(id, object, class, name, &of_class).unwrap_or(general);
        // A function's dictionary is not part of its layout.
        if own_dict.is_some() || object.kind() == Some(Kind::Function) {
            return entry.unless_own();
        }
        entry
    }

    /// The entry for a data descriptor of the object's class.
    fn data_descriptor_entry(
        &self,
        id: ShapeId,
        object: &Value,
        class: &Ref<Class>,
        found: &Value,
    ) -> Option<CacheEntry> {
        if let Some(slot) = declared_slot(object, class, found) {
            return Some(CacheEntry::new(id, CacheHit::Slot, slot));
        }
        // With `__getattr__`, an AttributeError of the getter is not final.
        if class.special_methods().getattr {
            return None;
        }
        if found.get_exact::<Property>().is_some() {
            return Some(CacheEntry::with_target(id, CacheHit::Property, found));
        }
        if let Some(index) = found.get::<Native>().and_then(|native| native.item_of_tuples())
            && object.get::<Tuple>().is_some()
        {
            return Some(CacheEntry::new(id, CacheHit::Item, index));
        }
        if matches!(found.kind(), Some(Kind::Instance | Kind::Native)) {
            return Some(CacheEntry::descriptor(id, found, true));
        }
        let property = found.get::<NativeProperty>()?;
        (property.def.is_some() && class.is_subclass_of(&property.owner))
            .then(|| CacheEntry::with_target(id, CacheHit::NativeProperty, found))
    }

    /// The entry for an attribute of a class that is the receiver itself.
    fn class_attribute_entry(
        &self,
        id: ShapeId,
        class: &Ref<Class>,
        name: &Ref<Str>,
        found: &Value,
    ) -> CacheEntry {
        let hit = match found.kind() {
            Some(Kind::StaticMethod) if !is_derived(found) => CacheHit::StaticMethod,
            _ if is_class_method(found) => CacheHit::ClassMethod,
            Some(
                Kind::Function | Kind::NativeFunction | Kind::NativeProperty | Kind::BoundMethod,
            ) => CacheHit::ClassValue,
            Some(Kind::Property) if found.get_exact::<Property>().is_some() => CacheHit::ClassValue,
            _ => return self.value_entry(id, class, name, found),
        };
        CacheEntry::with_target(id, hit, found)
    }

    /// The entry for an attribute of an object's class that is not a data descriptor.
    fn binding_entry(
        &self,
        id: ShapeId,
        object: &Value,
        class: &Ref<Class>,
        name: &Ref<Str>,
        found: &Value,
    ) -> Option<CacheEntry> {
        let hit = match found.kind() {
            Some(Kind::Function) => CacheHit::Method,
            _ if is_class_method(found) => {
                let native = found.get::<NativeFunction>();
                if object.get::<Class>().is_some() || native.is_some_and(|f| !fits(f, class)) {
                    return None;
                }
                CacheHit::ClassMethod
            }
            Some(Kind::NativeFunction) if is_native_method(found) => {
                if !self.takes_receiver(found, class) {
                    return None;
                }
                CacheHit::Method
            }
            Some(Kind::NativeFunction | Kind::BoundMethod) => CacheHit::ClassValue,
            Some(Kind::StaticMethod) if !is_derived(found) => CacheHit::StaticMethod,
            // With `__getattr__`, an AttributeError of `__get__` is not final.
            Some(Kind::Instance | Kind::Native)
                if object.kind() != Some(Kind::Class)
                    && self.class_ref(found).special_methods().get
                    && !class.special_methods().getattr =>
            {
                return Some(CacheEntry::descriptor(id, found, false));
            }
            _ => return Some(self.value_entry(id, class, name, found)),
        };
        Some(CacheEntry::with_target(id, hit, found))
    }

    /// The entry for a value in a class (or a base of it) that is not a function or method.
    fn value_entry(
        &self,
        id: ShapeId,
        class: &Ref<Class>,
        name: &Ref<Str>,
        found: &Value,
    ) -> CacheEntry {
        if is_plain_data(found) {
            // The value may be replaced without a change of the class's state, but its position may
            // not change.
            let mro = class.mro.borrow();
            let place = mro.iter().filter_map(|c| c.get::<Class>()).find_map(|c| {
                let dict = c.dict();
                dict.find_str(name).map(|position| (dict.as_value(), position))
            });
            if let Some((dict, position)) = place {
                return CacheEntry::in_class(id, dict, position);
            }
        } else if !self.class_ref(found).special_methods().get {
            return CacheEntry::with_target(id, CacheHit::ClassValue, found);
        }
        CacheEntry::new(id, CacheHit::General, 0)
    }

    // ---------------------------------------------------------------------------------------------
    // Stores

    /// `object.name = value`
    ///
    /// # Errors
    /// Same as [`Vm::set_attribute`].
    pub(super) fn store_attribute(
        &self,
        object: &Value,
        cache: &AttributeCache,
        value: Value,
    ) -> VmResult<()> {
        let name = &cache.name;
        let entry = self.entry(object, cache, Access::Store);
        // SAFETY: as in `load_by`.
        let target = unsafe { entry.target() };
        match entry.hit {
            CacheHit::StoreSlot => {
                if let Some(instance) = object.get::<Instance>() {
                    instance.tail()[entry.slot as usize].set(value);
                    return Ok(());
                }
            }
            CacheHit::StoreOwn => {
                if let Some(dict) = self.own_dict(object) {
                    if dict.is_key(entry.slot as usize, name) {
                        drop(dict.set_value_at(entry.slot as usize, value));
                    } else {
                        drop(dict.set_str(name, value));
                    }
                    return Ok(());
                }
            }
            CacheHit::StoreProperty => {
                if let Some(property) = target.get::<Property>().cloned() {
                    return self.write_property(&property, object, value);
                }
            }
            CacheHit::StoreNative => {
                if let Some(set) = target.get::<NativeProperty>().and_then(|p| p.def?.set) {
                    return set(self, object, value);
                }
            }
            _ => {}
        }
        self.set_attribute(object, name, value)
    }

    /// The location for stores to the attribute `name` (interned) of objects with this layout.
    #[cold]
    fn store_entry(&self, object: &Value, name: &Ref<Str>) -> CacheEntry {
        let id = self.layout_id(object);
        let general = CacheEntry::new(id, CacheHit::General, 0);
        let class = self.class_ref(object);
        if class.special_methods().setattr
            || class.has_foreign_order()
            || object.kind() == Some(Kind::Class)
        {
            return general;
        }
        if let Some(found) = class.lookup(name).filter(|f| self.is_data_descriptor(f)) {
            if let Some(slot) = declared_slot(object, class, &found) {
                return CacheEntry::new(id, CacheHit::StoreSlot, slot);
            }
            if found.get_exact::<Property>().is_some() {
                return CacheEntry::with_target(id, CacheHit::StoreProperty, &found);
            }
            let fits = |p: &Ref<NativeProperty>| p.def.is_some() && class.is_subclass_of(&p.owner);
            if found.get::<NativeProperty>().is_some_and(fits) {
                return CacheEntry::with_target(id, CacheHit::StoreNative, &found);
            }
            return general;
        }
        if let Some(instance) = object.get::<Instance>() {
            let shape = instance.shape.get();
            if let Some(slot) = shape.slot(name.as_value()) {
                return CacheEntry::new(id, CacheHit::StoreSlot, slot);
            }
            if !class.has_dict {
                return general;
            }
            if !shape.is_dict() {
                return CacheEntry::adding(id, shape.names().len(), &shape.with(name.as_value()));
            }
        }
        match own_dict_of(object).filter(|_| class.takes_attribute(name)) {
            Some(dict) => {
                let position = dict.find_str(name).unwrap_or_default();
                CacheEntry::new(id, CacheHit::StoreOwn, position)
            }
            None => general,
        }
    }
}

/// The slot of a descriptor made by `__slots__`, if it belongs to the object.
fn declared_slot(object: &Value, class: &Ref<Class>, found: &Value) -> Option<usize> {
    let property = found.get::<NativeProperty>()?;
    if property.def.is_some() || !class.is_subclass_of(&property.owner) {
        return None;
    }
    object.get::<Instance>()?.shape.get().slot(property.name.as_value())
}

/// Whether a native method or class method belongs to a class or to one of its bases.
pub(super) fn fits(function: &Ref<NativeFunction>, class: &Ref<Class>) -> bool {
    function.owner.as_ref().is_some_and(|owner| class.is_subclass_of(owner))
}

/// Whether a class attribute is a class method.
pub(super) fn is_class_method(value: &Value) -> bool {
    (value.kind() == Some(Kind::ClassMethod) && !is_derived(value))
        || value
            .get::<NativeFunction>()
            .is_some_and(|f| f.owner.is_some() && f.def.role == Role::Class)
}

/// The function of a class method.
pub(super) fn class_function(method: &Value) -> Option<Value> {
    match method.get::<ClassMethod>() {
        Some(method) => Some(method.function.get()),
        None => method.get::<NativeFunction>().map(|f| f.as_value().clone()),
    }
}

/// Whether an object cannot receive attributes without a change of its layout.
fn has_lasting_layout(object: &Value) -> bool {
    !matches!(object.kind(), Some(Kind::Function | Kind::Module))
}

/// The dictionary of an object's own attributes, if it has one now.
fn own_dict_of(object: &Value) -> Option<Ref<Dict>> {
    match object.get::<Instance>() {
        Some(instance) => instance.dict.get().into_ref().ok(),
        None => own_dict(object),
    }
}

/// An attribute in the object's own dictionary, where it is usually at a given position.
fn own_entry(object: &Value, position: u32, name: &Ref<Str>) -> Option<Value> {
    let dict = own_dict_of(object)?;
    dict.value_if_key(position as usize, name).or_else(|| dict.get_str(name))
}

/// Whether an object other than an instance has received attributes.
#[inline]
fn has_own_attributes(object: &Value) -> bool {
    let slot = match object.get::<Native>() {
        Some(native) => native.dict_slot(),
        None => dict_slot(object),
    };
    slot.is_some_and(|slot| !slot.is_unset())
}

#[cfg(test)]
mod tests {
    use crate::host::testing::{run, run_in, with_vm};
    use crate::objects::dict::Dict;
    use crate::runtime::Ref;
    use crate::runtime::shape::ShapeId;
    use crate::vm::Vm;

    const CLASSES: &str = "
class Base:
    count = 0
    def method(self): pass
class Derived(Base):
    def fill(self): self.x = self.y = 0
class Other: pass
a, b, other = Derived(), Derived(), Other()
";

    /// The ids of `a`, `b` and `other` after a program that changes something.
    fn ids(vm: &Vm, namespace: &Ref<Dict>, change: &str) -> [ShapeId; 3] {
        let changed = run_in(vm, namespace, change);
        changed.unwrap_or_else(|_| panic!("{change} raises nothing"));
        ["a", "b", "other"].map(|name| vm.layout_id(&namespace.get_text(name).unwrap()))
    }

    #[test]
    fn ids_tell_layouts_and_states_of_classes_apart() {
        with_vm(|vm| {
            let namespace = run(vm, CLASSES).unwrap_or_else(|_| panic!("the classes are valid"));
            let ids = |change| ids(vm, &namespace, change);
            let first = ids("");
            assert!(first[0] == first[1] && first[0] != first[2]);
            // An attribute moves one instance to another shape, and the next one follows.
            let one = ids("a.x = 1");
            assert!(one[0] != first[0] && one[1..] == first[1..]);
            let both = ids("b.x = 2");
            assert_eq!(both[0], both[1]);
            // A value that only replaces another is not part of the state.
            assert_eq!(ids("Base.count += 1; a.x = 5"), both);
            // A method of a base class is: all derived classes change, others do not.
            let changed = ids("Base.method = lambda self: 1");
            assert!(changed[0] != both[0] && changed[0] == changed[1] && changed[2] == both[2]);
            let added = ids("Derived.extra = property(len)");
            assert!(added[0] != changed[0] && added[2] == both[2]);
            // Different orders are different layouts.
            let orders = ids("a, b = Derived(), Derived(); a.x = a.y = b.y = b.x = 0");
            assert!(orders[0] != orders[1]);
        });
    }

    #[test]
    fn an_instruction_that_has_seen_a_class_notices_its_change() {
        with_vm(|vm| {
            let program = "
class C:
    def f(self): return 1
def ask(o): return o.f()
c = C()
before = [ask(c), ask(c)]
C.f = lambda self: 2
after = [ask(c)]
c.f = lambda: 3
own = [ask(c)]
del c.f
back = [ask(c)]
C.__getattribute__ = lambda self, name: lambda: 4
general = [ask(c)]
seen = before + after + own + back + general
";
            let namespace = run(vm, program).unwrap_or_else(|_| panic!("nothing raises"));
            let seen = vm.repr_text(&namespace.get_text("seen").unwrap());
            assert_eq!(seen, "[1, 1, 2, 3, 2, 4]");
        });
    }
}
