//! `importlib`: the import system as programs reach for it, over the importer in `vm::import`.

use super::ModuleDef;
use crate::objects::native::{Args, NativeDef};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

macro_rules! modules {
    ($($static:ident = $name:literal, $file:literal, [$($constant:expr),*];)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub static $static: ModuleDef = ModuleDef {
                name: $name,
                constants: &[$($constant),*],
                source: include_str!($file),
                ..ModuleDef::BASE
            };
        )*
    };
}

const PACKAGE: (&str, fn(&Vm) -> Value) = ("__path__", |_| Vec::new().into());

modules! {
    IMPORTLIB = "importlib", "importlib.py", [PACKAGE];
    ABC = "importlib.abc", "abc.py", [];
    MACHINERY = "importlib.machinery", "machinery.py", [];
    METADATA = "importlib.metadata", "metadata.py", [];
    UTIL = "importlib.util", "util.py", [];
}

/// `_imp`
pub static IMP: ModuleDef = ModuleDef {
    name: "_imp",
    doc: "What importlib asks the importer.",
    functions: &[
        NativeDef::new("_find(name, path)", "Tell where a module is.", find),
        NativeDef::new("is_builtin(name, /)", "", |vm, a| {
            let name = vm.str(a.at(0))?;
            Ok(i64::from(super::find(name.as_str()).is_some()).into())
        }),
        NativeDef::new("is_frozen(name, /)", "", |vm, a| {
            Ok(Value::bool(super::pylib::find(vm.str(a.at(0))?.as_str()).is_some()))
        }),
        NativeDef::new("acquire_lock()", "", |_, _| Ok(Value::NONE)),
        NativeDef::new("release_lock()", "", |_, _| Ok(Value::NONE)),
        NativeDef::new("lock_held()", "", |_, _| Ok(Value::bool(false))),
        NativeDef::new("extension_suffixes()", "", |_, _| Ok(Vec::new().into())),
        NativeDef::new("_override_frozen_modules_for_tests(override, /)", "", |_, _| {
            Ok(Value::NONE)
        }),
    ],
    ..ModuleDef::BASE
};

/// `(kind, origin, search locations)` of a module that has not been imported; None if there is no
/// such module. `path` is the parent package's, or None.
fn find(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = vm.str(a.at(0))?;
    let parent = if a[1].is_none() { None } else { Some(a.at(1)) };
    let Some(place) = super::finder::locate(vm, name.as_str(), parent)? else {
        return Ok(Value::NONE);
    };
    let text = |t: Option<String>| t.map_or(Value::NONE, Value::from);
    let locations = match place.package {
        Some(path) => Value::from(if path.is_empty() { vec![] } else { vec![Value::from(path)] }),
        None => Value::NONE,
    };
    Ok(Tuple::new([place.kind.into(), text(place.file), locations]).into_value())
}
