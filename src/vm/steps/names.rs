//! Names: globals, class namespaces, closures; and the errors for those that are unbound.

use crate::objects::code::{Code, GlobalCache};
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::function::Function;
use crate::objects::module::Module;
use crate::objects::str::Str;
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::UnsafeCell;

impl Vm {
    /// The name of a local variable by its register.
    #[cold]
    pub(in crate::vm) fn unbound_local(&self, code: &Code, register: u16) -> Raised {
        let name = code.locals.get(usize::from(register)).map_or("?", |n| n.as_str()).to_string();
        if code.flags.module || code.flags.class_body {
            return self.unbound_name(&crate::objects::str::intern(&name));
        }
        let message = format!(
            "cannot access local variable '{name}' where it is not associated with a value"
        );
        self.error(Exc::UnboundLocalError, message)
    }

    #[cold]
    pub(in crate::vm) fn unbound_free(&self, code: &Code, index: u16) -> Raised {
        let name = code.free.get(usize::from(index)).map_or("?", |n| n.as_str()).to_string();
        let message = format!(
            "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
        );
        self.name_error(Exc::NameError, &name, message)
    }

    #[cold]
    pub(in crate::vm) fn unbound_name(&self, name: &Ref<Str>) -> Raised {
        let message = format!("name '{}' is not defined", name.as_str());
        self.name_error(Exc::NameError, name.as_str(), message)
    }

    /// A global or builtin, remembered in the cache.
    #[cold]
    pub(in crate::vm) fn load_global(
        &self,
        function: &Function,
        name: &Ref<Str>,
        cache: &UnsafeCell<GlobalCache>,
    ) -> VmResult {
        let globals = &function.globals;
        if globals.as_value().get_exact::<Dict>().is_none() {
            // A class of the program's may find names in its own way.
            if let Some(value) = self.find_in_namespace(globals.as_value(), name)? {
                return Ok(value);
            }
        } else if let Some(i) = globals.find_str(name) {
            self.remember_global(function, cache, i, false);
            return Ok(globals.value_at(i));
        }
        if self.own_builtins(globals).is_none()
            && let Some(index) = self.builtins.find_str(name)
        {
            self.remember_global(function, cache, index, true);
            return Ok(self.builtins.value_at(index));
        }
        match self.find_builtin(globals, name)? {
            Some(value) => Ok(value),
            None => self.late_global(globals, name),
        }
    }

    fn remember_global(
        &self,
        function: &Function,
        cache: &UnsafeCell<GlobalCache>,
        index: usize,
        builtin: bool,
    ) {
        let cache = cache.get();
        // SAFETY: only the loop and this function touch the cache, and neither keeps a reference.
        unsafe {
            (*cache).version = function.globals.version();
            (*cache).builtins_version = self.builtins.version();
            (*cache).index = index as u32;
            (*cache).builtin = builtin;
        }
    }

    /// A name in the builtins that a namespace's `__builtins__` is, a module or any mapping, or in
    /// the usual ones.
    ///
    /// # Errors
    /// What the mapping raises; TypeError if it is none.
    pub(in crate::vm) fn find_builtin(
        &self,
        globals: &Ref<Dict>,
        name: &Ref<Str>,
    ) -> VmResult<Option<Value>> {
        match self.own_builtins(globals) {
            None => Ok(self.builtins.get_str(name)),
            Some(own) => self.find_in_namespace(&own, name),
        }
    }

    /// The mapping that a program has put in place of the builtins of a namespace; none if it has not.
    pub fn own_builtins(&self, globals: &Ref<Dict>) -> Option<Value> {
        let named = globals.get_str(&self.names.builtins)?;
        let mapping = match named.get::<Module>() {
            Some(module) => module.dict.as_value().clone(),
            None => named,
        };
        (!mapping.is(self.builtins.as_value())).then_some(mapping)
    }

    #[cold]
    pub(in crate::vm) fn store_global(
        &self,
        function: &Function,
        name: &Ref<Str>,
        cache: &UnsafeCell<GlobalCache>,
        value: Value,
    ) {
        let globals = &function.globals;
        drop(globals.set_str(name, value));
        if let Some(index) = globals.find_str(name) {
            self.remember_global(function, cache, index, false);
        }
    }

