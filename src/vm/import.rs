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

    /// The statement `import name` or `from name import …` in a function.
    pub(super) fn import_statement(
        &self,
        function: &Function,
        name: &Ref<Str>,
        names: &Value,
        level: u8,
    ) -> VmResult {
        // A program may have replaced `__import__`.
        let own = self.builtins.get_str(&self.names.import);
        if let Some(own) = own
            && own.kind() != Some(crate::runtime::Kind::NativeFunction)
        {
            let globals = function.globals.as_value().clone();
            let level = Value::small_int(i64::from(level));
            return self.call(
                &own,
                &[name.as_value().clone(), globals, Value::NONE, names.clone(), level],
            );
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

    fn resolve_relative(
        &self,
        name: &str,
        globals: Option<&Ref<Dict>>,
        level: u8,
    ) -> VmResult<String> {
        let text = |key: &str| {
            globals.and_then(|g| g.get_text(key)?.get::<Str>().map(|s| s.as_str().to_string()))
        };
        let package = match text("__package__") {
            Some(package) => package,
            None => {
                let name = text("__name__").unwrap_or_default();
                let is_package = globals.is_some_and(|g| g.get_text("__path__").is_some());
                if is_package {
                    name
                } else {
                    name.rsplit_once('.').map_or(String::new(), |(p, _)| p.to_string())
                }
            }
        };
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
                    let missing = self.is_exception(&raised, Exc::ModuleNotFoundError)
                        && raised.0.first_argument().is_some_and(|a| {
                            a.get::<Str>()
                                .is_some_and(|s| s.as_str().contains(&format!("'{full}'")))
                        });
                    if !missing {
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
        Err(raised)
    }

    /// `from module import *`
    pub(super) fn import_star(&self, namespace: &Value, module: &Value) -> VmResult<()> {
        let all = self.find_attribute(module, &self.names.all)?;
        let names: Vec<Ref<Str>> = match &all {
            Some(all) => self.to_vec(all)?.iter().filter_map(|n| n.get::<Str>().cloned()).collect(),
            None => {
                let dict = module.get::<Module>().map(|m| m.dict.keys()).unwrap_or_default();
                let names = dict.iter().filter_map(|n| n.get::<Str>().cloned());
                names.filter(|n| !n.as_str().starts_with('_')).collect()
            }
        };
        for name in names {
            let value = self.import_from(module, &name)?;
            self.set_item(namespace, name.as_value(), value)?;
        }
        Ok(())
    }
}
