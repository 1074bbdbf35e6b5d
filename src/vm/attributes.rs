//! Attribute look-up, binding and assignment (data model, "Customizing attribute access" and
//! "Invoking Descriptors").
//!
//! The storage of an object's own attributes depends on its kind: an instance has slots given by
//! its shape, or a dictionary; a class and a module have their namespaces; a function its
//! `__dict__`; any other object the dictionary after its payload, if it has one.

use super::iterate::is_derived;
use super::{Raised, Vm, VmResult};
use crate::objects::bound::*;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::module::Module;
use crate::objects::native::{NativeFunction, Role};
use crate::objects::set::Set;
use crate::objects::slots::TypeSlot;
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, intern, intern_ref};
use crate::objects::traceback;
use crate::runtime::reference::dict_slot;
use crate::runtime::{Kind, Ref, Value};

/// Instances learn to reserve room for at most this many attributes.
const MAX_CAPACITY: usize = 64;

/// Whether a function is in the Python part of one of Hob's own modules.
fn is_frozen(function: &Ref<Function>) -> bool {
    function.code.source.name.starts_with("<frozen ")
}

impl Vm {
    /// `object.name`
    ///
    /// # Errors
    /// AttributeError; any exception raised by descriptors and `__getattr__`.
    pub fn get_attribute(&self, object: &Value, name: &Ref<Str>) -> VmResult {
        match self.attribute(object, name) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err(self.no_attribute(object, name)),
            Err(raised) => {
                self.note_attribute(&raised, object, name);
                Err(raised)
            }
        }
    }

    /// Notes what was looked up in the AttributeError of a program's method, for suggestions.
    #[cold]
    fn note_attribute(&self, raised: &Raised, object: &Value, name: &Ref<Str>) {
        let exception = &raised.0;
        let is_noted = || ["name", "obj"].iter().any(|field| exception.field(field).is_some());
        if self.is_exception(raised, Exc::AttributeError) && !is_noted() {
            exception.set_field("name", name.as_value().clone());
            exception.set_field("obj", object.clone());
        }
    }

    /// `object.name`, or none in place of an AttributeError.
    ///
    /// # Errors
    /// Any exception raised by descriptors and `__getattr__`, except AttributeError.
    pub fn find_attribute(&self, object: &Value, name: &Ref<Str>) -> VmResult<Option<Value>> {
        match self.attribute(object, name) {
            Err(raised) if self.is_exception(&raised, Exc::AttributeError) => Ok(None),
            other => other,
        }
    }

    /// `object.name` with the class's own `__getattribute__` and `__getattr__`; none if there is no
    /// such attribute, unless these raise AttributeError.
    fn attribute(&self, object: &Value, name: &Ref<Str>) -> VmResult<Option<Value>> {
        let special_methods = self.class_ref(object).special_methods();
        if !special_methods.getattribute && !special_methods.getattr {
            return self.generic_attribute(object, name);
        }
        let args = [name.as_value()];
        let found = if special_methods.getattribute {
            self.call_special_method(object, SpecialMethod::GetAttribute, &args)
        } else {
            self.generic_attribute(object, name)
        };
        match found {
            Ok(None) if special_methods.getattr => {}
            Err(raised)
                if special_methods.getattr && self.is_exception(&raised, Exc::AttributeError) =>
            {
                drop(raised);
            }
            other => return other,
        }
        self.call_special_method(object, SpecialMethod::GetAttr, &args)
    }

    /// `object.name` as found by `object.__getattribute__`, `type.__getattribute__` and the like.
    ///
    /// # Errors
    /// Any exception raised by descriptors.
    pub fn generic_attribute(&self, object: &Value, name: &Ref<Str>) -> VmResult<Option<Value>> {
        let name = &intern_ref(name);
        match object.kind() {
            Some(Kind::Class) => self.class_attribute(object, name),
            Some(Kind::Super) => self.super_attribute(object, name),
            Some(Kind::Module) => self.module_attribute(object, name),
            Some(Kind::BoundMethod) => self.method_attribute(object, name),
            _ => self.instance_attribute(object, name),
        }
    }

    fn instance_attribute(&self, object: &Value, name: &Ref<Str>) -> VmResult<Option<Value>> {
        let class = self.class_ref(object);
        let found = class.lookup(name);
        if let Some(descriptor) = &found
            && self.is_read_first(descriptor)
        {
            if let Some(slot) = descriptor.get::<NativeProperty>().filter(|p| p.def.is_none()) {
                self.check_receiver(slot, object)?;
                return Ok(slot_of(object, &slot.name));
            }
            let class = class.clone();
            return self.bind_to(descriptor, Some(object), &class).map(Some);
        }
        if let Some(own) = own_attribute(object, name) {
            return Ok(Some(own));
        }
        match found {
            Some(value) => {
                let class = class.clone();
                self.bind_to(&value, Some(object), &class).map(Some)
            }
            None => Ok(None),
        }
    }

    fn class_attribute(&self, object: &Value, name: &Ref<Str>) -> VmResult<Option<Value>> {
        let Some(class) = object.get::<Class>() else { return Ok(None) };
        let meta = self.class_of(object);
        let of_meta = meta.lookup(name);
        if let Some(descriptor) = &of_meta
            && self.is_read_first(descriptor)
        {
            return self.bind_to(descriptor, Some(object), &meta).map(Some);
        }
        if let Some(own) = class.lookup(name) {
            return self.bind_to(&own, None, class).map(Some);
        }
        of_meta.map(|value| self.bind_to(&value, Some(object), &meta)).transpose()
    }

    fn super_attribute(&self, object: &Value, name: &Ref<Str>) -> VmResult<Option<Value>> {
        if let Some((value, start)) = find_in_super(object, name)
            && !name.is(&self.names.class)
            && let Some(this) = object.get::<Super>()
        {
            let instance =
                if this.receiver.is(start.as_value()) { None } else { Some(&this.receiver) };
            return self.bind_to(&value, instance, &start).map(Some);
        }
        self.instance_attribute(object, name)
    }

    fn module_attribute(&self, object: &Value, name: &Ref<Str>) -> VmResult<Option<Value>> {
        if let Some(found) = self.instance_attribute(object, name)? {
            return Ok(Some(found));
        }
        let Some(module) = object.get::<Module>() else { return Ok(None) };
        if let Some(late) = self.host().late_attribute(self, module, name)? {
            return Ok(Some(late));
        }
        match module.dict.get_str(&self.names.getattr) {
            Some(getattr) => match self.call(&getattr, &[name.as_value().clone()]) {
                Err(raised) => {
                    // The Python parts of Hob's own modules are not to be seen.
                    if getattr.get::<Function>().is_some_and(is_frozen)
                        && self.is_exception(&raised, Exc::AttributeError)
                    {
                        traceback::set(self, &raised.0, &Value::NONE)?;
                    }
                    Err(raised)
                }
                found => found.map(Some),
            },
            None => Ok(None),
        }
    }

    /// A bound method shows its function's attributes.
    fn method_attribute(&self, object: &Value, name: &Ref<Str>) -> VmResult<Option<Value>> {
        match (self.instance_attribute(object, name)?, object.get::<BoundMethod>()) {
            (None, Some(method)) => self.attribute(&method.function, name),
            (found, _) => Ok(found),
        }
    }

    /// The AttributeError for a missing attribute.
    #[cold]
    pub fn no_attribute(&self, object: &Value, name: &Ref<Str>) -> Raised {
        let text = name.as_str();
        let message = if let Some(class) = object.get::<Class>() {
            format!("type object '{}' has no attribute '{text}'", class.message_name())
        } else if let Some(module) = object.get::<Module>() {
            match self.no_module_attribute(module, text) {
                Ok(message) => message,
                Err(raised) => return raised,
            }
        } else {
            let class = self.class_ref(object);
            let is_slot = |found: &Value| {
                found.get::<NativeProperty>().is_some_and(|property| property.def.is_none())
            };
            let shown = match class.lookup(name).as_ref().is_some_and(is_slot) {
                true => class.type_name(),
                false => class.message_name(),
            };
            format!("'{shown}' object has no attribute '{text}'")
        };
        self.attribute_error(object, text, message)
    }

    /// The text for a missing attribute of a module, which may be about to receive it, or hide the
    /// intended module.
    fn no_module_attribute(&self, module: &Module, name: &str) -> VmResult<String> {
        let shown = module.name();
        if shown.is_empty() && module.dict.get_str(&self.names.name).is_none() {
            return Ok(format!("module has no attribute '{name}'"));
        }
        let plain = format!("module '{shown}' has no attribute '{name}'");
        let file = module.dict.get_str(&self.names.file);
        let file = file.as_ref().and_then(|file| file.get::<Str>());
        let origin = self.origin_of(module)?;
        let hides = origin.is_some_and(|origin| self.is_in_first_folder(&origin));
        let shown_file = file.map(|file| crate::text::repr::str_repr(file.as_str()));
        if let (true, Some(file)) = (hides, &shown_file)
            && self.is_library_module(&module.dict.get_str(&self.names.name).unwrap_or_default())?
        {
            return Ok(format!(
                "{plain} (consider renaming {file} since it has the same name as the standard \
                 library module named '{shown}' and the import system gives it precedence)"
            ));
        }
        let is_importing = |module: &str| self.importing.borrow().iter().any(|name| name == module);
        Ok(match shown_file {
            _ if !is_importing(&shown) && is_importing(&format!("{shown}.{name}")) => format!(
                "cannot access submodule '{name}' of module '{shown}' (most likely due to a \
                 circular import)"
            ),
            _ if !is_importing(&shown) => plain,
            Some(file) if hides => format!(
                "{plain} (consider renaming {file} if it has the same name as a third-party module \
                 you intended to import)"
            ),
            file => {
                let from = file.map_or(String::new(), |file| format!(" from {file}"));
                format!(
                    "partially initialized module '{shown}'{from} has no attribute '{name}' (most \
                     likely due to a circular import)"
                )
            }
        })
    }

    /// `module.__spec__.origin`, which is the file unless the program sets it.
    fn origin_of(&self, module: &Module) -> VmResult<Option<String>> {
        let origin = match module.dict.get_text("__spec__") {
            Some(spec) => self.find_attribute(&spec, &intern("origin"))?,
            None => module.dict.get_str(&self.names.file),
        };
        Ok(origin.and_then(|origin| Some(origin.get::<Str>()?.as_str().to_string())))
    }

    /// Whether a file is in the program's own folder, the first of `sys.path` at the start.
    fn is_in_first_folder(&self, file: &str) -> bool {
        let first = self.first_folder.borrow();
        let Some(first) = &*first else { return false };
        let folder = file.rsplit_once('/').map(|(folder, name)| match name {
            "__init__.py" => folder.rsplit_once('/').map_or("", |(folder, _)| folder),
            _ => folder,
        });
        let Some(folder) = folder else { return false };
        match first.is_empty() {
            true => {
                std::env::current_dir().is_ok_and(|current| current == std::path::Path::new(folder))
            }
            false => first == folder,
        }
    }

    /// Whether the standard library has a module with this name.
    fn is_library_module(&self, name: &Value) -> VmResult<bool> {
        let Some(sys) = self.modules.get_text("sys") else { return Ok(false) };
        match self.find_attribute(&sys, &intern("stdlib_module_names"))? {
            Some(names) if names.get::<Set>().is_some() => self.contains(&names, name),
            _ => Ok(false),
        }
    }

    // ---------------------------------------------------------------------------------------------
    // Binding

    /// A special method as found in its class, not bound.
    #[inline]
    pub fn lookup_special(&self, object: &Value, name: &Ref<Str>) -> Option<Value> {
        self.class_ref(object).lookup(name)
    }

    /// Binds a class attribute (a function, a descriptor) to an object: `descriptor.__get__`.
    ///
    /// # Errors
    /// Any exception raised by `__get__`.
    pub fn bind(&self, descriptor: Value, object: &Value) -> VmResult {
        let class = self.class_of(object);
        self.bind_to(&descriptor, Some(object), &class)
    }

    /// `descriptor.__get__(instance, owner)`, or the value itself if it is not a descriptor.
    ///
    /// # Errors
    /// Any exception raised by `__get__`.
    pub fn bind_to(&self, value: &Value, instance: Option<&Value>, owner: &Ref<Class>) -> VmResult {
        let Some(kind) = value.kind() else { return Ok(value.clone()) };
        let own_class = || !overrides(value, SpecialMethod::Get);
        match kind {
            Kind::Function => match instance {
                Some(object) => Ok(BoundMethod::value(value.clone(), object.clone())),
                None => Ok(value.clone()),
            },
            Kind::NativeFunction => {
                let function = value.get::<NativeFunction>();
                let role = function.and_then(|f| f.owner.as_ref().map(|_| f.def.role));
                match (role, instance) {
                    (Some(Role::Plain), Some(object)) => {
                        Ok(BoundMethod::value(value.clone(), object.clone()))
                    }
                    (Some(Role::Class), _) => {
                        Ok(BoundMethod::value(value.clone(), owner.as_value().clone()))
                    }
                    _ => Ok(value.clone()),
                }
            }
            Kind::StaticMethod if own_class() => {
                Ok(value.get::<StaticMethod>().map_or(Value::NONE, |m| m.function.get()))
            }
            Kind::ClassMethod if own_class() => {
                let function = value.get::<ClassMethod>().map_or(Value::NONE, |m| m.function.get());
                Ok(BoundMethod::value(function, owner.as_value().clone()))
            }
            Kind::Property if own_class() => match (instance, value.get::<Property>()) {
                (Some(object), Some(property)) => self.read_property(property, object),
                _ => Ok(value.clone()),
            },
            Kind::NativeProperty => match (instance, value.get::<NativeProperty>()) {
                (Some(object), Some(property)) => self.read_native_property(property, object),
                _ => Ok(value.clone()),
            },
            Kind::Int | Kind::Str | Kind::List | Kind::Dict | Kind::Tuple | Kind::BoundMethod
                if value.header().is_some_and(|h| h.class().is_none()) =>
            {
                Ok(value.clone())
            }
            _ if self.class_ref(value).special_methods().get => {
                let none = Value::NONE;
                let args = [instance.unwrap_or(&none), owner.as_value()];
                let slot = self.slot(value, SpecialMethod::Get);
                Ok(self.call_slot(&slot, value, &args)?.unwrap_or_default())
            }
            _ => Ok(value.clone()),
        }
    }

    /// Whether a class's attribute is read before the instance's own: a data descriptor that has
    /// `__get__`. One that has only `__set__` or `__delete__` takes part only in assignments.
    pub fn is_read_first(&self, value: &Value) -> bool {
        self.is_data_descriptor(value)
            && (matches!(value.kind(), Some(Kind::Property | Kind::NativeProperty))
                || self.class_ref(value).special_methods().get)
    }

    /// Whether assignment to a class's attribute goes to the attribute itself, not to the instance.
    pub fn is_data_descriptor(&self, value: &Value) -> bool {
        match value.kind() {
            None => false,
            Some(Kind::Property | Kind::NativeProperty) => true,
            Some(Kind::Instance | Kind::Native) => self.class_ref(value).special_methods().set,
            Some(_) => match value.header().and_then(|h| h.class()?.get::<Class>()) {
                Some(class) => class.special_methods().set,
                None => false,
            },
        }
    }

    /// Calls a special method if the object's class has it; none if it is absent or None.
    ///
    /// # Errors
    /// Any exception raised by the method.
    pub fn call_special(
        &self,
        object: &Value,
        name: &Ref<Str>,
        args: &[Value],
    ) -> VmResult<Option<Value>> {
        match self.lookup_special(object, name) {
            None => Ok(None),
            Some(method) if method.is_none() => Ok(None),
            Some(method) => self.call_bound(&method, object, args).map(Some),
        }
    }

    /// For a call `object.name(…)`: the function and whether `object` is its first argument. A
    /// native function takes it only if it is an instance of the function's class.
    ///
    /// # Errors
    /// Same as [`Vm::get_attribute`].
    pub fn get_method(&self, object: &Value, name: &Ref<Str>) -> VmResult<(Value, bool)> {
        let class = self.class_ref(object);
        let special_methods = class.special_methods();
        let special = matches!(object.kind(), Some(Kind::Super | Kind::Module | Kind::BoundMethod));
        if special_methods.getattribute || special {
            return Ok((self.get_attribute(object, name)?, false));
        }
        let name = &intern_ref(name);
        if let Some(receiver) = object.get::<Class>() {
            if class.is(&self.types.type_)
                && let Some(function) = receiver.lookup(name).as_ref().and_then(class_method_of)
                && class.lookup(name).is_none()
            {
                return Ok((function, true));
            }
            return Ok((self.get_attribute(object, name)?, false));
        }
        match class.lookup(name) {
            Some(found) if self.takes_receiver(&found, class) => {
                match own_attribute(object, name) {
                    Some(own) => Ok((own, false)),
                    None => Ok((found, true)),
                }
            }
            _ => Ok((self.get_attribute(object, name)?, false)),
        }
    }

    // ---------------------------------------------------------------------------------------------
    // Assignment

    /// `object.name = value`, or `del object.name` with [`Value::UNSET`].
    ///
    /// # Errors
    /// AttributeError; any exception raised by descriptors and `__setattr__`.
    pub fn set_attribute(&self, object: &Value, name: &Ref<Str>, value: Value) -> VmResult<()> {
        if !self.class_ref(object).special_methods().setattr {
            return self.set_generic_attribute(object, name, value);
        }
        let name = name.as_value().clone();
        if value.is_unset() {
            self.call_special_method(object, SpecialMethod::DelAttr, &[&name])?;
        } else {
            self.call_special_method(object, SpecialMethod::SetAttr, &[&name, &value])?;
        }
        Ok(())
    }

    /// Assignment (deletion with [`Value::UNSET`]) as `object.__setattr__` and others do it.
    ///
    /// # Errors
    /// AttributeError; any exception raised by descriptors.
    pub fn set_generic_attribute(
        &self,
        object: &Value,
        name: &Ref<Str>,
        value: Value,
    ) -> VmResult<()> {
        let name = &intern_ref(name);
        if let Some(class) = object.get::<Class>() {
            return self.set_class_attribute(class, name, value);
        }
        let found = self.class_ref(object).lookup(name);
        if let Some(descriptor) = &found
            && self.is_data_descriptor(descriptor)
        {
            return self.write_descriptor(descriptor, object, value);
        }
        if let Some(instance) = object.get::<Instance>() {
            return self.set_instance_attribute(instance, name, value, found.is_some());
        }
        let class = self.class_ref(object);
        if !class.takes_attribute(name) && (!value.is_unset() || class.hides_dict()) {
            return Err(self.no_room(object, name, found.is_some()));
        }
        let dict = if value.is_unset() { own_dict(object) } else { self.own_dict(object) };
        match dict {
            Some(dict) if value.is_unset() => match dict.remove_str(name) {
                Some(_) => Ok(()),
                None => Err(self.no_attribute(object, name)),
            },
            Some(dict) => {
                drop(dict.set_str(name, value));
                Ok(())
            }
            None if value.is_unset() && has_own_dict(object) => {
                Err(self.no_attribute(object, name))
            }
            None => Err(self.no_room(object, name, found.is_some())),
        }
    }

    fn write_descriptor(&self, descriptor: &Value, object: &Value, value: Value) -> VmResult<()> {
        let special = if value.is_unset() { SpecialMethod::Delete } else { SpecialMethod::Set };
        if let Some(property) = descriptor.get::<Property>()
            && !overrides(descriptor, special)
        {
            return self.write_property(property, object, value);
        }
        if let Some(property) = descriptor.get::<NativeProperty>() {
            return self.write_native_property(property, object, value);
        }
        let called = if value.is_unset() {
            self.call_special_method(descriptor, special, &[object])?
        } else {
            self.call_special_method(descriptor, special, &[object, &value])?
        };
        match called {
            Some(_) => Ok(()),
            None => Err(self.error(Exc::AttributeError, special.name())),
        }
    }

    fn set_instance_attribute(
        &self,
        instance: &Ref<Instance>,
        name: &Ref<Str>,
        value: Value,
        class_has_it: bool,
    ) -> VmResult<()> {
        let object = instance.as_value();
        let class = self.class_ref(object);
        if !class.has_dict {
            return Err(self.no_room(object, name, class_has_it));
        }
        if value.is_unset() {
            let dict = self.instance_dict(instance);
            return match dict.remove_str(name) {
                Some(_) => Ok(()),
                None => Err(self.no_attribute(object, name)),
            };
        }
        let is_dict = instance.shape.get().is_dict();
        if is_dict || !instance.set_slot(name.as_value(), value.clone()) {
            if !is_dict {
                let needed = instance.shape.get().names().len() + 1;
                let room = (needed + needed / 4).min(MAX_CAPACITY);
                class.capacity.set(class.capacity.get().max(room));
            }
            drop(self.instance_dict(instance).set_str(name, value));
        }
        Ok(())
    }

    #[cold]
    fn no_room(&self, object: &Value, name: &Ref<Str>, class_has_it: bool) -> Raised {
        let own_assignment = self.class_ref(object).special_methods().setattr;
        let (class, text) = (self.class_ref(object).message_name(), name.as_str());
        let message = if class_has_it {
            format!("'{class}' object attribute '{text}' is read-only")
        } else if own_assignment {
            format!("'{class}' object has no attribute '{text}'")
        } else {
            format!(
                "'{class}' object has no attribute '{text}' and no __dict__ for setting new attributes"
            )
        };
        self.attribute_error(object, name.as_str(), message)
    }

    fn set_class_attribute(
        &self,
        class: &Ref<Class>,
        name: &Ref<Str>,
        value: Value,
    ) -> VmResult<()> {
        if class.def.is_some()
            && let Some(twin) = self.class_twin(class)?
        {
            return self.set_class_attribute(&twin, name, value);
        }
        if !class.changeable.get() {
            return Err(self.type_error(format!(
                "cannot set {} attribute of immutable type '{}'",
                self.repr_text(name.as_value()),
                class.message_name()
            )));
        }
        if let Some(descriptor) = self.class_ref(class.as_value()).lookup(name)
            && self.is_data_descriptor(&descriptor)
        {
            return self.write_descriptor(&descriptor, class.as_value(), value);
        }
        let old = class.set(name, value.clone());
        if old.is_none() && value.is_unset() {
            return Err(self.no_attribute(class.as_value(), name));
        }
        self.assign_to_twin(class, name, old.as_ref(), &value);
        Ok(())
    }

    // ---------------------------------------------------------------------------------------------
    // Dictionaries

    /// `instance.__dict__`: moves the attributes into a dictionary if they are still in slots.
    pub fn instance_dict(&self, instance: &Ref<Instance>) -> Ref<Dict> {
        if let Ok(dict) = instance.dict.get().into_ref::<Dict>() {
            return dict;
        }
        let class = self.class_of(instance.as_value());
        let (shape, declared) = (instance.shape.get(), class.slots.len());
        let names = shape.names();
        let dict = Dict::with_room(names.len().saturating_sub(declared));
        for (name, slot) in names.iter().zip(instance.tail()).skip(declared) {
            let value = slot.get();
            if let Some(name) = name.get::<Str>().filter(|_| !value.is_unset()) {
                dict.set_str(name, value);
            }
        }
        instance.shape.set(class.dict_shape().clone());
        instance.dict.set(dict.as_value().clone());
        instance.tail().iter().skip(declared).for_each(|slot| slot.set(Value::UNSET));
        dict
    }

    /// `object.__dict__`, created if necessary; none if such objects have none.
    pub fn own_dict(&self, object: &Value) -> Option<Ref<Dict>> {
        if let Some(instance) = object.get::<Instance>() {
            let has_dict = self.class_ref(object).has_dict;
            return has_dict.then(|| self.instance_dict(instance));
        }
        if let Some(dict) = own_dict(object) {
            return Some(dict);
        }
        let slot = match object.get::<Function>() {
            Some(function) => &function.dict,
            None => dict_slot(object)?,
        };
        let dict = Dict::new();
        slot.set(dict.as_value().clone());
        Some(dict)
    }

    /// Whether an object other than an instance has attributes in a dictionary of its own.
    pub fn has_own_attributes(&self, object: &Value) -> bool {
        own_dict(object).is_some_and(|dict| !dict.is_empty())
    }

    /// `object.__dict__ = dict`
    ///
    /// # Errors
    /// AttributeError if such objects have none.
    pub fn set_own_dict(&self, object: &Value, dict: Ref<Dict>) -> VmResult<()> {
        if let Some(instance) = object.get::<Instance>() {
            drop(self.instance_dict(instance));
            instance.dict.set(dict.into_value());
            return Ok(());
        }
        let slot = match object.get::<Function>() {
            Some(function) => Some(&function.dict),
            None => dict_slot(object),
        };
        match slot {
            Some(slot) => {
                slot.set(dict.into_value());
                Ok(())
            }
            None => Err(self.no_attribute(object, &self.names.dict)),
        }
    }
}