    pub(in crate::vm) fn delete_global(
        &self,
        function: &Function,
        name: &Ref<Str>,
    ) -> VmResult<()> {
        match function.globals.remove_str(name) {
            Some(_) => Ok(()),
            None => Err(self.unbound_name(name)),
        }
    }

    /// The namespace of a frame's names: its own, for class bodies and `exec`, else the globals of
    /// its function.
    pub(in crate::vm) fn namespace(&self, function: &Function, own: &Value) -> Value {
        if own.is_unset() { function.globals.as_value().clone() } else { own.clone() }
    }

    fn find_in_namespace(&self, namespace: &Value, name: &Ref<Str>) -> VmResult<Option<Value>> {
        if let Some(dict) = namespace.get_exact::<Dict>() {
            return Ok(dict.get_str(name));
        }
        match self.get_item(namespace, name.as_value()) {
            Ok(value) => Ok(Some(value)),
            Err(raised) if self.is_exception(&raised, Exc::KeyError) => Ok(None),
            Err(raised) => Err(raised),
        }
    }

    pub(in crate::vm) fn load_name(
        &self,
        function: &Function,
        namespace: &Value,
        name: &Ref<Str>,
    ) -> VmResult {
        if let Some(value) = self.find_in_namespace(namespace, name)? {
            return Ok(value);
        }
        let globals = &function.globals;
        if let Some(value) = globals.get_str(name) {
            return Ok(value);
        }
        match self.find_builtin(globals, name)? {
            Some(value) => Ok(value),
            None => self.late_global(globals, name),
        }
    }

    /// A name that a module receives on first use (`__spec__`), or the NameError.
    #[cold]
    fn late_global(&self, globals: &Ref<Dict>, name: &Ref<Str>) -> VmResult {
        if name.as_str().starts_with("__")
            && let Some(module) = globals.get_str(&self.names.name)
            && let Some(module) = self.modules.get(self, &module)?
            && let Some(module) = module.get::<Module>()
            && module.dict.is(globals)
            && let Some(late) = self.host().late_attribute(self, module, name)?
        {
            return Ok(late);
        }
        Err(self.unbound_name(name))
    }

    pub(in crate::vm) fn store_name(
        &self,
        namespace: &Value,
        name: &Ref<Str>,
        value: Value,
    ) -> VmResult<()> {
        match namespace.get_exact::<Dict>() {
            Some(dict) => {
                drop(dict.set_str(name, value));
                Ok(())
            }
            None => self.set_item(namespace, name.as_value(), value),
        }
    }

    pub(in crate::vm) fn delete_name(&self, namespace: &Value, name: &Ref<Str>) -> VmResult<()> {
        let deleted = match namespace.get_exact::<Dict>() {
            Some(dict) => dict.remove_str(name).is_some(),
            None => match self.delete_item(namespace, name.as_value()) {
                Ok(()) => true,
                Err(raised) if self.is_exception(&raised, Exc::KeyError) => false,
                Err(raised) => return Err(raised),
            },
        };
        if deleted { Ok(()) } else { Err(self.unbound_name(name)) }
    }

    pub(in crate::vm) fn load_class_free(
        &self,
        function: &Function,
        code: &Code,
        namespace: &Value,
        index: u16,
    ) -> VmResult {
        let name = &code.free[usize::from(index)];
        if let Some(value) = self.find_in_namespace(namespace, name)? {
            return Ok(value);
        }
        let value = function.closure[usize::from(index)].value.get();
        if value.is_unset() { Err(self.unbound_free(code, index)) } else { Ok(value) }
    }

    pub(in crate::vm) fn setup_annotations(&self, namespace: &Value) -> VmResult<()> {
        if self.find_in_namespace(namespace, &self.names.annotations)?.is_none() {
            let name = self.names.annotations.as_value();
            self.set_item(namespace, name, Dict::new().into_value())?;
        }
        Ok(())
    }
}
