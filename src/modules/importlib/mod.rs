//! `_imp`: the interpreter's services for the Python part of the import system.
//!
//! The interpreter itself finds and loads modules (`vm::import`, [`super::finder`]). The library's
//! `importlib` is loaded when a program uses it, a module's `__spec__`, or `sys.meta_path`: then it
//! describes the modules that were imported, and loads those that the program's own finders and
//! path hooks find ([`hooks`]).

pub mod hooks;

use super::finder::{self, Place};
use super::{ModuleDef, pylib};
use crate::objects::bytes::{self, Bytes};
use crate::objects::exception::Exc;
use crate::objects::module::Module;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

/// The magic number of CPython 3.13's bytecode files, which are neither read nor written.
const PYC_MAGIC_NUMBER: i64 = 3571 | 0x0a0d << 16;

/// `_imp`
pub static IMP: ModuleDef = ModuleDef {
    name: "_imp",
    doc: "(Extremely) low-level import machinery bits as used by importlib.",
    functions: &[
        NativeDef::new("_import(name, /)", "Import a module by its full name.", |vm, a| {
            vm.import_module(vm.str(a.at(0))?.as_str())
        }),
        NativeDef::new(
            "is_builtin(name, /)",
            "Return 1 if the module of this name is built in, and 0 if it is not.",
            |vm, a| Ok(i64::from(is_kind(vm, a.at(0), "built-in")?).into()),
        ),
        NativeDef::new(
            "is_frozen(name, /)",
            "Returns True if the module name corresponds to a frozen module.",
            |vm, a| Ok(Value::bool(is_kind(vm, a.at(0), "frozen")?)),
        ),
        NativeDef::new(
            "is_frozen_package(name, /)",
            "Returns True if the module name is of a frozen package.",
            |vm, a| {
                let name = vm.str(a.at(0))?;
                Ok(Value::bool(pylib::find(name.as_str()).is_some_and(|packed| packed.is_package)))
            },
        ),
        NativeDef::new(
            "find_frozen(name, /, *, withdata=False)",
            "Return info about the corresponding frozen module (if there is one) or None.",
            find_frozen,
        ),
        NativeDef::new(
            "get_frozen_object(name, data=None, /)",
            "Create a code object for a frozen module.",
            frozen_code,
        ),
        NativeDef::new("_frozen_source(name, /)", "The text of a frozen module.", |vm, a| {
            let packed = pylib::find(vm.str(a.at(0))?.as_str());
            Ok(packed.map_or(Value::NONE, |packed| packed.source().text.as_str().into()))
        }),
        NativeDef::new(
            "_packed_names()",
            "The names of the files packed with the library that are no modules.",
            |_, _| Ok(pylib::file_names().map(Value::from).collect::<Vec<_>>().into()),
        ),
        NativeDef::new("_packed_file(name, /)", "The contents of such a file.", |vm, a| {
            let contents = pylib::file(vm.str(a.at(0))?.as_str());
            Ok(contents.map_or(Value::NONE, |contents| Bytes::new(contents).into_value()))
        }),
        NativeDef::new("create_builtin(spec, /)", "Create a built-in module.", create_builtin),
        NativeDef::new("exec_builtin(mod, /)", "Initialize a built-in module.", exec_builtin),
        NativeDef::new("create_dynamic(spec, file=None, /)", "", no_extension),
        NativeDef::new("exec_dynamic(mod, /)", "", no_extension),
        NativeDef::new(
            "extension_suffixes()",
            "Returns the list of file suffixes used to identify extension modules.",
            |_, _| Ok(Vec::new().into()),
        ),
        NativeDef::new(
            "source_hash(key, source)",
            "A hash of a source text, eight bytes long.",
            |vm, a| {
                let data = bytes::with_required(vm, a.at(1), <[u8]>::to_vec)?;
                let hash = crate::text::hash::keyed_hash(vm.index_clipped(a.at(0))? as u64, &data);
                Ok(Bytes::new(hash.to_le_bytes().to_vec()).into_value())
            },
        ),
        NativeDef::new("acquire_lock()", "", |_, _| Ok(Value::NONE)),
        NativeDef::new("release_lock()", "", |_, _| Ok(Value::NONE)),
        NativeDef::new("lock_held()", "", |_, _| Ok(Value::bool(false))),
        NativeDef::new(
            "_override_frozen_modules_for_tests(override, /)",
            "Accept CPython's internal override of frozen modules.\n\nAll frozen modules are \
             essential: the library has no other form.",
            |vm, a| vm.index_clipped(a.at(0)).map(|_| Value::NONE),
        ),
    ],
    constants: &[
        ("check_hash_based_pycs", |vm| {
            let when = vm.extension::<super::sys::Program>().check_pycs.borrow().clone();
            when.map_or("default".into(), Value::from)
        }),
        ("pyc_magic_number_token", |_| PYC_MAGIC_NUMBER.into()),
    ],
    ..ModuleDef::BASE
};

