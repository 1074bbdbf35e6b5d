//! The modules written in Rust, and how a module is declared.
//!
//! A module is a file (or folder) with one [`ModuleDef`], which is listed in [`ALL`]. What is
//! simplest in the language itself may be: a module's `source` is compiled and run in its
//! namespace, after the native parts are in it, when it is first imported.

pub mod array;
pub mod ast;
pub mod asyncio;
pub mod atexit;
pub mod binascii;
pub mod bisect;
pub mod builtins;
pub mod codecs;
pub mod collections;
pub mod contextvars;
pub mod csv;
pub mod datetime;
pub mod errno;
pub mod fcntl;
pub mod finder;
pub mod functools;
pub mod gc;
pub mod hashlib;
pub mod heapq;
pub mod importlib;
pub mod io;
pub mod itertools;
pub mod json;
mod local_zone;
pub mod math;
pub mod operator;
pub mod os;
pub mod pylib;
pub mod random;
pub mod resource;
pub mod select;
pub mod signal;
pub mod socket;
mod sources;
pub mod sre;
pub mod string;
pub mod struct_sequence;
pub mod structs;
pub mod sys;
pub mod threads;
pub mod time;
pub mod traceback;
pub mod types;
pub mod unicodedata;
pub mod warnings;
pub mod weakref;
#[cfg(feature = "stdlib")]
pub mod zlib;

use crate::objects::module::Module;
use crate::objects::native::{ClassDef, NativeDef, NativeFunction};
use crate::runtime::{Ref, Value};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};

/// The declaration of a module.
pub struct ModuleDef {
    /// The full name, such as `os.path`.
    pub name: &'static str,
    /// The docstring.
    pub doc: &'static str,
    /// Functions.
    pub functions: &'static [NativeDef],
    /// Classes, under their own names.
    pub classes: &'static [&'static ClassDef],
    /// Other values, made when the module is.
    pub constants: &'static [(&'static str, fn(&Vm) -> Value)],
    /// Code in the language that is run in the module's namespace.
    pub source: &'static str,
    /// Which capability a function needs, by name. A module that reaches outside names those that do
    /// not, or that ask by themselves, so that a new function is denied unless somebody says otherwise.
    pub needs: fn(&str) -> Option<Capability>,
    /// Called before the source is run.
    pub init: Option<fn(&Vm, &Ref<Module>) -> VmResult<()>>,
}

impl ModuleDef {
    /// A module without contents: a base for struct updates.
    pub const BASE: ModuleDef = ModuleDef {
        name: "",
        doc: "",
        functions: &[],
        classes: &[],
        constants: &[],
        source: "",
        needs: |_| None,
        init: None,
    };

    /// Makes the module with all native parts. The importer puts it into `sys.modules` and then
    /// runs [`ModuleDef::source`] in it.
    ///
    /// # Errors
    /// What `init` raises.
    pub fn make(&'static self, vm: &Vm) -> VmResult<Ref<Module>> {
        let module = Module::new(self.name);
        if !self.doc.is_empty() {
            module.dict.set_text("__doc__", self.doc);
        }
        for def in self.functions {
            let denied = (self.needs)(def.name()).filter(|needed| !vm.is_granted(*needed));
            let body = denied.map_or(def, Capability::denied);
            module.dict.set_text(def.name(), NativeFunction::new(body, self.name));
        }
        for def in self.classes {
            module.dict.set_text(def.name, vm.class_for(def));
        }
        for (name, value) in self.constants {
            module.dict.set_text(name, value(vm));
        }
        if let Some(init) = self.init {
            init(vm, &module)?;
        }
        Ok(module)
    }
}

/// All native modules but `builtins`, which is always there.
pub static ALL: &[&ModuleDef] = &[
    &asyncio::EXECUTORS,
    &asyncio::MODULE,
    &asyncio::submodules::SOCKETS,
    &array::MODULE,
    &asyncio::subprocess::PIPES,
    &ast::MODULE,
    &atexit::MODULE,
    &binascii::MODULE,
    &bisect::MODULE,
    &codecs::MODULE,
    &collections::ABC,
    &collections::MODULE,
    &collections::NATIVE,
    &collections::USER,
    &contextvars::MODULE,
    &csv::MODULE,
    &datetime::MODULE,
    &errno::MODULE,
    &fcntl::MODULE,
    &functools::MODULE,
    &gc::MODULE,
    &hashlib::MODULE,
    &heapq::MODULE,
    &io::MODULE,
    &io::NATIVE,
    &itertools::MODULE,
    &json::DECODER,
    &json::ENCODER,
    &json::MODULE,
    &math::MODULE,
    &operator::MODULE,
    &os::MODULE,
    &os::PATH,
    &os::SUBPROCESS,
    &random::MODULE,
    &resource::MODULE,
    &select::MODULE,
    &signal::MODULE,
    &socket::MODULE,
    &sre::MODULE,
    &string::MODULE,
    &structs::MODULE,
    &sys::MODULE,
    &threads::MULTIPROCESSING,
    &threads::PROCESSES,
    &threads::THREAD,
    &time::MODULE,
    &traceback::MODULE,
    &types::MODULE,
    &unicodedata::MODULE,
    &warnings::MODULE,
    &weakref::CORE,
    &weakref::MODULE,
    &weakref::SET,
    #[cfg(feature = "stdlib")]
    &zlib::MODULE,
];

fn all() -> impl Iterator<Item = &'static ModuleDef> {
    ALL.iter()
        .copied()
        .chain(sources::ALL)
        .chain(asyncio::submodules::MODULES)
        .chain(importlib::MODULES.iter().copied())
}

/// The native module of this name.
pub fn find(name: &str) -> Option<&'static ModuleDef> {
    all().find(|def| def.name == name)
}

/// The names of the native modules, `builtins` included.
pub fn names() -> impl Iterator<Item = &'static str> {
    all().map(|def| def.name).chain(["builtins"])
}
