//! Finders and path hooks that a program has installed (Python reference, "The meta path" and
//! "Path entry finders").

use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};
use std::cell::Cell;

/// One step of a search along `sys.meta_path`.
pub enum Finder {
    /// The interpreter's own search: it takes the place of `PathFinder`.
    Own,
    /// A finder of the program's.
    Program(Value),
}

/// The names of the import system's Python part, if that has been loaded and is ready.
fn bootstrap(vm: &Vm) -> Option<Ref<Dict>> {
    let dict = vm.modules.get_text("_frozen_importlib")?.get::<Module>()?.dict.clone();
    dict.get_text("_own_hooks").is_some().then_some(dict)
}

fn sys_list(vm: &Vm, name: &str) -> Vec<Value> {
    let sys = vm.modules.get_text("sys");
    let list = sys.and_then(|sys| sys.get::<Module>()?.dict.get_text(name));
    list.and_then(|list| Some(list.get::<List>()?.to_vec())).unwrap_or_default()
}

fn own(names: &Dict, name: &str) -> Vec<Value> {
    let own = names.get_text(name);
    own.and_then(|own| Some(own.get::<Tuple>()?.items().to_vec())).unwrap_or_default()
}

fn same(one: &[Value], other: &[Value]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a.is(b))
}

/// The finders of a changed `sys.meta_path`, in order; none if it is unchanged.
pub fn finders(vm: &Vm) -> Option<Vec<Finder>> {
    let names = bootstrap(vm)?;
    let (all, own) = (sys_list(vm, "meta_path"), own(&names, "_own_finders"));
    if same(&all, &own) {
        return None;
    }
    let finders = all.into_iter().filter_map(|finder| {
        match own.iter().position(|known| known.is(&finder)) {
            // The interpreter's search handles built-in, packed and other modules.
            Some(place) => (place + 1 == own.len()).then_some(Finder::Own),
            None => Some(Finder::Program(finder)),
        }
    });
    Some(finders.collect())
}

/// Whether the program's path hooks handle the entries of a search path.
pub fn has_path_hooks(vm: &Vm) -> bool {
    bootstrap(vm)
        .is_some_and(|names| !same(&sys_list(vm, "path_hooks"), &own(&names, "_own_hooks")))
}

/// Imports a module by one of the program's finders; none if they do not find it.
///
/// # Errors
/// Any exception raised by the finder or the module's loader.
pub fn load_by(
    vm: &Vm,
    finder: &Value,
    name: &str,
    path: Option<&Value>,
) -> VmResult<Option<Value>> {
    let Some(find_spec) = vm.find_attribute(finder, &intern("find_spec"))? else {
        return Ok(None);
    };
    let path = path.cloned().unwrap_or(Value::NONE);
    let spec = vm.call(&find_spec, &[name.into(), path, Value::NONE])?;
    if spec.is_none() { Ok(None) } else { load(vm, &spec).map(Some) }
}

/// Imports a module from an entry of a search path that is not a folder: an archive, or an entry
/// handled by a path hook.
///
/// # Errors
/// Any exception raised by the hook or the module's loader.
pub fn load_from_entry(vm: &Vm, name: &str, entry: &str) -> VmResult<Option<Value>> {
    let spec = spec_in_entry(vm, name, entry)?;
    spec.map(|spec| load(vm, &spec)).transpose()
}

/// The location of a module in an entry of a search path, as [`load_from_entry`] finds it; its
/// text; and whether it is a package. None if its loader returns no text.
///
/// # Errors
/// Any exception raised by the hook or the module's loader.
pub fn source_from_entry(
    vm: &Vm,
    name: &str,
    entry: &str,
) -> VmResult<Option<(String, String, bool)>> {
    let Some(spec) = spec_in_entry(vm, name, entry)? else { return Ok(None) };
    let loader = vm.get_attribute(&spec, &intern("loader"))?;
    let Some(get_source) = vm.find_attribute(&loader, &intern("get_source"))? else {
        return Ok(None);
    };
    let text = vm.call(&get_source, &[name.into()])?;
    let origin = vm.get_attribute(&spec, &intern("origin"))?;
    let is_package = !vm.get_attribute(&spec, &intern("submodule_search_locations"))?.is_none();
    let (Some(text), Some(origin)) = (text.get::<Str>(), origin.get::<Str>()) else {
        return Ok(None);
    };
    Ok(Some((origin.as_str().to_string(), text.as_str().to_string(), is_package)))
}

/// The folders of a namespace package in an entry of a search path, as the finder of that entry tells
/// them.
///
/// # Errors
/// Any exception raised by the hook.
pub fn portions_in_entry(vm: &Vm, name: &str, entry: &str) -> VmResult<Vec<String>> {
    let Some(spec) = found_spec(vm, name, entry)? else { return Ok(Vec::new()) };
    let folders = vm.get_attribute(&spec, &intern("submodule_search_locations"))?;
    if folders.is_none() || !vm.get_attribute(&spec, &intern("loader"))?.is_none() {
        return Ok(Vec::new());
    }
    let folders = vm.to_vec(&folders)?;
    Ok(folders.iter().filter_map(|f| f.get::<Str>().map(|f| f.as_str().to_string())).collect())
}

/// The spec of a module that is not part of a namespace package.
fn spec_in_entry(vm: &Vm, name: &str, entry: &str) -> VmResult<Option<Value>> {
    let Some(spec) = found_spec(vm, name, entry)? else { return Ok(None) };
    let has_loader = !vm.get_attribute(&spec, &intern("loader"))?.is_none();
    Ok(Some(spec).filter(|_| has_loader))
}

fn found_spec(vm: &Vm, name: &str, entry: &str) -> VmResult<Option<Value>> {
    let Some(external) = external(vm)? else { return Ok(None) };
    let finder = vm.get_attribute(&external, &intern("PathFinder"))?;
    let entries = List::new(vec![entry.into()]).into_value();
    let find_spec = vm.get_attribute(&finder, &intern("find_spec"))?;
    let spec = vm.call(&find_spec, &[name.into(), entries])?;
    Ok(Some(spec).filter(|spec| !spec.is_none()))
}

/// Whether the Python part of the import system is being loaded.
#[derive(Default)]
struct Loading(Cell<bool>);

/// The Python part of the import system with its reader of archives. None while that is being
/// loaded: its own imports are not in archives.
fn external(vm: &Vm) -> VmResult<Option<Value>> {
    let loading = &vm.extension::<Loading>().0;
    if loading.replace(true) {
        return Ok(None);
    }
    let loaded = vm.import_module("_frozen_importlib");
    let external = loaded.and_then(|_| vm.import_module("_frozen_importlib_external"));
    loading.set(false);
    external.map(Some)
}

fn load(vm: &Vm, spec: &Value) -> VmResult {
    let bootstrap = vm.import_module("_frozen_importlib")?;
    vm.call_method(&bootstrap, &intern("_load_unlocked"), std::slice::from_ref(spec))
}
