//! `import` (Python reference, "The import system"): `sys.modules`, packages, and the names that
//! the statements bind. Modules are found by the [`Host`](super::Host).

use super::flags::Flag;
use super::{FoundModule, Raised, Vm, VmResult};
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::function::Function;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};

impl Vm {
    /// `import name` from Rust: the module with this dotted name itself.
    ///
    /// # Errors
    /// ModuleNotFoundError; any exception raised by running the module.
    pub fn import_module(&self, name: &str) -> VmResult {
        if let Some(known) = self.modules.get_text(name) {
            if known.is_none() {
                return Err(self.module_not_found(
                    name,
                    &format!("import of {name} halted; None in sys.modules"),
                ));
            }
            return Ok(known);
        }
        self.check_native_stack()?;
        let parent = match name.rsplit_once('.') {
            Some((parent, _)) => {
                let parent_module = self.import_module(parent)?;
                if let Some(known) = self.modules.get_text(name) {
                    return Ok(known);
                }
                Some((parent, parent_module))
            }
            None => None,
        };
        let package = parent.as_ref().map(|(n, m)| (*n, m));
        let (module, time) = self.import_times.measured(name, || self.load_module(name, package));
        if let Some(line) = time {
            self.write_error(&line);
        }
        let module = module?;
        if let Some((_, parent)) = parent {
            let last = name.rsplit('.').next().unwrap_or(name);
            if let Some(parent) = parent.get::<Module>() {
                parent.dict.set_text(last, module.clone());
            } else if let Err(raised) = self.set_attribute(&parent, &intern(last), module.clone())
                && !self.is_exception(&raised, Exc::AttributeError)
            {
                return Err(raised);
            }
        }
        Ok(module)
    }

    fn load_module(&self, name: &str, parent: Option<(&str, &Value)>) -> VmResult {
        let package = parent.map(|(_, package)| package);
        let Some(found) = self.host().find_module(self, name, package)? else {
            if let Some((parent_name, parent)) = parent
                && self.find_attribute(parent, &intern("__path__"))?.is_none()
            {
                return Err(self.module_not_found(
                    name,
                    &format!("No module named '{name}'; '{parent_name}' is not a package"),
                ));
            }
            let mut message = format!("No module named '{name}'");
            if let Some(reason) = self.host().why_not_found(self, name, package)? {
                message = format!("{message}: {reason}");
            }
            return Err(self.module_not_found(name, &message));
        };
        let (module, source, is_library) = match found {
            FoundModule::New { module, source, is_library } => (module, source, is_library),
            FoundModule::Loaded(module) => return Ok(module),
        };
        if self.flags.is_set(Flag::Verbose) {
            let origin = source.as_ref().map_or("built-in", |source| &source.name);
            self.write_error(&format!("import '{name}' # {origin}\n"));
        }
        self.modules.set_text(name, module.as_value().clone());
        if let Some(source) = &source {
            self.importing.borrow_mut().push(name.to_string());
            let code = self.host().module_code(self, is_library.then_some(name), source);
            let run = code.and_then(|code| self.run_code(&code, &module.dict, Value::UNSET));
            self.importing.borrow_mut().pop();
            if let Err(raised) = run {
                drop(self.modules.remove_str(&intern(name)));
                return Err(raised);
            }
            if !is_library {
                self.host().complete_module(self, name, &module)?;
            }
        }
        Ok(self.modules.get_text(name).unwrap_or_else(|| module.into_value()))
    }

    #[cold]
    fn module_not_found(&self, name: &str, message: &str) -> Raised {
        let raised = self.error(Exc::ModuleNotFoundError, message);
        self.set_exception_field(&raised.0, "name", name.into());
        raised
    }