/// Whether a descriptor of a built-in type is of a derived class that overrides its binding.
fn overrides(descriptor: &Value, special: SpecialMethod) -> bool {
    let class = descriptor.header().and_then(|h| h.class()?.get::<Class>());
    class.is_some_and(|class| matches!(class.slot(special), TypeSlot::Method(_)))
}

pub(super) fn is_native_method(value: &Value) -> bool {
    value.get::<NativeFunction>().is_some_and(|f| f.owner.is_some() && f.def.role == Role::Plain)
}

/// The function of a class method, whose first argument is the class.
fn class_method_of(value: &Value) -> Option<Value> {
    if let Some(method) = value.get::<ClassMethod>().filter(|_| !is_derived(value)) {
        let function = method.function.get();
        return (function.kind() == Some(Kind::Function)).then_some(function);
    }
    let native = value.get::<NativeFunction>()?;
    (native.owner.is_some() && native.def.role == Role::Class).then(|| value.clone())
}

/// The attribute that an object itself has, by an interned name.
fn own_attribute(object: &Value, name: &Ref<Str>) -> Option<Value> {
    if let Some(instance) = object.get::<Instance>() {
        return match instance.dict.get().get::<Dict>() {
            Some(dict) => dict.get_str(name),
            None => instance.slot_value(name.as_value()),
        };
    }
    own_dict(object)?.get_str(name)
}

