//! Making classes: from declarations in Rust, and from `class` statements; and their instances.

use super::{Vm, VmResult};
use crate::objects::bound::{ClassMethod, NativeProperty, StaticMethod};
use crate::objects::class::{AddressHasher, Class};
use crate::objects::class_facts;
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::function::{Cell, Function};
use crate::objects::native::{ClassDef, PropertyDef};
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::objects::type_::{DICT, WEAKREF};
use crate::runtime::{Kind, Ref, Slot, Value};
use crate::text::unicode;
use std::cell::RefCell;
use std::collections::HashMap;

/// Roughly the number of declared classes that an interpreter has before it runs anything.
const CLASSES_AT_START: usize = 200;

/// The classes made from declarations; one for each declaration and interpreter.
pub struct ClassRegistry {
    classes: RefCell<HashMap<u64, Ref<Class>, AddressHasher>>,
}

impl Default for ClassRegistry {
    fn default() -> ClassRegistry {
        let hasher = AddressHasher::default();
        let classes = HashMap::with_capacity_and_hasher(CLASSES_AT_START, hasher);
        ClassRegistry { classes: RefCell::new(classes) }
    }
}

impl ClassRegistry {
    /// The class made from a declaration. Its dictionary is filled on first use.
    pub fn class_for(&self, def: &'static ClassDef) -> Ref<Class> {
        let key = std::ptr::from_ref(def) as u64;
        if let Some(known) = self.classes.borrow().get(&key) {
            return known.clone();
        }
        // Declarations name one base; only this class has two.
        let second = std::ptr::eq(def, Exc::ExceptionGroup.def());
        let first = second.then(|| self.class_for(Exc::BaseExceptionGroup.def()));
        let base = def.base.map(|base| self.class_for(base));
        let bases: Vec<Ref<Class>> = first.into_iter().chain(base).collect();
        let mut class = Class::new(def.name, def.kind, def.subclassable, Some(def));
        class.has_weakrefs = class_facts::is_referred(def);
        class.has_dict =
            def.has_dict || matches!(def.kind, Kind::Exception | Kind::Class | Kind::Module);
        let class = Ref::new(class);
        let after = |classes: &[Value]| {
            let mut order = Vec::with_capacity(1 + classes.len());
            order.push(class.as_value().clone());
            order.extend_from_slice(classes);
            order
        };
        let order = match &bases[..] {
            [one] => after(&one.mro.borrow()),
            _ => after(&merge(&bases).unwrap_or_default()),
        };
        *class.mro.borrow_mut() = order;
        *class.bases.borrow_mut() = bases;
        class.inherit_collection();
        class.link_to_bases();
        self.classes.borrow_mut().insert(key, class.clone());
        class
    }
}

impl Vm {
    /// The class made from a declaration; one for each interpreter.
    pub fn class_for(&self, def: &'static ClassDef) -> Ref<Class> {
        self.classes.class_for(def)
    }

    // ---------------------------------------------------------------------------------------------
    // The class statement

