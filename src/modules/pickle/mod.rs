//! `_pickle`: objects as bytes and back. (PEPs 307, 3154 and 574; *pickletools* has the opcodes.)

mod load;
mod memo;
mod objects;
mod opcodes;
mod pickler;
mod reduce;
mod save;
mod unpickler;

use super::ModuleDef;
use crate::objects::exception::Exc;
use crate::objects::int;
use crate::objects::native::NativeDef;
use crate::runtime::Value;
use crate::vm::{Raised, Vm, VmResult};

const HIGHEST_PROTOCOL: i64 = 5;
const DEFAULT_PROTOCOL: i64 = 4;

/// An exception of this module's class `name`.
#[cold]
fn error(vm: &Vm, name: &str, message: impl Into<String>) -> Raised {
    let message = message.into();
    let args = [message.as_str().into()];
    vm.module_error(("_pickle", name), &args, || vm.error(Exc::ValueError, message))
}

#[cold]
fn pickling_error(vm: &Vm, message: impl Into<String>) -> Raised {
    error(vm, "PicklingError", message)
}

#[cold]
fn unpickling_error(vm: &Vm, message: impl Into<String>) -> Raised {
    error(vm, "UnpicklingError", message)
}

/// The number of a protocol from an argument.
///
/// # Errors
/// ValueError for one that does not exist yet.
fn protocol_argument(vm: &Vm, value: Option<&Value>) -> VmResult<i64> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(DEFAULT_PROTOCOL) };
    let index = vm.index(value)?;
    match int::to_i64(&index) {
        Some(protocol) if protocol < 0 => Ok(HIGHEST_PROTOCOL),
        Some(protocol) if protocol <= HIGHEST_PROTOCOL => Ok(protocol),
        _ => Err(vm.value_error(format!("pickle protocol must be <= {HIGHEST_PROTOCOL}"))),
    }
}

/// `_pickle`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_pickle",
    doc: "Optimized C implementation for the Python pickle module.",
    functions: &[
        NativeDef::new(
            "dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)",
            "Write a pickled representation of obj to the open file object file.\n\nThis is equivalent to ``Pickler(file, protocol).dump(obj)``, but may\nbe more efficient.",
            pickler::dump,
        ),
        NativeDef::new(
            "dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None)",
            "Return the pickled representation of the object as a bytes object.",
            pickler::dumps,
        ),
        NativeDef::new(
            "load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
            "Read and return an object from the pickle data stored in a file.\n\nThis is equivalent to ``Unpickler(file).load()``, but may be more\nefficient.",
            unpickler::load,
        ),
        NativeDef::new(
            "loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
            "Read and return an object from the given pickle data.",
            unpickler::loads,
        ),
    ],
    classes: &[&pickler::CLASS, &unpickler::CLASS],
    source: include_str!("_pickle.py"),
    ..ModuleDef::BASE
};
