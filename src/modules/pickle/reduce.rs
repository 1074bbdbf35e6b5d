//! Objects without opcodes: by name, or reduced to parts (PEP 307).

use super::opcodes::*;
use super::pickling_error;
use super::save::Save;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::int::to_i64;
use crate::objects::str::{Str, intern, intern_ref};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::VmResult;

impl Save<'_> {
    /// Writes an object that no opcode makes directly.
    ///
    /// # Errors
    /// PicklingError; any exception raised by taking it apart.
    pub fn save_object(&mut self, object: &Value) -> VmResult<()> {
        if let Some(function) = self.hooks.reducer_override.clone() {
            let reduced = self.vm.call(&function, std::slice::from_ref(object))?;
            if !reduced.is(&Value::NOT_IMPLEMENTED) {
                return self.save_parts(object, reduced);
            }
        }
        let class = self.vm.class_of(object);
        if class.is(&self.vm.types.type_) {
            return self.save_type(object);
        }
        if object.kind() == Some(Kind::Function) {
            return self.save_global(object, None);
        }
        if let Some(function) = self.dispatched(&class)? {
            let reduced = self.vm.call(&function, std::slice::from_ref(object))?;
            return self.save_parts(object, reduced);
        }
        if object.kind() == Some(Kind::Class) {
            return self.save_global(object, None);
        }
        let vm = self.vm;
        let reduced = match vm.find_attribute(object, &intern("__reduce_ex__"))? {
            Some(method) => vm.call(&method, &[Value::small_int(self.protocol)])?,
            None => match vm.find_attribute(object, &intern("__reduce__"))? {
                Some(method) => vm.call(&method, &[])?,
                None => {
                    let (class, shown) = (class.message_name(), vm.repr(object)?);
                    let message = format!("can't pickle '{class}' object: {}", shown.as_str());
                    return Err(pickling_error(vm, message));
                }
            },
        };
        self.save_parts(object, reduced)
    }

    /// The entry for a class in the pickler's own dispatch table, or in that of `copyreg`.
    fn dispatched(&mut self, class: &Ref<Class>) -> VmResult<Option<Value>> {
        let vm = self.vm;
        if let Some(table) = &self.hooks.dispatch_table {
            return match vm.get_item(table, class.as_value()) {
                Ok(function) => Ok(Some(function)),
                Err(raised) if vm.is_exception(&raised, Exc::LookupError) => Ok(None),
                Err(raised) => Err(raised),
            };
        }
        let copyreg = vm.import_module("copyreg")?;
        let table = vm.get_attribute(&copyreg, &intern("dispatch_table"))?;
        match table.get::<Dict>() {
            Some(dict) => dict.get(vm, class.as_value()),
            None => Ok(None),
        }
    }

    fn save_parts(&mut self, object: &Value, reduced: Value) -> VmResult<()> {
        if reduced.get::<Str>().is_some() {
            return self.save_global(object, Some(&reduced));
        }
        match reduced.get::<Tuple>() {
            Some(parts) => self.save_reduced(parts, Some(object)),
            None => Err(pickling_error(self.vm, "__reduce__ must return a string or tuple")),
        }
    }

    fn save_type(&mut self, object: &Value) -> VmResult<()> {
        let vm = self.vm;
        for singleton in [Value::NONE, Value::NOT_IMPLEMENTED, Value::ELLIPSIS] {
            if object.is(vm.class_of(&singleton).as_value()) {
                let class = vm.types.type_.as_value().clone();
                let parts = Tuple::new([class, Tuple::new([singleton]).into_value()]);
                return self.save_reduced(&parts, Some(object));
            }
        }
        self.save_global(object, None)
    }

    /// Writes an object as the name under which it is found.
    fn save_global(&mut self, object: &Value, name: Option<&Value>) -> VmResult<()> {
        let vm = self.vm;
        let name = match name {
            Some(name) => name.clone(),
            None => match vm.find_attribute(object, &intern("__qualname__"))? {
                Some(name) => name,
                None => vm.get_attribute(object, &intern("__name__"))?,
            },
        };
        let dotted = vm.str(&name)?.as_str().to_string();
        let shown = |object: &Value| vm.repr(object).map(|text| text.as_str().to_string());
        if dotted.split('.').any(|part| part == "<locals>") {
            return Err(vm.attribute_error(
                object,
                &dotted,
                format!("Can't get local object '{dotted}'"),
            ));
        }
        // Each module's name is written once.
        let module_name = self.module_of(object, &name)?;
        let module_name = match module_name.get_exact::<Str>() {
            Some(text) => intern_ref(text).into_value(),
            None => module_name,
        };
        let module_text = vm.str(&module_name)?.as_str().to_string();
        let module = self.imported(&module_text).map_err(|raised| {
            if !vm.is_exception(&raised, Exc::ImportError) {
                return raised;
            }
            match shown(object) {
                Ok(text) => pickling_error(
                    vm,
                    format!("Can't pickle {text}: import of module '{module_text}' failed"),
                ),
                Err(raised) => raised,
            }
        })?;
        let (mut parent, mut found) = (module.clone(), Some(module));
        for part in dotted.split('.') {
            let Some(from) = found.take() else { break };
            found = vm.find_attribute(&from, &intern(part))?;
            parent = from;
        }
        let Some(found) = found else {
            let text = shown(object)?;
            return Err(pickling_error(
                vm,
                format!("Can't pickle {text}: attribute lookup {dotted} on {module_text} failed"),
            ));
        };
        if !found.is(object) {
            let text = shown(object)?;
            return Err(pickling_error(
                vm,
                format!("Can't pickle {text}: it's not the same object as {module_text}.{dotted}"),
            ));
        }
        if self.protocol >= 2
            && let Some(code) = self.extension_code(&module_name, &name)?
        {
            match code {
                0..256 => self.put(&[EXT1, code as u8]),
                256..65536 => {
                    self.put(&[EXT2]);
                    self.put(&(code as u16).to_le_bytes());
                }
                _ => {
                    self.put(&[EXT4]);
                    self.put(&(code as i32).to_le_bytes());
                }
            }
            return Ok(());
        }
        if self.protocol >= 4 {
            self.save(&module_name)?;
            self.save(&name)?;
            self.put(&[STACK_GLOBAL]);
        } else if let Some((_, last)) = dotted.rsplit_once('.') {
            let builtins = vm.import_module("builtins")?;
            let getattr = vm.get_attribute(&builtins, &intern("getattr"))?;
            let arguments = Tuple::new([parent, last.into()]).into_value();
            self.save_reduced(&Tuple::new([getattr, arguments]), None)?;
        } else {
            let (module, name) = self.old_names(&module_text, &dotted)?;
            if self.protocol < 3 && !(module.is_ascii() && name.is_ascii()) {
                return Err(pickling_error(
                    vm,
                    format!(
                        "can't pickle global identifier '{module_text}.{dotted}' using pickle protocol {}",
                        self.protocol
                    ),
                ));
            }
            self.put(&[GLOBAL]);
            self.put(format!("{module}\n{name}\n").as_bytes());
        }
        self.memoize(object);
        Ok(())
    }

    /// The name of an object's module: the one that the object states, or the first one that
    /// contains it.
    fn module_of(&self, object: &Value, name: &Value) -> VmResult {
        let vm = self.vm;
        if let Some(module) = vm.find_attribute(object, &intern("__module__"))?
            && !module.is_none()
        {
            return Ok(module);
        }
        let pickle = vm.import_module("pickle")?;
        let which = vm.get_attribute(&pickle, &intern("whichmodule"))?;
        vm.call(&which, &[object.clone(), name.clone()])
    }

    fn imported(&self, name: &str) -> VmResult {
        match self.vm.modules.get_text(name) {
            Some(module) if !module.is_none() => Ok(module),
            _ => self.vm.import_module(name),
        }
    }

    fn extension_code(&self, module: &Value, name: &Value) -> VmResult<Option<i64>> {
        let vm = self.vm;
        let copyreg = vm.import_module("copyreg")?;
        let registry = vm.get_attribute(&copyreg, &intern("_extension_registry"))?;
        let Some(registry) = registry.get::<Dict>().filter(|dict| !dict.is_empty()) else {
            return Ok(None);
        };
        let key = Tuple::new([module.clone(), name.clone()]).into_value();
        Ok(registry.get(vm, &key)?.as_ref().and_then(to_i64))
    }

    /// The Python 2 names of a module and its contents.
    fn old_names(&self, module: &str, name: &str) -> VmResult<(String, String)> {
        let same = || (module.to_string(), name.to_string());
        if !self.fix_imports {
            return Ok(same());
        }
        let vm = self.vm;
        let compat = vm.import_module("_compat_pickle")?;
        let names = vm.get_attribute(&compat, &intern("REVERSE_NAME_MAPPING"))?;
        let key = Tuple::new([module.into(), name.into()]).into_value();
        if let Some(dict) = names.get::<Dict>()
            && let Some(pair) = dict.get(vm, &key)?
            && let Some([module, name]) = pair.get::<Tuple>().map(|pair| pair.items())
        {
            return Ok((vm.str(module)?.as_str().to_string(), vm.str(name)?.as_str().to_string()));
        }
        let modules = vm.get_attribute(&compat, &intern("REVERSE_IMPORT_MAPPING"))?;
        if let Some(dict) = modules.get::<Dict>()
            && let Some(old) = dict.get(vm, &module.into())?
        {
            return Ok((vm.str(&old)?.as_str().to_string(), name.to_string()));
        }
        Ok(same())
    }

    /// Writes the result of `__reduce__`. `object` is the object to store in the memo, if any.
    ///
    /// # Errors
    /// PicklingError for invalid parts; any exception raised by writing them.
    pub fn save_reduced(&mut self, parts: &Ref<Tuple>, object: Option<&Value>) -> VmResult<()> {
        let vm = self.vm;
        let wrong = |message: String| pickling_error(vm, message);
        let parts = parts.items();
        if !(2..=6).contains(&parts.len()) {
            return Err(wrong(
                "tuple returned by __reduce__ must contain 2 through 6 elements".into(),
            ));
        }
        let part = |i: usize| parts.get(i).filter(|part| !part.is_none());
        let (callable, arguments) = (&parts[0], &parts[1]);
        let (state, setter) = (part(2), part(5));
        if !vm.is_callable(callable) {
            return Err(wrong(
                "first item of the tuple returned by __reduce__ must be callable".into(),
            ));
        }
        let Some(tuple) = arguments.get::<Tuple>() else {
            return Err(wrong(
                "second item of the tuple returned by __reduce__ must be a tuple".into(),
            ));
        };
        for (place, index) in [("fourth", 3), ("fifth", 4)] {
            if let Some(iterator) = part(index).filter(|iterator| !vm.is_iterator(iterator)) {
                let shown = vm.class_ref(iterator).message_name();
                return Err(wrong(format!(
                    "{place} element of the tuple returned by __reduce__ must be an iterator, not {shown}"
                )));
            }
        }
        if let Some(setter) = setter.filter(|setter| !vm.is_callable(setter)) {
            let shown = vm.class_ref(setter).message_name();
            return Err(wrong(format!(
                "sixth element of the tuple returned by __reduce__ must be a function, not {shown}"
            )));
        }
        let name = match self.protocol >= 2 {
            true => vm.find_attribute(callable, &intern("__name__"))?,
            false => None,
        };
        match name.as_ref().and_then(|name| name.get::<Str>()).map(|name| name.as_str()) {
            Some("__newobj_ex__") => self.save_newobj_ex(tuple.items(), object)?,
            Some("__newobj__") => self.save_newobj(tuple.items(), object)?,
            _ => {
                self.save(callable)?;
                self.save(arguments)?;
                self.put(&[REDUCE]);
            }
        }
        let Some(object) = object else { return self.save_contents(parts, None) };
        if self.is_known(object) {
            // The arguments contain the object.
            self.put(&[POP]);
            self.refer(object);
            return Ok(());
        }
        self.memoize(object);
        self.save_contents(parts, Some(object))?;
        let Some(state) = state else { return Ok(()) };
        match setter {
            None => {
                self.save(state)?;
                self.put(&[BUILD]);
            }
            Some(setter) => {
                self.save(setter)?;
                self.save(object)?;
                self.save(state)?;
                self.put(&[TUPLE2, REDUCE, POP]);
            }
        }
        Ok(())
    }

    /// Items and entries among the parts of an object.
    fn save_contents(&mut self, parts: &[Value], object: Option<&Value>) -> VmResult<()> {
        let part = |i: usize| parts.get(i).filter(|part| !part.is_none());
        if let Some(items) = part(3) {
            self.batches(
                |vm| Ok(vm.next(items)?.map(|item| (item, None))),
                [APPEND, APPENDS],
                false,
            )?;
        }
        if let Some(entries) = part(4) {
            self.batches(
                |vm| {
                    let Some(entry) = vm.next(entries)? else { return Ok(None) };
                    match entry.get::<Tuple>().map(|entry| entry.items()) {
                        Some([key, value]) => Ok(Some((key.clone(), Some(value.clone())))),
                        _ => Err(vm.type_error("dict items iterator must return 2-tuples")),
                    }
                },
                [SETITEM, SETITEMS],
                false,
            )?;
        }
        if let (None, Some(state)) = (object, part(2)) {
            self.save(state)?;
            self.put(&[BUILD]);
        }
        Ok(())
    }

    fn save_newobj(&mut self, arguments: &[Value], object: Option<&Value>) -> VmResult<()> {
        let vm = self.vm;
        let [class, rest @ ..] = arguments else {
            return Err(pickling_error(vm, "__newobj__ arglist is empty"));
        };
        if class.kind() != Some(Kind::Class) {
            return Err(pickling_error(vm, "args[0] from __newobj__ args is not a type"));
        }
        if let Some(object) = object
            && !vm.get_attribute(object, &intern("__class__"))?.is(class)
        {
            return Err(pickling_error(vm, "args[0] from __newobj__ args has the wrong class"));
        }
        self.save(class)?;
        self.save(Tuple::new(rest.to_vec()).as_value())?;
        self.put(&[NEWOBJ]);
        Ok(())
    }

    fn save_newobj_ex(&mut self, arguments: &[Value], _: Option<&Value>) -> VmResult<()> {
        let vm = self.vm;
        let [class, positional, named] = arguments else {
            let count = arguments.len();
            return Err(pickling_error(
                vm,
                format!("length of the NEWOBJ_EX argument tuple must be exactly 3, not {count}"),
            ));
        };
        for (value, fits, place, wanted) in [
            (class, class.kind() == Some(Kind::Class), "first", "class"),
            (positional, positional.get::<Tuple>().is_some(), "second", "tuple"),
            (named, named.get::<Dict>().is_some(), "third", "dict"),
        ] {
            if !fits {
                let shown = vm.class_ref(value).message_name();
                return Err(pickling_error(
                    vm,
                    format!(
                        "{place} item from NEWOBJ_EX argument tuple must be a {wanted}, not {shown}"
                    ),
                ));
            }
        }
        if self.protocol >= 4 {
            self.save(class)?;
            self.save(positional)?;
            self.save(named)?;
            self.put(&[NEWOBJ_EX]);
            return Ok(());
        }
        // Older protocols call `__new__` through a partial function.
        let functools = vm.import_module("functools")?;
        let partial = vm.get_attribute(&functools, &intern("partial"))?;
        let new = vm.get_attribute(class, &intern("__new__"))?;
        let mut all = vec![new, class.clone()];
        all.extend(vm.to_vec(positional)?);
        let named: Vec<(Ref<Str>, Value)> = named
            .get::<Dict>()
            .into_iter()
            .flat_map(|dict| dict.entries())
            .filter_map(|(name, value)| Some((name.get::<Str>()?.clone(), value)))
            .collect();
        let bound = vm.call_with(&partial, &all, &named)?;
        self.save(&bound)?;
        self.save(Tuple::empty().as_value())?;
        self.put(&[REDUCE]);
        Ok(())
    }
}