    /// `__build_class__(function, name, *bases, metaclass=…, **keywords)`
    ///
    /// # Errors
    /// TypeError for bases and metaclasses that do not fit; any exception raised by the class body,
    /// `__prepare__`, `__mro_entries__` or the metaclass.
    pub fn build_class(&self, args: &[Value], keywords: &[(Ref<Str>, Value)]) -> VmResult {
        let [function, name, given @ ..] = args else {
            return Err(self.type_error("__build_class__: not enough arguments"));
        };
        let Some(body) = function.get::<Function>() else {
            return Err(self.type_error("__build_class__: func must be a function"));
        };
        let Some(text) = name.get::<Str>() else {
            return Err(self.type_error("__build_class__: name is not a string"));
        };
        let bases = self.resolve_bases(given)?;
        let changed = bases.is_some();
        let bases = bases.unwrap_or_else(|| given.to_vec());
        let mut keywords = keywords.to_vec();
        let meta = match keywords.iter().position(|(k, _)| k.as_str() == "metaclass") {
            Some(i) => keywords.remove(i).1,
            None => match bases.first() {
                Some(base) => self.class_of(base).into_value(),
                None => self.types.type_.as_value().clone(),
            },
        };
        let meta = match meta.get::<Class>() {
            Some(class) => self.winning_metaclass(class, &bases)?.into_value(),
            None => meta,
        };
        if meta.is(self.types.type_.as_value()) {
            let namespace = Dict::new();
            self.run_class_body(body, namespace.as_value().clone())?;
            if changed {
                namespace.set_str(&self.names.orig_bases, tuple(given));
            }
            let class = self.make_class(&self.types.type_, text, &bases, namespace, &keywords)?;
            self.take_hint(&class, &body.code);
            return Ok(class.into_value());
        }
        let bases = tuple(&bases);
        let namespace = self.prepare(&meta, name, &bases, &keywords)?;
        self.run_class_body(body, namespace.clone())?;
        if changed {
            self.set_item(&namespace, self.names.orig_bases.as_value(), tuple(given))?;
        }
        let cell = match namespace.get::<Dict>() {
            Some(dict) => dict.get_str(&self.names.classcell),
            None => None,
        };
        let args = [name.clone(), bases, namespace];
        let class = self.call_with(&meta, &args, &keywords)?;
        if let Some(class) = class.get::<Class>() {
            self.take_hint(class, &body.code);
        }
        if class.kind() == Some(Kind::Class)
            && let Some(cell) = cell.as_ref().and_then(|c| c.get::<Cell>())
        {
            let value = cell.value.get();
            if value.is_unset() {
                let shown = self.repr_text(&class);
                return Err(self.runtime_error(format!(
                    "__class__ not set defining {} as {shown}. Was __classcell__ propagated to type.__new__?",
                    self.repr_text(name)
                )));
            }
            if !value.is(&class) {
                return Err(self.type_error(format!(
                    "__class__ set to {} defining {} as {}",
                    self.repr_text(&value),
                    self.repr_text(name),
                    self.repr_text(&class)
                )));
            }
        }
        Ok(class)
    }

    /// Calls with keyword arguments as pairs.
    ///
    /// # Errors
    /// Same as [`Vm::call`].
    pub fn call_with(
        &self,
        function: &Value,
        args: &[Value],
        keywords: &[(Ref<Str>, Value)],
    ) -> VmResult {
        if keywords.is_empty() {
            return self.call(function, args);
        }
        let names: Vec<Value> = keywords.iter().map(|(k, _)| k.as_value().clone()).collect();
        let all: Vec<Value> = args.iter().chain(keywords.iter().map(|(_, v)| v)).cloned().collect();
        self.call_keywords(function, &all, &names)
    }

    fn prepare(
        &self,
        meta: &Value,
        name: &Value,
        bases: &Value,
        keywords: &[(Ref<Str>, Value)],
    ) -> VmResult {
        let Some(prepare) = self.find_attribute(meta, &self.names.prepare)? else {
            return Ok(Dict::new().into_value());
        };
        let namespace = self.call_with(&prepare, &[name.clone(), bases.clone()], keywords)?;
        if namespace.kind() != Some(Kind::Dict)
            && !self.has_slot(&namespace, SpecialMethod::GetItem)
        {
            let meta = match meta.get::<Class>() {
                Some(class) => class.name(),
                None => "<metaclass>".to_string(),
            };
            return Err(self.type_error(format!(
                "{meta}.__prepare__() must return a mapping, not {}",
                self.class_ref(&namespace).message_name()
            )));
        }
        Ok(namespace)
    }

    /// The bases, with each `__mro_entries__` replaced by its result; none if no base has it.
    ///
    /// # Errors
    /// TypeError if a result is not a tuple; any exception raised by the method.
    pub fn resolve_bases(&self, given: &[Value]) -> VmResult<Option<Vec<Value>>> {
        if given.iter().all(|base| base.kind() == Some(Kind::Class)) {
            return Ok(None);
        }
        let mut changed = false;
        let mut bases = Vec::with_capacity(given.len());
        for base in given {
            let entries = match base.kind() {
                Some(Kind::Class) => None,
                _ => self.find_attribute(base, &self.names.mro_entries)?,
            };
            let Some(entries) = entries else {
                bases.push(base.clone());
                continue;
            };
            changed = true;
            let found = self.call(&entries, &[tuple(given)])?;
            let Some(found) = found.get::<Tuple>() else {
                return Err(self.type_error("__mro_entries__ must return a tuple"));
            };
            bases.extend(found.items().iter().cloned());
        }
        Ok(changed.then_some(bases))
    }

