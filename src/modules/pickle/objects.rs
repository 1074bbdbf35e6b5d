//! Objects of a pickle: finding their classes and functions, creating them, setting their state.

use super::load::Load;
use super::unpickling_error;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::native::NativeFunction;
use crate::objects::str::{Str, intern, intern_ref};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::VmResult;

impl Load<'_> {
    /// The object with this name in a module, found by the program's `find_class` if it has one.
    pub(super) fn find(&mut self, module: &str, name: &str) -> VmResult {
        match &self.find_class {
            Some(function) => self.vm.call(function, &[module.into(), name.into()]),
            None => self.find_global(module, name),
        }
    }

    /// The object with this name in a module.
    ///
    /// # Errors
    /// ImportError; AttributeError.
    pub fn find_global(&self, module: &str, name: &str) -> VmResult {
        let vm = self.vm;
        let (mut module, mut name) = (module.to_string(), name.to_string());
        if self.protocol < 3 && self.fix_imports {
            (module, name) = self.new_names(module, name)?;
        }
        let from = match vm.modules.get_text(&module) {
            Some(found) if !found.is_none() => found,
            _ => vm.import_module(&module)?,
        };
        let mut found = from.clone();
        // Older protocols know no dotted names.
        let parts = if self.protocol < 4 { vec![name.as_str()] } else { name.split('.').collect() };
        for part in parts {
            let next = match part {
                "<locals>" => {
                    let shown = vm.repr(&from)?;
                    let message =
                        format!("Can't get local attribute '{name}' on {}", shown.as_str());
                    return Err(vm.attribute_error(&from, &name, message));
                }
                _ => vm.find_attribute(&found, &intern(part))?,
            };
            found = match next {
                Some(next) => next,
                None => {
                    let shown = vm.repr(&from)?;
                    let message = format!("Can't get attribute '{name}' on {}", shown.as_str());
                    return Err(vm.attribute_error(&from, &name, message));
                }
            };
        }
        Ok(found)
    }

    /// The Python 3 names of an object with different names in Python 2.
    fn new_names(&self, module: String, name: String) -> VmResult<(String, String)> {
        let vm = self.vm;
        let compat = vm.import_module("_compat_pickle")?;
        let names = vm.get_attribute(&compat, &intern("NAME_MAPPING"))?;
        let key = Tuple::new([module.as_str().into(), name.as_str().into()]).into_value();
        if let Some(dict) = names.get::<Dict>()
            && let Some(pair) = dict.get(vm, &key)?
            && let Some([module, name]) = pair.get::<Tuple>().map(|pair| pair.items())
        {
            return Ok((vm.str(module)?.as_str().to_string(), vm.str(name)?.as_str().to_string()));
        }
        let modules = vm.get_attribute(&compat, &intern("IMPORT_MAPPING"))?;
        if let Some(dict) = modules.get::<Dict>()
            && let Some(new) = dict.get(vm, &module.as_str().into())?
        {
            return Ok((vm.str(&new)?.as_str().to_string(), name));
        }
        Ok((module, name))
    }

    pub(super) fn load_extension(&mut self, size: usize) -> VmResult<()> {
        let number = self.number(size)?;
        let code = if size == 4 { i64::from(number as u32 as i32) } else { number as i64 };
        if code <= 0 {
            return Err(self.error("EXT specifies code <= 0"));
        }
        let vm = self.vm;
        let copyreg = vm.import_module("copyreg")?;
        let registry = vm.get_attribute(&copyreg, &intern("_inverted_registry"))?;
        let pair = match registry.get::<Dict>() {
            Some(dict) => dict.get(vm, &Value::from(code))?,
            None => None,
        };
        let pair = pair.as_ref().and_then(|pair| pair.get::<Tuple>()).map(|pair| pair.items());
        let Some([module, name]) = pair else {
            return Err(vm.value_error(format!("unregistered extension code {code}")));
        };
        let (module, name) = (vm.str(module)?, vm.str(name)?);
        let found = self.find(module.as_str(), name.as_str())?;
        self.push(found);
        Ok(())
    }

    /// `class.__new__(class, *arguments, **named)`
    pub(super) fn load_new(
        &mut self,
        class: &Value,
        arguments: &Value,
        named: Option<&Value>,
    ) -> VmResult<()> {
        let vm = self.vm;
        let code = if named.is_some() { "NEWOBJ_EX" } else { "NEWOBJ" };
        let wrong = |place: &str, wanted: &str, value: &Value| {
            let shown = vm.class_ref(value).message_name();
            unpickling_error(vm, format!("{code} {place} argument must be a {wanted}, not {shown}"))
        };
        let Some(of) = class.get::<Class>() else { return Err(wrong("class", "type", class)) };
        let Some(arguments) = arguments.get::<Tuple>() else {
            return Err(wrong("args", "tuple", arguments));
        };
        if arguments.is_empty() && named.is_none() && self.is_plain(of) {
            let made = vm.new_instance(of);
            self.push(made);
            return Ok(());
        }
        let new = vm.get_attribute(class, &intern("__new__"))?;
        let mut all = vec![class.clone()];
        all.extend_from_slice(arguments.items());
        let made = match named {
            None => vm.call(&new, &all)?,
            Some(named) => {
                let Some(dict) = named.get::<Dict>() else {
                    return Err(wrong("kwargs", "dict", named));
                };
                let named: Vec<(Ref<Str>, Value)> = dict
                    .entries()
                    .into_iter()
                    .filter_map(|(name, value)| Some((name.get::<Str>()?.clone(), value)))
                    .collect();
                vm.call_with(&new, &all, &named)?
            }
        };
        self.push(made);
        Ok(())
    }

    /// Whether instances of a class are made only by `object.__new__`.
    fn is_plain(&self, class: &Ref<Class>) -> bool {
        let new = class.lookup(&intern("__new__"));
        let owner = new.as_ref().and_then(|new| new.get::<NativeFunction>()).map(|f| &f.owner);
        class.kind == Kind::Instance
            && !class.is_abstract()
            && matches!(owner, Some(Some(owner)) if owner.is(&self.vm.types.object))
    }

    /// Calls a class of Python 2. `__init__` runs only if there are arguments.
    pub(super) fn instantiate(&mut self, class: &Value, arguments: Vec<Value>) -> VmResult<()> {
        let vm = self.vm;
        let bare = arguments.is_empty()
            && class.kind() == Some(Kind::Class)
            && vm.find_attribute(class, &intern("__getinitargs__"))?.is_none();
        let made = match bare {
            true => {
                let new = vm.get_attribute(class, &intern("__new__"))?;
                vm.call(&new, std::slice::from_ref(class))?
            }
            false => vm.call(class, &arguments)?,
        };
        self.push(made);
        Ok(())
    }

    /// Sets the state of the object on the stack.
    pub(super) fn build(&mut self) -> VmResult<()> {
        let vm = self.vm;
        let mut state = self.pop()?;
        let object = self.top()?;
        if let Some(set) = vm.find_attribute(&object, &intern("__setstate__"))? {
            return vm.call(&set, &[state]).map(drop);
        }
        let mut slots = Value::NONE;
        if let Some([first, second]) = state.get::<Tuple>().map(|pair| pair.items()) {
            (slots, state) = (second.clone(), first.clone());
        }
        if !state.is_none() {
            let Some(entries) = state.get::<Dict>() else {
                return Err(self.error("state is not a dictionary"));
            };
            let class = vm.class_of(&object);
            let mut dict = None;
            for (name, value) in entries.entries() {
                // A name that no descriptor of the class can intercept goes directly into the
                // instance.
                if object.kind() == Some(Kind::Instance)
                    && class.shows_dict()
                    && let Some(text) = name.get_exact::<Str>()
                {
                    let text = intern_ref(text);
                    if class.lookup(&text).is_none() {
                        vm.set_generic_attribute(&object, &text, value)?;
                        continue;
                    }
                }
                let into = match &dict {
                    Some(dict) => dict,
                    None => dict.insert(vm.get_attribute(&object, &intern("__dict__"))?),
                };
                vm.set_item(into, &name, value)?;
            }
        }
        if !slots.is_none() {
            let Some(entries) = slots.get::<Dict>() else {
                return Err(self.error("slot state is not a dictionary"));
            };
            for (name, value) in entries.entries() {
                let Some(name) = name.get::<Str>() else {
                    return Err(vm.type_error("attribute name must be string"));
                };
                vm.set_attribute(&object, &intern_ref(name), value)?;
            }
        }
        Ok(())
    }
}
