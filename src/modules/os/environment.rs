//! The environment variables of a program: those that it was started with, and its changes.
//!
//! The process's own variables stay as they are: other threads of the host may read them. The
//! programs that are started get these instead.

use super::process::path_text;
use crate::modules::sys::Program;
use crate::objects::bytes::Bytes;
use crate::objects::dict::Dict;
use crate::objects::native::{Args, NativeDef};
use crate::runtime::Value;
use crate::text::os_text;
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use std::cell::{RefCell, RefMut};
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

/// Names and values, in the order of the environment.
type Variables = Vec<(OsString, OsString)>;

#[derive(Default)]
struct Environment {
    /// None until they are asked for.
    variables: RefCell<Option<Variables>>,
}

impl Environment {
    fn variables(&self, vm: &Vm) -> RefMut<'_, Variables> {
        RefMut::map(self.variables.borrow_mut(), |known| known.get_or_insert_with(|| initial(vm)))
    }
}

/// The variables that the host gives, or those of the process, if the program may see them.
fn initial(vm: &Vm) -> Variables {
    let os = |text: &str| os_text::to_os(text).unwrap_or_default();
    match &*vm.extension::<Program>().environment.borrow() {
        Some(given) => given.iter().map(|(name, value)| (os(name), os(value))).collect(),
        None if vm.is_granted(Capability::Environment) => std::env::vars_os().collect(),
        None => Vec::new(),
    }
}

/// The variables.
pub fn variables(vm: &Vm) -> Variables {
    vm.extension::<Environment>().variables(vm).clone()
}

/// The value of a variable.
pub fn variable(vm: &Vm, name: &str) -> Option<OsString> {
    let environment = vm.extension::<Environment>();
    let variables = environment.variables(vm);
    variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

/// The name of a variable to be changed.
fn name(vm: &Vm, value: &Value) -> VmResult<OsString> {
    let name = path_text(vm, value)?;
    match name.as_bytes() {
        [] => Err(vm.os_error(&rustix::io::Errno::INVAL.into(), None)),
        bytes if bytes.contains(&b'=') => Err(vm.value_error("illegal environment variable name")),
        _ => Ok(name),
    }
}

fn putenv(vm: &Vm, a: Args<'_>) -> VmResult {
    let (name, value) = (name(vm, a.at(0))?, path_text(vm, a.at(1))?);
    let environment = vm.extension::<Environment>();
    let mut variables = environment.variables(vm);
    match variables.iter_mut().find(|(known, _)| *known == name) {
        Some((_, known)) => *known = value,
        None => variables.push((name, value)),
    }
    Ok(Value::NONE)
}

fn unsetenv(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = path_text(vm, a.at(0))?;
    if name.is_empty() || name.as_bytes().contains(&b'=') {
        return Err(vm.os_error(&rustix::io::Errno::INVAL.into(), None));
    }
    vm.extension::<Environment>().variables(vm).retain(|(known, _)| *known != name);
    Ok(Value::NONE)
}

/// `posix.environ`: a dict of bytes, from which `os.environ` is made.
///
/// # Errors
/// MemoryError.
pub(super) fn as_dict(vm: &Vm) -> VmResult {
    let bytes = |text: &OsStr| Bytes::new(text.as_bytes().to_vec()).into_value();
    let dict = Dict::new();
    for (name, value) in variables(vm) {
        dict.insert(vm, bytes(&name), bytes(&value))?;
    }
    Ok(dict.into_value())
}

/// The functions.
pub(super) const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("putenv(name, value, /)", "Change or add an environment variable.", putenv),
    NativeDef::new("unsetenv(name, /)", "Delete an environment variable.", unsetenv),
];