    /// The statement `import name` or `from name import …` in a function, or in code whose names are
    /// in `namespace`.
    pub(super) fn import_statement(
        &self,
        function: &Function,
        namespace: &Value,
        name: &Ref<Str>,
        names: &Value,
        level: u8,
    ) -> VmResult {
        // A program may have replaced `__import__`.
        let Some(own) = self.find_builtin(&function.globals, &self.names.import)? else {
            return Err(self.error(Exc::ImportError, "__import__ not found"));
        };
        if own.kind() != Some(crate::runtime::Kind::NativeFunction) {
            let globals = function.globals.as_value().clone();
            let flags = &function.code.flags;
            let locals = match flags.module || flags.class_body {
                true if namespace.is_unset() => globals.clone(),
                true => namespace.clone(),
                false => Value::NONE,
            };
            let level = Value::small_int(i64::from(level));
            let name = name.as_value().clone();
            return self.call(&own, &[name, globals, locals, names.clone(), level]);
        }
        self.import_from_globals(name.as_str(), Some(&function.globals), names, level)
    }

    /// `__import__(name, globals, None, names, level)`
    ///
    /// # Errors
    /// ImportError; any exception raised by running the module.
    pub fn import_from_globals(
        &self,
        name: &str,
        globals: Option<&Ref<Dict>>,
        names: &Value,
        level: u8,
    ) -> VmResult {
        let full = if level == 0 {
            name.to_string()
        } else {
            self.resolve_relative(name, globals, level)?
        };
        let module = self.import_module(&full)?;
        let has_names = names.get::<Tuple>().is_some_and(|t| !t.is_empty())
            || names.get::<List>().is_some_and(|l| !l.is_empty());
        if has_names {
            return Ok(module);
        }
        // `import a.b.c` binds `a`.
        match full.split_once('.') {
            Some((first, _)) if level == 0 => self.import_module(first),
            _ => Ok(module),
        }
    }

    /// The package that relative imports in a namespace start from.
    fn package_of(&self, globals: Option<&Ref<Dict>>) -> VmResult<String> {
        let get = |key: &str| globals.and_then(|globals| globals.get_text(key));
        let some = |key: &str| get(key).filter(|value| !value.is_none());
        let text = |value: &Value, what: &str| match value.get::<Str>() {
            Some(text) => Ok(text.as_str().to_string()),
            None => Err(self.type_error(format!("{what} must be a string"))),
        };
        if let Some(package) = some("__package__") {
            return text(&package, "package");
        }
        if let Some(spec) = some("__spec__") {
            return text(&self.get_attribute(&spec, &intern("parent"))?, "__spec__.parent");
        }
        if get("__package__").is_some() || get("__spec__").is_some() {
            let message = "can't resolve package from __spec__ or __package__, falling back on \
                           __name__ and __path__";
            self.warn(Exc::ImportWarning, message, 1)?;
        }
        let Some(name) = get("__name__") else {
            return Err(self.error(Exc::KeyError, "'__name__' not in globals"));
        };
        let name = text(&name, "__name__")?;
        Ok(match (get("__path__"), name.rsplit_once('.')) {
            (Some(_), _) => name,
            (None, Some((package, _))) => package.to_string(),
            (None, None) => String::new(),
        })
    }

    fn resolve_relative(
        &self,
        name: &str,
        globals: Option<&Ref<Dict>>,
        level: u8,
    ) -> VmResult<String> {
        let package = self.package_of(globals)?;
        if package.is_empty() {
            return Err(self.error(
                Exc::ImportError,
                "attempted relative import with no known parent package",
            ));
        }
        let mut base = package.as_str();
        for _ in 1..level {
            base = match base.rsplit_once('.') {
                Some((parent, _)) => parent,
                None => {
                    return Err(self.error(
                        Exc::ImportError,
                        "attempted relative import beyond top-level package",
                    ));
                }
            };
        }
        Ok(if name.is_empty() { base.to_string() } else { format!("{base}.{name}") })
    }