/// The location of a module by its full name; its package must already be imported.
fn place(vm: &Vm, name: &str) -> VmResult<Option<Place>> {
    let path = match name.rsplit_once('.') {
        Some((parent, _)) => match vm.modules.get_text(parent) {
            Some(parent) => vm.find_attribute(&parent, &vm.names.path)?,
            None => return Ok(finder::locate_own(name)),
        },
        None => None,
    };
    finder::locate(vm, name, path.as_ref())
}

fn is_kind(vm: &Vm, name: &Value, kind: &str) -> VmResult<bool> {
    Ok(place(vm, vm.str(name)?.as_str())?.is_some_and(|place| place.kind == kind))
}

/// `(None, whether it is a package, name)`
fn find_frozen(vm: &Vm, a: Args<'_>) -> VmResult {
    if !is_kind(vm, a.at(0), "frozen")? {
        return Ok(Value::NONE);
    }
    let name = vm.str(a.at(0))?;
    let is_package = pylib::find(name.as_str()).is_some_and(|packed| packed.is_package);
    let info = [Value::NONE, Value::bool(is_package), name.as_value().clone()];
    Ok(Tuple::new(info).into_value())
}

fn frozen_code(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = vm.str(a.at(0))?;
    match finder::packed_source(name.as_str()) {
        Some(source) => Ok(vm.host().module_code(vm, Some(name.as_str()), &source)?.into_value()),
        None => {
            let message = format!("No such frozen object named {}", name.as_str());
            Err(vm.error(Exc::ImportError, message))
        }
    }
}

fn create_builtin(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = vm.get_attribute(a.at(0), &intern("name"))?;
    let name = vm.str(&name)?;
    match super::find(name.as_str()) {
        Some(def) => Ok(def.make(vm)?.into_value()),
        None => Ok(Value::NONE),
    }
}

fn exec_builtin(vm: &Vm, a: Args<'_>) -> VmResult {
    if let Some(module) = a.at(0).get::<Module>()
        && let Some(source) = finder::native_source(&module.name())
    {
        let code = vm.host().module_code(vm, Some(&module.name()), &source)?;
        vm.run_code(&code, &module.dict, Value::UNSET)?;
    }
    Ok(i64::from(0i32).into())
}

fn no_extension(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = vm.find_attribute(a.at(0), &intern("name"))?.unwrap_or_default();
    let name = name.get::<crate::objects::str::Str>().map_or("", |name| name.as_str()).to_string();
    let message = format!("{name} is an extension module, which Hob cannot load");
    Err(vm.error(Exc::ImportError, message))
}

/// An attribute that a module receives on first use: its description (`__spec__`, `__loader__`,
/// `__cached__`, also of a module that is no longer in `sys.modules`), and `sys.meta_path` and the
/// like.
///
/// # Errors
/// Any exception raised while the Python part of the import system is loaded.
pub fn late_attribute(vm: &Vm, module: &Ref<Module>, name: &str) -> VmResult<Option<Value>> {
    match name {
        "__spec__" | "__loader__" | "__cached__" => {
            let bootstrap = vm.import_module("_frozen_importlib")?;
            // While it is being loaded, it has no description itself.
            if let Some(describe) = vm.find_attribute(&bootstrap, &intern("_describe"))?
                && module.dict.get_text("__spec__").is_none()
            {
                vm.call(&describe, &[module.as_value().clone()])?;
            }
        }
        "meta_path" | "path_hooks" | "path_importer_cache"
            if vm.modules.get_text("sys").is_some_and(|sys| sys.is(module.as_value())) =>
        {
            vm.import_module("_frozen_importlib")?;
        }
        _ => return Ok(None),
    }
    Ok(module.dict.get_text(name))
}