/// The value of a declared slot. Instances of built-in kinds have theirs in a hidden dictionary.
pub(super) fn slot_of(object: &Value, name: &Ref<Str>) -> Option<Value> {
    match object.get::<Instance>() {
        Some(instance) => instance.slot_value(name.as_value()),
        None => own_dict(object)?.get_str(name),
    }
}

/// The dictionary that an object other than an instance already has.
pub(super) fn own_dict(object: &Value) -> Option<Ref<Dict>> {
    match object.kind()? {
        Kind::Module => object.get::<Module>().map(|m| m.dict.clone()),
        Kind::Function => object.get::<Function>()?.dict.get().into_ref().ok(),
        _ => dict_slot(object)?.get().into_ref().ok(),
    }
}

fn has_own_dict(object: &Value) -> bool {
    has_lasting_dict(object) || dict_slot(object).is_some()
}

/// Whether an object has a dictionary that is not part of its layout.
fn has_lasting_dict(object: &Value) -> bool {
    matches!(object.kind(), Some(Kind::Module | Kind::Function))
}

/// The attribute found in the classes after `super`'s class, and the class whose order is used.
fn find_in_super(object: &Value, name: &Ref<Str>) -> Option<(Value, Ref<Class>)> {
    let this = object.get::<Super>()?;
    let start = this.start.get::<Class>()?;
    let mro = start.mro.borrow();
    let behind = mro.iter().skip_while(|c| !c.is(this.class.as_value())).skip(1);
    let found = behind.filter_map(|c| c.get::<Class>()).find_map(|c| c.dict().get_str(name))?;
    Some((found, start.clone()))
}