    /// The most derived of a metaclass and those of the bases.
    fn winning_metaclass(&self, meta: &Ref<Class>, bases: &[Value]) -> VmResult<Ref<Class>> {
        let mut winner = meta.clone();
        for base in bases {
            let other = self.class_ref(base);
            if winner.is_subclass_of(other) {
                continue;
            }
            if !other.is_subclass_of(&winner) {
                return Err(self.type_error(
                    "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
                ));
            }
            winner = other.clone();
        }
        Ok(winner)
    }

    /// Reserves room in instances for the attributes that the class's methods assign.
    fn take_hint(&self, class: &Ref<Class>, code: &Code) {
        let hint = usize::from(code.attribute_hint);
        class.capacity.set(class.capacity.get().max(hint));
    }

    // ---------------------------------------------------------------------------------------------
    // type.__new__

    /// `type.__new__(metaclass, name, bases, namespace, **keywords)`. The namespace becomes the
    /// class's own: if the program refers to it, pass a copy.
    ///
    /// # Errors
    /// TypeError for bases, slots and names that do not fit; any exception raised by `__set_name__`
    /// and `__init_subclass__`.
    pub fn make_class(
        &self,
        metaclass: &Ref<Class>,
        name: &Ref<Str>,
        bases: &[Value],
        namespace: Ref<Dict>,
        keywords: &[(Ref<Str>, Value)],
    ) -> VmResult<Ref<Class>> {
        self.check_entries(bases)?;
        let winner = self.winning_metaclass(metaclass, bases)?;
        let bases = self.check_bases(bases)?;
        let as_values: Vec<Value> = bases.iter().map(|b| b.as_value().clone()).collect();
        if !winner.is(metaclass)
            && let Some(new) = winner.lookup(&self.names.new)
            && new.kind() != Some(Kind::NativeFunction)
        {
            let args = [
                winner.as_value().clone(),
                name.as_value().clone(),
                tuple(&as_values),
                namespace.into_value(),
            ];
            let new = self.bind_to(&new, None, &winner)?;
            let made = self.call_with(&new, &args, keywords)?;
            return made.into_ref().map_err(|_| self.type_error("metaclass did not make a class"));
        }
        let best = self.best_base(&bases)?;

        let mut class = Class::new(name.as_str(), best.kind, true, None);
        self.set_names(&class, &namespace)?;
        self.set_layout(&mut class, &bases, &best, &namespace)?;
        wrap_implicit_methods(self, &namespace);
        let mut own_slots = class.slots.iter().skip(best.slots.len());
        if namespace.get_str(&self.names.eq).is_some()
            && namespace.get_str(&self.names.hash).is_none()
            && !own_slots.any(|slot| slot.is(&self.names.hash))
        {
            namespace.set_str(&self.names.hash, Value::NONE);
        }
        let cell = namespace.remove_str(&self.names.classcell);
        let dict_cell = namespace.remove_str(&self.names.classdictcell);
        let contents = namespace.entries();
        let has_odd_keys = contents.iter().any(|(key, _)| key.get::<Str>().is_none());
        let declared = class.slots.len();
        let others = if class.has_dict { self.expected_attributes(&bases, &namespace) } else { 0 };
        class.capacity.set(declared + others);

        let is_plain = winner.is(&self.types.type_);
        let class = if is_plain {
            Ref::new(class)
        } else {
            Ref::with_class(class, winner.as_value().clone(), false)
        };
        class.set_contents(self, contents)?;
        // What the class' type parameters and aliases find later is what the class has then.
        if let Some(cell) = dict_cell.as_ref().and_then(|cell| cell.get::<Cell>()) {
            cell.value.set(class.dict().as_value().clone());
        }
        self.add_layout_descriptors(&class, &bases);
        if class.dict().get_str(&self.names.doc).is_none() {
            class.dict().set_str(&self.names.doc, Value::NONE);
        }
        if bases.iter().any(|base| base.has_foreign_order()) {
            class.set_foreign_order();
        }
        *class.bases.borrow_mut() = bases;
        let mro = self.resolution_order(&class, &winner)?;
        *class.mro.borrow_mut() = mro;
        class.inherit_collection();
        class.link_to_bases();
        if let Some(cell) = cell {
            match cell.get::<Cell>() {
                Some(cell) => cell.value.set(class.as_value().clone()),
                None => {
                    return Err(self.type_error(format!(
                        "type.__new__() __classcell__ must be a nonlocal cell, not {}",
                        self.repr_text(self.class_ref(&cell).as_value())
                    )));
                }
            }
        }
        if has_odd_keys {
            let message =
                format!("non-string key in the __dict__ of class {}", class.message_name());
            self.warn(Exc::RuntimeWarning, &message, 1)?;
        }
        self.announce_names(&class)?;
        self.announce_subclass(&class, keywords)?;
        Ok(class)
    }