    /// `from module import name`
    pub(super) fn import_from(&self, module: &Value, name: &Ref<Str>) -> VmResult {
        if let Some(value) = self.find_attribute(module, name)? {
            return Ok(value);
        }
        let shown = match self.find_attribute(module, &self.names.name)? {
            Some(n) => n.get::<Str>().map(|s| s.as_str().to_string()),
            None => None,
        };
        let shown = shown.unwrap_or_else(|| "<unknown module name>".to_string());
        let full = format!("{shown}.{}", name.as_str());
        let mut reason = None;
        if self.find_attribute(module, &self.names.path)?.is_some() {
            match self.import_module(&full) {
                Ok(submodule) => return Ok(submodule),
                Err(raised) => {
                    if !self.is_missing(&raised, &full) {
                        return Err(raised);
                    }
                    reason = self.host().why_not_found(self, &full, Some(module))?;
                }
            }
        }
        if let Some(known) = self.modules.get_text(&full) {
            return Ok(known);
        }
        let file = self.find_attribute(module, &self.names.file)?;
        let place = match file.as_ref().and_then(|f| f.get::<Str>()) {
            Some(file) => file.as_str().to_string(),
            None => "unknown location".to_string(),
        };
        let name_text = name.as_str();
        let message = if let Some(reason) = reason {
            format!("cannot import name '{name_text}' from '{shown}' ({place}): {reason}")
        } else if self.importing.borrow().contains(&shown) {
            format!(
                "cannot import name '{name_text}' from partially initialized module '{shown}' \
                 (most likely due to a circular import) ({place})"
            )
        } else {
            format!("cannot import name '{name_text}' from '{shown}' ({place})")
        };
        let raised = self.error(Exc::ImportError, message);
        self.set_exception_field(&raised.0, "name", shown.into());
        self.set_exception_field(&raised.0, "name_from", name.as_value().clone());
        if let Some(file) = file.filter(|file| file.get::<Str>().is_some()) {
            self.set_exception_field(&raised.0, "path", file);
        }
        Err(raised)
    }

    /// `from module import *`
    pub(super) fn import_star(&self, namespace: &Value, module: &Value) -> VmResult<()> {
        let all = self.find_attribute(module, &self.names.all)?;
        let names = match &all {
            Some(all) => self.to_vec(all)?,
            None => match self.find_attribute(module, &self.names.dict)? {
                Some(dict) => self.to_vec(&self.call_method(&dict, &self.names.keys, &[])?)?,
                None => {
                    let message = "from-import-* object has no __dict__ and no __all__";
                    return Err(self.error(Exc::ImportError, message));
                }
            },
        };
        for name in names {
            let Some(name) = name.get::<Str>() else {
                return Err(self.no_name(module, &name, all.is_some())?);
            };
            if all.is_none() && name.as_str().starts_with('_') {
                continue;
            }
            let value = self.import_listed(module, name)?;
            self.set_item(namespace, name.as_value(), value)?;
        }
        Ok(())
    }

    /// The error of a name for `import *` that is no string.
    fn no_name(&self, module: &Value, name: &Value, listed: bool) -> VmResult<Raised> {
        let shown = self.get_attribute(module, &self.names.name)?;
        let class = |value| self.class_ref(value).message_name();
        Ok(self.type_error(match (shown.get::<Str>(), listed) {
            (None, _) => format!("module __name__ must be a string, not {}", class(&shown)),
            (Some(module), true) => {
                format!("Item in {}.__all__ must be str, not {}", module.as_str(), class(name))
            }
            (Some(module), false) => {
                format!("Key in {}.__dict__ must be str, not {}", module.as_str(), class(name))
            }
        }))
    }

    /// A name that `import *` takes: an attribute, or a submodule that is not imported yet.
    fn import_listed(&self, module: &Value, name: &Ref<Str>) -> VmResult {
        if let Some(value) = self.find_attribute(module, name)? {
            return Ok(value);
        }
        let package = self.find_attribute(module, &self.names.name)?;
        let is_package = self.find_attribute(module, &self.names.path)?.is_some();
        if let Some(package) = package.as_ref().and_then(|n| n.get::<Str>()).filter(|_| is_package)
        {
            let full = format!("{}.{}", package.as_str(), name.as_str());
            match self.import_module(&full) {
                Ok(_) => {}
                Err(raised) if self.is_missing(&raised, &full) => {}
                Err(raised) => return Err(raised),
            }
        }
        self.get_attribute(module, name)
    }

    /// Whether an import failed because there is no module of this name.
    fn is_missing(&self, raised: &Raised, full: &str) -> bool {
        let quoted = format!("'{full}'");
        let names = |text: Value| text.get::<Str>().is_some_and(|s| s.as_str().contains(&quoted));
        self.is_exception(raised, Exc::ModuleNotFoundError)
            && raised.0.first_argument().is_some_and(names)
    }
}