    /// Refuses bases that stand for other bases.
    fn check_entries(&self, bases: &[Value]) -> VmResult<()> {
        for base in bases.iter().filter(|base| base.get::<Class>().is_none()) {
            if self.find_attribute(base, &self.names.mro_entries)?.is_some() {
                let message = "type() doesn't support MRO entry resolution; use types.new_class()";
                return Err(self.type_error(message));
            }
        }
        Ok(())
    }

    pub(super) fn check_bases(&self, bases: &[Value]) -> VmResult<Vec<Ref<Class>>> {
        if bases.is_empty() {
            return Ok(vec![self.types.object.clone()]);
        }
        let mut classes: Vec<Ref<Class>> = Vec::with_capacity(bases.len());
        for base in bases {
            let Some(class) = base.get::<Class>() else {
                self.check_entries(std::slice::from_ref(base))?;
                return Err(self.type_error("bases must be types"));
            };
            if !class.subclassable.get() {
                return Err(self.type_error(format!(
                    "type '{}' is not an acceptable base type",
                    class.full_name()
                )));
            }
            if classes.iter().any(|c| c.is(class)) {
                return Err(self.type_error(format!("duplicate base class {}", class.name())));
            }
            classes.push(class.clone());
        }
        Ok(classes)
    }

    /// The base whose memory layout the class inherits, which must extend those of all others.
    ///
    /// # Errors
    /// TypeError for layouts that do not extend each other.
    pub fn best_base(&self, bases: &[Ref<Class>]) -> VmResult<Ref<Class>> {
        let mut best = bases[0].clone();
        let mut winner = solid_base(&best);
        for base in &bases[1..] {
            let candidate = solid_base(base);
            if winner.is_subclass_of(&candidate) {
                continue;
            }
            let same_layout = winner.kind == candidate.kind && candidate.kind == Kind::Exception;
            if !candidate.is_subclass_of(&winner) && !same_layout {
                return Err(self.type_error("multiple bases have instance lay-out conflict"));
            }
            winner = candidate;
            best = base.clone();
        }
        Ok(best)
    }

    fn set_names(&self, class: &Class, namespace: &Ref<Dict>) -> VmResult<()> {
        if let Some(qualname) = namespace.remove_str(&self.names.qualname) {
            match qualname.get::<Str>() {
                Some(text) => *class.qualname.borrow_mut() = text.clone(),
                None => {
                    return Err(self.type_error(format!(
                        "type __qualname__ must be a str, not {}",
                        self.class_ref(&qualname).message_name()
                    )));
                }
            }
        }
        if namespace.get_str(&self.names.module).is_none()
            && let Some(module) = self.current_module_name()
        {
            namespace.set_str(&self.names.module, module);
        }
        Ok(())
    }

    /// Sets the memory layout of instances: kind, slots, dictionary.
    fn set_layout(
        &self,
        class: &mut Class,
        bases: &[Ref<Class>],
        best: &Ref<Class>,
        namespace: &Ref<Dict>,
    ) -> VmResult<()> {
        let inherits_dict = bases.iter().any(|b| b.shows_dict());
        let inherits_weakrefs = bases.iter().any(|b| b.has_weakrefs);
        class.slots = best.slots.clone();
        // As in CPython, objects with a tail of items have no room for weak references.
        let is_sized = class_facts::is_sized(best.kind);
        (class.has_dict, class.has_weakrefs) = (true, !is_sized || inherits_weakrefs);
        if let Some(slots) = namespace.get_str(&self.names.slots) {
            let declared = self.read_slots(&slots, best)?;
            let has = |name: &str| declared.iter().any(|s| s.as_str() == name);
            class.has_dict = inherits_dict || has("__dict__");
            class.has_weakrefs = inherits_weakrefs || has("__weakref__");
            let mut own: Vec<Ref<Str>> = declared
                .into_iter()
                .filter(|s| !matches!(s.as_str(), "__dict__" | "__weakref__"))
                .map(|s| intern(&mangle(s.as_str(), class.name.borrow().as_str())))
                .collect();
            // As in CPython, the layout does not depend on the order in which slots are declared.
            own.sort_by(|a, b| a.as_str().cmp(b.as_str()));
            for slot in &own {
                let is_removed =
                    matches!(slot.as_str(), "__qualname__" | "__classcell__" | "__classdictcell__");
                if !is_removed && namespace.get_str(slot).is_some() {
                    return Err(self.value_error(format!(
                        "{} in __slots__ conflicts with class variable",
                        self.repr_text(slot.as_value())
                    )));
                }
            }
            class.adds_slots = !own.is_empty();
            if class.kind == Kind::Instance {
                for slot in own {
                    if !class.slots.iter().any(|s| s.is(&slot)) {
                        class.slots.push(slot);
                    }
                }
            } else {
                // Objects of built-in kinds have no room for slots except in their dictionary.
                let mut all = best.slots_in_dict.clone().unwrap_or_default();
                all.extend(own.iter().cloned());
                if class.has_dict {
                    class.slots_beside_dict = own;
                } else if !all.is_empty() {
                    (class.has_dict, class.slots_in_dict) = (true, Some(all));
                }
            }
        }
        if !class.slots.is_empty() {
            class.lay_out_slots();
        }
        Ok(())
    }

    /// The names in `__slots__`.
    fn read_slots(&self, slots: &Value, best: &Ref<Class>) -> VmResult<Vec<Ref<Str>>> {
        let names = match slots.kind() {
            Some(Kind::Str) => vec![slots.clone()],
            _ => self.to_vec(slots)?,
        };
        if !names.is_empty()
            && matches!(best.kind, Kind::Int | Kind::Bytes | Kind::Tuple | Kind::Class)
        {
            return Err(self.type_error(format!(
                "nonempty __slots__ not supported for subtype of '{}'",
                best.name()
            )));
        }
        let mut seen: Vec<Ref<Str>> = Vec::new();
        for name in names {
            let Some(text) = name.get::<Str>() else {
                return Err(self.type_error(format!(
                    "__slots__ items must be strings, not '{}'",
                    self.class_ref(&name).message_name()
                )));
            };
            if !self.paced(|pace| unicode::str_is_identifier(text.as_str(), pace))? {
                return Err(self.type_error("__slots__ must be identifiers"));
            }
            let repeated = match text.as_str() {
                "__dict__" => best.has_dict || seen.iter().any(|s| s.same_text(text)),
                // All native objects support weak references here, unlike some of CPython's.
                "__weakref__" if matches!(best.kind, Kind::Native | Kind::WeakRef) => false,
                "__weakref__" => best.has_weakrefs || seen.iter().any(|s| s.same_text(text)),
                _ => false,
            };
            if repeated {
                let name = text.as_str();
                return Err(self.type_error(format!("{name} slot disallowed: we already got one")));
            }
            seen.push(text.clone());
        }
        Ok(seen)
    }

    /// Adds descriptors for the slots, `__dict__` and `__weakref__` that this class introduces.
    fn add_layout_descriptors(&self, class: &Ref<Class>, bases: &[Ref<Class>]) {
        let add = |name: &Ref<Str>, def: Option<&'static PropertyDef>| {
            if class.dict().get_str(name).is_none() {
                class.dict().set_str(name, NativeProperty::value(def, name, class));
            }
        };
        if class.kind == Kind::Instance {
            let inherited = bases.iter().map(|b| b.slots.len()).max().unwrap_or(0);
            for slot in class.slots.iter().skip(inherited) {
                add(slot, None);
            }
        }
        let of_base = |slot: &Ref<Str>| bases.iter().any(|base| base.takes_slot(slot));
        for slot in class.slots_in_dict.iter().flatten().filter(|slot| !of_base(slot)) {
            add(slot, None);
        }
        for slot in &class.slots_beside_dict {
            add(slot, None);
        }
        let has = |yes: fn(&Class) -> bool| yes(class) && !bases.iter().any(|b| yes(b));
        if has(|c| c.shows_dict()) {
            add(&self.names.dict, Some(&DICT));
        }
        if has(|c| c.has_weakrefs) {
            add(&self.names.weakref, Some(&WEAKREF));
        }
    }

    /// An estimate of the number of attributes that instances will have besides their slots: those
    /// that methods assign, and annotated ones, here and in the bases.
    fn expected_attributes(&self, bases: &[Ref<Class>], namespace: &Ref<Dict>) -> usize {
        let inherited =
            bases.iter().map(|b| b.capacity.get().saturating_sub(b.slots.len())).max().unwrap_or(0);
        let assigned = namespace
            .get_str(&self.names.static_attributes)
            .and_then(|names| Some(names.get::<Tuple>()?.len()));
        let annotated = namespace
            .get_str(&self.names.annotations)
            .and_then(|names| Some(names.get::<Dict>()?.len()));
        let own = assigned.unwrap_or(0).max(annotated.unwrap_or(0));
        (inherited + own).clamp(1, 64)
    }

    pub(super) fn resolution_order(
        &self,
        class: &Ref<Class>,
        meta: &Ref<Class>,
    ) -> VmResult<Vec<Value>> {
        if let Some(mro) = meta.lookup(&self.names.mro)
            && mro.kind() != Some(Kind::NativeFunction)
        {
            *class.mro.borrow_mut() = self.default_order(class)?;
            class.set_foreign_order();
            let order = self.call(&mro, &[class.as_value().clone()])?;
            let order = self.to_vec(&order)?;
            order.iter().try_for_each(|entry| self.check_suits_layout(class, entry))?;
            // The look-ups of `mro()` used the default order.
            *class.mro.borrow_mut() = order.clone();
            class.invalidate();
            return Ok(order);
        }
        self.default_order(class)
    }

    /// Checks that the methods of a class in the order given by a program's `mro()` can work on
    /// instances of `class`.
    fn check_suits_layout(&self, class: &Ref<Class>, entry: &Value) -> VmResult<()> {
        let Some(entry) = entry.get::<Class>() else {
            let given = self.class_ref(entry).message_name();
            return Err(self.type_error(format!("mro() returned a non-class ('{given}')")));
        };
        // The class itself has its layout; the default order shows where it comes from.
        if entry.is(class) || class.is_subclass_of(&solid_base(entry)) {
            return Ok(());
        }
        let name = entry.name();
        Err(self.type_error(format!("mro() returned base with unsuitable layout ('{name}')")))
    }

    /// The method resolution order by the C3 rule: `type.mro()`.
    ///
    /// # Errors
    /// TypeError if the bases' orders contradict each other.
    pub fn default_order(&self, class: &Ref<Class>) -> VmResult<Vec<Value>> {
        let bases = class.bases.borrow().clone();
        let rest = match &bases[..] {
            [one] => Some(one.mro.borrow().clone()),
            _ => merge(&bases),
        };
        let Some(rest) = rest else {
            let names: Vec<String> = bases.iter().map(|b| b.name()).collect();
            return Err(self.type_error(format!(
                "Cannot create a consistent method resolution order (MRO) for bases {}",
                names.join(", ")
            )));
        };
        Ok(std::iter::once(class.as_value().clone()).chain(rest).collect())
    }

    /// Calls `__set_name__` of the class's contents.
    fn announce_names(&self, class: &Ref<Class>) -> VmResult<()> {
        for (name, value) in class.dict().entries() {
            match value.kind() {
                None | Some(Kind::Function | Kind::NativeFunction | Kind::NativeProperty) => {
                    continue;
                }
                // Instances of a program's subclass may have the method.
                Some(Kind::Str | Kind::Tuple | Kind::Dict | Kind::List | Kind::Int)
                    if !self.class_ref(&value).is_heap =>
                {
                    continue;
                }
                _ => {}
            }
            let method = self.slot(&value, SpecialMethod::SetName);
            let args = [class.as_value(), &name];
            self.call_slot(&method, &value, &args).inspect_err(|raised| {
                let note = format!(
                    "Error calling __set_name__ on '{}' instance {} in '{}'",
                    self.class_ref(&value).message_name(),
                    self.repr_text(&name),
                    class.name()
                );
                crate::objects::exception_methods::add_note(self, &raised.0, note.into());
            })?;
        }
        Ok(())
    }

    /// Calls `super(class, class).__init_subclass__(**keywords)`.
    fn announce_subclass(
        &self,
        class: &Ref<Class>,
        keywords: &[(Ref<Str>, Value)],
    ) -> VmResult<()> {
        let name = &self.names.init_subclass;
        let behind: Vec<Value> = class.mro.borrow().iter().skip(1).cloned().collect();
        let found = behind.iter().find_map(|owner| {
            let owner = owner.get::<Class>()?;
            Some((owner, owner.dict().get_str(name)?))
        });
        let Some((owner, found)) = found else { return Ok(()) };
        // That of `object` only rejects keywords.
        if keywords.is_empty() && owner.is(&self.types.object) {
            return Ok(());
        }
        let bound = self.bind_to(&found, None, class)?;
        self.call_with(&bound, &[], keywords).map(drop)
    }

    /// Whether instances of two classes have the same layout: the same built-in base, the same
    /// slots, and both with or without a dictionary.
    pub fn same_layout(&self, one: &Ref<Class>, other: &Ref<Class>) -> bool {
        one.kind == other.kind
            && first_in_line(one, changes_payload).is(&first_in_line(other, changes_payload))
            && (one.has_dict, one.has_weakrefs) == (other.has_dict, other.has_weakrefs)
            && one.slots_in_dict.is_none() == other.slots_in_dict.is_none()
            && one.slots.len() == other.slots.len()
            && one.slots.iter().zip(&other.slots).all(|(a, b)| a.is(b))
    }
}

/// The last class in the chain of bases that changed the memory layout of instances.
pub(super) fn solid_base(class: &Ref<Class>) -> Ref<Class> {
    first_in_line(class, |c| changes_payload(c) || (c.adds_slots && c.kind == Kind::Instance))
}

/// Whether a class is a built-in type with its own payload.
fn changes_payload(class: &Ref<Class>) -> bool {
    class.def.is_some_and(|def| match def.base {
        Some(base) => base.kind != def.kind || def.kind == Kind::Native,
        None => true,
    })
}

/// The first class of the same kind in the method resolution order for which `is_it` holds.
fn first_in_line(class: &Ref<Class>, is_it: impl Fn(&Ref<Class>) -> bool) -> Ref<Class> {
    let mro = class.mro.borrow();
    let mut line = mro.iter().filter_map(|c| c.get::<Class>());
    line.find(|c| c.kind == class.kind && is_it(c)).unwrap_or(class).clone()
}

/// Merges the orders of several bases by the C3 rule; none if they contradict each other.
fn merge(bases: &[Ref<Class>]) -> Option<Vec<Value>> {
    let mut lists: Vec<Vec<Value>> =
        bases.iter().map(|b| b.mro.borrow().iter().rev().cloned().collect()).collect();
    lists.push(bases.iter().rev().map(|b| b.as_value().clone()).collect());
    let mut merged = Vec::new();
    loop {
        lists.retain(|list| !list.is_empty());
        if lists.is_empty() {
            return Some(merged);
        }
        // The lists are reversed: their heads are last.
        let head = lists.iter().filter_map(|list| list.last()).find(|head| {
            !lists.iter().any(|list| list[..list.len() - 1].iter().any(|c| c.is(head)))
        });
        let head = head?.clone();
        for list in &mut lists {
            if list.last().is_some_and(|c| c.is(&head)) {
                list.pop();
            }
        }
        merged.push(head);
    }
}

/// `__new__` is a static method, `__init_subclass__` and `__class_getitem__` class methods, without
/// being declared so.
fn wrap_implicit_methods(vm: &Vm, namespace: &Ref<Dict>) {
    let function = |name: &Ref<Str>| {
        namespace.get_str(name).filter(|f| f.kind() == Some(Kind::Function)).map(Slot::new)
    };
    let new = intern("__new__");
    if let Some(function) = function(&new) {
        namespace.set_str(
            &new,
            Ref::with_class(
                StaticMethod { function },
                vm.types.static_method.as_value().clone(),
                true,
            )
            .into_value(),
        );
    }
    for name in ["__init_subclass__", "__class_getitem__"] {
        let name = intern(name);
        if let Some(function) = function(&name) {
            namespace.set_str(
                &name,
                Ref::with_class(
                    ClassMethod { function },
                    vm.types.class_method.as_value().clone(),
                    true,
                )
                .into_value(),
            );
        }
    }
}

/// `__name` inside class `C` is `_C__name` (Python reference, "Private name mangling").
pub fn mangle(name: &str, class: &str) -> String {
    let class = class.trim_start_matches('_');
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') || class.is_empty() {
        return name.to_string();
    }
    format!("_{class}{name}")
}

fn tuple(items: &[Value]) -> Value {
    Tuple::new(items.iter().cloned()).into_value()
}
